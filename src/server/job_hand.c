/* SPDX-License-Identifier: Apache-2.0 */
#include "server/job_hand.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/job_kinds.h"

enum {
    MESSAGE_BYTES_MAX = 64 << 10,
    KIND_BYTES_MAX = 16,
    RUNNING_MAX = 64,
    POLL_MS = 200,
    MARK_MS = 50
};

struct JobHand {
    Arena *arena;
    StateSources sources;
    int socket;
    pid_t process;
    pthread_mutex_t lock; /* of what is written to the socket */
};

/* A message to the process; the options follow. Beginning carries the pipe's end as well. */
typedef struct HandMessage {
    int64_t job;
    bool is_kill;
    char kind[KIND_BYTES_MAX];
} HandMessage;

/* ---- in a job's process ---- */

typedef struct Speaking {
    int pipe;
    int64_t last_ms;
} Speaking;

static void say(int pipe, Text text) {
    while (text.length > 0) {
        const ssize_t written = write(pipe, text.bytes, text.length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            _exit(EXIT_FAILURE); /* nobody listens any more */
        }
        text = text_slice(text, (size_t)written, text.length);
    }
}

static int64_t now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void say_progress(void *context, Text stage, size_t done, size_t of) {
    Speaking *speaking = context;
    const int64_t now = now_ms();
    if (done != of && now - speaking->last_ms < MARK_MS) {
        return;
    }
    speaking->last_ms = now;
    Arena *arena CLEANUP(arena_close) = arena_new();
    say(speaking->pipe, text_format(arena, "P %zu %zu %.*s\n", done, of, TEXT_ARGS(stage)));
}

static NO_RETURN void fail_job(int pipe, Arena *arena, const ProblemList *problems,
                               const Error *error) {
    const Text said = problem_count(problems) > 0 ? text_trim(problem_format(arena, problems, 1))
                                                  : text_from(error->message);
    Text rest = said;
    Text line = {0};
    (void)text_split(&rest, '\n', &line);
    say(pipe, text_format(arena, "E %.*s\n", TEXT_ARGS(line)));
    _exit(EXIT_FAILURE);
}

static NO_RETURN void run_job(const JobHand *hand, const HandMessage *message, Text options,
                              int pipe) {
    Arena *arena = arena_new();
    Speaking speaking = {.pipe = pipe};
    ProblemList problems = problem_list_new(arena);
    Error error = {0};
    Text json = {0};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    State *state = state_new(&hand->sources, &problems, &error);
    const JobKind *kind = job_kind_find(text_from(message->kind));
    if (state == NULL || kind == NULL ||
        !job_kind_run(arena, kind, options, state_hold(state),
                      (ServiceProgress){say_progress, &speaking}, &json, &error)) {
        fail_job(pipe, arena, &problems, &error);
    }
    say(pipe, TEXT("R\n"));
    say(pipe, json);
    _exit(EXIT_SUCCESS);
}

/* ---- in the process that makes them ---- */

typedef struct Running {
    int64_t job;
    pid_t process; /* 0: free */
} Running;

static void reap(Running *running) {
    for (pid_t ended = waitpid(-1, NULL, WNOHANG); ended > 0; ended = waitpid(-1, NULL, WNOHANG)) {
        for (size_t i = 0; i < RUNNING_MAX; i++) {
            if (running[i].process == ended) {
                running[i].process = 0;
            }
        }
    }
}

static void kill_job(Running *running, int64_t job) {
    for (size_t i = 0; i < RUNNING_MAX; i++) {
        if (running[i].process > 0 && running[i].job == job) {
            (void)kill(running[i].process, SIGKILL);
        }
    }
}

static void begin_job(const JobHand *hand, Running *running, const HandMessage *message,
                      Text options, int pipe) {
    size_t free_place = 0;
    while (free_place < RUNNING_MAX && running[free_place].process != 0) {
        free_place++;
    }
    const pid_t process = free_place < RUNNING_MAX ? fork() : -1;
    if (process == 0) {
        (void)close(hand->socket);
        run_job(hand, message, options, pipe);
    }
    if (process > 0) {
        running[free_place] = (Running){message->job, process};
    }
}

static int pipe_of(struct msghdr *header) {
    int pipe = -1;
    const struct cmsghdr *control = CMSG_FIRSTHDR(header);
    if (control != NULL && control->cmsg_type == SCM_RIGHTS) {
        memcpy(&pipe, CMSG_DATA(control), sizeof pipe);
    }
    return pipe;
}

/* Takes one message; false where the server is gone. */
static bool take_message(const JobHand *hand, Running *running, char *bytes) {
    HandMessage message;
    char control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec parts[] = {{&message, sizeof message}, {bytes, MESSAGE_BYTES_MAX}};
    struct msghdr header = {.msg_iov = parts,
                            .msg_iovlen = 2,
                            .msg_control = control,
                            .msg_controllen = sizeof control};
    const ssize_t count = recvmsg(hand->socket, &header, 0);
    if (count < (ssize_t)sizeof message) {
        return count < 0 && errno == EINTR;
    }
    const int pipe = pipe_of(&header);
    if (message.is_kill) {
        kill_job(running, message.job);
    } else if (pipe >= 0) {
        begin_job(hand, running, &message, (Text){bytes, (size_t)count - sizeof message}, pipe);
    }
    if (pipe >= 0) {
        (void)close(pipe);
    }
    return true;
}

static NO_RETURN void serve_hand(const JobHand *hand) {
    Running running[RUNNING_MAX] = {{0}};
    char *bytes = malloc(MESSAGE_BYTES_MAX);
    bool is_wanted = bytes != NULL;
    (void)signal(SIGINT, SIG_IGN); /* the server says when to end */
    (void)signal(SIGTERM, SIG_IGN);
    while (is_wanted) {
        struct pollfd waits = {.fd = hand->socket, .events = POLLIN};
        if (poll(&waits, 1, POLL_MS) > 0) {
            is_wanted = take_message(hand, running, bytes);
        }
        reap(running);
    }
    for (size_t i = 0; i < RUNNING_MAX; i++) {
        if (running[i].process > 0) {
            (void)kill(running[i].process, SIGKILL);
        }
    }
    _exit(EXIT_SUCCESS);
}

/* ---- in the server ---- */

static JobHand *hand_new(const StateSources *sources) {
    Arena *arena = arena_new();
    JobHand *hand = ARENA_NEW(arena, JobHand);
    const StateSources needed = {.workspace = sources->workspace,
                                 .packs = sources->packs,
                                 .pack_count = sources->pack_count};
    *hand = (JobHand){.arena = arena, .sources = state_sources_copy(arena, &needed)};
    return hand;
}

/* A kernel that cannot has said so to the server, which tells it. */
static bool confine_hand(const JobLimits *limits) {
    Confinement done = CONFINE_MISSING;
    Error error = {0};
    return limits == NULL || (confine_files(&limits->files, &done, &error) &&
                              confine_calls(&limits->calls, &done, &error));
}

bool job_hand_start(const StateSources *sources, const JobLimits *limits, JobHand **hand,
                    Error *error) {
    int ends[2];
    JobHand *made = hand_new(sources);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        arena_free(made->arena);
        return error_set(error, ERROR_FAILED, "the system gives no sockets");
    }
    made->process = fork();
    if (made->process == 0) {
        (void)close(ends[0]);
        made->socket = ends[1];
        if (!confine_hand(limits)) {
            _exit(EXIT_FAILURE);
        }
        serve_hand(made);
    }
    (void)close(ends[1]);
    made->socket = ends[0];
    (void)pthread_mutex_init(&made->lock, NULL);
    *hand = made;
    return made->process > 0 ||
           error_set(error, ERROR_FAILED, "the system makes no more processes");
}

static bool send_message(JobHand *hand, const HandMessage *message, Text options, int pipe) {
    char control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec parts[] = {{without_const(message), sizeof *message},
                            {without_const(options.bytes), options.length}};
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = 2};
    if (pipe >= 0) {
        header.msg_control = control;
        header.msg_controllen = sizeof control;
        struct cmsghdr *first = CMSG_FIRSTHDR(&header);
        first->cmsg_level = SOL_SOCKET;
        first->cmsg_type = SCM_RIGHTS;
        first->cmsg_len = CMSG_LEN(sizeof pipe);
        memcpy(CMSG_DATA(first), &pipe, sizeof pipe);
    }
    (void)pthread_mutex_lock(&hand->lock);
    const ssize_t sent = sendmsg(hand->socket, &header, MSG_NOSIGNAL);
    (void)pthread_mutex_unlock(&hand->lock);
    return sent >= 0;
}

bool job_hand_begin(JobHand *hand, int64_t job, Text kind, Text options, int *from, Error *error) {
    int ends[2];
    HandMessage message = {.job = job};
    if (options.length > MESSAGE_BYTES_MAX || kind.length >= sizeof message.kind) {
        return error_set(error, ERROR_LIMIT, "a job's options have more than %d bytes",
                         MESSAGE_BYTES_MAX);
    }
    memcpy(message.kind, kind.bytes, kind.length);
    if (pipe(ends) != 0) {
        return error_set(error, ERROR_FAILED, "the system gives no pipes");
    }
    const bool is_sent = send_message(hand, &message, options, ends[1]);
    (void)close(ends[1]);
    if (!is_sent) {
        (void)close(ends[0]);
        return error_set(error, ERROR_FAILED, "the process that runs jobs has ended");
    }
    *from = ends[0];
    return true;
}

void job_hand_kill(JobHand *hand, int64_t job) {
    const HandMessage message = {.job = job, .is_kill = true};
    (void)send_message(hand, &message, (Text){0}, -1);
}

void job_hand_stop(JobHand *hand) {
    if (hand == NULL) {
        return;
    }
    (void)close(hand->socket);
    (void)waitpid(hand->process, NULL, 0);
    (void)pthread_mutex_destroy(&hand->lock);
    arena_free(hand->arena);
}
