/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "service/levers.h"

/* What can be said of a workspace that reads well before anything is planned: what its tables have,
 * and what is no mistake of a table but will leave a plan short. */

enum { DOUBTS_SHOWN = 20 };

typedef struct Validation {
    Arena *arena;
    const Workspace *workspace;
    TextBuilder out;
    size_t doubts;
} Validation;

static void add_tables(Validation *validation) {
    const Workspace *workspace = validation->workspace;
    for (size_t i = 0; i < workspace->file_count; i++) {
        ProblemList ignored = problem_list_new(validation->arena);
        const WorkspaceFile *file = &workspace->files[i];
        CsvTable table = {0};
        if (csv_parse(validation->arena, file->name, file->content, &table, &ignored)) {
            text_add_format(&validation->out, "  %-21.*s %7zu rows\n", TEXT_ARGS(file->name),
                            table.row_count);
        }
    }
}

/* ---- what is never brought ---- */

static bool is_made_or_held(const Workspace *workspace, size_t site, size_t item) {
    for (size_t i = 0; i < workspace->activity_count; i++) {
        if (workspace->activities[i].site == site && workspace->activities[i].item == item) {
            return true;
        }
    }
    for (size_t i = 0; i < workspace->stock_count; i++) {
        if (workspace->stocks[i].site == site && workspace->stocks[i].item == item) {
            return true;
        }
    }
    return false;
}

static bool can_be_had(const Workspace *workspace, size_t site, size_t item) {
    for (size_t i = 0; i < workspace->lane_count; i++) {
        if (workspace->lanes[i].to_site == site && workspace->lanes[i].item == item) {
            return true;
        }
    }
    return is_made_or_held(workspace, site, item);
}

static void add_doubt(Validation *validation, const char *file, size_t line, Text text) {
    if (validation->doubts++ < DOUBTS_SHOWN) {
        text_add_format(&validation->out, "  %s:%zu: %.*s\n", file, line, TEXT_ARGS(text));
    }
}

static void doubt_demands(Validation *validation) {
    const Workspace *workspace = validation->workspace;
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        if (!can_be_had(workspace, demand->site, demand->item)) {
            add_doubt(validation, "demand.csv", demand->mark.line,
                      text_format(validation->arena,
                                  "nothing brings `%.*s` to `%.*s`: no lane, activity or stock",
                                  TEXT_ARGS(workspace->items[demand->item].id),
                                  TEXT_ARGS(workspace->parties[demand->site].id)));
        }
    }
}

static void doubt_inputs(Validation *validation) {
    const Workspace *workspace = validation->workspace;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        size_t first = 0;
        const size_t count = workspace_item_components(workspace, activity->item, &first);
        for (size_t j = first; j < first + count; j++) {
            const size_t input = workspace->components[j].component;
            if (!can_be_had(workspace, activity->site, input)) {
                add_doubt(validation, "activity.csv", activity->mark.line,
                          text_format(validation->arena,
                                      "`%.*s` needs `%.*s`, which nothing brings to `%.*s`",
                                      TEXT_ARGS(activity->id),
                                      TEXT_ARGS(workspace->items[input].id),
                                      TEXT_ARGS(workspace->parties[activity->site].id)));
            }
        }
    }
}

static void doubt_lanes(Validation *validation) {
    const Workspace *workspace = validation->workspace;
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        if (!can_be_had(workspace, lane->from_site, lane->item)) {
            add_doubt(validation, "lane.csv", lane->mark.line,
                      text_format(validation->arena, "there is never `%.*s` at `%.*s` to send",
                                  TEXT_ARGS(workspace->items[lane->item].id),
                                  TEXT_ARGS(workspace->parties[lane->from_site].id)));
        }
    }
}

static bool pulls(Arena *arena, const LeverBase *base, const LawSet *set, const bool *pulled,
                  ProblemList *problems) {
    return levers_apply(arena, base, pulled, problems) != NULL &&
           levers_law(arena, base, pulled, set, problems) != NULL;
}

/* A problem may name what lies in the arena that it was found with, so that a lever that cannot be
 * pulled is tried again where the problems live; those that can leave nothing behind. */
bool service_validate_levers(Arena *arena, const Workspace *workspace, const LawSet *set,
                             Date as_of, ProblemList *problems) {
    const LeverBase base = levers_base(workspace, as_of);
    bool *pulled = ARENA_MANY(arena, bool, workspace->lever_count);
    bool is_whole = true;
    for (size_t i = 0; i < workspace->lever_count; i++) {
        Arena *scratch CLEANUP(arena_close) = arena_new();
        ProblemList ignored = problem_list_new(scratch);
        pulled[i] = true;
        is_whole &= pulls(scratch, &base, set, pulled, &ignored) ||
                    pulls(arena, &base, set, pulled, problems);
        pulled[i] = false;
    }
    return is_whole;
}

Text service_validation_text(Arena *arena, const Workspace *workspace, const LawSet *set) {
    Validation validation = {arena, workspace, text_builder_new(arena), 0};
    text_add_format(&validation.out, "%.*s: its tables are whole and agree with one another\n",
                    TEXT_ARGS(workspace->folder));
    add_tables(&validation);
    text_add_format(&validation.out, "  packs of law          %7zu\n", law_pack_count(set));
    text_add(&validation.out,
             TEXT("\nNo mistake, but a plan will be short of it or never use it\n"));
    doubt_demands(&validation);
    doubt_inputs(&validation);
    doubt_lanes(&validation);
    if (validation.doubts > DOUBTS_SHOWN) {
        text_add_format(&validation.out, "  and %zu more\n", validation.doubts - DOUBTS_SHOWN);
    } else if (validation.doubts == 0) {
        text_add(&validation.out, TEXT("  nothing\n"));
    }
    return text_built(&validation.out);
}
