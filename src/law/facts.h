/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_FACTS_H
#define ENTENTE_LAW_FACTS_H

/* The body of LawFacts, private to law/: a value for each attribute of the set, parsed
 * when it was given, so that a decision only compares. */

#include "law/set.h"

typedef struct FactValue {
    bool is_given; /* by the caller, perhaps as `unknown` */
    bool is_known;
    LawValue value;          /* its text is as given; a set has members instead of a symbol */
    const LawValue *members; /* of a set, in the order given, each once */
    size_t member_count;
    /* Of a set that is not known as a whole: codes it surely has not, as `members` are those
     * it surely has. None where the set came from a caller. */
    const LawValue *ruled_out;
    size_t ruled_out_count;
    const unsigned char *marks; /* or NULL: of each symbol whether it is a member (MARKED_IN) or
                                   ruled out (MARKED_OUT), so that long lists are not searched */
} FactValue;

enum { MARKED_IN = 1, MARKED_OUT = 2 };

struct LawFacts {
    Arena *arena;
    const LawSet *set;
    FactValue *values;
};

/* Reads a value of the attribute's type; false, and nothing set, where it is not one. */
MUST_CHECK bool law_fact_parse(Arena *arena, const LawSet *set, const LawAttribute *attribute,
                               Text text, FactValue *fact, Error *error);

/* The same of a set, its members into room for so many; false where they do not fit too. */
MUST_CHECK bool law_set_parse(const LawSet *set, Text text, LawValue *members, size_t room,
                              FactValue *fact);

/* Whether a set has a code. */
Truth law_fact_has(const FactValue *fact, const LawValue *code);

/* The code as a value, with its symbol where the set knows it. */
LawValue law_code_value(const LawSet *set, Text code);

/* Two values of one type; codes by symbol, or by their letters where a pack has neither. */
bool law_value_equals(const LawValue *a, const LawValue *b);

#endif
