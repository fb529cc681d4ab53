/* SPDX-License-Identifier: Apache-2.0 */
#include "law/trace.h"

enum { WALKED_HELD = 1, WALKED_FAILED = 2, PERHAPS_ROWS_MAX = 16 };

Trace law_trace_new(Engine *engine) {
    size_t provisions = engine->set->provision_count;
    return (Trace){.engine = engine,
                   .walked = ARENA_MANY(engine->arena, unsigned char, provisions),
                   .citations = array_new(engine->arena, sizeof(Text)),
                   .unknown = array_new(engine->arena, sizeof(UnknownFact)),
                   .doubtful = array_new(engine->arena, sizeof(LawSource)),
                   .weakest = LAW_VERIFIED};
}

/* ---- what is gathered: lists are short, so they are searched ---- */

void law_trace_citation(Trace *trace, Text citation) {
    if (text_is_empty(citation)) {
        return;
    }
    for (size_t i = 0; i < trace->citations.count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, &trace->citations)[i], citation)) {
            return;
        }
    }
    *(Text *)array_add(&trace->citations) = citation;
}

static void add_unknown(Trace *trace, size_t attribute) {
    for (size_t i = 0; i < trace->unknown.count; i++) {
        if (ARRAY_ITEMS(UnknownFact, &trace->unknown)[i].attribute == attribute) {
            return;
        }
    }
    *(UnknownFact *)array_add(&trace->unknown) = (UnknownFact){attribute, trace->asking};
}

static void add_doubtful(Trace *trace, LawSource source) {
    for (size_t i = 0; i < trace->doubtful.count; i++) {
        if (law_source_equals(ARRAY_ITEMS(LawSource, &trace->doubtful)[i], source)) {
            return;
        }
    }
    *(LawSource *)array_add(&trace->doubtful) = source;
}

static void add_status(Trace *trace, LawStatus status) {
    if (status > trace->weakest) {
        trace->weakest = status;
    }
    if (status >= LAW_PARTIAL && trace->engine->options->accept_unverified) {
        trace->relies_on_unverified = true;
    }
}

static void add_row(Trace *trace, const LawTable *table, const TableRow *row) {
    law_trace_citation(trace, text_is_empty(row->citation) ? table->citation : row->citation);
    add_status(trace, row->status);
    if (law_row_force(trace->engine, table, row) == TRUTH_UNKNOWN) {
        add_doubtful(trace, law_row_source(trace->engine, table, row));
    }
}

static void add_operand(Trace *trace, const Operand *operand) {
    const bool is_fact = operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER;
    if (is_fact && !trace->engine->facts->values[operand->index].is_known) {
        add_unknown(trace, operand->index);
    }
}

static void add_operands(Trace *trace, const Condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        add_operand(trace, &condition->operands[i]);
    }
}

/* ---- conditions ---- */

/* A child of a block has a part when it alone makes the block what it is, or where all
 * children are needed for that. */
static void trace_block(Trace *trace, const Condition *block, Truth alone, const Frame *frame) {
    Truth truth =
        block->kind == CONDITION_ANY || block->kind == CONDITION_NONE ? TRUTH_NO : TRUTH_YES;
    bool is_any = truth == TRUTH_NO;
    for (size_t i = 0; i < block->child_count; i++) {
        Truth child = law_condition_truth(trace->engine, &block->children[i], frame);
        truth = is_any ? truth_or(truth, child) : truth_and(truth, child);
        if (child == alone) {
            law_trace_condition(trace, &block->children[i], frame);
            return;
        }
    }
    for (size_t i = 0; i < block->child_count; i++) {
        Truth child = law_condition_truth(trace->engine, &block->children[i], frame);
        if (!is_any || truth == TRUTH_NO || child == TRUTH_UNKNOWN) {
            law_trace_condition(trace, &block->children[i], frame);
        }
    }
}

/* Rows that would fit for sure, were they verified. */
static void add_doubtful_rows(Trace *trace, const Condition *condition, Key key,
                              const Frame *frame) {
    const LawTable *table = &trace->engine->set->tables[condition->table];
    RowCursor cursor = law_rows_start(trace->engine, table, key, frame);
    const TableRow *row = NULL;
    while ((row = law_rows_next(&cursor)) != NULL) {
        if (law_row_force(trace->engine, table, row) == TRUTH_UNKNOWN &&
            law_row_fits(trace->engine, condition, frame, row) == TRUTH_YES) {
            add_row(trace, table, row);
        }
    }
}

/* A fact whose code lies above a cell must be told more exactly. */
static void add_coarse(Trace *trace, const LawTable *table, size_t column, const Operand *operand,
                       const Frame *frame) {
    const LawValue *value =
        operand->is_coarse && operand->kind != OPERAND_COLUMN && operand->kind != OPERAND_LITERAL
            ? law_operand_value(trace->engine, operand, frame)
            : NULL;
    for (size_t i = 0; value != NULL && i < table->row_count; i++) {
        const LawValue *cell = &table->rows[i].values[column];
        if (law_code_is_within(cell->text, value->text) && !law_value_equals(cell, value)) {
            add_unknown(trace, operand->index);
            return;
        }
    }
}

static void add_coarse_operands(Trace *trace, const Condition *condition, const Frame *frame) {
    const LawTable *table = &trace->engine->set->tables[condition->table];
    for (size_t i = 0; i < condition->operand_count; i++) {
        size_t column = i < table->column_count ? i : table->column_count - 1;
        add_coarse(trace, table, column, &condition->operands[i], frame);
    }
}

static void trace_one_lookup(Trace *trace, const Condition *condition, const Frame *frame) {
    const LawTable *table = &trace->engine->set->tables[condition->table];
    Lookup lookup = law_table_lookup(trace->engine, condition, frame);
    if (lookup.truth == TRUTH_YES) {
        add_row(trace, table, lookup.row);
        return;
    }
    law_trace_citation(trace, table->citation);
    if (lookup.truth == TRUTH_NO) {
        return;
    }
    size_t unknown_before = trace->unknown.count;
    add_operands(trace, condition);
    add_coarse_operands(trace, condition, frame);
    LookupKeys keys = law_lookup_keys(trace->engine, condition, frame);
    for (size_t i = 0; i < keys.count; i++) {
        add_doubtful_rows(trace, condition, law_lookup_key(condition, &keys, i), frame);
    }
    if (lookup.is_gap && trace->unknown.count == unknown_before) {
        add_doubtful(trace, (LawSource){SOURCE_GAP, condition->table, 0});
    }
}

/* Through a set, each member's. */
static void trace_lookup(Trace *trace, const Condition *condition, const Frame *frame) {
    const Operand *member = law_member_operand(condition);
    if (member == NULL) {
        trace_one_lookup(trace, condition, frame);
        return;
    }
    const FactValue *fact = &trace->engine->facts->values[member->index];
    Frame bound = *frame;
    law_trace_citation(trace, trace->engine->set->tables[condition->table].citation);
    add_operand(trace, member);
    for (size_t i = 0; i < fact->member_count; i++) {
        bound.member = &fact->members[i];
        trace_one_lookup(trace, condition, &bound);
    }
}

/* Reasons are unknown with the requirements they come from. */
static void trace_reasons(Trace *trace, const Frame *frame) {
    for (size_t i = 0; i < frame->instance_count; i++) {
        const Instance *instance = &frame->instances[i];
        if (instance->truth == TRUTH_UNKNOWN &&
            law_exception_covers(trace->engine, frame->exception, instance->provision)) {
            Frame none = {0};
            law_trace_provision(trace, instance->provision, &none);
        }
        if (instance->has_reason && instance->reason == NULL) {
            add_operand(trace, &trace->engine->set->provisions[instance->provision].reason);
        }
    }
}

static void trace_leaf(Trace *trace, const Condition *condition, Truth truth, const Frame *frame) {
    if (condition->kind == CONDITION_TABLE) {
        trace_lookup(trace, condition, frame);
    } else if (condition->kind == CONDITION_FACT) {
        const bool is_bar =
            trace->engine->set->provisions[condition->provision].kind == PROVISION_BAR;
        Frame named = is_bar ? *frame : (Frame){0};
        named.row = NULL;
        if (truth > TRUTH_NO) {
            law_trace_provision(trace, condition->provision, &named);
        } else {
            law_trace_failed(trace, condition->provision, &named);
        }
    } else if (truth == TRUTH_UNKNOWN) {
        add_operands(trace, condition);
        trace_reasons(trace, frame);
    }
}

static void trace_kind(Trace *trace, const Condition *condition, Truth truth, const Frame *frame) {
    switch (condition->kind) {
    case CONDITION_ALL:
    case CONDITION_TRACK:
        trace_block(trace, condition, TRUTH_NO, frame);
        return;
    case CONDITION_ANY:
    case CONDITION_NONE:
        trace_block(trace, condition, TRUTH_YES, frame);
        return;
    case CONDITION_YES:
    case CONDITION_FACT:
    case CONDITION_EQUALS:
    case CONDITION_WITHIN:
    case CONDITION_COMPARE:
    case CONDITION_SET_ANY:
    case CONDITION_SET_ALL:
    case CONDITION_SET_EVERY:
    case CONDITION_TABLE:
    case CONDITION_EVERY_REASON:
    case CONDITION_ANY_REASON:
        break;
    }
    trace_leaf(trace, condition, condition->is_negated ? truth_not(truth) : truth, frame);
}

void law_trace_condition(Trace *trace, const Condition *condition, const Frame *frame) {
    Text asking = trace->asking;
    Truth truth = law_condition_truth(trace->engine, condition, frame);
    if (truth > TRUTH_NO) {
        law_trace_citation(trace, condition->citation);
    }
    if (!text_is_empty(condition->citation)) {
        trace->asking = condition->citation;
    }
    trace_kind(trace, condition, truth, frame);
    trace->asking = asking;
}

/* ---- provisions ---- */

static void trace_body(Trace *trace, const Provision *provision, const Frame *frame) {
    const Condition *conditions[] = {provision->when, provision->provided_that,
                                     provision->except_where};
    for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
        if (conditions[i] != NULL) {
            law_trace_condition(trace, conditions[i], frame);
        }
    }
}

static void trace_match(Trace *trace, const Provision *provision) {
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        const Frame none = {0};
        add_operand(trace, &match->operand);
        add_coarse(trace, &trace->engine->set->tables[provision->each.table], match->column,
                   &match->operand, &none);
    }
}

static void trace_row(Trace *trace, const Provision *provision, Truth fits, const Frame *frame) {
    if (provision->each.table != LAW_NONE) {
        const LawTable *table = &trace->engine->set->tables[provision->each.table];
        size_t unknown_before = trace->unknown.count;
        if (fits == TRUTH_UNKNOWN) {
            trace_match(trace, provision);
        }
        if (frame->row != NULL) {
            add_row(trace, table, frame->row);
        } else if (trace->unknown.count == unknown_before) {
            add_doubtful(trace, (LawSource){SOURCE_GAP, provision->each.table, 0});
        }
    }
    trace_body(trace, provision, frame);
}

/* A row that is verified and yet fits only perhaps. */
static bool is_open_row(const Trace *trace, const Provision *provision, const TableRow *row,
                        Truth fits) {
    return fits == TRUTH_UNKNOWN && row != NULL &&
           law_row_force(trace->engine, &trace->engine->set->tables[provision->each.table], row) ==
               TRUTH_YES;
}

static void trace_rows(Trace *trace, const Provision *provision, Truth wanted, const Frame *frame) {
    EachCursor cursor = law_each_start(trace->engine, provision);
    Frame bound = *frame;
    Truth fits = TRUTH_NO;
    size_t open_rows = 0;
    bool is_all = provision->kind == PROVISION_REQUIREMENT || wanted != TRUTH_YES;
    while (law_each_next(&cursor, &bound.row, &fits)) {
        bool is_open = is_open_row(trace, provision, bound.row, fits);
        if ((is_open && open_rows == PERHAPS_ROWS_MAX) || fits < wanted) {
            continue;
        }
        Truth body = law_body_truth(trace->engine, provision, &bound);
        if (truth_and(fits, body) >= wanted) {
            trace_row(trace, provision, fits, &bound);
            open_rows += is_open;
            if (!is_all) {
                return;
            }
        }
    }
}

/* The truth of the provision's rows, whatever its own status. */
static Truth rows_truth(Trace *trace, const Provision *provision, const Frame *frame) {
    EachCursor cursor = law_each_start(trace->engine, provision);
    Frame bound = *frame;
    Truth fits = TRUTH_NO;
    Truth best = TRUTH_NO;
    while (best < TRUTH_YES && law_each_next(&cursor, &bound.row, &fits)) {
        if (fits > best) {
            Truth body = law_body_truth(trace->engine, provision, &bound);
            best = truth_or(best, truth_and(fits, body));
        }
    }
    return best;
}

/* Whether this walk was made before. Those of exceptions and bars depend on the frame. */
static bool was_walked(Trace *trace, size_t provision, const Frame *frame, unsigned char walk) {
    bool is_done = frame->exception == NULL && (trace->walked[provision] & walk) != 0;
    trace->walked[provision] |= walk;
    return is_done;
}

void law_trace_provision(Trace *trace, size_t provision, const Frame *frame) {
    const Provision *asked = &trace->engine->set->provisions[provision];
    if (was_walked(trace, provision, frame, WALKED_HELD)) {
        return;
    }
    Truth force = law_provision_force(trace->engine, provision);
    for (size_t i = 0; i < asked->citation_count; i++) {
        law_trace_citation(trace, asked->citations[i]);
    }
    add_status(trace, law_provision_status(trace->engine, provision));
    if (asked->kind == PROVISION_ROUTE) {
        add_status(trace, law_days_on(asked, trace->engine->options->as_of).status);
    }
    if (force == TRUTH_UNKNOWN) {
        add_doubtful(trace, (LawSource){SOURCE_PROVISION, provision, 0});
    }
    Truth rows = rows_truth(trace, asked, frame);
    bool is_each_told = asked->kind == PROVISION_REQUIREMENT;
    Text asking = trace->asking;
    trace->asking = asked->citation_count > 0 ? asked->citations[0] : asking;
    trace_rows(trace, asked, is_each_told ? TRUTH_UNKNOWN : rows, frame);
    trace->asking = asking;
}

void law_trace_failed(Trace *trace, size_t provision, const Frame *frame) {
    if (!was_walked(trace, provision, frame, WALKED_FAILED) &&
        law_provision_force(trace->engine, provision) > TRUTH_NO) {
        const ProvisionKind kind = trace->engine->set->provisions[provision].kind;
        if (kind == PROVISION_FACT || kind == PROVISION_SCOPE) {
            add_status(trace, law_provision_status(trace->engine, provision));
        }
        trace_rows(trace, &trace->engine->set->provisions[provision], TRUTH_NO, frame);
    }
}

/* ---- tracks ---- */

static const Condition *track_within(Engine *engine, const Condition *condition, Truth least,
                                     const Frame *frame) {
    if (condition == NULL || condition->is_negated || condition->kind == CONDITION_NONE ||
        law_condition_truth(engine, condition, frame) < least) {
        return NULL;
    }
    if (condition->kind == CONDITION_TRACK) {
        return condition;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        const Condition *track = track_within(engine, &condition->children[i], least, frame);
        if (track != NULL) {
            return track;
        }
    }
    return NULL;
}

const Condition *law_find_track(Engine *engine, const Provision *exception, const Frame *frame) {
    Truth least =
        exception->when == NULL ? TRUTH_YES : law_condition_truth(engine, exception->when, frame);
    return least == TRUTH_NO ? NULL : track_within(engine, exception->when, least, frame);
}
