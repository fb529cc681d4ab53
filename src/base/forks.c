/* SPDX-License-Identifier: Apache-2.0 */
#include "base/forks.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ranks.h"

enum { WORKERS_MAX = 64, CHUNK_BYTES = 1 << 16, TURNS_MAX = 2048 };

/* Who is free takes the next turn: a pipe that holds the first task of each. It is written before
 * anyone reads, so all turns must fit into a pipe at once. Turns are taken in their order: the
 * first task that fails is always tried. */
typedef struct Queue {
    int ends[2];
    size_t turn; /* so many tasks in each */
    size_t count;
} Queue;

/* Stands before each result on its way from a child. */
typedef struct ResultHead {
    size_t task;
    size_t length; /* of the result, or of the error's message */
    ErrorKind kind;
    bool is_done;
} ResultHead;

typedef struct Worker {
    pid_t process;
    int pipe; /* to read from; -1 once it is empty */
    TextBuilder out;
} Worker;

size_t forks_processors(void) {
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (size_t)count;
}

/* ---- in the caller ---- */

static bool run_here(Arena *arena, ForkWork work, size_t count, Text *results, Error *error) {
    for (size_t i = 0; i < count; i++) {
        TextBuilder out = text_builder_new(arena);
        if (!work.run(work.context, i, &out, error)) {
            return false;
        }
        results[i] = text_built(&out);
    }
    return true;
}

/* ---- in a child ---- */

static bool write_all(int file, const void *bytes, size_t length) {
    const char *rest = bytes;
    while (length > 0) {
        const ssize_t written = write(file, rest, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        rest += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

static ResultHead head_of(size_t task, bool is_done, Text body, const Error *error) {
    ResultHead head;
    memset(&head, 0, sizeof(head));
    head.task = task;
    head.length = body.length;
    head.kind = error->kind;
    head.is_done = is_done;
    return head;
}

static bool send_result(int file, size_t task, bool is_done, Text result, const Error *error) {
    const Text body = is_done ? result : text_from(error->message);
    const ResultHead head = head_of(task, is_done, body, error);
    return write_all(file, &head, sizeof(head)) && write_all(file, body.bytes, body.length);
}

static bool run_turn(int file, size_t first, const Queue *queue, ForkWork work) {
    const size_t left = queue->count - first;
    const size_t end = first + (left < queue->turn ? left : queue->turn);
    bool goes_on = true;
    for (size_t i = first; i < end && goes_on; i++) {
        Arena *arena CLEANUP(arena_close) = arena_new();
        TextBuilder out = text_builder_new(arena);
        Error error = {0};
        const bool is_done = work.run(work.context, i, &out, &error);
        goes_on = send_result(file, i, is_done, text_built(&out), &error) && is_done;
    }
    return goes_on;
}

/* Reads of so few bytes are whole. */
static bool take_turn(const Queue *queue, size_t *first) {
    ssize_t taken = 0;
    do {
        taken = read(queue->ends[0], first, sizeof(*first));
    } while (taken < 0 && errno == EINTR);
    return taken == (ssize_t)sizeof(*first) && *first < queue->count;
}

/* Never returns. Neither buffers nor handlers of the parent are run at the end. */
static void run_child(int file, const Queue *queue, ForkWork work) {
    size_t first = 0;
    (void)close(queue->ends[1]);
    while (take_turn(queue, &first) && run_turn(file, first, queue, work)) {
    }
    (void)close(file);
    _exit(0);
}

/* ---- in the parent ---- */

static void close_queue(const Queue *queue) {
    (void)close(queue->ends[0]);
    (void)close(queue->ends[1]);
}

static bool open_queue(Queue *queue, size_t count) {
    *queue = (Queue){.turn = (count + TURNS_MAX - 1) / TURNS_MAX, .count = count};
    if (pipe(queue->ends) != 0) {
        return false;
    }
    for (size_t first = 0; first < count; first += queue->turn) {
        if (!write_all(queue->ends[1], &first, sizeof(first))) {
            close_queue(queue);
            return false;
        }
    }
    return true;
}

static bool start_worker(Arena *arena, Worker *workers, size_t index, const Queue *queue,
                         ForkWork work) {
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    const pid_t process = fork();
    if (process == 0) {
        for (size_t i = 0; i < index; i++) {
            (void)close(workers[i].pipe);
        }
        (void)close(ends[0]);
        run_child(ends[1], queue, work);
    }
    (void)close(ends[1]);
    if (process < 0) {
        (void)close(ends[0]);
        return false;
    }
    workers[index] = (Worker){process, ends[0], text_builder_new(arena)};
    return true;
}

static void read_some(Worker *worker) {
    char chunk[CHUNK_BYTES];
    const ssize_t count = read(worker->pipe, chunk, sizeof(chunk));
    if (count > 0) {
        text_add(&worker->out, (Text){chunk, (size_t)count});
    } else if (count == 0 || errno != EINTR) {
        (void)close(worker->pipe);
        worker->pipe = -1;
    }
}

/* Until every pipe is at its end. A pipe of -1 is passed over by poll. */
static void read_all(Worker *workers, size_t count) {
    struct pollfd ready[WORKERS_MAX];
    size_t open = count;
    while (open > 0) {
        open = 0;
        for (size_t i = 0; i < count; i++) {
            ready[i] = (struct pollfd){.fd = workers[i].pipe, .events = POLLIN};
            open += workers[i].pipe >= 0 ? 1 : 0;
        }
        if (open == 0 || poll(ready, (nfds_t)count, -1) < 0) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            if (workers[i].pipe >= 0 && ready[i].revents != 0) {
                read_some(&workers[i]);
            }
        }
    }
}

static void await(const Worker *workers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        while (waitpid(workers[i].process, NULL, 0) < 0 && errno == EINTR) {
        }
    }
}

/* What failed first, by position; `first` is the count where nothing did. */
typedef struct Failure {
    size_t first;
    ErrorKind kind;
    Text message;
} Failure;

static void keep_results(Text sent, size_t count, Text *results, bool *is_there, Failure *failure) {
    ResultHead head;
    while (sent.length >= sizeof(head)) {
        memcpy(&head, sent.bytes, sizeof(head));
        sent = text_slice(sent, sizeof(head), sent.length);
        if (head.task >= count || head.length > sent.length) {
            return;
        }
        const Text body = text_slice(sent, 0, head.length);
        sent = text_slice(sent, head.length, sent.length);
        if (head.is_done) {
            results[head.task] = body;
            is_there[head.task] = true;
        } else if (head.task < failure->first) {
            *failure = (Failure){head.task, head.kind, body};
        }
    }
}

static bool gather(Arena *arena, const Text *sent, size_t sender_count, size_t count, Text *results,
                   Error *error) {
    bool *is_there = ARENA_MANY(arena, bool, count);
    Failure failure = {.first = count};
    for (size_t i = 0; i < sender_count; i++) {
        keep_results(sent[i], count, results, is_there, &failure);
    }
    if (failure.first < count) {
        return error_set(error, failure.kind, "%.*s", TEXT_ARGS(failure.message));
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_there[i]) {
            return error_set(error, ERROR_FAILED,
                             "a process that was to compute a part ended early");
        }
    }
    return true;
}

/* ---- by the ranks of a job: each its share, then all get all ---- */

static bool run_ranks(Arena *arena, ForkWork work, size_t count, Text *results, Error *error) {
    TextBuilder sent = text_builder_new(arena);
    bool is_done = true;
    for (size_t i = ranks_own(); i < count && is_done; i += ranks_count()) {
        Arena *scratch CLEANUP(arena_close) = arena_new();
        TextBuilder out = text_builder_new(scratch);
        Error own = {0};
        is_done = work.run(work.context, i, &out, &own);
        const Text body = is_done ? text_built(&out) : text_from(own.message);
        const ResultHead head = head_of(i, is_done, body, &own);
        text_add(&sent, (Text){(const char *)&head, sizeof(head)});
        text_add(&sent, body);
    }
    Text *all = ARENA_MANY(arena, Text, ranks_count());
    return ranks_exchange(arena, text_built(&sent), all, error) &&
           gather(arena, all, ranks_count(), count, results, error);
}

bool forks_run(Arena *arena, size_t workers, ForkWork work, size_t count, Text *results,
               Error *error) {
    Worker all[WORKERS_MAX];
    Queue queue;
    size_t started = 0;
    const size_t most = workers < WORKERS_MAX ? workers : WORKERS_MAX;
    const size_t wanted = count < most ? count : most;
    if (count > 1 && ranks_count() > 1) {
        return run_ranks(arena, work, count, results, error);
    }
    if (wanted <= 1 || !open_queue(&queue, count)) {
        return run_here(arena, work, count, results, error);
    }
    while (started < wanted && start_worker(arena, all, started, &queue, work)) {
        started++;
    }
    close_queue(&queue);
    if (started == 0) {
        /* A server that gave up making processes still answers, one piece after the other. */
        return run_here(arena, work, count, results, error);
    }
    read_all(all, started);
    await(all, started);
    if (started < wanted) {
        return error_set(error, ERROR_FAILED, "no more processes can be made");
    }
    Text *sent = ARENA_MANY(arena, Text, started);
    for (size_t i = 0; i < started; i++) {
        sent[i] = text_built(&all[i].out);
    }
    return gather(arena, sent, started, count, results, error);
}
