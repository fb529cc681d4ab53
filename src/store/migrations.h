/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_STORE_MIGRATIONS_H
#define ENTENTE_STORE_MIGRATIONS_H

/* Private to store/: the numbered files of migrations/, packed in by tools/pack-migrations. */

#include <stddef.h>
#include <stdint.h>

typedef struct Migration {
    int64_t number; /* from 1 */
    const char *name;
    const char *sql;
} Migration;

extern const Migration STORE_MIGRATIONS[];
extern const size_t STORE_MIGRATION_COUNT;

#endif
