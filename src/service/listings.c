/* SPDX-License-Identifier: Apache-2.0 */
#include "service/facts.h"

#include <stdlib.h>

enum { HALF = 50, WHOLE = 100 };

Certainty listing_certainty(const Listing *listing, Date as_of) {
    const DateRange holds = listing->mark.holds;
    if (as_of < holds.from) {
        return CERTAINTY_NO;
    }
    if (listing->review == LISTING_DISMISSED) {
        /* What was found has run out: nobody has looked since. */
        return as_of > holds.until ? CERTAINTY_PERHAPS : CERTAINTY_NO;
    }
    if (as_of > holds.until) {
        return CERTAINTY_NO;
    }
    const bool is_sure =
        listing->review == LISTING_CONFIRMED || listing->basis == LISTING_BY_IDENTIFIER;
    return is_sure ? CERTAINTY_YES : CERTAINTY_PERHAPS;
}

static Certainty more_of(Certainty a, Certainty b) {
    return a > b ? a : b;
}

static bool is_status_of_lists(const PartyStatus *status, Date as_of) {
    return text_equals(status->status, TEXT("lists")) && date_range_has(status->mark.holds, as_of);
}

/* What the status `lists` says: codes joined by `+`, none or unknown. */
static Certainty certainty_of_value(Text value, Text list) {
    Text rest = value;
    Text code = {0};
    if (text_equals(value, TEXT("unknown"))) {
        return CERTAINTY_PERHAPS;
    }
    while (text_split(&rest, '+', &code)) {
        const bool is_any = text_is_empty(list) && !text_equals(code, TEXT("none"));
        if (is_any || (!text_is_empty(list) && text_equals(code, list))) {
            return CERTAINTY_YES;
        }
    }
    return CERTAINTY_NO;
}

size_t listing_person(const Workspace *workspace, size_t party) {
    while (workspace->parties[party].kind == PARTY_SITE &&
           workspace->parties[party].parent != ALLIANCE_NONE) {
        party = workspace->parties[party].parent;
    }
    return party;
}

static void add_rows(const Workspace *workspace, Text list, ListingDays days, Certainty *listed) {
    for (size_t i = 0; i < workspace->listing_count; i++) {
        const Listing *listing = &workspace->listings[i];
        if (text_is_empty(list) || text_equals(list, listing->list)) {
            const Certainty certainty = more_of(listing_certainty(listing, days.known_at),
                                                listing_certainty(listing, days.as_of));
            listed[listing->party] = more_of(listed[listing->party], certainty);
        }
    }
}

/* The status `lists`, which those under a party have from it as they have its others. */
static Certainty stated(const Workspace *workspace, size_t party, Text list, Date as_of) {
    Certainty certainty = CERTAINTY_NO;
    for (; party != ALLIANCE_NONE; party = workspace->parties[party].parent) {
        size_t first = 0;
        const size_t count = workspace_party_statuses(workspace, party, &first);
        for (size_t i = first; i < first + count; i++) {
            const PartyStatus *status = &workspace->statuses[i];
            if (is_status_of_lists(status, as_of)) {
                certainty = more_of(certainty, certainty_of_value(status->value, list));
            }
        }
    }
    return certainty;
}

const Certainty *listing_parties(Arena *arena, const Workspace *workspace, Text list,
                                 ListingDays days) {
    Certainty *listed = ARENA_MANY(arena, Certainty, workspace->party_count);
    add_rows(workspace, list, days, listed);
    for (size_t i = 0; i < workspace->party_count; i++) {
        const size_t person = listing_person(workspace, i);
        listed[i] =
            more_of(listed[i], more_of(listed[person], stated(workspace, i, list, days.as_of)));
    }
    return listed;
}

/* ---- ownership ---- */

typedef struct Shares {
    Decimal sure;
    Decimal perhaps; /* with those that are sure */
} Shares;

typedef struct Owning {
    const Workspace *workspace;
    const Certainty *listed; /* of each party */
    const bool *has_parent;  /* the parent owns it, nobody says how much */
    OwnedParty *owned;
    Shares *shares;
    Date as_of;
} Owning;

static Certainty standing_of(const Owning *owning, size_t party) {
    return more_of(owning->listed[party], owning->owned[party].certainty);
}

/* A sum too long to be exact is no small one. */
static Decimal sum_of(Decimal a, Decimal b) {
    Decimal sum = decimal_from_integer(WHOLE);
    return decimal_add(a, b, &sum) ? sum : decimal_from_integer(WHOLE);
}

static void add_share(Shares *shares, Certainty standing, const Amount *percent) {
    const Decimal most = percent->is_given ? percent->value : decimal_from_integer(WHOLE);
    if (standing >= CERTAINTY_PERHAPS) {
        shares->perhaps = sum_of(shares->perhaps, most);
    }
    if (standing == CERTAINTY_YES && percent->is_given) {
        shares->sure = sum_of(shares->sure, percent->value);
    }
}

static void add_shares(const Owning *owning) {
    const Workspace *workspace = owning->workspace;
    static const Amount not_known = {.is_given = false};
    for (size_t i = 0; i < workspace->party_count; i++) {
        owning->shares[i] = (Shares){decimal_from_integer(0), decimal_from_integer(0)};
        if (owning->has_parent[i]) {
            add_share(&owning->shares[i], standing_of(owning, workspace->parties[i].parent),
                      &not_known);
        }
    }
    for (size_t i = 0; i < workspace->ownership_count; i++) {
        const Ownership *row = &workspace->ownerships[i];
        if (date_range_has(row->mark.holds, owning->as_of)) {
            add_share(&owning->shares[row->party], standing_of(owning, row->owner), &row->percent);
        }
    }
}

static bool is_half(Decimal share) {
    return decimal_compare(share, decimal_from_integer(HALF)) >= 0;
}

/* One step: whether anything became more certain. */
static bool spread(const Owning *owning) {
    bool has_changed = false;
    add_shares(owning);
    for (size_t i = 0; i < owning->workspace->party_count; i++) {
        const Shares *shares = &owning->shares[i];
        const Certainty certainty = is_half(shares->sure)      ? CERTAINTY_YES
                                    : is_half(shares->perhaps) ? CERTAINTY_PERHAPS
                                                               : CERTAINTY_NO;
        has_changed |= certainty > owning->owned[i].certainty;
        owning->owned[i] = (OwnedParty){certainty, certainty == CERTAINTY_PERHAPS ? shares->perhaps
                                                                                  : shares->sure};
    }
    return has_changed;
}

/* The parent is an owner of whom nobody says how much it owns, unless a row does. */
static const bool *find_parents(Arena *arena, const Workspace *workspace, Date as_of) {
    bool *has_parent = ARENA_MANY(arena, bool, workspace->party_count);
    for (size_t i = 0; i < workspace->party_count; i++) {
        const Party *who = &workspace->parties[i];
        has_parent[i] = who->parent != ALLIANCE_NONE && who->kind != PARTY_SITE &&
                        workspace->parties[who->parent].kind == PARTY_ORGANISATION;
    }
    for (size_t i = 0; i < workspace->ownership_count; i++) {
        const Ownership *row = &workspace->ownerships[i];
        if (workspace->parties[row->party].parent == row->owner &&
            date_range_has(row->mark.holds, as_of)) {
            has_parent[row->party] = false;
        }
    }
    return has_parent;
}

const OwnedParty *listing_owned(Arena *arena, const Workspace *workspace, Text list,
                                ListingDays days) {
    const size_t count = workspace->party_count;
    const Owning owning = {.workspace = workspace,
                           .listed = listing_parties(arena, workspace, list, days),
                           .has_parent = find_parents(arena, workspace, days.as_of),
                           .owned = ARENA_MANY(arena, OwnedParty, count),
                           .shares = ARENA_MANY(arena, Shares, count),
                           .as_of = days.as_of};
    while (spread(&owning)) {
    }
    for (size_t i = 0; i < count; i++) { /* sites are owned as those they belong to */
        owning.owned[i] = owning.owned[listing_person(workspace, i)];
    }
    return owning.owned;
}

/* ---- facts ---- */

static void add_list(Array *lists, Text list) {
    for (size_t i = 0; i < lists->count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, lists)[i], list)) {
            return;
        }
    }
    Text *slot = array_add(lists);
    *slot = list;
}

size_t listing_lists(Arena *arena, const Workspace *workspace, const Text **lists) {
    Array found = array_new(arena, sizeof(Text));
    for (size_t i = 0; i < workspace->listing_count; i++) {
        add_list(&found, workspace->listings[i].list);
    }
    for (size_t i = 0; i < workspace->status_count; i++) {
        Text rest = workspace->statuses[i].value;
        Text code = {0};
        while (text_equals(workspace->statuses[i].status, TEXT("lists")) &&
               text_split(&rest, '+', &code)) {
            if (!text_equals(code, TEXT("none")) && !text_equals(code, TEXT("unknown"))) {
                add_list(&found, code);
            }
        }
    }
    if (found.count > 1) {
        qsort(found.items, found.count, sizeof(Text), text_compare_items);
    }
    *lists = ARRAY_ITEMS(Text, &found);
    return found.count;
}

static void add_code(Arena *arena, Text *set, Text code) {
    *set = text_is_empty(*set) ? code
                               : text_format(arena, "%.*s+%.*s", TEXT_ARGS(*set), TEXT_ARGS(code));
}

/* Adds a list to a set; what is perhaps makes the whole set unknown, since a set that may
 * lack a member would speak in somebody's favour. */
static void add_certainty(Arena *arena, Text *set, Text list, Certainty certainty) {
    if (certainty == CERTAINTY_PERHAPS || text_equals(*set, TEXT("unknown"))) {
        *set = TEXT("unknown");
    } else if (certainty == CERTAINTY_YES) {
        add_code(arena, set, list);
    }
}

const ListingFacts *listing_facts(Arena *arena, const Workspace *workspace, ListingDays days) {
    ListingFacts *facts = ARENA_MANY(arena, ListingFacts, workspace->party_count);
    const Text *lists = NULL;
    const size_t list_count = listing_lists(arena, workspace, &lists);
    for (size_t i = 0; i < list_count; i++) {
        Arena *scratch = arena_new();
        const Certainty *listed = listing_parties(scratch, workspace, lists[i], days);
        const OwnedParty *owned = listing_owned(scratch, workspace, lists[i], days);
        for (size_t j = 0; j < workspace->party_count; j++) {
            add_certainty(arena, &facts[j].lists, lists[i], listed[j]);
            add_certainty(arena, &facts[j].owner_lists, lists[i], owned[j].certainty);
        }
        arena_free(scratch);
    }
    const Certainty *listed = listing_parties(arena, workspace, TEXT(""), days);
    const OwnedParty *owned = listing_owned(arena, workspace, TEXT(""), days);
    for (size_t j = 0; j < workspace->party_count; j++) {
        facts[j].lists = listed[j] == CERTAINTY_PERHAPS ? TEXT("unknown") : facts[j].lists;
        facts[j].owned = owned[j].certainty;
    }
    return facts;
}

bool listing_has_any(const Workspace *workspace) {
    for (size_t i = 0; i < workspace->status_count && workspace->ownership_count > 0; i++) {
        if (text_equals(workspace->statuses[i].status, TEXT("lists"))) {
            return true;
        }
    }
    return workspace->listing_count > 0;
}

static bool offer(Arena *arena, LawFacts *facts, const LawSet *set, const char *role,
                  const char *name, Text value, Error *error) {
    return facts_offer(facts, set, text_format(arena, "%s.%s", role, name), value, error);
}

bool listing_offer(Arena *arena, LawFacts *facts, const LawSet *set, const ListingFacts *party,
                   const char *role, Error *error) {
    static const Text words[] = {
        [CERTAINTY_NO] = {0}, [CERTAINTY_PERHAPS] = {"unknown", 7}, [CERTAINTY_YES] = {"yes", 3}};
    return offer(arena, facts, set, role, "lists", party->lists, error) &&
           offer(arena, facts, set, role, "owned_by_listed", words[party->owned], error) &&
           offer(arena, facts, set, role, "owner_lists", party->owner_lists, error);
}
