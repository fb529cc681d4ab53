/* SPDX-License-Identifier: Apache-2.0 */
#include "service/reform_parts.h"

#include <math.h>

#include "service/json_parts.h"

/* The frontier, the price of denials, and cases, as text and JSON. */

enum { PLACES = 6 };

static const Text MEASURES[] = {[MEASURE_EXPECTATION] = {"expectation", 11},
                                [MEASURE_CVAR] = {"cvar", 4},
                                [MEASURE_WORST] = {"worst", 5}};

Text service_measure_word(ReformMeasure measure) {
    return MEASURES[measure];
}

bool service_measure_find(Text word, ReformMeasure *measure) {
    for (size_t i = 0; i < sizeof(MEASURES) / sizeof(MEASURES[0]); i++) {
        if (text_equals(word, MEASURES[i])) {
            *measure = (ReformMeasure)i;
            return true;
        }
    }
    return false;
}

Text reform_measure_phrase(Arena *arena, const Reform *reform) {
    switch (reform->measure) {
    case MEASURE_EXPECTATION:
        return TEXT("on average over what may happen");
    case MEASURE_CVAR:
        return text_format(arena, "on average over the worst %d %% of what may happen",
                           (int)lround((1 - reform->alpha) * 100));
    case MEASURE_WORST:
        break;
    }
    return TEXT("in the worst of what may happen");
}

static Text short_number(Arena *arena, double value) {
    return isnan(value) ? TEXT("-") : decimal_format_grouped(arena, value, 3);
}

Text reform_exposure_text(Arena *arena, const Exposure *exposure) {
    return text_format(arena, "%.*s [%.*s, %.*s]",
                       TEXT_ARGS(decimal_format_grouped(arena, exposure->middle, 2)),
                       TEXT_ARGS(decimal_format_grouped(arena, exposure->low, 2)),
                       TEXT_ARGS(decimal_format_grouped(arena, exposure->high, 2)));
}

Text reform_choice_names(Arena *arena, const Reform *reform, const FrontierChoice *choice) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < choice->count; i++) {
        text_add(&out, i == 0 ? TEXT("") : TEXT(", "));
        text_add(&out, reform->workspace->levers[choice->levers[i]].id);
    }
    return choice->count == 0 ? TEXT("no lever") : text_built(&out);
}

/* ---- text ---- */

static void add_flip(Arena *arena, TextBuilder *out, const Reform *reform, const char *end,
                     const FrontierChoice *instead) {
    text_add_format(out, "        at the %s end of every judgement instead: %.*s (gain %.*s)\n",
                    end, TEXT_ARGS(reform_choice_names(arena, reform, instead)),
                    TEXT_ARGS(short_number(arena, instead->gain)));
}

static void add_point(Arena *arena, TextBuilder *out, const Reform *reform,
                      const FrontierPoint *point) {
    const FrontierChoice *choice = &point->choice;
    text_add_format(out, "  exposure %.*s: gain %.*s, still late %.*s, cost %.*s%s\n",
                    TEXT_ARGS(reform_exposure_text(arena, &choice->exposure)),
                    TEXT_ARGS(short_number(arena, choice->gain)),
                    TEXT_ARGS(short_number(arena, reform->objective - choice->gain)),
                    TEXT_ARGS(decimal_format_grouped(arena, choice->cost_usd, 0)),
                    point->is_proven ? "" : " (not proven best)");
    text_add_format(out, "        %.*s\n", TEXT_ARGS(reform_choice_names(arena, reform, choice)));
    if (point->flips_at_low) {
        add_flip(arena, out, reform, "low", &point->at_low);
    }
    if (point->flips_at_high) {
        add_flip(arena, out, reform, "high", &point->at_high);
    }
}

static void add_denials(Arena *arena, TextBuilder *out, const Reform *reform) {
    text_add(out,
             TEXT("\nWhat denials and delays cost, and what lifting each alone would expose\n"));
    for (size_t i = 0; i < reform->denial_count; i++) {
        const ReportBarrier *denial = &reform->denials[i];
        const bool is_exact = !isnan(denial->gain);
        text_add_format(out, "  %-6.*s costs %s%.*s, exposes %.*s: %.*s (%.*s)\n",
                        TEXT_ARGS(service_barrier_word(denial->kind)), is_exact ? "" : "at most ",
                        TEXT_ARGS(short_number(arena, is_exact ? denial->gain : denial->ceiling)),
                        TEXT_ARGS(reform_exposure_text(arena, &denial->exposure)),
                        TEXT_ARGS(denial->title), TEXT_ARGS(denial->citation));
    }
    if (reform->denial_count == 0) {
        text_add(out, TEXT("  no law keeps anything from anybody who is late\n"));
    }
}

void reform_add_frontier(Arena *arena, TextBuilder *out, const Reform *reform) {
    if (reform->frontier_count == 0) {
        return;
    }
    text_add(out, TEXT("\nWhat is gained against what is exposed, middle [low, high] of the "
                       "judgement (docs/exposure.md)\n"));
    for (size_t i = 0; i < reform->frontier_count; i++) {
        add_point(arena, out, reform, &reform->frontier[i]);
    }
    add_denials(arena, out, reform);
}

void reform_add_cases(Arena *arena, TextBuilder *out, const Reform *reform) {
    if (reform->case_count == 0) {
        return;
    }
    text_add_format(out, "\nWhat may happen after the levers are pulled; gains are measured %.*s\n",
                    TEXT_ARGS(reform_measure_phrase(arena, reform)));
    for (size_t i = 0; i < reform->case_count; i++) {
        const ReformCase *one = &reform->cases[i];
        text_add_format(out, "  %6.*s %%  late %.*s",
                        TEXT_ARGS(decimal_format_grouped(arena, one->probability * 100, 1)),
                        TEXT_ARGS(short_number(arena, one->objective)));
        if (reform->has_choice) {
            text_add_format(out, ", with the best set %.*s",
                            TEXT_ARGS(short_number(arena, one->chosen)));
        }
        text_add_format(out, "  %.*s\n", TEXT_ARGS(one->name));
    }
}

/* ---- JSON ---- */

void reform_exposure_json(JsonWriter *json, const char *name, const Exposure *exposure) {
    json_begin_object(json, name);
    json_add_double(json, "low", exposure->low, PLACES);
    json_add_double(json, "middle", exposure->middle, PLACES);
    json_add_double(json, "high", exposure->high, PLACES);
    json_end(json);
}

static void add_choice_json(JsonWriter *json, const char *name, const Reform *reform,
                            const FrontierChoice *choice) {
    json_begin_object(json, name);
    json_begin_array(json, "levers");
    for (size_t i = 0; i < choice->count; i++) {
        json_add_text(json, "", reform->workspace->levers[choice->levers[i]].id);
    }
    json_end(json);
    json_add_double(json, "gain", choice->gain, PLACES);
    json_add_double(json, "late", reform->objective - choice->gain, PLACES);
    json_add_double(json, "cost_usd", choice->cost_usd, 2);
    reform_exposure_json(json, "exposure", &choice->exposure);
    json_end(json);
}

static void add_denials_json(JsonWriter *json, const Reform *reform) {
    json_begin_array(json, "denials");
    for (size_t i = 0; i < reform->denial_count; i++) {
        const ReportBarrier *denial = &reform->denials[i];
        json_begin_object(json, "");
        json_add_text(json, "kind", service_barrier_word(denial->kind));
        json_add_text(json, "name", denial->name);
        json_add_text(json, "title", denial->title);
        json_add_text(json, "citation", denial->citation);
        json_add_double(json, "gain", denial->gain, PLACES);
        json_add_double(json, "ceiling", denial->ceiling, PLACES);
        reform_exposure_json(json, "exposure", &denial->exposure);
        json_end(json);
    }
    json_end(json);
}

void reform_add_frontier_json(JsonWriter *json, const Reform *reform) {
    if (reform->frontier_count == 0) {
        return;
    }
    json_begin_array(json, "frontier");
    for (size_t i = 0; i < reform->frontier_count; i++) {
        const FrontierPoint *point = &reform->frontier[i];
        json_begin_object(json, "");
        add_choice_json(json, "choice", reform, &point->choice);
        add_choice_json(json, "at_low", reform, &point->at_low);
        add_choice_json(json, "at_high", reform, &point->at_high);
        json_add_boolean(json, "flips_at_low", point->flips_at_low);
        json_add_boolean(json, "flips_at_high", point->flips_at_high);
        json_add_boolean(json, "proven", point->is_proven);
        json_end(json);
    }
    json_end(json);
    add_denials_json(json, reform);
}

void reform_add_cases_json(JsonWriter *json, const Reform *reform) {
    if (reform->case_count == 0) {
        return;
    }
    json_add_text(json, "measure", service_measure_word(reform->measure));
    json_add_double(json, "alpha", reform->alpha, 2);
    json_begin_array(json, "cases");
    for (size_t i = 0; i < reform->case_count; i++) {
        const ReformCase *one = &reform->cases[i];
        json_begin_object(json, "");
        json_add_text(json, "id", one->id);
        json_add_text(json, "name", one->name);
        json_add_double(json, "probability", one->probability, PLACES);
        json_add_double(json, "objective", one->objective, PLACES);
        json_add_double(json, "chosen", one->chosen, PLACES);
        json_end(json);
    }
    json_end(json);
}
