/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"
#include "law/read_provision.h"

/* Provisions that go before others: `overrides` (notwithstanding), `subject to`, and `does not
 * affect`. What is overridden has one exception more: that the other does not hold. */

/* ---- reading ---- */

enum {
    MAY_OVERRIDE = 1 << PROVISION_REQUIREMENT | 1 << PROVISION_PROHIBITION |
                   1 << PROVISION_EXCEPTION | 1 << PROVISION_FACT,
    MAY_BE_OVERRIDDEN = 1 << PROVISION_REQUIREMENT | 1 << PROVISION_PROHIBITION |
                        1 << PROVISION_EXCEPTION | 1 << PROVISION_BAR
};

static bool read_one(Cursor *cursor, unsigned kinds, Array *list) {
    const PackDraft *pack = cursor->pack;
    const Token *token = cursor_peek(cursor);
    size_t index = 0;
    if (token == NULL || token->kind != TOKEN_WORD) {
        return report_here(cursor, "the name of a provision is wanted here");
    }
    if (!map_find(pack->provisions, token->text, &index)) {
        Text hint = suggestion(pack->reader->arena, pack->provisions, token->text);
        return report_here(cursor, "there is no `%.*s` in this pack%.*s",
                           TEXT_ARGS(quoted(token->text)), TEXT_ARGS(hint));
    }
    const ProvisionDraft *named = provision_at(pack->reader, index);
    if ((kinds & 1U << named->provision.kind) == 0 || named == cursor->provision) {
        const Text kind = named == cursor->provision
                              ? TEXT("the provision itself")
                              : kind_phrase(pack->reader->arena, named->provision.kind);
        return report_here(cursor, "`%.*s` is %.*s, which cannot stand here",
                           TEXT_ARGS(quoted(token->text)), TEXT_ARGS(kind));
    }
    cursor->at++;
    *(size_t *)array_add(list) = index;
    return true;
}

static const size_t *read_names(Cursor *cursor, unsigned kinds, size_t *count) {
    Array list = array_new(cursor->pack->reader->arena, sizeof(size_t));
    do {
        if (!read_one(cursor, kinds, &list)) {
            cursor->at = cursor->line->token_count;
            break;
        }
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    *count = list.count;
    return list.items;
}

bool overrides_clause(Cursor *cursor, ProvisionDraft *draft) {
    Provision *it = &draft->provision;
    it->overrides = read_names(cursor, MAY_BE_OVERRIDDEN, &it->override_count);
    return true;
}

bool subject_clause(Cursor *cursor, ProvisionDraft *draft) {
    Provision *it = &draft->provision;
    it->subject_to = read_names(cursor, MAY_OVERRIDE, &it->subject_count);
    return true;
}

bool spares_clause(Cursor *cursor, ProvisionDraft *draft) {
    Provision *it = &draft->provision;
    const ProvisionKind kind =
        it->kind == PROVISION_BAR ? PROVISION_EXCEPTION : PROVISION_REQUIREMENT;
    if (!it->targets_all || it->spared_count > 0) {
        cursor->at = 0;
        return report_here(cursor, it->kind == PROVISION_BAR
                                       ? "`does not affect` stands below `strikes all`"
                                       : "`does not affect` stands below `covers all`");
    }
    it->spared = read_names(cursor, 1U << kind, &it->spared_count);
    return true;
}

/* ---- circles ---- */

static bool prevails(const Reader *reader, size_t first, size_t second) {
    const Provision *a = &provision_at(reader, first)->provision;
    const Provision *b = &provision_at(reader, second)->provision;
    return law_has_index(a->overrides, a->override_count, second) ||
           law_has_index(b->subject_to, b->subject_count, first);
}

/* Whether `wanted` is reached from `from`; what was passed is not passed again. */
static bool reaches(const Reader *reader, size_t from, size_t wanted, bool *passed) {
    for (size_t i = 0; i < reader->provisions.count; i++) {
        if (!prevails(reader, from, i)) {
            continue;
        }
        if (i == wanted) {
            return true;
        }
        if (!passed[i]) {
            passed[i] = true;
            if (reaches(reader, i, wanted, passed)) {
                return true;
            }
        }
    }
    return false;
}

/* Of an exception with a track that some bar strikes, by the bar too. */
static bool asks_reasons(const Reader *reader, size_t index) {
    const Provision *provision = &provision_at(reader, index)->provision;
    for (size_t i = 0; i < reader->provisions.count; i++) {
        if (law_bar_strikes_track(&provision_at(reader, i)->provision, index)) {
            return true;
        }
    }
    return law_asks_reasons(provision->when) || law_asks_reasons(provision->provided_that) ||
           law_asks_reasons(provision->except_where);
}

static void check_reasons(const Reader *reader, ProvisionDraft *draft, size_t index) {
    const Provision *it = &draft->provision;
    bool has_reasons = it->override_count > 0 && asks_reasons(reader, index);
    for (size_t i = 0; i < it->subject_count; i++) {
        has_reasons = has_reasons || asks_reasons(reader, it->subject_to[i]);
    }
    if (has_reasons) {
        report_line(
            draft->pack, &draft->pack->source, draft->line,
            "what goes before another provision cannot look at the reasons of requirements, "
            "or have a track that a bar strikes");
    }
}

void overrides_check(const Reader *reader, size_t first) {
    for (size_t i = first; i < reader->provisions.count; i++) {
        ProvisionDraft *draft = provision_at(reader, i);
        const Provision *it = &draft->provision;
        if (it->override_count + it->subject_count == 0) {
            continue;
        }
        bool *passed = ARENA_MANY(reader->arena, bool, reader->provisions.count);
        check_reasons(reader, draft, i);
        if (reaches(reader, i, i, passed)) {
            report_line(draft->pack, &draft->pack->source, draft->line,
                        "`%.*s` goes before itself: `overrides` and `subject to` run in a circle",
                        TEXT_ARGS(it->name));
        }
    }
}

/* ---- what is overridden ---- */

static bool is_tied(const Condition *excepted, size_t other) {
    if (excepted == NULL) {
        return false;
    }
    if (excepted->kind == CONDITION_FACT && excepted->provision == other) {
        return true;
    }
    for (size_t i = 0; excepted->kind == CONDITION_ANY && i < excepted->child_count; i++) {
        if (is_tied(&excepted->children[i], other)) {
            return true;
        }
    }
    return false;
}

static void tie(Arena *arena, Provision *provisions, size_t prevailing, size_t overridden) {
    const Provision *above = &provisions[prevailing];
    Provision *below = &provisions[overridden];
    if (is_tied(below->except_where, prevailing)) {
        return;
    }
    const Condition holds = {
        .kind = CONDITION_FACT,
        .table = LAW_NONE,
        .provision = prevailing,
        .text = text_format(arena, "`%.*s` goes before it", TEXT_ARGS(above->title)),
        .citation = TEXT(""),
        .line = above->line};
    Condition *children = ARENA_MANY(arena, Condition, 2);
    Condition *either = ARENA_NEW(arena, Condition);
    *either = (Condition){.kind = CONDITION_ANY,
                          .table = LAW_NONE,
                          .provision = LAW_NONE,
                          .children = children,
                          .text = TEXT("any of"),
                          .citation = TEXT(""),
                          .line = below->line};
    if (below->except_where != NULL) {
        children[either->child_count++] = *below->except_where;
    }
    children[either->child_count++] = holds;
    below->except_where = either;
}

void law_tie_overrides(Arena *arena, Provision *provisions, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < provisions[i].override_count; j++) {
            tie(arena, provisions, i, provisions[i].overrides[j]);
        }
        for (size_t j = 0; j < provisions[i].subject_count; j++) {
            tie(arena, provisions, provisions[i].subject_to[j], i);
        }
    }
}
