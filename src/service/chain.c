/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ways.h"

/* The earliest day of each item at each site, by letting activities and lanes better it until
 * none does. Days only fall, and no lane or recipe takes less than no time, so it ends. */

typedef struct ChainBuild {
    const LaneRulings *rulings;
    const Workspace *workspace;
    const ChainOptions *options;
    ChainLink *links;
} ChainBuild;

static size_t place_of(const ChainBuild *build, size_t site, size_t item) {
    return site * build->workspace->item_count + item;
}

static bool is_inside(const ChainBuild *build, size_t site) {
    return text_is_empty(build->options->country_only) ||
           text_equals(build->workspace->parties[site].country, build->options->country_only);
}

static bool is_made(const Workspace *workspace, size_t item) {
    for (size_t i = 0; i < workspace->activity_count; i++) {
        if (workspace->activities[i].item == item) {
            return true;
        }
    }
    return false;
}

static bool improve(ChainBuild *build, size_t place, const ChainLink *link) {
    if (link->day >= build->links[place].day) {
        return false;
    }
    build->links[place] = *link;
    return true;
}

static void use_stocks(ChainBuild *build) {
    const Workspace *workspace = build->workspace;
    const Date first = build->rulings->as_of;
    for (size_t i = 0; i < workspace->stock_count; i++) {
        const Stock *stock = &workspace->stocks[i];
        if (stock->quantity.coefficient > 0 && date_range_has(stock->mark.holds, first) &&
            is_inside(build, stock->site) &&
            (build->options->uses_stocks || !is_made(workspace, stock->item))) {
            const ChainLink link = {.kind = LINK_STOCK,
                                    .index = i,
                                    .ready = first,
                                    .begins = first,
                                    .day = first,
                                    .from = SERVICE_NONE};
            (void)improve(build, place_of(build, stock->site, stock->item), &link);
        }
    }
}

/* The component that is there last, and its day; the first day where there is none. */
static Date wait_for_components(const ChainBuild *build, const Activity *activity, size_t *last) {
    size_t first = 0;
    const size_t count = workspace_item_components(build->workspace, activity->item, &first);
    Date ready = build->rulings->as_of;
    *last = SERVICE_NONE;
    for (size_t i = first; i < first + count; i++) {
        const size_t place =
            place_of(build, activity->site, build->workspace->components[i].component);
        if (*last == SERVICE_NONE || build->links[place].day > ready) {
            ready = build->links[place].day;
            *last = place;
        }
    }
    return ready;
}

static bool try_activity(ChainBuild *build, size_t index) {
    const Activity *activity = &build->workspace->activities[index];
    if (!is_inside(build, activity->site)) {
        return false;
    }
    ChainLink link = {.kind = LINK_MAKE, .index = index};
    link.ready = wait_for_components(build, activity, &link.from);
    link.begins = link.ready > activity->mark.holds.from ? link.ready : activity->mark.holds.from;
    if (link.begins == DATE_MAX || link.begins > activity->mark.holds.until) {
        return false;
    }
    link.day = date_add_days(link.begins, activity->lead_days);
    return improve(build, place_of(build, activity->site, activity->item), &link);
}

static bool try_lane(ChainBuild *build, size_t index) {
    const Lane *lane = &build->workspace->lanes[index];
    const size_t from = place_of(build, lane->from_site, lane->item);
    const Date ready = build->links[from].day;
    if (ready == DATE_MAX || !is_inside(build, lane->from_site) ||
        !is_inside(build, lane->to_site)) {
        return false;
    }
    const GateDay gate = gate_open(build->rulings, index, lane_ruling(build->rulings, index, 0),
                                   ready, build->options->mode, build->options->instant);
    const ChainLink link = {.kind = LINK_LANE,
                            .index = index,
                            .ready = ready,
                            .begins = gate.day,
                            .day = date_add_days(gate.day, lane->transit_days),
                            .from = from,
                            .gate = gate};
    return improve(build, place_of(build, lane->to_site, lane->item), &link);
}

const ChainLink *chain_days(Arena *arena, const LaneRulings *rulings, const ChainOptions *options) {
    const Workspace *workspace = rulings->workspace;
    const size_t places = workspace->party_count * workspace->item_count;
    ChainBuild build = {rulings, workspace, options, ARENA_MANY(arena, ChainLink, places)};
    for (size_t i = 0; i < places; i++) {
        build.links[i].day = DATE_MAX;
        build.links[i].from = SERVICE_NONE;
    }
    use_stocks(&build);
    bool is_better = true;
    while (is_better) {
        is_better = false;
        for (size_t i = 0; i < workspace->activity_count; i++) {
            is_better |= try_activity(&build, i);
        }
        for (size_t i = 0; i < workspace->lane_count; i++) {
            is_better |= try_lane(&build, i);
        }
    }
    return build.links;
}
