/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/packs.h"

/* ---- pack check ---- */

/* Only packs that stand at the path; not those they use from elsewhere. */
static bool stands_in(Text folder, Text path) {
    while (path.length > 1 && text_ends_with(path, TEXT("/"))) {
        path.length--;
    }
    return text_equals(folder, path) ||
           (text_starts_with(folder, path) && folder.bytes[path.length] == '/');
}

static void add_summary(Arena *arena, TextBuilder *out, const LawSet *set, size_t index,
                        size_t errors, size_t notes) {
    const PackInfo pack = law_pack(set, index);
    size_t rules = 0;
    for (size_t j = 0; j < law_provision_count(set); j++) {
        rules += law_provision(set, j).pack == index;
    }
    text_add_format(out, "%.*s: ", TEXT_ARGS(pack.name));
    if (errors > 0) {
        text_add_format(out, "%zu %s", errors, errors == 1 ? "error" : "errors");
    } else {
        text_add(out, TEXT("clean"));
    }
    if (notes > 0) {
        text_add_format(out, ", %zu %s", notes, notes == 1 ? "note" : "notes");
    }
    text_add_format(out, ", %zu %s, text of %.*s, sha256 %.*s\n", rules,
                    rules == 1 ? "rule" : "rules", TEXT_ARGS(date_format(arena, pack.vintage)),
                    TEXT_ARGS(text_slice(pack.digest, 0, 12)));
}

static size_t add_findings(TextBuilder *out, const LawFinding *findings, size_t count) {
    size_t errors = 0;
    for (size_t i = 0; i < count; i++) {
        text_add_format(out, "%.*s:%zu: %s: %.*s\n", TEXT_ARGS(findings[i].file), findings[i].line,
                        findings[i].is_error ? "error" : "note", TEXT_ARGS(findings[i].message));
        errors += findings[i].is_error;
    }
    return errors;
}

static int run_pack_check(Arena *arena, const Arguments *arguments) {
    const LawSet *set = packs_load_paths(arena, arguments->places, 1);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    TextBuilder out = text_builder_new(arena);
    ProblemList problems = problem_list_new(arena);
    size_t all_errors = 0;
    for (size_t i = 0; i < law_pack_count(set); i++) {
        const LawFinding *findings = NULL;
        size_t count = 0;
        size_t errors = 0;
        const Text folder = law_pack(set, i).folder;
        if (stands_in(folder, arguments->places[0])) {
            if (!law_lint(arena, folder, &findings, &count, &problems)) {
                return print_problems(arena, &problems);
            }
            errors = add_findings(&out, findings, count);
        }
        add_summary(arena, &out, set, i, errors, count - errors);
        all_errors += errors;
    }
    const int status = print_output(text_built(&out));
    return all_errors > 0 ? EXIT_FAILED : status;
}

const Command COMMAND_PACK_CHECK = {
    .name = "pack check",
    .arguments = "DIR",
    .argument_count = 1,
    .summary = "read a pack and report everything that is wrong with it",
    .run = run_pack_check,
};

/* ---- pack test ---- */

static void add_untested(TextBuilder *out, const LawSet *set, const LawTestReport *report) {
    for (size_t i = 0; i < report->untested_count; i++) {
        const ProvisionInfo info = law_provision(set, report->untested[i]);
        text_add_format(out, "%.*s:%zu: no test reaches %.*s `%.*s`\n", TEXT_ARGS(info.file),
                        info.line, TEXT_ARGS(law_kind_word(info.kind)), TEXT_ARGS(info.name));
    }
}

static int run_pack_test(Arena *arena, const Arguments *arguments) {
    ProblemList problems = problem_list_new(arena);
    LawTestReport report;
    if (!law_test(arena, arguments->places[0], &report, &problems)) {
        return print_problems(arena, &problems);
    }
    const LawSet *set = packs_load_paths(arena, arguments->places, 1);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < report.count; i++) {
        const LawTestResult *result = &report.results[i];
        if (!result->passed) {
            text_add_format(&out, "%.*s:%zu: failed: %.*s: %.*s\n", TEXT_ARGS(result->file),
                            result->line, TEXT_ARGS(result->title), TEXT_ARGS(result->message));
        }
    }
    add_untested(&out, set, &report);
    text_add_format(&out, "%.*s: %zu passed, %zu failed, %zu rules without a test\n",
                    TEXT_ARGS(arguments->places[0]), report.count - report.failed, report.failed,
                    report.untested_count);
    const int status = print_output(text_built(&out));
    return report.failed > 0 || report.untested_count > 0 ? EXIT_FAILED : status;
}

const Command COMMAND_PACK_TEST = {
    .name = "pack test",
    .arguments = "DIR",
    .argument_count = 1,
    .summary = "run a pack's tests; fails where one fails or a rule has none",
    .run = run_pack_test,
};

/* ---- pack facts ---- */

static const char *const TYPE_WORDS[] = {
    [ATTRIBUTE_YES_NO] = "yes/no", [ATTRIBUTE_CODE] = "code", [ATTRIBUTE_SET] = "set of code",
    [ATTRIBUTE_NUMBER] = "number", [ATTRIBUTE_DATE] = "date", [ATTRIBUTE_COUNTRY] = "country",
};

static void add_derivation(TextBuilder *out, const LawSet *set, const AttributeInfo *attribute) {
    if (attribute->derived == DERIVED_NOT) {
        return;
    }
    const Text source = attribute->derived == DERIVED_SHARE
                            ? law_provision(set, attribute->derived_from).name
                            : law_attribute(set, attribute->derived_from).name;
    text_add_format(out, "%-34s derived from %s%.*s\n", "",
                    attribute->derived == DERIVED_SHARE ? "share of " : "", TEXT_ARGS(source));
}

static int run_pack_facts(Arena *arena, const Arguments *arguments) {
    const LawSet *set = packs_load_paths(arena, arguments->places, 1);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < law_attribute_count(set); i++) {
        const AttributeInfo attribute = law_attribute(set, i);
        text_add_format(&out, "%-34.*s %-12s %.*s%s%.*s\n", TEXT_ARGS(attribute.name),
                        TYPE_WORDS[attribute.type], TEXT_ARGS(attribute.unit),
                        text_is_empty(attribute.unit) ? "" : "  ", TEXT_ARGS(attribute.ask));
        add_derivation(&out, set, &attribute);
    }
    return print_output(text_built(&out));
}

const Command COMMAND_PACK_FACTS = {
    .name = "pack facts",
    .arguments = "DIR",
    .argument_count = 1,
    .summary = "list the facts of a transfer that a pack reads",
    .run = run_pack_facts,
};
