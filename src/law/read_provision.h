/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_READ_PROVISION_H
#define ENTENTE_LAW_READ_PROVISION_H

/* The clauses of provisions that have a grammar of their own (clauses.c). The cursor
 * stands after the clause's words; false with a problem. */

#include "law/draft.h"

bool obligations_clause(Cursor *cursor, ProvisionDraft *draft);
bool days_clause(Cursor *cursor, ProvisionDraft *draft);
bool basis_clause(Cursor *cursor, ProvisionDraft *draft);
bool after_clause(Cursor *cursor, ProvisionDraft *draft);
bool granted_by_clause(Cursor *cursor, ProvisionDraft *draft);
bool review_clause(Cursor *cursor, ProvisionDraft *draft);
/* What a route has that says nothing about its days. */
/* A status, or a problem. */
bool status_read(Cursor *cursor, LawStatus *status);
void days_unknown(ProvisionDraft *draft);

/* `overrides NAME, ...`, `subject to NAME, ...`, `does not affect NAME, ...`. */
bool overrides_clause(Cursor *cursor, ProvisionDraft *draft);
bool subject_clause(Cursor *cursor, ProvisionDraft *draft);
bool spares_clause(Cursor *cursor, ProvisionDraft *draft);

#endif
