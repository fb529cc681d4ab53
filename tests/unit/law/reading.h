/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_READING_H
#define ENTENTE_TESTS_READING_H

/* Packs given as text in the tests of their reading. */

#include "law/draft.h"

/* The header of a pack `x` and a vocabulary for its rules. */
#define HEADER                                                                                     \
    "pack x \"X\"\n  jurisdiction US\n  authority \"15 CFR\"\n  vintage 2026-01-01\n"              \
    "vocabulary\n  item.eccn : code\n  item.us_origin : yes/no\n  item.value : number in USD\n"    \
    "  item.reasons : set of code\n  item.made : date\n"
#define GROUP "table group (country : country, group)\n  from \"g.csv\"\n  cite 15 CFR 740\n"

/* The set of a pack.law and a table g.csv (or NULL); NULL, with the messages, where it
 * has problems. */
static inline const LawSet *read_pack(Arena *arena, const char *law, const char *csv,
                                      Text *messages) {
    MemoryFile *files = ARENA_MANY(arena, MemoryFile, 2);
    files[0] = (MemoryFile){TEXT("pack.law"), text_from(law)};
    files[1] = (MemoryFile){TEXT("g.csv"), text_from(csv)};
    ProblemList problems = problem_list_new(arena);
    const LawTest *tests = NULL;
    size_t test_count = 0;
    const LawSet *set =
        law_read_memory(arena, files, csv != NULL ? 2 : 1, &tests, &test_count, &problems);
    *messages = problem_format(arena, &problems, 0);
    return set;
}

#endif
