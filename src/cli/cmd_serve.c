/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/options.h"
#include "cli/share_files.h"
#include "server/server.h"
#include "store/store.h"

static const OptionSpec OPTIONS[] = {
    {"listen", "ADDRESS:PORT", "where to listen (127.0.0.1:8400); port 0 is any that is free",
     false, false},
    WORKSPACE_PACKS_OPTION,
    {"audit", "FILE|ADDRESS",
     "a database that every decision is recorded in before it is told; `none`: nothing is recorded",
     false, false},
    {"oidc-issuer", "URL", "take OpenID Connect tokens of this issuer", false, false},
    {"oidc-audience", "NAME", "that they must be for", false, false},
    {"oidc-keys", "FILE|URL",
     "the issuer's keys (JWKS): a file, read again whenever it changes, or an address; else where "
     "the issuer's metadata say",
     false, false},
    {"principals", "FILE.csv", "roles and parties by name: columns name, role, parties", false,
     false},
    {"no-local-token", NULL, "make no token for this machine", false, false},
    {"tls-certificate", "FILE", "speak TLS: the server's certificate (PEM)", false, false},
    {"tls-key", "FILE", "its key (PEM)", false, false},
    {"client-ca", "FILE", "take clients' certificates signed by these (PEM)", false, false},
    {"kas-key", "FILE|URI",
     "be a key server with this private key (newest last): a file, whose name names it, or a key "
     "in "
     "a token (pkcs11:token=...;object=NAME)",
     false, true},
    {"kas-files", "DIR", "what a token's module reads and writes while it works", false, true},
    {"kas-holder", "PARTY", "whose data sealed files hold: a party of the workspace, or a country",
     false, false},
    {"kas-possession", NULL, "give keys only with a proof of possession (DPoP)", false, false},
    {"kas-lease", "HOURS", "give leases of keys, for use off line, of at most so many hours", false,
     false},
    {"console", "DIR", "the console's files, where they are not built in", false, false},
    {"patience", "SECONDS", "for a request's headers, and for its body, to come (30)", false,
     false},
    {"workers", "N", "threads for what takes longer than a decision (2)", false, false},
    {"jobs", "N", "reports, stress tests and reforms at a time (1)", false, false},
    {"list", "FILE", "lists to screen against, as for `entente screen`", false, true},
    {"lists", "FOLDER", "every list that `entente list import` keeps there", false, false},
    {"catalogues", "DIR[,DIR...]", "requirements that suppliers are assessed against", false, true},
    {"unconfined", NULL, "keep every right after the start: for finding faults", false, false},
    {"quiet", NULL, "no line in the log for each request", false, false},
};

enum { WORKERS_DEFAULT = 2, WORKERS_MOST = 64, PATIENCE_DEFAULT = 30, PATIENCE_MOST = 3600 };

static void announce(void *context, Text address, Text token) {
    (void)context;
    (void)fprintf(stdout, "Entente listens on %.*s\n", TEXT_ARGS(address));
    if (!text_is_empty(token)) {
        (void)fprintf(stdout, "Open %.*s/#token=%.*s\n", TEXT_ARGS(address), TEXT_ARGS(token));
    }
    (void)fflush(stdout);
}

/* Beside the workspace where nothing else is said; its name keeps it out of what is imported. */
static Text audit_place(Arena *arena, const Arguments *arguments) {
    const Text given = arguments_value(arguments, "audit");
    if (text_is_empty(given) && store_is_address(arguments->places[0])) {
        return arguments->places[0];
    }
    if (text_is_empty(given)) {
        return file_path(arena, arguments->places[0], TEXT(".entente-audit.db"));
    }
    return text_equals(given, TEXT("none")) ? (Text){0} : given;
}

static void read_kas(Arena *arena, const Arguments *arguments, KeyServerOptions *options) {
    Text *keys = NULL;
    Text *files = NULL;
    options->key_count = arguments_values(arena, arguments, "kas-key", false, &keys);
    options->keys = keys;
    options->file_count = arguments_values(arena, arguments, "kas-files", false, &files);
    options->files = files;
    options->passphrase = share_passphrase();
    options->pin = share_pin();
    options->holder = arguments_value(arguments, "kas-holder");
    options->wants_possession = arguments_have(arguments, "kas-possession");
}

static int run_serve(Arena *arena, const Arguments *arguments) {
    ServerOptions options = {.sources = {.workspace = arguments->places[0]},
                             .listen = arguments_value(arguments, "listen"),
                             .assets = arguments_value(arguments, "console"),
                             .threads = 1,
                             .announce = announce};
    ProblemList problems = problem_list_new(arena);
    Error error = {0};
    Text *packs = NULL;
    Text *lists = NULL;
    Text *catalogues = NULL;
    int64_t workers = 0;
    int64_t jobs = 0;
    int64_t patience = 0;
    if (!arguments_number(arguments, "workers", 1, WORKERS_MOST, WORKERS_DEFAULT, &workers,
                          &error) ||
        !arguments_number(arguments, "jobs", 1, WORKERS_MOST, 1, &jobs, &error) ||
        !arguments_number(arguments, "patience", 1, PATIENCE_MOST, PATIENCE_DEFAULT, &patience,
                          &error) ||
        !arguments_number(arguments, "kas-lease", 0, LEASE_HOURS_MAX, 0, &options.keys.lease_hours,
                          &error)) {
        return print_failure(&error);
    }
    if (text_is_empty(options.listen)) {
        options.listen = TEXT("127.0.0.1:8400");
    }
    options.issuer = arguments_value(arguments, "oidc-issuer");
    options.audience = arguments_value(arguments, "oidc-audience");
    options.issuer_keys = arguments_value(arguments, "oidc-keys");
    options.principals = arguments_value(arguments, "principals");
    options.has_no_token = arguments_have(arguments, "no-local-token");
    options.is_unconfined = arguments_have(arguments, "unconfined");
    options.certificate = arguments_value(arguments, "tls-certificate");
    options.certificate_key = arguments_value(arguments, "tls-key");
    options.client_authorities = arguments_value(arguments, "client-ca");
    options.audit = audit_place(arena, arguments);
    options.sources.pack_count = arguments_values(arena, arguments, "packs", true, &packs);
    options.sources.packs = packs;
    options.sources.list_count = arguments_values(arena, arguments, "list", false, &lists);
    options.sources.lists = lists;
    options.sources.list_folder = arguments_value(arguments, "lists");
    options.sources.catalogue_count =
        arguments_values(arena, arguments, "catalogues", true, &catalogues);
    options.sources.catalogues = catalogues;
    read_kas(arena, arguments, &options.keys);
    options.workers = (unsigned)workers;
    options.jobs = (unsigned)jobs;
    options.request_seconds = (unsigned)patience;
    options.log_descriptor = arguments_have(arguments, "quiet") ? -1 : STDERR_FILENO;
    if (server_run(&options, &problems, &error)) {
        return EXIT_DONE;
    }
    return problem_count(&problems) > 0 ? print_problems(arena, &problems) : print_failure(&error);
}

const Command COMMAND_SERVE = {
    .name = "serve",
    .arguments = "WORKSPACE",
    .argument_count = 1,
    .summary = "answer over HTTP, with the console for a browser",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_serve,
};
