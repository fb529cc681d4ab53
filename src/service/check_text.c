/* SPDX-License-Identifier: Apache-2.0 */
#include "service/check_words.h"
#include "service/json_parts.h"
#include "service/service.h"

/* Of what does not hold, and of values that would change the outcome. */
enum { NO_SHOWN = 2, VALUES_SHOWN = 6, SETS_SHOWN = 8 };

static void add_dates(Arena *arena, TextBuilder *out, const TransferDecision *result) {
    text_add_format(out, "  %.*s\n  law as of %.*s, lists known at %.*s\n",
                    TEXT_ARGS(result->heading),
                    TEXT_ARGS(date_format(arena, result->decision.as_of)),
                    TEXT_ARGS(date_format(arena, result->decision.known_at)));
    if (result->decision.relies_on_unverified) {
        text_add(out, TEXT("  RELIES ON UNVERIFIED LAW, accepted by the caller\n"));
    }
}

static void add_status(TextBuilder *out, LawStatus status) {
    if (status != LAW_VERIFIED) {
        text_add_format(out, " [%.*s]", TEXT_ARGS(law_status_word(status)));
    }
}

static void add_step_line(TextBuilder *out, const DecisionStep *step, size_t depth) {
    text_add_repeated(out, ' ', 2 + 2 * depth);
    if (depth > 0) {
        text_add_format(out, "%-8.*s", TEXT_ARGS(truth_word(step->truth)));
    }
    text_add(out, step->text);
    if (!text_is_empty(step->citation)) {
        text_add_format(out, "  (%.*s)", TEXT_ARGS(step->citation));
    }
    add_status(out, step->status);
    text_add_character(out, '\n');
}

static void add_whole_step(TextBuilder *out, const DecisionStep *step, size_t depth) {
    add_step_line(out, step, depth);
    for (size_t i = 0; i < step->child_count; i++) {
        add_whole_step(out, &step->children[i], depth + 1);
    }
}

/* What does not hold is told without its reasons, and only so much of it; what a reader
 * has no use for when all goes well is counted. */
static void add_short_step(TextBuilder *out, const DecisionStep *step, size_t depth) {
    add_step_line(out, step, depth);
    if (depth > 0 && step->truth == TRUTH_NO) {
        return;
    }
    size_t hidden = 0;
    size_t shown = 0;
    for (size_t i = 0; i < step->child_count; i++) {
        const DecisionStep *child = &step->children[i];
        const bool is_no = child->truth == TRUTH_NO;
        if (is_no && shown == NO_SHOWN) {
            hidden++;
            continue;
        }
        shown += is_no;
        add_short_step(out, child, depth + 1);
    }
    if (hidden > 0) {
        text_add_repeated(out, ' ', 4 + 2 * depth);
        text_add_format(out, "no      %zu more\n", hidden);
    }
}

/* ---- exceptions that do not apply ---- */

static bool is_bar(const LawSet *set, const DecisionStep *step) {
    return step->provision != LAW_NONE && law_provision(set, step->provision).kind == PROVISION_BAR;
}

/* What is said of an exception and is none of its conditions. */
static bool is_label(const DecisionStep *step) {
    static const Text LABELS[] = {
        {"interpretation: ", 16}, {"note: ", 6}, {"how far it was checked: ", 24}};
    for (size_t i = 0; i < sizeof(LABELS) / sizeof(LABELS[0]); i++) {
        if (text_starts_with(step->text, LABELS[i])) {
            return true;
        }
    }
    return false;
}

/* An exception to the words and a bar speak against by holding, all else by not holding. */
static bool speaks_against(const LawSet *set, const DecisionStep *step, Truth truth) {
    if (is_label(step)) {
        return false;
    }
    bool is_reversed = is_bar(set, step) || text_equals(step->text, TEXT("except where"));
    Truth against = is_reversed && truth != TRUTH_UNKNOWN ? TRUTH_YES : truth;
    return step->truth == against;
}

static size_t count_against(const LawSet *set, const DecisionStep *step, Truth truth) {
    size_t count = 0;
    for (size_t i = 0; i < step->child_count; i++) {
        count += speaks_against(set, &step->children[i], truth);
    }
    return count;
}

/* What was written before `provided that` and decides whether the exception is meant at all. */
static bool is_condition(const LawSet *set, const DecisionStep *step) {
    return !is_label(step) && !is_bar(set, step) && step->provision == LAW_NONE &&
           !text_equals(step->text, TEXT("provided that")) &&
           !text_equals(step->text, TEXT("except where"));
}

/* Whether somebody would have thought of it: all it asks for at first is met, or all but one
 * thing that does not stand first. */
static bool is_in_question(const LawSet *set, const DecisionStep *exception) {
    size_t held = 0;
    size_t failed = 0;
    for (size_t i = 0; i < exception->child_count; i++) {
        const DecisionStep *step = &exception->children[i];
        if (!is_condition(set, step)) {
            continue;
        }
        failed += step->truth == TRUTH_NO;
        held += step->truth == TRUTH_YES;
        if (failed > 0 && held == 0) {
            return false;
        }
    }
    return failed <= 1;
}

/* Blocks are told with what in them decided. */
static void add_reason(TextBuilder *out, const DecisionStep *step, Truth decisive, size_t depth) {
    add_step_line(out, step, depth);
    bool is_block = step->provision == LAW_NONE && step->child_count > 0 && depth < 4;
    bool is_none_of = text_equals(step->text, TEXT("none of"));
    Truth below = is_none_of && decisive != TRUTH_UNKNOWN ? TRUTH_YES : decisive;
    size_t shown = 0;
    for (size_t i = 0; is_block && i < step->child_count && shown < NO_SHOWN; i++) {
        if (step->children[i].truth == below) {
            add_reason(out, &step->children[i], below, depth + 1);
            shown++;
        }
    }
}

/* Of what does not apply: what speaks against it, or else what is not known. */
static void add_reasons_against(TextBuilder *out, const LawSet *set, const DecisionStep *step) {
    const Truth truth = count_against(set, step, TRUTH_NO) > 0 ? TRUTH_NO : TRUTH_UNKNOWN;
    const size_t count = count_against(set, step, truth);
    size_t shown = 0;
    add_step_line(out, step, 0);
    for (size_t i = 0; i < step->child_count && shown < NO_SHOWN; i++) {
        const DecisionStep *child = &step->children[i];
        if (speaks_against(set, child, truth)) {
            if (is_bar(set, child)) {
                add_step_line(out, child, 1);
            } else {
                add_reason(out, child, child->truth, 1);
            }
            shown++;
        }
    }
    if (count > shown) {
        text_add_format(out, "    %-8.*s%zu more\n", TEXT_ARGS(truth_word(truth)), count - shown);
    }
}

static Text bare_name(Text name) {
    size_t start = name.length;
    while (start > 0 && name.bytes[start - 1] != '.') {
        start--;
    }
    return text_slice(name, start, name.length);
}

static bool is_apart(const LawSet *set, const DecisionStep *step) {
    return step->truth == TRUTH_NO && step->provision != LAW_NONE && !is_in_question(set, step);
}

/* Exceptions for other things than this one, by name alone. */
static void add_exceptions_apart(TextBuilder *out, const LawSet *set, const Decision *decision) {
    size_t count = 0;
    for (size_t i = 0; i < decision->step_count; i++) {
        const DecisionStep *step = &decision->steps[i];
        if (is_apart(set, step)) {
            text_add_format(out, "%s%.*s", count++ == 0 ? "  Exceptions for other cases: " : ", ",
                            TEXT_ARGS(bare_name(law_provision(set, step->provision).name)));
        }
    }
    text_add(out, count > 0 ? TEXT("\n") : TEXT(""));
}

static void add_short_steps(TextBuilder *out, const LawSet *set, const Decision *decision) {
    for (size_t i = 0; i < decision->step_count; i++) {
        const DecisionStep *step = &decision->steps[i];
        if (step->truth != TRUTH_NO) {
            add_short_step(out, step, 0);
        } else if (!is_apart(set, step)) {
            add_reasons_against(out, set, step);
        }
        bool is_next_apart =
            i + 1 == decision->step_count || decision->steps[i + 1].provision == LAW_NONE;
        if (step->provision != LAW_NONE && is_next_apart) {
            add_exceptions_apart(out, set, decision);
        }
    }
    text_add(out, TEXT("  (`--full` shows every condition that was looked at)\n"));
}

static void add_steps(TextBuilder *out, const LawSet *set, const Decision *decision,
                      bool is_whole) {
    if (!is_whole) {
        add_short_steps(out, set, decision);
        return;
    }
    for (size_t i = 0; i < decision->step_count; i++) {
        add_whole_step(out, &decision->steps[i], 0);
    }
}

static void add_questions(TextBuilder *out, const Decision *decision) {
    if (decision->question_count == 0) {
        return;
    }
    text_add(out, TEXT("  What has to be known (* settles it)\n"));
    for (size_t i = 0; i < decision->question_count; i++) {
        const DecisionQuestion *question = &decision->questions[i];
        text_add_format(out, "    %s %.*s: %.*s", question->settles ? "*" : " ",
                        TEXT_ARGS(question->name), TEXT_ARGS(question->ask));
        if (!text_is_empty(question->citation)) {
            text_add_format(out, "  (%.*s)", TEXT_ARGS(question->citation));
        }
        text_add_character(out, '\n');
    }
}

/* A question in words where one value is told: what it is that would be otherwise. */
static void add_asked(TextBuilder *out, const LawSet *set, const TransferDecision *result,
                      size_t index) {
    const AttributeInfo fact = law_attribute(set, result->changes[index].attribute);
    if (fact.type == ATTRIBUTE_YES_NO && !text_is_empty(fact.ask)) {
        text_add_format(out, "  (%.*s)", TEXT_ARGS(fact.ask));
    }
}

static void add_change(Arena *arena, TextBuilder *out, const LawSet *set,
                       const TransferDecision *result, size_t index) {
    const DecisionChange *change = &result->changes[index];
    const Text outcome = law_outcome_word(change->outcome);
    if (change->attribute == LAW_NONE) {
        text_add_format(out, "    on %.*s: %.*s\n", TEXT_ARGS(date_format(arena, change->date)),
                        TEXT_ARGS(outcome));
        return;
    }
    text_add_format(
        out, "    %.*s %.*s: %.*s", TEXT_ARGS(law_attribute(set, change->attribute).name),
        TEXT_ARGS(check_change_values(arena, result, index, VALUES_SHOWN)), TEXT_ARGS(outcome));
    add_asked(out, set, result, index);
    text_add_character(out, '\n');
}

/* What an item is in a list is found, not made: that another entry fares otherwise is only told
 * in whole. */
static bool is_other_entry(const LawSet *set, const TransferDecision *result, size_t index) {
    const DecisionChange *change = &result->changes[index];
    if (change->attribute == LAW_NONE) {
        return false;
    }
    const AttributeInfo fact = law_attribute(set, change->attribute);
    size_t values = 0;
    for (size_t i = 0; i < result->change_count; i++) {
        values += result->changes[i].attribute == change->attribute;
    }
    return fact.type == ATTRIBUTE_CODE && values > VALUES_SHOWN &&
           text_starts_with(fact.name, TEXT("item."));
}

static void add_changes(Arena *arena, TextBuilder *out, const LawSet *set,
                        const TransferDecision *result, bool is_whole) {
    text_add(out, TEXT("  What would change this\n"));
    if (result->change_count == 0 && result->change_set_count == 0) {
        text_add(out, TEXT("    no up to three facts, dates of law within a year or provisions\n"));
    }
    for (size_t i = 0; i < result->change_count; i++) {
        if (!check_change_is_told(result, i) && (is_whole || !is_other_entry(set, result, i))) {
            add_change(arena, out, set, result, i);
        }
    }
}

static void add_change_sets(Arena *arena, TextBuilder *out, const LawSet *set,
                            const TransferDecision *result, bool is_whole) {
    for (size_t i = 0; i < result->change_set_count; i++) {
        if (!is_whole && i == SETS_SHOWN) {
            text_add_format(out, "    and %zu more\n", result->change_set_count - i);
            return;
        }
        text_add_format(out, "    %.*s: %.*s\n",
                        TEXT_ARGS(check_change_words(arena, set, &result->change_sets[i])),
                        TEXT_ARGS(law_outcome_word(result->change_sets[i].outcome)));
    }
}

Text service_reforms_text(Arena *arena, const LawSet *set) {
    TextBuilder out = text_builder_new(arena);
    if (law_reform_count(set) > 0) {
        text_add(&out, TEXT("  Reforms in force here, none of them law\n"));
    }
    for (size_t i = 0; i < law_reform_count(set); i++) {
        const ReformInfo reform = law_reform_info(set, i);
        text_add_format(&out, "    %.*s\n", TEXT_ARGS(check_reform_words(arena, &reform)));
        for (size_t j = 0; j < reform.change_count; j++) {
            text_add_format(&out, "      %.*s\n", TEXT_ARGS(reform.changes[j]));
        }
    }
    return text_built(&out);
}

static void add_packs(Arena *arena, TextBuilder *out, const LawSet *set) {
    text_add(out, TEXT("  Packs\n"));
    for (size_t i = 0; i < law_pack_count(set); i++) {
        const PackInfo pack = law_pack(set, i);
        text_add_format(out, "    %.*s, text of %.*s, sha256 %.*s\n", TEXT_ARGS(pack.name),
                        TEXT_ARGS(date_format(arena, pack.vintage)),
                        TEXT_ARGS(text_slice(pack.digest, 0, 12)));
    }
}

Text service_check_text(Arena *arena, const LawSet *set, const TransferDecision *result,
                        bool is_whole) {
    const Decision *decision = &result->decision;
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%.*s\n", TEXT_ARGS(check_headline(arena, set, decision)));
    add_dates(arena, &out, result);
    add_steps(&out, set, decision, is_whole);
    add_questions(&out, decision);
    add_changes(arena, &out, set, result, is_whole);
    add_change_sets(arena, &out, set, result, is_whole);
    text_add(&out, service_reforms_text(arena, set));
    add_packs(arena, &out, set);
    text_add_format(&out, "%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}
