/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "service/lever_model.h"
#include "service/weeks.h"

enum { SETS_ASKED_MAX = 2000 };

/* ---- which levers ---- */

static bool find_lever(const Workspace *workspace, Text id, size_t *lever) {
    for (size_t i = 0; i < workspace->lever_count; i++) {
        if (text_equals(workspace->levers[i].id, id)) {
            *lever = i;
            return true;
        }
    }
    return false;
}

static bool refuse_lever(const Workspace *workspace, Text id, Error *error) {
    size_t best = 4;
    Text nearest = {0};
    for (size_t i = 0; i < workspace->lever_count; i++) {
        const size_t distance = text_distance(workspace->levers[i].id, id);
        if (distance < best) {
            best = distance;
            nearest = workspace->levers[i].id;
        }
    }
    if (text_is_empty(nearest)) {
        return error_set(error, ERROR_INVALID, "lever.csv has no lever `%.*s`", TEXT_ARGS(id));
    }
    return error_set(error, ERROR_INVALID, "lever.csv has no lever `%.*s`; did you mean `%.*s`?",
                     TEXT_ARGS(id), TEXT_ARGS(nearest));
}

static bool choose_levers(Arena *arena, const Workspace *workspace, const ReformOptions *options,
                          size_t **levers, size_t *count, Error *error) {
    *count = options->lever_count > 0 ? options->lever_count : workspace->lever_count;
    *levers = ARENA_MANY(arena, size_t, *count);
    for (size_t i = 0; i < *count; i++) {
        (*levers)[i] = i;
        if (options->lever_count > 0 && !find_lever(workspace, options->levers[i], &(*levers)[i])) {
            return refuse_lever(workspace, options->levers[i], error);
        }
    }
    if (*count == 0) {
        return error_set(error, ERROR_MISSING,
                         "%.*s has no levers; write them into lever.csv (docs/reform.md)",
                         TEXT_ARGS(workspace->folder));
    }
    if (*count > CHOICE_MAX) {
        return error_set(error, ERROR_LIMIT,
                         "%zu levers are more than the %d that are looked at in one run; name some "
                         "with `--levers`",
                         *count, CHOICE_MAX);
    }
    return true;
}

/* ---- each alone ---- */

static void count_moves(const LeverMoves *moves, ReformLever *lever) {
    for (size_t before = 0; before <= OUTCOME_UNDETERMINED; before++) {
        for (size_t after = 0; after <= OUTCOME_UNDETERMINED; after++) {
            const size_t lanes = moves->lanes[before][after];
            const bool was_open = before <= OUTCOME_AUTHORISED;
            const bool is_open = after <= OUTCOME_AUTHORISED;
            lever->lanes_opened += is_open && !was_open ? lanes : 0;
            lever->lanes_eased +=
                after == OUTCOME_LICENCE_REQUIRED && before > OUTCOME_LICENCE_REQUIRED ? lanes : 0;
            lever->lanes_worse += was_open && !is_open ? lanes : 0;
        }
    }
}

static void tell(const ReformOptions *options, size_t done, size_t of) {
    const ServiceProgress *progress = &options->report.progress;
    if (progress->report != NULL) {
        progress->report(progress->context, TEXT("pulling levers"), done, of);
    }
}

static bool price_alone(Arena *arena, LeverModel *model, ChoiceMemory *memory,
                        const ReformOptions *options, const size_t *levers, size_t count,
                        ReformLever *priced, Error *error) {
    for (size_t i = 0; i < count; i++) {
        LeverMoves moves;
        priced[i] = (ReformLever){.lever = levers[i], .share = NAN};
        if (!lever_model_pull(arena, model, (ChoiceSet)1 << i, &priced[i].gain, &moves, error)) {
            return false;
        }
        choice_tell(memory, (ChoiceSet)1 << i, priced[i].gain);
        count_moves(&moves, &priced[i]);
        priced[i].law = moves.law;
        priced[i].moves = moves.changes;
        priced[i].move_count = moves.change_count;
        tell(options, i + 1, count);
    }
    return true;
}

static int compare_gains(const void *a, const void *b) {
    const ReformLever *left = a;
    const ReformLever *right = b;
    if (left->gain < right->gain || left->gain > right->gain) {
        return left->gain > right->gain ? -1 : 1;
    }
    return (left->lever > right->lever) - (left->lever < right->lever);
}

/* ---- the best set ---- */

/* A choice among the best levers: member i of its sets is member `places[i]` of the model's. */
typedef struct Shortlist {
    ChoiceMemory *memory; /* over all levers */
    size_t places[CHOICE_MAX];
    size_t count;
} Shortlist;

static ChoiceSet widen(const Shortlist *list, ChoiceSet set) {
    ChoiceSet wide = 0;
    for (size_t i = 0; i < list->count; i++) {
        wide |= (set >> i & 1) != 0 ? (ChoiceSet)1 << list->places[i] : 0;
    }
    return wide;
}

static bool shortlist_gain(void *context, ChoiceSet set, double *gain, Error *error) {
    const Shortlist *list = context;
    return choice_gain(list->memory, widen(list, set), gain, error);
}

static size_t place_of(const size_t *levers, size_t count, size_t lever) {
    size_t place = 0;
    while (place < count && levers[place] != lever) {
        place++;
    }
    return place;
}

static bool choose(Arena *arena, ChoiceMemory *memory, const ReformOptions *options,
                   const size_t *levers, ReformLever *ranked, Reform *reform, Error *error) {
    Shortlist list = {.memory = memory, .count = reform->chosen_among};
    double costs[CHOICE_MAX] = {0};
    double shares[CHOICE_MAX] = {0};
    for (size_t i = 0; i < list.count; i++) {
        list.places[i] = place_of(levers, reform->lever_count, ranked[i].lever);
        costs[i] = decimal_to_double(reform->workspace->levers[ranked[i].lever].cost_usd);
    }
    ChoiceMemory *chosen = choice_memory_new(arena, (ChoiceWorth){shortlist_gain, &list});
    ChoiceResult result;
    bool is_shared = false;
    if (!choice_best(chosen, costs, list.count, decimal_to_double(options->budget_usd),
                     SETS_ASKED_MAX, &result, error) ||
        !choice_shapley(chosen, result.set, shares, &is_shared, error)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        ranked[i].is_chosen = (result.set >> i & 1) != 0;
        ranked[i].share = ranked[i].is_chosen && is_shared ? shares[i] : NAN;
        reform->sum_of_single_gains += ranked[i].is_chosen ? ranked[i].gain : 0;
    }
    reform->gain = result.gain;
    reform->cost_usd = result.cost;
    reform->bound = result.bound;
    reform->is_proven = result.is_proven;
    return true;
}

static bool price_all(Arena *arena, LeverModel *model, const ReformOptions *options,
                      const size_t *levers, Reform *reform, Error *error) {
    ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){lever_model_gain, model});
    ReformLever *ranked = ARENA_MANY(arena, ReformLever, reform->lever_count);
    if (!price_alone(arena, model, memory, options, levers, reform->lever_count, ranked, error)) {
        return false;
    }
    qsort(ranked, reform->lever_count, sizeof(ReformLever), compare_gains);
    reform->levers = ranked;
    reform->chosen_among =
        options->top > 0 && options->top < reform->lever_count ? options->top : reform->lever_count;
    const bool is_done =
        !options->has_budget || choose(arena, memory, options, levers, ranked, reform, error);
    reform->solve_count = choice_asked(memory);
    return is_done;
}

bool service_reform(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const ReformOptions *options, Reform *reform, Error *error) {
    size_t *levers = NULL;
    *reform = (Reform){.workspace = workspace,
                       .set = set,
                       .as_of = options->report.as_of,
                       .has_choice = options->has_budget,
                       .budget_usd = options->budget_usd};
    if (!report_weeks(workspace, &options->report, &reform->week_count, error) ||
        !choose_levers(arena, workspace, options, &levers, &reform->lever_count, error)) {
        return false;
    }
    const LeverBase base = levers_base(workspace, reform->as_of);
    CLEANUP(lever_model_close)
    LeverModel *model = lever_model_new(arena, &base, set, &options->report, reform->week_count,
                                        levers, reform->lever_count, error);
    if (model == NULL) {
        return false;
    }
    reform->objective = lever_model_objective(model);
    return price_all(arena, model, options, levers, reform, error);
}
