/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_STORE_SHEET_H
#define ENTENTE_STORE_SHEET_H

/* Private to store/: CSV as Entente writes it, of lines that end in a line feed. */

#include "store/tables.h"

/* Adds a line; one empty field alone is written with its quotes. */
void sheet_add_line(TextBuilder *csv, const Text *fields, size_t count);

#endif
