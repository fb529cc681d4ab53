/* SPDX-License-Identifier: Apache-2.0 */
#include "service/findings.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"

enum { DAYS_A_WEEK = 7 };

/* Less than this part of a week's ordinary need is rounding, not shortage. */
static const double OWED_TOLERANCE = 1e-6;

/* ---- lines ---- */

size_t findings_lines(Arena *arena, const Workspace *workspace, ReportLine **lines,
                      size_t **line_of_demand) {
    const size_t pairs = workspace->programme_count * workspace->item_count;
    size_t *line_of_pair = ARENA_MANY(arena, size_t, pairs);
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        line_of_pair[demand->programme * workspace->item_count + demand->item] = 1;
    }
    *lines = ARENA_MANY(arena, ReportLine, workspace->demand_count);
    size_t count = 0;
    for (size_t pair = 0; pair < pairs; pair++) {
        if (line_of_pair[pair] != 0) {
            (*lines)[count] = (ReportLine){.programme = pair / workspace->item_count,
                                           .item = pair % workspace->item_count};
            line_of_pair[pair] = count++;
        }
    }
    *line_of_demand = ARENA_MANY(arena, size_t, workspace->demand_count);
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        (*line_of_demand)[i] =
            line_of_pair[demand->programme * workspace->item_count + demand->item];
    }
    return count;
}

/* A line's series while they are added up. */
typedef struct LineSeries {
    double *demand;
    double *supply;
    double *owed;
    double ordinary; /* a week's need */
} LineSeries;

static LineSeries *new_series(Arena *arena, size_t line_count, size_t weeks) {
    LineSeries *series = ARENA_MANY(arena, LineSeries, line_count);
    for (size_t i = 0; i < line_count; i++) {
        series[i].demand = ARENA_MANY(arena, double, weeks);
        series[i].supply = ARENA_MANY(arena, double, weeks);
        series[i].owed = ARENA_MANY(arena, double, weeks);
    }
    return series;
}

static void add_demand(const GatedPlan *gated, const Plan *plan, size_t demand,
                       LineSeries *series) {
    const size_t weeks = gated->network.period_count;
    const double *quantity = gated->network.demands[demand].quantity;
    for (size_t week = 0; week < weeks; week++) {
        series->demand[week] += quantity[week];
        series->supply[week] += plan->delivered[demand * weeks + week];
        series->owed[week] += plan->owed[demand * weeks + week];
    }
    series->ordinary += gated->demand_weekly[demand];
}

static void close_line(const LaneRulings *rulings, const LineSeries *series, ReportLine *line) {
    const double tolerance = OWED_TOLERANCE * series->ordinary;
    const size_t weeks = rulings->week_count;
    line->demand_weekly = series->demand;
    line->supply_weekly = series->supply;
    line->owed_weekly = series->owed;
    line->begins = DATE_MAX;
    for (size_t week = 0; week < weeks; week++) {
        series->owed[week] = series->owed[week] > tolerance ? series->owed[week] : 0;
        line->demand += series->demand[week];
        line->peak_owed = fmax(line->peak_owed, series->owed[week]);
        if (series->owed[week] > 0 && line->begins == DATE_MAX) {
            line->begins = date_add_days(rulings->as_of, (int64_t)week * DAYS_A_WEEK);
        }
    }
    line->shortfall = series->owed[weeks - 1];
    line->supply = line->demand - line->shortfall;
    if (series->ordinary > 0) {
        line->shortfall_days = line->shortfall / series->ordinary * DAYS_A_WEEK;
    }
}

void findings_fill_lines(Arena *arena, const GatedPlan *gated, const Plan *plan,
                         const size_t *line_of_demand, ReportLine *lines, size_t line_count) {
    LineSeries *series = new_series(arena, line_count, gated->network.period_count);
    for (size_t i = 0; i < gated->network.demand_count; i++) {
        add_demand(gated, plan, i, &series[line_of_demand[i]]);
    }
    for (size_t i = 0; i < line_count; i++) {
        close_line(gated->rulings, &series[i], &lines[i]);
    }
}

void findings_owed(const GatedPlan *gated, const Plan *plan, const size_t *line_of_demand,
                   double *owed_end, double *lateness) {
    const size_t weeks = gated->network.period_count;
    for (size_t i = 0; i < gated->network.demand_count; i++) {
        const double *owed = plan->owed + i * weeks;
        const size_t line = line_of_demand[i];
        owed_end[line] += owed[weeks - 1];
        for (size_t week = 0; week < weeks; week++) {
            lateness[line] += owed[week];
        }
    }
}

/* ---- sources ---- */

static Text country_of(const Workspace *workspace, size_t party) {
    return workspace->parties[party].country;
}

static ReportSource *source_of(Arena *arena, Map *places, Array *sources, size_t item,
                               Text country) {
    const Text key = text_format(arena, "%zu %.*s", item, TEXT_ARGS(country));
    size_t index = sources->count;
    if (map_add(places, key, index)) {
        ReportSource *source = array_add(sources);
        source->item = item;
        source->country = country;
        return source;
    }
    (void)map_find(places, key, &index);
    return array_at(sources, index);
}

static void add_makers(Arena *arena, const GatedPlan *gated, const Plan *plan, Map *places,
                       Array *sources) {
    const Workspace *workspace = gated->workspace;
    const size_t weeks = gated->network.period_count;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        ReportSource *source = source_of(arena, places, sources, activity->item,
                                         country_of(workspace, activity->site));
        source->capacity +=
            activity->capacity.is_given ? decimal_to_double(activity->capacity.value) : INFINITY;
        for (size_t week = 0; week < weeks; week++) {
            source->used += plan->made[i * weeks + week];
        }
    }
}

/* Lanes inside a country are no question of trade. */
static void count_lanes(Arena *arena, const LaneRulings *rulings, Map *places, Array *sources) {
    const Workspace *workspace = rulings->workspace;
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        const Text from = country_of(workspace, lane->from_site);
        size_t index = 0;
        const Text key = text_format(arena, "%zu %.*s", lane->item, TEXT_ARGS(from));
        if (map_find(places, key, &index) &&
            !text_equals(from, country_of(workspace, lane->to_site))) {
            ReportSource *source = array_at(sources, index);
            source->lanes[lane_ruling(rulings, i, rulings->first_stretch)->outcome]++;
        }
    }
}

static int compare_sources(const void *a, const void *b) {
    const ReportSource *left = a;
    const ReportSource *right = b;
    if (left->item != right->item) {
        return left->item < right->item ? -1 : 1;
    }
    if (left->capacity < right->capacity || left->capacity > right->capacity) {
        return left->capacity > right->capacity ? -1 : 1;
    }
    return text_compare(left->country, right->country);
}

static void set_shares(ReportSource *sources, size_t count, size_t item_count, Arena *arena) {
    double *total = ARENA_MANY(arena, double, item_count);
    for (size_t i = 0; i < count; i++) {
        total[sources[i].item] += sources[i].capacity;
    }
    for (size_t i = 0; i < count; i++) {
        const double all = total[sources[i].item];
        sources[i].share = isfinite(all) && all > 0 ? sources[i].capacity / all : 0;
    }
}

size_t findings_sources(Arena *arena, const GatedPlan *gated, const Plan *plan,
                        ReportSource **sources) {
    Map *places = map_new(arena);
    Array found = array_new(arena, sizeof(ReportSource));
    add_makers(arena, gated, plan, places, &found);
    count_lanes(arena, gated->rulings, places, &found);
    *sources = ARRAY_ITEMS(ReportSource, &found);
    set_shares(*sources, found.count, gated->workspace->item_count, arena);
    if (found.count > 1) {
        qsort(*sources, found.count, sizeof(ReportSource), compare_sources);
    }
    return found.count;
}

/* ---- questions and counts ---- */

static ReportQuestion *question_of(Map *names, Array *questions, const LaneQuestion *asked) {
    size_t index = questions->count;
    if (map_add(names, asked->name, index)) {
        ReportQuestion *question = array_add(questions);
        *question = (ReportQuestion){asked->name, asked->ask, asked->citation, 0};
        return question;
    }
    (void)map_find(names, asked->name, &index);
    return array_at(questions, index);
}

static int compare_questions(const void *a, const void *b) {
    const ReportQuestion *left = a;
    const ReportQuestion *right = b;
    if (left->lane_count != right->lane_count) {
        return left->lane_count > right->lane_count ? -1 : 1;
    }
    return text_compare(left->name, right->name);
}

/* On the as-of date. */
size_t findings_questions(Arena *arena, const LaneRulings *rulings, ReportQuestion **questions) {
    Map *names = map_new(arena);
    Array found = array_new(arena, sizeof(ReportQuestion));
    for (size_t i = 0; i < rulings->workspace->lane_count; i++) {
        const LaneRuling *ruling = lane_ruling(rulings, i, rulings->first_stretch);
        for (size_t j = 0; j < ruling->question_count; j++) {
            question_of(names, &found, &rulings->questions[ruling->first_question + j])
                ->lane_count++;
        }
    }
    *questions = ARRAY_ITEMS(ReportQuestion, &found);
    if (found.count > 1) {
        qsort(*questions, found.count, sizeof(ReportQuestion), compare_questions);
    }
    return found.count;
}

ReportLaneCounts findings_lane_counts(const LaneRulings *rulings) {
    ReportLaneCounts counts = {0};
    for (size_t i = 0; i < rulings->workspace->lane_count; i++) {
        counts.by_outcome[lane_ruling(rulings, i, rulings->first_stretch)->outcome]++;
        counts.by_outcome_end[lane_ruling(rulings, i, rulings->stretch_count - 1)->outcome]++;
    }
    return counts;
}
