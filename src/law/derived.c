/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

/* Facts of an item that follow from its bill of material: `derived from PATH`, the values
 * of a fact in what the item contains, and `derived from share of FACT`. What they name may
 * stand below them, so it is found when all is read. */

static bool is_of_item(Text path) {
    return text_starts_with(path, TEXT("item."));
}

bool derived_read(Cursor *cursor, AttributeDraft *draft) {
    if (draft->derived_from != NULL) {
        return report_here(cursor, "`derived from` stands twice");
    }
    draft->attribute.derived =
        cursor_take_words(cursor, "share of") ? DERIVED_SHARE : DERIVED_CONTAINED;
    if (!cursor_is(cursor, TOKEN_WORD)) {
        return report_here(cursor, "a fact of the item or `share of` and a `fact` of the pack is "
                                   "wanted here, as in `derived from item.usml`");
    }
    draft->derived_line = cursor->line;
    draft->derived_by = cursor->pack;
    draft->derived_from = cursor_take(cursor);
    return true;
}

static bool check_contained(const Cursor *cursor, const AttributeDraft *draft,
                            const AttributeDraft *source) {
    if (draft->attribute.type != ATTRIBUTE_SET) {
        report_at(cursor, draft->derived_from,
                  "what an item contains is a set: declare `%.*s` as `set of code`",
                  TEXT_ARGS(quoted(draft->attribute.name)));
        return false;
    }
    if (!is_of_item(source->attribute.name) || source->attribute.derived != DERIVED_NOT ||
        (source->attribute.type != ATTRIBUTE_CODE && source->attribute.type != ATTRIBUTE_SET)) {
        report_at(cursor, draft->derived_from,
                  "values are taken from a code or a set of codes of the item (`item....`) that "
                  "is not derived itself");
        return false;
    }
    return true;
}

static void resolve_contained(const Cursor *cursor, AttributeDraft *draft) {
    Reader *reader = cursor->pack->reader;
    size_t source = 0;
    if (!attribute_find(cursor->pack, draft->derived_from->text, &source)) {
        const Text hint =
            suggestion(reader->arena, names_of_facts(cursor), draft->derived_from->text);
        report_at(cursor, draft->derived_from, "no fact is known by the name `%.*s`%.*s",
                  TEXT_ARGS(quoted(draft->derived_from->text)), TEXT_ARGS(hint));
    } else if (check_contained(cursor, draft, attribute_at(reader, source))) {
        draft->attribute.derived_from = source;
    }
}

static void resolve_share(const Cursor *cursor, AttributeDraft *draft) {
    const Text name = draft->derived_from->text;
    size_t source = 0;
    const ProvisionDraft *fact = provision_find(cursor->pack, name, &source);
    if (fact == NULL) {
        const Text hint = suggestion(cursor->pack->reader->arena,
                                     names_of_kind(cursor->pack, PROVISION_FACT), name);
        report_at(cursor, draft->derived_from, "there is no `fact` `%.*s` in the pack%.*s",
                  TEXT_ARGS(quoted(name)), TEXT_ARGS(hint));
    } else if (fact->provision.kind != PROVISION_FACT) {
        report_at(cursor, draft->derived_from,
                  "`%.*s` is %.*s; a share is of what a `fact` holds of", TEXT_ARGS(quoted(name)),
                  TEXT_ARGS(kind_phrase(cursor->pack->reader->arena, fact->provision.kind)));
    } else if (draft->attribute.type != ATTRIBUTE_NUMBER ||
               !text_equals(draft->attribute.unit, TEXT("percent"))) {
        report_at(cursor, draft->derived_from,
                  "declare `%.*s` as `number in percent`: it is a "
                  "share of the item's value",
                  TEXT_ARGS(quoted(draft->attribute.name)));
    } else {
        draft->attribute.derived_from = source;
    }
}

static void resolve(AttributeDraft *draft) {
    const Cursor cursor =
        cursor_at(draft->derived_by, &draft->derived_by->source, draft->derived_line);
    if (!is_of_item(draft->attribute.name)) {
        report_at(&cursor, draft->derived_from,
                  "only facts of the item (`item....`) follow from its bill of material");
    } else if (draft->attribute.derived == DERIVED_SHARE) {
        resolve_share(&cursor, draft);
    } else {
        resolve_contained(&cursor, draft);
    }
}

void derived_resolve(Reader *reader) {
    for (size_t i = 0; i < reader->attributes.count; i++) {
        AttributeDraft *draft = attribute_at(reader, i);
        if (draft->derived_from != NULL && !draft->is_doubtful) {
            resolve(draft);
        }
    }
}
