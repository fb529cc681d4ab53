/* SPDX-License-Identifier: Apache-2.0 */
#include "service/assess_parts.h"
#include "service/json_parts.h"

static void add_held(JsonWriter *json, const Supplier *supplier, const PartyStanding *standing) {
    json_begin_array(json, "held");
    for (size_t i = 0; i < standing->held_count; i++) {
        const SchemeStatus *status = &supplier->frame->scheme->statuses[standing->held[i].status];
        json_begin_object(json, "");
        json_add_text(json, "status", status->name);
        json_add_date(json, "from", standing->held[i].holds.from);
        json_add_date(json, "until", standing->held[i].holds.until);
        json_add_text(json, "checked", status->checked);
        json_add_text(json, "source", status->source);
        json_end(json);
    }
    json_end(json);
}

static void add_standing(Arena *arena, JsonWriter *json, const Supplier *supplier, size_t index) {
    const PartyStanding *standing = &supplier->standings[index];
    json_begin_object(json, "");
    json_add_text(json, "sought",
                  supplier->frame->scheme->requirements[standing->requirement].name);
    if (standing->standing == STANDING_FINAL || standing->standing == STANDING_CONDITIONAL) {
        json_add_date(json, "expires", standing->dates.expires);
        json_add_date(json, "affirm_by", standing->dates.affirm_by);
        json_add_date(json, "close_by", standing->close_by);
    }
    add_held(json, supplier, standing);
    assess_add_json(arena, json, &supplier->reports[index]);
    json_end(json);
}

static void add_offers(JsonWriter *json, const Workspace *workspace,
                       const SupplierSuppose *suppose) {
    json_add_integer(json, "offers_decided", (int64_t)suppose->offer_count);
    json_begin_array(json, "offers");
    for (size_t i = 0; i < suppose->offer_move_count; i++) {
        const SupplierOffer *offer = &suppose->offers[i];
        json_begin_object(json, "");
        json_add_text(json, "item", workspace->items[offer->item].id);
        json_add_text(json, "programme", workspace->programmes[offer->programme].id);
        json_add_text(json, "before", law_outcome_word(offer->before));
        json_add_text(json, "after", law_outcome_word(offer->after));
        json_add_integer(json, "lacks_before", (int64_t)offer->lacks_before);
        json_add_integer(json, "lacks_after", (int64_t)offer->lacks_after);
        json_end(json);
    }
    json_end(json);
}

static void add_suppose(JsonWriter *json, const Supplier *supplier,
                        const SupplierSuppose *suppose) {
    const Workspace *workspace = supplier->workspace;
    json_begin_object(json, "");
    json_add_text(json, "status", supplier->frame->scheme->statuses[suppose->status].name);
    json_add_integer(json, "lanes_decided", (int64_t)suppose->lane_count);
    json_begin_array(json, "lanes");
    for (size_t i = 0; i < suppose->move_count; i++) {
        const Lane *lane = &workspace->lanes[suppose->moves[i].lane];
        json_begin_object(json, "");
        json_add_text(json, "from", workspace->parties[lane->from_site].id);
        json_add_text(json, "to", workspace->parties[lane->to_site].id);
        json_add_text(json, "item", workspace->items[lane->item].id);
        json_add_text(json, "before", law_outcome_word(suppose->moves[i].before));
        json_add_text(json, "after", law_outcome_word(suppose->moves[i].after));
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "programmes");
    for (size_t i = 0; i < suppose->programme_count; i++) {
        json_add_text(json, "", workspace->programmes[suppose->programmes[i]].id);
    }
    json_end(json);
    add_offers(json, workspace, suppose);
    json_end(json);
}

static void add_link(JsonWriter *json, const Supplier *supplier, const SupplyLink *link) {
    static const Text WORDS[] = {[CURRENCY_NO] = {"no", 2},
                                 [CURRENCY_UNKNOWN] = {"unknown", 7},
                                 [CURRENCY_YES] = {"yes", 3}};
    json_begin_object(json, "");
    json_add_text(json, "party", supplier->workspace->parties[link->party].id);
    json_add_text(json, "holds", link->holds);
    json_add_text(json, "needs", supplier->frame->scheme->requirements[link->needed].name);
    json_add_text(json, "enough", WORDS[link->is_enough]);
    json_add_boolean(json, "makes_what_is_wanted", link->makes_what_is_wanted);
    json_add_text(json, "because",
                  link->flow == NULL ? TEXT("requirement.csv") : link->flow->source);
    if (link->flow != NULL) {
        json_add_text(json, "checked", link->flow->checked);
    }
    json_end(json);
}

static void add_chain(JsonWriter *json, const Supplier *supplier, const SupplyChain *chain) {
    json_begin_object(json, "");
    json_add_text(json, "programme", supplier->workspace->programmes[chain->programme].id);
    json_add_text(json, "demands", supplier->workspace->requirements[chain->row].demands);
    json_add_integer(json, "enough", (int64_t)chain->enough);
    json_add_integer(json, "unknown", (int64_t)chain->unknown);
    json_begin_array(json, "links");
    for (size_t i = 0; i < chain->link_count; i++) {
        add_link(json, supplier, &chain->links[i]);
    }
    json_end(json);
    json_end(json);
}

Text service_supplier_json(Arena *arena, const Supplier *supplier) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "party", supplier->workspace->parties[supplier->party].id);
    json_add_text(json, "scheme", supplier->frame->scheme->title);
    json_add_date(json, "as_of", supplier->options.as_of);
    if (supplier->status == SCHEME_NONE) {
        json_add_null(json, "holds");
    } else {
        json_add_text(json, "holds", supplier->frame->scheme->statuses[supplier->status].name);
    }
    json_begin_array(json, "assessments");
    for (size_t i = 0; i < supplier->standing_count; i++) {
        add_standing(arena, json, supplier, i);
    }
    json_end(json);
    json_add_boolean(json, "law_reads_it", supplier->law_reads_it);
    json_begin_array(json, "would_open");
    for (size_t i = 0; i < supplier->suppose_count; i++) {
        add_suppose(json, supplier, &supplier->supposes[i]);
    }
    json_end(json);
    json_begin_array(json, "programmes");
    for (size_t i = 0; i < supplier->chain_count; i++) {
        add_chain(json, supplier, &supplier->chains[i]);
    }
    json_end(json);
    if (supplier->set != NULL) {
        json_add_packs(json, supplier->set, NULL);
    }
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
