/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/check_words.h"
#include "service/json_parts.h"
#include "service/reform_parts.h"
#include "service/words.h"

enum { PLACES = 6 };

static Text gain_text(Arena *arena, double gain) {
    return isnan(gain) ? TEXT("-") : decimal_format_grouped(arena, gain, 3);
}

static void add_right(TextBuilder *out, Text text, size_t width) {
    const size_t own = text_width(text);
    text_add_repeated(out, ' ', own < width ? width - own : 0);
    text_add(out, text);
}

static Text money(Arena *arena, double usd) {
    return decimal_format_grouped(arena, usd, 0);
}

/* A free lever has no gain for its cost that could be written. */
static Text gain_per_million(Arena *arena, const Lever *lever, double gain) {
    const double cost = decimal_to_double(lever->cost_usd);
    return cost > 0 ? decimal_format_grouped(arena, gain / cost * 1e6, 3) : TEXT("-");
}

static void add_lever(Arena *arena, TextBuilder *out, const Reform *reform,
                      const ReformLever *priced) {
    const Lever *lever = &reform->workspace->levers[priced->lever];
    text_add(out, priced->is_chosen ? TEXT("  *") : TEXT("   "));
    add_right(out, gain_text(arena, priced->gain), 12);
    add_right(out, gain_per_million(arena, lever, priced->gain), 12);
    add_right(out, money(arena, decimal_to_double(lever->cost_usd)), 14);
    add_right(out, text_format(arena, "%d", lever->ready_days), 7);
    text_add_format(out, "  %.*s (%.*s)\n", TEXT_ARGS(lever->name), TEXT_ARGS(lever->kind));
    text_add_format(out, "        %.*s: lanes opened %zu, made licensable %zu",
                    TEXT_ARGS(lever->id), priced->lanes_opened, priced->lanes_eased);
    if (priced->lanes_worse > 0) {
        text_add_format(out, ", SHUT %zu", priced->lanes_worse);
    }
    if (!isnan(priced->share)) {
        text_add_format(out, "; its share of the set's gain %.*s",
                        TEXT_ARGS(gain_text(arena, priced->share)));
    }
    text_add_character(out, '\n');
}

/* ---- decisions that change ---- */

static void add_days(TextBuilder *out, Outcome outcome, int days) {
    const Text phrase = outcome_phrase(outcome);
    text_add(out, phrase);
    if (outcome == OUTCOME_LICENCE_REQUIRED && days >= 0) {
        text_add_format(out, " (%d days)", days);
    } else if (outcome == OUTCOME_LICENCE_REQUIRED) {
        text_add(out, TEXT(" (none can be counted on)"));
    }
}

static void add_move(TextBuilder *out, const Reform *reform, const ReportChange *move) {
    text_add_format(out, "      %.*s from %.*s to %.*s",
                    TEXT_ARGS(reform->workspace->items[move->item].name),
                    TEXT_ARGS(move->from_country), TEXT_ARGS(move->to_countries));
    if (!text_is_empty(move->end_use)) {
        text_add_format(out, ", %.*s end use", TEXT_ARGS(move->end_use));
    }
    text_add(out, TEXT(": "));
    add_days(out, move->before, move->days_before);
    text_add(out, TEXT(" -> "));
    add_days(out, move->after, move->days_after);
    text_add_format(out, ", %zu lane%s\n", move->lane_count, move->lane_count == 1 ? "" : "s");
}

static bool brings_law(const Reform *reform, const ReformLever *lever) {
    return law_reform_count(lever->law) > law_reform_count(reform->set);
}

static void add_decisions(Arena *arena, TextBuilder *out, const Reform *reform,
                          const ReformLever *lever) {
    text_add_format(out, "  %.*s\n", TEXT_ARGS(reform->workspace->levers[lever->lever].id));
    for (size_t i = law_reform_count(reform->set); i < law_reform_count(lever->law); i++) {
        const ReformInfo info = law_reform_info(lever->law, i);
        text_add_format(out, "    %.*s\n", TEXT_ARGS(check_reform_words(arena, &info)));
        if (!text_is_empty(info.source)) {
            text_add_format(out, "    proposed in %.*s\n", TEXT_ARGS(info.source));
        }
        if (!text_is_empty(info.note)) {
            text_add_format(out, "    %.*s\n", TEXT_ARGS(info.note));
        }
    }
    for (size_t i = 0; i < lever->move_count; i++) {
        add_move(out, reform, &lever->moves[i]);
    }
    if (lever->move_count == 0) {
        text_add(out, TEXT("      no decision of these lanes changes\n"));
    }
}

static void add_law(Arena *arena, TextBuilder *out, const Reform *reform) {
    bool has_any = false;
    for (size_t i = 0; i < reform->lever_count; i++) {
        const ReformLever *lever = &reform->levers[i];
        if (!brings_law(reform, lever)) {
            continue;
        }
        if (!has_any) {
            text_add(out, TEXT("\nDecisions that reforms change, on the plan's last day\n"));
        }
        has_any = true;
        add_decisions(arena, out, reform, lever);
    }
}

static void add_choice(Arena *arena, TextBuilder *out, const Reform *reform) {
    const double budget = decimal_to_double(reform->budget_usd);
    text_add_format(out, "\nBest set under a budget of %.*s US dollars (marked *)\n",
                    TEXT_ARGS(money(arena, budget)));
    text_add_format(out, "  costs %.*s, gains %.*s", TEXT_ARGS(money(arena, reform->cost_usd)),
                    TEXT_ARGS(gain_text(arena, reform->gain)));
    if (reform->objective > 0) {
        text_add_format(
            out, ", %.*s %% of all that is late",
            TEXT_ARGS(decimal_format_grouped(arena, reform->gain / reform->objective * 100, 1)));
    }
    text_add_format(out, "\n  %s; bound %.*s, gap %.*s\n",
                    reform->is_proven ? "proven best" : "best found, not proven",
                    TEXT_ARGS(gain_text(arena, reform->bound)),
                    TEXT_ARGS(gain_text(arena, reform->bound - reform->gain)));
    text_add_format(
        out, "  gains of its levers alone sum to %.*s: together they make %.*s %s than that\n",
        TEXT_ARGS(gain_text(arena, reform->sum_of_single_gains)),
        TEXT_ARGS(gain_text(arena, fabs(reform->gain - reform->sum_of_single_gains))),
        reform->gain < reform->sum_of_single_gains ? "less" : "more");
}

Text service_reform_text(Arena *arena, const Reform *reform) {
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%.*s\n", TEXT_ARGS(workspace_setting(reform->workspace, TEXT("title"))));
    text_add_format(&out,
                    "  levers from %.*s, over %zu weeks; without any, %.*s weighted weeks late\n",
                    TEXT_ARGS(date_format(arena, reform->as_of)), reform->week_count,
                    TEXT_ARGS(gain_text(arena, reform->objective)));
    text_add(&out, TEXT("\nLevers, by what pulling each alone would gain\n"));
    text_add(&out, TEXT("           gain  a million $      cost, $   days  lever\n"));
    for (size_t i = 0; i < reform->lever_count; i++) {
        add_lever(arena, &out, reform, &reform->levers[i]);
    }
    add_law(arena, &out, reform);
    if (reform->has_choice) {
        add_choice(arena, &out, reform);
    }
    reform_add_cases(arena, &out, reform);
    reform_add_frontier(arena, &out, reform);
    text_add_format(
        &out,
        "\n  Chosen among the %zu best alone; %zu sets decided and solved anew. Days: until "
        "a lever works.\n  A gain of 1 is a week's ordinary need of one item, had a week "
        "earlier (docs/report.md).\n\n%.*s\n",
        reform->chosen_among, reform->solve_count, TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

static void add_move_json(JsonWriter *json, const Reform *reform, const ReportChange *move) {
    json_begin_object(json, "");
    json_add_text(json, "item", reform->workspace->items[move->item].id);
    json_add_text(json, "from", move->from_country);
    json_add_text(json, "to", move->to_countries);
    json_add_text(json, "end_use", move->end_use);
    json_add_integer(json, "lanes", (int64_t)move->lane_count);
    json_add_text(json, "before", law_outcome_word(move->before));
    json_add_days(json, "days_before", move->days_before);
    json_add_text(json, "after", law_outcome_word(move->after));
    json_add_days(json, "days_after", move->days_after);
    json_end(json);
}

static void add_lever_json(JsonWriter *json, const Reform *reform, const ReformLever *priced) {
    const Lever *lever = &reform->workspace->levers[priced->lever];
    json_begin_object(json, "");
    json_add_text(json, "id", lever->id);
    json_add_text(json, "name", lever->name);
    json_add_text(json, "kind", lever->kind);
    json_add_double(json, "cost_usd", decimal_to_double(lever->cost_usd), 2);
    json_add_integer(json, "ready_days", lever->ready_days);
    json_add_double(json, "gain", priced->gain, PLACES);
    json_add_integer(json, "lanes_opened", (int64_t)priced->lanes_opened);
    json_add_integer(json, "lanes_eased", (int64_t)priced->lanes_eased);
    json_add_integer(json, "lanes_worse", (int64_t)priced->lanes_worse);
    json_add_boolean(json, "chosen", priced->is_chosen);
    json_add_double(json, "share", priced->share, PLACES);
    json_add_text(json, "source", lever->mark.source);
    if (reform->frontier_count > 0) {
        reform_exposure_json(json, "exposure", &priced->exposure);
    }
    if (brings_law(reform, priced)) {
        json_add_reforms(json, priced->law);
    }
    json_begin_array(json, "decisions");
    for (size_t i = 0; i < priced->move_count; i++) {
        add_move_json(json, reform, &priced->moves[i]);
    }
    json_end(json);
    json_end(json);
}

Text service_reform_json(Arena *arena, const Reform *reform) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "title", workspace_setting(reform->workspace, TEXT("title")));
    json_add_date(json, "as_of", reform->as_of);
    json_add_integer(json, "weeks", (int64_t)reform->week_count);
    json_add_double(json, "objective", reform->objective, PLACES);
    json_add_packs(json, reform->set, NULL);
    json_begin_array(json, "levers");
    for (size_t i = 0; i < reform->lever_count; i++) {
        add_lever_json(json, reform, &reform->levers[i]);
    }
    json_end(json);
    if (reform->has_choice) {
        json_begin_object(json, "choice");
        json_add_double(json, "budget_usd", decimal_to_double(reform->budget_usd), 2);
        json_add_double(json, "cost_usd", reform->cost_usd, 2);
        json_add_double(json, "gain", reform->gain, PLACES);
        json_add_double(json, "bound", reform->bound, PLACES);
        json_add_boolean(json, "proven", reform->is_proven);
        json_add_double(json, "sum_of_single_gains", reform->sum_of_single_gains, PLACES);
        json_add_integer(json, "chosen_among", (int64_t)reform->chosen_among);
        json_end(json);
    }
    json_add_integer(json, "solves", (int64_t)reform->solve_count);
    reform_add_cases_json(json, reform);
    reform_add_frontier_json(json, reform);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
