/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_ASSURANCE_H
#define ENTENTE_ASSURANCE_ASSURANCE_H

/* How a supplier stands against a catalogue of security requirements: its score, what it
 * reaches, and which gaps a plan of action may carry. Catalogues are folders of CSV
 * (docs/assurance.md); they are never changed after they are read. What is not answered
 * counts as unknown: the score is then a range, and nothing is reached because of it. */

#include <stdbool.h>
#include <stddef.h>

#include "assurance/crosswalk.h"
#include "assurance/files.h"
#include "assurance/oscal.h"
#include "assurance/scheme.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"

/* May a plan of action carry a requirement that is not met? */
typedef enum PlanRule { PLAN_ALLOWED, PLAN_IF_PARTIAL, PLAN_NEVER } PlanRule;

/* As tables and JSON write it: "allowed", "if_partial", "never". */
Text plan_rule_word(PlanRule rule);

typedef struct Requirement {
    Text id;   /* 3.1.1 */
    Text name; /* AC.L2-3.1.1 */
    Text family;
    Text title;
    int weight;
    int partial_weight; /* 0: no partial credit */
    Text partial_when;
    Text not_applicable_when; /* what makes it so, where the scheme names it */
    PlanRule plan;
    Text plan_reason;
    Text status; /* how far the row was checked: verified, or another word */
    Text source;
    int objectives; /* how many it has, by the letters from a on; 0: nobody says */
} Requirement;

/* How a score comes about. */
typedef enum ScoreRule {
    SCORE_ALL,      /* every requirement, no score */
    SCORE_SUBTRACT, /* from the maximum, the weight of each that is not met */
    SCORE_COUNT     /* the weights of those that are met */
} ScoreRule;

typedef struct Catalogue {
    Text title;
    Text framework;      /* as the crosswalk names what its requirements are numbered in */
    Text next_framework; /* the revision that follows it; or empty */
    Text scheme;         /* as rows of recognition begin what is wanted; or empty */
    Text first;          /* the status that has to be held before; or empty */
    Text source;
    ScoreRule rule;
    int maximum;
    int conditional_at; /* the least score that a plan of action may go with */
    int close_days;     /* in which a plan of action must be closed */
    size_t basis;       /* without it there is no assessment at all; or CATALOGUE_NONE */
    const Requirement *requirements;
    size_t requirement_count;
} Catalogue;

#define CATALOGUE_NONE ((size_t)-1)

/* Reads catalogue.csv and requirement.csv of a folder. NULL with problems. */
MUST_CHECK const Catalogue *catalogue_load(Arena *arena, Text folder, ProblemList *problems);
MUST_CHECK const Catalogue *catalogue_load_from(Arena *arena, AssuranceFiles *files, Text folder,
                                                ProblemList *problems);
bool catalogue_find(const Catalogue *catalogue, Text id, size_t *requirement);

typedef enum AnswerStatus {
    ANSWER_UNKNOWN,
    ANSWER_MET,
    ANSWER_PARTIAL,
    ANSWER_NOT_MET,
    ANSWER_NOT_APPLICABLE /* counts as met */
} AnswerStatus;

Text answer_word(AnswerStatus status);
bool answer_parse(Text word, AnswerStatus *status);

#define EFFORT_UNKNOWN (-1)

/* What was answered of one requirement, or of one of its objectives. */
typedef struct AnswerRow {
    Text requirement;
    Text objective; /* or empty */
    Text status;
    Text reason; /* needed where something is not applicable */
    Text effort; /* days to close it: a whole number, or empty */
    size_t line; /* in its file */
} AnswerRow;

/* Answers to one catalogue, for each requirement a status and the days it would take to close
 * (EFFORT_UNKNOWN where nobody said). */
typedef struct Answers {
    AnswerStatus *statuses;
    int *effort_days;
} Answers;

/* A requirement with rows for objectives is met when all of them are met or not applicable; where
 * the catalogue has more of them than rows, it is unknown, unless one of them is not met. A row for
 * it as a whole answers all. Its effort is the sum of theirs. False with problems: unknown
 * requirements with the nearest, words, doubles, objectives that it does not have (in rows with a
 * line; in others they answer nothing), partial where there is no partial credit. O(rows). */
MUST_CHECK bool answers_collect(Arena *arena, const Catalogue *catalogue, Text file,
                                const AnswerRow *rows, size_t count, Answers *answers,
                                ProblemList *problems);

/* The same from a table with `requirement` and `status`, and perhaps `objective`, `reason` and
 * `effort_days`. */
MUST_CHECK bool answers_read(Arena *arena, const Catalogue *catalogue, Text file, Text content,
                             Answers *answers, ProblemList *problems);

typedef struct Gap {
    size_t requirement;
    AnswerStatus status; /* not met, partial or unknown */
    int points;          /* that it costs */
    int effort_days;     /* or EFFORT_UNKNOWN */
    bool may_be_planned;
} Gap;

typedef struct Assessment {
    int score;      /* with what is not known taken as not met */
    int score_best; /* ... as met */
    bool can_be_completed;
    Standing standing;
    const Gap *gaps; /* by points for each day of effort, most first, then those of unknown effort
                        by points; then in the order of the catalogue */
    size_t gap_count;
    const Text *reasons; /* why it is not more: "3.1.5: 3 points", "score 87 below 88" */
    size_t reason_count;
    size_t met;
    size_t not_applicable;
    size_t unknown;
} Assessment;

/* Scores. O(requirements), no input or output. 32 CFR 170.21 and 170.24 for the
 * catalogues of CMMC. */
void assurance_score(Arena *arena, const Catalogue *catalogue, const Answers *given,
                     Assessment *assessment);

/* The standing alone: nothing is allocated. */
Standing assurance_standing(const Catalogue *catalogue, const AnswerStatus *answers);

/* The score alone, for many suppliers: nothing is allocated. */
int assurance_score_number(const Catalogue *catalogue, const AnswerStatus *answers);

/* ---- many suppliers ---- */

typedef struct BaseFirm {
    Text name;
    const AnswerStatus *answers;
    int score; /* with what is not known taken as not met */
    Standing standing;
    size_t gaps;
    size_t unknown;
} BaseFirm;

typedef struct SupplierBase {
    BaseFirm *firms;
    size_t firm_count;
} SupplierBase;

/* Reads a table with a column `firm` and one for each requirement, in any order; an empty cell and
 * a requirement without a column are unknown. False with problems. O(cells). */
MUST_CHECK bool supplier_base_read(Arena *arena, const Catalogue *catalogue, Text file,
                                   Text content, SupplierBase *base, ProblemList *problems);

/* Scores them all once; nothing is allocated. O(firms * requirements). */
void supplier_base_score(const Catalogue *catalogue, SupplierBase *base);

#endif
