/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of listing.csv, in a folder or a database, on record. */
#include "base/array.h"
#include "base/digest.h"
#include "base/file.h"
#include "service/service.h"

/* What a change makes of a workspace. */
typedef struct ListingMade {
    Text csv;
    Text kind; /* of the row on the chain */
    Text inputs;
} ListingMade;

typedef struct ListingChanging {
    const ListingKeeping *keeping;
    bool (*make)(Arena *arena, const Workspace *workspace, void *context, ListingMade *made,
                 Error *error);
    void *context;
    int64_t number;
} ListingChanging;

static bool record(const ListingChanging *changing, Arena *arena, Store *chain,
                   const ListingMade *made, int64_t *number, Error *error) {
    const ScreenRecord record = {.at_ms = changing->keeping->moment.at_ms,
                                 .who = changing->keeping->moment.who,
                                 .kind = made->kind,
                                 .inputs = made->inputs,
                                 .output = made->csv};
    return service_screen_record(arena, chain, &record, number, error);
}

/* The first problem as the one line of an error. */
static bool refuse_workspace(Arena *arena, const ProblemList *problems, Error *error) {
    return error_set(error, ERROR_INVALID, "%.*s",
                     TEXT_ARGS(text_trim(problem_format(arena, problems, 1))));
}

/* ---- a folder ---- */

static bool change_folder(Arena *arena, ListingChanging *changing, Error *error) {
    const ListingKeeping *keeping = changing->keeping;
    ProblemList problems = problem_list_new(arena);
    ListingMade made = {0};
    const Workspace *workspace = service_load_workspace(arena, keeping->place, &problems);
    if (workspace == NULL) {
        return refuse_workspace(arena, &problems, error);
    }
    return changing->make(arena, workspace, changing->context, &made, error) &&
           (keeping->chain == NULL ||
            record(changing, arena, keeping->chain, &made, &changing->number, error)) &&
           file_write(file_path(arena, keeping->place, TEXT("listing.csv")), made.csv, error);
}

/* ---- a database ---- */

/* The files with listing.csv replaced, or added. */
static StoreFile *replace_listing(Arena *arena, const StoreFile *files, size_t *count, Text csv) {
    StoreFile *replaced = ARENA_MANY(arena, StoreFile, *count + 1);
    size_t at = *count;
    for (size_t i = 0; i < *count; i++) {
        replaced[i] = files[i];
        at = text_equals(files[i].name, TEXT("listing.csv")) ? i : at;
    }
    *count += at == *count ? 1 : 0;
    replaced[at] = (StoreFile){.name = TEXT("listing.csv"), .content = csv};
    return replaced;
}

static bool change_stored(Arena *arena, ListingChanging *changing, Store *store, Error *error) {
    const ListingKeeping *keeping = changing->keeping;
    ProblemList problems = problem_list_new(arena);
    ListingMade made = {0};
    const StoreFile *files = NULL;
    size_t count = 0;
    const Workspace *workspace =
        service_stored_workspace(arena, store, store_shown(arena, keeping->place), &problems);
    if (workspace == NULL) {
        return refuse_workspace(arena, &problems, error);
    }
    if (!changing->make(arena, workspace, changing->context, &made, error) ||
        !store_load_files(arena, store, &files, &count, error)) {
        return false;
    }
    files = replace_listing(arena, files, &count, made.csv);
    return store_save_files(store, files, count, error) &&
           record(changing, arena, keeping->chain == NULL ? store : keeping->chain, &made,
                  &changing->number, error);
}

static bool change_database(Arena *arena, ListingChanging *changing, Error *error) {
    CLEANUP(store_close_handle) Store *store = NULL;
    return store_open(changing->keeping->place, &store, error) && store_begin_alone(store, error) &&
           change_stored(arena, changing, store, error) && store_commit(store, error);
}

static bool change(Arena *arena, ListingChanging *changing, Error *error) {
    return store_is_address(changing->keeping->place) ? change_database(arena, changing, error)
                                                      : change_folder(arena, changing, error);
}

/* ---- a disposition ---- */

static bool make_disposition(Arena *arena, const Workspace *workspace, void *context,
                             ListingMade *made, Error *error) {
    const Disposition *disposition = context;
    made->kind = TEXT("disposition");
    made->inputs = service_disposition_inputs(arena, disposition);
    return service_dispose(arena, workspace, disposition, &made->csv, error);
}

bool service_keep_disposition(Arena *arena, const ListingKeeping *keeping,
                              const Disposition *disposition, int64_t *number, Error *error) {
    Disposition kept = *disposition;
    ListingChanging changing = {.keeping = keeping, .make = make_disposition, .context = &kept};
    const bool is_done = change(arena, &changing, error);
    *number = changing.number;
    return is_done;
}

/* ---- a screening ---- */

typedef struct ScreeningWork {
    const WorkspaceScreening *screening;
    ScreenedWorkspace *screened;
} ScreeningWork;

static bool make_screening(Arena *arena, const Workspace *workspace, void *context,
                           ListingMade *made, Error *error) {
    ScreeningWork *work = context;
    const WorkspaceScreening *screening = work->screening;
    (void)error;
    service_screen_workspace(arena, workspace, screening->search, &screening->options,
                             work->screened);
    made->csv = service_listing_csv(arena, work->screened);
    made->kind = TEXT("screening");
    made->inputs = service_screen_table_inputs(arena, screening->lists, screening->list_count,
                                               made->csv, screening->options.thresholds);
    return true;
}

bool service_keep_screening(Arena *arena, const ListingKeeping *keeping,
                            const WorkspaceScreening *screening, ScreenedWorkspace *screened,
                            int64_t *number, Error *error) {
    ScreeningWork work = {.screening = screening, .screened = screened};
    ListingChanging changing = {.keeping = keeping, .make = make_screening, .context = &work};
    const bool is_done = change(arena, &changing, error);
    *number = changing.number;
    return is_done;
}
