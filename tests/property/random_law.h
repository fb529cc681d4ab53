/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_PROPERTY_RANDOM_LAW_H
#define ENTENTE_TESTS_PROPERTY_RANDOM_LAW_H

/* Small random packs and transfers, the same for the same seed. */

#include "handmade_law.h"

enum { RANDOM_ATTRIBUTES = 6, RANDOM_DOMAIN_MAX = 5, RANDOM_TABLES = 2, RANDOM_DAY = 20000 };

typedef struct Random {
    uint64_t state;
} Random;

unsigned random_below(Random *random, unsigned limit);

typedef struct RandomLaw {
    Random random;
    Handmade *law;
    const LawSet *set;
    const Provision *fact; /* of the pack being made, or NULL */
    bool is_plain;         /* all known, verified and complete: one world */
    bool has_reasons;      /* where the condition being made may ask for them */
    bool has_row;
    const char *given[RANDOM_ATTRIBUTES]; /* "unknown" for some */
} RandomLaw;

/* The values a fact may take, one of them in no pack. */
size_t random_domain(size_t attribute, const char *const **values);
/* What the second column of the tables may hold. */
size_t random_cells(const char *const **values);

RandomLaw random_law(Arena *arena, uint64_t seed);
/* Adds a provision to the last pack; the set must be finished again. */
Provision *random_provision(RandomLaw *law, ProvisionKind kind);

#endif
