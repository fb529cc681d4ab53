/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/stress_plots.h"

/* What the base plan uses, from tier to tier: a column for each tier, deepest left, in it a box for
 * each country, as high as what it makes for the tiers to its right or uses. */

enum { SHOWN_A_COLUMN = 7 };

static const double WIDTH = 980;
static const double HEIGHT = 420;
static const double TOP = 26;
static const double BOX = 12;
static const double GAP = 16;
static const double LABEL = 130;

typedef struct Box {
    Text country; /* empty: all others */
    double in;
    double out;
    double top;
    double in_drawn;
    double out_drawn;
} Box;

typedef struct Column {
    Box boxes[SHOWN_A_COLUMN + 1];
    size_t count;
} Column;

typedef struct Sankey {
    TextBuilder *out;
    const Stress *stress;
    Column *columns; /* [tier]: 0 is use */
    size_t column_count;
    double scale; /* pixels a week of need */
} Sankey;

static double size_of(const Box *box) {
    return fmax(box->in, box->out);
}

static Box *find_box(Box *boxes, size_t count, Text country) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(boxes[i].country, country)) {
            return &boxes[i];
        }
    }
    return NULL;
}

static Box *box_of(Array *boxes, Text country) {
    Box *known = find_box(ARRAY_ITEMS(Box, boxes), boxes->count, country);
    if (known == NULL) {
        known = array_add(boxes);
        *known = (Box){.country = country};
    }
    return known;
}

static int compare_boxes(const void *a, const void *b) {
    const double left = size_of(a);
    const double right = size_of(b);
    if (left < right || left > right) {
        return left > right ? -1 : 1;
    }
    return text_compare(((const Box *)a)->country, ((const Box *)b)->country);
}

/* The largest countries of a tier, and one box for all others. */
static void fill_column(Sankey *sankey, size_t tier) {
    Array boxes = array_new(sankey->out->arena, sizeof(Box));
    for (size_t i = 0; i < sankey->stress->flow_count; i++) {
        const StressFlow *flow = &sankey->stress->flows[i];
        if (flow->from_tier == tier) {
            box_of(&boxes, flow->from)->out += flow->weeks;
        }
        if (flow->to_tier == tier) {
            box_of(&boxes, flow->to)->in += flow->weeks;
        }
    }
    array_sort(&boxes, compare_boxes);
    Column *column = &sankey->columns[tier];
    for (size_t i = 0; i < boxes.count; i++) {
        const Box *box = &ARRAY_ITEMS(Box, &boxes)[i];
        if (i < SHOWN_A_COLUMN) {
            column->boxes[column->count++] = *box;
        } else {
            column->count = SHOWN_A_COLUMN + 1;
            column->boxes[SHOWN_A_COLUMN].in += box->in;
            column->boxes[SHOWN_A_COLUMN].out += box->out;
        }
    }
}

static double height_of(const Column *column) {
    double sum = 0;
    for (size_t i = 0; i < column->count; i++) {
        sum += size_of(&column->boxes[i]);
    }
    return sum;
}

static void place_boxes(Sankey *sankey) {
    double highest = 0;
    for (size_t i = 0; i < sankey->column_count; i++) {
        highest = fmax(highest, height_of(&sankey->columns[i]));
    }
    sankey->scale = highest > 0 ? (HEIGHT - GAP * SHOWN_A_COLUMN) / highest : 0;
    for (size_t i = 0; i < sankey->column_count; i++) {
        double top = TOP;
        for (size_t j = 0; j < sankey->columns[i].count; j++) {
            sankey->columns[i].boxes[j].top = top;
            top += size_of(&sankey->columns[i].boxes[j]) * sankey->scale + GAP;
        }
    }
}

static double left_of(const Sankey *sankey, size_t tier) {
    const double columns = (double)sankey->column_count - 1;
    const double way = WIDTH - LABEL - BOX;
    return columns > 0 ? way * (columns - (double)tier) / columns : 0;
}

static Box *shown_box(Sankey *sankey, size_t tier, Text country) {
    Column *column = &sankey->columns[tier];
    Box *box = find_box(column->boxes, column->count, country);
    return box != NULL ? box : &column->boxes[column->count - 1];
}

static Text short_number(const Sankey *sankey, double value) {
    return decimal_format_grouped(sankey->out->arena, value, value < 10 ? 1 : 0);
}

static Text coordinate(const Sankey *sankey, double value) {
    return decimal_format_double(sankey->out->arena, value, 1);
}

static Text tier_name(const Sankey *sankey, size_t tier) {
    return tier == 0 ? TEXT("used in") : text_format(sankey->out->arena, "tier %zu", tier - 1);
}

static Text country_name(const Box *box) {
    return text_is_empty(box->country) ? TEXT("others") : box->country;
}

static void draw_flow(Sankey *sankey, const StressFlow *flow) {
    Box *from = shown_box(sankey, flow->from_tier, flow->from);
    Box *to = shown_box(sankey, flow->to_tier, flow->to);
    const double width = flow->weeks * sankey->scale;
    const double left = left_of(sankey, flow->from_tier) + BOX;
    const double right = left_of(sankey, flow->to_tier);
    const double start = from->top + (from->out_drawn + flow->weeks / 2) * sankey->scale;
    const double end = to->top + (to->in_drawn + flow->weeks / 2) * sankey->scale;
    const Text middle = coordinate(sankey, (left + right) / 2);
    from->out_drawn += flow->weeks;
    to->in_drawn += flow->weeks;
    HTML_WRITE(sankey->out,
               "<path class=\"flow\" stroke-width=\"{}\" d=\"M{} {}C{} {} {} {} {} {}\"><title>{} "
               "{} to {} {}: {} weeks of need</title></path>\n",
               decimal_format_double(sankey->out->arena, fmax(width, 0.2), 2),
               coordinate(sankey, left), coordinate(sankey, start), middle,
               coordinate(sankey, start), middle, coordinate(sankey, end),
               coordinate(sankey, right), coordinate(sankey, end),
               tier_name(sankey, flow->from_tier), flow->from, tier_name(sankey, flow->to_tier),
               flow->to, short_number(sankey, flow->weeks));
}

static void draw_column(Sankey *sankey, size_t tier) {
    const double left = left_of(sankey, tier);
    svg_text(sankey->out, "name", (SvgPoint){left, 12}, tier_name(sankey, tier));
    for (size_t i = 0; i < sankey->columns[tier].count; i++) {
        const Box *box = &sankey->columns[tier].boxes[i];
        const double height = size_of(box) * sankey->scale;
        svg_rectangle(sankey->out, "flow-box", (SvgBox){left, box->top, BOX, fmax(height, 0.5)});
        svg_text(sankey->out, "name", (SvgPoint){left + BOX + 4, box->top + height / 2 + 4},
                 text_format(sankey->out->arena, "%.*s %.*s", TEXT_ARGS(country_name(box)),
                             TEXT_ARGS(short_number(sankey, size_of(box)))));
    }
}

void stress_plot_sankey(TextBuilder *out, const Stress *stress) {
    Sankey sankey = {.out = out, .stress = stress};
    for (size_t i = 0; i < stress->flow_count; i++) {
        const size_t tiers = stress->flows[i].from_tier + 1;
        sankey.column_count = tiers > sankey.column_count ? tiers : sankey.column_count;
    }
    if (sankey.column_count == 0) {
        return;
    }
    sankey.columns = ARENA_MANY(out->arena, Column, sankey.column_count);
    for (size_t i = 0; i < sankey.column_count; i++) {
        fill_column(&sankey, i);
    }
    place_boxes(&sankey);
    const SvgHead head = {.name = TEXT("tiers"),
                          .class_name = TEXT("plot"),
                          .width = WIDTH,
                          .height = HEIGHT + TOP + GAP,
                          .title = TEXT("What the plan uses, from tier to tier and country to "
                                        "country, in weeks of need"),
                          .description = TEXT("Deeper tiers stand left; a band is as wide as what "
                                              "one country uses of what another made.")};
    svg_begin(out, &head);
    for (size_t i = 0; i < stress->flow_count; i++) {
        draw_flow(&sankey, &stress->flows[i]);
    }
    for (size_t i = 0; i < sankey.column_count; i++) {
        draw_column(&sankey, i);
    }
    svg_end(out);
}
