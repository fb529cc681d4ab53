/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>

#include "alliance/index.h"

Text workspace_setting(const Workspace *workspace, Text key) {
    for (size_t i = 0; i < workspace->setting_count; i++) {
        if (text_equals(workspace->settings[i].key, key)) {
            return workspace->settings[i].value;
        }
    }
    return TEXT("");
}

bool workspace_find_party(const Workspace *workspace, Text id, size_t *party) {
    return map_find(workspace->index->parties, id, party);
}

bool workspace_find_item(const Workspace *workspace, Text id, size_t *item) {
    return map_find(workspace->index->items, id, item);
}

bool workspace_find_programme(const Workspace *workspace, Text id, size_t *programme) {
    return map_find(workspace->index->programmes, id, programme);
}

size_t workspace_party_statuses(const Workspace *workspace, size_t party, size_t *first) {
    assert(party < workspace->party_count);
    *first = workspace->index->first_status[party];
    return workspace->index->first_status[party + 1] - *first;
}

size_t workspace_item_attributes(const Workspace *workspace, size_t item, size_t *first) {
    assert(item < workspace->item_count);
    *first = workspace->index->first_attribute[item];
    return workspace->index->first_attribute[item + 1] - *first;
}

size_t workspace_item_components(const Workspace *workspace, size_t item, size_t *first) {
    assert(item < workspace->item_count);
    *first = workspace->index->first_component[item];
    return workspace->index->first_component[item + 1] - *first;
}

size_t workspace_assessment_answers(const Workspace *workspace, size_t assessment, size_t *first) {
    assert(assessment < workspace->assessment_count);
    *first = workspace->index->first_answer[assessment];
    return workspace->index->first_answer[assessment + 1] - *first;
}

bool workspace_party_is_of(const Workspace *workspace, size_t party, size_t of) {
    while (party != ALLIANCE_NONE && party != of) {
        party = workspace->parties[party].parent;
    }
    return party == of;
}

static int compare_uses(const void *left, const void *right) {
    return place_use_compare(left, right);
}

Text workspace_lane_end_use(const Workspace *workspace, size_t lane) {
    assert(lane < workspace->lane_count);
    const Lane *row = &workspace->lanes[lane];
    if (!text_is_empty(row->end_use) || workspace->index->use_count == 0) {
        return row->end_use;
    }
    const PlaceUse asked = {.site = row->to_site, .item = row->item};
    const PlaceUse *found = bsearch(&asked, workspace->index->uses, workspace->index->use_count,
                                    sizeof(PlaceUse), compare_uses);
    return found == NULL ? TEXT("") : found->end_use;
}

static Date later(Date a, Date b) {
    return a > b ? a : b;
}

static Date earlier(Date a, Date b) {
    return a < b ? a : b;
}

/* Occurrences on start + k * every, k = 0, 1, ..., within from..until. */
static int64_t count_occurrences(Date start, int every_days, Date from, Date until) {
    int64_t first = 0;
    if (until < start || until < from) {
        return 0;
    }
    if (every_days == 0) {
        return from <= start ? 1 : 0;
    }
    if (from > start) {
        first = ((int64_t)from - start + every_days - 1) / every_days;
    }
    int64_t last = ((int64_t)until - start) / every_days;
    return last < first ? 0 : last - first + 1;
}

double workspace_demand_between(const Workspace *workspace, size_t demand, Date first_day,
                                Date from, Date until) {
    assert(demand < workspace->demand_count);
    const Demand *row = &workspace->demands[demand];
    DateRange holds = row->mark.holds;
    Date start = row->start == DATE_MIN ? later(first_day, holds.from) : row->start;
    int64_t count = count_occurrences(start, row->every_days, later(from, holds.from),
                                      earlier(until, holds.until));
    return (double)count * decimal_to_double(row->quantity);
}
