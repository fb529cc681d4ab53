/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/index.h"

#include <string.h>

#include "base/map.h"
#include "screening/weight.h"

/* What is needed while an index is built. */
typedef struct Builder {
    ScreeningIndex *index;
    Arena *scratch;
    Map *vocabulary;
    Array words;       /* of Word */
    Array names;       /* of IndexedName */
    Array parties;     /* of IndexedParty */
    Array name_words;  /* of uint32_t */
    Array identifiers; /* of LookupPair */
} Builder;

/* Words of an abjad are other words than the same letters of a script with vowels. */
static Text vocabulary_key(const Word *word, char *bytes) {
    enum { ABJAD_MARK = 1 };
    memcpy(bytes, word->text.bytes, word->text.length);
    bytes[word->text.length] = ABJAD_MARK;
    return (Text){bytes, word->text.length + (word->is_abjad ? 1 : 0)};
}

static uint32_t intern(Builder *builder, const Word *word) {
    char bytes[WORD_BYTES_MAX + 1];
    const Text key = vocabulary_key(word, bytes);
    size_t found = 0;
    if (map_find(builder->vocabulary, key, &found)) {
        return (uint32_t)found;
    }
    const uint32_t number = (uint32_t)builder->words.count;
    (void)map_add(builder->vocabulary, text_copy(builder->scratch, key), number);
    Word *kept = array_add(&builder->words);
    *kept = *word;
    kept->from = 0;
    kept->until = 0;
    kept->text = text_copy(builder->index->arena, word->text);
    word_complete(builder->index->arena, kept);
    normaliser_add_synonym(builder->index->normaliser, kept);
    return number;
}

static void add_name(Builder *builder, Arena *arena, Text given, uint32_t party, uint32_t place) {
    Name name;
    normalise(arena, builder->index->normaliser, given, &name);
    if (name.count == 0) {
        return;
    }
    IndexedName *indexed = array_add(&builder->names);
    *indexed = (IndexedName){.party = party,
                             .name = place,
                             .first = (uint32_t)builder->name_words.count,
                             .count = (uint32_t)name.count};
    for (size_t i = 0; i < name.count; i++) {
        const uint32_t number = intern(builder, &name.words[i]);
        uint32_t *slot = array_add(&builder->name_words);
        *slot = number;
    }
}

Text identifier_fold(Arena *arena, Text value) {
    char *bytes = arena_allocate(arena, value.length);
    size_t length = 0;
    for (size_t i = 0; i < value.length; i++) {
        char byte = value.bytes[i];
        if (byte >= 'a' && byte <= 'z') {
            byte = (char)(byte - 'a' + 'A');
        }
        const bool is_kept = (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                             (unsigned char)byte >= 0x80;
        if (is_kept) {
            bytes[length++] = byte;
        }
    }
    return (Text){bytes, length};
}

static void add_party(Builder *builder, Arena *arena, uint32_t list, uint32_t place) {
    const ListedParty *party = &builder->index->lists[list].parties[place];
    const uint32_t number = (uint32_t)builder->parties.count;
    IndexedParty *indexed = array_add(&builder->parties);
    *indexed = (IndexedParty){.list = list, .party = place};
    for (size_t i = 0; i < party->name_count; i++) {
        add_name(builder, arena, party->names[i].text, number, (uint32_t)i);
    }
    for (size_t i = 0; i < party->identifier_count; i++) {
        const Text folded = identifier_fold(arena, party->identifiers[i].value);
        if (folded.length > 0) {
            lookup_add(&builder->identifiers, word_hash(folded), number);
        }
    }
}

static void add_lists(Builder *builder) {
    for (size_t i = 0; i < builder->index->list_count; i++) {
        for (size_t j = 0; j < builder->index->lists[i].party_count; j++) {
            Arena *arena = arena_new();
            add_party(builder, arena, (uint32_t)i, (uint32_t)j);
            arena_free(arena);
        }
    }
}

static void *keep(Arena *arena, const Array *array) {
    void *items = arena_allocate_many(arena, array->count, array->item_size);
    if (array->count > 0) {
        memcpy(items, array->items, array->count * array->item_size);
    }
    return items;
}

static void keep_arrays(Builder *builder) {
    ScreeningIndex *index = builder->index;
    index->words = keep(index->arena, &builder->words);
    index->word_count = builder->words.count;
    index->names = keep(index->arena, &builder->names);
    index->name_count = builder->names.count;
    index->parties = keep(index->arena, &builder->parties);
    index->party_count = builder->parties.count;
    index->name_words = keep(index->arena, &builder->name_words);
    index->name_word_count = builder->name_words.count;
    lookup_build(index->arena, &builder->identifiers, &index->identifiers);
}

/* Whether the word stands earlier in the name. */
static bool is_repeated(const uint32_t *words, size_t at) {
    for (size_t i = 0; i < at; i++) {
        if (words[i] == words[at]) {
            return true;
        }
    }
    return false;
}

/* Counts the names of each word two places on, so that sums become starts. */
static void count_postings(const ScreeningIndex *index, uint32_t *starts) {
    for (size_t i = 0; i < index->name_count; i++) {
        const uint32_t *words = index->name_words + index->names[i].first;
        for (size_t j = 0; j < index->names[i].count; j++) {
            starts[words[j] + 2] += !is_repeated(words, j);
        }
    }
    for (size_t i = 2; i < index->word_count + 2; i++) {
        starts[i] += starts[i - 1];
    }
}

static void build_postings(ScreeningIndex *index) {
    index->posting_starts = ARENA_MANY(index->arena, uint32_t, index->word_count + 2);
    index->postings = ARENA_MANY(index->arena, uint32_t, index->name_word_count);
    uint32_t *starts = index->posting_starts;
    count_postings(index, starts);
    for (size_t i = 0; i < index->name_count; i++) {
        const uint32_t *words = index->name_words + index->names[i].first;
        for (size_t j = 0; j < index->names[i].count; j++) {
            if (!is_repeated(words, j)) {
                index->postings[starts[words[j] + 1]++] = (uint32_t)i;
            }
        }
    }
}

static size_t frequency_of(const ScreeningIndex *index, size_t word) {
    return index->posting_starts[word + 1] - index->posting_starts[word];
}

/* A descriptive word is as common as all the words that stand for it. */
static void count_groups(ScreeningIndex *index) {
    index->group_count = normaliser_group_count(index->normaliser);
    index->group_frequencies = ARENA_MANY(index->arena, uint32_t, index->group_count);
    for (size_t i = 0; i < index->word_count; i++) {
        if (index->words[i].role != ROLE_NAME) {
            index->group_frequencies[index->words[i].synonym] += (uint32_t)frequency_of(index, i);
        }
    }
}

static void weigh(ScreeningIndex *index) {
    count_groups(index);
    index->weights = ARENA_MANY(index->arena, int32_t, index->word_count);
    for (size_t i = 0; i < index->word_count; i++) {
        const Word *word = &index->words[i];
        const size_t frequency = word->role != ROLE_NAME ? index->group_frequencies[word->synonym]
                                                         : frequency_of(index, i);
        index->weights[i] = word_weight(word, frequency, index->name_count);
    }
}

int32_t index_weight_unknown(const ScreeningIndex *index, const Word *word) {
    const size_t frequency = word->role != ROLE_NAME ? index->group_frequencies[word->synonym] : 0;
    return word_weight(word, frequency, index->name_count);
}

static void build_scan(ScreeningIndex *index) {
    index->scan_signatures =
        arena_allocate_many(index->arena, index->word_count, sizeof *index->scan_signatures);
    index->scan_letters =
        arena_allocate_many(index->arena, index->word_count, sizeof *index->scan_letters);
    index->scan_words = ARENA_MANY(index->arena, uint32_t, index->word_count);
    uint32_t filled[WORD_BYTES_MAX + 1] = {0};
    for (size_t i = 0; i < index->word_count; i++) {
        index->length_starts[index->words[i].length + 1]++;
    }
    for (size_t i = 1; i < WORD_BYTES_MAX + 2; i++) {
        index->length_starts[i] += index->length_starts[i - 1];
    }
    for (size_t i = 0; i < index->word_count; i++) {
        const Word *word = &index->words[i];
        const uint32_t at = index->length_starts[word->length] + filled[word->length]++;
        index->scan_signatures[at][0] = word->signature[0];
        index->scan_signatures[at][1] = word->signature[1];
        index->scan_words[at] = (uint32_t)i;
        if (word->length <= SCAN_LETTERS) {
            memcpy(index->scan_letters[at], word->text.bytes, word->length);
        }
    }
}

/* A key and its forms without one letter: two keys one edit apart share one of them. */
static void add_near_keys(Array *pairs, const Word *word, uint32_t number) {
    char shorter[WORD_BYTES_MAX];
    if (word->has_digits || word->key_length + 1 < KEY_NEAR_LENGTH) {
        return;
    }
    lookup_add(pairs, word->key_hash, number);
    for (size_t i = 0; i < word->key.length; i++) {
        if (i > 0 && word->key.bytes[i] == word->key.bytes[i - 1]) {
            continue;
        }
        memcpy(shorter, word->key.bytes, i);
        memcpy(shorter + i, word->key.bytes + i + 1, word->key.length - i - 1);
        lookup_add(pairs, word_hash((Text){shorter, word->key.length - 1}), number);
    }
}

typedef enum WordLookup {
    BY_TEXT,
    BY_PLAIN,
    BY_KEY,
    BY_NEAR_KEY,
    BY_SKELETON,
    BY_SYNONYM,
    BY_INITIAL,
    WORD_LOOKUP_COUNT
} WordLookup;

static void add_word_to_lookups(Array *pairs, const Word *word, uint32_t number) {
    lookup_add(&pairs[BY_TEXT], word->hash, number);
    add_near_keys(&pairs[BY_NEAR_KEY], word, number);
    if (word->plain.length > 0) {
        lookup_add(&pairs[BY_PLAIN], word_hash(word->plain), number);
    }
    if (!word->has_digits && word->key_length > 0) {
        lookup_add(&pairs[BY_KEY], word->key_hash, number);
    }
    if (word->skeleton.length >= 2) {
        lookup_add(&pairs[BY_SKELETON], word->skeleton_hash, number);
    }
    if (word->synonym != 0) {
        lookup_add(&pairs[BY_SYNONYM], word->synonym, number);
    }
    if (word->length > 1 && word->kind == WORD_PLAIN) {
        lookup_add(&pairs[BY_INITIAL], (unsigned char)word->text.bytes[0], number);
    }
}

static void build_word_lookups(ScreeningIndex *index, Arena *scratch) {
    Lookup *lookups[WORD_LOOKUP_COUNT] = {
        [BY_TEXT] = &index->texts,         [BY_PLAIN] = &index->plains,
        [BY_KEY] = &index->keys,           [BY_NEAR_KEY] = &index->near_keys,
        [BY_SKELETON] = &index->skeletons, [BY_SYNONYM] = &index->synonyms,
        [BY_INITIAL] = &index->initials};
    Array pairs[WORD_LOOKUP_COUNT];
    for (size_t i = 0; i < WORD_LOOKUP_COUNT; i++) {
        pairs[i] = array_new(scratch, sizeof(LookupPair));
    }
    for (size_t i = 0; i < index->word_count; i++) {
        add_word_to_lookups(pairs, &index->words[i], (uint32_t)i);
    }
    for (size_t i = 0; i < WORD_LOOKUP_COUNT; i++) {
        lookup_build(index->arena, &pairs[i], lookups[i]);
    }
}

static void add_joins_of(ScreeningIndex *index, const IndexedName *name, uint32_t number,
                         Array *pairs) {
    for (size_t i = 0; i + 1 < name->count; i++) {
        const size_t at = name->first + i;
        uint32_t *key = &index->join_keys[at];
        uint32_t *skeleton = &index->join_skeletons[at];
        word_join_hashes(&index->words[index->name_words[at]],
                         &index->words[index->name_words[at + 1]], key, skeleton);
        if (*key != 0) {
            lookup_add(pairs, *key, number);
            lookup_add(pairs, *skeleton, number);
        }
    }
}

/* What a name has besides its words: acronyms and spans. */
typedef struct NameParts {
    const Spelling *spelling;
    Array acronyms; /* of LookupPair */
    Array span_names;
    Array spans; /* of Span */
} NameParts;

static void add_spans_of(IndexedName *name, uint32_t number, const Word *const *words,
                         NameParts *parts) {
    Spans spans;
    spans_find(parts->spelling, words, name->count, &spans);
    (void)spans_find_own(&spans, words, name->count, &name->own);
    name->first_span = (uint32_t)parts->spans.count;
    name->span_count = (uint32_t)spans.count;
    name->span_bloom = spans.bloom;
    name->word_bloom = spans_bloom(words, name->count);
    for (size_t i = 0; i < spans.count; i++) {
        *(Span *)array_add(&parts->spans) = spans.items[i];
        lookup_add(&parts->span_names, spans.items[i].hash, number);
    }
}

static void add_parts_of(const ScreeningIndex *index, uint32_t number, NameParts *parts) {
    IndexedName *name = &index->names[number];
    const Word *words[SCREENING_WORDS_MAX];
    for (size_t i = 0; i < name->count; i++) {
        words[i] = &index->words[index->name_words[name->first + i]];
    }
    for (size_t i = 0; i < 2; i++) {
        name->acronyms[i] = acronym_hash(words, name->count, i == 1);
        if (name->acronyms[i] != 0) {
            lookup_add(&parts->acronyms, name->acronyms[i], number);
        }
    }
    add_spans_of(name, number, words, parts);
}

static void build_name_lookups(ScreeningIndex *index, Arena *scratch) {
    Array joins = array_new(scratch, sizeof(LookupPair));
    NameParts parts = {.spelling = spelling_new(scratch, index->normaliser),
                       .acronyms = array_new(scratch, sizeof(LookupPair)),
                       .span_names = array_new(scratch, sizeof(LookupPair)),
                       .spans = array_new(scratch, sizeof(Span))};
    index->join_keys = ARENA_MANY(index->arena, uint32_t, index->name_word_count);
    index->join_skeletons = ARENA_MANY(index->arena, uint32_t, index->name_word_count);
    for (size_t i = 0; i < index->name_count; i++) {
        add_joins_of(index, &index->names[i], (uint32_t)i, &joins);
        add_parts_of(index, (uint32_t)i, &parts);
    }
    index->spans = keep(index->arena, &parts.spans);
    lookup_build(index->arena, &joins, &index->joins);
    lookup_build(index->arena, &parts.acronyms, &index->acronyms);
    lookup_build(index->arena, &parts.span_names, &index->span_names);
}

ScreeningIndex *screening_index_new(const ScreeningList *lists, size_t count) {
    Arena *arena = arena_new();
    Arena *scratch = arena_new();
    ScreeningIndex *index = ARENA_NEW(arena, ScreeningIndex);
    index->arena = arena;
    index->lists = lists;
    index->list_count = count;
    index->has_popcount = HAS_POPCOUNT();
    index->normaliser = normaliser_new();
    Builder builder = {.index = index,
                       .scratch = scratch,
                       .vocabulary = map_new(scratch),
                       .words = array_new(scratch, sizeof(Word)),
                       .names = array_new(scratch, sizeof(IndexedName)),
                       .parties = array_new(scratch, sizeof(IndexedParty)),
                       .name_words = array_new(scratch, sizeof(uint32_t)),
                       .identifiers = array_new(scratch, sizeof(LookupPair))};
    add_lists(&builder);
    keep_arrays(&builder);
    build_postings(index);
    weigh(index);
    build_scan(index);
    build_word_lookups(index, scratch);
    build_name_lookups(index, scratch);
    arena_free(scratch);
    normaliser_free(index->normaliser);
    index->normaliser = NULL;
    return index;
}

void screening_index_free(ScreeningIndex *index) {
    if (index != NULL) {
        arena_free(index->arena);
    }
}

size_t screening_index_names(const ScreeningIndex *index) {
    return index->name_count;
}

size_t screening_index_words(const ScreeningIndex *index) {
    return index->word_count;
}

size_t screening_index_bytes(const ScreeningIndex *index) {
    return arena_bytes(index->arena);
}

int64_t index_find_word(const ScreeningIndex *index, const Word *word) {
    const uint32_t *values = NULL;
    const size_t count = lookup_find(&index->texts, word->hash, &values);
    for (size_t i = 0; i < count; i++) {
        const Word *other = &index->words[values[i]];
        if (other->is_abjad == word->is_abjad && text_equals(other->text, word->text)) {
            return values[i];
        }
    }
    return INDEX_NONE;
}
