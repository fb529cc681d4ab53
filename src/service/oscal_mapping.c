/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "service/oscal_write.h"

/* Relations of the crosswalk that OSCAL has words for; others go out under our own namespace. */
static const Text RELATIONS[][2] = {
    {{"equal", 5}, {"equal-to", 8}},
    {{"equivalent", 10}, {"equivalent-to", 13}},
    {{"intersects", 10}, {"intersects-with", 15}},
    {{"subset", 6}, {"subset-of", 9}},
};

/* The links between two frameworks, one way. */
typedef struct MappingPair {
    Text from;
    Text to;
} MappingPair;

typedef struct MappingDraft {
    Arena *arena;
    JsonWriter *json;
    const AssessmentReport *report;
    Array pairs;      /* of MappingPair, in the order of the crosswalk */
    Array frameworks; /* of Text */
} MappingDraft;

static bool is_mapped(const MappingDraft *draft, const CrosswalkLink *link) {
    const Text own = draft->report->catalogue->framework;
    return (text_equals(link->from, own) || text_equals(link->to, own)) &&
           !text_is_empty(link->from_id) && !text_is_empty(link->to_id) &&
           !text_equals(link->relation, TEXT("none-found"));
}

static void note_framework(MappingDraft *draft, Text name) {
    for (size_t i = 0; i < draft->frameworks.count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, &draft->frameworks)[i], name)) {
            return;
        }
    }
    *(Text *)array_add(&draft->frameworks) = name;
}

static void note_pair(MappingDraft *draft, const CrosswalkLink *link) {
    for (size_t i = 0; i < draft->pairs.count; i++) {
        const MappingPair *pair = array_at(&draft->pairs, i);
        if (text_equals(pair->from, link->from) && text_equals(pair->to, link->to)) {
            return;
        }
    }
    *(MappingPair *)array_add(&draft->pairs) = (MappingPair){link->from, link->to};
    note_framework(draft, link->from);
    note_framework(draft, link->to);
}

static Text uuid_of(const MappingDraft *draft, const char *what, Text name) {
    return oscal_uuid(draft->arena, draft->report,
                      text_format(draft->arena, "%s %.*s", what, TEXT_ARGS(name)));
}

static void add_resource_reference(const MappingDraft *draft, const char *name, Text framework) {
    json_begin_object(draft->json, name);
    json_add_text(draft->json, "type", TEXT("catalog"));
    json_add_text(
        draft->json, "href",
        text_format(draft->arena, "#%.*s", TEXT_ARGS(uuid_of(draft, "framework", framework))));
    json_end(draft->json);
}

static void add_relation(const MappingDraft *draft, Text relation) {
    for (size_t i = 0; i < sizeof(RELATIONS) / sizeof(RELATIONS[0]); i++) {
        if (text_equals(RELATIONS[i][0], relation)) {
            json_add_text(draft->json, "relationship", RELATIONS[i][1]);
            return;
        }
    }
    json_add_text(draft->json, "ns", TEXT(OSCAL_OWN_NAMESPACE));
    json_add_text(draft->json, "relationship", relation);
}

static void add_item(const MappingDraft *draft, const char *name, Text id) {
    json_begin_array(draft->json, name);
    json_begin_object(draft->json, "");
    json_add_text(draft->json, "type", TEXT("control"));
    json_add_text(draft->json, "id-ref", oscal_string(draft->arena, id));
    json_end(draft->json);
    json_end(draft->json);
}

static void add_map(const MappingDraft *draft, size_t index) {
    const Crosswalk *crosswalk = draft->report->crosswalk;
    const CrosswalkLink *link = &crosswalk->links[index];
    const CrosswalkOrigin *origin = &crosswalk->origins[link->origin];
    json_begin_object(draft->json, "");
    json_add_text(draft->json, "uuid",
                  uuid_of(draft, "map", text_format(draft->arena, "%zu", index)));
    add_relation(draft, link->relation);
    add_item(draft, "sources", link->from_id);
    add_item(draft, "targets", link->to_id);
    json_add_text(draft->json, "remarks",
                  text_format(draft->arena, "%.*s [%.*s; %.*s]", TEXT_ARGS(origin->source),
                              TEXT_ARGS(origin->kind), TEXT_ARGS(origin->checked)));
    json_end(draft->json);
}

static void add_mapping(const MappingDraft *draft, const MappingPair *pair) {
    const Crosswalk *crosswalk = draft->report->crosswalk;
    json_begin_object(draft->json, "");
    json_add_text(draft->json, "uuid",
                  uuid_of(draft, "mapping",
                          text_format(draft->arena, "%.*s|%.*s", TEXT_ARGS(pair->from),
                                      TEXT_ARGS(pair->to))));
    add_resource_reference(draft, "source-resource", pair->from);
    add_resource_reference(draft, "target-resource", pair->to);
    json_begin_array(draft->json, "maps");
    for (size_t i = 0; i < crosswalk->link_count; i++) {
        const CrosswalkLink *link = &crosswalk->links[i];
        if (is_mapped(draft, link) && text_equals(link->from, pair->from) &&
            text_equals(link->to, pair->to)) {
            add_map(draft, i);
        }
    }
    json_end(draft->json);
    json_end(draft->json);
}

static void add_provenance(const MappingDraft *draft) {
    json_begin_object(draft->json, "provenance");
    json_add_text(draft->json, "method", TEXT("hybrid"));
    json_add_text(draft->json, "matching-rationale", TEXT("semantic"));
    json_add_text(draft->json, "status", TEXT("not-complete"));
    json_add_text(draft->json, "mapping-description",
                  TEXT("Mappings that others published or that follow from theirs; each entry says "
                       "whose it is and how far it was checked. Reuse of evidence is not "
                       "recognition."));
    json_end(draft->json);
}

static void add_frameworks(const MappingDraft *draft) {
    json_begin_object(draft->json, "back-matter");
    json_begin_array(draft->json, "resources");
    for (size_t i = 0; i < draft->frameworks.count; i++) {
        const Text name = ARRAY_ITEMS(Text, &draft->frameworks)[i];
        oscal_add_resource(draft->arena, draft->json, uuid_of(draft, "framework", name), name,
                           TEXT("A framework, by its name; its text is not in this document."));
    }
    json_end(draft->json);
    json_end(draft->json);
}

static bool find_pairs(MappingDraft *draft, Error *error) {
    const Crosswalk *crosswalk = draft->report->crosswalk;
    for (size_t i = 0; crosswalk != NULL && i < crosswalk->link_count; i++) {
        if (is_mapped(draft, &crosswalk->links[i])) {
            note_pair(draft, &crosswalk->links[i]);
        }
    }
    return draft->pairs.count > 0 ||
           error_set(error, ERROR_INVALID, "there is no mapping to write: %s",
                     crosswalk == NULL ? "no crosswalk was named"
                                       : "the crosswalk has none of the catalogue's framework");
}

bool service_oscal_mapping(Arena *arena, const AssessmentReport *report, Text *text, Error *error) {
    MappingDraft draft = {.arena = arena,
                          .report = report,
                          .pairs = array_new(arena, sizeof(MappingPair)),
                          .frameworks = array_new(arena, sizeof(Text))};
    if (!find_pairs(&draft, error)) {
        return false;
    }
    draft.json = json_writer_new();
    json_begin_object(draft.json, "mapping-collection");
    json_add_text(draft.json, "uuid", oscal_uuid(arena, report, TEXT("mapping collection")));
    oscal_add_metadata(arena, draft.json, report, "mappings");
    add_provenance(&draft);
    json_begin_array(draft.json, "mappings");
    for (size_t i = 0; i < draft.pairs.count; i++) {
        add_mapping(&draft, array_at(&draft.pairs, i));
    }
    json_end(draft.json);
    add_frameworks(&draft);
    json_end(draft.json);
    return oscal_finish(arena, draft.json, report, text, error);
}
