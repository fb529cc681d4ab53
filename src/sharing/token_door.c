/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/file.h"
#include "sharing/bytes.h"
#include "sharing/token_parts.h"

enum { PIN_BYTES_MAX = 4096, SLOTS_MAX = 64 };

bool token_fail(const TokenDoor *door, const char *what, CK_RV result, Error *error) {
    return error_set(error, ERROR_FAILED, "`%.*s`: %s: %s", TEXT_ARGS(door->shown), what,
                     p11_kit_strerror(result));
}

/* ---- modules ---- */

static bool load_one(const char *path, TokenDoor *door, Arena *arena, Error *error) {
    CK_FUNCTION_LIST *module = p11_kit_module_load(path, 0);
    if (module == NULL) {
        const char *reason = p11_kit_message();
        return error_set(error, ERROR_MISSING,
                         "the PKCS #11 module `%s` cannot be loaded (%s); install it, or give "
                         "another file as `module-path` of the URI",
                         path, reason == NULL ? "it is no such module" : reason);
    }
    const CK_RV result = p11_kit_module_initialize(module);
    if (result != CKR_OK) {
        p11_kit_module_release(module);
        return token_fail(door, "the module does not start", result, error);
    }
    door->modules = ARENA_MANY(arena, CK_FUNCTION_LIST *, 2);
    door->modules[0] = module;
    return true;
}

static bool load_all(TokenDoor *door, Arena *arena, Error *error) {
    CK_FUNCTION_LIST **modules = p11_kit_modules_load_and_initialize(0);
    size_t count = 0;
    while (modules != NULL && modules[count] != NULL) {
        count++;
    }
    if (count == 0) {
        return error_set(error, ERROR_MISSING,
                         "no PKCS #11 module is set up here; name its file in the URI: "
                         "`?module-path=/usr/lib/...so`");
    }
    door->modules = ARENA_MANY(arena, CK_FUNCTION_LIST *, count + 1);
    memcpy(door->modules, modules, count * sizeof(CK_FUNCTION_LIST *));
    return true;
}

static bool load(TokenDoor *door, Arena *arena, Error *error) {
    const char *path = p11_kit_uri_get_module_path(door->uri);
    p11_kit_be_quiet();
    return path == NULL ? load_all(door, arena, error) : load_one(path, door, arena, error);
}

/* ---- the token ---- */

static bool find_in_module(TokenDoor *door, CK_FUNCTION_LIST *module) {
    CK_SLOT_ID slots[SLOTS_MAX];
    CK_ULONG count = SLOTS_MAX;
    if (module->C_GetSlotList(CK_TRUE, slots, &count) != CKR_OK) {
        return false;
    }
    for (CK_ULONG i = 0; i < count; i++) {
        CK_TOKEN_INFO token;
        if (module->C_GetTokenInfo(slots[i], &token) == CKR_OK &&
            (token.flags & CKF_TOKEN_INITIALIZED) != 0 &&
            p11_kit_uri_match_token_info(door->uri, &token) == 1) {
            door->module = module;
            door->slot = slots[i];
            return true;
        }
    }
    return false;
}

static bool find_token(TokenDoor *door, Error *error) {
    for (size_t i = 0; door->modules[i] != NULL; i++) {
        if (find_in_module(door, door->modules[i])) {
            return true;
        }
    }
    return error_set(error, ERROR_MISSING, "no token that `%.*s` names is there",
                     TEXT_ARGS(door->shown));
}

/* The PIN that was given, or what the URI's pin-source has. */
static bool find_pin(const TokenDoor *door, Arena *arena, Text given, Text *pin, Error *error) {
    const char *source = p11_kit_uri_get_pin_source(door->uri);
    Text path = text_from(source);
    if (p11_kit_uri_get_pin_value(door->uri) != NULL) {
        return error_set(error, ERROR_INVALID,
                         "a PIN in an argument is seen by everybody; give it in ENTENTE_PIN, or "
                         "in a file that the URI names as `pin-source`");
    }
    *pin = given;
    if (source == NULL) {
        return true;
    }
    if (text_starts_with(path, TEXT("file:"))) {
        path = text_slice(path, 5, path.length);
    }
    if (!file_read(arena, path, PIN_BYTES_MAX, pin, error)) {
        return false;
    }
    *pin = text_trim(*pin);
    return true;
}

static bool log_in(TokenDoor *door, Text pin, bool writes, Error *error) {
    const CK_FLAGS flags = CKF_SERIAL_SESSION | (writes ? CKF_RW_SESSION : 0);
    CK_RV result = door->module->C_OpenSession(door->slot, flags, NULL, NULL, &door->session);
    if (result != CKR_OK) {
        return token_fail(door, "the token cannot be opened", result, error);
    }
    if (text_is_empty(pin)) {
        return error_set(error, ERROR_INVALID, "`%.*s` wants a PIN: set ENTENTE_PIN",
                         TEXT_ARGS(door->shown));
    }
    result = door->module->C_Login(door->session, CKU_USER, bytes_writable(pin.bytes), pin.length);
    return result == CKR_OK || result == CKR_USER_ALREADY_LOGGED_IN ||
           error_set(error, ERROR_INVALID, "`%.*s`: the token takes no login: %s",
                     TEXT_ARGS(door->shown), p11_kit_strerror(result));
}

bool token_door_open(Arena *arena, Text uri, Text pin, bool writes, TokenDoor *door, Error *error) {
    *door = (TokenDoor){.uri = p11_kit_uri_new(), .shown = uri};
    if (p11_kit_uri_parse(text_terminated(arena, uri), P11_KIT_URI_FOR_ANY, door->uri) !=
        P11_KIT_URI_OK) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is no PKCS #11 URI, such as "
                         "`pkcs11:token=kas;object=2026?module-path=/usr/lib/...so`",
                         TEXT_ARGS(uri));
    }
    Text found = {0};
    return find_pin(door, arena, pin, &found, error) && load(door, arena, error) &&
           find_token(door, error) && log_in(door, found, writes, error);
}

void token_door_close(TokenDoor *door) {
    if (door->module != NULL && door->session != 0) {
        (void)door->module->C_CloseSession(door->session);
    }
    for (size_t i = 0; door->modules != NULL && door->modules[i] != NULL; i++) {
        (void)p11_kit_module_finalize(door->modules[i]);
        p11_kit_module_release(door->modules[i]);
    }
    p11_kit_uri_free(door->uri);
    *door = (TokenDoor){0};
}

/* ---- objects ---- */

bool token_find(const TokenDoor *door, CK_OBJECT_CLASS class, const CK_ATTRIBUTE *more,
                size_t more_count, CK_OBJECT_HANDLE *object, size_t *count, Error *error) {
    CK_ATTRIBUTE wanted[TOKEN_NAMES_MAX + 1] = {{CKA_CLASS, &class, sizeof class}};
    CK_OBJECT_HANDLE found[2] = {0, 0};
    CK_ULONG number = 0;
    memcpy(&wanted[1], more, more_count * sizeof(CK_ATTRIBUTE));
    CK_RV result = door->module->C_FindObjectsInit(door->session, wanted, more_count + 1);
    if (result == CKR_OK) {
        result = door->module->C_FindObjects(door->session, found, 2, &number);
        (void)door->module->C_FindObjectsFinal(door->session);
    }
    *object = found[0];
    *count = number;
    return result == CKR_OK || token_fail(door, "its keys cannot be listed", result, error);
}

bool token_attribute(Arena *arena, const TokenDoor *door, CK_OBJECT_HANDLE object,
                     CK_ATTRIBUTE_TYPE type, Text *value) {
    CK_ATTRIBUTE wanted = {type, NULL, 0};
    if (door->module->C_GetAttributeValue(door->session, object, &wanted, 1) != CKR_OK ||
        wanted.ulValueLen == CK_UNAVAILABLE_INFORMATION || wanted.ulValueLen == 0) {
        return false;
    }
    wanted.pValue = arena_allocate(arena, wanted.ulValueLen);
    if (door->module->C_GetAttributeValue(door->session, object, &wanted, 1) != CKR_OK) {
        return false;
    }
    *value = (Text){wanted.pValue, wanted.ulValueLen};
    return true;
}

size_t token_names(const TokenDoor *door, CK_ATTRIBUTE names[TOKEN_NAMES_MAX]) {
    static const CK_ATTRIBUTE_TYPE TYPES[TOKEN_NAMES_MAX] = {CKA_LABEL, CKA_ID};
    size_t count = 0;
    for (size_t i = 0; i < TOKEN_NAMES_MAX; i++) {
        const CK_ATTRIBUTE *given = p11_kit_uri_get_attribute(door->uri, TYPES[i]);
        if (given != NULL && given->ulValueLen > 0) {
            names[count++] = *given;
        }
    }
    return count;
}
