/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* mmap's MAP_ANONYMOUS, and madvise */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* An arena that has outgrown the chunks of malloc takes whole large pages: memory that is met
 * for the first time costs as much as what is done with it, and one page of two megabytes is
 * met once where 512 small ones are met one by one. */
enum {
    ALIGNMENT = 16,
    FIRST_CHUNK_BYTES = 4096,
    LARGEST_CHUNK_BYTES = 1 << 18, /* of malloc */
    PAGE_CHUNK_BYTES = 1 << 21
};

typedef struct Chunk {
    struct Chunk *next;
    size_t used;
    size_t capacity;
    bool is_mapped; /* a large page, else of malloc */
    alignas(ALIGNMENT) unsigned char bytes[];
} Chunk;

struct Arena {
    Chunk *chunks; /* the first is the one being filled */
    size_t next_capacity;
    size_t handed_out;
};

void arena_exhausted(void) {
    fputs("entente: out of memory\n", stderr);
    /* No handlers run: they might need memory too. */
    _Exit(EXIT_FAILURE);
}

Arena *arena_new(void) {
    Arena *arena = calloc(1, sizeof(Arena));
    if (arena == NULL) {
        arena_exhausted();
    }
    arena->next_capacity = FIRST_CHUNK_BYTES;
    return arena;
}

static void free_chunks(Chunk *chunk) {
    while (chunk != NULL) {
        Chunk *next = chunk->next;
        if (chunk->is_mapped) {
            (void)munmap(chunk, PAGE_CHUNK_BYTES);
        } else {
            free(chunk);
        }
        chunk = next;
    }
}

void arena_free(Arena *arena) {
    if (arena == NULL) {
        return;
    }
    free_chunks(arena->chunks);
    free(arena);
}

/* The chunk being filled is the largest but for those of large things. */
void arena_clear(Arena *arena) {
    Chunk *kept = arena->chunks;
    arena->handed_out = 0;
    if (kept == NULL) {
        return;
    }
    free_chunks(kept->next);
    memset(kept->bytes, 0, kept->used);
    kept->next = NULL;
    kept->used = 0;
}

void arena_close(Arena **arena) {
    arena_free(*arena);
}

static Chunk *chunk_new(size_t capacity) {
    if (capacity > SIZE_MAX - sizeof(Chunk)) {
        arena_exhausted();
    }
    Chunk *chunk = calloc(1, sizeof(Chunk) + capacity);
    if (chunk == NULL) {
        arena_exhausted();
    }
    chunk->capacity = capacity;
    return chunk;
}

/* What is large beside a chunk gets its own, behind the one being filled, so that
 * the rest of that one is not lost. */
static Chunk *add_large_chunk(Arena *arena, size_t size) {
    Chunk *chunk = chunk_new(size);
    if (arena->chunks == NULL) {
        arena->chunks = chunk;
        return chunk;
    }
    chunk->next = arena->chunks->next;
    arena->chunks->next = chunk;
    return chunk;
}

/* Twice as much is mapped, and what lies before and after the page given back. */
static Chunk *page_chunk_new(void) {
    unsigned char *mapped = mmap(NULL, (size_t)2 * PAGE_CHUNK_BYTES, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) {
        arena_exhausted();
    }
    size_t before = PAGE_CHUNK_BYTES - (uintptr_t)mapped % PAGE_CHUNK_BYTES;
    unsigned char *page = mapped + before;
    (void)munmap(mapped, before);
    if (before < PAGE_CHUNK_BYTES) {
        (void)munmap(page + PAGE_CHUNK_BYTES, PAGE_CHUNK_BYTES - before);
    }
    (void)madvise(page, PAGE_CHUNK_BYTES, MADV_HUGEPAGE);
    Chunk *chunk = (Chunk *)page;
    *chunk = (Chunk){.capacity = PAGE_CHUNK_BYTES - sizeof(Chunk), .is_mapped = true};
    return chunk;
}

static Chunk *add_chunk(Arena *arena) {
    bool is_page = arena->next_capacity == PAGE_CHUNK_BYTES;
    Chunk *chunk = is_page ? page_chunk_new() : chunk_new(arena->next_capacity);
    bool is_page_next = arena->next_capacity >= LARGEST_CHUNK_BYTES;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->next_capacity = is_page_next ? PAGE_CHUNK_BYTES : 2 * arena->next_capacity;
    return chunk;
}

static Chunk *chunk_with_room(Arena *arena, size_t size) {
    Chunk *chunk = arena->chunks;
    if (chunk != NULL && chunk->capacity - chunk->used >= size) {
        return chunk;
    }
    if (size > arena->next_capacity / 4) {
        return add_large_chunk(arena, size);
    }
    return add_chunk(arena);
}

/* Even nothing takes a place, so that no two results are the same. */
static size_t padded_size(size_t size) {
    size_t asked = size == 0 ? 1 : size;
    return (asked + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_allocate(Arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT) {
        arena_exhausted();
    }
    size_t padded = padded_size(size);
    Chunk *chunk = chunk_with_room(arena, padded);
    void *place = chunk->bytes + chunk->used;
    chunk->used += padded;
    arena->handed_out += size;
    return place;
}

bool arena_extend(Arena *arena, void *place, size_t size, size_t new_size) {
    Chunk *chunk = arena->chunks;
    if (chunk == NULL || new_size < size || new_size > SIZE_MAX - ALIGNMENT) {
        return false;
    }
    size_t padded = padded_size(size);
    size_t more = padded_size(new_size) - padded;
    bool is_last = padded <= chunk->used && place == chunk->bytes + (chunk->used - padded);
    if (!is_last || more > chunk->capacity - chunk->used) {
        return false;
    }
    chunk->used += more;
    arena->handed_out += new_size - size;
    return true;
}

void *arena_allocate_many(Arena *arena, size_t count, size_t size) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena_exhausted();
    }
    return arena_allocate(arena, bytes);
}

size_t arena_bytes(const Arena *arena) {
    return arena->handed_out;
}
