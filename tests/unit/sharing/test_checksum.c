/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "sharing/zip.h"

enum { LENGTH_MOST = 700 };

/* The definition: a bit at a time. */
static uint32_t by_bits(uint32_t checksum, const unsigned char *bytes, size_t count) {
    uint32_t state = ~checksum;
    for (size_t i = 0; i < count; i++) {
        state ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            state = state >> 1 ^ ((state & 1U) != 0 ? 0xEDB88320U : 0);
        }
    }
    return ~state;
}

static void known_value(void **state) {
    (void)state;
    /* The check value of CRC-32 (ISO 3309). */
    assert_int_equal(zip_checksum(0, "123456789", 9), 0xCBF43926);
    assert_int_equal(zip_checksum(0, "", 0), 0);
}

static void every_length_as_by_bits(void **state) {
    unsigned char bytes[LENGTH_MOST + 16];
    Random random = {1};
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)random_next(&random);
    }
    for (size_t count = 0; count <= LENGTH_MOST; count++) {
        const size_t start = random_below(&random, 16);
        const uint32_t before = (uint32_t)random_next(&random);
        assert_int_equal(zip_checksum(before, bytes + start, count),
                         by_bits(before, bytes + start, count));
    }
}

static void in_pieces_as_in_one(void **state) {
    unsigned char bytes[LENGTH_MOST];
    Random random = {2};
    (void)state;
    memset(bytes, 7, sizeof bytes);
    for (size_t i = 0; i < 100; i++) {
        const size_t cut = random_below(&random, sizeof bytes);
        const uint32_t first = zip_checksum(0, bytes, cut);
        assert_int_equal(zip_checksum(first, bytes + cut, sizeof bytes - cut),
                         zip_checksum(0, bytes, sizeof bytes));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_value),
        cmocka_unit_test(every_length_as_by_bits),
        cmocka_unit_test(in_pieces_as_in_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
