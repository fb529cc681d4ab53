/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/label_words.h"

#include <stdlib.h>

const LevelWords LEVEL_WORDS[LABEL_TOP_SECRET + 1] = {
    [LABEL_UNCLASSIFIED] = {LABEL_WORD("UNCLASSIFIED"), LABEL_WORD("U"),
                            LABEL_WORD("NATO UNCLASSIFIED"), LABEL_WORD("NU")},
    [LABEL_RESTRICTED] = {LABEL_WORD("RESTRICTED"), LABEL_WORD("R"), LABEL_WORD("NATO RESTRICTED"),
                          LABEL_WORD("NR")},
    [LABEL_CONFIDENTIAL] = {LABEL_WORD("CONFIDENTIAL"), LABEL_WORD("C"),
                            LABEL_WORD("NATO CONFIDENTIAL"), LABEL_WORD("NC")},
    [LABEL_SECRET] = {LABEL_WORD("SECRET"), LABEL_WORD("S"), LABEL_WORD("NATO SECRET"),
                      LABEL_WORD("NS")},
    [LABEL_TOP_SECRET] = {LABEL_WORD("TOP SECRET"), LABEL_WORD("TS"),
                          LABEL_WORD("COSMIC TOP SECRET"), LABEL_WORD("CTS")},
};

const ControlWord CONTROL_WORDS[] = {
    {LABEL_WORD("NOFORN"), LABEL_WORD("NF"), LABEL_CONTROLS, true},
    {LABEL_WORD("ORCON"), LABEL_WORD("OC"), LABEL_CONTROLS, false},
    {LABEL_WORD("ORCON-USGOV"), LABEL_WORD("OC-USGOV"), LABEL_CONTROLS, false},
    {LABEL_WORD("IMCON"), LABEL_WORD("IMC"), LABEL_CONTROLS, false},
    {LABEL_WORD("PROPIN"), LABEL_WORD("PR"), LABEL_CONTROLS, false},
    {LABEL_WORD("RELIDO"), LABEL_WORD("RELIDO"), LABEL_CONTROLS, false},
    {LABEL_WORD("RSEN"), LABEL_WORD("RS"), LABEL_CONTROLS, false},
    {LABEL_WORD("FISA"), LABEL_WORD("FISA"), LABEL_CONTROLS, false},
    {LABEL_WORD("DEA SENSITIVE"), LABEL_WORD("DSEN"), LABEL_CONTROLS, false},
    {LABEL_WORD("FOUO"), LABEL_WORD("FOUO"), LABEL_CONTROLS, false},
    {LABEL_WORD("LIMDIS"), LABEL_WORD("DS"), LABEL_CONTROLS, false},
    {LABEL_WORD("EXDIS"), LABEL_WORD("XD"), LABEL_CONTROLS, false},
    {LABEL_WORD("NODIS"), LABEL_WORD("ND"), LABEL_CONTROLS, false},
    {LABEL_WORD("SBU"), LABEL_WORD("SBU"), LABEL_CONTROLS, false},
    {LABEL_WORD("LES"), LABEL_WORD("LES"), LABEL_CONTROLS, false},
    {LABEL_WORD("FED ONLY"), LABEL_WORD("FED ONLY"), LABEL_CONTROLS, false},
    {LABEL_WORD("FEDCON"), LABEL_WORD("FEDCON"), LABEL_CONTROLS, false},
    {LABEL_WORD("NOCON"), LABEL_WORD("NOCON"), LABEL_CONTROLS, false},
    {LABEL_WORD("DL ONLY"), LABEL_WORD("DL ONLY"), LABEL_CONTROLS, false},
    {LABEL_WORD("Attorney-Client"), LABEL_WORD("AC"), LABEL_CONTROLS, false},
    {LABEL_WORD("Attorney-WP"), LABEL_WORD("AWP"), LABEL_CONTROLS, false},
    {LABEL_WORD("DELIB"), LABEL_WORD("DELIB"), LABEL_CONTROLS, false},
    {LABEL_WORD("RESTRICTED DATA"), LABEL_WORD("RD"), LABEL_ATOMIC, false},
    {LABEL_WORD("RESTRICTED DATA-CNWDI"), LABEL_WORD("RD-CNWDI"), LABEL_ATOMIC, false},
    {LABEL_WORD("FORMERLY RESTRICTED DATA"), LABEL_WORD("FRD"), LABEL_ATOMIC, false},
    {LABEL_WORD("TFNI"), LABEL_WORD("TFNI"), LABEL_ATOMIC, false},
    {LABEL_WORD("ATOMAL"), LABEL_WORD("ATOMAL"), LABEL_ATOMIC, false},
    {LABEL_WORD("SI"), LABEL_WORD("SI"), LABEL_COMPARTMENTS, false},
    {LABEL_WORD("TK"), LABEL_WORD("TK"), LABEL_COMPARTMENTS, false},
    {LABEL_WORD("HCS"), LABEL_WORD("HCS"), LABEL_COMPARTMENTS, false},
    {LABEL_WORD("BALK"), LABEL_WORD("BALK"), LABEL_COMPARTMENTS, false},
    {LABEL_WORD("BOHEMIA"), LABEL_WORD("BOHEMIA"), LABEL_COMPARTMENTS, false},
};
const size_t CONTROL_WORD_COUNT = sizeof CONTROL_WORDS / sizeof CONTROL_WORDS[0];

const SetWords SET_WORDS[LABEL_SET_COUNT] = {
    [LABEL_OWNERS] = {LABEL_WORD("owners"), LABEL_WORD("Owners"), LABEL_WORD("RESTRICTIVE")},
    [LABEL_COMPARTMENTS] = {LABEL_WORD("compartments"), LABEL_WORD("Compartments"),
                            LABEL_WORD("RESTRICTIVE")},
    [LABEL_PROGRAMMES] = {LABEL_WORD("programmes"), LABEL_WORD("Special Access"),
                          LABEL_WORD("RESTRICTIVE")},
    [LABEL_ATOMIC] = {LABEL_WORD("atomic"), LABEL_WORD("Additional Sensitivity"),
                      LABEL_WORD("RESTRICTIVE")},
    [LABEL_FOREIGN] = {LABEL_WORD("foreign"), LABEL_WORD("Foreign Government Information"),
                       LABEL_WORD("RESTRICTIVE")},
    [LABEL_CONTROLS] = {LABEL_WORD("controls"), LABEL_WORD("Dissemination Controls"),
                        LABEL_WORD("RESTRICTIVE")},
    [LABEL_CUI] = {LABEL_WORD("cui"), LABEL_WORD("CUI"), LABEL_WORD("RESTRICTIVE")},
    [LABEL_RELEASABLE] = {LABEL_WORD("releasable"), LABEL_WORD("Releasable To"),
                          LABEL_WORD("PERMISSIVE")},
    [LABEL_DISPLAYABLE] = {LABEL_WORD("displayable"), LABEL_WORD("Display Only"),
                           LABEL_WORD("PERMISSIVE")},
    [LABEL_CONTEXT] = {LABEL_WORD("context"), LABEL_WORD("Context"), LABEL_WORD("PERMISSIVE")},
    [LABEL_ONLY] = {LABEL_WORD("only"), LABEL_WORD("Only"), LABEL_WORD("PERMISSIVE")},
    [LABEL_ADMINISTRATIVE] = {LABEL_WORD("administrative"), LABEL_WORD("Administrative"),
                              LABEL_WORD("INFORMATIVE")},
};

const ControlWord *control_word_find(Text word) {
    for (size_t i = 0; i < CONTROL_WORD_COUNT; i++) {
        if (text_equals(CONTROL_WORDS[i].banner, word) ||
            text_equals(CONTROL_WORDS[i].portion, word)) {
            return &CONTROL_WORDS[i];
        }
    }
    return NULL;
}

bool label_form_parse(Text word, LabelForm *form) {
    static const Text words[] = {
        [LABEL_FORM_BANNER] = LABEL_WORD("banner"),
        [LABEL_FORM_PORTION] = LABEL_WORD("portion"),
        [LABEL_FORM_DOD] = LABEL_WORD("dod"),
        [LABEL_FORM_XML] = LABEL_WORD("xml"),
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_equals(words[i], word)) {
            *form = (LabelForm)i;
            return true;
        }
    }
    return false;
}

Text label_level_word(LabelLevel level) {
    return LEVEL_WORDS[level].banner;
}

Text label_set_word(LabelSet set) {
    return SET_WORDS[set].word;
}

bool label_has(const LabelValues *values, Text value) {
    for (size_t i = 0; i < values->count; i++) {
        if (text_equals(values->items[i], value)) {
            return true;
        }
    }
    return false;
}

void label_add(Arena *arena, Label *label, LabelSet set, Text value) {
    LabelValues *values = &label->sets[set];
    if (label_has(values, value)) {
        return;
    }
    Text *items = ARENA_MANY(arena, Text, values->count + 1);
    for (size_t i = 0; i < values->count; i++) {
        items[i] = values->items[i];
    }
    items[values->count] = value;
    *values = (LabelValues){items, values->count + 1};
}

static int compare_values(const void *a, const void *b) {
    const Text *left = a;
    const Text *right = b;
    const bool is_long_left = left->length > 3;
    const bool is_long_right = right->length > 3;
    return is_long_left != is_long_right ? (int)is_long_left - (int)is_long_right
                                         : text_compare(*left, *right);
}

LabelValues label_sorted(Arena *arena, LabelValues values, Text first) {
    Text *items = ARENA_MANY(arena, Text, values.count);
    size_t count = 0;
    if (label_has(&values, first)) {
        items[count++] = first;
    }
    const size_t from = count;
    for (size_t i = 0; i < values.count; i++) {
        if (!text_equals(values.items[i], first)) {
            items[count++] = values.items[i];
        }
    }
    if (count > from + 1) {
        qsort(items + from, count - from, sizeof(Text), compare_values);
    }
    return (LabelValues){items, count};
}

/* Of CUI, categories that a law specifies how to handle stand before the others. */
static int compare_words(const void *a, const void *b) {
    const Text *left = a;
    const Text *right = b;
    const bool is_specified_left = text_starts_with(*left, TEXT("SP-"));
    const bool is_specified_right = text_starts_with(*right, TEXT("SP-"));
    return is_specified_left != is_specified_right
               ? (int)is_specified_right - (int)is_specified_left
               : text_compare(*left, *right);
}

LabelValues label_words_sorted(Arena *arena, LabelValues values) {
    Text *items = ARENA_MANY(arena, Text, values.count);
    for (size_t i = 0; i < values.count; i++) {
        items[i] = values.items[i];
    }
    if (values.count > 1) {
        qsort(items, values.count, sizeof(Text), compare_words);
    }
    return (LabelValues){items, values.count};
}

Text label_owner_code(const Label *label) {
    return text_equals(label->policy, TEXT("US")) ? TEXT("USA") : label->policy;
}

bool label_split(Text *rest, Text separator, Text *piece) {
    size_t at = 0;
    if (rest->bytes == NULL) {
        return false;
    }
    if (!text_find(*rest, separator, &at)) {
        *piece = *rest;
        *rest = (Text){0};
        return true;
    }
    *piece = text_slice(*rest, 0, at);
    *rest = text_slice(*rest, at + separator.length, rest->length);
    return true;
}
