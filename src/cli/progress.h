/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_PROGRESS_H
#define ENTENTE_CLI_PROGRESS_H

/* Private to cli/: a line on stderr each second for work that takes longer than two. */

#include <time.h>

#include "service/service.h"

typedef struct ProgressClock {
    time_t start;
    time_t last;
} ProgressClock;

ProgressClock progress_start(void);
/* What service/ calls; the clock must outlive it. */
ServiceProgress progress_of(ProgressClock *clock);

#endif
