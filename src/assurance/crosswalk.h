/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_CROSSWALK_H
#define ENTENTE_ASSURANCE_CROSSWALK_H

/* Part of the face of assurance/: which evidence gathered for one framework may serve for a
 * requirement of another, and, kept apart from it, whether the law of the one recognises the
 * other. Nothing changes after it was read. */

#include <stdbool.h>
#include <stddef.h>

#include "assurance/files.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

/* Who made a mapping. */
typedef struct CrosswalkOrigin {
    Text id;
    Text kind; /* published, derived, third_party, ... */
    Text source;
    Text url;
    Text as_of;
    Text checked;
} CrosswalkOrigin;

typedef struct CrosswalkLink {
    Text from;
    Text from_id; /* either may be empty: withdrawn, or new */
    Text to;
    Text to_id;
    Text relation;
    size_t origin;
    Text note;
} CrosswalkLink;

typedef struct Recognition {
    Text held;
    Text holder_country;
    Text wanted;
    Text wanted_country;
    Text recognised; /* in words; `no` is not recognised */
    Text frameworks; /* that the row speaks of, parted by `+`; `*` is any */
    Text basis;
    Text as_of;
    Text checked;
    Text source;
} Recognition;

typedef struct Crosswalk {
    const CrosswalkOrigin *origins;
    size_t origin_count;
    const CrosswalkLink *links;
    size_t link_count;
    const Recognition *recognitions;
    size_t recognition_count;
} Crosswalk;

/* Reads mapping.csv, origin.csv and recognition.csv of a folder. NULL with problems. */
MUST_CHECK const Crosswalk *crosswalk_load(Arena *arena, Text folder, ProblemList *problems);
MUST_CHECK const Crosswalk *crosswalk_load_from(Arena *arena, AssuranceFiles *files, Text folder,
                                                ProblemList *problems);

/* Whether any link names the framework; and whether one names that id of it. */
bool crosswalk_has_framework(const Crosswalk *crosswalk, Text framework);
bool crosswalk_has_id(const Crosswalk *crosswalk, Text framework, Text id);

/* How good a way from one requirement to another is. */
typedef enum ReuseStrength {
    REUSE_HINT,     /* look there: nobody says that it is enough */
    REUSE_PUBLISHED /* a published, verified mapping says that it is the same or covers it */
} ReuseStrength;

/* "hint", "published mapping". */
Text reuse_word(ReuseStrength strength);

/* One way from a requirement to evidence, over one or two links. */
typedef struct Reuse {
    Text framework;
    Text id;
    size_t links[2];
    size_t link_count;
    ReuseStrength strength;
} Reuse;

/* The ways from `id` of `framework` to ids of `held`, in either direction of the links. The
 * shortest way to each id alone. O(links * links on the way). */
size_t crosswalk_reuse(Arena *arena, const Crosswalk *crosswalk, Text framework, Text id, Text held,
                       const Reuse **reuse);

/* Links from an id of one framework to another: revision 2 to 3. */
size_t crosswalk_successors(Arena *arena, const Crosswalk *crosswalk, Text framework, Text id,
                            Text to, const size_t **links);

/* What is said of evidence of a framework where something of `wanted` (the beginning of its name)
 * is asked for: the row that names the framework, else the one for any. NULL: nothing is known. */
const Recognition *crosswalk_recognition(const Crosswalk *crosswalk, Text framework, Text wanted);

#endif
