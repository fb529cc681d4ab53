/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_OSCAL_WRITE_H
#define ENTENTE_SERVICE_OSCAL_WRITE_H

/* Private to the oscal_*.c files that write: what documents have in common. */

#include "assurance/assurance.h"
#include "base/json.h"
#include "service/service.h"

/* Whose words the properties are that OSCAL does not define. */
#define OSCAL_OWN_NAMESPACE "urn:entente:assurance"

/* A UUID that follows from the assessment and the name of what it identifies. */
Text oscal_uuid(Arena *arena, const AssessmentReport *report, Text name);
/* The beginning of a day. */
Text oscal_moment(Arena *arena, Date date);
/* Text on one line; `-` where there is none. */
Text oscal_string(Arena *arena, Text text);

void oscal_add_prop(Arena *arena, JsonWriter *json, const char *name, Text value);
void oscal_add_metadata(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                        const char *what);
void oscal_add_resource(Arena *arena, JsonWriter *json, Text uuid, Text title, Text description);
/* Ends what was written and reads it again: an error, and no text, where it would not be a document
 * of OSCAL, as with names of a catalogue that OSCAL has no room for. */
MUST_CHECK bool oscal_finish(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                             Text *text, Error *error);
/* The finding of one requirement that was answered. */
void oscal_add_finding(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                       size_t index);

#endif
