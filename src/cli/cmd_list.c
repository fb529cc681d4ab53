/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of restricted parties kept in a folder: brought in, brought up to date, looked over. */
#include "cli/moment.h"
#include "cli/options.h"

static const OptionSpec IMPORT_OPTIONS[] = {
    {"at", "DATE", "the day it is imported (today)", false, false},
    {"json", NULL, "as JSON, with every change", false, false},
};
static const OptionSpec REFRESH_OPTIONS[] = {
    {"at", "DATE", "the day it is refreshed (today)", false, false},
};
static const OptionSpec STATUS_OPTIONS[] = {
    {"at", "DATE", "the day ages are counted to (today)", false, false},
    JSON_OPTION,
};

static int run_import(Arena *arena, const Arguments *arguments) {
    ListImport import = {.name = arguments->places[1], .source = arguments->places[2]};
    ListImported done;
    Error error = {0};
    if (!arguments_date(arguments, "at", moment_today(), &import.at, &error) ||
        !service_list_import(arena, arguments->places[0], &import, &done, &error)) {
        return print_failure(&error);
    }
    return print_output(arguments_have(arguments, "json") ? service_list_import_json(arena, &done)
                                                          : service_list_import_text(arena, &done));
}

/* Each list by itself: one that cannot be read keeps its release and holds up no other. */
static int run_refresh(Arena *arena, const Arguments *arguments) {
    const ListImport *imports = NULL;
    size_t count = 0;
    Date at = 0;
    Error error = {0};
    int status = EXIT_DONE;
    if (!arguments_date(arguments, "at", moment_today(), &at, &error) ||
        !service_list_sources(arena, arguments->places[0], &imports, &count, &error)) {
        return print_failure(&error);
    }
    for (size_t i = 0; i < count; i++) {
        ListImport import = imports[i];
        ListImported done;
        Error own = {0};
        import.at = at;
        if (service_list_import(arena, arguments->places[0], &import, &done, &own)) {
            (void)print_output(service_list_import_text(arena, &done));
        } else {
            Error told = {0};
            (void)error_set(&told, own.kind, "`%.*s` keeps the release it had: %s",
                            TEXT_ARGS(import.name), own.message);
            status = print_failure(&told);
        }
    }
    return status;
}

static int run_status(Arena *arena, const Arguments *arguments) {
    const ListStatus *lists = NULL;
    size_t count = 0;
    Date at = 0;
    Error error = {0};
    if (!arguments_date(arguments, "at", moment_today(), &at, &error) ||
        !service_list_status(arena, arguments->places[0], at, &lists, &count, &error)) {
        return print_failure(&error);
    }
    int status = print_output(arguments_have(arguments, "json")
                                  ? service_list_status_json(arena, lists, count)
                                  : service_list_status_text(arena, lists, count));
    for (size_t i = 0; i < count; i++) {
        status = text_is_empty(lists[i].problem) ? status : EXIT_FAILED;
    }
    return status;
}

const Command COMMAND_LIST_IMPORT = {
    .name = "list import",
    .arguments = "FOLDER NAME FILE",
    .argument_count = 3,
    .summary = "keep a list of restricted parties, and what its release changed",
    .options = IMPORT_OPTIONS,
    .option_count = sizeof(IMPORT_OPTIONS) / sizeof(IMPORT_OPTIONS[0]),
    .run = run_import,
};

const Command COMMAND_LIST_REFRESH = {
    .name = "list refresh",
    .arguments = "FOLDER",
    .argument_count = 1,
    .summary = "read the kept lists again from where they came",
    .options = REFRESH_OPTIONS,
    .option_count = sizeof(REFRESH_OPTIONS) / sizeof(REFRESH_OPTIONS[0]),
    .run = run_refresh,
};

const Command COMMAND_LIST_STATUS = {
    .name = "list status",
    .arguments = "FOLDER",
    .argument_count = 1,
    .summary = "the kept lists: releases, digests, ages, and whether they are whole",
    .options = STATUS_OPTIONS,
    .option_count = sizeof(STATUS_OPTIONS) / sizeof(STATUS_OPTIONS[0]),
    .run = run_status,
};
