/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "service/kept_packs.h"
#include "service/outside.h"

/* A database's workspace, and the law it keeps, written into a folder that stands alone. */

static bool prepare_folder(Arena *arena, Text folder, Error *error) {
    Array names = array_new(arena, sizeof(Text));
    if (!file_is_folder(folder)) {
        return file_make_folder(folder, error);
    }
    if (!file_list(arena, folder, &names, error)) {
        return false;
    }
    return names.count == 0 ||
           error_set(error, ERROR_INVALID, "`%.*s` is not empty; export into a new folder",
                     TEXT_ARGS(folder));
}

/* The folders between the folder and a place below it. */
static bool make_folders(Arena *arena, Text folder, Text place, Error *error) {
    for (size_t i = folder.length + 1; i < place.length; i++) {
        const Text part = text_format(arena, "%.*s", TEXT_ARGS(text_slice(place, 0, i)));
        if (place.bytes[i] == '/' && !file_is_folder(part) && !file_make_folder(part, error)) {
            return false;
        }
    }
    return true;
}

/* A file of the workspace, or of a pack, below the folder; what has no place there is left out. */
static bool write_below(Arena *arena, Text folder, Text top, const StoreFile *file,
                        bool *is_written, Error *error) {
    const Text place = outside_place(arena, top, file->name);
    *is_written = !text_is_empty(place);
    return !*is_written ||
           (make_folders(arena, folder, place, error) && file_write(place, file->content, error));
}

static bool write_files(Arena *arena, Text folder, const StoreFile *files, size_t file_count,
                        size_t *count, Error *error) {
    for (size_t i = 0; i < file_count; i++) {
        bool is_written = false;
        if (!write_below(arena, folder, folder, &files[i], &is_written, error)) {
            return false;
        }
        *count += is_written ? 1 : 0;
    }
    return true;
}

/* ---- packs ---- */

/* Where workspace.csv has its packs, seen from the folder that is written. */
typedef struct PackPlaces {
    Text *places;
    size_t count;
    Text others; /* where packs go that it does not name: those that named ones read */
} PackPlaces;

static Text without_last_part(Text path) {
    const size_t length = path.length - file_last_part(path).length;
    return text_slice(path, 0, length > 0 ? length - 1 : 0);
}

static const Text *place_of(const PackPlaces *places, Text name) {
    for (size_t i = 0; i < places->count; i++) {
        if (text_equals(file_last_part(places->places[i]), name)) {
            return &places->places[i];
        }
    }
    return NULL;
}

static bool is_pack(Arena *arena, const StorePack *packs, size_t count, Text name) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(law_pack_folder(arena, packs[i].name), name)) {
            return true;
        }
    }
    return false;
}

/* A named folder that is no pack holds them; else they stand beside the first that is named. */
static PackPlaces places_of(Arena *arena, Text folder, const Workspace *workspace,
                            const StorePack *packs, size_t count) {
    PackPlaces places = {.places = ARENA_MANY(arena, Text, workspace->setting_count)};
    for (size_t i = 0; i < workspace->setting_count; i++) {
        const Text place = outside_place(arena, folder, workspace->settings[i].value);
        if (!text_equals(workspace->settings[i].key, TEXT("packs")) || text_is_empty(place)) {
            continue;
        }
        places.places[places.count++] = place;
        if (!is_pack(arena, packs, count, file_last_part(place))) {
            places.others = place;
        } else if (text_is_empty(places.others)) {
            places.others = without_last_part(place);
        }
    }
    return places;
}

static bool write_pack(Arena *arena, Text folder, Text place, const PackText *pack, Error *error) {
    for (size_t i = 0; i < pack->file_count; i++) {
        const StoreFile file = {pack->files[i].name, pack->files[i].content};
        bool is_written = false;
        if (!write_below(arena, folder, place, &file, &is_written, error)) {
            return false;
        }
    }
    return true;
}

static bool write_packs(Arena *arena, Store *store, Text folder, const Workspace *workspace,
                        Error *error) {
    const StorePack *packs = NULL;
    size_t count = 0;
    if (!store_load_law(arena, store, &packs, &count, error)) {
        return false;
    }
    const PackPlaces places = places_of(arena, folder, workspace, packs, count);
    for (size_t i = 0; i < count && places.count > 0; i++) {
        const Text name = law_pack_folder(arena, packs[i].name);
        const Text *named = place_of(&places, name);
        const Text place = named != NULL ? *named : file_path(arena, places.others, name);
        PackText pack = {0};
        if (!kept_pack_read(arena, store, packs[i].digest, &pack, error) ||
            !write_pack(arena, folder, place, &pack, error)) {
            return false;
        }
    }
    return true;
}

bool service_export(Arena *arena, Store *store, Text folder, size_t *count, Error *error) {
    ProblemList problems = problem_list_new(arena);
    const StoreFile *files = NULL;
    size_t file_count = 0;
    *count = 0;
    if (!store_load_files(arena, store, &files, &file_count, error)) {
        return false;
    }
    /* A workspace that cannot be read is written as it is; the packs go with one that can. */
    const Workspace *workspace = service_stored_workspace(arena, store, folder, &problems);
    return prepare_folder(arena, folder, error) &&
           write_files(arena, folder, files, file_count, count, error) &&
           (workspace == NULL || write_packs(arena, store, folder, workspace, error));
}
