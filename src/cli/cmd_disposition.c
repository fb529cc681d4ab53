/* SPDX-License-Identifier: Apache-2.0 */
/* What a person found of a hit: written into the workspace, and on record; and what was found so
 * far. */
#include "cli/cli.h"
#include "cli/moment.h"
#include "cli/options.h"
#include "cli/record.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"as", "REVIEW", "confirmed, dismissed or open", true, false},
    {"reason", "TEXT", "why, so that another can follow", true, false},
    {"author", "NAME", "who found it", true, false},
    {"until", "DATE", "the last day it holds; after it the review is open again", false, false},
    {"audit", "STORE", "put it on the audit chain of this database, not the workspace's own", false,
     false},
};

static const OptionSpec LIST_OPTIONS[] = {
    {"at", "DATE", "the day they are read for (today)", false, false},
    JSON_OPTION,
};

static bool dispose(Arena *arena, const Arguments *arguments, Error *error) {
    CLEANUP(store_close_handle) Store *chain = NULL;
    const Text place = arguments->places[0];
    const Text review = arguments_value(arguments, "as");
    Disposition disposition = {.party = arguments->places[1],
                               .list = arguments->places[2],
                               .listed = arguments->places[3],
                               .reason = arguments_value(arguments, "reason"),
                               .author = arguments_value(arguments, "author")};
    int64_t number = 0;
    if (!listing_review_parse(review, &disposition.review)) {
        return error_set(error, ERROR_INVALID,
                         "`--as` is `%.*s`; it takes confirmed, dismissed or open",
                         TEXT_ARGS(review));
    }
    if (!arguments_date(arguments, "until", DATE_MAX, &disposition.until, error) ||
        !record_open_chain(arguments, place, &chain, error)) {
        return false;
    }
    const ListingKeeping keeping = {
        .place = place,
        .chain = chain,
        .moment = {moment_now(arena, arguments).at_ms, disposition.author}};
    return service_keep_disposition(arena, &keeping, &disposition, &number, error);
}

static int run_disposition(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    if (!dispose(arena, arguments, &error)) {
        return print_failure(&error);
    }
    return print_output(
        text_format(arena, "%.*s: %.*s %.*s is %.*s\n", TEXT_ARGS(arguments->places[1]),
                    TEXT_ARGS(arguments->places[2]), TEXT_ARGS(arguments->places[3]),
                    TEXT_ARGS(arguments_value(arguments, "as"))));
}

static int run_dispositions(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    Date at = 0;
    ProblemList problems = problem_list_new(arena);
    if (!arguments_date(arguments, "at", moment_today(), &at, &error)) {
        return print_failure(&error);
    }
    const Workspace *workspace = service_load_workspace(arena, arguments->places[0], &problems);
    if (workspace == NULL) {
        return print_problems(arena, &problems);
    }
    return print_output(arguments_have(arguments, "json")
                            ? service_dispositions_json(arena, workspace, at)
                            : service_dispositions_text(arena, workspace, at));
}

const Command COMMAND_DISPOSITION = {
    .name = "disposition",
    .arguments = "WORKSPACE PARTY LIST ENTRY",
    .argument_count = 4,
    .summary = "what a person found of a hit that a workspace's parties have on a list",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_disposition,
};

const Command COMMAND_DISPOSITIONS = {
    .name = "dispositions",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "which of a workspace's parties may be listed, and what was found of it",
    .options = LIST_OPTIONS,
    .option_count = sizeof(LIST_OPTIONS) / sizeof(LIST_OPTIONS[0]),
    .run = run_dispositions,
};
