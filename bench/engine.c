/* SPDX-License-Identifier: Apache-2.0 */

/* Measures the compiled engine on the neutral workload:
 *   bench-engine FOLDER
 * where FOLDER has the pack that bench/engine/make-pack writes, in `neutral/`, and the
 * workload's requests.json and bulk.json. Every result is hashed and the hash compared
 * with the published one before its time is printed. Times are of one core's processor
 * time; percentiles are of the wall clock, its own cost of some 25 ns among them. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <jansson.h>

#include "law/law.h"

enum { NANOSECONDS = 1000000000, PASSES = 9, COLUMNS = 15, EXCEPTIONS = 8, TRACE_BITS = 64 };

static const uint64_t REQUESTS_HASH = UINT64_C(0x6762a9a788bfc7f8);
static const uint64_t BULK_HASH = UINT64_C(0x9f2014503ceb5c46);
static const uint64_t REFORM_HASH = UINT64_C(0x713278cf55c43421);
static const uint64_t FIRST_HASH = UINT64_C(0xcbf29ce484222325);

static const char *const COLUMN_NAMES[COLUMNS] = {"NS1", "NS2", "MT1", "NP1", "NP2",
                                                  "CB1", "CB2", "CB3", "RS1", "RS2",
                                                  "FC1", "CC1", "CC2", "CC3", "AT1"};

/* The facts of the workload: by class, all but the two numbers. */
typedef enum Field {
    ITEM,
    DESTINATION,
    CONSIGNEE,
    END_USER,
    END_USE,
    AGREEMENT,
    ASSURANCE,
    TEMPORARY,
    REPLACEMENT,
    STATEMENT,
    CLASS_FIELDS,
    VALUE = CLASS_FIELDS,
    DURATION,
    FIELDS
} Field;

static const char *const FIELD_NAMES[FIELDS] = {[ITEM] = "item.id",
                                                [DESTINATION] = "destination",
                                                [CONSIGNEE] = "consignee.id",
                                                [END_USER] = "end_user.id",
                                                [END_USE] = "end_use",
                                                [AGREEMENT] = "transfer.agreement",
                                                [ASSURANCE] = "transfer.written_assurance",
                                                [TEMPORARY] = "transfer.temporary",
                                                [REPLACEMENT] = "transfer.replacement",
                                                [STATEMENT] = "transfer.consignee_statement",
                                                [VALUE] = "item.value",
                                                [DURATION] = "transfer.duration_days"};

typedef struct Request {
    LawClass classes[CLASS_FIELDS];
    int64_t value;
    int64_t duration;
    Date date;
} Request;

typedef struct Answer {
    uint64_t trace;
    Outcome outcome;
} Answer;

typedef struct Bench {
    Arena *arena;
    const LawSet *set;
    const LawEngine *engine;
    size_t attributes[FIELDS];
    size_t column_lines[COLUMNS];
    size_t exception_lines[EXCEPTIONS];
    Request *requests;
    size_t request_count;
    LawCase *transfer;
    LawScratch *scratch;
} Bench;

static int64_t clock_now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static int64_t processor_now(void) {
    return clock_now(CLOCK_PROCESS_CPUTIME_ID);
}

static void give_up(const char *what) {
    fprintf(stderr, "bench-engine: %s\n", what);
    exit(EXIT_FAILURE);
}

/* ---- the pack ---- */

static void load(Bench *bench, Text folder) {
    ProblemList problems = problem_list_new(bench->arena);
    bench->set = law_load(bench->arena, &folder, 1, &problems);
    if (bench->set == NULL) {
        Text messages = problem_format(bench->arena, &problems, 0);
        fprintf(stderr, "%.*s", TEXT_ARGS(messages));
        give_up("the pack cannot be read");
    }
    bench->engine = law_compile(bench->arena, bench->set, false, 50);
}

static void find_fields(Bench *bench) {
    for (size_t i = 0; i < FIELDS; i++) {
        if (!law_attribute_find(bench->set, text_from(FIELD_NAMES[i]), &bench->attributes[i])) {
            give_up("the pack lacks a fact of the workload");
        }
    }
}

static void find_lines(Bench *bench) {
    size_t exceptions = 0;
    if (law_trace_count(bench->engine) > TRACE_BITS) {
        give_up("the trace is longer than a word");
    }
    for (size_t i = 0; i < law_trace_count(bench->engine); i++) {
        LawTraceLine line = law_trace_line(bench->engine, i);
        for (size_t j = 0; j < COLUMNS && line.kind == PROVISION_REQUIREMENT; j++) {
            if (text_equals(line.reason, text_from(COLUMN_NAMES[j]))) {
                bench->column_lines[j] = i;
            }
        }
        if (line.kind == PROVISION_EXCEPTION && exceptions < EXCEPTIONS) {
            bench->exception_lines[exceptions++] = i;
        }
    }
}

/* ---- requests ---- */

static Text member_text(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    if (json_is_boolean(value)) {
        return json_is_true(value) ? TEXT("yes") : TEXT("no");
    }
    return json_is_string(value) ? text_from(json_string_value(value)) : TEXT("NO_AGREEMENT");
}

static Request read_request(const Bench *bench, const json_t *object) {
    static const char *const NAMES[CLASS_FIELDS] = {
        "item",      "destination", "consignee", "end_user", "end_use",
        "agreement", "facts",       "facts",     "facts",    "facts"};
    static const char *const FACTS[CLASS_FIELDS] = {[ASSURANCE] = "written_assurance",
                                                    [TEMPORARY] = "temporary",
                                                    [REPLACEMENT] = "replacement",
                                                    [STATEMENT] = "consignee_statement"};
    Request request = {.value = json_integer_value(json_object_get(object, "value")),
                       .duration = json_integer_value(json_object_get(object, "duration_days")),
                       .date = (Date)json_integer_value(json_object_get(object, "date"))};
    for (size_t i = 0; i < CLASS_FIELDS; i++) {
        const json_t *holder = FACTS[i] == NULL ? object : json_object_get(object, NAMES[i]);
        Text value = member_text(holder, FACTS[i] == NULL ? NAMES[i] : FACTS[i]);
        Error error = {0};
        if (!law_class_of(bench->engine, bench->attributes[i], value, &request.classes[i],
                          &error)) {
            give_up(error.message);
        }
    }
    return request;
}

static json_t *read_json(Arena *arena, const char *folder, const char *name) {
    const char *path = text_terminated(arena, text_format(arena, "%s/%s", folder, name));
    json_error_t error;
    json_t *json = json_load_file(path, 0, &error);
    if (json == NULL) {
        give_up(error.text);
    }
    return json;
}

static void read_requests(Bench *bench, const char *folder) {
    json_t *json = read_json(bench->arena, folder, "requests.json");
    bench->request_count = json_array_size(json);
    bench->requests = ARENA_MANY(bench->arena, Request, bench->request_count);
    for (size_t i = 0; i < bench->request_count; i++) {
        bench->requests[i] = read_request(bench, json_array_get(json, i));
    }
    json_decref(json);
}

/* ---- decisions by ids ---- */

static Answer decide(const Bench *bench, const Request *request) {
    LawVerdict verdict;
    LawWhen when = {request->date, request->date, NULL};
    LawClass classes[FIELDS];
    for (size_t i = 0; i < CLASS_FIELDS; i++) {
        classes[i] = request->classes[i];
    }
    classes[VALUE] = law_class_of_number(bench->engine, bench->attributes[VALUE],
                                         decimal_from_integer(request->value));
    classes[DURATION] = law_class_of_number(bench->engine, bench->attributes[DURATION],
                                            decimal_from_integer(request->duration));
    law_case_put_many(bench->transfer, bench->attributes, classes, FIELDS);
    law_engine_decide(bench->engine, bench->transfer, &when, bench->scratch, &verdict);
    return (Answer){verdict.surely[0], verdict.outcome};
}

static uint64_t hash_byte(uint64_t hash, unsigned byte) {
    return (hash ^ byte) * UINT64_C(0x100000001b3);
}

static unsigned mask_of(const size_t *lines, size_t count, uint64_t trace) {
    unsigned mask = 0;
    for (size_t i = 0; i < count; i++) {
        mask |= (unsigned)(trace >> lines[i] & 1) << i;
    }
    return mask;
}

typedef struct Told {
    Outcome outcome;
    unsigned columns;
    unsigned exceptions;
} Told;

/* As the workload tells an answer: columns where something is required and not prohibited,
 * exceptions where they authorise. */
static Told tell(const Bench *bench, Answer answer) {
    bool has_columns =
        answer.outcome == OUTCOME_AUTHORISED || answer.outcome == OUTCOME_LICENCE_REQUIRED;
    return (Told){answer.outcome,
                  has_columns ? mask_of(bench->column_lines, COLUMNS, answer.trace) : 0,
                  answer.outcome == OUTCOME_AUTHORISED
                      ? mask_of(bench->exception_lines, EXCEPTIONS, answer.trace)
                      : 0};
}

static uint64_t hash_answer(const Bench *bench, uint64_t hash, Answer answer) {
    Told told = tell(bench, answer);
    hash = hash_byte(hash, (unsigned)told.outcome);
    hash = hash_byte(hash, told.columns & 255);
    hash = hash_byte(hash, told.columns >> 8);
    return hash_byte(hash, told.exceptions);
}

/* For other engines to be held to. */
static void write_answers(const Bench *bench, const char *folder) {
    const char *path =
        text_terminated(bench->arena, text_format(bench->arena, "%s/answers.json", folder));
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        give_up("answers.json cannot be written");
    }
    for (size_t i = 0; i < bench->request_count; i++) {
        Told told = tell(bench, decide(bench, &bench->requests[i]));
        fprintf(file, "%s[%u,%u,%u]", i == 0 ? "[" : ",", (unsigned)told.outcome, told.columns,
                told.exceptions);
    }
    fputs("]\n", file);
    if (fclose(file) != 0) {
        give_up("answers.json cannot be written");
    }
}

static void check_requests(const Bench *bench) {
    uint64_t hash = FIRST_HASH;
    for (size_t i = 0; i < bench->request_count; i++) {
        hash = hash_answer(bench, hash, decide(bench, &bench->requests[i]));
    }
    printf("requests: %zu, hash %016llx %s\n", bench->request_count, (unsigned long long)hash,
           hash == REQUESTS_HASH ? "as published" : "NOT as published");
    if (hash != REQUESTS_HASH) {
        exit(EXIT_FAILURE);
    }
}

static void measure_requests(const Bench *bench) {
    Answer *answers = ARENA_MANY(bench->arena, Answer, bench->request_count);
    int64_t best = INT64_MAX;
    for (int pass = 0; pass < PASSES; pass++) {
        int64_t started = processor_now();
        for (size_t i = 0; i < bench->request_count; i++) {
            answers[i] = decide(bench, &bench->requests[i]);
        }
        int64_t took = processor_now() - started;
        best = took < best ? took : best;
    }
    printf("by ids, with trace: %.1f M decisions/s, %.0f ns each\n",
           (double)bench->request_count * 1e3 / (double)best,
           (double)best / (double)bench->request_count);
}

static int compare_times(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void measure_percentiles(const Bench *bench) {
    int64_t *times = ARENA_MANY(bench->arena, int64_t, bench->request_count);
    Answer last = {0};
    for (size_t i = 0; i < bench->request_count; i++) {
        int64_t started = clock_now(CLOCK_MONOTONIC);
        last = decide(bench, &bench->requests[i]);
        times[i] = clock_now(CLOCK_MONOTONIC) - started;
    }
    qsort(times, bench->request_count, sizeof(int64_t), compare_times);
    printf("by ids, wall: p50 %lld ns, p99 %lld ns (last: %d)\n",
           (long long)times[bench->request_count / 2],
           (long long)times[bench->request_count * 99 / 100], (int)last.outcome);
}

/* ---- from JSON to JSON ---- */

/* Facts of a request by the workload's name and the pack's, as the batch has them. */
static const char *const REQUEST_FACTS[][2] = {
    {"destination", "destination"},      {"consignee", "consignee.id"},
    {"end_user", "end_user.id"},         {"end_use", "end_use"},
    {"agreement", "transfer.agreement"}, {"duration_days", "transfer.duration_days"}};

static void move_member(json_t *from, const char *name, json_t *to, const char *new_name) {
    json_t *value = json_object_get(from, name);
    if (json_is_null(value)) {
        value = json_string("NO_AGREEMENT");
    } else {
        json_incref(value);
    }
    json_object_set_new(to, new_name, value);
}

static Text request_line(const Bench *bench, json_t *request) {
    json_t *line = json_object();
    json_t *item = json_object();
    json_t *facts = json_object();
    const char *name = NULL;
    json_t *value = NULL;
    move_member(request, "id", line, "id");
    move_member(request, "item", item, "id");
    move_member(request, "value", item, "value");
    for (size_t i = 0; i < sizeof REQUEST_FACTS / sizeof REQUEST_FACTS[0]; i++) {
        move_member(request, REQUEST_FACTS[i][0], facts, REQUEST_FACTS[i][1]);
    }
    json_object_foreach(json_object_get(request, "facts"), name, value) {
        Text whole = text_format(bench->arena, "transfer.%s", name);
        json_object_set(facts, text_terminated(bench->arena, whole), value);
    }
    Date date = (Date)json_integer_value(json_object_get(request, "date"));
    Text day = date_format(bench->arena, date);
    json_object_set_new(line, "item", item);
    json_object_set_new(line, "facts", facts);
    json_object_set_new(line, "as_of", json_string(text_terminated(bench->arena, day)));
    char *bytes = json_dumps(line, JSON_COMPACT);
    Text text = text_copy(bench->arena, text_from(bytes));
    free(bytes);
    json_decref(line);
    return text;
}

static Text *read_lines(const Bench *bench, const char *folder) {
    json_t *json = read_json(bench->arena, folder, "requests.json");
    Text *lines = ARENA_MANY(bench->arena, Text, bench->request_count);
    for (size_t i = 0; i < bench->request_count; i++) {
        lines[i] = request_line(bench, json_array_get(json, i));
    }
    json_decref(json);
    return lines;
}

static Text answer_of(LawStream *stream, Text line) {
    Text answer;
    if (!law_stream_answer(stream, line, &answer)) {
        give_up("a request is not plain");
    }
    return answer;
}

static bool is_line(const Bench *bench, size_t line, const json_t *rule) {
    LawTraceLine what = law_trace_line(bench->engine, line);
    const char *reason = json_string_value(json_object_get(rule, "reason"));
    Text name = text_from(json_string_value(json_object_get(rule, "rule")));
    return text_equals(law_provision(bench->set, what.provision).name, name) &&
           text_equals(what.reason, reason == NULL ? TEXT("") : text_from(reason));
}

/* Reads an answer back. */
static Answer read_answer(const Bench *bench, Text text) {
    json_error_t error;
    json_t *json = json_loadb(text.bytes, text.length, 0, &error);
    if (json == NULL) {
        give_up(error.text);
    }
    Answer answer = {0};
    const json_t *rules = json_object_get(json, "rules");
    Text outcome = text_from(json_string_value(json_object_get(json, "outcome")));
    while (!text_equals(law_outcome_word(answer.outcome), outcome)) {
        answer.outcome++;
    }
    for (size_t i = 0; i < json_array_size(rules); i++) {
        for (size_t line = 0; line < law_trace_count(bench->engine); line++) {
            bool is_it = is_line(bench, line, json_array_get(rules, i));
            answer.trace |= (uint64_t)is_it << line;
        }
    }
    json_decref(json);
    return answer;
}

static void check_json(const Bench *bench, LawStream *stream, const Text *lines) {
    uint64_t hash = FIRST_HASH;
    for (size_t i = 0; i < bench->request_count; i++) {
        hash = hash_answer(bench, hash, read_answer(bench, answer_of(stream, lines[i])));
    }
    if (hash != REQUESTS_HASH) {
        give_up("the answers in JSON are NOT as published");
    }
}

static void measure_json(const Bench *bench, const char *folder) {
    const Text *lines = read_lines(bench, folder);
    LawStream *stream = law_stream_new(bench->arena, bench->engine, NULL, 0);
    int64_t best = INT64_MAX;
    size_t bytes_in = 0;
    size_t bytes_out = 0;
    check_json(bench, stream, lines);
    for (int pass = 0; pass < PASSES; pass++) {
        bytes_in = bytes_out = 0;
        int64_t started = processor_now();
        for (size_t i = 0; i < bench->request_count; i++) {
            bytes_in += lines[i].length;
            bytes_out += answer_of(stream, lines[i]).length;
        }
        int64_t took = processor_now() - started;
        best = took < best ? took : best;
    }
    printf("JSON to JSON, as published: %.2f M decisions/s, %.0f ns each, %zu bytes to %zu\n",
           (double)bench->request_count * 1e3 / (double)best,
           (double)best / (double)bench->request_count, bytes_in / bench->request_count,
           bytes_out / bench->request_count);
}

/* ---- everything against every destination ---- */

typedef struct Matrix {
    LawClass *items;
    size_t item_count;
    LawClass *destinations;
    size_t destination_count;
    Request template;
} Matrix;

static size_t read_ids(const Bench *bench, const json_t *list, Field field, LawClass **classes) {
    size_t count = json_array_size(list);
    *classes = ARENA_MANY(bench->arena, LawClass, count);
    for (size_t i = 0; i < count; i++) {
        Error error = {0};
        Text id = member_text(json_array_get(list, i), "id");
        if (!law_class_of(bench->engine, bench->attributes[field], id, &(*classes)[i], &error)) {
            give_up(error.message);
        }
    }
    return count;
}

static Matrix read_matrix(const Bench *bench, const char *folder) {
    Matrix matrix = {0};
    json_t *workload = read_json(bench->arena, folder, "workload.json");
    json_t *bulk = read_json(bench->arena, folder, "bulk.json");
    json_t *template = json_object_get(bulk, "template");
    json_object_set_new(template, "item", json_string("none"));
    json_object_set_new(template, "destination", json_string("ZZ"));
    matrix.template = read_request(bench, template);
    matrix.item_count = read_ids(bench, json_object_get(workload, "items"), ITEM, &matrix.items);
    matrix.destination_count =
        read_ids(bench, json_object_get(workload, "countries"), DESTINATION, &matrix.destinations);
    json_decref(workload);
    json_decref(bulk);
    return matrix;
}

static bool has_lane(const uint64_t *lanes, size_t lane) {
    return (lanes[lane / 64] >> lane % 64 & 1) != 0;
}

static Outcome lane_outcome(const LawBulkVerdict *verdict, size_t lane) {
    Outcome outcome = OUTCOME_FREE;
    for (Outcome i = OUTCOME_AUTHORISED; i < OUTCOME_UNDETERMINED; i++) {
        outcome = has_lane(verdict->worst[i], lane) ? i : outcome;
    }
    return outcome;
}

static uint64_t hash_lanes(const Bench *bench, uint64_t hash, const LawBulk *bulk,
                           const LawBulkVerdict *verdict, size_t lane_count) {
    size_t lines = law_trace_count(bench->engine);
    uint64_t *rows = ARENA_MANY(bench->arena, uint64_t, lines * verdict->words);
    for (size_t i = 0; i < lines; i++) {
        law_bulk_line(bulk, i, true, &rows[i * verdict->words]);
    }
    for (size_t lane = 0; lane < lane_count; lane++) {
        Answer answer = {.outcome = lane_outcome(verdict, lane)};
        for (size_t i = 0; i < lines; i++) {
            answer.trace |= (uint64_t)has_lane(&rows[i * verdict->words], lane) << i;
        }
        hash = hash_answer(bench, hash, answer);
    }
    return hash;
}

static void check_matrix(const Bench *bench, const Matrix *matrix, LawBulk *bulk, const char *name,
                         uint64_t published) {
    LawBulkVerdict verdict;
    uint64_t hash = FIRST_HASH;
    for (size_t i = 0; i < matrix->item_count; i++) {
        law_case_put(bench->transfer, bench->attributes[ITEM], matrix->items[i]);
        law_bulk_decide(bulk, bench->transfer, &verdict);
        hash = hash_lanes(bench, hash, bulk, &verdict, matrix->destination_count);
    }
    printf("%s: %zu x %zu, hash %016llx %s\n", name, matrix->item_count, matrix->destination_count,
           (unsigned long long)hash, hash == published ? "as published" : "NOT as published");
    if (hash != published) {
        exit(EXIT_FAILURE);
    }
}

static void measure_matrix(const Bench *bench, const Matrix *matrix, LawBulk *bulk,
                           const char *name) {
    LawBulkVerdict verdict;
    uint64_t seen = 0;
    int64_t best = INT64_MAX;
    for (int pass = 0; pass < PASSES; pass++) {
        int64_t started = processor_now();
        for (size_t i = 0; i < matrix->item_count; i++) {
            law_case_put(bench->transfer, bench->attributes[ITEM], matrix->items[i]);
            law_bulk_decide(bulk, bench->transfer, &verdict);
            seen ^= verdict.worst[OUTCOME_LICENCE_REQUIRED][0];
        }
        int64_t took = processor_now() - started;
        best = took < best ? took : best;
    }
    size_t count = matrix->item_count * matrix->destination_count;
    printf("%s: %.2f G decisions/s, %.3f ms in all (last: %llx)\n", name,
           (double)count / (double)best, (double)best / 1e6, (unsigned long long)(seen & 15));
}

static void run_matrix(const Bench *bench, const char *folder) {
    Matrix matrix = read_matrix(bench, folder);
    LawWhen when = {matrix.template.date, matrix.template.date, NULL};
    (void)decide(bench, &matrix.template);
    LawBulk *bulk = law_bulk_new(bench->arena, bench->engine, bench->attributes[DESTINATION],
                                 matrix.destinations, matrix.destination_count, &when);
    bool *off = ARENA_MANY(bench->arena, bool, law_provision_count(bench->set));
    size_t sta = 0;
    if (!law_provision_find(bench->set, TEXT("STA"), &sta)) {
        give_up("the pack lacks STA");
    }
    off[sta] = true;
    check_matrix(bench, &matrix, bulk, "bulk", BULK_HASH);
    measure_matrix(bench, &matrix, bulk, "bulk");
    law_bulk_switch_off(bulk, off);
    check_matrix(bench, &matrix, bulk, "bulk without STA", REFORM_HASH);
    measure_matrix(bench, &matrix, bulk, "bulk without STA");
}

int main(int argument_count, char **arguments) {
    if (argument_count != 2) {
        fputs("usage: bench-engine FOLDER\n", stderr);
        return 2;
    }
    Bench bench = {.arena = arena_new()};
    Text folder = text_format(bench.arena, "%s/neutral", arguments[1]);
    int64_t started = processor_now();
    load(&bench, folder);
    printf("cold start, from text: %.1f ms\n", (double)(processor_now() - started) / 1e6);
    find_fields(&bench);
    find_lines(&bench);
    bench.transfer = law_case_new(bench.arena, bench.engine);
    bench.scratch = law_scratch_new(bench.arena, bench.engine);
    read_requests(&bench, arguments[1]);
    check_requests(&bench);
    write_answers(&bench, arguments[1]);
    measure_requests(&bench);
    measure_percentiles(&bench);
    measure_json(&bench, arguments[1]);
    run_matrix(&bench, arguments[1]);
    arena_free(bench.arena);
    return 0;
}
