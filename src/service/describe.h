/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_DESCRIBE_H
#define ENTENTE_SERVICE_DESCRIBE_H

/* Part of service/service.h: what a workspace and its packs hold, for menus, forms and maps. A
 * view can be held to some parties: then it shows those parties and whatever belongs to them,
 * what they make, hold, need, send and receive, and of others only that they are there. */

#include <stdbool.h>
#include <stddef.h>

#include "alliance/alliance.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"
#include "law/law.h"

/* Whose data is shown: all, or that of some parties (ids). */
typedef struct ServiceView {
    bool is_held;
    const Text *parties;
    size_t party_count;
} ServiceView;

/* Whether the view shows a party's data: it is one of the view's, or belongs to one. */
bool service_view_shows(const ServiceView *view, const Workspace *workspace, size_t party);

/* The same of an item: something of it is made, kept, wanted or moved by who is shown. */
bool service_view_shows_item(const ServiceView *view, const Workspace *workspace, size_t item);

/* The tables that menus and maps need; `today` is suggested as the as-of date. */
Text service_workspace_json(Arena *arena, const Workspace *workspace, const LawSet *set,
                            const ServiceView *view, Date today);

/* The facts that the packs read; of codes and countries those that the law, which the engine was
 * made of, tells apart. */
Text service_vocabulary_json(Arena *arena, const LawSet *set, const LawEngine *engine);

/* The packs in force; and one with its provisions. False where there is none of that name. */
Text service_packs_json(Arena *arena, const LawSet *set);
MUST_CHECK bool service_pack_json(Arena *arena, const LawSet *set, Text name, Text *json);

/* GeoJSON (RFC 7946): sites, and lanes with what law says of each on a day. */
typedef struct LaneMapOptions {
    Date as_of;
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
    ServiceView view;
} LaneMapOptions;

MUST_CHECK bool service_lane_map(Arena *arena, const Workspace *workspace, const LawSet *set,
                                 const LaneMapOptions *options, Text *geojson, Error *error);

/* What changes in law within so many weeks, for the workspace's lanes: as `changes` of the report,
 * beside the days on which any provision of the packs begins or ends. */
typedef struct LawChangeOptions {
    Date as_of;
    Date known_at;
    size_t weeks;
    bool accept_unverified;
    unsigned quantile;
} LawChangeOptions;

MUST_CHECK bool service_law_changes(Arena *arena, const Workspace *workspace, const LawSet *set,
                                    const LawChangeOptions *options, Text *json, Error *error);

#endif
