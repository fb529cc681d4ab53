/* SPDX-License-Identifier: Apache-2.0 */
#include "service/exposure.h"

#include <math.h>

#include "base/array.h"

enum { FORWARD_COUNTRIES_MAX = 4 };

/* ---- the factors ---- */

typedef enum Factor {
    FACTOR_SENSITIVITY_LOW,
    FACTOR_SENSITIVITY_MEDIUM,
    FACTOR_SENSITIVITY_HIGH,
    FACTOR_SENSITIVITY_UNKNOWN,
    FACTOR_TECHNOLOGY,
    FACTOR_SOFTWARE,
    FACTOR_SERVICE,
    FACTOR_ASSURANCE_0,
    FACTOR_ASSURANCE_1,
    FACTOR_ASSURANCE_2,
    FACTOR_ASSURANCE_3,
    FACTOR_ASSURANCE_UNKNOWN,
    FACTOR_AGREEMENT,
    FACTOR_ONWARD,
    FACTOR_REVIEW,
    FACTOR_COUNT
} Factor;

#define FACTOR(word, low, middle, high)                                                            \
    {                                                                                              \
        {"exposure_" word, sizeof("exposure_" word) - 1}, {                                        \
            low, middle, high                                                                      \
        }                                                                                          \
    }

/* Judgements, not measurements: docs/exposure.md says why each is as it is. */
static const struct {
    Text key;
    Exposure standard;
} FACTORS[FACTOR_COUNT] = {
    [FACTOR_SENSITIVITY_LOW] = FACTOR("sensitivity_low", 0.5, 1, 2),
    [FACTOR_SENSITIVITY_MEDIUM] = FACTOR("sensitivity_medium", 2, 4, 6),
    [FACTOR_SENSITIVITY_HIGH] = FACTOR("sensitivity_high", 6, 10, 16),
    [FACTOR_SENSITIVITY_UNKNOWN] = FACTOR("sensitivity_unknown", 0.5, 4, 16),
    [FACTOR_TECHNOLOGY] = FACTOR("technology", 1.5, 2, 3),
    [FACTOR_SOFTWARE] = FACTOR("software", 1, 1.5, 2.5),
    [FACTOR_SERVICE] = FACTOR("service", 1, 1.5, 2.5),
    [FACTOR_ASSURANCE_0] = FACTOR("assurance_0", 1, 1, 1),
    [FACTOR_ASSURANCE_1] = FACTOR("assurance_1", 0.7, 0.85, 1),
    [FACTOR_ASSURANCE_2] = FACTOR("assurance_2", 0.4, 0.6, 0.8),
    [FACTOR_ASSURANCE_3] = FACTOR("assurance_3", 0.3, 0.4, 0.6),
    [FACTOR_ASSURANCE_UNKNOWN] = FACTOR("assurance_unknown", 0.6, 1, 1),
    [FACTOR_AGREEMENT] = FACTOR("agreement", 0.5, 0.7, 0.9),
    [FACTOR_ONWARD] = FACTOR("onward", 0.1, 0.25, 0.5),
    [FACTOR_REVIEW] = FACTOR("review", 0.05, 0.15, 0.3),
};

struct ExposureModel {
    const Workspace *workspace;
    Date as_of;
    Text assurance; /* the status that says how well a party is assured, 0 to 3; or empty */
    Exposure factors[FACTOR_COUNT];
    Exposure *lanes;
};

/* Three numbers that do not fall: "2 4 6". */
static bool read_factor(Text value, Exposure *factor) {
    double numbers[3];
    size_t count = 0;
    Text word = {0};
    value = text_trim(value);
    while (text_split(&value, ' ', &word)) {
        Decimal decimal;
        if (text_is_empty(word)) {
            continue;
        }
        if (count == 3 || !decimal_parse(word, &decimal) || decimal.coefficient < 0) {
            return false;
        }
        numbers[count++] = decimal_to_double(decimal);
    }
    if (count != 3 || numbers[0] > numbers[1] || numbers[1] > numbers[2]) {
        return false;
    }
    *factor = (Exposure){numbers[0], numbers[1], numbers[2]};
    return true;
}

static bool read_factors(ExposureModel *model, Error *error) {
    for (size_t i = 0; i < FACTOR_COUNT; i++) {
        const Text value = workspace_setting(model->workspace, FACTORS[i].key);
        model->factors[i] = FACTORS[i].standard;
        if (!text_is_empty(value) && !read_factor(value, &model->factors[i])) {
            return error_set(error, ERROR_INVALID,
                             "workspace.csv: `%.*s` is `%.*s`; it takes three numbers from 0 on, "
                             "low, middle and high, as in `2 4 6`",
                             TEXT_ARGS(FACTORS[i].key), TEXT_ARGS(value));
        }
    }
    model->assurance = workspace_setting(model->workspace, TEXT("exposure_assurance_status"));
    return true;
}

/* ---- of one lane ---- */

static Exposure times(Exposure a, Exposure b) {
    return (Exposure){a.low * b.low, a.middle * b.middle, a.high * b.high};
}

static Factor sensitivity_of(const Item *item) {
    static const Text WORDS[] = {{"low", 3}, {"medium", 6}, {"high", 4}};
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (text_equals(item->sensitivity, WORDS[i])) {
            return (Factor)(FACTOR_SENSITIVITY_LOW + (int)i);
        }
    }
    return FACTOR_SENSITIVITY_UNKNOWN;
}

static Exposure kind_of(const ExposureModel *model, ItemKind kind) {
    static const Factor KINDS[] = {[ITEM_SOFTWARE] = FACTOR_SOFTWARE,
                                   [ITEM_TECHNOLOGY] = FACTOR_TECHNOLOGY,
                                   [ITEM_SERVICE] = FACTOR_SERVICE};
    return kind == ITEM_GOODS ? (Exposure){1, 1, 1} : model->factors[KINDS[kind]];
}

/* The level that holds of the party, or else of whom it belongs to. */
static bool find_level(const ExposureModel *model, size_t party, int64_t *level) {
    const Workspace *workspace = model->workspace;
    for (; party != ALLIANCE_NONE; party = workspace->parties[party].parent) {
        size_t first = 0;
        const size_t count = workspace_party_statuses(workspace, party, &first);
        for (size_t i = first; i < first + count; i++) {
            const PartyStatus *status = &workspace->statuses[i];
            if (text_equals(status->status, model->assurance) &&
                date_range_has(status->mark.holds, model->as_of) &&
                text_parse_integer(status->value, level)) {
                return true;
            }
        }
    }
    return false;
}

static Factor assurance_of(const ExposureModel *model, size_t party) {
    int64_t level = 0;
    if (text_is_empty(model->assurance) || !find_level(model, party, &level) || level < 0) {
        return FACTOR_ASSURANCE_UNKNOWN;
    }
    return (Factor)(FACTOR_ASSURANCE_0 + (level > 3 ? 3 : (int)level));
}

static bool is_member(const ExposureModel *model, size_t agreement, Text country) {
    const Workspace *workspace = model->workspace;
    for (size_t i = 0; i < workspace->agreement_party_count; i++) {
        const AgreementParty *row = &workspace->agreement_parties[i];
        if (row->agreement == agreement && date_range_has(row->mark.holds, model->as_of) &&
            text_equals(workspace->parties[row->party].country, country)) {
            return true;
        }
    }
    return false;
}

static bool have_agreement(const ExposureModel *model, Text from, Text to) {
    for (size_t i = 0; i < model->workspace->agreement_count; i++) {
        if (is_member(model, i, from) && is_member(model, i, to)) {
            return true;
        }
    }
    return false;
}

/* ---- onward ---- */

/* Items at sites that have been reached, to be followed further. */
typedef struct Onward {
    const Workspace *workspace;
    Array places;   /* of size_t: site * items + item */
    bool *is_known; /* [site * items + item], of the places; cleared afterwards */
    Text countries[FORWARD_COUNTRIES_MAX];
    size_t country_count;
    Text from; /* these two do not count */
    Text to;
} Onward;

static void reach(Onward *onward, size_t site, size_t item) {
    const size_t place = site * onward->workspace->item_count + item;
    if (!onward->is_known[place]) {
        onward->is_known[place] = true;
        *(size_t *)array_add(&onward->places) = place;
    }
}

static void note_country(Onward *onward, Text country) {
    bool is_new = !text_equals(country, onward->from) && !text_equals(country, onward->to);
    for (size_t i = 0; i < onward->country_count; i++) {
        is_new = is_new && !text_equals(country, onward->countries[i]);
    }
    if (is_new && onward->country_count < FORWARD_COUNTRIES_MAX) {
        onward->countries[onward->country_count++] = country;
    }
}

static bool goes_into(const Workspace *workspace, size_t component, size_t item) {
    size_t first = 0;
    const size_t count = workspace_item_components(workspace, item, &first);
    for (size_t i = first; i < first + count; i++) {
        if (workspace->components[i].component == component) {
            return true;
        }
    }
    return false;
}

static void follow(Onward *onward, size_t site, size_t item) {
    const Workspace *workspace = onward->workspace;
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        if (lane->from_site == site && lane->item == item) {
            note_country(onward, workspace->parties[lane->to_site].country);
            reach(onward, lane->to_site, item);
        }
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->site == site && goes_into(workspace, item, activity->item)) {
            reach(onward, site, activity->item);
        }
    }
}

/* Other countries to which what the lane brings may go on, as it is or inside of something; at
 * most FORWARD_COUNTRIES_MAX. O(places reached x (lanes + activities)). */
static size_t count_onward(Arena *arena, const Workspace *workspace, const Lane *lane,
                           bool *is_known) {
    Onward onward = {.workspace = workspace,
                     .places = array_new(arena, sizeof(size_t)),
                     .is_known = is_known,
                     .from = workspace->parties[lane->from_site].country,
                     .to = workspace->parties[lane->to_site].country};
    reach(&onward, lane->to_site, lane->item);
    for (size_t i = 0; i < onward.places.count && onward.country_count < FORWARD_COUNTRIES_MAX;
         i++) {
        const size_t place = ARRAY_ITEMS(size_t, &onward.places)[i];
        follow(&onward, place / workspace->item_count, place % workspace->item_count);
    }
    for (size_t i = 0; i < onward.places.count; i++) {
        is_known[ARRAY_ITEMS(size_t, &onward.places)[i]] = false;
    }
    return onward.country_count;
}

static Exposure onward_factor(const ExposureModel *model, size_t countries) {
    const Exposure each = model->factors[FACTOR_ONWARD];
    const double count = (double)countries;
    return (Exposure){1 + each.low * count, 1 + each.middle * count, 1 + each.high * count};
}

static Exposure judge(Arena *scratch, const ExposureModel *model, const Lane *lane,
                      bool *is_known) {
    const Workspace *workspace = model->workspace;
    const Text from = workspace->parties[lane->from_site].country;
    const Text to = workspace->parties[lane->to_site].country;
    const Item *item = &workspace->items[lane->item];
    if (text_equals(from, to) && !text_is_empty(to)) {
        return (Exposure){0, 0, 0};
    }
    Exposure exposure = model->factors[sensitivity_of(item)];
    exposure = times(exposure, kind_of(model, item->kind));
    exposure = times(exposure, model->factors[assurance_of(model, lane->to_site)]);
    if (have_agreement(model, from, to)) {
        exposure = times(exposure, model->factors[FACTOR_AGREEMENT]);
    }
    const size_t onward = count_onward(scratch, workspace, lane, is_known);
    return times(exposure, onward_factor(model, onward));
}

ExposureModel *exposure_new(Arena *arena, const Workspace *workspace, Date as_of, Error *error) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    ExposureModel *model = ARENA_NEW(arena, ExposureModel);
    *model = (ExposureModel){.workspace = workspace, .as_of = as_of};
    if (!read_factors(model, error)) {
        return NULL;
    }
    bool *is_known = ARENA_MANY(scratch, bool, workspace->party_count * workspace->item_count + 1);
    model->lanes = ARENA_MANY(arena, Exposure, workspace->lane_count);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        model->lanes[i] = judge(scratch, model, &workspace->lanes[i], is_known);
    }
    return model;
}

Exposure exposure_of_lane(const ExposureModel *model, size_t lane) {
    return model->lanes[lane];
}

/* ---- from openings to exposure ---- */

ExposedWeeks exposed_weeks_new(Arena *arena, size_t week_count) {
    return (ExposedWeeks){ARENA_MANY(arena, double, week_count),
                          ARENA_MANY(arena, double, week_count)};
}

void exposed_weeks_fill(Arena *scratch, const LaneRulings *rulings, size_t lane,
                        const LaneRuling *ruled, size_t instant, ExposedWeeks *weeks) {
    LaneRuling *unlicensed = ARENA_MANY(scratch, LaneRuling, rulings->stretch_count);
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        unlicensed[i] = ruled[i];
        if (ruled[i].outcome == OUTCOME_LICENCE_REQUIRED) {
            unlicensed[i].outcome = OUTCOME_PROHIBITED;
        }
    }
    lane_open_weeks(rulings, lane, unlicensed, instant, weeks->free);
    lane_open_weeks(rulings, lane, ruled, instant, weeks->reviewed);
    for (size_t week = 0; week < rulings->week_count; week++) {
        weeks->reviewed[week] -= weeks->free[week];
    }
}

static double more(double after, double before) {
    return after > before ? after - before : 0;
}

void exposure_add(const ExposureModel *model, Exposure lane, size_t week_count,
                  const ExposedWeeks *before, const ExposedWeeks *after, Exposure *total) {
    const Exposure review = model->factors[FACTOR_REVIEW];
    const double part = 1 / (double)week_count;
    for (size_t week = 0; week < week_count; week++) {
        const double free = before == NULL ? 0 : before->free[week];
        const double reviewed = before == NULL ? 0 : before->reviewed[week];
        total->low += lane.low * part *
                      more(after->free[week] + review.low * after->reviewed[week],
                           free + review.low * reviewed);
        total->middle += lane.middle * part *
                         more(after->free[week] + review.middle * after->reviewed[week],
                              free + review.middle * reviewed);
        total->high += lane.high * part *
                       more(after->free[week] + review.high * after->reviewed[week],
                            free + review.high * reviewed);
    }
}

void exposure_add_ruled(Arena *scratch, const ExposureModel *model, const LaneRulings *rulings,
                        size_t lane, const LaneRuling *ruled, size_t instant, Exposure *total) {
    ExposedWeeks before = exposed_weeks_new(scratch, rulings->week_count);
    ExposedWeeks after = exposed_weeks_new(scratch, rulings->week_count);
    exposed_weeks_fill(scratch, rulings, lane, lane_ruling(rulings, lane, 0), LAW_NONE, &before);
    exposed_weeks_fill(scratch, rulings, lane, ruled, instant, &after);
    exposure_add(model, exposure_of_lane(model, lane), rulings->week_count, &before, &after, total);
}
