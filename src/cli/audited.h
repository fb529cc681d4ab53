/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_AUDITED_H
#define ENTENTE_CLI_AUDITED_H

/* Private to cli/: decisions that are recorded before they are printed. */

#include "cli/moment.h"

#define AUDIT_OPTION                                                                               \
    {                                                                                              \
        "audit", "DATABASE",                                                                       \
            "record each decision in the audit chain of this database before it is printed",       \
            false, false                                                                           \
    }

/* Where decisions are recorded, and under which law. */
typedef struct Auditing {
    Store *store; /* NULL: nowhere */
    Text law;
} Auditing;

/* Opens the database of `--audit`, where it is given, and keeps the set's packs there. */
MUST_CHECK bool auditing_open(Arena *arena, const Arguments *arguments, const LawSet *set,
                              Auditing *auditing, Error *error);
void auditing_close(Auditing *auditing); /* for CLEANUP */

/* Records those answers that are decisions, in one transaction; `first` is the number of the
 * first. Nothing is done where nothing is recorded. */
MUST_CHECK bool auditing_record(Arena *arena, const Arguments *arguments, const Auditing *auditing,
                                const BatchAnswer *answers, size_t count, int64_t *first,
                                Error *error);

#endif
