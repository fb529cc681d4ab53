/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "law/draft.h"

/* One pack's file: its header, then its declarations. */

bool pack_read_file(PackDraft *pack, Text name, size_t limit, Text *content, Error *error) {
    if (pack->memory == NULL) {
        Text path = file_path(pack->reader->arena, pack->pack.info.folder, name);
        return file_read(pack->reader->arena, path, limit, content, error);
    }
    for (size_t i = 0; i < pack->memory_count; i++) {
        if (text_equals(pack->memory[i].name, name)) {
            *content = pack->memory[i].content;
            return true;
        }
    }
    return error_set(error, ERROR_MISSING, "there is no file `%.*s`", TEXT_ARGS(quoted(name)));
}

static bool read_word(Cursor *cursor, const char *what, Text *word) {
    if (!cursor_is(cursor, TOKEN_WORD)) {
        return report_here(cursor, "%s is wanted here", what);
    }
    *word = cursor_take(cursor)->text;
    return true;
}

static bool jurisdiction_clause(Cursor *cursor) {
    return read_word(cursor, "a country's code, or a word such as `memberships`,",
                     &cursor->pack->pack.info.jurisdiction);
}

static bool authority_clause(Cursor *cursor) {
    return cursor_take_text(cursor, "the authority", &cursor->pack->pack.info.authority);
}

static bool vintage_clause(Cursor *cursor) {
    return cursor_take_date(cursor, &cursor->pack->pack.info.vintage);
}

static bool exceptions_clause(Cursor *cursor) {
    cursor->pack->pack.exceptions_jointly = cursor_take_words(cursor, "jointly");
    if (cursor->pack->pack.exceptions_jointly || cursor_take_words(cursor, "singly")) {
        return true;
    }
    return report_here(cursor, "`singly` or `jointly` is wanted here");
}

static bool is_used_already(const PackDraft *pack, Text name) {
    for (size_t i = 0; i < pack->uses.count; i++) {
        if (text_equals(ARRAY_ITEMS(PackUse, &pack->uses)[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool uses_clause(Cursor *cursor) {
    do {
        const Token *token = cursor_peek(cursor);
        if (token == NULL || token->kind != TOKEN_WORD || !is_path(token->text)) {
            return report_here(cursor, "the name of a pack is wanted here");
        }
        cursor->at++;
        if (is_used_already(cursor->pack, token->text)) {
            report_at(cursor, token, "`%.*s` is named twice", TEXT_ARGS(quoted(token->text)));
            continue;
        }
        PackUse *use = array_add(&cursor->pack->uses);
        *use = (PackUse){.name = token->text, .token = token};
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    return true;
}

static const struct {
    const char *word;
    bool (*read)(Cursor *cursor);
    bool is_wanted;
    bool may_repeat;
} header_clauses[] = {{"jurisdiction", jurisdiction_clause, true, false},
                      {"authority", authority_clause, true, false},
                      {"vintage", vintage_clause, true, false},
                      {"exceptions", exceptions_clause, false, false},
                      {"uses", uses_clause, false, true}};

enum { HEADER_CLAUSE_COUNT = sizeof header_clauses / sizeof header_clauses[0] };

static void read_header_line(PackDraft *pack, const Line *line, size_t *seen) {
    Cursor cursor = cursor_at(pack, &pack->source, line);
    Map *names = map_new(pack->reader->arena);
    for (size_t i = 0; i < HEADER_CLAUSE_COUNT; i++) {
        (void)map_add(names, text_from(header_clauses[i].word), i);
        if (!cursor_take_words(&cursor, header_clauses[i].word)) {
            continue;
        }
        if (seen[i] != 0 && !header_clauses[i].may_repeat) {
            report_line(pack, cursor.source, line, "`%s` stands already on line %zu",
                        header_clauses[i].word, seen[i]);
        }
        seen[i] = line->number;
        if (header_clauses[i].read(&cursor)) {
            (void)cursor_expect_end(&cursor);
        }
        expect_nothing_below(&cursor);
        return;
    }
    Text written = cursor_peek(&cursor)->written;
    Text hint = suggestion(pack->reader->arena, names, written);
    (void)report_here(&cursor, "`%.*s` is not understood in the header of a pack%.*s",
                      TEXT_ARGS(quoted(written)), TEXT_ARGS(hint));
}

static void read_header_lines(PackDraft *pack, const Line *header) {
    size_t seen[HEADER_CLAUSE_COUNT] = {0};
    for (const Line *line = header->below; line != NULL; line = line->next) {
        read_header_line(pack, line, seen);
    }
    for (size_t i = 0; i < HEADER_CLAUSE_COUNT; i++) {
        if (header_clauses[i].is_wanted && seen[i] == 0) {
            report_line(pack, &pack->source, header, "the header of the pack has no `%s`",
                        header_clauses[i].word);
        }
    }
}

/* `pack NAME "title"`; false where the file is no pack. */
static bool read_header(PackDraft *pack) {
    const Line *line = pack->source.lines;
    if (line == NULL) {
        problem_add(pack->reader->problems, pack->source.file, 0, 0,
                    "the file is empty; a pack begins with `pack NAME \"title\"`");
        return false;
    }
    Cursor cursor = cursor_at(pack, &pack->source, line);
    if (!cursor_take_words(&cursor, "pack")) {
        return report_here(&cursor, "a pack begins with `pack NAME \"title\"`");
    }
    const Token *token = cursor_peek(&cursor);
    if (token == NULL || token->kind != TOKEN_WORD || !is_path(token->text)) {
        return report_here(&cursor, "the pack's name is wanted here: names joined by dots, such as "
                                    "`us.ear`");
    }
    cursor.at++;
    pack->name = token->text;
    pack->pack.info.name = token->text;
    if (cursor_take_text(&cursor, "the title of the pack", &pack->pack.info.title)) {
        (void)cursor_expect_end(&cursor);
    }
    read_header_lines(pack, line);
    return true;
}

static PackDraft *draft_new(Reader *reader, Text folder) {
    Arena *arena = reader->arena;
    PackDraft *pack = ARENA_NEW(arena, PackDraft);
    *pack = (PackDraft){.reader = reader,
                        .uses = array_new(arena, sizeof(PackUse)),
                        .parts = array_new(arena, sizeof(MemoryFile)),
                        .attributes = map_new(arena),
                        .tables = map_new(arena),
                        .provisions = map_new(arena),
                        .reforms = map_new(arena)};
    pack->pack.info.folder = folder;
    pack->pack.info.jurisdiction = TEXT("");
    pack->pack.info.authority = TEXT("");
    return pack;
}

PackDraft *pack_open(Reader *reader, Text folder, const MemoryFile *memory, size_t memory_count) {
    PackDraft *pack = draft_new(reader, folder);
    pack->memory = memory;
    pack->memory_count = memory_count;
    Text name = TEXT("pack.law");
    Text path = text_is_empty(folder) ? name : file_path(reader->arena, folder, name);
    Error error;
    if (!pack_read_file(pack, name, SOURCE_BYTES_MAX, &pack->content, &error)) {
        problem_add(reader->problems, path, 0, 0, "%s", error.message);
        return NULL;
    }
    MemoryFile *part = array_add(&pack->parts);
    *part = (MemoryFile){name, pack->content};
    bool is_read = source_read(reader->arena, path, pack->content, &pack->source, reader->problems);
    return is_read && read_header(pack) ? pack : NULL;
}

static void declare_line(PackDraft *pack, const Line *line) {
    Cursor cursor = cursor_at(pack, &pack->source, line);
    const Token *token = cursor_peek(&cursor);
    ProvisionKind kind;
    if (cursor_is_word(&cursor, "vocabulary")) {
        vocabulary_read(pack, line);
    } else if (cursor_is_word(&cursor, "table")) {
        table_declare(pack, line);
    } else if (token->kind == TOKEN_WORD && provision_kind_parse(token->text, &kind)) {
        provision_declare(pack, line, kind);
    } else if (cursor_is_word(&cursor, "reform")) {
        reform_declare(pack, line);
    } else if (cursor_is_word(&cursor, "test")) {
        (void)report_here(&cursor, "tests stand in files of their own, `tests/NAME.law`");
    } else if (cursor_is_word(&cursor, "pack")) {
        (void)report_here(&cursor, "a file has one pack only");
    } else {
        Map *words = map_new(pack->reader->arena);
        (void)map_add(words, TEXT("vocabulary"), 0);
        (void)map_add(words, TEXT("table"), 0);
        (void)map_add(words, TEXT("reform"), 0);
        for (size_t i = PROVISION_SCOPE; i <= PROVISION_ROUTE; i++) {
            (void)map_add(words, law_kind_word((ProvisionKind)i), 0);
        }
        Text hint = suggestion(pack->reader->arena, words, token->written);
        (void)report_here(&cursor, "no part of a pack begins with `%.*s`%.*s",
                          TEXT_ARGS(quoted(token->written)), TEXT_ARGS(hint));
    }
}

void pack_declare(PackDraft *pack) {
    for (const Line *line = pack->source.lines->next; line != NULL; line = line->next) {
        declare_line(pack, line);
    }
}
