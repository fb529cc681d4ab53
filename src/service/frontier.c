/* SPDX-License-Identifier: Apache-2.0 */
#include "service/frontier.h"

#include <math.h>

#include "base/array.h"

enum { POINTS_MAX = 24, SETS_ASKED_MAX = 4000 };

static const double SAME = 1e-9;

/* Which end of the interval counts. */
typedef enum End { END_LOW, END_MIDDLE, END_HIGH } End;

typedef struct Limited {
    const FrontierQuestion *question;
    double most;
    End end;
} Limited;

static double value_of(const Exposure *exposure, End end) {
    return end == END_LOW ? exposure->low : end == END_HIGH ? exposure->high : exposure->middle;
}

/* From members of the question to the model's. */
static ChoiceSet widen(const FrontierQuestion *question, ChoiceSet set) {
    ChoiceSet wide = 0;
    for (size_t i = 0; i < question->count; i++) {
        wide |= (set >> i & 1) != 0 ? (ChoiceSet)1 << question->places[i] : 0;
    }
    return wide;
}

static bool gain_of(void *context, ChoiceSet set, double *gain, Error *error) {
    const FrontierQuestion *question = context;
    return choice_gain(question->memory, widen(question, set), gain, error);
}

static bool allows(void *context, ChoiceSet set, bool *is_allowed, Error *error) {
    const Limited *limited = context;
    const FrontierQuestion *question = limited->question;
    Exposure exposure;
    if (!lever_model_exposure(question->model, widen(question, set), &exposure, error)) {
        return false;
    }
    *is_allowed = value_of(&exposure, limited->end) <= limited->most;
    return true;
}

/* ---- one point ---- */

/* Members without which as much is gained go, those that expose or cost most first tried. */
static bool prune(ChoiceMemory *memory, const FrontierQuestion *question, ChoiceSet *set,
                  Error *error) {
    double whole = 0;
    if (!choice_gain(memory, *set, &whole, error)) {
        return false;
    }
    for (size_t i = question->count; i-- > 0;) {
        const ChoiceSet less = *set & ~((ChoiceSet)1 << i);
        double gain = 0;
        if (less == *set) {
            continue;
        }
        if (!choice_gain(memory, less, &gain, error)) {
            return false;
        }
        *set = gain >= whole - SAME * (1 + fabs(whole)) ? less : *set;
    }
    return true;
}

static bool fill(Arena *arena, ChoiceMemory *memory, const FrontierQuestion *question,
                 const size_t *levers, ChoiceSet set, FrontierChoice *choice, Error *error) {
    size_t *chosen = ARENA_MANY(arena, size_t, question->count);
    *choice = (FrontierChoice){.levers = chosen};
    for (size_t i = 0; i < question->count; i++) {
        if ((set >> i & 1) != 0) {
            chosen[choice->count++] = levers[question->places[i]];
            choice->cost_usd += question->costs[i];
        }
    }
    return choice_gain(memory, set, &choice->gain, error) &&
           lever_model_exposure(question->model, widen(question, set), &choice->exposure, error);
}

static bool best_within(Arena *arena, ChoiceMemory *memory, const FrontierQuestion *question,
                        const size_t *levers, double most, End end, FrontierChoice *choice,
                        bool *is_proven, Error *error) {
    Limited limited = {question, most, end};
    const ChoiceQuestion asked = {.costs = question->costs,
                                  .count = question->count,
                                  .budget = question->budget,
                                  .most_asked = SETS_ASKED_MAX,
                                  .limit = {allows, &limited}};
    ChoiceResult result;
    if (!choice_best(memory, &asked, &result, error) ||
        !prune(memory, question, &result.set, error)) {
        return false;
    }
    *is_proven = result.is_proven;
    return fill(arena, memory, question, levers, result.set, choice, error);
}

static bool is_same(const FrontierChoice *a, const FrontierChoice *b) {
    bool is_equal = a->count == b->count;
    for (size_t i = 0; is_equal && i < a->count; i++) {
        is_equal = a->levers[i] == b->levers[i];
    }
    return is_equal;
}

/* What would be best within the same limit were all exposures at one end of their intervals. */
static bool try_ends(Arena *arena, ChoiceMemory *memory, const FrontierQuestion *question,
                     const size_t *levers, FrontierPoint *point, Error *error) {
    const double most = point->choice.exposure.middle;
    bool is_low_proven = false;
    bool is_high_proven = false;
    if (!best_within(arena, memory, question, levers, most, END_LOW, &point->at_low, &is_low_proven,
                     error) ||
        !best_within(arena, memory, question, levers, most, END_HIGH, &point->at_high,
                     &is_high_proven, error)) {
        return false;
    }
    point->is_proven = point->is_proven && is_low_proven && is_high_proven;
    point->flips_at_low = !is_same(&point->choice, &point->at_low);
    point->flips_at_high = !is_same(&point->choice, &point->at_high);
    return true;
}

/* What gains as much and exposes less takes the place of the point before. */
static void keep_point(Array *points, const FrontierPoint *point) {
    if (points->count > 0) {
        FrontierPoint *before = array_at(points, points->count - 1);
        const double gain = before->choice.gain;
        if (point->choice.gain >= gain - SAME * (1 + fabs(gain))) {
            *before = *point;
            return;
        }
    }
    *(FrontierPoint *)array_add(points) = *point;
}

bool frontier_find(Arena *arena, const FrontierQuestion *question, const size_t *levers,
                   Reform *reform, Error *error) {
    Array points = array_new(arena, sizeof(FrontierPoint));
    FrontierQuestion copy = *question;
    ChoiceMemory *memory = choice_memory_new(arena, (ChoiceWorth){gain_of, &copy});
    double most = INFINITY;
    while (points.count < POINTS_MAX && most >= 0) {
        FrontierPoint point = {0};
        if (!best_within(arena, memory, question, levers, most, END_MIDDLE, &point.choice,
                         &point.is_proven, error) ||
            !try_ends(arena, memory, question, levers, &point, error)) {
            return false;
        }
        keep_point(&points, &point);
        const double exposed = point.choice.exposure.middle;
        most = exposed > 0 ? exposed - SAME * (1 + exposed) : -1;
    }
    reform->frontier = ARRAY_ITEMS(FrontierPoint, &points);
    reform->frontier_count = points.count;
    return true;
}
