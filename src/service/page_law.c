/* SPDX-License-Identifier: Apache-2.0 */
#include "service/check_words.h"
#include "service/html.h"
#include "service/page.h"
#include "service/reformed.h"

/* ---- what changes within the horizon ---- */

static Text days_later(const Page *page, const Report *report, Date date) {
    int64_t days = (int64_t)date - report->as_of;
    return days == 1 ? TEXT("in 1 day") : text_format(page->arena, "in %d days", (int)days);
}

/* The same law often changes many lanes: its words stand once. */
static void add_because(const Page *page, const ReportChange *change, const ReportChange *last) {
    if (last != NULL && last->status == change->status &&
        text_equals(last->because, change->because)) {
        html_add(page->out, "<td class=\"words quiet\">the same</td></tr>\n");
        return;
    }
    HTML_WRITE(page->out, "<td class=\"words\">{}", change->because);
    page_add_status(page, change->status);
    html_add(page->out, "</td></tr>\n");
}

static void add_outcomes(const Page *page, const ReportChange *change) {
    html_add(page->out, "<td>");
    if (change->before == change->after) {
        html_add(page->out, "stays ");
    } else {
        page_add_outcome(page, change->before);
        html_add(page->out, " <span aria-hidden=\"true\">\xE2\x86\x92</span>"
                            "<span class=\"unseen\"> becomes </span> ");
    }
    page_add_outcome(page, change->after);
    html_add(page->out, "</td>");
}

/* `last` is the change in the row above, or NULL. */
static void add_change(const Page *page, const Report *report, const ReportChange *change,
                       const ReportChange *last) {
    bool is_same_day = last != NULL && last->date == change->date;
    html_add(page->out, is_same_day ? "<tr>" : "<tr class=\"day\">");
    HTML_WRITE(page->out,
               is_same_day ? "<td class=\"date again\">{} <small>{}</small></td>"
                           : "<td class=\"date\">{} <small>{}</small></td>",
               page_date(page, change->date), days_later(page, report, change->date));
    HTML_WRITE(page->out, "<th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td>",
               page_item(page, change->item),
               text_is_empty(change->end_use) ? TEXT("any") : change->end_use,
               page_country(page, change->from_country), change->to_countries);
    add_outcomes(page, change);
    HTML_WRITE(page->out, "<td class=\"figure\">{}</td>", page_count(page, change->lane_count));
    add_because(page, change, is_same_day ? last : NULL);
}

/* The changes that alter an outcome, or the others, under a heading of their own. */
static void add_change_group(const Page *page, const Report *report, bool alters) {
    const ReportChange *last = NULL;
    for (size_t i = 0; i < report->change_count; i++) {
        const ReportChange *change = &report->changes[i];
        if ((change->before != change->after) != alters) {
            continue;
        }
        if (last == NULL) {
            html_add(page->out, "<tbody>\n");
            html_add(page->out, alters ? ""
                                       : "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"8\">"
                                         "Other law behind the same outcome</th></tr>\n");
        }
        add_change(page, report, change, last);
        last = change;
    }
    html_add(page->out, last == NULL ? "" : "</tbody>\n");
}

static void add_change_table(const Page *page, const Report *report) {
    Text from = page_when(page, report);
    Text until = page_date(page, report_end(report));
    if (report->change_count == 0) {
        HTML_WRITE(page->out, "<p>No lane\xE2\x80\x99s outcome changes from {} to {}.</p>\n", from,
                   until);
        return;
    }
    page_table_begin(page, "changes",
                     text_format(page->arena, "Lanes whose law changes, %.*s to %.*s",
                                 TEXT_ARGS(from), TEXT_ARGS(until)));
    html_add(page->out,
             "<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Item</th>"
             "<th scope=\"col\">End use</th><th scope=\"col\">From</th><th scope=\"col\">To</th>"
             "<th scope=\"col\">Outcome</th><th scope=\"col\" class=\"figure\">Lanes</th>"
             "<th scope=\"col\">Because</th></tr></thead>\n");
    add_change_group(page, report, true);
    add_change_group(page, report, false);
    page_table_end(page);
}

void page_changes(const Page *page) {
    html_add(page->out,
             "<section id=\"changes\"><h2>What changes in law within the horizon</h2>\n");
    add_change_table(page, page->report);
    if (page->other != NULL) {
        add_change_table(page, page->other);
    }
    html_add(page->out, "</section>\n");
}

/* ---- what reforms change ---- */

static void add_move_rows(const Page *page, const ReportChange *moves, size_t count) {
    html_add(page->out, "<tbody>\n");
    for (size_t i = 0; i < count; i++) {
        const ReportChange *move = &moves[i];
        HTML_WRITE(page->out,
                   "<tr><td class=\"date\">{}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td>"
                   "<td>{}</td>",
                   page_date(page, move->date), page_item(page, move->item),
                   text_is_empty(move->end_use) ? TEXT("any") : move->end_use,
                   page_country(page, move->from_country), move->to_countries);
        add_outcomes(page, move);
        HTML_WRITE(page->out, "<td class=\"figure\">{}</td></tr>\n",
                   page_count(page, move->lane_count));
    }
    html_add(page->out, "</tbody>\n");
}

static void add_moves(const Page *page) {
    ReportChange *moves = NULL;
    size_t count = report_moves(page->arena, page->report, page->other, &moves);
    if (count == 0) {
        html_add(page->out, "<p>No lane\xE2\x80\x99s outcome, on the first or the last day.</p>\n");
        return;
    }
    page_table_begin(page, "changes", TEXT("Lanes that the reforms change"));
    html_add(page->out,
             "<thead><tr><th scope=\"col\">Day</th><th scope=\"col\">Item</th><th scope=\"col\">"
             "End use</th><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">"
             "Outcome</th><th scope=\"col\" class=\"figure\">Lanes</th></tr></thead>\n");
    add_move_rows(page, moves, count);
    page_table_end(page);
}

static void add_reform(const Page *page, const ReformInfo *reform) {
    HTML_WRITE(page->out, "<dt>{}</dt><dd><code>{}</code>", reform->title,
               check_reform_words(page->arena, reform));
    for (size_t i = 0; i < reform->change_count; i++) {
        HTML_WRITE(page->out, "<br>{}", reform->changes[i]);
    }
    html_add(page->out, "</dd>\n");
}

void page_reformed(const Page *page) {
    if (!report_is_reformed(page->report, page->other)) {
        return;
    }
    html_add(page->out, "<section id=\"reformed\"><h2>What the reforms change</h2>\n"
                        "<p><span class=\"warning\">not the law</span> Beside the law as it is "
                        "stands the same plan with these in force:</p>\n<dl class=\"method\">\n");
    for (size_t i = 0; i < law_reform_count(page->other->set); i++) {
        ReformInfo reform = law_reform_info(page->other->set, i);
        add_reform(page, &reform);
    }
    html_add(page->out, "</dl>\n");
    double gain = page->report->objective - page->other->objective;
    HTML_WRITE(page->out, "<p class=\"finding\">They gain <strong>{}</strong> of {} that is lost",
               page_amount(page, gain, gain), page_amount(page, page->report->objective, 10));
    if (page->report->objective > 0) {
        HTML_WRITE(page->out, " ({})", page_percent(page, gain / page->report->objective));
    }
    html_add(page->out, ".</p>\n");
    add_moves(page);
    html_add(page->out, "</section>\n");
}

/* ---- questions ---- */

static void add_question_table(const Page *page, const Report *report) {
    Text date = page_when(page, report);
    if (report->question_count == 0) {
        HTML_WRITE(page->out, "<p>As of {}, no lane waits for an answer.</p>\n", date);
        return;
    }
    page_table_begin(
        page, "questions",
        text_format(page->arena, "Questions that lanes wait for, as of %.*s", TEXT_ARGS(date)));
    html_add(page->out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Name</th>"
                        "<th scope=\"col\" class=\"figure\">Lanes</th>"
                        "<th scope=\"col\">Citation</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < report->question_count; i++) {
        const ReportQuestion *question = &report->questions[i];
        HTML_WRITE(page->out,
                   "<tr><th scope=\"row\">{}</th><td><code>{}</code></td>"
                   "<td class=\"figure\">{}</td><td class=\"words\">{}</td></tr>\n",
                   text_is_empty(question->ask) ? question->name : question->ask, question->name,
                   page_count(page, question->lane_count), question->citation);
    }
    html_add(page->out, "</tbody>");
    page_table_end(page);
}

void page_questions(const Page *page) {
    html_add(page->out, "<section id=\"questions\"><h2>Questions to answer</h2>\n"
                        "<p>A lane that waits for an answer is counted as shut until it is "
                        "given.</p>\n");
    add_question_table(page, page->report);
    if (page->other != NULL) {
        add_question_table(page, page->other);
    }
    html_add(page->out, "</section>\n");
}

/* ---- lanes by outcome ---- */

static void add_lane_heads(const Page *page, const Report *report) {
    HTML_WRITE(page->out,
               "<th scope=\"col\" class=\"figure\">{}</th><th scope=\"col\" class=\"figure\">{}"
               "</th>",
               page_when(page, report), page_date(page, report_end(report)));
}

static void add_lane_cells(const Page *page, const Report *report, Outcome outcome) {
    HTML_WRITE(page->out, "<td class=\"figure\">{}</td><td class=\"figure\">{}</td>",
               page_count(page, report->lanes.by_outcome[outcome]),
               page_count(page, report->lanes.by_outcome_end[outcome]));
}

static void add_lane_row(const Page *page, Outcome outcome) {
    html_add(page->out, "<tr><th scope=\"row\">");
    page_add_outcome(page, outcome);
    html_add(page->out, "</th>");
    add_lane_cells(page, page->report, outcome);
    if (page->other != NULL) {
        add_lane_cells(page, page->other, outcome);
    }
    html_add(page->out, "</tr>\n");
}

void page_lanes(const Page *page) {
    html_add(page->out, "<section id=\"lanes\"><h2>Lanes by outcome</h2>\n");
    page_table_begin(page, "lanes",
                     TEXT("How many lanes are open, by date: the first and the last of the plan"));
    html_add(page->out, "<thead><tr><th scope=\"col\">Outcome</th>");
    add_lane_heads(page, page->report);
    if (page->other != NULL) {
        add_lane_heads(page, page->other);
    }
    html_add(page->out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        add_lane_row(page, (Outcome)i);
    }
    html_add(page->out, "</tbody>");
    page_table_end(page);
    html_add(page->out, "</section>\n");
}

/* ---- method ---- */

static const char *const method_words[] = {
    "<dt>A gain of 1</dt><dd>is one week\xE2\x80\x99s ordinary need of one item, of all programmes "
    "together, got "
    "one week sooner. What is still owed at the end counts as owed for as many weeks again as the "
    "plan has.</dd>\n",
    "<dt>Sign</dt><dd>Prices, ceilings and gains are positive where removing the barrier helps. "
    "The price is the gain for one whole removal at the rate of its first small step; where "
    "tightening it would cost at another rate, that stands below as \xE2\x80\x9C"
    "back\xE2\x80\x9D. "
    "The ceiling is what no removal can exceed. The exact gain comes from solving again with that "
    "barrier alone removed.</dd>\n",
    "<dt>Barriers together</dt><dd>Gains do not add up: two barriers in series gain nothing one by "
    "one, two in parallel gain less together than the sum.</dd>\n",
    "<dt>Lawful supply</dt><dd>is what the plan of least lateness delivers through lanes that are "
    "free, authorised, or past their licence\xE2\x80\x99s days. Prohibited and undetermined lanes "
    "carry nothing. Supply and shortfall add up to demand, in every week and in all.</dd>\n",
};

static void add_solution(const Page *page, const Report *report) {
    HTML_WRITE(page->out,
               "<dt>Solution as of {}</dt><dd>objective {} (primal) = {} (dual), of which lateness "
               "{}; {}; the first {} of the ranking {} certain: no other barrier can gain more."
               "</dd>\n",
               page_when(page, report), page_amount(page, report->objective, 0.5),
               page_amount(page, report->dual_objective, 0.5),
               page_amount(page, report->lateness, 0.5),
               page_plural(page, report->solve_count, "re-solve", "re-solves"),
               page_count(page, report->certified_count),
               report->certified_count == 1 ? TEXT("is") : TEXT("are"));
}

void page_method(const Page *page) {
    html_add(page->out,
             "<section id=\"method\"><h2>Method and units</h2>\n<dl class=\"method\">\n");
    for (size_t i = 0; i < sizeof(method_words) / sizeof(method_words[0]); i++) {
        html_add(page->out, method_words[i]);
    }
    add_solution(page, page->report);
    if (page->other != NULL) {
        add_solution(page, page->other);
    }
    html_add(page->out, "</dl></section>\n");
}
