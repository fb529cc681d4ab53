/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_DISPOSITIONS_H
#define ENTENTE_SERVICE_DISPOSITIONS_H

/* What is kept of screenings in a workspace, be it a folder or a database, and the lists that a
 * program has in use (docs/screening.md). Part of the face: included by service.h. */

/* ---- what was found ---- */

/* Every row of listing.csv: what is listed, what a person found, and what decisions make of it on
 * the day. */
Text service_dispositions_json(Arena *arena, const Workspace *workspace, Date as_of);
Text service_dispositions_text(Arena *arena, const Workspace *workspace, Date as_of);

/* ---- changing listing.csv where it is kept ---- */

typedef struct ListingKeeping {
    Text place;   /* the workspace: a folder, a SQLite file or a postgresql:// address */
    Store *chain; /* NULL: the database's own, and none for a folder; never a second connection to
                   * the database of `place` */
    ServiceMoment moment;
} ListingKeeping;

/* Reads the workspace, puts what a person found into its listing.csv and on the chain. In a
 * database this is one transaction, which no other of these overlaps; for a folder the record
 * comes before the file. `number` is the row of the chain, 0 where there is none. ERROR_MISSING
 * where listing.csv has no such row; then nothing is written. */
MUST_CHECK bool service_keep_disposition(Arena *arena, const ListingKeeping *keeping,
                                         const Disposition *disposition, int64_t *number,
                                         Error *error);

typedef struct WorkspaceScreening {
    ScreeningSearch *search;
    const ScreeningList *lists; /* that it searches, for the record */
    size_t list_count;
    ScreenWorkspaceOptions options;
} WorkspaceScreening;

/* Likewise, what screening the workspace's parties finds. */
MUST_CHECK bool service_keep_screening(Arena *arena, const ListingKeeping *keeping,
                                       const WorkspaceScreening *screening,
                                       ScreenedWorkspace *screened, int64_t *number, Error *error);

/* ---- lists in use ---- */

/* As service_list_status, of lists that have been read; the name is that of the file, and
 * nothing is known of their import. */
const ListStatus *service_lists_in_use(Arena *arena, const ScreeningList *lists, size_t count);

#endif
