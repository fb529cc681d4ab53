/* SPDX-License-Identifier: Apache-2.0 */
#include "law/exercise.h"

#include "law/coverage.h"

/* ---- all conditions, in order ---- */

static void list_condition(Exercise *exercise, size_t provision, const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    *(ExercisedCondition *)array_add(&exercise->conditions) =
        (ExercisedCondition){.condition = condition, .provision = provision};
    for (size_t i = 0; i < condition->child_count; i++) {
        list_condition(exercise, provision, &condition->children[i]);
    }
}

static void list_provision(Exercise *exercise, size_t provision) {
    const Provision *it = &exercise->set->provisions[provision];
    list_condition(exercise, provision, it->when);
    list_condition(exercise, provision, it->provided_that);
    list_condition(exercise, provision, it->except_where);
    for (size_t i = 0; i < it->review_count; i++) {
        list_condition(exercise, provision, it->reviews[i].when);
    }
}

Exercise law_exercise_new(Arena *arena, const LawSet *set, size_t pack) {
    const LawPack *exercised = &set->packs[pack];
    Exercise exercise = {.set = set,
                         .pack = pack,
                         .held = ARENA_MANY(arena, bool, set->provision_count),
                         .conditions = array_new(arena, sizeof(ExercisedCondition)),
                         .first = ARENA_MANY(arena, size_t, exercised->provision_count),
                         .rows = ARENA_MANY(arena, bool *, set->table_count)};
    for (size_t i = 0; i < exercised->provision_count; i++) {
        exercise.first[i] = exercise.conditions.count;
        list_provision(&exercise, exercised->first_provision + i);
    }
    for (size_t i = 0; i < set->table_count; i++) {
        exercise.rows[i] = ARENA_MANY(arena, bool, set->tables[i].row_count);
    }
    return exercise;
}

bool law_is_block(const Condition *condition) {
    return condition->kind <= CONDITION_TRACK;
}

/* ---- one decision ---- */

static void mark_row(Exercise *exercise, size_t table, const TableRow *row) {
    if (row != NULL) {
        exercise->rows[table][row - exercise->set->tables[table].rows] = true;
    }
}

static size_t count_conditions(const Condition *condition) {
    size_t count = 1;
    for (size_t i = 0; i < condition->child_count; i++) {
        count += count_conditions(&condition->children[i]);
    }
    return count;
}

/* The one child that makes the block what it is, where all others would have made it
 * otherwise; `at` is the block's first child. */
static void mark_deciding(Exercise *exercise, Engine *engine, const Condition *block,
                          const Frame *frame, size_t at) {
    const bool is_conjunction = block->kind == CONDITION_ALL || block->kind == CONDITION_TRACK;
    const Truth alone = is_conjunction ? TRUTH_NO : TRUTH_YES;
    ExercisedCondition *deciding = NULL;
    for (size_t i = 0; i < block->child_count; i++) {
        const Truth truth = law_condition_truth(engine, &block->children[i], frame);
        if (truth == TRUTH_UNKNOWN || (truth == alone && deciding != NULL)) {
            return;
        }
        if (truth == alone) {
            deciding = array_at(&exercise->conditions, at);
        }
        at += count_conditions(&block->children[i]);
    }
    if (deciding != NULL) {
        deciding->decided = true;
    }
}

static void mark_condition(Exercise *exercise, Engine *engine, const Condition *condition,
                           const Frame *frame, size_t *at) {
    if (condition == NULL) {
        return;
    }
    ExercisedCondition *marked = array_at(&exercise->conditions, (*at)++);
    const Truth truth = law_condition_truth(engine, condition, frame);
    marked->seen_yes |= truth == TRUTH_YES;
    marked->seen_no |= truth == TRUTH_NO;
    if (condition->kind == CONDITION_TABLE) {
        const Lookup lookup = law_table_lookup(engine, condition, frame);
        if (lookup.truth == TRUTH_YES) {
            mark_row(exercise, condition->table, lookup.row);
        }
    }
    if (condition->child_count > 1) {
        mark_deciding(exercise, engine, condition, frame, *at);
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        mark_condition(exercise, engine, &condition->children[i], frame, at);
    }
}

static void mark_body(Exercise *exercise, Engine *engine, size_t provision, const Frame *frame) {
    const Provision *it = &exercise->set->provisions[provision];
    size_t at = exercise->first[provision - exercise->set->packs[exercise->pack].first_provision];
    mark_condition(exercise, engine, it->when, frame, &at);
    mark_condition(exercise, engine, it->provided_that, frame, &at);
    mark_condition(exercise, engine, it->except_where, frame, &at);
    for (size_t i = 0; i < it->review_count; i++) {
        mark_condition(exercise, engine, it->reviews[i].when, frame, &at);
    }
}

/* Rows that fit surely; all conditions are asked of each, so that those that failed are
 * known as well. */
static void mark_provision(Exercise *exercise, Engine *engine, size_t provision,
                           const Frame *frame) {
    const Provision *it = &exercise->set->provisions[provision];
    if (law_provision_force(engine, provision) == TRUTH_NO) {
        return;
    }
    EachCursor cursor = law_each_start(engine, it);
    Frame bound = *frame;
    Truth fits = TRUTH_NO;
    while (law_each_next(&cursor, &bound.row, &fits)) {
        if (fits == TRUTH_YES) {
            mark_body(exercise, engine, provision, &bound);
        }
        if (fits == TRUTH_YES && bound.row != NULL &&
            law_body_truth(engine, it, &bound) == TRUTH_YES) {
            mark_row(exercise, it->each.table, bound.row);
        }
    }
}

/* Exceptions and bars read the reasons of what is required. */
static void mark_beside_reasons(Exercise *exercise, Engine *engine, const PackWork *pack) {
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const size_t exception = ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i].provision;
        const Frame frame = law_exception_frame(pack, &exercise->set->provisions[exception]);
        mark_provision(exercise, engine, exception, &frame);
        size_t at = 0;
        size_t bar = 0;
        while (law_next_of_kind(exercise->set, exercise->pack, PROVISION_BAR, &at, &bar)) {
            const Provision *striking = &exercise->set->provisions[bar];
            if (law_bar_strikes(engine, striking, exception) ||
                law_bar_strikes_track(striking, exception)) {
                mark_provision(exercise, engine, bar, &frame);
            }
        }
    }
}

static bool has_reasons(ProvisionKind kind) {
    return kind == PROVISION_EXCEPTION || kind == PROVISION_BAR;
}

void law_exercise_add(Exercise *exercise, DecisionWork *work) {
    const LawPack *exercised = &exercise->set->packs[exercise->pack];
    const Frame none = {0};
    law_mark_held(work, exercise->held);
    for (size_t i = 0; i < exercised->provision_count; i++) {
        size_t provision = exercised->first_provision + i;
        if (!has_reasons(exercise->set->provisions[provision].kind)) {
            mark_provision(exercise, &work->engine, provision, &none);
        }
    }
    for (size_t i = 0; i < work->pack_count; i++) {
        if (work->packs[i].pack == exercise->pack) {
            mark_beside_reasons(exercise, &work->engine, &work->packs[i]);
        }
    }
}
