/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/moment.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/record.h"
#include "screening/screening.h"

static const OptionSpec OPTIONS[] = {
    {"list", "FILE", "a list: the U.S. (JSON or CSV), OFAC (SDN), UN, UK, or plain CSV", false,
     true},
    {"lists", "FOLDER", "every list that `entente list import` keeps there", false, true},
    {"country", "CC", "the party's country: evidence, never a filter", false, false},
    {"kind", "KIND", "organisation, person, vessel or aircraft: evidence as well", false, false},
    {"born", "DATE", "when the person was born, YYYY, YYYY-MM or YYYY-MM-DD: evidence", false,
     false},
    {"city", "CITY", "where the party is: evidence", false, false},
    {"id", "TYPE=VALUE", "an identifier, such as IMO=9218478: found by itself", false, true},
    {"threshold", "T",
     "the least score, above 0 and up to 1, for all or as KIND=T, LIST=T, LIST:KIND=T (0.80, "
     "organisation=0.75, vessel=0.85)",
     false, true},
    {"batch", "FILE.csv", "screen a table with a column `name`; answers as CSV", false, false},
    {"delta", "OLD",
     "what changed from OLD to NEW: two releases of a list with `--batch`, two tables of names "
     "with `--list`",
     false, false},
    {"workspace", "WORKSPACE", "screen the parties of a workspace instead of a name", false, false},
    {"write", NULL, "with `--workspace`: keep what is found in its listing.csv", false, false},
    {"at", "DATE", "with `--workspace`: the day of the screening (today)", false, false},
    {"audit", "STORE", "put it on the audit chain of this database, hit or not", false, false},
    {"author", "NAME", "with `--audit`: who asks (entente)", false, false},
    JSON_OPTION,
};

enum { BATCH_BYTES_MAX = 1 << 30 };

static bool read_thresholds(Arena *arena, const Arguments *arguments, ScreeningQuery *query,
                            Error *error) {
    Text *words = NULL;
    ScreeningThresholds thresholds;
    const size_t count = arguments_values(arena, arguments, "threshold", true, &words);
    if (!service_read_thresholds(arena, words, count, &thresholds, error)) {
        return false;
    }
    query->threshold = thresholds.otherwise;
    query->thresholds = thresholds.items;
    query->threshold_count = thresholds.count;
    return true;
}

static ScreeningThresholds thresholds_of(const ScreeningQuery *query) {
    return (ScreeningThresholds){query->threshold, query->thresholds, query->threshold_count};
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
    static const char *const singles[] = {"country", "kind", "born", "city", "id"};
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
    query->born = arguments_value(arguments, "born");
    query->city = arguments_value(arguments, "city");
    if (arguments_have(arguments, "born") && !screening_birth_is_valid(query->born)) {
        return error_set(error, ERROR_INVALID,
                         "`--born` is `%.*s`; write YYYY, YYYY-MM or YYYY-MM-DD",
                         TEXT_ARGS(query->born));
    }
    return read_thresholds(arena, arguments, query, error) &&
           read_kind(arguments, &query->kind, error) &&
           read_identifiers(arena, arguments, query, error);
}

static bool answer_batch(Arena *arena, const Arguments *arguments, ScreeningSearch *search,
                         ScreeningThresholds thresholds, Text *output, Error *error) {
    ProgressClock clock = progress_start();
    const Text file = arguments_value(arguments, "batch");
    Text content = {0};
    return file_read(arena, file, BATCH_BYTES_MAX, &content, error) &&
           service_screen_batch(arena, search, file, content, thresholds, progress_of(&clock),
                                output, error);
}

/* What was asked and answered. */
typedef struct Answer {
    Text inputs;
    Text output;
} Answer;

/* What it is searched in. */
typedef struct Searched {
    ScreeningSearch *search;
    const ScreeningList *lists;
    size_t list_count;
} Searched;

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

static bool releases_delta(Arena *arena, const Arguments *arguments, ScreeningThresholds thresholds,
                           Text *output, Error *error) {
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
    if (!service_screen_releases(arena, &releases, &own, thresholds, progress_of(&clock), output,
                                 error)) {
        return false;
    }
    const ScreeningList lists[] = {before[0], after[0]};
    const Answer answered = {
        .inputs = service_screen_table_inputs(arena, lists, 2, own.content, thresholds),
        .output = *output};
    return record_answer(arena, arguments, &answered, error);
}

static bool tables_delta(Arena *arena, const Arguments *arguments, ScreeningSearch *search,
                         ScreeningThresholds thresholds, Text *output, Error *error) {
    ProgressClock clock = progress_start();
    ScreenTable before;
    ScreenTable after;
    return read_table(arena, arguments_value(arguments, "delta"), &before, error) &&
           read_table(arena, arguments->places[0], &after, error) &&
           service_screen_changed(arena, search, &before, &after, thresholds, progress_of(&clock),
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

/* What screening a workspace made, for both ways of asking. */
static Text workspace_output(Arena *arena, const Arguments *arguments,
                             const ScreenedWorkspace *screened, Date at) {
    return arguments_have(arguments, "json") ? service_screen_workspace_json(arena, screened, at)
                                             : service_screen_workspace_text(arena, screened, at);
}

/* Into listing.csv, wherever the workspace is, and on record. */
static bool write_workspace(Arena *arena, const Arguments *arguments,
                            const WorkspaceScreening *screening, Text *output, Error *error) {
    CLEANUP(store_close_handle) Store *chain = NULL;
    const Text place = arguments_value(arguments, "workspace");
    ScreenedWorkspace screened;
    int64_t number = 0;
    if (!record_open_chain(arguments, place, &chain, error)) {
        return false;
    }
    const ListingKeeping keeping = {
        .place = place,
        .chain = chain,
        .moment = {moment_now(arena, arguments).at_ms, author_of(arguments)}};
    if (!service_keep_screening(arena, &keeping, screening, &screened, &number, error)) {
        return false;
    }
    *output = workspace_output(arena, arguments, &screened, screening->options.at);
    return true;
}

/* What would be written, on record where asked. */
static bool show_workspace(Arena *arena, const Arguments *arguments,
                           const WorkspaceScreening *screening, Text *output, Error *error) {
    ProblemList problems = problem_list_new(arena);
    ScreenedWorkspace screened;
    const Workspace *workspace =
        service_load_workspace(arena, arguments_value(arguments, "workspace"), &problems);
    if (workspace == NULL) {
        (void)print_problems(arena, &problems);
        return error_set(error, ERROR_INVALID, "the workspace was not screened");
    }
    service_screen_workspace(arena, workspace, screening->search, &screening->options, &screened);
    *output = workspace_output(arena, arguments, &screened, screening->options.at);
    const Answer answered = {
        .inputs = service_screen_table_inputs(arena, screening->lists, screening->list_count,
                                              service_listing_csv(arena, &screened),
                                              screening->options.thresholds),
        .output = *output};
    return record_answer(arena, arguments, &answered, error);
}

static bool answer_workspace(Arena *arena, const Arguments *arguments, const Searched *searched,
                             ScreeningThresholds thresholds, Text *output, Error *error) {
    ProgressClock clock = progress_start();
    WorkspaceScreening screening = {
        .search = searched->search,
        .lists = searched->lists,
        .list_count = searched->list_count,
        .options = {.thresholds = thresholds, .progress = progress_of(&clock)}};
    if (!arguments_date(arguments, "at", moment_today(), &screening.options.at, error)) {
        return false;
    }
    return arguments_have(arguments, "write")
               ? write_workspace(arena, arguments, &screening, output, error)
               : show_workspace(arena, arguments, &screening, output, error);
}

/* A table of names, or the names by which two of them differ. */
static bool answer_table(Arena *arena, const Arguments *arguments, const Searched *searched,
                         ScreeningThresholds thresholds, Text *output, Error *error) {
    const bool is_done =
        arguments_have(arguments, "delta")
            ? tables_delta(arena, arguments, searched->search, thresholds, output, error)
            : answer_batch(arena, arguments, searched->search, thresholds, output, error);
    const Answer answered = {.inputs = service_screen_table_inputs(
                                 arena, searched->lists, searched->list_count, *output, thresholds),
                             .output = *output};
    return is_done && record_answer(arena, arguments, &answered, error);
}

static bool answer_name(Arena *arena, const Arguments *arguments, const Searched *searched,
                        const ScreeningQuery *query, Text *output, Error *error) {
    ScreeningResult result;
    screening_find(arena, searched->search, query, &result);
    *output =
        arguments_have(arguments, "json")
            ? service_screen_json(arena, searched->lists, searched->list_count, query, &result)
            : service_screen_text(arena, searched->lists, searched->list_count, query, &result);
    const Answer answered = {.inputs =
                                 service_screen_inputs(arena, searched->lists, searched->list_count,
                                                       query, result.hit_count),
                             .output = *output};
    return record_answer(arena, arguments, &answered, error);
}

static bool answer(Arena *arena, const Arguments *arguments, const ScreeningQuery *query,
                   const Array *paths, Text *output, Error *error) {
    ScreeningList *lists = NULL;
    bool is_done = false;
    if (!service_screen_lists(arena, ARRAY_ITEMS(Text, paths), paths->count, &lists, error)) {
        return false;
    }
    ScreeningIndex *index = screening_index_new(lists, paths->count);
    const Searched searched = {
        .search = screening_search_new(index), .lists = lists, .list_count = paths->count};
    if (arguments_have(arguments, "workspace")) {
        is_done =
            answer_workspace(arena, arguments, &searched, thresholds_of(query), output, error);
    } else if (arguments_have(arguments, "batch") || arguments_have(arguments, "delta")) {
        is_done = answer_table(arena, arguments, &searched, thresholds_of(query), output, error);
    } else {
        is_done = answer_name(arena, arguments, &searched, query, output, error);
    }
    screening_search_free(searched.search);
    screening_index_free(index);
    return is_done;
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
    const bool is_done =
        is_delta && arguments_have(arguments, "batch")
            ? releases_delta(arena, arguments, thresholds_of(&query), &output, &error)
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
