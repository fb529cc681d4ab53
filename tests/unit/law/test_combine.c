/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/work.h"

static PackDecision says(Outcome best, Outcome worst, int days) {
    return (PackDecision){.speaks = TRUTH_YES, .best = best, .worst = worst, .days = days};
}

static Decision combine(const PackDecision *packs, size_t count) {
    Decision decision = {.packs = packs, .pack_count = count};
    law_combine(&decision);
    return decision;
}

static void no_pack_leaves_it_free(void **state) {
    (void)state;
    Decision decision = combine(NULL, 0);
    assert_int_equal(decision.outcome, OUTCOME_FREE);
    assert_int_equal(decision.days, 0);
}

static void the_strictest_of_two_decides(void **state) {
    (void)state;
    for (Outcome a = OUTCOME_FREE; a <= OUTCOME_PROHIBITED; a++) {
        for (Outcome b = OUTCOME_FREE; b <= OUTCOME_PROHIBITED; b++) {
            PackDecision packs[] = {says(a, a, 0), says(b, b, 0)};
            assert_int_equal(combine(packs, 2).outcome, a > b ? a : b);
        }
    }
}

static void bounds_combine_apart(void **state) {
    (void)state;
    PackDecision packs[] = {says(OUTCOME_FREE, OUTCOME_PROHIBITED, -1),
                            says(OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED, 30)};
    Decision decision = combine(packs, 2);
    assert_int_equal(decision.best, OUTCOME_AUTHORISED);
    assert_int_equal(decision.worst, OUTCOME_PROHIBITED);
    assert_int_equal(decision.outcome, OUTCOME_UNDETERMINED);
}

static void what_cannot_matter_is_not_undetermined(void **state) {
    (void)state;
    PackDecision packs[] = {says(OUTCOME_FREE, OUTCOME_LICENCE_REQUIRED, 10),
                            says(OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED, 30)};
    Decision decision = combine(packs, 2);
    assert_int_equal(decision.outcome, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision.days, 30);
}

static void one_pack_without_a_way_leaves_none(void **state) {
    (void)state;
    PackDecision packs[] = {says(OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED, -1),
                            says(OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED, 400)};
    assert_int_equal(combine(packs, 2).days, -1);
    assert_int_equal(combine(packs + 1, 1).days, 400);
}

static void the_order_of_packs_is_of_no_account(void **state) {
    (void)state;
    PackDecision packs[] = {says(OUTCOME_AUTHORISED, OUTCOME_PROHIBITED, 5),
                            says(OUTCOME_FREE, OUTCOME_LICENCE_REQUIRED, 7)};
    PackDecision turned[] = {packs[1], packs[0]};
    Decision a = combine(packs, 2);
    Decision b = combine(turned, 2);
    assert_int_equal(a.best, b.best);
    assert_int_equal(a.worst, b.worst);
    assert_int_equal(a.days, b.days);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pack_leaves_it_free),
        cmocka_unit_test(the_strictest_of_two_decides),
        cmocka_unit_test(bounds_combine_apart),
        cmocka_unit_test(what_cannot_matter_is_not_undetermined),
        cmocka_unit_test(one_pack_without_a_way_leaves_none),
        cmocka_unit_test(the_order_of_packs_is_of_no_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
