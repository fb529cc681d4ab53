/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_read.h"
#include "service/decision_short.h"
#include "service/service.h"

/* The last parts of an attribute's name: .../attr/NAME/value/VALUE. */
typedef struct AttributeName {
    Text name;
    Text value;
} AttributeName;

/* A policy while it is turned into a question. */
typedef struct Releasing {
    Arena *arena;
    const TdfPolicy *policy;
    Label label;
    Text item;
    Error *error;
} Releasing;

static bool split_name(Text whole, AttributeName *parts) {
    size_t at = 0;
    if (!text_find(whole, TEXT("/attr/"), &at)) {
        return false;
    }
    Text rest = text_slice(whole, at + 6, whole.length);
    if (!text_find(rest, TEXT("/value/"), &at)) {
        return false;
    }
    parts->name = text_slice(rest, 0, at);
    parts->value = text_slice(rest, at + 7, rest.length);
    return true;
}

/* ---- attributes of OpenTDF ---- */

/* As markings write it: in capitals, with blanks where names of attributes have dashes. */
static Text capitals(Arena *arena, Text text) {
    char *bytes = arena_allocate(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        const char letter = text.bytes[i];
        bytes[i] = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
        bytes[i] = bytes[i] == '_' || bytes[i] == '-' ? ' ' : bytes[i];
    }
    return (Text){bytes, text.length};
}

static bool take_level(Releasing *work, Text value) {
    const Text word = capitals(work->arena, value);
    for (size_t level = 0; level <= LABEL_TOP_SECRET; level++) {
        if (text_equals(label_level_word((LabelLevel)level), word)) {
            work->label.level = (LabelLevel)level;
            work->label.policy = TEXT("US");
            return true;
        }
    }
    return error_set(work->error, ERROR_INVALID,
                     "the policy's classification `%.*s` is not known here", TEXT_ARGS(value));
}

static bool take_release(Releasing *work, Text value) {
    LabelValues *values = &work->label.sets[LABEL_RELEASABLE];
    Text *items = ARENA_MANY(work->arena, Text, values->count + 1);
    for (size_t i = 0; i < values->count; i++) {
        items[i] = values->items[i];
    }
    items[values->count] = capitals(work->arena, value);
    *values = (LabelValues){items, values->count + 1};
    work->label.is_release_limited = true;
    return true;
}

static bool take_item(Releasing *work, Text value) {
    work->item = value;
    return true;
}

static const struct {
    Text name;
    bool (*take)(Releasing *work, Text value);
} ATTRIBUTES[] = {
    {{"classification", 14}, take_level},
    {{"rel_to", 6}, take_release},
    {{"rel-to", 6}, take_release},
    {{"item", 4}, take_item},
};

static bool take_attribute(Releasing *work, Text whole) {
    AttributeName parts;
    for (size_t i = 0; split_name(whole, &parts) && i < sizeof ATTRIBUTES / sizeof ATTRIBUTES[0];
         i++) {
        if (text_equals(ATTRIBUTES[i].name, parts.name)) {
            return ATTRIBUTES[i].take(work, parts.value);
        }
    }
    return error_set(work->error, ERROR_INVALID,
                     "the policy asks for `%.*s`, of which nothing is known here",
                     TEXT_ARGS(whole));
}

/* Without a member of our own the attributes are all there is. */
static bool read_attributes(Releasing *work) {
    for (size_t i = 0; i < work->policy->attribute_count; i++) {
        if (!take_attribute(work, work->policy->attributes[i])) {
            return false;
        }
    }
    return true;
}

static bool is_among(Text value, const Text *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(values[i], value)) {
            return true;
        }
    }
    return false;
}

/* What the policy says beside the marking must follow from it: nothing may be asked for that is
 * not looked at. */
static bool check_attributes(Releasing *work) {
    Releasing others = *work;
    others.label = (Label){.level = LABEL_UNCLASSIFIED};
    if (!read_attributes(&others)) {
        return false;
    }
    const LabelValues *named = &others.label.sets[LABEL_RELEASABLE];
    const LabelValues *marked = &work->label.sets[LABEL_RELEASABLE];
    bool agree = others.label.level <= work->label.level &&
                 (text_is_empty(others.item) || text_equals(others.item, work->item)) &&
                 named->count <= marked->count;
    for (size_t i = 0; i < marked->count; i++) {
        agree =
            agree && (named->count == 0 || is_among(marked->items[i], named->items, named->count));
    }
    return agree || error_set(work->error, ERROR_INVALID,
                              "the policy's attributes and its marking contradict each other");
}

static bool read_policy(Releasing *work, const ReleaseAsker *asker) {
    const TdfPolicy *policy = work->policy;
    if (policy->dissemination_count > 0 &&
        !is_among(asker->name, policy->dissemination, policy->dissemination_count) &&
        !is_among(asker->party, policy->dissemination, policy->dissemination_count)) {
        return error_set(work->error, ERROR_INVALID,
                         "the policy names who alone may have it, and `%.*s` is not among them",
                         TEXT_ARGS(asker->party));
    }
    if (!policy->has_own || text_is_empty(policy->marking)) {
        work->item = policy->item;
        return read_attributes(work);
    }
    work->item = policy->item;
    return label_parse(work->arena, policy->marking, &work->label, work->error) &&
           check_attributes(work);
}

/* ---- the question ---- */

/* An object while it is filled. */
typedef struct Members {
    Text names[16];
    JsonValue items[16];
    size_t count;
} Members;

static void add_member(Members *members, const char *name, JsonValue value) {
    members->names[members->count] = text_from(name);
    members->items[members->count++] = value;
}

static void add_text(Members *members, const char *name, Text text) {
    add_member(members, name, (JsonValue){.kind = JSON_KIND_TEXT, .text = text});
}

static void add_truth(Members *members, const char *name, bool truth) {
    add_member(members, name, (JsonValue){.kind = truth ? JSON_KIND_TRUE : JSON_KIND_FALSE});
}

/* Codes of rules have no blanks and no dashes of their own. */
static Text code_of(Arena *arena, Text word) {
    char *bytes = arena_allocate(arena, word.length + 1);
    for (size_t i = 0; i < word.length; i++) {
        bytes[i] = word.bytes[i] == ' ' || word.bytes[i] == '+' ? '_' : word.bytes[i];
    }
    return (Text){bytes, word.length};
}

static void add_set(Arena *arena, Members *members, const char *name, const LabelValues *values) {
    JsonValue *items = ARENA_MANY(arena, JsonValue, values->count);
    for (size_t i = 0; i < values->count; i++) {
        items[i] = (JsonValue){.kind = JSON_KIND_TEXT, .text = code_of(arena, values->items[i])};
    }
    add_member(members, name,
               (JsonValue){.kind = JSON_KIND_ARRAY, .items = items, .count = values->count});
}

static JsonValue object_of(const Members *members) {
    return (JsonValue){.kind = JSON_KIND_OBJECT,
                       .names = members->names,
                       .items = members->items,
                       .count = members->count};
}

/* A label that is not there says nothing, and so nothing of it is known. */
static void add_label(Arena *arena, Members *members, const Label *label) {
    if (text_is_empty(label->policy)) {
        return;
    }
    add_text(members, "label_policy", label->policy);
    add_text(members, "label_level", code_of(arena, label_level_word(label->level)));
    add_truth(members, "label_no_foreign", label->is_no_foreign);
    add_truth(members, "label_release_limited", label->is_release_limited);
    add_truth(members, "label_cui", label->is_cui);
    add_set(arena, members, "label_releasable", &label->sets[LABEL_RELEASABLE]);
    add_set(arena, members, "label_owners", &label->sets[LABEL_OWNERS]);
    add_set(arena, members, "label_controls", &label->sets[LABEL_CONTROLS]);
    add_set(arena, members, "label_compartments", &label->sets[LABEL_COMPARTMENTS]);
}

static void ask(Releasing *work, const ReleaseSetting *setting, const ReleaseAsker *asker,
                ShortAnswer *answer) {
    Members subject = {.count = 0};
    Members action = {.count = 0};
    Members properties = {.count = 0};
    Members resource = {.count = 0};
    Members context = {.count = 0};
    add_text(&subject, "type", TEXT("party"));
    add_text(&subject, "id", asker->party);
    add_text(&action, "name", TEXT("open"));
    add_label(work->arena, &properties, &work->label);
    add_text(&resource, "type", TEXT("item"));
    add_text(&resource, "id", work->item);
    add_member(&resource, "properties", object_of(&properties));
    add_text(&context, "from", setting->holder);
    const JsonValue values[] = {object_of(&subject), object_of(&action), object_of(&resource),
                                object_of(&context)};
    const AccessQuestion question = {&values[0], &values[1], &values[2], &values[3]};
    service_access(work->arena, &setting->access, &question, answer);
}

/* Label facts that no pack reads would be left out, and with them the label. */
static bool is_read(const LawSet *set, Error *error) {
    size_t attribute = 0;
    return (law_attribute_find(set, TEXT("item.label_level"), &attribute) &&
            law_attribute_find(set, TEXT("item.label_releasable"), &attribute)) ||
           error_set(error, ERROR_INVALID,
                     "no pack in force reads labels, so nothing that has one is released");
}

static bool check_places(const Releasing *work, const ReleaseSetting *setting,
                         const ReleaseAsker *asker, Error *error) {
    size_t at = 0;
    const Workspace *workspace = setting->access.workspace;
    if (!workspace_find_party(workspace, asker->party, &at)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no party of this workspace",
                         TEXT_ARGS(text_is_empty(asker->party) ? asker->name : asker->party));
    }
    if (text_is_empty(work->label.policy)) {
        return error_set(error, ERROR_INVALID,
                         "the policy names no classification, so nothing of it is released");
    }
    return workspace_find_item(workspace, work->item, &at) ||
           error_set(error, ERROR_INVALID, "`%.*s` is no item of this workspace",
                     TEXT_ARGS(work->item));
}

void service_release(Arena *arena, const ReleaseSetting *setting, const ReleaseAsker *asker,
                     const TdfPolicy *policy, ShortAnswer *answer) {
    Error error = {0};
    Releasing work = {.arena = arena, .policy = policy, .error = &error};
    if (!is_read(setting->access.set, &error) || !read_policy(&work, asker) ||
        !check_places(&work, setting, asker, &error)) {
        short_refuse(arena, answer, text_copy(arena, text_from(error.message)));
        return;
    }
    ask(&work, setting, asker, answer);
}

/* ---- in words ---- */

static void add_words(TextBuilder *out, const JsonValue *list, const char *start) {
    for (size_t i = 0; list != NULL && list->kind == JSON_KIND_ARRAY && i < list->count; i++) {
        const JsonValue *item = &list->items[i];
        const JsonValue *name = json_find(item, TEXT("title"));
        const JsonValue *citation = json_find(item, TEXT("citation"));
        const JsonValue *asks = json_find(item, TEXT("ask"));
        const JsonValue *said = name == NULL ? asks : name;
        const Text word = said == NULL ? (Text){0} : said->text;
        text_add_format(out, "%s%.*s", i == 0 ? start : ", ", TEXT_ARGS(word));
        if (citation != NULL && citation->kind == JSON_KIND_TEXT) {
            text_add_format(out, " (%.*s)", TEXT_ARGS(citation->text));
        }
    }
}

Text service_release_reason(Arena *arena, const ShortAnswer *answer) {
    JsonValue root = {0};
    Error ignored = {0};
    size_t at = 0;
    TextBuilder out = text_builder_new(arena);
    if (!answer->is_usable) {
        return answer->message;
    }
    if (!json_parse(arena, answer->json, &root, &at, &ignored)) {
        return TEXT("the decision does not allow it");
    }
    const JsonValue *outcome = json_find(&root, TEXT("outcome"));
    text_add_format(&out, "the decision is `%.*s`",
                    TEXT_ARGS(outcome == NULL ? TEXT("undetermined") : outcome->text));
    add_words(&out, json_find(&root, TEXT("blockers")), ": in the way stand ");
    add_words(&out, json_find(&root, TEXT("questions")), "; to be known: ");
    return text_built(&out);
}
