/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "base/file.h"
#include "law/set.h"

/* Reforms of a set: which are in force, and which its packs offer. */

size_t law_reform_count(const LawSet *set) {
    return set->reform_count;
}

ReformInfo law_reform_info(const LawSet *set, size_t reform) {
    assert(reform < set->reform_count);
    return set->reforms[reform];
}

size_t law_offer_count(const LawSet *set) {
    return set->offer_count;
}

ReformOffer law_offer(const LawSet *set, size_t offer) {
    assert(offer < set->offer_count);
    return set->offers[offer].offer;
}

static Text bare_name(const LawSet *set, const ReformOffer *offer) {
    size_t length = set->packs[offer->pack].info.name.length;
    return text_slice(offer->name, length + 1, offer->name.length);
}

bool law_offer_find(const LawSet *set, Text name, size_t *offer) {
    size_t found = LAW_NONE;
    for (size_t i = 0; i < set->offer_count; i++) {
        const ReformOffer *it = &set->offers[i].offer;
        if (text_equals(it->name, name)) {
            *offer = i;
            return true;
        }
        if (text_equals(bare_name(set, it), name)) {
            if (found != LAW_NONE) {
                return false;
            }
            found = i;
        }
    }
    if (found == LAW_NONE) {
        return false;
    }
    *offer = found;
    return true;
}

const LawSet *law_reform(Arena *arena, const LawSet *set, Text file, ProblemList *problems) {
    return law_reform_from(arena, set, file, DATE_MIN, problems);
}

const LawSet *law_reform_from(Arena *arena, const LawSet *set, Text file, Date from,
                              ProblemList *problems) {
    Text content;
    Error error;
    if (!file_read(arena, file, SOURCE_BYTES_MAX, &content, &error)) {
        problem_add(problems, file, 0, 0, "%s", error.message);
        return NULL;
    }
    return law_reform_text_from(arena, set, text_copy(arena, file), content, from, problems);
}
