/* SPDX-License-Identifier: Apache-2.0 */

/* Runs the tests of the packs in the folders named, each as one line of TAP, and then
 * each pack's coverage: every provision must hold in some test. */

#include <stdio.h>

#include "law/law.h"

static void tell(size_t number, bool is_passed, Text title, Text why) {
    printf("%s %zu - %.*s\n", is_passed ? "ok" : "not ok", number, TEXT_ARGS(title));
    if (!is_passed) {
        printf("# %.*s\n", TEXT_ARGS(why));
    }
}

static bool tell_tests(const LawTestReport *report, size_t *number) {
    for (size_t i = 0; i < report->count; i++) {
        const LawTestResult *result = &report->results[i];
        tell(++*number, result->passed, result->title, result->message);
    }
    return report->failed == 0;
}

static bool tell_coverage(Arena *arena, const LawTestReport *report, const LawSet *set,
                          size_t *number) {
    TextBuilder names = text_builder_new(arena);
    for (size_t i = 0; i < report->untested_count; i++) {
        text_add_format(&names, " %.*s", TEXT_ARGS(law_provision(set, report->untested[i]).name));
    }
    tell(++*number, report->untested_count == 0, TEXT("every provision holds in some test"),
         text_format(arena, "untested:%.*s", TEXT_ARGS(text_built(&names))));
    return report->untested_count == 0;
}

static bool run(Arena *arena, Text folder, size_t *number) {
    ProblemList problems = problem_list_new(arena);
    LawTestReport report;
    const LawSet *set = law_load(arena, &folder, 1, &problems);
    if (set == NULL || !law_test(arena, folder, &report, &problems)) {
        tell(++*number, false, folder, problem_format(arena, &problems, 0));
        return false;
    }
    bool is_passed = tell_tests(&report, number);
    return tell_coverage(arena, &report, set, number) && is_passed;
}

int main(int argument_count, char **arguments) {
    size_t number = 0;
    bool is_passed = true;
    for (int i = 1; i < argument_count; i++) {
        Arena *arena = arena_new();
        is_passed = run(arena, text_from(arguments[i]), &number) && is_passed;
        arena_free(arena);
    }
    printf("1..%zu\n", number);
    return is_passed ? 0 : 1;
}
