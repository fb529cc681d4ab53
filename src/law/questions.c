/* SPDX-License-Identifier: Apache-2.0 */
#include "law/result.h"
#include "law/space.h"
#include "law/trace.h"

/* To read law again takes longer than to ask for a fact. */
enum { VERIFYING_COST = 10 };

/* ---- what the outcome hangs on ---- */

static void trace_unknown(Trace *trace, const Array *list) {
    Frame none = {0};
    for (size_t i = 0; i < list->count; i++) {
        const Standing *standing = &ARRAY_ITEMS(Standing, list)[i];
        if (standing->truth == TRUTH_UNKNOWN) {
            law_trace_provision(trace, standing->provision, &none);
        }
    }
}

/* Where an exception covers it surely, a requirement met perhaps parts only free from
 * authorised. */
static void trace_instances(Trace *trace, const PackWork *pack, Outcome best) {
    const Instance *instances = ARRAY_ITEMS(Instance, &pack->instances);
    Frame none = {0};
    for (size_t i = 0; i < pack->instances.count; i++) {
        bool matters = !instances[i].is_covered || best == OUTCOME_FREE;
        if (instances[i].truth == TRUTH_UNKNOWN && matters) {
            law_trace_provision(trace, instances[i].provision, &none);
        }
    }
}

static void trace_strikes(Trace *trace, const PackWork *pack, size_t exception,
                          const Frame *frame) {
    for (size_t i = 0; i < pack->strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack->strikes)[i];
        if (strike->exception == exception && strike->truth == TRUTH_UNKNOWN) {
            law_trace_provision(trace, strike->bar, frame);
        }
    }
}

static void trace_exceptions(Trace *trace, const PackWork *pack) {
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const ExceptionWork *exception = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i];
        const Provision *provision = &trace->engine->set->provisions[exception->provision];
        Frame frame = law_exception_frame(pack, provision);
        if (exception->serves != TRUTH_UNKNOWN) {
            continue;
        }
        if (exception->holds == TRUTH_UNKNOWN) {
            law_trace_provision(trace, exception->provision, &frame);
        }
        trace_strikes(trace, pack, exception->provision, &frame);
    }
}

/* A pack whose worst is no stricter than the best of all cannot change the outcome. */
static void trace_pack(Trace *trace, const PackWork *pack, Outcome best) {
    if (pack->worst <= best) {
        return;
    }
    if (pack->speaks == TRUTH_UNKNOWN) {
        trace_unknown(trace, &pack->scopes);
    }
    trace_unknown(trace, &pack->prohibitions);
    if (pack->required_worst <= best) {
        return;
    }
    trace_instances(trace, pack, best);
    if (pack->required_worst == OUTCOME_LICENCE_REQUIRED) {
        trace_exceptions(trace, pack);
    }
}

/* ---- how it is asked ---- */

static Text ask_fact(Arena *arena, const LawAttribute *attribute) {
    if (!text_is_empty(attribute->ask)) {
        return attribute->ask;
    }
    return text_format(arena, "%s `%.*s`?",
                       attribute->type == ATTRIBUTE_YES_NO ? "Is it so:" : "What is",
                       TEXT_ARGS(attribute->name));
}

/* A fact that is known and yet asked for is a code above those that the law tells apart. */
static DecisionQuestion fact_question(const Engine *engine, const Unsettled *unsettled) {
    const LawAttribute *attribute = &engine->set->attributes[unsettled->attribute];
    const FactValue *fact = &engine->facts->values[unsettled->attribute];
    Text ask = ask_fact(engine->arena, attribute);
    if (fact->is_known) {
        ask = text_format(engine->arena, "%.*s (`%.*s` is too coarse to tell)", TEXT_ARGS(ask),
                          TEXT_ARGS(fact->value.text));
    }
    return (DecisionQuestion){
        .attribute = unsettled->attribute, .name = attribute->name, .ask = ask};
}

static DecisionQuestion provision_question(const Engine *engine, size_t index) {
    const Provision *provision = &engine->set->provisions[index];
    return (DecisionQuestion){.attribute = LAW_NONE,
                              .name = provision->name,
                              .ask =
                                  text_format(engine->arena, "Verify `%.*s` in the text of the law",
                                              TEXT_ARGS(provision->name))};
}

static Text row_text(Arena *arena, const LawTable *table, const TableRow *row) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < table->column_count; i++) {
        text_add(&builder, i == 0 ? TEXT("") : TEXT(", "));
        text_add(&builder, row->values[i].text);
    }
    return text_built(&builder);
}

static DecisionQuestion row_question(const Engine *engine, LawSource source) {
    const LawTable *table = &engine->set->tables[source.index];
    const TableRow *row = &table->rows[source.row];
    Text values = row_text(engine->arena, table, row);
    return (DecisionQuestion){
        .attribute = LAW_NONE,
        .name = text_format(engine->arena, "%.*s line %zu", TEXT_ARGS(table->name), row->line),
        .ask = text_format(engine->arena, "Verify the row `%.*s` of `%.*s` in the text of the law",
                           TEXT_ARGS(values), TEXT_ARGS(table->name))};
}

static DecisionQuestion gap_question(const Engine *engine, size_t index) {
    const LawTable *table = &engine->set->tables[index];
    if (law_is_unread(engine, table)) {
        return (DecisionQuestion){
            .attribute = LAW_NONE,
            .name = table->name,
            .ask = text_format(engine->arena, "Read `%.*s` as it stood before %.*s",
                               TEXT_ARGS(table->name),
                               TEXT_ARGS(date_format(engine->arena, table->read_from)))};
    }
    return (DecisionQuestion){
        .attribute = LAW_NONE,
        .name = table->name,
        .ask = text_format(engine->arena, "Complete `%.*s`: it has no row for what was looked up",
                           TEXT_ARGS(table->name))};
}

static DecisionQuestion question_of(const Engine *engine, const Unsettled *unsettled) {
    if (unsettled->attribute != LAW_NONE) {
        return fact_question(engine, unsettled);
    }
    switch (unsettled->source.kind) {
    case SOURCE_PROVISION:
        return provision_question(engine, unsettled->source.index);
    case SOURCE_ROW:
        return row_question(engine, unsettled->source);
    case SOURCE_GAP:
        break;
    }
    return gap_question(engine, unsettled->source.index);
}

/* ---- in which order ---- */

static Text source_citation(const LawSet *set, LawSource source) {
    if (source.kind == SOURCE_PROVISION) {
        const Provision *provision = &set->provisions[source.index];
        return provision->citation_count == 0 ? TEXT("") : provision->citations[0];
    }
    const LawTable *table = &set->tables[source.index];
    bool has_own = source.kind == SOURCE_ROW && !text_is_empty(table->rows[source.row].citation);
    return has_own ? table->rows[source.row].citation : table->citation;
}

static size_t gather(const Trace *trace, Unsettled *list) {
    const LawSet *set = trace->engine->set;
    size_t count = 0;
    for (size_t i = 0; i < trace->unknown.count; i++) {
        const UnknownFact *fact = &ARRAY_ITEMS(UnknownFact, &trace->unknown)[i];
        list[count++] = (Unsettled){.attribute = fact->attribute,
                                    .citation = fact->citation,
                                    .cost = set->attributes[fact->attribute].cost};
    }
    for (size_t i = 0; i < trace->doubtful.count; i++) {
        LawSource source = ARRAY_ITEMS(LawSource, &trace->doubtful)[i];
        list[count++] = (Unsettled){.attribute = LAW_NONE,
                                    .source = source,
                                    .citation = source_citation(set, source),
                                    .cost = VERIFYING_COST};
    }
    return count;
}

static bool comes_before(const Unsettled *a, const Unsettled *b) {
    if (a->settles != b->settles) {
        return a->settles;
    }
    if (a->cost != b->cost) {
        return a->cost < b->cost;
    }
    return a->attribute < b->attribute;
}

static void sort(Unsettled *list, size_t count) {
    for (size_t i = 1; i < count; i++) {
        Unsettled moving = list[i];
        size_t place = i;
        while (place > 0 && comes_before(&moving, &list[place - 1])) {
            list[place] = list[place - 1];
            place--;
        }
        list[place] = moving;
    }
}

size_t law_list_unsettled(DecisionWork *work, Unsettled **list) {
    Trace trace = law_trace_new(&work->engine);
    for (size_t i = 0; work->best != work->worst && i < work->pack_count; i++) {
        trace_pack(&trace, &work->packs[i], work->best);
    }
    Arena *arena = work->engine.arena;
    *list = ARENA_MANY(arena, Unsettled, trace.unknown.count + trace.doubtful.count);
    const size_t count = gather(&trace, *list);
    sort(*list, count);
    return count;
}

static DecisionQuestion *questions_of(const Engine *engine, const Unsettled *list, size_t count) {
    DecisionQuestion *questions = ARENA_MANY(engine->arena, DecisionQuestion, count);
    for (size_t i = 0; i < count; i++) {
        questions[i] = question_of(engine, &list[i]);
        questions[i].citation = list[i].citation;
        questions[i].cost = list[i].cost;
        questions[i].settles = list[i].settles;
    }
    return questions;
}

void law_list_questions(DecisionWork *work, Decision *decision) {
    Unsettled *list = NULL;
    size_t count = law_list_unsettled(work, &list);
    if (work->engine.options->explain) {
        law_find_settling(&work->engine, list, count);
        sort(list, count);
    }
    decision->questions = questions_of(&work->engine, list, count);
    decision->question_count = count;
}

/* ---- of one provision ---- */

/* Bars are asked beside each exception that might serve, exceptions beside what is required. */
static Truth trace_asked(Trace *trace, size_t provision) {
    const Provision *asked = &trace->engine->set->provisions[provision];
    Frame frame = {0};
    PackWork pack;
    if (asked->kind == PROVISION_BAR || asked->kind == PROVISION_EXCEPTION) {
        law_pack_work(trace->engine, asked->pack, &pack);
    }
    if (asked->kind == PROVISION_EXCEPTION) {
        frame = law_exception_frame(&pack, asked);
    }
    if (asked->kind != PROVISION_BAR) {
        Truth truth = law_provision_truth(trace->engine, provision, &frame, NULL);
        if (truth == TRUTH_UNKNOWN) {
            law_trace_provision(trace, provision, &frame);
        }
        return truth;
    }
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < pack.strikes.count; i++) {
        const Strike *strike = &ARRAY_ITEMS(Strike, &pack.strikes)[i];
        if (strike->bar == provision) {
            frame = law_exception_frame(&pack, &trace->engine->set->provisions[strike->exception]);
            truth = truth_or(truth, strike->truth);
            law_trace_provision(trace, provision, &frame);
        }
    }
    return truth;
}

Truth law_provision_questions(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                              size_t provision, const DecisionQuestion **questions, size_t *count) {
    Engine engine = law_engine_new(arena, facts->set, facts, options);
    Trace trace = law_trace_new(&engine);
    *questions = NULL;
    *count = 0;
    Truth truth = trace_asked(&trace, provision);
    if (truth == TRUTH_UNKNOWN) {
        Unsettled *list = ARENA_MANY(arena, Unsettled, trace.unknown.count + trace.doubtful.count);
        *count = gather(&trace, list);
        sort(list, *count);
        *questions = questions_of(&engine, list, *count);
    }
    return truth;
}

size_t law_facts_read(Arena *arena, const LawSet *set, size_t provision,
                      const size_t **attributes) {
    size_t *read = ARENA_MANY(arena, size_t, set->attribute_count);
    size_t count = 0;
    for (size_t i = 0; i < set->attribute_count; i++) {
        if (law_provision_tests(set, &set->provisions[provision], i)) {
            read[count++] = i;
        }
    }
    *attributes = read;
    return count;
}
