/* SPDX-License-Identifier: Apache-2.0 */
#include "service/assess_parts.h"
#include "service/html.h"
#include "service/words.h"

static void add_held(Arena *arena, TextBuilder *out, const Supplier *supplier) {
    const Scheme *scheme = supplier->frame->scheme;
    HTML_WRITE(out, "<p class=\"finding\">On this day it holds <strong>{}</strong>.</p>\n<ul>\n",
               supplier->status == SCHEME_NONE ? TEXT("no status")
                                               : scheme->statuses[supplier->status].name);
    for (size_t i = 0; i < supplier->standing_count; i++) {
        for (size_t j = 0; j < supplier->standings[i].held_count; j++) {
            const HeldStatus *held = &supplier->standings[i].held[j];
            const SchemeStatus *status = &scheme->statuses[held->status];
            HTML_WRITE(out, "<li>{} to {}: {} <small>{} [{}]</small></li>\n",
                       date_format(arena, held->holds.from), date_format(arena, held->holds.until),
                       status->name, status->source, status->checked);
        }
    }
    html_add(out, "</ul>\n");
}

static void add_moves(TextBuilder *out, const Supplier *supplier, const SupplierSuppose *suppose) {
    const Workspace *workspace = supplier->workspace;
    const Text status = supplier->frame->scheme->statuses[suppose->status].name;
    for (size_t i = 0; i < suppose->move_count; i++) {
        const SupplierMove *move = &suppose->moves[i];
        const Lane *lane = &workspace->lanes[move->lane];
        HTML_WRITE(out,
                   "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                   status, workspace->items[lane->item].id, workspace->parties[lane->from_site].id,
                   workspace->parties[lane->to_site].id, outcome_phrase(move->before),
                   outcome_phrase(move->after));
    }
    if (suppose->move_count == 0) {
        HTML_WRITE(out, "<tr><td>{}</td><td colspan=\"5\">no lane is decided otherwise</td></tr>\n",
                   status);
    }
}

static void add_programmes(TextBuilder *out, const Supplier *supplier) {
    for (size_t i = 0; i < supplier->suppose_count; i++) {
        const SupplierSuppose *suppose = &supplier->supposes[i];
        for (size_t j = 0; j < suppose->programme_count; j++) {
            const Text name = supplier->workspace->programmes[suppose->programmes[j]].name;
            if (j == 0) {
                HTML_WRITE(out, "<p>Lanes that {} moves are in the supply of {}",
                           supplier->frame->scheme->statuses[suppose->status].name, name);
            } else {
                HTML_WRITE(out, ", {}", name);
            }
        }
        html_add(out, suppose->programme_count > 0 ? ".</p>\n" : "");
    }
}

static void add_offers(TextBuilder *out, const Supplier *supplier, const SupplierSuppose *suppose) {
    const Workspace *workspace = supplier->workspace;
    for (size_t i = 0; i < suppose->offer_move_count; i++) {
        const SupplierOffer *offer = &suppose->offers[i];
        HTML_WRITE(out, "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}",
                   supplier->frame->scheme->statuses[suppose->status].name,
                   workspace->items[offer->item].name, workspace->programmes[offer->programme].name,
                   outcome_phrase(offer->before));
        text_add_format(out, ", lacks %zu</td><td>", offer->lacks_before);
        HTML_WRITE(out, "{}", outcome_phrase(offer->after));
        text_add_format(out, ", lacks %zu</td></tr>\n", offer->lacks_after);
    }
}

static void add_offer_table(TextBuilder *out, const Supplier *supplier) {
    size_t count = 0;
    for (size_t i = 0; i < supplier->suppose_count; i++) {
        count += supplier->supposes[i].offer_move_count;
    }
    if (count == 0) {
        return;
    }
    html_add(out, "<div class=\"scroll\"><table><caption>Offers to programmes decided again"
                  "</caption><thead><tr><th>Status</th><th>Item</th><th>Programme</th>"
                  "<th>Now</th><th>Then</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < supplier->suppose_count; i++) {
        add_offers(out, supplier, &supplier->supposes[i]);
    }
    html_add(out, "</tbody></table></div>\n");
}

static void add_supposes(TextBuilder *out, const Supplier *supplier) {
    html_add(out, "<section><h2>What reaching more would open</h2>\n");
    if (supplier->set == NULL || !supplier->law_reads_it) {
        html_add(out, "<p>No pack in force reads the statuses of this scheme, so no decision "
                      "changes.</p></section>\n");
        return;
    }
    html_add(out, "<div class=\"scroll\"><table><caption>Lanes decided again as if the status "
                  "were held</caption><thead><tr><th>Status</th><th>Item</th><th>From</th>"
                  "<th>To</th><th>Now</th><th>Then</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < supplier->suppose_count; i++) {
        add_moves(out, supplier, &supplier->supposes[i]);
    }
    html_add(out, "</tbody></table></div>\n");
    add_programmes(out, supplier);
    add_offer_table(out, supplier);
    html_add(out, "</section>\n");
}

static bool is_verified(const SupplyLink *link) {
    return link->flow == NULL || assess_is_verified(link->flow->checked);
}

static void add_chain(TextBuilder *out, const Supplier *supplier, const SupplyChain *chain) {
    static const Text WORDS[] = {[CURRENCY_NO] = {"weak", 4},
                                 [CURRENCY_UNKNOWN] = {"not known", 9},
                                 [CURRENCY_YES] = {"enough", 6}};
    const Workspace *workspace = supplier->workspace;
    HTML_WRITE(out,
               "<section><h2>{}</h2><div class=\"scroll\"><table><caption>It demands {}; the "
               "weakest links first</caption><thead><tr><th>Supplier</th><th>Holds</th>"
               "<th>Needs</th><th>Enough</th><th>Because</th></tr></thead><tbody>\n",
               workspace->programmes[chain->programme].name,
               workspace->requirements[chain->row].demands);
    for (size_t i = 0; i < chain->link_count; i++) {
        const SupplyLink *link = &chain->links[i];
        HTML_WRITE(out,
                   "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td>"
                   "<td><small>{}{}{}</small></td></tr>\n",
                   workspace->parties[link->party].name, link->holds,
                   supplier->frame->scheme->requirements[link->needed].name, WORDS[link->is_enough],
                   link->flow == NULL ? TEXT("makes what is wanted") : link->flow->source,
                   is_verified(link) ? TEXT("") : TEXT("; not verified: "),
                   is_verified(link) ? TEXT("") : link->flow->checked);
    }
    html_add(out, "</tbody></table></div></section>\n");
}

Text service_supplier_html(Arena *arena, const Supplier *supplier) {
    TextBuilder out = text_builder_new(arena);
    assess_html_begin(&out,
                      text_format(arena, "%.*s: %.*s, as of %.*s",
                                  TEXT_ARGS(supplier->workspace->parties[supplier->party].name),
                                  TEXT_ARGS(supplier->frame->scheme->title),
                                  TEXT_ARGS(date_format(arena, supplier->options.as_of))));
    add_held(arena, &out, supplier);
    for (size_t i = 0; i < supplier->standing_count; i++) {
        assess_add_html(arena, &out, &supplier->reports[i]);
    }
    add_supposes(&out, supplier);
    for (size_t i = 0; i < supplier->chain_count; i++) {
        add_chain(&out, supplier, &supplier->chains[i]);
    }
    assess_html_end(&out);
    return text_built(&out);
}
