/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"
#include "service/service.h"

static void add_doubt(JsonWriter *json, const Pathway *pathway, size_t provision) {
    const LawStatus status = pathway_law_status(pathway->set, provision, pathway->query.as_of);
    if (status != LAW_VERIFIED) {
        json_begin_object(json, "");
        json_add_text(json, "rule", law_provision(pathway->set, provision).name);
        json_add_text(json, "status", law_status_word(status));
        json_end(json);
    }
}

/* What of the law that the offer is decided by was not verified as it is in force on the day. */
static void add_doubts(JsonWriter *json, const Pathway *pathway, const Decision *decision) {
    json_begin_array(json, "not_verified");
    for (size_t i = 0; i < decision->requirement_count; i++) {
        add_doubt(json, pathway, decision->requirements[i].provision);
    }
    for (size_t i = 0; i < decision->authority_count; i++) {
        add_doubt(json, pathway, decision->authorities[i].provision);
    }
    for (size_t i = 0; i < decision->prohibition_count; i++) {
        add_doubt(json, pathway, decision->prohibitions[i]);
    }
    json_end(json);
}

static void add_questions(JsonWriter *json, const char *name, const PathwayDoubt *doubt) {
    json_begin_array(json, name);
    for (size_t i = 0; i < doubt->question_count; i++) {
        const DecisionQuestion *question = &doubt->questions[i];
        json_begin_object(json, "");
        json_add_text(
            json, "do",
            pathway_step_word(question->attribute == LAW_NONE ? PATHWAY_VERIFY : PATHWAY_ANSWER));
        json_add_text(json, "name", question->name);
        json_add_text(json, "ask", question->ask);
        json_end(json);
    }
    json_end(json);
}

/* Law of which nobody knows whether it applies, and what has to be known for that. */
static void add_undetermined(JsonWriter *json, const LawSet *set, const PathwayOffer *offer) {
    json_begin_array(json, "undetermined");
    for (size_t i = 0; i < offer->doubt_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "rule", law_provision(set, offer->doubts[i].provision).name);
        add_questions(json, "until", &offer->doubts[i]);
        json_end(json);
    }
    json_end(json);
}

static void add_offer(Arena *arena, JsonWriter *json, const Pathway *pathway,
                      const PathwayOffer *offer) {
    const Workspace *workspace = pathway->workspace;
    json_begin_object(json, "");
    json_add_text(json, "programme", workspace->programmes[offer->programme].id);
    json_add_text(json, "item", workspace->items[offer->item].id);
    json_add_text(json, "buyer", workspace->parties[offer->buyer].id);
    json_add_text(json, "from", offer->from_country);
    json_add_text(json, "to", workspace->parties[offer->buyer].country);
    json_add_check(arena, json, pathway->set, offer->result);
    add_doubts(json, pathway, &offer->result->decision);
    add_undetermined(json, pathway->set, offer);
    json_end(json);
}

static void add_step(JsonWriter *json, const LawSet *set, const PathwayStep *step) {
    json_begin_object(json, "");
    json_add_text(json, "do", pathway_step_word(step->kind));
    json_add_text(json, "name", step->name);
    json_add_text(json, "what", step->what);
    json_add_text(json, "citation", step->citation);
    if (step->kind == PATHWAY_OBTAIN) {
        json_add_text(json, "for", law_provision(set, step->serves).name);
        json_add_text(json, "needed", step->is_needed ? TEXT("yes") : TEXT("perhaps"));
        json_add_text(json, "granted_by", step->granted_by);
        if (!step->is_needed) {
            add_questions(json, "undetermined_until", &step->doubt);
        }
        json_add_days(json, "days", step->days);
        json_add_text(json, "basis", step->basis);
    }
    json_add_integer(json, "offers", (int64_t)step->offers);
    json_end(json);
}

static void add_pathway(Arena *arena, JsonWriter *json, const Pathway *pathway) {
    const Party *party = &pathway->workspace->parties[pathway->party];
    json_add_text(json, "party", party->id);
    json_add_text(json, "name", party->name);
    json_add_text(json, "country", party->country);
    json_add_date(json, "as_of", pathway->query.as_of);
    json_add_date(json, "known_at", pathway->query.known_at);
    json_add_boolean(json, "relies_on_unverified", pathway->relies_on_unverified);
    json_begin_object(json, "outcomes");
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        json_add_integer(json, law_outcome_word((Outcome)i).bytes, (int64_t)pathway->by_outcome[i]);
    }
    json_end(json);
    json_begin_array(json, "steps");
    for (size_t i = 0; i < pathway->step_count; i++) {
        add_step(json, pathway->set, &pathway->steps[i]);
    }
    json_end(json);
    json_begin_array(json, "offers");
    for (size_t i = 0; i < pathway->offer_count; i++) {
        add_offer(arena, json, pathway, &pathway->offers[i]);
    }
    json_end(json);
    json_add_text(json, "workspace_digest", pathway->workspace->digest);
    json_add_packs(json, pathway->set, NULL);
    json_add_text(json, "notice", service_disclaimer());
}

Text service_pathway_json(Arena *arena, const Pathway *pathway) {
    JsonWriter *json = json_writer_new();
    add_pathway(arena, json, pathway);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
