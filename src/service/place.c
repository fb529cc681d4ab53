/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_canonical.h"
#include "base/json_read.h"
#include "service/kept_packs.h"

/* Workspaces and law, in folders and in databases. */

/* A failure that is about no place in a file. */
static void add_failure(ProblemList *problems, const Error *error) {
    problem_add(problems, TEXT(""), 0, 0, "%s", error->message);
}

const Workspace *service_stored_workspace(Arena *arena, Store *store, Text shown,
                                          ProblemList *problems) {
    const StoreFile *files = NULL;
    size_t count = 0;
    Error error = {0};
    if (!store_load_files(arena, store, &files, &count, &error)) {
        add_failure(problems, &error);
        return NULL;
    }
    WorkspaceFile *tables = ARENA_MANY(arena, WorkspaceFile, count);
    for (size_t i = 0; i < count; i++) {
        tables[i] = (WorkspaceFile){files[i].name, files[i].content};
    }
    return service_workspace_parse(arena, shown, tables, count, problems);
}

const Workspace *service_load_workspace(Arena *arena, Text place, ProblemList *problems) {
    Error error = {0};
    CLEANUP(store_close_handle) Store *store = NULL;
    if (!store_is_address(place)) {
        return service_workspace_load(arena, place, problems);
    }
    if (!store_open(place, &store, &error)) {
        add_failure(problems, &error);
        return NULL;
    }
    return service_stored_workspace(arena, store, store_shown(arena, place), problems);
}

/* ---- law ---- */

/* The packs of a folder, as it names them. */
static const LawSet *load_named_law(Arena *arena, const Workspace *workspace,
                                    ProblemList *problems) {
    const Text *paths = NULL;
    const size_t count = service_workspace_packs(arena, workspace, &paths);
    if (count == 0) {
        problem_add(problems, TEXT(""), 0, 0,
                    "%.*s/workspace.csv names no packs; add a row `packs,DIR` or give `--packs`",
                    TEXT_ARGS(workspace->folder));
        return NULL;
    }
    return law_load(arena, paths, count, problems);
}

const LawSet *service_load_law(Arena *arena, Text place, const Workspace *workspace,
                               ProblemList *problems) {
    Error error = {0};
    CLEANUP(store_close_handle) Store *store = NULL;
    if (!store_is_address(place)) {
        return load_named_law(arena, workspace, problems);
    }
    if (!store_open(place, &store, &error)) {
        add_failure(problems, &error);
        return NULL;
    }
    return service_stored_law(arena, store, problems);
}

/* ---- packs as texts ---- */

/* {"files":[{"content":...,"name":...}],"name":...} */
static Text pack_text(Arena *arena, const LawSet *set, size_t pack) {
    TextBuilder json = text_builder_new(arena);
    const PackFile *files = NULL;
    const size_t count = law_pack_files(set, pack, &files);
    text_add(&json, TEXT("{\"files\":["));
    for (size_t i = 0; i < count; i++) {
        text_add(&json, i == 0 ? TEXT("{\"content\":") : TEXT(",{\"content\":"));
        json_add_canonical_text(&json, files[i].content);
        text_add(&json, TEXT(",\"name\":"));
        json_add_canonical_text(&json, files[i].name);
        text_add_character(&json, '}');
    }
    text_add(&json, TEXT("],\"name\":"));
    json_add_canonical_text(&json, law_pack(set, pack).name);
    text_add_character(&json, '}');
    return text_built(&json);
}

static Text member_text(const JsonValue *object, Text name) {
    const JsonValue *value = json_find(object, name);
    return value == NULL ? TEXT("") : value->text;
}

bool kept_pack_read(Arena *arena, Store *store, Text digest, PackText *pack, Error *error) {
    Text content = {0};
    JsonValue value = {0};
    size_t at = 0;
    if (!store_find_kept(arena, store, digest, &content, error) ||
        !json_parse(arena, content, &value, &at, error)) {
        return false;
    }
    const JsonValue *files = json_find(&value, TEXT("files"));
    if (files == NULL || files->kind != JSON_KIND_ARRAY) {
        return error_set(error, ERROR_INVALID, "what is kept as `%.*s` is no pack",
                         TEXT_ARGS(digest));
    }
    PackFile *list = ARENA_MANY(arena, PackFile, files->count);
    for (size_t i = 0; i < files->count; i++) {
        list[i] = (PackFile){member_text(&files->items[i], TEXT("name")),
                             member_text(&files->items[i], TEXT("content"))};
    }
    *pack = (PackText){list, files->count};
    return true;
}

static const LawSet *load_kept(Arena *arena, Store *store, const StorePack *packs, size_t count,
                               ProblemList *problems) {
    PackText *texts = ARENA_MANY(arena, PackText, count);
    for (size_t i = 0; i < count; i++) {
        Error error = {0};
        if (!kept_pack_read(arena, store, packs[i].digest, &texts[i], &error)) {
            add_failure(problems, &error);
            return NULL;
        }
    }
    return law_load_texts(arena, texts, count, problems);
}

const LawSet *service_stored_law(Arena *arena, Store *store, ProblemList *problems) {
    const StorePack *packs = NULL;
    size_t count = 0;
    Error error = {0};
    if (!store_load_law(arena, store, &packs, &count, &error)) {
        add_failure(problems, &error);
        return NULL;
    }
    if (count == 0) {
        problem_add(problems, TEXT(""), 0, 0,
                    "the database keeps no packs; import it with `--packs DIR`, or give `--packs`");
        return NULL;
    }
    return load_kept(arena, store, packs, count, problems);
}

bool keep_packs(Arena *arena, Store *store, const LawSet *set, StorePack *packs, Error *error) {
    if (law_reform_count(set) > 0) {
        return error_set(error, ERROR_INVALID,
                         "packs with a reform are no law in force, and are not recorded");
    }
    for (size_t i = 0; i < law_pack_count(set); i++) {
        packs[i].name = law_pack(set, i).name;
        if (!store_keep(arena, store, pack_text(arena, set, i), &packs[i].digest, error)) {
            return false;
        }
    }
    return true;
}

/* [{"digest":...,"name":...,"text":...}]: the pack's own digest, and that of what is kept. */
bool service_keep_law(Arena *arena, Store *store, const LawSet *set, Text *law, Error *error) {
    StorePack *packs = ARENA_MANY(arena, StorePack, law_pack_count(set));
    TextBuilder json = text_builder_new(arena);
    if (!keep_packs(arena, store, set, packs, error)) {
        return false;
    }
    text_add_character(&json, '[');
    for (size_t i = 0; i < law_pack_count(set); i++) {
        text_add(&json, i == 0 ? TEXT("{\"digest\":") : TEXT(",{\"digest\":"));
        json_add_canonical_text(&json, law_pack(set, i).digest);
        text_add(&json, TEXT(",\"name\":"));
        json_add_canonical_text(&json, packs[i].name);
        text_add(&json, TEXT(",\"text\":"));
        json_add_canonical_text(&json, packs[i].digest);
        text_add_character(&json, '}');
    }
    text_add_character(&json, ']');
    return store_keep(arena, store, text_built(&json), law, error);
}

const LawSet *service_kept_law(Arena *arena, Store *store, Text law, ProblemList *problems) {
    Text content = {0};
    JsonValue value = {0};
    size_t at = 0;
    Error error = {0};
    if (!store_find_kept(arena, store, law, &content, &error) ||
        !json_parse(arena, content, &value, &at, &error)) {
        add_failure(problems, &error);
        return NULL;
    }
    StorePack *packs = ARENA_MANY(arena, StorePack, value.count);
    for (size_t i = 0; i < value.count; i++) {
        packs[i] = (StorePack){member_text(&value.items[i], TEXT("name")),
                               member_text(&value.items[i], TEXT("text"))};
    }
    return load_kept(arena, store, packs, value.count, problems);
}
