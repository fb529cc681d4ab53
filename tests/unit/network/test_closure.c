/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "network/network.h"

/* More than are walked from at once. */
enum { FIRMS = 700, LINKS = 900 };

static FirmNetwork network_of(const FirmLink *links, size_t link_count, size_t firm_count) {
    static const size_t sectors[FIRMS] = {0};
    static const unsigned char inputs[1] = {INPUT_ESSENTIAL};
    return (FirmNetwork){.firm_count = firm_count,
                         .sector_count = 1,
                         .sector = sectors,
                         .links = links,
                         .link_count = link_count,
                         .inputs = inputs};
}

static void counts_a_chain_and_a_circle(void **state) {
    (void)state;
    /* 0 -> 1 -> 2 -> 1 and, with nothing on it, 2 -> 3; 4 has a link with itself. */
    const FirmLink links[] = {{0, 1, 1}, {1, 2, 1}, {2, 1, 5}, {2, 3, 0}, {4, 4, 1}};
    const FirmNetwork network = network_of(links, 5, 5);
    const size_t expected_buyers[] = {2, 1, 1, 0, 0};
    const size_t expected_suppliers[] = {0, 2, 2, 0, 0};
    size_t buyers[5];
    size_t suppliers[5];
    network_reach(&network, buyers, suppliers);
    assert_memory_equal(buyers, expected_buyers, sizeof(buyers));
    assert_memory_equal(suppliers, expected_suppliers, sizeof(suppliers));
}

static size_t count_slowly(const FirmLink *links, size_t from, bool is_forward) {
    bool seen[FIRMS] = {false};
    size_t count = 0;
    seen[from] = true;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < LINKS; i++) {
            const size_t here = is_forward ? links[i].supplier : links[i].buyer;
            const size_t there = is_forward ? links[i].buyer : links[i].supplier;
            if (seen[here] && !seen[there]) {
                seen[there] = moved = true;
                count++;
            }
        }
    }
    return count;
}

static void agrees_with_a_slow_count(void **state) {
    (void)state;
    static FirmLink links[LINKS];
    static size_t buyers[FIRMS];
    static size_t suppliers[FIRMS];
    uint64_t random = 11;
    for (size_t i = 0; i < LINKS; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        links[i] = (FirmLink){(size_t)(random >> 33) % FIRMS, (size_t)(random >> 13) % FIRMS, 1};
    }
    const FirmNetwork network = network_of(links, LINKS, FIRMS);
    network_reach(&network, buyers, suppliers);
    for (size_t i = 0; i < FIRMS; i += 7) {
        assert_int_equal(buyers[i], count_slowly(links, i, true));
        assert_int_equal(suppliers[i], count_slowly(links, i, false));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_a_chain_and_a_circle),
        cmocka_unit_test(agrees_with_a_slow_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
