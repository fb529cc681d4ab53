/* SPDX-License-Identifier: Apache-2.0 */
/* Why a party counts as listed, or as owned by listed parties, in words. */
#include "service/listings.h"

enum { CHAIN_DEPTH_MAX = 16 };

typedef struct Chains {
    Arena *arena;
    const Workspace *workspace;
    const Certainty *listed;
    const OwnedParty *owned;
    const ServiceView *view;
    Date as_of;
    TextBuilder out;
} Chains;

/* Whose data the asker may not see has no name. */
static Text id_of(const Chains *chains, size_t party) {
    return chains->view == NULL || service_view_shows(chains->view, chains->workspace, party)
               ? chains->workspace->parties[party].id
               : TEXT("another party");
}

static bool counts(const Chains *chains, const Ownership *row, size_t party) {
    return row->party == party && date_range_has(row->mark.holds, chains->as_of) &&
           (chains->listed[row->owner] != CERTAINTY_NO ||
            chains->owned[row->owner].certainty != CERTAINTY_NO);
}

static void add_owner(Chains *chains, const Ownership *row) {
    const Certainty listed = chains->listed[row->owner];
    if (row->percent.is_given) {
        text_add_format(&chains->out, "%.*s %% by %.*s",
                        TEXT_ARGS(decimal_format(chains->arena, row->percent.value)),
                        TEXT_ARGS(id_of(chains, row->owner)));
    } else {
        text_add_format(&chains->out, "an unknown share by %.*s",
                        TEXT_ARGS(id_of(chains, row->owner)));
    }
    text_add(&chains->out, listed == CERTAINTY_YES       ? TEXT(" (listed)")
                           : listed == CERTAINTY_PERHAPS ? TEXT(" (perhaps listed)")
                                                         : TEXT(""));
}

/* "60 % by a (listed), 20 % by b (of it 55 % by c (listed))". */
static void add_chain(Chains *chains, size_t party, size_t depth) {
    bool is_first = true;
    for (size_t i = 0; i < chains->workspace->ownership_count; i++) {
        const Ownership *row = &chains->workspace->ownerships[i];
        if (!counts(chains, row, party)) {
            continue;
        }
        text_add(&chains->out, is_first ? TEXT("") : TEXT(", "));
        add_owner(chains, row);
        is_first = false;
        if (chains->listed[row->owner] == CERTAINTY_NO && depth < CHAIN_DEPTH_MAX) {
            text_add(&chains->out, TEXT(" (of it "));
            add_chain(chains, row->owner, depth + 1);
            text_add_character(&chains->out, ')');
        }
    }
    if (is_first) {
        text_add(&chains->out, TEXT("an unknown share by its parent"));
    }
}

Text listing_chain(Arena *arena, const Workspace *workspace, size_t party, ListingDays days,
                   const ServiceView *view) {
    Chains chains = {.arena = arena,
                     .workspace = workspace,
                     .listed = listing_parties(arena, workspace, TEXT(""), days),
                     .owned = listing_owned(arena, workspace, TEXT(""), days),
                     .view = view,
                     .as_of = days.as_of,
                     .out = text_builder_new(arena)};
    if (chains.owned[party].certainty == CERTAINTY_NO) {
        return TEXT("");
    }
    text_add_format(&chains.out, "%.*s %s owned half or more by listed parties: ",
                    TEXT_ARGS(id_of(&chains, party)),
                    chains.owned[party].certainty == CERTAINTY_YES ? "is" : "may be");
    add_chain(&chains, listing_person(workspace, party), 0);
    return text_built(&chains.out);
}

Text service_ownership_chain(Arena *arena, const Workspace *workspace, size_t party, Date known_at,
                             Date as_of) {
    return listing_chain(arena, workspace, party, (ListingDays){known_at, as_of}, NULL);
}

/* ---- notes ---- */

/* Several notes on one fact are one. */
static void add_note(NoteList *notes, const char *role, const char *fact, Text words) {
    const Text name = text_format(notes->arena, "%s.%s", role, fact);
    const size_t count = notes->items.count;
    FactGiven *last = count == 0 ? NULL : ARRAY_ITEMS(FactGiven, &notes->items) + count - 1;
    if (text_is_empty(words)) {
        return;
    }
    if (last != NULL && text_equals(last->name, name)) {
        last->value =
            text_format(notes->arena, "%.*s; %.*s", TEXT_ARGS(last->value), TEXT_ARGS(words));
        return;
    }
    FactGiven *note = array_add(&notes->items);
    *note = (FactGiven){name, words};
}

/* "acme: SDN 17, Acme Works, score 0.91, confirmed". */
static Text entry_words(Arena *arena, const Workspace *workspace, const Listing *listing) {
    return text_format(arena, "%.*s: %.*s %.*s, %.*s%s%.*s, %s",
                       TEXT_ARGS(workspace->parties[listing->party].id), TEXT_ARGS(listing->list),
                       TEXT_ARGS(listing->listed), TEXT_ARGS(listing->name),
                       text_is_empty(listing->score) ? "" : ", score ", TEXT_ARGS(listing->score),
                       listing->review == LISTING_CONFIRMED      ? "confirmed"
                       : listing->basis == LISTING_BY_IDENTIFIER ? "by an identifier"
                       : listing->review == LISTING_DISMISSED    ? "dismissed, which has run out"
                                                                 : "not reviewed");
}

static void add_entries(NoteList *notes, size_t party, const char *role, ListingDays days) {
    const Workspace *workspace = notes->workspace;
    for (size_t i = 0; i < workspace->listing_count; i++) {
        const Listing *listing = &workspace->listings[i];
        if (listing->party == party && (listing_certainty(listing, days.known_at) != CERTAINTY_NO ||
                                        listing_certainty(listing, days.as_of) != CERTAINTY_NO)) {
            add_note(notes, role, "lists", entry_words(notes->arena, workspace, listing));
        }
    }
}

void listing_notes(NoteList *notes, size_t party, const char *role, ListingDays days) {
    const size_t person = listing_person(notes->workspace, party);
    const Text chain = listing_chain(notes->arena, notes->workspace, party, days, notes->view);
    add_entries(notes, party, role, days);
    if (person != party) {
        add_entries(notes, person, role, days);
    }
    add_note(notes, role, "owned_by_listed", chain);
    add_note(notes, role, "owner_lists", chain);
}
