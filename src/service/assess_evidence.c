/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "base/csv.h"
#include "service/assess_parts.h"

enum { HELD_FRAMEWORK, HELD_ID, HELD_STATUS, HELD_COLUMNS };

static const Text HELD_NAMES[HELD_COLUMNS] = {{"framework", 9}, {"id", 2}, {"status", 6}};

typedef struct EvidenceTable {
    CsvTable table;
    size_t columns[HELD_COLUMNS];
    bool has_status;
} EvidenceTable;

static bool find_columns(EvidenceTable *reading, Text file, ProblemList *problems) {
    for (size_t i = 0; i < HELD_COLUMNS; i++) {
        const bool is_there = csv_find_column(&reading->table, HELD_NAMES[i], &reading->columns[i]);
        if (i == HELD_STATUS) {
            reading->has_status = is_there;
        } else if (!is_there) {
            problem_add(problems, file, 1, 0, "column `%.*s` is missing", TEXT_ARGS(HELD_NAMES[i]));
            return false;
        }
    }
    return true;
}

bool evidence_is_known(const Crosswalk *crosswalk, Text framework, Text id, Text file, size_t line,
                       ProblemList *problems) {
    if (!crosswalk_has_framework(crosswalk, framework)) {
        problem_add(problems, file, line, 0, "the crosswalk has no framework `%.*s`",
                    TEXT_ARGS(framework));
        return false;
    }
    if (!crosswalk_has_id(crosswalk, framework, id)) {
        problem_add(problems, file, line, 0, "the crosswalk has no `%.*s` of %.*s", TEXT_ARGS(id),
                    TEXT_ARGS(framework));
        return false;
    }
    return true;
}

static bool is_met(const EvidenceTable *reading, const CsvRow *row, Text file,
                   ProblemList *problems) {
    AnswerStatus status = ANSWER_MET;
    if (reading->has_status && !answer_parse(row->fields[reading->columns[HELD_STATUS]], &status)) {
        problem_add(problems, file, row->line, 0,
                    "`status` is `%.*s`; write met, not_met, partial, not_applicable or unknown",
                    TEXT_ARGS(row->fields[reading->columns[HELD_STATUS]]));
    }
    return status == ANSWER_MET;
}

bool service_read_evidence(Arena *arena, const Crosswalk *crosswalk, Text file, Text content,
                           const HeldEvidence **evidence, size_t *count, ProblemList *problems) {
    const size_t before = problem_count(problems);
    EvidenceTable reading = {0};
    Array kept = array_new(arena, sizeof(HeldEvidence));
    if (!csv_parse(arena, file, content, &reading.table, problems) ||
        !find_columns(&reading, file, problems)) {
        return false;
    }
    for (size_t i = 0; i < reading.table.row_count; i++) {
        const CsvRow *row = &reading.table.rows[i];
        const Text framework = row->fields[reading.columns[HELD_FRAMEWORK]];
        const Text id = row->fields[reading.columns[HELD_ID]];
        if (evidence_is_known(crosswalk, framework, id, file, row->line, problems) &&
            is_met(&reading, row, file, problems)) {
            *(HeldEvidence *)array_add(&kept) = (HeldEvidence){framework, id, file};
        }
    }
    *evidence = ARRAY_ITEMS(HeldEvidence, &kept);
    *count = kept.count;
    return problem_count(problems) == before;
}

/* ---- ways from a requirement to evidence ---- */

static bool is_first_of_framework(const AssessmentReport *report, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (text_equals(report->evidence[i].framework, report->evidence[index].framework)) {
            return false;
        }
    }
    return true;
}

static const HeldEvidence *evidence_for(const AssessmentReport *report, const Reuse *way) {
    for (size_t i = 0; i < report->evidence_count; i++) {
        if (text_equals(report->evidence[i].framework, way->framework) &&
            text_equals(report->evidence[i].id, way->id)) {
            return &report->evidence[i];
        }
    }
    return NULL;
}

size_t assess_reusable(Arena *arena, const AssessmentReport *report, size_t requirement,
                       const ReusableEvidence **list) {
    Array found = array_new(arena, sizeof(ReusableEvidence));
    const Text id = report->catalogue->requirements[requirement].id;
    for (size_t i = 0; report->crosswalk != NULL && i < report->evidence_count; i++) {
        if (!is_first_of_framework(report, i)) {
            continue;
        }
        const Reuse *ways = NULL;
        const size_t count = crosswalk_reuse(arena, report->crosswalk, report->catalogue->framework,
                                             id, report->evidence[i].framework, &ways);
        for (size_t j = 0; j < count; j++) {
            const HeldEvidence *evidence = evidence_for(report, &ways[j]);
            if (evidence != NULL) {
                *(ReusableEvidence *)array_add(&found) = (ReusableEvidence){ways[j], evidence};
            }
        }
    }
    *list = ARRAY_ITEMS(ReusableEvidence, &found);
    return found.count;
}

size_t assess_frameworks(Arena *arena, const AssessmentReport *report, const Text **frameworks) {
    Text *list = ARENA_MANY(arena, Text, report->evidence_count);
    size_t count = 0;
    for (size_t i = 0; i < report->evidence_count; i++) {
        if (is_first_of_framework(report, i)) {
            list[count++] = report->evidence[i].framework;
        }
    }
    *frameworks = list;
    return count;
}

bool assess_is_verified(Text checked) {
    return text_equals(checked, TEXT("verified"));
}

Text assess_recognition_words(Arena *arena, const Recognition *recognition) {
    if (recognition == NULL) {
        return TEXT("not recognised: nothing that recognises it was found");
    }
    const bool is_no = text_equals(recognition->recognised, TEXT("no"));
    const bool is_verified = assess_is_verified(recognition->checked);
    return text_format(arena, "%s%.*s (as of %.*s%s%.*s)", is_no ? "not recognised: " : "",
                       TEXT_ARGS(is_no ? recognition->basis : recognition->recognised),
                       TEXT_ARGS(recognition->as_of), is_verified ? "" : "; ",
                       TEXT_ARGS(is_verified ? (Text){0} : recognition->checked));
}

Text assess_way_words(Arena *arena, const Crosswalk *crosswalk, const Reuse *way) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < way->link_count; i++) {
        const CrosswalkLink *link = &crosswalk->links[way->links[i]];
        const CrosswalkOrigin *origin = &crosswalk->origins[link->origin];
        text_add_format(&out, "%s%.*s by %.*s [%.*s]", i == 0 ? "" : ", then ",
                        TEXT_ARGS(link->relation), TEXT_ARGS(origin->source),
                        TEXT_ARGS(origin->checked));
    }
    return text_built(&out);
}
