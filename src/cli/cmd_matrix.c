/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/options.h"
#include "cli/workspace.h"

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the day whose law decides", true, false},
    KNOWN_AT_OPTION,
    WORKSPACE_PACKS_OPTION,
    {"from", "CC|PARTY", "where everything is sent from; otherwise where each item is made", false,
     false},
    {"end-use", "CODE", "what it is for; not known otherwise", false, false},
    {"destinations", "CC|PARTY[,...]", "where to; every country of the workspace otherwise", false,
     true},
    {"all", NULL, "to every country of the workspace and of the packs' tables", false, false},
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    JSON_OPTION,
    {"csv", NULL, "as CSV, a line for each item and destination", false, false},
    {"html", "FILE", "write a page as well", false, false},
    REFORM_OPTION,
};

static bool read_options(Arena *arena, const Arguments *arguments, MatrixOptions *options,
                         Error *error) {
    Text *destinations = NULL;
    if (!arguments_days(arguments, &options->as_of, &options->known_at, error) ||
        !arguments_quantile(arguments, &options->quantile, error)) {
        return false;
    }
    if (arguments_have(arguments, "json") && arguments_have(arguments, "csv")) {
        return error_set(error, ERROR_INVALID, "`--json` and `--csv` cannot both be written");
    }
    options->destination_count =
        arguments_values(arena, arguments, "destinations", true, &destinations);
    options->destinations = destinations;
    options->all = arguments_have(arguments, "all");
    if (options->all && options->destination_count > 0) {
        return error_set(error, ERROR_INVALID,
                         "`--all` and `--destinations` cannot both say where to");
    }
    options->from = arguments_value(arguments, "from");
    options->end_use = arguments_value(arguments, "end-use");
    options->accept_unverified = arguments_have(arguments, "accept-unverified");
    return true;
}

static Text written(Arena *arena, const Arguments *arguments, const Matrix *matrix) {
    if (arguments_have(arguments, "json")) {
        return service_matrix_json(arena, matrix);
    }
    return arguments_have(arguments, "csv") ? service_matrix_csv(arena, matrix)
                                            : service_matrix_text(arena, matrix);
}

static int run_matrix(Arena *arena, const Arguments *arguments) {
    MatrixOptions options = {0};
    Matrix matrix;
    Error error = {0};
    if (!read_options(arena, arguments, &options, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_packs(arena, arguments, &workspace);
    const LawSet *reformed = packs_reform(arena, arguments, set);
    if (reformed == NULL) {
        return EXIT_BAD_INPUT;
    }
    Matrix before;
    if (!service_matrix(arena, workspace, reformed, &options, &matrix, &error) ||
        (reformed != set && !service_matrix(arena, workspace, set, &options, &before, &error))) {
        return print_failure(&error);
    }
    matrix.before = reformed == set ? NULL : &before;
    if (arguments_have(arguments, "html") &&
        !file_write(arguments_value(arguments, "html"), service_matrix_html(arena, &matrix),
                    &error)) {
        return print_failure(&error);
    }
    return print_under_law(arena, reformed,
                           arguments_have(arguments, "json") || arguments_have(arguments, "csv"),
                           written(arena, arguments, &matrix));
}

const Command COMMAND_MATRIX = {
    .name = "matrix",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "decide every item of a workspace to every destination",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_matrix,
};
