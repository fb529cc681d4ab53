/* SPDX-License-Identifier: Apache-2.0 */
/* What a person found of a hit: written into the workspace, and on record where asked. */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/record.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"as", "REVIEW", "confirmed, dismissed or open", true, false},
    {"reason", "TEXT", "why, so that another can follow", true, false},
    {"author", "NAME", "who found it", true, false},
    {"until", "DATE", "the last day it holds; after it the review is open again", false, false},
    {"audit", "STORE", "put it on the audit chain of this database", false, false},
};

static bool dispose(Arena *arena, const Arguments *arguments, const Workspace *workspace,
                    Error *error) {
    Disposition disposition = {.party = arguments->places[1],
                               .list = arguments->places[2],
                               .listed = arguments->places[3],
                               .reason = arguments_value(arguments, "reason"),
                               .author = arguments_value(arguments, "author")};
    const Text review = arguments_value(arguments, "as");
    Text csv = {0};
    if (!listing_review_parse(review, &disposition.review)) {
        return error_set(error, ERROR_INVALID,
                         "`--as` is `%.*s`; it takes confirmed, dismissed or open",
                         TEXT_ARGS(review));
    }
    if (!arguments_date(arguments, "until", DATE_MAX, &disposition.until, error) ||
        !service_dispose(arena, workspace, &disposition, &csv, error)) {
        return false;
    }
    /* On record first: what is written without a record could not be accounted for. */
    const Recorded what = {.who = disposition.author,
                           .kind = TEXT("disposition"),
                           .inputs = service_disposition_inputs(arena, &disposition),
                           .output = csv};
    return record_if_asked(arena, arguments, &what, error) &&
           file_write(file_path(arena, workspace->folder, TEXT("listing.csv")), csv, error);
}

static int run_disposition(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = workspace_load(arena, arguments->places[0], &problems);
    if (workspace == NULL) {
        return print_problems(arena, &problems);
    }
    if (!dispose(arena, arguments, workspace, &error)) {
        return print_failure(&error);
    }
    return print_output(
        text_format(arena, "%.*s: %.*s %.*s is %.*s\n", TEXT_ARGS(arguments->places[1]),
                    TEXT_ARGS(arguments->places[2]), TEXT_ARGS(arguments->places[3]),
                    TEXT_ARGS(arguments_value(arguments, "as"))));
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
