/* SPDX-License-Identifier: Apache-2.0 */
#include "service/check_page.h"
#include "service/html.h"

/* What does not hold is told once; below it one may look, so deep does it open by itself. */
enum { OPEN_DEPTH = 3 };

/* clang-format off */
static const char *const rules[] = {
    "h1.verdict{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 14px;font-size:34px;font-weight:680;white-space:normal;margin:0 0 8px}",
    ".subject{font-size:17px;margin:0 0 22px;overflow-wrap:anywhere;max-width:none}",
    ".verdict .word::first-letter{text-transform:uppercase}.verdict .word{display:inline-block}",
    "h3{font-size:15px;line-height:1.35;font-weight:650;margin:22px 0 4px}",
    "cite{font-style:normal;font-size:12.5px;color:var(--soft)}",
    ".tree,.tree ul{list-style:none;margin:0;padding:0}",
    ".tree{font-size:14px;line-height:1.45}",
    ".tree ul{margin:1px 0 3px 7px;padding:0 0 0 19px;border-left:1px solid var(--rule)}",
    ".tree li{padding:2px 0}",
    ".step{display:grid;grid-template-columns:15px minmax(0,1fr);gap:0 9px}",
    ".step b{font-weight:600}",
    ".mark{font-weight:700;text-align:center}",
    ".holds-not>.step,.holds-not>details>summary{color:var(--soft)}",
    ".perhaps>.step .mark,.perhaps>details>summary .mark{color:var(--licence)}",
    ".tree summary{color:inherit;font-size:inherit;list-style:none}",
    ".tree summary::-webkit-details-marker{display:none}",
    ".tree summary .more::after{content:\"\\00a0\\25B8\";color:var(--accent)}",
    ".tree details[open]>summary .more::after{content:\"\\00a0\\25BE\"}",
    ".part{margin-top:20px}",
    ".part>summary,.part>h3{font-size:15px;font-weight:650;color:var(--ink);margin:0 0 4px}",
    ".part>summary small{font-weight:400}",
    ".reforms{margin:26px 0 0;padding:14px 18px;background:var(--ground);border-left:4px solid var(--accent)}",
    ".reforms p{margin:0 0 6px}.reforms p:last-child{margin:0}",
    ".reforms ul{margin:2px 0 10px;padding-left:20px}.reforms ul:last-child{margin-bottom:0}",
    ".parts{list-style:none;margin:0;padding:0}.parts li+li::before{content:\"and \";color:var(--soft)}",
    ".wide{width:100%}.wide td:last-child,.wide th:last-child{white-space:nowrap}",
    ".settles{font-weight:650}",
    ".facts{columns:2 360px;column-gap:40px;font-size:13px}.facts div{display:flex;gap:12px;justify-content:space-between;break-inside:avoid;border-bottom:1px solid var(--grid);padding:2px 0}",
    ".facts dd{margin:0;font-weight:600;text-align:right;overflow-wrap:anywhere}",
    "@media print{.tree summary .more::after{content:\"\"}}",
};
/* clang-format on */

void check_page_style(TextBuilder *out) {
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        html_add(out, rules[i]);
        html_add(out, "\n");
    }
}

static const struct {
    const char *item; /* its list item's class */
    const char *sign;
    const char *word;
} looks[] = {
    [TRUTH_NO] = {"holds-not", "\xE2\x97\x8B", "no"},
    [TRUTH_UNKNOWN] = {"perhaps", "?", "unknown"},
    [TRUTH_YES] = {"holds", "\xE2\x97\x8F", "yes"},
};

static void add_words(const Page *page, const DecisionStep *step) {
    HTML_WRITE(page->out,
               "<span class=\"mark\" aria-hidden=\"true\">{}</span><span><span class=\"unseen\">"
               "{}: </span>",
               text_from(looks[step->truth].sign), text_from(looks[step->truth].word));
    HTML_WRITE(page->out, step->provision != LAW_NONE ? "<b>{}</b>" : "{}", step->text);
    if (!text_is_empty(step->citation)) {
        HTML_WRITE(page->out, " <cite>{}</cite>", step->citation);
    }
    page_add_status(page, step->status);
}

static void add_steps(const Page *page, const DecisionStep *steps, size_t count, size_t depth);

static void add_step(const Page *page, const DecisionStep *step, size_t depth) {
    HTML_WRITE(page->out, "<li class=\"{}\">", text_from(looks[step->truth].item));
    if (step->child_count == 0) {
        html_add(page->out, "<div class=\"step\">");
        add_words(page, step);
        html_add(page->out, "</span></div></li>\n");
        return;
    }
    bool is_open = step->truth != TRUTH_NO && depth < OPEN_DEPTH;
    html_add(page->out, is_open ? "<details open><summary class=\"step\">"
                                : "<details><summary class=\"step\">");
    add_words(page, step);
    html_add(page->out, "<span class=\"more\"></span></span></summary>\n<ul>\n");
    add_steps(page, step->children, step->child_count, depth + 1);
    html_add(page->out, "</ul></details></li>\n");
}

/* The tree's depth is that of the packs' conditions, which the parser limits. */
static void add_steps(const Page *page, const DecisionStep *steps, size_t count, size_t depth) {
    for (size_t i = 0; i < count; i++) {
        add_step(page, &steps[i], depth);
    }
}

/* A part of which nothing holds is shut: its heading tells how much there is. */
static void begin_part(const Page *page, const DecisionStep *part) {
    if (part->truth != TRUTH_NO) {
        HTML_WRITE(page->out, "<div class=\"part\"><h3>{}", part->text);
        if (!text_is_empty(part->citation)) {
            HTML_WRITE(page->out, " <cite>{}</cite>", part->citation);
        }
        page_add_status(page, part->status);
        html_add(page->out, "</h3>\n<ul class=\"tree\">\n");
        return;
    }
    HTML_WRITE(page->out, "<details class=\"part\"><summary>{} <small>{}", part->text,
               part->provision != LAW_NONE
                   ? part->citation
                   : text_format(page->arena, "%zu looked at, none holds", part->child_count));
    html_add(page->out, "</small></summary>\n<ul class=\"tree\">\n");
}

/* What does not hold in a part of which something does is put behind one line. */
static void add_children(const Page *page, const DecisionStep *part) {
    size_t hidden = 0;
    for (size_t i = 0; i < part->child_count; i++) {
        if (part->truth == TRUTH_NO || part->children[i].truth != TRUTH_NO) {
            add_step(page, &part->children[i], 1);
        } else {
            hidden++;
        }
    }
    if (hidden == 0) {
        return;
    }
    HTML_WRITE(page->out,
               "<li class=\"holds-not\"><details><summary class=\"step\"><span class=\"mark\" "
               "aria-hidden=\"true\">{}</span><span>{} <span class=\"more\"></span></span>"
               "</summary>\n<ul>\n",
               text_from(looks[TRUTH_NO].sign),
               page_plural(page, hidden, "line that does not hold", "lines that do not hold"));
    for (size_t i = 0; i < part->child_count; i++) {
        if (part->children[i].truth == TRUTH_NO) {
            add_step(page, &part->children[i], 2);
        }
    }
    html_add(page->out, "</ul></details></li>\n");
}

void check_page_tree(const Page *page, const Decision *decision) {
    html_add(page->out, "<section id=\"why\"><h2>Why</h2>\n"
                        "<p class=\"quiet\">\xE2\x97\x8F holds, \xE2\x97\x8B does not, ? is not "
                        "known. Each line opens on what it rests on.</p>\n");
    for (size_t i = 0; i < decision->step_count; i++) {
        const DecisionStep *part = &decision->steps[i];
        begin_part(page, part);
        add_children(page, part);
        html_add(page->out, part->truth != TRUTH_NO ? "</ul></div>\n" : "</ul></details>\n");
    }
    html_add(page->out, "</section>\n");
}
