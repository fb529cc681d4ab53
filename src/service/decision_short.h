/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_DECISION_SHORT_H
#define ENTENTE_SERVICE_DECISION_SHORT_H

/* Private to service/: a decision in short, and the record of what it was made from. */

#include "base/json.h"
#include "service/service.h"

typedef struct ShortQuestion {
    const LawFacts *facts;
    Date as_of;
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
} ShortQuestion;

/* Decides without explaining, and fills the answer. The engine may be NULL. */
void short_decide(Arena *arena, const LawSet *set, const LawEngine *engine,
                  const ShortQuestion *question, ShortAnswer *answer);

/* Fills the answer with what is wrong. */
void short_refuse(Arena *arena, ShortAnswer *answer, Text message);

/* A writer's text without its newline; the writer is freed. */
Text short_finish(Arena *arena, JsonWriter *json);

#endif
