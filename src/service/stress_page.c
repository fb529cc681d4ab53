/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/page.h"
#include "service/stress_plots.h"

enum { REASONS_SHOWN = 3, GROUPS_SHOWN = 30, NEEDS_SHOWN = 8, PERCENT = 100 };

/* Beside the report's own style: cells of the heat map, marks of the loss curve. */
static const char STYLE[] =
    ".plot{width:100%;height:auto;margin:8px 0 16px}.plot text{font-size:12px;fill:var(--soft)}"
    ".plot .name{fill:var(--ink)}.heat{fill:var(--alarm);stroke:var(--paper)}"
    ".cell "
    "text.name{paint-order:stroke;stroke:var(--paper);stroke-width:3px}.heat-none{fill:var(--grid);"
    "stroke:var(--paper)}.axis{stroke:var(--rule);stroke-width:1}"
    ".curve{fill:none;stroke:var(--alarm);stroke-width:2}.curve-base{fill:none;stroke:var(--soft);"
    "stroke-width:1.5;stroke-dasharray:4 3}.mark{stroke:var(--accent);stroke-width:1.5;"
    "stroke-dasharray:2 3}.scroll{overflow-x:auto}table.plain{border-collapse:collapse;"
    "font-size:13.5px;font-variant-numeric:tabular-nums}table.plain th,table.plain td{padding:4px "
    "10px;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}"
    "table.plain .n{text-align:right}.flow{fill:none;stroke:var(--accent);stroke-opacity:.28}"
    ".flow-box{fill:var(--ink)}.bar-scenario{fill:var(--alarm)}.bar-supplier{fill:var(--p0)}"
    ".whisker{stroke:var(--ink);stroke-width:1.5}.spot{fill:var(--alarm);fill-opacity:.45;"
    "stroke:var(--alarm)}";

static Text number(TextBuilder *out, double value, unsigned places) {
    return isnan(value) ? TEXT("-") : decimal_format_grouped(out->arena, value, places);
}

static void begin(TextBuilder *out, const Stress *stress) {
    const Text title = workspace_setting(stress->workspace, TEXT("title"));
    html_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" "
                  "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n");
    HTML_WRITE(out, "<title>{}, under stress</title>\n<style>\n", title);
    page_style(out);
    html_add(out, STYLE);
    html_add(out, "\n</style>\n</head>\n<body>\n<main>\n");
    HTML_WRITE(out, "<p class=\"kicker\">Under stress, as of {}, {} weeks</p>\n<h1>{}</h1>\n",
               date_format(out->arena, stress->as_of),
               text_format(out->arena, "%zu", stress->week_count), title);
    page_reforms(out, stress->set);
    if (stress->accept_unverified) {
        html_add(out, "<p><strong>Unverified law is counted on, as asked.</strong></p>\n");
    }
}

/* ---- scenarios ---- */

static void add_scenario_row(TextBuilder *out, const StressScenario *scenario) {
    HTML_WRITE(out,
               "<tr><td>{}<br><small>{}</small></td><td class=\"n\">{}</td><td "
               "class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
               scenario->name, scenario->id, number(out, scenario->loss, 3),
               stress_weeks_text(out->arena, scenario->survive_weeks, "the whole plan"),
               stress_weeks_text(out->arena, scenario->recover_weeks, "not in the plan"));
}

static void add_scenarios(TextBuilder *out, const Stress *stress) {
    html_add(out, "<section><h2>What each scenario costs</h2>\n<p>A loss of 1 is a week's ordinary "
                  "need of one item a week late. Survived: weeks until something is later than "
                  "with nothing lost; recovered: until nothing is any more.</p>\n<div "
                  "class=\"scroll\"><table class=\"plain\"><tr><th>scenario</th><th "
                  "class=\"n\">loss, weighted "
                  "weeks</th><th class=\"n\">survived, weeks</th><th class=\"n\">recovered, "
                  "weeks</th></tr>\n");
    for (size_t i = 0; i < stress->scenario_count; i++) {
        add_scenario_row(out, &stress->scenarios[i]);
    }
    html_add(out, "</table></div>\n");
    stress_plot_heat(out, stress);
    html_add(out, "</section>\n");
}

static void add_pictures(TextBuilder *out, const Stress *stress) {
    html_add(out,
             "<section><h2>What costs most</h2>\n<p>Scenarios, and the suppliers whose loss costs "
             "most, each alone, in weighted weeks. A supplier's thin line runs from what it costs "
             "at least to at most, as known before solving.</p>\n");
    stress_plot_tornado(out, stress);
    html_add(out,
             "</section>\n<section><h2>Where things come from</h2>\n<p>With nothing lost: from the "
             "countries that made them, deeper tiers left, to those that use them, in weeks of "
             "each item's ordinary need, added up over items. Goods of one item at one site are "
             "taken to be mixed.</p>\n");
    stress_plot_sankey(out, stress);
    html_add(out,
             "<p>On the map a disc's area is what losing the worst supplier there costs at most; a "
             "line is as wide as what is sent, in weeks of need. A site without a position stands "
             "in the middle of its country.</p>\n");
    stress_plot_map(out, stress);
    html_add(out, "</section>\n");
}

static void add_late(TextBuilder *out, const Stress *stress, const StressScenario *scenario) {
    html_add(out, "<div class=\"scroll\"><table class=\"plain\"><tr><th>late</th><th>from</th><th>"
                  "why, heaviest first</th></tr>\n");
    for (size_t i = 0; i < scenario->late_count; i++) {
        const StressLate *late = &scenario->late[i];
        const ReportLine *line = &scenario->lines[late->line];
        HTML_WRITE(out, "<tr><td>{}<br><small>{}</small></td><td>{}</td><td>",
                   stress->workspace->items[line->item].name,
                   stress->workspace->programmes[line->programme].name,
                   date_format(out->arena, line->begins));
        for (size_t j = 0; j < late->reason_count && j < REASONS_SHOWN; j++) {
            const StressReason *reason = &late->reasons[j];
            HTML_WRITE(out, "{}: {} <small>({} to {}, weight {})</small><br>", reason->what,
                       reason->why, date_format(out->arena, reason->from),
                       date_format(out->arena, reason->until), number(out, reason->weight, 2));
        }
        html_add(out, "</td></tr>\n");
    }
    html_add(out, "</table></div>\n");
}

static void add_curves(TextBuilder *out, const Stress *stress) {
    for (size_t i = 0; i < stress->scenario_count; i++) {
        const StressScenario *scenario = &stress->scenarios[i];
        HTML_WRITE(out, "<section><h2>{}</h2>\n", scenario->name);
        stress_plot_curve(out, stress, i);
        if (scenario->late_count > 0) {
            html_add(out, "<details><summary>Why things are late</summary>\n");
            add_late(out, stress, scenario);
            html_add(out, "</details>\n");
        }
        html_add(out, "</section>\n");
    }
}

/* ---- suppliers, points, depths ---- */

static void add_nodes(TextBuilder *out, const Stress *stress) {
    HTML_WRITE(out,
               "<section><h2>Each supplier lost alone</h2>\n<p>The first {} of {} are certain, by "
               "{} exact solutions. Survived: at even rates; recovered: after {} weeks without "
               "it.</p>\n<div class=\"scroll\"><table class=\"plain\"><tr><th>supplier</th><th "
               "class=\"n\">"
               "loss, weighted weeks</th><th class=\"n\">at least</th><th class=\"n\">at "
               "most</th><th class=\"n\">"
               "survived, weeks</th><th class=\"n\">recovered, weeks</th></tr>\n",
               text_format(out->arena, "%zu", stress->certified_count),
               text_format(out->arena, "%zu", stress->node_count),
               text_format(out->arena, "%zu", stress->solve_count),
               text_format(out->arena, "%d", stress->outage_weeks));
    for (size_t i = 0; i < stress->certified_count; i++) {
        const StressNode *node = &stress->nodes[i];
        HTML_WRITE(out,
                   "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
                   "class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                   stress->workspace->parties[node->party].name, number(out, node->loss, 3),
                   number(out, node->floor, 3), number(out, node->ceiling, 3),
                   stress_weeks_text(out->arena, node->survive_weeks, "for good"),
                   stress_weeks_text(out->arena, node->recover_weeks, "not in the plan"));
    }
    html_add(out, "</table></div></section>\n");
}

static void add_group(TextBuilder *out, const Stress *stress, const StressPointGroup *group) {
    const Party *party = &stress->workspace->parties[group->party];
    Text *shut = NULL;
    HTML_WRITE(out,
               "<tr><td>{}<br><small>{}, {}</small></td><td class=\"n\">{}{}</td><td "
               "class=\"n\">{}</td><td>{}</td><td>",
               party->name, party->id, party->country,
               group->is_exact ? TEXT("") : TEXT("at most "), number(out, group->loss, 3),
               text_format(out->arena, "%zu", group->count),
               stress_point_needs(out->arena, stress, group, NEEDS_SHOWN));
    const size_t count = stress_point_shut(out->arena, stress, group, &shut);
    for (size_t i = 0; i < count; i++) {
        HTML_WRITE(out, "{}<br>", shut[i]);
    }
    html_add(out, group->is_hidden ? "</td></tr>\n" : "there is no other way</td></tr>\n");
}

static void add_points(TextBuilder *out, const Stress *stress) {
    StressPointGroup *groups = NULL;
    const size_t count = stress_point_groups(out->arena, stress, &groups);
    html_add(out,
             "<section><h2>Single points of failure of lawful supply</h2>\n<p>In the plan's last "
             "week, without the supplier nothing made reaches these demands; stocks do not count. "
             "Hidden ones, where another way is there but law shuts it, stand first; then by what "
             "the loss costs, in weighted weeks.</p>\n<div class=\"scroll\"><table "
             "class=\"plain\"><tr><th>without</th><th class=\"n\">loss, weeks</th><th "
             "class=\"n\">demands</th><th>nothing made reaches</th><th>what law shuts</th></tr>\n");
    for (size_t i = 0; i < count && i < GROUPS_SHOWN; i++) {
        add_group(out, stress, &groups[i]);
    }
    HTML_WRITE(
        out, "</table></div><p><small>{} suppliers, {} points in all{}</small></p></section>\n",
        text_format(out->arena, "%zu", count), text_format(out->arena, "%zu", stress->point_count),
        count > GROUPS_SHOWN ? TEXT("; the rest is in the JSON and the tables.") : TEXT("."));
}

static void add_depth(TextBuilder *out, const Stress *stress, const StressDepth *depth) {
    const Workspace *workspace = stress->workspace;
    const bool is_made = depth->narrowest != SERVICE_NONE;
    HTML_WRITE(out,
               "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
               "class=\"n\">{}</td><td>{} {} %</td><td>{} <small>{} {}</small></td></tr>\n",
               workspace->programmes[depth->programme].name,
               text_format(out->arena, "%zu", depth->depth),
               text_format(out->arena, "%zu", depth->item_count), number(out, depth->index, 3),
               depth->country, number(out, depth->share * PERCENT, 1),
               is_made ? workspace->items[depth->narrowest].name : TEXT("nothing is made"),
               depth->narrowest_country, number(out, depth->narrowest_index, 3));
}

static void add_depths(TextBuilder *out, const Stress *stress) {
    html_add(
        out,
        "<section><h2>Concentration by country</h2>\n<p>Of what is made for each programme, by "
        "depth below its needs: Herfindahl's index, 0 to 1, where 1 is one country; of the "
        "items together, and of the most concentrated item.</p>\n");
    stress_plot_depths(out, stress);
    html_add(out, "<details><summary>As a table</summary><div class=\"scroll\"><table "
                  "class=\"plain\"><tr><th>programme</th><th class=\"n\">depth</th>"
                  "<th class=\"n\">items</th><th class=\"n\">index</th><th>most in</th><th>most "
                  "concentrated item</th></tr>\n");
    for (size_t i = 0; i < stress->depth_count; i++) {
        add_depth(out, stress, &stress->depths[i]);
    }
    html_add(out, "</table></div></details></section>\n");
}

static void add_draws(TextBuilder *out, const Stress *stress) {
    const StressDraws *draws = &stress->draws;
    if (draws->count == 0) {
        return;
    }
    HTML_WRITE(out,
               "<section><h2>{} draws with seed {}</h2>\n<p>Loss: mean {}, median {}, 95 % no more "
               "than {}, mean of the worst 5 % {}, worst {} ({}).</p></section>\n",
               text_format(out->arena, "%zu", draws->count),
               text_format(out->arena, "%llu", (unsigned long long)draws->seed),
               number(out, draws->mean, 3), number(out, draws->median, 3),
               number(out, draws->high, 3), number(out, draws->tail, 3),
               number(out, draws->worst, 3), draws->worst_case);
}

Text service_stress_html(Arena *arena, const Stress *stress) {
    TextBuilder out = text_builder_new(arena);
    begin(&out, stress);
    add_scenarios(&out, stress);
    add_draws(&out, stress);
    add_pictures(&out, stress);
    add_nodes(&out, stress);
    add_points(&out, stress);
    add_depths(&out, stress);
    add_curves(&out, stress);
    HTML_WRITE(&out, "<footer><p>{}</p></footer>\n</main>\n</body>\n</html>\n",
               service_disclaimer());
    return text_built(&out);
}
