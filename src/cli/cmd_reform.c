/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/workspace.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    PLAN_AS_OF_OPTION,
    {"budget", "USD", "choose the best set of levers for so much", false, false},
    {"levers", "ID[,ID...]", "look at these only", false, true},
    {"top", "K", "choose among the K levers that gain most alone (12)", false, false},
    {"frontier", NULL, "what is gained against what is exposed, set by set", false, false},
    {"scenarios", "all|ID[,ID...]", "levers before, flows after what of these happens", false,
     true},
    {"measure", "NAME", "over scenarios: expectation, cvar or worst (expectation)", false, false},
    {"alpha", "N", "hundredths of probability that cvar leaves out (95)", false, false},
    {"html", "FILE", "a page with pictures", false, false},
    KNOWN_AT_OPTION,
    {"horizon-weeks", "N", "how far the plan reaches; the workspace's otherwise", false, false},
    WORKSPACE_PACKS_OPTION,
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    JSON_OPTION,
    REFORM_OPTION,
};

enum { WEEKS_MOST = 520, TOP_DEFAULT = 12, TOP_MOST = 40 };

static bool read_budget(const Arguments *arguments, ReformOptions *options, Error *error) {
    const Text value = arguments_value(arguments, "budget");
    options->has_budget = arguments_have(arguments, "budget");
    if (options->has_budget &&
        (!decimal_parse(value, &options->budget_usd) || options->budget_usd.coefficient < 0)) {
        return error_set(error, ERROR_INVALID,
                         "`--budget` is `%.*s`; it takes US dollars, 5000000 or 2500.50",
                         TEXT_ARGS(value));
    }
    return true;
}

static bool read_scenarios(Arena *arena, const Arguments *arguments, ReformOptions *options,
                           Error *error) {
    const Text word = arguments_value(arguments, "measure");
    int64_t alpha = 0;
    Text *ids = NULL;
    options->has_scenarios = arguments_have(arguments, "scenarios");
    if (!options->has_scenarios &&
        (arguments_have(arguments, "measure") || arguments_have(arguments, "alpha"))) {
        return error_set(error, ERROR_INVALID,
                         "`--measure` and `--alpha` are for `--scenarios`; give those too");
    }
    if (!arguments_number(arguments, "alpha", 1, 99, 95, &alpha, error)) {
        return false;
    }
    if (!text_is_empty(word) && !service_measure_find(word, &options->measure)) {
        return error_set(error, ERROR_INVALID,
                         "`--measure` is `%.*s`; it is expectation, cvar or worst",
                         TEXT_ARGS(word));
    }
    options->alpha = (double)alpha / 100;
    options->scenario_count = arguments_values(arena, arguments, "scenarios", true, &ids);
    options->scenarios = ids;
    if (options->scenario_count == 1 && text_equals(ids[0], TEXT("all"))) {
        options->scenario_count = 0;
    }
    return true;
}

static bool read_options(Arena *arena, const Arguments *arguments, ReformOptions *options,
                         Error *error) {
    int64_t weeks = 0;
    int64_t top = 0;
    ReportOptions *report = &options->report;
    if (!arguments_days(arguments, &report->as_of, &report->known_at, error) ||
        !arguments_number(arguments, "horizon-weeks", 1, WEEKS_MOST, 0, &weeks, error) ||
        !arguments_quantile(arguments, &report->quantile, error) ||
        !arguments_number(arguments, "top", 1, TOP_MOST, TOP_DEFAULT, &top, error) ||
        !read_budget(arguments, options, error) ||
        !read_scenarios(arena, arguments, options, error)) {
        return false;
    }
    Text *levers = NULL;
    options->lever_count = arguments_values(arena, arguments, "levers", true, &levers);
    options->levers = levers;
    options->top = (size_t)top;
    options->wants_frontier = arguments_have(arguments, "frontier");
    report->horizon_weeks = (int)weeks;
    report->accept_unverified = arguments_have(arguments, "accept-unverified");
    return true;
}

static int run_reform(Arena *arena, const Arguments *arguments) {
    ProgressClock clock = progress_start();
    ReformOptions options = {.report = {.progress = progress_of(&clock)}};
    Error error = {0};
    if (!read_options(arena, arguments, &options, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_law(arena, arguments, &workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    Reform reform;
    if (!service_reform(arena, workspace, set, &options, &reform, &error)) {
        return print_failure(&error);
    }
    if (arguments_have(arguments, "html") &&
        !print_file(arguments_value(arguments, "html"), service_reform_html(arena, &reform),
                    &error)) {
        return print_failure(&error);
    }
    const bool is_json = arguments_have(arguments, "json");
    return print_under_law(arena, set, is_json,
                           is_json ? service_reform_json(arena, &reform)
                                   : service_reform_text(arena, &reform));
}

const Command COMMAND_REFORM = {
    .name = "reform",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "what each lever would gain, and the best set of them under a budget",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .shares_ranks = true,
    .run = run_reform,
};
