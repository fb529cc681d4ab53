/* SPDX-License-Identifier: Apache-2.0 */
/* What one release of a list has that another has not. */
#include "base/digest.h"
#include "base/map.h"
#include "screening/screening.h"

static void digest_names(Digest *digest, const ListedParty *party) {
    for (size_t i = 0; i < party->name_count; i++) {
        digest_add(digest, party->names[i].text);
        digest_add(digest, party->names[i].is_weak ? TEXT("weak") : TEXT(""));
    }
    digest_add(digest, TEXT("countries"));
    for (size_t i = 0; i < party->country_count; i++) {
        digest_add(digest, party->countries[i]);
    }
    digest_add(digest, TEXT("identifiers"));
    for (size_t i = 0; i < party->identifier_count; i++) {
        digest_add(digest, party->identifiers[i].type);
        digest_add(digest, party->identifiers[i].value);
    }
    for (size_t i = 0; i < party->detail_count; i++) {
        digest_add(digest, listed_detail_word(party->details[i].kind));
        digest_add(digest, party->details[i].text);
    }
}

Text listed_party_digest(Arena *arena, const ListedParty *party) {
    Digest *digest = digest_new();
    digest_add(digest, party->list);
    digest_add(digest, party->id);
    digest_add(digest, listed_kind_word(party->kind));
    digest_add(digest, party->programme);
    digest_add(digest, party->citation);
    digest_names(digest, party);
    return digest_finish(arena, digest);
}

Text listed_party_key(Arena *arena, const ListedParty *party) {
    return text_format(arena, "%.*s:%.*s", TEXT_ARGS(party->list),
                       TEXT_ARGS(text_is_empty(party->id) ? party->names[0].text : party->id));
}

/* Parties by key; of several with one key the first. */
static Map *map_of(Arena *arena, const ScreeningList *lists, size_t count, Array *parties) {
    Map *map = map_new(arena);
    *parties = array_new(arena, sizeof(const ListedParty *));
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < lists[i].party_count; j++) {
            const ListedParty *party = &lists[i].parties[j];
            if (map_add(map, listed_party_key(arena, party), parties->count)) {
                const ListedParty **slot = array_add(parties);
                *slot = party;
            }
        }
    }
    return map;
}

static void add_change(Array *changes, ListChangeKind kind, const ListedParty *before,
                       const ListedParty *after) {
    ListChange *change = array_add(changes);
    *change = (ListChange){.kind = kind, .before = before, .after = after};
}

void screening_list_changes(Arena *arena, const ScreeningList *before, size_t before_count,
                            const ScreeningList *after, size_t after_count, ListChanges *changes) {
    Array old_parties;
    Array new_parties;
    Array found = array_new(arena, sizeof(ListChange));
    const Map *old_map = map_of(arena, before, before_count, &old_parties);
    const Map *new_map = map_of(arena, after, after_count, &new_parties);
    *changes = (ListChanges){.count = 0};
    for (size_t i = 0; i < new_parties.count; i++) {
        const ListedParty *party = ARRAY_ITEMS(const ListedParty *, &new_parties)[i];
        size_t at = 0;
        if (!map_find(old_map, map_key(new_map, i), &at)) {
            add_change(&found, LIST_CHANGE_ADDED, NULL, party);
            changes->added++;
            continue;
        }
        const ListedParty *other = ARRAY_ITEMS(const ListedParty *, &old_parties)[at];
        if (!text_equals(listed_party_digest(arena, party), listed_party_digest(arena, other))) {
            add_change(&found, LIST_CHANGE_CHANGED, other, party);
            changes->changed++;
        }
    }
    for (size_t i = 0; i < old_parties.count; i++) {
        size_t at = 0;
        if (!map_find(new_map, map_key(old_map, i), &at)) {
            add_change(&found, LIST_CHANGE_REMOVED,
                       ARRAY_ITEMS(const ListedParty *, &old_parties)[i], NULL);
            changes->removed++;
        }
    }
    changes->items = ARRAY_ITEMS(ListChange, &found);
    changes->count = found.count;
}

Text list_change_word(ListChangeKind kind) {
    static const char *const words[] = {[LIST_CHANGE_ADDED] = "added",
                                        [LIST_CHANGE_CHANGED] = "changed",
                                        [LIST_CHANGE_REMOVED] = "removed"};
    return text_from(words[kind]);
}
