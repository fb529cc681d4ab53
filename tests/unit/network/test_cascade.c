/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- the definition, firm by firm, on networks of many firms ---- */

enum { MANY = 600, MANY_LINKS = 2400, MANY_SECTORS = 7 };

static uint64_t draw(uint64_t *state) {
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return *state >> 33;
}

/* Some firms sell far more often than others, so that some cascades pass over few links and some
 * over most. */
static FirmNetwork many_firms(Arena *arena, uint64_t seed) {
    size_t *sector = ARENA_MANY(arena, size_t, MANY);
    FirmLink *links = ARENA_MANY(arena, FirmLink, MANY_LINKS);
    unsigned char *inputs = ARENA_MANY(arena, unsigned char, MANY_SECTORS *MANY_SECTORS);
    for (size_t i = 0; i < MANY; i++) {
        sector[i] = draw(&seed) % MANY_SECTORS;
    }
    for (size_t i = 0; i < MANY_LINKS; i++) {
        const size_t among = i % 2 == 0 ? MANY : 40;
        links[i] =
            (FirmLink){draw(&seed) % among, draw(&seed) % MANY, (double)(draw(&seed) % 1000)};
    }
    for (size_t i = 0; i < MANY_SECTORS * MANY_SECTORS; i++) {
        inputs[i] = (unsigned char)(draw(&seed) % 3);
    }
    return (FirmNetwork){.firm_count = MANY,
                         .sector_count = MANY_SECTORS,
                         .sector = sector,
                         .links = links,
                         .link_count = MANY_LINKS,
                         .inputs = inputs};
}

typedef struct Books {
    double sales[MANY];
    double bought[MANY];
    double of_sector[MANY][MANY_SECTORS]; /* bought from each sector */
    double sector_sales[MANY_SECTORS];
    double total;
} Books;

static void keep_books(const FirmNetwork *network, Books *books) {
    *books = (Books){.total = 0};
    for (size_t i = 0; i < network->link_count; i++) {
        const FirmLink *link = &network->links[i];
        const size_t sector = network->sector[link->supplier];
        books->sales[link->supplier] += link->weight;
        books->bought[link->buyer] += link->weight;
        books->of_sector[link->buyer][sector] += link->weight;
        books->sector_sales[sector] += link->weight;
        books->total += link->weight;
    }
}

static double missing_by_definition(const FirmNetwork *network, const Books *books,
                                    const double *down, size_t firm) {
    double left = 0;
    for (size_t i = 0; i < MANY; i++) {
        left += network->sector[i] == network->sector[firm] ? books->sales[i] * down[i] : 0;
    }
    const double share = left > 0 ? fmin(1, books->sales[firm] / left) : 1;
    return share * (1 - down[firm]);
}

static void step_by_definition(const FirmNetwork *network, const Books *books, double *down,
                               double *up) {
    static double lack[MANY][MANY_SECTORS];
    double orders[MANY] = {0};
    double missing[MANY];
    memset(lack, 0, sizeof(lack));
    for (size_t i = 0; i < MANY; i++) {
        missing[i] = down[i] < 1 ? missing_by_definition(network, books, down, i) : 0;
    }
    for (size_t i = 0; i < network->link_count; i++) {
        const FirmLink *link = &network->links[i];
        lack[link->buyer][network->sector[link->supplier]] +=
            link->weight * missing[link->supplier];
        orders[link->supplier] += link->weight * up[link->buyer];
    }
    for (size_t i = 0; i < MANY; i++) {
        double worst = 0;
        double ordinary = 0;
        for (size_t k = 0; k < MANY_SECTORS; k++) {
            const unsigned char kind = network->inputs[k * MANY_SECTORS + network->sector[i]];
            if (kind == INPUT_ESSENTIAL && books->of_sector[i][k] > 0) {
                worst = fmax(worst, lack[i][k] / books->of_sector[i][k]);
            } else if (kind == INPUT_ORDINARY && books->bought[i] > 0) {
                ordinary += lack[i][k] / books->bought[i];
            }
        }
        down[i] = fmax(0, 1 - fmax(worst, ordinary));
        up[i] = books->sales[i] > 0 ? orders[i] / books->sales[i] : 1;
    }
}

static double index_by_definition(const FirmNetwork *network, const Books *books, size_t stopped,
                                  double tolerance) {
    double down[MANY];
    double up[MANY];
    double moved = 1;
    for (size_t i = 0; i < MANY; i++) {
        down[i] = up[i] = i == stopped ? 0 : 1;
    }
    while (moved > tolerance) {
        double before[2][MANY];
        memcpy(before[0], down, sizeof(down));
        memcpy(before[1], up, sizeof(up));
        step_by_definition(network, books, down, up);
        down[stopped] = up[stopped] = 0;
        moved = 0;
        for (size_t i = 0; i < MANY; i++) {
            moved = fmax(moved, fmax(fabs(down[i] - before[0][i]), fabs(up[i] - before[1][i])));
        }
    }
    double lost = 0;
    for (size_t i = 0; i < MANY; i++) {
        lost += books->sales[i] * (1 - fmin(down[i], up[i]));
    }
    return lost / books->total;
}

static void agrees_with_the_definition(void **state) {
    (void)state;
    static Books books;
    Arena *arena = arena_new();
    Error error = {0};
    const FirmNetwork network = many_firms(arena, 5);
    FirmRisk *risks = ARENA_MANY(arena, FirmRisk, MANY);
    keep_books(&network, &books);
    assert_true(network_cascade(arena, &network, 0.003, NULL, 0, risks, &error));
    for (size_t i = 0; i < MANY; i += 7) {
        assert_near(risks[i].both, index_by_definition(&network, &books, i, 0.003));
    }
    arena_free(arena);
}

/* The same bytes whoever else is asked for: cascades that run together never show. */
static void a_firm_alone_is_a_firm_among_many(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Error error = {0};
    const FirmNetwork network = many_firms(arena, 6);
    FirmRisk *risks = ARENA_MANY(arena, FirmRisk, MANY);
    assert_true(network_cascade(arena, &network, 0.003, NULL, 0, risks, &error));
    for (size_t i = 0; i < MANY; i += 5) {
        FirmRisk alone = {0};
        assert_true(network_cascade(arena, &network, 0.003, &i, 1, &alone, &error));
        assert_memory_equal(&alone, &risks[i], sizeof(alone));
    }
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
        cmocka_unit_test(agrees_with_the_definition),
        cmocka_unit_test(a_firm_alone_is_a_firm_among_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
