/* SPDX-License-Identifier: Apache-2.0 */
#include "service/reformed.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/map.h"

bool report_is_reformed(const Report *report, const Report *other) {
    return other != NULL && law_reform_count(other->set) > law_reform_count(report->set);
}

Text report_when(Arena *arena, const Report *report) {
    const Text date = date_format(arena, report->as_of);
    return law_reform_count(report->set) == 0
               ? date
               : text_format(arena, "%.*s, reformed", TEXT_ARGS(date));
}

/* Lanes that move alike. */
typedef struct Move {
    ReportChange shown;
    Array countries; /* of Text */
} Move;

struct MoveList {
    Arena *arena;
    Map *keys;
    Array moves; /* of Move */
};

MoveList *move_list_new(Arena *arena) {
    MoveList *list = ARENA_NEW(arena, MoveList);
    *list = (MoveList){arena, map_new(arena), array_new(arena, sizeof(Move))};
    return list;
}

static Move *move_of(MoveList *list, const ReportChange *like) {
    const Text key =
        text_format(list->arena, "%d %zu %.*s %.*s %d %d %d %d", (int)like->date, like->item,
                    TEXT_ARGS(like->from_country), TEXT_ARGS(like->end_use), like->before,
                    like->after, like->days_before, like->days_after);
    size_t index = list->moves.count;
    if (map_add(list->keys, key, index)) {
        Move *move = array_add(&list->moves);
        *move = (Move){*like, array_new(list->arena, sizeof(Text))};
        return move;
    }
    (void)map_find(list->keys, key, &index);
    return array_at(&list->moves, index);
}

static void add_country(Move *move, Text country) {
    for (size_t i = 0; i < move->countries.count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, &move->countries)[i], country)) {
            return;
        }
    }
    *(Text *)array_add(&move->countries) = country;
}

void move_list_add(MoveList *list, const ReportChange *like, Text to_country) {
    Move *move = move_of(list, like);
    move->shown.lane_count++;
    add_country(move, to_country);
}

static int compare_countries(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

static Text joined(Arena *arena, const Array *countries) {
    if (countries->count > 1) {
        qsort(countries->items, countries->count, sizeof(Text), compare_countries);
    }
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < countries->count; i++) {
        text_add(&out, i == 0 ? TEXT("") : TEXT(", "));
        text_add(&out, ARRAY_ITEMS(Text, countries)[i]);
    }
    return text_built(&out);
}

size_t move_list_done(const MoveList *list, ReportChange **moves) {
    *moves = ARENA_MANY(list->arena, ReportChange, list->moves.count);
    for (size_t i = 0; i < list->moves.count; i++) {
        Move *move = array_at(&list->moves, i);
        (*moves)[i] = move->shown;
        (*moves)[i].to_countries = joined(list->arena, &move->countries);
    }
    return list->moves.count;
}

/* On the first day, else on the last. */
static bool find_move(const Report *report, const Report *other, size_t lane,
                      ReportChange *change) {
    const LaneOutcomes *before = &report->lane_outcomes[lane];
    const LaneOutcomes *after = &other->lane_outcomes[lane];
    const bool is_at_once = before->first != after->first;
    change->date = is_at_once ? report->as_of
                              : date_add_days(report->as_of, (int64_t)report->week_count * 7 - 1);
    change->before = is_at_once ? before->first : before->last;
    change->after = is_at_once ? after->first : after->last;
    return change->before != change->after;
}

size_t report_moves(Arena *arena, const Report *report, const Report *other, ReportChange **moves) {
    const Workspace *workspace = report->workspace;
    MoveList *list = move_list_new(arena);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        ReportChange change = {.item = lane->item,
                               .from_country = workspace->parties[lane->from_site].country,
                               .end_use = workspace_lane_end_use(workspace, i)};
        if (find_move(report, other, i, &change)) {
            move_list_add(list, &change, workspace->parties[lane->to_site].country);
        }
    }
    return move_list_done(list, moves);
}
