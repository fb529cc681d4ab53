/* SPDX-License-Identifier: Apache-2.0 */
/* How fast names are screened and how many variants are found, over lists on files:
 *
 *     bench-screening [--brute N] [--pairs FILE.tsv] [--peers] LIST...
 *
 * Queries are made from the lists' own names by a seeded generator (docs/screening.md says
 * how); the names that must raise no alert are put together from words of different names.
 * --brute compares so many queries with the scoring of every name. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/forks.h"
#include "screening/screening.h"
#include "screening_peers.h"

enum {
    QUERY_COUNT = 20000,
    SPEED_THRESHOLD = 8500,
    VARIANT_COUNT = 1500, /* of each kind */
    BENIGN_COUNT = 4000,
    LISTS_MAX = 16,
    WORDS_MAX = 24
};

/* splitmix64 */
static uint64_t next_random(uint64_t *state) {
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

static size_t below(uint64_t *state, size_t limit) {
    return (size_t)(next_random(state) % limit);
}

static double seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- variants ---- */

typedef struct Words {
    Text items[WORDS_MAX];
    size_t count;
} Words;

static Words part(Text name) {
    Words words = {.count = 0};
    Text rest = name;
    Text piece = {0};
    while (text_split(&rest, ' ', &piece)) {
        if (piece.length > 0 && words.count < WORDS_MAX) {
            words.items[words.count++] = piece;
        }
    }
    return words;
}

static Text join(Arena *arena, const Words *words) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < words->count; i++) {
        text_add(&builder, i > 0 ? TEXT(" ") : TEXT(""));
        text_add(&builder, words->items[i]);
    }
    return text_built(&builder);
}

/* One slip of a finger in a word of five letters or more. */
static Text slip(Arena *arena, Text word, uint64_t *random) {
    const size_t at = 1 + below(random, word.length - 2);
    const char letter = (char)('a' + (char)below(random, 26));
    switch (below(random, 4)) {
    case 0:
        return text_format(arena, "%.*s%.*s", (int)at, word.bytes, (int)(word.length - at - 1),
                           word.bytes + at + 1);
    case 1:
        return text_format(arena, "%.*s%c%.*s", (int)at, word.bytes, letter,
                           (int)(word.length - at), word.bytes + at);
    case 2:
        return text_format(arena, "%.*s%c%.*s", (int)at, word.bytes, letter,
                           (int)(word.length - at - 1), word.bytes + at + 1);
    default:
        return text_format(arena, "%.*s%c%c%.*s", (int)at, word.bytes, word.bytes[at + 1],
                           word.bytes[at], (int)(word.length - at - 2), word.bytes + at + 2);
    }
}

static Text slips(Arena *arena, Text name, uint64_t *random, size_t count) {
    Words words = part(name);
    for (size_t i = 0; i < count; i++) {
        for (size_t tries = 0; tries < 8; tries++) {
            Text *word = &words.items[below(random, words.count)];
            if (word->length >= 5) {
                *word = slip(arena, *word, random);
                break;
            }
        }
    }
    return join(arena, &words);
}

static Text one_slip(Arena *arena, Text name, uint64_t *random) {
    return slips(arena, name, random, 1);
}

static Text two_slips(Arena *arena, Text name, uint64_t *random) {
    return slips(arena, name, random, 2);
}

static Text reordered(Arena *arena, Text name, uint64_t *random) {
    Words words = part(name);
    for (size_t i = words.count; i > 1; i--) {
        const size_t other = below(random, i);
        const Text kept = words.items[i - 1];
        words.items[i - 1] = words.items[other];
        words.items[other] = kept;
    }
    return join(arena, &words);
}

/* Without one word, of names of three and more. */
static Text shortened(Arena *arena, Text name, uint64_t *random) {
    Words words = part(name);
    if (words.count >= 3) {
        const size_t at = below(random, words.count);
        for (size_t i = at; i + 1 < words.count; i++) {
            words.items[i] = words.items[i + 1];
        }
        words.count--;
    }
    return join(arena, &words);
}

static Text run_together(Arena *arena, Text name, uint64_t *random) {
    Words words = part(name);
    if (words.count >= 2) {
        const size_t at = below(random, words.count - 1);
        words.items[at] = text_format(arena, "%.*s%.*s", TEXT_ARGS(words.items[at]),
                                      TEXT_ARGS(words.items[at + 1]));
        for (size_t i = at + 1; i + 1 < words.count; i++) {
            words.items[i] = words.items[i + 1];
        }
        words.count--;
    }
    return join(arena, &words);
}

/* Other ways to write the same sounds, one or two in a name. */
static Text respelled(Arena *arena, Text name, uint64_t *random) {
    static const char *const pairs[][2] = {
        {"KH", "H"}, {"PH", "F"}, {"OU", "U"},   {"EE", "I"},   {"Y", "I"},  {"U", "OU"},
        {"Q", "K"},  {"C", "K"},  {"W", "V"},    {"SH", "SCH"}, {"J", "DJ"}, {"I", "Y"},
        {"kh", "h"}, {"ph", "f"}, {"ou", "u"},   {"ee", "i"},   {"y", "i"},  {"u", "ou"},
        {"q", "k"},  {"w", "v"},  {"sh", "sch"}, {"j", "dj"},   {"i", "y"},  {"o", "u"}};
    size_t changed = 0;
    for (size_t tries = 0; tries < 24 && changed < 2; tries++) {
        const char *const *pair = pairs[below(random, sizeof pairs / sizeof pairs[0])];
        size_t at = 0;
        if (text_find(name, text_from(pair[0]), &at)) {
            const size_t after = at + strlen(pair[0]);
            name = text_format(arena, "%.*s%s%.*s", (int)at, name.bytes, pair[1],
                               (int)(name.length - after), name.bytes + after);
            changed++;
        }
    }
    return name;
}

static Text other_form(Arena *arena, Text name, uint64_t *random) {
    static const char *const forms[] = {"Ltd", "LLC", "Co., Ltd.", "Inc.", "GmbH", "JSC", "S.A."};
    return text_format(arena, "%.*s %s", TEXT_ARGS(name),
                       forms[below(random, sizeof forms / sizeof forms[0])]);
}

static Text as_listed(Arena *arena, Text name, uint64_t *random) {
    (void)next_random(random); /* as the others do */
    return text_copy(arena, name);
}

typedef struct VariantKind {
    const char *name;
    Text (*make)(Arena *arena, Text name, uint64_t *random);
} VariantKind;

static const VariantKind VARIANTS[] = {
    {"as listed", as_listed}, {"one slip", one_slip},          {"two slips", two_slips},
    {"reordered", reordered}, {"a word less", shortened},      {"run together", run_together},
    {"respelled", respelled}, {"legal form added", other_form}};
enum { VARIANT_KINDS = sizeof VARIANTS / sizeof VARIANTS[0] };

/* ---- the lists ---- */

typedef struct Bench {
    Arena *arena;
    ScreeningList lists[LISTS_MAX];
    size_t list_count;
    ScreeningIndex *index;
    ScreeningSearch *search;
    const ListedParty **parties; /* of all lists */
    size_t party_count;
    uint64_t random;
    bool has_peers;
    bool shows; /* each name and its score */
} Bench;

static bool load(Bench *bench, const char *path) {
    Text content = {0};
    Error error = {0};
    const Text file = text_from(path);
    if (!file_read(bench->arena, file, SCREENING_LIST_BYTES_MAX, &content, &error) ||
        !screening_list_read(bench->arena, file, content, &bench->lists[bench->list_count],
                             &error)) {
        fprintf(stderr, "%s\n", error.message);
        return false;
    }
    bench->list_count++;
    return true;
}

static void gather_parties(Bench *bench) {
    size_t count = 0;
    for (size_t i = 0; i < bench->list_count; i++) {
        count += bench->lists[i].party_count;
    }
    bench->parties = arena_allocate_many(bench->arena, count, sizeof(const ListedParty *));
    for (size_t i = 0; i < bench->list_count; i++) {
        for (size_t j = 0; j < bench->lists[i].party_count; j++) {
            bench->parties[bench->party_count++] = &bench->lists[i].parties[j];
        }
    }
}

static Text any_name(Bench *bench, const ListedParty **party) {
    for (;;) {
        *party = bench->parties[below(&bench->random, bench->party_count)];
        const Text name = (*party)->names[below(&bench->random, (*party)->name_count)].text;
        if (part(name).count >= 2 && name.length < 200) {
            return name;
        }
    }
}

/* A name put together from words of as many names. */
static Text benign_name(Bench *bench) {
    const ListedParty *party = NULL;
    const Words model = part(any_name(bench, &party));
    Words words = {.count = model.count};
    for (size_t i = 0; i < model.count; i++) {
        const Words other = part(any_name(bench, &party));
        words.items[i] = other.items[i < other.count ? i : other.count - 1];
    }
    return join(bench->arena, &words);
}

/* ---- measuring ---- */

static int compare_doubles(const void *a, const void *b) {
    const double first = *(const double *)a;
    const double second = *(const double *)b;
    return first < second ? -1 : first > second ? 1 : 0;
}

static ScreeningResult find(Bench *bench, Arena *arena, Text name, int threshold, bool slowly) {
    const ScreeningQuery query = {.name = name, .threshold = threshold};
    ScreeningResult result;
    if (slowly) {
        screening_find_slowly(arena, bench->search, &query, &result);
    } else {
        screening_find(arena, bench->search, &query, &result);
    }
    return result;
}

static Text *make_queries(Bench *bench, size_t count) {
    Text *queries = ARENA_MANY(bench->arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        const ListedParty *party = NULL;
        const Text name = any_name(bench, &party);
        queries[i] = i % 2 == 0
                         ? benign_name(bench)
                         : VARIANTS[i / 2 % VARIANT_KINDS].make(bench->arena, name, &bench->random);
    }
    return queries;
}

static void measure_speed(Bench *bench) {
    const Text *queries = make_queries(bench, QUERY_COUNT);
    double *times = ARENA_MANY(bench->arena, double, QUERY_COUNT);
    size_t compared = 0;
    for (int pass = 0; pass < 2; pass++) {
        const double start = seconds();
        compared = 0;
        for (size_t i = 0; i < QUERY_COUNT; i++) {
            const double before = seconds();
            Arena *arena = arena_new();
            compared += find(bench, arena, queries[i], SPEED_THRESHOLD, false).compared;
            arena_free(arena);
            times[i] = seconds() - before;
        }
        const double taken = seconds() - start;
        qsort(times, QUERY_COUNT, sizeof(double), compare_doubles);
        printf("%s: %.0f queries/s, p50 %.3f ms, p99 %.3f ms, longest %.2f ms, %.0f names scored "
               "a query\n",
               pass == 0 ? "interactive" : "bulk (words seen before)", QUERY_COUNT / taken,
               times[QUERY_COUNT / 2] * 1e3, times[QUERY_COUNT * 99 / 100] * 1e3,
               times[QUERY_COUNT - 1] * 1e3, (double)compared / QUERY_COUNT);
    }
}

static int score_of(Bench *bench, Text name, const ListedParty *party) {
    Arena *arena = arena_new();
    const ScreeningResult result = find(bench, arena, name, 7000, false);
    int score = 0;
    Text best = {0};
    for (size_t i = 0; i < result.hit_count; i++) {
        if ((party == NULL || result.hits[i].party == party) && result.hits[i].score > score) {
            score = result.hits[i].score;
            best = result.hits[i].party->names[result.hits[i].names[0].name].text;
        }
    }
    if (bench->shows) {
        printf("%s %d | %.*s | %.*s\n", party != NULL ? "variant" : "benign", score,
               TEXT_ARGS(name),
               TEXT_ARGS(party != NULL && score == 0 ? party->names[0].text : best));
    }
    arena_free(arena);
    return score;
}

static int compare_scores(const void *a, const void *b) {
    return *(const int *)b - *(const int *)a;
}

static double share_at(const int *scores, size_t count, int threshold) {
    size_t reached = 0;
    for (size_t i = 0; i < count; i++) {
        reached += scores[i] >= threshold ? 1 : 0;
    }
    return (double)reached / (double)count;
}

static void measure_recall(Bench *bench) {
    static int benign[BENIGN_COUNT];
    static int variants[VARIANT_KINDS][VARIANT_COUNT];
    for (size_t i = 0; i < BENIGN_COUNT; i++) {
        benign[i] = score_of(bench, benign_name(bench), NULL);
    }
    for (size_t kind = 0; kind < VARIANT_KINDS; kind++) {
        for (size_t i = 0; i < VARIANT_COUNT; i++) {
            const ListedParty *party = NULL;
            const Text name = any_name(bench, &party);
            variants[kind][i] =
                score_of(bench, VARIANTS[kind].make(bench->arena, name, &bench->random), party);
        }
    }
    qsort(benign, BENIGN_COUNT, sizeof(int), compare_scores);
    const int thresholds[] = {benign[BENIGN_COUNT / 100] + 1, benign[BENIGN_COUNT / 50] + 1,
                              benign[BENIGN_COUNT / 20] + 1, SCREENING_THRESHOLD_DEFAULT};
    for (size_t i = 0; i < sizeof thresholds / sizeof thresholds[0]; i++) {
        double sum = 0;
        printf("threshold %d, alerts %.2f %%:", thresholds[i],
               share_at(benign, BENIGN_COUNT, thresholds[i]) * 100);
        for (size_t kind = 0; kind < VARIANT_KINDS; kind++) {
            const double share = share_at(variants[kind], VARIANT_COUNT, thresholds[i]);
            printf(" %s %.3f,", VARIANTS[kind].name, share);
            sum += kind > 0 ? share : 0;
        }
        printf(" mean of variants %.3f\n", sum / (VARIANT_KINDS - 1));
    }
}

/* ---- names in other scripts ---- */

typedef struct Script {
    const char *name;
    uint32_t first; /* code points */
    uint32_t last;
    size_t parties;
    size_t found;
} Script;

static bool has_script(Text name, const Script *script) {
    for (size_t i = 0; i + 1 < name.length; i++) {
        const unsigned char *bytes = (const unsigned char *)name.bytes + i;
        const uint32_t point =
            bytes[0] >= 0xE0 && i + 2 < name.length
                ? (uint32_t)((bytes[0] & 0xF) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F))
                : (uint32_t)((bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3F));
        if (bytes[0] >= 0xC2 && point >= script->first && point <= script->last) {
            return true;
        }
    }
    return false;
}

static bool is_plain_latin(Text name) {
    for (size_t i = 0; i < name.length; i++) {
        if ((unsigned char)name.bytes[i] >= 0xCC) {
            return false;
        }
    }
    return true;
}

/* The best score of a name in another script against the party's names in Latin letters;
 * -1 where it has none. */
static int score_across(Bench *bench, const ListedParty *party, Text name) {
    int best = -1;
    for (size_t i = 0; i < party->name_count; i++) {
        if (is_plain_latin(party->names[i].text)) {
            Arena *arena = arena_new();
            NameHit hit;
            screening_compare(arena, bench->search, name, party->names[i].text, &hit);
            best = hit.score > best ? hit.score : best;
            arena_free(arena);
        }
    }
    return best;
}

/* A name in the script, found or not by the party's names in Latin letters. */
static void measure_script_name(Bench *bench, Script *script, const ListedParty *party, Text name) {
    if (!has_script(name, script)) {
        return;
    }
    const int score = score_across(bench, party, name);
    script->parties += score >= 0 ? 1 : 0;
    script->found += score >= SCREENING_THRESHOLD_DEFAULT ? 1 : 0;
    if (bench->shows) {
        printf("across %s %d | %.*s | %.*s\n", script->name, score, TEXT_ARGS(name),
               TEXT_ARGS(party->names[0].text));
    }
}

static void measure_script(Bench *bench, Script *script) {
    for (size_t i = 0; i < bench->party_count; i++) {
        const ListedParty *party = bench->parties[i];
        for (size_t j = 0; j < party->name_count; j++) {
            measure_script_name(bench, script, party, party->names[j].text);
        }
    }
}

static void measure_scripts(Bench *bench) {
    Script scripts[] = {{.name = "Arabic", .first = 0x600, .last = 0x6FF},
                        {.name = "Cyrillic", .first = 0x400, .last = 0x4FF},
                        {.name = "Hebrew", .first = 0x590, .last = 0x5FF},
                        {.name = "Hangul", .first = 0xAC00, .last = 0xD7A3},
                        {.name = "Han", .first = 0x4E00, .last = 0x9FFF}};
    for (size_t k = 0; k < sizeof scripts / sizeof scripts[0]; k++) {
        Script *script = &scripts[k];
        measure_script(bench, script);
        printf("names in %s found by those in Latin letters at %d: %zu of %zu\n", script->name,
               SCREENING_THRESHOLD_DEFAULT, script->found, script->parties);
    }
}

static bool same_results(const ScreeningResult *a, const ScreeningResult *b) {
    bool is_same = a->hit_count == b->hit_count;
    for (size_t i = 0; is_same && i < a->hit_count; i++) {
        const PartyHit *first = &a->hits[i];
        const PartyHit *second = &b->hits[i];
        is_same = first->party == second->party && first->score == second->score &&
                  first->name_count == second->name_count;
        for (size_t j = 0; is_same && j < first->name_count; j++) {
            is_same = first->names[j].name == second->names[j].name &&
                      first->names[j].score == second->names[j].score;
        }
    }
    return is_same;
}

typedef struct BruteWork {
    Bench *bench;
    const Text *queries;
    size_t count;
    size_t tasks;
} BruteWork;

/* Every so-manieth query, quickly and slowly; the hits as a number, then what differs. */
static bool run_brute(void *context, size_t task, TextBuilder *out, Error *error) {
    const BruteWork *work = context;
    size_t hits = 0;
    TextBuilder differing = text_builder_new(work->bench->arena);
    for (size_t i = task; i < work->count; i += work->tasks) {
        Arena *arena = arena_new();
        const int threshold = i % 4 == 3 ? 7000 : SCREENING_THRESHOLD_DEFAULT;
        const ScreeningResult quick = find(work->bench, arena, work->queries[i], threshold, false);
        const ScreeningResult slow = find(work->bench, arena, work->queries[i], threshold, true);
        hits += slow.hit_count;
        if (!same_results(&quick, &slow)) {
            text_add_format(&differing, "\ndiffers: %.*s (%zu, %zu)", TEXT_ARGS(work->queries[i]),
                            quick.hit_count, slow.hit_count);
        }
        arena_free(arena);
    }
    text_add_format(out, "%zu", hits);
    text_add(out, text_built(&differing));
    (void)error;
    return true;
}

static double wall_seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* On all processors; the time is that of the clock. */
static bool measure_brute(Bench *bench, size_t count) {
    enum { TASKS = 64 };
    BruteWork work = {
        .bench = bench, .queries = make_queries(bench, count), .count = count, .tasks = TASKS};
    Text results[TASKS];
    Error error = {0};
    size_t hits = 0;
    size_t differing = 0;
    const double start = wall_seconds();
    if (!forks_run(bench->arena, forks_processors(), (ForkWork){run_brute, &work}, TASKS, results,
                   &error)) {
        fprintf(stderr, "%s\n", error.message);
        return false;
    }
    for (size_t i = 0; i < TASKS; i++) {
        Text line = {0};
        (void)text_split(&results[i], '\n', &line);
        hits += (size_t)strtoul(text_format(bench->arena, "%.*s", TEXT_ARGS(line)).bytes, NULL, 10);
        while (text_split(&results[i], '\n', &line)) {
            differing++;
            printf("%.*s\n", TEXT_ARGS(line));
        }
    }
    printf("brute force: %zu queries, %zu hits, %zu differ, %.0f s\n", count, hits, differing,
           wall_seconds() - start);
    return differing == 0;
}

/* ---- others, in the same run ---- */

static size_t place_of(const Bench *bench, const ListedParty *party) {
    size_t place = 0;
    while (place < bench->party_count && bench->parties[place] != party) {
        place++;
    }
    return place;
}

static PeerQuery *make_peer_queries(Bench *bench, size_t count) {
    PeerQuery *queries = ARENA_MANY(bench->arena, PeerQuery, count);
    for (size_t i = 0; i < count; i++) {
        if (i % 2 == 0) {
            queries[i] = (PeerQuery){benign_name(bench), PEER_NOBODY};
            continue;
        }
        const ListedParty *party = NULL;
        const size_t kind = 1 + i / 2 % (VARIANT_KINDS - 1); /* not as it is listed */
        const Text name = any_name(bench, &party);
        queries[i] = (PeerQuery){VARIANTS[kind].make(bench->arena, name, &bench->random),
                                 place_of(bench, party)};
    }
    return queries;
}

static PeerName *make_peer_names(Bench *bench, size_t *count) {
    PeerName *names = ARENA_MANY(bench->arena, PeerName, screening_index_names(bench->index));
    *count = 0;
    for (size_t i = 0; i < bench->party_count; i++) {
        for (size_t j = 0; j < bench->parties[i]->name_count; j++) {
            if (*count < screening_index_names(bench->index)) {
                names[(*count)++] = (PeerName){bench->parties[i]->names[j].text, i};
            }
        }
    }
    return names;
}

static void measure_ours(Bench *bench, const PeerQuery *queries, size_t count) {
    PeerScore *scores = ARENA_MANY(bench->arena, PeerScore, count);
    const double start = seconds();
    for (size_t i = 0; i < count; i++) {
        Arena *arena = arena_new();
        const ScreeningResult result = find(bench, arena, queries[i].name, 7000, false);
        for (size_t j = 0; j < result.hit_count; j++) {
            const double score = result.hits[j].score;
            scores[i].best = score > scores[i].best ? score : scores[i].best;
            if (queries[i].party != PEER_NOBODY &&
                result.hits[j].party == bench->parties[queries[i].party]) {
                scores[i].found = score;
            }
        }
        arena_free(arena);
    }
    peer_report("entente, all that score 0.70 and more", queries, scores, count, seconds() - start);
}

static bool measure_peers(Bench *bench) {
    enum { PEER_QUERIES = 600 };
    size_t name_count = 0;
    const PeerQuery *queries = make_peer_queries(bench, PEER_QUERIES);
    const PeerName *names = make_peer_names(bench, &name_count);
    measure_ours(bench, queries, PEER_QUERIES);
    peer_jaro_winkler(bench->arena, names, name_count, queries, PEER_QUERIES);
    return peer_postgres(bench->arena, names, name_count, queries, PEER_QUERIES);
}

/* ---- labelled pairs ---- */

typedef struct Tally {
    Text name;
    size_t positives;
    size_t found;
    size_t negatives;
    size_t raised;
} Tally;

static Tally *tally_of(Tally *tallies, size_t *count, Text name) {
    for (size_t i = 0; i < *count; i++) {
        if (text_equals(tallies[i].name, name)) {
            return &tallies[i];
        }
    }
    tallies[*count] = (Tally){.name = name};
    return &tallies[(*count)++];
}

/* The least score of a schema's pairs: `threshold`, or, where that is 0, what holds by itself. */
static int pair_threshold(Text schema, int threshold) {
    const ScreeningThresholds defaults = screening_thresholds();
    const ListedKind kind = text_equals(schema, TEXT("Person"))   ? LISTED_PERSON
                            : text_equals(schema, TEXT("Vessel")) ? LISTED_VESSEL
                                                                  : LISTED_ORGANISATION;
    if (threshold > 0) {
        return threshold;
    }
    for (size_t i = 0; i < defaults.count; i++) {
        if (defaults.items[i].kind == kind) {
            return defaults.items[i].least;
        }
    }
    return defaults.otherwise;
}

/* Pairs fall into halves by a digest of their names: one to look at, one to be scored only. */
static int half_of(Arena *arena, const Text *names) {
    const Text digest = digest_bytes(
        arena, text_format(arena, "%.*s\n%.*s", TEXT_ARGS(names[0]), TEXT_ARGS(names[1])));
    const char last = digest.bytes[1]; /* of the first byte, in hexadecimal */
    const int digit = last <= '9' ? last - '0' : last - 'a' + 10;
    return digit % 2;
}

static bool is_of_organisations(Text schema) {
    return text_equals(schema, TEXT("Company")) || text_equals(schema, TEXT("Organization")) ||
           text_equals(schema, TEXT("LegalEntity"));
}

static Text group_of(Text source, Text schema) {
    return is_of_organisations(schema) && text_starts_with(source, TEXT("nomenklatura"))
               ? TEXT("labelled organisations")
           : is_of_organisations(schema) ? TEXT("other organisations")
                                         : TEXT("others");
}

static bool measure_pairs(Bench *bench, const char *path, int threshold, bool is_verbose) {
    enum { FIELDS = 9, TALLIES_MAX = 256 };
    static Tally tallies[TALLIES_MAX];
    size_t tally_count = 0;
    Text content = {0};
    Error error = {0};
    if (!file_read(bench->arena, text_from(path), 1 << 28, &content, &error)) {
        fprintf(stderr, "%s\n", error.message);
        return false;
    }
    Text line = {0};
    while (text_split(&content, '\n', &line)) {
        Text fields[FIELDS] = {{0}};
        for (size_t i = 0; i < FIELDS && text_split(&line, '\t', &fields[i]); i++) {
        }
        const bool is_positive = text_equals(fields[6], TEXT("1"));
        if (!is_positive && !text_equals(fields[6], TEXT("0"))) {
            continue;
        }
        NameHit hit;
        screening_compare(bench->arena, bench->search, fields[4], fields[5], &hit);
        const int least = pair_threshold(fields[3], threshold);
        const char *const half = half_of(bench->arena, &fields[4]) == 0 ? "first" : "second";
        const Text names[] = {
            text_format(bench->arena, "%s half, %.*s/%.*s", half, TEXT_ARGS(fields[2]),
                        TEXT_ARGS(fields[3])),
            text_format(bench->arena, "%s half, all %.*s", half, TEXT_ARGS(fields[3])),
            text_format(bench->arena, "%s half, %.*s", half,
                        TEXT_ARGS(group_of(fields[1], fields[3])))};
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            Tally *tally = tally_of(tallies, &tally_count, names[i]);
            tally->positives += is_positive ? 1 : 0;
            tally->found += is_positive && hit.score >= least ? 1 : 0;
            tally->negatives += is_positive ? 0 : 1;
            tally->raised += !is_positive && hit.score >= least ? 1 : 0;
        }
        if (is_verbose && is_positive != (hit.score >= least) && half[0] == 'f') {
            printf("%s %d %.*s | %.*s | %.*s\n", is_positive ? "missed" : "raised", hit.score,
                   TEXT_ARGS(fields[2]), TEXT_ARGS(fields[4]), TEXT_ARGS(fields[5]));
        }
    }
    for (size_t i = 0; i < tally_count; i++) {
        const Tally *tally = &tallies[i];
        const double precision =
            (double)tally->found / (double)(tally->found + tally->raised + (tally->found == 0));
        const double recall =
            (double)tally->found / (double)(tally->positives + (tally->positives == 0));
        printf("pairs, %.*s: recall %.3f of %zu, raised %zu of %zu, F1 %.3f\n",
               TEXT_ARGS(tally->name), recall, tally->positives, tally->raised, tally->negatives,
               2 * precision * recall / (precision + recall + (precision + recall == 0)));
    }
    return true;
}

static bool run(Bench *bench, const char *pairs, size_t brute, int threshold, bool is_verbose) {
    const double start = seconds();
    bench->index = screening_index_new(bench->lists, bench->list_count);
    printf("index: %zu names, %zu words, built in %.3f s, %zu MB\n",
           screening_index_names(bench->index), screening_index_words(bench->index),
           seconds() - start, screening_index_bytes(bench->index) >> 20);
    bench->search = screening_search_new(bench->index);
    gather_parties(bench);
    bool is_good = true;
    if (pairs != NULL) {
        is_good = measure_pairs(bench, pairs, threshold, is_verbose);
    }
    if (bench->has_peers) {
        is_good = measure_peers(bench) && is_good;
    } else if (!is_verbose) {
        if (!bench->shows) {
            measure_speed(bench);
        }
        measure_recall(bench);
        measure_scripts(bench);
    }
    if (brute > 0) {
        is_good = measure_brute(bench, brute) && is_good;
    }
    screening_search_free(bench->search);
    screening_index_free(bench->index);
    return is_good;
}

int main(int count, char **arguments) {
    Bench bench = {.arena = arena_new(), .random = 2026};
    const char *pairs = NULL;
    size_t brute = 0;
    int threshold = 0; /* those that hold by themselves */
    bool is_good = count > 1;
    bool is_verbose = false;
    for (int i = 1; i < count && is_good; i++) {
        if (strcmp(arguments[i], "--brute") == 0 && i + 1 < count) {
            brute = (size_t)strtoul(arguments[++i], NULL, 10);
        } else if (strcmp(arguments[i], "--threshold") == 0 && i + 1 < count) {
            threshold = (int)strtol(arguments[++i], NULL, 10);
        } else if (strcmp(arguments[i], "--pairs") == 0 && i + 1 < count) {
            pairs = arguments[++i];
        } else if (strcmp(arguments[i], "--peers") == 0) {
            bench.has_peers = true; /* beside other ways, and nothing else */
        } else if (strcmp(arguments[i], "--show") == 0) {
            bench.shows = true; /* every name and its score, and no speed */
        } else if (strcmp(arguments[i], "--wrong") == 0) {
            is_verbose = true; /* the pairs that come out wrong, and nothing else */
        } else {
            is_good = bench.list_count < LISTS_MAX && load(&bench, arguments[i]);
        }
    }
    if (bench.list_count == 0) {
        fputs("usage: bench-screening [--brute N] [--pairs FILE.tsv] [--threshold T] [--wrong] "
              "[--show] "
              "LIST...\n",
              stderr);
        is_good = false;
    }
    is_good = is_good && run(&bench, pairs, brute, threshold, is_verbose);
    arena_free(bench.arena);
    return is_good ? 0 : 1;
}
