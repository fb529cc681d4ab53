/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/table.h"

static bool open_table(TableReading *reading, Text folder, Text name, const Text *columns,
                       size_t count) {
    return table_read(reading, folder, name) && table_find_columns(reading, columns, count, count);
}

static void complain(const TableReading *reading, const CsvRow *row, const char *what, Text word) {
    problem_add(reading->problems, reading->file, row->line, 0, "%s `%.*s`", what, TEXT_ARGS(word));
}

/* ---- status.csv: the statuses, and the requirements they meet ---- */

enum {
    STATUS_NAME,
    STATUS_REQUIREMENT,
    STATUS_LEVEL,
    STATUS_ASSESSOR,
    STATUS_RANK,
    STATUS_STANDING,
    STATUS_CATALOGUE,
    STATUS_FIRST,
    STATUS_YEARS,
    STATUS_DAYS,
    STATUS_CHECKED,
    STATUS_SOURCE,
    STATUS_COLUMNS
};

static const Text STATUS_NAMES[STATUS_COLUMNS] = {
    {"status", 6},       {"requirement", 11}, {"level", 5},     {"assessor", 8},
    {"rank", 4},         {"standing", 8},     {"catalogue", 9}, {"first", 5},
    {"valid_years", 11}, {"valid_days", 10},  {"checked", 7},   {"source", 6},
};

static size_t keep_requirement(const TableReading *reading, const CsvRow *row, Scheme *scheme,
                               SchemeRequirement *requirements) {
    const Text name = table_cell(reading, row, STATUS_REQUIREMENT);
    size_t index = 0;
    if (scheme_find_requirement(scheme, name, &index)) {
        return index;
    }
    const Text level = table_cell(reading, row, STATUS_LEVEL);
    requirements[scheme->requirement_count] = (SchemeRequirement){
        .name = name,
        .assessor = table_cell(reading, row, STATUS_ASSESSOR),
        .level = table_number(reading, row, level, TEXT("level")),
        .rank = table_number(reading, row, table_cell(reading, row, STATUS_RANK), TEXT("rank")),
        .catalogue = table_cell(reading, row, STATUS_CATALOGUE),
        .first = table_cell(reading, row, STATUS_FIRST),
    };
    return scheme->requirement_count++;
}

static Standing read_standing(const TableReading *reading, const CsvRow *row) {
    const Text word = table_cell(reading, row, STATUS_STANDING);
    if (text_equals(word, standing_word(STANDING_FINAL))) {
        return STANDING_FINAL;
    }
    if (!text_equals(word, standing_word(STANDING_CONDITIONAL))) {
        complain(reading, row, "`standing` is conditional or final, not", word);
    }
    return STANDING_CONDITIONAL;
}

static void read_statuses(TableReading *reading, Text folder, Scheme *scheme) {
    if (!open_table(reading, folder, TEXT("status.csv"), STATUS_NAMES, STATUS_COLUMNS)) {
        return;
    }
    const size_t count = reading->table.row_count;
    SchemeRequirement *requirements = ARENA_MANY(reading->arena, SchemeRequirement, count);
    SchemeStatus *statuses = ARENA_MANY(reading->arena, SchemeStatus, count);
    scheme->requirements = requirements;
    scheme->statuses = statuses;
    for (size_t i = 0; i < count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        const Text years = table_cell(reading, row, STATUS_YEARS);
        const Text days = table_cell(reading, row, STATUS_DAYS);
        statuses[i] = (SchemeStatus){
            .name = table_cell(reading, row, STATUS_NAME),
            .requirement = keep_requirement(reading, row, scheme, requirements),
            .standing = read_standing(reading, row),
            .valid_years = table_number(reading, row, years, TEXT("valid_years")),
            .valid_days = table_number(reading, row, days, TEXT("valid_days")),
            .checked = table_cell(reading, row, STATUS_CHECKED),
            .source = table_cell(reading, row, STATUS_SOURCE),
        };
        if (text_is_empty(years) == text_is_empty(days)) {
            complain(reading, row, "give `valid_years` or `valid_days` of", statuses[i].name);
        }
    }
    scheme->status_count = count;
}

/* ---- phase.csv ---- */

enum {
    PHASE_NAME,
    PHASE_FROM,
    PHASE_UNTIL,
    PHASE_ADDS,
    PHASE_DISCRETIONARY,
    PHASE_CHECKED,
    PHASE_SOURCE,
    PHASE_COLUMNS
};

static const Text PHASE_NAMES[PHASE_COLUMNS] = {{"phase", 5}, {"from", 4},           {"until", 5},
                                                {"adds", 4},  {"discretionary", 13}, {"checked", 7},
                                                {"source", 6}};

static void read_phases(TableReading *reading, Text folder, Scheme *scheme) {
    if (!open_table(reading, folder, TEXT("phase.csv"), PHASE_NAMES, PHASE_COLUMNS)) {
        return;
    }
    SchemePhase *phases = ARENA_MANY(reading->arena, SchemePhase, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        phases[i] = (SchemePhase){
            .name = table_cell(reading, row, PHASE_NAME),
            .holds = {table_date(reading, row, table_cell(reading, row, PHASE_FROM), DATE_MIN),
                      table_date(reading, row, table_cell(reading, row, PHASE_UNTIL), DATE_MAX)},
            .adds = table_cell(reading, row, PHASE_ADDS),
            .discretionary = table_cell(reading, row, PHASE_DISCRETIONARY),
            .checked = table_cell(reading, row, PHASE_CHECKED),
            .source = table_cell(reading, row, PHASE_SOURCE),
        };
    }
    scheme->phases = phases;
    scheme->phase_count = reading->table.row_count;
}

/* ---- demand.csv and flow.csv ---- */

static size_t named_requirement(const TableReading *reading, const CsvRow *row,
                                const Scheme *scheme, size_t column) {
    size_t requirement = 0;
    const Text name = table_cell(reading, row, column);
    if (!scheme_find_requirement(scheme, name, &requirement)) {
        complain(reading, row, "status.csv has no requirement", name);
    }
    return requirement;
}

static size_t named_phase(const TableReading *reading, const CsvRow *row, const Scheme *scheme,
                          size_t column) {
    const Text name = table_cell(reading, row, column);
    for (size_t i = 0; i < scheme->phase_count; i++) {
        if (text_equals(scheme->phases[i].name, name)) {
            return i;
        }
    }
    complain(reading, row, "phase.csv has no phase", name);
    return 0;
}

enum {
    DEMAND_PHASE,
    DEMAND_REQUIREMENT,
    DEMAND_KIND,
    DEMAND_OF,
    DEMAND_CHECKED,
    DEMAND_SOURCE,
    DEMAND_COLUMNS
};

static const Text DEMAND_NAMES[DEMAND_COLUMNS] = {{"phase", 5}, {"requirement", 11}, {"kind", 4},
                                                  {"of", 2},    {"checked", 7},      {"source", 6}};

static void read_demands(TableReading *reading, Text folder, Scheme *scheme) {
    if (!open_table(reading, folder, TEXT("demand.csv"), DEMAND_NAMES, DEMAND_COLUMNS)) {
        return;
    }
    SchemeDemand *demands = ARENA_MANY(reading->arena, SchemeDemand, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        const Text kind = table_cell(reading, row, DEMAND_KIND);
        demands[i] = (SchemeDemand){
            .phase = named_phase(reading, row, scheme, DEMAND_PHASE),
            .requirement = named_requirement(reading, row, scheme, DEMAND_REQUIREMENT),
            .is_discretionary = text_equals(kind, TEXT("may")),
            .of = table_cell(reading, row, DEMAND_OF),
            .checked = table_cell(reading, row, DEMAND_CHECKED),
            .source = table_cell(reading, row, DEMAND_SOURCE),
        };
        if (!demands[i].is_discretionary && !text_equals(kind, TEXT("must"))) {
            complain(reading, row, "`kind` is must or may, not", kind);
        }
    }
    scheme->demands = demands;
    scheme->demand_count = reading->table.row_count;
}

enum { FLOW_DATA, FLOW_PRIME, FLOW_LEAST, FLOW_CHECKED, FLOW_SOURCE, FLOW_COLUMNS };

static const Text FLOW_NAMES[FLOW_COLUMNS] = {
    {"data", 4}, {"prime", 5}, {"least", 5}, {"checked", 7}, {"source", 6}};

static void read_flows(TableReading *reading, Text folder, Scheme *scheme) {
    if (!open_table(reading, folder, TEXT("flow.csv"), FLOW_NAMES, FLOW_COLUMNS)) {
        return;
    }
    SchemeFlow *flows = ARENA_MANY(reading->arena, SchemeFlow, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        flows[i] = (SchemeFlow){
            .data = table_cell(reading, row, FLOW_DATA),
            .prime = named_requirement(reading, row, scheme, FLOW_PRIME),
            .least = named_requirement(reading, row, scheme, FLOW_LEAST),
            .checked = table_cell(reading, row, FLOW_CHECKED),
            .source = table_cell(reading, row, FLOW_SOURCE),
        };
    }
    scheme->flows = flows;
    scheme->flow_count = reading->table.row_count;
}

enum { RULE_ID, RULE_TOPIC, RULE_SAYS, RULE_VALUE, RULE_CHECKED, RULE_SOURCE, RULE_COLUMNS };

static const Text RULE_NAMES[RULE_COLUMNS] = {{"rule", 4},  {"topic", 5},   {"says", 4},
                                              {"value", 5}, {"checked", 7}, {"source", 6}};

static void read_rules(TableReading *reading, Text folder, Scheme *scheme) {
    if (!open_table(reading, folder, TEXT("rule.csv"), RULE_NAMES, RULE_COLUMNS)) {
        return;
    }
    SchemeRule *rules = ARENA_MANY(reading->arena, SchemeRule, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        rules[i] = (SchemeRule){
            .id = table_cell(reading, row, RULE_ID),
            .topic = table_cell(reading, row, RULE_TOPIC),
            .says = table_cell(reading, row, RULE_SAYS),
            .value = table_cell(reading, row, RULE_VALUE),
            .checked = table_cell(reading, row, RULE_CHECKED),
            .source = table_cell(reading, row, RULE_SOURCE),
        };
    }
    scheme->rules = rules;
    scheme->rule_count = reading->table.row_count;
}

static const Text FACT_SETTINGS[SCHEME_FACT_COUNT] = {
    [SCHEME_FACT_LEVEL] = {"level_fact", 10},
    [SCHEME_FACT_STATUS] = {"status_fact", 11},
    [SCHEME_FACT_ASSESSOR] = {"assessor_fact", 13},
    [SCHEME_FACT_CURRENT] = {"current_fact", 12},
};

const Scheme *scheme_load_from(Arena *arena, AssuranceFiles *files, Text folder,
                               ProblemList *problems) {
    const size_t before = problem_count(problems);
    static const CsvRow NOWHERE = {0};
    Scheme *scheme = ARENA_NEW(arena, Scheme);
    TableReading reading = {.arena = arena, .problems = problems, .files = files};
    if (!table_read(&reading, folder, TEXT("scheme.csv"))) {
        return NULL;
    }
    scheme->folder = folder;
    scheme->title = table_setting(&reading, TEXT("title"));
    scheme->source = table_setting(&reading, TEXT("source"));
    for (size_t i = 0; i < SCHEME_FACT_COUNT; i++) {
        scheme->facts[i] = table_setting(&reading, FACT_SETTINGS[i]);
    }
    scheme->affirm_years = table_number(
        &reading, &NOWHERE, table_setting(&reading, TEXT("affirm_years")), TEXT("affirm_years"));
    read_statuses(&reading, folder, scheme);
    read_phases(&reading, folder, scheme);
    read_demands(&reading, folder, scheme);
    read_flows(&reading, folder, scheme);
    read_rules(&reading, folder, scheme);
    return problem_count(problems) == before ? scheme : NULL;
}

const Scheme *scheme_load(Arena *arena, Text folder, ProblemList *problems) {
    return scheme_load_from(arena, NULL, folder, problems);
}

/* ---- looking things up ---- */

Text scheme_fact_value(Arena *arena, const Scheme *scheme, SchemeFact fact, size_t status) {
    const bool is_held = status != SCHEME_NONE;
    const SchemeRequirement *requirement =
        is_held ? &scheme->requirements[scheme->statuses[status].requirement] : NULL;
    if (fact == SCHEME_FACT_LEVEL) {
        return text_format(arena, "%d", requirement == NULL ? 0 : requirement->level);
    }
    if (fact == SCHEME_FACT_CURRENT) {
        return is_held ? TEXT("yes") : TEXT("no");
    }
    if (requirement == NULL) {
        return TEXT("none");
    }
    return fact == SCHEME_FACT_ASSESSOR ? text_lowercase(arena, requirement->assessor)
                                        : scheme->statuses[status].name;
}

bool scheme_find_requirement(const Scheme *scheme, Text name, size_t *requirement) {
    for (size_t i = 0; i < scheme->requirement_count; i++) {
        if (text_equals(scheme->requirements[i].name, name)) {
            *requirement = i;
            return true;
        }
    }
    return false;
}

bool scheme_find_status(const Scheme *scheme, Text name, size_t *status) {
    for (size_t i = 0; i < scheme->status_count; i++) {
        if (text_equals(scheme->statuses[i].name, name)) {
            *status = i;
            return true;
        }
    }
    return false;
}

bool scheme_status_of(const Scheme *scheme, size_t requirement, Standing standing, size_t *status) {
    for (size_t i = 0; i < scheme->status_count; i++) {
        if (scheme->statuses[i].requirement == requirement &&
            scheme->statuses[i].standing == standing) {
            *status = i;
            return true;
        }
    }
    return false;
}

size_t scheme_phase(const Scheme *scheme, Date on) {
    for (size_t i = 0; i < scheme->phase_count; i++) {
        if (date_range_has(scheme->phases[i].holds, on)) {
            return i;
        }
    }
    return SCHEME_NONE;
}

const SchemeFlow *scheme_flow(const Scheme *scheme, Text data, size_t prime) {
    for (size_t i = 0; i < scheme->flow_count; i++) {
        if (scheme->flows[i].prime == prime && text_equals(scheme->flows[i].data, data)) {
            return &scheme->flows[i];
        }
    }
    return NULL;
}

/* ---- how long a status holds ---- */

Date scheme_add_years(Date date, int years) {
    const int year = date_year(date);
    int month = 1;
    while (month < 12 && date_from_parts(year, month + 1, 1) <= date) {
        month++;
    }
    const int day = date - date_from_parts(year, month, 1) + 1;
    const Date later = date_from_parts(year + years, month, day);
    const Date last = date_add_days(date_from_parts(year + years, month + 1, 1), -1);
    return later < last ? later : last;
}

HoldingDates scheme_holding_dates(const Scheme *scheme, const Holding *holding) {
    const SchemeStatus *status = &scheme->statuses[holding->status];
    return (HoldingDates){
        .expires = status->valid_years > 0 ? scheme_add_years(holding->since, status->valid_years)
                                           : date_add_days(holding->since, status->valid_days),
        .affirm_by = holding->is_affirmed
                         ? scheme_add_years(holding->affirmed, scheme->affirm_years)
                         : DATE_MIN,
    };
}

Currency scheme_is_current(Arena *arena, const Scheme *scheme, const Holding *holding, Date on,
                           Text *why) {
    const HoldingDates dates = scheme_holding_dates(scheme, holding);
    *why = (Text){0};
    if (on < holding->since) {
        *why =
            text_format(arena, "it begins on %.*s", TEXT_ARGS(date_format(arena, holding->since)));
        return CURRENCY_NO;
    }
    if (on > dates.expires) {
        *why = text_format(arena, "it expired after %.*s",
                           TEXT_ARGS(date_format(arena, dates.expires)));
        return CURRENCY_NO;
    }
    if (!holding->is_affirmed) {
        *why = TEXT("when it was last affirmed is not known");
        return CURRENCY_UNKNOWN;
    }
    if (on < holding->affirmed) {
        *why = text_format(arena, "it was affirmed on %.*s, and before that nobody says when",
                           TEXT_ARGS(date_format(arena, holding->affirmed)));
        return CURRENCY_UNKNOWN;
    }
    if (on > dates.affirm_by) {
        *why = text_format(arena, "its affirmation of %.*s carried it to %.*s",
                           TEXT_ARGS(date_format(arena, holding->affirmed)),
                           TEXT_ARGS(date_format(arena, dates.affirm_by)));
        return CURRENCY_NO;
    }
    return CURRENCY_YES;
}
