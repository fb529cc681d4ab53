/* SPDX-License-Identifier: Apache-2.0 */
#include "law/read_provision.h"

/* Provisions: their names are declared first, their clauses read when all names are
 * known. */

enum {
    SCOPE = 1 << PROVISION_SCOPE,
    FACT = 1 << PROVISION_FACT,
    REQUIREMENT = 1 << PROVISION_REQUIREMENT,
    EXCEPTION = 1 << PROVISION_EXCEPTION,
    BAR = 1 << PROVISION_BAR,
    PROHIBITION = 1 << PROVISION_PROHIBITION,
    ROUTE = 1 << PROVISION_ROUTE,
    EVERY_KIND = SCOPE | FACT | REQUIREMENT | EXCEPTION | BAR | PROHIBITION | ROUTE
};

typedef bool (*ClauseReader)(Cursor *cursor, ProvisionDraft *draft);

typedef struct Clause {
    const char *words;
    ClauseReader read;
    unsigned kinds; /* of provisions that may have it */
    bool may_repeat;
    bool takes_block;
} Clause;

static bool keep_citation(Cursor *cursor, ProvisionDraft *draft) {
    cursor->at = 0;
    draft->has_cite_line = true;
    Text citation = TEXT("");
    if (!cursor_take_citation(cursor, &citation)) {
        return false;
    }
    Text *place = array_add(&draft->citations);
    *place = citation;
    return true;
}

bool status_read(Cursor *cursor, LawStatus *status) {
    if (!cursor_is(cursor, TOKEN_WORD) || !status_parse(cursor_peek(cursor)->text, status)) {
        return report_here(cursor, "a status is wanted here: `verified`, `secondary`, `derived`, "
                                   "`partial` or `unverified`");
    }
    cursor->at++;
    return true;
}

static bool status_clause(Cursor *cursor, ProvisionDraft *draft) {
    return status_read(cursor, &draft->provision.status);
}

bool range_read(Cursor *cursor, DateRange *range) {
    *range = (DateRange){DATE_MIN, DATE_MAX};
    const Token *token = cursor_peek(cursor);
    if (!cursor_take_words(cursor, "from")) {
        return report_here(cursor, "`from` and a date are wanted here");
    }
    if (!cursor_take_date(cursor, &range->from)) {
        return false;
    }
    if (cursor_take_words(cursor, "until") && !cursor_take_date(cursor, &range->until)) {
        return false;
    }
    if (range->from > range->until) {
        report_at(cursor, token, "these dates end before they begin");
        return false;
    }
    return true;
}

static bool in_force_clause(Cursor *cursor, ProvisionDraft *draft) {
    ForceLine force = {.token = &cursor->line->tokens[0], .citation = TEXT("")};
    if (!range_read(cursor, &force.range)) {
        return false;
    }
    force.has_status = cursor_take_words(cursor, "status");
    if (force.has_status && !status_read(cursor, &force.status)) {
        return false;
    }
    ForceLine *place = array_add(&draft->in_force);
    *place = force;
    return true;
}

static bool suspended_clause(Cursor *cursor, ProvisionDraft *draft) {
    ForceLine suspension = {.token = &cursor->line->tokens[0], .citation = TEXT("")};
    if (!range_read(cursor, &suspension.range) ||
        !cursor_take_citation(cursor, &suspension.citation)) {
        return false;
    }
    ForceLine *place = array_add(&draft->suspended);
    *place = suspension;
    return true;
}

static bool interpretation_clause(Cursor *cursor, ProvisionDraft *draft) {
    return cursor_take_text(cursor, "the interpretation", &draft->provision.interpretation);
}

static bool note_clause(Cursor *cursor, ProvisionDraft *draft) {
    return cursor_take_text(cursor, "the note", &draft->provision.note);
}

static bool say_clause(Cursor *cursor, ProvisionDraft *draft) {
    const Token *token = cursor_peek(cursor);
    if (!cursor_take_text(cursor, "what an explanation is to say", &draft->provision.say)) {
        return false;
    }
    say_check(cursor, token, draft->provision.say);
    return true;
}

/* It is read before the others, which may name its row. */
static bool for_each_clause(Cursor *cursor, ProvisionDraft *draft) {
    (void)draft;
    cursor->at = cursor->line->token_count;
    return true;
}

static bool when_clause(Cursor *cursor, ProvisionDraft *draft) {
    draft->provision.when = condition_read(cursor);
    return draft->provision.when != NULL;
}

static bool except_clause(Cursor *cursor, ProvisionDraft *draft) {
    draft->provision.except_where = condition_read(cursor);
    return draft->provision.except_where != NULL;
}

static bool provided_clause(Cursor *cursor, ProvisionDraft *draft) {
    draft->provision.provided_that = condition_read(cursor);
    return draft->provision.provided_that != NULL;
}

static bool targets_clause(Cursor *cursor, ProvisionDraft *draft) {
    draft->names_targets = true;
    targets_read(cursor, &draft->provision);
    return true;
}

static bool served_by_clause(Cursor *cursor, ProvisionDraft *draft) {
    served_by_read(cursor, &draft->provision);
    return true;
}

static bool reason_clause(Cursor *cursor, ProvisionDraft *draft) {
    ValueType code = {ATTRIBUTE_CODE, TEXT(""), false};
    draft->provision.has_reason = true;
    return operand_read(cursor, code, &draft->provision.reason);
}

static const Clause clauses[] = {
    {"cite", keep_citation, EVERY_KIND, true, false},
    {"in force", in_force_clause, EVERY_KIND, true, false},
    {"suspended", suspended_clause, EVERY_KIND, true, false},
    {"status", status_clause, EVERY_KIND, false, false},
    {"interpretation", interpretation_clause, EVERY_KIND, false, false},
    {"note", note_clause, EVERY_KIND, false, false},
    {"say", say_clause, EVERY_KIND, false, false},
    {"for each", for_each_clause, EVERY_KIND, false, false},
    {"when", when_clause, EVERY_KIND, false, true},
    {"reason", reason_clause, REQUIREMENT, false, false},
    {"served by", served_by_clause, REQUIREMENT, false, false},
    {"covers", targets_clause, EXCEPTION, false, false},
    {"except where", except_clause, EXCEPTION, false, true},
    {"provided that", provided_clause, EXCEPTION, false, true},
    {"on condition", obligations_clause, EXCEPTION | ROUTE, false, true},
    {"strikes", targets_clause, BAR, false, false},
    {"overrides", overrides_clause, REQUIREMENT | PROHIBITION | EXCEPTION, false, false},
    {"subject to", subject_clause, REQUIREMENT | PROHIBITION | EXCEPTION | BAR, false, false},
    {"does not affect", spares_clause, EXCEPTION | BAR, false, false},
    {"serves", targets_clause, ROUTE, false, false},
    {"days", days_clause, ROUTE, false, false},
    {"basis", basis_clause, ROUTE, false, false},
    {"after", after_clause, ROUTE, false, false},
    {"granted by", granted_by_clause, ROUTE, false, false},
    {"review", review_clause, ROUTE, true, true}};

enum { CLAUSE_COUNT = sizeof clauses / sizeof clauses[0] };

static void report_clause(const Cursor *cursor, ProvisionKind kind) {
    Arena *arena = cursor->pack->reader->arena;
    Map *names = map_new(arena);
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        if ((clauses[i].kinds & (1u << kind)) != 0) {
            (void)map_add(names, text_from(clauses[i].words), i);
        }
    }
    Text written = cursor_peek(cursor)->written;
    Text hint = suggestion(arena, names, written);
    (void)report_here(cursor, "`%.*s` is not understood in %.*s%.*s", TEXT_ARGS(quoted(written)),
                      TEXT_ARGS(kind_phrase(arena, kind)), TEXT_ARGS(hint));
}

/* The clause at the cursor, its words taken; CLAUSE_COUNT with a problem where there
 * is none. */
static size_t take_clause(Cursor *cursor, ProvisionKind kind) {
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        Cursor ahead = *cursor;
        if (!cursor_take_words(&ahead, clauses[i].words)) {
            continue;
        }
        if ((clauses[i].kinds & (1u << kind)) == 0) {
            (void)report_here(cursor, "%.*s has no `%s`",
                              TEXT_ARGS(kind_phrase(cursor->pack->reader->arena, kind)),
                              clauses[i].words);
            return CLAUSE_COUNT;
        }
        cursor->at = ahead.at;
        return i;
    }
    report_clause(cursor, kind);
    return CLAUSE_COUNT;
}

static void read_clause(ProvisionDraft *draft, const Line *line, size_t *seen) {
    Cursor cursor = cursor_at(draft->pack, &draft->pack->source, line);
    cursor.provision = draft;
    size_t index = take_clause(&cursor, draft->provision.kind);
    if (index == CLAUSE_COUNT) {
        return;
    }
    if (seen[index] != 0 && !clauses[index].may_repeat) {
        report_line(draft->pack, cursor.source, line,
                    "`%s` stands already on line %zu; a provision has it once",
                    clauses[index].words, seen[index]);
        return;
    }
    seen[index] = line->number;
    if (clauses[index].read(&cursor, draft)) {
        (void)cursor_expect_end(&cursor);
    }
    if (!clauses[index].takes_block) {
        expect_nothing_below(&cursor);
    }
}

/* False where its table is not known: then whatever names its row tells nothing. */
static bool bind_row(ProvisionDraft *draft) {
    for (const Line *line = draft->line->below; line != NULL; line = line->next) {
        Cursor cursor = cursor_at(draft->pack, &draft->pack->source, line);
        if (!cursor_take_words(&cursor, "for each")) {
            continue;
        }
        ForEach each = {.table = LAW_NONE};
        (void)for_each_read(&cursor, &each);
        draft->provision.each = each;
        return each.table != LAW_NONE;
    }
    return true;
}

static bool has_condition(const ProvisionDraft *draft) {
    for (const Line *line = draft->line->below; line != NULL; line = line->next) {
        Cursor cursor = cursor_at(draft->pack, &draft->pack->source, line);
        if (cursor_is_word(&cursor, "when") || cursor_is_word(&cursor, "for")) {
            return true;
        }
    }
    return false;
}

static void check_whole(ProvisionDraft *draft) {
    ProvisionKind kind = draft->provision.kind;
    const SourceFile *source = &draft->pack->source;
    if (!draft->has_cite_line) {
        report_line(draft->pack, source, draft->line,
                    "the %.*s does not say where it stands: add a `cite` line",
                    TEXT_ARGS(law_kind_word(kind)));
    }
    if ((kind == PROVISION_FACT || kind == PROVISION_PROHIBITION) && !has_condition(draft)) {
        report_line(draft->pack, source, draft->line, "the %.*s does not say `when` it holds",
                    TEXT_ARGS(law_kind_word(kind)));
    }
}

void provision_read(ProvisionDraft *draft) {
    size_t seen[CLAUSE_COUNT] = {0};
    if (bind_row(draft)) {
        for (const Line *line = draft->line->below; line != NULL; line = line->next) {
            read_clause(draft, line, seen);
        }
        intervals_finish(draft);
        check_whole(draft);
    }
    Provision *provision = &draft->provision;
    provision->citations = draft->citations.items;
    provision->citation_count = draft->citations.count;
    provision->obligations = draft->obligations.items;
    provision->obligation_count = draft->obligations.count;
    provision->struck = draft->struck.items;
    provision->struck_count = draft->struck.count;
    provision->reviews = draft->reviews.items;
    provision->review_count = draft->reviews.count;
    if (provision->kind == PROVISION_ROUTE && provision->days_count == 0) {
        days_unknown(draft);
    }
}

/* ---- declaration ---- */

static bool read_name(Cursor *cursor, ProvisionKind kind, Text *name) {
    if (kind != PROVISION_SCOPE || cursor_is(cursor, TOKEN_WORD)) {
        return own_name_read(cursor, name);
    }
    PackDraft *pack = cursor->pack;
    *name = text_format(pack->reader->arena, "scope%zu", ++pack->scopes);
    return own_name_is_free(cursor, &cursor->line->tokens[0], *name);
}

static void add_draft(Cursor *cursor, ProvisionKind kind, Text name, Text title) {
    PackDraft *pack = cursor->pack;
    Reader *reader = pack->reader;
    Arena *arena = reader->arena;
    (void)map_add(pack->provisions, name, reader->provisions.count);
    ProvisionDraft *draft = array_add(&reader->provisions);
    *draft = (ProvisionDraft){.pack = pack,
                              .line = cursor->line,
                              .tracks = map_new(arena),
                              .citations = array_new(arena, sizeof(Text)),
                              .in_force = array_new(arena, sizeof(ForceLine)),
                              .suspended = array_new(arena, sizeof(ForceLine)),
                              .obligations = array_new(arena, sizeof(LawObligation)),
                              .reviews = array_new(arena, sizeof(LawReview)),
                              .struck = array_new(arena, sizeof(StruckTrack)),
                              .struck_at = array_new(arena, sizeof(const Token *))};
    Provision *provision = &draft->provision;
    provision->pack = pack->index;
    provision->kind = kind;
    provision->name = text_format(arena, "%.*s.%.*s", TEXT_ARGS(pack->name), TEXT_ARGS(name));
    provision->title = title;
    provision->each = (ForEach){.table = LAW_NONE};
    provision->file = cursor->source->file;
    provision->line = cursor->line->number;
}

bool provision_declare_at(Cursor *cursor, ProvisionKind kind) {
    Text name;
    if (!read_name(cursor, kind, &name)) {
        return false;
    }
    if (cursor->pack->reader->provisions.count >= PROVISIONS_MAX) {
        report_line(cursor->pack, cursor->source, cursor->line,
                    "the packs have more than %d provisions", PROVISIONS_MAX);
        return false;
    }
    Text title = name;
    if (cursor_take_text(cursor, "the title", &title)) {
        (void)cursor_expect_end(cursor);
    }
    add_draft(cursor, kind, name, title);
    return true;
}

void provision_declare(PackDraft *pack, const Line *line, ProvisionKind kind) {
    Cursor cursor = cursor_at(pack, &pack->source, line);
    cursor.at = 1;
    (void)provision_declare_at(&cursor, kind);
}
