/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_OSCAL_XML_H
#define ENTENTE_ASSURANCE_OSCAL_XML_H

/* Private to assurance/: what reading OSCAL in XML needs of a node: its text as JSON has it, and
 * the line that refuses it. Nodes are libxml2's and live as long as its document. */

#include <libxml/tree.h>

#include "assurance/oscal_check.h"

typedef struct XmlRead {
    Arena *arena;
    const OscalModel *model;
    Text file;
    Error *error;
} XmlRead;

Text xml_text(const xmlChar *text);
bool xml_is_oscal(const xmlNode *node);

/* The error says the file, the line, the path of the node, `found` with the name, and `expected`;
 * gives false. */
bool xml_refuse(const XmlRead *read, const xmlNode *node, const char *found, Text name,
                const char *expected);

/* Whether an element is a block of markup, as a paragraph. */
bool xml_is_block(Text name);

/* The letters of an element, with Markdown for its markup, as the same document in JSON has it. */
Text xml_letters(const XmlRead *read, const xmlNode *node);

/* False with an error where there is an element that OSCAL's markup does not have, any element
 * where there is no markup at all, or an entity of the document's own, which is not put in. */
MUST_CHECK bool xml_are_letters(const XmlRead *read, OscalType type, const xmlNode *node);

/* A text as a value of the type. */
void xml_set_text(const XmlRead *read, OscalType type, Text text, JsonValue *value);

#endif
