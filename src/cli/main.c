/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ranks.h"
#include "cli/cli.h"
#include "service/service.h"

/* Every command, with what stands above it in the overview where it is the first of its kind. */
static const struct {
    const char *heading; /* or NULL */
    const Command *command;
} COMMANDS[] = {
    {"Decide", &COMMAND_CHECK},
    {NULL, &COMMAND_MATRIX},
    {NULL, &COMMAND_EXPORTABILITY},
    {"Plan: source, stress, reform", &COMMAND_VALIDATE},
    {NULL, &COMMAND_REPORT},
    {NULL, &COMMAND_PROGRAMME},
    {NULL, &COMMAND_SOURCE},
    {NULL, &COMMAND_STRESS},
    {NULL, &COMMAND_REFORM},
    {"Screen", &COMMAND_SCREEN},
    {NULL, &COMMAND_LIST_IMPORT},
    {NULL, &COMMAND_LIST_REFRESH},
    {NULL, &COMMAND_LIST_STATUS},
    {NULL, &COMMAND_DISPOSITIONS},
    {NULL, &COMMAND_DISPOSITION},
    {"Assess", &COMMAND_ASSESS},
    {NULL, &COMMAND_ASSESS_BASE},
    {NULL, &COMMAND_ASSESS_SCHEME},
    {NULL, &COMMAND_ACCESS},
    {NULL, &COMMAND_OFFERS},
    {NULL, &COMMAND_OSCAL},
    {"Share", &COMMAND_LABEL_PARSE},
    {NULL, &COMMAND_LABEL_RENDER},
    {NULL, &COMMAND_LABEL_ROLLUP},
    {NULL, &COMMAND_SEAL},
    {NULL, &COMMAND_OPEN},
    {NULL, &COMMAND_INSPECT},
    {NULL, &COMMAND_LEASE},
    {NULL, &COMMAND_KEY_MAKE},
    {NULL, &COMMAND_KEY_SHOW},
    {"Law", &COMMAND_PACK_CHECK},
    {NULL, &COMMAND_PACK_TEST},
    {NULL, &COMMAND_PACK_COVERAGE},
    {NULL, &COMMAND_PACK_PROVE},
    {NULL, &COMMAND_PACK_DIFF},
    {NULL, &COMMAND_PACK_FACTS},
    {"Keep and serve", &COMMAND_INIT},
    {NULL, &COMMAND_IMPORT},
    {NULL, &COMMAND_EXPORT},
    {NULL, &COMMAND_AUDIT_VERIFY},
    {NULL, &COMMAND_AUDIT_REPLAY},
    {NULL, &COMMAND_AUDIT_EXPORT},
    {NULL, &COMMAND_SERVE},
};
enum { COMMAND_COUNT = sizeof(COMMANDS) / sizeof(COMMANDS[0]) };

static const Command *command_at(size_t index) {
    const Command *command = COMMANDS[index].command;
    assert(command != NULL);
    return command;
}

static Text overview(Arena *arena) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, TEXT("entente: what an alliance may move, what it is short of, and which "
                        "barrier costs most\n"));
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (COMMANDS[i].heading != NULL) {
            text_add_format(&out, "\n%s\n", COMMANDS[i].heading);
        }
        text_add_format(&out, "  entente %-15s %s\n", command_at(i)->name, command_at(i)->summary);
    }
    text_add_format(&out, "\n`entente help COMMAND` says what a command takes.\n%.*s\n",
                    TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

/* How many words of the command's name stand at the start; 0 where it is another. */
static size_t words_matched(const Command *command, char *const *words, size_t count) {
    Text rest = text_from(command->name);
    Text piece = {0};
    size_t matched = 0;
    while (text_split(&rest, ' ', &piece)) {
        if (matched == count || !text_equals(piece, text_from(words[matched]))) {
            return 0;
        }
        matched++;
    }
    return matched;
}

/* The command whose name takes the most words: `assess base` before `assess`. */
static const Command *find_command(char *const *words, size_t count, size_t *used) {
    const Command *found = NULL;
    *used = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const size_t matched = words_matched(command_at(i), words, count);
        if (matched > *used) {
            *used = matched;
            found = command_at(i);
        }
    }
    return found;
}

/* The commands of two words that begin with this one: "audit export, audit replay". */
static Text longer_commands(Arena *arena, const char *word) {
    TextBuilder names = text_builder_new(arena);
    const Text start = text_format(arena, "%s ", word);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const Text name = text_from(command_at(i)->name);
        if (text_starts_with(name, start)) {
            text_add(&names, names.length > 0 ? TEXT(", ") : TEXT(""));
            text_add(&names, name);
        }
    }
    return text_built(&names);
}

static int refuse_command(Arena *arena, const char *word) {
    Error error = {0};
    const Text longer = longer_commands(arena, word);
    if (!text_is_empty(longer)) {
        (void)error_set(&error, ERROR_INVALID, "`%s` needs another word: there are %.*s", word,
                        TEXT_ARGS(longer));
        return print_failure(&error);
    }
    size_t best = 3;
    const char *nearest = NULL;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const size_t distance = text_distance(text_from(command_at(i)->name), text_from(word));
        if (distance < best) {
            best = distance;
            nearest = command_at(i)->name;
        }
    }
    if (nearest != NULL) {
        (void)error_set(&error, ERROR_INVALID, "there is no command `%s`; did you mean `%s`?", word,
                        nearest);
    } else {
        (void)error_set(&error, ERROR_INVALID, "there is no command `%s`; see `entente help`",
                        word);
    }
    return print_failure(&error);
}

static int run_help(Arena *arena, char *const *words, size_t count) {
    size_t used = 0;
    if (count == 0) {
        return print_output(overview(arena));
    }
    const Command *command = find_command(words, count, &used);
    return command == NULL ? refuse_command(arena, words[0])
                           : print_output(command_usage(arena, command));
}

static bool asks_for_help(const char *word) {
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* Whether help is asked for anywhere among a command's arguments. */
static bool any_asks_for_help(char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (asks_for_help(words[i])) {
            return true;
        }
    }
    return false;
}

static int run_command(Arena *arena, char *const *words, size_t count) {
    size_t used = 0;
    const Command *command = find_command(words, count, &used);
    if (command == NULL) {
        return refuse_command(arena, words[0]);
    }
    if (any_asks_for_help(words + used, count - used)) {
        return print_output(command_usage(arena, command));
    }
    if (!command->shares_ranks && ranks_own() > 0) {
        return EXIT_DONE;
    }
    Arguments arguments;
    Error error = {0};
    if (!arguments_parse(arena, command, words + used, count - used, &arguments, &error)) {
        return print_failure(&error);
    }
    return command->run(arena, &arguments);
}

/* Of the ranks of a job the first alone speaks; all know the same. */
static void join_ranks(int *count, char ***words) {
    ranks_start(count, words);
    if (ranks_own() > 0 &&
        (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)) {
        exit(EXIT_FAILED);
    }
}

int main(int count, char **words) {
    Arena *arena = arena_new();
    int status = 0;
    join_ranks(&count, &words);
    if (count < 2) {
        (void)print_output(overview(arena));
        status = EXIT_BAD_INPUT;
    } else if (strcmp(words[1], "help") == 0 || asks_for_help(words[1])) {
        status = run_help(arena, words + 2, (size_t)count - 2);
    } else if (strcmp(words[1], "--version") == 0) {
        status = print_output(TEXT("entente " ENTENTE_VERSION "\n"));
    } else {
        status = run_command(arena, words + 1, (size_t)count - 1);
    }
    arena_free(arena);
    ranks_stop();
    return status;
}
