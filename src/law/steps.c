/* SPDX-License-Identifier: Apache-2.0 */
#include "law/steps.h"

#include "law/result.h"

Text law_short_name(const LawSet *set, size_t provision) {
    const Provision *named = &set->provisions[provision];
    size_t prefix = set->packs[named->pack].info.name.length + 1;
    return named->name.length > prefix ? text_slice(named->name, prefix, named->name.length)
                                       : named->name;
}

static DecisionStep *add_step(Array *steps, Truth truth, Text text, Text citation) {
    DecisionStep *step = array_add(steps);
    *step =
        (DecisionStep){.truth = truth, .text = text, .citation = citation, .provision = LAW_NONE};
    return step;
}

/* ---- the values a condition found ---- */

static void add_found(Text name, Text value, size_t *count, TextBuilder *builder) {
    text_add(builder, (*count)++ == 0 ? TEXT("  (") : TEXT(", "));
    text_add(builder, name);
    text_add(builder, TEXT(": "));
    text_add(builder, value);
}

static void add_operand_value(const Engine *engine, const Operand *operand, const Frame *frame,
                              size_t *count, TextBuilder *builder) {
    const LawValue *value = law_operand_value(engine, operand, frame);
    if (operand->kind == OPERAND_MEMBER) {
        const FactValue *fact = &engine->facts->values[operand->index];
        add_found(engine->set->attributes[operand->index].name,
                  fact->is_known ? fact->value.text : TEXT("not known"), count, builder);
    } else if (operand->kind == OPERAND_ATTRIBUTE) {
        add_found(engine->set->attributes[operand->index].name,
                  value == NULL ? TEXT("not known") : value->text, count, builder);
    } else if (operand->kind == OPERAND_COLUMN && value != NULL && frame->each != NULL) {
        Text column = engine->set->tables[frame->each->table].columns[operand->index].name;
        add_found(text_format(engine->arena, "%.*s.%.*s", TEXT_ARGS(frame->each->name),
                              TEXT_ARGS(column)),
                  value->text, count, builder);
    }
}

static void add_reasons(const Engine *engine, const Frame *frame, size_t *count,
                        TextBuilder *builder) {
    for (size_t i = 0; i < frame->instance_count; i++) {
        const Instance *instance = &frame->instances[i];
        if (instance->has_reason &&
            law_exception_covers(engine, frame->exception, instance->provision)) {
            add_found(instance->truth == TRUTH_YES ? TEXT("reason") : TEXT("perhaps reason"),
                      instance->reason == NULL ? TEXT("not known") : instance->reason->text, count,
                      builder);
        }
    }
}

static Text condition_text(const Engine *engine, const Condition *condition, const Frame *frame) {
    TextBuilder builder = text_builder_new(engine->arena);
    size_t count = 0;
    text_add(&builder, condition->text);
    for (size_t i = 0; i < condition->operand_count; i++) {
        add_operand_value(engine, &condition->operands[i], frame, &count, &builder);
    }
    if (condition->kind == CONDITION_EVERY_REASON || condition->kind == CONDITION_ANY_REASON) {
        add_reasons(engine, frame, &count, &builder);
    }
    if (count > 0) {
        text_add(&builder, TEXT(")"));
    }
    return text_built(&builder);
}

/* ---- conditions ---- */

static void note_lookup(const Engine *engine, const Condition *condition, const Frame *frame,
                        DecisionStep *step) {
    const LawTable *table = &engine->set->tables[condition->table];
    Lookup lookup = law_table_lookup(engine, condition, frame);
    Text found = lookup.row == NULL || text_is_empty(lookup.row->citation) ? table->citation
                                                                           : lookup.row->citation;
    step->citation = text_is_empty(step->citation) ? found : step->citation;
    if (lookup.row != NULL) {
        step->status = lookup.row->status;
    }
}

static void add_children(Engine *engine, const Condition *condition, const Frame *frame,
                         Array *steps) {
    for (size_t i = 0; i < condition->child_count; i++) {
        law_add_condition_step(engine, &condition->children[i], frame, steps);
    }
}

static void add_named_fact(Engine *engine, size_t provision, const Frame *frame, Array *steps) {
    const bool is_bar = engine->set->provisions[provision].kind == PROVISION_BAR;
    Frame named = is_bar ? *frame : (Frame){0};
    named.row = NULL;
    const Truth truth = is_bar ? law_provision_truth(engine, provision, &named, NULL)
                               : law_fact_truth(engine, provision);
    law_add_provision_step(engine, provision, truth, engine->set->provisions[provision].title,
                           &named, steps);
}

void law_add_condition_step(Engine *engine, const Condition *condition, const Frame *frame,
                            Array *steps) {
    Array below = array_new(engine->arena, sizeof(DecisionStep));
    add_children(engine, condition, frame, &below);
    if (condition->kind == CONDITION_FACT) {
        add_named_fact(engine, condition->provision, frame, &below);
    }
    DecisionStep *step = add_step(steps, law_condition_truth(engine, condition, frame),
                                  condition_text(engine, condition, frame), condition->citation);
    if (condition->kind == CONDITION_TABLE) {
        note_lookup(engine, condition, frame, step);
    }
    step->children = below.items;
    step->child_count = below.count;
}

/* ---- provisions ---- */

/* All of what stands below is needed anyway: a block that says just that is left out. */
static void add_whole(Engine *engine, const Condition *condition, const Frame *frame,
                      Array *steps) {
    if (condition == NULL) {
        return;
    }
    bool is_plain_block = condition->kind == CONDITION_ALL && !condition->is_negated &&
                          text_is_empty(condition->citation);
    if (is_plain_block) {
        add_children(engine, condition, frame, steps);
    } else {
        law_add_condition_step(engine, condition, frame, steps);
    }
}

static void add_labelled(Engine *engine, Text label, const Condition *condition, const Frame *frame,
                         Array *steps) {
    if (condition == NULL) {
        return;
    }
    Array below = array_new(engine->arena, sizeof(DecisionStep));
    add_whole(engine, condition, frame, &below);
    DecisionStep *step =
        add_step(steps, law_condition_truth(engine, condition, frame), label, TEXT(""));
    step->children = below.items;
    step->child_count = below.count;
}

static void add_label(Engine *engine, const char *label, Text text, Array *steps) {
    if (!text_is_empty(text)) {
        add_step(steps, TRUTH_YES, text_format(engine->arena, "%s: %.*s", label, TEXT_ARGS(text)),
                 TEXT(""));
    }
}

static void add_status_label(Engine *engine, size_t provision, Array *steps) {
    Truth force = law_provision_force(engine, provision);
    LawStatus status = law_provision_status(engine, provision);
    if (force == TRUTH_NO) {
        add_step(steps, TRUTH_NO, TEXT("in force on this date"), TEXT(""));
    } else if (status != LAW_VERIFIED) {
        add_label(engine, "how far it was checked", law_status_word(status), steps);
    }
}

static void add_conditions(Engine *engine, const Provision *told, const Frame *frame,
                           Array *steps) {
    Frame named = *frame;
    named.each = &told->each;
    add_whole(engine, told->when, &named, steps);
    add_labelled(engine, TEXT("provided that"), told->provided_that, &named, steps);
    add_labelled(engine, TEXT("except where"), told->except_where, &named, steps);
}

/* What the rows were looked up by, where none of them fits. */
static void add_no_row(Engine *engine, const Provision *told, const Frame *frame, Array *steps) {
    const LawTable *table = &engine->set->tables[told->each.table];
    TextBuilder builder = text_builder_new(engine->arena);
    size_t count = 0;
    text_add_format(&builder, "some row of %.*s", TEXT_ARGS(table->name));
    for (size_t i = 0; i < told->each.match_count; i++) {
        add_operand_value(engine, &told->each.matches[i].operand, frame, &count, &builder);
    }
    text_add(&builder, count > 0 ? TEXT(")") : TEXT(""));
    EachCursor cursor = law_each_start(engine, told);
    const TableRow *ignored = NULL;
    Truth fits = TRUTH_NO;
    Truth truth = TRUTH_NO;
    while (law_each_next(&cursor, &ignored, &fits)) {
        truth = truth_or(truth, fits);
    }
    add_step(steps, truth, text_built(&builder), table->citation);
}

void law_add_body_steps(Engine *engine, size_t provision, const Frame *frame, Array *steps) {
    const Provision *told = &engine->set->provisions[provision];
    add_status_label(engine, provision, steps);
    add_label(engine, "interpretation", told->interpretation, steps);
    if (told->each.table != LAW_NONE && frame->row == NULL) {
        add_no_row(engine, told, frame, steps);
    } else {
        add_conditions(engine, told, frame, steps);
    }
    add_label(engine, "note", told->note, steps);
}

void law_add_provision_step(Engine *engine, size_t provision, Truth truth, Text text,
                            const Frame *frame, Array *steps) {
    const Provision *told = &engine->set->provisions[provision];
    Array below = array_new(engine->arena, sizeof(DecisionStep));
    law_add_body_steps(engine, provision, frame, &below);
    DecisionStep *step =
        add_step(steps, truth, text, told->citation_count == 0 ? TEXT("") : told->citations[0]);
    step->status = law_provision_status(engine, provision);
    step->provision = provision;
    step->children = below.items;
    step->child_count = below.count;
}
