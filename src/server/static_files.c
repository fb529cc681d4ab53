/* SPDX-License-Identifier: Apache-2.0 */
#include "server/static_files.h"

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"
#include "server/console.h"

enum { FILE_BYTES_MAX = 16 << 20, DEPTH_MAX = 8 };

struct StaticFiles {
    Array files; /* of StaticFile */
    Map *paths;
};

/* What a reader is told a file is, by how its name ends. */
static const struct {
    const char *ending;
    const char *type;
} TYPES[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

static const char *type_of(Text name) {
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (text_ends_with(name, text_from(TYPES[i].ending))) {
            return TYPES[i].type;
        }
    }
    return "application/octet-stream";
}

static void add_file(StaticFiles *files, Text path, Text content) {
    if (map_add(files->paths, path, files->files.count)) {
        *(StaticFile *)array_add(&files->files) =
            (StaticFile){.path = path, .content = content, .type = type_of(path)};
    }
}

static bool read_file(Arena *arena, StaticFiles *files, Text path, Text from, Error *error) {
    Text content = {0};
    if (!file_read(arena, from, FILE_BYTES_MAX, &content, error)) {
        return false;
    }
    add_file(files, path, content);
    return true;
}

static void add_built_in(StaticFiles *files) {
    for (size_t i = 0; i < CONSOLE_FILE_COUNT; i++) {
        add_file(files, CONSOLE_FILES[i].path, CONSOLE_FILES[i].content);
    }
}

static bool read_folder(Arena *arena, StaticFiles *files, Text folder, Text path, int depth,
                        Error *error) {
    Array names;
    if (depth > DEPTH_MAX) {
        return error_set(error, ERROR_LIMIT, "`%.*s` has folders more than %d deep",
                         TEXT_ARGS(folder), DEPTH_MAX);
    }
    if (!file_list(arena, folder, &names, error)) {
        return false;
    }
    for (size_t i = 0; i < names.count; i++) {
        const Text name = ARRAY_ITEMS(Text, &names)[i];
        const Text from = file_path(arena, folder, name);
        const Text to = text_format(arena, "%.*s/%.*s", TEXT_ARGS(path), TEXT_ARGS(name));
        if (file_is_folder(from) ? !read_folder(arena, files, from, to, depth + 1, error)
                                 : !read_file(arena, files, to, from, error)) {
            return false;
        }
    }
    return true;
}

/* Files that stand packed beside themselves. */
static void find_packed(Arena *arena, StaticFiles *files) {
    for (size_t i = 0; i < files->files.count; i++) {
        StaticFile *file = array_at(&files->files, i);
        size_t packed = 0;
        if (map_find(files->paths, text_format(arena, "%.*s.gz", TEXT_ARGS(file->path)), &packed)) {
            file->packed = ARRAY_ITEMS(StaticFile, &files->files)[packed].content;
        }
    }
}

bool static_files_read(Arena *arena, Text folder, const StaticFiles **files, Error *error) {
    StaticFiles *read = ARENA_NEW(arena, StaticFiles);
    read->files = array_new(arena, sizeof(StaticFile));
    read->paths = map_new(arena);
    if (text_is_empty(folder)) {
        add_built_in(read);
    } else if (!read_folder(arena, read, folder, TEXT(""), 0, error)) {
        return false;
    }
    find_packed(arena, read);
    *files = read;
    return true;
}

const StaticFile *static_file_find(const StaticFiles *files, Text path) {
    size_t index = 0;
    const Text asked = text_equals(path, TEXT("/")) ? TEXT("/index.html") : path;
    return map_find(files->paths, asked, &index) ? array_at(&files->files, index) : NULL;
}
