/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/cli.h"
#include "service/service.h"

/* `entente audit verify`, `replay` and `export`. */

enum { LINES_AT_ONCE = 1000, SHOWN_DIGITS = 12 };

static const OptionSpec VERIFY_OPTIONS[] = {
    {"head", "NUMBER:HASH", "a row that was noted elsewhere and must be in the chain", false,
     false},
};

static const OptionSpec REPLAY_OPTIONS[] = {
    {"json", NULL, "print what is decided now, and nothing else", false, false},
};

static bool read_noted(const Arguments *arguments, AuditHead *noted, Error *error) {
    const Text given = arguments_value(arguments, "head");
    Text rest = given;
    Text number = {0};
    if (text_is_empty(given)) {
        return true;
    }
    (void)text_split(&rest, ':', &number);
    noted->hash = rest;
    return (text_parse_integer(number, &noted->number) && noted->number > 0 && rest.bytes != NULL &&
            rest.length == STORE_DIGEST_LENGTH) ||
           error_set(
               error, ERROR_INVALID,
               "`--head` is `%.*s`; write it as `entente audit verify` prints it, NUMBER:HASH",
               TEXT_ARGS(given));
}

static int tell_verdict(Arena *arena, const AuditVerdict *verdict) {
    if (verdict->is_whole) {
        return print_output(
            text_format(arena, "the chain is whole: %lld row%s\nhead %lld:%.*s\n",
                        (long long)verdict->row_count, verdict->row_count == 1 ? "" : "s",
                        (long long)verdict->head.number, TEXT_ARGS(verdict->head.hash)));
    }
    (void)print_output(text_format(arena,
                                   "the chain is broken: %.*s\n%lld rows before it are good\n",
                                   TEXT_ARGS(verdict->reason), (long long)verdict->row_count));
    return EXIT_FAILED;
}

static int run_verify(Arena *arena, const Arguments *arguments) {
    AuditHead noted = {0};
    AuditVerdict verdict = {0};
    Error error = {0};
    CLEANUP(store_close_handle) Store *store = NULL;
    if (!read_noted(arguments, &noted, &error) ||
        !store_open(arguments->places[0], &store, &error) ||
        !store_audit_verify(arena, store, noted, &verdict, &error)) {
        return print_failure(&error);
    }
    return tell_verdict(arena, &verdict);
}

/* ---- replay ---- */

static int tell_replay(Arena *arena, const Replay *replay) {
    const AuditRow *row = &replay->row;
    const Text head = text_format(arena, "row %lld, %.*s, by %.*s: ", (long long)row->number,
                                  TEXT_ARGS(row->time), TEXT_ARGS(row->who));
    if (replay->is_same) {
        return print_output(text_format(arena, "%.*sthe same decision again, sha256 %.*s\n",
                                        TEXT_ARGS(head), TEXT_ARGS(replay->digest)));
    }
    (void)print_output(
        text_format(arena, "%.*sANOTHER decision: sha256 %.*s was recorded, %.*s is decided now\n",
                    TEXT_ARGS(head), TEXT_ARGS(text_slice(row->result, 0, SHOWN_DIGITS)),
                    TEXT_ARGS(text_slice(replay->digest, 0, SHOWN_DIGITS))));
    return EXIT_FAILED;
}

static int run_replay(Arena *arena, const Arguments *arguments) {
    Replay replay = {0};
    Error error = {0};
    int64_t number = 0;
    CLEANUP(store_close_handle) Store *store = NULL;
    if (!text_parse_integer(arguments->places[1], &number) || number < 1) {
        (void)error_set(&error, ERROR_INVALID, "`%.*s` is no number of a row; rows count from 1",
                        TEXT_ARGS(arguments->places[1]));
        return print_failure(&error);
    }
    if (!store_open(arguments->places[0], &store, &error) ||
        !service_replay(arena, store, number, &replay, &error)) {
        return print_failure(&error);
    }
    if (arguments_have(arguments, "json")) {
        const int status = print_output(replay.answer);
        return status == EXIT_DONE && !replay.is_same ? EXIT_FAILED : status;
    }
    return tell_replay(arena, &replay);
}

/* ---- export ---- */

/* Prints a page; false when there are no more, or it could not be printed. */
static bool print_page(Store *store, int64_t *after, int *status) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Text lines = {0};
    Error error = {0};
    if (!service_audit_lines(arena, store, *after, LINES_AT_ONCE, &lines, after, &error)) {
        *status = print_failure(&error);
        return false;
    }
    *status = print_output(lines);
    return *status == EXIT_DONE && !text_is_empty(lines);
}

static int run_export(Arena *arena, const Arguments *arguments) {
    int64_t after = 0;
    int status = EXIT_DONE;
    Error error = {0};
    CLEANUP(store_close_handle) Store *store = NULL;
    (void)arena;
    if (!store_open(arguments->places[0], &store, &error)) {
        return print_failure(&error);
    }
    while (print_page(store, &after, &status)) {
    }
    return status;
}

const Command COMMAND_AUDIT_VERIFY = {
    .name = "audit verify",
    .arguments = "DATABASE",
    .argument_count = 1,
    .summary = "walk the audit chain and name the first break",
    .options = VERIFY_OPTIONS,
    .option_count = sizeof(VERIFY_OPTIONS) / sizeof(VERIFY_OPTIONS[0]),
    .run = run_verify,
};

const Command COMMAND_AUDIT_REPLAY = {
    .name = "audit replay",
    .arguments = "DATABASE NUMBER",
    .argument_count = 2,
    .summary = "decide a recorded decision again, under the packs of then",
    .options = REPLAY_OPTIONS,
    .option_count = sizeof(REPLAY_OPTIONS) / sizeof(REPLAY_OPTIONS[0]),
    .run = run_replay,
};

const Command COMMAND_AUDIT_EXPORT = {
    .name = "audit export",
    .arguments = "DATABASE",
    .argument_count = 1,
    .summary = "print the audit chain as JSON lines",
    .options = NULL,
    .option_count = 0,
    .run = run_export,
};
