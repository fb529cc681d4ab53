/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the vocabulary that have a similarity to a word. Every kind of edge has its
 * way to them, so that none is lost; what a way leads to is then compared. */
#include "screening/index.h"

#include <stdlib.h>

static void note(Expander *expander, uint32_t number, const Word *word) {
    if (expander->stamps[number] == expander->stamp) {
        return;
    }
    expander->stamps[number] = expander->stamp;
    const int value = similarity(word, expander->masks, &expander->index->words[number]).value;
    if (value > 0) {
        Expanded *expanded = array_add(&expander->found);
        *expanded = (Expanded){number, value};
    }
}

static void note_all(Expander *expander, const Lookup *lookup, uint32_t hash, const Word *word) {
    const uint32_t *values = NULL;
    const size_t count = lookup_find(lookup, hash, &values);
    for (size_t i = 0; i < count; i++) {
        note(expander, values[i], word);
    }
}

/* Whether the distance allows it, from letters that lie beside the signatures: the words
 * themselves are all over memory. */
static bool may_be_near(const Expander *expander, const Word *word, uint32_t at, size_t length,
                        int allowed) {
    return length > SCAN_LETTERS ||
           distance_within(expander->masks, word->length,
                           (Text){expander->index->scan_letters[at], length}, allowed) <= allowed;
}

/* Words whose letters differ by at most `allowed` edits, among those of one length. */
ALWAYS_INLINE static inline void scan(Expander *expander, const Word *word, size_t length,
                                      int allowed) {
    const ScreeningIndex *index = expander->index;
    const uint64_t first = word->signature[0];
    const uint64_t second = word->signature[1];
    const uint32_t end = index->length_starts[length + 1];
    for (uint32_t i = index->length_starts[length]; i < end; i++) {
        const int apart = COUNT_BITS(first ^ index->scan_signatures[i][0]) +
                          COUNT_BITS(second ^ index->scan_signatures[i][1]);
        if (apart <= 2 * allowed && may_be_near(expander, word, i, length, allowed)) {
            note(expander, index->scan_words[i], word);
        }
    }
}

/* The same for a processor that counts bits by itself, and for any. */
WITH_POPCOUNT static void scan_with_popcount(Expander *expander, const Word *word, size_t length,
                                             int allowed) {
    scan(expander, word, length, allowed);
}

static void scan_plainly(Expander *expander, const Word *word, size_t length, int allowed) {
    scan(expander, word, length, allowed);
}

static void note_near_spellings(Expander *expander, const Word *word) {
    const size_t most = DISTANCE_MAX;
    const size_t shortest = word->length > most ? word->length - most : 1;
    for (size_t length = shortest; length <= word->length + most && length <= WORD_BYTES_MAX;
         length++) {
        const size_t longer = length > word->length ? length : word->length;
        const size_t shorter = length > word->length ? word->length : length;
        const int allowed = distance_allowed(longer);
        if (allowed == 0 || longer - shorter > (size_t)allowed) {
            continue;
        }
        if (expander->index->has_popcount) {
            scan_with_popcount(expander, word, length, allowed);
        } else {
            scan_plainly(expander, word, length, allowed);
        }
    }
}

static void note_near_keys(Expander *expander, const Word *word) {
    char shorter[WORD_BYTES_MAX];
    if (word->has_digits || word->key_length + 1 < KEY_NEAR_LENGTH) {
        return;
    }
    note_all(expander, &expander->index->near_keys, word->key_hash, word);
    for (size_t i = 0; i < word->key.length; i++) {
        for (size_t j = 0; j + 1 < word->key.length; j++) {
            shorter[j] = word->key.bytes[j < i ? j : j + 1];
        }
        note_all(expander, &expander->index->near_keys,
                 word_hash((Text){shorter, word->key.length - 1}), word);
    }
}

static void note_initials(Expander *expander, const Word *word) {
    const ScreeningIndex *index = expander->index;
    if (word->length == 1 && !word->has_digits) {
        note_all(expander, &index->initials, (unsigned char)word->text.bytes[0], word);
    } else if (word->kind == WORD_PLAIN) {
        note_all(expander, &index->texts, word_hash(text_slice(word->text, 0, 1)), word);
    }
}

static void note_disguises(Expander *expander, const Word *word) {
    const ScreeningIndex *index = expander->index;
    note_all(expander, &index->plains, word->hash, word);
    if (word->plain.length > 0) {
        note_all(expander, &index->plains, word_hash(word->plain), word);
        note_all(expander, &index->texts, word_hash(word->plain), word);
    }
}

static int compare_expanded(const void *a, const void *b) {
    const Expanded *first = a;
    const Expanded *second = b;
    if (first->value != second->value) {
        return first->value > second->value ? -1 : 1;
    }
    return first->word < second->word ? -1 : first->word > second->word ? 1 : 0;
}

static void keep_found(Arena *arena, Expander *expander, Expansion *expansion) {
    const Expanded *found = ARRAY_ITEMS(Expanded, &expander->found);
    const size_t count = expander->found.count;
    if (count > 1) {
        qsort(expander->found.items, count, sizeof(Expanded), compare_expanded);
    }
    *expansion = (Expansion){.words = ARENA_MANY(arena, uint32_t, count),
                             .values = ARENA_MANY(arena, int, count),
                             .count = count};
    for (size_t i = 0; i < count; i++) {
        expansion->words[i] = found[i].word;
        expansion->values[i] = found[i].value;
        expansion->name_count += expander->index->posting_starts[found[i].word + 1] -
                                 expander->index->posting_starts[found[i].word];
    }
}

void expand(Arena *arena, Expander *expander, const Word *word, Expansion *expansion) {
    const ScreeningIndex *index = expander->index;
    expander->stamp++;
    expander->found.count = 0;
    distance_prepare(word->text, expander->masks);
    note_all(expander, &index->texts, word->hash, word);
    if (word->synonym != 0) {
        note_all(expander, &index->synonyms, word->synonym, word);
    }
    if (!word->has_digits && word->key_length > 0) {
        note_all(expander, &index->keys, word->key_hash, word);
    }
    if (word->skeleton.length >= 2) {
        note_all(expander, &index->skeletons, word->skeleton_hash, word);
    }
    note_near_spellings(expander, word);
    note_near_keys(expander, word);
    note_initials(expander, word);
    note_disguises(expander, word);
    distance_clear(word->text, expander->masks);
    keep_found(arena, expander, expansion);
}
