/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/stress.h"

enum {
    DAYS_A_WEEK = 7,
    REASONS_SHOWN = 3,
    REACTIONS_SHOWN = 6,
    BOTTLENECKS_SHOWN = 8,
    GROUPS_SHOWN = 12,
    NEEDS_SHOWN = 4,
    SHUT_SHOWN = 3,
    NARROWEST = 8,
    PERCENT = 100
};

static const double SAME = 1e-6;

static const char METHOD[] =
    "  A loss of 1 is a week's ordinary need of one item, of all programmes together, had a week\n"
    "  later; what is still owed at the end counts for the whole plan. Weeks owed are of each\n"
    "  line's ordinary need, added up over a programme's lines. Weights are first-order: what an\n"
    "  ordinary week's amount more would save. docs/stress.md has the formulas.\n";

typedef struct Sheet {
    Arena *arena;
    TextBuilder out;
    const Stress *stress;
} Sheet;

static void add_right(Sheet *sheet, Text text, size_t width) {
    const size_t own = text_width(text);
    text_add_repeated(&sheet->out, ' ', own < width ? width - own : 0);
    text_add(&sheet->out, text);
}

static void add_number(Sheet *sheet, double value, unsigned places, size_t width) {
    add_right(sheet, isnan(value) ? TEXT("-") : decimal_format_grouped(sheet->arena, value, places),
              width);
}

static void add_weeks(Sheet *sheet, double weeks, const char *infinity, size_t width) {
    add_right(sheet, stress_weeks_text(sheet->arena, weeks, infinity), width);
}

static Text date_text(const Sheet *sheet, Date date) {
    return date_format(sheet->arena, date);
}

static Text line_name(const Sheet *sheet, const StressScenario *scenario, size_t line) {
    const Workspace *workspace = sheet->stress->workspace;
    return text_format(sheet->arena, "%.*s for %.*s",
                       TEXT_ARGS(workspace->items[scenario->lines[line].item].name),
                       TEXT_ARGS(workspace->programmes[scenario->lines[line].programme].id));
}

static void add_head(Sheet *sheet) {
    const Stress *stress = sheet->stress;
    const Date last = date_add_days(stress->as_of, (int64_t)stress->week_count * DAYS_A_WEEK - 1);
    text_add_format(&sheet->out, "%.*s under stress\n  plan       %zu weeks, %.*s to %.*s\n",
                    TEXT_ARGS(workspace_setting(stress->workspace, TEXT("title"))),
                    stress->week_count, TEXT_ARGS(date_text(sheet, stress->as_of)),
                    TEXT_ARGS(date_text(sheet, last)));
    text_add_format(&sheet->out, "  law        %s\n",
                    stress->accept_unverified
                        ? "UNVERIFIED LAW IS COUNTED ON, as asked"
                        : "what is not verified is not counted on: such lanes are shut");
}

/* ---- scenarios ---- */

static double owed_at_the_end(const Stress *stress, const StressScenario *scenario,
                              size_t programme) {
    return scenario->owed_weekly[programme * stress->week_count + stress->week_count - 1];
}

static size_t programme_width(const Workspace *workspace, size_t programme) {
    const size_t width = text_width(workspace->programmes[programme].id) + 2;
    return width > NARROWEST ? width : NARROWEST;
}

static void add_scenario_row(Sheet *sheet, const StressScenario *scenario) {
    add_number(sheet, scenario->loss, 3, 12);
    add_weeks(sheet, scenario->survive_weeks, "plan", 9);
    add_weeks(sheet, scenario->recover_weeks, "no", 9);
    for (size_t i = 0; i < sheet->stress->workspace->programme_count; i++) {
        add_number(sheet, owed_at_the_end(sheet->stress, scenario, i), 1,
                   programme_width(sheet->stress->workspace, i));
    }
    text_add_format(&sheet->out, "  %.*s",
                    TEXT_ARGS(text_is_empty(scenario->id) ? TEXT("(base)") : scenario->id));
    if (!text_is_empty(scenario->id)) {
        text_add_format(&sheet->out, ": %.*s", TEXT_ARGS(scenario->name));
    }
    if (scenario->probability.is_given && !text_is_empty(scenario->id)) {
        text_add_format(&sheet->out, " (probability %.*s)",
                        TEXT_ARGS(decimal_format(sheet->arena, scenario->probability.value)));
    }
    text_add_character(&sheet->out, '\n');
    if (scenario->boundless_count > 0) {
        text_add_format(&sheet->out,
                        "            %zu without a limit were lost in part: that takes nothing "
                        "away\n",
                        scenario->boundless_count);
    }
}

static void add_scenarios(Sheet *sheet) {
    const Workspace *workspace = sheet->stress->workspace;
    text_add(&sheet->out, TEXT("\nScenarios: what is lost, weeks until something is later than in "
                               "the base, weeks until nothing is\nany more, and weeks of need owed "
                               "at the end, by programme\n        loss survives recovers"));
    for (size_t i = 0; i < workspace->programme_count; i++) {
        add_right(sheet, workspace->programmes[i].id, programme_width(workspace, i));
    }
    text_add(&sheet->out, TEXT("  scenario\n"));
    for (size_t i = 0; i < sheet->stress->scenario_count; i++) {
        add_scenario_row(sheet, &sheet->stress->scenarios[i]);
    }
}

static void add_reason(Sheet *sheet, const StressReason *reason) {
    text_add_format(&sheet->out, "      ");
    add_number(sheet, reason->weight, 2, 10);
    text_add_format(&sheet->out, "  %.*s: %.*s (%.*s to %.*s)\n", TEXT_ARGS(reason->what),
                    TEXT_ARGS(reason->why), TEXT_ARGS(date_text(sheet, reason->from)),
                    TEXT_ARGS(date_text(sheet, reason->until)));
}

/* Is the line later than with nothing lost? Of the base, all that is late. */
static bool is_later(const Sheet *sheet, const StressScenario *scenario, size_t line) {
    if (text_is_empty(scenario->id)) {
        return true;
    }
    const double *owed = scenario->lines[line].owed_weekly;
    const double *base = sheet->stress->scenarios[0].lines[line].owed_weekly;
    const double tolerance = SAME * scenario->lines[line].demand;
    for (size_t week = 0; week < sheet->stress->week_count; week++) {
        if (owed[week] > base[week] + tolerance) {
            return true;
        }
    }
    return false;
}

static void add_late(Sheet *sheet, const StressScenario *scenario) {
    for (size_t i = 0; i < scenario->late_count; i++) {
        const StressLate *late = &scenario->late[i];
        if (!is_later(sheet, scenario, late->line)) {
            continue;
        }
        text_add_format(&sheet->out, "    %.*s, from %.*s\n",
                        TEXT_ARGS(line_name(sheet, scenario, late->line)),
                        TEXT_ARGS(date_text(sheet, scenario->lines[late->line].begins)));
        for (size_t j = 0; j < late->reason_count && j < REASONS_SHOWN; j++) {
            add_reason(sheet, &late->reasons[j]);
        }
        if (late->reason_count > REASONS_SHOWN) {
            text_add_format(&sheet->out, "                  and %zu more\n",
                            late->reason_count - REASONS_SHOWN);
        }
    }
}

static void add_bottlenecks(Sheet *sheet, const StressScenario *scenario) {
    for (size_t i = 0; i < scenario->bottleneck_count && i < BOTTLENECKS_SHOWN; i++) {
        const StressBottleneck *bottleneck = &scenario->bottlenecks[i];
        text_add_format(&sheet->out, "    %.*s (%.*s) makes late:", TEXT_ARGS(bottleneck->what),
                        TEXT_ARGS(bottleneck->why));
        for (size_t j = 0; j < bottleneck->line_count; j++) {
            text_add_format(&sheet->out, "%s %.*s", j == 0 ? "" : ",",
                            TEXT_ARGS(line_name(sheet, scenario, bottleneck->lines[j])));
        }
        text_add_character(&sheet->out, '\n');
    }
}

static void add_reactions(Sheet *sheet, const StressScenario *scenario) {
    for (size_t i = 0; i < scenario->reaction_count && i < REACTIONS_SHOWN; i++) {
        const StressReaction *reaction = &scenario->reactions[i];
        const Text unit = sheet->stress->workspace->items[reaction->item].unit;
        text_add_format(&sheet->out, "    %.*s: %.*s -> %.*s %.*s\n", TEXT_ARGS(reaction->what),
                        TEXT_ARGS(decimal_format_grouped(sheet->arena, reaction->before, 1)),
                        TEXT_ARGS(decimal_format_grouped(sheet->arena, reaction->after, 1)),
                        TEXT_ARGS(unit));
    }
    if (scenario->reaction_count > REACTIONS_SHOWN) {
        text_add_format(&sheet->out, "    and %zu more\n",
                        scenario->reaction_count - REACTIONS_SHOWN);
    }
}

static void add_scenario(Sheet *sheet, const StressScenario *scenario) {
    text_add_format(&sheet->out, "\n%.*s\n", TEXT_ARGS(scenario->name));
    if (scenario->late_count == 0) {
        text_add(&sheet->out, TEXT("  nothing is late\n"));
        return;
    }
    text_add(&sheet->out,
             text_is_empty(scenario->id)
                 ? TEXT("  Why things are late, heaviest first\n")
                 : TEXT("  Why more is late than with nothing lost, heaviest first\n"));
    add_late(sheet, scenario);
    text_add(&sheet->out, TEXT("  What each bottleneck makes late\n"));
    add_bottlenecks(sheet, scenario);
    if (scenario->reaction_count > 0) {
        text_add(&sheet->out, TEXT("  What is done differently, at least cost\n"));
        add_reactions(sheet, scenario);
    }
}

/* ---- nodes, points, depths, draws ---- */

static void add_nodes(Sheet *sheet) {
    const Stress *stress = sheet->stress;
    text_add_format(&sheet->out,
                    "\nEach supplier lost alone: the loss over the plan with its bounds, weeks it "
                    "is survived at even\nrates, weeks until all is as in the base after %d weeks "
                    "without it\n   #        loss    at least     at most  survived  recovers  "
                    "supplier\n",
                    stress->outage_weeks);
    for (size_t i = 0; i < stress->certified_count; i++) {
        const StressNode *node = &stress->nodes[i];
        const Party *party = &stress->workspace->parties[node->party];
        add_right(sheet, text_format(sheet->arena, "%zu", i + 1), 4);
        add_number(sheet, node->loss, 3, 12);
        add_number(sheet, node->floor, 3, 12);
        add_number(sheet, node->ceiling, 3, 12);
        add_weeks(sheet, node->survive_weeks, "for good", 10);
        add_weeks(sheet, node->recover_weeks, "no", 10);
        text_add_format(&sheet->out, "  %.*s (%.*s)\n", TEXT_ARGS(party->name),
                        TEXT_ARGS(party->country));
    }
    text_add_format(&sheet->out,
                    "  The first %zu of %zu are certain: %zu exact re-solutions, and no other can "
                    "lose more.\n",
                    stress->certified_count, stress->node_count, stress->solve_count);
}

static void add_group(Sheet *sheet, const StressPointGroup *group, size_t rank) {
    const Stress *stress = sheet->stress;
    const Party *party = &stress->workspace->parties[group->party];
    Text *shut = NULL;
    add_right(sheet, text_format(sheet->arena, "%zu", rank), 4);
    text_add(&sheet->out, group->is_exact ? TEXT("    ") : TEXT("  <="));
    add_number(sheet, group->loss, 3, 12);
    add_right(sheet, text_format(sheet->arena, "%zu", group->count), 9);
    text_add_format(&sheet->out, "  %.*s, %.*s (%.*s)%s\n", TEXT_ARGS(party->id),
                    TEXT_ARGS(party->name), TEXT_ARGS(party->country),
                    group->is_hidden ? ", hidden" : "; there is no other way");
    text_add_format(&sheet->out, "        stops %.*s\n",
                    TEXT_ARGS(stress_point_needs(sheet->arena, stress, group, NEEDS_SHOWN)));
    const size_t count = stress_point_shut(sheet->arena, stress, group, &shut);
    for (size_t i = 0; i < count && i < SHUT_SHOWN; i++) {
        text_add_format(&sheet->out, "        law shuts %.*s\n", TEXT_ARGS(shut[i]));
    }
    if (count > SHUT_SHOWN) {
        text_add_format(&sheet->out, "        and %zu lanes more\n", count - SHUT_SHOWN);
    }
}

static void add_points(Sheet *sheet) {
    const Stress *stress = sheet->stress;
    StressPointGroup *groups = NULL;
    const size_t count = stress_point_groups(sheet->arena, stress, &groups);
    text_add(
        &sheet->out,
        TEXT("\nSingle points of failure of lawful supply in the plan's last week: without the "
             "supplier nothing made\nreaches a demand. Hidden: another way is there, but law "
             "shuts it; these first, then by what the loss costs\n"));
    if (count == 0) {
        text_add(&sheet->out, TEXT("  none\n"));
        return;
    }
    text_add(&sheet->out, TEXT("   #      loss, weeks  demands  supplier\n"));
    for (size_t i = 0; i < count && i < GROUPS_SHOWN; i++) {
        add_group(sheet, &groups[i], i + 1);
    }
    if (count > GROUPS_SHOWN) {
        text_add_format(&sheet->out,
                        "  and %zu more; `--json` and `--tables` have all %zu points\n",
                        count - GROUPS_SHOWN, stress->point_count);
    }
}

static void add_depth(Sheet *sheet, const StressDepth *depth, size_t width) {
    const Workspace *workspace = sheet->stress->workspace;
    const Text programme = workspace->programmes[depth->programme].id;
    text_add_format(&sheet->out, "  %.*s", TEXT_ARGS(programme));
    text_add_repeated(&sheet->out, ' ', width - text_width(programme));
    add_right(sheet, text_format(sheet->arena, "%zu", depth->depth), 7);
    add_right(sheet, text_format(sheet->arena, "%zu", depth->item_count), 7);
    if (depth->narrowest == SERVICE_NONE) {
        text_add(&sheet->out, TEXT("  nothing is made for it\n"));
        return;
    }
    add_number(sheet, depth->index, 3, 8);
    text_add_format(&sheet->out, "  %.*s", TEXT_ARGS(depth->country));
    add_number(sheet, depth->share * PERCENT, 1, 6);
    text_add_format(&sheet->out, " %%  %.*s, most in %.*s (%.*s)\n",
                    TEXT_ARGS(workspace->items[depth->narrowest].name),
                    TEXT_ARGS(depth->narrowest_country),
                    TEXT_ARGS(decimal_format_double(sheet->arena, depth->narrowest_index, 3)));
}

static void add_depths(Sheet *sheet) {
    const Stress *stress = sheet->stress;
    size_t width = text_width(TEXT("programme"));
    for (size_t i = 0; i < stress->depth_count; i++) {
        const size_t own =
            text_width(stress->workspace->programmes[stress->depths[i].programme].id);
        width = own > width ? own : width;
    }
    text_add(&sheet->out,
             TEXT("\nConcentration by country of what is made for a programme, at each "
                  "depth below its needs (Herfindahl's\nindex, 0 to 1; 1 is one "
                  "country; of the items together, and of the most concentrated)\n  "
                  "programme"));
    text_add_repeated(&sheet->out, ' ', width - text_width(TEXT("programme")));
    text_add(&sheet->out, TEXT("  depth  items   index  most in   most concentrated item\n"));
    for (size_t i = 0; i < stress->depth_count; i++) {
        add_depth(sheet, &stress->depths[i], width);
    }
}

static void add_draws(Sheet *sheet) {
    const StressDraws *draws = &sheet->stress->draws;
    if (draws->count == 0) {
        return;
    }
    text_add_format(&sheet->out,
                    "\nMonte Carlo: %zu draws with seed %llu, %zu combinations\n  loss: mean",
                    draws->count, (unsigned long long)draws->seed, draws->distinct);
    add_number(sheet, draws->mean, 3, 10);
    text_add(&sheet->out, TEXT(", median"));
    add_number(sheet, draws->median, 3, 10);
    text_add(&sheet->out, TEXT(", 95 % no more than"));
    add_number(sheet, draws->high, 3, 10);
    text_add(&sheet->out, TEXT(", worst 5 % mean"));
    add_number(sheet, draws->tail, 3, 10);
    text_add(&sheet->out, TEXT(", worst"));
    add_number(sheet, draws->worst, 3, 10);
    text_add_format(
        &sheet->out, " (%.*s)\n",
        TEXT_ARGS(text_is_empty(draws->worst_case) ? TEXT("nothing happens") : draws->worst_case));
}

Text service_stress_text(Arena *arena, const Stress *stress) {
    Sheet sheet = {.arena = arena, .out = text_builder_new(arena), .stress = stress};
    add_head(&sheet);
    add_scenarios(&sheet);
    text_add(&sheet.out, text_from(METHOD));
    add_draws(&sheet);
    add_nodes(&sheet);
    add_points(&sheet);
    add_depths(&sheet);
    for (size_t i = 0; i < stress->scenario_count; i++) {
        add_scenario(&sheet, &stress->scenarios[i]);
    }
    text_add_format(&sheet.out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&sheet.out);
}
