/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "server/route.h"
#include "server/schemas.h"

static const Route *find(Arena *arena, const char *method, const char *path, Text *name,
                         Text *allowed) {
    *name = (Text){0};
    *allowed = (Text){0};
    return route_find(arena, text_from(method), text_from(path), name, allowed);
}

static void test_paths_and_what_they_name(void **state) {
    Arena *arena = arena_new();
    Text name = {0};
    Text allowed = {0};
    (void)state;
    assert_string_equal(find(arena, "GET", "/v1/packs", &name, &allowed)->path, "/v1/packs");
    assert_string_equal(find(arena, "GET", "/v1/packs/us.ear", &name, &allowed)->path,
                        "/v1/packs/{name}");
    EXPECT_TEXT(name, "us.ear");
    assert_string_equal(find(arena, "GET", "/v1/jobs/7/result", &name, &allowed)->path,
                        "/v1/jobs/{name}/result");
    EXPECT_TEXT(name, "7");
    assert_string_equal(find(arena, "HEAD", "/health", &name, &allowed)->path, "/health");
    arena_free(arena);
}

static void test_what_is_not_there(void **state) {
    const char *const paths[] = {
        "",          "/",         "/v1", "/v1/packs/", "/v1/packs/a/b", "/v1/jobs//result",
        "/V1/packs", "/v1/packs?"};
    Arena *arena = arena_new();
    Text name = {0};
    Text allowed = {0};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_null(find(arena, "GET", paths[i], &name, &allowed));
        assert_true(text_is_empty(allowed));
    }
    assert_null(find(arena, "PUT", "/v1/jobs/7", &name, &allowed));
    EXPECT_TEXT(allowed, "GET, DELETE");
    arena_free(arena);
}

static void test_every_route_is_whole(void **state) {
    const RouteList *const *lists = NULL;
    const size_t count = route_lists(&lists);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < lists[i]->count; j++) {
            const Route *route = &lists[i]->routes[j];
            assert_true(route->handle != NULL && route->summary != NULL && route->path[0] == '/');
            assert_non_null(schema_find(route->answer_type));
            assert_true(route->body_type == NULL || schema_find(route->body_type) != NULL);
            /* What reads a body says how much of it, and the open routes show nobody's data. */
            assert_true(route->body_type == NULL || route->body_max > 0);
            assert_true(route->role != ROLE_OPEN || route->scope == SCOPE_NOTHING);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths_and_what_they_name),
        cmocka_unit_test(test_what_is_not_there),
        cmocka_unit_test(test_every_route_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
