/* SPDX-License-Identifier: Apache-2.0 */
#include "service/trace.h"

#include <math.h>

/* Goods that go in a circle make a geometric series; it is cut where a round moves no part by
 * more than this, or after so many rounds. */
static const double CONVERGED = 1e-12;
enum { ROUNDS_MAX = 10000 };

size_t trace_country_find(const CountryList *list, Text code) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equals(list->codes[i], code)) {
            return i;
        }
    }
    return SERVICE_NONE;
}

CountryList trace_countries(Arena *arena, const Workspace *workspace) {
    Text *codes = ARENA_MANY(arena, Text, workspace->party_count + workspace->item_count);
    CountryList list = {codes, 0};
    for (size_t i = 0; i < workspace->party_count + workspace->item_count; i++) {
        const Text code = i < workspace->party_count
                              ? workspace->parties[i].country
                              : workspace->items[i - workspace->party_count].origin;
        if (!text_is_empty(code) && trace_country_find(&list, code) == SERVICE_NONE) {
            codes[list.count++] = code;
        }
    }
    return list;
}

static double sum_weeks(const double *amounts, size_t weeks) {
    double sum = 0;
    for (size_t week = 0; week < weeks; week++) {
        sum += amounts[week];
    }
    return sum;
}

/* ---- where from ---- */

typedef struct Origins {
    const BasePlan *base;
    const CountryList *list;
    size_t item;
    size_t weeks;
    double *own;   /* [site * countries + country]: made or in stock there */
    double *total; /* [site]: own and arrived */
    double *mixed; /* [site * countries + country] */
} Origins;

static void add_own(Origins *origins, size_t site, Text country, double amount) {
    const size_t index = trace_country_find(origins->list, country);
    if (index != SERVICE_NONE && amount > 0) {
        origins->own[site * origins->list->count + index] += amount;
        origins->total[site] += amount;
    }
}

static void add_made_and_held(Origins *origins) {
    const Network *network = &origins->base->gated.network;
    const Workspace *workspace = origins->base->gated.workspace;
    for (size_t i = 0; i < network->activity_count; i++) {
        const size_t site = network->activities[i].site;
        if (network->activities[i].item == origins->item) {
            add_own(
                origins, site, workspace->parties[site].country,
                sum_weeks(origins->base->plan.made + i * network->period_count, origins->weeks));
        }
    }
    for (size_t i = 0; i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        const Text origin = workspace->items[origins->item].origin;
        if (stock->item == origins->item) {
            add_own(origins, stock->site,
                    text_is_empty(origin) ? workspace->parties[stock->site].country : origin,
                    stock->quantity);
        }
    }
}

/* What arrives in the weeks that count. */
static double sent_over(const Origins *origins, size_t lane) {
    const Network *network = &origins->base->gated.network;
    const size_t transit = network->lanes[lane].transit_periods;
    return sum_weeks(origins->base->plan.sent + lane * network->period_count,
                     origins->weeks > transit ? origins->weeks - transit : 0);
}

/* One round of mixing; how far any part moved. */
static double mix(Origins *origins, double *next) {
    const Network *network = &origins->base->gated.network;
    const size_t countries = origins->list->count;
    const size_t cells = network->site_count * countries;
    double moved = 0;
    for (size_t i = 0; i < cells; i++) {
        next[i] = origins->own[i];
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        const NetworkLane *lane = &network->lanes[i];
        if (lane->item != origins->item || !(origins->total[lane->from_site] > 0)) {
            continue;
        }
        const double part = sent_over(origins, i) / origins->total[lane->from_site];
        for (size_t country = 0; country < countries; country++) {
            next[lane->to_site * countries + country] +=
                part * origins->mixed[lane->from_site * countries + country];
        }
    }
    for (size_t i = 0; i < cells; i++) {
        moved = fmax(moved, fabs(next[i] - origins->mixed[i]));
        origins->mixed[i] = next[i];
    }
    return moved;
}

const double *trace_origins(Arena *arena, const BasePlan *base, const CountryList *list,
                            size_t item, size_t site, size_t weeks) {
    const Network *network = &base->gated.network;
    const size_t cells = network->site_count * list->count;
    Origins origins = {.base = base, .list = list, .item = item, .weeks = weeks};
    origins.own = ARENA_MANY(arena, double, cells);
    origins.mixed = ARENA_MANY(arena, double, cells);
    origins.total = ARENA_MANY(arena, double, network->site_count);
    double *next = ARENA_MANY(arena, double, cells);
    add_made_and_held(&origins);
    for (size_t i = 0; i < network->lane_count; i++) {
        if (network->lanes[i].item == item) {
            origins.total[network->lanes[i].to_site] += sent_over(&origins, i);
        }
    }
    const double small = CONVERGED * network->item_scale[item];
    for (size_t round = 0; round < ROUNDS_MAX && mix(&origins, next) > small; round++) {
    }
    return origins.mixed + site * list->count;
}

double trace_herfindahl(const double *amounts, size_t count) {
    double total = 0;
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        total += amounts[i];
        squares += amounts[i] * amounts[i];
    }
    return total > 0 ? squares / (total * total) : 0;
}

/* ---- whom it serves ---- */

typedef struct Serving {
    const BasePlan *base;
    size_t programme;
    double *through;    /* [place]: all that comes to it, or leaves it if that is more */
    double *part;       /* [place] */
    double *next;       /* [place]: what leaves for the programme */
    const double *made; /* of each activity, all weeks */
    const double *sent;
} Serving;

static size_t place_of(const Serving *serving, size_t site, size_t item) {
    return site * serving->base->gated.network.item_count + item;
}

/* Adds what leaves each place, times the part of its end that `weigh` says. */
static void add_leaving(const Serving *serving, bool weigh, double *leaving) {
    const Network *network = &serving->base->gated.network;
    for (size_t i = 0; i < network->demand_count; i++) {
        const NetworkDemand *demand = &network->demands[i];
        if (!weigh || serving->base->gated.workspace->demands[i].programme == serving->programme) {
            leaving[place_of(serving, demand->site, demand->item)] += sum_weeks(
                serving->base->plan.delivered + i * network->period_count, network->period_count);
        }
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        const NetworkLane *lane = &network->lanes[i];
        const size_t to = place_of(serving, lane->to_site, lane->item);
        leaving[place_of(serving, lane->from_site, lane->item)] +=
            serving->sent[i] * (weigh ? serving->part[to] : 1);
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *activity = &network->activities[i];
        const size_t to = place_of(serving, activity->site, activity->item);
        for (size_t j = 0; j < activity->input_count; j++) {
            leaving[place_of(serving, activity->site, activity->inputs[j].item)] +=
                serving->made[i] * activity->inputs[j].quantity * (weigh ? serving->part[to] : 1);
        }
    }
}

/* Adds what lies at each place at the start, is made there and arrives. */
static void add_coming(const Serving *serving, double *coming) {
    const Network *network = &serving->base->gated.network;
    for (size_t i = 0; i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        coming[place_of(serving, stock->site, stock->item)] += stock->quantity;
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *activity = &network->activities[i];
        coming[place_of(serving, activity->site, activity->item)] += serving->made[i];
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        const NetworkLane *lane = &network->lanes[i];
        coming[place_of(serving, lane->to_site, lane->item)] += serving->sent[i];
    }
}

static double serve(Serving *serving, size_t places) {
    double moved = 0;
    for (size_t i = 0; i < places; i++) {
        serving->next[i] = 0;
    }
    add_leaving(serving, true, serving->next);
    for (size_t i = 0; i < places; i++) {
        const double part =
            serving->through[i] > 0 ? fmin(1, serving->next[i] / serving->through[i]) : 0;
        moved = fmax(moved, fabs(part - serving->part[i]));
        serving->part[i] = part;
    }
    return moved;
}

static const double *sums(Arena *arena, const double *amounts, size_t count, size_t weeks) {
    double *sum = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        sum[i] = sum_weeks(amounts + i * weeks, weeks);
    }
    return sum;
}

const double *trace_programme(Arena *arena, const BasePlan *base, size_t programme) {
    const Network *network = &base->gated.network;
    const size_t places = network->site_count * network->item_count;
    Serving serving = {
        .base = base,
        .programme = programme,
        .through = ARENA_MANY(arena, double, places),
        .part = ARENA_MANY(arena, double, places),
        .next = ARENA_MANY(arena, double, places),
        .made = sums(arena, base->plan.made, network->activity_count, network->period_count),
        .sent = sums(arena, base->plan.sent, network->lane_count, network->period_count)};
    add_leaving(&serving, false, serving.through);
    add_coming(&serving, serving.next);
    for (size_t i = 0; i < places; i++) {
        serving.through[i] = fmax(serving.through[i], serving.next[i]);
    }
    for (size_t round = 0; round < ROUNDS_MAX && serve(&serving, places) > CONVERGED; round++) {
    }
    return serving.part;
}
