/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <stdio.h>

/* Work shorter than this is not reported on. */
enum { QUIET_SECONDS = 2, PERCENT = 100 };

static time_t seconds_now(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void show(void *context, Text stage, size_t done, size_t of) {
    ProgressClock *clock = context;
    const time_t now = seconds_now();
    if (now - clock->start >= QUIET_SECONDS && now > clock->last && of > 0) {
        clock->last = now;
        (void)fprintf(stderr, "entente: %.*s, %zu %%\n", TEXT_ARGS(stage), PERCENT * done / of);
    }
}

ProgressClock progress_start(void) {
    return (ProgressClock){seconds_now(), 0};
}

ServiceProgress progress_of(ProgressClock *clock) {
    return (ServiceProgress){show, clock};
}
