/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/claims.h"
#include "random_law.h"

/* The search of all situations against trying them one by one, on random packs: what it
 * proves no single transfer breaks, what it refutes its own witness shows, and where
 * the law is in no doubt it always says one or the other. */

enum { CASES = 1500, DAY = 20000, STEPS_MAX = 100000 };

static const DecideOptions OPTIONS = {.as_of = DAY, .known_at = DAY, .quantile = 50};

/* ---- every transfer, one by one ---- */

typedef void (*Visit)(void *context, LawFacts *facts);

static void give(LawFacts *facts, size_t attribute, const char *value) {
    Error error = {0};
    assert_true(law_facts_set(facts, attribute, text_from(value), &error));
}

static void each_transfer(LawFacts *facts, size_t attribute, Visit visit, void *context) {
    if (attribute == RANDOM_ATTRIBUTES) {
        visit(context, facts);
        return;
    }
    const char *const *values = NULL;
    size_t count = random_domain(attribute, &values);
    for (size_t i = 0; i < count; i++) {
        give(facts, attribute, values[i]);
        each_transfer(facts, attribute + 1, visit, context);
    }
}

/* ---- outcomes ---- */

typedef struct OutcomeClaim {
    unsigned outcomes;
    const LawSet *set;
    bool is_broken;
} OutcomeClaim;

static Truth are_among(Outcome best, Outcome worst, unsigned outcomes) {
    bool has_in = false;
    bool has_out = false;
    for (unsigned i = (unsigned)best; i <= (unsigned)worst; i++) {
        bool is_in = (outcomes >> i & 1u) != 0;
        has_in = has_in || is_in;
        has_out = has_out || !is_in;
    }
    return has_in && has_out ? TRUTH_UNKNOWN : has_in ? TRUTH_YES : TRUTH_NO;
}

static Truth claim_outcomes(void *context, Space *space, Arena *scratch, Asking *asking) {
    const OutcomeClaim *claim = context;
    const Side *side = &space->sides[0];
    DecisionWork work =
        law_decision_work(law_engine_new(scratch, side->set, side->facts, &side->options));
    Truth truth = are_among(work.best, work.worst, claim->outcomes);
    if (truth == TRUTH_UNKNOWN) {
        law_ask_decision(&work, side->tables, true, &asking->sides[0]);
    }
    return truth;
}

static void try_outcome(void *context, LawFacts *facts) {
    OutcomeClaim *claim = context;
    Arena *scratch = arena_new();
    DecisionWork work = law_decision_work(law_engine_new(scratch, claim->set, facts, &OPTIONS));
    claim->is_broken |= are_among(work.best, work.worst, claim->outcomes) == TRUTH_NO;
    arena_free(scratch);
}

static void check_witness(const Search *search, const OutcomeClaim *claim) {
    Decision decision;
    Arena *scratch = arena_new();
    const LawFacts *facts = law_situation_facts(scratch, search->space, 0, &search->witness);
    assert_non_null(facts);
    law_decide(scratch, claim->set, facts, &OPTIONS, &decision);
    assert_int_equal(are_among(decision.best, decision.worst, claim->outcomes), TRUTH_NO);
    arena_free(scratch);
}

static void check_outcomes(Arena *arena, uint64_t seed, unsigned outcomes) {
    RandomLaw law = random_law(arena, seed);
    const Side side = {.set = law.set, .options = OPTIONS};
    OutcomeClaim claim = {.outcomes = outcomes, .set = law.set};
    Search search = {.space = law_space_new(arena, &side, 1, NULL),
                     .claim = claim_outcomes,
                     .context = &claim,
                     .nodes_max = STEPS_MAX};
    law_search_run(&search);
    assert_false(search.was_stopped);
    each_transfer(law_facts_new(arena, law.set), 0, try_outcome, &claim);
    if (search.is_refuted) {
        check_witness(&search, &claim);
    } else {
        assert_false(claim.is_broken);
        assert_true(search.has_doubt || (search.covered > 0.999999 && search.covered < 1.000001));
    }
    if (law.is_plain) {
        assert_false(search.has_doubt);
    }
}

static void test_outcomes_agree_with_every_transfer(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        Arena *arena = arena_new();
        check_outcomes(arena, seed, 1u + (unsigned)(seed * 7 % 14));
        arena_free(arena);
    }
}

/* ---- two laws ---- */

typedef struct ChangeClaim {
    TwoLaws laws;
    const LawSet *sets[SIDES_MAX];
    bool is_broken;
} ChangeClaim;

static DecisionWork decide(const Side *side, Arena *scratch) {
    return law_decision_work(law_engine_new(scratch, side->set, side->facts, &side->options));
}

static Truth claim_change(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ChangeClaim *claim = context;
    if (law_rules_agree(&claim->laws, space, scratch)) {
        return TRUTH_YES;
    }
    DecisionWork before = decide(&space->sides[0], scratch);
    DecisionWork after = decide(&space->sides[1], scratch);
    if (before.best == before.worst && after.best == after.worst) {
        return before.best == after.best ? TRUTH_YES : TRUTH_NO;
    }
    if (law_changes_are_idle(&claim->laws, space, &before, &after, scratch)) {
        return TRUTH_YES;
    }
    law_ask_change(&claim->laws, space, scratch, &before, &after, asking);
    return TRUTH_UNKNOWN;
}

/* The two sets have the same vocabulary in the same order. */
static void try_change(void *context, LawFacts *facts) {
    ChangeClaim *claim = context;
    Arena *scratch = arena_new();
    DecisionWork before =
        law_decision_work(law_engine_new(scratch, claim->sets[0], facts, &OPTIONS));
    LawFacts *others = law_facts_new(scratch, claim->sets[1]);
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
        Text value = {0};
        Error error = {0};
        assert_true(law_facts_value(scratch, facts, i, &value));
        assert_true(law_facts_set(others, i, value, &error));
    }
    DecisionWork after =
        law_decision_work(law_engine_new(scratch, claim->sets[1], others, &OPTIONS));
    claim->is_broken |= before.best != after.best || before.worst != after.worst;
    arena_free(scratch);
}

static const ProvisionKind KINDS[] = {PROVISION_REQUIREMENT, PROVISION_EXCEPTION, PROVISION_BAR,
                                      PROVISION_PROHIBITION};

/* Rules are matched by name, and the random ones share a few. */
static const LawSet *with_names(RandomLaw *law) {
    Handmade *made = law->law;
    made->provision_names = map_new(made->arena);
    for (size_t i = 0; i < made->set.provision_count; i++) {
        made->provisions[i].name = text_format(made->arena, "rule%zu", i);
        assert_true(map_add(made->provision_names, made->provisions[i].name, i));
    }
    return handmade_finish(made);
}

static void check_change(Arena *arena, uint64_t seed) {
    RandomLaw before = random_law(arena, seed);
    RandomLaw after = random_law(arena, seed);
    (void)random_provision(&after, KINDS[seed % 4]);
    const LawSet *plain = with_names(&before);
    const LawSet *changed = with_names(&after);
    const Side sides[] = {{.set = plain, .options = OPTIONS}, {.set = changed, .options = OPTIONS}};
    ChangeClaim claim = {.sets = {plain, changed}};
    Search search = {.space = law_space_new(arena, sides, 2, NULL),
                     .claim = claim_change,
                     .context = &claim,
                     .nodes_max = STEPS_MAX};
    claim.laws = law_two_laws(arena, search.space);
    law_search_run(&search);
    assert_false(search.was_stopped);
    each_transfer(law_facts_new(arena, plain), 0, try_change, &claim);
    if (claim.is_broken) {
        assert_true(search.is_refuted || search.has_doubt);
    }
    if (before.is_plain && !claim.is_broken && search.is_refuted) {
        assert_true(search.witness.count > 0);
    }
}

static void test_changes_are_found(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        Arena *arena = arena_new();
        check_change(arena, seed);
        arena_free(arena);
    }
}

/* ---- changes whose shape says which way they go ---- */

typedef struct EaseClaim {
    const LawSet *sets[SIDES_MAX];
    bool got_stricter;
    bool got_milder;
} EaseClaim;

/* The same transfer under another law. */
static DecisionWork decide_under_other(Arena *scratch, const LawSet *set, const LawFacts *facts) {
    LawFacts *others = law_facts_new(scratch, set);
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
        Text value = {0};
        Error error = {0};
        assert_true(law_facts_value(scratch, facts, i, &value));
        assert_true(law_facts_set(others, i, value, &error));
    }
    return law_decision_work(law_engine_new(scratch, set, others, &OPTIONS));
}

static void try_ease(void *context, LawFacts *facts) {
    EaseClaim *claim = context;
    Arena *scratch = arena_new();
    const DecisionWork before =
        law_decision_work(law_engine_new(scratch, claim->sets[0], facts, &OPTIONS));
    const DecisionWork after = decide_under_other(scratch, claim->sets[1], facts);
    claim->got_stricter |= after.worst > before.worst || after.best > before.best;
    claim->got_milder |= after.worst < before.worst || after.best < before.best;
    arena_free(scratch);
}

/* Surely so, whatever the law in doubt turns out to be. */
static void try_surely(void *context, LawFacts *facts) {
    EaseClaim *claim = context;
    Arena *scratch = arena_new();
    const DecisionWork before =
        law_decision_work(law_engine_new(scratch, claim->sets[0], facts, &OPTIONS));
    const DecisionWork after = decide_under_other(scratch, claim->sets[1], facts);
    claim->got_stricter |= after.best > before.worst;
    claim->got_milder |= after.worst < before.best;
    arena_free(scratch);
}

static bool has_list(const Condition *condition) {
    return condition->kind == CONDITION_EQUALS || condition->kind == CONDITION_WITHIN ||
           condition->kind == CONDITION_SET_ANY || condition->kind == CONDITION_SET_EVERY ||
           condition->kind == CONDITION_EVERY_REASON || condition->kind == CONDITION_ANY_REASON ||
           condition->kind == CONDITION_TABLE;
}

/* A copy in which some lists have one more code. */
static Condition widened(RandomLaw *law, const Condition *condition) {
    static const char *const CODES[] = {"A", "B", "C", "1", "1.a", "2"};
    Arena *arena = law->law->arena;
    Condition copy = *condition;
    Condition *children = ARENA_MANY(arena, Condition, condition->child_count);
    for (size_t i = 0; i < condition->child_count; i++) {
        children[i] = widened(law, &condition->children[i]);
    }
    copy.children = children;
    if (has_list(condition) && random_below(&law->random, 2) == 0) {
        Operand *operands = ARENA_MANY(arena, Operand, condition->operand_count + 1);
        for (size_t i = 0; i < condition->operand_count; i++) {
            operands[i] = condition->operands[i];
        }
        operands[condition->operand_count] =
            operand_code(law->law, CODES[random_below(&law->random, 6)]);
        copy.operands = operands;
        copy.operand_count++;
    }
    return copy;
}

static void widen_one(RandomLaw *law) {
    size_t at = random_below(&law->random, (unsigned)law->law->set.provision_count);
    Provision *provision = &law->law->provisions[at];
    if (provision->when != NULL) {
        Condition *when = ARENA_NEW(law->law->arena, Condition);
        *when = widened(law, provision->when);
        provision->when = when;
    }
}

static void check_ease(Arena *arena, uint64_t seed, size_t *said) {
    RandomLaw before = random_law(arena, seed);
    RandomLaw after = random_law(arena, seed);
    widen_one(&after);
    const LawSet *plain = with_names(&before);
    const LawSet *changed = with_names(&after);
    const Side sides[] = {{.set = plain, .options = OPTIONS}, {.set = changed, .options = OPTIONS}};
    Space *space = law_space_new(arena, sides, 2, NULL);
    const TwoLaws laws = law_two_laws(arena, space);
    const bool only_eases = law_rules_only_ease(&laws, space, arena, false);
    const bool only_tightens = law_rules_only_ease(&laws, space, arena, true);
    EaseClaim claim = {.sets = {plain, changed}};
    each_transfer(law_facts_new(arena, plain), 0, try_ease, &claim);
    assert_false(only_eases && claim.got_stricter);
    assert_false(only_tightens && claim.got_milder);
    *said += laws.change_count > 0 && (only_eases || only_tightens);
}

static void test_shapes_say_the_truth(void **state) {
    size_t said = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        Arena *arena = arena_new();
        check_ease(arena, seed, &said);
        arena_free(arena);
    }
    assert_true(said > CASES / 20);
}

/* ---- statements about two laws ---- */

/* The witness of a refutation breaks the statement, decided from its facts alone. */
static void check_two_decisions(Arena *arena, const Search *search, StatementKind kind) {
    Decision decisions[SIDES_MAX];
    for (size_t i = 0; i < SIDES_MAX; i++) {
        const LawFacts *facts = law_situation_facts(arena, search->space, i, &search->witness);
        assert_non_null(facts);
        law_decide(arena, search->space->sides[i].set, facts, &OPTIONS, &decisions[i]);
    }
    assert_true(kind == STATEMENT_MILDER ? decisions[1].worst < decisions[0].best
                                         : decisions[1].best > decisions[0].worst);
}

/* Proven is what no transfer breaks, whether law that is in doubt was looked into or not. */
static void check_statement(Arena *arena, uint64_t seed, StatementKind kind) {
    RandomLaw before = random_law(arena, seed);
    RandomLaw after = random_law(arena, seed);
    (void)random_provision(&after, KINDS[seed % 4]);
    const LawSet *plain = with_names(&before);
    const LawSet *changed = with_names(&after);
    const Side sides[] = {{.set = plain, .options = OPTIONS}, {.set = changed, .options = OPTIONS}};
    const Statement statement = {.kind = kind};
    ClaimContext context = {.statement = &statement};
    Search search = {.space = law_space_new(arena, sides, 2, NULL),
                     .claim = law_claim_of(kind),
                     .context = &context,
                     .can_fail = law_claim_can_fail,
                     .nodes_max = STEPS_MAX};
    EaseClaim claim = {.sets = {plain, changed}};
    law_claim_compare(arena, &context, search.space);
    law_search_run(&search);
    assert_false(search.was_stopped);
    each_transfer(law_facts_new(arena, plain), 0, try_surely, &claim);
    const bool is_broken = kind == STATEMENT_MILDER ? claim.got_milder : claim.got_stricter;
    assert_false(is_broken && !search.is_refuted);
    if (before.is_plain && after.is_plain) {
        assert_false(search.has_doubt && !search.is_refuted);
    }
    if (search.is_refuted) {
        check_two_decisions(arena, &search, kind);
    }
}

static void test_statements_agree_with_every_transfer(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        Arena *arena = arena_new();
        check_statement(arena, seed, seed % 2 == 0 ? STATEMENT_MILDER : STATEMENT_STRICTER);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes_agree_with_every_transfer),
        cmocka_unit_test(test_changes_are_found),
        cmocka_unit_test(test_shapes_say_the_truth),
        cmocka_unit_test(test_statements_agree_with_every_transfer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
