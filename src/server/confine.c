/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "server/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- files ---- */

enum { READING = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR };

/* Of the second version of the interface, which headers may not have. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static const uint64_t FIRST_RIGHTS =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
    LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
    LANDLOCK_ACCESS_FS_MAKE_SYM;

/* What each version of the interface knows more. */
static uint64_t rights_of(long version) {
    return FIRST_RIGHTS | (version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0) |
           (version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
}

static uint64_t writing(long version) {
    return READING | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
           LANDLOCK_ACCESS_FS_REMOVE_FILE | (version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
}

static bool allow(int rules, Text path, uint64_t rights) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    struct stat status;
    struct landlock_path_beneath_attr rule = {.allowed_access = rights};
    rule.parent_fd = open(text_terminated(arena, path), O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0) {
        return true; /* what is not there cannot be opened either */
    }
    if (fstat(rule.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode)) {
        rule.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                               LANDLOCK_ACCESS_FS_TRUNCATE;
    }
    const long added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    (void)close(rule.parent_fd);
    return added == 0;
}

static bool allow_all(int rules, long version, const ConfinePlan *plan) {
    bool is_done = true;
    for (size_t i = 0; i < plan->readable_count; i++) {
        is_done = is_done && allow(rules, plan->readable[i], READING);
    }
    for (size_t i = 0; i < plan->writable_count; i++) {
        is_done = is_done && allow(rules, plan->writable[i], writing(version));
    }
    return is_done;
}

bool confine_files(const ConfinePlan *plan, Confinement *done, Error *error) {
    const long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    *done = CONFINE_MISSING;
    if (version < 1) {
        return true;
    }
    const struct landlock_ruleset_attr handled = {.handled_access_fs = rights_of(version)};
    const int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0) {
        return error_set(error, ERROR_FAILED, "the kernel makes no Landlock rules");
    }
    const bool is_done = allow_all(rules, version, plan) &&
                         prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                         syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    (void)close(rules);
    *done = is_done ? CONFINE_DONE : CONFINE_MISSING;
    return is_done || error_set(error, ERROR_FAILED, "the kernel does not take the Landlock rules");
}

/* ---- system calls ---- */

/* What neither the server nor its jobs ever need. */
static const int NEVER[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kcmp),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(sethostname),
    SCMP_SYS(personality),
};

static const int NETWORK[] = {SCMP_SYS(socket), SCMP_SYS(connect)};
static const int LISTENING[] = {SCMP_SYS(bind), SCMP_SYS(listen)};

static bool refuse(scmp_filter_ctx filter, const int *calls, size_t count) {
    bool is_done = true;
    for (size_t i = 0; i < count; i++) {
        is_done = is_done && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0) == 0;
    }
    return is_done;
}

/* Threads are made, processes are not. The newer call hides its flags in memory, where no filter
 * sees them; told that it is not there, the C library takes the older one. */
static bool refuse_processes(scmp_filter_ctx filter) {
    const struct scmp_arg_cmp no_thread =
        SCMP_A0(SCMP_CMP_MASKED_EQ, (scmp_datum_t)CLONE_THREAD, 0);
    const int calls[] = {SCMP_SYS(fork), SCMP_SYS(vfork)};
    return refuse(filter, calls, sizeof calls / sizeof calls[0]) &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, no_thread) == 0;
}

static bool fill(scmp_filter_ctx filter, const ConfineCalls *calls) {
    return seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
           refuse(filter, NEVER, sizeof NEVER / sizeof NEVER[0]) &&
           refuse(filter, LISTENING, sizeof LISTENING / sizeof LISTENING[0]) &&
           (calls->may_connect || refuse(filter, NETWORK, sizeof NETWORK / sizeof NETWORK[0])) &&
           (calls->may_fork || refuse_processes(filter));
}

bool confine_calls(const ConfineCalls *calls, Confinement *done, Error *error) {
    *done = CONFINE_MISSING;
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) {
        return true;
    }
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    const bool is_done = filter != NULL && fill(filter, calls) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    *done = is_done ? CONFINE_DONE : CONFINE_MISSING;
    return is_done || error_set(error, ERROR_FAILED, "the kernel does not take the seccomp filter");
}
