/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/given_facts.h"

/* NAME=VALUE; `prefix` is taken off the name where the user wrote it. */
static bool parse_fact(Text word, const char *option, Text prefix, FactGiven *fact, Error *error) {
    Text rest = word;
    (void)text_split(&rest, '=', &fact->name);
    if (rest.bytes == NULL || text_is_empty(text_trim(fact->name)) ||
        text_is_empty(text_trim(rest))) {
        return error_set(error, ERROR_INVALID, "`--%s` has `%.*s`; write it as NAME=VALUE", option,
                         TEXT_ARGS(word));
    }
    fact->name = text_trim(fact->name);
    fact->value = text_trim(rest);
    if (!text_is_empty(prefix) && text_starts_with(fact->name, prefix)) {
        fact->name = text_slice(fact->name, prefix.length, fact->name.length);
    }
    return true;
}

bool given_facts_read(Arena *arena, const Arguments *arguments, const char *option, bool splits,
                      Text prefix, const FactGiven **facts, size_t *count, Error *error) {
    Text *words = NULL;
    *count = arguments_values(arena, arguments, option, splits, &words);
    FactGiven *parsed = ARENA_MANY(arena, FactGiven, *count);
    for (size_t i = 0; i < *count; i++) {
        if (!parse_fact(words[i], option, prefix, &parsed[i], error)) {
            return false;
        }
    }
    *facts = parsed;
    return true;
}
