/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"
#include "service/service.h"

/* ---- facts ---- */

static const Text TYPE_WORDS[] = {
    [ATTRIBUTE_YES_NO] = {"yes/no", 6}, [ATTRIBUTE_CODE] = {"code", 4},
    [ATTRIBUTE_SET] = {"set", 3},       [ATTRIBUTE_NUMBER] = {"number", 6},
    [ATTRIBUTE_DATE] = {"date", 4},     [ATTRIBUTE_COUNTRY] = {"country", 7},
};

static void add_derivation(JsonWriter *json, const LawSet *set, const AttributeInfo *attribute) {
    if (attribute->derived == DERIVED_NOT) {
        json_add_null(json, "derived_from");
        return;
    }
    json_begin_object(json, "derived_from");
    json_add_text(json, "how",
                  attribute->derived == DERIVED_SHARE ? TEXT("share") : TEXT("contained"));
    json_add_text(json, "name",
                  attribute->derived == DERIVED_SHARE
                      ? law_provision(set, attribute->derived_from).name
                      : law_attribute(set, attribute->derived_from).name);
    json_end(json);
}

static void add_values(Arena *arena, JsonWriter *json, const LawEngine *engine, size_t index,
                       AttributeType type) {
    const Text *codes = NULL;
    const size_t count = law_fact_codes(arena, engine, index, &codes);
    json_begin_array(json, "values");
    if (type == ATTRIBUTE_YES_NO) {
        json_add_text(json, "", TEXT("yes"));
        json_add_text(json, "", TEXT("no"));
    }
    for (size_t i = 0; type != ATTRIBUTE_YES_NO && i < count; i++) {
        json_add_text(json, "", codes[i]);
    }
    json_end(json);
}

static void add_attribute(Arena *arena, JsonWriter *json, const LawSet *set,
                          const LawEngine *engine, size_t index) {
    const AttributeInfo info = law_attribute(set, index);
    const AttributeInfo *attribute = &info;
    json_begin_object(json, "");
    json_add_text(json, "name", attribute->name);
    json_add_text(json, "type", TYPE_WORDS[attribute->type]);
    json_add_text(json, "unit", attribute->unit);
    json_add_text(json, "ask", attribute->ask);
    if (attribute->has_default) {
        json_add_text(json, "otherwise", attribute->default_text);
    } else {
        json_add_null(json, "otherwise");
    }
    add_derivation(json, set, attribute);
    add_values(arena, json, engine, index, attribute->type);
    json_end(json);
}

Text service_vocabulary_json(Arena *arena, const LawSet *set, const LawEngine *engine) {
    JsonWriter *json = json_writer_new();
    json_begin_array(json, "facts");
    for (size_t i = 0; i < law_attribute_count(set); i++) {
        add_attribute(arena, json, set, engine, i);
    }
    json_end(json);
    json_add_packs(json, set, NULL);
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}

/* ---- packs ---- */

static size_t provisions_of(const LawSet *set, size_t pack) {
    size_t count = 0;
    for (size_t i = 0; i < law_provision_count(set); i++) {
        count += law_provision(set, i).pack == pack;
    }
    return count;
}

static void add_pack(JsonWriter *json, const LawSet *set, size_t index) {
    const PackInfo pack = law_pack(set, index);
    json_add_text(json, "name", pack.name);
    json_add_text(json, "title", pack.title);
    json_add_text(json, "jurisdiction", pack.jurisdiction);
    json_add_text(json, "authority", pack.authority);
    json_add_date(json, "vintage", pack.vintage);
    json_add_text(json, "digest", pack.digest);
    json_add_boolean(json, "has_rules", pack.speaks);
    json_add_integer(json, "provisions", (int64_t)provisions_of(set, index));
}

Text service_packs_json(Arena *arena, const LawSet *set) {
    JsonWriter *json = json_writer_new();
    json_begin_array(json, "packs");
    for (size_t i = 0; i < law_pack_count(set); i++) {
        json_begin_object(json, "");
        add_pack(json, set, i);
        json_end(json);
    }
    json_end(json);
    json_add_reforms(json, set);
    json_begin_array(json, "reforms_offered");
    for (size_t i = 0; i < law_offer_count(set); i++) {
        const ReformOffer offer = law_offer(set, i);
        json_begin_object(json, "");
        json_add_text(json, "name", offer.name);
        json_add_text(json, "title", offer.title);
        json_end(json);
    }
    json_end(json);
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}

static void add_intervals(JsonWriter *json, const LawSet *set, size_t provision, size_t count) {
    json_begin_array(json, "in_force");
    for (size_t i = 0; i < count; i++) {
        const ProvisionInterval interval = law_provision_interval(set, provision, i);
        json_begin_object(json, "");
        json_add_date(json, "from", interval.range.from);
        json_add_date(json, "until", interval.range.until);
        json_add_text(json, "status", law_status_word(interval.status));
        json_end(json);
    }
    json_end(json);
}

static void add_provisions(JsonWriter *json, const LawSet *set, size_t pack) {
    json_begin_array(json, "rules");
    for (size_t i = 0; i < law_provision_count(set); i++) {
        const ProvisionInfo info = law_provision(set, i);
        if (info.pack != pack) {
            continue;
        }
        json_begin_object(json, "");
        json_add_provision(json, set, i);
        json_add_text(json, "kind", law_kind_word(info.kind));
        json_add_text(json, "note", info.note);
        json_add_integer(json, "line", (int64_t)info.line);
        add_intervals(json, set, i, info.interval_count);
        json_end(json);
    }
    json_end(json);
}

bool service_pack_json(Arena *arena, const LawSet *set, Text name, Text *json) {
    for (size_t i = 0; i < law_pack_count(set); i++) {
        if (!text_equals(law_pack(set, i).name, name)) {
            continue;
        }
        JsonWriter *writer = json_writer_new();
        add_pack(writer, set, i);
        add_provisions(writer, set, i);
        *json = json_finish(arena, writer, false);
        json_writer_free(writer);
        return true;
    }
    return false;
}
