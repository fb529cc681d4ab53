/* SPDX-License-Identifier: Apache-2.0 */
#include "random_law.h"

enum { FLAG, OTHER_FLAG, CODE, SET, NUMBER, COUNTRY };
enum { CONTROL, GROUP };

/* xorshift64* */
unsigned random_below(Random *random, unsigned limit) {
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (unsigned)((random->state * UINT64_C(2685821657736338717)) >> 33) % limit;
}

static bool chance(RandomLaw *law, unsigned percent) {
    return random_below(&law->random, 100) < percent;
}

static const char *pick(RandomLaw *law, const char *const *words, unsigned count) {
    return words[random_below(&law->random, count)];
}

static const struct {
    const char *name;
    AttributeType type;
    size_t count;
    const char *values[RANDOM_DOMAIN_MAX];
} ATTRIBUTES[RANDOM_ATTRIBUTES] = {
    [FLAG] = {"item.flag", ATTRIBUTE_YES_NO, 2, {"yes", "no"}},
    [OTHER_FLAG] = {"item.other", ATTRIBUTE_YES_NO, 2, {"yes", "no"}},
    [CODE] = {"item.code", ATTRIBUTE_CODE, 5, {"1", "1.a", "1.a.x", "2", "9"}},
    [SET] = {"item.set", ATTRIBUTE_SET, 4, {"none", "A", "B", "A+B"}},
    [NUMBER] = {"item.value", ATTRIBUTE_NUMBER, 3, {"4.99", "5", "5.01"}},
    [COUNTRY] = {"destination", ATTRIBUTE_COUNTRY, 3, {"AA", "BB", "ZZ"}},
};

static const char *const CODES[] = {"1", "1.a", "1.a.x", "2"};
static const char *const COUNTRIES[] = {"AA", "BB"};
static const char *const CELLS[] = {"A", "B", "C"};
static const char *const LISTS[] = {"A", "B", "A,B", "B,C"};

size_t random_domain(size_t attribute, const char *const **values) {
    *values = ATTRIBUTES[attribute].values;
    return ATTRIBUTES[attribute].count;
}

size_t random_cells(const char *const **values) {
    *values = CELLS;
    return sizeof(CELLS) / sizeof(CELLS[0]);
}

/* ---- conditions ---- */

static Condition *leaf(RandomLaw *law);
static Condition *member_lookup(RandomLaw *law);

static Condition *set_condition(RandomLaw *law) {
    static const ConditionKind KINDS[] = {CONDITION_SET_ANY, CONDITION_SET_ALL,
                                          CONDITION_SET_EVERY};
    if (chance(law, 15)) {
        return condition_codes(law->law, CONDITION_SET_EVERY, SET, NULL); /* is empty */
    }
    if (chance(law, 30)) {
        return member_lookup(law);
    }
    return condition_codes(law->law, KINDS[random_below(&law->random, 3)], SET,
                           pick(law, LISTS, 4));
}

static Condition *group_lookup(RandomLaw *law) {
    Operand operands[3] = {operand_attribute(COUNTRY), operand_code(law->law, pick(law, CELLS, 3)),
                           operand_code(law->law, pick(law, CELLS, 3))};
    if (law->has_row && chance(law, 50)) {
        operands[1] = operand_column(1);
    } else if (chance(law, 15)) {
        operands[1] = operand_any();
    }
    if (chance(law, 10)) {
        operands[0] = operand_any();
    }
    return condition_table(law->law, GROUP, operands, 2 + random_below(&law->random, 2));
}

static Condition *control_lookup(RandomLaw *law) {
    Operand code = operand_attribute(CODE);
    Operand operands[] = {chance(law, 50) ? operand_within(code) : code,
                          operand_code(law->law, pick(law, CELLS, 3))};
    return condition_table(law->law, CONTROL, operands, 2);
}

/* Through the members of the set, by the code or by any. */
static Condition *member_lookup(RandomLaw *law) {
    Operand operands[] = {chance(law, 40) ? operand_any() : operand_attribute(COUNTRY),
                          operand_member(SET)};
    Condition *condition = condition_table(law->law, GROUP, operands, 2);
    condition->is_every = chance(law, 50);
    return condition;
}

static Condition *named_fact(RandomLaw *law) {
    return law->fact == NULL ? leaf(law) : condition_fact(law->law, law->fact);
}

static Condition *reasons(RandomLaw *law) {
    if (!law->has_reasons) {
        return leaf(law);
    }
    return condition_reasons(law->law,
                             chance(law, 60) ? CONDITION_EVERY_REASON : CONDITION_ANY_REASON,
                             pick(law, LISTS, 4));
}

static Condition *leaf(RandomLaw *law) {
    static const char *const CODE_LISTS[] = {"1", "1.a", "2", "1.a.x,2"};
    switch (random_below(&law->random, 7)) {
    case 0:
        return condition_yes(law->law, chance(law, 50) ? FLAG : OTHER_FLAG);
    case 1:
        return condition_codes(law->law, CONDITION_EQUALS, CODE, pick(law, CODE_LISTS, 4));
    case 2:
        return condition_codes(law->law, CONDITION_WITHIN, CODE, pick(law, CODE_LISTS, 4));
    case 3:
        return condition_compare(law->law, NUMBER, (Comparison)random_below(&law->random, 4),
                                 operand_number("5"));
    case 4:
        return set_condition(law);
    case 5:
        return control_lookup(law);
    default:
        return group_lookup(law);
    }
}

static Condition *random_condition(RandomLaw *law, unsigned depth) {
    static const ConditionKind BLOCKS[] = {CONDITION_ALL, CONDITION_ANY, CONDITION_NONE};
    Condition *condition = NULL;
    unsigned choice = random_below(&law->random, 100);
    if (depth > 0 && choice < 55) {
        const Condition *third = chance(law, 30) ? random_condition(law, depth - 1) : NULL;
        condition = condition_block(law->law, BLOCKS[random_below(&law->random, 3)],
                                    random_condition(law, depth - 1),
                                    random_condition(law, depth - 1), third);
    } else if (choice < 70) {
        condition = reasons(law);
    } else if (choice < 80) {
        condition = named_fact(law);
    } else {
        condition = leaf(law);
    }
    return chance(law, 25) ? condition_not(condition) : condition;
}

/* ---- provisions and tables ---- */

static LawStatus random_status(RandomLaw *law) {
    return !law->is_plain && chance(law, 12) ? (chance(law, 50) ? LAW_PARTIAL : LAW_UNVERIFIED)
                                             : (LawStatus)random_below(&law->random, 3);
}

static const Provision *some_of_kind(RandomLaw *law, ProvisionKind kind) {
    const LawPack *pack = &law->law->packs[law->law->set.pack_count - 1];
    for (size_t i = 0; i < pack->provision_count; i++) {
        const Provision *provision = &law->law->provisions[pack->first_provision + i];
        if (provision->kind == kind) {
            return provision;
        }
    }
    return NULL;
}

static void choose_targets(RandomLaw *law, Provision *provision) {
    ProvisionKind kind =
        provision->kind == PROVISION_BAR ? PROVISION_EXCEPTION : PROVISION_REQUIREMENT;
    const Provision *target = some_of_kind(law, kind);
    if (target != NULL && chance(law, 40)) {
        handmade_targets(law->law, provision, target, NULL);
    } else if (target != NULL && kind == PROVISION_EXCEPTION && chance(law, 40)) {
        handmade_strikes_track(law->law, provision, target, chance(law, 50) ? "t" : "u");
    }
}

/* The condition in a track `t`, beside another in a track `u` or not. */
static Condition *in_tracks(RandomLaw *law, const Condition *condition) {
    Condition *first = condition_track(law->law, "t", condition);
    if (chance(law, 50)) {
        return first;
    }
    return condition_block(law->law, CONDITION_ANY, first,
                           condition_track(law->law, "u", random_condition(law, 1)), NULL);
}

Provision *random_provision(RandomLaw *law, ProvisionKind kind) {
    static const char *const NAMES[] = {"a", "b", "c"};
    Provision *provision = handmade_provision(law->law, kind, pick(law, NAMES, 3));
    handmade_force(law->law, provision, NULL, NULL, random_status(law));
    law->has_row = kind != PROVISION_EXCEPTION && chance(law, 40);
    if (law->has_row) {
        handmade_each(law->law, provision, CONTROL, 0, chance(law, 60), CODE);
    }
    law->has_reasons = kind == PROVISION_EXCEPTION || kind == PROVISION_BAR;
    if (!law->has_row || chance(law, 60)) {
        provision->when = random_condition(law, 2);
    }
    if (kind == PROVISION_EXCEPTION && provision->when != NULL && chance(law, 50)) {
        provision->when = in_tracks(law, provision->when);
    }
    if (kind == PROVISION_REQUIREMENT && chance(law, 80)) {
        provision->has_reason = true;
        provision->reason =
            law->has_row ? operand_column(1) : operand_code(law->law, pick(law, CELLS, 3));
    }
    if (kind == PROVISION_EXCEPTION && chance(law, 40)) {
        provision->except_where = random_condition(law, 1);
    }
    if (kind == PROVISION_EXCEPTION && chance(law, 40)) {
        provision->provided_that = random_condition(law, 1);
    }
    choose_targets(law, provision);
    law->has_row = false;
    law->has_reasons = false;
    return provision;
}

static void random_rows(RandomLaw *law, size_t table, const char *const *keys, unsigned key_count) {
    unsigned count = 1 + random_below(&law->random, 4);
    for (unsigned i = 0; i < count; i++) {
        Text cells =
            text_format(law->law->arena, "%s,%s", pick(law, keys, key_count), pick(law, CELLS, 3));
        TableRow *row = handmade_row(law->law, table, cells.bytes);
        row->status = random_status(law);
        if (chance(law, 15)) {
            row->holds = (DateRange){DATE_MIN, 100};
        }
    }
    law->law->tables[table].complete_by = !law->is_plain && chance(law, 25) ? 0 : LAW_NONE;
    if (!law->is_plain && table == CONTROL && chance(law, 25)) {
        handmade_coarse(law->law, table, 0);
    }
    if (!law->is_plain && chance(law, 10)) {
        handmade_read_from(law->law, table, RANDOM_DAY + (Date)random_below(&law->random, 3) - 1);
    }
}

static void random_pack(RandomLaw *law, const char *name) {
    static const ProvisionKind KINDS[] = {
        PROVISION_SCOPE,     PROVISION_FACT,      PROVISION_REQUIREMENT, PROVISION_REQUIREMENT,
        PROVISION_EXCEPTION, PROVISION_EXCEPTION, PROVISION_BAR,         PROVISION_PROHIBITION};
    static const unsigned CHANCES[] = {30, 50, 100, 50, 90, 50, 40, 30};
    LawPack *pack = handmade_pack(law->law, name);
    pack->exceptions_jointly = chance(law, 50);
    law->fact = NULL;
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        if (chance(law, CHANCES[i])) {
            const Provision *provision = random_provision(law, KINDS[i]);
            law->fact = KINDS[i] == PROVISION_FACT ? provision : law->fact;
        }
    }
}

static void random_facts(RandomLaw *law) {
    unsigned unknown = law->is_plain ? 0 : random_below(&law->random, 4);
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
        law->given[i] = pick(law, ATTRIBUTES[i].values, (unsigned)ATTRIBUTES[i].count);
    }
    for (unsigned i = 0; i < unknown; i++) {
        law->given[random_below(&law->random, RANDOM_ATTRIBUTES)] = "unknown";
    }
}

RandomLaw random_law(Arena *arena, uint64_t seed) {
    RandomLaw law = {.random = {(seed + 1) * UINT64_C(0x9E3779B97F4A7C15)},
                     .law = handmade_new(arena)};
    law.is_plain = chance(&law, 25);
    for (size_t i = 0; i < RANDOM_ATTRIBUTES; i++) {
        (void)handmade_attribute(law.law, ATTRIBUTES[i].name, ATTRIBUTES[i].type);
    }
    (void)handmade_table(law.law, "control", "code,reason");
    (void)handmade_table(law.law, "group", "country,group");
    random_rows(&law, CONTROL, CODES, 4);
    random_rows(&law, GROUP, COUNTRIES, 2);
    random_pack(&law, "p");
    if (chance(&law, 30)) {
        random_pack(&law, "q");
    }
    random_facts(&law);
    law.set = handmade_finish(law.law);
    return law;
}
