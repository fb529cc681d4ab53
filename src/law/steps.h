/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_STEPS_H
#define ENTENTE_LAW_STEPS_H

/* Lines of an explanation made of conditions and provisions, private to law/. Each
 * function adds a step to an Array of DecisionStep. Everything in a condition is told, also
 * what did not decide. */

#include "base/array.h"
#include "law/engine.h"

/* A condition with the values it found, and what stands in it. */
void law_add_condition_step(Engine *engine, const Condition *condition, const Frame *frame,
                            Array *steps);
/* What a provision says, its labels and its conditions for the frame's row. */
void law_add_body_steps(Engine *engine, size_t provision, const Frame *frame, Array *steps);
/* A provision as one line with its body below it. */
void law_add_provision_step(Engine *engine, size_t provision, Truth truth, Text text,
                            const Frame *frame, Array *steps);
/* The name without the pack's. */
Text law_short_name(const LawSet *set, size_t provision);

#endif
