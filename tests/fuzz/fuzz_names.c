/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are screened as a name, and listed as one: the words lie within it, the index
 * finds what comparing with every name finds, and a name scores 1 against itself. */
#include "fuzz.h"

#include "screening/screening.h"

static void require_same(const ScreeningResult *quick, const ScreeningResult *slow) {
    REQUIRE(quick->hit_count == slow->hit_count);
    for (size_t i = 0; i < quick->hit_count; i++) {
        REQUIRE(quick->hits[i].party == slow->hits[i].party);
        REQUIRE(quick->hits[i].score == slow->hits[i].score);
        REQUIRE(quick->hits[i].name_count == slow->hits[i].name_count);
    }
}

static void require_inside(Text part, Text whole) {
    REQUIRE(part.length == 0 ||
            (part.bytes >= whole.bytes && part.bytes + part.length <= whole.bytes + whole.length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    const Text given = {(const char *)data, size};
    const ListedName names[] = {{.text = given},
                                {.text = TEXT("Rostec State Corporation OAO")},
                                {.text = TEXT("AL-ASSAD, Bashar Hafez محمد الأسد")}};
    const ListedParty party = {.names = names, .name_count = 3};
    const ScreeningList list = {.parties = &party, .party_count = 1, .name_count = 3};
    ScreeningIndex *index = screening_index_new(&list, 1);
    ScreeningSearch *search = screening_search_new(index);
    for (int threshold = 5000; threshold <= SCREENING_ONE; threshold += 2500) {
        const ScreeningQuery query = {.name = given, .threshold = threshold};
        ScreeningResult quick;
        ScreeningResult slow;
        screening_find(arena, search, &query, &quick);
        screening_find_slowly(arena, search, &query, &slow);
        require_same(&quick, &slow);
        REQUIRE(!quick.has_words || quick.hit_count == 1);
        REQUIRE(!quick.has_words || quick.hits[0].score == SCREENING_ONE);
        for (size_t i = 0; i < quick.hit_count; i++) {
            for (size_t j = 0; j < quick.hits[i].names[0].part_count; j++) {
                require_inside(quick.hits[i].names[0].parts[j].query, given);
            }
        }
    }
    screening_search_free(search);
    screening_index_free(index);
    arena_free(arena);
    return 0;
}
