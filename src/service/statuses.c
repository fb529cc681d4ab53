/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "service/patch.h"

/* Statuses of parties that follow from their assessments: rows of status.csv, one for each stretch
 * of days on which the highest status held is the same. */

typedef struct StatusBuild {
    Arena *arena;
    const Workspace *workspace;
    const AssuranceFrame *frame;
    Array rows; /* of PatchRow */
    ProblemList *problems;
} StatusBuild;

static void set_cell(PatchRow *row, Text name, Text value) {
    row->names[row->count] = name;
    row->values[row->count++] = value;
}

/* From the day a row that somebody wrote begins, it says the fact alone. */
static Date written_from(const StatusBuild *build, size_t party, Text fact) {
    size_t first = 0;
    const size_t count = workspace_party_statuses(build->workspace, party, &first);
    Date from = DATE_MAX;
    for (size_t i = first; i < first + count; i++) {
        const PartyStatus *status = &build->workspace->statuses[i];
        if (text_equals(status->status, fact) && status->mark.holds.from < from) {
            from = status->mark.holds.from;
        }
    }
    return from;
}

static void add_row(StatusBuild *build, size_t party, Text fact, Text value, DateRange holds) {
    const Date written = written_from(build, party, fact);
    if (written != DATE_MAX && holds.until >= written) {
        holds.until = date_add_days(written, -1);
    }
    if (holds.from > holds.until) {
        return;
    }
    PatchRow *row = array_add(&build->rows);
    row->table = TEXT("status");
    row->from = DATE_MIN;
    set_cell(row, TEXT("party"), build->workspace->parties[party].id);
    set_cell(row, TEXT("status"), fact);
    set_cell(row, TEXT("value"), value);
    set_cell(row, TEXT("from"), date_format(build->arena, holds.from));
    if (holds.until != DATE_MAX) {
        set_cell(row, TEXT("until"), date_format(build->arena, holds.until));
    }
    set_cell(row, TEXT("source"), TEXT("assessment.csv"));
}

/* What the record says on a day: a status, that there is none (SCHEME_NONE), or nothing. */
typedef struct DaySays {
    bool is_known;
    size_t status;
} DaySays;

/* An assessment that leaves open what is held keeps the whole from being known, unless
 * something is held for certain. */
static bool is_open_on(const Workspace *workspace, const PartyStanding *standing, Date on) {
    const PartyAssessment *row = &workspace->assessments[standing->row];
    const bool is_unaffirmed =
        (standing->standing == STANDING_FINAL || standing->standing == STANDING_CONDITIONAL) &&
        !standing->holding.is_affirmed && on <= standing->dates.expires;
    return on >= row->assessed && on <= row->mark.holds.until &&
           (standing->standing == STANDING_OPEN || is_unaffirmed);
}

static DaySays says_on(const StatusBuild *build, const PartyStanding *standings, size_t count,
                       Date on) {
    DaySays says = {true, service_status_on(standings, count, on)};
    for (size_t i = 0; says.status == SCHEME_NONE && i < count; i++) {
        says.is_known &= !is_open_on(build->workspace, &standings[i], on);
    }
    return says;
}

static int compare_dates(const void *a, const void *b) {
    const Date left = *(const Date *)a;
    const Date right = *(const Date *)b;
    return (left > right) - (left < right);
}

/* The days on which what is held may change. */
static Array turning_days(const StatusBuild *build, const PartyStanding *standings, size_t count) {
    Array days = array_new(build->arena, sizeof(Date));
    for (size_t i = 0; i < count; i++) {
        *(Date *)array_add(&days) = build->workspace->assessments[standings[i].row].assessed;
        if (!standings[i].holding.is_affirmed && standings[i].standing != STANDING_OPEN &&
            standings[i].standing != STANDING_NONE) {
            *(Date *)array_add(&days) = date_add_days(standings[i].dates.expires, 1);
        }
        for (size_t j = 0; j < standings[i].held_count; j++) {
            *(Date *)array_add(&days) = standings[i].held[j].holds.from;
            *(Date *)array_add(&days) = date_add_days(standings[i].held[j].holds.until, 1);
        }
    }
    qsort(days.items, days.count, sizeof(Date), compare_dates);
    return days;
}

static bool says_same(DaySays a, DaySays b) {
    return a.is_known == b.is_known && (!a.is_known || a.status == b.status);
}

static void add_stretch(StatusBuild *build, size_t party, DaySays says, DateRange holds) {
    const Scheme *scheme = build->frame->scheme;
    if (!says.is_known || holds.from > holds.until) {
        return;
    }
    for (size_t i = 0; i < SCHEME_FACT_COUNT; i++) {
        if (!text_is_empty(scheme->facts[i])) {
            add_row(build, party, scheme->facts[i],
                    scheme_fact_value(build->arena, scheme, (SchemeFact)i, says.status), holds);
        }
    }
}

/* A row that leaves nothing for the assessments to say is a mistake. */
static void refuse_written(StatusBuild *build, size_t party) {
    const Scheme *scheme = build->frame->scheme;
    for (size_t i = 0; i < SCHEME_FACT_COUNT; i++) {
        if (!text_is_empty(scheme->facts[i]) &&
            written_from(build, party, scheme->facts[i]) == DATE_MIN) {
            problem_add(build->problems, TEXT("status.csv"), 0, 0,
                        "`%.*s` of `%.*s` follows from assessment.csv; remove its row, or give it "
                        "the day `from` which it takes over",
                        TEXT_ARGS(scheme->facts[i]),
                        TEXT_ARGS(build->workspace->parties[party].id));
        }
    }
}

static void add_party(StatusBuild *build, size_t party) {
    PartyStanding *standings = NULL;
    size_t count = 0;
    if (!service_party_standings(build->arena, build->workspace, build->frame, party, &standings,
                                 &count, build->problems) ||
        count == 0) {
        return;
    }
    refuse_written(build, party);
    const Array days = turning_days(build, standings, count);
    const Date *turns = ARRAY_ITEMS(Date, &days);
    Date from = turns[0];
    DaySays says = says_on(build, standings, count, from);
    for (size_t i = 1; i < days.count; i++) {
        const DaySays next = says_on(build, standings, count, turns[i]);
        if (!says_same(says, next)) {
            add_stretch(build, party, says, (DateRange){from, date_add_days(turns[i], -1)});
            from = turns[i];
            says = next;
        }
    }
    add_stretch(build, party, says, (DateRange){from, DATE_MAX});
}

static void add_all(StatusBuild *build) {
    const Workspace *workspace = build->workspace;
    bool *is_seen = ARENA_MANY(build->arena, bool, workspace->party_count);
    for (size_t i = 0; i < workspace->assessment_count; i++) {
        const size_t party = workspace->assessments[i].party;
        if (!is_seen[party]) {
            is_seen[party] = true;
            add_party(build, party);
        }
    }
}

static bool refuse_without_scheme(const Workspace *workspace, ProblemList *problems) {
    problem_add(problems, TEXT("assessment.csv"), workspace->assessments[0].mark.line, 0,
                "workspace.csv names no scheme; add a row `scheme,DIR`, as ../catalogues/cmmc");
    return false;
}

static bool derive(Arena *arena, const Workspace *workspace, const WorkspaceFile *files,
                   size_t count, Array *patched, ProblemList *problems) {
    AssuranceFrame frame;
    if (!service_assurance_frame(arena, workspace, &frame, problems)) {
        return false;
    }
    if (frame.scheme == NULL) {
        return refuse_without_scheme(workspace, problems);
    }
    const size_t before = problem_count(problems);
    StatusBuild build = {arena, workspace, &frame, array_new(arena, sizeof(PatchRow)), problems};
    add_all(&build);
    return problem_count(problems) == before &&
           patch_files(arena, files, count, &build.rows, patched, problems);
}

/* What is read again, as with a lever, or kept, are the tables without what follows from them. */
static const Workspace *as_given(Arena *arena, const Workspace *derived, const Workspace *given) {
    Workspace *workspace = ARENA_NEW(arena, Workspace);
    *workspace = *derived;
    workspace->files = given->files;
    workspace->file_count = given->file_count;
    return workspace;
}

const Workspace *service_workspace_parse(Arena *arena, Text folder, const WorkspaceFile *files,
                                         size_t count, ProblemList *problems) {
    const Workspace *workspace = workspace_parse(arena, folder, files, count, problems);
    if (workspace == NULL || workspace->assessment_count == 0) {
        return workspace;
    }
    Array patched = array_new(arena, sizeof(WorkspaceFile));
    if (!derive(arena, workspace, files, count, &patched, problems)) {
        return NULL;
    }
    const Workspace *derived = workspace_parse(arena, folder, ARRAY_ITEMS(WorkspaceFile, &patched),
                                               patched.count, problems);
    return derived == NULL ? NULL : as_given(arena, derived, workspace);
}

const Workspace *service_workspace_load(Arena *arena, Text folder, ProblemList *problems) {
    const WorkspaceFile *files = NULL;
    size_t count = 0;
    const bool is_read = workspace_read_files(arena, folder, &files, &count, problems);
    if (!is_read && files == NULL) {
        return NULL;
    }
    const Workspace *workspace = service_workspace_parse(arena, folder, files, count, problems);
    return is_read ? workspace : NULL;
}
