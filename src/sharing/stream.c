/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/stream.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sharing/bytes.h"

static bool fail(const DescriptorStream *stream, const char *action, Error *error) {
    char reason[200];
    if (strerror_r(errno, reason, sizeof reason) != 0) {
        reason[0] = '\0';
    }
    return error_set(error, ERROR_FAILED, "cannot %s `%.*s`: %s", action, TEXT_ARGS(stream->name),
                     reason);
}

static bool read_descriptor(void *context, void *bytes, size_t room, size_t *got, Error *error) {
    const DescriptorStream *stream = context;
    size_t done = 0;
    while (done < room) {
        const ssize_t count = read(stream->descriptor, (char *)bytes + done, room - done);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return fail(stream, "read", error);
        }
        done += count < 0 ? 0 : (size_t)count;
    }
    *got = done;
    return true;
}

static bool write_descriptor(void *context, const void *bytes, size_t count, Error *error) {
    const DescriptorStream *stream = context;
    size_t done = 0;
    while (done < count) {
        const ssize_t written = write(stream->descriptor, (const char *)bytes + done, count - done);
        if (written < 0 && errno != EINTR) {
            return fail(stream, "write", error);
        }
        done += written < 0 ? 0 : (size_t)written;
    }
    return true;
}

static bool read_descriptor_at(void *context, uint64_t at, void *bytes, size_t count,
                               Error *error) {
    const DescriptorStream *stream = context;
    size_t done = 0;
    while (done < count) {
        const ssize_t got =
            pread(stream->descriptor, (char *)bytes + done, count - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail(stream, "read", error);
        }
        if (got == 0) {
            return error_set(error, ERROR_INVALID, "`%.*s` ends before its time",
                             TEXT_ARGS(stream->name));
        }
        done += (size_t)got;
    }
    return true;
}

ByteStream byte_stream_of(DescriptorStream *stream) {
    return (ByteStream){stream, read_descriptor};
}

ByteSink byte_sink_of(DescriptorStream *stream) {
    return (ByteSink){stream, write_descriptor};
}

bool byte_source_of(DescriptorStream *stream, ByteSource *source, Error *error) {
    struct stat status;
    if (fstat(stream->descriptor, &status) != 0) {
        return fail(stream, "read", error);
    }
    if (!S_ISREG(status.st_mode)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is not a regular file; a sealed file is read from its end",
                         TEXT_ARGS(stream->name));
    }
    *source = (ByteSource){stream, (uint64_t)status.st_size, read_descriptor_at};
    return true;
}

static bool read_text_at(void *context, uint64_t at, void *bytes, size_t count, Error *error) {
    const Text *text = context;
    if (at > text->length || count > text->length - at) {
        return error_set(error, ERROR_INVALID, "the file ends before its time");
    }
    memcpy(bytes, text->bytes + at, count);
    return true;
}

ByteSource byte_source_of_text(const Text *text) {
    /* Read only: the context's type serves those that are not. */
    return (ByteSource){bytes_writable(text), text->length, read_text_at};
}

static bool write_builder(void *context, const void *bytes, size_t count, Error *error) {
    (void)error;
    text_add(context, (Text){bytes, count});
    return true;
}

ByteSink byte_sink_of_builder(TextBuilder *builder) {
    return (ByteSink){builder, write_builder};
}

static bool read_rest(void *context, void *bytes, size_t room, size_t *got, Error *error) {
    Text *rest = context;
    (void)error;
    *got = rest->length < room ? rest->length : room;
    memcpy(bytes, rest->bytes, *got);
    *rest = text_slice(*rest, *got, rest->length);
    return true;
}

ByteStream byte_stream_of_text(Text *rest) {
    return (ByteStream){rest, read_rest};
}
