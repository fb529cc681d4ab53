/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/label_words.h"

#include "base/map.h"

/* A marking while it is read. */
typedef struct Marking {
    Arena *arena;
    Label *label;
    bool may_be_category; /* the part after `CUI` may name categories */
    Error *error;
} Marking;

static bool is_capitals(Text word) {
    for (size_t i = 0; i < word.length; i++) {
        if (word.bytes[i] < 'A' || word.bytes[i] > 'Z') {
            return false;
        }
    }
    return word.length > 0;
}

/* A country in three letters, or a group of them in four or more. */
static bool is_code(Text word) {
    return is_capitals(word) && word.length >= 3 && word.length <= 12;
}

static bool find_level(Text word, LabelLevel *level) {
    for (size_t i = 0; i <= LABEL_TOP_SECRET; i++) {
        if (text_equals(LEVEL_WORDS[i].banner, word) || text_equals(LEVEL_WORDS[i].portion, word)) {
            *level = (LabelLevel)i;
            return true;
        }
    }
    return false;
}

/* ---- what follows the classification ---- */

static bool add_codes(Marking *marking, Text list, char separator, LabelSet set) {
    Text rest = list;
    Text piece = {0};
    while (text_split(&rest, separator, &piece)) {
        const Text code = text_trim(piece);
        if (text_is_empty(code) && separator == ' ') {
            continue;
        }
        if (!is_code(code)) {
            return error_set(marking->error, ERROR_INVALID,
                             "`%.*s` is no country of three capital letters and no group of them",
                             TEXT_ARGS(code));
        }
        if (label_has(&marking->label->sets[set], code)) {
            return error_set(marking->error, ERROR_INVALID, "`%.*s` stands twice in one list",
                             TEXT_ARGS(code));
        }
        label_add(marking->arena, marking->label, set, text_copy(marking->arena, code));
    }
    return true;
}

static bool read_release(Marking *marking, Text list) {
    marking->label->is_release_limited = true;
    return add_codes(marking, list, ',', LABEL_RELEASABLE);
}

static bool read_display(Marking *marking, Text list) {
    return add_codes(marking, list, ',', LABEL_DISPLAYABLE);
}

static bool read_foreign(Marking *marking, Text list) {
    if (text_is_empty(text_trim(list))) {
        label_add(marking->arena, marking->label, LABEL_FOREIGN, TEXT("FGI"));
        return true;
    }
    return add_codes(marking, text_trim(list), ' ', LABEL_FOREIGN);
}

static bool read_programme(Marking *marking, Text list) {
    Text rest = list;
    Text piece = {0};
    while (text_split(&rest, '/', &piece)) {
        if (text_is_empty(text_trim(piece))) {
            return error_set(marking->error, ERROR_INVALID,
                             "a special access programme has no name");
        }
        label_add(marking->arena, marking->label, LABEL_PROGRAMMES,
                  text_copy(marking->arena, text_trim(piece)));
    }
    return true;
}

static const struct {
    Text start;
    bool (*read)(Marking *marking, Text list);
} STARTS[] = {
    {{"FGI", 3}, read_foreign},
    {{"SAR-", 4}, read_programme},
    {{"SPECIAL ACCESS REQUIRED-", 24}, read_programme},
};

/* SI-G, TK-X: a compartment with what stands below it. */
static bool is_compartment(Text word) {
    Text rest = word;
    Text base = {0};
    (void)text_split(&rest, '-', &base);
    const ControlWord *control = control_word_find(base);
    return control != NULL && control->set == LABEL_COMPARTMENTS;
}

static bool refuse_word(const Marking *marking, Text word) {
    Map *names = map_new(marking->arena);
    Text nearest = {0};
    for (size_t i = 0; i < CONTROL_WORD_COUNT; i++) {
        (void)map_add(names, CONTROL_WORDS[i].banner, i);
    }
    if (map_nearest(names, word, &nearest)) {
        return error_set(marking->error, ERROR_INVALID,
                         "`%.*s` is no marking that is known here; did you mean `%.*s`?",
                         TEXT_ARGS(word), TEXT_ARGS(nearest));
    }
    return error_set(marking->error, ERROR_INVALID, "`%.*s` is no marking that is known here",
                     TEXT_ARGS(word));
}

/* EXPT, SP-EXPT: as the registry of CUI writes its categories. */
static bool is_category(Text word) {
    const Text name = text_starts_with(word, TEXT("SP-")) ? text_slice(word, 3, word.length) : word;
    return is_capitals(name) && name.length >= 2 && name.length <= 12;
}

/* What may also stand after other controls: ORCON/REL TO USA, GBR. */
static bool is_list(Text word) {
    return text_starts_with(word, TEXT("REL TO ")) || text_starts_with(word, TEXT("DISPLAY ONLY "));
}

static bool read_word(Marking *marking, Text word) {
    if (is_list(word)) {
        return text_starts_with(word, TEXT("REL TO "))
                   ? read_release(marking, text_slice(word, 7, word.length))
                   : read_display(marking, text_slice(word, 13, word.length));
    }
    const ControlWord *control = control_word_find(word);
    if (control != NULL && control->is_no_foreign) {
        marking->label->is_no_foreign = true;
        return true;
    }
    if (control != NULL) {
        label_add(marking->arena, marking->label, control->set, control->banner);
        return true;
    }
    if (is_compartment(word)) {
        label_add(marking->arena, marking->label, LABEL_COMPARTMENTS,
                  text_copy(marking->arena, word));
        return true;
    }
    if (marking->may_be_category && is_category(word)) {
        label_add(marking->arena, marking->label, LABEL_CUI, text_copy(marking->arena, word));
        return true;
    }
    return refuse_word(marking, word);
}

static bool read_part(Marking *marking, Text part) {
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        if (text_starts_with(part, STARTS[i].start)) {
            marking->may_be_category = false;
            return STARTS[i].read(marking, text_slice(part, STARTS[i].start.length, part.length));
        }
    }
    if (text_equals(part, TEXT("CUI"))) {
        marking->label->is_cui = true;
        marking->may_be_category = true;
        return true;
    }
    Text rest = part;
    Text word = {0};
    while (text_split(&rest, '/', &word)) {
        const Text trimmed = text_trim(word);
        if (text_is_empty(trimmed)) {
            return error_set(marking->error, ERROR_INVALID, "a part of the marking is empty");
        }
        if (!read_word(marking, trimmed)) {
            return false;
        }
    }
    marking->may_be_category = false;
    return true;
}

/* ---- the classification ---- */

/* JOINT SECRET USA GBR. */
static bool read_joint(Marking *marking, Text part) {
    Label *label = marking->label;
    for (size_t i = LABEL_TOP_SECRET + 1; i-- > 0;) {
        const Text words[] = {LEVEL_WORDS[i].banner, LEVEL_WORDS[i].portion};
        for (size_t j = 0; j < 2; j++) {
            const Text start = text_format(marking->arena, "%.*s ", TEXT_ARGS(words[j]));
            if (text_starts_with(part, start)) {
                label->level = (LabelLevel)i;
                label->is_joint = true;
                return add_codes(marking, text_slice(part, start.length, part.length), ' ',
                                 LABEL_OWNERS);
            }
        }
    }
    return error_set(marking->error, ERROR_INVALID,
                     "`JOINT %.*s` has no classification and owners, as JOINT SECRET USA GBR has",
                     TEXT_ARGS(part));
}

/* GBR SECRET: another nation's. */
static bool read_nation(Marking *marking, Text part) {
    Text rest = part;
    Text nation = {0};
    (void)text_split(&rest, ' ', &nation);
    if (!is_capitals(nation) || nation.length != 3 || rest.bytes == NULL ||
        !find_level(text_trim(rest), &marking->label->level)) {
        return error_set(marking->error, ERROR_INVALID,
                         "`%.*s` is no classification of another nation, such as GBR SECRET",
                         TEXT_ARGS(part));
    }
    marking->label->policy = text_copy(marking->arena, nation);
    return true;
}

static bool read_nato(Marking *marking, Text part) {
    Label nato = {0};
    Error ignored = {0};
    const bool is_nato = label_parse_nato(marking->arena, part, &nato, &ignored);
    *marking->label = is_nato ? nato : *marking->label;
    return is_nato;
}

static bool read_foreign_first(Marking *marking, Text part) {
    if (text_starts_with(part, TEXT("JOINT "))) {
        return read_joint(marking, text_slice(part, 6, part.length));
    }
    return read_nato(marking, part) || read_nation(marking, part);
}

static bool read_first(Marking *marking, Text part) {
    if (text_equals(part, TEXT("CUI")) || text_equals(part, TEXT("CONTROLLED"))) {
        marking->label->is_cui = true;
        marking->may_be_category = true;
        return true;
    }
    return find_level(part, &marking->label->level) || read_nato(marking, part) ||
           error_set(marking->error, ERROR_INVALID,
                     "`%.*s` is no classification; a marking begins, in capitals, with "
                     "UNCLASSIFIED, CUI, CONFIDENTIAL, SECRET or TOP SECRET",
                     TEXT_ARGS(part));
}

bool label_parse_marking(Arena *arena, Text text, Label *label, Error *error) {
    *label = (Label){.policy = TEXT("US")};
    Marking marking = {.arena = arena, .label = label, .error = error};
    Text rest = text;
    Text part = {0};
    (void)label_split(&rest, TEXT("//"), &part);
    const bool is_foreign = text_is_empty(text_trim(part));
    if (is_foreign && !label_split(&rest, TEXT("//"), &part)) {
        return error_set(error, ERROR_INVALID, "the label is empty");
    }
    if (!(is_foreign ? read_foreign_first(&marking, text_trim(part))
                     : read_first(&marking, text_trim(part)))) {
        return false;
    }
    while (label_split(&rest, TEXT("//"), &part)) {
        if (!read_part(&marking, text_trim(part))) {
            return false;
        }
    }
    return true;
}

/* ---- any form ---- */

bool label_check(const Label *label, Error *error) {
    const LabelValues *releasable = &label->sets[LABEL_RELEASABLE];
    const Text owner = label_owner_code(label);
    const bool is_us = text_equals(label->policy, TEXT("US"));
    if (label->is_no_foreign &&
        (releasable->count > 0 || label->sets[LABEL_DISPLAYABLE].count > 0)) {
        return error_set(error, ERROR_INVALID,
                         "NOFORN and a release to others contradict each other");
    }
    if (label->is_no_foreign && label_has(&label->sets[LABEL_CONTROLS], TEXT("RELIDO"))) {
        return error_set(error, ERROR_INVALID, "NOFORN and RELIDO contradict each other");
    }
    if (is_us && !label->is_joint && releasable->count > 0 && !label_has(releasable, owner)) {
        return error_set(error, ERROR_INVALID, "`REL TO` must name %.*s, which owns it",
                         TEXT_ARGS(owner));
    }
    if (is_us && label->level == LABEL_RESTRICTED && !label->is_joint) {
        return error_set(error, ERROR_INVALID, "there is no U.S. classification RESTRICTED");
    }
    if (label->is_joint && label->sets[LABEL_OWNERS].count < 2) {
        return error_set(error, ERROR_INVALID, "a joint label has at least two owners");
    }
    return true;
}

static Text without_brackets(Text text) {
    const bool is_portion = text_starts_with(text, TEXT("(")) && text_ends_with(text, TEXT(")"));
    return is_portion ? text_slice(text, 1, text.length - 1) : text;
}

static bool is_printable(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < ' ' || text.bytes[i] > '~') {
            return false;
        }
    }
    return true;
}

bool label_parse(Arena *arena, Text text, Label *label, Error *error) {
    const Text trimmed = text_trim(text);
    Error ignored = {0};
    if (trimmed.length > LABEL_BYTES_MAX) {
        return error_set(error, ERROR_LIMIT, "a label has at most %d bytes", LABEL_BYTES_MAX);
    }
    if (!text_is_utf8(trimmed) || text_is_empty(trimmed)) {
        return error_set(error, ERROR_INVALID, "the label is %s",
                         text_is_empty(trimmed) ? "empty" : "not UTF-8");
    }
    if (text_starts_with(trimmed, TEXT("<"))) {
        return label_parse_xml(arena, trimmed, label, error) && label_check(label, error);
    }
    if (!is_printable(trimmed)) {
        return error_set(error, ERROR_INVALID,
                         "a marking is written on one line, in plain letters, digits and signs");
    }
    const Text marking = without_brackets(trimmed);
    size_t at = 0;
    if (!text_find(marking, TEXT("//"), &at) && label_parse_nato(arena, marking, label, &ignored)) {
        return label_check(label, error);
    }
    return label_parse_marking(arena, marking, label, error) && label_check(label, error);
}
