/* SPDX-License-Identifier: Apache-2.0 */
#include "law/residual_parts.h"

#include <string.h>

/* ---- hashes ---- */

/* The finaliser of splitmix64 over both. */
uint64_t law_hash_mix(uint64_t a, uint64_t b) {
    uint64_t mixed = a * UINT64_C(0x9E3779B97F4A7C15) ^ (b + UINT64_C(0x7F4A7C159E3779B9));
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

uint64_t residual_mix_text(uint64_t hash, Text text) {
    return law_hash_mix(hash, text_hash(text));
}

Residual residual_constant(Truth truth) {
    return (Residual){.is_constant = true, .truth = truth, .hash = (uint64_t)truth};
}

Residual residual_open(uint64_t hash) {
    return (Residual){.truth = TRUTH_UNKNOWN, .hash = hash};
}

Residual residual_not(Residual residual) {
    if (residual.is_constant) {
        return residual_constant(truth_not(residual.truth));
    }
    return residual_open(law_hash_mix(residual.hash, 'n'));
}

/* ---- wants ---- */

Wants law_wants_new(Arena *arena, const LawSet *set) {
    return (Wants){.counts = ARENA_MANY(arena, unsigned, set->attribute_count),
                   .codes = ARENA_MANY(arena, const LawValue *, set->attribute_count)};
}

void law_wants_clear(Wants *wants, const LawSet *set) {
    if (set->attribute_count > 0) {
        memset(wants->counts, 0, set->attribute_count * sizeof(unsigned));
        memset(wants->codes, 0, set->attribute_count * sizeof(const LawValue *));
    }
    wants->total = 0;
}

bool residual_is_unknown(const ResidualWork *work, const Operand *operand) {
    return (operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER) &&
           !work->engine->facts->values[operand->index].is_known;
}

static void want(ResidualWork *work, size_t attribute, const LawValue *code) {
    Wants *wants = work->wants;
    if (wants == NULL) {
        return;
    }
    wants->counts[attribute]++;
    wants->total++;
    if (code != NULL && wants->codes[attribute] == NULL) {
        wants->codes[attribute] = code;
    }
}

void residual_want_operand(ResidualWork *work, const Operand *operand) {
    if (residual_is_unknown(work, operand) &&
        work->engine->set->attributes[operand->index].type != ATTRIBUTE_SET) {
        want(work, operand->index, NULL);
    }
}

ResidualWork law_residual_work(Engine *engine, uint64_t *tables, Wants *wants) {
    size_t count = engine->set->provision_count;
    return (ResidualWork){.engine = engine,
                          .facts = ARENA_MANY(engine->arena, Residual, count),
                          .has_facts = ARENA_MANY(engine->arena, bool, count),
                          .tables = tables,
                          .wants = wants};
}

/* ---- operands ---- */

static bool is_unbound(const Operand *operand, const Frame *frame) {
    return operand->kind == OPERAND_COLUMN && frame->row == NULL;
}

static bool is_free(const ResidualWork *work, const Operand *operand, const Frame *frame) {
    return residual_is_unknown(work, operand) || is_unbound(operand, frame);
}

static bool has_free(const ResidualWork *work, const Condition *condition, const Frame *frame) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (is_free(work, &condition->operands[i], frame)) {
            return true;
        }
    }
    return false;
}

static uint64_t cells_of(const LawTable *table, size_t column) {
    uint64_t hash = 1;
    for (size_t i = 0; i < table->row_count; i++) {
        hash = residual_mix_text(hash, table->rows[i].values[column].text);
    }
    return hash;
}

/* What an operand still is: a value by its word, else what it asks for. A column of a row
 * that is not told apart has all the words that stand in it. */
uint64_t residual_operand_hash(const ResidualWork *work, const Operand *operand,
                               const Frame *frame) {
    const LawSet *set = work->engine->set;
    uint64_t hash = law_hash_mix(operand->kind, operand->is_within + 2U * operand->is_coarse);
    if (operand->kind == OPERAND_ANY) {
        return hash;
    }
    if (residual_is_unknown(work, operand)) {
        return residual_mix_text(law_hash_mix(hash, 'u'), set->attributes[operand->index].name);
    }
    if (is_unbound(operand, frame)) {
        const LawTable *table = &set->tables[work->provision->each.table];
        return law_hash_mix(law_hash_mix(hash, 'c'), cells_of(table, operand->index));
    }
    const LawValue *value = law_operand_value(work->engine, operand, frame);
    return value == NULL ? law_hash_mix(hash, 'x')
                         : residual_mix_text(law_hash_mix(hash, 'v'), value->text);
}

static uint64_t condition_hash(const Condition *condition) {
    return law_hash_mix(law_hash_mix(condition->kind, condition->is_negated),
                        law_hash_mix(condition->comparison, condition->is_every));
}

static uint64_t operands_hash(ResidualWork *work, const Condition *condition, uint64_t hash,
                              const Frame *frame) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        hash = law_hash_mix(hash, residual_operand_hash(work, operand, frame));
        residual_want_operand(work, operand);
    }
    return hash;
}

/* ---- sets ---- */

static uint64_t values_hash(const LawValue *values, size_t count) {
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        hash += law_hash_mix(text_hash(values[i].text), 's');
    }
    return hash;
}

/* Of `has any of` and `has all of`, the codes that are neither in nor out. */
static Residual set_residual(ResidualWork *work, const Condition *condition, const Frame *frame) {
    const FactValue *fact = &work->engine->facts->values[condition->operands[0].index];
    uint64_t hash =
        residual_mix_text(condition_hash(condition),
                          work->engine->set->attributes[condition->operands[0].index].name);
    if (fact->is_known) {
        hash = law_hash_mix(hash, values_hash(fact->members, fact->member_count));
    }
    for (size_t i = 1; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        const LawValue *value = law_operand_value(work->engine, operand, frame);
        if (value == NULL) {
            hash = law_hash_mix(hash, residual_operand_hash(work, operand, frame));
            residual_want_operand(work, operand);
        } else if (law_fact_has(fact, value) == TRUTH_UNKNOWN) {
            hash = residual_mix_text(hash, value->text);
            if (!fact->is_known) {
                want(work, condition->operands[0].index, value);
            }
        }
    }
    return residual_open(hash);
}

/* Of `every X is one of`: what is ruled out matters as well. */
static Residual every_residual(ResidualWork *work, const Condition *condition, const Frame *frame) {
    const FactValue *fact = &work->engine->facts->values[condition->operands[0].index];
    uint64_t hash = operands_hash(work, condition, condition_hash(condition), frame);
    hash = law_hash_mix(hash, values_hash(fact->ruled_out, fact->ruled_out_count));
    hash = law_hash_mix(hash, values_hash(fact->members, fact->member_count));
    if (!fact->is_known) {
        want(work, condition->operands[0].index, NULL);
    }
    return residual_open(hash);
}

/* ---- values over rows that are not told apart ---- */

/* A known value beside a column of any row: its truth for each of them. */
static uint64_t truths_over_rows(ResidualWork *work, const Condition *condition) {
    const LawTable *table = &work->engine->set->tables[work->provision->each.table];
    uint64_t hash = table->row_count;
    for (size_t i = 0; i < table->row_count; i++) {
        Frame bound = {.row = &table->rows[i]};
        hash = law_hash_mix(hash, law_condition_truth(work->engine, condition, &bound));
    }
    return hash;
}

static bool has_unbound(const Condition *condition, const Frame *frame) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (is_unbound(&condition->operands[i], frame)) {
            return true;
        }
    }
    return false;
}

static bool has_unknown(const ResidualWork *work, const Condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (residual_is_unknown(work, &condition->operands[i])) {
            return true;
        }
    }
    return false;
}

static Residual value_residual(ResidualWork *work, const Condition *condition, const Frame *frame) {
    uint64_t hash = condition_hash(condition);
    if (has_unbound(condition, frame) && !has_unknown(work, condition)) {
        return residual_open(law_hash_mix(hash, truths_over_rows(work, condition)));
    }
    return residual_open(operands_hash(work, condition, hash, frame));
}

/* ---- look-ups ---- */

static uint64_t row_content(const LawTable *table, const TableRow *row) {
    uint64_t hash = row->status;
    for (size_t i = 0; i < table->column_count; i++) {
        hash = residual_mix_text(hash, row->values[i].text);
    }
    hash = law_hash_mix(hash, (uint64_t)(int64_t)row->holds.from);
    return law_hash_mix(hash, (uint64_t)(int64_t)row->holds.until);
}

/* The whole table, in whatever order its rows stand. */
uint64_t residual_table_hash(ResidualWork *work, size_t index) {
    if (work->tables[index] == 0) {
        const LawTable *table = &work->engine->set->tables[index];
        uint64_t hash = 1;
        for (size_t i = 0; i < table->row_count; i++) {
            hash += row_content(table, &table->rows[i]);
        }
        work->tables[index] = hash == 0 ? 1 : hash;
    }
    return work->tables[index];
}

/* Operands past the last column's first are other values of the last column. */
static bool is_column_free(const ResidualWork *work, const Condition *condition, size_t column,
                           size_t last, const Frame *frame) {
    size_t end = column < last ? column + 1 : condition->operand_count;
    for (size_t i = column; i < end; i++) {
        if (is_free(work, &condition->operands[i], frame)) {
            return true;
        }
    }
    return false;
}

/* A row that fits, by what the look-up still asks of it. */
static uint64_t projected(const ResidualWork *work, const Condition *condition, const Frame *frame,
                          const TableRow *row, size_t last) {
    uint64_t hash = law_row_fits(work->engine, condition, frame, row);
    for (size_t i = 0; i <= last; i++) {
        if (is_column_free(work, condition, i, last, frame)) {
            hash = residual_mix_text(law_hash_mix(hash, i), row->values[i].text);
        }
    }
    return hash;
}

static uint64_t rows_hash(const ResidualWork *work, const Condition *condition, const Frame *frame,
                          const LookupKeys *keys, size_t last) {
    const LawTable *table = &work->engine->set->tables[condition->table];
    uint64_t hash = 0;
    for (size_t i = 0; i < keys->count; i++) {
        RowCursor cursor =
            law_rows_start(work->engine, table, law_lookup_key(condition, keys, i), frame);
        const TableRow *row = NULL;
        while ((row = law_rows_next(&cursor)) != NULL) {
            Truth force = law_row_force(work->engine, table, row);
            if (force > TRUTH_NO && law_row_fits(work->engine, condition, frame, row) > TRUTH_NO) {
                hash += law_hash_mix(projected(work, condition, frame, row, last), force);
            }
        }
    }
    return hash;
}

/* A fact that is known, or a cell of the row at hand, parts the table's rows. */
static bool is_parted(const ResidualWork *work, const Condition *condition, const Frame *frame) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        bool is_outside = operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_COLUMN ||
                          (work->reads_words && operand->kind == OPERAND_LITERAL);
        if (is_outside && !is_free(work, operand, frame)) {
            return true;
        }
    }
    return false;
}

static bool has_gap(const ResidualWork *work, const Condition *condition, const Frame *frame) {
    const LawTable *table = &work->engine->set->tables[condition->table];
    size_t last = table->column_count - 1;
    if (law_is_unread(work->engine, table)) {
        return true;
    }
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        if (!is_free(work, operand, frame) && law_is_gap(work->engine, table, i < last ? i : last,
                                                         operand, operand->is_within, frame)) {
            return true;
        }
    }
    return false;
}

/* Through a set: what is in it and what is ruled out, and the whole table. */
static Residual member_residual(ResidualWork *work, const Condition *condition,
                                const Operand *member, const Frame *frame) {
    const FactValue *fact = &work->engine->facts->values[member->index];
    uint64_t hash = operands_hash(work, condition, condition_hash(condition), frame);
    hash = law_hash_mix(hash, residual_table_hash(work, condition->table));
    hash = residual_mix_text(hash, work->engine->set->tables[condition->table].name);
    hash = law_hash_mix(hash, values_hash(fact->ruled_out, fact->ruled_out_count));
    hash = law_hash_mix(hash, values_hash(fact->members, fact->member_count));
    if (!fact->is_known) {
        want(work, member->index, NULL);
    }
    return residual_open(hash);
}

static Residual table_residual(ResidualWork *work, const Condition *condition, const Frame *frame) {
    const LawTable *table = &work->engine->set->tables[condition->table];
    size_t last = table->column_count - 1;
    uint64_t hash = condition_hash(condition);
    const Operand *member = law_member_operand(condition);
    if (member != NULL) {
        return member_residual(work, condition, member, frame);
    }
    if (!is_parted(work, condition, frame)) {
        hash = residual_mix_text(law_hash_mix(hash, residual_table_hash(work, condition->table)),
                                 table->name);
        return residual_open(operands_hash(work, condition, hash, frame));
    }
    LookupKeys keys = law_lookup_keys(work->engine, condition, frame);
    hash = law_hash_mix(hash, rows_hash(work, condition, frame, &keys, last));
    hash = law_hash_mix(hash, has_gap(work, condition, frame));
    if (table->complete_by != LAW_NONE) {
        hash = law_hash_mix(hash, cells_of(table, table->complete_by));
    }
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (is_free(work, &condition->operands[i], frame)) {
            hash = law_hash_mix(hash, residual_operand_hash(work, &condition->operands[i], frame));
            residual_want_operand(work, &condition->operands[i]);
        }
    }
    return residual_open(hash);
}

/* ---- conditions ---- */

static Residual fact_residual(ResidualWork *work, size_t fact, const Frame *frame) {
    if (work->engine->set->provisions[fact].kind == PROVISION_BAR) {
        const Provision *exception = work->provision;
        Frame unbound = *frame;
        unbound.row = NULL;
        Residual bar = law_provision_residual(work, fact, &unbound);
        work->provision = exception;
        return bar;
    }
    if (work->has_facts[fact] && work->wants == NULL) {
        return work->facts[fact];
    }
    const Provision *kept = work->provision;
    Frame none = {0};
    Residual residual = law_provision_residual(work, fact, &none);
    work->provision = kept;
    work->facts[fact] = residual;
    work->has_facts[fact] = true;
    return residual;
}

/* What the requirements that may be met leave of a question on reasons: for each whether its
 * reason is one of those asked for. No others can be met. */
static uint64_t reasons_hash(ResidualWork *work, const Condition *condition, const Frame *frame) {
    uint64_t hash = condition_hash(condition);
    for (size_t i = 0; i < frame->instance_count; i++) {
        const Instance *instance = &frame->instances[i];
        if (!law_exception_covers(work->engine, frame->exception, instance->provision)) {
            continue;
        }
        if (instance->has_reason && instance->reason == NULL) {
            return operands_hash(work, condition, hash, frame);
        }
        bool fits = false;
        for (size_t j = 0; instance->has_reason && j < condition->operand_count; j++) {
            const LawValue *asked = law_operand_value(work->engine, &condition->operands[j], frame);
            if (asked == NULL) {
                return operands_hash(work, condition, hash, frame);
            }
            fits = fits || law_value_equals(instance->reason, asked);
        }
        uint64_t own = text_hash(work->engine->set->provisions[instance->provision].name);
        own = instance->has_reason ? residual_mix_text(own, instance->reason->text) : own;
        hash += law_hash_mix(law_hash_mix(own, instance->truth), fits);
    }
    return hash;
}

static Residual reason_residual(ResidualWork *work, const Condition *condition,
                                const Frame *frame) {
    if (work->reads_reasons) {
        Truth truth = law_condition_truth(work->engine, condition, frame);
        if (truth != TRUTH_UNKNOWN) {
            return residual_constant(truth);
        }
        return residual_open(reasons_hash(work, condition, frame));
    }
    return residual_open(operands_hash(work, condition, condition_hash(condition), frame));
}

static Residual leaf_residual(ResidualWork *work, const Condition *condition, const Frame *frame) {
    Truth truth = law_condition_truth(work->engine, condition, frame);
    if (truth != TRUTH_UNKNOWN || !has_free(work, condition, frame)) {
        return residual_constant(truth);
    }
    if (condition->kind == CONDITION_TABLE) {
        return table_residual(work, condition, frame);
    }
    if (condition->kind == CONDITION_SET_EVERY) {
        return every_residual(work, condition, frame);
    }
    bool is_set = condition->kind == CONDITION_SET_ANY || condition->kind == CONDITION_SET_ALL;
    return is_set ? set_residual(work, condition, frame) : value_residual(work, condition, frame);
}

/* A child that is `decisive` decides alone; constants of the other kind fall away. What a
 * child asks for is no longer asked where a later one decides. */
static Residual block_residual(ResidualWork *work, const Condition *block, Truth decisive,
                               const Frame *frame) {
    uint64_t hash = law_hash_mix(decisive, 'b');
    bool is_doubtful = false;
    bool is_open = false;
    for (size_t i = 0; i < block->child_count; i++) {
        if (work->wants != NULL &&
            law_condition_truth(work->engine, &block->children[i], frame) == decisive) {
            return residual_constant(decisive);
        }
    }
    for (size_t i = 0; i < block->child_count; i++) {
        Residual child = law_condition_residual(work, &block->children[i], frame);
        if (!child.is_constant) {
            hash = law_hash_mix(hash, child.hash);
            is_open = true;
        } else if (child.truth == decisive) {
            return child;
        }
        is_doubtful |= child.is_constant && child.truth == TRUTH_UNKNOWN;
    }
    if (!is_open) {
        return residual_constant(is_doubtful ? TRUTH_UNKNOWN : truth_not(decisive));
    }
    return residual_open(law_hash_mix(hash, is_doubtful));
}

static Residual plain_residual(ResidualWork *work, const Condition *condition, const Frame *frame) {
    switch (condition->kind) {
    case CONDITION_ALL:
    case CONDITION_TRACK:
        return block_residual(work, condition, TRUTH_NO, frame);
    case CONDITION_ANY:
        return block_residual(work, condition, TRUTH_YES, frame);
    case CONDITION_NONE:
        return residual_not(block_residual(work, condition, TRUTH_YES, frame));
    case CONDITION_FACT:
        return fact_residual(work, condition->provision, frame);
    case CONDITION_EVERY_REASON:
    case CONDITION_ANY_REASON:
        return reason_residual(work, condition, frame);
    case CONDITION_YES:
    case CONDITION_EQUALS:
    case CONDITION_WITHIN:
    case CONDITION_COMPARE:
    case CONDITION_SET_ANY:
    case CONDITION_SET_ALL:
    case CONDITION_SET_EVERY:
    case CONDITION_TABLE:
        break;
    }
    return leaf_residual(work, condition, frame);
}

static bool is_block_or_fact(const Condition *condition) {
    return condition->kind <= CONDITION_TRACK || condition->kind == CONDITION_FACT;
}

Residual law_condition_residual(ResidualWork *work, const Condition *condition,
                                const Frame *frame) {
    Residual residual = plain_residual(work, condition, frame);
    /* Leaves are read with their negation; blocks and facts are not. */
    bool is_turned = condition->is_negated && is_block_or_fact(condition);
    return is_turned ? residual_not(residual) : residual;
}
