/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "screening/screening.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"list", "FILE", "a list: the U.S. (JSON or CSV), OFAC (SDN), UN, UK, or plain CSV", true,
     true},
    {"country", "CC", "the party's country: evidence, never a filter", false, false},
    {"kind", "KIND", "organisation, person, vessel or aircraft: evidence as well", false, false},
    {"id", "TYPE=VALUE", "an identifier, such as IMO=9218478: found by itself", false, true},
    {"threshold", "T", "the least score, above 0 and up to 1 (0.80)", false, false},
    {"batch", "FILE.csv", "screen a table with a column `name`; answers as CSV", false, false},
    {"json", NULL, "as JSON", false, false},
};

enum { BATCH_BYTES_MAX = 1 << 30 };

/* A decimal from 0 to 1 in units of 1/10000. */
static bool read_threshold(const Arguments *arguments, int *threshold, Error *error) {
    const Text written = arguments_value(arguments, "threshold");
    Decimal value;
    Decimal scaled;
    *threshold = SCREENING_THRESHOLD_DEFAULT;
    if (!arguments_have(arguments, "threshold")) {
        return true;
    }
    const Decimal one = decimal_from_integer(1);
    const Decimal least = {.coefficient = 1, .scale = 4};
    if (!decimal_parse(written, &value) || decimal_compare(value, one) > 0 ||
        decimal_compare(value, least) < 0 ||
        !decimal_multiply(value, decimal_from_integer(SCREENING_ONE), &scaled)) {
        return error_set(error, ERROR_INVALID,
                         "`--threshold` is `%.*s`; it takes a number above 0 and up to 1, such as "
                         "0.80",
                         TEXT_ARGS(written));
    }
    *threshold = (int)(decimal_to_double(scaled) + 0.5);
    return true;
}

static bool read_kind(const Arguments *arguments, ListedKind *kind, Error *error) {
    const Text word = arguments_value(arguments, "kind");
    return !arguments_have(arguments, "kind") || listed_kind_parse(word, kind) ||
           error_set(error, ERROR_INVALID,
                     "`--kind` is `%.*s`; it takes organisation, person, vessel or aircraft",
                     TEXT_ARGS(word));
}

static bool read_identifiers(Arena *arena, const Arguments *arguments, ScreeningQuery *query,
                             Error *error) {
    Text *words = NULL;
    const size_t count = arguments_values(arena, arguments, "id", false, &words);
    ListedIdentifier *identifiers = ARENA_MANY(arena, ListedIdentifier, count);
    for (size_t i = 0; i < count; i++) {
        Text rest = words[i];
        (void)text_split(&rest, '=', &identifiers[i].type);
        if (rest.bytes == NULL || text_is_empty(text_trim(rest))) {
            return error_set(error, ERROR_INVALID, "`--id` has `%.*s`; write it as TYPE=VALUE",
                             TEXT_ARGS(words[i]));
        }
        identifiers[i].value = text_trim(rest);
    }
    query->identifiers = identifiers;
    query->identifier_count = count;
    return true;
}

static bool read_query(Arena *arena, const Arguments *arguments, ScreeningQuery *query,
                       Error *error) {
    const bool is_batch = arguments_have(arguments, "batch");
    static const char *const singles[] = {"country", "kind", "id", "json"};
    if (is_batch == (arguments->place_count > 0)) {
        return error_set(error, ERROR_INVALID,
                         is_batch ? "a name and `--batch` cannot both be screened"
                                  : "`entente screen` needs a NAME, or `--batch FILE.csv`");
    }
    for (size_t i = 0; is_batch && i < sizeof singles / sizeof singles[0]; i++) {
        if (arguments_have(arguments, singles[i])) {
            return error_set(error, ERROR_INVALID,
                             "`--%s` is for one name; with `--batch` each row says it", singles[i]);
        }
    }
    query->name = is_batch ? TEXT("") : arguments->places[0];
    query->country = arguments_value(arguments, "country");
    return read_threshold(arguments, &query->threshold, error) &&
           read_kind(arguments, &query->kind, error) &&
           read_identifiers(arena, arguments, query, error);
}

static bool answer_batch(Arena *arena, const Arguments *arguments, ScreeningSearch *search,
                         int threshold, Text *output, Error *error) {
    ProgressClock clock = progress_start();
    const Text file = arguments_value(arguments, "batch");
    Text content = {0};
    return file_read(arena, file, BATCH_BYTES_MAX, &content, error) &&
           service_screen_batch(arena, search, file, content, threshold, progress_of(&clock),
                                output, error);
}

static int run_screen(Arena *arena, const Arguments *arguments) {
    ScreeningQuery query = {0};
    ScreeningList *lists = NULL;
    Text *paths = NULL;
    Text output = {0};
    Error error = {0};
    const size_t count = arguments_values(arena, arguments, "list", false, &paths);
    if (!read_query(arena, arguments, &query, &error) ||
        !service_screen_lists(arena, paths, count, &lists, &error)) {
        return print_failure(&error);
    }
    ScreeningIndex *index = screening_index_new(lists, count);
    ScreeningSearch *search = screening_search_new(index);
    bool is_done = true;
    if (arguments_have(arguments, "batch")) {
        is_done = answer_batch(arena, arguments, search, query.threshold, &output, &error);
    } else {
        ScreeningResult result;
        screening_find(arena, search, &query, &result);
        output = arguments_have(arguments, "json")
                     ? service_screen_json(arena, lists, count, &query, &result)
                     : service_screen_text(arena, lists, count, &query, &result);
    }
    screening_search_free(search);
    screening_index_free(index);
    return is_done ? print_output(output) : print_failure(&error);
}

const Command COMMAND_SCREEN = {
    .name = "screen",
    .arguments = "NAME",
    .optional_count = 1,
    .summary = "a name, or a table of names, against lists of restricted parties",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_screen,
};
