/* SPDX-License-Identifier: Apache-2.0 */
#include "service/stress.h"

/* Single points of failure by supplier, for readers: points are sorted by whether they are hidden,
 * then by party, so that a supplier's stand together. */

static const StressNode *node_of(const Stress *stress, size_t party) {
    for (size_t i = 0; i < stress->node_count; i++) {
        if (stress->nodes[i].party == party) {
            return &stress->nodes[i];
        }
    }
    return NULL;
}

static StressPointGroup group_at(const Stress *stress, size_t first) {
    const StressPoint *start = &stress->points[first];
    StressPointGroup group = {.party = start->party, .is_hidden = start->is_hidden, .first = first};
    while (first + group.count < stress->point_count &&
           stress->points[first + group.count].party == group.party &&
           stress->points[first + group.count].is_hidden == group.is_hidden) {
        group.count++;
    }
    const StressNode *node = node_of(stress, group.party);
    if (node != NULL) {
        group.loss = node->is_exact ? node->loss : node->ceiling;
        group.is_exact = node->is_exact;
    }
    return group;
}

static int compare_groups(const void *a, const void *b) {
    const StressPointGroup *left = a;
    const StressPointGroup *right = b;
    if (left->is_hidden != right->is_hidden) {
        return left->is_hidden ? -1 : 1;
    }
    if (left->loss < right->loss || left->loss > right->loss) {
        return left->loss > right->loss ? -1 : 1;
    }
    return (left->first > right->first) - (left->first < right->first);
}

size_t stress_point_groups(Arena *arena, const Stress *stress, StressPointGroup **groups) {
    Array found = array_new(arena, sizeof(StressPointGroup));
    for (size_t at = 0; at < stress->point_count;) {
        StressPointGroup *group = array_add(&found);
        *group = group_at(stress, at);
        at += group->count;
    }
    array_sort(&found, compare_groups);
    *groups = ARRAY_ITEMS(StressPointGroup, &found);
    return found.count;
}

/* A programme's need of an item, at one site or several. */
typedef struct Need {
    const Demand *demand;
    size_t sites;
} Need;

static void count_need(Array *needs, const Demand *demand) {
    for (size_t i = 0; i < needs->count; i++) {
        Need *need = array_at(needs, i);
        if (need->demand->item == demand->item && need->demand->programme == demand->programme) {
            need->sites++;
            return;
        }
    }
    *(Need *)array_add(needs) = (Need){demand, 1};
}

static void add_need(TextBuilder *out, const Workspace *workspace, const Need *need) {
    text_add_format(out, "%.*s for %.*s", TEXT_ARGS(workspace->items[need->demand->item].name),
                    TEXT_ARGS(workspace->programmes[need->demand->programme].id));
    if (need->sites == 1) {
        text_add_format(out, " at %.*s", TEXT_ARGS(workspace->parties[need->demand->site].id));
    } else {
        text_add_format(out, " at %zu sites", need->sites);
    }
}

Text stress_point_needs(Arena *arena, const Stress *stress, const StressPointGroup *group,
                        size_t most) {
    Array needs = array_new(arena, sizeof(Need));
    TextBuilder out = text_builder_new(arena);
    for (size_t i = group->first; i < group->first + group->count; i++) {
        count_need(&needs, &stress->workspace->demands[stress->points[i].demand]);
    }
    for (size_t i = 0; i < needs.count && i < most; i++) {
        text_add(&out, i == 0 ? TEXT("") : TEXT("; "));
        add_need(&out, stress->workspace, array_at(&needs, i));
    }
    if (needs.count > most) {
        text_add_format(&out, "; and %zu more", needs.count - most);
    }
    return text_built(&out);
}

static void add_once(Array *texts, Text text) {
    for (size_t i = 0; i < texts->count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, texts)[i], text)) {
            return;
        }
    }
    *(Text *)array_add(texts) = text;
}

size_t stress_point_shut(Arena *arena, const Stress *stress, const StressPointGroup *group,
                         Text **shut) {
    Array texts = array_new(arena, sizeof(Text));
    for (size_t i = group->first; i < group->first + group->count; i++) {
        for (size_t j = 0; j < stress->points[i].shut_count; j++) {
            add_once(&texts, stress->points[i].shut[j]);
        }
    }
    *shut = ARRAY_ITEMS(Text, &texts);
    return texts.count;
}
