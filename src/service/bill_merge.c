/* SPDX-License-Identifier: Apache-2.0 */
#include "service/bill_merge.h"

#include "base/csv.h"
#include "base/map.h"

enum { CELLS_MAX = 6 };

static const Text one_piece = {"piece", 5};

/* Rows to be added to a table: their columns, of which the first `key_count` say which row it is.
 */
typedef struct Addition {
    Text table;
    const Text *columns;
    size_t column_count;
    size_t key_count;
    Array rows; /* of Cells */
} Addition;

typedef struct Cells {
    Text of[CELLS_MAX];
} Cells;

static const Text ITEM_COLUMNS[] = {{"id", 2},   {"kind", 4},   {"unit", 4},
                                    {"name", 4}, {"origin", 6}, {"source", 6}};
static const Text COMPONENT_COLUMNS[] = {
    {"item", 4}, {"component", 9}, {"quantity", 8}, {"source", 6}};
static const Text ATTRIBUTE_COLUMNS[] = {
    {"item", 4}, {"attribute", 9}, {"value", 5}, {"source", 6}};

/* ---- the rows of a bill ---- */

static Addition items_of(Arena *arena, const BillOfMaterial *bill, Text source) {
    Addition addition = {TEXT("item"), ITEM_COLUMNS, 6, 1, array_new(arena, sizeof(Cells))};
    for (size_t i = 0; i < bill->item_count; i++) {
        const BillItem *item = &bill->items[i];
        Cells *cells = array_add(&addition.rows);
        *cells = (Cells){{item->id, item->kind, one_piece, item->name, item->origin, source}};
    }
    return addition;
}

static Addition components_of(Arena *arena, const BillOfMaterial *bill, Text source) {
    Addition addition = {TEXT("component"), COMPONENT_COLUMNS, 4, 2,
                         array_new(arena, sizeof(Cells))};
    for (size_t i = 0; i < bill->link_count; i++) {
        const BillLink *link = &bill->links[i];
        Cells *cells = array_add(&addition.rows);
        *cells = (Cells){{link->item, link->component, TEXT("1"), source}};
    }
    return addition;
}

static Addition attributes_of(Arena *arena, const BillOfMaterial *bill, Text source) {
    Addition addition = {TEXT("attribute"), ATTRIBUTE_COLUMNS, 4, 3,
                         array_new(arena, sizeof(Cells))};
    for (size_t i = 0; i < bill->attribute_count; i++) {
        const BillAttribute *attribute = &bill->attributes[i];
        Cells *cells = array_add(&addition.rows);
        *cells = (Cells){{attribute->item, attribute->attribute, attribute->value, source}};
    }
    return addition;
}

/* ---- tables ---- */

static Text key_of(Arena *arena, const Text *cells, size_t count) {
    TextBuilder key = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add(&key, cells[i]);
        text_add_character(&key, '\n');
    }
    return text_built(&key);
}

/* Where the addition's columns stand in the table: those it lacks come behind its own. */
static size_t place_columns(const CsvTable *table, const Addition *addition, size_t *places) {
    size_t count = table->column_count;
    for (size_t i = 0; i < addition->column_count; i++) {
        if (!csv_find_column(table, addition->columns[i], &places[i])) {
            places[i] = count++;
        }
    }
    return count;
}

/* The keys of the rows that are there; a table without a key column has none of them. */
static Map *keys_of(Arena *arena, const CsvTable *table, const Addition *addition,
                    const size_t *places) {
    Map *keys = map_new(arena);
    for (size_t i = 0; i < table->row_count; i++) {
        Text cells[CELLS_MAX] = {{0}};
        for (size_t j = 0; j < addition->key_count; j++) {
            cells[j] =
                places[j] < table->column_count ? table->rows[i].fields[places[j]] : TEXT("");
        }
        (void)map_add(keys, key_of(arena, cells, addition->key_count), i);
    }
    return keys;
}

static void add_line(TextBuilder *csv, const Text *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            text_add_character(csv, ',');
        }
        csv_add_field(csv, fields[i]);
    }
    text_add_character(csv, '\n');
}

/* The table as it is, or written anew where it has to have more columns. */
static void add_old_lines(Arena *arena, TextBuilder *csv, const CsvTable *table, Text content,
                          const Addition *addition, const size_t *places, size_t count) {
    if (count == table->column_count) {
        text_add(csv, content);
        if (!text_ends_with(content, TEXT("\n"))) {
            text_add_character(csv, '\n');
        }
        return;
    }
    Text *fields = ARENA_MANY(arena, Text, count);
    for (size_t i = 0; i < addition->column_count; i++) {
        fields[places[i]] = addition->columns[i];
    }
    for (size_t i = 0; i < table->column_count; i++) {
        fields[i] = table->columns[i];
    }
    add_line(csv, fields, count);
    for (size_t i = 0; i < table->row_count; i++) {
        fields = ARENA_MANY(arena, Text, count);
        for (size_t j = 0; j < table->column_count; j++) {
            fields[j] = table->rows[i].fields[j];
        }
        add_line(csv, fields, count);
    }
}

/* `table` has no columns where there is no such file yet. */
static Text merged_table(Arena *arena, const CsvTable *table, Text content,
                         const Addition *addition) {
    size_t places[CELLS_MAX];
    const size_t count = place_columns(table, addition, places);
    Map *keys = keys_of(arena, table, addition, places);
    TextBuilder csv = text_builder_new(arena);
    add_old_lines(arena, &csv, table, content, addition, places, count);
    for (size_t i = 0; i < addition->rows.count; i++) {
        const Cells *cells = array_at(&addition->rows, i);
        Text *fields = ARENA_MANY(arena, Text, count);
        if (!map_add(keys, key_of(arena, cells->of, addition->key_count), i)) {
            continue;
        }
        for (size_t j = 0; j < addition->column_count; j++) {
            fields[places[j]] = cells->of[j];
        }
        add_line(&csv, fields, count);
    }
    return text_built(&csv);
}

static StoreFile *find_file(const Array *files, Text name) {
    for (size_t i = 0; i < files->count; i++) {
        StoreFile *file = array_at(files, i);
        if (text_equals(file->name, name)) {
            return file;
        }
    }
    return NULL;
}

static bool merge(Arena *arena, Array *files, const Addition *addition, Error *error) {
    CsvTable table = {0};
    const Text name = text_format(arena, "%.*s.csv", TEXT_ARGS(addition->table));
    StoreFile *file = find_file(files, name);
    if (addition->rows.count == 0) {
        return true;
    }
    if (file != NULL && !csv_read(arena, file->name, file->content, &table, error)) {
        return false;
    }
    if (file == NULL) {
        file = array_add(files);
        *file = (StoreFile){name, TEXT("")};
    }
    file->content = merged_table(arena, &table, file->content, addition);
    return true;
}

bool bill_merge(Arena *arena, const StoreFile *files, size_t count, const BillOfMaterial *bill,
                Text source, Array *merged, Error *error) {
    const Addition additions[] = {items_of(arena, bill, source), components_of(arena, bill, source),
                                  attributes_of(arena, bill, source)};
    *merged = array_new(arena, sizeof(StoreFile));
    for (size_t i = 0; i < count; i++) {
        *(StoreFile *)array_add(merged) = files[i];
    }
    for (size_t i = 0; i < sizeof additions / sizeof additions[0]; i++) {
        if (!merge(arena, merged, &additions[i], error)) {
            return false;
        }
    }
    return true;
}
