/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "service/html.h"
#include "service/page.h"
#include "service/words.h"

/* One section a programme; the look is the report's. */

enum { PERCENT = 100, CHAIN_LEFT = 300, CHAIN_WIDTH = 560, CHAIN_ROW = 22 };

typedef struct ProgrammeHtml {
    Arena *arena;
    TextBuilder *out;
    const ProgrammeAnswer *answer;
} ProgrammeHtml;

static Text usd(const ProgrammeHtml *page, double value) {
    return decimal_format_grouped(page->arena, value, 0);
}

static Text day(const ProgrammeHtml *page, Date date) {
    return date == DATE_MAX ? TEXT("never") : date_format(page->arena, date);
}

static Text count_text(const ProgrammeHtml *page, size_t count) {
    return text_format(page->arena, "%zu", count);
}

static Text party(const ProgrammeHtml *page, size_t index) {
    return party_phrase(page->arena, &page->answer->workspace->parties[index]);
}

static Text item(const ProgrammeHtml *page, size_t index) {
    return page->answer->workspace->items[index].name;
}

static void begin_table(const ProgrammeHtml *page, const char *caption, const char *head) {
    HTML_WRITE(page->out, "<div class=\"scroll\"><table><caption>{}</caption>", text_from(caption));
    html_add(page->out, head);
    html_add(page->out, "<tbody>\n");
}

static void end_table(const ProgrammeHtml *page) {
    html_add(page->out, "</tbody></table></div>\n");
}

static void add_terms(const ProgrammeHtml *page, const ProgrammeView *view) {
    const Programme *programme = &page->answer->workspace->programmes[view->programme];
    const Text owner = programme->owner == ALLIANCE_NONE
                           ? TEXT("none is named")
                           : page->answer->workspace->parties[programme->owner].name;
    HTML_WRITE(page->out,
               "<dl class=\"terms\"><div><dt>Owner</dt><dd>{}</dd></div><div><dt>Need by</dt>"
               "<dd>{}</dd></div><div><dt>Lawfully there</dt><dd>{}</dd></div><div><dt>With all "
               "transfers open</dt><dd>{}</dd></div>",
               owner,
               programme->need_by == DATE_MAX ? TEXT("no date") : day(page, programme->need_by),
               day(page, view->ends), day(page, view->ends_unbound));
    HTML_WRITE(page->out,
               "<div><dt>Transfers</dt><dd>{} open <small>{} pending, {} blocked</small></dd></div>"
               "<div><dt>Return of doing it together</dt><dd>USD {}</dd></div></dl>\n",
               count_text(page, view->open_count), count_text(page, view->pending_count),
               count_text(page, view->shut_count - view->pending_count),
               usd(page, view->money.return_usd));
}

static void add_shares(const ProgrammeHtml *page, const ProgrammeView *view) {
    begin_table(page, "Who adds what to what the plan delivers, USD",
                "<thead><tr><th>Country</th><th class=\"figure\">Share</th><th class=\"figure\">"
                "Making</th><th class=\"figure\">Moving</th><th class=\"figure\">Stock</th></tr>"
                "</thead>");
    for (size_t i = 0; i < view->share_count; i++) {
        const ProgrammeShare *share = &view->shares[i];
        HTML_WRITE(page->out,
                   "<tr><th>{}</th><td class=\"figure\">{} %</td><td class=\"figure\">{}</td><td "
                   "class=\"figure\">{}</td><td class=\"figure\">{}</td></tr>\n",
                   share->country, decimal_format_double(page->arena, share->share * PERCENT, 1),
                   usd(page, share->making_usd), usd(page, share->moving_usd),
                   usd(page, share->stock_usd));
    }
    end_table(page);
}

static Text step_label(const ProgrammeHtml *page, const ProgrammeStep *step) {
    return step->kind == STEP_MOVE
               ? text_format(page->arena, "move %.*s from %.*s to %.*s",
                             TEXT_ARGS(item(page, step->item)), TEXT_ARGS(party(page, step->site)),
                             TEXT_ARGS(party(page, step->to)))
               : text_format(page->arena, "%s %.*s at %.*s",
                             step->kind == STEP_MAKE ? "make" : "stock",
                             TEXT_ARGS(item(page, step->item)), TEXT_ARGS(party(page, step->site)));
}

/* Beside a bar there is room for the item and where it is wanted or made; the table has the rest.
 */
static Text bar_label(const ProgrammeHtml *page, const ProgrammeStep *step) {
    const Workspace *workspace = page->answer->workspace;
    const size_t where = step->kind == STEP_MOVE ? step->to : step->site;
    return text_format(page->arena, "%.*s, %s %.*s", TEXT_ARGS(item(page, step->item)),
                       step->kind == STEP_MOVE ? "to" : "in",
                       TEXT_ARGS(workspace->parties[where].country));
}

static double place_in(const ProgrammeHtml *page, const ProgrammeView *view, Date date) {
    const Date first = page->answer->query.as_of;
    const double days = (double)view->ends - first;
    return CHAIN_LEFT + CHAIN_WIDTH * ((double)date - first) / (days > 0 ? days : 1);
}

static void add_bar(const ProgrammeHtml *page, const ProgrammeView *view, size_t index) {
    const ProgrammeStep *step = &view->steps[index];
    const double top = (double)index * CHAIN_ROW;
    const double ready = place_in(page, view, step->ready);
    const double begins = place_in(page, view, step->begins);
    svg_text_fitted(page->out, "bar-name", (SvgPoint){0, top + 15}, 13, CHAIN_LEFT - 12,
                    bar_label(page, step));
    svg_group_begin(page->out, "step",
                    text_format(page->arena, "%.*s to %.*s", TEXT_ARGS(day(page, step->begins)),
                                TEXT_ARGS(day(page, step->ends))));
    svg_rectangle(page->out, "bar-missing", (SvgBox){ready, top + 7, begins - ready, 8});
    svg_rectangle(page->out, "bar-met",
                  (SvgBox){begins, top + 4, place_in(page, view, step->ends) - begins, 14});
    svg_group_end(page->out);
}

static void add_chain_plot(const ProgrammeHtml *page, const ProgrammeView *view) {
    if (view->ends == DATE_MAX || view->step_count == 0) {
        return;
    }
    const SvgHead head = {
        .name = text_format(page->arena, "chain%zu", view->programme),
        .class_name = TEXT("wide-plot"),
        .width = CHAIN_LEFT + CHAIN_WIDTH + 20,
        .height = (double)view->step_count * CHAIN_ROW + 8,
        .title = TEXT("The chain that ends last"),
        .description = TEXT("A filled bar is making or moving, an empty one waiting for law."),
    };
    html_add(page->out, "<div class=\"scroll\">");
    svg_begin(page->out, &head);
    for (size_t i = 0; i < view->step_count; i++) {
        add_bar(page, view, i);
    }
    svg_end(page->out);
    html_add(page->out, "</div>\n");
}

static void add_steps(const ProgrammeHtml *page, const ProgrammeView *view) {
    begin_table(page, "The critical path: filled is making or moving, empty is waiting",
                "<thead><tr><th>Step</th><th>Ready</th><th>Begins</th><th>Ends</th>"
                "<th>Waits for</th></tr></thead>");
    for (size_t i = 0; i < view->step_count; i++) {
        const ProgrammeStep *step = &view->steps[i];
        HTML_WRITE(page->out,
                   "<tr><th>{}</th><td class=\"date\">{}</td><td class=\"date\">{}</td><td "
                   "class=\"date\">{}</td><td>{}</td></tr>\n",
                   step_label(page, step), day(page, step->ready), day(page, step->begins),
                   day(page, step->ends),
                   step->clock == LAW_NONE ? TEXT("")
                                           : law_provision(page->answer->set, step->clock).title);
    }
    end_table(page);
}

static void add_transfers(const ProgrammeHtml *page, const ProgrammeView *view) {
    if (view->shut_count == 0) {
        html_add(page->out, "<p>Every transfer on the supply tree is open.</p>\n");
        return;
    }
    begin_table(page, "Transfers on the supply tree that are not open",
                "<thead><tr><th>Item</th><th>From</th><th>To</th><th>Opens</th><th>Today</th>"
                "<th>Because</th></tr></thead>");
    for (size_t i = 0; i < view->shut_count; i++) {
        const ProgrammeTransfer *transfer = &view->shut[i];
        const Lane *lane = &page->answer->workspace->lanes[transfer->lane];
        HTML_WRITE(page->out, "<tr><th>{}</th><td>{}</td><td>{}</td><td class=\"date\">{}</td>",
                   item(page, lane->item), party(page, lane->from_site), party(page, lane->to_site),
                   day(page, transfer->opens));
        HTML_WRITE(page->out, "<td>{}</td><td class=\"words\">{}</td></tr>\n",
                   law_outcome_word(transfer->outcome), transfer->reason);
    }
    end_table(page);
}

static void add_alarms(const ProgrammeHtml *page, const ProgrammeView *view) {
    begin_table(page, "Law that changes while the plan lasts",
                "<thead><tr><th>Date</th><th>Item</th><th>From</th><th>To</th><th>Was</th>"
                "<th>Becomes</th><th>Because</th></tr></thead>");
    for (size_t i = 0; i < view->alarm_count; i++) {
        const ProgrammeAlarm *alarm = &view->alarms[i];
        HTML_WRITE(page->out, "<tr><td class=\"date\">{}</td><th>{}</th><td>{}</td><td>{}</td>",
                   day(page, alarm->date), item(page, alarm->item), alarm->from_country,
                   alarm->to_countries);
        HTML_WRITE(page->out, "<td>{}</td><td>{}</td><td class=\"words\">{}</td></tr>\n",
                   law_outcome_word(alarm->before), law_outcome_word(alarm->after), alarm->because);
    }
    end_table(page);
}

static void add_line(const ProgrammeHtml *page, const char *name, double joint, double home) {
    HTML_WRITE(page->out,
               "<tr><th>{}</th><td class=\"figure\">{}</td><td class=\"figure\">{}</td></tr>\n",
               text_from(name), usd(page, joint), usd(page, home));
}

static void add_money(const ProgrammeHtml *page, const ProgrammeView *view) {
    const ProgrammeReturn *money = &view->money;
    begin_table(page, "Together against at home, USD discounted",
                "<thead><tr><th></th><th class=\"figure\">Together</th><th class=\"figure\">At "
                "home</th></tr></thead>");
    add_line(page, "Cost", money->joint_cost_usd, money->home_cost_usd);
    add_line(page, "Delay", money->joint_delay_usd, money->home_delay_usd);
    add_line(page, "Licences, setting up", money->joint_compliance_usd, money->home_setup_usd);
    end_table(page);
    HTML_WRITE(page->out,
               "<p><small>Home is {}. Assumed: discount {} a year, delay {} of the value owed a "
               "year, USD {} a licence, ",
               money->nation, decimal_format_double(page->arena, money->discount_rate, 3),
               decimal_format_double(page->arena, money->delay_rate, 3),
               usd(page, money->licence_usd));
    HTML_WRITE(page->out,
               "what nobody makes at home costs {} times as much and takes {} days and USD {} to "
               "set up.</small></p>\n",
               decimal_format_double(page->arena, money->national_factor, 2),
               decimal_format_double(page->arena, money->national_setup_days, 0),
               usd(page, money->national_setup_usd));
}

static void add_view(const ProgrammeHtml *page, const ProgrammeView *view) {
    HTML_WRITE(page->out, "<section><h2>{}</h2>\n",
               page->answer->workspace->programmes[view->programme].name);
    add_terms(page, view);
    add_shares(page, view);
    add_chain_plot(page, view);
    add_steps(page, view);
    add_transfers(page, view);
    add_alarms(page, view);
    add_money(page, view);
    html_add(page->out, "</section>\n");
}

Text service_programme_html(Arena *arena, const ProgrammeAnswer *answer) {
    TextBuilder out = text_builder_new(arena);
    const ProgrammeHtml page = {arena, &out, answer};
    html_add(&out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" "
                   "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n");
    HTML_WRITE(&out, "<title>Programmes, as of {}</title>\n<style>\n",
               day(&page, answer->query.as_of));
    page_style(&out);
    HTML_WRITE(&out, "</style>\n</head>\n<body>\n<main>\n<h1>Programmes, as of {}</h1>\n",
               day(&page, answer->query.as_of));
    page_reforms(&out, answer->set);
    if (answer->relies_on_unverified) {
        html_add(&out, "<p class=\"warning\">Relies on law that was not verified.</p>\n");
    }
    for (size_t i = 0; i < answer->view_count; i++) {
        add_view(&page, &answer->views[i]);
    }
    HTML_WRITE(&out, "<footer><p>{}</p></footer>\n</main>\n</body>\n</html>\n",
               service_disclaimer());
    return text_built(&out);
}
