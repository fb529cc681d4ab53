/* SPDX-License-Identifier: Apache-2.0 */
#include "alliance/index.h"

#include <stdlib.h>
#include <string.h>

#include "alliance/loading.h"

static size_t reference_of(const char *row, size_t at) {
    size_t reference = 0;
    memcpy(&reference, row + at, sizeof reference);
    return reference;
}

/* Counting sort of a table's rows by its first column, a reference to one of `group_count`
 * rows; stable. Gives where each group begins, and one more. */
static const size_t *group_rows(Loading *loading, size_t table, size_t group_count) {
    const TableSpec *spec = schema_table(table);
    size_t size = spec->row_size;
    size_t at = spec->columns[0].at;
    size_t count = loading_row_count(loading, table);
    const char *rows = loading_rows(loading, table);
    char *grouped = arena_allocate_many(loading->arena, count, size);
    size_t *first = ARENA_MANY(loading->arena, size_t, group_count + 2);
    for (size_t i = 0; i < count; i++) {
        first[reference_of(rows + i * size, at) + 2]++;
    }
    for (size_t group = 0; group < group_count; group++) {
        first[group + 2] += first[group + 1];
    }
    for (size_t i = 0; i < count; i++) {
        size_t place = first[reference_of(rows + i * size, at) + 1]++;
        memcpy(grouped + place * size, rows + i * size, size);
    }
    loading_set_rows(loading, table, grouped, count);
    return first;
}

int place_use_compare(const PlaceUse *a, const PlaceUse *b) {
    int order = (a->site > b->site) - (a->site < b->site);
    return order != 0 ? order : (a->item > b->item) - (a->item < b->item);
}

static int compare_uses(const void *left, const void *right) {
    return place_use_compare(left, right);
}

static PlaceUse *list_uses(const Loading *loading) {
    const Workspace *workspace = loading->workspace;
    PlaceUse *uses = ARENA_MANY(loading->arena, PlaceUse, workspace->demand_count);
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        uses[i] = (PlaceUse){.site = demand->site,
                             .item = demand->item,
                             .end_use = workspace->programmes[demand->programme].end_use};
    }
    if (workspace->demand_count > 1) {
        qsort(uses, workspace->demand_count, sizeof(PlaceUse), compare_uses);
    }
    return uses;
}

/* Makes one of all uses of a place. Whether all agree does not depend on their order. */
static size_t merge_uses(PlaceUse *uses, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || place_use_compare(&uses[kept - 1], &uses[i]) != 0) {
            uses[kept++] = uses[i];
        } else if (!text_equals(uses[kept - 1].end_use, uses[i].end_use)) {
            uses[kept - 1].end_use = TEXT("");
        }
    }
    return kept;
}

void loading_build_index(Loading *loading) {
    Workspace *workspace = loading->workspace;
    WorkspaceIndex *index = ARENA_NEW(loading->arena, WorkspaceIndex);
    PlaceUse *uses = list_uses(loading);
    *index = (WorkspaceIndex){
        .parties = loading->sheets[TABLE_PARTY].ids,
        .items = loading->sheets[TABLE_ITEM].ids,
        .programmes = loading->sheets[TABLE_PROGRAMME].ids,
        .first_status = group_rows(loading, TABLE_STATUS, workspace->party_count),
        .first_attribute = group_rows(loading, TABLE_ATTRIBUTE, workspace->item_count),
        .first_component = group_rows(loading, TABLE_COMPONENT, workspace->item_count),
        .first_answer = group_rows(loading, TABLE_ANSWER, workspace->assessment_count),
        .uses = uses,
        .use_count = merge_uses(uses, workspace->demand_count)};
    workspace->index = index;
}
