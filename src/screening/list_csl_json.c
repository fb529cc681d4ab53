/* SPDX-License-Identifier: Apache-2.0 */
/* The U.S. Consolidated Screening List as JSON: the official consolidated.json ("results", an
 * object an entry), and the reduced form ("entries" with letters for names and tables beside
 * them). Entries are parsed one by one: whole, the file has millions of values. */
#include "screening/list.h"

/* Tables of the reduced form; NULL in the official one. */
typedef struct CslTables {
    const JsonValue *sources;
    const JsonValue *programmes;
    const JsonValue *authorities; /* an object by source */
} CslTables;

typedef struct CslReader {
    ListDraft *draft;
    Text content;
    CslTables tables;
    Text entries; /* the array, as text */
    size_t entries_at;
    Error *error;
} CslReader;

static size_t line_of(Text content, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at && i < content.length; i++) {
        line += content.bytes[i] == '\n' ? 1 : 0;
    }
    return line;
}

static bool refuse(const CslReader *reader, size_t at, const char *message) {
    return error_set(reader->error, ERROR_INVALID, "`%.*s`, line %zu: %s",
                     TEXT_ARGS(reader->draft->list->file), line_of(reader->content, at), message);
}

static void skip_blanks(Text content, size_t *at) {
    while (*at < content.length && (content.bytes[*at] == ' ' || content.bytes[*at] == '\n' ||
                                    content.bytes[*at] == '\r' || content.bytes[*at] == '\t')) {
        *at += 1;
    }
}

static void skip_text(Text content, size_t *at) {
    for (*at += 1; *at < content.length && content.bytes[*at] != '"'; *at += 1) {
        if (content.bytes[*at] == '\\') {
            *at += 1;
        }
    }
    *at += 1;
}

/* Past one value, by its brackets and quotes alone: what is inside is checked when it is parsed. */
static bool skip_value(Text content, size_t *at) {
    size_t depth = 0;
    const size_t start = *at;
    while (*at < content.length) {
        const char byte = content.bytes[*at];
        if (byte == '"') {
            skip_text(content, at);
        } else if (byte == '{' || byte == '[') {
            depth++;
            *at += 1;
        } else if (depth == 0 && (byte == ',' || byte == '}' || byte == ']')) {
            return *at > start;
        } else {
            depth -= byte == '}' || byte == ']' ? 1 : 0;
            *at += 1;
        }
        if (depth == 0 && *at <= content.length && (byte == '"' || byte == '}' || byte == ']')) {
            return true;
        }
    }
    return false;
}

static const JsonValue *parse_part(CslReader *reader, size_t from, size_t until) {
    JsonValue *value = ARENA_NEW(reader->draft->arena, JsonValue);
    size_t at = 0;
    Error inner = {0};
    if (!json_parse(reader->draft->arena, text_slice(reader->content, from, until), value, &at,
                    &inner)) {
        (void)refuse(reader, from + at, inner.message);
        return NULL;
    }
    return value;
}

static Text text_of(const JsonValue *value) {
    const bool is_text =
        value != NULL && (value->kind == JSON_KIND_TEXT || value->kind == JSON_KIND_NUMBER);
    return is_text ? text_trim(value->text) : TEXT("");
}

/* One member of the whole: kept where it is needed. */
static bool read_member(CslReader *reader, Text name, size_t from, size_t until) {
    if (text_equals(name, TEXT("results")) || text_equals(name, TEXT("entries"))) {
        reader->entries = text_slice(reader->content, from, until);
        reader->entries_at = from;
        return true;
    }
    const bool is_tables = text_equals(name, TEXT("tables"));
    const bool is_authority = text_equals(name, TEXT("listAuthority"));
    const bool is_date = text_equals(name, TEXT("sourceGeneratedAt")) ||
                         text_equals(name, TEXT("search_performed_at"));
    if (!is_tables && !is_authority && !is_date) {
        return true;
    }
    const JsonValue *value = parse_part(reader, from, until);
    if (value == NULL) {
        return false;
    }
    if (is_tables) {
        reader->tables.sources = json_find(value, TEXT("sources"));
        reader->tables.programmes = json_find(value, TEXT("programmes"));
    } else if (is_authority) {
        reader->tables.authorities = value;
    } else {
        reader->draft->list->date = list_date(reader->draft->arena, text_of(value));
    }
    return true;
}

static bool read_members(CslReader *reader) {
    const Text content = reader->content;
    size_t at = 1;
    for (;;) {
        skip_blanks(content, &at);
        const size_t name_at = at;
        if (at >= content.length || content.bytes[at] != '"') {
            return refuse(reader, at, "a member's name is expected here");
        }
        skip_text(content, &at);
        const Text name = text_slice(content, name_at + 1, at - 1);
        skip_blanks(content, &at);
        if (at >= content.length || content.bytes[at] != ':') {
            return refuse(reader, at, "a colon is expected here");
        }
        at++;
        skip_blanks(content, &at);
        const size_t from = at;
        if (!skip_value(content, &at)) {
            return refuse(reader, from,
                          "the value that begins here does not end; is the file cut off?");
        }
        if (!read_member(reader, name, from, at)) {
            return false;
        }
        skip_blanks(content, &at);
        if (at < content.length && content.bytes[at] == ',') {
            at++;
            continue;
        }
        return (at + 1 == content.length && content.bytes[at] == '}') ||
               refuse(reader, at, "the object must end here, and nothing follow it");
    }
}

/* ---- an entry ---- */

static const JsonValue *item_by_number(const JsonValue *table, const JsonValue *number) {
    int64_t place = 0;
    if (table == NULL || number == NULL || !text_parse_integer(number->text, &place) || place < 0 ||
        (size_t)place >= table->count) {
        return NULL;
    }
    return &table->items[place];
}

/* "Entity List (EL) - Bureau of Industry and Security" is EL. */
static Text list_code(Text source) {
    size_t open = 0;
    size_t close = 0;
    if (text_find(source, TEXT("("), &open) && text_find(source, TEXT(")"), &close) &&
        close > open) {
        return text_slice(source, open + 1, close);
    }
    return source;
}

static Text copy(const CslReader *reader, Text text) {
    return text_copy(reader->draft->arena, text);
}

static void add_aliases(const CslReader *reader, const JsonValue *aliases, PartyDraft *draft) {
    for (size_t i = 0; aliases != NULL && i < aliases->count; i++) {
        party_add_name(draft, copy(reader, text_of(&aliases->items[i])), true, false);
    }
}

static Text joined(const CslReader *reader, const JsonValue *values) {
    if (values == NULL || values->kind != JSON_KIND_ARRAY) {
        return copy(reader, text_of(values));
    }
    TextBuilder builder = text_builder_new(reader->draft->arena);
    for (size_t i = 0; i < values->count; i++) {
        text_add(&builder, i > 0 ? TEXT("; ") : TEXT(""));
        text_add(&builder, text_of(&values->items[i]));
    }
    return text_built(&builder);
}

static void add_born(PartyDraft *draft, Text piece) {
    party_add_detail(draft, DETAIL_BORN, piece);
}

static void add_birthplace(PartyDraft *draft, Text piece) {
    party_add_detail(draft, DETAIL_BIRTHPLACE, piece);
}

/* One text, or an array of them. */
static void add_details(const CslReader *reader, const JsonValue *values, ListedDetailKind kind,
                        PartyDraft *draft) {
    if (values == NULL || values->kind != JSON_KIND_ARRAY) {
        for_each_piece(copy(reader, text_of(values)), ';',
                       kind == DETAIL_BORN ? add_born : add_birthplace, draft);
        return;
    }
    for (size_t i = 0; i < values->count; i++) {
        party_add_detail(draft, kind, copy(reader, text_of(&values->items[i])));
    }
}

static void add_countries(const CslReader *reader, const JsonValue *values, PartyDraft *draft) {
    for (size_t i = 0; values != NULL && values->kind == JSON_KIND_ARRAY && i < values->count;
         i++) {
        party_add_country(draft, copy(reader, text_of(&values->items[i])));
    }
}

static void add_address(const CslReader *reader, const JsonValue *address, PartyDraft *draft) {
    static const char *const names[] = {"address", "city", "state", "postal_code", "country"};
    enum { PARTS = sizeof names / sizeof names[0], COUNTRY = PARTS - 1 };
    Text parts[PARTS];
    size_t length = 0;
    for (size_t i = 0; i < PARTS; i++) {
        parts[i] = text_of(json_find(address, text_from(names[i])));
        length += i < COUNTRY ? parts[i].length : 0;
    }
    party_add_country(draft, copy(reader, parts[COUNTRY]));
    if (length > 0) {
        party_add_detail(draft, DETAIL_ADDRESS, list_join(reader->draft->arena, parts, PARTS));
    }
}

static void read_official(const CslReader *reader, const JsonValue *entry, PartyDraft *draft) {
    const JsonValue *addresses = json_find(entry, TEXT("addresses"));
    const JsonValue *ids = json_find(entry, TEXT("ids"));
    const Text source = text_of(json_find(entry, TEXT("source")));
    draft->party.list = copy(reader, list_code(source));
    draft->party.id = copy(reader, text_of(json_find(entry, TEXT("entity_number"))));
    if (text_is_empty(draft->party.id)) {
        draft->party.id = copy(reader, text_of(json_find(entry, TEXT("id"))));
    }
    draft->party.kind =
        listed_kind_of(reader->draft->arena, text_of(json_find(entry, TEXT("type"))));
    draft->party.programme = joined(reader, json_find(entry, TEXT("programs")));
    draft->party.citation =
        copy(reader, text_of(json_find(entry, TEXT("federal_register_notice"))));
    party_add_name(draft, copy(reader, text_of(json_find(entry, TEXT("name")))), false, false);
    add_aliases(reader, json_find(entry, TEXT("alt_names")), draft);
    for (size_t i = 0; addresses != NULL && i < addresses->count; i++) {
        add_address(reader, &addresses->items[i], draft);
    }
    party_add_country(draft, copy(reader, text_of(json_find(entry, TEXT("country")))));
    add_countries(reader, json_find(entry, TEXT("nationalities")), draft);
    add_countries(reader, json_find(entry, TEXT("citizenships")), draft);
    add_details(reader, json_find(entry, TEXT("dates_of_birth")), DETAIL_BORN, draft);
    add_details(reader, json_find(entry, TEXT("places_of_birth")), DETAIL_BIRTHPLACE, draft);
    party_add_detail(draft, DETAIL_FLAG,
                     copy(reader, text_of(json_find(entry, TEXT("vessel_flag")))));
    for (size_t i = 0; ids != NULL && i < ids->count; i++) {
        party_add_told(draft, copy(reader, text_of(json_find(&ids->items[i], TEXT("type")))),
                       copy(reader, text_of(json_find(&ids->items[i], TEXT("number")))));
    }
    party_add_identifier(draft, TEXT("Call sign"),
                         copy(reader, text_of(json_find(entry, TEXT("call_sign")))));
}

static void read_reduced(const CslReader *reader, const JsonValue *entry, PartyDraft *draft) {
    const JsonValue *countries = json_find(entry, TEXT("c"));
    const Text source =
        text_of(item_by_number(reader->tables.sources, json_find(entry, TEXT("s"))));
    const JsonValue *authority =
        reader->tables.authorities == NULL ? NULL : json_find(reader->tables.authorities, source);
    draft->party.list = list_code(source);
    draft->party.id = copy(reader, text_of(json_find(entry, TEXT("e"))));
    draft->party.kind = listed_kind_of(reader->draft->arena, text_of(json_find(entry, TEXT("t"))));
    draft->party.programme =
        text_of(item_by_number(reader->tables.programmes, json_find(entry, TEXT("pg"))));
    draft->party.citation = copy(reader, text_of(json_find(entry, TEXT("fr"))));
    if (text_is_empty(draft->party.citation) && authority != NULL) {
        draft->party.citation = text_of(json_find(authority, TEXT("citation")));
    }
    party_add_name(draft, copy(reader, text_of(json_find(entry, TEXT("n")))), false, false);
    add_aliases(reader, json_find(entry, TEXT("a")), draft);
    for (size_t i = 0; countries != NULL && i < countries->count; i++) {
        party_add_country(draft, copy(reader, text_of(&countries->items[i])));
    }
}

static bool read_entry(CslReader *reader, Arena *scratch, size_t from, size_t until) {
    JsonValue entry = {0};
    size_t at = 0;
    Error inner = {0};
    PartyDraft draft = party_draft_new(reader->draft->arena);
    if (!json_parse(scratch, text_slice(reader->content, from, until), &entry, &at, &inner)) {
        return refuse(reader, from + at, inner.message);
    }
    if (entry.kind != JSON_KIND_OBJECT) {
        return refuse(reader, from, "an entry must be an object");
    }
    if (json_find(&entry, TEXT("n")) != NULL) {
        read_reduced(reader, &entry, &draft);
    } else {
        read_official(reader, &entry, &draft);
    }
    return party_finish(reader->draft, &draft) || refuse(reader, from, "the entry has no name");
}

static bool read_entries(CslReader *reader) {
    const size_t end = reader->entries_at + reader->entries.length;
    size_t at = reader->entries_at + 1;
    if (reader->entries.length < 2 || reader->entries.bytes[0] != '[') {
        return refuse(reader, reader->entries_at, "the entries must be an array");
    }
    for (skip_blanks(reader->content, &at); at + 1 < end; skip_blanks(reader->content, &at)) {
        const size_t from = at;
        if (!skip_value(reader->content, &at)) {
            return refuse(reader, from, "an entry is expected here");
        }
        Arena *scratch = arena_new();
        const bool is_read = read_entry(reader, scratch, from, at);
        arena_free(scratch);
        if (!is_read) {
            return false;
        }
        skip_blanks(reader->content, &at);
        if (at + 1 < end && reader->content.bytes[at] != ',') {
            return refuse(reader, at, "a comma is expected between entries");
        }
        at += at + 1 < end ? 1 : 0;
    }
    return true;
}

bool list_read_csl_json(ListDraft *draft, Text content, Error *error) {
    CslReader reader = {.draft = draft, .content = content, .error = error};
    if (content.bytes[0] == '[') {
        reader.entries = content;
    } else if (!read_members(&reader)) {
        return false;
    }
    if (reader.entries.bytes == NULL) {
        return refuse(&reader, 0,
                      "the object has neither `results` nor `entries`, so it is no Consolidated "
                      "Screening List");
    }
    return read_entries(&reader);
}
