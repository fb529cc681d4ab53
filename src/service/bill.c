/* SPDX-License-Identifier: Apache-2.0 */
#include "service/bill.h"

#include "base/map.h"
#include "service/facts.h"

/* A fact that some pack derives. */
typedef struct DerivedFact {
    size_t attribute;
    DerivedName name;           /* without `item.` */
    const Contained *contained; /* by item; NULL: not asked for yet, or a share */
    Map *destinations;          /* of a share: country -> position in shares */
    Array shares;               /* of ShareAnswer */
} DerivedFact;

/* A share for one destination, and what counted. */
typedef struct ShareAnswer {
    const Counting *counts;
    const Share *shares;
} ShareAnswer;

struct BillFacts {
    Arena *arena;
    const Workspace *workspace;
    const LawSet *set;
    DecideOptions options;
    BillFacts *base; /* asked which components count; or NULL: this one finds out */
    const bool *without;
    bool separates;           /* what is left out takes its value along */
    const bool *is_component; /* by item: it goes into some item */
    bool is_checked;          /* the components' rows were read once */
    DerivedFact *facts;
    size_t fact_count;
    const ListingFacts *listings; /* of each party, or NULL: not asked for yet */
};

static Text without_prefix(Text path) {
    return text_slice(path, TEXT("item.").length, path.length);
}

static const bool *find_components(Arena *arena, const Workspace *workspace) {
    bool *is_component = ARENA_MANY(arena, bool, workspace->item_count);
    for (size_t i = 0; i < workspace->component_count; i++) {
        is_component[workspace->components[i].component] = true;
    }
    return is_component;
}

static DerivedFact derived_fact(Arena *arena, const AttributeInfo *info, size_t attribute) {
    return (DerivedFact){.attribute = attribute,
                         .name = {.name = without_prefix(info->name),
                                  .has_otherwise = info->has_default,
                                  .otherwise = info->default_text},
                         .destinations = map_new(arena),
                         .shares = array_new(arena, sizeof(ShareAnswer))};
}

BillFacts *bill_facts_new(Arena *arena, const Workspace *workspace, const LawSet *set,
                          const DecideOptions *options) {
    BillFacts *bill = ARENA_NEW(arena, BillFacts);
    *bill = (BillFacts){.arena = arena,
                        .workspace = workspace,
                        .set = set,
                        .options = *options,
                        .is_component = find_components(arena, workspace),
                        .facts = ARENA_MANY(arena, DerivedFact, law_attribute_count(set))};
    for (size_t i = 0; i < law_attribute_count(set); i++) {
        const AttributeInfo info = law_attribute(set, i);
        if (info.derived != DERIVED_NOT) {
            bill->facts[bill->fact_count++] = derived_fact(arena, &info, i);
        }
    }
    return bill;
}

const ListingFacts *bill_facts_listings(BillFacts *bill) {
    if (bill->listings == NULL && listing_has_any(bill->workspace)) {
        bill->listings = listing_facts(bill->arena, bill->workspace,
                                       (ListingDays){bill->options.known_at, bill->options.as_of});
    }
    return bill->listings;
}

BillFacts *bill_facts_without(Arena *arena, BillFacts *bill, const bool *without, bool separates) {
    BillFacts *other = ARENA_NEW(arena, BillFacts);
    *other = *bill;
    other->arena = arena;
    other->base = bill;
    other->without = without;
    other->separates = separates;
    other->facts = ARENA_MANY(arena, DerivedFact, bill->fact_count);
    for (size_t i = 0; i < bill->fact_count; i++) {
        const size_t attribute = bill->facts[i].attribute;
        const AttributeInfo info = law_attribute(bill->set, attribute);
        other->facts[i] = derived_fact(arena, &info, attribute);
    }
    return other;
}

/* Whether a `fact` of a pack holds of one component; without one, only reads its rows. */
static bool ask_component(BillFacts *bill, size_t item, Text destination, size_t provision,
                          Counting *counts, Error *error) {
    static const Counting countings[] = {
        [TRUTH_NO] = COUNTING_NO,
        [TRUTH_UNKNOWN] = COUNTING_UNKNOWN,
        [TRUTH_YES] = COUNTING_YES,
    };
    Arena *scratch = arena_new();
    LawFacts *facts = NULL;
    const bool is_read = facts_of_component(scratch, bill->set, bill->workspace, item, destination,
                                            bill->options.as_of, &facts, error);
    if (is_read && provision != LAW_NONE) {
        *counts = countings[law_fact_holds(scratch, bill->set, facts, &bill->options, provision)];
    }
    arena_free(scratch);
    return is_read;
}

static bool ask_components(BillFacts *bill, Text destination, size_t provision, Counting *counts,
                           Error *error) {
    for (size_t i = 0; i < bill->workspace->item_count; i++) {
        if (bill->is_component[i] &&
            !ask_component(bill, i, destination, provision, &counts[i], error)) {
            return false;
        }
    }
    return true;
}

/* Reads the rows of all components, so that a value no pack can read is said, not passed over. */
static bool check_components(BillFacts *bill, Error *error) {
    Counting *ignored = ARENA_MANY(bill->arena, Counting, bill->workspace->item_count);
    if (!bill->is_checked && bill->base == NULL &&
        !ask_components(bill, (Text){0}, LAW_NONE, ignored, error)) {
        return false;
    }
    bill->is_checked = true;
    return true;
}

static bool find_contained(BillFacts *bill, DerivedFact *fact, Error *error) {
    const AttributeInfo info = law_attribute(bill->set, fact->attribute);
    const AttributeInfo own = law_attribute(bill->set, info.derived_from);
    if (fact->contained != NULL) {
        return true;
    }
    if (!check_components(bill, error)) {
        return false;
    }
    fact->contained = workspace_contained(bill->arena, bill->workspace, bill->options.as_of,
                                          without_prefix(own.name), own.has_default,
                                          own.default_text, fact->name, bill->without);
    return true;
}

static bool find_share(BillFacts *bill, size_t index, Text destination, ShareAnswer *answer,
                       Error *error);

/* Which components count, by item. */
static bool find_counts(BillFacts *bill, size_t index, Text destination, const Counting **counts,
                        Error *error) {
    ShareAnswer answer = {0};
    if (bill->base != NULL) {
        const bool is_found = find_share(bill->base, index, destination, &answer, error);
        *counts = answer.counts;
        return is_found;
    }
    Counting *found = ARENA_MANY(bill->arena, Counting, bill->workspace->item_count);
    const size_t provision = law_attribute(bill->set, bill->facts[index].attribute).derived_from;
    *counts = found;
    return ask_components(bill, destination, provision, found, error);
}

static bool find_share(BillFacts *bill, size_t index, Text destination, ShareAnswer *answer,
                       Error *error) {
    DerivedFact *fact = &bill->facts[index];
    size_t at = 0;
    if (map_find(fact->destinations, destination, &at)) {
        *answer = ARRAY_ITEMS(ShareAnswer, &fact->shares)[at];
        return true;
    }
    if (!find_counts(bill, index, destination, &answer->counts, error)) {
        return false;
    }
    answer->shares = workspace_shares(bill->arena, bill->workspace, bill->options.as_of,
                                      answer->counts, fact->name, bill->without, bill->separates);
    (void)map_add(fact->destinations, text_copy(bill->arena, destination), fact->shares.count);
    *(ShareAnswer *)array_add(&fact->shares) = *answer;
    return true;
}

/* ---- what follows, as a fact is given ---- */

static Text contained_text(Arena *arena, const Contained *contained) {
    TextBuilder builder = text_builder_new(arena);
    if (!contained->is_known) {
        return TEXT("unknown");
    }
    for (size_t i = 0; i < contained->count; i++) {
        if (i > 0) {
            text_add_character(&builder, '+');
        }
        text_add(&builder, contained->values[i]);
    }
    return contained->count == 0 ? TEXT("none") : text_built(&builder);
}

/* The fact's value, and the item for want of which it is not known. */
static bool derived_value(BillFacts *bill, Arena *arena, size_t index, size_t item,
                          Text destination, Text *value, size_t *unknown, Error *error) {
    DerivedFact *fact = &bill->facts[index];
    ShareAnswer answer = {0};
    if (law_attribute(bill->set, fact->attribute).derived == DERIVED_CONTAINED) {
        if (!find_contained(bill, fact, error)) {
            return false;
        }
        *value = contained_text(arena, &fact->contained[item]);
        *unknown = fact->contained[item].unknown;
        return true;
    }
    if (!find_share(bill, index, destination, &answer, error)) {
        return false;
    }
    const Share *share = &answer.shares[item];
    *value = share->is_known ? decimal_format(arena, share->percent) : TEXT("unknown");
    *unknown = share->unknown;
    return true;
}

bool bill_facts_offer(Arena *arena, BillFacts *bill, LawFacts *facts, size_t item, Text destination,
                      Error *error) {
    if (bill->fact_count == 0 || !workspace_has_bill(bill->workspace, item, bill->options.as_of)) {
        return true;
    }
    for (size_t i = 0; i < bill->fact_count; i++) {
        DerivedFact *fact = &bill->facts[i];
        Text value = {0};
        size_t unknown = 0;
        if (law_facts_value(arena, facts, fact->attribute, &value)) {
            continue;
        }
        if (!derived_value(bill, arena, i, item, destination, &value, &unknown, error)) {
            return false;
        }
        if (!law_facts_set(facts, fact->attribute, value, error)) {
            const Error cause = *error;
            return error_set(error, cause.kind, "from the bill of material of `%.*s`: %s",
                             TEXT_ARGS(bill->workspace->items[item].id), cause.message);
        }
    }
    return true;
}

/* Whether the item has a row of this attribute on the day. */
static bool has_row(const BillFacts *bill, size_t item, Text attribute) {
    size_t first = 0;
    const size_t count = workspace_item_attributes(bill->workspace, item, &first);
    for (size_t i = first; i < first + count; i++) {
        const ItemAttribute *row = &bill->workspace->attributes[i];
        if (text_equals(row->attribute, attribute) &&
            date_range_has(row->mark.holds, bill->options.as_of)) {
            return true;
        }
    }
    return false;
}

/* "item.us_content 20.9 percent". */
static Text said(const BillFacts *bill, Arena *arena, const DerivedFact *fact, size_t item,
                 Text value) {
    const AttributeInfo info = law_attribute(bill->set, fact->attribute);
    const bool is_stated = has_row(bill, item, fact->name.name);
    return text_format(arena, "%.*s %.*s%s%.*s%s", TEXT_ARGS(info.name), TEXT_ARGS(value),
                       text_is_empty(info.unit) ? "" : " ", TEXT_ARGS(info.unit),
                       is_stated ? ", as attribute.csv states, whatever is in it" : "");
}

bool bill_facts_say(BillFacts *bill, Arena *arena, size_t item, Text destination, Array *lines,
                    Error *error) {
    for (size_t i = 0; i < bill->fact_count; i++) {
        Text value = {0};
        size_t unknown = ALLIANCE_NONE;
        if (!derived_value(bill, arena, i, item, destination, &value, &unknown, error)) {
            return false;
        }
        *(Text *)array_add(lines) =
            unknown == ALLIANCE_NONE
                ? said(bill, arena, &bill->facts[i], item, value)
                : text_format(arena, "%.*s unknown, for want of what is asked of `%.*s`",
                              TEXT_ARGS(law_attribute(bill->set, bill->facts[i].attribute).name),
                              TEXT_ARGS(bill->workspace->items[unknown].id));
    }
    return true;
}

/* ---- which components bear on it ---- */

/* Its own values, or what is stated to be in it, or that nobody says. */
static bool bears_on_contained(const BillFacts *bill, const DerivedFact *fact, size_t item) {
    const AttributeInfo info = law_attribute(bill->set, fact->attribute);
    const AttributeInfo own = law_attribute(bill->set, info.derived_from);
    return !own.has_default || has_row(bill, item, without_prefix(own.name)) ||
           has_row(bill, item, fact->name.name) ||
           (!workspace_has_bill(bill->workspace, item, bill->options.as_of) &&
            !text_equals(fact->name.otherwise, TEXT("none")));
}

/* It counts, or might; or what is in it follows from no bill, and is something or unknown. */
static bool bears_on_share(const BillFacts *bill, const DerivedFact *fact,
                           const ShareAnswer *answer, size_t item) {
    const Share *share = &answer->shares[item];
    const bool is_stated = has_row(bill, item, fact->name.name) ||
                           !workspace_has_bill(bill->workspace, item, bill->options.as_of);
    return answer->counts[item] != COUNTING_NO ||
           (is_stated && (!share->has_content || share->content.coefficient != 0));
}

static bool bears(BillFacts *bill, size_t index, size_t item, Text destination, bool *bears_on,
                  Error *error) {
    const DerivedFact *fact = &bill->facts[index];
    ShareAnswer answer = {0};
    if (law_attribute(bill->set, fact->attribute).derived == DERIVED_CONTAINED) {
        *bears_on = bears_on_contained(bill, fact, item);
        return true;
    }
    if (!find_share(bill, index, destination, &answer, error)) {
        return false;
    }
    *bears_on = bears_on_share(bill, fact, &answer, item);
    return true;
}

bool bill_facts_mark(BillFacts *bill, size_t item, Text destination, bool *marks, Error *error) {
    size_t *contents = NULL;
    const size_t count =
        workspace_contents(bill->arena, bill->workspace, item, bill->options.as_of, &contents);
    for (size_t i = 0; i < count * bill->fact_count; i++) {
        const size_t component = contents[i / bill->fact_count];
        bool bears_on = false;
        if (!bears(bill, i % bill->fact_count, component, destination, &bears_on, error)) {
            return false;
        }
        marks[component] |= bears_on;
    }
    return true;
}
