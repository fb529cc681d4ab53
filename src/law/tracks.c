/* SPDX-License-Identifier: Apache-2.0 */
#include "law/set.h"

/* Bars that strike a track of an exception: the track has one condition more, that the bar does
 * not strike it. */

static const Condition *find_track(const Condition *condition, Text name) {
    if (condition == NULL) {
        return NULL;
    }
    if (condition->kind == CONDITION_TRACK && text_equals(condition->name, name)) {
        return condition;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        const Condition *found = find_track(&condition->children[i], name);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

const Condition *law_track(const Provision *exception, Text name) {
    const Condition *parts[] = {exception->when, exception->provided_that, exception->except_where};
    const Condition *found = NULL;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && found == NULL; i++) {
        found = find_track(parts[i], name);
    }
    return found;
}

bool law_bar_strikes_track(const Provision *bar, size_t exception) {
    for (size_t i = 0; i < bar->struck_count; i++) {
        if (bar->struck[i].exception == exception) {
            return true;
        }
    }
    return false;
}

static bool is_tied(const Condition *track, size_t bar) {
    for (size_t i = 0; i < track->child_count; i++) {
        const Condition *child = &track->children[i];
        if (child->kind == CONDITION_FACT && child->provision == bar) {
            return true;
        }
    }
    return false;
}

static Condition strike_of(Arena *arena, const Provision *bar, size_t index) {
    return (Condition){.kind = CONDITION_FACT,
                       .is_negated = true,
                       .table = LAW_NONE,
                       .provision = index,
                       .text = text_format(arena, "not struck by %.*s", TEXT_ARGS(bar->title)),
                       .citation = TEXT(""),
                       .line = bar->line};
}

/* A copy of the conditions down to the track; what stands beside it is shared. */
static const Condition *tied(Arena *arena, const Condition *condition, Text track,
                             const Condition *strike) {
    if (find_track(condition, track) == NULL) {
        return condition;
    }
    const bool is_it = condition->kind == CONDITION_TRACK && text_equals(condition->name, track);
    if (is_it && is_tied(condition, strike->provision)) {
        return condition;
    }
    Condition *copy = ARENA_NEW(arena, Condition);
    Condition *children = ARENA_MANY(arena, Condition, condition->child_count + 1);
    *copy = *condition;
    copy->children = children;
    for (size_t i = 0; i < condition->child_count; i++) {
        children[i] =
            is_it ? condition->children[i] : *tied(arena, &condition->children[i], track, strike);
    }
    if (is_it) {
        children[copy->child_count++] = *strike;
    }
    return copy;
}

void law_tie_tracks(Arena *arena, Provision *provisions, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Provision *bar = &provisions[i];
        for (size_t j = 0; j < bar->struck_count; j++) {
            const StruckTrack *struck = &bar->struck[j];
            const Condition strike = strike_of(arena, bar, i);
            Provision *exception = &provisions[struck->exception];
            exception->when = tied(arena, exception->when, struck->track, &strike);
            exception->provided_that =
                tied(arena, exception->provided_that, struck->track, &strike);
            exception->except_where = tied(arena, exception->except_where, struck->track, &strike);
        }
    }
}
