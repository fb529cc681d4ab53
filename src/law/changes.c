/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "law/again.h"
#include "law/result.h"

/* ---- a date passes ---- */

/* Registers are read anew on that day too, unless they were known of a later one. */
static DecideOptions on_day(const DecideOptions *options, Date day) {
    DecideOptions later = *options;
    later.as_of = day;
    later.known_at = options->known_at > day ? options->known_at : day;
    return later;
}

static void add_dates(Arena *arena, const Again *again, const LawFacts *facts,
                      const DecideOptions *options, int days_ahead, Array *changes) {
    Date *dates = NULL;
    Date until = date_add_days(options->as_of, days_ahead);
    size_t count = law_change_dates(arena, facts->set, options->as_of, until, &dates);
    Outcome before = law_again(again, facts, options);
    for (size_t i = 0; i < count; i++) {
        DecideOptions later = on_day(options, dates[i]);
        Outcome outcome = law_again(again, facts, &later);
        if (outcome != before) {
            *(DecisionChange *)array_add(changes) =
                (DecisionChange){.attribute = LAW_NONE, .date = dates[i], .outcome = outcome};
        }
        before = outcome;
    }
}

/* ---- a fact is other than it is ---- */

/* What a person can make so comes before what can only be chosen anew. */
typedef enum ChangeRank {
    RANK_TRANSFER, /* statements, licences, parties, uses */
    RANK_ITEM,     /* what the item is found to be */
    RANK_PLACE,    /* another country */
    RANK_CODE      /* another entry of a list */
} ChangeRank;

enum { FEW_VALUES = 24 };

typedef struct Variable {
    size_t attribute;
    ChangeRank rank;
    Text *values;
    size_t count;
} Variable;

static ChangeRank rank_of(const LawAttribute *attribute, size_t value_count) {
    if (attribute->type == ATTRIBUTE_COUNTRY) {
        return RANK_PLACE;
    }
    if (attribute->type == ATTRIBUTE_CODE && value_count > FEW_VALUES) {
        return RANK_CODE;
    }
    return text_starts_with(attribute->name, TEXT("item.")) ? RANK_ITEM : RANK_TRANSFER;
}

static int compare_variables(const void *a, const void *b) {
    const Variable *left = a;
    const Variable *right = b;
    if (left->rank != right->rank) {
        return left->rank < right->rank ? -1 : 1;
    }
    if (left->count != right->count) {
        return left->count < right->count ? -1 : 1;
    }
    return (left->attribute > right->attribute) - (left->attribute < right->attribute);
}

/* Of one rank, those with few values first: their changes say most. */
static Variable *list_variables(Arena *arena, const LawSet *set) {
    Variable *variables = ARENA_MANY(arena, Variable, set->attribute_count);
    for (size_t i = 0; i < set->attribute_count; i++) {
        variables[i].attribute = i;
        variables[i].count = law_candidates(arena, set, i, false, &variables[i].values);
        variables[i].rank = rank_of(&set->attributes[i], variables[i].count);
    }
    if (set->attribute_count > 0) {
        qsort(variables, set->attribute_count, sizeof(Variable), compare_variables);
    }
    return variables;
}

/* To stay where it is is no way to send a thing. */
static bool is_at_home(const LawFacts *facts, const Variable *variable, Text value) {
    size_t origin = 0;
    size_t destination = 0;
    if (!map_find(facts->set->attribute_names, TEXT("origin"), &origin) ||
        !map_find(facts->set->attribute_names, TEXT("destination"), &destination)) {
        return false;
    }
    if (variable->attribute != origin && variable->attribute != destination) {
        return false;
    }
    const FactValue *other = &facts->values[variable->attribute == origin ? destination : origin];
    return other->is_known && text_equals(other->value.text, value);
}

static void add_value(const Again *again, LawFacts *facts, const DecideOptions *options,
                      const Variable *variable, Text value, Outcome present, Array *changes) {
    Error error = {0};
    FactValue kept = facts->values[variable->attribute];
    if (is_at_home(facts, variable, value) ||
        !law_facts_set(facts, variable->attribute, value, &error)) {
        return;
    }
    Outcome outcome = law_again(again, facts, options);
    facts->values[variable->attribute] = kept;
    if (outcome != present) {
        *(DecisionChange *)array_add(changes) = (DecisionChange){.attribute = variable->attribute,
                                                                 .value = value,
                                                                 .date = options->as_of,
                                                                 .outcome = outcome};
    }
}

static size_t count_values(const LawSet *set, const Variable *variables) {
    size_t count = 0;
    for (size_t i = 0; i < set->attribute_count; i++) {
        count += variables[i].count;
    }
    return count;
}

static void add_facts(Arena *arena, const Again *again, const LawFacts *facts,
                      const DecideOptions *options, const Variable *variables, Array *changes) {
    LawFacts *varied = law_facts_copy(arena, facts);
    Outcome present = law_again(again, facts, options);
    for (size_t i = 0; i < facts->set->attribute_count; i++) {
        for (size_t j = 0; j < variables[i].count; j++) {
            add_value(again, varied, options, &variables[i], variables[i].values[j], present,
                      changes);
        }
    }
}

static size_t list_changes(Arena *arena, const Again *again, const LawFacts *facts,
                           const DecideOptions *options, int days_ahead, const Variable *variables,
                           DecisionChange **changes) {
    Array list = array_new(arena, sizeof(DecisionChange));
    add_dates(arena, again, facts, options, days_ahead, &list);
    add_facts(arena, again, facts, options, variables, &list);
    *changes = list.items;
    return list.count;
}

size_t law_changes(Arena *arena, const LawSet *set, const LawFacts *facts,
                   const DecideOptions *options, int days_ahead, DecisionChange **changes) {
    DecideOptions plain = *options;
    plain.explain = false;
    const Variable *variables = list_variables(arena, set);
    const Again again = law_again_new(arena, facts, &plain, count_values(set, variables));
    return list_changes(arena, &again, facts, &plain, days_ahead, variables, changes);
}

size_t law_changes_by(Arena *arena, const Again *again, const LawFacts *facts,
                      const DecideOptions *options, int days_ahead, DecisionChange **changes) {
    return list_changes(arena, again, facts, options, days_ahead, list_variables(arena, facts->set),
                        changes);
}
