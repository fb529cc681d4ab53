/* SPDX-License-Identifier: Apache-2.0 */
#include "report_sample.h"

#include <assert.h>
#include <math.h>

#include "law/set.h"

enum { ITEMS = 12, PROGRAMMES = 4, BARRIERS = 20, SOURCES = 5, CHANGES = 4, QUESTIONS = 2 };

static const struct {
    const char *name;
    const char *unit;
    double weekly;
    double missing; /* of demand, from the week of its start on */
    size_t start;
} items[ITEMS] = {
    {"Gallium", "kg", 310, 0.62, 6},
    {"Germanium", "kg", 420, 0.35, 8},
    {"Antimony", "t", 96, 0.22, 11},
    {"Tungsten", "t", 180, 0.05, 14},
    {"Titanium sponge", "t", 610, 0, 0},
    {"Natural graphite", "t", 1450, 0.3, 9},
    {"Rare earths (as oxide)", "t", 220, 0.48, 5},
    {"Cobalt", "t", 175, 0, 0},
    {"Tantalum", "t", 8.6, 0, 0},
    {"Magnesium metal", "t", 1250, 0.14, 12},
    {"Bismuth", "t", 31, 0.41, 7},
    {"Indium", "kg", 2450, 0.02, 20},
};

static const struct {
    const char *name;
    const char *end_use;
    double part;
} programmes[PROGRAMMES] = {
    {"United States, civil industry", "civil", 0.5},
    {"United States, defence production", "military", 0.15},
    {"European allies, civil industry", "civil", 0.25},
    {"Japan and Korea, defence production", "military", 0.1},
};

static const struct {
    const char *country;
    double share;
    size_t lanes[OUTCOME_UNDETERMINED + 1];
} sources[SOURCES] = {
    {"CN", 0.634, {0, 0, 6, 4, 2}}, {"RU", 0.12, {0, 0, 0, 11, 1}}, {"JP", 0.105, {12, 0, 0, 0, 0}},
    {"KZ", 0.081, {6, 4, 2, 0, 0}}, {"CA", 0.06, {0, 0, 0, 0, 0}},
};

static const struct {
    BarrierKind kind;
    const char *name;
    const char *title;
    const char *removal;
    const char *citation;
    double gain;
    double ceiling;
} barriers[BARRIERS] = {
    {BARRIER_LAW, "cn.export.mofcom_46_2024_2",
     "Ban on gallium, germanium and antimony to the "
     "United States",
     "the provision is repealed", "MOFCOM Announcement No. 46 (2024), art. 2", 188.4, 251.9},
    {BARRIER_LAW, "cn.export.military_end_use", "Ban on exports for military end use",
     "the provision is repealed", "MOFCOM Announcement No. 46 (2024), art. 1", 96.2, 141},
    {BARRIER_CLOCK, "route cn.export.licence", "45 days of a dual-use export licence",
     "licences are granted on the day they are asked for",
     "Export Control Law of the PRC, art. 19; Regulations on dual-use items, art. 17", 61.7, 61.7},
    {BARRIER_CAPACITY, "activity jp-gallium", "Gallium recovery in Japan", "capacity is doubled",
     "USGS MCS 2026, gallium", 44.1, 48.3},
    {BARRIER_STOCK, "stock us-germanium", "Germanium held in the United States",
     "four more weeks of demand are held", "USGS MCS 2026, germanium", 31.9, 31.9},
    {BARRIER_CAPACITY, "activity ca-germanium", "Germanium refining in Canada",
     "capacity is doubled", "USGS MCS 2026, germanium", 27.3, 38.8},
    {BARRIER_QUANTITY, "authorisation us-lic-0007", "Quantity of licence US-LIC-0007",
     "the licence has no limit", "authorisation.csv, row 7", 12.1, 12.4},
    {BARRIER_LAW, "cn.export.rare_earth_2025_18", "Licence for seven medium and heavy rare earths",
     "the provision is repealed", "MOFCOM Announcement No. 18 (2025)", 9.3, 88.2},
};

static Date date_of(const char *text) {
    Date date = 0;
    bool parsed = date_parse(text_from(text), &date);
    assert(parsed);
    return date;
}

static void fill_workspace(Arena *arena, ReportSample *sample) {
    static const Setting settings[] = {
        {{"title", 5}, {"Critical minerals of the alliance", 33}, 2}};
    sample->items = ARENA_MANY(arena, Item, ITEMS);
    for (size_t i = 0; i < ITEMS; i++) {
        sample->items[i].id = text_format(arena, "item-%zu", i);
        sample->items[i].name = text_from(items[i].name);
        sample->items[i].unit = text_from(items[i].unit);
    }
    sample->programmes = ARENA_MANY(arena, Programme, PROGRAMMES);
    for (size_t i = 0; i < PROGRAMMES; i++) {
        sample->programmes[i].id = text_format(arena, "programme-%zu", i);
        sample->programmes[i].name = text_from(programmes[i].name);
        sample->programmes[i].end_use = text_from(programmes[i].end_use);
    }
    Party *parties = ARENA_MANY(arena, Party, 1);
    parties[0] = (Party){.id = TEXT("CN"), .name = TEXT("China"), .country = TEXT("CN")};
    sample->workspace = (Workspace){.settings = settings,
                                    .setting_count = 1,
                                    .items = sample->items,
                                    .item_count = ITEMS,
                                    .parties = parties,
                                    .party_count = 1,
                                    .programmes = sample->programmes,
                                    .programme_count = PROGRAMMES};
}

static LawSet *pack_set(Arena *arena) {
    static const char *const names[] = {"cn.export", "regimes", "us.ear"};
    static const char *const titles[] = {"Export control of China", "Export control regimes",
                                         "Export Administration Regulations"};
    LawPack *packs = ARENA_MANY(arena, LawPack, 3);
    for (size_t i = 0; i < 3; i++) {
        packs[i].info.name = text_from(names[i]);
        packs[i].info.title = text_from(titles[i]);
        packs[i].info.vintage = date_of("2026-06-30");
        packs[i].info.digest =
            TEXT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    }
    LawSet *set = ARENA_NEW(arena, LawSet);
    set->packs = packs;
    set->pack_count = 3;
    return set;
}

/* Short of a part of each week's demand from a week on; later weeks where there are few. */
static void fill_line(Arena *arena, const Report *report, ReportLine *line, size_t p, size_t i) {
    size_t weeks = report->week_count;
    double *arrays = ARENA_MANY(arena, double, weeks * 3);
    double owed = 0;
    *line = (ReportLine){.programme = p, .item = i, .begins = DATE_MAX};
    for (size_t week = 0; week < weeks; week++) {
        double demand = items[i].weekly * programmes[p].part;
        bool is_short = week * 26 >= items[i].start * weeks;
        double part = p == 3 ? items[i].missing * 0.8 : items[i].missing;
        double missing = is_short ? demand * (p == 1 && part > 0 ? fmin(1, part * 1.5) : part) : 0;
        owed += missing;
        arrays[week] = demand;
        arrays[weeks + week] = demand - missing;
        arrays[2 * weeks + week] = owed;
        line->demand += demand;
        line->supply += demand - missing;
        if (owed > 0 && line->begins == DATE_MAX) {
            line->begins = date_add_days(report->as_of, (int64_t)week * 7);
        }
    }
    line->shortfall = owed;
    line->peak_owed = owed;
    line->shortfall_days = owed / line->demand * 7 * (double)weeks;
    line->demand_weekly = arrays;
    line->supply_weekly = arrays + weeks;
    line->owed_weekly = arrays + 2 * weeks;
}

static void fill_lines(Arena *arena, ReportSample *sample) {
    Report *report = &sample->report;
    sample->lines = ARENA_MANY(arena, ReportLine, (size_t)ITEMS * PROGRAMMES);
    for (size_t p = 0; p < PROGRAMMES; p++) {
        for (size_t i = 0; i < ITEMS; i++) {
            fill_line(arena, report, &sample->lines[p * ITEMS + i], p, i);
        }
    }
    report->lines = sample->lines;
    report->line_count = (size_t)ITEMS * PROGRAMMES;
}

static ReportBarrier barrier_at(Arena *arena, size_t i) {
    if (barriers[i].title == NULL) {
        double ceiling = 6.5 - 0.4 * (double)(i - 8);
        return (ReportBarrier){.kind = BARRIER_CAPACITY,
                               .name = text_format(arena, "activity site-%zu", i),
                               .title = text_format(arena, "Making at site %zu", i),
                               .removal = TEXT("capacity is doubled"),
                               .citation = TEXT("USGS MCS 2026"),
                               .price = ceiling * 0.9,
                               .price_back = ceiling * 1.2,
                               .ceiling = ceiling,
                               .gain = i < 12 ? ceiling * 0.5 : NAN,
                               .is_exact = i < 12};
    }
    return (ReportBarrier){.kind = barriers[i].kind,
                           .name = text_from(barriers[i].name),
                           .title = text_from(barriers[i].title),
                           .removal = text_from(barriers[i].removal),
                           .citation = text_from(barriers[i].citation),
                           .price = barriers[i].ceiling,
                           .price_back =
                               barriers[i].kind == BARRIER_LAW ? NAN : barriers[i].ceiling,
                           .ceiling = barriers[i].ceiling,
                           .gain = barriers[i].gain,
                           .is_exact = true};
}

static void fill_barriers(Arena *arena, ReportSample *sample) {
    static const BarrierEffect effects[] = {
        {12, 310, 2100}, {0, 120.5, 600}, {13, 88, 400}, {24, -4, -20}, {25, 0, 12}};
    sample->barriers = ARENA_MANY(arena, ReportBarrier, BARRIERS);
    for (size_t i = 0; i < BARRIERS; i++) {
        ReportBarrier *barrier = &sample->barriers[i];
        *barrier = barrier_at(arena, i);
        barrier->lane_count = barrier->kind == BARRIER_LAW ? 12 + i : 0;
        barrier->has_dates = barrier->kind == BARRIER_LAW;
        barrier->dates = (DateRange){date_of("2026-11-28"), DATE_MAX};
        barrier->status = i == 1 ? LAW_UNVERIFIED : i == 2 ? LAW_SECONDARY : LAW_VERIFIED;
        barrier->effects = effects + i % 2 * 2;
        barrier->effect_count = i < 8 ? 5 - i % 2 * 2 : 0;
    }
    sample->report.barriers = sample->barriers;
    sample->report.barrier_count = BARRIERS;
}

static void fill_sources(Arena *arena, ReportSample *sample) {
    sample->sources = ARENA_MANY(arena, ReportSource, (size_t)ITEMS * SOURCES);
    for (size_t i = 0; i < ITEMS; i++) {
        for (size_t s = 0; s < SOURCES; s++) {
            ReportSource *source = &sample->sources[i * SOURCES + s];
            source->item = i;
            source->country = text_from(sources[s].country);
            source->share = sources[s].share;
            source->capacity = items[i].weekly * 60 * sources[s].share;
            source->used = source->capacity / 3;
            for (size_t o = 0; o <= OUTCOME_UNDETERMINED; o++) {
                source->lanes[o] = sources[s].lanes[o];
            }
        }
    }
    sample->report.sources = sample->sources;
    sample->report.source_count = (size_t)ITEMS * SOURCES;
}

static void fill_changes(Arena *arena, ReportSample *sample) {
    static const char *const because =
        "the suspension lapses (MOFCOM Announcement No. 72 (2025)): MOFCOM Announcement No. 46 "
        "(2024), art. 2 applies again";
    sample->changes = ARENA_MANY(arena, ReportChange, CHANGES);
    for (size_t i = 0; i < CHANGES; i++) {
        sample->changes[i] =
            (ReportChange){.date = date_of(i < 3 ? "2026-11-28" : "2027-03-01"),
                           .item = i < 3 ? i : 0,
                           .from_country = TEXT("CN"),
                           .end_use = i == 3 ? TEXT("military") : TEXT("civil"),
                           .to_countries = i == 3 ? TEXT("DE, FR, JP, KR") : TEXT("US"),
                           .lane_count = 1 + i,
                           .before = OUTCOME_LICENCE_REQUIRED,
                           .after = i == 3 ? OUTCOME_UNDETERMINED : OUTCOME_PROHIBITED,
                           .because = text_from(because),
                           .status = i == 3 ? LAW_UNVERIFIED : LAW_VERIFIED};
    }
    sample->report.changes = sample->changes;
    sample->report.change_count = CHANGES;
}

static void fill_questions(Arena *arena, ReportSample *sample) {
    sample->questions = ARENA_MANY(arena, ReportQuestion, QUESTIONS);
    sample->questions[0] =
        (ReportQuestion){TEXT("consignee.on_watch_list"),
                         TEXT("Is the consignee on the watch list of importers and end users?"),
                         TEXT("Regulations on dual-use items, art. 26"), 42};
    sample->questions[1] =
        (ReportQuestion){TEXT("cn.export.mofcom_61_2025"), TEXT(""), TEXT(""), 3};
    sample->report.questions = sample->questions;
    sample->report.question_count = QUESTIONS;
}

ReportSample *report_sample_new(Arena *arena, const char *as_of, size_t week_count) {
    ReportSample *sample = ARENA_NEW(arena, ReportSample);
    fill_workspace(arena, sample);
    sample->report = (Report){.workspace = &sample->workspace,
                              .set = pack_set(arena),
                              .as_of = date_of(as_of),
                              .known_at = date_of(as_of),
                              .week_count = week_count,
                              .quantile = 50,
                              .certified_count = 10,
                              .solve_count = 14,
                              .lanes = {{212, 20, 88, 61, 7}, {205, 20, 71, 85, 7}},
                              .objective = 412.5381,
                              .dual_objective = 412.5381,
                              .lateness = 411.9};
    fill_lines(arena, sample);
    fill_barriers(arena, sample);
    fill_sources(arena, sample);
    fill_changes(arena, sample);
    fill_questions(arena, sample);
    return sample;
}
