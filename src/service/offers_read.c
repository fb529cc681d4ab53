/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "service/service.h"

enum { COLUMN_OFFER, COLUMN_PRICE, COLUMN_KIND, COLUMN_CONTENT, COLUMN_DUTY, COLUMN_COUNT };
enum { REQUIRED_COUNT = COLUMN_KIND + 1, HUNDRED = 100 };

static const char *const COLUMNS[COLUMN_COUNT] = {"offer", "price", "kind", "content", "duty"};
static const char *const KINDS[] = {
    [OFFER_DOMESTIC] = "domestic", [OFFER_EXEMPT] = "exempt", [OFFER_FOREIGN] = "foreign"};

typedef struct OffersReader {
    const CsvTable *table;
    size_t columns[COLUMN_COUNT];
    ProblemList *problems;
} OffersReader;

static Text field(const OffersReader *reader, const CsvRow *row, size_t column) {
    const size_t at = reader->columns[column];
    return at == SERVICE_NONE ? (Text){0} : row->fields[at];
}

static bool complain(const OffersReader *reader, const CsvRow *row, size_t column,
                     const char *wanted) {
    problem_add(reader->problems, reader->table->file, row->line, 0, "`%s` is `%.*s`; it takes %s",
                COLUMNS[column], TEXT_ARGS(field(reader, row, column)), wanted);
    return false;
}

static bool read_amount(const OffersReader *reader, const CsvRow *row, size_t column,
                        Decimal *amount) {
    const Text text = field(reader, row, column);
    return (decimal_parse(text, amount) && amount->coefficient >= 0) ||
           complain(reader, row, column, "a number of 0 or more, as 12500.50");
}

static bool read_kind(const OffersReader *reader, const CsvRow *row, OfferKind *kind) {
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        if (text_equals(field(reader, row, COLUMN_KIND), text_from(KINDS[i]))) {
            *kind = (OfferKind)i;
            return true;
        }
    }
    return complain(reader, row, COLUMN_KIND, "`domestic`, `exempt` or `foreign`");
}

static bool read_content(const OffersReader *reader, const CsvRow *row, PriceOffer *offer) {
    offer->has_content = !text_is_empty(field(reader, row, COLUMN_CONTENT));
    if (!offer->has_content) {
        return true;
    }
    return read_amount(reader, row, COLUMN_CONTENT, &offer->content_percent) &&
           (decimal_compare(offer->content_percent, decimal_from_integer(HUNDRED)) <= 0 ||
            complain(reader, row, COLUMN_CONTENT, "percent, 0 to 100"));
}

static bool read_duty(const OffersReader *reader, const CsvRow *row, PriceOffer *offer) {
    if (text_is_empty(field(reader, row, COLUMN_DUTY))) {
        return true;
    }
    return read_amount(reader, row, COLUMN_DUTY, &offer->duty) &&
           (decimal_compare(offer->duty, offer->price) <= 0 ||
            complain(reader, row, COLUMN_DUTY, "no more than the price, which it is part of"));
}

static bool read_row(const OffersReader *reader, const CsvRow *row, PriceOffer *offer) {
    offer->id = field(reader, row, COLUMN_OFFER);
    if (text_is_empty(offer->id)) {
        return complain(reader, row, COLUMN_OFFER, "a name");
    }
    return read_amount(reader, row, COLUMN_PRICE, &offer->price) &&
           read_kind(reader, row, &offer->kind) && read_content(reader, row, offer) &&
           read_duty(reader, row, offer);
}

static bool find_columns(OffersReader *reader) {
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (csv_find_column(reader->table, text_from(COLUMNS[i]), &reader->columns[i])) {
            continue;
        }
        reader->columns[i] = SERVICE_NONE;
        if (i < REQUIRED_COUNT) {
            problem_add(reader->problems, reader->table->file, 1, 0,
                        "column `%s` is missing; offers have offer, price, kind, and perhaps "
                        "content and duty",
                        COLUMNS[i]);
        }
    }
    return problem_count(reader->problems) == 0;
}

bool offers_read(Arena *arena, Text file, Text content, const PriceOffer **offers, size_t *count,
                 ProblemList *problems) {
    CsvTable table = {0};
    OffersReader reader = {.table = &table, .problems = problems};
    if (!csv_parse(arena, file, content, &table, problems) || !find_columns(&reader)) {
        return false;
    }
    if (table.row_count == 0) {
        problem_add(problems, file, 1, 0, "there is no offer; give at least one row");
        return false;
    }
    PriceOffer *read = ARENA_MANY(arena, PriceOffer, table.row_count);
    bool is_read = true;
    for (size_t i = 0; i < table.row_count; i++) {
        is_read = read_row(&reader, &table.rows[i], &read[i]) && is_read;
    }
    *offers = read;
    *count = table.row_count;
    return is_read;
}
