/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_PRINCIPAL_H
#define ENTENTE_SERVER_PRINCIPAL_H

/* Private to server/: who asks, what they may do, and of whose data. */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Each may do what those before it may. */
typedef enum Role { ROLE_OPEN, ROLE_READER, ROLE_ANALYST, ROLE_OFFICER, ROLE_ADMINISTRATOR } Role;

Text role_word(Role role);
bool role_parse(Text word, Role *role);

typedef struct Principal {
    Text name; /* of the audit chain and the log: "local", "oidc:subject", "tls:CN=..." */
    Role role;
    bool is_held; /* to the parties below: they and what belongs to them */
    const Text *parties;
    size_t party_count;
} Principal;

#endif
