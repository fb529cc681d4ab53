/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "service/facts.h"
#include "service/source_build.h"

enum { DAYS_A_WEEK = 7, WEEKS_ASKED = 4 };

static const Text VERDICT_WORDS[] = {
    [SOURCE_CAN] = {"can", 3},
    [SOURCE_LATE] = {"late", 4},
    [SOURCE_NO_CAPACITY] = {"no_capacity", 11},
    [SOURCE_NO_INPUTS] = {"no_inputs", 9},
    [SOURCE_UNDETERMINED] = {"undetermined", 12},
    [SOURCE_BARRED] = {"barred", 6},
    [SOURCE_NO_LANE] = {"no_lane", 7},
};

Text source_verdict_word(SourceVerdict verdict) {
    return VERDICT_WORDS[verdict];
}

/* ---- what is asked ---- */

static bool refuse_name(Error *error, const char *option, Text name, const char *file,
                        const Map *names) {
    Text nearest = {0};
    if (map_nearest(names, name, &nearest)) {
        return error_set(error, ERROR_INVALID,
                         "`--%s` is `%.*s`, which is not in %s; did you mean `%.*s`?", option,
                         TEXT_ARGS(name), file, TEXT_ARGS(nearest));
    }
    return error_set(error, ERROR_INVALID, "`--%s` is `%.*s`, which is not in %s", option,
                     TEXT_ARGS(name), file);
}

static bool find_names(Arena *arena, const Workspace *workspace, const SourceQuery *query,
                       SourceAnswer *answer, Error *error) {
    Map *items = map_new(arena);
    Map *parties = map_new(arena);
    for (size_t i = 0; i < workspace->item_count; i++) {
        (void)map_add(items, workspace->items[i].id, i);
    }
    for (size_t i = 0; i < workspace->party_count; i++) {
        (void)map_add(parties, workspace->parties[i].id, i);
    }
    if (!workspace_find_item(workspace, query->item, &answer->item)) {
        return refuse_name(error, "item", query->item, "item.csv", items);
    }
    if (!workspace_find_party(workspace, query->site, &answer->site)) {
        return refuse_name(error, "to", query->site, "party.csv", parties);
    }
    if (query->by < query->as_of) {
        return error_set(error, ERROR_INVALID, "`--by` is %.*s, before `--as-of`",
                         TEXT_ARGS(date_format(arena, query->by)));
    }
    return query->quantity >= 0 || error_set(error, ERROR_INVALID, "`--quantity` is below 0");
}

static void choose_quantity(SourceBuild *build) {
    SourceAnswer *answer = build->answer;
    const Network *network = &build->base.gated.network;
    const size_t week = build->residual.week_count - 1;
    double owed = 0;
    double need = 0;
    for (size_t i = 0; i < network->demand_count; i++) {
        if (network->demands[i].site == answer->site && network->demands[i].item == answer->item) {
            owed += build->base.plan.owed[i * network->period_count + week];
            need += build->base.gated.demand_weekly[i];
        }
    }
    if (answer->query.quantity > 0) {
        answer->quantity = answer->query.quantity;
        answer->quantity_is = TEXT("as asked, beside what the plan brings");
    } else if (owed > 1e-6 * network->item_scale[answer->item]) {
        answer->quantity = owed;
        answer->quantity_is = TEXT("what the plan leaves owed there that week");
    } else if (need > 0) {
        answer->quantity = need * WEEKS_ASKED;
        answer->quantity_is = TEXT("four weeks of ordinary need there");
    } else {
        answer->quantity = 1;
        answer->quantity_is = TEXT("one unit: nothing is wanted there by the plan");
    }
}

/* ---- candidates ---- */

static bool makes_it(const SourceBuild *build, size_t party) {
    for (size_t i = 0; i < build->workspace->activity_count; i++) {
        const Activity *activity = &build->workspace->activities[i];
        if (activity->site == party && activity->item == build->answer->item &&
            activity->mark.holds.from <= build->answer->query.by &&
            activity->mark.holds.until >= build->answer->query.as_of) {
            return true;
        }
    }
    return false;
}

static bool holds_it(const SourceBuild *build, size_t party) {
    for (size_t i = 0; i < build->workspace->stock_count; i++) {
        const Stock *stock = &build->workspace->stocks[i];
        if (stock->site == party && stock->item == build->answer->item &&
            stock->quantity.coefficient > 0 &&
            date_range_has(stock->mark.holds, build->answer->query.as_of)) {
            return true;
        }
    }
    return false;
}

static void find_candidates(SourceBuild *build) {
    Array found = array_new(build->arena, sizeof(SourceCandidate));
    for (size_t i = 0; i < build->workspace->party_count; i++) {
        const bool makes = makes_it(build, i);
        const bool holds = holds_it(build, i);
        if (makes || holds) {
            SourceCandidate *candidate = array_add(&found);
            candidate->party = i;
            candidate->makes = makes;
            candidate->holds = holds;
            candidate->arrives = DATE_MAX;
        }
    }
    build->candidates = ARRAY_ITEMS(SourceCandidate, &found);
    build->answer->candidate_count = found.count;
}

/* Lanes of the item with the end use that was asked for; then a direct one from each supplier,
 * only to be decided. */
static bool rule_lanes(SourceBuild *build, size_t *lane_of, Error *error) {
    const Workspace *workspace = build->workspace;
    const Text end_use = build->answer->query.end_use;
    Array lanes = array_new(build->arena, sizeof(Lane));
    for (size_t i = 0; i < workspace->lane_count; i++) {
        if (workspace->lanes[i].item == build->answer->item) {
            lane_of[i] = lanes.count;
            Lane *lane = array_add(&lanes);
            *lane = workspace->lanes[i];
            lane->end_use = text_is_empty(end_use) ? lane->end_use : end_use;
        }
    }
    build->lane_count = lanes.count;
    for (size_t i = 0; i < build->answer->candidate_count; i++) {
        Lane *lane = array_add(&lanes);
        *lane = (Lane){.from_site = build->candidates[i].party,
                       .to_site = build->answer->site,
                       .item = build->answer->item,
                       .end_use = end_use,
                       .mark = {.holds = {DATE_MIN, DATE_MAX}}};
    }
    build->asked = *workspace;
    build->asked.lanes = ARRAY_ITEMS(Lane, &lanes);
    build->asked.lane_count = lanes.count;
    return lanes_rule(build->arena, &build->asked, build->set, &build->base.options,
                      build->base.week_count, &build->rulings, error);
}

/* ---- dates and decisions of one candidate ---- */

/* The day the last component is there; `missing` is one that never is. */
static Date components_ready(const SourceBuild *build, size_t site, size_t *missing) {
    size_t first = 0;
    const size_t count = workspace_item_components(build->workspace, build->answer->item, &first);
    Date ready = build->answer->query.as_of;
    for (size_t i = first; i < first + count; i++) {
        const size_t part = build->workspace->components[i].component;
        const Date day = build->chain[site * build->workspace->item_count + part].day;
        ready = day > ready ? day : ready;
        *missing = day == DATE_MAX ? part : *missing;
    }
    return ready;
}

static Date ready_day(const SourceBuild *build, const SourceCandidate *candidate, size_t *missing) {
    if (candidate->holds) {
        return build->answer->query.as_of;
    }
    const Date parts = components_ready(build, candidate->party, missing);
    Date best = DATE_MAX;
    for (size_t i = 0; i < build->workspace->activity_count && parts != DATE_MAX; i++) {
        const Activity *activity = &build->workspace->activities[i];
        const Date begins = parts > activity->mark.holds.from ? parts : activity->mark.holds.from;
        const Date day = date_add_days(begins, activity->lead_days);
        if (activity->site == candidate->party && activity->item == build->answer->item &&
            begins <= activity->mark.holds.until && day < best) {
            best = day;
        }
    }
    return best;
}

Date source_walk(const SourceBuild *build, const Way *way, const LaneRuling *ruled, Date ready) {
    Date day = ready;
    for (size_t i = 0; i < way->step_count && day != DATE_MAX; i++) {
        const size_t lane = way->steps[i].lane;
        const GateDay gate =
            gate_open(&build->rulings, lane, ruled + i * build->rulings.stretch_count, day,
                      GATE_LAW, LAW_NONE);
        day = date_add_days(gate.day, build->asked.lanes[lane].transit_days);
    }
    return day;
}

static bool decide_hop(SourceBuild *build, size_t lane, SourceHop *hop, Error *error) {
    LawFacts *facts = NULL;
    const Lane *what = &build->asked.lanes[lane];
    const ItemTransfer transfer = facts_lane_transfer(&build->asked, lane);
    DecideOptions options = build->rulings.options;
    options.as_of = build->answer->query.as_of;
    options.explain = true;
    hop->from = what->from_site;
    hop->to = what->to_site;
    hop->has_lane = lane < build->lane_count;
    if (!facts_of_transfer(build->arena, build->set, &build->asked, &transfer, options.as_of,
                           build->rulings.bills[build->rulings.first_stretch], &facts, error)) {
        return false;
    }
    law_decide(build->arena, build->set, facts, &options, &hop->decision);
    build->answer->relies_on_unverified |= hop->decision.relies_on_unverified;
    return true;
}

/* The strictest outcome; an open question is worse than a licence and better than a bar. */
static int strictness(Outcome outcome) {
    static const int order[] = {[OUTCOME_FREE] = 0,
                                [OUTCOME_AUTHORISED] = 1,
                                [OUTCOME_LICENCE_REQUIRED] = 2,
                                [OUTCOME_UNDETERMINED] = 3,
                                [OUTCOME_PROHIBITED] = 4};
    return order[outcome];
}

static bool decide_way(SourceBuild *build, const Way *way, size_t direct,
                       SourceCandidate *candidate, Error *error) {
    candidate->hop_count = way->exists ? way->step_count : 1;
    SourceHop *hops = ARENA_MANY(build->arena, SourceHop, candidate->hop_count);
    for (size_t i = 0; i < candidate->hop_count; i++) {
        const size_t lane = way->exists ? way->steps[i].lane : direct;
        hops[i].leaves = hops[i].arrives = DATE_MAX;
        hops[i].clock = LAW_NONE;
        hops[i].licence = SERVICE_NONE;
        if (!decide_hop(build, lane, &hops[i], error)) {
            return false;
        }
        if (strictness(hops[i].decision.outcome) > strictness(candidate->outcome)) {
            candidate->outcome = hops[i].decision.outcome;
        }
        candidate->lanes_usd +=
            way->exists ? decimal_to_double(build->asked.lanes[lane].cost_usd) : 0;
    }
    Date day = candidate->ready;
    for (size_t i = 0; way->exists && i < way->step_count; i++) {
        const size_t lane = way->steps[i].lane;
        const GateDay gate = gate_open(&build->rulings, lane, lane_ruling(&build->rulings, lane, 0),
                                       day, GATE_LAW, LAW_NONE);
        day = date_add_days(gate.day, build->asked.lanes[lane].transit_days);
        hops[i].leaves = gate.day;
        hops[i].arrives = day;
        hops[i].clock = gate.clock;
        hops[i].licence = gate.licence;
    }
    candidate->hops = hops;
    return true;
}

/* ---- concentration ---- */

double source_concentration(const SourceBuild *build, const double *more) {
    double *sum = ARENA_MANY(build->arena, double, build->countries.count);
    for (size_t i = 0; i < build->countries.count; i++) {
        sum[i] = build->origins[i] + more[i];
    }
    return trace_herfindahl(sum, build->countries.count);
}

static double concentration_with(const SourceBuild *build, const SourceCandidate *candidate) {
    double *more = ARENA_MANY(build->arena, double, build->countries.count);
    const size_t country =
        trace_country_find(&build->countries, build->workspace->parties[candidate->party].country);
    if (country != SERVICE_NONE) {
        more[country] = fmin(build->answer->quantity, candidate->left);
    }
    return source_concentration(build, more);
}

/* ---- verdicts ---- */

static const SourceHop *first_shut(const SourceCandidate *candidate) {
    for (size_t i = 0; i < candidate->hop_count; i++) {
        if (candidate->hops[i].leaves == DATE_MAX) {
            return &candidate->hops[i];
        }
    }
    return NULL;
}

static Text blockers_text(const SourceBuild *build, const Decision *decision) {
    TextBuilder out = text_builder_new(build->arena);
    for (size_t i = 0; i < decision->blocker_count; i++) {
        const ProvisionInfo info = law_provision(build->set, decision->blockers[i]);
        text_add_format(&out, "%s%.*s (%.*s)", i == 0 ? "" : "; ", TEXT_ARGS(info.name),
                        TEXT_ARGS(info.citation));
    }
    return text_built(&out);
}

static Text question_text(const SourceBuild *build, const Decision *decision) {
    TextBuilder out = text_builder_new(build->arena);
    for (size_t i = 0; i < decision->question_count; i++) {
        if (decision->questions[i].settles || decision->question_count == 1) {
            text_add_format(&out, "%s%.*s: %.*s", out.length == 0 ? "" : "; ",
                            TEXT_ARGS(decision->questions[i].name),
                            TEXT_ARGS(decision->questions[i].ask));
        }
    }
    return text_built(&out);
}

static const char *shut_word(const Decision *decision) {
    return decision->outcome == OUTCOME_PROHIBITED         ? "prohibited"
           : decision->outcome != OUTCOME_LICENCE_REQUIRED ? "not open"
           : decision->days >= 0                           ? "shut before a licence can come"
                                                           : "no licence can be counted on";
}

static void judge_shut(SourceBuild *build, SourceCandidate *candidate) {
    const SourceHop *hop = first_shut(candidate);
    const Workspace *workspace = build->workspace;
    const Decision *decision = &hop->decision;
    const Text from = workspace->parties[hop->from].id;
    const Text to = workspace->parties[hop->to].id;
    const bool asks = decision->outcome == OUTCOME_UNDETERMINED;
    candidate->verdict = asks ? SOURCE_UNDETERMINED : SOURCE_BARRED;
    candidate->reason =
        asks ? text_format(build->arena, "undetermined from %.*s to %.*s: %.*s", TEXT_ARGS(from),
                           TEXT_ARGS(to), TEXT_ARGS(question_text(build, decision)))
             : text_format(build->arena, "%s from %.*s to %.*s by %.*s", shut_word(decision),
                           TEXT_ARGS(from), TEXT_ARGS(to),
                           TEXT_ARGS(blockers_text(build, decision)));
}

/* Whether a licence is what the way waits for; else a prohibition that ends. */
static bool waits_for_licence(const SourceCandidate *candidate) {
    for (size_t i = 0; i < candidate->hop_count; i++) {
        if (candidate->hops[i].clock != LAW_NONE) {
            return true;
        }
    }
    return false;
}

static Text law_is_late(const SourceBuild *build, const SourceCandidate *candidate) {
    if (waits_for_licence(candidate)) {
        return text_format(build->arena, "the licence comes %d days too late",
                           candidate->days_late);
    }
    const SourceHop *worst = &candidate->hops[0];
    for (size_t i = 1; i < candidate->hop_count; i++) {
        if (strictness(candidate->hops[i].decision.outcome) > strictness(worst->decision.outcome)) {
            worst = &candidate->hops[i];
        }
    }
    return text_format(build->arena, "law opens the way %d days too late; today %.*s by %.*s",
                       candidate->days_late, TEXT_ARGS(law_outcome_word(worst->decision.outcome)),
                       TEXT_ARGS(blockers_text(build, &worst->decision)));
}

static void judge_late(SourceBuild *build, const Way *physical, SourceCandidate *candidate) {
    const int64_t late = (int64_t)candidate->arrives - build->answer->query.by;
    const int64_t moving = (int64_t)physical->arrives - build->answer->query.by;
    candidate->verdict = SOURCE_LATE;
    candidate->days_late = (int)late;
    candidate->reason =
        moving > 0
            ? text_format(build->arena, "%lld days too late, %lld of them by making and moving",
                          (long long)late, (long long)moving)
            : law_is_late(build, candidate);
}

static bool judge_capacity(SourceBuild *build, SourceCandidate *candidate, Error *error) {
    const Order order = {candidate->party, build->answer->site, INFINITY, LOOSE_NOTHING, 0};
    if (!residual_order(build->arena, &build->residual, &order, false, &candidate->left, error)) {
        return false;
    }
    candidate->verdict = candidate->left > 0 ? SOURCE_CAN : SOURCE_NO_CAPACITY;
    if (candidate->left > 0) {
        candidate->concentration = concentration_with(build, candidate);
    } else {
        candidate->reason = TEXT("the plan leaves nothing of its capacity, its inputs or the way");
    }
    return true;
}

static bool judge(SourceBuild *build, size_t index, Error *error) {
    SourceCandidate *candidate = &build->candidates[index];
    Way *physical = &build->physical[index];
    WayMap map = {&build->rulings, NULL, build->answer->item, build->lane_count, GATE_NONE};
    const Date as_of = build->answer->query.as_of;
    size_t missing = SERVICE_NONE;
    candidate->ready = ready_day(build, candidate, &missing);
    const Date ready = candidate->ready;
    *physical = way_find(build->arena, &map, candidate->party, ready == DATE_MAX ? as_of : ready,
                         build->answer->site);
    map.mode = GATE_LAW;
    Way way = way_find(build->arena, &map, candidate->party, ready, build->answer->site);
    candidate->arrives = way.arrives;
    source_find_cost(build, candidate);
    source_find_statuses(build, candidate);
    if (!decide_way(build, way.exists ? &way : physical, build->lane_count + index, candidate,
                    error)) {
        return false;
    }
    if (!physical->exists) {
        candidate->verdict = SOURCE_NO_LANE;
        candidate->reason =
            text_format(build->arena, "no lane for it from there; a direct transfer would be %.*s",
                        TEXT_ARGS(law_outcome_word(candidate->outcome)));
    } else if (ready == DATE_MAX) {
        candidate->verdict = SOURCE_NO_INPUTS;
        candidate->reason = missing == SERVICE_NONE
                                ? TEXT("nothing can be begun there while the plan lasts")
                                : text_format(build->arena, "its input %.*s cannot be had lawfully",
                                              TEXT_ARGS(build->workspace->items[missing].id));
    } else if (!way.exists) {
        judge_shut(build, candidate);
    } else if (candidate->arrives > build->answer->query.by) {
        judge_late(build, physical, candidate);
    } else {
        return judge_capacity(build, candidate, error);
    }
    return true;
}

/* ---- the whole ---- */

/* Who can before who cannot; who can give all before who can give part; then the cheaper,
 * the sooner, the workspace's order. */
static int compare_candidates(const void *a, const void *b) {
    const SourceCandidate *left = a;
    const SourceCandidate *right = b;
    if (left->verdict != right->verdict) {
        return left->verdict < right->verdict ? -1 : 1;
    }
    if (left->days_late != right->days_late) {
        return left->days_late < right->days_late ? -1 : 1;
    }
    const double x = source_unit_usd(left);
    const double y = source_unit_usd(right);
    if (x < y || x > y) {
        return x < y ? -1 : 1;
    }
    if (left->arrives != right->arrives) {
        return left->arrives < right->arrives ? -1 : 1;
    }
    return left->party < right->party ? -1 : left->party > right->party;
}

static void rank(SourceBuild *build) {
    SourceAnswer *answer = build->answer;
    SourceCandidate *sorted = ARENA_MANY(build->arena, SourceCandidate, answer->candidate_count);
    if (answer->candidate_count > 1) {
        qsort(build->candidates, answer->candidate_count, sizeof(SourceCandidate),
              compare_candidates);
    }
    size_t count = 0;
    for (int pass = 0; pass < 3; pass++) {
        for (size_t i = 0; i < answer->candidate_count; i++) {
            const SourceCandidate *candidate = &build->candidates[i];
            const int own = candidate->verdict != SOURCE_CAN      ? 2
                            : candidate->left >= answer->quantity ? 0
                                                                  : 1;
            if (own == pass) {
                sorted[count++] = *candidate;
            }
        }
        answer->can_count = pass < 2 ? count : answer->can_count;
    }
    build->candidates = sorted;
    answer->candidates = sorted;
}

static bool prepare(SourceBuild *build, Error *error) {
    const Workspace *workspace = build->workspace;
    const SourceQuery *query = &build->answer->query;
    const ReportOptions options = {.as_of = query->as_of,
                                   .known_at = query->known_at,
                                   .accept_unverified = query->accept_unverified,
                                   .quantile = query->quantile};
    size_t *lane_of = ARENA_MANY(build->arena, size_t, workspace->lane_count);
    find_candidates(build);
    if (!base_plan_make(build->arena, workspace, build->set, &options, query->by, &build->base,
                        error) ||
        !rule_lanes(build, lane_of, error)) {
        return false;
    }
    const OrderRulings ruled = {&build->rulings, lane_of};
    residual_make(build->arena, &build->base, build->answer->item, query->by, &ruled,
                  &build->residual);
    const ChainOptions law = {GATE_LAW, LAW_NONE, true, TEXT("")};
    build->chain = chain_days(build->arena, &build->base.rulings, &law);
    build->countries = trace_countries(build->arena, workspace);
    build->origins =
        trace_origins(build->arena, &build->base, &build->countries, build->answer->item,
                      build->answer->site, build->residual.week_count);
    build->answer->concentration = trace_herfindahl(build->origins, build->countries.count);
    build->physical = ARENA_MANY(build->arena, Way, build->answer->candidate_count);
    build->answer->relies_on_unverified = build->base.rulings.relies_on_unverified;
    choose_quantity(build);
    return true;
}

bool service_source(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const SourceQuery *query, SourceAnswer *answer, Error *error) {
    *answer = (SourceAnswer){.workspace = workspace, .set = set, .query = *query};
    SourceBuild build = {.arena = arena, .workspace = workspace, .set = set, .answer = answer};
    if (!find_names(arena, workspace, query, answer, error) || !prepare(&build, error)) {
        return false;
    }
    for (size_t i = 0; i < answer->candidate_count; i++) {
        if (!judge(&build, i, error) ||
            (build.candidates[i].verdict != SOURCE_CAN && !source_find_changes(&build, i, error))) {
            return false;
        }
    }
    rank(&build);
    return source_combine(&build, error);
}
