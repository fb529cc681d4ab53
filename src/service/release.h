/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_RELEASE_H
#define ENTENTE_SERVICE_RELEASE_H

/* Part of service/service.h: whether a sealed file's key may be released. It is a decision like any
 * other: of the item, from who holds it, to who asks, under the packs in force, with the facts of
 * the label. What a policy asks for and nothing here knows is never met. */

#include <stdbool.h>

#include "service/access.h"
#include "sharing/sharing.h"

/* Who holds the keys, and under what. */
typedef struct ReleaseSetting {
    AccessSetting access;
    Text holder; /* a party of the workspace, or a country */
} ReleaseSetting;

/* Who asks: a party of the workspace, and the name that is on record. */
typedef struct ReleaseAsker {
    Text party;
    Text name;
} ReleaseAsker;

/* Fills the answer as service_access does; `answer->message` says why a policy cannot be used. */
void service_release(Arena *arena, const ReleaseSetting *setting, const ReleaseAsker *asker,
                     const TdfPolicy *policy, ShortAnswer *answer);

/* In one line: what is in the way, with its citation. */
Text service_release_reason(Arena *arena, const ShortAnswer *answer);

/* What whoever opens it takes on, as the decision says. */
size_t service_release_obligations(Arena *arena, const ShortAnswer *answer,
                                   const KasObligation **obligations);
/* In one line, those that `names` leaves out; empty where there are none. */
Text service_release_unacknowledged(Arena *arena, const KasObligation *obligations, size_t count,
                                    const Text *names, size_t name_count);

/* Until when, at most `until_s`, what is open at `from_s` stays open by law that is known now:
 * decided for each day between. O(days). Seconds since 1970, days in UTC. */
int64_t service_release_until(Arena *arena, const ReleaseSetting *setting,
                              const ReleaseAsker *asker, const TdfPolicy *policy, int64_t from_s,
                              int64_t until_s);

#endif
