/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/zip.h"

#include <assert.h>
#include <string.h>

#include "sharing/bytes.h"
#include "sharing/zip_format.h"

/* A record while it is laid out. */
typedef struct Record {
    unsigned char bytes[ZIP_NAME_BYTES_MAX + 100];
    size_t length;
} Record;

static void put(Record *record, size_t count, uint64_t number) {
    bytes_put_number(record->bytes + record->length, count, number);
    record->length += count;
}

static void put_text(Record *record, Text text) {
    memcpy(record->bytes + record->length, text.bytes, text.length);
    record->length += text.length;
}

static bool write_record(ZipWriter *writer, const Record *record) {
    writer->written += record->length;
    return writer->sink.write(writer->sink.context, record->bytes, record->length, writer->error);
}

/* What both headers of an entry begin with: flags, method, a date of 1980-01-01. */
static void put_common(Record *record, const ZipWriter *writer, uint32_t checksum, uint64_t size) {
    put(record, 2, writer->is_wide ? ZIP_VERSION_WIDE : ZIP_VERSION);
    put(record, 2, ZIP_FLAG_DESCRIPTOR | ZIP_FLAG_UTF8);
    put(record, 2, ZIP_METHOD_STORED);
    put(record, 2, 0);
    put(record, 2, ZIP_FIRST_DATE);
    put(record, 4, checksum);
    put(record, 4, writer->is_wide ? UINT32_MAX : size);
    put(record, 4, writer->is_wide ? UINT32_MAX : size);
}

bool zip_begin_entry(ZipWriter *writer, Text name) {
    Record record = {.length = 0};
    assert(writer->count < ZIP_ENTRIES_MAX && name.length <= ZIP_NAME_BYTES_MAX);
    ZipEntry *entry = &writer->entries[writer->count];
    *entry = (ZipEntry){.name = name, .header_at = writer->written, .has_descriptor = true};
    put(&record, 4, ZIP_LOCAL_MARK);
    put_common(&record, writer, 0, 0);
    put(&record, 2, name.length);
    put(&record, 2, writer->is_wide ? ZIP_WIDE_LOCAL_EXTRA : 0);
    put_text(&record, name);
    if (writer->is_wide) {
        put(&record, 2, ZIP_WIDE_TAG);
        put(&record, 2, 16);
        put(&record, 8, 0);
        put(&record, 8, 0);
    }
    return write_record(writer, &record);
}

bool zip_add(ZipWriter *writer, const void *bytes, size_t count) {
    ZipEntry *entry = &writer->entries[writer->count];
    entry->checksum = zip_checksum(entry->checksum, bytes, count);
    entry->size += count;
    writer->written += count;
    return writer->sink.write(writer->sink.context, bytes, count, writer->error);
}

bool zip_end_entry(ZipWriter *writer) {
    const ZipEntry *entry = &writer->entries[writer->count];
    Record record = {.length = 0};
    if (!writer->is_wide && writer->written >= ZIP_NARROW_LIMIT) {
        return error_set(writer->error, ERROR_FAILED, "the file grew while it was sealed");
    }
    put(&record, 4, ZIP_DESCRIPTOR_MARK);
    put(&record, 4, entry->checksum);
    put(&record, writer->is_wide ? 8 : 4, entry->size);
    put(&record, writer->is_wide ? 8 : 4, entry->size);
    writer->count++;
    return write_record(writer, &record);
}

static bool write_central(ZipWriter *writer, const ZipEntry *entry) {
    Record record = {.length = 0};
    put(&record, 4, ZIP_CENTRAL_MARK);
    put(&record, 2, writer->is_wide ? ZIP_VERSION_WIDE : ZIP_VERSION);
    put_common(&record, writer, entry->checksum, entry->size);
    put(&record, 2, entry->name.length);
    put(&record, 2, writer->is_wide ? ZIP_WIDE_CENTRAL_EXTRA : 0);
    put(&record, 2, 0); /* no comment */
    put(&record, 2, 0); /* the first disk */
    put(&record, 2, 0);
    put(&record, 4, 0);
    put(&record, 4, writer->is_wide ? UINT32_MAX : entry->header_at);
    put_text(&record, entry->name);
    if (writer->is_wide) {
        put(&record, 2, ZIP_WIDE_TAG);
        put(&record, 2, 24);
        put(&record, 8, entry->size);
        put(&record, 8, entry->size);
        put(&record, 8, entry->header_at);
    }
    return write_record(writer, &record);
}

static void put_wide_end(Record *record, const ZipWriter *writer, uint64_t at, uint64_t size) {
    put(record, 4, ZIP_WIDE_END_MARK);
    put(record, 8, ZIP_WIDE_END_REST);
    put(record, 2, ZIP_VERSION_WIDE);
    put(record, 2, ZIP_VERSION_WIDE);
    put(record, 4, 0);
    put(record, 4, 0);
    put(record, 8, writer->count);
    put(record, 8, writer->count);
    put(record, 8, size);
    put(record, 8, at);
    put(record, 4, ZIP_LOCATOR_MARK);
    put(record, 4, 0);
    put(record, 8, at + size);
    put(record, 4, 1);
}

bool zip_finish(ZipWriter *writer) {
    const uint64_t at = writer->written;
    Record record = {.length = 0};
    for (size_t i = 0; i < writer->count; i++) {
        if (!write_central(writer, &writer->entries[i])) {
            return false;
        }
    }
    const uint64_t size = writer->written - at;
    if (writer->is_wide) {
        put_wide_end(&record, writer, at, size);
    }
    put(&record, 4, ZIP_END_MARK);
    put(&record, 4, 0);
    put(&record, 2, writer->is_wide ? UINT16_MAX : writer->count);
    put(&record, 2, writer->is_wide ? UINT16_MAX : writer->count);
    put(&record, 4, writer->is_wide ? UINT32_MAX : size);
    put(&record, 4, writer->is_wide ? UINT32_MAX : at);
    put(&record, 2, 0);
    return write_record(writer, &record);
}
