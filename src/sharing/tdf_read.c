/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/tdf.h"

#include "sharing/tdf_parts.h"
#include "sharing/zip.h"

const Text TDF_PAYLOAD_NAME = {"0.payload", 9};
const Text TDF_MANIFEST_NAME = {"0.manifest.json", 15};

static const ZipEntry *entry_named(const ZipListing *listing, Text name) {
    for (size_t i = 0; i < listing->count; i++) {
        if (text_equals(listing->entries[i].name, name)) {
            return &listing->entries[i];
        }
    }
    return NULL;
}

static bool find_manifest(const ZipListing *listing, const ZipEntry **manifest, Error *error) {
    *manifest = entry_named(listing, TDF_MANIFEST_NAME);
    if (*manifest == NULL) {
        *manifest = entry_named(listing, TEXT("manifest.json"));
    }
    return (*manifest != NULL && listing->count == 2) ||
           error_set(error, ERROR_INVALID,
                     "this is no sealed file: it must hold `%.*s` and `%.*s` and nothing else",
                     TEXT_ARGS(TDF_PAYLOAD_NAME), TEXT_ARGS(TDF_MANIFEST_NAME));
}

static bool find_payload(const ZipListing *listing, const ZipEntry *manifest, Text name,
                         const ZipEntry **payload, Error *error) {
    *payload = entry_named(listing, name);
    return (*payload != NULL && *payload != manifest) ||
           error_set(error, ERROR_INVALID, "the manifest's payload `%.*s` is not in the file",
                     TEXT_ARGS(name));
}

static bool read_manifest_entry(Arena *arena, const ByteSource *source, const ZipEntry *entry,
                                Text *json, Error *error) {
    if (entry->size > TDF_MANIFEST_BYTES_MAX) {
        return error_set(error, ERROR_LIMIT, "the manifest has more than %d bytes",
                         TDF_MANIFEST_BYTES_MAX);
    }
    const size_t size = (size_t)entry->size;
    char *bytes = arena_allocate(arena, size);
    if (!source->read(source->context, entry->at, bytes, size, error)) {
        return false;
    }
    *json = (Text){bytes, size};
    return zip_checksum(0, bytes, size) == entry->checksum ||
           error_set(error, ERROR_INVALID, "the manifest was changed: its checksum is wrong");
}

bool tdf_read(Arena *arena, const ByteSource *source, Tdf *tdf, Error *error) {
    ZipListing listing;
    const ZipEntry *manifest = NULL;
    const ZipEntry *payload = NULL;
    Text json = {0};
    if (!zip_read(arena, source, &listing, error) || !find_manifest(&listing, &manifest, error) ||
        manifest == NULL || !read_manifest_entry(arena, source, manifest, &json, error) ||
        !tdf_manifest_parse(arena, json, tdf, error) ||
        !find_payload(&listing, manifest, tdf->payload_name, &payload, error) || payload == NULL) {
        return false;
    }
    if (payload->size != tdf->payload_size) {
        return error_set(error, ERROR_INVALID,
                         "the payload has %llu bytes, the manifest's segments %llu: it was cut "
                         "short, or something was added",
                         (unsigned long long)payload->size, (unsigned long long)tdf->payload_size);
    }
    tdf->payload_at = payload->at;
    return true;
}
