/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"

enum { UUID_BYTES = 16 };

/* Attributes are objects with a name, or in some files the name alone. */
static bool read_names(Arena *arena, const JsonValue *list, const char *member, const Text **names,
                       size_t *count, Error *error) {
    Text *read = ARENA_MANY(arena, Text, list == NULL ? 0 : list->count);
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const JsonValue *item = &list->items[i];
        if (item->kind == JSON_KIND_TEXT) {
            read[i] = item->text;
        } else if (item->kind != JSON_KIND_OBJECT ||
                   !json_text_member(item, member, &read[i], error)) {
            return error_set(error, ERROR_INVALID, "an attribute of the policy has no name");
        }
        if (text_is_empty(read[i])) {
            return error_set(error, ERROR_INVALID, "an attribute of the policy has no name");
        }
    }
    *names = read;
    *count = list == NULL ? 0 : list->count;
    return true;
}

static bool read_body(Arena *arena, const JsonValue *root, TdfPolicy *policy, Error *error) {
    const JsonValue *body = json_find(root, TEXT("body"));
    const JsonValue *attributes = NULL;
    const JsonValue *dissemination = NULL;
    return json_list_member(body, "dataAttributes", TDF_ATTRIBUTES_MAX, &attributes, error) &&
           json_list_member(body, "dissem", TDF_ATTRIBUTES_MAX, &dissemination, error) &&
           read_names(arena, attributes, "attribute", &policy->attributes, &policy->attribute_count,
                      error) &&
           read_names(arena, dissemination, "id", &policy->dissemination,
                      &policy->dissemination_count, error);
}

static bool read_own(const JsonValue *root, TdfPolicy *policy, Error *error) {
    const JsonValue *own = json_find(root, TEXT("entente"));
    policy->has_own = own != NULL && own->kind == JSON_KIND_OBJECT;
    return json_text_member(own, "item", &policy->item, error) &&
           json_text_member(own, "marking", &policy->marking, error) &&
           json_text_member(own, "labelDigest", &policy->label_digest, error);
}

bool tdf_policy_parse(Arena *arena, Text json, TdfPolicy *policy, Error *error) {
    JsonValue root = {0};
    size_t at = 0;
    Error reason = {0};
    *policy = (TdfPolicy){0};
    if (!json_parse(arena, json, &root, &at, &reason) || root.kind != JSON_KIND_OBJECT) {
        return error_set(error, ERROR_INVALID, "the policy is no sound JSON object: %s",
                         reason.message);
    }
    return json_text_member(&root, "uuid", &policy->uuid, error) &&
           read_body(arena, &root, policy, error) && read_own(&root, policy, error);
}

/* RFC 9562, version 4. */
static bool make_uuid(Arena *arena, Text *uuid, Error *error) {
    unsigned char bytes[UUID_BYTES];
    if (!secret_random(bytes, sizeof bytes, error)) {
        return false;
    }
    bytes[6] = (unsigned char)((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = (unsigned char)((bytes[8] & 0x3FU) | 0x80U);
    const Text hex = hex_encode(arena, (Text){(const char *)bytes, sizeof bytes});
    *uuid = text_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.bytes, hex.bytes + 8,
                        hex.bytes + 12, hex.bytes + 16, hex.bytes + 20);
    return true;
}

bool tdf_policy_format(Arena *arena, const TdfSealing *sealing, Text *json, Error *error) {
    Text uuid = {0};
    if (!make_uuid(arena, &uuid, error)) {
        return false;
    }
    JsonWriter *writer = json_writer_new();
    json_add_text(writer, "uuid", uuid);
    json_begin_object(writer, "body");
    json_begin_array(writer, "dataAttributes");
    for (size_t i = 0; i < sealing->attribute_count; i++) {
        json_begin_object(writer, "");
        json_add_text(writer, "attribute", sealing->attributes[i]);
        json_end(writer);
    }
    json_end(writer);
    json_begin_array(writer, "dissem");
    json_end(writer);
    json_end(writer);
    json_begin_object(writer, "entente");
    json_add_text(writer, "item", sealing->item);
    json_add_text(writer, "marking", sealing->marking);
    json_add_text(writer, "labelDigest",
                  hex_encode(arena, hash_sha256(arena, sealing->label_statement)));
    json_end(writer);
    *json = text_trim(json_finish(arena, writer, false));
    json_writer_free(writer);
    return true;
}
