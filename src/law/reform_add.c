/* SPDX-License-Identifier: Apache-2.0 */
#include "law/reform.h"

/* `add requirement NAME "title"` and what stands below it, as in a pack: a provision that stands
 * after all packs' own. All that a reform adds are declared before anything is read, so that
 * they may name each other. */

/* The kind at the cursor, which is taken. A scope would widen what a pack speaks of. */
static bool take_kind(Cursor *cursor, ProvisionKind *kind) {
    if (!cursor_is(cursor, TOKEN_WORD) || !provision_kind_parse(cursor_peek(cursor)->text, kind) ||
        *kind == PROVISION_SCOPE) {
        return false;
    }
    cursor->at++;
    return true;
}

void reform_declare_added(ReformReader *reform, PackDraft *pack, const Line *line) {
    Cursor cursor = cursor_at(pack, reform->source, line);
    ProvisionKind kind = PROVISION_FACT;
    if (!cursor_take_words(&cursor, "add") || !take_kind(&cursor, &kind)) {
        return;
    }
    size_t provision = reform->reader->provisions.count;
    if (provision_declare_at(&cursor, kind)) {
        *(AddedLine *)array_add(&reform->added) = (AddedLine){line, provision};
        *(size_t *)array_add(&pack->added) = provision;
    }
}

/* LAW_NONE where it could not be declared, which was said. */
static size_t added_by(const ReformReader *reform, const Line *line) {
    for (size_t i = 0; i < reform->added.count; i++) {
        const AddedLine *added = &ARRAY_ITEMS(AddedLine, &reform->added)[i];
        if (added->line == line) {
            return added->provision;
        }
    }
    return LAW_NONE;
}

/* In force on no days but the reform's. */
static void keep_dates(const ReformReader *reform, Provision *provision) {
    const DateRange dates = reform->info.dates;
    Array kept = array_new(reform->reader->arena, sizeof(ProvisionInterval));
    for (size_t i = 0; i < provision->interval_count; i++) {
        ProvisionInterval interval = provision->intervals[i];
        interval.range.from = interval.range.from > dates.from ? interval.range.from : dates.from;
        interval.range.until =
            interval.range.until < dates.until ? interval.range.until : dates.until;
        if (interval.range.from <= interval.range.until) {
            *(ProvisionInterval *)array_add(&kept) = interval;
        }
    }
    provision->intervals = kept.items;
    provision->interval_count = kept.count;
}

/* Each of its citations says that the reform brings it; without any, the reform is its own. */
static void cite_reform(const ReformReader *reform, Provision *provision) {
    Arena *arena = reform->reader->arena;
    size_t count = provision->citation_count == 0 ? 1 : provision->citation_count;
    Text *citations = ARENA_MANY(arena, Text, count);
    citations[0] = reform->authority;
    for (size_t i = 0; i < provision->citation_count; i++) {
        citations[i] = text_format(arena, "%.*s; %.*s", TEXT_ARGS(provision->citations[i]),
                                   TEXT_ARGS(reform->authority));
    }
    provision->citations = citations;
    provision->citation_count = count;
}

void reform_add_provision(ReformReader *reform, Cursor *cursor) {
    ProvisionKind kind = PROVISION_FACT;
    if (!take_kind(cursor, &kind)) {
        (void)report_here(cursor, "after `add`, `row` or a kind of provision is wanted: `fact`, "
                                  "`requirement`, `exception`, `bar`, `prohibition` or `route`");
        return;
    }
    size_t index = added_by(reform, cursor->line);
    if (index == LAW_NONE) {
        return;
    }
    ProvisionDraft *draft = provision_at(reform->reader, index);
    const Token *token = &cursor->line->tokens[0];
    draft->has_cite_line = true; /* the reform has, or is hypothetical */
    provision_read(draft);
    keep_dates(reform, &draft->provision);
    cite_reform(reform, &draft->provision);
    if (draft->provision.interval_count == 0) {
        report_at(cursor, token, "it is in force on none of the reform's days");
    }
    reform_note(reform, cursor, reform_words(cursor, 0, cursor->line->token_count));
}
