/* SPDX-License-Identifier: Apache-2.0 */
#include "law/situation_values.h"

#include <stdlib.h>

#include "law/result.h"

/* ---- what tests a fact ---- */

static bool is_attribute(const Operand *operand, size_t attribute) {
    return (operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER) &&
           operand->index == attribute;
}

static bool condition_tests(const LawSet *set, const Condition *condition, size_t attribute) {
    if (condition == NULL) {
        return false;
    }
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (is_attribute(&condition->operands[i], attribute)) {
            return true;
        }
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        if (condition_tests(set, &condition->children[i], attribute)) {
            return true;
        }
    }
    return condition->kind == CONDITION_FACT &&
           law_provision_tests(set, &set->provisions[condition->provision], attribute);
}

static bool reviews_test(const LawSet *set, const Provision *provision, size_t attribute) {
    for (size_t i = 0; i < provision->review_count; i++) {
        if (condition_tests(set, provision->reviews[i].when, attribute)) {
            return true;
        }
    }
    return false;
}

bool law_provision_tests(const LawSet *set, const Provision *provision, size_t attribute) {
    for (size_t i = 0; i < provision->each.match_count; i++) {
        if (is_attribute(&provision->each.matches[i].operand, attribute)) {
            return true;
        }
    }
    return (provision->has_reason && is_attribute(&provision->reason, attribute)) ||
           condition_tests(set, provision->when, attribute) ||
           condition_tests(set, provision->provided_that, attribute) ||
           condition_tests(set, provision->except_where, attribute) ||
           reviews_test(set, provision, attribute);
}

/* ---- facts compared with facts, and codes with what they lie below ---- */

static bool has_other_attribute(const Condition *condition, size_t attribute) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        if (operand->kind == OPERAND_ATTRIBUTE && operand->index != attribute) {
            return true;
        }
    }
    return false;
}

static void find_uses(const Condition *condition, size_t attribute, FactUses *uses) {
    if (condition == NULL) {
        return;
    }
    bool is_asked = false;
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        is_asked = is_asked || is_attribute(operand, attribute);
        uses->is_within |= is_attribute(operand, attribute) && operand->is_within;
    }
    uses->is_within |= is_asked && condition->kind == CONDITION_WITHIN;
    if (is_asked && condition->kind != CONDITION_TABLE &&
        has_other_attribute(condition, attribute)) {
        uses->is_compared |= condition->kind == CONDITION_EQUALS;
        uses->is_open |= condition->kind != CONDITION_EQUALS;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        find_uses(&condition->children[i], attribute, uses);
    }
}

static void find_uses_in(const Provision *provision, size_t attribute, FactUses *uses) {
    find_uses(provision->when, attribute, uses);
    find_uses(provision->provided_that, attribute, uses);
    find_uses(provision->except_where, attribute, uses);
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        uses->is_within |= match->is_within && is_attribute(&match->operand, attribute);
    }
}

FactUses law_fact_uses(const Space *space, const Dimension *dimension) {
    FactUses uses = {0};
    for (size_t i = 0; i < space->side_count; i++) {
        const LawSet *set = space->sides[i].set;
        size_t attribute = dimension->attributes[i];
        for (size_t j = 0; attribute != LAW_NONE && j < set->provision_count; j++) {
            find_uses_in(&set->provisions[j], attribute, &uses);
        }
    }
    if (space->hypothesis != NULL && dimension->attributes[0] != LAW_NONE) {
        find_uses_in(space->hypothesis, dimension->attributes[0], &uses);
    }
    bool is_code = dimension->type == ATTRIBUTE_CODE || dimension->type == ATTRIBUTE_COUNTRY ||
                   dimension->type == ATTRIBUTE_YES_NO;
    uses.is_open |= uses.is_compared && !is_code;
    return uses;
}

/* ---- values ---- */

typedef struct Words {
    Arena *arena;
    Map *seen;
    Array list; /* of Text */
} Words;

static Words words_new(Arena *arena) {
    return (Words){arena, map_new(arena), array_new(arena, sizeof(Text))};
}

static void add_word(Words *words, Text word) {
    if (map_add(words->seen, word, 0)) {
        *(Text *)array_add(&words->list) = word;
    }
}

static void add_reasons(Words *words, const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    bool is_reason =
        condition->kind == CONDITION_EVERY_REASON || condition->kind == CONDITION_ANY_REASON;
    for (size_t i = 0; is_reason && i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_LITERAL) {
            add_word(words, condition->operands[i].literal.text);
        }
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        add_reasons(words, &condition->children[i]);
    }
}

/* A requirement whose reason is a fact: the reasons that exceptions ask for. */
static void add_reason_words(Words *words, const LawSet *set, size_t attribute) {
    bool is_reason = false;
    for (size_t i = 0; i < set->provision_count; i++) {
        const Provision *provision = &set->provisions[i];
        is_reason |= provision->has_reason && is_attribute(&provision->reason, attribute);
    }
    for (size_t i = 0; is_reason && i < set->provision_count; i++) {
        add_reasons(words, set->provisions[i].when);
        add_reasons(words, set->provisions[i].provided_that);
        add_reasons(words, set->provisions[i].except_where);
    }
}

static void add_set_words(Words *words, Text value) {
    Text piece = {0};
    if (text_equals(value, TEXT("none"))) {
        return;
    }
    while (text_split(&value, '+', &piece)) {
        add_word(words, piece);
    }
}

static void add_side_words(const Space *space, const Dimension *dimension, size_t side,
                           Words *words) {
    const LawSet *set = space->sides[side].set;
    size_t attribute = dimension->attributes[side];
    Text *values = NULL;
    size_t count = law_candidates_beside(words->arena, set, side == 0 ? space->hypothesis : NULL,
                                         attribute, false, &values);
    for (size_t i = 0; i < count; i++) {
        if (dimension->type == ATTRIBUTE_SET) {
            add_set_words(words, values[i]);
        } else {
            add_word(words, values[i]);
        }
    }
    add_reason_words(words, set, attribute);
}

static bool is_foreign(const Space *space, Text word) {
    size_t ignored = 0;
    for (size_t i = 0; i < space->side_count; i++) {
        if (map_find(space->sides[i].set->symbols, word, &ignored)) {
            return false;
        }
    }
    return true;
}

/* Words that stand in no law: two, where facts are compared with each other. */
static void add_foreign_words(const Space *space, size_t wanted, Words *words) {
    char letters[] = "ZZ";
    for (char first = 'Z'; first >= 'A' && wanted > 0; first--) {
        letters[0] = first;
        Text word = text_copy(words->arena, text_from(letters));
        if (is_foreign(space, word)) {
            add_word(words, word);
            wanted--;
        }
    }
}

/* Codes below each word that are no words themselves. */
static void add_words_below(const Space *space, Words *words) {
    size_t count = words->list.count;
    for (size_t i = 0; i < count; i++) {
        Text word = ARRAY_ITEMS(Text, &words->list)[i];
        Text below = text_format(words->arena, "%.*s.other", TEXT_ARGS(word));
        if (is_foreign(space, below)) {
            add_word(words, below);
        }
    }
}

static int compare_numbers(const void *a, const void *b) {
    return decimal_compare(*(const Decimal *)a, *(const Decimal *)b);
}

/* Thresholds, and a number between each two; what lies just below and above the least and
 * the greatest is among the words already. */
static void add_numbers_between(Words *words) {
    size_t count = words->list.count;
    Decimal *numbers = ARENA_MANY(words->arena, Decimal, count);
    size_t read = 0;
    for (size_t i = 0; i < count; i++) {
        read += decimal_parse(ARRAY_ITEMS(Text, &words->list)[i], &numbers[read]);
    }
    if (read == 0) {
        add_word(words, TEXT("0"));
        return;
    }
    qsort(numbers, read, sizeof(Decimal), compare_numbers);
    const Decimal half = {.coefficient = 5, .scale = 1};
    for (size_t i = 0; i + 1 < read; i++) {
        Decimal sum = {0};
        Decimal middle = {0};
        if (decimal_add(numbers[i], numbers[i + 1], &sum) && decimal_multiply(sum, half, &middle)) {
            add_word(words, decimal_format(words->arena, middle));
        }
    }
}

static bool are_compared(const Condition *condition, size_t a, size_t b) {
    if (condition == NULL) {
        return false;
    }
    bool has_a = false;
    bool has_b = false;
    for (size_t i = 0; condition->kind == CONDITION_EQUALS && i < condition->operand_count; i++) {
        has_a = has_a || is_attribute(&condition->operands[i], a);
        has_b = has_b || is_attribute(&condition->operands[i], b);
    }
    bool is_found = has_a && has_b;
    for (size_t i = 0; !is_found && i < condition->child_count; i++) {
        is_found = are_compared(&condition->children[i], a, b);
    }
    return is_found;
}

static bool are_compared_in(const LawSet *set, size_t a, size_t b) {
    for (size_t i = 0; i < set->provision_count; i++) {
        const Provision *provision = &set->provisions[i];
        if (are_compared(provision->when, a, b) || are_compared(provision->provided_that, a, b) ||
            are_compared(provision->except_where, a, b)) {
            return true;
        }
    }
    return false;
}

/* What a fact is compared with may have any of its words. */
static void add_words_compared(const Space *space, const Dimension *dimension, Words *words) {
    for (size_t i = 0; i < space->side_count; i++) {
        const LawSet *set = space->sides[i].set;
        for (size_t j = 0; dimension->attributes[i] != LAW_NONE && j < set->attribute_count; j++) {
            Text *values = NULL;
            size_t count = are_compared_in(set, dimension->attributes[i], j)
                               ? law_candidates(words->arena, set, j, false, &values)
                               : 0;
            for (size_t k = 0; k < count; k++) {
                add_word(words, values[k]);
            }
        }
    }
}

static void add_values(const Space *space, const Dimension *dimension, const FactUses *uses,
                       Words *words) {
    for (size_t i = 0; i < space->side_count; i++) {
        if (dimension->attributes[i] != LAW_NONE) {
            add_side_words(space, dimension, i, words);
        }
    }
    if (uses->is_compared) {
        add_words_compared(space, dimension, words);
    }
    if (uses->is_within) {
        add_words_below(space, words);
    }
    if (dimension->type == ATTRIBUTE_NUMBER) {
        add_numbers_between(words);
    } else if (dimension->type == ATTRIBUTE_DATE && words->list.count == 0) {
        add_word(words, TEXT("2000-01-01"));
    } else if (dimension->type == ATTRIBUTE_CODE || dimension->type == ATTRIBUTE_COUNTRY ||
               dimension->type == ATTRIBUTE_SET) {
        add_foreign_words(space, uses->is_compared ? 2 : 1, words);
    }
}

static int compare_yes_no(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

size_t law_fact_words(const Space *space, const Dimension *dimension, const FactUses *uses,
                      Text **list) {
    Words words = words_new(space->arena);
    add_values(space, dimension, uses, &words);
    if (dimension->type == ATTRIBUTE_YES_NO) { /* examples are of what is plain */
        qsort(words.list.items, words.list.count, sizeof(Text), compare_yes_no);
    }
    *list = words.list.items;
    return words.list.count;
}
