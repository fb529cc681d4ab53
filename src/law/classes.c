/* SPDX-License-Identifier: Apache-2.0 */
#include "law/compiled.h"

static int compare_to(const LawValue *value, const LawValue *key) {
    if (key->type == ATTRIBUTE_DATE) {
        return (value->date > key->date) - (value->date < key->date);
    }
    if (key->number.scale == value->number.scale) {
        int64_t a = value->number.coefficient;
        int64_t b = key->number.coefficient;
        return (a > b) - (a < b);
    }
    return decimal_compare(value->number, key->number);
}

enum { WHOLE_FEW = 8 };

/* How many thresholds lie below: without branches, which no processor could foresee. */
static size_t count_below(const int64_t *keys, size_t count, int64_t value) {
    size_t below = 0;
    if (count <= WHOLE_FEW) {
        for (size_t i = 0; i < count; i++) {
            below += keys[i] < value;
        }
        return below;
    }
    for (size_t left = count; left > 0; left -= (left + 1) / 2) {
        size_t half = (left + 1) / 2;
        below += keys[below + half - 1] < value ? half : 0;
    }
    return below;
}

uint32_t law_class_of_whole(const ValueClasses *classes, int64_t value) {
    size_t below = count_below(classes->whole, classes->key_count, value);
    bool is_at = below < classes->key_count && classes->whole[below] == value;
    return (uint32_t)(2 * below + 1 + is_at);
}

/* 1: below the first threshold, 2: at it, 3: between it and the next, and so on. */
static uint32_t class_of_number(const ValueClasses *classes, const LawValue *value) {
    size_t low = 0;
    size_t high = classes->key_count;
    if (classes->whole != NULL && value->number.scale == 0) {
        return law_class_of_whole(classes, value->number.coefficient);
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_to(value, &classes->keys[middle]);
        if (order == 0) {
            return (uint32_t)(2 * middle + 2);
        }
        if (order > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (uint32_t)(2 * low + 1);
}

uint32_t law_class_of_value(const ValueClasses *classes, const LawValue *value) {
    switch (classes->type) {
    case ATTRIBUTE_YES_NO:
        return value->yes ? 2 : 1;
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_DATE:
        return class_of_number(classes, value);
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_SET:
    case ATTRIBUTE_COUNTRY:
        break;
    }
    bool has_class = value->symbol < classes->symbol_count;
    return has_class ? classes->of_symbol[value->symbol] : 0;
}

uint32_t law_class_of_code(const LawSet *set, const ValueClasses *classes, Text code) {
    for (size_t length = code.length; length > 0; length--) {
        Text above = text_slice(code, 0, length);
        size_t symbol = 0;
        if (!law_code_goes_on(code, length) || !map_find(set->symbols, above, &symbol) ||
            symbol >= classes->symbol_count || classes->of_symbol[symbol] == 0) {
            continue;
        }
        return classes->of_symbol[symbol] + (length < code.length);
    }
    return CLASS_NOWHERE;
}

/* ---- a value of a class ---- */

static LawValue code_of(Arena *arena, const ValueClasses *classes, uint32_t class) {
    LawValue value = {.type = ATTRIBUTE_CODE, .text = TEXT("~"), .symbol = SYMBOL_FOREIGN};
    if (class == CLASS_UNKNOWN || class == CLASS_NOWHERE) {
        return value;
    }
    const LawValue *key = &classes->keys[(class - CLASS_FIRST) / 2];
    if (class % 2 == 0) {
        return *key;
    }
    value.text = text_format(arena, "%.*s.~", TEXT_ARGS(key->text));
    return value;
}

static Decimal middle_of(Decimal low, Decimal high) {
    static const Decimal HALF = {.coefficient = 5, .scale = 1};
    Decimal middle = low;
    if (!decimal_add(low, high, &middle) || !decimal_multiply(middle, HALF, &middle)) {
        return low;
    }
    return middle;
}

static Decimal beyond(Decimal number, int64_t step) {
    Decimal moved = number;
    return decimal_add(number, decimal_from_integer(step), &moved) ? moved : number;
}

static LawValue number_of(Arena *arena, const ValueClasses *classes, uint32_t class) {
    LawValue value = {.type = ATTRIBUTE_NUMBER};
    const LawValue *keys = classes->keys;
    size_t after = class / 2; /* keys at or below */
    if (classes->key_count == 0) {
        value.number = decimal_from_integer(0);
    } else if (class % 2 == 0) {
        value.number = keys[after - 1].number;
    } else if (after == 0) {
        value.number = beyond(keys[0].number, -1);
    } else if (after == classes->key_count) {
        value.number = beyond(keys[after - 1].number, 1);
    } else {
        value.number = middle_of(keys[after - 1].number, keys[after].number);
    }
    value.text = decimal_format(arena, value.number);
    return value;
}

static LawValue date_of(Arena *arena, const ValueClasses *classes, uint32_t class) {
    LawValue value = {.type = ATTRIBUTE_DATE};
    size_t after = class / 2;
    if (class % 2 == 0) {
        value.date = classes->keys[after - 1].date;
    } else if (after > 0) {
        value.date = date_add_days(classes->keys[after - 1].date, 1);
    } else if (classes->key_count > 0) {
        value.date = date_add_days(classes->keys[0].date, -1);
    }
    value.text = date_format(arena, value.date);
    return value;
}

LawValue law_class_value(Arena *arena, const ValueClasses *classes, uint32_t class) {
    switch (classes->type) {
    case ATTRIBUTE_YES_NO:
        return (LawValue){.type = ATTRIBUTE_YES_NO,
                          .yes = class == 2,
                          .text = class == 2 ? TEXT("yes") : TEXT("no")};
    case ATTRIBUTE_NUMBER:
        return number_of(arena, classes, class);
    case ATTRIBUTE_DATE:
        return date_of(arena, classes, class);
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_SET:
    case ATTRIBUTE_COUNTRY:
        break;
    }
    return code_of(arena, classes, class);
}
