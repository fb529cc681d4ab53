/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LISTINGS_H
#define ENTENTE_SERVICE_LISTINGS_H

/* Private to service/: which parties of a workspace stand on lists of restricted parties, and
 * which are owned by such, on a day (listing.csv, ownership.csv and the status `lists`). What
 * a person has not reviewed is perhaps: the facts of it are unknown, and so never in anybody's
 * favour. */

#include "base/array.h"
#include "service/service.h"

typedef enum Certainty { CERTAINTY_NO, CERTAINTY_PERHAPS, CERTAINTY_YES } Certainty;

/* The day lists are known at, and the day of the transfer: what either says counts, and ownership
 * is that of the second. */
typedef struct ListingDays {
    Date known_at;
    Date as_of;
} ListingDays;

/* Half or more of a party by listed parties together, directly or through parties that are
 * themselves so owned, whose shares count whole. */
typedef struct OwnedParty {
    Certainty certainty;
    Decimal percent; /* of those that are certain; of all that may be where it is perhaps */
} OwnedParty;

/* For each party of the workspace, whether it stands on a list itself; a site does where what it
 * belongs to does. `list` empty: on any. O(parties * depth + rows). */
const Certainty *listing_parties(Arena *arena, const Workspace *workspace, Text list,
                                 ListingDays days);

/* For each party; `list` empty: owners on any list. O((parties + rows) * depth). */
const OwnedParty *listing_owned(Arena *arena, const Workspace *workspace, Text list,
                                ListingDays days);

/* Whether a row of listing.csv speaks on the day, and how sure it is. */
Certainty listing_certainty(const Listing *listing, Date as_of);

/* Every list that the workspace names, in the order of their bytes. */
size_t listing_lists(Arena *arena, const Workspace *workspace, const Text **lists);

/* What packs may read of a party. Texts are as law_facts_set takes them; empty: nothing is
 * said. */
typedef struct ListingFacts {
    Text lists;       /* EL+SDN, or unknown */
    Text owner_lists; /* those whose members own half or more of it */
    Certainty owned;  /* by members of any */
} ListingFacts;

/* Whether the workspace says anything of lists that its statuses alone do not. */
bool listing_has_any(const Workspace *workspace);

/* Whose place a party is: a site is a place of whom it belongs to, and no other person in law. */
size_t listing_person(const Workspace *workspace, size_t party);

/* How listed parties own half or more of a party, in a line; empty where they do not. Parties that
 * the view does not show have no name in it (NULL: all have). */
Text listing_chain(Arena *arena, const Workspace *workspace, size_t party, ListingDays days,
                   const ServiceView *view);

/* What facts of a transfer's parties rest on: `items` holds FactGiven. */
typedef struct NoteList {
    Arena *arena;
    const Workspace *workspace;
    const ServiceView *view;
    Array items;
} NoteList;

/* Adds the entries of lists and the chain of owners behind the facts of listing_offer. */
void listing_notes(NoteList *notes, size_t party, const char *role, ListingDays days);

/* For each party of the workspace. */
const ListingFacts *listing_facts(Arena *arena, const Workspace *workspace, ListingDays days);

/* Sets ROLE.lists, ROLE.owned_by_listed and ROLE.owner_lists, where the packs know them:
 * after the statuses, whose `lists` they hold too. */
MUST_CHECK bool listing_offer(Arena *arena, LawFacts *facts, const LawSet *set,
                              const ListingFacts *party, const char *role, Error *error);

#endif
