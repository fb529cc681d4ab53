/* SPDX-License-Identifier: Apache-2.0 */
#include "law/compile.h"

#include <string.h>

static void compile_packs(Compilation *compilation) {
    const LawSet *set = compilation->set;
    PackRefs *packs = ARENA_MANY(compilation->arena, PackRefs, set->pack_count);
    Array lines = array_new(compilation->arena, sizeof(LineRef));
    size_t count = 0;
    for (size_t pack = 0; pack < set->pack_count; pack++) {
        if (set->packs[pack].info.speaks) {
            compile_pack(compilation, pack, &packs[count++], &lines);
        }
    }
    compile_values(compilation);
    compile_gates(compilation, packs, count, ARRAY_ITEMS(LineRef, &lines), lines.count);
}

static LawFacts *no_facts(Arena *arena, const LawSet *set) {
    LawFacts *facts = ARENA_NEW(arena, LawFacts);
    *facts = (LawFacts){arena, set, ARENA_MANY(arena, FactValue, set->attribute_count)};
    return facts;
}

const LawEngine *law_compile(Arena *arena, const LawSet *set, bool accept_unverified,
                             unsigned quantile) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    Compilation *compilation = ARENA_NEW(arena, Compilation);
    *compilation =
        (Compilation){.arena = arena,
                      .scratch = scratch,
                      .set = set,
                      .options = {.accept_unverified = accept_unverified, .quantile = quantile},
                      .store = formula_store_new(arena),
                      .leaves = array_new(arena, sizeof(Leaf)),
                      .leaf_refs = map_new(arena),
                      .fact_refs = ARENA_MANY(arena, Ref, set->provision_count),
                      .engine = ARENA_NEW(arena, LawEngine)};
    compilation->tree = (Engine){.arena = arena,
                                 .set = set,
                                 .facts = no_facts(arena, set),
                                 .options = &compilation->options};
    memset(compilation->fact_refs, 0xff, set->provision_count * sizeof(Ref));
    compilation->engine->set = set;
    compilation->engine->accept_unverified = accept_unverified;
    compile_packs(compilation);
    compilation->engine->word = compile_word(arena, compilation->engine);
    return compilation->engine;
}
