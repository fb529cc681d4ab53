/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "service/service.h"

static const Text KIND_WORDS[] = {
    [OFFER_DOMESTIC] = {"domestic", 8},
    [OFFER_EXEMPT] = {"exempt", 6},
    [OFFER_FOREIGN] = {"foreign", 7},
};

static const Text PLAIN_WORDS[] = {
    [OFFERS_LOWEST_IS_OURS] = {"the lowest offer is domestic or exempt", 38},
    [OFFERS_NONE_DOMESTIC] = {"no offer is domestic", 20},
    [OFFERS_EXEMPT_BELOW] = {"an exempt offer is below every domestic one", 43},
};

static Text offer_id(const OffersResult *result, size_t offer) {
    return result->offers[offer].id;
}

/* ---- text ---- */

static void add_offers(Arena *arena, TextBuilder *out, const OffersResult *result) {
    for (size_t i = 0; i < result->offer_count; i++) {
        const PriceOffer *it = &result->offers[i];
        text_add_format(out, "  %-12.*s %14.*s  %.*s", TEXT_ARGS(it->id),
                        TEXT_ARGS(decimal_format(arena, it->price)),
                        TEXT_ARGS(KIND_WORDS[it->kind]));
        if (it->has_content) {
            text_add_format(out, ", %.*s %% domestic content",
                            TEXT_ARGS(decimal_format(arena, it->content_percent)));
        }
        text_add_character(out, '\n');
    }
}

static void add_steps(Arena *arena, TextBuilder *out, const OffersResult *result) {
    if (!result->is_factor_applied) {
        text_add_format(out, "  no factor is added: %.*s\n", TEXT_ARGS(PLAIN_WORDS[result->plain]));
        return;
    }
    text_add_format(out, "  %.*s, the lowest foreign offer, is valued at %.*s: %.*s %% added\n",
                    TEXT_ARGS(offer_id(result, result->factored)),
                    TEXT_ARGS(decimal_format(arena, result->evaluated)),
                    TEXT_ARGS(decimal_format(arena, result->rule.factor_percent)));
    if (result->is_domestic_unreasonable) {
        text_add(out, TEXT("  every domestic offer is dearer than that: its price is "
                           "unreasonable\n"));
    }
    if (result->treated_as_domestic != SERVICE_NONE) {
        text_add_format(out, "  %.*s counts as domestic: more than %.*s %% domestic content\n",
                        TEXT_ARGS(offer_id(result, result->treated_as_domestic)),
                        TEXT_ARGS(decimal_format(arena, result->rule.fallback_percent)));
    }
}

static void add_award(Arena *arena, TextBuilder *out, const OffersResult *result) {
    if (result->award == SERVICE_NONE) {
        text_add_format(out, "UNDETERMINED: what is the domestic content of %.*s?\n",
                        TEXT_ARGS(offer_id(result, result->unknown)));
        return;
    }
    text_add_format(out, "AWARD %.*s at %.*s\n", TEXT_ARGS(offer_id(result, result->award)),
                    TEXT_ARGS(decimal_format(arena, result->award_price)));
}

Text service_offers_text(Arena *arena, const OffersResult *result) {
    TextBuilder out = text_builder_new(arena);
    add_award(arena, &out, result);
    add_offers(arena, &out, result);
    add_steps(arena, &out, result);
    text_add(&out, TEXT("  48 CFR 25.105, 25.106, 25.502, 225.502\n"));
    text_add_format(&out, "%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

/* ---- JSON ---- */

/* An offer's name, or null. */
static void add_name(JsonWriter *json, const char *name, const OffersResult *result, size_t offer) {
    if (offer == SERVICE_NONE) {
        json_add_null(json, name);
    } else {
        json_add_text(json, name, offer_id(result, offer));
    }
}

static void add_result(Arena *arena, JsonWriter *json, const OffersResult *result) {
    add_name(json, "award", result, result->award);
    if (result->award != SERVICE_NONE) {
        json_add_text(json, "award_price", decimal_format(arena, result->award_price));
    }
    add_name(json, "needs_content_of", result,
             result->award == SERVICE_NONE ? result->unknown : SERVICE_NONE);
    json_add_boolean(json, "factor_applied", result->is_factor_applied);
    add_name(json, "factored", result, result->factored);
    if (result->is_factor_applied) {
        json_add_text(json, "evaluated", decimal_format(arena, result->evaluated));
    } else {
        json_add_text(json, "no_factor_because", PLAIN_WORDS[result->plain]);
    }
    json_add_boolean(json, "domestic_unreasonable", result->is_domestic_unreasonable);
    add_name(json, "treated_as_domestic", result, result->treated_as_domestic);
    json_add_text(json, "citation", TEXT("48 CFR 25.105, 25.106, 25.502, 225.502"));
    json_add_text(json, "notice", service_disclaimer());
}

Text service_offers_json(Arena *arena, const OffersResult *result) {
    JsonWriter *json = json_writer_new();
    add_result(arena, json, result);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
