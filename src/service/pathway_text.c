/* SPDX-License-Identifier: Apache-2.0 */
#include "service/check_words.h"
#include "service/service.h"

enum {
    VALUES_SHOWN = 6,
    DUTIES_SHOWN = 4,
    CHANGES_SHOWN = 6,
    QUESTIONS_SHOWN = 6,
    FACTS_SHOWN = 4
};

/* What a decision says to whoever wants to supply. */
static const char *const SUPPLY_WORDS[] = {
    [OUTCOME_FREE] = "may be supplied",
    [OUTCOME_AUTHORISED] = "may be supplied under what is listed",
    [OUTCOME_LICENCE_REQUIRED] = "not yet",
    [OUTCOME_PROHIBITED] = "barred",
    [OUTCOME_UNDETERMINED] = "undetermined",
};

typedef struct PathwayPage {
    Arena *arena;
    TextBuilder out;
    const Pathway *pathway;
} PathwayPage;

static void add_head(PathwayPage *page) {
    const Pathway *pathway = page->pathway;
    const Party *party = &pathway->workspace->parties[pathway->party];
    text_add_format(&page->out, "May %.*s (%.*s, %.*s) supply?\n", TEXT_ARGS(party->name),
                    TEXT_ARGS(party->id), TEXT_ARGS(party->country));
    text_add_format(&page->out, "  law as of %.*s, lists known at %.*s\n",
                    TEXT_ARGS(date_format(page->arena, pathway->query.as_of)),
                    TEXT_ARGS(date_format(page->arena, pathway->query.known_at)));
    if (pathway->relies_on_unverified) {
        text_add(&page->out, TEXT("  RELIES ON UNVERIFIED LAW, accepted by the caller\n"));
    }
    text_add_format(&page->out, "  %zu offer%s:", pathway->offer_count,
                    pathway->offer_count == 1 ? "" : "s");
    const char *separator = " ";
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        if (pathway->by_outcome[i] > 0) {
            text_add_format(&page->out, "%s%zu %s", separator, pathway->by_outcome[i],
                            SUPPLY_WORDS[i]);
            separator = ", ";
        }
    }
    text_add_character(&page->out, '\n');
}

/* ---- the way there ---- */

static void add_question(PathwayPage *page, const PathwayStep *step) {
    text_add_format(&page->out, "%.*s %.*s: %.*s", TEXT_ARGS(pathway_step_word(step->kind)),
                    TEXT_ARGS(step->name), TEXT_ARGS(step->what));
    if (!text_is_empty(step->citation)) {
        text_add_format(&page->out, " (%.*s)", TEXT_ARGS(step->citation));
    }
    text_add_character(&page->out, '\n');
}

static void add_days(PathwayPage *page, const PathwayStep *step) {
    if (step->days >= 0) {
        text_add_format(&page->out, "%d days", step->days);
    } else {
        text_add(&page->out, TEXT("time not known"));
    }
    if (!text_is_empty(step->basis)) {
        text_add_format(&page->out, " (%.*s)", TEXT_ARGS(step->basis));
    }
}

static void add_route(PathwayPage *page, const PathwayStep *step, bool is_first) {
    const LawSet *set = page->pathway->set;
    text_add_format(&page->out, "       %s %.*s (%.*s)", is_first ? "by" : "or",
                    TEXT_ARGS(step->what), TEXT_ARGS(step->citation));
    if (text_is_empty(step->granted_by)) {
        text_add(&page->out, TEXT(", granted by whom was not found"));
    } else {
        text_add_format(&page->out, ", granted by %.*s", TEXT_ARGS(step->granted_by));
    }
    text_add(&page->out, TEXT("; "));
    add_days(page, step);
    text_add_character(&page->out, '\n');
    for (size_t i = 0; i < law_duty_count(set, step->provision); i++) {
        const ProvisionDuty duty = law_duty(set, step->provision, i);
        text_add_format(&page->out, "          must: %.*s (%.*s)\n", TEXT_ARGS(duty.text),
                        TEXT_ARGS(duty.citation));
    }
}

/* What has to be known before anybody can say whether it applies. */
static void add_asks(PathwayPage *page, const PathwayDoubt *doubt) {
    for (size_t i = 0; i < doubt->question_count && i < QUESTIONS_SHOWN; i++) {
        const DecisionQuestion *question = &doubt->questions[i];
        text_add_format(&page->out, "       %s %.*s: %.*s\n",
                        question->attribute == LAW_NONE ? "read" : "ask", TEXT_ARGS(question->name),
                        TEXT_ARGS(question->ask));
    }
    if (doubt->question_count > QUESTIONS_SHOWN) {
        text_add_format(&page->out, "       and %zu more\n",
                        doubt->question_count - QUESTIONS_SHOWN);
    }
}

/* A step; routes of one requirement are one, since each of them is enough. */
static size_t add_step(PathwayPage *page, size_t first, size_t number) {
    const Pathway *pathway = page->pathway;
    const PathwayStep *step = &pathway->steps[first];
    text_add_format(&page->out, "  %zu  ", number);
    if (step->kind != PATHWAY_OBTAIN) {
        add_question(page, step);
        return first + 1;
    }
    const ProvisionInfo info = law_provision(pathway->set, step->serves);
    text_add_format(&page->out, "meet %.*s: %.*s (%.*s)%s\n", TEXT_ARGS(info.name),
                    TEXT_ARGS(info.title), TEXT_ARGS(info.citation),
                    step->is_needed ? "" : "; undetermined until these are known");
    if (!step->is_needed) {
        add_asks(page, &step->doubt);
    }
    size_t index = first;
    while (index < pathway->step_count && pathway->steps[index].serves == step->serves) {
        add_route(page, &pathway->steps[index], index == first);
        index++;
    }
    return index;
}

static void add_steps(PathwayPage *page) {
    size_t index = 0;
    if (page->pathway->step_count > 0) {
        text_add(&page->out, TEXT("\nThe way there, in order\n"));
    }
    for (size_t number = 1; index < page->pathway->step_count; number++) {
        index = add_step(page, index, number);
    }
}

/* ---- each offer ---- */

/* Says where law was not verified. */
static void add_law_status(PathwayPage *page, size_t provision) {
    const Pathway *pathway = page->pathway;
    const LawStatus status = pathway_law_status(pathway->set, provision, pathway->query.as_of);
    if (status != LAW_VERIFIED) {
        text_add_format(&page->out, " [%.*s]", TEXT_ARGS(law_status_word(status)));
    }
    text_add_character(&page->out, '\n');
}

static void add_doubt(PathwayPage *page, const PathwayOffer *offer, size_t provision) {
    const PathwayDoubt *doubt = pathway_doubt(offer, provision);
    add_law_status(page, provision);
    const Text names =
        doubt == NULL ? (Text){0} : pathway_doubt_names(page->arena, doubt, FACTS_SHOWN);
    if (!text_is_empty(names)) {
        text_add_format(&page->out, "             undetermined until %.*s\n", TEXT_ARGS(names));
    }
}

static void add_requirements(PathwayPage *page, const PathwayOffer *offer) {
    const Decision *decision = &offer->result->decision;
    for (size_t i = 0; i < decision->requirement_count; i++) {
        const DecisionRequirement *it = &decision->requirements[i];
        const ProvisionInfo info = law_provision(page->pathway->set, it->provision);
        text_add_format(&page->out, "    %s %.*s: %.*s (%.*s)",
                        it->is_covered               ? "has     "
                        : it->truth == TRUTH_UNKNOWN ? "perhaps lacks"
                                                     : "lacks   ",
                        TEXT_ARGS(info.name), TEXT_ARGS(info.title), TEXT_ARGS(info.citation));
        add_doubt(page, offer, it->provision);
    }
}

/* What would cover the requirements, or does. */
static void add_authorities(PathwayPage *page, const PathwayOffer *offer) {
    const Decision *decision = &offer->result->decision;
    for (size_t i = 0; i < decision->authority_count; i++) {
        const DecisionAuthority *it = &decision->authorities[i];
        const ProvisionInfo info = law_provision(page->pathway->set, it->provision);
        text_add_format(&page->out, "    %s %.*s: %.*s (%.*s)",
                        it->truth == TRUTH_YES ? "under   " : "perhaps under", TEXT_ARGS(info.name),
                        TEXT_ARGS(info.title), TEXT_ARGS(it->citation));
        add_doubt(page, offer, it->provision);
    }
}

static void add_prohibitions(PathwayPage *page, const PathwayOffer *offer) {
    const Decision *decision = &offer->result->decision;
    for (size_t i = 0; i < decision->prohibition_count; i++) {
        const ProvisionInfo info = law_provision(page->pathway->set, decision->prohibitions[i]);
        text_add_format(&page->out, "    %s %.*s: %.*s (%.*s)",
                        decision->outcome == OUTCOME_PROHIBITED ? "barred by" : "barred perhaps by",
                        TEXT_ARGS(info.name), TEXT_ARGS(info.title), TEXT_ARGS(info.citation));
        add_doubt(page, offer, decision->prohibitions[i]);
    }
}

static void add_duties(PathwayPage *page, const Decision *decision) {
    for (size_t i = 0; i < decision->obligation_count && i < DUTIES_SHOWN; i++) {
        text_add_format(&page->out, "    must     %.*s (%.*s)\n",
                        TEXT_ARGS(decision->obligations[i].text),
                        TEXT_ARGS(decision->obligations[i].citation));
    }
    if (decision->obligation_count > DUTIES_SHOWN) {
        text_add_format(&page->out, "    must     %zu more\n",
                        decision->obligation_count - DUTIES_SHOWN);
    }
}

static void add_change(PathwayPage *page, const TransferDecision *result, size_t index) {
    const DecisionChange *change = &result->changes[index];
    if (change->attribute == LAW_NONE) {
        text_add_format(&page->out, "    from     %.*s on",
                        TEXT_ARGS(date_format(page->arena, change->date)));
    } else {
        text_add_format(&page->out, "    if       %.*s %.*s",
                        TEXT_ARGS(law_attribute(page->pathway->set, change->attribute).name),
                        TEXT_ARGS(check_change_values(page->arena, result, index, VALUES_SHOWN)));
    }
    text_add_format(&page->out, ": %s\n", SUPPLY_WORDS[change->outcome]);
}

static void add_changes(PathwayPage *page, const TransferDecision *result) {
    size_t shown = 0;
    for (size_t i = 0; i < result->change_count && shown < CHANGES_SHOWN; i++) {
        if (!check_change_is_told(result, i)) {
            add_change(page, result, i);
            shown++;
        }
    }
}

/* What the decision says, as a supplier asks. */
static void add_headline(PathwayPage *page, const Decision *decision) {
    size_t lacking = 0;
    for (size_t i = 0; i < decision->requirement_count; i++) {
        lacking +=
            !decision->requirements[i].is_covered && decision->requirements[i].truth == TRUTH_YES;
    }
    if (decision->outcome == OUTCOME_LICENCE_REQUIRED && lacking > 0) {
        text_add_format(&page->out, "  NOT YET: it lacks %zu thing%s\n", lacking,
                        lacking == 1 ? "" : "s");
    } else if (decision->outcome == OUTCOME_AUTHORISED || decision->outcome == OUTCOME_FREE) {
        text_add_format(&page->out, "  MAY BE SUPPLIED%s\n",
                        decision->outcome == OUTCOME_FREE ? ": no requirement was found"
                                                          : ", under what is listed");
    } else {
        text_add_format(&page->out, "  %.*s\n",
                        TEXT_ARGS(check_headline(page->arena, page->pathway->set, decision)));
    }
}

static void add_offer(PathwayPage *page, const PathwayOffer *offer) {
    const Workspace *workspace = page->pathway->workspace;
    const Party *buyer = &workspace->parties[offer->buyer];
    const Item *item = &workspace->items[offer->item];
    const Programme *programme = &workspace->programmes[offer->programme];
    text_add_format(&page->out, "\n%.*s (%.*s) from %.*s for %.*s, to %.*s (%.*s)\n",
                    TEXT_ARGS(item->name), TEXT_ARGS(item->id), TEXT_ARGS(offer->from_country),
                    TEXT_ARGS(programme->name), TEXT_ARGS(buyer->name), TEXT_ARGS(buyer->country));
    add_headline(page, &offer->result->decision);
    add_prohibitions(page, offer);
    add_requirements(page, offer);
    add_authorities(page, offer);
    add_duties(page, &offer->result->decision);
    add_changes(page, offer->result);
}

Text service_pathway_text(Arena *arena, const Pathway *pathway) {
    PathwayPage page = {.arena = arena, .out = text_builder_new(arena), .pathway = pathway};
    add_head(&page);
    add_steps(&page);
    for (size_t i = 0; i < pathway->offer_count; i++) {
        add_offer(&page, &pathway->offers[i]);
    }
    text_add_format(&page.out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&page.out);
}
