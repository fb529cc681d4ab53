/* SPDX-License-Identifier: Apache-2.0 */
#include "service/choice.h"

#include <assert.h>
#include <math.h>

#include "base/array.h"
#include "base/map.h"

static const double SAME = 1e-9;

struct ChoiceMemory {
    Arena *arena;
    ChoiceWorth worth;
    Map *known;  /* set in hexadecimal -> position in gains */
    Array gains; /* of double */
};

ChoiceMemory *choice_memory_new(Arena *arena, ChoiceWorth worth) {
    ChoiceMemory *memory = ARENA_NEW(arena, ChoiceMemory);
    *memory = (ChoiceMemory){arena, worth, map_new(arena), array_new(arena, sizeof(double))};
    return memory;
}

static Text key_of(ChoiceMemory *memory, ChoiceSet set) {
    return text_format(memory->arena, "%llx", (unsigned long long)set);
}

void choice_tell(ChoiceMemory *memory, ChoiceSet set, double gain) {
    if (map_add(memory->known, key_of(memory, set), memory->gains.count)) {
        *(double *)array_add(&memory->gains) = gain;
    }
}

bool choice_gain(ChoiceMemory *memory, ChoiceSet set, double *gain, Error *error) {
    size_t index = 0;
    if (set == 0) {
        *gain = 0;
        return true;
    }
    if (map_find(memory->known, key_of(memory, set), &index)) {
        *gain = ARRAY_ITEMS(double, &memory->gains)[index];
        return true;
    }
    if (!memory->worth.gain(memory->worth.context, set, gain, error)) {
        return false;
    }
    choice_tell(memory, set, *gain);
    return true;
}

size_t choice_asked(const ChoiceMemory *memory) {
    return memory->gains.count;
}

/* ---- branch and bound ---- */

typedef struct Search {
    ChoiceMemory *memory;
    const double *costs;
    size_t order[CHOICE_MAX];
    size_t count;
    double budget;
    size_t most_asked;
    ChoiceLimit limit;
    ChoiceResult best;
    double left; /* the largest bound of what was not looked into */
    Error *error;
} Search;

static ChoiceSet bit(size_t thing) {
    return (ChoiceSet)1 << thing;
}

/* What is free goes first, then by gain for the cost. */
static bool goes_before(const double *gains, const double *costs, size_t a, size_t b) {
    const double left = gains[a] * costs[b];
    const double right = gains[b] * costs[a];
    if (left < right || left > right) {
        return left > right;
    }
    return a < b;
}

static bool set_order(Search *search) {
    double gains[CHOICE_MAX];
    for (size_t i = 0; i < search->count; i++) {
        if (!choice_gain(search->memory, bit(i), &gains[i], search->error)) {
            return false;
        }
        size_t place = i;
        while (place > 0 && goes_before(gains, search->costs, i, search->order[place - 1])) {
            search->order[place] = search->order[place - 1];
            place--;
        }
        search->order[place] = i;
    }
    return true;
}

static bool allows(const Search *search, ChoiceSet set, bool *is_allowed) {
    *is_allowed = true;
    return search->limit.allows == NULL ||
           search->limit.allows(search->limit.context, set, is_allowed, search->error);
}

/* Everything from `next` on that fits and is allowed by itself, added to the set. */
static bool widest(const Search *search, ChoiceSet set, size_t next, double left,
                   ChoiceSet *widened) {
    *widened = set;
    for (size_t i = next; i < search->count; i++) {
        bool is_allowed = search->costs[search->order[i]] <= left;
        if (is_allowed && !allows(search, set | bit(search->order[i]), &is_allowed)) {
            return false;
        }
        *widened |= is_allowed ? bit(search->order[i]) : 0;
    }
    return true;
}

static void keep_if_better(Search *search, ChoiceSet set, double gain, double cost) {
    if (gain > search->best.gain + SAME * (1 + fabs(search->best.gain))) {
        search->best.set = set;
        search->best.gain = gain;
        search->best.cost = cost;
    }
}

/* The next thing that is of the wide set. */
static size_t next_of(const Search *search, ChoiceSet wide, size_t next) {
    while (next < search->count && (wide & bit(search->order[next])) == 0) {
        next++;
    }
    return next;
}

static bool branch(Search *search, ChoiceSet set, size_t next, double cost);

/* With the thing, then without it. */
static bool branch_on(Search *search, ChoiceSet set, size_t next, double cost) {
    const size_t thing = search->order[next];
    const ChoiceSet with = set | bit(thing);
    double gain = 0;
    if (!choice_gain(search->memory, with, &gain, search->error)) {
        return false;
    }
    keep_if_better(search, with, gain, cost + search->costs[thing]);
    return branch(search, with, next + 1, cost + search->costs[thing]) &&
           branch(search, set, next + 1, cost);
}

/* Depth is at most CHOICE_MAX. */
static bool branch(Search *search, ChoiceSet set, size_t next, double cost) {
    ChoiceSet all = 0;
    double bound = 0;
    if (!widest(search, set, next, search->budget - cost, &all) ||
        !choice_gain(search->memory, all, &bound, search->error)) {
        return false;
    }
    if (all == set || bound <= search->best.gain + SAME * (1 + fabs(search->best.gain))) {
        return true;
    }
    if (choice_asked(search->memory) >= search->most_asked) {
        search->left = fmax(search->left, bound);
        return true;
    }
    return branch_on(search, set, next_of(search, all, next), cost);
}

bool choice_best(ChoiceMemory *memory, const ChoiceQuestion *question, ChoiceResult *result,
                 Error *error) {
    assert(question->count <= CHOICE_MAX);
    Search search = {.memory = memory,
                     .costs = question->costs,
                     .count = question->count,
                     .budget = question->budget,
                     .most_asked = question->most_asked,
                     .limit = question->limit,
                     .error = error};
    if (!set_order(&search) || !branch(&search, 0, 0, 0)) {
        return false;
    }
    *result = search.best;
    result->bound = fmax(search.best.gain, search.left);
    result->is_proven = result->bound <= search.best.gain;
    return true;
}

/* ---- Shapley ---- */

static size_t members_of(ChoiceSet set, size_t *members) {
    size_t count = 0;
    for (size_t i = 0; i < CHOICE_MAX; i++) {
        if ((set & bit(i)) != 0 && count <= CHOICE_SHAPLEY_MAX) {
            members[count++] = i;
        }
    }
    return count;
}

/* size! (n - size - 1)! / n!, the part of all orders in which just these come before. */
static double part_of_orders(size_t n, size_t size) {
    double part = 1.0 / (double)n;
    for (size_t i = 1; i <= size; i++) {
        part *= (double)i / (double)(n - i);
    }
    return part;
}

static ChoiceSet subset(const size_t *members, size_t n, size_t mask) {
    ChoiceSet set = 0;
    for (size_t i = 0; i < n; i++) {
        set |= (mask >> i & 1) != 0 ? bit(members[i]) : 0;
    }
    return set;
}

static size_t count_bits(size_t mask) {
    size_t count = 0;
    for (; mask != 0; mask &= mask - 1) {
        count++;
    }
    return count;
}

/* What each that is not in the subset adds to it, by how many orders come to that. */
static bool add_shares(ChoiceMemory *memory, const size_t *members, size_t n, size_t mask,
                       double *shares, Error *error) {
    double before = 0;
    if (!choice_gain(memory, subset(members, n, mask), &before, error)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        double after = 0;
        if ((mask >> i & 1) != 0) {
            continue;
        }
        if (!choice_gain(memory, subset(members, n, mask | (size_t)1 << i), &after, error)) {
            return false;
        }
        shares[members[i]] += part_of_orders(n, count_bits(mask)) * (after - before);
    }
    return true;
}

bool choice_shapley(ChoiceMemory *memory, ChoiceSet set, double *shares, bool *is_done,
                    Error *error) {
    size_t members[CHOICE_SHAPLEY_MAX + 1];
    const size_t n = members_of(set, members);
    *is_done = n <= CHOICE_SHAPLEY_MAX;
    for (size_t mask = 0; *is_done && mask < (size_t)1 << n; mask++) {
        if (!add_shares(memory, members, n, mask, shares, error)) {
            return false;
        }
    }
    return true;
}
