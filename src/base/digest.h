/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_DIGEST_H
#define ENTENTE_BASE_DIGEST_H

/* SHA-256, in hexadecimal: what names a version of a pack or of an input. */

#include "base/arena.h"
#include "base/text.h"

typedef struct Digest Digest;

/* Starts a digest; digest_finish frees it. */
Digest *digest_new(void);

/* Adds the length and then the bytes, so that ("ab","c") and ("a","bc") differ. */
void digest_add(Digest *digest, Text part);

/* 64 small hexadecimal digits. */
Text digest_finish(Arena *arena, Digest *digest);

enum { DIGEST_LENGTH = 64 };

/* The SHA-256 of these very bytes, as sha256sum gives it: 64 small hexadecimal digits. */
Text digest_bytes(Arena *arena, Text bytes);

/* The UUID of version 5 (RFC 9562) of a name, in the namespace of URLs: the same for the same
 * name. */
Text digest_uuid(Arena *arena, Text name);

#endif
