/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "service/facts.h"
#include "service/listings.h"
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

bool request_find_item(Arena *arena, const Workspace *workspace, Text id, size_t *item,
                       Error *error) {
    Map *names = map_new(arena);
    Text nearest = {0};
    if (workspace_find_item(workspace, id, item)) {
        return true;
    }
    for (size_t i = 0; i < workspace->item_count; i++) {
        (void)map_add(names, workspace->items[i].id, i);
    }
    if (map_nearest(names, id, &nearest)) {
        return error_set(error, ERROR_INVALID,
                         "the workspace has no item `%.*s`; did you mean `%.*s`?", TEXT_ARGS(id),
                         TEXT_ARGS(nearest));
    }
    return error_set(error, ERROR_INVALID, "the workspace has no item `%.*s`", TEXT_ARGS(id));
}

/* What is completed, and with what. */
typedef struct Completing {
    Arena *arena;
    const LawSet *set;
    const BatchDefaults *defaults;
    Transfer *transfer;
    ItemTransfer what;
} Completing;

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

static void add_facts(const Completing *work, const LawFacts *facts) {
    Arena *arena = work->arena;
    const size_t most = law_attribute_count(work->set);
    const Map *own = own_names(arena, work->transfer);
    FactGiven *of_item = ARENA_MANY(arena, FactGiven, most);
    FactGiven *others = ARENA_MANY(arena, FactGiven, most);
    size_t item_count = 0;
    size_t other_count = 0;
    for (size_t i = 0; i < most; i++) {
        const Text name = law_attribute(work->set, i).name;
        Text value = {0};
        size_t at = 0;
        if (!law_facts_value(arena, facts, i, &value) || map_find(own, name, &at) ||
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
    put_before(arena, of_item, item_count, &work->transfer->item, &work->transfer->item_count);
    put_before(arena, others, other_count, &work->transfer->facts, &work->transfer->fact_count);
}

/* ---- notes ---- */

/* Those on facts that the packs read and the request does not give itself. */
static void add_notes(const Completing *work, const NoteList *notes, const Map *own) {
    FactGiven *kept = ARENA_MANY(work->arena, FactGiven, notes->items.count);
    size_t count = 0;
    for (size_t i = 0; i < notes->items.count; i++) {
        const FactGiven *note = &ARRAY_ITEMS(FactGiven, &notes->items)[i];
        size_t at = 0;
        if (law_attribute_find(work->set, note->name, &at) && !map_find(own, note->name, &at)) {
            kept[count++] = *note;
        }
    }
    put_before(work->arena, kept, count, &work->transfer->notes, &work->transfer->note_count);
}

static const Map *names_not_noted(Arena *arena, const Transfer *transfer) {
    Map *own = map_new(arena);
    for (size_t i = 0; i < transfer->fact_count; i++) {
        (void)map_add(own, transfer->facts[i].name, i);
    }
    for (size_t i = 0; i < transfer->note_count; i++) {
        (void)map_add(own, transfer->notes[i].name, i);
    }
    return own;
}

static void note_parties(const Completing *work) {
    const ListingDays days = {work->transfer->known_at, work->transfer->as_of};
    NoteList notes = {work->arena, work->defaults->workspace, work->defaults->view,
                      array_new(work->arena, sizeof(FactGiven))};
    if (!listing_has_any(notes.workspace)) {
        return;
    }
    if (work->what.from.party != ALLIANCE_NONE) {
        listing_notes(&notes, work->what.from.party, "exporter", days);
    }
    if (work->what.to.party != ALLIANCE_NONE) {
        listing_notes(&notes, work->what.to.party, "consignee", days);
    }
    for (size_t i = 0; i < work->what.role_count; i++) {
        if (work->what.roles[i].place.party != ALLIANCE_NONE) {
            listing_notes(&notes, work->what.roles[i].place.party, work->what.roles[i].name, days);
        }
    }
    add_notes(work, &notes, names_not_noted(work->arena, work->transfer));
}

/* ---- parties in other roles ---- */

/* ROLE of an attribute ROLE.country; empty for what is no party's. */
static Text role_of(Text name) {
    static const Text OTHERS[] = {{"item", 4}, {"transfer", 8}};
    Text rest = name;
    Text role = {0};
    (void)text_split(&rest, '.', &role);
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        role = text_equals(role, OTHERS[i]) ? (Text){0} : role;
    }
    return rest.bytes == NULL ? (Text){0} : role;
}

static bool check_role(Arena *arena, const LawSet *set, Text role, Error *error) {
    Map *roles = map_new(arena);
    TextBuilder all = text_builder_new(arena);
    if (text_equals(role, TEXT("exporter")) || text_equals(role, TEXT("consignee"))) {
        return error_set(error, ERROR_INVALID, "the %.*s stands in `%s`", TEXT_ARGS(role),
                         text_equals(role, TEXT("exporter")) ? "from" : "to");
    }
    for (size_t i = 0; i < law_attribute_count(set); i++) {
        const Text known = role_of(law_attribute(set, i).name);
        if (text_equals(known, role) && !text_is_empty(role)) {
            return true;
        }
        if (!text_is_empty(known) && map_add(roles, known, i)) {
            text_add_format(&all, "%s%.*s", all.length == 0 ? "" : ", ", TEXT_ARGS(known));
        }
    }
    return error_set(error, ERROR_INVALID, "the packs read nothing of a `%.*s`; they read of: %.*s",
                     TEXT_ARGS(role), TEXT_ARGS(text_built(&all)));
}

static bool read_roles(Completing *work, const TransferNames *names, Error *error) {
    TransferRole *roles = ARENA_MANY(work->arena, TransferRole, names->party_count);
    for (size_t i = 0; i < names->party_count; i++) {
        const TransferParty *party = &names->parties[i];
        if (!check_role(work->arena, work->set, party->role, error)) {
            return false;
        }
        roles[i] = (TransferRole){text_terminated(work->arena, party->role),
                                  {party->end.country, ALLIANCE_NONE}};
        if (work->defaults->workspace != NULL) {
            roles[i].place = place_of(work->defaults, party->end);
        }
    }
    work->what.roles = roles;
    work->what.role_count = names->party_count;
    return true;
}

/* Of parties that are of no workspace: where they are, and who. */
static bool offer_outsiders(const Completing *work, const TransferNames *names, LawFacts *facts,
                            Error *error) {
    for (size_t i = 0; i < names->party_count; i++) {
        const TransferParty *party = &names->parties[i];
        const char *role = work->what.roles[i].name;
        if (work->what.roles[i].place.party == ALLIANCE_NONE &&
            (!facts_offer(facts, work->set, text_format(work->arena, "%s.country", role),
                          party->end.country, error) ||
             !facts_offer(facts, work->set, text_format(work->arena, "%s.id", role),
                          party->end.party, error))) {
            return false;
        }
    }
    return true;
}

/* ---- all of it ---- */

static bool read_places(Completing *work, const TransferNames *names, Error *error) {
    const Workspace *workspace = work->defaults->workspace;
    const Transfer *transfer = work->transfer;
    const TransferPlace from = place_of(work->defaults, transfer->from);
    const TransferPlace to = place_of(work->defaults, transfer->to);
    const Text end_use = given(transfer->facts, transfer->fact_count, TEXT("end_use"));
    size_t item = ALLIANCE_NONE;
    if (!text_is_empty(names->item) &&
        !request_find_item(work->arena, workspace, names->item, &item, error)) {
        return false;
    }
    work->what =
        item == ALLIANCE_NONE
            ? (ItemTransfer){.item = ALLIANCE_NONE, .from = from, .to = to, .end_use = end_use}
            : item_transfer(workspace, item, from, to, end_use);
    return true;
}

static bool is_of_workspace(const ItemTransfer *what) {
    bool is_any = what->item != ALLIANCE_NONE || what->from.party != ALLIANCE_NONE ||
                  what->to.party != ALLIANCE_NONE;
    for (size_t i = 0; i < what->role_count; i++) {
        is_any = is_any || what->roles[i].place.party != ALLIANCE_NONE;
    }
    return is_any;
}

static bool add_of_workspace(const Completing *work, LawFacts **facts, Error *error) {
    const Workspace *workspace = work->defaults->workspace;
    const Transfer *transfer = work->transfer;
    const DecideOptions options = {.as_of = transfer->as_of,
                                   .known_at = transfer->known_at,
                                   .accept_unverified = transfer->accept_unverified,
                                   .quantile = transfer->quantile};
    if (workspace == NULL || !is_of_workspace(&work->what)) {
        return true;
    }
    BillFacts *bill = bill_facts_new(work->arena, workspace, work->set, &options);
    if (!facts_of_transfer(work->arena, work->set, workspace, &work->what, transfer->as_of, bill,
                           facts, error)) {
        return false;
    }
    note_parties(work);
    return true;
}

bool service_complete_transfer(Arena *arena, const LawSet *set, const BatchDefaults *defaults,
                               const TransferNames *names, Transfer *transfer, Error *error) {
    Completing work = {
        .arena = arena,
        .set = set,
        .defaults = defaults,
        .transfer = transfer,
        .what = {.item = ALLIANCE_NONE, .from.party = ALLIANCE_NONE, .to.party = ALLIANCE_NONE}};
    LawFacts *facts = law_facts_new(arena, set);
    if (defaults->workspace == NULL && names->party_count == 0) {
        return true;
    }
    if ((defaults->workspace != NULL && !read_places(&work, names, error)) ||
        !read_roles(&work, names, error) || !add_of_workspace(&work, &facts, error) ||
        !offer_outsiders(&work, names, facts, error)) {
        return false;
    }
    add_facts(&work, facts);
    return true;
}

bool request_complete(Request *request, const LawSet *set) {
    request->blamed = request->parties != NULL ? request->parties : request->root;
    return service_complete_transfer(request->arena, set, request->defaults, &request->names,
                                     &request->transfer, request->error);
}
