/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_WAYS_H
#define ENTENTE_SERVICE_WAYS_H

/* Private to service/: by the day, when a lane may be used, the quickest lawful way of an
 * item between two sites, and the earliest day an item can be had anywhere, down the bill of
 * material. Quantities play no part here: capacities are the plan's business. */

#include "service/lanes.h"

/* When a lane may be used. */
typedef struct GateDay {
    Date day;       /* DATE_MAX: never; the law of the plan's last day is taken to last */
    size_t clock;   /* the route whose days are over on `day`, or LAW_NONE */
    size_t licence; /* the one in hand that is used, or SERVICE_NONE */
    Date asked;     /* when the clock began */
    size_t stretch; /* that holds `day` */
} GateDay;

/* Whose word opens a lane. */
typedef enum GateMode {
    GATE_LAW,
    GATE_ASKED_BEFORE, /* a licence that is needed and can be had is there already */
    GATE_NONE          /* law is not asked */
} GateMode;

/* True where a licence in hand is for the lane's item, sender and receiver. */
bool licence_is_for(const Workspace *workspace, const Authorisation *held, const Lane *lane);

/* The first day from `ready` on which the lane may be used. With `instant` that route takes
 * no time. */
GateDay gate_open(const LaneRulings *rulings, size_t lane, const LaneRuling *ruled, Date ready,
                  GateMode mode, size_t instant);

typedef struct WayStep {
    size_t lane;
    Date ready;  /* at where the lane begins */
    Date leaves; /* DATE_MAX: never, and the same on arrival */
    Date arrives;
    GateDay gate;
} WayStep;

typedef struct Way {
    bool exists;
    Date arrives;
    const WayStep *steps; /* none where the goods are there */
    size_t step_count;
} Way;

/* What a way is looked for among. */
typedef struct WayMap {
    const LaneRulings *rulings;
    const LaneRuling *ruled; /* [lane * stretch_count + stretch]; else those of `rulings` */
    size_t item;
    size_t lane_count; /* the first so many lanes of the rulings' workspace */
    GateMode mode;
} WayMap;

/* The way that arrives first; of ways that arrive alike the one found by the lanes' order. */
Way way_find(Arena *arena, const WayMap *map, size_t from, Date ready, size_t to);

/* ---- the earliest day of everything ---- */

typedef enum LinkKind { LINK_NONE, LINK_STOCK, LINK_MAKE, LINK_LANE } LinkKind;

/* How an item comes to be at a site on its earliest day. */
typedef struct ChainLink {
    LinkKind kind;
    size_t index; /* stock, activity or lane */
    Date ready;   /* of what it comes from */
    Date begins;
    Date day;    /* when it is there; DATE_MAX: never */
    size_t from; /* the place [site * item_count + item] that it waits for, or SERVICE_NONE */
    GateDay gate;
} ChainLink;

typedef struct ChainOptions {
    GateMode mode;
    size_t instant;    /* a route that takes no time, or LAW_NONE */
    bool uses_stocks;  /* else only of what nobody makes */
    Text country_only; /* activities and lanes inside it; empty: everywhere */
} ChainOptions;

/* The earliest day of each item at each site: [site * item_count + item]. A thing made waits
 * for its latest component; things that can be had in several ways take the first. */
const ChainLink *chain_days(Arena *arena, const LaneRulings *rulings, const ChainOptions *options);

#endif
