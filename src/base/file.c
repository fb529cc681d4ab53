/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SMALLEST_GROWTH = 4096,
    REASON_BYTES = 200,
    TEMPORARY_ATTEMPTS = 1000,
    NEW_FILE_MODE = 0666,
    PRIVATE_FILE_MODE = 0600,
    PERMISSION_BITS = 07777
};

static void close_descriptor(const int *descriptor) {
    if (*descriptor >= 0) {
        (void)close(*descriptor);
    }
}

static void close_folder(DIR **folder) {
    if (*folder != NULL) {
        (void)closedir(*folder);
    }
}

/* What the system says of `number`, about `path`. */
static bool set_system_error(Error *error, const char *action, Text path, int number) {
    char reason[REASON_BYTES];
    if (strerror_r(number, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "error %d", number);
    }
    bool is_missing = number == ENOENT || number == ENOTDIR;
    return error_set(error, is_missing ? ERROR_MISSING : ERROR_FAILED, "cannot %s `%.*s`: %s",
                     action, TEXT_ARGS(path), reason);
}

/* A path with a zero byte would name another file than it shows. */
static bool check_path(Text path, Error *error) {
    if (text_is_empty(path)) {
        return error_set(error, ERROR_INVALID, "the path of a file is empty");
    }
    if (memchr(path.bytes, '\0', path.length) != NULL) {
        return error_set(error, ERROR_INVALID, "the path `%.*s` has a zero byte in it",
                         TEXT_ARGS(path));
    }
    return true;
}

static bool set_too_large(Error *error, Text path, size_t limit) {
    return error_set(error, ERROR_LIMIT, "`%.*s` is larger than %zu bytes", TEXT_ARGS(path), limit);
}

/* Reads up to `room` bytes, fewer only at the end of the file, and adds their
 * number to `count`. */
static bool read_fully(int descriptor, char *bytes, size_t room, size_t *count) {
    size_t done = 0;
    while (done < room) {
        ssize_t got = read(descriptor, bytes + done, room - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return false;
        }
        if (got == 0) {
            break;
        }
        done += (size_t)got;
    }
    *count += done;
    return true;
}

static bool check_regular(int descriptor, Text path, size_t limit, size_t *size, Error *error) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return set_system_error(error, "read", path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is not a regular file", TEXT_ARGS(path));
    }
    if ((uintmax_t)status.st_size > limit) {
        return set_too_large(error, path, limit);
    }
    *size = (size_t)status.st_size;
    return true;
}

/* Files of /proc tell no size and others may grow, so the end is where nothing more
 * can be read. `size` is a first guess; one byte over the limit is enough to know. */
static bool read_all(Arena *arena, int descriptor, size_t size, size_t limit, Text *content) {
    size_t capacity = size + 1;
    size_t done = 0;
    char *bytes = arena_allocate(arena, capacity);
    while (read_fully(descriptor, bytes + done, capacity - done, &done)) {
        if (done < capacity || done > limit) {
            *content = (Text){bytes, done};
            return true;
        }
        capacity = capacity < SMALLEST_GROWTH ? SMALLEST_GROWTH : capacity * 2;
        char *larger = arena_allocate(arena, capacity);
        memcpy(larger, bytes, done);
        bytes = larger;
    }
    return false;
}

bool file_read(Arena *arena, Text path, size_t limit, Text *content, Error *error) {
    if (!check_path(path, error)) {
        return false;
    }
    /* O_NONBLOCK: opening a pipe must not wait for its other end. */
    CLEANUP(close_descriptor)
    int descriptor =
        open(text_terminated(arena, path), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    size_t size = 0;
    if (descriptor < 0) {
        return set_system_error(error, "read", path, errno);
    }
    if (!check_regular(descriptor, path, limit, &size, error)) {
        return false;
    }
    Text all;
    if (!read_all(arena, descriptor, size, limit, &all)) {
        return set_system_error(error, "read", path, errno);
    }
    if (all.length > limit) {
        return set_too_large(error, path, limit);
    }
    *content = all;
    return true;
}

static bool find_status(Text path, struct stat *status) {
    Error ignored;
    if (!check_path(path, &ignored)) {
        return false;
    }
    CLEANUP(arena_close) Arena *arena = arena_new();
    return stat(text_terminated(arena, path), status) == 0;
}

bool file_exists(Text path) {
    struct stat status;
    return find_status(path, &status);
}

bool file_is_folder(Text path) {
    struct stat status;
    return find_status(path, &status) && S_ISDIR(status.st_mode);
}

/* The part of a path before its last slash; "." where there is none. */
static Text folder_of(Text path) {
    size_t end = path.length;
    while (end > 0 && path.bytes[end - 1] != '/') {
        end--;
    }
    return end == 0 ? TEXT(".") : text_slice(path, 0, end);
}

/* Opens a new file beside the one to be replaced; -1 where that fails. Its name has
 * the process and an attempt in it: O_EXCL settles who has it. The dot keeps one
 * left by a crash out of file_list. */
static int open_temporary(Arena *arena, Text folder, mode_t mode, const char **name) {
    for (unsigned attempt = 0; attempt < TEMPORARY_ATTEMPTS; attempt++) {
        Text base = text_format(arena, ".entente-%ld-%u.tmp", (long)getpid(), attempt);
        *name = file_path(arena, folder, base).bytes;
        int descriptor = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (descriptor >= 0 || errno != EEXIST) {
            return descriptor;
        }
    }
    return -1;
}

static bool write_all(int descriptor, Text content) {
    size_t done = 0;
    while (done < content.length) {
        ssize_t count = write(descriptor, content.bytes + done, content.length - done);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        done += count < 0 ? 0 : (size_t)count;
    }
    return true;
}

/* A file that is replaced keeps its mode: it may hold keys. */
static bool keep_mode(int descriptor, Text path) {
    struct stat status;
    return !find_status(path, &status) || fchmod(descriptor, status.st_mode & PERMISSION_BITS) == 0;
}

static bool fill_temporary(int descriptor, Text path, Text content) {
    bool is_filled =
        keep_mode(descriptor, path) && write_all(descriptor, content) && fsync(descriptor) == 0;
    int number = errno;
    bool is_closed = close(descriptor) == 0;
    if (!is_filled) {
        errno = number;
    }
    return is_filled && is_closed;
}

/* Makes the new name last. The file is whole already, and some file systems cannot
 * do this for a folder, so a failure is no error. */
static void sync_folder(const char *folder) {
    CLEANUP(close_descriptor) int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
    }
}

static bool check_target(Text path, Error *error) {
    struct stat status;
    if (!check_path(path, error)) {
        return false;
    }
    if (find_status(path, &status) && !S_ISREG(status.st_mode)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is not a regular file", TEXT_ARGS(path));
    }
    return true;
}

bool file_write(Text path, Text content, Error *error) {
    if (!check_target(path, error)) {
        return false;
    }
    CLEANUP(arena_close) Arena *arena = arena_new();
    Text folder = folder_of(path);
    const char *temporary = NULL;
    int descriptor = open_temporary(arena, folder, NEW_FILE_MODE, &temporary);
    if (descriptor < 0) {
        return set_system_error(error, "write", path, errno);
    }
    if (!fill_temporary(descriptor, path, content) ||
        rename(temporary, text_terminated(arena, path)) != 0) {
        int number = errno;
        (void)unlink(temporary);
        return set_system_error(error, "write", path, number);
    }
    sync_folder(text_terminated(arena, folder));
    return true;
}

bool file_output_begin(Arena *arena, Text path, FileOutput *output, Error *error) {
    if (!check_target(path, error)) {
        return false;
    }
    *output = (FileOutput){.path = path};
    output->descriptor =
        open_temporary(arena, folder_of(path), PRIVATE_FILE_MODE, &output->temporary);
    return output->descriptor >= 0 || set_system_error(error, "write", path, errno);
}

bool file_output_finish(FileOutput *output, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    const bool is_whole = fsync(output->descriptor) == 0 &&
                          rename(output->temporary, text_terminated(arena, output->path)) == 0;
    const int number = errno;
    if (!is_whole) {
        file_output_abandon(output);
        return set_system_error(error, "write", output->path, number);
    }
    (void)close(output->descriptor);
    sync_folder(text_terminated(arena, folder_of(output->path)));
    return true;
}

void file_output_abandon(FileOutput *output) {
    (void)close(output->descriptor);
    (void)unlink(output->temporary);
}

bool file_make_folder(Text path, Error *error) {
    enum { MODE = 0777 };
    if (!check_path(path, error)) {
        return false;
    }
    CLEANUP(arena_close) Arena *arena = arena_new();
    if (mkdir(text_terminated(arena, path), MODE) != 0 &&
        !(errno == EEXIST && file_is_folder(path))) {
        return set_system_error(error, "make the folder", path, errno);
    }
    return true;
}

static void add_name(Arena *arena, Array *names, const struct dirent *entry) {
    Text name = text_from(entry->d_name);
    if (!text_starts_with(name, TEXT("."))) {
        Text *place = array_add(names);
        *place = text_copy(arena, name);
    }
}

bool file_list(Arena *arena, Text folder, Array *names, Error *error) {
    if (!check_path(folder, error)) {
        return false;
    }
    CLEANUP(close_folder) DIR *handle = opendir(text_terminated(arena, folder));
    if (handle == NULL) {
        return set_system_error(error, "list", folder, errno);
    }
    Array found = array_new(arena, sizeof(Text));
    errno = 0;
    for (struct dirent *entry = readdir(handle); entry != NULL; entry = readdir(handle)) {
        add_name(arena, &found, entry);
    }
    if (errno != 0) {
        return set_system_error(error, "list", folder, errno);
    }
    if (found.count > 1) {
        qsort(found.items, found.count, sizeof(Text), text_compare_items);
    }
    *names = found;
    return true;
}

Text file_path(Arena *arena, Text folder, Text name) {
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, folder);
    if (!text_is_empty(folder) && !text_ends_with(folder, TEXT("/"))) {
        text_add_character(&builder, '/');
    }
    text_add(&builder, name);
    return text_built(&builder);
}

Text file_last_part(Text path) {
    size_t start = path.length;
    while (start > 0 && path.bytes[start - 1] != '/') {
        start--;
    }
    return text_slice(path, start, path.length);
}
