/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_SERVER_H
#define ENTENTE_SERVER_SERVER_H

/* The jobs of service/ over HTTP (docs/api.md): a workspace and its packs are read once, kept
 * until they are read anew, and answered from by several threads. server_run may be called once
 * in a process: it handles signals. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"
#include "server/key_server.h"
#include "server/state.h"

typedef struct ServerOptions {
    StateSources sources;
    Text audit;         /* a database for the audit chain; empty: nothing is recorded */
    Text listen;        /* 127.0.0.1:8080; port 0: any that is free */
    Text issuer;        /* of OpenID Connect tokens; empty: none are taken */
    Text audience;      /* that they must be for */
    Text issuer_keys;   /* a file: the issuer's JWKS, read again whenever it changes */
    Text principals;    /* a table: name, role, parties; or empty */
    bool is_unconfined; /* nothing is given up after the start */
    bool has_no_token;  /* no token for this machine is made */
    Text certificate;   /* PEM files; empty: no TLS */
    Text certificate_key;
    Text client_authorities;  /* who signs clients' certificates; empty: none are asked for */
    KeyServerOptions keys;    /* of a key server, where there is one */
    Text assets;              /* the console's folder; empty: none is served */
    unsigned threads;         /* that speak HTTP */
    unsigned workers;         /* that answer what takes longer */
    unsigned request_seconds; /* for a request's headers, and for its body; 0: 30 */
    unsigned jobs;            /* reports, stress tests and reforms at a time */
    int log_descriptor;       /* a line of JSON for each request; -1: none */
    /* Told once it listens: where, and the token for this machine or the empty text. */
    void (*announce)(void *context, Text address, Text token);
    void *context;
} ServerOptions;

/* Serves until SIGTERM or SIGINT, and reads everything anew on SIGHUP. Problems are those of the
 * workspace and the packs, where there were any. */
MUST_CHECK bool server_run(const ServerOptions *options, ProblemList *problems, Error *error);

#endif
