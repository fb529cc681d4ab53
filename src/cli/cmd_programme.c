/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/workspace.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    PLAN_AS_OF_OPTION,
    KNOWN_AT_OPTION,
    WORKSPACE_PACKS_OPTION,
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    JSON_OPTION,
    {"html", "FILE", "write a page as well", false, false},
    REFORM_OPTION,
};

static bool read_query(const Arguments *arguments, ProgrammeQuery *query, Error *error) {
    query->name = arguments->places[1];
    query->accept_unverified = arguments_have(arguments, "accept-unverified");
    if (!arguments_days(arguments, &query->as_of, &query->known_at, error) ||
        !arguments_quantile(arguments, &query->quantile, error)) {
        return false;
    }
    return true;
}

/* The page is written before anything is printed, so that a failure leaves nothing. */
static int show(Arena *arena, const Arguments *arguments, const LawSet *set,
                const ProgrammeAnswer *answer) {
    Error error = {0};
    if (arguments_have(arguments, "html") &&
        !file_write(arguments_value(arguments, "html"), service_programme_html(arena, answer),
                    &error)) {
        return print_failure(&error);
    }
    const bool is_json = arguments_have(arguments, "json");
    return print_under_law(arena, set, is_json,
                           is_json ? service_programme_json(arena, answer)
                                   : service_programme_text(arena, answer));
}

static int run_programme(Arena *arena, const Arguments *arguments) {
    ProgrammeQuery query = {0};
    ProgrammeAnswer answer;
    Error error = {0};
    if (!read_query(arguments, &query, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_law(arena, arguments, &workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    if (!service_programme(arena, workspace, set, &query, &answer, &error)) {
        return print_failure(&error);
    }
    return show(arena, arguments, set, &answer);
}

const Command COMMAND_PROGRAMME = {
    .name = "programme",
    .arguments = "WORKSPACE [NAME]",
    .argument_count = 1,
    .optional_count = 1,
    .summary = "each joint programme: parties, transfers, critical authorisation, return",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_programme,
};
