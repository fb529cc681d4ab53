/* SPDX-License-Identifier: Apache-2.0 */
#include "service/table_keep.h"

#include "base/file.h"

typedef struct Changing {
    Arena *arena;
    const ListingKeeping *keeping;
    TablesMake make;
    void *context;
    int64_t *number;
    Error *error;
} Changing;

Text tables_before(const TablesBefore *before, Text name) {
    for (size_t i = 0; i < before->count; i++) {
        if (text_equals(before->files[i].name, name)) {
            return before->files[i].content;
        }
    }
    return (Text){0};
}

static bool record(const Changing *changing, Store *chain, const TablesMade *made) {
    const ScreenRecord record = {.at_ms = changing->keeping->moment.at_ms,
                                 .who = changing->keeping->moment.who,
                                 .kind = made->kind,
                                 .inputs = made->inputs,
                                 .output = made->output};
    return service_screen_record(changing->arena, chain, &record, changing->number,
                                 changing->error);
}

/* The first problem as the one line of an error. */
static bool refuse(const Changing *changing, const ProblemList *problems) {
    return problem_refuse(changing->arena, problems, ERROR_INVALID, changing->error);
}

/* The files with those that were made in the places of those of their names. */
static StoreFile *replace(const Changing *changing, const TablesBefore *before,
                          const TablesMade *made, size_t *count) {
    StoreFile *files = ARENA_MANY(changing->arena, StoreFile, before->count + made->table_count);
    *count = before->count;
    for (size_t i = 0; i < before->count; i++) {
        files[i] = before->files[i];
    }
    for (size_t t = 0; t < made->table_count; t++) {
        size_t at = 0;
        while (at < *count && !text_equals(files[at].name, made->tables[t].name)) {
            at++;
        }
        *count += at == *count ? 1 : 0;
        files[at] = made->tables[t];
    }
    return files;
}

/* ---- a folder ---- */

static bool read_folder(const Changing *changing, TablesBefore *before) {
    ProblemList problems = problem_list_new(changing->arena);
    const WorkspaceFile *files = NULL;
    if (!workspace_read_files(changing->arena, changing->keeping->place, &files, &before->count,
                              &problems)) {
        return refuse(changing, &problems);
    }
    StoreFile *read = ARENA_MANY(changing->arena, StoreFile, before->count);
    for (size_t i = 0; i < before->count; i++) {
        read[i] = (StoreFile){files[i].name, files[i].content};
    }
    before->files = read;
    return true;
}

/* Whether it is a workspace with what was made. */
static bool may_be_written(const Changing *changing, const TablesBefore *before,
                           const TablesMade *made) {
    ProblemList problems = problem_list_new(changing->arena);
    size_t count = 0;
    const StoreFile *after = replace(changing, before, made, &count);
    WorkspaceFile *files = ARENA_MANY(changing->arena, WorkspaceFile, count);
    for (size_t i = 0; i < count; i++) {
        files[i] = (WorkspaceFile){after[i].name, after[i].content};
    }
    return service_workspace_parse(changing->arena, changing->keeping->place, files, count,
                                   &problems) != NULL ||
           refuse(changing, &problems);
}

static bool write_folder(const Changing *changing, const TablesMade *made) {
    for (size_t i = 0; i < made->table_count; i++) {
        const Text path =
            file_path(changing->arena, changing->keeping->place, made->tables[i].name);
        if (!file_write(path, made->tables[i].content, changing->error)) {
            return false;
        }
    }
    return true;
}

static bool change_folder(const Changing *changing) {
    ProblemList problems = problem_list_new(changing->arena);
    TablesBefore before = {0};
    TablesMade made = {0};
    const Workspace *workspace =
        service_load_workspace(changing->arena, changing->keeping->place, &problems);
    if (workspace == NULL) {
        return refuse(changing, &problems);
    }
    Store *chain = changing->keeping->chain;
    return read_folder(changing, &before) &&
           changing->make(changing->arena, workspace, &before, changing->context, &made,
                          changing->error) &&
           may_be_written(changing, &before, &made) &&
           (chain == NULL || record(changing, chain, &made)) && write_folder(changing, &made);
}

/* ---- a database ---- */

static const Workspace *read_stored(const Changing *changing, Store *store) {
    ProblemList problems = problem_list_new(changing->arena);
    const Workspace *workspace = service_stored_workspace(
        changing->arena, store, store_shown(changing->arena, changing->keeping->place), &problems);
    if (workspace == NULL) {
        (void)refuse(changing, &problems);
    }
    return workspace;
}

static bool change_stored(const Changing *changing, Store *store) {
    TablesBefore before = {0};
    TablesMade made = {0};
    size_t count = 0;
    const Workspace *workspace = read_stored(changing, store);
    if (workspace == NULL ||
        !store_load_files(changing->arena, store, &before.files, &before.count, changing->error) ||
        !changing->make(changing->arena, workspace, &before, changing->context, &made,
                        changing->error)) {
        return false;
    }
    const StoreFile *files = replace(changing, &before, &made, &count);
    Store *chain = changing->keeping->chain;
    return store_save_files(store, files, count, changing->error) &&
           read_stored(changing, store) != NULL &&
           record(changing, chain == NULL ? store : chain, &made);
}

static bool change_database(const Changing *changing) {
    CLEANUP(store_close_handle) Store *store = NULL;
    return store_open(changing->keeping->place, &store, changing->error) &&
           store_begin_alone(store, changing->error) && change_stored(changing, store) &&
           store_commit(store, changing->error);
}

bool tables_change(Arena *arena, const ListingKeeping *keeping, TablesMake make, void *context,
                   int64_t *number, Error *error) {
    const Changing changing = {arena, keeping, make, context, number, error};
    *number = 0;
    return store_is_address(keeping->place) ? change_database(&changing) : change_folder(&changing);
}
