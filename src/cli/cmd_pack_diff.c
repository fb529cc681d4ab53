/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/json.h"
#include "cli/packs.h"

enum { STEPS_MOST = 1000000000, LINES_SHOWN = 12, COUNTRIES_SHOWN = 12 };

static const char *const KIND_WORDS[] = {
    [CHANGED_ADDED] = "new", [CHANGED_REMOVED] = "gone", [CHANGED_OTHERWISE] = "changed"};

/* ---- text ---- */

static void add_lines(TextBuilder *out, char sign, const Text *lines, size_t count) {
    for (size_t i = 0; i < count && i < LINES_SHOWN; i++) {
        text_add_format(out, "    %c %.*s\n", sign, TEXT_ARGS(lines[i]));
    }
    if (count > LINES_SHOWN) {
        text_add_format(out, "    %c ... and %zu more\n", sign, count - LINES_SHOWN);
    }
}

static void add_parts(TextBuilder *out, const LawDifference *difference) {
    text_add_format(out, "%zu %s written otherwise\n", difference->part_count,
                    difference->part_count == 1 ? "part is" : "parts are");
    for (size_t i = 0; i < difference->part_count; i++) {
        const ChangedPart *part = &difference->parts[i];
        text_add_format(out, "  %s: %.*s", KIND_WORDS[part->kind], TEXT_ARGS(part->what));
        if (part->line > 0) {
            text_add_format(out, " (%.*s:%zu)", TEXT_ARGS(part->file), part->line);
        }
        text_add_character(out, '\n');
        add_lines(out, '-', part->removed, part->removed_count);
        add_lines(out, '+', part->added, part->added_count);
    }
}

static Text share_text(Arena *arena, const LawDifference *difference, double share) {
    return share > 0 ? law_count_format(arena, difference->magnitude + log10(share)) : TEXT("0");
}

static void add_countries(TextBuilder *out, const ChangedDecisions *it) {
    if (it->country_count == 0) {
        text_add(out, TEXT("any destination"));
    }
    for (size_t i = 0; i < it->country_count && i < COUNTRIES_SHOWN; i++) {
        text_add_format(out, "%s%.*s", i == 0 ? "to " : " ", TEXT_ARGS(it->countries[i]));
    }
    if (it->country_count > COUNTRIES_SHOWN) {
        text_add_format(out, " and %zu more", it->country_count - COUNTRIES_SHOWN);
    }
}

static void add_decisions(Arena *arena, TextBuilder *out, const LawDifference *difference) {
    if (difference->decision_count == 0) {
        text_add(out, difference->was_stopped || difference->skipped > 0
                          ? TEXT("no situation that was looked at is decided otherwise\n")
                          : TEXT("every situation is decided alike\n"));
    }
    for (size_t i = 0; i < difference->decision_count; i++) {
        const ChangedDecisions *it = &difference->decisions[i];
        text_add_format(out, "%.*s becomes %.*s through %.*s, in at least %.*s situations, ",
                        TEXT_ARGS(law_outcome_word(it->before)),
                        TEXT_ARGS(law_outcome_word(it->after)), TEXT_ARGS(it->rules),
                        TEXT_ARGS(share_text(arena, difference, it->share)));
        add_countries(out, it);
        text_add_format(out, "\n  for example: %.*s\n  decided again: %.*s, and then %.*s\n",
                        TEXT_ARGS(it->situation), TEXT_ARGS(law_outcome_word(it->decided_before)),
                        TEXT_ARGS(law_outcome_word(it->decided_after)));
    }
    text_add_format(out, "%.*s distinct situations, %.*s alike, %.*s not looked at, %zu steps%s\n",
                    TEXT_ARGS(law_count_format(arena, difference->magnitude)),
                    TEXT_ARGS(share_text(arena, difference, difference->alike)),
                    TEXT_ARGS(share_text(arena, difference, difference->skipped)),
                    difference->steps, difference->was_stopped ? "; stopped before the end" : "");
}

/* ---- JSON ---- */

static void add_json_texts(JsonWriter *json, const char *name, const Text *texts, size_t count) {
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++) {
        json_add_text(json, "", texts[i]);
    }
    json_end(json);
}

static void add_json_decision(JsonWriter *json, const ChangedDecisions *it) {
    json_begin_object(json, "");
    json_add_text(json, "before", law_outcome_word(it->before));
    json_add_text(json, "after", law_outcome_word(it->after));
    json_add_text(json, "rules", it->rules);
    json_add_text(json, "situation", it->situation);
    json_add_text(json, "decided_before", law_outcome_word(it->decided_before));
    json_add_text(json, "decided_after", law_outcome_word(it->decided_after));
    add_json_texts(json, "countries", it->countries, it->country_count);
    json_end(json);
}

static Text difference_json(Arena *arena, const LawDifference *difference) {
    JsonWriter *json = json_writer_new();
    json_begin_array(json, "parts");
    for (size_t i = 0; i < difference->part_count; i++) {
        const ChangedPart *part = &difference->parts[i];
        json_begin_object(json, "");
        json_add_text(json, "change", text_from(KIND_WORDS[part->kind]));
        json_add_text(json, "what", part->what);
        add_json_texts(json, "removed", part->removed, part->removed_count);
        add_json_texts(json, "added", part->added, part->added_count);
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "decisions");
    for (size_t i = 0; i < difference->decision_count; i++) {
        add_json_decision(json, &difference->decisions[i]);
    }
    json_end(json);
    json_add_text(json, "situations", law_count_format(arena, difference->magnitude));
    json_add_text(json, "alike", share_text(arena, difference, difference->alike));
    json_add_text(json, "not_looked_at", share_text(arena, difference, difference->skipped));
    json_add_integer(json, "steps", (int64_t)difference->steps);
    json_add_boolean(json, "was_stopped", difference->was_stopped);
    Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}

/* ---- the command ---- */

/* Without a day, that of the newest text in the second. */
static bool newest_vintage(Arena *arena, Text path, Date *newest) {
    const LawSet *set = packs_load_paths(arena, &path, 1);
    if (set == NULL) {
        return false;
    }
    *newest = DATE_MIN;
    for (size_t i = 0; i < law_pack_count(set); i++) {
        const Date vintage = law_pack(set, i).vintage;
        *newest = vintage > *newest ? vintage : *newest;
    }
    return true;
}

static bool read_options(const Arguments *arguments, Date otherwise, ProofOptions *options,
                         Error *error) {
    int64_t steps = 0;
    *options = (ProofOptions){.accept_unverified = arguments_have(arguments, "accept-unverified")};
    if (!arguments_date(arguments, "as-of", otherwise, &options->as_of, error) ||
        !arguments_date(arguments, "known-at", options->as_of, &options->known_at, error) ||
        !arguments_number(arguments, "steps", 1, STEPS_MOST, 0, &steps, error)) {
        return false;
    }
    options->steps_max = (size_t)steps;
    return true;
}

static int run_pack_diff(Arena *arena, const Arguments *arguments) {
    ProofOptions options;
    Error error = {0};
    Date newest = 0;
    ProblemList problems = problem_list_new(arena);
    LawDifference difference;
    if (!newest_vintage(arena, arguments->places[1], &newest)) {
        return EXIT_BAD_INPUT;
    }
    if (!read_options(arguments, newest, &options, &error)) {
        return print_failure(&error);
    }
    if (!law_compare(arena, arguments->places[0], arguments->places[1], &options, &difference,
                     &problems)) {
        return print_problems(arena, &problems);
    }
    TextBuilder out = text_builder_new(arena);
    add_parts(&out, &difference);
    add_decisions(arena, &out, &difference);
    const Text text =
        arguments_have(arguments, "json") ? difference_json(arena, &difference) : text_built(&out);
    const int status = print_output(text);
    const bool is_same = difference.part_count + difference.decision_count == 0;
    return is_same ? status : EXIT_FAILED;
}

static const OptionSpec OPTIONS[] = {
    {.name = "as-of", .argument = "DATE", .help = "the law of that day; else of B's newest text"},
    {.name = "known-at", .argument = "DATE", .help = "registers as known on that day"},
    {.name = "accept-unverified", .help = "take law that is not verified as it stands"},
    {.name = "steps", .argument = "N", .help = "look at no more after so many steps"},
    {.name = "json", .help = "print JSON"},
};

const Command COMMAND_PACK_DIFF = {
    .name = "pack diff",
    .arguments = "A B",
    .argument_count = 2,
    .summary = "compare two versions of packs: what is written, and decided, otherwise",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_pack_diff,
};
