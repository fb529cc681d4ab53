/* SPDX-License-Identifier: Apache-2.0 */
#include "service/facts.h"

/* What a row of transfer.csv may name: exporter, consignee, item. */
enum { TRANSFER_NAMES = 3 };

static bool is_no_value(Text name, Text value, Text nearest, Error *error) {
    return error_set(error, ERROR_INVALID,
                     "`%.*s` is no value of `%.*s` that is known; did you mean `%.*s`?",
                     TEXT_ARGS(value), TEXT_ARGS(name), TEXT_ARGS(nearest));
}

static bool is_spelt(Arena *arena, const LawSet *set, size_t attribute, Text value, Error *error) {
    Text nearest = {0};
    if (!law_value_is_misspelt(arena, set, attribute, value, &nearest)) {
        return true;
    }
    const AttributeInfo it = law_attribute(set, attribute);
    const Text name = it.name;
    const Text said = law_values_said(arena, set, attribute);
    if (text_is_empty(nearest) && !text_is_empty(said)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no value of `%.*s`: %.*s",
                         TEXT_ARGS(value), TEXT_ARGS(name), TEXT_ARGS(said));
    }
    if (text_is_empty(nearest) && !text_is_empty(it.ask)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no value of `%.*s` (%.*s)",
                         TEXT_ARGS(value), TEXT_ARGS(name), TEXT_ARGS(it.ask));
    }
    if (text_is_empty(nearest)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no country; `%.*s` wants its two letters",
                         TEXT_ARGS(value), TEXT_ARGS(name));
    }
    return is_no_value(name, value, nearest, error);
}

bool facts_give(Arena *arena, LawFacts *facts, const LawSet *set, Text name, Text value,
                Error *error) {
    size_t attribute = 0;
    Text nearest = {0};
    if (law_attribute_find(set, name, &attribute)) {
        return law_facts_set(facts, attribute, value, error) &&
               is_spelt(arena, set, attribute, value, error);
    }
    if (law_attribute_nearest(set, name, &nearest)) {
        return error_set(error, ERROR_INVALID,
                         "the packs know no fact `%.*s`; did you mean `%.*s`?", TEXT_ARGS(name),
                         TEXT_ARGS(nearest));
    }
    return error_set(error, ERROR_INVALID,
                     "the packs know no fact `%.*s`; `entente pack facts` lists those they read",
                     TEXT_ARGS(name));
}

bool facts_offer(LawFacts *facts, const LawSet *set, Text name, Text value, Error *error) {
    size_t attribute = 0;
    Text nearest = {0};
    if (text_is_empty(value) || !law_attribute_find(set, name, &attribute)) {
        return true;
    }
    if (law_code_is_written_otherwise(set, attribute, value, &nearest)) {
        return is_no_value(name, value, nearest, error);
    }
    return law_facts_set(facts, attribute, value, error);
}

/* Puts the row's place before a message about its value. */
static bool blame_row(Error *error, const char *file, size_t line) {
    const Error cause = *error;
    return error_set(error, cause.kind, "%s:%zu: %s", file, line, cause.message);
}

/* Codes of one set given in several rows: A+B. */
static Text joined_values(Arena *arena, const ItemAttribute *rows, size_t count, Date as_of) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (!text_equals(rows[i].attribute, rows[0].attribute) ||
            !date_range_has(rows[i].mark.holds, as_of)) {
            continue;
        }
        if (builder.length > 0) {
            text_add_character(&builder, '+');
        }
        text_add(&builder, rows[i].value);
    }
    return text_built(&builder);
}

/* Of rows that give a fact one value: the one that holds since the latest day, and of
 * those the last. */
static Text latest_value(const ItemAttribute *rows, size_t count, Date as_of) {
    const ItemAttribute *latest = NULL;
    for (size_t i = 0; i < count; i++) {
        if (text_equals(rows[i].attribute, rows[0].attribute) &&
            date_range_has(rows[i].mark.holds, as_of) &&
            (latest == NULL || rows[i].mark.holds.from >= latest->mark.holds.from)) {
            latest = &rows[i];
        }
    }
    return latest == NULL ? (Text){0} : latest->value;
}

static bool is_set(const LawSet *set, Text name) {
    size_t attribute = 0;
    return law_attribute_find(set, name, &attribute) &&
           law_attribute(set, attribute).type == ATTRIBUTE_SET;
}

static bool is_first_of_its_name(const ItemAttribute *rows, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (text_equals(rows[i].attribute, rows[index].attribute)) {
            return false;
        }
    }
    return true;
}

static bool offer_attributes(Arena *arena, LawFacts *facts, const LawSet *set,
                             const Workspace *workspace, size_t item, Date as_of, Error *error) {
    size_t first = 0;
    const size_t count = workspace_item_attributes(workspace, item, &first);
    const ItemAttribute *rows = workspace->attributes + first;
    for (size_t i = 0; i < count; i++) {
        if (!is_first_of_its_name(rows, i)) {
            continue;
        }
        const Text name = text_format(arena, "item.%.*s", TEXT_ARGS(rows[i].attribute));
        const Text value = is_set(set, name) ? joined_values(arena, rows + i, count - i, as_of)
                                             : latest_value(rows + i, count - i, as_of);
        if (!facts_offer(facts, set, name, value, error)) {
            return blame_row(error, "attribute.csv", rows[i].mark.line);
        }
    }
    return true;
}

/* A later row of the same status goes before this one. */
static bool is_superseded(const PartyStatus *rows, size_t count, size_t index, Date as_of) {
    for (size_t i = 0; i < count; i++) {
        const Date from = rows[i].mark.holds.from;
        const Date own = rows[index].mark.holds.from;
        if (i != index && text_equals(rows[i].status, rows[index].status) &&
            date_range_has(rows[i].mark.holds, as_of) &&
            (from > own || (from == own && i > index))) {
            return true;
        }
    }
    return false;
}

/* A party's statuses under a role's name; those of the party itself go before those of
 * its parents, so they are offered last. */
static bool offer_statuses(Arena *arena, LawFacts *facts, const LawSet *set,
                           const Workspace *workspace, size_t party, const char *role, Date as_of,
                           Error *error) {
    const size_t parent = workspace->parties[party].parent;
    if (parent != ALLIANCE_NONE &&
        !offer_statuses(arena, facts, set, workspace, parent, role, as_of, error)) {
        return false;
    }
    size_t first = 0;
    const size_t count = workspace_party_statuses(workspace, party, &first);
    for (size_t i = first; i < first + count; i++) {
        const PartyStatus *status = &workspace->statuses[i];
        const Text name = text_format(arena, "%s.%.*s", role, TEXT_ARGS(status->status));
        if (date_range_has(status->mark.holds, as_of) &&
            !is_superseded(workspace->statuses + first, count, i - first, as_of) &&
            !facts_offer(facts, set, name, status->value, error)) {
            return blame_row(error, "status.csv", status->mark.line);
        }
    }
    return true;
}

/* A place at an end of a transfer: of a country alone, or of a party in it. */
static bool offer_place(Arena *arena, LawFacts *facts, const LawSet *set,
                        const Workspace *workspace, TransferPlace place, const char *role,
                        Date as_of, const ListingFacts *listings, Error *error) {
    const Text country = text_format(arena, "%s.country", role);
    if (place.party == ALLIANCE_NONE) {
        return facts_offer(facts, set, country, place.country, error);
    }
    const Party *who = &workspace->parties[place.party];
    return facts_offer(facts, set, text_format(arena, "%s.id", role), who->id, error) &&
           facts_offer(facts, set, country, who->country, error) &&
           offer_statuses(arena, facts, set, workspace, place.party, role, as_of, error) &&
           (listings == NULL ||
            listing_offer(arena, facts, set, &listings[place.party], role, error));
}

static bool site_makes(const Workspace *workspace, size_t site, size_t item) {
    for (size_t i = 0; i < workspace->activity_count; i++) {
        if (workspace->activities[i].site == site && workspace->activities[i].item == item) {
            return true;
        }
    }
    return false;
}

static bool site_needs(const Workspace *workspace, size_t site, size_t item) {
    for (size_t i = 0; i < workspace->demand_count; i++) {
        if (workspace->demands[i].site == site && workspace->demands[i].item == item) {
            return true;
        }
    }
    return false;
}

Text facts_made_in(const Workspace *workspace, size_t item) {
    Text country = workspace->items[item].origin;
    for (size_t i = 0; i < workspace->activity_count && text_is_empty(country); i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->item == item) {
            country = workspace->parties[activity->site].country;
        }
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->item == item &&
            !text_equals(workspace->parties[activity->site].country, country)) {
            return TEXT("");
        }
    }
    return country;
}

static const Text ITEM_KIND_WORDS[] = {
    [ITEM_GOODS] = {"goods", 5},
    [ITEM_SOFTWARE] = {"software", 8},
    [ITEM_TECHNOLOGY] = {"technology", 10},
    [ITEM_SERVICE] = {"service", 7},
};

static bool offer_item(Arena *arena, LawFacts *facts, const LawSet *set, const Workspace *workspace,
                       size_t index, Text made_in, Date as_of, Error *error) {
    const Item *item = &workspace->items[index];
    return facts_offer(facts, set, TEXT("item.id"), item->id, error) &&
           facts_offer(facts, set, TEXT("item.kind"), ITEM_KIND_WORDS[item->kind], error) &&
           facts_offer(facts, set, TEXT("item.origin"), made_in, error) &&
           offer_attributes(arena, facts, set, workspace, index, as_of, error);
}

bool facts_of_component(Arena *arena, const LawSet *set, const Workspace *workspace, size_t item,
                        Text destination, Date as_of, LawFacts **result, Error *error) {
    LawFacts *facts = law_facts_new(arena, set);
    if (!facts_offer(facts, set, TEXT("destination"), destination, error) ||
        !offer_item(arena, facts, set, workspace, item, facts_made_in(workspace, item), as_of,
                    error)) {
        return false;
    }
    *result = facts;
    return true;
}

static bool offer_roles(Arena *arena, LawFacts *facts, const LawSet *set,
                        const Workspace *workspace, const ItemTransfer *what, Date as_of,
                        const ListingFacts *listings, Error *error) {
    for (size_t i = 0; i < what->role_count; i++) {
        if (!offer_place(arena, facts, set, workspace, what->roles[i].place, what->roles[i].name,
                         as_of, listings, error)) {
            return false;
        }
    }
    return true;
}

static bool offer_ends(Arena *arena, LawFacts *facts, const LawSet *set, const Workspace *workspace,
                       const ItemTransfer *what, Date as_of, const ListingFacts *listings,
                       Error *error) {
    return facts_offer(facts, set, TEXT("origin"), what->from.country, error) &&
           facts_offer(facts, set, TEXT("destination"), what->to.country, error) &&
           facts_offer(facts, set, TEXT("end_use"), what->end_use, error) &&
           offer_place(arena, facts, set, workspace, what->from, "exporter", as_of, listings,
                       error) &&
           offer_place(arena, facts, set, workspace, what->to, "consignee", as_of, listings,
                       error) &&
           (!what->is_used_there || offer_place(arena, facts, set, workspace, what->to, "end_user",
                                                as_of, listings, error)) &&
           offer_roles(arena, facts, set, workspace, what, as_of, listings, error);
}

/* Whether a row that names a party, or nobody, speaks of this end. */
static bool speaks_of(const Workspace *workspace, size_t named, TransferPlace place) {
    return named == ALLIANCE_NONE || workspace_party_is_of(workspace, place.party, named);
}

static int named_of(const TransferFact *row) {
    return (row->exporter != ALLIANCE_NONE) + (row->consignee != ALLIANCE_NONE) +
           (row->item != ALLIANCE_NONE);
}

/* The rows of transfer.csv that name so many of the three. */
static bool offer_rows(LawFacts *facts, const LawSet *set, const Workspace *workspace,
                       const ItemTransfer *what, Date as_of, int named, Error *error) {
    for (size_t i = 0; i < workspace->transfer_fact_count; i++) {
        const TransferFact *row = &workspace->transfer_facts[i];
        if (named_of(row) == named && date_range_has(row->mark.holds, as_of) &&
            (row->item == ALLIANCE_NONE || row->item == what->item) &&
            speaks_of(workspace, row->exporter, what->from) &&
            speaks_of(workspace, row->consignee, what->to) &&
            !facts_offer(facts, set, row->fact, row->value, error)) {
            return blame_row(error, "transfer.csv", row->mark.line);
        }
    }
    return true;
}

/* Rows that name more are offered later, and so go before those that name less. */
static bool offer_named_rows(LawFacts *facts, const LawSet *set, const Workspace *workspace,
                             const ItemTransfer *what, Date as_of, Error *error) {
    for (int named = 1; named <= TRANSFER_NAMES; named++) {
        if (!offer_rows(facts, set, workspace, what, as_of, named, error)) {
            return false;
        }
    }
    return true;
}

bool facts_of_transfer(Arena *arena, const LawSet *set, const Workspace *workspace,
                       const ItemTransfer *what, Date as_of, BillFacts *bill, LawFacts **result,
                       Error *error) {
    LawFacts *facts = law_facts_new(arena, set);
    if (!offer_rows(facts, set, workspace, what, as_of, 0, error) ||
        !offer_ends(arena, facts, set, workspace, what, as_of, bill_facts_listings(bill), error) ||
        (what->item != ALLIANCE_NONE &&
         !offer_item(arena, facts, set, workspace, what->item, what->made_in, as_of, error)) ||
        !offer_named_rows(facts, set, workspace, what, as_of, error) ||
        (what->item != ALLIANCE_NONE &&
         !bill_facts_offer(arena, bill, facts, what->item, what->to.country, error))) {
        return false;
    }
    *result = facts;
    return true;
}

ItemTransfer facts_lane_transfer(const Workspace *workspace, size_t lane) {
    const Lane *what = &workspace->lanes[lane];
    const Text from = workspace->parties[what->from_site].country;
    return (ItemTransfer){
        .item = what->item,
        .made_in = site_makes(workspace, what->from_site, what->item)
                       ? from
                       : workspace->items[what->item].origin,
        .from = {from, what->from_site},
        .to = {workspace->parties[what->to_site].country, what->to_site},
        .end_use = workspace_lane_end_use(workspace, lane),
        .is_used_there = site_needs(workspace, what->to_site, what->item),
    };
}
