/* SPDX-License-Identifier: Apache-2.0 */
#include "law/work.h"

bool law_next_of_kind(const LawSet *set, size_t pack, ProvisionKind kind, size_t *at,
                      size_t *provision) {
    const LawPack *asked = &set->packs[pack];
    while (*at < law_pack_size(asked)) {
        size_t candidate = law_pack_provision(asked, (*at)++);
        if (set->provisions[candidate].kind == kind) {
            *provision = candidate;
            return true;
        }
    }
    return false;
}

/* The greatest truth of the pack's provisions of one kind; those above no are listed. */
static Truth list_standing(Engine *engine, size_t pack, ProvisionKind kind, Array *standing) {
    Frame frame = {0};
    Truth greatest = TRUTH_NO;
    size_t at = 0;
    size_t provision = 0;
    while (law_next_of_kind(engine->set, pack, kind, &at, &provision)) {
        Truth truth = kind == PROVISION_SCOPE
                          ? law_fact_truth(engine, provision)
                          : law_provision_truth(engine, provision, &frame, NULL);
        greatest = truth_or(greatest, truth);
        if (truth > TRUTH_NO) {
            *(Standing *)array_add(standing) = (Standing){provision, truth};
        }
    }
    return greatest;
}

static bool has_scope(const LawSet *set, size_t pack) {
    size_t at = 0;
    size_t provision = 0;
    return law_next_of_kind(set, pack, PROVISION_SCOPE, &at, &provision);
}

/* A scope that is not in force, or left out, still keeps the pack from speaking of all. */
static Truth pack_speaks(Engine *engine, size_t pack, Array *scopes) {
    if (!has_scope(engine->set, pack)) {
        return TRUTH_YES;
    }
    return list_standing(engine, pack, PROVISION_SCOPE, scopes);
}

/* ---- requirements ---- */

static bool has_same_reason(const Instance *a, const Instance *b) {
    if (a->provision != b->provision || (a->reason == NULL) != (b->reason == NULL)) {
        return false;
    }
    return a->reason == NULL || law_value_equals(a->reason, b->reason);
}

/* One that is met perhaps says nothing beside another of the same reason: a table of a
 * thousand rows gives no thousand instances where the item is not known. */
static Instance *find_beside(const Array *instances, const Instance *instance) {
    for (size_t i = 0; i < instances->count; i++) {
        Instance *other = &ARRAY_ITEMS(Instance, instances)[i];
        bool is_perhaps = other->truth == TRUTH_UNKNOWN || instance->truth == TRUTH_UNKNOWN;
        if (is_perhaps && has_same_reason(other, instance)) {
            return other;
        }
    }
    return NULL;
}

static Instance instance_of(const Engine *engine, size_t provision, const Frame *frame,
                            Truth truth) {
    const Provision *requirement = &engine->set->provisions[provision];
    const LawValue *reason =
        requirement->has_reason ? law_operand_value(engine, &requirement->reason, frame) : NULL;
    return (Instance){.provision = provision,
                      .row = frame->row,
                      .truth = truth,
                      .has_reason = requirement->has_reason,
                      .reason = reason};
}

/* The row's part is known before the body is asked: what can only be met perhaps, and
 * has another beside it, need not be asked. */
static void add_instance(Engine *engine, size_t provision, const Frame *frame, Truth most,
                         Array *instances) {
    Instance instance = instance_of(engine, provision, frame, most);
    if (most == TRUTH_UNKNOWN && find_beside(instances, &instance) != NULL) {
        return;
    }
    Truth body = law_body_truth(engine, &engine->set->provisions[provision], frame);
    instance.truth = truth_and(most, body);
    if (instance.truth == TRUTH_NO) {
        return;
    }
    Instance *other = find_beside(instances, &instance);
    if (other == NULL) {
        *(Instance *)array_add(instances) = instance;
    } else if (instance.truth > other->truth) {
        *other = instance;
    }
}

static void list_instances_of(Engine *engine, size_t provision, Array *instances) {
    Truth force = law_provision_force(engine, provision);
    if (force == TRUTH_NO) {
        return;
    }
    EachCursor cursor = law_each_start(engine, &engine->set->provisions[provision]);
    Frame frame = {0};
    Truth fits = TRUTH_NO;
    while (law_each_next(&cursor, &frame.row, &fits)) {
        add_instance(engine, provision, &frame, truth_and(force, fits), instances);
    }
}

static void list_instances(Engine *engine, PackWork *work) {
    size_t at = 0;
    size_t provision = 0;
    while (law_next_of_kind(engine->set, work->pack, PROVISION_REQUIREMENT, &at, &provision)) {
        list_instances_of(engine, provision, &work->instances);
    }
}

/* ---- the pack ---- */

static void set_bounds(PackWork *work) {
    work->best = work->is_prohibited == TRUTH_YES ? OUTCOME_PROHIBITED : work->required_best;
    work->worst = work->is_prohibited > TRUTH_NO ? OUTCOME_PROHIBITED : work->required_worst;
    if (work->speaks == TRUTH_UNKNOWN) {
        work->best = OUTCOME_FREE;
    }
}

static void prepare(Engine *engine, size_t pack, PackWork *work) {
    *work = (PackWork){
        .pack = pack,
        .scopes = array_new(engine->arena, sizeof(Standing)),
        .prohibitions = array_new(engine->arena, sizeof(Standing)),
        .instances = array_new(engine->arena, sizeof(Instance)),
        .exceptions = array_new(engine->arena, sizeof(ExceptionWork)),
        .strikes = array_new(engine->arena, sizeof(Strike)),
        .routes = array_new(engine->arena, sizeof(RouteWork)),
        .steps = array_new(engine->arena, sizeof(RouteWork)),
    };
}

static void outcome_work(Engine *engine, size_t pack, PackWork *work) {
    prepare(engine, pack, work);
    work->speaks = pack_speaks(engine, pack, &work->scopes);
    if (work->speaks == TRUTH_NO) {
        return;
    }
    work->is_prohibited = list_standing(engine, pack, PROVISION_PROHIBITION, &work->prohibitions);
    list_instances(engine, work);
    law_cover(engine, work);
    set_bounds(work);
}

void law_pack_work(Engine *engine, size_t pack, PackWork *work) {
    outcome_work(engine, pack, work);
    if (work->speaks > TRUTH_NO) {
        law_find_routes(engine, work);
    }
}

typedef void (*FindPack)(Engine *engine, size_t pack, PackWork *work);

static DecisionWork work_of(Engine engine, const bool *packs, FindPack find) {
    DecisionWork work = {.engine = engine,
                         .packs = ARENA_MANY(engine.arena, PackWork, engine.set->pack_count)};
    for (size_t pack = 0; pack < engine.set->pack_count; pack++) {
        if (engine.set->packs[pack].info.speaks && (packs == NULL || packs[pack])) {
            PackWork *next = &work.packs[work.pack_count++];
            find(&work.engine, pack, next);
            work.best = next->best > work.best ? next->best : work.best;
            work.worst = next->worst > work.worst ? next->worst : work.worst;
        }
    }
    return work;
}

DecisionWork law_decision_work(Engine engine) {
    return work_of(engine, NULL, law_pack_work);
}

DecisionWork law_outcome_work(Engine engine, const bool *packs) {
    return work_of(engine, packs, outcome_work);
}
