/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/packs.h"

#include "service/service.h"

static const LawSet *reform_once(Arena *arena, const LawSet *set, Text named,
                                 ProblemList *problems) {
    size_t offer = 0;
    return law_offer_find(set, named, &offer) ? law_offer_apply(arena, set, offer, problems)
                                              : law_reform(arena, set, named, problems);
}

const LawSet *packs_reform(Arena *arena, const Arguments *arguments, const LawSet *set) {
    Text *names = NULL;
    const size_t count = arguments_values(arena, arguments, "reform", false, &names);
    for (size_t i = 0; set != NULL && i < count; i++) {
        ProblemList problems = problem_list_new(arena);
        set = reform_once(arena, set, names[i], &problems);
        if (set == NULL) {
            (void)print_problems(arena, &problems);
        }
    }
    return set;
}

const LawSet *packs_load_paths(Arena *arena, const Text *paths, size_t count) {
    ProblemList problems = problem_list_new(arena);
    const bool is_database = count == 1 && store_is_address(paths[0]);
    const LawSet *set = is_database ? service_load_law(arena, paths[0], NULL, &problems)
                                    : law_load(arena, paths, count, &problems);
    if (set == NULL) {
        (void)print_problems(arena, &problems);
    }
    return set;
}

const LawSet *packs_load_named(Arena *arena, const Arguments *arguments) {
    Text *paths = NULL;
    const size_t count = arguments_values(arena, arguments, "packs", true, &paths);
    return packs_load_paths(arena, paths, count);
}

const LawSet *packs_load(Arena *arena, const Arguments *arguments) {
    return packs_reform(arena, arguments, packs_load_named(arena, arguments));
}
