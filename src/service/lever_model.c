/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_parts.h"
#include "service/reformed.h"

/* ---- pulling ---- */

static bool *flags_of(Arena *arena, const LeverModel *model, ChoiceSet set) {
    bool *flags = ARENA_MANY(arena, bool, model->base->workspace->lever_count);
    for (size_t i = 0; i < model->lever_count; i++) {
        flags[model->levers[i]] = (set >> i & 1) != 0;
    }
    return flags;
}

/* Law is read once for each set of its levers. NULL with an error. */
static const LawSet *law_of(LeverModel *model, ChoiceSet set, Error *error) {
    const ChoiceSet levers = set & model->law_levers;
    for (size_t i = 0; i < model->laws.count; i++) {
        const ReformedLaw *known = array_at(&model->laws, i);
        if (known->levers == levers) {
            return known->set;
        }
    }
    ProblemList problems = problem_list_new(model->arena);
    const LawSet *law = levers_law(model->arena, model->base, flags_of(model->arena, model, levers),
                                   model->set, &problems);
    if (law == NULL) {
        (void)levers_refuse(&problems, error);
        return NULL;
    }
    *(ReformedLaw *)array_add(&model->laws) = (ReformedLaw){levers, law};
    return law;
}

bool lever_pull(Arena *arena, LeverModel *model, ChoiceSet set, Pulled *pulled, Error *error) {
    ProblemList problems = problem_list_new(arena);
    pulled->law = law_of(model, set, error);
    if (pulled->law == NULL) {
        return false;
    }
    pulled->workspace = levers_apply(arena, model->base, flags_of(arena, model, set), &problems);
    if (pulled->workspace == NULL) {
        (void)levers_refuse(&problems, error);
        return false;
    }
    LeverAsk ask = {model->rulings, arena, set, pulled->law};
    const LaneMemory memory = lever_memory(&ask);
    if (!lanes_rule_again(arena, pulled->workspace, pulled->law, &model->options, model->week_count,
                          &memory, &pulled->rulings, error)) {
        return false;
    }
    plan_build_whole(arena, pulled->workspace, &pulled->rulings, &pulled->plan);
    return true;
}

/* ---- what it moves ---- */

static const LaneRuling *last_ruling(const LaneRulings *rulings, size_t lane) {
    return lane_ruling(rulings, lane, rulings->stretch_count - 1);
}

static int days_of(const LaneRuling *ruling) {
    return ruling->outcome == OUTCOME_LICENCE_REQUIRED ? ruling->days : 0;
}

static ReportChange change_of(const LeverModel *model, size_t lane, const LaneRuling *before,
                              const LaneRuling *after) {
    const Workspace *workspace = model->none->workspace;
    const int64_t days = (int64_t)model->week_count * 7 - 1;
    return (ReportChange){.date = date_add_days(model->options.as_of, days),
                          .item = workspace->lanes[lane].item,
                          .from_country =
                              workspace->parties[workspace->lanes[lane].from_site].country,
                          .end_use = workspace_lane_end_use(workspace, lane),
                          .before = before->outcome,
                          .after = after->outcome,
                          .days_before = days_of(before),
                          .days_after = days_of(after)};
}

static void list_changes(Arena *arena, const LeverModel *model, const Pulled *pulled,
                         LeverMoves *moves) {
    const Workspace *workspace = model->none->workspace;
    MoveList *list = move_list_new(arena);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const ReportChange change = change_of(model, i, last_ruling(&model->none->rulings, i),
                                              last_ruling(&pulled->rulings, i));
        if (change.before != change.after || change.days_before != change.days_after) {
            move_list_add(list, &change, workspace->parties[workspace->lanes[i].to_site].country);
        }
    }
    ReportChange *changes = NULL;
    moves->change_count = move_list_done(list, &changes);
    moves->changes = changes;
}

/* Lanes that a lever adds were not there before, which counts as prohibited. */
static LeverMoves moves_of(Arena *arena, const LeverModel *model, const Pulled *pulled) {
    LeverMoves moves = {.law = pulled->law};
    for (size_t i = 0; i < pulled->workspace->lane_count; i++) {
        const Outcome first = i < model->none->workspace->lane_count
                                  ? last_ruling(&model->none->rulings, i)->outcome
                                  : OUTCOME_PROHIBITED;
        moves.lanes[first][last_ruling(&pulled->rulings, i)->outcome]++;
    }
    list_changes(arena, model, pulled, &moves);
    return moves;
}

static bool pull_objective(Arena *arena, LeverModel *model, ChoiceSet set, Pulled *pulled,
                           double *gain, Error *error) {
    double objective = 0;
    if (!lever_pull(arena, model, set, pulled, error) ||
        !lever_measure(model, arena, pulled, &objective, error)) {
        return false;
    }
    if (model->exposure != NULL) {
        (void)lever_exposure_of(model, set, pulled);
    }
    *gain = model->objective - objective;
    return true;
}

bool lever_model_pull(Arena *arena, LeverModel *model, ChoiceSet set, double *gain,
                      LeverMoves *moves, Error *error) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Pulled pulled;
    if (!pull_objective(scratch, model, set, &pulled, gain, error)) {
        return false;
    }
    *moves = moves_of(arena, model, &pulled);
    return true;
}

bool lever_model_gain(void *context, ChoiceSet set, double *gain, Error *error) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Pulled pulled;
    return pull_objective(scratch, context, set, &pulled, gain, error);
}

/* ---- making and freeing ---- */

double lever_model_objective(const LeverModel *model) {
    return model->objective;
}

void lever_model_close(LeverModel **model) {
    if (*model != NULL) {
        network_solver_free((*model)->solver);
    }
    *model = NULL;
}

static bool open_model(LeverModel *model, bool wants_exposure, Error *error) {
    const ChoiceSet everything = ((ChoiceSet)1 << model->lever_count) - 1;
    model->all = ARENA_NEW(model->arena, Pulled);
    model->none = ARENA_NEW(model->arena, Pulled);
    if (!lever_pull(model->arena, model, everything, model->all, error) ||
        !lever_pull(model->arena, model, 0, model->none, error)) {
        return false;
    }
    lever_shape(model);
    model->solver = network_solver_new(&model->network, error);
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Plan plan;
    return model->solver != NULL && network_solve(model->solver, scratch, &plan, error) &&
           lever_measure(model, scratch, model->none, &model->objective, error) &&
           (!wants_exposure || lever_exposure_open(model, error));
}

static ChoiceSet find_law_levers(Arena *arena, const LeverQuestion *question) {
    ChoiceSet found = 0;
    for (size_t i = 0; i < question->lever_count; i++) {
        const ChoiceSet one = (ChoiceSet)1 << i;
        found |= lever_changes_law(arena, question->base, question->levers[i]) ? one : 0;
    }
    return found;
}

LeverModel *lever_model_new(Arena *arena, const LeverQuestion *question, Error *error) {
    LeverModel *model = ARENA_NEW(arena, LeverModel);
    *model = (LeverModel){.arena = arena,
                          .base = question->base,
                          .set = question->set,
                          .laws = array_new(arena, sizeof(ReformedLaw)),
                          .law_levers = find_law_levers(arena, question),
                          .options = *question->options,
                          .week_count = question->week_count,
                          .levers = question->levers,
                          .lever_count = question->lever_count,
                          .cases = question->cases};
    model->options.progress = (ServiceProgress){0};
    model->rulings = lever_rulings_new(arena, model->base, question->levers, question->lever_count);
    if (!open_model(model, question->wants_exposure, error)) {
        lever_model_close(&model);
        return NULL;
    }
    return model;
}
