/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/map.h"
#include "service/programme_build.h"
#include "service/supply_tree.h"

static size_t place_of(const ProgrammeBuild *build, size_t site, size_t item) {
    return site * build->workspace->item_count + item;
}

/* ---- transfers that are not open ---- */

static Text reason_of(const ProgrammeBuild *build, const LaneRuling *ruling) {
    TextBuilder out = text_builder_new(build->arena);
    for (size_t i = 0; i < ruling->blocker_count; i++) {
        const ProvisionInfo info = law_provision(build->set, ruling->blockers[i]);
        text_add_format(&out, "%s%.*s (%.*s)", i == 0 ? "" : "; ", TEXT_ARGS(info.name),
                        TEXT_ARGS(info.citation));
    }
    for (size_t i = 0; i < ruling->question_count && ruling->outcome == OUTCOME_UNDETERMINED; i++) {
        const LaneQuestion *asked = &build->base->rulings.questions[ruling->first_question + i];
        text_add_format(&out, "%s%.*s?", out.length == 0 ? "" : "; ", TEXT_ARGS(asked->name));
    }
    return text_built(&out);
}

static int compare_transfers(const void *a, const void *b) {
    const ProgrammeTransfer *left = a;
    const ProgrammeTransfer *right = b;
    if (left->opens != right->opens) {
        return left->opens < right->opens ? -1 : 1;
    }
    return left->lane < right->lane ? -1 : left->lane > right->lane;
}

static void find_transfers(ProgrammeBuild *build) {
    const LaneRulings *rulings = &build->base->rulings;
    Array shut = array_new(build->arena, sizeof(ProgrammeTransfer));
    for (size_t i = 0; i < build->workspace->lane_count; i++) {
        if (!build->lanes[i]) {
            continue;
        }
        const GateDay gate =
            gate_open(rulings, i, lane_ruling(rulings, i, 0), rulings->as_of, GATE_LAW, LAW_NONE);
        const LaneRuling *ruling = lane_ruling(rulings, i, rulings->first_stretch);
        build->view->transfer_count++;
        if (gate.day == rulings->as_of) {
            build->view->open_count++;
            continue;
        }
        build->view->pending_count += gate.day != DATE_MAX;
        *(ProgrammeTransfer *)array_add(&shut) =
            (ProgrammeTransfer){i, ruling->outcome, gate.day, gate.clock, reason_of(build, ruling)};
    }
    ProgrammeTransfer *items = ARRAY_ITEMS(ProgrammeTransfer, &shut);
    if (shut.count > 1) {
        qsort(items, shut.count, sizeof(ProgrammeTransfer), compare_transfers);
    }
    build->view->shut = items;
    build->view->shut_count = shut.count;
}

/* ---- the chain that ends last ---- */

/* The place wanted whose day is last, and that day. */
static size_t last_place(const ProgrammeBuild *build, const ChainLink *chain, Date *day) {
    size_t last = SERVICE_NONE;
    *day = DATE_MIN;
    for (size_t i = 0; i < build->workspace->demand_count; i++) {
        const Demand *demand = &build->workspace->demands[i];
        const size_t place = place_of(build, demand->site, demand->item);
        if (demand->programme == build->programme && chain[place].day > *day) {
            *day = chain[place].day;
            last = place;
        }
    }
    return last;
}

static const ChainLink *chain_with(const ProgrammeBuild *build, GateMode mode, size_t instant) {
    const ChainOptions options = {mode, instant, false, TEXT("")};
    return chain_days(build->arena, &build->base->rulings, &options);
}

static ProgrammeStep step_of(const ProgrammeBuild *build, const ChainLink *chain, size_t place) {
    const ChainLink *link = &chain[place];
    const Date first = build->base->rulings.as_of;
    ProgrammeStep step = {.site = place / build->workspace->item_count,
                          .item = place % build->workspace->item_count,
                          .begins = link->begins,
                          .ends = link->day,
                          .clock = LAW_NONE};
    step.to = step.site;
    step.ready = link->from == SERVICE_NONE ? first : chain[link->from].day;
    step.kind = link->kind == LINK_LANE   ? STEP_MOVE
                : link->kind == LINK_MAKE ? STEP_MAKE
                                          : STEP_FROM_STOCK;
    if (link->kind == LINK_LANE) {
        step.site = build->workspace->lanes[link->index].from_site;
        step.clock = link->begins > step.ready ? link->gate.clock : LAW_NONE;
    }
    return step;
}

/* In a chain law was not asked about: what law says of the steps, which end never from the
 * first that it shuts. */
static void ask_law(const ProgrammeBuild *build, const ChainLink *link, Date *day,
                    ProgrammeStep *step) {
    const Date days = step->ends - step->begins;
    step->ready = *day;
    step->begins = step->begins > *day ? step->begins : *day;
    if (link->kind == LINK_LANE) {
        const LaneRulings *rulings = &build->base->rulings;
        const GateDay gate = gate_open(rulings, link->index, lane_ruling(rulings, link->index, 0),
                                       *day, GATE_LAW, LAW_NONE);
        step->begins = gate.day;
        step->clock = gate.day > *day && gate.day != DATE_MAX ? gate.clock : LAW_NONE;
    }
    step->ends = date_add_days(step->begins, days);
    *day = step->ends;
}

static void keep_steps(ProgrammeBuild *build, const ChainLink *chain, size_t place, bool asks) {
    size_t count = 0;
    for (size_t at = place; at != SERVICE_NONE; at = chain[at].from) {
        count++;
    }
    ProgrammeStep *steps = ARENA_MANY(build->arena, ProgrammeStep, count);
    size_t *places = ARENA_MANY(build->arena, size_t, count);
    size_t at = place;
    for (size_t i = count; i-- > 0; at = chain[at].from) {
        steps[i] = step_of(build, chain, at);
        places[i] = at;
    }
    Date day = build->base->rulings.as_of;
    for (size_t i = 0; i < count && asks; i++) {
        ask_law(build, &chain[places[i]], &day, &steps[i]);
    }
    build->view->steps = steps;
    build->view->step_count = count;
}

static void keep_authorisations(ProgrammeBuild *build, const ChainLink *chain, size_t place) {
    Array found = array_new(build->arena, sizeof(ProgrammeAuthorisation));
    for (size_t at = place; at != SERVICE_NONE; at = chain[at].from) {
        const ProgrammeStep step = step_of(build, chain, at);
        if (step.clock == LAW_NONE) {
            continue;
        }
        Date sooner = 0;
        (void)last_place(build, chain_with(build, GATE_LAW, step.clock), &sooner);
        *(ProgrammeAuthorisation *)array_add(&found) = (ProgrammeAuthorisation){
            .route = step.clock,
            .from = step.site,
            .to = step.to,
            .item = step.item,
            .asked = chain[at].gate.asked,
            .granted = step.begins,
            .waits = step.begins - step.ready,
            .saves = build->view->ends - sooner,
        };
    }
    build->view->authorisations = ARRAY_ITEMS(ProgrammeAuthorisation, &found);
    build->view->authorisation_count = found.count;
}

static void find_chain(ProgrammeBuild *build) {
    const ChainLink *lawful = chain_with(build, GATE_LAW, LAW_NONE);
    const ChainLink *unbound = chain_with(build, GATE_NONE, LAW_NONE);
    const size_t place = last_place(build, lawful, &build->view->ends);
    const size_t free_place = last_place(build, unbound, &build->view->ends_unbound);
    if (place == SERVICE_NONE) {
        build->view->ends = build->view->ends_unbound = build->base->rulings.as_of;
    } else if (build->view->ends != DATE_MAX) {
        keep_steps(build, lawful, place, false);
        keep_authorisations(build, lawful, place);
    } else if (build->view->ends_unbound != DATE_MAX) {
        keep_steps(build, unbound, unbound[place].day == DATE_MAX ? free_place : place, true);
    }
}

/* ---- law that changes ---- */

static void find_alarms(ProgrammeBuild *build) {
    const LaneRulings *all = &build->base->rulings;
    Workspace few = *build->workspace;
    LaneRulings rulings = *all;
    Lane *lanes = ARENA_MANY(build->arena, Lane, few.lane_count);
    LaneRuling *ruled = ARENA_MANY(build->arena, LaneRuling, few.lane_count * all->stretch_count);
    size_t count = 0;
    for (size_t i = 0; i < build->workspace->lane_count; i++) {
        if (!build->lanes[i]) {
            continue;
        }
        lanes[count] = build->workspace->lanes[i];
        for (size_t j = 0; j < all->stretch_count; j++) {
            ruled[count * all->stretch_count + j] = *lane_ruling(all, i, j);
        }
        count++;
    }
    few.lanes = lanes;
    few.lane_count = count;
    rulings.workspace = &few;
    rulings.rulings = ruled;
    ReportChange *changes = NULL;
    const size_t change_count = findings_changes(build->arena, &rulings, &changes);
    ProgrammeAlarm *alarms = ARENA_MANY(build->arena, ProgrammeAlarm, change_count);
    for (size_t i = 0; i < change_count; i++) {
        if (changes[i].before != changes[i].after) {
            alarms[build->view->alarm_count++] = (ProgrammeAlarm){
                changes[i].date,         changes[i].item,       changes[i].from_country,
                changes[i].to_countries, changes[i].lane_count, changes[i].before,
                changes[i].after,        changes[i].because};
        }
    }
    build->view->alarms = alarms;
}

/* ---- the whole ---- */

static bool view_programme(Arena *arena, const BasePlan *base, size_t programme,
                           ProgrammeView *view, Error *error) {
    const Workspace *workspace = base->gated.workspace;
    const SupplyTree tree = supply_tree(arena, workspace, programme);
    ProgrammeBuild build = {.arena = arena,
                            .base = base,
                            .workspace = workspace,
                            .set = base->rulings.set,
                            .programme = programme,
                            .view = view,
                            .places = tree.places,
                            .lanes = tree.lanes};
    view->programme = programme;
    find_transfers(&build);
    find_chain(&build);
    find_alarms(&build);
    build.part = trace_programme(arena, base, programme);
    return programme_money(&build, error);
}

static bool find_programme(Arena *arena, const Workspace *workspace, Text name, size_t *programme,
                           Error *error) {
    if (workspace_find_programme(workspace, name, programme)) {
        return true;
    }
    Map *names = map_new(arena);
    Text nearest = {0};
    for (size_t i = 0; i < workspace->programme_count; i++) {
        (void)map_add(names, workspace->programmes[i].id, i);
    }
    if (map_nearest(names, name, &nearest)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is not in programme.csv; did you mean `%.*s`?", TEXT_ARGS(name),
                         TEXT_ARGS(nearest));
    }
    return error_set(error, ERROR_INVALID, "`%.*s` is not in programme.csv", TEXT_ARGS(name));
}

bool service_programme(Arena *arena, const Workspace *workspace, const LawSet *set,
                       const ProgrammeQuery *query, ProgrammeAnswer *answer, Error *error) {
    const ReportOptions options = {.as_of = query->as_of,
                                   .known_at = query->known_at,
                                   .accept_unverified = query->accept_unverified,
                                   .quantile = query->quantile};
    size_t first = 0;
    size_t count = workspace->programme_count;
    *answer = (ProgrammeAnswer){.workspace = workspace, .set = set, .query = *query};
    if (!text_is_empty(query->name)) {
        count = 1;
        if (!find_programme(arena, workspace, query->name, &first, error)) {
            return false;
        }
    }
    BasePlan base;
    if (!base_plan_make(arena, workspace, set, &options, query->as_of, &base, error)) {
        return false;
    }
    ProgrammeView *views = ARENA_MANY(arena, ProgrammeView, count);
    for (size_t i = 0; i < count; i++) {
        if (!view_programme(arena, &base, first + i, &views[i], error)) {
            return false;
        }
    }
    answer->week_count = base.week_count;
    answer->views = views;
    answer->view_count = count;
    answer->relies_on_unverified = base.rulings.relies_on_unverified;
    return true;
}
