/* SPDX-License-Identifier: Apache-2.0 */
#include "law/search.h"

/* What a decision hangs on. One provision at a time is asked about, so that a search
 * follows one thread to its end. */

static bool ask_one(ResidualWork *residual, size_t provision, const Frame *frame) {
    size_t before = residual->wants->total;
    residual->reads_reasons = frame->exception != NULL;
    (void)law_provision_residual(residual, provision, frame);
    return residual->wants->total > before;
}

static bool ask_standing(ResidualWork *residual, const Array *list) {
    Frame none = {0};
    for (size_t i = 0; i < list->count; i++) {
        const Standing *standing = &ARRAY_ITEMS(Standing, list)[i];
        if (standing->truth == TRUTH_UNKNOWN && ask_one(residual, standing->provision, &none)) {
            return true;
        }
    }
    return false;
}

static bool ask_instances(ResidualWork *residual, const PackWork *pack) {
    Frame none = {0};
    for (size_t i = 0; i < pack->instances.count; i++) {
        const Instance *instance = &ARRAY_ITEMS(Instance, &pack->instances)[i];
        if (instance->truth == TRUTH_UNKNOWN && ask_one(residual, instance->provision, &none)) {
            return true;
        }
    }
    return false;
}

static bool ask_strikes(ResidualWork *residual, const PackWork *pack, size_t exception,
                        const Frame *frame) {
    for (size_t i = 0; i < pack->strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
        if (strike->exception == exception && strike->truth == TRUTH_UNKNOWN &&
            ask_one(residual, strike->bar, frame)) {
            return true;
        }
    }
    return false;
}

static bool ask_exceptions(ResidualWork *residual, const PackWork *pack) {
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i];
        if (exception->stands != TRUTH_UNKNOWN || exception->serves == TRUTH_NO) {
            continue;
        }
        Frame frame =
            law_exception_frame(pack, &residual->engine->set->provisions[exception->provision]);
        if (ask_strikes(residual, pack, exception->provision, &frame) ||
            ask_one(residual, exception->provision, &frame)) {
            return true;
        }
    }
    return false;
}

static bool has_sure_instance(const PackWork *pack) {
    for (size_t i = 0; i < pack->instances.count; i++) {
        if (ARRAY_ITEMS(Instance, &pack->instances)[i].truth == TRUTH_YES) {
            return true;
        }
    }
    return false;
}

/* Where something is surely required, what might serve is asked first; else what might be
 * required. */
static bool ask_required(ResidualWork *residual, const PackWork *pack, bool asks_exceptions) {
    if (pack->required_best == pack->required_worst) {
        return false;
    }
    if (!asks_exceptions) {
        return ask_instances(residual, pack);
    }
    if (has_sure_instance(pack)) {
        return ask_exceptions(residual, pack) || ask_instances(residual, pack);
    }
    return ask_instances(residual, pack) || ask_exceptions(residual, pack);
}

/* A pack whose worst is no stricter than the best of all cannot change the outcome. */
static bool ask_pack(ResidualWork *residual, const PackWork *pack, Outcome best,
                     bool asks_exceptions) {
    if (pack->best == pack->worst || pack->worst <= best) {
        return false;
    }
    return ask_standing(residual, &pack->scopes) || ask_standing(residual, &pack->prohibitions) ||
           ask_required(residual, pack, asks_exceptions);
}

void law_ask_decision(DecisionWork *work, uint64_t *tables, bool asks_exceptions, Wants *wants) {
    const Outcome best = work->best;
    ResidualWork residual = law_residual_work(&work->engine, tables, wants);
    for (size_t i = 0; i < work->pack_count; i++) {
        if (ask_pack(&residual, &work->packs[i], best, asks_exceptions)) {
            return;
        }
    }
}

void law_ask_pack(DecisionWork *work, size_t at, uint64_t *tables, Wants *wants) {
    ResidualWork residual = law_residual_work(&work->engine, tables, wants);
    (void)ask_pack(&residual, &work->packs[at], OUTCOME_FREE, true);
}

/* ---- a provision's part ---- */

static Truth standing_truth(const Array *list, size_t provision) {
    for (size_t i = 0; i < list->count; i++) {
        const Standing *standing = &ARRAY_ITEMS(Standing, list)[i];
        if (standing->provision == provision) {
            return standing->truth;
        }
    }
    return TRUTH_NO;
}

static Truth instance_truth(const PackWork *pack, size_t provision) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < pack->instances.count; i++) {
        const Instance *instance = &ARRAY_ITEMS(Instance, &pack->instances)[i];
        if (instance->provision == provision) {
            truth = truth_or(truth, instance->truth);
        }
    }
    return truth;
}

static Truth exception_truth(const PackWork *pack, size_t provision) {
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i];
        if (exception->provision == provision) {
            return exception->serves;
        }
    }
    return TRUTH_NO;
}

static Truth strike_truth(const PackWork *pack, size_t bar) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < pack->strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
        if (strike->bar == bar) {
            truth = truth_or(truth, truth_and(strike->truth, strike->would));
        }
    }
    return truth;
}

static Truth listed_truth(const Array *routes, size_t provision) {
    for (size_t i = 0; i < routes->count; i++) {
        const RouteWork *route = &ARRAY_ITEMS(RouteWork, routes)[i];
        if (route->provision == provision) {
            return route->truth;
        }
    }
    return TRUTH_NO;
}

static Truth route_truth(const PackWork *pack, size_t provision) {
    return truth_or(listed_truth(&pack->routes, provision), listed_truth(&pack->steps, provision));
}

static const PackWork *pack_of(const DecisionWork *work, size_t provision) {
    for (size_t i = 0; i < work->pack_count; i++) {
        if (work->packs[i].pack == work->engine.set->provisions[provision].pack) {
            return &work->packs[i];
        }
    }
    return NULL;
}

Truth law_part_truth(DecisionWork *work, size_t provision) {
    const ProvisionKind kind = work->engine.set->provisions[provision].kind;
    const PackWork *pack = pack_of(work, provision);
    if (kind == PROVISION_FACT) {
        return law_fact_truth(&work->engine, provision);
    }
    if (pack == NULL) {
        return TRUTH_NO;
    }
    switch (kind) {
    case PROVISION_SCOPE:
        return standing_truth(&pack->scopes, provision);
    case PROVISION_PROHIBITION:
        return truth_and(pack->speaks, standing_truth(&pack->prohibitions, provision));
    case PROVISION_REQUIREMENT:
        return truth_and(pack->speaks, instance_truth(pack, provision));
    case PROVISION_EXCEPTION:
        return truth_and(pack->speaks, exception_truth(pack, provision));
    case PROVISION_BAR:
        return truth_and(pack->speaks, strike_truth(pack, provision));
    case PROVISION_ROUTE:
        return truth_and(pack->speaks, route_truth(pack, provision));
    case PROVISION_FACT:
        break;
    }
    return TRUTH_NO;
}

void law_ask_provision(DecisionWork *work, uint64_t *tables, size_t provision, Wants *wants) {
    ResidualWork residual = law_residual_work(&work->engine, tables, wants);
    const PackWork *pack = pack_of(work, provision);
    const Provision *asked = &work->engine.set->provisions[provision];
    Frame none = {0};
    bool has_reasons = asked->kind == PROVISION_EXCEPTION || asked->kind == PROVISION_BAR;
    if (!has_reasons && ask_one(&residual, provision, &none)) {
        return;
    }
    if (pack == NULL || ask_standing(&residual, &pack->scopes)) {
        return;
    }
    if (asked->kind == PROVISION_BAR) {
        for (size_t i = 0; i < pack->strikes.count; i++) {
            const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
            Frame frame =
                law_exception_frame(pack, &work->engine.set->provisions[strike->exception]);
            if (strike->bar == provision && ask_one(&residual, provision, &frame)) {
                return;
            }
        }
    }
    if (asked->kind == PROVISION_EXCEPTION) {
        Frame frame = law_exception_frame(pack, asked);
        if (ask_one(&residual, provision, &frame) ||
            ask_strikes(&residual, pack, provision, &frame)) {
            return;
        }
    }
    (void)(ask_exceptions(&residual, pack) || ask_instances(&residual, pack));
}
