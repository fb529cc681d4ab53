/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"
#include "law/search.h"
#include "law/statement.h"
#include "law/two_laws.h"

enum { STEPS_USUAL = 2000000, MEDIAN = 50 };

/* ---- claims ---- */

typedef struct ClaimContext {
    const Statement *statement;
    size_t packs[2]; /* of ALIKE */
    TwoLaws laws;
    const Assumption *no_gaps; /* one for each table */
} ClaimContext;

typedef struct Bounds {
    Outcome best;
    Outcome worst;
} Bounds;

static DecisionWork decide(Space *space, Arena *scratch, size_t side) {
    const Side *it = &space->sides[side];
    return law_decision_work(law_engine_new(scratch, it->set, it->facts, &it->options));
}

/* Whether the transfers spoken of have this situation. What that hangs on is asked first. What
 * stands in no row of a table is not what the statement means by it. */
static Truth is_spoken_of(const ClaimContext *claim, Space *space, DecisionWork *work,
                          Asking *asking) {
    if (space->hypothesis == NULL) {
        return TRUTH_YES;
    }
    Frame none = {0};
    Engine engine = law_engine_new(work->engine.arena, work->engine.set, work->engine.facts,
                                   work->engine.options);
    engine.assumptions = claim->no_gaps;
    engine.assumption_count = engine.set->table_count;
    Truth truth = law_condition_truth(&engine, space->hypothesis->when, &none);
    if (truth == TRUTH_UNKNOWN) {
        ResidualWork residual =
            law_residual_work(&engine, space->sides[0].tables, &asking->sides[0]);
        (void)law_body_residual(&residual, space->hypothesis, TRUTH_YES, &none);
    }
    return truth;
}

/* Whether exceptions can matter: the statement parts what is authorised from what needs a
 * licence. */
static bool parts_exceptions(unsigned outcomes) {
    return (outcomes >> OUTCOME_AUTHORISED & 1u) != (outcomes >> OUTCOME_LICENCE_REQUIRED & 1u);
}

/* Of all outcomes from best to worst. */
static Truth are_among(Bounds bounds, unsigned outcomes) {
    bool has_in = false;
    bool has_out = false;
    for (unsigned i = (unsigned)bounds.best; i <= (unsigned)bounds.worst; i++) {
        bool is_in = (outcomes >> i & 1u) != 0;
        has_in = has_in || is_in;
        has_out = has_out || !is_in;
    }
    if (has_in && has_out) {
        return TRUTH_UNKNOWN;
    }
    return has_in ? TRUTH_YES : TRUTH_NO;
}

/* A claim is false of a situation that is spoken of, and true of one that is not. */
static Truth claimed(Truth is_spoken, Truth truth) {
    return truth_or(truth_not(is_spoken), truth);
}

static Truth claim_outcomes(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ClaimContext *claim = context;
    DecisionWork work = decide(space, scratch, 0);
    Truth truth = are_among((Bounds){work.best, work.worst}, claim->statement->outcomes);
    if (claim->statement->kind == STATEMENT_SOME) {
        truth = truth_not(truth); /* refuted by what is looked for */
    }
    if (truth == TRUTH_YES) {
        return TRUTH_YES;
    }
    Truth is_spoken = is_spoken_of(claim, space, &work, asking);
    Truth result = claimed(is_spoken, truth);
    if (result == TRUTH_UNKNOWN && asking->sides[0].total == 0) {
        law_ask_decision(&work, space->sides[0].tables,
                         parts_exceptions(claim->statement->outcomes), &asking->sides[0]);
    }
    return result;
}

static Bounds pack_bounds(const DecisionWork *work, size_t pack) {
    for (size_t i = 0; i < work->pack_count; i++) {
        if (work->packs[i].pack == pack) {
            return (Bounds){work->packs[i].best, work->packs[i].worst};
        }
    }
    return (Bounds){OUTCOME_FREE, OUTCOME_FREE};
}

static bool is_known(Bounds bounds) {
    return bounds.best == bounds.worst;
}

static bool overlap(Bounds a, Bounds b) {
    return a.best <= b.worst && b.best <= a.worst;
}

static Truth are_alike(Bounds a, Bounds b) {
    if (is_known(a) && is_known(b)) {
        return a.best == b.best ? TRUTH_YES : TRUTH_NO;
    }
    return overlap(a, b) ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* Where nothing more can be asked, the same bounds are the same answer. */
static Truth claim_alike(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ClaimContext *claim = context;
    DecisionWork work = decide(space, scratch, 0);
    Bounds first = pack_bounds(&work, claim->packs[0]);
    Bounds second = pack_bounds(&work, claim->packs[1]);
    Truth truth = are_alike(first, second);
    if (truth == TRUTH_YES) {
        return TRUTH_YES;
    }
    Truth result = claimed(is_spoken_of(claim, space, &work, asking), truth);
    if (result == TRUTH_UNKNOWN && asking->sides[0].total == 0) {
        law_ask_decision(&work, space->sides[0].tables, true, &asking->sides[0]);
        bool is_same = first.best == second.best && first.worst == second.worst;
        if (asking->sides[0].total == 0 && is_same) {
            return TRUTH_YES;
        }
    }
    return result;
}

/* ---- two laws ---- */

static Truth is_not_stricter(Bounds before, Bounds after) {
    if (after.worst <= before.best) {
        return TRUTH_YES;
    }
    return after.best > before.worst ? TRUTH_NO : TRUTH_UNKNOWN;
}

static Truth claim_change(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ClaimContext *claim = context;
    const bool is_milder = claim->statement->kind == STATEMENT_MILDER;
    if (law_rules_only_ease(&claim->laws, space, scratch, is_milder)) {
        return TRUTH_YES;
    }
    DecisionWork before = decide(space, scratch, 0);
    DecisionWork after = decide(space, scratch, 1);
    Bounds a = {before.best, before.worst};
    Bounds b = {after.best, after.worst};
    Truth truth = is_milder ? is_not_stricter(b, a) : is_not_stricter(a, b);
    if (truth == TRUTH_YES || law_changes_are_idle(&claim->laws, space, &before, &after, scratch)) {
        return TRUTH_YES;
    }
    Truth result = claimed(is_spoken_of(claim, space, &before, asking), truth);
    if (result == TRUTH_UNKNOWN && asking->sides[0].total == 0) {
        law_ask_change(&claim->laws, space, scratch, &before, &after, asking);
        bool is_settled = asking->sides[0].total + asking->sides[1].total == 0;
        if (is_settled && a.best == b.best && a.worst == b.worst) {
            return TRUTH_YES;
        }
    }
    return result;
}

/* ---- the law and the statement ---- */

typedef struct ProofWork {
    Arena *arena;
    const ProofOptions *options;
    Statement statement;
    ClaimContext context;
    Side sides[SIDES_MAX];
    size_t side_count;
    const Provision *hypothesis;
} ProofWork;

/* A reform that a pack offers, or a file of reforms. */
static const LawSet *apply_reform(Arena *arena, const LawSet *set, Text name,
                                  ProblemList *problems) {
    size_t offer = 0;
    return law_offer_find(set, name, &offer) ? law_offer_apply(arena, set, offer, problems)
                                             : law_reform(arena, set, name, problems);
}

static const LawSet *apply_reforms(Arena *arena, const LawSet *set, const ProofOptions *options,
                                   ProblemList *problems) {
    for (size_t i = 0; set != NULL && i < options->reform_count; i++) {
        set = apply_reform(arena, set, options->reforms[i], problems);
    }
    return set;
}

static bool statement_problem(ProblemList *problems, const Error *error) {
    problem_add(problems, TEXT("statement"), 0, 0, "%s", error->message);
    return false;
}

/* The problems of a pack in memory are those of the statement. */
static void retell(ProblemList *problems, const ProblemList *found) {
    for (size_t i = 0; i < found->problems.count; i++) {
        const Problem *problem = array_at(&found->problems, i);
        problem_add(problems, TEXT("statement"), 0, 0, "%.*s", TEXT_ARGS(problem->message));
    }
}

static const LawSet *load_with_statement(Arena *arena, const Text *paths, size_t path_count,
                                         const LawSet *set, const Statement *statement,
                                         ProblemList *problems) {
    if (statement->conditions.count == 0) {
        return set;
    }
    ProblemList found = problem_list_new(arena);
    const MemoryFile file = {TEXT("pack.law"), law_statement_pack(arena, set, statement)};
    const LawSet *with = law_load_beside(arena, paths, path_count, &file, 1, &found);
    if (with == NULL) {
        retell(problems, &found);
    }
    return with;
}

static const Assumption *assume_no_gaps(Arena *arena, const LawSet *set) {
    Assumption *assumptions = ARENA_MANY(arena, Assumption, set->table_count);
    for (size_t i = 0; i < set->table_count; i++) {
        assumptions[i].source = (LawSource){SOURCE_GAP, i, 0};
    }
    return assumptions;
}

static const Provision *find_hypothesis(const LawSet *set) {
    size_t provision = 0;
    return law_provision_find(set, law_statement_fact(), &provision) ? &set->provisions[provision]
                                                                     : NULL;
}

static DecideOptions options_for(const ProofWork *work, const LawSet *set) {
    DecideOptions options = {.as_of = work->options->as_of,
                             .known_at = work->options->known_at,
                             .accept_unverified = work->options->accept_unverified,
                             .quantile = MEDIAN};
    bool *switched_off = ARENA_MANY(work->arena, bool, set->provision_count);
    for (size_t i = 0; i < work->statement.rules.count; i++) {
        size_t provision = 0;
        if (law_provision_find(set, ARRAY_ITEMS(Text, &work->statement.rules)[i], &provision)) {
            switched_off[provision] = true;
        }
    }
    options.switched_off = switched_off;
    return options;
}

static size_t find_pack(const LawSet *set, Text name) {
    for (size_t i = 0; i < set->pack_count; i++) {
        if (text_equals(set->packs[i].info.name, name)) {
            return i;
        }
    }
    return LAW_NONE;
}

/* ---- what came of it ---- */

static Text rules_in(Arena *arena, const LawSet *set, const Decision *decision) {
    TextBuilder builder = text_builder_new(arena);
    Map *named = map_new(arena);
    for (size_t i = 0; i < decision->prohibition_count; i++) {
        (void)map_add(named, set->provisions[decision->prohibitions[i]].name, 0);
    }
    for (size_t i = 0; i < decision->requirement_count; i++) {
        (void)map_add(named, set->provisions[decision->requirements[i].provision].name, 0);
    }
    for (size_t i = 0; i < decision->authority_count; i++) {
        (void)map_add(named, set->provisions[decision->authorities[i].provision].name, 0);
    }
    for (size_t i = 0; i < map_count(named); i++) {
        text_add(&builder, i == 0 ? TEXT("") : TEXT(", "));
        text_add(&builder, map_key(named, i));
    }
    return map_count(named) == 0 ? TEXT("") : text_built(&builder);
}

/* Decided from its facts alone, as anybody can. */
static ProofWitness witness_of(const ProofWork *work, const Space *space,
                               const Situation *situation) {
    ProofWitness witness = {.situation = law_situation_format(work->arena, space, situation)};
    Decision decision;
    const Side *side = &space->sides[0];
    law_decide(work->arena, side->set, law_situation_facts(work->arena, space, 0, situation),
               &side->options, &decision);
    witness.outcome = decision.outcome;
    witness.best = decision.best;
    witness.worst = decision.worst;
    witness.rules = rules_in(work->arena, side->set, &decision);
    witness.has_after = space->side_count > 1;
    if (witness.has_after) {
        law_decide(work->arena, space->sides[1].set,
                   law_situation_facts(work->arena, space, 1, situation), &space->sides[1].options,
                   &decision);
        witness.after = decision.outcome;
    }
    return witness;
}

static void list_facts(Arena *arena, const Space *space, Proof *proof) {
    ProofFact *facts = ARENA_MANY(arena, ProofFact, space->dimension_count);
    for (size_t i = 0; i < space->dimension_count; i++) {
        const Dimension *it = &space->dimensions[i];
        if (it->is_tested) {
            facts[proof->fact_count++] = (ProofFact){.name = it->name,
                                                     .values = it->word_count,
                                                     .classes = it->count,
                                                     .is_set = it->type == ATTRIBUTE_SET,
                                                     .is_open = it->is_open};
        }
    }
    proof->facts = facts;
}

static ProofVerdict verdict_of(const Search *search, StatementKind kind) {
    if (search->is_refuted) {
        return kind == STATEMENT_SOME ? PROOF_PROVEN : PROOF_REFUTED;
    }
    if (search->was_stopped || search->has_doubt) {
        return PROOF_OPEN;
    }
    return kind == STATEMENT_SOME ? PROOF_REFUTED : PROOF_PROVEN;
}

static void tell(const ProofWork *work, const Search *search, Proof *proof) {
    const Space *space = search->space;
    *proof = (Proof){.verdict = verdict_of(search, work->statement.kind),
                     .statement = work->statement.understood,
                     .magnitude = space->magnitude,
                     .covered = search->covered,
                     .doubtful = search->doubtful,
                     .steps = search->nodes,
                     .was_stopped = search->was_stopped};
    list_facts(work->arena, space, proof);
    const Situation *situation = search->is_refuted ? &search->witness : &search->doubt;
    proof->has_witness = search->is_refuted || search->has_doubt || search->was_stopped;
    if (proof->has_witness) {
        proof->witness = witness_of(work, space, situation);
    }
}

static Claim claim_of(StatementKind kind) {
    switch (kind) {
    case STATEMENT_ALIKE:
        return claim_alike;
    case STATEMENT_STRICTER:
    case STATEMENT_MILDER:
        return claim_change;
    case STATEMENT_EVERY:
    case STATEMENT_SOME:
        break;
    }
    return claim_outcomes;
}

static bool is_about_reform(const Statement *statement) {
    return statement->kind == STATEMENT_STRICTER || statement->kind == STATEMENT_MILDER;
}

/* The law, with the statement's conditions and the reforms that are in force anyway. */
static const LawSet *read_law(ProofWork *work, const Text *paths, size_t path_count, Text statement,
                              ProblemList *problems) {
    Arena *arena = work->arena;
    Error error = {0};
    const LawSet *set = law_load(arena, paths, path_count, problems);
    if (set == NULL) {
        return NULL;
    }
    if (!law_statement_parse(arena, set, statement, &work->statement, &error)) {
        (void)statement_problem(problems, &error);
        return NULL;
    }
    set = load_with_statement(arena, paths, path_count, set, &work->statement, problems);
    return set == NULL ? NULL : apply_reforms(arena, set, work->options, problems);
}

static void add_side(ProofWork *work, const LawSet *set) {
    work->sides[work->side_count++] = (Side){.set = set, .options = options_for(work, set)};
}

bool law_prove(Arena *arena, const Text *paths, size_t path_count, Text statement,
               const ProofOptions *options, Proof *proof, ProblemList *problems) {
    ProofWork work = {.arena = arena, .options = options};
    const LawSet *set = read_law(&work, paths, path_count, statement, problems);
    if (set == NULL) {
        return false;
    }
    work.context.statement = &work.statement;
    work.context.packs[0] = find_pack(set, work.statement.packs[0]);
    work.context.packs[1] = find_pack(set, work.statement.packs[1]);
    work.context.no_gaps = assume_no_gaps(arena, set);
    work.hypothesis = find_hypothesis(set);
    add_side(&work, set);
    if (is_about_reform(&work.statement)) {
        const LawSet *after = apply_reform(arena, set, work.statement.reform, problems);
        if (after == NULL) {
            return false;
        }
        add_side(&work, after);
    }
    Search search = {
        .space = law_space_new(arena, work.sides, work.side_count, work.hypothesis),
        .claim = claim_of(work.statement.kind),
        .context = &work.context,
        .nodes_max = options->steps_max == 0 ? STEPS_USUAL : options->steps_max,
    };
    if (work.side_count > 1) {
        work.context.laws = law_two_laws(arena, search.space);
    }
    law_search_run(&search);
    tell(&work, &search, proof);
    return true;
}
