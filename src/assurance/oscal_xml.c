/* SPDX-License-Identifier: Apache-2.0 */
/* OSCAL in XML, read with libxml2: no network, no entities of others, no document larger than its
 * limits allow. */
#include "assurance/oscal_xml.h"

#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

#include "base/array.h"

/* A member that is being read: one value, or the items of a list. */
typedef struct DraftMember {
    Text name;
    bool is_list;
    JsonValue value;
    Array items; /* of JsonValue */
} DraftMember;

/* Between elements there are blanks and comments alone: a letter there would be lost. */
static bool may_stand_between(const XmlRead *read, const xmlNode *node) {
    if (node->type == XML_ELEMENT_NODE) {
        return xml_is_oscal(node) || xml_refuse(read, node, "the element", xml_text(node->name),
                                                "elements of OSCAL's namespace alone");
    }
    if (node->type == XML_ENTITY_REF_NODE) {
        return xml_refuse(read, node, "the entity", xml_text(node->name), "what it stands for");
    }
    const Text text = node->type == XML_TEXT_NODE ? text_trim(xml_text(node->content)) : (Text){0};
    return text_is_empty(text) ||
           xml_refuse(read, node, "the text", text, "an element around it, or none");
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

/* ---- objects ---- */

static bool read_object(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                        size_t depth, JsonValue *value);

static bool read_value(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                       size_t depth, JsonValue *value) {
    if (member->type == OSCAL_OBJECT) {
        return read_object(read, oscal_object(read->model, member->object_name), node, depth + 1,
                           value);
    }
    xml_set_text(read, member->type, xml_letters(read, node), value);
    return xml_are_letters(read, member->type, node);
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

/* A block without an element around it is of the member that has blocks. */
static const OscalMember *member_of_element(const OscalObject *object, const xmlNode *node) {
    const OscalMember *member = member_by_xml(object, xml_text(node->name), false);
    return member == NULL && xml_is_block(xml_text(node->name)) ? member_at(object, OSCAL_BLOCKS)
                                                                : member;
}

static bool read_attributes(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                            Array *draft) {
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        const Text name = xml_text(attribute->name);
        const OscalMember *member = member_by_xml(object, name, true);
        if (attribute->ns != NULL) {
            continue; /* xsi:schemaLocation and its like */
        }
        if (member == NULL) {
            return xml_refuse(read, node, "the attribute", name, "none of that name here");
        }
        xml_set_text(read, member->type, xml_letters(read, (const xmlNode *)attribute),
                     &draft_member(read, draft, member)->value);
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
        if (!text_equals(xml_text(child->name), member->xml)) {
            return xml_refuse(read, child, "the element", xml_text(child->name),
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
        return xml_refuse(read, node, "a second", xml_text(node->name), "one");
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
    const Text text = xml_letters(read, node);
    if (is_first) {
        xml_set_text(read, OSCAL_LINES, text, value);
    } else {
        value->text =
            text_format(read->arena, "%.*s\n\n%.*s", TEXT_ARGS(value->text), TEXT_ARGS(text));
    }
    return xml_are_letters(read, OSCAL_LINES, node);
}

/* The XML schemas have one order of elements, which is that of the members. */
static bool is_in_order(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                        const OscalMember **reached, const xmlNode *before) {
    if (*reached != NULL && member < *reached) {
        const Text name = xml_text(before->name);
        return xml_refuse(read, node, "the element", xml_text(node->name),
                          text_terminated(read->arena, text_format(read->arena, "it before `%.*s`",
                                                                   TEXT_ARGS(name))));
    }
    *reached = member;
    return true;
}

static bool read_element(const XmlRead *read, const OscalMember *member, const xmlNode *node,
                         size_t depth, Array *draft) {
    return member->place == OSCAL_BLOCKS ? add_block(read, member, node, draft)
                                         : read_member(read, member, node, depth, draft);
}

static bool read_elements(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                          size_t depth, Array *draft) {
    const OscalMember *reached = NULL;
    const xmlNode *before = NULL;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (!may_stand_between(read, child)) {
            return false;
        }
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        const OscalMember *member = member_of_element(object, child);
        if (member == NULL) {
            return xml_refuse(read, child, "the element", xml_text(child->name),
                              "none of that name here");
        }
        if (!is_in_order(read, member, child, &reached, before) ||
            !read_element(read, member, child, depth, draft)) {
            return false;
        }
        before = child;
    }
    return true;
}

/* Attributes that the XML schemas ask for, and the JSON schemas do not any more. */
static bool has_attributes(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                           const Array *draft) {
    for (size_t i = 0; i < object->member_count; i++) {
        const OscalMember *member = &object->members[i];
        if (member->is_required_in_xml && draft_find(draft, member->name) == NULL) {
            return xml_refuse(read, node, "no attribute", member->xml, "one");
        }
    }
    return true;
}

static bool read_object(const XmlRead *read, const OscalObject *object, const xmlNode *node,
                        size_t depth, JsonValue *value) {
    Array draft = array_new(read->arena, sizeof(DraftMember));
    const OscalMember *content = member_at(object, OSCAL_CONTENT);
    if (depth > JSON_DEPTH_MAX) {
        return xml_refuse(read, node, "too deep an element", xml_text(node->name),
                          "no more than 64 levels");
    }
    if (!read_attributes(read, object, node, &draft) ||
        !has_attributes(read, object, node, &draft)) {
        return false;
    }
    if (content != NULL) {
        xml_set_text(read, content->type, xml_letters(read, node),
                     &draft_member(read, &draft, content)->value);
        if (!xml_are_letters(read, content->type, node)) {
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
    const OscalObject *object = oscal_root(read->model, xml_text(node->name));
    if (object == NULL || !xml_is_oscal(node)) {
        return xml_refuse(read, node, "the element", text_copy(read->arena, xml_text(node->name)),
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
