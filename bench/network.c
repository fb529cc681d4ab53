/* SPDX-License-Identifier: Apache-2.0 */

/* Times the gated network on networks of its own making: building and solving it from
 * nothing, solving it again with one barrier removed, certifying the ten most valuable
 * barriers, and, in all but the long chains, pricing all of them (0 where not). Times are
 * the processor's, of all processes that take part; the memory is this process's peak so far.
 *   bench-network growth [FAMILIES...]
 * solves networks of so many families from nothing, and says of each, tab by tab, its variables,
 * rows, the processor's seconds, those on the clock, and the peak of memory in megabytes; then, of
 * certifying the twenty sites whose loss is worst, the processor's seconds, those on the clock, the
 * solves, and the peak of memory so far. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "network/network.h"

/* Families share nothing. In each, raw items are made at the first tier's sites, and each
 * further tier makes one item of two of the tier before; the last tier's are demanded. A
 * family of one tier is a mineral: producers ship to consumers. */
typedef struct Recipe {
    const char *name;
    size_t families;
    size_t tiers;
    size_t items;     /* of a tier */
    size_t producers; /* of an item */
    size_t consumers; /* of an item of the last tier */
    size_t periods;
    bool is_priced_whole;
} Recipe;

static const Recipe RECIPES[] = {
    {"minerals", 12, 1, 1, 6, 12, 52, true},
    {"chain, small", 1, 4, 3, 2, 2, 12, true},
    {"chain, middle", 1, 4, 5, 2, 2, 24, false},
    {"chain, large", 1, 4, 8, 2, 2, 36, false},
};

/* One family of the networks that grow. */
static const Recipe GROWING = {"family", 1, 4, 3, 2, 2, 18, false};

enum {
    RECIPE_COUNT = sizeof(RECIPES) / sizeof(RECIPES[0]),
    TOP = 10,
    WORST = 20,
    PARTS_A_FAMILY = 600 /* at most, of any kind */
};

typedef struct Maker {
    Arena *arena;
    const Recipe *recipe;
    uint64_t random;
    Network *network;
    NetworkResource *resources;
    NetworkActivity *activities;
    NetworkLane *lanes;
    NetworkStock *stocks;
    NetworkDemand *demands;
    NetworkBarrier *barriers;
    size_t barrier_count;
} Maker;

/* splitmix64, as a part of 1. */
static double next_part(Maker *maker) {
    maker->random += 0x9E3779B97F4A7C15u;
    uint64_t mixed = maker->random;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return (double)((mixed ^ (mixed >> 31)) >> 11) / 9007199254740992.0;
}

static size_t next_below(Maker *maker, size_t limit) {
    return (size_t)(next_part(maker) * (double)limit);
}

static double *repeat(const Maker *maker, double value) {
    double *values = ARENA_MANY(maker->arena, double, maker->recipe->periods);
    for (size_t t = 0; t < maker->recipe->periods; t++) {
        values[t] = value;
    }
    return values;
}

static size_t parts_max(const Maker *maker) {
    return maker->recipe->families * PARTS_A_FAMILY;
}

static size_t take(const Maker *maker, size_t *count) {
    if (*count == parts_max(maker)) {
        (void)fputs("bench network: too many parts\n", stderr);
        exit(1);
    }
    return (*count)++;
}

static NetworkBarrier *add_barrier(Maker *maker, NetworkChangeKind kind, size_t index,
                                   double amount) {
    size_t periods = maker->recipe->periods;
    NetworkChange *changes = ARENA_MANY(maker->arena, NetworkChange, periods);
    for (size_t t = 0; t < periods; t++) {
        changes[t] = (NetworkChange){.kind = kind, .index = index, .period = t, .amount = amount};
    }
    NetworkBarrier *barrier = &maker->barriers[take(maker, &maker->barrier_count)];
    *barrier = (NetworkBarrier){changes, periods};
    return barrier;
}

static void add_lane(Maker *maker, size_t from, size_t to, size_t item, double limit) {
    size_t periods = maker->recipe->periods;
    double *open = repeat(maker, 0);
    double kind = next_part(maker);
    size_t gate = kind < 0.6 ? 0 : kind < 0.8 ? 2 + next_below(maker, periods / 4) : periods;
    for (size_t t = gate; t < periods; t++) {
        open[t] = 1;
    }
    size_t lane = take(maker, &maker->network->lane_count);
    maker->lanes[lane] = (NetworkLane){.from_site = from,
                                       .to_site = to,
                                       .item = item,
                                       .transit_periods = next_below(maker, 4),
                                       .limit = limit,
                                       .open = open,
                                       .cost = 1e-3 * (0.5 + next_part(maker)),
                                       .quota = NETWORK_NONE};
    if (gate > 0) {
        (void)add_barrier(maker, CHANGE_LANE, lane, 1);
    }
}

/* A site of its own for each producer; it holds some periods' worth of what it makes. */
static size_t add_producer(Maker *maker, size_t item, double rate) {
    size_t site = maker->network->site_count++;
    size_t resource = take(maker, &maker->network->resource_count);
    maker->resources[resource].capacity = repeat(maker, rate * (0.7 + 0.6 * next_part(maker)));
    (void)add_barrier(maker, CHANGE_RESOURCE, resource, rate);
    maker->activities[take(maker, &maker->network->activity_count)] =
        (NetworkActivity){.site = site,
                          .item = item,
                          .delay_periods = 1 + next_below(maker, 3),
                          .resource = resource,
                          .use = 1};
    maker->stocks[take(maker, &maker->network->stock_count)] =
        (NetworkStock){site, item, rate * (double)next_below(maker, 4)};
    return site;
}

/* Two items of the tier before, brought from each of their producers. */
static void add_inputs(Maker *maker, size_t activity, size_t first_item, const size_t *first_site,
                       double rate) {
    const Recipe *recipe = maker->recipe;
    NetworkInput *inputs = ARENA_MANY(maker->arena, NetworkInput, 2);
    size_t first = next_below(maker, recipe->items);
    for (size_t k = 0; k < 2; k++) {
        size_t choice = (first + k) % recipe->items;
        double quantity = 0.5 + next_part(maker);
        inputs[k] = (NetworkInput){first_item + choice, quantity};
        size_t site = maker->activities[activity].site;
        double nominal = rate * quantity / (double)recipe->producers;
        for (size_t p = 0; p < recipe->producers; p++) {
            add_lane(maker, first_site[choice] + p, site, first_item + choice, 2 * nominal);
        }
        maker->stocks[take(maker, &maker->network->stock_count)] = (NetworkStock){
            site, first_item + choice, rate * quantity * (double)next_below(maker, 6)};
    }
    maker->activities[activity].inputs = inputs;
    maker->activities[activity].input_count = 2;
}

static void add_consumers(Maker *maker, size_t item, size_t first_site, double rate) {
    const Recipe *recipe = maker->recipe;
    for (size_t c = 0; c < recipe->consumers; c++) {
        size_t site = maker->network->site_count++;
        double due = rate * (double)recipe->producers / (double)recipe->consumers;
        for (size_t p = 0; p < recipe->producers; p++) {
            add_lane(maker, first_site + p, site, item, due);
        }
        maker->demands[take(maker, &maker->network->demand_count)] =
            (NetworkDemand){.site = site,
                            .item = item,
                            .quantity = repeat(maker, due),
                            .weight = 1 + (double)next_below(maker, 9)};
    }
}

static void add_tier(Maker *maker, size_t tier, size_t first_item, size_t *first_site) {
    const Recipe *recipe = maker->recipe;
    size_t *before = ARENA_MANY(maker->arena, size_t, recipe->items);
    memcpy(before, first_site, recipe->items * sizeof(size_t));
    for (size_t i = 0; i < recipe->items; i++) {
        size_t item = first_item + tier * recipe->items + i;
        double rate = 10 + 20 * next_part(maker);
        first_site[i] = maker->network->site_count;
        size_t first_activity = maker->network->activity_count;
        for (size_t p = 0; p < recipe->producers; p++) {
            (void)add_producer(maker, item, rate);
        }
        for (size_t p = 0; tier > 0 && p < recipe->producers; p++) {
            add_inputs(maker, first_activity + p, first_item + (tier - 1) * recipe->items, before,
                       rate);
        }
        if (tier + 1 == recipe->tiers) {
            add_consumers(maker, item, first_site[i], rate);
        }
    }
}

static Network make_network(Maker *maker) {
    const Recipe *recipe = maker->recipe;
    Network *network = maker->network;
    *network = (Network){.period_count = recipe->periods, .holding_cost = 1e-4};
    const size_t most = parts_max(maker);
    network->resources = maker->resources = ARENA_MANY(maker->arena, NetworkResource, most);
    network->activities = maker->activities = ARENA_MANY(maker->arena, NetworkActivity, most);
    network->lanes = maker->lanes = ARENA_MANY(maker->arena, NetworkLane, most);
    network->stocks = maker->stocks = ARENA_MANY(maker->arena, NetworkStock, most);
    network->demands = maker->demands = ARENA_MANY(maker->arena, NetworkDemand, most);
    maker->barriers = ARENA_MANY(maker->arena, NetworkBarrier, most);
    size_t *first_site = ARENA_MANY(maker->arena, size_t, recipe->items);
    for (size_t family = 0; family < recipe->families; family++) {
        size_t first_item = network->item_count;
        network->item_count += recipe->tiers * recipe->items;
        for (size_t tier = 0; tier < recipe->tiers; tier++) {
            add_tier(maker, tier, first_item, first_site);
        }
    }
    return *network;
}

static double seconds_on(clockid_t clock) {
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

/* Of this process and of those that worked for it. */
static double seconds_now(void) {
    struct rusage children = {0};
    (void)getrusage(RUSAGE_CHILDREN, &children);
    return seconds_on(CLOCK_PROCESS_CPUTIME_ID) + seconds_of(children.ru_utime) +
           seconds_of(children.ru_stime);
}

static long peak_megabytes(void) {
    struct rusage usage = {0};
    (void)getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

static void require(bool is_done, const Error *error) {
    if (!is_done) {
        (void)fprintf(stderr, "bench network: %s\n", error->message);
        exit(1);
    }
}

typedef struct Times {
    double cold;
    double warm; /* one barrier, on average */
    double certified;
    double all;
    size_t solve_count;
    size_t place_count;
} Times;

enum { WARM_RUNS = 20 };

static double time_warm(Arena *arena, NetworkSolver *solver, const Maker *maker) {
    Error error = {0};
    Plan plan = {0};
    double start = seconds_now();
    for (size_t i = 0; i < WARM_RUNS; i++) {
        size_t barrier = i * maker->barrier_count / WARM_RUNS;
        require(network_solve_without(solver, arena, &maker->barriers[barrier], 1, &plan, &error),
                &error);
    }
    return (seconds_now() - start) / WARM_RUNS;
}

static double time_price(Arena *arena, NetworkSolver *solver, const Maker *maker, size_t top,
                         size_t *solve_count) {
    Error error = {0};
    BarrierValue *values = ARENA_MANY(arena, BarrierValue, maker->barrier_count);
    size_t *ranking = ARENA_MANY(arena, size_t, maker->barrier_count);
    double start = seconds_now();
    require(network_price(solver, arena, maker->barriers, maker->barrier_count, top, values,
                          ranking, solve_count, &error),
            &error);
    return seconds_now() - start;
}

static Times measure(Arena *arena, const Network *network, const Maker *maker) {
    Times times = {0};
    Error error = {0};
    Plan plan = {0};
    size_t all_count = 0; /* stays 0 where not all are priced */
    double start = seconds_now();
    NetworkSolver *solver CLEANUP(network_solver_close) = network_solver_new(network, &error);
    require(solver != NULL, &error);
    require(network_solve(solver, arena, &plan, &error), &error);
    times.cold = seconds_now() - start;
    times.place_count = plan.place_count;
    times.warm = time_warm(arena, solver, maker);
    times.certified = time_price(arena, solver, maker, TOP, &times.solve_count);
    if (maker->recipe->is_priced_whole) {
        times.all = time_price(arena, solver, maker, 0, &all_count);
    }
    return times;
}

static size_t columns_of(const Recipe *recipe, const Network *network, size_t places) {
    return recipe->periods *
           (network->activity_count + network->lane_count + places + 2 * network->demand_count);
}

static size_t rows_of(const Recipe *recipe, const Network *network, size_t places) {
    return recipe->periods * (places + network->resource_count + network->demand_count);
}

static void run(const Recipe *recipe) {
    Arena *arena = arena_new();
    Network network = {0};
    Maker maker = {.arena = arena, .recipe = recipe, .random = 1, .network = &network};
    (void)make_network(&maker);
    Times times = measure(arena, &network, &maker);
    (void)printf("%-14s %8zu %8zu %9.3f %9.4f %9zu %9.3f %7zu %9.3f %9ld\n", recipe->name,
                 columns_of(recipe, &network, times.place_count),
                 rows_of(recipe, &network, times.place_count), times.cold, times.warm,
                 maker.barrier_count, times.certified, times.solve_count, times.all,
                 peak_megabytes());
    (void)fflush(stdout);
    arena_free(arena);
}

/* Each site's capacity gone, alone. */
static NetworkBarrier *site_losses(Arena *arena, const Network *network) {
    NetworkBarrier *losses = ARENA_MANY(arena, NetworkBarrier, network->resource_count);
    for (size_t i = 0; i < network->resource_count; i++) {
        NetworkChange *changes = ARENA_MANY(arena, NetworkChange, network->period_count);
        for (size_t t = 0; t < network->period_count; t++) {
            changes[t] =
                (NetworkChange){CHANGE_RESOURCE, i, 0, t, -network->resources[i].capacity[t]};
        }
        losses[i] = (NetworkBarrier){changes, network->period_count};
    }
    return losses;
}

static void rank_sites(Arena *arena, NetworkSolver *solver, const Network *network) {
    Error error = {0};
    size_t solves = 0;
    const size_t count = network->resource_count;
    const NetworkBarrier *losses = site_losses(arena, network);
    LossValue *values = ARENA_MANY(arena, LossValue, count);
    size_t *ranking = ARENA_MANY(arena, size_t, count);
    const double start = seconds_now();
    const double clock = seconds_on(CLOCK_MONOTONIC);
    require(
        network_rank_losses(solver, arena, losses, count, WORST, values, ranking, &solves, &error),
        &error);
    (void)printf("\t%.3f\t%.3f\t%zu\t%ld\n", seconds_now() - start,
                 seconds_on(CLOCK_MONOTONIC) - clock, solves, peak_megabytes());
}

static void grow(size_t families) {
    Arena *arena = arena_new();
    Network network = {0};
    Error error = {0};
    Plan plan = {0};
    Recipe recipe = GROWING;
    recipe.families = families;
    Maker maker = {.arena = arena, .recipe = &recipe, .random = 1, .network = &network};
    (void)make_network(&maker);
    const double start = seconds_now();
    const double clock = seconds_on(CLOCK_MONOTONIC);
    NetworkSolver *solver = network_solver_new(&network, &error);
    require(solver != NULL && network_solve(solver, arena, &plan, &error), &error);
    (void)printf("%zu\t%zu\t%.3f\t%.3f\t%ld", columns_of(&recipe, &network, plan.place_count),
                 rows_of(&recipe, &network, plan.place_count), seconds_now() - start,
                 seconds_on(CLOCK_MONOTONIC) - clock, peak_megabytes());
    rank_sites(arena, solver, &network);
    (void)fflush(stdout);
    network_solver_free(solver);
    arena_free(arena);
}

static int run_growth(char *const *families, int count) {
    for (int i = 0; i < count; i++) {
        grow((size_t)strtoul(families[i], NULL, 10));
    }
    return 0;
}

int main(int count, char **words) {
    if (count > 1 && strcmp(words[1], "growth") == 0) {
        return run_growth(words + 2, count - 2);
    }
    (void)printf("%-14s %8s %8s %9s %9s %9s %9s %7s %9s %9s\n", "network", "columns", "rows",
                 "cold s", "warm s", "barriers", "top 10 s", "solves", "all s", "peak MB");
    for (size_t i = 0; i < RECIPE_COUNT; i++) {
        run(&RECIPES[i]);
    }
    return 0;
}
