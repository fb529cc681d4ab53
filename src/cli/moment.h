/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_MOMENT_H
#define ENTENTE_CLI_MOMENT_H

/* Private to cli/: when a command runs and for whom, as the audit chain records it. */

#include "cli/cli.h"
#include "service/service.h"

#define WHO_OPTION                                                                                 \
    { "who", "NAME", "who does this, for the audit chain; your login name otherwise", false, false }

/* The system's clock, and `--who` or the user's login name. */
ServiceMoment moment_now(Arena *arena, const Arguments *arguments);

/* The day it is, UTC: the clock is read here and nowhere below. */
Date moment_today(void);

#endif
