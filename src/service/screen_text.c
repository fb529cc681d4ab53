/* SPDX-License-Identifier: Apache-2.0 */
#include "service/screen.h"
#include "service/service.h"

enum { DIGEST_SHOWN = 12, DETAILS_SHOWN = 12, NAMES_SHOWN = 3 };

Text screen_score(Arena *arena, int score) {
    return text_format(arena, "%d.%04d", score / SCREENING_ONE, score % SCREENING_ONE);
}

static Text evidence_word(Evidence evidence) {
    static const char *const words[] = {[EVIDENCE_NONE] = "not known",
                                        [EVIDENCE_AGREES] = "agrees",
                                        [EVIDENCE_DIFFERS] = "differs"};
    return text_from(words[evidence]);
}

Text screen_evidence(Evidence evidence) {
    return evidence_word(evidence);
}

static void add_part(TextBuilder *out, Arena *arena, const AlignedPart *part) {
    const Text query = part->query.length > 0 ? part->query : TEXT("-");
    const Text listed = part->listed.length > 0 ? part->listed : TEXT("-");
    text_add_format(out, "      %.*s", TEXT_ARGS(query));
    const size_t width = text_width(query);
    text_add_repeated(out, ' ', width < 24 ? 24 - width : 1);
    text_add_format(out, "  %.*s", TEXT_ARGS(listed));
    const size_t other = text_width(listed);
    text_add_repeated(out, ' ', other < 24 ? 24 - other : 1);
    if (part->kind == EDGE_NONE) {
        text_add_format(out, "  no counterpart (weight %.*s)\n",
                        TEXT_ARGS(screen_score(arena, part->query_weight + part->listed_weight)));
        return;
    }
    text_add_format(out, "  %.*s %.*s", TEXT_ARGS(edge_kind_word(part->kind)),
                    TEXT_ARGS(screen_score(arena, part->similarity)));
    if (part->distance > 0) {
        text_add_format(out, ", %d letter%s apart", part->distance, part->distance == 1 ? "" : "s");
    }
    text_add_character(out, '\n');
}

static void add_name(TextBuilder *out, Arena *arena, const ListedParty *party, const NameHit *hit) {
    const ListedName *name = &party->names[hit->name];
    text_add_format(out, "    %.*s  %.*s%s%s\n", TEXT_ARGS(screen_score(arena, hit->score)),
                    TEXT_ARGS(name->text), name->is_alias ? " (alias)" : "",
                    name->is_weak ? " (weak, says the list)" : "");
    for (size_t i = 0; i < hit->part_count; i++) {
        add_part(out, arena, &hit->parts[i]);
    }
}

static void add_line(TextBuilder *out, const char *label, Text value) {
    if (!text_is_empty(value)) {
        text_add_format(out, "    %s: %.*s\n", label, TEXT_ARGS(value));
    }
}

static void add_details(TextBuilder *out, const ListedParty *party) {
    for (size_t i = 0; i < party->detail_count && i < DETAILS_SHOWN; i++) {
        text_add_format(out, "    %.*s: %.*s\n",
                        TEXT_ARGS(listed_detail_word(party->details[i].kind)),
                        TEXT_ARGS(party->details[i].text));
    }
    if (party->detail_count > DETAILS_SHOWN) {
        text_add_format(out, "    ... and %zu more details\n", party->detail_count - DETAILS_SHOWN);
    }
}

static void add_hit(TextBuilder *out, Arena *arena, const PartyHit *hit) {
    const ListedParty *party = hit->party;
    text_add_format(out, "\n%.*s  %.*s\n", TEXT_ARGS(screen_score(arena, hit->score)),
                    TEXT_ARGS(party->names[0].text));
    text_add_format(out, "    list: %.*s%s%.*s (%.*s)\n", TEXT_ARGS(party->list),
                    text_is_empty(party->id) ? "" : " ", TEXT_ARGS(party->id),
                    TEXT_ARGS(hit->list->title));
    add_line(out, "kind", listed_kind_word(party->kind));
    add_line(out, "programme", party->programme);
    add_line(out, "citation", party->citation);
    for (size_t i = 0; i < party->country_count; i++) {
        add_line(out, "country", party->countries[i]);
    }
    add_details(out, party);
    const struct {
        Evidence evidence;
        const char *label;
    } given[] = {{hit->country, "the country given"},
                 {hit->kind, "the kind given"},
                 {hit->born, "the date of birth given"},
                 {hit->city, "the city given"}};
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        if (given[i].evidence != EVIDENCE_NONE) {
            add_line(out, given[i].label, evidence_word(given[i].evidence));
        }
    }
    if (hit->identifier != NULL) {
        text_add_format(out, "    the identifier agrees: %.*s %.*s\n",
                        TEXT_ARGS(hit->identifier->type), TEXT_ARGS(hit->identifier->value));
    }
    for (size_t i = 0; i < hit->name_count && i < NAMES_SHOWN; i++) {
        add_name(out, arena, party, &hit->names[i]);
    }
    if (hit->name_count > NAMES_SHOWN) {
        text_add_format(out, "    ... and %zu more of its names\n", hit->name_count - NAMES_SHOWN);
    }
}

static void add_warnings(TextBuilder *out, const ScreeningResult *result) {
    static const char said[][80] = {
        "the name is longer than what is compared; its end was left out",
        "the name mixes letters of different scripts that look alike",
        "invisible or direction-changing characters in the name were left out",
        "bytes of the name that are no UTF-8 were read as blanks",
        "there is nothing in the name that could be compared"};
    const bool holds[] = {result->is_cut, result->is_disguised, result->has_controls,
                          result->is_malformed, !result->has_words};
    for (size_t i = 0; i < sizeof holds / sizeof holds[0]; i++) {
        if (holds[i]) {
            text_add_format(out, "note: %s\n", said[i]);
        }
    }
}

static void add_lists(TextBuilder *out, const ScreeningList *lists, size_t count) {
    text_add(out, TEXT("\nsearched:\n"));
    for (size_t i = 0; i < count; i++) {
        const ScreeningList *list = &lists[i];
        text_add_format(out, "  %.*s, %s%.*s, %zu parties, %zu names, sha256 %.*s...\n",
                        TEXT_ARGS(list->title), list->date.length > 0 ? "release of " : "",
                        TEXT_ARGS(list->date.length > 0 ? list->date : TEXT("no date in the file")),
                        list->party_count, list->name_count, DIGEST_SHOWN, list->digest.bytes);
        if (list->nameless_count > 0) {
            text_add_format(out, "    %zu of its entries have no name and cannot be screened\n",
                            list->nameless_count);
        }
    }
}

Text service_screen_text(Arena *arena, const ScreeningList *lists, size_t count,
                         const ScreeningQuery *query, const ScreeningResult *result) {
    TextBuilder out = text_builder_new(arena);
    const Text thresholds = screen_thresholds_text(arena, screen_thresholds_of(query));
    if (result->hit_count == 0) {
        text_add_format(&out, "NO HIT at %.*s or above\n", TEXT_ARGS(thresholds));
    } else {
        text_add_format(&out, "%zu HIT%s at %.*s or above\n", result->hit_count,
                        result->hit_count == 1 ? "" : "S", TEXT_ARGS(thresholds));
    }
    add_warnings(&out, result);
    for (size_t i = 0; i < result->hit_count; i++) {
        add_hit(&out, arena, &result->hits[i]);
    }
    add_lists(&out, lists, count);
    text_add_format(&out, "compared by %.*s. A hit is a question, not a finding.\n%.*s\n",
                    TEXT_ARGS(screening_version()), TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}
