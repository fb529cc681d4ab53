/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_MAP_PARTS_H
#define ENTENTE_SERVICE_MAP_PARTS_H

/* Private to service/: what GeoJSON documents (RFC 7946: longitude first) have in common. */

#include "base/json.h"
#include "service/service.h"

typedef struct MapPosition {
    bool is_known;
    bool is_own; /* the party's, not its country's */
    double latitude;
    double longitude;
} MapPosition;

MapPosition map_position(const Workspace *workspace, size_t party);

/* Opens a feature with its geometry: a point, or a line; null where a place is not known. */
void json_begin_point(JsonWriter *json, MapPosition at);
void json_begin_line(JsonWriter *json, MapPosition from, MapPosition to);

/* Members id, name, country and position of a site, in the open object. */
void json_add_site(JsonWriter *json, const Workspace *workspace, size_t party,
                   MapPosition position);

/* For each party whether it is a site: lanes, activities or demands are there. */
bool *map_sites(Arena *arena, const Workspace *workspace);

#endif
