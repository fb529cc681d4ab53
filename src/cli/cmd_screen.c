/* SPDX-License-Identifier: Apache-2.0 */
#include <time.h>

#include "base/decimal.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/record.h"
#include "screening/screening.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"list", "FILE", "a list: the U.S. (JSON or CSV), OFAC (SDN), UN, UK, or plain CSV", false,
     true},
    {"lists", "FOLDER", "every list that `entente list import` keeps there", false, true},
    {"country", "CC", "the party's country: evidence, never a filter", false, false},
    {"kind", "KIND", "organisation, person, vessel or aircraft: evidence as well", false, false},
    {"id", "TYPE=VALUE", "an identifier, such as IMO=9218478: found by itself", false, true},
    {"threshold", "T", "the least score, above 0 and up to 1 (0.80)", false, false},
    {"batch", "FILE.csv", "screen a table with a column `name`; answers as CSV", false, false},
    {"delta", "OLD",
     "what changed from OLD to NEW: two releases of a list with `--batch`, two tables of names "
     "with `--list`",
     false, false},
    {"workspace", "DIR", "screen the parties of a workspace instead of a name", false, false},
    {"write", NULL, "with `--workspace`: keep what is found in its listing.csv", false, false},
    {"at", "DATE", "with `--workspace`: the day of the screening (today)", false, false},
    {"audit", "STORE", "put it on the audit chain of this database, hit or not", false, false},
    {"author", "NAME", "with `--audit`: who asks (entente)", false, false},
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
    const bool is_delta = arguments_have(arguments, "delta");
    const bool is_batch =
        arguments_have(arguments, "batch") || is_delta || arguments_have(arguments, "workspace");
    static const char *const singles[] = {"country", "kind", "id"};
    if (!is_delta && is_batch == (arguments->place_count > 0)) {
        return error_set(error, ERROR_INVALID,
                         is_batch ? "a name and `--batch` cannot both be screened"
                                  : "`entente screen` needs a NAME, or `--batch FILE.csv`");
    }
    for (size_t i = 0; is_batch && i < sizeof singles / sizeof singles[0]; i++) {
        if (arguments_have(arguments, singles[i])) {
            return error_set(error, ERROR_INVALID,
                             "`--%s` is for one name; in a table each row says it", singles[i]);
        }
    }
    if (is_batch && arguments_have(arguments, "json") && !arguments_have(arguments, "workspace")) {
        return error_set(error, ERROR_INVALID, "tables are answered as CSV, without `--json`");
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

/* What was asked and answered. */
typedef struct Answer {
    Text inputs;
    Text output;
    Text table; /* the listing.csv of a workspace */
    Text file;  /* where it is to be written, or empty */
} Answer;

static Text author_of(const Arguments *arguments) {
    return arguments_have(arguments, "author") ? arguments_value(arguments, "author")
                                               : TEXT("entente");
}

static bool record_answer(Arena *arena, const Arguments *arguments, const Answer *answer,
                          Error *error) {
    const Recorded what = {.who = author_of(arguments),
                           .kind = TEXT("screening"),
                           .inputs = answer->inputs,
                           .output = answer->output};
    return record_if_asked(arena, arguments, &what, error);
}

static bool read_table(Arena *arena, Text file, ScreenTable *table, Error *error) {
    table->file = file;
    return file_read(arena, file, BATCH_BYTES_MAX, &table->content, error);
}

static bool releases_delta(Arena *arena, const Arguments *arguments, int threshold, Text *output,
                           Error *error) {
    ProgressClock clock = progress_start();
    ScreeningList *before = NULL;
    ScreeningList *after = NULL;
    ScreenTable own;
    const Text old = arguments_value(arguments, "delta");
    if (!service_screen_lists(arena, &old, 1, &before, error) ||
        !service_screen_lists(arena, &arguments->places[0], 1, &after, error) ||
        !read_table(arena, arguments_value(arguments, "batch"), &own, error)) {
        return false;
    }
    const ScreenReleases releases = {
        .before = before, .before_count = 1, .after = after, .after_count = 1};
    if (!service_screen_releases(arena, &releases, &own, threshold, progress_of(&clock), output,
                                 error)) {
        return false;
    }
    const ScreeningList lists[] = {before[0], after[0]};
    const Answer answered = {
        .inputs = service_screen_table_inputs(arena, lists, 2, own.content, threshold),
        .output = *output};
    return record_answer(arena, arguments, &answered, error);
}

static bool tables_delta(Arena *arena, const Arguments *arguments, ScreeningSearch *search,
                         int threshold, Text *output, Error *error) {
    ProgressClock clock = progress_start();
    ScreenTable before;
    ScreenTable after;
    return read_table(arena, arguments_value(arguments, "delta"), &before, error) &&
           read_table(arena, arguments->places[0], &after, error) &&
           service_screen_changed(arena, search, &before, &after, threshold, progress_of(&clock),
                                  output, error);
}

/* `--delta OLD NEW` and one of what it is about. */
static bool check_delta(const Arguments *arguments, size_t path_count, Error *error) {
    if (arguments->place_count == 0) {
        return error_set(error, ERROR_INVALID, "`--delta` takes OLD and NEW");
    }
    const bool has_lists = path_count > 0;
    return has_lists != arguments_have(arguments, "batch") ||
           error_set(error, ERROR_INVALID,
                     "`--delta OLD NEW` compares two releases of a list for `--batch FILE.csv`, or "
                     "two tables of names for `--list FILE`; give one of them");
}

static bool gather_paths(Arena *arena, const Arguments *arguments, Array *paths, Error *error) {
    Text *files = NULL;
    Text *folders = NULL;
    const size_t file_count = arguments_values(arena, arguments, "list", false, &files);
    const size_t folder_count = arguments_values(arena, arguments, "lists", false, &folders);
    for (size_t i = 0; i < file_count; i++) {
        Text *slot = array_add(paths);
        *slot = files[i];
    }
    for (size_t i = 0; i < folder_count; i++) {
        const Text *kept = NULL;
        size_t count = 0;
        if (!service_list_paths(arena, folders[i], &kept, &count, error)) {
            return false;
        }
        for (size_t j = 0; j < count; j++) {
            Text *slot = array_add(paths);
            *slot = kept[j];
        }
    }
    return paths->count > 0 || arguments_have(arguments, "delta") ||
           error_set(error, ERROR_INVALID,
                     "`entente screen` needs `--list FILE` or `--lists FOLDER`");
}

static Date today(void) {
    enum { SECONDS_OF_DAY = 86400 };
    return (Date)(time(NULL) / SECONDS_OF_DAY);
}

/* The parties of a workspace; `inputs` is the table that it makes. */
static bool answer_workspace(Arena *arena, const Arguments *arguments, ScreeningSearch *search,
                             int threshold, Answer *answer, Error *error) {
    ProgressClock clock = progress_start();
    ProblemList problems = problem_list_new(arena);
    ScreenWorkspaceOptions options = {.threshold = threshold, .progress = progress_of(&clock)};
    ScreenedWorkspace screened;
    const Workspace *workspace =
        workspace_load(arena, arguments_value(arguments, "workspace"), &problems);
    if (workspace == NULL) {
        (void)print_problems(arena, &problems);
        return error_set(error, ERROR_INVALID, "the workspace was not screened");
    }
    if (!arguments_date(arguments, "at", today(), &options.at, error)) {
        return false;
    }
    service_screen_workspace(arena, workspace, search, &options, &screened);
    const Text csv = service_listing_csv(arena, &screened);
    answer->table = csv;
    answer->output = arguments_have(arguments, "json")
                         ? service_screen_workspace_json(arena, &screened, options.at)
                         : service_screen_workspace_text(arena, &screened, options.at);
    if (arguments_have(arguments, "write")) {
        answer->file = file_path(arena, workspace->folder, TEXT("listing.csv"));
    }
    return true;
}

static bool answer_table(Arena *arena, const Arguments *arguments, ScreeningSearch *search,
                         int threshold, Answer *answer, Error *error) {
    if (arguments_have(arguments, "workspace")) {
        return answer_workspace(arena, arguments, search, threshold, answer, error);
    }
    if (arguments_have(arguments, "delta")) {
        return tables_delta(arena, arguments, search, threshold, &answer->output, error);
    }
    return answer_batch(arena, arguments, search, threshold, &answer->output, error);
}

static bool answer(Arena *arena, const Arguments *arguments, const ScreeningQuery *query,
                   const Array *paths, Text *output, Error *error) {
    ScreeningList *lists = NULL;
    Answer answered = {.file = TEXT("")};
    bool is_done = true;
    if (!service_screen_lists(arena, ARRAY_ITEMS(Text, paths), paths->count, &lists, error)) {
        return false;
    }
    ScreeningIndex *index = screening_index_new(lists, paths->count);
    ScreeningSearch *search = screening_search_new(index);
    if (arguments->place_count == 0 || arguments_have(arguments, "delta")) {
        is_done = answer_table(arena, arguments, search, query->threshold, &answered, error);
        answered.inputs = service_screen_table_inputs(
            arena, lists, paths->count,
            text_is_empty(answered.table) ? answered.output : answered.table, query->threshold);
    } else {
        ScreeningResult result;
        screening_find(arena, search, query, &result);
        answered.output = arguments_have(arguments, "json")
                              ? service_screen_json(arena, lists, paths->count, query, &result)
                              : service_screen_text(arena, lists, paths->count, query, &result);
        answered.inputs =
            service_screen_inputs(arena, lists, paths->count, query, result.hit_count);
    }
    screening_search_free(search);
    screening_index_free(index);
    *output = answered.output;
    /* On record before anything is written. */
    return is_done && record_answer(arena, arguments, &answered, error) &&
           (text_is_empty(answered.file) || file_write(answered.file, answered.table, error));
}

static int run_screen(Arena *arena, const Arguments *arguments) {
    ScreeningQuery query = {0};
    Text output = {0};
    Error error = {0};
    Array paths = array_new(arena, sizeof(Text));
    const bool is_delta = arguments_have(arguments, "delta");
    if (!read_query(arena, arguments, &query, &error) ||
        !gather_paths(arena, arguments, &paths, &error) ||
        (is_delta && !check_delta(arguments, paths.count, &error))) {
        return print_failure(&error);
    }
    const bool is_done = is_delta && arguments_have(arguments, "batch")
                             ? releases_delta(arena, arguments, query.threshold, &output, &error)
                             : answer(arena, arguments, &query, &paths, &output, &error);
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
