/* SPDX-License-Identifier: Apache-2.0 */
/* The UN Security Council's list in XML, read with libxml2's reader: no network, no entities
 * of others, no document larger than its limits allow. */
#include "screening/list.h"

#include <libxml/xmlreader.h>
#include <string.h>

enum { PARTS_OF_NAME = 4 };

typedef struct UnReader {
    ListDraft *draft;
    xmlTextReaderPtr xml;
    Error *error;
    char complaint[300]; /* the parser's own */
    int complaint_line;
    Text party_name; /* the element of the party being read: INDIVIDUAL or ENTITY */
    Text group;      /* the element inside it, while that has elements */
    Text leaf;       /* the element whose text is read */
    PartyDraft party;
    Text parts[PARTS_OF_NAME];
    Text quality;
    Text document_type;
    Array pieces; /* of Text: of an address, a birth */
} UnReader;

static void keep_complaint(void *context, const char *message, xmlParserSeverities severity,
                           xmlTextReaderLocatorPtr locator) {
    UnReader *reader = context;
    if (severity == XML_PARSER_SEVERITY_ERROR && reader->complaint[0] == '\0') {
        const size_t length = strcspn(message, "\n");
        const size_t most = sizeof reader->complaint - 1;
        memcpy(reader->complaint, message, length < most ? length : most);
        reader->complaint_line = xmlTextReaderLocatorLineNumber(locator);
    }
}

static bool refuse(UnReader *reader, int line, const char *message) {
    return error_set(reader->error, ERROR_INVALID, "`%.*s`, line %d: %s",
                     TEXT_ARGS(reader->draft->list->file), line, message);
}

static Text copy(const UnReader *reader, const xmlChar *text) {
    const char *bytes = (const char *)text;
    return text_trim(text_copy(reader->draft->arena, text_from(bytes)));
}

/* ---- what the leaves say ---- */

static void take_name_part(UnReader *reader, Text text) {
    static const char *const names[] = {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"};
    for (size_t i = 0; i < PARTS_OF_NAME; i++) {
        if (text_equals(reader->leaf, text_from(names[i]))) {
            reader->parts[i] = text;
        }
    }
}

static void take_own(UnReader *reader, Text text) {
    if (text_equals(reader->leaf, TEXT("REFERENCE_NUMBER"))) {
        reader->party.party.id = text;
    } else if (text_equals(reader->leaf, TEXT("UN_LIST_TYPE"))) {
        reader->party.party.programme = text;
    } else if (text_equals(reader->leaf, TEXT("NAME_ORIGINAL_SCRIPT"))) {
        party_add_name(&reader->party, text, true, false);
    } else {
        take_name_part(reader, text);
    }
}

static void take_alias(UnReader *reader, Text text) {
    if (text_equals(reader->leaf, TEXT("QUALITY"))) {
        reader->quality = text;
    } else if (text_equals(reader->leaf, TEXT("ALIAS_NAME"))) {
        party_add_aliases(&reader->party, text, text_equals(reader->quality, TEXT("Low")));
    }
}

static void take_document(UnReader *reader, Text text) {
    if (text_equals(reader->leaf, TEXT("TYPE_OF_DOCUMENT"))) {
        reader->document_type = text;
    } else if (text_equals(reader->leaf, TEXT("NUMBER"))) {
        party_add_identifier(&reader->party, reader->document_type, text);
    }
}

static void take_country(UnReader *reader, Text text) {
    if (text_equals(reader->leaf, TEXT("COUNTRY")) || text_equals(reader->leaf, TEXT("VALUE"))) {
        party_add_country(&reader->party, text);
    }
}

/* What is said of a place or a date, in the order of the file. */
static void take_piece(UnReader *reader, Text text) {
    static const char *const leaves[] = {"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY",
                                         "DATE",   "YEAR", "FROM_YEAR",      "TO_YEAR"};
    for (size_t i = 0; i < sizeof leaves / sizeof leaves[0]; i++) {
        if (text_equals(reader->leaf, text_from(leaves[i])) && !text_is_empty(text)) {
            *(Text *)array_add(&reader->pieces) = text;
        }
    }
}

static void take_address(UnReader *reader, Text text) {
    take_country(reader, text);
    take_piece(reader, text);
}

static void take_birth(UnReader *reader, Text text) {
    if (text_equals(reader->leaf, TEXT("TYPE_OF_DATE")) &&
        text_equals(text, TEXT("APPROXIMATELY"))) {
        *(Text *)array_add(&reader->pieces) = TEXT("about");
    }
    take_piece(reader, text);
}

static Text join_pieces(UnReader *reader, const char *between) {
    TextBuilder builder = text_builder_new(reader->draft->arena);
    for (size_t i = 0; i < reader->pieces.count; i++) {
        text_add(&builder, text_from(i > 0 ? between : ""));
        text_add(&builder, ARRAY_ITEMS(Text, &reader->pieces)[i]);
    }
    return text_built(&builder);
}

/* The group that ends is a detail of the party, if it said anything. */
static void end_group(UnReader *reader) {
    static const struct {
        const char *group;
        ListedDetailKind kind;
        const char *between;
        size_t least; /* pieces: a country alone is no address */
    } groups[] = {{"INDIVIDUAL_ADDRESS", DETAIL_ADDRESS, ", ", 2},
                  {"ENTITY_ADDRESS", DETAIL_ADDRESS, ", ", 2},
                  {"INDIVIDUAL_DATE_OF_BIRTH", DETAIL_BORN, " ", 1},
                  {"INDIVIDUAL_PLACE_OF_BIRTH", DETAIL_BIRTHPLACE, ", ", 1}};
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (text_equals(reader->group, text_from(groups[i].group)) &&
            reader->pieces.count >= groups[i].least) {
            party_add_detail(&reader->party, groups[i].kind,
                             join_pieces(reader, groups[i].between));
        }
    }
    reader->pieces.count = 0;
    reader->group = TEXT("");
}

static void take_text(UnReader *reader, Text text) {
    static const struct {
        const char *group;
        void (*take)(UnReader *reader, Text text);
    } groups[] = {
        {"INDIVIDUAL_ALIAS", take_alias},         {"ENTITY_ALIAS", take_alias},
        {"INDIVIDUAL_DOCUMENT", take_document},   {"INDIVIDUAL_ADDRESS", take_address},
        {"INDIVIDUAL_DATE_OF_BIRTH", take_birth}, {"INDIVIDUAL_PLACE_OF_BIRTH", take_piece},
        {"ENTITY_ADDRESS", take_address},         {"NATIONALITY", take_country}};
    if (text_is_empty(reader->group)) {
        take_own(reader, text);
        return;
    }
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (text_equals(reader->group, text_from(groups[i].group))) {
            groups[i].take(reader, text);
        }
    }
}

/* ---- elements ---- */

static bool is_party(Text name) {
    return text_equals(name, TEXT("INDIVIDUAL")) || text_equals(name, TEXT("ENTITY"));
}

static void begin_party(UnReader *reader, Text name) {
    reader->party_name = name;
    reader->party = party_draft_new(reader->draft->arena);
    reader->party.party.list = TEXT("UN");
    reader->party.party.kind =
        text_equals(name, TEXT("ENTITY")) ? LISTED_ORGANISATION : LISTED_PERSON;
    reader->party.party.citation = TEXT("UN Security Council Consolidated List");
    for (size_t i = 0; i < PARTS_OF_NAME; i++) {
        reader->parts[i] = TEXT("");
    }
}

/* The whole name first, before what was read of the others. */
static void put_name_first(UnReader *reader) {
    TextBuilder builder = text_builder_new(reader->draft->arena);
    for (size_t i = 0; i < PARTS_OF_NAME; i++) {
        if (!text_is_empty(reader->parts[i])) {
            text_add(&builder, builder.length > 0 ? TEXT(" ") : TEXT(""));
            text_add(&builder, reader->parts[i]);
        }
    }
    const Array others = reader->party.names;
    reader->party.names = array_new(reader->draft->arena, sizeof(ListedName));
    party_add_name(&reader->party, text_built(&builder), false, false);
    for (size_t i = 0; i < others.count; i++) {
        const ListedName *name = array_at(&others, i);
        party_add_name(&reader->party, name->text, name->is_alias, name->is_weak);
    }
}

static bool end_party(UnReader *reader) {
    put_name_first(reader);
    reader->party_name = TEXT("");
    return party_finish(reader->draft, &reader->party) ||
           refuse(reader, xmlTextReaderGetParserLineNumber(reader->xml), "the party has no name");
}

static void begin_element(UnReader *reader, Text name, int depth) {
    enum { DEPTH_OWN = 3, DEPTH_INNER = 4 };
    if (depth == DEPTH_OWN) {
        reader->group = TEXT("");
        reader->leaf = name;
        reader->quality = TEXT("");
        reader->document_type = TEXT("");
    } else if (depth == DEPTH_INNER) {
        reader->group = text_is_empty(reader->group) ? reader->leaf : reader->group;
        reader->leaf = name;
    }
}

static bool begin(UnReader *reader, Text name, int depth) {
    enum { DEPTH_ROOT = 0, DEPTH_PARTY = 2 };
    if (depth == DEPTH_ROOT) {
        xmlChar *date = xmlTextReaderGetAttribute(reader->xml, (const xmlChar *)"dateGenerated");
        if (!text_equals(name, TEXT("CONSOLIDATED_LIST"))) {
            xmlFree(date);
            return refuse(reader, xmlTextReaderGetParserLineNumber(reader->xml),
                          "the root element is not CONSOLIDATED_LIST, so it is no UN list");
        }
        reader->draft->list->date = list_date(reader->draft->arena, copy(reader, date));
        xmlFree(date);
    } else if (depth == DEPTH_PARTY && is_party(name)) {
        begin_party(reader, name);
        return xmlTextReaderIsEmptyElement(reader->xml) != 1 || end_party(reader);
    } else if (!text_is_empty(reader->party_name)) {
        begin_element(reader, name, depth);
    }
    return true;
}

static bool read_node(UnReader *reader) {
    const int type = xmlTextReaderNodeType(reader->xml);
    const int depth = xmlTextReaderDepth(reader->xml);
    if (type == XML_READER_TYPE_ELEMENT) {
        return begin(reader, copy(reader, xmlTextReaderConstName(reader->xml)), depth);
    }
    if (type == XML_READER_TYPE_END_ELEMENT && depth == 2 && !text_is_empty(reader->party_name)) {
        return end_party(reader);
    }
    if (type == XML_READER_TYPE_END_ELEMENT && depth == 3) {
        end_group(reader);
    }
    const bool is_text = type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA;
    if (is_text && !text_is_empty(reader->party_name)) {
        take_text(reader, copy(reader, xmlTextReaderConstValue(reader->xml)));
    }
    return true;
}

static bool read_nodes(UnReader *reader) {
    int status = xmlTextReaderRead(reader->xml);
    while (status == 1) {
        if (!read_node(reader)) {
            return false;
        }
        status = xmlTextReaderRead(reader->xml);
    }
    return status == 0 || refuse(reader, reader->complaint_line,
                                 reader->complaint[0] != '\0' ? reader->complaint : "it is no XML");
}

bool list_read_un_xml(ListDraft *draft, Text content, Error *error) {
    UnReader reader = {
        .draft = draft, .error = error, .pieces = array_new(draft->arena, sizeof(Text))};
    reader.xml = xmlReaderForMemory(content.bytes, (int)content.length, NULL, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (reader.xml == NULL) {
        return error_set(error, ERROR_FAILED, "`%.*s` could not be opened as XML",
                         TEXT_ARGS(draft->list->file));
    }
    xmlTextReaderSetErrorHandler(reader.xml, keep_complaint, &reader);
    const bool is_read = read_nodes(&reader);
    xmlFreeTextReader(reader.xml);
    return is_read;
}
