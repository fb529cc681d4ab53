/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/facts.h"
#include "random_law.h"
#include "reference/reference_law.h"

/* The engine against a naive reading of the language, on random packs and transfers:
 * its bounds hold in every world that the unknown leaves open, and where only one world
 * is open they are that world's outcome. */

enum { CASES = 4000, DAY = RANDOM_DAY, CHOICES_MAX = 64 };

/* One thing that may be either of several: a fact, a source of law, or a missing row. */
typedef struct Choice {
    size_t options;
    size_t chosen;
} Choice;

/* All worlds of one case, walked like the digits of a number. */
typedef struct Worlds {
    RandomLaw *law;
    Text facts[RANDOM_ATTRIBUTES];
    bool absent[HANDMADE_MAX];
    bool *absent_rows[RANDOM_TABLES];
    bool *meant_above[RANDOM_TABLES];
    ExtraRow extra[RANDOM_TABLES];
    Choice choices[CHOICES_MAX];
    size_t choice_count;
} Worlds;

static const size_t KEYS[RANDOM_TABLES] = {2, 5}; /* the fact each table is looked up by */

static bool is_unknown(const RandomLaw *law, size_t attribute) {
    return text_equals(text_from(law->given[attribute]), TEXT("unknown"));
}

static bool is_doubtful(LawStatus status) {
    return status >= LAW_PARTIAL;
}

static void add_choice(Worlds *worlds, size_t options) {
    assert_true(worlds->choice_count < CHOICES_MAX);
    worlds->choices[worlds->choice_count++] = (Choice){.options = options};
}

static bool has_codes_above(const LawTable *table, size_t row) {
    Text above = table->rows[row].values[0].text;
    return table->columns[0].is_coarse && law_code_above(&above);
}

static bool is_unread(const LawTable *table) {
    return table->has_read_from && RANDOM_DAY < table->read_from;
}

static bool lacks_rows(const LawTable *table) {
    return table->complete_by == 0 || is_unread(table);
}

static void start(Worlds *worlds, RandomLaw *law) {
    const char *const *ignored = NULL;
    *worlds = (Worlds){.law = law};
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
        add_choice(worlds, is_unknown(law, i) ? random_domain(i, &ignored) : 1);
    }
    for (size_t i = 0; i < law->set->provision_count; i++) {
        add_choice(worlds, is_doubtful(law->set->provisions[i].status) ? 2 : 1);
    }
    for (size_t i = 0; i < RANDOM_TABLES; i++) {
        const LawTable *table = &law->set->tables[i];
        worlds->absent_rows[i] = ARENA_MANY(law->law->arena, bool, table->row_count);
        for (size_t j = 0; j < table->row_count; j++) {
            add_choice(worlds, is_doubtful(table->rows[j].status) ? 2 : 1);
        }
        worlds->meant_above[i] = ARENA_MANY(law->law->arena, bool, table->row_count);
        for (size_t j = 0; j < table->row_count; j++) {
            add_choice(worlds, has_codes_above(table, j) ? 2 : 1);
        }
        add_choice(worlds, lacks_rows(table) ? 1 + random_cells(&ignored) : 1);
    }
}

static bool lies_within(Text code, Text above) {
    return text_equals(code, above) ||
           (code.length > above.length && text_starts_with(code, above) &&
            code.bytes[above.length] == '.');
}

/* The row a table may lack: there is room for one only where the key stands nowhere; a
 * code that has a row above it is lacking where the exact code is looked up. */
static ExtraRow extra_row(const Worlds *worlds, size_t table, size_t chosen) {
    const char *const *cells = NULL;
    (void)random_cells(&cells);
    const LawTable *asked = &worlds->law->set->tables[table];
    Text key = worlds->facts[KEYS[table]];
    if (chosen == 0) {
        return (ExtraRow){0};
    }
    for (size_t i = 0; !is_unread(asked) && i < asked->row_count; i++) {
        if (lies_within(key, asked->rows[i].values[0].text)) {
            return (ExtraRow){0};
        }
    }
    return (ExtraRow){true, key, text_from(cells[chosen - 1])};
}

static void apply(Worlds *worlds) {
    const Choice *next = worlds->choices;
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++, next++) {
        const char *const *values = NULL;
        (void)random_domain(i, &values);
        worlds->facts[i] = is_unknown(worlds->law, i) ? text_from(values[next->chosen])
                                                      : text_from(worlds->law->given[i]);
    }
    for (size_t i = 0; i < worlds->law->set->provision_count; i++, next++) {
        worlds->absent[i] = next->chosen == 1;
    }
    for (size_t i = 0; i < RANDOM_TABLES; i++) {
        for (size_t j = 0; j < worlds->law->set->tables[i].row_count; j++, next++) {
            worlds->absent_rows[i][j] = next->chosen == 1;
        }
        for (size_t j = 0; j < worlds->law->set->tables[i].row_count; j++, next++) {
            worlds->meant_above[i][j] = next->chosen == 1;
        }
        worlds->extra[i] = extra_row(worlds, i, next->chosen);
        next++;
    }
}

static bool advance(Worlds *worlds) {
    for (size_t i = 0; i < worlds->choice_count; i++) {
        Choice *choice = &worlds->choices[i];
        if (++choice->chosen < choice->options) {
            return true;
        }
        choice->chosen = 0;
    }
    return false;
}

static LawFacts *give_facts(Arena *arena, const RandomLaw *law) {
    LawFacts *facts = law_facts_new(arena, law->set);
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
        Error error = {0};
        assert_true(law_facts_set(facts, i, text_from(law->given[i]), &error));
    }
    return facts;
}

static Decision decide_with(Arena *arena, const RandomLaw *law, const LawFacts *facts,
                            bool by_cases) {
    DecideOptions options = {.as_of = DAY, .known_at = DAY, .by_cases = by_cases};
    Decision decision;
    law_decide(arena, law->set, facts, &options, &decision);
    return decision;
}

static Decision decide(Arena *arena, const RandomLaw *law, const LawFacts *facts) {
    return decide_with(arena, law, facts, false);
}

/* What was seen over all cases, so that they are known to be worth their time. */
typedef struct Tally {
    size_t plain; /* one world alone */
    size_t open;
    size_t tight;   /* both bounds are the outcomes of some world */
    size_t tighter; /* by cases than without */
} Tally;

/* The least and the greatest outcome over all worlds. */
static void sweep(RandomLaw *law, Outcome *least, Outcome *greatest) {
    Worlds worlds;
    start(&worlds, law);
    *least = OUTCOME_PROHIBITED;
    *greatest = OUTCOME_FREE;
    do {
        apply(&worlds);
        World world = {.set = law->set,
                       .facts = worlds.facts,
                       .absent = worlds.absent,
                       .absent_rows = worlds.absent_rows,
                       .extra_rows = worlds.extra,
                       .meant_above = worlds.meant_above,
                       .as_of = DAY,
                       .known_at = DAY};
        Outcome outcome = reference_outcome(&world);
        *least = outcome < *least ? outcome : *least;
        *greatest = outcome > *greatest ? outcome : *greatest;
    } while (advance(&worlds));
}

/* The bounds hold all worlds. */
static void expect_holds(uint64_t seed, const Decision *decision, Outcome least, Outcome greatest) {
    if (least < decision->best || greatest > decision->worst) {
        fail_msg("seed %llu: the worlds go from %d to %d, the bounds from %d to %d",
                 (unsigned long long)seed, (int)least, (int)greatest, (int)decision->best,
                 (int)decision->worst);
    }
}

static void check_case(uint64_t seed, Tally *tally) {
    Arena *arena = arena_new();
    RandomLaw law = random_law(arena, seed);
    LawFacts *facts = give_facts(arena, &law);
    Decision decision = decide(arena, &law, facts);
    Decision by_cases = decide_with(arena, &law, facts, true);
    Outcome least = OUTCOME_FREE;
    Outcome greatest = OUTCOME_FREE;
    sweep(&law, &least, &greatest);
    bool is_tight = least == decision.best && greatest == decision.worst;
    expect_holds(seed, &decision, least, greatest);
    expect_holds(seed, &by_cases, least, greatest);
    assert_true(by_cases.best >= decision.best && by_cases.worst <= decision.worst);
    assert_true(is_tight || !law.is_plain);
    tally->plain += law.is_plain;
    tally->open += decision.outcome == OUTCOME_UNDETERMINED;
    tally->tight += is_tight;
    tally->tighter += by_cases.best > decision.best || by_cases.worst < decision.worst;
    arena_free(arena);
}

static void bounds_hold_in_every_world(void **state) {
    (void)state;
    Tally tally = {0};
    for (uint64_t seed = 0; seed < CASES; seed++) {
        check_case(seed, &tally);
    }
    print_message("# plain %zu, open %zu, tight %zu, by cases tighter %zu\n", tally.plain,
                  tally.open, tally.tight, tally.tighter);
    assert_true(tally.plain > CASES / 5);
    assert_true(tally.open > CASES / 10);
    assert_true(tally.tight > CASES / 10 * 8);
    assert_true(tally.tighter > 0);
}

/* ---- metamorphic ---- */

static void expect_no_stricter(uint64_t seed, Decision loose, Decision strict) {
    if (loose.best > strict.best || loose.worst > strict.worst) {
        fail_msg("seed %llu: %d..%d is stricter than %d..%d", (unsigned long long)seed,
                 (int)loose.best, (int)loose.worst, (int)strict.best, (int)strict.worst);
    }
}

static void expect_no_wider(uint64_t seed, Decision narrow, Decision wide) {
    if (narrow.best < wide.best || narrow.worst > wide.worst) {
        fail_msg("seed %llu: %d..%d is wider than %d..%d", (unsigned long long)seed,
                 (int)narrow.best, (int)narrow.worst, (int)wide.best, (int)wide.worst);
    }
}

/* Decides before and after a provision of the kind is added to the last pack. */
static void add_and_compare(ProvisionKind kind, uint64_t seed) {
    Arena *arena = arena_new();
    RandomLaw law = random_law(arena, seed);
    Decision before = decide(arena, &law, give_facts(arena, &law));
    (void)random_provision(&law, kind);
    law.set = handmade_finish(law.law);
    Decision after = decide(arena, &law, give_facts(arena, &law));
    if (kind == PROVISION_EXCEPTION) {
        expect_no_stricter(seed, after, before);
    } else {
        expect_no_stricter(seed, before, after);
    }
    arena_free(arena);
}

static void an_added_exception_is_never_stricter(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < CASES; seed++) {
        add_and_compare(PROVISION_EXCEPTION, seed);
    }
}

static void an_added_prohibition_is_never_looser(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < CASES; seed++) {
        add_and_compare(PROVISION_PROHIBITION, seed);
    }
}

static void knowing_more_never_widens(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < CASES; seed++) {
        Arena *arena = arena_new();
        RandomLaw law = random_law(arena, seed);
        Decision before = decide(arena, &law, give_facts(arena, &law));
        Decision by_cases = decide_with(arena, &law, give_facts(arena, &law), true);
        for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
            const char *const *values = NULL;
            size_t count = is_unknown(&law, i) ? random_domain(i, &values) : 0;
            for (size_t j = 0; j < count; j++) {
                const char *kept = law.given[i];
                law.given[i] = values[j];
                LawFacts *facts = give_facts(arena, &law);
                expect_no_wider(seed, decide(arena, &law, facts), before);
                expect_no_wider(seed, decide_with(arena, &law, facts, true), by_cases);
                law.given[i] = kept;
            }
        }
        arena_free(arena);
    }
}

static void accepting_law_never_widens(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < CASES; seed++) {
        Arena *arena = arena_new();
        RandomLaw law = random_law(arena, seed);
        const LawFacts *facts = give_facts(arena, &law);
        DecideOptions options = {.as_of = DAY, .known_at = DAY, .accept_unverified = true};
        Decision accepted;
        law_decide(arena, law.set, facts, &options, &accepted);
        Decision before = decide(arena, &law, facts);
        expect_no_wider(seed, accepted, before);
        if (accepted.best != before.best || accepted.worst != before.worst) {
            assert_true(accepted.relies_on_unverified);
        }
        arena_free(arena);
    }
}

static void switching_nothing_off_changes_nothing(void **state) {
    (void)state;
    static const bool OFF[HANDMADE_MAX] = {false};
    for (uint64_t seed = 0; seed < CASES; seed++) {
        Arena *arena = arena_new();
        RandomLaw law = random_law(arena, seed);
        const LawFacts *facts = give_facts(arena, &law);
        DecideOptions options = {
            .as_of = DAY, .known_at = DAY, .switched_off = OFF, .explain = seed % 8 == 0};
        Decision decision;
        law_decide(arena, law.set, facts, &options, &decision);
        Decision before = decide(arena, &law, facts);
        expect_no_wider(seed, decision, before);
        expect_no_wider(seed, before, decision);
        assert_int_equal(decision.question_count, before.question_count);
        arena_free(arena);
    }
}

/* What is undetermined always has something to ask, and what is not, nothing. */
static void questions_stand_where_the_outcome_is_open(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < CASES; seed++) {
        Arena *arena = arena_new();
        RandomLaw law = random_law(arena, seed);
        Decision decision = decide(arena, &law, give_facts(arena, &law));
        bool is_open = decision.outcome == OUTCOME_UNDETERMINED;
        if ((decision.question_count > 0) != is_open) {
            fail_msg("seed %llu: %zu questions where the outcome is %d", (unsigned long long)seed,
                     decision.question_count, (int)decision.outcome);
        }
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold_in_every_world),
        cmocka_unit_test(an_added_exception_is_never_stricter),
        cmocka_unit_test(an_added_prohibition_is_never_looser),
        cmocka_unit_test(knowing_more_never_widens),
        cmocka_unit_test(accepting_law_never_widens),
        cmocka_unit_test(switching_nothing_off_changes_nothing),
        cmocka_unit_test(questions_stand_where_the_outcome_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
