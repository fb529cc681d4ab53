/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/file.h"

/* An empty folder for each test, removed with all it holds. */
typedef struct Place {
    Arena *arena;
    Text folder;
} Place;

static int set_up_place(void **state) {
    Place *place = test_malloc(sizeof *place);
    place->arena = arena_new();
    char pattern[] = "/tmp/entente-test-XXXXXX";
    char *made = mkdtemp(pattern);
    if (made == NULL) {
        return -1;
    }
    place->folder = text_copy(place->arena, text_from(made));
    *state = place;
    return 0;
}

static int tear_down_place(void **state) {
    Place *place = *state;
    Text command = text_format(place->arena, "rm -r '%.*s'", TEXT_ARGS(place->folder));
    int status = system(command.bytes);
    arena_free(place->arena);
    test_free(place);
    return status;
}

static Text in(const Place *place, const char *name) {
    return file_path(place->arena, place->folder, text_from(name));
}

static void expect_error(const Place *place, const Error *error, ErrorKind kind, const char *format,
                         Text path) {
    assert_int_equal(error->kind, kind);
    Text rest = text_from(format);
    Text before;
    assert_true(text_split(&rest, '@', &before));
    assert_string_equal(error->message, text_format(place->arena, "%.*s%.*s%.*s", TEXT_ARGS(before),
                                                    TEXT_ARGS(path), TEXT_ARGS(rest))
                                            .bytes);
}

/* The folder holds one file, and none that is hidden. */
static void expect_only(const Place *place, const char *name) {
    Text command = text_format(place->arena, "test \"$(ls -A '%.*s')\" = '%s'",
                               TEXT_ARGS(place->folder), name);
    assert_int_equal(system(command.bytes), 0);
}

static void written_and_read(void **state) {
    const Place *place = *state;
    static const Text contents[] = {{"", 0}, {"a", 1}, {"a\0b\n", 4}, {NULL, 0}};
    Text path = in(place, "a");
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        Error error;
        Text content = TEXT("?");
        assert_true(file_write(path, contents[i], &error));
        assert_true(file_read(place->arena, path, 4, &content, &error));
        assert_true(text_equals(content, contents[i]));
    }
}

static void a_large_file(void **state) {
    const Place *place = *state;
    Error error;
    TextBuilder builder = text_builder_new(place->arena);
    for (int i = 0; i < 300000; i++) {
        text_add_format(&builder, "%d\n", i);
    }
    Text content;
    assert_true(file_write(in(place, "a"), text_built(&builder), &error));
    assert_true(file_read(place->arena, in(place, "a"), 1 << 24, &content, &error));
    assert_true(text_equals(content, text_built(&builder)));
}

static void the_limit_is_kept(void **state) {
    const Place *place = *state;
    Error error;
    Text content = TEXT("?");
    assert_true(file_write(in(place, "a"), TEXT("12345"), &error));
    assert_true(file_read(place->arena, in(place, "a"), 5, &content, &error));
    EXPECT_TEXT(content, "12345");
    content = TEXT("?");
    assert_false(file_read(place->arena, in(place, "a"), 4, &content, &error));
    expect_error(place, &error, ERROR_LIMIT, "`@` is larger than 4 bytes", in(place, "a"));
    assert_false(file_read(place->arena, in(place, "a"), 0, &content, &error));
    EXPECT_TEXT(content, "?");
}

/* Such files tell no size. */
/* Their size is told as 0; this one does not change. */
static void files_of_the_kernel(void **state) {
    const Place *place = *state;
    Error error;
    Text content;
    assert_true(file_read(place->arena, TEXT("/proc/version"), 1 << 20, &content, &error));
    assert_true(text_starts_with(content, TEXT("Linux version")));
    assert_false(file_read(place->arena, TEXT("/proc/version"), 10, &content, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_true(file_read(place->arena, TEXT("/proc/version"), content.length, &content, &error));
}

static void what_cannot_be_read(void **state) {
    const Place *place = *state;
    Error error;
    Text content;
    assert_false(file_read(place->arena, in(place, "none"), 9, &content, &error));
    expect_error(place, &error, ERROR_MISSING, "cannot read `@`: No such file or directory",
                 in(place, "none"));
    assert_false(file_read(place->arena, place->folder, 9, &content, &error));
    expect_error(place, &error, ERROR_INVALID, "`@` is not a regular file", place->folder);
    assert_true(file_write(in(place, "a"), TEXT("x"), &error));
    assert_false(file_read(place->arena, in(place, "a/b"), 9, &content, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_false(file_read(place->arena, TEXT(""), 9, &content, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_false(file_read(place->arena, (Text){NULL, 0}, 9, &content, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    Text zero = text_format(place->arena, "%.*s%cb", TEXT_ARGS(in(place, "a")), 0);
    assert_false(file_read(place->arena, zero, 9, &content, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_false(file_exists(zero));
}

/* Nobody writes to the pipe; reading it must not wait. */
static void a_pipe_is_no_file(void **state) {
    const Place *place = *state;
    Error error;
    Text content;
    Text path = in(place, "pipe");
    assert_int_equal(mkfifo(path.bytes, 0600), 0);
    assert_false(file_read(place->arena, path, 9, &content, &error));
    expect_error(place, &error, ERROR_INVALID, "`@` is not a regular file", path);
    assert_false(file_write(path, TEXT("x"), &error));
    expect_error(place, &error, ERROR_INVALID, "`@` is not a regular file", path);
}

static void what_cannot_be_written(void **state) {
    const Place *place = *state;
    Error error;
    assert_false(file_write(in(place, "none/a"), TEXT("x"), &error));
    expect_error(place, &error, ERROR_MISSING, "cannot write `@`: No such file or directory",
                 in(place, "none/a"));
    assert_false(file_write(place->folder, TEXT("x"), &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_false(file_write(TEXT(""), TEXT("x"), &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_false(file_write(TEXT("/proc/entente"), TEXT("x"), &error));
}

static void write_over_the_limit(const Place *place, Error *error) {
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit narrow = {.rlim_cur = 10, .rlim_max = before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &narrow), 0);
    bool is_written = file_write(in(place, "a"), TEXT("more than ten bytes"), error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    assert_false(is_written);
}

/* As on a disk that is full. */
static void a_write_that_fails_changes_nothing(void **state) {
    const Place *place = *state;
    Error error;
    Text content;
    assert_true(file_write(in(place, "a"), TEXT("old"), &error));
    write_over_the_limit(place, &error);
    expect_error(place, &error, ERROR_FAILED, "cannot write `@`: File too large", in(place, "a"));
    assert_true(file_read(place->arena, in(place, "a"), 3, &content, &error));
    EXPECT_TEXT(content, "old");
    expect_only(place, "a");
}

static mode_t mode_of(Text path) {
    struct stat status;
    assert_int_equal(stat(path.bytes, &status), 0);
    return status.st_mode & 07777;
}

static void a_file_that_is_replaced_keeps_its_mode(void **state) {
    const Place *place = *state;
    Error error;
    Text path = in(place, "a");
    mode_t before = umask(022);
    assert_true(file_write(path, TEXT("x"), &error));
    (void)umask(before);
    assert_int_equal(mode_of(path), 0644);
    assert_int_equal(chmod(path.bytes, 0600), 0);
    assert_true(file_write(path, TEXT("y"), &error));
    assert_int_equal(mode_of(path), 0600);
}

static void nothing_else_is_left(void **state) {
    const Place *place = *state;
    Error error;
    assert_true(file_write(in(place, "a"), TEXT("x"), &error));
    assert_true(file_write(in(place, "a"), TEXT("y"), &error));
    expect_only(place, "a");
}

/* Another may have been left by a crash, or be in use. */
static void a_temporary_file_of_another_is_left_alone(void **state) {
    const Place *place = *state;
    Error error;
    Text content;
    Text other = text_format(place->arena, "%.*s/.entente-%ld-0.tmp", TEXT_ARGS(place->folder),
                             (long)getpid());
    FILE *file = fopen(other.bytes, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    assert_true(file_write(in(place, "a"), TEXT("x"), &error));
    assert_true(file_exists(other));
    assert_true(file_read(place->arena, in(place, "a"), 1, &content, &error));
    EXPECT_TEXT(content, "x");
}

static void files_without_a_folder_in_their_name(void **state) {
    const Place *place = *state;
    Error error;
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(text_terminated(place->arena, place->folder)), 0);
    bool is_written = file_write(TEXT("a"), TEXT("x"), &error);
    assert_int_equal(chdir(before), 0);
    assert_true(is_written);
    assert_true(file_exists(in(place, "a")));
}

static void existence(void **state) {
    const Place *place = *state;
    Error error;
    assert_true(file_write(in(place, "a"), TEXT("x"), &error));
    assert_true(file_exists(in(place, "a")));
    assert_false(file_is_folder(in(place, "a")));
    assert_true(file_exists(place->folder));
    assert_true(file_is_folder(place->folder));
    assert_false(file_exists(in(place, "b")));
    assert_false(file_is_folder(in(place, "b")));
    assert_false(file_exists(TEXT("")));
    assert_false(file_is_folder((Text){NULL, 0}));
}

static void names_are_sorted_by_bytes(void **state) {
    const Place *place = *state;
    static const char *const created[] = {"b", "a", "B", ".hidden", "10", "9", "\xC3\xA9", "a.csv"};
    static const char *const expected[] = {"10", "9", "B", "a", "a.csv", "b", "\xC3\xA9"};
    Error error;
    Array names;
    assert_true(file_list(place->arena, place->folder, &names, &error));
    assert_int_equal(names.count, 0);
    for (size_t i = 0; i < sizeof created / sizeof created[0]; i++) {
        assert_true(file_write(in(place, created[i]), TEXT(""), &error));
    }
    assert_true(file_list(place->arena, place->folder, &names, &error));
    assert_int_equal(names.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < names.count; i++) {
        EXPECT_TEXT(ARRAY_ITEMS(Text, &names)[i], expected[i]);
    }
}

static void what_cannot_be_listed(void **state) {
    const Place *place = *state;
    Error error;
    Array names = {.count = 77};
    assert_false(file_list(place->arena, in(place, "none"), &names, &error));
    expect_error(place, &error, ERROR_MISSING, "cannot list `@`: No such file or directory",
                 in(place, "none"));
    assert_true(file_write(in(place, "a"), TEXT(""), &error));
    assert_false(file_list(place->arena, in(place, "a"), &names, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_false(file_list(place->arena, TEXT(""), &names, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_int_equal(names.count, 77);
}

static void paths_are_joined(void **state) {
    const Place *place = *state;
    EXPECT_TEXT(file_path(place->arena, TEXT("a"), TEXT("b")), "a/b");
    EXPECT_TEXT(file_path(place->arena, TEXT("a/"), TEXT("b")), "a/b");
    EXPECT_TEXT(file_path(place->arena, TEXT("/"), TEXT("b")), "/b");
    EXPECT_TEXT(file_path(place->arena, TEXT(""), TEXT("b")), "b");
    EXPECT_TEXT(file_path(place->arena, (Text){NULL, 0}, TEXT("b")), "b");
}

#define PLACE_TEST(function)                                                                       \
    cmocka_unit_test_setup_teardown(function, set_up_place, tear_down_place)

int main(void) {
    const struct CMUnitTest tests[] = {
        PLACE_TEST(written_and_read),
        PLACE_TEST(a_large_file),
        PLACE_TEST(the_limit_is_kept),
        PLACE_TEST(files_of_the_kernel),
        PLACE_TEST(what_cannot_be_read),
        PLACE_TEST(a_pipe_is_no_file),
        PLACE_TEST(what_cannot_be_written),
        PLACE_TEST(a_write_that_fails_changes_nothing),
        PLACE_TEST(a_file_that_is_replaced_keeps_its_mode),
        PLACE_TEST(nothing_else_is_left),
        PLACE_TEST(a_temporary_file_of_another_is_left_alone),
        PLACE_TEST(files_without_a_folder_in_their_name),
        PLACE_TEST(existence),
        PLACE_TEST(names_are_sorted_by_bytes),
        PLACE_TEST(what_cannot_be_listed),
        PLACE_TEST(paths_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
