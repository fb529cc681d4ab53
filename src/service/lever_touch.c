/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_parts.h"
#include "service/lever_rows.h"

/* Which lanes of the workspace without levers may be decided otherwise when some are pulled: by
 * what their rows name. What is not known to leave a lane as it is touches it. */

typedef struct Touch {
    Arena *arena;
    const Workspace *workspace;
    bool *lanes;
} Touch;

/* False where the row gives another value than a name of the workspace. */
typedef bool (*FindName)(const Workspace *workspace, Text id, size_t *index);

static Text cell_of(const PatchRow *row, Text name) {
    for (size_t i = 0; i < row->count; i++) {
        if (text_equals(row->names[i], name)) {
            return row->values[i];
        }
    }
    return (Text){0};
}

static void touch_all(const Touch *touch) {
    for (size_t i = 0; i < touch->workspace->lane_count; i++) {
        touch->lanes[i] = true;
    }
}

/* What a cell names: ALLIANCE_NONE where it is empty; false where there is none of that name. */
static bool named(const Touch *touch, const PatchRow *row, Text cell, FindName find,
                  size_t *index) {
    const Text id = cell_of(row, cell);
    *index = ALLIANCE_NONE;
    return text_is_empty(id) || find(touch->workspace, id, index);
}

static void touch_status(const Touch *touch, const PatchRow *row) {
    size_t party = 0;
    if (!named(touch, row, TEXT("party"), workspace_find_party, &party) || party == ALLIANCE_NONE) {
        touch_all(touch);
        return;
    }
    for (size_t i = 0; i < touch->workspace->lane_count; i++) {
        const Lane *lane = &touch->workspace->lanes[i];
        touch->lanes[i] |= workspace_party_is_of(touch->workspace, lane->from_site, party) ||
                           workspace_party_is_of(touch->workspace, lane->to_site, party);
    }
}

static bool is_end(const Touch *touch, size_t site, size_t party) {
    return party == ALLIANCE_NONE || workspace_party_is_of(touch->workspace, site, party);
}

static void touch_transfer(const Touch *touch, const PatchRow *row) {
    size_t exporter = 0;
    size_t consignee = 0;
    size_t item = 0;
    if (!named(touch, row, TEXT("exporter"), workspace_find_party, &exporter) ||
        !named(touch, row, TEXT("consignee"), workspace_find_party, &consignee) ||
        !named(touch, row, TEXT("item"), workspace_find_item, &item)) {
        touch_all(touch);
        return;
    }
    for (size_t i = 0; i < touch->workspace->lane_count; i++) {
        const Lane *lane = &touch->workspace->lanes[i];
        touch->lanes[i] |= (item == ALLIANCE_NONE || item == lane->item) &&
                           is_end(touch, lane->from_site, exporter) &&
                           is_end(touch, lane->to_site, consignee);
    }
}

/* Where an item is made may be asked of it and of everything it goes into. Flags those items. */
static bool *items_with(const Touch *touch, size_t item) {
    const Workspace *workspace = touch->workspace;
    bool *with = ARENA_MANY(touch->arena, bool, workspace->item_count);
    with[item] = true;
    bool is_more = true;
    while (is_more) {
        is_more = false;
        for (size_t i = 0; i < workspace->component_count; i++) {
            const Component *part = &workspace->components[i];
            if (with[part->component] && !with[part->item]) {
                with[part->item] = true;
                is_more = true;
            }
        }
    }
    return with;
}

static void touch_activity(const Touch *touch, const PatchRow *row) {
    size_t item = 0;
    if (!named(touch, row, TEXT("item"), workspace_find_item, &item) || item == ALLIANCE_NONE) {
        touch_all(touch);
        return;
    }
    const bool *with = items_with(touch, item);
    for (size_t i = 0; i < touch->workspace->lane_count; i++) {
        touch->lanes[i] |= with[touch->workspace->lanes[i].item];
    }
}

/* Of the settings only the days on which licences were asked for are known: they lengthen the
 * stretches, which are found anew. */
static void touch_setting(const Touch *touch, const PatchRow *row) {
    if (!text_equals(cell_of(row, TEXT("key")), TEXT("licences_asked_days_before"))) {
        touch_all(touch);
    }
}

static void touch_nothing(const Touch *touch, const PatchRow *row) {
    (void)touch;
    (void)row;
}

/* Rows of law are not here: they are of another LawSet. `is_dated`: facts are read from the rows
 * only on days on which they hold. */
static const struct {
    Text table;
    void (*touch)(const Touch *touch, const PatchRow *row);
    bool is_dated;
} TABLES[] = {
    {{"status", 6}, touch_status, true},          {{"transfer", 8}, touch_transfer, true},
    {{"activity", 8}, touch_activity, false},     {{"workspace", 9}, touch_setting, false},
    {{"lane", 4}, touch_nothing, true},           {{"stock", 5}, touch_nothing, true},
    {{"authorisation", 13}, touch_nothing, true}, {{"reform", 6}, touch_nothing, true},
};

/* Gives whether the row counts from the lever's day on and not before. */
static bool touch_row(const Touch *touch, const PatchRow *row) {
    for (size_t i = 0; i < sizeof(TABLES) / sizeof(TABLES[0]); i++) {
        if (text_equals(row->table, TABLES[i].table)) {
            TABLES[i].touch(touch, row);
            return TABLES[i].is_dated && text_is_empty(cell_of(row, TEXT("from")));
        }
    }
    touch_all(touch);
    return false;
}

const bool *lever_touched(Arena *arena, const LeverBase *base, size_t lever, bool *is_dated) {
    const Workspace *workspace = base->workspace;
    const Touch touch = {arena, workspace, ARENA_MANY(arena, bool, workspace->lane_count)};
    Array rows = array_new(arena, sizeof(PatchRow));
    ProblemList ignored = problem_list_new(arena);
    lever_read_rows(base, &workspace->levers[lever], &rows, &ignored);
    *is_dated = true;
    for (size_t i = 0; i < rows.count; i++) {
        *is_dated &= touch_row(&touch, array_at(&rows, i));
    }
    return touch.lanes;
}
