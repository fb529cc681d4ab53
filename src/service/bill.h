/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_BILL_H
#define ENTENTE_SERVICE_BILL_H

/* Private to service/: the facts of items that packs derive from bills of material
 * (docs/language.md, "Facts that follow from the bill of material"). One object serves one day and
 * belongs to one thread: answers are computed when they are first asked for, once for all items,
 * and kept in its arena. */

#include "service/listings.h"

typedef struct BillFacts BillFacts;

/* The day, the known-at date and whether unverified law is accepted are those of `options`. */
BillFacts *bill_facts_new(Arena *arena, const Workspace *workspace, const LawSet *set,
                          const DecideOptions *options);

/* The same with components left out: replaced by what does not count, or separated, so that the
 * item is worth less by them; `bill` was made without any, and outlives it. Which
 * components count is asked only once for both. */
BillFacts *bill_facts_without(Arena *arena, BillFacts *bill, const bool *without, bool separates);

/* What the workspace says of lists of restricted parties on that day, for each party; NULL
 * where it says nothing. */
const ListingFacts *bill_facts_listings(BillFacts *bill);

/* Sets what follows for an item that has a bill of material and goes to the destination;
 * `unknown` where it is not known; the texts live in `arena`. Facts that were given stay. Errors
 * name the row of a component. */
MUST_CHECK bool bill_facts_offer(Arena *arena, BillFacts *bill, LawFacts *facts, size_t item,
                                 Text destination, Error *error);

/* The components at any depth that bear on an item's derived facts on the way to the
 * destination: they have values, count or perhaps count, or nobody says what they are. By
 * themselves, without what is in them. `marks` has an entry an item and is only added to. */
MUST_CHECK bool bill_facts_mark(BillFacts *bill, size_t item, Text destination, bool *marks,
                                Error *error);

/* What is derived of the item, in words, one line each: "item.contained_usml XI(a)",
 * "item.us_content unknown, for want of the value or kind of `chip`". */
MUST_CHECK bool bill_facts_say(BillFacts *bill, Arena *arena, size_t item, Text destination,
                               Array *lines, Error *error);

#endif
