/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "constructs.h"
#include "law/engine_bulk.h"
#include "random_law.h"
#include "same_decision.h"

/* The compiled engine against the tree engine: the same outcome, bounds, days, reasons
 * and authorities, on random packs and transfers. */

enum { PACKS = 9500, TRANSFERS = 10, DAY = 20000, SPREAD = 4, LANES = 300, LANE_WORDS = 5 };

/* Says what differs and fails. */
static void PRINTF_LIKE(1, 2) differ(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
    fail();
}

static unsigned below(RandomLaw *law, unsigned limit) {
    return random_below(&law->random, limit);
}

static Date some_day(RandomLaw *law) {
    return DAY + (Date)below(law, SPREAD) - SPREAD / 2;
}

/* ---- what the random packs lack: dates, routes, facts against facts ---- */

static void date_provisions(RandomLaw *law) {
    for (size_t i = 0; i < law->law->set.provision_count; i++) {
        Provision *provision = &law->law->provisions[i];
        if (below(law, 4) > 0) {
            continue;
        }
        Date middle = some_day(law);
        ProvisionInterval *intervals = ARENA_MANY(law->law->arena, ProvisionInterval, 2);
        intervals[0] = (ProvisionInterval){.range = {DATE_MIN, middle}, .status = LAW_UNVERIFIED};
        intervals[1] = (ProvisionInterval){.range = {middle + 1 + (Date)below(law, 2), DATE_MAX}};
        provision->intervals = &intervals[below(law, 2)];
        provision->interval_count = 1 + (provision->intervals == intervals ? below(law, 2) : 0);
    }
}

static void date_rows(RandomLaw *law) {
    for (size_t i = 0; i < RANDOM_TABLES; i++) {
        law->law->tables[i].is_register = below(law, 4) == 0;
        for (size_t j = 0; j < law->law->rows[i].count; j++) {
            TableRow *row = &ARRAY_ITEMS(TableRow, &law->law->rows[i])[j];
            if (below(law, 4) == 0) {
                Date from = some_day(law);
                row->holds = (DateRange){from, from + (Date)below(law, 2)};
            }
        }
    }
}

/* After one or two of the routes above it, which may then serve nothing. */
static void add_steps(RandomLaw *law, Provision *route, unsigned above) {
    size_t *after = ARENA_MANY(law->law->arena, size_t, 2);
    route->after = after;
    while (route->after_count < 1 + below(law, 2) && route->after_count < above) {
        Provision *step = route - 1 - route->after_count;
        step->serves_nothing = below(law, 3) == 0;
        after[route->after_count++] = handmade_place(law->law, step);
    }
}

static void add_routes(RandomLaw *law) {
    unsigned count = below(law, 4);
    for (unsigned i = 0; i < count; i++) {
        Provision *route = random_provision(law, PROVISION_ROUTE);
        RouteDays *days = ARENA_MANY(law->law->arena, RouteDays, 2);
        days[0] = (RouteDays){50, (int)below(law, 40) - 1};
        days[1] = (RouteDays){90, (int)below(law, 90)};
        route->days = days;
        route->days_count = below(law, 3);
        LawReview *reviews = ARENA_MANY(law->law->arena, LawReview, 2);
        for (size_t j = 0; j < 2; j++) {
            reviews[j].kind = (ReviewKind)below(law, 3);
            reviews[j].when = below(law, 3) == 0 ? NULL : condition_yes(law->law, below(law, 2));
        }
        route->reviews = reviews;
        route->review_count = below(law, 3);
        route->days_status = below(law, 4) == 0 ? LAW_UNVERIFIED : LAW_SECONDARY;
        if (i > 0 && below(law, 2) == 0) {
            add_steps(law, route, i);
        }
    }
}

/* A requirement of facts against facts, and of a look-up by two facts. */
static void add_crossing(RandomLaw *law) {
    enum { CODE = 2, COUNTRY = 5, GROUP = 1 };
    if (below(law, 3) > 0) {
        return;
    }
    Provision *requirement = handmade_provision(law->law, PROVISION_REQUIREMENT, "crossing");
    Operand operands[] = {operand_attribute(COUNTRY), operand_attribute(CODE)};
    if (below(law, 2) == 0) {
        operands[below(law, 2)].is_within = true;
    }
    requirement->when = condition_table(law->law, GROUP, operands, 2);
    if (below(law, 2) == 0) {
        Condition *same = condition_codes(
            law->law, below(law, 2) == 0 ? CONDITION_EQUALS : CONDITION_WITHIN, CODE, "1,2");
        Operand *copies = ARENA_MANY(law->law->arena, Operand, 3);
        for (size_t i = 0; i < 3; i++) {
            copies[i] = same->operands[i];
        }
        copies[1 + below(law, 2)] = operand_attribute(COUNTRY);
        same->operands = copies;
        requirement->when = condition_block(law->law, CONDITION_ANY, requirement->when, same, NULL);
    }
}

/* ---- comparisons of dates, sums, and what goes before what ---- */

enum { MADE = RANDOM_ATTRIBUTES, USED, FACTS };

static const char *const DATES[] = {"2024-10-03", "2024-10-04", "2024-10-05", "unknown"};
static const char *const NUMBERS[] = {"0", "2.5", "5", "unknown"};

/* `date on or before 2024-10-04`, `sum of number, used at most 5`. */
static Condition *extra_condition(RandomLaw *law) {
    enum { NUMBER = 4 };
    const Comparison comparison = (Comparison)below(law, 4);
    if (below(law, 2) == 0) {
        Operand day = {.kind = OPERAND_LITERAL, .literal = {.type = ATTRIBUTE_DATE}};
        day.literal.text = text_from(DATES[below(law, 3)]);
        assert_true(date_parse(day.literal.text, &day.literal.date));
        return condition_compare(law->law, MADE, comparison, day);
    }
    Operand limit = {.kind = OPERAND_LITERAL, .literal = {.type = ATTRIBUTE_NUMBER}};
    limit.literal.text = text_from(NUMBERS[below(law, 3)]);
    assert_true(decimal_parse(limit.literal.text, &limit.literal.number));
    Condition *sum = condition_compare(law->law, NUMBER, comparison, limit);
    Operand *operands = ARENA_MANY(law->law->arena, Operand, 3);
    operands[0] = sum->operands[0];
    operands[1] = limit;
    operands[2] = operand_attribute(USED);
    sum->operands = operands;
    sum->operand_count = 3;
    return sum;
}

static void add_comparisons(RandomLaw *law) {
    for (size_t i = 0; i < law->law->set.provision_count; i++) {
        Provision *provision = &law->law->provisions[i];
        if (below(law, 5) == 0 && provision->when != NULL) {
            provision->when =
                condition_block(law->law, below(law, 2) == 0 ? CONDITION_ALL : CONDITION_ANY,
                                provision->when, extra_condition(law), NULL);
        }
    }
}

static bool has_struck_track(const RandomLaw *law, size_t exception) {
    for (size_t i = 0; i < law->law->set.provision_count; i++) {
        if (law_bar_strikes_track(&law->law->provisions[i], exception)) {
            return true;
        }
    }
    return false;
}

static bool may_override(const Provision *provision) {
    const bool is_kind = provision->kind == PROVISION_REQUIREMENT ||
                         provision->kind == PROVISION_PROHIBITION ||
                         provision->kind == PROVISION_EXCEPTION;
    return is_kind && !law_asks_reasons(provision->when) &&
           !law_asks_reasons(provision->provided_that) &&
           !law_asks_reasons(provision->except_where);
}

static bool may_be_overridden(const Provision *provision) {
    return provision->kind == PROVISION_BAR || provision->kind == PROVISION_REQUIREMENT ||
           provision->kind == PROVISION_PROHIBITION || provision->kind == PROVISION_EXCEPTION;
}

/* Only later ones, so that nothing goes before itself. */
static void add_overrides(RandomLaw *law) {
    Provision *provisions = law->law->provisions;
    const size_t count = law->law->set.provision_count;
    for (size_t i = 0; i + 1 < count; i++) {
        const size_t other = i + 1 + below(law, (unsigned)(count - i - 1));
        if (below(law, 6) > 0 || !may_override(&provisions[i]) || has_struck_track(law, i) ||
            !may_be_overridden(&provisions[other])) {
            continue;
        }
        size_t *list = ARENA_NEW(law->law->arena, size_t);
        *list = below(law, 2) == 0 ? other : i;
        if (*list == other) {
            provisions[i].overrides = list;
            provisions[i].override_count = 1;
        } else {
            provisions[other].subject_to = list;
            provisions[other].subject_count = 1;
        }
    }
    law_tie_overrides(law->law->arena, provisions, count);
}

static RandomLaw rich_law(Arena *arena, uint64_t seed) {
    RandomLaw law = random_law(arena, seed);
    (void)handmade_attribute(law.law, "item.made", ATTRIBUTE_DATE);
    (void)handmade_attribute(law.law, "item.used", ATTRIBUTE_NUMBER);
    if (seed % 2 == 0) { /* sums do not fit in a word */
        add_comparisons(&law);
        add_overrides(&law);
    }
    if (!law.is_plain) {
        add_crossing(&law);
        date_provisions(&law);
        date_rows(&law);
    }
    add_routes(&law);
    law.set = handmade_finish(law.law);
    return law;
}

/* ---- transfers ---- */

/* Each fact some value, or unknown in `unknowns` of as many as it has and that. */
static void give(RandomLaw *law, LawFacts *facts, unsigned unknowns) {
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
        const char *const *values = NULL;
        unsigned count = (unsigned)random_domain(i, &values);
        Error error = {0};
        unsigned chosen = below(law, count + unknowns);
        assert_true(law_facts_set(facts, i, text_from(chosen < count ? values[chosen] : "unknown"),
                                  &error));
    }
    Error error = {0};
    assert_true(law_facts_set(facts, MADE, text_from(DATES[below(law, 3 + unknowns)]), &error));
    assert_true(law_facts_set(facts, USED, text_from(NUMBERS[below(law, 3 + unknowns)]), &error));
}

/* The same law, decided by gates even where they fit in one word. */
static const LawEngine *without_word(Arena *arena, const LawEngine *engine) {
    LawEngine *plain = ARENA_NEW(arena, LawEngine);
    *plain = *engine;
    plain->word = NULL;
    return plain;
}

static const LawEngine *compile_either(const RandomLaw *law, bool accept, uint64_t seed) {
    const LawEngine *engine = law_compile(law->law->arena, law->set, accept, 50);
    return seed % 3 == 0 ? without_word(law->law->arena, engine) : engine;
}

/* Gives whether the law's gates fit in one word. */
static bool check_pack(uint64_t seed, size_t *constructs) {
    Arena *arena = arena_new();
    RandomLaw law = rich_law(arena, seed);
    constructs_count(law.set, constructs);
    bool accept = below(&law, 4) == 0;
    unsigned quantile = below(&law, 2) == 0 ? 50 : 90;
    const LawEngine *engine = law_compile(arena, law.set, accept, quantile);
    const LawEngine *plain = without_word(arena, engine);
    bool has_word = engine->word != NULL;
    LawScratch *scratch = law_scratch_new(arena, engine);
    bool *off = ARENA_MANY(arena, bool, law.set->provision_count);
    LawFacts *facts = law_facts_new(arena, law.set);
    for (unsigned i = 0; i < TRANSFERS; i++) {
        give(&law, facts, 1);
        off[below(&law, (unsigned)law.set->provision_count)] = i % 4 == 3;
        DecideOptions options = {.as_of = some_day(&law),
                                 .known_at = some_day(&law),
                                 .accept_unverified = accept,
                                 .switched_off = i % 2 == 0 ? off : NULL,
                                 .quantile = quantile};
        Decision decision;
        const LawEngine *asked = i / 2 % 2 == 0 ? engine : plain;
        Text difference = same_decision(arena, asked, scratch, facts, &options, &decision);
        if (!text_is_empty(difference)) {
            differ("seed %llu, transfer %u: %.*s", (unsigned long long)seed, i,
                   TEXT_ARGS(difference));
        }
    }
    arena_free(arena);
    return has_word;
}

static void random_packs_are_decided_alike(void **state) {
    size_t words = 0;
    size_t constructs[CONSTRUCT_COUNT] = {0};
    (void)state;
    for (uint64_t seed = 0; seed < PACKS; seed++) {
        words += check_pack(seed, constructs);
    }
    const char *lacking = constructs_lacking(constructs, PACKS / 100);
    if (lacking != NULL) {
        differ("the random packs hardly have `%s`", lacking);
    }
    assert_true(words > PACKS / 8 && words < PACKS);
}

/* A case put together by classes is decided as its facts are. */
static void classes_stand_for_their_values(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < PACKS / 4; seed++) {
        Arena *arena = arena_new();
        RandomLaw law = rich_law(arena, seed);
        const LawEngine *engine = compile_either(&law, false, seed);
        LawScratch *scratch = law_scratch_new(arena, engine);
        LawCase *transfer = law_case_new(arena, engine);
        for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
            if (law_attribute(law.set, i).type != ATTRIBUTE_SET) {
                law_case_put(transfer, i, below(&law, (unsigned)law_class_count(engine, i)));
            }
        }
        LawWhen when = {some_day(&law), some_day(&law), NULL};
        LawVerdict verdict;
        law_engine_decide(engine, transfer, &when, scratch, &verdict);
        DecideOptions options = {.as_of = when.as_of, .known_at = when.known_at, .quantile = 50};
        Decision decision;
        law_decide(arena, law.set, law_case_facts(transfer), &options, &decision);
        if (decision.best != verdict.best || decision.worst != verdict.worst ||
            decision.days != verdict.days) {
            differ("seed %llu: by classes %d..%d, by facts %d..%d", (unsigned long long)seed,
                   (int)verdict.best, (int)verdict.worst, (int)decision.best, (int)decision.worst);
        }
        arena_free(arena);
    }
}

/* ---- many at once ---- */

static Outcome lane_outcome(const uint64_t *const *at_least, size_t lane) {
    Outcome outcome = OUTCOME_FREE;
    for (Outcome i = OUTCOME_AUTHORISED; i < OUTCOME_UNDETERMINED; i++) {
        outcome = (at_least[i][lane / 64] >> lane % 64 & 1) != 0 ? i : outcome;
    }
    return outcome;
}

static bool has_line(const uint64_t *words, size_t line) {
    return (words[line / 64] >> line % 64 & 1) != 0;
}

/* Every class some times over, so that lanes fill more than a word; half the time known ones
 * alone, which the word can decide. */
static size_t some_lanes(RandomLaw *law, const LawEngine *engine, size_t attribute, LawClass *lanes,
                         size_t most) {
    size_t count = 1 + below(law, (unsigned)most);
    unsigned first = below(law, 2);
    for (size_t i = 0; i < count; i++) {
        lanes[i] = first + below(law, (unsigned)law_class_count(engine, attribute) - first);
    }
    return count;
}

/* Lines of a pack that does not speak say nothing. */
static bool pack_speaks(const LawSet *set, const Decision *decision, size_t provision) {
    for (size_t i = 0; i < decision->pack_count; i++) {
        if (decision->packs[i].pack == set->provisions[provision].pack) {
            return decision->packs[i].speaks > TRUTH_NO;
        }
    }
    return false;
}

static void check_lines(Arena *arena, const LawEngine *engine, const LawBulk *bulk, size_t lane,
                        const LawVerdict *verdict, const Decision *decision, const LawSet *set) {
    uint64_t *lanes = ARENA_MANY(arena, uint64_t, LANE_WORDS);
    for (size_t i = 0; i < law_trace_count(engine); i++) {
        if (!pack_speaks(set, decision, law_trace_line(engine, i).provision)) {
            continue;
        }
        law_bulk_line(bulk, i, true, lanes);
        bool is_yes = has_line(lanes, lane) == has_line(verdict->surely, i);
        law_bulk_line(bulk, i, false, lanes);
        bool is_some = has_line(lanes, lane) == has_line(verdict->perhaps, i);
        if (!is_yes || !is_some) {
            differ("lane %zu: line %zu differs", lane, i);
        }
    }
}

/* Gives whether the word decided. */
static bool check_bulk(RandomLaw *law, bool accept, size_t attribute, uint64_t seed) {
    const LawEngine *engine = compile_either(law, accept, seed / 4);
    Arena *arena = law->law->arena;
    LawClass *lanes = ARENA_MANY(arena, LawClass, LANES);
    size_t count = some_lanes(law, engine, attribute, lanes, LANES);
    LawFacts *facts = law_facts_new(arena, law->set);
    give(law, facts, below(law, 2));
    bool *off = ARENA_MANY(arena, bool, law->set->provision_count);
    off[below(law, (unsigned)law->set->provision_count)] = below(law, 2) == 0;
    LawWhen when = {some_day(law), some_day(law), off};
    LawCase *transfer = law_case_from(arena, engine, facts);
    LawBulk *bulk = law_bulk_new(arena, engine, attribute, lanes, count, &when);
    LawBulkVerdict many;
    law_bulk_decide(bulk, transfer, &many);
    LawScratch *scratch = law_scratch_new(arena, engine);
    for (size_t i = 0; i < count; i++) {
        LawVerdict verdict;
        law_case_put(transfer, attribute, lanes[i]);
        law_engine_decide(engine, transfer, &when, scratch, &verdict);
        if (lane_outcome(many.best, i) != verdict.best ||
            lane_outcome(many.worst, i) != verdict.worst) {
            differ("seed %llu, lane %zu: %d..%d at once, %d..%d by itself",
                   (unsigned long long)seed, i, (int)lane_outcome(many.best, i),
                   (int)lane_outcome(many.worst, i), (int)verdict.best, (int)verdict.worst);
        }
        if (i % 16 == 0) {
            DecideOptions options = {.as_of = when.as_of,
                                     .known_at = when.known_at,
                                     .accept_unverified = accept,
                                     .switched_off = off,
                                     .quantile = 50};
            Decision decision;
            law_decide(arena, law->set, law_case_facts(transfer), &options, &decision);
            check_lines(arena, engine, bulk, i, &verdict, &decision, law->set);
        }
    }
    return bulk->was_word;
}

static void lanes_are_decided_as_transfers_are(void **state) {
    (void)state;
    static const size_t VARIED[] = {0, 2, 4, 5};
    size_t words = 0;
    for (uint64_t seed = 0; seed < PACKS / 2; seed++) {
        Arena *arena = arena_new();
        RandomLaw law = rich_law(arena, seed);
        words += check_bulk(&law, below(&law, 2) == 0, VARIED[seed % 4], seed);
        arena_free(arena);
    }
    assert_true(words > PACKS / 80);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_packs_are_decided_alike),
        cmocka_unit_test(classes_stand_for_their_values),
        cmocka_unit_test(lanes_are_decided_as_transfers_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
