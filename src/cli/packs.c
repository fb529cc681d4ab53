/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/packs.h"

#include "service/service.h"

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

const LawSet *packs_of_workspace(Arena *arena, const Arguments *arguments,
                                 const Workspace *workspace) {
    if (arguments_have(arguments, "packs")) {
        return packs_load(arena, arguments);
    }
    const Text *paths = NULL;
    const size_t count = service_workspace_packs(arena, workspace, &paths);
    if (count == 0) {
        Error error = {0};
        (void)error_set(
            &error, ERROR_MISSING,
            "%.*s/workspace.csv names no packs; add a row `packs,DIR` or give `--packs`",
            TEXT_ARGS(workspace->folder));
        (void)print_error(&error);
        return NULL;
    }
    return packs_load_paths(arena, paths, count);
}
