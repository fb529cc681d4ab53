/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/map.h"
#include "service/matrix.h"

enum { COUNTRY_LENGTH = 2 };

static bool is_capital(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

static bool is_country(Text word) {
    return word.length == COUNTRY_LENGTH && is_capital(word.bytes[0]) && is_capital(word.bytes[1]);
}

bool transfer_place_find(const Workspace *workspace, const char *option, Text word,
                         TransferPlace *place, Error *error) {
    size_t party = ALLIANCE_NONE;
    if (is_country(word)) {
        *place = (TransferPlace){word, ALLIANCE_NONE};
        return true;
    }
    if (!workspace_find_party(workspace, word, &party)) {
        return error_set(
            error, ERROR_MISSING,
            "`--%s` has `%.*s`, which is neither a country (two capital letters) nor a "
            "party of the workspace",
            option, TEXT_ARGS(word));
    }
    if (text_is_empty(workspace->parties[party].country)) {
        return error_set(error, ERROR_INVALID,
                         "`--%s` has `%.*s`, a party whose country the workspace does not know",
                         option, TEXT_ARGS(word));
    }
    *place = (TransferPlace){workspace->parties[party].country, party};
    return true;
}

static void add_country(Map *known, Text code) {
    if (is_country(code)) {
        (void)map_add(known, code, 0);
    }
}

static size_t all_countries(Arena *arena, const Workspace *workspace, const LawSet *set, bool all,
                            const TransferPlace **places) {
    Map *known = map_new(arena);
    const Text *codes = NULL;
    const size_t code_count = all ? law_countries(arena, set, &codes) : 0;
    for (size_t i = 0; i < workspace->party_count; i++) {
        add_country(known, workspace->parties[i].country);
    }
    for (size_t i = 0; i < code_count; i++) {
        add_country(known, codes[i]);
    }
    Text *sorted = ARENA_MANY(arena, Text, map_count(known));
    TransferPlace *found = ARENA_MANY(arena, TransferPlace, map_count(known));
    for (size_t i = 0; i < map_count(known); i++) {
        sorted[i] = map_key(known, i);
    }
    qsort(sorted, map_count(known), sizeof(Text), text_compare_items);
    for (size_t i = 0; i < map_count(known); i++) {
        found[i] = (TransferPlace){sorted[i], ALLIANCE_NONE};
    }
    *places = found;
    return map_count(known);
}

bool transfer_places_find(Arena *arena, const Workspace *workspace, const LawSet *set,
                          const char *option, const Text *words, size_t count, bool all,
                          const TransferPlace **places, size_t *place_count, Error *error) {
    if (count == 0) {
        *place_count = all_countries(arena, workspace, set, all, places);
        return true;
    }
    TransferPlace *found = ARENA_MANY(arena, TransferPlace, count);
    Map *seen = map_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (!transfer_place_find(workspace, option, words[i], &found[i], error)) {
            return false;
        }
        if (!map_add(seen, words[i], i)) {
            return error_set(error, ERROR_INVALID, "`--%s` names `%.*s` twice", option,
                             TEXT_ARGS(words[i]));
        }
    }
    *places = found;
    *place_count = count;
    return true;
}

Text transfer_place_name(const Workspace *workspace, TransferPlace place) {
    if (place.party != ALLIANCE_NONE) {
        return workspace->parties[place.party].id;
    }
    return text_is_empty(place.country) ? TEXT("?") : place.country;
}

/* Where the country stands among the first places; `count` where it does not. */
static size_t place_of_country(const TransferPlace *places, size_t count, Text country) {
    size_t at = 0;
    while (at < count && !text_equals(places[at].country, country)) {
        at++;
    }
    return at;
}

size_t transfer_places_of_making(Arena *arena, const Workspace *workspace, size_t item,
                                 const TransferPlace **places) {
    TransferPlace *found = ARENA_MANY(arena, TransferPlace, workspace->activity_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const size_t site = workspace->activities[i].site;
        const Text country = workspace->parties[site].country;
        if (workspace->activities[i].item != item) {
            continue;
        }
        const size_t at = place_of_country(found, count, country);
        if (at == count) {
            found[count++] = (TransferPlace){country, site};
        } else if (found[at].party != site) {
            found[at].party = ALLIANCE_NONE;
        }
    }
    if (count == 0) {
        found[count++] = (TransferPlace){workspace->items[item].origin, ALLIANCE_NONE};
    }
    *places = found;
    return count;
}

static bool is_made_in(const Workspace *workspace, size_t item, Text country) {
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->item == item &&
            text_equals(workspace->parties[activity->site].country, country)) {
            return true;
        }
    }
    return false;
}

ItemTransfer item_transfer(const Workspace *workspace, size_t item, TransferPlace from,
                           TransferPlace to, Text end_use) {
    return (ItemTransfer){
        .item = item,
        .made_in = is_made_in(workspace, item, from.country) ? from.country
                                                             : facts_made_in(workspace, item),
        .from = from,
        .to = to,
        .end_use = end_use,
    };
}
