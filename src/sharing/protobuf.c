/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/protobuf.h"

#include <string.h>

#include "sharing/bytes.h"

enum {
    WIRE_VARINT = 0,
    WIRE_EIGHT = 1,
    WIRE_LENGTH = 2,
    WIRE_FOUR = 5,
    WIRE_BITS = 3,
    VARINT_BYTES_MAX = 10,
    NUMBER_MAX = (1 << 29) - 1
};

static bool take_varint(Text *rest, uint64_t *value) {
    *value = 0;
    for (size_t i = 0; i < VARINT_BYTES_MAX && i < rest->length; i++) {
        const uint64_t byte = (unsigned char)rest->bytes[i];
        if (i == VARINT_BYTES_MAX - 1 && byte > 1) {
            return false;
        }
        *value |= (byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            *rest = text_slice(*rest, i + 1, rest->length);
            return true;
        }
    }
    return false;
}

/* How many bytes the content has, once what stands before it is taken off. */
static bool take_size(Text *rest, unsigned wire, uint64_t *size) {
    switch (wire) {
    case WIRE_VARINT:
        *size = 0;
        return take_varint(rest, &(uint64_t){0});
    case WIRE_EIGHT:
        *size = 8;
        return true;
    case WIRE_FOUR:
        *size = 4;
        return true;
    case WIRE_LENGTH:
        return take_varint(rest, size);
    default:
        return false;
    }
}

bool protobuf_next(Text *rest, unsigned *number, Text *content, bool *has_length, Error *error) {
    uint64_t tag = 0;
    uint64_t size = 0;
    if (rest->length == 0) {
        return false;
    }
    if (!take_varint(rest, &tag) || tag >> WIRE_BITS == 0 || tag >> WIRE_BITS > NUMBER_MAX ||
        !take_size(rest, (unsigned)(tag & 7), &size) || size > rest->length) {
        return error_set(error, ERROR_INVALID, "the message is no sound Protocol Buffer");
    }
    *number = (unsigned)(tag >> WIRE_BITS);
    *has_length = (tag & 7) == WIRE_LENGTH;
    *content = *has_length ? text_slice(*rest, 0, (size_t)size) : (Text){0};
    *rest = text_slice(*rest, (size_t)size, rest->length);
    return true;
}

/* ---- writing ---- */

static void add_number(TextBuilder *out, uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
        text_add_character(out, (char)(unsigned char)(value | 0x80));
    }
    text_add_character(out, (char)(unsigned char)value);
}

static void add_tag(TextBuilder *out, unsigned number, unsigned wire) {
    add_number(out, (uint64_t)number << WIRE_BITS | wire);
}

void protobuf_add_content(TextBuilder *out, unsigned number, Text content) {
    add_tag(out, number, WIRE_LENGTH);
    add_number(out, content.length);
    text_add(out, content);
}

void protobuf_add_varint(TextBuilder *out, unsigned number, uint64_t value) {
    add_tag(out, number, WIRE_VARINT);
    add_number(out, value);
}

void protobuf_add_double(TextBuilder *out, unsigned number, double value) {
    uint64_t bits = 0;
    unsigned char bytes[sizeof bits];
    memcpy(&bits, &value, sizeof bits);
    bytes_put_number(bytes, sizeof bytes, bits);
    add_tag(out, number, WIRE_EIGHT);
    text_add(out, (Text){(const char *)bytes, sizeof bytes});
}
