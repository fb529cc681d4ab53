/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_KEPT_PACKS_H
#define ENTENTE_SERVICE_KEPT_PACKS_H

/* Private to service/: the texts of packs in a database. */

#include "service/service.h"

/* Keeps the text of each pack of the set, in its order, into `packs`, which has a place for each;
 * a set with reforms is refused. */
MUST_CHECK bool keep_packs(Arena *arena, Store *store, const LawSet *set, StorePack *packs,
                           Error *error);

/* The files of a kept pack. */
MUST_CHECK bool kept_pack_read(Arena *arena, Store *store, Text digest, PackText *pack,
                               Error *error);

#endif
