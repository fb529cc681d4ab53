/* SPDX-License-Identifier: Apache-2.0 */
/* The score of two names: edges between their words, the best of them assigned, the weight
 * they cover. score = 0.6 max + 0.4 min of the two coverages. */
#include "screening/index.h"

#include <string.h>

enum {
    SHARE_OF_MAX = 6, /* tenths */
    SHARE_OF_MAX_CONTAINED = 7,
    CONTAINED_LEAST = 9000,  /* of the larger coverage */
    CONTAINED_FEWEST = 3300, /* and of the smaller */
    CONTAINED_MOST = 8400,
    SHARE_OF_MAX_SINGLE = 5,
    SHARE_OF_MAX_THIN = 4,
    ACRONYM_LEAST = 3,
    ACRONYM_MOST = 10,
    VALUE_ACRONYM = 9200,
    VALUE_ACRONYM_OF_FOUR = 8600,
    VALUE_ACRONYM_OF_THREE = 7600,
    EVIDENCE_NEEDED = 2 /* words of the query that match, where it has more that do not */
};

/* The least of the smaller coverage that reaches `threshold` with such a share of the larger. */
static int coverage_at(int threshold, int share) {
    const int over = threshold * 10 - share * SCREENING_ONE;
    return over <= 0 ? 0 : (over + 10 - share - 1) / (10 - share);
}

int coverage_needed(int threshold) {
    const int needed = coverage_at(threshold, SHARE_OF_MAX);
    const int within = coverage_at(threshold, SHARE_OF_MAX_CONTAINED);
    const int contained = within > CONTAINED_FEWEST ? within : CONTAINED_FEWEST;
    return threshold <= CONTAINED_MOST && contained < needed ? contained : needed;
}

static uint64_t bit(size_t at) {
    return UINT64_C(1) << at;
}

static int64_t weight_of(const Side *side, uint64_t words) {
    int64_t weight = 0;
    for (size_t i = 0; words != 0; i++, words >>= 1) {
        weight += (words & 1) != 0 ? side->weights[i] : 0;
    }
    return weight;
}

static void add_edge(Matcher *matcher, Similarity found, uint64_t query, uint64_t listed) {
    if (found.value > 0 && matcher->edge_count < EDGES_MAX) {
        matcher->edges[matcher->edge_count++] = (Edge){.value = found.value,
                                                       .kind = found.kind,
                                                       .distance = found.distance,
                                                       .query = query,
                                                       .listed = listed};
    }
}

static void add_single_edges(Matcher *matcher, const Side *query, const Side *listed) {
    for (size_t i = 0; i < query->count; i++) {
        for (size_t j = 0; j < listed->count; j++) {
            add_edge(matcher, similarity(query->words[i], query->masks + i * 256, listed->words[j]),
                     bit(i), bit(j));
        }
    }
}

static bool may_be_join(const Word *word, uint32_t key, uint32_t skeleton) {
    return (key != 0 && key == word->key_hash) ||
           (skeleton != 0 && skeleton == word->skeleton_hash);
}

/* Neighbours of one side, written as one, beside a word of the other. */
static Similarity compare_join(Matcher *matcher, const Side *joining, size_t at, const Word *word) {
    if (joining->joins != NULL) {
        const Word *joined = &joining->joins[at];
        return joined->hash == word->hash ||
                       may_be_join(word, joined->key_hash, joined->skeleton_hash)
                   ? similarity_of_join(joined, word)
                   : (Similarity){0};
    }
    if (!may_be_join(word, joining->join_keys[at], joining->join_skeletons[at])) {
        return (Similarity){0};
    }
    Word joined;
    word_join(matcher->arena, joining->words[at], joining->words[at + 1], &joined);
    return similarity_of_join(&joined, word);
}

static void add_joins(Matcher *matcher, const Side *query, const Side *listed) {
    for (size_t i = 0; i + 1 < query->count; i++) {
        for (size_t j = 0; j < listed->count; j++) {
            add_edge(matcher, compare_join(matcher, query, i, listed->words[j]),
                     bit(i) | bit(i + 1), bit(j));
        }
    }
    for (size_t j = 0; j + 1 < listed->count; j++) {
        for (size_t i = 0; i < query->count; i++) {
            add_edge(matcher, compare_join(matcher, listed, j, query->words[i]), bit(i),
                     bit(j) | bit(j + 1));
        }
    }
}

size_t side_acronym(const Word *const *words, size_t count, bool with_stops, char *acronym,
                    uint64_t *covered) {
    size_t length = 0;
    *covered = 0;
    for (size_t i = 0; i < count; i++) {
        if (words[i]->kind == WORD_LEGAL_FORM || (words[i]->kind == WORD_STOP && !with_stops)) {
            continue;
        }
        if (length == ACRONYM_MOST || words[i]->text.bytes[0] < 'a' ||
            words[i]->text.bytes[0] > 'z') {
            return 0;
        }
        acronym[length++] = words[i]->text.bytes[0];
        *covered |= bit(i);
    }
    return length < ACRONYM_LEAST ? 0 : length;
}

uint32_t acronym_hash(const Word *const *words, size_t count, bool with_stops) {
    char acronym[ACRONYM_MOST];
    uint64_t covered = 0;
    const size_t length = side_acronym(words, count, with_stops, acronym, &covered);
    return length == 0 ? 0 : word_hash((Text){acronym, length});
}

/* Few letters are the initials of many names. */
static int acronym_value(size_t length) {
    return length > ACRONYM_LEAST + 1 ? VALUE_ACRONYM
           : length > ACRONYM_LEAST   ? VALUE_ACRONYM_OF_FOUR
                                      : VALUE_ACRONYM_OF_THREE;
}

static void add_acronym(Matcher *matcher, const Side *whole, const Side *other, bool with_stops,
                        bool is_query_whole) {
    const uint32_t hash = whole->acronyms[with_stops ? 1 : 0];
    for (size_t i = 0; hash != 0 && i < other->count; i++) {
        const Word *word = other->words[i];
        if (word->hash != hash || word->kind != WORD_PLAIN) {
            continue;
        }
        char acronym[ACRONYM_MOST];
        uint64_t covered = 0;
        const size_t length =
            side_acronym(whole->words, whole->count, with_stops, acronym, &covered);
        if (text_equals((Text){acronym, length}, word->text)) {
            const Similarity found = {.value = acronym_value(length), .kind = EDGE_ACRONYM};
            add_edge(matcher, found, is_query_whole ? covered : bit(i),
                     is_query_whole ? bit(i) : covered);
        }
    }
}

/* ---- spans ---- */

static uint64_t span_bits(const Span *span) {
    return (bit(span->count) - 1) << span->first;
}

static uint64_t own_bits(const OwnAcronym *own) {
    return ((bit(own->count) - 1) << own->first) | bit(own->place - 1);
}

void side_settle_own(Side *side) {
    enum { WEIGHT_REPEATED = 1500 };
    if (side->own.place == 0) {
        return;
    }
    int32_t *weight = &side->weights[side->own.place - 1];
    if (*weight > WEIGHT_REPEATED) {
        side->total -= *weight - WEIGHT_REPEATED;
        *weight = WEIGHT_REPEATED;
    }
}

/* A word of one name beside neighbours of the other whose initials, or whose phrase, it is. */
static void add_spans(Matcher *matcher, const Side *whole, const Side *other, bool is_query_whole) {
    for (size_t i = 0; (whole->span_bloom & other->word_bloom) != 0 && i < whole->span_count; i++) {
        const Span *span = &whole->spans[i];
        for (size_t j = 0; j < other->count; j++) {
            if (span_is_of(span, other->words[j])) {
                const Similarity found = {.value = span->value, .kind = EDGE_ACRONYM};
                add_edge(matcher, found, is_query_whole ? span_bits(span) : bit(j),
                         is_query_whole ? bit(j) : span_bits(span));
            }
        }
    }
}

/* Whether any edge so far takes some of the words. */
static bool has_edge(const Matcher *matcher, uint64_t words, bool is_query) {
    for (size_t i = 0; i < matcher->edge_count; i++) {
        const Edge *edge = &matcher->edges[i];
        if (((is_query ? edge->query : edge->listed) & words) != 0) {
            return true;
        }
    }
    return false;
}

/* The acronym that one name has of itself stands for the words it repeats as well, where the other
 * name has none of them. */
static void add_own(Matcher *matcher, const Side *whole, const Side *other, bool is_query_whole) {
    if (whole->own.place == 0 ||
        has_edge(matcher, own_bits(&whole->own) & ~bit(whole->own.place - 1), is_query_whole)) {
        return;
    }
    for (size_t j = 0; j < other->count; j++) {
        if (other->words[j]->hash == whole->words[whole->own.place - 1]->hash &&
            other->own.place == 0) {
            const Similarity found = {.value = SCREENING_ONE, .kind = EDGE_ACRONYM};
            add_edge(matcher, found, is_query_whole ? own_bits(&whole->own) : bit(j),
                     is_query_whole ? bit(j) : own_bits(&whole->own));
        }
    }
}

/* Words of the query that an edge of these may take. */
static uint64_t spans_reach(const Side *query, const Side *listed) {
    uint64_t reached = 0;
    for (size_t i = 0; (query->span_bloom & listed->word_bloom) != 0 && i < query->span_count;
         i++) {
        for (size_t j = 0; j < listed->count; j++) {
            reached |=
                span_is_of(&query->spans[i], listed->words[j]) ? span_bits(&query->spans[i]) : 0;
        }
    }
    for (size_t i = 0; (listed->span_bloom & query->word_bloom) != 0 && i < listed->span_count;
         i++) {
        for (size_t j = 0; j < query->count; j++) {
            reached |= span_is_of(&listed->spans[i], query->words[j]) ? bit(j) : 0;
        }
    }
    for (size_t j = 0; query->own.place != 0 && j < listed->count; j++) {
        const Word *own = query->words[query->own.place - 1];
        reached |= listed->words[j]->hash == own->hash ? own_bits(&query->own) : 0;
    }
    return reached;
}

/* What the edges could cover at most, were each word given its best. */
static int64_t most_covered(const Matcher *matcher, const Side *side, bool is_query) {
    int best[SCREENING_WORDS_MAX] = {0};
    for (size_t i = 0; i < matcher->edge_count; i++) {
        const Edge *edge = &matcher->edges[i];
        uint64_t words = is_query ? edge->query : edge->listed;
        for (size_t j = 0; words != 0; j++, words >>= 1) {
            if ((words & 1) != 0 && edge->value > best[j]) {
                best[j] = edge->value;
            }
        }
    }
    int64_t covered = 0;
    for (size_t j = 0; j < side->count; j++) {
        covered += (int64_t)best[j] * side->weights[j];
    }
    return covered;
}

static uint64_t lower_words(const Edge *edge) {
    return edge->query < edge->listed ? edge->query : edge->listed;
}

static uint64_t upper_words(const Edge *edge) {
    return edge->query < edge->listed ? edge->listed : edge->query;
}

/* Better first, then heavier, then by their words, whichever name is the query. */
static bool goes_before(const Edge *a, const Edge *b) {
    if (a->value != b->value) {
        return a->value > b->value;
    }
    if (a->weight != b->weight) {
        return a->weight > b->weight;
    }
    return lower_words(a) != lower_words(b) ? lower_words(a) < lower_words(b)
                                            : upper_words(a) < upper_words(b);
}

static void sort_edges(Matcher *matcher, const Side *query, const Side *listed) {
    for (size_t i = 0; i < matcher->edge_count; i++) {
        Edge edge = matcher->edges[i];
        edge.weight = weight_of(query, edge.query) + weight_of(listed, edge.listed);
        size_t at = i;
        while (at > 0 && goes_before(&edge, &matcher->edges[at - 1])) {
            matcher->edges[at] = matcher->edges[at - 1];
            at--;
        }
        matcher->edges[at] = edge;
    }
}

static int coverage(int64_t covered, int64_t total) {
    return total == 0 ? 0 : (int)(covered / total);
}

static void assign(const Matcher *matcher, const Side *query, const Side *listed, Match *match) {
    uint64_t query_used = 0;
    uint64_t listed_used = 0;
    int64_t query_covered = 0;
    int64_t listed_covered = 0;
    match->edge_count = 0;
    for (size_t i = 0; i < matcher->edge_count; i++) {
        const Edge *edge = &matcher->edges[i];
        if ((edge->query & query_used) != 0 || (edge->listed & listed_used) != 0) {
            continue;
        }
        query_used |= edge->query;
        listed_used |= edge->listed;
        query_covered += weight_of(query, edge->query) * edge->value;
        listed_covered += weight_of(listed, edge->listed) * edge->value;
        match->edges[match->edge_count++] = *edge;
    }
    match->query_coverage = coverage(query_covered, query->total);
    match->listed_coverage = coverage(listed_covered, listed->total);
}

/* The most that any edge could give the query's word `at`. */
static int most_of_word(const Side *query, size_t at, const Side *listed) {
    const Word *word = query->words[at];
    int most = 0;
    for (size_t j = 0; j < listed->count && most < SCREENING_ONE; j++) {
        const Word *other = listed->words[j];
        const int value = similarity(word, query->masks + at * 256, other).value;
        most = value > most ? value : most;
        const bool may_join =
            (j + 1 < listed->count &&
             may_be_join(word, listed->join_keys[j], listed->join_skeletons[j])) ||
            (at > 0 && may_be_join(other, query->joins[at - 1].key_hash,
                                   query->joins[at - 1].skeleton_hash)) ||
            (at + 1 < query->count &&
             may_be_join(other, query->joins[at].key_hash, query->joins[at].skeleton_hash));
        const bool may_be_acronym =
            other->hash == query->acronyms[0] || other->hash == query->acronyms[1];
        most = may_join || may_be_acronym ? SCREENING_ONE : most;
    }
    const bool is_acronym = word->hash == listed->acronyms[0] || word->hash == listed->acronyms[1];
    return is_acronym ? SCREENING_ONE : most;
}

bool match_is_possible(const Side *query, const uint8_t *order, const Side *listed, int least,
                       Gained gained) {
    const int64_t needed = coverage_needed(least) * query->total;
    const uint64_t reached = spans_reach(query, listed) | gained.words;
    const int64_t left = query->total - weight_of(query, gained.words);
    int64_t possible = (left + gained.weight) * SCREENING_ONE;
    for (size_t i = 0; i < query->count; i++) {
        const size_t at = order[i];
        if ((reached & bit(at)) != 0) {
            continue;
        }
        const int missing = SCREENING_ONE - most_of_word(query, at, listed);
        possible -= (int64_t)missing * query->weights[at];
        if (possible < needed) {
            return false;
        }
    }
    return true;
}

/* The words that tell which party it is: where there is none, those that tell what it does
 * and where. */
static uint64_t telling_words(const Side *side) {
    uint64_t telling = 0;
    uint64_t others = 0;
    for (size_t i = 0; i < side->count; i++) {
        const Word *word = side->words[i];
        const bool is_plain = word->kind == WORD_PLAIN && (word->length > 1 || word->has_digits);
        telling |= is_plain && word->role == ROLE_NAME ? bit(i) : 0;
        others |= is_plain ? bit(i) : 0;
    }
    return telling != 0 ? telling : others;
}

/* How much tells that the names are one. */
typedef struct Telling {
    uint64_t query; /* words that tell */
    uint64_t listed;
    int joined; /* of them, by edges that were chosen; initials tell little */
} Telling;

static Telling evidence_of(const Side *query, const Side *listed, const Match *match) {
    Telling evidence = {.query = telling_words(query), .listed = telling_words(listed)};
    for (size_t i = 0; i < match->edge_count; i++) {
        const Edge *edge = &match->edges[i];
        const int ours = COUNT_BITS(edge->query & evidence.query);
        const int theirs = COUNT_BITS(edge->listed & evidence.listed);
        if (edge->kind != EDGE_INITIAL) {
            evidence.joined += ours > theirs ? ours : theirs;
        }
    }
    return evidence;
}

/* The share of the larger coverage in the score, in tenths: less where one word alone agrees
 * and others do not, which is more likely another's name. Never more than SHARE_OF_MAX, on
 * which coverage_needed relies. */
static int share_of_max(const Telling *evidence) {
    const int ours = COUNT_BITS(evidence->query);
    const int theirs = COUNT_BITS(evidence->listed);
    if (evidence->joined >= EVIDENCE_NEEDED) {
        return SHARE_OF_MAX;
    }
    return ours < EVIDENCE_NEEDED && theirs < EVIDENCE_NEEDED ? SHARE_OF_MAX_SINGLE
                                                              : SHARE_OF_MAX_THIN;
}

/* One name whole within the other: rather the same party than as many words apart. */
static int contained(int most, int fewest, int score) {
    const int share = SHARE_OF_MAX_CONTAINED;
    const int within = (share * most + (10 - share) * fewest) / 10;
    const int raised = within < CONTAINED_MOST ? within : CONTAINED_MOST;
    return raised > score ? raised : score;
}

static int score_of(const Side *query, const Side *listed, const Match *match) {
    const bool is_query_less = match->query_coverage < match->listed_coverage;
    const int most = is_query_less ? match->listed_coverage : match->query_coverage;
    const int fewest = is_query_less ? match->query_coverage : match->listed_coverage;
    const Telling evidence = evidence_of(query, listed, match);
    if (evidence.joined == 0 && fewest < SCREENING_ONE) {
        return fewest / 2; /* words that say little must agree wholly */
    }
    const int share = share_of_max(&evidence);
    const int score = (share * most + (10 - share) * fewest) / 10;
    const bool is_contained =
        share == SHARE_OF_MAX && most >= CONTAINED_LEAST && fewest >= CONTAINED_FEWEST;
    return is_contained ? contained(most, fewest, score) : score;
}

bool match_sides(Matcher *matcher, const Side *query, const Side *listed, int least, Match *match) {
    const int64_t needed = coverage_needed(least);
    matcher->edge_count = 0;
    add_single_edges(matcher, query, listed);
    add_joins(matcher, query, listed);
    for (int with_stops = 0; with_stops < 2; with_stops++) {
        add_acronym(matcher, query, listed, with_stops == 1, true);
        add_acronym(matcher, listed, query, with_stops == 1, false);
    }
    add_own(matcher, query, listed, true);
    add_own(matcher, listed, query, false);
    add_spans(matcher, query, listed, true);
    add_spans(matcher, listed, query, false);
    if (matcher->edge_count == 0 || most_covered(matcher, query, true) < needed * query->total ||
        most_covered(matcher, listed, false) < needed * listed->total) {
        return false;
    }
    sort_edges(matcher, query, listed);
    assign(matcher, query, listed, match);
    match->score = score_of(query, listed, match);
    return match->score >= least;
}
