/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/json_parts.h"
#include "service/stress.h"

enum { PLACES = 6, SERIES_PLACES = 4, SEED_BYTES = 24 };

/* A number of weeks; null where it has no end. */
static void add_weeks(JsonWriter *json, const char *name, double weeks) {
    json_add_double(json, name, weeks, PLACES);
}

static void add_line(JsonWriter *json, const Stress *stress, const ReportLine *line) {
    json_begin_object(json, "");
    json_add_text(json, "programme", stress->workspace->programmes[line->programme].id);
    json_add_text(json, "item", stress->workspace->items[line->item].id);
    json_add_text(json, "unit", stress->workspace->items[line->item].unit);
    json_add_double(json, "demand", line->demand, PLACES);
    json_add_double(json, "supply", line->supply, PLACES);
    json_add_double(json, "shortfall", line->shortfall, PLACES);
    json_add_double(json, "shortfall_days", line->shortfall_days, PLACES);
    json_add_double(json, "peak_owed", line->peak_owed, PLACES);
    if (line->begins == DATE_MAX) {
        json_add_null(json, "begins");
    } else {
        json_add_date(json, "begins", line->begins);
    }
    json_add_series(json, "owed_weekly", line->owed_weekly, stress->week_count, SERIES_PLACES);
    json_end(json);
}

static void add_lines(JsonWriter *json, const Stress *stress, const StressScenario *scenario) {
    json_begin_array(json, "lines");
    for (size_t i = 0; i < stress->line_count; i++) {
        add_line(json, stress, &scenario->lines[i]);
    }
    json_end(json);
    json_begin_array(json, "programmes");
    for (size_t i = 0; i < stress->workspace->programme_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "programme", stress->workspace->programmes[i].id);
        json_add_series(json, "owed_weeks_weekly", scenario->owed_weekly + i * stress->week_count,
                        stress->week_count, SERIES_PLACES);
        json_end(json);
    }
    json_end(json);
}

static void add_reason(JsonWriter *json, const StressReason *reason) {
    json_begin_object(json, "");
    json_add_text(json, "what", reason->what);
    json_add_text(json, "why", reason->why);
    json_add_double(json, "weight", reason->weight, PLACES);
    json_add_date(json, "from", reason->from);
    json_add_date(json, "until", reason->until);
    json_end(json);
}

static void add_late(JsonWriter *json, const Stress *stress, const StressScenario *scenario) {
    json_begin_array(json, "late");
    for (size_t i = 0; i < scenario->late_count; i++) {
        const StressLate *late = &scenario->late[i];
        const ReportLine *line = &scenario->lines[late->line];
        json_begin_object(json, "");
        json_add_text(json, "programme", stress->workspace->programmes[line->programme].id);
        json_add_text(json, "item", stress->workspace->items[line->item].id);
        json_begin_array(json, "reasons");
        for (size_t j = 0; j < late->reason_count; j++) {
            add_reason(json, &late->reasons[j]);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void add_bottlenecks(JsonWriter *json, const Stress *stress,
                            const StressScenario *scenario) {
    json_begin_array(json, "bottlenecks");
    for (size_t i = 0; i < scenario->bottleneck_count; i++) {
        const StressBottleneck *bottleneck = &scenario->bottlenecks[i];
        json_begin_object(json, "");
        json_add_text(json, "what", bottleneck->what);
        json_add_text(json, "why", bottleneck->why);
        json_add_double(json, "weight", bottleneck->weight, PLACES);
        json_begin_array(json, "makes_late");
        for (size_t j = 0; j < bottleneck->line_count; j++) {
            const ReportLine *line = &scenario->lines[bottleneck->lines[j]];
            json_begin_object(json, "");
            json_add_text(json, "programme", stress->workspace->programmes[line->programme].id);
            json_add_text(json, "item", stress->workspace->items[line->item].id);
            json_end(json);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void add_reactions(JsonWriter *json, const Stress *stress, const StressScenario *scenario) {
    json_begin_array(json, "reactions");
    for (size_t i = 0; i < scenario->reaction_count; i++) {
        const StressReaction *reaction = &scenario->reactions[i];
        json_begin_object(json, "");
        json_add_text(json, "what", reaction->what);
        json_add_text(json, "unit", stress->workspace->items[reaction->item].unit);
        json_add_double(json, "before", reaction->before, PLACES);
        json_add_double(json, "after", reaction->after, PLACES);
        json_end(json);
    }
    json_end(json);
}

static void add_scenario(JsonWriter *json, Arena *arena, const Stress *stress,
                         const StressScenario *scenario) {
    json_begin_object(json, "");
    json_add_text(json, "scenario", scenario->id);
    json_add_text(json, "name", scenario->name);
    if (scenario->probability.is_given && !text_is_empty(scenario->id)) {
        json_add_text(json, "probability", decimal_format(arena, scenario->probability.value));
    } else {
        json_add_null(json, "probability");
    }
    json_add_double(json, "objective", scenario->objective, PLACES);
    json_add_double(json, "lateness", scenario->lateness, PLACES);
    json_add_double(json, "loss", scenario->loss, PLACES);
    add_weeks(json, "survive_weeks", scenario->survive_weeks);
    add_weeks(json, "recover_weeks", scenario->recover_weeks);
    json_add_integer(json, "boundless", (int64_t)scenario->boundless_count);
    add_lines(json, stress, scenario);
    add_late(json, stress, scenario);
    add_bottlenecks(json, stress, scenario);
    add_reactions(json, stress, scenario);
    json_end(json);
}

static void add_nodes(JsonWriter *json, const Stress *stress) {
    json_begin_array(json, "suppliers");
    for (size_t i = 0; i < stress->node_count; i++) {
        const StressNode *node = &stress->nodes[i];
        json_begin_object(json, "");
        json_add_text(json, "party", stress->workspace->parties[node->party].id);
        json_add_text(json, "country", stress->workspace->parties[node->party].country);
        json_add_double(json, "loss", node->loss, PLACES);
        json_add_double(json, "at_least", node->floor, PLACES);
        json_add_double(json, "at_most", node->ceiling, PLACES);
        json_add_boolean(json, "is_certain", i < stress->certified_count);
        add_weeks(json, "survive_weeks", node->survive_weeks);
        json_add_boolean(json, "survives_for_good", isinf(node->survive_weeks));
        add_weeks(json, "recover_weeks", node->recover_weeks);
        json_end(json);
    }
    json_end(json);
}

static void add_points(JsonWriter *json, const Stress *stress) {
    json_begin_array(json, "failure_points");
    for (size_t i = 0; i < stress->point_count; i++) {
        const StressPoint *point = &stress->points[i];
        const Demand *demand = &stress->workspace->demands[point->demand];
        json_begin_object(json, "");
        json_add_text(json, "party", stress->workspace->parties[point->party].id);
        json_add_text(json, "programme", stress->workspace->programmes[demand->programme].id);
        json_add_text(json, "item", stress->workspace->items[demand->item].id);
        json_add_text(json, "site", stress->workspace->parties[demand->site].id);
        json_add_boolean(json, "is_hidden", point->is_hidden);
        json_begin_array(json, "shut");
        for (size_t j = 0; j < point->shut_count; j++) {
            json_add_text(json, "", point->shut[j]);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void add_depths(JsonWriter *json, const Stress *stress) {
    json_begin_array(json, "concentration");
    for (size_t i = 0; i < stress->depth_count; i++) {
        const StressDepth *depth = &stress->depths[i];
        json_begin_object(json, "");
        json_add_text(json, "programme", stress->workspace->programmes[depth->programme].id);
        json_add_integer(json, "depth", (int64_t)depth->depth);
        json_add_integer(json, "items", (int64_t)depth->item_count);
        json_add_integer(json, "made", (int64_t)depth->made_count);
        json_add_double(json, "herfindahl", depth->index, PLACES);
        json_add_text(json, "country", depth->country);
        json_add_double(json, "share", depth->share, PLACES);
        json_add_text(json, "narrowest_item",
                      depth->narrowest == SERVICE_NONE
                          ? (Text){0}
                          : stress->workspace->items[depth->narrowest].id);
        json_add_double(json, "narrowest_herfindahl", depth->narrowest_index, PLACES);
        json_add_text(json, "narrowest_country", depth->narrowest_country);
        json_end(json);
    }
    json_end(json);
}

static void add_draws(JsonWriter *json, Arena *arena, const Stress *stress) {
    const StressDraws *draws = &stress->draws;
    if (draws->count == 0) {
        json_add_null(json, "monte_carlo");
        return;
    }
    json_begin_object(json, "monte_carlo");
    json_add_integer(json, "draws", (int64_t)draws->count);
    json_add_text(json, "seed", text_format(arena, "%llu", (unsigned long long)draws->seed));
    json_add_integer(json, "combinations", (int64_t)draws->distinct);
    json_add_double(json, "mean", draws->mean, PLACES);
    json_add_double(json, "median", draws->median, PLACES);
    json_add_double(json, "percentile_95", draws->high, PLACES);
    json_add_double(json, "worst_5_percent_mean", draws->tail, PLACES);
    json_add_double(json, "worst", draws->worst, PLACES);
    json_add_text(json, "worst_case", draws->worst_case);
    json_begin_array(json, "programmes");
    for (size_t i = 0; i < stress->workspace->programme_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "programme", stress->workspace->programmes[i].id);
        json_add_double(json, "mean_owed_weeks", draws->programme_weeks[i], PLACES);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

Text service_stress_json(Arena *arena, const Stress *stress) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "title", workspace_setting(stress->workspace, TEXT("title")));
    json_add_date(json, "as_of", stress->as_of);
    json_add_date(json, "known_at", stress->known_at);
    json_add_integer(json, "weeks", (int64_t)stress->week_count);
    json_add_boolean(json, "accept_unverified", stress->accept_unverified);
    json_add_boolean(json, "relies_on_unverified", stress->relies_on_unverified);
    json_add_packs(json, stress->set, NULL);
    json_add_reforms(json, stress->set);
    json_begin_array(json, "scenarios");
    for (size_t i = 0; i < stress->scenario_count; i++) {
        add_scenario(json, arena, stress, &stress->scenarios[i]);
    }
    json_end(json);
    add_draws(json, arena, stress);
    json_add_integer(json, "outage_weeks", stress->outage_weeks);
    json_add_integer(json, "certified", (int64_t)stress->certified_count);
    json_add_integer(json, "solves", (int64_t)stress->solve_count);
    add_nodes(json, stress);
    add_points(json, stress);
    add_depths(json, stress);
    json_add_text(json, "disclaimer", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
