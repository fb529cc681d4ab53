/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "cli/kas_ask.h"
#include "cli/share_files.h"

static const OptionSpec OPTIONS[] = {
    {"key", "FILE", "your private key, which the lease is bound to", true, false},
    {"hours", "N", "for how long (24); the key server may give less", false, false},
    {"token", "[URL=]TOKEN",
     "ask its key servers, with this token, or the one of each (else: ENTENTE_TOKEN)", false, true},
    {"acknowledge", "NAME", "take on an obligation that the decision names", false, true},
    {"o", "LEASE", "where to; a lease that is there is removed where it is not granted again", true,
     false},
};

enum { HOURS_DEFAULT = 24, HOUR_S = 3600 };

static bool read_sealed(Arena *arena, Text path, Tdf *tdf, Error *error) {
    ShareInput input;
    ByteSource source;
    if (!share_input_open(path, &input, error)) {
        return false;
    }
    const bool is_read =
        byte_source_of(&input.stream, &source, error) && tdf_read(arena, &source, tdf, error);
    share_input_close(&input);
    return is_read;
}

/* The shares are opened to see that they fit; only the leases are kept. */
static bool ask(Arena *arena, const Tdf *tdf, KasAsking *asking, Text *content, Error *error) {
    CLEANUP(secret_key_close) SecretKey *key = NULL;
    const TdfOpener opener = kas_opener(asking);
    if (!tdf_unlock(arena, tdf, &opener, &key, error) ||
        !tdf_verify(arena, tdf, key, NULL, error)) {
        return false;
    }
    *content = lease_file_format(arena, ARRAY_ITEMS(Text, &asking->leases), asking->leases.count);
    return true;
}

/* What is not granted again is not kept. */
static void remove_refused(Arena *arena, Text path, const Error *error) {
    if (error->kind == ERROR_INVALID) {
        (void)unlink(text_terminated(arena, path));
    }
}

static bool lease(Arena *arena, const Arguments *arguments, const KeyRing *own, int64_t hours,
                  Error *error) {
    Tdf tdf;
    Text content = {0};
    const Text token = kas_tokens(arena, arguments);
    const Text path = arguments_value(arguments, "o");
    if (text_is_empty(token)) {
        return error_set(error, ERROR_MISSING,
                         "give a token for its key servers (`--token` or ENTENTE_TOKEN)");
    }
    if (!read_sealed(arena, arguments->places[0], &tdf, error)) {
        return false;
    }
    KasAsking asking = kas_asking_new(arena, arguments, token, key_ring_at(own, 0));
    asking.lease_s = hours * HOUR_S;
    if (!ask(arena, &tdf, &asking, &content, error)) {
        remove_refused(arena, path, error);
        return false;
    }
    kas_show_duties(&asking);
    return file_write(path, content, error);
}

static int run_lease(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    int64_t hours = 0;
    sharing_protect_secrets();
    KeyRing own = key_ring_new(arena);
    const bool is_done =
        arguments_number(arguments, "hours", 1, LEASE_HOURS_MAX, HOURS_DEFAULT, &hours, &error) &&
        share_read_keys(arena, arguments, "key", &own, &error) &&
        lease(arena, arguments, &own, hours, &error);
    key_ring_close(&own);
    return is_done ? EXIT_DONE : print_failure(&error);
}

const Command COMMAND_LEASE = {
    .name = "lease",
    .arguments = "FILE",
    .argument_count = 1,
    .summary = "a sealed file's key for use off line, until a moment",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_lease,
};
