/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_PROPERTY_REFERENCE_REFERENCE_LAW_H
#define ENTENTE_TESTS_PROPERTY_REFERENCE_REFERENCE_LAW_H

/* The rule language read with two truths, in a world where everything is known: slow,
 * and written to be compared with docs/language.md line by line. */

#include "law/set.h"

/* A row that a table lacks which is complete by its first column, or was not read for the
 * day, and that this world has. It is found by its key only. */
typedef struct ExtraRow {
    bool is_there;
    Text key;
    Text other; /* the value of all other columns */
} ExtraRow;

typedef struct World {
    const LawSet *set;
    const Text *facts;          /* of each attribute, as it would be given */
    const bool *absent;         /* provisions that verifying found not to be law */
    bool *const *absent_rows;   /* of each table */
    const ExtraRow *extra_rows; /* of each table, one */
    bool *const *meant_above;   /* rows that a code above their coarse cell means */
    Date as_of;
    Date known_at;
} World;

Outcome reference_outcome(const World *world);

#endif
