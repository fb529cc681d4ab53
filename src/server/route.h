/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_ROUTE_H
#define ENTENTE_SERVER_ROUTE_H

/* Private to server/: the table of routes, and what a handler is given. The table is all there is
 * to say of a route: who may call it, how much it reads, where it runs and how it is described in
 * the OpenAPI document. */

#include "base/array.h"
#include "server/http.h"
#include "server/ledger.h"
#include "server/principal.h"
#include "server/state.h"

typedef struct Server Server;

/* One request while it is answered. */
typedef struct Call {
    Arena *arena;
    Server *server;
    HttpRequest *request;
    const struct Route *route;
    const Loaded *loaded;
    Principal principal;
    Text name; /* what stands for {name} in the path */
    Error error;
    Array entries; /* of AuditEntry: what goes on record before the answer is told */
    Array pieces;  /* of CallPiece: what the answer is put together from, where there are any */
    LedgerWork work;
} Call;

/* A part of an answer: an object that gets the number of its row as its first member, where it is
 * recorded. */
typedef struct CallPiece {
    Text text;
    bool is_recorded;
} CallPiece;

/* Whose data a route shows. */
typedef enum RouteScope {
    SCOPE_NOTHING,  /* none of anybody's */
    SCOPE_OWN,      /* the handler leaves out what the principal's parties may not see */
    SCOPE_ALLIANCE, /* of all: only for who is not held to some parties */
} RouteScope;

typedef struct RouteParameter {
    const char *name;
    const char *type; /* date, number, text, flag, texts */
    bool is_required;
    const char *meaning;
} RouteParameter;

typedef struct Route {
    const char *method;
    const char *path; /* /v1/jobs/{name} */
    Role role;
    RouteScope scope;
    bool is_quick; /* answered on the thread that speaks HTTP */
    size_t body_max;
    bool (*handle)(Call *call);
    const char *summary;
    const RouteParameter *parameters; /* of the query, or the body's members where a route that
                                         takes a body names no type of it; name NULL ends */
    const char *body_type;            /* of the request; NULL: none */
    const char *answer_type;
} Route;

/* A part of the table. */
typedef struct RouteList {
    const Route *routes;
    size_t count;
} RouteList;

extern const RouteList ROUTES_ABOUT;
extern const RouteList ROUTES_ACCESS;
extern const RouteList ROUTES_ASSESS;
extern const RouteList ROUTES_AUDIT;
extern const RouteList ROUTES_DECIDE;
extern const RouteList ROUTES_JOBS;
extern const RouteList ROUTES_KAS;
extern const RouteList ROUTES_SCREEN;
extern const RouteList ROUTES_SHARE;
extern const RouteList ROUTES_SUPPLY;

/* All lists, in the order of the documentation. */
size_t route_lists(const RouteList *const **lists);

/* The route of a request, with what stands for {name} in `name`. NULL where there is none; then
 * `allowed` has the methods that the path knows, or is empty. */
const Route *route_find(Arena *arena, Text method, Text path, Text *name, Text *allowed);

/* Fills the answer: JSON with status 200; an error in one line, with its status. */
bool call_json(Call *call, Text json);
bool call_answer(Call *call, unsigned status, const char *type, Text body);
bool call_refuse(Call *call, unsigned status, const char *format, ...) PRINTF_LIKE(3, 4);
/* A part of the answer; the rows recorded so far count from `first`, 0: nothing is recorded. */
void call_add_piece(Call *call, Text text, bool is_recorded);
void call_compose(Call *call, int64_t first);
/* As the error's kind asks for. */
bool call_fail(Call *call, const Error *error);

#endif
