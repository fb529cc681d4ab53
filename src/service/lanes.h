/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LANES_H
#define ENTENTE_SERVICE_LANES_H

/* Private to service/: what law says of each lane, on each stretch of days between two
 * changes of law, and how far each lane is open in each week of the plan. */

#include "service/bill.h"
#include "service/service.h"

/* What law says of one lane on one stretch. */
typedef struct LaneRuling {
    Outcome outcome;
    int days;             /* to wait for a licence; -1: none can be had */
    int days_otherwise;   /* ... were the slowest route instant */
    size_t clock;         /* the slowest route, or LAW_NONE */
    const size_t *routes; /* that might serve, where a licence is required */
    size_t route_count;
    const size_t *blockers; /* provisions, see Decision */
    size_t blocker_count;
    size_t first_question; /* into LaneRulings.questions */
    size_t question_count;
} LaneRuling;

typedef struct LaneQuestion {
    Text name;
    Text ask;
    Text citation;
} LaneQuestion;

typedef struct LaneRulings {
    const Workspace *workspace;
    const LawSet *set;
    DecideOptions options;
    Date as_of; /* first day of the plan */
    size_t week_count;
    const DateRange *stretches; /* from the day licences were asked for to the plan's last day */
    size_t stretch_count;
    size_t first_stretch;      /* the one that holds as_of */
    BillFacts *const *bills;   /* of each stretch's first day */
    const LaneRuling *rulings; /* [lane * stretch_count + stretch] */
    const LaneQuestion *questions;
    size_t question_count;
    bool relies_on_unverified;
} LaneRulings;

/* A ruling as it is remembered. */
typedef struct KnownRuling {
    LaneRuling ruling;             /* its questions: all of `questions` */
    const LaneQuestion *questions; /* question_count of them */
    bool relies_on_unverified;
} KnownRuling;

/* Rulings that need not be made again. All members NULL: nothing is remembered. */
typedef struct LaneMemory {
    /* That of a lane on a day, or NULL; it has to live as long as the rulings. */
    const KnownRuling *(*find)(void *context, size_t lane, Date day);
    /* Told of each that was made, with the days on which it holds; to be copied. */
    void (*keep)(void *context, size_t lane, DateRange days, const KnownRuling *made);
    void *context;
} LaneMemory;

/* Decides every lane on every stretch. O(lanes x stretches) decisions. */
MUST_CHECK bool lanes_rule(Arena *arena, const Workspace *workspace, const LawSet *set,
                           const ReportOptions *options, size_t week_count, LaneRulings *rulings,
                           Error *error);

/* The same, where what is remembered is taken over. */
MUST_CHECK bool lanes_rule_again(Arena *arena, const Workspace *workspace, const LawSet *set,
                                 const ReportOptions *options, size_t week_count,
                                 const LaneMemory *memory, LaneRulings *rulings, Error *error);

/* The same on the as-of date alone. */
MUST_CHECK bool lanes_rule_day(Arena *arena, const Workspace *workspace, const LawSet *set,
                               const ReportOptions *options, LaneRulings *rulings, Error *error);

/* How many days before the as-of date licences were asked for (setting
 * `licences_asked_days_before`, 0 where it is not set). */
MUST_CHECK bool lanes_days_before(const Workspace *workspace, int *days, Error *error);

const LaneRuling *lane_ruling(const LaneRulings *rulings, size_t lane, size_t stretch);

/* The open part (0..1) of each week, from rulings of the lane's stretches. With `instant`
 * that route takes no time (LAW_NONE: each takes its time). */
void lane_open_weeks(const LaneRulings *rulings, size_t lane, const LaneRuling *ruled,
                     size_t instant, double *open);

/* The open part where only stretches that need a licence count, as under a licence in
 * hand for `route` that holds on the days of `holds`. */
void lane_open_under(const LaneRulings *rulings, size_t lane, size_t route, DateRange holds,
                     double *open);

/* Rules a lane again with provisions switched off (law_provision_count() flags); gives
 * stretch_count rulings. */
MUST_CHECK bool lane_rule_without(Arena *arena, const LaneRulings *rulings, size_t lane,
                                  const bool *switched_off, LaneRuling *ruled, Error *error);

/* Rules a lane again with one fact set to a value, whatever the workspace says of it. */
MUST_CHECK bool lane_rule_given(Arena *arena, const LaneRulings *rulings, size_t lane,
                                size_t attribute, Text value, LaneRuling *ruled, Error *error);

/* True where `list` has `value`. */
bool positions_have(const size_t *list, size_t count, size_t value);

#endif
