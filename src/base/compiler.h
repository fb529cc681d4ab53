/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_COMPILER_H
#define ENTENTE_BASE_COMPILER_H

/* The only place for compiler extensions. Every macro has a plain meaning and
 * may be read as if it were part of the language. */

/* The caller must look at the result. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* The function takes a printf format at position `position` (from 1) and its
 * arguments from position `first`. */
#define PRINTF_LIKE(position, first) __attribute__((format(printf, position, first)))

/* Calls `function` with the variable's address when the variable goes out of
 * scope. For handles that are not memory, at their declaration. */
#define CLEANUP(function) __attribute__((cleanup(function)))

/* The function does not return. */
#define NO_RETURN __attribute__((noreturn))

/* The place of the lowest bit that is set, from 0; the number must not be 0. */
#define LOWEST_BIT(number) ((unsigned)__builtin_ctzll(number))

/* An inner loop over arrays of fixed size, to be unrolled and kept in vector registers also
 * where the rest is not built for speed. */
#if defined(__GNUC__) && !defined(__clang__)
#define UNROLLED __attribute__((optimize("O3")))
#else
#define UNROLLED
#endif

/* The function is compiled for processors that count bits in one instruction, and whether this
 * one does. Elsewhere it is compiled as any other. */
#if defined(__x86_64__)
#define WITH_POPCOUNT __attribute__((target("popcnt")))
#define HAS_POPCOUNT() (__builtin_cpu_supports("popcnt") != 0)
#else
#define WITH_POPCOUNT
#define HAS_POPCOUNT() false
#endif

/* The same for carry-less multiplication; its intrinsics stand in <wmmintrin.h>. */
#if defined(__x86_64__)
#define HAS_CARRYLESS_HEADER 1
#define WITH_CARRYLESS __attribute__((target("pclmul,sse2")))
#define HAS_CARRYLESS() (__builtin_cpu_supports("pclmul") != 0)
#else
#define HAS_CARRYLESS_HEADER 0
#endif

/* The same for vectors of four doubles. */
#if defined(__x86_64__)
#define WITH_WIDE_VECTORS __attribute__((target("avx2")))
#define HAS_WIDE_VECTORS() (__builtin_cpu_supports("avx2") != 0)
#else
#define WITH_WIDE_VECTORS
#define HAS_WIDE_VECTORS() false
#endif

/* The function is made part of each function that calls it. */
#define ALWAYS_INLINE __attribute__((always_inline))

/* The function stays one of its own, so that its callers need no room for what it needs. */
#define NEVER_INLINE __attribute__((noinline))

/* Memory that is read soon; the address need not be of anything. */
#define PREFETCH(address) __builtin_prefetch(address)

/* The bits that are set. */
#define COUNT_BITS(value) __builtin_popcountll(value)

/* Memory that will soon be read. */
#define PREFETCH(address) __builtin_prefetch(address)

/* For interfaces of others that take what they do not change without saying so. */
static inline void *without_const(const void *pointer) {
    const union {
        const void *held;
        void *given;
    } same = {pointer};
    return same.given;
}

/* A 128-bit integer, for exact products inside base/. */
__extension__ typedef __int128 Wide;

#endif
