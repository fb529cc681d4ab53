/* SPDX-License-Identifier: Apache-2.0 */
/* OSCAL in XML, read with libxml2: no network, no entities of others, no document larger than its
 * limits allow. */
#include "assurance/oscal_check.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <limits.h>
#include <string.h>

#include "base/array.h"

static const Text NAMESPACE = {"http://csrc.nist.gov/ns/oscal/1.0", 33};

typedef struct XmlRead {
    Arena *arena;
    const OscalModel *model;
    Text file;
    Error *error;
} XmlRead;

/* A member that is being read: one value, or the items of a list. */
typedef struct DraftMember {
    Text name;
    bool is_list;
    JsonValue value;
    Array items; /* of JsonValue */
} DraftMember;

static Text text_of(const xmlChar *text) {
    return text_from((const char *)text);
}

enum { FOUND_LENGTH_MAX = 64 };

static bool refuse(const XmlRead *read, const xmlNode *node, const char *found, Text name,
                   const char *expected) {
    return error_set(read->error, ERROR_INVALID, "`%.*s`, line %ld: found %s `%.*s`, expected %s",
                     TEXT_ARGS(read->file), xmlGetLineNo(node), found,
                     TEXT_ARGS(text_slice(name, 0, FOUND_LENGTH_MAX)), expected);
}

static bool is_oscal(const xmlNode *node) {
    return node->ns != NULL && text_equals(text_of(node->ns->href), NAMESPACE);
}

/* Between elements there are blanks and comments alone: a letter there would be lost. */
static bool may_stand_between(const XmlRead *read, const xmlNode *node) {
    if (node->type == XML_ELEMENT_NODE) {
        return is_oscal(node) || refuse(read, node, "the element", text_of(node->name),
                                        "elements of OSCAL's namespace alone");
    }
    if (node->type == XML_ENTITY_REF_NODE) {
        return refuse(read, node, "the entity", text_of(node->name), "what it stands for");
    }
    const Text text = node->type == XML_TEXT_NODE ? text_trim(text_of(node->content)) : (Text){0};
    return text_is_empty(text) ||
           refuse(read, node, "the text", text, "an element around it, or none");
}

static DraftMember *draft_find(const Array *draft, Text name) {
    for (size_t i = 0; i < draft->count; i++) {
        DraftMember *member = array_at(draft, i);
        if (text_equals(member->name, name)) {
            return member;
        }
    }
    return NULL;
}

/* The member of that name, made where it is not there. */
static DraftMember *draft_member(const XmlRead *read, Array *draft, const OscalMember *member) {
    DraftMember *found = draft_find(draft, member->name);
    if (found == NULL) {
        found = array_add(draft);
        *found = (DraftMember){.name = member->name,
                               .is_list = member->is_list,
                               .items = array_new(read->arena, sizeof(JsonValue))};
    }
    return found;
}

static void finish(const XmlRead *read, const Array *draft, JsonValue *value) {
    Text *names = ARENA_MANY(read->arena, Text, draft->count);
    JsonValue *items = ARENA_MANY(read->arena, JsonValue, draft->count);
    for (size_t i = 0; i < draft->count; i++) {
        const DraftMember *member = array_at(draft, i);
        names[i] = member->name;
        items[i] = member->is_list ? (JsonValue){.kind = JSON_KIND_ARRAY,
                                                 .items = ARRAY_ITEMS(JsonValue, &member->items),
                                                 .count = member->items.count}
                                   : member->value;
    }
    *value = (JsonValue){
        .kind = JSON_KIND_OBJECT, .names = names, .items = items, .count = draft->count};
}

/* ---- text ---- */

static bool is_block(Text name) {
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
    return value == NULL || value->content == NULL ? (Text){0} : text_of(value->content);
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
        if (text_equals(text_of(node->name), text_from(MARKS[i].element))) {
            return MARKS[i];
        }
    }
    return (Mark){NULL, "", ""};
}

static void add_letters(TextBuilder *out, const xmlNode *node);

static void add_element(TextBuilder *out, const xmlNode *node) {
    const Text name = text_of(node->name);
    const Mark mark = mark_of(node);
    if (text_equals(name, TEXT("insert"))) {
        text_add_format(out, "{{ insert: %.*s, %.*s }}", TEXT_ARGS(attribute_of(node, "type")),
                        TEXT_ARGS(attribute_of(node, "id-ref")));
        return;
    }
    if (is_block(name) && out->length > 0) {
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
            const Text text = text_of(child->content);
            if (text_is_empty(text_trim(text)) && is_block(text_of(node->name))) {
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
    return is_block(text_of(node->name)) || mark_of(node).element != NULL ||
           text_equals(text_of(node->name), TEXT("insert"));
}

/* Elements that OSCAL's markup has, where there is markup at all, and no entities of the document's
 * own, which are not put in. */
static bool are_letters(const XmlRead *read, OscalType type, const xmlNode *node, size_t depth) {
    const bool has_markup = type == OSCAL_LINE || type == OSCAL_LINES;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ENTITY_REF_NODE) {
            return refuse(read, child, "the entity", text_of(child->name), "what it stands for");
        }
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (!has_markup || !is_oscal(child) || !is_markup(child) || depth > JSON_DEPTH_MAX) {
            return refuse(read, child, "the element", text_of(child->name),
                          has_markup ? "markup that OSCAL has, as `p`" : "text alone");
        }
        if (!are_letters(read, type, child, depth + 1)) {
            return false;
        }
    }
    return true;
}

static Text letters(const XmlRead *read, const xmlNode *node) {
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

static void set_text(const XmlRead *read, OscalType type, Text text, JsonValue *value) {
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

/* ---- objects ---- */

static bool read_object(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                        size_t depth, JsonValue *value);

static bool read_value(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                       size_t depth, JsonValue *value) {
    if (member->type == OSCAL_OBJECT) {
        return read_object(read, oscal_object(read->model, member->object_name), node, depth + 1,
                           value);
    }
    set_text(read, member->type, letters(read, node), value);
    return are_letters(read, member->type, node, 0);
}

/* `names` are parted by `|`. */
static bool is_named(Text names, Text name) {
    Text piece = {0};
    while (text_split(&names, '|', &piece)) {
        if (text_equals(piece, name)) {
            return true;
        }
    }
    return false;
}

static const OscalMember *member_by_xml(const OscalObject *object, Text name, bool is_attribute) {
    for (size_t i = 0; i < object->member_count; i++) {
        const OscalMember *member = &object->members[i];
        const Text xml = member->place == OSCAL_WRAPPED ? member->name : member->xml;
        if (member->place != OSCAL_CONTENT && member->place != OSCAL_BLOCKS &&
            (member->place == OSCAL_ATTRIBUTE) == is_attribute && is_named(xml, name)) {
            return member;
        }
    }
    return NULL;
}

static const OscalMember *member_at(const OscalObject *object, OscalPlace place) {
    for (size_t i = 0; i < object->member_count; i++) {
        if (object->members[i].place == place) {
            return &object->members[i];
        }
    }
    return NULL;
}

static bool read_attributes(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                            Array *draft) {
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        const Text name = text_of(attribute->name);
        const OscalMember *member = member_by_xml(object, name, true);
        if (attribute->ns != NULL) {
            continue; /* xsi:schemaLocation and its like */
        }
        if (member == NULL) {
            return refuse(read, node, "the attribute", name, "none of that name here");
        }
        TextBuilder out = text_builder_new(read->arena);
        add_letters(&out, (const xmlNode *)attribute);
        set_text(read, member->type, text_built(&out), &draft_member(read, draft, member)->value);
    }
    return true;
}

/* An item is read before its list is asked for, which may move meanwhile. */
static bool read_item(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                      size_t depth, Array *draft) {
    JsonValue item = {0};
    if (!read_value(read, member, node, depth, &item)) {
        return false;
    }
    *(JsonValue *)array_add(&draft_member(read, draft, member)->items) = item;
    return true;
}

static bool read_wrapped(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                         size_t depth, Array *draft) {
    (void)draft_member(read, draft, member);
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (!may_stand_between(read, child)) {
            return false;
        }
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (!text_equals(text_of(child->name), member->xml)) {
            return refuse(read, child, "the element", text_of(child->name),
                          text_terminated(read->arena, member->xml));
        }
        if (!read_item(read, member, child, depth, draft)) {
            return false;
        }
    }
    return true;
}

static bool read_member(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                        size_t depth, Array *draft) {
    if (member->place == OSCAL_WRAPPED) {
        return read_wrapped(read, member, node, depth, draft);
    }
    if (member->is_list) {
        return read_item(read, member, node, depth, draft);
    }
    if (draft_find(draft, member->name) != NULL) {
        return refuse(read, node, "a second", text_of(node->name), "one");
    }
    JsonValue value = {0};
    if (!read_value(read, member, node, depth, &value)) {
        return false;
    }
    draft_member(read, draft, member)->value = value;
    return true;
}

static bool add_block(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                      Array *draft) {
    const bool is_first = draft_find(draft, member->name) == NULL;
    JsonValue *value = &draft_member(read, draft, member)->value;
    const Text text = letters(read, node);
    if (is_first) {
        set_text(read, OSCAL_LINES, text, value);
    } else {
        value->text =
            text_format(read->arena, "%.*s\n\n%.*s", TEXT_ARGS(value->text), TEXT_ARGS(text));
    }
    return are_letters(read, OSCAL_LINES, node, 0);
}

static bool read_elements(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                          size_t depth, Array *draft) {
    const OscalMember *blocks = member_at(object, OSCAL_BLOCKS);
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (!may_stand_between(read, child)) {
            return false;
        }
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        const Text name = text_of(child->name);
        const OscalMember *member = member_by_xml(object, name, false);
        if (member == NULL && blocks != NULL && is_block(name)) {
            if (!add_block(read, blocks, child, draft)) {
                return false;
            }
        } else if (member == NULL) {
            return refuse(read, child, "the element", name, "none of that name here");
        } else if (!read_member(read, member, child, depth, draft)) {
            return false;
        }
    }
    return true;
}

static bool read_object(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                        size_t depth, JsonValue *value) {
    Array draft = array_new(read->arena, sizeof(DraftMember));
    const OscalMember *content = member_at(object, OSCAL_CONTENT);
    if (depth > JSON_DEPTH_MAX) {
        return refuse(read, node, "too deep an element", text_of(node->name),
                      "no more than 64 levels");
    }
    if (!read_attributes(read, object, node, &draft)) {
        return false;
    }
    if (content != NULL) {
        set_text(read, content->type, letters(read, node),
                 &draft_member(read, &draft, content)->value);
        if (!are_letters(read, content->type, node, 0)) {
            return false;
        }
    } else if (!read_elements(read, object, node, depth, &draft)) {
        return false;
    }
    finish(read, &draft, value);
    return true;
}

/* ---- documents ---- */

static bool read_root(const XmlRead *read, const xmlNode *node, Text *kind, JsonValue *root) {
    if (node == NULL) {
        return error_set(read->error, ERROR_INVALID, "`%.*s`: found no element",
                         TEXT_ARGS(read->file));
    }
    const OscalObject *object = oscal_root(read->model, text_of(node->name));
    if (object == NULL || !is_oscal(node)) {
        return refuse(read, node, "the element", text_copy(read->arena, text_of(node->name)),
                      "a document of OSCAL, as `catalog` of http://csrc.nist.gov/ns/oscal/1.0");
    }
    *kind = object->name;
    return read_object(read, object, node, 0, root);
}

static void silence(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}

static bool refuse_syntax(const XmlRead *read, const xmlError *problem) {
    const char *message =
        problem == NULL || problem->message == NULL ? "not XML" : problem->message;
    return error_set(read->error, ERROR_INVALID, "`%.*s`, line %d: %.*s", TEXT_ARGS(read->file),
                     problem == NULL ? 0 : problem->line, (int)strcspn(message, "\n"), message);
}

bool oscal_xml_read(Arena *arena, Text file, Text content, const OscalModel **model, Text *kind,
                    JsonValue *root, Error *error) {
    XmlRead read = {.arena = arena, .file = file, .error = error};
    if (content.length > INT_MAX) {
        return error_set(error, ERROR_INVALID, "`%.*s` is too large", TEXT_ARGS(file));
    }
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) {
        return error_set(error, ERROR_INVALID, "`%.*s` cannot be read", TEXT_ARGS(file));
    }
    if (parser->sax != NULL) {
        parser->sax->error = silence;
        parser->sax->warning = silence;
    }
    xmlDocPtr document = xmlCtxtReadMemory(parser, content.bytes, (int)content.length, NULL, NULL,
                                           XML_PARSE_NONET | XML_PARSE_NOERROR |
                                               XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    read.model = document == NULL ? NULL : oscal_model_new(arena);
    *model = read.model;
    const bool is_read = document == NULL
                             ? refuse_syntax(&read, xmlCtxtGetLastError(parser))
                             : read_root(&read, xmlDocGetRootElement(document), kind, root);
    xmlFreeDoc(document);
    xmlFreeParserCtxt(parser);
    return is_read;
}
