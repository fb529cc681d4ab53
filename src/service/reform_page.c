/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/page.h"
#include "service/reform_parts.h"

/* The levers as a page; the frontier as a plot of what is still late against what is exposed. */

static const double WIDTH = 900;
static const double HEIGHT = 380;
static const double LEFT = 90;
static const double RIGHT = 20;
static const double TOP = 20;
static const double BOTTOM = 50;

enum { TICKS = 4 };

static const char STYLE[] =
    ".plot{width:100%;height:auto;margin:8px 0 16px}.plot text{font-size:12px;fill:var(--soft)}"
    ".axis{stroke:var(--rule);stroke-width:1}.grid{stroke:var(--grid)}"
    ".frontier{fill:none;stroke:var(--accent);stroke-width:2}.span{stroke:var(--soft);"
    "stroke-width:1.5}.point{fill:var(--accent)}.flips{fill:var(--alarm)}"
    ".scroll{overflow-x:auto}table.plain{border-collapse:collapse;font-size:13.5px;"
    "font-variant-numeric:tabular-nums}table.plain th,table.plain td{padding:4px 10px;"
    "border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}"
    "table.plain .n{text-align:right}";

/* Where amounts stand in the plot. */
typedef struct Scale {
    double exposure; /* at the right border */
    double late;     /* at the top border */
    double least;    /* at the bottom border */
} Scale;

static Text number(TextBuilder *out, double value, unsigned places) {
    return isnan(value) ? TEXT("-") : decimal_format_grouped(out->arena, value, places);
}

static SvgPoint place(const Scale *scale, double exposure, double late) {
    const double x = scale->exposure > 0 ? exposure / scale->exposure : 0;
    const double y =
        scale->late > scale->least ? (late - scale->least) / (scale->late - scale->least) : 0;
    return (SvgPoint){LEFT + (WIDTH - LEFT - RIGHT) * fmin(x, 1),
                      HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y};
}

static Scale scale_of(const Reform *reform) {
    Scale scale = {0, reform->objective, reform->objective};
    for (size_t i = 0; i < reform->frontier_count; i++) {
        const FrontierChoice *choice = &reform->frontier[i].choice;
        scale.exposure = fmax(scale.exposure, choice->exposure.high);
        scale.least = fmin(scale.least, reform->objective - choice->gain);
    }
    const double room = (scale.late - scale.least) * 0.08;
    scale.late += room;
    scale.least = fmax(scale.least - room, 0);
    return scale;
}

static void add_axes(TextBuilder *out, const Scale *scale) {
    for (size_t i = 0; i <= TICKS; i++) {
        const double part = (double)i / TICKS;
        const double late = scale->least + part * (scale->late - scale->least);
        const double exposure = part * scale->exposure;
        const SvgPoint side = place(scale, 0, late);
        const SvgPoint foot = place(scale, exposure, scale->least);
        svg_line(out, "grid", side, (SvgPoint){WIDTH - RIGHT, side.y});
        svg_text(out, "tick", (SvgPoint){4, side.y + 4}, number(out, late, 1));
        svg_text(out, "tick middle", (SvgPoint){foot.x, HEIGHT - BOTTOM + 18},
                 number(out, exposure, 1));
    }
    svg_text(out, "name", (SvgPoint){LEFT, HEIGHT - 8},
             TEXT("exposure, middle of the judgement; bars from its low to its high end"));
    svg_text(out, "name", (SvgPoint){LEFT + 6, TOP - 6}, TEXT("still late, weighted weeks"));
}

/* Steps: less may be gained only where less is exposed. */
static void add_steps(TextBuilder *out, const Reform *reform, const Scale *scale) {
    SvgPoint *points = ARENA_MANY(out->arena, SvgPoint, reform->frontier_count * 2);
    size_t count = 0;
    for (size_t i = 0; i < reform->frontier_count; i++) {
        const FrontierChoice *choice = &reform->frontier[i].choice;
        const SvgPoint at = place(scale, choice->exposure.middle, reform->objective - choice->gain);
        if (count > 0) {
            points[count] = (SvgPoint){points[count - 1].x, at.y};
            count++;
        }
        points[count++] = at;
    }
    svg_path(out, "frontier", points, count);
}

static void add_marks(TextBuilder *out, const Reform *reform, const Scale *scale) {
    for (size_t i = 0; i < reform->frontier_count; i++) {
        const FrontierPoint *point = &reform->frontier[i];
        const double late = reform->objective - point->choice.gain;
        const bool flips = point->flips_at_low || point->flips_at_high;
        svg_group_begin(out, "mark", reform_choice_names(out->arena, reform, &point->choice));
        svg_line(out, "span", place(scale, point->choice.exposure.low, late),
                 place(scale, point->choice.exposure.high, late));
        svg_marker(out, flips ? "flips" : "point", flips ? 3 : 0,
                   place(scale, point->choice.exposure.middle, late));
        svg_group_end(out);
    }
}

static void add_plot(TextBuilder *out, const Reform *reform) {
    const Scale scale = scale_of(reform);
    const SvgHead head = {.name = TEXT("frontier"),
                          .class_name = TEXT("plot"),
                          .width = WIDTH,
                          .height = HEIGHT,
                          .title = TEXT("What is still late against what is exposed"),
                          .description = TEXT("The table below has the same figures.")};
    svg_begin(out, &head);
    add_axes(out, &scale);
    add_steps(out, reform, &scale);
    add_marks(out, reform, &scale);
    svg_end(out);
}

/* ---- tables ---- */

static void add_flip(TextBuilder *out, const Reform *reform, const char *end,
                     const FrontierChoice *instead) {
    HTML_WRITE(out, "<br><small>at the {} end: {} (gain {})</small>", text_from(end),
               reform_choice_names(out->arena, reform, instead), number(out, instead->gain, 3));
}

static void add_frontier(TextBuilder *out, const Reform *reform) {
    html_add(out,
             "<section><h2>What is gained against what is exposed</h2>\n<p>Each point is the "
             "set that gains most among all that expose no more. Diamonds: within the interval "
             "of the judgement another set would be best.</p>\n");
    add_plot(out, reform);
    html_add(out,
             "<div class=\"scroll\"><table class=\"plain\"><tr><th>levers</th><th>exposure</th>"
             "<th>gain</th><th>cost, $</th></tr>\n");
    for (size_t i = 0; i < reform->frontier_count; i++) {
        const FrontierPoint *point = &reform->frontier[i];
        HTML_WRITE(out, "<tr><td>{}", reform_choice_names(out->arena, reform, &point->choice));
        if (point->flips_at_low) {
            add_flip(out, reform, "low", &point->at_low);
        }
        if (point->flips_at_high) {
            add_flip(out, reform, "high", &point->at_high);
        }
        HTML_WRITE(out,
                   "</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
                   "class=\"n\">{}</td></tr>\n",
                   reform_exposure_text(out->arena, &point->choice.exposure),
                   number(out, point->choice.gain, 3), number(out, point->choice.cost_usd, 0));
    }
    html_add(out, "</table></div></section>\n");
}

static void add_denials(TextBuilder *out, const Reform *reform) {
    html_add(out, "<section><h2>What denials and delays cost</h2>\n<div class=\"scroll\"><table "
                  "class=\"plain\"><tr><th>law or clock</th><th>costs</th><th>lifting it exposes"
                  "</th></tr>\n");
    for (size_t i = 0; i < reform->denial_count; i++) {
        const ReportBarrier *denial = &reform->denials[i];
        const Text cost = isnan(denial->gain)
                              ? text_format(out->arena, "at most %.*s",
                                            TEXT_ARGS(number(out, denial->ceiling, 3)))
                              : number(out, denial->gain, 3);
        HTML_WRITE(out,
                   "<tr><td>{}<br><small>{}</small></td><td class=\"n\">{}</td><td "
                   "class=\"n\">{}</td></tr>\n",
                   denial->title, denial->citation, cost,
                   reform_exposure_text(out->arena, &denial->exposure));
    }
    html_add(out, "</table></div></section>\n");
}

static void add_levers(TextBuilder *out, const Reform *reform) {
    html_add(out,
             "<section><h2>What each lever would gain alone</h2>\n<div class=\"scroll\"><table "
             "class=\"plain\"><tr><th>lever</th><th>gain</th><th>cost, $</th><th>days</th>"
             "</tr>\n");
    for (size_t i = 0; i < reform->lever_count; i++) {
        const Lever *lever = &reform->workspace->levers[reform->levers[i].lever];
        HTML_WRITE(out,
                   "<tr><td>{}<br><small>{}{}</small></td><td class=\"n\">{}</td><td "
                   "class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                   lever->name, lever->id,
                   reform->levers[i].is_chosen ? TEXT(", of the best set") : TEXT(""),
                   number(out, reform->levers[i].gain, 3),
                   number(out, decimal_to_double(lever->cost_usd), 0),
                   text_format(out->arena, "%d", lever->ready_days));
    }
    html_add(out, "</table></div></section>\n");
}

Text service_reform_html(Arena *arena, const Reform *reform) {
    TextBuilder builder = text_builder_new(arena);
    TextBuilder *out = &builder;
    const Text title = workspace_setting(reform->workspace, TEXT("title"));
    html_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" "
                  "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n");
    HTML_WRITE(out, "<title>{}, levers</title>\n<style>\n", title);
    page_style(out);
    html_add(out, STYLE);
    html_add(out, "\n</style>\n</head>\n<body>\n<main>\n");
    HTML_WRITE(out, "<p class=\"kicker\">Levers from {}, {} weeks</p>\n<h1>{}</h1>\n",
               date_format(arena, reform->as_of), text_format(arena, "%zu", reform->week_count),
               title);
    if (reform->frontier_count > 0) {
        add_frontier(out, reform);
        add_denials(out, reform);
    }
    add_levers(out, reform);
    HTML_WRITE(out, "<p><small>{}</small></p>\n</main>\n</body>\n</html>\n", service_disclaimer());
    return text_built(out);
}
