/* SPDX-License-Identifier: Apache-2.0 */
#include "law/read_condition.h"

/* Conditions: blocks (`all of`, `any of`, ...) here, single ones by their operator in
 * comparison.c. */

static Text text_between(const Cursor *cursor, size_t first, size_t end) {
    if (end <= first) {
        return TEXT("");
    }
    const Token *tokens = cursor->line->tokens;
    return source_words(cursor->pack->reader->arena, &tokens[first], &tokens[end - 1]);
}

/* The rest after the condition's words: a citation and the end of the line. */
static bool read_tail(Cursor *cursor, size_t first, Condition *condition) {
    condition->text = text_between(cursor, first, cursor->at);
    condition->line = cursor->line->number;
    return cursor_take_citation(cursor, &condition->citation) && cursor_expect_end(cursor);
}

/* All conditions in the lines from `line` on; false where any had a problem. */
static bool read_children(const Cursor *cursor, const Line *line, Condition *parent) {
    Array children = array_new(cursor->pack->reader->arena, sizeof(Condition));
    bool are_read = true;
    for (; line != NULL; line = line->next) {
        Cursor below = *cursor;
        below.line = line;
        below.at = 0;
        const Condition *child = condition_read(&below);
        are_read = child != NULL && are_read;
        if (child != NULL) {
            Condition *place = array_add(&children);
            *place = *child;
        }
    }
    parent->children = children.items;
    parent->child_count = children.count;
    return are_read;
}

static bool take_track(Cursor *cursor, Condition *condition) {
    condition->kind = CONDITION_TRACK;
    if (!cursor_is(cursor, TOKEN_WORD) || !is_name(cursor_peek(cursor)->text) ||
        cursor_is_word(cursor, "cite")) {
        return report_here(cursor, "the name of the track is wanted here");
    }
    const Token *token = cursor_take(cursor);
    condition->name = token->text;
    if (!map_add(cursor->provision->tracks, token->text, token->line)) {
        report_at(cursor, token, "the track `%.*s` stands twice in this provision",
                  TEXT_ARGS(quoted(token->text)));
        return false;
    }
    return true;
}

/* Whether a block begins at the cursor; takes its words. */
static bool take_block_words(Cursor *cursor, ConditionKind *kind) {
    static const struct {
        const char *words;
        ConditionKind kind;
    } blocks[] = {{"all of", CONDITION_ALL},
                  {"any of", CONDITION_ANY},
                  {"none of", CONDITION_NONE},
                  {"track", CONDITION_TRACK}};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        if (cursor_take_words(cursor, blocks[i].words)) {
            *kind = blocks[i].kind;
            return true;
        }
    }
    return false;
}

static bool read_block(Cursor *cursor, size_t first, Condition *condition) {
    bool is_named = condition->kind != CONDITION_TRACK || take_track(cursor, condition);
    bool is_ended = is_named && read_tail(cursor, first, condition);
    if (cursor->line->below == NULL) {
        report_line(cursor->pack, cursor->source, cursor->line,
                    "nothing is indented below this line; its conditions are wanted there");
        return false;
    }
    return read_children(cursor, cursor->line->below, condition) && is_ended;
}

/* `when` with nothing after it but a block, all of which must hold. */
static bool read_bare_block(Cursor *cursor, Condition *condition) {
    condition->kind = CONDITION_ALL;
    if (!read_tail(cursor, cursor->at, condition)) {
        return false;
    }
    condition->text = TEXT("all of");
    return read_children(cursor, cursor->line->below, condition);
}

static bool is_at_bare_block(const Cursor *cursor) {
    return (cursor_ends(cursor) || cursor_is_word(cursor, "cite")) && cursor->line->below != NULL;
}

const Condition *condition_read(Cursor *cursor) {
    Condition *condition = ARENA_NEW(cursor->pack->reader->arena, Condition);
    *condition = (Condition){.table = LAW_NONE, .provision = LAW_NONE};
    size_t first = cursor->at;
    bool is_read = false;
    if (is_at_bare_block(cursor)) {
        is_read = read_bare_block(cursor, condition);
        bool is_alone = condition->child_count == 1 && text_is_empty(condition->citation);
        return !is_read ? NULL : is_alone ? &condition->children[0] : condition;
    }
    if (take_block_words(cursor, &condition->kind)) {
        is_read = read_block(cursor, first, condition);
    } else {
        is_read = comparison_read(cursor, condition) && read_tail(cursor, first, condition);
        expect_nothing_below(cursor);
    }
    return is_read ? condition : NULL;
}
