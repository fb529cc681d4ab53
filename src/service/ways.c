/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ways.h"

/* ---- gates ---- */

static Date later(Date a, Date b) {
    return a > b ? a : b;
}

bool licence_is_for(const Workspace *workspace, const Authorisation *held, const Lane *lane) {
    return (held->item == ALLIANCE_NONE || held->item == lane->item) &&
           workspace_party_is_of(workspace, lane->from_site, held->exporter) &&
           workspace_party_is_of(workspace, lane->to_site, held->consignee);
}

/* The law of the plan's last day is taken to last. */
static DateRange stretch_of(const LaneRulings *rulings, size_t index) {
    DateRange stretch = rulings->stretches[index];
    stretch.until = index + 1 == rulings->stretch_count ? DATE_MAX : stretch.until;
    return stretch;
}

/* A day on which all of these hold, from `ready`; DATE_MAX where there is none. */
static Date first_day(Date ready, DateRange a, DateRange b) {
    const Date day = later(ready, later(a.from, b.from));
    return day <= a.until && day <= b.until ? day : DATE_MAX;
}

/* With a licence in hand, inside one stretch. */
static void try_licences(const LaneRulings *rulings, size_t lane, const LaneRuling *ruling,
                         size_t stretch, Date ready, GateDay *best) {
    const Workspace *workspace = rulings->workspace;
    for (size_t i = 0; i < workspace->authorisation_count; i++) {
        const Authorisation *held = &workspace->authorisations[i];
        size_t route = LAW_NONE;
        if (!licence_is_for(workspace, held, &workspace->lanes[lane]) ||
            !law_provision_find(rulings->set, held->route, &route) ||
            !positions_have(ruling->routes, ruling->route_count, route)) {
            continue;
        }
        const Date from = later(ready, workspace->lanes[lane].mark.holds.from);
        const Date day = first_day(from, stretch_of(rulings, stretch), held->mark.holds);
        if (day < best->day && day <= workspace->lanes[lane].mark.holds.until) {
            *best = (GateDay){day, LAW_NONE, i, DATE_MAX, stretch};
        }
    }
}

static bool can_be_licensed(const LaneRuling *ruling) {
    return ruling->outcome == OUTCOME_LICENCE_REQUIRED && ruling->days >= 0;
}

static int wait_of(const LaneRuling *ruling, GateMode mode, size_t instant) {
    if (mode == GATE_ASKED_BEFORE) {
        return 0;
    }
    return instant != LAW_NONE && ruling->clock == instant ? ruling->days_otherwise : ruling->days;
}

static GateDay gate_without_law(const LaneRulings *rulings, size_t lane, Date ready) {
    const DateRange whole = {rulings->stretches[0].from, DATE_MAX};
    GateDay gate = {DATE_MAX, LAW_NONE, SERVICE_NONE, DATE_MAX, 0};
    gate.day = first_day(ready, rulings->workspace->lanes[lane].mark.holds, whole);
    return gate;
}

GateDay gate_open(const LaneRulings *rulings, size_t lane, const LaneRuling *ruled, Date ready,
                  GateMode mode, size_t instant) {
    const DateRange holds = rulings->workspace->lanes[lane].mark.holds;
    GateDay best = {DATE_MAX, LAW_NONE, SERVICE_NONE, DATE_MAX, 0};
    Date asked = DATE_MAX;
    if (ready == DATE_MAX || mode == GATE_NONE) {
        return ready == DATE_MAX ? best : gate_without_law(rulings, lane, ready);
    }
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        const LaneRuling *ruling = &ruled[i];
        const DateRange stretch = stretch_of(rulings, i);
        asked = !can_be_licensed(ruling) ? DATE_MAX : asked == DATE_MAX ? stretch.from : asked;
        if (can_be_licensed(ruling)) {
            const Date granted = date_add_days(asked, wait_of(ruling, mode, instant));
            const Date day = first_day(later(ready, granted), stretch, holds);
            if (day < best.day) {
                best = (GateDay){day, ruling->clock, SERVICE_NONE, asked, i};
            }
        } else if (ruling->outcome <= OUTCOME_AUTHORISED) {
            const Date day = first_day(ready, stretch, holds);
            if (day < best.day) {
                best = (GateDay){day, LAW_NONE, SERVICE_NONE, DATE_MAX, i};
            }
        }
        if (ruling->outcome == OUTCOME_LICENCE_REQUIRED) {
            try_licences(rulings, lane, ruling, i, ready, &best);
        }
    }
    return best;
}

/* ---- ways ---- */

static const LaneRuling *ruled_of(const WayMap *map, size_t lane) {
    return map->ruled != NULL ? map->ruled + lane * map->rulings->stretch_count
                              : lane_ruling(map->rulings, lane, 0);
}

/* Lets one lane better its end; true where it does. */
static bool relax_lane(const WayMap *map, size_t lane, WayStep *best, const Date *days) {
    const Lane *what = &map->rulings->workspace->lanes[lane];
    const Date ready = days[what->from_site];
    if (what->item != map->item || ready == DATE_MAX) {
        return false;
    }
    const GateDay gate =
        gate_open(map->rulings, lane, ruled_of(map, lane), ready, map->mode, LAW_NONE);
    const Date arrives = date_add_days(gate.day, what->transit_days);
    if (arrives >= days[what->to_site]) {
        return false;
    }
    best[what->to_site] = (WayStep){lane, ready, gate.day, arrives, gate};
    return true;
}

/* The steps from the start, by walking back from the end. */
static Way way_back(Arena *arena, const WayMap *map, const WayStep *best, size_t from, size_t to) {
    const Workspace *workspace = map->rulings->workspace;
    size_t count = 0;
    for (size_t at = to; at != from; at = workspace->lanes[best[at].lane].from_site) {
        count++;
    }
    WayStep *steps = ARENA_MANY(arena, WayStep, count);
    size_t at = to;
    for (size_t i = count; i-- > 0;) {
        steps[i] = best[at];
        at = workspace->lanes[best[at].lane].from_site;
    }
    return (Way){true, 0, steps, count};
}

Way way_find(Arena *arena, const WayMap *map, size_t from, Date ready, size_t to) {
    const size_t sites = map->rulings->workspace->party_count;
    WayStep *best = ARENA_MANY(arena, WayStep, sites);
    Date *days = ARENA_MANY(arena, Date, sites);
    for (size_t i = 0; i < sites; i++) {
        days[i] = i == from ? ready : DATE_MAX;
    }
    bool is_better = true;
    while (is_better) {
        is_better = false;
        for (size_t lane = 0; lane < map->lane_count; lane++) {
            if (relax_lane(map, lane, best, days)) {
                const size_t end = map->rulings->workspace->lanes[lane].to_site;
                days[end] = best[end].arrives;
                is_better = true;
            }
        }
    }
    if (days[to] == DATE_MAX) {
        return (Way){.arrives = DATE_MAX};
    }
    Way way = way_back(arena, map, best, from, to);
    way.arrives = days[to];
    return way;
}
