/* SPDX-License-Identifier: Apache-2.0 */
#include "server/state.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/digest.h"

/* One reading of everything; `held` counts who answers from it, and the state itself. */
typedef struct Reading {
    Loaded loaded;
    Arena *arena;
    size_t held;
} Reading;

struct State {
    Arena *arena;
    Text workspace;
    const Text *packs;
    size_t pack_count;
    pthread_mutex_t lock; /* of `current` and every reading's `held` */
    Reading *current;
};

static bool read_packs(Arena *arena, const State *state, const Workspace *workspace,
                       const LawSet **set, ProblemList *problems, Error *error) {
    const Text *paths = state->packs;
    size_t count = state->pack_count;
    if (count == 0) {
        count = service_workspace_packs(arena, workspace, &paths);
    }
    if (count == 0) {
        return error_set(error, ERROR_MISSING,
                         "%.*s names no packs; add a row `packs,DIR` to its workspace.csv or give "
                         "`--packs`",
                         TEXT_ARGS(state->workspace));
    }
    *set = law_load(arena, paths, count, problems);
    return *set != NULL;
}

static Text digest_of(Arena *arena, const Workspace *workspace, const LawSet *set) {
    Digest *digest = digest_new();
    digest_add(digest, workspace->digest);
    for (size_t i = 0; i < law_pack_count(set); i++) {
        digest_add(digest, law_pack(set, i).digest);
    }
    return digest_finish(arena, digest);
}

static Reading *reading_new(const State *state, ProblemList *problems, Error *error) {
    Arena *arena = arena_new();
    Reading *reading = ARENA_NEW(arena, Reading);
    Loaded *loaded = &reading->loaded;
    reading->arena = arena;
    reading->held = 1;
    loaded->workspace = workspace_load(arena, state->workspace, problems);
    if (loaded->workspace == NULL ||
        !read_packs(arena, state, loaded->workspace, &loaded->set, problems, error)) {
        arena_free(arena);
        return NULL;
    }
    loaded->digest = digest_of(arena, loaded->workspace, loaded->set);
    return reading;
}

State *state_new(Text workspace, const Text *packs, size_t pack_count, ProblemList *problems,
                 Error *error) {
    Arena *arena = arena_new();
    State *state = ARENA_NEW(arena, State);
    Text *paths = ARENA_MANY(arena, Text, pack_count);
    for (size_t i = 0; i < pack_count; i++) {
        paths[i] = text_copy(arena, packs[i]);
    }
    *state = (State){.arena = arena,
                     .workspace = text_copy(arena, workspace),
                     .packs = paths,
                     .pack_count = pack_count};
    state->current = reading_new(state, problems, error);
    if (state->current == NULL) {
        arena_free(arena);
        return NULL;
    }
    (void)pthread_mutex_init(&state->lock, NULL);
    return state;
}

/* Gives back a hold; what nobody holds any more is freed outside the lock. */
static void let_go(State *state, Reading *reading) {
    (void)pthread_mutex_lock(&state->lock);
    const bool is_last = --reading->held == 0;
    (void)pthread_mutex_unlock(&state->lock);
    if (is_last) {
        arena_free(reading->arena);
    }
}

void state_free(State *state) {
    if (state != NULL) {
        let_go(state, state->current);
        (void)pthread_mutex_destroy(&state->lock);
        arena_free(state->arena);
    }
}

bool state_reload(State *state, ProblemList *problems, Error *error) {
    Reading *reading = reading_new(state, problems, error);
    if (reading == NULL) {
        return false;
    }
    (void)pthread_mutex_lock(&state->lock);
    Reading *before = state->current;
    state->current = reading;
    (void)pthread_mutex_unlock(&state->lock);
    let_go(state, before);
    return true;
}

const Loaded *state_hold(State *state) {
    (void)pthread_mutex_lock(&state->lock);
    Reading *reading = state->current;
    reading->held++;
    (void)pthread_mutex_unlock(&state->lock);
    return &reading->loaded;
}

void state_release(State *state, const Loaded *loaded) {
    /* The reading begins with what was loaded. */
    let_go(state, (Reading *)(uintptr_t)loaded);
}
