/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <openssl/evp.h>
#include <stdint.h>

enum { LENGTH_BYTES = 8 };

struct Digest {
    Arena *arena; /* holds the digest itself */
    EVP_MD_CTX *context;
};

/* SHA-256 on memory fails for want of memory alone. */
static void require(int result) {
    if (result != 1) {
        arena_exhausted();
    }
}

Digest *digest_new(void) {
    Arena *arena = arena_new();
    Digest *digest = ARENA_NEW(arena, Digest);
    digest->arena = arena;
    digest->context = EVP_MD_CTX_new();
    require(digest->context != NULL);
    require(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
    return digest;
}

void digest_add(Digest *digest, Text part) {
    unsigned char length[LENGTH_BYTES];
    for (unsigned i = 0; i < LENGTH_BYTES; i++) {
        length[i] = (unsigned char)((uint64_t)part.length >> (8 * (LENGTH_BYTES - 1 - i)));
    }
    require(EVP_DigestUpdate(digest->context, length, LENGTH_BYTES));
    require(EVP_DigestUpdate(digest->context, part.bytes, part.length));
}

static Text hexadecimal(Arena *arena, const unsigned char *bytes, unsigned count) {
    static const char digits[] = "0123456789abcdef";
    char *text = arena_allocate(arena, (size_t)count * 2 + 1);
    for (unsigned i = 0; i < count; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 0xF];
    }
    return (Text){text, (size_t)count * 2};
}

Text digest_finish(Arena *arena, Digest *digest) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned count = 0;
    require(EVP_DigestFinal_ex(digest->context, bytes, &count));
    EVP_MD_CTX_free(digest->context);
    arena_free(digest->arena);
    return hexadecimal(arena, bytes, count);
}

Text digest_bytes(Arena *arena, Text bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned count = 0;
    require(EVP_Digest(bytes.bytes, bytes.length, digest, &count, EVP_sha256(), NULL));
    return hexadecimal(arena, digest, count);
}
