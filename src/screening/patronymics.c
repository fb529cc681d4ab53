/* SPDX-License-Identifier: Apache-2.0 */
/* East Slavonic names after the father, as they are romanised from Russian, Ukrainian and
 * Belarusian. */
#include "screening/name.h"

size_t patronymic_stem(Text word) {
    enum { STEM_LEAST = 2 };
    /* Longer ones before those they end with. */
    static const char *const endings[] = {
        "iyevich", "yevich", "yovych", "iavich", "owitsch", "ewitsch", "ovitch", "evitch",
        "ovich",   "evich",  "ovych",  "evych",  "avich",   "yevna",   "yivna",  "iivna",
        "aevna",   "ovna",   "evna",   "ivna",   "auna",    "euna",    "ouna"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const Text ending = text_from(endings[i]);
        if (word.length >= ending.length + STEM_LEAST && text_ends_with(word, ending)) {
            return word.length - ending.length;
        }
    }
    return 0;
}
