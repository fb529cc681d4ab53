/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_REFORM_H
#define ENTENTE_LAW_REFORM_H

/* Reforms, private to law/: a set is laid out as drafts again (reform_draft.c), the
 * reform is read onto them line by line (reform.c, reform_rule.c, reform_condition.c,
 * reform_table.c), and the drafts become a new set. The old set is never touched; what
 * the two have in common is shared. */

#include "law/draft.h"

enum { REFORMS_MAX = 200, REFORM_CHANGES_MAX = 5000 };

/* A provision that a reform adds, declared before anything is read that may name it. */
typedef struct AddedLine {
    const Line *line;
    size_t provision;
} AddedLine;

/* A reform that is being read. */
typedef struct ReformReader {
    Reader *reader;
    const SourceFile *source;
    const Line *line;
    ReformInfo info;
    Text authority;        /* what explanations cite for what it changes */
    Array changes;         /* of Text */
    PackDraft *home;       /* whose changes may stand without `in`; or NULL */
    const Condition *gate; /* yes on its days; made when first wanted */
    Array added;           /* of AddedLine: provisions it adds, by their lines */
} ReformReader;

/* The set as drafts, whose lines and messages are those of the reform's file. */
Reader *reform_reader_new(Arena *arena, const LawSet *set, const SourceFile *source,
                          ProblemList *problems);

/* One `reform` block, applied to the drafts; problems where it cannot be. */
void reform_read(Reader *reader, const SourceFile *source, const Line *line, PackDraft *home);

/* ---- one change each; the cursor stands after the words that name it ---- */

void reform_switch_off(ReformReader *reform, Cursor *cursor);
void reform_add_row(ReformReader *reform, Cursor *cursor);
void reform_remove_row(ReformReader *reform, Cursor *cursor);
void reform_set(ReformReader *reform, Cursor *cursor);
void reform_change(ReformReader *reform, Cursor *cursor);

/* Whether the line adds a provision; declares it then. */
void reform_declare_added(ReformReader *reform, PackDraft *pack, const Line *line);
/* The provision that was declared by this line, the cursor at its kind. */
void reform_add_provision(ReformReader *reform, Cursor *cursor);

/* A provision of the cursor's pack by its bare name; NULL with a problem. */
ProvisionDraft *reform_provision(Cursor *cursor);
bool reform_has_dates(const ReformReader *reform);
/* Yes on the reform's days, no on others: a look-up in a table of its own of one row. */
const Condition *reform_gate(ReformReader *reform, PackDraft *pack);
/* Notes what was changed, for those who ask what the reform does. */
void reform_note(ReformReader *reform, const Cursor *cursor, Text text);
/* The words of a line from `first` up to `end`, as written. */
Text reform_words(const Cursor *cursor, size_t first, size_t end);

#endif
