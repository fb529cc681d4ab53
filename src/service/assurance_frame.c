/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "service/service.h"

/* A folder that a setting names, from the workspace's own. */
static Text named_folder(Arena *arena, const Workspace *workspace, Text key) {
    const Text path = workspace_setting(workspace, key);
    return text_is_empty(path) || text_starts_with(path, TEXT("/"))
               ? path
               : file_path(arena, workspace->folder, path);
}

/* A scheme names its catalogues as folders beside its own. */
static const Catalogue *load_catalogue(Arena *arena, const Scheme *scheme, size_t requirement,
                                       ProblemList *problems) {
    const Text beside = file_path(arena, scheme->folder, TEXT(".."));
    return catalogue_load(
        arena, file_path(arena, beside, scheme->requirements[requirement].catalogue), problems);
}

static const Catalogue *loaded_before(const Scheme *scheme, const Catalogue *const *catalogues,
                                      size_t requirement) {
    for (size_t i = 0; i < requirement; i++) {
        if (text_equals(scheme->requirements[i].catalogue,
                        scheme->requirements[requirement].catalogue)) {
            return catalogues[i];
        }
    }
    return NULL;
}

static bool load_scheme(Arena *arena, Text folder, AssuranceFrame *frame, ProblemList *problems) {
    frame->scheme = scheme_load(arena, folder, problems);
    if (frame->scheme == NULL) {
        return false;
    }
    const size_t count = frame->scheme->requirement_count;
    const Catalogue **catalogues = ARENA_MANY(arena, const Catalogue *, count);
    for (size_t i = 0; i < count; i++) {
        catalogues[i] = loaded_before(frame->scheme, catalogues, i);
        if (catalogues[i] == NULL) {
            catalogues[i] = load_catalogue(arena, frame->scheme, i, problems);
        }
        if (catalogues[i] == NULL) {
            return false;
        }
    }
    frame->catalogues = catalogues;
    return true;
}

bool service_assurance_frame(Arena *arena, const Workspace *workspace, AssuranceFrame *frame,
                             ProblemList *problems) {
    *frame = (AssuranceFrame){0};
    const Text scheme = named_folder(arena, workspace, TEXT("scheme"));
    const Text crosswalk = named_folder(arena, workspace, TEXT("crosswalk"));
    if (!text_is_empty(scheme) && !load_scheme(arena, scheme, frame, problems)) {
        return false;
    }
    if (!text_is_empty(crosswalk)) {
        frame->crosswalk = crosswalk_load(arena, crosswalk, problems);
        return frame->crosswalk != NULL;
    }
    return true;
}
