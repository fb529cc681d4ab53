/* SPDX-License-Identifier: Apache-2.0 */
#include "service/matrix.h"

/* Which components keep an item, and the smallest sets of them without which it is open:
 * every set by increasing size, so that none smaller was passed over. */

enum { WORK_DEFAULT = 20000, SETS_KEPT_MAX = 20 };

/* The search for one destination. */
typedef struct Search {
    Arena *arena;
    const Exportability *about;
    BillFacts *bill; /* of the item as it is */
    DecideOptions decide;
    TransferPlace from;
    TransferPlace to;
    bool *without;
    size_t work_left;
    Error *error;
} Search;

static bool is_open(Outcome outcome) {
    return outcome <= OUTCOME_AUTHORISED;
}

/* Decides an item with the components marked in `without` replaced, or separated (NULL: as it
 * is); the cell's arrays live in the scratch arena. */
static bool decide_cell(const Search *search, Arena *scratch, size_t item, const bool *without,
                        bool separates, MatrixCell *cell) {
    const Exportability *about = search->about;
    BillFacts *bill = without == NULL
                          ? search->bill
                          : bill_facts_without(scratch, search->bill, without, separates);
    const ItemTransfer what =
        item_transfer(about->workspace, item, search->from, search->to, about->options.end_use);
    LawFacts *facts = NULL;
    Decision decision;
    if (!facts_of_transfer(scratch, about->set, about->workspace, &what, search->decide.as_of, bill,
                           &facts, search->error)) {
        return false;
    }
    law_decide(scratch, about->set, facts, &search->decide, &decision);
    *cell = matrix_cell_of(scratch, &decision);
    return true;
}

static bool decide_item(const Search *search, size_t item, const bool *without, bool separates,
                        Outcome *outcome) {
    MatrixCell cell = {0};
    Arena *scratch = arena_new();
    const bool is_decided = decide_cell(search, scratch, item, without, separates, &cell);
    *outcome = cell.outcome;
    arena_free(scratch);
    return is_decided;
}

/* ---- candidates ---- */

/* Components that bear on the item's derived facts, and those that contain such. */
static bool find_candidates(const Search *search, ExportabilityPartner *partner) {
    const Workspace *workspace = search->about->workspace;
    bool *marks = ARENA_MANY(search->arena, bool, workspace->item_count);
    size_t *candidates = ARENA_MANY(search->arena, size_t, workspace->item_count);
    size_t *contents = NULL;
    if (!bill_facts_mark(search->bill, search->about->item, search->to.country, marks,
                         search->error)) {
        return false;
    }
    const size_t count = workspace_contents(search->arena, workspace, search->about->item,
                                            search->decide.as_of, &contents);
    for (size_t i = 0; i < count; i++) {
        size_t *inside = NULL;
        const size_t inside_count = workspace_contents(search->arena, workspace, contents[i],
                                                       search->decide.as_of, &inside);
        for (size_t j = 0; j < inside_count; j++) {
            marks[contents[i]] |= marks[inside[j]];
        }
    }
    for (size_t i = 0; i < workspace->item_count; i++) {
        if (marks[i]) {
            candidates[partner->candidate_count++] = i;
        }
    }
    partner->candidates = candidates;
    return true;
}

static bool decide_whole(const Search *search, ExportabilityPartner *partner) {
    MatrixCell cell = {0};
    const bool is_decided =
        decide_cell(search, search->arena, search->about->item, NULL, false, &cell);
    partner->outcome = cell.outcome;
    partner->days = cell.days;
    partner->blockers = cell.blockers;
    partner->blocker_count = cell.blocker_count;
    return is_decided;
}

static bool decide_bare(const Search *search, ExportabilityPartner *partner) {
    MatrixCell cell = {0};
    for (size_t i = 0; i < partner->candidate_count; i++) {
        search->without[partner->candidates[i]] = true;
    }
    const bool is_decided =
        decide_cell(search, search->arena, search->about->item, search->without, false, &cell);
    partner->bare = cell.outcome;
    partner->bare_blockers = cell.blockers;
    partner->bare_blocker_count = cell.blocker_count;
    for (size_t i = 0; i < partner->candidate_count; i++) {
        search->without[partner->candidates[i]] = false;
    }
    return is_decided;
}

/* Each candidate by itself: what the item is without it, and what it is alone. */
static bool decide_singly(const Search *search, ExportabilityPartner *partner) {
    ExportabilityPart *parts =
        ARENA_MANY(search->arena, ExportabilityPart, partner->candidate_count);
    for (size_t i = 0; i < partner->candidate_count; i++) {
        const size_t item = partner->candidates[i];
        parts[i].item = item;
        search->without[item] = true;
        const bool is_decided =
            decide_item(search, search->about->item, search->without, false, &parts[i].without) &&
            decide_item(search, item, NULL, false, &parts[i].alone);
        search->without[item] = false;
        if (!is_decided) {
            return false;
        }
    }
    partner->parts = parts;
    return true;
}

/* ---- sets by increasing size ---- */

/* The next choice of `size` among `count`, in order; false after the last. */
static bool next_choice(size_t *choice, size_t size, size_t count) {
    for (size_t i = size; i-- > 0;) {
        if (choice[i] < count - size + i) {
            choice[i]++;
            for (size_t j = i + 1; j < size; j++) {
                choice[j] = choice[j - 1] + 1;
            }
            return true;
        }
    }
    return false;
}

/* The marks of the choice stand in `without`. */
static bool keep_set(const Search *search, const ExportabilityPartner *partner,
                     const size_t *choice, size_t size, Array *sets) {
    ExportabilitySet *set = array_add(sets);
    size_t *items = ARENA_MANY(search->arena, size_t, size);
    for (size_t i = 0; i < size; i++) {
        items[i] = partner->candidates[choice[i]];
    }
    set->items = items;
    set->count = size;
    return decide_item(search, search->about->item, search->without, true, &set->separated);
}

static bool try_choice(Search *search, ExportabilityPartner *partner, const size_t *choice,
                       size_t size, Array *sets) {
    Outcome outcome = OUTCOME_UNDETERMINED;
    for (size_t i = 0; i < size; i++) {
        search->without[partner->candidates[choice[i]]] = true;
    }
    bool is_decided = decide_item(search, search->about->item, search->without, false, &outcome);
    if (is_decided && is_open(outcome)) {
        partner->set_count++;
        is_decided = sets->count == SETS_KEPT_MAX || keep_set(search, partner, choice, size, sets);
    }
    for (size_t i = 0; i < size; i++) {
        search->without[partner->candidates[choice[i]]] = false;
    }
    return is_decided;
}

/* All sets of a size; `is_whole` says whether the work sufficed. */
static bool try_size(Search *search, ExportabilityPartner *partner, size_t size, Array *sets,
                     bool *is_whole) {
    size_t *choice = ARENA_MANY(search->arena, size_t, size);
    for (size_t i = 0; i < size; i++) {
        choice[i] = i;
    }
    *is_whole = true;
    do {
        if (search->work_left == 0) {
            *is_whole = false;
            return true;
        }
        search->work_left--;
        if (!try_choice(search, partner, choice, size, sets)) {
            return false;
        }
    } while (next_choice(choice, size, partner->candidate_count));
    return true;
}

static bool find_sets(Search *search, ExportabilityPartner *partner) {
    Array sets = array_new(search->arena, sizeof(ExportabilitySet));
    bool is_whole = true;
    for (size_t size = 1; size <= partner->candidate_count && is_whole && sets.count == 0; size++) {
        if (!try_size(search, partner, size, &sets, &is_whole)) {
            return false;
        }
        partner->sizes_tried += is_whole;
    }
    partner->is_complete = is_whole;
    partner->sets = ARRAY_ITEMS(ExportabilitySet, &sets);
    partner->kept_count = sets.count;
    return true;
}

/* How the destination stands towards listed parties, where it is a party that they own. */
static void add_ownership(const Search *search, Array *derived) {
    const size_t party = search->to.party;
    const Text chain = party == ALLIANCE_NONE
                           ? TEXT("")
                           : service_ownership_chain(search->arena, search->about->workspace, party,
                                                     search->about->options.known_at,
                                                     search->about->options.as_of);
    if (!text_is_empty(chain)) {
        *(Text *)array_add(derived) = chain;
    }
}

static bool examine(Search *search, ExportabilityPartner *partner) {
    Array derived = array_new(search->arena, sizeof(Text));
    if (!decide_whole(search, partner) || !find_candidates(search, partner) ||
        !decide_bare(search, partner) ||
        !bill_facts_say(search->bill, search->arena, search->about->item, search->to.country,
                        &derived, search->error)) {
        return false;
    }
    add_ownership(search, &derived);
    partner->derived = ARRAY_ITEMS(Text, &derived);
    partner->derived_count = derived.count;
    partner->is_complete = true;
    return is_open(partner->outcome) ||
           (decide_singly(search, partner) && find_sets(search, partner));
}

/* ---- the item ---- */

static bool find_ends(Arena *arena, Exportability *about, TransferPlace *from,
                      const TransferPlace **destinations, Error *error) {
    const ExportabilityOptions *options = &about->options;
    const TransferPlace *made = NULL;
    if (text_is_empty(options->from)) {
        (void)transfer_places_of_making(arena, about->workspace, about->item, &made);
        *from = made[0];
    } else if (!transfer_place_find(about->workspace, "from", options->from, from, error)) {
        return false;
    }
    about->from = transfer_place_name(about->workspace, *from);
    return transfer_places_find(arena, about->workspace, about->set, "to", options->destinations,
                                options->destination_count, false, destinations,
                                &about->partner_count, error);
}

static bool find_item(const Workspace *workspace, Text id, size_t *item, Error *error) {
    return workspace_find_item(workspace, id, item) ||
           error_set(error, ERROR_MISSING, "the workspace has no item `%.*s`", TEXT_ARGS(id));
}

bool service_exportability(Arena *arena, const Workspace *workspace, const LawSet *set, Text item,
                           const ExportabilityOptions *options, Exportability *about,
                           Error *error) {
    const TransferPlace *destinations = NULL;
    TransferPlace from = {0};
    *about = (Exportability){.workspace = workspace, .set = set, .options = *options};
    if (!find_item(workspace, item, &about->item, error) ||
        !find_ends(arena, about, &from, &destinations, error)) {
        return false;
    }
    const DecideOptions decide = {.as_of = options->as_of,
                                  .known_at = options->known_at,
                                  .accept_unverified = options->accept_unverified,
                                  .quantile = options->quantile};
    Search search = {.arena = arena,
                     .about = about,
                     .bill = bill_facts_new(arena, workspace, set, &decide),
                     .decide = decide,
                     .from = from,
                     .without = ARENA_MANY(arena, bool, workspace->item_count),
                     .error = error};
    ExportabilityPartner *partners = ARENA_MANY(arena, ExportabilityPartner, about->partner_count);
    for (size_t i = 0; i < about->partner_count; i++) {
        search.to = destinations[i];
        search.work_left = options->work == 0 ? WORK_DEFAULT : options->work;
        partners[i].destination = transfer_place_name(workspace, destinations[i]);
        if (!examine(&search, &partners[i])) {
            return false;
        }
    }
    about->partners = partners;
    about->has_bill = workspace_has_bill(workspace, about->item, options->as_of);
    return true;
}
