/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "sharing/sharing.h"

enum { SEGMENT = 64, PLAIN = 1000 };

/* What the sealed file in `content` says of its key, opened with the ring. */
static bool open_all(Arena *arena, const Text *content, const KeyRing *ring, TextBuilder *out,
                     Error *error) {
    Tdf tdf;
    SecretKey *key = NULL;
    const ByteSource source = byte_source_of_text(content);
    const ByteSink sink = byte_sink_of_builder(out);
    const TdfOpener opener = tdf_opener_of(ring);
    const bool is_open = tdf_read(arena, &source, &tdf, error) &&
                         tdf_unlock(arena, &tdf, &opener, &key, error) &&
                         tdf_open(arena, &tdf, &source, key, NULL, &sink, error);
    secret_key_free(key);
    return is_open;
}

static Text seal_small(Arena *arena, const KeyRing *ring, TdfFormat format) {
    static char plain[PLAIN];
    Error error = {0};
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < PLAIN; i++) {
        plain[i] = (char)(unsigned char)(i & 0x7FU);
    }
    Text rest = {plain, PLAIN};
    const TdfRecipient recipients[] = {{TEXT("http://a"), TEXT("1"), key_ring_at(ring, 0)},
                                       {TEXT("http://b"), TEXT("2"), key_ring_at(ring, 1)}};
    const TdfSealing sealing = {.format = format,
                                .recipients = recipients,
                                .recipient_count = 2,
                                .item = TEXT("item"),
                                .marking = TEXT("SECRET"),
                                .label_schema = LABEL_XML_SCHEMA,
                                .label_statement = TEXT("<a/>"),
                                .segment_bytes = SEGMENT};
    const ByteStream input = byte_stream_of_text(&rest);
    const ByteSink sink = byte_sink_of_builder(&out);
    assert_true(tdf_seal(arena, &sealing, &input, &sink, &error));
    return text_built(&out);
}

static KeyRing two_keys(Arena *arena) {
    Error error = {0};
    KeyRing ring = key_ring_new(arena);
    assert_true(key_ring_make(&ring, TEXT("ec:secp256r1"), TEXT("a"), &error));
    assert_true(key_ring_make(&ring, TEXT("ec:secp256r1"), TEXT("b"), &error));
    return ring;
}

static void many_small_segments(void **state) {
    KeyRing ring = two_keys(*state);
    for (int format = TDF_FORMAT_4_2_2; format <= TDF_FORMAT_4_3_0; format++) {
        Error error = {0};
        TextBuilder out = text_builder_new(*state);
        const Text sealed = seal_small(*state, &ring, (TdfFormat)format);
        assert_true(open_all(*state, &sealed, &ring, &out, &error));
        assert_int_equal(out.length, PLAIN);
        assert_int_equal(out.bytes[PLAIN - 1], (PLAIN - 1) & 0x7F);
    }
    key_ring_close(&ring);
}

/* Every bit of the container that is changed is noticed, or is one that nothing reads: what comes
 * out is the whole plaintext, or a part of it that was proven before the change was met. */
static void no_changed_bit_gives_other_bytes(void **state) {
    KeyRing ring = two_keys(*state);
    const Text sealed = seal_small(*state, &ring, TDF_FORMAT_4_3_0);
    char *bytes = arena_allocate(*state, sealed.length);
    size_t accepted = 0;
    memcpy(bytes, sealed.bytes, sealed.length);
    for (size_t i = 0; i < sealed.length; i += 3) {
        Arena *scratch = arena_new();
        Error error = {0};
        TextBuilder out = text_builder_new(scratch);
        const Text changed = {bytes, sealed.length};
        bytes[i] = (char)(bytes[i] ^ 4);
        const bool is_open = open_all(scratch, &changed, &ring, &out, &error);
        for (size_t j = 0; j < out.length; j++) {
            assert_int_equal(out.bytes[j], j & 0x7FU);
        }
        assert_true(!is_open || out.length == PLAIN);
        accepted += is_open ? 1 : 0;
        bytes[i] = (char)(bytes[i] ^ 4);
        arena_free(scratch);
    }
    /* Dates, versions, the payload's checksum, names of key servers: little, and never bytes. */
    assert_true(accepted < sealed.length / 3 / 8);
    key_ring_close(&ring);
}

static void every_cut_is_refused(void **state) {
    KeyRing ring = two_keys(*state);
    const Text sealed = seal_small(*state, &ring, TDF_FORMAT_4_2_2);
    for (size_t length = 0; length < sealed.length; length += 7) {
        Error error = {0};
        TextBuilder out = text_builder_new(*state);
        const Text cut = text_slice(sealed, 0, length);
        assert_false(open_all(*state, &cut, &ring, &out, &error));
        assert_int_equal(out.length, 0);
    }
    key_ring_close(&ring);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(many_small_segments),
        ARENA_TEST(no_changed_bit_gives_other_bytes),
        ARENA_TEST(every_cut_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
