/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "base/map.h"
#include "service/facts.h"
#include "service/pathway_doubts.h"
#include "service/service.h"

enum { DAYS_AHEAD = 366 };

typedef struct PathwayBuild {
    Arena *arena;
    const Workspace *workspace;
    const LawSet *set;
    const PathwayQuery *query;
    size_t party;
    size_t item;      /* asked for, or ALLIANCE_NONE */
    size_t programme; /* likewise */
    BillFacts *bill;
    Array offers; /* of PathwayOffer */
    Array steps;  /* of PathwayStep */
    Map *step_of; /* by kind and name */
} PathwayBuild;

static const Text STEP_WORDS[] = {
    [PATHWAY_ANSWER] = {"answer", 6},
    [PATHWAY_VERIFY] = {"verify", 6},
    [PATHWAY_OBTAIN] = {"obtain", 6},
};

Text pathway_step_word(PathwayStepKind kind) {
    return STEP_WORDS[kind];
}

/* ---- what is offered ---- */

static bool party_makes(const PathwayBuild *build, size_t item) {
    const Workspace *workspace = build->workspace;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        if (workspace->activities[i].item == item &&
            workspace_party_is_of(workspace, workspace->activities[i].site, build->party)) {
            return true;
        }
    }
    return false;
}

/* Marks what the programme demands on the day or later, and what goes into it. */
static bool *wanted_items(const PathwayBuild *build, size_t programme) {
    const Workspace *workspace = build->workspace;
    bool *is_wanted = ARENA_MANY(build->arena, bool, workspace->item_count);
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        size_t *contents = NULL;
        if (demand->programme != programme || demand->mark.holds.until < build->query->as_of ||
            is_wanted[demand->item]) {
            continue;
        }
        const size_t count = workspace_contents(build->arena, workspace, demand->item,
                                                build->query->as_of, &contents);
        is_wanted[demand->item] = true;
        for (size_t c = 0; c < count; c++) {
            is_wanted[contents[c]] = true;
        }
    }
    return is_wanted;
}

/* Where the party makes the item, the first place; its own country otherwise. */
static TransferPlace place_of_making(const PathwayBuild *build, size_t item) {
    const Workspace *workspace = build->workspace;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const size_t site = workspace->activities[i].site;
        if (workspace->activities[i].item == item &&
            workspace_party_is_of(workspace, site, build->party)) {
            return (TransferPlace){workspace->parties[site].country, site};
        }
    }
    return (TransferPlace){workspace->parties[build->party].country, build->party};
}

LawStatus pathway_law_status(const LawSet *set, size_t provision, Date on) {
    const ProvisionInfo info = law_provision(set, provision);
    for (size_t i = 0; i < info.interval_count; i++) {
        const ProvisionInterval interval = law_provision_interval(set, provision, i);
        if (date_range_has(interval.range, on)) {
            return interval.status;
        }
    }
    return info.status;
}

/* Open, or at least not barred any more. */
static bool is_better(Outcome outcome, Outcome than) {
    return outcome == OUTCOME_FREE || outcome == OUTCOME_AUTHORISED ||
           (than == OUTCOME_PROHIBITED && outcome == OUTCOME_LICENCE_REQUIRED);
}

static void find_changes(PathwayBuild *build, const LawFacts *facts, const DecideOptions *options,
                         TransferDecision *result) {
    DecisionChange *changes = NULL;
    const size_t count =
        law_changes(build->arena, build->set, facts, options, DAYS_AHEAD, &changes);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const bool is_law = changes[i].attribute == LAW_NONE;
        if (is_law || is_better(changes[i].outcome, result->decision.outcome)) {
            changes[kept++] = changes[i];
        }
    }
    result->changes = changes;
    result->change_count = kept;
}

static DecideOptions decide_options(const PathwayQuery *query) {
    return (DecideOptions){
        .as_of = query->as_of,
        .known_at = query->known_at,
        .accept_unverified = query->accept_unverified,
        .by_cases = true,
        .quantile = query->quantile,
    };
}

static bool decide_offer(PathwayBuild *build, PathwayOffer *offer, Error *error) {
    const PathwayQuery *query = build->query;
    const Workspace *workspace = build->workspace;
    const Programme *programme = &workspace->programmes[offer->programme];
    const TransferPlace from = place_of_making(build, offer->item);
    const ItemTransfer what = {
        .item = offer->item,
        .made_in = from.country,
        .from = from,
        .to = {workspace->parties[offer->buyer].country, offer->buyer},
        .end_use = programme->end_use,
        .is_used_there = true,
    };
    const DecideOptions options = decide_options(query);
    LawFacts *facts = NULL;
    if (!facts_of_transfer(build->arena, build->set, workspace, &what, query->as_of, build->bill,
                           &facts, error)) {
        return false;
    }
    for (size_t i = 0; i < query->fact_count; i++) {
        if (!facts_give(build->arena, facts, build->set, query->facts[i].name,
                        query->facts[i].value, error)) {
            return false;
        }
    }
    TransferDecision *result = ARENA_NEW(build->arena, TransferDecision);
    result->facts = facts;
    law_decide(build->arena, build->set, facts, &options, &result->decision);
    offer->from_country = from.country;
    offer->result = result;
    if (!query->outcomes_alone) {
        find_changes(build, facts, &options, result);
        pathway_find_doubts(build->arena, &options, offer);
    }
    return true;
}

static bool add_offer(PathwayBuild *build, size_t programme, size_t item, Error *error) {
    const size_t owner = build->workspace->programmes[programme].owner;
    PathwayOffer offer = {.item = item, .programme = programme, .buyer = owner};
    if (!decide_offer(build, &offer, error)) {
        return false;
    }
    *(PathwayOffer *)array_add(&build->offers) = offer;
    return true;
}

static bool add_programme(PathwayBuild *build, size_t programme, Error *error) {
    const Workspace *workspace = build->workspace;
    if (workspace->programmes[programme].owner == ALLIANCE_NONE) {
        return true;
    }
    const bool *is_wanted = wanted_items(build, programme);
    for (size_t i = 0; i < workspace->item_count; i++) {
        const bool is_asked = build->item == i;
        if ((is_asked || (build->item == ALLIANCE_NONE && party_makes(build, i))) &&
            (is_wanted[i] || (is_asked && build->programme != ALLIANCE_NONE)) &&
            !add_offer(build, programme, i, error)) {
            return false;
        }
    }
    return true;
}

/* ---- what there is to do ---- */

static PathwayStep *step_of(PathwayBuild *build, PathwayStep step) {
    const Text key =
        text_format(build->arena, "%d %zu %.*s", (int)step.kind, step.serves, TEXT_ARGS(step.name));
    size_t index = build->steps.count;
    if (map_add(build->step_of, key, index)) {
        *(PathwayStep *)array_add(&build->steps) = step;
    } else {
        (void)map_find(build->step_of, key, &index);
    }
    return array_at(&build->steps, index);
}

/* The questions that settle it; all, where no smallest set was found. */
static void add_questions(PathwayBuild *build, const Decision *decision) {
    bool has_smallest = false;
    for (size_t i = 0; i < decision->question_count; i++) {
        has_smallest |= decision->questions[i].settles;
    }
    for (size_t i = 0; i < decision->question_count; i++) {
        const DecisionQuestion *question = &decision->questions[i];
        const bool is_law = question->attribute == LAW_NONE;
        if (question->settles || !has_smallest) {
            step_of(build, (PathwayStep){.kind = is_law ? PATHWAY_VERIFY : PATHWAY_ANSWER,
                                         .name = question->name,
                                         .serves = LAW_NONE,
                                         .what = question->ask,
                                         .citation = question->citation,
                                         .provision = LAW_NONE})
                ->offers++;
        }
    }
}

/* Law that was not verified, and would perhaps cover what is lacking. */
static void add_doubts(PathwayBuild *build, const Decision *decision) {
    for (size_t i = 0; i < decision->authority_count; i++) {
        const size_t provision = decision->authorities[i].provision;
        if (decision->authorities[i].truth != TRUTH_UNKNOWN ||
            decision->outcome != OUTCOME_LICENCE_REQUIRED ||
            pathway_law_status(build->set, provision, build->query->as_of) < LAW_PARTIAL) {
            continue;
        }
        const ProvisionInfo info = law_provision(build->set, provision);
        step_of(build, (PathwayStep){.kind = PATHWAY_VERIFY,
                                     .name = info.name,
                                     .serves = LAW_NONE,
                                     .what = text_format(build->arena,
                                                         "%.*s: read the text in force, it may "
                                                         "cover what is lacking",
                                                         TEXT_ARGS(info.title)),
                                     .citation = info.citation,
                                     .provision = LAW_NONE})
            ->offers++;
    }
}

static void add_route(PathwayBuild *build, const PathwayOffer *offer, const DecisionRoute *route,
                      const DecisionRequirement *requirement) {
    const ProvisionInfo info = law_provision(build->set, route->provision);
    PathwayStep *step = step_of(build, (PathwayStep){.kind = PATHWAY_OBTAIN,
                                                     .name = info.name,
                                                     .serves = requirement->provision,
                                                     .what = info.title,
                                                     .citation = info.citation,
                                                     .granted_by = info.granted_by,
                                                     .basis = route->basis,
                                                     .days = route->days,
                                                     .provision = route->provision});
    step->offers++;
    step->is_needed = step->is_needed || requirement->truth == TRUTH_YES;
    pathway_add_doubt(build->arena, &step->doubt, pathway_doubt(offer, requirement->provision));
}

/* Every route that may be had, for each requirement that surely is not covered. */
static void add_routes(PathwayBuild *build, const PathwayOffer *offer) {
    const Decision *decision = &offer->result->decision;
    for (size_t i = 0; i < decision->requirement_count; i++) {
        const DecisionRequirement *requirement = &decision->requirements[i];
        for (size_t r = 0; r < decision->route_count && !requirement->is_covered; r++) {
            const DecisionRoute *route = &decision->routes[r];
            if (route->truth != TRUTH_NO && route->review != REVIEW_DENIAL &&
                law_serves(build->set, route->provision, requirement->provision)) {
                add_route(build, offer, route, requirement);
            }
        }
    }
}

/* Unknown lengths after all that are known. */
static int compare_steps(const void *a, const void *b) {
    const PathwayStep *one = a;
    const PathwayStep *other = b;
    if (one->kind != other->kind) {
        return one->kind < other->kind ? -1 : 1;
    }
    if (one->serves != other->serves) {
        return one->serves < other->serves ? -1 : 1;
    }
    const unsigned first = (unsigned)one->days;
    const unsigned second = (unsigned)other->days;
    if (first != second) {
        return first < second ? -1 : 1;
    }
    return text_compare(one->name, other->name);
}

static void sum_up(PathwayBuild *build, Pathway *pathway) {
    PathwayOffer *offers = build->offers.items;
    for (size_t i = 0; i < build->offers.count; i++) {
        const Decision *decision = &offers[i].result->decision;
        pathway->by_outcome[decision->outcome]++;
        pathway->relies_on_unverified |= decision->relies_on_unverified;
        add_questions(build, decision);
        add_doubts(build, decision);
        add_routes(build, &offers[i]);
    }
    if (build->steps.count > 0) {
        qsort(build->steps.items, build->steps.count, sizeof(PathwayStep), compare_steps);
    }
    pathway->offers = offers;
    pathway->offer_count = build->offers.count;
    pathway->steps = build->steps.items;
    pathway->step_count = build->steps.count;
}

/* ---- the query ---- */

typedef bool Finder(const Workspace *workspace, Text id, size_t *index);

static bool find(const Workspace *workspace, const char *what, Finder *finder, Text id,
                 size_t *index, Error *error) {
    *index = ALLIANCE_NONE;
    return text_is_empty(id) || finder(workspace, id, index) ||
           error_set(error, ERROR_MISSING, "`%.*s` is no %s of the workspace", TEXT_ARGS(id), what);
}

static bool find_names(PathwayBuild *build, Error *error) {
    const PathwayQuery *query = build->query;
    return find(build->workspace, "party", workspace_find_party, query->party, &build->party,
                error) &&
           find(build->workspace, "item", workspace_find_item, query->item, &build->item, error) &&
           find(build->workspace, "programme", workspace_find_programme, query->programme,
                &build->programme, error);
}

static bool nothing_offered(const PathwayBuild *build, Error *error) {
    const Text programme = build->query->programme;
    return error_set(error, ERROR_MISSING,
                     "no programme with an owner wants what `%.*s` makes%s%.*s; name an item with "
                     "`--item` and a programme with `--programme` to ask all the same",
                     TEXT_ARGS(build->query->party), text_is_empty(programme) ? "" : " in ",
                     TEXT_ARGS(programme));
}

bool service_pathway(Arena *arena, const Workspace *workspace, const LawSet *set,
                     const PathwayQuery *query, Pathway *pathway, Error *error) {
    PathwayBuild build = {
        .arena = arena,
        .workspace = workspace,
        .set = set,
        .query = query,
        .offers = array_new(arena, sizeof(PathwayOffer)),
        .steps = array_new(arena, sizeof(PathwayStep)),
        .step_of = map_new(arena),
    };
    if (!find_names(&build, error)) {
        return false;
    }
    const DecideOptions options = decide_options(query);
    build.bill = bill_facts_new(arena, workspace, set, &options);
    for (size_t i = 0; i < workspace->programme_count; i++) {
        if ((build.programme == ALLIANCE_NONE || build.programme == i) &&
            !add_programme(&build, i, error)) {
            return false;
        }
    }
    if (build.offers.count == 0) {
        return nothing_offered(&build, error);
    }
    *pathway = (Pathway){.workspace = workspace, .set = set, .query = *query, .party = build.party};
    sum_up(&build, pathway);
    return true;
}
