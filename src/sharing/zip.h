/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_ZIP_H
#define ENTENTE_SHARING_ZIP_H

/* Private to sharing/: the part of ZIP (APPNOTE 6.3.10) that sealed files use: entries stored as
 * they are, one after the other, sizes of 32 or 64 bits, nothing before, between or behind. A
 * general library takes more than is safe here and refuses some real files. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"
#include "sharing/stream.h"

enum { ZIP_ENTRIES_MAX = 8, ZIP_NAME_BYTES_MAX = 255 };

typedef struct ZipEntry {
    Text name;
    uint64_t header_at;
    uint64_t at; /* of the content */
    uint64_t size;
    uint32_t checksum;
    bool has_descriptor;
} ZipEntry;

typedef struct ZipListing {
    ZipEntry entries[ZIP_ENTRIES_MAX]; /* in the order of their places */
    size_t count;
} ZipListing;

/* UTF-8 without control characters, folders or drives, which does not begin with a dot. */
bool zip_is_plain_name(Text name);

/* Reads the central directory and the header of each entry. False, with the reason, where they
 * do not agree, something overlaps or is left over, or a name is not a plain file's. */
MUST_CHECK bool zip_read(Arena *arena, const ByteSource *source, ZipListing *listing, Error *error);

/* Writes entries to a sink that need not seek: sizes stand behind each content. */
typedef struct ZipWriter {
    ByteSink sink;
    bool is_wide; /* sizes of 64 bits */
    uint64_t written;
    ZipEntry entries[ZIP_ENTRIES_MAX];
    size_t count;
    Error *error;
} ZipWriter;

MUST_CHECK bool zip_begin_entry(ZipWriter *writer, Text name);
MUST_CHECK bool zip_add(ZipWriter *writer, const void *bytes, size_t count);
MUST_CHECK bool zip_end_entry(ZipWriter *writer);
MUST_CHECK bool zip_finish(ZipWriter *writer);

/* CRC-32 (ISO 3309) of what came before and `count` bytes more; begin with 0. */
uint32_t zip_checksum(uint32_t checksum, const void *bytes, size_t count);

#endif
