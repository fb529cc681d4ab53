/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_NAME_H
#define ENTENTE_SCREENING_NAME_H

/* Private to screening/: a name as it is compared, made by a Normaliser. A word is folded to
 * small Latin letters and digits (bytes of scripts nothing is known of stay as they are). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "screening/screening.h"

enum { WORD_BYTES_MAX = 48 };

typedef enum WordKind { WORD_PLAIN, WORD_LEGAL_FORM, WORD_STOP } WordKind;

/* What a word of a name says: which party it is, what an organisation does, or where. */
typedef enum WordRole { ROLE_NAME, ROLE_DESCRIPTION, ROLE_PLACE } WordRole;

/* What is looked at most comes first, so that one line of cache holds it. */
typedef struct Word {
    uint64_t signature[2]; /* letter counts, see word_signature */
    uint32_t hash;         /* of text */
    uint32_t key_hash;
    uint32_t skeleton_hash;
    uint32_t key_letters; /* which letters the key has, see letters_of */
    uint16_t synonym;     /* words of one group stand for each other; 0 is none */
    uint8_t length;
    uint8_t key_length;
    uint8_t kind;  /* WordKind */
    bool is_abjad; /* from a script that leaves vowels out */
    bool has_digits;
    uint8_t role; /* WordRole */
    Text text;
    Text key;      /* what the romanisations of one sound have in common */
    Text skeleton; /* its consonants */
    Text plain;    /* digits read as the letters they look like, or empty */
    uint32_t from; /* its place in the name as given, in bytes */
    uint32_t until;
} Word;

typedef struct Name {
    Text given;
    Word *words;
    size_t count;
    bool is_cut;
    bool is_disguised;
    bool has_controls;
    bool is_malformed;
} Name;

typedef struct Normaliser Normaliser;

Normaliser *normaliser_new(void);
void normaliser_free(Normaliser *normaliser);

/* Text, kind, synonym and place of each word; word_complete does the rest. */
void normalise(Arena *arena, Normaliser *normaliser, Text given, Name *name);

/* Other spellings and inflections of a synonym are of its group too; and what the
 * word's role is: of a completed word. */
void normaliser_add_synonym(const Normaliser *normaliser, Word *word);

/* Groups of synonyms are numbered below it. */
size_t normaliser_group_count(const Normaliser *normaliser);

/* Computes what follows from a word's text. */
void word_complete(Arena *arena, Word *word);

/* The word that two neighbours make when they are written as one; `length` is 0 where they
 * cannot be. */
void word_join(Arena *arena, const Word *first, const Word *second, Word *joined);

/* The hashes of key and skeleton of that word; 0 where they cannot be joined. */
void word_join_hashes(const Word *first, const Word *second, uint32_t *key, uint32_t *skeleton);

/* Never 0. */
uint32_t word_hash(Text text);

/* Whether two texts are at most one insertion, deletion, replacement or swap apart. */
bool is_within_one_edit(Text a, Text b);

/* ---- the steps ---- */

/* A letter of the folded name and where it came from. */
typedef struct FoldedByte {
    char byte; /* a letter, or one of the marks below */
    bool is_abjad;
    uint32_t from;
    uint32_t until;
} FoldedByte;

enum { FOLDED_BLANK = ' ', FOLDED_POINT = '.' };

typedef struct Folded {
    FoldedByte *bytes;
    size_t count;
    size_t capacity;
    bool is_disguised;
    bool has_controls;
    bool is_malformed;
} Folded;

typedef struct Folder Folder;

Folder *folder_new(Arena *arena);
void folder_close(Folder *folder);
void fold(Arena *arena, Folder *folder, Text given, Folded *folded);

/* The code point at `*at`, which moves behind it; a byte that begins none is read alone, as
 * U+FFFD. */
uint32_t name_point(Text text, size_t *at);

/* The Latin spelling of a letter of a script we spell ourselves; NULL for any other. */
typedef enum CyrillicSpelling {
    CYRILLIC_RUSSIAN,
    CYRILLIC_UKRAINIAN,
    CYRILLIC_BELARUSIAN,
    CYRILLIC_SERBIAN
} CyrillicSpelling;

const char *cyrillic_spell(uint32_t point, CyrillicSpelling spelling);
/* Which language the letter gives away; false for one that many have. */
bool cyrillic_tells(uint32_t point, CyrillicSpelling *spelling);
const char *greek_spell(uint32_t point);
/* Of two letters that are one sound; NULL for others. */
const char *greek_spell_pair(uint32_t first, uint32_t second, bool is_after_vowel);
const char *abjad_spell(uint32_t point);
/* Names of Korea write the first consonants k, t and p; those of other languages are as they sound.
 */
const char *hangul_spell(uint32_t jamo, bool is_foreign);
const char *latin_spell(uint32_t point);
/* The Latin letter that a Cyrillic or Greek one looks like; 0 for none. */
char homoglyph_of(uint32_t point);

/* Spells a name of two parts that is written as one word without the article of the second, and the
 * part that many names share in one way (partings.c); at most WORD_BYTES_MAX bytes, the length. */
size_t join_parts(Text word, bool is_abjad, char *joined);

/* Whether a word is the article within such a name whose parts stand before and after it. */
bool is_article_within(Text before, Text word, Text after);

/* How many letters of an East Slavonic name after the father are the father's; 0 of any other word.
 */
size_t patronymic_stem(Text word);

/* Whether a word is "abd" with the article behind it and nothing else. */
bool is_servant(Text word);

/* The key and the consonants of a word, at most WORD_BYTES_MAX bytes; the length. */
size_t romanisation_key(Text word, char *key);
size_t consonant_skeleton(Text word, char *skeleton);

/* ---- words we know ---- */

typedef struct KnownPhrase {
    const char *phrase; /* folded, words parted by a blank */
    uint16_t group;     /* of synonyms; 0 is none */
    uint8_t kind;       /* WordKind */
} KnownPhrase;

extern const KnownPhrase LEGAL_FORMS[];
extern const size_t LEGAL_FORM_COUNT;
/* Groups of words, a zero-terminated text each, words parted by a blank; `*` behind a stem. */
extern const char *const DESCRIPTOR_GROUPS[];
extern const size_t DESCRIPTOR_GROUP_COUNT;
extern const char *const PLACE_GROUPS[];
extern const size_t PLACE_GROUP_COUNT;
extern const char *const GIVEN_NAME_GROUPS[];
extern const size_t GIVEN_NAME_GROUP_COUNT;
extern const char *const SYNONYM_GROUPS[];
extern const size_t SYNONYM_GROUP_COUNT;
extern const char *const STOP_WORDS[];
extern const size_t STOP_WORD_COUNT;
/* An abbreviation, and the words it stands for. */
extern const char *const PHRASE_ABBREVIATIONS[][2];
extern const size_t PHRASE_ABBREVIATION_COUNT;

#endif
