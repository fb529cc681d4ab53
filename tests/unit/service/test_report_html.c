/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdbool.h>

#include "report_sample.h"

enum { WEEKS = 26, DEPTH_MAX = 64 };

static int arena_begin(void **state) {
    *state = arena_new();
    return 0;
}

static int arena_end(void **state) {
    arena_free(*state);
    return 0;
}

static ReportSample *sample_new(Arena *arena) {
    return report_sample_new(arena, "2026-11-23", WEEKS);
}

static bool has(Text page, const char *part) {
    size_t at = 0;
    return text_find(page, text_from(part), &at);
}

static size_t count_of(Text page, const char *part) {
    size_t count = 0;
    size_t at = 0;
    while (text_find(page, text_from(part), &at)) {
        count++;
        page = text_slice(page, at + 1, page.length);
    }
    return count;
}

/* ---- a small checker of markup ---- */

/* Tags open and not yet closed, innermost last. */
typedef struct Markup {
    Text open[DEPTH_MAX];
    size_t depth;
} Markup;

static bool is_name_end(char character) {
    return character == ' ' || character == '>' || character == '/' || character == '\n';
}

static Text tag_name(Text tag, size_t start) {
    size_t end = start;
    while (end < tag.length && !is_name_end(tag.bytes[end])) {
        end++;
    }
    return text_slice(tag, start, end);
}

/* Elements that are never closed. */
static bool is_void(Text name) {
    return text_equals(name, TEXT("meta")) || text_equals(name, TEXT("br")) ||
           text_equals(name, TEXT("!DOCTYPE"));
}

/* A tag with its angle brackets: opened, or closed by the innermost one's name. */
static void check_tag(Markup *markup, Text tag) {
    assert_int_equal(0, count_of(tag, "\"") % 2);
    if (tag.bytes[1] == '/') {
        assert_true(markup->depth > 0);
        markup->depth--;
        Text name = tag_name(tag, 2);
        if (!text_equals(markup->open[markup->depth], name)) {
            print_error("closed %.*s inside %.*s\n", TEXT_ARGS(name),
                        TEXT_ARGS(markup->open[markup->depth]));
        }
        assert_true(text_equals(markup->open[markup->depth], name));
    } else if (!text_ends_with(tag, TEXT("/>")) && !is_void(tag_name(tag, 1))) {
        assert_true(markup->depth < DEPTH_MAX);
        markup->open[markup->depth++] = tag_name(tag, 1);
    }
}

static void check_entity(Text rest) {
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        is_known = is_known || text_starts_with(rest, text_from(known[i]));
    }
    assert_true(is_known);
}

/* Every tag is closed by its own name, in order, and every `&` begins an entity we write. */
static void check_well_formed(Text page) {
    Markup markup = {.depth = 0};
    assert_true(text_is_utf8(page));
    for (size_t i = 0; i < page.length; i++) {
        if (page.bytes[i] == '&') {
            check_entity(text_slice(page, i, page.length));
        } else if (page.bytes[i] == '<') {
            size_t length = 0;
            assert_true(text_find(text_slice(page, i, page.length), TEXT(">"), &length));
            check_tag(&markup, text_slice(page, i, i + length + 1));
            i += length;
        }
    }
    assert_int_equal(0, markup.depth);
}

/* No id twice; nothing fetched; no number gone wrong. */
static void check_sound(Text page) {
    check_well_formed(page);
    static const char *const never[] = {"<script", "http-equiv=\"refresh",
                                        "src=",    "href=",
                                        "@import", "url(http",
                                        ">nan",    ">inf",
                                        "\"nan",   "\"inf",
                                        "-0.0"};
    for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
        if (has(page, never[i])) {
            print_error("the page has `%s`\n", never[i]);
        }
        assert_false(has(page, never[i]));
    }
    Text rest = page;
    size_t at = 0;
    while (text_find(rest, TEXT(" id=\""), &at)) {
        rest = text_slice(rest, at, rest.length);
        size_t end = 0;
        assert_true(text_find(text_slice(rest, 5, rest.length), TEXT("\""), &end));
        Text id = text_slice(rest, 0, 5 + end + 1);
        rest = text_slice(rest, id.length, rest.length);
        assert_false(text_find(rest, id, &at));
    }
}

static Text page_of(Arena *arena, const Report *report, const Report *other) {
    Text page = service_report_html(arena, report, other);
    check_sound(page);
    return page;
}

/* ---- the ordinary page ---- */

static void test_page_says_what_is_short_and_why(void **state) {
    ReportSample *sample = sample_new(*state);
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(text_starts_with(page, TEXT("<!DOCTYPE html>\n")));
    assert_true(text_ends_with(page, TEXT("</html>\n")));
    assert_true(has(page, "<h1>Critical minerals of the alliance</h1>"));
    assert_true(has(page, "<strong>Rare earths (as oxide)</strong> for <strong>United States, "
                          "defence production</strong> runs short first, from 2026-12-28"));
    assert_true(has(page, "The barrier worth most is <strong>Ban on gallium, germanium and "
                          "antimony to the United States</strong> (MOFCOM Announcement No. 46 "
                          "(2024), art. 2): removed alone it gains <strong>188.4</strong>"));
    assert_true(has(page, "digest <code>0123456789ab</code>"));
    assert_int_equal(1, count_of(page, "it does not give legal advice"));
}

static void test_figures_of_a_need(void **state) {
    ReportSample *sample = sample_new(*state);
    ReportLine *line = &sample->lines[0];
    line->demand = 12345.6;
    line->supply = 2345.6;
    line->shortfall = 10000;
    line->shortfall_days = 147.4;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "<td class=\"figure edge\">12,346</td><td class=\"figure\">2,346</td>"
                          "<td class=\"figure short\">10,000</td>"
                          "<td class=\"figure short\">147.4</td>"));
}

static void test_every_picture_is_described(void **state) {
    ReportSample *sample = sample_new(*state);
    Text page = page_of(*state, &sample->report, NULL);
    size_t pictures = count_of(page, "role=\"img\"");
    assert_int_equal(9 + 2, pictures); /* nine items run short, and two other plots */
    assert_int_equal(pictures, count_of(page, "<desc id="));
    assert_int_equal(pictures, count_of(page, "aria-labelledby="));
    assert_true(has(page, "Never short: Titanium sponge; Cobalt; Tantalum."));
}

static void test_law_that_changes_is_drawn_and_told(void **state) {
    ReportSample *sample = sample_new(*state);
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "2026-11-28 <small>in 5 days</small>"));
    assert_true(has(page, ">28\xC2\xA0Nov: prohibited</text>"));
    assert_int_equal(4, count_of(page, "class=\"law-mark\""));
    assert_true(has(page, "<td class=\"words quiet\">the same</td>"));
}

static void test_law_that_changes_no_outcome_stands_apart(void **state) {
    ReportSample *sample = sample_new(*state);
    sample->changes[0].after = sample->changes[0].before;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "Other law behind the same outcome"));
    assert_int_equal(1, count_of(page, "<td>stays "));
    assert_int_equal(3, count_of(page, "class=\"law-mark\""));
}

static void test_two_outcomes_on_a_day_are_not_told_as_one(void **state) {
    ReportSample *sample = sample_new(*state);
    sample->changes[1].item = 0;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, ">28\xC2\xA0Nov: prohibited</text>"));
    sample->changes[1].after = OUTCOME_FREE;
    page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, ">28\xC2\xA0Nov: law changes</text>"));
}

static void test_unverified_law_is_labelled(void **state) {
    ReportSample *sample = sample_new(*state);
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "<span class=\"warning\">law unverified</span>"));
    assert_false(has(page, "law not verified</span>"));
    sample->report.relies_on_unverified = true;
    page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "<span class=\"warning\">law not verified</span>"));
}

static void test_what_a_barrier_frees_and_adds(void **state) {
    ReportSample *sample = sample_new(*state);
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "<li>310 kg Gallium, United States, defence production</li>"));
    assert_true(has(page, "<li><b>adds</b> 4 kg of shortfall Gallium"));
    assert_true(has(page, "<li>12 kg-weeks of lateness Germanium"));
    assert_true(has(page, "<li>and 2 more</li>"));
}

static void test_back_price_stands_only_where_it_differs(void **state) {
    ReportSample *sample = sample_new(*state);
    sample->report.barrier_count = 4;
    assert_false(has(page_of(*state, &sample->report, NULL), "<small>back "));
    sample->barriers[3].price_back = 50;
    assert_true(has(page_of(*state, &sample->report, NULL), "<small>back 50.0</small>"));
}

static void test_same_report_same_bytes(void **state) {
    ReportSample *sample = sample_new(*state);
    ReportSample *again = sample_new(*state);
    Text first = service_report_html(*state, &sample->report, &again->report);
    Text second = service_report_html(*state, &again->report, &sample->report);
    assert_true(text_equals(first, second));
}

/* ---- two dates ---- */

static void test_second_date_stands_beside_the_first(void **state) {
    ReportSample *sample = sample_new(*state);
    ReportSample *other = report_sample_new(*state, "2026-12-07", WEEKS);
    other->barriers[0].gain = 7.25;
    Text page = page_of(*state, &sample->report, &other->report);
    assert_true(has(page, "class=\"edge\">As of 2026-11-23</th>"));
    assert_true(has(page, "class=\"edge\">As of 2026-12-07</th>"));
    assert_true(
        has(page, "<td class=\"figure gain\">188.4</td><td class=\"figure gain\">7.3</td>"));
    assert_int_equal(9 * 4, count_of(page, "class=\"line programme-0 other\"") +
                                count_of(page, "class=\"line programme-1 other\"") +
                                count_of(page, "class=\"line programme-2 other\"") +
                                count_of(page, "class=\"line programme-3 other\""));
    assert_false(has(page, "moved to begin on the same day"));
}

static void test_far_dates_are_laid_over_each_other(void **state) {
    ReportSample *sample = sample_new(*state);
    ReportSample *other = report_sample_new(*state, "2024-06-03", WEEKS);
    Text page = page_of(*state, &sample->report, &other->report);
    assert_true(has(page, "dashed: as of 2024-06-03, moved to begin on the same day"));
}

static void test_needs_and_barriers_of_one_date_only(void **state) {
    ReportSample *sample = sample_new(*state);
    ReportSample *other = report_sample_new(*state, "2026-12-07", WEEKS);
    sample->report.lines++;
    sample->report.line_count--;
    other->report.line_count--;
    other->report.barrier_count = 1;
    Text page = page_of(*state, &sample->report, &other->report);
    assert_int_equal(2, count_of(page, "not needed then"));
    assert_int_equal(19, count_of(page, "<td class=\"figure quiet\">no barrier</td>"));
}

/* ---- edges ---- */

static void test_names_cannot_become_markup(void **state) {
    ReportSample *sample = sample_new(*state);
    Text evil = TEXT("</title><script>alert('1')</script>&\"'");
    sample->items[0].name = evil;
    sample->items[0].unit = evil;
    sample->programmes[0].name = evil;
    sample->barriers[0].title = evil;
    sample->barriers[0].name = evil;
    sample->barriers[0].citation = evil;
    sample->changes[0].to_countries = evil;
    sample->changes[0].because = evil;
    sample->changes[0].end_use = evil;
    sample->questions[0].ask = evil;
    sample->sources[0].country = evil;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;"
                          "&quot;&#39;"));
}

static void test_nothing_is_short(void **state) {
    ReportSample *sample = sample_new(*state);
    for (size_t i = 0; i < sample->report.line_count; i++) {
        ReportLine *line = &sample->lines[i];
        line->supply = line->demand;
        line->supply_weekly = line->demand_weekly;
        line->shortfall = line->shortfall_days = line->peak_owed = 0;
        line->begins = DATE_MAX;
        line->owed_weekly = ARENA_MANY(*state, double, WEEKS);
    }
    sample->report.barrier_count = 0;
    sample->report.change_count = 0;
    sample->report.question_count = 0;
    sample->report.source_count = 0;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "Nothing is short"));
    assert_true(has(page, "No shortfall to draw."));
    assert_true(has(page, "No barrier stands in the way of any need."));
    assert_true(has(page, "outcome changes from 2026-11-23 to 2027-05-23."));
    assert_int_equal(0, count_of(page, "role=\"img\""));
}

static void test_late_but_made_good(void **state) {
    ReportSample *sample = sample_new(*state);
    sample->report.line_count = 1;
    ReportLine *line = &sample->lines[0];
    double *owed = ARENA_MANY(*state, double, WEEKS);
    owed[3] = 40;
    line->owed_weekly = owed;
    line->shortfall = line->shortfall_days = 0;
    line->peak_owed = 40;
    line->supply = line->demand;
    line->begins = date_add_days(sample->report.as_of, 28);
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "2026-12-21 <small>made good</small>"));
    assert_true(has(page, "at most 40 kg are owed at a time, and all is made good by 2027-05-23"));
}

static void test_no_needs_at_all(void **state) {
    ReportSample *sample = sample_new(*state);
    sample->report.line_count = 0;
    sample->report.barrier_count = 0;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "No programme of the workspace needs anything in these weeks."));
}

static void test_barriers_without_exact_gains(void **state) {
    ReportSample *sample = sample_new(*state);
    for (size_t i = 0; i < sample->report.barrier_count; i++) {
        sample->barriers[i].gain = NAN;
        sample->barriers[i].price_back = NAN;
    }
    sample->barriers[0].ceiling = INFINITY;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "No barrier removed alone would make that better."));
    assert_int_equal(20, count_of(page, "<td class=\"figure quiet\">not needed</td>"));
}

static void test_capacity_without_limit(void **state) {
    ReportSample *sample = sample_new(*state);
    sample->sources[0].capacity = INFINITY;
    sample->sources[0].share = NAN;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "<td class=\"figure\">no limit</td>"));
}

static void test_plans_of_other_lengths(void **state) {
    static const size_t lengths[] = {1, 2, 9, 10, 53, 260};
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        ReportSample *sample = report_sample_new(*state, "2026-11-23", lengths[i]);
        ReportSample *other = report_sample_new(*state, "2026-11-24", lengths[i]);
        page_of(*state, &sample->report, NULL);
        page_of(*state, &sample->report, &other->report);
    }
    ReportSample *week = report_sample_new(*state, "2026-11-23", 1);
    assert_true(has(page_of(*state, &week->report, NULL), "<dd>1 week <small>"));
}

static void test_many_lines_and_barriers(void **state) {
    ReportSample *sample = sample_new(*state);
    ReportLine *lines = ARENA_MANY(*state, ReportLine, 200);
    Programme *programmes = ARENA_MANY(*state, Programme, 200);
    for (size_t i = 0; i < 200; i++) {
        lines[i] = sample->lines[0];
        lines[i].programme = i;
        programmes[i].id = text_format(*state, "programme-%zu", i);
    }
    ReportBarrier *barriers = ARENA_MANY(*state, ReportBarrier, 100);
    for (size_t i = 0; i < 100; i++) {
        barriers[i] = sample->barriers[0];
    }
    sample->workspace.programmes = programmes;
    sample->workspace.programme_count = 200;
    sample->report.lines = lines;
    sample->report.line_count = 200;
    sample->report.barriers = barriers;
    sample->report.barrier_count = 100;
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "programme-199"));
    assert_true(has(page, "70 more are in the JSON form"));
}

static void test_long_names_are_cut_in_plots_and_whole_beside(void **state) {
    ReportSample *sample = sample_new(*state);
    TextBuilder name = text_builder_new(*state);
    for (size_t i = 0; i < 60; i++) {
        text_add(&name, TEXT("l\xC3\xA4ng"));
    }
    sample->barriers[0].title = text_built(&name);
    sample->items[0].name = text_built(&name);
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "\xE2\x80\xA6</text>"));
    Text title = text_format(*state, "<title>%.*s</title>l", TEXT_ARGS(text_built(&name)));
    assert_true(text_find(page, title, &(size_t){0}));
}

static void test_a_workspace_without_names(void **state) {
    ReportSample *sample = sample_new(*state);
    sample->workspace.setting_count = 0;
    sample->items[0].name = TEXT("");
    sample->programmes[0].name = TEXT("");
    Text page = page_of(*state, &sample->report, NULL);
    assert_true(has(page, "<h1>What the alliance is short of</h1>"));
    assert_true(has(page, "<figcaption>item-0</figcaption>"));
    assert_true(has(page, "programme-0</th>"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_begin, arena_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_page_says_what_is_short_and_why),
        TEST(test_figures_of_a_need),
        TEST(test_every_picture_is_described),
        TEST(test_law_that_changes_is_drawn_and_told),
        TEST(test_law_that_changes_no_outcome_stands_apart),
        TEST(test_two_outcomes_on_a_day_are_not_told_as_one),
        TEST(test_unverified_law_is_labelled),
        TEST(test_what_a_barrier_frees_and_adds),
        TEST(test_back_price_stands_only_where_it_differs),
        TEST(test_same_report_same_bytes),
        TEST(test_second_date_stands_beside_the_first),
        TEST(test_far_dates_are_laid_over_each_other),
        TEST(test_needs_and_barriers_of_one_date_only),
        TEST(test_names_cannot_become_markup),
        TEST(test_nothing_is_short),
        TEST(test_late_but_made_good),
        TEST(test_no_needs_at_all),
        TEST(test_barriers_without_exact_gains),
        TEST(test_capacity_without_limit),
        TEST(test_plans_of_other_lengths),
        TEST(test_many_lines_and_barriers),
        TEST(test_long_names_are_cut_in_plots_and_whole_beside),
        TEST(test_a_workspace_without_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
