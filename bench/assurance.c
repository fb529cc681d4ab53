/* SPDX-License-Identifier: Apache-2.0 */
/* Scores an invented supplier base against a catalogue, on one core:

       build/bench/bench-assurance CATALOGUE [FIRMS [SEED]]

   Prints how long it takes to write out, read and score. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "assurance/assurance.h"

enum { FIRMS = 10000, THOUSAND = 1000, MET_IN_THOUSAND = 930 };

static double seconds_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* splitmix64, Steele and others 2014. */
static uint64_t next(uint64_t *state) {
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

static Text base_table(Arena *arena, const Catalogue *catalogue, size_t firms, uint64_t seed) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, TEXT("firm"));
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        text_add_format(&out, ",%.*s", TEXT_ARGS(catalogue->requirements[i].id));
    }
    for (size_t firm = 0; firm < firms; firm++) {
        text_add_format(&out, "\nfirm-%05zu", firm);
        for (size_t i = 0; i < catalogue->requirement_count; i++) {
            text_add(&out,
                     next(&seed) % THOUSAND < MET_IN_THOUSAND ? TEXT(",met") : TEXT(",not_met"));
        }
    }
    text_add_character(&out, '\n');
    return text_built(&out);
}

static int run(Arena *arena, const char *folder, size_t firms, uint64_t seed) {
    ProblemList problems = problem_list_new(arena);
    SupplierBase base;
    const Catalogue *catalogue = catalogue_load(arena, text_from(folder), &problems);
    if (catalogue == NULL) {
        (void)fprintf(stderr, "%s", problem_format(arena, &problems, 0).bytes);
        return 2;
    }
    const Text table = base_table(arena, catalogue, firms, seed);
    const double start = seconds_now();
    if (!supplier_base_read(arena, catalogue, TEXT("base.csv"), table, &base, &problems)) {
        return 2;
    }
    const double read = seconds_now();
    supplier_base_score(catalogue, &base);
    const double scored = seconds_now();
    int64_t sum = 0;
    for (size_t i = 0; i < base.firm_count; i++) {
        sum += base.firms[i].score;
    }
    (void)printf("%zu firms x %zu requirements: read %.3f s, scored %.3f s; mean score %.2f\n",
                 base.firm_count, catalogue->requirement_count, read - start, scored - read,
                 (double)sum / (double)base.firm_count);
    return 0;
}

int main(int count, char **words) {
    if (count < 2) {
        (void)fprintf(stderr, "bench-assurance CATALOGUE [FIRMS [SEED]]\n");
        return 2;
    }
    Arena *arena = arena_new();
    const size_t firms = count > 2 ? strtoul(words[2], NULL, 10) : FIRMS;
    const uint64_t seed = count > 3 ? strtoul(words[3], NULL, 10) : 1;
    const int status = run(arena, words[1], firms == 0 ? FIRMS : firms, seed);
    arena_free(arena);
    return status;
}
