/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/record.h"

#include <time.h>

#include "service/service.h"

static int64_t now_ms(void) {
    enum { MS_OF_SECOND = 1000, NS_OF_MS = 1000000 };
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_OF_SECOND + now.tv_nsec / NS_OF_MS;
}

bool record_if_asked(Arena *arena, const Arguments *arguments, const Recorded *what, Error *error) {
    CLEANUP(store_close_handle) Store *store = NULL;
    int64_t number = 0;
    if (!arguments_have(arguments, "audit")) {
        return true;
    }
    const ScreenRecord record = {.at_ms = now_ms(),
                                 .who = what->who,
                                 .kind = what->kind,
                                 .inputs = what->inputs,
                                 .output = what->output};
    return store_create(arguments_value(arguments, "audit"), &store, error) &&
           service_screen_record(arena, store, &record, &number, error);
}
