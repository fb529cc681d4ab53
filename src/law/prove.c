/* SPDX-License-Identifier: Apache-2.0 */
#include "law/claims.h"
#include "law/draft.h"
#include "law/probes.h"

enum { STEPS_USUAL = 2000000, MEDIAN = 50 };

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
        .claim = law_claim_of(work.statement.kind),
        .context = &work.context,
        .can_fail = law_claim_can_fail,
        .nodes_max = options->steps_max == 0 ? STEPS_USUAL : options->steps_max,
    };
    law_claim_compare(arena, &work.context, search.space);
    if (is_about_reform(&work.statement)) {
        law_probe_tests(&search, &work.context);
    }
    if (!search.is_refuted) {
        law_search_run(&search);
    }
    tell(&work, &search, proof);
    return true;
}
