/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_OPENAPI_H
#define ENTENTE_SERVER_OPENAPI_H

/* Private to server/: the description of the interface, made from the table of routes. */

#include "server/route.h"

/* The OpenAPI 3.1 document. */
Text openapi_document(Arena *arena);

#endif
