/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_COVERAGE_H
#define ENTENTE_LAW_COVERAGE_H

/* Which provisions held, private to law/: what the tests of a pack have exercised. */

#include "law/result.h"

/* Marks the provisions that hold surely in this decision: scopes, facts, prohibitions and
 * requirements; exceptions that serve; bars that strike one that would; routes
 * that are open for what is not covered. */
void law_mark_held(DecisionWork *work, bool *held);

#endif
