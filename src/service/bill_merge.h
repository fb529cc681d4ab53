/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_BILL_MERGE_H
#define ENTENTE_SERVICE_BILL_MERGE_H

/* Private to service/: a bill of material into the tables of a workspace. */

#include "service/service.h"

/* The files with what they lack of the bill: items by id, components by pair, attributes by
 * item, name and value. Rows that are there stay as they are. `source` is written into the new
 * rows. False where a table is no CSV. */
MUST_CHECK bool bill_merge(Arena *arena, const StoreFile *files, size_t count,
                           const BillOfMaterial *bill, Text source, Array *merged, Error *error);

#endif
