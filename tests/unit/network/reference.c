/* SPDX-License-Identifier: Apache-2.0 */
#include "reference.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static const double SMALL = 1e-9;

/* Rows of columns, with the right side last; the last row is the objective's. */
typedef struct Tableau {
    double *cells;
    size_t width;
    size_t row_count;
    size_t *basic; /* the column of each row */
} Tableau;

typedef struct Shape {
    const Network *network;
    size_t periods;
    size_t place_rows; /* (site * items + item) * periods + period, and so on */
    size_t capacity_rows;
    size_t demand_rows;
    size_t quota_rows;
    size_t lane_rows; /* a lane's own limit */
    size_t row_count;
    size_t made;
    size_t sent;
    size_t held;
    size_t delivered;
    size_t owed;
    size_t slack; /* of capacities, quotas, lanes */
    size_t column_count;
} Shape;

static Shape shape_of(const Network *network) {
    size_t T = network->period_count;
    size_t places = network->site_count * network->item_count * T;
    Shape shape = {.network = network, .periods = T};
    shape.capacity_rows = places;
    shape.demand_rows = shape.capacity_rows + network->resource_count * T;
    shape.quota_rows = shape.demand_rows + network->demand_count * T;
    shape.lane_rows = shape.quota_rows + network->quota_count;
    shape.row_count = shape.lane_rows + network->lane_count * T;
    shape.sent = network->activity_count * T;
    shape.held = shape.sent + network->lane_count * T;
    shape.delivered = shape.held + places;
    shape.owed = shape.delivered + network->demand_count * T;
    shape.slack = shape.owed + network->demand_count * T;
    shape.column_count = shape.slack + shape.row_count;
    return shape;
}

static double *cell(Tableau *tableau, size_t row, size_t column) {
    return &tableau->cells[row * tableau->width + column];
}

static double *cost_of(Tableau *tableau, size_t column) {
    return cell(tableau, tableau->row_count, column);
}

static double *right_side(Tableau *tableau, size_t row) {
    return cell(tableau, row, tableau->width - 1);
}

static size_t place_row(const Shape *shape, size_t site, size_t item, size_t t) {
    return (site * shape->network->item_count + item) * shape->periods + t;
}

static double scale_of(const Network *network, size_t item) {
    return network->item_scale == NULL ? 1 : network->item_scale[item];
}

static void write_activities(const Shape *shape, Tableau *tableau) {
    for (size_t i = 0; i < shape->network->activity_count; i++) {
        const NetworkActivity *made = &shape->network->activities[i];
        for (size_t t = 0; t < shape->periods; t++) {
            size_t column = shape->made + i * shape->periods + t;
            *cost_of(tableau, column) = made->cost;
            if (t + made->delay_periods < shape->periods) {
                *cell(tableau, place_row(shape, made->site, made->item, t + made->delay_periods),
                      column) -= 1;
            }
            for (size_t k = 0; k < made->input_count; k++) {
                *cell(tableau, place_row(shape, made->site, made->inputs[k].item, t), column) +=
                    made->inputs[k].quantity;
            }
            if (made->resource != NETWORK_NONE) {
                *cell(tableau, shape->capacity_rows + made->resource * shape->periods + t,
                      column) += made->use;
            }
        }
    }
}

static void write_lanes(const Shape *shape, Tableau *tableau) {
    for (size_t i = 0; i < shape->network->lane_count; i++) {
        const NetworkLane *lane = &shape->network->lanes[i];
        for (size_t t = 0; t < shape->periods; t++) {
            size_t column = shape->sent + i * shape->periods + t;
            *cost_of(tableau, column) = lane->cost;
            *cell(tableau, place_row(shape, lane->from_site, lane->item, t), column) += 1;
            if (t + lane->transit_periods < shape->periods) {
                *cell(tableau,
                      place_row(shape, lane->to_site, lane->item, t + lane->transit_periods),
                      column) -= 1;
            }
            if (lane->quota != NETWORK_NONE) {
                *cell(tableau, shape->quota_rows + lane->quota, column) += lane->quota_value;
            }
            *cell(tableau, shape->lane_rows + i * shape->periods + t, column) = 1;
        }
    }
}

static void write_holding(const Shape *shape, Tableau *tableau) {
    size_t count = shape->network->site_count * shape->network->item_count;
    for (size_t p = 0; p < count; p++) {
        for (size_t t = 0; t < shape->periods; t++) {
            size_t row = p * shape->periods + t;
            size_t column = shape->held + row;
            size_t item = p % shape->network->item_count;
            *cost_of(tableau, column) =
                shape->network->holding_cost / scale_of(shape->network, item);
            *cell(tableau, row, column) = 1;
            if (t + 1 < shape->periods) {
                *cell(tableau, row + 1, column) = -1;
            }
        }
    }
}

static void write_demands(const Shape *shape, Tableau *tableau) {
    for (size_t i = 0; i < shape->network->demand_count; i++) {
        const NetworkDemand *demand = &shape->network->demands[i];
        for (size_t t = 0; t < shape->periods; t++) {
            size_t at = i * shape->periods + t;
            bool is_last = t + 1 == shape->periods;
            *cell(tableau, place_row(shape, demand->site, demand->item, t), shape->delivered + at) =
                1;
            *cell(tableau, shape->demand_rows + at, shape->delivered + at) = 1;
            *cell(tableau, shape->demand_rows + at, shape->owed + at) = 1;
            if (!is_last) {
                *cell(tableau, shape->demand_rows + at + 1, shape->owed + at) = -1;
            }
            *cost_of(tableau, shape->owed + at) =
                demand->weight * (is_last ? 1 + (double)shape->periods : 1);
            *right_side(tableau, shape->demand_rows + at) = demand->quantity[t];
        }
    }
}

/* No limit is one that nothing here comes near. */
static double large_for_infinite(double limit) {
    return isinf(limit) ? 1e5 : limit;
}

static void write_limits(const Shape *shape, Tableau *tableau) {
    const Network *network = shape->network;
    for (size_t i = 0; i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        *right_side(tableau, place_row(shape, stock->site, stock->item, 0)) = stock->quantity;
    }
    for (size_t i = 0; i < network->quota_count; i++) {
        *right_side(tableau, shape->quota_rows + i) = large_for_infinite(network->quotas[i].limit);
    }
    for (size_t t = 0; t < shape->periods; t++) {
        for (size_t i = 0; i < network->resource_count; i++) {
            *right_side(tableau, shape->capacity_rows + i * shape->periods + t) =
                large_for_infinite(network->resources[i].capacity[t]);
        }
        for (size_t i = 0; i < network->lane_count; i++) {
            const NetworkLane *lane = &network->lanes[i];
            *right_side(tableau, shape->lane_rows + i * shape->periods + t) =
                large_for_infinite(lane->limit) * lane->open[t];
        }
    }
}

static void pivot(Tableau *tableau, size_t row, size_t column) {
    double by = *cell(tableau, row, column);
    for (size_t j = 0; j < tableau->width; j++) {
        *cell(tableau, row, j) /= by;
    }
    for (size_t i = 0; i <= tableau->row_count; i++) {
        double factor = *cell(tableau, i, column);
        if (i == row || factor == 0) {
            continue;
        }
        for (size_t j = 0; j < tableau->width; j++) {
            *cell(tableau, i, j) -= factor * *cell(tableau, row, j);
        }
        *cell(tableau, i, column) = 0;
    }
    tableau->basic[row] = column;
}

/* The plan that does nothing: all stock is held, all demand owed. */
static void start(const Shape *shape, Tableau *tableau) {
    for (size_t i = 0; i < shape->row_count; i++) {
        size_t column = shape->slack + i;
        if (i < shape->capacity_rows) {
            column = shape->held + i;
        } else if (i >= shape->demand_rows && i < shape->quota_rows) {
            column = shape->owed + i - shape->demand_rows;
        } else {
            *cell(tableau, i, column) = 1;
        }
        pivot(tableau, i, column);
    }
}

static bool find_row(Tableau *tableau, size_t column, size_t *row) {
    bool is_found = false;
    double best = INFINITY;
    for (size_t i = 0; i < tableau->row_count; i++) {
        double at = *cell(tableau, i, column);
        if (at <= SMALL) {
            continue;
        }
        double ratio = fmax(*right_side(tableau, i), 0) / at;
        bool is_tied = is_found && ratio == best;
        if (ratio < best || (is_tied && tableau->basic[i] < tableau->basic[*row])) {
            best = ratio;
            *row = i;
            is_found = true;
        }
    }
    return is_found;
}

static bool step(Tableau *tableau) {
    for (size_t j = 0; j + 1 < tableau->width; j++) {
        size_t row = 0;
        if (*cost_of(tableau, j) < -SMALL) {
            if (!find_row(tableau, j, &row)) {
                fail_msg("the reference found no end");
            }
            pivot(tableau, row, j);
            return true;
        }
    }
    return false;
}

static Tableau tableau_of(Arena *arena, const Shape *shape) {
    Tableau tableau = {.width = shape->column_count + 1, .row_count = shape->row_count};
    tableau.cells = ARENA_MANY(arena, double, tableau.width *(shape->row_count + 1));
    tableau.basic = ARENA_MANY(arena, size_t, shape->row_count);
    write_activities(shape, &tableau);
    write_lanes(shape, &tableau);
    write_holding(shape, &tableau);
    write_demands(shape, &tableau);
    write_limits(shape, &tableau);
    return tableau;
}

double reference_optimum(const Network *network) {
    Arena *arena = arena_new();
    Shape shape = shape_of(network);
    Tableau tableau = tableau_of(arena, &shape);
    start(&shape, &tableau);
    while (step(&tableau)) {
    }
    double optimum = -*right_side(&tableau, tableau.row_count);
    arena_free(arena);
    return optimum;
}

/* Gives the number of terms. */
static size_t write_terms(Tableau *tableau, size_t row, size_t column_count, FILE *file) {
    size_t count = 0;
    for (size_t j = 0; j < column_count; j++) {
        const double value = *cell(tableau, row, j);
        if (value < 0 || value > 0) {
            (void)fprintf(file, " %+.17g x%zu\n", value, j);
            count++;
        }
    }
    return count;
}

void reference_write(const Network *network, FILE *file) {
    Arena *arena = arena_new();
    Shape shape = shape_of(network);
    Tableau tableau = tableau_of(arena, &shape);
    (void)fputs("minimize\n obj: 0 none\n", file);
    (void)write_terms(&tableau, tableau.row_count, shape.slack, file);
    (void)fputs("subject to\n", file);
    for (size_t i = 0; i < shape.row_count; i++) {
        const bool is_equation =
            i < shape.capacity_rows || (i >= shape.demand_rows && i < shape.quota_rows);
        (void)fprintf(file, " r%zu: 0 none\n", i);
        (void)write_terms(&tableau, i, shape.slack, file);
        (void)fprintf(file, " %s %.17g\n", is_equation ? "=" : "<=", *right_side(&tableau, i));
    }
    (void)fputs("end\n", file);
    arena_free(arena);
}
