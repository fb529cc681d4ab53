/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_REFORM_PARTS_H
#define ENTENTE_SERVICE_REFORM_PARTS_H

/* Private to the reform_*.c files: parts of the outputs. */

#include "base/json.h"
#include "service/service.h"

/* "1.20 [0.40, 2.50]". */
Text reform_exposure_text(Arena *arena, const Exposure *exposure);
Text reform_choice_names(Arena *arena, const Reform *reform, const FrontierChoice *choice);
/* "on average over what may happen". */
Text reform_measure_phrase(Arena *arena, const Reform *reform);

/* Nothing where it was not asked for. */
void reform_add_frontier(Arena *arena, TextBuilder *out, const Reform *reform);
void reform_add_cases(Arena *arena, TextBuilder *out, const Reform *reform);
void reform_add_frontier_json(JsonWriter *json, const Reform *reform);
void reform_add_cases_json(JsonWriter *json, const Reform *reform);
void reform_exposure_json(JsonWriter *json, const char *name, const Exposure *exposure);

#endif
