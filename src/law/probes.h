/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_PROBES_H
#define ENTENTE_LAW_PROBES_H

/* Situations that are looked at before a search of all of them, private to law/: a witness is
 * often near what the packs' own tests tell. */

#include "law/claims.h"

/* Tries the tests of the packs that a change of law can reach, where a rule that differs may
 * hold, and their neighbours: other countries, and other answers to what these rules ask. Ends
 * at the first situation in which the claim is false; the search then has its witness. */
void law_probe_tests(Search *search, const ClaimContext *claim);

#endif
