/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ranks.h"

#include <mpi.h>
#include <stdint.h>
#include <stdlib.h>

enum { CHUNK_BYTES = 1 << 30 }; /* MPI counts in int */

/* What launchers tell those whom they start. */
static const char *const SIZES[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};

static bool is_started_by_mpi(void) {
    for (size_t i = 0; i < sizeof(SIZES) / sizeof(SIZES[0]); i++) {
        if (getenv(SIZES[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_running(void) {
    int started = 0;
    int ended = 0;
    return MPI_Initialized(&started) == MPI_SUCCESS && MPI_Finalized(&ended) == MPI_SUCCESS &&
           started != 0 && ended == 0;
}

void ranks_start(int *count, char ***words) {
    if (is_started_by_mpi() && !is_running()) {
        (void)MPI_Init(count, words);
    }
}

void ranks_stop(void) {
    if (is_running()) {
        (void)MPI_Finalize();
    }
}

size_t ranks_count(void) {
    int count = 1;
    return is_running() && MPI_Comm_size(MPI_COMM_WORLD, &count) == MPI_SUCCESS ? (size_t)count : 1;
}

size_t ranks_own(void) {
    int own = 0;
    return is_running() && MPI_Comm_rank(MPI_COMM_WORLD, &own) == MPI_SUCCESS ? (size_t)own : 0;
}

static bool send_all(char *bytes, uint64_t length, int from) {
    bool is_done = true;
    for (uint64_t at = 0; at < length && is_done; at += CHUNK_BYTES) {
        const uint64_t left = length - at;
        const int part = left < CHUNK_BYTES ? (int)left : CHUNK_BYTES;
        is_done = MPI_Bcast(bytes + at, part, MPI_CHAR, from, MPI_COMM_WORLD) == MPI_SUCCESS;
    }
    return is_done;
}

bool ranks_exchange(Arena *arena, Text own, Text *all, Error *error) {
    const size_t count = ranks_count();
    uint64_t *lengths = ARENA_MANY(arena, uint64_t, count);
    const uint64_t length = own.length;
    if (count == 1) {
        all[0] = own;
        return true;
    }
    bool is_done = MPI_Allgather(&length, 1, MPI_UINT64_T, lengths, 1, MPI_UINT64_T,
                                 MPI_COMM_WORLD) == MPI_SUCCESS;
    for (size_t i = 0; i < count && is_done; i++) {
        char *bytes = ARENA_MANY(arena, char, lengths[i] + 1);
        for (size_t j = 0; i == ranks_own() && j < own.length; j++) {
            bytes[j] = own.bytes[j];
        }
        is_done = send_all(bytes, lengths[i], (int)i);
        all[i] = (Text){bytes, (size_t)lengths[i]};
    }
    return is_done ||
           error_set(error, ERROR_FAILED, "the ranks of the job could not exchange their results");
}
