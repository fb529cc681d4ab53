/* SPDX-License-Identifier: Apache-2.0 */
/* Lists in tables with a header: the U.S. Consolidated Screening List, the UK's, and a plain
 * one. Columns are found by name, so that their order and others beside them do not matter. */
#include "screening/list.h"

enum { NO_COLUMN = CSV_COLUMNS_MAX };

static size_t column_of(const CsvTable *table, const char *name) {
    size_t column = NO_COLUMN;
    return csv_find_column(table, text_from(name), &column) ? column : NO_COLUMN;
}

static Text field_of(const CsvRow *row, size_t column) {
    return column == NO_COLUMN ? TEXT("") : text_trim(row->fields[column]);
}

static bool refuse_row(const CsvTable *table, const CsvRow *row, Error *error) {
    return error_set(error, ERROR_INVALID, "`%.*s`, line %zu: the row has no name",
                     TEXT_ARGS(table->file), row->line);
}

static void add_alias(PartyDraft *draft, Text alias) {
    party_add_name(draft, alias, true, false);
}

/* ---- the U.S. list ---- */

/* "Street, City, CN" ends in the country's code, "Street, City, AZ, 85251" in a postal code. */
static void add_address(PartyDraft *draft, Text address) {
    Text rest = address;
    Text piece = {0};
    while (text_split(&rest, ',', &piece)) {
    }
    if (!list_has_digit(piece)) {
        party_add_country(draft, piece);
    }
    if (text_trim(piece).length < text_trim(address).length) {
        party_add_detail(draft, DETAIL_ADDRESS, address);
    }
}

static void add_born(PartyDraft *draft, Text piece) {
    party_add_detail(draft, DETAIL_BORN, piece);
}

static void add_birthplace(PartyDraft *draft, Text piece) {
    party_add_detail(draft, DETAIL_BIRTHPLACE, piece);
}

static void add_whole_address(PartyDraft *draft, Text piece) {
    party_add_detail(draft, DETAIL_ADDRESS, piece);
}

/* "Passport, 12345, IR": a kind, a number and a country. */
static void add_numbered(PartyDraft *draft, Text written) {
    Text rest = written;
    Text type = {0};
    Text number = {0};
    if (text_split(&rest, ',', &type) && rest.bytes != NULL && text_split(&rest, ',', &number)) {
        party_add_told(draft, type, number);
    }
}

static Text code_in_brackets(Text source) {
    size_t open = 0;
    size_t close = 0;
    return text_find(source, TEXT("("), &open) && text_find(source, TEXT(")"), &close) &&
                   close > open
               ? text_slice(source, open + 1, close)
               : source;
}

bool list_read_csl_csv(ListDraft *draft, const CsvTable *table, Error *error) {
    const size_t name = column_of(table, "name");
    if (name == NO_COLUMN) {
        return error_set(error, ERROR_INVALID, "`%.*s` has no column `name`",
                         TEXT_ARGS(table->file));
    }
    for (size_t i = 0; i < table->row_count; i++) {
        const CsvRow *row = &table->rows[i];
        PartyDraft party = party_draft_new(draft->arena);
        party.party.list = code_in_brackets(field_of(row, column_of(table, "source")));
        party.party.id = field_of(row, column_of(table, "entity_number"));
        if (text_is_empty(party.party.id)) {
            party.party.id = field_of(row, column_of(table, "_id"));
        }
        party.party.kind = listed_kind_of(draft->arena, field_of(row, column_of(table, "type")));
        party.party.programme = field_of(row, column_of(table, "programs"));
        party.party.citation = field_of(row, column_of(table, "federal_register_notice"));
        party_add_name(&party, field_of(row, name), false, false);
        for_each_piece(field_of(row, column_of(table, "alt_names")), ';', add_alias, &party);
        for_each_piece(field_of(row, column_of(table, "addresses")), ';', add_address, &party);
        for_each_piece(field_of(row, column_of(table, "ids")), ';', add_numbered, &party);
        for_each_piece(field_of(row, column_of(table, "nationalities")), ';', party_add_country,
                       &party);
        for_each_piece(field_of(row, column_of(table, "citizenships")), ';', party_add_country,
                       &party);
        for_each_piece(field_of(row, column_of(table, "dates_of_birth")), ';', add_born, &party);
        for_each_piece(field_of(row, column_of(table, "places_of_birth")), ';', add_birthplace,
                       &party);
        party_add_identifier(&party, TEXT("Call sign"),
                             field_of(row, column_of(table, "call_sign")));
        party_add_detail(&party, DETAIL_FLAG, field_of(row, column_of(table, "vessel_flag")));
        if (!party_finish(draft, &party)) {
            return refuse_row(table, row, error);
        }
    }
    return true;
}

/* ---- the UK's lists ---- */

/* What a party is known by beside its name: the FCDO's columns and OFSI's. */
static const struct {
    const char *column;
    const char *type;
} UK_IDENTIFIERS[] = {
    {"IMO number", "IMO"},
    {"IMO Number", "IMO"},
    {"Passport number", "Passport"},
    {"Passport Number", "Passport"},
    {"National Identifier number", "National identifier"},
    {"National Identification Number", "National identifier"},
    {"Business registration number (s)", "Business registration"},
    {"Hull identification number (HIN)", "HIN"},
};

enum { UK_IDENTIFIER_COUNT = sizeof UK_IDENTIFIERS / sizeof UK_IDENTIFIERS[0] };

/* The parts of an address in the order they are written, by the FCDO and OFSI. */
static const char *const UK_ADDRESSES[][2] = {
    {"Address Line 1", "Address 1"},          {"Address Line 2", "Address 2"},
    {"Address Line 3", "Address 3"},          {"Address Line 4", "Address 4"},
    {"Address Line 5", "Address 5"},          {"Address Line 6", "Address 6"},
    {"Address Postal Code", "Post/Zip Code"}, {"Address Country", "Country"}};

enum { UK_ADDRESS_COUNT = sizeof UK_ADDRESSES / sizeof UK_ADDRESSES[0] };

/* One row is one name of a party; rows of one party have one number and stand together. */
typedef struct UkColumns {
    size_t id;
    size_t name;     /* the reduced form: the whole name */
    size_t parts[6]; /* Name 6 is the surname or the whole, Name 1 to 5 come before it */
    size_t original; /* in its own script */
    size_t kind;
    size_t name_kind;
    size_t strength;
    size_t regime;
    size_t country;
    size_t nationality;
    size_t identifiers[UK_IDENTIFIER_COUNT];
    size_t sanctions;
    size_t born;
    size_t birthplace[2];
    size_t address[UK_ADDRESS_COUNT];
    size_t flag;
} UkColumns;

static size_t first_column(const CsvTable *table, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const size_t column = column_of(table, names[i]);
        if (column != NO_COLUMN) {
            return column;
        }
    }
    return NO_COLUMN;
}

#define FIRST_COLUMN(table, ...)                                                                   \
    first_column((table), (const char *const[]){__VA_ARGS__},                                      \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static UkColumns uk_columns(const CsvTable *table) {
    static const char *const parts[] = {"Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"};
    UkColumns columns = {
        .id = FIRST_COLUMN(table, "Unique ID", "Group ID"),
        .name = column_of(table, "Name"),
        .original = FIRST_COLUMN(table, "Name non-latin script", "Name Non-Latin Script"),
        .kind = FIRST_COLUMN(table, "Type", "Group Type", "Individual, Entity, Ship",
                             "Designation Type"),
        .name_kind = FIRST_COLUMN(table, "Name type", "Name Type", "Alias Type"),
        .strength = FIRST_COLUMN(table, "Alias strength", "Alias Strength", "Alias Quality"),
        .regime = FIRST_COLUMN(table, "Regime Name", "Regime"),
        .country = FIRST_COLUMN(table, "Address Country", "Country"),
        .nationality = FIRST_COLUMN(table, "Nationality(/ies)", "Nationality"),
        .sanctions = column_of(table, "Sanctions Imposed"),
        .born = FIRST_COLUMN(table, "D.O.B", "DOB"),
        .birthplace = {FIRST_COLUMN(table, "Town of birth", "Town of Birth"),
                       FIRST_COLUMN(table, "Country of birth", "Country of Birth")},
        .flag = column_of(table, "Current believed flag of ship"),
    };
    for (size_t i = 0; i < UK_ADDRESS_COUNT; i++) {
        columns.address[i] = first_column(table, UK_ADDRESSES[i], 2);
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        columns.parts[i] = column_of(table, parts[i]);
    }
    for (size_t i = 0; i < UK_IDENTIFIER_COUNT; i++) {
        columns.identifiers[i] = column_of(table, UK_IDENTIFIERS[i].column);
    }
    return columns;
}

static Text uk_name(Arena *arena, const CsvRow *row, const UkColumns *columns) {
    if (columns->name != NO_COLUMN) {
        return field_of(row, columns->name);
    }
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < sizeof columns->parts / sizeof columns->parts[0]; i++) {
        const Text part = field_of(row, columns->parts[i]);
        if (!text_is_empty(part)) {
            text_add(&builder, builder.length > 0 ? TEXT(" ") : TEXT(""));
            text_add(&builder, part);
        }
    }
    return text_built(&builder);
}

static bool is_weak(Arena *arena, Text strength) {
    const Text lower = text_lowercase(arena, strength);
    size_t at = 0;
    return text_find(lower, TEXT("low"), &at) || text_find(lower, TEXT("weak"), &at);
}

static void add_uk_details(Arena *arena, const CsvRow *row, const UkColumns *columns,
                           PartyDraft *party) {
    Text address[UK_ADDRESS_COUNT];
    const Text birthplace[] = {field_of(row, columns->birthplace[0]),
                               field_of(row, columns->birthplace[1])};
    size_t length = 0;
    for (size_t i = 0; i < UK_ADDRESS_COUNT; i++) {
        address[i] = field_of(row, columns->address[i]);
        length += i + 1 < UK_ADDRESS_COUNT ? address[i].length : 0;
    }
    party_add_detail(party, DETAIL_BORN, field_of(row, columns->born));
    party_add_detail(party, DETAIL_BIRTHPLACE, list_join(arena, birthplace, 2));
    party_add_detail(party, DETAIL_FLAG, field_of(row, columns->flag));
    if (length > 0) {
        party_add_detail(party, DETAIL_ADDRESS, list_join(arena, address, UK_ADDRESS_COUNT));
    }
}

static void add_uk_row(Arena *arena, const CsvRow *row, const UkColumns *columns,
                       PartyDraft *party) {
    const Text name_kind = text_lowercase(arena, field_of(row, columns->name_kind));
    size_t at = 0;
    const bool is_alias =
        text_find(name_kind, TEXT("a.k.a"), &at) || text_find(name_kind, TEXT("aka"), &at) ||
        text_find(name_kind, TEXT("alias"), &at) || text_find(name_kind, TEXT("variation"), &at);
    party_add_name(party, uk_name(arena, row, columns), is_alias,
                   is_weak(arena, field_of(row, columns->strength)));
    party_add_name(party, field_of(row, columns->original), true, false);
    party_add_country(party, field_of(row, columns->country));
    party_add_country(party, field_of(row, columns->nationality));
    add_uk_details(arena, row, columns, party);
    for (size_t i = 0; i < UK_IDENTIFIER_COUNT; i++) {
        party_add_identifier(party, text_from(UK_IDENTIFIERS[i].type),
                             field_of(row, columns->identifiers[i]));
    }
}

/* The primary name first, whatever the order of the rows. */
static void put_primary_first(PartyDraft *party) {
    ListedName *names = party->names.items;
    for (size_t i = 0; i < party->names.count; i++) {
        if (!names[i].is_alias) {
            const ListedName primary = names[i];
            for (size_t j = i; j > 0; j--) {
                names[j] = names[j - 1];
            }
            names[0] = primary;
            return;
        }
    }
}

bool list_read_uk_csv(ListDraft *draft, const CsvTable *table, Error *error) {
    (void)error;
    const UkColumns columns = uk_columns(table);
    for (size_t i = 0; i < table->row_count;) {
        const CsvRow *first = &table->rows[i];
        const Text id = field_of(first, columns.id);
        PartyDraft party = party_draft_new(draft->arena);
        party.party.list = TEXT("UK");
        party.party.id = id;
        party.party.kind = listed_kind_of(draft->arena, field_of(first, columns.kind));
        party.party.programme = field_of(first, columns.regime);
        party.party.citation = field_of(first, columns.sanctions);
        do {
            add_uk_row(draft->arena, &table->rows[i++], &columns, &party);
        } while (i < table->row_count && !text_is_empty(id) &&
                 text_equals(field_of(&table->rows[i], columns.id), id));
        put_primary_first(&party);
        if (!party_finish(draft, &party)) {
            draft->list->nameless_count++; /* the UK publishes a few */
        }
    }
    return true;
}

/* ---- a plain table ---- */

bool list_read_plain_csv(ListDraft *draft, const CsvTable *table, Error *error) {
    const size_t aliases = FIRST_COLUMN(table, "aliases", "alias", "alt_names");
    const size_t identifier = FIRST_COLUMN(table, "identifiers", "identifier");
    draft->list->title = table->file;
    for (size_t i = 0; i < table->row_count; i++) {
        const CsvRow *row = &table->rows[i];
        PartyDraft party = party_draft_new(draft->arena);
        party.party.list = field_of(row, column_of(table, "list"));
        party.party.id = field_of(row, column_of(table, "id"));
        party.party.kind = listed_kind_of(draft->arena, field_of(row, column_of(table, "kind")));
        party.party.programme = field_of(row, column_of(table, "programme"));
        party.party.citation = field_of(row, column_of(table, "citation"));
        party_add_name(&party, field_of(row, column_of(table, "name")), false, false);
        for_each_piece(field_of(row, aliases), ';', add_alias, &party);
        for_each_piece(field_of(row, FIRST_COLUMN(table, "country", "countries")), ';',
                       party_add_country, &party);
        for_each_piece(field_of(row, FIRST_COLUMN(table, "born", "dates_of_birth")), ';', add_born,
                       &party);
        for_each_piece(field_of(row, FIRST_COLUMN(table, "birthplace", "places_of_birth")), ';',
                       add_birthplace, &party);
        for_each_piece(field_of(row, FIRST_COLUMN(table, "address", "addresses")), ';',
                       add_whole_address, &party);
        party_add_detail(&party, DETAIL_FLAG, field_of(row, column_of(table, "flag")));
        Text rest = field_of(row, identifier);
        Text piece = {0};
        while (text_split(&rest, ';', &piece)) {
            Text type = TEXT("");
            size_t at = 0;
            if (text_find(piece, TEXT("="), &at)) {
                type = text_slice(piece, 0, at);
                piece = text_slice(piece, at + 1, piece.length);
            }
            party_add_identifier(&party, type, piece);
        }
        if (!party_finish(draft, &party)) {
            return refuse_row(table, row, error);
        }
    }
    return true;
}
