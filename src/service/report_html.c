/* SPDX-License-Identifier: Apache-2.0 */
#include "service/html.h"
#include "service/page.h"

/* The parts of the page, in the order of someone in a hurry. */
static void (*const parts[])(const Page *page) = {
    page_head,          page_finding,  page_reformed, page_changes,   page_lines, page_plot_time,
    page_plot_barriers, page_barriers, page_sources,  page_questions, page_lanes, page_method,
};

static void begin_document(const Page *page) {
    Text title = workspace_setting(page->report->workspace, TEXT("title"));
    html_add(page->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" "
                        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta name=\"color-scheme\" content=\"light dark\">\n");
    HTML_WRITE(page->out, "<title>{}, as of {}</title>\n<style>\n",
               text_is_empty(title) ? TEXT("Supply under dated law") : title,
               page_date(page, page->report->as_of));
    page_style(page->out);
    html_add(page->out, "</style>\n</head>\n<body>\n");
    html_add(page->out, "<main>\n");
}

static void end_document(const Page *page) {
    HTML_WRITE(page->out, "<footer><p>{}</p></footer>\n</main>\n</body>\n</html>\n",
               service_disclaimer());
}

Text service_report_html(Arena *arena, const Report *report, const Report *other) {
    TextBuilder out = text_builder_new(arena);
    Page page = {.arena = arena, .out = &out, .report = report, .other = other};
    begin_document(&page);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        parts[i](&page);
    }
    end_document(&page);
    return text_built(&out);
}
