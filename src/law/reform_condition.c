/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "law/reform.h"

/* `change RULE`, and below it
 *     CONDITION becomes CONDITION
 *     CONDITION also VALUE, ...
 *     CONDITION without VALUE, ...
 * where the condition on the left is the provision's, or as much of its beginning as tells it
 * from the others. */

/* ---- the reform's days as a condition ---- */

/* A table of one row, which holds on those days: the engine knows dates of rows. */
static size_t add_gate_table(ReformReader *reform, const PackDraft *pack) {
    Arena *arena = reform->reader->arena;
    const ValueType code = {ATTRIBUTE_CODE, TEXT(""), false};
    TableColumn *column = ARENA_NEW(arena, TableColumn);
    *column = (TableColumn){.name = TEXT("state"), .type = ATTRIBUTE_CODE, .unit = TEXT("")};
    LawValue *value = ARENA_NEW(arena, LawValue);
    (void)literal_parse(reform->reader, TEXT("in_force"), code, value);
    TableRow *row = ARENA_NEW(arena, TableRow);
    *row = (TableRow){.values = value,
                      .holds = reform->info.dates,
                      .status = LAW_VERIFIED,
                      .citation = reform->authority,
                      .source = reform->info.source,
                      .line = reform->line->number};
    TableDraft *table = array_add(&reform->reader->tables);
    *table = (TableDraft){.pack = pack_at(reform->reader, pack->index),
                          .line = reform->line,
                          .columns = map_new(arena)};
    table->table = (LawTable){.pack = pack->index,
                              .name = text_format(arena, "%.*s.reform_%.*s", TEXT_ARGS(pack->name),
                                                  TEXT_ARGS(reform->info.name)),
                              .file = reform->info.file,
                              .citation = reform->authority,
                              .columns = column,
                              .column_count = 1,
                              .rows = row,
                              .row_count = 1,
                              .complete_by = LAW_NONE};
    return reform->reader->tables.count - 1;
}

const Condition *reform_gate(ReformReader *reform, PackDraft *pack) {
    if (reform->gate != NULL) {
        return reform->gate;
    }
    Arena *arena = reform->reader->arena;
    size_t table = add_gate_table(reform, pack);
    Operand *operand = ARENA_NEW(arena, Operand);
    operand->kind = OPERAND_LITERAL;
    operand->literal = table_at(reform->reader, table)->table.rows[0].values[0];
    Condition *gate = ARENA_NEW(arena, Condition);
    *gate = (Condition){
        .kind = CONDITION_TABLE,
        .operands = operand,
        .operand_count = 1,
        .table = table,
        .provision = LAW_NONE,
        .name = reform->info.name,
        .text = text_format(arena, "the reform %.*s is in force", TEXT_ARGS(reform->info.name)),
        .citation = reform->authority,
        .line = reform->line->number};
    reform->gate = gate;
    return gate;
}

static const Condition *block_of(Arena *arena, ConditionKind kind, const Condition *first,
                                 const Condition *second) {
    Condition *children = ARENA_MANY(arena, Condition, 2);
    children[0] = *first;
    children[1] = *second;
    Condition *block = ARENA_NEW(arena, Condition);
    *block = (Condition){.kind = kind,
                         .children = children,
                         .child_count = 2,
                         .table = LAW_NONE,
                         .provision = LAW_NONE,
                         .text = kind == CONDITION_ALL ? TEXT("all of") : TEXT("any of"),
                         .line = first->line};
    return block;
}

/* The new condition on the reform's days, the old one on all others. */
static const Condition *on_its_days(ReformReader *reform, PackDraft *pack, const Condition *old,
                                    const Condition *new_condition) {
    if (!reform_has_dates(reform)) {
        return new_condition;
    }
    Arena *arena = reform->reader->arena;
    const Condition *gate = reform_gate(reform, pack);
    Condition *shut = ARENA_NEW(arena, Condition);
    *shut = *gate;
    shut->is_negated = true;
    shut->text =
        text_format(arena, "the reform %.*s is not in force", TEXT_ARGS(reform->info.name));
    return block_of(arena, CONDITION_ANY, block_of(arena, CONDITION_ALL, gate, new_condition),
                    block_of(arena, CONDITION_ALL, shut, old));
}

/* ---- finding ---- */

/* Blanks between words count as one. */
static Text plain(Arena *arena, Text text) {
    TextBuilder builder = text_builder_new(arena);
    bool is_blank = false;
    for (size_t i = 0; i < text.length; i++) {
        bool is_space = text.bytes[i] == ' ' || text.bytes[i] == '\t';
        if (!is_space || !is_blank) {
            text_add_character(&builder, is_space ? ' ' : text.bytes[i]);
        }
        is_blank = is_space;
    }
    return text_built(&builder);
}

static bool is_block(const Condition *condition) {
    return condition->kind == CONDITION_ALL || condition->kind == CONDITION_ANY ||
           condition->kind == CONDITION_NONE || condition->kind == CONDITION_TRACK;
}

/* `wanted` is the text, or begins it at the border of a word. */
static bool begins(Text text, Text wanted) {
    return text_starts_with(text, wanted) &&
           (text.length == wanted.length || text.bytes[wanted.length] == ' ' ||
            text.bytes[wanted.length] == ',');
}

/* A single condition, and the name of the dated reform that changed it already, or empty. */
typedef struct FoundCondition {
    const Condition *condition;
    Text changed_by;
} FoundCondition;

/* The name of the reform whose block from on_its_days this is a part of, or empty. */
static Text gate_name(const Condition *block) {
    const Condition *first = block->child_count > 0 ? &block->children[0] : NULL;
    return first != NULL && first->kind == CONDITION_TABLE ? first->name : TEXT("");
}

/* The single conditions of a provision, in its order. */
static void list_conditions(const Condition *condition, Text changed_by, Array *found) {
    if (condition == NULL) {
        return;
    }
    if (!is_block(condition)) {
        *(FoundCondition *)array_add(found) = (FoundCondition){condition, changed_by};
        return;
    }
    Text name = gate_name(condition);
    for (size_t i = 0; i < condition->child_count; i++) {
        list_conditions(&condition->children[i], text_is_empty(name) ? changed_by : name, found);
    }
}

static Array conditions_of(Arena *arena, const Provision *provision) {
    Array found = array_new(arena, sizeof(FoundCondition));
    list_conditions(provision->when, TEXT(""), &found);
    list_conditions(provision->except_where, TEXT(""), &found);
    list_conditions(provision->provided_that, TEXT(""), &found);
    for (size_t i = 0; i < provision->review_count; i++) {
        list_conditions(provision->reviews[i].when, TEXT(""), &found);
    }
    return found;
}

static void report_none(const Cursor *cursor, const ProvisionDraft *draft, const Array *all,
                        Text wanted) {
    Arena *arena = cursor->pack->reader->arena;
    Map *texts = map_new(arena);
    for (size_t i = 0; i < all->count; i++) {
        const FoundCondition *found = array_at(all, i);
        (void)map_add(texts, plain(arena, found->condition->text), i);
    }
    Text hint = suggestion(arena, texts, wanted);
    (void)report_here(cursor, "`%.*s` has no condition `%.*s`%.*s",
                      TEXT_ARGS(draft->provision.name), TEXT_ARGS(quoted(wanted)), TEXT_ARGS(hint));
}

/* The one that is so, else the only one that begins so; NULL with a problem. */
static const FoundCondition *choose(const Cursor *cursor, const ProvisionDraft *draft,
                                    const Array *all, Text wanted) {
    const FoundCondition *chosen = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const FoundCondition *found = array_at(all, i);
        Text text = plain(cursor->pack->reader->arena, found->condition->text);
        if (text_equals(text, wanted)) {
            return found;
        }
        if (!begins(text, wanted)) {
            continue;
        }
        if (chosen != NULL && !text_equals(chosen->condition->text, found->condition->text)) {
            (void)report_here(cursor,
                              "several conditions of `%.*s` begin so, on lines %zu and %zu; write "
                              "more of the one that is meant",
                              TEXT_ARGS(draft->provision.name), chosen->condition->line,
                              found->condition->line);
            return NULL;
        }
        chosen = found;
    }
    if (chosen == NULL) {
        report_none(cursor, draft, all, wanted);
    }
    return chosen;
}

/* The same words may stand in several places, and are then changed in all of them. */
static const Condition *find_condition(const Cursor *cursor, const ProvisionDraft *draft,
                                       Text wanted) {
    Array all = conditions_of(cursor->pack->reader->arena, &draft->provision);
    const FoundCondition *found = choose(cursor, draft, &all, wanted);
    if (found != NULL && !text_is_empty(found->changed_by)) {
        (void)report_here(cursor,
                          "the reform `%.*s` changes this condition already on days of its own; "
                          "write both changes as one",
                          TEXT_ARGS(found->changed_by));
        return NULL;
    }
    return found == NULL ? NULL : found->condition;
}

/* ---- replacing ---- */

/* The tree with every condition of the old one's words replaced; the tree itself where
 * there is none in it. */
static const Condition *replaced(Arena *arena, const Condition *tree, const Condition *old,
                                 const Condition *new_condition) {
    if (tree == NULL) {
        return NULL;
    }
    if (!is_block(tree)) {
        return text_equals(tree->text, old->text) ? new_condition : tree;
    }
    Condition *children = ARENA_MANY(arena, Condition, tree->child_count);
    for (size_t i = 0; i < tree->child_count; i++) {
        const Condition *child = replaced(arena, &tree->children[i], old, new_condition);
        assert(child != NULL);
        children[i] = *child;
    }
    Condition *copy = ARENA_NEW(arena, Condition);
    *copy = *tree;
    copy->children = children;
    return copy;
}

static void replace(Arena *arena, Provision *provision, const Condition *old,
                    const Condition *new_condition) {
    provision->when = replaced(arena, provision->when, old, new_condition);
    provision->except_where = replaced(arena, provision->except_where, old, new_condition);
    provision->provided_that = replaced(arena, provision->provided_that, old, new_condition);
    LawReview *reviews = ARENA_MANY(arena, LawReview, provision->review_count);
    for (size_t i = 0; i < provision->review_count; i++) {
        reviews[i] = provision->reviews[i];
        reviews[i].when = replaced(arena, reviews[i].when, old, new_condition);
    }
    provision->reviews = reviews;
}

/* ---- also, without ---- */

/* The words of a condition, put together anew. */
static Text join(Arena *arena, const Array *words) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < words->count; i++) {
        Text word = ARRAY_ITEMS(Text, words)[i];
        bool is_comma = text_equals(word, TEXT(","));
        text_add(&builder, i == 0 || is_comma ? TEXT("") : TEXT(" "));
        text_add(&builder, word);
    }
    return text_built(&builder);
}

/* The text's words as one line, standing in the reform's file where the cursor does, so
 * that messages show what its author wrote. NULL where it has none. */
static const Line *line_of(const Cursor *cursor, Text text) {
    Reader *reader = cursor->pack->reader;
    SourceFile source;
    ProblemList unread = problem_list_new(reader->arena);
    if (!source_read(reader->arena, cursor->source->file, text, &source, &unread) ||
        source.lines == NULL) {
        return NULL;
    }
    const Token *at = &cursor->line->tokens[cursor->at];
    Token *tokens = ARENA_MANY(reader->arena, Token, source.lines->token_count);
    memcpy(tokens, source.lines->tokens, source.lines->token_count * sizeof(Token));
    for (size_t i = 0; i < source.lines->token_count; i++) {
        tokens[i].line = at->line;
        tokens[i].column = at->column;
    }
    Line *line = ARENA_NEW(reader->arena, Line);
    *line = (Line){.tokens = tokens, .token_count = source.lines->token_count, .number = at->line};
    return line;
}

static Array words_of(Arena *arena, const Line *line) {
    Array words = array_new(arena, sizeof(Text));
    for (size_t i = 0; i < line->token_count; i++) {
        *(Text *)array_add(&words) = line->tokens[i].written;
    }
    return words;
}

static void add_words(Array *words, const Cursor *cursor) {
    *(Text *)array_add(words) = TEXT(",");
    for (size_t i = cursor->at; i < cursor->line->token_count; i++) {
        *(Text *)array_add(words) = cursor->line->tokens[i].written;
    }
}

/* Takes one word out of a list, with the comma beside it; false where it is the last. */
static bool take_out(Array *words, size_t at) {
    Text *all = ARRAY_ITEMS(Text, words);
    bool has_before = at > 0 && text_equals(all[at - 1], TEXT(","));
    bool has_after = at + 1 < words->count && text_equals(all[at + 1], TEXT(","));
    if (!has_before && !has_after) {
        return false;
    }
    size_t first = has_before ? at - 1 : at;
    memmove(&all[first], &all[first + 2], (words->count - first - 2) * sizeof(Text));
    words->count -= 2;
    return true;
}

/* Where the word stands in a list, from its end; LAW_NONE where it does not. */
static size_t find_word(const Array *words, Text word) {
    for (size_t i = words->count; i-- > 1;) {
        if (text_equals(ARRAY_ITEMS(Text, words)[i], word)) {
            return i;
        }
    }
    return LAW_NONE;
}

static bool remove_words(Cursor *cursor, Array *words) {
    Arena *arena = cursor->pack->reader->arena;
    do {
        if (cursor_ends(cursor)) {
            return report_here(cursor, "a value is wanted here");
        }
        Text word = cursor_peek(cursor)->written;
        size_t at = find_word(words, word);
        if (at == LAW_NONE) {
            Map *names = map_new(arena);
            for (size_t i = 1; i < words->count; i++) {
                (void)map_add(names, ARRAY_ITEMS(Text, words)[i], i);
            }
            Text hint = suggestion(arena, names, word);
            return report_here(cursor, "`%.*s` does not stand in the condition%.*s",
                               TEXT_ARGS(quoted(word)), TEXT_ARGS(hint));
        }
        if (!take_out(words, at)) {
            return report_here(cursor, "no value would be left; write `becomes` and what is to "
                                       "hold instead, or `switch off` the provision");
        }
        cursor->at++;
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    return cursor_expect_end(cursor);
}

static bool has_list(const Condition *condition) {
    switch (condition->kind) {
    case CONDITION_EQUALS:
    case CONDITION_WITHIN:
    case CONDITION_SET_ANY:
    case CONDITION_SET_ALL:
    case CONDITION_TABLE:
    case CONDITION_EVERY_REASON:
    case CONDITION_ANY_REASON:
        return true;
    case CONDITION_SET_EVERY:
        return condition->operand_count > 1;
    case CONDITION_ALL:
    case CONDITION_ANY:
    case CONDITION_NONE:
    case CONDITION_TRACK:
    case CONDITION_YES:
    case CONDITION_FACT:
    case CONDITION_COMPARE:
        break;
    }
    return false;
}

/* The old condition with values more or less, read as any other. */
static const Condition *read_list(Cursor *cursor, const Condition *old, bool is_wider) {
    Arena *arena = cursor->pack->reader->arena;
    if (cursor_ends(cursor)) {
        (void)report_here(cursor, "a value is wanted here");
        return NULL;
    }
    if (!has_list(old)) {
        (void)report_here(cursor, "the condition holds no list of values; write `becomes` and what "
                                  "is to hold instead");
        return NULL;
    }
    const Line *before = line_of(cursor, old->text);
    if (before == NULL) {
        return NULL;
    }
    Array words = words_of(arena, before);
    Cursor first = *cursor;
    if (is_wider) {
        add_words(&words, cursor);
        cursor->at = cursor->line->token_count;
    } else if (!remove_words(cursor, &words)) {
        return NULL;
    }
    Cursor read = *cursor;
    read.at = 0;
    read.line = line_of(&first, join(arena, &words));
    return read.line == NULL ? NULL : condition_read(&read);
}

/* ---- the lines ---- */

typedef enum ChangeKind {
    CHANGE_BECOMES,
    CHANGE_ALSO,
    CHANGE_WITHOUT,
    CHANGE_NOT_FOUND
} ChangeKind;

static ChangeKind change_word(const Line *line, size_t *at) {
    static const char *const words[] = {"becomes", "also", "without"};
    for (size_t i = 0; i < line->token_count; i++) {
        for (size_t j = 0; j < sizeof words / sizeof words[0]; j++) {
            bool is_word = line->tokens[i].kind == TOKEN_WORD;
            if (is_word && text_equals(line->tokens[i].text, text_from(words[j]))) {
                *at = i;
                return (ChangeKind)j;
            }
        }
    }
    return CHANGE_NOT_FOUND;
}

static const Condition *read_new(Cursor *cursor, ChangeKind kind, const Condition *old) {
    if (kind == CHANGE_BECOMES) {
        return condition_read(cursor);
    }
    expect_nothing_below(cursor);
    return read_list(cursor, old, kind == CHANGE_ALSO);
}

/* Where the words came from and who changed them. */
static const Condition *cited(const ReformReader *reform, const Condition *old,
                              const Condition *changed) {
    Arena *arena = reform->reader->arena;
    Text own = text_is_empty(changed->citation) ? old->citation : changed->citation;
    Condition *copy = ARENA_NEW(arena, Condition);
    *copy = *changed;
    copy->line = old->line;
    copy->citation = text_is_empty(own) ? reform->authority
                                        : text_format(arena, "%.*s; %.*s", TEXT_ARGS(own),
                                                      TEXT_ARGS(reform->authority));
    return copy;
}

static void read_change(ReformReader *reform, PackDraft *pack, ProvisionDraft *draft,
                        const Line *line) {
    Cursor cursor = cursor_at(pack, reform->source, line);
    size_t at = 0;
    cursor.provision = draft;
    ChangeKind kind = change_word(line, &at);
    if (kind == CHANGE_NOT_FOUND || at == 0) {
        (void)report_here(&cursor, "a condition of the provision is wanted here, then `becomes` "
                                   "and another, or `also` or `without` and values");
        return;
    }
    Arena *arena = reform->reader->arena;
    const Condition *old =
        find_condition(&cursor, draft, plain(arena, reform_words(&cursor, 0, at)));
    if (old == NULL) {
        return;
    }
    cursor.at = at + 1;
    const size_t problems = problem_count(reform->reader->problems);
    const Condition *changed = read_new(&cursor, kind, old);
    if (changed == NULL || problems < problem_count(reform->reader->problems)) {
        return;
    }
    if (text_equals(changed->text, old->text) && !is_block(changed)) {
        (void)report_line(pack, reform->source, line, "this changes nothing");
        return;
    }
    replace(arena, &draft->provision, old,
            on_its_days(reform, pack, old, cited(reform, old, changed)));
    reform_note(reform, &cursor,
                text_format(arena, "change %.*s: %.*s", TEXT_ARGS(draft->provision.name),
                            TEXT_ARGS(reform_words(&cursor, 0, line->token_count))));
}

void reform_change(ReformReader *reform, Cursor *cursor) {
    ProvisionDraft *draft = reform_provision(cursor);
    if (draft == NULL || !cursor_expect_end(cursor)) {
        return;
    }
    if (cursor->line->below == NULL) {
        (void)report_here(cursor, "nothing is indented below this line; the conditions that change "
                                  "are wanted there");
    }
    for (const Line *line = cursor->line->below; line != NULL; line = line->next) {
        read_change(reform, cursor->pack, draft, line);
    }
}
