/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SCREEN_H
#define ENTENTE_SERVICE_SCREEN_H

/* Private to service/: what the texts and the JSON of a screening have in common. */

#include "base/arena.h"
#include "screening/screening.h"

/* "0.8500" */
Text screen_score(Arena *arena, int score);
Text screen_evidence(Evidence evidence);

#endif
