/* SPDX-License-Identifier: Apache-2.0 */

/* Reads every pack in good/, which must have no problem, and every pack in bad/, whose
 * problems must be those of its expected.txt, letter for letter. Run from the folder
 * that has both; `--update` writes the files of expected messages anew. */

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "law/set.h"

static bool read_pack(Arena *arena, Text folder, Text *messages) {
    ProblemList problems = problem_list_new(arena);
    const LawTest *tests = NULL;
    size_t test_count = 0;
    size_t pack = 0;
    const LawSet *set = law_read_with_tests(arena, folder, &tests, &test_count, &pack, &problems);
    *messages = problem_format(arena, &problems, 0);
    return set != NULL;
}

/* Each line as a comment of TAP. */
static void print_comment(const char *title, Text text) {
    printf("# %s\n", title);
    Text rest = text_trim(text);
    Text line;
    while (text_split(&rest, '\n', &line)) {
        printf("#   %.*s\n", TEXT_ARGS(line));
    }
}

static bool check_good(Arena *arena, Text folder) {
    Text messages;
    bool is_read = read_pack(arena, folder, &messages);
    if (!is_read) {
        print_comment("came:", messages);
    }
    return is_read;
}

static bool update(Arena *arena, Text folder, Text messages) {
    Error error;
    bool is_written = file_write(file_path(arena, folder, TEXT("expected.txt")), messages, &error);
    if (!is_written) {
        printf("# %s\n", error.message);
    }
    return is_written;
}

static bool check_bad(Arena *arena, Text folder, bool is_update) {
    Text messages;
    Text expected;
    Error error;
    bool is_read = read_pack(arena, folder, &messages);
    if (is_update) {
        return update(arena, folder, messages);
    }
    if (!file_read(arena, file_path(arena, folder, TEXT("expected.txt")), 1 << 20, &expected,
                   &error)) {
        printf("# %s\n", error.message);
        return false;
    }
    bool is_same = !is_read && !text_is_empty(messages) && text_equals(messages, expected);
    if (!is_same) {
        print_comment("expected:", expected);
        print_comment("came:", messages);
    }
    return is_same;
}

static size_t run_folder(Arena *arena, Text folder, bool is_good, bool is_update, size_t *count) {
    Array names = array_new(arena, sizeof(Text));
    Error error;
    if (!file_list(arena, folder, &names, &error)) {
        printf("Bail out! %s\n", error.message);
        return 1;
    }
    size_t failed = 0;
    for (size_t i = 0; i < names.count; i++) {
        Text path = file_path(arena, folder, ARRAY_ITEMS(Text, &names)[i]);
        bool passed = is_good ? check_good(arena, path) : check_bad(arena, path, is_update);
        printf("%s %zu - %.*s\n", passed ? "ok" : "not ok", ++*count, TEXT_ARGS(path));
        failed += passed ? 0 : 1;
    }
    return failed;
}

int main(int argument_count, char **arguments) {
    bool is_update = argument_count > 1 && strcmp(arguments[1], "--update") == 0;
    Arena *arena = arena_new();
    size_t count = 0;
    size_t failed = run_folder(arena, TEXT("good"), true, is_update, &count);
    failed += run_folder(arena, TEXT("bad"), false, is_update, &count);
    printf("1..%zu\n", count);
    arena_free(arena);
    return failed > 0 ? 1 : 0;
}
