/* SPDX-License-Identifier: Apache-2.0 */
#include "server/principal.h"

static const Text WORDS[] = {
    [ROLE_OPEN] = {"open", 4},
    [ROLE_READER] = {"reader", 6},
    [ROLE_ANALYST] = {"analyst", 7},
    [ROLE_OFFICER] = {"officer", 7},
    [ROLE_ADMINISTRATOR] = {"administrator", 13},
};

Text role_word(Role role) {
    return WORDS[role];
}

bool role_parse(Text word, Role *role) {
    for (size_t i = ROLE_READER; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (text_equals(WORDS[i], word)) {
            *role = (Role)i;
            return true;
        }
    }
    return false;
}
