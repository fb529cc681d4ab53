/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "service/stress.h"

enum { DAYS_A_WEEK = 7, PLACES = 6 };

static void add_row(TextBuilder *out, const Text *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        text_add(out, i == 0 ? TEXT("") : TEXT(","));
        csv_add_field(out, fields[i]);
    }
    text_add(out, TEXT("\n"));
}

static void add_line(TextBuilder *out, const Stress *stress, const StressScenario *scenario,
                     const ReportLine *line) {
    const Workspace *workspace = stress->workspace;
    for (size_t week = 0; week < stress->week_count; week++) {
        const Date day = date_add_days(stress->as_of, (int64_t)week * DAYS_A_WEEK);
        const Text fields[] = {text_is_empty(scenario->id) ? TEXT("(base)") : scenario->id,
                               workspace->programmes[line->programme].id,
                               workspace->items[line->item].id,
                               workspace->items[line->item].unit,
                               date_format(out->arena, day),
                               decimal_format_double(out->arena, line->demand_weekly[week], PLACES),
                               decimal_format_double(out->arena, line->supply_weekly[week], PLACES),
                               decimal_format_double(out->arena, line->owed_weekly[week], PLACES)};
        add_row(out, fields, sizeof(fields) / sizeof(fields[0]));
    }
}

Text service_stress_csv(Arena *arena, const Stress *stress) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, TEXT("scenario,programme,item,unit,week,demand,supply,owed\n"));
    for (size_t i = 0; i < stress->scenario_count; i++) {
        for (size_t j = 0; j < stress->line_count; j++) {
            add_line(&out, stress, &stress->scenarios[i], &stress->scenarios[i].lines[j]);
        }
    }
    return text_built(&out);
}
