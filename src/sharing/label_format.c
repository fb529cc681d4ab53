/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/label_words.h"

#include "base/json.h"

/* A part of a marking: a start, then values. */
static void add_values(TextBuilder *out, Text start, LabelValues values, const char *between) {
    if (values.count == 0) {
        return;
    }
    text_add(out, TEXT("//"));
    text_add(out, start);
    for (size_t i = 0; i < values.count; i++) {
        text_add(out, i > 0 ? text_from(between) : TEXT(""));
        text_add(out, values.items[i]);
    }
}

/* Controls in the form asked for. */
static LabelValues in_form(Arena *arena, LabelValues values, bool is_portion) {
    Text *items = ARENA_MANY(arena, Text, values.count);
    for (size_t i = 0; i < values.count; i++) {
        const ControlWord *control = control_word_find(values.items[i]);
        items[i] =
            control == NULL ? values.items[i] : (is_portion ? control->portion : control->banner);
    }
    return (LabelValues){items, values.count};
}

static void add_first(TextBuilder *out, const Label *label, bool is_portion) {
    const LevelWords *words = &LEVEL_WORDS[label->level];
    const Text level = is_portion ? words->portion : words->banner;
    if (text_equals(label->policy, TEXT("NATO"))) {
        text_add_format(out, "//%.*s", TEXT_ARGS(label_format_nato(out->arena, label, is_portion)));
    } else if (label->is_joint) {
        const LabelValues owners = label_sorted(out->arena, label->sets[LABEL_OWNERS], (Text){0});
        text_add_format(out, "//JOINT %.*s", TEXT_ARGS(level));
        for (size_t i = 0; i < owners.count; i++) {
            text_add_format(out, " %.*s", TEXT_ARGS(owners.items[i]));
        }
    } else if (!text_equals(label->policy, TEXT("US"))) {
        text_add_format(out, "//%.*s %.*s", TEXT_ARGS(label->policy), TEXT_ARGS(level));
    } else if (label->is_cui && label->level == LABEL_UNCLASSIFIED) {
        text_add(out, TEXT("CUI"));
    } else {
        text_add(out, level);
    }
}

static void add_cui(TextBuilder *out, const Label *label) {
    if (label->is_cui && label->level > LABEL_UNCLASSIFIED) {
        text_add(out, TEXT("//CUI"));
    }
    add_values(out, (Text){0}, label_words_sorted(out->arena, label->sets[LABEL_CUI]), "/");
}

static void add_foreign(TextBuilder *out, const Label *label) {
    const LabelValues foreign = label_sorted(out->arena, label->sets[LABEL_FOREIGN], (Text){0});
    const bool is_bare = label_has(&foreign, TEXT("FGI"));
    if (is_bare) {
        text_add(out, TEXT("//FGI"));
    } else {
        add_values(out, TEXT("FGI "), foreign, " ");
    }
}

/* The next value of a part: after `//` where it is the first, else after `/`. */
static void add_next(TextBuilder *out, bool *is_first, Text start, LabelValues values,
                     const char *between) {
    if (values.count > 0 || !text_is_empty(start)) {
        text_add(out, *is_first ? TEXT("//") : TEXT("/"));
        text_add(out, start);
        *is_first = false;
    }
    for (size_t i = 0; i < values.count; i++) {
        text_add(out, i > 0 ? text_from(between) : TEXT(""));
        text_add(out, values.items[i]);
    }
}

/* Dissemination controls in one part; last REL TO, or what says that nobody else may have it. */
static void add_dissemination(TextBuilder *out, const Label *label, bool is_portion) {
    const LabelValues releasable =
        label_sorted(out->arena, label->sets[LABEL_RELEASABLE], label_owner_code(label));
    const LabelValues displayable =
        label_sorted(out->arena, label->sets[LABEL_DISPLAYABLE], (Text){0});
    const bool is_none = label->is_release_limited && releasable.count == 0;
    bool is_first = true;
    add_next(out, &is_first, (Text){0},
             in_form(out->arena, label->sets[LABEL_CONTROLS], is_portion), "/");
    if (label->is_no_foreign || is_none) {
        add_next(out, &is_first, is_portion ? TEXT("NF") : TEXT("NOFORN"), (LabelValues){0}, "");
        return;
    }
    if (releasable.count > 0) {
        add_next(out, &is_first, TEXT("REL TO "), releasable, ", ");
    }
    if (displayable.count > 0) {
        add_next(out, &is_first, TEXT("DISPLAY ONLY "), displayable, ", ");
    }
}

/* The label without what its first part says already: a NATO marking names its releasees. */
static Label after_first(Arena *arena, const Label *label) {
    Label rest = *label;
    if (text_equals(label->policy, TEXT("NATO"))) {
        rest.sets[LABEL_ATOMIC] = (LabelValues){0};
        for (size_t i = 0; i < label->sets[LABEL_ATOMIC].count; i++) {
            const Text word = label->sets[LABEL_ATOMIC].items[i];
            if (!text_equals(word, TEXT("ATOMAL"))) {
                label_add(arena, &rest, LABEL_ATOMIC, word);
            }
        }
        rest.sets[LABEL_RELEASABLE] = (LabelValues){0};
        rest.is_release_limited = false;
    }
    return rest;
}

static void add_after_first(TextBuilder *out, const Label *label, bool is_portion) {
    Arena *arena = out->arena;
    add_values(out, (Text){0}, label_words_sorted(arena, label->sets[LABEL_COMPARTMENTS]), "/");
    add_values(out, TEXT("SAR-"), label_words_sorted(arena, label->sets[LABEL_PROGRAMMES]), "/");
    add_values(out, (Text){0}, in_form(arena, label->sets[LABEL_ATOMIC], is_portion), "/");
    add_foreign(out, label);
    add_cui(out, label);
    add_dissemination(out, label, is_portion);
}

static Text format_marking(Arena *arena, const Label *label, bool is_portion) {
    TextBuilder out = text_builder_new(arena);
    const Label rest = after_first(arena, label);
    text_add(&out, is_portion ? TEXT("(") : TEXT(""));
    add_first(&out, label, is_portion);
    add_after_first(&out, &rest, is_portion);
    text_add(&out, is_portion ? TEXT(")") : TEXT(""));
    return text_built(&out);
}

/* Whether a NATO label says what markings after STANAG 4774 have no words for. */
static bool is_beyond_nato(Arena *arena, const Label *label) {
    TextBuilder out = text_builder_new(arena);
    const Label rest = after_first(arena, label);
    add_after_first(&out, &rest, false);
    return out.length > 0;
}

static void add_line(TextBuilder *out, const char *name, LabelValues values, const char *between) {
    text_add_format(out, "%s: ", name);
    for (size_t i = 0; i < values.count; i++) {
        text_add(out, i > 0 ? text_from(between) : TEXT(""));
        text_add(out, values.items[i]);
    }
    text_add_character(out, '\n');
}

/* DoDI 5200.48: the banner is CUI alone; the block on the first page says the rest. */
static Text format_dod(Arena *arena, const Label *label) {
    TextBuilder out = text_builder_new(arena);
    if (!label->is_cui || label->level > LABEL_UNCLASSIFIED) {
        return format_marking(arena, label, false);
    }
    Label controls = *label;
    text_add(&out, TEXT("CUI\n"));
    text_add_format(&out, "Controlled by: %.*s\n", TEXT_ARGS(label->originator));
    add_line(&out, "CUI Category", label_words_sorted(arena, label->sets[LABEL_CUI]), ", ");
    if (label->is_no_foreign) {
        label_add(arena, &controls, LABEL_CONTROLS, TEXT("NOFORN"));
    }
    if (label->sets[LABEL_RELEASABLE].count > 0) {
        TextBuilder release = text_builder_new(arena);
        add_values(&release, TEXT("REL TO "),
                   label_sorted(arena, label->sets[LABEL_RELEASABLE], TEXT("USA")), ", ");
        label_add(arena, &controls, LABEL_CONTROLS,
                  text_slice(text_built(&release), 2, release.length));
    }
    add_line(&out, "Distribution/Dissemination Control", controls.sets[LABEL_CONTROLS], ", ");
    return text_built(&out);
}

Text label_format(Arena *arena, const Label *label, LabelForm form) {
    const bool is_nato = text_equals(label->policy, TEXT("NATO"));
    switch (form) {
    case LABEL_FORM_BANNER:
    case LABEL_FORM_PORTION:
        return is_nato && !is_beyond_nato(arena, label)
                   ? label_format_nato(arena, label, form == LABEL_FORM_PORTION)
                   : format_marking(arena, label, form == LABEL_FORM_PORTION);
    case LABEL_FORM_DOD:
        return format_dod(arena, label);
    case LABEL_FORM_XML:
        return label_format_xml(arena, label);
    }
    return (Text){0};
}

/* ---- attributes ---- */

static Text attribute(Arena *arena, Text prefix, const char *name, Text value) {
    Text small = text_lowercase(arena, value);
    char *bytes = arena_allocate(arena, small.length + 1);
    for (size_t i = 0; i < small.length; i++) {
        bytes[i] = small.bytes[i] == ' ' || small.bytes[i] == '/' ? '-' : small.bytes[i];
    }
    return text_format(arena, "%.*s/attr/%s/value/%s", TEXT_ARGS(prefix), name, bytes);
}

size_t label_attributes(Arena *arena, const Label *label, Text prefix, Text item,
                        const Text **attributes) {
    size_t most = 2;
    for (size_t set = 0; set < LABEL_SET_COUNT; set++) {
        most += label->sets[set].count;
    }
    Text *made = ARENA_MANY(arena, Text, most);
    size_t count = 0;
    made[count++] = attribute(arena, prefix, "classification", label_level_word(label->level));
    const LabelValues releasable = label->sets[LABEL_RELEASABLE];
    for (size_t i = 0; i < releasable.count; i++) {
        made[count++] = attribute(arena, prefix, "rel-to", releasable.items[i]);
    }
    if (!text_is_empty(item)) {
        made[count++] =
            text_format(arena, "%.*s/attr/item/value/%.*s", TEXT_ARGS(prefix), TEXT_ARGS(item));
    }
    *attributes = made;
    return count;
}

/* ---- JSON ---- */

static void add_json_set(JsonWriter *json, Text name, LabelValues values) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    json_begin_array(json, text_terminated(scratch, name));
    for (size_t i = 0; i < values.count; i++) {
        json_add_text(json, "", values.items[i]);
    }
    json_end(json);
}

static void add_json_rules(JsonWriter *json, const LabelRule *rules, size_t count) {
    json_begin_array(json, "rules");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "what", rules[i].what);
        json_add_text(json, "citation", rules[i].citation);
        json_add_text(json, "status", rules[i].is_verified ? TEXT("verified") : TEXT("unverified"));
        json_end(json);
    }
    json_end(json);
}

Text label_json(Arena *arena, const Label *label, const LabelRule *rules, size_t rule_count) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "banner", label_format(arena, label, LABEL_FORM_BANNER));
    json_add_text(json, "portion", label_format(arena, label, LABEL_FORM_PORTION));
    json_add_text(json, "policy", label->policy);
    json_add_text(json, "classification", label_level_word(label->level));
    json_add_boolean(json, "joint", label->is_joint);
    json_add_boolean(json, "cui", label->is_cui);
    json_add_boolean(json, "noforn", label->is_no_foreign);
    json_add_boolean(json, "release_limited", label->is_release_limited);
    for (size_t set = 0; set < LABEL_SET_COUNT; set++) {
        add_json_set(json, set == LABEL_CUI ? TEXT("cui_categories") : SET_WORDS[set].word,
                     label->sets[set]);
    }
    if (!text_is_empty(label->originator)) {
        json_add_text(json, "originator", label->originator);
    }
    if (!text_is_empty(label->created)) {
        json_add_text(json, "created", label->created);
    }
    json_add_text(json, "xml", label_format(arena, label, LABEL_FORM_XML));
    if (rules != NULL) {
        add_json_rules(json, rules, rule_count);
    }
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
