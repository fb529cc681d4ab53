/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/list.h"

#include "base/date.h"
#include "base/digest.h"

ListDraft list_draft_new(Arena *arena, ScreeningList *list) {
    return (ListDraft){
        .arena = arena, .list = list, .parties = array_new(arena, sizeof(ListedParty))};
}

void list_draft_finish(ListDraft *draft) {
    draft->list->parties = ARRAY_ITEMS(ListedParty, &draft->parties);
    draft->list->party_count = draft->parties.count;
    for (size_t i = 0; i < draft->parties.count; i++) {
        draft->list->name_count += draft->list->parties[i].name_count;
    }
}

PartyDraft party_draft_new(Arena *arena) {
    return (PartyDraft){.names = array_new(arena, sizeof(ListedName)),
                        .countries = array_new(arena, sizeof(Text)),
                        .identifiers = array_new(arena, sizeof(ListedIdentifier)),
                        .details = array_new(arena, sizeof(ListedDetail))};
}

void party_add_name(PartyDraft *draft, Text name, bool is_alias, bool is_weak) {
    const Text trimmed = text_trim(name);
    for (size_t i = 0; i < draft->names.count; i++) {
        if (text_equals(ARRAY_ITEMS(ListedName, &draft->names)[i].text, trimmed)) {
            return;
        }
    }
    if (!text_is_empty(trimmed)) {
        ListedName *added = array_add(&draft->names);
        *added = (ListedName){.text = trimmed, .is_alias = is_alias, .is_weak = is_weak};
    }
}

void party_add_country(PartyDraft *draft, Text country) {
    const Text trimmed = text_trim(country);
    for (size_t i = 0; i < draft->countries.count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, &draft->countries)[i], trimmed)) {
            return;
        }
    }
    if (!text_is_empty(trimmed)) {
        Text *added = array_add(&draft->countries);
        *added = trimmed;
    }
}

static bool has_identifier(const PartyDraft *draft, Text type, Text value) {
    const ListedIdentifier *identifiers = draft->identifiers.items;
    for (size_t i = 0; i < draft->identifiers.count; i++) {
        if (text_equals(identifiers[i].type, type) && text_equals(identifiers[i].value, value)) {
            return true;
        }
    }
    return false;
}

void party_add_identifier(PartyDraft *draft, Text type, Text value) {
    const Text trimmed = text_trim(value);
    if (!text_is_empty(trimmed) && !has_identifier(draft, text_trim(type), trimmed)) {
        ListedIdentifier *added = array_add(&draft->identifiers);
        *added = (ListedIdentifier){.type = text_trim(type), .value = trimmed};
    }
}

bool list_has_digit(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] >= '0' && text.bytes[i] <= '9') {
            return true;
        }
    }
    return false;
}

void party_add_told(PartyDraft *draft, Text type, Text written) {
    const Text value = text_trim(written);
    const Text imo = TEXT("IMO ");
    bool is_code = true; /* of capitals alone, as a bank's */
    for (size_t i = 0; i < value.length; i++) {
        is_code = is_code && value.bytes[i] >= 'A' && value.bytes[i] <= 'Z';
    }
    if (text_starts_with(value, imo)) {
        party_add_identifier(draft, TEXT("IMO"), text_slice(value, imo.length, value.length));
    } else if (is_code || list_has_digit(value)) {
        party_add_identifier(draft, type, value);
    }
}

void party_add_detail(PartyDraft *draft, ListedDetailKind kind, Text text) {
    const Text trimmed = text_trim(text);
    const ListedDetail *details = draft->details.items;
    for (size_t i = 0; i < draft->details.count; i++) {
        if (details[i].kind == kind && text_equals(details[i].text, trimmed)) {
            return;
        }
    }
    if (!text_is_empty(trimmed)) {
        *(ListedDetail *)array_add(&draft->details) = (ListedDetail){.kind = kind, .text = trimmed};
    }
}

Text list_join(Arena *arena, const Text *parts, size_t count) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (!text_is_empty(parts[i])) {
            text_add(&builder, builder.length > 0 ? TEXT(", ") : TEXT(""));
            text_add(&builder, parts[i]);
        }
    }
    return text_built(&builder);
}

bool party_finish(ListDraft *list, PartyDraft *draft) {
    if (draft->names.count == 0) {
        return false;
    }
    draft->party.names = ARRAY_ITEMS(ListedName, &draft->names);
    draft->party.name_count = draft->names.count;
    draft->party.countries = ARRAY_ITEMS(Text, &draft->countries);
    draft->party.country_count = draft->countries.count;
    draft->party.identifiers = ARRAY_ITEMS(ListedIdentifier, &draft->identifiers);
    draft->party.identifier_count = draft->identifiers.count;
    draft->party.details = ARRAY_ITEMS(ListedDetail, &draft->details);
    draft->party.detail_count = draft->details.count;
    ListedParty *added = array_add(&list->parties);
    *added = draft->party;
    return true;
}

void for_each_piece(Text text, char separator, void (*each)(PartyDraft *draft, Text piece),
                    PartyDraft *draft) {
    Text rest = text;
    Text piece = {0};
    while (text_split(&rest, separator, &piece)) {
        if (!text_is_empty(text_trim(piece))) {
            each(draft, text_trim(piece));
        }
    }
}

ListedKind listed_kind_of(Arena *arena, Text word) {
    static const struct {
        const char *word;
        ListedKind kind;
    } kinds[] = {{"entity", LISTED_ORGANISATION},
                 {"organisation", LISTED_ORGANISATION},
                 {"organization", LISTED_ORGANISATION},
                 {"company", LISTED_ORGANISATION},
                 {"individual", LISTED_PERSON},
                 {"person", LISTED_PERSON},
                 {"vessel", LISTED_VESSEL},
                 {"ship", LISTED_VESSEL},
                 {"aircraft", LISTED_AIRCRAFT}};
    const Text lower = text_lowercase(arena, text_trim(word));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_equals(lower, text_from(kinds[i].word))) {
            return kinds[i].kind;
        }
    }
    return LISTED_UNKNOWN;
}

/* 11-Aug-2025. */
static Text date_of_month_name(Arena *arena, Text written) {
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    enum { LENGTH = 11, MONTH_AT = 3, YEAR_AT = 7 };
    Date date = 0;
    for (unsigned i = 0; written.length == LENGTH && i < sizeof months / sizeof months[0]; i++) {
        if (text_equals(text_slice(written, MONTH_AT, YEAR_AT - 1), text_from(months[i]))) {
            const Text turned =
                text_format(arena, "%.4s-%02u-%.2s", written.bytes + YEAR_AT, i + 1, written.bytes);
            return date_parse(turned, &date) ? turned : TEXT("");
        }
    }
    return TEXT("");
}

Text list_date(Arena *arena, Text written) {
    enum { ISO_LENGTH = 10 };
    Date date = 0;
    const Text trimmed = text_trim(written);
    const Text head = text_slice(trimmed, 0, ISO_LENGTH);
    if (date_parse(head, &date)) {
        return head;
    }
    if (head.length == ISO_LENGTH) {
        const char *bytes = head.bytes;
        const Text turned = text_format(arena, "%.4s-%.2s-%.2s", bytes + 6, bytes + 3, bytes);
        if (date_parse(turned, &date)) {
            return turned;
        }
    }
    return date_of_month_name(arena, trimmed);
}

bool list_refuse_table(Text file, const ProblemList *problems, Error *error) {
    const Problem *first = array_at(&problems->problems, 0);
    return error_set(error, ERROR_INVALID, "`%.*s`, line %zu: %.*s", TEXT_ARGS(file), first->line,
                     TEXT_ARGS(first->message));
}

/* ---- telling forms apart ---- */

static Text digest_of(Arena *arena, const Text *parts, size_t count) {
    Digest *digest = digest_new();
    for (size_t i = 0; i < count; i++) {
        digest_add(digest, parts[i]);
    }
    return digest_finish(arena, digest);
}

typedef struct TableForm {
    const char *column; /* that tells it */
    const char *second; /* and this one */
    const char *title;
    const char *format;
    bool (*read)(ListDraft *draft, const CsvTable *table, Error *error);
} TableForm;

static const TableForm TABLE_FORMS[] = {
    {"alt_names", "source", "U.S. Consolidated Screening List", "csl-csv", list_read_csl_csv},
    {"Unique ID", "Regime Name", "UK Sanctions List", "uk-csv", list_read_uk_csv},
    {"Group ID", "Regime", "UK consolidated list of financial sanctions targets", "uk-csv",
     list_read_uk_csv},
    {"name", "name", "", "csv", list_read_plain_csv},
};

static bool has_column(const CsvTable *table, const char *name) {
    size_t column = 0;
    return csv_find_column(table, text_from(name), &column);
}

/* The UK's files say their date on a line of its own, before the header: "Report Date:
 * 11-Aug-2025" or "Last Updated,11/08/2025". */
static Text skip_date_line(Arena *arena, ScreeningList *list, Text content) {
    static const char *const openings[] = {"Report Date:", "Last Updated,", "\"Report Date:"};
    enum { DATE_LENGTH_MOST = 14 };
    size_t end = 0;
    const Text body = text_starts_with(content, TEXT("\xEF\xBB\xBF"))
                          ? text_slice(content, 3, content.length)
                          : content;
    if (!text_find(body, TEXT("\n"), &end)) {
        return content;
    }
    const Text line = text_trim(text_slice(body, 0, end));
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        const Text opening = text_from(openings[i]);
        if (!text_starts_with(line, opening)) {
            continue;
        }
        Text date = {0};
        Text rest = text_slice(line, opening.length, line.length);
        (void)text_split(&rest, ',', &date);
        if (date.length <= DATE_LENGTH_MOST && date.length > 0 &&
            (date.bytes[0] == ' ' || (date.bytes[0] >= '0' && date.bytes[0] <= '9'))) {
            list->date = list_date(arena, date);
            return text_slice(body, end + 1, body.length);
        }
    }
    return content;
}

static bool read_table(ListDraft *draft, Text content, Error *error) {
    CsvTable table;
    ProblemList problems = problem_list_new(draft->arena);
    const Text file = draft->list->file;
    const Text body = skip_date_line(draft->arena, draft->list, content);
    if (!csv_parse(draft->arena, file, body, &table, &problems)) {
        return list_refuse_table(file, &problems, error);
    }
    for (size_t i = 0; i < sizeof TABLE_FORMS / sizeof TABLE_FORMS[0]; i++) {
        const TableForm *form = &TABLE_FORMS[i];
        if (has_column(&table, form->column) && has_column(&table, form->second)) {
            draft->list->title = text_from(form->title);
            draft->list->format = text_from(form->format);
            return form->read(draft, &table, error);
        }
    }
    return error_set(error, ERROR_INVALID,
                     "`%.*s` is no list we read: its header has no column `name`, and it is not "
                     "the CSV of the U.S. or UK lists",
                     TEXT_ARGS(file));
}

static Text without_mark(Text content) {
    const Text mark = TEXT("\xEF\xBB\xBF");
    return text_starts_with(content, mark) ? text_slice(content, mark.length, content.length)
                                           : content;
}

bool screening_list_is_ofac(Text content) {
    /* Number, name, kind and nothing that names columns. */
    size_t at = 0;
    const Text body = without_mark(content);
    while (at < body.length && body.bytes[at] >= '0' && body.bytes[at] <= '9') {
        at++;
    }
    const Text line = text_slice(body, 0, body.length < 4096 ? body.length : 4096);
    size_t found = 0;
    return at > 0 && at < body.length && body.bytes[at] == ',' &&
           text_find(line, TEXT("-0-"), &found);
}

static bool read_by_form(ListDraft *draft, Text content, Error *error) {
    const Text body = text_trim(without_mark(content));
    ScreeningList *list = draft->list;
    if (text_is_empty(body)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is empty", TEXT_ARGS(list->file));
    }
    if (body.bytes[0] == '{' || body.bytes[0] == '[') {
        list->title = TEXT("U.S. Consolidated Screening List");
        list->format = TEXT("csl-json");
        return list_read_csl_json(draft, body, error);
    }
    if (body.bytes[0] == '<') {
        list->title = TEXT("UN Security Council Consolidated List");
        list->format = TEXT("un-xml");
        return list_read_un_xml(draft, body, error);
    }
    if (screening_list_is_ofac(content)) {
        list->title = TEXT("OFAC Specially Designated Nationals");
        list->format = TEXT("ofac-csv");
        return list_read_sdn(draft, list->file, content, TEXT(""), TEXT(""), error);
    }
    return read_table(draft, content, error);
}

static bool finish(ListDraft *draft, Error *error) {
    list_draft_finish(draft);
    if (draft->list->party_count == 0) {
        return error_set(error, ERROR_INVALID, "`%.*s` lists nobody; is it cut off?",
                         TEXT_ARGS(draft->list->file));
    }
    return true;
}

bool screening_list_read(Arena *arena, Text file, Text content, ScreeningList *list, Error *error) {
    ScreeningList read = {.file = file};
    ListDraft draft = list_draft_new(arena, &read);
    if (content.length > SCREENING_LIST_BYTES_MAX) {
        return error_set(error, ERROR_LIMIT, "`%.*s` has %zu bytes, more than %d", TEXT_ARGS(file),
                         content.length, SCREENING_LIST_BYTES_MAX);
    }
    if (!text_is_utf8(content)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is not UTF-8; save it as UTF-8",
                         TEXT_ARGS(file));
    }
    if (!read_by_form(&draft, content, error) || !finish(&draft, error)) {
        return false;
    }
    read.digest = digest_bytes(arena, content);
    *list = read;
    return true;
}

bool screening_list_read_ofac(Arena *arena, Text file, Text sdn, Text alt, Text add,
                              ScreeningList *list, Error *error) {
    const Text parts[] = {sdn, alt, add};
    ScreeningList read = {.file = file,
                          .title = TEXT("OFAC Specially Designated Nationals"),
                          .format = TEXT("ofac-csv")};
    ListDraft draft = list_draft_new(arena, &read);
    if (!list_read_sdn(&draft, file, sdn, alt, add, error) || !finish(&draft, error)) {
        return false;
    }
    read.digest = digest_of(arena, parts, sizeof parts / sizeof parts[0]);
    *list = read;
    return true;
}
