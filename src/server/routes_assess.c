/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "server/keeping.h"
#include "server/law_parameters.h"
#include "server/server_parts.h"

/* How suppliers stand, what they may supply, and which offer is awarded. */

enum { ANSWERS_BYTES_MAX = 4 << 20 };

/* The first problem in one line, where there is no error that says more. */
static bool fail_with(Call *call, const ProblemList *problems) {
    return problem_count(problems) == 0
               ? false
               : call_refuse(call, 400, "%.*s",
                             TEXT_ARGS(text_trim(problem_format(call->arena, problems, 1))));
}

/* ---- catalogues ---- */

static void add_catalogue(JsonWriter *json, Text name, const Catalogue *catalogue) {
    json_begin_object(json, "");
    json_add_text(json, "name", name);
    json_add_text(json, "title", catalogue->title);
    json_add_text(json, "framework", catalogue->framework);
    json_add_integer(json, "requirements", (int64_t)catalogue->requirement_count);
    json_add_integer(json, "maximum", catalogue->maximum);
    if (!text_is_empty(catalogue->first)) {
        json_add_text(json, "first", catalogue->first);
    }
    json_add_text(json, "source", catalogue->source);
    json_end(json);
}

static bool answer_catalogues(Call *call) {
    const Loaded *loaded = call->loaded;
    JsonWriter *json = json_writer_new();
    json_begin_array(json, "catalogues");
    for (size_t i = 0; i < loaded->catalogue_count; i++) {
        add_catalogue(json, loaded->catalogue_names[i], loaded->catalogues[i]);
    }
    json_end(json);
    const Text text = json_finish(call->arena, json, true);
    json_writer_free(json);
    return call_json(call, text);
}

static const Catalogue *find_catalogue(Call *call, Text name) {
    for (size_t i = 0; i < call->loaded->catalogue_count; i++) {
        if (text_equals(call->loaded->catalogue_names[i], name)) {
            return call->loaded->catalogues[i];
        }
    }
    (void)error_set(&call->error, ERROR_MISSING,
                    "there is no catalogue `%.*s`; /v1/catalogues has those the server was "
                    "started with",
                    TEXT_ARGS(text_slice(name, 0, 64)));
    return NULL;
}

static void add_requirement(JsonWriter *json, const Requirement *requirement) {
    json_begin_object(json, "");
    json_add_text(json, "id", requirement->id);
    json_add_text(json, "name", requirement->name);
    json_add_text(json, "family", requirement->family);
    json_add_text(json, "title", requirement->title);
    json_add_integer(json, "weight", requirement->weight);
    json_add_integer(json, "partial_weight", requirement->partial_weight);
    json_add_text(json, "partial_when", requirement->partial_when);
    json_add_text(json, "not_applicable_when", requirement->not_applicable_when);
    json_add_text(json, "plan", plan_rule_word(requirement->plan));
    json_add_text(json, "plan_reason", requirement->plan_reason);
    json_add_integer(json, "objectives", requirement->objectives);
    json_add_text(json, "checked", requirement->status);
    json_add_text(json, "source", requirement->source);
    json_end(json);
}

/* What may be sought by answers to it: requirements of the workspace's scheme that it is of. */
static void add_sought(JsonWriter *json, const Scheme *scheme, Text name) {
    json_begin_array(json, "sought");
    for (size_t i = 0; scheme != NULL && i < scheme->requirement_count; i++) {
        if (text_equals(scheme->requirements[i].catalogue, name)) {
            json_add_text(json, "", scheme->requirements[i].name);
        }
    }
    json_end(json);
}

static bool answer_catalogue(Call *call) {
    const Catalogue *catalogue = find_catalogue(call, call->name);
    if (catalogue == NULL) {
        return false;
    }
    JsonWriter *json = json_writer_new();
    json_add_text(json, "name", call->name);
    json_add_text(json, "title", catalogue->title);
    json_add_text(json, "framework", catalogue->framework);
    json_add_text(json, "source", catalogue->source);
    json_add_integer(json, "maximum", catalogue->maximum);
    add_sought(json, call->loaded->assurance.scheme, call->name);
    json_begin_array(json, "requirements");
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        add_requirement(json, &catalogue->requirements[i]);
    }
    json_end(json);
    const Text text = json_finish(call->arena, json, true);
    json_writer_free(json);
    return call_json(call, text);
}

/* ---- assess ---- */

static const RouteParameter ASSESS_PARAMETERS[] = {
    {"catalogue", "text", true, "its folder's name, cmmc-l2"},
    {"answers", "text", true,
     "a table with columns requirement and status, as CSV, or a document of OSCAL, as JSON or XML"},
    {"subject", "text", false, "whose answers they are"},
    {"holds", "text", false, "the status held before, where the catalogue asks for one first"},
    {"as_of", "date", false, "the day of the assessment; today where it is not given"},
    {NULL, NULL, false, NULL},
};

static bool answer_assess(Call *call) {
    Parameters parameters;
    AssessmentReport report = {0};
    ProblemList problems = problem_list_new(call->arena);
    if (!parameters_of_body(call->arena, call->request, call->route->parameters, &parameters,
                            &call->error) ||
        !parameter_date(&parameters, "as_of", server_today(), &report.as_of, &call->error)) {
        return false;
    }
    report.subject = parameter_text(&parameters, "subject");
    report.catalogue = find_catalogue(call, parameter_text(&parameters, "catalogue"));
    if (report.catalogue == NULL) {
        return false;
    }
    if (!service_answers_read(call->arena, report.catalogue, TEXT("answers"),
                              parameter_text(&parameters, "answers"), &report.answers, &problems,
                              &call->error)) {
        return fail_with(call, &problems);
    }
    report.assessed = report.as_of;
    service_assess(call->arena, &report, parameter_text(&parameters, "holds"));
    return call_json(call, service_assess_json(call->arena, &report));
}

/* ---- a party by its assessments ---- */

static const RouteParameter PARTY_PARAMETERS[] = {
    LAW_PARAMETERS,
    {"party", "text", true, "a party of the workspace"},
    {"suppose", "text", false, "what holding this status would open; else each it has not reached"},
    {NULL, NULL, false, NULL},
};

static bool answer_party(Call *call) {
    Parameters parameters;
    LawParameters law;
    Supplier supplier;
    ProblemList problems = problem_list_new(call->arena);
    if (!law_query(call, &parameters, &law)) {
        return false;
    }
    const SupplierOptions options = {.as_of = law.as_of,
                                     .known_at = law.known_at,
                                     .accept_unverified = law.accept_unverified,
                                     .quantile = law.quantile,
                                     .suppose = parameter_text(&parameters, "suppose")};
    const Loaded *loaded = call->loaded;
    return service_supplier(call->arena, loaded->workspace, loaded->set, &loaded->assurance,
                            parameter_text(&parameters, "party"), &options, &supplier, &problems,
                            &call->error)
               ? call_json(call, service_supplier_json(call->arena, &supplier))
               : fail_with(call, &problems);
}

/* ---- an assessment that is kept ---- */

static const RouteParameter KEEP_PARAMETERS[] = {
    {"party", "text", true, "a party of the workspace"},
    {"sought", "text", true, "a requirement of the workspace's scheme, as Level 2 (Self)"},
    {"assessed", "date", true, "the day of the assessment"},
    {"affirmed", "date", false, "the last affirmation; not known where it is not given"},
    {"closed", "date", false, "when its plan of action was closed"},
    {"answers", "text", true,
     "a table with columns requirement and status, and perhaps objective, reason, effort_days, "
     "evidence and evidence_date"},
    {"id", "text", false,
     "names it; else the party and the day do. It takes the place of its like"},
    {NULL, NULL, false, NULL},
};

static bool read_given(const Parameters *parameters, AssessmentGiven *given, Error *error) {
    given->id = parameter_text(parameters, "id");
    given->party = parameter_text(parameters, "party");
    given->sought = parameter_text(parameters, "sought");
    given->answers = parameter_text(parameters, "answers");
    if (text_is_empty(given->id)) {
        given->id = text_format(parameters->arena, "%.*s-%.*s", TEXT_ARGS(given->party),
                                TEXT_ARGS(parameter_text(parameters, "assessed")));
    }
    return parameter_date(parameters, "assessed", DATE_MIN, &given->assessed, error) &&
           parameter_date(parameters, "affirmed", DATE_MIN, &given->affirmed, error) &&
           parameter_date(parameters, "closed", DATE_MIN, &given->closed, error);
}

static bool keep_given(Arena *arena, const ListingKeeping *keeping, void *context, int64_t *number,
                       Error *error) {
    return service_keep_assessment(arena, keeping, context, number, error);
}

static bool keep_assessment(Call *call) {
    Parameters parameters;
    AssessmentGiven given = {0};
    int64_t number = 0;
    if (!parameters_of_body(call->arena, call->request, KEEP_PARAMETERS, &parameters,
                            &call->error) ||
        !read_given(&parameters, &given, &call->error) ||
        !call_keep(call, keep_given, &given, &number)) {
        return false;
    }
    JsonWriter *json = json_writer_new();
    json_add_text(json, "assessment", given.id);
    json_add_text(json, "party", given.party);
    const Text text = json_finish(call->arena, json, false);
    json_writer_free(json);
    return call_answer_kept(call, number, text);
}

/* ---- what a party may supply ---- */

static const RouteParameter PATHWAY_PARAMETERS[] = {
    LAW_PARAMETERS,
    {"party", "text", true, "a party of the workspace"},
    {"programme", "text", false, "only this programme"},
    {"item", "text", false, "only this item; else all that the party makes"},
    {"facts", "texts", false, "of every offer, as transfer.acquisition=dod"},
    {NULL, NULL, false, NULL},
};

static bool read_facts(const Parameters *parameters, PathwayQuery *query, Error *error) {
    const Text *words = NULL;
    query->fact_count = parameter_texts(parameters, "facts", &words);
    FactGiven *facts = ARENA_MANY(parameters->arena, FactGiven, query->fact_count);
    for (size_t i = 0; i < query->fact_count; i++) {
        Text rest = words[i];
        (void)text_split(&rest, '=', &facts[i].name);
        facts[i].value = text_trim(rest);
        if (rest.bytes == NULL || text_is_empty(facts[i].value)) {
            return error_set(error, ERROR_INVALID, "`facts` has `%.*s`; write it as NAME=VALUE",
                             TEXT_ARGS(text_slice(words[i], 0, 64)));
        }
    }
    query->facts = facts;
    return true;
}

static bool answer_pathway(Call *call) {
    Parameters parameters;
    LawParameters law;
    Pathway pathway;
    if (!law_query(call, &parameters, &law)) {
        return false;
    }
    PathwayQuery query = {.party = parameter_text(&parameters, "party"),
                          .programme = parameter_text(&parameters, "programme"),
                          .item = parameter_text(&parameters, "item"),
                          .as_of = law.as_of,
                          .known_at = law.known_at,
                          .accept_unverified = law.accept_unverified,
                          .quantile = law.quantile};
    return read_facts(&parameters, &query, &call->error) &&
           service_pathway(call->arena, call->loaded->workspace, call->loaded->set, &query,
                           &pathway, &call->error) &&
           call_json(call, service_pathway_json(call->arena, &pathway));
}

/* ---- offers ---- */

static const RouteParameter OFFERS_PARAMETERS[] = {
    {"offers", "text", true, "a table with columns offer, price, kind, as CSV"},
    {"factor", "number", true, "percent added to the lowest foreign offer, as 50"},
    {"fallback", "number", false,
     "foreign offers of more domestic content than that may count as domestic"},
    {"duty_exempt", "flag", false, "duty is not paid, and the award is less it"},
    {NULL, NULL, false, NULL},
};

static bool read_percent(const Parameters *parameters, const char *name, int64_t most,
                         Decimal *percent, Error *error) {
    return parameter_decimal(parameters, name, (Decimal){0}, percent, error) &&
           (decimal_compare(*percent, decimal_from_integer(most)) <= 0 ||
            error_set(error, ERROR_INVALID, "`%s` takes percent, 0 to %lld", name,
                      (long long)most));
}

static bool answer_offers(Call *call) {
    Parameters parameters;
    OffersRule rule = {0};
    OffersResult result;
    const PriceOffer *offers = NULL;
    size_t count = 0;
    ProblemList problems = problem_list_new(call->arena);
    if (!parameters_of_body(call->arena, call->request, OFFERS_PARAMETERS, &parameters,
                            &call->error) ||
        !read_percent(&parameters, "factor", OFFERS_FACTOR_MAX, &rule.factor_percent,
                      &call->error) ||
        !read_percent(&parameters, "fallback", OFFERS_CONTENT_MAX, &rule.fallback_percent,
                      &call->error)) {
        return false;
    }
    rule.has_fallback = parameter_is_given(&parameters, "fallback");
    rule.is_duty_exempt = parameter_flag(&parameters, "duty_exempt");
    if (!offers_read(call->arena, TEXT("offers"), parameter_text(&parameters, "offers"), &offers,
                     &count, &problems)) {
        return fail_with(call, &problems);
    }
    return service_offers(offers, count, rule, &result, &call->error) &&
           call_json(call, service_offers_json(call->arena, &result));
}

static const Route ROUTES[] = {
    {"GET", "/v1/catalogues", ROLE_READER, SCOPE_NOTHING, false, 0, answer_catalogues,
     "The catalogues that answers can stand against", NULL, NULL, "Catalogues"},
    {"GET", "/v1/catalogues/{name}", ROLE_READER, SCOPE_NOTHING, false, 0, answer_catalogue,
     "A catalogue with its requirements", NULL, NULL, "Catalogue"},
    {"GET", "/v1/assess", ROLE_READER, SCOPE_ALLIANCE, false, 0, answer_party,
     "How a party stands by its assessments, and what that opens", PARTY_PARAMETERS, NULL,
     "Supplier"},
    {"POST", "/v1/assess", ROLE_ANALYST, SCOPE_NOTHING, false, ANSWERS_BYTES_MAX, answer_assess,
     "How a supplier's answers stand against a catalogue", ASSESS_PARAMETERS, NULL, "Assessment"},
    {"POST", "/v1/assessments", ROLE_OFFICER, SCOPE_ALLIANCE, false, ANSWERS_BYTES_MAX,
     keep_assessment, "Keep answers as an assessment of a party of the workspace", KEEP_PARAMETERS,
     NULL, "KeptAssessment"},
    {"GET", "/v1/access", ROLE_READER, SCOPE_ALLIANCE, false, 0, answer_pathway,
     "What a party may supply to programmes, what is missing, and in which order to get it",
     PATHWAY_PARAMETERS, NULL, "Pathway"},
    {"POST", "/v1/offers", ROLE_ANALYST, SCOPE_NOTHING, false, ANSWERS_BYTES_MAX, answer_offers,
     "Which offer is awarded where domestic products are preferred by a factor", OFFERS_PARAMETERS,
     NULL, "Offers"},
};

const RouteList ROUTES_ASSESS = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
