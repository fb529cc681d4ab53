/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_KEY_FILE_H
#define ENTENTE_SERVER_KEY_FILE_H

/* Private to server/: an issuer's keys in a file that somebody keeps up to date. The file is read
 * again when it has changed, looked at once a second at most; where it cannot be read then, the
 * keys that were known stay. Any thread may call this. */

#include "server/jwt.h"

typedef struct KeyFile KeyFile;

MUST_CHECK bool key_file_open(Text path, KeyFile **file, Error *error);
void key_file_close(KeyFile *file);

bool key_file_has_signed(KeyFile *file, const Jwt *jwt);

#endif
