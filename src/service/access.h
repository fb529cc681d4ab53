/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_ACCESS_H
#define ENTENTE_SERVICE_ACCESS_H

/* Part of service/service.h: decisions for programs that ask often and read little. A decision is
 * made as law_decide makes it, and told in short: outcome, what authorises, what stands in the
 * way, what would have to be known, citations. Beside requests of docs/batch.md it answers those
 * of the OpenID AuthZEN Authorization API 1.0 (docs/api.md says how the one is read as the other).
 *
 * Each answer comes with what it was decided upon: all facts, dates and options, as JSON. From
 * that and the packs alone service_short_again makes the same answer again. */

#include <stdbool.h>

#include "alliance/alliance.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/json_read.h"
#include "base/text.h"
#include "law/law.h"

typedef struct BatchDefaults BatchDefaults;

typedef struct ShortAnswer {
    bool is_usable; /* else `message` says what is wrong with the question */
    bool is_open;   /* free or authorised */
    Text message;
    Text json;   /* an object, without a newline */
    Text inputs; /* what it was decided upon, an object */
} ShortAnswer;

enum { SERVICE_ENGINE_QUANTILE = 50 };

/* A request of docs/batch.md. With an engine of the set, compiled without unverified law and for
 * SERVICE_ENGINE_QUANTILE, what asks for nothing else is decided by it, and told by its trace: the
 * rules that had a part, and no obligations or questions. */
void service_request_short(Arena *arena, const LawSet *set, const LawEngine *engine,
                           const BatchDefaults *defaults, Text request, ShortAnswer *answer);

typedef struct AccessSetting {
    const Workspace *workspace;
    const LawSet *set;
    Date today; /* where the context says no `as_of` */
} AccessSetting;

/* The four parts of an AuthZEN question; NULL where they are missing. */
typedef struct AccessQuestion {
    const JsonValue *subject;
    const JsonValue *action;
    const JsonValue *resource;
    const JsonValue *context;
} AccessQuestion;

/* Never open where something is not known or not usable. */
void service_access(Arena *arena, const AccessSetting *setting, const AccessQuestion *question,
                    ShortAnswer *answer);

/* Decides again from `inputs`: the same `json` under the same packs. */
MUST_CHECK bool service_short_again(Arena *arena, const LawSet *set, Text inputs, Text *json,
                                    Error *error);

#endif
