/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SHARE_BYTES_H
#define ENTENTE_SERVICE_SHARE_BYTES_H

/* Part of the face of service/: sealed files, labels and releases of keys over bytes in memory,
 * for programs that have no files. The answers are the bytes that the commands of the same names
 * write with `--json`. What is given in stays the caller's and must outlive the answer. */

#include "service/release.h"
#include "service/share.h"
#include "store/store.h"

/* As `entente inspect --json`. `keys` and `trusted` may be NULL; without keys the form alone is
 * checked. False where the bytes are no sealed file. */
MUST_CHECK bool service_share_inspect(Arena *arena, Text name, Text sealed, const KeyRing *keys,
                                      const KeyRing *trusted, Text *json, Error *error);

/* As `entente label parse`; and, over several labels, `entente label rollup --json`. */
MUST_CHECK bool service_share_label(Arena *arena, Text label, Text *json, Error *error);
MUST_CHECK bool service_share_roll_up(Arena *arena, const Text *labels, size_t count, Text *json,
                                      Error *error);

/* "4.2.2" (or nothing) and "4.3.0". */
MUST_CHECK bool service_share_format(Text word, TdfFormat *format, Error *error);

/* Seals `plain`; `options->has_size` and `size` are set here. The item is not looked up. */
MUST_CHECK bool service_share_seal(Arena *arena, const SealOptions *options, Text plain,
                                   Text *sealed, Error *error);

typedef struct ReleasePage {
    int64_t after; /* the number of a row */
    size_t limit;
    bool is_newest; /* the last `limit` of them instead */
} ReleasePage;

/* The rows `key release`, `key refusal` and `key lease` of the chain, in order: `releases`, and
 * `next`, which is `after` of the next call, or null at the end. */
MUST_CHECK bool service_share_releases(Arena *arena, Store *store, const ReleasePage *page,
                                       Text *json, Error *error);

/* What is asked of a preview: nothing is released and nothing goes on record. */
typedef struct ReleaseQuestion {
    Text label; /* in any form */
    Text item;  /* of the workspace */
    Text party; /* empty: every party of the workspace */
} ReleaseQuestion;

/* Who may open it and why, by the decision that the key server makes. */
MUST_CHECK bool service_share_preview(Arena *arena, const ReleaseSetting *setting,
                                      const ReleaseQuestion *question, Text *json, Error *error);

#endif
