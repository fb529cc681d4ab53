/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lanes.h"

#include <stdlib.h>

#include "base/map.h"
#include "service/facts.h"

enum { DAYS_A_WEEK = 7, DAYS_BEFORE_MAX = 3660, RULINGS_A_SCRATCH = 64 };

/* What is gathered while lanes are ruled. */
typedef struct Ruler {
    Arena *arena; /* of the results */
    Arena *scratch;
    size_t uses; /* of the scratch since it was new */
    LaneRulings *rulings;
    Array questions;  /* of LaneQuestion */
    size_t attribute; /* set to `value` whatever the workspace says, or LAW_NONE */
    Text value;
    LaneMemory memory;
} Ruler;

bool positions_have(const size_t *list, size_t count, size_t value) {
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

const LaneRuling *lane_ruling(const LaneRulings *rulings, size_t lane, size_t stretch) {
    return &rulings->rulings[lane * rulings->stretch_count + stretch];
}

bool lanes_days_before(const Workspace *workspace, int *days, Error *error) {
    const Text setting = workspace_setting(workspace, TEXT("licences_asked_days_before"));
    int64_t value = 0;
    if (!text_is_empty(setting) &&
        (!text_parse_integer(setting, &value) || value < 0 || value > DAYS_BEFORE_MAX)) {
        return error_set(error, ERROR_INVALID,
                         "workspace.csv: `licences_asked_days_before` is `%.*s`; it takes whole "
                         "days from 0 to %d",
                         TEXT_ARGS(setting), DAYS_BEFORE_MAX);
    }
    *days = (int)value;
    return true;
}

/* ---- one decision to one ruling ---- */

static size_t *kept_positions(Arena *arena, const size_t *list, size_t count) {
    size_t *kept = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        kept[i] = list[i];
    }
    return kept;
}

/* The pack that makes the transfer wait longest. */
static const PackDecision *slowest_pack(const Decision *decision) {
    const PackDecision *slowest = NULL;
    for (size_t i = 0; i < decision->pack_count; i++) {
        const PackDecision *pack = &decision->packs[i];
        if (pack->days > 0 && (slowest == NULL || pack->days > slowest->days)) {
            slowest = pack;
        }
    }
    return slowest;
}

static size_t route_of_pack(const LawSet *set, const Decision *decision, const PackDecision *pack) {
    for (size_t i = 0; i < decision->route_count; i++) {
        const DecisionRoute *route = &decision->routes[i];
        if (route->truth == TRUTH_YES && route->review != REVIEW_DENIAL &&
            route->days == pack->days && law_provision(set, route->provision).pack == pack->pack) {
            return route->provision;
        }
    }
    return LAW_NONE;
}

static int longest_of_others(const Decision *decision, const PackDecision *except) {
    int longest = 0;
    for (size_t i = 0; i < decision->pack_count; i++) {
        const PackDecision *pack = &decision->packs[i];
        if (pack != except && pack->days > longest) {
            longest = pack->days;
        }
    }
    return longest;
}

static void keep_clock(const LawSet *set, const Decision *decision, LaneRuling *ruling) {
    const PackDecision *slowest = slowest_pack(decision);
    ruling->clock = LAW_NONE;
    ruling->days_otherwise = ruling->days;
    if (ruling->days > 0 && slowest != NULL) {
        ruling->clock = route_of_pack(set, decision, slowest);
        if (ruling->clock != LAW_NONE) {
            ruling->days_otherwise = longest_of_others(decision, slowest);
        }
    }
}

static void keep_routes(Arena *arena, const Decision *decision, LaneRuling *ruling) {
    size_t *routes = ARENA_MANY(arena, size_t, decision->route_count);
    for (size_t i = 0; i < decision->route_count; i++) {
        if (decision->routes[i].truth == TRUTH_YES) {
            routes[ruling->route_count++] = decision->routes[i].provision;
        }
    }
    ruling->routes = routes;
}

static LaneRuling ruling_of(Arena *arena, const LawSet *set, const Decision *decision) {
    LaneRuling ruling = {
        .outcome = decision->outcome,
        .days = decision->days,
        .clock = LAW_NONE,
        .blockers = kept_positions(arena, decision->blockers, decision->blocker_count),
        .blocker_count = decision->blocker_count,
    };
    if (decision->outcome == OUTCOME_LICENCE_REQUIRED) {
        keep_clock(set, decision, &ruling);
        keep_routes(arena, decision, &ruling);
    }
    return ruling;
}

static void keep_questions(Ruler *ruler, const Decision *decision, LaneRuling *ruling) {
    ruling->first_question = ruler->questions.count;
    if (decision->outcome != OUTCOME_UNDETERMINED) {
        return;
    }
    for (size_t i = 0; i < decision->question_count; i++) {
        const DecisionQuestion *asked = &decision->questions[i];
        LaneQuestion *kept = array_add(&ruler->questions);
        kept->name = text_copy(ruler->arena, asked->name);
        kept->ask = text_copy(ruler->arena, asked->ask);
        kept->citation = text_copy(ruler->arena, asked->citation);
    }
    ruling->question_count = decision->question_count;
}

/* ---- all of them ---- */

/* Scratch is thrown away every few lanes, so that memory stays small. */
static Arena *fresh_scratch(Ruler *ruler) {
    if (ruler->scratch == NULL || ruler->uses == RULINGS_A_SCRATCH) {
        arena_free(ruler->scratch);
        ruler->scratch = arena_new();
        ruler->uses = 0;
    }
    ruler->uses++;
    return ruler->scratch;
}

static bool rule_stretch(Ruler *ruler, size_t lane, size_t stretch, const bool *switched_off,
                         LaneRuling *ruling, bool *relies_on_unverified, Error *error) {
    Arena *scratch = fresh_scratch(ruler);
    const LaneRulings *all = ruler->rulings;
    const Date first = all->stretches[stretch].from;
    const ItemTransfer what = facts_lane_transfer(all->workspace, lane);
    LawFacts *facts = NULL;
    if (!facts_of_transfer(scratch, all->set, all->workspace, &what, first, all->bills[stretch],
                           &facts, error) ||
        (ruler->attribute != LAW_NONE &&
         !law_facts_set(facts, ruler->attribute, ruler->value, error))) {
        return false;
    }
    DecideOptions options = all->options;
    options.as_of = first;
    options.switched_off = switched_off;
    Decision decision;
    law_decide(scratch, all->set, facts, &options, &decision);
    *ruling = ruling_of(ruler->arena, all->set, &decision);
    keep_questions(ruler, &decision, ruling);
    *relies_on_unverified = decision.relies_on_unverified;
    ruler->rulings->relies_on_unverified |= decision.relies_on_unverified;
    return true;
}

static const KnownRuling *find_known(const Ruler *ruler, size_t lane, size_t stretch) {
    const LaneMemory *memory = &ruler->memory;
    return memory->find == NULL
               ? NULL
               : memory->find(memory->context, lane, ruler->rulings->stretches[stretch].from);
}

static LaneRuling take_over(Ruler *ruler, const KnownRuling *known) {
    LaneRuling ruling = known->ruling;
    ruling.first_question = ruler->questions.count;
    for (size_t i = 0; i < ruling.question_count; i++) {
        *(LaneQuestion *)array_add(&ruler->questions) = known->questions[i];
    }
    ruler->rulings->relies_on_unverified |= known->relies_on_unverified;
    return ruling;
}

static void keep_known(const Ruler *ruler, size_t lane, size_t stretch, const LaneRuling *ruling,
                       bool relies_on_unverified) {
    const LaneMemory *memory = &ruler->memory;
    if (memory->keep == NULL) {
        return;
    }
    const KnownRuling made = {.ruling = *ruling,
                              .questions = ARRAY_ITEMS(LaneQuestion, &ruler->questions) +
                                           ruling->first_question,
                              .relies_on_unverified = relies_on_unverified};
    memory->keep(memory->context, lane, ruler->rulings->stretches[stretch], &made);
}

static bool rule_lane(Ruler *ruler, size_t lane, const bool *switched_off, LaneRuling *ruled,
                      Error *error) {
    for (size_t i = 0; i < ruler->rulings->stretch_count; i++) {
        const KnownRuling *known = find_known(ruler, lane, i);
        bool relies_on_unverified = false;
        if (known != NULL) {
            ruled[i] = take_over(ruler, known);
            continue;
        }
        if (!rule_stretch(ruler, lane, i, switched_off, &ruled[i], &relies_on_unverified, error)) {
            return false;
        }
        keep_known(ruler, lane, i, &ruled[i], relies_on_unverified);
    }
    return true;
}

bool lane_rule_without(Arena *arena, const LaneRulings *rulings, size_t lane,
                       const bool *switched_off, LaneRuling *ruled, Error *error) {
    LaneRulings copy = *rulings;
    Ruler ruler = {.arena = arena,
                   .rulings = &copy,
                   .questions = array_new(arena, sizeof(LaneQuestion)),
                   .attribute = LAW_NONE};
    const bool is_done = rule_lane(&ruler, lane, switched_off, ruled, error);
    arena_free(ruler.scratch);
    return is_done;
}

bool lane_rule_given(Arena *arena, const LaneRulings *rulings, size_t lane, size_t attribute,
                     Text value, LaneRuling *ruled, Error *error) {
    LaneRulings copy = *rulings;
    Ruler ruler = {.arena = arena,
                   .rulings = &copy,
                   .questions = array_new(arena, sizeof(LaneQuestion)),
                   .attribute = attribute,
                   .value = value};
    const bool is_done = rule_lane(&ruler, lane, NULL, ruled, error);
    arena_free(ruler.scratch);
    return is_done;
}

/* Adds the days after `first` and up to `last` on which a row begins to hold or has ceased. */
static void add_row_dates(Array *dates, const RowMark *mark, Date first, Date last) {
    const Date turns[] = {mark->holds.from, date_add_days(mark->holds.until, 1)};
    for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
        if (turns[i] > first && turns[i] <= last) {
            *(Date *)array_add(dates) = turns[i];
        }
    }
}

/* Facts change with the rows they are read from, as law does with its own dates. */
static Array change_dates(Arena *arena, const LaneRulings *rulings, Date first, Date last) {
    const Workspace *workspace = rulings->workspace;
    Array dates = array_new(arena, sizeof(Date));
    Date *law = NULL;
    const size_t count = law_change_dates(arena, rulings->set, first, last, &law);
    for (size_t i = 0; i < count; i++) {
        *(Date *)array_add(&dates) = law[i];
    }
    for (size_t i = 0; i < workspace->status_count; i++) {
        add_row_dates(&dates, &workspace->statuses[i].mark, first, last);
    }
    for (size_t i = 0; i < workspace->ownership_count; i++) {
        add_row_dates(&dates, &workspace->ownerships[i].mark, first, last);
    }
    for (size_t i = 0; i < workspace->listing_count; i++) {
        add_row_dates(&dates, &workspace->listings[i].mark, first, last);
    }
    for (size_t i = 0; i < workspace->attribute_count; i++) {
        add_row_dates(&dates, &workspace->attributes[i].mark, first, last);
    }
    for (size_t i = 0; i < workspace->transfer_fact_count; i++) {
        add_row_dates(&dates, &workspace->transfer_facts[i].mark, first, last);
    }
    return dates;
}

static int compare_dates(const void *a, const void *b) {
    const Date left = *(const Date *)a;
    const Date right = *(const Date *)b;
    return (left > right) - (left < right);
}

static size_t sort_once_each(Array *dates) {
    Date *list = ARRAY_ITEMS(Date, dates);
    size_t kept = 0;
    if (dates->count > 1) {
        qsort(list, dates->count, sizeof(Date), compare_dates);
    }
    for (size_t i = 0; i < dates->count; i++) {
        if (kept == 0 || list[i] != list[kept - 1]) {
            list[kept++] = list[i];
        }
    }
    return kept;
}

/* The days from `first` to `last`, parted where law or facts change. */
static void find_stretches(Arena *arena, LaneRulings *rulings, Date first, Date last) {
    Array dates = change_dates(arena, rulings, first, last);
    const size_t count = sort_once_each(&dates);
    const Date *changes = ARRAY_ITEMS(Date, &dates);
    DateRange *stretches = ARENA_MANY(arena, DateRange, count + 1);
    for (size_t i = 0; i <= count; i++) {
        stretches[i].from = i == 0 ? first : changes[i - 1];
        stretches[i].until = i == count ? last : date_add_days(changes[i], -1);
        if (date_range_has(stretches[i], rulings->as_of)) {
            rulings->first_stretch = i;
        }
    }
    rulings->stretches = stretches;
    rulings->stretch_count = count + 1;
}

static void prepare_bills(Arena *arena, LaneRulings *rulings) {
    BillFacts **bills = ARENA_MANY(arena, BillFacts *, rulings->stretch_count);
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        DecideOptions options = rulings->options;
        options.as_of = rulings->stretches[i].from;
        bills[i] = bill_facts_new(arena, rulings->workspace, rulings->set, &options);
    }
    rulings->bills = bills;
}

static bool rule_all(Ruler *ruler, const ServiceProgress *progress, LaneRuling *ruled,
                     Error *error) {
    const LaneRulings *rulings = ruler->rulings;
    for (size_t lane = 0; lane < rulings->workspace->lane_count; lane++) {
        if (!rule_lane(ruler, lane, NULL, ruled + lane * rulings->stretch_count, error)) {
            return false;
        }
        if (progress->report != NULL) {
            progress->report(progress->context, TEXT("deciding lanes"), lane + 1,
                             rulings->workspace->lane_count);
        }
    }
    return true;
}

static LaneRulings rulings_of(const Workspace *workspace, const LawSet *set,
                              const ReportOptions *options, size_t week_count) {
    return (LaneRulings){
        .workspace = workspace,
        .set = set,
        .options = {.known_at = options->known_at,
                    .accept_unverified = options->accept_unverified,
                    .by_cases = true,
                    .quantile = options->quantile},
        .as_of = options->as_of,
        .week_count = week_count,
    };
}

/* Decides every lane from `first` to `last`. */
static bool rule_between(Arena *arena, LaneRulings *rulings, DateRange days,
                         const LaneMemory *memory, const ServiceProgress *progress, Error *error) {
    find_stretches(arena, rulings, days.from, days.until);
    prepare_bills(arena, rulings);
    LaneRuling *ruled =
        ARENA_MANY(arena, LaneRuling, rulings->workspace->lane_count * rulings->stretch_count);
    rulings->rulings = ruled;
    Ruler ruler = {.arena = arena,
                   .rulings = rulings,
                   .questions = array_new(arena, sizeof(LaneQuestion)),
                   .attribute = LAW_NONE,
                   .memory = *memory};
    const bool is_done = rule_all(&ruler, progress, ruled, error);
    arena_free(ruler.scratch);
    rulings->questions = ARRAY_ITEMS(LaneQuestion, &ruler.questions);
    rulings->question_count = ruler.questions.count;
    return is_done;
}

bool lanes_rule(Arena *arena, const Workspace *workspace, const LawSet *set,
                const ReportOptions *options, size_t week_count, LaneRulings *rulings,
                Error *error) {
    return lanes_rule_again(arena, workspace, set, options, week_count, &(LaneMemory){0}, rulings,
                            error);
}

bool lanes_rule_again(Arena *arena, const Workspace *workspace, const LawSet *set,
                      const ReportOptions *options, size_t week_count, const LaneMemory *memory,
                      LaneRulings *rulings, Error *error) {
    int days_before = 0;
    if (!lanes_days_before(workspace, &days_before, error)) {
        return false;
    }
    *rulings = rulings_of(workspace, set, options, week_count);
    const DateRange days = {date_add_days(options->as_of, -days_before),
                            date_add_days(options->as_of, (int64_t)week_count * DAYS_A_WEEK - 1)};
    return rule_between(arena, rulings, days, memory, &options->progress, error);
}

bool lanes_rule_day(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const ReportOptions *options, LaneRulings *rulings, Error *error) {
    *rulings = rulings_of(workspace, set, options, 1);
    const DateRange day = {options->as_of, options->as_of};
    return rule_between(arena, rulings, day, &(LaneMemory){0}, &options->progress, error);
}

/* ---- from rulings to weeks ---- */

static Date later(Date a, Date b) {
    return a > b ? a : b;
}

static Date earlier(Date a, Date b) {
    return a < b ? a : b;
}

/* Adds the number of days of each week that lie in `days`. */
static void add_open_days(const LaneRulings *rulings, DateRange days, double *open) {
    for (size_t week = 0; week < rulings->week_count; week++) {
        const Date from = date_add_days(rulings->as_of, (int64_t)week * DAYS_A_WEEK);
        const Date first = later(from, days.from);
        const Date last = earlier(date_add_days(from, DAYS_A_WEEK - 1), days.until);
        if (first <= last) {
            open[week] += last - first + 1;
        }
    }
}

static DateRange overlap(DateRange a, DateRange b) {
    return (DateRange){later(a.from, b.from), earlier(a.until, b.until)};
}

static void days_to_parts(const LaneRulings *rulings, double *open) {
    for (size_t week = 0; week < rulings->week_count; week++) {
        open[week] /= DAYS_A_WEEK;
    }
}

static void clear_weeks(const LaneRulings *rulings, double *open) {
    for (size_t week = 0; week < rulings->week_count; week++) {
        open[week] = 0;
    }
}

static bool can_wait(const LaneRuling *ruling) {
    return ruling->outcome == OUTCOME_LICENCE_REQUIRED && ruling->days >= 0;
}

/* The clock of a licence runs from the first day of an unbroken run of stretches on which
 * one is required and can be had. */
void lane_open_weeks(const LaneRulings *rulings, size_t lane, const LaneRuling *ruled,
                     size_t instant, double *open) {
    const DateRange holds = rulings->workspace->lanes[lane].mark.holds;
    Date asked = DATE_MAX;
    clear_weeks(rulings, open);
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        DateRange days = rulings->stretches[i];
        const LaneRuling *ruling = &ruled[i];
        if (!can_wait(ruling)) {
            asked = DATE_MAX;
        } else if (asked == DATE_MAX) {
            asked = days.from;
        }
        if (can_wait(ruling)) {
            const bool is_instant = instant != LAW_NONE && ruling->clock == instant;
            const int wait = is_instant ? ruling->days_otherwise : ruling->days;
            days.from = later(days.from, date_add_days(asked, wait));
        } else if (ruling->outcome > OUTCOME_AUTHORISED) {
            continue;
        }
        add_open_days(rulings, overlap(days, holds), open);
    }
    days_to_parts(rulings, open);
}

void lane_open_under(const LaneRulings *rulings, size_t lane, size_t route, DateRange holds,
                     double *open) {
    clear_weeks(rulings, open);
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        const LaneRuling *ruling = lane_ruling(rulings, lane, i);
        if (ruling->outcome == OUTCOME_LICENCE_REQUIRED &&
            positions_have(ruling->routes, ruling->route_count, route)) {
            const DateRange lane_holds = rulings->workspace->lanes[lane].mark.holds;
            add_open_days(rulings, overlap(rulings->stretches[i], overlap(holds, lane_holds)),
                          open);
        }
    }
    days_to_parts(rulings, open);
}
