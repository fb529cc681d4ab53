/* SPDX-License-Identifier: Apache-2.0 */
#include "service/check_page.h"
#include "service/check_words.h"
#include "service/html.h"

enum { VALUES_SHOWN = 12 };

/* One decision as a page, for someone who must act on it and someone who must check it. */

typedef struct CheckPage {
    Page page; /* without a report */
    const LawSet *set;
    const TransferDecision *result;
} CheckPage;

static const Decision *decision_of(const CheckPage *check) {
    return &check->result->decision;
}

/* ---- head ---- */

static void begin_document(const CheckPage *check) {
    TextBuilder *out = check->page.out;
    html_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" "
                  "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n");
    HTML_WRITE(out, "<title>{}: {}</title>\n<style>\n",
               text_from(page_outcome(decision_of(check)->outcome).label), check->result->heading);
    page_style(out);
    check_page_style(out);
    html_add(out, "</style>\n</head>\n<body>\n<main>\n");
}

static void add_term(const CheckPage *check, const char *term, Text value, Text note) {
    HTML_WRITE(check->page.out, "<div><dt>{}</dt><dd>{}", text_from(term), value);
    if (!text_is_empty(note)) {
        HTML_WRITE(check->page.out, " <small>{}</small>", note);
    }
    html_add(check->page.out, "</dd></div>\n");
}

static Text days_text(const Page *page, int days) {
    return days < 0 ? TEXT("not known") : page_plural(page, (size_t)days, "day", "days");
}

static void add_wait(const CheckPage *check) {
    const Decision *decision = decision_of(check);
    if (decision->outcome == OUTCOME_LICENCE_REQUIRED ||
        decision->outcome == OUTCOME_UNDETERMINED) {
        add_term(check, "Wait by the quickest routes", days_text(&check->page, decision->days),
                 decision->outcome == OUTCOME_UNDETERMINED ? TEXT("at worst") : TEXT(""));
    }
}

static void add_terms(const CheckPage *check) {
    const Page *page = &check->page;
    const Decision *decision = decision_of(check);
    html_add(page->out, "<dl class=\"terms\">\n");
    add_term(check, "Law as of", page_date(page, decision->as_of), TEXT(""));
    add_term(check, "Lists known at", page_date(page, decision->known_at), TEXT(""));
    add_wait(check);
    add_term(check, "Obligations", page_count(page, decision->obligation_count), TEXT(""));
    add_term(check, "Open questions", page_count(page, decision->question_count), TEXT(""));
    add_term(check, "Unverified law",
             decision->relies_on_unverified ? TEXT("relied on") : TEXT("not relied on"),
             decision->relies_on_unverified ? TEXT("accepted by the caller") : TEXT(""));
    html_add(page->out, "</dl>\n");
}

static void add_reform(const CheckPage *check, const ReformInfo *reform) {
    TextBuilder *out = check->page.out;
    HTML_WRITE(out, "<p><b>{}</b> <code>{}</code></p>\n<ul>\n", reform->title,
               check_reform_words(check->page.arena, reform));
    for (size_t i = 0; i < reform->change_count; i++) {
        HTML_WRITE(out, "<li>{}</li>\n", reform->changes[i]);
    }
    html_add(out, "</ul>\n");
}

/* Law that is none yet stands where nobody can overlook it. */
static void add_reforms(const CheckPage *check) {
    size_t count = law_reform_count(check->set);
    if (count == 0) {
        return;
    }
    html_add(check->page.out, "<div class=\"reforms\" role=\"note\">\n<p><span class=\"warning\">"
                              "not the law</span> Decided as if this were in force:</p>\n");
    for (size_t i = 0; i < count; i++) {
        const ReformInfo reform = law_reform_info(check->set, i);
        add_reform(check, &reform);
    }
    html_add(check->page.out, "</div>\n");
}

static void add_head(const CheckPage *check) {
    const Page *page = &check->page;
    const OutcomeLook look = page_outcome(decision_of(check)->outcome);
    html_add(page->out, "<header>\n<p class=\"kicker\">One transfer under dated law</p>\n");
    HTML_WRITE(page->out,
               "<h1 class=\"verdict outcome {}\"><span aria-hidden=\"true\">{}</span>"
               "<span class=\"word\">{}</span></h1>\n"
               "<p class=\"subject\">{}</p>\n",
               text_from(look.class_name), text_from(look.sign), text_from(look.label),
               check->result->heading);
    add_terms(check);
    add_reforms(check);
    HTML_WRITE(page->out,
               "</header>\n<section class=\"first\"><h2>Finding</h2><p class=\"finding\">"
               "{}.</p></section>\n",
               check_headline(page->arena, check->set, decision_of(check)));
}

/* ---- tables ---- */

static void begin_section(const CheckPage *check, const char *id, const char *heading) {
    HTML_WRITE(check->page.out, "<section id=\"{}\"><h2>{}</h2>\n", text_from(id),
               text_from(heading));
}

static void add_question(const CheckPage *check, const DecisionQuestion *question) {
    HTML_WRITE(check->page.out,
               question->settles ? "<tr><th scope=\"row\" class=\"settles\">{}</th>"
                                 : "<tr><th scope=\"row\">{}</th>",
               text_is_empty(question->ask) ? question->name : question->ask);
    HTML_WRITE(
        check->page.out, "<td><code>{}</code></td><td class=\"words\">{}</td><td>{}</td></tr>\n",
        question->name, question->citation, question->settles ? TEXT("settles it") : TEXT(""));
}

static void add_questions(const CheckPage *check) {
    const Decision *decision = decision_of(check);
    if (decision->question_count == 0) {
        return;
    }
    begin_section(check, "questions", "What has to be known");
    page_table_begin(&check->page, "wide",
                     TEXT("The smallest set of answers that can settle it is marked"));
    html_add(check->page.out,
             "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Fact</th><th "
             "scope=\"col\">Citation</th><th scope=\"col\"></th></tr></thead><tbody>\n");
    for (size_t i = 0; i < decision->question_count; i++) {
        add_question(check, &decision->questions[i]);
    }
    html_add(check->page.out, "</tbody>");
    page_table_end(&check->page);
    html_add(check->page.out, "</section>\n");
}

static Text term_of(const Page *page, const DecisionObligation *obligation) {
    if (obligation->until == DATE_MAX) {
        return TEXT("\xE2\x80\x93");
    }
    return text_format(page->arena, "%s %.*s", obligation->is_deadline ? "by" : "until",
                       TEXT_ARGS(page_date(page, obligation->until)));
}

static void add_obligations(const CheckPage *check) {
    const Decision *decision = decision_of(check);
    if (decision->obligation_count == 0) {
        return;
    }
    begin_section(check, "obligations", "What comes with it");
    page_table_begin(&check->page, "wide", TEXT("Obligations of what is relied on"));
    html_add(check->page.out,
             "<thead><tr><th scope=\"col\">You must</th><th scope=\"col\">Under</th><th "
             "scope=\"col\">Citation</th><th scope=\"col\">When</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < decision->obligation_count; i++) {
        const DecisionObligation *obligation = &decision->obligations[i];
        HTML_WRITE(check->page.out,
                   "<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td class=\"words\">{}"
                   "</td><td class=\"date\">{}</td></tr>\n",
                   obligation->text, law_provision(check->set, obligation->provision).name,
                   obligation->citation, term_of(&check->page, obligation));
    }
    html_add(check->page.out, "</tbody>");
    page_table_end(&check->page);
    html_add(check->page.out, "</section>\n");
}

static const char *const review_words[] = {[REVIEW_APPROVAL] = "approval",
                                           [REVIEW_CASE_BY_CASE] = "case by case",
                                           [REVIEW_DENIAL] = "denial"};

static void add_route(const CheckPage *check, const DecisionRoute *route) {
    const ProvisionInfo info = law_provision(check->set, route->provision);
    HTML_WRITE(check->page.out,
               "<tr><th scope=\"row\">{}{}</th><td class=\"words\">{}</td><td>{}</td>"
               "<td class=\"words\">{}</td><td class=\"figure\">{}</td></tr>\n",
               info.title, route->truth == TRUTH_YES ? TEXT("") : TEXT(" (perhaps open)"),
               info.citation, text_from(review_words[route->review]), route->basis,
               days_text(&check->page, route->days));
}

static void add_routes(const CheckPage *check) {
    const Decision *decision = decision_of(check);
    if (decision->route_count == 0) {
        return;
    }
    begin_section(check, "routes", "How a licence is had");
    page_table_begin(&check->page, "wide", TEXT("Routes that lift what is not covered"));
    html_add(check->page.out,
             "<thead><tr><th scope=\"col\">Route</th><th scope=\"col\">Citation</th><th "
             "scope=\"col\">Review</th><th scope=\"col\">Basis of the days</th><th scope=\"col\" "
             "class=\"figure\">Days</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < decision->route_count; i++) {
        add_route(check, &decision->routes[i]);
    }
    html_add(check->page.out, "</tbody>");
    page_table_end(&check->page);
    html_add(check->page.out, "</section>\n");
}

/* ---- what would change this ---- */

static void end_row(const CheckPage *check, Outcome outcome) {
    html_add(check->page.out, "</td><td>");
    page_add_outcome(&check->page, outcome);
    html_add(check->page.out, "</td></tr>\n");
}

static void add_single(const CheckPage *check, size_t index) {
    const DecisionChange *change = &check->result->changes[index];
    if (change->attribute == LAW_NONE) {
        HTML_WRITE(check->page.out, "<tr><td class=\"words\">on <b>{}</b>",
                   page_date(&check->page, change->date));
    } else {
        HTML_WRITE(check->page.out, "<tr><td class=\"words\">{} <b>{}</b>",
                   law_attribute(check->set, change->attribute).name,
                   check_change_values(check->page.arena, check->result, index, VALUES_SHOWN));
    }
    end_row(check, change->outcome);
}

static void add_part(const CheckPage *check, const ChangePart *part) {
    TextBuilder *out = check->page.out;
    switch (part->kind) {
    case CHANGE_FACT:
        HTML_WRITE(out, "<li>{} <b>{}</b></li>", law_attribute(check->set, part->index).name,
                   part->value);
        return;
    case CHANGE_DATE:
        HTML_WRITE(out, "<li>on <b>{}</b></li>", page_date(&check->page, part->date));
        return;
    case CHANGE_LAW_OFF: {
        const ProvisionInfo info = law_provision(check->set, part->index);
        HTML_WRITE(out, "<li>without <b>{}</b> <cite>{}</cite></li>", info.title, info.citation);
        return;
    }
    case CHANGE_LAW_REFORM:
        HTML_WRITE(out, "<li>with the reform <b>{}</b></li>",
                   law_offer(check->set, part->index).title);
        return;
    }
}

static void add_set(const CheckPage *check, const ChangeSet *changes) {
    html_add(check->page.out, "<tr><td class=\"words\"><ul class=\"parts\">");
    for (size_t i = 0; i < changes->part_count; i++) {
        add_part(check, &changes->parts[i]);
    }
    html_add(check->page.out, "</ul>");
    end_row(check, changes->outcome);
}

static void add_changes(const CheckPage *check) {
    const TransferDecision *result = check->result;
    begin_section(check, "changes", "What would change this");
    if (result->change_count + result->change_set_count == 0) {
        html_add(check->page.out, "<p>No up to three facts, dates of law within a year or "
                                  "provisions that it depends on.</p></section>\n");
        return;
    }
    html_add(check->page.out, "<p>The smallest changes, of up to three things, after which the "
                              "outcome differs; each was decided again.</p>\n");
    page_table_begin(&check->page, "wide", TEXT("What would have to be otherwise"));
    html_add(check->page.out, "<thead><tr><th scope=\"col\">If</th><th scope=\"col\">then</th></tr>"
                              "</thead><tbody>\n");
    for (size_t i = 0; i < result->change_count; i++) {
        if (!check_change_is_told(result, i)) {
            add_single(check, i);
        }
    }
    for (size_t i = 0; i < result->change_set_count; i++) {
        add_set(check, &result->change_sets[i]);
    }
    html_add(check->page.out, "</tbody>");
    page_table_end(&check->page);
    html_add(check->page.out, "</section>\n");
}

/* ---- what it was decided from ---- */

static void add_facts(const CheckPage *check) {
    TextBuilder *out = check->page.out;
    begin_section(check, "facts", "Facts that were given");
    html_add(out, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < law_attribute_count(check->set); i++) {
        Text value = {0};
        if (law_facts_value(check->page.arena, check->result->facts, i, &value)) {
            HTML_WRITE(out, "<div><dt>{}</dt><dd>{}</dd></div>\n",
                       law_attribute(check->set, i).name,
                       text_is_empty(value) ? TEXT("unknown") : value);
        }
    }
    html_add(out, "</dl></section>\n");
}

static const PackDecision *decision_of_pack(const Decision *decision, size_t pack) {
    for (size_t i = 0; i < decision->pack_count; i++) {
        if (decision->packs[i].pack == pack) {
            return &decision->packs[i];
        }
    }
    return NULL;
}

static void add_pack(const CheckPage *check, size_t index) {
    const PackInfo pack = law_pack(check->set, index);
    const PackDecision *says = decision_of_pack(decision_of(check), index);
    HTML_WRITE(check->page.out,
               "<tr><th scope=\"row\">{} <small>{}</small></th><td class=\"date\">{}</td>"
               "<td><code>{}</code></td><td>",
               pack.title, pack.name, page_date(&check->page, pack.vintage),
               text_slice(pack.digest, 0, 12));
    if (says != NULL && says->speaks != TRUTH_NO) {
        page_add_outcome(&check->page, says->outcome);
    } else {
        html_add(check->page.out, "<span class=\"quiet\">silent</span>");
    }
    html_add(check->page.out, "</td></tr>\n");
}

static void add_packs(const CheckPage *check) {
    begin_section(check, "packs", "Packs of law");
    page_table_begin(&check->page, "wide", TEXT("What was read, and what each says"));
    html_add(check->page.out,
             "<thead><tr><th scope=\"col\">Pack</th><th scope=\"col\">Text of</th><th "
             "scope=\"col\">SHA-256</th><th scope=\"col\">Says</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < law_pack_count(check->set); i++) {
        add_pack(check, i);
    }
    html_add(check->page.out, "</tbody>");
    page_table_end(&check->page);
    html_add(check->page.out, "</section>\n");
}

Text service_check_html(Arena *arena, const LawSet *set, const TransferDecision *result) {
    TextBuilder out = text_builder_new(arena);
    const CheckPage check = {{.arena = arena, .out = &out}, set, result};
    begin_document(&check);
    add_head(&check);
    add_questions(&check);
    add_obligations(&check);
    add_routes(&check);
    add_changes(&check);
    check_page_tree(&check.page, decision_of(&check));
    add_facts(&check);
    add_packs(&check);
    HTML_WRITE(&out, "<footer><p>{}</p></footer>\n</main>\n</body>\n</html>\n",
               service_disclaimer());
    return text_built(&out);
}
