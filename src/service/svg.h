/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SVG_H
#define ENTENTE_SERVICE_SVG_H

/* Writes SVG into a page. Coordinates are in pixels of the view box and written with at
 * most one decimal; looks come from the page's style sheet by class. */

#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

/* What a picture is, for who cannot see it. `name` is unique on the page. */
typedef struct SvgHead {
    Text name;
    Text class_name;
    double width;
    double height;
    Text title;
    Text description;
} SvgHead;

typedef struct SvgBox {
    double left;
    double top;
    double width;
    double height;
} SvgBox;

typedef struct SvgPoint {
    double x;
    double y;
} SvgPoint;

void svg_begin(TextBuilder *out, const SvgHead *head);
void svg_end(TextBuilder *out);

/* A group that says `title` when pointed at. */
void svg_group_begin(TextBuilder *out, const char *class_name, Text title);
void svg_group_end(TextBuilder *out);

void svg_line(TextBuilder *out, const char *class_name, SvgPoint from, SvgPoint to);
/* Nothing where the box has no width or height. */
void svg_rectangle(TextBuilder *out, const char *class_name, SvgBox box);

/* What lies over a fill, so that fills differ without colour. Drawn as lines, not as a
 * pattern: patterns become pictures of megabytes where a page is printed to a file. */
typedef enum SvgWeave {
    WEAVE_NONE,
    WEAVE_RISING,
    WEAVE_FALLING,
    WEAVE_CROSSED,
    WEAVE_UPRIGHT,
    WEAVE_DOTTED
} SvgWeave;

/* A rectangle with a weave over it, of class `weave`. */
void svg_woven(TextBuilder *out, const char *class_name, SvgWeave weave, SvgBox box);

void svg_path(TextBuilder *out, const char *class_name, const SvgPoint *points, size_t count);

/* A dot, square, triangle, diamond, cross or ring, by shape modulo SVG_SHAPE_COUNT. */
enum { SVG_SHAPE_COUNT = 6 };
void svg_marker(TextBuilder *out, const char *class_name, size_t shape, SvgPoint at);

void svg_text(TextBuilder *out, const char *class_name, SvgPoint at, Text text);
/* Cut with an ellipsis to about `width` at a letter size of `size`; the whole text is then
 * its title. */
void svg_text_fitted(TextBuilder *out, const char *class_name, SvgPoint at, double size,
                     double width, Text text);

/* About how wide a text is at a letter size: good enough to keep labels apart. */
double svg_text_width(Text text, double size);

#endif
