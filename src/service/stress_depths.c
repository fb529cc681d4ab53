/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/map.h"
#include "service/stress.h"
#include "service/trace.h"

/* Concentration by depth: of what is made for a programme in the base plan, which countries make
 * how much. What is made for others does not count: goods of one item at one site are mixed, and
 * serve each programme in the part that trace_programme finds. */

enum { DEPTH_MAX = 64 };

static const size_t UNREACHED = (size_t)-1;

/* Countries by the order in which parties name them. */
typedef struct Countries {
    Map *names;
    double *made; /* [country * item_count + item]: for the programme, in the base plan */
} Countries;

static Countries countries_new(const Stressing *work) {
    const Workspace *workspace = work->gated->workspace;
    Countries countries = {map_new(work->arena), NULL};
    for (size_t i = 0; i < workspace->party_count; i++) {
        (void)map_add(countries.names, workspace->parties[i].country, map_count(countries.names));
    }
    countries.made =
        ARENA_MANY(work->arena, double, map_count(countries.names) * workspace->item_count);
    return countries;
}

static double made_in_all(const Stressing *work, size_t activity) {
    const size_t weeks = work->gated->network.period_count;
    double made = 0;
    for (size_t week = 0; week < weeks; week++) {
        made += work->base.made[activity * weeks + week];
    }
    return made;
}

static void count_made(const Stressing *work, size_t programme, Countries *countries) {
    const Workspace *workspace = work->gated->workspace;
    const size_t items = workspace->item_count;
    Arena *scratch CLEANUP(arena_close) = arena_new();
    const BasePlan base = {.gated = *work->gated, .plan = work->base};
    const double *part = trace_programme(scratch, &base, programme);
    for (size_t i = 0; i < map_count(countries->names) * items; i++) {
        countries->made[i] = 0;
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        size_t country = 0;
        (void)map_find(countries->names, workspace->parties[activity->site].country, &country);
        countries->made[country * items + activity->item] +=
            made_in_all(work, i) * part[activity->site * items + activity->item];
    }
}

/* The least depth of each item below what a programme needs. */
static size_t *depths_of(const Stressing *work, size_t programme) {
    const Workspace *workspace = work->gated->workspace;
    size_t *depths = ARENA_MANY(work->arena, size_t, workspace->item_count);
    for (size_t i = 0; i < workspace->item_count; i++) {
        depths[i] = UNREACHED;
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        if (workspace->demands[i].programme == programme) {
            depths[workspace->demands[i].item] = 0;
        }
    }
    for (size_t i = workspace->item_count; i-- > 0;) {
        const size_t item = workspace->items_bottom_up[i];
        size_t first = 0;
        const size_t count = workspace_item_components(workspace, item, &first);
        for (size_t j = first; depths[item] != UNREACHED && j < first + count; j++) {
            size_t *below = &depths[workspace->components[j].component];
            *below = *below < depths[item] + 1 ? *below : depths[item] + 1;
        }
    }
    return depths;
}

static size_t largest_of(const double *amounts, size_t count) {
    size_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        largest = amounts[i] > amounts[largest] ? i : largest;
    }
    return largest;
}

/* Adds an item's shares to those of its depth, and keeps the most concentrated item; nothing
 * where none of it is made. */
static void add_item(const Stressing *work, const Countries *countries, size_t item, double *own,
                     double *shares, StressDepth *depth) {
    const size_t items = work->gated->workspace->item_count;
    const size_t count = map_count(countries->names);
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        own[i] = countries->made[i * items + item];
        total += own[i];
    }
    if (!(total > 0)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        shares[i] += own[i] / total;
    }
    depth->made_count++;
    const double index = network_concentration(own, count);
    if (depth->narrowest == SERVICE_NONE || index > depth->narrowest_index) {
        depth->narrowest = item;
        depth->narrowest_index = index;
        depth->narrowest_country = map_key(countries->names, largest_of(own, count));
    }
}

static bool measure_depth(const Stressing *work, const Countries *countries, const size_t *depths,
                          StressDepth *depth) {
    const size_t count = map_count(countries->names);
    double *shares = ARENA_MANY(work->arena, double, count);
    double *own = ARENA_MANY(work->arena, double, count);
    for (size_t i = 0; i < work->gated->workspace->item_count; i++) {
        if (depths[i] == depth->depth) {
            depth->item_count++;
            add_item(work, countries, i, own, shares, depth);
        }
    }
    depth->index = network_concentration(shares, count);
    if (depth->made_count > 0) {
        const size_t largest = largest_of(shares, count);
        depth->country = map_key(countries->names, largest);
        depth->share = shares[largest] / (double)depth->made_count;
    }
    return depth->item_count > 0;
}

static StressDepth depth_new(size_t programme, size_t depth) {
    return (StressDepth){
        .programme = programme, .depth = depth, .narrowest = SERVICE_NONE, .narrowest_index = NAN};
}

void stress_depths(Stressing *work) {
    Countries countries = countries_new(work);
    Array found = array_new(work->arena, sizeof(StressDepth));
    for (size_t i = 0; i < work->gated->workspace->programme_count; i++) {
        const size_t *depths = depths_of(work, i);
        StressDepth depth = depth_new(i, 0);
        count_made(work, i, &countries);
        while (depth.depth < DEPTH_MAX && measure_depth(work, &countries, depths, &depth)) {
            *(StressDepth *)array_add(&found) = depth;
            depth = depth_new(i, depth.depth + 1);
        }
    }
    work->stress->depths = ARRAY_ITEMS(StressDepth, &found);
    work->stress->depth_count = found.count;
}
