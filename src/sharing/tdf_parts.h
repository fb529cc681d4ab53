/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_TDF_PARTS_H
#define ENTENTE_SHARING_TDF_PARTS_H

/* Private to sharing/: what reading, sealing and opening share. */

#include "base/json_read.h"
#include "sharing/tdf.h"

extern const Text TDF_PAYLOAD_NAME;
extern const Text TDF_MANIFEST_NAME;

/* A member that is a text; empty where it is not there or null; false where it is another kind. */
MUST_CHECK bool json_text_member(const JsonValue *object, const char *name, Text *value,
                                 Error *error);
/* A whole number of at least 0. */
MUST_CHECK bool json_size_member(const JsonValue *object, const char *name, uint64_t otherwise,
                                 uint64_t *value, Error *error);
/* NULL where it is not there or null. */
MUST_CHECK bool json_list_member(const JsonValue *object, const char *name, size_t most,
                                 const JsonValue **list, Error *error);

/* RFC 8785, of a value that was read. */
MUST_CHECK bool canonical_of(Arena *arena, const JsonValue *value, Text *text, Error *error);

/* The list of assertions of a manifest. */
MUST_CHECK bool assertions_read(Arena *arena, const JsonValue *list, Tdf *tdf, Error *error);

/* Whether all of them are bound to this payload: `hashes` are the segments' hashes, one after the
 * other. */
MUST_CHECK bool assertions_verify(Arena *arena, const Tdf *tdf, const SecretKey *key, Text hashes,
                                  const KeyRing *trusted, Error *error);

/* The binding of an assertion under the payload's key. */
Text assertion_bind(Arena *arena, Text canonical, Text hashes, TdfFormat format,
                    const SecretKey *key);

/* The decoded hashes of the segments, one after the other. */
Text segment_hashes(Arena *arena, const Tdf *tdf);

/* HMAC as it is written: 32 bytes, or their hexadecimal digits where `length` is 64. */
bool hmac_equals(Arena *arena, Text expected, const SecretKey *key, Text bytes);

#endif
