/* SPDX-License-Identifier: Apache-2.0 */
/* Thresholds as people write them: `0.8` for all, `vessel=0.9`, `SDN=0.75`, `SDN:person=0.78`. */
#include "base/decimal.h"
#include "service/screen.h"
#include "service/service.h"

/* A decimal above 0 and up to 1 in units of 1/10000. */
static bool read_score(Text written, int *score) {
    Decimal value;
    Decimal scaled;
    const Decimal least = {.coefficient = 1, .scale = 4};
    if (!decimal_parse(written, &value) || decimal_compare(value, decimal_from_integer(1)) > 0 ||
        decimal_compare(value, least) < 0 ||
        !decimal_multiply(value, decimal_from_integer(SCREENING_ONE), &scaled)) {
        return false;
    }
    *score = (int)(decimal_to_double(scaled) + 0.5);
    return true;
}

/* What stands before `=`: a kind, a list, or both. */
static bool read_scope(Text scope, ScreeningThreshold *threshold) {
    Text rest = scope;
    Text first = {0};
    if (listed_kind_parse(scope, &threshold->kind)) {
        return true;
    }
    (void)text_split(&rest, ':', &first);
    threshold->list = first;
    return !text_is_empty(first) &&
           (rest.bytes == NULL || listed_kind_parse(rest, &threshold->kind));
}

bool service_read_thresholds(Arena *arena, const Text *words, size_t count,
                             ScreeningThresholds *thresholds, Error *error) {
    const ScreeningThresholds defaults = screening_thresholds();
    ScreeningThreshold *items = ARENA_MANY(arena, ScreeningThreshold, defaults.count + count);
    *thresholds = (ScreeningThresholds){.otherwise = defaults.otherwise, .items = items};
    bool is_for_all = false;
    for (size_t i = 0; i < defaults.count; i++) {
        items[thresholds->count++] = defaults.items[i];
    }
    for (size_t i = 0; i < count; i++) {
        Text score = words[i];
        Text scope = {0};
        ScreeningThreshold own = {0};
        (void)text_split(&score, '=', &scope);
        const bool is_plain = score.bytes == NULL;
        if (!read_score(is_plain ? words[i] : score, &own.least) ||
            (!is_plain && !read_scope(scope, &own)) || (is_plain && is_for_all)) {
            return error_set(error, ERROR_INVALID,
                             "`%.*s` is no threshold; write one number above 0 and up to 1, such "
                             "as 0.80, and KIND=0.80, LIST=0.80 or LIST:KIND=0.80",
                             TEXT_ARGS(text_slice(words[i], 0, 64)));
        }
        if (is_plain) { /* in the place of what holds by itself */
            is_for_all = true;
            thresholds->otherwise = own.least;
            thresholds->count -= defaults.count;
            for (size_t j = 0; j < thresholds->count; j++) {
                items[j] = items[j + defaults.count];
            }
        } else {
            items[thresholds->count++] = own;
        }
    }
    return true;
}

ScreeningThresholds screen_thresholds_of(const ScreeningQuery *query) {
    return (ScreeningThresholds){
        .otherwise = query->threshold, .items = query->thresholds, .count = query->threshold_count};
}

Text screen_thresholds_text(Arena *arena, ScreeningThresholds thresholds) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, screen_score(arena, thresholds.otherwise));
    for (size_t i = 0; i < thresholds.count; i++) {
        const ScreeningThreshold *one = &thresholds.items[i];
        text_add_format(
            &out, "%s%.*s%s%.*s %.*s", i == 0 ? " (" : ", ", TEXT_ARGS(one->list),
            one->kind != LISTED_UNKNOWN && !text_is_empty(one->list) ? " " : "",
            TEXT_ARGS(one->kind == LISTED_UNKNOWN ? TEXT("") : listed_kind_word(one->kind)),
            TEXT_ARGS(screen_score(arena, one->least)));
    }
    text_add(&out, thresholds.count > 0 ? TEXT(")") : TEXT(""));
    return text_built(&out);
}

void screen_add_thresholds(JsonWriter *json, ScreeningThresholds thresholds, bool as_integers) {
    json_begin_array(json, "thresholds");
    for (size_t i = 0; i < thresholds.count; i++) {
        const ScreeningThreshold *one = &thresholds.items[i];
        json_begin_object(json, "");
        json_add_text(json, "list", one->list);
        json_add_text(json, "kind",
                      one->kind == LISTED_UNKNOWN ? TEXT("") : listed_kind_word(one->kind));
        if (as_integers) {
            json_add_integer(json, "least", one->least);
        } else {
            json_add_double(json, "least", (double)one->least / SCREENING_ONE, 4);
        }
        json_end(json);
    }
    json_end(json);
}
