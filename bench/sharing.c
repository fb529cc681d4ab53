/* SPDX-License-Identifier: Apache-2.0 */
/* How fast files are sealed and opened on one core, memory to memory, and how many keys a key
 * server can close anew in a second, without and with the decision. Times are processor time. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "service/service.h"
#include "sharing/sharing.h"

enum { MIB = 1 << 20, SIZE = 1024 * MIB, REWRAPS = 4000 };

static double seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void require(bool is_good, const Error *error) {
    if (!is_good) {
        (void)fprintf(stderr, "%s\n", error->message);
        exit(EXIT_FAILURE);
    }
}

/* Bytes that cost nothing to read, and a place that costs nothing to write to. */
static bool read_zeros(void *context, void *bytes, size_t room, size_t *got, Error *error) {
    uint64_t *left = context;
    (void)error;
    (void)bytes;
    *got = *left < room ? (size_t)*left : room;
    *left -= *got;
    return true;
}

static bool count_bytes(void *context, const void *bytes, size_t count, Error *error) {
    (void)bytes;
    (void)error;
    *(uint64_t *)context += count;
    return true;
}

/* A sink that keeps all, in memory that was there before. */
typedef struct Kept {
    char *bytes;
    size_t length;
} Kept;

static bool keep_bytes(void *context, const void *bytes, size_t count, Error *error) {
    Kept *kept = context;
    (void)error;
    memcpy(kept->bytes + kept->length, bytes, count);
    kept->length += count;
    return true;
}

static void say_rate(const char *what, double bytes, double time) {
    (void)printf("%-34s %6.2f GiB/s\n", what, bytes / (1024.0 * MIB) / time);
}

static void measure_files(Arena *arena, const KeyRing *ring) {
    Error error = {0};
    const TdfRecipient recipient = {TEXT("http://a"), TEXT("1"), key_ring_at(ring, 0)};
    const TdfSealing sealing = {
        .recipients = &recipient, .recipient_count = 1, .format = TDF_FORMAT_4_3_0};
    uint64_t left = SIZE;
    uint64_t written = 0;
    const ByteStream input = {&left, read_zeros};
    const ByteSink nowhere = {&written, count_bytes};
    double start = seconds();
    require(tdf_seal(arena, &sealing, &input, &nowhere, &error), &error);
    say_rate("seal, 1 GiB", SIZE, seconds() - start);

    Kept kept = {.bytes = malloc((size_t)SIZE + (size_t)64 * MIB)};
    const ByteSink keep = {&kept, keep_bytes};
    left = SIZE;
    require(kept.bytes != NULL && tdf_seal(arena, &sealing, &input, &keep, &error), &error);
    const Text sealed = {kept.bytes, kept.length};
    const ByteSource source = byte_source_of_text(&sealed);
    Tdf tdf;
    SecretKey *key = NULL;
    const TdfOpener opener = tdf_opener_of(ring);
    start = seconds();
    require(tdf_read(arena, &source, &tdf, &error) &&
                tdf_unlock(arena, &tdf, &opener, &key, &error) &&
                tdf_open(arena, &tdf, &source, key, NULL, &nowhere, &error),
            &error);
    say_rate("open, 1 GiB", SIZE, seconds() - start);
    secret_key_free(key);
    free(kept.bytes);
}

/* ---- rewraps ---- */

static bool release_all(void *context, Arena *arena, const KasQuestion *question,
                        KasVerdict *verdict, Error *error) {
    (void)context;
    (void)arena;
    (void)question;
    (void)error;
    *verdict = (KasVerdict){.is_released = true};
    return true;
}

static bool release_by_law(void *context, Arena *arena, const KasQuestion *question,
                           KasVerdict *verdict, Error *error) {
    const ReleaseSetting *setting = context;
    const ReleaseAsker asker = {TEXT("gb-yard"), TEXT("bench")};
    ShortAnswer answer;
    service_release(arena, setting, &asker, question->policy, &answer);
    *verdict =
        (KasVerdict){.is_released = answer.is_usable && answer.is_open, .explanation = answer.json};
    return verdict->is_released || error_set(error, ERROR_FAILED, "%.*s",
                                             TEXT_ARGS(service_release_reason(arena, &answer)));
}

/* A request for one key, as clients send it. */
static Text request_for(Arena *arena, const KeyRing *ring, const KeyRing *own) {
    Error error = {0};
    TextBuilder out = text_builder_new(arena);
    Text rest = TEXT("content");
    const TdfRecipient recipient = {TEXT("http://a"), TEXT("1"), key_ring_at(ring, 0)};
    const SealOptions options = {.label = TEXT("SECRET//REL TO USA, GBR"),
                                 .item = TEXT("radar-manual"),
                                 .attribute_prefix = SHARE_ATTRIBUTE_PREFIX,
                                 .recipients = &recipient,
                                 .recipient_count = 1};
    const ByteStream input = byte_stream_of_text(&rest);
    const ByteSink sink = byte_sink_of_builder(&out);
    require(service_seal(arena, &options, &input, &sink, &error), &error);
    const Text sealed = text_built(&out);
    const ByteSource source = byte_source_of_text(&sealed);
    Tdf tdf;
    Text body = {0};
    require(tdf_read(arena, &source, &tdf, &error) &&
                kas_request(arena, key_ring_at(own, 0), &(KasAsked){tdf.policy, &tdf.keys[0], 1, 0},
                            &body, &error),
            &error);
    return body;
}

static void measure_rewraps(const char *what, const Kas *kas, const SharingKey *possession,
                            Text body) {
    const KasCaller caller = {.possession = possession, .now_s = 1};
    const double start = seconds();
    for (size_t i = 0; i < REWRAPS; i++) {
        Arena *arena = arena_new();
        Error error = {0};
        Text answer = {0};
        bool is_refused = false;
        size_t at = 0;
        require(kas_rewrap(arena, kas, &caller, body, &answer, &is_refused, &error) &&
                    text_find(answer, TEXT("permit"), &at),
                &error);
        arena_free(arena);
    }
    (void)printf("%-34s %6.0f /s\n", what, REWRAPS / (seconds() - start));
}

int main(int count, char **words) {
    Arena *arena = arena_new();
    Error error = {0};
    KeyRing ring = key_ring_new(arena);
    KeyRing own = key_ring_new(arena);
    ProblemList problems = problem_list_new(arena);
    if (count != 3) {
        (void)fprintf(stderr, "bench-sharing WORKSPACE PACK\n");
        return EXIT_FAILURE;
    }
    sharing_protect_secrets();
    require(key_ring_make(&ring, TEXT("rsa:2048"), TEXT("k"), &error) &&
                key_ring_make(&own, TEXT("rsa:2048"), TEXT(""), &error),
            &error);
    measure_files(arena, &ring);
    const Text pack = text_from(words[2]);
    const Workspace *workspace = workspace_load(arena, text_from(words[1]), &problems);
    const LawSet *set = law_load(arena, &pack, 1, &problems);
    require(workspace != NULL && set != NULL, &error);
    ReleaseSetting setting = {{workspace, set, date_from_parts(2026, 11, 24)}, TEXT("us-office")};
    const Text body = request_for(arena, &ring, &own);
    const Kas bare = {.keys = &ring, .decide = release_all};
    const Kas whole = {.keys = &ring, .context = &setting, .decide = release_by_law};
    measure_rewraps("rewrap RSA-2048", &bare, NULL, body);
    measure_rewraps("rewrap with possession", &bare, key_ring_at(&own, 0), body);
    measure_rewraps("rewrap with decision", &whole, NULL, body);
    key_ring_close(&ring);
    key_ring_close(&own);
    arena_free(arena);
    return EXIT_SUCCESS;
}
