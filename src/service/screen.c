/* SPDX-License-Identifier: Apache-2.0 */
/* Lists from files, for a screening. */
#include "base/array.h"
#include "base/file.h"
#include "service/lists.h"

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

bool lists_read(Arena *arena, Text path, ScreeningList *list, ListFiles *files, Error *error) {
    *files = (ListFiles){.is_ofac = false};
    if (!file_read(arena, path, SCREENING_LIST_BYTES_MAX, &files->parts[0], error)) {
        return false;
    }
    if (!screening_list_is_ofac(files->parts[0])) {
        return screening_list_read(arena, path, files->parts[0], list, error);
    }
    files->is_ofac = true;
    return read_beside(arena, path, TEXT("alt"), &files->parts[1], error) &&
           read_beside(arena, path, TEXT("add"), &files->parts[2], error) &&
           screening_list_read_ofac(arena, path, files->parts[0], files->parts[1], files->parts[2],
                                    list, error);
}

bool service_screen_lists(Arena *arena, const Text *paths, size_t count, ScreeningList **lists,
                          Error *error) {
    ScreeningList *read = ARENA_MANY(arena, ScreeningList, count);
    for (size_t i = 0; i < count; i++) {
        ListFiles files;
        if (!lists_read(arena, paths[i], &read[i], &files, error)) {
            return false;
        }
    }
    *lists = read;
    return true;
}
