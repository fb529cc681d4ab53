/* SPDX-License-Identifier: Apache-2.0 */
/* The best set under a budget against trying every set, on random worths that never fall
 * as a set grows: each thing opens some of many places, alone or together with another. */
#include <math.h>

#include "../expect.h"
#include "service/choice.h"

enum { THINGS = 12, PLACES = 24, ROUNDS = 60, PLENTY = 100000 };

typedef struct Places {
    ChoiceSet keys[PLACES]; /* all of these open the place */
    double worth[PLACES];
} Places;

static double worth_of(const Places *places, ChoiceSet set) {
    double worth = 0;
    for (size_t i = 0; i < PLACES; i++) {
        worth += (places->keys[i] & ~set) == 0 ? places->worth[i] : 0;
    }
    return worth;
}

static bool gain(void *context, ChoiceSet set, double *gain, Error *error) {
    (void)error;
    *gain = worth_of(context, set);
    return true;
}

static Places random_places(Random *random, double *costs) {
    Places places = {0};
    for (size_t i = 0; i < PLACES; i++) {
        places.keys[i] = (ChoiceSet)1 << random_below(random, THINGS);
        if (random_below(random, 2) == 0) {
            places.keys[i] |= (ChoiceSet)1 << random_below(random, THINGS);
        }
        places.worth[i] = (double)random_below(random, 100);
    }
    for (size_t i = 0; i < THINGS; i++) {
        costs[i] = (double)random_below(random, 20);
    }
    return places;
}

static double cost_of(const double *costs, ChoiceSet set) {
    double cost = 0;
    for (size_t i = 0; i < THINGS; i++) {
        cost += (set >> i & 1) != 0 ? costs[i] : 0;
    }
    return cost;
}

/* What a set risks may not be above `most`; `risks` NULL: nothing does. */
static double best_of_all(const Places *places, const double *costs, double budget,
                          const Places *risks, double most) {
    double best = 0;
    for (ChoiceSet set = 0; set < (ChoiceSet)1 << THINGS; set++) {
        if (cost_of(costs, set) <= budget && (risks == NULL || worth_of(risks, set) <= most)) {
            best = fmax(best, worth_of(places, set));
        }
    }
    return best;
}

static void the_best_set_is_the_best_of_all(void **state) {
    (void)state;
    Random random = {7};
    for (size_t round = 0; round < ROUNDS; round++) {
        Arena *arena = arena_new();
        double costs[THINGS];
        Places places = random_places(&random, costs);
        const double budget = (double)random_below(&random, 80);
        ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){gain, &places});
        ChoiceResult result;
        Error error = {0};
        const ChoiceQuestion question = {
            .costs = costs, .count = THINGS, .budget = budget, .most_asked = PLENTY};
        assert_true(choice_best(memory, &question, &result, &error));
        assert_true(result.is_proven);
        assert_true(fabs(result.gain - best_of_all(&places, costs, budget, NULL, 0)) < 1e-9);
        assert_true(fabs(result.gain - worth_of(&places, result.set)) < 1e-9);
        assert_true(result.cost <= budget && fabs(result.cost - cost_of(costs, result.set)) < 1e-9);
        arena_free(arena);
    }
}

typedef struct Risk {
    Places places;
    double most;
} Risk;

static bool allows(void *context, ChoiceSet set, bool *is_allowed, Error *error) {
    (void)error;
    const Risk *risk = context;
    *is_allowed = worth_of(&risk->places, set) <= risk->most;
    return true;
}

static void the_best_allowed_set_is_the_best_of_all_that_are(void **state) {
    (void)state;
    Random random = {23};
    for (size_t round = 0; round < ROUNDS; round++) {
        Arena *arena = arena_new();
        double costs[THINGS];
        double unused[THINGS];
        Places places = random_places(&random, costs);
        Risk risk = {random_places(&random, unused), 0};
        risk.most = (double)random_below(&random, 900);
        const double budget = (double)random_below(&random, 120);
        ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){gain, &places});
        const ChoiceQuestion question = {.costs = costs,
                                         .count = THINGS,
                                         .budget = budget,
                                         .most_asked = PLENTY,
                                         .limit = {allows, &risk}};
        ChoiceResult result;
        Error error = {0};
        assert_true(choice_best(memory, &question, &result, &error));
        assert_true(result.is_proven);
        assert_true(worth_of(&risk.places, result.set) <= risk.most);
        const double best = best_of_all(&places, costs, budget, &risk.places, risk.most);
        assert_true(fabs(result.gain - best) < 1e-9);
        arena_free(arena);
    }
}

static void a_cut_search_has_a_true_bound(void **state) {
    (void)state;
    Random random = {11};
    size_t open = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        Arena *arena = arena_new();
        double costs[THINGS];
        Places places = random_places(&random, costs);
        ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){gain, &places});
        ChoiceResult result;
        Error error = {0};
        const ChoiceQuestion question = {
            .costs = costs, .count = THINGS, .budget = 40, .most_asked = THINGS + 6};
        assert_true(choice_best(memory, &question, &result, &error));
        const double best = best_of_all(&places, costs, 40, NULL, 0);
        assert_true(result.gain <= best + 1e-9 && best <= result.bound + 1e-9);
        open += !result.is_proven;
        arena_free(arena);
    }
    assert_true(open > 0);
}

static void shares_sum_to_the_gain(void **state) {
    (void)state;
    Random random = {13};
    Arena *arena = arena_new();
    double costs[THINGS];
    Places places = random_places(&random, costs);
    ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){gain, &places});
    double shares[CHOICE_MAX] = {0};
    bool is_done = false;
    Error error = {0};
    const ChoiceSet all = ((ChoiceSet)1 << CHOICE_SHAPLEY_MAX) - 1;
    assert_true(choice_shapley(memory, all, shares, &is_done, &error) && is_done);
    double sum = 0;
    for (size_t i = 0; i < THINGS; i++) {
        sum += shares[i];
    }
    assert_true(fabs(sum - worth_of(&places, all)) < 1e-9);
    arena_free(arena);
}

/* Two keys of one place share its worth; a third thing has its own. */
static void shares_are_as_computed_by_hand(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Places places = {.keys = {3, 4}, .worth = {10, 5}};
    ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){gain, &places});
    for (size_t i = 2; i < PLACES; i++) {
        places.keys[i] = (ChoiceSet)1 << THINGS;
    }
    double shares[CHOICE_MAX] = {0};
    bool is_done = false;
    Error error = {0};
    assert_true(choice_shapley(memory, 7, shares, &is_done, &error) && is_done);
    assert_true(fabs(shares[0] - 5) < 1e-9 && fabs(shares[1] - 5) < 1e-9);
    assert_true(fabs(shares[2] - 5) < 1e-9);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_set_is_the_best_of_all),
        cmocka_unit_test(the_best_allowed_set_is_the_best_of_all_that_are),
        cmocka_unit_test(a_cut_search_has_a_true_bound),
        cmocka_unit_test(shares_sum_to_the_gain),
        cmocka_unit_test(shares_are_as_computed_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
