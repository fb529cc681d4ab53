/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/audited.h"
#include "cli/cli.h"
#include "cli/given_facts.h"
#include "cli/options.h"
#include "cli/packs.h"
#include "cli/workspace.h"
#include "service/service.h"

static const OptionSpec OPTIONS[] = {
    {"packs", "DIR[,DIR...]",
     "packs, folders of packs, or a database that keeps packs; those "
     "of the workspace otherwise",
     false, true},
    {"workspace", "DIR", "whose tables say more of the item and the parties", false, false},
    {"item-id", "ID", "an item of the workspace; `--item` goes before what it says", false, false},
    REFORM_OPTION,
    {"item", "KEY=VALUE[,...]", "what is known of the item: eccn=3A001.b.2,us_origin=yes", false,
     true},
    {"from", "CC[:PARTY]", "where it leaves from: a country, and who sends it", false, false},
    {"to", "CC[:PARTY]", "where it goes to", false, false},
    {"party", "ROLE=CC[:PARTY]", "another party: end_user=fleet of the workspace, or end_user=US",
     false, true},
    {"fact", "NAME=VALUE", "anything else that is known: end_use=civil", false, true},
    {"as-of", "DATE", "the day whose law decides", false, false},
    KNOWN_AT_OPTION,
    QUANTILE_OPTION,
    ACCEPT_UNVERIFIED_OPTION,
    {"full", NULL, "explain with every condition that was looked at", false, false},
    JSON_OPTION,
    {"batch", "FILE",
     "answer a JSON request a line, one answer a line; dates and what is "
     "accepted are for lines that do not say",
     false, false},
    {"brief", NULL, "with `--batch`: outcome and rules alone, by compiled law", false, false},
    {"html", "FILE", "write the explanation as a page as well", false, false},
    AUDIT_OPTION,
    WHO_OPTION,
};

enum {
    BATCH_BYTES_MAX = 1 << 30,
    LINES_AT_ONCE = 256 /* of a batch on record: one transaction for all of them */
};

/* A file of requests on its way. */
typedef struct Batch {
    const Arguments *arguments;
    const LawSet *set;
    BatchDefaults defaults;
    Auditing auditing;
} Batch;

static bool parse_end(const Workspace *workspace, const char *option, Text word, TransferEnd *end,
                      Error *error) {
    return service_parse_end(workspace, word, end) ||
           error_set(error, ERROR_INVALID,
                     "`--%s` is `%.*s`; write a country as two capital letters (`US`), or with "
                     "a party (`US:acme`)",
                     option, TEXT_ARGS(word));
}

static bool read_parties(Arena *arena, const Arguments *arguments, const Workspace *workspace,
                         TransferNames *names, Error *error) {
    Text *words = NULL;
    const size_t count = arguments_values(arena, arguments, "party", false, &words);
    TransferParty *parties = ARENA_MANY(arena, TransferParty, count);
    for (size_t i = 0; i < count; i++) {
        Text rest = words[i];
        (void)text_split(&rest, '=', &parties[i].role);
        if (rest.bytes == NULL) {
            return error_set(error, ERROR_INVALID,
                             "`--party` is `%.*s`; write it as ROLE=CC or ROLE=CC:PARTY",
                             TEXT_ARGS(words[i]));
        }
        if (!parse_end(workspace, "party", rest, &parties[i].end, error)) {
            return false;
        }
    }
    names->parties = parties;
    names->party_count = count;
    names->item = arguments_value(arguments, "item-id");
    return true;
}

static bool read_transfer(Arena *arena, const Arguments *arguments, const Workspace *workspace,
                          Transfer *transfer, Error *error) {
    transfer->accept_unverified = arguments_have(arguments, "accept-unverified");
    return given_facts_read(arena, arguments, "item", true, TEXT("item."), &transfer->item,
                            &transfer->item_count, error) &&
           given_facts_read(arena, arguments, "fact", false, (Text){0}, &transfer->facts,
                            &transfer->fact_count, error) &&
           parse_end(workspace, "from", arguments_value(arguments, "from"), &transfer->from,
                     error) &&
           parse_end(workspace, "to", arguments_value(arguments, "to"), &transfer->to, error) &&
           arguments_days(arguments, &transfer->as_of, &transfer->known_at, error) &&
           arguments_quantile(arguments, &transfer->quantile, error);
}

/* Where law and what is known of the item come from. */
static bool check_sources(const Arguments *arguments, bool is_batch, Error *error) {
    const bool has_workspace = arguments_have(arguments, "workspace");
    if (!has_workspace && !arguments_have(arguments, "packs")) {
        return error_set(error, ERROR_INVALID,
                         "`entente check` needs `--packs`, or a `--workspace` that names its own; "
                         "see `entente help check`");
    }
    if (!has_workspace && arguments_have(arguments, "item-id")) {
        return error_set(error, ERROR_INVALID,
                         "`--item-id` names an item of a workspace; give `--workspace` as well");
    }
    if (!is_batch && !arguments_have(arguments, "item") && !arguments_have(arguments, "item-id")) {
        return error_set(error, ERROR_INVALID,
                         "`entente check` needs `--item`, or `--item-id` of a workspace; see "
                         "`entente help check`");
    }
    return true;
}

/* What only one transfer needs, or only a batch cannot take. */
static bool check_options(const Arguments *arguments, Error *error) {
    static const struct {
        const char *name;
        bool is_needed; /* of one transfer */
    } singles[] = {{"from", true},   {"to", true},      {"as-of", true}, {"item", false},
                   {"fact", false},  {"full", false},   {"json", false}, {"html", false},
                   {"party", false}, {"item-id", false}};
    const bool is_batch = arguments_have(arguments, "batch");
    if (arguments_have(arguments, "brief") && arguments_have(arguments, "audit")) {
        return error_set(error, ERROR_INVALID,
                         "`--audit` records whole decisions; leave out `--brief`");
    }
    if (!check_sources(arguments, is_batch, error)) {
        return false;
    }
    for (size_t i = 0; i < sizeof singles / sizeof singles[0]; i++) {
        const char *name = singles[i].name;
        const bool is_given = arguments_have(arguments, name);
        if (!is_batch && singles[i].is_needed && !is_given) {
            return error_set(error, ERROR_INVALID,
                             "`entente check` needs `--%s`; see `entente help check`", name);
        }
        if (is_batch && is_given && strcmp(name, "as-of") != 0) {
            return error_set(error, ERROR_INVALID,
                             "`--%s` is for one transfer; with `--batch` each line says it", name);
        }
    }
    if (!is_batch && arguments_have(arguments, "brief")) {
        return error_set(error, ERROR_INVALID, "`--brief` is for `--batch`");
    }
    return true;
}

static bool read_defaults(const Arguments *arguments, BatchDefaults *defaults, Error *error) {
    if (!arguments_date(arguments, "as-of", 0, &defaults->as_of, error) ||
        !arguments_date(arguments, "known-at", 0, &defaults->known_at, error) ||
        !arguments_quantile(arguments, &defaults->quantile, error)) {
        return false;
    }
    defaults->has_as_of = arguments_have(arguments, "as-of");
    defaults->has_known_at = arguments_have(arguments, "known-at");
    defaults->accept_unverified = arguments_have(arguments, "accept-unverified");
    return true;
}

/* Each answer is printed before the next line is looked at, so that memory stays small. Without
 * `brief` lines are answered in full. */
static int answer_lines(const Batch *batch, BriefBatch *brief, Text content) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Text rest = content;
    Text line = {0};
    int status = EXIT_DONE;
    for (size_t number = 1; status == EXIT_DONE && text_split(&rest, '\n', &line); number++) {
        if (rest.bytes == NULL && text_is_empty(line)) {
            break; /* after the last newline */
        }
        arena_clear(arena);
        status = print_output(
            brief == NULL ? service_batch_line(arena, batch->set, &batch->defaults, line, number)
                          : service_brief_line(arena, brief, line, number));
    }
    return status;
}

/* The lines that are left, as many as are answered together; false when there are none. */
static bool take_lines(Text *rest, size_t most, Text *lines, size_t *count) {
    *count = 0;
    while (*count < most && text_split(rest, '\n', &lines[*count])) {
        if (rest->bytes == NULL && text_is_empty(lines[*count])) {
            break; /* after the last newline */
        }
        (*count)++;
    }
    return *count > 0;
}

/* What is recorded is in the chain before it is printed. */
static int answer_some(const Batch *batch, const Text *lines, size_t count, size_t number) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    BatchAnswer *answers = ARENA_MANY(arena, BatchAnswer, count);
    Error error = {0};
    int64_t first = 0;
    int status = EXIT_DONE;
    for (size_t i = 0; i < count; i++) {
        answers[i] =
            service_batch_answer(arena, batch->set, &batch->defaults, lines[i], number + i);
    }
    if (!auditing_record(arena, batch->arguments, &batch->auditing, answers, count, &first,
                         &error)) {
        return print_failure(&error);
    }
    for (size_t i = 0; status == EXIT_DONE && i < count; i++) {
        status = print_output(answers[i].line);
    }
    return status;
}

/* As answer_lines, with as many lines in one transaction as keep memory small. */
static int record_lines(const Batch *batch, Text content) {
    Text lines[LINES_AT_ONCE];
    Text rest = content;
    size_t count = 0;
    int status = EXIT_DONE;
    for (size_t number = 1; status == EXIT_DONE && take_lines(&rest, LINES_AT_ONCE, lines, &count);
         number += count) {
        status = answer_some(batch, lines, count, number);
    }
    return status;
}

/* NULL after printing what is wrong. */
static const LawSet *law_and_tables(Arena *arena, const Arguments *arguments,
                                    const Workspace **workspace) {
    return !arguments_have(arguments, "workspace")
               ? packs_load(arena, arguments)
               : packs_reform(arena, arguments,
                              workspace_and_packs_in(arena, arguments,
                                                     arguments_value(arguments, "workspace"),
                                                     workspace));
}

static int run_batch(Arena *arena, const Arguments *arguments) {
    Batch batch = {.arguments = arguments};
    Text content = {0};
    Error error = {0};
    if (!read_defaults(arguments, &batch.defaults, &error) ||
        !file_read(arena, arguments_value(arguments, "batch"), BATCH_BYTES_MAX, &content, &error)) {
        return print_failure(&error);
    }
    batch.set = law_and_tables(arena, arguments, &batch.defaults.workspace);
    if (batch.set == NULL) {
        return EXIT_BAD_INPUT;
    }
    const bool is_brief = arguments_have(arguments, "brief");
    size_t at = 0;
    if (!is_brief && text_find(text_trim(content), TEXT("\n"), &at)) {
        batch.defaults.engine = law_compile(arena, batch.set, batch.defaults.accept_unverified,
                                            batch.defaults.quantile);
    }
    if (!arguments_have(arguments, "audit")) {
        BriefBatch *brief = is_brief ? service_brief_new(arena, batch.set, &batch.defaults) : NULL;
        return answer_lines(&batch, brief, content);
    }
    const int status = auditing_open(arena, arguments, batch.set, &batch.auditing, &error)
                           ? record_lines(&batch, content)
                           : print_failure(&error);
    auditing_close(&batch.auditing);
    return status;
}

/* The decision is in the chain before anything is printed. */
static bool record_single(Arena *arena, const Arguments *arguments, const LawSet *set,
                          const Transfer *transfer, const TransferDecision *result, Error *error) {
    CLEANUP(auditing_close) Auditing auditing = {0};
    int64_t number = 0;
    if (!arguments_have(arguments, "audit")) {
        return true;
    }
    const BatchAnswer answer = service_checked_answer(arena, set, transfer, result);
    if (!auditing_open(arena, arguments, set, &auditing, error) ||
        !auditing_record(arena, arguments, &auditing, &answer, 1, &number, error)) {
        return false;
    }
    (void)fprintf(stderr, "recorded as row %lld\n", (long long)number);
    return true;
}

static int print_single(Arena *arena, const Arguments *arguments, const LawSet *set,
                        const TransferDecision *result) {
    Error error = {0};
    if (arguments_have(arguments, "html") &&
        !file_write(arguments_value(arguments, "html"), service_check_html(arena, set, result),
                    &error)) {
        return print_failure(&error);
    }
    return print_output(
        arguments_have(arguments, "json")
            ? service_check_json(arena, set, result)
            : service_check_text(arena, set, result, arguments_have(arguments, "full")));
}

static int run_single(Arena *arena, const Arguments *arguments) {
    Transfer transfer = {0};
    TransferNames names = {0};
    BatchDefaults defaults = {0};
    Error error = {0};
    const LawSet *set = law_and_tables(arena, arguments, &defaults.workspace);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    TransferDecision result;
    if (!read_transfer(arena, arguments, defaults.workspace, &transfer, &error) ||
        !read_parties(arena, arguments, defaults.workspace, &names, &error) ||
        !service_complete_transfer(arena, set, &defaults, &names, &transfer, &error) ||
        !service_check(arena, set, NULL, &transfer, &result, &error) ||
        !record_single(arena, arguments, set, &transfer, &result, &error)) {
        return print_failure(&error);
    }
    return print_single(arena, arguments, set, &result);
}

static int run_check(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    if (!check_options(arguments, &error)) {
        return print_failure(&error);
    }
    return arguments_have(arguments, "batch") ? run_batch(arena, arguments)
                                              : run_single(arena, arguments);
}

const Command COMMAND_CHECK = {
    .name = "check",
    .arguments = "",
    .summary = "decide one transfer and explain the decision, or many by `--batch`",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_check,
};
