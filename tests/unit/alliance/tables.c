/* SPDX-License-Identifier: Apache-2.0 */
#include "tables.h"

#include "base/array.h"

static const Text heading = {"== ", 3};

static void end_table(const Array *files, const char *end) {
    if (files->count > 0) {
        WorkspaceFile *last = array_at(files, files->count - 1);
        last->content.length = (size_t)(end - last->content.bytes);
    }
}

const WorkspaceFile *tables_split(Arena *arena, Text text, size_t *count) {
    Array files = array_new(arena, sizeof(WorkspaceFile));
    Text rest = text;
    Text line;
    while (text_split(&rest, '\n', &line)) {
        if (!text_starts_with(line, heading)) {
            continue;
        }
        end_table(&files, line.bytes);
        WorkspaceFile *file = array_add(&files);
        const char *begin = rest.bytes == NULL ? line.bytes + line.length : rest.bytes;
        *file = (WorkspaceFile){.name = text_slice(line, heading.length, line.length),
                                .content = {begin, 0}};
    }
    end_table(&files, text.bytes + text.length);
    *count = files.count;
    return ARRAY_ITEMS(WorkspaceFile, &files);
}

const Workspace *tables_read(Arena *arena, Text text, Text *problems) {
    size_t count = 0;
    ProblemList list = problem_list_new(arena);
    const WorkspaceFile *files = tables_split(arena, text, &count);
    const Workspace *workspace = workspace_parse(arena, TEXT(""), files, count, &list);
    *problems = problem_format(arena, &list, 0);
    return workspace;
}
