/* SPDX-License-Identifier: Apache-2.0 */
#include "network/programme.h"

#include <math.h>
#include <stdint.h>

#include "network/draft.h"
#include "network/reach.h"

/* What is needed only while the programme is written. */
typedef struct Writer {
    Arena *arena;
    const Network *network;
    Programme *programme;
    size_t *parent; /* of places, then resources, then quotas: who shares a component */
    bool *is_in;    /* for each place: does it have a column or a demand? */
    Draft *drafts;  /* for each component */
} Writer;

static size_t resource_node(const Writer *writer, size_t resource) {
    return writer->programme->places.count + resource;
}

static size_t quota_node(const Writer *writer, size_t quota) {
    return resource_node(writer, writer->network->resource_count) + quota;
}

static size_t find_root(size_t *parent, size_t node) {
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* The smaller node is the root, so that the order of joining does not matter. */
static void join(Writer *writer, size_t a, size_t b) {
    size_t first = find_root(writer->parent, a);
    size_t second = find_root(writer->parent, b);
    if (first < second) {
        writer->parent[second] = first;
    } else {
        writer->parent[first] = second;
    }
}

static bool resource_binds(const Network *network, const NetworkActivity *activity) {
    if (activity->resource == NETWORK_NONE || activity->use == 0) {
        return false;
    }
    for (size_t t = 0; t < network->period_count; t++) {
        if (isfinite(network->resources[activity->resource].capacity[t])) {
            return true;
        }
    }
    return false;
}

static bool quota_binds(const Network *network, const NetworkLane *lane) {
    return lane->quota != NETWORK_NONE && lane->quota_value > 0 &&
           isfinite(network->quotas[lane->quota].limit);
}

static bool is_activity_kept(const Writer *writer, size_t activity, size_t period) {
    return reach_keeps_activity(writer->network, &writer->programme->places,
                                writer->programme->useful, activity, period);
}

static bool is_lane_kept(const Writer *writer, size_t lane, size_t period) {
    return reach_keeps_lane(writer->network, &writer->programme->places, writer->programme->useful,
                            lane, period);
}

/* Usefulness ends and never begins again: what is left out at once is left out always. */
static void join_activity(Writer *writer, size_t activity) {
    if (!is_activity_kept(writer, activity, 0)) {
        return;
    }
    const NetworkActivity *made = &writer->network->activities[activity];
    const Places *places = &writer->programme->places;
    size_t output = places->activity_output[activity];
    writer->is_in[output] = true;
    for (size_t i = 0; i < made->input_count; i++) {
        if (made->inputs[i].quantity > 0) {
            size_t input = places->input[places->input_start[activity] + i];
            writer->is_in[input] = true;
            join(writer, output, input);
        }
    }
    if (resource_binds(writer->network, made)) {
        join(writer, output, resource_node(writer, made->resource));
    }
}

static void join_lane(Writer *writer, size_t lane) {
    if (!is_lane_kept(writer, lane, 0)) {
        return;
    }
    const NetworkLane *sent = &writer->network->lanes[lane];
    const Places *places = &writer->programme->places;
    writer->is_in[places->lane_from[lane]] = true;
    writer->is_in[places->lane_to[lane]] = true;
    join(writer, places->lane_from[lane], places->lane_to[lane]);
    if (quota_binds(writer->network, sent)) {
        join(writer, places->lane_to[lane], quota_node(writer, sent->quota));
    }
}

static void note_move(Writer *writer, size_t place, size_t period) {
    size_t *moved = &writer->programme->moved[place];
    if (period < writer->network->period_count && *moved <= period) {
        *moved = period + 1;
    }
}

static void find_last_move_of_activity(Writer *writer, size_t activity) {
    const NetworkActivity *made = &writer->network->activities[activity];
    const Places *places = &writer->programme->places;
    for (size_t t = 0; t < writer->network->period_count && is_activity_kept(writer, activity, t);
         t++) {
        note_move(writer, places->activity_output[activity], t + made->delay_periods);
        for (size_t i = 0; i < made->input_count; i++) {
            if (made->inputs[i].quantity > 0) {
                note_move(writer, places->input[places->input_start[activity] + i], t);
            }
        }
    }
}

static void find_last_move_of_lane(Writer *writer, size_t lane) {
    const Places *places = &writer->programme->places;
    for (size_t t = 0; t < writer->network->period_count && is_lane_kept(writer, lane, t); t++) {
        note_move(writer, places->lane_from[lane], t);
        note_move(writer, places->lane_to[lane], t + writer->network->lanes[lane].transit_periods);
    }
}

/* Stock that neither comes nor goes any more needs one row and one column, not one a period. */
static void find_last_moves(Writer *writer) {
    const Network *network = writer->network;
    Programme *programme = writer->programme;
    programme->moved = ARENA_MANY(writer->arena, size_t, programme->places.count);
    for (size_t p = 0; p < programme->places.count; p++) {
        programme->moved[p] = 1;
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        programme->moved[programme->places.demand[i]] = network->period_count;
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        find_last_move_of_activity(writer, i);
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        find_last_move_of_lane(writer, i);
    }
}

static void find_components(Writer *writer) {
    const Network *network = writer->network;
    size_t nodes = quota_node(writer, network->quota_count);
    writer->parent = ARENA_MANY(writer->arena, size_t, nodes);
    writer->is_in = ARENA_MANY(writer->arena, bool, writer->programme->places.count);
    for (size_t i = 0; i < nodes; i++) {
        writer->parent[i] = i;
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        writer->is_in[writer->programme->places.demand[i]] = true;
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        join_activity(writer, i);
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        join_lane(writer, i);
    }
}

static size_t *many_none(Arena *arena, size_t count) {
    size_t *positions = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        positions[i] = NETWORK_NONE;
    }
    return positions;
}

/* Components are numbered by their first place. A resource or quota that joined no place
 * is a root of its own, beyond all places. */
static void number_components(Writer *writer) {
    Programme *programme = writer->programme;
    size_t place_count = programme->places.count;
    size_t *number = many_none(writer->arena, place_count);
    programme->place_component = many_none(writer->arena, place_count);
    for (size_t p = 0; p < place_count; p++) {
        size_t root = find_root(writer->parent, p);
        if (writer->is_in[p] && number[root] == NETWORK_NONE) {
            number[root] = programme->component_count++;
        }
        programme->place_component[p] = writer->is_in[p] ? number[root] : NETWORK_NONE;
    }
    programme->component_places = groups_new(writer->arena, programme->place_component,
                                             programme->component_count, place_count);
    programme->resource_component = many_none(writer->arena, writer->network->resource_count);
    for (size_t i = 0; i < writer->network->resource_count; i++) {
        size_t root = find_root(writer->parent, resource_node(writer, i));
        programme->resource_component[i] = root < place_count ? number[root] : NETWORK_NONE;
    }
    programme->quota_component = many_none(writer->arena, writer->network->quota_count);
    for (size_t i = 0; i < writer->network->quota_count; i++) {
        size_t root = find_root(writer->parent, quota_node(writer, i));
        programme->quota_component[i] = root < place_count ? number[root] : NETWORK_NONE;
    }
}

static double place_scale(const Writer *writer, size_t place) {
    return reach_item_scale(writer->network, writer->programme->places.item[place]);
}

static void scale_demands(Writer *writer) {
    Programme *programme = writer->programme;
    for (size_t i = 0; i < writer->network->demand_count; i++) {
        const NetworkDemand *demand = &writer->network->demands[i];
        size_t place = programme->places.demand[i];
        Component *component = &programme->components[programme->place_component[place]];
        double scale = place_scale(writer, place);
        component->objective_scale = fmax(component->objective_scale, demand->weight * scale);
        for (size_t t = 0; t < writer->network->period_count; t++) {
            component->size += demand->quantity[t] / scale;
        }
    }
}

static void scale_stocks(Writer *writer) {
    Programme *programme = writer->programme;
    for (size_t p = 0; p < programme->places.count; p++) {
        if (programme->place_component[p] != NETWORK_NONE) {
            programme->components[programme->place_component[p]].size +=
                programme->places.stock[p] / place_scale(writer, p);
        }
    }
}

static void scale_shared(Writer *writer) {
    const Network *network = writer->network;
    Programme *programme = writer->programme;
    programme->resource_scale = ARENA_MANY(writer->arena, double, network->resource_count);
    programme->quota_scale = ARENA_MANY(writer->arena, double, network->quota_count);
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *made = &network->activities[i];
        if (resource_binds(network, made)) {
            double *scale = &programme->resource_scale[made->resource];
            *scale = fmax(*scale, made->use * reach_item_scale(network, made->item));
        }
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        const NetworkLane *sent = &network->lanes[i];
        if (quota_binds(network, sent)) {
            double *scale = &programme->quota_scale[sent->quota];
            *scale = fmax(*scale, sent->quota_value * reach_item_scale(network, sent->item));
        }
    }
}

static void make_components(Writer *writer) {
    Programme *programme = writer->programme;
    size_t count = programme->component_count;
    programme->components = ARENA_MANY(writer->arena, Component, count);
    writer->drafts = ARENA_MANY(writer->arena, Draft, count);
    scale_demands(writer);
    scale_stocks(writer);
    scale_shared(writer);
    for (size_t c = 0; c < count; c++) {
        if (programme->components[c].objective_scale == 0) {
            programme->components[c].objective_scale = 1;
        }
        writer->drafts[c] = draft_new(writer->arena);
    }
}

static void write_place_rows(Writer *writer) {
    Programme *programme = writer->programme;
    programme->place_row = many_none(writer->arena, programme->places.count);
    for (size_t p = 0; p < programme->places.count; p++) {
        if (programme->place_component[p] == NETWORK_NONE) {
            continue;
        }
        Draft *draft = &writer->drafts[programme->place_component[p]];
        double stock = programme->places.stock[p] / place_scale(writer, p);
        programme->place_row[p] = draft_add_row(draft, stock, stock);
        for (size_t t = 1; t < programme->moved[p]; t++) {
            (void)draft_add_row(draft, 0, 0);
        }
    }
}

static void write_resource_rows(Writer *writer) {
    Programme *programme = writer->programme;
    programme->resource_row = many_none(writer->arena, writer->network->resource_count);
    for (size_t i = 0; i < writer->network->resource_count; i++) {
        if (programme->resource_component[i] == NETWORK_NONE) {
            continue;
        }
        Draft *draft = &writer->drafts[programme->resource_component[i]];
        programme->resource_row[i] = draft->row_upper.count;
        for (size_t t = 0; t < writer->network->period_count; t++) {
            double capacity = writer->network->resources[i].capacity[t];
            (void)draft_add_row(draft, -INFINITY, capacity / programme->resource_scale[i]);
        }
    }
}

static void write_demand_rows(Writer *writer) {
    Programme *programme = writer->programme;
    programme->demand_row = many_none(writer->arena, writer->network->demand_count);
    for (size_t i = 0; i < writer->network->demand_count; i++) {
        size_t place = programme->places.demand[i];
        Draft *draft = &writer->drafts[programme->place_component[place]];
        programme->demand_row[i] = draft->row_upper.count;
        for (size_t t = 0; t < writer->network->period_count; t++) {
            double due = writer->network->demands[i].quantity[t] / place_scale(writer, place);
            (void)draft_add_row(draft, due, due);
        }
    }
}

static void write_quota_rows(Writer *writer) {
    Programme *programme = writer->programme;
    programme->quota_row = many_none(writer->arena, writer->network->quota_count);
    for (size_t i = 0; i < writer->network->quota_count; i++) {
        if (programme->quota_component[i] != NETWORK_NONE) {
            Draft *draft = &writer->drafts[programme->quota_component[i]];
            programme->quota_row[i] = draft_add_row(
                draft, -INFINITY, writer->network->quotas[i].limit / programme->quota_scale[i]);
        }
    }
}

/* What arrives in a period after the last leaves the programme. */
static void add_arrival(Writer *writer, Draft *draft, size_t place, size_t period) {
    if (period < writer->network->period_count) {
        draft_add_entry(draft, writer->programme->place_row[place] + period, -1);
    }
}

static size_t write_activity_column(Writer *writer, size_t activity, size_t period) {
    Programme *programme = writer->programme;
    const NetworkActivity *made = &writer->network->activities[activity];
    size_t output = programme->places.activity_output[activity];
    Component *component = &programme->components[programme->place_component[output]];
    Draft *draft = &writer->drafts[programme->place_component[output]];
    double scale = place_scale(writer, output);
    size_t column =
        draft_add_column(draft, made->cost * scale / component->objective_scale, INFINITY);
    if (made->delay_periods < writer->network->period_count) {
        add_arrival(writer, draft, output, period + made->delay_periods);
    }
    for (size_t i = 0; i < made->input_count; i++) {
        size_t input = programme->places.input[programme->places.input_start[activity] + i];
        if (made->inputs[i].quantity > 0) {
            draft_add_entry(draft, programme->place_row[input] + period,
                            made->inputs[i].quantity * scale / place_scale(writer, input));
        }
    }
    if (resource_binds(writer->network, made)) {
        draft_add_entry(draft, programme->resource_row[made->resource] + period,
                        made->use * scale / programme->resource_scale[made->resource]);
    }
    return column;
}

static size_t write_lane_column(Writer *writer, size_t lane, size_t period) {
    Programme *programme = writer->programme;
    const NetworkLane *sent = &writer->network->lanes[lane];
    size_t to = programme->places.lane_to[lane];
    Component *component = &programme->components[programme->place_component[to]];
    Draft *draft = &writer->drafts[programme->place_component[to]];
    double scale = place_scale(writer, to);
    double open = sent->open[period];
    size_t column = draft_add_column(draft, sent->cost * scale / component->objective_scale,
                                     open == 0 ? 0 : sent->limit * open / scale);
    draft_add_entry(draft, programme->place_row[programme->places.lane_from[lane]] + period, 1);
    if (sent->transit_periods < writer->network->period_count) {
        add_arrival(writer, draft, to, period + sent->transit_periods);
    }
    if (quota_binds(writer->network, sent)) {
        draft_add_entry(draft, programme->quota_row[sent->quota],
                        sent->quota_value * scale / programme->quota_scale[sent->quota]);
    }
    return column;
}

static void write_activity_columns(Writer *writer) {
    size_t periods = writer->network->period_count;
    size_t *columns = many_none(writer->arena, writer->network->activity_count * periods);
    for (size_t i = 0; i < writer->network->activity_count; i++) {
        for (size_t t = 0; t < periods && is_activity_kept(writer, i, t); t++) {
            columns[i * periods + t] = write_activity_column(writer, i, t);
        }
    }
    writer->programme->activity_column = columns;
}

static void write_lane_columns(Writer *writer) {
    size_t periods = writer->network->period_count;
    size_t *columns = many_none(writer->arena, writer->network->lane_count * periods);
    for (size_t i = 0; i < writer->network->lane_count; i++) {
        for (size_t t = 0; t < periods && is_lane_kept(writer, i, t); t++) {
            columns[i * periods + t] = write_lane_column(writer, i, t);
        }
    }
    writer->programme->lane_column = columns;
}

static void write_holding_columns(Writer *writer) {
    Programme *programme = writer->programme;
    programme->place_column = many_none(writer->arena, programme->places.count);
    for (size_t p = 0; p < programme->places.count; p++) {
        size_t number = programme->place_component[p];
        if (number == NETWORK_NONE) {
            continue;
        }
        Draft *draft = &writer->drafts[number];
        programme->place_column[p] = draft->cost.count;
        double cost = writer->network->holding_cost / programme->components[number].objective_scale;
        for (size_t t = 0; t < programme->moved[p]; t++) {
            const bool is_last = t + 1 == programme->moved[p];
            const double periods = is_last ? (double)(writer->network->period_count - t) : 1;
            (void)draft_add_column(draft, cost * periods, INFINITY);
            draft_add_entry(draft, programme->place_row[p] + t, 1);
            if (!is_last) {
                draft_add_entry(draft, programme->place_row[p] + t + 1, -1);
            }
        }
    }
}

static void write_delivered_columns(Writer *writer, size_t demand, Draft *draft) {
    Programme *programme = writer->programme;
    size_t place_row = programme->place_row[programme->places.demand[demand]];
    programme->delivered_column[demand] = draft->cost.count;
    for (size_t t = 0; t < writer->network->period_count; t++) {
        (void)draft_add_column(draft, 0, INFINITY);
        draft_add_entry(draft, place_row + t, 1);
        draft_add_entry(draft, programme->demand_row[demand] + t, 1);
    }
}

/* What is owed at the end counts for as many periods again as the plan has. */
static void write_owed_columns(Writer *writer, size_t demand, Draft *draft, double weight) {
    Programme *programme = writer->programme;
    size_t periods = writer->network->period_count;
    programme->owed_column[demand] = draft->cost.count;
    for (size_t t = 0; t < periods; t++) {
        bool is_last = t + 1 == periods;
        (void)draft_add_column(draft, is_last ? weight * (double)(1 + periods) : weight, INFINITY);
        draft_add_entry(draft, programme->demand_row[demand] + t, 1);
        if (!is_last) {
            draft_add_entry(draft, programme->demand_row[demand] + t + 1, -1);
        }
    }
}

static void write_demand_columns(Writer *writer) {
    Programme *programme = writer->programme;
    size_t count = writer->network->demand_count;
    programme->delivered_column = many_none(writer->arena, count);
    programme->owed_column = many_none(writer->arena, count);
    for (size_t i = 0; i < count; i++) {
        size_t number = programme_demand_component(programme, i);
        double weight = writer->network->demands[i].weight *
                        place_scale(writer, programme->places.demand[i]) /
                        programme->components[number].objective_scale;
        write_delivered_columns(writer, i, &writer->drafts[number]);
        write_owed_columns(writer, i, &writer->drafts[number], weight);
    }
}

static void write_programmes(Writer *writer) {
    write_place_rows(writer);
    write_resource_rows(writer);
    write_demand_rows(writer);
    write_quota_rows(writer);
    write_activity_columns(writer);
    write_lane_columns(writer);
    write_holding_columns(writer);
    write_demand_columns(writer);
    for (size_t c = 0; c < writer->programme->component_count; c++) {
        writer->programme->components[c].programme = draft_finish(&writer->drafts[c]);
    }
}

Programme programme_new(Arena *arena, const Network *network) {
    Programme programme = {.network = network, .places = places_new(arena, network)};
    programme.useful = reach_useful_periods(arena, network, &programme.places);
    Writer writer = {.arena = arena, .network = network, .programme = &programme};
    find_last_moves(&writer);
    find_components(&writer);
    number_components(&writer);
    make_components(&writer);
    write_programmes(&writer);
    return programme;
}

size_t programme_activity_component(const Programme *programme, size_t activity) {
    return programme->place_component[programme->places.activity_output[activity]];
}

size_t programme_lane_component(const Programme *programme, size_t lane) {
    return programme->place_component[programme->places.lane_to[lane]];
}

size_t programme_demand_component(const Programme *programme, size_t demand) {
    return programme->place_component[programme->places.demand[demand]];
}

double programme_idle_cost(const Programme *programme, size_t item, double quantity) {
    const Network *network = programme->network;
    return network->holding_cost * (double)network->period_count * quantity /
           reach_item_scale(network, item);
}
