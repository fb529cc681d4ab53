/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_SPACE_H
#define ENTENTE_LAW_SPACE_H

/* All situations there are under one law, or under two side by side, private to law/. A
 * situation gives every fact that the law tests a value. Values of one fact that leave the
 * same residual of every rule are one class, and one of them stands for it; a fact that is a
 * set has each code that is tested in it or not. So the space is finite and nothing is left
 * out, except facts that are compared with each other in ways that classes cannot hold
 * (is_open): those are never given, and what hangs on them stays unknown. */

#include "law/residual.h"

enum { SIDES_MAX = 2 };

/* A law, on a day. */
typedef struct Side {
    const LawSet *set;
    DecideOptions options;
    LawFacts *facts; /* what is given in the situation at hand */
    uint64_t *tables;
} Side;

typedef struct Dimension {
    Text name;
    AttributeType type;
    bool is_open;
    bool is_tested;
    bool keeps_values;            /* compared with another fact: its values are all told apart */
    size_t attributes[SIDES_MAX]; /* LAW_NONE where a side does not have it */
    const Text *values;           /* of each class; of a set: the codes */
    size_t count;
    bool *is_alive; /* of each class: the hypothesis does not rule it out; of a set NULL */
    size_t alive_count;
    const Text *words; /* before classes were made */
    size_t *class_of;  /* of each word: its class */
    size_t word_count;
    FactValue *given[SIDES_MAX]; /* of each class; of a set: as a code, in its value */
    LawValue *in[SIDES_MAX];     /* of a set: room for the codes that are in it */
    LawValue *out[SIDES_MAX];
    unsigned char *marks[SIDES_MAX]; /* of each symbol of the side */
    double magnitude;                /* log10 of its classes, or of the subsets of its codes */
} Dimension;

typedef struct Space {
    Arena *arena;
    Side sides[SIDES_MAX];
    size_t side_count;
    const Provision *hypothesis; /* of sides[0]; or NULL: situations of which nothing is claimed */
    bool tells_conditions;       /* classes tell apart what single conditions and routes tell apart,
                                    not only what whole rules do */
    Dimension *dimensions;
    size_t dimension_count;
    double magnitude; /* log10 of all situations: the product over all dimensions */
} Space;

/* As law_space_new, with tells_conditions. */
Space *law_space_of_conditions(Arena *arena, const Side *sides, size_t side_count);

/* Makes the classes. The sides have set and options; the rest is filled in. The hypothesis
 * is a fact that stands in no set. O(values * rules that test them). */
Space *law_space_new(Arena *arena, const Side *sides, size_t side_count,
                     const Provision *hypothesis);

/* The dimension of an attribute of a side; LAW_NONE where it is none. */
size_t law_space_dimension(const Space *space, size_t side, size_t attribute);

/* ---- the situation at hand ---- */

void law_space_clear(Space *space);
void law_space_give(Space *space, size_t dimension, size_t value);
void law_space_forget(Space *space, size_t dimension);
/* A code of a set, in it or not; codes must be forgotten last first. The set is known when
 * all its codes are given. */
void law_space_give_code(Space *space, size_t dimension, size_t code, bool is_in);
void law_space_forget_code(Space *space, size_t dimension, size_t code);
bool law_space_has_code(const Space *space, size_t dimension, size_t code);

/* Whether any provision tests the attribute; through facts too. */
bool law_provision_tests(const LawSet *set, const Provision *provision, size_t attribute);

#endif
