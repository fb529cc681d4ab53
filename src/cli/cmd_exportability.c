/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"
#include "cli/workspace.h"

enum { WORK_MOST = 100000000 };

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the day whose law decides", true, false},
    KNOWN_AT_OPTION,
    WORKSPACE_PACKS_OPTION,
    {"from", "CC|PARTY", "where it is sent from; otherwise where it is made", false, false},
    {"to", "CC|PARTY[,...]", "partners; every country of the workspace otherwise", false, true},
    {"end-use", "CODE", "what it is for; not known otherwise", false, false},
    {"work", "N", "sets of components tried for each partner at most (20000)", false, false},
    QUANTILE_OPTION,
    {"accept-unverified", NULL, "count on law that was not verified", false, false},
    JSON_OPTION,
    REFORM_OPTION,
};

static bool read_options(Arena *arena, const Arguments *arguments, ExportabilityOptions *options,
                         Error *error) {
    int64_t work = 0;
    Text *destinations = NULL;
    if (!arguments_days(arguments, &options->as_of, &options->known_at, error) ||
        !arguments_quantile(arguments, &options->quantile, error) ||
        !arguments_number(arguments, "work", 1, WORK_MOST, 0, &work, error)) {
        return false;
    }
    options->destination_count = arguments_values(arena, arguments, "to", true, &destinations);
    options->destinations = destinations;
    options->work = (size_t)work;
    options->from = arguments_value(arguments, "from");
    options->end_use = arguments_value(arguments, "end-use");
    options->accept_unverified = arguments_have(arguments, "accept-unverified");
    return true;
}

static int run_exportability(Arena *arena, const Arguments *arguments) {
    ExportabilityOptions options = {0};
    Exportability about;
    Error error = {0};
    if (!read_options(arena, arguments, &options, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_law(arena, arguments, &workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    if (!service_exportability(arena, workspace, set, arguments->places[1], &options, &about,
                               &error)) {
        return print_failure(&error);
    }
    const bool is_json = arguments_have(arguments, "json");
    return print_under_law(arena, set, is_json,
                           is_json ? service_exportability_json(arena, &about)
                                   : service_exportability_text(arena, &about));
}

const Command COMMAND_EXPORTABILITY = {
    .name = "exportability",
    .arguments = "WORKSPACE ITEM",
    .argument_count = 2,
    .summary = "which components keep an item, and the fewest whose replacement opens partners",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_exportability,
};
