/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_JOB_HAND_H
#define ENTENTE_SERVER_JOB_HAND_H

/* Private to server/: a process made before any thread is, whose only work is to make and end
 * the processes in which jobs run. A job can so be ended at any moment, takes nothing of the
 * server down with it, and the server itself never forks. */

#include "base/error.h"
#include "base/text.h"
#include "server/confine.h"
#include "server/state.h"

typedef struct JobHand JobHand;

/* What the process gives up, and with it every job. */
typedef struct JobLimits {
    ConfinePlan files;
    ConfineCalls calls;
} JobLimits;

/* Makes the process. What it needs of workspace and packs is read anew for each job. Without limits
 * it gives up nothing. */
MUST_CHECK bool job_hand_start(const StateSources *sources, const JobLimits *limits, JobHand **hand,
                               Error *error);

/* Begins a job; what it says is read from `pipe`: lines "P done of stage", and last "E message",
 * or "R" and a newline followed by the result until the end. */
MUST_CHECK bool job_hand_begin(JobHand *hand, int64_t job, Text kind, Text options, int *pipe,
                               Error *error);

/* Ends a job's process, where there is one. */
void job_hand_kill(JobHand *hand, int64_t job);

/* Ends the process and all jobs. */
void job_hand_stop(JobHand *hand);

#endif
