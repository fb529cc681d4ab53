/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/kas_ask.h"
#include "cli/options.h"
#include "cli/share_files.h"

#include <time.h>

static const OptionSpec OPEN_OPTIONS[] = {
    {"key", "FILE", "a private key it is sealed for", false, true},
    {"token", "[URL=]TOKEN",
     "ask its key servers, with this token, or the one of each (else: ENTENTE_TOKEN)", false, true},
    {"lease", "FILE", "use what `entente lease` was given, with the --key that it is bound to",
     false, false},
    {"acknowledge", "NAME", "take on an obligation that the decision names", false, true},
    {"trust", "FILE", "a public key whose assertions are believed", false, true},
    {"o", "OUT", "where to; - is standard output", true, false},
};

static const OptionSpec INSPECT_OPTIONS[] = {
    {"key", "FILE", "a private key it is sealed for: its integrity is then checked", false, true},
    {"trust", "FILE", "a public key whose assertions are believed", false, true},
    JSON_OPTION,
};

/* A sealed file with the keys that were given. */
typedef struct Opened {
    ShareInput input;
    ByteSource source;
    Tdf tdf;
    KeyRing keys;
    KeyRing trusted;
    SecretKey *key;
} Opened;

static void close_opened(Opened *opened) {
    secret_key_free(opened->key);
    key_ring_close(&opened->keys);
    key_ring_close(&opened->trusted);
    share_input_close(&opened->input);
}

static bool read_sealed(Arena *arena, const Arguments *arguments, Opened *opened, Error *error) {
    sharing_protect_secrets();
    *opened = (Opened){.keys = key_ring_new(arena), .trusted = key_ring_new(arena)};
    opened->input.stream.descriptor = -1;
    return share_read_keys(arena, arguments, "key", &opened->keys, error) &&
           share_read_keys(arena, arguments, "trust", &opened->trusted, error) &&
           share_input_open(arguments->places[0], &opened->input, error) &&
           byte_source_of(&opened->input.stream, &opened->source, error) &&
           tdf_read(arena, &opened->source, &opened->tdf, error);
}

static bool unlock(Arena *arena, Opened *opened, Error *error) {
    const TdfOpener opener = tdf_opener_of(&opened->keys);
    return tdf_unlock(arena, &opened->tdf, &opener, &opened->key, error);
}

/* By asking the key servers, with a key made for this one time: on a curve, for an RSA key takes
 * longer to make than most files take to open. */
static bool unlock_by_asking(Arena *arena, const Arguments *arguments, Opened *opened, Text token,
                             Error *error) {
    KeyRing own = key_ring_new(arena);
    KeyRing spare = key_ring_new(arena);
    bool is_done = key_ring_make(&own, TEXT("ec:secp256r1"), TEXT(""), error);
    if (is_done) {
        KasAsking asking = kas_asking_new(arena, arguments, token, key_ring_at(&own, 0));
        asking.spare = &spare;
        const TdfOpener opener = kas_opener(&asking);
        is_done = tdf_unlock(arena, &opened->tdf, &opener, &opened->key, error);
        kas_show_duties(&asking);
    }
    key_ring_close(&own);
    key_ring_close(&spare);
    return is_done;
}

static bool unlock_by_lease(Arena *arena, Text path, Opened *opened, Error *error) {
    Text content = {0};
    LeaseBook book = {.own = &opened->keys, .now_s = (int64_t)time(NULL)};
    if (opened->keys.keys.count == 0) {
        return error_set(error, ERROR_INVALID,
                         "a lease is opened with the private key that it is bound to: `--key`");
    }
    if (!file_read(arena, path, LEASE_FILE_BYTES_MAX, &content, error) ||
        !lease_file_parse(arena, content, &book.leases, &book.count, error)) {
        return false;
    }
    const TdfOpener opener = tdf_opener_of_leases(&book);
    return tdf_unlock(arena, &opened->tdf, &opener, &opened->key, error);
}

static bool unlock_as_asked(Arena *arena, const Arguments *arguments, Opened *opened,
                            Error *error) {
    if (arguments_have(arguments, "lease")) {
        return unlock_by_lease(arena, arguments_value(arguments, "lease"), opened, error);
    }
    if (arguments_have(arguments, "key")) {
        return unlock(arena, opened, error);
    }
    const Text token = kas_tokens(arena, arguments);
    return text_is_empty(token)
               ? error_set(error, ERROR_INVALID,
                           "give a private key (`--key`), or a token for its key servers "
                           "(`--token` or ENTENTE_TOKEN)")
               : unlock_by_asking(arena, arguments, opened, token, error);
}

static bool open_file(Arena *arena, const Arguments *arguments, Opened *opened, Error *error) {
    ShareOutput output;
    /* Nothing is made before the whole manifest is proven. */
    if (!tdf_verify(arena, &opened->tdf, opened->key, &opened->trusted, error) ||
        !share_output_begin(arena, arguments_value(arguments, "o"), &output, error)) {
        return false;
    }
    const ByteSink sink = byte_sink_of(&output.stream);
    const bool is_opened =
        tdf_open(arena, &opened->tdf, &opened->source, opened->key, &opened->trusted, &sink, error);
    return share_output_end(&output, is_opened, error);
}

static int run_open(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    Opened opened;
    bool is_done = read_sealed(arena, arguments, &opened, &error);
    is_done = is_done && unlock_as_asked(arena, arguments, &opened, &error) &&
              open_file(arena, arguments, &opened, &error);
    close_opened(&opened);
    return is_done ? EXIT_DONE : print_failure(&error);
}

static int run_inspect(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    Opened opened;
    ShareReport report = {.name = arguments->places[0], .tdf = &opened.tdf};
    const bool is_read = read_sealed(arena, arguments, &opened, &error);
    if (is_read) {
        service_share_prove(arena, &opened.keys, &opened.trusted, &report);
    }
    close_opened(&opened);
    if (!is_read) {
        return print_failure(&error);
    }
    return print_output(arguments_have(arguments, "json") ? service_inspect_json(arena, &report)
                                                          : service_inspect_text(arena, &report));
}

const Command COMMAND_OPEN = {
    .name = "open",
    .arguments = "FILE",
    .argument_count = 1,
    .summary = "a sealed file, where its keys are given",
    .options = OPEN_OPTIONS,
    .option_count = sizeof(OPEN_OPTIONS) / sizeof(OPEN_OPTIONS[0]),
    .run = run_open,
};

const Command COMMAND_INSPECT = {
    .name = "inspect",
    .arguments = "FILE",
    .argument_count = 1,
    .summary = "a sealed file: what it is, its label, its policy and who has its key",
    .options = INSPECT_OPTIONS,
    .option_count = sizeof(INSPECT_OPTIONS) / sizeof(INSPECT_OPTIONS[0]),
    .run = run_inspect,
};
