/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_STATIC_FILES_H
#define ENTENTE_SERVER_STATIC_FILES_H

/* Private to server/: the console's files, those built in or read once from a folder, and kept. */

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

typedef struct StaticFiles StaticFiles;

typedef struct StaticFile {
    Text path; /* as asked for: /assets/index.js */
    Text content;
    Text packed; /* the same by gzip, from the file NAME.gz beside it; or empty */
    const char *type;
} StaticFile;

/* Reads the folder and what is below it. An empty folder name gives the files built in, if any. */
MUST_CHECK bool static_files_read(Arena *arena, Text folder, const StaticFiles **files,
                                  Error *error);

/* `/` is /index.html. NULL where there is none. */
const StaticFile *static_file_find(const StaticFiles *files, Text path);

#endif
