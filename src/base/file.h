/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_FILE_H
#define ENTENTE_BASE_FILE_H

/* Whole files in and out, and folders by name. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

/* Reads a regular file of at most `limit` bytes. The message names the path. */
MUST_CHECK bool file_read(Arena *arena, Text path, size_t limit, Text *content, Error *error);

/* Writes through a temporary file in the same folder and a rename: the file is
 * whole or untouched. */
MUST_CHECK bool file_write(Text path, Text content, Error *error);

/* A file written bit by bit: a temporary one in the same folder, readable by its owner alone,
 * which takes its name once it is whole. `descriptor` is the caller's to write to. */
typedef struct FileOutput {
    Text path;
    int descriptor;
    const char *temporary;
} FileOutput;

MUST_CHECK bool file_output_begin(Arena *arena, Text path, FileOutput *output, Error *error);
/* Ends it either way: whole, or as if it had never been. */
MUST_CHECK bool file_output_finish(FileOutput *output, Error *error);
void file_output_abandon(FileOutput *output);

bool file_exists(Text path);
bool file_is_folder(Text path);

/* Makes a folder in one that there is; one that is there already is fine. */
MUST_CHECK bool file_make_folder(Text path, Error *error);

/* The names in a folder, sorted by bytes, without those that begin with a dot.
 * `names` is an Array of Text. */
MUST_CHECK bool file_list(Arena *arena, Text folder, Array *names, Error *error);

/* folder/name. */
Text file_path(Arena *arena, Text folder, Text name);
/* What stands after the last slash; the whole path where there is none. */
Text file_last_part(Text path);

#endif
