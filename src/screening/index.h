/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_INDEX_H
#define ENTENTE_SCREENING_INDEX_H

/* Private to screening/: the vocabulary of the lists, its weights, and what leads from a word
 * to the names that may match it. */

#include "screening/lookup.h"
#include "screening/name.h"
#include "screening/screening.h"

enum { INDEX_NONE = -1, SCAN_LETTERS = 16 };

/* ---- neighbouring words that one word may stand for ---- */

/* `value` is that of the edge to a word of the hash. */
typedef struct Span {
    uint32_t hash;
    uint16_t value;
    uint8_t first;
    uint8_t count;
} Span;

enum { SPANS_MAX = 160 };

typedef struct Spans {
    Span items[SPANS_MAX];
    size_t count;
    uint64_t bloom; /* a bit for each hash: none of it is there where its bit is not */
} Spans;

/* A word that repeats the initials of others of its name: "Space Research Corporation (SRC)". */
typedef struct OwnAcronym {
    uint8_t place; /* of the word, from 1; 0: there is none */
    uint8_t first; /* the words it repeats */
    uint8_t count;
} OwnAcronym;

typedef struct Spelling Spelling;

/* The phrases that have abbreviations. */
const Spelling *spelling_new(Arena *arena, Normaliser *normaliser);
/* The spans of a name's words, at most SPANS_MAX, from the first word on. */
void spans_find(const Spelling *spelling, const Word *const *words, size_t count, Spans *spans);
/* Likewise of words that may abbreviate. */
uint64_t spans_bloom(const Word *const *words, size_t count);
bool span_is_of(const Span *span, const Word *word);
bool spans_find_own(const Spans *spans, const Word *const *words, size_t count, OwnAcronym *own);

/* A listed name as word numbers. */
typedef struct IndexedName {
    uint32_t party; /* in `parties` */
    uint32_t name;  /* of the party */
    uint32_t first; /* in `name_words` */
    uint32_t count;
    uint32_t acronyms[2]; /* hashes, see Side; 0 is none */
    uint32_t first_span;  /* in `spans` */
    uint32_t span_count;
    uint64_t span_bloom;
    uint64_t word_bloom;
    OwnAcronym own;
} IndexedName;

typedef struct IndexedParty {
    uint32_t list;
    uint32_t party;
} IndexedParty;

struct ScreeningIndex {
    Arena *arena;
    Normaliser *normaliser; /* for building only */
    const ScreeningList *lists;
    size_t list_count;
    IndexedParty *parties;
    size_t party_count;
    IndexedName *names;
    size_t name_count;
    uint32_t *name_words; /* vocabulary numbers */
    uint32_t *join_keys;  /* hash of the key of this word and the next as one; 0 is none */
    uint32_t *join_skeletons;
    size_t name_word_count;
    Span *spans;

    Word *words; /* the vocabulary */
    int32_t *weights;
    uint32_t *group_frequencies; /* names with a word of a descriptive group */
    size_t group_count;
    size_t word_count;
    uint32_t *posting_starts; /* word_count + 1, in `postings` */
    uint32_t *postings;       /* names, ascending */

    /* By length, for distances: signatures beside word numbers. */
    uint32_t length_starts[WORD_BYTES_MAX + 2];
    uint64_t (*scan_signatures)[2];
    uint32_t *scan_words;
    char (*scan_letters)[SCAN_LETTERS]; /* of words that are no longer */
    bool has_popcount;

    Lookup texts;     /* word by hash of its text */
    Lookup plains;    /* of what its digits look like */
    Lookup keys;      /* of its key */
    Lookup near_keys; /* of its key, and of its key without one letter */
    Lookup skeletons;
    Lookup synonyms;    /* by group */
    Lookup initials;    /* by first letter, words of two letters and more */
    Lookup joins;       /* names by hash of key or skeleton of two neighbours */
    Lookup acronyms;    /* names */
    Lookup span_names;  /* names by hash of a span */
    Lookup identifiers; /* parties by folded value */
};

/* The weight of a word that the lists do not have. */
int32_t index_weight_unknown(const ScreeningIndex *index, const Word *word);

/* The vocabulary number of a word; INDEX_NONE where it is new. */
int64_t index_find_word(const ScreeningIndex *index, const Word *word);

/* Letters and digits of an identifier, capitals. */
Text identifier_fold(Arena *arena, Text value);

/* ---- similarity of two words: a pure function of them ---- */

enum { DISTANCE_MAX = 4, KEY_NEAR_LENGTH = 4 };

typedef struct Similarity {
    int value; /* 0: none */
    EdgeKind kind;
    int distance;
} Similarity;

/* Letters apart that two words of this greatest length may be. */
int distance_allowed(size_t length);

/* Optimal string alignment: insert, delete, replace a letter or swap two neighbours, none
 * touched twice. Bit-parallel (Hyyro 2003); masks of `a` in `masks`, 256 zeros otherwise. */
void distance_prepare(Text a, uint64_t *masks);
void distance_clear(Text a, uint64_t *masks);
int distance_prepared(const uint64_t *masks, size_t a_length, Text b);
/* The same up to `most`; one more for all that are further apart. */
int distance_within(const uint64_t *masks, size_t a_length, Text b, int most);

/* `masks` are those of `a`'s text. */
Similarity similarity(const Word *a, const uint64_t *masks, const Word *b);

/* Two words written as one (`joined`) beside one. */
Similarity similarity_of_join(const Word *joined, const Word *word);

/* The words of the vocabulary with a similarity to `word`: all of them, each once, the most
 * similar first. */
typedef struct Expansion {
    uint32_t *words;
    int *values; /* of their edges, descending */
    size_t count;
    size_t name_count; /* that have them, each word for itself */
} Expansion;

typedef struct Expanded {
    uint32_t word;
    int value;
} Expanded;

typedef struct Expander {
    const ScreeningIndex *index;
    uint32_t *stamps; /* a word seen in this expansion */
    uint32_t stamp;
    uint64_t masks[256];
    Array found; /* of Expanded */
} Expander;

void expand(Arena *arena, Expander *expander, const Word *word, Expansion *expansion);

/* ---- matching two names ---- */

/* A name ready to be matched. */
typedef struct Side {
    const Word *words[SCREENING_WORDS_MAX];
    int32_t weights[SCREENING_WORDS_MAX];
    size_t count;
    int64_t total;     /* of the weights */
    const Word *joins; /* count - 1, or NULL: then the hashes stand for them */
    const uint32_t *join_keys;
    const uint32_t *join_skeletons;
    uint32_t acronyms[2]; /* hashes: of words that matter, and with stop words */
    const Span *spans;
    size_t span_count;
    uint64_t span_bloom;
    uint64_t word_bloom;
    OwnAcronym own;
    const uint64_t *masks; /* 256 for each word, or NULL */
} Side;

typedef struct Edge {
    int value;
    EdgeKind kind;
    int distance;
    uint64_t query; /* words as bits */
    uint64_t listed;
    int64_t weight; /* of its words */
} Edge;

enum { EDGES_MAX = SCREENING_WORDS_MAX * SCREENING_WORDS_MAX * 4 };

typedef struct Match {
    int score;
    int query_coverage;
    int listed_coverage;
    size_t edge_count;
    Edge edges[SCREENING_WORDS_MAX]; /* those that were chosen */
} Match;

typedef struct Matcher {
    Arena *arena; /* for joins of listed names, emptied by its owner */
    Edge *edges;  /* EDGES_MAX */
    size_t edge_count;
} Matcher;

/* The acronym of a name's words: `with_stops` or not; its length, 0 where there is none.
 * `covered` are the words it stands for. */
size_t side_acronym(const Word *const *words, size_t count, bool with_stops, char *acronym,
                    uint64_t *covered);
uint32_t acronym_hash(const Word *const *words, size_t count, bool with_stops);

/* How a name scores; false, and nothing filled in, where it stays below `least`. */
bool match_sides(Matcher *matcher, const Side *query, const Side *listed, int least, Match *match);

/* What is known of a candidate: the weight that some of the query's words gain at most. */
typedef struct Gained {
    uint64_t words; /* as bits */
    int64_t weight; /* in units of 1/10000 */
} Gained;

/* Whether the query's words could reach the coverage that `least` needs, those not gained yet with
 * the best edge of each; never false for a pair that match_sides would take. `order` are the
 * query's words, those first whose failure tells most. */
bool match_is_possible(const Side *query, const uint8_t *order, const Side *listed, int least,
                       Gained gained);

/* The least coverage of either name that a score of `threshold` needs; 0 for none. */
int coverage_needed(int threshold);

/* What a word weighs that repeats others of its name. */
void side_settle_own(Side *side);

/* Whether what is asked agrees with what the list says: with one of several is enough; a list that
 * says nothing neither agrees nor differs. */
Evidence born_evidence(const ListedParty *party, Text born);
Evidence city_evidence(Normaliser *normaliser, const ListedParty *party, Text city);

/* The side of a listed name. */
void side_of_indexed(const ScreeningIndex *index, const IndexedName *name, Side *side);

#endif
