/* SPDX-License-Identifier: Apache-2.0 */

/* Times the cascade and reachability on a network of firms:
 *   bench-network-firms FIRMS SECTORS LINKS STOPPED cascade|reach
 * reads from its input the sector of each firm, then LINKS times supplier, buyer and weight, and
 * stops STOPPED firms, each alone. Says, tab by tab, what was done (making the
 * arrays is part of the cascade too), the processor's seconds and
 * those on the clock; then each firm that was stopped with its index, or with how many firms it
 * sells to and how many it buys from over any number of steps. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "moment.h"
#include "network/network.h"

static void tell(const char *what, Moment start) {
    const Moment end = now();
    (void)printf("%s\t%.6f\t%.6f\n", what, end.processor - start.processor,
                 end.clock - start.clock);
}

static void must(bool is_done, const char *why) {
    if (!is_done) {
        (void)fprintf(stderr, "bench: %s\n", why);
        exit(1);
    }
}

static size_t read_number(void) {
    char word[64] = "";
    must(scanf("%63s", word) == 1, "the input ends early");
    return (size_t)strtoul(word, NULL, 10);
}

static FirmNetwork read_network(Arena *arena, size_t firms, size_t sectors, size_t links) {
    size_t *sector = ARENA_MANY(arena, size_t, firms);
    FirmLink *link = ARENA_MANY(arena, FirmLink, links);
    unsigned char *inputs = ARENA_MANY(arena, unsigned char, sectors *sectors);
    memset(inputs, INPUT_ESSENTIAL, sectors * sectors);
    for (size_t i = 0; i < firms; i++) {
        sector[i] = read_number();
    }
    for (size_t i = 0; i < links; i++) {
        char weight[64] = "";
        link[i].supplier = read_number();
        link[i].buyer = read_number();
        must(scanf("%63s", weight) == 1, "the input ends early");
        link[i].weight = strtod(weight, NULL);
    }
    return (FirmNetwork){.firm_count = firms,
                         .sector_count = sectors,
                         .sector = sector,
                         .links = link,
                         .link_count = links,
                         .inputs = inputs};
}

static void run_cascade(Arena *arena, const FirmNetwork *network, const size_t *stopped,
                        size_t stopped_count) {
    Error error = {0};
    FirmRisk *risks = ARENA_MANY(arena, FirmRisk, stopped_count);
    Moment start = now();
    must(network_cascade(arena, network, 0.01, stopped, 0, risks, &error), error.message);
    tell("arrays", start);
    start = now();
    must(network_cascade(arena, network, 0.01, stopped, stopped_count, risks, &error),
         error.message);
    tell("cascade", start);
    for (size_t i = 0; i < stopped_count; i++) {
        (void)printf("%zu\t%.12g\n", stopped[i], risks[i].both);
    }
}

static void run_reach(Arena *arena, const FirmNetwork *network, const size_t *stopped,
                      size_t stopped_count) {
    size_t *buyers = ARENA_MANY(arena, size_t, network->firm_count);
    size_t *suppliers = ARENA_MANY(arena, size_t, network->firm_count);
    const Moment start = now();
    network_reach(network, buyers, suppliers);
    tell("reach", start);
    for (size_t i = 0; i < stopped_count; i++) {
        (void)printf("%zu\t%zu\t%zu\n", stopped[i], buyers[stopped[i]], suppliers[stopped[i]]);
    }
}

static void run(Arena *arena, const FirmNetwork *network, size_t stopped_count, bool is_cascade) {
    size_t *stopped = ARENA_MANY(arena, size_t, stopped_count);
    for (size_t i = 0; i < stopped_count; i++) {
        stopped[i] = i * (network->firm_count / stopped_count);
    }
    (is_cascade ? run_cascade : run_reach)(arena, network, stopped, stopped_count);
}

int main(int count, char **words) {
    size_t numbers[4] = {0};
    must(count == 6, "bench-network-firms FIRMS SECTORS LINKS STOPPED cascade|reach");
    for (size_t i = 0; i < 4; i++) {
        numbers[i] = (size_t)strtoul(words[i + 1], NULL, 10);
        must(numbers[i] > 0, "every number is above 0");
    }
    must(numbers[3] <= numbers[0], "no more can be stopped than there are");
    Arena *arena = arena_new();
    const FirmNetwork network = read_network(arena, numbers[0], numbers[1], numbers[2]);
    run(arena, &network, numbers[3], strcmp(words[5], "cascade") == 0);
    arena_free(arena);
    return 0;
}
