/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lint.h"
#include "law/misspelt.h"

/* Values of which there are lists: countries, by their standard, and reasons of requirements, by
 * what exceptions and bars ask for and by what stands more than once. */

enum { SHORTEST = 3 };

/* ---- countries ---- */

static void lint_country(Lint *lint, Text code, Text file, size_t line) {
    Text nearest = TEXT("");
    if (law_is_country(lint->set, code)) {
        return;
    }
    const bool is_near = law_nearest_country(lint->arena, lint->set, code, &nearest);
    law_lint_error(lint, file, line, "`%.*s` is no country%s%.*s%s", TEXT_ARGS(code),
                   is_near ? "; did you mean `" : "", TEXT_ARGS(nearest), is_near ? "`?" : "");
}

static void lint_country_cells(Lint *lint, const LawTable *table) {
    for (size_t i = 0; i < table->column_count; i++) {
        const TableColumn *column = &table->columns[i];
        const bool is_country =
            column->type == ATTRIBUTE_COUNTRY || text_equals(column->name, TEXT("country"));
        for (size_t j = 0; is_country && j < table->row_count; j++) {
            lint_country(lint, table->rows[j].values[i].text, table->file, table->rows[j].line);
        }
    }
}

static bool is_of_country(const Lint *lint, const Operand *operand) {
    return operand->kind == OPERAND_ATTRIBUTE &&
           lint->set->attributes[operand->index].type == ATTRIBUTE_COUNTRY;
}

static void lint_condition(Lint *lint, const Provision *provision, const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    const bool is_compared = condition->kind != CONDITION_TABLE && condition->operand_count > 1 &&
                             is_of_country(lint, &condition->operands[0]);
    for (size_t i = 1; is_compared && i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_LITERAL) {
            lint_country(lint, condition->operands[i].literal.text, provision->file,
                         condition->line);
        }
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        lint_condition(lint, provision, &condition->children[i]);
    }
}

static void lint_tests(Lint *lint) {
    for (size_t i = 0; i < lint->test_count; i++) {
        const LawTest *test = &lint->tests[i];
        for (size_t j = 0; j < test->given_count; j++) {
            if (lint->set->attributes[test->given[j].attribute].type == ATTRIBUTE_COUNTRY &&
                !text_equals(test->given[j].value, TEXT("unknown"))) {
                lint_country(lint, test->given[j].value, test->file, test->given[j].line);
            }
        }
    }
}

/* ---- reasons ---- */

static void know_asked(Map *known, const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    const bool asks =
        condition->kind == CONDITION_EVERY_REASON || condition->kind == CONDITION_ANY_REASON;
    for (size_t i = 0; asks && i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_LITERAL) {
            (void)map_add(known, condition->operands[i].literal.text, 0);
        }
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        know_asked(known, &condition->children[i]);
    }
}

/* How often each reason stands in the tables that give reasons. */
typedef struct Reasons {
    Map *known;
    Map *counted; /* -> place in counts */
    Array counts; /* of size_t */
} Reasons;

static void count_reason(Reasons *reasons, Text reason) {
    size_t at = map_count(reasons->counted);
    if (map_add(reasons->counted, reason, at)) {
        *(size_t *)array_add(&reasons->counts) = 0;
    } else {
        (void)map_find(reasons->counted, reason, &at);
    }
    if (++ARRAY_ITEMS(size_t, &reasons->counts)[at] > 1) {
        (void)map_add(reasons->known, reason, 0);
    }
}

static bool gives_reasons(const Provision *provision) {
    return provision->has_reason && provision->reason.kind == OPERAND_COLUMN;
}

/* Several requirements may give reasons out of one column. */
static bool is_first_of_column(const LawSet *set, size_t index) {
    const Provision *provision = &set->provisions[index];
    for (size_t i = 0; i < index; i++) {
        const Provision *other = &set->provisions[i];
        if (gives_reasons(other) && other->each.table == provision->each.table &&
            other->reason.index == provision->reason.index) {
            return false;
        }
    }
    return true;
}

static Reasons gather_reasons(const Lint *lint) {
    Reasons reasons = {map_new(lint->arena), map_new(lint->arena),
                       array_new(lint->arena, sizeof(size_t))};
    for (size_t i = 0; i < lint->set->provision_count; i++) {
        const Provision *provision = &lint->set->provisions[i];
        know_asked(reasons.known, provision->when);
        know_asked(reasons.known, provision->provided_that);
        know_asked(reasons.known, provision->except_where);
        if (provision->has_reason && provision->reason.kind == OPERAND_LITERAL) {
            count_reason(&reasons, provision->reason.literal.text);
        }
        if (gives_reasons(provision) && is_first_of_column(lint->set, i)) {
            const LawTable *table = &lint->set->tables[provision->each.table];
            for (size_t j = 0; j < table->row_count; j++) {
                count_reason(&reasons, table->rows[j].values[provision->reason.index].text);
            }
        }
    }
    return reasons;
}

static void report_reason(Lint *lint, Text reason, Text nearest, Text file, size_t line) {
    law_lint_error(lint, file, line,
                   "`%.*s` is a reason that stands nowhere else; did you mean `%.*s`?",
                   TEXT_ARGS(reason), TEXT_ARGS(nearest));
}

/* From a reason that stands once as well: which of the two is right, nobody can tell. */
static bool is_one_letter_off(const Map *counted, Text reason, Text *other) {
    for (size_t i = 0; reason.length > SHORTEST && i < map_count(counted); i++) {
        *other = map_key(counted, i);
        if (other->length > SHORTEST && text_distance(*other, reason) == 1) {
            return true;
        }
    }
    return false;
}

/* A reason of one requirement alone may be meant so; nearly another, it is likely that one. */
static void lint_reason(Lint *lint, const Reasons *reasons, Text reason, Text file, size_t line) {
    Text nearest = TEXT("");
    size_t ignored = 0;
    if (!map_find(reasons->known, reason, &ignored) &&
        is_one_letter_off(reasons->counted, reason, &nearest)) {
        report_reason(lint, reason, nearest, file, line);
    }
}

static void lint_reasons_of(Lint *lint, const Reasons *reasons, const Provision *provision) {
    const LawTable *table = &lint->set->tables[provision->each.table];
    for (size_t i = 0; i < table->row_count; i++) {
        const Text reason = table->rows[i].values[provision->reason.index].text;
        Text nearest = TEXT("");
        size_t ignored = 0;
        if (!map_find(reasons->known, reason, &ignored) &&
            map_nearest(reasons->known, reason, &nearest)) {
            report_reason(lint, reason, nearest, table->file, table->rows[i].line);
        }
    }
}

void law_lint_lists(Lint *lint) {
    const LawSet *set = lint->set;
    const Reasons reasons = gather_reasons(lint);
    for (size_t i = 0; i < set->table_count; i++) {
        if (set->tables[i].pack == lint->pack) {
            lint_country_cells(lint, &set->tables[i]);
        }
    }
    for (size_t i = 0; i < set->provision_count; i++) {
        const Provision *provision = &set->provisions[i];
        if (provision->pack != lint->pack) {
            continue;
        }
        lint_condition(lint, provision, provision->when);
        lint_condition(lint, provision, provision->except_where);
        lint_condition(lint, provision, provision->provided_that);
        if (provision->has_reason && provision->reason.kind == OPERAND_LITERAL &&
            provision->reason.literal.text.length >= SHORTEST) {
            lint_reason(lint, &reasons, provision->reason.literal.text, provision->file,
                        provision->line);
        }
        if (gives_reasons(provision) && is_first_of_column(set, i) &&
            set->tables[provision->each.table].pack == lint->pack) {
            lint_reasons_of(lint, &reasons, provision);
        }
    }
    lint_tests(lint);
}
