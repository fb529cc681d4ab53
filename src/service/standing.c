/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "service/service.h"

static const Text ANSWER_FILE = {"answer.csv", 10};
static const Text ASSESSMENT_FILE = {"assessment.csv", 14};

static Date earlier(Date a, Date b) {
    return a < b ? a : b;
}

static AnswerRow row_of(const AssessmentAnswer *answer) {
    return (AnswerRow){.requirement = answer->requirement,
                       .objective = answer->objective,
                       .status = answer->status,
                       .reason = answer->reason,
                       .effort = answer->effort_days,
                       .line = answer->mark.line};
}

static bool collect(Arena *arena, const Workspace *workspace, const Catalogue *catalogue,
                    PartyStanding *standing, ProblemList *problems) {
    size_t first = 0;
    const size_t count = workspace_assessment_answers(workspace, standing->row, &first);
    AnswerRow *rows = ARENA_MANY(arena, AnswerRow, count);
    for (size_t i = 0; i < count; i++) {
        rows[i] = row_of(&workspace->answers[first + i]);
    }
    return answers_collect(arena, catalogue, ANSWER_FILE, rows, count, &standing->answers,
                           problems);
}

/* ---- what has to be held first ---- */

/* Until when the affirmations go of what was held on a day; DATE_MIN: it was not held. */
static Date affirmed_until(const PartyStanding *before, size_t count, size_t status, Date on) {
    Date until = DATE_MIN;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < before[i].held_count; j++) {
            if (before[i].held[j].status == status && date_range_has(before[i].held[j].holds, on) &&
                before[i].dates.affirm_by > until) {
                until = before[i].dates.affirm_by;
            }
        }
    }
    return until;
}

/* The last day to which what has to be held first was affirmed: it goes on being affirmed beside
 * the other (32 CFR 170.22(b)(4)). DATE_MAX: nothing has to be. */
static Date require_first(Arena *arena, const AssuranceFrame *frame, const PartyStanding *before,
                          size_t count, Date on, PartyStanding *standing) {
    const Text first = frame->scheme->requirements[standing->requirement].first;
    size_t status = 0;
    if (text_is_empty(first) || standing->standing == STANDING_NONE) {
        return DATE_MAX;
    }
    const Date until = scheme_find_status(frame->scheme, first, &status)
                           ? affirmed_until(before, count, status, on)
                           : DATE_MIN;
    if (until != DATE_MIN) {
        return until;
    }
    standing->standing = STANDING_NONE;
    standing->against = text_format(arena, "%.*s has to be held first, and was not on %.*s",
                                    TEXT_ARGS(first), TEXT_ARGS(date_format(arena, on)));
    return DATE_MAX;
}

/* ---- the days a status is held ---- */

static void add_held(PartyStanding *standing, size_t status, Date from, Date until) {
    if (from <= until) {
        standing->held[standing->held_count++] = (HeldStatus){status, {from, until}};
    }
}

/* A final status after a conditional one keeps the date of the conditional one. */
static void hold_final(const AssuranceFrame *frame, const PartyAssessment *row, Date from,
                       PartyStanding *standing) {
    size_t status = 0;
    if (!scheme_status_of(frame->scheme, standing->requirement, STANDING_FINAL, &status)) {
        return;
    }
    standing->holding.status = status;
    standing->dates = scheme_holding_dates(frame->scheme, &standing->holding);
    if (standing->holding.is_affirmed) {
        add_held(standing, status, from,
                 earlier(row->mark.holds.until,
                         earlier(standing->dates.expires, standing->dates.affirm_by)));
    }
}

static void hold_conditional(const AssuranceFrame *frame, const PartyAssessment *row,
                             PartyStanding *standing) {
    size_t status = 0;
    if (!scheme_status_of(frame->scheme, standing->requirement, STANDING_CONDITIONAL, &status)) {
        return;
    }
    standing->holding.status = status;
    standing->dates = scheme_holding_dates(frame->scheme, &standing->holding);
    standing->close_by = standing->dates.expires;
    const bool is_closed = row->closed != DATE_MIN && row->closed <= standing->close_by;
    Date until = earlier(standing->dates.expires, row->mark.holds.until);
    until = is_closed ? earlier(until, date_add_days(row->closed, -1)) : until;
    if (standing->holding.is_affirmed) {
        add_held(standing, status, row->assessed, earlier(until, standing->dates.affirm_by));
    }
    if (is_closed) {
        hold_final(frame, row, row->closed, standing);
        standing->standing = STANDING_FINAL;
    }
}

static void hold(const AssuranceFrame *frame, const PartyAssessment *row, PartyStanding *standing) {
    standing->holding = (Holding){.since = row->assessed,
                                  .is_affirmed = row->affirmed != DATE_MIN,
                                  .affirmed = row->affirmed};
    if (standing->standing == STANDING_FINAL) {
        hold_final(frame, row, row->assessed, standing);
    } else if (standing->standing == STANDING_CONDITIONAL) {
        hold_conditional(frame, row, standing);
    }
}

static void end_with(PartyStanding *standing, Date until) {
    size_t kept = 0;
    for (size_t i = 0; i < standing->held_count; i++) {
        HeldStatus held = standing->held[i];
        held.holds.until = earlier(held.holds.until, until);
        if (held.holds.from <= held.holds.until) {
            standing->held[kept++] = held;
        }
    }
    standing->held_count = kept;
    standing->dates.affirm_by = earlier(standing->dates.affirm_by, until);
}

/* ---- all of a party's ---- */

static int compare_standings(const void *a, const void *b) {
    const PartyStanding *left = a;
    const PartyStanding *right = b;
    if (left->requirement != right->requirement) {
        return left->requirement < right->requirement ? -1 : 1;
    }
    return (left->row > right->row) - (left->row < right->row);
}

static bool is_known_framework(const AssuranceFrame *frame, Text sought) {
    return frame->crosswalk != NULL && crosswalk_has_framework(frame->crosswalk, sought);
}

static void list_standings(const Workspace *workspace, const AssuranceFrame *frame, size_t party,
                           Array *standings, ProblemList *problems) {
    for (size_t i = 0; i < workspace->assessment_count; i++) {
        const PartyAssessment *row = &workspace->assessments[i];
        size_t requirement = 0;
        if (row->party != party || is_known_framework(frame, row->sought)) {
            continue;
        }
        if (!scheme_find_requirement(frame->scheme, row->sought, &requirement)) {
            problem_add(problems, ASSESSMENT_FILE, row->mark.line, 0,
                        "neither the scheme nor the crosswalk knows `%.*s`",
                        TEXT_ARGS(row->sought));
            continue;
        }
        PartyStanding *standing = array_add(standings);
        *standing = (PartyStanding){.row = i, .requirement = requirement, .close_by = DATE_MAX};
    }
}

bool service_party_standings(Arena *arena, const Workspace *workspace, const AssuranceFrame *frame,
                             size_t party, PartyStanding **standings, size_t *count,
                             ProblemList *problems) {
    const size_t before = problem_count(problems);
    Array list = array_new(arena, sizeof(PartyStanding));
    list_standings(workspace, frame, party, &list, problems);
    PartyStanding *items = ARRAY_ITEMS(PartyStanding, &list);
    if (list.count > 1) {
        qsort(items, list.count, sizeof(PartyStanding), compare_standings);
    }
    for (size_t i = 0; i < list.count; i++) {
        const Catalogue *catalogue = frame->catalogues[items[i].requirement];
        const PartyAssessment *row = &workspace->assessments[items[i].row];
        if (!collect(arena, workspace, catalogue, &items[i], problems)) {
            continue;
        }
        assurance_score(arena, catalogue, &items[i].answers, &items[i].assessment);
        items[i].standing = items[i].assessment.standing;
        const Date until = require_first(arena, frame, items, i, row->assessed, &items[i]);
        hold(frame, row, &items[i]);
        end_with(&items[i], until);
    }
    *standings = items;
    *count = list.count;
    return problem_count(problems) == before;
}

size_t service_status_on(const PartyStanding *standings, size_t count, Date on) {
    size_t best = SCHEME_NONE;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < standings[i].held_count; j++) {
            const HeldStatus *held = &standings[i].held[j];
            if (!date_range_has(held->holds, on)) {
                continue;
            }
            /* Statuses stand in the scheme by rank, the conditional before the final. */
            if (best == SCHEME_NONE || held->status > best) {
                best = held->status;
            }
        }
    }
    return best;
}
