/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "sharing/sharing.h"

static const char *const CODES[] = {"USA", "AUS", "CAN", "GBR", "NZL"};
enum { CODE_COUNT = sizeof(CODES) / sizeof(CODES[0]), ROUNDS = 2000 };
static const char *const LEVELS[] = {"UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET"};

/* A portion of random level and release; what is released to nobody else says NOFORN. */
static Label random_portion(Arena *arena, Random *random) {
    Error error = {0};
    Label label;
    TextBuilder text = text_builder_new(arena);
    text_add(&text, text_from(LEVELS[random_below(random, 4)]));
    if (random_below(random, 5) == 0) {
        text_add(&text, TEXT("//NOFORN"));
    } else {
        text_add(&text, TEXT("//REL TO USA"));
        for (size_t i = 1; i < CODE_COUNT; i++) {
            if (random_below(random, 3) > 0) {
                text_add_format(&text, ", %s", CODES[i]);
            }
        }
    }
    assert_true(label_parse(arena, text_built(&text), &label, &error));
    return label;
}

static bool names(const Label *label, Text code) {
    const LabelValues *values = &label->sets[LABEL_RELEASABLE];
    for (size_t i = 0; i < values->count; i++) {
        if (text_equals(values->items[i], code)) {
            return true;
        }
    }
    return false;
}

/* Nobody may have the whole who may not have each part, and whoever may have each may have it. */
static void whoever_has_the_whole_has_each_part(void **state) {
    Random random = {3};
    for (size_t round = 0; round < ROUNDS; round++) {
        Error error = {0};
        Label parts[4];
        Label whole;
        const LabelRule *rules = NULL;
        size_t rule_count = 0;
        const size_t count = 1 + random_below(&random, 4);
        for (size_t i = 0; i < count; i++) {
            parts[i] = random_portion(*state, &random);
        }
        assert_true(label_roll_up(*state, parts, count, &whole, &rules, &rule_count, &error));
        for (size_t i = 0; i < count; i++) {
            assert_true(whole.level >= parts[i].level);
        }
        for (size_t code = 1; code < CODE_COUNT; code++) {
            bool by_each = true;
            for (size_t i = 0; i < count; i++) {
                by_each = by_each && names(&parts[i], text_from(CODES[code]));
            }
            assert_int_equal(names(&whole, text_from(CODES[code])), by_each);
        }
        assert_true(whole.is_no_foreign || names(&whole, TEXT("AUS")) ||
                    names(&whole, TEXT("CAN")) || names(&whole, TEXT("GBR")) ||
                    names(&whole, TEXT("NZL")));
        for (size_t i = 0; i < rule_count; i++) {
            assert_false(text_is_empty(rules[i].citation));
        }
    }
}

static void order_makes_no_difference(void **state) {
    Random random = {4};
    for (size_t round = 0; round < ROUNDS / 4; round++) {
        Error error = {0};
        Label parts[3];
        Label reversed[3];
        Label one;
        Label other;
        const LabelRule *rules = NULL;
        size_t rule_count = 0;
        for (size_t i = 0; i < 3; i++) {
            parts[i] = random_portion(*state, &random);
            reversed[2 - i] = parts[i];
        }
        assert_true(label_roll_up(*state, parts, 3, &one, &rules, &rule_count, &error));
        assert_true(label_roll_up(*state, reversed, 3, &other, &rules, &rule_count, &error));
        assert_true(text_equals(label_format(*state, &one, LABEL_FORM_BANNER),
                                label_format(*state, &other, LABEL_FORM_BANNER)));
    }
}

static void nothing_rolls_up_to_nothing(void **state) {
    Error error = {0};
    Label whole;
    const LabelRule *rules = NULL;
    size_t rule_count = 0;
    assert_false(label_roll_up(*state, NULL, 0, &whole, &rules, &rule_count, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(whoever_has_the_whole_has_each_part),
        ARENA_TEST(order_makes_no_difference),
        ARENA_TEST(nothing_rolls_up_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
