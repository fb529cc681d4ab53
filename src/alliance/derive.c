/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "alliance/alliance.h"
#include "base/map.h"

/* What follows from the bill of material, in one pass from the components upwards. */

enum { SHARE_PLACES = 12, PERCENT = 100, PERCENT_SCALE = 2 };

/* One derivation over all items. */
typedef struct Deriving {
    Arena *arena;
    const Workspace *workspace;
    Date as_of;
    DerivedName derived;
    const bool *without;
    bool separates; /* what is left out takes its value along */
} Deriving;

/* ---- the bill ---- */

/* The next component of the item that is there on the day and not left out; start with
 * *next = 0. Gives NULL after the last. `has_bill` is set where there is any at all. */
static const Component *next_component(const Deriving *deriving, size_t item, size_t *next,
                                       bool *has_bill) {
    size_t first = 0;
    const size_t count = workspace_item_components(deriving->workspace, item, &first);
    while (*next < count) {
        const Component *row = &deriving->workspace->components[first + *next];
        *next += 1;
        if (row->quantity.coefficient == 0 || !date_range_has(row->mark.holds, deriving->as_of)) {
            continue;
        }
        *has_bill = true;
        if (deriving->without == NULL || !deriving->without[row->component]) {
            return row;
        }
    }
    return NULL;
}

bool workspace_has_bill(const Workspace *workspace, size_t item, Date as_of) {
    const Deriving deriving = {.workspace = workspace, .as_of = as_of};
    size_t next = 0;
    bool has_bill = false;
    return next_component(&deriving, item, &next, &has_bill) != NULL;
}

size_t workspace_contents(Arena *arena, const Workspace *workspace, size_t item, Date as_of,
                          size_t **contents) {
    const Deriving deriving = {.workspace = workspace, .as_of = as_of};
    bool *is_in = ARENA_MANY(arena, bool, workspace->item_count);
    size_t *found = ARENA_MANY(arena, size_t, workspace->item_count);
    size_t count = 0;
    bool has_bill = false;
    is_in[item] = true;
    for (size_t i = workspace->item_count; i-- > 0;) {
        const size_t at = workspace->items_bottom_up[i];
        const Component *row = NULL;
        size_t next = 0;
        while (is_in[at] && (row = next_component(&deriving, at, &next, &has_bill)) != NULL) {
            is_in[row->component] = true;
        }
    }
    for (size_t i = 0; i < workspace->item_count; i++) {
        const size_t at = workspace->items_bottom_up[i];
        if (is_in[at] && at != item) {
            found[count++] = at;
        }
    }
    *contents = found;
    return count;
}

/* The item's next row of an attribute on the day; start with *next = 0. NULL after the last. */
static const ItemAttribute *next_row(const Deriving *deriving, size_t item, Text attribute,
                                     size_t *next) {
    size_t first = 0;
    const size_t count = workspace_item_attributes(deriving->workspace, item, &first);
    while (*next < count) {
        const ItemAttribute *row = &deriving->workspace->attributes[first + *next];
        *next += 1;
        if (text_equals(row->attribute, attribute) &&
            date_range_has(row->mark.holds, deriving->as_of)) {
            return row;
        }
    }
    return NULL;
}

/* ---- values contained ---- */

/* A set of values while it is gathered: positions in the list of all values. */
typedef struct ValueSet {
    bool is_known;
    size_t unknown;
    Array members; /* of size_t, each once */
} ValueSet;

typedef struct ContainedPass {
    Deriving deriving;
    Text attribute;
    bool has_own_otherwise;
    Text own_otherwise;
    Map *values;         /* all values met */
    ValueSet *own;       /* by item */
    ValueSet *contained; /* by item */
} ContainedPass;

static ValueSet set_new(Arena *arena) {
    return (ValueSet){
        .is_known = true, .unknown = ALLIANCE_NONE, .members = array_new(arena, sizeof(size_t))};
}

static void set_unknown(ValueSet *set, size_t item) {
    if (set->is_known) {
        set->is_known = false;
        set->unknown = item;
    }
}

static size_t value_number(ContainedPass *pass, Text value) {
    size_t number = map_count(pass->values);
    if (!map_add(pass->values, value, number)) {
        (void)map_find(pass->values, value, &number);
    }
    return number;
}

static void set_add(ValueSet *set, size_t value) {
    const size_t *members = ARRAY_ITEMS(size_t, &set->members);
    for (size_t i = 0; i < set->members.count; i++) {
        if (members[i] == value) {
            return;
        }
    }
    *(size_t *)array_add(&set->members) = value;
}

/* `A+B`, `none` or `unknown`, as a fact is given. */
static void set_add_text(ContainedPass *pass, ValueSet *set, Text text, size_t item) {
    Text rest = text_trim(text);
    Text piece = {0};
    if (text_equals(rest, TEXT("unknown"))) {
        set_unknown(set, item);
        return;
    }
    if (text_equals(rest, TEXT("none"))) {
        return;
    }
    while (text_split(&rest, '+', &piece)) {
        const Text value = text_trim(piece);
        if (!pass->has_own_otherwise || !text_equals(value, pass->own_otherwise)) {
            set_add(set, value_number(pass, value));
        }
    }
}

/* Adds the item's rows of an attribute; false where there is none. */
static bool set_add_rows(ContainedPass *pass, ValueSet *set, size_t item, Text attribute) {
    const ItemAttribute *row = NULL;
    size_t next = 0;
    bool has_row = false;
    while ((row = next_row(&pass->deriving, item, attribute, &next)) != NULL) {
        set_add_text(pass, set, row->value, item);
        has_row = true;
    }
    return has_row;
}

static ValueSet own_values(ContainedPass *pass, size_t item) {
    ValueSet set = set_new(pass->deriving.arena);
    if (!set_add_rows(pass, &set, item, pass->attribute) && !pass->has_own_otherwise) {
        set_unknown(&set, item);
    }
    return set;
}

static void set_join(ValueSet *set, const ValueSet *more) {
    if (!more->is_known) {
        set_unknown(set, more->unknown);
    }
    for (size_t i = 0; i < more->members.count; i++) {
        set_add(set, ARRAY_ITEMS(size_t, &more->members)[i]);
    }
}

static ValueSet contained_values(ContainedPass *pass, size_t item) {
    const DerivedName *derived = &pass->deriving.derived;
    ValueSet set = set_new(pass->deriving.arena);
    const Component *row = NULL;
    size_t next = 0;
    bool has_bill = false;
    if (set_add_rows(pass, &set, item, derived->name)) {
        return set;
    }
    while ((row = next_component(&pass->deriving, item, &next, &has_bill)) != NULL) {
        set_join(&set, &pass->own[row->component]);
        set_join(&set, &pass->contained[row->component]);
    }
    if (!has_bill && derived->has_otherwise) {
        set_add_text(pass, &set, derived->otherwise, item);
    } else if (!has_bill) {
        set_unknown(&set, item);
    }
    return set;
}

static Contained finish_set(const ContainedPass *pass, const ValueSet *set) {
    Text *values = ARENA_MANY(pass->deriving.arena, Text, set->members.count);
    for (size_t i = 0; i < set->members.count; i++) {
        values[i] = map_key(pass->values, ARRAY_ITEMS(size_t, &set->members)[i]);
    }
    if (set->members.count > 1) {
        qsort(values, set->members.count, sizeof(Text), text_compare_items);
    }
    return (Contained){.is_known = set->is_known,
                       .values = values,
                       .count = set->members.count,
                       .unknown = set->unknown};
}

const Contained *workspace_contained(Arena *arena, const Workspace *workspace, Date as_of,
                                     Text attribute, bool has_own_otherwise, Text own_otherwise,
                                     DerivedName derived, const bool *without) {
    ContainedPass pass = {
        .deriving = {arena, workspace, as_of, derived, without, false},
        .attribute = attribute,
        .has_own_otherwise = has_own_otherwise,
        .own_otherwise = own_otherwise,
        .values = map_new(arena),
        .own = ARENA_MANY(arena, ValueSet, workspace->item_count),
        .contained = ARENA_MANY(arena, ValueSet, workspace->item_count),
    };
    Contained *answers = ARENA_MANY(arena, Contained, workspace->item_count);
    for (size_t i = 0; i < workspace->item_count; i++) {
        const size_t item = workspace->items_bottom_up[i];
        pass.own[item] = own_values(&pass, item);
        pass.contained[item] = contained_values(&pass, item);
        answers[item] = finish_set(&pass, &pass.contained[item]);
    }
    return answers;
}

/* ---- shares of value ---- */

/* An amount that may be unknown because of an item. */
typedef struct Sum {
    bool is_known;
    Decimal amount;
    size_t unknown;
} Sum;

static Sum unknown_sum(size_t item) {
    return (Sum){.unknown = item};
}

static Sum known_sum(Decimal amount) {
    return (Sum){.is_known = true, .amount = amount, .unknown = ALLIANCE_NONE};
}

static bool parse_percent(Text text, Decimal *percent) {
    const Text word = TEXT("percent");
    Text digits = text_trim(text);
    if (text_ends_with(digits, word)) {
        digits = text_trim(text_slice(digits, 0, digits.length - word.length));
    }
    return decimal_parse(digits, percent) && percent->coefficient >= 0;
}

/* So many percent of the item's value; nothing of it needs no value. */
static Sum stated_content(const Deriving *deriving, size_t item, Text stated) {
    const Amount value = deriving->workspace->items[item].value_usd;
    const Decimal hundredth = {.coefficient = 1, .scale = PERCENT_SCALE};
    Decimal percent = {0};
    Decimal amount = {0};
    if (!parse_percent(stated, &percent)) {
        return unknown_sum(item);
    }
    if (percent.coefficient == 0) {
        return known_sum(percent);
    }
    if (!value.is_given || !decimal_multiply(value.value, percent, &amount) ||
        !decimal_multiply(amount, hundredth, &amount)) {
        return unknown_sum(item);
    }
    return known_sum(amount);
}

/* What one unit of a component brings. */
static Sum part_content(const Deriving *deriving, const Counting *counts, const Sum *contents,
                        size_t component) {
    const Amount value = deriving->workspace->items[component].value_usd;
    if (counts[component] == COUNTING_NO) {
        return contents[component];
    }
    if (counts[component] == COUNTING_UNKNOWN || !value.is_given) {
        return unknown_sum(component);
    }
    return known_sum(value.value);
}

static void add_part(Sum *sum, const Sum *part, Decimal quantity, size_t component) {
    Decimal amount = {0};
    if (!sum->is_known) {
        return;
    }
    if (!part->is_known) {
        *sum = unknown_sum(part->unknown);
    } else if (!decimal_multiply(part->amount, quantity, &amount) ||
               !decimal_add(sum->amount, amount, &sum->amount)) {
        *sum = unknown_sum(component);
    }
}

static Sum bill_content(const Deriving *deriving, const Counting *counts, const Sum *contents,
                        size_t item) {
    Sum sum = known_sum(decimal_from_integer(0));
    const Component *row = NULL;
    size_t next = 0;
    bool has_bill = false;
    while ((row = next_component(deriving, item, &next, &has_bill)) != NULL) {
        const Sum part = part_content(deriving, counts, contents, row->component);
        add_part(&sum, &part, row->quantity, row->component);
    }
    if (has_bill) {
        return sum;
    }
    return deriving->derived.has_otherwise
               ? stated_content(deriving, item, deriving->derived.otherwise)
               : unknown_sum(item);
}

static Sum content_of(const Deriving *deriving, const Counting *counts, const Sum *contents,
                      size_t item) {
    size_t next = 0;
    const ItemAttribute *row = next_row(deriving, item, deriving->derived.name, &next);
    return row != NULL ? stated_content(deriving, item, row->value)
                       : bill_content(deriving, counts, contents, item);
}

static bool subtract(Decimal *value, Decimal amount) {
    const Decimal negative = {.coefficient = -amount.coefficient, .scale = amount.scale};
    return decimal_add(*value, negative, value);
}

/* What is left out of the item, at any depth. */
static Sum separated_value(const Deriving *deriving, const Sum *separated, size_t item) {
    const Deriving whole = {.workspace = deriving->workspace, .as_of = deriving->as_of};
    Sum sum = known_sum(decimal_from_integer(0));
    const Component *row = NULL;
    size_t next = 0;
    bool has_bill = false;
    while ((row = next_component(&whole, item, &next, &has_bill)) != NULL) {
        const Amount value = deriving->workspace->items[row->component].value_usd;
        Sum part = separated[row->component];
        if (deriving->without[row->component]) {
            part = value.is_given ? known_sum(value.value) : unknown_sum(row->component);
        }
        add_part(&sum, &part, row->quantity, row->component);
    }
    return sum;
}

/* The items' values: as given, or less what is separated. */
static const Amount *find_values(const Deriving *deriving) {
    const Workspace *workspace = deriving->workspace;
    Amount *values = ARENA_MANY(deriving->arena, Amount, workspace->item_count);
    Sum *separated = ARENA_MANY(deriving->arena, Sum, workspace->item_count);
    for (size_t i = 0; i < workspace->item_count; i++) {
        const size_t item = workspace->items_bottom_up[i];
        values[item] = workspace->items[item].value_usd;
        if (deriving->separates && deriving->without != NULL) {
            separated[item] = separated_value(deriving, separated, item);
            values[item].is_given = values[item].is_given && separated[item].is_known &&
                                    subtract(&values[item].value, separated[item].amount);
        }
    }
    return values;
}

static Share share_of(size_t item, const Sum *content, Amount value) {
    Share share = {.has_content = content->is_known, .unknown = content->unknown};
    Decimal hundredfold = {0};
    if (!content->is_known) {
        return share;
    }
    share.content = content->amount;
    share.is_known =
        value.is_given && value.value.coefficient > 0 &&
        decimal_multiply(content->amount, decimal_from_integer(PERCENT), &hundredfold) &&
        decimal_divide(hundredfold, value.value, SHARE_PLACES, &share.percent);
    share.unknown = share.is_known ? ALLIANCE_NONE : item;
    return share;
}

const Share *workspace_shares(Arena *arena, const Workspace *workspace, Date as_of,
                              const Counting *counts, DerivedName derived, const bool *without,
                              bool separates) {
    const Deriving deriving = {arena, workspace, as_of, derived, without, separates};
    const Amount *values = find_values(&deriving);
    Share *shares = ARENA_MANY(arena, Share, workspace->item_count);
    Sum *contents = ARENA_MANY(arena, Sum, workspace->item_count);
    for (size_t i = 0; i < workspace->item_count; i++) {
        const size_t item = workspace->items_bottom_up[i];
        contents[item] = content_of(&deriving, counts, contents, item);
        shares[item] = share_of(item, &contents[item], values[item]);
    }
    return shares;
}
