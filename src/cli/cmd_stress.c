/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/workspace.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the first day of the plan, and the day whose law decides", false, false},
    KNOWN_AT_OPTION,
    {"scenario", "NAME[+NAME...]", "lose this, or these together; every scenario otherwise", false,
     true},
    {"all", NULL, "lose every scenario of the workspace, each alone", false, false},
    {"monte-carlo", "N", "draw scenarios by their probabilities N times", false, false},
    {"seed", "S", "of the draws (1): the same seed gives the same bytes", false, false},
    {"top", "N", "rank so many suppliers with certainty (10); 0: all", false, false},
    {"outage-weeks", "N", "how long a supplier is lost where its recovery is timed (4)", false,
     false},
    {"horizon-weeks", "N", "how far the plan reaches; the workspace's otherwise", false, false},
    WORKSPACE_PACKS_OPTION,
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    JSON_OPTION,
    {"csv", "FILE", "write every scenario's weeks as well", false, false},
    {"tables", "DIR", "write every result as tables of a folder as well", false, false},
    {"geojson", "FILE", "write sites and lanes for a map as well", false, false},
    {"html", "FILE", "write a page with plots as well", false, false},
    {"cascade", "LINKS.csv",
     "instead: the systemic risk of every firm; WORKSPACE is then the table of firms", false,
     false},
    {"essential", "FILE", "with --cascade: which inputs are essential, by sectors", false, false},
    {"tolerance", "HUNDREDTHS", "with --cascade: where a cascade ends, in hundredths (1)", false,
     false},
    REFORM_OPTION,
};

enum {
    TOP_DEFAULT = 10,
    OUTAGE_DEFAULT = 4,
    DRAWS_MAX = 10000,
    WEEKS_MAX = 520,
    TABLE_BYTES_MAX = 1 << 30
};

/* ---- the cascade ---- */

static bool read_tables(Arena *arena, const Arguments *arguments, CascadeTables *tables,
                        Error *error) {
    int64_t hundredths = 0;
    tables->links_name = arguments_value(arguments, "cascade");
    tables->firms_name = arguments->places[0];
    tables->kinds_name = arguments_value(arguments, "essential");
    if (!arguments_number(arguments, "tolerance", 0, 100, 1, &hundredths, error)) {
        return false;
    }
    tables->tolerance = (double)hundredths / 100;
    return file_read(arena, tables->links_name, TABLE_BYTES_MAX, &tables->links, error) &&
           file_read(arena, tables->firms_name, TABLE_BYTES_MAX, &tables->firms, error) &&
           (text_is_empty(tables->kinds_name) ||
            file_read(arena, tables->kinds_name, TABLE_BYTES_MAX, &tables->kinds, error));
}

static int run_cascade(Arena *arena, const Arguments *arguments) {
    CascadeTables tables = {0};
    Error error = {0};
    Text csv = {0};
    ProblemList problems = problem_list_new(arena);
    if (!read_tables(arena, arguments, &tables, &error)) {
        return print_failure(&error);
    }
    if (!service_cascade(arena, &tables, &csv, &problems, &error)) {
        return problem_count(&problems) > 0 ? print_problems(arena, &problems)
                                            : print_failure(&error);
    }
    return print_output(csv);
}

/* ---- a workspace ---- */

static bool read_plan(const Arguments *arguments, ReportOptions *plan, Error *error) {
    int64_t weeks = 0;
    int64_t top = 0;
    if (!arguments_have(arguments, "as-of")) {
        return error_set(error, ERROR_INVALID, "`entente stress` needs `--as-of DATE`: %s",
                         OPTIONS[0].help);
    }
    if (!arguments_days(arguments, &plan->as_of, &plan->known_at, error) ||
        !arguments_number(arguments, "horizon-weeks", 1, WEEKS_MAX, 0, &weeks, error) ||
        !arguments_quantile(arguments, &plan->quantile, error) ||
        !arguments_number(arguments, "top", 0, 100000, TOP_DEFAULT, &top, error)) {
        return false;
    }
    plan->horizon_weeks = (int)weeks;
    plan->top = (size_t)top;
    plan->accept_unverified = arguments_have(arguments, "accept-unverified");
    return true;
}

static bool read_options(Arena *arena, const Arguments *arguments, StressOptions *options,
                         Error *error) {
    int64_t draws = 0;
    int64_t seed = 0;
    int64_t outage = 0;
    Text *scenarios = NULL;
    if (!read_plan(arguments, &options->plan, error) ||
        !arguments_number(arguments, "monte-carlo", 1, DRAWS_MAX, 0, &draws, error) ||
        !arguments_number(arguments, "seed", 0, INT64_MAX, 1, &seed, error) ||
        !arguments_number(arguments, "outage-weeks", 1, WEEKS_MAX, OUTAGE_DEFAULT, &outage,
                          error)) {
        return false;
    }
    options->scenario_count = arguments_values(arena, arguments, "scenario", true, &scenarios);
    options->scenarios = scenarios;
    if (options->scenario_count > 0 && arguments_have(arguments, "all")) {
        return error_set(error, ERROR_INVALID, "give `--scenario` or `--all`, not both");
    }
    options->draws = (size_t)draws;
    options->seed = (uint64_t)seed;
    options->outage_weeks = (int)outage;
    return true;
}

/* What is written as well, before anything is printed. */
static const struct {
    const char *option;
    Text (*write)(Arena *arena, const Stress *stress);
} FILES[] = {
    {"csv", service_stress_csv},
    {"geojson", service_stress_geojson},
    {"html", service_stress_html},
};

static bool write_tables(Arena *arena, Text folder, const Stress *stress, Error *error) {
    WorkspaceFile *tables = NULL;
    const size_t count = service_stress_tables(arena, stress, &tables);
    if (!file_make_folder(folder, error)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!print_file(file_path(arena, folder, tables[i].name), tables[i].content, error)) {
            return false;
        }
    }
    return true;
}

static int show(Arena *arena, const Arguments *arguments, const LawSet *set, const Stress *stress) {
    Error error = {0};
    for (size_t i = 0; i < sizeof(FILES) / sizeof(FILES[0]); i++) {
        if (arguments_have(arguments, FILES[i].option) &&
            !print_file(arguments_value(arguments, FILES[i].option), FILES[i].write(arena, stress),
                        &error)) {
            return print_failure(&error);
        }
    }
    if (arguments_have(arguments, "tables") &&
        !write_tables(arena, arguments_value(arguments, "tables"), stress, &error)) {
        return print_failure(&error);
    }
    const bool is_json = arguments_have(arguments, "json");
    return print_under_law(arena, set, is_json,
                           is_json ? service_stress_json(arena, stress)
                                   : service_stress_text(arena, stress));
}

static int run_stress(Arena *arena, const Arguments *arguments) {
    if (arguments_have(arguments, "cascade")) {
        return run_cascade(arena, arguments);
    }
    ProgressClock clock = progress_start();
    StressOptions options = {.plan = {.progress = progress_of(&clock)}};
    Error error = {0};
    if (!read_options(arena, arguments, &options, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_law(arena, arguments, &workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    Stress stress;
    if (!service_stress(arena, workspace, set, &options, &stress, &error)) {
        return print_failure(&error);
    }
    return show(arena, arguments, set, &stress);
}

const Command COMMAND_STRESS = {
    .name = "stress",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "what is lost when parties, sites, lanes or items are, how long it is survived",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .shares_ranks = true,
    .run = run_stress,
};
