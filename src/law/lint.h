/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_LINT_H
#define ENTENTE_LAW_LINT_H

/* The parts of law_lint, private to law/. */

#include "law/exercise.h"
#include "law/two_laws.h"

typedef struct Lint {
    Arena *arena;
    const LawSet *set;
    size_t pack;
    const LawTest *tests; /* of the pack */
    size_t test_count;
    Exercise exercise; /* of the pack's tests */
    Space *space;      /* on the day of the pack's text, all law taken as it stands */
    Space *pair;       /* the same law twice: on the second side rules are switched off */
    bool *switched_off;
    bool *is_useful; /* rules without which some test is decided otherwise */
    Array findings;  /* of LawFinding */
} Lint;

void law_lint_error(Lint *lint, Text file, size_t line, const char *format, ...) PRINTF_LIKE(4, 5);
void law_lint_note(Lint *lint, Text file, size_t line, const char *format, ...) PRINTF_LIKE(4, 5);
/* The name without the pack's. */
Text law_lint_name(const Lint *lint, size_t provision);

/* Rules that never hold, are always struck, say what another says, or change nothing
 * (lint_rules.c). */
void law_lint_rules(Lint *lint);
/* Two routes of which one is reviewed for denial where the other is for approval, and
 * situations in which all is known and there is no outcome (lint_outcomes.c). */
void law_lint_outcomes(Lint *lint);
/* Conditions that make no difference (lint_conditions.c). */
void law_lint_conditions(Lint *lint);
/* Rows that disagree, dates and tables with holes, tables no test reaches (lint_tables.c). */
void law_lint_tables(Lint *lint);

/* Words of facts that are likely misspelt (lint_words.c). */
void law_lint_words(Lint *lint);
/* Countries and reasons of requirements that are (lint_lists.c). */
void law_lint_lists(Lint *lint);
/* Cells of tables that are (lint_cells.c). */
void law_lint_cells(Lint *lint);

#endif
