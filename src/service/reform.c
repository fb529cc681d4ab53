/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "service/frontier.h"
#include "service/losses.h"
#include "service/weeks.h"

enum { SETS_ASKED_MAX = 2000, DENIALS_ASKED = 10 };

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
        if (options->wants_frontier &&
            !lever_model_exposure(model, (ChoiceSet)1 << i, &priced[i].exposure, error)) {
            return false;
        }
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
                   const size_t *levers, ReformLever *ranked, Reform *reform, ChoiceSet *best,
                   Error *error) {
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
    const ChoiceQuestion question = {.costs = costs,
                                     .count = list.count,
                                     .budget = decimal_to_double(options->budget_usd),
                                     .most_asked = SETS_ASKED_MAX};
    if (!choice_best(chosen, &question, &result, error) ||
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
    *best = widen(&list, result.set);
    return true;
}

/* ---- what is gained against what is exposed ---- */

static bool draw_frontier(Arena *arena, LeverModel *model, ChoiceMemory *memory,
                          const ReformOptions *options, const size_t *levers, Reform *reform,
                          Error *error) {
    double costs[CHOICE_MAX] = {0};
    size_t places[CHOICE_MAX] = {0};
    for (size_t i = 0; i < reform->chosen_among; i++) {
        const size_t lever = reform->levers[i].lever;
        places[i] = place_of(levers, reform->lever_count, lever);
        costs[i] = decimal_to_double(reform->workspace->levers[lever].cost_usd);
    }
    const FrontierQuestion question = {
        .model = model,
        .memory = memory,
        .places = places,
        .costs = costs,
        .count = reform->chosen_among,
        .budget = options->has_budget ? decimal_to_double(options->budget_usd) : INFINITY};
    return frontier_find(arena, &question, levers, reform, error);
}

/* Law and clocks of the report on the same plan, by what each costs. */
static bool find_denials(Arena *arena, const ReformOptions *options, Reform *reform, Error *error) {
    ReportOptions asked = options->report;
    Report report;
    asked.wants_exposure = true;
    asked.top = DENIALS_ASKED;
    if (!service_report(arena, reform->workspace, reform->set, &asked, &report, error)) {
        return false;
    }
    ReportBarrier *denials = ARENA_MANY(arena, ReportBarrier, report.barrier_count);
    for (size_t i = 0; i < report.barrier_count; i++) {
        const ReportBarrier *barrier = &report.barriers[i];
        if (barrier->kind == BARRIER_LAW || barrier->kind == BARRIER_CLOCK) {
            denials[reform->denial_count++] = *barrier;
        }
    }
    reform->denials = denials;
    return true;
}

/* ---- over scenarios ---- */

static bool find_scenario(const ScenarioHead *heads, size_t count, Text id, size_t *found) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(heads[i].id, id)) {
            *found = i;
            return true;
        }
    }
    return false;
}

static bool weigh_case(const ScenarioHead *head, const ReformOptions *options, double *probability,
                       double *sum, Error *error) {
    *probability = head->probability.is_given ? decimal_to_double(head->probability.value) : 0;
    *sum += *probability;
    if (!head->probability.is_given && options->measure != MEASURE_WORST) {
        return error_set(error, ERROR_INVALID,
                         "scenario.csv: `%.*s` has no probability, which `--measure %.*s` needs; "
                         "give it one, or use `--measure worst`",
                         TEXT_ARGS(head->id), TEXT_ARGS(service_measure_word(options->measure)));
    }
    return *sum <= 1 + 1e-9 ||
           error_set(
               error, ERROR_INVALID,
               "the probabilities of the scenarios add up to more than 1; of them one happens, "
               "or nothing: name fewer with `--scenarios`");
}

static bool open_cases(Arena *arena, const Workspace *workspace, const ReformOptions *options,
                       LeverCases *cases, ReformCase **shown, Error *error) {
    ScenarioHead *heads = NULL;
    const size_t head_count = scenarios_find(arena, workspace, &heads);
    const size_t count = options->scenario_count > 0 ? options->scenario_count : head_count;
    Text *ids = ARENA_MANY(arena, Text, count);
    double *probabilities = ARENA_MANY(arena, double, count);
    double sum = 0;
    *shown = ARENA_MANY(arena, ReformCase, count + 1);
    if (count == 0) {
        (void)error_set(error, ERROR_MISSING, "%.*s has no scenarios; write them into scenario.csv",
                        TEXT_ARGS(workspace->folder));
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        size_t head = i;
        if (options->scenario_count > 0 &&
            !find_scenario(heads, head_count, options->scenarios[i], &head)) {
            (void)error_set(error, ERROR_MISSING, "scenario.csv has no scenario `%.*s`",
                            TEXT_ARGS(options->scenarios[i]));
            return false;
        }
        if (!weigh_case(&heads[head], options, &probabilities[i], &sum, error)) {
            return false;
        }
        ids[i] = heads[head].id;
        (*shown)[i + 1] = (ReformCase){.id = ids[i], .name = heads[head].name, .chosen = NAN};
    }
    (*shown)[0] = (ReformCase){.name = TEXT("Nothing lost"), .chosen = NAN};
    *cases = (LeverCases){ids, probabilities, count, options->measure, options->alpha};
    return true;
}

static bool fill_cases(Arena *arena, LeverModel *model, const LeverCases *cases, ChoiceSet best,
                       ReformCase *shown, Reform *reform, Error *error) {
    double *without = ARENA_MANY(arena, double, cases->count + 1);
    double *with = ARENA_MANY(arena, double, cases->count + 1);
    if (!lever_model_cases(model, 0, without, error) ||
        (reform->has_choice && !lever_model_cases(model, best, with, error))) {
        return false;
    }
    for (size_t i = 0; i <= cases->count; i++) {
        shown[i].probability = lever_cases_probability(cases, i);
        shown[i].objective = without[i];
        shown[i].chosen = reform->has_choice ? with[i] : NAN;
    }
    reform->cases = shown;
    reform->case_count = cases->count + 1;
    return true;
}

static bool price_all(Arena *arena, LeverModel *model, const ReformOptions *options,
                      const size_t *levers, Reform *reform, ChoiceSet *best, Error *error) {
    ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){lever_model_gain, model});
    ReformLever *ranked = ARENA_MANY(arena, ReformLever, reform->lever_count);
    if (!price_alone(arena, model, memory, options, levers, reform->lever_count, ranked, error)) {
        return false;
    }
    qsort(ranked, reform->lever_count, sizeof(ReformLever), compare_gains);
    reform->levers = ranked;
    reform->chosen_among =
        options->top > 0 && options->top < reform->lever_count ? options->top : reform->lever_count;
    const bool is_done = (!options->has_budget ||
                          choose(arena, memory, options, levers, ranked, reform, best, error)) &&
                         (!options->wants_frontier ||
                          draw_frontier(arena, model, memory, options, levers, reform, error));
    reform->solve_count = choice_asked(memory);
    return is_done;
}

static bool price_model(Arena *arena, const LeverQuestion *question, const ReformOptions *options,
                        ReformCase *shown, Reform *reform, Error *error) {
    ChoiceSet best = 0;
    CLEANUP(lever_model_close) LeverModel *model = lever_model_new(arena, question, error);
    if (model == NULL) {
        return false;
    }
    reform->objective = lever_model_objective(model);
    return price_all(arena, model, options, question->levers, reform, &best, error) &&
           (shown == NULL ||
            fill_cases(arena, model, &question->cases, best, shown, reform, error)) &&
           (!options->wants_frontier || find_denials(arena, options, reform, error));
}

bool service_reform(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const ReformOptions *options, Reform *reform, Error *error) {
    size_t *levers = NULL;
    LeverCases cases = {0};
    ReformCase *shown = NULL;
    *reform = (Reform){.workspace = workspace,
                       .set = set,
                       .as_of = options->report.as_of,
                       .has_choice = options->has_budget,
                       .budget_usd = options->budget_usd,
                       .measure = options->measure,
                       .alpha = options->alpha};
    if (!report_weeks(workspace, &options->report, &reform->week_count, error) ||
        !choose_levers(arena, workspace, options, &levers, &reform->lever_count, error) ||
        (options->has_scenarios && !open_cases(arena, workspace, options, &cases, &shown, error))) {
        return false;
    }
    const LeverBase base = levers_base(workspace, reform->as_of);
    const LeverQuestion question = {.base = &base,
                                    .set = set,
                                    .options = &options->report,
                                    .week_count = reform->week_count,
                                    .levers = levers,
                                    .lever_count = reform->lever_count,
                                    .cases = cases,
                                    .wants_exposure = options->wants_frontier};
    return price_model(arena, &question, options, shown, reform, error);
}
