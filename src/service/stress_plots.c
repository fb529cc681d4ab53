/* SPDX-License-Identifier: Apache-2.0 */
#include "service/stress_plots.h"

#include <math.h>

#include "service/html.h"

static const double LETTER = 12;
static const double LABEL = 250;
static const double ROW = 30;
static const double WIDTH = 980;

static double owed_at_the_end(const Stress *stress, size_t scenario, size_t programme) {
    return stress->scenarios[scenario]
        .owed_weekly[programme * stress->week_count + stress->week_count - 1];
}

static Text short_number(TextBuilder *out, double value) {
    return decimal_format_grouped(out->arena, value, value < 10 ? 1 : 0);
}

/* ---- heat map ---- */

static void add_cell(TextBuilder *out, SvgBox box, double value, double largest, Text words,
                     Text title) {
    svg_group_begin(out, "cell", title);
    if (value > 0 && largest > 0) {
        HTML_WRITE(out, "<g opacity=\"{}\">",
                   decimal_format_double(out->arena, 0.15 + 0.85 * value / largest, 2));
        svg_rectangle(out, "heat", box);
        svg_group_end(out);
    } else {
        svg_rectangle(out, "heat-none", box);
    }
    svg_text(out, "name", (SvgPoint){box.left + 6, box.top + box.height / 2 + 4}, words);
    svg_group_end(out);
}

static double largest_cell(const Stress *stress) {
    double largest = 0;
    for (size_t i = 0; i < stress->scenario_count; i++) {
        for (size_t p = 0; p < stress->workspace->programme_count; p++) {
            largest = fmax(largest, owed_at_the_end(stress, i, p));
        }
    }
    return largest;
}

static void add_heat_row(TextBuilder *out, const Stress *stress, size_t scenario, double top,
                         double largest) {
    const Workspace *workspace = stress->workspace;
    const double width = (WIDTH - LABEL) / (double)workspace->programme_count;
    const Text name = stress->scenarios[scenario].name;
    svg_text_fitted(out, "name", (SvgPoint){0, top + ROW / 2 + 4}, LETTER, LABEL - 12, name);
    for (size_t p = 0; p < workspace->programme_count; p++) {
        const double value = owed_at_the_end(stress, scenario, p);
        const Text title = text_format(out->arena, "%.*s, %.*s: %.*s weeks owed", TEXT_ARGS(name),
                                       TEXT_ARGS(workspace->programmes[p].name),
                                       TEXT_ARGS(short_number(out, value)));
        add_cell(out, (SvgBox){LABEL + width * (double)p, top, width - 2, ROW - 2}, value, largest,
                 short_number(out, value), title);
    }
}

void stress_plot_heat(TextBuilder *out, const Stress *stress) {
    const Workspace *workspace = stress->workspace;
    if (workspace->programme_count == 0) {
        return;
    }
    const double width = (WIDTH - LABEL) / (double)workspace->programme_count;
    const SvgHead head = {
        .name = TEXT("heat"),
        .class_name = TEXT("plot"),
        .width = WIDTH,
        .height = ROW * (double)(stress->scenario_count + 1),
        .title = TEXT("Weeks of need owed at the plan's end, by scenario and programme"),
        .description = TEXT("A darker cell owes more; the figure stands in it.")};
    svg_begin(out, &head);
    for (size_t p = 0; p < workspace->programme_count; p++) {
        svg_text_fitted(out, "name", (SvgPoint){LABEL + width * (double)p, ROW / 2 + 4}, LETTER,
                        width - 8, workspace->programmes[p].name);
    }
    const double largest = largest_cell(stress);
    for (size_t i = 0; i < stress->scenario_count; i++) {
        add_heat_row(out, stress, i, ROW * (double)(i + 1), largest);
    }
    svg_end(out);
}

/* ---- concentration by depth ---- */

static size_t deepest(const Stress *stress) {
    size_t depth = 0;
    for (size_t i = 0; i < stress->depth_count; i++) {
        depth = stress->depths[i].depth > depth ? stress->depths[i].depth : depth;
    }
    return depth;
}

static void add_depth_cell(TextBuilder *out, const Stress *stress, const StressDepth *depth,
                           double width) {
    if (depth->narrowest == SERVICE_NONE) {
        return;
    }
    const Workspace *workspace = stress->workspace;
    const Text index = decimal_format_double(out->arena, depth->index, 2);
    const Text words =
        text_format(out->arena, "%.*s %.*s", TEXT_ARGS(index), TEXT_ARGS(depth->country));
    const Text title = text_format(
        out->arena, "%.*s, depth %zu, %zu items: index %.*s, most in %.*s; most concentrated: %.*s",
        TEXT_ARGS(workspace->programmes[depth->programme].name), depth->depth, depth->item_count,
        TEXT_ARGS(index), TEXT_ARGS(depth->country),
        TEXT_ARGS(workspace->items[depth->narrowest].name));
    const SvgBox box = {LABEL + width * (double)depth->depth, ROW * (double)(depth->programme + 1),
                        width - 2, ROW - 2};
    add_cell(out, box, depth->index, 1, words, title);
}

void stress_plot_depths(TextBuilder *out, const Stress *stress) {
    const Workspace *workspace = stress->workspace;
    if (stress->depth_count == 0) {
        return;
    }
    const double columns = (double)deepest(stress) + 1;
    const double width = fmin((WIDTH - LABEL) / columns, 160);
    const SvgHead head = {.name = TEXT("depths"),
                          .class_name = TEXT("plot"),
                          .width = WIDTH,
                          .height = ROW * (double)(workspace->programme_count + 1),
                          .title = TEXT("Concentration by country, by programme and depth"),
                          .description = TEXT("A darker cell is more concentrated; the index and "
                                              "the country that makes most stand in it.")};
    svg_begin(out, &head);
    for (size_t i = 0; (double)i < columns; i++) {
        svg_text(out, "name", (SvgPoint){LABEL + width * (double)i, ROW / 2 + 4},
                 text_format(out->arena, "depth %zu", i));
    }
    for (size_t i = 0; i < workspace->programme_count; i++) {
        svg_text_fitted(out, "name", (SvgPoint){0, ROW * (double)(i + 1) + ROW / 2 + 4}, LETTER,
                        LABEL - 12, workspace->programmes[i].name);
    }
    for (size_t i = 0; i < stress->depth_count; i++) {
        add_depth_cell(out, stress, &stress->depths[i], width);
    }
    svg_end(out);
}

/* ---- loss curve ---- */

static const SvgBox AREA = {60, 16, 900, 180};

typedef struct Scale {
    double largest;
    double weeks;
} Scale;

static SvgPoint point_at(const Scale *scale, double week, double value) {
    const double part = scale->largest > 0 ? value / scale->largest : 0;
    return (SvgPoint){AREA.left + AREA.width * week / scale->weeks,
                      AREA.top + AREA.height * (1 - part)};
}

static double *owed_together(Arena *arena, const Stress *stress, size_t scenario) {
    double *owed = ARENA_MANY(arena, double, stress->week_count);
    for (size_t p = 0; p < stress->workspace->programme_count; p++) {
        for (size_t week = 0; week < stress->week_count; week++) {
            owed[week] += stress->scenarios[scenario].owed_weekly[p * stress->week_count + week];
        }
    }
    return owed;
}

static void add_curve(TextBuilder *out, const Stress *stress, const Scale *scale,
                      const double *owed, const char *class_name) {
    SvgPoint *points = ARENA_MANY(out->arena, SvgPoint, stress->week_count + 1);
    points[0] = point_at(scale, 0, 0);
    for (size_t week = 0; week < stress->week_count; week++) {
        points[week + 1] = point_at(scale, (double)week + 1, owed[week]);
    }
    svg_path(out, class_name, points, stress->week_count + 1);
}

static void add_mark(TextBuilder *out, const Scale *scale, double week, const char *word) {
    if (isinf(week)) {
        return;
    }
    const SvgPoint top = point_at(scale, week, scale->largest);
    svg_line(out, "mark", top, (SvgPoint){top.x, AREA.top + AREA.height});
    svg_text(out, "name", (SvgPoint){top.x + 4, AREA.top + 10},
             text_format(out->arena, "%s %.*s weeks", word, TEXT_ARGS(short_number(out, week))));
}

static void add_axes(TextBuilder *out, const Stress *stress, const Scale *scale) {
    const double foot = AREA.top + AREA.height;
    svg_line(out, "axis", (SvgPoint){AREA.left, foot}, (SvgPoint){AREA.left + AREA.width, foot});
    svg_line(out, "axis", (SvgPoint){AREA.left, AREA.top}, (SvgPoint){AREA.left, foot});
    svg_text(out, "name", (SvgPoint){0, AREA.top + 10}, short_number(out, scale->largest));
    svg_text(out, "name", (SvgPoint){0, foot}, TEXT("0 weeks"));
    svg_text(out, "name", (SvgPoint){AREA.left, foot + 18}, date_format(out->arena, stress->as_of));
    svg_text(
        out, "name", (SvgPoint){AREA.left + AREA.width - 66, foot + 18},
        date_format(out->arena, date_add_days(stress->as_of, (int64_t)stress->week_count * 7 - 1)));
}

void stress_plot_curve(TextBuilder *out, const Stress *stress, size_t scenario) {
    const double *owed = owed_together(out->arena, stress, scenario);
    const double *base = owed_together(out->arena, stress, 0);
    Scale scale = {0, (double)stress->week_count};
    for (size_t week = 0; week < stress->week_count; week++) {
        scale.largest = fmax(scale.largest, fmax(owed[week], base[week]));
    }
    const SvgHead head = {
        .name = text_format(out->arena, "curve-%zu", scenario),
        .class_name = TEXT("plot"),
        .width = WIDTH,
        .height = AREA.top + AREA.height + 28,
        .title = text_format(out->arena, "%.*s: weeks of need owed",
                             TEXT_ARGS(stress->scenarios[scenario].name)),
        .description = TEXT("The full line is the scenario, the broken one with nothing lost; "
                            "upright lines mark until when it is survived and when recovered.")};
    svg_begin(out, &head);
    add_axes(out, stress, &scale);
    add_curve(out, stress, &scale, base, "curve-base");
    add_curve(out, stress, &scale, owed, "curve");
    if (scenario > 0 && !isinf(stress->scenarios[scenario].survive_weeks)) {
        add_mark(out, &scale, stress->scenarios[scenario].survive_weeks, "survived");
        add_mark(out, &scale, stress->scenarios[scenario].recover_weeks, "recovered after");
    }
    svg_end(out);
}
