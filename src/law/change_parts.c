/* SPDX-License-Identifier: Apache-2.0 */
#include "law/change_parts.h"

#include <stdlib.h>

typedef struct PartSearch {
    Arena *arena;
    const LawSet *set;
    const LawFacts *facts;
    const DecideOptions *options;
    const Decision *decision;
    ChangePart *parts;
    size_t count;
    bool *is_seen;    /* provisions looked at */
    bool *is_listed;  /* attributes listed */
    Array dates;      /* of Date */
    Array attributes; /* of size_t, in the order met */
    DateRange horizon;
} PartSearch;

static void add_part(PartSearch *search, ChangePart part) {
    if (search->count < PARTS_MAX) {
        search->parts[search->count++] = part;
    }
}

/* ---- what the law that matters depends on ---- */

static void look_at(PartSearch *search, size_t index);

static void list_operand(PartSearch *search, const Operand *operand) {
    const bool is_fact = operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER;
    if (is_fact && !search->is_listed[operand->index]) {
        search->is_listed[operand->index] = true;
        *(size_t *)array_add(&search->attributes) = operand->index;
    }
}

static void list_condition(PartSearch *search, const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    if (condition->kind == CONDITION_FACT) {
        look_at(search, condition->provision);
    }
    for (size_t i = 0; i < condition->operand_count; i++) {
        list_operand(search, &condition->operands[i]);
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        list_condition(search, &condition->children[i]);
    }
}

static void add_date(PartSearch *search, Date date) {
    if (date > search->horizon.from && date <= search->horizon.until) {
        *(Date *)array_add(&search->dates) = date;
    }
}

static void list_dates(PartSearch *search, const Provision *provision) {
    for (size_t i = 0; i < provision->interval_count; i++) {
        DateRange range = provision->intervals[i].range;
        add_date(search, range.from);
        if (range.until != DATE_MAX) {
            add_date(search, date_add_days(range.until, 1));
        }
    }
}

/* Facts use facts above them, so this ends. */
static void look_at(PartSearch *search, size_t index) {
    if (search->is_seen[index]) {
        return;
    }
    search->is_seen[index] = true;
    const Provision *provision = &search->set->provisions[index];
    list_dates(search, provision);
    list_condition(search, provision->when);
    list_condition(search, provision->provided_that);
    list_condition(search, provision->except_where);
    for (size_t i = 0; i < provision->each.match_count; i++) {
        list_operand(search, &provision->each.matches[i].operand);
    }
}

/* ---- the law that matters ---- */

static void add_off(PartSearch *search, size_t provision) {
    const bool *off = search->options->switched_off;
    if (off == NULL || !off[provision]) {
        add_part(search, (ChangePart){.kind = CHANGE_LAW_OFF, .index = provision});
    }
    look_at(search, provision);
}

static bool is_open(const Decision *decision) {
    return decision->outcome == OUTCOME_FREE || decision->outcome == OUTCOME_AUTHORISED;
}

/* The exceptions that could cover what is required, and the bars that could strike them. */
static void look_at_exceptions(PartSearch *search, const Engine *engine) {
    const LawSet *set = search->set;
    for (size_t i = 0; i < search->decision->requirement_count; i++) {
        size_t requirement = search->decision->requirements[i].provision;
        for (size_t j = 0; j < set->provision_count; j++) {
            const Provision *provision = &set->provisions[j];
            if (provision->kind == PROVISION_EXCEPTION &&
                provision->pack == set->provisions[requirement].pack &&
                law_exception_covers(engine, provision, requirement)) {
                look_at(search, j);
            }
        }
    }
    for (size_t i = 0; i < set->provision_count; i++) {
        const Provision *bar = &set->provisions[i];
        bool strikes = false;
        for (size_t j = 0; bar->kind == PROVISION_BAR && j < set->provision_count; j++) {
            strikes =
                strikes || (search->is_seen[j] && set->provisions[j].kind == PROVISION_EXCEPTION &&
                            set->provisions[j].pack == bar->pack &&
                            (law_bar_strikes(engine, bar, j) || law_bar_strikes_track(bar, j)));
        }
        if (strikes) {
            look_at(search, i);
        }
    }
}

/* What else could require a licence or prohibit, where nothing does. */
static void look_at_dangers(PartSearch *search) {
    for (size_t i = 0; i < search->decision->pack_count; i++) {
        const PackDecision *speaks = &search->decision->packs[i];
        const LawPack *pack = &search->set->packs[speaks->pack];
        for (size_t j = 0; speaks->speaks != TRUTH_NO && j < law_pack_size(pack); j++) {
            size_t provision = law_pack_provision(pack, j);
            ProvisionKind kind = search->set->provisions[provision].kind;
            if (kind == PROVISION_REQUIREMENT || kind == PROVISION_PROHIBITION) {
                look_at(search, provision);
            }
        }
    }
}

static void add_law(PartSearch *search) {
    const Decision *decision = search->decision;
    Engine engine = law_engine_new(search->arena, search->set, search->facts, search->options);
    if (is_open(decision)) {
        for (size_t i = 0; i < decision->authority_count; i++) {
            if (decision->authorities[i].truth == TRUTH_YES) {
                add_off(search, decision->authorities[i].provision);
            }
        }
        look_at_dangers(search);
        return;
    }
    for (size_t i = 0; i < decision->blocker_count; i++) {
        add_off(search, decision->blockers[i]);
    }
    look_at_exceptions(search, &engine);
}

/* ---- reforms, dates, facts ---- */

static void add_reforms(PartSearch *search) {
    for (size_t i = 0; i < search->set->offer_count && i < PART_REFORMS_MAX; i++) {
        add_part(search, (ChangePart){.kind = CHANGE_LAW_REFORM, .index = i});
    }
}

static int compare_dates(const void *left, const void *right) {
    Date a = *(const Date *)left;
    Date b = *(const Date *)right;
    return (a > b) - (a < b);
}

static void add_dates(PartSearch *search) {
    Date *dates = ARRAY_ITEMS(Date, &search->dates);
    if (search->dates.count > 1) {
        qsort(dates, search->dates.count, sizeof(Date), compare_dates);
    }
    size_t added = 0;
    for (size_t i = 0; i < search->dates.count && added < PART_DATES_MAX; i++) {
        if (i == 0 || dates[i] != dates[i - 1]) {
            add_part(search,
                     (ChangePart){.kind = CHANGE_DATE, .index = LAW_NONE, .date = dates[i]});
            added++;
        }
    }
}

static bool has_value(const PartSearch *search, size_t attribute, Text value) {
    Text present = TEXT("");
    return law_facts_value(search->arena, search->facts, attribute, &present) &&
           text_equals(present, value);
}

static void add_facts(PartSearch *search) {
    for (size_t i = 0; i < search->attributes.count; i++) {
        size_t attribute = ARRAY_ITEMS(size_t, &search->attributes)[i];
        Text *values = NULL;
        size_t count = law_candidates(search->arena, search->set, attribute, false, &values);
        for (size_t j = 0; count <= PART_VALUES_MAX && j < count; j++) {
            if (!has_value(search, attribute, values[j])) {
                add_part(search, (ChangePart){.kind = CHANGE_FACT,
                                              .index = attribute,
                                              .value = values[j],
                                              .date = search->options->as_of});
            }
        }
    }
}

size_t law_change_parts(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                        int days_ahead, ChangePart *parts) {
    const LawSet *set = facts->set;
    Decision decision;
    law_decide(arena, set, facts, options, &decision);
    PartSearch search = {.arena = arena,
                         .set = set,
                         .facts = facts,
                         .options = options,
                         .decision = &decision,
                         .parts = parts,
                         .is_seen = ARENA_MANY(arena, bool, set->provision_count),
                         .is_listed = ARENA_MANY(arena, bool, set->attribute_count),
                         .dates = array_new(arena, sizeof(Date)),
                         .attributes = array_new(arena, sizeof(size_t)),
                         .horizon = {options->as_of, date_add_days(options->as_of, days_ahead)}};
    add_law(&search);
    add_reforms(&search);
    add_dates(&search);
    add_facts(&search);
    return search.count;
}
