/* SPDX-License-Identifier: Apache-2.0 */
#include "law/result.h"
#include "law/steps.h"
#include "law/trace.h"

static Array new_steps(const Engine *engine) {
    return array_new(engine->arena, sizeof(DecisionStep));
}

/* A part of the explanation: its truth is the greatest, its status the weakest below. */
static void add_part(Text text, const Array *below, Array *steps) {
    if (below->count == 0) {
        return;
    }
    DecisionStep part = {
        .text = text, .provision = LAW_NONE, .children = below->items, .child_count = below->count};
    for (size_t i = 0; i < below->count; i++) {
        const DecisionStep *step = &ARRAY_ITEMS(DecisionStep, below)[i];
        part.truth = truth_or(part.truth, step->truth);
        part.status = step->status > part.status ? step->status : part.status;
    }
    *(DecisionStep *)array_add(steps) = part;
}

static bool is_silent(const PackWork *pack) {
    return pack->speaks == TRUTH_NO;
}

static Text title_of(const Engine *engine, size_t provision) {
    Text title = engine->set->provisions[provision].title;
    return text_is_empty(title) ? law_short_name(engine->set, provision) : title;
}

/* ---- scopes and prohibitions ---- */

static void add_all_of_kind(Engine *engine, size_t pack, ProvisionKind kind,
                            bool (*is_wanted)(Truth), Array *steps) {
    Frame none = {0};
    size_t at = 0;
    size_t provision = 0;
    while (law_next_of_kind(engine->set, pack, kind, &at, &provision)) {
        const TableRow *row = NULL;
        Truth truth = law_provision_truth(engine, provision, &none, &row);
        if (is_wanted(truth)) {
            Frame frame = {.row = row};
            const Provision *told = &engine->set->provisions[provision];
            bool is_said = truth > TRUTH_NO && !text_is_empty(told->say);
            law_add_provision_step(
                engine, provision, truth,
                is_said ? law_say(engine, told, row) : title_of(engine, provision), &frame, steps);
        }
    }
}

static bool is_any(Truth truth) {
    (void)truth;
    return true;
}

static bool is_no(Truth truth) {
    return truth == TRUTH_NO;
}

static bool may_hold(Truth truth) {
    return truth > TRUTH_NO;
}

static void add_scopes(DecisionWork *work, Array *steps) {
    Array below = new_steps(&work->engine);
    for (size_t i = 0; i < work->pack_count; i++) {
        add_all_of_kind(&work->engine, work->packs[i].pack, PROVISION_SCOPE, is_any, &below);
    }
    add_part(TEXT("Which law speaks"), &below, steps);
}

static void add_prohibitions(DecisionWork *work, Array *steps) {
    Array below = new_steps(&work->engine);
    for (size_t i = 0; i < work->pack_count; i++) {
        if (!is_silent(&work->packs[i])) {
            add_all_of_kind(&work->engine, work->packs[i].pack, PROVISION_PROHIBITION, may_hold,
                            &below);
        }
    }
    add_part(TEXT("What prohibits it"), &below, steps);
}

/* ---- requirements ---- */

static void add_requirements(DecisionWork *work, Array *steps) {
    Array below = new_steps(&work->engine);
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; j < pack->instances.count; j++) {
            const Instance *instance = &ARRAY_ITEMS(Instance, &pack->instances)[j];
            const Provision *provision = &work->engine.set->provisions[instance->provision];
            Frame frame = {.row = instance->row};
            law_add_provision_step(
                &work->engine, instance->provision, truth_and(instance->truth, pack->speaks),
                law_say(&work->engine, provision, instance->row), &frame, &below);
        }
    }
    add_part(TEXT("Why a licence would be needed"), &below, steps);
}

static void add_not_stopped(DecisionWork *work, Array *steps) {
    Array below = new_steps(&work->engine);
    for (size_t i = 0; i < work->pack_count; i++) {
        if (!is_silent(&work->packs[i])) {
            size_t pack = work->packs[i].pack;
            add_all_of_kind(&work->engine, pack, PROVISION_PROHIBITION, is_no, &below);
            add_all_of_kind(&work->engine, pack, PROVISION_REQUIREMENT, is_no, &below);
        }
    }
    add_part(TEXT("What could have stopped it"), &below, steps);
}

/* ---- exceptions ---- */

static void add_strikes(Engine *engine, const PackWork *pack, size_t exception, const Frame *frame,
                        Array *steps) {
    for (size_t i = 0; i < pack->strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
        if (strike->exception == exception && !strike->is_track) {
            Text title = title_of(engine, strike->bar);
            law_add_provision_step(engine, strike->bar, strike->truth,
                                   text_format(engine->arena, "struck by %.*s", TEXT_ARGS(title)),
                                   frame, steps);
        }
    }
}

static void add_uncovered(Engine *engine, const PackWork *pack, const Provision *exception,
                          Array *steps) {
    const Instance *instances = ARRAY_ITEMS(Instance, &pack->instances);
    for (size_t i = 0; i < pack->instances.count; i++) {
        if (!law_exception_covers(engine, exception, instances[i].provision)) {
            Text name = law_short_name(engine->set, instances[i].provision);
            *(DecisionStep *)array_add(steps) =
                (DecisionStep){.truth = TRUTH_NO,
                               .text = text_format(engine->arena, "covers %.*s", TEXT_ARGS(name)),
                               .provision = instances[i].provision};
        }
    }
}

static void add_exception(Engine *engine, const PackWork *pack, const ExceptionWork *exception,
                          Array *steps) {
    static const char *const VERBS[] = {
        [TRUTH_NO] = "does not apply", [TRUTH_UNKNOWN] = "might apply", [TRUTH_YES] = "applies"};
    const Provision *provision = &engine->set->provisions[exception->provision];
    Frame frame = law_exception_frame(pack, provision);
    frame.row = exception->row;
    Array below = new_steps(engine);
    law_add_body_steps(engine, exception->provision, &frame, &below);
    add_strikes(engine, pack, exception->provision, &frame, &below);
    if (exception->serves < exception->stands) {
        add_uncovered(engine, pack, provision, &below);
    }
    const Condition *track = law_find_track(engine, provision, &frame);
    bool is_cited = track != NULL && !text_is_empty(track->citation);
    Text citation = provision->citation_count == 0 ? TEXT("") : provision->citations[0];
    *(DecisionStep *)array_add(steps) = (DecisionStep){
        .truth = exception->serves,
        .text = text_format(engine->arena, "Why %.*s %s",
                            TEXT_ARGS(law_short_name(engine->set, exception->provision)),
                            VERBS[exception->serves]),
        .citation = is_cited ? track->citation : citation,
        .status = law_provision_status(engine, exception->provision),
        .provision = exception->provision,
        .children = below.items,
        .child_count = below.count};
}

static void add_exceptions(DecisionWork *work, Array *steps) {
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; j < pack->exceptions.count; j++) {
            add_exception(&work->engine, pack, &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[j],
                          steps);
        }
    }
}

/* ---- obligations and routes ---- */

/* Where it is open what applies, each obligation says what it comes with. */
static Text obligation_text(const Engine *engine, const Decision *decision,
                            const DecisionObligation *obligation) {
    TextBuilder builder = text_builder_new(engine->arena);
    if (decision->outcome == OUTCOME_UNDETERMINED) {
        text_add_format(&builder, "under %.*s: ",
                        TEXT_ARGS(law_short_name(engine->set, obligation->provision)));
    }
    text_add(&builder, obligation->text);
    if (obligation->until != DATE_MAX) {
        text_add(&builder, obligation->is_deadline ? TEXT(", by ") : TEXT(", until "));
        text_add(&builder, date_format(engine->arena, obligation->until));
    }
    return text_built(&builder);
}

static void add_obligations(DecisionWork *work, const Decision *decision, Array *steps) {
    Array below = new_steps(&work->engine);
    for (size_t i = 0; i < decision->obligation_count; i++) {
        const DecisionObligation *obligation = &decision->obligations[i];
        *(DecisionStep *)array_add(&below) =
            (DecisionStep){.truth = TRUTH_YES,
                           .text = obligation_text(&work->engine, decision, obligation),
                           .citation = obligation->citation,
                           .status = law_provision_status(&work->engine, obligation->provision),
                           .provision = obligation->provision};
    }
    add_part(TEXT("You must"), &below, steps);
}

/* What the days are from: its basis, its date, and how far that was checked. */
static void add_clock(const Engine *engine, DatedDays clock, TextBuilder *builder) {
    if (text_is_empty(clock.basis)) {
        return;
    }
    text_add_format(builder, " (%.*s", TEXT_ARGS(clock.basis));
    if (clock.has_vintage) {
        text_add_format(builder, ", of %.*s", TEXT_ARGS(date_format(engine->arena, clock.vintage)));
    }
    if (clock.status != LAW_VERIFIED) {
        text_add_format(builder, ", %.*s", TEXT_ARGS(law_status_word(clock.status)));
    }
    text_add(builder, TEXT(")"));
}

static void add_steps_before(Engine *engine, const Provision *route, TextBuilder *builder) {
    for (size_t i = 0; i < route->after_count; i++) {
        const RouteWork step = law_route_work(engine, route->after[i]);
        if (step.truth == TRUTH_NO) {
            continue;
        }
        text_add_format(builder, ", after %.*s", TEXT_ARGS(title_of(engine, step.provision)));
        if (step.days >= 0) {
            text_add_format(builder, " of %d days", step.days);
        }
    }
}

static Text route_text(Engine *engine, const RouteWork *route) {
    const Provision *provision = &engine->set->provisions[route->provision];
    TextBuilder builder = text_builder_new(engine->arena);
    text_add(&builder, title_of(engine, route->provision));
    if (route->days >= 0) {
        text_add_format(&builder, ", %d days", route->days);
    } else {
        text_add(&builder, TEXT(", time not known"));
    }
    if (!text_is_empty(provision->granted_by)) {
        text_add_format(&builder, ", granted by %.*s", TEXT_ARGS(provision->granted_by));
    }
    add_clock(engine, law_days_on(provision, engine->options->as_of), &builder);
    add_steps_before(engine, provision, &builder);
    text_add_format(&builder, ", review %.*s", TEXT_ARGS(law_review_word(route->review)));
    return text_built(&builder);
}

/* Also where an exception applies: a licence may still be asked for. */
static void add_routes(DecisionWork *work, Array *steps) {
    Array below = new_steps(&work->engine);
    Frame none = {0};
    for (size_t i = 0; i < work->pack_count; i++) {
        size_t at = 0;
        size_t provision = 0;
        while (work->packs[i].instances.count > 0 &&
               law_next_of_kind(work->engine.set, work->packs[i].pack, PROVISION_ROUTE, &at,
                                &provision)) {
            RouteWork route = law_route_work(&work->engine, provision);
            law_add_provision_step(&work->engine, provision, route.truth,
                                   route_text(&work->engine, &route), &none, &below);
        }
    }
    add_part(TEXT("Other routes"), &below, steps);
}

void law_list_steps(DecisionWork *work, Decision *decision) {
    Array steps = new_steps(&work->engine);
    add_scopes(work, &steps);
    add_prohibitions(work, &steps);
    add_requirements(work, &steps);
    add_not_stopped(work, &steps);
    add_exceptions(work, &steps);
    add_obligations(work, decision, &steps);
    add_routes(work, &steps);
    decision->steps = steps.items;
    decision->step_count = steps.count;
}
