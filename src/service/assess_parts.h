/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_ASSESS_PARTS_H
#define ENTENTE_SERVICE_ASSESS_PARTS_H

/* Private to service/: what the outputs of an assessment have in common. */

#include "base/json.h"
#include "service/service.h"

/* A framework of evidence and an id of it that the crosswalk knows; false with a problem. */
bool evidence_is_known(const Crosswalk *crosswalk, Text framework, Text id, Text file, size_t line,
                       ProblemList *problems);

typedef struct ReusableEvidence {
    Reuse way;
    const HeldEvidence *evidence;
} ReusableEvidence;

/* The evidence at hand that a requirement may look to. */
size_t assess_reusable(Arena *arena, const AssessmentReport *report, size_t requirement,
                       const ReusableEvidence **list);

/* The frameworks of the evidence, each once. */
size_t assess_frameworks(Arena *arena, const AssessmentReport *report, const Text **frameworks);

/* "not recognised: the rule accepts ... (as of 2024-10-15)". */
Text assess_recognition_words(Arena *arena, const Recognition *recognition);

/* "intersects by NIST ... [verified], then ...". */
Text assess_way_words(Arena *arena, const Crosswalk *crosswalk, const Reuse *way);

/* The successors of a requirement in the next revision of its framework. */
size_t assess_successors(Arena *arena, const AssessmentReport *report, size_t requirement,
                         const size_t **links);

/* The day by which a plan of action has to be closed; DATE_MAX where the catalogue has none. */
Date assess_close_by(const AssessmentReport *report);

/* What may be done of a gap: it is answered, planned, or closed first. */
Text assess_gap_words(const Gap *gap);

/* Whether a row was read in the primary text or data: else its word is shown wherever it is. */
bool assess_is_verified(Text checked);

/* "110 - 5 (3.3.1) - 3 (3.5.3) = 102": the arithmetic of the score. */
Text assess_arithmetic(Arena *arena, const AssessmentReport *report);

/* The lines of one assessment, indented; the members of one in the open object. */
void assess_add_text(Arena *arena, TextBuilder *out, const AssessmentReport *report);
void assess_add_json(Arena *arena, JsonWriter *json, const AssessmentReport *report);
/* The sections of one assessment, without a page around them. */
void assess_add_html(Arena *arena, TextBuilder *out, const AssessmentReport *report);
/* The head of a page, to its title and first lines. */
void assess_html_begin(TextBuilder *out, Text title);
void assess_html_end(TextBuilder *out);

#endif
