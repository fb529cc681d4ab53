/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/source_build.h"

/* What one unit costs from a supplier, and the statuses that packs read of it. */

double source_unit_usd(const SourceCandidate *candidate) {
    return candidate->making_usd + candidate->inputs_usd + candidate->lanes_usd;
}

static double value_of(const SourceBuild *build, size_t item, int depth) {
    const Workspace *workspace = build->workspace;
    if (workspace->items[item].value_usd.is_given) {
        return decimal_to_double(workspace->items[item].value_usd.value);
    }
    double best = INFINITY;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        if (workspace->activities[i].item == item) {
            best = fmin(best, decimal_to_double(workspace->activities[i].cost_usd));
        }
    }
    best = isfinite(best) ? best : 0;
    size_t first = 0;
    const size_t count = workspace_item_components(workspace, item, &first);
    for (size_t i = first; i < first + count && depth > 0; i++) {
        best += decimal_to_double(workspace->components[i].quantity) *
                value_of(build, workspace->components[i].component, depth - 1);
    }
    return best;
}

enum { BILL_DEPTH_MAX = 12 };

void source_find_cost(const SourceBuild *build, SourceCandidate *candidate) {
    const Workspace *workspace = build->workspace;
    double best = INFINITY;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->site == candidate->party && activity->item == build->answer->item) {
            best = fmin(best, decimal_to_double(activity->cost_usd));
        }
    }
    if (!isfinite(best) || best <= 0) {
        candidate->making_usd = value_of(build, build->answer->item, BILL_DEPTH_MAX);
        return;
    }
    candidate->making_usd = best;
    size_t first = 0;
    const size_t count = workspace_item_components(workspace, build->answer->item, &first);
    for (size_t i = first; i < first + count; i++) {
        candidate->inputs_usd +=
            decimal_to_double(workspace->components[i].quantity) *
            value_of(build, workspace->components[i].component, BILL_DEPTH_MAX);
    }
}

void source_find_statuses(SourceBuild *build, SourceCandidate *candidate) {
    Array found = array_new(build->arena, sizeof(SourceStatus));
    size_t party = candidate->party;
    while (party != ALLIANCE_NONE) {
        size_t first = 0;
        const size_t count = workspace_party_statuses(build->workspace, party, &first);
        for (size_t i = first; i < first + count; i++) {
            const PartyStatus *status = &build->workspace->statuses[i];
            size_t attribute = 0;
            const Text name = text_format(build->arena, "exporter.%.*s", TEXT_ARGS(status->status));
            if (date_range_has(status->mark.holds, build->answer->query.as_of) &&
                law_attribute_find(build->set, name, &attribute)) {
                *(SourceStatus *)array_add(&found) = (SourceStatus){status->status, status->value};
            }
        }
        party = build->workspace->parties[party].parent;
    }
    candidate->statuses = ARRAY_ITEMS(SourceStatus, &found);
    candidate->status_count = found.count;
}
