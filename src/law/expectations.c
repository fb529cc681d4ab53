/* SPDX-License-Identifier: Apache-2.0 */
#include "law/expectations.h"

#include "base/array.h"

/* Names of what came or was expected, as one list. */
static Text join(Arena *arena, const Text *names, size_t count) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add(&builder, i == 0 ? TEXT("") : TEXT(", "));
        text_add(&builder, names[i]);
    }
    return count == 0 ? TEXT("none") : text_built(&builder);
}

static void add_once(Array *list, size_t item) {
    for (size_t i = 0; i < list->count; i++) {
        if (ARRAY_ITEMS(size_t, list)[i] == item) {
            return;
        }
    }
    *(size_t *)array_add(list) = item;
}

static bool has_item(const size_t *list, size_t count, size_t item) {
    for (size_t i = 0; i < count; i++) {
        if (list[i] == item) {
            return true;
        }
    }
    return false;
}

static bool has_all(const size_t *list, size_t count, const size_t *wanted, size_t wanted_count) {
    for (size_t i = 0; i < wanted_count; i++) {
        if (!has_item(list, count, wanted[i])) {
            return false;
        }
    }
    return true;
}

static Text provision_names(Arena *arena, const LawSet *set, const size_t *list, size_t count) {
    Text *names = ARENA_MANY(arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        names[i] = set->provisions[list[i]].name;
    }
    return join(arena, names, count);
}

static Text attribute_names(Arena *arena, const LawSet *set, const size_t *list, size_t count) {
    Text *names = ARENA_MANY(arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        names[i] = set->attributes[list[i]].name;
    }
    return join(arena, names, count);
}

static Text differ(Arena *arena, const char *what, Text expected, Text came) {
    return text_format(arena, "expected %s %.*s, came %.*s", what, TEXT_ARGS(expected),
                       TEXT_ARGS(came));
}

typedef Text (*Check)(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                      const Decision *decision);

static Text check_outcome(Arena *arena, const char *what, Outcome expected, Outcome came) {
    return expected == came
               ? TEXT("")
               : differ(arena, what, law_outcome_word(expected), law_outcome_word(came));
}

static Text check_best(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                       const Decision *decision) {
    (void)set;
    return check_outcome(arena, "best", expectation->outcome, decision->best);
}

static Text check_worst(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                        const Decision *decision) {
    (void)set;
    return check_outcome(arena, "worst", expectation->outcome, decision->worst);
}

/* What was found must be named to the last; without `is_all`, what is named be found. */
static Text check_provisions(Arena *arena, const LawSet *set, const char *what,
                             const LawExpectation *expectation, const Array *found, bool is_all) {
    const size_t *list = found->items;
    bool is_met =
        has_all(list, found->count, expectation->provisions, expectation->count) &&
        (!is_all || has_all(expectation->provisions, expectation->count, list, found->count));
    return is_met ? TEXT("")
                  : differ(arena, what,
                           provision_names(arena, set, expectation->provisions, expectation->count),
                           provision_names(arena, set, list, found->count));
}

/* In an undetermined decision also those that might authorise. */
static Text check_under(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                        const Decision *decision) {
    Array found = array_new(arena, sizeof(size_t));
    bool is_open = decision->outcome == OUTCOME_UNDETERMINED;
    for (size_t i = 0; i < decision->authority_count; i++) {
        if (is_open || decision->authorities[i].truth == TRUTH_YES) {
            add_once(&found, decision->authorities[i].provision);
        }
    }
    return check_provisions(arena, set, "under", expectation, &found, true);
}

static Text check_requires(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                           const Decision *decision) {
    Array found = array_new(arena, sizeof(size_t));
    bool is_open = decision->outcome == OUTCOME_UNDETERMINED;
    for (size_t i = 0; i < decision->requirement_count; i++) {
        if (is_open || decision->requirements[i].truth == TRUTH_YES) {
            add_once(&found, decision->requirements[i].provision);
        }
    }
    return check_provisions(arena, set, "requires", expectation, &found, false);
}

static Text check_because(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                          const Decision *decision) {
    Array found = array_new(arena, sizeof(size_t));
    for (size_t i = 0; i < decision->prohibition_count; i++) {
        add_once(&found, decision->prohibitions[i]);
    }
    return check_provisions(arena, set, "because", expectation, &found, false);
}

static Text check_route(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                        const Decision *decision) {
    Array found = array_new(arena, sizeof(size_t));
    for (size_t i = 0; i < decision->route_count; i++) {
        add_once(&found, decision->routes[i].provision);
    }
    return check_provisions(arena, set, "route", expectation, &found, false);
}

static Text check_days(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                       const Decision *decision) {
    (void)set;
    return expectation->days == decision->days
               ? TEXT("")
               : text_format(arena, "expected days %d, came %d", expectation->days, decision->days);
}

/* Some route is reviewed so. */
static Text check_review(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                         const Decision *decision) {
    (void)set;
    Text *came = ARENA_MANY(arena, Text, decision->route_count);
    for (size_t i = 0; i < decision->route_count; i++) {
        if (decision->routes[i].review == expectation->review) {
            return TEXT("");
        }
        came[i] = law_review_word(decision->routes[i].review);
    }
    return differ(arena, "review", law_review_word(expectation->review),
                  join(arena, came, decision->route_count));
}

/* All questions about facts; law to be verified has no name a test could give. */
static Text check_asking(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                         const Decision *decision) {
    Array found = array_new(arena, sizeof(size_t));
    for (size_t i = 0; i < decision->question_count; i++) {
        if (decision->questions[i].attribute != LAW_NONE) {
            add_once(&found, decision->questions[i].attribute);
        }
    }
    const size_t *list = found.items;
    bool is_met = has_all(list, found.count, expectation->attributes, expectation->count) &&
                  has_all(expectation->attributes, expectation->count, list, found.count);
    return is_met ? TEXT("")
                  : differ(arena, "asking",
                           attribute_names(arena, set, expectation->attributes, expectation->count),
                           attribute_names(arena, set, list, found.count));
}

static Text check_citing(Arena *arena, const LawSet *set, const LawExpectation *expectation,
                         const Decision *decision) {
    (void)set;
    for (size_t i = 0; i < decision->citation_count; i++) {
        if (text_starts_with(decision->citations[i], expectation->citation)) {
            return TEXT("");
        }
    }
    return differ(arena, "citing", expectation->citation,
                  join(arena, decision->citations, decision->citation_count));
}

static const Check CHECKS[] = {
    [EXPECT_BEST] = check_best,       [EXPECT_WORST] = check_worst,
    [EXPECT_UNDER] = check_under,     [EXPECT_REQUIRES] = check_requires,
    [EXPECT_BECAUSE] = check_because, [EXPECT_ROUTE] = check_route,
    [EXPECT_DAYS] = check_days,       [EXPECT_REVIEW] = check_review,
    [EXPECT_ASKING] = check_asking,   [EXPECT_CITING] = check_citing,
};

Text law_test_message(Arena *arena, const LawSet *set, const LawTest *test,
                      const Decision *decision) {
    if (test->outcome != decision->outcome) {
        return text_format(arena, "expected %.*s, came %.*s (best %.*s, worst %.*s)",
                           TEXT_ARGS(law_outcome_word(test->outcome)),
                           TEXT_ARGS(law_outcome_word(decision->outcome)),
                           TEXT_ARGS(law_outcome_word(decision->best)),
                           TEXT_ARGS(law_outcome_word(decision->worst)));
    }
    for (size_t i = 0; i < test->expectation_count; i++) {
        const LawExpectation *expectation = &test->expectations[i];
        Text message = CHECKS[expectation->kind](arena, set, expectation, decision);
        if (!text_is_empty(message)) {
            return message;
        }
    }
    return TEXT("");
}

bool law_test_give(LawFacts *facts, const LawTest *test, Error *error) {
    for (size_t i = 0; i < test->given_count; i++) {
        if (!law_facts_set(facts, test->given[i].attribute, test->given[i].value, error)) {
            return false;
        }
    }
    return true;
}
