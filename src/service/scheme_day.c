/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "service/service.h"

/* What a query asks of a scheme, found. */
typedef struct SchemeAnswer {
    size_t phase;
    bool has_status;
    Holding holding;
    HoldingDates dates;
    Currency current;
    Text why;
    size_t prime;
    const SchemeFlow *flow;
} SchemeAnswer;

static const Text CURRENT_WORDS[] = {
    [CURRENCY_NO] = {"no", 2}, [CURRENCY_UNKNOWN] = {"unknown", 7}, [CURRENCY_YES] = {"yes", 3}};

static bool answer_status(Arena *arena, const Scheme *scheme, const SchemeQuery *query,
                          SchemeAnswer *answer, Error *error) {
    if (text_is_empty(query->status)) {
        return true;
    }
    if (!scheme_find_status(scheme, query->status, &answer->holding.status)) {
        return error_set(error, ERROR_INVALID,
                         "the scheme has no status `%.*s`; write it as `%.*s`",
                         TEXT_ARGS(query->status), TEXT_ARGS(scheme->statuses[0].name));
    }
    answer->has_status = true;
    answer->holding.since = query->since;
    answer->holding.is_affirmed = query->is_affirmed;
    answer->holding.affirmed = query->affirmed;
    answer->dates = scheme_holding_dates(scheme, &answer->holding);
    answer->current =
        scheme_is_current(arena, scheme, &answer->holding, query->as_of, &answer->why);
    return true;
}

static bool answer_flow(const Scheme *scheme, const SchemeQuery *query, SchemeAnswer *answer,
                        Error *error) {
    if (text_is_empty(query->prime)) {
        return true;
    }
    if (!scheme_find_requirement(scheme, query->prime, &answer->prime)) {
        return error_set(error, ERROR_INVALID,
                         "the scheme has no requirement `%.*s`; write it as `%.*s`",
                         TEXT_ARGS(query->prime), TEXT_ARGS(scheme->requirements[0].name));
    }
    answer->flow = scheme_flow(scheme, query->data, answer->prime);
    return answer->flow != NULL ||
           error_set(error, ERROR_MISSING, "nothing is known of `%.*s` under %.*s",
                     TEXT_ARGS(query->data), TEXT_ARGS(query->prime));
}

static bool answer_query(Arena *arena, const Scheme *scheme, const SchemeQuery *query,
                         SchemeAnswer *answer, Error *error) {
    *answer = (SchemeAnswer){.phase = scheme_phase(scheme, query->as_of)};
    return answer_status(arena, scheme, query, answer, error) &&
           answer_flow(scheme, query, answer, error);
}

static Text checked_words(Arena *arena, Text checked) {
    return text_equals(checked, TEXT("verified"))
               ? (Text){0}
               : text_format(arena, " [%.*s]", TEXT_ARGS(checked));
}

static void add_phase(Arena *arena, TextBuilder *out, const Scheme *scheme, size_t index) {
    if (index == SCHEME_NONE) {
        text_add(out, TEXT("  phase        none yet\n"));
        return;
    }
    const SchemePhase *phase = &scheme->phases[index];
    text_add_format(out, "  phase        %.*s, %.*s to %.*s%.*s\n    %.*s\n",
                    TEXT_ARGS(phase->name), TEXT_ARGS(date_format(arena, phase->holds.from)),
                    TEXT_ARGS(date_format(arena, phase->holds.until)),
                    TEXT_ARGS(checked_words(arena, phase->checked)), TEXT_ARGS(phase->source));
    for (size_t i = 0; i < scheme->demand_count; i++) {
        const SchemeDemand *demand = &scheme->demands[i];
        if (demand->phase == index) {
            text_add_format(out, "  %-5s %.*s: %.*s\n", demand->is_discretionary ? "may" : "must",
                            TEXT_ARGS(scheme->requirements[demand->requirement].name),
                            TEXT_ARGS(demand->of));
        }
    }
}

static void add_rules(Arena *arena, TextBuilder *out, const Scheme *scheme) {
    text_add(out, TEXT("\n"));
    for (size_t i = 0; i < scheme->rule_count; i++) {
        const SchemeRule *rule = &scheme->rules[i];
        text_add_format(out, "  %.*s: %.*s%s%.*s%.*s\n    %.*s\n", TEXT_ARGS(rule->topic),
                        TEXT_ARGS(rule->says), text_is_empty(rule->value) ? "" : ": ",
                        TEXT_ARGS(rule->value), TEXT_ARGS(checked_words(arena, rule->checked)),
                        TEXT_ARGS(rule->source));
    }
}

bool service_scheme_text(Arena *arena, const Scheme *scheme, const SchemeQuery *query, Text *text,
                         Error *error) {
    SchemeAnswer answer;
    TextBuilder out = text_builder_new(arena);
    if (!answer_query(arena, scheme, query, &answer, error)) {
        return false;
    }
    text_add_format(&out, "%.*s on %.*s\n", TEXT_ARGS(scheme->title),
                    TEXT_ARGS(date_format(arena, query->as_of)));
    add_phase(arena, &out, scheme, answer.phase);
    if (answer.has_status) {
        text_add_format(&out, "\n  %.*s of %.*s: current: %.*s%s%.*s\n  expires      %.*s\n",
                        TEXT_ARGS(query->status), TEXT_ARGS(date_format(arena, query->since)),
                        TEXT_ARGS(CURRENT_WORDS[answer.current]),
                        text_is_empty(answer.why) ? "" : ", ", TEXT_ARGS(answer.why),
                        TEXT_ARGS(date_format(arena, answer.dates.expires)));
        if (query->is_affirmed) {
            text_add_format(&out, "  affirm by    %.*s\n",
                            TEXT_ARGS(date_format(arena, answer.dates.affirm_by)));
        }
        text_add_format(&out, "    %.*s\n",
                        TEXT_ARGS(scheme->statuses[answer.holding.status].source));
    }
    if (answer.flow != NULL) {
        text_add_format(&out,
                        "\n  A subcontractor with %.*s under %.*s needs at least %.*s\n    "
                        "%.*s\n",
                        TEXT_ARGS(query->data), TEXT_ARGS(query->prime),
                        TEXT_ARGS(scheme->requirements[answer.flow->least].name),
                        TEXT_ARGS(answer.flow->source));
    }
    if (query->with_rules) {
        add_rules(arena, &out, scheme);
    }
    text_add_format(&out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    *text = text_built(&out);
    return true;
}

static void add_demands(JsonWriter *json, const Scheme *scheme, size_t phase) {
    json_begin_array(json, "demands");
    for (size_t i = 0; i < scheme->demand_count; i++) {
        const SchemeDemand *demand = &scheme->demands[i];
        if (demand->phase == phase) {
            json_begin_object(json, "");
            json_add_text(json, "requirement", scheme->requirements[demand->requirement].name);
            json_add_text(json, "kind", demand->is_discretionary ? TEXT("may") : TEXT("must"));
            json_add_text(json, "of", demand->of);
            json_add_text(json, "checked", demand->checked);
            json_add_text(json, "source", demand->source);
            json_end(json);
        }
    }
    json_end(json);
}

static void add_current(JsonWriter *json, const SchemeQuery *query, const SchemeAnswer *answer) {
    json_begin_object(json, "status");
    json_add_text(json, "status", query->status);
    json_add_date(json, "since", query->since);
    json_add_date(json, "affirmed", query->is_affirmed ? query->affirmed : DATE_MIN);
    json_add_text(json, "current", CURRENT_WORDS[answer->current]);
    json_add_text(json, "why", answer->why);
    json_add_date(json, "expires", answer->dates.expires);
    json_add_date(json, "affirm_by", answer->dates.affirm_by);
    json_end(json);
}

static void add_rules_json(JsonWriter *json, const Scheme *scheme) {
    json_begin_array(json, "rules");
    for (size_t i = 0; i < scheme->rule_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "rule", scheme->rules[i].id);
        json_add_text(json, "topic", scheme->rules[i].topic);
        json_add_text(json, "says", scheme->rules[i].says);
        json_add_text(json, "value", scheme->rules[i].value);
        json_add_text(json, "checked", scheme->rules[i].checked);
        json_add_text(json, "source", scheme->rules[i].source);
        json_end(json);
    }
    json_end(json);
}

bool service_scheme_json(Arena *arena, const Scheme *scheme, const SchemeQuery *query, Text *text,
                         Error *error) {
    SchemeAnswer answer;
    if (!answer_query(arena, scheme, query, &answer, error)) {
        return false;
    }
    JsonWriter *json = json_writer_new();
    json_add_text(json, "scheme", scheme->title);
    json_add_date(json, "as_of", query->as_of);
    if (answer.phase == SCHEME_NONE) {
        json_add_null(json, "phase");
    } else {
        json_add_text(json, "phase", scheme->phases[answer.phase].name);
    }
    add_demands(json, scheme, answer.phase);
    if (answer.has_status) {
        add_current(json, query, &answer);
    }
    if (answer.flow != NULL) {
        json_add_text(json, "least", scheme->requirements[answer.flow->least].name);
        json_add_text(json, "least_source", answer.flow->source);
    }
    if (query->with_rules) {
        add_rules_json(json, scheme);
    }
    json_add_text(json, "notice", service_disclaimer());
    *text = json_finish(arena, json, true);
    json_writer_free(json);
    return true;
}
