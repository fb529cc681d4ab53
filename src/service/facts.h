/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_FACTS_H
#define ENTENTE_SERVICE_FACTS_H

/* Private to service/: turns what a user or a workspace says of a transfer into the
 * facts that packs read. What the packs do not know is left out by the functions for workspaces,
 * and refused by the one for users. */

#include "service/bill.h"
#include "service/service.h"

/* Sets a fact that the user named; an error where the packs have none of that name or
 * it takes no such value. */
MUST_CHECK bool facts_give(Arena *arena, LawFacts *facts, const LawSet *set, Text name, Text value,
                           Error *error);

/* Sets a fact where the packs know it and the value is not empty. */
MUST_CHECK bool facts_offer(LawFacts *facts, const LawSet *set, Text name, Text value,
                            Error *error);

/* The facts of a transfer as a user gives them. */
MUST_CHECK bool facts_of_request(Arena *arena, const LawSet *set, const Transfer *transfer,
                                 LawFacts **facts, Error *error);

/* A country, or a party in it. */
typedef struct TransferPlace {
    Text country; /* or empty: not known */
    size_t party; /* or ALLIANCE_NONE */
} TransferPlace;

/* A party beside sender and recipient. */
typedef struct TransferRole {
    const char *name; /* "end_user" */
    TransferPlace place;
} TransferRole;

/* An item of a workspace on its way. */
typedef struct ItemTransfer {
    size_t item;  /* or ALLIANCE_NONE: nothing of the workspace */
    Text made_in; /* or empty: not known */
    TransferPlace from;
    TransferPlace to;
    Text end_use;       /* or empty */
    bool is_used_there; /* whoever receives it uses it */
    const TransferRole *roles;
    size_t role_count;
} ItemTransfer;

/* The facts of a transfer as of a date: its ends, item, attributes, what follows from the item's
 * bill of material (`bill`, of the same date), statuses of both parties and of those they
 * belong to, end use. Errors name the file and line of the row. */
MUST_CHECK bool facts_of_transfer(Arena *arena, const LawSet *set, const Workspace *workspace,
                                  const ItemTransfer *what, Date as_of, BillFacts *bill,
                                  LawFacts **facts, Error *error);

/* What a lane carries. */
ItemTransfer facts_lane_transfer(const Workspace *workspace, size_t lane);

/* The facts of an item alone, as a component of something that goes to the destination (which
 * may be empty). */
MUST_CHECK bool facts_of_component(Arena *arena, const LawSet *set, const Workspace *workspace,
                                   size_t item, Text destination, Date as_of, LawFacts **facts,
                                   Error *error);

/* The country an item is made in, where the workspace knows one alone; else empty. */
Text facts_made_in(const Workspace *workspace, size_t item);

#endif
