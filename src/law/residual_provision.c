/* SPDX-License-Identifier: Apache-2.0 */
#include "law/residual_parts.h"

/* Residuals of provisions: over the rows they speak for. */

static uint64_t residual_hash(Residual residual) {
    return law_hash_mix(residual.is_constant, residual.hash);
}

static Residual parts_residual(ResidualWork *work, const Provision *provision, const Frame *frame) {
    Residual parts[] = {residual_constant(TRUTH_YES), residual_constant(TRUTH_YES),
                        residual_constant(TRUTH_YES)};
    if (provision->when != NULL) {
        parts[0] = law_condition_residual(work, provision->when, frame);
    }
    if (provision->provided_that != NULL) {
        parts[1] = law_condition_residual(work, provision->provided_that, frame);
    }
    if (provision->except_where != NULL) {
        parts[2] = residual_not(law_condition_residual(work, provision->except_where, frame));
    }
    Truth least = TRUTH_YES;
    bool is_constant = true;
    uint64_t hash = 'p';
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].is_constant) {
            least = truth_and(least, parts[i].truth);
        } else {
            hash = law_hash_mix(hash, parts[i].hash);
        }
        is_constant = is_constant && parts[i].is_constant;
    }
    if (is_constant || least == TRUTH_NO) {
        return residual_constant(least);
    }
    return residual_open(law_hash_mix(hash, least));
}

static uint64_t matches_hash(ResidualWork *work, const Provision *provision, const TableRow *row,
                             Truth fits) {
    uint64_t hash = fits;
    for (size_t i = 0; fits == TRUTH_UNKNOWN && i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        if (residual_is_unknown(work, &match->operand)) {
            hash =
                residual_mix_text(hash, work->engine->set->attributes[match->operand.index].name);
            hash = row == NULL ? hash : residual_mix_text(hash, row->values[match->column].text);
            residual_want_operand(work, &match->operand);
        }
    }
    return hash;
}

static uint64_t reason_hash(const ResidualWork *work, const Provision *provision,
                            const Frame *frame) {
    return provision->has_reason ? residual_operand_hash(work, &provision->reason, frame) : 0;
}

/* Asked for by the row's part alone; the row's force is in `fits`. */
static bool is_fit_constant(const ResidualWork *work, const Provision *provision, Truth fits) {
    for (size_t i = 0; fits == TRUTH_UNKNOWN && i < provision->each.match_count; i++) {
        if (residual_is_unknown(work, &provision->each.matches[i].operand)) {
            return false;
        }
    }
    return true;
}

typedef struct RowsFound {
    uint64_t hash; /* a sum: rows have no order */
    Truth greatest;
    bool is_open;
} RowsFound;

static void add_row(ResidualWork *work, const Provision *provision, const Frame *frame, Truth fits,
                    RowsFound *found) {
    Residual body = parts_residual(work, provision, frame);
    if (body.is_constant && body.truth == TRUTH_NO) {
        return;
    }
    uint64_t hash =
        law_hash_mix(matches_hash(work, provision, frame->row, fits),
                     law_hash_mix(residual_hash(body), reason_hash(work, provision, frame)));
    found->hash += law_hash_mix(hash, 'r');
    if (body.is_constant && is_fit_constant(work, provision, fits)) {
        found->greatest = truth_or(found->greatest, truth_and(fits, body.truth));
    } else {
        found->is_open = true;
    }
}

static RowsFound rows_residual(ResidualWork *work, const Provision *provision, const Frame *frame) {
    RowsFound found = {.greatest = TRUTH_NO};
    EachCursor cursor = law_each_start(work->engine, provision);
    Frame bound = *frame;
    Truth fits = TRUTH_NO;
    while (law_each_next(&cursor, &bound.row, &fits)) {
        add_row(work, provision, &bound, fits, &found);
    }
    return found;
}

/* Rows are looked up by facts, and none of those is known. */
static bool is_not_told_apart(const ResidualWork *work, const Provision *provision) {
    bool asks = false;
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const Operand *operand = &provision->each.matches[i].operand;
        if (operand->kind == OPERAND_ATTRIBUTE && !residual_is_unknown(work, operand)) {
            return false;
        }
        asks = asks || operand->kind == OPERAND_ATTRIBUTE;
    }
    return asks;
}

/* The body for any row: exact where it is no, and else by the whole table. */
static Residual unbound_residual(ResidualWork *work, const Provision *provision,
                                 const Frame *frame) {
    Wants *wants = work->wants;
    work->wants = NULL;
    Residual body = parts_residual(work, provision, frame);
    work->wants = wants;
    if (body.is_constant && body.truth == TRUTH_NO) {
        return body;
    }
    uint64_t hash =
        law_hash_mix(residual_hash(body), residual_table_hash(work, provision->each.table));
    hash = law_hash_mix(hash, matches_hash(work, provision, NULL, TRUTH_UNKNOWN));
    return residual_open(law_hash_mix(hash, reason_hash(work, provision, frame)));
}

Residual law_body_residual(ResidualWork *work, const Provision *provision, Truth force,
                           const Frame *frame) {
    work->provision = provision;
    if (force == TRUTH_NO) {
        return residual_constant(TRUTH_NO);
    }
    if (provision->each.table != LAW_NONE && is_not_told_apart(work, provision)) {
        Residual unbound = unbound_residual(work, provision, frame);
        return unbound.is_constant ? unbound : residual_open(law_hash_mix(unbound.hash, force));
    }
    RowsFound found = rows_residual(work, provision, frame);
    bool has_reasons = provision->has_reason && provision->reason.kind != OPERAND_LITERAL;
    if (!found.is_open && (!has_reasons || found.greatest == TRUTH_NO)) {
        return residual_constant(truth_and(force, found.greatest));
    }
    if (found.greatest == TRUTH_YES && !has_reasons) {
        return residual_constant(force);
    }
    return residual_open(law_hash_mix(law_hash_mix(found.hash, force), found.greatest));
}

Residual law_provision_residual(ResidualWork *work, size_t provision, const Frame *frame) {
    const ProvisionKind kind = work->engine->set->provisions[provision].kind;
    if ((kind == PROVISION_FACT || kind == PROVISION_SCOPE) &&
        law_is_unverified(work->engine, provision) &&
        law_provision_force(work->engine, provision) == TRUTH_UNKNOWN) {
        return residual_constant(TRUTH_UNKNOWN);
    }
    return law_body_residual(work, &work->engine->set->provisions[provision],
                             law_provision_force(work->engine, provision), frame);
}
