/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "service/supplier.h"

/* What the party offers to programmes, decided as it stands and as if it held a status. */

static PathwayQuery query_of(const SupplierBuild *build) {
    const SupplierOptions *options = &build->supplier->options;
    return (PathwayQuery){.party = build->workspace->parties[build->supplier->party].id,
                          .as_of = options->as_of,
                          .known_at = options->known_at,
                          .accept_unverified = options->accept_unverified,
                          .quantile = options->quantile,
                          .outcomes_alone = true};
}

/* The facts that follow from the status, where a pack reads them. */
static size_t facts_of_status(const SupplierBuild *build, size_t status, FactGiven *facts) {
    const Scheme *scheme = build->frame->scheme;
    size_t count = 0;
    for (size_t i = 0; i < SCHEME_FACT_COUNT; i++) {
        const Text name = text_format(build->arena, "exporter.%.*s", TEXT_ARGS(scheme->facts[i]));
        size_t attribute = 0;
        if (law_attribute_find(build->set, name, &attribute)) {
            facts[count++] =
                (FactGiven){name, scheme_fact_value(build->arena, scheme, (SchemeFact)i, status)};
        }
    }
    return count;
}

static size_t lacking(const Decision *decision) {
    size_t count = 0;
    for (size_t i = 0; i < decision->requirement_count; i++) {
        count +=
            !decision->requirements[i].is_covered && decision->requirements[i].truth == TRUTH_YES;
    }
    return count;
}

/* A party that offers nothing is no error. */
static bool decide_offers(const SupplierBuild *build, const PathwayQuery *query, Pathway *pathway,
                          Error *error) {
    Error cause = {0};
    *pathway = (Pathway){0};
    return service_pathway(build->arena, build->workspace, build->set, query, pathway, &cause) ||
           cause.kind == ERROR_MISSING || error_set(error, cause.kind, "%s", cause.message);
}

bool supplier_suppose_offers(SupplierBuild *build, SupplierSuppose *suppose, Error *error) {
    FactGiven facts[SCHEME_FACT_COUNT];
    PathwayQuery query = query_of(build);
    Pathway now;
    Pathway then;
    Array moves = array_new(build->arena, sizeof(SupplierOffer));
    if (!decide_offers(build, &query, &now, error)) {
        return false;
    }
    query.facts = facts;
    query.fact_count = facts_of_status(build, suppose->status, facts);
    if (!decide_offers(build, &query, &then, error)) {
        return false;
    }
    for (size_t i = 0; i < now.offer_count; i++) {
        const Decision *before = &now.offers[i].result->decision;
        const Decision *after = &then.offers[i].result->decision;
        const SupplierOffer move = {now.offers[i].item, now.offers[i].programme, before->outcome,
                                    after->outcome,     lacking(before),         lacking(after)};
        if (move.before != move.after || move.lacks_before != move.lacks_after) {
            *(SupplierOffer *)array_add(&moves) = move;
        }
    }
    suppose->offer_count = now.offer_count;
    suppose->offers = ARRAY_ITEMS(SupplierOffer, &moves);
    suppose->offer_move_count = moves.count;
    return true;
}
