/* SPDX-License-Identifier: Apache-2.0 */
/* The score of two names: edges between their words, the best of them assigned, the weight
 * they cover. score = 0.6 max + 0.4 min of the two coverages. */
#include "screening/index.h"

#include <string.h>

enum {
    SHARE_OF_MAX = 6, /* tenths */
    SHARE_OF_MIN = 4,
    SHARE_OF_MAX_SINGLE = 5,
    SHARE_OF_MAX_THIN = 3,
    ACRONYM_LEAST = 3,
    ACRONYM_MOST = 10,
    VALUE_ACRONYM = 9200,
    VALUE_ACRONYM_OF_FOUR = 8600,
    VALUE_ACRONYM_OF_THREE = 7600,
    EVIDENCE_NEEDED = 2 /* words of the query that match, where it has more that do not */
};

int coverage_needed(int threshold) {
    const int over = threshold * 10 - SHARE_OF_MAX * SCREENING_ONE;
    return over <= 0 ? 0 : (over + SHARE_OF_MIN - 1) / SHARE_OF_MIN;
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
        return similarity_of_join(&joining->joins[at], word);
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

static bool goes_before(const Edge *a, const Edge *b) {
    return a->value != b->value ? a->value > b->value : a->weight > b->weight;
}

/* Better first, then heavier, then as they were found, so that the order is one. */
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

bool match_is_possible(const Side *query, const uint8_t *order, const Side *listed, int least) {
    const int64_t needed = coverage_needed(least) * query->total;
    int64_t possible = query->total * SCREENING_ONE;
    for (size_t i = 0; i < query->count; i++) {
        const size_t at = order[i];
        const int missing = SCREENING_ONE - most_of_word(query, at, listed);
        possible -= (int64_t)missing * query->weights[at];
        if (possible < needed) {
            return false;
        }
    }
    return true;
}

static bool tells(const Word *word) {
    return word->kind == WORD_PLAIN && word->length > 1;
}

static int count_telling(const Side *side, uint64_t words) {
    int count = 0;
    for (size_t i = 0; i < side->count; i++) {
        count += (words >> i & 1) != 0 && tells(side->words[i]) ? 1 : 0;
    }
    return count;
}

/* How many words that tell something the chosen edges join; initials tell little. */
static int evidence_of(const Side *query, const Side *listed, const Match *match) {
    int evidence = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        const Edge *edge = &match->edges[i];
        const int ours = count_telling(query, edge->query);
        const int theirs = count_telling(listed, edge->listed);
        if (edge->kind != EDGE_INITIAL) {
            evidence += ours > theirs ? ours : theirs;
        }
    }
    return evidence;
}

/* The share of the larger coverage in the score, in tenths: less where one word alone agrees
 * and others do not, which is more likely another's name. Never more than SHARE_OF_MAX, on
 * which coverage_needed relies. */
static int share_of_max(const Side *query, const Match *match, int evidence) {
    const bool has_more = match->query_coverage < match->listed_coverage;
    if (evidence >= EVIDENCE_NEEDED) {
        return SHARE_OF_MAX;
    }
    if (count_telling(query, UINT64_MAX) < EVIDENCE_NEEDED) {
        return SHARE_OF_MAX_SINGLE;
    }
    return has_more ? SHARE_OF_MAX_THIN : SHARE_OF_MAX;
}

static int score_of(const Side *query, const Side *listed, const Match *match) {
    const bool is_query_less = match->query_coverage < match->listed_coverage;
    const int most = is_query_less ? match->listed_coverage : match->query_coverage;
    const int fewest = is_query_less ? match->query_coverage : match->listed_coverage;
    const int evidence = evidence_of(query, listed, match);
    if (evidence == 0 && fewest < SCREENING_ONE) {
        return fewest / 2; /* words that say little must agree wholly */
    }
    const int share = share_of_max(query, match, evidence);
    return (share * most + (10 - share) * fewest) / 10;
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
    if (matcher->edge_count == 0 || most_covered(matcher, query, true) < needed * query->total ||
        most_covered(matcher, listed, false) < needed * listed->total) {
        return false;
    }
    sort_edges(matcher, query, listed);
    assign(matcher, query, listed, match);
    match->score = score_of(query, listed, match);
    return match->score >= least;
}
