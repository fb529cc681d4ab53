/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "service/facts.h"
#include "service/matrix.h"
#include "service/request.h"

/* What the workspace says of what a request names, as facts the request gives: so the decision is
 * made, and made again from its record, as if the request had said them all. */

static const Text ITEM_PREFIX = {"item.", 5};

/* The ends of a transfer say these themselves. */
static bool is_of_ends(Text name) {
    static const Text NAMES[] = {{"origin", 6},
                                 {"destination", 11},
                                 {"exporter.country", 16},
                                 {"consignee.country", 17},
                                 {"exporter.id", 11},
                                 {"consignee.id", 12}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (text_equals(NAMES[i], name)) {
            return true;
        }
    }
    return false;
}

static TransferPlace place_of(const BatchDefaults *defaults, TransferEnd end) {
    TransferPlace place = {end.country, ALLIANCE_NONE};
    size_t party = 0;
    if (!text_is_empty(end.party) && workspace_find_party(defaults->workspace, end.party, &party) &&
        (defaults->view == NULL ||
         service_view_shows(defaults->view, defaults->workspace, party))) {
        place.party = party;
    }
    return place;
}

static Text given(const FactGiven *facts, size_t count, Text name) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(facts[i].name, name)) {
            return facts[i].value;
        }
    }
    return (Text){0};
}

/* The names that the request gives itself, whole. */
static const Map *own_names(Arena *arena, const Transfer *transfer) {
    Map *names = map_new(arena);
    for (size_t i = 0; i < transfer->item_count; i++) {
        (void)map_add(names, text_format(arena, "item.%.*s", TEXT_ARGS(transfer->item[i].name)), i);
    }
    for (size_t i = 0; i < transfer->fact_count; i++) {
        (void)map_add(names, transfer->facts[i].name, i);
    }
    return names;
}

/* Facts of the item stand before those of the request, all others likewise. */
static void put_before(Arena *arena, const FactGiven *added, size_t count, const FactGiven **facts,
                       size_t *fact_count) {
    FactGiven *all = ARENA_MANY(arena, FactGiven, count + *fact_count);
    for (size_t i = 0; i < count; i++) {
        all[i] = added[i];
    }
    for (size_t i = 0; i < *fact_count; i++) {
        all[count + i] = (*facts)[i];
    }
    *facts = all;
    *fact_count += count;
}

static void add_facts(Request *request, const LawSet *set, const LawFacts *facts) {
    const size_t most = law_attribute_count(set);
    const Map *own = own_names(request->arena, &request->transfer);
    FactGiven *of_item = ARENA_MANY(request->arena, FactGiven, most);
    FactGiven *others = ARENA_MANY(request->arena, FactGiven, most);
    size_t item_count = 0;
    size_t other_count = 0;
    for (size_t i = 0; i < most; i++) {
        const Text name = law_attribute(set, i).name;
        Text value = {0};
        size_t at = 0;
        if (!law_facts_value(request->arena, facts, i, &value) || map_find(own, name, &at) ||
            is_of_ends(name)) {
            continue;
        }
        value = text_is_empty(value) ? TEXT("unknown") : value;
        if (text_starts_with(name, ITEM_PREFIX)) {
            of_item[item_count++] =
                (FactGiven){text_slice(name, ITEM_PREFIX.length, name.length), value};
        } else {
            others[other_count++] = (FactGiven){name, value};
        }
    }
    put_before(request->arena, of_item, item_count, &request->transfer.item,
               &request->transfer.item_count);
    put_before(request->arena, others, other_count, &request->transfer.facts,
               &request->transfer.fact_count);
}

bool request_complete(Request *request, const LawSet *set) {
    const Workspace *workspace = request->defaults->workspace;
    const Transfer *transfer = &request->transfer;
    LawFacts *facts = NULL;
    if (workspace == NULL) {
        return true;
    }
    const TransferPlace from = place_of(request->defaults, transfer->from);
    const TransferPlace to = place_of(request->defaults, transfer->to);
    const Text end_use = given(transfer->facts, transfer->fact_count, TEXT("end_use"));
    if (request->item_at == ALLIANCE_NONE && from.party == ALLIANCE_NONE &&
        to.party == ALLIANCE_NONE) {
        return true;
    }
    const ItemTransfer what =
        request->item_at == ALLIANCE_NONE
            ? (ItemTransfer){.item = ALLIANCE_NONE, .from = from, .to = to, .end_use = end_use}
            : item_transfer(workspace, request->item_at, from, to, end_use);
    const DecideOptions options = {.as_of = transfer->as_of,
                                   .known_at = transfer->known_at,
                                   .accept_unverified = transfer->accept_unverified,
                                   .quantile = transfer->quantile};
    BillFacts *bill = bill_facts_new(request->arena, workspace, set, &options);
    request->blamed = request->root;
    if (!facts_of_transfer(request->arena, set, workspace, &what, transfer->as_of, bill, &facts,
                           request->error)) {
        return false;
    }
    add_facts(request, set, facts);
    return true;
}
