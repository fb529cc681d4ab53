/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_rows.h"
#include "service/outside.h"

/* Levers that change law: `reform file=PATH`, relative to the workspace's folder. */

static bool check_reform(const Lever *lever, const PatchRow *row, ProblemList *problems) {
    if (row->count != 1 || !text_equals(row->names[0], TEXT("file")) ||
        text_is_empty(row->values[0])) {
        problem_add(problems, TEXT("lever.csv"), lever->mark.line, 0,
                    "lever `%.*s`: a reform is `reform file=PATH`, a file of reforms seen from the "
                    "workspace's folder",
                    TEXT_ARGS(lever->id));
        return false;
    }
    return true;
}

static const LawSet *put_in_force(Arena *arena, const LeverBase *base, const PatchRow *row,
                                  const LawSet *set, ProblemList *problems) {
    const Text name = row->values[0];
    const WorkspaceFile *given = outside_given(base->workspace, name);
    const Text path = outside_path(arena, base->workspace->folder, name);
    return given == NULL
               ? law_reform_from(arena, set, path, row->from, problems)
               : law_reform_text_from(arena, set, path, given->content, row->from, problems);
}

void levers_law_files(Arena *arena, const Workspace *workspace, Array *names) {
    const LeverBase base = levers_base(workspace, DATE_MIN);
    for (size_t i = 0; i < workspace->lever_count; i++) {
        ProblemList ignored = problem_list_new(arena);
        Array rows = array_new(arena, sizeof(PatchRow));
        lever_read_rows(&base, &workspace->levers[i], &rows, &ignored);
        for (size_t j = 0; j < rows.count; j++) {
            const PatchRow *row = array_at(&rows, j);
            if (text_equals(row->table, TEXT("reform")) && row->count == 1) {
                *(Text *)array_add(names) = row->values[0];
            }
        }
    }
}

static bool is_reform(const PatchRow *row) {
    return text_equals(row->table, TEXT("reform"));
}

bool lever_changes_law(Arena *arena, const LeverBase *base, size_t lever) {
    ProblemList problems = problem_list_new(arena);
    Array rows = array_new(arena, sizeof(PatchRow));
    bool changes = false;
    lever_read_rows(base, &base->workspace->levers[lever], &rows, &problems);
    for (size_t i = 0; i < rows.count; i++) {
        changes |= is_reform(array_at(&rows, i));
    }
    return changes;
}

static const LawSet *reform_one(Arena *arena, const LeverBase *base, const Lever *lever,
                                const LawSet *set, ProblemList *problems) {
    Array rows = array_new(arena, sizeof(PatchRow));
    lever_read_rows(base, lever, &rows, problems);
    for (size_t i = 0; i < rows.count && set != NULL; i++) {
        const PatchRow *row = array_at(&rows, i);
        if (!is_reform(row)) {
            continue;
        }
        if (!check_reform(lever, row, problems)) {
            return NULL;
        }
        set = put_in_force(arena, base, row, set, problems);
    }
    return set;
}

const LawSet *levers_law(Arena *arena, const LeverBase *base, const bool *pulled, const LawSet *set,
                         ProblemList *problems) {
    for (size_t i = 0; i < base->workspace->lever_count && set != NULL; i++) {
        if (pulled[i]) {
            set = reform_one(arena, base, &base->workspace->levers[i], set, problems);
        }
    }
    return set;
}
