/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_KEEPING_H
#define ENTENTE_SERVER_KEEPING_H

/* Private to server/: changes of the workspace where it is kept, on record, after which it is read
 * anew. */

#include "server/route.h"
#include "service/service.h"

/* Makes a change and gives the number of its row on the chain, 0 where there is none. */
typedef bool (*KeepingWork)(Arena *arena, const ListingKeeping *keeping, void *context,
                            int64_t *number, Error *error);

/* One change at a time. Its error is the call's; false then. */
MUST_CHECK bool call_keep(Call *call, KeepingWork work, void *context, int64_t *number);

/* Answers with the document, with the row's number as its first member, where there is one. */
bool call_answer_kept(Call *call, int64_t number, Text json);

#endif
