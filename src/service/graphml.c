/* SPDX-License-Identifier: Apache-2.0 */
#include "service/service.h"

/* GraphML (graphml.graphdrawing.org): a workspace for programs that draw and measure graphs. The
 * ids of nodes say the table, as ids of two tables may be the same. */

/* The attributes of nodes and edges; all are text but those that are numbers. */
static const struct {
    const char *id;
    const char *on;
    const char *type;
} KEYS[] = {
    {"table", "node", "string"}, {"id", "node", "string"},       {"name", "node", "string"},
    {"kind", "node", "string"},  {"country", "node", "string"},  {"relation", "edge", "string"},
    {"item", "edge", "string"},  {"quantity", "edge", "double"}, {"capacity", "edge", "double"},
    {"days", "edge", "long"},
};

typedef struct Data {
    const char *key;
    Text value;
} Data;

/* A character that XML cannot hold (a workspace has none but tabs and line ends) is left out. */
static void add_escaped(TextBuilder *xml, Text text) {
    for (size_t i = 0; i < text.length; i++) {
        const char character = text.bytes[i];
        switch (character) {
        case '&':
            text_add(xml, TEXT("&amp;"));
            break;
        case '<':
            text_add(xml, TEXT("&lt;"));
            break;
        case '>':
            text_add(xml, TEXT("&gt;"));
            break;
        case '"':
            text_add(xml, TEXT("&quot;"));
            break;
        case '\t':
        case '\n':
        case '\r':
            text_add_format(xml, "&#%d;", character);
            break;
        default:
            text_add_character(xml, character);
            break;
        }
    }
}

static void add_data(TextBuilder *xml, const Data *data, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!text_is_empty(data[i].value)) {
            text_add_format(xml, "<data key=\"%s\">", data[i].key);
            add_escaped(xml, data[i].value);
            text_add(xml, TEXT("</data>"));
        }
    }
}

static void add_reference(TextBuilder *xml, const char *name, const char *table, Text id) {
    text_add_format(xml, " %s=\"%s:", name, table);
    add_escaped(xml, id);
    text_add_character(xml, '"');
}

static void add_node(TextBuilder *xml, const char *table, Text id, const Data *data, size_t count) {
    const Data own[] = {{"table", text_from(table)}, {"id", id}};
    text_add(xml, TEXT("    <node"));
    add_reference(xml, "id", table, id);
    text_add_character(xml, '>');
    add_data(xml, own, 2);
    add_data(xml, data, count);
    text_add(xml, TEXT("</node>\n"));
}

typedef struct Edge {
    const char *relation;
    const char *from_table;
    Text from;
    const char *to_table;
    Text to;
} Edge;

static void add_edge(TextBuilder *xml, const Edge *edge, const Data *data, size_t count) {
    const Data own[] = {{"relation", text_from(edge->relation)}};
    text_add(xml, TEXT("    <edge"));
    add_reference(xml, "source", edge->from_table, edge->from);
    add_reference(xml, "target", edge->to_table, edge->to);
    text_add_character(xml, '>');
    add_data(xml, own, 1);
    add_data(xml, data, count);
    text_add(xml, TEXT("</edge>\n"));
}

static Text amount_text(Arena *arena, Amount amount) {
    return amount.is_given ? decimal_format(arena, amount.value) : TEXT("");
}

/* ---- nodes ---- */

static const Text PARTY_WORDS[] = {
    [PARTY_COUNTRY] = {"country", 7},
    [PARTY_GOVERNMENT] = {"government", 10},
    [PARTY_ORGANISATION] = {"organisation", 12},
    [PARTY_SITE] = {"site", 4},
    [PARTY_PERSON] = {"person", 6},
};
static const Text ITEM_WORDS[] = {
    [ITEM_GOODS] = {"goods", 5},
    [ITEM_SOFTWARE] = {"software", 8},
    [ITEM_TECHNOLOGY] = {"technology", 10},
    [ITEM_SERVICE] = {"service", 7},
};

static void add_nodes(TextBuilder *xml, const Workspace *workspace) {
    for (size_t i = 0; i < workspace->party_count; i++) {
        const Party *party = &workspace->parties[i];
        const Data data[] = {
            {"name", party->name}, {"kind", PARTY_WORDS[party->kind]}, {"country", party->country}};
        add_node(xml, "party", party->id, data, 3);
    }
    for (size_t i = 0; i < workspace->item_count; i++) {
        const Item *item = &workspace->items[i];
        const Data data[] = {
            {"name", item->name}, {"kind", ITEM_WORDS[item->kind]}, {"country", item->origin}};
        add_node(xml, "item", item->id, data, 3);
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        add_node(xml, "activity", workspace->activities[i].id, NULL, 0);
    }
    for (size_t i = 0; i < workspace->programme_count; i++) {
        const Data data[] = {{"name", workspace->programmes[i].name}};
        add_node(xml, "programme", workspace->programmes[i].id, data, 1);
    }
}

/* ---- edges ---- */

static void add_belonging(TextBuilder *xml, const Workspace *workspace) {
    for (size_t i = 0; i < workspace->party_count; i++) {
        const Party *party = &workspace->parties[i];
        if (party->parent != ALLIANCE_NONE) {
            const Edge edge = {"belongs to", "party", party->id, "party",
                               workspace->parties[party->parent].id};
            add_edge(xml, &edge, NULL, 0);
        }
    }
}

static void add_components(Arena *arena, TextBuilder *xml, const Workspace *workspace) {
    for (size_t i = 0; i < workspace->component_count; i++) {
        const Component *component = &workspace->components[i];
        const Edge edge = {"goes into", "item", workspace->items[component->component].id, "item",
                           workspace->items[component->item].id};
        const Data data[] = {{"quantity", decimal_format(arena, component->quantity)}};
        add_edge(xml, &edge, data, 1);
    }
}

static void add_lanes(Arena *arena, TextBuilder *xml, const Workspace *workspace) {
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        const Edge edge = {"lane", "party", workspace->parties[lane->from_site].id, "party",
                           workspace->parties[lane->to_site].id};
        const Data data[] = {{"item", workspace->items[lane->item].id},
                             {"capacity", amount_text(arena, lane->capacity)},
                             {"days", text_format(arena, "%d", lane->transit_days)}};
        add_edge(xml, &edge, data, 3);
    }
}

static void add_activities(Arena *arena, TextBuilder *xml, const Workspace *workspace) {
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        const Edge at = {"takes place at", "activity", activity->id, "party",
                         workspace->parties[activity->site].id};
        const Edge makes = {"makes", "activity", activity->id, "item",
                            workspace->items[activity->item].id};
        const Data data[] = {{"capacity", amount_text(arena, activity->capacity)},
                             {"days", text_format(arena, "%d", activity->lead_days)}};
        add_edge(xml, &at, NULL, 0);
        add_edge(xml, &makes, data, 2);
    }
}

static void add_demands(Arena *arena, TextBuilder *xml, const Workspace *workspace) {
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        const Edge edge = {"wants at", "programme", workspace->programmes[demand->programme].id,
                           "party", workspace->parties[demand->site].id};
        const Data data[] = {{"item", workspace->items[demand->item].id},
                             {"quantity", decimal_format(arena, demand->quantity)},
                             {"days", text_format(arena, "%d", demand->every_days)}};
        add_edge(xml, &edge, data, 3);
    }
}

Text service_graphml(Arena *arena, const Workspace *workspace) {
    TextBuilder xml = text_builder_new(arena);
    text_add(&xml, TEXT("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"));
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        text_add_format(&xml, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                        KEYS[i].id, KEYS[i].on, KEYS[i].id, KEYS[i].type);
    }
    text_add(&xml, TEXT("  <graph id=\"workspace\" edgedefault=\"directed\">\n"));
    add_nodes(&xml, workspace);
    add_belonging(&xml, workspace);
    add_components(arena, &xml, workspace);
    add_lanes(arena, &xml, workspace);
    add_activities(arena, &xml, workspace);
    add_demands(arena, &xml, workspace);
    text_add(&xml, TEXT("  </graph>\n</graphml>\n"));
    return text_built(&xml);
}
