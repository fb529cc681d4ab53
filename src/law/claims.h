/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_CLAIMS_H
#define ENTENTE_LAW_CLAIMS_H

/* What a statement claims of a situation, private to law/: the claims of a search. */

#include "law/statement.h"
#include "law/two_laws.h"

typedef struct ClaimContext {
    const Statement *statement;
    size_t packs[2];           /* of ALIKE */
    const Assumption *no_gaps; /* one for each table */
    const bool *is_compared;   /* packs that are asked first; NULL: all */
    TwoLaws laws;
    TwoLaws accepted_laws; /* the same where all law is taken as it stands */
} ClaimContext;

Claim law_claim_of(StatementKind kind);

/* Fills in what the two packs or laws are compared by. */
void law_claim_compare(Arena *arena, ClaimContext *claim, Space *space);

/* Of two laws: of some pack by itself the claim is surely false, whatever the others say. */
bool law_claim_is_broken_in_part(const ClaimContext *claim, Space *space, Arena *scratch);

/* As Search.can_fail; its context is a ClaimContext. */
bool law_claim_can_fail(void *context, Space *space, Arena *scratch);

#endif
