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

/* An exception to its words that does not hold is no reason against it. */
static bool is_reason_against(const DecisionStep *step, Truth truth) {
    return step->truth == truth && !text_equals(step->text, TEXT("except where"));
}

static size_t count_against(const DecisionStep *step, Truth truth) {
    size_t count = 0;
    for (size_t i = 0; i < step->child_count; i++) {
        count += is_reason_against(&step->children[i], truth);
    }
    return count;
}

/* Of what does not apply: what speaks against it, or else what is not known. */
static void add_reasons_against(TextBuilder *out, const DecisionStep *step) {
    const Truth truth = count_against(step, TRUTH_NO) > 0 ? TRUTH_NO : TRUTH_UNKNOWN;
    const size_t count = count_against(step, truth);
    size_t shown = 0;
    add_step_line(out, step, 0);
    for (size_t i = 0; i < step->child_count && shown < NO_SHOWN; i++) {
        if (is_reason_against(&step->children[i], truth)) {
            add_step_line(out, &step->children[i], 1);
            shown++;
        }
    }
    if (count > shown) {
        text_add_format(out, "    %-8.*s%zu more\n", TEXT_ARGS(truth_word(truth)), count - shown);
    }
}

static void add_steps(TextBuilder *out, const Decision *decision, bool is_whole) {
    for (size_t i = 0; i < decision->step_count; i++) {
        if (is_whole) {
            add_whole_step(out, &decision->steps[i], 0);
        } else if (decision->steps[i].truth == TRUTH_NO) {
            add_reasons_against(out, &decision->steps[i]);
        } else {
            add_short_step(out, &decision->steps[i], 0);
        }
    }
    if (!is_whole) {
        text_add(out, TEXT("  (`--full` shows every condition that was looked at)\n"));
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

static void add_changes(Arena *arena, TextBuilder *out, const LawSet *set,
                        const TransferDecision *result) {
    text_add(out, TEXT("  What would change this\n"));
    if (result->change_count == 0 && result->change_set_count == 0) {
        text_add(out, TEXT("    no up to three facts, dates of law within a year or provisions\n"));
    }
    for (size_t i = 0; i < result->change_count; i++) {
        const DecisionChange *change = &result->changes[i];
        if (check_change_is_told(result, i)) {
            continue;
        }
        if (change->attribute == LAW_NONE) {
            text_add_format(out, "    on %.*s", TEXT_ARGS(date_format(arena, change->date)));
        } else {
            text_add_format(out, "    %.*s", TEXT_ARGS(law_attribute(set, change->attribute).name));
            text_add_format(out, " %.*s",
                            TEXT_ARGS(check_change_values(arena, result, i, VALUES_SHOWN)));
        }
        text_add_format(out, ": %.*s\n", TEXT_ARGS(law_outcome_word(change->outcome)));
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
    add_steps(&out, decision, is_whole);
    add_questions(&out, decision);
    add_changes(arena, &out, set, result);
    add_change_sets(arena, &out, set, result, is_whole);
    text_add(&out, service_reforms_text(arena, set));
    add_packs(arena, &out, set);
    text_add_format(&out, "%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}
