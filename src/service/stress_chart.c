/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "service/html.h"
#include "service/map_parts.h"
#include "service/stress_plots.h"

/* A map without coasts: places by latitude and longitude, a disc for what losing one supplier there
 * costs at most, a line for what the base plan sends. Sites without a position of their own stand
 * together in the middle of their country. */

static const double WIDTH = 980;
static const double HEIGHT = 430;
static const double FOOT = 16;
static const double LARGEST_DISC = 22;
static const double WIDEST_LINE = 9;
enum { MERIDIANS = 12, PARALLELS = 6, DEGREES = 30 };

typedef struct Spot {
    MapPosition at;
    Text country;
    size_t sites;
    double loss; /* the largest of its suppliers' */
} Spot;

typedef struct Way {
    size_t from;
    size_t to;
    double weeks;
} Way;

typedef struct Chart {
    TextBuilder *out;
    const Stress *stress;
    size_t *spot_of; /* of each party, or SERVICE_NONE */
    Array spots;     /* of Spot */
    Array ways;      /* of Way */
} Chart;

static bool is_same_place(MapPosition a, MapPosition b) {
    return fabs(a.latitude - b.latitude) < 1e-6 && fabs(a.longitude - b.longitude) < 1e-6;
}

static size_t spot_at(Chart *chart, MapPosition at, Text country) {
    for (size_t i = 0; i < chart->spots.count; i++) {
        if (is_same_place(ARRAY_ITEMS(Spot, &chart->spots)[i].at, at)) {
            return i;
        }
    }
    *(Spot *)array_add(&chart->spots) = (Spot){.at = at, .country = country};
    return chart->spots.count - 1;
}

static void gather_spots(Chart *chart) {
    const Workspace *workspace = chart->stress->workspace;
    Arena *arena = chart->out->arena;
    const bool *is_site = map_sites(arena, workspace);
    chart->spot_of = ARENA_MANY(arena, size_t, workspace->party_count);
    for (size_t i = 0; i < workspace->party_count; i++) {
        const MapPosition at = map_position(workspace, i);
        chart->spot_of[i] = SERVICE_NONE;
        if (is_site[i] && at.is_known) {
            chart->spot_of[i] = spot_at(chart, at, workspace->parties[i].country);
            ARRAY_ITEMS(Spot, &chart->spots)[chart->spot_of[i]].sites++;
        }
    }
    for (size_t i = 0; i < chart->stress->node_count; i++) {
        const StressNode *node = &chart->stress->nodes[i];
        const size_t at = chart->spot_of[node->party];
        if (at != SERVICE_NONE) {
            Spot *spot = array_at(&chart->spots, at);
            spot->loss = fmax(spot->loss, node->is_exact ? node->loss : node->ceiling);
        }
    }
}

static void add_way(Chart *chart, size_t from, size_t to, double weeks) {
    for (size_t i = 0; i < chart->ways.count; i++) {
        Way *way = array_at(&chart->ways, i);
        if (way->from == from && way->to == to) {
            way->weeks += weeks;
            return;
        }
    }
    *(Way *)array_add(&chart->ways) = (Way){from, to, weeks};
}

static void gather_ways(Chart *chart) {
    const Stress *stress = chart->stress;
    for (size_t i = 0; i < stress->workspace->lane_count; i++) {
        const Lane *lane = &stress->workspace->lanes[i];
        const size_t from = chart->spot_of[lane->from_site];
        const size_t to = chart->spot_of[lane->to_site];
        const double weekly = stress->item_weekly[lane->item];
        if (from != SERVICE_NONE && to != SERVICE_NONE && from != to && weekly > 0 &&
            stress->lane_sent[i] > 0) {
            add_way(chart, from, to, stress->lane_sent[i] / weekly);
        }
    }
}

static SvgPoint point_of(MapPosition at) {
    return (SvgPoint){(at.longitude + 180) / 360 * WIDTH, (90 - at.latitude) / 180 * HEIGHT};
}

static Text coordinate(const Chart *chart, double value) {
    return decimal_format_double(chart->out->arena, value, 1);
}

static Text short_number(const Chart *chart, double value) {
    return decimal_format_grouped(chart->out->arena, value, value < 10 ? 1 : 0);
}

static void draw_grid(const Chart *chart) {
    for (int i = 0; i <= MERIDIANS; i++) {
        const double x = WIDTH * i / MERIDIANS;
        const int degrees = i * DEGREES - 180;
        svg_line(chart->out, "grid", (SvgPoint){x, 0}, (SvgPoint){x, HEIGHT});
        if (i > 0 && i < MERIDIANS) {
            svg_text(chart->out, "tick", (SvgPoint){x + 2, HEIGHT + 12},
                     text_format(chart->out->arena, "%d%s", abs(degrees),
                                 degrees < 0   ? " W"
                                 : degrees > 0 ? " E"
                                               : ""));
        }
    }
    for (int i = 0; i <= PARALLELS; i++) {
        const double y = HEIGHT * i / PARALLELS;
        svg_line(chart->out, "grid", (SvgPoint){0, y}, (SvgPoint){WIDTH, y});
    }
}

static void draw_ways(const Chart *chart) {
    double most = 0;
    for (size_t i = 0; i < chart->ways.count; i++) {
        most = fmax(most, ARRAY_ITEMS(Way, &chart->ways)[i].weeks);
    }
    for (size_t i = 0; i < chart->ways.count; i++) {
        const Way *way = &ARRAY_ITEMS(Way, &chart->ways)[i];
        const Spot *from = &ARRAY_ITEMS(Spot, &chart->spots)[way->from];
        const Spot *to = &ARRAY_ITEMS(Spot, &chart->spots)[way->to];
        const SvgPoint start = point_of(from->at);
        const SvgPoint end = point_of(to->at);
        HTML_WRITE(chart->out,
                   "<path class=\"flow\" stroke-width=\"{}\" d=\"M{} {}L{} {}\"><title>{} to {}: "
                   "{} weeks of need sent</title></path>\n",
                   coordinate(chart, fmax(0.3, WIDEST_LINE * way->weeks / most)),
                   coordinate(chart, start.x), coordinate(chart, start.y), coordinate(chart, end.x),
                   coordinate(chart, end.y), from->country, to->country,
                   short_number(chart, way->weeks));
    }
}

static void draw_spots(const Chart *chart) {
    double most = 0;
    for (size_t i = 0; i < chart->spots.count; i++) {
        most = fmax(most, ARRAY_ITEMS(Spot, &chart->spots)[i].loss);
    }
    for (size_t i = 0; i < chart->spots.count; i++) {
        const Spot *spot = &ARRAY_ITEMS(Spot, &chart->spots)[i];
        const SvgPoint at = point_of(spot->at);
        const double part = most > 0 ? sqrt(spot->loss / most) : 0;
        HTML_WRITE(chart->out,
                   "<circle class=\"spot\" cx=\"{}\" cy=\"{}\" r=\"{}\"><title>{}: {} sites; the "
                   "worst supplier's loss costs at most {} weighted weeks</title></circle>\n",
                   coordinate(chart, at.x), coordinate(chart, at.y),
                   coordinate(chart, 2 + LARGEST_DISC * part), spot->country,
                   text_format(chart->out->arena, "%zu", spot->sites),
                   short_number(chart, spot->loss));
    }
    for (size_t i = 0; i < chart->spots.count; i++) {
        const Spot *spot = &ARRAY_ITEMS(Spot, &chart->spots)[i];
        const SvgPoint at = point_of(spot->at);
        svg_text(chart->out, "name", (SvgPoint){at.x + 4, at.y - 4}, spot->country);
    }
}

void stress_plot_map(TextBuilder *out, const Stress *stress) {
    Chart chart = {.out = out,
                   .stress = stress,
                   .spots = array_new(out->arena, sizeof(Spot)),
                   .ways = array_new(out->arena, sizeof(Way))};
    gather_spots(&chart);
    gather_ways(&chart);
    if (chart.spots.count == 0) {
        return;
    }
    const SvgHead head = {.name = TEXT("map"),
                          .class_name = TEXT("plot"),
                          .width = WIDTH,
                          .height = HEIGHT + FOOT,
                          .title = TEXT("Where things are made and sent, and what losing a "
                                        "supplier there costs"),
                          .description = TEXT("A disc's area is what the loss of the worst "
                                              "supplier there costs at most; a line is as wide as "
                                              "what the plan sends, in weeks of need.")};
    svg_begin(out, &head);
    draw_grid(&chart);
    draw_ways(&chart);
    draw_spots(&chart);
    svg_end(out);
}
