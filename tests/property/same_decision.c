/* SPDX-License-Identifier: Apache-2.0 */
#include "same_decision.h"

#include "law/engine.h"

typedef struct Pair {
    Arena *arena;
    const LawEngine *engine;
    const LawSet *set;
    const LawVerdict *verdict;
    const Decision *decision;
} Pair;

static Truth line_truth(const Pair *pair, size_t line) {
    uint64_t mask = UINT64_C(1) << line % 64;
    if ((pair->verdict->surely[line / 64] & mask) != 0) {
        return TRUTH_YES;
    }
    return (pair->verdict->perhaps[line / 64] & mask) != 0 ? TRUTH_UNKNOWN : TRUTH_NO;
}

static const PackDecision *pack_of(const Pair *pair, size_t provision) {
    size_t pack = pair->set->provisions[provision].pack;
    for (size_t i = 0; i < pair->decision->pack_count; i++) {
        if (pair->decision->packs[i].pack == pack) {
            return &pair->decision->packs[i];
        }
    }
    return NULL;
}

/* ---- what the tree engine lists ---- */

static Truth listed_requirement(const Pair *pair, const LawTraceLine *line) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < pair->decision->requirement_count; i++) {
        const DecisionRequirement *it = &pair->decision->requirements[i];
        if (it->provision == line->provision && text_equals(it->reason, line->reason)) {
            truth = truth_or(truth, it->truth);
        }
    }
    return truth;
}

static Truth listed_authority(const Pair *pair, size_t provision) {
    for (size_t i = 0; i < pair->decision->authority_count; i++) {
        if (pair->decision->authorities[i].provision == provision) {
            return pair->decision->authorities[i].truth;
        }
    }
    return TRUTH_NO;
}

static bool is_listed_prohibition(const Pair *pair, size_t provision) {
    for (size_t i = 0; i < pair->decision->prohibition_count; i++) {
        if (pair->decision->prohibitions[i] == provision) {
            return true;
        }
    }
    return false;
}

/* ---- line by line ---- */

/* Lines of one requirement whose reasons are no words of the law stand for one. */
static Truth same_lines_truth(const Pair *pair, const LawTraceLine *line) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < law_trace_count(pair->engine); i++) {
        LawTraceLine other = law_trace_line(pair->engine, i);
        if (other.kind == PROVISION_REQUIREMENT && other.provision == line->provision &&
            text_equals(other.reason, line->reason)) {
            truth = truth_or(truth, line_truth(pair, i));
        }
    }
    return truth;
}

static bool covers_some(const Pair *pair, size_t exception) {
    Engine tree = {.set = pair->set};
    for (size_t i = 0; i < pair->decision->requirement_count; i++) {
        if (law_exception_covers(&tree, &pair->set->provisions[exception],
                                 pair->decision->requirements[i].provision)) {
            return true;
        }
    }
    return false;
}

static bool is_prohibited(const Pair *pair, size_t pack) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < law_trace_count(pair->engine); i++) {
        LawTraceLine line = law_trace_line(pair->engine, i);
        if (line.kind == PROVISION_PROHIBITION &&
            pair->set->provisions[line.provision].pack == pack) {
            truth = truth_or(truth, line_truth(pair, i));
        }
    }
    return truth == TRUTH_YES;
}

static bool is_same_line(const Pair *pair, size_t index) {
    LawTraceLine line = law_trace_line(pair->engine, index);
    Truth speaks = pack_of(pair, line.provision)->speaks;
    Truth truth = line_truth(pair, index);
    if (speaks == TRUTH_NO) {
        return listed_authority(pair, line.provision) == TRUTH_NO &&
               !is_listed_prohibition(pair, line.provision);
    }
    if (line.kind == PROVISION_REQUIREMENT) {
        return listed_requirement(pair, &line) == truth_and(speaks, same_lines_truth(pair, &line));
    }
    if (line.kind == PROVISION_PROHIBITION) {
        return is_listed_prohibition(pair, line.provision) == (truth > TRUTH_NO);
    }
    if (line.kind == PROVISION_EXCEPTION) {
        bool is_listed = covers_some(pair, line.provision) &&
                         !is_prohibited(pair, pair->set->provisions[line.provision].pack);
        return listed_authority(pair, line.provision) == (is_listed ? truth : TRUTH_NO);
    }
    return true;
}

static Text different_line(const Pair *pair) {
    for (size_t i = 0; i < law_trace_count(pair->engine); i++) {
        if (!is_same_line(pair, i)) {
            LawTraceLine line = law_trace_line(pair->engine, i);
            Text name = law_provision(pair->set, line.provision).name;
            return text_format(pair->arena, "%.*s (%.*s) is %d in bits", TEXT_ARGS(name),
                               TEXT_ARGS(line.reason), (int)line_truth(pair, i));
        }
    }
    return TEXT("");
}

Text same_decision(Arena *arena, const LawEngine *engine, LawScratch *scratch,
                   const LawFacts *facts, const DecideOptions *options, Decision *decision) {
    LawVerdict verdict;
    LawWhen when = {options->as_of, options->known_at, options->switched_off};
    const LawSet *set = facts->set;
    law_engine_decide(engine, law_case_from(arena, engine, facts), &when, scratch, &verdict);
    law_decide(arena, set, facts, options, decision);
    if (verdict.outcome != decision->outcome || verdict.best != decision->best ||
        verdict.worst != decision->worst || verdict.days != decision->days) {
        return text_format(arena, "%d..%d in %d days in bits, %d..%d in %d days in the tree",
                           (int)verdict.best, (int)verdict.worst, verdict.days, (int)decision->best,
                           (int)decision->worst, decision->days);
    }
    Pair pair = {arena, engine, set, &verdict, decision};
    return different_line(&pair);
}
