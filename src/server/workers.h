/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_WORKERS_H
#define ENTENTE_SERVER_WORKERS_H

/* Private to server/: threads that take work from a bounded queue, first come first served. */

#include <stdbool.h>
#include <stddef.h>

typedef struct Workers Workers;
typedef void (*WorkFunction)(void *context, void *work);

/* `threads` of them; at most `queue_max` pieces of work wait. */
Workers *workers_new(unsigned threads, size_t queue_max, WorkFunction run, void *context);

/* False where the queue is full. */
bool workers_submit(Workers *workers, void *work);

/* Pieces of work that wait. */
size_t workers_waiting(Workers *workers);

/* Ends the threads after all work that waits is done; then nothing is taken any more. */
void workers_end(Workers *workers);
/* After workers_end, once nobody calls any more. */
void workers_free(Workers *workers);

#endif
