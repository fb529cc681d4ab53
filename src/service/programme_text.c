/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/decimal.h"
#include "service/service.h"
#include "service/words.h"

enum { SHUT_SHOWN = 12, ALARMS_SHOWN = 10, PERCENT = 100 };

typedef struct ProgrammePage {
    Arena *arena;
    TextBuilder out;
    const ProgrammeAnswer *answer;
} ProgrammePage;

static const char *const KIND_WORDS[] = {
    [PROGRAMME_RESEARCH] = "research",
    [PROGRAMME_PRODUCTION] = "production",
    [PROGRAMME_SUSTAINMENT] = "sustainment",
};

static Text usd(const ProgrammePage *page, double value) {
    return decimal_format_grouped(page->arena, value, 0);
}

static Text figure(const ProgrammePage *page, double value, unsigned places) {
    return decimal_format_double(page->arena, value, places);
}

static Text day(const ProgrammePage *page, Date date) {
    return date == DATE_MAX ? TEXT("never") : date_format(page->arena, date);
}

static Text party(const ProgrammePage *page, size_t index) {
    return party_phrase(page->arena, &page->answer->workspace->parties[index]);
}

static Text item(const ProgrammePage *page, size_t index) {
    return page->answer->workspace->items[index].name;
}

static void add_head(ProgrammePage *page, const ProgrammeView *view) {
    const Workspace *workspace = page->answer->workspace;
    const Programme *programme = &workspace->programmes[view->programme];
    text_add_format(&page->out, "%.*s (%.*s), %s\n", TEXT_ARGS(programme->name),
                    TEXT_ARGS(programme->id), KIND_WORDS[programme->kind]);
    text_add_format(
        &page->out, "  owner      %.*s; end use %.*s; need by %.*s\n",
        TEXT_ARGS(programme->owner == ALLIANCE_NONE ? TEXT("none is named")
                                                    : workspace->parties[programme->owner].name),
        TEXT_ARGS(text_is_empty(programme->end_use) ? TEXT("not known") : programme->end_use),
        TEXT_ARGS(programme->need_by == DATE_MAX ? TEXT("no date")
                                                 : day(page, programme->need_by)));
    text_add_format(&page->out,
                    "  plan       %zu weeks from %.*s; wants USD %.*s, USD %.*s of it owed at the "
                    "end\n",
                    page->answer->week_count, TEXT_ARGS(day(page, page->answer->query.as_of)),
                    TEXT_ARGS(usd(page, view->demand_usd)), TEXT_ARGS(usd(page, view->owed_usd)));
}

static void add_shares(ProgrammePage *page, const ProgrammeView *view) {
    text_add(&page->out, TEXT("\n  Who adds what to what the plan delivers (USD)\n"));
    if (view->share_count == 0) {
        text_add(&page->out, TEXT("    nothing is delivered, or no cost is given\n"));
    }
    for (size_t i = 0; i < view->share_count; i++) {
        const ProgrammeShare *share = &view->shares[i];
        text_add_format(
            &page->out, "    %.*s  %.*s %%  making %.*s, moving %.*s, stock %.*s\n",
            TEXT_ARGS(share->country), TEXT_ARGS(figure(page, share->share * PERCENT, 1)),
            TEXT_ARGS(usd(page, share->making_usd)), TEXT_ARGS(usd(page, share->moving_usd)),
            TEXT_ARGS(usd(page, share->stock_usd)));
    }
}

static void add_transfer(ProgrammePage *page, const ProgrammeTransfer *transfer) {
    const Lane *lane = &page->answer->workspace->lanes[transfer->lane];
    text_add_format(&page->out, "    %s %.*s from %.*s to %.*s: %.*s",
                    transfer->opens == DATE_MAX ? "blocked" : "pending",
                    TEXT_ARGS(item(page, lane->item)), TEXT_ARGS(party(page, lane->from_site)),
                    TEXT_ARGS(party(page, lane->to_site)),
                    TEXT_ARGS(law_outcome_word(transfer->outcome)));
    if (transfer->opens != DATE_MAX) {
        text_add_format(&page->out, ", opens %.*s", TEXT_ARGS(day(page, transfer->opens)));
    }
    if (transfer->clock != LAW_NONE) {
        text_add_format(&page->out, " by %.*s",
                        TEXT_ARGS(law_provision(page->answer->set, transfer->clock).name));
    }
    text_add_format(&page->out, "%s%.*s\n", text_is_empty(transfer->reason) ? "" : "; ",
                    TEXT_ARGS(transfer->reason));
}

static void add_transfers(ProgrammePage *page, const ProgrammeView *view) {
    text_add_format(&page->out,
                    "\n  Transfers: %zu on the supply tree, %zu open, %zu pending, %zu blocked\n",
                    view->transfer_count, view->open_count, view->pending_count,
                    view->shut_count - view->pending_count);
    for (size_t i = 0; i < view->shut_count && i < SHUT_SHOWN; i++) {
        add_transfer(page, &view->shut[i]);
    }
    if (view->shut_count > SHUT_SHOWN) {
        text_add_format(&page->out, "    and %zu more (--json has all)\n",
                        view->shut_count - SHUT_SHOWN);
    }
}

static void add_step(ProgrammePage *page, const ProgrammeStep *step) {
    text_add_format(&page->out, "    %.*s to %.*s  ", TEXT_ARGS(day(page, step->begins)),
                    TEXT_ARGS(day(page, step->ends)));
    if (step->kind == STEP_MOVE) {
        text_add_format(&page->out, "move %.*s from %.*s to %.*s",
                        TEXT_ARGS(item(page, step->item)), TEXT_ARGS(party(page, step->site)),
                        TEXT_ARGS(party(page, step->to)));
    } else {
        text_add_format(&page->out, "%s %.*s at %.*s",
                        step->kind == STEP_MAKE ? "make" : "take from stock",
                        TEXT_ARGS(item(page, step->item)), TEXT_ARGS(party(page, step->site)));
    }
    if (step->begins == DATE_MAX && step->ready != DATE_MAX) {
        text_add(&page->out, TEXT("  (law shuts it)"));
    } else if (step->begins > step->ready) {
        text_add_format(&page->out, "  (waits %d days%s%.*s)", step->begins - step->ready,
                        step->clock == LAW_NONE ? "" : " for ",
                        TEXT_ARGS(step->clock == LAW_NONE
                                      ? TEXT("")
                                      : law_provision(page->answer->set, step->clock).name));
    }
    text_add_character(&page->out, '\n');
}

static void add_margin(ProgrammePage *page, const ProgrammeView *view) {
    const Date need_by = page->answer->workspace->programmes[view->programme].need_by;
    text_add_format(&page->out, "\n  Critical path: a unit begun today, without stock, is there ");
    text_add_format(&page->out, "%.*s", TEXT_ARGS(day(page, view->ends)));
    if (need_by != DATE_MAX && view->ends != DATE_MAX) {
        const int margin = need_by - view->ends;
        text_add_format(&page->out, ", %d days %s the need", abs(margin),
                        margin >= 0 ? "before" : "after");
    }
    text_add_format(&page->out, "; with every transfer open, %.*s\n",
                    TEXT_ARGS(day(page, view->ends_unbound)));
}

static void add_chain(ProgrammePage *page, const ProgrammeView *view) {
    add_margin(page, view);
    for (size_t i = 0; i < view->step_count; i++) {
        add_step(page, &view->steps[i]);
    }
    for (size_t i = 0; i < view->authorisation_count; i++) {
        const ProgrammeAuthorisation *held = &view->authorisations[i];
        const ProvisionInfo info = law_provision(page->answer->set, held->route);
        text_add_format(&page->out,
                        "    critical authorisation: %.*s (%.*s) for %.*s from %.*s to %.*s: asked "
                        "%.*s, granted %.*s, waited for %d days; were it instant the end came %d "
                        "days sooner\n",
                        TEXT_ARGS(info.title), TEXT_ARGS(info.citation),
                        TEXT_ARGS(item(page, held->item)), TEXT_ARGS(party(page, held->from)),
                        TEXT_ARGS(party(page, held->to)), TEXT_ARGS(day(page, held->asked)),
                        TEXT_ARGS(day(page, held->granted)), held->waits, held->saves);
    }
    if (view->authorisation_count == 0 && view->ends != DATE_MAX) {
        text_add(&page->out, TEXT("    no authorisation is waited for on it\n"));
    }
}

static void add_alarms(ProgrammePage *page, const ProgrammeView *view) {
    text_add_format(&page->out, "\n  Law that changes while the plan lasts: %zu\n",
                    view->alarm_count);
    for (size_t i = 0; i < view->alarm_count && i < ALARMS_SHOWN; i++) {
        const ProgrammeAlarm *alarm = &view->alarms[i];
        text_add_format(&page->out, "    %.*s  %.*s from %.*s to %.*s: %.*s, was %.*s; %.*s\n",
                        TEXT_ARGS(day(page, alarm->date)), TEXT_ARGS(item(page, alarm->item)),
                        TEXT_ARGS(alarm->from_country), TEXT_ARGS(alarm->to_countries),
                        TEXT_ARGS(law_outcome_word(alarm->after)),
                        TEXT_ARGS(law_outcome_word(alarm->before)), TEXT_ARGS(alarm->because));
    }
    if (view->alarm_count > ALARMS_SHOWN) {
        text_add_format(&page->out, "    and %zu more (--json has all)\n",
                        view->alarm_count - ALARMS_SHOWN);
    }
}

static void add_money(ProgrammePage *page, const ProgrammeView *view) {
    const ProgrammeReturn *money = &view->money;
    text_add_format(&page->out,
                    "\n  Together against at home in %.*s (USD, discounted)\n"
                    "    together   cost %.*s + delay %.*s + compliance %.*s (%zu licences)\n",
                    TEXT_ARGS(money->nation), TEXT_ARGS(usd(page, money->joint_cost_usd)),
                    TEXT_ARGS(usd(page, money->joint_delay_usd)),
                    TEXT_ARGS(usd(page, money->joint_compliance_usd)), money->licence_count);
    text_add_format(&page->out,
                    "    at home    cost %.*s + delay %.*s + setting up %.*s (%zu items nobody "
                    "makes there; existing makers meet %.*s %% of the need)\n",
                    TEXT_ARGS(usd(page, money->home_cost_usd)),
                    TEXT_ARGS(usd(page, money->home_delay_usd)),
                    TEXT_ARGS(usd(page, money->home_setup_usd)), money->missing_count,
                    TEXT_ARGS(figure(page, money->home_part * PERCENT, 0)));
    text_add_format(&page->out, "    return     %.*s (at home less together)\n",
                    TEXT_ARGS(usd(page, money->return_usd)));
    text_add_format(
        &page->out,
        "    assumed    discount %.*s a year, delay %.*s of the value owed a year, USD %.*s a "
        "licence, what nobody makes at home costs %.*s times as much and takes %.*s days and "
        "USD %.*s to set up\n",
        TEXT_ARGS(figure(page, money->discount_rate, 3)),
        TEXT_ARGS(figure(page, money->delay_rate, 3)), TEXT_ARGS(usd(page, money->licence_usd)),
        TEXT_ARGS(figure(page, money->national_factor, 2)),
        TEXT_ARGS(figure(page, money->national_setup_days, 0)),
        TEXT_ARGS(usd(page, money->national_setup_usd)));
}

Text service_programme_text(Arena *arena, const ProgrammeAnswer *answer) {
    ProgrammePage page = {.arena = arena, .out = text_builder_new(arena), .answer = answer};
    for (size_t i = 0; i < answer->view_count; i++) {
        add_head(&page, &answer->views[i]);
        add_shares(&page, &answer->views[i]);
        add_transfers(&page, &answer->views[i]);
        add_chain(&page, &answer->views[i]);
        add_alarms(&page, &answer->views[i]);
        add_money(&page, &answer->views[i]);
        text_add_character(&page.out, '\n');
    }
    if (answer->relies_on_unverified) {
        text_add(&page.out, TEXT("Relies on law that was not verified.\n"));
    }
    text_add_format(&page.out, "%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&page.out);
}
