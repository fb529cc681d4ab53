/* SPDX-License-Identifier: Apache-2.0 */
#include "service/map_parts.h"
#include "service/stress.h"

/* GeoJSON, RFC 7946: longitude first. */

enum { PLACES = 6 };

static const StressNode *node_of(const Stress *stress, size_t party) {
    for (size_t i = 0; i < stress->node_count; i++) {
        if (stress->nodes[i].party == party) {
            return &stress->nodes[i];
        }
    }
    return NULL;
}

static void add_party(JsonWriter *json, const Stress *stress, size_t party) {
    const MapPosition position = map_position(stress->workspace, party);
    const StressNode *node = node_of(stress, party);
    json_begin_point(json, position);
    json_begin_object(json, "properties");
    json_add_site(json, stress->workspace, party, position);
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
    json_begin_line(json, map_position(workspace, sent->from_site),
                    map_position(workspace, sent->to_site));
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

Text service_stress_geojson(Arena *arena, const Stress *stress) {
    const Workspace *workspace = stress->workspace;
    const bool *is_site = map_sites(arena, workspace);
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
