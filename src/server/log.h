/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_LOG_H
#define ENTENTE_SERVER_LOG_H

/* Private to server/: the log, a line of JSON for each event, written whole to a descriptor. No
 * token, no query and no body is ever in it: paths are those of the route table. */

#include "server/http.h"

/* A request that was answered. `who` may be empty. False where the line is lost: nothing waits
 * for who reads the log. */
bool log_request(int descriptor, const HttpRequest *request, Text route, Text who, int64_t took_ns);

/* The monotonic clock, which HttpRequest.begun_ns is of. */
int64_t log_now_ns(void);

void log_event(int descriptor, Text event, Text detail);

#endif
