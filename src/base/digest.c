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

static Text hexadecimal(Arena *arena, const unsigned char *bytes, size_t count) {
    static const char digits[] = "0123456789abcdef";
    char *text = arena_allocate(arena, count * 2 + 1);
    for (size_t i = 0; i < count; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 0xF];
    }
    return (Text){text, count * 2};
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

Text digest_uuid(Arena *arena, Text name) {
    enum { UUID_BYTES = 16, VERSION_AT = 6, VARIANT_AT = 8 };
    static const unsigned char URLS[UUID_BYTES] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                                   0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
    unsigned char bytes[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    require(context != NULL);
    require(EVP_DigestInit_ex(context, EVP_sha1(), NULL));
    require(EVP_DigestUpdate(context, URLS, sizeof URLS));
    require(EVP_DigestUpdate(context, name.bytes, name.length));
    require(EVP_DigestFinal_ex(context, bytes, NULL));
    EVP_MD_CTX_free(context);
    bytes[VERSION_AT] = (unsigned char)((bytes[VERSION_AT] & 0x0FU) | 0x50U);
    bytes[VARIANT_AT] = (unsigned char)((bytes[VARIANT_AT] & 0x3FU) | 0x80U);
    const Text digits = hexadecimal(arena, bytes, UUID_BYTES);
    return text_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", digits.bytes, digits.bytes + 8,
                       digits.bytes + 12, digits.bytes + 16, digits.bytes + 20);
}
