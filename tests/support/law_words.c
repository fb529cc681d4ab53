/* SPDX-License-Identifier: Apache-2.0 */
#include "law/set.h"

/* Words, codes and dates, for tests of the engine alone. */

Text law_outcome_word(Outcome outcome) {
    static const char *const WORDS[] = {"free", "authorised", "licence_required", "prohibited",
                                        "undetermined"};
    return text_from(WORDS[outcome]);
}

Text law_status_word(LawStatus status) {
    static const char *const WORDS[] = {"verified", "secondary", "derived", "partial",
                                        "unverified"};
    return text_from(WORDS[status]);
}

Text law_kind_word(ProvisionKind kind) {
    static const char *const WORDS[] = {"scope", "fact",        "requirement", "exception",
                                        "bar",   "prohibition", "route"};
    return text_from(WORDS[kind]);
}

Text law_review_word(ReviewKind review) {
    static const char *const WORDS[] = {"approval", "case_by_case", "denial"};
    return text_from(WORDS[review]);
}

bool law_code_is_within(Text code, Text above) {
    return text_equals(code, above) ||
           (text_starts_with(code, above) && code.bytes[above.length] == '.');
}

Date law_date_add_months(Date date, int months) {
    return date_add_days(date, (int64_t)months * 30);
}
