/* SPDX-License-Identifier: Apache-2.0 */
#include "server/job_kinds.h"

#include "server/law_parameters.h"
#include "server/server_parts.h"

enum {
    WEEKS_MAX = 520,
    TOP_DEFAULT = 10,
    TOP_MOST = 100000,
    QUANTILE_DEFAULT = 50,
    OUTAGE_DEFAULT = 4,
    DRAWS_MAX = 10000,
    REFORM_TOP_DEFAULT = 12,
    REFORM_TOP_MOST = 40,
    HUNDRED = 100,
    ALPHA_DEFAULT = 95,
    WORD_SHOWN_MAX = 64
};

#define PLAN_OPTIONS                                                                               \
    {"as_of", "date", false, "the first day of the plan; today where it is not given"},            \
        {"known_at", "date", false, "the day whose lists and registers are used; else `as_of`"},   \
        {"horizon_weeks", "number", false, "how far the plan reaches; else the workspace's"},      \
        {"quantile", "number", false, "of routes' days: 50 is the median"},                        \
        {"accept_unverified", "flag", false, "count on law that was not verified"}, {              \
        "top", "number", false, "rank so many with certainty"                                      \
    }

static bool read_plan(const Parameters *options, int64_t top_least, int64_t top_most,
                      int64_t top_otherwise, ReportOptions *plan, Error *error) {
    int64_t weeks = 0;
    int64_t quantile = 0;
    int64_t top = 0;
    if (!parameter_date(options, "as_of", server_today(), &plan->as_of, error) ||
        !parameter_date(options, "known_at", plan->as_of, &plan->known_at, error) ||
        !parameter_number(options, "horizon_weeks", 1, WEEKS_MAX, 0, &weeks, error) ||
        !parameter_number(options, "quantile", 1, 99, QUANTILE_DEFAULT, &quantile, error) ||
        !parameter_number(options, "top", top_least, top_most, top_otherwise, &top, error)) {
        return false;
    }
    plan->accept_unverified = parameter_flag(options, "accept_unverified");
    plan->horizon_weeks = (int)weeks;
    plan->quantile = (unsigned)quantile;
    plan->top = (size_t)top;
    return true;
}

/* ---- report ---- */

static const RouteParameter REPORT_OPTIONS[] = {
    PLAN_OPTIONS,
    {"compare", "date", false, "a second date to stand beside the first"},
    {NULL, NULL, false, NULL},
};

static bool run_report(Arena *arena, const Parameters *options, const Loaded *loaded,
                       ServiceProgress progress, Text *json, Error *error) {
    ReportOptions first = {.progress = progress};
    Report report;
    Report other;
    if (!read_plan(options, 0, TOP_MOST, TOP_DEFAULT, &first, error)) {
        return false;
    }
    const bool has_second = parameter_is_given(options, "compare");
    ReportOptions second = first;
    if (!parameter_date(options, "compare", first.as_of, &second.as_of, error)) {
        return false;
    }
    second.known_at = parameter_is_given(options, "known_at") ? first.known_at : second.as_of;
    if (loaded == NULL) {
        return true;
    }
    if (!service_report(arena, loaded->workspace, loaded->set, &first, &report, error) ||
        (has_second &&
         !service_report(arena, loaded->workspace, loaded->set, &second, &other, error))) {
        return false;
    }
    *json = service_report_json(arena, &report, has_second ? &other : NULL);
    return true;
}

/* ---- stress ---- */

static const RouteParameter STRESS_OPTIONS[] = {
    PLAN_OPTIONS,
    {"scenario", "texts", false, "ids, several joined by `+` for all of them at once"},
    {"monte_carlo", "number", false, "draw scenarios by their probabilities so many times"},
    {"seed", "number", false, "of the draws: the same seed gives the same bytes"},
    {"outage_weeks", "number", false, "how long a supplier is lost where its recovery is timed"},
    {NULL, NULL, false, NULL},
};

static bool run_stress(Arena *arena, const Parameters *options, const Loaded *loaded,
                       ServiceProgress progress, Text *json, Error *error) {
    StressOptions asked = {.plan = {.progress = progress}};
    int64_t draws = 0;
    int64_t seed = 0;
    int64_t outage = 0;
    Stress stress;
    if (!read_plan(options, 0, TOP_MOST, TOP_DEFAULT, &asked.plan, error) ||
        !parameter_number(options, "monte_carlo", 1, DRAWS_MAX, 0, &draws, error) ||
        !parameter_number(options, "seed", 0, INT64_MAX, 1, &seed, error) ||
        !parameter_number(options, "outage_weeks", 1, WEEKS_MAX, OUTAGE_DEFAULT, &outage, error)) {
        return false;
    }
    asked.scenario_count = parameter_texts(options, "scenario", &asked.scenarios);
    asked.draws = (size_t)draws;
    asked.seed = (uint64_t)seed;
    asked.outage_weeks = (int)outage;
    if (loaded == NULL) {
        return true;
    }
    if (!service_stress(arena, loaded->workspace, loaded->set, &asked, &stress, error)) {
        return false;
    }
    *json = service_stress_json(arena, &stress);
    return true;
}

/* ---- reform ---- */

static const RouteParameter REFORM_OPTIONS[] = {
    PLAN_OPTIONS,
    {"budget", "number", false, "choose the best set of levers for so many US dollars"},
    {"levers", "texts", false, "look at these only"},
    {"frontier", "flag", false, "what is gained against what is exposed, set by set"},
    {"scenarios", "texts", false,
     "`all`, or ids: levers before, flows after what of these happens"},
    {"measure", "text", false, "over scenarios: expectation, cvar or worst"},
    {"alpha", "number", false, "hundredths of probability that cvar leaves out (95)"},
    {NULL, NULL, false, NULL},
};

static bool read_scenarios(const Parameters *options, ReformOptions *asked, Error *error) {
    const Text word = parameter_text(options, "measure");
    int64_t alpha = 0;
    asked->has_scenarios = parameter_is_given(options, "scenarios");
    if (!asked->has_scenarios && (!text_is_empty(word) || parameter_is_given(options, "alpha"))) {
        return error_set(error, ERROR_INVALID,
                         "`measure` and `alpha` are for `scenarios`; give those too");
    }
    if (!parameter_number(options, "alpha", 1, HUNDRED - 1, ALPHA_DEFAULT, &alpha, error)) {
        return false;
    }
    if (!text_is_empty(word) && !service_measure_find(word, &asked->measure)) {
        return error_set(error, ERROR_INVALID,
                         "`measure` is `%.*s`; it is expectation, cvar or worst",
                         TEXT_ARGS(text_slice(word, 0, WORD_SHOWN_MAX)));
    }
    asked->alpha = (double)alpha / HUNDRED;
    asked->scenario_count = parameter_texts(options, "scenarios", &asked->scenarios);
    if (asked->scenario_count == 1 && text_equals(asked->scenarios[0], TEXT("all"))) {
        asked->scenario_count = 0;
    }
    return true;
}

static bool run_reform(Arena *arena, const Parameters *options, const Loaded *loaded,
                       ServiceProgress progress, Text *json, Error *error) {
    ReformOptions asked = {.report = {.progress = progress}};
    Reform reform;
    if (!read_plan(options, 1, REFORM_TOP_MOST, REFORM_TOP_DEFAULT, &asked.report, error) ||
        !parameter_decimal(options, "budget", (Decimal){0}, &asked.budget_usd, error) ||
        !read_scenarios(options, &asked, error)) {
        return false;
    }
    asked.top = asked.report.top;
    asked.report.top = 0;
    asked.has_budget = parameter_is_given(options, "budget");
    asked.wants_frontier = parameter_flag(options, "frontier");
    asked.lever_count = parameter_texts(options, "levers", &asked.levers);
    if (loaded == NULL) {
        return true;
    }
    if (!service_reform(arena, loaded->workspace, loaded->set, &asked, &reform, error)) {
        return false;
    }
    *json = service_reform_json(arena, &reform);
    return true;
}

/* ---- programme ---- */

static const RouteParameter PROGRAMME_OPTIONS[] = {
    LAW_PARAMETERS,
    {"name", "text", false, "one programme's id; else all"},
    {NULL, NULL, false, NULL},
};

static bool run_programme(Arena *arena, const Parameters *options, const Loaded *loaded,
                          ServiceProgress progress, Text *json, Error *error) {
    LawParameters law;
    ProgrammeAnswer answer;
    (void)progress;
    if (!law_parameters_read(options, &law, error)) {
        return false;
    }
    const ProgrammeQuery query = {.name = parameter_text(options, "name"),
                                  .as_of = law.as_of,
                                  .known_at = law.known_at,
                                  .accept_unverified = law.accept_unverified,
                                  .quantile = law.quantile};
    if (loaded == NULL) {
        return true;
    }
    if (!service_programme(arena, loaded->workspace, loaded->set, &query, &answer, error)) {
        return false;
    }
    *json = service_programme_json(arena, &answer);
    return true;
}

/* ---- the table ---- */

static const JobKind KINDS[] = {
    {"report", REPORT_OPTIONS, run_report},
    {"stress", STRESS_OPTIONS, run_stress},
    {"reform", REFORM_OPTIONS, run_reform},
    {"programme", PROGRAMME_OPTIONS, run_programme},
};

size_t job_kinds(const JobKind **kinds) {
    *kinds = KINDS;
    return sizeof KINDS / sizeof KINDS[0];
}

const JobKind *job_kind_find(Text name) {
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (text_equals(text_from(KINDS[i].name), name)) {
            return &KINDS[i];
        }
    }
    return NULL;
}

bool job_kind_run(Arena *arena, const JobKind *kind, Text options, const Loaded *loaded,
                  ServiceProgress progress, Text *json, Error *error) {
    JsonValue root = {.kind = JSON_KIND_OBJECT};
    Parameters parameters;
    size_t at = 0;
    if (!text_is_empty(options) && !json_parse(arena, options, &root, &at, error)) {
        return false;
    }
    return parameters_of_json(arena, &root, kind->options, &parameters, error) &&
           kind->run(arena, &parameters, loaded, progress, json, error);
}
