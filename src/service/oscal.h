/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_OSCAL_H
#define ENTENTE_SERVICE_OSCAL_H

/* Part of the face of service/: assessments out of and into documents of OSCAL (docs/oscal.md). */

#include "assurance/assurance.h"
#include "service/assess.h"

/* Answers to a catalogue from a document: the findings of assessment results or of a plan of
 * action, or what a system security plan says of its components. Requirements are known by their id
 * or name; what follows a `_` in a target is an objective. False with problems. */
MUST_CHECK bool service_oscal_answers(Arena *arena, const Catalogue *catalogue,
                                      const OscalDocument *document, Answers *answers,
                                      ProblemList *problems);

/* Answers from a table (answers_read) or from a document of OSCAL, which is what begins as JSON or
 * XML. False with problems, or an error where a document does not fit. */
MUST_CHECK bool service_answers_read(Arena *arena, const Catalogue *catalogue, Text file,
                                     Text content, Answers *answers, ProblemList *problems,
                                     Error *error);

/* Assessment results, a plan of action (an error where there is no gap) and, as far as the
 * crosswalk links the catalogue's framework, a mapping collection, of OSCAL in JSON, as each
 * release of 1.2 takes it. The same assessment gives the same bytes; the day is the report's. An
 * error where a name of the catalogue cannot be one of OSCAL. */
MUST_CHECK bool service_oscal_results(Arena *arena, const AssessmentReport *report, Text *text,
                                      Error *error);
MUST_CHECK bool service_oscal_plan(Arena *arena, const AssessmentReport *report, Text *text,
                                   Error *error);
MUST_CHECK bool service_oscal_mapping(Arena *arena, const AssessmentReport *report, Text *text,
                                      Error *error);

/* What a document is, in a line or as JSON; of a catalogue or profile that was resolved (NULL: it
 * was not) the controls, and what is to be known of it. */
Text service_oscal_text(Arena *arena, const OscalDocument *document,
                        const OscalResolution *resolution);
Text service_oscal_json(Arena *arena, const OscalDocument *document,
                        const OscalResolution *resolution);

/* The catalogue that a profile stands for, as a document in JSON. */
Text service_oscal_catalog(Arena *arena, const OscalResolution *resolution);

#endif
