/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of listing.csv, in a folder or a database, on record. */
#include "service/table_keep.h"

/* The listing alone is changed. */
static void set_listing(Arena *arena, Text csv, TablesMade *made) {
    StoreFile *table = ARENA_NEW(arena, StoreFile);
    *table = (StoreFile){.name = TEXT("listing.csv"), .content = csv};
    made->tables = table;
    made->table_count = 1;
    made->output = csv;
}

/* ---- a disposition ---- */

static bool make_disposition(Arena *arena, const Workspace *workspace, const TablesBefore *before,
                             void *context, TablesMade *made, Error *error) {
    const Disposition *disposition = context;
    Text csv = {0};
    (void)before;
    made->kind = TEXT("disposition");
    made->inputs = service_disposition_inputs(arena, disposition);
    if (!service_dispose(arena, workspace, disposition, &csv, error)) {
        return false;
    }
    set_listing(arena, csv, made);
    return true;
}

bool service_keep_disposition(Arena *arena, const ListingKeeping *keeping,
                              const Disposition *disposition, int64_t *number, Error *error) {
    Disposition kept = *disposition;
    return tables_change(arena, keeping, make_disposition, &kept, number, error);
}

/* ---- a screening ---- */

typedef struct ScreeningWork {
    const WorkspaceScreening *screening;
    ScreenedWorkspace *screened;
} ScreeningWork;

static bool make_screening(Arena *arena, const Workspace *workspace, const TablesBefore *before,
                           void *context, TablesMade *made, Error *error) {
    ScreeningWork *work = context;
    const WorkspaceScreening *screening = work->screening;
    (void)before;
    (void)error;
    service_screen_workspace(arena, workspace, screening->search, &screening->options,
                             work->screened);
    set_listing(arena, service_listing_csv(arena, work->screened), made);
    made->kind = TEXT("screening");
    made->inputs = service_screen_table_inputs(arena, screening->lists, screening->list_count,
                                               made->output, screening->options.thresholds);
    return true;
}

bool service_keep_screening(Arena *arena, const ListingKeeping *keeping,
                            const WorkspaceScreening *screening, ScreenedWorkspace *screened,
                            int64_t *number, Error *error) {
    ScreeningWork work = {.screening = screening, .screened = screened};
    return tables_change(arena, keeping, make_screening, &work, number, error);
}
