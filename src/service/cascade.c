/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "base/map.h"
#include "network/network.h"
#include "service/service.h"

enum { PLACES = 9, KIND_COUNT = 3 };

static const Text KINDS[KIND_COUNT] = {[INPUT_NEGLIGIBLE] = {"negligible", 10},
                                       [INPUT_ORDINARY] = {"ordinary", 8},
                                       [INPUT_ESSENTIAL] = {"essential", 9}};

typedef struct Reading {
    Arena *arena;
    const CascadeTables *tables;
    ProblemList *problems;
    Map *firms;
    Map *sectors;
    FirmNetwork network;
    CsvTable firm_table;
} Reading;

/* Finds a table's columns; a problem for each that is missing. */
static bool find_columns(const Reading *reading, const CsvTable *table, const Text *names,
                         size_t count, size_t *columns) {
    const size_t before = problem_count(reading->problems);
    for (size_t i = 0; i < count; i++) {
        if (!csv_find_column(table, names[i], &columns[i])) {
            problem_add(reading->problems, table->file, 1, 0, "there is no column `%.*s`",
                        TEXT_ARGS(names[i]));
        }
    }
    return problem_count(reading->problems) == before;
}

static void read_firms(Reading *reading) {
    const Text names[] = {TEXT("firm"), TEXT("sector")};
    size_t columns[2];
    CsvTable *table = &reading->firm_table;
    if (!csv_parse(reading->arena, reading->tables->firms_name, reading->tables->firms, table,
                   reading->problems) ||
        !find_columns(reading, table, names, 2, columns)) {
        return;
    }
    size_t *sectors = ARENA_MANY(reading->arena, size_t, table->row_count);
    for (size_t i = 0; i < table->row_count; i++) {
        const CsvRow *row = &table->rows[i];
        if (!map_add(reading->firms, row->fields[columns[0]], i)) {
            problem_add(reading->problems, table->file, row->line, 0,
                        "the firm `%.*s` is given twice", TEXT_ARGS(row->fields[columns[0]]));
        }
        sectors[i] = map_count(reading->sectors);
        if (!map_add(reading->sectors, row->fields[columns[1]], sectors[i])) {
            (void)map_find(reading->sectors, row->fields[columns[1]], &sectors[i]);
        }
    }
    reading->network.firm_count = table->row_count;
    reading->network.sector = sectors;
    reading->network.sector_count = map_count(reading->sectors);
}

static bool find_name(const Reading *reading, const CsvTable *table, const CsvRow *row,
                      const Map *names, const char *what, size_t column, size_t *found) {
    if (map_find(names, row->fields[column], found)) {
        return true;
    }
    problem_add(reading->problems, table->file, row->line, 0, "`%.*s` is no %s of %.*s",
                TEXT_ARGS(row->fields[column]), what, TEXT_ARGS(reading->tables->firms_name));
    return false;
}

static void read_links(Reading *reading) {
    const Text names[] = {TEXT("from"), TEXT("to"), TEXT("weight")};
    size_t columns[3];
    CsvTable table;
    if (!csv_parse(reading->arena, reading->tables->links_name, reading->tables->links, &table,
                   reading->problems) ||
        !find_columns(reading, &table, names, 3, columns)) {
        return;
    }
    FirmLink *links = ARENA_MANY(reading->arena, FirmLink, table.row_count);
    for (size_t i = 0; i < table.row_count; i++) {
        const CsvRow *row = &table.rows[i];
        Decimal weight = {0, 0};
        if (!decimal_parse(row->fields[columns[2]], &weight) || weight.coefficient < 0) {
            problem_add(reading->problems, table.file, row->line, 0,
                        "the weight `%.*s` is no amount", TEXT_ARGS(row->fields[columns[2]]));
        }
        links[i].weight = decimal_to_double(weight);
        (void)find_name(reading, &table, row, reading->firms, "firm", columns[0],
                        &links[i].supplier);
        (void)find_name(reading, &table, row, reading->firms, "firm", columns[1], &links[i].buyer);
    }
    reading->network.links = links;
    reading->network.link_count = table.row_count;
}

static void read_kind(Reading *reading, const CsvTable *table, const CsvRow *row,
                      const size_t *columns, unsigned char *inputs) {
    size_t supplier = 0;
    size_t buyer = 0;
    if (!find_name(reading, table, row, reading->sectors, "sector", columns[0], &supplier) ||
        !find_name(reading, table, row, reading->sectors, "sector", columns[1], &buyer)) {
        return;
    }
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        if (text_equals(row->fields[columns[2]], KINDS[kind])) {
            inputs[supplier * reading->network.sector_count + buyer] = (unsigned char)kind;
            return;
        }
    }
    problem_add(reading->problems, table->file, row->line, 0,
                "the kind `%.*s` is none of essential, ordinary, negligible",
                TEXT_ARGS(row->fields[columns[2]]));
}

static void read_kinds(Reading *reading) {
    const Text names[] = {TEXT("supplier"), TEXT("buyer"), TEXT("kind")};
    size_t columns[3];
    CsvTable table;
    const size_t sectors = reading->network.sector_count;
    unsigned char *inputs = ARENA_MANY(reading->arena, unsigned char, sectors *sectors);
    for (size_t i = 0; i < sectors * sectors; i++) {
        inputs[i] = INPUT_ESSENTIAL;
    }
    reading->network.inputs = inputs;
    if (text_is_empty(reading->tables->kinds) ||
        !csv_parse(reading->arena, reading->tables->kinds_name, reading->tables->kinds, &table,
                   reading->problems) ||
        !find_columns(reading, &table, names, 3, columns)) {
        return;
    }
    for (size_t i = 0; i < table.row_count; i++) {
        read_kind(reading, &table, &table.rows[i], columns, inputs);
    }
}

static void add_number(TextBuilder *out, double value) {
    text_add_format(out, ",%.*s", TEXT_ARGS(decimal_format_double(out->arena, value, PLACES)));
}

static Text write_risks(const Reading *reading, const FirmRisk *risks) {
    TextBuilder out = text_builder_new(reading->arena);
    size_t *buyers = ARENA_MANY(reading->arena, size_t, reading->network.firm_count);
    size_t *suppliers = ARENA_MANY(reading->arena, size_t, reading->network.firm_count);
    network_reach(&reading->network, buyers, suppliers);
    text_add(&out, TEXT("firm,sector,esri,down,up,supplies,depends_on\n"));
    for (size_t i = 0; i < reading->network.firm_count; i++) {
        csv_add_field(&out, map_key(reading->firms, i));
        text_add_character(&out, ',');
        csv_add_field(&out, map_key(reading->sectors, reading->network.sector[i]));
        add_number(&out, risks[i].both);
        add_number(&out, risks[i].down);
        add_number(&out, risks[i].up);
        text_add_format(&out, ",%zu,%zu\n", buyers[i], suppliers[i]);
    }
    return text_built(&out);
}

bool service_cascade(Arena *arena, const CascadeTables *tables, Text *csv, ProblemList *problems,
                     Error *error) {
    Reading reading = {.arena = arena,
                       .tables = tables,
                       .problems = problems,
                       .firms = map_new(arena),
                       .sectors = map_new(arena)};
    read_firms(&reading);
    read_links(&reading);
    read_kinds(&reading);
    if (problem_count(problems) > 0) {
        return error_set(error, ERROR_INVALID, "the tables have problems");
    }
    FirmRisk *risks = ARENA_MANY(arena, FirmRisk, reading.network.firm_count);
    if (!network_cascade(arena, &reading.network, tables->tolerance, NULL, 0, risks, error)) {
        return false;
    }
    *csv = write_risks(&reading, risks);
    return true;
}
