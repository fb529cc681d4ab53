/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/csv.h"
#include "service/stress.h"

/* Everything that a stress test finds, as tables of one folder. A cell is empty where nothing is
 * known, and `inf` where there is no end. */

enum { PLACES = 6 };

typedef struct Table {
    TextBuilder out;
    size_t fields; /* written of the row */
} Table;

static void add_text(Table *table, Text text) {
    text_add(&table->out, table->fields++ == 0 ? TEXT("") : TEXT(","));
    csv_add_field(&table->out, text);
}

static void add_number(Table *table, double value) {
    Text text = TEXT("");
    if (isinf(value)) {
        text = TEXT("inf");
    } else if (!isnan(value)) {
        text = decimal_format_double(table->out.arena, value, PLACES);
    }
    add_text(table, text);
}

static void add_count(Table *table, size_t count) {
    add_text(table, text_format(table->out.arena, "%zu", count));
}

static void end_row(Table *table) {
    text_add_character(&table->out, '\n');
    table->fields = 0;
}

static Text scenario_id(const StressScenario *scenario) {
    return text_is_empty(scenario->id) ? TEXT("(base)") : scenario->id;
}

/* A line's programme and item. */
static void add_line(Table *table, const Stress *stress, size_t line) {
    const ReportLine *named = &stress->scenarios[0].lines[line];
    add_text(table, stress->workspace->programmes[named->programme].id);
    add_text(table, stress->workspace->items[named->item].id);
}

static void write_scenarios(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->scenario_count; i++) {
        const StressScenario *scenario = &stress->scenarios[i];
        add_text(table, scenario_id(scenario));
        add_text(table, scenario->name);
        add_text(table, scenario->probability.is_given && i > 0
                            ? decimal_format(table->out.arena, scenario->probability.value)
                            : TEXT(""));
        add_number(table, scenario->loss);
        add_number(table, scenario->survive_weeks);
        add_number(table, scenario->recover_weeks);
        add_count(table, scenario->boundless_count);
        end_row(table);
    }
}

static void write_owed(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->scenario_count; i++) {
        for (size_t p = 0; p < stress->workspace->programme_count; p++) {
            for (size_t week = 0; week < stress->week_count; week++) {
                const double *owed = stress->scenarios[i].owed_weekly;
                add_text(table, scenario_id(&stress->scenarios[i]));
                add_text(table, stress->workspace->programmes[p].id);
                add_text(table, date_format(table->out.arena,
                                            date_add_days(stress->as_of, (int64_t)week * 7)));
                add_number(table, owed[p * stress->week_count + week]);
                end_row(table);
            }
        }
    }
}

static void write_suppliers(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->node_count; i++) {
        const StressNode *node = &stress->nodes[i];
        const Party *party = &stress->workspace->parties[node->party];
        add_text(table, party->id);
        add_text(table, party->name);
        add_text(table, party->country);
        add_number(table, node->loss);
        add_number(table, node->floor);
        add_number(table, node->ceiling);
        add_number(table, node->survive_weeks);
        add_number(table, node->recover_weeks);
        end_row(table);
    }
}

static void write_points(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->point_count; i++) {
        const StressPoint *point = &stress->points[i];
        const Demand *demand = &stress->workspace->demands[point->demand];
        TextBuilder shut = text_builder_new(table->out.arena);
        for (size_t j = 0; j < point->shut_count; j++) {
            text_add(&shut, j == 0 ? TEXT("") : TEXT("; "));
            text_add(&shut, point->shut[j]);
        }
        add_text(table, stress->workspace->parties[point->party].id);
        add_text(table, stress->workspace->programmes[demand->programme].id);
        add_text(table, stress->workspace->items[demand->item].id);
        add_text(table, stress->workspace->parties[demand->site].id);
        add_text(table, point->is_hidden ? TEXT("yes") : TEXT("no"));
        add_text(table, text_built(&shut));
        end_row(table);
    }
}

static void write_concentration(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->depth_count; i++) {
        const StressDepth *depth = &stress->depths[i];
        const bool is_made = depth->narrowest != SERVICE_NONE;
        add_text(table, stress->workspace->programmes[depth->programme].id);
        add_count(table, depth->depth);
        add_count(table, depth->item_count);
        add_count(table, depth->made_count);
        add_number(table, depth->index);
        add_text(table, depth->country);
        add_number(table, is_made ? depth->share : NAN);
        add_text(table, is_made ? stress->workspace->items[depth->narrowest].id : TEXT(""));
        add_number(table, depth->narrowest_index);
        add_text(table, depth->narrowest_country);
        end_row(table);
    }
}

static void write_reasons(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->scenario_count; i++) {
        const StressScenario *scenario = &stress->scenarios[i];
        for (size_t j = 0; j < scenario->late_count; j++) {
            for (size_t k = 0; k < scenario->late[j].reason_count; k++) {
                const StressReason *reason = &scenario->late[j].reasons[k];
                add_text(table, scenario_id(scenario));
                add_line(table, stress, scenario->late[j].line);
                add_text(table, reason->what);
                add_text(table, reason->why);
                add_number(table, reason->weight);
                add_text(table, date_format(table->out.arena, reason->from));
                add_text(table, date_format(table->out.arena, reason->until));
                end_row(table);
            }
        }
    }
}

static void write_bottlenecks(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->scenario_count; i++) {
        const StressScenario *scenario = &stress->scenarios[i];
        for (size_t j = 0; j < scenario->bottleneck_count; j++) {
            const StressBottleneck *bottleneck = &scenario->bottlenecks[j];
            for (size_t k = 0; k < bottleneck->line_count; k++) {
                add_text(table, scenario_id(scenario));
                add_text(table, bottleneck->what);
                add_text(table, bottleneck->why);
                add_number(table, bottleneck->weight);
                add_line(table, stress, bottleneck->lines[k]);
                end_row(table);
            }
        }
    }
}

static void write_reactions(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->scenario_count; i++) {
        const StressScenario *scenario = &stress->scenarios[i];
        for (size_t j = 0; j < scenario->reaction_count; j++) {
            const StressReaction *reaction = &scenario->reactions[j];
            add_text(table, scenario_id(scenario));
            add_text(table, reaction->what);
            add_text(table, stress->workspace->items[reaction->item].unit);
            add_number(table, reaction->before);
            add_number(table, reaction->after);
            end_row(table);
        }
    }
}

static void write_flows(Table *table, const Stress *stress) {
    for (size_t i = 0; i < stress->flow_count; i++) {
        const StressFlow *flow = &stress->flows[i];
        add_count(table, flow->from_tier);
        add_text(table, flow->from);
        add_count(table, flow->to_tier);
        add_text(table, flow->to);
        add_number(table, flow->weeks);
        end_row(table);
    }
}

/* Columns say their units: a loss is in weighted weeks (docs/stress.md). */
static const struct {
    const char *name;
    const char *columns;
    void (*write)(Table *table, const Stress *stress);
} TABLES[] = {
    {"scenarios.csv",
     "scenario,name,probability,loss_weighted_weeks,survived_weeks,recovered_weeks,"
     "lost_in_part_without_limit",
     write_scenarios},
    {"owed.csv", "scenario,programme,week,owed_weeks_of_need", write_owed},
    {"suppliers.csv",
     "supplier,name,country,loss_weighted_weeks,at_least,at_most,survived_weeks,recovered_weeks",
     write_suppliers},
    {"failure_points.csv", "supplier,programme,item,site,hidden,law_shuts", write_points},
    {"concentration.csv",
     "programme,depth,items,items_made,index,largest,share,most_concentrated_item,item_index,"
     "item_largest",
     write_concentration},
    {"reasons.csv", "scenario,programme,item,what,why,weight_weeks,from,until", write_reasons},
    {"bottlenecks.csv", "scenario,what,why,weight_weeks,programme,item", write_bottlenecks},
    {"reactions.csv", "scenario,what,unit,before,after", write_reactions},
    {"flows.csv", "from_tier,from,to_tier,to,weeks_of_need", write_flows},
};

size_t service_stress_tables(Arena *arena, const Stress *stress, WorkspaceFile **tables) {
    const size_t count = sizeof(TABLES) / sizeof(TABLES[0]);
    *tables = ARENA_MANY(arena, WorkspaceFile, count + 1);
    (*tables)[0] = (WorkspaceFile){TEXT("weeks.csv"), service_stress_csv(arena, stress)};
    for (size_t i = 0; i < count; i++) {
        Table table = {.out = text_builder_new(arena)};
        text_add_format(&table.out, "%s\n", TABLES[i].columns);
        TABLES[i].write(&table, stress);
        (*tables)[i + 1] = (WorkspaceFile){text_from(TABLES[i].name), text_built(&table.out)};
    }
    return count + 1;
}
