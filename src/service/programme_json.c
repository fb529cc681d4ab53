/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"

enum { PLACES = 6, CENTS = 2 };

static Text party(const ProgrammeAnswer *answer, size_t index) {
    return answer->workspace->parties[index].id;
}

static Text item(const ProgrammeAnswer *answer, size_t index) {
    return answer->workspace->items[index].id;
}

static void add_shares(JsonWriter *json, const ProgrammeView *view) {
    json_begin_array(json, "shares");
    for (size_t i = 0; i < view->share_count; i++) {
        const ProgrammeShare *share = &view->shares[i];
        json_begin_object(json, "");
        json_add_text(json, "country", share->country);
        json_add_double(json, "share", share->share, PLACES);
        json_add_double(json, "making_usd", share->making_usd, CENTS);
        json_add_double(json, "moving_usd", share->moving_usd, CENTS);
        json_add_double(json, "stock_usd", share->stock_usd, CENTS);
        json_end(json);
    }
    json_end(json);
}

static void add_route(JsonWriter *json, const ProgrammeAnswer *answer, size_t route) {
    if (route != LAW_NONE) {
        json_add_text(json, "route", law_provision(answer->set, route).name);
    }
}

static void add_transfers(JsonWriter *json, const ProgrammeAnswer *answer,
                          const ProgrammeView *view) {
    json_add_integer(json, "transfers", (int64_t)view->transfer_count);
    json_add_integer(json, "open", (int64_t)view->open_count);
    json_add_integer(json, "pending", (int64_t)view->pending_count);
    json_add_integer(json, "blocked", (int64_t)(view->shut_count - view->pending_count));
    json_begin_array(json, "shut");
    for (size_t i = 0; i < view->shut_count; i++) {
        const ProgrammeTransfer *transfer = &view->shut[i];
        const Lane *lane = &answer->workspace->lanes[transfer->lane];
        json_begin_object(json, "");
        json_add_text(json, "item", item(answer, lane->item));
        json_add_text(json, "from", party(answer, lane->from_site));
        json_add_text(json, "to", party(answer, lane->to_site));
        json_add_text(json, "outcome", law_outcome_word(transfer->outcome));
        json_add_date(json, "opens", transfer->opens);
        add_route(json, answer, transfer->clock);
        json_add_text(json, "reason", transfer->reason);
        json_end(json);
    }
    json_end(json);
}

static void add_steps(JsonWriter *json, const ProgrammeAnswer *answer, const ProgrammeView *view) {
    static const Text words[] = {[STEP_FROM_STOCK] = {"from_stock", 10},
                                 [STEP_MAKE] = {"make", 4},
                                 [STEP_MOVE] = {"move", 4}};
    json_begin_array(json, "critical_path");
    for (size_t i = 0; i < view->step_count; i++) {
        const ProgrammeStep *step = &view->steps[i];
        json_begin_object(json, "");
        json_add_text(json, "step", words[step->kind]);
        json_add_text(json, "item", item(answer, step->item));
        json_add_text(json, "site", party(answer, step->site));
        json_add_text(json, "to", party(answer, step->to));
        json_add_date(json, "ready", step->ready);
        json_add_date(json, "begins", step->begins);
        json_add_date(json, "ends", step->ends);
        add_route(json, answer, step->clock);
        json_end(json);
    }
    json_end(json);
}

static void add_authorisations(JsonWriter *json, const ProgrammeAnswer *answer,
                               const ProgrammeView *view) {
    json_begin_array(json, "critical_authorisations");
    for (size_t i = 0; i < view->authorisation_count; i++) {
        const ProgrammeAuthorisation *held = &view->authorisations[i];
        json_begin_object(json, "");
        json_add_provision(json, answer->set, held->route);
        json_add_text(json, "item", item(answer, held->item));
        json_add_text(json, "from", party(answer, held->from));
        json_add_text(json, "to", party(answer, held->to));
        json_add_date(json, "asked", held->asked);
        json_add_date(json, "granted", held->granted);
        json_add_integer(json, "waits", held->waits);
        json_add_integer(json, "saves", held->saves);
        json_end(json);
    }
    json_end(json);
}

static void add_alarms(JsonWriter *json, const ProgrammeAnswer *answer, const ProgrammeView *view) {
    json_begin_array(json, "alarms");
    for (size_t i = 0; i < view->alarm_count; i++) {
        const ProgrammeAlarm *alarm = &view->alarms[i];
        json_begin_object(json, "");
        json_add_date(json, "date", alarm->date);
        json_add_text(json, "item", item(answer, alarm->item));
        json_add_text(json, "from", alarm->from_country);
        json_add_text(json, "to", alarm->to_countries);
        json_add_integer(json, "lanes", (int64_t)alarm->lane_count);
        json_add_text(json, "before", law_outcome_word(alarm->before));
        json_add_text(json, "after", law_outcome_word(alarm->after));
        json_add_text(json, "because", alarm->because);
        json_end(json);
    }
    json_end(json);
}

static void add_money(JsonWriter *json, const ProgrammeReturn *money) {
    json_begin_object(json, "return");
    json_add_text(json, "nation", money->nation);
    json_add_double(json, "discount_rate", money->discount_rate, PLACES);
    json_add_double(json, "delay_cost_rate", money->delay_rate, PLACES);
    json_add_double(json, "licence_cost_usd", money->licence_usd, CENTS);
    json_add_double(json, "national_cost_factor", money->national_factor, PLACES);
    json_add_double(json, "national_setup_days", money->national_setup_days, PLACES);
    json_add_double(json, "national_setup_usd", money->national_setup_usd, CENTS);
    json_add_integer(json, "licences", (int64_t)money->licence_count);
    json_add_integer(json, "items_not_made_at_home", (int64_t)money->missing_count);
    json_add_double(json, "home_part", money->home_part, PLACES);
    json_add_integer(json, "home_lead_days", money->home_lead_days);
    json_add_double(json, "joint_cost_usd", money->joint_cost_usd, CENTS);
    json_add_double(json, "joint_delay_usd", money->joint_delay_usd, CENTS);
    json_add_double(json, "joint_compliance_usd", money->joint_compliance_usd, CENTS);
    json_add_double(json, "home_cost_usd", money->home_cost_usd, CENTS);
    json_add_double(json, "home_delay_usd", money->home_delay_usd, CENTS);
    json_add_double(json, "home_setup_usd", money->home_setup_usd, CENTS);
    json_add_double(json, "return_usd", money->return_usd, CENTS);
    json_end(json);
}

static void add_view(JsonWriter *json, const ProgrammeAnswer *answer, const ProgrammeView *view) {
    const Programme *programme = &answer->workspace->programmes[view->programme];
    json_begin_object(json, "");
    json_add_text(json, "programme", programme->id);
    json_add_text(json, "owner",
                  programme->owner == ALLIANCE_NONE ? TEXT("") : party(answer, programme->owner));
    json_add_text(json, "end_use", programme->end_use);
    json_add_date(json, "need_by", programme->need_by);
    json_add_double(json, "demand_usd", view->demand_usd, CENTS);
    json_add_double(json, "owed_usd", view->owed_usd, CENTS);
    add_shares(json, view);
    add_transfers(json, answer, view);
    json_add_date(json, "ends", view->ends);
    json_add_date(json, "ends_with_all_open", view->ends_unbound);
    add_steps(json, answer, view);
    add_authorisations(json, answer, view);
    add_alarms(json, answer, view);
    add_money(json, &view->money);
    json_end(json);
}

Text service_programme_json(Arena *arena, const ProgrammeAnswer *answer) {
    JsonWriter *json = json_writer_new();
    json_add_date(json, "as_of", answer->query.as_of);
    json_add_date(json, "known_at", answer->query.known_at);
    json_add_integer(json, "weeks", (int64_t)answer->week_count);
    json_add_boolean(json, "relies_on_unverified", answer->relies_on_unverified);
    json_begin_array(json, "programmes");
    for (size_t i = 0; i < answer->view_count; i++) {
        add_view(json, answer, &answer->views[i]);
    }
    json_end(json);
    json_add_text(json, "workspace_digest", answer->workspace->digest);
    json_add_packs(json, answer->set, NULL);
    json_add_reforms(json, answer->set);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
