/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_COMPILE_LAYOUT_H
#define ENTENTE_LAW_COMPILE_LAYOUT_H

/* Where every formula of a law has its bit, while it is compiled: private to compile_gates.c and
 * compile_runs.c. */

#include "law/compile.h"

/* Bits that stand in every decision, in word 0. */
enum { BIT_YES = 0, BIT_UNKNOWN = 1, PLACE_UNSET = 0 };

typedef struct GroupDraft {
    size_t attribute;
    unsigned dates;
    bool is_set;
    Array inputs; /* of Ref, not turned */
} GroupDraft;

typedef struct GateDraft {
    Ref ref;
    uint32_t segment; /* 0: asked always; else 1 + the only pack that asks it */
    Array parts;      /* of Ref: what stands together in one table is one part */
} GateDraft;

typedef struct Layout {
    Compilation *compilation;
    bool *is_seen;     /* nodes */
    uint32_t *gate_of; /* of nodes: 1 + the gate's position */
    uint32_t segment;  /* being visited */
    size_t node_count;
    BitPlace *places; /* of nodes; PLACE_UNSET */
    Array groups;     /* of GroupDraft */
    Array gates;      /* of GateDraft: each after what it asks */
    Array slow;       /* of Ref */
    Array cross;      /* of Ref */
    uint32_t words;
} Layout;

/* ---- compile_gates.c ---- */

/* Where the truth of a formula stands. */
BitPlace layout_place(const Layout *layout, Ref ref);
bool layout_is_line_of(const Layout *layout, const LineRef *line, size_t pack);

/* ---- compile_runs.c ---- */

/* Makes the engine's runs, of gates and of lines that are no gates of their own. */
void compile_runs(Layout *layout, const PackRefs *packs, size_t pack_count, const LineRef *lines,
                  size_t line_count);

#endif
