/* SPDX-License-Identifier: Apache-2.0 */
#include "server/keeping.h"
#include "server/parameters.h"
#include "server/record.h"
#include "server/server_parts.h"

/* Names against lists of restricted parties, the lists themselves, and what people found. */

enum { BODY_BYTES_MAX = 64 << 10 };

static bool has_lists(Call *call) {
    return call->loaded->list_count > 0 ||
           (call_refuse(call, 409,
                        "no lists are loaded; start the server with `--list FILE` or "
                        "`--lists FOLDER`") &&
            false);
}

/* ---- screen ---- */

static const RouteParameter SCREEN_PARAMETERS[] = {
    {"name", "text", true, "the name to look for"},
    {"country", "text", false, "two capital letters: evidence, never a filter"},
    {"kind", "text", false, "organisation, person, vessel or aircraft: evidence as well"},
    {"born", "text", false, "YYYY, YYYY-MM or YYYY-MM-DD: evidence as well"},
    {"city", "text", false, "where the party is: evidence as well"},
    {"ids", "texts", false, "identifiers as TYPE=VALUE"},
    {"threshold", "texts", false,
     "the least score: a number above 0 and up to 1, KIND=NUMBER, LIST=NUMBER or "
     "LIST:KIND=NUMBER"},
    {NULL, NULL, false, NULL},
};

/* What a command's `--threshold` takes: a number for all, and others for lists and kinds. */
static bool read_thresholds(const Parameters *parameters, ScreeningThresholds *thresholds,
                            Error *error) {
    const Text *words = NULL;
    const size_t count = parameter_texts(parameters, "threshold", &words);
    return service_read_thresholds(parameters->arena, words, count, thresholds, error);
}

static bool read_identifiers(const Parameters *parameters, ScreeningQuery *query, Error *error) {
    const Text *words = NULL;
    const size_t count = parameter_texts(parameters, "ids", &words);
    ListedIdentifier *identifiers = ARENA_MANY(parameters->arena, ListedIdentifier, count);
    for (size_t i = 0; i < count; i++) {
        Text rest = words[i];
        (void)text_split(&rest, '=', &identifiers[i].type);
        if (rest.bytes == NULL || text_is_empty(text_trim(rest))) {
            return error_set(error, ERROR_INVALID, "`ids` has `%.*s`; write it as TYPE=VALUE",
                             TEXT_ARGS(text_slice(words[i], 0, 64)));
        }
        identifiers[i].value = text_trim(rest);
    }
    query->identifiers = identifiers;
    query->identifier_count = count;
    return true;
}

static bool read_screening(const Parameters *parameters, ScreeningQuery *query, Error *error) {
    const Text kind = parameter_text(parameters, "kind");
    query->name = parameter_text(parameters, "name");
    query->country = parameter_text(parameters, "country");
    query->born = parameter_text(parameters, "born");
    query->city = parameter_text(parameters, "city");
    if (!text_is_empty(query->born) && !screening_birth_is_valid(query->born)) {
        return error_set(error, ERROR_INVALID,
                         "`born` is `%.*s`; write YYYY, YYYY-MM or YYYY-MM-DD",
                         TEXT_ARGS(text_slice(query->born, 0, 64)));
    }
    if (!text_is_empty(kind) && !listed_kind_parse(kind, &query->kind)) {
        return error_set(error, ERROR_INVALID,
                         "`kind` is `%.*s`; it takes organisation, person, vessel or aircraft",
                         TEXT_ARGS(text_slice(kind, 0, 64)));
    }
    ScreeningThresholds thresholds;
    if (!read_thresholds(parameters, &thresholds, error)) {
        return false;
    }
    query->threshold = thresholds.otherwise;
    query->thresholds = thresholds.items;
    query->threshold_count = thresholds.count;
    return read_identifiers(parameters, query, error);
}

static bool answer_screen(Call *call) {
    Parameters parameters;
    ScreeningQuery query = {0};
    ScreeningResult result;
    if (!has_lists(call)) {
        return true;
    }
    if (!parameters_of_body(call->arena, call->request, call->route->parameters, &parameters,
                            &call->error) ||
        !read_screening(&parameters, &query, &call->error)) {
        return false;
    }
    const Loaded *loaded = call->loaded;
    state_screen(call->arena, loaded, &query, &result);
    const Text json =
        service_screen_json(call->arena, loaded->lists, loaded->list_count, &query, &result);
    record_done(call, TEXT("screening"),
                service_screen_inputs(call->arena, loaded->lists, loaded->list_count, &query,
                                      result.hit_count),
                json);
    call_add_piece(call, json, true);
    return call_json(call, (Text){0});
}

/* ---- the lists ---- */

static const RouteParameter DAY_PARAMETERS[] = {
    {"at", "date", false, "the day ages are counted to; today where it is not given"},
    {NULL, NULL, false, NULL},
};

/* Those that the folder keeps, then those in use that are not of it. */
static bool find_lists(Call *call, Date at, Array *statuses) {
    const StateSources *sources = &server_options(call->server)->sources;
    const ListStatus *kept = NULL;
    size_t kept_count = 0;
    if (!text_is_empty(sources->list_folder) &&
        !service_list_status(call->arena, sources->list_folder, at, &kept, &kept_count,
                             &call->error)) {
        return false;
    }
    for (size_t i = 0; i < kept_count; i++) {
        *(ListStatus *)array_add(statuses) = kept[i];
    }
    const ListStatus *used =
        service_lists_in_use(call->arena, call->loaded->lists, sources->list_count);
    for (size_t i = 0; i < sources->list_count; i++) {
        *(ListStatus *)array_add(statuses) = used[i];
    }
    return true;
}

static bool answer_lists(Call *call) {
    Parameters parameters;
    Date at = 0;
    Array statuses = array_new(call->arena, sizeof(ListStatus));
    if (!has_lists(call)) {
        return true;
    }
    return parameters_of_query(call->arena, call->request, DAY_PARAMETERS, &parameters,
                               &call->error) &&
           parameter_date(&parameters, "at", server_today(), &at, &call->error) &&
           find_lists(call, at, &statuses) &&
           call_json(call, service_list_status_json(call->arena, ARRAY_ITEMS(ListStatus, &statuses),
                                                    statuses.count));
}

/* ---- what people found ---- */

static bool answer_dispositions(Call *call) {
    Parameters parameters;
    Date at = 0;
    return parameters_of_query(call->arena, call->request, DAY_PARAMETERS, &parameters,
                               &call->error) &&
           parameter_date(&parameters, "at", server_today(), &at, &call->error) &&
           call_json(call, service_dispositions_json(call->arena, call->loaded->workspace, at));
}

static bool keep_disposition(Arena *arena, const ListingKeeping *keeping, void *context,
                             int64_t *number, Error *error) {
    return service_keep_disposition(arena, keeping, context, number, error);
}

static const RouteParameter DISPOSITION_PARAMETERS[] = {
    {"party", "text", true, "a party of the workspace"},
    {"list", "text", true, "the list, as packs know it: EL, SDN"},
    {"listed", "text", true, "the entry, by the list's own id"},
    {"review", "text", true, "confirmed, dismissed or open"},
    {"reason", "text", true, "why, so that another can follow"},
    {"until", "date", false, "the last day it holds; after it the review is open again"},
    {NULL, NULL, false, NULL},
};

static bool read_disposition(const Parameters *parameters, Disposition *disposition, Error *error) {
    const Text review = parameter_text(parameters, "review");
    disposition->party = parameter_text(parameters, "party");
    disposition->list = parameter_text(parameters, "list");
    disposition->listed = parameter_text(parameters, "listed");
    disposition->reason = parameter_text(parameters, "reason");
    if (!listing_review_parse(review, &disposition->review)) {
        return error_set(error, ERROR_INVALID,
                         "`review` is `%.*s`; it takes confirmed, dismissed or open",
                         TEXT_ARGS(text_slice(review, 0, 64)));
    }
    return parameter_date(parameters, "until", DATE_MAX, &disposition->until, error);
}

static bool dispose(Call *call) {
    Parameters parameters;
    Disposition disposition = {.author = call->principal.name};
    int64_t number = 0;
    if (!parameters_of_body(call->arena, call->request, DISPOSITION_PARAMETERS, &parameters,
                            &call->error) ||
        !read_disposition(&parameters, &disposition, &call->error) ||
        !call_keep(call, keep_disposition, &disposition, &number)) {
        return false;
    }
    State *state = server_state(call->server);
    const Loaded *anew = state_hold(state);
    const Text json = service_dispositions_json(call->arena, anew->workspace, server_today());
    state_release(state, anew);
    return call_answer_kept(call, number, json);
}

/* ---- the workspace's parties ---- */

static const RouteParameter PARTIES_PARAMETERS[] = {
    {"threshold", "texts", false,
     "the least score: a number above 0 and up to 1, KIND=NUMBER, LIST=NUMBER or "
     "LIST:KIND=NUMBER"},
    {"at", "date", false, "the day of the screening; today where it is not given"},
    {NULL, NULL, false, NULL},
};

typedef struct PartiesWork {
    const WorkspaceScreening *screening;
    ScreenedWorkspace screened;
} PartiesWork;

static bool keep_screening(Arena *arena, const ListingKeeping *keeping, void *context,
                           int64_t *number, Error *error) {
    PartiesWork *work = context;
    return service_keep_screening(arena, keeping, work->screening, &work->screened, number, error);
}

static bool screen_parties(Call *call) {
    Parameters parameters;
    WorkspaceScreening screening = {.lists = call->loaded->lists,
                                    .list_count = call->loaded->list_count};
    PartiesWork work = {.screening = &screening};
    int64_t number = 0;
    if (!has_lists(call)) {
        return true;
    }
    if (!parameters_of_body(call->arena, call->request, PARTIES_PARAMETERS, &parameters,
                            &call->error) ||
        !read_thresholds(&parameters, &screening.options.thresholds, &call->error) ||
        !parameter_date(&parameters, "at", server_today(), &screening.options.at, &call->error)) {
        return false;
    }
    screening.search = state_borrow_search(call->loaded);
    const bool is_done = call_keep(call, keep_screening, &work, &number);
    state_return_search(call->loaded);
    return is_done && call_answer_kept(call, number,
                                       service_screen_workspace_json(call->arena, &work.screened,
                                                                     screening.options.at));
}

static const Route ROUTES[] = {
    {"POST", "/v1/screen", ROLE_OFFICER, SCOPE_NOTHING, false, BODY_BYTES_MAX, answer_screen,
     "A name against lists of restricted parties", SCREEN_PARAMETERS, NULL, "Screening"},
    {"GET", "/v1/lists", ROLE_READER, SCOPE_NOTHING, false, 0, answer_lists,
     "The kept lists: releases, digests, ages, and whether they are whole", DAY_PARAMETERS, NULL,
     "Lists"},
    {"GET", "/v1/dispositions", ROLE_OFFICER, SCOPE_ALLIANCE, false, 0, answer_dispositions,
     "Hits of the workspace's parties, and what people found of them", DAY_PARAMETERS, NULL,
     "Dispositions"},
    {"POST", "/v1/dispositions", ROLE_OFFICER, SCOPE_ALLIANCE, false, BODY_BYTES_MAX, dispose,
     "Write down what was found of a hit; its author is who asks", DISPOSITION_PARAMETERS, NULL,
     "Dispositions"},
    {"POST", "/v1/screen/parties", ROLE_OFFICER, SCOPE_ALLIANCE, false, BODY_BYTES_MAX,
     screen_parties, "Screen the workspace's parties and keep what is found", PARTIES_PARAMETERS,
     NULL, "ScreenedParties"},
};

const RouteList ROUTES_SCREEN = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
