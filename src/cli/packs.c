/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/packs.h"

const LawSet *packs_load_paths(Arena *arena, const Text *paths, size_t count) {
    ProblemList problems = problem_list_new(arena);
    const LawSet *set = law_load(arena, paths, count, &problems);
    if (set == NULL) {
        (void)print_problems(arena, &problems);
    }
    return set;
}

const LawSet *packs_load(Arena *arena, const Arguments *arguments) {
    Text *paths = NULL;
    const size_t count = arguments_values(arena, arguments, "packs", true, &paths);
    return packs_load_paths(arena, paths, count);
}
