/* SPDX-License-Identifier: Apache-2.0 */
/* An island chain under stress (tests/fixtures/island), by hand. Works make bolts of two tons of
 * ore each and have ore for 70; the mine's ore takes a week. Shop wants 30 bolts a week, depot 10,
 * for which a licence takes two weeks. */
#include <math.h>

#include "../expect.h"
#include "service/service.h"

#define SCENARIOS                                                                                  \
    "id,name,kind,target,fraction,start,duration_days,probability\n"                               \
    "flood,The mine floods,site,mine,1,,0,1\n"                                                     \
    "slow,The works are slow,site,works,0.5,2026-01-12,21,0\n"                                     \
    "never,Nothing of the ore,item,ore,0,,0,0\n"

typedef struct Island {
    const Workspace *workspace;
    const LawSet *set;
} Island;

/* The fixture with these files beside its own, or in their place. */
static Island island_with(Arena *arena, const WorkspaceFile *more, size_t more_count) {
    ProblemList problems = problem_list_new(arena);
    const Text law = TEXT(FIXTURES "/island-law");
    const WorkspaceFile *files = NULL;
    size_t count = 0;
    assert_true(workspace_read_files(arena, TEXT(FIXTURES "/island"), &files, &count, &problems));
    WorkspaceFile *all = ARENA_MANY(arena, WorkspaceFile, count + more_count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_replaced = false;
        for (size_t j = 0; j < more_count; j++) {
            is_replaced = is_replaced || text_equals(files[i].name, more[j].name);
        }
        if (!is_replaced) {
            all[kept++] = files[i];
        }
    }
    for (size_t j = 0; j < more_count; j++) {
        all[kept++] = more[j];
    }
    const Island island = {workspace_parse(arena, TEXT(FIXTURES "/island"), all, kept, &problems),
                           law_load(arena, &law, 1, &problems)};
    assert_non_null(island.workspace);
    assert_non_null(island.set);
    return island;
}

static Island island_of(Arena *arena) {
    const WorkspaceFile scenarios = {TEXT("scenario.csv"), TEXT(SCENARIOS)};
    return island_with(arena, &scenarios, 1);
}

static StressOptions options_of(const Text *ids, size_t count) {
    const Date day = date_from_parts(2026, 1, 5);
    return (StressOptions){.plan = {.as_of = day, .known_at = day, .quantile = 50, .top = 2},
                           .scenarios = ids,
                           .scenario_count = count,
                           .outage_weeks = 2};
}

static Stress stress_of(Arena *arena, const Island *island, const StressOptions *options) {
    Stress stress;
    Error error = {0};
    if (!service_stress(arena, island->workspace, island->set, options, &stress, &error)) {
        fail_msg("%s", error.message);
    }
    return stress;
}

static void nothing_lost_is_the_report(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Island island = island_of(arena);
    const StressOptions options = options_of(NULL, 0);
    const Stress stress = stress_of(arena, &island, &options);
    Report report;
    Error error = {0};
    assert_true(
        service_report(arena, island.workspace, island.set, &options.plan, &report, &error));
    assert_int_equal(stress.scenario_count, 4);
    assert_true(text_is_empty(stress.scenarios[0].id));
    assert_true(fabs(stress.scenarios[0].objective - report.objective) < 1e-9);
    assert_true(fabs(stress.scenarios[0].loss) < 1e-12);
    assert_true(isinf(stress.scenarios[0].survive_weeks));
    /* A loss of nothing loses nothing. */
    assert_true(fabs(stress.scenarios[3].loss) < 1e-9);
    arena_free(arena);
}

/* Ore for 70 bolts. The depot weighs three times as much as the shop, so that all are kept for it
 * and the shop is worse off from the first week on. */
static void a_flood_leaves_what_the_ore_in_stock_makes(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Island island = island_of(arena);
    const Text id = TEXT("flood");
    const StressOptions options = options_of(&id, 1);
    const Stress stress = stress_of(arena, &island, &options);
    const StressScenario *flood = &stress.scenarios[1];
    double supplied = 0;
    for (size_t i = 0; i < stress.line_count; i++) {
        supplied += flood->lines[i].supply;
    }
    assert_true(fabs(flood->survive_weeks) < 1e-12);
    assert_true(isinf(flood->recover_weeks));
    assert_true(fabs(supplied - 70) < 1e-6);
    assert_true(flood->loss > 0);
    assert_true(flood->late_count > 0);
    arena_free(arena);
}

static void two_losses_lose_at_least_as_much_as_either(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Island island = island_of(arena);
    const Text ids[] = {TEXT("flood"), TEXT("slow"), TEXT("slow+flood"), TEXT("flood")};
    const StressOptions options = options_of(ids, 4);
    const Stress stress = stress_of(arena, &island, &options);
    const double flood = stress.scenarios[1].loss;
    const double slow = stress.scenarios[2].loss;
    assert_true(stress.scenarios[3].loss >= fmax(flood, slow) - 1e-9);
    /* What was lost before is there again. */
    assert_true(fabs(stress.scenarios[4].loss - flood) < 1e-12);
    assert_false(stress.scenarios[3].probability.is_given &&
                 decimal_to_double(stress.scenarios[3].probability.value) > 0);
    arena_free(arena);
}

/* Of the three, the flood is certain and the others impossible. */
static void draws_are_of_what_is_probable(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Island island = island_of(arena);
    StressOptions options = options_of(NULL, 0);
    options.draws = 30;
    options.seed = 5;
    const Stress stress = stress_of(arena, &island, &options);
    const double flood = stress.scenarios[1].loss;
    assert_int_equal(stress.draws.distinct, 1);
    assert_true(fabs(stress.draws.mean - flood) < 1e-9 * (1 + flood));
    assert_true(fabs(stress.draws.tail - flood) < 1e-9 * (1 + flood));
    assert_true(text_equals(stress.draws.worst_case, TEXT("flood")));
    arena_free(arena);
}

static void nodes_lie_between_their_bounds(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Island island = island_of(arena);
    const StressOptions options = options_of(NULL, 0);
    const Stress stress = stress_of(arena, &island, &options);
    assert_true(stress.node_count >= 2);
    assert_int_equal(stress.certified_count, 2);
    for (size_t i = 0; i < stress.node_count; i++) {
        const StressNode *node = &stress.nodes[i];
        assert_true(node->floor <= node->ceiling + 1e-9);
        if (node->is_exact) {
            assert_true(node->loss >= node->floor - 1e-9 && node->loss <= node->ceiling + 1e-9);
        }
    }
    /* Bolts come from the works alone; without the mine there is ore for a while. */
    assert_true(text_equals(island.workspace->parties[stress.nodes[0].party].id, TEXT("works")));
    arena_free(arena);
}

/* Stock that comes during the plan is no activity of the workspace. */
static void stock_that_arrives_can_be_what_is_short(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const WorkspaceFile files[] = {
        {TEXT("stock.csv"), TEXT("site,item,quantity,from,until\n"
                                 "works,ore,140,,2026-01-25\nworks,ore,60,2026-01-26,\n")},
        {TEXT("scenario.csv"), TEXT(SCENARIOS)}};
    const Island island = island_with(arena, files, 2);
    const Text id = TEXT("flood");
    const StressOptions options = options_of(&id, 1);
    const Stress stress = stress_of(arena, &island, &options);
    const StressScenario *flood = &stress.scenarios[1];
    double supplied = 0;
    bool is_named = false;
    size_t at = 0;
    for (size_t i = 0; i < stress.line_count; i++) {
        supplied += flood->lines[i].supply;
    }
    for (size_t i = 0; i < flood->bottleneck_count; i++) {
        is_named = is_named || text_find(flood->bottlenecks[i].what, TEXT("stock of ore"), &at);
    }
    assert_true(fabs(supplied - 100) < 1e-6);
    assert_true(is_named);
    arena_free(arena);
}

static void an_unknown_scenario_is_refused(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Island island = island_of(arena);
    const Text id = TEXT("floods");
    const StressOptions options = options_of(&id, 1);
    Stress stress;
    Error error = {0};
    assert_false(service_stress(arena, island.workspace, island.set, &options, &stress, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_non_null(strstr(error.message, "`flood`"));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_lost_is_the_report),
        cmocka_unit_test(a_flood_leaves_what_the_ore_in_stock_makes),
        cmocka_unit_test(two_losses_lose_at_least_as_much_as_either),
        cmocka_unit_test(draws_are_of_what_is_probable),
        cmocka_unit_test(nodes_lie_between_their_bounds),
        cmocka_unit_test(stock_that_arrives_can_be_what_is_short),
        cmocka_unit_test(an_unknown_scenario_is_refused),
    };
    return cmocka_run_group_tests_name("service stress", tests, NULL, NULL);
}
