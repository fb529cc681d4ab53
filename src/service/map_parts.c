/* SPDX-License-Identifier: Apache-2.0 */
#include "service/map_parts.h"

#include "service/countries.h"

enum { DEGREE_PLACES = 6 };

MapPosition map_position(const Workspace *workspace, size_t party) {
    const Party *where = &workspace->parties[party];
    MapPosition position = {0};
    if (where->latitude.is_given && where->longitude.is_given) {
        position = (MapPosition){true, true, decimal_to_double(where->latitude.value),
                                 decimal_to_double(where->longitude.value)};
    } else {
        position.is_known = country_middle(where->country, &position.latitude, &position.longitude);
    }
    return position;
}

static void add_coordinates(JsonWriter *json, const char *name, MapPosition position) {
    json_begin_array(json, name);
    json_add_double(json, "", position.longitude, DEGREE_PLACES);
    json_add_double(json, "", position.latitude, DEGREE_PLACES);
    json_end(json);
}

static void begin_feature(JsonWriter *json) {
    json_begin_object(json, "");
    json_add_text(json, "type", TEXT("Feature"));
}

void json_begin_point(JsonWriter *json, MapPosition at) {
    begin_feature(json);
    if (!at.is_known) {
        json_add_null(json, "geometry");
        return;
    }
    json_begin_object(json, "geometry");
    json_add_text(json, "type", TEXT("Point"));
    add_coordinates(json, "coordinates", at);
    json_end(json);
}

void json_begin_line(JsonWriter *json, MapPosition from, MapPosition to) {
    begin_feature(json);
    if (!from.is_known || !to.is_known) {
        json_add_null(json, "geometry");
        return;
    }
    json_begin_object(json, "geometry");
    json_add_text(json, "type", TEXT("LineString"));
    json_begin_array(json, "coordinates");
    add_coordinates(json, "", from);
    add_coordinates(json, "", to);
    json_end(json);
    json_end(json);
}

void json_add_site(JsonWriter *json, const Workspace *workspace, size_t party,
                   MapPosition position) {
    const Party *where = &workspace->parties[party];
    json_add_text(json, "kind", TEXT("site"));
    json_add_text(json, "id", where->id);
    json_add_text(json, "name", where->name);
    json_add_text(json, "country", where->country);
    json_add_text(json, "position", position.is_own ? TEXT("own") : TEXT("middle of its country"));
}

bool *map_sites(Arena *arena, const Workspace *workspace) {
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
