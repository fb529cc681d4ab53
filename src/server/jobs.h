/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_JOBS_H
#define ENTENTE_SERVER_JOBS_H

/* Private to server/: work that takes long, with its progress and its end. So many run at a time,
 * the others wait; results are kept until newer jobs need their place. Any thread may call this. */

#include "server/job_hand.h"
#include "service/service.h"

typedef struct Jobs Jobs;

enum { JOBS_KEPT_MAX = 64, JOB_RESULT_BYTES_MAX = 64 << 20 };

typedef enum JobState { JOB_QUEUED, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED } JobState;

Text job_state_word(JobState state);

typedef struct JobView {
    int64_t id;
    Text kind;
    Text options; /* JSON as it was sent; or empty */
    Text owner;
    JobState state;
    size_t done; /* of `total`; 0 of 0: nothing said yet */
    size_t total;
    Text stage;
    Text message; /* of one that failed */
    int64_t made_ms;
} JobView;

Jobs *jobs_new(JobHand *hand, unsigned at_once);
/* Cancels what is left. */
void jobs_free(Jobs *jobs);

/* ERROR_LIMIT where as many as are kept still wait or run. */
MUST_CHECK bool jobs_add(Jobs *jobs, Text kind, Text options, Text owner, int64_t now_ms,
                         int64_t *id, Error *error);

/* All, the newest first; texts are copied. */
size_t jobs_list(Arena *arena, Jobs *jobs, const JobView **views);
bool jobs_find(Arena *arena, Jobs *jobs, int64_t id, JobView *view);
/* The result of one that is done. */
bool jobs_result(Arena *arena, Jobs *jobs, int64_t id, Text *json);
/* False where there is no such job. What has ended stays as it is. */
bool jobs_cancel(Jobs *jobs, int64_t id);

/* How many there are in a state. */
size_t jobs_count(Jobs *jobs, JobState state);

#endif
