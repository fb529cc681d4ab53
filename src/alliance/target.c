/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "alliance/loading.h"

/* What scenarios take away. A lane is named by its ends and its item; ids may have `>` and
 * `:` in them themselves, so every way to read the words is tried. */

typedef struct LaneEnds {
    size_t from_site;
    size_t to_site;
    size_t item; /* ALLIANCE_NONE: every item */
} LaneEnds;

typedef struct LaneKey {
    LaneEnds ends;
    size_t lane;
} LaneKey;

/* Lanes by ends, then item, then line; made when the first lane is asked for. */
typedef struct TargetSearch {
    Loading *loading;
    const LaneKey *lanes;
    Array losses; /* of ScenarioLoss */
} TargetSearch;

/* Column numbers of scenario.csv. */
enum { TARGET_COLUMN = 3, PROBABILITY_COLUMN = 7 };

static const size_t target_tables[] = {[LOSS_PARTY] = TABLE_PARTY,
                                       [LOSS_SITE] = TABLE_PARTY,
                                       [LOSS_ACTIVITY] = TABLE_ACTIVITY,
                                       [LOSS_ITEM] = TABLE_ITEM};

static int compare_sizes(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int compare_ends(const LaneEnds *a, const LaneEnds *b) {
    int order = compare_sizes(a->from_site, b->from_site);
    if (order == 0) {
        order = compare_sizes(a->to_site, b->to_site);
    }
    return order != 0 ? order : compare_sizes(a->item, b->item);
}

static int compare_lanes(const void *left, const void *right) {
    const LaneKey *a = left;
    const LaneKey *b = right;
    int order = compare_ends(&a->ends, &b->ends);
    return order != 0 ? order : compare_sizes(a->lane, b->lane);
}

static const LaneKey *sort_lanes(const Loading *loading) {
    const Workspace *workspace = loading->workspace;
    LaneKey *keys = ARENA_MANY(loading->arena, LaneKey, workspace->lane_count);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        keys[i] = (LaneKey){{lane->from_site, lane->to_site, lane->item}, i};
    }
    if (workspace->lane_count > 1) {
        qsort(keys, workspace->lane_count, sizeof(LaneKey), compare_lanes);
    }
    return keys;
}

/* The first lane in order that is not before `ends`; with every item, of its ends. */
static size_t first_lane(const TargetSearch *search, LaneEnds ends) {
    size_t low = 0;
    size_t high = search->loading->workspace->lane_count;
    if (ends.item == ALLIANCE_NONE) {
        ends.item = 0;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_ends(&search->lanes[middle].ends, &ends) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_match(const LaneEnds *lane, const LaneEnds *asked) {
    return lane->from_site == asked->from_site && lane->to_site == asked->to_site &&
           (asked->item == ALLIANCE_NONE || lane->item == asked->item);
}

static void add_loss(TargetSearch *search, const ScenarioLoss *loss, size_t index) {
    ScenarioLoss *place = array_add(&search->losses);
    *place = *loss;
    place->index = index;
}

static bool add_lanes(TargetSearch *search, const ScenarioLoss *loss, LaneEnds ends) {
    size_t count = search->loading->workspace->lane_count;
    size_t first = first_lane(search, ends);
    size_t end = first;
    while (end < count && is_match(&search->lanes[end].ends, &ends)) {
        add_loss(search, loss, search->lanes[end].lane);
        end++;
    }
    return end > first;
}

static bool find_party(const Loading *loading, Text id, size_t *party) {
    return map_find(loading->sheets[TABLE_PARTY].ids, id, party);
}

/* "to" or "to:item" */
static bool add_lanes_to(TargetSearch *search, const ScenarioLoss *loss, size_t from, Text rest) {
    const Loading *loading = search->loading;
    LaneEnds ends = {.from_site = from, .item = ALLIANCE_NONE};
    if (find_party(loading, rest, &ends.to_site)) {
        return add_lanes(search, loss, ends);
    }
    for (size_t i = 0; i < rest.length; i++) {
        if (rest.bytes[i] == ':' && find_party(loading, text_slice(rest, 0, i), &ends.to_site) &&
            map_find(loading->sheets[TABLE_ITEM].ids, text_slice(rest, i + 1, rest.length),
                     &ends.item)) {
            return add_lanes(search, loss, ends);
        }
    }
    return false;
}

static bool add_lanes_named(TargetSearch *search, const ScenarioLoss *loss) {
    Text target = loss->target;
    if (search->lanes == NULL) {
        search->lanes = sort_lanes(search->loading);
    }
    for (size_t i = 0; i < target.length; i++) {
        size_t from = 0;
        if (target.bytes[i] == '>' &&
            find_party(search->loading, text_slice(target, 0, i), &from) &&
            add_lanes_to(search, loss, from, text_slice(target, i + 1, target.length))) {
            return true;
        }
    }
    return false;
}

static void find_lanes(TargetSearch *search, const ScenarioLoss *loss, size_t row) {
    Loading *loading = search->loading;
    bool is_whole = loading->sheets[TABLE_LANE].is_clean && loading->sheets[TABLE_PARTY].is_sound &&
                    loading->sheets[TABLE_ITEM].is_sound;
    if (!add_lanes_named(search, loss) && is_whole) {
        Text shown = loading_shown(loading, loss->target);
        loading_complain(loading, (Place){TABLE_SCENARIO, row, TARGET_COLUMN},
                         "no lane is `%.*s`; write from_site>to_site:item, as in lane.csv",
                         TEXT_ARGS(shown));
    }
}

static void find_by_id(TargetSearch *search, const ScenarioLoss *loss, size_t row) {
    size_t index = 0;
    Loading *loading = search->loading;
    size_t table = target_tables[loss->kind];
    const Sheet *sheet = &loading->sheets[table];
    if (map_find(sheet->ids, loss->target, &index)) {
        add_loss(search, loss, index);
    } else if (sheet->is_sound) {
        Text shown = loading_shown(loading, loss->target);
        Text guess = loading_guess(loading, sheet->ids, loss->target);
        loading_complain(loading, (Place){TABLE_SCENARIO, row, TARGET_COLUMN},
                         "target `%.*s` is not in %.*s.csv%.*s", TEXT_ARGS(shown),
                         TEXT_ARGS(schema_table(table)->shown.name), TEXT_ARGS(guess));
    }
}

/* Rows of one scenario must agree on how likely it is. */
static void check_probability(Loading *loading, Map *scenarios, size_t row) {
    size_t first = row;
    const ScenarioLoss *losses = loading->workspace->losses;
    const ScenarioLoss *loss = &losses[row];
    if (!loss->probability.is_given || map_add(scenarios, loss->id, row)) {
        return;
    }
    if (map_find(scenarios, loss->id, &first) &&
        decimal_compare(losses[first].probability.value, loss->probability.value) != 0) {
        Text id = loading_shown(loading, loss->id);
        loading_complain(loading, (Place){TABLE_SCENARIO, row, PROBABILITY_COLUMN},
                         "the scenario `%.*s` has another probability on line %zu", TEXT_ARGS(id),
                         losses[first].mark.line);
    }
}

void loading_find_targets(Loading *loading) {
    TargetSearch search = {.loading = loading,
                           .losses = array_new(loading->arena, sizeof(ScenarioLoss))};
    Map *scenarios = map_new(loading->arena);
    if (!loading->sheets[TABLE_SCENARIO].is_clean) {
        return; /* the kind decides what a target is */
    }
    for (size_t i = 0; i < loading->workspace->loss_count; i++) {
        const ScenarioLoss *loss = &loading->workspace->losses[i];
        check_probability(loading, scenarios, i);
        if (loss->kind == LOSS_LANE) {
            find_lanes(&search, loss, i);
        } else {
            find_by_id(&search, loss, i);
        }
    }
    loading_set_rows(loading, TABLE_SCENARIO, search.losses.items, search.losses.count);
}
