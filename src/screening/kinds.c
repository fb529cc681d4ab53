/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/screening.h"

Text screening_version(void) {
    return TEXT("names 4");
}

Text listed_kind_word(ListedKind kind) {
    static const char *const words[] = {[LISTED_UNKNOWN] = "unknown",
                                        [LISTED_ORGANISATION] = "organisation",
                                        [LISTED_PERSON] = "person",
                                        [LISTED_VESSEL] = "vessel",
                                        [LISTED_AIRCRAFT] = "aircraft"};
    return text_from(words[kind]);
}

bool listed_kind_parse(Text word, ListedKind *kind) {
    for (ListedKind each = LISTED_ORGANISATION; each <= LISTED_AIRCRAFT; each++) {
        if (text_equals(word, listed_kind_word(each))) {
            *kind = each;
            return true;
        }
    }
    return false;
}

ScreeningThresholds screening_thresholds(void) {
    static const ScreeningThreshold items[] = {{.kind = LISTED_ORGANISATION, .least = 7500},
                                               {.kind = LISTED_VESSEL, .least = 8500}};
    return (ScreeningThresholds){.otherwise = SCREENING_THRESHOLD_DEFAULT,
                                 .items = items,
                                 .count = sizeof items / sizeof items[0]};
}

Text edge_kind_word(EdgeKind kind) {
    static const char *const words[] = {[EDGE_NONE] = "none",
                                        [EDGE_EQUAL] = "equal",
                                        [EDGE_SPELLING] = "spelling",
                                        [EDGE_ROMANISATION] = "romanisation",
                                        [EDGE_CONSONANTS] = "consonants",
                                        [EDGE_SYNONYM] = "synonym",
                                        [EDGE_DISGUISE] = "disguise",
                                        [EDGE_INITIAL] = "initial",
                                        [EDGE_JOIN] = "join",
                                        [EDGE_ACRONYM] = "acronym"};
    return text_from(words[kind]);
}
