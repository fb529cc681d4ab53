/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_BYTES_H
#define ENTENTE_SHARING_BYTES_H

/* Private to sharing/: bytes as text and back. What is decoded here is public: secrets are
 * compared and kept by secret.h alone. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/text.h"

/* RFC 4648, section 4, with padding; and section 5 without. */
Text base64_encode(Arena *arena, Text bytes);
Text base64url_encode(Arena *arena, Text bytes);

/* Either alphabet, but not both in one text; padding may be there or not. False on anything
 * else, on bits that would be lost, and on white space. */
MUST_CHECK bool base64_decode(Arena *arena, Text text, Text *bytes);

/* Small hexadecimal digits. */
Text hex_encode(Arena *arena, Text bytes);

/* Small or capital digits, two a byte. */
MUST_CHECK bool hex_decode(Arena *arena, Text text, Text *bytes);

/* The same place as one that may be written to: for contexts whose type serves those that write,
 * and for what its owner gave up. */
void *bytes_writable(const void *place);

/* Numbers of 1 to 8 bytes, the least first. */
uint64_t bytes_number(const unsigned char *bytes, size_t count);
void bytes_put_number(unsigned char *bytes, size_t count, uint64_t number);

#endif
