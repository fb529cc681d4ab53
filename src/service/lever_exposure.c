/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_parts.h"

bool lever_exposure_open(LeverModel *model, Error *error) {
    const Date as_of = model->options.as_of;
    model->exposure_of_all = exposure_new(model->arena, model->all->workspace, as_of, error);
    model->exposure = model->exposure_of_all == NULL
                          ? NULL
                          : exposure_new(model->arena, model->none->workspace, as_of, error);
    model->exposed = map_new(model->arena);
    model->exposures = array_new(model->arena, sizeof(Exposure));
    return model->exposure != NULL;
}

/* Parties are judged as they stand before any lever; lanes that a lever brings as with all. */
static Exposure judged(Arena *arena, const LeverModel *model, const Pulled *pulled, size_t lane,
                       size_t link) {
    size_t at = 0;
    if (lane < model->none->workspace->lane_count) {
        return exposure_of_lane(model->exposure, lane);
    }
    if (lever_shape_lane(arena, model, pulled, link, &at)) {
        return exposure_of_lane(model->exposure_of_all, model->all->plan.links[at].lane);
    }
    return (Exposure){0, 0, 0};
}

static void add_lane(Arena *arena, const LeverModel *model, const Pulled *pulled, size_t link,
                     Exposure *total) {
    const LaneRulings *now = &pulled->rulings;
    const LaneRulings *then = &model->none->rulings;
    const size_t lane = pulled->plan.links[link].lane;
    ExposedWeeks before = exposed_weeks_new(arena, now->week_count);
    ExposedWeeks after = exposed_weeks_new(arena, now->week_count);
    if (lane < model->none->workspace->lane_count) {
        exposed_weeks_fill(arena, then, lane, lane_ruling(then, lane, 0), LAW_NONE, &before);
    }
    exposed_weeks_fill(arena, now, lane, lane_ruling(now, lane, 0), LAW_NONE, &after);
    exposure_add(model->exposure, judged(arena, model, pulled, lane, link), now->week_count,
                 &before, &after, total);
}

static bool recall(const LeverModel *model, Text key, Exposure *exposure) {
    size_t index = 0;
    const bool is_known = map_find(model->exposed, key, &index);
    if (is_known) {
        *exposure = ARRAY_ITEMS(Exposure, &model->exposures)[index];
    }
    return is_known;
}

Exposure lever_exposure_of(LeverModel *model, ChoiceSet set, const Pulled *pulled) {
    const Text key = text_format(model->arena, "%llx", (unsigned long long)set);
    Exposure total = {0, 0, 0};
    if (recall(model, key, &total)) {
        return total;
    }
    Arena *arena CLEANUP(arena_close) = arena_new();
    for (size_t i = 0; i < pulled->plan.network.lane_count; i++) {
        if (pulled->plan.links[i].authorisation == SERVICE_NONE) {
            add_lane(arena, model, pulled, i, &total);
        }
    }
    (void)map_add(model->exposed, key, model->exposures.count);
    *(Exposure *)array_add(&model->exposures) = total;
    return total;
}

bool lever_model_exposure(LeverModel *model, ChoiceSet set, Exposure *exposure, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    const Text key = text_format(arena, "%llx", (unsigned long long)set);
    Pulled pulled;
    if (set == 0 || recall(model, key, exposure)) {
        *exposure = set == 0 ? (Exposure){0, 0, 0} : *exposure;
        return true;
    }
    if (!lever_pull(arena, model, set, &pulled, error)) {
        return false;
    }
    *exposure = lever_exposure_of(model, set, &pulled);
    return true;
}
