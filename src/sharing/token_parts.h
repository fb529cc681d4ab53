/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_TOKEN_PARTS_H
#define ENTENTE_SHARING_TOKEN_PARTS_H

/* Private to sharing/: a token while it is used. */

#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include "sharing/token.h"

/* A token that somebody is logged in to. */
typedef struct TokenDoor {
    CK_FUNCTION_LIST *module;   /* the one of `modules` that has the token */
    CK_FUNCTION_LIST **modules; /* ends with NULL; to be released */
    CK_SLOT_ID slot;
    CK_SESSION_HANDLE session; /* stays open, for with the last session the login ends */
    P11KitUri *uri;
    Text shown; /* the URI, for messages */
} TokenDoor;

/* Loads modules, finds the token, opens a session and logs in. */
MUST_CHECK bool token_door_open(Arena *arena, Text uri, Text pin, bool writes, TokenDoor *door,
                                Error *error);
void token_door_close(TokenDoor *door);

/* The one object of a class that has the attributes; `count` is how many there are, up to 2. */
MUST_CHECK bool token_find(const TokenDoor *door, CK_OBJECT_CLASS class, const CK_ATTRIBUTE *more,
                           size_t more_count, CK_OBJECT_HANDLE *object, size_t *count,
                           Error *error);
/* As it stands in the token; false where the object has none. */
bool token_attribute(Arena *arena, const TokenDoor *door, CK_OBJECT_HANDLE object,
                     CK_ATTRIBUTE_TYPE type, Text *value);

/* The URI's `object` and `id`, as attributes to look for or to give. */
enum { TOKEN_NAMES_MAX = 2 };
size_t token_names(const TokenDoor *door, CK_ATTRIBUTE names[TOKEN_NAMES_MAX]);

bool token_fail(const TokenDoor *door, const char *what, CK_RV result, Error *error);

#endif
