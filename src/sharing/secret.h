/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_SECRET_H
#define ENTENTE_SHARING_SECRET_H

/* Private to sharing/: keys of 32 bytes, hashes, and the ciphers over them. A secret key lives in
 * memory that is locked, left out of core dumps and overwritten when it is freed, where the
 * system allows. Secrets are compared in constant time, by secret_equals alone. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"
#include "sharing/sharing.h"

enum { HASH_BYTES = 32, GCM_IV_BYTES = 12, GCM_TAG_BYTES = 16 };
enum { SEGMENT_OVERHEAD = GCM_IV_BYTES + GCM_TAG_BYTES };

/* One of zeros; never NULL. */
SecretKey *secret_key_new(void);

/* One of random bytes. */
MUST_CHECK bool secret_key_random(SecretKey **key, Error *error);

/* One out of `length` bytes, which must be 32. */
MUST_CHECK bool secret_key_of(const void *bytes, size_t length, SecretKey **key, Error *error);

/* Adds the bytes of `share` to `key` by exclusive or. */
void secret_key_combine(SecretKey *key, const SecretKey *share);

const unsigned char *secret_key_bytes(const SecretKey *key);
unsigned char *secret_key_room(SecretKey *key);

MUST_CHECK bool secret_random(void *bytes, size_t count, Error *error);
void secret_wipe(void *bytes, size_t count);
bool secret_equals(const void *a, const void *b, size_t count);

/* SHA-256, and HMAC with it. */
Text hash_sha256(Arena *arena, Text bytes);
Text hash_hmac(Arena *arena, const SecretKey *key, Text bytes);
Text hash_hmac_bytes(Arena *arena, Text key, Text bytes);

/* HKDF-SHA256 without info into `key`. */
MUST_CHECK bool secret_derive(Text salt, Text input, SecretKey *key, Error *error);

/* AES-256-GCM without associated data. A Gcm holds a key made ready; one thread at a time. */
typedef struct Gcm Gcm;
MUST_CHECK bool gcm_new(const SecretKey *key, bool seals, Gcm **gcm, Error *error);
void gcm_free(Gcm *gcm);
void gcm_close(Gcm **gcm); /* for CLEANUP */

/* `out` is IV, ciphertext and tag: count + SEGMENT_OVERHEAD bytes. */
MUST_CHECK bool gcm_seal(Gcm *gcm, const unsigned char iv[GCM_IV_BYTES], const unsigned char *plain,
                         size_t count, unsigned char *out, Error *error);
/* `sealed` is IV, ciphertext and tag, `count` bytes of it at least SEGMENT_OVERHEAD; `plain` gets
 * the rest and may be trusted only where the answer is true. */
MUST_CHECK bool gcm_open(Gcm *gcm, const unsigned char *sealed, size_t count, unsigned char *plain);

#endif
