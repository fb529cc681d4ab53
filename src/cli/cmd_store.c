/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "cli/moment.h"
#include "cli/workspace.h"
#include "service/service.h"

/* `entente init`, `import` and `export`: workspaces into databases and out of them. */

enum { PATH_BYTES_MAX = 4096, BILL_BYTES_MAX = 256 << 20, QUANTILE_DEFAULT = 50 };

static const OptionSpec INIT_OPTIONS[] = {
    {"sample", "NAME", "with the workspace samples/NAME in it; otherwise with empty tables", false,
     false},
    {"packs", "DIR[,DIR...]", "packs to decide under; those the workspace names otherwise", false,
     true},
    WHO_OPTION,
};

static const OptionSpec IMPORT_OPTIONS[] = {
    {"cyclonedx", "FILE", "instead of a folder: add a bill of material in CycloneDX's JSON", false,
     false},
    {"packs", "DIR[,DIR...]", "packs to decide under; those the workspace names otherwise", false,
     true},
    WHO_OPTION,
};

static const OptionSpec EXPORT_OPTIONS[] = {
    {"graphml", "FILE", "write the workspace as a graph", false, false},
    {"geojson", "FILE", "write sites, and lanes with what law says of them on `--as-of`, as a map",
     false, false},
    {"as-of", "DATE", "the day whose law decides, for `--geojson`", false, false},
    {"packs", "DIR[,DIR...]", "packs, instead of those of the workspace", false, true},
};

static int tell_imported(Arena *arena, Text address, const Imported *imported) {
    for (size_t i = 0; i < imported->skipped_count; i++) {
        (void)fprintf(stderr, "entente: the folder `%.*s` inside was left out\n",
                      TEXT_ARGS(imported->skipped[i]));
    }
    return print_output(text_format(arena, "%.*s: %zu files, %zu packs, audit row %lld\n",
                                    TEXT_ARGS(store_shown(arena, address)), imported->file_count,
                                    imported->pack_count, (long long)imported->audit_number));
}

static ImportOptions read_options(Arena *arena, const Arguments *arguments, Text from) {
    Text *packs = NULL;
    const size_t count = arguments_values(arena, arguments, "packs", true, &packs);
    return (ImportOptions){
        .from = from, .packs = packs, .pack_count = count, .moment = moment_now(arena, arguments)};
}

static int import_folder(Arena *arena, const Arguments *arguments, Store *store, Text folder) {
    ProblemList problems = problem_list_new(arena);
    Imported imported = {0};
    const ImportOptions options = read_options(arena, arguments, folder);
    return service_import(arena, store, folder, &options, &imported, &problems)
               ? tell_imported(arena, arguments->places[0], &imported)
               : print_problems(arena, &problems);
}

/* ---- init ---- */

/* The folder of this program; empty where the system does not say. */
static Text program_folder(Arena *arena) {
    char *path = arena_allocate(arena, PATH_BYTES_MAX);
    const ssize_t length = readlink("/proc/self/exe", path, PATH_BYTES_MAX);
    size_t end = length < 0 ? 0 : (size_t)length;
    while (end > 0 && path[end - 1] != '/') {
        end--;
    }
    return (Text){path, end};
}

/* Samples lie where the program was started, beside where it was built, or where it was
 * installed. */
static bool find_sample(Arena *arena, Text name, Text *folder, Error *error) {
    const Text program = program_folder(arena);
    const Text candidates[] = {
        text_format(arena, "samples/%.*s", TEXT_ARGS(name)),
        text_format(arena, "%.*s../samples/%.*s", TEXT_ARGS(program), TEXT_ARGS(name)),
        text_format(arena, "%.*s../share/entente/samples/%.*s", TEXT_ARGS(program),
                    TEXT_ARGS(name))};
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        if (file_is_folder(candidates[i])) {
            *folder = candidates[i];
            return true;
        }
    }
    return error_set(error, ERROR_MISSING,
                     "there is no sample `%.*s`; the folders of samples/ are their names",
                     TEXT_ARGS(name));
}

static int import_nothing(Arena *arena, const Arguments *arguments, Store *store) {
    ProblemList problems = problem_list_new(arena);
    Imported imported = {0};
    const StoreFile *files = NULL;
    const size_t count = service_empty_workspace(arena, &files);
    const ImportOptions options = read_options(arena, arguments, TEXT(""));
    return service_import_files(arena, store, TEXT(""), files, count, &options, &imported,
                                &problems)
               ? tell_imported(arena, arguments->places[0], &imported)
               : print_problems(arena, &problems);
}

/* Opens a new database: what has a history is not begun again. */
static bool create_new(Arena *arena, Text address, Store **store, Error *error) {
    AuditHead head = {0};
    if (!store_is_server(address) && file_exists(address)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is there already; `entente import` changes what it holds",
                         TEXT_ARGS(address));
    }
    if (!store_create(address, store, error) || !store_audit_head(arena, *store, &head, error)) {
        return false;
    }
    return head.number == 0 ||
           error_set(error, ERROR_INVALID,
                     "`%.*s` has a workspace already; `entente import` changes what it holds",
                     TEXT_ARGS(store_shown(arena, address)));
}

static int run_init(Arena *arena, const Arguments *arguments) {
    const Text sample = arguments_value(arguments, "sample");
    Text folder = {0};
    Error error = {0};
    CLEANUP(store_close_handle) Store *store = NULL;
    if ((!text_is_empty(sample) && !find_sample(arena, sample, &folder, &error)) ||
        !create_new(arena, arguments->places[0], &store, &error)) {
        return print_failure(&error);
    }
    return text_is_empty(sample) ? import_nothing(arena, arguments, store)
                                 : import_folder(arena, arguments, store, folder);
}

/* ---- import and export ---- */

static int import_bill(Arena *arena, const Arguments *arguments, Store *store) {
    const Text file = arguments_value(arguments, "cyclonedx");
    ProblemList problems = problem_list_new(arena);
    const ImportOptions options = read_options(arena, arguments, file);
    Imported imported = {0};
    Text content = {0};
    Error error = {0};
    if (!file_read(arena, file, BILL_BYTES_MAX, &content, &error)) {
        return print_failure(&error);
    }
    return service_import_bill(arena, store, content, &options, &imported, &problems)
               ? tell_imported(arena, arguments->places[0], &imported)
               : print_problems(arena, &problems);
}

static bool check_import(const Arguments *arguments, Error *error) {
    const bool has_bill = arguments_have(arguments, "cyclonedx");
    const Text folder = arguments->places[1];
    if (has_bill != text_is_empty(folder)) {
        return error_set(error, ERROR_INVALID,
                         "`entente import` takes a folder or `--cyclonedx FILE`");
    }
    return has_bill || file_is_folder(folder) ||
           error_set(error, ERROR_MISSING, "there is no folder `%.*s`", TEXT_ARGS(folder));
}

/* A folder may begin a database; a bill is added to one that is there. */
static int run_import(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    CLEANUP(store_close_handle) Store *store = NULL;
    const bool has_bill = arguments_have(arguments, "cyclonedx");
    if (!check_import(arguments, &error) ||
        !(has_bill ? store_open(arguments->places[0], &store, &error)
                   : store_create(arguments->places[0], &store, &error))) {
        return print_failure(&error);
    }
    return has_bill ? import_bill(arena, arguments, store)
                    : import_folder(arena, arguments, store, arguments->places[1]);
}

static int export_folder(Arena *arena, const Arguments *arguments) {
    size_t count = 0;
    Error error = {0};
    CLEANUP(store_close_handle) Store *store = NULL;
    if (!store_open(arguments->places[0], &store, &error) ||
        !service_export(arena, store, arguments->places[1], &count, &error)) {
        return print_failure(&error);
    }
    return print_output(
        text_format(arena, "%.*s: %zu files\n", TEXT_ARGS(arguments->places[1]), count));
}

static int write_named(const Arguments *arguments, const char *option, Text content) {
    Error error = {0};
    return file_write(arguments_value(arguments, option), content, &error) ? EXIT_DONE
                                                                           : print_failure(&error);
}

static int export_graph(Arena *arena, const Arguments *arguments) {
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = service_load_workspace(arena, arguments->places[0], &problems);
    return workspace == NULL ? print_problems(arena, &problems)
                             : write_named(arguments, "graphml", service_graphml(arena, workspace));
}

static int export_map(Arena *arena, const Arguments *arguments) {
    LaneMapOptions options = {.quantile = QUANTILE_DEFAULT};
    const Workspace *workspace = NULL;
    Text geojson = {0};
    Error error = {0};
    if (!arguments_have(arguments, "as-of")) {
        (void)error_set(&error, ERROR_INVALID, "`--geojson` needs `--as-of DATE`");
        return print_failure(&error);
    }
    if (!arguments_date(arguments, "as-of", 0, &options.as_of, &error)) {
        return print_failure(&error);
    }
    options.known_at = options.as_of;
    const LawSet *set = workspace_and_packs(arena, arguments, &workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    return service_lane_map(arena, workspace, set, &options, &geojson, &error)
               ? write_named(arguments, "geojson", geojson)
               : print_failure(&error);
}

static int run_export(Arena *arena, const Arguments *arguments) {
    static const struct {
        const char *option;
        int (*run)(Arena *arena, const Arguments *arguments);
    } kinds[] = {{"graphml", export_graph}, {"geojson", export_map}};
    const bool has_folder = !text_is_empty(arguments->places[1]);
    bool is_asked = has_folder;
    Error error = {0};
    int status = has_folder ? export_folder(arena, arguments) : EXIT_DONE;
    for (size_t i = 0; status == EXIT_DONE && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (arguments_have(arguments, kinds[i].option)) {
            is_asked = true;
            status = kinds[i].run(arena, arguments);
        }
    }
    if (!is_asked) {
        (void)error_set(&error, ERROR_INVALID,
                        "`entente export` takes a folder, `--graphml FILE` or `--geojson FILE`");
        return print_failure(&error);
    }
    return status;
}

const Command COMMAND_INIT = {
    .name = "init",
    .arguments = "DATABASE",
    .argument_count = 1,
    .summary = "make a database for a workspace: a SQLite file, or tables at postgresql://...",
    .options = INIT_OPTIONS,
    .option_count = sizeof(INIT_OPTIONS) / sizeof(INIT_OPTIONS[0]),
    .run = run_init,
};

const Command COMMAND_IMPORT = {
    .name = "import",
    .arguments = "DATABASE [FOLDER]",
    .argument_count = 1,
    .optional_count = 1,
    .summary = "put a workspace's folder and its packs into a database",
    .options = IMPORT_OPTIONS,
    .option_count = sizeof(IMPORT_OPTIONS) / sizeof(IMPORT_OPTIONS[0]),
    .run = run_import,
};

const Command COMMAND_EXPORT = {
    .name = "export",
    .arguments = "WORKSPACE [FOLDER]",
    .argument_count = 1,
    .optional_count = 1,
    .summary = "write a database's workspace into a new folder, or any as a graph or a map",
    .options = EXPORT_OPTIONS,
    .option_count = sizeof(EXPORT_OPTIONS) / sizeof(EXPORT_OPTIONS[0]),
    .run = run_export,
};
