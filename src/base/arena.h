/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_ARENA_H
#define ENTENTE_BASE_ARENA_H

/* Memory for one piece of work: a request, a compilation, a command. Everything
 * taken from an arena lives until the arena is freed; nothing is freed singly.
 * An arena belongs to one thread at a time. Running out of memory ends the
 * program with a line on stderr, so no caller checks for NULL. */

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

typedef struct Arena Arena;

/* Makes an empty arena; the caller frees it. */
Arena *arena_new(void);

/* Frees the arena and everything in it. arena_free(NULL) does nothing. */
void arena_free(Arena *arena);
void arena_close(Arena **arena); /* for CLEANUP */

/* Takes `size` zeroed bytes, aligned to 16. size 0 gives a valid pointer. O(1). */
void *arena_allocate(Arena *arena, size_t size);

/* Takes room for `count` zeroed items of `size` bytes; ends the program where
 * the product does not fit in size_t. */
void *arena_allocate_many(Arena *arena, size_t count, size_t size);

/* Lengthens what was handed out last, in place; false, and nothing done, where `place` is not that
 * or its chunk has no room left. What is added is zero. */
bool arena_extend(Arena *arena, void *place, size_t size, size_t new_size);

/* Gives up all that was taken, and keeps some room for what will be. */
void arena_clear(Arena *arena);

/* Bytes handed out so far. */
size_t arena_bytes(const Arena *arena);

/* Ends the program as running out of memory does: one line on stderr and exit
 * status 1. For the few that take memory from elsewhere. */
NO_RETURN void arena_exhausted(void);

/* One zeroed Type, and `count` of them. */
#define ARENA_NEW(arena, Type) ((Type *)arena_allocate((arena), sizeof(Type)))
#define ARENA_MANY(arena, Type, count) ((Type *)arena_allocate_many((arena), (count), sizeof(Type)))

#endif
