/* SPDX-License-Identifier: Apache-2.0 */
/* Neighbouring words of a name that one word may stand for: by their initials, or as a phrase that
 * has an abbreviation. */
#include "screening/index.h"

#include "base/map.h"

enum {
    INITIALS_LEAST = 3,
    INITIALS_MOST = 7,
    PHRASE_MOST = 4, /* words */
    VALUE_PHRASE = 9500,
    VALUE_LONG = 9200,
    VALUE_OF_FOUR = 8600,
    VALUE_OF_THREE = 8000
};

/* A phrase that has an abbreviation. */
typedef struct Phrasing {
    uint32_t hash; /* of what its words mean, see meaning_of */
    uint32_t abbreviation;
} Phrasing;

struct Spelling {
    Array phrasings;   /* of Phrasing */
    uint64_t openings; /* first words, as bits of their meanings */
};

/* Words that stand for each other mean the same. */
static uint32_t meaning_of(const Word *word) {
    return word->synonym != 0 ? word->synonym : word->hash;
}

static uint32_t add_meaning(uint32_t hash, uint32_t meaning) {
    return (hash ^ meaning) * UINT32_C(0x9E3779B1) + UINT32_C(0x7F4A7C15);
}

static uint64_t bloom_bit(uint32_t hash) {
    return UINT64_C(1) << ((hash * UINT32_C(0x9E3779B1)) >> 26);
}

static void add_phrasing(Arena *scratch, Normaliser *normaliser, Spelling *spelling,
                         const char *const *abbreviation) {
    Name name;
    uint32_t hash = 0;
    normalise(scratch, normaliser, text_from(abbreviation[1]), &name);
    for (size_t i = 0; i < name.count; i++) {
        word_complete(scratch, &name.words[i]);
        normaliser_add_synonym(normaliser, &name.words[i]);
        const uint32_t meaning = meaning_of(&name.words[i]);
        spelling->openings |= i == 0 ? bloom_bit(meaning) : 0;
        hash = add_meaning(hash, meaning);
    }
    *(Phrasing *)array_add(&spelling->phrasings) =
        (Phrasing){.hash = hash, .abbreviation = word_hash(text_from(abbreviation[0]))};
}

const Spelling *spelling_new(Arena *arena, Normaliser *normaliser) {
    Arena *scratch = arena_new();
    Spelling *spelling = ARENA_NEW(arena, Spelling);
    *spelling = (Spelling){.phrasings = array_new(arena, sizeof(Phrasing))};
    for (size_t i = 0; i < PHRASE_ABBREVIATION_COUNT; i++) {
        add_phrasing(scratch, normaliser, spelling, PHRASE_ABBREVIATIONS[i]);
    }
    arena_free(scratch);
    return spelling;
}

static void add_span(Spans *spans, uint32_t hash, size_t first, size_t end, int value) {
    if (spans->count < SPANS_MAX) {
        spans->items[spans->count++] = (Span){.hash = hash,
                                              .first = (uint8_t)first,
                                              .count = (uint8_t)(end - first),
                                              .value = (uint16_t)value};
        spans->bloom |= bloom_bit(hash);
    }
}

/* ---- phrases ---- */

static void add_phrases_at(const Spelling *spelling, const Word *const *words, size_t count,
                           size_t first, Spans *spans) {
    const Phrasing *phrasings = ARRAY_ITEMS(Phrasing, &spelling->phrasings);
    uint32_t hash = 0;
    size_t taken = 0;
    for (size_t end = first; end < count && taken < PHRASE_MOST; end++) {
        if (words[end]->kind == WORD_STOP) {
            continue;
        }
        hash = add_meaning(hash, meaning_of(words[end]));
        taken++;
        for (size_t i = 0; taken > 1 && i < spelling->phrasings.count; i++) {
            if (phrasings[i].hash == hash) {
                add_span(spans, phrasings[i].abbreviation, first, end + 1, VALUE_PHRASE);
            }
        }
    }
}

/* ---- initials ---- */

static bool has_initial(const Word *word) {
    return word->kind != WORD_LEGAL_FORM && word->length > 1 && word->text.bytes[0] >= 'a' &&
           word->text.bytes[0] <= 'z';
}

static int value_of(size_t letters) {
    return letters > INITIALS_LEAST + 1 ? VALUE_LONG
           : letters > INITIALS_LEAST   ? VALUE_OF_FOUR
                                        : VALUE_OF_THREE;
}

/* Stop words within give no letter. All of a name's words are the business of its acronym. */
static void add_initials_at(const Word *const *words, size_t count, size_t first, size_t whole,
                            Spans *spans) {
    char letters[INITIALS_MOST];
    size_t length = 0;
    for (size_t end = first; end < count && length < INITIALS_MOST; end++) {
        if (words[end]->kind == WORD_STOP) {
            continue;
        }
        if (!has_initial(words[end])) {
            return;
        }
        letters[length++] = words[end]->text.bytes[0];
        if (length >= INITIALS_LEAST && length < whole) {
            add_span(spans, word_hash((Text){letters, length}), first, end + 1, value_of(length));
        }
    }
}

void spans_find(const Spelling *spelling, const Word *const *words, size_t count, Spans *spans) {
    size_t whole = 0; /* words that an acronym of the name has letters of */
    spans->count = 0;
    spans->bloom = 0;
    for (size_t i = 0; i < count; i++) {
        whole += words[i]->kind == WORD_PLAIN ? 1 : 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (words[i]->kind == WORD_STOP) {
            continue;
        }
        if ((spelling->openings & bloom_bit(meaning_of(words[i]))) != 0) {
            add_phrases_at(spelling, words, count, i, spans);
        }
        add_initials_at(words, count, i, whole, spans);
    }
}

/* ---- words that may be such abbreviations ---- */

static bool may_abbreviate(const Word *word) {
    return word->length >= 2 && word->length <= INITIALS_MOST && !word->has_digits &&
           word->kind != WORD_STOP;
}

uint64_t spans_bloom(const Word *const *words, size_t count) {
    uint64_t bloom = 0;
    for (size_t i = 0; i < count; i++) {
        bloom |= may_abbreviate(words[i]) ? bloom_bit(words[i]->hash) : 0;
    }
    return bloom;
}

bool span_is_of(const Span *span, const Word *word) {
    return span->hash == word->hash && may_abbreviate(word);
}

bool spans_find_own(const Spans *spans, const Word *const *words, size_t count, OwnAcronym *own) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < spans->count && words[i]->length >= INITIALS_LEAST; j++) {
            const Span *span = &spans->items[j];
            const bool is_outside = i < span->first || i >= (size_t)span->first + span->count;
            if (is_outside && span->value != VALUE_PHRASE && span_is_of(span, words[i])) {
                *own = (OwnAcronym){
                    .place = (uint8_t)(i + 1), .first = span->first, .count = span->count};
                return true;
            }
        }
    }
    *own = (OwnAcronym){0};
    return false;
}
