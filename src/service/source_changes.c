/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/facts.h"
#include "service/source_build.h"

/* The smallest single change that lets a rejected supplier in. Each is tried by deciding the
 * transfers of its quickest physical way again: first a licence asked for sooner, then answers
 * to open questions, what the parties could become, other facts, what the item could be; then
 * a provision lifted, and a later day. */

enum { DAYS_AHEAD = 0, CHANGES_MAX = 3, FACT_RANKS = 4, WEEK_DAYS = 7 };

typedef struct ChangeFinder {
    SourceBuild *build;
    SourceCandidate *candidate;
    const Way *way;
    size_t blocking; /* the step that is shut or late */
    Array found;     /* of SourceChange */
} ChangeFinder;

static size_t stretches(const ChangeFinder *finder) {
    return finder->build->rulings.stretch_count;
}

static void keep_change(ChangeFinder *finder, Text what, Date arrives) {
    if (finder->found.count < CHANGES_MAX) {
        *(SourceChange *)array_add(&finder->found) = (SourceChange){what, arrives};
    }
}

static LaneRuling *own_rulings(ChangeFinder *finder) {
    const size_t count = stretches(finder);
    LaneRuling *ruled =
        ARENA_MANY(finder->build->arena, LaneRuling, finder->way->step_count * count);
    for (size_t i = 0; i < finder->way->step_count; i++) {
        const LaneRuling *from =
            lane_ruling(&finder->build->rulings, finder->way->steps[i].lane, 0);
        for (size_t j = 0; j < count; j++) {
            ruled[i * count + j] = from[j];
        }
    }
    return ruled;
}

static bool try_rulings(ChangeFinder *finder, const LaneRuling *ruled, Text what) {
    const Date arrives = source_walk(finder->build, finder->way, ruled, finder->candidate->ready);
    if (arrives > finder->build->answer->query.by) {
        return false;
    }
    keep_change(finder, what, arrives);
    return true;
}

/* ---- facts ---- */

/* Whom or what a transfer is between is not a change of it but another transfer. */
static bool is_other_transfer(Text name) {
    static const char *const names[] = {"origin", "destination", "item.id", "item.kind"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_equals(name, text_from(names[i]))) {
            return true;
        }
    }
    return text_ends_with(name, TEXT(".id")) || text_ends_with(name, TEXT("country"));
}

static bool is_of_every_step(Text name) {
    return text_starts_with(name, TEXT("item.")) || text_equals(name, TEXT("end_use"));
}

static int rank_of_fact(const ChangeFinder *finder, Text name) {
    const Decision *decision = &finder->candidate->hops[finder->blocking].decision;
    for (size_t i = 0; i < decision->question_count; i++) {
        if (text_equals(decision->questions[i].name, name)) {
            return 0;
        }
    }
    if (text_starts_with(name, TEXT("item."))) {
        return 3;
    }
    size_t at = 0;
    return text_find(name, TEXT("."), &at) ? 1 : 2;
}

static bool try_fact(ChangeFinder *finder, const DecisionChange *change, Error *error) {
    const SourceBuild *build = finder->build;
    const Text name = law_attribute(build->set, change->attribute).name;
    LaneRuling *ruled = own_rulings(finder);
    for (size_t i = 0; i < finder->way->step_count; i++) {
        if ((i == finder->blocking || is_of_every_step(name)) &&
            !lane_rule_given(build->arena, &build->rulings, finder->way->steps[i].lane,
                             change->attribute, change->value, ruled + i * stretches(finder),
                             error)) {
            return false;
        }
    }
    (void)try_rulings(
        finder, ruled,
        text_format(build->arena, "%.*s were %.*s", TEXT_ARGS(name), TEXT_ARGS(change->value)));
    return true;
}

static bool try_facts(ChangeFinder *finder, Error *error) {
    const SourceBuild *build = finder->build;
    const size_t lane = finder->way->steps[finder->blocking].lane;
    DecideOptions options = build->rulings.options;
    options.as_of = build->answer->query.as_of;
    const ItemTransfer transfer = facts_lane_transfer(&build->asked, lane);
    LawFacts *facts = NULL;
    if (!facts_of_transfer(build->arena, build->set, &build->asked, &transfer, options.as_of,
                           build->rulings.bills[build->rulings.first_stretch], &facts, error)) {
        return false;
    }
    DecisionChange *changes = NULL;
    const size_t count =
        law_changes(build->arena, build->set, facts, &options, DAYS_AHEAD, &changes);
    for (int rank = 0; rank < FACT_RANKS; rank++) {
        for (size_t i = 0; i < count && finder->found.count < CHANGES_MAX; i++) {
            if (changes[i].attribute == LAW_NONE) {
                continue;
            }
            const Text name = law_attribute(build->set, changes[i].attribute).name;
            if (!is_other_transfer(name) && rank_of_fact(finder, name) == rank &&
                !try_fact(finder, &changes[i], error)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- law ---- */

static void try_asking_sooner(ChangeFinder *finder) {
    const int sooner = finder->candidate->days_late;
    if (finder->candidate->verdict != SOURCE_LATE) {
        return;
    }
    LaneRuling *ruled = own_rulings(finder);
    for (size_t i = 0; i < finder->way->step_count * stretches(finder); i++) {
        ruled[i].days = ruled[i].days > sooner ? ruled[i].days - sooner
                        : ruled[i].days >= 0   ? 0
                                               : ruled[i].days;
    }
    (void)try_rulings(
        finder, ruled,
        text_format(finder->build->arena, "licences asked for %d days sooner", sooner));
}

static bool try_without(ChangeFinder *finder, size_t provision, Error *error) {
    const SourceBuild *build = finder->build;
    bool *switched_off = ARENA_MANY(build->arena, bool, law_provision_count(build->set));
    LaneRuling *ruled = own_rulings(finder);
    switched_off[provision] = true;
    for (size_t i = 0; i < finder->way->step_count; i++) {
        if (!lane_rule_without(build->arena, &build->rulings, finder->way->steps[i].lane,
                               switched_off, ruled + i * stretches(finder), error)) {
            return false;
        }
    }
    const ProvisionInfo info = law_provision(build->set, provision);
    (void)try_rulings(finder, ruled,
                      text_format(build->arena, "%.*s (%.*s) were not in force",
                                  TEXT_ARGS(info.name), TEXT_ARGS(info.citation)));
    return true;
}

static bool try_blockers(ChangeFinder *finder, const LaneRuling *ruling, bool *seen, Error *error) {
    for (size_t i = 0; i < ruling->blocker_count; i++) {
        const size_t provision = ruling->blockers[i];
        if (!seen[provision] && !try_without(finder, provision, error)) {
            return false;
        }
        seen[provision] = true;
    }
    return true;
}

static bool try_provisions(ChangeFinder *finder, Error *error) {
    const SourceBuild *build = finder->build;
    bool *seen = ARENA_MANY(build->arena, bool, law_provision_count(build->set));
    for (size_t i = 0; i < finder->way->step_count; i++) {
        for (size_t j = 0; j < stretches(finder); j++) {
            const LaneRuling *ruling = lane_ruling(&build->rulings, finder->way->steps[i].lane, j);
            if (!try_blockers(finder, ruling, seen, error)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- time ---- */

/* ---- capacity ---- */

static bool try_loose(ChangeFinder *finder, OrderLoose loose, size_t input, Text what,
                      Error *error) {
    SourceBuild *build = finder->build;
    const Order order = {finder->candidate->party, build->answer->site, build->answer->quantity,
                         loose, input};
    double delivered = 0;
    if (!residual_order(build->arena, &build->residual, &order, false, &delivered, error)) {
        return false;
    }
    if (delivered > 0) {
        keep_change(finder, what, finder->candidate->arrives);
    }
    return true;
}

static bool try_capacity(ChangeFinder *finder, Error *error) {
    SourceBuild *build = finder->build;
    size_t first = 0;
    const size_t count = workspace_item_components(build->workspace, build->answer->item, &first);
    if (finder->candidate->makes &&
        !try_loose(finder, LOOSE_MAKING, 0, TEXT("it could make more"), error)) {
        return false;
    }
    for (size_t i = first; i < first + count && finder->candidate->makes; i++) {
        const size_t input = build->workspace->components[i].component;
        if (!try_loose(finder, LOOSE_INPUT, input,
                       text_format(build->arena, "it had more %.*s",
                                   TEXT_ARGS(build->workspace->items[input].id)),
                       error)) {
            return false;
        }
    }
    return try_loose(finder, LOOSE_LANES, 0, TEXT("its lanes carried more"), error);
}

static bool try_later(ChangeFinder *finder, Error *error) {
    SourceBuild *build = finder->build;
    const SourceCandidate *candidate = finder->candidate;
    if (candidate->verdict == SOURCE_LATE) {
        keep_change(finder,
                    text_format(build->arena, "it were wanted %d days later", candidate->days_late),
                    candidate->arrives);
        return true;
    }
    if (candidate->verdict != SOURCE_NO_CAPACITY) {
        return true;
    }
    const Date last =
        date_add_days(build->base.rulings.as_of, (int64_t)build->base.week_count * WEEK_DAYS - 1);
    Residual whole;
    size_t week = SERVICE_NONE;
    const Order order = {candidate->party, build->answer->site, INFINITY, LOOSE_NOTHING, 0};
    const OrderRulings plain = {NULL, NULL};
    residual_make(build->arena, &build->base, build->answer->item, last, &plain, &whole);
    if (!residual_first_week(build->arena, &whole, &order, &week, error)) {
        return false;
    }
    if (week != SERVICE_NONE) {
        const Date day =
            date_add_days(build->base.rulings.as_of, (int64_t)(week + 1) * WEEK_DAYS - 1);
        if (day > build->answer->query.by) {
            keep_change(finder,
                        text_format(build->arena, "it were wanted %lld days later",
                                    (long long)day - build->answer->query.by),
                        day);
        }
    }
    return true;
}

static size_t blocking_step(const SourceCandidate *candidate) {
    for (size_t i = 0; i < candidate->hop_count; i++) {
        if (candidate->hops[i].leaves == DATE_MAX || candidate->hops[i].clock != LAW_NONE) {
            return i;
        }
    }
    return 0;
}

bool source_find_changes(SourceBuild *build, size_t index, Error *error) {
    SourceCandidate *candidate = &build->candidates[index];
    ChangeFinder finder = {.build = build,
                           .candidate = candidate,
                           .way = &build->physical[index],
                           .blocking = blocking_step(candidate),
                           .found = array_new(build->arena, sizeof(SourceChange))};
    const bool is_of_law = candidate->verdict == SOURCE_LATE ||
                           candidate->verdict == SOURCE_BARRED ||
                           candidate->verdict == SOURCE_UNDETERMINED;
    const bool has_steps = is_of_law && finder.way->step_count > finder.blocking;
    if (has_steps) {
        try_asking_sooner(&finder);
    }
    if (candidate->verdict == SOURCE_NO_CAPACITY && !try_capacity(&finder, error)) {
        return false;
    }
    if ((has_steps && (!try_facts(&finder, error) || !try_provisions(&finder, error))) ||
        !try_later(&finder, error)) {
        return false;
    }
    candidate->changes = ARRAY_ITEMS(SourceChange, &finder.found);
    candidate->change_count = finder.found.count;
    return true;
}
