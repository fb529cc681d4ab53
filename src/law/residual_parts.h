/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_RESIDUAL_PARTS_H
#define ENTENTE_LAW_RESIDUAL_PARTS_H

/* What residuals of conditions and of provisions share, private to residual*.c. */

#include "law/residual.h"

Residual residual_constant(Truth truth);
Residual residual_open(uint64_t hash);
Residual residual_not(Residual residual);
uint64_t residual_mix_text(uint64_t hash, Text text);

/* A fact that is not known in the situation at hand. */
bool residual_is_unknown(const ResidualWork *work, const Operand *operand);
/* Asks for it, where it is one and no set. */
void residual_want_operand(ResidualWork *work, const Operand *operand);
/* What an operand still is: a value by its word, else what it asks for. */
uint64_t residual_operand_hash(const ResidualWork *work, const Operand *operand,
                               const Frame *frame);
/* The whole table, in whatever order its rows stand. */
uint64_t residual_table_hash(ResidualWork *work, size_t index);

#endif
