/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_CONSOLE_H
#define ENTENTE_SERVER_CONSOLE_H

/* Private to server/: the files of the console, which the build takes into the program's own
 * read-only data. A file that stands packed beside itself is there twice, as NAME and NAME.gz. None
 * are there where it was built with -Dconsole=disabled. */

#include <stddef.h>

#include "base/text.h"

typedef struct ConsoleFile {
    Text path; /* "/index.html", "/assets/index-Bb9xQv2a.css" */
    Text content;
} ConsoleFile;

/* In the order of the paths' bytes. The array has one element more than the count. */
extern const ConsoleFile CONSOLE_FILES[];
extern const size_t CONSOLE_FILE_COUNT;

#endif
