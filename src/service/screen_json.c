/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "service/screen.h"
#include "service/service.h"

enum { SCORE_PLACES = 4 };

/* Integers as they are: score 8500 is 0.85. */
static void add_score(JsonWriter *json, const char *name, int score) {
    json_add_double(json, name, (double)score / SCREENING_ONE, SCORE_PLACES);
}

static void add_part(JsonWriter *json, const AlignedPart *part) {
    json_begin_object(json, "");
    json_add_text(json, "query", part->query);
    json_add_text(json, "listed", part->listed);
    json_add_text(json, "edge", edge_kind_word(part->kind));
    json_add_integer(json, "distance", part->distance);
    add_score(json, "similarity", part->similarity);
    add_score(json, "query_weight", part->query_weight);
    add_score(json, "listed_weight", part->listed_weight);
    json_end(json);
}

static void add_name(JsonWriter *json, const ListedParty *party, const NameHit *hit) {
    const ListedName *name = &party->names[hit->name];
    json_begin_object(json, "");
    json_add_text(json, "name", name->text);
    json_add_boolean(json, "alias", name->is_alias);
    json_add_boolean(json, "weak", name->is_weak);
    add_score(json, "score", hit->score);
    add_score(json, "query_coverage", hit->query_coverage);
    add_score(json, "listed_coverage", hit->listed_coverage);
    json_begin_array(json, "alignment");
    for (size_t i = 0; i < hit->part_count; i++) {
        add_part(json, &hit->parts[i]);
    }
    json_end(json);
    json_end(json);
}

static void add_hit(JsonWriter *json, const PartyHit *hit) {
    const ListedParty *party = hit->party;
    json_begin_object(json, "");
    add_score(json, "score", hit->score);
    json_add_text(json, "list", party->list);
    json_add_text(json, "list_title", hit->list->title);
    json_add_text(json, "id", party->id);
    json_add_text(json, "name", party->names[0].text);
    json_add_text(json, "kind", listed_kind_word(party->kind));
    json_add_text(json, "programme", party->programme);
    json_add_text(json, "citation", party->citation);
    json_begin_array(json, "countries");
    for (size_t i = 0; i < party->country_count; i++) {
        json_add_text(json, "", party->countries[i]);
    }
    json_end(json);
    json_add_text(json, "country_given", screen_evidence(hit->country));
    json_add_text(json, "kind_given", screen_evidence(hit->kind));
    json_add_text(json, "born_given", screen_evidence(hit->born));
    json_add_text(json, "city_given", screen_evidence(hit->city));
    json_begin_array(json, "details");
    for (size_t i = 0; i < party->detail_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "what", listed_detail_word(party->details[i].kind));
        json_add_text(json, "text", party->details[i].text);
        json_end(json);
    }
    json_end(json);
    json_add_boolean(json, "by_identifier", hit->is_by_identifier);
    json_begin_array(json, "names");
    for (size_t i = 0; i < hit->name_count; i++) {
        add_name(json, party, &hit->names[i]);
    }
    json_end(json);
    json_end(json);
}

static void add_notes(JsonWriter *json, const ScreeningResult *result) {
    json_begin_object(json, "name_read");
    json_add_boolean(json, "has_words", result->has_words);
    json_add_boolean(json, "is_cut", result->is_cut);
    json_add_boolean(json, "is_disguised", result->is_disguised);
    json_add_boolean(json, "has_controls", result->has_controls);
    json_add_boolean(json, "is_malformed", result->is_malformed);
    json_end(json);
}

static void add_lists(JsonWriter *json, const ScreeningList *lists, size_t count) {
    json_begin_array(json, "searched");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "title", lists[i].title);
        json_add_text(json, "file", lists[i].file);
        json_add_text(json, "format", lists[i].format);
        json_add_text(json, "date", lists[i].date);
        json_add_text(json, "sha256", lists[i].digest);
        json_add_integer(json, "parties", (int64_t)lists[i].party_count);
        json_add_integer(json, "names", (int64_t)lists[i].name_count);
        json_add_integer(json, "nameless", (int64_t)lists[i].nameless_count);
        json_end(json);
    }
    json_end(json);
}

Text service_screen_json(Arena *arena, const ScreeningList *lists, size_t count,
                         const ScreeningQuery *query, const ScreeningResult *result) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "name", query->name);
    add_score(json, "threshold", query->threshold);
    screen_add_thresholds(json, screen_thresholds_of(query), false);
    json_add_text(json, "version", screening_version());
    add_notes(json, result);
    json_begin_array(json, "hits");
    for (size_t i = 0; i < result->hit_count; i++) {
        add_hit(json, &result->hits[i]);
    }
    json_end(json);
    add_lists(json, lists, count);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
