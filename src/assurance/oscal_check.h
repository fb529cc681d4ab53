/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_OSCAL_CHECK_H
#define ENTENTE_ASSURANCE_OSCAL_CHECK_H

/* Private to assurance/: whether a tree of JSON is what a model says. */

#include "assurance/oscal.h"
#include "assurance/oscal_model.h"

/* Whether a value is of a type that is no object. */
bool oscal_type_fits(OscalType type, const JsonValue *value);
/* What a type takes, in words. */
const char *oscal_type_expected(OscalType type);
/* How JSON writes it; JSON_KIND_TRUE stands for both truths. */
JsonKind oscal_type_kind(OscalType type);

/* The first thing that does not fit is the error. O(values * members). */
MUST_CHECK bool oscal_check(const OscalModel *model, const OscalObject *object, Text file,
                            const JsonValue *value, Error *error);

/* Turns a document in XML into the tree of the same document in JSON; gives the model it was read
 * by, which is made once there is a document. */
MUST_CHECK bool oscal_xml_read(Arena *arena, Text file, Text content, const OscalModel **model,
                               Text *kind, JsonValue *root, Error *error);

#endif
