/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_LABEL_WORDS_H
#define ENTENTE_SHARING_LABEL_WORDS_H

/* Private to sharing/: the words of markings, as tables. */

#include "base/array.h"
#include "sharing/label.h"

/* A literal as a Text inside a table. */
#define LABEL_WORD(literal)                                                                        \
    { (literal), sizeof(literal) - 1 }

/* A level in banners, portions, and before NATO's words. */
typedef struct LevelWords {
    Text banner;
    Text portion;
    Text nato_banner;
    Text nato_portion;
} LevelWords;

extern const LevelWords LEVEL_WORDS[LABEL_TOP_SECRET + 1];

/* A control that stands between slashes. */
typedef struct ControlWord {
    Text banner;
    Text portion;
    LabelSet set;
    bool is_no_foreign;
} ControlWord;

extern const ControlWord CONTROL_WORDS[];
extern const size_t CONTROL_WORD_COUNT;

/* How a set travels in STANAG 4774. */
typedef struct SetWords {
    Text word; /* of JSON */
    Text tag_name;
    Text type;
} SetWords;

extern const SetWords SET_WORDS[LABEL_SET_COUNT];

/* By either form; NULL where it is none. */
const ControlWord *control_word_find(Text word);

/* A list of values while it is made: each once. */
void label_add(Arena *arena, Label *label, LabelSet set, Text value);
bool label_has(const LabelValues *values, Text value);

/* In the order they are written: the owner's code first, codes of three letters before longer. */
LabelValues label_sorted(Arena *arena, LabelValues values, Text first);
/* Words in the order of the alphabet; of CUI, specified categories first. */
LabelValues label_words_sorted(Arena *arena, LabelValues values);

/* The code that stands for the label's own policy in lists: three letters. */
Text label_owner_code(const Label *label);

/* Each form by itself. */
MUST_CHECK bool label_parse_marking(Arena *arena, Text text, Label *label, Error *error);
MUST_CHECK bool label_parse_nato(Arena *arena, Text text, Label *label, Error *error);
MUST_CHECK bool label_parse_xml(Arena *arena, Text text, Label *label, Error *error);
Text label_format_nato(Arena *arena, const Label *label, bool is_portion);
Text label_format_xml(Arena *arena, const Label *label);

/* Refuses a label that contradicts itself. */
MUST_CHECK bool label_check(const Label *label, Error *error);

/* The text before the next `separator`, which may be long; as text_split. */
bool label_split(Text *rest, Text separator, Text *piece);

#endif
