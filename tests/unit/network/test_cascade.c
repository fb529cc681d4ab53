/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "network/network.h"

enum { CASES = 9, FILE_MAX = 1 << 20 };

/* The numbers of a file, row by row, after its first line where `has_head`. */
static const double *numbers(Arena *arena, const char *name, bool has_head, size_t *count) {
    const Text folder = text_format(arena, "%s/../esri", getenv("ENTENTE_TEST_DATA"));
    Text content = {0};
    Error error = {0};
    if (!file_read(arena, file_path(arena, folder, text_from(name)), FILE_MAX, &content, &error)) {
        fail_msg("%s", error.message);
    }
    const char *at = text_terminated(arena, content);
    double *found = ARENA_MANY(arena, double, content.length);
    while (has_head && *at != '\n') {
        at++;
    }
    *count = 0;
    for (char *end = NULL;; at = end) {
        const double value = strtod(at, &end);
        if (end == at) {
            return found;
        }
        found[(*count)++] = value;
    }
}

static const double *case_numbers(Arena *arena, size_t which, const char *what, bool has_head,
                                  size_t *count) {
    const Text name = text_format(arena, "rand%02zu.%s.tsv", which, what);
    return numbers(arena, text_terminated(arena, name), has_head, count);
}

static size_t *sectors_of(Arena *arena, const double *rows, size_t count, FirmNetwork *network) {
    size_t *sectors = ARENA_MANY(arena, size_t, count / 2);
    for (size_t i = 0; i < count / 2; i++) {
        sectors[i] = (size_t)rows[2 * i + 1];
        network->sector_count =
            network->sector_count > sectors[i] ? network->sector_count : sectors[i] + 1;
    }
    network->firm_count = count / 2;
    network->sector = sectors;
    return sectors;
}

static FirmNetwork read_case(Arena *arena, size_t which) {
    FirmNetwork network = {0};
    size_t count = 0;
    const double *firms = case_numbers(arena, which, "firms", true, &count);
    (void)sectors_of(arena, firms, count, &network);
    const double *edges = case_numbers(arena, which, "edges", true, &count);
    FirmLink *links = ARENA_MANY(arena, FirmLink, count / 3);
    for (size_t i = 0; i < count / 3; i++) {
        links[i] = (FirmLink){(size_t)edges[3 * i], (size_t)edges[3 * i + 1], edges[3 * i + 2]};
    }
    network.links = links;
    network.link_count = count / 3;
    const double *kinds = case_numbers(arena, which, "ess", false, &count);
    assert_int_equal(count, network.sector_count * network.sector_count);
    unsigned char *inputs = ARENA_MANY(arena, unsigned char, count);
    for (size_t i = 0; i < count; i++) {
        inputs[i] = (unsigned char)kinds[i];
    }
    network.inputs = inputs;
    return network;
}

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-9)) {
        fail_msg("%.12g is not %.12g", found, expected);
    }
}

static void agrees_with_the_published_method(void **state) {
    (void)state;
    for (size_t which = 1; which <= CASES; which++) {
        Arena *arena = arena_new();
        const FirmNetwork network = read_case(arena, which);
        size_t count = 0;
        const double *expected = case_numbers(arena, which, "esri", true, &count);
        assert_int_equal(count, 3 * network.firm_count);
        FirmRisk *risks = ARENA_MANY(arena, FirmRisk, network.firm_count);
        Error error = {0};
        assert_true(network_cascade(arena, &network, 0.01, NULL, 0, risks, &error));
        for (size_t i = 0; i < network.firm_count; i++) {
            assert_near(risks[i].both, expected[3 * i]);
            assert_near(risks[i].down, expected[3 * i + 1]);
            assert_near(risks[i].up, expected[3 * i + 2]);
        }
        arena_free(arena);
    }
}

/* A chain a -> b -> c of 1 and 1, all essential and of sectors of their own. Without a, b and
 * then c stop; c sells nothing. Without c, b loses its orders, then a. */
static FirmNetwork chain(unsigned char kind) {
    static const size_t sectors[] = {0, 1, 2};
    static const FirmLink links[] = {{0, 1, 1}, {1, 2, 1}};
    static const unsigned char essential[] = {2, 2, 2, 2, 2, 2, 2, 2, 2};
    static const unsigned char negligible[9] = {0};
    return (FirmNetwork){.firm_count = 3,
                         .sector_count = 3,
                         .sector = sectors,
                         .links = links,
                         .link_count = 2,
                         .inputs = kind == INPUT_ESSENTIAL ? essential : negligible};
}

static void a_chain_by_hand(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const FirmNetwork network = chain(INPUT_ESSENTIAL);
    FirmRisk risks[3];
    Error error = {0};
    assert_true(network_cascade(arena, &network, 0, NULL, 0, risks, &error));
    assert_near(risks[0].down, 1);
    assert_near(risks[0].up, 0.5);
    assert_near(risks[0].both, 1);
    assert_near(risks[1].down, 0.5);
    assert_near(risks[1].up, 1);
    assert_near(risks[2].down, 0);
    assert_near(risks[2].up, 1);
    arena_free(arena);
}

static void stops_only_whom_it_is_asked_for(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const FirmNetwork network = chain(INPUT_ESSENTIAL);
    const size_t stopped[] = {2, 0};
    FirmRisk risks[2];
    Error error = {0};
    assert_true(network_cascade(arena, &network, 0, stopped, 2, risks, &error));
    assert_near(risks[0].up, 1);
    assert_near(risks[0].down, 0);
    assert_near(risks[1].both, 1);
    assert_near(risks[1].up, 0.5);
    arena_free(arena);
}

static void negligible_inputs_are_not_missed(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const FirmNetwork network = chain(INPUT_NEGLIGIBLE);
    FirmRisk risks[3];
    Error error = {0};
    assert_true(network_cascade(arena, &network, 0.01, NULL, 0, risks, &error));
    assert_near(risks[0].down, 0.5); /* its own sales alone */
    arena_free(arena);
}

/* The worked example: eleven firms, every input ordinary. The last firm sells nothing, so that
 * all it does is stop asking for things. */
static void the_worked_example(void **state) {
    (void)state;
    Arena *arena = arena_new();
    size_t count = 0;
    const double *amounts = numbers(arena, "example_W.tsv", false, &count);
    assert_int_equal(count, 11 * 11);
    FirmLink *links = ARENA_MANY(arena, FirmLink, count);
    FirmNetwork network = {.links = links};
    for (size_t i = 0; i < count; i++) {
        if (amounts[i] > 0) {
            links[network.link_count++] = (FirmLink){i / 11, i % 11, amounts[i]};
        }
    }
    const double *rows = numbers(arena, "example_p.tsv", true, &count);
    size_t *sectors = sectors_of(arena, rows, count, &network);
    network.sector_count--;
    for (size_t i = 0; i < network.firm_count; i++) {
        sectors[i]--;
    }
    unsigned char *inputs = ARENA_MANY(arena, unsigned char, 25);
    for (size_t i = 0; i < 25; i++) {
        inputs[i] = INPUT_ORDINARY;
    }
    network.inputs = inputs;
    FirmRisk risks[11];
    Error error = {0};
    assert_int_equal(network.firm_count, 11);
    assert_int_equal(network.link_count, 10);
    assert_true(network_cascade(arena, &network, 1e-12, NULL, 0, risks, &error));
    assert_near(risks[10].down, 0);
    /* The first sells nothing; the second loses half its orders, 1 of the 10 there are. */
    assert_near(risks[0].down, 0);
    assert_near(risks[0].both, 0.1);
    arena_free(arena);
}

static void refuses_what_is_no_network(void **state) {
    (void)state;
    Arena *arena = arena_new();
    FirmNetwork network = chain(INPUT_ESSENTIAL);
    const FirmLink bad = {0, 3, 1};
    FirmRisk risks[3];
    Error error = {0};
    network.links = &bad;
    network.link_count = 1;
    assert_false(network_cascade(arena, &network, 0.01, NULL, 0, risks, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    network.link_count = 0;
    assert_false(network_cascade(arena, &network, 0.01, NULL, 0, risks, &error));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_published_method),
        cmocka_unit_test(a_chain_by_hand),
        cmocka_unit_test(stops_only_whom_it_is_asked_for),
        cmocka_unit_test(negligible_inputs_are_not_missed),
        cmocka_unit_test(the_worked_example),
        cmocka_unit_test(refuses_what_is_no_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
