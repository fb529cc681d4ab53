/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_FUZZ_H
#define ENTENTE_TESTS_FUZZ_H

/* The one function of a fuzzer. Whoever calls it chooses the bytes: libFuzzer, or
 * run_corpus.c with the files of a folder. It must accept any bytes; what must hold
 * is said with REQUIRE, which also counts where asserts are off. */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition)                                                                         \
    ((condition) ? (void)0                                                                         \
                 : (fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition),  \
                    abort()))

#endif
