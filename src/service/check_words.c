/* SPDX-License-Identifier: Apache-2.0 */
#include "service/check_words.h"

static Text part_words(Arena *arena, const LawSet *set, const ChangePart *part) {
    switch (part->kind) {
    case CHANGE_FACT:
        return text_format(arena, "%.*s %.*s", TEXT_ARGS(law_attribute(set, part->index).name),
                           TEXT_ARGS(part->value));
    case CHANGE_DATE:
        return text_format(arena, "on %.*s", TEXT_ARGS(date_format(arena, part->date)));
    case CHANGE_LAW_OFF: {
        const ProvisionInfo info = law_provision(set, part->index);
        return text_format(arena, "without \"%.*s\" (%.*s)",
                           TEXT_ARGS(text_is_empty(info.title) ? info.name : info.title),
                           TEXT_ARGS(info.citation));
    }
    case CHANGE_LAW_REFORM:
        break;
    }
    return text_format(arena, "with the reform %.*s", TEXT_ARGS(law_offer(set, part->index).name));
}

Text check_change_words(Arena *arena, const LawSet *set, const ChangeSet *changes) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < changes->part_count; i++) {
        text_add(&builder, i == 0                         ? TEXT("")
                           : i + 1 == changes->part_count ? TEXT(" and ")
                                                          : TEXT(", "));
        text_add(&builder, part_words(arena, set, &changes->parts[i]));
    }
    return text_built(&builder);
}

Text check_reform_words(Arena *arena, const ReformInfo *reform) {
    TextBuilder builder = text_builder_new(arena);
    text_add_format(&builder, "%.*s, \"%.*s\"", TEXT_ARGS(reform->name), TEXT_ARGS(reform->title));
    if (reform->dates.from != DATE_MIN) {
        text_add_format(&builder, ", from %.*s", TEXT_ARGS(date_format(arena, reform->dates.from)));
    }
    if (reform->dates.until != DATE_MAX) {
        text_add_format(&builder, ", until %.*s",
                        TEXT_ARGS(date_format(arena, reform->dates.until)));
    }
    text_add(&builder, reform->is_hypothetical ? TEXT(", hypothetical") : TEXT(""));
    if (!text_is_empty(reform->citation)) {
        text_add_format(&builder, " (%.*s)", TEXT_ARGS(reform->citation));
    }
    text_add_format(&builder, ", sha256 %.*s", TEXT_ARGS(text_slice(reform->digest, 0, 12)));
    return text_built(&builder);
}

/* ---- the outcome ---- */

/* The outcome as the first words of an explanation. */
static const Text HEADLINES[] = {
    [OUTCOME_FREE] = {"FREE: no licence requirement found in the packs read", 52},
    [OUTCOME_AUTHORISED] = {"AUTHORISED", 10},
    [OUTCOME_LICENCE_REQUIRED] = {"LICENCE REQUIRED", 16},
    [OUTCOME_PROHIBITED] = {"PROHIBITED", 10},
    [OUTCOME_UNDETERMINED] = {"UNDETERMINED", 12},
};

static void add_under(TextBuilder *out, const LawSet *set, const Decision *decision) {
    bool is_first = true;
    for (size_t i = 0; i < decision->authority_count; i++) {
        const DecisionAuthority *authority = &decision->authorities[i];
        if (authority->truth == TRUTH_YES) {
            text_add_format(out, "%s%.*s (%.*s)", is_first ? " under " : " or ",
                            TEXT_ARGS(law_provision(set, authority->provision).name),
                            TEXT_ARGS(authority->citation));
            is_first = false;
        }
    }
    if (decision->obligation_count > 0) {
        text_add_format(out, ", %zu %s", decision->obligation_count,
                        decision->obligation_count == 1 ? "obligation" : "obligations");
    }
}

static void add_prohibited_by(TextBuilder *out, const LawSet *set, const Decision *decision) {
    for (size_t i = 0; i < decision->prohibition_count; i++) {
        const ProvisionInfo info = law_provision(set, decision->prohibitions[i]);
        text_add_format(out, "%s%.*s (%.*s)", i == 0 ? " by " : " and ", TEXT_ARGS(info.name),
                        TEXT_ARGS(info.citation));
    }
}

static void add_bounds(TextBuilder *out, const Decision *decision) {
    text_add_format(out, ": between %.*s and %.*s, by what is not known",
                    TEXT_ARGS(law_outcome_word(decision->best)),
                    TEXT_ARGS(law_outcome_word(decision->worst)));
}

static void add_wait(TextBuilder *out, const Decision *decision) {
    if (decision->days >= 0) {
        text_add_format(out, ", about %d days by the quickest route", decision->days);
    } else {
        text_add(out, TEXT(", and no route that may be counted on or whose days are known"));
    }
}

Text check_headline(Arena *arena, const LawSet *set, const Decision *decision) {
    TextBuilder builder = text_builder_new(arena);
    TextBuilder *out = &builder;
    text_add(out, HEADLINES[decision->outcome]);
    switch (decision->outcome) {
    case OUTCOME_AUTHORISED:
        add_under(out, set, decision);
        break;
    case OUTCOME_PROHIBITED:
        add_prohibited_by(out, set, decision);
        break;
    case OUTCOME_UNDETERMINED:
        add_bounds(out, decision);
        break;
    case OUTCOME_LICENCE_REQUIRED:
        add_wait(out, decision);
        break;
    case OUTCOME_FREE:
        break;
    }
    return text_built(out);
}

static bool is_same_change(const DecisionChange *a, const DecisionChange *b) {
    return a->attribute != LAW_NONE && a->attribute == b->attribute && a->outcome == b->outcome;
}

bool check_change_is_told(const TransferDecision *result, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (is_same_change(&result->changes[i], &result->changes[index])) {
            return true;
        }
    }
    return false;
}

Text check_change_values(Arena *arena, const TransferDecision *result, size_t first, size_t most) {
    TextBuilder out = text_builder_new(arena);
    size_t count = 0;
    for (size_t i = first; i < result->change_count; i++) {
        if (!is_same_change(&result->changes[first], &result->changes[i])) {
            continue;
        }
        if (count < most) {
            text_add_format(&out, "%s%.*s", count == 0 ? "" : ", ",
                            TEXT_ARGS(result->changes[i].value));
        }
        count++;
    }
    if (count > most) {
        text_add_format(&out, " or %zu others", count - most);
    }
    return text_built(&out);
}
