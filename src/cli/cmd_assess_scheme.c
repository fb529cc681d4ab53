/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/options.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the day: what may be demanded on it", true, false},
    {"status", "STATUS", "whether this is current, as \"Final Level 2 (C3PAO)\"", false, false},
    {"since", "DATE", "the date of the status", false, false},
    {"affirmed", "DATE", "the last affirmation of compliance", false, false},
    {"prime", "REQUIREMENT", "what flows down from this, as \"Level 2 (C3PAO)\"", false, false},
    {"data", "WORD", "what the subcontractor gets: FCI or CUI", false, false},
    {"rules", NULL, "and the scheme's rules as sentences, each with its source", false, false},
    JSON_OPTION,
};

static bool read_query(const Arguments *arguments, SchemeQuery *query, Error *error) {
    query->status = arguments_value(arguments, "status");
    query->prime = arguments_value(arguments, "prime");
    query->data = arguments_value(arguments, "data");
    query->with_rules = arguments_have(arguments, "rules");
    query->is_affirmed = arguments_have(arguments, "affirmed");
    if (arguments_have(arguments, "status") != arguments_have(arguments, "since")) {
        return error_set(error, ERROR_INVALID, "`--status` and `--since` go together");
    }
    if (arguments_have(arguments, "prime") != arguments_have(arguments, "data")) {
        return error_set(error, ERROR_INVALID, "`--prime` and `--data` go together");
    }
    return arguments_date(arguments, "as-of", 0, &query->as_of, error) &&
           arguments_date(arguments, "since", 0, &query->since, error) &&
           arguments_date(arguments, "affirmed", 0, &query->affirmed, error);
}

static int run_scheme(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    SchemeQuery query = {0};
    Text text = {0};
    ProblemList problems = problem_list_new(arena);
    if (!read_query(arguments, &query, &error)) {
        return print_failure(&error);
    }
    const Scheme *scheme = scheme_load(arena, arguments->places[0], &problems);
    if (scheme == NULL) {
        return print_problems(arena, &problems);
    }
    const bool is_done = arguments_have(arguments, "json")
                             ? service_scheme_json(arena, scheme, &query, &text, &error)
                             : service_scheme_text(arena, scheme, &query, &text, &error);
    return is_done ? print_output(text) : print_failure(&error);
}

const Command COMMAND_ASSESS_SCHEME = {
    .name = "assess scheme",
    .arguments = "DIR",
    .argument_count = 1,
    .summary =
        "what a scheme lets be demanded on a day, whether a status is current, what flows down",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_scheme,
};
