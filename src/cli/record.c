/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/record.h"

#include "cli/moment.h"

bool record_if_asked(Arena *arena, const Arguments *arguments, const Recorded *what, Error *error) {
    CLEANUP(store_close_handle) Store *store = NULL;
    int64_t number = 0;
    if (!arguments_have(arguments, "audit")) {
        return true;
    }
    const ScreenRecord record = {.at_ms = moment_now(arena, arguments).at_ms,
                                 .who = what->who,
                                 .kind = what->kind,
                                 .inputs = what->inputs,
                                 .output = what->output};
    return store_create(arguments_value(arguments, "audit"), &store, error) &&
           service_screen_record(arena, store, &record, &number, error);
}

bool record_open_chain(const Arguments *arguments, Text workspace, Store **chain, Error *error) {
    const Text address = arguments_value(arguments, "audit");
    *chain = NULL;
    return !arguments_have(arguments, "audit") || text_equals(address, workspace) ||
           store_create(address, chain, error);
}
