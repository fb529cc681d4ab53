/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "service/lever_rows.h"

/* Levers that change law: `reform file=PATH`, relative to the workspace's folder. */

static bool read_reform(const LeverBase *base, const Lever *lever, const LeverRow *row, Text *file,
                        Arena *arena, ProblemList *problems) {
    if (row->count != 1 || !text_equals(row->names[0], TEXT("file")) ||
        text_is_empty(row->values[0])) {
        problem_add(problems, TEXT("lever.csv"), lever->mark.line, 0,
                    "lever `%.*s`: a reform is `reform file=PATH`, a file of reforms seen from the "
                    "workspace's folder",
                    TEXT_ARGS(lever->id));
        return false;
    }
    *file = file_path(arena, base->workspace->folder, row->values[0]);
    return true;
}

static bool is_reform(const LeverRow *row) {
    return text_equals(row->table, TEXT("reform"));
}

bool lever_changes_law(Arena *arena, const LeverBase *base, size_t lever) {
    ProblemList problems = problem_list_new(arena);
    Array rows = array_new(arena, sizeof(LeverRow));
    bool changes = false;
    lever_read_rows(base, &base->workspace->levers[lever], &rows, &problems);
    for (size_t i = 0; i < rows.count; i++) {
        changes |= is_reform(array_at(&rows, i));
    }
    return changes;
}

static const LawSet *reform_one(Arena *arena, const LeverBase *base, const Lever *lever,
                                const LawSet *set, ProblemList *problems) {
    Array rows = array_new(arena, sizeof(LeverRow));
    lever_read_rows(base, lever, &rows, problems);
    for (size_t i = 0; i < rows.count && set != NULL; i++) {
        const LeverRow *row = array_at(&rows, i);
        Text file = {0};
        if (!is_reform(row)) {
            continue;
        }
        if (!read_reform(base, lever, row, &file, arena, problems)) {
            return NULL;
        }
        set = law_reform_from(arena, set, file, row->from, problems);
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
