/* SPDX-License-Identifier: Apache-2.0 */
#include "server/key_file.h"

#include <pthread.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"

enum { FILE_BYTES_MAX = 1 << 20 };

struct KeyFile {
    Arena *arena;
    Text path;
    pthread_mutex_t lock; /* of all that follows */
    JwtKeys *keys;
    struct timespec changed; /* as the file says */
    off_t size;
    time_t looked; /* monotonic */
};

static bool read_keys(KeyFile *file, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    Text content = {0};
    JwtKeys *keys = NULL;
    if (!file_read(arena, file->path, FILE_BYTES_MAX, &content, error) ||
        !jwt_keys_parse(content, &keys, error)) {
        return false;
    }
    jwt_keys_free(file->keys);
    file->keys = keys;
    return true;
}

/* Reads the file where it is another than before. */
static void follow(KeyFile *file) {
    struct timespec now;
    struct stat status;
    Error ignored = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec == file->looked) {
        return;
    }
    file->looked = now.tv_sec;
    if (stat(file->path.bytes, &status) == 0 &&
        (status.st_mtim.tv_sec != file->changed.tv_sec ||
         status.st_mtim.tv_nsec != file->changed.tv_nsec || status.st_size != file->size) &&
        read_keys(file, &ignored)) {
        file->changed = status.st_mtim;
        file->size = status.st_size;
    }
}

bool key_file_open(Text path, KeyFile **result, Error *error) {
    Arena *arena = arena_new();
    KeyFile *file = ARENA_NEW(arena, KeyFile);
    *file = (KeyFile){.arena = arena, .path = text_copy(arena, path)};
    if (!read_keys(file, error)) {
        arena_free(arena);
        return false;
    }
    (void)pthread_mutex_init(&file->lock, NULL);
    *result = file;
    return true;
}

void key_file_close(KeyFile *file) {
    if (file != NULL) {
        jwt_keys_free(file->keys);
        (void)pthread_mutex_destroy(&file->lock);
        arena_free(file->arena);
    }
}

bool key_file_has_signed(KeyFile *file, const Jwt *jwt) {
    (void)pthread_mutex_lock(&file->lock);
    follow(file);
    const bool is_signed = jwt_is_signed(jwt, file->keys);
    (void)pthread_mutex_unlock(&file->lock);
    return is_signed;
}
