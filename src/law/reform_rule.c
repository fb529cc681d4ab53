/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "law/read_provision.h"
#include "law/reform.h"

/* `switch off RULE, ...`, and `set RULE in force ...`, `set ROUTE days ...`. */

ProvisionDraft *reform_provision(Cursor *cursor) {
    const PackDraft *pack = cursor->pack;
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD) {
        (void)report_here(cursor, "the name of a provision is wanted here");
        return NULL;
    }
    size_t index = 0;
    if (!map_find(pack->provisions, token->text, &index)) {
        Text hint = suggestion(pack->reader->arena, pack->provisions, token->text);
        (void)report_here(cursor, "there is no provision `%.*s` in `%.*s`%.*s",
                          TEXT_ARGS(quoted(token->text)), TEXT_ARGS(pack->name), TEXT_ARGS(hint));
        return NULL;
    }
    cursor->at++;
    return provision_at(pack->reader, index);
}

/* ---- dates ---- */

static bool overlap(DateRange a, DateRange b) {
    return a.from <= b.until && b.from <= a.until;
}

static void add_interval(Array *intervals, const ProvisionInterval *like, DateRange range,
                         Text citation) {
    if (range.from <= range.until) {
        ProvisionInterval *place = array_add(intervals);
        *place = (ProvisionInterval){range, like->status, citation};
    }
}

/* What of the intervals lies outside the range; `authority` made the edges. */
static Array cut(Arena *arena, const Provision *provision, DateRange range, Text authority) {
    Array left = array_new(arena, sizeof(ProvisionInterval));
    for (size_t i = 0; i < provision->interval_count; i++) {
        const ProvisionInterval *interval = &provision->intervals[i];
        if (!overlap(interval->range, range)) {
            add_interval(&left, interval, interval->range, interval->citation);
            continue;
        }
        DateRange before = interval->range;
        DateRange after = interval->range;
        if (range.from > interval->range.from) {
            before.until = date_add_days(range.from, -1);
            add_interval(&left, interval, before, authority);
        }
        if (range.until < interval->range.until) {
            after.from = date_add_days(range.until, 1);
            add_interval(&left, interval, after, authority);
        }
    }
    return left;
}

static bool is_in_force_within(const Provision *provision, DateRange range) {
    for (size_t i = 0; i < provision->interval_count; i++) {
        if (overlap(provision->intervals[i].range, range)) {
            return true;
        }
    }
    return false;
}

static void switch_off(const ReformReader *reform, ProvisionDraft *draft) {
    Provision *provision = &draft->provision;
    Array left = cut(reform->reader->arena, provision, reform->info.dates, reform->authority);
    provision->intervals = left.items;
    provision->interval_count = left.count;
}

void reform_switch_off(ReformReader *reform, Cursor *cursor) {
    do {
        const Token *token = cursor_peek(cursor);
        ProvisionDraft *draft = reform_provision(cursor);
        if (draft == NULL) {
            return;
        }
        if (!is_in_force_within(&draft->provision, reform->info.dates)) {
            report_at(cursor, token,
                      "`%.*s` is not in force on the days of the reform: this would "
                      "change nothing",
                      TEXT_ARGS(quoted(token->text)));
            return;
        }
        switch_off(reform, draft);
        reform_note(reform, cursor,
                    text_format(reform->reader->arena, "switch off %.*s", TEXT_ARGS(token->text)));
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    (void)cursor_expect_end(cursor);
}

/* ---- set ---- */

/* Both ranges, or nothing where they have no day in common. */
static bool common_days(DateRange a, DateRange b, DateRange *common) {
    *common = (DateRange){a.from > b.from ? a.from : b.from, a.until < b.until ? a.until : b.until};
    return common->from <= common->until;
}

static int compare_intervals(const void *left, const void *right) {
    const ProvisionInterval *a = left;
    const ProvisionInterval *b = right;
    return (a->range.from > b->range.from) - (a->range.from < b->range.from);
}

/* On the reform's days the provision is in force on the days given and on no others. */
static bool set_force(ReformReader *reform, Cursor *cursor, ProvisionDraft *draft) {
    DateRange given;
    DateRange common;
    const Token *from = cursor_peek(cursor);
    if (!range_read(cursor, &given)) {
        return false;
    }
    if (!common_days(given, reform->info.dates, &common)) {
        report_at(cursor, from, "these days and those of the reform have none in common");
        return false;
    }
    switch_off(reform, draft);
    Provision *provision = &draft->provision;
    Array intervals = array_new(reform->reader->arena, sizeof(ProvisionInterval));
    for (size_t i = 0; i < provision->interval_count; i++) {
        *(ProvisionInterval *)array_add(&intervals) = provision->intervals[i];
    }
    *(ProvisionInterval *)array_add(&intervals) =
        (ProvisionInterval){common, LAW_VERIFIED, reform->authority};
    qsort(intervals.items, intervals.count, sizeof(ProvisionInterval), compare_intervals);
    provision->intervals = intervals.items;
    provision->interval_count = intervals.count;
    return true;
}

static Text reformed_basis(const ReformReader *reform, Text given) {
    return text_is_empty(given) ? reform->authority
                                : text_format(reform->reader->arena, "%.*s; %.*s", TEXT_ARGS(given),
                                              TEXT_ARGS(reform->authority));
}

static bool set_days(ReformReader *reform, Cursor *cursor, ProvisionDraft *draft) {
    if (draft->provision.kind != PROVISION_ROUTE) {
        return report_here(cursor, "only a route has days, and this is %.*s",
                           TEXT_ARGS(kind_phrase(reform->reader->arena, draft->provision.kind)));
    }
    cursor->at++;
    ProvisionDraft read = *draft;
    read.provision.basis = TEXT("");
    if (!days_clause(cursor, &read)) {
        return false;
    }
    Array all = array_new(reform->reader->arena, sizeof(DatedDays));
    for (size_t i = 0; i < draft->provision.other_days_count; i++) {
        *(DatedDays *)array_add(&all) = draft->provision.other_days[i];
    }
    *(DatedDays *)array_add(&all) =
        (DatedDays){.holds = reform->info.dates,
                    .days = read.provision.days,
                    .days_count = read.provision.days_count,
                    .status = read.provision.days_status,
                    .has_vintage = read.provision.has_days_vintage,
                    .vintage = read.provision.days_vintage,
                    .basis = reformed_basis(reform, read.provision.basis)};
    draft->provision.other_days = all.items;
    draft->provision.other_days_count = all.count;
    return true;
}

void reform_set(ReformReader *reform, Cursor *cursor) {
    ProvisionDraft *draft = reform_provision(cursor);
    if (draft == NULL) {
        return;
    }
    bool is_set = false;
    if (cursor_is_word(cursor, "days")) {
        is_set = set_days(reform, cursor, draft);
    } else if (cursor_take_words(cursor, "in force")) {
        is_set = set_force(reform, cursor, draft);
    } else {
        (void)report_here(cursor, "`days` or `in force` is wanted here");
    }
    if (is_set && cursor_expect_end(cursor)) {
        reform_note(reform, cursor, reform_words(cursor, 0, cursor->line->token_count));
    }
}
