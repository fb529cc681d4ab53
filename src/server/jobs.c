/* SPDX-License-Identifier: Apache-2.0 */
#include "server/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include "server/workers.h"

enum { READ_BYTES = 64 << 10, LINE_BYTES_MAX = 4096 };

/* A job, in an arena of its own. */
typedef struct Job {
    Arena *arena; /* NULL: a free place */
    JobView view;
    Text result;
    bool is_cancelled;
} Job;

struct Jobs {
    Arena *arena;
    JobHand *hand;
    Workers *workers;
    pthread_mutex_t lock; /* of all that follows */
    Job places[JOBS_KEPT_MAX];
    int64_t last_id;
};

static const Text STATE_WORDS[] = {
    [JOB_QUEUED] = {"queued", 6}, [JOB_RUNNING] = {"running", 7},     [JOB_DONE] = {"done", 4},
    [JOB_FAILED] = {"failed", 6}, [JOB_CANCELLED] = {"cancelled", 9},
};

Text job_state_word(JobState state) {
    return STATE_WORDS[state];
}

static bool has_ended(const Job *job) {
    return job->view.state >= JOB_DONE;
}

static Job *find_job(Jobs *jobs, int64_t id) {
    for (size_t i = 0; i < JOBS_KEPT_MAX; i++) {
        if (jobs->places[i].arena != NULL && jobs->places[i].view.id == id) {
            return &jobs->places[i];
        }
    }
    return NULL;
}

/* ---- what a job's process says ---- */

/* What has been read of a job's pipe. */
typedef struct Listening {
    Jobs *jobs;
    Job *job;
    Arena *arena; /* of the result while it comes */
    TextBuilder line;
    TextBuilder result;
    bool is_result;
    bool is_too_long;
} Listening;

static void set_state(Listening *listening, JobState state, Text message) {
    Job *job = listening->job;
    (void)pthread_mutex_lock(&listening->jobs->lock);
    job->view.state = job->is_cancelled ? JOB_CANCELLED : state;
    job->view.message = text_copy(job->arena, message);
    (void)pthread_mutex_unlock(&listening->jobs->lock);
}

/* "P done of stage" */
static void take_progress(Listening *listening, Text line) {
    Text rest = line;
    Text word = {0};
    int64_t done = 0;
    int64_t of = 0;
    (void)text_split(&rest, ' ', &word);
    if (!text_split(&rest, ' ', &word) || !text_parse_integer(word, &done) ||
        !text_split(&rest, ' ', &word) || !text_parse_integer(word, &of) || done < 0 || of < 0) {
        return;
    }
    Job *job = listening->job;
    (void)pthread_mutex_lock(&listening->jobs->lock);
    job->view.done = (size_t)done;
    job->view.total = (size_t)of;
    if (!text_equals(job->view.stage, rest)) {
        job->view.stage = text_copy(job->arena, rest);
    }
    (void)pthread_mutex_unlock(&listening->jobs->lock);
}

static void take_line(Listening *listening) {
    const Text line = text_built(&listening->line);
    if (text_equals(line, TEXT("R"))) {
        listening->is_result = true;
    } else if (text_starts_with(line, TEXT("E "))) {
        set_state(listening, JOB_FAILED, text_slice(line, 2, line.length));
    } else if (text_starts_with(line, TEXT("P "))) {
        take_progress(listening, line);
    }
    listening->line.length = 0;
}

static void take_bytes(Listening *listening, Text bytes) {
    size_t i = 0;
    for (; i < bytes.length && !listening->is_result; i++) {
        if (bytes.bytes[i] == '\n') {
            take_line(listening);
        } else if (listening->line.length < LINE_BYTES_MAX) {
            text_add_character(&listening->line, bytes.bytes[i]);
        }
    }
    if (listening->result.length + bytes.length - i > JOB_RESULT_BYTES_MAX) {
        listening->is_too_long = true;
    } else if (listening->is_result) {
        text_add(&listening->result, text_slice(bytes, i, bytes.length));
    }
}

static void listen_to(Listening *listening, int pipe) {
    char *bytes = arena_allocate(listening->arena, READ_BYTES);
    for (;;) {
        const ssize_t count = read(pipe, bytes, READ_BYTES);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return;
        }
        take_bytes(listening, (Text){bytes, (size_t)count});
    }
}

static bool has_failed(const Listening *listening) {
    (void)pthread_mutex_lock(&listening->jobs->lock);
    const bool is_failed = listening->job->view.state == JOB_FAILED;
    (void)pthread_mutex_unlock(&listening->jobs->lock);
    return is_failed;
}

static void close_job(Listening *listening) {
    Job *job = listening->job;
    if (has_failed(listening)) {
        return;
    }
    if (listening->is_too_long) {
        set_state(listening, JOB_FAILED, TEXT("the result is larger than a job may keep"));
    } else if (!listening->is_result || listening->result.length == 0) {
        set_state(listening, JOB_FAILED, TEXT("the job's process ended before it was done"));
    } else {
        (void)pthread_mutex_lock(&listening->jobs->lock);
        job->result = text_copy(job->arena, text_built(&listening->result));
        (void)pthread_mutex_unlock(&listening->jobs->lock);
        set_state(listening, JOB_DONE, (Text){0});
    }
}

/* ---- a job's life ---- */

static bool start_job(Jobs *jobs, Job *job) {
    (void)pthread_mutex_lock(&jobs->lock);
    const bool is_wanted = !job->is_cancelled;
    job->view.state = is_wanted ? JOB_RUNNING : JOB_CANCELLED;
    (void)pthread_mutex_unlock(&jobs->lock);
    return is_wanted;
}

static void run_job(void *context, void *work) {
    Jobs *jobs = context;
    Job *job = work;
    if (!start_job(jobs, job)) {
        return;
    }
    Arena *arena CLEANUP(arena_close) = arena_new();
    Listening listening = {.jobs = jobs,
                           .job = job,
                           .arena = arena,
                           .line = text_builder_new(arena),
                           .result = text_builder_new(arena)};
    int pipe = -1;
    Error error = {0};
    if (!job_hand_begin(jobs->hand, job->view.id, job->view.kind, job->view.options, &pipe,
                        &error)) {
        set_state(&listening, JOB_FAILED, text_from(error.message));
        return;
    }
    if (job->is_cancelled) {
        job_hand_kill(jobs->hand, job->view.id);
    }
    listen_to(&listening, pipe);
    (void)close(pipe);
    close_job(&listening);
}

Jobs *jobs_new(JobHand *hand, unsigned at_once) {
    Arena *arena = arena_new();
    Jobs *jobs = ARENA_NEW(arena, Jobs);
    jobs->arena = arena;
    jobs->hand = hand;
    (void)pthread_mutex_init(&jobs->lock, NULL);
    jobs->workers = workers_new(at_once, JOBS_KEPT_MAX, run_job, jobs);
    return jobs;
}

void jobs_free(Jobs *jobs) {
    if (jobs == NULL) {
        return;
    }
    for (size_t i = 0; i < JOBS_KEPT_MAX; i++) {
        (void)pthread_mutex_lock(&jobs->lock);
        const int64_t id = jobs->places[i].arena == NULL ? 0 : jobs->places[i].view.id;
        (void)pthread_mutex_unlock(&jobs->lock);
        (void)jobs_cancel(jobs, id);
    }
    workers_end(jobs->workers);
    workers_free(jobs->workers);
    for (size_t i = 0; i < JOBS_KEPT_MAX; i++) {
        arena_free(jobs->places[i].arena);
    }
    (void)pthread_mutex_destroy(&jobs->lock);
    arena_free(jobs->arena);
}

/* A free place, or that of the oldest that has ended; NULL where none has. */
static Job *make_place(Jobs *jobs) {
    Job *oldest = NULL;
    for (size_t i = 0; i < JOBS_KEPT_MAX; i++) {
        Job *job = &jobs->places[i];
        if (job->arena == NULL) {
            return job;
        }
        if (has_ended(job) && (oldest == NULL || job->view.id < oldest->view.id)) {
            oldest = job;
        }
    }
    if (oldest != NULL) {
        arena_free(oldest->arena);
        *oldest = (Job){0};
    }
    return oldest;
}

bool jobs_add(Jobs *jobs, Text kind, Text options, Text owner, int64_t now_ms, int64_t *id,
              Error *error) {
    (void)pthread_mutex_lock(&jobs->lock);
    Job *job = make_place(jobs);
    if (job != NULL) {
        Arena *arena = arena_new();
        *id = ++jobs->last_id;
        *job = (Job){.arena = arena,
                     .view = {.id = *id,
                              .kind = text_copy(arena, kind),
                              .options = text_copy(arena, options),
                              .owner = text_copy(arena, owner),
                              .made_ms = now_ms}};
        (void)workers_submit(jobs->workers, job);
    }
    (void)pthread_mutex_unlock(&jobs->lock);
    return job != NULL ||
           error_set(error, ERROR_LIMIT, "%d jobs wait or run already; cancel one, or wait",
                     (int)JOBS_KEPT_MAX);
}

/* ---- looking ---- */

static JobView copy_view(Arena *arena, const Job *job) {
    JobView view = job->view;
    view.kind = text_copy(arena, view.kind);
    view.options = text_copy(arena, view.options);
    view.owner = text_copy(arena, view.owner);
    view.stage = text_copy(arena, view.stage);
    view.message = text_copy(arena, view.message);
    return view;
}

size_t jobs_list(Arena *arena, Jobs *jobs, const JobView **views) {
    JobView *list = ARENA_MANY(arena, JobView, JOBS_KEPT_MAX);
    size_t count = 0;
    (void)pthread_mutex_lock(&jobs->lock);
    for (int64_t id = jobs->last_id; id > 0 && count < JOBS_KEPT_MAX; id--) {
        const Job *job = find_job(jobs, id);
        if (job != NULL) {
            list[count++] = copy_view(arena, job);
        } else if (id < jobs->last_id - (int64_t)4 * JOBS_KEPT_MAX) {
            break; /* so far back there are none */
        }
    }
    (void)pthread_mutex_unlock(&jobs->lock);
    *views = list;
    return count;
}

bool jobs_find(Arena *arena, Jobs *jobs, int64_t id, JobView *view) {
    (void)pthread_mutex_lock(&jobs->lock);
    const Job *job = find_job(jobs, id);
    if (job != NULL) {
        *view = copy_view(arena, job);
    }
    (void)pthread_mutex_unlock(&jobs->lock);
    return job != NULL;
}

bool jobs_result(Arena *arena, Jobs *jobs, int64_t id, Text *json) {
    (void)pthread_mutex_lock(&jobs->lock);
    const Job *job = find_job(jobs, id);
    const bool is_there = job != NULL && job->view.state == JOB_DONE;
    if (is_there) {
        *json = text_copy(arena, job->result);
    }
    (void)pthread_mutex_unlock(&jobs->lock);
    return is_there;
}

bool jobs_cancel(Jobs *jobs, int64_t id) {
    bool is_running = false;
    (void)pthread_mutex_lock(&jobs->lock);
    Job *job = find_job(jobs, id);
    if (job != NULL && !has_ended(job)) {
        job->is_cancelled = true;
        is_running = job->view.state == JOB_RUNNING;
        job->view.state = is_running ? JOB_RUNNING : JOB_CANCELLED;
    }
    (void)pthread_mutex_unlock(&jobs->lock);
    if (is_running) {
        job_hand_kill(jobs->hand, id);
    }
    return job != NULL;
}

size_t jobs_count(Jobs *jobs, JobState state) {
    size_t count = 0;
    (void)pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < JOBS_KEPT_MAX; i++) {
        count += jobs->places[i].arena != NULL && jobs->places[i].view.state == state;
    }
    (void)pthread_mutex_unlock(&jobs->lock);
    return count;
}
