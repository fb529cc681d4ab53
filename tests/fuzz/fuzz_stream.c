/* SPDX-License-Identifier: Apache-2.0 */
/* Requests read straight into ids: whatever is answered is JSON to the strict reader too, and so
 * is the answer. */
#include "fuzz.h"

#include "base/json_read.h"
#include "law/draft.h"

static const char LAW[] =
    "pack x \"X\"\n  jurisdiction US\n  authority \"15 CFR\"\n  vintage 2026-01-01\n"
    "vocabulary\n  item.eccn : code\n  item.us_origin : yes/no\n  item.value : number in USD\n"
    "requirement need \"Need\"\n  cite 15 CFR 1\n  when any of\n    destination is NL\n"
    "    item.value more than 5 USD\n"
    "exception spare \"Spare\"\n  cite 15 CFR 3\n  covers need\n  when all of\n"
    "    item.eccn within 3A001\n    item.us_origin\n"
    "route licence \"Licence\"\n  cite 15 CFR 6\n  days 30\n";

static void try_request(Arena *arena, LawStream *stream, Text request) {
    Text answer;
    JsonValue value;
    size_t at = 0;
    Error error;
    if (!law_stream_answer(stream, request, &answer)) {
        return;
    }
    REQUIRE(json_parse(arena, request, &value, &at, &error));
    REQUIRE(value.kind == JSON_KIND_OBJECT && json_find(&value, TEXT("item")) != NULL);
    REQUIRE(json_parse(arena, answer, &value, &at, &error));
    REQUIRE(json_find(&value, TEXT("outcome")) != NULL);
}

/* Lines, so that what one leaves behind is met by the next. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    const MemoryFile file = {TEXT("pack.law"), text_from(LAW)};
    const LawTest *tests = NULL;
    size_t count = 0;
    ProblemList problems = problem_list_new(arena);
    const LawSet *set = law_read_memory(arena, &file, 1, &tests, &count, &problems);
    REQUIRE(set != NULL);
    size_t destination = 0;
    REQUIRE(law_attribute_find(set, TEXT("destination"), &destination));
    const LawStreamMember to = {TEXT("to"), &destination, 1};
    LawStream *stream = law_stream_new(arena, law_compile(arena, set, false, 50), &to, 1);
    Text rest = {(const char *)data, size};
    Text line;
    while (text_split(&rest, '\n', &line)) {
        try_request(arena, stream, line);
    }
    arena_free(arena);
    return 0;
}
