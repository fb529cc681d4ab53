/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "law/draft.h"

/* Finding packs on disk. */

static const Text pack_file = {"pack.law", 8};

static bool is_pack_folder(Arena *arena, Text folder) {
    return file_exists(file_path(arena, folder, pack_file));
}

/* Adds a pack; the same one twice is taken once. */
static PackDraft *add_pack(Reader *reader, PackDraft *pack) {
    size_t index = 0;
    if (map_find(reader->pack_names, pack->name, &index)) {
        PackDraft *known = pack_at(reader, index);
        if (!text_equals(known->content, pack->content)) {
            report_line(pack, &pack->source, pack->source.lines,
                        "there are two packs by the name `%.*s`; the other is in `%.*s`",
                        TEXT_ARGS(quoted(pack->name)), TEXT_ARGS(known->pack.info.folder));
        }
        return known;
    }
    if (reader->packs.count >= PACKS_MAX) {
        problem_add(reader->problems, pack->source.file, 0, 0, "there are more than %d packs",
                    PACKS_MAX);
        return NULL;
    }
    (void)map_add(reader->pack_names, pack->name, reader->packs.count);
    PackDraft **place = array_add(&reader->packs);
    *place = pack;
    return pack;
}

static Text without_slash(Text path) {
    while (path.length > 1 && path.bytes[path.length - 1] == '/') {
        path.length--;
    }
    return path;
}

static PackDraft *load_pack(Reader *reader, Text folder) {
    PackDraft *pack = pack_open(reader, folder, NULL, 0);
    return pack == NULL ? NULL : add_pack(reader, pack);
}

/* The packs that stand in a folder. */
static void load_packs_in(Reader *reader, Text folder) {
    Array names = array_new(reader->arena, sizeof(Text));
    Error error;
    if (!file_list(reader->arena, folder, &names, &error)) {
        problem_add(reader->problems, folder, 0, 0, "%s", error.message);
        return;
    }
    size_t found = 0;
    for (size_t i = 0; i < names.count; i++) {
        Text path = file_path(reader->arena, folder, ARRAY_ITEMS(Text, &names)[i]);
        if (is_pack_folder(reader->arena, path)) {
            (void)load_pack(reader, path);
            found++;
        }
    }
    if (found == 0) {
        problem_add(reader->problems, folder, 0, 0,
                    "there is no pack in this folder; a pack is a folder with a file `pack.law`");
    }
}

static void load_path(Reader *reader, Text path) {
    Text folder = text_copy(reader->arena, without_slash(path));
    if (!file_is_folder(folder)) {
        problem_add(reader->problems, folder, 0, 0, "there is no such folder of packs");
    } else if (is_pack_folder(reader->arena, folder)) {
        (void)load_pack(reader, folder);
    } else {
        load_packs_in(reader, folder);
    }
}

/* The folder that `folder` stands in. */
static Text parent_of(Arena *arena, Text folder) {
    for (size_t i = folder.length; i > 0; i--) {
        if (folder.bytes[i - 1] == '/') {
            Text parent = text_slice(folder, 0, i == 1 ? 1 : i - 1);
            Text last = text_slice(folder, i, folder.length);
            bool is_dots = text_equals(last, TEXT(".")) || text_equals(last, TEXT(".."));
            return is_dots ? file_path(arena, folder, TEXT("..")) : parent;
        }
    }
    bool is_dots = text_equals(folder, TEXT(".")) || text_equals(folder, TEXT(".."));
    return is_dots ? file_path(arena, folder, TEXT("..")) : TEXT(".");
}

Text law_pack_folder(Arena *arena, Text pack_name) {
    Text name = text_copy(arena, pack_name);
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < name.length; i++) {
        text_add_character(&builder, name.bytes[i] == '.' ? '-' : name.bytes[i]);
    }
    return text_built(&builder);
}

/* Whether the first word after `pack` in the folder's file is this name. Problems of
 * that file are nobody's as long as it is not used. */
static bool has_name(Reader *reader, Text folder, Text name) {
    ProblemList unread = problem_list_new(reader->arena);
    Reader aside = reader_new(reader->arena, &unread);
    const PackDraft *pack =
        is_pack_folder(reader->arena, folder) ? pack_open(&aside, folder, NULL, 0) : NULL;
    return pack != NULL && text_equals(pack->name, name);
}

static bool find_beside(Reader *reader, Text parent, Text name, Text *folder) {
    Text first = file_path(reader->arena, parent, law_pack_folder(reader->arena, name));
    if (has_name(reader, first, name)) {
        *folder = first;
        return true;
    }
    Array names = array_new(reader->arena, sizeof(Text));
    Error error;
    if (!file_list(reader->arena, parent, &names, &error)) {
        return false;
    }
    for (size_t i = 0; i < names.count; i++) {
        Text path = file_path(reader->arena, parent, ARRAY_ITEMS(Text, &names)[i]);
        if (has_name(reader, path, name)) {
            *folder = path;
            return true;
        }
    }
    return false;
}

static Text names_beside(Reader *reader, const PackDraft *pack, Text wanted) {
    Map *names = map_new(reader->arena);
    for (size_t i = 0; i < map_count(reader->pack_names); i++) {
        Text name = map_key(reader->pack_names, i);
        if (!text_equals(name, pack->name)) {
            (void)map_add(names, name, i);
        }
    }
    return suggestion(reader->arena, names, wanted);
}

static void load_used(Reader *reader, PackDraft *pack, const PackUse *use) {
    size_t index = 0;
    if (map_find(reader->pack_names, use->name, &index)) {
        return;
    }
    Text folder = TEXT("");
    bool is_on_disk = pack->memory == NULL;
    Text parent = is_on_disk ? parent_of(reader->arena, pack->pack.info.folder) : folder;
    if (is_on_disk && find_beside(reader, parent, use->name, &folder)) {
        (void)load_pack(reader, folder);
        return;
    }
    Cursor cursor = cursor_at(pack, &pack->source, pack->source.lines);
    Text hint = names_beside(reader, pack, use->name);
    report_at(&cursor, use->token, "there is no pack `%.*s` beside this one%.*s",
              TEXT_ARGS(quoted(use->name)), TEXT_ARGS(hint));
}

/* The list grows while it is walked: what is used may use others. */
static void load_all_used(Reader *reader) {
    for (size_t i = 0; i < reader->packs.count; i++) {
        PackDraft *pack = pack_at(reader, i);
        for (size_t j = 0; j < pack->uses.count; j++) {
            load_used(reader, pack, array_at(&pack->uses, j));
        }
    }
}

const LawSet *law_load(Arena *arena, const Text *paths, size_t path_count, ProblemList *problems) {
    return law_load_beside(arena, paths, path_count, NULL, 0, problems);
}

const LawSet *law_load_beside(Arena *arena, const Text *paths, size_t path_count,
                              const MemoryFile *files, size_t file_count, ProblemList *problems) {
    Reader reader = reader_new(arena, problems);
    for (size_t i = 0; i < path_count; i++) {
        load_path(&reader, paths[i]);
    }
    PackDraft *beside = file_count == 0 ? NULL : pack_open(&reader, TEXT(""), files, file_count);
    if (beside != NULL) {
        (void)add_pack(&reader, beside);
    }
    load_all_used(&reader);
    reader_read(&reader);
    return reader_finish(&reader);
}

const LawSet *law_load_texts(Arena *arena, const PackText *packs, size_t count,
                             ProblemList *problems) {
    Reader reader = reader_new(arena, problems);
    for (size_t i = 0; i < count; i++) {
        PackDraft *pack = pack_open(&reader, TEXT(""), packs[i].files, packs[i].file_count);
        if (pack != NULL) {
            (void)add_pack(&reader, pack);
        }
    }
    load_all_used(&reader);
    reader_read(&reader);
    return reader_finish(&reader);
}

/* ---- with tests ---- */

static void read_test_text(PackDraft *pack, Text path, Text content, Array *tests) {
    Reader *reader = pack->reader;
    SourceFile *source = ARENA_NEW(reader->arena, SourceFile);
    if (!source_read(reader->arena, path, content, source, reader->problems)) {
        return;
    }
    for (const Line *line = source->lines; line != NULL; line = line->next) {
        test_read(pack, source, line, tests);
    }
}

static void read_test_file(PackDraft *pack, Text path, Array *tests) {
    Reader *reader = pack->reader;
    Text content;
    Error error;
    if (!file_read(reader->arena, path, SOURCE_BYTES_MAX, &content, &error)) {
        problem_add(reader->problems, path, 0, 0, "%s", error.message);
        return;
    }
    read_test_text(pack, path, content, tests);
}

static void read_memory_tests(PackDraft *pack, Array *tests) {
    for (size_t i = 0; i < pack->memory_count; i++) {
        const MemoryFile *file = &pack->memory[i];
        if (text_starts_with(file->name, TEXT("tests/"))) {
            read_test_text(pack, file->name, file->content, tests);
        }
    }
}

static void read_tests(PackDraft *pack, Array *tests) {
    Reader *reader = pack->reader;
    Text folder = file_path(reader->arena, pack->pack.info.folder, TEXT("tests"));
    Array names = array_new(reader->arena, sizeof(Text));
    Error error;
    if (!file_is_folder(folder)) {
        return;
    }
    if (!file_list(reader->arena, folder, &names, &error)) {
        problem_add(reader->problems, folder, 0, 0, "%s", error.message);
        return;
    }
    for (size_t i = 0; i < names.count; i++) {
        Text name = ARRAY_ITEMS(Text, &names)[i];
        if (text_ends_with(name, TEXT(".law"))) {
            read_test_file(pack, file_path(reader->arena, folder, name), tests);
        }
    }
}

static const LawSet *finish_with_tests(Reader *reader, PackDraft *pack, const LawTest **tests,
                                       size_t *test_count) {
    Array found = array_new(reader->arena, sizeof(LawTest));
    if (pack != NULL && pack->memory != NULL) {
        read_memory_tests(pack, &found);
    } else if (pack != NULL) {
        read_tests(pack, &found);
    }
    *tests = ARRAY_ITEMS(LawTest, &found);
    *test_count = found.count;
    return reader_finish(reader);
}

const LawSet *law_read_with_tests(Arena *arena, Text folder, const LawTest **tests,
                                  size_t *test_count, size_t *pack, ProblemList *problems) {
    Reader reader = reader_new(arena, problems);
    Text path = text_copy(arena, without_slash(folder));
    if (!file_is_folder(path) || !is_pack_folder(arena, path)) {
        problem_add(problems, path, 0, 0,
                    "there is no pack here; a pack is a folder with a file `pack.law`");
        return NULL;
    }
    PackDraft *draft = load_pack(&reader, path);
    load_all_used(&reader);
    reader_read(&reader);
    *pack = draft != NULL ? draft->index : 0;
    return finish_with_tests(&reader, draft, tests, test_count);
}

const LawSet *law_read_memory(Arena *arena, const MemoryFile *files, size_t file_count,
                              const LawTest **tests, size_t *test_count, ProblemList *problems) {
    Reader reader = reader_new(arena, problems);
    PackDraft *pack = pack_open(&reader, TEXT(""), files, file_count);
    if (pack != NULL) {
        (void)add_pack(&reader, pack);
    }
    load_all_used(&reader);
    reader_read(&reader);
    return finish_with_tests(&reader, pack, tests, test_count);
}
