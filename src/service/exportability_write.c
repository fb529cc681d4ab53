/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"
#include "service/matrix.h"
#include "service/words.h"

/* Exportability as text and JSON. */

static Text item_id(const Exportability *about, size_t item) {
    return about->workspace->items[item].id;
}

static Text set_text(Arena *arena, const Exportability *about, const ExportabilitySet *set) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < set->count; i++) {
        text_add_format(&builder, "%s%.*s", i == 0 ? "" : " + ",
                        TEXT_ARGS(item_id(about, set->items[i])));
    }
    return text_built(&builder);
}

static bool is_open(Outcome outcome) {
    return outcome <= OUTCOME_AUTHORISED;
}

static void add_outcome(TextBuilder *out, const ExportabilityPartner *partner) {
    text_add_format(out, ": %.*s", TEXT_ARGS(outcome_phrase(partner->outcome)));
    if (partner->outcome == OUTCOME_LICENCE_REQUIRED && partner->days >= 0) {
        text_add_format(out, ", about %d days", partner->days);
    }
    text_add_character(out, '\n');
}

/* "us.ear.chart (15 CFR 738.4(a)), ...". */
static void add_provisions(TextBuilder *out, const Exportability *about, const size_t *provisions,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        const ProvisionInfo info = law_provision(about->set, provisions[i]);
        text_add_format(out, "%s%.*s (%.*s)", i == 0 ? "" : ", ", TEXT_ARGS(info.name),
                        TEXT_ARGS(info.citation));
    }
}

static void add_blockers(TextBuilder *out, const Exportability *about,
                         const ExportabilityPartner *partner) {
    if (partner->blocker_count > 0) {
        text_add(out, TEXT("  kept by "));
        add_provisions(out, about, partner->blockers, partner->blocker_count);
        text_add_character(out, '\n');
    }
}

/* Components whose absence alone changes the outcome. */
static void add_parts(TextBuilder *out, const Exportability *about,
                      const ExportabilityPartner *partner) {
    for (size_t i = 0; i < partner->candidate_count; i++) {
        const ExportabilityPart *part = &partner->parts[i];
        if (part->without != partner->outcome) {
            text_add_format(out, "  without %.*s: %.*s\n", TEXT_ARGS(item_id(about, part->item)),
                            TEXT_ARGS(outcome_phrase(part->without)));
        }
    }
}

/* Where even none of them would help, the item keeps itself. */
static void add_bare(TextBuilder *out, const Exportability *about,
                     const ExportabilityPartner *partner) {
    const Text bare = outcome_phrase(partner->bare);
    const bool is_same = partner->bare == partner->outcome;
    text_add_format(out, "  %swith all %zu components that bear on it replaced it is %s%.*s",
                    is_same ? "kept by what it is itself: " : "", partner->candidate_count,
                    is_same ? "still " : "", TEXT_ARGS(bare));
    if (partner->bare_blocker_count > 0) {
        text_add(out, TEXT(" by "));
        add_provisions(out, about, partner->bare_blockers, partner->bare_blocker_count);
    }
    text_add_character(out, '\n');
}

static void add_no_set(TextBuilder *out, const Exportability *about,
                       const ExportabilityPartner *partner) {
    if (partner->candidate_count == 0) {
        text_add(out, TEXT("  kept by what it is itself: no component bears on it\n"));
        return;
    }
    add_bare(out, about, partner);
    if (partner->is_complete) {
        text_add(out,
                 TEXT("  no set of components opens it (proven: all sets of them were tried)\n"));
    } else {
        text_add_format(out,
                        "  no set of up to %zu of them opens it; the bound on work was met before "
                        "larger ones were all tried (`--work`)\n",
                        partner->sizes_tried);
    }
}

static Outcome alone_outcome(const ExportabilityPartner *partner, size_t item) {
    Outcome outcome = OUTCOME_UNDETERMINED;
    for (size_t i = 0; i < partner->candidate_count; i++) {
        if (partner->parts[i].item == item) {
            outcome = partner->parts[i].alone;
        }
    }
    return outcome;
}

static void add_sets(Arena *arena, TextBuilder *out, const Exportability *about,
                     const ExportabilityPartner *partner) {
    const size_t size = partner->sets[0].count;
    text_add_format(out, "  opened by replacing %zu %s (proven: no fewer do):\n", size,
                    size == 1 ? "component" : "components");
    for (size_t i = 0; i < partner->kept_count; i++) {
        const ExportabilitySet *set = &partner->sets[i];
        text_add_format(out, "    %.*s; if separated instead: the item %.*s; alone",
                        TEXT_ARGS(set_text(arena, about, set)),
                        TEXT_ARGS(outcome_phrase(set->separated)));
        for (size_t j = 0; j < set->count; j++) {
            text_add_format(out, "%s %.*s %.*s", j == 0 ? "" : ",",
                            TEXT_ARGS(item_id(about, set->items[j])),
                            TEXT_ARGS(outcome_phrase(alone_outcome(partner, set->items[j]))));
        }
        text_add_character(out, '\n');
    }
    if (partner->set_count > partner->kept_count) {
        text_add_format(out, "    ... and %zu more\n", partner->set_count - partner->kept_count);
    }
    if (!partner->is_complete) {
        text_add(out, TEXT("    the bound on work was met: there may be more of this size\n"));
    }
}

static bool same_derived(const ExportabilityPartner *a, const ExportabilityPartner *b) {
    bool is_same = a->derived_count == b->derived_count;
    for (size_t i = 0; is_same && i < a->derived_count; i++) {
        is_same = text_equals(a->derived[i], b->derived[i]);
    }
    return is_same;
}

static void add_derived(TextBuilder *out, const ExportabilityPartner *partner) {
    for (size_t i = 0; i < partner->derived_count; i++) {
        text_add_format(out, "  %.*s\n", TEXT_ARGS(partner->derived[i]));
    }
}

/* All that is said of a partner but its name, and what is derived where it is as for the one
 * before. */
static Text partner_text(Arena *arena, const Exportability *about, size_t index) {
    TextBuilder out = text_builder_new(arena);
    const ExportabilityPartner *partner = &about->partners[index];
    add_outcome(&out, partner);
    if ((about->has_bill || partner->derived_count > 0) &&
        (index == 0 || !same_derived(partner, partner - 1))) {
        add_derived(&out, partner);
    }
    if (is_open(partner->outcome)) {
        return text_built(&out);
    }
    add_blockers(&out, about, partner);
    add_parts(&out, about, partner);
    if (partner->kept_count == 0) {
        add_no_set(&out, about, partner);
    } else {
        add_sets(arena, &out, about, partner);
    }
    return text_built(&out);
}

/* Partners of whom the same is said stand together, where the first of them stands. */
static void add_partners(Arena *arena, TextBuilder *out, const Exportability *about) {
    Text *texts = ARENA_MANY(arena, Text, about->partner_count);
    bool *is_said = ARENA_MANY(arena, bool, about->partner_count);
    for (size_t i = 0; i < about->partner_count; i++) {
        texts[i] = partner_text(arena, about, i);
    }
    for (size_t i = 0; i < about->partner_count; i++) {
        if (is_said[i]) {
            continue;
        }
        text_add(out, about->partners[i].destination);
        for (size_t j = i + 1; j < about->partner_count; j++) {
            if (!is_said[j] && text_equals(texts[i], texts[j])) {
                is_said[j] = true;
                text_add_format(out, ", %.*s", TEXT_ARGS(about->partners[j].destination));
            }
        }
        text_add(out, texts[i]);
    }
}

/* The partners that a set opens. */
static Text opened_by(Arena *arena, const Exportability *about, Text set) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < about->partner_count; i++) {
        const ExportabilityPartner *partner = &about->partners[i];
        for (size_t j = 0; j < partner->kept_count; j++) {
            if (text_equals(set_text(arena, about, &partner->sets[j]), set)) {
                text_add_format(&builder, "%s%.*s", builder.length == 0 ? "" : ", ",
                                TEXT_ARGS(partner->destination));
            }
        }
    }
    return text_built(&builder);
}

/* Every set kept for some partner, once. */
static Array distinct_sets(Arena *arena, const Exportability *about) {
    Array found = array_new(arena, sizeof(Text));
    for (size_t i = 0; i < about->partner_count; i++) {
        for (size_t j = 0; j < about->partners[i].kept_count; j++) {
            const Text set = set_text(arena, about, &about->partners[i].sets[j]);
            size_t at = 0;
            while (at < found.count && !text_equals(ARRAY_ITEMS(Text, &found)[at], set)) {
                at++;
            }
            if (at == found.count) {
                *(Text *)array_add(&found) = set;
            }
        }
    }
    return found;
}

Text service_exportability_text(Arena *arena, const Exportability *about) {
    TextBuilder out = text_builder_new(arena);
    const Array sets = distinct_sets(arena, about);
    text_add_format(&out, "%.*s from %.*s, law as of %.*s, lists known at %.*s, end use %.*s\n",
                    TEXT_ARGS(item_id(about, about->item)), TEXT_ARGS(about->from),
                    TEXT_ARGS(date_format(arena, about->options.as_of)),
                    TEXT_ARGS(date_format(arena, about->options.known_at)),
                    TEXT_ARGS(text_is_empty(about->options.end_use) ? TEXT("not said")
                                                                    : about->options.end_use));
    if (!about->has_bill) {
        text_add(&out, TEXT("it has no bill of material: nothing is known of what it contains\n"));
    }
    for (size_t i = 0; i < sets.count; i++) {
        const Text set = ARRAY_ITEMS(Text, &sets)[i];
        text_add_format(&out, "%.*s, replaced, opens %.*s\n", TEXT_ARGS(set),
                        TEXT_ARGS(opened_by(arena, about, set)));
    }
    text_add_character(&out, '\n');
    add_partners(arena, &out, about);
    text_add_format(&out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

/* ---- JSON ---- */

static void add_json_parts(JsonWriter *json, const Exportability *about,
                           const ExportabilityPartner *partner) {
    json_begin_array(json, "components");
    for (size_t i = 0; i < partner->candidate_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "item", item_id(about, partner->candidates[i]));
        if (partner->parts != NULL) {
            json_add_text(json, "without", law_outcome_word(partner->parts[i].without));
            json_add_text(json, "alone", law_outcome_word(partner->parts[i].alone));
        }
        json_end(json);
    }
    json_end(json);
}

static void add_json_sets(JsonWriter *json, const Exportability *about,
                          const ExportabilityPartner *partner) {
    json_begin_array(json, "smallest_sets");
    for (size_t i = 0; i < partner->kept_count; i++) {
        json_begin_object(json, "");
        json_begin_array(json, "items");
        for (size_t j = 0; j < partner->sets[i].count; j++) {
            json_add_text(json, "", item_id(about, partner->sets[i].items[j]));
        }
        json_end(json);
        json_add_text(json, "if_separated", law_outcome_word(partner->sets[i].separated));
        json_end(json);
    }
    json_end(json);
    json_add_integer(json, "smallest_set_count", (int64_t)partner->set_count);
    json_add_integer(json, "sizes_tried", (int64_t)partner->sizes_tried);
    json_add_boolean(json, "is_complete", partner->is_complete);
}

static void add_json_partner(JsonWriter *json, const Exportability *about,
                             const ExportabilityPartner *partner) {
    json_begin_object(json, "");
    json_add_text(json, "destination", partner->destination);
    json_add_text(json, "outcome", law_outcome_word(partner->outcome));
    json_add_days(json, "days", partner->days);
    json_add_provisions(json, "kept_by", about->set, partner->blockers, partner->blocker_count);
    json_add_text(json, "with_all_replaced", law_outcome_word(partner->bare));
    json_add_provisions(json, "then_kept_by", about->set, partner->bare_blockers,
                        partner->bare_blocker_count);
    json_begin_array(json, "derived");
    for (size_t i = 0; i < partner->derived_count; i++) {
        json_add_text(json, "", partner->derived[i]);
    }
    json_end(json);
    add_json_parts(json, about, partner);
    add_json_sets(json, about, partner);
    json_end(json);
}

Text service_exportability_json(Arena *arena, const Exportability *about) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "item", item_id(about, about->item));
    json_add_text(json, "from", about->from);
    json_add_date(json, "as_of", about->options.as_of);
    json_add_date(json, "known_at", about->options.known_at);
    json_add_text(json, "end_use", about->options.end_use);
    json_add_boolean(json, "has_bill", about->has_bill);
    json_begin_array(json, "partners");
    for (size_t i = 0; i < about->partner_count; i++) {
        add_json_partner(json, about, &about->partners[i]);
    }
    json_end(json);
    json_add_packs(json, about->set, NULL);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
