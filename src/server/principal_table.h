/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_PRINCIPAL_TABLE_H
#define ENTENTE_SERVER_PRINCIPAL_TABLE_H

/* Private to server/: who may do what, where neither a token nor a certificate says it: a CSV file
 * with columns name ("tls:CN=depot", "oidc:subject"), role, and parties (ids parted by blanks;
 * empty: not held to any). */

#include "base/arena.h"
#include "base/error.h"
#include "server/principal.h"

typedef struct PrincipalTable PrincipalTable;

/* An empty path gives an empty table. */
MUST_CHECK bool principal_table_read(Arena *arena, Text path, const PrincipalTable **table,
                                     Error *error);

/* Fills role and parties of who has the principal's name; false where nobody has it. A principal
 * that is held already stays held to the same. */
bool principal_table_find(const PrincipalTable *table, Principal *principal);

#endif
