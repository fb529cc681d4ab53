/* SPDX-License-Identifier: Apache-2.0 */
#include "alliance/loading.h"
#include "base/file.h"

static void check_across(Loading *loading) {
    loading_check_keys(loading);
    loading_check_lanes(loading);
    loading_check_ownerships(loading);
    loading_derive_countries(loading);
    loading_order_items(loading);
    loading_find_targets(loading);
}

const Workspace *workspace_parse(Arena *arena, Text folder, const WorkspaceFile *files,
                                 size_t file_count, ProblemList *problems) {
    Loading *loading = ARENA_NEW(arena, Loading);
    loading->arena = arena;
    loading->folder = folder;
    loading->problems = problems;
    loading->problems_before = problem_count(problems);
    loading->guesses_left = LOADING_GUESSES_MAX;
    loading->workspace = ARENA_NEW(arena, Workspace);
    loading->workspace->folder = folder;
    loading_read_sheets(loading, files, file_count);
    loading_fill_rows(loading);
    check_across(loading);
    if (loading_has_problems(loading)) {
        return NULL;
    }
    loading_build_index(loading);
    return loading->workspace;
}

/* Reads the tables among the names; the others are not opened. */
static Array read_tables(Arena *arena, Text folder, const Array *names, ProblemList *problems) {
    Array files = array_new(arena, sizeof(WorkspaceFile));
    for (size_t i = 0; i < names->count; i++) {
        Error error;
        Text content;
        Text name = ARRAY_ITEMS(Text, names)[i];
        if (!text_ends_with(name, TEXT(".csv"))) {
            continue;
        }
        Text path = file_path(arena, folder, name);
        if (!file_read(arena, path, LOADING_FILE_BYTES_MAX, &content, &error)) {
            problem_add(problems, path, 0, 0, "%s", error.message);
            content = (Text){NULL, 0};
        }
        WorkspaceFile *file = array_add(&files);
        *file = (WorkspaceFile){.name = name, .content = content};
    }
    return files;
}

bool workspace_read_files(Arena *arena, Text folder, const WorkspaceFile **files, size_t *count,
                          ProblemList *problems) {
    Error error;
    Array names;
    const size_t before = problem_count(problems);
    *count = 0;
    if (!file_list(arena, folder, &names, &error)) {
        problem_add(problems, TEXT(""), 0, 0, "%s", error.message);
        return false;
    }
    const Array tables = read_tables(arena, folder, &names, problems);
    *files = ARRAY_ITEMS(WorkspaceFile, &tables);
    *count = tables.count;
    return problem_count(problems) == before;
}

const Workspace *workspace_load(Arena *arena, Text folder, ProblemList *problems) {
    const WorkspaceFile *files = NULL;
    size_t count = 0;
    const bool is_read = workspace_read_files(arena, folder, &files, &count, problems);
    if (!is_read && files == NULL) {
        return NULL;
    }
    const Workspace *workspace = workspace_parse(arena, folder, files, count, problems);
    return is_read ? workspace : NULL;
}
