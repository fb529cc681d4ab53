/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/check_words.h"
#include "service/json_parts.h"
#include "service/reformed.h"
#include "service/service.h"
#include "service/words.h"

enum { SOURCES_SHOWN = 5, EFFECTS_SHOWN = 4, PERCENT = 100, MEDIAN = 50 };

/* What the numbers of a barrier mean. */
static const char METHOD[] =
    "  A gain of 1 is a week's ordinary need of one item, of all programmes together, had a\n"
    "  week earlier; what is still owed at the end counts for the whole plan. Positive is\n"
    "  good. Price: gain at the first step of lifting, scaled to all of it; ceiling: no\n"
    "  lifting can gain more; gain: exact, lifted alone.\n";

/* A report being written; the second date's beside it, or NULL. */
typedef struct Page {
    Arena *arena;
    TextBuilder out;
    const Report *report;
    const Report *other;
    size_t label_width; /* of the longest item */
} Page;

static void add_right(Page *page, Text text, size_t width) {
    const size_t own = text_width(text);
    text_add_repeated(&page->out, ' ', own < width ? width - own : 0);
    text_add(&page->out, text);
}

static void add_left(Page *page, Text text, size_t width) {
    const size_t own = text_width(text);
    text_add(&page->out, text);
    text_add_repeated(&page->out, ' ', own < width ? width - own : 0);
}

/* Fewer decimals for large amounts. */
static Text amount_text(Arena *arena, double amount) {
    const double size = fabs(amount);
    return decimal_format_grouped(arena, amount, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

static Text date_text(Page *page, Date date) {
    return date == DATE_MAX ? TEXT("-") : date_format(page->arena, date);
}

static void add_heading(Page *page, const char *heading) {
    text_add_format(&page->out, "\n%s\n", heading);
}

static Text item_label(const Page *page, size_t item) {
    const Item *what = &page->report->workspace->items[item];
    return text_format(page->arena, "%.*s (%.*s)", TEXT_ARGS(what->name), TEXT_ARGS(what->unit));
}

static size_t widest_label(const Page *page) {
    size_t widest = 0;
    for (size_t i = 0; i < page->report->line_count; i++) {
        const size_t width = text_width(item_label(page, page->report->lines[i].item));
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* ---- head ---- */

static void add_packs(Page *page) {
    const LawSet *set = page->report->set;
    text_add(&page->out, TEXT("  packs      "));
    for (size_t i = 0; i < law_pack_count(set); i++) {
        const PackInfo pack = law_pack(set, i);
        text_add_format(&page->out, "%s%.*s (text of %.*s, sha256 %.*s)", i == 0 ? "" : ", ",
                        TEXT_ARGS(pack.name), TEXT_ARGS(date_format(page->arena, pack.vintage)),
                        TEXT_ARGS(text_slice(pack.digest, 0, 12)));
    }
    text_add_character(&page->out, '\n');
}

static void add_span(Page *page, const Report *report) {
    const Date last = date_add_days(report->as_of, (int64_t)report->week_count * 7 - 1);
    text_add_format(&page->out,
                    "  plan       %zu weeks, %.*s to %.*s; law of each day, lists known at %.*s\n",
                    report->week_count, TEXT_ARGS(date_format(page->arena, report->as_of)),
                    TEXT_ARGS(date_format(page->arena, last)),
                    TEXT_ARGS(date_format(page->arena, report->known_at)));
}

/* Those of the report that has more of them. */
static void add_reforms(Page *page) {
    const LawSet *set = page->other != NULL ? page->other->set : page->report->set;
    for (size_t i = 0; i < law_reform_count(set); i++) {
        const ReformInfo reform = law_reform_info(set, i);
        text_add_format(&page->out, "  %s %.*s\n", i == 0 ? "reforms   " : "          ",
                        TEXT_ARGS(check_reform_words(page->arena, &reform)));
    }
}

static void add_head(Page *page) {
    const Report *report = page->report;
    text_add_format(&page->out, "%.*s\n",
                    TEXT_ARGS(workspace_setting(report->workspace, TEXT("title"))));
    add_span(page, report);
    if (page->other != NULL && !report_is_reformed(report, page->other)) {
        add_span(page, page->other);
    }
    add_packs(page);
    add_reforms(page);
    text_add_format(&page->out,
                    "  assumed    licences were asked for %d days before the first day; ",
                    report->applied_days_before);
    if (report->quantile == MEDIAN) {
        text_add(&page->out, TEXT("routes take their median days\n"));
    } else {
        text_add_format(&page->out, "routes take the days that %u %% of cases keep to\n",
                        report->quantile);
    }
    text_add_format(&page->out, "  law        %s\n",
                    report->accept_unverified
                        ? "UNVERIFIED LAW IS COUNTED ON, as asked"
                        : "what is not verified is not counted on: such lanes are shut");
}

/* ---- law that changes ---- */

static void add_change(Page *page, const Report *report, const ReportChange *change) {
    const Item *item = &report->workspace->items[change->item];
    text_add_format(&page->out, "  %.*s  %.*s from %.*s to %.*s",
                    TEXT_ARGS(date_format(page->arena, change->date)), TEXT_ARGS(item->name),
                    TEXT_ARGS(change->from_country), TEXT_ARGS(change->to_countries));
    if (!text_is_empty(change->end_use)) {
        text_add_format(&page->out, ", %.*s end use", TEXT_ARGS(change->end_use));
    }
    if (change->before == change->after) {
        text_add_format(&page->out, ": stays %.*s", TEXT_ARGS(outcome_phrase(change->after)));
    } else {
        text_add_format(&page->out, ": %.*s -> %.*s", TEXT_ARGS(outcome_phrase(change->before)),
                        TEXT_ARGS(outcome_phrase(change->after)));
    }
    if (change->status != LAW_VERIFIED) {
        text_add_format(&page->out, " [%.*s]", TEXT_ARGS(law_status_word(change->status)));
    }
    text_add_character(&page->out, '\n');
    if (!text_is_empty(change->because)) {
        text_add_format(&page->out, "              %.*s\n", TEXT_ARGS(change->because));
    }
}

static void add_changes(Page *page, const Report *report) {
    add_heading(page, "What changes in the law during the plan");
    for (size_t i = 0; i < report->change_count; i++) {
        add_change(page, report, &report->changes[i]);
    }
    if (report->change_count == 0) {
        text_add(&page->out, TEXT("  nothing that the packs know of\n"));
    }
}

/* ---- what reforms change ---- */

/* "12.3 of 45.6 (27.0 %)". */
static Text part_text(Arena *arena, double part, double whole) {
    const Text share = decimal_format_grouped(arena, whole > 0 ? part / whole * PERCENT : 0, 1);
    return text_format(arena, "%.*s of %.*s (%.*s %%)",
                       TEXT_ARGS(decimal_format_grouped(arena, part, 3)),
                       TEXT_ARGS(decimal_format_grouped(arena, whole, 3)), TEXT_ARGS(share));
}

static void add_reformed(Page *page) {
    ReportChange *moves = NULL;
    const size_t count = report_moves(page->arena, page->report, page->other, &moves);
    add_heading(page, "What the reforms change");
    for (size_t i = 0; i < count; i++) {
        add_change(page, page->report, &moves[i]);
    }
    if (count == 0) {
        text_add(&page->out, TEXT("  no lane's outcome, on the first or the last day\n"));
    }
    for (int i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        text_add_format(&page->out,
                        "  %-17.*s %zu -> %zu lanes on the first day, %zu -> %zu on the "
                        "last\n",
                        TEXT_ARGS(outcome_phrase((Outcome)i)), page->report->lanes.by_outcome[i],
                        page->other->lanes.by_outcome[i], page->report->lanes.by_outcome_end[i],
                        page->other->lanes.by_outcome_end[i]);
    }
    const double gain = page->report->objective - page->other->objective;
    text_add_format(&page->out, "  gain: %.*s\n",
                    TEXT_ARGS(part_text(page->arena, gain, page->report->objective)));
}

/* ---- lines ---- */

static bool is_short(const ReportLine *line) {
    return line->peak_owed > 0;
}

/* The other report's line of the same programme and item. */
static const ReportLine *line_beside(const Page *page, const ReportLine *line) {
    for (size_t i = 0; page->other != NULL && i < page->other->line_count; i++) {
        const ReportLine *beside = &page->other->lines[i];
        if (beside->programme == line->programme && beside->item == line->item) {
            return beside;
        }
    }
    return NULL;
}

static void add_amounts(Page *page, const ReportLine *line) {
    add_right(page, amount_text(page->arena, line->demand), 13);
    add_right(page, amount_text(page->arena, line->supply), 13);
    add_right(page, amount_text(page->arena, line->shortfall), 13);
    add_right(page, decimal_format_grouped(page->arena, line->shortfall_days, 1), 8);
    add_right(page, date_text(page, line->begins), 12);
}

static void add_line(Page *page, const ReportLine *line) {
    const ReportLine *beside = line_beside(page, line);
    text_add(&page->out, TEXT("    "));
    add_left(page, item_label(page, line->item), page->label_width);
    add_amounts(page, line);
    if (beside != NULL) {
        text_add(&page->out, TEXT("  |"));
        add_right(page, amount_text(page->arena, beside->shortfall), 13);
        add_right(page, decimal_format_grouped(page->arena, beside->shortfall_days, 1), 8);
        add_right(page, date_text(page, beside->begins), 12);
    }
    text_add_character(&page->out, '\n');
}

static void add_met(Page *page, size_t programme) {
    bool is_first = true;
    for (size_t i = 0; i < page->report->line_count; i++) {
        const ReportLine *line = &page->report->lines[i];
        const ReportLine *beside = line_beside(page, line);
        if (line->programme == programme && !is_short(line) &&
            (beside == NULL || !is_short(beside))) {
            text_add_format(&page->out, "%s%.*s", is_first ? "    met in full, on time: " : ", ",
                            TEXT_ARGS(page->report->workspace->items[line->item].name));
            is_first = false;
        }
    }
    if (!is_first) {
        text_add_character(&page->out, '\n');
    }
}

static void add_programme(Page *page, size_t programme) {
    const Programme *what = &page->report->workspace->programmes[programme];
    text_add_format(&page->out, "  %.*s%s%.*s%s\n", TEXT_ARGS(what->name),
                    text_is_empty(what->end_use) ? "" : " (", TEXT_ARGS(what->end_use),
                    text_is_empty(what->end_use) ? "" : " end use)");
    for (size_t i = 0; i < page->report->line_count; i++) {
        const ReportLine *line = &page->report->lines[i];
        const ReportLine *beside = line_beside(page, line);
        if (line->programme == programme &&
            (is_short(line) || (beside != NULL && is_short(beside)))) {
            add_line(page, line);
        }
    }
    add_met(page, programme);
}

static void add_lines(Page *page) {
    add_heading(page, "What is short, by programme");
    text_add_repeated(&page->out, ' ', page->label_width + 4);
    text_add(&page->out, TEXT("       demand       supply    shortfall    days      begins"));
    if (page->other != NULL) {
        text_add_format(&page->out, "  |  from %.*s: shortfall, days, begins",
                        TEXT_ARGS(report_when(page->arena, page->other)));
    }
    text_add_character(&page->out, '\n');
    for (size_t i = 0; i < page->report->workspace->programme_count; i++) {
        add_programme(page, i);
    }
    text_add(&page->out, TEXT("  Supply and shortfall make the demand, item by item. Days are of "
                              "that line's ordinary need;\n  it begins in the first week that "
                              "leaves something owed.\n"));
}

/* ---- barriers ---- */

static Text value_text(Page *page, double value) {
    return isnan(value) ? TEXT("-") : decimal_format_grouped(page->arena, value, 3);
}

/* "1,200 kg less short", or where only time is gained "40 kg-weeks less late". */
static Text effect_text(Arena *arena, const BarrierEffect *effect, Text unit) {
    const bool is_shortfall = fabs(effect->shortfall_avoided) > 0;
    const double amount = is_shortfall ? effect->shortfall_avoided : effect->lateness_avoided;
    return text_format(arena, "%.*s %.*s%s %s %s", TEXT_ARGS(amount_text(arena, fabs(amount))),
                       TEXT_ARGS(unit), is_shortfall ? "" : "-weeks", amount < 0 ? "more" : "less",
                       is_shortfall ? "short" : "late");
}

static void add_effects(Page *page, const Report *report, const ReportBarrier *barrier) {
    for (size_t i = 0; i < barrier->effect_count && i < EFFECTS_SHOWN; i++) {
        const BarrierEffect *effect = &barrier->effects[i];
        const ReportLine *line = &report->lines[effect->line];
        const Item *item = &report->workspace->items[line->item];
        text_add_format(&page->out, "%s%.*s for %.*s: %.*s", i == 0 ? "        " : "; ",
                        TEXT_ARGS(item->name),
                        TEXT_ARGS(report->workspace->programmes[line->programme].id),
                        TEXT_ARGS(effect_text(page->arena, effect, item->unit)));
    }
    if (barrier->effect_count > EFFECTS_SHOWN) {
        text_add_format(&page->out, "; and %zu more", barrier->effect_count - EFFECTS_SHOWN);
    }
    if (barrier->effect_count > 0) {
        text_add_character(&page->out, '\n');
    }
}

static void add_force(Page *page, DateRange dates) {
    if (dates.from == DATE_MIN && dates.until == DATE_MAX) {
        return;
    }
    text_add(&page->out, TEXT("; in force"));
    if (dates.from != DATE_MIN) {
        text_add_format(&page->out, " from %.*s", TEXT_ARGS(date_format(page->arena, dates.from)));
    }
    if (dates.until != DATE_MAX) {
        text_add_format(&page->out, " until %.*s",
                        TEXT_ARGS(date_format(page->arena, dates.until)));
    }
}

static void add_barrier(Page *page, const Report *report, size_t rank) {
    const ReportBarrier *barrier = &report->barriers[rank];
    add_right(page, text_format(page->arena, "%zu", rank + 1), 4);
    add_right(page, value_text(page, barrier->gain), 12);
    add_right(page, value_text(page, barrier->ceiling), 12);
    add_right(page, value_text(page, barrier->price), 12);
    text_add_format(&page->out, "  %-9.*s%.*s\n", TEXT_ARGS(service_barrier_word(barrier->kind)),
                    TEXT_ARGS(barrier->title));
    text_add_format(&page->out, "        %.*s: %.*s", TEXT_ARGS(barrier->name),
                    TEXT_ARGS(barrier->removal));
    if (barrier->has_dates && barrier->kind == BARRIER_LAW) {
        add_force(page, barrier->dates);
    }
    if (!text_is_empty(barrier->citation)) {
        text_add_format(&page->out, "  (%.*s)", TEXT_ARGS(barrier->citation));
    }
    if (barrier->status != LAW_VERIFIED) {
        text_add_format(&page->out, " [%.*s]", TEXT_ARGS(law_status_word(barrier->status)));
    }
    text_add_character(&page->out, '\n');
    add_effects(page, report, barrier);
}

static void add_barriers(Page *page, const Report *report) {
    text_add_format(&page->out, "\nBarriers from %.*s, by what lifting each alone would gain\n",
                    TEXT_ARGS(report_when(page->arena, report)));
    text_add(&page->out, TEXT("   #        gain     ceiling       price  kind     barrier\n"));
    size_t shown = 0;
    while (shown < report->certified_count && report->barriers[shown].gain > 0) {
        add_barrier(page, report, shown++);
    }
    if (shown == 0) {
        text_add(&page->out, TEXT("  none is worth anything alone\n"));
    }
    text_add_format(&page->out,
                    "  The first %zu of %zu barriers are certain: %zu exact re-solutions, and no "
                    "other's ceiling is higher.\n",
                    report->certified_count, report->barrier_count, report->solve_count);
    text_add(&page->out, text_from(METHOD));
}

/* ---- sources, lanes, questions ---- */

/* The outcome most lanes have; the stricter of equals. */
static Outcome main_outcome(const ReportSource *source, size_t *lanes) {
    Outcome most = OUTCOME_FREE;
    *lanes = 0;
    for (int i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        *lanes += source->lanes[i];
        if (source->lanes[i] >= source->lanes[most]) {
            most = (Outcome)i;
        }
    }
    return most;
}

static void add_source(Page *page, const ReportSource *source) {
    size_t lanes = 0;
    const Outcome most = main_outcome(source, &lanes);
    text_add_format(&page->out, "%.*s %.*s %%", TEXT_ARGS(source->country),
                    TEXT_ARGS(decimal_format_grouped(page->arena, source->share * PERCENT, 1)));
    if (lanes > 0 && most != OUTCOME_FREE) {
        text_add_format(&page->out, " (%.*s)", TEXT_ARGS(outcome_phrase(most)));
    }
}

static void add_sources(Page *page) {
    const Report *report = page->report;
    add_heading(page, "Where it is made, by share of capacity, and what most lanes abroad are on "
                      "the first day");
    for (size_t i = 0; i < report->source_count;) {
        const size_t item = report->sources[i].item;
        text_add(&page->out, TEXT("  "));
        add_left(page, report->workspace->items[item].name, page->label_width);
        text_add_character(&page->out, ' ');
        size_t shown = 0;
        for (; i < report->source_count && report->sources[i].item == item; i++) {
            if (shown < SOURCES_SHOWN && report->sources[i].share > 0) {
                text_add(&page->out, shown == 0 ? TEXT("") : TEXT(", "));
                add_source(page, &report->sources[i]);
                shown++;
            }
        }
        text_add_character(&page->out, '\n');
    }
}

static void add_counts(Page *page, const char *when, const size_t *counts) {
    text_add_format(&page->out, "  %s", when);
    for (int i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        text_add_format(&page->out, "%s%zu %.*s", i == 0 ? "" : ", ", counts[i],
                        TEXT_ARGS(outcome_phrase((Outcome)i)));
    }
    text_add_character(&page->out, '\n');
}

static void add_questions(Page *page) {
    const Report *report = page->report;
    if (report->question_count == 0) {
        return;
    }
    add_heading(page, "Questions that lanes wait for");
    for (size_t i = 0; i < report->question_count; i++) {
        const ReportQuestion *question = &report->questions[i];
        text_add_format(&page->out, "  %zu %s  %.*s: %.*s", question->lane_count,
                        question->lane_count == 1 ? "lane" : "lanes", TEXT_ARGS(question->name),
                        TEXT_ARGS(question->ask));
        if (!text_is_empty(question->citation)) {
            text_add_format(&page->out, "  (%.*s)", TEXT_ARGS(question->citation));
        }
        text_add_character(&page->out, '\n');
    }
}

static void add_proof(Page *page) {
    const Report *report = page->report;
    add_heading(page, "Lanes and proof");
    add_counts(page, "first day  ", report->lanes.by_outcome);
    add_counts(page, "last day   ", report->lanes.by_outcome_end);
    text_add_format(&page->out, "  solution   %.*s weighted weeks late; primal %.*s, dual %.*s\n",
                    TEXT_ARGS(decimal_format_grouped(page->arena, report->lateness, 3)),
                    TEXT_ARGS(decimal_format_double(page->arena, report->objective, 6)),
                    TEXT_ARGS(decimal_format_double(page->arena, report->dual_objective, 6)));
}

static void add_notes(Page *page) {
    const Workspace *workspace = page->report->workspace;
    for (size_t i = 0; i < workspace->setting_count; i++) {
        if (text_equals(workspace->settings[i].key, TEXT("note"))) {
            text_add_format(&page->out, "  note       %.*s\n",
                            TEXT_ARGS(workspace->settings[i].value));
        }
    }
}

Text service_report_text(Arena *arena, const Report *report, const Report *other) {
    Page page = {arena, text_builder_new(arena), report, other, 0};
    page.label_width = widest_label(&page);
    add_head(&page);
    add_notes(&page);
    add_changes(&page, report);
    if (report_is_reformed(report, other)) {
        add_reformed(&page);
    }
    add_lines(&page);
    add_barriers(&page, report);
    if (other != NULL) {
        add_barriers(&page, other);
    }
    add_sources(&page);
    add_questions(&page);
    add_proof(&page);
    text_add_format(&page.out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&page.out);
}
