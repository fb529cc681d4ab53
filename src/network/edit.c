/* SPDX-License-Identifier: Apache-2.0 */
#include "network/edit.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "network/bounds.h"
#include "network/reach.h"

/* One change of one barrier, where it falls. */
typedef struct RawEdit {
    size_t component; /* NETWORK_NONE: stock where nothing moves */
    bool is_row;
    size_t index; /* row or column; of idle stock site * item_count + item */
    size_t place; /* of a lane's arrival, for its bound */
    double amount;
    double full;  /* lane: the bound when wholly open */
    size_t order; /* keeps sums in the caller's order */
} RawEdit;

typedef struct Gatherer {
    Arena *arena;
    const Programme *programme;
    const double *bounds;
    Array raw;
    EditList *list;
    double *added; /* stock of each item, or NULL where none is added */
    const double *waste;
} Gatherer;

static void add_raw(Gatherer *gatherer, RawEdit raw) {
    raw.order = gatherer->raw.count;
    RawEdit *place = array_add(&gatherer->raw);
    *place = raw;
}

/* A change that takes away makes the rest of the problem tighter, not wider. */
static void note_direction(Gatherer *gatherer, double base, double change) {
    EditList *list = gatherer->list;
    list->only_relaxes = list->only_relaxes && change >= 0;
    list->can_tighten = list->can_tighten && (change <= 0 || base > 0);
}

static void gather_lane(Gatherer *gatherer, const NetworkChange *change) {
    const Programme *programme = gatherer->programme;
    const NetworkLane *lane = &programme->network->lanes[change->index];
    note_direction(gatherer, lane->open[change->period],
                   change->amount - lane->open[change->period]);
    size_t periods = programme->network->period_count;
    size_t column = programme->lane_column[change->index * periods + change->period];
    if (column != NETWORK_NONE) {
        size_t place = programme->places.lane_to[change->index];
        add_raw(gatherer,
                (RawEdit){.component = programme->place_component[place],
                          .index = column,
                          .place = place,
                          .amount = change->amount,
                          .full = lane->limit / reach_item_scale(programme->network, lane->item)});
    }
}

static void gather_resource(Gatherer *gatherer, const NetworkChange *change) {
    const Programme *programme = gatherer->programme;
    double capacity = programme->network->resources[change->index].capacity[change->period];
    note_direction(gatherer, capacity, change->amount);
    if (programme->resource_component[change->index] != NETWORK_NONE && isfinite(capacity)) {
        add_raw(gatherer,
                (RawEdit){.component = programme->resource_component[change->index],
                          .is_row = true,
                          .index = programme->resource_row[change->index] + change->period,
                          .amount = change->amount / programme->resource_scale[change->index]});
    }
}

static void gather_stock(Gatherer *gatherer, const NetworkChange *change) {
    const Programme *programme = gatherer->programme;
    size_t place = NETWORK_NONE;
    bool is_known = places_find(&programme->places, change->index, change->item, &place);
    note_direction(gatherer, is_known ? programme->places.stock[place] : 0, change->amount);
    if (gatherer->added == NULL) {
        gatherer->added = ARENA_MANY(gatherer->arena, double, programme->network->item_count);
    }
    gatherer->added[change->item] += fmax(change->amount, 0);
    /* More stock must be held somewhere, at a cost: the base's plan no longer adds up. */
    gatherer->list->only_relaxes = false;
    if (is_known && programme->place_component[place] != NETWORK_NONE) {
        add_raw(gatherer, (RawEdit){.component = programme->place_component[place],
                                    .is_row = true,
                                    .index = programme->place_row[place],
                                    .amount = change->amount /
                                              reach_item_scale(programme->network, change->item)});
    } else {
        size_t pair = change->index * programme->network->item_count + change->item;
        add_raw(gatherer, (RawEdit){.component = NETWORK_NONE,
                                    .is_row = true,
                                    .index = pair,
                                    .amount = change->amount});
    }
}

static void gather_quota(Gatherer *gatherer, const NetworkChange *change) {
    const Programme *programme = gatherer->programme;
    double limit = programme->network->quotas[change->index].limit;
    note_direction(gatherer, limit, change->amount);
    if (programme->quota_component[change->index] != NETWORK_NONE) {
        add_raw(gatherer,
                (RawEdit){.component = programme->quota_component[change->index],
                          .is_row = true,
                          .index = programme->quota_row[change->index],
                          .amount = change->amount / programme->quota_scale[change->index]});
    }
}

/* A column without a limit of its own: shut, or as ever. */
static void gather_shut(Gatherer *gatherer, const NetworkChange *change, size_t place,
                        size_t column) {
    note_direction(gatherer, 1, change->amount > 0 ? 0 : -1);
    if (column != NETWORK_NONE) {
        add_raw(gatherer, (RawEdit){.component = gatherer->programme->place_component[place],
                                    .index = column,
                                    .place = place,
                                    .amount = change->amount > 0 ? 1 : 0,
                                    .full = INFINITY});
    }
}

static void gather_activity(Gatherer *gatherer, const NetworkChange *change) {
    const Programme *programme = gatherer->programme;
    const size_t at = change->index * programme->network->period_count + change->period;
    gather_shut(gatherer, change, programme->places.activity_output[change->index],
                programme->activity_column[at]);
}

static void gather_delivery(Gatherer *gatherer, const NetworkChange *change) {
    const Programme *programme = gatherer->programme;
    gather_shut(gatherer, change, programme->places.demand[change->index],
                programme->delivered_column[change->index] + change->period);
}

/* What each kind of change must name, and who gathers it. */
typedef struct ChangeKind {
    const char *part;
    bool has_period;
    bool is_share;
    void (*gather)(Gatherer *gatherer, const NetworkChange *change);
} ChangeKind;

static const ChangeKind CHANGE_KINDS[] = {
    [CHANGE_LANE] = {"lane", true, true, gather_lane},
    [CHANGE_RESOURCE] = {"resource", true, false, gather_resource},
    [CHANGE_STOCK] = {"site", false, false, gather_stock},
    [CHANGE_QUOTA] = {"quota", false, false, gather_quota},
    [CHANGE_ACTIVITY] = {"activity", true, true, gather_activity},
    [CHANGE_DELIVERY] = {"demand", true, true, gather_delivery},
};

enum { CHANGE_KIND_COUNT = sizeof(CHANGE_KINDS) / sizeof(CHANGE_KINDS[0]) };

static size_t part_count(const Network *network, NetworkChangeKind kind) {
    const size_t counts[] = {
        [CHANGE_LANE] = network->lane_count,         [CHANGE_RESOURCE] = network->resource_count,
        [CHANGE_STOCK] = network->site_count,        [CHANGE_QUOTA] = network->quota_count,
        [CHANGE_ACTIVITY] = network->activity_count, [CHANGE_DELIVERY] = network->demand_count};
    return counts[kind];
}

static bool is_change_possible(const Network *network, const NetworkChange *change) {
    if ((size_t)change->kind >= CHANGE_KIND_COUNT || !isfinite(change->amount)) {
        return false;
    }
    const ChangeKind *kind = &CHANGE_KINDS[change->kind];
    return change->index < part_count(network, change->kind) &&
           (!kind->has_period || change->period < network->period_count) &&
           (!kind->is_share || change->amount >= 0) &&
           (change->kind != CHANGE_STOCK || change->item < network->item_count);
}

static bool gather_barrier(Gatherer *gatherer, const NetworkBarrier *barrier, size_t position,
                           Error *error) {
    for (size_t i = 0; i < barrier->change_count; i++) {
        const NetworkChange *change = &barrier->changes[i];
        if (!is_change_possible(gatherer->programme->network, change)) {
            return error_set(error, ERROR_INVALID,
                             "barrier %zu, change %zu: no such part of the network, or an amount "
                             "that it cannot take",
                             position, i);
        }
        CHANGE_KINDS[change->kind].gather(gatherer, change);
    }
    return true;
}

static int order(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static bool is_same_bound(const RawEdit *a, const RawEdit *b) {
    return a->component == b->component && a->is_row == b->is_row && a->index == b->index;
}

static int compare_raw(const void *a, const void *b) {
    const RawEdit *left = a;
    const RawEdit *right = b;
    if (left->component != right->component) {
        return order(left->component, right->component);
    }
    if (left->is_row != right->is_row) {
        return left->is_row ? 1 : -1;
    }
    return left->index != right->index ? order(left->index, right->index)
                                       : order(left->order, right->order);
}

static Edit row_edit(const LinearProgramme *linear, const RawEdit *raw, double amount) {
    double base = linear->row_upper[raw->index];
    double target = fmax(base + amount, 0);
    return (Edit){raw->component, true, raw->index, base, target, target - base, false};
}

/* What the stock that is added could be turned into, beyond the base's bound. */
static double waste_at(const Gatherer *gatherer, size_t place) {
    size_t item = gatherer->programme->places.item[place];
    return gatherer->waste == NULL
               ? 0
               : gatherer->waste[item] / reach_item_scale(gatherer->programme->network, item);
}

/* A bound that is or becomes infinite counts as the most that can sensibly be sent; where
 * even that is not known, as much as there is in the whole component. */
static Edit column_edit(const Gatherer *gatherer, const RawEdit *raw, double open) {
    const Component *component = &gatherer->programme->components[raw->component];
    double base = component->programme.column_upper[raw->index];
    double target = open == 0 ? 0 : raw->full * open;
    Edit edit = {raw->component, false, raw->index, base, target, 0, false};
    if (base == target) {
        return edit;
    }
    double most = gatherer->bounds[raw->place] + waste_at(gatherer, raw->place);
    double finite = isfinite(most) ? most : component->size;
    edit.span = (isinf(target) ? finite : target) - (isinf(base) ? finite : base);
    edit.is_unbounded = isinf(target) && isinf(most);
    return edit;
}

static void add_idle(const Programme *programme, EditList *list, const RawEdit *raw,
                     double amount) {
    size_t item_count = programme->network->item_count;
    size_t item = raw->index % item_count;
    IdleEdit idle = {.place = NETWORK_NONE};
    double stock = 0;
    if (places_find(&programme->places, raw->index / item_count, item, &idle.place)) {
        stock = programme->places.stock[idle.place];
    }
    idle.change = fmax(stock + amount, 0) - stock;
    idle.cost = programme_idle_cost(programme, item, idle.change);
    list->idle[list->idle_count++] = idle;
    list->idle_cost += idle.cost;
}

static void add_merged(const Gatherer *gatherer, const RawEdit *raw, double amount) {
    const Programme *programme = gatherer->programme;
    EditList *list = gatherer->list;
    if (raw->component == NETWORK_NONE) {
        add_idle(programme, list, raw, amount);
    } else if (raw->is_row) {
        const LinearProgramme *linear = &programme->components[raw->component].programme;
        list->edits[list->count++] = row_edit(linear, raw, amount);
    } else {
        list->edits[list->count++] = column_edit(gatherer, raw, amount);
    }
}

static void merge_edits(Arena *arena, const Gatherer *gatherer) {
    const RawEdit *raw = ARRAY_ITEMS(RawEdit, &gatherer->raw);
    gatherer->list->edits = ARENA_MANY(arena, Edit, gatherer->raw.count);
    gatherer->list->idle = ARENA_MANY(arena, IdleEdit, gatherer->raw.count);
    for (size_t i = 0; i < gatherer->raw.count;) {
        const RawEdit *first = &raw[i];
        double amount = first->amount;
        for (i++; i < gatherer->raw.count && is_same_bound(first, &raw[i]); i++) {
            amount = first->is_row ? amount + raw[i].amount : fmax(amount, raw[i].amount);
        }
        add_merged(gatherer, first, amount);
    }
}

bool edit_list_new(Arena *arena, const Programme *programme, const double *bounds,
                   const NetworkBarrier *barriers, size_t barrier_count, size_t first,
                   EditList *list, Error *error) {
    *list = (EditList){.can_tighten = true, .only_relaxes = true};
    Gatherer gatherer = {.arena = arena,
                         .programme = programme,
                         .bounds = bounds,
                         .raw = array_new(arena, sizeof(RawEdit)),
                         .list = list};
    for (size_t i = 0; i < barrier_count; i++) {
        if (!gather_barrier(&gatherer, &barriers[i], first + i, error)) {
            return false;
        }
    }
    if (gatherer.added != NULL && programme->network->holding_cost > 0) {
        gatherer.waste = bounds_of_waste(arena, programme->network, gatherer.added);
    }
    if (gatherer.raw.count > 0) {
        qsort(gatherer.raw.items, gatherer.raw.count, sizeof(RawEdit), compare_raw);
    }
    merge_edits(arena, &gatherer);
    return true;
}

bool edit_next_range(const EditList *list, size_t *next, EditRange *range) {
    if (*next == list->count) {
        return false;
    }
    size_t first = *next;
    while (*next < list->count && list->edits[*next].component == list->edits[first].component) {
        ++*next;
    }
    *range = (EditRange){&list->edits[first], *next - first};
    return true;
}

static double value_at(const Edit *edit, double part) {
    if (part == 0) {
        return edit->base;
    }
    if (part == 1) {
        return edit->target;
    }
    if (edit->span == 0) {
        return edit->base;
    }
    return fmax(0, isinf(edit->base) ? edit->target - (1 - part) * edit->span
                                     : edit->base + part * edit->span);
}

void edit_apply(Programme *programme, EditRange range, double part) {
    for (size_t i = 0; i < range.count; i++) {
        const Edit *edit = &range.edits[i];
        LinearProgramme *linear = &programme->components[edit->component].programme;
        double value = value_at(edit, part);
        if (!edit->is_row) {
            linear->column_upper[edit->index] = value;
            continue;
        }
        if (isfinite(linear->row_lower[edit->index])) {
            linear->row_lower[edit->index] = value;
        }
        linear->row_upper[edit->index] = value;
    }
}

static double promise_of(const Edit *edit, const Solution *solution) {
    double price = edit->is_row ? solution->dual[edit->index]
                                : component_negative_part(solution->reduced[edit->index]);
    return price == 0 ? 0 : -price * edit->span;
}

double edit_promise(EditRange range, const Solution *solution) {
    double total = 0;
    for (size_t i = 0; i < range.count; i++) {
        total += promise_of(&range.edits[i], solution);
    }
    return total;
}

double edit_ceiling(EditRange range, const Solution *solution) {
    double total = 0;
    for (size_t i = 0; i < range.count; i++) {
        double promise = promise_of(&range.edits[i], solution);
        total += promise > 0 && range.edits[i].is_unbounded ? INFINITY : promise;
    }
    return total;
}

double edit_slack(EditRange range) {
    double slack = 1;
    for (size_t i = 0; i < range.count; i++) {
        if (range.edits[i].span > 0) {
            slack = fmin(slack, range.edits[i].base / range.edits[i].span);
        }
    }
    return slack;
}
