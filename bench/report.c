/* SPDX-License-Identifier: Apache-2.0 */

/* How long the main job takes, stage by stage, and how much memory:
 *   bench-report WORKSPACE AS-OF
 * A run is a process's whole work: read the workspace and the packs, decide, solve, price,
 * write. The median of RUNS is printed, and the peak of memory over all of them. */

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "service/service.h"

enum { RUNS = 5, MICROSECONDS = 1000000, NANOSECONDS_A_MICROSECOND = 1000 };
enum { STAGE_READ, STAGE_LAW, STAGE_REPORT, STAGE_WRITE, STAGE_COUNT };

static const char *const STAGE_NAMES[] = {"read workspace", "read packs", "decide, solve, price",
                                          "write text, JSON, page"};

typedef int64_t Times[STAGE_COUNT];

static int64_t now(void) {
    struct timespec time = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * MICROSECONDS + time.tv_nsec / NANOSECONDS_A_MICROSECOND;
}

static bool run_once(Text folder, Date as_of, Times times, size_t *lanes) {
    Arena *arena = arena_new();
    ProblemList problems = problem_list_new(arena);
    Error error = {0};
    const int64_t start = now();
    const Workspace *workspace = workspace_load(arena, folder, &problems);
    const int64_t read = now();
    const Text *paths = NULL;
    const LawSet *set = NULL;
    if (workspace != NULL) {
        const size_t count = service_workspace_packs(arena, workspace, &paths);
        set = law_load(arena, paths, count, &problems);
    }
    const int64_t law = now();
    const ReportOptions options = {.as_of = as_of, .known_at = as_of, .quantile = 50, .top = 10};
    Report report;
    const bool is_done =
        set != NULL && service_report(arena, workspace, set, &options, &report, &error);
    const int64_t reported = now();
    if (is_done) {
        (void)service_report_text(arena, &report, NULL);
        (void)service_report_json(arena, &report, NULL);
        (void)service_report_html(arena, &report, NULL);
        times[STAGE_READ] = read - start;
        times[STAGE_LAW] = law - read;
        times[STAGE_REPORT] = reported - law;
        times[STAGE_WRITE] = now() - reported;
        *lanes = workspace->lane_count;
    } else {
        (void)fprintf(stderr, "%s%s\n", problem_format(arena, &problems, 5).bytes, error.message);
    }
    arena_free(arena);
    return is_done;
}

static int compare_times(const void *a, const void *b) {
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static int64_t median(Times *runs, size_t stage) {
    int64_t values[RUNS];
    for (size_t i = 0; i < RUNS; i++) {
        values[i] = runs[i][stage];
    }
    qsort(values, RUNS, sizeof(values[0]), compare_times);
    return values[RUNS / 2];
}

int main(int count, char **words) {
    Date as_of = 0;
    if (count != 3 || !date_parse(text_from(words[2]), &as_of)) {
        (void)fprintf(stderr, "usage: bench-report WORKSPACE AS-OF\n");
        return 2;
    }
    Times runs[RUNS];
    size_t lanes = 0;
    for (size_t i = 0; i < RUNS; i++) {
        if (!run_once(text_from(words[1]), as_of, runs[i], &lanes)) {
            return 2;
        }
    }
    int64_t total = 0;
    for (size_t stage = 0; stage < STAGE_COUNT; stage++) {
        const int64_t time = median(runs, stage);
        (void)printf("%-24s %9.1f ms\n", STAGE_NAMES[stage], (double)time / 1000);
        total += time;
    }
    struct rusage usage = {0};
    (void)getrusage(RUSAGE_SELF, &usage);
    (void)printf("%-24s %9.1f ms   (%zu lanes, median of %d runs)\n", "together",
                 (double)total / 1000, lanes, RUNS);
    (void)printf("%-24s %9.1f MB\n", "peak memory", (double)usage.ru_maxrss / 1024);
    return 0;
}
