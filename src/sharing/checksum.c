/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/zip.h"

#include <string.h>

#include "base/compiler.h"

#if HAS_CARRYLESS_HEADER
#include <wmmintrin.h>
#endif

/* CRC-32 by half bytes: slow, and enough for short pieces. */
static uint32_t checksum_short(uint32_t state, const unsigned char *bytes, size_t count) {
    static const uint32_t steps[16] = {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4,
        0x4DB26158, 0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
        0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };
    for (size_t i = 0; i < count; i++) {
        state ^= bytes[i];
        state = state >> 4 ^ steps[state & 15U];
        state = state >> 4 ^ steps[state & 15U];
    }
    return state;
}

#if HAS_CARRYLESS_HEADER
enum { LANES = 4, LANE_BYTES = 16, BLOCK_BYTES = LANES * LANE_BYTES };

WITH_CARRYLESS static __m128i fold(__m128i lane, __m128i factors, __m128i next) {
    const __m128i low = _mm_clmulepi64_si128(lane, factors, 0x00);
    const __m128i high = _mm_clmulepi64_si128(lane, factors, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

WITH_CARRYLESS static __m128i load(const unsigned char *bytes) {
    __m128i lane;
    memcpy(&lane, bytes, sizeof lane);
    return lane;
}

/* Carry-less multiplication, four lanes at a time (Gopal and others, Intel 2009): what is left is
 * 16 bytes of the same remainder. `count` is a multiple of 64 and not 0. */
WITH_CARRYLESS static uint32_t checksum_long(uint32_t state, const unsigned char *bytes,
                                             size_t count) {
    const __m128i by_four = _mm_set_epi64x(0x01C6E41596, 0x0154442BD4);
    const __m128i by_one = _mm_set_epi64x(0x00CCAA009E, 0x01751997D0);
    __m128i lanes[LANES];
    unsigned char left[LANE_BYTES];
    for (size_t i = 0; i < LANES; i++) {
        lanes[i] = load(bytes + i * LANE_BYTES);
    }
    lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128((int)state));
    for (size_t at = BLOCK_BYTES; at < count; at += BLOCK_BYTES) {
        for (size_t i = 0; i < LANES; i++) {
            lanes[i] = fold(lanes[i], by_four, load(bytes + at + i * LANE_BYTES));
        }
    }
    for (size_t i = 1; i < LANES; i++) {
        lanes[0] = fold(lanes[0], by_one, lanes[i]);
    }
    memcpy(left, &lanes[0], sizeof left);
    return checksum_short(0, left, sizeof left);
}
#endif

uint32_t zip_checksum(uint32_t checksum, const void *bytes, size_t count) {
    uint32_t state = ~checksum;
    const unsigned char *next = bytes;
#if HAS_CARRYLESS_HEADER
    const size_t whole = count / BLOCK_BYTES * BLOCK_BYTES;
    if (whole > 0 && HAS_CARRYLESS()) {
        state = checksum_long(state, next, whole);
        next += whole;
        count -= whole;
    }
#endif
    return ~checksum_short(state, next, count);
}
