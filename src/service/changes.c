/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/map.h"
#include "service/findings.h"

/* Law that changes inside a plan. Lanes of one item out of one country that change alike on
 * one day make one entry; where between two countries lanes for one end use change and those
 * for another do not, the latter are told as well, since readers ask for both. */

typedef struct ChangeGroup {
    ReportChange shown;
    Array countries;  /* of Text */
    Array provisions; /* of size_t: block before and not after, or after and not before */
    bool is_change;
} ChangeGroup;

typedef struct ChangeBuild {
    Arena *arena;
    const LaneRulings *rulings;
    Array groups; /* of ChangeGroup */
    Map *names;
    Map *moving; /* date, item, both countries: has a change */
} ChangeBuild;

static Text place_key(ChangeBuild *build, size_t stretch, const Lane *lane) {
    const Workspace *workspace = build->rulings->workspace;
    return text_format(build->arena, "%zu %zu %.*s %.*s", stretch, lane->item,
                       TEXT_ARGS(workspace->parties[lane->from_site].country),
                       TEXT_ARGS(workspace->parties[lane->to_site].country));
}

/* What changes alike is told together; what stays, country by country. */
static Text group_key(ChangeBuild *build, const Lane *lane, size_t stretch, Outcome before,
                      Outcome after, Text end_use) {
    const Workspace *workspace = build->rulings->workspace;
    const Text to = workspace->parties[lane->to_site].country;
    return text_format(build->arena, "%zu %zu %.*s %.*s %d %d %.*s", stretch, lane->item,
                       TEXT_ARGS(workspace->parties[lane->from_site].country),
                       TEXT_ARGS(before == after ? to : TEXT("")), (int)before, (int)after,
                       TEXT_ARGS(end_use));
}

static ChangeGroup *group_of(ChangeBuild *build, size_t lane, size_t stretch) {
    const LaneRulings *rulings = build->rulings;
    const Workspace *workspace = rulings->workspace;
    const Lane *what = &workspace->lanes[lane];
    const Outcome before = lane_ruling(rulings, lane, stretch - 1)->outcome;
    const Outcome after = lane_ruling(rulings, lane, stretch)->outcome;
    const Text end_use = workspace_lane_end_use(workspace, lane);
    const Text key = group_key(build, what, stretch, before, after, end_use);
    size_t index = build->groups.count;
    if (!map_add(build->names, key, index)) {
        (void)map_find(build->names, key, &index);
        return array_at(&build->groups, index);
    }
    ChangeGroup *group = array_add(&build->groups);
    group->shown = (ReportChange){
        .date = rulings->stretches[stretch].from,
        .item = what->item,
        .from_country = workspace->parties[what->from_site].country,
        .end_use = end_use,
        .before = before,
        .after = after,
    };
    group->is_change = before != after;
    group->countries = array_new(build->arena, sizeof(Text));
    group->provisions = array_new(build->arena, sizeof(size_t));
    return group;
}

static void add_country(ChangeGroup *group, Text country) {
    for (size_t i = 0; i < group->countries.count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, &group->countries)[i], country)) {
            return;
        }
    }
    *(Text *)array_add(&group->countries) = country;
}

static void add_provision(ChangeGroup *group, size_t provision) {
    if (!positions_have(ARRAY_ITEMS(size_t, &group->provisions), group->provisions.count,
                        provision)) {
        *(size_t *)array_add(&group->provisions) = provision;
    }
}

/* Blockers that stand on one side only; where nothing changes, those that stay. */
static void add_provisions(ChangeGroup *group, const LaneRuling *before, const LaneRuling *after) {
    for (size_t i = 0; i < before->blocker_count; i++) {
        const bool stays =
            positions_have(after->blockers, after->blocker_count, before->blockers[i]);
        if (stays != group->is_change) {
            add_provision(group, before->blockers[i]);
        }
    }
    for (size_t i = 0; group->is_change && i < after->blocker_count; i++) {
        if (!positions_have(before->blockers, before->blocker_count, after->blockers[i])) {
            add_provision(group, after->blockers[i]);
        }
    }
}

static void add_lane(ChangeBuild *build, size_t lane, size_t stretch) {
    const LaneRulings *rulings = build->rulings;
    ChangeGroup *group = group_of(build, lane, stretch);
    const size_t to = rulings->workspace->lanes[lane].to_site;
    group->shown.lane_count++;
    add_country(group, rulings->workspace->parties[to].country);
    add_provisions(group, lane_ruling(rulings, lane, stretch - 1),
                   lane_ruling(rulings, lane, stretch));
}

/* Flags the places where something changes on this day. */
static void mark_moving(ChangeBuild *build, size_t stretch) {
    const LaneRulings *rulings = build->rulings;
    for (size_t lane = 0; lane < rulings->workspace->lane_count; lane++) {
        if (lane_ruling(rulings, lane, stretch - 1)->outcome !=
            lane_ruling(rulings, lane, stretch)->outcome) {
            (void)map_add(build->moving,
                          place_key(build, stretch, &rulings->workspace->lanes[lane]), 0);
        }
    }
}

/* Of what stays, only what is shut: that open lanes stay open is no news. */
static bool is_told(const ChangeGroup *group) {
    return group->is_change || group->shown.after > OUTCOME_AUTHORISED;
}

static Text joined_countries(Arena *arena, const Array *countries) {
    if (countries->count > 1) {
        qsort(countries->items, countries->count, sizeof(Text), text_compare_items);
    }
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < countries->count; i++) {
        text_add_format(&out, "%s%.*s", i == 0 ? "" : ", ",
                        TEXT_ARGS(ARRAY_ITEMS(Text, countries)[i]));
    }
    return text_built(&out);
}

/* How far the law is checked that is in force on a day. */
static LawStatus status_on(const LawSet *set, size_t provision, Date date) {
    const ProvisionInfo info = law_provision(set, provision);
    for (size_t i = 0; i < info.interval_count; i++) {
        const ProvisionInterval interval = law_provision_interval(set, provision, i);
        if (date_range_has(interval.range, date)) {
            return interval.status;
        }
    }
    return info.status;
}

static void close_group(ChangeBuild *build, ChangeGroup *group) {
    const LawSet *set = build->rulings->set;
    TextBuilder out = text_builder_new(build->arena);
    for (size_t i = 0; i < group->provisions.count; i++) {
        const size_t provision = ARRAY_ITEMS(size_t, &group->provisions)[i];
        const ProvisionInfo info = law_provision(set, provision);
        const LawStatus status = status_on(set, provision, group->shown.date);
        text_add_format(&out, "%s%.*s (%.*s)", i == 0 ? "" : "; ", TEXT_ARGS(info.title),
                        TEXT_ARGS(info.citation));
        if (status == LAW_DERIVED && !text_is_empty(info.note)) {
            text_add_format(&out, ": %.*s", TEXT_ARGS(info.note));
        }
        group->shown.status = status > group->shown.status ? status : group->shown.status;
    }
    group->shown.because = text_built(&out);
    group->shown.to_countries = joined_countries(build->arena, &group->countries);
}

static size_t tell(ChangeBuild *build, ReportChange **changes) {
    *changes = ARENA_MANY(build->arena, ReportChange, build->groups.count);
    size_t count = 0;
    for (size_t i = 0; i < build->groups.count; i++) {
        ChangeGroup *group = array_at(&build->groups, i);
        if (is_told(group)) {
            close_group(build, group);
            (*changes)[count++] = group->shown;
        }
    }
    return count;
}

size_t findings_changes(Arena *arena, const LaneRulings *rulings, ReportChange **changes) {
    ChangeBuild build = {
        .arena = arena,
        .rulings = rulings,
        .groups = array_new(arena, sizeof(ChangeGroup)),
        .names = map_new(arena),
        .moving = map_new(arena),
    };
    for (size_t stretch = rulings->first_stretch + 1; stretch < rulings->stretch_count; stretch++) {
        mark_moving(&build, stretch);
        for (size_t lane = 0; lane < rulings->workspace->lane_count; lane++) {
            size_t unused = 0;
            if (map_find(build.moving, place_key(&build, stretch, &rulings->workspace->lanes[lane]),
                         &unused)) {
                add_lane(&build, lane, stretch);
            }
        }
    }
    return tell(&build, changes);
}
