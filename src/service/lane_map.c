/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"
#include "service/lanes.h"
#include "service/map_parts.h"

/* What is being drawn: rulings of one day's stretch. */
typedef struct LaneMap {
    const Workspace *workspace;
    const LawSet *set;
    const LaneMapOptions *options;
    LaneRulings rulings;
} LaneMap;

static bool is_shown(const LaneMap *map, const Lane *lane) {
    return service_view_shows(&map->options->view, map->workspace, lane->from_site) ||
           service_view_shows(&map->options->view, map->workspace, lane->to_site);
}

static void add_questions(JsonWriter *json, const LaneRulings *rulings, const LaneRuling *ruling) {
    json_begin_array(json, "questions");
    for (size_t i = 0; i < ruling->question_count; i++) {
        json_add_text(json, "", rulings->questions[ruling->first_question + i].name);
    }
    json_end(json);
}

static void add_lane(JsonWriter *json, const LaneMap *map, size_t index) {
    const Workspace *workspace = map->workspace;
    const Lane *lane = &workspace->lanes[index];
    const LaneRuling *ruling = lane_ruling(&map->rulings, index, map->rulings.first_stretch);
    json_begin_line(json, map_position(workspace, lane->from_site),
                    map_position(workspace, lane->to_site));
    json_begin_object(json, "properties");
    json_add_text(json, "kind", TEXT("lane"));
    json_add_text(json, "from", workspace->parties[lane->from_site].id);
    json_add_text(json, "to", workspace->parties[lane->to_site].id);
    json_add_text(json, "item", workspace->items[lane->item].id);
    json_add_text(json, "end_use", workspace_lane_end_use(workspace, index));
    json_add_integer(json, "transit_days", lane->transit_days);
    json_add_text(json, "outcome", law_outcome_word(ruling->outcome));
    json_add_days(json, "days", ruling->days);
    json_add_rules(json, "routes", map->set, ruling->routes, ruling->route_count);
    json_add_rules(json, "blockers", map->set, ruling->blockers, ruling->blocker_count);
    add_questions(json, &map->rulings, ruling);
    json_end(json);
    json_end(json);
}

/* Sites that the view shows, and those at the other ends of lanes that it shows. */
static bool *sites_shown(Arena *arena, const LaneMap *map) {
    bool *is_site = map_sites(arena, map->workspace);
    for (size_t i = 0; i < map->workspace->party_count; i++) {
        is_site[i] = is_site[i] && service_view_shows(&map->options->view, map->workspace, i);
    }
    for (size_t i = 0; i < map->workspace->lane_count; i++) {
        const Lane *lane = &map->workspace->lanes[i];
        if (is_shown(map, lane)) {
            is_site[lane->from_site] = true;
            is_site[lane->to_site] = true;
        }
    }
    return is_site;
}

static void add_features(Arena *arena, JsonWriter *json, const LaneMap *map) {
    const bool *is_site = sites_shown(arena, map);
    json_begin_array(json, "features");
    for (size_t i = 0; i < map->workspace->party_count; i++) {
        if (is_site[i]) {
            const MapPosition position = map_position(map->workspace, i);
            json_begin_point(json, position);
            json_begin_object(json, "properties");
            json_add_site(json, map->workspace, i, position);
            json_end(json);
            json_end(json);
        }
    }
    for (size_t i = 0; i < map->workspace->lane_count; i++) {
        if (is_shown(map, &map->workspace->lanes[i])) {
            add_lane(json, map, i);
        }
    }
    json_end(json);
}

bool service_lane_map(Arena *arena, const Workspace *workspace, const LawSet *set,
                      const LaneMapOptions *options, Text *geojson, Error *error) {
    LaneMap map = {.workspace = workspace, .set = set, .options = options};
    const ReportOptions asked = {.as_of = options->as_of,
                                 .known_at = options->known_at,
                                 .accept_unverified = options->accept_unverified,
                                 .quantile = options->quantile};
    if (!lanes_rule_day(arena, workspace, set, &asked, &map.rulings, error)) {
        return false;
    }
    JsonWriter *json = json_writer_new();
    json_add_text(json, "type", TEXT("FeatureCollection"));
    json_add_date(json, "as_of", options->as_of);
    json_add_date(json, "known_at", options->known_at);
    json_add_boolean(json, "relies_on_unverified", map.rulings.relies_on_unverified);
    json_add_packs(json, set, NULL);
    add_features(arena, json, &map);
    *geojson = json_finish(arena, json, false);
    json_writer_free(json);
    return true;
}
