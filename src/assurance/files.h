/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_FILES_H
#define ENTENTE_ASSURANCE_FILES_H

/* Part of the face of assurance/: where the tables of schemes, catalogues and crosswalks are
 * read from. A database keeps them as texts; a folder has them on the disk. */

#include <stdbool.h>
#include <stddef.h>

#include "base/array.h"
#include "base/text.h"

typedef struct AssuranceFile {
    Text path;
    Text content;
} AssuranceFile;

typedef struct AssuranceFiles {
    const AssuranceFile *given; /* taken where the path is the same, byte for byte */
    size_t given_count;
    bool is_closed; /* what is not given is missing; else it is read from the disk */
    Array *read;    /* of AssuranceFile: takes each file that was read; or NULL */
} AssuranceFiles;

#endif
