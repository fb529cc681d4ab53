/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/weight.h"

enum {
    FRACTION_BITS = 16,
    WEIGHT_LEGAL_FORM = 1200,
    WEIGHT_STOP = 1500,
    WEIGHT_LEAST = 2000,
    WEIGHT_NUMBER_LEAST = 7000,
    SHORT_MOST = 3, /* letters */
    WEIGHT_PATRONYMIC_MOST = 4000
};

/* Of words by their length: a few letters are often an abbreviation that another spelling of the
 * name leaves out, whatever their rarity. */
static const int32_t WEIGHTS_SHORT_MOST[SHORT_MOST + 1] = {0, 3000, 5000, 6500};

uint32_t binary_logarithm(uint64_t value) {
    uint32_t whole = 0;
    while (value >= UINT64_C(2) << FRACTION_BITS) {
        value >>= 1;
        whole++;
    }
    uint32_t fraction = 0;
    for (unsigned i = 0; i < FRACTION_BITS; i++) {
        value = value * value >> FRACTION_BITS;
        fraction <<= 1;
        if (value >= UINT64_C(2) << FRACTION_BITS) {
            value >>= 1;
            fraction |= 1;
        }
    }
    return whole << FRACTION_BITS | fraction;
}

static int32_t rarity(size_t frequency, size_t name_count) {
    const uint64_t one = UINT64_C(1) << FRACTION_BITS;
    if (frequency <= 1 || name_count == 0) {
        return SCREENING_ONE;
    }
    const uint64_t most = binary_logarithm(((uint64_t)name_count << FRACTION_BITS) + one);
    const uint64_t own =
        binary_logarithm(((uint64_t)name_count << FRACTION_BITS) / frequency + one);
    return (int32_t)(own * SCREENING_ONE / most);
}

/* Names after the father, which one spelling of a name has and the next leaves out. */
static bool is_patronymic(Text word) {
    static const char *const endings[] = {"ovic", "evic", "ogly", "oglu", "kyzy"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const Text ending = text_from(endings[i]);
        if (word.length > ending.length + 1 && text_ends_with(word, ending)) {
            return true;
        }
    }
    return patronymic_stem(word) > 0;
}

int32_t word_weight(const Word *word, size_t frequency, size_t name_count) {
    if (word->kind == WORD_LEGAL_FORM) {
        return WEIGHT_LEGAL_FORM;
    }
    if (word->kind == WORD_STOP) {
        return WEIGHT_STOP;
    }
    int32_t weight = rarity(frequency, name_count);
    if (weight < WEIGHT_LEAST) {
        weight = WEIGHT_LEAST;
    }
    if (weight > WEIGHT_PATRONYMIC_MOST && is_patronymic(word->text)) {
        return WEIGHT_PATRONYMIC_MOST;
    }
    if (word->has_digits) {
        return weight < WEIGHT_NUMBER_LEAST ? WEIGHT_NUMBER_LEAST : weight;
    }
    const int32_t most = word->length <= SHORT_MOST ? WEIGHTS_SHORT_MOST[word->length] : weight;
    return weight > most ? most : weight;
}
