/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PATHWAY_DOUBTS_H
#define ENTENTE_SERVICE_PATHWAY_DOUBTS_H

/* Private to service/: what has to be known before anybody can say whether a law applies to an
 * offer. A decision asks only for what its outcome hangs on; this asks for what each law of it
 * hangs on, also where something else decides already. */

#include "service/service.h"

/* Finds the doubts of an offer that is decided. O(provisions in doubt * the law that they read). */
void pathway_find_doubts(Arena *arena, const DecideOptions *options, PathwayOffer *offer);

/* Adds the questions of another offer's doubt that are not there yet; NULL adds none. */
void pathway_add_doubt(Arena *arena, PathwayDoubt *doubt, const PathwayDoubt *other);

#endif
