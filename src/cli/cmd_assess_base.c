/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "service/service.h"

enum { FILE_BYTES_MAX = 256 << 20 };

static const OptionSpec OPTIONS[] = {
    {"catalogue", "DIR", "the requirements to stand against, as catalogues/cmmc-l2", true, false},
    {"supplies", "FILE", "which firm supplies which programme (programme, firm, least)", false,
     false},
    JSON_OPTION,
    {"csv", NULL, "as CSV, a line for each firm", false, false},
};

static bool read_supplies(Arena *arena, const Arguments *arguments, BaseReport *report,
                          ProblemList *problems, Error *error) {
    Text content = {0};
    const Text file = arguments_value(arguments, "supplies");
    return !arguments_have(arguments, "supplies") ||
           (file_read(arena, file, FILE_BYTES_MAX, &content, error) &&
            service_base_supplies(arena, report->base, file, content, report, problems));
}

static bool read_base(Arena *arena, const Arguments *arguments, SupplierBase *base,
                      BaseReport *report, ProblemList *problems, Error *error) {
    Text content = {0};
    report->subject = arguments->places[0];
    if (!file_read(arena, report->subject, FILE_BYTES_MAX, &content, error)) {
        return false;
    }
    report->catalogue = catalogue_load(arena, arguments_value(arguments, "catalogue"), problems);
    if (report->catalogue == NULL ||
        !supplier_base_read(arena, report->catalogue, report->subject, content, base, problems)) {
        return false;
    }
    supplier_base_score(report->catalogue, base);
    report->base = base;
    return read_supplies(arena, arguments, report, problems, error);
}

static int run_base(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    ProblemList problems = problem_list_new(arena);
    SupplierBase base = {0};
    BaseReport report = {0};
    if (!read_base(arena, arguments, &base, &report, &problems, &error)) {
        return problem_count(&problems) > 0 ? print_problems(arena, &problems)
                                            : print_failure(&error);
    }
    if (arguments_have(arguments, "csv")) {
        return print_output(service_base_csv(arena, &report));
    }
    return print_output(arguments_have(arguments, "json") ? service_base_json(arena, &report)
                                                          : service_base_text(arena, &report));
}

const Command COMMAND_ASSESS_BASE = {
    .name = "assess base",
    .arguments = "FILE",
    .argument_count = 1,
    .summary = "how every firm of a table stands, and the weakest links of each programme",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_base,
};
