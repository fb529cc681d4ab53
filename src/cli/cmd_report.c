/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/packs.h"
#include "cli/progress.h"
#include "cli/workspace.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    PLAN_AS_OF_OPTION,
    KNOWN_AT_OPTION,
    {"horizon-weeks", "N", "how far the plan reaches; the workspace's otherwise", false, false},
    {"compare", "DATE", "a second date to stand beside the first", false, false},
    WORKSPACE_PACKS_OPTION,
    REFORM_OPTION,
    {"top", "N", "rank so many barriers with certainty (10); 0: all", false, false},
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    JSON_OPTION,
    {"html", "FILE", "write a page with plots as well", false, false},
};

enum { TOP_DEFAULT = 10 };

static bool read_options(const Arguments *arguments, ReportOptions *options, Error *error) {
    int64_t weeks = 0;
    int64_t top = 0;
    if (!arguments_days(arguments, &options->as_of, &options->known_at, error) ||
        !arguments_number(arguments, "horizon-weeks", 1, 520, 0, &weeks, error) ||
        !arguments_quantile(arguments, &options->quantile, error) ||
        !arguments_number(arguments, "top", 0, 100000, TOP_DEFAULT, &top, error)) {
        return false;
    }
    if (arguments_have(arguments, "compare") && arguments_have(arguments, "reform")) {
        return error_set(error, ERROR_INVALID,
                         "`--compare` and `--reform` each make the second report; give one");
    }
    options->horizon_weeks = (int)weeks;
    options->top = (size_t)top;
    options->accept_unverified = arguments_have(arguments, "accept-unverified");
    return true;
}

static bool has_second(const Arguments *arguments) {
    return arguments_have(arguments, "compare") || arguments_have(arguments, "reform");
}

/* The second report: as of the date to compare with, or under the reformed law. */
static bool compare(Arena *arena, const Arguments *arguments, const Report *report,
                    const LawSet *reformed, const ReportOptions *options, Report *other,
                    Error *error) {
    ReportOptions second = *options;
    if (!has_second(arguments)) {
        return true;
    }
    if (!arguments_date(arguments, "compare", options->as_of, &second.as_of, error)) {
        return false;
    }
    if (!arguments_have(arguments, "known-at")) {
        second.known_at = second.as_of;
    }
    return service_report(arena, report->workspace, reformed, &second, other, error);
}

/* The page is written before anything is printed, so that a failure leaves nothing. */
static int show(Arena *arena, const Arguments *arguments, const Report *report,
                const Report *other) {
    Error error = {0};
    if (arguments_have(arguments, "html") &&
        !print_file(arguments_value(arguments, "html"), service_report_html(arena, report, other),
                    &error)) {
        return print_failure(&error);
    }
    return print_output(arguments_have(arguments, "json")
                            ? service_report_json(arena, report, other)
                            : service_report_text(arena, report, other));
}

static int run_report(Arena *arena, const Arguments *arguments) {
    ProgressClock clock = progress_start();
    ReportOptions options = {.progress = progress_of(&clock)};
    Error error = {0};
    if (!read_options(arguments, &options, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_packs(arena, arguments, &workspace);
    const LawSet *reformed = packs_reform(arena, arguments, set);
    if (reformed == NULL) {
        return EXIT_BAD_INPUT;
    }
    Report report;
    Report other;
    if (!service_report(arena, workspace, set, &options, &report, &error) ||
        !compare(arena, arguments, &report, reformed, &options, &other, &error)) {
        return print_failure(&error);
    }
    return show(arena, arguments, &report, has_second(arguments) ? &other : NULL);
}

const Command COMMAND_REPORT = {
    .name = "report",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "what is short under dated law, when and why, and what each barrier is worth",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .shares_ranks = true,
    .run = run_report,
};
