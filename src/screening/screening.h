/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_SCREENING_H
#define ENTENTE_SCREENING_SCREENING_H

/* Names against restricted-party lists. A list is read from its official file into plain
 * data; an index is made of some lists; a search answers every listed party whose score
 * reaches a threshold, with the alignment that explains the score. Nothing is lost: the
 * answer is the one that comparing with every name would give (docs/screening.md).
 *
 * Scores, weights and similarities are integers in units of 1/10000, computed from integers
 * alone, so that they are the same on every processor. Lists live in the caller's arena; an
 * index owns an arena and points into its lists; many threads may read one index, each with
 * a search of its own. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

enum {
    SCREENING_ONE = 10000,              /* 1 as a score */
    SCREENING_THRESHOLD_DEFAULT = 8000, /* where no other holds: see screening_thresholds */
    SCREENING_NAME_BYTES_MAX = 4096,    /* more of a name is not compared, which is told */
    SCREENING_WORDS_MAX = 40,           /* likewise */
    SCREENING_LIST_BYTES_MAX = 1 << 28
};

/* Names the way names are compared: it changes whenever a score may. */
Text screening_version(void);

/* ---- lists ---- */

typedef enum ListedKind {
    LISTED_UNKNOWN,
    LISTED_ORGANISATION,
    LISTED_PERSON,
    LISTED_VESSEL,
    LISTED_AIRCRAFT
} ListedKind;

/* "organisation" and so on; "unknown". */
Text listed_kind_word(ListedKind kind);
/* The kind of such a word; false for any other. */
bool listed_kind_parse(Text word, ListedKind *kind);

typedef struct ListedName {
    Text text;
    bool is_alias;
    bool is_weak; /* the list itself calls it a weak alias */
} ListedName;

typedef struct ListedIdentifier {
    Text type; /* as the list writes it: "Passport", "IMO" */
    Text value;
} ListedIdentifier;

/* What a list says of a party beside its name. */
typedef enum ListedDetailKind {
    DETAIL_BORN, /* a date, a year, a span of years, as the list writes it */
    DETAIL_BIRTHPLACE,
    DETAIL_ADDRESS,
    DETAIL_FLAG /* of a ship or an aircraft */
} ListedDetailKind;

/* "born", "born in", "address", "flag". */
Text listed_detail_word(ListedDetailKind kind);

typedef struct ListedDetail {
    ListedDetailKind kind;
    Text text;
} ListedDetail;

typedef struct ListedParty {
    Text list; /* "EL", "SDN", "UN" ... */
    Text id;   /* the list's own */
    ListedKind kind;
    const ListedName *names; /* the first is the primary one */
    size_t name_count;
    const Text *countries; /* ISO 3166 codes where the list has them, else names */
    size_t country_count;
    const ListedIdentifier *identifiers;
    size_t identifier_count;
    const ListedDetail *details;
    size_t detail_count;
    Text programme; /* or empty */
    Text citation;  /* the law or the notice behind it, or empty */
} ListedParty;

typedef struct ScreeningList {
    Text title;  /* "U.S. Consolidated Screening List" */
    Text file;   /* as given */
    Text format; /* what it was read as */
    Text digest; /* SHA-256 of what was read */
    Text date;   /* of the release as the file says it (YYYY-MM-DD), or empty */
    const ListedParty *parties;
    size_t party_count;
    size_t name_count;
    size_t orphan_count;   /* addresses of parties that the list does not have */
    size_t nameless_count; /* entries without any name, which cannot be screened */
} ScreeningList;

/* Reads a list; the form is told from the content: the U.S. Consolidated Screening List as
 * JSON (official or reduced) or CSV, the UN list in XML, the UK list as CSV, OFAC's SDN file
 * as CSV, or a plain CSV with a column `name`. The content must outlive the list. One line
 * says what is wrong and where. */
MUST_CHECK bool screening_list_read(Arena *arena, Text file, Text content, ScreeningList *list,
                                    Error *error);

/* OFAC's list in its three files; `alt` and `add` may be empty. */
MUST_CHECK bool screening_list_read_ofac(Arena *arena, Text file, Text sdn, Text alt, Text add,
                                         ScreeningList *list, Error *error);

/* The content is OFAC's SDN file, beside which ALT and ADD stand. */
bool screening_list_is_ofac(Text content);

/* ---- releases ---- */

typedef enum ListChangeKind {
    LIST_CHANGE_ADDED,
    LIST_CHANGE_CHANGED,
    LIST_CHANGE_REMOVED
} ListChangeKind;

Text list_change_word(ListChangeKind kind);

typedef struct ListChange {
    ListChangeKind kind;
    const ListedParty *before; /* NULL where it was added */
    const ListedParty *after;  /* NULL where it was removed */
} ListChange;

typedef struct ListChanges {
    const ListChange *items; /* as the later release has them, then what was removed */
    size_t count;
    size_t added;
    size_t changed;
    size_t removed;
} ListChanges;

/* What one release has that another has not. Parties are the same by list and id; by their
 * first name where a list gives no id. Any difference but in their order counts. O(parties). */
void screening_list_changes(Arena *arena, const ScreeningList *before, size_t before_count,
                            const ScreeningList *after, size_t after_count, ListChanges *changes);

/* What names a party from one release to the next, and what differs whenever anything the list
 * says of it does. */
Text listed_party_key(Arena *arena, const ListedParty *party);
Text listed_party_digest(Arena *arena, const ListedParty *party);

/* ---- index ---- */

typedef struct ScreeningIndex ScreeningIndex;

/* Indexes the lists, which must outlive it. */
ScreeningIndex *screening_index_new(const ScreeningList *lists, size_t count);
void screening_index_free(ScreeningIndex *index);
size_t screening_index_names(const ScreeningIndex *index);
size_t screening_index_words(const ScreeningIndex *index);
size_t screening_index_bytes(const ScreeningIndex *index);

/* ---- search ---- */

/* How a part of one name stands for a part of the other. */
typedef enum EdgeKind {
    EDGE_NONE,
    EDGE_EQUAL,
    EDGE_SPELLING,     /* `distance` letters apart */
    EDGE_ROMANISATION, /* other ways to write the same sounds, or `distance` letters from it */
    EDGE_CONSONANTS,   /* a script that leaves vowels out */
    EDGE_SYNONYM,      /* abbreviations, synonyms, legal forms */
    EDGE_DISGUISE,     /* digits that stand for letters */
    EDGE_INITIAL,      /* one letter for a word */
    EDGE_JOIN,         /* two words written as one */
    EDGE_ACRONYM       /* one word of the initials of the others */
} EdgeKind;

Text edge_kind_word(EdgeKind kind);

/* One line of the explanation: words of the query beside words of the listed name. */
typedef struct AlignedPart {
    Text query;  /* as given; empty where the listed word found no counterpart */
    Text listed; /* as listed; empty where the word of the query found none */
    EdgeKind kind;
    int distance;
    int similarity;
    int query_weight;
    int listed_weight;
} AlignedPart;

typedef struct NameHit {
    size_t name; /* of the party */
    int score;
    int query_coverage;
    int listed_coverage;
    const AlignedPart *parts;
    size_t part_count;
} NameHit;

typedef enum Evidence { EVIDENCE_NONE, EVIDENCE_AGREES, EVIDENCE_DIFFERS } Evidence;

typedef struct PartyHit {
    const ScreeningList *list;
    const ListedParty *party;
    int score; /* of its best name; 10000 by an identifier */
    bool is_by_identifier;
    const ListedIdentifier *identifier; /* that agrees, or NULL */
    const NameHit *names;               /* those that reach the threshold, best first */
    size_t name_count;
    Evidence country; /* never a filter, nor is any of these */
    Evidence kind;
    Evidence born;
    Evidence city;
} PartyHit;

/* The least score of parties of a kind, of a list, or of a kind on a list. */
typedef struct ScreeningThreshold {
    ListedKind kind; /* LISTED_UNKNOWN: of any */
    Text list;       /* empty: any */
    int least;
} ScreeningThreshold;

typedef struct ScreeningThresholds {
    int otherwise;
    const ScreeningThreshold *items;
    size_t count;
} ScreeningThresholds;

/* Those that hold where nobody says otherwise (docs/screening.md). */
ScreeningThresholds screening_thresholds(void);

typedef struct ScreeningQuery {
    Text name;
    Text country; /* ISO code, or empty */
    Text born;    /* YYYY, YYYY-MM or YYYY-MM-DD, or empty */
    Text city;    /* or another part of an address; or empty */
    ListedKind kind;
    const ListedIdentifier *identifiers; /* an empty type agrees with any */
    size_t identifier_count;
    int threshold;                        /* 1..10000, where none of these holds */
    const ScreeningThreshold *thresholds; /* list and kind before list before kind, then the last;
                                           * where a list says no kind, that of the query */
    size_t threshold_count;
} ScreeningQuery;

/* Whether a date of birth may be asked for: YYYY, YYYY-MM or YYYY-MM-DD. */
bool screening_birth_is_valid(Text born);

typedef struct ScreeningResult {
    const PartyHit *hits; /* best first; equal ones as listed */
    size_t hit_count;
    size_t compared;   /* names that were scored */
    bool has_words;    /* false: nothing in the name can be compared */
    bool is_cut;       /* the name is longer than is compared */
    bool is_disguised; /* letters of another script that look like its own, or digits in words */
    bool has_controls; /* invisible or direction-changing characters, which were left out */
    bool is_malformed; /* bytes that are no UTF-8, which were read as blanks */
} ScreeningResult;

typedef struct ScreeningSearch ScreeningSearch;

ScreeningSearch *screening_search_new(const ScreeningIndex *index);
void screening_search_free(ScreeningSearch *search);

/* Every party with a name whose score reaches its threshold, or with an identifier of the
 * query. Texts point into the query and the lists. Words are remembered from one call to the
 * next, which changes the time and never the answer. */
void screening_find(Arena *arena, ScreeningSearch *search, const ScreeningQuery *query,
                    ScreeningResult *result);

/* The same by comparing with every name: slow, and what screening_find is held to. */
void screening_find_slowly(Arena *arena, ScreeningSearch *search, const ScreeningQuery *query,
                           ScreeningResult *result);

/* The score of two names by the weights of an index, and its explanation. */
void screening_compare(Arena *arena, ScreeningSearch *search, Text query, Text listed,
                       NameHit *result);

#endif
