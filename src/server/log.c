/* SPDX-License-Identifier: Apache-2.0 */
#include "server/log.h"

#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"

enum { NS_A_MICROSECOND = 1000, NS_A_SECOND = 1000000000 };

static Text time_text(Arena *arena) {
    struct timespec now;
    struct tm parts;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &parts);
    return text_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                       now.tv_nsec / (NS_A_SECOND / 1000));
}

/* Who reads the log slowly, or not at all, must not hold up the answers: a line for which there is
 * no room is lost, and counted. A pipe that has room has it for a whole line. */
static bool write_line(int descriptor, Arena *arena, JsonWriter *json) {
    struct pollfd room = {.fd = descriptor, .events = POLLOUT};
    const Text line = json_finish(arena, json, false);
    json_writer_free(json);
    return poll(&room, 1, 0) == 1 && (room.revents & POLLOUT) != 0 &&
           write(descriptor, line.bytes, line.length) == (ssize_t)line.length;
}

int64_t log_now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_A_SECOND + now.tv_nsec;
}

bool log_request(int descriptor, const HttpRequest *request, Text route, Text who,
                 int64_t took_ns) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "time", time_text(request->arena));
    json_add_text(json, "event", TEXT("request"));
    json_add_text(json, "method", request->method);
    json_add_text(json, "route", route);
    json_add_integer(json, "status", request->answer.status);
    json_add_integer(json, "bytes", (int64_t)request->answer.body.length);
    json_add_integer(json, "microseconds", took_ns / NS_A_MICROSECOND);
    json_add_text(json, "who", who);
    return write_line(descriptor, request->arena, json);
}

void log_event(int descriptor, Text event, Text detail) {
    if (descriptor < 0) {
        return;
    }
    Arena *arena CLEANUP(arena_close) = arena_new();
    JsonWriter *json = json_writer_new();
    json_add_text(json, "time", time_text(arena));
    json_add_text(json, "event", event);
    json_add_text(json, "detail", detail);
    (void)write_line(descriptor, arena, json);
}
