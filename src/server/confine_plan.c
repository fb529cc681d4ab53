/* SPDX-License-Identifier: Apache-2.0 */
#include "server/confine_plan.h"

#include "base/file.h"
#include "server/issuer_keys.h"
#include "store/store.h"

static Text folder_of(Text path) {
    size_t slash = path.length;
    while (slash > 0 && path.bytes[slash - 1] != '/') {
        slash--;
    }
    return slash == 0 ? TEXT(".") : text_slice(path, 0, slash);
}

static void add(Array *list, Text path) {
    if (!text_is_empty(path) && !store_is_server(path)) {
        *(Text *)array_add(list) = path;
    }
}

static void add_all(Array *list, const Text *paths, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add(list, paths[i]);
    }
}

static bool is_in_file(Text address) {
    return !text_is_empty(address) && !store_is_server(address);
}

/* The scheme and the crosswalk of a workspace's own folder, and the catalogues beside its scheme:
 * they are read again with it. */
static void add_named(Arena *arena, Array *list, const Workspace *workspace) {
    static const Text SETTINGS[] = {{"scheme", 6}, {"crosswalk", 9}};
    for (size_t i = 0; i < sizeof SETTINGS / sizeof SETTINGS[0]; i++) {
        const Text name = workspace_setting(workspace, SETTINGS[i]);
        if (!text_is_empty(name) && !store_is_address(workspace->folder)) {
            add(list, file_path(arena, workspace->folder,
                                text_format(arena, "%.*s/..", TEXT_ARGS(name))));
        }
    }
}

/* What the C library and OpenSSL look at when they are first asked for something. */
static void add_system(Array *list) {
    static const Text PATHS[] = {{"/usr/lib", 8},          {"/lib", 4},
                                 {"/etc/ssl", 8},          {"/etc/hosts", 10},
                                 {"/etc/resolv.conf", 16}, {"/etc/nsswitch.conf", 18},
                                 {"/etc/localtime", 14},   {"/dev/urandom", 12},
                                 {"/dev/null", 9}};
    add_all(list, PATHS, sizeof PATHS / sizeof PATHS[0]);
}

ConfinePlan confine_plan(Arena *arena, const ServerOptions *options, const Loaded *loaded,
                         bool is_for_jobs) {
    Array readable = array_new(arena, sizeof(Text));
    Array writable = array_new(arena, sizeof(Text));
    const StateSources *sources = &options->sources;
    add(&readable, sources->workspace);
    if (store_is_address(sources->workspace) && is_in_file(sources->workspace)) {
        /* SQLite keeps its log and its locks beside the file. */
        add(&writable, folder_of(sources->workspace));
    }
    add_named(arena, &readable, loaded->workspace);
    add_all(&readable, sources->packs, sources->pack_count);
    for (size_t i = 0; i < law_pack_count(loaded->set); i++) {
        /* Packs that one uses stand beside it. */
        add(&readable, folder_of(law_pack(loaded->set, i).folder));
    }
    add_all(&readable, sources->lists, sources->list_count);
    add(&readable, sources->list_folder);
    add_all(&readable, sources->catalogues, sources->catalogue_count);
    add_system(&readable);
    if (!is_for_jobs) {
        if (loaded->list_count > 0 && !store_is_address(sources->workspace)) {
            /* What is found of its parties is kept there. */
            add(&writable, sources->workspace);
        }
        if (!text_is_empty(options->issuer_keys) && !issuer_keys_is_address(options->issuer_keys)) {
            /* A new file takes the old one's place. */
            add(&readable, folder_of(options->issuer_keys));
        }
        if (is_in_file(options->audit)) {
            add(&writable, folder_of(options->audit));
        }
        add_all(&writable, options->keys.files, options->keys.file_count);
    }
    return (ConfinePlan){ARRAY_ITEMS(Text, &readable), readable.count, ARRAY_ITEMS(Text, &writable),
                         writable.count};
}

bool confine_needs_network(const ServerOptions *options, bool is_for_jobs) {
    const bool asks_issuer =
        !is_for_jobs && !text_is_empty(options->issuer) &&
        (text_is_empty(options->issuer_keys) || issuer_keys_is_address(options->issuer_keys));
    return asks_issuer || key_server_has_tokens(&options->keys) ||
           store_is_server(options->audit) || store_is_server(options->sources.workspace);
}
