/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/workspace.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"item", "ITEM", "what is wanted, an id of item.csv", true, false},
    {"to", "SITE", "where, an id of party.csv", true, false},
    {"by", "DATE", "the last day on which it may arrive", true, false},
    {"as-of", "DATE", "the first day, and the day whose law decides", true, false},
    {"quantity", "UNITS", "how much, beside the plan; else what the plan leaves owed there", false,
     false},
    {"end-use", "WORD", "of all transfers on the way; the workspace's otherwise", false, false},
    KNOWN_AT_OPTION,
    WORKSPACE_PACKS_OPTION,
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    JSON_OPTION,
    REFORM_OPTION,
};

static bool read_quantity(const Arguments *arguments, double *quantity, Error *error) {
    const Text given = arguments_value(arguments, "quantity");
    Decimal value = {0};
    if (!arguments_have(arguments, "quantity")) {
        return true;
    }
    if (!decimal_parse(given, &value) || value.coefficient <= 0) {
        return error_set(error, ERROR_INVALID,
                         "`--quantity` is `%.*s`; it takes a number above 0, as 1250.5",
                         TEXT_ARGS(given));
    }
    *quantity = decimal_to_double(value);
    return true;
}

static bool read_query(const Arguments *arguments, SourceQuery *query, Error *error) {
    query->item = arguments_value(arguments, "item");
    query->site = arguments_value(arguments, "to");
    query->end_use = arguments_value(arguments, "end-use");
    query->accept_unverified = arguments_have(arguments, "accept-unverified");
    if (!arguments_date(arguments, "as-of", 0, &query->as_of, error) ||
        !arguments_date(arguments, "by", 0, &query->by, error) ||
        !arguments_date(arguments, "known-at", query->as_of, &query->known_at, error) ||
        !arguments_quantile(arguments, &query->quantile, error) ||
        !read_quantity(arguments, &query->quantity, error)) {
        return false;
    }
    return true;
}

static int run_source(Arena *arena, const Arguments *arguments) {
    SourceQuery query = {0};
    SourceAnswer answer;
    Error error = {0};
    if (!read_query(arguments, &query, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_law(arena, arguments, &workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    if (!service_source(arena, workspace, set, &query, &answer, &error)) {
        return print_failure(&error);
    }
    const bool is_json = arguments_have(arguments, "json");
    return print_under_law(arena, set, is_json,
                           is_json ? service_source_json(arena, &answer)
                                   : service_source_text(arena, &answer));
}

const Command COMMAND_SOURCE = {
    .name = "source",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "who can supply an item to a site by a day, lawfully, and what would let others",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_source,
};
