/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/cli.h"

enum { QUANTILE_MEDIAN = 50 };

typedef struct GivenOption {
    const OptionSpec *spec;
    Text value;
} GivenOption;

static const OptionSpec *find_option(const Command *command, Text name) {
    for (size_t i = 0; i < command->option_count; i++) {
        if (text_equals(text_from(command->options[i].name), name)) {
            return &command->options[i];
        }
    }
    return NULL;
}

static bool refuse_option(const Command *command, Text name, Error *error) {
    size_t best = 4;
    const char *nearest = NULL;
    for (size_t i = 0; i < command->option_count; i++) {
        const size_t distance = text_distance(text_from(command->options[i].name), name);
        if (distance < best) {
            best = distance;
            nearest = command->options[i].name;
        }
    }
    if (nearest != NULL) {
        return error_set(error, ERROR_INVALID, "`entente %s` has no `--%.*s`; did you mean `--%s`?",
                         command->name, TEXT_ARGS(name), nearest);
    }
    return error_set(error, ERROR_INVALID, "`entente %s` has no `--%.*s`; see `entente help %s`",
                     command->name, TEXT_ARGS(name), command->name);
}

/* What stands before an option's name: one dash where the name is one letter. */
static const char *dashes(const char *name) {
    return strlen(name) == 1 ? "-" : "--";
}

static bool is_letter_option(Text word) {
    return word.length == 2 && word.bytes[0] == '-' && word.bytes[1] >= 'a' && word.bytes[1] <= 'z';
}

/* --name VALUE, --name=VALUE or --name; -n VALUE. */
static bool parse_option(Arguments *arguments, char *const *words, size_t word_count, size_t *at,
                         Error *error) {
    const Command *command = arguments->command;
    const Text word = text_from(words[*at]);
    Text value = text_slice(word, is_letter_option(word) ? 1 : 2, word.length);
    Text name = {0};
    (void)text_split(&value, '=', &name);
    const OptionSpec *spec = find_option(command, name);
    if (spec == NULL) {
        return refuse_option(command, name, error);
    }
    const bool has_value = value.bytes != NULL;
    if (spec->argument == NULL && has_value) {
        return error_set(error, ERROR_INVALID, "`--%s` takes no value", spec->name);
    }
    if (spec->argument != NULL && !has_value) {
        if (*at + 1 == word_count) {
            return error_set(error, ERROR_INVALID, "`%s%s` needs a value: %s", dashes(spec->name),
                             spec->name, spec->argument);
        }
        *at += 1;
        value = text_from(words[*at]);
    }
    if (!spec->repeats && arguments_have(arguments, spec->name)) {
        return error_set(error, ERROR_INVALID, "`%s%s` is given twice", dashes(spec->name),
                         spec->name);
    }
    GivenOption *given = array_add(&arguments->given);
    *given = (GivenOption){spec, spec->argument == NULL ? (Text){0} : value};
    return true;
}

static bool check_required(const Arguments *arguments, size_t place_count, Error *error) {
    const Command *command = arguments->command;
    if (place_count < command->argument_count) {
        return error_set(error, ERROR_INVALID, "`entente %s` needs %s; see `entente help %s`",
                         command->name, command->arguments, command->name);
    }
    for (size_t i = 0; i < command->option_count; i++) {
        const OptionSpec *spec = &command->options[i];
        if (spec->is_required && !arguments_have(arguments, spec->name)) {
            return error_set(error, ERROR_INVALID, "`entente %s` needs `%s%s %s`: %s",
                             command->name, dashes(spec->name), spec->name, spec->argument,
                             spec->help);
        }
    }
    return true;
}

bool arguments_parse(Arena *arena, const Command *command, char *const *words, size_t word_count,
                     Arguments *arguments, Error *error) {
    const size_t place_most = command->argument_count + command->optional_count;
    Text *places = ARENA_MANY(arena, Text, word_count + place_most);
    size_t place_count = 0;
    *arguments = (Arguments){
        .command = command, .places = places, .given = array_new(arena, sizeof(GivenOption))};
    for (size_t i = 0; i < word_count; i++) {
        const Text word = text_from(words[i]);
        if (!text_is_utf8(word)) {
            return error_set(error, ERROR_INVALID, "an argument is not UTF-8");
        }
        if (text_starts_with(word, TEXT("--")) || is_letter_option(word)) {
            if (!parse_option(arguments, words, word_count, &i, error)) {
                return false;
            }
        } else if (place_count == place_most && !command->takes_more) {
            return error_set(error, ERROR_INVALID, "`%.*s` is one argument too many",
                             TEXT_ARGS(word));
        } else {
            places[place_count++] = word;
        }
    }
    arguments->place_count = place_count;
    return check_required(arguments, place_count, error);
}

static const GivenOption *last_given(const Arguments *arguments, const char *option) {
    for (size_t i = arguments->given.count; i-- > 0;) {
        const GivenOption *given = array_at(&arguments->given, i);
        if (strcmp(given->spec->name, option) == 0) {
            return given;
        }
    }
    return NULL;
}

bool arguments_have(const Arguments *arguments, const char *option) {
    return last_given(arguments, option) != NULL;
}

Text arguments_value(const Arguments *arguments, const char *option) {
    const GivenOption *given = last_given(arguments, option);
    return given == NULL ? (Text){0} : given->value;
}

size_t arguments_values(Arena *arena, const Arguments *arguments, const char *option, bool splits,
                        Text **values) {
    Array found = array_new(arena, sizeof(Text));
    for (size_t i = 0; i < arguments->given.count; i++) {
        const GivenOption *given = array_at(&arguments->given, i);
        if (strcmp(given->spec->name, option) != 0) {
            continue;
        }
        Text rest = given->value;
        Text piece = {0};
        while (splits && text_split(&rest, ',', &piece)) {
            *(Text *)array_add(&found) = text_trim(piece);
        }
        if (!splits) {
            *(Text *)array_add(&found) = given->value;
        }
    }
    *values = ARRAY_ITEMS(Text, &found);
    return found.count;
}

bool arguments_date(const Arguments *arguments, const char *option, Date otherwise, Date *date,
                    Error *error) {
    const GivenOption *given = last_given(arguments, option);
    *date = otherwise;
    if (given != NULL && !date_parse(given->value, date)) {
        return error_set(error, ERROR_INVALID,
                         "`--%s` is `%.*s`, which is no date; write it as 2026-11-23", option,
                         TEXT_ARGS(given->value));
    }
    return true;
}

bool arguments_number(const Arguments *arguments, const char *option, int64_t least, int64_t most,
                      int64_t otherwise, int64_t *number, Error *error) {
    const GivenOption *given = last_given(arguments, option);
    *number = otherwise;
    if (given != NULL &&
        (!text_parse_integer(given->value, number) || *number < least || *number > most)) {
        return error_set(error, ERROR_INVALID,
                         "`--%s` is `%.*s`; it takes a whole number from %lld to %lld", option,
                         TEXT_ARGS(given->value), (long long)least, (long long)most);
    }
    return true;
}

bool arguments_days(const Arguments *arguments, Date *as_of, Date *known_at, Error *error) {
    return arguments_date(arguments, "as-of", 0, as_of, error) &&
           arguments_date(arguments, "known-at", *as_of, known_at, error);
}

bool arguments_quantile(const Arguments *arguments, unsigned *quantile, Error *error) {
    int64_t given = 0;
    if (!arguments_number(arguments, "quantile", 1, 99, QUANTILE_MEDIAN, &given, error)) {
        return false;
    }
    *quantile = (unsigned)given;
    return true;
}

static void add_option_help(TextBuilder *out, const OptionSpec *spec) {
    text_add_format(out, "  %s%s%s%s", dashes(spec->name), spec->name,
                    spec->argument == NULL ? "" : " ",
                    spec->argument == NULL ? "" : spec->argument);
    const size_t width = strlen(dashes(spec->name)) + strlen(spec->name) + 2 +
                         (spec->argument == NULL ? 0 : 1 + strlen(spec->argument));
    text_add_repeated(out, ' ', width < 34 ? 34 - width : 1);
    text_add_format(out, "%s%s%s\n", spec->help, spec->is_required ? " (needed)" : "",
                    spec->repeats ? " (may be repeated)" : "");
}

Text command_usage(Arena *arena, const Command *command) {
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "entente %s%s%s%s\n\n%s\n", command->name,
                    command->argument_count > 0 ? " " : "", command->arguments,
                    command->option_count > 0 ? " [options]" : "", command->summary);
    if (command->option_count > 0) {
        text_add_character(&out, '\n');
    }
    for (size_t i = 0; i < command->option_count; i++) {
        add_option_help(&out, &command->options[i]);
    }
    return text_built(&out);
}
