/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "law/lint.h"

/* Words of facts that are likely misspelt. A fact's words are declared nowhere, so a rule may
 * wait for one that nobody gives. Known are those that the fact's question names, that tables have
 * it is looked up in, that hold otherwise, and that are said twice, be it in a test. */

/* LIST: so many words of a table are a list of all there are; WORLD: so many countries. */
enum { SHORTEST = 3, LIST = 20, WORLD = 150 };

typedef struct Mention {
    Text word;
    Text file;
    size_t line;
    size_t count;
    bool is_own; /* of the pack that is looked at */
} Mention;

/* Of one fact, or of the reasons of requirements where `attribute` is LAW_NONE. */
typedef struct Words {
    const Lint *lint;
    const Map *elsewhere; /* cells of all tables, and what facts are otherwise */
    size_t attribute;
    Map *said;      /* -> position in mentions */
    Array mentions; /* of Mention */
    Map *listed;    /* in tables */
    Map *known;     /* by the question, what holds otherwise, and tables */
} Words;

/* `file` is empty where another pack says it. */
static void say(Words *words, Text word, Text file, size_t line) {
    size_t at = map_count(words->said);
    if (map_add(words->said, word, at)) {
        *(Mention *)array_add(&words->mentions) = (Mention){.word = word};
    } else {
        (void)map_find(words->said, word, &at);
    }
    Mention *mention = array_at(&words->mentions, at);
    mention->count++;
    if (!text_is_empty(file)) {
        mention->is_own = true;
        mention->file = file;
        mention->line = line;
    }
}

static void say_by(Words *words, Text word, const Provision *where, size_t line) {
    say(words, word, where->pack == words->lint->pack ? where->file : TEXT(""), line);
}

static void list_column(Words *words, size_t table, size_t column) {
    const LawTable *it = &words->lint->set->tables[table];
    for (size_t i = 0; i < it->row_count; i++) {
        (void)map_add(words->listed, it->rows[i].values[column].text, 0);
        (void)map_add(words->known, it->rows[i].values[column].text, 0);
    }
}

/* All countries count as one fact: where a list has them is not asked. */
static bool is_subject(const Words *words, const Operand *operand) {
    if (operand->kind != OPERAND_ATTRIBUTE && operand->kind != OPERAND_MEMBER) {
        return false;
    }
    const LawAttribute *attributes = words->lint->set->attributes;
    return operand->index == words->attribute ||
           (words->attribute != LAW_NONE &&
            attributes[words->attribute].type == ATTRIBUTE_COUNTRY &&
            attributes[operand->index].type == ATTRIBUTE_COUNTRY);
}

static void gather_operands(Words *words, const Provision *provision, const Condition *condition,
                            size_t first) {
    for (size_t i = first; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        if (operand->kind == OPERAND_LITERAL) {
            say_by(words, operand->literal.text, provision, condition->line);
        } else if (operand->kind == OPERAND_COLUMN) {
            list_column(words, provision->each.table, operand->index);
        }
    }
}

static void gather_lookup(Words *words, const Condition *condition) {
    size_t last = words->lint->set->tables[condition->table].column_count - 1;
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (is_subject(words, &condition->operands[i])) {
            list_column(words, condition->table, i < last ? i : last);
        }
    }
}

static bool asks_reasons(const Condition *condition) {
    return condition->kind == CONDITION_EVERY_REASON || condition->kind == CONDITION_ANY_REASON;
}

static void gather_condition(Words *words, const Provision *provision, const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    if (condition->kind == CONDITION_TABLE) {
        gather_lookup(words, condition);
    } else if (asks_reasons(condition)) {
        if (words->attribute == LAW_NONE) {
            gather_operands(words, provision, condition, 0);
        }
    } else if (condition->operand_count > 1 && is_subject(words, &condition->operands[0])) {
        gather_operands(words, provision, condition, 1);
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        gather_condition(words, provision, &condition->children[i]);
    }
}

static void gather_reason(Words *words, const Provision *provision) {
    if (words->attribute != LAW_NONE || !provision->has_reason) {
        return;
    }
    if (provision->reason.kind == OPERAND_LITERAL) {
        (void)map_add(words->known, provision->reason.literal.text, 0);
    } else if (provision->reason.kind == OPERAND_COLUMN) {
        list_column(words, provision->each.table, provision->reason.index);
    }
}

static void gather_provision(Words *words, const Provision *provision) {
    for (size_t i = 0; i < provision->each.match_count; i++) {
        if (is_subject(words, &provision->each.matches[i].operand)) {
            list_column(words, provision->each.table, provision->each.matches[i].column);
        }
    }
    gather_reason(words, provision);
    gather_condition(words, provision, provision->when);
    gather_condition(words, provision, provision->except_where);
    gather_condition(words, provision, provision->provided_that);
    for (size_t i = 0; i < provision->review_count; i++) {
        gather_condition(words, provision, provision->reviews[i].when);
    }
}

static bool is_of_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_';
}

/* Each word of a text, parted by what stands in no word. */
static void know_words(Map *known, Text text) {
    size_t start = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && is_of_word(text.bytes[i])) {
            continue;
        }
        if (i > start) {
            (void)map_add(known, text_slice(text, start, i), 0);
        }
        start = i + 1;
    }
}

/* Each member of a set. */
static void say_members(Words *words, Text value, Text file, size_t line) {
    size_t start = 0;
    for (size_t i = 0; i <= value.length; i++) {
        if (i == value.length || value.bytes[i] == '+') {
            say(words, text_slice(value, start, i), file, line);
            start = i + 1;
        }
    }
}

static void gather_tests(Words *words) {
    for (size_t i = 0; i < words->lint->test_count; i++) {
        const LawTest *test = &words->lint->tests[i];
        for (size_t j = 0; j < test->given_count; j++) {
            const LawTestGiven *given = &test->given[j];
            if (given->attribute == words->attribute) {
                say_members(words, given->value, test->file, given->line);
            }
        }
    }
}

/* A code is on a list that has one above or below it. */
static bool is_on_list(const Words *words, Text word) {
    for (size_t i = 0; i < map_count(words->listed); i++) {
        Text listed = map_key(words->listed, i);
        if (law_code_is_within(word, listed) || law_code_is_within(listed, word)) {
            return true;
        }
    }
    return false;
}

static bool is_off_list(const Words *words, Text word) {
    if (words->attribute == LAW_NONE) {
        return false;
    }
    const bool is_country =
        words->lint->set->attributes[words->attribute].type == ATTRIBUTE_COUNTRY;
    return map_count(words->listed) >= (is_country ? WORLD : LIST) && !is_on_list(words, word);
}

/* Codes with brackets are near to many others of their list. */
static bool is_plain(Text word) {
    for (size_t i = 0; i < word.length; i++) {
        if (word.bytes[i] == '(') {
            return false;
        }
    }
    return word.length >= SHORTEST;
}

static void lint_mention(Lint *lint, const Words *words, const Mention *mention) {
    Text nearest = TEXT("");
    size_t ignored = 0;
    if (!mention->is_own || mention->count > 1 || map_find(words->known, mention->word, &ignored) ||
        map_find(words->elsewhere, mention->word, &ignored) || is_on_list(words, mention->word)) {
        return;
    }
    const bool is_near = map_nearest(words->known, mention->word, &nearest);
    if (!(is_near && is_plain(mention->word)) && !is_off_list(words, mention->word)) {
        return;
    }
    const Text name = words->attribute == LAW_NONE ? TEXT("a requirement's reason")
                                                   : lint->set->attributes[words->attribute].name;
    law_lint_error(lint, mention->file, mention->line,
                   "`%.*s` is said nowhere else of %.*s%s%.*s%s", TEXT_ARGS(mention->word),
                   TEXT_ARGS(name), is_near ? "; did you mean `" : ": likely it is misspelt",
                   TEXT_ARGS(nearest), is_near ? "`?" : "");
}

static void know_common(Words *words) {
    for (size_t i = 0; i < words->mentions.count; i++) {
        const Mention *mention = array_at(&words->mentions, i);
        if (mention->count > 1) {
            (void)map_add(words->known, mention->word, 0);
        }
    }
}

static void lint_subject(Lint *lint, const Map *elsewhere, size_t attribute) {
    Words words = {.lint = lint,
                   .elsewhere = elsewhere,
                   .attribute = attribute,
                   .said = map_new(lint->arena),
                   .mentions = array_new(lint->arena, sizeof(Mention)),
                   .listed = map_new(lint->arena),
                   .known = map_new(lint->arena)};
    for (size_t i = 0; i < lint->set->provision_count; i++) {
        gather_provision(&words, &lint->set->provisions[i]);
    }
    if (attribute != LAW_NONE) {
        know_words(words.known, lint->set->attributes[attribute].ask);
        know_words(words.known, lint->set->attributes[attribute].default_text);
        gather_tests(&words);
    }
    know_common(&words);
    for (size_t i = 0; i < words.mentions.count; i++) {
        lint_mention(lint, &words, array_at(&words.mentions, i));
    }
}

static bool has_words(const LawAttribute *attribute) {
    return attribute->type == ATTRIBUTE_CODE || attribute->type == ATTRIBUTE_SET;
}

static const Map *gather_elsewhere(const Lint *lint) {
    Map *elsewhere = map_new(lint->arena);
    for (size_t i = 0; i < lint->set->table_count; i++) {
        const LawTable *table = &lint->set->tables[i];
        for (size_t j = 0; j < table->row_count * table->column_count; j++) {
            const TableRow *row = &table->rows[j / table->column_count];
            (void)map_add(elsewhere, row->values[j % table->column_count].text, 0);
        }
    }
    for (size_t i = 0; i < lint->set->attribute_count; i++) {
        (void)map_add(elsewhere, lint->set->attributes[i].default_text, 0);
    }
    return elsewhere;
}

/* A set is otherwise `none`, or nearly so by mistake. */
static void lint_default(Lint *lint, const LawAttribute *attribute) {
    enum { SWAPPED = 2 };
    const Text none = TEXT("none");
    const Text text = attribute->default_text;
    if (attribute->type != ATTRIBUTE_SET || attribute->pack != lint->pack ||
        text.length < SHORTEST || text_equals(text, none) || text_distance(text, none) > SWAPPED) {
        return;
    }
    const Text file =
        file_path(lint->arena, lint->set->packs[lint->pack].info.folder, TEXT("pack.law"));
    law_lint_error(lint, file, attribute->line,
                   "`%.*s` is what `%.*s` is otherwise; did you mean `none`?", TEXT_ARGS(text),
                   TEXT_ARGS(attribute->name));
}

void law_lint_words(Lint *lint) {
    const Map *elsewhere = gather_elsewhere(lint);
    bool has_country = false;
    for (size_t i = 0; i < lint->set->attribute_count; i++) {
        const LawAttribute *attribute = &lint->set->attributes[i];
        const bool is_country = attribute->type == ATTRIBUTE_COUNTRY;
        const bool is_named = attribute->value_rule_count > 0; /* checked when it was read */
        if ((has_words(attribute) && !is_named) || (is_country && !has_country)) {
            lint_subject(lint, elsewhere, i);
            lint_default(lint, attribute);
        }
        has_country = has_country || is_country;
    }
    lint_subject(lint, elsewhere, LAW_NONE);
}
