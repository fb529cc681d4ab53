/* SPDX-License-Identifier: Apache-2.0 */
#include "alliance/loading.h"
#include "alliance/order.h"

/* The two things that must not go in circles: bills of material and parents. */

/* A longer cycle is shown by its first names and its last. */
enum { CYCLE_SHOWN_MAX = 12 };

/* Column numbers of component.csv and party.csv. */
enum { COMPONENT_COLUMN = 1, PARENT_COLUMN = 4 };

static void add_name(const Loading *loading, TextBuilder *builder, const Sheet *names, size_t row) {
    text_add(builder, loading_shown(loading, sheet_field(names, row, 0)));
    text_add(builder, TEXT(" > "));
}

/* "A > B > A" */
static Text format_cycle(const Loading *loading, size_t table, const Cycle *cycle) {
    const Sheet *names = &loading->sheets[table];
    TextBuilder builder = text_builder_new(loading->arena);
    size_t last = cycle->node_count - 1;
    for (size_t i = 0; i <= last; i++) {
        if (i < CYCLE_SHOWN_MAX || i == last) {
            add_name(loading, &builder, names, cycle->nodes[i]);
        } else if (i == CYCLE_SHOWN_MAX) {
            text_add(&builder, TEXT("... > "));
        }
    }
    text_add(&builder, loading_shown(loading, sheet_field(names, cycle->nodes[0], 0)));
    return text_built(&builder);
}

static void complain_of_cycles(Loading *loading, const Array *cycles, size_t table, size_t names,
                               size_t column, const char *what) {
    for (size_t i = 0; i < cycles->count; i++) {
        const Cycle *cycle = array_at(cycles, i);
        Text path = format_cycle(loading, names, cycle);
        loading_complain(loading, (Place){table, cycle->row, column},
                         "%s: `%.*s`; one of these rows must go", what, TEXT_ARGS(path));
    }
}

static void add_edge(Array *edges, Edge edge) {
    if (edge.from != ALLIANCE_NONE && edge.to != ALLIANCE_NONE) {
        Edge *place = array_add(edges);
        *place = edge;
    }
}

void loading_order_items(Loading *loading) {
    Workspace *workspace = loading->workspace;
    Array edges = array_new(loading->arena, sizeof(Edge));
    Array cycles = array_new(loading->arena, sizeof(Cycle));
    for (size_t i = 0; i < workspace->component_count; i++) {
        const Component *component = &workspace->components[i];
        add_edge(&edges, (Edge){.from = component->item, .to = component->component, .row = i});
    }
    workspace->items_bottom_up = order_nodes(loading->arena, workspace->item_count,
                                             ARRAY_ITEMS(Edge, &edges), edges.count, &cycles);
    complain_of_cycles(loading, &cycles, TABLE_COMPONENT, TABLE_ITEM, COMPONENT_COLUMN,
                       "the bill of material goes in a circle");
}

/* A country is where its sites are: those two kinds cannot go without a code. */
static void check_country(Loading *loading, const Party *party, size_t row) {
    bool is_place = party->kind == PARTY_COUNTRY || party->kind == PARTY_SITE;
    if (is_place && text_is_empty(party->country)) {
        Text shown = loading_shown(loading, party->id);
        loading_complain(loading, (Place){TABLE_PARTY, row, ALLIANCE_NONE},
                         "the %s `%.*s` has no country, nor has a parent of it",
                         party->kind == PARTY_SITE ? "site" : "country", TEXT_ARGS(shown));
    }
}

/* Parents first: each takes its country from one that is settled. */
static void take_countries(Loading *loading, Party *parties, const size_t *order) {
    for (size_t i = 0; i < loading->workspace->party_count; i++) {
        Party *party = &parties[order[i]];
        if (text_is_empty(party->country) && party->parent != ALLIANCE_NONE) {
            party->country = parties[party->parent].country;
        }
    }
}

void loading_derive_countries(Loading *loading) {
    Party *parties = loading_rows(loading, TABLE_PARTY);
    size_t count = loading->workspace->party_count;
    Array edges = array_new(loading->arena, sizeof(Edge));
    Array cycles = array_new(loading->arena, sizeof(Cycle));
    for (size_t i = 0; i < count; i++) {
        add_edge(&edges, (Edge){.from = i, .to = parties[i].parent, .row = i});
    }
    const size_t *order =
        order_nodes(loading->arena, count, ARRAY_ITEMS(Edge, &edges), edges.count, &cycles);
    complain_of_cycles(loading, &cycles, TABLE_PARTY, TABLE_PARTY, PARENT_COLUMN,
                       "the parents go in a circle");
    take_countries(loading, parties, order);
    /* What could not be read may have been the country. */
    bool is_clean = loading->sheets[TABLE_PARTY].is_clean && cycles.count == 0;
    for (size_t i = 0; is_clean && i < count; i++) {
        check_country(loading, &parties[i], i);
    }
}
