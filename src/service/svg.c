/* SPDX-License-Identifier: Apache-2.0 */
#include "service/svg.h"

#include <math.h>
#include <stdbool.h>

#include "base/decimal.h"
#include "service/html.h"

/* Of an ordinary letter and of an ideograph, in letter sizes. */
static const double letter_width = 0.54;
static const double wide_letter_width = 1.0;

static Text number(const TextBuilder *out, double value) {
    Decimal rounded = {0, 0};
    if (!decimal_from_double(value, 1, &rounded)) {
        return TEXT("0");
    }
    return decimal_format(out->arena, rounded);
}

void svg_begin(TextBuilder *out, const SvgHead *head) {
    HTML_WRITE(out,
               "<svg class=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\""
               " aria-labelledby=\"{}-title {}-description\">",
               head->class_name, number(out, head->width), number(out, head->height), head->name,
               head->name);
    HTML_WRITE(out, "<title id=\"{}-title\">{}</title>", head->name, head->title);
    HTML_WRITE(out, "<desc id=\"{}-description\">{}</desc>\n", head->name, head->description);
}

void svg_end(TextBuilder *out) {
    html_add(out, "</svg>\n");
}

void svg_group_begin(TextBuilder *out, const char *class_name, Text title) {
    HTML_WRITE(out, "<g class=\"{}\"><title>{}</title>", text_from(class_name), title);
}

void svg_group_end(TextBuilder *out) {
    html_add(out, "</g>\n");
}

void svg_line(TextBuilder *out, const char *class_name, SvgPoint from, SvgPoint to) {
    HTML_WRITE(out, "<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
               text_from(class_name), number(out, from.x), number(out, from.y), number(out, to.x),
               number(out, to.y));
}

void svg_rectangle(TextBuilder *out, const char *class_name, SvgBox box) {
    if (box.width > 0 && box.height > 0) {
        HTML_WRITE(out, "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                   text_from(class_name), number(out, box.left), number(out, box.top),
                   number(out, box.width), number(out, box.height));
    }
}

/* ---- weaves ---- */

static const double weave_gap = 6;
static const double dot_gap = 4.5;

/* Slanting lines at even gaps, each cut off at the box's sides. */
static void add_slanted(TextBuilder *out, SvgWeave weave, bool is_rising, SvgBox box) {
    double first = weave_gap * floor((box.left - box.height) / weave_gap);
    size_t count = (size_t)ceil((box.left + box.width - first) / weave_gap);
    HTML_WRITE(out, "<path class=\"weave\" stroke-width=\"{}\" d=\"",
               weave == WEAVE_CROSSED ? TEXT("1.1") : TEXT("1.8"));
    for (size_t i = 0; i < count; i++) {
        double x = first + weave_gap * (double)i;
        double begin = fmax(0, box.left - x);
        double end = fmin(box.height, box.left + box.width - x);
        if (begin < end) {
            double foot = is_rising ? box.top + box.height : box.top;
            double way = is_rising ? -1 : 1;
            HTML_WRITE(out, "M{} {}L{} {}", number(out, x + begin), number(out, foot + way * begin),
                       number(out, x + end), number(out, foot + way * end));
        }
    }
    html_add(out, "\"/>");
}

/* Upright stripes: one broad line, broken by dashes. */
static void add_upright(TextBuilder *out, SvgBox box) {
    double middle = box.top + box.height / 2;
    HTML_WRITE(out, "<path class=\"weave upright\" stroke-width=\"{}\" d=\"M{} {}H{}\"/>",
               number(out, box.height), number(out, box.left), number(out, middle),
               number(out, box.left + box.width));
}

/* Rows of dots: lines broken into round dashes of no length. */
static void add_dotted(TextBuilder *out, SvgBox box) {
    html_add(out, "<path class=\"weave dotted\" d=\"");
    size_t rows = (size_t)ceil(fmax(box.height - 3.5, 0) / dot_gap);
    for (size_t i = 0; i < rows; i++) {
        double y = 2.5 + dot_gap * (double)i;
        HTML_WRITE(out, "M{} {}H{}", number(out, box.left + 2.5), number(out, box.top + y),
                   number(out, fmax(box.left + 2.5, box.left + box.width - 1)));
    }
    html_add(out, "\"/>");
}

void svg_woven(TextBuilder *out, const char *class_name, SvgWeave weave, SvgBox box) {
    svg_rectangle(out, class_name, box);
    if (!(box.width > 0 && box.height > 0)) {
        return;
    }
    if (weave == WEAVE_RISING || weave == WEAVE_CROSSED) {
        add_slanted(out, weave, true, box);
    }
    if (weave == WEAVE_FALLING || weave == WEAVE_CROSSED) {
        add_slanted(out, weave, false, box);
    }
    if (weave == WEAVE_UPRIGHT) {
        add_upright(out, box);
    }
    if (weave == WEAVE_DOTTED) {
        add_dotted(out, box);
    }
}

void svg_path(TextBuilder *out, const char *class_name, const SvgPoint *points, size_t count) {
    HTML_WRITE(out, "<path class=\"{}\" d=\"", text_from(class_name));
    for (size_t i = 0; i < count; i++) {
        html_add(out, i == 0 ? "M" : "L");
        HTML_WRITE(out, "{} {}", number(out, points[i].x), number(out, points[i].y));
    }
    html_add(out, "\"/>");
}

/* Each shape around the origin, about eight pixels across. */
static const char *const shapes[SVG_SHAPE_COUNT] = {
    "M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0Z",
    "M-3 -3H3V3H-3Z",
    "M0 -4L4 3H-4Z",
    "M0 -4.4L4.4 0L0 4.4L-4.4 0Z",
    "M-4 -1.2H-1.2V-4H1.2V-1.2H4V1.2H1.2V4H-1.2V1.2H-4Z",
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0ZM-1.8 0a1.8 1.8 0 1 1 3.6 0a1.8 1.8 0 1 1 -3.6 0Z",
};

void svg_marker(TextBuilder *out, const char *class_name, size_t shape, SvgPoint at) {
    HTML_WRITE(out, "<path class=\"{}\" fill-rule=\"evenodd\" transform=\"translate({} {})\" d=\"",
               text_from(class_name), number(out, at.x), number(out, at.y));
    html_add(out, shapes[shape % SVG_SHAPE_COUNT]);
    html_add(out, "\"/>");
}

static void open_text(TextBuilder *out, const char *class_name, SvgPoint at) {
    HTML_WRITE(out, "<text class=\"{}\" x=\"{}\" y=\"{}\">", text_from(class_name),
               number(out, at.x), number(out, at.y));
}

void svg_text(TextBuilder *out, const char *class_name, SvgPoint at, Text text) {
    open_text(out, class_name, at);
    HTML_WRITE(out, "{}</text>", text);
}

static bool is_inside_character(char byte) {
    return ((unsigned char)byte & 0xC0U) == 0x80U;
}

static double character_width(char lead) {
    return (unsigned char)lead >= 0xE3U ? wide_letter_width : letter_width;
}

double svg_text_width(Text text, double size) {
    double width = 0;
    for (size_t i = 0; i < text.length; i++) {
        width += is_inside_character(text.bytes[i]) ? 0 : character_width(text.bytes[i]) * size;
    }
    return width;
}

/* The bytes of the longest start of the text that leaves room for an ellipsis. */
static size_t fitting_length(Text text, double size, double width) {
    double used = letter_width * size;
    for (size_t i = 0; i < text.length; i++) {
        used += is_inside_character(text.bytes[i]) ? 0 : character_width(text.bytes[i]) * size;
        if (used > width) {
            return i;
        }
    }
    return text.length;
}

void svg_text_fitted(TextBuilder *out, const char *class_name, SvgPoint at, double size,
                     double width, Text text) {
    if (svg_text_width(text, size) <= width) {
        svg_text(out, class_name, at, text);
        return;
    }
    Text start = text_trim(text_slice(text, 0, fitting_length(text, size, width)));
    open_text(out, class_name, at);
    HTML_WRITE(out, "<title>{}</title>{}\xE2\x80\xA6</text>", text, start);
}
