/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "base/file.h"
#include "base/json_canonical.h"
#include "service/bill_merge.h"
#include "service/kept_packs.h"
#include "service/levers.h"
#include "service/outside.h"

/* Workspaces into databases and out of them. */

enum { FILE_BYTES_MAX = 64 << 20 };

/* ---- the folder's files ---- */

static bool read_files(Arena *arena, Text folder, Array *files, Array *skipped,
                       ProblemList *problems) {
    Array names = array_new(arena, sizeof(Text));
    Error error = {0};
    const size_t before = problem_count(problems);
    if (!file_list(arena, folder, &names, &error)) {
        problem_add(problems, TEXT(""), 0, 0, "%s", error.message);
        return false;
    }
    for (size_t i = 0; i < names.count; i++) {
        StoreFile file = {.name = ARRAY_ITEMS(Text, &names)[i]};
        const Text path = file_path(arena, folder, file.name);
        if (file_is_folder(path)) {
            if (!text_equals(file.name, TEXT("outside"))) {
                *(Text *)array_add(skipped) = file.name;
            }
        } else if (file_read(arena, path, FILE_BYTES_MAX, &file.content, &error)) {
            *(StoreFile *)array_add(files) = file;
        } else {
            problem_add(problems, TEXT(""), 0, 0, "%s", error.message);
        }
    }
    return problem_count(problems) == before;
}

static const Workspace *parse_files(Arena *arena, Text folder, const StoreFile *files, size_t count,
                                    ProblemList *problems) {
    WorkspaceFile *tables = ARENA_MANY(arena, WorkspaceFile, count);
    for (size_t i = 0; i < count; i++) {
        tables[i] = (WorkspaceFile){files[i].name, files[i].content};
    }
    return service_workspace_parse(arena, folder, tables, count, problems);
}

/* The law that goes with the workspace; none where it names none and none is given. */
static bool load_law(Arena *arena, const Workspace *workspace, const ImportOptions *options,
                     const LawSet **set, ProblemList *problems) {
    const Text *paths = options->packs;
    size_t count = options->pack_count;
    if (count == 0) {
        count = service_workspace_packs(arena, workspace, &paths);
    }
    *set = count == 0 ? NULL : law_load(arena, paths, count, problems);
    if (count > 0 && *set == NULL && options->pack_count == 0) {
        problem_add(problems, TEXT(""), 0, 0,
                    "workspace.csv names packs by their way from its own folder; where they are "
                    "elsewhere now, give them by `--packs DIR`");
    }
    return count == 0 || *set != NULL;
}

/* ---- the transaction ---- */

typedef struct Import {
    Arena *arena;
    const StoreFile *files;
    size_t count;
    const Workspace *workspace;
    const LawSet *set; /* or NULL */
    const ImportOptions *options;
    bool keeps_law; /* the packs stay as they are */
    int64_t number;
} Import;

/* {"files":{name:digest},"from":...,"workspace":...}; the members in the order of their names. */
static bool import_inputs(const Import *import, Text *inputs, Error *error) {
    Arena *arena = import->arena;
    TextBuilder json = text_builder_new(arena);
    text_add(&json, TEXT("{\"files\":{"));
    for (size_t i = 0; i < import->count; i++) {
        if (i > 0) {
            text_add_character(&json, ',');
        }
        json_add_canonical_text(&json, import->files[i].name);
        text_add_character(&json, ':');
        json_add_canonical_text(&json, digest_bytes(arena, import->files[i].content));
    }
    text_add(&json, TEXT("},\"from\":"));
    json_add_canonical_text(&json, import->options->from);
    text_add(&json, TEXT(",\"workspace\":"));
    json_add_canonical_text(&json, import->workspace->digest);
    text_add_character(&json, '}');
    return json_canonical(arena, text_built(&json), inputs, error);
}

static bool save_packs(const Import *import, Store *store, Text *law, Error *error) {
    if (import->keeps_law) {
        return true;
    }
    if (import->set == NULL) {
        return store_save_law(store, NULL, 0, error);
    }
    StorePack *packs = ARENA_MANY(import->arena, StorePack, law_pack_count(import->set));
    return keep_packs(import->arena, store, import->set, packs, error) &&
           store_save_law(store, packs, law_pack_count(import->set), error) &&
           service_keep_law(import->arena, store, import->set, law, error);
}

static bool import_all(Import *import, Store *store, Error *error) {
    AuditEntry entry = {.at_ms = import->options->moment.at_ms,
                        .who = import->options->moment.who,
                        .kind = TEXT("import")};
    return store_save_files(store, import->files, import->count, error) &&
           save_packs(import, store, &entry.law, error) &&
           import_inputs(import, &entry.inputs, error) &&
           store_audit_append(store, &entry, 1, &import->number, error);
}

static bool import_at_once(Import *import, Store *store, Error *error) {
    if (!store_begin(store, error)) {
        return false;
    }
    if (!import_all(import, store, error)) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, error);
}

bool service_import_files(Arena *arena, Store *store, Text folder, const StoreFile *files,
                          size_t count, const ImportOptions *options, Imported *imported,
                          ProblemList *problems) {
    Import import = {.arena = arena, .files = files, .count = count, .options = options};
    Error error = {0};
    import.workspace = parse_files(arena, folder, files, count, problems);
    if (import.workspace == NULL ||
        !load_law(arena, import.workspace, options, &import.set, problems)) {
        return false;
    }
    if (!import_at_once(&import, store, &error)) {
        problem_add(problems, TEXT(""), 0, 0, "%s", error.message);
        return false;
    }
    *imported = (Imported){.file_count = count,
                           .pack_count = import.set == NULL ? 0 : law_pack_count(import.set),
                           .audit_number = import.number};
    return true;
}

static bool has_file(const Array *files, Text name) {
    for (size_t i = 0; i < files->count; i++) {
        if (text_equals(ARRAY_ITEMS(StoreFile, files)[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* Law outside the folder that levers put in force: kept by the name they give it. */
static bool read_lever_law(Arena *arena, const Workspace *workspace, Array *files,
                           ProblemList *problems) {
    Array names = array_new(arena, sizeof(Text));
    levers_law_files(arena, workspace, &names);
    for (size_t i = 0; i < names.count; i++) {
        StoreFile file = {.name = ARRAY_ITEMS(Text, &names)[i]};
        Error error = {0};
        if (has_file(files, file.name)) {
            continue;
        }
        if (!file_read(arena, outside_path(arena, workspace->folder, file.name), FILE_BYTES_MAX,
                       &file.content, &error)) {
            problem_add(problems, TEXT("lever.csv"), 0, 0, "%s", error.message);
            return false;
        }
        *(StoreFile *)array_add(files) = file;
    }
    return true;
}

/* The tables of the scheme, its catalogues and the crosswalk that workspace.csv names. */
static bool read_frame(Arena *arena, const Workspace *workspace, Array *files,
                       ProblemList *problems) {
    Array kept = array_new(arena, sizeof(WorkspaceFile));
    AssuranceFrame frame;
    if (!outside_frame(arena, workspace, &frame, &kept, problems)) {
        return false;
    }
    for (size_t i = 0; i < kept.count; i++) {
        const WorkspaceFile *file = array_at(&kept, i);
        if (!has_file(files, file->name)) {
            *(StoreFile *)array_add(files) = (StoreFile){file->name, file->content};
        }
    }
    return true;
}

/* What the tables name outside the folder. */
static bool read_outside(Arena *arena, Text folder, Array *files, ProblemList *problems) {
    const Workspace *workspace =
        parse_files(arena, folder, ARRAY_ITEMS(StoreFile, files), files->count, problems);
    return workspace != NULL && read_lever_law(arena, workspace, files, problems) &&
           read_frame(arena, workspace, files, problems);
}

bool service_import(Arena *arena, Store *store, Text folder, const ImportOptions *options,
                    Imported *imported, ProblemList *problems) {
    Array files = array_new(arena, sizeof(StoreFile));
    Array skipped = array_new(arena, sizeof(Text));
    if (!read_files(arena, folder, &files, &skipped, problems) ||
        !read_outside(arena, folder, &files, problems) ||
        !service_import_files(arena, store, folder, ARRAY_ITEMS(StoreFile, &files), files.count,
                              options, imported, problems)) {
        return false;
    }
    imported->skipped = ARRAY_ITEMS(Text, &skipped);
    imported->skipped_count = skipped.count;
    return true;
}

/* ---- a bill of material into what is there ---- */

static bool merge_stored(Arena *arena, Store *store, const BillOfMaterial *bill, Import *import,
                         ProblemList *problems, Error *error) {
    const StoreFile *files = NULL;
    Array merged;
    size_t count = 0;
    if (!store_load_files(arena, store, &files, &count, error) ||
        !bill_merge(arena, files, count, bill, import->options->from, &merged, error)) {
        return false;
    }
    import->files = ARRAY_ITEMS(StoreFile, &merged);
    import->count = merged.count;
    import->workspace = parse_files(arena, TEXT(""), import->files, import->count, problems);
    return import->workspace != NULL && import_all(import, store, error);
}

bool service_import_bill(Arena *arena, Store *store, Text content, const ImportOptions *options,
                         Imported *imported, ProblemList *problems) {
    Import import = {.arena = arena, .options = options, .keeps_law = true};
    BillOfMaterial bill = {0};
    Error error = {0};
    const size_t before = problem_count(problems);
    if (!bill_read_cyclonedx(arena, content, &bill, &error)) {
        problem_add(problems, options->from, 0, 0, "%s", error.message);
        return false;
    }
    bool is_done = store_begin(store, &error);
    if (is_done && !merge_stored(arena, store, &bill, &import, problems, &error)) {
        store_rollback(store);
        is_done = false;
    }
    is_done = is_done && store_commit(store, &error);
    if (!is_done && problem_count(problems) == before) {
        problem_add(problems, TEXT(""), 0, 0, "%s", error.message);
    }
    *imported = (Imported){.file_count = import.count, .audit_number = import.number};
    return is_done;
}

/* ---- a new one ---- */

static Text header_of(Arena *arena, size_t table) {
    TextBuilder csv = text_builder_new(arena);
    for (size_t i = 0; i < workspace_table(table).column_count; i++) {
        text_add(&csv, i == 0 ? TEXT("") : TEXT(","));
        text_add(&csv, workspace_column(table, i).name);
    }
    text_add_character(&csv, '\n');
    return text_built(&csv);
}

size_t service_empty_workspace(Arena *arena, const StoreFile **files) {
    Array list = array_new(arena, sizeof(StoreFile));
    for (size_t i = 0; i < workspace_table_count(); i++) {
        const WorkspaceTable table = workspace_table(i);
        if (table.is_required) {
            StoreFile *file = array_add(&list);
            *file = (StoreFile){text_format(arena, "%.*s.csv", TEXT_ARGS(table.name)),
                                header_of(arena, i)};
        }
    }
    *files = ARRAY_ITEMS(StoreFile, &list);
    return list.count;
}
