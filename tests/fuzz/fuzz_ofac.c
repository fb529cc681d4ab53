/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as OFAC's three files, parted by lines of one "#". */
#include "fuzz.h"

#include <string.h>

#include "screening/screening.h"

static Text take_file(Text *rest) {
    const Text mark = TEXT("\n#\n");
    size_t at = 0;
    Text file = *rest;
    if (text_find(*rest, mark, &at)) {
        file = text_slice(*rest, 0, at + 1);
        *rest = text_slice(*rest, at + mark.length, rest->length);
    } else {
        *rest = TEXT("");
    }
    return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    Text rest = {(const char *)data, size};
    const Text sdn = take_file(&rest);
    const Text alt = take_file(&rest);
    const Text add = take_file(&rest);
    ScreeningList list;
    Error error = {0};
    (void)screening_list_is_ofac(sdn);
    if (screening_list_read_ofac(arena, TEXT("f"), sdn, alt, add, &list, &error)) {
        REQUIRE(list.party_count > 0);
        for (size_t i = 0; i < list.party_count; i++) {
            REQUIRE(list.parties[i].name_count > 0);
        }
    } else {
        REQUIRE(error.kind != ERROR_NONE && strchr(error.message, '\n') == NULL);
    }
    arena_free(arena);
    return 0;
}
