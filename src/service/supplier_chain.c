/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "service/supplier.h"
#include "service/supply_tree.h"

enum { RANK_UNKNOWN = -1 };

static const Text NOT_KNOWN = {"not known", 9};
static const Text NOTHING = {"none", 4};

/* ---- what a party holds, by its statuses ---- */

/* The value of a party's status on a day, else of those it belongs to. */
static bool status_value(const Workspace *workspace, size_t party, Text fact, Date on,
                         Text *value) {
    for (; party != ALLIANCE_NONE; party = workspace->parties[party].parent) {
        size_t first = 0;
        const size_t count = workspace_party_statuses(workspace, party, &first);
        const PartyStatus *latest = NULL;
        for (size_t i = first; i < first + count; i++) {
            const PartyStatus *status = &workspace->statuses[i];
            if (text_equals(status->status, fact) && date_range_has(status->mark.holds, on) &&
                (latest == NULL || status->mark.holds.from >= latest->mark.holds.from)) {
                latest = status;
            }
        }
        if (latest != NULL) {
            *value = latest->value;
            return true;
        }
    }
    return false;
}

/* Whether `assessor` may be the one that a requirement names; empty: nobody says who it was. */
static bool may_be(const SupplierBuild *build, const SchemeRequirement *requirement,
                   Text assessor) {
    return text_is_empty(assessor) ||
           text_equals(text_lowercase(build->arena, requirement->assessor), assessor);
}

/* A level alone does not say who assessed it: it is enough where the least it may be is, and too
 * little where the most it may be is. */
static void judge_level(const SupplierBuild *build, int64_t level, Text assessor,
                        SupplyLink *link) {
    const Scheme *scheme = build->frame->scheme;
    const SchemeRequirement *needed = &scheme->requirements[link->needed];
    int least = 0;
    int most = 0;
    for (size_t i = 0; i < scheme->requirement_count; i++) {
        const SchemeRequirement *requirement = &scheme->requirements[i];
        if (requirement->level == level && may_be(build, requirement, assessor)) {
            least = least == 0 ? requirement->rank : least;
            most = requirement->rank;
        }
    }
    link->rank = least;
    link->is_enough = least >= needed->rank ? CURRENCY_YES
                      : most < needed->rank ? CURRENCY_NO
                                            : CURRENCY_UNKNOWN;
}

static void judge(const SupplierBuild *build, SupplyLink *link) {
    const Scheme *scheme = build->frame->scheme;
    const Date on = build->supplier->options.as_of;
    Text value = {0};
    Text assessor = {0};
    size_t status = 0;
    int64_t level = 0;
    link->holds = NOT_KNOWN;
    link->rank = RANK_UNKNOWN;
    link->is_enough = CURRENCY_UNKNOWN;
    if (status_value(build->workspace, link->party, scheme->facts[SCHEME_FACT_STATUS], on,
                     &value)) {
        const bool is_held = scheme_find_status(scheme, value, &status);
        link->holds = is_held ? value : NOTHING;
        link->rank = is_held ? scheme->requirements[scheme->statuses[status].requirement].rank : 0;
        link->is_enough =
            link->rank >= scheme->requirements[link->needed].rank ? CURRENCY_YES : CURRENCY_NO;
    } else if (status_value(build->workspace, link->party, scheme->facts[SCHEME_FACT_LEVEL], on,
                            &value) &&
               text_parse_integer(value, &level)) {
        link->holds = text_format(build->arena, "level %.*s", TEXT_ARGS(value));
        (void)status_value(build->workspace, link->party, scheme->facts[SCHEME_FACT_ASSESSOR], on,
                           &assessor);
        judge_level(build, level, assessor, link);
    }
}

/* ---- who is in a programme's supply ---- */

static bool is_government(const Workspace *workspace, size_t party) {
    for (; party != ALLIANCE_NONE; party = workspace->parties[party].parent) {
        if (workspace->parties[party].kind == PARTY_GOVERNMENT) {
            return true;
        }
    }
    return false;
}

/* The organisation a site belongs to. */
static size_t firm_of(const Workspace *workspace, size_t site) {
    size_t firm = site;
    for (size_t party = site; party != ALLIANCE_NONE; party = workspace->parties[party].parent) {
        if (workspace->parties[party].kind == PARTY_ORGANISATION) {
            firm = party;
        }
    }
    return firm;
}

static bool is_wanted(const Workspace *workspace, size_t programme, size_t item) {
    for (size_t i = 0; i < workspace->demand_count; i++) {
        if (workspace->demands[i].programme == programme && workspace->demands[i].item == item) {
            return true;
        }
    }
    return false;
}

typedef struct ChainBuild {
    const SupplierBuild *build;
    const ProgrammeRequirement *row;
    Array links; /* of SupplyLink */
} ChainBuild;

static SupplyLink *link_of(ChainBuild *chain, size_t firm) {
    for (size_t i = 0; i < chain->links.count; i++) {
        SupplyLink *link = array_at(&chain->links, i);
        if (link->party == firm) {
            return link;
        }
    }
    SupplyLink *link = array_add(&chain->links);
    link->party = firm;
    link->needed = SCHEME_NONE;
    return link;
}

/* What the programme says of an item on the day: its own row, else the one for everything. */
static const ProgrammeRequirement *row_of_item(const ChainBuild *chain, size_t item) {
    const Workspace *workspace = chain->build->workspace;
    for (size_t i = 0; i < workspace->requirement_count; i++) {
        const ProgrammeRequirement *row = &workspace->requirements[i];
        if (row->programme == chain->row->programme && row->item == item &&
            date_range_has(row->mark.holds, chain->build->supplier->options.as_of)) {
            return row;
        }
    }
    return chain->row;
}

/* A firm needs the most that anything it makes asks of it. */
static void need(ChainBuild *chain, SupplyLink *link, size_t item) {
    const Scheme *scheme = chain->build->frame->scheme;
    const ProgrammeRequirement *row = row_of_item(chain, item);
    size_t needed = 0;
    if (!scheme_find_requirement(scheme, row->demands, &needed)) {
        problem_add(chain->build->problems, TEXT("requirement.csv"), row->mark.line, 0,
                    "the scheme has no requirement `%.*s`", TEXT_ARGS(row->demands));
        return;
    }
    const bool is_last = is_wanted(chain->build->workspace, chain->row->programme, item);
    const SchemeFlow *flow = is_last ? NULL : scheme_flow(scheme, row->data, needed);
    if (!is_last && flow == NULL) {
        problem_add(chain->build->problems, TEXT("requirement.csv"), row->mark.line, 0,
                    "the scheme does not say what `%.*s` under %.*s asks of a supplier",
                    TEXT_ARGS(row->data), TEXT_ARGS(row->demands));
        return;
    }
    needed = flow == NULL ? needed : flow->least;
    link->makes_what_is_wanted |= is_last;
    if (link->needed == SCHEME_NONE ||
        scheme->requirements[needed].rank > scheme->requirements[link->needed].rank) {
        link->needed = needed;
        link->flow = flow;
    }
}

static void add_makers(ChainBuild *chain, const SupplyTree *tree) {
    const Workspace *workspace = chain->build->workspace;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (!tree->places[activity->site * workspace->item_count + activity->item] ||
            !date_range_has(activity->mark.holds, chain->build->supplier->options.as_of) ||
            is_government(workspace, activity->site)) {
            continue;
        }
        need(chain, link_of(chain, firm_of(workspace, activity->site)), activity->item);
    }
}

static void judge_links(ChainBuild *chain, SupplyChain *result) {
    for (size_t i = 0; i < chain->links.count; i++) {
        SupplyLink *link = array_at(&chain->links, i);
        judge(chain->build, link);
        result->enough += link->is_enough == CURRENCY_YES;
        result->unknown += link->is_enough == CURRENCY_UNKNOWN;
    }
}

static int compare_links(const void *a, const void *b) {
    const SupplyLink *left = a;
    const SupplyLink *right = b;
    if (left->is_enough != right->is_enough) {
        return left->is_enough < right->is_enough ? -1 : 1;
    }
    if (left->rank != right->rank) {
        return left->rank < right->rank ? -1 : 1;
    }
    return (left->party > right->party) - (left->party < right->party);
}

static bool has_party(const ChainBuild *chain, size_t party) {
    const Workspace *workspace = chain->build->workspace;
    for (size_t i = 0; i < chain->links.count; i++) {
        const SupplyLink *link = array_at(&chain->links, i);
        if (workspace_party_is_of(workspace, link->party, party) ||
            workspace_party_is_of(workspace, party, link->party)) {
            return true;
        }
    }
    return false;
}

static bool make_chain(const SupplierBuild *build, size_t row, SupplyChain *result) {
    const ProgrammeRequirement *demand = &build->workspace->requirements[row];
    ChainBuild chain = {
        .build = build, .row = demand, .links = array_new(build->arena, sizeof(SupplyLink))};
    const SupplyTree tree = supply_tree(build->arena, build->workspace, demand->programme);
    add_makers(&chain, &tree);
    *result = (SupplyChain){.programme = demand->programme, .row = row};
    if (problem_count(build->problems) > 0 || !has_party(&chain, build->supplier->party)) {
        return false;
    }
    judge_links(&chain, result);
    SupplyLink *links = ARRAY_ITEMS(SupplyLink, &chain.links);
    if (chain.links.count > 1) {
        qsort(links, chain.links.count, sizeof(SupplyLink), compare_links);
    }
    result->links = links;
    result->link_count = chain.links.count;
    return true;
}

void supplier_chains(SupplierBuild *build) {
    const Workspace *workspace = build->workspace;
    SupplyChain *chains = ARENA_MANY(build->arena, SupplyChain, workspace->requirement_count);
    for (size_t i = 0; i < workspace->requirement_count; i++) {
        if (workspace->requirements[i].item == ALLIANCE_NONE &&
            date_range_has(workspace->requirements[i].mark.holds, build->supplier->options.as_of) &&
            make_chain(build, i, &chains[build->supplier->chain_count])) {
            build->supplier->chain_count++;
        }
    }
    build->supplier->chains = chains;
}
