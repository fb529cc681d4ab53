/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "server/confine.h"

/* Each test runs in a process of its own, for nothing that is given up comes back. What it gives
 * is 0, or the number of the expectation that failed; 77 where the kernel cannot confine. */

enum { KERNEL_CANNOT = 77 };

static char inside[] = "/tmp/entente-confine-XXXXXX";

static int apart(int (*action)(void)) {
    const pid_t child = fork();
    int status = 0;
    assert_true(child >= 0);
    if (child == 0) {
        _exit(action());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void expect_held(int given) {
    if (given == KERNEL_CANNOT) {
        print_message("this kernel has no such confinement\n");
        skip();
    }
    assert_int_equal(given, 0);
}

static bool can_open(const char *folder, const char *name, int flags) {
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    const int file = open(path, flags | O_CLOEXEC, 0600);
    if (file >= 0) {
        (void)close(file);
    }
    return file >= 0;
}

/* ---- files ---- */

static int read_alone(void) {
    const Text readable[] = {text_from(inside)};
    const ConfinePlan plan = {.readable = readable, .readable_count = 1};
    Confinement done = CONFINE_MISSING;
    Error error = {0};
    if (!can_open(inside, "file", O_RDONLY) || !can_open("/etc", "passwd", O_RDONLY)) {
        return 1;
    }
    if (!confine_files(&plan, &done, &error)) {
        return 2;
    }
    if (done == CONFINE_MISSING) {
        return KERNEL_CANNOT;
    }
    return !can_open(inside, "file", O_RDONLY)               ? 3
           : can_open("/etc", "passwd", O_RDONLY)            ? 4
           : can_open(inside, "file", O_WRONLY)              ? 5
           : can_open(inside, "new", O_WRONLY | O_CREAT)     ? 6
           : can_open("/tmp", "new", O_WRONLY | O_CREAT)     ? 7
           : mkdir("/tmp/entente-confine-folder", 0700) == 0 ? 8
                                                             : 0;
}

static int write_inside(void) {
    const Text writable[] = {text_from(inside)};
    const ConfinePlan plan = {.writable = writable, .writable_count = 1};
    Confinement done = CONFINE_MISSING;
    Error error = {0};
    char path[256];
    (void)snprintf(path, sizeof path, "%s/new", inside);
    if (!confine_files(&plan, &done, &error)) {
        return 1;
    }
    if (done == CONFINE_MISSING) {
        return KERNEL_CANNOT;
    }
    return !can_open(inside, "new", O_WRONLY | O_CREAT)  ? 2
           : unlink(path) != 0                           ? 3
           : can_open("/tmp", "new", O_WRONLY | O_CREAT) ? 4
           : can_open("/etc", "passwd", O_RDONLY)        ? 5
                                                         : 0;
}

static void test_only_what_is_named_can_be_read(void **state) {
    (void)state;
    expect_held(apart(read_alone));
}

static void test_only_what_is_named_can_be_written(void **state) {
    (void)state;
    expect_held(apart(write_inside));
}

/* ---- system calls ---- */

static void *nothing(void *context) {
    return context;
}

static int refused_calls(void) {
    const ConfineCalls calls = {0};
    Confinement done = CONFINE_MISSING;
    Error error = {0};
    pthread_t thread;
    char *const words[] = {inside, NULL};
    if (!confine_calls(&calls, &done, &error)) {
        return 1;
    }
    if (done == CONFINE_MISSING) {
        return KERNEL_CANNOT;
    }
    if (execv("/bin/true", words) != -1 || errno != EPERM) {
        return 2;
    }
    if (fork() != -1 || errno != EPERM) {
        return 3;
    }
    if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM) {
        return 4;
    }
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != -1 || errno != EPERM) {
        return 5;
    }
    /* Threads are still made, and memory had. */
    if (pthread_create(&thread, NULL, nothing, NULL) != 0 || pthread_join(thread, NULL) != 0) {
        return 6;
    }
    free(malloc(1 << 20));
    return 0;
}

static int who_makes_jobs(void) {
    const ConfineCalls calls = {.may_fork = true};
    Confinement done = CONFINE_MISSING;
    Error error = {0};
    int status = 0;
    char *const words[] = {inside, NULL};
    if (!confine_calls(&calls, &done, &error)) {
        return 1;
    }
    if (done == CONFINE_MISSING) {
        return KERNEL_CANNOT;
    }
    const pid_t child = fork();
    if (child == 0) {
        _exit(execv("/bin/true", words) == -1 && errno == EPERM ? 5 : 6);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 5 ? 0 : 2;
}

static int other_threads(void) {
    const ConfineCalls calls = {0};
    Confinement done = CONFINE_MISSING;
    Error error = {0};
    return confine_calls(&calls, &done, &error) && done == CONFINE_DONE ? 0 : KERNEL_CANNOT;
}

static void test_programs_processes_and_sockets_are_refused(void **state) {
    (void)state;
    expect_held(apart(refused_calls));
}

static void test_who_makes_jobs_runs_no_programs(void **state) {
    (void)state;
    expect_held(apart(who_makes_jobs));
}

static void test_a_confinement_is_said_to_be_there(void **state) {
    (void)state;
    expect_held(apart(other_threads));
}

static int make_inside(void **state) {
    char path[256];
    (void)state;
    if (mkdtemp(inside) == NULL) {
        return 1;
    }
    (void)snprintf(path, sizeof path, "%s/file", inside);
    const int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    return file < 0 || close(file) != 0;
}

static int remove_inside(void **state) {
    char path[256];
    (void)state;
    (void)snprintf(path, sizeof path, "%s/file", inside);
    return unlink(path) != 0 || rmdir(inside) != 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_what_is_named_can_be_read),
        cmocka_unit_test(test_only_what_is_named_can_be_written),
        cmocka_unit_test(test_programs_processes_and_sockets_are_refused),
        cmocka_unit_test(test_who_makes_jobs_runs_no_programs),
        cmocka_unit_test(test_a_confinement_is_said_to_be_there),
    };
    return cmocka_run_group_tests(tests, make_inside, remove_inside);
}
