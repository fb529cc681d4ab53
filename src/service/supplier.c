/* SPDX-License-Identifier: Apache-2.0 */
#include "service/supplier.h"
#include "base/array.h"
#include "service/assess_parts.h"
#include "service/facts.h"
#include "service/supply_tree.h"

/* ---- assessments and evidence ---- */

static void add_evidence(const SupplierBuild *build, size_t row, Array *evidence) {
    const Workspace *workspace = build->workspace;
    size_t first = 0;
    const size_t count = workspace_assessment_answers(workspace, row, &first);
    const PartyAssessment *assessment = &workspace->assessments[row];
    for (size_t i = first; i < first + count; i++) {
        const AssessmentAnswer *answer = &workspace->answers[i];
        AnswerStatus status = ANSWER_UNKNOWN;
        if (!answer_parse(answer->status, &status)) {
            problem_add(build->problems, TEXT("answer.csv"), answer->mark.line, 0,
                        "`status` is `%.*s`; write met, not_met, partial, not_applicable or "
                        "unknown",
                        TEXT_ARGS(answer->status));
        } else if (evidence_is_known(build->frame->crosswalk, assessment->sought,
                                     answer->requirement, TEXT("answer.csv"), answer->mark.line,
                                     build->problems) &&
                   status == ANSWER_MET) {
            *(HeldEvidence *)array_add(evidence) =
                (HeldEvidence){assessment->sought, answer->requirement, assessment->id};
        }
    }
}

/* What the party has met in other frameworks by the day. */
static Array evidence_of(const SupplierBuild *build) {
    const Workspace *workspace = build->workspace;
    const Crosswalk *crosswalk = build->frame->crosswalk;
    Array evidence = array_new(build->arena, sizeof(HeldEvidence));
    for (size_t i = 0; crosswalk != NULL && i < workspace->assessment_count; i++) {
        const PartyAssessment *row = &workspace->assessments[i];
        if (row->party == build->supplier->party &&
            row->assessed <= build->supplier->options.as_of &&
            crosswalk_has_framework(crosswalk, row->sought)) {
            add_evidence(build, i, &evidence);
        }
    }
    return evidence;
}

static void make_reports(SupplierBuild *build) {
    Supplier *supplier = build->supplier;
    const Array evidence = evidence_of(build);
    AssessmentReport *reports =
        ARENA_MANY(build->arena, AssessmentReport, supplier->standing_count);
    for (size_t i = 0; i < supplier->standing_count; i++) {
        const PartyStanding *standing = &supplier->standings[i];
        const PartyAssessment *row = &build->workspace->assessments[standing->row];
        reports[i] = (AssessmentReport){
            .catalogue = build->frame->catalogues[standing->requirement],
            .answers = standing->answers,
            .assessment = standing->assessment,
            .standing = standing->standing,
            .against = standing->against,
            .crosswalk = build->frame->crosswalk,
            .evidence = ARRAY_ITEMS(HeldEvidence, &evidence),
            .evidence_count = evidence.count,
            .subject = row->id,
            .as_of = supplier->options.as_of,
            .assessed = row->assessed,
        };
    }
    supplier->reports = reports;
}

/* ---- what a status would open ---- */

static bool is_of(const SupplierBuild *build, size_t site) {
    return workspace_party_is_of(build->workspace, site, build->supplier->party);
}

/* Sets the facts of the status in one role, where packs read them. */
static bool suppose_role(const SupplierBuild *build, LawFacts *facts, const char *role,
                         size_t status, Error *error) {
    const Scheme *scheme = build->frame->scheme;
    for (size_t i = 0; i < SCHEME_FACT_COUNT; i++) {
        const Text name = text_format(build->arena, "%s.%.*s", role, TEXT_ARGS(scheme->facts[i]));
        if (!facts_offer(facts, build->set, name,
                         scheme_fact_value(build->arena, scheme, (SchemeFact)i, status), error)) {
            return false;
        }
    }
    return true;
}

static bool decide_lane(const SupplierBuild *build, BillFacts *bill, size_t lane, size_t status,
                        Outcome *outcome, Error *error) {
    const SupplierOptions *options = &build->supplier->options;
    const ItemTransfer what = facts_lane_transfer(build->workspace, lane);
    LawFacts *facts = NULL;
    if (!facts_of_transfer(build->arena, build->set, build->workspace, &what, options->as_of, bill,
                           &facts, error)) {
        return false;
    }
    if (status != SCHEME_NONE &&
        ((is_of(build, what.from.party) &&
          !suppose_role(build, facts, "exporter", status, error)) ||
         (is_of(build, what.to.party) &&
          (!suppose_role(build, facts, "consignee", status, error) ||
           (what.is_used_there && !suppose_role(build, facts, "end_user", status, error)))))) {
        return false;
    }
    const DecideOptions decide = {.as_of = options->as_of,
                                  .known_at = options->known_at,
                                  .accept_unverified = options->accept_unverified,
                                  .by_cases = true,
                                  .quantile = options->quantile};
    Decision decision;
    law_decide(build->arena, build->set, facts, &decide, &decision);
    *outcome = decision.outcome;
    return true;
}

static void find_programmes(const SupplierBuild *build, SupplierSuppose *suppose) {
    size_t *programmes = ARENA_MANY(build->arena, size_t, build->workspace->programme_count);
    for (size_t i = 0; i < build->workspace->programme_count; i++) {
        const SupplyTree tree = supply_tree(build->arena, build->workspace, i);
        bool is_touched = false;
        for (size_t j = 0; j < suppose->move_count; j++) {
            is_touched |= tree.lanes[suppose->moves[j].lane];
        }
        if (is_touched) {
            programmes[suppose->programme_count++] = i;
        }
    }
    suppose->programmes = programmes;
}

static bool suppose_status(const SupplierBuild *build, size_t status, SupplierSuppose *suppose,
                           Error *error) {
    const Workspace *workspace = build->workspace;
    const DecideOptions decide = {.as_of = build->supplier->options.as_of,
                                  .known_at = build->supplier->options.known_at,
                                  .accept_unverified = build->supplier->options.accept_unverified};
    BillFacts *bill = bill_facts_new(build->arena, workspace, build->set, &decide);
    Array moves = array_new(build->arena, sizeof(SupplierMove));
    *suppose = (SupplierSuppose){.status = status};
    for (size_t i = 0; i < workspace->lane_count; i++) {
        SupplierMove move = {.lane = i};
        if ((!is_of(build, workspace->lanes[i].from_site) &&
             !is_of(build, workspace->lanes[i].to_site)) ||
            !date_range_has(workspace->lanes[i].mark.holds, build->supplier->options.as_of)) {
            continue;
        }
        if (!decide_lane(build, bill, i, SCHEME_NONE, &move.before, error) ||
            !decide_lane(build, bill, i, status, &move.after, error)) {
            return false;
        }
        suppose->lane_count++;
        if (move.before != move.after) {
            *(SupplierMove *)array_add(&moves) = move;
        }
    }
    suppose->moves = ARRAY_ITEMS(SupplierMove, &moves);
    suppose->move_count = moves.count;
    find_programmes(build, suppose);
    return true;
}

static bool law_reads(const SupplierBuild *build) {
    static const char *const ROLES[] = {"exporter", "consignee", "end_user"};
    const Scheme *scheme = build->frame->scheme;
    size_t attribute = 0;
    for (size_t i = 0; i < sizeof(ROLES) / sizeof(ROLES[0]); i++) {
        for (size_t j = 0; j < SCHEME_FACT_COUNT; j++) {
            if (law_attribute_find(
                    build->set,
                    text_format(build->arena, "%s.%.*s", ROLES[i], TEXT_ARGS(scheme->facts[j])),
                    &attribute)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_reached(const Supplier *supplier, size_t status) {
    return supplier->status != SCHEME_NONE && status <= supplier->status;
}

/* The statuses to suppose: the one asked for, or each final one above what is held. */
static bool list_supposed(const SupplierBuild *build, Array *statuses, Error *error) {
    const Scheme *scheme = build->frame->scheme;
    const Text asked = build->supplier->options.suppose;
    size_t status = 0;
    if (!text_is_empty(asked)) {
        if (!scheme_find_status(scheme, asked, &status)) {
            return error_set(error, ERROR_INVALID,
                             "the scheme has no status `%.*s`; it has `%.*s` and others",
                             TEXT_ARGS(asked), TEXT_ARGS(scheme->statuses[0].name));
        }
        *(size_t *)array_add(statuses) = status;
        return true;
    }
    for (size_t i = 0; i < scheme->requirement_count; i++) {
        if (scheme_status_of(scheme, i, STANDING_FINAL, &status) &&
            !is_reached(build->supplier, status)) {
            *(size_t *)array_add(statuses) = status;
        }
    }
    return true;
}

static bool make_supposes(SupplierBuild *build, Error *error) {
    Array statuses = array_new(build->arena, sizeof(size_t));
    if (!list_supposed(build, &statuses, error)) {
        return false;
    }
    if (build->set == NULL) {
        return true;
    }
    build->supplier->law_reads_it = law_reads(build);
    SupplierSuppose *supposes = ARENA_MANY(build->arena, SupplierSuppose, statuses.count);
    for (size_t i = 0; i < statuses.count; i++) {
        if (!suppose_status(build, ARRAY_ITEMS(size_t, &statuses)[i], &supposes[i], error) ||
            (build->supplier->law_reads_it &&
             !supplier_suppose_offers(build, &supposes[i], error))) {
            return false;
        }
    }
    build->supplier->supposes = supposes;
    build->supplier->suppose_count = statuses.count;
    return true;
}

/* ---- the whole ---- */

static bool find_party(const Workspace *workspace, Text name, size_t *party, Error *error) {
    if (workspace_find_party(workspace, name, party)) {
        return true;
    }
    Text nearest = {0};
    size_t best = 4;
    for (size_t i = 0; i < workspace->party_count; i++) {
        const size_t distance = text_distance(workspace->parties[i].id, name);
        if (distance < best) {
            best = distance;
            nearest = workspace->parties[i].id;
        }
    }
    return error_set(error, ERROR_MISSING, "party.csv has no party `%.*s`%s%.*s%s", TEXT_ARGS(name),
                     text_is_empty(nearest) ? "" : "; did you mean `", TEXT_ARGS(nearest),
                     text_is_empty(nearest) ? "" : "`?");
}

bool service_supplier(Arena *arena, const Workspace *workspace, const LawSet *set,
                      const AssuranceFrame *frame, Text party, const SupplierOptions *options,
                      Supplier *supplier, ProblemList *problems, Error *error) {
    *supplier = (Supplier){.workspace = workspace, .set = set, .frame = frame, .options = *options};
    SupplierBuild build = {arena, workspace, set, frame, supplier, problems};
    if (frame->scheme == NULL) {
        return error_set(error, ERROR_MISSING,
                         "workspace.csv names no scheme; add a row `scheme,DIR`, as "
                         "../catalogues/cmmc");
    }
    PartyStanding *standings = NULL;
    if (!find_party(workspace, party, &supplier->party, error)) {
        return false;
    }
    if (!service_party_standings(arena, workspace, frame, supplier->party, &standings,
                                 &supplier->standing_count, problems)) {
        return error_set(error, ERROR_INVALID, "the assessments cannot be read");
    }
    supplier->standings = standings;
    supplier->status = service_status_on(standings, supplier->standing_count, options->as_of);
    make_reports(&build);
    supplier_chains(&build);
    return (problem_count(problems) == 0 ||
            error_set(error, ERROR_INVALID, "the assessments cannot be read")) &&
           make_supposes(&build, error);
}
