/* SPDX-License-Identifier: Apache-2.0 */
#include "law/read_provision.h"

enum { DAYS_MAX = 36500, MEDIAN = 50, AFTER_MAX = 4 };

/* ---- on condition ---- */

/* `for N years|months|days` or `within N days|months|years`. */
static bool read_term(Cursor *cursor, LawObligation *obligation) {
    int count = 0;
    if (!cursor_take_count(cursor, "a length of time", 1, DAYS_MAX, &count)) {
        return false;
    }
    if (cursor_take_words(cursor, "years") || cursor_take_words(cursor, "year")) {
        obligation->months = count * 12;
    } else if (cursor_take_words(cursor, "months") || cursor_take_words(cursor, "month")) {
        obligation->months = count;
    } else if (cursor_take_words(cursor, "days") || cursor_take_words(cursor, "day")) {
        obligation->days = count;
    } else {
        return report_here(cursor, "`years`, `months` or `days` is wanted here");
    }
    return true;
}

/* `when ...`, whose citation is the obligation's; its block may stand below. */
static bool read_when(Cursor *cursor, ProvisionDraft *draft, LawObligation *obligation) {
    cursor->provision = draft;
    obligation->when = condition_read(cursor);
    if (obligation->when != NULL) {
        obligation->citation = obligation->when->citation;
    }
    return obligation->when != NULL;
}

static bool read_obligation_end(Cursor *cursor, ProvisionDraft *draft, LawObligation *obligation) {
    if (cursor_take_words(cursor, "when")) {
        return read_when(cursor, draft, obligation);
    }
    bool is_read = cursor_take_citation(cursor, &obligation->citation) && cursor_expect_end(cursor);
    expect_nothing_below(cursor);
    return is_read;
}

static void read_obligation(Cursor *cursor, ProvisionDraft *draft) {
    LawObligation obligation = {.citation = TEXT("")};
    if (!cursor_take_text(cursor, "what is to be done", &obligation.text)) {
        return;
    }
    obligation.is_deadline = cursor_take_words(cursor, "within");
    bool has_term = obligation.is_deadline || cursor_take_words(cursor, "for");
    if ((has_term && !read_term(cursor, &obligation)) ||
        !read_obligation_end(cursor, draft, &obligation)) {
        return;
    }
    LawObligation *place = array_add(&draft->obligations);
    *place = obligation;
}

bool obligations_clause(Cursor *cursor, ProvisionDraft *draft) {
    if (!cursor_ends(cursor)) {
        read_obligation(cursor, draft);
        cursor->at = cursor->line->token_count;
        return true;
    }
    if (cursor->line->below == NULL) {
        return report_here(cursor,
                           "nothing is indented below `on condition`; what is to be done is "
                           "wanted there");
    }
    for (const Line *line = cursor->line->below; line != NULL; line = line->next) {
        Cursor below = cursor_at(cursor->pack, cursor->source, line);
        read_obligation(&below, draft);
    }
    return true;
}

/* ---- days ---- */

static void add_days(Array *days, unsigned quantile, int count) {
    RouteDays *place = array_add(days);
    *place = (RouteDays){.quantile = quantile, .days = count};
}

static bool read_day_count(Cursor *cursor, int *days) {
    if (!cursor_take_count(cursor, "a number of days", 0, DAYS_MAX, days)) {
        return false;
    }
    if (cursor_take_words(cursor, "working")) {
        *days = (*days * 7 + 4) / 5;
    }
    return true;
}

/* `p90`. */
static bool read_quantile(Cursor *cursor, unsigned *quantile) {
    int64_t value = 0;
    const Token *token = cursor_peek(cursor);
    bool is_given = token != NULL && token->kind == TOKEN_WORD && token->text.length > 1 &&
                    token->text.bytes[0] == 'p' &&
                    text_parse_integer(text_slice(token->text, 1, token->text.length), &value);
    if (!is_given || value < 1 || value > 99) {
        return report_here(cursor, "a quantile is wanted here, from `p1` to `p99`");
    }
    cursor->at++;
    *quantile = (unsigned)value;
    return true;
}

static bool read_more_days(Cursor *cursor, Array *days) {
    const Token *token = cursor_peek(cursor);
    RouteDays last = *(RouteDays *)array_at(days, days->count - 1);
    unsigned quantile = 0;
    int count = 0;
    if (!read_quantile(cursor, &quantile) || !read_day_count(cursor, &count)) {
        return false;
    }
    if (quantile <= last.quantile || count < last.days) {
        report_at(cursor, token,
                  "quantiles must rise, and their days may not fall; the number "
                  "without a quantile is `p50`");
        return false;
    }
    add_days(days, quantile, count);
    return true;
}

static bool read_days(Cursor *cursor, Array *days) {
    if (cursor_take_words(cursor, "unknown")) {
        add_days(days, MEDIAN, -1);
        return true;
    }
    unsigned quantile = MEDIAN;
    bool has_quantile = cursor_is(cursor, TOKEN_WORD) && cursor_peek(cursor)->text.bytes[0] == 'p';
    int count = 0;
    if ((has_quantile && !read_quantile(cursor, &quantile)) || !read_day_count(cursor, &count)) {
        return false;
    }
    add_days(days, quantile, count);
    while (cursor_take_kind(cursor, TOKEN_COMMA)) {
        if (!read_more_days(cursor, days)) {
            return false;
        }
    }
    return true;
}

bool days_clause(Cursor *cursor, ProvisionDraft *draft) {
    Array days = array_new(draft->pack->reader->arena, sizeof(RouteDays));
    bool is_read = read_days(cursor, &days);
    draft->provision.days = days.items;
    draft->provision.days_count = days.count;
    if (is_read && cursor_take_words(cursor, "basis")) {
        return basis_clause(cursor, draft);
    }
    return is_read;
}

/* What the days are from, of which date, and how far that was checked. */
bool basis_clause(Cursor *cursor, ProvisionDraft *draft) {
    Provision *route = &draft->provision;
    if (!cursor_take_text(cursor, "the basis of the days", &route->basis)) {
        return false;
    }
    route->has_days_vintage = cursor_take_words(cursor, "vintage");
    if (route->has_days_vintage && !cursor_take_date(cursor, &route->days_vintage)) {
        return false;
    }
    return !cursor_take_words(cursor, "status") || status_read(cursor, &route->days_status);
}

bool granted_by_clause(Cursor *cursor, ProvisionDraft *draft) {
    return cursor_take_text(cursor, "who grants it", &draft->provision.granted_by);
}

void days_unknown(ProvisionDraft *draft) {
    RouteDays *days = ARENA_NEW(draft->pack->reader->arena, RouteDays);
    *days = (RouteDays){.quantile = MEDIAN, .days = -1};
    draft->provision.days = days;
    draft->provision.days_count = 1;
}

/* ---- review ---- */

static bool is_always_reviewed(const ProvisionDraft *draft) {
    if (draft->reviews.count == 0) {
        return false;
    }
    const LawReview *last = array_at(&draft->reviews, draft->reviews.count - 1);
    return last->when == NULL;
}

bool review_clause(Cursor *cursor, ProvisionDraft *draft) {
    LawReview review = {.when = NULL};
    if (!cursor_is(cursor, TOKEN_WORD) || !review_parse(cursor_peek(cursor)->text, &review.kind)) {
        return report_here(cursor, "`denial`, `case_by_case` or `approval` is wanted here");
    }
    cursor->at++;
    if (is_always_reviewed(draft)) {
        return report_here(cursor, "this line is never reached: the review above it always holds");
    }
    if (cursor_take_words(cursor, "when")) {
        review.when = condition_read(cursor);
        if (review.when == NULL) {
            return false;
        }
    } else {
        expect_nothing_below(cursor);
    }
    LawReview *place = array_add(&draft->reviews);
    *place = review;
    return true;
}

/* ---- say ---- */

/* Whether `{name}` is a path or a column of the row. */
static bool is_known_value(const Cursor *cursor, Text name) {
    size_t index = 0;
    if (attribute_find(cursor->pack, name, &index)) {
        return true;
    }
    const ForEach *each = &cursor->provision->provision.each;
    if (each->table == LAW_NONE || !text_starts_with(name, each->name) ||
        name.length <= each->name.length + 1 || name.bytes[each->name.length] != '.') {
        return false;
    }
    const TableDraft *table = table_at(cursor->pack->reader, each->table);
    return map_find(table->columns, text_slice(name, each->name.length + 1, name.length), &index);
}

void say_check(const Cursor *cursor, const Token *token, Text say) {
    size_t open = 0;
    while (text_find(say, TEXT("{"), &open)) {
        size_t close = 0;
        Text rest = text_slice(say, open + 1, say.length);
        if (!text_find(rest, TEXT("}"), &close)) {
            report_at(cursor, token, "a `{` is not closed by a `}`");
            return;
        }
        Text name = text_slice(rest, 0, close);
        if (!is_known_value(cursor, name)) {
            Text hint = suggestion(cursor->pack->reader->arena, names_of_facts(cursor), name);
            report_at(cursor, token, "`{%.*s}` names neither a fact nor a column of the row%.*s",
                      TEXT_ARGS(quoted(name)), TEXT_ARGS(hint));
        }
        say = text_slice(rest, close + 1, rest.length);
    }
}

/* ---- covers, strikes, serves, served by ---- */

typedef struct TargetRule {
    ProvisionKind kind;
    const char *one;
} TargetRule;

static TargetRule target_rule(ProvisionKind owner) {
    return owner == PROVISION_BAR ? (TargetRule){PROVISION_EXCEPTION, "an exception"}
                                  : (TargetRule){PROVISION_REQUIREMENT, "a requirement"};
}

static bool read_target(Cursor *cursor, TargetRule rule, size_t *index) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD) {
        return report_here(cursor, "the name of %s is wanted here", rule.one);
    }
    const PackDraft *pack = cursor->pack;
    if (!map_find(pack->provisions, token->text, index)) {
        Text hint = suggestion(pack->reader->arena, names_of_kind(pack, rule.kind), token->text);
        return report_here(cursor, "there is no `%.*s` in this pack%.*s",
                           TEXT_ARGS(quoted(token->text)), TEXT_ARGS(hint));
    }
    ProvisionKind kind = provision_at(pack->reader, *index)->provision.kind;
    if (kind != rule.kind) {
        return report_here(cursor, "`%.*s` is %.*s, and the name of %s is wanted here",
                           TEXT_ARGS(quoted(token->text)),
                           TEXT_ARGS(kind_phrase(pack->reader->arena, kind)), rule.one);
    }
    cursor->at++;
    return true;
}

static bool has_target(const Array *targets, size_t index) {
    for (size_t i = 0; i < targets->count; i++) {
        if (ARRAY_ITEMS(size_t, targets)[i] == index) {
            return true;
        }
    }
    return false;
}

/* `NAME.track`, whose exception is found here and whose track when all is read. */
static bool read_struck_track(Cursor *cursor, TargetRule rule) {
    const Token *token = cursor_peek(cursor);
    const PackDraft *pack = cursor->pack;
    size_t dot = 0;
    size_t index = 0;
    if (rule.kind != PROVISION_EXCEPTION || cursor->provision == NULL || token == NULL ||
        token->kind != TOKEN_WORD || map_find(pack->provisions, token->text, &index) ||
        !text_find(token->text, TEXT("."), &dot) ||
        !map_find(pack->provisions, text_slice(token->text, 0, dot), &index) ||
        provision_at(pack->reader, index)->provision.kind != PROVISION_EXCEPTION) {
        return false;
    }
    ProvisionDraft *bar = cursor->provision;
    *(StruckTrack *)array_add(&bar->struck) = (StruckTrack){
        .exception = index, .track = text_slice(token->text, dot + 1, token->text.length)};
    *(const Token **)array_add(&bar->struck_at) = token;
    bar->struck_line = cursor->line;
    cursor->at++;
    return true;
}

static const size_t *read_targets(Cursor *cursor, TargetRule rule, size_t *count) {
    Array targets = array_new(cursor->pack->reader->arena, sizeof(size_t));
    *count = 0;
    do {
        const Token *token = cursor_peek(cursor);
        size_t index = 0;
        if (read_struck_track(cursor, rule)) {
            continue;
        }
        if (!read_target(cursor, rule, &index)) {
            cursor->at = cursor->line->token_count;
            break;
        }
        if (has_target(&targets, index)) {
            report_at(cursor, token, "`%.*s` is named twice", TEXT_ARGS(quoted(token->text)));
        } else {
            size_t *place = array_add(&targets);
            *place = index;
        }
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    *count = targets.count;
    return targets.items;
}

void targets_read(Cursor *cursor, Provision *provision) {
    TargetRule rule = target_rule(provision->kind);
    if (provision->kind == PROVISION_ROUTE && cursor_take_words(cursor, "nothing")) {
        provision->serves_nothing = true;
        return;
    }
    if (!cursor_take_words(cursor, "all")) {
        provision->targets = read_targets(cursor, rule, &provision->target_count);
        return;
    }
    provision->targets_all = true;
    if (provision->kind == PROVISION_BAR && cursor_take_words(cursor, "except")) {
        provision->spared = read_targets(cursor, rule, &provision->spared_count);
    }
}

void served_by_read(Cursor *cursor, Provision *provision) {
    TargetRule rule = {PROVISION_ROUTE, "a route"};
    provision->served_by = read_targets(cursor, rule, &provision->served_by_count);
}

/* Routes that come before this one. */
bool after_clause(Cursor *cursor, ProvisionDraft *draft) {
    const TargetRule rule = {PROVISION_ROUTE, "a route"};
    const Token *token = cursor_peek(cursor);
    Provision *route = &draft->provision;
    route->after = read_targets(cursor, rule, &route->after_count);
    if (route->after_count > AFTER_MAX) {
        report_at(cursor, token, "a route comes after at most %d others", AFTER_MAX);
        return false;
    }
    for (size_t i = 0; i < route->after_count; i++) {
        const ProvisionDraft *step = provision_at(draft->pack->reader, route->after[i]);
        if (step >= draft) {
            report_at(cursor, token,
                      "the route `%.*s` must stand above the route that comes "
                      "after it",
                      TEXT_ARGS(step->provision.title));
            return false;
        }
    }
    return true;
}
