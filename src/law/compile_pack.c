/* SPDX-License-Identifier: Apache-2.0 */
#include "law/compile.h"
#include "law/work.h"

/* Bits of the truth of each provision of a kind, any of them, and a line for each. */
static Ref any_of_kind(Compilation *compilation, size_t pack, ProvisionKind kind, Array *lines) {
    Ref ref = REF_NO;
    size_t at = 0;
    size_t provision = 0;
    while (law_next_of_kind(compilation->set, pack, kind, &at, &provision)) {
        Ref holds = compile_fact(compilation, provision);
        ref = formula_or(&compilation->store, ref, holds);
        *(LineRef *)array_add(lines) =
            (LineRef){.line = {.provision = provision, .kind = kind}, .ref = holds};
    }
    return ref;
}

static bool has_kind(const LawSet *set, size_t pack, ProvisionKind kind) {
    size_t at = 0;
    size_t provision = 0;
    return law_next_of_kind(set, pack, kind, &at, &provision);
}

/* ---- requirements ---- */

static Ref required_by(Compilation *compilation, size_t requirement) {
    Ref ref = REF_NO;
    for (size_t i = 0; i < compilation->slots.count; i++) {
        const Slot *slot = &ARRAY_ITEMS(Slot, &compilation->slots)[i];
        if (slot->provision == requirement) {
            ref = formula_or(&compilation->store, ref, slot->ref);
        }
    }
    return ref;
}

static void add_slot_lines(const Compilation *compilation, Array *lines) {
    for (size_t i = 0; i < compilation->slots.count; i++) {
        const Slot *slot = &ARRAY_ITEMS(Slot, &compilation->slots)[i];
        bool is_literal = slot->has_reason && slot->reason.kind == OPERAND_LITERAL;
        *(LineRef *)array_add(lines) =
            (LineRef){.line = {.provision = slot->provision,
                               .kind = PROVISION_REQUIREMENT,
                               .reason = is_literal ? slot->reason.literal.text : TEXT("")},
                      .ref = slot->ref};
    }
}

static void compile_requirements(Compilation *compilation, PackRefs *refs, Array *lines) {
    size_t at = 0;
    size_t provision = 0;
    compilation->slots = array_new(compilation->arena, sizeof(Slot));
    refs->required = REF_NO;
    while (law_next_of_kind(compilation->set, refs->pack, PROVISION_REQUIREMENT, &at, &provision)) {
        compile_requirement(compilation, provision);
        Ref required = required_by(compilation, provision);
        refs->required = formula_or(&compilation->store, refs->required, required);
        *(NeedRefs *)array_add(&refs->needs) =
            (NeedRefs){.requirement = provision, .required = required, .uncovered = required};
    }
    add_slot_lines(compilation, lines);
}

/* ---- exceptions ---- */

/* A bar that asks for reasons means those that the struck exception covers. */
Ref compile_bar(Compilation *compilation, size_t bar, const Binding *binding) {
    const Provision *provision = &compilation->set->provisions[bar];
    bool is_bound = law_asks_reasons(provision->when) ||
                    law_asks_reasons(provision->except_where) ||
                    law_asks_reasons(provision->provided_that);
    return is_bound ? compile_provision(compilation, bar, binding) : compile_fact(compilation, bar);
}

static Ref struck_ref(Compilation *compilation, size_t exception, const Binding *binding) {
    size_t pack = compilation->set->provisions[exception].pack;
    Ref struck = REF_NO;
    size_t at = 0;
    size_t bar = 0;
    while (law_next_of_kind(compilation->set, pack, PROVISION_BAR, &at, &bar)) {
        if (law_bar_strikes(&compilation->tree, &compilation->set->provisions[bar], exception)) {
            struck =
                formula_or(&compilation->store, struck, compile_bar(compilation, bar, binding));
        }
    }
    return struck;
}

/* Singly, one exception must cover everything required. */
static Ref serves_ref(Compilation *compilation, size_t exception, const PackRefs *refs) {
    const Provision *provision = &compilation->set->provisions[exception];
    FormulaStore *store = &compilation->store;
    Binding binding = {.exception = provision, .slots = &compilation->slots};
    Ref holds = compile_provision(compilation, exception, &binding);
    Ref serves =
        formula_and(store, holds, formula_not(struck_ref(compilation, exception, &binding)));
    bool is_jointly = compilation->set->packs[refs->pack].exceptions_jointly;
    for (size_t i = 0; !is_jointly && i < refs->needs.count; i++) {
        const NeedRefs *need = &ARRAY_ITEMS(NeedRefs, &refs->needs)[i];
        if (!law_exception_covers(&compilation->tree, provision, need->requirement)) {
            serves = formula_and(store, serves, formula_not(need->required));
        }
    }
    return serves;
}

static void cover(Compilation *compilation, size_t exception, Ref serves, PackRefs *refs) {
    const Provision *provision = &compilation->set->provisions[exception];
    for (size_t i = 0; i < refs->needs.count; i++) {
        NeedRefs *need = &ARRAY_ITEMS(NeedRefs, &refs->needs)[i];
        if (law_exception_covers(&compilation->tree, provision, need->requirement)) {
            need->uncovered =
                formula_and(&compilation->store, need->uncovered, formula_not(serves));
        }
    }
}

static void compile_exceptions(Compilation *compilation, PackRefs *refs, Array *lines) {
    size_t at = 0;
    size_t exception = 0;
    while (law_next_of_kind(compilation->set, refs->pack, PROVISION_EXCEPTION, &at, &exception)) {
        Ref serves = serves_ref(compilation, exception, refs);
        cover(compilation, exception, serves, refs);
        *(LineRef *)array_add(lines) =
            (LineRef){.line = {.provision = exception, .kind = PROVISION_EXCEPTION}, .ref = serves};
    }
    refs->uncovered = REF_NO;
    for (size_t i = 0; i < refs->needs.count; i++) {
        refs->uncovered = formula_or(&compilation->store, refs->uncovered,
                                     ARRAY_ITEMS(NeedRefs, &refs->needs)[i].uncovered);
    }
}

/* ---- routes ---- */

void compile_pack(Compilation *compilation, size_t pack, PackRefs *refs, Array *lines) {
    *refs = (PackRefs){.pack = pack,
                       .needs = array_new(compilation->arena, sizeof(NeedRefs)),
                       .routes = array_new(compilation->arena, sizeof(RouteRefs))};
    bool has_scope = has_kind(compilation->set, pack, PROVISION_SCOPE);
    Ref scopes = any_of_kind(compilation, pack, PROVISION_SCOPE, lines);
    refs->speaks = has_scope ? scopes : REF_YES;
    refs->prohibited = any_of_kind(compilation, pack, PROVISION_PROHIBITION, lines);
    compile_requirements(compilation, refs, lines);
    compile_exceptions(compilation, refs, lines);
    compile_routes(compilation, refs, lines);
}
