/* SPDX-License-Identifier: Apache-2.0 */
#include "service/request.h"

#include "base/map.h"
#include "service/facts.h"

enum { QUANTILE_LEAST = 1, QUANTILE_MOST = 99, COUNTRY_LENGTH = 2 };

static bool wrong_kind(Request *request, Text name, const JsonValue *value, const char *wanted) {
    request->blamed = value;
    return error_set(request->error, ERROR_INVALID, "`%.*s` is %s; it takes %s", TEXT_ARGS(name),
                     json_kind_words(value->kind), wanted);
}

/* ---- facts ---- */

static const Text FACT_WORDS[] = {
    [JSON_KIND_NULL] = {"unknown", 7},
    [JSON_KIND_FALSE] = {"no", 2},
    [JSON_KIND_TRUE] = {"yes", 3},
};

/* Codes of a set: A+B, or `none`. */
static bool read_set(Request *request, Text name, const JsonValue *list, Text *value) {
    TextBuilder builder = text_builder_new(request->arena);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != JSON_KIND_TEXT) {
            return wrong_kind(request, name, &list->items[i], "texts in its array");
        }
        if (i > 0) {
            text_add_character(&builder, '+');
        }
        text_add(&builder, list->items[i].text);
    }
    *value = list->count == 0 ? TEXT("none") : text_built(&builder);
    return true;
}

static bool read_fact(Request *request, Text name, const JsonValue *given, Text *value) {
    switch (given->kind) {
    case JSON_KIND_NULL:
    case JSON_KIND_FALSE:
    case JSON_KIND_TRUE:
        *value = FACT_WORDS[given->kind];
        return true;
    case JSON_KIND_NUMBER:
    case JSON_KIND_TEXT:
        *value = given->text;
        return true;
    case JSON_KIND_ARRAY:
        return read_set(request, name, given, value);
    case JSON_KIND_OBJECT:
        break;
    }
    return wrong_kind(request, name, given,
                      "a text, a number, true, false, null or an array of texts");
}

static bool read_facts(Request *request, Text name, const JsonValue *given, Text prefix,
                       const FactGiven **facts, size_t *count) {
    if (given->kind != JSON_KIND_OBJECT) {
        return wrong_kind(request, name, given, "an object of names and values");
    }
    FactGiven *list = ARENA_MANY(request->arena, FactGiven, given->count);
    for (size_t i = 0; i < given->count; i++) {
        list[i].name = given->names[i];
        if (!text_is_empty(prefix) && text_starts_with(list[i].name, prefix)) {
            list[i].name = text_slice(list[i].name, prefix.length, list[i].name.length);
        }
        if (!read_fact(request, given->names[i], &given->items[i], &list[i].value)) {
            return false;
        }
    }
    *facts = list;
    *count = given->count;
    return true;
}

/* ---- members ---- */

static bool read_item_id(Request *request, Text name, const JsonValue *value) {
    if (value->kind != JSON_KIND_TEXT) {
        return wrong_kind(request, name, value, "an item's id");
    }
    request->blamed = value;
    if (request->defaults->workspace == NULL) {
        return error_set(request->error, ERROR_INVALID,
                         "`item_id` names an item of a workspace, and there is none here");
    }
    request->names.item = value->text;
    return request_find_item(request->arena, request->defaults->workspace, value->text,
                             &(size_t){0}, request->error);
}

static bool read_item(Request *request, Text name, const JsonValue *value) {
    request->item = value;
    return read_facts(request, name, value, TEXT("item."), &request->transfer.item,
                      &request->transfer.item_count);
}

static bool read_other_facts(Request *request, Text name, const JsonValue *value) {
    request->facts = value;
    return read_facts(request, name, value, (Text){0}, &request->transfer.facts,
                      &request->transfer.fact_count);
}

static bool is_capital(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

static bool is_country(Text word) {
    return word.length == COUNTRY_LENGTH && is_capital(word.bytes[0]) && is_capital(word.bytes[1]);
}

/* A party's id alone: of the workspace, in its own country. */
static bool find_party(const Workspace *workspace, Text word, TransferEnd *end) {
    size_t party = 0;
    if (workspace == NULL || !workspace_find_party(workspace, word, &party) ||
        !is_country(workspace->parties[party].country)) {
        return false;
    }
    *end = (TransferEnd){workspace->parties[party].country, workspace->parties[party].id};
    return true;
}

bool service_parse_end(const Workspace *workspace, Text word, TransferEnd *end) {
    Text rest = word;
    if (!is_country(word) && find_party(workspace, word, end)) {
        return true;
    }
    (void)text_split(&rest, ':', &end->country);
    end->party = rest.bytes == NULL ? (Text){0} : rest;
    return is_country(end->country) && (rest.bytes == NULL || !text_is_empty(rest));
}

static bool read_end(Request *request, Text name, const JsonValue *value, TransferEnd *end) {
    if (value->kind != JSON_KIND_TEXT) {
        return wrong_kind(request, name, value, "a text such as \"US\" or \"US:acme\"");
    }
    if (!service_parse_end(request->defaults->workspace, value->text, end)) {
        request->blamed = value;
        return error_set(request->error, ERROR_INVALID,
                         "`%.*s` is `%.*s`; write a country as two capital letters, or with a "
                         "party: \"US:acme\"",
                         TEXT_ARGS(name), TEXT_ARGS(value->text));
    }
    return true;
}

static bool read_from(Request *request, Text name, const JsonValue *value) {
    return read_end(request, name, value, &request->transfer.from);
}

static bool read_to(Request *request, Text name, const JsonValue *value) {
    return read_end(request, name, value, &request->transfer.to);
}

static bool read_date(Request *request, Text name, const JsonValue *value, Date *date) {
    if (value->kind != JSON_KIND_TEXT) {
        return wrong_kind(request, name, value, "a date such as \"2026-11-23\"");
    }
    request->blamed = value;
    return date_parse(value->text, date) ||
           error_set(request->error, ERROR_INVALID,
                     "`%.*s` is `%.*s`, which is no date; write it as \"2026-11-23\"",
                     TEXT_ARGS(name), TEXT_ARGS(value->text));
}

static bool read_parties(Request *request, Text name, const JsonValue *value) {
    if (value->kind != JSON_KIND_OBJECT) {
        return wrong_kind(request, name, value, "an object of roles and parties");
    }
    TransferParty *parties = ARENA_MANY(request->arena, TransferParty, value->count);
    for (size_t i = 0; i < value->count; i++) {
        parties[i].role = value->names[i];
        if (!read_end(request, value->names[i], &value->items[i], &parties[i].end)) {
            return false;
        }
    }
    request->parties = value;
    request->names.parties = parties;
    request->names.party_count = value->count;
    return true;
}

static bool read_notes(Request *request, Text name, const JsonValue *value) {
    if (value->kind != JSON_KIND_OBJECT) {
        return wrong_kind(request, name, value, "an object of facts' names and texts");
    }
    FactGiven *notes = ARENA_MANY(request->arena, FactGiven, value->count);
    for (size_t i = 0; i < value->count; i++) {
        if (value->items[i].kind != JSON_KIND_TEXT) {
            return wrong_kind(request, value->names[i], &value->items[i], "a text");
        }
        notes[i] = (FactGiven){value->names[i], value->items[i].text};
    }
    request->transfer.notes = notes;
    request->transfer.note_count = value->count;
    return true;
}

static bool read_as_of(Request *request, Text name, const JsonValue *value) {
    return read_date(request, name, value, &request->transfer.as_of);
}

static bool read_known_at(Request *request, Text name, const JsonValue *value) {
    return read_date(request, name, value, &request->transfer.known_at);
}

static bool read_accept(Request *request, Text name, const JsonValue *value) {
    if (value->kind != JSON_KIND_TRUE && value->kind != JSON_KIND_FALSE) {
        return wrong_kind(request, name, value, "true or false");
    }
    request->transfer.accept_unverified = value->kind == JSON_KIND_TRUE;
    return true;
}

static bool read_quantile(Request *request, Text name, const JsonValue *value) {
    int64_t quantile = 0;
    if (value->kind != JSON_KIND_NUMBER || !text_parse_integer(value->text, &quantile) ||
        quantile < QUANTILE_LEAST || quantile > QUANTILE_MOST) {
        return wrong_kind(request, name, value, "a whole number from 1 to 99");
    }
    request->transfer.quantile = (unsigned)quantile;
    return true;
}

static bool read_id(Request *request, Text name, const JsonValue *value) {
    if (value->kind != JSON_KIND_TEXT && value->kind != JSON_KIND_NUMBER) {
        return wrong_kind(request, name, value, "a text or a number");
    }
    return true;
}

static const struct {
    Text name;
    bool is_required;
    bool (*read)(Request *request, Text name, const JsonValue *value);
} MEMBERS[] = {
    {{"id", 2}, false, read_id},
    {{"item_id", 7}, false, read_item_id},
    {{"item", 4}, true, read_item},
    {{"from", 4}, true, read_from},
    {{"to", 2}, true, read_to},
    {{"facts", 5}, false, read_other_facts},
    {{"parties", 7}, false, read_parties},
    {{"notes", 5}, false, read_notes},
    {{"as_of", 5}, false, read_as_of},
    {{"known_at", 8}, false, read_known_at},
    {{"accept_unverified", 17}, false, read_accept},
    {{"quantile", 8}, false, read_quantile},
};
enum { MEMBER_COUNT = sizeof(MEMBERS) / sizeof(MEMBERS[0]) };

static bool refuse_member(Request *request, Text name, const JsonValue *value) {
    Map *names = map_new(request->arena);
    Text nearest = {0};
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        (void)map_add(names, MEMBERS[i].name, i);
    }
    request->blamed = value;
    if (map_nearest(names, name, &nearest)) {
        return error_set(request->error, ERROR_INVALID,
                         "a request has no `%.*s`; did you mean `%.*s`?", TEXT_ARGS(name),
                         TEXT_ARGS(nearest));
    }
    return error_set(request->error, ERROR_INVALID,
                     "a request has no `%.*s`; facts stand in `item` and `facts`", TEXT_ARGS(name));
}

static bool read_member(Request *request, Text name, const JsonValue *value) {
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        if (text_equals(MEMBERS[i].name, name)) {
            return MEMBERS[i].read(request, name, value);
        }
    }
    return refuse_member(request, name, value);
}

static bool check_required(Request *request) {
    request->blamed = request->root;
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        const bool is_told = json_find(request->root, MEMBERS[i].name) != NULL ||
                             (MEMBERS[i].read == read_item && !text_is_empty(request->names.item));
        if (MEMBERS[i].is_required && !is_told) {
            return error_set(request->error, ERROR_INVALID, "the request has no `%.*s`",
                             TEXT_ARGS(MEMBERS[i].name));
        }
    }
    if (!request->defaults->has_as_of && json_find(request->root, TEXT("as_of")) == NULL) {
        return error_set(request->error, ERROR_INVALID,
                         "the request has no `as_of`, and no `--as-of` was given");
    }
    return true;
}

bool request_read(Request *request) {
    const JsonValue *root = request->root;
    const BatchDefaults *defaults = request->defaults;
    request->transfer = (Transfer){.as_of = defaults->as_of,
                                   .accept_unverified = defaults->accept_unverified,
                                   .quantile = defaults->quantile};
    request->names = (TransferNames){0};
    if (root->kind != JSON_KIND_OBJECT) {
        return wrong_kind(request, TEXT("the request"), root, "an object");
    }
    for (size_t i = 0; i < root->count; i++) {
        if (!read_member(request, root->names[i], &root->items[i])) {
            return false;
        }
    }
    if (json_find(root, TEXT("known_at")) == NULL) {
        request->transfer.known_at =
            defaults->has_known_at ? defaults->known_at : request->transfer.as_of;
    }
    return check_required(request);
}

const JsonValue *request_refused_fact(Arena *arena, const LawSet *set, const Request *request) {
    const struct {
        const FactGiven *facts; /* those of the request stand last */
        size_t count;
        const JsonValue *values;
        const char *prefix;
    } lists[] = {{request->transfer.item, request->transfer.item_count, request->item, "item."},
                 {request->transfer.facts, request->transfer.fact_count, request->facts, ""}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t j = 0; lists[i].values != NULL && j < lists[i].values->count; j++) {
            const FactGiven *fact = &lists[i].facts[lists[i].count - lists[i].values->count + j];
            Error ignored = {0};
            const Text name = text_format(arena, "%s%.*s", lists[i].prefix, TEXT_ARGS(fact->name));
            if (!facts_give(arena, law_facts_new(arena, set), set, name, fact->value, &ignored)) {
                return &lists[i].values->items[j];
            }
        }
    }
    return request->root;
}
