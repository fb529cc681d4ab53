/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "law/compile_layout.h"

static const Node *node_at(const Layout *layout, Ref ref) {
    return formula_node(&layout->compilation->store, ref);
}

static const Leaf *leaf_at(const Layout *layout, const Node *node) {
    return &ARRAY_ITEMS(Leaf, &layout->compilation->leaves)[node->first];
}

/* ---- what is tabulated, and what is a gate ---- */

static bool is_tabulated(const Layout *layout, const Node *node) {
    if (node->kind == NODE_LEAF) {
        LeafKind kind = leaf_at(layout, node)->kind;
        return kind != LEAF_SLOW && kind != LEAF_CROSS;
    }
    return node->kind == NODE_ALL && node->support.is_single;
}

static GroupDraft *group_for(Layout *layout, size_t attribute, unsigned dates, bool is_set) {
    for (size_t i = 0; i < layout->groups.count; i++) {
        GroupDraft *group = &ARRAY_ITEMS(GroupDraft, &layout->groups)[i];
        if (group->attribute == attribute && group->dates == dates && group->is_set == is_set) {
            return group;
        }
    }
    GroupDraft *group = array_add(&layout->groups);
    *group =
        (GroupDraft){attribute, dates, is_set, array_new(layout->compilation->arena, sizeof(Ref))};
    return group;
}

static void add_input(Layout *layout, Ref ref) {
    const Node *node = node_at(layout, ref);
    bool is_set = node->kind == NODE_LEAF && leaf_at(layout, node)->kind == LEAF_MEMBERS;
    GroupDraft *group = group_for(layout, node->support.attribute, node->support.dates, is_set);
    *(Ref *)array_add(&group->inputs) = ref & ~1U;
}

/* The nodes made while gates are laid out need room too. */
static void make_room(Layout *layout) {
    size_t count = layout->compilation->store.nodes.count;
    if (count <= layout->node_count) {
        return;
    }
    bool *is_seen = ARENA_MANY(layout->compilation->arena, bool, count * 2);
    for (size_t i = 0; i < layout->node_count; i++) {
        is_seen[i] = layout->is_seen[i];
    }
    uint32_t *gate_of = ARENA_MANY(layout->compilation->arena, uint32_t, count * 2);
    for (size_t i = 0; i < layout->node_count; i++) {
        gate_of[i] = layout->gate_of[i];
    }
    layout->is_seen = is_seen;
    layout->gate_of = gate_of;
    layout->node_count = count * 2;
}

/* Whether one more stands with those that are together; they hang on it too then. */
static bool joins(const Layout *layout, Ref more, Support *together) {
    const Support support = node_at(layout, more)->support;
    const Support joined = support_join(*together, support);
    if (!joined.is_single || together->attribute != support.attribute) {
        return false;
    }
    *together = joined;
    return true;
}

/* The children of a block, those that stand together put into one. */
static Array parts_of(Layout *layout, Ref ref) {
    Arena *arena = layout->compilation->arena;
    Array parts = array_new(arena, sizeof(Ref));
    const Node node = *node_at(layout, ref);
    Ref *together = ARENA_MANY(arena, Ref, node.count);
    bool *is_taken = ARENA_MANY(arena, bool, node.count);
    for (uint32_t i = 0; i < node.count; i++) {
        size_t count = 0;
        const Ref first = formula_children(&layout->compilation->store, &node)[i];
        Support hang = node_at(layout, first)->support;
        for (uint32_t j = i; j < node.count; j++) {
            const Ref *refs = formula_children(&layout->compilation->store, &node);
            bool is_same =
                !is_taken[j] && (j == i || (refs[i] != REF_UNKNOWN && refs[j] != REF_UNKNOWN &&
                                            joins(layout, refs[j], &hang)));
            if (is_same) {
                is_taken[j] = true;
                together[count++] = refs[j];
            }
            if (j == i && count == 0) {
                break; /* taken with an earlier one */
            }
        }
        if (count > 0) {
            *(Ref *)array_add(&parts) = formula_all(&layout->compilation->store, together, count);
        }
    }
    return parts;
}

static void visit(Layout *layout, Ref ref);

static void visit_block(Layout *layout, Ref ref) {
    GateDraft gate = {.ref = ref & ~1U, .segment = layout->segment, .parts = parts_of(layout, ref)};
    for (size_t i = 0; i < gate.parts.count; i++) {
        visit(layout, ARRAY_ITEMS(Ref, &gate.parts)[i]);
    }
    *(GateDraft *)array_add(&layout->gates) = gate;
    layout->gate_of[ref >> 1] = (uint32_t)layout->gates.count;
}

/* What two packs ask is asked always, and so is what it asks. */
static void share(const Layout *layout, Ref ref) {
    uint32_t position = layout->gate_of[ref >> 1];
    if (position == 0) {
        return;
    }
    GateDraft *gate = array_at(&layout->gates, position - 1);
    if (gate->segment == layout->segment || gate->segment == 0) {
        return;
    }
    gate->segment = 0;
    for (size_t i = 0; i < gate->parts.count; i++) {
        share(layout, ARRAY_ITEMS(Ref, &gate->parts)[i]);
    }
}

static void visit(Layout *layout, Ref ref) {
    make_room(layout);
    const Node *node = node_at(layout, ref);
    if (node->kind == NODE_CONSTANT) {
        return;
    }
    assert(layout->is_seen != NULL);
    if (layout->is_seen[ref >> 1]) {
        share(layout, ref);
        return;
    }
    layout->is_seen[ref >> 1] = true;
    if (is_tabulated(layout, node)) {
        add_input(layout, ref);
    } else if (node->kind == NODE_LEAF) {
        bool is_slow = leaf_at(layout, node)->kind == LEAF_SLOW;
        *(Ref *)array_add(is_slow ? &layout->slow : &layout->cross) = ref & ~1U;
    } else {
        visit_block(layout, ref);
    }
}

static void visit_pack(Layout *layout, const PackRefs *pack) {
    visit(layout, pack->prohibited);
    visit(layout, pack->required);
    visit(layout, pack->uncovered);
    for (size_t i = 0; i < pack->needs.count; i++) {
        visit(layout, ARRAY_ITEMS(NeedRefs, &pack->needs)[i].uncovered);
    }
    for (size_t i = 0; i < pack->routes.count; i++) {
        visit(layout, ARRAY_ITEMS(RouteRefs, &pack->routes)[i].counted);
    }
}

bool layout_is_line_of(const Layout *layout, const LineRef *line, size_t pack) {
    return layout->compilation->set->provisions[line->line.provision].pack == pack;
}

static void visit_lines(Layout *layout, size_t pack, const LineRef *lines, size_t line_count) {
    for (size_t i = 0; i < line_count; i++) {
        if (layout_is_line_of(layout, &lines[i], pack)) {
            visit(layout, lines[i].ref);
        }
    }
}

/* ---- places ---- */
BitPlace layout_place(const Layout *layout, Ref ref) {
    if (ref == REF_UNKNOWN) {
        return BIT_UNKNOWN;
    }
    BitPlace place = (ref >> 1) == 0 ? BIT_YES : layout->places[ref >> 1];
    return (ref & 1) == 0 ? place : place + layout->words * WORD_BITS;
}

/* A group without a date stands with one of the same fact that has one. */
static void join_groups(Layout *layout) {
    for (size_t i = 0; i < layout->groups.count; i++) {
        GroupDraft *plain = &ARRAY_ITEMS(GroupDraft, &layout->groups)[i];
        for (size_t j = 0; plain->dates == 0 && j < layout->groups.count; j++) {
            GroupDraft *dated = &ARRAY_ITEMS(GroupDraft, &layout->groups)[j];
            if (dated->dates == 0 || dated->attribute != plain->attribute ||
                dated->is_set != plain->is_set) {
                continue;
            }
            for (size_t k = 0; k < plain->inputs.count; k++) {
                *(Ref *)array_add(&dated->inputs) = ARRAY_ITEMS(Ref, &plain->inputs)[k];
            }
            plain->inputs.count = 0;
        }
    }
}

/* Bits from `at` on; a group that fits into a word does not straddle two. */
static size_t place_group(Layout *layout, const GroupDraft *group, size_t at) {
    size_t left = WORD_BITS - at % WORD_BITS;
    if (group->inputs.count > left) {
        at += left % WORD_BITS;
    }
    for (size_t i = 0; i < group->inputs.count; i++) {
        layout->places[ARRAY_ITEMS(Ref, &group->inputs)[i] >> 1] = (BitPlace)at++;
    }
    return at;
}

static void place_inputs(Layout *layout) {
    size_t at = BIT_UNKNOWN + 1;
    for (size_t i = 0; i < layout->groups.count; i++) {
        at = place_group(layout, &ARRAY_ITEMS(GroupDraft, &layout->groups)[i], at);
    }
    for (size_t i = 0; i < layout->slow.count; i++) {
        layout->places[ARRAY_ITEMS(Ref, &layout->slow)[i] >> 1] = (BitPlace)at++;
    }
    for (size_t i = 0; i < layout->cross.count; i++) {
        layout->places[ARRAY_ITEMS(Ref, &layout->cross)[i] >> 1] = (BitPlace)at++;
    }
    layout->compilation->engine->input_words = (uint32_t)((at + WORD_BITS - 1) / WORD_BITS);
}

static bool is_gate(const Layout *layout, Ref ref) {
    const Node *node = node_at(layout, ref);
    return node->kind == NODE_ALL && !is_tabulated(layout, node);
}

/* Lines stand together, in order: a gate that is a line has its place there. */
static void place_gates(Layout *layout, const LineRef *lines, size_t line_count) {
    LawEngine *engine = layout->compilation->engine;
    engine->trace_word = engine->input_words;
    engine->trace_words = (uint32_t)((line_count + WORD_BITS - 1) / WORD_BITS);
    size_t first = (size_t)engine->trace_word * WORD_BITS;
    size_t at = first + (size_t)engine->trace_words * WORD_BITS;
    for (size_t i = 0; i < line_count; i++) {
        BitPlace *place = &layout->places[lines[i].ref >> 1];
        if (is_gate(layout, lines[i].ref) && (lines[i].ref & 1) == 0 && *place == PLACE_UNSET) {
            *place = (BitPlace)(first + i);
        }
    }
    for (size_t i = 0; i < layout->gates.count; i++) {
        BitPlace *place = &layout->places[ARRAY_ITEMS(GateDraft, &layout->gates)[i].ref >> 1];
        if (*place == PLACE_UNSET) {
            *place = (BitPlace)at++;
        }
    }
    layout->words = (uint32_t)((at + WORD_BITS - 1) / WORD_BITS);
    engine->words = layout->words;
}

/* ---- groups ---- */

static void make_group(const Layout *layout, const GroupDraft *draft, EngineGroup *group) {
    BitPlace first = layout->places[ARRAY_ITEMS(Ref, &draft->inputs)[0] >> 1];
    *group = (EngineGroup){.attribute = draft->attribute,
                           .dates = draft->dates,
                           .is_set = draft->is_set,
                           .word = first / WORD_BITS};
    compile_group(layout->compilation, group, draft->inputs.items, draft->inputs.count,
                  first % WORD_BITS);
}

/* Sets have no dates, and what hangs on no fact and no date is the same for all. */
static void make_groups(Layout *layout) {
    LawEngine *engine = layout->compilation->engine;
    Arena *arena = layout->compilation->arena;
    EngineGroup *groups = ARENA_MANY(arena, EngineGroup, layout->groups.count);
    size_t *still = ARENA_MANY(arena, size_t, engine->set->attribute_count);
    memset(still, 0xff, engine->set->attribute_count * sizeof(size_t));
    for (unsigned is_dated = 0; is_dated < 2; is_dated++) {
        for (size_t i = 0; i < layout->groups.count; i++) {
            const GroupDraft *draft = &ARRAY_ITEMS(GroupDraft, &layout->groups)[i];
            if (draft->inputs.count == 0 || (draft->dates != 0) != is_dated) {
                continue;
            }
            if (draft->dates == 0 && draft->attribute != LAW_NONE) {
                still[draft->attribute] = engine->group_count;
            }
            make_group(layout, draft, &groups[engine->group_count++]);
        }
        engine->still_count = is_dated == 0 ? engine->group_count : engine->still_count;
    }
    engine->groups = groups;
    engine->still = still;
}

static void make_cross(Layout *layout) {
    LawEngine *engine = layout->compilation->engine;
    CrossLeaf *cross = ARENA_MANY(layout->compilation->arena, CrossLeaf, layout->cross.count);
    for (size_t i = 0; i < layout->cross.count; i++) {
        Ref ref = ARRAY_ITEMS(Ref, &layout->cross)[i];
        compile_cross(layout->compilation, leaf_at(layout, node_at(layout, ref)), &cross[i]);
        cross[i].place = layout->places[ref >> 1];
    }
    engine->cross = cross;
    engine->cross_count = layout->cross.count;
}

static void make_slow(Layout *layout) {
    LawEngine *engine = layout->compilation->engine;
    SlowLeaf *slow = ARENA_MANY(layout->compilation->arena, SlowLeaf, layout->slow.count);
    bool *is_slow = ARENA_MANY(layout->compilation->arena, bool, engine->set->attribute_count);
    for (size_t i = 0; i < layout->slow.count; i++) {
        Ref ref = ARRAY_ITEMS(Ref, &layout->slow)[i];
        const Leaf *leaf = leaf_at(layout, node_at(layout, ref));
        slow[i] = (SlowLeaf){leaf->condition, layout->places[ref >> 1]};
        for (size_t j = 0; j < leaf->condition.operand_count; j++) {
            const Operand *operand = &leaf->condition.operands[j];
            if (operand->kind == OPERAND_ATTRIBUTE) {
                is_slow[operand->index] = true;
            }
        }
    }
    engine->slow = slow;
    engine->slow_count = layout->slow.count;
    engine->is_slow = is_slow;
}

/* ---- packs, lines, switches ---- */

static int compare_routes(const void *left, const void *right) {
    const EngineRoute *a = left;
    const EngineRoute *b = right;
    return (a->days > b->days) - (a->days < b->days);
}

static EngineNeed need_of(const Layout *layout, const PackRefs *pack, const NeedRefs *refs) {
    Arena *arena = layout->compilation->arena;
    EngineRoute *routes = ARENA_MANY(arena, EngineRoute, pack->routes.count);
    EngineNeed need = {.uncovered = layout_place(layout, refs->uncovered), .routes = routes};
    for (size_t i = 0; i < pack->routes.count; i++) {
        const RouteRefs *route = &ARRAY_ITEMS(RouteRefs, &pack->routes)[i];
        if (law_serves(layout->compilation->set, route->route, refs->requirement)) {
            routes[need.route_count++] =
                (EngineRoute){layout_place(layout, route->counted), route->days};
        }
    }
    if (need.route_count > 1) {
        qsort(routes, need.route_count, sizeof(EngineRoute), compare_routes);
    }
    return need;
}

static EnginePack pack_of(const Layout *layout, const PackRefs *refs) {
    EngineNeed *needs = ARENA_MANY(layout->compilation->arena, EngineNeed, refs->needs.count);
    for (size_t i = 0; i < refs->needs.count; i++) {
        needs[i] = need_of(layout, refs, &ARRAY_ITEMS(NeedRefs, &refs->needs)[i]);
    }
    return (EnginePack){.pack = refs->pack,
                        .speaks = layout_place(layout, refs->speaks),
                        .prohibited = layout_place(layout, refs->prohibited),
                        .required = layout_place(layout, refs->required),
                        .uncovered = layout_place(layout, refs->uncovered),
                        .needs = needs,
                        .need_count = refs->needs.count};
}

static void make_packs(const Layout *layout, const PackRefs *packs, size_t count) {
    EnginePack *made = ARENA_MANY(layout->compilation->arena, EnginePack, count);
    for (size_t i = 0; i < count; i++) {
        made[i] = pack_of(layout, &packs[i]);
    }
    layout->compilation->engine->packs = made;
    layout->compilation->engine->pack_count = count;
}

static void make_lines(const Layout *layout, const LineRef *lines, size_t count) {
    LawTraceLine *made = ARENA_MANY(layout->compilation->arena, LawTraceLine, count);
    for (size_t i = 0; i < count; i++) {
        made[i] = lines[i].line;
    }
    layout->compilation->engine->lines = made;
    layout->compilation->engine->line_count = count;
}

static void make_force(const Layout *layout) {
    const Compilation *compilation = layout->compilation;
    BitPlace *force = ARENA_MANY(compilation->arena, BitPlace, compilation->set->provision_count);
    for (size_t i = 0; i < compilation->store.nodes.count; i++) {
        const Node *node = &ARRAY_ITEMS(Node, &compilation->store.nodes)[i];
        if (node->kind == NODE_LEAF && leaf_at(layout, node)->kind == LEAF_FORCE) {
            force[leaf_at(layout, node)->provision] = layout->places[i];
        }
    }
    compilation->engine->force = force;
}

void compile_gates(Compilation *compilation, const PackRefs *packs, size_t pack_count,
                   const LineRef *lines, size_t line_count) {
    Arena *arena = compilation->arena;
    Layout layout = {.compilation = compilation,
                     .groups = array_new(arena, sizeof(GroupDraft)),
                     .gates = array_new(arena, sizeof(GateDraft)),
                     .slow = array_new(arena, sizeof(Ref)),
                     .cross = array_new(arena, sizeof(Ref))};
    for (size_t i = 0; i < pack_count; i++) {
        visit(&layout, packs[i].speaks);
    }
    for (size_t i = 0; i < pack_count; i++) {
        layout.segment = (uint32_t)(i + 1);
        visit_pack(&layout, &packs[i]);
        visit_lines(&layout, packs[i].pack, lines, line_count);
    }
    layout.places = ARENA_MANY(arena, BitPlace, compilation->store.nodes.count);
    join_groups(&layout);
    place_inputs(&layout);
    place_gates(&layout, lines, line_count);
    make_groups(&layout);
    make_cross(&layout);
    make_slow(&layout);
    compile_runs(&layout, packs, pack_count, lines, line_count);
    make_packs(&layout, packs, pack_count);
    make_lines(&layout, lines, line_count);
    make_force(&layout);
}
