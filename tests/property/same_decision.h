/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_PROPERTY_SAME_DECISION_H
#define ENTENTE_TESTS_PROPERTY_SAME_DECISION_H

#include "law/law.h"

/* Decides by the compiled engine and by the tree engine; what differs in outcome, bounds,
 * days, reasons, authorities or prohibitions, in words, or the empty text. Gives the tree's
 * decision. */
Text same_decision(Arena *arena, const LawEngine *engine, LawScratch *scratch,
                   const LawFacts *facts, const DecideOptions *options, Decision *decision);

#endif
