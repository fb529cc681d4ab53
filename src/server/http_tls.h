/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_HTTP_TLS_H
#define ENTENTE_SERVER_HTTP_TLS_H

/* Private to http*.c: who is at the other end of a TLS connection. */

#include <microhttpd.h>

#include "base/text.h"

/* The subject of the client's certificate (RFC 4514), where it gave one that was verified against
 * those trusted; else empty. */
Text http_tls_name(Arena *arena, struct MHD_Connection *connection);

#endif
