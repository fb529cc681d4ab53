/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_NETWORK_H
#define ENTENTE_NETWORK_NETWORK_H

/* The gated production network: one linear programme over sites, items and periods
 * (docs/network.md gives it in full), its plan, and what each barrier is worth. A
 * Network is plain data that the caller fills and keeps; it must outlive the solver
 * made from it. A solver belongs to one thread. Nothing here knows law: gates come as
 * the open part of each lane and period.
 *
 *     min   sum weight b(d,t) + weight T b(d,T-1) + sum cost s(l,t) + sum holding v(p,t)
 *     balance   v(p,t) - v(p,t-1) - made - arrived + used + sent + f(d,t) = stock at t = 0
 *     capacity  sum use x(a,t) <= capacity(r,t)
 *     demand    b(d,t) - b(d,t-1) + f(d,t) = quantity(d,t)
 *     quota     sum s(l,t) value(l) <= limit(q)
 *     gate      0 <= s(l,t) <= limit(l) open(l,t)
 *
 * Lateness is in weighted unit-periods: what is still owed at the end counts for as many
 * periods again as the plan has. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"

#define NETWORK_NONE ((size_t)-1)

typedef struct NetworkInput {
    size_t item;
    double quantity; /* for one unit made */
} NetworkInput;

/* Something of which there is only so much in a period. */
typedef struct NetworkResource {
    const double *capacity; /* one for each period; INFINITY is no limit */
} NetworkResource;

typedef struct NetworkActivity {
    size_t site;
    size_t item;
    size_t delay_periods; /* from start to stock */
    size_t resource;      /* or NETWORK_NONE */
    double use;           /* of the resource, for one unit */
    double cost;          /* objective, for one unit */
    const NetworkInput *inputs;
    size_t input_count;
} NetworkActivity;

typedef struct NetworkLane {
    size_t from_site;
    size_t to_site;
    size_t item;
    size_t transit_periods;
    double limit;       /* units a period; INFINITY is no limit */
    const double *open; /* for each period: 0 closed .. 1 open (part of it open) */
    double cost;        /* objective, for one unit */
    size_t quota;       /* or NETWORK_NONE */
    double quota_value; /* what one unit takes of the quota */
} NetworkLane;

typedef struct NetworkStock {
    size_t site;
    size_t item;
    double quantity; /* at the start */
} NetworkStock;

typedef struct NetworkDemand {
    size_t site;
    size_t item;
    const double *quantity; /* for each period */
    double weight;
} NetworkDemand;

typedef struct NetworkQuota {
    double limit;
} NetworkQuota;

typedef struct Network {
    size_t period_count;
    size_t site_count;
    size_t item_count;
    double holding_cost; /* objective, for one unit kept one period */
    const double
        *item_scale; /* item_count, or NULL: the size of an ordinary amount of each item, so
                        that the solver sees numbers near one; holding costs are for this amount */
    const NetworkResource *resources;
    size_t resource_count;
    const NetworkActivity *activities;
    size_t activity_count;
    const NetworkLane *lanes;
    size_t lane_count;
    const NetworkStock *stocks;
    size_t stock_count;
    const NetworkDemand *demands;
    size_t demand_count;
    const NetworkQuota *quotas;
    size_t quota_count;
} Network;

/* Every index in range, every number finite and not negative where it must be; no two
 * stocks of one place. The message names the part and its position. */
MUST_CHECK bool network_check(const Network *network, Error *error);

/* A part of the network and how far it gives way when a barrier is removed. */
typedef enum NetworkChangeKind {
    CHANGE_LANE,     /* open(lane, period) becomes `amount` (above 1: the lane is wider) */
    CHANGE_RESOURCE, /* capacity(resource, period) grows by `amount` */
    CHANGE_STOCK,    /* stock of (site, item) at the start grows by `amount` */
    CHANGE_QUOTA,    /* limit(quota) grows by `amount` */
    CHANGE_ACTIVITY, /* nothing is started at (activity, period) where `amount` is 0 */
    CHANGE_DELIVERY  /* nothing is delivered to (demand, period) where `amount` is 0 */
} NetworkChangeKind;

typedef struct NetworkChange {
    NetworkChangeKind kind;
    size_t index; /* lane, resource, site, quota, activity or demand */
    size_t item;  /* of a stock */
    size_t period;
    double amount;
} NetworkChange;

typedef struct NetworkBarrier {
    const NetworkChange *changes;
    size_t change_count;
} NetworkBarrier;

/* What is done. Arrays are [thing * period_count + period], in the network's order and
 * units. Prices are objective per unit: balance, capacity and quota prices are what one
 * more unit there would save (the dual with its sign turned), a demand price what one
 * more unit demanded would cost. place_site and place_item live as long as the solver. */
typedef struct Plan {
    double objective;      /* all of it */
    double lateness;       /* its lateness part */
    double dual_objective; /* from the duals alone; equals objective to 1e-6 relative */
    const double *made;
    const double *sent;
    const double *delivered;
    const double *owed;
    size_t place_count; /* pairs (site, item) that can hold stock, in a stable order */
    const size_t *place_site;
    const size_t *place_item;
    const double *held;           /* [place * periods + period] */
    const double *balance_price;  /* [place * periods + period] */
    const double *capacity_price; /* [resource * periods + period] */
    const double *demand_price;   /* [demand * periods + period] */
    const double *quota_price;    /* [quota] */
    size_t iterations;
} Plan;

typedef struct NetworkSolver NetworkSolver;

/* Builds the programme: parts of the network that share nothing are solved apart; what
 * no demand can be reached from is left out. NULL with an error where network_check fails. */
MUST_CHECK NetworkSolver *network_solver_new(const Network *network, Error *error);
void network_solver_free(NetworkSolver *solver);
void network_solver_close(NetworkSolver **solver); /* for CLEANUP */

/* Solves the base. Always feasible: what cannot be had is owed. ERROR_FAILED where the
 * solver gives up. */
MUST_CHECK bool network_solve(NetworkSolver *solver, Arena *arena, Plan *plan, Error *error);

/* Solves with the changes of some barriers made, from the base's basis, and restores the base.
 * Where two barriers change the same thing, openings take the larger and amounts add up; what
 * is taken away (a negative amount) leaves at least 0. ERROR_INVALID names a change that the
 * network has no part for. The same question gives the same bytes, whatever was asked before. */
MUST_CHECK bool network_solve_without(NetworkSolver *solver, Arena *arena,
                                      const NetworkBarrier *barriers, size_t barrier_count,
                                      Plan *plan, Error *error);

/* Solves the base and finds what runs from it begin with, for what network_solve_without will be
 * asked for each of some barriers alone. To be called before processes are made that share a
 * solver, so that it is not done in each. Changes no answer. */
MUST_CHECK bool network_prepare(NetworkSolver *solver, const NetworkBarrier *barriers,
                                size_t barrier_count, Error *error);

/* Solves ahead, several at once in other processes, what network_solve_without will be asked for
 * each of some barriers alone. Changes no answer, only how soon it comes; at most as many are kept
 * as there is memory for. */
MUST_CHECK bool network_solve_ahead(NetworkSolver *solver, const NetworkBarrier *barriers,
                                    size_t barrier_count, Error *error);

/* What a barrier is worth, all as gains (positive is good) in the objective's unit. Always
 * gain <= price <= price_back and gain <= ceiling. Where is_exact is false, price and price_back
 * are what the base's duals promise, which lies between the two. For a lane without a limit
 * the whole way is the most that can sensibly be sent (docs/network.md). */
typedef struct BarrierValue {
    double price;      /* gain per whole removal at the first step: the derivative as removal
                          begins */
    double price_back; /* loss per whole tightening at the first step, where the barrier can
                          be tightened (capacity, stock, quota) and it differs; else equal to
                          price, or NAN where it cannot be tightened */
    double ceiling; /* no removal can gain more (the value is concave in how far it is removed) */
    double gain;    /* exact, removed alone; NAN where not computed */
    bool is_exact;
} BarrierValue;

/* Values of all barriers: a ceiling for each from the base's duals; exact gains in the
 * order of the ceilings until the next ceiling is below the `top`-th exact gain found
 * (0: all of them). `ranking` gets barrier_count positions: exact ones first by gain, then the
 * others by ceiling; ties by position. The first `top` are then certified. `solve_count` is how
 * many barriers were solved exactly; `arena` holds what is needed on the way. */
MUST_CHECK bool network_price(NetworkSolver *solver, Arena *arena, const NetworkBarrier *barriers,
                              size_t barrier_count, size_t top, BarrierValue *values,
                              size_t *ranking, size_t *solve_count, Error *error);

/* ---- what is lost, and what it does (docs/stress.md) ---- */

/* A loss is a barrier whose changes take away. What it costs, in the objective's unit: always
 * floor <= loss <= ceiling. */
typedef struct LossValue {
    double floor;   /* from the base's duals */
    double ceiling; /* from the base's plan, with what the loss leaves of it and nothing new */
    double loss;    /* exact, alone; NAN where not computed */
    bool is_exact;
} LossValue;

/* As network_price, for losses: exact ones in the order of their ceilings until the next ceiling
 * is below the `top`-th exact loss found (0: all of them). The first `top` of `ranking` are then
 * certified. O(columns) for each ceiling. */
MUST_CHECK bool network_rank_losses(NetworkSolver *solver, Arena *arena,
                                    const NetworkBarrier *losses, size_t loss_count, size_t top,
                                    LossValue *values, size_t *ranking, size_t *solve_count,
                                    Error *error);

/* Time to survive, in periods, with each loss alone (Simchi-Levi et al. 2015, as rates: capacities
 * and gates of `period`, the plan's average demand, the stocks at the start, nothing in transit):
 * the longest time for which all service can go on; INFINITY where it can for good. Service is what
 * can go on for good without any loss: where that is less than the demand, `kept` (demand_count,
 * or NULL) says which part of it, 0..1. */
MUST_CHECK bool network_survive(Arena *arena, const Network *network, size_t period,
                                const NetworkBarrier *losses, size_t loss_count, double *survived,
                                double *kept, Error *error);

/* Something that keeps a demand waiting. */
typedef enum BindingKind {
    BINDING_LANE,     /* no more can be sent over it */
    BINDING_RESOURCE, /* there is no more of it */
    BINDING_QUOTA,
    BINDING_ACTIVITY, /* nothing can be started at it */
    BINDING_PLACE     /* nothing brings more of the item to the site */
} BindingKind;

typedef struct NetworkBinding {
    BindingKind kind;
    size_t index;  /* lane, resource, quota, activity or site */
    size_t item;   /* of a place */
    double weight; /* what an ordinary amount more (item_scale) would save at first, added up over
                      the periods in which it binds */
    size_t first_period;
    size_t last_period;
} NetworkBinding;

/* Why a demand is late in a plan: walks from the periods in which it is owed against the flow,
 * wherever one unit more would save something, and gathers what stands in its way, heaviest first.
 * O(columns that are upstream). */
size_t network_explain(Arena *arena, const Network *network, const Plan *plan, size_t demand,
                       NetworkBinding **bindings);

/* A site without whose production and shipments nothing that is made reaches a demand, in the
 * network as it is open in one period; stocks do not count. `lanes` are shut ones that, were they
 * open, would let something reach it all the same. */
typedef struct FailurePoint {
    size_t site;
    size_t demand;
    bool has_alternative;
    const size_t *lanes;
    size_t lane_count;
} FailurePoint;

/* By site, then demand. O(sites x network x its depth). */
size_t network_failure_points(Arena *arena, const Network *network, size_t period,
                              FailurePoint **points);

/* Herfindahl's index of concentration: the sum of the squares of shares, 1/count..1; NAN where
 * there is nothing. */
double network_concentration(const double *amounts, size_t count);

/* Production links between firms: who buys from whom, for how much. */
typedef struct FirmLink {
    size_t supplier;
    size_t buyer;
    double weight;
} FirmLink;

typedef enum InputKind { INPUT_NEGLIGIBLE, INPUT_ORDINARY, INPUT_ESSENTIAL } InputKind;

typedef struct FirmNetwork {
    size_t firm_count;
    size_t sector_count;
    const size_t *sector; /* of each firm */
    const FirmLink *links;
    size_t link_count;
    const unsigned char *inputs; /* InputKind of [sector of supplier * sector_count + of buyer] */
} FirmNetwork;

/* What the economy loses of its output, 0..1, where one firm stops. */
typedef struct FirmRisk {
    double both; /* the Economic Systemic Risk Index */
    double down; /* along supplies alone */
    double up;   /* along orders alone */
} FirmRisk;

/* Of `stopped_count` firms, each alone, or, where `stopped` is NULL, of every firm (Diem et al.
 * 2022). A cascade ends where no firm's output moves by more than `tolerance` in a step, which the
 * authors set to 0.01. Links of one pair are added up; links of a firm with itself count. At most
 * O(links x steps) for each. */
MUST_CHECK bool network_cascade(Arena *arena, const FirmNetwork *network, double tolerance,
                                const size_t *stopped, size_t stopped_count, FirmRisk *risks,
                                Error *error);

/* For each firm, how many others it supplies, and how many supply it, over any number of steps; of
 * a network that network_cascade takes. */
void network_reach(const FirmNetwork *network, size_t *buyers, size_t *suppliers);

#endif
