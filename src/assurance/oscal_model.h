/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_OSCAL_MODEL_H
#define ENTENTE_ASSURANCE_OSCAL_MODEL_H

/* Private to assurance/: what objects OSCAL has, with what in them, in JSON and in XML. One list
 * serves reading both and checking. A model lives in its arena and is never changed. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

typedef enum OscalType {
    OSCAL_STRING,
    OSCAL_TOKEN,
    OSCAL_UUID,
    OSCAL_DATE_TIME,
    OSCAL_DATE,
    OSCAL_REFERENCE,
    OSCAL_URI,
    OSCAL_LINE,  /* of markup */
    OSCAL_LINES, /* of markup */
    OSCAL_NATURAL,
    OSCAL_POSITIVE,
    OSCAL_NUMBER,
    OSCAL_BOOLEAN,
    OSCAL_BASE64,
    OSCAL_EMAIL,
    OSCAL_OBJECT
} OscalType;

/* Where a member is in XML. */
typedef enum OscalPlace {
    OSCAL_ELEMENT,
    OSCAL_ATTRIBUTE,
    OSCAL_CONTENT, /* the text of the object's own element */
    OSCAL_WRAPPED, /* a list in an element of the member's name */
    OSCAL_BLOCKS   /* paragraphs and lists without an element around them */
} OscalPlace;

typedef struct OscalMember {
    Text name;
    Text xml;
    OscalPlace place;
    OscalType type;
    Text object_name; /* of an object */
    bool is_list;
    bool is_required;
    bool is_required_in_xml; /* though not in JSON */
    const Text *words;       /* it is one of these, where there are any */
    size_t word_count;
} OscalMember;

/* Members of which there is one at most; or, where `is_required`, exactly one. */
typedef struct OscalChoice {
    const Text *names;
    size_t name_count;
    bool is_required;
} OscalChoice;

typedef struct OscalObject {
    Text name;
    const OscalMember *members;
    size_t member_count;
    const OscalChoice *choices;
    size_t choice_count;
} OscalObject;

typedef struct OscalModel OscalModel;

const OscalModel *oscal_model_new(Arena *arena);

const OscalObject *oscal_object(const OscalModel *model, Text name);
/* The object of a whole document; NULL where there is no such kind. */
const OscalObject *oscal_root(const OscalModel *model, Text name);
const OscalMember *oscal_member(const OscalObject *object, Text name);

/* Whether every object and choice that is named is there; for tests. */
bool oscal_model_is_whole(const OscalModel *model, Text *missing);

#endif
