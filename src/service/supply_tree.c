/* SPDX-License-Identifier: Apache-2.0 */
#include "service/supply_tree.h"

typedef struct TreeBuild {
    const Workspace *workspace;
    size_t programme;
    SupplyTree tree;
} TreeBuild;

static size_t place_of(const TreeBuild *build, size_t site, size_t item) {
    return site * build->workspace->item_count + item;
}

static bool mark_place(TreeBuild *build, size_t site, size_t item) {
    bool *mark = &build->tree.places[place_of(build, site, item)];
    const bool is_new = !*mark;
    *mark = true;
    return is_new;
}

static bool mark_components(TreeBuild *build, const Activity *activity) {
    size_t first = 0;
    const size_t count = workspace_item_components(build->workspace, activity->item, &first);
    bool is_new = false;
    for (size_t i = first; i < first + count; i++) {
        is_new |= mark_place(build, activity->site, build->workspace->components[i].component);
    }
    return is_new;
}

static void mark_tree(TreeBuild *build) {
    const Workspace *workspace = build->workspace;
    bool is_new = true;
    for (size_t i = 0; i < workspace->demand_count; i++) {
        if (workspace->demands[i].programme == build->programme) {
            (void)mark_place(build, workspace->demands[i].site, workspace->demands[i].item);
        }
    }
    while (is_new) {
        is_new = false;
        for (size_t i = 0; i < workspace->lane_count; i++) {
            const Lane *lane = &workspace->lanes[i];
            if (build->tree.places[place_of(build, lane->to_site, lane->item)]) {
                build->tree.lanes[i] = true;
                is_new |= mark_place(build, lane->from_site, lane->item);
            }
        }
        for (size_t i = 0; i < workspace->activity_count; i++) {
            const Activity *activity = &workspace->activities[i];
            if (build->tree.places[place_of(build, activity->site, activity->item)]) {
                is_new |= mark_components(build, activity);
            }
        }
    }
}

SupplyTree supply_tree(Arena *arena, const Workspace *workspace, size_t programme) {
    TreeBuild build = {
        .workspace = workspace,
        .programme = programme,
        .tree = {ARENA_MANY(arena, bool, workspace->party_count * workspace->item_count),
                 ARENA_MANY(arena, bool, workspace->lane_count)},
    };
    mark_tree(&build);
    return build.tree;
}
