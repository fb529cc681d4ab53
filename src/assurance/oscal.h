/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_OSCAL_H
#define ENTENTE_ASSURANCE_OSCAL_H

/* Part of the face of assurance/: documents of OSCAL 1.2 (NIST), in JSON and XML. What is read is
 * checked against the models of the JSON schemas and is then a tree of JSON, however it was
 * written. Nothing is ever fetched. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/json_read.h"
#include "base/text.h"

typedef struct OscalDocument {
    Text file;
    Text kind;             /* catalog, profile, ..., mapping-collection */
    const JsonValue *root; /* the object of that kind */
    bool is_xml;
} OscalDocument;

enum { OSCAL_BYTES_MAX = 64 << 20 };

/* Reads and checks a document that is in memory; `content` must outlive it. The message of one that
 * does not fit is one line: the file, the path in it, what was found and what was expected. */
MUST_CHECK bool oscal_read(Arena *arena, Text file, Text content, OscalDocument *document,
                           Error *error);

/* A member's text; empty where there is none. */
Text oscal_text(const JsonValue *object, const char *name);
/* A list's items; none where there is no list. */
size_t oscal_list(const JsonValue *object, const char *name, const JsonValue **items);

/* The bytes of the blank that a text begins with, also of one beyond ASCII; 0: there is none. Texts
 * of OSCAL on one line neither begin nor end with one. */
size_t oscal_blank(Text text);

/* ---- profiles ---- */

/* A control that a profile or catalogue selects. */
typedef struct OscalControl {
    Text id;
    Text title;
    const JsonValue *control;
    Text file; /* the catalogue it is from */
} OscalControl;

/* Reads a file by its path, whole; false with an error. Given by the caller, so that nothing here
 * opens files by itself. */
typedef struct OscalSource {
    bool (*read)(void *context, Arena *arena, Text path, Text *content, Error *error);
    void *context;
} OscalSource;

/* A catalogue, or the catalogue that a profile stands for. */
typedef struct OscalResolution {
    const JsonValue *catalog;
    const OscalControl *controls; /* in the order of the catalogue */
    size_t control_count;
    const Text *notes; /* what had no effect, and controls that come more than once: a line each */
    size_t note_count;
} OscalResolution;

/* Resolves a profile off line (NIST, OSCAL profile resolution): controls are selected from what it
 * imports, put together by `merge`, and altered by `modify`. Imports are files beside the profile,
 * or back-matter resources that name one. The identifier follows from the content, and the time is
 * the profile's own: the same input gives the same catalogue. */
MUST_CHECK bool oscal_resolve(Arena *arena, const OscalDocument *document,
                              const OscalSource *source, OscalResolution *resolution, Error *error);

#endif
