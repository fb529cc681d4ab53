/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "service/assess_parts.h"

/* What is entered of an assessment into the Supplier Performance Risk System: what follows from the
 * answers, and what only the firm can say. Nothing that was not said is made up. */

static const struct {
    const char *key;
    const char *label;
    const char *source;
} DETAILS[SPRS_DETAIL_COUNT] = {
    [SPRS_ORGANISATION] = {"organisation", "assessed by", "DFARS 252.204-7020(d)(1)"},
    [SPRS_CAGE] = {"cage", "included CAGEs", "32 CFR 170.16(a)(1)(i), DFARS 252.204-7020(d)(1)"},
    [SPRS_SCOPE] = {"scope", "scope", "32 CFR 170.16(a)(1)(i)"},
    [SPRS_EMPLOYEES] = {"employees", "employee count", "SPRS quick entry guide, version 4.0"},
    [SPRS_PLAN] = {"plan", "security plan", "DFARS 252.204-7020(d)(1)"},
    [SPRS_PLAN_VERSION] = {"plan_version", "its version", "SPRS quick entry guide, version 4.0"},
    [SPRS_PLAN_DATE] = {"plan_date", "its date", "SPRS quick entry guide, version 4.0"},
    [SPRS_ARCHITECTURE] = {"architecture", "its architecture", "DFARS 252.204-7020(d)(1)"},
    [SPRS_COMPLETE_BY] = {"complete_by", "all met by", "DFARS 252.204-7020(d)(1)"},
    [SPRS_AFFIRMED_BY] = {"affirmed_by", "affirming official", "32 CFR 170.22(a)(1)"},
};

enum { CAGE_LENGTH = 5 };

/* ---- what the firm says ---- */

static bool is_cage(Text code) {
    bool is_good = code.length == CAGE_LENGTH;
    for (size_t i = 0; i < code.length; i++) {
        const char byte = code.bytes[i];
        is_good &= (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z');
    }
    return is_good;
}

static const char *wrong_with(SprsDetail detail, Text value) {
    Text rest = value;
    Text piece = {0};
    Date date = 0;
    int64_t number = 0;
    if (detail == SPRS_CAGE) {
        while (text_split(&rest, ' ', &piece)) {
            if (!is_cage(piece)) {
                return "takes CAGE codes of five capital letters and digits, parted by a blank";
            }
        }
    }
    if ((detail == SPRS_PLAN_DATE || detail == SPRS_COMPLETE_BY) && !date_parse(value, &date)) {
        return "takes a date as YYYY-MM-DD";
    }
    if (detail == SPRS_EMPLOYEES && (!text_parse_integer(value, &number) || number < 1)) {
        return "takes a whole number from 1";
    }
    if (detail == SPRS_SCOPE && !text_equals(value, TEXT("enterprise")) &&
        !text_equals(value, TEXT("enclave"))) {
        return "takes `enterprise` or `enclave`";
    }
    return NULL;
}

static void read_detail(Text file, const CsvRow *row, SprsDetails *details, ProblemList *problems) {
    size_t detail = 0;
    while (detail < SPRS_DETAIL_COUNT &&
           !text_equals(row->fields[0], text_from(DETAILS[detail].key))) {
        detail++;
    }
    if (detail == SPRS_DETAIL_COUNT) {
        problem_add(problems, file, row->line, 0,
                    "`%.*s` is none of organisation, cage, scope, employees, plan, plan_version, "
                    "plan_date, architecture, complete_by, affirmed_by",
                    TEXT_ARGS(row->fields[0]));
        return;
    }
    const char *wrong = wrong_with((SprsDetail)detail, row->fields[1]);
    if (!text_is_empty(details->said[detail])) {
        problem_add(problems, file, row->line, 0, "`%s` is given twice", DETAILS[detail].key);
    } else if (wrong != NULL) {
        problem_add(problems, file, row->line, 0, "`%s` is `%.*s`; it %s", DETAILS[detail].key,
                    TEXT_ARGS(row->fields[1]), wrong);
    }
    details->said[detail] = row->fields[1];
}

bool service_sprs_read(Arena *arena, Text file, Text content, SprsDetails *details,
                       ProblemList *problems) {
    const size_t before = problem_count(problems);
    CsvTable table;
    *details = (SprsDetails){0};
    if (!csv_parse(arena, file, content, &table, problems)) {
        return false;
    }
    if (table.column_count != 2) {
        problem_add(problems, file, 1, 0, "the columns are `key` and `value`");
        return false;
    }
    for (size_t i = 0; i < table.row_count; i++) {
        read_detail(file, &table.rows[i], details, problems);
    }
    return problem_count(problems) == before;
}

/* ---- what may be entered ---- */

static bool is_scored(const AssessmentReport *report) {
    return report->catalogue->rule == SCORE_SUBTRACT;
}

static size_t open_count(const AssessmentReport *report) {
    return report->assessment.gap_count - report->assessment.unknown;
}

/* Why there is nothing to enter; empty where there is. */
static Text not_ready(Arena *arena, const AssessmentReport *report) {
    const Catalogue *catalogue = report->catalogue;
    if (catalogue->rule == SCORE_COUNT) {
        return TEXT("the government's assessors enter an assessment against this catalogue");
    }
    if (!report->assessment.can_be_completed) {
        return text_format(arena, "without %.*s no assessment can be completed",
                           TEXT_ARGS(catalogue->requirements[catalogue->basis].name));
    }
    if (report->assessment.unknown > 0) {
        return text_format(arena, "%zu of the requirements %s not answered",
                           report->assessment.unknown,
                           report->assessment.unknown == 1 ? "is" : "are");
    }
    return TEXT("");
}

static const char *plan_use(const AssessmentReport *report) {
    return open_count(report) == 0 ? "none is needed"
           : report->standing == STANDING_CONDITIONAL
               ? "in use; every open requirement may be on it"
               : "not allowed with these gaps";
}

/* ---- as text ---- */

static void add_line(TextBuilder *out, const char *label, Text value, const char *source) {
    text_add_format(out, "  %-20s %.*s\n%24s(%s)\n", label, TEXT_ARGS(value), "", source);
}

static void add_details(TextBuilder *out, const SprsDetails *details) {
    for (size_t i = 0; i < SPRS_DETAIL_COUNT; i++) {
        add_line(out, DETAILS[i].label,
                 text_is_empty(details->said[i]) ? TEXT("to be stated") : details->said[i],
                 DETAILS[i].source);
    }
}

static void add_status(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    add_line(out, "status", standing_word(report->standing), "32 CFR 170.16(a)(1), 170.15(a)(1)");
    add_line(out, "plan of action", text_from(plan_use(report)), "32 CFR 170.21(a)");
    if (report->standing == STANDING_CONDITIONAL) {
        add_line(out, "to be closed by", date_format(arena, assess_close_by(report)),
                 "32 CFR 170.21(b)");
    }
}

Text service_sprs_text(Arena *arena, const AssessmentReport *report, const SprsDetails *details) {
    TextBuilder out = text_builder_new(arena);
    const Text reason = not_ready(arena, report);
    text_add_format(&out, "For SPRS: %.*s against %.*s\n", TEXT_ARGS(report->subject),
                    TEXT_ARGS(report->catalogue->title));
    if (!text_is_empty(reason)) {
        text_add_format(&out, "  NOTHING TO ENTER: %.*s\n", TEXT_ARGS(reason));
    }
    add_line(&out, "standard", report->catalogue->framework, "DFARS 252.204-7020(d)(1)");
    add_line(&out, "assessment date", date_format(arena, report->assessed),
             "32 CFR 170.16(a)(1)(i), DFARS 252.204-7020(d)(1)");
    if (is_scored(report) && text_is_empty(reason)) {
        add_line(
            &out, "score",
            text_format(arena, "%d of %d", report->assessment.score, report->catalogue->maximum),
            "32 CFR 170.16(a)(1)(i), DFARS 252.204-7020(d)(1)");
    }
    if (text_is_empty(reason)) {
        add_status(arena, &out, report);
    }
    add_details(&out, details);
    text_add_format(&out,
                    "\nThe clause 252.204-7020 was replaced by class deviation on 2026-02-01, "
                    "whose text was not read [secondary]; what 32 CFR 170 asks for stands.\n%.*s\n",
                    TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

/* ---- as JSON ---- */

static void add_optional(JsonWriter *json, const char *name, Text value) {
    if (text_is_empty(value)) {
        json_add_null(json, name);
    } else {
        json_add_text(json, name, value);
    }
}

static void add_cages(JsonWriter *json, Text codes) {
    Text code = {0};
    json_begin_array(json, "cage");
    while (!text_is_empty(codes) && text_split(&codes, ' ', &code)) {
        json_add_text(json, "", code);
    }
    json_end(json);
}

static void add_details_json(JsonWriter *json, const SprsDetails *details) {
    for (size_t i = 0; i < SPRS_DETAIL_COUNT; i++) {
        if (i == SPRS_CAGE) {
            add_cages(json, details->said[i]);
        } else {
            add_optional(json, DETAILS[i].key, details->said[i]);
        }
    }
    json_begin_array(json, "to_be_stated");
    for (size_t i = 0; i < SPRS_DETAIL_COUNT; i++) {
        if (text_is_empty(details->said[i])) {
            json_add_text(json, "", text_from(DETAILS[i].key));
        }
    }
    json_end(json);
}

static void add_open(JsonWriter *json, const AssessmentReport *report) {
    json_begin_array(json, "open");
    for (size_t i = 0; i < report->assessment.gap_count; i++) {
        const Gap *gap = &report->assessment.gaps[i];
        if (gap->status != ANSWER_UNKNOWN) {
            json_add_text(json, "", report->catalogue->requirements[gap->requirement].name);
        }
    }
    json_end(json);
}

Text service_sprs_json(Arena *arena, const AssessmentReport *report, const SprsDetails *details) {
    const Text reason = not_ready(arena, report);
    const bool is_ready = text_is_empty(reason);
    JsonWriter *json = json_writer_new();
    json_add_text(json, "subject", report->subject);
    json_add_text(json, "catalogue", report->catalogue->title);
    json_add_text(json, "standard", report->catalogue->framework);
    json_add_boolean(json, "may_be_entered", is_ready);
    add_optional(json, "why_not", reason);
    json_add_date(json, "assessed", report->assessed);
    if (is_ready && is_scored(report)) {
        json_add_integer(json, "score", report->assessment.score);
        json_add_integer(json, "maximum", report->catalogue->maximum);
    } else {
        json_add_null(json, "score");
    }
    add_optional(json, "status", is_ready ? standing_word(report->standing) : TEXT(""));
    add_optional(json, "plan_of_action", is_ready ? text_from(plan_use(report)) : TEXT(""));
    json_add_date(json, "close_by",
                  is_ready && report->standing == STANDING_CONDITIONAL ? assess_close_by(report)
                                                                       : DATE_MAX);
    add_open(json, report);
    add_details_json(json, details);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
