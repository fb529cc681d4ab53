/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/share_files.h"

static const OptionSpec MAKE_OPTIONS[] = {
    {"algorithm", "NAME", "rsa:2048, rsa:3072, rsa:4096, ec:secp256r1, ec:secp384r1 ... (rsa:2048)",
     false, false},
    {"o", "FILE|URI",
     "where to: a file, under the passphrase of ENTENTE_PASSPHRASE, or a token "
     "(pkcs11:token=...;object=NAME), with the PIN of ENTENTE_PIN",
     true, false},
};

static bool write_private(Arena *arena, const KeyRing *ring, Text path, Error *error) {
    ShareOutput output;
    Text pem = {0};
    if (!key_private_pem(arena, key_ring_at(ring, 0), share_passphrase(), &pem, error)) {
        return false;
    }
    bool is_done = share_output_begin(arena, path, &output, error);
    if (is_done) {
        const ByteSink sink = byte_sink_of(&output.stream);
        is_done = share_output_end(&output, sink.write(sink.context, pem.bytes, pem.length, error),
                                   error);
    }
    secret_wipe_text(pem);
    return is_done;
}

static bool make_in_file(Arena *arena, KeyRing *ring, Text algorithm, Text path, Error *error) {
    if (text_is_empty(share_passphrase())) {
        return error_set(error, ERROR_INVALID,
                         "set ENTENTE_PASSPHRASE: a private key is never kept in the open");
    }
    return key_ring_make(ring, algorithm, TEXT(""), error) &&
           write_private(arena, ring, path, error);
}

static int print_public(Arena *arena, KeyRing *ring, bool is_done, const Error *error) {
    const Text pem = is_done ? key_public_pem(arena, key_ring_at(ring, 0)) : (Text){0};
    key_ring_close(ring);
    return is_done ? print_output(pem) : print_failure(error);
}

static int run_make(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    const Text place = arguments_value(arguments, "o");
    const Text algorithm = arguments_have(arguments, "algorithm")
                               ? arguments_value(arguments, "algorithm")
                               : TEXT("rsa:2048");
    sharing_protect_secrets();
    KeyRing ring = key_ring_new(arena);
    const bool is_done = key_is_token_uri(place)
                             ? key_ring_make_token(&ring, place, share_pin(), algorithm, &error)
                             : make_in_file(arena, &ring, algorithm, place, &error);
    return print_public(arena, &ring, is_done, &error);
}

static int run_show(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    sharing_protect_secrets();
    KeyRing ring = key_ring_new(arena);
    const bool is_done = share_read_key(arena, arguments->places[0], &ring, &error);
    return print_public(arena, &ring, is_done, &error);
}

const Command COMMAND_KEY_MAKE = {
    .name = "key make",
    .arguments = "",
    .summary = "a private key in a file or a token; its public half is printed",
    .options = MAKE_OPTIONS,
    .option_count = sizeof(MAKE_OPTIONS) / sizeof(MAKE_OPTIONS[0]),
    .run = run_make,
};

const Command COMMAND_KEY_SHOW = {
    .name = "key show",
    .arguments = "KEY",
    .argument_count = 1,
    .summary = "the public half of a key in a file or a token",
    .run = run_show,
};
