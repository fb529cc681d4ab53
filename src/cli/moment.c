/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/moment.h"

#include <pwd.h>
#include <time.h>
#include <unistd.h>

enum { MS_A_SECOND = 1000, NS_A_MS = 1000000, ENTRY_BYTES = 4096 };

static Text login_name(Arena *arena) {
    struct passwd entry;
    struct passwd *found = NULL;
    char *room = arena_allocate(arena, ENTRY_BYTES);
    const uid_t user = geteuid();
    if (getpwuid_r(user, &entry, room, ENTRY_BYTES, &found) == 0 && found != NULL) {
        return text_copy(arena, text_from(found->pw_name));
    }
    return text_format(arena, "user %u", (unsigned)user);
}

ServiceMoment moment_now(Arena *arena, const Arguments *arguments) {
    struct timespec now = {0};
    const Text who = arguments_value(arguments, "who");
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (ServiceMoment){.at_ms = (int64_t)now.tv_sec * MS_A_SECOND + now.tv_nsec / NS_A_MS,
                           .who = text_is_empty(who) ? login_name(arena) : who};
}

Date moment_today(void) {
    enum { SECONDS_OF_DAY = 86400 };
    return (Date)(time(NULL) / SECONDS_OF_DAY);
}
