/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_KEEPING_H
#define ENTENTE_SERVICE_KEEPING_H

/* What is kept (docs/store.md, docs/audit.md): workspaces and their law in a folder or a
 * database, and decisions on record. Part of the face: included by service.h. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alliance/alliance.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"
#include "law/law.h"
#include "store/store.h"

/* ---- workspaces, wherever they are ---- */

/* Reads a workspace from a folder, a SQLite file or a postgresql:// address. NULL with
 * problems. */
MUST_CHECK const Workspace *service_load_workspace(Arena *arena, Text place, ProblemList *problems);

/* The law the workspace is decided under: the packs that its database keeps, or those that the
 * folder's workspace.csv names. NULL with problems. */
MUST_CHECK const LawSet *service_load_law(Arena *arena, Text place, const Workspace *workspace,
                                          ProblemList *problems);

/* As the two above, of a database that is open. */
MUST_CHECK const Workspace *service_stored_workspace(Arena *arena, Store *store, Text shown,
                                                     ProblemList *problems);
MUST_CHECK const LawSet *service_stored_law(Arena *arena, Store *store, ProblemList *problems);

/* When and by whom something is done; both are the caller's to know. */
typedef struct ServiceMoment {
    int64_t at_ms; /* since 1970-01-01T00:00:00Z */
    Text who;
} ServiceMoment;

typedef struct ImportOptions {
    Text from;         /* where the files are from, for the record */
    const Text *packs; /* paths of packs; none: those that the workspace names */
    size_t pack_count;
    ServiceMoment moment;
} ImportOptions;

typedef struct Imported {
    size_t file_count;
    size_t pack_count;
    const Text *skipped; /* folders within the folder, which are not taken */
    size_t skipped_count;
    int64_t audit_number;
} Imported;

/* Checks the folder's workspace and its packs, and puts all files of the folder and the packs'
 * texts in the place of what the database holds, with a row of the audit chain, in one
 * transaction. False with problems; then nothing was changed. */
MUST_CHECK bool service_import(Arena *arena, Store *store, Text folder,
                               const ImportOptions *options, Imported *imported,
                               ProblemList *problems);

/* As service_import, of files in memory; relative packs are looked for from `folder`. */
MUST_CHECK bool service_import_files(Arena *arena, Store *store, Text folder,
                                     const StoreFile *files, size_t count,
                                     const ImportOptions *options, Imported *imported,
                                     ProblemList *problems);

/* Adds what the database's workspace lacks of a bill of material in CycloneDX; what is there
 * stays as it is, and so do its packs. `options->from` names the bill in the new rows. */
MUST_CHECK bool service_import_bill(Arena *arena, Store *store, Text content,
                                    const ImportOptions *options, Imported *imported,
                                    ProblemList *problems);

/* The workspace as a graph in GraphML: parties, items, activities and programmes; who belongs
 * to whom, what goes into what, lanes, what is made where and wanted where. */
Text service_graphml(Arena *arena, const Workspace *workspace);

/* The tables every workspace must have, with all their columns and no rows. */
size_t service_empty_workspace(Arena *arena, const StoreFile **files);

/* Writes the files the database holds into a folder, which is made, or must be empty. Gives
 * their number. */
MUST_CHECK bool service_export(Arena *arena, Store *store, Text folder, size_t *count,
                               Error *error);

/* ---- decisions on record ---- */

/* Keeps the texts of the set's packs and gives the digest that names them together, for the
 * `law` of an AuditEntry. A set with reforms is refused: it is no law in force. */
MUST_CHECK bool service_keep_law(Arena *arena, Store *store, const LawSet *set, Text *law,
                                 Error *error);

/* The law that a row was decided under. */
MUST_CHECK const LawSet *service_kept_law(Arena *arena, Store *store, Text law,
                                          ProblemList *problems);

typedef struct Replay {
    AuditRow row;
    bool is_same;
    Text answer; /* what is decided now from what was recorded */
    Text digest; /* its SHA-256, to be held against row.result */
} Replay;

/* Decides a recorded decision again, from its inputs and the packs kept then. ERROR_MISSING
 * where there is no such row, ERROR_INVALID where it records no decision. */
MUST_CHECK bool service_replay(Arena *arena, Store *store, int64_t number, Replay *replay,
                               Error *error);

/* The chain as JSON lines: {"hash": ..., "row": ...}, the row in the canonical form whose
 * SHA-256 is the hash, rows after `after`, at most `limit`; `last` is the last one given. Empty
 * at the end. */
MUST_CHECK bool service_audit_lines(Arena *arena, Store *store, int64_t after, size_t limit,
                                    Text *lines, int64_t *last, Error *error);

#endif
