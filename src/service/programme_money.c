/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "service/programme_build.h"

/* What the parties add, and what doing it together returns: see docs/programme.md. */

enum { DAYS_A_WEEK = 7, DAYS_A_YEAR = 365 };

/* Parts of a programme less than this are rounding. */
static const double SMALL_PART = 1e-9;

typedef struct Money {
    ProgrammeBuild *build;
    size_t weeks;
    double *joint_weekly; /* what the programme's part of each week costs */
    double *unit_joint;   /* of each item: the cheapest making anywhere, components and all */
    double *unit_home;
    double *step;     /* of each item that no maker states a cost for: its value less its parts' */
    double *need;     /* of each item, a week, through the bill of material */
    int *lead_home;   /* of each item: the longest chain of making */
    bool *is_home;    /* somebody makes it at home */
    double *capacity; /* at home, a week */
    CountryList countries;
    ProgrammeShare *shares;
} Money;

/* ---- settings ---- */

static bool read_setting(const ProgrammeBuild *build, const char *key, double otherwise,
                         double *value, Error *error) {
    const Text given = workspace_setting(build->workspace, text_from(key));
    Decimal parsed = {0};
    *value = otherwise;
    if (text_is_empty(given)) {
        return true;
    }
    if (!decimal_parse(given, &parsed) || parsed.coefficient < 0) {
        return error_set(error, ERROR_INVALID,
                         "workspace.csv: `%s` is `%.*s`; it takes a number from 0", key,
                         TEXT_ARGS(given));
    }
    *value = decimal_to_double(parsed);
    return true;
}

static bool read_settings(const ProgrammeBuild *build, ProgrammeReturn *money, Error *error) {
    return read_setting(build, "discount_rate", 0.07, &money->discount_rate, error) &&
           read_setting(build, "delay_cost_rate", 0.2, &money->delay_rate, error) &&
           read_setting(build, "licence_cost_usd", 10000, &money->licence_usd, error) &&
           read_setting(build, "national_cost_factor", 1.25, &money->national_factor, error) &&
           read_setting(build, "national_setup_days", 730, &money->national_setup_days, error) &&
           read_setting(build, "national_setup_usd", 0, &money->national_setup_usd, error);
}

/* ---- what the plan costs, and where ---- */

static double part_of(const Money *money, size_t site, size_t item) {
    const double part = money->build->part[site * money->build->workspace->item_count + item];
    return part > SMALL_PART ? part : 0;
}

static ProgrammeShare *share_of(Money *money, size_t site) {
    const Text country = money->build->workspace->parties[site].country;
    const size_t index = trace_country_find(&money->countries, country);
    return index == SERVICE_NONE ? NULL : &money->shares[index];
}

/* What a maker adds to one unit. */
static double step_usd(const Money *money, const Activity *activity) {
    const double stated = decimal_to_double(activity->cost_usd);
    return stated > 0 ? stated : money->step[activity->item];
}

static void add_making(Money *money) {
    const BasePlan *base = money->build->base;
    for (size_t i = 0; i < base->gated.network.activity_count; i++) {
        const Activity *activity = &money->build->workspace->activities[i];
        const double usd =
            part_of(money, activity->site, activity->item) * step_usd(money, activity);
        ProgrammeShare *share = share_of(money, activity->site);
        for (size_t week = 0; week < money->weeks && share != NULL; week++) {
            const double cost = usd * base->plan.made[i * money->weeks + week];
            money->joint_weekly[week] += cost;
            share->making_usd += cost;
        }
    }
}

static void add_moving(Money *money) {
    const BasePlan *base = money->build->base;
    for (size_t i = 0; i < base->gated.network.lane_count; i++) {
        const size_t index = base->gated.links[i].lane;
        const Lane *lane = &money->build->workspace->lanes[index];
        const double part = part_of(money, lane->to_site, lane->item);
        ProgrammeShare *share = share_of(money, lane->from_site);
        double sent = 0;
        for (size_t week = 0; week < money->weeks && share != NULL; week++) {
            const double units = part * base->plan.sent[i * money->weeks + week];
            const double cost = units * decimal_to_double(lane->cost_usd);
            sent += units;
            money->joint_weekly[week] += cost;
            share->moving_usd += cost;
        }
        const LaneRuling *ruling = lane_ruling(&base->rulings, index, base->rulings.first_stretch);
        const double scale = base->gated.network.item_scale[lane->item];
        if (sent > 1e-6 * scale && ruling->outcome == OUTCOME_LICENCE_REQUIRED) {
            money->build->view->money.licence_count++;
        }
    }
}

static double value_of(const Money *money, size_t item) {
    const Amount value = money->build->workspace->items[item].value_usd;
    return value.is_given ? decimal_to_double(value.value) : money->unit_joint[item];
}

static void add_stocks(Money *money) {
    const Network *network = &money->build->base->gated.network;
    for (size_t i = 0; i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        ProgrammeShare *share = share_of(money, stock->site);
        if (share != NULL) {
            const double usd = part_of(money, stock->site, stock->item) * stock->quantity *
                               value_of(money, stock->item);
            money->joint_weekly[0] += usd;
            share->stock_usd += usd;
        }
    }
}

static double share_usd(const ProgrammeShare *share) {
    return share->making_usd + share->moving_usd + share->stock_usd;
}

static int compare_shares(const void *a, const void *b) {
    const ProgrammeShare *left = a;
    const ProgrammeShare *right = b;
    const double x = share_usd(left);
    const double y = share_usd(right);
    return x > y ? -1 : x < y ? 1 : text_compare(left->country, right->country);
}

static void close_shares(Money *money) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < money->countries.count; i++) {
        sum += share_usd(&money->shares[i]);
    }
    for (size_t i = 0; i < money->countries.count; i++) {
        ProgrammeShare share = money->shares[i];
        if (share_usd(&share) > 0) {
            share.share = share_usd(&share) / sum;
            money->shares[count++] = share;
        }
    }
    if (count > 1) {
        qsort(money->shares, count, sizeof(ProgrammeShare), compare_shares);
    }
    money->build->view->shares = money->shares;
    money->build->view->share_count = count;
}

/* ---- the bill at home and anywhere ---- */

static bool is_home(const Money *money, size_t site) {
    return text_equals(money->build->workspace->parties[site].country,
                       money->build->view->money.nation);
}

typedef struct Making {
    double anywhere; /* the least cost of one unit, INFINITY where nobody makes it */
    double home;
    int lead; /* the shortest at home, else anywhere */
} Making;

static bool is_cost_stated(const Workspace *workspace, size_t item) {
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->item == item && activity->cost_usd.coefficient > 0) {
            return true;
        }
    }
    return false;
}

static void set_step(Money *money, size_t item) {
    const Workspace *workspace = money->build->workspace;
    const Amount value = workspace->items[item].value_usd;
    size_t first = 0;
    const size_t count = workspace_item_components(workspace, item, &first);
    if (is_cost_stated(workspace, item) || !value.is_given) {
        return;
    }
    double step = decimal_to_double(value.value);
    for (size_t i = first; i < first + count; i++) {
        const Component *part = &workspace->components[i];
        step -= decimal_to_double(part->quantity) * money->unit_joint[part->component];
    }
    money->step[item] = fmax(0, step);
}

static Making making_of(Money *money, size_t item) {
    const Workspace *workspace = money->build->workspace;
    Making making = {INFINITY, INFINITY, -1};
    int lead_home = -1;
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *activity = &workspace->activities[i];
        if (activity->item != item) {
            continue;
        }
        const double usd = step_usd(money, activity);
        making.anywhere = fmin(making.anywhere, usd);
        making.lead = making.lead < 0 || activity->lead_days < making.lead ? activity->lead_days
                                                                           : making.lead;
        if (is_home(money, activity->site)) {
            making.home = fmin(making.home, usd);
            lead_home =
                lead_home < 0 || activity->lead_days < lead_home ? activity->lead_days : lead_home;
            money->is_home[item] = true;
            money->capacity[item] +=
                activity->capacity.is_given
                    ? decimal_to_double(activity->capacity.value) * DAYS_A_WEEK / DAYS_A_YEAR
                    : INFINITY;
        }
    }
    making.lead = lead_home >= 0 ? lead_home : making.lead < 0 ? 0 : making.lead;
    return making;
}

static void roll_up_item(Money *money, size_t item) {
    const Workspace *workspace = money->build->workspace;
    const Amount value = workspace->items[item].value_usd;
    set_step(money, item);
    const Making making = making_of(money, item);
    size_t first = 0;
    size_t count = workspace_item_components(workspace, item, &first);
    double joint = making.anywhere;
    if (!isfinite(joint)) {
        joint = value.is_given ? decimal_to_double(value.value) : 0;
        count = 0;
    }
    double home =
        isfinite(making.home) ? making.home : joint * money->build->view->money.national_factor;
    int lead = 0;
    for (size_t i = first; i < first + count; i++) {
        const Component *part = &workspace->components[i];
        const double quantity = decimal_to_double(part->quantity);
        joint += quantity * money->unit_joint[part->component];
        home += quantity * money->unit_home[part->component];
        lead = money->lead_home[part->component] > lead ? money->lead_home[part->component] : lead;
    }
    money->unit_joint[item] = joint;
    money->unit_home[item] = home;
    money->lead_home[item] = lead + making.lead;
}

static void find_need(Money *money) {
    const Workspace *workspace = money->build->workspace;
    for (size_t i = 0; i < workspace->demand_count; i++) {
        if (workspace->demands[i].programme == money->build->programme) {
            money->need[workspace->demands[i].item] += money->build->base->gated.demand_weekly[i];
        }
    }
    for (size_t i = workspace->item_count; i-- > 0;) {
        const size_t item = workspace->items_bottom_up[i];
        size_t first = 0;
        const size_t count = workspace_item_components(workspace, item, &first);
        for (size_t j = first; j < first + count; j++) {
            money->need[workspace->components[j].component] +=
                money->need[item] * decimal_to_double(workspace->components[j].quantity);
        }
    }
}

/* Where the programme's owner is; else where most of what it wants, by value, is wanted. */
static void choose_nation(Money *money) {
    const Workspace *workspace = money->build->workspace;
    const Programme *programme = &workspace->programmes[money->build->programme];
    ProgrammeReturn *result = &money->build->view->money;
    double *wanted = ARENA_MANY(money->build->arena, double, money->countries.count);
    double most = 0;
    if (programme->owner != ALLIANCE_NONE &&
        !text_is_empty(workspace->parties[programme->owner].country)) {
        result->nation = workspace->parties[programme->owner].country;
        return;
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        const size_t country =
            trace_country_find(&money->countries, workspace->parties[demand->site].country);
        if (demand->programme == money->build->programme && country != SERVICE_NONE) {
            const Amount value = workspace->items[demand->item].value_usd;
            wanted[country] += money->build->base->gated.demand_weekly[i] *
                               (value.is_given ? decimal_to_double(value.value) : 1);
            if (wanted[country] > most || text_is_empty(result->nation)) {
                most = wanted[country];
                result->nation = money->countries.codes[country];
            }
        }
    }
}

static void weigh_home(Money *money) {
    const Workspace *workspace = money->build->workspace;
    ProgrammeReturn *result = &money->build->view->money;
    result->home_part = 1;
    for (size_t i = 0; i < workspace->item_count; i++) {
        if (money->need[i] > 0) {
            result->home_part = fmin(result->home_part, money->capacity[i] / money->need[i]);
            result->missing_count += !money->is_home[i];
        }
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        if (demand->programme == money->build->programme &&
            money->lead_home[demand->item] > result->home_lead_days) {
            result->home_lead_days = money->lead_home[demand->item];
        }
    }
}

/* ---- present values ---- */

static double discount(const Money *money, size_t week) {
    return pow(1 + money->build->view->money.discount_rate,
               -(double)week * DAYS_A_WEEK / DAYS_A_YEAR);
}

static double delay_usd(const Money *money, size_t week, double owed_usd) {
    return owed_usd * money->build->view->money.delay_rate * DAYS_A_WEEK / DAYS_A_YEAR *
           discount(money, week);
}

static void price_joint(Money *money) {
    const BasePlan *base = money->build->base;
    ProgrammeView *view = money->build->view;
    const Workspace *workspace = money->build->workspace;
    for (size_t week = 0; week < money->weeks; week++) {
        view->money.joint_cost_usd += money->joint_weekly[week] * discount(money, week);
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const size_t item = workspace->demands[i].item;
        if (workspace->demands[i].programme != money->build->programme) {
            continue;
        }
        for (size_t week = 0; week < money->weeks; week++) {
            const double owed = base->plan.owed[i * money->weeks + week];
            view->money.joint_delay_usd += delay_usd(money, week, owed * value_of(money, item));
        }
        const double rest = base->plan.owed[(i + 1) * money->weeks - 1];
        view->owed_usd += rest * value_of(money, item);
        view->demand_usd +=
            base->gated.demand_weekly[i] * (double)money->weeks * value_of(money, item);
        view->money.joint_cost_usd +=
            rest * money->unit_joint[item] * discount(money, money->weeks - 1);
    }
    view->money.joint_compliance_usd = (double)view->money.licence_count * view->money.licence_usd;
}

/* The part of a week's ordinary need that home makes in a week. */
static double home_rate(const Money *money, size_t week) {
    const ProgrammeReturn *result = &money->build->view->money;
    const double day = (double)week * DAYS_A_WEEK;
    if (day < result->home_lead_days) {
        return 0;
    }
    const bool is_set_up = result->missing_count == 0 && result->home_part >= 1;
    return is_set_up || day >= result->national_setup_days + result->home_lead_days
               ? INFINITY
               : result->home_part;
}

static void price_home_demand(Money *money, size_t index) {
    const BasePlan *base = money->build->base;
    ProgrammeReturn *result = &money->build->view->money;
    const size_t item = money->build->workspace->demands[index].item;
    double owed = 0;
    for (size_t week = 0; week < money->weeks; week++) {
        owed += base->gated.network.demands[index].quantity[week];
        const double rate = home_rate(money, week);
        const double made =
            isfinite(rate) ? fmin(owed, rate * base->gated.demand_weekly[index]) : owed;
        owed -= made;
        result->home_cost_usd += made * money->unit_home[item] * discount(money, week);
        result->home_delay_usd += delay_usd(money, week, owed * value_of(money, item));
    }
    result->home_cost_usd += owed * money->unit_home[item] * discount(money, money->weeks - 1);
}

static void price_home(Money *money) {
    ProgrammeReturn *result = &money->build->view->money;
    const Workspace *workspace = money->build->workspace;
    for (size_t i = 0; i < workspace->demand_count; i++) {
        if (workspace->demands[i].programme == money->build->programme) {
            price_home_demand(money, i);
        }
    }
    result->home_setup_usd = (double)result->missing_count * result->national_setup_usd;
    result->return_usd = result->home_cost_usd + result->home_delay_usd + result->home_setup_usd -
                         result->joint_cost_usd - result->joint_delay_usd -
                         result->joint_compliance_usd;
}

bool programme_money(ProgrammeBuild *build, Error *error) {
    const size_t items = build->workspace->item_count;
    Arena *arena = build->arena;
    Money money = {.build = build, .weeks = build->base->week_count};
    if (!read_settings(build, &build->view->money, error)) {
        return false;
    }
    money.joint_weekly = ARENA_MANY(arena, double, money.weeks);
    money.unit_joint = ARENA_MANY(arena, double, items);
    money.unit_home = ARENA_MANY(arena, double, items);
    money.step = ARENA_MANY(arena, double, items);
    money.need = ARENA_MANY(arena, double, items);
    money.capacity = ARENA_MANY(arena, double, items);
    money.lead_home = ARENA_MANY(arena, int, items);
    money.is_home = ARENA_MANY(arena, bool, items);
    money.countries = trace_countries(arena, build->workspace);
    money.shares = ARENA_MANY(arena, ProgrammeShare, money.countries.count);
    for (size_t i = 0; i < money.countries.count; i++) {
        money.shares[i].country = money.countries.codes[i];
    }
    choose_nation(&money);
    for (size_t i = 0; i < items; i++) {
        roll_up_item(&money, build->workspace->items_bottom_up[i]);
    }
    find_need(&money);
    add_making(&money);
    add_moving(&money);
    add_stocks(&money);
    close_shares(&money);
    weigh_home(&money);
    price_joint(&money);
    price_home(&money);
    return true;
}
