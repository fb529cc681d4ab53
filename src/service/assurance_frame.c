/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "service/outside.h"

/* A scheme, its catalogues and a crosswalk, from the folders that a workspace names or from what
 * its database keeps of them. */

typedef struct FrameReading {
    Arena *arena;
    const Workspace *workspace;
    Array *kept; /* of WorkspaceFile; or NULL */
    ProblemList *problems;
    Text name;   /* the folder at hand as the tables have it */
    Text folder; /* where it is */
    Array read;  /* of AssuranceFile */
    AssuranceFiles files;
} FrameReading;

/* What came with the workspace out of that folder. */
static void find_given(FrameReading *reading) {
    Array given = array_new(reading->arena, sizeof(AssuranceFile));
    const Text start = text_format(reading->arena, "%.*s/", TEXT_ARGS(reading->name));
    for (size_t i = 0; i < reading->workspace->other_count; i++) {
        const WorkspaceFile *other = &reading->workspace->others[i];
        if (text_starts_with(other->name, start)) {
            const Text file = text_slice(other->name, start.length, other->name.length);
            *(AssuranceFile *)array_add(&given) =
                (AssuranceFile){file_path(reading->arena, reading->folder, file), other->content};
        }
    }
    reading->files.given = ARRAY_ITEMS(AssuranceFile, &given);
    reading->files.given_count = given.count;
}

static void open_folder(FrameReading *reading, Text name) {
    const Text folder = reading->workspace->folder;
    while (name.length > 1 && text_ends_with(name, TEXT("/"))) {
        name.length--;
    }
    reading->name = name;
    reading->folder = outside_path(reading->arena, folder, name);
    reading->read = array_new(reading->arena, sizeof(AssuranceFile));
    reading->files =
        (AssuranceFiles){.read = &reading->read, .is_closed = store_is_address(folder)};
    find_given(reading);
}

static void keep_read(FrameReading *reading) {
    for (size_t i = 0; reading->kept != NULL && i < reading->read.count; i++) {
        const AssuranceFile *read = array_at(&reading->read, i);
        const Text file = text_slice(read->path, reading->folder.length + 1, read->path.length);
        *(WorkspaceFile *)array_add(reading->kept) = (WorkspaceFile){
            .name = file_path(reading->arena, reading->name, file), .content = read->content};
    }
}

/* A scheme names its catalogues as folders beside its own. */
static Text beside(Arena *arena, Text name, Text other) {
    size_t end = name.length;
    while (end > 0 && name.bytes[end - 1] != '/') {
        end--;
    }
    const Text last = text_slice(name, end, name.length);
    return text_equals(last, TEXT("..")) || text_equals(last, TEXT("."))
               ? text_format(arena, "%.*s/../%.*s", TEXT_ARGS(name), TEXT_ARGS(other))
               : text_format(arena, "%.*s%.*s", TEXT_ARGS(text_slice(name, 0, end)),
                             TEXT_ARGS(other));
}

static const Catalogue *load_catalogue(FrameReading *reading, Text name) {
    open_folder(reading, name);
    const Catalogue *catalogue =
        catalogue_load_from(reading->arena, &reading->files, reading->folder, reading->problems);
    keep_read(reading);
    return catalogue;
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

static bool load_scheme(FrameReading *reading, Text setting, AssuranceFrame *frame) {
    open_folder(reading, setting);
    const Text name = reading->name;
    frame->scheme =
        scheme_load_from(reading->arena, &reading->files, reading->folder, reading->problems);
    keep_read(reading);
    if (frame->scheme == NULL) {
        return false;
    }
    const size_t count = frame->scheme->requirement_count;
    const Catalogue **catalogues = ARENA_MANY(reading->arena, const Catalogue *, count);
    for (size_t i = 0; i < count; i++) {
        catalogues[i] = loaded_before(frame->scheme, catalogues, i);
        if (catalogues[i] == NULL) {
            catalogues[i] = load_catalogue(
                reading, beside(reading->arena, name, frame->scheme->requirements[i].catalogue));
        }
        if (catalogues[i] == NULL) {
            return false;
        }
    }
    frame->catalogues = catalogues;
    return true;
}

static bool load_crosswalk(FrameReading *reading, Text name, AssuranceFrame *frame) {
    open_folder(reading, name);
    frame->crosswalk =
        crosswalk_load_from(reading->arena, &reading->files, reading->folder, reading->problems);
    keep_read(reading);
    return frame->crosswalk != NULL;
}

bool outside_frame(Arena *arena, const Workspace *workspace, AssuranceFrame *frame, Array *kept,
                   ProblemList *problems) {
    FrameReading reading = {
        .arena = arena, .workspace = workspace, .kept = kept, .problems = problems};
    const Text scheme = workspace_setting(workspace, TEXT("scheme"));
    const Text crosswalk = workspace_setting(workspace, TEXT("crosswalk"));
    *frame = (AssuranceFrame){0};
    return (text_is_empty(scheme) || load_scheme(&reading, scheme, frame)) &&
           (text_is_empty(crosswalk) || load_crosswalk(&reading, crosswalk, frame));
}

bool service_assurance_frame(Arena *arena, const Workspace *workspace, AssuranceFrame *frame,
                             ProblemList *problems) {
    return outside_frame(arena, workspace, frame, NULL, problems);
}
