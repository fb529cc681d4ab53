/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"
#include "service/service.h"

bool service_view_shows(const ServiceView *view, const Workspace *workspace, size_t party) {
    for (size_t i = 0; view->is_held && i < view->party_count; i++) {
        size_t of = 0;
        if (workspace_find_party(workspace, view->parties[i], &of) &&
            workspace_party_is_of(workspace, party, of)) {
            return true;
        }
    }
    return !view->is_held;
}

/* What is being written. */
typedef struct Describing {
    Arena *arena;
    JsonWriter *json;
    const Workspace *workspace;
    const ServiceView *view;
} Describing;

static void add_amount(const Describing *work, const char *name, Amount amount) {
    if (amount.is_given) {
        json_add_text(work->json, name, decimal_format(work->arena, amount.value));
    } else {
        json_add_null(work->json, name);
    }
}

static void add_degrees(const Describing *work, const char *name, Amount degrees) {
    enum { DEGREE_PLACES = 6 };
    if (degrees.is_given) {
        json_add_double(work->json, name, decimal_to_double(degrees.value), DEGREE_PLACES);
    } else {
        json_add_null(work->json, name);
    }
}

/* An id, or null where there is none. */
static void add_party_id(const Describing *work, const char *name, size_t party) {
    if (party == ALLIANCE_NONE) {
        json_add_null(work->json, name);
    } else {
        json_add_text(work->json, name, work->workspace->parties[party].id);
    }
}

static bool shows(const Describing *work, size_t party) {
    return service_view_shows(work->view, work->workspace, party);
}

/* The word that files have for a kind. */
static Text kind_word(Text table, size_t kind) {
    size_t index = 0;
    if (!workspace_find_table(table, &index)) {
        return (Text){0};
    }
    for (size_t i = 0; i < workspace_table(index).column_count; i++) {
        const WorkspaceColumn column = workspace_column(index, i);
        if (text_equals(column.name, TEXT("kind")) && kind < column.word_count) {
            return column.words[kind];
        }
    }
    return (Text){0};
}

static void add_parties(const Describing *work) {
    json_begin_array(work->json, "parties");
    for (size_t i = 0; i < work->workspace->party_count; i++) {
        const Party *party = &work->workspace->parties[i];
        json_begin_object(work->json, "");
        json_add_text(work->json, "id", party->id);
        json_add_text(work->json, "name", party->name);
        json_add_text(work->json, "kind", kind_word(TEXT("party"), party->kind));
        json_add_text(work->json, "country", party->country);
        add_party_id(work, "parent", party->parent);
        add_degrees(work, "latitude", party->latitude);
        add_degrees(work, "longitude", party->longitude);
        json_end(work->json);
    }
    json_end(work->json);
}

static void add_attributes(const Describing *work, size_t item) {
    size_t first = 0;
    const size_t count = workspace_item_attributes(work->workspace, item, &first);
    json_begin_array(work->json, "attributes");
    for (size_t i = first; i < first + count; i++) {
        json_begin_object(work->json, "");
        json_add_text(work->json, "attribute", work->workspace->attributes[i].attribute);
        json_add_text(work->json, "value", work->workspace->attributes[i].value);
        json_end(work->json);
    }
    json_end(work->json);
}

/* For each item whether the view shows it: something of it is made, kept, wanted or moved by who
 * the view is held to. */
static const bool *items_shown(const Describing *work) {
    const Workspace *workspace = work->workspace;
    bool *is_shown = ARENA_MANY(work->arena, bool, workspace->item_count);
    for (size_t i = 0; !work->view->is_held && i < workspace->item_count; i++) {
        is_shown[i] = true;
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        is_shown[activity->item] = is_shown[activity->item] || shows(work, activity->site);
    }
    for (size_t i = 0; i < workspace->stock_count; i++) {
        const Stock *stock = &workspace->stocks[i];
        is_shown[stock->item] = is_shown[stock->item] || shows(work, stock->site);
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        is_shown[demand->item] = is_shown[demand->item] || shows(work, demand->site);
    }
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        is_shown[lane->item] =
            is_shown[lane->item] || shows(work, lane->from_site) || shows(work, lane->to_site);
    }
    return is_shown;
}

bool service_view_shows_item(const ServiceView *view, const Workspace *workspace, size_t item) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    const Describing work = {.arena = arena, .workspace = workspace, .view = view};
    return items_shown(&work)[item];
}

static void add_items(const Describing *work) {
    const bool *is_shown = items_shown(work);
    json_begin_array(work->json, "items");
    for (size_t i = 0; i < work->workspace->item_count; i++) {
        const Item *item = &work->workspace->items[i];
        if (!is_shown[i]) {
            continue;
        }
        json_begin_object(work->json, "");
        json_add_text(work->json, "id", item->id);
        json_add_text(work->json, "name", item->name);
        json_add_text(work->json, "kind", kind_word(TEXT("item"), item->kind));
        json_add_text(work->json, "unit", item->unit);
        add_amount(work, "value_usd", item->value_usd);
        json_add_text(work->json, "origin", item->origin);
        add_attributes(work, i);
        json_end(work->json);
    }
    json_end(work->json);
}

static bool programme_shown(const Describing *work, size_t programme) {
    const size_t owner = work->workspace->programmes[programme].owner;
    bool is_shown = !work->view->is_held || (owner != ALLIANCE_NONE && shows(work, owner));
    for (size_t i = 0; !is_shown && i < work->workspace->demand_count; i++) {
        const Demand *demand = &work->workspace->demands[i];
        is_shown = demand->programme == programme && shows(work, demand->site);
    }
    return is_shown;
}

static void add_programmes(const Describing *work) {
    json_begin_array(work->json, "programmes");
    for (size_t i = 0; i < work->workspace->programme_count; i++) {
        const Programme *programme = &work->workspace->programmes[i];
        if (!programme_shown(work, i)) {
            continue;
        }
        json_begin_object(work->json, "");
        json_add_text(work->json, "id", programme->id);
        json_add_text(work->json, "name", programme->name);
        json_add_text(work->json, "kind", kind_word(TEXT("programme"), programme->kind));
        add_party_id(work, "owner", programme->owner);
        json_add_text(work->json, "end_use", programme->end_use);
        json_add_date(work->json, "need_by", programme->need_by);
        json_end(work->json);
    }
    json_end(work->json);
}

static void add_demands(const Describing *work) {
    json_begin_array(work->json, "demands");
    for (size_t i = 0; i < work->workspace->demand_count; i++) {
        const Demand *demand = &work->workspace->demands[i];
        if (!shows(work, demand->site)) {
            continue;
        }
        json_begin_object(work->json, "");
        json_add_text(work->json, "programme", work->workspace->programmes[demand->programme].id);
        add_party_id(work, "site", demand->site);
        json_add_text(work->json, "item", work->workspace->items[demand->item].id);
        json_add_text(work->json, "quantity", decimal_format(work->arena, demand->quantity));
        json_add_integer(work->json, "every_days", demand->every_days);
        if (demand->start != DATE_MIN) {
            json_add_date(work->json, "start", demand->start);
        }
        json_end(work->json);
    }
    json_end(work->json);
}

static void add_lanes(const Describing *work) {
    json_begin_array(work->json, "lanes");
    for (size_t i = 0; i < work->workspace->lane_count; i++) {
        const Lane *lane = &work->workspace->lanes[i];
        if (!shows(work, lane->from_site) && !shows(work, lane->to_site)) {
            continue;
        }
        json_begin_object(work->json, "");
        add_party_id(work, "from", lane->from_site);
        add_party_id(work, "to", lane->to_site);
        json_add_text(work->json, "item", work->workspace->items[lane->item].id);
        json_add_integer(work->json, "transit_days", lane->transit_days);
        json_add_text(work->json, "end_use", workspace_lane_end_use(work->workspace, i));
        json_end(work->json);
    }
    json_end(work->json);
}

/* Scenarios are the alliance's own; rows of one id are one scenario. */
static void add_scenarios(const Describing *work) {
    json_begin_array(work->json, "scenarios");
    Text last = {0};
    for (size_t i = 0; !work->view->is_held && i < work->workspace->loss_count; i++) {
        const ScenarioLoss *loss = &work->workspace->losses[i];
        if (text_equals(loss->id, last)) {
            continue;
        }
        last = loss->id;
        json_begin_object(work->json, "");
        json_add_text(work->json, "id", loss->id);
        json_add_text(work->json, "name", loss->name);
        add_amount(work, "probability", loss->probability);
        json_end(work->json);
    }
    json_end(work->json);
}

static void add_levers(const Describing *work) {
    json_begin_array(work->json, "levers");
    for (size_t i = 0; !work->view->is_held && i < work->workspace->lever_count; i++) {
        const Lever *lever = &work->workspace->levers[i];
        json_begin_object(work->json, "");
        json_add_text(work->json, "id", lever->id);
        json_add_text(work->json, "name", lever->name);
        json_add_text(work->json, "kind", lever->kind);
        json_add_text(work->json, "cost_usd", decimal_format(work->arena, lever->cost_usd));
        json_add_integer(work->json, "ready_days", lever->ready_days);
        json_end(work->json);
    }
    json_end(work->json);
}

static void add_settings(const Describing *work) {
    json_begin_array(work->json, "settings");
    for (size_t i = 0; i < work->workspace->setting_count; i++) {
        const Setting *setting = &work->workspace->settings[i];
        if (text_equals(setting->key, TEXT("packs"))) {
            continue;
        }
        json_begin_object(work->json, "");
        json_add_text(work->json, "key", setting->key);
        json_add_text(work->json, "value", setting->value);
        json_end(work->json);
    }
    json_end(work->json);
}

Text service_workspace_json(Arena *arena, const Workspace *workspace, const LawSet *set,
                            const ServiceView *view, Date today) {
    const Describing work = {arena, json_writer_new(), workspace, view};
    const Text *countries = NULL;
    const size_t count = law_countries(arena, set, &countries);
    json_add_text(work.json, "title", workspace_setting(workspace, TEXT("title")));
    json_add_text(work.json, "digest", workspace->digest);
    json_add_date(work.json, "as_of", today);
    json_add_boolean(work.json, "held_to_parties", view->is_held);
    add_settings(&work);
    add_parties(&work);
    add_items(&work);
    add_programmes(&work);
    add_demands(&work);
    add_lanes(&work);
    add_scenarios(&work);
    add_levers(&work);
    json_begin_array(work.json, "countries");
    for (size_t i = 0; i < count; i++) {
        json_add_text(work.json, "", countries[i]);
    }
    json_end(work.json);
    json_add_packs(work.json, set, NULL);
    json_add_text(work.json, "notice", service_disclaimer());
    const Text text = json_finish(arena, work.json, false);
    json_writer_free(work.json);
    return text;
}
