/* SPDX-License-Identifier: Apache-2.0 */
#include "service/findings.h"
#include "service/json_parts.h"
#include "service/lanes.h"
#include "service/weeks.h"

enum { DAYS_A_WEEK = 7 };

static void add_days(Arena *arena, JsonWriter *json, const LawSet *set, Date from, Date until) {
    Date *dates = NULL;
    const size_t count = law_change_dates(arena, set, from, until, &dates);
    json_begin_array(json, "days");
    for (size_t i = 0; i < count; i++) {
        json_add_date(json, "", dates[i]);
    }
    json_end(json);
}

bool service_law_changes(Arena *arena, const Workspace *workspace, const LawSet *set,
                         const LawChangeOptions *options, Text *text, Error *error) {
    const ReportOptions asked = {.as_of = options->as_of,
                                 .known_at = options->known_at,
                                 .horizon_weeks = (int)options->weeks,
                                 .accept_unverified = options->accept_unverified,
                                 .quantile = options->quantile};
    size_t weeks = 0;
    LaneRulings rulings;
    ReportChange *changes = NULL;
    if (!report_weeks(workspace, &asked, &weeks, error) ||
        !lanes_rule(arena, workspace, set, &asked, weeks, &rulings, error)) {
        return false;
    }
    const size_t count = findings_changes(arena, &rulings, &changes);
    JsonWriter *json = json_writer_new();
    json_add_date(json, "as_of", options->as_of);
    json_add_date(json, "known_at", options->known_at);
    json_add_integer(json, "weeks", (int64_t)weeks);
    add_days(arena, json, set, options->as_of,
             date_add_days(options->as_of, (int64_t)weeks * DAYS_A_WEEK - 1));
    json_begin_array(json, "changes");
    for (size_t i = 0; i < count; i++) {
        json_add_change(json, workspace, &changes[i]);
    }
    json_end(json);
    json_add_packs(json, set, NULL);
    json_add_text(json, "notice", service_disclaimer());
    *text = json_finish(arena, json, false);
    json_writer_free(json);
    return true;
}
