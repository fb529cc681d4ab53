/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/map.h"
#include "service/service.h"

enum { SUPPLY_PROGRAMME, SUPPLY_FIRM, SUPPLY_LEAST, SUPPLY_COLUMNS, WEAKEST_SHOWN = 3 };

static const Text SUPPLY_NAMES[SUPPLY_COLUMNS] = {{"programme", 9}, {"firm", 4}, {"least", 5}};

static bool is_enough(const BaseReport *report, const BaseSupply *supply) {
    const Standing standing = report->base->firms[supply->firm].standing;
    return standing == STANDING_FINAL ||
           (standing == STANDING_CONDITIONAL && supply->least == STANDING_CONDITIONAL);
}

static bool is_open(const BaseReport *report, const BaseSupply *supply) {
    return report->base->firms[supply->firm].standing == STANDING_OPEN;
}

/* ---- reading ---- */

static bool find_columns(const CsvTable *table, size_t *columns, ProblemList *problems) {
    for (size_t i = 0; i < SUPPLY_COLUMNS; i++) {
        if (!csv_find_column(table, SUPPLY_NAMES[i], &columns[i])) {
            problem_add(problems, table->file, 1, 0, "column `%.*s` is missing",
                        TEXT_ARGS(SUPPLY_NAMES[i]));
            return false;
        }
    }
    return true;
}

static void read_supply(const CsvTable *table, const CsvRow *row, const size_t *columns,
                        const Map *firms, BaseSupply *supply, ProblemList *problems) {
    const Text firm = row->fields[columns[SUPPLY_FIRM]];
    const Text least = row->fields[columns[SUPPLY_LEAST]];
    supply->programme = row->fields[columns[SUPPLY_PROGRAMME]];
    supply->least = text_equals(least, standing_word(STANDING_CONDITIONAL)) ? STANDING_CONDITIONAL
                                                                            : STANDING_FINAL;
    if (!map_find(firms, firm, &supply->firm)) {
        problem_add(problems, table->file, row->line, 0, "there is no firm `%.*s`",
                    TEXT_ARGS(firm));
    }
    if (!text_equals(least, standing_word(supply->least))) {
        problem_add(problems, table->file, row->line, 0,
                    "`least` is `%.*s`; write conditional or final", TEXT_ARGS(least));
    }
}

/* A supply with what it is sorted by. */
typedef struct SortedSupply {
    BaseSupply supply;
    size_t programme; /* in the order they are first named */
    int strength;
    int score;
} SortedSupply;

static int compare_supplies(const void *a, const void *b) {
    const SortedSupply *left = a;
    const SortedSupply *right = b;
    if (left->programme != right->programme) {
        return left->programme < right->programme ? -1 : 1;
    }
    if (left->strength != right->strength) {
        return left->strength < right->strength ? -1 : 1;
    }
    if (left->score != right->score) {
        return left->score < right->score ? -1 : 1;
    }
    return (left->supply.firm > right->supply.firm) - (left->supply.firm < right->supply.firm);
}

static void sort_supplies(Arena *arena, BaseReport *report, BaseSupply *supplies) {
    SortedSupply *sorted = ARENA_MANY(arena, SortedSupply, report->supply_count);
    Map *programmes = map_new(arena);
    for (size_t i = 0; i < report->supply_count; i++) {
        const BaseSupply *supply = &supplies[i];
        size_t programme = map_count(programmes);
        if (!map_add(programmes, supply->programme, programme)) {
            (void)map_find(programmes, supply->programme, &programme);
        }
        sorted[i] = (SortedSupply){*supply, programme,
                                   is_enough(report, supply) ? 2
                                   : is_open(report, supply) ? 1
                                                             : 0,
                                   report->base->firms[supply->firm].score};
    }
    if (report->supply_count > 1) {
        qsort(sorted, report->supply_count, sizeof(SortedSupply), compare_supplies);
    }
    for (size_t i = 0; i < report->supply_count; i++) {
        supplies[i] = sorted[i].supply;
    }
}

bool service_base_supplies(Arena *arena, const SupplierBase *base, Text file, Text content,
                           BaseReport *report, ProblemList *problems) {
    const size_t before = problem_count(problems);
    CsvTable table;
    size_t columns[SUPPLY_COLUMNS];
    if (!csv_parse(arena, file, content, &table, problems) ||
        !find_columns(&table, columns, problems)) {
        return false;
    }
    Map *firms = map_new(arena);
    for (size_t i = 0; i < base->firm_count; i++) {
        (void)map_add(firms, base->firms[i].name, i);
    }
    BaseSupply *supplies = ARENA_MANY(arena, BaseSupply, table.row_count);
    for (size_t i = 0; i < table.row_count; i++) {
        read_supply(&table, &table.rows[i], columns, firms, &supplies[i], problems);
    }
    if (problem_count(problems) > before) {
        return false;
    }
    report->supplies = supplies;
    report->supply_count = table.row_count;
    sort_supplies(arena, report, supplies);
    return true;
}

/* ---- a programme's stretch of the supplies ---- */

typedef struct ProgrammeSupply {
    size_t first;
    size_t count;
    size_t weak;
    size_t open;
} ProgrammeSupply;

/* The stretch that begins at `first`. */
static ProgrammeSupply programme_at(const BaseReport *report, size_t first) {
    ProgrammeSupply programme = {.first = first};
    for (size_t i = first; i < report->supply_count; i++) {
        const BaseSupply *supply = &report->supplies[i];
        if (!text_equals(supply->programme, report->supplies[first].programme)) {
            break;
        }
        programme.count++;
        programme.open += is_open(report, supply);
        programme.weak += !is_enough(report, supply) && !is_open(report, supply);
    }
    return programme;
}

/* ---- writing ---- */

static void count_standings(const BaseReport *report, size_t *counts) {
    for (size_t i = 0; i < report->base->firm_count; i++) {
        counts[report->base->firms[i].standing]++;
    }
}

static void add_programme(TextBuilder *out, const BaseReport *report,
                          const ProgrammeSupply *programme) {
    text_add_format(out, "  %-16.*s %5zu suppliers, %5zu too weak, %4zu not known",
                    TEXT_ARGS(report->supplies[programme->first].programme), programme->count,
                    programme->weak, programme->open);
    for (size_t i = 0; i < programme->weak && i < WEAKEST_SHOWN; i++) {
        const BaseSupply *supply = &report->supplies[programme->first + i];
        const BaseFirm *firm = &report->base->firms[supply->firm];
        text_add_format(out, "%s%.*s %d (%.*s, needs %.*s)", i == 0 ? ": " : ", ",
                        TEXT_ARGS(firm->name), firm->score,
                        TEXT_ARGS(standing_word(firm->standing)),
                        TEXT_ARGS(standing_word(supply->least)));
    }
    text_add_character(out, '\n');
}

Text service_base_text(Arena *arena, const BaseReport *report) {
    TextBuilder out = text_builder_new(arena);
    size_t counts[STANDING_OPEN + 1] = {0};
    count_standings(report, counts);
    text_add_format(&out, "%.*s: %zu firms against %.*s\n", TEXT_ARGS(report->subject),
                    report->base->firm_count, TEXT_ARGS(report->catalogue->title));
    for (int i = STANDING_OPEN; i >= STANDING_NONE; i--) {
        text_add_format(&out, "  %-13.*s %zu\n", TEXT_ARGS(standing_word((Standing)i)), counts[i]);
    }
    text_add_format(&out, "  source        %.*s\n", TEXT_ARGS(report->catalogue->source));
    if (report->supply_count > 0) {
        text_add(&out, TEXT("\nWeakest links of each programme\n"));
    }
    for (size_t i = 0; i < report->supply_count;) {
        const ProgrammeSupply programme = programme_at(report, i);
        add_programme(&out, report, &programme);
        i += programme.count;
    }
    text_add_format(&out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

static void add_programme_json(JsonWriter *json, const BaseReport *report,
                               const ProgrammeSupply *programme) {
    json_begin_object(json, "");
    json_add_text(json, "programme", report->supplies[programme->first].programme);
    json_add_integer(json, "suppliers", (int64_t)programme->count);
    json_add_integer(json, "too_weak", (int64_t)programme->weak);
    json_add_integer(json, "not_known", (int64_t)programme->open);
    json_begin_array(json, "weakest");
    for (size_t i = 0; i < programme->weak; i++) {
        const BaseSupply *supply = &report->supplies[programme->first + i];
        const BaseFirm *firm = &report->base->firms[supply->firm];
        json_begin_object(json, "");
        json_add_text(json, "firm", firm->name);
        json_add_integer(json, "score", firm->score);
        json_add_text(json, "standing", standing_word(firm->standing));
        json_add_text(json, "least", standing_word(supply->least));
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

Text service_base_json(Arena *arena, const BaseReport *report) {
    JsonWriter *json = json_writer_new();
    size_t counts[STANDING_OPEN + 1] = {0};
    count_standings(report, counts);
    json_add_text(json, "subject", report->subject);
    json_add_text(json, "catalogue", report->catalogue->title);
    json_add_text(json, "source", report->catalogue->source);
    json_add_integer(json, "firms", (int64_t)report->base->firm_count);
    json_begin_object(json, "standings");
    for (int i = STANDING_NONE; i <= STANDING_OPEN; i++) {
        json_add_integer(json, standing_word((Standing)i).bytes, (int64_t)counts[i]);
    }
    json_end(json);
    json_begin_array(json, "programmes");
    for (size_t i = 0; i < report->supply_count;) {
        const ProgrammeSupply programme = programme_at(report, i);
        add_programme_json(json, report, &programme);
        i += programme.count;
    }
    json_end(json);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}

Text service_base_csv(Arena *arena, const BaseReport *report) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, TEXT("firm,score,standing,gaps,unknown\n"));
    for (size_t i = 0; i < report->base->firm_count; i++) {
        const BaseFirm *firm = &report->base->firms[i];
        csv_add_field(&out, firm->name);
        text_add_format(&out, ",%d,%.*s,%zu,%zu\n", firm->score,
                        TEXT_ARGS(standing_word(firm->standing)), firm->gaps, firm->unknown);
    }
    return text_built(&out);
}
