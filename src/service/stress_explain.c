/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "service/stress.h"

enum { DAYS_A_WEEK = 7 };

Text stress_weeks_text(Arena *arena, double weeks, const char *infinity) {
    if (isnan(weeks)) {
        return TEXT("-");
    }
    return isinf(weeks) ? text_from(infinity)
                        : decimal_format_grouped(arena, weeks, weeks < 10 ? 1 : 0);
}

Text stress_lane_name(Arena *arena, const Workspace *workspace, size_t lane) {
    const Lane *sent = &workspace->lanes[lane];
    return text_format(arena, "lane %.*s>%.*s:%.*s",
                       TEXT_ARGS(workspace->parties[sent->from_site].id),
                       TEXT_ARGS(workspace->parties[sent->to_site].id),
                       TEXT_ARGS(workspace->items[sent->item].id));
}

static Date week_date(const GatedPlan *gated, size_t week) {
    return date_add_days(gated->rulings->as_of, (int64_t)week * DAYS_A_WEEK);
}

static const LaneRuling *ruling_on(const LaneRulings *rulings, size_t lane, Date date) {
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        if (date_range_has(rulings->stretches[i], date)) {
            return lane_ruling(rulings, lane, i);
        }
    }
    return lane_ruling(rulings, lane, rulings->stretch_count - 1);
}

static Text law_reason(Arena *arena, const LaneRulings *rulings, const LaneRuling *ruling) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, law_outcome_word(ruling->outcome));
    for (size_t i = 0; i < ruling->blocker_count; i++) {
        const ProvisionInfo info = law_provision(rulings->set, ruling->blockers[i]);
        text_add_format(&out, "%s%.*s", i == 0 ? " by " : ", ", TEXT_ARGS(info.name));
    }
    for (size_t i = 0; ruling->blocker_count == 0 && i < ruling->question_count; i++) {
        const LaneQuestion *asked = &rulings->questions[ruling->first_question + i];
        text_add_format(&out, "%s%.*s", i == 0 ? ": not known: " : ", ", TEXT_ARGS(asked->name));
    }
    if (ruling->outcome == OUTCOME_LICENCE_REQUIRED && ruling->days > 0) {
        text_add_format(&out, "; a licence takes %d days", ruling->days);
    }
    return text_built(&out);
}

Text stress_lane_reason(Arena *arena, const GatedPlan *gated, size_t link, size_t week) {
    const NetworkLane *sent = &gated->network.lanes[link];
    if (sent->open[week] >= 1) {
        return TEXT("as much is sent as it carries");
    }
    const size_t authorisation = gated->links[link].authorisation;
    if (authorisation != SERVICE_NONE) {
        return text_format(arena, "authorisation %.*s does not hold then",
                           TEXT_ARGS(gated->workspace->authorisations[authorisation].id));
    }
    const LaneRuling *ruling =
        ruling_on(gated->rulings, gated->links[link].lane, week_date(gated, week));
    return law_reason(arena, gated->rulings, ruling);
}

/* ---- bindings in words ---- */

typedef struct Explaining {
    const Stressing *work;
    const Shares *shares;
    Map *bottleneck_names;
    Array bottlenecks; /* of StressBottleneck */
    Array lines_of;    /* of Array of size_t, one a bottleneck */
} Explaining;

static bool is_lost(const Explaining *explaining, const double *shares, size_t thing,
                    const NetworkBinding *binding) {
    const size_t weeks = explaining->work->gated->network.period_count;
    for (size_t week = binding->first_period; week <= binding->last_period; week++) {
        if (explaining->shares != NULL && shares[thing * weeks + week] < 1) {
            return true;
        }
    }
    return false;
}

static StressReason lane_in_words(const Explaining *explaining, const NetworkBinding *binding) {
    const GatedPlan *gated = explaining->work->gated;
    Arena *arena = explaining->work->arena;
    const size_t lane = gated->links[binding->index].lane;
    StressReason reason = {.what = stress_lane_name(arena, gated->workspace, lane)};
    const double open = gated->network.lanes[binding->index].open[binding->first_period];
    if (open > 0 && explaining->shares != NULL &&
        is_lost(explaining, explaining->shares->lane, lane, binding)) {
        reason.why = TEXT("lost in the scenario");
    } else {
        const Text first = stress_lane_reason(arena, gated, binding->index, binding->first_period);
        const Text last = stress_lane_reason(arena, gated, binding->index, binding->last_period);
        reason.why = text_equals(first, last) ? first
                                              : text_format(arena, "%.*s; at last %.*s",
                                                            TEXT_ARGS(first), TEXT_ARGS(last));
    }
    return reason;
}

/* Stock that comes to be there during the plan is an activity of the network alone. */
static StressReason arrival_in_words(const Explaining *explaining, const NetworkBinding *binding) {
    const GatedPlan *gated = explaining->work->gated;
    const NetworkActivity *arrival = &gated->network.activities[binding->index];
    return (StressReason){.what =
                              text_format(explaining->work->arena, "stock of %.*s at %.*s",
                                          TEXT_ARGS(gated->workspace->items[arrival->item].id),
                                          TEXT_ARGS(gated->workspace->parties[arrival->site].id)),
                          .why = TEXT("no more arrives during the plan")};
}

static StressReason activity_in_words(const Explaining *explaining, const NetworkBinding *binding) {
    const GatedPlan *gated = explaining->work->gated;
    const size_t activity = binding->kind == BINDING_RESOURCE
                                ? gated->resource_activity[binding->index]
                                : binding->index;
    if (activity >= gated->workspace->activity_count) {
        return arrival_in_words(explaining, binding);
    }
    const bool lost = explaining->shares != NULL &&
                      is_lost(explaining, explaining->shares->activity, activity, binding);
    return (StressReason){.what = text_format(explaining->work->arena, "activity %.*s",
                                              TEXT_ARGS(gated->workspace->activities[activity].id)),
                          .why = lost ? TEXT("lost in the scenario")
                                      : TEXT("as much is made as it can")};
}

static StressReason quota_in_words(const Explaining *explaining, const NetworkBinding *binding) {
    const GatedPlan *gated = explaining->work->gated;
    for (size_t i = 0; i < gated->network.lane_count; i++) {
        if (gated->network.lanes[i].quota == binding->index) {
            const size_t held = gated->links[i].authorisation;
            return (StressReason){
                .what = text_format(explaining->work->arena, "authorisation %.*s",
                                    TEXT_ARGS(gated->workspace->authorisations[held].id)),
                .why = TEXT("its quantity is used up")};
        }
    }
    return (StressReason){TEXT("quota"), TEXT("used up"), 0, 0, 0};
}

static StressReason place_in_words(const Explaining *explaining, const NetworkBinding *binding) {
    const Workspace *workspace = explaining->work->gated->workspace;
    return (StressReason){.what = text_format(explaining->work->arena, "%.*s at %.*s",
                                              TEXT_ARGS(workspace->items[binding->item].id),
                                              TEXT_ARGS(workspace->parties[binding->index].id)),
                          .why = TEXT("nothing in the workspace brings more than its stock")};
}

static StressReason binding_in_words(const Explaining *explaining, const NetworkBinding *binding) {
    switch (binding->kind) {
    case BINDING_LANE:
        return lane_in_words(explaining, binding);
    case BINDING_RESOURCE:
    case BINDING_ACTIVITY:
        return activity_in_words(explaining, binding);
    case BINDING_QUOTA:
        return quota_in_words(explaining, binding);
    case BINDING_PLACE:
        break;
    }
    return place_in_words(explaining, binding);
}

static StressReason in_words(const Explaining *explaining, const NetworkBinding *binding) {
    StressReason reason = binding_in_words(explaining, binding);
    const GatedPlan *gated = explaining->work->gated;
    reason.weight = binding->weight;
    reason.from = week_date(gated, binding->first_period);
    reason.until = date_add_days(week_date(gated, binding->last_period), DAYS_A_WEEK - 1);
    return reason;
}

/* ---- what each bottleneck makes late ---- */

static void count_bottleneck(Explaining *explaining, const StressReason *reason, size_t line) {
    Arena *arena = explaining->work->arena;
    const Text key =
        text_format(arena, "%.*s\n%.*s", TEXT_ARGS(reason->what), TEXT_ARGS(reason->why));
    size_t at = explaining->bottlenecks.count;
    if (map_add(explaining->bottleneck_names, key, at)) {
        StressBottleneck *added = array_add(&explaining->bottlenecks);
        *added = (StressBottleneck){.what = reason->what, .why = reason->why};
        Array *lines = array_add(&explaining->lines_of);
        *lines = array_new(arena, sizeof(size_t));
    } else {
        (void)map_find(explaining->bottleneck_names, key, &at);
    }
    StressBottleneck *bottleneck = array_at(&explaining->bottlenecks, at);
    Array *lines = array_at(&explaining->lines_of, at);
    bottleneck->weight += reason->weight;
    if (lines->count == 0 || ARRAY_ITEMS(size_t, lines)[lines->count - 1] != line) {
        size_t *added = array_add(lines);
        *added = line;
    }
    bottleneck->lines = ARRAY_ITEMS(size_t, lines);
    bottleneck->line_count = lines->count;
}

static int compare_bottlenecks(const void *a, const void *b) {
    const StressBottleneck *left = a;
    const StressBottleneck *right = b;
    if (left->weight < right->weight || left->weight > right->weight) {
        return left->weight > right->weight ? -1 : 1;
    }
    return text_compare(left->what, right->what);
}

static int compare_reasons(const void *a, const void *b) {
    const StressReason *left = a;
    const StressReason *right = b;
    if (left->weight < right->weight || left->weight > right->weight) {
        return left->weight > right->weight ? -1 : 1;
    }
    const int order = text_compare(left->what, right->what);
    return order != 0 ? order : text_compare(left->why, right->why);
}

/* The reasons of all of a line's demands; one that holds several of them back adds up. */
static void explain_line(Explaining *explaining, const Plan *plan, size_t line, Array *reasons) {
    const Stressing *work = explaining->work;
    Arena *scratch = arena_new();
    Map *known = map_new(scratch);
    for (size_t i = 0; i < work->gated->network.demand_count; i++) {
        if (work->line_of_demand[i] != line) {
            continue;
        }
        NetworkBinding *bindings = NULL;
        const size_t count = network_explain(scratch, &work->gated->network, plan, i, &bindings);
        for (size_t j = 0; j < count; j++) {
            const StressReason reason = in_words(explaining, &bindings[j]);
            const Text key =
                text_format(scratch, "%.*s\n%.*s", TEXT_ARGS(reason.what), TEXT_ARGS(reason.why));
            size_t at = reasons->count;
            if (map_add(known, key, at)) {
                StressReason *added = array_add(reasons);
                *added = reason;
                continue;
            }
            (void)map_find(known, key, &at);
            StressReason *same = array_at(reasons, at);
            same->weight += reason.weight;
            same->from = same->from < reason.from ? same->from : reason.from;
            same->until = same->until > reason.until ? same->until : reason.until;
        }
    }
    arena_free(scratch);
}

static void keep_bottlenecks(Explaining *explaining, StressScenario *scenario) {
    StressBottleneck *found = ARRAY_ITEMS(StressBottleneck, &explaining->bottlenecks);
    scenario->bottleneck_count = explaining->bottlenecks.count;
    if (scenario->bottleneck_count > 1) {
        qsort(found, scenario->bottleneck_count, sizeof(StressBottleneck), compare_bottlenecks);
    }
    scenario->bottlenecks = found;
}

void stress_explain(const Stressing *work, const Plan *plan, const Shares *shares,
                    StressScenario *scenario) {
    Explaining explaining = {.work = work,
                             .shares = shares,
                             .bottleneck_names = map_new(work->arena),
                             .bottlenecks = array_new(work->arena, sizeof(StressBottleneck)),
                             .lines_of = array_new(work->arena, sizeof(Array))};
    StressLate *late = ARENA_MANY(work->arena, StressLate, work->line_count);
    for (size_t line = 0; line < work->line_count; line++) {
        if (scenario->lines[line].peak_owed <= 0) {
            continue;
        }
        Array reasons = array_new(work->arena, sizeof(StressReason));
        explain_line(&explaining, plan, line, &reasons);
        if (reasons.count > 1) {
            qsort(reasons.items, reasons.count, sizeof(StressReason), compare_reasons);
        }
        late[scenario->late_count++] =
            (StressLate){line, ARRAY_ITEMS(StressReason, &reasons), reasons.count};
        for (size_t i = 0; i < reasons.count; i++) {
            count_bottleneck(&explaining, array_at(&reasons, i), line);
        }
    }
    scenario->late = late;
    keep_bottlenecks(&explaining, scenario);
}
