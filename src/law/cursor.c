/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "law/draft.h"

Text quoted(Text word) {
    if (word.length <= QUOTED_BYTES_MAX) {
        return word;
    }
    size_t end = QUOTED_BYTES_MAX;
    while (end > 0 && ((unsigned char)word.bytes[end] & 0xC0) == 0x80) {
        end--;
    }
    return text_slice(word, 0, end);
}

Text suggestion(Arena *arena, const Map *names, Text word) {
    Text nearest;
    if (!map_nearest(names, word, &nearest)) {
        return TEXT("");
    }
    return text_format(arena, "; did you mean `%.*s`?", TEXT_ARGS(quoted(nearest)));
}

Text kind_phrase(Arena *arena, ProvisionKind kind) {
    Text word = law_kind_word(kind);
    const char *article = kind == PROVISION_EXCEPTION ? "an" : "a";
    return text_format(arena, "%s %.*s", article, TEXT_ARGS(word));
}

static void report(Reader *reader, const SourceFile *source, size_t line, size_t column,
                   Text message) {
    problem_add_with_line(reader->problems, source->file, line, column, source_line(source, line),
                          "%.*s", TEXT_ARGS(message));
}

void report_at(const Cursor *cursor, const Token *token, const char *format, ...) {
    Reader *reader = cursor->pack->reader;
    va_list arguments;
    va_start(arguments, format);
    Text message = text_format_arguments(reader->arena, format, arguments);
    va_end(arguments);
    report(reader, cursor->source, token->line, token->column, message);
}

bool report_here(const Cursor *cursor, const char *format, ...) {
    Reader *reader = cursor->pack->reader;
    va_list arguments;
    va_start(arguments, format);
    Text message = text_format_arguments(reader->arena, format, arguments);
    va_end(arguments);
    /* At the end of a line the place is behind its last word. */
    const Line *line = cursor->line;
    bool is_past = cursor_ends(cursor);
    const Token *token = &line->tokens[is_past ? line->token_count - 1 : cursor->at];
    size_t column = token->column + (is_past ? token->written.length : 0);
    report(reader, cursor->source, token->line, column, message);
    return false;
}

void report_line(PackDraft *pack, const SourceFile *source, const Line *line, const char *format,
                 ...) {
    va_list arguments;
    va_start(arguments, format);
    Text message = text_format_arguments(pack->reader->arena, format, arguments);
    va_end(arguments);
    report(pack->reader, source, line->number, line->indent + 1, message);
}

Cursor cursor_at(PackDraft *pack, const SourceFile *source, const Line *line) {
    return (Cursor){.pack = pack, .source = source, .line = line};
}

bool cursor_ends(const Cursor *cursor) {
    return cursor->at >= cursor->line->token_count;
}

const Token *cursor_peek(const Cursor *cursor) {
    return cursor_ends(cursor) ? NULL : &cursor->line->tokens[cursor->at];
}

const Token *cursor_take(Cursor *cursor) {
    assert(!cursor_ends(cursor));
    return &cursor->line->tokens[cursor->at++];
}

bool cursor_is(const Cursor *cursor, TokenKind kind) {
    const Token *next = cursor_peek(cursor);
    return next != NULL && next->kind == kind;
}

static bool is_at_word(const Cursor *cursor, Text word) {
    const Token *next = cursor_peek(cursor);
    return next != NULL && next->kind == TOKEN_WORD && text_equals(next->text, word);
}

bool cursor_is_word(const Cursor *cursor, const char *word) {
    return is_at_word(cursor, text_from(word));
}

bool cursor_take_words(Cursor *cursor, const char *words) {
    Cursor ahead = *cursor;
    Text rest = text_from(words);
    Text word;
    while (text_split(&rest, ' ', &word)) {
        if (!is_at_word(&ahead, word)) {
            return false;
        }
        ahead.at++;
    }
    cursor->at = ahead.at;
    return true;
}

bool cursor_take_kind(Cursor *cursor, TokenKind kind) {
    if (!cursor_is(cursor, kind)) {
        return false;
    }
    cursor->at++;
    return true;
}

bool cursor_take_text(Cursor *cursor, const char *what, Text *text) {
    if (!cursor_is(cursor, TOKEN_STRING)) {
        return report_here(cursor, "%s is wanted here, in double quotes", what);
    }
    const Token *token = cursor_take(cursor);
    if (text_is_empty(text_trim(token->text))) {
        report_at(cursor, token, "%s is empty", what);
        return false;
    }
    *text = token->text;
    return true;
}

bool cursor_take_date(Cursor *cursor, Date *date) {
    if (!cursor_is(cursor, TOKEN_WORD)) {
        return report_here(cursor, "a date is wanted here, such as 2026-10-01");
    }
    const Token *token = cursor_take(cursor);
    if (!date_parse(token->text, date)) {
        report_at(cursor, token, "`%.*s` is no date; a date is written as 2026-10-01",
                  TEXT_ARGS(quoted(token->text)));
        return false;
    }
    return true;
}

bool cursor_take_count(Cursor *cursor, const char *what, int64_t from, int64_t to, int *count) {
    int64_t value = 0;
    if (!cursor_is(cursor, TOKEN_WORD) || !text_parse_integer(cursor_peek(cursor)->text, &value) ||
        value < from || value > to) {
        return report_here(cursor, "%s is wanted here, a whole number from %lld to %lld", what,
                           (long long)from, (long long)to);
    }
    cursor->at++;
    *count = (int)value;
    return true;
}

bool cursor_take_citation(Cursor *cursor, Text *citation) {
    if (!cursor_take_words(cursor, "cite")) {
        return true;
    }
    if (!cursor_is(cursor, TOKEN_CITATION)) {
        return report_here(cursor, "say after `cite` where it stands, as in `cite 15 CFR 740.20`");
    }
    *citation = cursor_take(cursor)->text;
    return true;
}

bool cursor_expect_end(const Cursor *cursor) {
    if (cursor_ends(cursor)) {
        return true;
    }
    const Token *token = cursor_peek(cursor);
    return report_here(cursor, "`%.*s` has no place here; the line should have ended before it",
                       TEXT_ARGS(quoted(token->written)));
}

void expect_nothing_below(Cursor *cursor) {
    if (cursor->line->below != NULL) {
        report_line(cursor->pack, cursor->source, cursor->line->below,
                    "this line is indented below one that takes no lines below it");
    }
}

static bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

static bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_name(Text text) {
    if (text_is_empty(text) || !is_letter(text.bytes[0])) {
        return false;
    }
    for (size_t i = 1; i < text.length; i++) {
        char character = text.bytes[i];
        if (!is_letter(character) && !is_digit(character) && character != '_') {
            return false;
        }
    }
    return true;
}

bool is_path(Text text) {
    Text name;
    while (text_split(&text, '.', &name)) {
        if (!is_name(name)) {
            return false;
        }
    }
    return true;
}

bool is_country(Text text) {
    return text.length == 2 && text.bytes[0] >= 'A' && text.bytes[0] <= 'Z' &&
           text.bytes[1] >= 'A' && text.bytes[1] <= 'Z';
}

const char *type_words(AttributeType type) {
    static const char *const words[] = {
        [ATTRIBUTE_YES_NO] = "yes/no", [ATTRIBUTE_CODE] = "code", [ATTRIBUTE_SET] = "set of code",
        [ATTRIBUTE_NUMBER] = "number", [ATTRIBUTE_DATE] = "date", [ATTRIBUTE_COUNTRY] = "country"};
    return words[type];
}
