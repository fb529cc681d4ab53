/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handmade_law.h"
#include "law/facts.h"

/* A small export law: controls by code, a chart by country, two exceptions, a bar, a
 * prohibition and two routes. */
typedef struct Fixture {
    Arena *arena;
    Handmade *law;
    size_t origin_us, code, statement, lists, destination, quiet;
    size_t control, chart, group;
    LawPack *pack;
    Provision *scope, *requirement, *exception, *second, *bar, *prohibition, *licence, *fast;
    LawFacts *facts;
    DecideOptions options;
    Decision decision;
} Fixture;

static void build_vocabulary(Fixture *fixture, Handmade *law) {
    fixture->origin_us = handmade_attribute(law, "item.us_origin", ATTRIBUTE_YES_NO);
    fixture->code = handmade_attribute(law, "item.eccn", ATTRIBUTE_CODE);
    fixture->statement = handmade_attribute(law, "transfer.statement", ATTRIBUTE_YES_NO);
    fixture->lists = handmade_attribute(law, "consignee.lists", ATTRIBUTE_SET);
    fixture->destination = handmade_attribute(law, "destination", ATTRIBUTE_COUNTRY);
    fixture->quiet = handmade_attribute(law, "transfer.quiet", ATTRIBUTE_YES_NO);
    law->attributes[fixture->lists].has_default = true;
    law->attributes[fixture->lists].default_text = TEXT("none");
}

static void build_tables(Fixture *fixture, Handmade *law) {
    fixture->control = handmade_table(law, "p.control", "eccn,reason,column");
    handmade_row(law, fixture->control, "2E003,NS,NS1");
    handmade_row(law, fixture->control, "2E003.f,CB,CB2");
    handmade_row(law, fixture->control, "3A001,MT,MT1");
    handmade_row(law, fixture->control, "9A001,AT,AT1");
    fixture->chart = handmade_table(law, "p.chart", "country,column");
    handmade_row(law, fixture->chart, "NL,NS1");
    handmade_row(law, fixture->chart, "NL,CB2");
    handmade_row(law, fixture->chart, "NL,MT1");
    handmade_row(law, fixture->chart, "CN,NS1");
    fixture->group = handmade_table(law, "p.group", "country,group");
    handmade_row(law, fixture->group, "NL,A:5");
    handmade_row(law, fixture->group, "CN,D:5");
}

static Condition *is_in_group(Fixture *fixture, const char *group) {
    Operand operands[] = {operand_attribute(fixture->destination),
                          operand_code(fixture->law, group)};
    return condition_table(fixture->law, fixture->group, operands, 2);
}

static void build_rules(Fixture *fixture, Handmade *law) {
    fixture->scope = handmade_provision(law, PROVISION_SCOPE, "subject");
    fixture->scope->when = condition_yes(law, fixture->origin_us);
    fixture->requirement = handmade_provision(law, PROVISION_REQUIREMENT, "chart");
    handmade_each(law, fixture->requirement, fixture->control, 0, true, fixture->code);
    Operand operands[] = {operand_attribute(fixture->destination), operand_column(2)};
    fixture->requirement->when = condition_table(law, fixture->chart, operands, 2);
    fixture->requirement->has_reason = true;
    fixture->requirement->reason = operand_column(1);
    fixture->requirement->say = TEXT("{item.eccn} is controlled for {row.reason} to {destination}");
    fixture->exception = handmade_provision(law, PROVISION_EXCEPTION, "STA");
    fixture->exception->when = condition_track(
        law, "c1",
        condition_block(law, CONDITION_ALL, is_in_group(fixture, "A:5"),
                        condition_reasons(law, CONDITION_EVERY_REASON, "NS,CB,MT"), NULL));
    fixture->exception->provided_that = condition_yes(law, fixture->statement);
    fixture->second = handmade_provision(law, PROVISION_EXCEPTION, "LVS");
    fixture->second->when = condition_yes(law, fixture->quiet);
    fixture->bar = handmade_provision(law, PROVISION_BAR, "missile");
    fixture->bar->when = condition_reasons(law, CONDITION_ANY_REASON, "MT");
    fixture->prohibition = handmade_provision(law, PROVISION_PROHIBITION, "denied");
    fixture->prohibition->when = condition_codes(law, CONDITION_SET_ANY, fixture->lists, "DPL");
    fixture->licence = handmade_provision(law, PROVISION_ROUTE, "licence");
}

static const RouteDays NINETY[] = {{50, 90}, {90, 120}};
static const LawObligation KEEP[] = {{.text = {"Keep records", 12}, .days = 10},
                                     {.text = {"Report", 6}}};

static int set_up(void **state) {
    Arena *arena = arena_new();
    Fixture *fixture = ARENA_NEW(arena, Fixture);
    fixture->arena = arena;
    fixture->law = handmade_new(arena);
    fixture->pack = handmade_pack(fixture->law, "p");
    build_vocabulary(fixture, fixture->law);
    build_tables(fixture, fixture->law);
    build_rules(fixture, fixture->law);
    fixture->licence->days = NINETY;
    fixture->licence->days_count = 2;
    fixture->exception->obligations = KEEP;
    fixture->exception->obligation_count = 2;
    fixture->options = (DecideOptions){.as_of = 20000, .known_at = 20000, .quantile = 50};
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static void give(Fixture *fixture, size_t attribute, const char *value) {
    Error error = {0};
    assert_true(law_facts_set(fixture->facts, attribute, text_from(value), &error));
}

/* A fresh transfer of a code to a country: no statement, not quiet, of US origin. */
static void start(Fixture *fixture, const char *code, const char *destination) {
    fixture->facts = law_facts_new(fixture->arena, handmade_finish(fixture->law));
    give(fixture, fixture->origin_us, "yes");
    give(fixture, fixture->code, code);
    give(fixture, fixture->destination, destination);
    give(fixture, fixture->statement, "no");
    give(fixture, fixture->quiet, "no");
}

static const Decision *decide(Fixture *fixture) {
    law_decide(fixture->arena, fixture->facts->set, fixture->facts, &fixture->options,
               &fixture->decision);
    return &fixture->decision;
}

static void expect_bounds(const Decision *decision, Outcome best, Outcome worst) {
    assert_int_equal(decision->best, best);
    assert_int_equal(decision->worst, worst);
    assert_int_equal(decision->outcome, best == worst ? best : OUTCOME_UNDETERMINED);
}

static bool is_cited(const Decision *decision, const char *citation) {
    for (size_t i = 0; i < decision->citation_count; i++) {
        if (text_equals(decision->citations[i], text_from(citation))) {
            return true;
        }
    }
    return false;
}

static void nothing_required_is_free(void **state) {
    Fixture *fixture = *state;
    start(fixture, "9A001", "NL");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_FREE, OUTCOME_FREE);
    assert_int_equal(decision->days, 0);
    assert_int_equal(decision->requirement_count, 0);
    assert_int_equal(decision->question_count, 0);
    assert_int_equal(decision->blocker_count, 0);
}

static void requirements_are_met_for_each_row(void **state) {
    Fixture *fixture = *state;
    start(fixture, "2E003.f", "NL");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->requirement_count, 2);
    assert_true(text_equals(decision->requirements[0].reason, TEXT("CB")));
    assert_true(text_equals(decision->requirements[1].reason, TEXT("NS")));
    assert_int_equal(decision->days, 90);
    assert_int_equal(decision->route_count, 1);
    assert_int_equal(decision->blocker_count, 1);
    assert_int_equal(decision->blockers[0], handmade_place(fixture->law, fixture->requirement));
}

static void an_exception_authorises(void **state) {
    Fixture *fixture = *state;
    start(fixture, "2E003.f", "NL");
    give(fixture, fixture->statement, "yes");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_AUTHORISED);
    assert_int_equal(decision->authority_count, 1);
    assert_true(text_equals(decision->authorities[0].track, TEXT("c1")));
    assert_true(text_equals(decision->authorities[0].citation, TEXT("cite track c1")));
    assert_int_equal(decision->obligation_count, 2);
    assert_int_equal(decision->obligations[0].until, 20010);
    assert_int_equal(decision->obligations[1].until, DATE_MAX);
    assert_true(decision->requirements[0].is_covered);
    assert_int_equal(decision->blocker_count, 0);
    assert_int_equal(decision->days, 0);
    assert_true(is_cited(decision, "cite track c1"));
    assert_true(is_cited(decision, "cite chart"));
    assert_false(is_cited(decision, "cite denied"));
}

static void an_unknown_statement_is_asked_for(void **state) {
    Fixture *fixture = *state;
    start(fixture, "2E003.f", "NL");
    give(fixture, fixture->statement, "unknown");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->question_count, 1);
    assert_int_equal(decision->questions[0].attribute, fixture->statement);
    assert_int_equal(decision->authorities[0].truth, TRUTH_UNKNOWN);
    assert_int_equal(decision->days, 90);
}

static void fewest_obligations_rank_first(void **state) {
    Fixture *fixture = *state;
    start(fixture, "2E003.f", "NL");
    give(fixture, fixture->statement, "yes");
    give(fixture, fixture->quiet, "yes");
    const Decision *decision = decide(fixture);
    assert_int_equal(decision->authority_count, 2);
    assert_int_equal(decision->authorities[0].provision,
                     handmade_place(fixture->law, fixture->second));
    assert_int_equal(decision->obligation_count, 0);
}

static void a_sure_exception_outranks_a_light_one(void **state) {
    Fixture *fixture = *state;
    start(fixture, "2E003.f", "NL");
    give(fixture, fixture->statement, "yes");
    give(fixture, fixture->quiet, "unknown");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_AUTHORISED);
    assert_int_equal(decision->authorities[0].provision,
                     handmade_place(fixture->law, fixture->exception));
    assert_int_equal(decision->question_count, 0);
}

static void a_bar_strikes_by_reason(void **state) {
    Fixture *fixture = *state;
    start(fixture, "3A001.b.2", "NL");
    give(fixture, fixture->statement, "yes");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->authority_count, 0);
    assert_int_equal(decision->blocker_count, 2);
    assert_int_equal(decision->blockers[1], handmade_place(fixture->law, fixture->bar));
    assert_true(is_cited(decision, "cite missile"));
}

static void a_bar_spares_what_it_names(void **state) {
    Fixture *fixture = *state;
    size_t spared = handmade_place(fixture->law, fixture->exception);
    fixture->bar->spared = &spared;
    fixture->bar->spared_count = 1;
    start(fixture, "3A001.b.2", "NL");
    give(fixture, fixture->statement, "yes");
    expect_bounds(decide(fixture), OUTCOME_AUTHORISED, OUTCOME_AUTHORISED);
}

static void a_perhaps_struck_exception_is_not_counted_on(void **state) {
    Fixture *fixture = *state;
    fixture->bar->when = condition_yes(fixture->law, fixture->quiet);
    fixture->second->when = condition_block(fixture->law, CONDITION_ANY, NULL, NULL, NULL);
    start(fixture, "2E003", "NL");
    give(fixture, fixture->statement, "yes");
    give(fixture, fixture->quiet, "unknown");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->question_count, 1);
    assert_int_equal(decision->questions[0].attribute, fixture->quiet);
}

static void a_prohibition_is_not_lifted(void **state) {
    Fixture *fixture = *state;
    start(fixture, "2E003", "NL");
    give(fixture, fixture->statement, "yes");
    give(fixture, fixture->lists, "DPL+EL");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_PROHIBITED, OUTCOME_PROHIBITED);
    assert_int_equal(decision->prohibition_count, 1);
    assert_int_equal(decision->days, -1);
    assert_int_equal(decision->authority_count, 0);
    assert_int_equal(decision->route_count, 0);
}

static void an_unknown_register_may_prohibit(void **state) {
    Fixture *fixture = *state;
    start(fixture, "9A001", "NL");
    give(fixture, fixture->lists, "unknown");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_FREE, OUTCOME_PROHIBITED);
    assert_int_equal(decision->days, -1);
    assert_int_equal(decision->questions[0].attribute, fixture->lists);
}

static void an_unknown_scope_bounds_the_pack(void **state) {
    Fixture *fixture = *state;
    start(fixture, "2E003", "NL");
    give(fixture, fixture->origin_us, "unknown");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_FREE, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->packs[0].speaks, TRUTH_UNKNOWN);
    assert_int_equal(decision->questions[0].attribute, fixture->origin_us);
    give(fixture, fixture->origin_us, "no");
    expect_bounds(decide(fixture), OUTCOME_FREE, OUTCOME_FREE);
    assert_int_equal(fixture->decision.packs[0].speaks, TRUTH_NO);
    assert_int_equal(fixture->decision.requirement_count, 0);
}

static void an_unknown_item_is_controlled_perhaps(void **state) {
    Fixture *fixture = *state;
    start(fixture, "unknown", "NL");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_FREE, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->requirement_count, 3);
    assert_int_equal(decision->requirements[0].truth, TRUTH_UNKNOWN);
    assert_int_equal(decision->question_count, 1);
    assert_int_equal(decision->questions[0].attribute, fixture->code);
}

static void every_reason_counts_those_met_perhaps(void **state) {
    Fixture *fixture = *state;
    handmade_row(fixture->law, fixture->control, "2E003.f,AT,NS1")->status = LAW_UNVERIFIED;
    start(fixture, "2E003.f", "NL");
    give(fixture, fixture->statement, "yes");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->requirement_count, 3);
    assert_int_equal(decision->question_count, 1);
    assert_int_equal(decision->questions[0].attribute, LAW_NONE);
    assert_true(text_equals(decision->questions[0].name, TEXT("p.control line 5")));
    fixture->options.accept_unverified = true;
    decision = decide(fixture);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    assert_true(decision->relies_on_unverified);
    assert_int_equal(decision->weakest, LAW_UNVERIFIED);
}

static void any_reason_strikes_perhaps_by_one_met_perhaps(void **state) {
    Fixture *fixture = *state;
    handmade_row(fixture->law, fixture->control, "2E003.f,MT,NS1")->status = LAW_PARTIAL;
    start(fixture, "2E003.f", "NL");
    give(fixture, fixture->statement, "yes");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->blocker_count, 2);
}

static void verified_law_alone_relies_on_nothing_else(void **state) {
    Fixture *fixture = *state;
    handmade_row(fixture->law, fixture->control, "2E003,NS,NS1")->status = LAW_UNVERIFIED;
    fixture->options.accept_unverified = true;
    start(fixture, "9A001", "NL");
    const Decision *decision = decide(fixture);
    assert_false(decision->relies_on_unverified);
    assert_int_equal(decision->weakest, LAW_VERIFIED);
}

static void provisions_not_verified_might_hold(void **state) {
    Fixture *fixture = *state;
    handmade_force(fixture->law, fixture->exception, NULL, NULL, LAW_UNVERIFIED);
    start(fixture, "2E003", "NL");
    give(fixture, fixture->statement, "yes");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED);
    assert_true(text_equals(decision->questions[0].name, TEXT("p.STA")));
    fixture->options.accept_unverified = true;
    decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_AUTHORISED);
    assert_true(decision->relies_on_unverified);
}

static void provisions_hold_on_their_days(void **state) {
    Fixture *fixture = *state;
    handmade_force(fixture->law, fixture->exception, "2024-10-04", "2024-10-05", LAW_VERIFIED);
    start(fixture, "2E003", "NL");
    give(fixture, fixture->statement, "yes");
    static const struct {
        Date as_of;
        Outcome outcome;
    } DAYS[] = {{19999, OUTCOME_LICENCE_REQUIRED},
                {20000, OUTCOME_AUTHORISED},
                {20001, OUTCOME_AUTHORISED},
                {20002, OUTCOME_LICENCE_REQUIRED}};
    for (size_t i = 0; i < sizeof(DAYS) / sizeof(DAYS[0]); i++) {
        fixture->options.as_of = DAYS[i].as_of;
        assert_int_equal(decide(fixture)->outcome, DAYS[i].outcome);
    }
}

static void except_where_takes_back(void **state) {
    Fixture *fixture = *state;
    fixture->exception->except_where = condition_yes(fixture->law, fixture->quiet);
    fixture->second->when = condition_block(fixture->law, CONDITION_ANY, NULL, NULL, NULL);
    start(fixture, "2E003", "NL");
    give(fixture, fixture->statement, "yes");
    expect_bounds(decide(fixture), OUTCOME_AUTHORISED, OUTCOME_AUTHORISED);
    give(fixture, fixture->quiet, "unknown");
    expect_bounds(decide(fixture), OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED);
    give(fixture, fixture->quiet, "yes");
    expect_bounds(decide(fixture), OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
}

/* Two requirements and two exceptions, each covering one. */
static void split_coverage(Fixture *fixture) {
    Provision *other = handmade_provision(fixture->law, PROVISION_REQUIREMENT, "other");
    fixture->fast = other;
    handmade_targets(fixture->law, fixture->exception, fixture->requirement, NULL);
    handmade_targets(fixture->law, fixture->second, other, NULL);
    start(fixture, "2E003", "NL");
    give(fixture, fixture->statement, "yes");
    give(fixture, fixture->quiet, "yes");
}

static void singly_one_exception_must_cover_all(void **state) {
    Fixture *fixture = *state;
    split_coverage(fixture);
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->authority_count, 0);
    assert_int_equal(decision->blocker_count, 2);
}

static void jointly_exceptions_share_the_requirements(void **state) {
    Fixture *fixture = *state;
    fixture->pack->exceptions_jointly = true;
    split_coverage(fixture);
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_AUTHORISED);
    assert_int_equal(decision->authority_count, 2);
    assert_int_equal(decision->obligation_count, 2);
    give(fixture, fixture->quiet, "no");
    decision = decide(fixture);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->blocker_count, 1);
    assert_int_equal(decision->blockers[0], handmade_place(fixture->law, fixture->fast));
}

static void singly_a_perhaps_requirement_must_be_covered_too(void **state) {
    Fixture *fixture = *state;
    split_coverage(fixture);
    fixture->fast->when = condition_codes(fixture->law, CONDITION_SET_ANY, fixture->lists, "X");
    give(fixture, fixture->lists, "unknown");
    fixture->prohibition->when = condition_block(fixture->law, CONDITION_ANY, NULL, NULL, NULL);
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->question_count, 1);
    assert_int_equal(decision->questions[0].attribute, fixture->lists);
    assert_int_equal(decision->authorities[0].truth, TRUTH_UNKNOWN);
}

static const RouteDays THIRTY[] = {{50, 30}};
static const RouteDays NOT_KNOWN[] = {{50, -1}};

static void the_quickest_route_counts(void **state) {
    Fixture *fixture = *state;
    fixture->fast = handmade_provision(fixture->law, PROVISION_ROUTE, "fast");
    fixture->fast->days = THIRTY;
    fixture->fast->days_count = 1;
    start(fixture, "2E003", "NL");
    assert_int_equal(decide(fixture)->days, 30);
    fixture->fast->when = condition_yes(fixture->law, fixture->quiet);
    give(fixture, fixture->quiet, "unknown");
    assert_int_equal(decide(fixture)->days, 90);
    assert_int_equal(fixture->decision.route_count, 2);
    assert_int_equal(fixture->decision.routes[1].truth, TRUTH_UNKNOWN);
    fixture->fast->when = NULL;
    fixture->fast->days = NOT_KNOWN;
    assert_int_equal(decide(fixture)->days, 90);
    fixture->options.quantile = 80;
    assert_int_equal(decide(fixture)->days, 120);
    fixture->options.quantile = 99;
    assert_int_equal(decide(fixture)->days, 120);
    fixture->options.quantile = 0;
    assert_int_equal(decide(fixture)->days, 90);
}

static void every_requirement_needs_its_route(void **state) {
    Fixture *fixture = *state;
    size_t served_by = 0;
    fixture->fast = handmade_provision(fixture->law, PROVISION_ROUTE, "fast");
    fixture->fast->days = THIRTY;
    fixture->fast->days_count = 1;
    served_by = handmade_place(fixture->law, fixture->fast);
    Provision *other = handmade_provision(fixture->law, PROVISION_REQUIREMENT, "other");
    handmade_targets(fixture->law, fixture->licence, fixture->requirement, NULL);
    handmade_targets(fixture->law, fixture->fast, other, NULL);
    start(fixture, "2E003", "NL");
    assert_int_equal(decide(fixture)->days, 90);
    fixture->requirement->served_by = &served_by;
    fixture->requirement->served_by_count = 1;
    assert_int_equal(decide(fixture)->days, -1);
}

static void routes_under_review_of_denial_are_not_counted_on(void **state) {
    Fixture *fixture = *state;
    LawReview reviews[] = {{REVIEW_DENIAL, is_in_group(fixture, "D:5")},
                           {REVIEW_APPROVAL, is_in_group(fixture, "A:5")}};
    fixture->licence->reviews = reviews;
    fixture->licence->review_count = 2;
    start(fixture, "2E003", "CN");
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->routes[0].review, REVIEW_DENIAL);
    assert_int_equal(decision->days, -1);
    give(fixture, fixture->destination, "NL");
    assert_int_equal(decide(fixture)->routes[0].review, REVIEW_APPROVAL);
    assert_int_equal(fixture->decision.days, 90);
}

static void an_unknown_review_is_taken_at_its_strictest(void **state) {
    Fixture *fixture = *state;
    const Condition *quiet = condition_yes(fixture->law, fixture->quiet);
    LawReview denial[] = {{REVIEW_DENIAL, quiet}, {REVIEW_APPROVAL, NULL}};
    LawReview approval[] = {{REVIEW_APPROVAL, quiet}};
    fixture->licence->reviews = denial;
    fixture->licence->review_count = 2;
    start(fixture, "2E003", "NL");
    give(fixture, fixture->quiet, "unknown");
    fixture->second->when = condition_block(fixture->law, CONDITION_ANY, NULL, NULL, NULL);
    assert_int_equal(decide(fixture)->routes[0].review, REVIEW_DENIAL);
    fixture->licence->reviews = approval;
    fixture->licence->review_count = 1;
    assert_int_equal(decide(fixture)->routes[0].review, REVIEW_CASE_BY_CASE);
}

static void switched_off_provisions_are_left_out(void **state) {
    Fixture *fixture = *state;
    bool off[HANDMADE_MAX] = {false};
    start(fixture, "2E003", "NL");
    fixture->options.switched_off = off;
    assert_int_equal(decide(fixture)->outcome, OUTCOME_LICENCE_REQUIRED);
    off[handmade_place(fixture->law, fixture->requirement)] = true;
    assert_int_equal(decide(fixture)->outcome, OUTCOME_FREE);
    off[handmade_place(fixture->law, fixture->requirement)] = false;
    off[handmade_place(fixture->law, fixture->scope)] = true;
    assert_int_equal(decide(fixture)->outcome, OUTCOME_FREE);
}

static void questions_come_cheapest_first(void **state) {
    Fixture *fixture = *state;
    fixture->law->attributes[fixture->statement].cost = 5;
    start(fixture, "2E003", "NL");
    give(fixture, fixture->statement, "unknown");
    give(fixture, fixture->quiet, "unknown");
    fixture->options.explain = true;
    const Decision *decision = decide(fixture);
    assert_int_equal(decision->question_count, 2);
    assert_int_equal(decision->questions[0].attribute, fixture->quiet);
    assert_true(decision->questions[0].settles);
    assert_false(decision->questions[1].settles);
    assert_true(text_equals(decision->questions[1].citation, TEXT("cite STA")));
}

static void two_answers_settle_where_one_does_not(void **state) {
    Fixture *fixture = *state;
    fixture->second->when = condition_block(
        fixture->law, CONDITION_ALL, condition_yes(fixture->law, fixture->quiet),
        condition_codes(fixture->law, CONDITION_SET_ANY, fixture->lists, "OK"), NULL);
    fixture->requirement->when =
        condition_block(fixture->law, CONDITION_ANY, fixture->requirement->when,
                        condition_yes(fixture->law, fixture->quiet), NULL);
    fixture->prohibition->when =
        condition_codes(fixture->law, CONDITION_SET_ANY, fixture->lists, "DPL");
    start(fixture, "9A001", "NL");
    give(fixture, fixture->quiet, "unknown");
    give(fixture, fixture->lists, "unknown");
    fixture->options.explain = true;
    const Decision *decision = decide(fixture);
    expect_bounds(decision, OUTCOME_FREE, OUTCOME_PROHIBITED);
    /* The list alone can: it may prohibit. */
    assert_int_equal(decision->questions[0].attribute, fixture->lists);
    assert_true(decision->questions[0].settles);
    assert_false(decision->questions[1].settles);
    fixture->prohibition->when =
        condition_block(fixture->law, CONDITION_ALL, fixture->prohibition->when,
                        condition_yes(fixture->law, fixture->quiet), NULL);
    decision = decide(fixture);
    assert_int_equal(decision->question_count, 2);
    assert_true(decision->questions[0].settles);
}

static const DecisionStep *find_step(const DecisionStep *steps, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(steps[i].text, text_from(text))) {
            return &steps[i];
        }
        const DecisionStep *below = find_step(steps[i].children, steps[i].child_count, text);
        if (below != NULL) {
            return below;
        }
    }
    return NULL;
}

static void steps_tell_why(void **state) {
    static const char *const PARTS[] = {"Which law speaks",
                                        "Why a licence would be needed",
                                        "What could have stopped it",
                                        "Why STA applies",
                                        "Why LVS does not apply",
                                        "You must",
                                        "Keep records, until 2024-10-14",
                                        "Other routes",
                                        "2E003.f is controlled for CB to NL",
                                        "condition  (transfer.statement: yes)",
                                        "licence, 90 days, review case_by_case"};
    Fixture *fixture = *state;
    start(fixture, "2E003.f", "NL");
    give(fixture, fixture->statement, "yes");
    fixture->options.explain = true;
    const Decision *decision = decide(fixture);
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++) {
        if (find_step(decision->steps, decision->step_count, PARTS[i]) == NULL) {
            fail_msg("no step `%s`", PARTS[i]);
        }
    }
    assert_null(find_step(decision->steps, decision->step_count, "What prohibits it"));
}

static void packs_combine_by_the_strictest(void **state) {
    Fixture *fixture = *state;
    LawPack *second = handmade_pack(fixture->law, "q");
    Provision *permit = handmade_provision(fixture->law, PROVISION_REQUIREMENT, "permit");
    permit->when = condition_yes(fixture->law, fixture->quiet);
    Provision *route = handmade_provision(fixture->law, PROVISION_ROUTE, "permit_office");
    route->days = THIRTY;
    route->days_count = 1;
    (void)second;
    start(fixture, "2E003", "NL");
    const Decision *decision = decide(fixture);
    assert_int_equal(decision->pack_count, 2);
    assert_int_equal(decision->packs[1].outcome, OUTCOME_FREE);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    give(fixture, fixture->quiet, "yes");
    decision = decide(fixture);
    assert_int_equal(decision->packs[0].outcome, OUTCOME_AUTHORISED);
    assert_int_equal(decision->packs[1].outcome, OUTCOME_LICENCE_REQUIRED);
    expect_bounds(decision, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision->days, 30);
    /* What cannot change the strictest is not asked. */
    give(fixture, fixture->statement, "unknown");
    assert_int_equal(decide(fixture)->question_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(nothing_required_is_free),
        TEST(requirements_are_met_for_each_row),
        TEST(an_exception_authorises),
        TEST(an_unknown_statement_is_asked_for),
        TEST(fewest_obligations_rank_first),
        TEST(a_sure_exception_outranks_a_light_one),
        TEST(a_bar_strikes_by_reason),
        TEST(a_bar_spares_what_it_names),
        TEST(a_perhaps_struck_exception_is_not_counted_on),
        TEST(a_prohibition_is_not_lifted),
        TEST(an_unknown_register_may_prohibit),
        TEST(an_unknown_scope_bounds_the_pack),
        TEST(an_unknown_item_is_controlled_perhaps),
        TEST(every_reason_counts_those_met_perhaps),
        TEST(any_reason_strikes_perhaps_by_one_met_perhaps),
        TEST(verified_law_alone_relies_on_nothing_else),
        TEST(provisions_not_verified_might_hold),
        TEST(provisions_hold_on_their_days),
        TEST(except_where_takes_back),
        TEST(singly_one_exception_must_cover_all),
        TEST(jointly_exceptions_share_the_requirements),
        TEST(singly_a_perhaps_requirement_must_be_covered_too),
        TEST(the_quickest_route_counts),
        TEST(every_requirement_needs_its_route),
        TEST(routes_under_review_of_denial_are_not_counted_on),
        TEST(an_unknown_review_is_taken_at_its_strictest),
        TEST(switched_off_provisions_are_left_out),
        TEST(questions_come_cheapest_first),
        TEST(two_answers_settle_where_one_does_not),
        TEST(steps_tell_why),
        TEST(packs_combine_by_the_strictest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
