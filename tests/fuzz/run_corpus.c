/* SPDX-License-Identifier: Apache-2.0 */
/* Gives every file of a folder to a fuzzer, so that its corpus runs as a test:
 * run_corpus FOLDER. Prints TAP, one line a file. Each file is given whole, and cut
 * off after each byte where it is short, for that is where readers run past the end. */
#include "fuzz.h"

#include <string.h>

#include "base/file.h"

enum { INPUT_BYTES_MAX = 1 << 24, CUT_BYTES_MAX = 4096 };

/* A copy of its own, so that a sanitizer sees a read past the end. */
static void run_on(const char *bytes, size_t length) {
    uint8_t *copy = malloc(length == 0 ? 1 : length);
    if (copy == NULL) {
        arena_exhausted();
    }
    memcpy(copy, bytes, length);
    (void)LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static void run_file(Text content) {
    run_on(content.bytes, content.length);
    for (size_t length = 0; length < content.length && content.length <= CUT_BYTES_MAX; length++) {
        run_on(content.bytes, length);
    }
}

static bool run_folder(Arena *arena, Text folder, Error *error) {
    Array names;
    if (!file_list(arena, folder, &names, error)) {
        return false;
    }
    if (names.count == 0) {
        return error_set(error, ERROR_MISSING, "`%.*s` is empty", TEXT_ARGS(folder));
    }
    printf("1..%zu\n", names.count);
    for (size_t i = 0; i < names.count; i++) {
        Text name = ARRAY_ITEMS(Text, &names)[i];
        Text content;
        if (!file_read(arena, file_path(arena, folder, name), INPUT_BYTES_MAX, &content, error)) {
            return false;
        }
        run_file(content);
        printf("ok %zu - %.*s\n", i + 1, TEXT_ARGS(name));
        fflush(stdout);
    }
    return true;
}

int main(int count, char **arguments) {
    if (count != 2) {
        fputs("usage: run_corpus FOLDER\n", stderr);
        return 2;
    }
    Arena *arena = arena_new();
    Error error;
    bool is_done = run_folder(arena, text_from(arguments[1]), &error);
    if (!is_done) {
        fprintf(stderr, "%s\n", error.message);
    }
    arena_free(arena);
    return is_done ? 0 : 1;
}
