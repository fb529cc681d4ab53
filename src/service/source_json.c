/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/json_parts.h"
#include "service/source_build.h"

enum { PLACES = 6 };

static Text party_id(const SourceAnswer *answer, size_t party) {
    return answer->workspace->parties[party].id;
}

/* Null where nothing limits it. */
static void add_amount(JsonWriter *json, const char *name, double value) {
    json_add_double(json, name, value, PLACES);
}

static void add_authorities(JsonWriter *json, const SourceAnswer *answer,
                            const Decision *decision) {
    json_begin_array(json, "under");
    for (size_t i = 0; i < decision->authority_count; i++) {
        if (decision->authorities[i].truth == TRUTH_YES) {
            json_begin_object(json, "");
            json_add_provision(json, answer->set, decision->authorities[i].provision);
            json_end(json);
        }
    }
    json_end(json);
    json_add_provisions(json, "blockers", answer->set, decision->blockers, decision->blocker_count);
}

static void add_duties(JsonWriter *json, const Decision *decision) {
    json_add_duties(json, decision);
    json_begin_array(json, "questions");
    for (size_t i = 0; i < decision->question_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "name", decision->questions[i].name);
        json_add_text(json, "ask", decision->questions[i].ask);
        json_add_boolean(json, "settles", decision->questions[i].settles);
        json_end(json);
    }
    json_end(json);
}

static void add_hop(JsonWriter *json, const SourceAnswer *answer, const SourceHop *hop) {
    json_begin_object(json, "");
    json_add_text(json, "from", party_id(answer, hop->from));
    json_add_text(json, "to", party_id(answer, hop->to));
    json_add_boolean(json, "has_lane", hop->has_lane);
    json_add_text(json, "outcome", law_outcome_word(hop->decision.outcome));
    json_add_days(json, "days", hop->decision.days);
    json_add_date(json, "leaves", hop->leaves);
    json_add_date(json, "arrives", hop->arrives);
    if (hop->clock != LAW_NONE) {
        json_add_text(json, "route", law_provision(answer->set, hop->clock).name);
    }
    if (hop->licence != SERVICE_NONE) {
        json_add_text(json, "licence", answer->workspace->authorisations[hop->licence].id);
    }
    add_authorities(json, answer, &hop->decision);
    add_duties(json, &hop->decision);
    json_end(json);
}

static void add_lists(JsonWriter *json, const SourceAnswer *answer,
                      const SourceCandidate *candidate) {
    json_begin_array(json, "way");
    for (size_t i = 0; i < candidate->hop_count; i++) {
        add_hop(json, answer, &candidate->hops[i]);
    }
    json_end(json);
    json_begin_array(json, "statuses");
    for (size_t i = 0; i < candidate->status_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "status", candidate->statuses[i].name);
        json_add_text(json, "value", candidate->statuses[i].value);
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "changes");
    for (size_t i = 0; i < candidate->change_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "if", candidate->changes[i].what);
        json_add_date(json, "arrives", candidate->changes[i].arrives);
        json_end(json);
    }
    json_end(json);
}

static void add_candidate(JsonWriter *json, const SourceAnswer *answer, size_t rank) {
    const SourceCandidate *candidate = &answer->candidates[rank];
    json_begin_object(json, "");
    json_add_integer(json, "rank", (int64_t)rank + 1);
    json_add_text(json, "party", party_id(answer, candidate->party));
    json_add_text(json, "country", answer->workspace->parties[candidate->party].country);
    json_add_boolean(json, "makes", candidate->makes);
    json_add_boolean(json, "holds", candidate->holds);
    json_add_text(json, "verdict", source_verdict_word(candidate->verdict));
    json_add_text(json, "reason", candidate->reason);
    json_add_text(json, "outcome", law_outcome_word(candidate->outcome));
    json_add_date(json, "ready", candidate->ready);
    json_add_date(json, "arrives", candidate->arrives);
    json_add_integer(json, "days_late", candidate->days_late);
    add_amount(json, "left", candidate->left);
    json_add_boolean(json, "left_is_unlimited", isinf(candidate->left));
    add_amount(json, "unit_usd", source_unit_usd(candidate));
    add_amount(json, "making_usd", candidate->making_usd);
    add_amount(json, "inputs_usd", candidate->inputs_usd);
    add_amount(json, "lanes_usd", candidate->lanes_usd);
    if (candidate->verdict == SOURCE_CAN) {
        add_amount(json, "concentration", candidate->concentration);
    }
    add_lists(json, answer, candidate);
    json_end(json);
}

static void add_combination(JsonWriter *json, const char *name, const SourceAnswer *answer,
                            const SourceCombination *made) {
    json_begin_object(json, name);
    json_begin_array(json, "shares");
    for (size_t i = 0; i < made->share_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "party",
                      party_id(answer, answer->candidates[made->shares[i].candidate].party));
        add_amount(json, "quantity", made->shares[i].quantity);
        json_end(json);
    }
    json_end(json);
    add_amount(json, "quantity", made->quantity);
    add_amount(json, "short", fmax(0, answer->quantity - made->quantity));
    add_amount(json, "usd", made->usd);
    add_amount(json, "concentration", made->concentration);
    json_end(json);
}

static void add_answer(JsonWriter *json, const SourceAnswer *answer) {
    json_add_text(json, "item", answer->workspace->items[answer->item].id);
    json_add_text(json, "unit", answer->workspace->items[answer->item].unit);
    json_add_text(json, "to", party_id(answer, answer->site));
    json_add_date(json, "by", answer->query.by);
    json_add_date(json, "as_of", answer->query.as_of);
    json_add_date(json, "known_at", answer->query.known_at);
    json_add_text(json, "end_use", answer->query.end_use);
    add_amount(json, "quantity", answer->quantity);
    json_add_text(json, "quantity_is", answer->quantity_is);
    add_amount(json, "concentration", answer->concentration);
    json_add_boolean(json, "relies_on_unverified", answer->relies_on_unverified);
    json_add_integer(json, "can", (int64_t)answer->can_count);
    json_begin_array(json, "candidates");
    for (size_t i = 0; i < answer->candidate_count; i++) {
        add_candidate(json, answer, i);
    }
    json_end(json);
    add_combination(json, "cheapest", answer, &answer->cheapest);
    add_combination(json, "broadest", answer, &answer->broadest);
    json_add_text(json, "workspace_digest", answer->workspace->digest);
    json_add_packs(json, answer->set, NULL);
    json_add_reforms(json, answer->set);
    json_add_text(json, "notice", service_disclaimer());
}

Text service_source_json(Arena *arena, const SourceAnswer *answer) {
    JsonWriter *json = json_writer_new();
    add_answer(json, answer);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
