/* SPDX-License-Identifier: Apache-2.0 */
#include "service/pathway_doubts.h"

#include "base/array.h"

typedef struct Doubting {
    Arena *arena;
    const DecideOptions *options;
    const LawFacts *facts;
    Array found; /* of PathwayDoubt */
} Doubting;

static void ask(Doubting *doubting, size_t provision) {
    PathwayDoubt doubt = {.provision = provision};
    const Truth truth = law_provision_questions(doubting->arena, doubting->facts, doubting->options,
                                                provision, &doubt.questions, &doubt.question_count);
    if (truth == TRUTH_UNKNOWN) {
        *(PathwayDoubt *)array_add(&doubting->found) = doubt;
    }
}

void pathway_find_doubts(Arena *arena, const DecideOptions *options, PathwayOffer *offer) {
    const Decision *decision = &offer->result->decision;
    Doubting doubting = {arena, options, offer->result->facts,
                         array_new(arena, sizeof(PathwayDoubt))};
    for (size_t i = 0; i < decision->requirement_count; i++) {
        const DecisionRequirement *requirement = &decision->requirements[i];
        if (requirement->truth == TRUTH_UNKNOWN && !requirement->is_covered) {
            ask(&doubting, requirement->provision);
        }
    }
    for (size_t i = 0; i < decision->prohibition_count; i++) {
        ask(&doubting, decision->prohibitions[i]);
    }
    for (size_t i = 0; i < decision->authority_count; i++) {
        if (decision->authorities[i].truth == TRUTH_UNKNOWN) {
            ask(&doubting, decision->authorities[i].provision);
        }
    }
    offer->doubts = ARRAY_ITEMS(PathwayDoubt, &doubting.found);
    offer->doubt_count = doubting.found.count;
}

static bool has_question(const Array *questions, Text name) {
    for (size_t i = 0; i < questions->count; i++) {
        if (text_equals(ARRAY_ITEMS(DecisionQuestion, questions)[i].name, name)) {
            return true;
        }
    }
    return false;
}

void pathway_add_doubt(Arena *arena, PathwayDoubt *doubt, const PathwayDoubt *other) {
    Array questions = array_new(arena, sizeof(DecisionQuestion));
    for (size_t i = 0; i < doubt->question_count; i++) {
        *(DecisionQuestion *)array_add(&questions) = doubt->questions[i];
    }
    for (size_t i = 0; other != NULL && i < other->question_count; i++) {
        if (!has_question(&questions, other->questions[i].name)) {
            *(DecisionQuestion *)array_add(&questions) = other->questions[i];
        }
    }
    doubt->questions = ARRAY_ITEMS(DecisionQuestion, &questions);
    doubt->question_count = questions.count;
}

const PathwayDoubt *pathway_doubt(const PathwayOffer *offer, size_t provision) {
    for (size_t i = 0; i < offer->doubt_count; i++) {
        if (offer->doubts[i].provision == provision) {
            return &offer->doubts[i];
        }
    }
    return NULL;
}

Text pathway_doubt_names(Arena *arena, const PathwayDoubt *doubt, size_t shown) {
    TextBuilder out = text_builder_new(arena);
    size_t count = 0;
    for (size_t i = 0; i < doubt->question_count; i++) {
        count += doubt->questions[i].attribute != LAW_NONE;
    }
    const size_t told = count > shown + 1 ? shown : count;
    for (size_t i = 0, number = 0; number < told; i++) {
        if (doubt->questions[i].attribute != LAW_NONE) {
            const bool is_last = number + 1 == count;
            text_add_format(&out, "%s%.*s",
                            number == 0 ? ""
                            : is_last   ? " and "
                                        : ", ",
                            TEXT_ARGS(doubt->questions[i].name));
            number++;
        }
    }
    if (told < count) {
        text_add_format(&out, " and %zu more", count - told);
    }
    text_add(&out, count == 0 ? TEXT("") : count == 1 ? TEXT(" is known") : TEXT(" are known"));
    return text_built(&out);
}
