/* SPDX-License-Identifier: Apache-2.0 */
#include "server/record.h"

#include "base/digest.h"
#include "server/server_parts.h"

void record_short(Call *call, const ShortAnswer *answer) {
    if (!answer->is_usable) {
        return;
    }
    *(AuditEntry *)array_add(&call->entries) = (AuditEntry){
        .at_ms = server_now_ms(),
        .who = call->principal.name,
        .kind = TEXT("decision"),
        .inputs = answer->inputs,
        .law = call->loaded->law,
        .result = digest_bytes(call->arena, answer->json),
    };
}
