/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include <math.h>

#include "base/json.h"
#include "law/law.h"

enum { STEPS_MOST = 1000000000, WHAT_MATTERS_SHOWN = 4 };

static const char *const VERDICTS[] = {
    [PROOF_PROVEN] = "PROVEN", [PROOF_REFUTED] = "REFUTED", [PROOF_OPEN] = "NOT PROVEN"};
static const char *const VERDICT_WORDS[] = {
    [PROOF_PROVEN] = "proven", [PROOF_REFUTED] = "refuted", [PROOF_OPEN] = "not_proven"};

static void add_witness(Arena *arena, TextBuilder *out, const Proof *proof) {
    const ProofWitness *witness = &proof->witness;
    (void)arena;
    text_add_format(out, "%s: %.*s\n",
                    proof->verdict == PROOF_PROVEN    ? "for example"
                    : proof->verdict == PROOF_REFUTED ? "refuted by"
                                                      : "open for",
                    TEXT_ARGS(witness->situation));
    text_add_format(out, "  decided again: %.*s", TEXT_ARGS(law_outcome_word(witness->outcome)));
    if (witness->has_after) {
        text_add_format(out, ", and then %.*s", TEXT_ARGS(law_outcome_word(witness->after)));
    } else if (witness->outcome == OUTCOME_UNDETERMINED) {
        text_add_format(out, ", %.*s to %.*s", TEXT_ARGS(law_outcome_word(witness->best)),
                        TEXT_ARGS(law_outcome_word(witness->worst)));
    }
    if (!text_is_empty(witness->rules)) {
        text_add_format(out, " (%.*s)", TEXT_ARGS(witness->rules));
    }
    text_add(out, TEXT("\n"));
}

static void add_facts(TextBuilder *out, const Proof *proof) {
    for (size_t i = 0; i < proof->fact_count; i++) {
        const ProofFact *fact = &proof->facts[i];
        if (fact->is_open) {
            text_add_format(out, "  %.*s is compared with another fact, and is never given\n",
                            TEXT_ARGS(fact->name));
        } else if (fact->is_set) {
            text_add_format(out, "  %.*s: any of %zu codes\n", TEXT_ARGS(fact->name),
                            fact->classes);
        } else {
            text_add_format(out, "  %.*s: %zu values in %zu classes\n", TEXT_ARGS(fact->name),
                            fact->values, fact->classes);
        }
    }
}

static Text share_text(Arena *arena, const Proof *proof, double share) {
    return share > 0 ? law_count_format(arena, proof->magnitude + log10(share)) : TEXT("0");
}

static Text proof_text(Arena *arena, const Proof *proof, bool tells_facts) {
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%s: %.*s\n", VERDICTS[proof->verdict], TEXT_ARGS(proof->statement));
    if (proof->has_witness) {
        add_witness(arena, &out, proof);
    }
    if (proof->verdict == PROOF_OPEN) {
        text_add_format(&out, "not proven: true in %.*s of %.*s situations",
                        TEXT_ARGS(share_text(arena, proof, proof->covered)),
                        TEXT_ARGS(law_count_format(arena, proof->magnitude)));
        text_add_format(&out,
                        "; up to %.*s hang on law that is not verified or facts that cannot be "
                        "told apart%s\n",
                        TEXT_ARGS(share_text(arena, proof, proof->doubtful)),
                        proof->was_stopped ? "; the search was stopped before its end" : "");
    } else {
        text_add_format(&out, "%.*s distinct situations, settled in %zu steps\n",
                        TEXT_ARGS(law_count_format(arena, proof->magnitude)), proof->steps);
    }
    if (tells_facts) {
        add_facts(&out, proof);
    }
    return text_built(&out);
}

static void add_json_witness(JsonWriter *json, const ProofWitness *witness) {
    json_begin_object(json, "witness");
    json_add_text(json, "situation", witness->situation);
    json_add_text(json, "outcome", law_outcome_word(witness->outcome));
    json_add_text(json, "best", law_outcome_word(witness->best));
    json_add_text(json, "worst", law_outcome_word(witness->worst));
    if (witness->has_after) {
        json_add_text(json, "after", law_outcome_word(witness->after));
    }
    json_add_text(json, "rules", witness->rules);
    json_end(json);
}

static Text proof_json(Arena *arena, const Proof *proof) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "statement", proof->statement);
    json_add_text(json, "verdict", text_from(VERDICT_WORDS[proof->verdict]));
    json_add_text(json, "situations", law_count_format(arena, proof->magnitude));
    json_add_text(json, "covered", share_text(arena, proof, proof->covered));
    json_add_text(json, "doubtful", share_text(arena, proof, proof->doubtful));
    json_add_integer(json, "steps", (int64_t)proof->steps);
    json_add_boolean(json, "was_stopped", proof->was_stopped);
    if (proof->has_witness) {
        add_json_witness(json, &proof->witness);
    }
    json_begin_array(json, "facts");
    for (size_t i = 0; i < proof->fact_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "name", proof->facts[i].name);
        json_add_integer(json, "values", (int64_t)proof->facts[i].values);
        json_add_integer(json, "classes", (int64_t)proof->facts[i].classes);
        json_add_boolean(json, "is_set", proof->facts[i].is_set);
        json_end(json);
    }
    json_end(json);
    Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}

static bool read_options(Arena *arena, const Arguments *arguments, ProofOptions *options,
                         Error *error) {
    int64_t steps = 0;
    Text *reforms = NULL;
    *options = (ProofOptions){.accept_unverified = arguments_have(arguments, "accept-unverified")};
    options->reform_count = arguments_values(arena, arguments, "reform", false, &reforms);
    options->reforms = reforms;
    if (!arguments_days(arguments, &options->as_of, &options->known_at, error) ||
        !arguments_number(arguments, "steps", 1, STEPS_MOST, 0, &steps, error)) {
        return false;
    }
    options->steps_max = (size_t)steps;
    return true;
}

/* The last place is the statement. */
static int run_pack_prove(Arena *arena, const Arguments *arguments) {
    ProofOptions options;
    Error error = {0};
    ProblemList problems = problem_list_new(arena);
    Proof proof;
    if (!read_options(arena, arguments, &options, &error)) {
        return print_failure(&error);
    }
    const size_t last = arguments->place_count - 1;
    if (!law_prove(arena, arguments->places, last, arguments->places[last], &options, &proof,
                   &problems)) {
        return print_problems(arena, &problems);
    }
    const Text text = arguments_have(arguments, "json")
                          ? proof_json(arena, &proof)
                          : proof_text(arena, &proof, arguments_have(arguments, "facts"));
    const int status = print_output(text);
    return proof.verdict == PROOF_PROVEN ? status : EXIT_FAILED;
}

static const OptionSpec OPTIONS[] = {
    {.name = "as-of", .argument = "DATE", .help = "the law of that day", .is_required = true},
    {.name = "known-at", .argument = "DATE", .help = "registers as known on that day"},
    {.name = "reform",
     .argument = "NAME",
     .help = "a reform in force, by name or file",
     .repeats = true},
    {.name = "accept-unverified", .help = "take law that is not verified as it stands"},
    {.name = "steps", .argument = "N", .help = "give up after so many steps"},
    {.name = "facts", .help = "tell how many values and classes each fact has"},
    {.name = "json", .help = "print JSON"},
};

const Command COMMAND_PACK_PROVE = {
    .name = "pack prove",
    .arguments = "DIR... STATEMENT",
    .argument_count = 2,
    .takes_more = true,
    .summary = "say whether a statement is true of every situation, with a witness",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_pack_prove,
};
