/* SPDX-License-Identifier: Apache-2.0 */
#include "service/html.h"
#include "service/matrix.h"
#include "service/page.h"

/* The matrix as a page. A cell says its outcome by a letter and in words; colour comes on top. */

/* clang-format off */
static const char *const rules[] = {
    ".matrix{width:auto;border-collapse:separate;border-spacing:2px}",
    ".matrix th,.matrix td{padding:4px 8px;border-bottom:0}",
    ".matrix thead th{border-bottom:0;text-align:center}",
    ".matrix thead th:nth-child(-n+2){text-align:left}",
    ".matrix tbody th{white-space:nowrap;text-align:left}",
    ".matrix td{text-align:center;white-space:nowrap;font-weight:650;color:var(--paper);border-radius:3px;font-variant-numeric:tabular-nums}",
    ".matrix td small{color:inherit;font-weight:400}",
    ".matrix .free{background:none;color:var(--free);box-shadow:inset 0 0 0 1px var(--free)}",
    ".matrix .authorised{background:var(--authorised)}",
    ".matrix .licence{background:var(--licence)}",
    ".matrix .prohibited{background:var(--prohibited)}",
    ".matrix .undetermined{background:none;color:var(--undetermined);box-shadow:inset 0 0 0 1px var(--undetermined)}",
    ".matrix td.changed{outline:2px solid var(--ink);outline-offset:-1px}",
    ".matrix .place{color:var(--soft);font-weight:400}",
    "@media print{.matrix td{print-color-adjust:exact;-webkit-print-color-adjust:exact}}",
};
/* clang-format on */

static void add_head(TextBuilder *out, const Page *page, const Matrix *matrix) {
    const Text title = workspace_setting(matrix->workspace, TEXT("title"));
    const Text date = date_format(page->arena, matrix->options.as_of);
    html_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" "
                  "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n");
    HTML_WRITE(out, "<title>What may go where: {}, as of {}</title>\n<style>\n", title, date);
    page_style(out);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        html_add(out, rules[i]);
        html_add(out, "\n");
    }
    html_add(out, "</style>\n</head>\n<body>\n<main>\n");
    HTML_WRITE(out, "<p class=\"kicker\">What may go where</p>\n<h1>{}</h1>\n", title);
}

static void add_terms(TextBuilder *out, const Page *page, const Matrix *matrix) {
    const MatrixOptions *options = &matrix->options;
    HTML_WRITE(out,
               "<dl class=\"terms\"><div><dt>Law as of</dt><dd>{}</dd></div>"
               "<div><dt>Lists known at</dt><dd>{}</dd></div>"
               "<div><dt>End use</dt><dd>{}</dd></div></dl>\n",
               date_format(page->arena, options->as_of),
               date_format(page->arena, options->known_at),
               text_is_empty(options->end_use) ? TEXT("not said") : options->end_use);
    if (matrix->relies_on_unverified) {
        html_add(out, "<p><span class=\"warning\">relies on unverified law, accepted by the "
                      "caller</span></p>\n");
    }
    for (size_t i = 0; i < law_reform_count(matrix->set); i++) {
        const ReformInfo reform = law_reform_info(matrix->set, i);
        HTML_WRITE(out,
                   "<p><span class=\"warning\">with a reform that is not law</span> {}: {}</p>\n",
                   reform.name, reform.title);
    }
    html_add(out, "<ul class=\"packs plain\">");
    for (size_t i = 0; i < law_pack_count(matrix->set); i++) {
        const PackInfo pack = law_pack(matrix->set, i);
        HTML_WRITE(out, "<li><b>{}</b> <span class=\"vintage\">text of {}</span></li>", pack.name,
                   date_format(page->arena, pack.vintage));
    }
    html_add(out, "</ul>\n");
}

static void add_legend(TextBuilder *out, const Page *page) {
    html_add(out, "<ul class=\"legend\">");
    for (Outcome outcome = OUTCOME_FREE; outcome <= OUTCOME_UNDETERMINED; outcome++) {
        HTML_WRITE(out, "<li><b>{}</b> ", text_format(page->arena, "%c", outcome_letter(outcome)));
        page_add_outcome(page, outcome);
        html_add(out, "</li>");
    }
    html_add(out, "<li>a number: days to wait by the quickest routes</li></ul>\n");
}

static Text cell_words(Arena *arena, const Matrix *matrix, size_t index, size_t column) {
    const MatrixRow *row = &matrix->rows[index];
    const MatrixCell *cell = &row->cells[column];
    const MatrixCell *before = matrix_cell_before(matrix, index, column);
    TextBuilder words = text_builder_new(arena);
    text_add_format(&words, "%.*s to %.*s: %s", TEXT_ARGS(matrix->workspace->items[row->item].id),
                    TEXT_ARGS(matrix->destinations[column]), page_outcome(cell->outcome).label);
    if (cell->outcome == OUTCOME_LICENCE_REQUIRED) {
        if (cell->days < 0) {
            text_add(&words, TEXT(", days not known"));
        } else {
            text_add_format(&words, ", about %d days", cell->days);
        }
    }
    for (size_t i = 0; i < cell->authority_count; i++) {
        text_add_format(&words, "%s%.*s", i == 0 ? " under " : " or ",
                        TEXT_ARGS(law_provision(matrix->set, cell->authorities[i]).name));
    }
    if (before != NULL) {
        text_add_format(&words, "; without the reforms: %s", page_outcome(before->outcome).label);
    }
    return text_built(&words);
}

static void add_cell(TextBuilder *out, const Page *page, const Matrix *matrix, size_t row,
                     size_t column) {
    const MatrixCell *cell = &matrix->rows[row].cells[column];
    HTML_WRITE(out, "<td class=\"{}{}\" title=\"{}\">{}",
               text_from(page_outcome(cell->outcome).class_name),
               matrix_cell_before(matrix, row, column) == NULL ? TEXT("") : TEXT(" changed"),
               cell_words(page->arena, matrix, row, column),
               text_format(page->arena, "%c", outcome_letter(cell->outcome)));
    if (cell->outcome == OUTCOME_LICENCE_REQUIRED) {
        HTML_WRITE(out, "<small> {}</small>",
                   cell->days < 0 ? TEXT("-") : text_format(page->arena, "%d", cell->days));
    }
    html_add(out, "</td>");
}

static void add_table(TextBuilder *out, const Page *page, const Matrix *matrix) {
    page_table_begin(page, "matrix", TEXT("Items by destination"));
    html_add(out, "<thead><tr><th scope=\"col\">item</th><th scope=\"col\">from</th>");
    for (size_t i = 0; i < matrix->destination_count; i++) {
        HTML_WRITE(out, "<th scope=\"col\">{}</th>", matrix->destinations[i]);
    }
    html_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < matrix->row_count; i++) {
        const MatrixRow *row = &matrix->rows[i];
        HTML_WRITE(out, "<tr><th scope=\"row\">{}</th><th class=\"place\">{}</th>",
                   matrix->workspace->items[row->item].name, row->from);
        for (size_t j = 0; j < matrix->destination_count; j++) {
            add_cell(out, page, matrix, i, j);
        }
        html_add(out, "</tr>\n");
    }
    html_add(out, "</tbody>\n");
    page_table_end(page);
}

static void add_reason(TextBuilder *out, const Page *page, const Matrix *matrix,
                       const MatrixReason *reason) {
    const MatrixRow *row = &matrix->rows[reason->row];
    const Text columns = matrix_columns(page->arena, matrix, reason->columns, reason->column_count);
    HTML_WRITE(out, "<tr><th scope=\"row\">{}</th><td>{}</td>",
               matrix->workspace->items[row->item].name, row->from);
    if (reason->provision == LAW_NONE) {
        HTML_WRITE(out, "<td>wants to be known</td><td class=\"words\">{}</td><td></td>",
                   reason->question);
    } else {
        const ProvisionInfo info = law_provision(matrix->set, reason->provision);
        HTML_WRITE(out, "<td>{}</td><td class=\"words\">{} <code>{}</code></td><td>{}",
                   reason->authorises ? TEXT("authorised by") : TEXT("kept by"), info.title,
                   info.name, info.citation);
        page_add_status(page, info.status);
        html_add(out, "</td>");
    }
    HTML_WRITE(out, "<td class=\"words\">{}</td></tr>\n", columns);
}

static void add_reasons(TextBuilder *out, const Page *page, const Matrix *matrix) {
    const MatrixReason *reasons = NULL;
    const size_t count = matrix_reasons(page->arena, matrix, &reasons);
    html_add(out, "<section><h2>By what</h2>\n");
    page_table_begin(page, "reasons", TEXT("What authorises, what keeps, and what is not known"));
    html_add(out, "<thead><tr><th scope=\"col\">item</th><th scope=\"col\">from</th>"
                  "<th scope=\"col\"><span class=\"unseen\">part</span></th>"
                  "<th scope=\"col\">rule or question</th><th scope=\"col\">where it stands</th>"
                  "<th scope=\"col\">to</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count; i++) {
        add_reason(out, page, matrix, &reasons[i]);
    }
    html_add(out, "</tbody>\n");
    page_table_end(page);
    html_add(out, "</section>\n");
}

Text service_matrix_html(Arena *arena, const Matrix *matrix) {
    TextBuilder out = text_builder_new(arena);
    const Page page = {.arena = arena, .out = &out};
    add_head(&out, &page, matrix);
    add_terms(&out, &page, matrix);
    add_legend(&out, &page);
    add_table(&out, &page, matrix);
    add_reasons(&out, &page, matrix);
    HTML_WRITE(&out, "<footer><p>{}</p></footer>\n</main>\n</body>\n</html>\n",
               service_disclaimer());
    return text_built(&out);
}
