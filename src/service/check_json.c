/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "service/check_words.h"
#include "service/json_parts.h"
#include "service/service.h"

static void add_authorities(JsonWriter *json, const LawSet *set, const Decision *decision) {
    json_begin_array(json, "authorities");
    for (size_t i = 0; i < decision->authority_count; i++) {
        const DecisionAuthority *authority = &decision->authorities[i];
        const ProvisionInfo info = law_provision(set, authority->provision);
        json_begin_object(json, "");
        json_add_text(json, "name", info.name);
        json_add_text(json, "title", info.title);
        json_add_text(json, "track", authority->track);
        json_add_text(json, "citation", authority->citation);
        json_add_text(json, "status", law_status_word(authority->status));
        json_add_text(json, "truth", truth_word(authority->truth));
        json_add_integer(json, "obligations", (int64_t)authority->obligation_count);
        json_end(json);
    }
    json_end(json);
}

static void add_requirements(JsonWriter *json, const LawSet *set, const Decision *decision) {
    json_begin_array(json, "requirements");
    for (size_t i = 0; i < decision->requirement_count; i++) {
        const DecisionRequirement *requirement = &decision->requirements[i];
        json_begin_object(json, "");
        json_add_provision(json, set, requirement->provision);
        json_add_text(json, "truth", truth_word(requirement->truth));
        json_add_text(json, "reason", requirement->reason);
        json_add_text(json, "says", requirement->say);
        json_add_boolean(json, "covered", requirement->is_covered);
        json_end(json);
    }
    json_end(json);
}

static void add_obligations(JsonWriter *json, const LawSet *set, const Decision *decision) {
    json_begin_array(json, "obligations");
    for (size_t i = 0; i < decision->obligation_count; i++) {
        const DecisionObligation *obligation = &decision->obligations[i];
        json_begin_object(json, "");
        json_add_text(json, "text", obligation->text);
        json_add_text(json, "under", law_provision(set, obligation->provision).name);
        json_add_text(json, "citation", obligation->citation);
        json_add_date(json, obligation->is_deadline ? "deadline" : "until", obligation->until);
        json_end(json);
    }
    json_end(json);
}

/* Routes that come first: named only where there are some. */
static void add_steps_before(JsonWriter *json, const LawSet *set, const DecisionRoute *route) {
    if (route->after_count == 0) {
        return;
    }
    json_begin_array(json, "after");
    for (size_t i = 0; i < route->after_count; i++) {
        json_add_text(json, "", law_provision(set, route->after[i]).name);
    }
    json_end(json);
}

static void add_routes(JsonWriter *json, const LawSet *set, const Decision *decision) {
    json_begin_array(json, "routes");
    for (size_t i = 0; i < decision->route_count; i++) {
        const DecisionRoute *route = &decision->routes[i];
        json_begin_object(json, "");
        json_add_provision(json, set, route->provision);
        json_add_text(json, "truth", truth_word(route->truth));
        json_add_days(json, "days", route->days);
        json_add_text(json, "basis", route->basis);
        json_add_text(json, "granted_by", law_provision(set, route->provision).granted_by);
        json_add_text(json, "review", law_review_word(route->review));
        add_steps_before(json, set, route);
        json_end(json);
    }
    json_end(json);
}

static void add_questions(JsonWriter *json, const Decision *decision) {
    json_begin_array(json, "questions");
    for (size_t i = 0; i < decision->question_count; i++) {
        const DecisionQuestion *question = &decision->questions[i];
        json_begin_object(json, "");
        json_add_text(json, "name", question->name);
        json_add_text(json, "ask", question->ask);
        json_add_text(json, "citation", question->citation);
        json_add_integer(json, "cost", question->cost);
        json_add_boolean(json, "settles", question->settles);
        json_add_boolean(json, "about_the_law", question->attribute == LAW_NONE);
        json_end(json);
    }
    json_end(json);
}

static void add_changes(JsonWriter *json, const LawSet *set, const TransferDecision *result) {
    json_begin_array(json, "changes");
    for (size_t i = 0; i < result->change_count; i++) {
        const DecisionChange *change = &result->changes[i];
        json_begin_object(json, "");
        if (change->attribute == LAW_NONE) {
            json_add_date(json, "date", change->date);
        } else {
            json_add_text(json, "fact", law_attribute(set, change->attribute).name);
            json_add_text(json, "value", change->value);
        }
        json_add_text(json, "outcome", law_outcome_word(change->outcome));
        json_end(json);
    }
    json_end(json);
}

static void add_part(JsonWriter *json, const LawSet *set, const ChangePart *part) {
    json_begin_object(json, "");
    switch (part->kind) {
    case CHANGE_FACT:
        json_add_text(json, "fact", law_attribute(set, part->index).name);
        json_add_text(json, "value", part->value);
        break;
    case CHANGE_DATE:
        json_add_date(json, "date", part->date);
        break;
    case CHANGE_LAW_OFF:
        json_add_text(json, "without", law_provision(set, part->index).name);
        json_add_text(json, "citation", law_provision(set, part->index).citation);
        break;
    case CHANGE_LAW_REFORM:
        json_add_text(json, "reform", law_offer(set, part->index).name);
        break;
    }
    json_end(json);
}

static void add_change_sets(Arena *arena, JsonWriter *json, const LawSet *set,
                            const TransferDecision *result) {
    json_begin_array(json, "change_sets");
    for (size_t i = 0; i < result->change_set_count; i++) {
        const ChangeSet *changes = &result->change_sets[i];
        json_begin_object(json, "");
        json_begin_array(json, "parts");
        for (size_t j = 0; j < changes->part_count; j++) {
            add_part(json, set, &changes->parts[j]);
        }
        json_end(json);
        json_add_text(json, "words", check_change_words(arena, set, changes));
        json_add_text(json, "outcome", law_outcome_word(changes->outcome));
        json_end(json);
    }
    json_end(json);
}

/* The tree's depth is that of the packs' conditions, which the parser limits. */
static void add_steps(JsonWriter *json, const char *name, const LawSet *set,
                      const DecisionStep *steps, size_t count) {
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "truth", truth_word(steps[i].truth));
        json_add_text(json, "text", steps[i].text);
        json_add_text(json, "citation", steps[i].citation);
        json_add_text(json, "status", law_status_word(steps[i].status));
        if (steps[i].provision != LAW_NONE) {
            json_add_text(json, "rule", law_provision(set, steps[i].provision).name);
        }
        if (steps[i].child_count > 0) {
            add_steps(json, "steps", set, steps[i].children, steps[i].child_count);
        }
        json_end(json);
    }
    json_end(json);
}

static void add_facts(Arena *arena, JsonWriter *json, const LawSet *set, const LawFacts *facts) {
    json_begin_object(json, "facts");
    for (size_t i = 0; i < law_attribute_count(set); i++) {
        Text value = {0};
        if (law_facts_value(arena, facts, i, &value)) {
            const Text name = law_attribute(set, i).name;
            json_add_text(json, text_terminated(arena, name),
                          text_is_empty(value) ? TEXT("unknown") : value);
        }
    }
    json_end(json);
}

void json_add_check(Arena *arena, JsonWriter *json, const LawSet *set,
                    const TransferDecision *result) {
    const Decision *decision = &result->decision;
    json_add_text(json, "transfer", result->heading);
    json_add_outcome(json, decision);
    json_add_text(json, "weakest_law", law_status_word(decision->weakest));
    add_authorities(json, set, decision);
    add_requirements(json, set, decision);
    json_add_provisions(json, "prohibitions", set, decision->prohibitions,
                        decision->prohibition_count);
    add_obligations(json, set, decision);
    add_routes(json, set, decision);
    add_questions(json, decision);
    json_add_citations(json, decision);
    add_changes(json, set, result);
    add_change_sets(arena, json, set, result);
    json_add_packs(json, set, decision);
    json_add_reforms(json, set);
    add_facts(arena, json, set, result->facts);
    add_steps(json, "explanation", set, decision->steps, decision->step_count);
    json_add_text(json, "notice", service_disclaimer());
}

Text service_check_json(Arena *arena, const LawSet *set, const TransferDecision *result) {
    JsonWriter *json = json_writer_new();
    json_add_check(arena, json, set, result);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
