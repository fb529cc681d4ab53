/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "service/stress_plots.h"

/* Scenarios and the worst suppliers, by what each costs alone. */

static const double WIDTH = 980;
static const double LABEL = 300;
static const double FIGURE = 110;
static const double ROW = 24;
static const double LETTER = 12;

typedef struct Bar {
    Text name;
    double loss;
    double floor; /* what is certain without solving; NAN: nothing stands for it */
    double ceiling;
    bool is_scenario;
} Bar;

static int compare_bars(const void *a, const void *b) {
    const Bar *left = a;
    const Bar *right = b;
    if (left->loss < right->loss || left->loss > right->loss) {
        return left->loss > right->loss ? -1 : 1;
    }
    return text_compare(left->name, right->name);
}

static size_t gather(Arena *arena, const Stress *stress, Bar **bars) {
    size_t count = 0;
    *bars = ARENA_MANY(arena, Bar, stress->scenario_count + stress->certified_count);
    for (size_t i = 1; i < stress->scenario_count; i++) {
        const StressScenario *scenario = &stress->scenarios[i];
        (*bars)[count++] = (Bar){scenario->name, scenario->loss, NAN, NAN, true};
    }
    for (size_t i = 0; i < stress->certified_count; i++) {
        const StressNode *node = &stress->nodes[i];
        const Text name = text_format(arena, "without %.*s",
                                      TEXT_ARGS(stress->workspace->parties[node->party].name));
        (*bars)[count++] = (Bar){name, node->loss, node->floor, node->ceiling, false};
    }
    if (count > 1) {
        qsort(*bars, count, sizeof(Bar), compare_bars);
    }
    return count;
}

static double largest_of(const Bar *bars, size_t count) {
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        largest = fmax(largest, bars[i].loss);
        largest = isnan(bars[i].ceiling) ? largest : fmax(largest, bars[i].ceiling);
    }
    return largest;
}

static void draw_bar(TextBuilder *out, const Bar *bar, double top, double scale) {
    const Text loss = decimal_format_grouped(out->arena, bar->loss, 1);
    svg_group_begin(out, "bar",
                    text_format(out->arena, "%.*s: %.*s weighted weeks", TEXT_ARGS(bar->name),
                                TEXT_ARGS(loss)));
    svg_text_fitted(out, "name", (SvgPoint){0, top + ROW / 2 + 4}, LETTER, LABEL - 12, bar->name);
    svg_rectangle(out, bar->is_scenario ? "bar-scenario" : "bar-supplier",
                  (SvgBox){LABEL, top + 4, bar->loss * scale, ROW - 8});
    double end = bar->loss;
    if (!isnan(bar->floor)) {
        const double middle = top + ROW / 2;
        svg_line(out, "whisker", (SvgPoint){LABEL + bar->floor * scale, middle},
                 (SvgPoint){LABEL + bar->ceiling * scale, middle});
        end = fmax(end, bar->ceiling);
    }
    svg_text(out, "name", (SvgPoint){LABEL + end * scale + 6, top + ROW / 2 + 4}, loss);
    svg_group_end(out);
}

void stress_plot_tornado(TextBuilder *out, const Stress *stress) {
    Bar *bars = NULL;
    const size_t count = gather(out->arena, stress, &bars);
    const double largest = largest_of(bars, count);
    if (!(largest > 0)) {
        return;
    }
    const SvgHead head = {.name = TEXT("tornado"),
                          .class_name = TEXT("plot"),
                          .width = WIDTH,
                          .height = ROW * (double)count + 4,
                          .title = TEXT("What each scenario and each of the worst suppliers "
                                        "costs alone, in weighted weeks"),
                          .description = TEXT("Longest first; the thin line of a supplier runs "
                                              "from what it costs at least to at most, as known "
                                              "before solving.")};
    svg_begin(out, &head);
    for (size_t i = 0; i < count; i++) {
        draw_bar(out, &bars[i], ROW * (double)i, (WIDTH - LABEL - FIGURE) / largest);
    }
    svg_end(out);
}
