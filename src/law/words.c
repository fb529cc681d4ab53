/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

static const Text outcome_words[] = {[OUTCOME_FREE] = {"free", 4},
                                     [OUTCOME_AUTHORISED] = {"authorised", 10},
                                     [OUTCOME_LICENCE_REQUIRED] = {"licence_required", 16},
                                     [OUTCOME_PROHIBITED] = {"prohibited", 10},
                                     [OUTCOME_UNDETERMINED] = {"undetermined", 12}};

static const Text status_words[] = {[LAW_VERIFIED] = {"verified", 8},
                                    [LAW_SECONDARY] = {"secondary", 9},
                                    [LAW_DERIVED] = {"derived", 7},
                                    [LAW_PARTIAL] = {"partial", 7},
                                    [LAW_UNVERIFIED] = {"unverified", 10}};

static const Text kind_words[] = {[PROVISION_SCOPE] = {"scope", 5},
                                  [PROVISION_FACT] = {"fact", 4},
                                  [PROVISION_REQUIREMENT] = {"requirement", 11},
                                  [PROVISION_EXCEPTION] = {"exception", 9},
                                  [PROVISION_BAR] = {"bar", 3},
                                  [PROVISION_PROHIBITION] = {"prohibition", 11},
                                  [PROVISION_ROUTE] = {"route", 5}};

static const Text review_words[] = {[REVIEW_APPROVAL] = {"approval", 8},
                                    [REVIEW_CASE_BY_CASE] = {"case_by_case", 12},
                                    [REVIEW_DENIAL] = {"denial", 6}};

#define COUNT(words) (sizeof(words) / sizeof((words)[0]))

static bool find(const Text *words, size_t count, Text word, size_t *at) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(words[i], word)) {
            *at = i;
            return true;
        }
    }
    return false;
}

Text law_outcome_word(Outcome outcome) {
    return outcome_words[outcome];
}

Text law_status_word(LawStatus status) {
    return status_words[status];
}

Text law_kind_word(ProvisionKind kind) {
    return kind_words[kind];
}

Text law_review_word(ReviewKind review) {
    return review_words[review];
}

bool law_outcome_parse(Text word, Outcome *outcome) {
    size_t at = 0;
    if (!find(outcome_words, COUNT(outcome_words), word, &at)) {
        return false;
    }
    *outcome = (Outcome)at;
    return true;
}

bool status_parse(Text word, LawStatus *status) {
    size_t at = 0;
    if (!find(status_words, COUNT(status_words), word, &at)) {
        return false;
    }
    *status = (LawStatus)at;
    return true;
}

bool review_parse(Text word, ReviewKind *review) {
    size_t at = 0;
    if (!find(review_words, COUNT(review_words), word, &at)) {
        return false;
    }
    *review = (ReviewKind)at;
    return true;
}

bool provision_kind_parse(Text word, ProvisionKind *kind) {
    size_t at = 0;
    if (!find(kind_words, COUNT(kind_words), word, &at)) {
        return false;
    }
    *kind = (ProvisionKind)at;
    return true;
}
