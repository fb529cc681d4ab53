/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/label_words.h"

/* A marking after STANAG 4774: POLICY[/CONTEXT] CLASSIFICATION [LIST ONLY] [Releasable to LIST]
 * [- ADMINISTRATIVE]. */

static const Text RELEASABLE = {" Releasable to ", 15};

static void add_list(Arena *arena, Label *label, LabelSet set, Text list) {
    Text rest = list;
    Text piece = {0};
    while (text_split(&rest, ',', &piece)) {
        if (!text_is_empty(text_trim(piece))) {
            label_add(arena, label, set, text_copy(arena, text_trim(piece)));
        }
    }
}

/* Takes what follows `mark` off the text's end. */
static bool take_after(Text *text, Text mark, Text *after) {
    size_t at = 0;
    if (!text_find(*text, mark, &at)) {
        return false;
    }
    *after = text_slice(*text, at + mark.length, text->length);
    *text = text_slice(*text, 0, at);
    return true;
}

/* The level that stands first, longest words first: TOP SECRET before SECRET. */
static bool take_level(Text *text, LabelLevel *level) {
    for (size_t i = LABEL_TOP_SECRET + 1; i-- > 0;) {
        const Text word = LEVEL_WORDS[i].banner;
        const bool is_whole = text->length == word.length ||
                              (text->length > word.length && text->bytes[word.length] == ' ');
        if (text_starts_with(*text, word) && is_whole) {
            *level = (LabelLevel)i;
            *text = text_slice(*text, word.length, text->length);
            return true;
        }
    }
    return false;
}

static bool read_short(Text text, Label *label) {
    for (size_t i = 0; i <= LABEL_TOP_SECRET; i++) {
        if (text_equals(LEVEL_WORDS[i].nato_portion, text)) {
            label->level = (LabelLevel)i;
            return true;
        }
    }
    return false;
}

/* "NATO/KFOR CONFIDENTIAL", "COSMIC TOP SECRET": up to the end of the level. */
static bool take_head(Arena *arena, Text *text, Label *label) {
    Text rest = *text;
    Text head = {0};
    (void)text_split(&rest, ' ', &head);
    if (rest.bytes == NULL) {
        return false;
    }
    if (text_equals(head, TEXT("COSMIC"))) {
        *text = rest;
        return take_level(text, &label->level) && label->level == LABEL_TOP_SECRET;
    }
    Text context = head;
    Text policy = {0};
    (void)text_split(&context, '/', &policy);
    if (!text_equals(policy, TEXT("NATO"))) {
        return false;
    }
    if (context.bytes != NULL) {
        label_add(arena, label, LABEL_CONTEXT, text_copy(arena, context));
    }
    *text = rest;
    return take_level(text, &label->level);
}

bool label_parse_nato(Arena *arena, Text text, Label *label, Error *error) {
    Text rest = text;
    Text list = {0};
    *label = (Label){.policy = TEXT("NATO")};
    if (read_short(text, label)) {
        return true;
    }
    if (!take_head(arena, &rest, label)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no NATO marking", TEXT_ARGS(text));
    }
    if (take_after(&rest, TEXT(" - "), &list)) {
        add_list(arena, label, LABEL_ADMINISTRATIVE, list);
    }
    if (take_after(&rest, RELEASABLE, &list)) {
        label->is_release_limited = true;
        add_list(arena, label, LABEL_RELEASABLE, list);
    }
    rest = text_trim(rest);
    if (text_ends_with(rest, TEXT(" ONLY"))) {
        add_list(arena, label, LABEL_ONLY, text_slice(rest, 0, rest.length - 5));
        rest = (Text){0};
    }
    if (text_equals(rest, TEXT("ATOMAL"))) {
        label_add(arena, label, LABEL_ATOMIC, TEXT("ATOMAL"));
        rest = (Text){0};
    }
    return text_is_empty(rest) ||
           error_set(error, ERROR_INVALID, "`%.*s` of a NATO marking is not known here",
                     TEXT_ARGS(rest));
}

static void add_names(TextBuilder *out, const LabelValues *values, Text left_out) {
    bool is_first = true;
    for (size_t i = 0; i < values->count; i++) {
        if (!text_equals(values->items[i], left_out)) {
            text_add(out, is_first ? TEXT("") : TEXT(", "));
            text_add(out, values->items[i]);
            is_first = false;
        }
    }
}

/* NS, CTS: where the level is all that is said. */
static bool is_level_alone(const Label *label) {
    return label->sets[LABEL_CONTEXT].count + label->sets[LABEL_ONLY].count +
               label->sets[LABEL_RELEASABLE].count + label->sets[LABEL_ATOMIC].count +
               label->sets[LABEL_ADMINISTRATIVE].count ==
           0;
}

Text label_format_nato(Arena *arena, const Label *label, bool is_portion) {
    if (is_portion && is_level_alone(label)) {
        return LEVEL_WORDS[label->level].nato_portion;
    }
    TextBuilder out = text_builder_new(arena);
    const LabelValues *context = &label->sets[LABEL_CONTEXT];
    const LabelValues *releasable = &label->sets[LABEL_RELEASABLE];
    const LabelValues *only = &label->sets[LABEL_ONLY];
    const bool names_others = releasable->count > (label_has(releasable, TEXT("NATO")) ? 1U : 0U);
    text_add(&out, label->level == LABEL_TOP_SECRET ? TEXT("COSMIC") : TEXT("NATO"));
    for (size_t i = 0; i < context->count && label->level != LABEL_TOP_SECRET; i++) {
        const Text name = context->items[i];
        if (!text_equals(name, TEXT("NATO")) && !text_equals(name, TEXT("Releasable"))) {
            text_add_format(&out, "/%.*s", TEXT_ARGS(name));
        }
    }
    text_add_format(&out, " %.*s", TEXT_ARGS(label_level_word(label->level)));
    if (label_has(&label->sets[LABEL_ATOMIC], TEXT("ATOMAL"))) {
        text_add(&out, TEXT(" ATOMAL"));
    }
    if (only->count > 0) {
        text_add_character(&out, ' ');
        add_names(&out, only, (Text){0});
        text_add(&out, TEXT(" ONLY"));
    }
    if (names_others) {
        text_add(&out, RELEASABLE);
        add_names(&out, releasable, TEXT("NATO"));
    }
    if (label->sets[LABEL_ADMINISTRATIVE].count > 0) {
        text_add(&out, TEXT(" - "));
        add_names(&out, &label->sets[LABEL_ADMINISTRATIVE], (Text){0});
    }
    return text_built(&out);
}
