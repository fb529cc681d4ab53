/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "alliance/loading.h"

/* One cell on its way into a row. A reader says what is wrong with it, and otherwise
 * stores it; an empty text is what an optional column without a fallback has. Values are
 * stored by memcpy: the place may be an enumeration of whatever type. */
typedef struct Cell {
    Loading *loading;
    Place place;
    const TableSpec *table;
    const ColumnSpec *column;
    Text text;
    void *row;
    void *target;
} Cell;

typedef void (*CellReader)(const Cell *cell);

static void complain(const Cell *cell, const char *why) {
    Text shown = loading_shown(cell->loading, cell->text);
    loading_complain(cell->loading, cell->place, "%s `%.*s` %s", cell->column->name,
                     TEXT_ARGS(shown), why);
}

static void store_text(const Cell *cell, Text text) {
    memcpy(cell->target, &text, sizeof text);
}

static bool is_layout(char character) {
    return character == '\t' || character == '\n' || character == '\r';
}

/* A control character: of ASCII, or one of U+0080 to U+009F, which some terminals obey. */
static bool is_control_at(Text text, size_t at) {
    unsigned char byte = (unsigned char)text.bytes[at];
    unsigned char before = at == 0 ? 0 : (unsigned char)text.bytes[at - 1];
    return byte < 0x20 || byte == 0x7F || (before == 0xC2 && byte >= 0x80 && byte <= 0x9F);
}

static bool has_control(Text text, bool is_layout_allowed) {
    for (size_t i = 0; i < text.length; i++) {
        if (is_control_at(text, i) && !(is_layout_allowed && is_layout(text.bytes[i]))) {
            return true;
        }
    }
    return false;
}

static void read_id(const Cell *cell) {
    if (cell->text.length > ID_BYTES_MAX) {
        complain(cell, "is longer than 100 bytes");
    } else if (has_control(cell->text, false)) {
        complain(cell, "has a control character in it");
    } else if (text_trim(cell->text).length != cell->text.length) {
        complain(cell, "begins or ends with a blank");
    } else {
        store_text(cell, cell->text);
    }
}

static void read_text(const Cell *cell) {
    if (has_control(cell->text, true)) {
        complain(cell, "has a control character in it");
    } else {
        store_text(cell, cell->text);
    }
}

static void read_name(const Cell *cell) {
    if (text_is_empty(cell->text)) {
        store_text(cell,
                   sheet_field(&cell->loading->sheets[cell->place.table], cell->place.row, 0));
    } else {
        read_text(cell);
    }
}

static void read_target(const Cell *cell) {
    if (cell->text.length > TARGET_BYTES_MAX) {
        complain(cell, "is longer than what it could name");
    } else {
        read_text(cell);
    }
}

/* "a, b or c" */
static Text list_words(const Cell *cell) {
    const WordList *list = cell->column->words;
    TextBuilder builder = text_builder_new(cell->loading->arena);
    for (size_t i = 0; i < list->count; i++) {
        const char *before = i == 0 ? "" : i + 1 == list->count ? " or " : ", ";
        text_add_format(&builder, "%s%.*s", before, TEXT_ARGS(list->words[i]));
    }
    return text_built(&builder);
}

static void read_word(const Cell *cell) {
    const WordList *list = cell->column->words;
    for (unsigned i = 0; i < list->count; i++) {
        if (text_equals(list->words[i], cell->text)) {
            memcpy(cell->target, &i, sizeof i);
            return;
        }
    }
    Text shown = loading_shown(cell->loading, cell->text);
    Text words = list_words(cell);
    loading_complain(cell->loading, cell->place, "%s `%.*s` is not known; write %.*s",
                     cell->column->name, TEXT_ARGS(shown), TEXT_ARGS(words));
}

static bool is_capital(char character) {
    return character >= 'A' && character <= 'Z';
}

static void read_country(const Cell *cell) {
    Text text = cell->text;
    bool is_code = text.length == 2 && is_capital(text.bytes[0]) && is_capital(text.bytes[1]);
    if (is_code || text_is_empty(text)) {
        store_text(cell, text);
    } else {
        complain(cell, "is no country code of two capital letters");
    }
}

static void complain_of_reference(const Cell *cell, const Sheet *sheet) {
    Text shown = loading_shown(cell->loading, cell->text);
    Text table = schema_table(cell->column->table)->shown.name;
    if (!sheet->is_given) {
        loading_complain(cell->loading, cell->place, "%s `%.*s` is nowhere: there is no %.*s.csv",
                         cell->column->name, TEXT_ARGS(shown), TEXT_ARGS(table));
        return;
    }
    Text guess = loading_guess(cell->loading, sheet->ids, cell->text);
    loading_complain(cell->loading, cell->place, "%s `%.*s` is not in %.*s.csv%.*s",
                     cell->column->name, TEXT_ARGS(shown), TEXT_ARGS(table), TEXT_ARGS(guess));
}

/* Where the other table could not be read whole, a name that is not in it may yet be right. */
static void read_reference(const Cell *cell) {
    size_t found = ALLIANCE_NONE;
    const Sheet *sheet = &cell->loading->sheets[cell->column->table];
    if (!text_is_empty(cell->text) && !map_find(sheet->ids, cell->text, &found) &&
        sheet->is_sound) {
        complain_of_reference(cell, sheet);
    }
    memcpy(cell->target, &found, sizeof found);
}

static void store_decimal(const Cell *cell, Decimal value) {
    if ((cell->column->flags & SCHEMA_AMOUNT) != 0) {
        Amount amount = {.is_given = true, .value = value};
        memcpy(cell->target, &amount, sizeof amount);
    } else {
        memcpy(cell->target, &value, sizeof value);
    }
}

/* True with a number to store; an amount left out is stored already, as zeros. */
static bool parse_decimal(const Cell *cell, Decimal *value) {
    if (text_is_empty(cell->text)) {
        return false;
    }
    if (!decimal_parse(cell->text, value)) {
        complain(cell, "is no number; write digits and a point, as in 1250.5, at most 18 digits");
        return false;
    }
    if (value->coefficient < 0) {
        complain(cell, "is negative");
        return false;
    }
    return true;
}

static void read_decimal(const Cell *cell) {
    Decimal value;
    if (parse_decimal(cell, &value)) {
        store_decimal(cell, value);
    }
}

static void read_fraction(const Cell *cell) {
    Decimal value;
    if (!parse_decimal(cell, &value)) {
        return;
    }
    if (decimal_compare(value, decimal_from_integer(1)) > 0) {
        complain(cell, "is more than 1; write a part of the whole, 0 to 1");
        return;
    }
    store_decimal(cell, value);
}

/* A degree north or east; south and west are negative. */
static void read_degrees(const Cell *cell) {
    Decimal value;
    if (text_is_empty(cell->text)) {
        return;
    }
    if (!decimal_parse(cell->text, &value)) {
        complain(cell, "is no number of degrees; write them as in -35.25");
    } else if (decimal_compare(value, decimal_from_integer(180)) > 0 ||
               decimal_compare(value, decimal_from_integer(-180)) < 0) {
        complain(cell, "is not within -180 to 180 degrees");
    } else {
        store_decimal(cell, value);
    }
}

static void read_days(const Cell *cell) {
    int64_t days = 0;
    if (!text_parse_integer(cell->text, &days)) {
        complain(cell, "is no whole number of days");
    } else if (days < 0 || days > DAYS_MAX) {
        complain(cell, "is not within 0 to 36500 days");
    } else {
        int value = (int)days;
        memcpy(cell->target, &value, sizeof value);
    }
}

static void read_date(const Cell *cell) {
    Date date;
    if (date_parse(cell->text, &date)) {
        memcpy(cell->target, &date, sizeof date);
    } else {
        complain(cell, "is no date; write YYYY-MM-DD");
    }
}

static const CellReader readers[] = {
    [COLUMN_ID] = read_id,           [COLUMN_NAME] = read_name,
    [COLUMN_TEXT] = read_text,       [COLUMN_WORD] = read_word,
    [COLUMN_COUNTRY] = read_country, [COLUMN_REFERENCE] = read_reference,
    [COLUMN_DECIMAL] = read_decimal, [COLUMN_FRACTION] = read_fraction,
    [COLUMN_DAYS] = read_days,       [COLUMN_DATE] = read_date,
    [COLUMN_TARGET] = read_target,   [COLUMN_DEGREES] = read_degrees,
};

/* The open ends have words that are no dates in a file. */
static void store_open_end(const Cell *cell) {
    Date end = text_equals(cell->text, TEXT("open")) ? DATE_MAX : DATE_MIN;
    memcpy(cell->target, &end, sizeof end);
}

static void read_empty(Cell *cell) {
    if ((cell->column->flags & SCHEMA_REQUIRED) != 0) {
        /* A column that is not there at all was named once already. */
        if (cell->loading->sheets[cell->place.table].positions[cell->place.column] !=
            ALLIANCE_NONE) {
            loading_complain(cell->loading, cell->place, "%s is empty", cell->column->name);
        }
        return;
    }
    cell->text = text_from(cell->column->fallback);
    if (cell->column->type == COLUMN_DATE) {
        store_open_end(cell);
    } else {
        readers[cell->column->type](cell);
    }
}

void loading_read_cell(Loading *loading, Place place, void *row) {
    const TableSpec *table = schema_table(place.table);
    Cell cell = {.loading = loading,
                 .place = place,
                 .table = table,
                 .column = schema_column(table, place.column),
                 .text = sheet_field(&loading->sheets[place.table], place.row, place.column),
                 .row = row,
                 .target = schema_place(table, place.column, row)};
    if (text_is_empty(cell.text)) {
        read_empty(&cell);
    } else {
        readers[cell.column->type](&cell);
    }
}
