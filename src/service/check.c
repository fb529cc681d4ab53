/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "service/facts.h"

/* How far ahead the dates are looked for after which a decision differs. */
enum { CHANGE_DAYS_AHEAD = 366 };

static bool give_ends(Arena *arena, LawFacts *facts, const LawSet *set, const Transfer *transfer,
                      Error *error) {
    return facts_give(arena, facts, set, TEXT("origin"), transfer->from.country, error) &&
           facts_give(arena, facts, set, TEXT("destination"), transfer->to.country, error) &&
           facts_offer(facts, set, TEXT("exporter.id"), transfer->from.party, error) &&
           facts_offer(facts, set, TEXT("exporter.country"), transfer->from.country, error) &&
           facts_offer(facts, set, TEXT("consignee.id"), transfer->to.party, error) &&
           facts_offer(facts, set, TEXT("consignee.country"), transfer->to.country, error);
}

static bool give_all(Arena *arena, LawFacts *facts, const LawSet *set, const Transfer *transfer,
                     Error *error) {
    if (!give_ends(arena, facts, set, transfer, error)) {
        return false;
    }
    for (size_t i = 0; i < transfer->item_count; i++) {
        const Text name = text_format(arena, "item.%.*s", TEXT_ARGS(transfer->item[i].name));
        if (!facts_give(arena, facts, set, name, transfer->item[i].value, error)) {
            return false;
        }
    }
    for (size_t i = 0; i < transfer->fact_count; i++) {
        const FactGiven *fact = &transfer->facts[i];
        if (!facts_give(arena, facts, set, fact->name, fact->value, error)) {
            return false;
        }
    }
    return true;
}

bool facts_of_request(Arena *arena, const LawSet *set, const Transfer *transfer, LawFacts **result,
                      Error *error) {
    LawFacts *facts = law_facts_new(arena, set);
    *result = facts;
    return give_all(arena, facts, set, transfer, error);
}

static void add_end(TextBuilder *builder, const char *word, TransferEnd end) {
    text_add_format(builder, " %s %.*s", word, TEXT_ARGS(end.country));
    if (!text_is_empty(end.party)) {
        text_add_format(builder, " (%.*s)", TEXT_ARGS(end.party));
    }
}

static int by_name(const void *a, const void *b) {
    const FactGiven *first = a;
    const FactGiven *second = b;
    return text_compare(first->name, second->name);
}

/* By name, whatever the order they were given in: so a decision made again from its record, which
 * has no such order, is told alike. */
static const FactGiven *in_order(Arena *arena, const FactGiven *facts, size_t count) {
    FactGiven *sorted = ARENA_MANY(arena, FactGiven, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = facts[i];
    }
    if (count > 0) {
        qsort(sorted, count, sizeof(FactGiven), by_name);
    }
    return sorted;
}

static Text heading_of(Arena *arena, const Transfer *transfer) {
    TextBuilder builder = text_builder_new(arena);
    const FactGiven *item = in_order(arena, transfer->item, transfer->item_count);
    const FactGiven *facts = in_order(arena, transfer->facts, transfer->fact_count);
    for (size_t i = 0; i < transfer->item_count; i++) {
        text_add_format(&builder, "%s%.*s %.*s", i == 0 ? "" : ", ", TEXT_ARGS(item[i].name),
                        TEXT_ARGS(item[i].value));
    }
    if (transfer->item_count == 0) {
        text_add(&builder, TEXT("an item of which nothing is said"));
    }
    text_add_character(&builder, ',');
    add_end(&builder, "from", transfer->from);
    add_end(&builder, "to", transfer->to);
    for (size_t i = 0; i < transfer->fact_count; i++) {
        text_add_format(&builder, "; %.*s %.*s", TEXT_ARGS(facts[i].name),
                        TEXT_ARGS(facts[i].value));
    }
    return text_built(&builder);
}

/* ---- notes ---- */

/* A condition that was looked at ends in the facts it read:
 * "consignee.lists has EL  (consignee.lists: EL, origin: US)". */
static bool reads(const DecisionStep *step, Text fact) {
    Text read = {0};
    size_t at = 0;
    bool is_read = false;
    if (step->child_count > 0 || !text_find(step->text, TEXT("  ("), &at)) {
        return false;
    }
    Text rest = text_slice(step->text, at + 3, step->text.length);
    while (!is_read && text_split(&rest, ',', &read)) {
        Text value = text_trim(read);
        Text name = {0};
        (void)text_split(&value, ':', &name);
        is_read = value.bytes != NULL && text_equals(name, fact);
    }
    return is_read;
}

static DecisionStep *noted_steps(Arena *arena, const Transfer *transfer, const DecisionStep *steps,
                                 size_t count);

/* What a fact rests on stands below the condition that read it. */
static DecisionStep noted_step(Arena *arena, const Transfer *transfer, const DecisionStep *step) {
    DecisionStep noted = *step;
    DecisionStep *notes = ARENA_MANY(arena, DecisionStep, transfer->note_count);
    size_t count = 0;
    for (size_t i = 0; i < transfer->note_count; i++) {
        if (reads(step, transfer->notes[i].name)) {
            notes[count++] = (DecisionStep){.truth = step->truth,
                                            .text = transfer->notes[i].value,
                                            .status = step->status,
                                            .provision = LAW_NONE};
        }
    }
    if (step->child_count > 0) {
        noted.children = noted_steps(arena, transfer, step->children, step->child_count);
    } else if (count > 0) {
        noted.children = notes;
        noted.child_count = count;
    }
    return noted;
}

static DecisionStep *noted_steps(Arena *arena, const Transfer *transfer, const DecisionStep *steps,
                                 size_t count) {
    DecisionStep *noted = ARENA_MANY(arena, DecisionStep, count);
    for (size_t i = 0; i < count; i++) {
        noted[i] = noted_step(arena, transfer, &steps[i]);
    }
    return noted;
}

static void add_notes(Arena *arena, const Transfer *transfer, Decision *decision) {
    if (transfer->note_count > 0) {
        decision->steps = noted_steps(arena, transfer, decision->steps, decision->step_count);
    }
}

bool service_check(Arena *arena, const LawSet *set, const LawEngine *engine,
                   const Transfer *transfer, TransferDecision *result, Error *error) {
    LawFacts *facts = NULL;
    if (!facts_of_request(arena, set, transfer, &facts, error)) {
        return false;
    }
    const DecideOptions options = {
        .as_of = transfer->as_of,
        .known_at = transfer->known_at,
        .accept_unverified = transfer->accept_unverified,
        .by_cases = true,
        .explain = true,
        .quantile = transfer->quantile,
        .engine = engine,
    };
    *result = (TransferDecision){.facts = facts, .heading = heading_of(arena, transfer)};
    law_decide(arena, set, facts, &options, &result->decision);
    add_notes(arena, transfer, &result->decision);
    AllChanges all;
    law_all_changes(arena, facts, &options, CHANGE_DAYS_AHEAD, &all);
    result->changes = all.changes;
    result->change_count = all.change_count;
    result->change_sets = all.sets;
    result->change_set_count = all.set_count;
    return true;
}
