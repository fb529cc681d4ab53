/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/given_facts.h"
#include "cli/options.h"
#include "cli/workspace.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the day whose law decides", true, false},
    {"programme", "NAME", "only this programme", false, false},
    {"item", "ITEM", "only this item; else all that the party makes", false, false},
    {"fact", "NAME=VALUE", "of every offer, as transfer.acquisition=dod", false, true},
    KNOWN_AT_OPTION,
    WORKSPACE_PACKS_OPTION,
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    JSON_OPTION,
};

static bool read_query(Arena *arena, const Arguments *arguments, PathwayQuery *query,
                       Error *error) {
    query->party = arguments->places[1];
    query->programme = arguments_value(arguments, "programme");
    query->item = arguments_value(arguments, "item");
    query->accept_unverified = arguments_have(arguments, "accept-unverified");
    if (!arguments_days(arguments, &query->as_of, &query->known_at, error) ||
        !arguments_quantile(arguments, &query->quantile, error) ||
        !given_facts_read(arena, arguments, "fact", false, (Text){0}, &query->facts,
                          &query->fact_count, error)) {
        return false;
    }
    return true;
}

static int run_access(Arena *arena, const Arguments *arguments) {
    PathwayQuery query = {0};
    Pathway pathway;
    Error error = {0};
    if (!read_query(arena, arguments, &query, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_packs(arena, arguments, &workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    if (!service_pathway(arena, workspace, set, &query, &pathway, &error)) {
        return print_failure(&error);
    }
    return print_output(arguments_have(arguments, "json") ? service_pathway_json(arena, &pathway)
                                                          : service_pathway_text(arena, &pathway));
}

const Command COMMAND_ACCESS = {
    .name = "access",
    .arguments = "WORKSPACE PARTY",
    .argument_count = 2,
    .summary = "may a firm supply what it makes, under what, and what is missing in which order",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_access,
};
