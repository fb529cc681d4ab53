/* SPDX-License-Identifier: Apache-2.0 */
#include "checker.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A sum and the size of what went into it. */
typedef struct Balance {
    double sum;
    double size;
} Balance;

static void add(Balance *balance, double amount) {
    balance->sum += amount;
    balance->size += fabs(amount);
}

static void note(double *worst, double violation, double size) {
    *worst = fmax(*worst, violation / size);
}

static double scale_of(const Network *network, size_t item) {
    return network->item_scale == NULL ? 1 : network->item_scale[item];
}

static size_t find_place(const Plan *plan, size_t site, size_t item) {
    for (size_t p = 0; p < plan->place_count; p++) {
        if (plan->place_site[p] == site && plan->place_item[p] == item) {
            return p;
        }
    }
    return NETWORK_NONE;
}

static size_t place_of(const Plan *plan, size_t site, size_t item) {
    size_t place = find_place(plan, site, item);
    if (place == NETWORK_NONE) {
        fail_msg("the plan has no place for site %zu and item %zu", site, item);
    }
    return place;
}

/* Stock that a barrier brings to a pair that nothing else names has no place in the plan;
 * it stays where it is. */
static void check_stock(const Network *network, const Plan *plan, const NetworkStock *stock,
                        CheckResult *result) {
    size_t place = find_place(plan, stock->site, stock->item);
    if (place != NETWORK_NONE) {
        result->dual_objective -=
            plan->balance_price[place * network->period_count] * stock->quantity;
        return;
    }
    double kept = network->holding_cost / scale_of(network, stock->item) *
                  (double)network->period_count * stock->quantity;
    result->dual_objective += kept;
    result->objective += kept;
}

static double not_negative(const double *values, size_t count) {
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        worst = fmax(worst, -values[i]);
    }
    return worst;
}

/* Everything that enters or leaves one place in one period. */
static void check_balance(const Network *network, const Plan *plan, size_t p, size_t t,
                          CheckResult *result) {
    size_t T = network->period_count;
    size_t site = plan->place_site[p];
    size_t item = plan->place_item[p];
    Balance balance = {0, scale_of(network, item)};
    add(&balance, plan->held[p * T + t]);
    add(&balance, t > 0 ? -plan->held[p * T + t - 1] : 0);
    for (size_t i = 0; t == 0 && i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        add(&balance, stock->site == site && stock->item == item ? -stock->quantity : 0);
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *made = &network->activities[i];
        if (made->site != site) {
            continue;
        }
        if (made->item == item && t >= made->delay_periods) {
            add(&balance, -plan->made[i * T + t - made->delay_periods]);
        }
        for (size_t k = 0; k < made->input_count; k++) {
            if (made->inputs[k].item == item) {
                add(&balance, plan->made[i * T + t] * made->inputs[k].quantity);
            }
        }
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        const NetworkLane *lane = &network->lanes[i];
        if (lane->item == item && lane->from_site == site) {
            add(&balance, plan->sent[i * T + t]);
        }
        if (lane->item == item && lane->to_site == site && t >= lane->transit_periods) {
            add(&balance, -plan->sent[i * T + t - lane->transit_periods]);
        }
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        if (network->demands[i].item == item && network->demands[i].site == site) {
            add(&balance, plan->delivered[i * T + t]);
        }
    }
    note(&result->primal_violation, fabs(balance.sum), balance.size);
}

static void check_demand_rows(const Network *network, const Plan *plan, CheckResult *result) {
    size_t T = network->period_count;
    for (size_t d = 0; d < network->demand_count; d++) {
        for (size_t t = 0; t < T; t++) {
            Balance due = {0, scale_of(network, network->demands[d].item)};
            add(&due, plan->owed[d * T + t]);
            add(&due, t > 0 ? -plan->owed[d * T + t - 1] : 0);
            add(&due, plan->delivered[d * T + t]);
            add(&due, -network->demands[d].quantity[t]);
            note(&result->primal_violation, fabs(due.sum), due.size);
        }
    }
}

static void check_capacities(const Network *network, const Plan *plan, CheckResult *result) {
    size_t T = network->period_count;
    for (size_t r = 0; r < network->resource_count; r++) {
        for (size_t t = 0; t < T; t++) {
            double capacity = network->resources[r].capacity[t];
            Balance used = {0, 1};
            for (size_t i = 0; i < network->activity_count; i++) {
                const NetworkActivity *made = &network->activities[i];
                add(&used, made->resource == r ? made->use * plan->made[i * T + t] : 0);
            }
            note(&result->primal_violation, used.sum - capacity, used.size);
            double price = plan->capacity_price[r * T + t];
            note(&result->dual_violation, isinf(capacity) ? fabs(price) : -price, 1);
            result->dual_objective -= price == 0 ? 0 : price * capacity;
        }
    }
}

static void check_quotas(const Network *network, const Plan *plan, CheckResult *result) {
    size_t T = network->period_count;
    for (size_t q = 0; q < network->quota_count; q++) {
        double limit = network->quotas[q].limit;
        Balance used = {0, 1};
        for (size_t i = 0; i < network->lane_count; i++) {
            for (size_t t = 0; t < T && network->lanes[i].quota == q; t++) {
                add(&used, network->lanes[i].quota_value * plan->sent[i * T + t]);
            }
        }
        note(&result->primal_violation, used.sum - limit, used.size);
        double price = plan->quota_price[q];
        note(&result->dual_violation, isinf(limit) ? fabs(price) : -price, 1);
        result->dual_objective -= price == 0 ? 0 : price * limit;
    }
}

/* balance_price is what one more unit saves: the dual with its sign turned. */
static double saving(const Network *network, const Plan *plan, size_t p, size_t t) {
    return t < network->period_count ? plan->balance_price[p * network->period_count + t] : 0;
}

/* A delay may be as long as a size_t can say. */
static double saving_after(const Network *network, const Plan *plan, size_t p, size_t t,
                           size_t delay) {
    return delay < network->period_count ? saving(network, plan, p, t + delay) : 0;
}

static void check_activity(const Network *network, const Plan *plan, size_t i,
                           CheckResult *result) {
    size_t T = network->period_count;
    const NetworkActivity *made = &network->activities[i];
    size_t output = place_of(plan, made->site, made->item);
    for (size_t t = 0; t < T; t++) {
        Balance reduced = {0, 1e-3};
        add(&reduced, made->cost);
        add(&reduced, -saving_after(network, plan, output, t, made->delay_periods));
        for (size_t k = 0; k < made->input_count; k++) {
            size_t input = place_of(plan, made->site, made->inputs[k].item);
            add(&reduced, made->inputs[k].quantity * saving(network, plan, input, t));
        }
        if (made->resource != NETWORK_NONE) {
            add(&reduced, made->use * plan->capacity_price[made->resource * T + t]);
        }
        note(&result->dual_violation, -reduced.sum, reduced.size);
        result->objective += made->cost * plan->made[i * T + t];
    }
}

static void check_lane(const Network *network, const Plan *plan, size_t i, CheckResult *result) {
    size_t T = network->period_count;
    const NetworkLane *lane = &network->lanes[i];
    size_t from = place_of(plan, lane->from_site, lane->item);
    size_t to = place_of(plan, lane->to_site, lane->item);
    double scale = scale_of(network, lane->item);
    for (size_t t = 0; t < T; t++) {
        double sent = plan->sent[i * T + t];
        double upper = lane->open[t] == 0 ? 0 : lane->limit * lane->open[t];
        note(&result->primal_violation, sent - upper, scale + fabs(sent));
        Balance reduced = {0, 1e-3};
        add(&reduced, lane->cost);
        add(&reduced, saving(network, plan, from, t));
        add(&reduced, -saving_after(network, plan, to, t, lane->transit_periods));
        if (lane->quota != NETWORK_NONE) {
            add(&reduced, lane->quota_value * plan->quota_price[lane->quota]);
        }
        if (isinf(upper)) {
            note(&result->dual_violation, -reduced.sum, reduced.size);
        } else if (reduced.sum < 0) {
            result->dual_objective += reduced.sum * upper;
        }
        result->objective += lane->cost * sent;
    }
}

static void check_holding(const Network *network, const Plan *plan, size_t p, CheckResult *result) {
    size_t T = network->period_count;
    double holding = network->holding_cost / scale_of(network, plan->place_item[p]);
    for (size_t t = 0; t < T; t++) {
        check_balance(network, plan, p, t, result);
        Balance reduced = {0, 1e-3};
        add(&reduced, holding);
        add(&reduced, saving(network, plan, p, t));
        add(&reduced, -saving(network, plan, p, t + 1));
        note(&result->dual_violation, -reduced.sum, reduced.size);
        result->objective += holding * plan->held[p * T + t];
    }
}

static void check_demand(const Network *network, const Plan *plan, size_t d, CheckResult *result) {
    size_t T = network->period_count;
    const NetworkDemand *demand = &network->demands[d];
    size_t place = place_of(plan, demand->site, demand->item);
    const double *price = plan->demand_price + d * T;
    for (size_t t = 0; t < T; t++) {
        double late = demand->weight * (t + 1 == T ? 1 + (double)T : 1);
        double next = t + 1 < T ? price[t + 1] : 0;
        note(&result->dual_violation, -(late - price[t] + next),
             1e-3 + late + fabs(price[t]) + fabs(next));
        double here = saving(network, plan, place, t);
        note(&result->dual_violation, -(here - price[t]), 1e-3 + fabs(here) + fabs(price[t]));
        result->lateness += late * plan->owed[d * T + t];
        result->dual_objective += price[t] * demand->quantity[t];
    }
}

CheckResult check_plan(const Network *network, const Plan *plan) {
    size_t T = network->period_count;
    CheckResult result = {0};
    result.primal_violation = fmax(fmax(fmax(not_negative(plan->made, network->activity_count * T),
                                             not_negative(plan->sent, network->lane_count * T)),
                                        not_negative(plan->held, plan->place_count * T)),
                                   fmax(not_negative(plan->delivered, network->demand_count * T),
                                        not_negative(plan->owed, network->demand_count * T)));
    for (size_t p = 0; p < plan->place_count; p++) {
        check_holding(network, plan, p, &result);
    }
    check_demand_rows(network, plan, &result);
    check_capacities(network, plan, &result);
    check_quotas(network, plan, &result);
    for (size_t i = 0; i < network->activity_count; i++) {
        check_activity(network, plan, i, &result);
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        check_lane(network, plan, i, &result);
    }
    for (size_t d = 0; d < network->demand_count; d++) {
        check_demand(network, plan, d, &result);
    }
    for (size_t i = 0; i < network->stock_count; i++) {
        check_stock(network, plan, &network->stocks[i], &result);
    }
    result.objective += result.lateness;
    return result;
}

static void assert_close(const char *what, double a, double b) {
    if (!(fabs(a - b) <= 1e-6 * (1 + fabs(b)))) {
        fail_msg("%s: %.12g is not %.12g", what, a, b);
    }
}

void assert_plan_is_optimal(const Network *network, const Plan *plan) {
    CheckResult result = check_plan(network, plan);
    assert_close("primal violation", result.primal_violation, 0);
    assert_close("dual violation", result.dual_violation, 0);
    assert_close("objective", plan->objective, result.objective);
    assert_close("lateness", plan->lateness, result.lateness);
    assert_close("dual objective", plan->dual_objective, result.dual_objective);
    assert_close("gap", plan->dual_objective, plan->objective);
}
