/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

/* What only shows when all provisions of the packs are read: exceptions that cover
 * nothing, requirements that no route serves. A pack that has a problem already may
 * lack what was not understood; then nothing is said here. */

static void report_draft(ProvisionDraft *draft, const char *message) {
    report_line(draft->pack, &draft->pack->source, draft->line, "%s", message);
}

static size_t count_kind(const Reader *reader, const PackDraft *pack, ProvisionKind kind) {
    size_t count = 0;
    for (size_t i = 0; i < reader->provisions.count; i++) {
        const ProvisionDraft *draft = provision_at(reader, i);
        count += draft->pack == pack && draft->provision.kind == kind ? 1 : 0;
    }
    return count;
}

static void check_exception(const Reader *reader, ProvisionDraft *draft) {
    const Provision *it = &draft->provision;
    if (!draft->names_targets) {
        report_draft(draft, "the exception does not say what it covers: add `covers` and names of "
                            "requirements, or `covers all`");
    } else if (it->targets_all && count_kind(reader, draft->pack, PROVISION_REQUIREMENT) == 0) {
        report_draft(draft, "the exception covers nothing: the pack has no requirement");
    }
}

static void list_tracks(const Condition *condition, Map *names) {
    if (condition != NULL && condition->kind == CONDITION_TRACK) {
        (void)map_add(names, condition->name, condition->line);
    }
    for (size_t i = 0; condition != NULL && i < condition->child_count; i++) {
        list_tracks(&condition->children[i], names);
    }
}

/* Exceptions are all read now, and so are their tracks. */
static void check_struck(const Reader *reader, ProvisionDraft *draft) {
    for (size_t i = 0; i < draft->struck.count; i++) {
        const StruckTrack *struck = array_at(&draft->struck, i);
        const Provision *exception = &provision_at(reader, struck->exception)->provision;
        if (law_track(exception, struck->track) != NULL) {
            continue;
        }
        Map *names = map_new(reader->arena);
        list_tracks(exception->when, names);
        list_tracks(exception->provided_that, names);
        list_tracks(exception->except_where, names);
        const Cursor cursor = cursor_at(draft->pack, &draft->pack->source, draft->struck_line);
        Text hint = suggestion(reader->arena, names, struck->track);
        report_at(&cursor, *(const Token **)array_at(&draft->struck_at, i),
                  "the exception `%.*s` has no track `%.*s`%.*s", TEXT_ARGS(exception->name),
                  TEXT_ARGS(quoted(struck->track)), TEXT_ARGS(hint));
    }
}

static void check_bar(const Reader *reader, ProvisionDraft *draft) {
    const Provision *it = &draft->provision;
    check_struck(reader, draft);
    size_t exceptions = count_kind(reader, draft->pack, PROVISION_EXCEPTION);
    if (!draft->names_targets) {
        report_draft(draft, "the bar does not say what it strikes: add `strikes` and names of "
                            "exceptions, or `strikes all`");
    } else if (it->targets_all && exceptions <= it->spared_count) {
        report_draft(draft, "the bar strikes nothing: no exception is left for it");
    }
}

/* A route without `serves` serves all requirements of its pack. */
static bool serves(const Provision *route, size_t requirement) {
    return route->targets_all || law_has_index(route->targets, route->target_count, requirement);
}

/* Whether some route comes after it. */
static bool is_step(const Reader *reader, const ProvisionDraft *draft) {
    bool is_named = false;
    for (size_t i = 0; i < reader->provisions.count; i++) {
        const Provision *route = &provision_at(reader, i)->provision;
        for (size_t j = 0; j < route->after_count; j++) {
            is_named = is_named || provision_at(reader, route->after[j]) == draft;
        }
    }
    return is_named;
}

static void check_route(const Reader *reader, ProvisionDraft *draft) {
    if (draft->provision.target_count == 0 && !draft->provision.serves_nothing) {
        draft->provision.targets_all = true;
    }
    if (draft->provision.serves_nothing && !is_step(reader, draft)) {
        report_draft(draft, "the route serves nothing, and no other comes after it");
    }
    if (count_kind(reader, draft->pack, PROVISION_REQUIREMENT) == 0) {
        report_draft(draft, "the route serves nothing: the pack has no requirement");
    }
}

static bool is_served(const Reader *reader, const ProvisionDraft *draft, size_t requirement) {
    const Provision *it = &draft->provision;
    for (size_t i = 0; i < reader->provisions.count; i++) {
        const ProvisionDraft *route = provision_at(reader, i);
        bool is_route = route->pack == draft->pack && route->provision.kind == PROVISION_ROUTE;
        bool is_named =
            it->served_by_count == 0 || law_has_index(it->served_by, it->served_by_count, i);
        if (is_route && is_named && serves(&route->provision, requirement)) {
            return true;
        }
    }
    return false;
}

/* `served by X` and `serves Y` of X must not speak against each other. */
static void check_served_by(const Reader *reader, ProvisionDraft *draft, size_t requirement) {
    const Provision *it = &draft->provision;
    for (size_t i = 0; i < it->served_by_count; i++) {
        const Provision *route = &provision_at(reader, it->served_by[i])->provision;
        if (!serves(route, requirement)) {
            report_line(draft->pack, &draft->pack->source, draft->line,
                        "the requirement is `served by` the route on line %zu, whose `serves` does "
                        "not name it",
                        route->line);
        }
    }
}

static void check_requirement(const Reader *reader, ProvisionDraft *draft, size_t index) {
    check_served_by(reader, draft, index);
    if (!is_served(reader, draft, index)) {
        report_draft(draft, "no route of the pack serves this requirement; add a `route`, or make "
                            "it a `prohibition` if nothing can lift it");
    }
}

static void check_one(const Reader *reader, ProvisionDraft *draft, size_t index) {
    switch (draft->provision.kind) {
    case PROVISION_EXCEPTION:
        check_exception(reader, draft);
        break;
    case PROVISION_BAR:
        check_bar(reader, draft);
        break;
    case PROVISION_REQUIREMENT:
        check_requirement(reader, draft, index);
        break;
    case PROVISION_SCOPE:
    case PROVISION_FACT:
    case PROVISION_PROHIBITION:
    case PROVISION_ROUTE:
        break;
    }
}

void provisions_check(Reader *reader, size_t first) {
    for (size_t i = first; i < reader->provisions.count; i++) {
        ProvisionDraft *draft = provision_at(reader, i);
        if (draft->provision.kind == PROVISION_ROUTE) {
            check_route(reader, draft);
        }
    }
    overrides_check(reader, first);
    values_check(reader, first);
    for (size_t i = first; i < reader->provisions.count; i++) {
        check_one(reader, provision_at(reader, i), i);
    }
}

void packs_check(Reader *reader) {
    derived_resolve(reader);
    cells_check(reader);
    provisions_check(reader, 0);
}
