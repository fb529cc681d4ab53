/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "cli/packs.h"

static const char *const STATE_WORDS[] = {
    [ENCODED_WHOLLY] = "encoded", [ENCODED_PARTLY] = "partly", [ENCODED_NOT] = "not"};

typedef struct Totals {
    size_t rules;
    size_t rules_tested;
    size_t conditions;
    size_t seen_yes;
    size_t seen_no;
    size_t rows;
    size_t rows_tested;
    size_t paragraphs;
    size_t paragraphs_tested;
    size_t encoded[3];
} Totals;

static Totals totals_of(const LawCoverage *coverage) {
    Totals totals = {.rules = coverage->rule_count, .paragraphs = coverage->paragraph_count};
    for (size_t i = 0; i < coverage->rule_count; i++) {
        const CoverageRule *rule = &coverage->rules[i];
        totals.rules_tested += rule->is_tested;
        totals.conditions += rule->condition_count;
        totals.seen_yes += rule->seen_yes;
        totals.seen_no += rule->seen_no;
    }
    for (size_t i = 0; i < coverage->table_count; i++) {
        totals.rows += coverage->tables[i].row_count;
        totals.rows_tested += coverage->tables[i].tested_count;
    }
    for (size_t i = 0; i < coverage->paragraph_count; i++) {
        totals.encoded[coverage->paragraphs[i].state]++;
        totals.paragraphs_tested += coverage->paragraphs[i].is_tested;
    }
    return totals;
}

/* Three answers: read in the text, by other ways, or not. */
static const char *verified_word(const CoverageParagraph *paragraph) {
    if (text_is_empty(paragraph->rules)) {
        return "";
    }
    if (paragraph->status == LAW_VERIFIED) {
        return "verified";
    }
    return paragraph->status < LAW_PARTIAL ? law_status_word(paragraph->status).bytes
                                           : "not verified";
}

static const char *tested_word(const CoverageParagraph *paragraph) {
    if (text_is_empty(paragraph->rules)) {
        return "";
    }
    return paragraph->is_tested ? "tested" : "not tested";
}

/* ---- text ---- */

static void add_untested_rules(TextBuilder *out, const LawCoverage *coverage) {
    for (size_t i = 0; i < coverage->rule_count; i++) {
        const CoverageRule *rule = &coverage->rules[i];
        if (!rule->is_tested) {
            const ProvisionInfo info = law_provision(coverage->set, rule->provision);
            text_add_format(out, "%.*s:%zu: no test reaches %.*s `%.*s`\n", TEXT_ARGS(info.file),
                            info.line, TEXT_ARGS(law_kind_word(info.kind)), TEXT_ARGS(info.name));
        }
    }
}

static void add_text(TextBuilder *out, const LawCoverage *coverage) {
    const Totals totals = totals_of(coverage);
    text_add_format(out, "%.*s: %zu tests\n",
                    TEXT_ARGS(law_pack(coverage->set, coverage->pack).name), coverage->test_count);
    text_add_format(out, "  rules       %zu of %zu tested\n", totals.rules_tested, totals.rules);
    text_add_format(out, "  conditions  %zu of %zu met, %zu failed in some test\n", totals.seen_yes,
                    totals.conditions, totals.seen_no);
    text_add_format(out, "  rows        %zu of %zu decided in some test\n", totals.rows_tested,
                    totals.rows);
    for (size_t i = 0; i < coverage->table_count; i++) {
        const CoverageTable *table = &coverage->tables[i];
        text_add_format(out, "    %-38.*s %6zu of %6zu, %zu relied on\n", TEXT_ARGS(table->name),
                        table->tested_count, table->row_count, table->relied_on_count);
    }
    text_add_format(out, "  paragraphs  %zu encoded, %zu partly, %zu not; %zu tested\n",
                    totals.encoded[ENCODED_WHOLLY], totals.encoded[ENCODED_PARTLY],
                    totals.encoded[ENCODED_NOT], totals.paragraphs_tested);
    add_untested_rules(out, coverage);
}

/* ---- Markdown ---- */

static void add_cell(TextBuilder *out, Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '|') {
            text_add_character(out, '\\');
        }
        text_add_character(out, text.bytes[i]);
    }
    text_add(out, TEXT(" | "));
}

static void add_markdown_paragraphs(TextBuilder *out, const LawCoverage *coverage) {
    text_add(out, TEXT("\n| paragraph | encoded | tested | verified | rules, or why not |\n"
                       "| --- | --- | --- | --- | --- |\n"));
    for (size_t i = 0; i < coverage->paragraph_count; i++) {
        const CoverageParagraph *it = &coverage->paragraphs[i];
        text_add(out, TEXT("| "));
        add_cell(out, it->paragraph);
        add_cell(out, text_from(STATE_WORDS[it->state]));
        add_cell(out, text_from(tested_word(it)));
        add_cell(out, text_from(verified_word(it)));
        text_add(out, it->rules);
        text_add(out, text_is_empty(it->why) || text_is_empty(it->rules) ? TEXT("") : TEXT("; "));
        add_cell(out, it->why);
        out->length--; /* the blank at the end of the line */
        text_add_character(out, '\n');
    }
}

static void add_markdown(Arena *arena, TextBuilder *out, const LawCoverage *coverage) {
    const PackInfo pack = law_pack(coverage->set, coverage->pack);
    const Totals totals = totals_of(coverage);
    text_add_format(out, "\n## %.*s\n\n%.*s. Text of %.*s.\n\n", TEXT_ARGS(pack.name),
                    TEXT_ARGS(pack.title), TEXT_ARGS(date_format(arena, pack.vintage)));
    text_add(out, TEXT("| | all | tested |\n| --- | ---: | ---: |\n"));
    text_add_format(out, "| rules | %zu | %zu |\n", totals.rules, totals.rules_tested);
    text_add_format(out, "| conditions (met / failed in some test) | %zu | %zu / %zu |\n",
                    totals.conditions, totals.seen_yes, totals.seen_no);
    text_add_format(out, "| paragraphs cited or named | %zu | %zu |\n", totals.paragraphs,
                    totals.paragraphs_tested);
    for (size_t i = 0; i < coverage->table_count; i++) {
        const CoverageTable *table = &coverage->tables[i];
        text_add_format(out, "| rows of `%.*s` (%zu relied on) | %zu | %zu |\n",
                        TEXT_ARGS(table->name), table->relied_on_count, table->row_count,
                        table->tested_count);
    }
    if (coverage->paragraph_count > 0) {
        add_markdown_paragraphs(out, coverage);
    }
}

static void add_markdown_head(TextBuilder *out) {
    text_add(out,
             TEXT("# Coverage of the law, paragraph by paragraph\n\n"
                  "Generated by `tools/coverage` from the packs, their tests and their "
                  "`coverage.csv`;\nnot edited by hand.\n\n"
                  "A paragraph is *encoded* when rules cite it, *partly* when the pack says so or "
                  "a rule of it has\nthe status partial, *not* when the pack names it as left "
                  "out; what is named nowhere is not\nencoded. It is *tested* when a rule, track "
                  "or condition that cites it held in a test of the\npack. It is *verified* when "
                  "it was read in the text of the law; *secondary* and *derived* law is\nrelied "
                  "on, law that is *not verified* never is.\n"));
}

/* ---- JSON ---- */

static void add_json_rules(JsonWriter *json, const LawCoverage *coverage) {
    json_begin_array(json, "rules");
    for (size_t i = 0; i < coverage->rule_count; i++) {
        const CoverageRule *rule = &coverage->rules[i];
        json_begin_object(json, "");
        json_add_text(json, "name", law_provision(coverage->set, rule->provision).name);
        json_add_boolean(json, "tested", rule->is_tested);
        json_add_integer(json, "conditions", (int64_t)rule->condition_count);
        json_add_integer(json, "met", (int64_t)rule->seen_yes);
        json_add_integer(json, "failed", (int64_t)rule->seen_no);
        json_end(json);
    }
    json_end(json);
}

static void add_json_tables(JsonWriter *json, const LawCoverage *coverage) {
    json_begin_array(json, "tables");
    for (size_t i = 0; i < coverage->table_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "name", coverage->tables[i].name);
        json_add_integer(json, "rows", (int64_t)coverage->tables[i].row_count);
        json_add_integer(json, "tested", (int64_t)coverage->tables[i].tested_count);
        json_add_integer(json, "relied_on", (int64_t)coverage->tables[i].relied_on_count);
        json_end(json);
    }
    json_end(json);
}

static void add_json_paragraphs(JsonWriter *json, const LawCoverage *coverage) {
    json_begin_array(json, "paragraphs");
    for (size_t i = 0; i < coverage->paragraph_count; i++) {
        const CoverageParagraph *it = &coverage->paragraphs[i];
        json_begin_object(json, "");
        json_add_text(json, "paragraph", it->paragraph);
        json_add_text(json, "state", text_from(STATE_WORDS[it->state]));
        json_add_boolean(json, "tested", it->is_tested);
        json_add_text(json, "status", law_status_word(it->status));
        json_add_text(json, "rules", it->rules);
        json_add_text(json, "why", it->why);
        json_end(json);
    }
    json_end(json);
}

static void add_json(JsonWriter *json, const LawCoverage *coverage) {
    json_begin_object(json, "");
    json_add_text(json, "name", law_pack(coverage->set, coverage->pack).name);
    json_add_integer(json, "tests", (int64_t)coverage->test_count);
    json_add_integer(json, "failed", (int64_t)coverage->failed_count);
    add_json_rules(json, coverage);
    add_json_tables(json, coverage);
    add_json_paragraphs(json, coverage);
    json_end(json);
}

/* ---- the command ---- */

typedef struct Output {
    bool is_json;
    bool is_markdown;
    JsonWriter *json;
    TextBuilder text;
} Output;

static void add_pack(Arena *arena, Output *out, const LawCoverage *coverage) {
    if (out->is_json) {
        add_json(out->json, coverage);
    } else if (out->is_markdown) {
        add_markdown(arena, &out->text, coverage);
    } else {
        add_text(&out->text, coverage);
    }
}

/* Only packs that stand at the paths; not those they use from elsewhere. */
static bool stands_in(Text folder, Text path) {
    while (text_ends_with(path, TEXT("/"))) {
        path.length--;
    }
    return text_equals(folder, path) ||
           (text_starts_with(folder, path) && folder.bytes[path.length] == '/');
}

static int print_out(Arena *arena, Output *out, bool is_covered) {
    Text text = text_built(&out->text);
    if (out->is_json) {
        json_end(out->json);
        text = json_finish(arena, out->json, true);
    }
    const int status = print_output(text);
    return is_covered ? status : EXIT_FAILED;
}

static int run_pack_coverage(Arena *arena, const Arguments *arguments) {
    const LawSet *set = packs_load_paths(arena, arguments->places, 1);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    Output out = {.is_json = arguments_have(arguments, "json"),
                  .is_markdown = arguments_have(arguments, "markdown"),
                  .text = text_builder_new(arena)};
    if (out.is_json) {
        out.json = json_writer_new();
        json_begin_array(out.json, "packs");
    } else if (out.is_markdown) {
        add_markdown_head(&out.text);
    }
    bool is_covered = true;
    ProblemList problems = problem_list_new(arena);
    for (size_t i = 0; i < law_pack_count(set); i++) {
        LawCoverage coverage;
        const Text folder = law_pack(set, i).folder;
        if (!stands_in(folder, arguments->places[0])) {
            continue;
        }
        if (!law_coverage(arena, folder, &coverage, &problems)) {
            json_writer_free(out.json);
            return print_problems(arena, &problems);
        }
        const Totals totals = totals_of(&coverage);
        is_covered = is_covered && totals.rules == totals.rules_tested;
        add_pack(arena, &out, &coverage);
    }
    const int status = print_out(arena, &out, is_covered);
    json_writer_free(out.json);
    return status;
}

static const OptionSpec OPTIONS[] = {
    {.name = "markdown", .help = "print the page docs/coverage.md"},
    {.name = "json", .help = "print JSON"},
};

const Command COMMAND_PACK_COVERAGE = {
    .name = "pack coverage",
    .arguments = "DIR",
    .argument_count = 1,
    .summary = "say which rules, rows and paragraphs the tests exercise",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_pack_coverage,
};
