/* SPDX-License-Identifier: Apache-2.0 */
#include "../expect.h"

#include <stdlib.h>

#include "service/service.h"

#define COALITION FIXTURES "/coalition/us"

static KeyRing one_key(Arena *arena) {
    Error error = {0};
    KeyRing ring = key_ring_new(arena);
    assert_true(key_ring_make(&ring, TEXT("ec:secp256r1"), TEXT("a"), &error));
    return ring;
}

static bool has(Text text, const char *part) {
    size_t at = 0;
    if (!text_find(text, text_from(part), &at)) {
        print_error("`%s` is not in %.*s\n", part, TEXT_ARGS(text));
        return false;
    }
    return true;
}

static bool seal_text(Arena *arena, const KeyRing *ring, const char *label, Text plain,
                      Text *sealed, Error *error) {
    const TdfRecipient recipient = {TEXT("http://a/kas"), TEXT("1"),
                                    kas_newest_key(ring, TEXT(""))};
    const SealOptions options = {.label = text_from(label),
                                 .item = TEXT("radar-manual"),
                                 .attribute_prefix = SHARE_ATTRIBUTE_PREFIX,
                                 .recipients = &recipient,
                                 .recipient_count = 1};
    return service_share_seal(arena, &options, plain, sealed, error);
}

static void sealed_bytes_are_inspected(void **state) {
    Error error = {0};
    Text sealed = {0};
    Text json = {0};
    KeyRing ring = one_key(*state);
    assert_true(
        seal_text(*state, &ring, "SECRET//REL TO USA, GBR", TEXT("plain"), &sealed, &error));
    assert_true(service_share_inspect(*state, TEXT("n"), sealed, NULL, NULL, &json, &error));
    assert_true(has(json, "\"integrity\": \"not checked\"") && has(json, "\"bytes\": 5"));
    assert_true(has(json, "\"label\": \"SECRET//REL TO USA, GBR\""));
    assert_true(service_share_inspect(*state, TEXT("n"), sealed, &ring, NULL, &json, &error));
    assert_true(has(json, "\"integrity\": \"holds\""));
    KeyRing other = one_key(*state);
    assert_true(service_share_inspect(*state, TEXT("n"), sealed, &other, NULL, &json, &error));
    assert_true(has(json, "\"integrity\": \"not checked\"") && has(json, "the key is not given"));
    const Text cut = text_slice(sealed, 0, sealed.length - 1);
    assert_false(service_share_inspect(*state, TEXT("n"), cut, NULL, NULL, &json, &error));
    key_ring_close(&ring);
    key_ring_close(&other);
}

static void a_bad_label_seals_nothing(void **state) {
    Error error = {0};
    Text sealed = {0};
    KeyRing ring = one_key(*state);
    assert_false(seal_text(*state, &ring, "SECRIT", TEXT("plain"), &sealed, &error));
    assert_true(text_is_empty(sealed));
    key_ring_close(&ring);
}

static void labels_are_told_as_json(void **state) {
    Error error = {0};
    Text json = {0};
    const Text labels[] = {TEXT("(S//REL TO USA, GBR)"), TEXT("(C//REL TO USA, AUS)")};
    assert_true(service_share_label(*state, labels[0], &json, &error));
    assert_true(has(json, "SECRET//REL TO USA, GBR"));
    assert_true(service_share_roll_up(*state, labels, 2, &json, &error));
    assert_true(has(json, "SECRET") && !text_is_empty(json));
    assert_false(service_share_label(*state, TEXT("SECRIT"), &json, &error));
    assert_false(service_share_roll_up(*state, &(Text){TEXT("?").bytes, 1}, 1, &json, &error));
}

static void formats_have_words(void **state) {
    (void)state;
    Error error = {0};
    TdfFormat format = TDF_FORMAT_4_3_0;
    assert_true(service_share_format(TEXT(""), &format, &error) && format == TDF_FORMAT_4_2_2);
    assert_true(service_share_format(TEXT("4.3.0"), &format, &error) && format == TDF_FORMAT_4_3_0);
    assert_false(service_share_format(TEXT("4.4"), &format, &error));
}

static void a_preview_says_who_and_why(void **state) {
    Error error = {0};
    Text json = {0};
    const Text pack = text_from(PACKS "/us-release");
    ProblemList problems = problem_list_new(*state);
    const Workspace *workspace = service_load_workspace(*state, text_from(COALITION), &problems);
    const LawSet *set = law_load(*state, &pack, 1, &problems);
    assert_true(workspace != NULL && set != NULL);
    const ReleaseSetting setting = {{workspace, set, date_from_parts(2026, 11, 24)},
                                    TEXT("us-office")};
    ReleaseQuestion question = {TEXT("SECRET//REL TO USA, GBR"), TEXT("radar-manual"), TEXT("")};
    assert_true(service_share_preview(*state, &setting, &question, &json, &error));
    assert_true(has(json, "\"party\":\"gb-yard\",\"name\":\"The yard\",\"country\":\"GB\","
                          "\"may_open\":true"));
    assert_true(has(json, "\"party\":\"jp-works\",\"name\":\"The works\",\"country\":\"JP\","
                          "\"may_open\":false"));
    assert_true(has(json, "REL TO does not name the destination"));
    question.party = TEXT("jp-works");
    assert_true(service_share_preview(*state, &setting, &question, &json, &error));
    assert_false(text_find(json, TEXT("gb-yard"), &(size_t){0}));
    question.party = TEXT("nobody");
    assert_false(service_share_preview(*state, &setting, &question, &json, &error));
    question = (ReleaseQuestion){TEXT("SECRET"), TEXT("nothing"), TEXT("")};
    assert_false(service_share_preview(*state, &setting, &question, &json, &error));
}

/* ---- what comes with a key ---- */

enum { DAY_S = 86400 };

static const Workspace *cleared_until(Arena *arena, const char *last_day) {
    const WorkspaceFile files[] = {
        {TEXT("party.csv"), TEXT("id,name,kind,country,parent\nus-office,Office,government,US,\n"
                                 "gb-yard,Yard,organisation,GB,\n")},
        {TEXT("item.csv"), TEXT("id,name,kind,unit\nradar-manual,Manual,technology,copy\n")},
        {TEXT("status.csv"), text_format(arena,
                                         "party,status,value,until\nus-office,clearance,SECRET,\n"
                                         "gb-yard,clearance,SECRET,%s\n",
                                         last_day)},
    };
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = workspace_parse(arena, TEXT(""), files, 3, &problems);
    if (workspace == NULL) {
        const Problem *first = array_at(&problems.problems, 0);
        print_error("%zu: %.*s\n", first->line, TEXT_ARGS(first->message));
    }
    assert_non_null(workspace);
    return workspace;
}

static void a_lease_ends_when_the_decision_would(void **state) {
    const Text pack = text_from(PACKS "/us-release");
    ProblemList problems = problem_list_new(*state);
    const LawSet *set = law_load(*state, &pack, 1, &problems);
    const Date today = date_from_parts(2026, 11, 24);
    const int64_t now_s = (int64_t)today * DAY_S + 3600;
    const ReleaseAsker asker = {TEXT("gb-yard"), TEXT("x")};
    const TdfPolicy policy = {
        .has_own = true, .item = TEXT("radar-manual"), .marking = TEXT("SECRET//REL TO USA, GBR")};
    ReleaseSetting setting = {{cleared_until(*state, "2026-11-25"), set, today}, TEXT("us-office")};
    const int64_t week = now_s + 7 * (int64_t)DAY_S;
    assert_true(service_release_until(*state, &setting, &asker, &policy, now_s, week) ==
                (int64_t)date_from_parts(2026, 11, 26) * DAY_S);
    assert_true(service_release_until(*state, &setting, &asker, &policy, now_s, now_s + 60) ==
                now_s + 60);
    setting.access.workspace = cleared_until(*state, "");
    assert_true(service_release_until(*state, &setting, &asker, &policy, now_s, week) == week);
}

static void obligations_are_named_by_their_words(void **state) {
    const KasObligation *duties = NULL;
    ShortAnswer answer = {.is_usable = true,
                          .json = TEXT("{\"obligations\":[{\"text\":\"a\",\"citation\":\"1\"},"
                                       "{\"text\":\"b\",\"citation\":\"1\"}]}")};
    assert_int_equal(service_release_obligations(*state, &answer, &duties), 2);
    assert_true(duties[0].name.length == 16 && !text_equals(duties[0].name, duties[1].name));
    const Text known[] = {duties[1].name};
    const Text missing = service_release_unacknowledged(*state, duties, 2, known, 1);
    assert_true(has(missing, "a (1) as "));
    assert_false(text_find(missing, TEXT("b (1)"), &(size_t){0}));
    assert_true(text_is_empty(service_release_unacknowledged(*state, duties, 0, NULL, 0)));
    answer.json = TEXT("{}");
    assert_int_equal(service_release_obligations(*state, &answer, &duties), 0);
    answer.is_usable = false;
    assert_int_equal(service_release_obligations(*state, &answer, &duties), 0);
}

static void append(Store *store, const char *kind) {
    Error error = {0};
    int64_t first = 0;
    const AuditEntry entry = {.at_ms = 1,
                              .who = TEXT("somebody"),
                              .kind = text_from(kind),
                              .inputs = TEXT("{\"item\":\"radar-manual\"}")};
    assert_true(store_audit_append(store, &entry, 1, &first, &error));
}

static void releases_are_listed_by_page(void **state) {
    Error error = {0};
    Text json = {0};
    Store *store = NULL;
    char folder[] = "/tmp/entente-releases-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const Text path = text_format(*state, "%s/a.db", folder);
    assert_true(store_create(path, &store, &error));
    append(store, "decision");
    append(store, "key release");
    append(store, "key refusal");
    ReleasePage page = {.limit = 1};
    assert_true(service_share_releases(*state, store, &page, &json, &error));
    assert_true(has(json, "\"number\":2") && has(json, "\"next\":2"));
    assert_true(has(json, "\"asked\":{\"item\":\"radar-manual\"}"));
    page = (ReleasePage){.after = 2, .limit = 10};
    assert_true(service_share_releases(*state, store, &page, &json, &error));
    assert_true(has(json, "key refusal") && has(json, "\"next\":null"));
    page = (ReleasePage){.limit = 1, .is_newest = true};
    assert_true(service_share_releases(*state, store, &page, &json, &error));
    assert_true(has(json, "\"number\":3") && has(json, "\"next\":null"));
    store_close(store);
    (void)unlink(text_terminated(*state, path));
    (void)rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(sealed_bytes_are_inspected),
        ARENA_TEST(a_bad_label_seals_nothing),
        ARENA_TEST(labels_are_told_as_json),
        ARENA_TEST(formats_have_words),
        ARENA_TEST(a_preview_says_who_and_why),
        ARENA_TEST(releases_are_listed_by_page),
        ARENA_TEST(a_lease_ends_when_the_decision_would),
        ARENA_TEST(obligations_are_named_by_their_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
