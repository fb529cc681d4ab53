/* SPDX-License-Identifier: Apache-2.0 */
#include "server/workers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

struct Workers {
    Arena *arena;
    WorkFunction run;
    void *context;
    pthread_t *threads;
    size_t thread_count;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t has_work;
    void **queue; /* a ring */
    size_t queue_max;
    size_t first;
    size_t waiting;
    bool is_ending;
};

static void *take(Workers *workers) {
    (void)pthread_mutex_lock(&workers->lock);
    while (workers->waiting == 0 && !workers->is_ending) {
        (void)pthread_cond_wait(&workers->has_work, &workers->lock);
    }
    void *work = NULL;
    if (workers->waiting > 0) {
        work = workers->queue[workers->first];
        workers->first = (workers->first + 1) % workers->queue_max;
        workers->waiting--;
    }
    (void)pthread_mutex_unlock(&workers->lock);
    return work;
}

static void *work_on(void *context) {
    Workers *workers = context;
    for (void *work = take(workers); work != NULL; work = take(workers)) {
        workers->run(workers->context, work);
    }
    return NULL;
}

Workers *workers_new(unsigned threads, size_t queue_max, WorkFunction run, void *context) {
    Arena *arena = arena_new();
    Workers *workers = ARENA_NEW(arena, Workers);
    *workers = (Workers){.arena = arena, .run = run, .context = context, .queue_max = queue_max};
    workers->queue = ARENA_MANY(arena, void *, queue_max);
    workers->threads = ARENA_MANY(arena, pthread_t, threads);
    (void)pthread_mutex_init(&workers->lock, NULL);
    (void)pthread_cond_init(&workers->has_work, NULL);
    for (unsigned i = 0; i < threads; i++) {
        if (pthread_create(&workers->threads[i], NULL, work_on, workers) != 0) {
            arena_exhausted();
        }
        workers->thread_count++;
    }
    return workers;
}

bool workers_submit(Workers *workers, void *work) {
    (void)pthread_mutex_lock(&workers->lock);
    const bool has_room = workers->waiting < workers->queue_max && !workers->is_ending;
    if (has_room) {
        workers->queue[(workers->first + workers->waiting++) % workers->queue_max] = work;
        (void)pthread_cond_signal(&workers->has_work);
    }
    (void)pthread_mutex_unlock(&workers->lock);
    return has_room;
}

size_t workers_waiting(Workers *workers) {
    (void)pthread_mutex_lock(&workers->lock);
    const size_t waiting = workers->waiting;
    (void)pthread_mutex_unlock(&workers->lock);
    return waiting;
}

void workers_end(Workers *workers) {
    if (workers == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&workers->lock);
    workers->is_ending = true;
    (void)pthread_cond_broadcast(&workers->has_work);
    (void)pthread_mutex_unlock(&workers->lock);
    for (size_t i = 0; i < workers->thread_count; i++) {
        (void)pthread_join(workers->threads[i], NULL);
    }
}

void workers_free(Workers *workers) {
    if (workers == NULL) {
        return;
    }
    (void)pthread_cond_destroy(&workers->has_work);
    (void)pthread_mutex_destroy(&workers->lock);
    arena_free(workers->arena);
}
