/* SPDX-License-Identifier: Apache-2.0 */
#include "server/state.h"

#include <pthread.h>

#include "base/array.h"
#include "base/digest.h"

/* One reading of everything; `held` counts who answers from it, and the state itself. */
typedef struct Reading {
    Loaded loaded; /* first: a Loaded that was given out is its reading */
    Arena *arena;
    size_t held;
    ScreeningIndex *index;
    ScreeningSearch *search;
    pthread_mutex_t searching; /* a search remembers words from one call to the next */
} Reading;

struct State {
    Arena *arena;
    StateSources sources;
    StateKeeper keeper; /* NULL: nothing is kept */
    void *keeper_context;
    pthread_mutex_t changing; /* held by who changes what is read */
    pthread_mutex_t lock;     /* of `current` and every reading's `held` */
    Reading *current;
};

static const Text *copy_texts(Arena *arena, const Text *texts, size_t count) {
    Text *copies = ARENA_MANY(arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        copies[i] = text_copy(arena, texts[i]);
    }
    return copies;
}

StateSources state_sources_copy(Arena *arena, const StateSources *sources) {
    StateSources copy = *sources;
    copy.workspace = text_copy(arena, sources->workspace);
    copy.packs = copy_texts(arena, sources->packs, sources->pack_count);
    copy.lists = copy_texts(arena, sources->lists, sources->list_count);
    copy.list_folder = text_copy(arena, sources->list_folder);
    copy.catalogues = copy_texts(arena, sources->catalogues, sources->catalogue_count);
    return copy;
}

/* ---- reading ---- */

static bool read_workspace(Reading *reading, const StateSources *sources, ProblemList *problems) {
    Loaded *loaded = &reading->loaded;
    loaded->workspace = service_load_workspace(reading->arena, sources->workspace, problems);
    if (loaded->workspace == NULL) {
        return false;
    }
    loaded->set =
        sources->pack_count > 0
            ? law_load(reading->arena, sources->packs, sources->pack_count, problems)
            : service_load_law(reading->arena, sources->workspace, loaded->workspace, problems);
    if (loaded->set != NULL) {
        loaded->engine = law_compile(reading->arena, loaded->set, false, SERVICE_ENGINE_QUANTILE);
    }
    return loaded->set != NULL &&
           service_assurance_frame(reading->arena, loaded->workspace, &loaded->assurance, problems);
}

/* The files of the lists: those named, and those that the folder keeps. */
static bool find_lists(Arena *arena, const StateSources *sources, Array *paths, Error *error) {
    const Text *kept = NULL;
    size_t kept_count = 0;
    if (!text_is_empty(sources->list_folder) &&
        !service_list_paths(arena, sources->list_folder, &kept, &kept_count, error)) {
        return false;
    }
    for (size_t i = 0; i < sources->list_count; i++) {
        *(Text *)array_add(paths) = sources->lists[i];
    }
    for (size_t i = 0; i < kept_count; i++) {
        *(Text *)array_add(paths) = kept[i];
    }
    return true;
}

static bool read_lists(Reading *reading, const StateSources *sources, Error *error) {
    ScreeningList *lists = NULL;
    Array paths = array_new(reading->arena, sizeof(Text));
    if (!find_lists(reading->arena, sources, &paths, error)) {
        return false;
    }
    if (paths.count == 0) {
        return true;
    }
    if (!service_screen_lists(reading->arena, ARRAY_ITEMS(Text, &paths), paths.count, &lists,
                              error)) {
        return false;
    }
    reading->loaded.lists = lists;
    reading->loaded.list_count = paths.count;
    reading->index = screening_index_new(lists, paths.count);
    reading->search = screening_search_new(reading->index);
    return true;
}

static Text last_part(Text path) {
    while (path.length > 1 && text_ends_with(path, TEXT("/"))) {
        path.length--;
    }
    Text rest = path;
    Text part = {0};
    while (text_split(&rest, '/', &part)) {
    }
    return part;
}

static bool read_catalogues(Reading *reading, const StateSources *sources, ProblemList *problems) {
    const size_t count = sources->catalogue_count;
    const Catalogue **catalogues = ARENA_MANY(reading->arena, const Catalogue *, count);
    Text *names = ARENA_MANY(reading->arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        catalogues[i] = catalogue_load(reading->arena, sources->catalogues[i], problems);
        names[i] = last_part(sources->catalogues[i]);
        if (catalogues[i] == NULL) {
            return false;
        }
    }
    reading->loaded.catalogues = catalogues;
    reading->loaded.catalogue_names = names;
    reading->loaded.catalogue_count = count;
    return true;
}

static Text digest_of(Arena *arena, const Workspace *workspace, const LawSet *set) {
    Digest *digest = digest_new();
    digest_add(digest, workspace->digest);
    for (size_t i = 0; i < law_pack_count(set); i++) {
        digest_add(digest, law_pack(set, i).digest);
    }
    return digest_finish(arena, digest);
}

static void reading_free(Reading *reading) {
    screening_search_free(reading->search);
    screening_index_free(reading->index);
    (void)pthread_mutex_destroy(&reading->searching);
    arena_free(reading->arena);
}

/* Problems quote what was read, which goes away with the reading: they are told afterwards. */
static void keep_quotes(ProblemList *problems) {
    for (size_t i = 0; i < problems->problems.count; i++) {
        Problem *problem = array_at(&problems->problems, i);
        problem->file = text_copy(problems->arena, problem->file);
        problem->line_text = text_copy(problems->arena, problem->line_text);
    }
}

static Reading *reading_new(const StateSources *sources, ProblemList *problems, Error *error) {
    Arena *arena = arena_new();
    Reading *reading = ARENA_NEW(arena, Reading);
    *reading = (Reading){.arena = arena, .held = 1};
    (void)pthread_mutex_init(&reading->searching, NULL);
    Loaded *loaded = &reading->loaded;
    if (!read_workspace(reading, sources, problems) || !read_lists(reading, sources, error) ||
        !read_catalogues(reading, sources, problems)) {
        keep_quotes(problems);
        reading_free(reading);
        return NULL;
    }
    loaded->digest = digest_of(arena, loaded->workspace, loaded->set);
    return reading;
}

/* ---- what is in force ---- */

State *state_new(const StateSources *sources, ProblemList *problems, Error *error) {
    Arena *arena = arena_new();
    State *state = ARENA_NEW(arena, State);
    *state = (State){.arena = arena, .sources = state_sources_copy(arena, sources)};
    state->current = reading_new(&state->sources, problems, error);
    if (state->current == NULL) {
        arena_free(arena);
        return NULL;
    }
    (void)pthread_mutex_init(&state->lock, NULL);
    (void)pthread_mutex_init(&state->changing, NULL);
    return state;
}

/* Gives back a hold; what nobody holds any more is freed outside the lock. */
static void let_go(State *state, Reading *reading) {
    (void)pthread_mutex_lock(&state->lock);
    const bool is_last = --reading->held == 0;
    (void)pthread_mutex_unlock(&state->lock);
    if (is_last) {
        reading_free(reading);
    }
}

void state_free(State *state) {
    if (state != NULL) {
        let_go(state, state->current);
        (void)pthread_mutex_destroy(&state->lock);
        (void)pthread_mutex_destroy(&state->changing);
        arena_free(state->arena);
    }
}

static bool keep_law(const State *state, Reading *reading, Error *error) {
    return state->keeper == NULL || state->keeper(state->keeper_context, reading->arena,
                                                  reading->loaded.set, &reading->loaded.law, error);
}

bool state_keep_law(State *state, StateKeeper keeper, void *context, Error *error) {
    state->keeper = keeper;
    state->keeper_context = context;
    return keep_law(state, state->current, error);
}

bool state_reload(State *state, ProblemList *problems, Error *error) {
    Reading *reading = reading_new(&state->sources, problems, error);
    if (reading == NULL) {
        return false;
    }
    if (!keep_law(state, reading, error)) {
        reading_free(reading);
        return false;
    }
    (void)pthread_mutex_lock(&state->lock);
    Reading *before = state->current;
    state->current = reading;
    (void)pthread_mutex_unlock(&state->lock);
    let_go(state, before);
    return true;
}

bool state_change(State *state, StateChange change, void *context, ProblemList *problems,
                  Error *error) {
    (void)pthread_mutex_lock(&state->changing);
    const bool is_done = change(context, error) && state_reload(state, problems, error);
    (void)pthread_mutex_unlock(&state->changing);
    return is_done;
}

static Reading *reading_of(const Loaded *loaded) {
    return without_const(loaded);
}

const Loaded *state_hold(State *state) {
    (void)pthread_mutex_lock(&state->lock);
    Reading *reading = state->current;
    reading->held++;
    (void)pthread_mutex_unlock(&state->lock);
    return &reading->loaded;
}

void state_release(State *state, const Loaded *loaded) {
    let_go(state, reading_of(loaded));
}

ScreeningSearch *state_borrow_search(const Loaded *loaded) {
    Reading *reading = reading_of(loaded);
    (void)pthread_mutex_lock(&reading->searching);
    return reading->search;
}

void state_return_search(const Loaded *loaded) {
    (void)pthread_mutex_unlock(&reading_of(loaded)->searching);
}

void state_screen(Arena *arena, const Loaded *loaded, const ScreeningQuery *query,
                  ScreeningResult *result) {
    screening_find(arena, state_borrow_search(loaded), query, result);
    state_return_search(loaded);
}
