/* SPDX-License-Identifier: Apache-2.0 */
/* What listing.csv says, as people and programs read it. */
#include "base/file.h"
#include "base/json.h"
#include "service/facts.h"
#include "service/json_parts.h"
#include "service/listings.h"

static const char *const CERTAINTIES[] = {
    [CERTAINTY_NO] = "no", [CERTAINTY_PERHAPS] = "perhaps", [CERTAINTY_YES] = "yes"};

static Text date_or_empty(Arena *arena, Date date) {
    return date == DATE_MIN || date == DATE_MAX ? TEXT("") : date_format(arena, date);
}

static void add_row(Arena *arena, JsonWriter *json, const Workspace *workspace,
                    const Listing *listing, Date as_of) {
    const Party *party = &workspace->parties[listing->party];
    json_begin_object(json, "");
    json_add_text(json, "party", party->id);
    json_add_text(json, "party_name", party->name);
    json_add_listing(json, listing);
    json_add_text(json, "from", date_or_empty(arena, listing->mark.holds.from));
    json_add_text(json, "until", date_or_empty(arena, listing->mark.holds.until));
    json_add_text(json, "source", listing->mark.source);
    json_add_text(json, "digest", listing->digest);
    json_add_text(json, "is_listed", text_from(CERTAINTIES[listing_certainty(listing, as_of)]));
    json_end(json);
}

Text service_dispositions_json(Arena *arena, const Workspace *workspace, Date as_of) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "as_of", date_format(arena, as_of));
    json_begin_array(json, "dispositions");
    for (size_t i = 0; i < workspace->listing_count; i++) {
        add_row(arena, json, workspace, &workspace->listings[i], as_of);
    }
    json_end(json);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}

static void add_line(Arena *arena, TextBuilder *out, const Workspace *workspace,
                     const Listing *listing, Date as_of) {
    static const char *const meanings[] = {[CERTAINTY_NO] = "not listed",
                                           [CERTAINTY_PERHAPS] = "perhaps listed",
                                           [CERTAINTY_YES] = "listed"};
    const Party *party = &workspace->parties[listing->party];
    text_add_format(out, "%.*s (%.*s): %.*s %.*s  %.*s  %.*s%s\n", TEXT_ARGS(party->id),
                    TEXT_ARGS(party->name), TEXT_ARGS(listing->list), TEXT_ARGS(listing->listed),
                    TEXT_ARGS(listing->name), TEXT_ARGS(listing->score),
                    listing->basis == LISTING_BY_IDENTIFIER ? " by an identifier" : "");
    text_add_format(out, "    %.*s: %s on %.*s", TEXT_ARGS(listing_review_word(listing->review)),
                    meanings[listing_certainty(listing, as_of)],
                    TEXT_ARGS(date_format(arena, as_of)));
    if (listing->mark.holds.until != DATE_MAX) {
        text_add_format(out, ", until %.*s",
                        TEXT_ARGS(date_format(arena, listing->mark.holds.until)));
    }
    text_add_format(out, "%s%.*s%s%.*s\n", text_is_empty(listing->reason) ? "" : "; ",
                    TEXT_ARGS(listing->reason), text_is_empty(listing->author) ? "" : " - ",
                    TEXT_ARGS(listing->author));
}

Text service_dispositions_text(Arena *arena, const Workspace *workspace, Date as_of) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < workspace->listing_count; i++) {
        add_line(arena, &out, workspace, &workspace->listings[i], as_of);
    }
    if (workspace->listing_count == 0) {
        text_add(&out, TEXT("no party has been found on a list; `entente screen --workspace "
                            "WORKSPACE --list FILE --write` screens them\n"));
    }
    return text_built(&out);
}

/* ---- lists in use ---- */

const ListStatus *service_lists_in_use(Arena *arena, const ScreeningList *lists, size_t count) {
    ListStatus *all = ARENA_MANY(arena, ListStatus, count);
    for (size_t i = 0; i < count; i++) {
        all[i] = (ListStatus){.name = file_last_part(lists[i].file),
                              .title = lists[i].title,
                              .format = lists[i].format,
                              .released = lists[i].date,
                              .sha256 = lists[i].digest,
                              .source = lists[i].file,
                              .parties = text_format(arena, "%zu", lists[i].party_count),
                              .names = text_format(arena, "%zu", lists[i].name_count)};
    }
    return all;
}
