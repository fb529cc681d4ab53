/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BENCH_MOMENT_H
#define ENTENTE_BENCH_MOMENT_H

/* Moments of a measurement, in seconds of the processor and of the clock. */

#include <sys/resource.h>
#include <time.h>

typedef struct Moment {
    double processor;
    double clock;
} Moment;

static inline double seconds_of(clockid_t which) {
    struct timespec time = {0};
    (void)clock_gettime(which, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* The processor's seconds are those of all processes that took part. */
static inline Moment now(void) {
    struct rusage children;
    (void)getrusage(RUSAGE_CHILDREN, &children);
    const double others = (double)(children.ru_utime.tv_sec + children.ru_stime.tv_sec) +
                          (double)(children.ru_utime.tv_usec + children.ru_stime.tv_usec) * 1e-6;
    return (Moment){seconds_of(CLOCK_PROCESS_CPUTIME_ID) + others, seconds_of(CLOCK_MONOTONIC)};
}

#endif
