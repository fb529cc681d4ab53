/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_PROTOBUF_H
#define ENTENTE_SHARING_PROTOBUF_H

/* Private to sharing/: Protocol Buffers in their binary form, as far as a key server's messages
 * go: fields with a length are read, all others are skipped; groups, which nobody writes any
 * more, are refused. */

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

/* Takes the next field off the front. `content` is what a field with a length holds, and has no
 * bytes for others. False at the end, with an error where it is not sound. */
MUST_CHECK bool protobuf_next(Text *rest, unsigned *number, Text *content, bool *has_length,
                              Error *error);

void protobuf_add_content(TextBuilder *out, unsigned number, Text content);
void protobuf_add_varint(TextBuilder *out, unsigned number, uint64_t value);
/* The eight bytes of a double. */
void protobuf_add_double(TextBuilder *out, unsigned number, double value);

#endif
