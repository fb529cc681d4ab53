/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as a list, in whichever form they begin like: it is read whole, with a
 * name to every party, or refused in one line. */
#include "fuzz.h"

#include <string.h>

#include "screening/screening.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    ScreeningList list;
    Error error = {0};
    if (screening_list_read(arena, TEXT("f"), (Text){(const char *)data, size}, &list, &error)) {
        REQUIRE(list.party_count > 0 && list.digest.length == 64);
        for (size_t i = 0; i < list.party_count; i++) {
            REQUIRE(list.parties[i].name_count > 0);
            REQUIRE(list.parties[i].names[0].text.length > 0);
        }
    } else {
        REQUIRE(error.kind != ERROR_NONE && error.message[0] != '\0');
        REQUIRE(strchr(error.message, '\n') == NULL);
    }
    arena_free(arena);
    return 0;
}
