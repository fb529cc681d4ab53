/* SPDX-License-Identifier: Apache-2.0 */
#include "law/reform.h"

#include "base/digest.h"

/* `reform NAME "title"` and what stands below it: about the reform first, then what it
 * changes. */

/* ---- what it is ---- */

static bool dates_clause(ReformReader *reform, Cursor *cursor) {
    cursor->at = 0;
    return range_read(cursor, &reform->info.dates);
}

static bool cite_clause(ReformReader *reform, Cursor *cursor) {
    cursor->at = 0;
    return cursor_take_citation(cursor, &reform->info.citation);
}

static bool source_clause(ReformReader *reform, Cursor *cursor) {
    return cursor_take_text(cursor, "the source", &reform->info.source);
}

static bool note_clause(ReformReader *reform, Cursor *cursor) {
    return cursor_take_text(cursor, "the note", &reform->info.note);
}

static bool hypothetical_clause(ReformReader *reform, Cursor *cursor) {
    (void)cursor;
    reform->info.is_hypothetical = true;
    return true;
}

static const struct {
    const char *word;
    bool (*read)(ReformReader *reform, Cursor *cursor);
} clauses[] = {{"from", dates_clause},
               {"cite", cite_clause},
               {"source", source_clause},
               {"note", note_clause},
               {"hypothetical", hypothetical_clause}};

enum { CLAUSE_COUNT = sizeof clauses / sizeof clauses[0] };

/* ---- what it changes ---- */

typedef struct ReformAction {
    const char *words;
    void (*read)(ReformReader *reform, Cursor *cursor);
    bool takes_block;
} ReformAction;

static const ReformAction actions[] = {{"switch off", reform_switch_off, false},
                                       {"add row", reform_add_row, false},
                                       {"add", reform_add_provision, true},
                                       {"remove row", reform_remove_row, false},
                                       {"set", reform_set, false},
                                       {"change", reform_change, true}};

enum { ACTION_COUNT = sizeof actions / sizeof actions[0] };

static Cursor reform_cursor(const ReformReader *reform, PackDraft *pack, const Line *line) {
    return cursor_at(pack, reform->source, line);
}

/* The words that may begin a line: of actions, and at the left also of clauses. */
static Map *line_words(Arena *arena, bool has_clauses) {
    Map *names = map_new(arena);
    for (size_t i = 0; i < ACTION_COUNT; i++) {
        Text words = text_from(actions[i].words);
        Text first = TEXT("");
        if (text_split(&words, ' ', &first)) {
            (void)map_add(names, first, i);
        }
    }
    for (size_t i = 0; has_clauses && i < CLAUSE_COUNT; i++) {
        (void)map_add(names, text_from(clauses[i].word), ACTION_COUNT);
    }
    return names;
}

static void report_action(const Cursor *cursor, bool has_clauses) {
    Map *names = line_words(cursor->pack->reader->arena, has_clauses);
    Text written = cursor_peek(cursor)->written;
    Text nearest;
    size_t action = 0;
    if (map_nearest(names, written, &nearest) && map_find(names, nearest, &action)) {
        Text words = action < ACTION_COUNT ? text_from(actions[action].words) : nearest;
        (void)report_here(cursor, "`%.*s` is not understood in a reform; did you mean `%.*s`?",
                          TEXT_ARGS(quoted(written)), TEXT_ARGS(words));
        return;
    }
    (void)report_here(cursor,
                      "`%.*s` is not understood in a reform; %s`switch off`, `add row`, `add` "
                      "and a provision, `remove row`, `set` and `change`",
                      TEXT_ARGS(quoted(written)),
                      has_clauses ? "it has `from`, `cite`, `source`, `note`, `hypothetical` and "
                                    "`in PACK`, below which stand "
                                  : "below `in PACK` stand ");
}

/* `is_outermost`: where clauses may stand too. */
static void read_action(ReformReader *reform, PackDraft *pack, const Line *line,
                        bool is_outermost) {
    Cursor cursor = reform_cursor(reform, pack, line);
    if (reform->changes.count >= REFORM_CHANGES_MAX) {
        (void)report_here(&cursor, "a reform has at most %d changes", REFORM_CHANGES_MAX);
        return;
    }
    for (size_t i = 0; i < ACTION_COUNT; i++) {
        if (cursor_take_words(&cursor, actions[i].words)) {
            actions[i].read(reform, &cursor);
            if (!actions[i].takes_block) {
                expect_nothing_below(&cursor);
            }
            return;
        }
    }
    report_action(&cursor, is_outermost);
}

static Map *pack_names(const ReformReader *reform) {
    Map *names = map_new(reform->reader->arena);
    for (size_t i = 0; i < reform->reader->packs.count; i++) {
        (void)map_add(names, pack_at(reform->reader, i)->name, i);
    }
    return names;
}

/* `in PACK`, what stands on the rest of its line, and the lines below it. */
static void read_in(ReformReader *reform, PackDraft *any, const Line *line) {
    Cursor cursor = reform_cursor(reform, any, line);
    cursor.at = 1;
    size_t index = 0;
    if (!cursor_is(&cursor, TOKEN_WORD)) {
        (void)report_here(&cursor, "the name of a pack is wanted here, as in `in us.ear`");
        return;
    }
    Text name = cursor_peek(&cursor)->text;
    if (!map_find(reform->reader->pack_names, name, &index)) {
        Text hint = suggestion(reform->reader->arena, pack_names(reform), name);
        (void)report_here(&cursor, "there is no pack `%.*s` among those in force%.*s",
                          TEXT_ARGS(quoted(name)), TEXT_ARGS(hint));
        return;
    }
    cursor.at++;
    if (!cursor_expect_end(&cursor)) {
        return;
    }
    if (line->below == NULL) {
        (void)report_here(&cursor, "nothing is indented below this line; what is changed in the "
                                   "pack is wanted there");
    }
    for (const Line *below = line->below; below != NULL; below = below->next) {
        read_action(reform, pack_at(reform->reader, index), below, false);
    }
}

/* ---- the whole ---- */

/* Whether the line says something about the reform; reads it then. */
static bool read_clause(ReformReader *reform, PackDraft *any, const Line *line, size_t *seen) {
    Cursor cursor = reform_cursor(reform, any, line);
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        if (!cursor_take_words(&cursor, clauses[i].word)) {
            continue;
        }
        if (seen[i] != 0) {
            report_line(any, reform->source, line, "`%s` stands already on line %zu",
                        clauses[i].word, seen[i]);
        }
        seen[i] = line->number;
        if (clauses[i].read(reform, &cursor)) {
            (void)cursor_expect_end(&cursor);
        }
        expect_nothing_below(&cursor);
        return true;
    }
    return false;
}

static bool is_in_line(const Line *line) {
    return line->tokens[0].kind == TOKEN_WORD && text_equals(line->tokens[0].text, TEXT("in"));
}

static bool is_clause_line(const Line *line) {
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        if (text_equals(line->tokens[0].text, text_from(clauses[i].word))) {
            return true;
        }
    }
    return false;
}

static void read_clauses(ReformReader *reform, PackDraft *any) {
    size_t seen[CLAUSE_COUNT] = {0};
    for (const Line *line = reform->line->below; line != NULL; line = line->next) {
        if (!read_clause(reform, any, line, seen) && !is_in_line(line) && reform->home == NULL) {
            Cursor cursor = reform_cursor(reform, any, line);
            report_action(&cursor, true);
        }
    }
}

/* The pack that a line `in PACK` names, or NULL. */
static PackDraft *pack_of_line(const ReformReader *reform, const Line *line) {
    size_t index = 0;
    bool is_named =
        line->token_count > 1 && map_find(reform->reader->pack_names, line->tokens[1].text, &index);
    return is_named ? pack_at(reform->reader, index) : NULL;
}

static void declare_added(ReformReader *reform) {
    for (const Line *line = reform->line->below; line != NULL; line = line->next) {
        PackDraft *named = is_in_line(line) ? pack_of_line(reform, line) : NULL;
        for (const Line *below = line->below; named != NULL && below != NULL; below = below->next) {
            reform_declare_added(reform, named, below);
        }
        if (!is_in_line(line) && reform->home != NULL) {
            reform_declare_added(reform, reform->home, line);
        }
    }
}

static void read_changes(ReformReader *reform, PackDraft *any) {
    for (const Line *line = reform->line->below; line != NULL; line = line->next) {
        if (is_in_line(line)) {
            read_in(reform, any, line);
        } else if (!is_clause_line(line) && reform->home != NULL) {
            read_action(reform, reform->home, line, true);
        }
    }
}

static void digest_lines(Digest *digest, Arena *arena, const Line *line, size_t depth) {
    for (; line != NULL; line = line->next) {
        digest_add(digest, text_format(arena, "%zu", depth));
        for (size_t i = 0; i < line->token_count; i++) {
            digest_add(digest, line->tokens[i].written);
        }
        digest_lines(digest, arena, line->below, depth + 1);
    }
}

/* Of its words and how they stand below each other: blanks and comments are nothing. */
static Text digest_of(const ReformReader *reform) {
    Digest *digest = digest_new();
    for (size_t i = 0; i < reform->line->token_count; i++) {
        digest_add(digest, reform->line->tokens[i].written);
    }
    digest_lines(digest, reform->reader->arena, reform->line->below, 1);
    if (reform->reader->reforms_from != DATE_MIN) {
        digest_add(digest, date_format(reform->reader->arena, reform->info.dates.from));
    }
    return digest_finish(reform->reader->arena, digest);
}

/* A pack that the reform changes is another text: its digest is that of both. */
static void sign_packs(ReformReader *reform) {
    Arena *arena = reform->reader->arena;
    for (size_t i = 0; i < reform->reader->packs.count; i++) {
        PackDraft *pack = pack_at(reform->reader, i);
        Text start = text_format(arena, "%.*s: ", TEXT_ARGS(pack->name));
        bool is_changed = false;
        for (size_t j = 0; j < reform->changes.count; j++) {
            Text change = ARRAY_ITEMS(Text, &reform->changes)[j];
            is_changed = is_changed || text_starts_with(change, start);
        }
        if (is_changed) {
            Digest *digest = digest_new();
            digest_add(digest, pack->digest);
            digest_add(digest, reform->info.digest);
            pack->digest = digest_finish(arena, digest);
        }
    }
}

static Text authority_of(const ReformReader *reform) {
    Arena *arena = reform->reader->arena;
    Text cite = reform->info.citation;
    if (text_is_empty(cite)) {
        return text_format(arena, "reform %.*s, hypothetical", TEXT_ARGS(reform->info.name));
    }
    return text_format(arena, "reform %.*s%s, %.*s", TEXT_ARGS(reform->info.name),
                       reform->info.is_hypothetical ? ", hypothetical" : "", TEXT_ARGS(cite));
}

/* `reform NAME "title"`; the cursor stands after `reform`. */
static bool read_title(Cursor *cursor, Text *name, Text *title) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD || !is_name(token->text)) {
        return report_here(cursor, "the name of the reform is wanted here: a letter, then letters, "
                                   "digits and `_`");
    }
    cursor->at++;
    *name = token->text;
    return cursor_take_text(cursor, "the title of the reform", title) && cursor_expect_end(cursor);
}

static bool is_in_force(const Reader *reader, Text name) {
    for (size_t i = 0; i < reader->reforms.count; i++) {
        if (text_equals(ARRAY_ITEMS(ReformInfo, &reader->reforms)[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool read_name(ReformReader *reform, PackDraft *any) {
    Cursor cursor = reform_cursor(reform, any, reform->line);
    cursor.at = 1;
    Text name = TEXT("");
    if (!read_title(&cursor, &name, &reform->info.title)) {
        return false;
    }
    cursor.at = 1;
    reform->info.name = reform->home == NULL
                            ? name
                            : text_format(reform->reader->arena, "%.*s.%.*s",
                                          TEXT_ARGS(reform->home->name), TEXT_ARGS(name));
    if (is_in_force(reform->reader, reform->info.name)) {
        return report_here(&cursor, "a reform `%.*s` is in force already", TEXT_ARGS(quoted(name)));
    }
    if (reform->reader->reforms.count >= REFORMS_MAX) {
        return report_here(&cursor, "more than %d reforms cannot be in force", REFORMS_MAX);
    }
    return true;
}

/* What may follow from another slip is left until that is mended. */
static void check_whole(const ReformReader *reform, PackDraft *any) {
    if (text_is_empty(reform->info.citation) && !reform->info.is_hypothetical) {
        report_line(any, reform->source, reform->line,
                    "the reform does not say where it stands: add a `cite` line, or `hypothetical` "
                    "where nobody has proposed it");
    }
    if (reform->changes.count == 0) {
        report_line(any, reform->source, reform->line,
                    "the reform changes nothing; below `in PACK` say what it changes");
    }
}

/* Where another day is asked for than the reform's own. */
static void begin_later(ReformReader *reform, PackDraft *any) {
    DateRange *dates = &reform->info.dates;
    if (reform->reader->reforms_from <= dates->from) {
        return;
    }
    dates->from = reform->reader->reforms_from;
    if (dates->from > dates->until) {
        Text last = date_format(reform->reader->arena, dates->until);
        report_line(any, reform->source, reform->line,
                    "the reform ends on %.*s, before the day from which it is asked for",
                    TEXT_ARGS(last));
    }
}

static void finish_reform(ReformReader *reform) {
    reform->info.digest = digest_of(reform);
    reform->info.changes = reform->changes.items;
    reform->info.change_count = reform->changes.count;
    sign_packs(reform);
    *(ReformInfo *)array_add(&reform->reader->reforms) = reform->info;
}

void reform_read(Reader *reader, const SourceFile *source, const Line *line, PackDraft *home) {
    ReformReader reform = {.reader = reader,
                           .source = source,
                           .line = line,
                           .changes = array_new(reader->arena, sizeof(Text)),
                           .added = array_new(reader->arena, sizeof(AddedLine)),
                           .home = home};
    PackDraft *any = home != NULL ? home : pack_at(reader, 0);
    reform.info =
        (ReformInfo){.file = source->file, .line = line->number, .dates = {DATE_MIN, DATE_MAX}};
    if (!read_name(&reform, any)) {
        return;
    }
    const size_t problems = problem_count(reader->problems);
    read_clauses(&reform, any);
    begin_later(&reform, any);
    reform.authority = authority_of(&reform);
    size_t own = reader->provisions.count;
    declare_added(&reform);
    read_changes(&reform, any);
    if (problems == problem_count(reader->problems)) {
        provisions_check(reader, own);
    }
    if (problems == problem_count(reader->problems)) {
        check_whole(&reform, any);
    }
    finish_reform(&reform);
}

bool reform_has_dates(const ReformReader *reform) {
    return reform->info.dates.from != DATE_MIN || reform->info.dates.until != DATE_MAX;
}

Text reform_words(const Cursor *cursor, size_t first, size_t end) {
    const Token *tokens = cursor->line->tokens;
    return end <= first
               ? TEXT("")
               : source_words(cursor->pack->reader->arena, &tokens[first], &tokens[end - 1]);
}

void reform_note(ReformReader *reform, const Cursor *cursor, Text text) {
    Text *place = array_add(&reform->changes);
    *place = text_format(reform->reader->arena, "%.*s: %.*s", TEXT_ARGS(cursor->pack->name),
                         TEXT_ARGS(text));
}

/* ---- in a pack ---- */

void reform_declare(PackDraft *pack, const Line *line) {
    Cursor cursor = cursor_at(pack, &pack->source, line);
    cursor.at = 1;
    Text name = TEXT("");
    Text title = TEXT("");
    if (!read_title(&cursor, &name, &title)) {
        return;
    }
    if (!map_add(pack->reforms, name, line->number)) {
        size_t first = 0;
        (void)map_find(pack->reforms, name, &first);
        report_line(pack, &pack->source, line, "the reform `%.*s` stands already on line %zu",
                    TEXT_ARGS(quoted(name)), first);
        return;
    }
    OfferedReform *offered = array_add(&pack->reader->offers);
    offered->offer.name =
        text_format(pack->reader->arena, "%.*s.%.*s", TEXT_ARGS(pack->name), TEXT_ARGS(name));
    offered->offer.title = title;
    offered->offer.pack = pack->index;
    offered->source = &pack->source;
    offered->line = line;
}

void reforms_check(const LawSet *set, ProblemList *problems) {
    for (size_t i = 0; set->reform_count == 0 && i < set->offer_count; i++) {
        Arena *scratch = arena_new();
        const LawSet *applied = law_offer_apply(scratch, set, i, problems);
        (void)applied;
        arena_free(scratch);
    }
}

/* ---- the face ---- */

static void read_file(Reader *reader, const SourceFile *source) {
    PackDraft *any = pack_at(reader, 0);
    for (const Line *line = source->lines; line != NULL; line = line->next) {
        Cursor cursor = cursor_at(any, source, line);
        if (cursor_is_word(&cursor, "reform")) {
            reform_read(reader, source, line, NULL);
        } else {
            (void)report_here(&cursor, "a file of reforms has `reform NAME \"title\"` at its left "
                                       "margin, and nothing else");
        }
    }
}

const LawSet *law_reform_text(Arena *arena, const LawSet *set, Text file, Text content,
                              ProblemList *problems) {
    return law_reform_text_from(arena, set, file, content, DATE_MIN, problems);
}

const LawSet *law_reform_text_from(Arena *arena, const LawSet *set, Text file, Text content,
                                   Date from, ProblemList *problems) {
    SourceFile *source = ARENA_NEW(arena, SourceFile);
    if (!source_read(arena, file, content, source, problems)) {
        return NULL;
    }
    if (source->lines == NULL) {
        problem_add(problems, file, 0, 0,
                    "the file is empty; a reform begins with `reform NAME \"title\"`");
        return NULL;
    }
    if (set->pack_count == 0) {
        problem_add(problems, file, 0, 0, "there are no packs to reform");
        return NULL;
    }
    Reader *reader = reform_reader_new(arena, set, source, problems);
    reader->reforms_from = from;
    read_file(reader, source);
    return reader_finish(reader);
}

const LawSet *law_offer_apply(Arena *arena, const LawSet *set, size_t offer,
                              ProblemList *problems) {
    const OfferedReform *offered = &set->offers[offer];
    Reader *reader = reform_reader_new(arena, set, offered->source, problems);
    reform_read(reader, offered->source, offered->line, pack_at(reader, offered->offer.pack));
    return reader_finish(reader);
}
