/* SPDX-License-Identifier: Apache-2.0 */
#include "instance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { FIELDS_MAX = 12, LINE_MAX_BYTES = 400 };

typedef struct Row {
    double fields[FIELDS_MAX];
} Row;

typedef struct Table {
    const Row *rows;
    size_t count;
} Table;

static FILE *open_data(const char *folder, const char *name) {
    char path[1000];
    const char *root = getenv("ENTENTE_TEST_DATA");
    if (folder[0] == '/') {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    } else {
        (void)snprintf(path, sizeof(path), "%s/%s/%s", root == NULL ? "data" : root, folder, name);
    }
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

/* Words read as 0. */
static Row parse_row(char *line) {
    Row row = {{0}};
    char *field = line;
    for (size_t i = 0; i < FIELDS_MAX && field != NULL; i++) {
        row.fields[i] = strtod(field, NULL);
        field = strchr(field, '\t');
        field = field == NULL ? NULL : field + 1;
    }
    return row;
}

static Table read_table(Arena *arena, const char *folder, const char *name, bool has_header) {
    Array rows = array_new(arena, sizeof(Row));
    FILE *file = open_data(folder, name);
    char line[LINE_MAX_BYTES];
    bool is_first = has_header;
    while (fgets(line, sizeof(line), file) != NULL) {
        if (!is_first) {
            Row *row = array_add(&rows);
            *row = parse_row(line);
        }
        is_first = false;
    }
    (void)fclose(file);
    return (Table){rows.items, rows.count};
}

static double *repeat(Arena *arena, double value, size_t count) {
    double *values = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        values[i] = value;
    }
    return values;
}

static void read_sites(Arena *arena, const char *folder, Network *network) {
    Table sites = read_table(arena, folder, "sites.tsv", true);
    NetworkResource *resources = ARENA_MANY(arena, NetworkResource, sites.count);
    for (size_t i = 0; i < sites.count; i++) {
        resources[i].capacity = repeat(arena, sites.rows[i].fields[3], network->period_count);
    }
    network->site_count = sites.count;
    network->resources = resources;
    network->resource_count = sites.count;
}

static const NetworkInput *recipe_of(Arena *arena, const Table *bom, double item, size_t *count) {
    Array inputs = array_new(arena, sizeof(NetworkInput));
    for (size_t i = 0; i < bom->count; i++) {
        if (bom->rows[i].fields[0] == item) {
            NetworkInput *input = array_add(&inputs);
            *input = (NetworkInput){(size_t)bom->rows[i].fields[1], bom->rows[i].fields[2]};
        }
    }
    *count = inputs.count;
    return inputs.items;
}

static void read_activities(Arena *arena, const char *folder, Network *network) {
    Table acts = read_table(arena, folder, "acts.tsv", true);
    Table bom = read_table(arena, folder, "bom.tsv", true);
    NetworkActivity *activities = ARENA_MANY(arena, NetworkActivity, acts.count);
    for (size_t i = 0; i < acts.count; i++) {
        const double *fields = acts.rows[i].fields;
        NetworkActivity *activity = &activities[i];
        *activity = (NetworkActivity){.site = (size_t)fields[1],
                                      .item = (size_t)fields[2],
                                      .delay_periods = (size_t)fields[3],
                                      .resource = (size_t)fields[1],
                                      .use = fields[4]};
        activity->inputs = recipe_of(arena, &bom, fields[2], &activity->input_count);
        network->item_count =
            activity->item >= network->item_count ? activity->item + 1 : network->item_count;
    }
    network->activities = activities;
    network->activity_count = acts.count;
}

static const double *gate(Arena *arena, size_t opens, size_t period_count) {
    double *open = ARENA_MANY(arena, double, period_count);
    for (size_t t = opens; t < period_count; t++) {
        open[t] = 1;
    }
    return open;
}

static void read_lanes(Arena *arena, const char *folder, Network *network) {
    Table table = read_table(arena, folder, "lanes.tsv", true);
    NetworkLane *lanes = ARENA_MANY(arena, NetworkLane, table.count);
    for (size_t i = 0; i < table.count; i++) {
        const double *fields = table.rows[i].fields;
        lanes[i] = (NetworkLane){.from_site = (size_t)fields[1],
                                 .to_site = (size_t)fields[2],
                                 .item = (size_t)fields[3],
                                 .transit_periods = (size_t)fields[4],
                                 .open = gate(arena, (size_t)fields[5], network->period_count),
                                 .quota = fields[7] < 0 ? NETWORK_NONE : (size_t)fields[7],
                                 .quota_value = 1,
                                 .limit = fields[8],
                                 .cost = 1e-3 * fields[9]};
    }
    network->lanes = lanes;
    network->lane_count = table.count;
}

static void read_stocks_and_demands(Arena *arena, const char *folder, Network *network) {
    Table table = read_table(arena, folder, "stock.tsv", true);
    Table due = read_table(arena, folder, "demand.tsv", true);
    NetworkStock *stocks = ARENA_MANY(arena, NetworkStock, table.count);
    for (size_t i = 0; i < table.count; i++) {
        const double *fields = table.rows[i].fields;
        stocks[i] = (NetworkStock){(size_t)fields[1], (size_t)fields[2], fields[3]};
    }
    NetworkDemand *demands = ARENA_MANY(arena, NetworkDemand, due.count);
    for (size_t i = 0; i < due.count; i++) {
        const NetworkStock *node = &stocks[(size_t)due.rows[i].fields[1]];
        demands[i] =
            (NetworkDemand){.site = node->site,
                            .item = node->item,
                            .quantity = repeat(arena, due.rows[i].fields[2], network->period_count),
                            .weight = due.rows[i].fields[3]};
    }
    network->stocks = stocks;
    network->stock_count = table.count;
    network->demands = demands;
    network->demand_count = due.count;
}

static void read_quotas(Arena *arena, const char *folder, Network *network) {
    Table table = read_table(arena, folder, "licences.tsv", true);
    NetworkQuota *quotas = ARENA_MANY(arena, NetworkQuota, table.count);
    for (size_t i = 0; i < table.count; i++) {
        quotas[i].limit = table.rows[i].fields[4];
    }
    network->quotas = quotas;
    network->quota_count = table.count;
}

/* A copy whose capacities and gates may be written to. */
static Network copy_network(Arena *arena, const Network *network, double **capacity,
                            double **open) {
    size_t periods = network->period_count;
    Network copy = *network;
    NetworkResource *resources = ARENA_MANY(arena, NetworkResource, network->resource_count);
    NetworkLane *lanes = ARENA_MANY(arena, NetworkLane, network->lane_count);
    *capacity = ARENA_MANY(arena, double, network->resource_count *periods);
    *open = ARENA_MANY(arena, double, network->lane_count *periods);
    for (size_t i = 0; i < network->resource_count; i++) {
        memcpy(*capacity + i * periods, network->resources[i].capacity, periods * sizeof(double));
        resources[i].capacity = *capacity + i * periods;
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        lanes[i] = network->lanes[i];
        memcpy(*open + i * periods, lanes[i].open, periods * sizeof(double));
        lanes[i].open = *open + i * periods;
    }
    copy.resources = resources;
    copy.lanes = lanes;
    return copy;
}

/* Rows and columns are numbered as the tables' programme numbers them: rows by place,
 * then site; columns by activity, then lane; each with all its periods. */
static Network read_scenario(Arena *arena, FILE *file, const Network *network) {
    double *capacity = NULL;
    double *open = NULL;
    Network changed = copy_network(arena, network, &capacity, &open);
    size_t count = 0;
    if (fscanf(file, " S %*d %*d %*s %zu", &count) != 1) {
        exit(1);
    }
    for (size_t i = 0; i < count; i++) {
        char kind = ' ';
        size_t at = 0;
        if (fscanf(file, " %c %zu 0", &kind, &at) != 2) {
            exit(1);
        }
        if (kind == 'R') {
            capacity[at - network->stock_count * network->period_count] = 0;
        } else {
            open[at - network->activity_count * network->period_count] = 0;
        }
    }
    return changed;
}

static void read_scenarios(Arena *arena, const char *folder, Instance *instance) {
    FILE *file = open_data(folder, "scenarios.txt");
    if (fscanf(file, "scenarios %zu", &instance->scenario_count) != 1) {
        exit(1);
    }
    Network *scenarios = ARENA_MANY(arena, Network, instance->scenario_count);
    for (size_t i = 0; i < instance->scenario_count; i++) {
        scenarios[i] = read_scenario(arena, file, &instance->network);
    }
    (void)fclose(file);
    instance->scenarios = scenarios;
}

static void read_objectives(Arena *arena, const char *folder, Instance *instance) {
    Table table = read_table(arena, folder, "objectives.tsv", false);
    double *objectives = ARENA_MANY(arena, double, table.count);
    for (size_t i = 0; i < table.count; i++) {
        objectives[i] = table.rows[i].fields[2];
    }
    instance->objectives = objectives;
}

Instance instance_read_other(Arena *arena, const char *name, size_t periods) {
    Instance instance = {0};
    Network *network = &instance.network;
    network->period_count = periods;
    network->holding_cost = 1e-4;
    read_sites(arena, name, network);
    read_activities(arena, name, network);
    read_lanes(arena, name, network);
    read_stocks_and_demands(arena, name, network);
    read_quotas(arena, name, network);
    read_scenarios(arena, name, &instance);
    return instance;
}

Instance instance_read(Arena *arena, const char *name) {
    Instance instance = instance_read_other(arena, name, strcmp(name, "small") == 0 ? 10 : 24);
    read_objectives(arena, name, &instance);
    return instance;
}

NetworkBarrier instance_loss(Arena *arena, const Instance *instance, size_t scenario) {
    const Network *base = &instance->network;
    const Network *changed = &instance->scenarios[scenario];
    Array changes = array_new(arena, sizeof(NetworkChange));
    for (size_t t = 0; t < base->period_count; t++) {
        for (size_t i = 0; i < base->resource_count; i++) {
            const double more = changed->resources[i].capacity[t] - base->resources[i].capacity[t];
            if (more < 0) {
                *(NetworkChange *)array_add(&changes) =
                    (NetworkChange){CHANGE_RESOURCE, i, 0, t, more};
            }
        }
        for (size_t i = 0; i < base->lane_count; i++) {
            if (changed->lanes[i].open[t] < base->lanes[i].open[t]) {
                *(NetworkChange *)array_add(&changes) =
                    (NetworkChange){CHANGE_LANE, i, 0, t, changed->lanes[i].open[t]};
            }
        }
    }
    return (NetworkBarrier){ARRAY_ITEMS(NetworkChange, &changes), changes.count};
}
