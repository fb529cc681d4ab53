/* SPDX-License-Identifier: Apache-2.0 */

/* Measures the compiled engine on packs as they are:
 *   bench-engine-packs FOLDER ATTRIBUTE AS-OF NAME=VALUE...
 * compiles the packs, gives the facts, and decides every code of ATTRIBUTE (an item's) that
 * the law tells apart to every destination that it tells apart: one by one, and a whole row
 * of destinations at once. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "law/law.h"

enum { NANOSECONDS = 1000000000, FIRST_CODE = 2 };

typedef struct Bench {
    Arena *arena;
    const LawSet *set;
    const LawEngine *engine;
    LawCase *transfer;
    size_t item;
    size_t destination;
    LawWhen when;
} Bench;

static int64_t processor_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static void give_up(const char *what) {
    fprintf(stderr, "bench-engine-packs: %s\n", what);
    exit(EXIT_FAILURE);
}

static void load(Bench *bench, Text folder) {
    ProblemList problems = problem_list_new(bench->arena);
    int64_t started = processor_now();
    bench->set = law_load(bench->arena, &folder, 1, &problems);
    if (bench->set == NULL) {
        give_up("the packs cannot be read");
    }
    int64_t read = processor_now();
    bench->engine = law_compile(bench->arena, bench->set, false, 50);
    printf("read %.1f ms, compiled %.1f ms\n", (double)(read - started) / 1e6,
           (double)(processor_now() - read) / 1e6);
}

static void give(const Bench *bench, Text pair) {
    Text value = pair;
    Text name;
    size_t attribute = 0;
    Error error = {0};
    if (!text_split(&value, '=', &name) || !law_attribute_find(bench->set, name, &attribute) ||
        !law_case_set(bench->transfer, attribute, value, &error)) {
        give_up("no such fact");
    }
}

/* Codes themselves: every second class. */
static LawClass *codes_of(const Bench *bench, size_t attribute, size_t *count) {
    size_t classes = law_class_count(bench->engine, attribute);
    LawClass *codes = ARENA_MANY(bench->arena, LawClass, classes);
    *count = 0;
    for (size_t i = FIRST_CODE; i < classes; i += 2) {
        codes[(*count)++] = (LawClass)i;
    }
    return codes;
}

static void measure_single(const Bench *bench, const LawClass *items, size_t item_count,
                           const LawClass *destinations, size_t destination_count) {
    LawScratch *scratch = law_scratch_new(bench->arena, bench->engine);
    size_t seen[OUTCOME_UNDETERMINED + 1] = {0};
    LawVerdict verdict;
    int64_t started = processor_now();
    for (size_t i = 0; i < item_count; i++) {
        law_case_put(bench->transfer, bench->item, items[i]);
        for (size_t j = 0; j < destination_count; j++) {
            law_case_put(bench->transfer, bench->destination, destinations[j]);
            law_engine_decide(bench->engine, bench->transfer, &bench->when, scratch, &verdict);
            seen[verdict.outcome]++;
        }
    }
    int64_t took = processor_now() - started;
    printf("one by one: %zu x %zu, %.0f ns each; free %zu, authorised %zu, licence %zu, "
           "prohibited %zu, undetermined %zu\n",
           item_count, destination_count, (double)took / (double)(item_count * destination_count),
           seen[0], seen[1], seen[2], seen[3], seen[4]);
}

static void measure_matrix(const Bench *bench, const LawClass *items, size_t item_count,
                           const LawClass *destinations, size_t destination_count) {
    int64_t started = processor_now();
    LawBulk *bulk = law_bulk_new(bench->arena, bench->engine, bench->destination, destinations,
                                 destination_count, &bench->when);
    LawBulkVerdict verdict;
    uint64_t seen = 0;
    for (size_t i = 0; i < item_count; i++) {
        law_case_put(bench->transfer, bench->item, items[i]);
        law_bulk_decide(bulk, bench->transfer, &verdict);
        seen ^= verdict.worst[OUTCOME_LICENCE_REQUIRED][0];
    }
    int64_t took = processor_now() - started;
    printf("matrix: %.2f ms in all, %.1f ns each (last: %llx)\n", (double)took / 1e6,
           (double)took / (double)(item_count * destination_count),
           (unsigned long long)(seen & 15));
}

int main(int argument_count, char **arguments) {
    Bench bench = {.arena = arena_new()};
    if (argument_count < 4 || !date_parse(text_from(arguments[3]), &bench.when.as_of)) {
        fputs("usage: bench-engine-packs FOLDER ATTRIBUTE AS-OF NAME=VALUE...\n", stderr);
        return 2;
    }
    load(&bench, text_from(arguments[1]));
    if (!law_attribute_find(bench.set, text_from(arguments[2]), &bench.item) ||
        !law_attribute_find(bench.set, TEXT("destination"), &bench.destination)) {
        give_up("no such fact");
    }
    bench.when.known_at = bench.when.as_of;
    bench.transfer = law_case_new(bench.arena, bench.engine);
    for (int i = 4; i < argument_count; i++) {
        give(&bench, text_from(arguments[i]));
    }
    size_t item_count = 0;
    size_t destination_count = 0;
    const LawClass *items = codes_of(&bench, bench.item, &item_count);
    const LawClass *destinations = codes_of(&bench, bench.destination, &destination_count);
    measure_single(&bench, items, item_count, destinations, destination_count);
    measure_matrix(&bench, items, item_count, destinations, destination_count);
    arena_free(bench.arena);
    return 0;
}
