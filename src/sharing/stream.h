/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_STREAM_H
#define ENTENTE_SHARING_STREAM_H

/* Part of the face of sharing/: where bytes come from and go to, so that files, pipes and memory
 * are read and written alike. Whoever makes one keeps what it stands on alive. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

/* Bytes in order, once. `got` is less than `room` only at the end. */
typedef struct ByteStream {
    void *context;
    bool (*read)(void *context, void *bytes, size_t room, size_t *got, Error *error);
} ByteStream;

/* Bytes at any place. */
typedef struct ByteSource {
    void *context;
    uint64_t size;
    bool (*read)(void *context, uint64_t at, void *bytes, size_t count, Error *error);
} ByteSource;

typedef struct ByteSink {
    void *context;
    bool (*write)(void *context, const void *bytes, size_t count, Error *error);
} ByteSink;

/* Over an open descriptor, which stays the caller's; `name` is for messages. */
typedef struct DescriptorStream {
    int descriptor;
    Text name;
} DescriptorStream;

ByteStream byte_stream_of(DescriptorStream *stream);
ByteSink byte_sink_of(DescriptorStream *stream);
/* False where the descriptor is no regular file. */
MUST_CHECK bool byte_source_of(DescriptorStream *stream, ByteSource *source, Error *error);

/* Over memory. */
ByteSource byte_source_of_text(const Text *text);
/* A sink that keeps all in a builder. */
ByteSink byte_sink_of_builder(TextBuilder *builder);
/* A stream over a text, which is used up. */
ByteStream byte_stream_of_text(Text *rest);

#endif
