/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_STREAM_H
#define ENTENTE_LAW_STREAM_H

/* The body of a LawStream, private to law/. */

#include "base/array.h"
#include "base/map.h"
#include "law/compiled.h"

enum {
    STREAM_NAME_BYTES_MAX = 120,
    CODE_BYTES_MAX = 16,
    STREAM_SET_BYTES_MAX = 1000,
    STREAM_MEMBERS_MAX = 64
};

/* What a member of a request is. */
typedef enum StreamRole {
    STREAM_FACT,
    STREAM_ID,
    STREAM_AS_OF,
    STREAM_KNOWN_AT,
    STREAM_ITEM,
    STREAM_FACTS,
    STREAM_ROLES
} StreamRole;

typedef struct StreamTarget {
    StreamRole role;
    const size_t *attributes; /* of a fact: all have the value */
    size_t count;
    unsigned needed; /* of what every request must have: its bit */
    char prefix;
    Text quoted; /* the name as a line has it */
} StreamTarget;

/* Codes of up to 16 bytes, to be found at one look. */
typedef struct StreamCode {
    uint64_t bytes[2];
    LawClass class; /* 0: empty */
} StreamCode;

enum { STREAM_OTHERS_BITS = 6 };

/* The codes of a fact that stand in the law, and of those that do not a few that came last. */
typedef struct StreamCodes {
    StreamCode *codes;
    size_t room; /* a power of two, or 0 */
    StreamCode others[1 << STREAM_OTHERS_BITS];
    bool is_listed; /* what is not listed may be misspelt, and is not for this to say */
} StreamCodes;

/* Room for the members of a fact that is a set, as they stand in a line; longer ones are left. */
typedef struct StreamSet {
    FactValue blank; /* where nothing is said of it */
    LawValue *members;
    char *bytes;
} StreamSet;

/* What is written of a line of the trace. */
typedef struct StreamLine {
    Text yes;
    Text unknown;
    size_t pack; /* of the engine's */
} StreamLine;

struct LawStream {
    Arena *arena;
    const LawEngine *engine;
    Map *names;
    Array targets;  /* of StreamTarget */
    Array expected; /* of size_t: targets, where their names stood in the line before */
    size_t next;    /* of those */
    LawCase *transfer;
    LawScratch *scratch;
    const StreamLine *lines;
    StreamCodes *codes; /* of each fact */
    StreamSet *sets;    /* of each fact; without room where it is none */
    LawClass *blank;    /* of each fact: where nothing is said of it */
    uint32_t *stamps;   /* of each fact: the line it was given in last */
    uint32_t stamp;
    unsigned needed; /* all bits that a request must have */
    size_t *given;   /* in this line */
    size_t given_count;
    char *output;
};

/* ---- stream.c ---- */

/* A text of 1 to CODE_BYTES_MAX bytes. */
StreamCode law_stream_code(Text text, LawClass class);
/* Where the code stands, or would. */
StreamCode *law_stream_slot(const StreamCodes *codes, const StreamCode *code);

static inline bool law_stream_same(const StreamCode *a, const StreamCode *b) {
    return a->bytes[0] == b->bytes[0] && a->bytes[1] == b->bytes[1];
}

#endif
