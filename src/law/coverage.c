/* SPDX-License-Identifier: Apache-2.0 */
#include "law/coverage.h"

static void mark_standing(const Array *list, bool *held) {
    for (size_t i = 0; i < list->count; i++) {
        const Standing *standing = &ARRAY_ITEMS(Standing, list)[i];
        held[standing->provision] |= standing->truth == TRUTH_YES;
    }
}

static void mark_requirements(const PackWork *pack, bool *held) {
    for (size_t i = 0; i < pack->instances.count; i++) {
        const Instance *instance = &ARRAY_ITEMS(Instance, &pack->instances)[i];
        held[instance->provision] |= instance->truth == TRUTH_YES;
    }
}

static void mark_exceptions(const PackWork *pack, bool *held) {
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i];
        held[exception->provision] |= exception->serves == TRUTH_YES;
    }
    for (size_t i = 0; i < pack->strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
        held[strike->bar] |=
            strike->truth == TRUTH_YES && (!strike->is_track || strike->would == TRUTH_YES);
    }
}

static void mark_routes(const PackWork *pack, bool *held) {
    for (size_t i = 0; i < pack->routes.count; i++) {
        const RouteWork *route = &ARRAY_ITEMS(RouteWork, &pack->routes)[i];
        held[route->provision] |= route->truth == TRUTH_YES;
    }
    for (size_t i = 0; i < pack->steps.count; i++) {
        const RouteWork *step = &ARRAY_ITEMS(RouteWork, &pack->steps)[i];
        held[step->provision] |= step->truth == TRUTH_YES;
    }
}

/* A fact may stand unasked, beside one that was enough. */
static void mark_facts(Engine *engine, bool *held) {
    for (size_t i = 0; i < engine->set->provision_count; i++) {
        if (engine->set->provisions[i].kind == PROVISION_FACT) {
            held[i] |= law_fact_truth(engine, i) == TRUTH_YES;
        }
    }
}

void law_mark_held(DecisionWork *work, bool *held) {
    mark_facts(&work->engine, held);
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        mark_standing(&pack->scopes, held);
        mark_standing(&pack->prohibitions, held);
        mark_requirements(pack, held);
        mark_exceptions(pack, held);
        mark_routes(pack, held);
    }
}
