/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "law/draft.h"

/* When a provision is in force: the last `in force` line that contains a day decides
 * for it, and suspensions are taken out. */

enum { FORCE_LINES_MAX = 500 };

static const ForceLine *line_at(const Array *lines, size_t index) {
    return array_at(lines, index);
}

/* The last line that contains the date, or NULL. */
static const ForceLine *last_with(const Array *lines, Date date) {
    for (size_t i = lines->count; i > 0; i--) {
        if (date_range_has(line_at(lines, i - 1)->range, date)) {
            return line_at(lines, i - 1);
        }
    }
    return NULL;
}

static void add_bound(Array *bounds, Date date) {
    Date *place = array_add(bounds);
    *place = date;
}

/* The first days of stretches in which nothing changes. */
static void add_bounds(Array *bounds, const Array *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        DateRange range = line_at(lines, i)->range;
        add_bound(bounds, range.from);
        if (range.until != DATE_MAX) {
            add_bound(bounds, date_add_days(range.until, 1));
        }
    }
}

static int compare_dates(const void *left, const void *right) {
    Date a = *(const Date *)left;
    Date b = *(const Date *)right;
    return (a > b) - (a < b);
}

static LawStatus weaker(LawStatus a, LawStatus b) {
    return a > b ? a : b;
}

/* Two stretches side by side that say the same are one. */
static void add_interval(Array *intervals, ProvisionInterval next) {
    if (intervals->count > 0) {
        ProvisionInterval *last = array_at(intervals, intervals->count - 1);
        bool is_next = date_add_days(last->range.until, 1) == next.range.from;
        if (is_next && last->status == next.status && text_equals(last->citation, next.citation)) {
            last->range.until = next.range.until;
            return;
        }
    }
    ProvisionInterval *place = array_add(intervals);
    *place = next;
}

/* The suspension that ends the day before, or begins the day after. */
static Text citation_beside(const ProvisionDraft *draft, DateRange range) {
    const ForceLine *after = NULL;
    const ForceLine *before = NULL;
    if (range.until != DATE_MAX) {
        after = last_with(&draft->suspended, date_add_days(range.until, 1));
    }
    if (range.from != DATE_MIN) {
        before = last_with(&draft->suspended, date_add_days(range.from, -1));
    }
    const ForceLine *found = after != NULL ? after : before;
    return found != NULL ? found->citation : TEXT("");
}

static void add_stretch(ProvisionDraft *draft, Array *intervals, DateRange range) {
    const ForceLine *force = last_with(&draft->in_force, range.from);
    if (force == NULL && draft->in_force.count > 0) {
        return;
    }
    if (last_with(&draft->suspended, range.from) != NULL) {
        return;
    }
    LawStatus own = force != NULL && force->has_status ? force->status : LAW_VERIFIED;
    add_interval(intervals, (ProvisionInterval){.range = range,
                                                .status = weaker(draft->provision.status, own),
                                                .citation = TEXT("")});
}

static void cite_suspensions(const ProvisionDraft *draft, Array *intervals) {
    for (size_t i = 0; i < intervals->count; i++) {
        ProvisionInterval *interval = array_at(intervals, i);
        interval->citation = citation_beside(draft, interval->range);
    }
}

/* A line that decides on no day is a slip. */
static void check_decides(const ProvisionDraft *draft, const Array *bounds) {
    Cursor cursor = cursor_at(draft->pack, &draft->pack->source, draft->line);
    const Date *days = ARRAY_ITEMS(Date, bounds);
    for (size_t i = 0; i < draft->in_force.count; i++) {
        bool decides = false;
        for (size_t j = 0; j < bounds->count && !decides; j++) {
            decides = last_with(&draft->in_force, days[j]) == line_at(&draft->in_force, i);
        }
        if (!decides) {
            report_at(&cursor, line_at(&draft->in_force, i)->token,
                      "this line never decides: the lines below it cover all its days");
        }
    }
    for (size_t i = 0; i < draft->suspended.count && draft->in_force.count > 0; i++) {
        bool suspends = false;
        for (size_t j = 0; j < bounds->count && !suspends; j++) {
            suspends = date_range_has(line_at(&draft->suspended, i)->range, days[j]) &&
                       last_with(&draft->in_force, days[j]) != NULL;
        }
        if (!suspends) {
            report_at(&cursor, line_at(&draft->suspended, i)->token,
                      "this suspends nothing: the provision is not in force on these days");
        }
    }
}

void intervals_finish(ProvisionDraft *draft) {
    Arena *arena = draft->pack->reader->arena;
    if (draft->in_force.count + draft->suspended.count > FORCE_LINES_MAX) {
        report_line(draft->pack, &draft->pack->source, draft->line,
                    "the provision has more than %d lines of dates", FORCE_LINES_MAX);
        return;
    }
    Array bounds = array_new(arena, sizeof(Date));
    add_bound(&bounds, DATE_MIN);
    add_bounds(&bounds, &draft->in_force);
    add_bounds(&bounds, &draft->suspended);
    qsort(bounds.items, bounds.count, sizeof(Date), compare_dates);
    check_decides(draft, &bounds);
    Array intervals = array_new(arena, sizeof(ProvisionInterval));
    const Date *days = ARRAY_ITEMS(Date, &bounds);
    for (size_t i = 0; i < bounds.count; i++) {
        bool is_last = i + 1 == bounds.count;
        if (!is_last && days[i] == days[i + 1]) {
            continue;
        }
        Date until = is_last ? DATE_MAX : date_add_days(days[i + 1], -1);
        add_stretch(draft, &intervals, (DateRange){days[i], until});
    }
    cite_suspensions(draft, &intervals);
    draft->provision.intervals = intervals.items;
    draft->provision.interval_count = intervals.count;
}
