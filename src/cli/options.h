/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_OPTIONS_H
#define ENTENTE_CLI_OPTIONS_H

/* Private to cli/: options that many commands take, each said in one way. */

#define ACCEPT_UNVERIFIED_OPTION                                                                   \
    {                                                                                              \
        "accept-unverified", NULL, "count on law that was not verified; the output says so",       \
            false, false                                                                           \
    }

#define JSON_OPTION                                                                                \
    { "json", NULL, "as JSON", false, false }

#define KNOWN_AT_OPTION                                                                            \
    {                                                                                              \
        "known-at", "DATE",                                                                        \
            "the day whose lists and registers are used; the as-of date otherwise", false, false   \
    }

/* Of a command that plans over weeks from that day on. */
#define PLAN_AS_OF_OPTION                                                                          \
    { "as-of", "DATE", "the first day of the plan, and the day whose law decides", true, false }

#define QUANTILE_OPTION                                                                            \
    { "quantile", "N", "of routes' days: 50 is the median", false, false }

/* A command that takes packs takes this too. */
#define REFORM_OPTION                                                                              \
    {                                                                                              \
        "reform", "FILE", "law as it would be: a file of reforms, or the name of a pack's own",    \
            false, true                                                                            \
    }

#define WORKSPACE_PACKS_OPTION                                                                     \
    { "packs", "DIR[,DIR...]", "packs to use instead of those the workspace names", false, true }

#endif
