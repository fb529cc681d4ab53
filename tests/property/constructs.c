/* SPDX-License-Identifier: Apache-2.0 */
#include "constructs.h"

static const char *const NAMES[CONSTRUCT_COUNT] = {
    [CONSTRUCT_ALL_OF] = "all of",
    [CONSTRUCT_ANY_OF] = "any of",
    [CONSTRUCT_NONE_OF] = "none of",
    [CONSTRUCT_TRACK] = "track",
    [CONSTRUCT_YES] = "a yes/no fact",
    [CONSTRUCT_FACT] = "a named fact",
    [CONSTRUCT_IS] = "is",
    [CONSTRUCT_WITHIN] = "within",
    [CONSTRUCT_COMPARED] = "at most",
    [CONSTRUCT_HAS_ANY] = "has any of",
    [CONSTRUCT_HAS_ALL] = "has all of",
    [CONSTRUCT_EVERY_IS] = "every ... is one of",
    [CONSTRUCT_LOOKUP] = "a look-up",
    [CONSTRUCT_EVERY_REASON] = "every reason",
    [CONSTRUCT_ANY_REASON] = "any reason",
    [CONSTRUCT_NOT] = "not",
    [CONSTRUCT_EMPTY] = "is empty",
    [CONSTRUCT_ANY_MEMBER] = "any member in a table",
    [CONSTRUCT_EVERY_MEMBER] = "every member in a table",
    [CONSTRUCT_ANY_VALUE] = "any in a look-up",
    [CONSTRUCT_LOOKUP_WITHIN] = "within in a look-up",
    [CONSTRUCT_FACT_OPERAND] = "a fact on the right",
    [CONSTRUCT_COLUMN_OPERAND] = "a column of the row",
    [CONSTRUCT_COARSE] = "coarse by",
    [CONSTRUCT_READ_FROM] = "read from",
    [CONSTRUCT_COMPLETE_BY] = "complete by",
    [CONSTRUCT_REGISTER] = "known at",
    [CONSTRUCT_DATED_ROW] = "a row with dates",
    [CONSTRUCT_DOUBTFUL_ROW] = "a row that is not relied on",
    [CONSTRUCT_SCOPE] = "scope",
    [CONSTRUCT_REQUIREMENT] = "requirement",
    [CONSTRUCT_EXCEPTION] = "exception",
    [CONSTRUCT_BAR] = "bar",
    [CONSTRUCT_PROHIBITION] = "prohibition",
    [CONSTRUCT_ROUTE] = "route",
    [CONSTRUCT_FOR_EACH] = "for each",
    [CONSTRUCT_REASON] = "reason",
    [CONSTRUCT_EXCEPT_WHERE] = "except where",
    [CONSTRUCT_PROVIDED_THAT] = "provided that",
    [CONSTRUCT_COVERS_NAMED] = "covers a requirement by name",
    [CONSTRUCT_STRIKES_NAMED] = "strikes an exception by name",
    [CONSTRUCT_STRIKES_TRACK] = "strikes a track",
    [CONSTRUCT_DATED_PROVISION] = "in force from",
    [CONSTRUCT_DOUBTFUL_PROVISION] = "a provision that is not relied on",
    [CONSTRUCT_REVIEW] = "review",
    [CONSTRUCT_AFTER] = "after a route",
    [CONSTRUCT_SERVES_NOTHING] = "serves nothing",
    [CONSTRUCT_DOUBTFUL_CLOCK] = "a clock that is not relied on",
    [CONSTRUCT_JOINTLY] = "exceptions jointly",
    [CONSTRUCT_SEVERAL_PACKS] = "several packs",
    [CONSTRUCT_DATES_COMPARED] = "before a date",
    [CONSTRUCT_SUM] = "sum of",
    [CONSTRUCT_OVERRIDES] = "overrides",
    [CONSTRUCT_SUBJECT_TO] = "subject to",
};

static const Construct OF_KIND[] = {
    [CONDITION_ALL] = CONSTRUCT_ALL_OF,
    [CONDITION_ANY] = CONSTRUCT_ANY_OF,
    [CONDITION_NONE] = CONSTRUCT_NONE_OF,
    [CONDITION_TRACK] = CONSTRUCT_TRACK,
    [CONDITION_YES] = CONSTRUCT_YES,
    [CONDITION_FACT] = CONSTRUCT_FACT,
    [CONDITION_EQUALS] = CONSTRUCT_IS,
    [CONDITION_WITHIN] = CONSTRUCT_WITHIN,
    [CONDITION_COMPARE] = CONSTRUCT_COMPARED,
    [CONDITION_SET_ANY] = CONSTRUCT_HAS_ANY,
    [CONDITION_SET_ALL] = CONSTRUCT_HAS_ALL,
    [CONDITION_SET_EVERY] = CONSTRUCT_EVERY_IS,
    [CONDITION_TABLE] = CONSTRUCT_LOOKUP,
    [CONDITION_EVERY_REASON] = CONSTRUCT_EVERY_REASON,
    [CONDITION_ANY_REASON] = CONSTRUCT_ANY_REASON,
};

static const Construct OF_PROVISION[] = {
    [PROVISION_SCOPE] = CONSTRUCT_SCOPE,
    [PROVISION_FACT] = CONSTRUCT_FACT,
    [PROVISION_REQUIREMENT] = CONSTRUCT_REQUIREMENT,
    [PROVISION_EXCEPTION] = CONSTRUCT_EXCEPTION,
    [PROVISION_BAR] = CONSTRUCT_BAR,
    [PROVISION_PROHIBITION] = CONSTRUCT_PROHIBITION,
    [PROVISION_ROUTE] = CONSTRUCT_ROUTE,
};

static void count_operands(const Condition *condition, size_t *counts) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        const bool is_member = operand->kind == OPERAND_MEMBER;
        counts[CONSTRUCT_ANY_MEMBER] += is_member && !condition->is_every;
        counts[CONSTRUCT_EVERY_MEMBER] += is_member && condition->is_every;
        counts[CONSTRUCT_ANY_VALUE] += operand->kind == OPERAND_ANY;
        counts[CONSTRUCT_COLUMN_OPERAND] += operand->kind == OPERAND_COLUMN;
        counts[CONSTRUCT_FACT_OPERAND] += i > 0 && operand->kind == OPERAND_ATTRIBUTE;
        counts[CONSTRUCT_LOOKUP_WITHIN] += operand->is_within;
        counts[CONSTRUCT_COARSE] += operand->is_coarse;
    }
}

static void count_condition(const Condition *condition, size_t *counts) {
    if (condition == NULL) {
        return;
    }
    counts[OF_KIND[condition->kind]]++;
    counts[CONSTRUCT_NOT] += condition->is_negated;
    counts[CONSTRUCT_EMPTY] +=
        condition->kind == CONDITION_SET_EVERY && condition->operand_count == 1;
    if (condition->kind == CONDITION_COMPARE) {
        counts[CONSTRUCT_DATES_COMPARED] += condition->operands[1].literal.type == ATTRIBUTE_DATE;
        counts[CONSTRUCT_SUM] += condition->operand_count > 2;
    }
    count_operands(condition, counts);
    for (size_t i = 0; i < condition->child_count; i++) {
        count_condition(&condition->children[i], counts);
    }
}

static void count_intervals(const Provision *provision, size_t *counts) {
    for (size_t i = 0; i < provision->interval_count; i++) {
        const ProvisionInterval *it = &provision->intervals[i];
        counts[CONSTRUCT_DATED_PROVISION] +=
            it->range.from != DATE_MIN || it->range.until != DATE_MAX;
        counts[CONSTRUCT_DOUBTFUL_PROVISION] += it->status >= LAW_PARTIAL;
    }
}

static void count_provision(const Provision *provision, size_t *counts) {
    counts[OF_PROVISION[provision->kind]]++;
    counts[CONSTRUCT_FOR_EACH] += provision->each.table != LAW_NONE;
    counts[CONSTRUCT_REASON] += provision->has_reason;
    counts[CONSTRUCT_EXCEPT_WHERE] += provision->except_where != NULL;
    counts[CONSTRUCT_PROVIDED_THAT] += provision->provided_that != NULL;
    counts[CONSTRUCT_COVERS_NAMED] +=
        provision->kind == PROVISION_EXCEPTION && provision->target_count > 0;
    counts[CONSTRUCT_STRIKES_NAMED] +=
        provision->kind == PROVISION_BAR && provision->target_count > 0;
    counts[CONSTRUCT_STRIKES_TRACK] += provision->struck_count;
    counts[CONSTRUCT_OVERRIDES] += provision->override_count;
    counts[CONSTRUCT_SUBJECT_TO] += provision->subject_count;
    counts[CONSTRUCT_REVIEW] += provision->review_count;
    counts[CONSTRUCT_AFTER] += provision->after_count;
    counts[CONSTRUCT_SERVES_NOTHING] += provision->serves_nothing;
    counts[CONSTRUCT_DOUBTFUL_CLOCK] += provision->days_status >= LAW_PARTIAL;
    count_intervals(provision, counts);
    count_condition(provision->when, counts);
    count_condition(provision->except_where, counts);
    count_condition(provision->provided_that, counts);
}

static void count_table(const LawTable *table, size_t *counts) {
    counts[CONSTRUCT_COMPLETE_BY] += table->complete_by != LAW_NONE;
    counts[CONSTRUCT_REGISTER] += table->is_register;
    counts[CONSTRUCT_READ_FROM] += table->has_read_from;
    for (size_t i = 0; i < table->row_count; i++) {
        const DateRange holds = table->rows[i].holds;
        counts[CONSTRUCT_DATED_ROW] += holds.from != DATE_MIN || holds.until != DATE_MAX;
        counts[CONSTRUCT_DOUBTFUL_ROW] += table->rows[i].status >= LAW_PARTIAL;
    }
}

void constructs_count(const LawSet *set, size_t *counts) {
    counts[CONSTRUCT_SEVERAL_PACKS] += set->pack_count > 1;
    for (size_t i = 0; i < set->pack_count; i++) {
        counts[CONSTRUCT_JOINTLY] += set->packs[i].exceptions_jointly;
    }
    for (size_t i = 0; i < set->provision_count; i++) {
        count_provision(&set->provisions[i], counts);
    }
    for (size_t i = 0; i < set->table_count; i++) {
        count_table(&set->tables[i], counts);
    }
}

const char *constructs_lacking(const size_t *counts, size_t least) {
    for (size_t i = 0; i < CONSTRUCT_COUNT; i++) {
        if (counts[i] < least) {
            return NAMES[i];
        }
    }
    return NULL;
}
