/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "sharing/sharing.h"

static const OptionSpec PARSE_OPTIONS[] = {
    {"file", NULL, "LABEL is the name of a file that holds it", false, false},
    {"json", NULL, "as JSON, with every form", false, false},
};

static const OptionSpec RENDER_OPTIONS[] = {
    {"as", "FORM", "banner, portion, dod (a CUI block) or xml (STANAG 4774)", true, false},
    {"file", NULL, "LABEL is the name of a file that holds it", false, false},
};

static const OptionSpec ROLLUP_OPTIONS[] = {
    {"json", NULL, "as JSON, with every form", false, false},
};

static bool read_label(Arena *arena, const Arguments *arguments, Text word, Label *label,
                       Error *error) {
    Text text = word;
    if (arguments_have(arguments, "file") &&
        !file_read(arena, word, LABEL_BYTES_MAX, &text, error)) {
        return false;
    }
    return label_parse(arena, text, label, error);
}

/* A line for each thing that the label says. */
static Text label_text(Arena *arena, const Label *label) {
    TextBuilder out = text_builder_new(arena);
    const Text banner = label_format(arena, label, LABEL_FORM_BANNER);
    const Text portion = label_format(arena, label, LABEL_FORM_PORTION);
    text_add_format(&out, "%.*s\n", TEXT_ARGS(banner));
    text_add_format(&out, "  portion: %.*s\n", TEXT_ARGS(portion));
    text_add_format(&out, "  policy: %.*s%s\n", TEXT_ARGS(label->policy),
                    label->is_joint ? ", joint" : "");
    text_add_format(&out, "  classification: %.*s%s\n", TEXT_ARGS(label_level_word(label->level)),
                    label->is_cui ? ", controlled unclassified information" : "");
    if (label->is_no_foreign) {
        text_add(&out, TEXT("  releasable: to no foreign national\n"));
    }
    for (size_t set = 0; set < LABEL_SET_COUNT; set++) {
        const LabelValues values = label->sets[set];
        for (size_t i = 0; i < values.count; i++) {
            text_add_format(&out, "%s%.*s%s%.*s", i > 0 ? "" : "  ",
                            i > 0 ? 0 : (int)label_set_word((LabelSet)set).length,
                            label_set_word((LabelSet)set).bytes, i > 0 ? ", " : ": ",
                            TEXT_ARGS(values.items[i]));
        }
        text_add(&out, values.count > 0 ? TEXT("\n") : TEXT(""));
    }
    return text_built(&out);
}

static int run_parse(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    Label label;
    if (!read_label(arena, arguments, arguments->places[0], &label, &error)) {
        return print_failure(&error);
    }
    return print_output(arguments_have(arguments, "json") ? label_json(arena, &label, NULL, 0)
                                                          : label_text(arena, &label));
}

static int run_render(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    Label label;
    LabelForm form = LABEL_FORM_BANNER;
    const Text word = arguments_value(arguments, "as");
    if (!label_form_parse(word, &form)) {
        (void)error_set(&error, ERROR_INVALID,
                        "`--as` is `%.*s`; there are banner, portion, dod and xml",
                        TEXT_ARGS(word));
        return print_failure(&error);
    }
    if (!read_label(arena, arguments, arguments->places[0], &label, &error)) {
        return print_failure(&error);
    }
    const Text text = text_trim(label_format(arena, &label, form));
    return print_output(text_format(arena, "%.*s\n", TEXT_ARGS(text)));
}

static Text rollup_text(Arena *arena, const Label *whole, const LabelRule *rules, size_t count) {
    TextBuilder out = text_builder_new(arena);
    const Text banner = label_format(arena, whole, LABEL_FORM_BANNER);
    text_add_format(&out, "%.*s\n", TEXT_ARGS(banner));
    for (size_t i = 0; i < count; i++) {
        text_add_format(&out, "  %.*s [%.*s%s]\n", TEXT_ARGS(rules[i].what),
                        TEXT_ARGS(rules[i].citation), rules[i].is_verified ? "" : "; not verified");
    }
    return text_built(&out);
}

static int run_rollup(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    Label *labels = ARENA_MANY(arena, Label, arguments->place_count);
    Label whole;
    const LabelRule *rules = NULL;
    size_t rule_count = 0;
    for (size_t i = 0; i < arguments->place_count; i++) {
        if (!read_label(arena, arguments, arguments->places[i], &labels[i], &error)) {
            return print_failure(&error);
        }
    }
    if (!label_roll_up(arena, labels, arguments->place_count, &whole, &rules, &rule_count,
                       &error)) {
        return print_failure(&error);
    }
    return print_output(arguments_have(arguments, "json")
                            ? label_json(arena, &whole, rules, rule_count)
                            : rollup_text(arena, &whole, rules, rule_count));
}

const Command COMMAND_LABEL_PARSE = {
    .name = "label parse",
    .arguments = "LABEL",
    .argument_count = 1,
    .summary = "a label in any form: what it says, and every other form of it",
    .options = PARSE_OPTIONS,
    .option_count = sizeof(PARSE_OPTIONS) / sizeof(PARSE_OPTIONS[0]),
    .run = run_parse,
};

const Command COMMAND_LABEL_RENDER = {
    .name = "label render",
    .arguments = "LABEL",
    .argument_count = 1,
    .summary = "a label in one form",
    .options = RENDER_OPTIONS,
    .option_count = sizeof(RENDER_OPTIONS) / sizeof(RENDER_OPTIONS[0]),
    .run = run_render,
};

const Command COMMAND_LABEL_ROLLUP = {
    .name = "label rollup",
    .arguments = "LABEL...",
    .argument_count = 1,
    .takes_more = true,
    .summary = "the label of what holds all of them, with the rules that make it",
    .options = ROLLUP_OPTIONS,
    .option_count = sizeof(ROLLUP_OPTIONS) / sizeof(ROLLUP_OPTIONS[0]),
    .run = run_rollup,
};
