/* SPDX-License-Identifier: Apache-2.0 */
#include "law/result.h"

#include "law/trace.h"

static bool may_be_lifted(const PackWork *work) {
    return work->speaks > TRUTH_NO && work->is_prohibited < TRUTH_YES;
}

static void list_packs(DecisionWork *work, Decision *decision) {
    PackDecision *packs = ARENA_MANY(work->engine.arena, PackDecision, work->pack_count);
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        packs[i] = (PackDecision){.pack = pack->pack,
                                  .speaks = pack->speaks,
                                  .outcome = law_outcome_between(pack->best, pack->worst),
                                  .best = pack->best,
                                  .worst = pack->worst,
                                  .days = pack->days};
    }
    decision->packs = packs;
    decision->pack_count = work->pack_count;
}

static void list_requirements(DecisionWork *work, Decision *decision) {
    const Engine *engine = &work->engine;
    Array list = array_new(engine->arena, sizeof(DecisionRequirement));
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; j < pack->instances.count; j++) {
            const Instance *instance = &ARRAY_ITEMS(Instance, &pack->instances)[j];
            const Provision *provision = &engine->set->provisions[instance->provision];
            *(DecisionRequirement *)array_add(&list) = (DecisionRequirement){
                .provision = instance->provision,
                .truth = truth_and(instance->truth, pack->speaks),
                .reason = instance->reason == NULL ? TEXT("") : instance->reason->text,
                .say =
                    engine->options->explain ? law_say(engine, provision, instance->row) : TEXT(""),
                .is_covered = instance->is_covered};
        }
    }
    decision->requirements = list.items;
    decision->requirement_count = list.count;
}

static Text first_citation(const Provision *provision) {
    return provision->citation_count == 0 ? TEXT("") : provision->citations[0];
}

static DecisionAuthority authority_of(Engine *engine, const PackWork *pack,
                                      const ExceptionWork *exception) {
    const Provision *provision = &engine->set->provisions[exception->provision];
    Frame frame = law_exception_frame(pack, provision);
    frame.row = exception->row;
    const Condition *track = law_find_track(engine, provision, &frame);
    bool is_cited = track != NULL && !text_is_empty(track->citation);
    return (DecisionAuthority){.provision = exception->provision,
                               .truth = exception->serves,
                               .track = track == NULL ? TEXT("") : track->name,
                               .citation = is_cited ? track->citation : first_citation(provision),
                               .status = law_provision_status(engine, exception->provision),
                               .obligation_count = provision->obligation_count};
}

static void list_authorities(DecisionWork *work, Decision *decision) {
    Array list = array_new(work->engine.arena, sizeof(DecisionAuthority));
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; may_be_lifted(pack) && j < pack->exceptions.count; j++) {
            const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[j];
            if (exception->serves > TRUTH_NO) {
                *(DecisionAuthority *)array_add(&list) =
                    authority_of(&work->engine, pack, exception);
            }
        }
    }
    decision->authorities = list.items;
    decision->authority_count = list.count;
}

static void list_prohibitions(DecisionWork *work, Decision *decision) {
    Array list = array_new(work->engine.arena, sizeof(size_t));
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; j < pack->prohibitions.count; j++) {
            const Standing *standing = &ARRAY_ITEMS(Standing, &pack->prohibitions)[j];
            *(size_t *)array_add(&list) = standing->provision;
        }
    }
    decision->prohibitions = list.items;
    decision->prohibition_count = list.count;
}

/* ---- obligations: of the exceptions and routes ranked first ---- */

static Date end_of(const LawObligation *obligation, Date as_of) {
    if (obligation->months > 0) {
        return law_date_add_months(as_of, obligation->months);
    }
    return obligation->days > 0 ? date_add_days(as_of, obligation->days) : DATE_MAX;
}

/* What may apply is shown as such; it never changes the outcome. */
static Text obligation_text(const Engine *engine, const LawObligation *obligation, Truth applies) {
    if (applies == TRUTH_YES) {
        return obligation->text;
    }
    bool is_block = obligation->when->child_count > 0;
    return text_format(engine->arena, "%.*s (where it applies%s%.*s)", TEXT_ARGS(obligation->text),
                       is_block ? "" : ": ",
                       TEXT_ARGS(is_block ? TEXT("") : obligation->when->text));
}

static void add_obligations(Engine *engine, size_t provision, const Frame *frame, Array *list) {
    const Provision *source = &engine->set->provisions[provision];
    for (size_t i = 0; i < source->obligation_count; i++) {
        const LawObligation *obligation = &source->obligations[i];
        Truth applies = obligation->when == NULL
                            ? TRUTH_YES
                            : law_condition_truth(engine, obligation->when, frame);
        bool is_cited = !text_is_empty(obligation->citation);
        if (applies == TRUTH_NO) {
            continue;
        }
        *(DecisionObligation *)array_add(list) = (DecisionObligation){
            .provision = provision,
            .text = obligation_text(engine, obligation, applies),
            .citation = is_cited ? obligation->citation : first_citation(source),
            .until = end_of(obligation, engine->options->as_of),
            .is_deadline = obligation->is_deadline};
    }
}

static void list_obligations(DecisionWork *work, Decision *decision) {
    const Frame none = {0};
    Array list = array_new(work->engine.arena, sizeof(DecisionObligation));
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; may_be_lifted(pack) && j < pack->exceptions.count; j++) {
            const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[j];
            if (exception->is_used) {
                Frame frame =
                    law_exception_frame(pack, &work->engine.set->provisions[exception->provision]);
                frame.row = exception->row;
                add_obligations(&work->engine, exception->provision, &frame, &list);
            }
        }
        for (size_t j = 0; j < pack->routes.count; j++) {
            const RouteWork *route = &ARRAY_ITEMS(RouteWork, &pack->routes)[j];
            if (route->is_used) {
                add_obligations(&work->engine, route->provision, &none, &list);
            }
        }
        for (size_t j = 0; j < pack->steps.count; j++) {
            const RouteWork *step = &ARRAY_ITEMS(RouteWork, &pack->steps)[j];
            if (step->is_used) {
                add_obligations(&work->engine, step->provision, &none, &list);
            }
        }
    }
    decision->obligations = list.items;
    decision->obligation_count = list.count;
}

/* The steps before a route that are open or may be. */
static const size_t *steps_before(const Engine *engine, const PackWork *pack,
                                  const Provision *route, size_t *count) {
    size_t *list = ARENA_MANY(engine->arena, size_t, route->after_count);
    *count = 0;
    for (size_t i = 0; i < route->after_count; i++) {
        for (size_t j = 0; j < pack->steps.count; j++) {
            if (ARRAY_ITEMS(RouteWork, &pack->steps)[j].provision == route->after[i]) {
                list[(*count)++] = route->after[i];
            }
        }
    }
    return list;
}

static void list_routes(DecisionWork *work, Decision *decision) {
    Array list = array_new(work->engine.arena, sizeof(DecisionRoute));
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; j < pack->routes.count; j++) {
            const RouteWork *route = &ARRAY_ITEMS(RouteWork, &pack->routes)[j];
            const Provision *provision = &work->engine.set->provisions[route->provision];
            size_t after_count = 0;
            const size_t *after = steps_before(&work->engine, pack, provision, &after_count);
            *(DecisionRoute *)array_add(&list) =
                (DecisionRoute){.provision = route->provision,
                                .truth = route->truth,
                                .days = route->days,
                                .review = route->review,
                                .after = after,
                                .after_count = after_count,
                                .basis = law_days_on(provision, work->engine.options->as_of).basis};
        }
    }
    decision->routes = list.items;
    decision->route_count = list.count;
}

/* ---- what stands in the way ---- */

static void add_once(Array *list, size_t provision) {
    for (size_t i = 0; i < list->count; i++) {
        if (ARRAY_ITEMS(size_t, list)[i] == provision) {
            return;
        }
    }
    *(size_t *)array_add(list) = provision;
}

static bool covers_uncovered(const Engine *engine, const PackWork *pack, size_t exception) {
    const Instance *instances = ARRAY_ITEMS(Instance, &pack->instances);
    for (size_t i = 0; i < pack->instances.count; i++) {
        if (!instances[i].is_covered &&
            law_exception_covers(engine, &engine->set->provisions[exception],
                                 instances[i].provision)) {
            return true;
        }
    }
    return false;
}

static void add_blockers(const Engine *engine, const PackWork *pack, Array *list) {
    for (size_t i = 0; i < pack->prohibitions.count; i++) {
        add_once(list, ARRAY_ITEMS(Standing, &pack->prohibitions)[i].provision);
    }
    for (size_t i = 0; i < pack->instances.count; i++) {
        const Instance *instance = &ARRAY_ITEMS(Instance, &pack->instances)[i];
        if (!instance->is_covered) {
            add_once(list, instance->provision);
        }
    }
    for (size_t i = 0; i < pack->strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
        if (covers_uncovered(engine, pack, strike->exception)) {
            add_once(list, strike->bar);
        }
    }
}

static void list_blockers(DecisionWork *work, Decision *decision) {
    Array list = array_new(work->engine.arena, sizeof(size_t));
    for (size_t i = 0; i < work->pack_count; i++) {
        add_blockers(&work->engine, &work->packs[i], &list);
    }
    decision->blockers = list.items;
    decision->blocker_count = list.count;
}

void law_list_results(DecisionWork *work, Decision *decision) {
    list_packs(work, decision);
    list_requirements(work, decision);
    list_authorities(work, decision);
    list_prohibitions(work, decision);
    list_obligations(work, decision);
    list_routes(work, decision);
    list_blockers(work, decision);
}

/* ---- where it stands ---- */

static void trace_standing(Trace *trace, const Array *list) {
    Frame none = {0};
    for (size_t i = 0; i < list->count; i++) {
        law_trace_provision(trace, ARRAY_ITEMS(Standing, list)[i].provision, &none);
    }
}

/* Instances stand together by requirement, whose trace tells all its rows. */
static void trace_requirements(Trace *trace, const PackWork *pack) {
    const Instance *instances = ARRAY_ITEMS(Instance, &pack->instances);
    Frame none = {0};
    for (size_t i = 0; i < pack->instances.count; i++) {
        if (i == 0 || instances[i].provision != instances[i - 1].provision) {
            law_trace_provision(trace, instances[i].provision, &none);
        }
    }
}

static void trace_exceptions(Trace *trace, const PackWork *pack) {
    const LawSet *set = trace->engine->set;
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i];
        Frame frame = law_exception_frame(pack, &set->provisions[exception->provision]);
        if (exception->serves > TRUTH_NO) {
            law_trace_provision(trace, exception->provision, &frame);
        }
    }
    for (size_t i = 0; i < pack->strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
        Frame frame = law_exception_frame(pack, &set->provisions[strike->exception]);
        law_trace_provision(trace, strike->bar, &frame);
    }
}

static void trace_routes(Trace *trace, const PackWork *pack) {
    Frame none = {0};
    for (size_t i = 0; i < pack->routes.count; i++) {
        law_trace_provision(trace, ARRAY_ITEMS(RouteWork, &pack->routes)[i].provision, &none);
    }
}

/* Accepted law can also be what kept a provision from holding. */
static void trace_failed(Trace *trace, const PackWork *pack) {
    static const ProvisionKind KINDS[] = {PROVISION_SCOPE, PROVISION_PROHIBITION,
                                          PROVISION_REQUIREMENT};
    const LawSet *set = trace->engine->set;
    Frame none = {0};
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        size_t at = 0;
        size_t provision = 0;
        while (law_next_of_kind(set, pack->pack, KINDS[i], &at, &provision)) {
            law_trace_failed(trace, provision, &none);
        }
    }
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i];
        Frame frame = law_exception_frame(pack, &set->provisions[exception->provision]);
        law_trace_failed(trace, exception->provision, &frame);
        size_t at = 0;
        size_t bar = 0;
        while (law_next_of_kind(set, pack->pack, PROVISION_BAR, &at, &bar)) {
            law_trace_failed(trace, bar, &frame);
        }
    }
}

static void note_accepted(DecisionWork *work, Decision *decision) {
    Trace failed = law_trace_new(&work->engine);
    for (size_t i = 0; i < work->pack_count; i++) {
        trace_failed(&failed, &work->packs[i]);
    }
    if (failed.relies_on_unverified) {
        decision->relies_on_unverified = true;
        decision->weakest = failed.weakest > decision->weakest ? failed.weakest : decision->weakest;
    }
}

void law_list_sources(DecisionWork *work, Decision *decision) {
    Trace trace = law_trace_new(&work->engine);
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        trace_standing(&trace, &pack->scopes);
        trace_standing(&trace, &pack->prohibitions);
        trace_requirements(&trace, pack);
        trace_exceptions(&trace, pack);
        trace_routes(&trace, pack);
    }
    for (size_t i = 0; i < decision->obligation_count; i++) {
        law_trace_citation(&trace, decision->obligations[i].citation);
    }
    decision->citations = trace.citations.items;
    decision->citation_count = trace.citations.count;
    decision->weakest = trace.weakest;
    decision->relies_on_unverified = trace.relies_on_unverified;
    if (work->engine.options->accept_unverified) {
        note_accepted(work, decision);
    }
}
