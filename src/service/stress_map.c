/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/json.h"
#include "service/countries.h"
#include "service/stress.h"

/* GeoJSON, RFC 7946: longitude first. */

enum { DEGREE_PLACES = 6, PLACES = 6 };

typedef struct Position {
    bool is_known;
    bool is_own; /* the party's, not its country's */
    double latitude;
    double longitude;
} Position;

static Position position_of(const Workspace *workspace, size_t party) {
    const Party *where = &workspace->parties[party];
    Position position = {0};
    if (where->latitude.is_given && where->longitude.is_given) {
        position = (Position){true, true, decimal_to_double(where->latitude.value),
                              decimal_to_double(where->longitude.value)};
    } else {
        position.is_known = country_middle(where->country, &position.latitude, &position.longitude);
    }
    return position;
}

static void add_coordinates(JsonWriter *json, const char *name, Position position) {
    json_begin_array(json, name);
    json_add_double(json, "", position.longitude, DEGREE_PLACES);
    json_add_double(json, "", position.latitude, DEGREE_PLACES);
    json_end(json);
}

static void begin_feature(JsonWriter *json) {
    json_begin_object(json, "");
    json_add_text(json, "type", TEXT("Feature"));
}

static const StressNode *node_of(const Stress *stress, size_t party) {
    for (size_t i = 0; i < stress->node_count; i++) {
        if (stress->nodes[i].party == party) {
            return &stress->nodes[i];
        }
    }
    return NULL;
}

static void add_party(JsonWriter *json, const Stress *stress, size_t party) {
    const Party *where = &stress->workspace->parties[party];
    const Position position = position_of(stress->workspace, party);
    const StressNode *node = node_of(stress, party);
    begin_feature(json);
    if (position.is_known) {
        json_begin_object(json, "geometry");
        json_add_text(json, "type", TEXT("Point"));
        add_coordinates(json, "coordinates", position);
        json_end(json);
    } else {
        json_add_null(json, "geometry");
    }
    json_begin_object(json, "properties");
    json_add_text(json, "kind", TEXT("site"));
    json_add_text(json, "id", where->id);
    json_add_text(json, "name", where->name);
    json_add_text(json, "country", where->country);
    json_add_text(json, "position", position.is_own ? TEXT("own") : TEXT("middle of its country"));
    if (node != NULL) {
        json_add_double(json, "loss", node->loss, PLACES);
        json_add_double(json, "loss_at_least", node->floor, PLACES);
        json_add_double(json, "loss_at_most", node->ceiling, PLACES);
        json_add_double(json, "survive_weeks", node->survive_weeks, PLACES);
        json_add_double(json, "recover_weeks", node->recover_weeks, PLACES);
    }
    json_end(json);
    json_end(json);
}

static void add_lane(JsonWriter *json, const Stress *stress, size_t lane) {
    const Workspace *workspace = stress->workspace;
    const Lane *sent = &workspace->lanes[lane];
    const Position from = position_of(workspace, sent->from_site);
    const Position to = position_of(workspace, sent->to_site);
    begin_feature(json);
    if (from.is_known && to.is_known) {
        json_begin_object(json, "geometry");
        json_add_text(json, "type", TEXT("LineString"));
        json_begin_array(json, "coordinates");
        add_coordinates(json, "", from);
        add_coordinates(json, "", to);
        json_end(json);
        json_end(json);
    } else {
        json_add_null(json, "geometry");
    }
    json_begin_object(json, "properties");
    json_add_text(json, "kind", TEXT("lane"));
    json_add_text(json, "from", workspace->parties[sent->from_site].id);
    json_add_text(json, "to", workspace->parties[sent->to_site].id);
    json_add_text(json, "item", workspace->items[sent->item].id);
    json_add_text(json, "unit", workspace->items[sent->item].unit);
    json_add_double(json, "sent", stress->lane_sent[lane], PLACES);
    json_end(json);
    json_end(json);
}

static bool *sites_of(Arena *arena, const Workspace *workspace) {
    bool *is_site = ARENA_MANY(arena, bool, workspace->party_count);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        is_site[workspace->lanes[i].from_site] = true;
        is_site[workspace->lanes[i].to_site] = true;
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        is_site[workspace->activities[i].site] = true;
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        is_site[workspace->demands[i].site] = true;
    }
    return is_site;
}

Text service_stress_geojson(Arena *arena, const Stress *stress) {
    const Workspace *workspace = stress->workspace;
    const bool *is_site = sites_of(arena, workspace);
    JsonWriter *json = json_writer_new();
    json_add_text(json, "type", TEXT("FeatureCollection"));
    json_begin_array(json, "features");
    for (size_t i = 0; i < workspace->party_count; i++) {
        if (is_site[i]) {
            add_party(json, stress, i);
        }
    }
    for (size_t i = 0; i < workspace->lane_count; i++) {
        if (stress->lane_sent[i] > 0) {
            add_lane(json, stress, i);
        }
    }
    json_end(json);
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}
