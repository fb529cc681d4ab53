/* SPDX-License-Identifier: Apache-2.0 */
#include "reference_law.h"

#include <assert.h>

enum { INSTANCES_MAX = 64, COLUMNS_MAX = 4 };

/* A row as texts. */
typedef struct Row {
    bool is_bound;
    bool is_meant_above; /* codes above a coarse cell mean this row */
    Text cells[COLUMNS_MAX];
} Row;

typedef struct Met {
    size_t requirement;
    bool has_reason;
    Text reason;
} Met;

/* What a condition is read against. */
typedef struct Place {
    const World *world;
    Row row;
    const Met *met; /* the requirements met that the exception covers */
    size_t met_count;
    Text member; /* of the set a look-up goes through */
} Place;

static bool holds(const Place *place, const Condition *condition);
static bool provision_holds(const Place *place, size_t index);

/* ---- values ---- */

static Text value_of(const Place *place, const Operand *operand) {
    switch (operand->kind) {
    case OPERAND_LITERAL:
        return operand->literal.text;
    case OPERAND_ATTRIBUTE:
        return place->world->facts[operand->index];
    case OPERAND_COLUMN:
        assert(place->row.is_bound);
        return place->row.cells[operand->index];
    case OPERAND_MEMBER:
        return place->member;
    case OPERAND_ANY:
        break;
    }
    return TEXT("");
}

static bool lies_within(Text code, Text above) {
    bool is_longer = code.length > above.length;
    return text_equals(code, above) ||
           (is_longer && text_starts_with(code, above) && code.bytes[above.length] == '.');
}

static bool set_has(Text set, Text wanted) {
    Text piece;
    while (text_split(&set, '+', &piece)) {
        if (text_equals(piece, wanted)) {
            return true;
        }
    }
    return false;
}

static bool is_among(const Place *place, Text value, const Condition *condition, size_t first) {
    for (size_t i = first; i < condition->operand_count; i++) {
        if (text_equals(value, value_of(place, &condition->operands[i]))) {
            return true;
        }
    }
    return false;
}

/* ---- rows ---- */

/* The index-th row of the table that is law in this world; after the last its extra row. */
static bool row_at(const World *world, size_t table, size_t index, Row *row) {
    const LawTable *read = &world->set->tables[table];
    const ExtraRow *extra = &world->extra_rows[table];
    row->is_bound = true;
    if (index == read->row_count) {
        for (size_t i = 0; i < read->column_count; i++) {
            row->cells[i] = i == 0 ? extra->key : extra->other;
        }
        return extra->is_there;
    }
    for (size_t i = 0; i < read->column_count; i++) {
        row->cells[i] = read->rows[index].values[i].text;
    }
    row->is_meant_above = world->meant_above[table][index];
    Date date = read->is_register ? world->known_at : world->as_of;
    return date_range_has(read->rows[index].holds, date) && !world->absent_rows[table][index];
}

static bool cell_fits(const Place *place, const Operand *operand, bool is_within, const Row *row,
                      size_t column) {
    Text value = value_of(place, operand);
    Text cell = row->cells[column];
    if (operand->kind == OPERAND_ANY) {
        return true;
    }
    if (operand->is_coarse && row->is_meant_above && lies_within(cell, value)) {
        return true;
    }
    return is_within ? lies_within(value, cell) : text_equals(value, cell);
}

static bool row_fits(const Place *place, const Condition *condition, const Row *row) {
    size_t last = place->world->set->tables[condition->table].column_count - 1;
    bool fits = true;
    for (size_t i = 0; i < last; i++) {
        const Operand *operand = &condition->operands[i];
        fits = fits && cell_fits(place, operand, operand->is_within, row, i);
    }
    bool is_last = false;
    for (size_t i = last; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        is_last = is_last || cell_fits(place, operand, operand->is_within, row, last);
    }
    return fits && is_last;
}

static bool table_has(const Place *place, const Condition *condition) {
    size_t count = place->world->set->tables[condition->table].row_count;
    /* What a table lacks is found by its key only. */
    bool is_by_key = condition->operands[0].kind != OPERAND_ANY;
    Row row;
    for (size_t i = 0; i < count + (is_by_key ? 1 : 0); i++) {
        if (row_at(place->world, condition->table, i, &row) && row_fits(place, condition, &row)) {
            return true;
        }
    }
    return false;
}

static const Operand *member_of(const Condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_MEMBER) {
            return &condition->operands[i];
        }
    }
    return NULL;
}

/* `any SET in TABLE`, `every SET in TABLE`: the look-up for each member by itself. */
static bool members_stand(const Place *place, const Condition *condition) {
    Text set = place->world->facts[member_of(condition)->index];
    Place bound = *place;
    if (text_equals(set, TEXT("none"))) {
        return condition->is_every;
    }
    while (text_split(&set, '+', &bound.member)) {
        if (table_has(&bound, condition) != condition->is_every) {
            return !condition->is_every;
        }
    }
    return condition->is_every;
}

/* ---- conditions ---- */

static bool compares(const Place *place, const Condition *condition) {
    Decimal left;
    Decimal right;
    bool is_read = decimal_parse(value_of(place, &condition->operands[0]), &left) &&
                   decimal_parse(value_of(place, &condition->operands[1]), &right);
    for (size_t i = 2; i < condition->operand_count; i++) {
        Decimal next;
        is_read = is_read && decimal_parse(value_of(place, &condition->operands[i]), &next) &&
                  decimal_add(left, next, &left);
    }
    assert(is_read);
    int order = decimal_compare(left, right);
    switch (condition->comparison) {
    case AT_MOST:
        return order <= 0;
    case AT_LEAST:
        return order >= 0;
    case MORE_THAN:
        return order > 0;
    case LESS_THAN:
        break;
    }
    return order < 0;
}

static size_t count_holding(const Place *place, const Condition *block) {
    size_t count = 0;
    for (size_t i = 0; i < block->child_count; i++) {
        count += holds(place, &block->children[i]);
    }
    return count;
}

static size_t count_members_asked(const Place *place, const Condition *condition) {
    size_t count = 0;
    Text set = value_of(place, &condition->operands[0]);
    for (size_t i = 1; i < condition->operand_count; i++) {
        count += set_has(set, value_of(place, &condition->operands[i]));
    }
    return count;
}

static bool every_member(const Place *place, const Condition *condition) {
    Text set = value_of(place, &condition->operands[0]);
    Text piece;
    if (text_equals(set, TEXT("none"))) {
        return true;
    }
    while (text_split(&set, '+', &piece)) {
        if (!is_among(place, piece, condition, 1)) {
            return false;
        }
    }
    return true;
}

static bool within_some(const Place *place, const Condition *condition) {
    for (size_t i = 1; i < condition->operand_count; i++) {
        if (lies_within(value_of(place, &condition->operands[0]),
                        value_of(place, &condition->operands[i]))) {
            return true;
        }
    }
    return false;
}

static size_t count_reasons(const Place *place, const Condition *condition) {
    size_t count = 0;
    for (size_t i = 0; i < place->met_count; i++) {
        count += place->met[i].has_reason && is_among(place, place->met[i].reason, condition, 0);
    }
    return count;
}

static bool holds_plainly(const Place *place, const Condition *condition) {
    switch (condition->kind) {
    case CONDITION_ALL:
    case CONDITION_TRACK:
        return count_holding(place, condition) == condition->child_count;
    case CONDITION_ANY:
        return count_holding(place, condition) > 0;
    case CONDITION_NONE:
        return count_holding(place, condition) == 0;
    case CONDITION_YES:
        return text_equals(value_of(place, &condition->operands[0]), TEXT("yes"));
    case CONDITION_FACT: {
        /* A bar that strikes this track reads the reasons that the exception reads. */
        bool is_bar = place->world->set->provisions[condition->provision].kind == PROVISION_BAR;
        Place anew = {.world = place->world,
                      .met = is_bar ? place->met : NULL,
                      .met_count = is_bar ? place->met_count : 0};
        return provision_holds(&anew, condition->provision);
    }
    case CONDITION_EQUALS:
        return is_among(place, value_of(place, &condition->operands[0]), condition, 1);
    case CONDITION_WITHIN:
        return within_some(place, condition);
    case CONDITION_COMPARE:
        return compares(place, condition);
    case CONDITION_SET_ANY:
        return count_members_asked(place, condition) > 0;
    case CONDITION_SET_ALL:
        return count_members_asked(place, condition) == condition->operand_count - 1;
    case CONDITION_SET_EVERY:
        return every_member(place, condition);
    case CONDITION_TABLE:
        return member_of(condition) == NULL ? table_has(place, condition)
                                            : members_stand(place, condition);
    case CONDITION_EVERY_REASON:
        return count_reasons(place, condition) == place->met_count;
    case CONDITION_ANY_REASON:
        break;
    }
    return count_reasons(place, condition) > 0;
}

static bool holds(const Place *place, const Condition *condition) {
    return holds_plainly(place, condition) != condition->is_negated;
}

/* ---- provisions ---- */

static bool has_interval(const World *world, size_t index) {
    const Provision *provision = &world->set->provisions[index];
    for (size_t i = 0; i < provision->interval_count; i++) {
        if (date_range_has(provision->intervals[i].range, world->as_of)) {
            return true;
        }
    }
    return false;
}

/* A fact that was not verified in any part, and turns out to be wrong, is the contrary. */
static bool is_contrary(const World *world, size_t index) {
    const Provision *provision = &world->set->provisions[index];
    for (size_t i = 0; i < provision->interval_count; i++) {
        if (date_range_has(provision->intervals[i].range, world->as_of)) {
            return world->absent[index] &&
                   (provision->kind == PROVISION_FACT || provision->kind == PROVISION_SCOPE) &&
                   provision->intervals[i].status == LAW_UNVERIFIED;
        }
    }
    return false;
}

static bool is_in_force(const World *world, size_t index) {
    return has_interval(world, index) && (!world->absent[index] || is_contrary(world, index));
}

static bool body_holds(const Place *place, const Provision *provision) {
    return (provision->when == NULL || holds(place, provision->when)) &&
           (provision->provided_that == NULL || holds(place, provision->provided_that)) &&
           (provision->except_where == NULL || !holds(place, provision->except_where));
}

static bool row_is_asked(const Place *place, const Provision *provision, const Row *row) {
    bool fits = true;
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        fits = fits && cell_fits(place, &match->operand, match->is_within, row, match->column);
    }
    return fits;
}

/* The places where the provision speaks: one, or one for each row that fits. */
static size_t places_of(const Place *place, size_t index, Place *places) {
    const Provision *provision = &place->world->set->provisions[index];
    if (!is_in_force(place->world, index)) {
        return 0;
    }
    if (provision->each.table == LAW_NONE) {
        places[0] = *place;
        return 1;
    }
    size_t count = 0;
    size_t row_count = place->world->set->tables[provision->each.table].row_count;
    for (size_t i = 0; i <= row_count; i++) {
        Place bound = *place;
        if (row_at(place->world, provision->each.table, i, &bound.row) &&
            row_is_asked(place, provision, &bound.row)) {
            assert(count < INSTANCES_MAX);
            places[count++] = bound;
        }
    }
    return count;
}

static bool provision_holds(const Place *place, size_t index) {
    Place places[INSTANCES_MAX];
    size_t count = places_of(place, index, places);
    bool is_held = false;
    for (size_t i = 0; i < count; i++) {
        is_held = is_held || body_holds(&places[i], &place->world->set->provisions[index]);
    }
    return is_held != is_contrary(place->world, index);
}

/* ---- packs ---- */

static bool names(const size_t *list, size_t count, size_t wanted) {
    for (size_t i = 0; i < count; i++) {
        if (list[i] == wanted) {
            return true;
        }
    }
    return false;
}

static bool covers(const Provision *exception, size_t requirement) {
    return exception->targets_all ? !names(exception->spared, exception->spared_count, requirement)
                                  : names(exception->targets, exception->target_count, requirement);
}

static bool strikes(const Provision *bar, size_t exception) {
    return bar->targets_all ? !names(bar->spared, bar->spared_count, exception)
                            : names(bar->targets, bar->target_count, exception);
}

static bool some_holds(const World *world, const LawPack *pack, ProvisionKind kind) {
    Place place = {.world = world};
    for (size_t i = 0; i < pack->provision_count; i++) {
        size_t index = pack->first_provision + i;
        if (world->set->provisions[index].kind == kind && provision_holds(&place, index)) {
            return true;
        }
    }
    return false;
}

static bool pack_speaks(const World *world, const LawPack *pack) {
    bool has_scope = false;
    for (size_t i = 0; i < pack->provision_count; i++) {
        has_scope |= world->set->provisions[pack->first_provision + i].kind == PROVISION_SCOPE;
    }
    return !has_scope || some_holds(world, pack, PROVISION_SCOPE);
}

static size_t list_met(const World *world, const LawPack *pack, Met *met) {
    size_t count = 0;
    Place place = {.world = world};
    Place places[INSTANCES_MAX];
    for (size_t i = 0; i < pack->provision_count; i++) {
        size_t index = pack->first_provision + i;
        const Provision *provision = &world->set->provisions[index];
        size_t place_count =
            provision->kind == PROVISION_REQUIREMENT ? places_of(&place, index, places) : 0;
        for (size_t j = 0; j < place_count; j++) {
            if (body_holds(&places[j], provision)) {
                assert(count < INSTANCES_MAX);
                met[count++] =
                    (Met){.requirement = index,
                          .has_reason = provision->has_reason,
                          .reason = provision->has_reason ? value_of(&places[j], &provision->reason)
                                                          : TEXT("")};
            }
        }
    }
    return count;
}

/* The exception holds for what it covers, and no bar strikes it. */
static bool exception_stands(const World *world, const LawPack *pack, size_t exception,
                             const Met *met, size_t met_count) {
    const Provision *provision = &world->set->provisions[exception];
    Met covered[INSTANCES_MAX];
    Place place = {.world = world, .met = covered};
    for (size_t i = 0; i < met_count; i++) {
        if (covers(provision, met[i].requirement)) {
            covered[place.met_count++] = met[i];
        }
    }
    bool is_struck = false;
    for (size_t i = 0; i < pack->provision_count; i++) {
        size_t bar = pack->first_provision + i;
        is_struck |= world->set->provisions[bar].kind == PROVISION_BAR &&
                     strikes(&world->set->provisions[bar], exception) &&
                     provision_holds(&place, bar);
    }
    return !is_struck && provision_holds(&place, exception);
}

static bool all_covered(const World *world, const LawPack *pack, const Met *met, size_t count) {
    bool covered[INSTANCES_MAX] = {false};
    for (size_t i = 0; i < pack->provision_count; i++) {
        size_t index = pack->first_provision + i;
        const Provision *provision = &world->set->provisions[index];
        if (provision->kind != PROVISION_EXCEPTION ||
            !exception_stands(world, pack, index, met, count)) {
            continue;
        }
        size_t by_this = 0;
        for (size_t j = 0; j < count; j++) {
            bool does = covers(provision, met[j].requirement);
            by_this += does;
            covered[j] |= does;
        }
        if (by_this == count) {
            return true;
        }
    }
    size_t together = 0;
    for (size_t j = 0; j < count; j++) {
        together += covered[j];
    }
    return pack->exceptions_jointly && together == count;
}

static Outcome pack_outcome(const World *world, const LawPack *pack) {
    Met met[INSTANCES_MAX];
    if (!pack_speaks(world, pack)) {
        return OUTCOME_FREE;
    }
    if (some_holds(world, pack, PROVISION_PROHIBITION)) {
        return OUTCOME_PROHIBITED;
    }
    size_t count = list_met(world, pack, met);
    if (count == 0) {
        return OUTCOME_FREE;
    }
    return all_covered(world, pack, met, count) ? OUTCOME_AUTHORISED : OUTCOME_LICENCE_REQUIRED;
}

Outcome reference_outcome(const World *world) {
    Outcome strictest = OUTCOME_FREE;
    for (size_t i = 0; i < world->set->pack_count; i++) {
        Outcome outcome = pack_outcome(world, &world->set->packs[i]);
        strictest = outcome > strictest ? outcome : strictest;
    }
    return strictest;
}
