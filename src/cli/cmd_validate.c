/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"
#include "cli/workspace.h"

static const OptionSpec OPTIONS[] = {
    {"as-of", "DATE", "the day on which levers are begun", true, false},
    WORKSPACE_PACKS_OPTION,
};

static int run_validate(Arena *arena, const Arguments *arguments) {
    const Workspace *workspace = NULL;
    Date as_of = 0;
    Date known_at = 0;
    Error error = {0};
    if (!arguments_days(arguments, &as_of, &known_at, &error)) {
        return print_failure(&error);
    }
    const LawSet *set = workspace_and_packs(arena, arguments, &workspace);
    ProblemList problems = problem_list_new(arena);
    if (set == NULL) {
        return EXIT_BAD_INPUT;
    }
    return service_validate_levers(arena, workspace, set, as_of, &problems)
               ? print_output(service_validation_text(arena, workspace, set))
               : print_problems(arena, &problems);
}

const Command COMMAND_VALIDATE = {
    .name = "validate",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "a workspace and its law, before any run: everything that is wrong with them",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_validate,
};
