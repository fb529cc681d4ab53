/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/share_files.h"

static const OptionSpec MAKE_OPTIONS[] = {
    {"algorithm", "NAME", "rsa:2048, rsa:3072, rsa:4096, ec:secp256r1, ec:secp384r1 ... (rsa:2048)",
     false, false},
    {"o", "FILE", "where to, under the passphrase of ENTENTE_PASSPHRASE", true, false},
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

static int run_make(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    const Text algorithm = arguments_have(arguments, "algorithm")
                               ? arguments_value(arguments, "algorithm")
                               : TEXT("rsa:2048");
    sharing_protect_secrets();
    KeyRing ring = key_ring_new(arena);
    bool is_done =
        text_is_empty(share_passphrase())
            ? error_set(&error, ERROR_INVALID,
                        "set ENTENTE_PASSPHRASE: a private key is never kept in the open")
            : key_ring_make(&ring, algorithm, TEXT(""), &error);
    Text pem = {0};
    if (is_done) {
        pem = key_public_pem(arena, key_ring_at(&ring, 0));
        is_done = write_private(arena, &ring, arguments_value(arguments, "o"), &error);
    }
    key_ring_close(&ring);
    return is_done ? print_output(pem) : print_failure(&error);
}

const Command COMMAND_KEY_MAKE = {
    .name = "key make",
    .arguments = "",
    .summary = "a private key under a passphrase; its public half is printed",
    .options = MAKE_OPTIONS,
    .option_count = sizeof(MAKE_OPTIONS) / sizeof(MAKE_OPTIONS[0]),
    .run = run_make,
};
