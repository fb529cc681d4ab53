/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "alliance/order.h"

static int make_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int drop_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void test_nothing(void **state) {
    Array cycles = array_new(*state, sizeof(Cycle));
    assert_non_null(order_nodes(*state, 0, NULL, 0, &cycles));
    const size_t *order = order_nodes(*state, 3, NULL, 0, &cycles);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(order[i], i);
    }
    assert_int_equal(cycles.count, 0);
}

static void test_diamond(void **state) {
    Array cycles = array_new(*state, sizeof(Cycle));
    const Edge edges[] = {{0, 2, 0}, {0, 1, 1}, {1, 3, 2}, {2, 3, 3}, {0, 3, 4}};
    const size_t *order = order_nodes(*state, 4, edges, 5, &cycles);
    const size_t expected[] = {3, 2, 1, 0};
    assert_memory_equal(order, expected, sizeof expected);
    assert_int_equal(cycles.count, 0);
}

static void test_cycles(void **state) {
    Array cycles = array_new(*state, sizeof(Cycle));
    const Edge edges[] = {{0, 1, 10}, {1, 2, 11}, {2, 1, 12}, {3, 3, 13}};
    const size_t *order = order_nodes(*state, 4, edges, 4, &cycles);
    assert_int_equal(order[3], 3);
    assert_int_equal(cycles.count, 2);
    const Cycle *first = array_at(&cycles, 0);
    assert_int_equal(first->node_count, 2);
    assert_int_equal(first->nodes[0], 1);
    assert_int_equal(first->nodes[1], 2);
    assert_int_equal(first->row, 12);
    const Cycle *second = array_at(&cycles, 1);
    assert_int_equal(second->node_count, 1);
    assert_int_equal(second->nodes[0], 3);
}

static void test_cycles_are_limited(void **state) {
    enum { NODES = 50 };
    Edge edges[NODES];
    Array cycles = array_new(*state, sizeof(Cycle));
    for (size_t i = 0; i < NODES; i++) {
        edges[i] = (Edge){i, i, i};
    }
    (void)order_nodes(*state, NODES, edges, NODES, &cycles);
    assert_int_equal(cycles.count, ORDER_CYCLES_MAX);
}

/* A chain this long would overflow the stack of a walk that calls itself. */
static void test_long_chain(void **state) {
    enum { NODES = 1000000 };
    Arena *arena = *state;
    Array cycles = array_new(arena, sizeof(Cycle));
    Edge *edges = ARENA_MANY(arena, Edge, NODES - 1);
    for (size_t i = 0; i + 1 < NODES; i++) {
        edges[i] = (Edge){i, i + 1, i};
    }
    const size_t *order = order_nodes(arena, NODES, edges, NODES - 1, &cycles);
    assert_int_equal(order[0], NODES - 1);
    assert_int_equal(order[NODES - 1], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_diamond, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_cycles, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_cycles_are_limited, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_long_chain, make_arena, drop_arena),
    };
    return cmocka_run_group_tests_name("alliance order", tests, NULL, NULL);
}
