/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/audited.h"

bool auditing_open(Arena *arena, const Arguments *arguments, const LawSet *set, Auditing *auditing,
                   Error *error) {
    const Text address = arguments_value(arguments, "audit");
    *auditing = (Auditing){0};
    return text_is_empty(address) ||
           (store_open(address, &auditing->store, error) &&
            service_keep_law(arena, auditing->store, set, &auditing->law, error));
}

void auditing_close(Auditing *auditing) {
    store_close(auditing->store);
}

bool auditing_record(Arena *arena, const Arguments *arguments, const Auditing *auditing,
                     const BatchAnswer *answers, size_t count, int64_t *first, Error *error) {
    AuditEntry *entries = ARENA_MANY(arena, AuditEntry, count);
    const ServiceMoment moment = moment_now(arena, arguments);
    size_t decided = 0;
    for (size_t i = 0; auditing->store != NULL && i < count; i++) {
        if (answers[i].is_decided) {
            entries[decided++] = service_decision_entry(arena, &answers[i], auditing->law, &moment);
        }
    }
    return decided == 0 || store_audit_append(auditing->store, entries, decided, first, error);
}
