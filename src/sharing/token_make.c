/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/bytes.h"
#include "sharing/secret.h"
#include "sharing/token_parts.h"

enum { ID_BYTES = 8, BITS_LEAST = 2048, BITS_MOST = 8192 };

/* Curves by their names' object identifiers in DER. */
static const struct {
    Text algorithm;
    Text parameters;
} CURVES[] = {
    {{"ec:secp256r1", 12}, {"\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07", 10}},
    {{"ec:secp384r1", 12}, {"\x06\x05\x2B\x81\x04\x00\x22", 7}},
    {{"ec:secp521r1", 12}, {"\x06\x05\x2B\x81\x04\x00\x23", 7}},
};

typedef struct PairWanted {
    CK_MECHANISM mechanism;
    CK_ULONG bits;
    Text curve;
    CK_ATTRIBUTE names[TOKEN_NAMES_MAX];
    size_t name_count;
    unsigned char id[ID_BYTES];
} PairWanted;

static bool read_algorithm(Text algorithm, PairWanted *pair, Error *error) {
    int64_t bits = 0;
    for (size_t i = 0; i < sizeof CURVES / sizeof CURVES[0]; i++) {
        if (text_equals(algorithm, CURVES[i].algorithm)) {
            pair->curve = CURVES[i].parameters;
            pair->mechanism.mechanism = CKM_EC_KEY_PAIR_GEN;
            return true;
        }
    }
    if (!text_starts_with(algorithm, TEXT("rsa:")) ||
        !text_parse_integer(text_slice(algorithm, 4, algorithm.length), &bits) ||
        bits < BITS_LEAST || bits > BITS_MOST) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no kind of key", TEXT_ARGS(algorithm));
    }
    pair->bits = (CK_ULONG)bits;
    pair->mechanism.mechanism = CKM_RSA_PKCS_KEY_PAIR_GEN;
    return true;
}

/* The URI's `object`, and its `id` or a random one, which ties the halves together. */
static bool read_names(const TokenDoor *door, PairWanted *pair, Error *error) {
    CK_OBJECT_HANDLE object = 0;
    size_t count = 0;
    pair->name_count = token_names(door, pair->names);
    if (pair->name_count == 0 || pair->names[0].type != CKA_LABEL) {
        return error_set(error, ERROR_INVALID, "`%.*s` does not name the key: add `;object=NAME`",
                         TEXT_ARGS(door->shown));
    }
    if (!token_find(door, CKO_PRIVATE_KEY, pair->names, 1, &object, &count, error)) {
        return false;
    }
    if (count > 0) {
        return error_set(error, ERROR_INVALID, "the token has a key that `%.*s` names already",
                         TEXT_ARGS(door->shown));
    }
    if (pair->name_count == 1) {
        pair->names[pair->name_count++] = (CK_ATTRIBUTE){CKA_ID, pair->id, sizeof pair->id};
        return secret_random(pair->id, sizeof pair->id, error);
    }
    return true;
}

static bool generate(const TokenDoor *door, PairWanted *pair, Error *error) {
    static const unsigned char EXPONENT[] = {1, 0, 1};
    const bool is_rsa = text_is_empty(pair->curve);
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ATTRIBUTE public_half[] = {
        pair->names[0],
        pair->names[1],
        {CKA_TOKEN, &yes, sizeof yes},
        {CKA_ENCRYPT, is_rsa ? &yes : &no, sizeof yes},
        is_rsa
            ? (CK_ATTRIBUTE){CKA_MODULUS_BITS, &pair->bits, sizeof pair->bits}
            : (CK_ATTRIBUTE){CKA_EC_PARAMS, bytes_writable(pair->curve.bytes), pair->curve.length},
        {CKA_PUBLIC_EXPONENT, bytes_writable(EXPONENT), sizeof EXPONENT},
    };
    CK_ATTRIBUTE private_half[] = {
        pair->names[0],
        pair->names[1],
        {CKA_TOKEN, &yes, sizeof yes},
        {CKA_PRIVATE, &yes, sizeof yes},
        {CKA_SENSITIVE, &yes, sizeof yes},
        {CKA_EXTRACTABLE, &no, sizeof no},
        {is_rsa ? CKA_DECRYPT : CKA_DERIVE, &yes, sizeof yes},
    };
    CK_OBJECT_HANDLE made[2];
    const CK_ULONG public_count = sizeof public_half / sizeof public_half[0] - (is_rsa ? 0 : 1);
    const CK_RV result = door->module->C_GenerateKeyPair(
        door->session, &pair->mechanism, public_half, public_count, private_half,
        sizeof private_half / sizeof private_half[0], &made[0], &made[1]);
    return result == CKR_OK || token_fail(door, "the token makes no such key", result, error);
}

bool token_key_make(Arena *arena, Text uri, Text pin, Text algorithm, Error *error) {
    TokenDoor door = {0};
    PairWanted pair = {0};
    const bool is_done = read_algorithm(algorithm, &pair, error) &&
                         token_door_open(arena, uri, pin, true, &door, error) &&
                         read_names(&door, &pair, error) && generate(&door, &pair, error);
    token_door_close(&door);
    return is_done;
}
