/* SPDX-License-Identifier: Apache-2.0 */
/* Finding every listed name whose score reaches a threshold.
 *
 * score >= t needs both coverages to be at least m = (t - 0.6) / 0.4. So the words of the query
 * are taken, heaviest first, until those left could not cover m of its weight alone: a name
 * that matches must have an edge with one of those taken. The names that could are
 * looked up by every kind of edge, and scored. */
#include "screening/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

enum { MEMORY_BYTES_MAX = 1 << 25, MASKS = 256 };

/* What a name may get from the words looked at, at most: small, for there is one a name, all over
 * memory. */
typedef struct Mark {
    uint16_t stamp;  /* of the query that saw it */
    uint16_t source; /* the last word, or join, it was credited for */
    int32_t gain;    /* of the query's weight, in units of 1/10000 */
} Mark;

struct ScreeningSearch {
    Arena *arena;
    const ScreeningIndex *index;
    Normaliser *normaliser;
    const Spelling *spelling;
    Expander expander;
    Mark *marks; /* of each name */
    uint16_t stamp;
    Arena *memory; /* expansions of words that were asked for */
    Map *remembered;
    Array expansions; /* of Expansion */
    Edge *edges;      /* room for those of one pair of names */
    Match *match;
};

/* A query in work. */
typedef struct Query {
    Name name;
    Side side;
    uint8_t order[SCREENING_WORDS_MAX]; /* its words, heaviest first */
    Array found;                        /* of uint32_t: candidates */
    uint16_t next_source;               /* of credits */
    uint64_t joins_credited;            /* as bits */
    uint64_t words_credited;
    bool is_complete; /* what was not found yet does not match */
} Query;

static void forget(ScreeningSearch *search) {
    arena_free(search->memory);
    search->memory = arena_new();
    search->remembered = map_new(search->memory);
    search->expansions = array_new(search->memory, sizeof(Expansion));
}

ScreeningSearch *screening_search_new(const ScreeningIndex *index) {
    Arena *arena = arena_new();
    ScreeningSearch *search = ARENA_NEW(arena, ScreeningSearch);
    search->arena = arena;
    search->index = index;
    search->normaliser = normaliser_new();
    search->spelling = spelling_new(arena, search->normaliser);
    search->marks = ARENA_MANY(arena, Mark, index->name_count);
    search->expander = (Expander){.index = index,
                                  .stamps = ARENA_MANY(arena, uint32_t, index->word_count),
                                  .found = array_new(arena, sizeof(Expanded))};
    search->edges = ARENA_MANY(arena, Edge, EDGES_MAX);
    search->match = ARENA_NEW(arena, Match);
    forget(search);
    return search;
}

void screening_search_free(ScreeningSearch *search) {
    if (search != NULL) {
        normaliser_free(search->normaliser);
        arena_free(search->memory);
        arena_free(search->arena);
    }
}

/* ---- sides ---- */

void side_of_indexed(const ScreeningIndex *index, const IndexedName *name, Side *side) {
    side->count = name->count;
    side->total = 0;
    side->joins = NULL;
    side->join_keys = index->join_keys + name->first;
    side->join_skeletons = index->join_skeletons + name->first;
    side->acronyms[0] = name->acronyms[0];
    side->acronyms[1] = name->acronyms[1];
    side->spans = index->spans + name->first_span;
    side->span_count = name->span_count;
    side->span_bloom = name->span_bloom;
    side->word_bloom = name->word_bloom;
    side->own = name->own;
    side->masks = NULL;
    for (size_t i = 0; i < name->count; i++) {
        const uint32_t number = index->name_words[name->first + i];
        side->words[i] = &index->words[number];
        side->weights[i] = index->weights[number];
        side->total += side->weights[i];
    }
    side_settle_own(side);
}

static void fill_spans(Arena *arena, const Spelling *spelling, Side *side) {
    Spans *spans = ARENA_NEW(arena, Spans);
    spans_find(spelling, side->words, side->count, spans);
    (void)spans_find_own(spans, side->words, side->count, &side->own);
    side->spans = spans->items;
    side->span_count = spans->count;
    side->span_bloom = spans->bloom;
    side->word_bloom = spans_bloom(side->words, side->count);
    side_settle_own(side);
}

static void fill_joins(Arena *arena, Side *side) {
    Word *joins = ARENA_MANY(arena, Word, side->count);
    for (size_t i = 0; i + 1 < side->count; i++) {
        word_join(arena, side->words[i], side->words[i + 1], &joins[i]);
    }
    side->joins = joins;
}

static void fill_masks(Arena *arena, Side *side) {
    uint64_t *masks = ARENA_MANY(arena, uint64_t, side->count * MASKS);
    for (size_t i = 0; i < side->count; i++) {
        distance_prepare(side->words[i]->text, masks + i * MASKS);
    }
    side->masks = masks;
}

/* The side of a name that is not in the index. */
static void side_of_given(Arena *arena, ScreeningSearch *search, Text given, Name *name,
                          Side *side) {
    normalise(arena, search->normaliser, given, name);
    *side = (Side){.count = name->count};
    for (size_t i = 0; i < name->count; i++) {
        Word *word = &name->words[i];
        word_complete(arena, word);
        normaliser_add_synonym(search->normaliser, word);
        const int64_t number = index_find_word(search->index, word);
        side->words[i] = word;
        side->weights[i] = number == INDEX_NONE ? index_weight_unknown(search->index, word)
                                                : search->index->weights[number];
        side->total += side->weights[i];
    }
    fill_joins(arena, side);
    fill_masks(arena, side);
    fill_spans(arena, search->spelling, side);
    side->acronyms[0] = acronym_hash(side->words, side->count, false);
    side->acronyms[1] = acronym_hash(side->words, side->count, true);
}

static int weight_of(const Side *side, uint64_t words) {
    int weight = 0;
    for (size_t i = 0; i < side->count; i++) {
        weight += (words >> i & 1) != 0 ? side->weights[i] : 0;
    }
    return weight;
}

/* ---- candidates ---- */

/* What is known of a word besides its letters follows from them, but for one thing. */
static Text memory_key(const Word *word, char *bytes) {
    memcpy(bytes, word->text.bytes, word->text.length);
    bytes[word->text.length] = 1;
    return (Text){bytes, word->text.length + (word->is_abjad ? 1 : 0)};
}

static const Expansion *find_expansion(const ScreeningSearch *search, const Word *word) {
    char bytes[WORD_BYTES_MAX + 1];
    size_t found = 0;
    return map_find(search->remembered, memory_key(word, bytes), &found)
               ? array_at(&search->expansions, found)
               : NULL;
}

static const Expansion *expansion_of(ScreeningSearch *search, const Word *word) {
    char bytes[WORD_BYTES_MAX + 1];
    size_t found = 0;
    const Text key = memory_key(word, bytes);
    if (arena_bytes(search->memory) > MEMORY_BYTES_MAX) {
        forget(search);
    }
    if (map_find(search->remembered, key, &found)) {
        return array_at(&search->expansions, found);
    }
    (void)map_add(search->remembered, text_copy(search->memory, key), search->expansions.count);
    Expansion *expansion = array_add(&search->expansions);
    expand(search->memory, &search->expander, word, expansion);
    return expansion;
}

/* A part of the query, and the most that a name which has it gains. */
typedef struct Credit {
    uint16_t source; /* each part once */
    int32_t gain;
} Credit;

static void credit_name(ScreeningSearch *search, Query *query, uint32_t name, Credit credit) {
    Mark *mark = &search->marks[name];
    if (mark->stamp != search->stamp) {
        if (query->is_complete) {
            return;
        }
        *mark = (Mark){search->stamp, credit.source, credit.gain};
        uint32_t *slot = array_add(&query->found);
        *slot = name;
    } else if (mark->source != credit.source) {
        mark->source = credit.source;
        mark->gain += credit.gain;
    }
}

static void credit_postings(ScreeningSearch *search, Query *query, uint32_t word, Credit credit) {
    enum { AHEAD = 8 };
    const ScreeningIndex *index = search->index;
    const uint32_t end = index->posting_starts[word + 1];
    for (uint32_t i = index->posting_starts[word]; i < end; i++) {
        if (end - i > AHEAD) { /* marks of names lie far apart */
            PREFETCH(&search->marks[index->postings[i + AHEAD]]);
        }
        credit_name(search, query, index->postings[i], credit);
    }
}

/* Names by a hash that they have. */
static void credit_names(ScreeningSearch *search, Query *query, const Lookup *lookup, uint32_t hash,
                         Credit credit) {
    const uint32_t *values = NULL;
    const size_t count = hash == 0 ? 0 : lookup_find(lookup, hash, &values);
    for (size_t i = 0; i < count; i++) {
        credit_name(search, query, values[i], credit);
    }
}

/* Names with a word that has the hash. */
static void credit_words(ScreeningSearch *search, Query *query, const Lookup *lookup, uint32_t hash,
                         Credit credit) {
    const uint32_t *values = NULL;
    const size_t count = hash == 0 ? 0 : lookup_find(lookup, hash, &values);
    for (size_t i = 0; i < count; i++) {
        credit_postings(search, query, values[i], credit);
    }
}

/* Names with a word that this word of the query and the next one make. */
static void credit_join(ScreeningSearch *search, Query *query, size_t at) {
    const ScreeningIndex *index = search->index;
    const Word *joined = &query->side.joins[at];
    if (joined->text.length == 0 || (query->joins_credited >> at & 1) != 0) {
        return;
    }
    const Credit credit = {query->next_source++,
                           query->side.weights[at] + query->side.weights[at + 1]};
    query->joins_credited |= UINT64_C(1) << at;
    credit_words(search, query, &index->texts, joined->hash, credit);
    credit_words(search, query, &index->keys, joined->key_hash, credit);
    credit_words(search, query, &index->skeletons, joined->skeleton_hash, credit);
}

/* Rounded up. */
static int32_t gain_of(int32_t weight, int value) {
    return (int32_t)(((int64_t)weight * value + SCREENING_ONE - 1) / SCREENING_ONE);
}

/* Names that have an edge with the word of the query, better edges first. */
static void credit_word(ScreeningSearch *search, Query *query, size_t at) {
    const ScreeningIndex *index = search->index;
    const Word *word = query->side.words[at];
    const int32_t weight = query->side.weights[at];
    const Expansion *expansion = expansion_of(search, word);
    const uint16_t source = query->next_source++;
    for (size_t i = 0; i < expansion->count; i++) {
        credit_postings(search, query, expansion->words[i],
                        (Credit){source, gain_of(weight, expansion->values[i])});
    }
    if (at > 0) {
        credit_join(search, query, at - 1);
    }
    if (at + 1 < query->side.count) {
        credit_join(search, query, at);
    }
    const Credit whole = {query->next_source++, weight};
    credit_names(search, query, &index->joins, word->key_hash, whole);
    credit_names(search, query, &index->joins, word->skeleton_hash, whole);
    credit_names(search, query, &index->span_names, word->hash, whole);
    if (word->kind == WORD_PLAIN) {
        credit_names(search, query, &index->acronyms, word->hash, whole);
    }
}

static size_t heaviest(const Side *side, uint64_t taken) {
    size_t best = side->count;
    for (size_t i = 0; i < side->count; i++) {
        const bool is_left = (taken >> i & 1) == 0;
        if (is_left && (best == side->count || side->weights[i] > side->weights[best])) {
            best = i;
        }
    }
    return best;
}

static void fill_order(Query *query) {
    uint64_t taken = 0;
    for (size_t i = 0; i < query->side.count; i++) {
        const size_t at = heaviest(&query->side, taken);
        taken |= UINT64_C(1) << at;
        query->order[i] = (uint8_t)at;
    }
}

/* One word of theirs for all of ours. */
static void credit_acronyms(ScreeningSearch *search, Query *query) {
    for (size_t i = 0; i < 2; i++) {
        credit_words(search, query, &search->index->texts, query->side.acronyms[i],
                     (Credit){query->next_source++, (int32_t)query->side.total});
    }
}

/* One word of theirs for some of ours, and for all that an acronym of ours repeats. */
static void credit_spans(ScreeningSearch *search, Query *query) {
    const Side *side = &query->side;
    for (size_t i = 0; i < side->span_count; i++) {
        const Span *span = &side->spans[i];
        const uint64_t words = ((UINT64_C(1) << span->count) - 1) << span->first;
        credit_words(search, query, &search->index->texts, span->hash,
                     (Credit){query->next_source++, weight_of(side, words)});
    }
    if (side->own.place != 0) {
        credit_words(search, query, &search->index->texts, side->words[side->own.place - 1]->hash,
                     (Credit){query->next_source++, (int32_t)side->total});
    }
}

/* Drops the names that the words left could not bring up to what is needed. */
static void keep_possible(const ScreeningSearch *search, Query *query, int64_t left,
                          int64_t needed) {
    uint32_t *found = ARRAY_ITEMS(uint32_t, &query->found);
    size_t kept = 0;
    for (size_t i = 0; i < query->found.count; i++) {
        if ((search->marks[found[i]].gain + left) * SCREENING_ONE >= needed) {
            found[kept++] = found[i];
        }
    }
    query->found.count = kept;
}

/* Whether a word that is not needed may rule out more of what was found than it costs. */
static bool is_worth_it(const ScreeningSearch *search, const Query *query, const Word *word) {
    enum { MANY = 60, VERY_MANY = 300, NAMES_FOR_ONE = 6 };
    const size_t found = query->found.count;
    if (found <= MANY || word->kind != WORD_PLAIN) {
        return false;
    }
    const Expansion *expansion = find_expansion(search, word);
    return expansion == NULL ? found > VERY_MANY : expansion->name_count < found * NAMES_FOR_ONE;
}

/* Takes words while names could be missed; and, where many were found, those that rule out some
 * of them. */
static void find_candidates(ScreeningSearch *search, Query *query, int threshold) {
    const Side *side = &query->side;
    const int64_t needed = coverage_needed(threshold) * side->total;
    int64_t left = side->total;
    credit_acronyms(search, query);
    credit_spans(search, query);
    for (size_t i = 0; i < side->count; i++) {
        const size_t at = query->order[i];
        query->is_complete = left * SCREENING_ONE < needed;
        if (query->is_complete && !is_worth_it(search, query, side->words[at])) {
            continue;
        }
        credit_word(search, query, at);
        query->words_credited |= UINT64_C(1) << at;
        left -= side->weights[at];
    }
    keep_possible(search, query, left, needed);
}

static int compare_numbers(const void *a, const void *b) {
    const uint32_t first = *(const uint32_t *)a;
    const uint32_t second = *(const uint32_t *)b;
    return first < second ? -1 : first > second ? 1 : 0;
}

/* ---- hits ---- */

typedef struct Scored {
    uint32_t name; /* of the index */
    int score;
} Scored;

typedef struct Scorer {
    Arena *scratch;
    Matcher matcher;
    Match *match;
    Array scored; /* of Scored, names ascending: parties stay together */
    size_t compared;
} Scorer;

static Scorer scorer_new(Arena *scratch, const ScreeningSearch *search) {
    return (Scorer){.scratch = scratch,
                    .matcher = {.arena = scratch, .edges = search->edges},
                    .match = search->match,
                    .scored = array_new(scratch, sizeof(Scored))};
}

static void score(Scorer *scorer, const ScreeningIndex *index, const Query *query, uint32_t name,
                  int threshold, const Gained *gained) {
    Side listed;
    side_of_indexed(index, &index->names[name], &listed);
    scorer->compared++;
    if (gained != NULL &&
        !match_is_possible(&query->side, query->order, &listed, threshold, *gained)) {
        return;
    }
    if (match_sides(&scorer->matcher, &query->side, &listed, threshold, scorer->match)) {
        Scored *scored = array_add(&scorer->scored);
        *scored = (Scored){.name = name, .score = scorer->match->score};
    }
}

static Text words_given(const Name *name, uint64_t words) {
    size_t from = SIZE_MAX;
    size_t until = 0;
    bool is_whole = true; /* neighbours only */
    for (size_t i = 0; i < name->count; i++) {
        if ((words >> i & 1) == 0) {
            continue;
        }
        is_whole = is_whole && (from == SIZE_MAX || (i > 0 && (words >> (i - 1) & 1) != 0));
        from = name->words[i].from < from ? name->words[i].from : from;
        until = name->words[i].until > until ? name->words[i].until : until;
    }
    return from == SIZE_MAX ? TEXT("") : text_slice(name->given, from, until);
}

static AlignedPart aligned(const Name *query, const Side *query_side, uint64_t query_words,
                           const Name *listed, const Side *listed_side, uint64_t listed_words) {
    return (AlignedPart){.query = words_given(query, query_words),
                         .listed = words_given(listed, listed_words),
                         .query_weight = weight_of(query_side, query_words),
                         .listed_weight = weight_of(listed_side, listed_words)};
}

/* The chosen edges by the order of the query's words, then what found no counterpart. */
static void explain(Arena *arena, const Name *query, const Side *query_side, const Name *listed,
                    const Side *listed_side, const Match *match, NameHit *hit) {
    AlignedPart *parts = ARENA_MANY(arena, AlignedPart, query_side->count + listed_side->count);
    size_t count = 0;
    uint64_t listed_used = 0;
    for (size_t i = 0; i < query_side->count; i++) {
        const uint64_t word = UINT64_C(1) << i;
        const Edge *edge = NULL;
        for (size_t j = 0; j < match->edge_count; j++) {
            edge = (match->edges[j].query & word) != 0 ? &match->edges[j] : edge;
        }
        if (edge == NULL) {
            parts[count++] = aligned(query, query_side, word, listed, listed_side, 0);
        } else if ((edge->query & (word - 1)) == 0) { /* its first word */
            parts[count] =
                aligned(query, query_side, edge->query, listed, listed_side, edge->listed);
            parts[count].kind = edge->kind;
            parts[count].distance = edge->distance;
            parts[count++].similarity = edge->value;
            listed_used |= edge->listed;
        }
    }
    for (size_t i = 0; i < listed_side->count; i++) {
        if ((listed_used >> i & 1) == 0) {
            parts[count++] = aligned(query, query_side, 0, listed, listed_side, UINT64_C(1) << i);
        }
    }
    hit->score = match->score;
    hit->query_coverage = match->query_coverage;
    hit->listed_coverage = match->listed_coverage;
    hit->parts = parts;
    hit->part_count = count;
}

/* Scores and explains one listed name again, this time with its places in the text. */
static NameHit explain_name(Arena *arena, ScreeningSearch *search, const Query *query,
                            Scorer *scorer, uint32_t number) {
    const IndexedName *indexed = &search->index->names[number];
    const IndexedParty *at = &search->index->parties[indexed->party];
    const ListedParty *party = &search->index->lists[at->list].parties[at->party];
    Name listed;
    Side side;
    NameHit hit = {.name = indexed->name};
    normalise(scorer->scratch, search->normaliser, party->names[indexed->name].text, &listed);
    side_of_indexed(search->index, indexed, &side);
    if (match_sides(&scorer->matcher, &query->side, &side, 0, scorer->match)) {
        explain(arena, &query->name, &query->side, &listed, &side, scorer->match, &hit);
    }
    return hit;
}

static int compare_name_hits(const void *a, const void *b) {
    const NameHit *first = a;
    const NameHit *second = b;
    if (first->score != second->score) {
        return first->score > second->score ? -1 : 1;
    }
    return first->name < second->name ? -1 : first->name > second->name ? 1 : 0;
}

static Evidence country_evidence(const ListedParty *party, Text country) {
    if (text_is_empty(country) || party->country_count == 0) {
        return EVIDENCE_NONE;
    }
    for (size_t i = 0; i < party->country_count; i++) {
        if (text_equals(party->countries[i], country)) {
            return EVIDENCE_AGREES;
        }
    }
    return EVIDENCE_DIFFERS;
}

static Evidence kind_evidence(const ListedParty *party, ListedKind kind) {
    if (kind == LISTED_UNKNOWN || party->kind == LISTED_UNKNOWN) {
        return EVIDENCE_NONE;
    }
    return party->kind == kind ? EVIDENCE_AGREES : EVIDENCE_DIFFERS;
}

static PartyHit *add_party_hit(const ScreeningSearch *search, const ScreeningQuery *query,
                               uint32_t party, Array *hits) {
    const ScreeningIndex *index = search->index;
    const IndexedParty *at = &index->parties[party];
    PartyHit *hit = array_add(hits);
    hit->list = &index->lists[at->list];
    hit->party = &hit->list->parties[at->party];
    hit->country = country_evidence(hit->party, query->country);
    hit->kind = kind_evidence(hit->party, query->kind);
    hit->born = born_evidence(hit->party, query->born);
    hit->city = city_evidence(search->normaliser, hit->party, query->city);
    return hit;
}

/* The least score that any party needs. */
static int least_threshold(const ScreeningQuery *query) {
    int least = query->threshold;
    for (size_t i = 0; i < query->threshold_count; i++) {
        least = query->thresholds[i].least < least ? query->thresholds[i].least : least;
    }
    return least;
}

/* The least score that the party needs: what is said of its list and kind goes before what is
 * said of one of them. */
static int threshold_of(const ScreeningQuery *query, const ListedParty *party) {
    const ListedKind kind = party->kind == LISTED_UNKNOWN ? query->kind : party->kind;
    int threshold = query->threshold;
    int closest = 0;
    for (size_t i = 0; i < query->threshold_count; i++) {
        const ScreeningThreshold *one = &query->thresholds[i];
        const bool has_list = !text_is_empty(one->list);
        const bool has_kind = one->kind != LISTED_UNKNOWN;
        const int closeness = (has_list ? 2 : 0) + (has_kind ? 1 : 0);
        if ((!has_list || text_equals(one->list, party->list)) &&
            (!has_kind || one->kind == kind) && closeness >= closest) {
            closest = closeness;
            threshold = one->least;
        }
    }
    return threshold;
}

/* The names that reach the party's threshold, best first: how many. */
static size_t keep_reaching(NameHit *names, size_t count, int threshold) {
    qsort(names, count, sizeof(NameHit), compare_name_hits);
    while (count > 0 && names[count - 1].score < threshold) {
        count--;
    }
    return count;
}

/* The scored names from `start` on that are of one party, as one hit; where the next begins. */
static size_t add_scored_party(Arena *arena, ScreeningSearch *search, const ScreeningQuery *asked,
                               const Query *query, Scorer *scorer, size_t start, Array *hits) {
    const Scored *scored = ARRAY_ITEMS(Scored, &scorer->scored);
    const uint32_t party = search->index->names[scored[start].name].party;
    size_t end = start;
    while (end < scorer->scored.count && search->index->names[scored[end].name].party == party) {
        end++;
    }
    NameHit *names = ARENA_MANY(arena, NameHit, end - start);
    for (size_t i = start; i < end; i++) {
        names[i - start] = explain_name(arena, search, query, scorer, scored[i].name);
    }
    const IndexedParty *at = &search->index->parties[party];
    const size_t count =
        keep_reaching(names, end - start,
                      threshold_of(asked, &search->index->lists[at->list].parties[at->party]));
    if (count == 0) {
        return end;
    }
    PartyHit *hit = add_party_hit(search, asked, party, hits);
    hit->names = names;
    hit->name_count = count;
    hit->score = names[0].score;
    return end;
}

/* ---- identifiers ---- */

static bool types_agree(Text asked, Text listed) {
    Arena *arena = arena_new();
    const bool agree = text_is_empty(asked) ||
                       text_equals(identifier_fold(arena, asked), identifier_fold(arena, listed));
    arena_free(arena);
    return agree;
}

static const ListedIdentifier *agreeing_identifier(Arena *arena, const ListedParty *party,
                                                   const ListedIdentifier *asked) {
    const Text value = identifier_fold(arena, asked->value);
    for (size_t i = 0; i < party->identifier_count; i++) {
        if (text_equals(identifier_fold(arena, party->identifiers[i].value), value) &&
            types_agree(asked->type, party->identifiers[i].type)) {
            return &party->identifiers[i];
        }
    }
    return NULL;
}

static PartyHit *find_hit(Array *hits, const ListedParty *party) {
    for (size_t i = 0; i < hits->count; i++) {
        PartyHit *hit = array_at(hits, i);
        if (hit->party == party) {
            return hit;
        }
    }
    return NULL;
}

static void add_identified(Arena *scratch, const ScreeningSearch *search,
                           const ScreeningQuery *query, const ListedIdentifier *asked,
                           Array *hits) {
    const ScreeningIndex *index = search->index;
    const uint32_t *values = NULL;
    const Text folded = identifier_fold(scratch, asked->value);
    const size_t count =
        folded.length == 0 ? 0 : lookup_find(&index->identifiers, word_hash(folded), &values);
    for (size_t i = 0; i < count; i++) {
        const IndexedParty *at = &index->parties[values[i]];
        const ListedParty *party = &index->lists[at->list].parties[at->party];
        const ListedIdentifier *found = agreeing_identifier(scratch, party, asked);
        if (found == NULL) {
            continue;
        }
        PartyHit *hit = find_hit(hits, party);
        if (hit == NULL) {
            hit = add_party_hit(search, query, values[i], hits);
        }
        hit->is_by_identifier = true;
        hit->identifier = found;
        hit->score = SCREENING_ONE;
    }
}

/* ---- the whole ---- */

static int compare_hits(const void *a, const void *b) {
    const PartyHit *first = a;
    const PartyHit *second = b;
    if (first->score != second->score) {
        return first->score > second->score ? -1 : 1;
    }
    if (first->list != second->list) {
        return first->list < second->list ? -1 : 1;
    }
    return first->party < second->party ? -1 : first->party > second->party ? 1 : 0;
}

/* Asks for the memory of the candidates that come next: their names first, then the words. */
static void fetch_ahead(const ScreeningIndex *index, const uint32_t *found, size_t count,
                        size_t at) {
    enum { NAME_AHEAD = 16, NUMBERS_AHEAD = 10, WORDS_AHEAD = 4 };
    if (at + NAME_AHEAD < count) {
        PREFETCH(&index->names[found[at + NAME_AHEAD]]);
    }
    if (at + NUMBERS_AHEAD < count) {
        PREFETCH(&index->name_words[index->names[found[at + NUMBERS_AHEAD]].first]);
        PREFETCH(&index->join_keys[index->names[found[at + NUMBERS_AHEAD]].first]);
        PREFETCH(&index->join_skeletons[index->names[found[at + NUMBERS_AHEAD]].first]);
    }
    if (at + WORDS_AHEAD < count) {
        const IndexedName *name = &index->names[found[at + WORDS_AHEAD]];
        for (uint32_t i = 0; i < name->count; i++) {
            PREFETCH(&index->words[index->name_words[name->first + i]]);
        }
    }
}

/* When the stamps have gone round, those of long ago are cleared. */
static void next_stamp(ScreeningSearch *search) {
    search->stamp++;
    if (search->stamp == 0) {
        memset(search->marks, 0, search->index->name_count * sizeof *search->marks);
        search->stamp = 1;
    }
}

static void score_candidates(ScreeningSearch *search, Query *query, int threshold, Scorer *scorer) {
    next_stamp(search);
    query->found = array_new(scorer->scratch, sizeof(uint32_t));
    query->next_source = 0;
    query->joins_credited = 0;
    query->words_credited = 0;
    query->is_complete = false;
    find_candidates(search, query, threshold);
    const uint32_t *found = ARRAY_ITEMS(uint32_t, &query->found);
    for (size_t i = 0; i < query->found.count; i++) {
        fetch_ahead(search->index, found, query->found.count, i);
        const Gained gained = {query->words_credited, search->marks[found[i]].gain};
        score(scorer, search->index, query, found[i], threshold, &gained);
    }
    if (scorer->scored.count > 1) {
        qsort(scorer->scored.items, scorer->scored.count, sizeof(Scored), compare_numbers);
    }
}

static void score_all(const ScreeningSearch *search, const Query *query, int threshold,
                      Scorer *scorer) {
    for (size_t i = 0; i < search->index->name_count; i++) {
        score(scorer, search->index, query, (uint32_t)i, threshold, NULL);
    }
}

static void run(Arena *arena, ScreeningSearch *search, const ScreeningQuery *asked, bool is_slow,
                ScreeningResult *result) {
    Arena *scratch = arena_new();
    Query query;
    Scorer scorer = scorer_new(scratch, search);
    Array hits = array_new(arena, sizeof(PartyHit));
    side_of_given(scratch, search, asked->name, &query.name, &query.side);
    fill_order(&query);
    if (is_slow) {
        score_all(search, &query, least_threshold(asked), &scorer);
    } else {
        score_candidates(search, &query, least_threshold(asked), &scorer);
    }
    for (size_t at = 0; at < scorer.scored.count;) {
        at = add_scored_party(arena, search, asked, &query, &scorer, at, &hits);
    }
    for (size_t i = 0; i < asked->identifier_count; i++) {
        add_identified(scratch, search, asked, &asked->identifiers[i], &hits);
    }
    if (hits.count > 1) {
        qsort(hits.items, hits.count, sizeof(PartyHit), compare_hits);
    }
    *result = (ScreeningResult){.hits = ARRAY_ITEMS(PartyHit, &hits),
                                .hit_count = hits.count,
                                .compared = scorer.compared,
                                .has_words = query.name.count > 0,
                                .is_cut = query.name.is_cut,
                                .is_disguised = query.name.is_disguised,
                                .has_controls = query.name.has_controls,
                                .is_malformed = query.name.is_malformed};
    arena_free(scratch);
}

void screening_find(Arena *arena, ScreeningSearch *search, const ScreeningQuery *query,
                    ScreeningResult *result) {
    run(arena, search, query, false, result);
}

void screening_find_slowly(Arena *arena, ScreeningSearch *search, const ScreeningQuery *query,
                           ScreeningResult *result) {
    run(arena, search, query, true, result);
}

void screening_compare(Arena *arena, ScreeningSearch *search, Text query, Text listed,
                       NameHit *result) {
    Arena *scratch = arena_new();
    Name names[2];
    Side sides[2];
    Scorer scorer = scorer_new(scratch, search);
    *result = (NameHit){0};
    side_of_given(scratch, search, query, &names[0], &sides[0]);
    side_of_given(scratch, search, listed, &names[1], &sides[1]);
    if (match_sides(&scorer.matcher, &sides[0], &sides[1], 0, scorer.match)) {
        explain(arena, &names[0], &sides[0], &names[1], &sides[1], scorer.match, result);
    }
    arena_free(scratch);
}
