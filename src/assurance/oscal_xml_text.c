/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal_xml.h"

#include <libxml/parser.h>
#include <stdio.h>

static const Text NAMESPACE = {"http://csrc.nist.gov/ns/oscal/1.0", 33};

enum { FOUND_LENGTH_MAX = 64, PATH_BYTES = 300 };

Text xml_text(const xmlChar *text) {
    return text_from((const char *)text);
}

bool xml_is_oscal(const xmlNode *node) {
    return node->ns != NULL && text_equals(xml_text(node->ns->href), NAMESPACE);
}

/* ---- where a node is ---- */

static bool is_like(const xmlNode *node, const xmlNode *other) {
    return other->type == XML_ELEMENT_NODE && xmlStrEqual(other->name, node->name);
}

/* Which of its name it is among its siblings, from 1; 0: the only one. */
static size_t place_among(const xmlNode *node) {
    size_t before = 0;
    bool has_after = false;
    for (const xmlNode *other = node->prev; other != NULL; other = other->prev) {
        before += is_like(node, other);
    }
    for (const xmlNode *other = node->next; other != NULL && !has_after; other = other->next) {
        has_after = is_like(node, other);
    }
    return before > 0 || has_after ? before + 1 : 0;
}

/* The names from the root down, as `/catalog/group[2]/title`. */
static size_t add_path(char *path, size_t length, const xmlNode *node) {
    if (node == NULL || node->type == XML_DOCUMENT_NODE) {
        return length;
    }
    length = add_path(path, length, node->parent);
    if (node->type != XML_ELEMENT_NODE) {
        return length;
    }
    const size_t place = place_among(node);
    const size_t room = PATH_BYTES - length;
    const Text name = text_slice(xml_text(node->name), 0, FOUND_LENGTH_MAX);
    const int added = place == 0
                          ? snprintf(path + length, room, "/%.*s", TEXT_ARGS(name))
                          : snprintf(path + length, room, "/%.*s[%zu]", TEXT_ARGS(name), place);
    return added < 0 || (size_t)added >= room ? PATH_BYTES - 1 : length + (size_t)added;
}

bool xml_refuse(const XmlRead *read, const xmlNode *node, const char *found, Text name,
                const char *expected) {
    char path[PATH_BYTES] = "/";
    (void)add_path(path, 0, node);
    return error_set(read->error, ERROR_INVALID,
                     "`%.*s`, line %ld: %s: found %s `%.*s`, expected %s", TEXT_ARGS(read->file),
                     xmlGetLineNo(node), path, found,
                     TEXT_ARGS(text_slice(name, 0, FOUND_LENGTH_MAX)), expected);
}

/* ---- text ---- */

bool xml_is_block(Text name) {
    static const char *const BLOCKS[] = {"p",  "h1", "h2",    "h3",  "h4",         "h5", "h6", "ul",
                                         "ol", "li", "table", "pre", "blockquote", "tr", "hr"};
    for (size_t i = 0; i < sizeof(BLOCKS) / sizeof(BLOCKS[0]); i++) {
        if (text_equals(name, text_from(BLOCKS[i]))) {
            return true;
        }
    }
    return false;
}

static Text attribute_of(const xmlNode *node, const char *name) {
    const xmlAttr *attribute = xmlHasProp(node, (const xmlChar *)name);
    const xmlNode *value = attribute == NULL ? NULL : attribute->children;
    return value == NULL || value->content == NULL ? (Text){0} : xml_text(value->content);
}

/* What Markdown writes around the letters of an element, as in the same document in JSON. */
typedef struct Mark {
    const char *element;
    const char *before;
    const char *after;
} Mark;

static Mark mark_of(const xmlNode *node) {
    static const Mark MARKS[] = {{"em", "*", "*"},  {"i", "*", "*"},    {"strong", "**", "**"},
                                 {"b", "**", "**"}, {"code", "`", "`"}, {"q", "\"", "\""},
                                 {"sub", "~", "~"}, {"sup", "^", "^"},  {"a", "[", "]"},
                                 {"img", "![", ""}, {"hr", "---", ""},  {"th", " ", " "},
                                 {"td", " ", " "},  {"br", "\n", ""}};
    for (size_t i = 0; i < sizeof(MARKS) / sizeof(MARKS[0]); i++) {
        if (text_equals(xml_text(node->name), text_from(MARKS[i].element))) {
            return MARKS[i];
        }
    }
    return (Mark){NULL, "", ""};
}

static void add_letters(TextBuilder *out, const xmlNode *node);

static void add_element(TextBuilder *out, const xmlNode *node) {
    const Text name = xml_text(node->name);
    const Mark mark = mark_of(node);
    if (text_equals(name, TEXT("insert"))) {
        text_add_format(out, "{{ insert: %.*s, %.*s }}", TEXT_ARGS(attribute_of(node, "type")),
                        TEXT_ARGS(attribute_of(node, "id-ref")));
        return;
    }
    if (xml_is_block(name) && out->length > 0) {
        text_add(out, TEXT("\n\n"));
    }
    text_add(out, text_from(mark.before));
    add_letters(out, node);
    text_add(out, text_from(mark.after));
    if (text_equals(name, TEXT("a"))) {
        text_add_format(out, "(%.*s)", TEXT_ARGS(attribute_of(node, "href")));
    } else if (text_equals(name, TEXT("img"))) {
        text_add_format(out, "%.*s](%.*s)", TEXT_ARGS(attribute_of(node, "alt")),
                        TEXT_ARGS(attribute_of(node, "src")));
    }
}

/* The letters of an element and of those in it; blocks are parted by an empty line. */
static void add_letters(TextBuilder *out, const xmlNode *node) {
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            const Text text = xml_text(child->content);
            if (text_is_empty(text_trim(text)) && xml_is_block(xml_text(node->name))) {
                text_add_character(out, ' ');
            } else {
                text_add(out, text);
            }
        } else if (child->type == XML_ELEMENT_NODE) {
            add_element(out, child);
        }
    }
}

static bool is_markup(const xmlNode *node) {
    return xml_is_block(xml_text(node->name)) || mark_of(node).element != NULL ||
           text_equals(xml_text(node->name), TEXT("insert"));
}

/* Elements that OSCAL's markup has, where there is markup at all, and no entities of the document's
 * own, which are not put in. */
static bool are_letters_from(const XmlRead *read, OscalType type, const xmlNode *node,
                             size_t depth) {
    const bool has_markup = type == OSCAL_LINE || type == OSCAL_LINES;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ENTITY_REF_NODE) {
            return xml_refuse(read, child, "the entity", xml_text(child->name),
                              "what it stands for");
        }
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (!has_markup || !xml_is_oscal(child) || !is_markup(child) || depth > JSON_DEPTH_MAX) {
            return xml_refuse(read, child, "the element", xml_text(child->name),
                              has_markup ? "markup that OSCAL has, as `p`" : "text alone");
        }
        if (!are_letters_from(read, type, child, depth + 1)) {
            return false;
        }
    }
    return true;
}

bool xml_are_letters(const XmlRead *read, OscalType type, const xmlNode *node) {
    return are_letters_from(read, type, node, 0);
}

Text xml_letters(const XmlRead *read, const xmlNode *node) {
    TextBuilder out = text_builder_new(read->arena);
    add_letters(&out, node);
    return text_trim(text_built(&out));
}

/* Runs of blanks become what stands between words: one blank, as on one line. */
static Text on_one_line(const XmlRead *read, Text text, Text between) {
    TextBuilder out = text_builder_new(read->arena);
    bool was_blank = false;
    for (size_t i = 0; i < text.length; i++) {
        const char character = text.bytes[i];
        const bool is_blank =
            character == ' ' || character == '\n' || character == '\t' || character == '\r';
        if (!is_blank) {
            text_add_character(&out, character);
        } else if (!was_blank) {
            text_add(&out, between);
        }
        was_blank = is_blank;
    }
    return text_trim(text_built(&out));
}

void xml_set_text(const XmlRead *read, OscalType type, Text text, JsonValue *value) {
    const JsonKind kind = oscal_type_kind(type);
    const Text between = type == OSCAL_BASE64 ? (Text){0} : TEXT(" ");
    const Text line = type == OSCAL_LINES ? text : on_one_line(read, text, between);
    if (kind == JSON_KIND_TRUE) {
        const bool is_true = text_equals(line, TEXT("true")) || text_equals(line, TEXT("1"));
        const bool is_false = text_equals(line, TEXT("false")) || text_equals(line, TEXT("0"));
        value->kind = is_true ? JSON_KIND_TRUE : is_false ? JSON_KIND_FALSE : JSON_KIND_TEXT;
    } else {
        value->kind = kind;
    }
    value->text = line;
}
