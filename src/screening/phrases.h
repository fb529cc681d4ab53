/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_PHRASES_H
#define ENTENTE_SCREENING_PHRASES_H

/* Private to screening/: the words and phrases we know (legal forms, stop words, synonyms),
 * found in the pieces of a name. Legal forms are also known misspelled by a letter, run
 * together with a neighbour, with a word missing, and out of their order: what says little
 * about a name should not part it from another because somebody mistyped it. What is found
 * follows from the pieces alone. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "screening/name.h"

/* A word while it is read; `is_pointed` where a point and nothing else follows it. */
typedef struct Piece {
    char bytes[WORD_BYTES_MAX];
    size_t length;
    uint32_t from;
    uint32_t until;
    bool is_abjad;
    bool is_pointed;
} Piece;

typedef struct Pieces {
    Piece items[SCREENING_WORDS_MAX];
    size_t count;
    bool is_cut;
    Text fragments[SCREENING_WORDS_MAX]; /* the word of a legal form it is, or misspells */
    uint64_t rights;                     /* those spelled right, as bits */
} Pieces;

typedef struct Phrases Phrases;

typedef struct FoundPhrase {
    Text text; /* closed up */
    uint16_t group;
    uint8_t kind;
} FoundPhrase;

Phrases *phrases_new(Arena *arena);

/* Parts long words of legal forms from what they were run together with, and fills in the
 * fragments of all pieces: before any of these. */
void phrases_prepare(const Phrases *phrases, Pieces *pieces);

/* The longest phrase of at most so many pieces that begins at one; how many it takes, 0 for
 * none. */
size_t phrases_find(const Phrases *phrases, const Pieces *pieces, size_t at, size_t most,
                    FoundPhrase *found);

/* The longest legal form, of `least` words and more, whose words stand among `free` pieces in
 * any order; their bits, 0 for none. */
uint64_t phrases_find_scattered(const Phrases *phrases, const Pieces *pieces, uint64_t free,
                                size_t least, FoundPhrase *found);

/* The group of synonyms of which a word has the key (romanisation_key), or a stem and an ending;
 * 0 for none. */
uint16_t phrases_group_of(const Phrases *phrases, Text word, Text key);

/* What the words of the group say. */
WordRole phrases_role(const Phrases *phrases, uint16_t group);

/* How many groups there are; they are numbered from 1. */
size_t phrases_group_count(const Phrases *phrases);

#endif
