/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/phrases.h"

#include <string.h>

#include "base/array.h"
#include "base/map.h"

enum {
    PHRASE_WORDS_MAX = 8,
    PHRASE_BYTES_MAX = 128,
    SYNONYM_KEY_LEAST = 5, /* letters of a key that tells a synonym */
    STEM_LEAST = 4,        /* letters of a stem */
    FRAGMENT_LEAST = 5,    /* letters of a word that is known misspelled, within a phrase */
    FRAGMENT_ALONE = 7,    /* and by itself, and parted from what it was run together with */
    REST_LEAST = 3,        /* letters of what is left then */
    SCATTERED_WORDS = 2,   /* a phrase out of order has so many words of FRAGMENT_LEAST letters */
    LETTERS = 26
};

typedef struct Known {
    Text phrase;
    Text closed_up;
    uint16_t group;
    uint8_t kind;
    uint8_t word_count;
    bool is_scatterable;
} Known;

/* A word of a legal form. */
typedef struct Fragment {
    Text text;
    uint32_t letters;
} Fragment;

struct Phrases {
    Arena *arena;
    Map *phrases;               /* to places in `known` */
    Map *openings;              /* first words of phrases of several words */
    Map *fragment_map;          /* words of legal forms of several words */
    Map *keys;                  /* of synonyms, to their groups */
    Map *stems;                 /* likewise */
    uint16_t first_description; /* groups, each kind up to the next */
    uint16_t first_place;
    uint16_t first_other;
    uint16_t first_given_name;
    uint16_t group_count;
    Array known;     /* of Known */
    Array fragments; /* of Fragment, FRAGMENT_LEAST letters and more */
};

/* ---- the tables ---- */

static Text closed_up(Arena *arena, Text phrase) {
    char *bytes = arena_allocate(arena, phrase.length);
    size_t length = 0;
    for (size_t i = 0; i < phrase.length && length < WORD_BYTES_MAX; i++) {
        if (phrase.bytes[i] != ' ') {
            bytes[length++] = phrase.bytes[i];
        }
    }
    return (Text){bytes, length};
}

static uint32_t letters_of(Text text) {
    uint32_t letters = 0;
    for (size_t i = 0; i < text.length; i++) {
        letters |= UINT32_C(1) << ((unsigned char)text.bytes[i] & 31U);
    }
    return letters;
}

static void add_known(Phrases *phrases, Text phrase, uint16_t group, WordKind kind) {
    if (!map_add(phrases->phrases, phrase, phrases->known.count)) {
        return;
    }
    Known *known = array_add(&phrases->known);
    *known = (Known){.phrase = phrase,
                     .closed_up = closed_up(phrases->arena, phrase),
                     .group = group,
                     .kind = (uint8_t)kind};
    size_t long_words = 0;
    Text rest = phrase;
    Text word = {0};
    while (text_split(&rest, ' ', &word)) {
        if (known->word_count == 0 && rest.bytes != NULL) {
            (void)map_add(phrases->openings, word, 0);
        }
        long_words += word.length >= FRAGMENT_LEAST ? 1 : 0;
        known->word_count++;
    }
    known->is_scatterable = kind == WORD_LEGAL_FORM && long_words >= SCATTERED_WORDS;
}

static void add_fragments(Phrases *phrases, Map *seen, Text phrase) {
    Text rest = phrase;
    Text word = {0};
    while (text_split(&rest, ' ', &word)) {
        const bool is_of_several = word.length < phrase.length;
        if (is_of_several) {
            (void)map_add(phrases->fragment_map, word, 0);
        }
        if (word.length >= FRAGMENT_LEAST && map_add(seen, word, phrases->fragments.count)) {
            Fragment *fragment = array_add(&phrases->fragments);
            *fragment = (Fragment){.text = word, .letters = letters_of(word)};
        }
    }
}

/* A phrase and its words closed up, so that a word's text alone tells what it is. */
static void add_form(Phrases *phrases, const KnownPhrase *form) {
    const Text phrase = text_from(form->phrase);
    add_known(phrases, phrase, form->group, (WordKind)form->kind);
    add_known(phrases, closed_up(phrases->arena, phrase), form->group, (WordKind)form->kind);
}

/* The same without one of its words, of three and more. */
static void add_shortened_forms(Phrases *phrases, const KnownPhrase *form) {
    Text words[PHRASE_WORDS_MAX];
    size_t count = 0;
    Text rest = text_from(form->phrase);
    while (count < PHRASE_WORDS_MAX && text_split(&rest, ' ', &words[count])) {
        count++;
    }
    for (size_t left_out = 0; count >= 3 && left_out < count; left_out++) {
        TextBuilder builder = text_builder_new(phrases->arena);
        size_t long_words = 0;
        for (size_t i = 0; i < count; i++) {
            if (i != left_out) {
                text_add(&builder, builder.length > 0 ? TEXT(" ") : TEXT(""));
                text_add(&builder, words[i]);
                long_words += words[i].length >= FRAGMENT_LEAST ? 1 : 0;
            }
        }
        if (long_words >= SCATTERED_WORDS) {
            const Text phrase = text_built(&builder);
            add_known(phrases, phrase, form->group, (WordKind)form->kind);
            add_known(phrases, closed_up(phrases->arena, phrase), form->group,
                      (WordKind)form->kind);
        }
    }
}

static void add_key(Phrases *phrases, Text word, uint16_t group) {
    char key[WORD_BYTES_MAX];
    const size_t length = romanisation_key(word, key);
    if (length >= SYNONYM_KEY_LEAST) {
        (void)map_add(phrases->keys, text_copy(phrases->arena, (Text){key, length}), group);
    }
}

/* Endings of Slavonic nouns and adjectives as they are romanised. */
static const char *const ENDINGS[] = {
    "",    "a",   "y",   "i",   "e",   "u",   "o",   "ya",  "ia",  "ja",  "ye",  "ie",   "yu",
    "om",  "am",  "ym",  "im",  "em",  "oy",  "oi",  "oj",  "ey",  "ei",  "yy",  "yi",   "yj",
    "iy",  "ii",  "ij",  "oe",  "ykh", "ikh", "yh",  "ih",  "aya", "aia", "aja", "oye",  "oje",
    "ogo", "ego", "omu", "iye", "iya", "iia", "ija", "iyu", "yye", "akh", "ami", "iyey", "iei",
};

/* The group of a stem, with and without the suffix of an adjective. */
static bool find_stem(const Phrases *phrases, Text stem, size_t *group) {
    static const Text suffixes[] = {{"", 0}, {"sk", 2}, {"n", 1}};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (stem.length >= suffixes[i].length + STEM_LEAST && text_ends_with(stem, suffixes[i]) &&
            map_find(phrases->stems, text_slice(stem, 0, stem.length - suffixes[i].length),
                     group)) {
            return true;
        }
    }
    return false;
}

/* The group of names of persons that a word and a rest are; 0 for none. */
static uint16_t name_group(const Phrases *phrases, Text stem, Text rest) {
    char name[WORD_BYTES_MAX + 3];
    size_t place = 0;
    memcpy(name, stem.bytes, stem.length);
    memcpy(name + stem.length, rest.bytes, rest.length);
    if (!map_find(phrases->phrases, (Text){name, stem.length + rest.length}, &place)) {
        return 0;
    }
    const Known *known = array_at(&phrases->known, place);
    return known->group >= phrases->first_given_name ? known->group : 0;
}

/* The group of names after a father's: one for each of names of persons, behind all others. */
static uint16_t patronymic_group(const Phrases *phrases, Text word) {
    static const char *const rests[] = {"", "y", "iy", "ey", "a"};
    const Text stem = text_slice(word, 0, patronymic_stem(word));
    uint16_t group = 0;
    for (size_t i = 0; stem.length > 0 && group == 0 && i < sizeof rests / sizeof rests[0]; i++) {
        group = name_group(phrases, stem, text_from(rests[i]));
    }
    return group == 0 ? 0 : (uint16_t)(phrases->group_count + group - phrases->first_given_name);
}

uint16_t phrases_group_of(const Phrases *phrases, Text word, Text key) {
    size_t group = 0;
    if (map_find(phrases->keys, key, &group)) {
        return (uint16_t)group;
    }
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        const Text ending = text_from(ENDINGS[i]);
        if (word.length >= ending.length + STEM_LEAST && text_ends_with(word, ending) &&
            find_stem(phrases, text_slice(word, 0, word.length - ending.length), &group)) {
            return (uint16_t)group;
        }
    }
    return patronymic_group(phrases, word);
}

WordRole phrases_role(const Phrases *phrases, uint16_t group) {
    return group < phrases->first_description || group >= phrases->first_other ? ROLE_NAME
           : group < phrases->first_place                                      ? ROLE_DESCRIPTION
                                                                               : ROLE_PLACE;
}

size_t phrases_group_count(const Phrases *phrases) {
    return (size_t)phrases->group_count + phrases->group_count - phrases->first_given_name;
}

static void add_group(Phrases *phrases, const char *words, uint16_t group) {
    Text rest = text_from(words);
    Text word = {0};
    while (text_split(&rest, ' ', &word)) {
        if (text_ends_with(word, TEXT("*"))) {
            (void)map_add(phrases->stems, text_slice(word, 0, word.length - 1), group);
        } else {
            add_known(phrases, word, group, WORD_PLAIN);
            add_key(phrases, word, group);
        }
    }
}

static uint16_t add_groups(Phrases *phrases, const char *const *groups, size_t count,
                           uint16_t first) {
    for (size_t i = 0; i < count; i++) {
        add_group(phrases, groups[i], (uint16_t)(first + i));
    }
    return (uint16_t)(first + count);
}

static void add_words(Phrases *phrases, uint16_t first_group) {
    for (size_t i = 0; i < STOP_WORD_COUNT; i++) {
        add_known(phrases, text_from(STOP_WORDS[i]), 0, WORD_STOP);
    }
    /* Groups of synonyms are numbered behind those of the legal forms. */
    phrases->first_description = first_group;
    phrases->first_place =
        add_groups(phrases, DESCRIPTOR_GROUPS, DESCRIPTOR_GROUP_COUNT, first_group);
    phrases->first_other =
        add_groups(phrases, PLACE_GROUPS, PLACE_GROUP_COUNT, phrases->first_place);
    phrases->first_given_name =
        add_groups(phrases, SYNONYM_GROUPS, SYNONYM_GROUP_COUNT, phrases->first_other);
    phrases->group_count =
        add_groups(phrases, GIVEN_NAME_GROUPS, GIVEN_NAME_GROUP_COUNT, phrases->first_given_name);
}

static uint16_t add_forms(Phrases *phrases) {
    Map *seen = map_new(phrases->arena);
    uint16_t next_group = 1;
    for (size_t i = 0; i < LEGAL_FORM_COUNT; i++) {
        add_form(phrases, &LEGAL_FORMS[i]);
        next_group =
            LEGAL_FORMS[i].group >= next_group ? (uint16_t)(LEGAL_FORMS[i].group + 1) : next_group;
    }
    for (size_t i = 0; i < LEGAL_FORM_COUNT; i++) {
        if (LEGAL_FORMS[i].kind == WORD_LEGAL_FORM) {
            add_fragments(phrases, seen, text_from(LEGAL_FORMS[i].phrase));
            add_shortened_forms(phrases, &LEGAL_FORMS[i]);
        }
    }
    return next_group;
}

Phrases *phrases_new(Arena *arena) {
    Phrases *phrases = ARENA_NEW(arena, Phrases);
    *phrases = (Phrases){.arena = arena,
                         .phrases = map_new(arena),
                         .openings = map_new(arena),
                         .fragment_map = map_new(arena),
                         .keys = map_new(arena),
                         .stems = map_new(arena),
                         .known = array_new(arena, sizeof(Known)),
                         .fragments = array_new(arena, sizeof(Fragment))};
    add_words(phrases, add_forms(phrases));
    return phrases;
}

/* ---- words misspelled or run together ---- */

static Text piece_text(const Piece *piece) {
    return (Text){piece->bytes, piece->length};
}

/* The word of a legal form that is one letter from this one; empty for none. */
static Text mended(const Phrases *phrases, Text word) {
    const Fragment *fragments = ARRAY_ITEMS(Fragment, &phrases->fragments);
    const uint32_t letters = letters_of(word);
    for (size_t i = 0; word.length + 1 >= FRAGMENT_LEAST && i < phrases->fragments.count; i++) {
        const Fragment *fragment = &fragments[i];
        const size_t length = fragment->text.length;
        if (length <= word.length + 1 && word.length <= length + 1 &&
            COUNT_BITS(letters ^ fragment->letters) <= 2 &&
            is_within_one_edit(word, fragment->text)) {
            return fragment->text;
        }
    }
    return TEXT("");
}

static void part_piece(Pieces *pieces, size_t at, size_t length) {
    memmove(&pieces->items[at + 1], &pieces->items[at],
            (pieces->count - at) * sizeof pieces->items[0]);
    pieces->count++;
    Piece *first = &pieces->items[at];
    Piece *second = &pieces->items[at + 1];
    memmove(second->bytes, second->bytes + length, second->length - length);
    second->length -= length;
    first->length = length;
    first->is_pointed = false;
    /* Where letters stand for bytes one by one the places are those of the letters. */
    if (second->until - second->from == first->length + second->length) {
        first->until = first->from + (uint32_t)length;
        second->from = first->until;
    }
}

/* Where a word of a legal form ends that the piece begins with, or begins that it ends with. */
static size_t parting_of(const Phrases *phrases, Text word) {
    const Fragment *fragments = ARRAY_ITEMS(Fragment, &phrases->fragments);
    size_t ignored = 0;
    if (word.length < FRAGMENT_ALONE + REST_LEAST || map_find(phrases->phrases, word, &ignored) ||
        map_find(phrases->fragment_map, word, &ignored)) {
        return 0;
    }
    for (size_t i = 0; i < phrases->fragments.count; i++) {
        const Text part = fragments[i].text;
        if (part.length < FRAGMENT_ALONE || part.length + REST_LEAST > word.length) {
            continue;
        }
        if (text_starts_with(word, part)) {
            return part.length;
        }
        if (text_ends_with(word, part)) {
            return word.length - part.length;
        }
    }
    return 0;
}

static void part_pieces(const Phrases *phrases, Pieces *pieces) {
    for (size_t i = 0; i < pieces->count && pieces->count < SCREENING_WORDS_MAX; i++) {
        const size_t parting = parting_of(phrases, piece_text(&pieces->items[i]));
        if (parting > 0) {
            part_piece(pieces, i, parting);
            i++;
        }
    }
}

void phrases_prepare(const Phrases *phrases, Pieces *pieces) {
    part_pieces(phrases, pieces);
    pieces->rights = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const Text word = piece_text(&pieces->items[i]);
        size_t ignored = 0;
        const bool is_right = map_find(phrases->fragment_map, word, &ignored);
        const bool is_known = is_right || map_find(phrases->phrases, word, &ignored);
        pieces->rights |= is_right ? UINT64_C(1) << i : 0;
        pieces->fragments[i] = is_right ? word : is_known ? TEXT("") : mended(phrases, word);
    }
}

/* ---- finding ---- */

typedef struct Phrase {
    char bytes[PHRASE_BYTES_MAX];
    size_t length;
} Phrase;

static bool add_to_phrase(Phrase *phrase, Text word) {
    if (phrase->length + 1 + word.length > sizeof phrase->bytes) {
        return false;
    }
    if (phrase->length > 0) {
        phrase->bytes[phrase->length++] = ' ';
    }
    memcpy(phrase->bytes + phrase->length, word.bytes, word.length);
    phrase->length += word.length;
    return true;
}

static FoundPhrase found_phrase(const Known *known) {
    return (FoundPhrase){.text = known->closed_up, .group = known->group, .kind = known->kind};
}

static size_t find_as_written(const Phrases *phrases, const Pieces *pieces, size_t at, size_t most,
                              FoundPhrase *found) {
    Phrase phrase = {.length = 0};
    size_t taken = 0;
    size_t place = 0;
    const Text first = piece_text(&pieces->items[at]);
    most = map_find(phrases->openings, first, &place) ? most : 1;
    for (size_t i = 0; i < most && at + i < pieces->count; i++) {
        if (!add_to_phrase(&phrase, piece_text(&pieces->items[at + i]))) {
            break;
        }
        if (map_find(phrases->phrases, (Text){phrase.bytes, phrase.length}, &place)) {
            *found = found_phrase(array_at(&phrases->known, place));
            taken = i + 1;
        }
    }
    return taken;
}

/* Several words, at least one of them spelled right; a short one only among three and more. */
static size_t find_misspelled(const Phrases *phrases, const Pieces *pieces, size_t at, size_t most,
                              FoundPhrase *found) {
    Phrase phrase = {.length = 0};
    size_t taken = 0;
    size_t place = 0;
    bool has_right = false;
    bool has_short = false;
    for (size_t i = 0; i < most && at + i < pieces->count; i++) {
        const Text word = pieces->fragments[at + i];
        const bool is_right = (pieces->rights >> (at + i) & 1) != 0;
        has_right |= is_right;
        has_short |= !is_right && word.length < FRAGMENT_ALONE;
        if (text_is_empty(word) || !add_to_phrase(&phrase, word)) {
            break;
        }
        const bool is_enough = (has_right || i == 0) && (!has_short || i > 1);
        if (is_enough && map_find(phrases->phrases, (Text){phrase.bytes, phrase.length}, &place)) {
            *found = found_phrase(array_at(&phrases->known, place));
            taken = i + 1;
        }
    }
    return taken;
}

size_t phrases_find(const Phrases *phrases, const Pieces *pieces, size_t at, size_t most,
                    FoundPhrase *found) {
    FoundPhrase other;
    most = most < PHRASE_WORDS_MAX ? most : PHRASE_WORDS_MAX;
    const size_t taken = find_as_written(phrases, pieces, at, most, found);
    if (taken > 0 && found->kind != WORD_LEGAL_FORM) {
        return taken;
    }
    const size_t misspelled = find_misspelled(phrases, pieces, at, most, &other);
    if (misspelled > taken && other.kind == WORD_LEGAL_FORM) {
        *found = other;
        return misspelled;
    }
    return taken;
}

/* The pieces that have the phrase's words, each piece once; 0 unless all are there. */
static uint64_t scattered(const Pieces *pieces, uint64_t free, Text phrase) {
    uint64_t used = 0;
    Text rest = phrase;
    Text word = {0};
    while (text_split(&rest, ' ', &word)) {
        size_t at = 0;
        while (at < pieces->count &&
               (((free & ~used) >> at & 1) == 0 || !text_equals(pieces->fragments[at], word))) {
            at++;
        }
        if (at == pieces->count) {
            return 0;
        }
        used |= UINT64_C(1) << at;
    }
    return used;
}

static size_t count_fragments(const Pieces *pieces, uint64_t free) {
    size_t count = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        count += (free >> i & 1) != 0 && !text_is_empty(pieces->fragments[i]) ? 1 : 0;
    }
    return count;
}

uint64_t phrases_find_scattered(const Phrases *phrases, const Pieces *pieces, uint64_t free,
                                size_t least, FoundPhrase *found) {
    const Known *known = ARRAY_ITEMS(Known, &phrases->known);
    const Known *best = NULL;
    uint64_t best_used = 0;
    const size_t fragments = count_fragments(pieces, free);
    least = least > SCATTERED_WORDS ? least : SCATTERED_WORDS;
    for (size_t i = 0; fragments >= least && i < phrases->known.count; i++) {
        if (known[i].is_scatterable && known[i].word_count <= fragments &&
            known[i].word_count >= least &&
            (best == NULL || known[i].word_count > best->word_count)) {
            const uint64_t allowed = known[i].word_count > 2 ? free : free & pieces->rights;
            const uint64_t used = scattered(pieces, allowed, known[i].phrase);
            best = used != 0 ? &known[i] : best;
            best_used = used != 0 ? used : best_used;
        }
    }
    if (best != NULL) {
        *found = found_phrase(best);
    }
    return best_used;
}
