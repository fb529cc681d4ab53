/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/decimal.h"
#include "service/check_words.h"
#include "service/html.h"
#include "service/page.h"
#include "service/reformed.h"

static Text name_or_id(Text name, Text id) {
    return text_is_empty(name) ? id : name;
}

Text page_item(const Page *page, size_t item) {
    const Item *found = &page->report->workspace->items[item];
    return name_or_id(found->name, found->id);
}

Text page_programme(const Page *page, size_t programme) {
    const Programme *found = &page->report->workspace->programmes[programme];
    return name_or_id(found->name, found->id);
}

Text page_country(const Page *page, Text code) {
    const Workspace *workspace = page->report->workspace;
    for (size_t i = 0; i < workspace->party_count; i++) {
        const Party *party = &workspace->parties[i];
        if (party->kind == PARTY_COUNTRY && text_equals(party->country, code)) {
            return name_or_id(party->name, code);
        }
    }
    return code;
}

/* Three figures that count, and never fewer than whole numbers. */
static unsigned places_for(double scale) {
    static const double limits[] = {100, 10, 1};
    double size = fabs(scale);
    unsigned places = 0;
    while (places < 3 && size < limits[places]) {
        places++;
    }
    return size > 0 ? places : 0;
}

Text page_amount(const Page *page, double value, double scale) {
    if (isnan(value)) {
        return TEXT("\xE2\x80\x93");
    }
    if (isinf(value)) {
        return TEXT("no limit");
    }
    return decimal_format_grouped(page->arena, value, places_for(isfinite(scale) ? scale : value));
}

Text page_gain(const Page *page, double value) {
    const ReportBarrier *best = report_barrier_best(page->report);
    return page_amount(page, value, best == NULL ? 1 : best->gain / 10);
}

Text page_days(const Page *page, double days) {
    return page_amount(page, days, fabs(days) < 9.95 ? 10 : 100);
}

Text page_range(const Page *page, DateRange range) {
    Text from = page_date(page, range.from);
    Text until = page_date(page, range.until);
    if (range.from == DATE_MIN && range.until == DATE_MAX) {
        return TEXT("no end");
    }
    if (range.until == DATE_MAX) {
        return text_format(page->arena, "from %.*s", TEXT_ARGS(from));
    }
    if (range.from == DATE_MIN) {
        return text_format(page->arena, "until %.*s", TEXT_ARGS(until));
    }
    return text_format(page->arena, "%.*s to %.*s", TEXT_ARGS(from), TEXT_ARGS(until));
}

Text page_percent(const Page *page, double share) {
    Text number = page_amount(page, share * 100, share >= 0.0995 ? 100 : 10);
    return text_format(page->arena, "%.*s\xC2\xA0%%", TEXT_ARGS(number));
}

Text page_count(const Page *page, size_t count) {
    return decimal_format_grouped(page->arena, (double)count, 0);
}

Text page_date(const Page *page, Date date) {
    return date_format(page->arena, date);
}

Text page_when(const Page *page, const Report *report) {
    return report_when(page->arena, report);
}

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

Text page_day(const Page *page, Date date) {
    Text written = date_format(page->arena, date);
    int64_t month = 0;
    int64_t day = 0;
    if (!text_parse_integer(text_slice(written, 5, 7), &month) || month < 1 || month > 12 ||
        !text_parse_integer(text_slice(written, 8, 10), &day)) {
        return written;
    }
    return text_format(page->arena, "%d\xC2\xA0%s", (int)day, months[month - 1]);
}

Text page_plural(const Page *page, size_t count, const char *one, const char *many) {
    Text number = page_count(page, count);
    return text_format(page->arena, "%.*s %s", TEXT_ARGS(number), count == 1 ? one : many);
}

Date report_end(const Report *report) {
    return date_add_days(report->as_of, (int64_t)report->week_count * 7 - 1);
}

bool report_line_is_short(const ReportLine *line) {
    return line->begins != DATE_MAX;
}

double report_line_days(const Report *report, const ReportLine *line, double units) {
    return line->demand > 0 ? units / line->demand * 7 * (double)report->week_count : 0;
}

const ReportLine *report_line_find(const Report *report, size_t programme, size_t item) {
    for (size_t i = 0; i < report->line_count; i++) {
        if (report->lines[i].programme == programme && report->lines[i].item == item) {
            return &report->lines[i];
        }
    }
    return NULL;
}

const ReportBarrier *report_barrier_find(const Report *report, const ReportBarrier *barrier) {
    for (size_t i = 0; i < report->barrier_count; i++) {
        if (report->barriers[i].kind == barrier->kind &&
            text_equals(report->barriers[i].name, barrier->name)) {
            return &report->barriers[i];
        }
    }
    return NULL;
}

const ReportBarrier *report_barrier_best(const Report *report) {
    const ReportBarrier *best = NULL;
    double most = 0;
    for (size_t i = 0; i < report->barrier_count; i++) {
        /* Not-a-number is not above anything. */
        if (report->barriers[i].gain > most) {
            best = &report->barriers[i];
            most = best->gain;
        }
    }
    return best;
}

static const OutcomeLook outcome_looks[] = {
    [OUTCOME_FREE] = {"free", "\xE2\x97\x8F", "free", WEAVE_NONE},
    [OUTCOME_AUTHORISED] = {"authorised", "\xE2\x97\x89", "authorised", WEAVE_UPRIGHT},
    [OUTCOME_LICENCE_REQUIRED] = {"licence", "\xE2\x97\x90", "licence required", WEAVE_RISING},
    [OUTCOME_PROHIBITED] = {"prohibited", "\xE2\x9C\x95", "prohibited", WEAVE_CROSSED},
    [OUTCOME_UNDETERMINED] = {"undetermined", "?", "undetermined", WEAVE_DOTTED},
};

OutcomeLook page_outcome(Outcome outcome) {
    return outcome_looks[outcome];
}

void page_add_outcome(const Page *page, Outcome outcome) {
    OutcomeLook look = outcome_looks[outcome];
    HTML_WRITE(page->out,
               "<span class=\"outcome {}\"><span aria-hidden=\"true\">{}</span>\xC2\xA0{}</span>",
               text_from(look.class_name), text_from(look.sign), text_from(look.label));
}

void page_add_status(const Page *page, LawStatus status) {
    if (status >= LAW_PARTIAL) {
        HTML_WRITE(page->out, " <span class=\"warning\">law {}</span>", law_status_word(status));
    } else if (status != LAW_VERIFIED) {
        HTML_WRITE(page->out, " <span class=\"status\">{}</span>", law_status_word(status));
    }
}

static const KindLook kind_looks[] = {
    [BARRIER_LAW] = {"kind-law", WEAVE_NONE},
    [BARRIER_CLOCK] = {"kind-clock", WEAVE_RISING},
    [BARRIER_QUANTITY] = {"kind-quantity", WEAVE_DOTTED},
    [BARRIER_CAPACITY] = {"kind-capacity", WEAVE_FALLING},
    [BARRIER_STOCK] = {"kind-stock", WEAVE_UPRIGHT},
};

KindLook page_kind(BarrierKind kind) {
    return kind_looks[kind];
}

void page_add_swatch(const Page *page, const char *class_name, SvgWeave weave, double width) {
    Text wide = decimal_format_double(page->arena, width, 0);
    HTML_WRITE(page->out,
               "<svg class=\"swatch\" viewBox=\"0 0 {} 12\" width=\"{}\" height=\"12\""
               " aria-hidden=\"true\" focusable=\"false\">",
               wide, wide);
    svg_woven(page->out, class_name, weave, (SvgBox){0, 0, width, 12});
    html_add(page->out, "</svg>");
}

void page_table_begin(const Page *page, const char *class_name, Text caption) {
    HTML_WRITE(page->out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n"
               "<table class=\"{}\"><caption>{}</caption>\n",
               caption, text_from(class_name), caption);
}

void page_table_end(const Page *page) {
    html_add(page->out, "</table></div>\n");
}

void page_reforms(TextBuilder *out, const LawSet *set) {
    const size_t count = law_reform_count(set);
    for (size_t i = 0; i < count; i++) {
        const ReformInfo reform = law_reform_info(set, i);
        html_add(out, i == 0 ? "<p><strong>Under reformed law:</strong></p>\n<ul>\n" : "");
        HTML_WRITE(out, "<li>{}</li>\n", check_reform_words(out->arena, &reform));
    }
    html_add(out, count > 0 ? "</ul>\n" : "");
}
