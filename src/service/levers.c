/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_rows.h"

LeverBase levers_base(const Workspace *workspace, Date as_of) {
    return (LeverBase){.workspace = workspace,
                       .files = workspace->files,
                       .file_count = workspace->file_count,
                       .as_of = as_of};
}

/* Law is none of the workspace's tables: levers_law. */
static Array without_law(Arena *arena, const Array *rows) {
    Array kept = array_new(arena, sizeof(PatchRow));
    for (size_t i = 0; i < rows->count; i++) {
        const PatchRow *row = array_at(rows, i);
        if (!text_equals(row->table, TEXT("reform"))) {
            *(PatchRow *)array_add(&kept) = *row;
        }
    }
    return kept;
}

const Workspace *levers_apply(Arena *arena, const LeverBase *base, const bool *pulled,
                              ProblemList *problems) {
    Array rows = array_new(arena, sizeof(PatchRow));
    for (size_t i = 0; i < base->workspace->lever_count; i++) {
        if (pulled[i]) {
            lever_read_rows(base, &base->workspace->levers[i], &rows, problems);
        }
    }
    rows = without_law(arena, &rows);
    Array files = array_new(arena, sizeof(WorkspaceFile));
    if (problem_count(problems) > 0 ||
        !patch_files(arena, base->files, base->file_count, &rows, &files, problems)) {
        return NULL;
    }
    for (size_t i = 0; i < base->workspace->other_count; i++) {
        *(WorkspaceFile *)array_add(&files) = base->workspace->others[i];
    }
    return service_workspace_parse(arena, base->workspace->folder,
                                   ARRAY_ITEMS(WorkspaceFile, &files), files.count, problems);
}

bool levers_refuse(const ProblemList *problems, Error *error) {
    Arena *arena = arena_new();
    Text text = problem_format(arena, problems, 1);
    Text line = {0};
    (void)text_split(&text, '\n', &line);
    (void)error_set(error, ERROR_INVALID, "%.*s", TEXT_ARGS(line));
    arena_free(arena);
    return false;
}
