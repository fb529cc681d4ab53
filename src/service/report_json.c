/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/json_parts.h"
#include "service/reformed.h"
#include "service/service.h"

/* Amounts to a millionth of a unit, gains to a millionth of a week. */
enum { PLACES = 6, SERIES_PLACES = 3 };

static void add_line(JsonWriter *json, const Report *report, const ReportLine *line) {
    const Item *item = &report->workspace->items[line->item];
    const Programme *programme = &report->workspace->programmes[line->programme];
    json_begin_object(json, "");
    json_add_text(json, "programme", programme->id);
    json_add_text(json, "end_use", programme->end_use);
    json_add_text(json, "item", item->id);
    json_add_text(json, "unit", item->unit);
    json_add_double(json, "demand", line->demand, PLACES);
    json_add_double(json, "lawful_supply", line->supply, PLACES);
    json_add_double(json, "shortfall", line->shortfall, PLACES);
    json_add_double(json, "shortfall_days", line->shortfall_days, PLACES);
    json_add_double(json, "peak_owed", line->peak_owed, PLACES);
    if (line->begins == DATE_MAX) {
        json_add_null(json, "begins");
    } else {
        json_add_date(json, "begins", line->begins);
    }
    json_add_series(json, "demand_weekly", line->demand_weekly, report->week_count, SERIES_PLACES);
    json_add_series(json, "supply_weekly", line->supply_weekly, report->week_count, SERIES_PLACES);
    json_add_series(json, "owed_weekly", line->owed_weekly, report->week_count, SERIES_PLACES);
    json_end(json);
}

static void add_effects(JsonWriter *json, const Report *report, const ReportBarrier *barrier) {
    json_begin_array(json, "effects");
    for (size_t i = 0; i < barrier->effect_count; i++) {
        const BarrierEffect *effect = &barrier->effects[i];
        const ReportLine *line = &report->lines[effect->line];
        json_begin_object(json, "");
        json_add_text(json, "programme", report->workspace->programmes[line->programme].id);
        json_add_text(json, "item", report->workspace->items[line->item].id);
        json_add_text(json, "unit", report->workspace->items[line->item].unit);
        json_add_double(json, "shortfall_avoided", effect->shortfall_avoided, PLACES);
        json_add_double(json, "unit_weeks_avoided", effect->lateness_avoided, PLACES);
        json_end(json);
    }
    json_end(json);
}

static void add_barrier(JsonWriter *json, const Report *report, size_t rank) {
    const ReportBarrier *barrier = &report->barriers[rank];
    json_begin_object(json, "");
    json_add_integer(json, "rank", (int64_t)rank + 1);
    json_add_boolean(json, "certified", rank < report->certified_count);
    json_add_text(json, "kind", service_barrier_word(barrier->kind));
    json_add_text(json, "name", barrier->name);
    json_add_text(json, "title", barrier->title);
    json_add_text(json, "removal", barrier->removal);
    json_add_text(json, "citation", barrier->citation);
    if (barrier->kind == BARRIER_LAW || barrier->kind == BARRIER_CLOCK) {
        json_add_text(json, "status", law_status_word(barrier->status));
    }
    if (barrier->has_dates) {
        json_add_date(json, "from", barrier->dates.from);
        json_add_date(json, "until", barrier->dates.until);
    }
    json_add_integer(json, "lanes", (int64_t)barrier->lane_count);
    json_add_double(json, "price", barrier->price, PLACES);
    json_add_double(json, "price_back", barrier->price_back, PLACES);
    json_add_double(json, "ceiling", barrier->ceiling, PLACES);
    json_add_double(json, "gain", barrier->gain, PLACES);
    add_effects(json, report, barrier);
    json_end(json);
}

/* Where the rows are from that say what is made: edition, year and whether it is an estimate, as
 * the workspace has it. */
static void add_row_sources(JsonWriter *json, const Workspace *workspace,
                            const ReportSource *source) {
    json_begin_array(json, "rows");
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->item == source->item &&
            text_equals(workspace->parties[activity->site].country, source->country)) {
            json_begin_object(json, "");
            json_add_text(json, "activity", activity->id);
            json_add_text(json, "source", activity->mark.source);
            json_end(json);
        }
    }
    json_end(json);
}

static void add_notes(JsonWriter *json, const Workspace *workspace) {
    json_begin_array(json, "notes");
    for (size_t i = 0; i < workspace->setting_count; i++) {
        if (text_equals(workspace->settings[i].key, TEXT("note"))) {
            json_add_text(json, "", workspace->settings[i].value);
        }
    }
    json_end(json);
}

static void add_source(JsonWriter *json, const Report *report, const ReportSource *source) {
    json_begin_object(json, "");
    json_add_text(json, "item", report->workspace->items[source->item].id);
    json_add_text(json, "country", source->country);
    json_add_double(json, "capacity_a_year", source->capacity, PLACES);
    json_add_double(json, "share", source->share, PLACES);
    json_add_double(json, "used", source->used, PLACES);
    add_row_sources(json, report->workspace, source);
    json_begin_object(json, "lanes");
    for (int i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        json_add_integer(json, law_outcome_word((Outcome)i).bytes, (int64_t)source->lanes[i]);
    }
    json_end(json);
    json_end(json);
}

static void add_counts(JsonWriter *json, const char *name, const size_t *counts) {
    json_begin_object(json, name);
    for (int i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        json_add_integer(json, law_outcome_word((Outcome)i).bytes, (int64_t)counts[i]);
    }
    json_end(json);
}

static void add_questions(JsonWriter *json, const Report *report) {
    json_begin_array(json, "questions");
    for (size_t i = 0; i < report->question_count; i++) {
        const ReportQuestion *question = &report->questions[i];
        json_begin_object(json, "");
        json_add_text(json, "name", question->name);
        json_add_text(json, "ask", question->ask);
        json_add_text(json, "citation", question->citation);
        json_add_integer(json, "lanes", (int64_t)question->lane_count);
        json_end(json);
    }
    json_end(json);
}

static void add_lists(JsonWriter *json, const Report *report) {
    json_begin_array(json, "lines");
    for (size_t i = 0; i < report->line_count; i++) {
        add_line(json, report, &report->lines[i]);
    }
    json_end(json);
    json_begin_array(json, "barriers");
    for (size_t i = 0; i < report->barrier_count; i++) {
        add_barrier(json, report, i);
    }
    json_end(json);
    json_begin_array(json, "changes");
    for (size_t i = 0; i < report->change_count; i++) {
        json_add_change(json, report->workspace, &report->changes[i]);
    }
    json_end(json);
    json_begin_array(json, "sources");
    for (size_t i = 0; i < report->source_count; i++) {
        add_source(json, report, &report->sources[i]);
    }
    json_end(json);
    add_questions(json, report);
}

static void add_report(JsonWriter *json, const Report *report) {
    json_add_text(json, "title", workspace_setting(report->workspace, TEXT("title")));
    json_add_date(json, "as_of", report->as_of);
    json_add_date(json, "known_at", report->known_at);
    json_add_integer(json, "weeks", (int64_t)report->week_count);
    json_add_integer(json, "quantile", report->quantile);
    json_add_integer(json, "licences_asked_days_before", report->applied_days_before);
    json_add_boolean(json, "accept_unverified", report->accept_unverified);
    json_add_boolean(json, "relies_on_unverified", report->relies_on_unverified);
    add_notes(json, report->workspace);
    json_add_text(json, "workspace_digest", report->workspace->digest);
    json_add_packs(json, report->set, NULL);
    json_add_reforms(json, report->set);
    json_add_double(json, "objective", report->objective, PLACES);
    json_add_double(json, "dual_objective", report->dual_objective, PLACES);
    json_add_double(json, "lateness", report->lateness, PLACES);
    json_add_integer(json, "certified", (int64_t)report->certified_count);
    json_add_integer(json, "solves", (int64_t)report->solve_count);
    add_counts(json, "lanes_at_start", report->lanes.by_outcome);
    add_counts(json, "lanes_at_end", report->lanes.by_outcome_end);
    add_lists(json, report);
}

static void add_difference(Arena *arena, JsonWriter *json, const Report *report,
                           const Report *other) {
    ReportChange *moves = NULL;
    const size_t count = report_moves(arena, report, other, &moves);
    json_begin_object(json, "difference");
    json_add_double(json, "gain", report->objective - other->objective, PLACES);
    json_begin_array(json, "lanes");
    for (size_t i = 0; i < count; i++) {
        json_add_change(json, report->workspace, &moves[i]);
    }
    json_end(json);
    json_end(json);
}

Text service_report_json(Arena *arena, const Report *report, const Report *other) {
    JsonWriter *json = json_writer_new();
    add_report(json, report);
    if (other != NULL) {
        const bool is_reformed = report_is_reformed(report, other);
        json_begin_object(json, is_reformed ? "reformed" : "compare");
        add_report(json, other);
        json_end(json);
        if (is_reformed) {
            add_difference(arena, json, report, other);
        }
    }
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
