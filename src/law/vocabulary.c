/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

/* What every pack has without declaring it. */
typedef struct CommonAttribute {
    const char *name;
    AttributeType type;
    const char *ask;
    const CellSource *values;
    size_t value_count;
} CommonAttribute;

#define KIND(letters)                                                                              \
    { .word = {letters, sizeof(letters) - 1}, .table = LAW_NONE }
static const CellSource kinds[] = {KIND("goods"), KIND("software"), KIND("technology"),
                                   KIND("service")};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static const CommonAttribute common_attributes[] = {
    {"origin", ATTRIBUTE_COUNTRY, "From which country does it come?", NULL, 0},
    {"destination", ATTRIBUTE_COUNTRY, "To which country does it go?", NULL, 0},
    {"item.id", ATTRIBUTE_CODE, "Which item is it?", NULL, 0},
    {"item.kind", ATTRIBUTE_CODE, "What kind of item is it: goods, software, technology, service?",
     kinds, KIND_COUNT},
    {"exporter.id", ATTRIBUTE_CODE, "Who sends it?", NULL, 0},
    {"consignee.id", ATTRIBUTE_CODE, "Who receives it?", NULL, 0},
    {"end_user.id", ATTRIBUTE_CODE, "Who uses it in the end?", NULL, 0},
    {"end_use", ATTRIBUTE_CODE, "What is it used for in the end?", NULL, 0}};

static void name_values(Reader *reader, LawAttribute *attribute, const CommonAttribute *common) {
    ValueRule *rule = ARENA_NEW(reader->arena, ValueRule);
    *rule = (ValueRule){.rule = {.kind = CELLS_ONE_OF,
                                 .allowed = common->values,
                                 .allowed_count = common->value_count},
                        .pack = LAW_NONE};
    attribute->value_rules = rule;
    attribute->value_rule_count = 1;
}

void vocabulary_declare_common(Reader *reader) {
    for (size_t i = 0; i < sizeof common_attributes / sizeof common_attributes[0]; i++) {
        const CommonAttribute *common = &common_attributes[i];
        Text name = text_from(common->name);
        (void)map_add(reader->attribute_names, name, reader->attributes.count);
        AttributeDraft *draft = array_add(&reader->attributes);
        draft->attribute = (LawAttribute){.name = name,
                                          .type = common->type,
                                          .ask = text_from(common->ask),
                                          .cost = 1,
                                          .pack = LAW_NONE};
        if (common->value_count > 0) {
            name_values(reader, &draft->attribute, common);
        }
    }
}

static bool read_type(Cursor *cursor, LawAttribute *attribute) {
    static const struct {
        const char *words;
        AttributeType type;
    } types[] = {{"yes/no", ATTRIBUTE_YES_NO}, {"set of code", ATTRIBUTE_SET},
                 {"code", ATTRIBUTE_CODE},     {"number", ATTRIBUTE_NUMBER},
                 {"date", ATTRIBUTE_DATE},     {"country", ATTRIBUTE_COUNTRY}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (!cursor_take_words(cursor, types[i].words)) {
            continue;
        }
        attribute->type = types[i].type;
        if (attribute->type == ATTRIBUTE_NUMBER && cursor_take_words(cursor, "in")) {
            if (!cursor_is(cursor, TOKEN_WORD)) {
                return report_here(cursor, "a unit is wanted here, such as `in USD`");
            }
            attribute->unit = cursor_take(cursor)->text;
        }
        return true;
    }
    return report_here(cursor, "a type is wanted here: `yes/no`, `code`, `set of code`, `number`, "
                               "`number in UNIT`, `date` or `country`");
}

bool type_read(Cursor *cursor, AttributeType *type, Text *unit) {
    LawAttribute attribute = {.unit = TEXT("")};
    bool is_read = read_type(cursor, &attribute);
    *type = is_read ? attribute.type : ATTRIBUTE_CODE;
    *unit = attribute.unit;
    return is_read;
}

static bool read_set_default(Cursor *cursor, LawAttribute *attribute) {
    if (!cursor_is(cursor, TOKEN_WORD) && !cursor_is(cursor, TOKEN_STRING)) {
        return report_here(cursor, "a value is wanted here, such as `none`");
    }
    attribute->default_text = cursor_take(cursor)->text;
    return true;
}

static bool read_default(Cursor *cursor, LawAttribute *attribute) {
    attribute->has_default = true;
    if (attribute->type == ATTRIBUTE_SET) {
        return read_set_default(cursor, attribute);
    }
    LawValue value;
    ValueType type = {attribute->type, attribute->unit, false};
    bool is_read = literal_read(cursor, type, &value);
    attribute->default_text = is_read ? value.text : TEXT("");
    return is_read;
}

static bool read_cost(Cursor *cursor, LawAttribute *attribute) {
    int cost = 1;
    bool is_read = cursor_take_count(cursor, "a cost", 0, 1000000, &cost);
    attribute->cost = (unsigned)cost;
    return is_read;
}

/* `ask`, `cost`, `otherwise` and `derived from`, in any order, up to the end of the line. */
static bool read_clauses(Cursor *cursor, AttributeDraft *draft) {
    LawAttribute *attribute = &draft->attribute;
    while (!cursor_ends(cursor)) {
        bool is_read = false;
        if (cursor_take_words(cursor, "ask")) {
            is_read = cursor_take_text(cursor, "the question to ask", &attribute->ask);
        } else if (cursor_take_words(cursor, "cost")) {
            is_read = read_cost(cursor, attribute);
        } else if (cursor_take_words(cursor, "otherwise")) {
            is_read = read_default(cursor, attribute);
        } else if (cursor_take_words(cursor, "derived from")) {
            is_read = derived_read(cursor, draft);
        } else if (value_line_take(cursor, draft, &is_read)) {
            /* read or not, `is_read` tells */
        } else {
            return report_here(cursor,
                               "`%.*s` is not understood here; `ask`, `cost`, `otherwise`, "
                               "`derived from`, `is one of`, `within` or `written` may follow",
                               TEXT_ARGS(quoted(cursor_peek(cursor)->written)));
        }
        if (!is_read) {
            return false;
        }
    }
    return true;
}

static bool read_attribute(Cursor *cursor, AttributeDraft *draft) {
    if (!cursor_take_kind(cursor, TOKEN_COLON)) {
        return report_here(cursor, "a colon and a type are wanted here, as in `item.eccn : code`");
    }
    if (!read_type(cursor, &draft->attribute) || !read_clauses(cursor, draft)) {
        return false;
    }
    bool is_read = true;
    for (const Line *line = cursor->line->below; line != NULL; line = line->next) {
        Cursor below = cursor_at(cursor->pack, cursor->source, line);
        is_read = read_clauses(&below, draft) && is_read;
        expect_nothing_below(&below);
    }
    return is_read;
}

static bool defaults_agree(const LawAttribute *a, const LawAttribute *b) {
    return a->has_default == b->has_default &&
           (!a->has_default || text_equals(a->default_text, b->default_text));
}

/* One pack may say how a fact is derived, or several the same words. */
static void derived_join(Cursor *cursor, const Token *token, AttributeDraft *known,
                         const AttributeDraft *again) {
    if (again->derived_from == NULL) {
        return;
    }
    if (known->derived_from == NULL) {
        known->attribute.derived = again->attribute.derived;
        known->derived_from = again->derived_from;
        known->derived_by = again->derived_by;
        known->derived_line = again->derived_line;
    } else if (known->attribute.derived != again->attribute.derived ||
               again->attribute.derived == DERIVED_SHARE ||
               !text_equals(known->derived_from->text, again->derived_from->text)) {
        report_at(cursor, token,
                  "`%.*s` is derived from something else where it was declared before",
                  TEXT_ARGS(quoted(token->text)));
    }
}

/* The same path, declared before by another pack. */
static void join_attribute(Cursor *cursor, const Token *token, AttributeDraft *known,
                           const AttributeDraft *again) {
    ValueType before = {known->attribute.type, known->attribute.unit, known->is_doubtful};
    ValueType now = {again->attribute.type, again->attribute.unit, again->is_doubtful};
    bool is_same = before.type == now.type && types_agree(before, now);
    if (!before.is_doubtful && !now.is_doubtful && !is_same) {
        Arena *arena = cursor->pack->reader->arena;
        report_at(
            cursor, token,
            "`%.*s` is a %.*s here, and a %.*s where it was declared before; they must be the "
            "same",
            TEXT_ARGS(quoted(token->text)), TEXT_ARGS(type_text(arena, now)),
            TEXT_ARGS(type_text(arena, before)));
        return;
    }
    if (!defaults_agree(&known->attribute, &again->attribute)) {
        report_at(cursor, token,
                  "`%.*s` has another `otherwise` here than where it was declared "
                  "before; they must be the same",
                  TEXT_ARGS(quoted(token->text)));
        return;
    }
    if (text_is_empty(known->attribute.ask)) {
        known->attribute.ask = again->attribute.ask;
    }
    derived_join(cursor, token, known, again);
}

static void keep_attribute(Cursor *cursor, const Token *token, const AttributeDraft *draft) {
    PackDraft *pack = cursor->pack;
    Reader *reader = pack->reader;
    size_t index = reader->attributes.count;
    if (map_find(reader->attribute_names, token->text, &index)) {
        join_attribute(cursor, token, attribute_at(reader, index), draft);
    } else if (index >= ATTRIBUTES_MAX) {
        report_at(cursor, token, "the packs declare more than %d facts", ATTRIBUTES_MAX);
        return;
    } else {
        (void)map_add(reader->attribute_names, token->text, index);
        AttributeDraft *place = array_add(&reader->attributes);
        *place = *draft;
    }
    for (size_t i = 0; i < draft->value_lines.count; i++) {
        *(ValueLine *)array_add(&reader->value_lines) =
            (ValueLine){index, pack, *(const CellLine *)array_at(&draft->value_lines, i)};
    }
    if (!map_add(pack->attributes, token->text, index)) {
        report_at(cursor, token, "`%.*s` is declared twice", TEXT_ARGS(quoted(token->text)));
    }
}

static void declare(PackDraft *pack, const Line *line) {
    Cursor cursor = cursor_at(pack, &pack->source, line);
    const Token *token = cursor_take(&cursor);
    if (token->kind != TOKEN_WORD || !is_path(token->text)) {
        report_at(&cursor, token,
                  "a fact's name is wanted here: names joined by dots, such as "
                  "`item.eccn`");
        return;
    }
    AttributeDraft draft = {.attribute = {.name = token->text,
                                          .type = ATTRIBUTE_CODE,
                                          .cost = 1,
                                          .pack = pack->index,
                                          .line = line->number},
                            .value_lines = array_new(pack->reader->arena, sizeof(CellLine))};
    draft.is_doubtful = !read_attribute(&cursor, &draft);
    keep_attribute(&cursor, token, &draft);
}

void vocabulary_read(PackDraft *pack, const Line *line) {
    Cursor cursor = cursor_at(pack, &pack->source, line);
    cursor.at = 1;
    (void)cursor_expect_end(&cursor);
    for (const Line *below = line->below; below != NULL; below = below->next) {
        declare(pack, below);
    }
}
