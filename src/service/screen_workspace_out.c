/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of a screened workspace. */
#include "base/json.h"
#include "service/facts.h"
#include "service/json_parts.h"

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
        const Text chain = service_ownership_chain(arena, screened->workspace, i, as_of, as_of);
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
        const Text chain = service_ownership_chain(arena, screened->workspace, i, as_of, as_of);
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
