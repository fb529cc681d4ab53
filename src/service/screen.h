/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SCREEN_H
#define ENTENTE_SERVICE_SCREEN_H

/* Private to service/: what the texts and the JSON of a screening have in common. */

#include "base/arena.h"
#include "base/json.h"
#include "screening/screening.h"

/* "0.8500" */
Text screen_score(Arena *arena, int score);
Text screen_evidence(Evidence evidence);

/* "0.8000 (organisation 0.7500, SDN person 0.7800)" */
Text screen_thresholds_text(Arena *arena, ScreeningThresholds thresholds);
/* The member `thresholds`. */
void screen_add_thresholds(JsonWriter *json, ScreeningThresholds thresholds, bool as_integers);
ScreeningThresholds screen_thresholds_of(const ScreeningQuery *query);

#endif
