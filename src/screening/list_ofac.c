/* SPDX-License-Identifier: Apache-2.0 */
/* OFAC's list in its legacy CSV: SDN (parties), ALT (other names), ADD (addresses), without
 * headers, "-0-" for nothing, tied by number. A control-Z at the end is of old and is skipped. */
#include "screening/list_ofac.h"

#include "base/map.h"

typedef struct OfacReader {
    ListDraft *draft;
    Text file;
    Array parties; /* of PartyDraft */
    Map *numbers;  /* to places in `parties` */
    Error *error;
} OfacReader;

enum {
    SDN_COLUMNS = 12,
    ALT_COLUMNS = 5,
    ADD_COLUMNS = 6,
    SDN_CALL_SIGN = 5,
    SDN_FLAG = 9,
    SDN_REMARKS = 11
};

static Text field_of(const CsvRow *row, size_t column) {
    const Text trimmed = text_trim(row->fields[column]);
    return text_equals(trimmed, TEXT("-0-")) ? TEXT("") : trimmed;
}

/* Reads rows that have no header, by giving them one. */
static bool read_rows(OfacReader *reader, const char *header, const char *part, Text content,
                      CsvTable *table) {
    ProblemList problems = problem_list_new(reader->draft->arena);
    const Text control_z = TEXT("\x1A");
    Text body = text_trim(content);
    if (text_ends_with(body, control_z)) {
        body = text_slice(body, 0, body.length - 1);
    }
    const Text whole = text_format(reader->draft->arena, "%s\n%.*s", header, TEXT_ARGS(body));
    if (csv_parse(reader->draft->arena, reader->file, whole, table, &problems)) {
        return true;
    }
    const Problem *first = array_at(&problems.problems, 0);
    return error_set(reader->error, ERROR_INVALID, "`%.*s`, %s, line %zu: %.*s",
                     TEXT_ARGS(reader->file), part, first->line > 1 ? first->line - 1 : 1,
                     TEXT_ARGS(first->message));
}

static PartyDraft *find_party(const OfacReader *reader, Text number) {
    size_t place = 0;
    return map_find(reader->numbers, number, &place) ? array_at(&reader->parties, place) : NULL;
}

static void add_sdn_row(OfacReader *reader, const CsvRow *row) {
    const Text number = field_of(row, 0);
    PartyDraft *draft = array_add(&reader->parties);
    *draft = party_draft_new(reader->draft->arena);
    (void)map_add(reader->numbers, number, reader->parties.count - 1);
    draft->party.list = TEXT("SDN");
    draft->party.id = number;
    draft->party.kind = text_is_empty(field_of(row, 2))
                            ? LISTED_ORGANISATION
                            : listed_kind_of(reader->draft->arena, field_of(row, 2));
    draft->party.programme = field_of(row, 3);
    draft->party.citation = TEXT("31 C.F.R. chapter V");
    party_add_name(draft, field_of(row, 1), false, false);
    party_add_identifier(draft, TEXT("Call sign"), field_of(row, SDN_CALL_SIGN));
    party_add_country(draft, field_of(row, SDN_FLAG));
    party_add_detail(draft, DETAIL_FLAG, field_of(row, SDN_FLAG));
    for_each_piece(field_of(row, SDN_REMARKS), ';', ofac_add_remark, draft);
}

static bool read_sdn(OfacReader *reader, Text content) {
    CsvTable table;
    if (!read_rows(reader, "a,b,c,d,e,f,g,h,i,j,k,l", "SDN", content, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.row_count; i++) {
        add_sdn_row(reader, &table.rows[i]);
    }
    return true;
}

static bool refuse_number(const OfacReader *reader, const char *part, const CsvRow *row) {
    return error_set(reader->error, ERROR_INVALID,
                     "`%.*s`, %s, line %zu: number `%.*s` is not in the SDN file; are the files "
                     "of one release?",
                     TEXT_ARGS(reader->file), part, row->line - 1, TEXT_ARGS(row->fields[0]));
}

static bool read_alt(OfacReader *reader, Text content) {
    CsvTable table;
    if (!read_rows(reader, "a,b,c,d,e", "ALT", content, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.row_count; i++) {
        PartyDraft *draft = find_party(reader, field_of(&table.rows[i], 0));
        if (draft == NULL) {
            return refuse_number(reader, "ALT", &table.rows[i]);
        }
        party_add_name(draft, field_of(&table.rows[i], 3), true, false);
    }
    return true;
}

static bool read_add(OfacReader *reader, Text content) {
    CsvTable table;
    if (!read_rows(reader, "a,b,c,d,e,f", "ADD", content, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.row_count; i++) {
        PartyDraft *draft = find_party(reader, field_of(&table.rows[i], 0));
        if (draft == NULL) { /* as OFAC publishes; no name is lost by it */
            reader->draft->list->orphan_count++;
        } else {
            const CsvRow *row = &table.rows[i];
            const Text parts[] = {field_of(row, 2), field_of(row, 3), field_of(row, 4)};
            party_add_country(draft, parts[2]);
            if (!text_is_empty(parts[0]) || !text_is_empty(parts[1])) {
                party_add_detail(draft, DETAIL_ADDRESS, list_join(reader->draft->arena, parts, 3));
            }
        }
    }
    return true;
}

bool list_read_sdn(ListDraft *draft, Text file, Text sdn, Text alt, Text add, Error *error) {
    OfacReader reader = {.draft = draft,
                         .file = file,
                         .parties = array_new(draft->arena, sizeof(PartyDraft)),
                         .numbers = map_new(draft->arena),
                         .error = error};
    if (!read_sdn(&reader, sdn) || (alt.length > 0 && !read_alt(&reader, alt)) ||
        (add.length > 0 && !read_add(&reader, add))) {
        return false;
    }
    for (size_t i = 0; i < reader.parties.count; i++) {
        PartyDraft *party = array_at(&reader.parties, i);
        if (!party_finish(draft, party)) {
            return error_set(error, ERROR_INVALID, "`%.*s`, SDN: number `%.*s` has no name",
                             TEXT_ARGS(file), TEXT_ARGS(party->party.id));
        }
    }
    return true;
}
