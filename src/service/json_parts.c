/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"

static const Text TRUTH_WORDS[] = {
    [TRUTH_NO] = {"no", 2},
    [TRUTH_UNKNOWN] = {"unknown", 7},
    [TRUTH_YES] = {"yes", 3},
};

Text truth_word(Truth truth) {
    return TRUTH_WORDS[truth];
}

static void add_rule(JsonWriter *json, const ProvisionInfo *info) {
    json_add_text(json, "rule", info->name);
    json_add_text(json, "title", info->title);
    json_add_text(json, "citation", info->citation);
}

void json_add_provision(JsonWriter *json, const LawSet *set, size_t provision) {
    const ProvisionInfo info = law_provision(set, provision);
    add_rule(json, &info);
    json_add_text(json, "status", law_status_word(info.status));
}

void json_add_provisions(JsonWriter *json, const char *name, const LawSet *set,
                         const size_t *provisions, size_t count) {
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, "");
        json_add_provision(json, set, provisions[i]);
        json_end(json);
    }
    json_end(json);
}

void json_add_rules(JsonWriter *json, const char *name, const LawSet *set, const size_t *provisions,
                    size_t count) {
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++) {
        const ProvisionInfo info = law_provision(set, provisions[i]);
        json_begin_object(json, "");
        add_rule(json, &info);
        json_end(json);
    }
    json_end(json);
}

void json_add_outcome(JsonWriter *json, const Decision *decision) {
    json_add_text(json, "outcome", law_outcome_word(decision->outcome));
    json_add_text(json, "best", law_outcome_word(decision->best));
    json_add_text(json, "worst", law_outcome_word(decision->worst));
    json_add_days(json, "days", decision->days);
    json_add_date(json, "as_of", decision->as_of);
    json_add_date(json, "known_at", decision->known_at);
    json_add_boolean(json, "relies_on_unverified", decision->relies_on_unverified);
}

void json_add_duties(JsonWriter *json, const Decision *decision) {
    json_begin_array(json, "obligations");
    for (size_t i = 0; i < decision->obligation_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "text", decision->obligations[i].text);
        json_add_text(json, "citation", decision->obligations[i].citation);
        json_end(json);
    }
    json_end(json);
}

void json_add_citations(JsonWriter *json, const Decision *decision) {
    json_begin_array(json, "citations");
    for (size_t i = 0; i < decision->citation_count; i++) {
        json_add_text(json, "", decision->citations[i]);
    }
    json_end(json);
}

void json_add_days(JsonWriter *json, const char *name, int days) {
    if (days < 0) {
        json_add_null(json, name);
    } else {
        json_add_integer(json, name, days);
    }
}

static const PackDecision *decision_of_pack(const Decision *decision, size_t pack) {
    for (size_t i = 0; decision != NULL && i < decision->pack_count; i++) {
        if (decision->packs[i].pack == pack) {
            return &decision->packs[i];
        }
    }
    return NULL;
}

void json_add_packs(JsonWriter *json, const LawSet *set, const Decision *decision) {
    json_begin_array(json, "packs");
    for (size_t i = 0; i < law_pack_count(set); i++) {
        const PackInfo pack = law_pack(set, i);
        json_begin_object(json, "");
        json_add_text(json, "name", pack.name);
        json_add_text(json, "title", pack.title);
        json_add_date(json, "vintage", pack.vintage);
        json_add_text(json, "digest", pack.digest);
        if (!text_equals(pack.digest, pack.base_digest)) {
            json_add_text(json, "digest_without_reforms", pack.base_digest);
        }
        const PackDecision *says = decision_of_pack(decision, i);
        if (says != NULL) {
            json_add_text(json, "speaks", truth_word(says->speaks));
        }
        if (says != NULL && says->speaks != TRUTH_NO) {
            json_add_text(json, "outcome", law_outcome_word(says->outcome));
            json_add_days(json, "days", says->days);
        }
        json_end(json);
    }
    json_end(json);
}

static void add_reform(JsonWriter *json, const ReformInfo *reform) {
    json_begin_object(json, "");
    json_add_text(json, "name", reform->name);
    json_add_text(json, "title", reform->title);
    json_add_text(json, "citation", reform->citation);
    json_add_text(json, "source", reform->source);
    json_add_text(json, "note", reform->note);
    json_add_boolean(json, "hypothetical", reform->is_hypothetical);
    if (reform->dates.from != DATE_MIN) {
        json_add_date(json, "from", reform->dates.from);
    }
    if (reform->dates.until != DATE_MAX) {
        json_add_date(json, "until", reform->dates.until);
    }
    json_add_text(json, "digest", reform->digest);
    json_begin_array(json, "changes");
    for (size_t i = 0; i < reform->change_count; i++) {
        json_add_text(json, "", reform->changes[i]);
    }
    json_end(json);
    json_end(json);
}

void json_add_reforms(JsonWriter *json, const LawSet *set) {
    json_begin_array(json, "reforms");
    for (size_t i = 0; i < law_reform_count(set); i++) {
        const ReformInfo reform = law_reform_info(set, i);
        add_reform(json, &reform);
    }
    json_end(json);
}

void json_add_series(JsonWriter *json, const char *name, const double *values, size_t count,
                     unsigned places) {
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++) {
        json_add_double(json, "", values[i], places);
    }
    json_end(json);
}

void json_add_change(JsonWriter *json, const Workspace *workspace, const ReportChange *change) {
    json_begin_object(json, "");
    json_add_date(json, "date", change->date);
    json_add_text(json, "item", workspace->items[change->item].id);
    json_add_text(json, "from", change->from_country);
    json_add_text(json, "to", change->to_countries);
    json_add_text(json, "end_use", change->end_use);
    json_add_integer(json, "lanes", (int64_t)change->lane_count);
    json_add_text(json, "before", law_outcome_word(change->before));
    json_add_text(json, "after", law_outcome_word(change->after));
    json_add_text(json, "because", change->because);
    json_add_text(json, "status", law_status_word(change->status));
    json_end(json);
}

void json_add_listing(JsonWriter *json, const Listing *listing) {
    json_add_text(json, "list", listing->list);
    json_add_text(json, "listed", listing->listed);
    json_add_text(json, "name", listing->name);
    json_add_text(json, "score", listing->score);
    json_add_boolean(json, "by_identifier", listing->basis == LISTING_BY_IDENTIFIER);
    json_add_text(json, "review", listing_review_word(listing->review));
    json_add_text(json, "reason", listing->reason);
    json_add_text(json, "author", listing->author);
}
