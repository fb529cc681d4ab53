/* SPDX-License-Identifier: Apache-2.0 */
/* Screenings and dispositions as rows of the audit chain: what was asked, of which releases,
 * how, and what came of it; where nothing was found too. */
#include "base/digest.h"
#include "base/json.h"
#include "service/screen.h"
#include "service/service.h"

static void add_lists(JsonWriter *json, const ScreeningList *lists, size_t count) {
    json_begin_array(json, "lists");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "title", lists[i].title);
        json_add_text(json, "released", lists[i].date);
        json_add_text(json, "sha256", lists[i].digest);
        json_end(json);
    }
    json_end(json);
}

static Text finish(Arena *arena, JsonWriter *json) {
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}

Text service_screen_inputs(Arena *arena, const ScreeningList *lists, size_t count,
                           const ScreeningQuery *query, size_t hit_count) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "name", query->name);
    json_add_text(json, "country", query->country);
    json_add_text(json, "kind", listed_kind_word(query->kind));
    if (!text_is_empty(query->born)) {
        json_add_text(json, "born", query->born);
    }
    if (!text_is_empty(query->city)) {
        json_add_text(json, "city", query->city);
    }
    json_begin_array(json, "identifiers");
    for (size_t i = 0; i < query->identifier_count; i++) {
        json_add_text(json, "",
                      text_format(arena, "%.*s=%.*s", TEXT_ARGS(query->identifiers[i].type),
                                  TEXT_ARGS(query->identifiers[i].value)));
    }
    json_end(json);
    json_add_integer(json, "threshold", query->threshold);
    screen_add_thresholds(json, screen_thresholds_of(query), true);
    json_add_text(json, "version", screening_version());
    add_lists(json, lists, count);
    json_add_integer(json, "hits", (int64_t)hit_count);
    return finish(arena, json);
}

Text service_screen_table_inputs(Arena *arena, const ScreeningList *lists, size_t count,
                                 Text content, ScreeningThresholds thresholds) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "table", digest_bytes(arena, content));
    json_add_integer(json, "threshold", thresholds.otherwise);
    screen_add_thresholds(json, thresholds, true);
    json_add_text(json, "version", screening_version());
    add_lists(json, lists, count);
    return finish(arena, json);
}

Text service_disposition_inputs(Arena *arena, const Disposition *disposition) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "party", disposition->party);
    json_add_text(json, "list", disposition->list);
    json_add_text(json, "listed", disposition->listed);
    json_add_text(json, "review", listing_review_word(disposition->review));
    json_add_text(json, "reason", disposition->reason);
    json_add_text(json, "author", disposition->author);
    json_add_text(json, "until",
                  disposition->until == DATE_MAX ? TEXT("")
                                                 : date_format(arena, disposition->until));
    return finish(arena, json);
}

AuditEntry service_screen_entry(Arena *arena, const ScreenRecord *record) {
    return (AuditEntry){.at_ms = record->at_ms,
                        .who = record->who,
                        .kind = record->kind,
                        .inputs = record->inputs,
                        .law = TEXT(""),
                        .result = digest_bytes(arena, record->output)};
}

bool service_screen_record(Arena *arena, Store *store, const ScreenRecord *record, int64_t *number,
                           Error *error) {
    const AuditEntry entry = service_screen_entry(arena, record);
    return store_audit_append(store, &entry, 1, number, error);
}
