/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/workspace.h"

const Workspace *workspace_read(Arena *arena, const Arguments *arguments) {
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = workspace_load(arena, arguments->places[0], &problems);
    if (workspace == NULL) {
        (void)print_problems(arena, &problems);
    }
    return workspace;
}
