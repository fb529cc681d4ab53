/* SPDX-License-Identifier: Apache-2.0 */

/* Times the gated network, and Clp as it comes, on a network written by gennet:
 *   bench-network-peers FOLDER PERIODS MPS SCENARIOS PART...
 * where a part is one of cold, warm (disruptions, from the base), barriers (the ten most valuable,
 * certified) and worst (the twenty sites whose loss is worst, certified). FOLDER has its tables and
 * scenarios.txt (bench/network/compare makes it), MPS is the same programme. A line each: what,
 * seconds of the processor, seconds on the clock, and what was found. Sums of objectives let a
 * reader see that all solve the same. */

#include <Clp_C_Interface.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tests/unit/network/instance.h"
#include "base/array.h"
#include "base/forks.h"
#include "moment.h"
#include "network/network.h"

enum { TOP = 10, WORST = 20 };

static void tell(const char *what, Moment start, const char *found, double value) {
    const Moment end = now();
    (void)printf("%s\t%.3f\t%.3f\t%s %.10g\n", what, end.processor - start.processor,
                 end.clock - start.clock, found, value);
    (void)fflush(stdout);
}

static void must(bool is_done, const Error *error) {
    if (!is_done) {
        (void)fprintf(stderr, "bench: %s\n", error->message);
        exit(1);
    }
}

/* ---- ours ---- */

typedef struct Sweep {
    NetworkSolver *solver;
    const NetworkBarrier *scenarios;
} Sweep;

static bool solve_scenario(void *context, size_t task, TextBuilder *out, Error *error) {
    const Sweep *sweep = context;
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Plan plan;
    if (!network_solve_without(sweep->solver, scratch, &sweep->scenarios[task], 1, &plan, error)) {
        return false;
    }
    text_add(out, (Text){(const char *)&plan.objective, sizeof(double)});
    return true;
}

static void time_scenarios(Arena *arena, NetworkSolver *solver, const NetworkBarrier *scenarios,
                           size_t count, size_t processors) {
    Error error = {0};
    double sum = 0;
    Sweep sweep = {solver, scenarios};
    Text *results = ARENA_MANY(arena, Text, count);
    const Moment start = now();
    must(network_prepare(solver, scenarios, count, &error), &error);
    must(forks_run(arena, processors, (ForkWork){solve_scenario, &sweep}, count, results, &error),
         &error);
    for (size_t i = 0; i < count; i++) {
        double objective = 0;
        memcpy(&objective, results[i].bytes, sizeof(double));
        sum += objective;
    }
    tell("entente warm", start, "sum", sum);
}

/* Every lane that does not stand open from the first period on, opened; every licence as much
 * again; every site's capacity half as much again; every stock twice. */
static void keep_barrier(Array *barriers, Array *changes) {
    if (changes->count > 0) {
        *(NetworkBarrier *)array_add(barriers) =
            (NetworkBarrier){ARRAY_ITEMS(NetworkChange, changes), changes->count};
    }
}

static void add_change(Array *changes, NetworkChangeKind kind, size_t index, size_t period,
                       double amount) {
    *(NetworkChange *)array_add(changes) = (NetworkChange){kind, index, 0, period, amount};
}

static NetworkBarrier *barriers_of(Arena *arena, const Network *network, size_t *count) {
    Array barriers = array_new(arena, sizeof(NetworkBarrier));
    for (size_t i = 0; i < network->lane_count; i++) {
        Array changes = array_new(arena, sizeof(NetworkChange));
        for (size_t t = 0; t < network->period_count; t++) {
            if (network->lanes[i].open[t] < 1) {
                add_change(&changes, CHANGE_LANE, i, t, 1);
            }
        }
        keep_barrier(&barriers, &changes);
    }
    for (size_t i = 0; i < network->quota_count; i++) {
        Array changes = array_new(arena, sizeof(NetworkChange));
        add_change(&changes, CHANGE_QUOTA, i, 0, network->quotas[i].limit);
        keep_barrier(&barriers, &changes);
    }
    for (size_t i = 0; i < network->resource_count; i++) {
        Array changes = array_new(arena, sizeof(NetworkChange));
        for (size_t t = 0; t < network->period_count; t++) {
            add_change(&changes, CHANGE_RESOURCE, i, t, network->resources[i].capacity[t] / 2);
        }
        keep_barrier(&barriers, &changes);
    }
    for (size_t i = 0; i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        Array changes = array_new(arena, sizeof(NetworkChange));
        if (stock->quantity > 0) {
            *(NetworkChange *)array_add(&changes) =
                (NetworkChange){CHANGE_STOCK, stock->site, stock->item, 0, stock->quantity};
        }
        keep_barrier(&barriers, &changes);
    }
    *count = barriers.count;
    return ARRAY_ITEMS(NetworkBarrier, &barriers);
}

static void time_barriers(Arena *arena, NetworkSolver *solver, const Network *network) {
    Error error = {0};
    size_t count = 0;
    size_t solves = 0;
    const NetworkBarrier *barriers = barriers_of(arena, network, &count);
    BarrierValue *values = ARENA_MANY(arena, BarrierValue, count);
    size_t *ranking = ARENA_MANY(arena, size_t, count);
    const Moment start = now();
    must(network_price(solver, arena, barriers, count, TOP, values, ranking, &solves, &error),
         &error);
    (void)printf("barriers\t%zu\n", count);
    tell("entente top ten barriers", start, "solves", (double)solves);
}

static void time_worst(Arena *arena, NetworkSolver *solver, const Network *network) {
    Error error = {0};
    const size_t count = network->site_count;
    size_t solves = 0;
    NetworkBarrier *losses = ARENA_MANY(arena, NetworkBarrier, count);
    LossValue *values = ARENA_MANY(arena, LossValue, count);
    size_t *ranking = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        NetworkChange *changes = ARENA_MANY(arena, NetworkChange, network->period_count);
        for (size_t t = 0; t < network->period_count; t++) {
            changes[t] =
                (NetworkChange){CHANGE_RESOURCE, i, 0, t, -network->resources[i].capacity[t]};
        }
        losses[i] = (NetworkBarrier){changes, network->period_count};
    }
    const Moment start = now();
    must(network_rank_losses(solver, arena, losses, count, WORST, values, ranking, &solves, &error),
         &error);
    (void)printf("sites\t%zu\n", count);
    tell("entente twenty worst sites", start, "solves", (double)solves);
}

typedef struct Parts {
    bool is_cold;
    bool is_warm;
    bool has_barriers;
    bool has_worst;
} Parts;

static void time_ours(Arena *arena, const Instance *instance, size_t scenario_count, Parts parts) {
    Error error = {0};
    Plan plan;
    NetworkBarrier *scenarios = ARENA_MANY(arena, NetworkBarrier, scenario_count);
    for (size_t i = 0; i < scenario_count; i++) {
        scenarios[i] = instance_loss(arena, instance, i);
    }
    const Moment start = now();
    CLEANUP(network_solver_close)
    NetworkSolver *solver = network_solver_new(&instance->network, &error);
    must(solver != NULL && network_solve(solver, arena, &plan, &error), &error);
    tell("entente cold", start, "objective", plan.objective);
    if (parts.is_warm) {
        time_scenarios(arena, solver, scenarios, scenario_count, forks_processors());
    }
    if (parts.has_barriers) {
        time_barriers(arena, solver, &instance->network);
    }
    if (parts.has_worst) {
        time_worst(arena, solver, &instance->network);
    }
}

/* ---- Clp as it comes ---- */

/* A scenario's bounds of 0, as numbers of rows and columns; each old bound is put back after. */
static double solve_clp_scenario(Clp_Simplex *model, FILE *file) {
    char number[32] = "";
    if (fscanf(file, " S %*d %*d %*s %31s", number) != 1) {
        exit(1);
    }
    const size_t count = strtoul(number, NULL, 10);
    double **places = calloc(count + 1, sizeof(*places));
    double *old = calloc(count + 1, sizeof(*old));
    for (size_t i = 0; i < count; i++) {
        char kind = ' ';
        if (fscanf(file, " %c %31s 0", &kind, number) != 2) {
            exit(1);
        }
        const size_t at = strtoul(number, NULL, 10);
        places[i] = (kind == 'R' ? Clp_rowUpper(model) : Clp_columnUpper(model)) + at;
        old[i] = *places[i];
        *places[i] = 0;
    }
    (void)Clp_dual(model, 0);
    for (size_t i = count; i-- > 0;) {
        *places[i] = old[i];
    }
    free(places);
    free(old);
    return Clp_objectiveValue(model);
}

static void time_clp(const char *mps, const char *folder, size_t scenario_count, bool is_warm) {
    char path[1000];
    Clp_Simplex *model = Clp_newModel();
    Clp_setLogLevel(model, 0);
    if (Clp_readMps(model, mps, 0, 0) != 0) {
        exit(1);
    }
    Moment start = now();
    (void)Clp_dual(model, 0);
    tell("clp cold", start, "objective", Clp_objectiveValue(model));
    const size_t length = (size_t)Clp_numberRows(model) + (size_t)Clp_numberColumns(model);
    unsigned char *basis = malloc(length);
    memcpy(basis, Clp_statusArray(model), length);
    (void)snprintf(path, sizeof(path), "%s/scenarios.txt", folder);
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "scenarios %*u") != 0) {
        exit(1);
    }
    double sum = 0;
    start = now();
    for (size_t i = 0; is_warm && i < scenario_count; i++) {
        Clp_copyinStatus(model, basis);
        sum += solve_clp_scenario(model, file);
    }
    if (is_warm) {
        tell("clp warm", start, "sum", sum);
    }
    (void)fclose(file);
    free(basis);
    Clp_deleteModel(model);
}

static Parts parts_of(char **words, int count) {
    Parts parts = {0};
    for (int i = 0; i < count; i++) {
        parts.is_cold = parts.is_cold || strcmp(words[i], "cold") == 0;
        parts.is_warm = parts.is_warm || strcmp(words[i], "warm") == 0;
        parts.has_barriers = parts.has_barriers || strcmp(words[i], "barriers") == 0;
        parts.has_worst = parts.has_worst || strcmp(words[i], "worst") == 0;
    }
    return parts;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 6) {
        (void)fputs("bench-network-peers FOLDER PERIODS MPS SCENARIOS PART...\n", stderr);
        return 2;
    }
    Arena *arena = arena_new();
    const Parts parts = parts_of(arguments + 5, argument_count - 5);
    const size_t periods = (size_t)strtoul(arguments[2], NULL, 10);
    const Instance instance = instance_read_other(arena, arguments[1], periods);
    const size_t asked = (size_t)strtoul(arguments[4], NULL, 10);
    const size_t count = asked < instance.scenario_count ? asked : instance.scenario_count;
    (void)printf("processors\t%zu\nscenarios\t%zu\n", forks_processors(), count);
    if (parts.is_cold || parts.is_warm) {
        time_clp(arguments[3], arguments[1], count, parts.is_warm);
    }
    time_ours(arena, &instance, count, parts);
    arena_free(arena);
    return 0;
}
