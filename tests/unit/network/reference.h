/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TEST_REFERENCE_H
#define ENTENTE_TEST_REFERENCE_H

/* The optimum of a small network by the plainest means: the programme of network.h
 * written out row by row, nothing scaled and nothing left out, and the simplex method on
 * a dense table by Bland's rule from the plan that does nothing. Shares no code with the
 * solver. */

#include <stdio.h>

#include "network/network.h"

double reference_optimum(const Network *network);

/* The same programme in the LP format that glpsol reads. */
void reference_write(const Network *network, FILE *file);

#endif
