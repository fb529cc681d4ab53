/* SPDX-License-Identifier: Apache-2.0 */
#include "service/assess_parts.h"

static Text lane_words(Arena *arena, const Workspace *workspace, size_t index) {
    const Lane *lane = &workspace->lanes[index];
    return text_format(arena, "%.*s from %.*s to %.*s", TEXT_ARGS(workspace->items[lane->item].id),
                       TEXT_ARGS(workspace->parties[lane->from_site].id),
                       TEXT_ARGS(workspace->parties[lane->to_site].id));
}

static void add_status(Arena *arena, TextBuilder *out, const Supplier *supplier) {
    const Scheme *scheme = supplier->frame->scheme;
    text_add_format(out, "  holds        %.*s\n",
                    TEXT_ARGS(supplier->status == SCHEME_NONE
                                  ? TEXT("no status on this day")
                                  : scheme->statuses[supplier->status].name));
    for (size_t i = 0; i < supplier->standing_count; i++) {
        for (size_t j = 0; j < supplier->standings[i].held_count; j++) {
            const HeldStatus *held = &supplier->standings[i].held[j];
            const SchemeStatus *status = &scheme->statuses[held->status];
            text_add_format(out, "               %.*s to %.*s  %.*s [%.*s: %.*s]\n",
                            TEXT_ARGS(date_format(arena, held->holds.from)),
                            TEXT_ARGS(date_format(arena, held->holds.until)),
                            TEXT_ARGS(status->name), TEXT_ARGS(status->checked),
                            TEXT_ARGS(status->source));
        }
    }
}

static void add_dates(Arena *arena, TextBuilder *out, const PartyStanding *standing) {
    if (standing->standing != STANDING_FINAL && standing->standing != STANDING_CONDITIONAL) {
        return;
    }
    text_add_format(out, "  expires      %.*s\n",
                    TEXT_ARGS(date_format(arena, standing->dates.expires)));
    if (standing->holding.is_affirmed) {
        text_add_format(out, "  affirm by    %.*s\n",
                        TEXT_ARGS(date_format(arena, standing->dates.affirm_by)));
    } else {
        text_add(out, TEXT("  affirm by    when it was affirmed is not known: nothing is held "
                           "because of it\n"));
    }
}

static void add_offers(TextBuilder *out, const Workspace *workspace,
                       const SupplierSuppose *suppose) {
    for (size_t i = 0; i < suppose->offer_move_count; i++) {
        const SupplierOffer *offer = &suppose->offers[i];
        text_add_format(
            out, "      %.*s for %.*s: %.*s -> %.*s", TEXT_ARGS(workspace->items[offer->item].name),
            TEXT_ARGS(workspace->programmes[offer->programme].name),
            TEXT_ARGS(law_outcome_word(offer->before)), TEXT_ARGS(law_outcome_word(offer->after)));
        if (offer->lacks_before + offer->lacks_after > 0) {
            text_add_format(out, "; lacks %zu -> %zu", offer->lacks_before, offer->lacks_after);
        }
        text_add_character(out, '\n');
    }
}

static void add_suppose(Arena *arena, TextBuilder *out, const Supplier *supplier,
                        const SupplierSuppose *suppose) {
    const Workspace *workspace = supplier->workspace;
    text_add_format(out, "    %.*s: %zu of %zu lanes decided otherwise, %zu of %zu offers\n",
                    TEXT_ARGS(supplier->frame->scheme->statuses[suppose->status].name),
                    suppose->move_count, suppose->lane_count, suppose->offer_move_count,
                    suppose->offer_count);
    for (size_t i = 0; i < suppose->move_count; i++) {
        const SupplierMove *move = &suppose->moves[i];
        text_add_format(
            out, "      %.*s: %.*s -> %.*s\n", TEXT_ARGS(lane_words(arena, workspace, move->lane)),
            TEXT_ARGS(law_outcome_word(move->before)), TEXT_ARGS(law_outcome_word(move->after)));
    }
    for (size_t i = 0; i < suppose->programme_count; i++) {
        text_add_format(out, "%s%.*s", i == 0 ? "      in the supply of " : ", ",
                        TEXT_ARGS(workspace->programmes[suppose->programmes[i]].name));
    }
    if (suppose->programme_count > 0) {
        text_add_character(out, '\n');
    }
    add_offers(out, workspace, suppose);
}

static void add_supposes(Arena *arena, TextBuilder *out, const Supplier *supplier) {
    if (supplier->set == NULL) {
        text_add(out, TEXT("\nWhat reaching more would open: no packs were named, so nothing was "
                           "decided\n"));
        return;
    }
    if (!supplier->law_reads_it) {
        text_add_format(out,
                        "\nWhat reaching more would open: no pack reads `%.*s` or `%.*s`, so no "
                        "decision changes\n",
                        TEXT_ARGS(supplier->frame->scheme->facts[SCHEME_FACT_LEVEL]),
                        TEXT_ARGS(supplier->frame->scheme->facts[SCHEME_FACT_STATUS]));
        return;
    }
    text_add(out, TEXT("\nWhat reaching more would open, decided again\n"));
    for (size_t i = 0; i < supplier->suppose_count; i++) {
        add_suppose(arena, out, supplier, &supplier->supposes[i]);
    }
    if (supplier->suppose_count == 0) {
        text_add(out, TEXT("    nothing is left to reach\n"));
    }
}

static void add_link(TextBuilder *out, const Supplier *supplier, const SupplyLink *link) {
    const Scheme *scheme = supplier->frame->scheme;
    static const char *const WORDS[] = {
        [CURRENCY_NO] = "WEAK", [CURRENCY_UNKNOWN] = "unknown", [CURRENCY_YES] = "enough"};
    const bool is_verified = link->flow == NULL || assess_is_verified(link->flow->checked);
    text_add_format(out, "    %-8s %.*s holds %.*s, needs %.*s (%s%.*s%s%.*s)\n",
                    WORDS[link->is_enough],
                    TEXT_ARGS(supplier->workspace->parties[link->party].name),
                    TEXT_ARGS(link->holds), TEXT_ARGS(scheme->requirements[link->needed].name),
                    link->flow == NULL ? "makes what is wanted" : "flows down: ",
                    TEXT_ARGS(link->flow == NULL ? (Text){0} : link->flow->source),
                    is_verified ? "" : "; not verified: ",
                    TEXT_ARGS(is_verified ? (Text){0} : link->flow->checked));
}

static void add_chain(TextBuilder *out, const Supplier *supplier, const SupplyChain *chain) {
    const Workspace *workspace = supplier->workspace;
    text_add_format(out,
                    "\n%.*s demands %.*s: %zu of %zu suppliers hold what they need, %zu not "
                    "known\n",
                    TEXT_ARGS(workspace->programmes[chain->programme].name),
                    TEXT_ARGS(workspace->requirements[chain->row].demands), chain->enough,
                    chain->link_count, chain->unknown);
    for (size_t i = 0; i < chain->link_count; i++) {
        add_link(out, supplier, &chain->links[i]);
    }
}

Text service_supplier_text(Arena *arena, const Supplier *supplier) {
    TextBuilder out = text_builder_new(arena);
    const Party *party = &supplier->workspace->parties[supplier->party];
    text_add_format(&out, "%.*s (%.*s): %.*s, as of %.*s\n", TEXT_ARGS(party->name),
                    TEXT_ARGS(party->country), TEXT_ARGS(supplier->frame->scheme->title),
                    TEXT_ARGS(date_format(arena, supplier->options.as_of)));
    add_status(arena, &out, supplier);
    for (size_t i = 0; i < supplier->standing_count; i++) {
        const PartyStanding *standing = &supplier->standings[i];
        text_add_format(
            &out, "\n%.*s, %.*s, assessed %.*s\n", TEXT_ARGS(supplier->reports[i].subject),
            TEXT_ARGS(supplier->frame->scheme->requirements[standing->requirement].name),
            TEXT_ARGS(date_format(arena, supplier->reports[i].assessed)));
        assess_add_text(arena, &out, &supplier->reports[i]);
        add_dates(arena, &out, standing);
    }
    if (supplier->standing_count == 0) {
        text_add(&out, TEXT("  assessments  none are in assessment.csv\n"));
    }
    add_supposes(arena, &out, supplier);
    for (size_t i = 0; i < supplier->chain_count; i++) {
        add_chain(&out, supplier, &supplier->chains[i]);
    }
    text_add_format(&out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}
