/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_DRAFT_H
#define ENTENTE_LAW_DRAFT_H

/* Packs while they are being read. All packs are first declared (header, vocabulary,
 * tables and their rows, names of provisions), then the provisions are read with
 * every name known, then what only shows in the whole is checked. Everything lives
 * in the arena of the set. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "law/lexer.h"
#include "law/set.h"

enum {
    PACKS_MAX = 200,
    PROVISIONS_MAX = 20000,
    ATTRIBUTES_MAX = 5000,
    TABLES_MAX = 2000,
    TABLE_COLUMNS_MAX = 16,
    TABLE_BYTES_MAX = 64 << 20,
    TABLE_ROWS_MAX = 1000000,
    QUOTED_BYTES_MAX = 80
};

/* A file given in memory instead of on disk; its name is inside the pack's folder. */
typedef PackFile MemoryFile;

typedef struct Reader {
    Arena *arena;
    Arena *scratch; /* of one table at a time, while packs are read */
    ProblemList *problems;
    size_t problems_before; /* there already when the reading began */
    Array packs;            /* of PackDraft * */
    Map *pack_names;
    Array attributes; /* of AttributeDraft */
    Map *attribute_names;
    Array tables;     /* of TableDraft */
    Array provisions; /* of ProvisionDraft; reserved before any is read, so that places last */
    Map *provision_names;
    Map *symbols;
    Array reforms;     /* of ReformInfo: in force */
    Date reforms_from; /* those that are read are in force on no earlier day */
    Array offers;      /* of OfferedReform */
    Array value_lines; /* of ValueLine */
} Reader;

typedef struct PackDraft PackDraft;

/* What a line says may stand in a column or be a fact's value, to be understood when all tables are
 * read. */
typedef struct CellLine {
    CellRuleKind kind;
    size_t column; /* of a table */
    const Line *line;
    size_t at; /* the first token of what is allowed */
} CellLine;

typedef struct ValueLine {
    size_t attribute;
    PackDraft *pack;
    CellLine line;
} ValueLine;

typedef struct AttributeDraft {
    LawAttribute attribute;
    Array value_lines; /* of CellLine */
    bool is_doubtful;  /* its declaration had a problem: its type is not held against anybody */
    const Token *derived_from; /* `derived from` this, to be found when all is read; or NULL */
    PackDraft *derived_by;     /* the pack that says so */
    const Line *derived_line;
} AttributeDraft;

struct PackDraft {
    Reader *reader;
    const MemoryFile *memory; /* or NULL: on disk */
    size_t memory_count;
    SourceFile source;
    Text content;
    LawPack pack;
    Text name;
    size_t index;     /* in the set, once the packs are in order */
    Array uses;       /* of PackUse */
    Array parts;      /* of MemoryFile: what the digest is of */
    Map *attributes;  /* paths it declares -> attribute */
    Map *tables;      /* bare names -> table */
    Map *provisions;  /* bare names -> provision */
    Map *reforms;     /* bare names of those that stand in it -> line */
    Text digest;      /* of one that was read before, with its reforms; else empty */
    size_t scopes;    /* met so far */
    Array added;      /* of size_t: its provisions that reforms add */
    bool is_visited;  /* while packs are put in order */
    bool is_in_order; /* likewise */
};

typedef struct PackUse {
    Text name;
    const Token *token;
    PackDraft *pack; /* NULL where it was not found */
} PackUse;

typedef struct TableDraft {
    LawTable table;
    PackDraft *pack;
    const Line *line;
    Map *columns;
    bool is_doubtful; /* its rows could not all be read */
    bool has_row_citations;
    Text content;     /* of its file */
    Array cell_lines; /* of CellLine */
} TableDraft;

typedef struct ProvisionDraft {
    Provision provision;
    PackDraft *pack;
    const Line *line;
    Map *tracks;
    Array citations; /* of Text */
    Array in_force;  /* of ForceLine */
    Array suspended; /* of ForceLine */
    Array obligations;
    Array reviews;
    Array struck;    /* of StruckTrack: `strikes NAME.track` */
    Array struck_at; /* of const Token *: where each stands */
    const Line *struck_line;
    bool names_targets; /* `covers`, `strikes` or `serves` stands, understood or not */
    bool has_cite_line; /* likewise */
} ProvisionDraft;

/* `in force ...` or `suspended ...` as written. */
typedef struct ForceLine {
    DateRange range;
    bool has_status;
    LawStatus status;
    Text citation;
    const Token *token;
} ForceLine;

/* A place in a line of a pack's file, and what may be named there. */
typedef struct Cursor {
    PackDraft *pack;
    const SourceFile *source;
    const Line *line;
    size_t at;
    ProvisionDraft *provision; /* or NULL outside provisions */
} Cursor;

/* ---- problems ---- */

/* A problem at a token. */
void report_at(const Cursor *cursor, const Token *token, const char *format, ...) PRINTF_LIKE(3, 4);
/* A problem where the cursor stands, or at the end of the line. Gives false. */
bool report_here(const Cursor *cursor, const char *format, ...) PRINTF_LIKE(2, 3);
/* A problem at the first word of a line. */
void report_line(PackDraft *pack, const SourceFile *source, const Line *line, const char *format,
                 ...) PRINTF_LIKE(4, 5);
/* "; did you mean `X`?" or the empty text. */
Text suggestion(Arena *arena, const Map *names, Text word);
/* `word` short enough for a message. */
Text quoted(Text word);
/* "an exception", "a bar". */
Text kind_phrase(Arena *arena, ProvisionKind kind);
/* The names of a pack's provisions of one kind. */
const Map *names_of_kind(const PackDraft *pack, ProvisionKind kind);

/* ---- cursor ---- */

Cursor cursor_at(PackDraft *pack, const SourceFile *source, const Line *line);
bool cursor_ends(const Cursor *cursor);
/* The token at hand, or NULL at the end of the line. */
const Token *cursor_peek(const Cursor *cursor);
const Token *cursor_take(Cursor *cursor);
bool cursor_is(const Cursor *cursor, TokenKind kind);
bool cursor_is_word(const Cursor *cursor, const char *word);
/* Whether the words at hand are these, parted by single blanks; takes them if so. */
bool cursor_take_words(Cursor *cursor, const char *words);
bool cursor_take_kind(Cursor *cursor, TokenKind kind);
/* Takes text in quotes; a problem naming `what` otherwise. */
bool cursor_take_text(Cursor *cursor, const char *what, Text *text);
bool cursor_take_date(Cursor *cursor, Date *date);
/* Whole number from..to. */
bool cursor_take_count(Cursor *cursor, const char *what, int64_t from, int64_t to, int *count);
/* Takes `cite TEXT` where it stands. False, with a problem, where the text is missing. */
bool cursor_take_citation(Cursor *cursor, Text *citation);
/* A problem where the line has more words. */
bool cursor_expect_end(const Cursor *cursor);
/* A problem where lines are indented below that have no business there. */
void expect_nothing_below(Cursor *cursor);

bool is_name(Text text);
bool is_path(Text text);
bool is_country(Text text);
/* The type's name as it is written in a vocabulary. */
const char *type_words(AttributeType type);
bool status_parse(Text word, LawStatus *status);
bool review_parse(Text word, ReviewKind *review);

/* ---- symbols ---- */

Symbol symbol_of(Reader *reader, Text word);

/* ---- operands and literals (operand.c) ---- */

typedef struct ValueType {
    AttributeType type;
    Text unit;
    bool is_doubtful;
} ValueType;

/* Reads one literal of a type from the token at hand (and the unit after it). */
bool literal_read(Cursor *cursor, ValueType type, LawValue *value);
/* The same from a whole text, as in a table's cell: the message, or NULL. */
const char *literal_parse(Reader *reader, Text text, ValueType type, LawValue *value);
/* A path or ROW.column; false, without a problem, where the word at hand is neither. */
typedef enum NameFound { NAME_FOUND, NAME_OTHER, NAME_WRONG } NameFound;
NameFound operand_find(const Cursor *cursor, Operand *operand, ValueType *type);
/* A path, ROW.column or a literal of the type, which a path must agree with. */
bool operand_read(Cursor *cursor, ValueType type, Operand *operand);
bool types_agree(ValueType a, ValueType b);
/* "number in USD". */
Text type_text(Arena *arena, ValueType type);
ValueType column_type(const TableDraft *table, size_t column);
/* An operand held against the column, and marked where that is coarse. */
bool cell_read(Cursor *cursor, const TableDraft *table, size_t column, Operand *operand);
ValueType attribute_type(const Reader *reader, size_t attribute);
bool attribute_find(const PackDraft *pack, Text name, size_t *attribute);
/* NULL where there is none of that name in the pack or in one it uses. */
TableDraft *table_find(const PackDraft *pack, Text name, size_t *index);
ProvisionDraft *provision_find(const PackDraft *pack, Text name, size_t *index);
TableDraft *table_at(const Reader *reader, size_t index);
AttributeDraft *attribute_at(const Reader *reader, size_t index);
ProvisionDraft *provision_at(const Reader *reader, size_t index);
PackDraft *pack_at(const Reader *reader, size_t index);
/* All names that may stand where a fact is wanted, for "did you mean". */
const Map *names_of_facts(const Cursor *cursor);
const Map *names_of_tables(const PackDraft *pack);

/* ---- the parts of a pack ---- */

void vocabulary_declare_common(Reader *reader);
void vocabulary_read(PackDraft *pack, const Line *line);
/* `code`, `number in UNIT`, ...; false with a problem, and then a code. */
bool type_read(Cursor *cursor, AttributeType *type, Text *unit);
void table_declare(PackDraft *pack, const Line *line);
/* Reads the rows of the table from the file named at `from`. */
void table_read_rows(const Cursor *cursor, TableDraft *table, const Token *from);
/* `COLUMN is one of ...`, `within ...`, `written "..."`, ...: kept until all tables are read. The
 * cursor stands behind the column. */
bool cell_line_read(Cursor *cursor, TableDraft *table, size_t column);
/* The same of a fact, where the cursor stands at such words; `is_read` tells whether it could be.
 */
bool value_line_take(Cursor *cursor, AttributeDraft *draft, bool *is_read);
/* Understands what tables say of their cells and packs of their facts, and holds each cell against
 * it. */
void cells_check(Reader *reader);
/* Holds each value that provisions from `first` on compare with a fact against what their pack says
 * of the fact. */
void values_check(const Reader *reader, size_t first);
/* What is wrong with a value of a fact, or the empty text; of a set each member is looked at. */
Text value_fault(const Reader *reader, size_t attribute, Text value);
/* A line of a table's file, from 1, for a message; of line 0 nothing. */
Text table_line(Text content, size_t number);
/* The name of a table or provision, not used before in the pack; a problem otherwise. */
bool own_name_read(Cursor *cursor, Text *name);
bool own_name_is_free(const Cursor *cursor, const Token *token, Text name);
/* A problem where the literal stands in no row of the column. */
void table_check_literal(const Cursor *cursor, const Token *token, const TableDraft *table,
                         size_t column, const LawValue *value);
void provision_declare(PackDraft *pack, const Line *line, ProvisionKind kind);
/* The cursor stands at its name. False, with a problem, where it cannot be declared. */
bool provision_declare_at(Cursor *cursor, ProvisionKind kind);
bool provision_kind_parse(Text word, ProvisionKind *kind);
void provision_read(ProvisionDraft *draft);
/* One condition on the rest of the line, or the block below it; NULL with a problem. */
const Condition *condition_read(Cursor *cursor);
bool for_each_read(Cursor *cursor, ForEach *each);
/* The clauses of names: covers, strikes, serves, served by. */
void targets_read(Cursor *cursor, Provision *provision);
void served_by_read(Cursor *cursor, Provision *provision);
void say_check(const Cursor *cursor, const Token *token, Text say);
/* Fills the provision's intervals. */
void intervals_finish(ProvisionDraft *draft);
/* What only shows when all is read. */
void packs_check(Reader *reader);
/* Provisions from `first` on that go before themselves. */
void overrides_check(const Reader *reader, size_t first);
/* As packs_check, of the provisions from `first` on alone. */
void provisions_check(Reader *reader, size_t first);
void test_read(PackDraft *pack, const SourceFile *source, const Line *line, Array *tests);

/* `derived from ...` after a type; false with a problem. */
bool derived_read(Cursor *cursor, AttributeDraft *draft);
/* Finds what facts are derived from, when all is read. */
void derived_resolve(Reader *reader);

/* `reform NAME "title"` in a pack: kept for when it is asked for. */
void reform_declare(PackDraft *pack, const Line *line);
/* Reads each reform of the packs onto a copy of the set, for its problems alone. */
void reforms_check(const LawSet *set, ProblemList *problems);
/* `from DATE [until DATE]`. */
bool range_read(Cursor *cursor, DateRange *range);

/* ---- whole packs ---- */

Reader reader_new(Arena *arena, ProblemList *problems);
/* Reads the file and its header; NULL with problems where there is no pack in it. */
PackDraft *pack_open(Reader *reader, Text folder, const MemoryFile *memory, size_t memory_count);
/* Declares what stands below the header. */
void pack_declare(PackDraft *pack);
/* A file of the pack, by its name in the folder. */
bool pack_read_file(PackDraft *pack, Text name, size_t limit, Text *content, Error *error);
/* Puts packs in order (those used before those that use them), declares, reads and
 * checks them. */
void reader_read(Reader *reader);
/* The set; NULL where there was any problem. No symbol may be added after it. */
const LawSet *reader_finish(const Reader *reader);

/* A set of one pack whose files (pack.law, tables, tests) are in memory, with its
 * tests. NULL with problems. */
MUST_CHECK const LawSet *law_read_memory(Arena *arena, const MemoryFile *files, size_t file_count,
                                         const LawTest **tests, size_t *test_count,
                                         ProblemList *problems);

/* As law_load, with one more pack whose files are in memory, last in the set. NULL with
 * problems; those of the pack in memory have the file `pack.law`. */
MUST_CHECK const LawSet *law_load_beside(Arena *arena, const Text *paths, size_t path_count,
                                         const MemoryFile *files, size_t file_count,
                                         ProblemList *problems);

#endif
