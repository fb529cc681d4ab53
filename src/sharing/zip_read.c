/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/zip.h"

#include <string.h>

#include "sharing/bytes.h"
#include "sharing/zip_format.h"

enum { DIRECTORY_BYTES_MAX = 1 << 16 };

typedef struct ZipReader {
    Arena *arena;
    const ByteSource *source;
    ZipListing *listing;
    uint64_t directory_at;
    uint64_t directory_size;
    uint64_t entry_count;
    Error *error;
} ZipReader;

static bool refuse(const ZipReader *reader, const char *reason) {
    return error_set(reader->error, ERROR_INVALID, "this is no sound sealed file: %s", reason);
}

static uint64_t field(const unsigned char *record, size_t at, size_t count) {
    return bytes_number(record + at, count);
}

static bool read_at(const ZipReader *reader, uint64_t at, void *bytes, size_t count) {
    if (at > reader->source->size || count > reader->source->size - at) {
        return refuse(reader, "a record lies past its end");
    }
    return reader->source->read(reader->source->context, at, bytes, count, reader->error);
}

/* ---- the end ---- */

static bool read_wide_end(ZipReader *reader, uint64_t end_at) {
    unsigned char locator[ZIP_LOCATOR_BYTES];
    unsigned char end[ZIP_WIDE_END_BYTES];
    const uint64_t both = ZIP_LOCATOR_BYTES + ZIP_WIDE_END_BYTES;
    if (end_at < both) {
        return refuse(reader, "its 64-bit end record is missing");
    }
    const uint64_t wide_at = end_at - both;
    if (!read_at(reader, end_at - ZIP_LOCATOR_BYTES, locator, sizeof locator) ||
        !read_at(reader, wide_at, end, sizeof end)) {
        return false;
    }
    if (field(locator, 0, 4) != ZIP_LOCATOR_MARK || field(locator, 8, 8) != wide_at ||
        field(locator, 4, 4) != 0 || field(locator, 16, 4) > 1 ||
        field(end, 0, 4) != ZIP_WIDE_END_MARK || field(end, 4, 8) != ZIP_WIDE_END_REST) {
        return refuse(reader, "its 64-bit end record is wrong");
    }
    if (field(end, 16, 8) != 0 || field(end, 24, 8) != field(end, 32, 8)) {
        return refuse(reader, "it is spread over several files");
    }
    reader->entry_count = field(end, 32, 8);
    reader->directory_size = field(end, 40, 8);
    reader->directory_at = field(end, 48, 8);
    if (reader->directory_at > wide_at ||
        reader->directory_size != wide_at - reader->directory_at) {
        return refuse(reader, "its directory is not where its end says");
    }
    return true;
}

static bool read_end(ZipReader *reader) {
    unsigned char end[ZIP_END_BYTES];
    if (reader->source->size < ZIP_END_BYTES) {
        return refuse(reader, "it is too short");
    }
    const uint64_t end_at = reader->source->size - ZIP_END_BYTES;
    if (!read_at(reader, end_at, end, sizeof end)) {
        return false;
    }
    if (field(end, 0, 4) != ZIP_END_MARK || field(end, 20, 2) != 0) {
        return refuse(reader,
                      "it does not end as a ZIP archive does, or something follows the end");
    }
    if (field(end, 4, 4) != 0 || field(end, 8, 2) != field(end, 10, 2)) {
        return refuse(reader, "it is spread over several files");
    }
    reader->entry_count = field(end, 10, 2);
    reader->directory_size = field(end, 12, 4);
    reader->directory_at = field(end, 16, 4);
    if (reader->entry_count == UINT16_MAX || reader->directory_size == UINT32_MAX ||
        reader->directory_at == UINT32_MAX) {
        return read_wide_end(reader, end_at);
    }
    if (reader->directory_at > end_at || reader->directory_size != end_at - reader->directory_at) {
        return refuse(reader, "its directory is not where its end says");
    }
    return true;
}

/* ---- the directory ---- */

bool zip_is_plain_name(Text name) {
    for (size_t i = 0; i < name.length; i++) {
        const unsigned char letter = (unsigned char)name.bytes[i];
        if (letter < 0x20 || letter == 0x7F || letter == '/' || letter == '\\' || letter == ':') {
            return false;
        }
    }
    return !text_is_empty(name) && name.length <= ZIP_NAME_BYTES_MAX && name.bytes[0] != '.' &&
           text_is_utf8(name);
}

/* Takes the 64-bit values out of the extra fields, for those that do not fit their place. */
static bool read_extra(const ZipReader *reader, const unsigned char *extra, size_t length,
                       uint64_t *values[], const bool *is_wanted, size_t value_count) {
    size_t at = 0;
    bool is_found = false;
    while (at + 4 <= length) {
        const uint64_t tag = field(extra, at, 2);
        const size_t size = (size_t)field(extra, at + 2, 2);
        size_t place = at + 4;
        const size_t end = place + size;
        if (end > length || (tag == ZIP_WIDE_TAG && is_found)) {
            return refuse(reader, "the extra fields of an entry are wrong");
        }
        for (size_t i = 0; tag == ZIP_WIDE_TAG && i < value_count; i++) {
            if (is_wanted[i] && place + 8 > end) {
                return refuse(reader, "an entry lacks a 64-bit size");
            }
            if (is_wanted[i]) {
                *values[i] = field(extra, place, 8);
                place += 8;
            }
        }
        is_found = is_found || tag == ZIP_WIDE_TAG;
        at = end;
    }
    for (size_t i = 0; i < value_count; i++) {
        if (is_wanted[i] && !is_found) {
            return refuse(reader, "an entry lacks a 64-bit size");
        }
    }
    return at == length || refuse(reader, "the extra fields of an entry are wrong");
}

static bool check_kind(const ZipReader *reader, uint64_t flags, uint64_t method) {
    if ((flags & ~(uint64_t)(ZIP_FLAG_DESCRIPTOR | ZIP_FLAG_UTF8)) != 0) {
        return refuse(reader, "an entry is of a kind that sealed files have not");
    }
    return method == ZIP_METHOD_STORED || refuse(reader, "an entry is compressed");
}

/* The sizes and the place of an entry, from its fields or its extra. */
static bool read_sizes(const ZipReader *reader, const unsigned char *record,
                       const unsigned char *extra, ZipEntry *entry) {
    uint64_t stored = field(record, 20, 4);
    uint64_t size = field(record, 24, 4);
    uint64_t at = field(record, 42, 4);
    uint64_t *values[] = {&size, &stored, &at};
    const bool is_wanted[] = {size == UINT32_MAX, stored == UINT32_MAX, at == UINT32_MAX};
    if (!read_extra(reader, extra, (size_t)field(record, 30, 2), values, is_wanted, 3)) {
        return false;
    }
    entry->size = size;
    entry->header_at = at;
    return size == stored || refuse(reader, "the sizes of a stored entry differ");
}

static bool check_name(const ZipReader *reader, Text name) {
    if (!zip_is_plain_name(name)) {
        return refuse(reader, "an entry's name is not that of a plain file");
    }
    for (size_t i = 0; i < reader->listing->count; i++) {
        if (text_equals(reader->listing->entries[i].name, name)) {
            return refuse(reader, "two entries have one name");
        }
    }
    return true;
}

static bool read_entry(ZipReader *reader, const unsigned char *directory, size_t *at) {
    const unsigned char *record = directory + *at;
    const size_t left = (size_t)reader->directory_size - *at;
    if (left < ZIP_CENTRAL_BYTES || field(record, 0, 4) != ZIP_CENTRAL_MARK) {
        return refuse(reader, "its directory is cut short");
    }
    const size_t name_length = (size_t)field(record, 28, 2);
    const size_t length = ZIP_CENTRAL_BYTES + name_length + (size_t)field(record, 30, 2);
    if (length > left || field(record, 32, 2) != 0 || field(record, 34, 2) != 0) {
        return refuse(reader, "an entry of its directory is wrong");
    }
    const Text name = {(const char *)record + ZIP_CENTRAL_BYTES, name_length};
    ZipEntry entry = {.name = text_copy(reader->arena, name),
                      .checksum = (uint32_t)field(record, 16, 4),
                      .has_descriptor = (field(record, 8, 2) & ZIP_FLAG_DESCRIPTOR) != 0};
    if (!check_kind(reader, field(record, 8, 2), field(record, 10, 2)) ||
        !check_name(reader, name) ||
        !read_sizes(reader, record, record + ZIP_CENTRAL_BYTES + name_length, &entry)) {
        return false;
    }
    *at += length;
    reader->listing->entries[reader->listing->count++] = entry;
    return true;
}

static bool read_directory(ZipReader *reader) {
    if (reader->entry_count > ZIP_ENTRIES_MAX || reader->directory_size > DIRECTORY_BYTES_MAX) {
        return error_set(reader->error, ERROR_LIMIT,
                         "this is no sealed file: it has more than %d entries, or long ones",
                         ZIP_ENTRIES_MAX);
    }
    unsigned char *directory = arena_allocate(reader->arena, (size_t)reader->directory_size);
    size_t at = 0;
    if (!read_at(reader, reader->directory_at, directory, (size_t)reader->directory_size)) {
        return false;
    }
    for (uint64_t i = 0; i < reader->entry_count; i++) {
        if (!read_entry(reader, directory, &at)) {
            return false;
        }
    }
    return at == reader->directory_size || refuse(reader, "its directory holds more than it says");
}

/* ---- the entries where they lie ---- */

static bool agrees(uint64_t local, uint64_t central, bool has_descriptor) {
    return local == central || local == UINT32_MAX || (has_descriptor && local == 0);
}

static bool check_local(const ZipReader *reader, ZipEntry *entry) {
    unsigned char record[ZIP_LOCAL_BYTES];
    char name[ZIP_NAME_BYTES_MAX];
    if (!read_at(reader, entry->header_at, record, sizeof record)) {
        return false;
    }
    const size_t name_length = (size_t)field(record, 26, 2);
    if (field(record, 0, 4) != ZIP_LOCAL_MARK || name_length != entry->name.length) {
        return refuse(reader, "an entry's header is not where its directory says");
    }
    if (!read_at(reader, entry->header_at + ZIP_LOCAL_BYTES, name, name_length) ||
        !check_kind(reader, field(record, 6, 2), field(record, 8, 2))) {
        return false;
    }
    const bool has_descriptor = (field(record, 6, 2) & ZIP_FLAG_DESCRIPTOR) != 0;
    if (!text_equals(entry->name, (Text){name, name_length}) ||
        has_descriptor != entry->has_descriptor ||
        !agrees(field(record, 14, 4), entry->checksum, has_descriptor) ||
        !agrees(field(record, 18, 4), entry->size, has_descriptor) ||
        !agrees(field(record, 22, 4), entry->size, has_descriptor)) {
        return refuse(reader, "an entry's header and its directory differ");
    }
    entry->at = entry->header_at + ZIP_LOCAL_BYTES + name_length + field(record, 28, 2);
    if (entry->at > reader->directory_at || entry->size > reader->directory_at - entry->at) {
        return refuse(reader, "an entry reaches into its directory or past the end");
    }
    return true;
}

static void sort_entries(ZipListing *listing) {
    for (size_t i = 1; i < listing->count; i++) {
        const ZipEntry entry = listing->entries[i];
        size_t place = i;
        for (; place > 0 && listing->entries[place - 1].header_at > entry.header_at; place--) {
            listing->entries[place] = listing->entries[place - 1];
        }
        listing->entries[place] = entry;
    }
}

/* A data descriptor: with or without its mark, sizes of 32 or 64 bits. */
static bool is_descriptor_size(uint64_t size) {
    return size == 12 || size == 16 || size == 20 || size == 24;
}

/* Entry after entry, from the first byte to the directory, and nothing else. */
static bool check_places(ZipReader *reader) {
    uint64_t end = 0;
    sort_entries(reader->listing);
    for (size_t i = 0; i < reader->listing->count; i++) {
        ZipEntry *entry = &reader->listing->entries[i];
        if (entry->header_at != end) {
            return refuse(reader, "entries overlap, or something lies between them");
        }
        if (!check_local(reader, entry)) {
            return false;
        }
        end = i + 1 < reader->listing->count ? entry[1].header_at : reader->directory_at;
        const uint64_t content_end = entry->at + entry->size;
        if (content_end > end ||
            (entry->has_descriptor ? !is_descriptor_size(end - content_end) : end != content_end)) {
            return refuse(reader, "entries overlap, or something lies between them");
        }
    }
    return end == reader->directory_at || refuse(reader, "something lies before its directory");
}

bool zip_read(Arena *arena, const ByteSource *source, ZipListing *listing, Error *error) {
    ZipReader reader = {.arena = arena, .source = source, .listing = listing, .error = error};
    *listing = (ZipListing){.count = 0};
    return read_end(&reader) && read_directory(&reader) && check_places(&reader);
}
