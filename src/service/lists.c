/* SPDX-License-Identifier: Apache-2.0 */
/* The folder of lists: its table, and imports that hold whole or not at all. */
#include "service/lists.h"

#include <stddef.h>

#include "base/csv.h"
#include "base/file.h"

enum { TABLE_BYTES_MAX = 1 << 20, LISTS_MAX = 64, NAME_BYTES_MAX = 64, DIGEST_SHOWN = 16 };

static const struct {
    const char *name;
    size_t offset;
} COLUMNS[] = {
    {"name", offsetof(KeptList, name)},         {"file", offsetof(KeptList, file)},
    {"title", offsetof(KeptList, title)},       {"format", offsetof(KeptList, format)},
    {"released", offsetof(KeptList, released)}, {"sha256", offsetof(KeptList, sha256)},
    {"source", offsetof(KeptList, source)},     {"imported", offsetof(KeptList, imported)},
    {"parties", offsetof(KeptList, parties)},   {"names", offsetof(KeptList, names)},
    {"previous", offsetof(KeptList, previous)},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

static Text *field_of(KeptList *list, size_t column) {
    return (Text *)((char *)list + COLUMNS[column].offset);
}

static Text table_path(Arena *arena, Text folder) {
    return file_path(arena, folder, TEXT("lists.csv"));
}

static bool read_rows(const CsvTable *table, Array *kept, Error *error) {
    size_t places[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!csv_find_column(table, text_from(COLUMNS[i].name), &places[i])) {
            return error_set(error, ERROR_INVALID, "`%.*s` has no column `%s`",
                             TEXT_ARGS(table->file), COLUMNS[i].name);
        }
    }
    for (size_t i = 0; i < table->row_count; i++) {
        KeptList *list = array_add(kept);
        for (size_t j = 0; j < COLUMN_COUNT; j++) {
            *field_of(list, j) = table->rows[i].fields[places[j]];
        }
    }
    return true;
}

bool lists_load(Arena *arena, Text folder, Array *kept, Error *error) {
    const Text path = table_path(arena, folder);
    CsvTable table;
    Text content = {0};
    ProblemList problems = problem_list_new(arena);
    *kept = array_new(arena, sizeof(KeptList));
    if (!file_exists(path)) {
        return true;
    }
    if (!file_read(arena, path, TABLE_BYTES_MAX, &content, error)) {
        return false;
    }
    if (!csv_parse(arena, path, content, &table, &problems)) {
        const Problem *first = array_at(&problems.problems, 0);
        return error_set(error, ERROR_INVALID, "`%.*s`, line %zu: %.*s", TEXT_ARGS(path),
                         first->line, TEXT_ARGS(first->message));
    }
    return read_rows(&table, kept, error);
}

bool lists_load_some(Arena *arena, Text folder, Array *kept, Error *error) {
    return lists_load(arena, folder, kept, error) &&
           (kept->count > 0 ||
            error_set(error, ERROR_MISSING,
                      "`%.*s` keeps no lists; `entente list import` brings one in",
                      TEXT_ARGS(folder)));
}

bool lists_save(Arena *arena, Text folder, const Array *kept, Error *error) {
    TextBuilder out = text_builder_new(arena);
    for (size_t j = 0; j < COLUMN_COUNT; j++) {
        text_add_format(&out, "%s%s", j > 0 ? "," : "", COLUMNS[j].name);
    }
    text_add_character(&out, '\n');
    for (size_t i = 0; i < kept->count; i++) {
        for (size_t j = 0; j < COLUMN_COUNT; j++) {
            text_add(&out, j > 0 ? TEXT(",") : TEXT(""));
            csv_add_field(&out, *field_of(array_at(kept, i), j));
        }
        text_add_character(&out, '\n');
    }
    return file_write(table_path(arena, folder), text_built(&out), error);
}

KeptList *lists_find(const Array *kept, Text name) {
    for (size_t i = 0; i < kept->count; i++) {
        KeptList *list = array_at(kept, i);
        if (text_equals(list->name, name)) {
            return list;
        }
    }
    return NULL;
}

/* ---- importing ---- */

static bool check_name(Text name, Error *error) {
    bool is_good = name.length > 0 && name.length <= NAME_BYTES_MAX && name.bytes[0] != '-';
    for (size_t i = 0; i < name.length; i++) {
        const char byte = name.bytes[i];
        is_good = is_good &&
                  ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-');
    }
    return is_good || error_set(error, ERROR_INVALID,
                                "`%.*s` cannot name a list; write small letters, digits and "
                                "hyphens, such as `us-csl`",
                                TEXT_ARGS(name));
}

static Text kept_file(Arena *arena, Text name, const ScreeningList *list, const char *part) {
    static const struct {
        const char *format;
        const char *ending;
    } endings[] = {{"csl-json", "json"}, {"un-xml", "xml"}};
    const char *ending = "csv";
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (text_equals(list->format, text_from(endings[i].format))) {
            ending = endings[i].ending;
        }
    }
    return text_format(arena, "%s.%.*s.%.*s.%s", part, TEXT_ARGS(name), DIGEST_SHOWN,
                       list->digest.bytes, ending);
}

/* Writes the release beside those there are; what lists.csv names stays as it is. */
static bool write_release(Arena *arena, Text folder, Text name, const ScreeningList *list,
                          const ListFiles *files, Text *file, Error *error) {
    static const char *const parts[] = {"sdn", "alt", "add"};
    *file = kept_file(arena, name, list, files->is_ofac ? parts[0] : "list");
    if (!files->is_ofac) {
        return file_write(file_path(arena, folder, *file), files->parts[0], error);
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const Text path = file_path(arena, folder, kept_file(arena, name, list, parts[i]));
        if (!text_is_empty(files->parts[i]) && !file_write(path, files->parts[i], error)) {
            return false;
        }
    }
    return true;
}

static bool read_previous(Arena *arena, Text folder, const KeptList *kept, ScreeningList *before,
                          Error *error) {
    ListFiles files;
    return lists_read(arena, file_path(arena, folder, kept->file), before, &files, error);
}

static bool keep_release(Arena *arena, Text folder, const ListImport *import,
                         const ScreeningList *list, const ListFiles *files, Array *kept,
                         Error *error) {
    Text file = {0};
    if (!file_make_folder(folder, error) ||
        !write_release(arena, folder, import->name, list, files, &file, error)) {
        return false;
    }
    KeptList *row = lists_find(kept, import->name);
    const bool is_mended = row != NULL && text_equals(row->file, file);
    const Text previous = row == NULL ? TEXT("") : is_mended ? row->previous : row->file;
    row = row == NULL ? array_add(kept) : row;
    *row = (KeptList){.name = import->name,
                      .file = file,
                      .title = list->title,
                      .format = list->format,
                      .released = list->date,
                      .sha256 = list->digest,
                      .source = import->source,
                      .imported = date_format(arena, import->at),
                      .parties = text_format(arena, "%zu", list->party_count),
                      .names = text_format(arena, "%zu", list->name_count),
                      .previous = previous};
    return lists_save(arena, folder, kept, error);
}

bool service_list_import(Arena *arena, Text folder, const ListImport *import, ListImported *done,
                         Error *error) {
    Array kept;
    ListFiles files;
    ScreeningList before = {0};
    ScreeningList *list = ARENA_NEW(arena, ScreeningList);
    if (!check_name(import->name, error) || !lists_load(arena, folder, &kept, error) ||
        !lists_read(arena, import->source, list, &files, error)) {
        return false;
    }
    const KeptList *row = lists_find(&kept, import->name);
    if (row == NULL && kept.count == LISTS_MAX) {
        return error_set(error, ERROR_LIMIT, "`%.*s` keeps %d lists, the most there may be",
                         TEXT_ARGS(folder), LISTS_MAX);
    }
    *done = (ListImported){.name = import->name, .list = list, .is_first = row == NULL};
    /* A release that cannot be read any more must not stand in the way of the next. */
    Error ignored = {0};
    if (row != NULL) {
        done->is_before_lost = !read_previous(arena, folder, row, &before, &ignored) ||
                               !text_equals(before.digest, row->sha256);
    }
    if (row != NULL && !done->is_before_lost && text_equals(row->sha256, list->digest)) {
        done->is_same = true;
        return true;
    }
    screening_list_changes(arena, &before, done->is_first || done->is_before_lost ? 0 : 1, list, 1,
                           &done->changes);
    return keep_release(arena, folder, import, list, &files, &kept, error);
}

bool service_list_sources(Arena *arena, Text folder, const ListImport **imports, size_t *count,
                          Error *error) {
    Array kept;
    if (!lists_load_some(arena, folder, &kept, error)) {
        return false;
    }
    ListImport *all = ARENA_MANY(arena, ListImport, kept.count);
    for (size_t i = 0; i < kept.count; i++) {
        const KeptList *list = array_at(&kept, i);
        all[i] = (ListImport){.name = list->name, .source = list->source};
    }
    *imports = all;
    *count = kept.count;
    return true;
}

bool service_list_paths(Arena *arena, Text folder, const Text **paths, size_t *count,
                        Error *error) {
    Array kept;
    if (!lists_load_some(arena, folder, &kept, error)) {
        return false;
    }
    Text *all = ARENA_MANY(arena, Text, kept.count);
    for (size_t i = 0; i < kept.count; i++) {
        const KeptList *list = array_at(&kept, i);
        all[i] = file_path(arena, folder, list->file);
    }
    *paths = all;
    *count = kept.count;
    return true;
}
