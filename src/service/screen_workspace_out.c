/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of a screened workspace: its rows, and chains of ownership from listed parties. */
#include "base/json.h"
#include "service/facts.h"
#include "service/json_parts.h"

enum { CHAIN_DEPTH_MAX = 16 };

typedef struct Chains {
    Arena *arena;
    const Workspace *workspace;
    const Certainty *listed;
    const OwnedParty *owned;
    Date as_of;
    TextBuilder out;
} Chains;

static Text id_of(const Chains *chains, size_t party) {
    return chains->workspace->parties[party].id;
}

static bool counts(const Chains *chains, const Ownership *row, size_t party) {
    return row->party == party && date_range_has(row->mark.holds, chains->as_of) &&
           (chains->listed[row->owner] != CERTAINTY_NO ||
            chains->owned[row->owner].certainty != CERTAINTY_NO);
}

static void add_owner(Chains *chains, const Ownership *row) {
    const Certainty listed = chains->listed[row->owner];
    if (row->percent.is_given) {
        text_add_format(&chains->out, "%.*s %% by %.*s",
                        TEXT_ARGS(decimal_format(chains->arena, row->percent.value)),
                        TEXT_ARGS(id_of(chains, row->owner)));
    } else {
        text_add_format(&chains->out, "an unknown share by %.*s",
                        TEXT_ARGS(id_of(chains, row->owner)));
    }
    text_add(&chains->out, listed == CERTAINTY_YES       ? TEXT(" (listed)")
                           : listed == CERTAINTY_PERHAPS ? TEXT(" (perhaps listed)")
                                                         : TEXT(""));
}

/* "60 % by a (listed), 20 % by b (of it 55 % by c (listed))". */
static void add_chain(Chains *chains, size_t party, size_t depth) {
    bool is_first = true;
    for (size_t i = 0; i < chains->workspace->ownership_count; i++) {
        const Ownership *row = &chains->workspace->ownerships[i];
        if (!counts(chains, row, party)) {
            continue;
        }
        text_add(&chains->out, is_first ? TEXT("") : TEXT(", "));
        add_owner(chains, row);
        is_first = false;
        if (chains->listed[row->owner] == CERTAINTY_NO && depth < CHAIN_DEPTH_MAX) {
            text_add(&chains->out, TEXT(" (of it "));
            add_chain(chains, row->owner, depth + 1);
            text_add_character(&chains->out, ')');
        }
    }
    if (is_first) {
        text_add(&chains->out, TEXT("an unknown share by its parent"));
    }
}

static size_t person_of(const Workspace *workspace, size_t party) {
    while (workspace->parties[party].kind == PARTY_SITE &&
           workspace->parties[party].parent != ALLIANCE_NONE) {
        party = workspace->parties[party].parent;
    }
    return party;
}

Text service_ownership_chain(Arena *arena, const Workspace *workspace, size_t party, Date as_of) {
    const ListingDays days = {as_of, as_of};
    Chains chains = {.arena = arena,
                     .workspace = workspace,
                     .listed = listing_parties(arena, workspace, TEXT(""), days),
                     .owned = listing_owned(arena, workspace, TEXT(""), days),
                     .as_of = as_of,
                     .out = text_builder_new(arena)};
    if (chains.owned[party].certainty == CERTAINTY_NO) {
        return TEXT("");
    }
    text_add_format(&chains.out, "%.*s %s owned half or more by listed parties: ",
                    TEXT_ARGS(id_of(&chains, party)),
                    chains.owned[party].certainty == CERTAINTY_YES ? "is" : "may be");
    add_chain(&chains, person_of(workspace, party), 0);
    return text_built(&chains.out);
}

/* ---- text ---- */

static void add_row(TextBuilder *out, const Workspace *workspace, const ScreenedRow *row) {
    const Listing *listing = &row->listing;
    const Text change = listing_change_word(row->change);
    text_add_format(out, "  %.*s: %.*s %.*s  %.*s  %.*s%s, %.*s%s%.*s%s\n",
                    TEXT_ARGS(workspace->parties[listing->party].id), TEXT_ARGS(listing->list),
                    TEXT_ARGS(listing->listed), TEXT_ARGS(listing->name), TEXT_ARGS(listing->score),
                    listing->basis == LISTING_BY_IDENTIFIER ? " by an identifier" : "",
                    TEXT_ARGS(listing_review_word(listing->review)),
                    text_is_empty(change) ? "" : " (", TEXT_ARGS(change),
                    text_is_empty(change) ? "" : ")");
    if (!text_is_empty(listing->reason)) {
        text_add_format(out, "      %.*s%s%.*s\n", TEXT_ARGS(listing->reason),
                        text_is_empty(listing->author) ? "" : " - ", TEXT_ARGS(listing->author));
    }
}

Text service_screen_workspace_text(Arena *arena, const ScreenedWorkspace *screened, Date as_of) {
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%zu parties screened, %zu rows\n", screened->party_count,
                    screened->row_count);
    for (size_t i = 0; i < screened->row_count; i++) {
        add_row(&out, screened->workspace, &screened->rows[i]);
    }
    for (size_t i = 0; i < screened->workspace->party_count; i++) {
        const Text chain = service_ownership_chain(arena, screened->workspace, i, as_of);
        if (!text_is_empty(chain)) {
            text_add_format(&out, "  %.*s\n", TEXT_ARGS(chain));
        }
    }
    text_add_format(&out, "compared by %.*s. A hit is a question, not a finding.\n%.*s\n",
                    TEXT_ARGS(screening_version()), TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

Text service_screen_workspace_json(Arena *arena, const ScreenedWorkspace *screened, Date as_of) {
    JsonWriter *json = json_writer_new();
    json_add_integer(json, "parties", (int64_t)screened->party_count);
    json_begin_array(json, "rows");
    for (size_t i = 0; i < screened->row_count; i++) {
        const Listing *listing = &screened->rows[i].listing;
        json_begin_object(json, "");
        json_add_text(json, "party", screened->workspace->parties[listing->party].id);
        json_add_listing(json, listing);
        json_add_text(json, "change", listing_change_word(screened->rows[i].change));
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "ownership");
    for (size_t i = 0; i < screened->workspace->party_count; i++) {
        const Text chain = service_ownership_chain(arena, screened->workspace, i, as_of);
        if (!text_is_empty(chain)) {
            json_add_text(json, "", chain);
        }
    }
    json_end(json);
    json_add_text(json, "version", screening_version());
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
