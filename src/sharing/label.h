/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_LABEL_H
#define ENTENTE_SHARING_LABEL_H

/* Part of the face of sharing/: one model for confidentiality labels, whatever they are written
 * in: U.S. banner lines and portion marks, CUI as the National Archives and as the Department of
 * Defense write it, NATO markings, and STANAG 4774 (ADatP-4774) as XML. Whether somebody may have
 * what is labelled is for packs to say; here labels are read, checked, written and combined. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

enum { LABEL_BYTES_MAX = 1 << 16, LABEL_VALUES_MAX = 256 };

typedef enum LabelLevel {
    LABEL_UNCLASSIFIED,
    LABEL_RESTRICTED,
    LABEL_CONFIDENTIAL,
    LABEL_SECRET,
    LABEL_TOP_SECRET
} LabelLevel;

typedef enum LabelSet {
    LABEL_OWNERS,        /* of a joint label: restrictive */
    LABEL_COMPARTMENTS,  /* SI, TK, HCS ...: restrictive */
    LABEL_PROGRAMMES,    /* special access: restrictive */
    LABEL_ATOMIC,        /* RD, FRD, ATOMAL: restrictive */
    LABEL_FOREIGN,       /* whose information it holds: restrictive */
    LABEL_CONTROLS,      /* ORCON, PROPIN ...: restrictive */
    LABEL_CUI,           /* categories: restrictive */
    LABEL_RELEASABLE,    /* permissive */
    LABEL_DISPLAYABLE,   /* permissive */
    LABEL_CONTEXT,       /* NATO/KFOR: permissive */
    LABEL_ONLY,          /* ... ONLY: permissive */
    LABEL_ADMINISTRATIVE /* STAFF ...: informative */
} LabelSet;
enum { LABEL_SET_COUNT = LABEL_ADMINISTRATIVE + 1 };

typedef struct LabelValues {
    const Text *items;
    size_t count;
} LabelValues;

typedef struct Label {
    Text policy; /* "US", "NATO", or a nation's three letters */
    LabelLevel level;
    bool is_joint;
    bool is_cui;
    bool is_release_limited; /* REL TO is said; to nobody where LABEL_RELEASABLE is empty */
    bool is_no_foreign;      /* NOFORN */
    LabelValues sets[LABEL_SET_COUNT];
    Text originator; /* or empty */
    Text created;    /* as it was written, or empty */
} Label;

/* Which form a label is written in. */
typedef enum LabelForm {
    LABEL_FORM_BANNER,
    LABEL_FORM_PORTION,
    LABEL_FORM_DOD,
    LABEL_FORM_XML
} LabelForm;

bool label_form_parse(Text word, LabelForm *form);

/* Reads any of the forms; which one it is shows by itself. What contradicts itself is refused. */
MUST_CHECK bool label_parse(Arena *arena, Text text, Label *label, Error *error);

/* Writes a form. As DoD writes CUI, the banner is `CUI` and the rest stands in a block below it. */
Text label_format(Arena *arena, const Label *label, LabelForm form);

/* "SECRET", "TOP SECRET". */
Text label_level_word(LabelLevel level);
/* "releasable", "controls": for JSON and facts. */
Text label_set_word(LabelSet set);

/* A rule that a roll-up followed. */
typedef struct LabelRule {
    Text what;
    Text citation;
    bool is_verified; /* read in the text of the rule */
} LabelRule;

/* The label of what holds all of them. `rules` has those that made a difference. */
MUST_CHECK bool label_roll_up(Arena *arena, const Label *labels, size_t count, Label *whole,
                              const LabelRule **rules, size_t *rule_count, Error *error);

/* Attributes for a policy: PREFIX/attr/classification/value/secret, .../rel-to/value/gbr and
 * .../item/value/ID, where there is an item. */
size_t label_attributes(Arena *arena, const Label *label, Text prefix, Text item,
                        const Text **attributes);

/* As JSON, with both texts and the XML. */
Text label_json(Arena *arena, const Label *label, const LabelRule *rules, size_t rule_count);

#define LABEL_XML_SCHEMA TEXT("urn:nato:stanag:4774:confidentialitymetadatalabel:1:0")

#endif
