/* SPDX-License-Identifier: Apache-2.0 */
#include "service/outside.h"

#include "base/file.h"

const WorkspaceFile *outside_given(const Workspace *workspace, Text name) {
    for (size_t i = 0; i < workspace->other_count; i++) {
        if (text_equals(workspace->others[i].name, name)) {
            return &workspace->others[i];
        }
    }
    return NULL;
}

/* Takes the `../` at the start off the name. */
static size_t take_steps_up(Text *name) {
    size_t steps = 0;
    while (text_starts_with(*name, TEXT("../"))) {
        *name = text_slice(*name, TEXT("../").length, name->length);
        steps++;
    }
    return steps;
}

static bool is_plain_path(Text path) {
    Text part = {0};
    while (text_split(&path, '/', &part)) {
        if (text_is_empty(part) || text_starts_with(part, TEXT("."))) {
            return false;
        }
    }
    return true;
}

Text outside_place(Arena *arena, Text folder, Text name) {
    const bool is_absolute = text_starts_with(name, TEXT("/"));
    Text rest = text_slice(name, is_absolute ? 1 : 0, name.length);
    const size_t steps = is_absolute ? 0 : take_steps_up(&rest);
    if (text_is_empty(rest) || !is_plain_path(rest)) {
        return TEXT("");
    }
    if (is_absolute) {
        return file_path(arena, folder, text_format(arena, "outside/root/%.*s", TEXT_ARGS(rest)));
    }
    return file_path(arena, folder,
                     steps == 0 ? rest
                                : text_format(arena, "outside/%zu/%.*s", steps, TEXT_ARGS(rest)));
}

Text outside_path(Arena *arena, Text folder, Text name) {
    const Text place = outside_place(arena, folder, name);
    if (!text_is_empty(place) && file_exists(place)) {
        return place;
    }
    return text_starts_with(name, TEXT("/")) ? name : file_path(arena, folder, name);
}
