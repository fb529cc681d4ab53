/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_GIVEN_FACTS_H
#define ENTENTE_CLI_GIVEN_FACTS_H

/* Private to cli/: facts that the caller gives as NAME=VALUE. */

#include "cli/cli.h"
#include "service/service.h"

/* All values of an option, parted at commas where `splits`; `prefix` is taken off a name where the
 * user wrote it. False where a word is not of that form. */
MUST_CHECK bool given_facts_read(Arena *arena, const Arguments *arguments, const char *option,
                                 bool splits, Text prefix, const FactGiven **facts, size_t *count,
                                 Error *error);

#endif
