/* SPDX-License-Identifier: Apache-2.0 */
#include "law/work.h"

Frame law_exception_frame(const PackWork *work, const Provision *exception) {
    return (Frame){.instances = ARRAY_ITEMS(Instance, &work->instances),
                   .instance_count = work->instances.count,
                   .exception = exception};
}

/* ---- which exceptions stand ---- */

static void list_strikes(Engine *engine, PackWork *work, ExceptionWork *exception) {
    Frame frame = law_exception_frame(work, &engine->set->provisions[exception->provision]);
    size_t at = 0;
    size_t bar = 0;
    while (law_next_of_kind(engine->set, work->pack, PROVISION_BAR, &at, &bar)) {
        if (!law_bar_strikes(engine, &engine->set->provisions[bar], exception->provision)) {
            continue;
        }
        Truth truth = law_provision_truth(engine, bar, &frame, NULL);
        exception->struck = truth_or(exception->struck, truth);
        if (truth > TRUTH_NO) {
            *(Strike *)array_add(&work->strikes) = (Strike){.bar = bar,
                                                            .exception = exception->provision,
                                                            .truth = truth,
                                                            .would = exception->holds};
        }
    }
}

/* The truest of the tracks that a bar strikes, were it not there. */
static Truth would_hold(Engine *engine, size_t bar, size_t exception, const Frame *frame) {
    const Provision *striking = &engine->set->provisions[bar];
    Truth truth = TRUTH_NO;
    engine->ignored_bar = bar + 1;
    for (size_t i = 0; i < striking->struck_count; i++) {
        const StruckTrack *struck = &striking->struck[i];
        const Condition *track = struck->exception == exception
                                     ? law_track(&engine->set->provisions[exception], struck->track)
                                     : NULL;
        if (track != NULL) {
            truth = truth_or(truth, law_condition_truth(engine, track, frame));
        }
    }
    engine->ignored_bar = 0;
    return truth;
}

/* Tracks that are struck are in the exception's own truth already. */
static void list_track_strikes(Engine *engine, PackWork *work, const ExceptionWork *exception) {
    Frame frame = law_exception_frame(work, &engine->set->provisions[exception->provision]);
    size_t at = 0;
    size_t bar = 0;
    while (law_next_of_kind(engine->set, work->pack, PROVISION_BAR, &at, &bar)) {
        if (!law_bar_strikes_track(&engine->set->provisions[bar], exception->provision)) {
            continue;
        }
        Truth truth = law_provision_truth(engine, bar, &frame, NULL);
        Truth would =
            truth > TRUTH_NO ? would_hold(engine, bar, exception->provision, &frame) : TRUTH_NO;
        if (would > TRUTH_NO) {
            *(Strike *)array_add(&work->strikes) = (Strike){.bar = bar,
                                                            .exception = exception->provision,
                                                            .truth = truth,
                                                            .would = would,
                                                            .is_track = true};
        }
    }
}

static bool covers_some(const Engine *engine, const PackWork *work, const Provision *exception) {
    const Instance *instances = ARRAY_ITEMS(Instance, &work->instances);
    for (size_t i = 0; i < work->instances.count; i++) {
        if (law_exception_covers(engine, exception, instances[i].provision)) {
            return true;
        }
    }
    return false;
}

/* An exception for which nothing is required is not asked. */
static void list_exceptions(Engine *engine, PackWork *work) {
    size_t at = 0;
    size_t provision = 0;
    while (law_next_of_kind(engine->set, work->pack, PROVISION_EXCEPTION, &at, &provision)) {
        const Provision *exception = &engine->set->provisions[provision];
        if (!covers_some(engine, work, exception)) {
            continue;
        }
        Frame frame = law_exception_frame(work, exception);
        ExceptionWork found = {.provision = provision};
        found.holds = law_provision_truth(engine, provision, &frame, &found.row);
        if (found.holds > TRUTH_NO) {
            list_strikes(engine, work, &found);
        }
        list_track_strikes(engine, work, &found);
        found.stands = truth_and(found.holds, truth_not(found.struck));
        *(ExceptionWork *)array_add(&work->exceptions) = found;
    }
}

/* ---- what they cover ---- */

/* The pack's rule is one for all: an exception serves that covers everything surely
 * required, and it serves surely where it also covers what is perhaps required. */
static Truth serves_all(const Engine *engine, const PackWork *work,
                        const ExceptionWork *exception) {
    const Provision *provision = &engine->set->provisions[exception->provision];
    const Instance *instances = ARRAY_ITEMS(Instance, &work->instances);
    Truth truth = exception->stands;
    for (size_t i = 0; i < work->instances.count && truth > TRUTH_NO; i++) {
        if (!law_exception_covers(engine, provision, instances[i].provision)) {
            truth = truth_and(truth, truth_not(instances[i].truth));
        }
    }
    return truth;
}

static void find_serving(const Engine *engine, PackWork *work) {
    bool is_jointly = engine->set->packs[work->pack].exceptions_jointly;
    ExceptionWork *exceptions = ARRAY_ITEMS(ExceptionWork, &work->exceptions);
    for (size_t i = 0; i < work->exceptions.count; i++) {
        exceptions[i].serves =
            is_jointly ? exceptions[i].stands : serves_all(engine, work, &exceptions[i]);
    }
}

static size_t obligations_of(const Engine *engine, const ExceptionWork *exception) {
    return engine->set->provisions[exception->provision].obligation_count;
}

static bool ranks_before(const Engine *engine, const ExceptionWork *a, const ExceptionWork *b) {
    if (a->serves != b->serves) {
        return a->serves > b->serves;
    }
    return obligations_of(engine, a) < obligations_of(engine, b);
}

/* Surest first, then fewest obligations, then the order of the file. */
static void rank_exceptions(const Engine *engine, PackWork *work) {
    ExceptionWork *exceptions = ARRAY_ITEMS(ExceptionWork, &work->exceptions);
    for (size_t i = 1; i < work->exceptions.count; i++) {
        ExceptionWork moving = exceptions[i];
        size_t place = i;
        while (place > 0 && ranks_before(engine, &moving, &exceptions[place - 1])) {
            exceptions[place] = exceptions[place - 1];
            place--;
        }
        exceptions[place] = moving;
    }
}

/* The first exception in rank that serves for the requirement; NULL where none does. */
static ExceptionWork *first_serving(const Engine *engine, PackWork *work,
                                    const Instance *instance) {
    ExceptionWork *exceptions = ARRAY_ITEMS(ExceptionWork, &work->exceptions);
    for (size_t i = 0; i < work->exceptions.count; i++) {
        const Provision *provision = &engine->set->provisions[exceptions[i].provision];
        if (exceptions[i].serves > TRUTH_NO &&
            law_exception_covers(engine, provision, instance->provision)) {
            return &exceptions[i];
        }
    }
    return NULL;
}

/* Ranked by sureness, the first that serves is sure wherever any is. Singly, an exception
 * that serves surely covers every requirement, and one that serves perhaps every sure one. */
static void set_required_bounds(const Engine *engine, PackWork *work) {
    Instance *instances = ARRAY_ITEMS(Instance, &work->instances);
    work->required_best = OUTCOME_FREE;
    work->required_worst = work->instances.count == 0 ? OUTCOME_FREE : OUTCOME_AUTHORISED;
    for (size_t i = 0; i < work->instances.count; i++) {
        ExceptionWork *first = first_serving(engine, work, &instances[i]);
        instances[i].is_covered = first != NULL && first->serves == TRUTH_YES;
        if (first != NULL) {
            first->is_used = true;
        }
        if (!instances[i].is_covered) {
            work->required_worst = OUTCOME_LICENCE_REQUIRED;
        }
        if (instances[i].truth == TRUTH_YES && work->required_best < OUTCOME_LICENCE_REQUIRED) {
            work->required_best = first == NULL ? OUTCOME_LICENCE_REQUIRED : OUTCOME_AUTHORISED;
        }
    }
}

void law_cover(Engine *engine, PackWork *work) {
    list_exceptions(engine, work);
    find_serving(engine, work);
    rank_exceptions(engine, work);
    set_required_bounds(engine, work);
}
