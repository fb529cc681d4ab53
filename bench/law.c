/* SPDX-License-Identifier: Apache-2.0 */

/* How long one decision takes:
 *   bench-law FOLDER AS-OF NAME=VALUE...
 * reads the packs, gives the facts, and prints the mean over a second of decisions, with and
 * without explanation. An arena is made and freed for each, as a server would. */

#include <stdio.h>
#include <time.h>

#include "law/law.h"

enum { ROUNDS = 20000, NANOSECONDS = 1000000000 };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static bool give(LawFacts *facts, const LawSet *set, Text pair) {
    Text value = pair;
    Text name;
    size_t attribute = 0;
    Error error = {0};
    if (!text_split(&value, '=', &name) || !law_attribute_find(set, name, &attribute)) {
        fprintf(stderr, "no such fact: %.*s\n", TEXT_ARGS(pair));
        return false;
    }
    if (!law_facts_set(facts, attribute, value, &error)) {
        fprintf(stderr, "%s\n", error.message);
        return false;
    }
    return true;
}

static void measure(const char *name, const LawSet *set, const LawFacts *facts,
                    const DecideOptions *options) {
    Text outcome;
    size_t bytes;
    int64_t started = now();
    int rounds = 0;
    do {
        Arena *arena = arena_new();
        Decision decision;
        law_decide(arena, set, facts, options, &decision);
        outcome = law_outcome_word(decision.outcome);
        bytes = arena_bytes(arena);
        arena_free(arena);
        rounds++;
    } while (rounds < ROUNDS && now() - started < NANOSECONDS);
    printf("%-12s %.*s: %lld ns, %zu bytes\n", name, TEXT_ARGS(outcome),
           (long long)((now() - started) / rounds), bytes);
}

int main(int argument_count, char **arguments) {
    Arena *arena = arena_new();
    ProblemList problems = problem_list_new(arena);
    DecideOptions options = {.quantile = 50};
    if (argument_count < 3 || !date_parse(text_from(arguments[2]), &options.as_of)) {
        fputs("usage: bench-law FOLDER AS-OF NAME=VALUE...\n", stderr);
        return 2;
    }
    options.known_at = options.as_of;
    Text folder = text_from(arguments[1]);
    const LawSet *set = law_load(arena, &folder, 1, &problems);
    if (set == NULL) {
        Text messages = problem_format(arena, &problems, 0);
        fprintf(stderr, "%.*s", TEXT_ARGS(messages));
        return 2;
    }
    LawFacts *facts = law_facts_new(arena, set);
    for (int i = 3; i < argument_count; i++) {
        if (!give(facts, set, text_from(arguments[i]))) {
            return 2;
        }
    }
    measure("decide", set, facts, &options);
    options.explain = true;
    measure("explain", set, facts, &options);
    arena_free(arena);
    return 0;
}
