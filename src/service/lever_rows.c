/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_rows.h"

/* Takes a word off the line; a value in double quotes may have blanks. */
static bool take_word(Text *rest, Text *word) {
    *rest = text_trim(*rest);
    bool is_quoted = false;
    size_t length = 0;
    while (length < rest->length && (is_quoted || rest->bytes[length] != ' ')) {
        is_quoted ^= rest->bytes[length] == '"';
        length++;
    }
    *word = text_slice(*rest, 0, length);
    *rest = text_slice(*rest, length, rest->length);
    return length > 0 && !is_quoted;
}

static Text unquoted(Text value) {
    const bool has_quotes =
        value.length >= 2 && value.bytes[0] == '"' && value.bytes[value.length - 1] == '"';
    return has_quotes ? text_slice(value, 1, value.length - 1) : value;
}

static bool add_cell(PatchRow *row, Text word) {
    Text value = word;
    Text name = {0};
    (void)text_split(&value, '=', &name);
    if (value.bytes == NULL || text_is_empty(name) || row->count == PATCH_CELLS_MAX) {
        return false;
    }
    row->names[row->count] = name;
    row->values[row->count++] = unquoted(value);
    return true;
}

static bool parse_row(Text line, PatchRow *row) {
    Text word = {0};
    if (!take_word(&line, &row->table)) {
        return false;
    }
    while (!text_is_empty(text_trim(line))) {
        if (!take_word(&line, &word) || !add_cell(row, word)) {
            return false;
        }
    }
    return row->count > 0;
}

/* The table is one of the workspace's, its settings, or law. */
static bool is_table(Text name) {
    size_t table = 0;
    return text_equals(name, TEXT("workspace")) || text_equals(name, TEXT("reform")) ||
           workspace_find_table(name, &table);
}

Date lever_ready(const LeverBase *base, const Lever *lever) {
    return lever->ready_days > 0 ? date_add_days(base->as_of, lever->ready_days) : DATE_MIN;
}

void lever_read_rows(const LeverBase *base, const Lever *lever, Array *rows,
                     ProblemList *problems) {
    Text rest = lever->change;
    Text line = {0};
    while (text_split(&rest, '\n', &line)) {
        if (text_is_empty(text_trim(line))) {
            continue;
        }
        PatchRow *row = array_add(rows);
        row->line = lever->mark.line;
        row->from = lever_ready(base, lever);
        if (!parse_row(text_trim(line), row)) {
            problem_add(problems, TEXT("lever.csv"), lever->mark.line, 0,
                        "lever `%.*s`: cannot read `%.*s`; write TABLE COLUMN=VALUE ...",
                        TEXT_ARGS(lever->id), TEXT_ARGS(line));
        } else if (!is_table(row->table)) {
            problem_add(problems, TEXT("lever.csv"), lever->mark.line, 0,
                        "lever `%.*s`: there is no table `%.*s`", TEXT_ARGS(lever->id),
                        TEXT_ARGS(row->table));
        }
    }
}
