/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/screening.h"

Text screening_version(void) {
    return TEXT("names 1");
}

Text party_kind_word(PartyKind kind) {
    static const char *const words[] = {[PARTY_UNKNOWN] = "unknown",
                                        [PARTY_ORGANISATION] = "organisation",
                                        [PARTY_PERSON] = "person",
                                        [PARTY_VESSEL] = "vessel",
                                        [PARTY_AIRCRAFT] = "aircraft"};
    return text_from(words[kind]);
}

bool party_kind_parse(Text word, PartyKind *kind) {
    for (PartyKind each = PARTY_ORGANISATION; each <= PARTY_AIRCRAFT; each++) {
        if (text_equals(word, party_kind_word(each))) {
            *kind = each;
            return true;
        }
    }
    return false;
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
