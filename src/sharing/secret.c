/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/secret.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "sharing/bytes.h"

/* Room for so many keys at once lies in locked memory; what does not fit is in ordinary memory,
 * and overwritten all the same. */
enum { LOCKED_BYTES = 1 << 16, LOCKED_LEAST_BYTES = 32 };

struct SecretKey {
    unsigned char bytes[SECRET_KEY_BYTES];
};

struct Gcm {
    EVP_CIPHER_CTX *context;
};

void sharing_protect_secrets(void) {
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    if (CRYPTO_secure_malloc_initialized() == 0) {
        (void)CRYPTO_secure_malloc_init(LOCKED_BYTES, LOCKED_LEAST_BYTES);
    }
}

SecretKey *secret_key_new(void) {
    SecretKey *key = OPENSSL_secure_zalloc(sizeof(SecretKey));
    if (key == NULL) {
        key = OPENSSL_zalloc(sizeof(SecretKey));
    }
    if (key == NULL) {
        arena_exhausted();
    }
    return key;
}

void secret_key_free(SecretKey *key) {
    /* For memory that is not locked this falls back to overwriting and freeing. */
    OPENSSL_secure_clear_free(key, sizeof(SecretKey));
}

void secret_key_close(SecretKey **key) {
    secret_key_free(*key);
    *key = NULL;
}

bool secret_random(void *bytes, size_t count, Error *error) {
    return RAND_priv_bytes(bytes, (int)count) == 1 ||
           error_set(error, ERROR_FAILED, "the system gives no random bytes");
}

bool secret_key_random(SecretKey **key, Error *error) {
    SecretKey *made = secret_key_new();
    if (!secret_random(made->bytes, sizeof made->bytes, error)) {
        secret_key_free(made);
        return false;
    }
    *key = made;
    return true;
}

bool secret_key_of(const void *bytes, size_t length, SecretKey **key, Error *error) {
    if (length != SECRET_KEY_BYTES) {
        return error_set(error, ERROR_INVALID, "a key of %zu bytes was wrapped; it must have %d",
                         length, SECRET_KEY_BYTES);
    }
    *key = secret_key_new();
    memcpy((*key)->bytes, bytes, length);
    return true;
}

void secret_key_combine(SecretKey *key, const SecretKey *share) {
    for (size_t i = 0; i < SECRET_KEY_BYTES; i++) {
        key->bytes[i] ^= share->bytes[i];
    }
}

const unsigned char *secret_key_bytes(const SecretKey *key) {
    return key->bytes;
}

unsigned char *secret_key_room(SecretKey *key) {
    return key->bytes;
}

void secret_wipe(void *bytes, size_t count) {
    OPENSSL_cleanse(bytes, count);
}

bool secret_equals(const void *a, const void *b, size_t count) {
    return CRYPTO_memcmp(a, b, count) == 0;
}

/* Hashing memory fails for want of memory alone. */
static void require(bool is_done) {
    if (!is_done) {
        arena_exhausted();
    }
}

Text hash_sha256(Arena *arena, Text bytes) {
    unsigned char *hash = arena_allocate(arena, HASH_BYTES);
    size_t length = 0;
    require(EVP_Q_digest(NULL, "SHA256", NULL, bytes.bytes, bytes.length, hash, &length) == 1);
    return (Text){(const char *)hash, length};
}

Text hash_hmac_bytes(Arena *arena, Text key, Text bytes) {
    unsigned char *hash = arena_allocate(arena, HASH_BYTES);
    unsigned length = 0;
    require(HMAC(EVP_sha256(), key.bytes, (int)key.length, (const unsigned char *)bytes.bytes,
                 bytes.length, hash, &length) != NULL);
    return (Text){(const char *)hash, length};
}

Text hash_hmac(Arena *arena, const SecretKey *key, Text bytes) {
    return hash_hmac_bytes(arena, (Text){(const char *)key->bytes, SECRET_KEY_BYTES}, bytes);
}

/* OpenSSL takes parameters as pointers to bytes it does not change. */
static OSSL_PARAM octets(const char *name, Text bytes, unsigned char *room) {
    memcpy(room, bytes.bytes, bytes.length);
    return OSSL_PARAM_construct_octet_string(name, room, bytes.length);
}

bool secret_derive(Text salt, Text input, SecretKey *key, Error *error) {
    enum { INPUT_MOST = 66 };
    unsigned char salt_room[HASH_BYTES];
    unsigned char input_room[INPUT_MOST];
    char digest[] = "SHA256";
    assert(salt.length <= sizeof salt_room && input.length <= sizeof input_room);
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
    EVP_KDF_free(kdf);
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        octets(OSSL_KDF_PARAM_KEY, input, input_room),
        octets(OSSL_KDF_PARAM_SALT, salt, salt_room),
        OSSL_PARAM_construct_end(),
    };
    const bool is_done =
        context != NULL && EVP_KDF_derive(context, key->bytes, sizeof key->bytes, parameters) == 1;
    EVP_KDF_CTX_free(context);
    secret_wipe(input_room, sizeof input_room);
    return is_done || error_set(error, ERROR_FAILED, "a key could not be derived");
}

bool gcm_new(const SecretKey *key, bool seals, Gcm **gcm, Error *error) {
    Gcm *made = OPENSSL_zalloc(sizeof(Gcm));
    require(made != NULL);
    made->context = EVP_CIPHER_CTX_new();
    if (made->context == NULL || EVP_CipherInit_ex(made->context, EVP_aes_256_gcm(), NULL,
                                                   key->bytes, NULL, seals ? 1 : 0) != 1) {
        gcm_free(made);
        return error_set(error, ERROR_FAILED, "the cipher AES-256-GCM is not there");
    }
    *gcm = made;
    return true;
}

void gcm_free(Gcm *gcm) {
    if (gcm != NULL) {
        EVP_CIPHER_CTX_free(gcm->context);
        OPENSSL_free(gcm);
    }
}

void gcm_close(Gcm **gcm) {
    gcm_free(*gcm);
}

bool gcm_seal(Gcm *gcm, const unsigned char iv[GCM_IV_BYTES], const unsigned char *plain,
              size_t count, unsigned char *out, Error *error) {
    int done = 0;
    int last = 0;
    memcpy(out, iv, GCM_IV_BYTES);
    unsigned char *cipher = out + GCM_IV_BYTES;
    const bool is_done =
        EVP_EncryptInit_ex(gcm->context, NULL, NULL, NULL, iv) == 1 &&
        EVP_EncryptUpdate(gcm->context, cipher, &done, plain, (int)count) == 1 &&
        EVP_EncryptFinal_ex(gcm->context, cipher + done, &last) == 1 &&
        EVP_CIPHER_CTX_ctrl(gcm->context, EVP_CTRL_GCM_GET_TAG, GCM_TAG_BYTES, cipher + count) == 1;
    return is_done || error_set(error, ERROR_FAILED, "a segment could not be sealed");
}

bool gcm_open(Gcm *gcm, const unsigned char *sealed, size_t count, unsigned char *plain) {
    int done = 0;
    int last = 0;
    unsigned char tag[GCM_TAG_BYTES];
    const size_t length = count - SEGMENT_OVERHEAD;
    memcpy(tag, sealed + count - GCM_TAG_BYTES, GCM_TAG_BYTES);
    const bool is_good =
        EVP_DecryptInit_ex(gcm->context, NULL, NULL, NULL, sealed) == 1 &&
        EVP_CIPHER_CTX_ctrl(gcm->context, EVP_CTRL_GCM_SET_TAG, GCM_TAG_BYTES, tag) == 1 &&
        EVP_DecryptUpdate(gcm->context, plain, &done, sealed + GCM_IV_BYTES, (int)length) == 1 &&
        EVP_DecryptFinal_ex(gcm->context, plain + done, &last) == 1;
    if (!is_good) {
        secret_wipe(plain, length);
    }
    return is_good;
}

void secret_wipe_text(Text text) {
    /* The text's owner gave it up; that its type says const is for readers. */
    OPENSSL_cleanse(bytes_writable(text.bytes), text.length);
}
