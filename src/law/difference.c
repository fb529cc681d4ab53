/* SPDX-License-Identifier: Apache-2.0 */
#include "law/structure.h"
#include "law/two_laws.h"

enum { STEPS_USUAL = 200000, STEPS_OF_ONE = 300, MEDIAN = 50 };

typedef struct Group {
    ChangedDecisions told;
    Situation situation;
    Map *countries;
    bool is_anywhere; /* some of its situations hang on no destination */
} Group;

typedef struct DifferenceWork {
    Arena *arena;
    TwoLaws laws;
    size_t destination; /* dimension; LAW_NONE where nothing tests it */
    Array groups;       /* of Group */
} DifferenceWork;

/* ---- the claim: both decide alike ---- */

static DecisionWork decide(Space *space, Arena *scratch, size_t side) {
    const Side *it = &space->sides[side];
    return law_decision_work(law_engine_new(scratch, it->set, it->facts, &it->options));
}

static Truth are_alike(const DecisionWork *a, const DecisionWork *b) {
    if (a->best == a->worst && b->best == b->worst) {
        return a->best == b->best ? TRUTH_YES : TRUTH_NO;
    }
    return TRUTH_UNKNOWN;
}

/* Where nothing more can be asked, bounds are compared: what is undetermined by law that is
 * in doubt may be so otherwise. */
static Truth claim_alike(void *context, Space *space, Arena *scratch, Asking *asking) {
    const DifferenceWork *work = context;
    if (law_rules_agree(&work->laws, space, scratch)) {
        return TRUTH_YES;
    }
    DecisionWork before = decide(space, scratch, 0);
    DecisionWork after = decide(space, scratch, 1);
    Truth truth = are_alike(&before, &after);
    if (truth != TRUTH_UNKNOWN) {
        return truth;
    }
    if (law_changes_are_idle(&work->laws, space, &before, &after, scratch)) {
        return TRUTH_YES;
    }
    law_ask_change(&work->laws, space, scratch, &before, &after, asking);
    if (asking->sides[0].total + asking->sides[1].total > 0) {
        return TRUTH_UNKNOWN;
    }
    return before.best == after.best && before.worst == after.worst ? TRUTH_YES : TRUTH_NO;
}

/* ---- groups ---- */

static Text bare(const LawSet *set, size_t rule) {
    const Provision *it = &set->provisions[rule];
    return text_slice(it->name, set->packs[it->pack].info.name.length + 1, it->name.length);
}

/* The rules that still differ in the situation at hand. */
static Text differing(const DifferenceWork *work, Space *space, Arena *scratch) {
    TextBuilder out = text_builder_new(work->arena);
    for (size_t i = 0; i < work->laws.change_count; i++) {
        const RuleChange *change = &work->laws.changes[i];
        const TwoLaws one = {.changes = change, .change_count = 1};
        if (!law_rules_agree(&one, space, scratch)) {
            text_add(&out, out.length == 0 ? TEXT("") : TEXT(", "));
            text_add(&out, change->after != LAW_NONE ? bare(space->sides[1].set, change->after)
                                                     : bare(space->sides[0].set, change->before));
        }
    }
    return out.length == 0 ? TEXT("the pack's header") : text_built(&out);
}

static Group *group_of(DifferenceWork *work, Outcome before, Outcome after, Text rules) {
    for (size_t i = 0; i < work->groups.count; i++) {
        Group *group = array_at(&work->groups, i);
        if (group->told.before == before && group->told.after == after &&
            text_equals(group->told.rules, rules)) {
            return group;
        }
    }
    Group *group = array_add(&work->groups);
    *group = (Group){.told = {.before = before, .after = after, .rules = rules},
                     .countries = map_new(work->arena)};
    return group;
}

/* All countries that the law does not tell from this one. */
static void add_class(const DifferenceWork *work, const Space *space, Group *group, Text country) {
    const Dimension *it = &space->dimensions[work->destination];
    for (size_t i = 0; i < it->word_count; i++) {
        if (text_equals(it->values[it->class_of[i]], country)) {
            (void)map_add(group->countries, text_copy(work->arena, it->words[i]), 0);
        }
    }
}

static void note_destination(const DifferenceWork *work, const Space *space, Group *group) {
    size_t attribute = work->destination == LAW_NONE
                           ? LAW_NONE
                           : space->dimensions[work->destination].attributes[0];
    const FactValue *fact =
        attribute == LAW_NONE ? NULL : &space->sides[0].facts->values[attribute];
    if (fact == NULL || !fact->is_known) {
        group->is_anywhere = true;
    } else {
        add_class(work, space, group, fact->value.text);
    }
}

static void found(void *context, Space *space, Arena *scratch, double share) {
    DifferenceWork *work = context;
    DecisionWork before = decide(space, scratch, 0);
    DecisionWork after = decide(space, scratch, 1);
    Group *group =
        group_of(work, law_outcome_between(before.best, before.worst),
                 law_outcome_between(after.best, after.worst), differing(work, space, scratch));
    if (group->told.share == 0) {
        group->situation = law_situation_at_hand(work->arena, space);
    }
    group->told.share += share;
    note_destination(work, space, group);
}

static Outcome decide_again(Arena *arena, const Space *space, size_t side,
                            const Situation *situation) {
    Decision decision;
    const Side *it = &space->sides[side];
    law_decide(arena, it->set, law_situation_facts(arena, space, side, situation), &it->options,
               &decision);
    return decision.outcome;
}

static const ChangedDecisions *tell_groups(DifferenceWork *work, const Space *space) {
    ChangedDecisions *told = ARENA_MANY(work->arena, ChangedDecisions, work->groups.count);
    for (size_t i = 0; i < work->groups.count; i++) {
        const Group *group = array_at(&work->groups, i);
        told[i] = group->told;
        told[i].situation = law_situation_format(work->arena, space, &group->situation);
        told[i].decided_before = decide_again(work->arena, space, 0, &group->situation);
        told[i].decided_after = decide_again(work->arena, space, 1, &group->situation);
        Text *countries = ARENA_MANY(work->arena, Text, map_count(group->countries));
        for (size_t j = 0; !group->is_anywhere && j < map_count(group->countries); j++) {
            countries[told[i].country_count++] = map_key(group->countries, j);
        }
        told[i].countries = countries;
    }
    return told;
}

/* ---- both ---- */

static size_t find_destination(const Space *space) {
    for (size_t i = 0; i < space->dimension_count; i++) {
        if (text_equals(space->dimensions[i].name, TEXT("destination")) &&
            space->dimensions[i].is_tested) {
            return i;
        }
    }
    return LAW_NONE;
}

static Side side_of(const LawSet *set, const ProofOptions *options) {
    return (Side){.set = set,
                  .options = {.as_of = options->as_of,
                              .known_at = options->known_at,
                              .accept_unverified = options->accept_unverified,
                              .quantile = MEDIAN}};
}

bool law_compare(Arena *arena, Text before, Text after, const ProofOptions *options,
                 LawDifference *difference, ProblemList *problems) {
    const LawSet *first = law_load(arena, &before, 1, problems);
    const LawSet *second = law_load(arena, &after, 1, problems);
    if (first == NULL || second == NULL) {
        return false;
    }
    const Side sides[] = {side_of(first, options), side_of(second, options)};
    DifferenceWork work = {.arena = arena, .groups = array_new(arena, sizeof(Group))};
    Search search = {.space = law_space_new(arena, sides, SIDES_MAX, NULL),
                     .claim = claim_alike,
                     .context = &work,
                     .goes_on = true,
                     .found = found,
                     .stretch_max = STEPS_OF_ONE,
                     .nodes_max = options->steps_max == 0 ? STEPS_USUAL : options->steps_max};
    work.laws = law_two_laws(arena, search.space);
    work.destination = find_destination(search.space);
    law_search_run(&search);
    const Array parts = law_changed_parts(arena, first, second);
    *difference = (LawDifference){.parts = parts.items,
                                  .part_count = parts.count,
                                  .decisions = tell_groups(&work, search.space),
                                  .decision_count = work.groups.count,
                                  .magnitude = search.space->magnitude,
                                  .alike = search.covered,
                                  .steps = search.nodes,
                                  .skipped = search.skipped,
                                  .was_stopped = search.was_stopped};
    return true;
}
