/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the day of the assessment; plans of action run from it", true, false},
    {"catalogue", "DIR", "the requirements to stand against, as catalogues/cmmc-l2", true, false},
    {"json", NULL, "as JSON", false, false},
};

enum { FILE_BYTES_MAX = 16 << 20 };

static int run_assess(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    Text content = {0};
    AssessmentReport report = {.subject = arguments->places[0]};
    if (!arguments_date(arguments, "as-of", 0, &report.as_of, &error) ||
        !file_read(arena, report.subject, FILE_BYTES_MAX, &content, &error)) {
        return print_failure(&error);
    }
    ProblemList problems = problem_list_new(arena);
    Answers answers = {0};
    report.catalogue = catalogue_load(arena, arguments_value(arguments, "catalogue"), &problems);
    if (report.catalogue == NULL ||
        !answers_read(arena, report.catalogue, report.subject, content, &answers, &problems)) {
        return print_problems(arena, &problems);
    }
    report.answers = answers;
    assurance_score(arena, report.catalogue, &answers, &report.assessment);
    return print_output(arguments_have(arguments, "json") ? service_assess_json(arena, &report)
                                                          : service_assess_text(arena, &report));
}

const Command COMMAND_ASSESS = {
    .name = "assess",
    .arguments = "FILE",
    .argument_count = 1,
    .summary = "how a supplier's answers stand against a catalogue of security requirements",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_assess,
};
