/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/file.h"
#include "base/ranks.h"
#include "cli/cli.h"

enum { PROBLEMS_SHOWN = 50 };

int print_output(Text text) {
    const bool is_written = fwrite(text.bytes, 1, text.length, stdout) == text.length;
    if (!is_written || fflush(stdout) != 0) {
        (void)fputs("entente: the output could not be written\n", stderr);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

bool print_file(Text path, Text content, Error *error) {
    return ranks_own() > 0 || file_write(path, content, error);
}

int print_failure(const Error *error) {
    (void)fprintf(stderr, "entente: %s\n", error->message);
    return error_exit_status(error->kind);
}

int print_problems(Arena *arena, const ProblemList *problems) {
    const Text text = problem_format(arena, problems, PROBLEMS_SHOWN);
    (void)fwrite(text.bytes, 1, text.length, stderr);
    return EXIT_BAD_INPUT;
}
