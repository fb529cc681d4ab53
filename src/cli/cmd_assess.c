/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/workspace.h"
#include "service/service.h"

enum { QUANTILE_DEFAULT = 50, FILE_BYTES_MAX = 16 << 20 };

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the day; of a file, also that of the assessment", true, false},
    {"catalogue", "DIR", "of a file: the requirements to stand against, as catalogues/cmmc-l2",
     false, false},
    {"workspace", "DIR", "a party of this workspace, by its assessments", false, false},
    {"holds", "STATUS", "of a file: the status held before, where the catalogue asks for one",
     false, false},
    {"evidence", "FILE", "of a file: what is met in other frameworks (framework, id, status)",
     false, false},
    {"crosswalk", "DIR", "of a file: mappings between frameworks, as catalogues/crosswalk", false,
     false},
    {"suppose", "STATUS", "of a party: what holding this would open; else each it has not reached",
     false, false},
    KNOWN_AT_OPTION,
    WORKSPACE_PACKS_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    {"sprs", NULL, "instead: what is entered into the Supplier Performance Risk System", false,
     false},
    {"sprs-details", "FILE", "what the firm says for it (key, value)", false, false},
    {"oscal", "FILE", "write assessment results of OSCAL as well", false, false},
    {"oscal-plan", "FILE", "write a plan of action of OSCAL as well", false, false},
    {"oscal-mapping", "FILE", "write a mapping collection of OSCAL as well", false, false},
    JSON_OPTION,
    {"html", "FILE", "write a page as well", false, false},
};

/* What is written to files, made before any is written. */
typedef struct Written {
    const char *option;
    Text text;
} Written;

enum { WRITTEN_RESULTS, WRITTEN_PLAN, WRITTEN_MAPPING, WRITTEN_PAGE, WRITTEN_COUNT };

static bool make_documents(Arena *arena, const Arguments *arguments, const AssessmentReport *report,
                           Written *written, Error *error) {
    if (report == NULL &&
        (arguments_have(arguments, "oscal") || arguments_have(arguments, "oscal-plan") ||
         arguments_have(arguments, "oscal-mapping"))) {
        return error_set(error, ERROR_INVALID,
                         "the party has no assessment, so there is nothing to write as OSCAL");
    }
    return (!arguments_have(arguments, "oscal") ||
            service_oscal_results(arena, report, &written[WRITTEN_RESULTS].text, error)) &&
           (!arguments_have(arguments, "oscal-plan") ||
            service_oscal_plan(arena, report, &written[WRITTEN_PLAN].text, error)) &&
           (!arguments_have(arguments, "oscal-mapping") ||
            service_oscal_mapping(arena, report, &written[WRITTEN_MAPPING].text, error));
}

/* Files are written before anything is printed, so that a failure leaves little. `report` is the
 * assessment that OSCAL gets; NULL: there is none. */
static int show(Arena *arena, const Arguments *arguments, const AssessmentReport *report, Text page,
                Text text) {
    Error error = {0};
    Written written[WRITTEN_COUNT] = {[WRITTEN_RESULTS] = {"oscal", {0}},
                                      [WRITTEN_PLAN] = {"oscal-plan", {0}},
                                      [WRITTEN_MAPPING] = {"oscal-mapping", {0}},
                                      [WRITTEN_PAGE] = {"html", page}};
    if (!make_documents(arena, arguments, report, written, &error)) {
        return print_failure(&error);
    }
    for (size_t i = 0; i < WRITTEN_COUNT; i++) {
        if (arguments_have(arguments, written[i].option) &&
            !file_write(arguments_value(arguments, written[i].option), written[i].text, &error)) {
            return print_failure(&error);
        }
    }
    return print_output(text);
}

/* ---- for SPRS ---- */

static bool read_details(Arena *arena, const Arguments *arguments, SprsDetails *details,
                         ProblemList *problems, Error *error) {
    const Text file = arguments_value(arguments, "sprs-details");
    Text content = {0};
    *details = (SprsDetails){0};
    return !arguments_have(arguments, "sprs-details") ||
           (file_read(arena, file, FILE_BYTES_MAX, &content, error) &&
            service_sprs_read(arena, file, content, details, problems));
}

/* The summary instead of the whole report. */
static int show_sprs(Arena *arena, const Arguments *arguments, const AssessmentReport *report,
                     Text page) {
    Error error = {0};
    ProblemList problems = problem_list_new(arena);
    SprsDetails details;
    if (report == NULL) {
        (void)error_set(&error, ERROR_INVALID,
                        "the party has no assessment that it enters into SPRS itself");
        return print_failure(&error);
    }
    if (!read_details(arena, arguments, &details, &problems, &error)) {
        return problem_count(&problems) > 0 ? print_problems(arena, &problems)
                                            : print_failure(&error);
    }
    return show(arena, arguments, report, page,
                arguments_have(arguments, "json") ? service_sprs_json(arena, report, &details)
                                                  : service_sprs_text(arena, report, &details));
}

/* ---- a file of answers ---- */

static bool read_evidence(Arena *arena, const Arguments *arguments, AssessmentReport *report,
                          ProblemList *problems, Error *error) {
    Text content = {0};
    const Text file = arguments_value(arguments, "evidence");
    if (arguments_have(arguments, "crosswalk")) {
        report->crosswalk =
            crosswalk_load(arena, arguments_value(arguments, "crosswalk"), problems);
        if (report->crosswalk == NULL) {
            return false;
        }
    }
    if (!arguments_have(arguments, "evidence")) {
        return true;
    }
    if (report->crosswalk == NULL) {
        return error_set(error, ERROR_INVALID, "`--evidence` needs `--crosswalk DIR`");
    }
    return file_read(arena, file, FILE_BYTES_MAX, &content, error) &&
           service_read_evidence(arena, report->crosswalk, file, content, &report->evidence,
                                 &report->evidence_count, problems);
}

/* A table of answers, or a document of OSCAL. */
static bool read_answers_of(Arena *arena, AssessmentReport *report, Text content,
                            ProblemList *problems, Error *error) {
    OscalDocument document;
    if (!text_ends_with(report->subject, TEXT(".json")) &&
        !text_ends_with(report->subject, TEXT(".xml"))) {
        return answers_read(arena, report->catalogue, report->subject, content, &report->answers,
                            problems);
    }
    return oscal_read(arena, report->subject, content, &document, error) &&
           service_oscal_answers(arena, report->catalogue, &document, &report->answers, problems);
}

static bool read_answers(Arena *arena, const Arguments *arguments, AssessmentReport *report,
                         ProblemList *problems, Error *error) {
    Text content = {0};
    if (!arguments_have(arguments, "catalogue")) {
        return error_set(error, ERROR_INVALID,
                         "`entente assess FILE` needs `--catalogue DIR`, as catalogues/cmmc-l2; a "
                         "party needs `--workspace DIR`");
    }
    if (!file_read(arena, report->subject, FILE_BYTES_MAX, &content, error)) {
        return false;
    }
    report->catalogue = catalogue_load(arena, arguments_value(arguments, "catalogue"), problems);
    return report->catalogue != NULL && read_answers_of(arena, report, content, problems, error) &&
           read_evidence(arena, arguments, report, problems, error);
}

static int assess_file(Arena *arena, const Arguments *arguments, Date as_of) {
    Error error = {0};
    ProblemList problems = problem_list_new(arena);
    AssessmentReport report = {.subject = arguments->places[0], .as_of = as_of, .assessed = as_of};
    if (!read_answers(arena, arguments, &report, &problems, &error)) {
        return problem_count(&problems) > 0 ? print_problems(arena, &problems)
                                            : print_failure(&error);
    }
    service_assess(arena, &report, arguments_value(arguments, "holds"));
    if (arguments_have(arguments, "sprs")) {
        return show_sprs(arena, arguments, &report, service_assess_html(arena, &report));
    }
    return show(arena, arguments, &report, service_assess_html(arena, &report),
                arguments_have(arguments, "json") ? service_assess_json(arena, &report)
                                                  : service_assess_text(arena, &report));
}

/* ---- a party of a workspace ---- */

/* The highest that a firm enters itself; NULL where there is none. */
static const AssessmentReport *own_report(const Supplier *supplier) {
    for (size_t i = supplier->standing_count; i-- > 0;) {
        if (supplier->reports[i].catalogue->rule != SCORE_COUNT) {
            return &supplier->reports[i];
        }
    }
    return NULL;
}

static int assess_party(Arena *arena, const Arguments *arguments, SupplierOptions *options) {
    Error error = {0};
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = NULL;
    const LawSet *set = workspace_and_packs_in(arena, arguments,
                                               arguments_value(arguments, "workspace"), &workspace);
    AssuranceFrame frame;
    Supplier supplier;
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    if (!service_assurance_frame(arena, workspace, &frame, &problems)) {
        return print_problems(arena, &problems);
    }
    if (!service_supplier(arena, workspace, set, &frame, arguments->places[0], options, &supplier,
                          &problems, &error)) {
        return problem_count(&problems) > 0 ? print_problems(arena, &problems)
                                            : print_failure(&error);
    }
    if (arguments_have(arguments, "sprs")) {
        return show_sprs(arena, arguments, own_report(&supplier),
                         service_supplier_html(arena, &supplier));
    }
    /* The requirement of the highest rank comes last. */
    const AssessmentReport *report =
        supplier.standing_count == 0 ? NULL : &supplier.reports[supplier.standing_count - 1];
    return show(arena, arguments, report, service_supplier_html(arena, &supplier),
                arguments_have(arguments, "json") ? service_supplier_json(arena, &supplier)
                                                  : service_supplier_text(arena, &supplier));
}

static int run_assess(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    SupplierOptions options = {
        .quantile = QUANTILE_DEFAULT,
        .suppose = arguments_value(arguments, "suppose"),
        .accept_unverified = arguments_have(arguments, "accept-unverified"),
    };
    if (!arguments_days(arguments, &options.as_of, &options.known_at, &error)) {
        return print_failure(&error);
    }
    return arguments_have(arguments, "workspace") ? assess_party(arena, arguments, &options)
                                                  : assess_file(arena, arguments, options.as_of);
}

const Command COMMAND_ASSESS = {
    .name = "assess",
    .arguments = "FILE|PARTY",
    .argument_count = 1,
    .summary = "how a supplier stands against security requirements, and what that opens",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_assess,
};
