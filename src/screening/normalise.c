/* SPDX-License-Identifier: Apache-2.0 */
/* Words of a name: parted, abbreviations with points closed up, legal forms and stop words
 * marked. */
#include "screening/phrases.h"

#include <string.h>

struct Normaliser {
    Arena *arena;
    Folder *folder;
    Phrases *phrases;
};

Normaliser *normaliser_new(void) {
    Arena *arena = arena_new();
    Normaliser *normaliser = ARENA_NEW(arena, Normaliser);
    *normaliser =
        (Normaliser){.arena = arena, .folder = folder_new(arena), .phrases = phrases_new(arena)};
    return normaliser;
}

void normaliser_free(Normaliser *normaliser) {
    if (normaliser != NULL) {
        folder_close(normaliser->folder);
        arena_free(normaliser->arena);
    }
}

void normaliser_add_synonym(const Normaliser *normaliser, Word *word) {
    if (word->synonym == 0 && word->kind == WORD_PLAIN && !word->has_digits && !word->is_abjad) {
        word->synonym = phrases_group_of(normaliser->phrases, word->text, word->key);
    }
    word->role =
        (uint8_t)(word->kind == WORD_PLAIN ? phrases_role(normaliser->phrases, word->synonym)
                                           : ROLE_NAME);
}

size_t normaliser_group_count(const Normaliser *normaliser) {
    return phrases_group_count(normaliser->phrases);
}

uint32_t word_hash(Text text) {
    const uint64_t hash = text_hash(text);
    const uint32_t folded = (uint32_t)(hash ^ (hash >> 32));
    return folded == 0 ? 1 : folded; /* 0 says that there is none */
}

/* ---- parting ---- */

static bool is_between(char byte) {
    return byte == FOLDED_BLANK || byte == FOLDED_POINT;
}

static void add_to_piece(Pieces *pieces, Piece *piece, const FoldedByte *byte) {
    if (piece->length == WORD_BYTES_MAX) {
        pieces->is_cut = true;
        return;
    }
    if (piece->length == 0) {
        piece->from = byte->from;
    }
    piece->bytes[piece->length++] = byte->byte;
    piece->is_abjad |= byte->is_abjad;
}

/* "s.a." is one word and so is "sp"; single letters parted by points alone are closed up. */
static bool closes_up(const Pieces *pieces, size_t letters_before) {
    return pieces->count > 0 && letters_before > 0 && pieces->items[pieces->count - 1].is_pointed;
}

static void read_pieces(const Folded *folded, Pieces *pieces) {
    size_t letters = 0; /* in the abbreviation being closed up */
    for (size_t at = 0; at < folded->count;) {
        if (is_between(folded->bytes[at].byte)) {
            at++;
            continue;
        }
        Piece piece = {0};
        for (; at < folded->count && !is_between(folded->bytes[at].byte); at++) {
            add_to_piece(pieces, &piece, &folded->bytes[at]);
            piece.until = folded->bytes[at].until;
        }
        piece.is_pointed = at + 1 < folded->count && folded->bytes[at].byte == FOLDED_POINT &&
                           !is_between(folded->bytes[at + 1].byte);
        Piece *last = pieces->count > 0 ? &pieces->items[pieces->count - 1] : NULL;
        const bool is_letter = piece.length == 1;
        if (is_letter && last != NULL && closes_up(pieces, letters) &&
            last->length < WORD_BYTES_MAX) {
            last->bytes[last->length++] = piece.bytes[0];
            last->until = piece.until;
            last->is_pointed = piece.is_pointed;
            continue;
        }
        if (pieces->count == SCREENING_WORDS_MAX) {
            pieces->is_cut = true;
            return;
        }
        letters = is_letter ? 1 : 0;
        pieces->items[pieces->count++] = piece;
    }
}

/* Leaves out the articles within names of two parts, or at the end of their first part; their
 * places go to the first part. */
static void drop_articles(Pieces *pieces) {
    size_t kept = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const Piece *piece = &pieces->items[i];
        if (kept > 0 && i + 1 < pieces->count &&
            is_article_within((Text){pieces->items[kept - 1].bytes, pieces->items[kept - 1].length},
                              (Text){piece->bytes, piece->length},
                              (Text){piece[1].bytes, piece[1].length})) {
            pieces->items[kept - 1].until = piece->until;
            continue;
        }
        if (kept != i) {
            pieces->items[kept] = *piece;
        }
        Piece *last = &pieces->items[kept++];
        if (is_servant((Text){last->bytes, last->length})) {
            last->length = sizeof "abd" - 1;
        }
    }
    pieces->count = kept;
}

/* ---- marking ---- */

static Word *add_word(Name *name, const Piece *first, const Piece *last) {
    Word *word = &name->words[name->count++];
    word->from = first->from;
    word->until = last->until;
    word->is_abjad = first->is_abjad;
    return word;
}

static void add_phrase(Name *name, const Piece *first, const Piece *last,
                       const FoundPhrase *found) {
    Word *word = add_word(name, first, last);
    word->text = found->text;
    word->kind = found->kind;
    word->synonym = found->group;
}

/* How many pieces stand at `at` whose bits are set. */
static size_t run_of(uint64_t bits, size_t at) {
    size_t count = 0;
    while ((bits >> (at + count) & 1) != 0) {
        count++;
    }
    return count;
}

static void add_plain(Arena *arena, const Piece *piece, Name *name) {
    Word *word = add_word(name, piece, piece);
    word->text = text_copy(arena, (Text){piece->bytes, piece->length});
}

/* What each piece begins: a phrase of so many pieces, or nothing that is known. */
typedef struct Marks {
    FoundPhrase found[SCREENING_WORDS_MAX];
    size_t taken[SCREENING_WORDS_MAX];
    uint64_t free;  /* pieces that may belong to a legal form */
    size_t longest; /* legal form in its order, in pieces */
} Marks;

static uint64_t bits_of(size_t at, size_t count) {
    return ((UINT64_C(1) << count) - 1) << at;
}

static void find_marks(const Normaliser *normaliser, const Pieces *pieces, Marks *marks) {
    for (size_t at = 0; at < pieces->count;) {
        const FoundPhrase *found = &marks->found[at];
        const size_t taken =
            phrases_find(normaliser->phrases, pieces, at, pieces->count, &marks->found[at]);
        const size_t count = taken > 0 ? taken : 1;
        const bool is_form = taken > 0 && found->kind == WORD_LEGAL_FORM;
        marks->taken[at] = taken;
        marks->free |= taken == 0 || found->kind != WORD_PLAIN ? bits_of(at, count) : 0;
        marks->longest = is_form && taken > marks->longest ? taken : marks->longest;
        at += count;
    }
}

/* Puts a legal form whose words are out of order into the marks, where its first words stand;
 * its other pieces, as bits, which are then not to be read again. */
static uint64_t mark_scattered(const Normaliser *normaliser, const Pieces *pieces, Marks *marks) {
    FoundPhrase found = {0};
    const uint64_t used = phrases_find_scattered(normaliser->phrases, pieces, marks->free,
                                                 marks->longest + 1, &found);
    if (used == 0) {
        return 0;
    }
    size_t first = 0;
    while ((used >> first & 1) == 0) {
        first++;
    }
    for (size_t at = 0; at < pieces->count; at++) {
        /* What was a phrase with some of these words is none any more, but single words. */
        const size_t taken = marks->taken[at];
        for (size_t i = 0; taken > 1 && (bits_of(at, taken) & used) != 0 && i < taken; i++) {
            marks->taken[at + i] =
                phrases_find(normaliser->phrases, pieces, at + i, 1, &marks->found[at + i]);
        }
    }
    marks->found[first] = found;
    marks->taken[first] = run_of(used, first);
    return used & ~bits_of(first, marks->taken[first]);
}

static void mark_words(Arena *arena, const Normaliser *normaliser, const Pieces *pieces,
                       Name *name) {
    Marks marks = {.free = 0};
    name->words = ARENA_MANY(arena, Word, pieces->count);
    find_marks(normaliser, pieces, &marks);
    const uint64_t passed_over = mark_scattered(normaliser, pieces, &marks);
    for (size_t at = 0; at < pieces->count;) {
        const size_t taken = marks.taken[at];
        if ((passed_over >> at & 1) != 0) {
            at++;
        } else if (taken > 0) {
            add_phrase(name, &pieces->items[at], &pieces->items[at + taken - 1], &marks.found[at]);
            at += taken;
        } else {
            add_plain(arena, &pieces->items[at], name);
            at++;
        }
    }
}

/* The first bytes of a name that is too long, whole characters. */
static Text cut(Text given) {
    size_t length = SCREENING_NAME_BYTES_MAX;
    while (length > SCREENING_NAME_BYTES_MAX - 4 &&
           ((unsigned char)given.bytes[length] & 0xC0) == 0x80) {
        length--;
    }
    return text_slice(given, 0, length);
}

void normalise(Arena *arena, Normaliser *normaliser, Text given, Name *name) {
    Arena *scratch = arena_new();
    Folded folded;
    Pieces *pieces = ARENA_NEW(scratch, Pieces);
    const bool is_long = given.length > SCREENING_NAME_BYTES_MAX;
    *name = (Name){.given = given};
    fold(scratch, normaliser->folder, is_long ? cut(given) : given, &folded);
    read_pieces(&folded, pieces);
    drop_articles(pieces);
    phrases_prepare(normaliser->phrases, pieces);
    mark_words(arena, normaliser, pieces, name);
    name->is_cut = is_long || pieces->is_cut;
    name->is_disguised = folded.is_disguised;
    name->has_controls = folded.has_controls;
    name->is_malformed = folded.is_malformed;
    arena_free(scratch);
}
