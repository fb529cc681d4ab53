/* SPDX-License-Identifier: Apache-2.0 */
#include "law/set.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"

size_t law_pack_count(const LawSet *set) {
    return set->pack_count;
}

size_t law_pack_files(const LawSet *set, size_t pack, const PackFile **files) {
    *files = set->packs[pack].files;
    return set->packs[pack].file_count;
}

PackInfo law_pack(const LawSet *set, size_t pack) {
    assert(pack < set->pack_count);
    return set->packs[pack].info;
}

size_t law_provision_count(const LawSet *set) {
    return set->provision_count;
}

ProvisionInfo law_provision(const LawSet *set, size_t provision) {
    assert(provision < set->provision_count);
    const Provision *it = &set->provisions[provision];
    return (ProvisionInfo){.pack = it->pack,
                           .kind = it->kind,
                           .name = it->name,
                           .title = it->title,
                           .citation = it->citation_count > 0 ? it->citations[0] : TEXT(""),
                           .note = it->note,
                           .granted_by = it->granted_by,
                           .status = it->status,
                           .file = it->file,
                           .line = it->line,
                           .interval_count = it->interval_count};
}

/* Whether the full name is "PACK.bare" for the provision's own pack. */
static bool has_bare_name(const LawSet *set, const Provision *provision, Text bare) {
    size_t pack_length = set->packs[provision->pack].info.name.length;
    Text own = text_slice(provision->name, pack_length + 1, provision->name.length);
    return text_equals(own, bare);
}

bool law_provision_find(const LawSet *set, Text name, size_t *provision) {
    if (map_find(set->provision_names, name, provision)) {
        return true;
    }
    size_t found = LAW_NONE;
    for (size_t i = 0; i < set->provision_count; i++) {
        if (!has_bare_name(set, &set->provisions[i], name)) {
            continue;
        }
        if (found != LAW_NONE) {
            return false;
        }
        found = i;
    }
    if (found == LAW_NONE) {
        return false;
    }
    *provision = found;
    return true;
}

ProvisionInterval law_provision_interval(const LawSet *set, size_t provision, size_t index) {
    assert(provision < set->provision_count);
    assert(index < set->provisions[provision].interval_count);
    return set->provisions[provision].intervals[index];
}

static void add_date(Array *dates, DateRange within, Date date) {
    if (date > within.from && date <= within.until && date != DATE_MAX) {
        Date *place = array_add(dates);
        *place = date;
    }
}

/* A range changes something on its first day and on the day after its last. */
static void add_range(Array *dates, DateRange within, DateRange range) {
    if (range.from != DATE_MIN) {
        add_date(dates, within, range.from);
    }
    if (range.until != DATE_MAX) {
        add_date(dates, within, date_add_days(range.until, 1));
    }
}

static int compare_dates(const void *left, const void *right) {
    Date a = *(const Date *)left;
    Date b = *(const Date *)right;
    return (a > b) - (a < b);
}

static size_t without_repeats(Date *dates, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || dates[kept - 1] != dates[i]) {
            dates[kept++] = dates[i];
        }
    }
    return kept;
}

size_t law_change_dates(Arena *arena, const LawSet *set, Date from, Date until, Date **dates) {
    DateRange within = {.from = from, .until = until};
    Array found = array_new(arena, sizeof(Date));
    for (size_t i = 0; i < set->provision_count; i++) {
        for (size_t j = 0; j < set->provisions[i].interval_count; j++) {
            add_range(&found, within, set->provisions[i].intervals[j].range);
        }
        for (size_t j = 0; j < set->provisions[i].other_days_count; j++) {
            add_range(&found, within, set->provisions[i].other_days[j].holds);
        }
    }
    for (size_t i = 0; i < set->table_count; i++) {
        for (size_t j = 0; j < set->tables[i].row_count; j++) {
            add_range(&found, within, set->tables[i].rows[j].holds);
        }
    }
    if (found.count > 1) {
        qsort(found.items, found.count, sizeof(Date), compare_dates);
    }
    *dates = ARRAY_ITEMS(Date, &found);
    return without_repeats(*dates, found.count);
}

size_t law_attribute_count(const LawSet *set) {
    return set->attribute_count;
}

AttributeInfo law_attribute(const LawSet *set, size_t attribute) {
    assert(attribute < set->attribute_count);
    const LawAttribute *it = &set->attributes[attribute];
    return (AttributeInfo){.name = it->name,
                           .type = it->type,
                           .unit = it->unit,
                           .ask = it->ask,
                           .has_default = it->has_default,
                           .default_text = it->default_text,
                           .derived = it->derived,
                           .derived_from = it->derived_from};
}

bool law_attribute_find(const LawSet *set, Text name, size_t *attribute) {
    return map_find(set->attribute_names, name, attribute);
}

bool law_attribute_nearest(const LawSet *set, Text name, Text *nearest) {
    return map_nearest(set->attribute_names, name, nearest);
}

bool law_code_is_within(Text code, Text above) {
    if (!text_starts_with(code, above)) {
        return false;
    }
    if (code.length == above.length) {
        return true;
    }
    return above.length > 0 && law_code_goes_on(code, above.length);
}

static int month_of(Date date, int year) {
    int month = 12;
    while (month > 1 && date_from_parts(year, month, 1) > date) {
        month--;
    }
    return month;
}

Date law_date_add_months(Date date, int months) {
    if (date == DATE_MIN || date == DATE_MAX) {
        return date;
    }
    int year = date_year(date);
    int month = month_of(date, year);
    int day_offset = date - date_from_parts(year, month, 1);
    /* Whole years apart, so that month and months never overflow together. */
    int later_year = year + months / 12;
    int later_month = month + months % 12;
    Date first = date_from_parts(later_year, later_month, 1);
    Date last = date_add_days(date_from_parts(later_year, later_month + 1, 1), -1);
    Date later = date_add_days(first, day_offset);
    return later > last ? last : later;
}

static bool is_country_code(Text text) {
    return text.length == 2 && text.bytes[0] >= 'A' && text.bytes[0] <= 'Z' &&
           text.bytes[1] >= 'A' && text.bytes[1] <= 'Z';
}

static void add_column_countries(const LawTable *table, size_t column, Map *known) {
    for (size_t i = 0; i < table->row_count; i++) {
        const Text code = table->rows[i].values[column].text;
        if (is_country_code(code)) {
            (void)map_add(known, code, 0);
        }
    }
}

size_t law_countries(Arena *arena, const LawSet *set, const Text **countries) {
    Map *known = map_new(arena);
    for (size_t i = 0; i < set->table_count; i++) {
        const LawTable *table = &set->tables[i];
        for (size_t j = 0; j < table->column_count; j++) {
            if (table->columns[j].type == ATTRIBUTE_COUNTRY ||
                text_equals(table->columns[j].name, TEXT("country"))) {
                add_column_countries(table, j, known);
            }
        }
    }
    const size_t count = map_count(known);
    Text *sorted = ARENA_MANY(arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = map_key(known, i);
    }
    if (count > 1) {
        qsort(sorted, count, sizeof(Text), text_compare_items);
    }
    *countries = sorted;
    return count;
}

bool law_has_index(const size_t *indices, size_t count, size_t index) {
    for (size_t i = 0; i < count; i++) {
        if (indices[i] == index) {
            return true;
        }
    }
    return false;
}

bool law_comparison_holds(Comparison comparison, int order) {
    switch (comparison) {
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

bool law_asks_reasons(const Condition *condition) {
    if (condition == NULL) {
        return false;
    }
    if (condition->kind == CONDITION_EVERY_REASON || condition->kind == CONDITION_ANY_REASON) {
        return true;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        if (law_asks_reasons(&condition->children[i])) {
            return true;
        }
    }
    return false;
}

bool law_serves(const LawSet *set, size_t route, size_t requirement) {
    const Provision *asked = &set->provisions[route];
    const Provision *served = &set->provisions[requirement];
    const bool is_offered = asked->serves_nothing ? false
                            : asked->targets_all || asked->target_count == 0
                                ? asked->pack == served->pack
                                : law_has_index(asked->targets, asked->target_count, requirement);
    const bool is_accepted = served->served_by_count == 0 ||
                             law_has_index(served->served_by, served->served_by_count, route);
    return is_offered && is_accepted;
}

size_t law_duty_count(const LawSet *set, size_t provision) {
    assert(provision < set->provision_count);
    return set->provisions[provision].obligation_count;
}

ProvisionDuty law_duty(const LawSet *set, size_t provision, size_t index) {
    assert(index < law_duty_count(set, provision));
    const LawObligation *it = &set->provisions[provision].obligations[index];
    return (ProvisionDuty){.text = it->text, .citation = it->citation};
}
