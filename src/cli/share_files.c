/* SPDX-License-Identifier: Apache-2.0 */
/* F_SETPIPE_SZ is of Linux alone. */
#define _GNU_SOURCE 1
#include "cli/share_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Text share_passphrase(void) {
    return text_from(getenv("ENTENTE_PASSPHRASE"));
}

/* The file's name without its folder and ending. */
static Text name_of(Text path) {
    const Text name = file_last_part(path);
    for (size_t i = 1; i < name.length; i++) {
        if (name.bytes[i] == '.') {
            return text_slice(name, 0, i);
        }
    }
    return name;
}

Text share_pin(void) {
    return text_from(getenv("ENTENTE_PIN"));
}

bool share_read_key(Arena *arena, Text place, KeyRing *ring, Error *error) {
    Text content = {0};
    if (key_is_token_uri(place)) {
        return key_ring_open_token(ring, place, share_pin(), error);
    }
    if (!file_read(arena, place, KEY_FILE_BYTES_MAX, &content, error)) {
        return false;
    }
    const bool is_read =
        key_ring_read(ring, place, content, name_of(place), share_passphrase(), error);
    secret_wipe_text(content);
    return is_read;
}

bool share_read_keys(Arena *arena, const Arguments *arguments, const char *option, KeyRing *ring,
                     Error *error) {
    Text *places = NULL;
    const size_t count = arguments_values(arena, arguments, option, false, &places);
    for (size_t i = 0; i < count; i++) {
        if (!share_read_key(arena, places[i], ring, error)) {
            return false;
        }
    }
    return true;
}

static bool fail(const char *action, Text path, Error *error) {
    return error_set(error, errno == ENOENT ? ERROR_MISSING : ERROR_FAILED, "cannot %s `%.*s`: %s",
                     action, TEXT_ARGS(path), strerror(errno));
}

/* A pipe of a mebibyte, so that a large file goes through it in fewer turns; where the system
 * allows less, the pipe stays as it is. */
static void widen_pipe(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode)) {
        (void)fcntl(descriptor, F_SETPIPE_SZ, 1 << 20);
    }
}

bool share_input_open(Text path, ShareInput *input, Error *error) {
    struct stat status;
    const bool is_standard = text_equals(path, TEXT("-"));
    *input = (ShareInput){.stream = {STDIN_FILENO, path}, .is_file = !is_standard};
    if (!is_standard) {
        CLEANUP(arena_close) Arena *arena = arena_new();
        input->stream.descriptor =
            open(text_terminated(arena, path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (input->stream.descriptor < 0) {
            return fail("read", path, error);
        }
    }
    if (fstat(input->stream.descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        share_input_close(input);
        return error_set(error, ERROR_INVALID, "`%.*s` is a folder", TEXT_ARGS(path));
    }
    widen_pipe(input->stream.descriptor);
    const bool is_regular =
        fstat(input->stream.descriptor, &status) == 0 && S_ISREG(status.st_mode);
    input->size = is_regular ? (uint64_t)status.st_size : UINT64_MAX;
    return true;
}

void share_input_close(ShareInput *input) {
    if (input->is_file && input->stream.descriptor >= 0) {
        (void)close(input->stream.descriptor);
    }
}

bool share_output_begin(Arena *arena, Text path, ShareOutput *output, Error *error) {
    *output =
        (ShareOutput){.stream = {STDOUT_FILENO, path}, .is_file = !text_equals(path, TEXT("-"))};
    if (!output->is_file) {
        widen_pipe(STDOUT_FILENO);
        return true;
    }
    if (!file_output_begin(arena, path, &output->file, error)) {
        return false;
    }
    output->stream.descriptor = output->file.descriptor;
    return true;
}

bool share_output_end(ShareOutput *output, bool is_good, Error *error) {
    if (!output->is_file) {
        return is_good;
    }
    if (!is_good) {
        file_output_abandon(&output->file);
        return false;
    }
    return file_output_finish(&output->file, error);
}
