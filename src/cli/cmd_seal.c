/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/kas_ask.h"
#include "cli/share_files.h"

static const OptionSpec OPTIONS[] = {
    {"label", "TEXT", "the label, such as \"SECRET//REL TO USA, GBR\"", true, false},
    {"item", "ID", "the item of the workspace that it is about", true, false},
    {"kas", "URL[,URL...]", "key servers that must all agree; URL|URL: either of them is enough",
     true, false},
    {"kas-key", "FILE", "public key of the key servers, in the order of --kas; else they are asked",
     false, true},
    {"format", "4.2.2|4.3.0", "of the manifest (4.2.2, which every client reads)", false, false},
    {"mime-type", "TYPE", "what the file is, such as application/pdf", false, false},
    {"attributes", "PREFIX", "what the names of attributes begin with (https://entente.example)",
     false, false},
    {"o", "OUT", "where to; - is standard output", true, false},
};

/* A,B|C: a share for A, and one for B and C. */
static void list_recipients(Arena *arena, const Arguments *arguments, Array *recipients) {
    Text *shares = NULL;
    const size_t count = arguments_values(arena, arguments, "kas", true, &shares);
    for (size_t i = 0; i < count; i++) {
        Text rest = shares[i];
        Text url = {0};
        while (text_split(&rest, '|', &url)) {
            TdfRecipient *recipient = array_add(recipients);
            *recipient = (TdfRecipient){.url = text_trim(url),
                                        .sid = text_format(arena, "share-%zu", i + 1)};
        }
    }
}

static bool ask_for_keys(Arena *arena, const Array *recipients, KeyRing *ring, Error *error) {
    for (size_t i = 0; i < recipients->count; i++) {
        if (!kas_fetch_key(arena, ARRAY_ITEMS(TdfRecipient, recipients)[i].url, ring, error)) {
            return false;
        }
    }
    return true;
}

static bool give_keys(Array *recipients, const KeyRing *ring, Error *error) {
    if (ring->keys.count != recipients->count) {
        return error_set(error, ERROR_INVALID,
                         "`--kas` names %zu key servers and `--kas-key` has %zu keys; give one for "
                         "each, in that order",
                         recipients->count, ring->keys.count);
    }
    for (size_t i = 0; i < recipients->count; i++) {
        ARRAY_ITEMS(TdfRecipient, recipients)[i].key = key_ring_at(ring, i);
    }
    return true;
}

static bool seal_file(Arena *arena, const Arguments *arguments, SealOptions *options,
                      Error *error) {
    ShareInput input;
    ShareOutput output;
    if (!share_input_open(arguments->places[0], &input, error)) {
        return false;
    }
    options->has_size = input.size != UINT64_MAX;
    options->size = options->has_size ? input.size : 0;
    bool is_done = share_output_begin(arena, arguments_value(arguments, "o"), &output, error);
    if (is_done) {
        const ByteStream stream = byte_stream_of(&input.stream);
        const ByteSink sink = byte_sink_of(&output.stream);
        const bool is_sealed = service_seal(arena, options, &stream, &sink, error);
        is_done = share_output_end(&output, is_sealed, error);
    }
    share_input_close(&input);
    return is_done;
}

static bool seal(Arena *arena, const Arguments *arguments, KeyRing *ring, Error *error) {
    Array recipients = array_new(arena, sizeof(TdfRecipient));
    SealOptions options = {.label = arguments_value(arguments, "label"),
                           .item = arguments_value(arguments, "item"),
                           .mime_type = arguments_value(arguments, "mime-type"),
                           .attribute_prefix = arguments_have(arguments, "attributes")
                                                   ? arguments_value(arguments, "attributes")
                                                   : SHARE_ATTRIBUTE_PREFIX};
    list_recipients(arena, arguments, &recipients);
    if (!service_share_format(arguments_value(arguments, "format"), &options.format, error) ||
        !(arguments_have(arguments, "kas-key")
              ? share_read_keys(arena, arguments, "kas-key", ring, error)
              : ask_for_keys(arena, &recipients, ring, error)) ||
        !give_keys(&recipients, ring, error)) {
        return false;
    }
    options.recipients = ARRAY_ITEMS(TdfRecipient, &recipients);
    options.recipient_count = recipients.count;
    return seal_file(arena, arguments, &options, error);
}

static int run_seal(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    sharing_protect_secrets();
    KeyRing ring = key_ring_new(arena);
    const bool is_done = seal(arena, arguments, &ring, &error);
    key_ring_close(&ring);
    return is_done ? EXIT_DONE : print_failure(&error);
}

const Command COMMAND_SEAL = {
    .name = "seal",
    .arguments = "FILE",
    .argument_count = 1,
    .summary = "a file under a label, so that it opens only while the decision allows",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_seal,
};
