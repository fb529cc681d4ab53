/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/workspace.h"

static const Workspace *read_workspace(Arena *arena, Text folder) {
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = service_load_workspace(arena, folder, &problems);
    if (workspace == NULL) {
        (void)print_problems(arena, &problems);
    }
    return workspace;
}

static const LawSet *packs_of(Arena *arena, const Arguments *arguments, Text folder,
                              const Workspace *workspace) {
    if (arguments_have(arguments, "packs")) {
        return packs_load_named(arena, arguments);
    }
    ProblemList problems = problem_list_new(arena);
    const LawSet *set = service_load_law(arena, folder, workspace, &problems);
    if (set == NULL) {
        (void)print_problems(arena, &problems);
    }
    return set;
}

const LawSet *workspace_and_packs(Arena *arena, const Arguments *arguments,
                                  const Workspace **workspace) {
    return workspace_and_packs_in(arena, arguments, arguments->places[0], workspace);
}

const LawSet *workspace_and_packs_in(Arena *arena, const Arguments *arguments, Text folder,
                                     const Workspace **workspace) {
    *workspace = read_workspace(arena, folder);
    return *workspace == NULL ? NULL : packs_of(arena, arguments, folder, *workspace);
}

const LawSet *workspace_and_law(Arena *arena, const Arguments *arguments,
                                const Workspace **workspace) {
    return packs_reform(arena, arguments, workspace_and_packs(arena, arguments, workspace));
}

int print_under_law(Arena *arena, const LawSet *set, bool is_json, Text output) {
    const Text reforms = is_json ? (Text){0} : service_reforms_text(arena, set);
    return text_is_empty(reforms)
               ? print_output(output)
               : print_output(
                     text_format(arena, "%.*s\n%.*s", TEXT_ARGS(reforms), TEXT_ARGS(output)));
}
