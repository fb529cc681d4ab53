/* SPDX-License-Identifier: Apache-2.0 */
#include "law/engine.h"

bool law_source_equals(LawSource a, LawSource b) {
    return a.kind == b.kind && a.index == b.index && a.row == b.row;
}

LawSource law_row_source(const Engine *engine, const LawTable *table, const TableRow *row) {
    return (LawSource){SOURCE_ROW, (size_t)(table - engine->set->tables),
                       (size_t)(row - table->rows)};
}

static bool find_assumption(const Engine *engine, LawSource source, bool *holds) {
    for (size_t i = 0; i < engine->assumption_count; i++) {
        if (law_source_equals(engine->assumptions[i].source, source)) {
            *holds = engine->assumptions[i].holds;
            return true;
        }
    }
    return false;
}

Truth law_reliance(const Engine *engine, LawStatus status, LawSource source) {
    bool holds = false;
    if (status < LAW_PARTIAL || engine->options->accept_unverified) {
        return TRUTH_YES;
    }
    if (find_assumption(engine, source, &holds)) {
        return holds ? TRUTH_YES : TRUTH_NO;
    }
    return TRUTH_UNKNOWN;
}

static const ProvisionInterval *interval_in_force(const Engine *engine,
                                                  const Provision *provision) {
    for (size_t i = 0; i < provision->interval_count; i++) {
        if (date_range_has(provision->intervals[i].range, engine->options->as_of)) {
            return &provision->intervals[i];
        }
    }
    return NULL;
}

Truth law_provision_force(const Engine *engine, size_t provision) {
    const bool *switched_off = engine->options->switched_off;
    if (switched_off != NULL && switched_off[provision]) {
        return TRUTH_NO;
    }
    const ProvisionInterval *interval =
        interval_in_force(engine, &engine->set->provisions[provision]);
    if (interval == NULL) {
        return TRUTH_NO;
    }
    return law_reliance(engine, interval->status, (LawSource){SOURCE_PROVISION, provision, 0});
}

bool law_is_unverified(const Engine *engine, size_t provision) {
    const ProvisionInterval *interval =
        interval_in_force(engine, &engine->set->provisions[provision]);
    const bool *switched_off = engine->options->switched_off;
    return interval != NULL && interval->status == LAW_UNVERIFIED &&
           !engine->options->accept_unverified &&
           (switched_off == NULL || !switched_off[provision]);
}

LawStatus law_provision_status(const Engine *engine, size_t provision) {
    const Provision *asked = &engine->set->provisions[provision];
    const ProvisionInterval *interval = interval_in_force(engine, asked);
    return interval == NULL ? asked->status : interval->status;
}

Truth law_row_force(const Engine *engine, const LawTable *table, const TableRow *row) {
    Date date = table->is_register ? engine->options->known_at : engine->options->as_of;
    if (!date_range_has(row->holds, date)) {
        return TRUTH_NO;
    }
    return law_reliance(engine, row->status, law_row_source(engine, table, row));
}

Truth law_gap_truth(const Engine *engine, const LawTable *table) {
    bool holds = true;
    LawSource gap = {SOURCE_GAP, (size_t)(table - engine->set->tables), 0};
    return find_assumption(engine, gap, &holds) && !holds ? TRUTH_NO : TRUTH_UNKNOWN;
}
