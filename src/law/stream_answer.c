/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "law/misspelt.h"
#include "law/stream.h"

/* Requests of one kind name the same members in the same order, so that each name is
 * looked for first where it stood in the line before. */

/* ---- reading ---- */

static bool is_plain(char letter) {
    return letter >= ' ' && letter < 0x7F && letter != '"' && letter != '\\';
}

typedef struct Bytes {
    const char *at;
    const char *end;
} Bytes;

static void skip_blanks(Bytes *bytes) {
    while (bytes->at < bytes->end && (*bytes->at == ' ' || *bytes->at == '\t')) {
        bytes->at++;
    }
}

static bool take(Bytes *bytes, char letter) {
    skip_blanks(bytes);
    if (bytes->at == bytes->end || *bytes->at != letter) {
        return false;
    }
    bytes->at++;
    return true;
}

/* A text without anything to unescape. */
static bool take_text(Bytes *bytes, Text *text) {
    if (!take(bytes, '"')) {
        return false;
    }
    const char *start = bytes->at;
    while (bytes->at < bytes->end && is_plain(*bytes->at)) {
        bytes->at++;
    }
    *text = (Text){start, (size_t)(bytes->at - start)};
    return take(bytes, '"') && bytes->at[-1] == '"' && bytes->at - 1 == start + text->length;
}

static bool take_word(Bytes *bytes, Text word) {
    if ((size_t)(bytes->end - bytes->at) < word.length ||
        memcmp(bytes->at, word.bytes, word.length) != 0) {
        return false;
    }
    bytes->at += word.length;
    return true;
}

/* A whole number as JSON writes it, of up to 15 digits. */
static bool take_whole(Bytes *bytes, int64_t *value) {
    enum { DIGITS_MAX = 15 };
    bool is_negative = bytes->at < bytes->end && *bytes->at == '-';
    const char *start = bytes->at + is_negative;
    const char *at = start;
    int64_t found = 0;
    while (at < bytes->end && *at >= '0' && *at <= '9' && at - start <= DIGITS_MAX) {
        found = found * 10 + (*at++ - '0');
    }
    bool has_rest = at < bytes->end && (*at == '.' || *at == 'e' || *at == 'E');
    if (at == start || at - start > DIGITS_MAX || has_rest || (*start == '0' && at - start > 1)) {
        return false;
    }
    bytes->at = at;
    *value = is_negative ? -found : found;
    return true;
}

/* ---- facts ---- */

static bool put(LawStream *stream, size_t attribute, LawClass class) {
    bool is_twice = stream->stamps[attribute] == stream->stamp;
    if (is_twice || stream->engine->is_slow[attribute]) {
        return false; /* what is compared with other facts needs its value, not a class */
    }
    stream->stamps[attribute] = stream->stamp;
    stream->given[stream->given_count++] = attribute;
    law_case_put(stream->transfer, attribute, class);
    return true;
}

static bool is_misspelt(const LawStream *stream, size_t attribute, Text value) {
    Arena *scratch = arena_new();
    Text nearest = {0};
    const bool is_wrong =
        law_value_is_misspelt(scratch, stream->engine->set, attribute, value, &nearest);
    arena_free(scratch);
    return is_wrong;
}

/* Where a code that does not stand in the law is remembered, until another comes there. */
static StreamCode *remembered(StreamCodes *codes, const StreamCode *code) {
    const uint64_t mixed = (code->bytes[0] ^ code->bytes[1]) * UINT64_C(0x9E3779B97F4A7C15);
    return &codes->others[mixed >> (64 - STREAM_OTHERS_BITS)];
}

/* The class of a code that does not stand in the law; false where that is not for this to say. */
static bool class_of_other(LawStream *stream, size_t attribute, Text value, LawClass *class) {
    Error ignored;
    Text nearest = {0};
    return law_class_of(stream->engine, attribute, value, class, &ignored) &&
           !law_code_is_written_otherwise(stream->engine->set, attribute, value, &nearest) &&
           !(stream->codes[attribute].is_listed && *class == CLASS_NOWHERE &&
             is_misspelt(stream, attribute, value));
}

static bool put_text(LawStream *stream, size_t attribute, Text value) {
    StreamCodes *codes = &stream->codes[attribute];
    LawClass class = 0;
    Error ignored;
    if (codes->room == 0 || value.length == 0 || value.length > CODE_BYTES_MAX) {
        return law_class_of(stream->engine, attribute, value, &class, &ignored) &&
               put(stream, attribute, class);
    }
    StreamCode code = law_stream_code(value, 0);
    const StreamCode *found = law_stream_slot(codes, &code);
    if (found->class != 0) {
        return put(stream, attribute, found->class);
    }
    StreamCode *other = remembered(codes, &code);
    if (other->class == 0 || !law_stream_same(other, &code)) {
        if (!class_of_other(stream, attribute, value, &code.class)) {
            return false;
        }
        *other = code; /* not known, as class 0: not remembered */
    }
    return put(stream, attribute, other->class);
}

static bool put_number(LawStream *stream, size_t attribute, int64_t value) {
    if (stream->engine->set->attributes[attribute].type != ATTRIBUTE_NUMBER) {
        return false;
    }
    return put(stream, attribute,
               law_class_of_number(stream->engine, attribute, decimal_from_integer(value)));
}

/* Codes of which one is misspelt are not for this to answer. */
static bool are_spelt(const LawStream *stream, size_t attribute, Text value) {
    return law_words_are_listed(stream->engine->set, attribute, value) ||
           !is_misspelt(stream, attribute, value);
}

/* A set as its codes joined by `+`, `none` or `unknown`. */
static bool put_set(LawStream *stream, size_t attribute, Text value) {
    const StreamSet *room = &stream->sets[attribute];
    FactValue fact;
    if (room->members == NULL || stream->stamps[attribute] == stream->stamp ||
        !are_spelt(stream, attribute, value) ||
        !law_set_parse(stream->engine->set, value, room->members, STREAM_MEMBERS_MAX, &fact)) {
        return false;
    }
    fact.is_given = true;
    stream->stamps[attribute] = stream->stamp;
    stream->given[stream->given_count++] = attribute;
    law_case_put_fact(stream->transfer, attribute, &fact);
    return true;
}

/* What the line says lasts no longer than the line. */
static bool put_set_text(LawStream *stream, size_t attribute, Text value) {
    char *bytes = stream->sets[attribute].bytes;
    if (value.length > STREAM_SET_BYTES_MAX) {
        return false;
    }
    if (value.length > 0) {
        memcpy(bytes, value.bytes, value.length);
    }
    return put_set(stream, attribute, (Text){bytes, value.length});
}

/* An array of codes. */
static bool put_list(LawStream *stream, size_t attribute, Text list) {
    Bytes bytes = {list.bytes, list.bytes + list.length};
    char *joined = stream->sets[attribute].bytes;
    size_t length = 0;
    Text code;
    if (joined == NULL) {
        return false;
    }
    while (take_text(&bytes, &code)) {
        if (code.length + 1 > STREAM_SET_BYTES_MAX - length) {
            return false;
        }
        memcpy(joined + length, code.bytes, code.length);
        length += code.length;
        if (!take(&bytes, ',')) {
            break;
        }
        joined[length++] = '+';
    }
    return put_set(stream, attribute, (Text){joined, length});
}

static bool put_word(LawStream *stream, size_t attribute, LawClass class) {
    AttributeType type = stream->engine->set->attributes[attribute].type;
    if (type == ATTRIBUTE_SET) {
        return class == CLASS_UNKNOWN && put_set_text(stream, attribute, TEXT("unknown"));
    }
    return (class == CLASS_UNKNOWN || type == ATTRIBUTE_YES_NO) && put(stream, attribute, class);
}

typedef struct Value {
    enum { VALUE_TEXT, VALUE_NUMBER, VALUE_WORD, VALUE_LIST } kind;
    Text text; /* of a list: what stands between its brackets */
    int64_t number;
    LawClass class; /* of a word */
} Value;

/* `"A", "B"` up to its closing bracket; `[]` is the empty set. */
static bool take_list(Bytes *bytes, Value *value) {
    const char *start = bytes->at;
    Text code;
    if (take(bytes, ']')) {
        *value = (Value){.kind = VALUE_TEXT, .text = TEXT("none")};
        return true;
    }
    do {
        if (!take_text(bytes, &code)) {
            return false;
        }
    } while (take(bytes, ','));
    *value = (Value){.kind = VALUE_LIST, .text = {start, (size_t)(bytes->at - start)}};
    return take(bytes, ']');
}

static bool take_value(Bytes *bytes, Value *value) {
    static const struct {
        Text word;
        LawClass class;
    } WORDS[] = {{{"true", 4}, 2}, {{"false", 5}, 1}, {{"null", 4}, CLASS_UNKNOWN}};
    skip_blanks(bytes);
    if (bytes->at < bytes->end && *bytes->at == '"') {
        value->kind = VALUE_TEXT;
        return take_text(bytes, &value->text);
    }
    if (take(bytes, '[')) {
        return take_list(bytes, value);
    }
    if (take_whole(bytes, &value->number)) {
        value->kind = VALUE_NUMBER;
        return true;
    }
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (take_word(bytes, WORDS[i].word)) {
            value->kind = VALUE_WORD;
            value->class = WORDS[i].class;
            return true;
        }
    }
    return false;
}

static bool put_value(LawStream *stream, size_t attribute, const Value *value) {
    switch (value->kind) {
    case VALUE_TEXT:
        return stream->sets[attribute].members != NULL
                   ? put_set_text(stream, attribute, value->text)
                   : put_text(stream, attribute, value->text);
    case VALUE_NUMBER:
        return put_number(stream, attribute, value->number);
    case VALUE_LIST:
        return put_list(stream, attribute, value->text);
    case VALUE_WORD:
        break;
    }
    return put_word(stream, attribute, value->class);
}

static bool take_fact(LawStream *stream, Bytes *bytes, const StreamTarget *target) {
    Value value = {0};
    bool is_put = take_value(bytes, &value);
    for (size_t i = 0; is_put && i < target->count; i++) {
        is_put = put_value(stream, target->attributes[i], &value);
    }
    return is_put;
}

/* ---- objects ---- */

static const StreamTarget *target_at(const LawStream *stream, size_t target) {
    return &ARRAY_ITEMS(StreamTarget, &stream->targets)[target];
}

/* The name that stood here in the line before, if it does again. */
static const StreamTarget *take_expected(LawStream *stream, Bytes *bytes, char prefix) {
    skip_blanks(bytes);
    if (stream->next >= stream->expected.count) {
        return NULL;
    }
    const StreamTarget *target =
        target_at(stream, ARRAY_ITEMS(size_t, &stream->expected)[stream->next]);
    if (target->prefix != prefix || !take_word(bytes, target->quoted)) {
        return NULL;
    }
    stream->next++;
    return target;
}

static const StreamTarget *take_name(LawStream *stream, Bytes *bytes, char prefix) {
    char key[STREAM_NAME_BYTES_MAX + 1] = {prefix};
    size_t start = prefix == '\0' ? 1 : 0;
    size_t target = 0;
    Text name;
    if (!take_text(bytes, &name) || name.length > STREAM_NAME_BYTES_MAX) {
        return NULL;
    }
    memcpy(key + 1, name.bytes, name.length);
    if (!map_find(stream->names, (Text){key + start, name.length + 1 - start}, &target)) {
        return NULL;
    }
    stream->expected.count = stream->next;
    *(size_t *)array_add(&stream->expected) = target;
    stream->next++;
    return target_at(stream, target);
}

typedef struct LineRead {
    Text id; /* as it is written */
    Date as_of;
    Date known_at;
    unsigned roles; /* seen, a bit for each */
} LineRead;

static bool take_member(LawStream *stream, Bytes *bytes, char prefix, LineRead *line);

static bool take_object(LawStream *stream, Bytes *bytes, char prefix, LineRead *line) {
    if (!take(bytes, '{')) {
        return false;
    }
    if (take(bytes, '}')) {
        return true;
    }
    while (take_member(stream, bytes, prefix, line)) {
        if (take(bytes, '}')) {
            return true;
        }
        if (!take(bytes, ',')) {
            return false;
        }
    }
    return false;
}

static bool take_id(Bytes *bytes, Text *id) {
    Value value = {0};
    skip_blanks(bytes);
    const char *start = bytes->at;
    bool is_taken = take_value(bytes, &value) &&
                    (value.kind == VALUE_NUMBER || (value.kind == VALUE_TEXT && *start == '"'));
    *id = (Text){start, (size_t)(bytes->at - start)};
    return is_taken && id->length <= STREAM_NAME_BYTES_MAX;
}

static bool take_date(Bytes *bytes, Date *date) {
    Text text;
    return take_text(bytes, &text) && date_parse(text, date);
}

static bool take_role(LawStream *stream, Bytes *bytes, StreamRole role, LineRead *line) {
    if ((line->roles >> role & 1) != 0) {
        return false; /* named twice */
    }
    line->roles |= 1U << role;
    switch (role) {
    case STREAM_ID:
        return take_id(bytes, &line->id);
    case STREAM_AS_OF:
        return take_date(bytes, &line->as_of);
    case STREAM_KNOWN_AT:
        return take_date(bytes, &line->known_at);
    case STREAM_ITEM:
        return take_object(stream, bytes, '.', line);
    case STREAM_FACTS:
        return take_object(stream, bytes, '\0', line);
    case STREAM_FACT:
    case STREAM_ROLES:
        break;
    }
    return false;
}

static bool take_member(LawStream *stream, Bytes *bytes, char prefix, LineRead *line) {
    const StreamTarget *target = take_expected(stream, bytes, prefix);
    target = target == NULL ? take_name(stream, bytes, prefix) : target;
    if (target == NULL || !take(bytes, ':')) {
        return false;
    }
    line->roles |= target->needed;
    return target->role == STREAM_FACT ? take_fact(stream, bytes, target)
                                       : take_role(stream, bytes, target->role, line);
}

/* ---- answering ---- */

static char *add(char *out, Text text) {
    memcpy(out, text.bytes, text.length);
    return out + text.length;
}

static char *add_word(char *out, Text name, Outcome outcome) {
    out = add(out, name);
    out = add(out, law_outcome_word(outcome));
    *out++ = '"';
    return out;
}

static char *add_number(char *out, int number) {
    char digits[16];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) {
        *out++ = digits[--count];
    }
    return out;
}

static char *add_days(char *out, int days) {
    out = add(out, TEXT(",\"days\":"));
    return days < 0 ? add(out, TEXT("null")) : add_number(out, days);
}

static bool line_speaks(const LawEngine *engine, const LawVerdict *verdict, size_t pack) {
    if (engine->word != NULL) {
        return true; /* its lines are left out where it does not speak */
    }
    const uint64_t *words = verdict->perhaps - engine->trace_word;
    BitPlace place = engine->packs[pack].speaks;
    return (words[place / WORD_BITS] >> place % WORD_BITS & 1) != 0;
}

static char *add_lines(const LawStream *stream, const LawVerdict *verdict, char *out) {
    out = add(out, TEXT(",\"rules\":["));
    bool is_first = true;
    for (size_t word = 0; word < verdict->words; word++) {
        for (uint64_t left = verdict->perhaps[word]; left != 0; left &= left - 1) {
            size_t line = word * WORD_BITS + LOWEST_BIT(left);
            const StreamLine *what = &stream->lines[line];
            if (!line_speaks(stream->engine, verdict, what->pack)) {
                continue;
            }
            if (!is_first) {
                *out++ = ',';
            }
            is_first = false;
            bool is_sure = (verdict->surely[word] & left & (0 - left)) != 0;
            out = add(out, is_sure ? what->yes : what->unknown);
        }
    }
    return add(out, TEXT("]}\n"));
}

/* Of up to STREAM_NAME_BYTES_MAX bytes of `id`, into the stream's own room. */
static Text write_answer(const LawStream *stream, Text id, const LawVerdict *verdict) {
    char *out = stream->output;
    *out++ = '{';
    if (id.length > 0) {
        out = add(out, TEXT("\"id\":"));
        out = add(out, id);
        *out++ = ',';
    }
    out = add_word(out, TEXT("\"outcome\":\""), verdict->outcome);
    out = add_word(out, TEXT(",\"best\":\""), verdict->best);
    out = add_word(out, TEXT(",\"worst\":\""), verdict->worst);
    out = add_days(out, verdict->days);
    out = add_lines(stream, verdict, out);
    return (Text){stream->output, (size_t)(out - stream->output)};
}

/* What the line before gave and this one does not is as if nothing were said. */
static void forget(LawStream *stream) {
    for (size_t i = 0; i < stream->given_count; i++) {
        size_t attribute = stream->given[i];
        if (stream->sets[attribute].members != NULL) {
            law_case_put_fact(stream->transfer, attribute, &stream->sets[attribute].blank);
        } else {
            law_case_put(stream->transfer, attribute, stream->blank[attribute]);
        }
    }
    stream->given_count = 0;
    stream->stamp++;
    stream->next = 0;
}

bool law_stream_answer(LawStream *stream, Text text, Text *answer) {
    Bytes bytes = {text.bytes, text.bytes + text.length};
    LineRead line = {0};
    forget(stream);
    if (!take_object(stream, &bytes, '/', &line)) {
        return false;
    }
    skip_blanks(&bytes);
    if (bytes.at != bytes.end || (line.roles & stream->needed) != stream->needed) {
        return false;
    }
    LawVerdict verdict;
    LawWhen when = {line.as_of, line.as_of, NULL};
    if ((line.roles >> STREAM_KNOWN_AT & 1) != 0) {
        when.known_at = line.known_at;
    }
    law_engine_decide(stream->engine, stream->transfer, &when, stream->scratch, &verdict);
    *answer = write_answer(stream, line.id, &verdict);
    return true;
}

Text law_stream_answer_facts(Arena *arena, LawStream *stream, const LawFacts *facts,
                             const LawWhen *when, Text id) {
    LawVerdict verdict;
    const LawCase *transfer = law_case_from(arena, stream->engine, facts);
    law_engine_decide(stream->engine, transfer, when, stream->scratch, &verdict);
    Text bare = write_answer(stream, TEXT(""), &verdict);
    if (text_is_empty(id)) {
        return text_copy(arena, bare);
    }
    return text_format(arena, "{\"id\":%.*s,%.*s", TEXT_ARGS(id),
                       TEXT_ARGS(text_slice(bare, 1, bare.length)));
}
