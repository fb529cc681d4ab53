/* SPDX-License-Identifier: Apache-2.0 */
/* Words of a name: parted, abbreviations with points closed up, legal forms and stop words
 * marked. */
#include "screening/name.h"

#include <string.h>

#include "base/array.h"
#include "base/map.h"

enum { PHRASE_WORDS_MAX = 8, PHRASE_BYTES_MAX = 128 };

struct Normaliser {
    Arena *arena;
    Folder *folder;
    Map *phrases;  /* to places in `known` */
    Map *openings; /* first words of phrases of several words */
    Array known;   /* of KnownPhrase */
};

static void add_known(Normaliser *normaliser, Text phrase, uint16_t group, WordKind kind) {
    if (!map_add(normaliser->phrases, phrase, normaliser->known.count)) {
        return;
    }
    KnownPhrase *known = array_add(&normaliser->known);
    *known = (KnownPhrase){.phrase = phrase.bytes, .group = group, .kind = (uint8_t)kind};
    Text rest = phrase;
    Text first = {0};
    (void)text_split(&rest, ' ', &first);
    if (rest.bytes != NULL) {
        (void)map_add(normaliser->openings, first, 0);
    }
}

/* A phrase and its words closed up, so that a word's text alone tells what it is. */
static void add_phrase(Normaliser *normaliser, Text phrase, uint16_t group, WordKind kind) {
    char *bytes = arena_allocate(normaliser->arena, phrase.length);
    size_t length = 0;
    for (size_t i = 0; i < phrase.length; i++) {
        if (phrase.bytes[i] != ' ') {
            bytes[length++] = phrase.bytes[i];
        }
    }
    add_known(normaliser, phrase, group, kind);
    add_known(normaliser, (Text){bytes, length < WORD_BYTES_MAX ? length : WORD_BYTES_MAX}, group,
              kind);
}

/* Groups of synonyms are numbered behind those of the legal forms. */
static void add_synonyms(Normaliser *normaliser, uint16_t first_group) {
    for (size_t i = 0; i < SYNONYM_GROUP_COUNT; i++) {
        Text rest = text_from(SYNONYM_GROUPS[i]);
        Text word = {0};
        while (text_split(&rest, ' ', &word)) {
            add_known(normaliser, word, (uint16_t)(first_group + i), WORD_PLAIN);
        }
    }
}

Normaliser *normaliser_new(void) {
    Arena *arena = arena_new();
    Normaliser *normaliser = ARENA_NEW(arena, Normaliser);
    uint16_t next_group = 1;
    *normaliser = (Normaliser){.arena = arena,
                               .folder = folder_new(arena),
                               .phrases = map_new(arena),
                               .openings = map_new(arena),
                               .known = array_new(arena, sizeof(KnownPhrase))};
    for (size_t i = 0; i < LEGAL_FORM_COUNT; i++) {
        add_phrase(normaliser, text_from(LEGAL_FORMS[i].phrase), LEGAL_FORMS[i].group,
                   (WordKind)LEGAL_FORMS[i].kind);
        if (LEGAL_FORMS[i].group >= next_group) {
            next_group = (uint16_t)(LEGAL_FORMS[i].group + 1);
        }
    }
    for (size_t i = 0; i < STOP_WORD_COUNT; i++) {
        add_known(normaliser, text_from(STOP_WORDS[i]), 0, WORD_STOP);
    }
    add_synonyms(normaliser, next_group);
    return normaliser;
}

void normaliser_free(Normaliser *normaliser) {
    if (normaliser != NULL) {
        folder_close(normaliser->folder);
        arena_free(normaliser->arena);
    }
}

uint32_t word_hash(Text text) {
    const uint64_t hash = text_hash(text);
    const uint32_t folded = (uint32_t)(hash ^ (hash >> 32));
    return folded == 0 ? 1 : folded; /* 0 says that there is none */
}

/* ---- parting ---- */

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
} Pieces;

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

/* ---- marking ---- */

typedef struct Phrase {
    char bytes[PHRASE_BYTES_MAX];
    size_t length;
} Phrase;

static bool add_to_phrase(Phrase *phrase, const Piece *piece) {
    if (phrase->length + 1 + piece->length > sizeof phrase->bytes) {
        return false;
    }
    if (phrase->length > 0) {
        phrase->bytes[phrase->length++] = ' ';
    }
    memcpy(phrase->bytes + phrase->length, piece->bytes, piece->length);
    phrase->length += piece->length;
    return true;
}

/* The longest phrase we know that begins here; how many words it has, 0 for none. */
static size_t find_phrase(const Normaliser *normaliser, const Pieces *pieces, size_t at,
                          size_t *known) {
    Phrase phrase = {.length = 0};
    size_t found = 0;
    size_t ignored = 0;
    const Text first = {pieces->items[at].bytes, pieces->items[at].length};
    const size_t most = map_find(normaliser->openings, first, &ignored) ? PHRASE_WORDS_MAX : 1;
    for (size_t i = 0; i < most && at + i < pieces->count; i++) {
        if (!add_to_phrase(&phrase, &pieces->items[at + i])) {
            break;
        }
        if (map_find(normaliser->phrases, (Text){phrase.bytes, phrase.length}, known)) {
            found = i + 1;
        }
    }
    return found;
}

/* Some pieces as one word, closed up. */
static Text close_up(Arena *arena, const Piece *pieces, size_t count) {
    char *bytes = arena_allocate(arena, WORD_BYTES_MAX);
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < pieces[i].length && length < WORD_BYTES_MAX; j++) {
            bytes[length++] = pieces[i].bytes[j];
        }
    }
    return (Text){bytes, length};
}

static void mark_words(Arena *arena, const Normaliser *normaliser, const Pieces *pieces,
                       Name *name) {
    name->words = ARENA_MANY(arena, Word, pieces->count);
    for (size_t at = 0; at < pieces->count;) {
        size_t known = 0;
        const size_t found = find_phrase(normaliser, pieces, at, &known);
        const size_t taken = found > 0 ? found : 1;
        Word *word = &name->words[name->count++];
        word->text = close_up(arena, &pieces->items[at], taken);
        word->from = pieces->items[at].from;
        word->until = pieces->items[at + taken - 1].until;
        word->is_abjad = pieces->items[at].is_abjad;
        if (found > 0) {
            const KnownPhrase *phrase = array_at(&normaliser->known, known);
            word->kind = phrase->kind;
            word->synonym = phrase->group;
        }
        at += taken;
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
    mark_words(arena, normaliser, pieces, name);
    name->is_cut = is_long || pieces->is_cut;
    name->is_disguised = folded.is_disguised;
    name->has_controls = folded.has_controls;
    name->is_malformed = folded.is_malformed;
    arena_free(scratch);
}
