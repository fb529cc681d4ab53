/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_LIST_H
#define ENTENTE_SCREENING_LIST_H

/* Private to screening/: gathering the parties of a list, whatever its form. */

#include "base/array.h"
#include "base/csv.h"
#include "base/json_read.h"
#include "screening/screening.h"

/* A party while it is read. Add its names, countries and identifiers, then finish it. */
typedef struct PartyDraft {
    ListedParty party;
    Array names;       /* of ListedName */
    Array countries;   /* of Text */
    Array identifiers; /* of ListedIdentifier */
    Array details;     /* of ListedDetail */
} PartyDraft;

typedef struct ListDraft {
    Arena *arena;
    ScreeningList *list;
    Array parties; /* of ListedParty */
} ListDraft;

ListDraft list_draft_new(Arena *arena, ScreeningList *list);
/* Settles title, file, format and counts. */
void list_draft_finish(ListDraft *draft);

PartyDraft party_draft_new(Arena *arena);
/* What is empty, and what the party has already, is left out. */
void party_add_name(PartyDraft *draft, Text name, bool is_alias, bool is_weak);
/* An alias that is written with the same in other letters, or with a list of them, beside it is
 * each of these: "Abubakar (original script: ...)", "... (Ansar al Charia)", "X (Y; Z)". */
void party_add_aliases(PartyDraft *draft, Text written, bool is_weak);
void party_add_country(PartyDraft *draft, Text country);
void party_add_identifier(PartyDraft *draft, Text type, Text value);
/* One of the U.S. list's "ids", among which are words that name nobody, such as "Gender, Male". */
void party_add_told(PartyDraft *draft, Text type, Text written);
bool list_has_digit(Text text);
void party_add_detail(PartyDraft *draft, ListedDetailKind kind, Text text);
/* The parts that are not empty, parted by commas. */
Text list_join(Arena *arena, const Text *parts, size_t count);
/* Adds it to the list; a party without a name is none, and false. */
bool party_finish(ListDraft *list, PartyDraft *draft);

/* Calls for each piece between separators, trimmed and not empty. */
void for_each_piece(Text text, char separator, void (*each)(PartyDraft *draft, Text piece),
                    PartyDraft *draft);

/* "Entity", "Individual", "vessel", "Ship" and the like, in any case. */
ListedKind listed_kind_of(Arena *arena, Text word);

/* YYYY-MM-DD of that, of a date with a time behind it, or of dd/mm/yyyy; else empty. */
Text list_date(Arena *arena, Text written);

/* The first problem of a table as one line. */
bool list_refuse_table(Text file, const ProblemList *problems, Error *error);

/* The forms. Each takes the whole content and fills the draft. */
MUST_CHECK bool list_read_csl_json(ListDraft *draft, Text content, Error *error);
MUST_CHECK bool list_read_csl_csv(ListDraft *draft, const CsvTable *table, Error *error);
MUST_CHECK bool list_read_uk_csv(ListDraft *draft, const CsvTable *table, Error *error);
MUST_CHECK bool list_read_plain_csv(ListDraft *draft, const CsvTable *table, Error *error);
MUST_CHECK bool list_read_un_xml(ListDraft *draft, Text content, Error *error);
MUST_CHECK bool list_read_sdn(ListDraft *draft, Text file, Text sdn, Text alt, Text add,
                              Error *error);

#endif
