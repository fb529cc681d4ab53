/* SPDX-License-Identifier: Apache-2.0 */
/* A workspace of several tables in one input, each after a line "== party.csv". */
#include "fuzz.h"

#include "alliance/alliance.h"
#include "tables.h"

enum { PLAN_DAYS = 365 };

static void ask_parties(const Workspace *workspace) {
    size_t total = 0;
    for (size_t i = 0; i < workspace->party_count; i++) {
        size_t first = 0;
        size_t found = workspace->party_count;
        size_t count = workspace_party_statuses(workspace, i, &first);
        for (size_t at = first; at < first + count; at++) {
            REQUIRE(workspace->statuses[at].party == i);
        }
        REQUIRE(workspace_find_party(workspace, workspace->parties[i].id, &found) && found == i);
        total += count;
    }
    REQUIRE(total == workspace->status_count);
}

/* Every item stands once in the order, after what goes into it. */
static void ask_items(Arena *arena, const Workspace *workspace) {
    bool *is_seen = ARENA_MANY(arena, bool, workspace->item_count);
    for (size_t i = 0; i < workspace->item_count; i++) {
        size_t first = 0;
        size_t item = workspace->items_bottom_up[i];
        size_t count = workspace_item_components(workspace, item, &first);
        for (size_t at = first; at < first + count; at++) {
            REQUIRE(workspace->components[at].item == item);
            REQUIRE(is_seen[workspace->components[at].component]);
        }
        REQUIRE(!is_seen[item]);
        is_seen[item] = true;
    }
}

static void ask_network(const Workspace *workspace) {
    for (size_t i = 0; i < workspace->lane_count; i++) {
        REQUIRE(workspace->lanes[i].from_site != workspace->lanes[i].to_site);
        (void)workspace_lane_end_use(workspace, i);
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        REQUIRE(workspace_demand_between(workspace, i, 0, 0, PLAN_DAYS) >= 0);
        REQUIRE(workspace_demand_between(workspace, i, DATE_MIN, DATE_MIN, DATE_MAX) >= 0);
    }
    for (size_t i = 0; i < workspace->loss_count; i++) {
        REQUIRE(workspace->losses[i].kind != LOSS_LANE ||
                workspace->losses[i].index < workspace->lane_count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t count = 0;
    Arena *arena = arena_new();
    ProblemList problems = problem_list_new(arena);
    Text text = {(const char *)data, size};
    const WorkspaceFile *files = tables_split(arena, text, &count);
    const Workspace *workspace = workspace_parse(arena, TEXT("w"), files, count, &problems);
    REQUIRE((workspace == NULL) == (problem_count(&problems) > 0));
    (void)problem_format(arena, &problems, 0);
    if (workspace != NULL) {
        ask_parties(workspace);
        ask_items(arena, workspace);
        ask_network(workspace);
    }
    arena_free(arena);
    return 0;
}
