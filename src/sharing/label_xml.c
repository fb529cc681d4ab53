/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/label_words.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#define LABEL_NAMESPACE "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"

/* ---- reading ---- */

static void be_quiet(void *context, const char *message, ...) PRINTF_LIKE(2, 3);

static void be_quiet(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}

static bool is_named(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, (const xmlChar *)name) != 0 &&
           node->ns != NULL && xmlStrEqual(node->ns->href, (const xmlChar *)LABEL_NAMESPACE) != 0;
}

static const xmlNode *child_named(const xmlNode *parent, const char *name) {
    for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
        if (is_named(node, name)) {
            return node;
        }
    }
    return NULL;
}

static Text take(Arena *arena, xmlChar *owned) {
    const Text text = text_copy(arena, text_trim(text_from((const char *)owned)));
    xmlFree(owned);
    return text;
}

static Text content_of(Arena *arena, const xmlNode *node) {
    return node == NULL ? (Text){0} : take(arena, xmlNodeGetContent(node));
}

static Text attribute_of(Arena *arena, const xmlNode *node, const char *name) {
    return take(arena, xmlGetNoNsProp(node, (const xmlChar *)name));
}

/* What a nation writes of its own categories is kept under the name it has. */
static LabelSet set_of(Text tag_name, Text type) {
    for (size_t i = 0; i < LABEL_SET_COUNT; i++) {
        if (text_equals(SET_WORDS[i].tag_name, tag_name)) {
            return (LabelSet)i;
        }
    }
    if (text_equals(type, TEXT("PERMISSIVE"))) {
        return LABEL_CONTEXT;
    }
    return text_equals(type, TEXT("RESTRICTIVE")) ? LABEL_CONTROLS : LABEL_ADMINISTRATIVE;
}

static bool read_category(Arena *arena, const xmlNode *node, Label *label, Error *error) {
    const Text tag_name = attribute_of(arena, node, "TagName");
    const LabelSet set = set_of(tag_name, attribute_of(arena, node, "Type"));
    label->is_release_limited = label->is_release_limited || set == LABEL_RELEASABLE;
    for (const xmlNode *value = node->children; value != NULL; value = value->next) {
        if (value->type != XML_ELEMENT_NODE) {
            continue;
        }
        const Text text = content_of(arena, value);
        if (label->sets[set].count == LABEL_VALUES_MAX) {
            return error_set(error, ERROR_LIMIT, "a category of the label has more than %d values",
                             LABEL_VALUES_MAX);
        }
        if (set == LABEL_CONTROLS && text_equals(text, TEXT("NOFORN"))) {
            label->is_no_foreign = true;
        } else if (!text_is_empty(text)) {
            label_add(arena, label, set, text);
        }
    }
    return true;
}

static bool read_level(Text word, LabelLevel *level, bool *is_cui) {
    *is_cui = text_equals(word, TEXT("CUI"));
    for (size_t i = 0; i <= LABEL_TOP_SECRET; i++) {
        if (*is_cui || text_equals(LEVEL_WORDS[i].banner, word)) {
            *level = (LabelLevel)i;
            return true;
        }
    }
    return false;
}

static bool read_information(Arena *arena, const xmlNode *information, Label *label, Error *error) {
    const Text word = content_of(arena, child_named(information, "Classification"));
    label->policy = content_of(arena, child_named(information, "PolicyIdentifier"));
    if (text_is_empty(label->policy)) {
        return error_set(error, ERROR_INVALID, "the label names no policy");
    }
    if (!read_level(word, &label->level, &label->is_cui)) {
        return error_set(error, ERROR_INVALID,
                         "the label's classification `%.*s` is not known here", TEXT_ARGS(word));
    }
    for (const xmlNode *node = information->children; node != NULL; node = node->next) {
        if (is_named(node, "Category") && !read_category(arena, node, label, error)) {
            return false;
        }
    }
    label->is_joint = label->sets[LABEL_OWNERS].count > 1;
    label->is_cui = label->is_cui || label->sets[LABEL_CUI].count > 0;
    return true;
}

static bool read_document(Arena *arena, const xmlDoc *document, Label *label, Error *error) {
    const xmlNode *root = xmlDocGetRootElement(document);
    if (document->intSubset != NULL) {
        return error_set(error, ERROR_INVALID, "a label has no document type of its own");
    }
    if (root == NULL || !is_named(root, "originatorConfidentialityLabel")) {
        return error_set(error, ERROR_INVALID,
                         "this is no label of STANAG 4774: its root must be "
                         "originatorConfidentialityLabel");
    }
    const xmlNode *information = child_named(root, "ConfidentialityInformation");
    if (information == NULL) {
        return error_set(error, ERROR_INVALID,
                         "the label says nothing: it has no "
                         "ConfidentialityInformation");
    }
    label->originator = content_of(arena, child_named(root, "OriginatorID"));
    label->created = content_of(arena, child_named(root, "CreationDateTime"));
    return read_information(arena, information, label, error);
}

bool label_parse_xml(Arena *arena, Text text, Label *label, Error *error) {
    *label = (Label){0};
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (context == NULL) {
        arena_exhausted();
    }
    context->sax->error = be_quiet;
    context->sax->warning = be_quiet;
    xmlDoc *document = xmlCtxtReadMemory(context, text.bytes, (int)text.length, NULL, NULL,
                                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const bool is_read = document != NULL
                             ? read_document(arena, document, label, error)
                             : error_set(error, ERROR_INVALID, "the label is no well-formed XML");
    xmlFreeDoc(document);
    xmlFreeParserCtxt(context);
    return is_read;
}

/* ---- writing ---- */

static void add_escaped(TextBuilder *out, Text text) {
    static const struct {
        char letter;
        Text form;
    } forms[] = {{'&', {"&amp;", 5}}, {'<', {"&lt;", 4}}, {'>', {"&gt;", 4}}, {'"', {"&quot;", 6}}};
    for (size_t i = 0; i < text.length; i++) {
        size_t form = 0;
        while (form < 4 && forms[form].letter != text.bytes[i]) {
            form++;
        }
        text_add(out, form < 4 ? forms[form].form : text_slice(text, i, i + 1));
    }
}

static void add_element(TextBuilder *out, const char *name, Text content) {
    if (!text_is_empty(content)) {
        text_add_format(out, "<%s>", name);
        add_escaped(out, content);
        text_add_format(out, "</%s>", name);
    }
}

static void add_category(TextBuilder *out, LabelSet set, LabelValues values, bool is_no_foreign) {
    if (values.count == 0 && !is_no_foreign) {
        return;
    }
    text_add_format(out, "<Category TagName=\"%.*s\" Type=\"%.*s\">",
                    TEXT_ARGS(SET_WORDS[set].tag_name), TEXT_ARGS(SET_WORDS[set].type));
    add_element(out, "GenericValue", is_no_foreign ? TEXT("NOFORN") : (Text){0});
    for (size_t i = 0; i < values.count; i++) {
        add_element(out, "GenericValue", values.items[i]);
    }
    text_add(out, TEXT("</Category>"));
}

/* A release to nobody else names the owner alone; where it has none, nobody is named. */
static LabelValues release_of(Arena *arena, const Label *label) {
    if (label->is_release_limited && label->sets[LABEL_RELEASABLE].count == 0) {
        Text *owner = ARENA_NEW(arena, Text);
        *owner = label_owner_code(label);
        return (LabelValues){owner, 1};
    }
    return label->sets[LABEL_RELEASABLE];
}

Text label_format_xml(Arena *arena, const Label *label) {
    TextBuilder out = text_builder_new(arena);
    const bool is_plain_cui = label->is_cui && label->level == LABEL_UNCLASSIFIED;
    text_add(&out, TEXT("<originatorConfidentialityLabel xmlns=\"" LABEL_NAMESPACE "\">"
                        "<ConfidentialityInformation>"));
    add_element(&out, "PolicyIdentifier", label->policy);
    add_element(&out, "Classification",
                is_plain_cui ? TEXT("CUI") : label_level_word(label->level));
    for (size_t i = 0; i < LABEL_SET_COUNT; i++) {
        const LabelSet set = (LabelSet)i;
        add_category(&out, set,
                     set == LABEL_RELEASABLE ? release_of(arena, label) : label->sets[set],
                     set == LABEL_CONTROLS && label->is_no_foreign);
    }
    text_add(&out, TEXT("</ConfidentialityInformation>"));
    add_element(&out, "OriginatorID", label->originator);
    add_element(&out, "CreationDateTime", label->created);
    text_add(&out, TEXT("</originatorConfidentialityLabel>"));
    return text_built(&out);
}
