/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_CLI_H
#define ENTENTE_CLI_CLI_H

/* The program `entente`: a table of commands, each with a table of its options. A
 * command reads its words into Arguments, does one job of service/ and prints; exit
 * status 0 is done, 1 a failure or a test that failed, 2 input that the user can mend. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_BAD_INPUT = 2 };

typedef struct OptionSpec {
    const char *name;     /* without the dashes */
    const char *argument; /* what it takes, for help; NULL: nothing */
    const char *help;
    bool is_required;
    bool repeats;
} OptionSpec;

typedef struct Arguments Arguments;

typedef struct Command {
    const char *name;      /* "check", "pack test" */
    const char *arguments; /* "WORKSPACE", or "" */
    size_t argument_count;
    size_t optional_count; /* so many more may be given; empty where they are not */
    bool takes_more;       /* at least so many */
    const char *summary;
    const OptionSpec *options;
    size_t option_count;
    bool shares_ranks; /* under mpirun every rank works at it; others are left to the first rank */
    int (*run)(Arena *arena, const Arguments *arguments);
} Command;

struct Arguments {
    const Command *command;
    const Text *places; /* argument_count of them and optional_count, or more where it takes more */
    size_t place_count;
    Array given; /* of GivenOption */
};

/* The commands there are. */
extern const Command COMMAND_ACCESS;
extern const Command COMMAND_ASSESS;
extern const Command COMMAND_AUDIT_EXPORT;
extern const Command COMMAND_AUDIT_REPLAY;
extern const Command COMMAND_AUDIT_VERIFY;
extern const Command COMMAND_ASSESS_BASE;
extern const Command COMMAND_ASSESS_SCHEME;
extern const Command COMMAND_CHECK;
extern const Command COMMAND_EXPORT;
extern const Command COMMAND_IMPORT;
extern const Command COMMAND_INIT;
extern const Command COMMAND_REFORM;
extern const Command COMMAND_REPORT;
extern const Command COMMAND_SCREEN;
extern const Command COMMAND_SERVE;
extern const Command COMMAND_STRESS;
extern const Command COMMAND_VALIDATE;
extern const Command COMMAND_DISPOSITION;
extern const Command COMMAND_DISPOSITIONS;
extern const Command COMMAND_LIST_IMPORT;
extern const Command COMMAND_LIST_REFRESH;
extern const Command COMMAND_LIST_STATUS;
extern const Command COMMAND_MATRIX;
extern const Command COMMAND_OSCAL;
extern const Command COMMAND_EXPORTABILITY;
extern const Command COMMAND_OFFERS;
extern const Command COMMAND_PROGRAMME;
extern const Command COMMAND_SOURCE;
extern const Command COMMAND_PACK_CHECK;
extern const Command COMMAND_PACK_TEST;
extern const Command COMMAND_PACK_FACTS;
extern const Command COMMAND_PACK_COVERAGE;
extern const Command COMMAND_PACK_DIFF;
extern const Command COMMAND_PACK_PROVE;
extern const Command COMMAND_SEAL;
extern const Command COMMAND_OPEN;
extern const Command COMMAND_INSPECT;
extern const Command COMMAND_LABEL_PARSE;
extern const Command COMMAND_LABEL_RENDER;
extern const Command COMMAND_LABEL_ROLLUP;
extern const Command COMMAND_KEY_MAKE;
extern const Command COMMAND_KEY_SHOW;
extern const Command COMMAND_LEASE;

/* Reads the words after the command's name. */
MUST_CHECK bool arguments_parse(Arena *arena, const Command *command, char *const *words,
                                size_t word_count, Arguments *arguments, Error *error);

bool arguments_have(const Arguments *arguments, const char *option);
/* The option's last value; empty where it was not given. */
Text arguments_value(const Arguments *arguments, const char *option);
/* All values, split at commas where `splits`. */
size_t arguments_values(Arena *arena, const Arguments *arguments, const char *option, bool splits,
                        Text **values);
/* A date option; `otherwise` where it was not given. */
MUST_CHECK bool arguments_date(const Arguments *arguments, const char *option, Date otherwise,
                               Date *date, Error *error);
MUST_CHECK bool arguments_number(const Arguments *arguments, const char *option, int64_t least,
                                 int64_t most, int64_t otherwise, int64_t *number, Error *error);

/* Writes a file beside what is printed; of several ranks the first alone does. */
MUST_CHECK bool print_file(Text path, Text content, Error *error);

/* The day whose law decides, `--as-of`, and that of lists and registers, `--known-at`: the same
 * where it was not given. */
MUST_CHECK bool arguments_days(const Arguments *arguments, Date *as_of, Date *known_at,
                               Error *error);
/* Of routes' days: the median where `--quantile` was not given. */
MUST_CHECK bool arguments_quantile(const Arguments *arguments, unsigned *quantile, Error *error);

/* Prints and gives the exit status. */
int print_output(Text text);
int print_failure(const Error *error);
int print_problems(Arena *arena, const ProblemList *problems);

/* What a command takes, for `help` and after a mistake. */
Text command_usage(Arena *arena, const Command *command);

#endif
