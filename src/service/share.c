/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "service/service.h"

bool service_seal(Arena *arena, const SealOptions *options, const ByteStream *input,
                  const ByteSink *sink, Error *error) {
    Label label = {0};
    TdfSealing sealing = {.format = options->format,
                          .recipients = options->recipients,
                          .recipient_count = options->recipient_count,
                          .item = options->item,
                          .mime_type = options->mime_type,
                          .label_schema = LABEL_XML_SCHEMA,
                          .has_size = options->has_size,
                          .size = options->size};
    if (!text_is_empty(options->label)) {
        if (!label_parse(arena, options->label, &label, error)) {
            return false;
        }
        sealing.marking = label_format(arena, &label, LABEL_FORM_BANNER);
        sealing.label_statement = label_format(arena, &label, LABEL_FORM_XML);
        sealing.attribute_count = label_attributes(arena, &label, options->attribute_prefix,
                                                   options->item, &sealing.attributes);
    }
    return tdf_seal(arena, &sealing, input, sink, error);
}

/* ---- inspecting ---- */

void service_share_prove(Arena *arena, const KeyRing *keys, const KeyRing *trusted,
                         ShareReport *report) {
    Error error = {0};
    CLEANUP(secret_key_close) SecretKey *key = NULL;
    report->proof = SHARE_PROOF_NONE;
    if (keys == NULL || keys->keys.count == 0) {
        report->reason = TEXT("without a key only the form can be checked, and it is sound");
        return;
    }
    const TdfOpener opener = tdf_opener_of(keys);
    if (!tdf_unlock(arena, report->tdf, &opener, &key, &error)) {
        report->reason = text_copy(arena, text_from(error.message));
        return;
    }
    const bool is_whole = tdf_verify(arena, report->tdf, key, trusted, &error);
    report->proof = is_whole ? SHARE_PROOF_WHOLE : SHARE_PROOF_BROKEN;
    report->reason = is_whole ? TEXT("the root signature, every assertion and the label; segments "
                                     "are checked as they are opened")
                              : text_copy(arena, text_from(error.message));
}

static const char *const PROOF_WORDS[] = {
    [SHARE_PROOF_NONE] = "not checked",
    [SHARE_PROOF_WHOLE] = "holds",
    [SHARE_PROOF_BROKEN] = "broken",
};

static void add_policy(TextBuilder *out, const TdfPolicy *policy) {
    text_add_format(out, "policy     %.*s\n", TEXT_ARGS(policy->uuid));
    if (policy->has_own && !text_is_empty(policy->item)) {
        text_add_format(out, "item       %.*s\n", TEXT_ARGS(policy->item));
    }
    text_add_format(out, "label      %.*s\n",
                    TEXT_ARGS(text_is_empty(policy->marking) ? TEXT("none that the policy names")
                                                             : policy->marking));
    for (size_t i = 0; i < policy->attribute_count; i++) {
        text_add_format(out, "attribute  %.*s\n", TEXT_ARGS(policy->attributes[i]));
    }
    for (size_t i = 0; i < policy->dissemination_count; i++) {
        text_add_format(out, "only for   %.*s\n", TEXT_ARGS(policy->dissemination[i]));
    }
}

static void add_keys(Arena *arena, TextBuilder *out, const Tdf *tdf) {
    const size_t *share_of = NULL;
    const size_t shares = tdf_shares(arena, tdf, &share_of);
    text_add_format(out, "key        %s\n",
                    shares == 1 ? "whole, at any one of these key servers"
                                : "in shares: one key server of each share must agree");
    for (size_t i = 0; i < tdf->key_count; i++) {
        const TdfKeyAccess *access = &tdf->keys[i];
        text_add_format(out, "  share %zu  %.*s, %.*s", share_of[i] + 1, TEXT_ARGS(access->url),
                        TEXT_ARGS(access->type));
        if (!text_is_empty(access->kid)) {
            text_add_format(out, ", key %.*s", TEXT_ARGS(access->kid));
        }
        text_add_character(out, '\n');
    }
}

static void add_assertions(TextBuilder *out, const Tdf *tdf) {
    for (size_t i = 0; i < tdf->assertion_count; i++) {
        const TdfAssertion *assertion = &tdf->assertions[i];
        text_add_format(out, "assertion  %.*s, %.*s, %.*s: %.*s\n", TEXT_ARGS(assertion->id),
                        TEXT_ARGS(assertion->type), TEXT_ARGS(assertion->schema),
                        TEXT_ARGS(assertion->value));
    }
}

Text service_inspect_text(Arena *arena, const ShareReport *report) {
    const Tdf *tdf = report->tdf;
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%.*s: a sealed file in the Trusted Data Format, version %.*s\n",
                    TEXT_ARGS(report->name),
                    TEXT_ARGS(text_is_empty(tdf->schema_version) ? TEXT("4.2.2 or before")
                                                                 : tdf->schema_version));
    text_add_format(&out, "payload    %llu bytes in %zu segments under AES-256-GCM%s%.*s\n",
                    (unsigned long long)tdf->plain_size, tdf->segment_count,
                    text_is_empty(tdf->mime_type) ? "" : ", ", TEXT_ARGS(tdf->mime_type));
    add_policy(&out, &tdf->policy_read);
    add_keys(arena, &out, tdf);
    add_assertions(&out, tdf);
    text_add_format(&out, "integrity  %s: %.*s\n", PROOF_WORDS[report->proof],
                    TEXT_ARGS(report->reason));
    return text_built(&out);
}

static void add_json_keys(Arena *arena, JsonWriter *json, const Tdf *tdf) {
    const size_t *share_of = NULL;
    json_add_integer(json, "shares", (int64_t)tdf_shares(arena, tdf, &share_of));
    json_begin_array(json, "keys");
    for (size_t i = 0; i < tdf->key_count; i++) {
        json_begin_object(json, "");
        json_add_integer(json, "share", (int64_t)share_of[i] + 1);
        json_add_text(json, "url", tdf->keys[i].url);
        json_add_text(json, "type", tdf->keys[i].type);
        json_add_text(json, "kid", tdf->keys[i].kid);
        json_end(json);
    }
    json_end(json);
}

static void add_json_policy(JsonWriter *json, const TdfPolicy *policy) {
    json_begin_object(json, "policy");
    json_add_text(json, "uuid", policy->uuid);
    json_add_text(json, "item", policy->item);
    json_add_text(json, "label", policy->marking);
    json_begin_array(json, "attributes");
    for (size_t i = 0; i < policy->attribute_count; i++) {
        json_add_text(json, "", policy->attributes[i]);
    }
    json_end(json);
    json_begin_array(json, "only_for");
    for (size_t i = 0; i < policy->dissemination_count; i++) {
        json_add_text(json, "", policy->dissemination[i]);
    }
    json_end(json);
    json_end(json);
}

Text service_inspect_json(Arena *arena, const ShareReport *report) {
    const Tdf *tdf = report->tdf;
    JsonWriter *json = json_writer_new();
    json_add_text(json, "name", report->name);
    json_add_text(json, "version", tdf->schema_version);
    json_add_integer(json, "bytes", (int64_t)tdf->plain_size);
    json_add_integer(json, "segments", (int64_t)tdf->segment_count);
    json_add_text(json, "mime_type", tdf->mime_type);
    add_json_policy(json, &tdf->policy_read);
    add_json_keys(arena, json, tdf);
    json_begin_array(json, "assertions");
    for (size_t i = 0; i < tdf->assertion_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "id", tdf->assertions[i].id);
        json_add_text(json, "type", tdf->assertions[i].type);
        json_add_text(json, "schema", tdf->assertions[i].schema);
        json_add_text(json, "value", tdf->assertions[i].value);
        json_end(json);
    }
    json_end(json);
    json_add_text(json, "integrity", text_from(PROOF_WORDS[report->proof]));
    json_add_text(json, "integrity_reason", report->reason);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
