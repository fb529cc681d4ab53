/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"controls", NULL, "of a catalog or profile: the controls, from files beside it", false, false},
    {"resolved", "FILE", "of one profile: write the catalog it stands for", false, false},
    {"json", NULL, "as JSON, a document after the other", false, false},
};

static bool read_source(void *context, Arena *arena, Text path, Text *content, Error *error) {
    (void)context;
    return file_read(arena, path, OSCAL_BYTES_MAX, content, error);
}

static bool is_list_of_controls(const OscalDocument *document) {
    return text_equals(document->kind, TEXT("catalog")) ||
           text_equals(document->kind, TEXT("profile"));
}

static bool resolve(Arena *arena, const Arguments *arguments, const OscalDocument *document,
                    const OscalResolution **resolution, Error *error) {
    const OscalSource source = {read_source, NULL};
    OscalResolution *resolved = ARENA_NEW(arena, OscalResolution);
    const bool is_written = arguments_have(arguments, "resolved");
    *resolution = NULL;
    if (!(is_list_of_controls(document) && (is_written || arguments_have(arguments, "controls")))) {
        return !is_written ||
               error_set(error, ERROR_INVALID, "`--resolved` takes a profile; `%.*s` is %.*s",
                         TEXT_ARGS(document->file), TEXT_ARGS(document->kind));
    }
    *resolution = resolved;
    return oscal_resolve(arena, document, &source, resolved, error) &&
           (!is_written || file_write(arguments_value(arguments, "resolved"),
                                      service_oscal_catalog(arena, resolved), error));
}

static bool say(Arena *arena, const Arguments *arguments, Text path, Text *text, Error *error) {
    const OscalResolution *resolution = NULL;
    OscalDocument document;
    Text content = {0};
    if (!file_read(arena, path, OSCAL_BYTES_MAX, &content, error) ||
        !oscal_read(arena, path, content, &document, error) ||
        !resolve(arena, arguments, &document, &resolution, error)) {
        return false;
    }
    *text = arguments_have(arguments, "json") ? service_oscal_json(arena, &document, resolution)
                                              : service_oscal_text(arena, &document, resolution);
    return true;
}

/* Each document is answered for: what it is, or the one line of what does not fit. */
static int run_oscal(Arena *arena, const Arguments *arguments) {
    int status = EXIT_DONE;
    if (arguments_have(arguments, "resolved") && arguments->place_count != 1) {
        Error error = {0};
        (void)error_set(&error, ERROR_INVALID, "`--resolved` takes one profile at a time");
        return print_failure(&error);
    }
    for (size_t i = 0; i < arguments->place_count; i++) {
        Error error = {0};
        Text text = {0};
        Arena *scratch = arena_new();
        const int said = say(scratch, arguments, arguments->places[i], &text, &error)
                             ? print_output(text)
                             : print_failure(&error);
        status = said == EXIT_DONE ? status : said;
        arena_free(scratch);
    }
    (void)arena;
    return status;
}

const Command COMMAND_OSCAL = {
    .name = "oscal",
    .arguments = "FILE...",
    .argument_count = 1,
    .takes_more = true,
    .summary = "read and check documents of OSCAL, in JSON and XML, and list a profile's controls",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_oscal,
};
