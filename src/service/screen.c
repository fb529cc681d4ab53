/* SPDX-License-Identifier: Apache-2.0 */
/* Lists from files, for a screening. */
#include "base/array.h"
#include "base/file.h"
#include "service/service.h"

/* OFAC's other files stand beside SDN under names that differ in those three letters. */
static bool read_beside(Arena *arena, Text path, Text name, Text *content, Error *error) {
    enum { LETTERS = 3 };
    size_t start = path.length;
    while (start > 0 && path.bytes[start - 1] != '/') {
        start--;
    }
    const Text file = text_lowercase(arena, text_slice(path, start, path.length));
    size_t at = 0;
    *content = TEXT("");
    if (!text_find(file, TEXT("sdn"), &at)) {
        return true;
    }
    const bool is_large = path.bytes[start + at] == 'S';
    char letters[LETTERS];
    for (size_t i = 0; i < LETTERS; i++) {
        letters[i] = (char)(is_large ? name.bytes[i] - 'a' + 'A' : name.bytes[i]);
    }
    const Text other =
        text_format(arena, "%.*s%.3s%.*s", (int)(start + at), path.bytes, letters,
                    (int)(path.length - start - at - LETTERS), path.bytes + start + at + LETTERS);
    return !file_exists(other) || file_read(arena, other, SCREENING_LIST_BYTES_MAX, content, error);
}

static bool read_list(Arena *arena, Text path, ScreeningList *list, Error *error) {
    Text content = {0};
    Text alt = {0};
    Text add = {0};
    if (!file_read(arena, path, SCREENING_LIST_BYTES_MAX, &content, error)) {
        return false;
    }
    if (!screening_list_is_ofac(content)) {
        return screening_list_read(arena, path, content, list, error);
    }
    return read_beside(arena, path, TEXT("alt"), &alt, error) &&
           read_beside(arena, path, TEXT("add"), &add, error) &&
           screening_list_read_ofac(arena, path, content, alt, add, list, error);
}

bool service_screen_lists(Arena *arena, const Text *paths, size_t count, ScreeningList **lists,
                          Error *error) {
    ScreeningList *read = ARENA_MANY(arena, ScreeningList, count);
    for (size_t i = 0; i < count; i++) {
        if (!read_list(arena, paths[i], &read[i], error)) {
            return false;
        }
    }
    *lists = read;
    return true;
}
