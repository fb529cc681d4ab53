/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lexer.h"

#include <string.h>

#include "base/array.h"

typedef struct Lexer {
    Arena *arena;
    ProblemList *problems;
    SourceFile *source;
    Array tokens;     /* of Token: the line of sense being read */
    Text line;        /* the line of the file being read */
    size_t number;    /* its number, from 1 */
    size_t at;        /* bytes read of it */
    bool has_tab;     /* in the indentation of the line */
    bool is_too_deep; /* reported; once is enough */
} Lexer;

static void report(Lexer *lexer, size_t at, const char *message) {
    problem_add_with_line(lexer->problems, lexer->source->file, lexer->number, at + 1, lexer->line,
                          "%s", message);
}

static bool is_blank(char character) {
    return character == ' ' || character == '\t' || character == '\r';
}

static bool is_at_end(const Lexer *lexer) {
    return lexer->at >= lexer->line.length;
}

static char current(const Lexer *lexer) {
    return is_at_end(lexer) ? '\0' : lexer->line.bytes[lexer->at];
}

static void skip_blanks(Lexer *lexer) {
    while (is_blank(current(lexer))) {
        lexer->at++;
    }
}

static void add_token(Lexer *lexer, TokenKind kind, size_t start, Text text) {
    Token *token = array_add(&lexer->tokens);
    *token = (Token){.kind = kind,
                     .text = text,
                     .written = text_slice(lexer->line, start, lexer->at),
                     .line = lexer->number,
                     .column = start + 1};
}

/* `""` inside quotes is one quote. */
static Text without_doubled_quotes(Arena *arena, Text text) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < text.length; i++) {
        text_add_character(&builder, text.bytes[i]);
        if (text.bytes[i] == '"') {
            i++;
        }
    }
    return text_built(&builder);
}

static void read_string(Lexer *lexer) {
    size_t start = lexer->at++;
    bool has_doubled = false;
    while (!is_at_end(lexer)) {
        if (current(lexer) == '"') {
            if (lexer->at + 1 >= lexer->line.length || lexer->line.bytes[lexer->at + 1] != '"') {
                break;
            }
            has_doubled = true;
            lexer->at++;
        }
        lexer->at++;
    }
    Text text = text_slice(lexer->line, start + 1, lexer->at);
    if (is_at_end(lexer)) {
        report(lexer, start, "the quotation mark that opens here is not closed on its line");
    } else {
        lexer->at++;
    }
    if (has_doubled) {
        text = without_doubled_quotes(lexer->arena, text);
    }
    add_token(lexer, TOKEN_STRING, start, text);
}

/* The length of a `(...)` that belongs to a word, such as the paragraph in
 * `VIII(h)`; 0 where the bracket is not closed before a blank. */
static size_t bracket_length(Text rest) {
    size_t open = 0;
    for (size_t i = 0; i < rest.length; i++) {
        char character = rest.bytes[i];
        if (is_blank(character) || character == ',' || character == '"') {
            return 0;
        }
        open += character == '(' ? 1 : 0;
        open -= character == ')' ? 1 : 0;
        if (open == 0) {
            return i + 1;
        }
    }
    return 0;
}

static bool ends_word(char character) {
    return is_blank(character) || character == ',' || character == '"' || character == ')';
}

static void read_word(Lexer *lexer) {
    size_t start = lexer->at;
    while (!is_at_end(lexer) && !ends_word(current(lexer))) {
        size_t step = 1;
        if (current(lexer) == '(') {
            step = bracket_length(text_slice(lexer->line, lexer->at, lexer->line.length));
        }
        if (step == 0) {
            break;
        }
        lexer->at += step;
    }
    bool has_colon = lexer->at - start > 1 && lexer->line.bytes[lexer->at - 1] == ':';
    lexer->at -= has_colon ? 1 : 0;
    add_token(lexer, TOKEN_WORD, start, text_slice(lexer->line, start, lexer->at));
}

static void read_citation(Lexer *lexer) {
    skip_blanks(lexer);
    size_t start = lexer->at;
    lexer->at = lexer->line.length;
    Text text = text_trim(text_slice(lexer->line, start, lexer->at));
    if (!text_is_empty(text)) {
        add_token(lexer, TOKEN_CITATION, start, text);
    }
}

static bool is_last_word(const Lexer *lexer, Text word) {
    const Token *last = array_at(&lexer->tokens, lexer->tokens.count - 1);
    return last->kind == TOKEN_WORD && text_equals(last->text, word);
}

static void read_mark(Lexer *lexer, TokenKind kind) {
    size_t start = lexer->at++;
    add_token(lexer, kind, start, text_slice(lexer->line, start, lexer->at));
}

static bool is_lone_colon(const Lexer *lexer) {
    return current(lexer) == ':' &&
           (lexer->at + 1 >= lexer->line.length || is_blank(lexer->line.bytes[lexer->at + 1]) ||
            lexer->line.bytes[lexer->at + 1] == ')');
}

static void read_token(Lexer *lexer) {
    char character = current(lexer);
    if (character == '"') {
        read_string(lexer);
    } else if (character == ',') {
        read_mark(lexer, TOKEN_COMMA);
    } else if (character == '(') {
        read_mark(lexer, TOKEN_OPEN);
    } else if (character == ')') {
        read_mark(lexer, TOKEN_CLOSE);
    } else if (is_lone_colon(lexer)) {
        read_mark(lexer, TOKEN_COLON);
    } else {
        read_word(lexer);
        if (is_last_word(lexer, TEXT("cite")) || is_last_word(lexer, TEXT("citing"))) {
            read_citation(lexer);
        }
    }
}

/* Reads the words of one line of the file onto those of the line of sense. */
static void read_tokens(Lexer *lexer) {
    skip_blanks(lexer);
    while (!is_at_end(lexer) && current(lexer) != '#') {
        if (lexer->tokens.count >= LINE_TOKENS_MAX) {
            report(lexer, lexer->at, "this line, with those it goes on in, has too many words");
            return;
        }
        read_token(lexer);
        skip_blanks(lexer);
    }
}

static bool goes_on(const Lexer *lexer) {
    const Token *last = array_at(&lexer->tokens, lexer->tokens.count - 1);
    return last->kind == TOKEN_COMMA;
}

static size_t indentation(Lexer *lexer) {
    size_t indent = 0;
    lexer->has_tab = false;
    while (is_blank(current(lexer))) {
        if (current(lexer) == '\t' && !lexer->has_tab) {
            lexer->has_tab = true;
            report(lexer, lexer->at, "lines are indented by blanks; this one has a tab");
        }
        lexer->at++;
        indent++;
    }
    return indent;
}

/* Goes to the next line of the file that has words; false at the end. */
static bool next_line(Lexer *lexer, size_t *indent) {
    while (lexer->number < lexer->source->text_count) {
        lexer->line = lexer->source->texts[lexer->number++];
        lexer->at = 0;
        Text rest = text_trim(lexer->line);
        if (!text_is_empty(rest) && rest.bytes[0] != '#') {
            *indent = indentation(lexer);
            return true;
        }
    }
    return false;
}

static void report_comma(Lexer *lexer) {
    const Token *comma = array_at(&lexer->tokens, lexer->tokens.count - 1);
    problem_add_with_line(lexer->problems, lexer->source->file, comma->line, comma->column,
                          source_line(lexer->source, comma->line),
                          "the file ends after this comma; what goes on here?");
}

/* Reads one line of sense; NULL at the end. */
static Line *read_line(Lexer *lexer) {
    size_t indent = 0;
    if (!next_line(lexer, &indent)) {
        return NULL;
    }
    Line *line = ARENA_NEW(lexer->arena, Line);
    line->indent = indent;
    line->number = lexer->number;
    line->has_tab = lexer->has_tab;
    lexer->tokens = array_new(lexer->arena, sizeof(Token));
    read_tokens(lexer);
    while (goes_on(lexer)) {
        size_t ignored = 0;
        if (!next_line(lexer, &ignored)) {
            report_comma(lexer);
            break;
        }
        read_tokens(lexer);
        if (lexer->tokens.count >= LINE_TOKENS_MAX) {
            break;
        }
    }
    line->tokens = lexer->tokens.items;
    line->token_count = lexer->tokens.count;
    return line;
}

/* The lines that are open while the tree of blocks is built, outermost first. */
typedef struct Nest {
    Line *open[SOURCE_DEPTH_MAX]; /* the last line of each block */
    size_t first_indent[SOURCE_DEPTH_MAX];
    size_t depth;
    Line *first;
} Nest;

static void report_indent(Lexer *lexer, const Line *line, const char *message) {
    Text text = source_line(lexer->source, line->number);
    problem_add_with_line(lexer->problems, lexer->source->file, line->number, line->indent + 1,
                          text, "%s", message);
}

static void open_block(Lexer *lexer, Nest *nest, Line *line) {
    nest->first_indent[nest->depth] = line->indent;
    if (nest->depth > 0) {
        nest->open[nest->depth - 1]->below = line;
    } else {
        nest->first = line;
        nest->first_indent[0] = 0;
        if (line->indent > 0) {
            report_indent(lexer, line, "the first line must begin at the left margin");
        }
    }
    nest->open[nest->depth] = line;
    nest->depth++;
}

/* Leaves the blocks that `line` stands left of. A line between a block and its
 * parent is taken for one of the block. */
static void close_blocks(Nest *nest, const Line *line) {
    while (nest->depth > 1 && nest->first_indent[nest->depth - 1] > line->indent) {
        nest->depth--;
    }
    while (nest->depth > 0 && line->indent > nest->open[nest->depth - 1]->indent &&
           nest->open[nest->depth - 1]->below != NULL) {
        nest->depth++;
    }
}

static void place_line(Lexer *lexer, Nest *nest, Line *line) {
    close_blocks(nest, line);
    bool is_deeper = nest->depth == 0 || line->indent > nest->open[nest->depth - 1]->indent;
    if (is_deeper && nest->depth < SOURCE_DEPTH_MAX) {
        open_block(lexer, nest, line);
        return;
    }
    if (is_deeper) {
        if (!lexer->is_too_deep) {
            report_indent(lexer, line, "blocks stand too deep in each other here");
        }
        lexer->is_too_deep = true;
        return;
    }
    if (line->indent != nest->first_indent[nest->depth - 1] && !line->has_tab) {
        report_indent(lexer, line, "this line is not indented as the lines of its block are");
    }
    nest->open[nest->depth - 1]->next = line;
    nest->open[nest->depth - 1] = line;
}

static Text *split_lines(Arena *arena, Text content, size_t *count) {
    Array lines = array_new(arena, sizeof(Text));
    Text rest = content;
    Text line;
    while (text_split(&rest, '\n', &line)) {
        Text *place = array_add(&lines);
        bool has_return = line.length > 0 && line.bytes[line.length - 1] == '\r';
        *place = text_slice(line, 0, line.length - (has_return ? 1 : 0));
    }
    *count = lines.count;
    return ARRAY_ITEMS(Text, &lines);
}

static bool check_letters(Text file, const SourceFile *source, ProblemList *problems) {
    for (size_t i = 0; i < source->text_count; i++) {
        if (!text_is_utf8(source->texts[i])) {
            problem_add(problems, file, i + 1, 0,
                        "this is not text in UTF-8; is the file another kind of file, or saved in "
                        "another encoding?");
            return false;
        }
    }
    return true;
}

bool source_read(Arena *arena, Text file, Text content, SourceFile *source, ProblemList *problems) {
    static const Text mark = {"\xEF\xBB\xBF", 3};
    *source = (SourceFile){.file = file};
    if (content.length > SOURCE_BYTES_MAX) {
        problem_add(problems, file, 0, 0, "the file is larger than %d bytes", SOURCE_BYTES_MAX);
        return false;
    }
    if (text_starts_with(content, mark)) {
        content = text_slice(content, mark.length, content.length);
    }
    source->texts = split_lines(arena, content, &source->text_count);
    if (source->text_count > SOURCE_LINES_MAX) {
        problem_add(problems, file, 0, 0, "the file has more than %d lines", SOURCE_LINES_MAX);
        return false;
    }
    if (!check_letters(file, source, problems)) {
        return false;
    }
    Lexer lexer = {.arena = arena, .problems = problems, .source = source};
    Nest nest = {.depth = 0};
    for (Line *line = read_line(&lexer); line != NULL; line = read_line(&lexer)) {
        place_line(&lexer, &nest, line);
    }
    source->lines = nest.first;
    return true;
}

Text source_words(Arena *arena, const Token *first, const Token *last) {
    TextBuilder builder = text_builder_new(arena);
    const Token *start = first;
    for (const Token *token = first; token <= last; token++) {
        if (token == last || token[1].line != token->line) {
            const char *end = token->written.bytes + token->written.length;
            text_add(&builder, (Text){start->written.bytes, (size_t)(end - start->written.bytes)});
            if (token != last) {
                text_add_character(&builder, ' ');
            }
            start = token + 1;
        }
    }
    return text_built(&builder);
}

Text source_line(const SourceFile *source, size_t number) {
    return number >= 1 && number <= source->text_count ? source->texts[number - 1] : TEXT("");
}
