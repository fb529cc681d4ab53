/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_WORDS_H
#define ENTENTE_SERVICE_WORDS_H

/* Private to service/: words for readers that several outputs share. */

#include "service/service.h"

/* "licence required", where files and JSON write licence_required. */
Text outcome_phrase(Outcome outcome);

/* "Kestrel Forge, Cold Fork (US)" */
Text party_phrase(Arena *arena, const Party *party);

#endif
