/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of kept lists: an import and what it changed, and how they stand. */
#include "base/file.h"
#include "base/json.h"
#include "service/lists.h"

enum { CHANGES_SHOWN = 20, DIGEST_SHOWN = 12 };

static const ListedParty *party_of(const ListChange *change) {
    return change->after != NULL ? change->after : change->before;
}

static void add_changes(TextBuilder *out, const ListChanges *changes) {
    text_add_format(out, "  %zu added, %zu changed, %zu removed\n", changes->added,
                    changes->changed, changes->removed);
    for (size_t i = 0; i < changes->count && i < CHANGES_SHOWN; i++) {
        const ListedParty *party = party_of(&changes->items[i]);
        text_add_format(out, "  %-8.*s %.*s%s%.*s  %.*s\n",
                        TEXT_ARGS(list_change_word(changes->items[i].kind)), TEXT_ARGS(party->list),
                        text_is_empty(party->id) ? "" : " ", TEXT_ARGS(party->id),
                        TEXT_ARGS(party->names[0].text));
    }
    if (changes->count > CHANGES_SHOWN) {
        text_add_format(out, "  ... and %zu more\n", changes->count - CHANGES_SHOWN);
    }
}

Text service_list_changes_text(Arena *arena, const ListChanges *changes) {
    TextBuilder out = text_builder_new(arena);
    add_changes(&out, changes);
    return text_built(&out);
}

Text service_list_import_text(Arena *arena, const ListImported *done) {
    const ScreeningList *list = done->list;
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%.*s: %.*s, %s%.*s, %zu parties, %zu names, sha256 %.*s...\n",
                    TEXT_ARGS(done->name),
                    TEXT_ARGS(text_is_empty(list->title) ? list->file : list->title),
                    text_is_empty(list->date) ? "" : "release of ",
                    TEXT_ARGS(text_is_empty(list->date) ? TEXT("no date in the file") : list->date),
                    list->party_count, list->name_count, DIGEST_SHOWN, list->digest.bytes);
    if (done->is_same) {
        text_add(&out, TEXT("  the release that is kept already; nothing was changed\n"));
        return text_built(&out);
    }
    if (done->is_first) {
        text_add(&out, TEXT("  the first release of this name\n"));
        return text_built(&out);
    }
    if (done->is_before_lost) {
        text_add(&out, TEXT("  the release before could not be read, so that nothing could be "
                            "compared\n"));
        return text_built(&out);
    }
    add_changes(&out, &done->changes);
    return text_built(&out);
}

Text service_list_import_json(Arena *arena, const ListImported *done) {
    const ScreeningList *list = done->list;
    JsonWriter *json = json_writer_new();
    json_add_text(json, "name", done->name);
    json_add_text(json, "title", list->title);
    json_add_text(json, "format", list->format);
    json_add_text(json, "released", list->date);
    json_add_text(json, "sha256", list->digest);
    json_add_integer(json, "parties", (int64_t)list->party_count);
    json_add_integer(json, "names", (int64_t)list->name_count);
    json_add_boolean(json, "is_first", done->is_first);
    json_add_boolean(json, "is_same", done->is_same);
    json_begin_array(json, "changes");
    for (size_t i = 0; !done->is_first && i < done->changes.count; i++) {
        const ListedParty *party = party_of(&done->changes.items[i]);
        json_begin_object(json, "");
        json_add_text(json, "change", list_change_word(done->changes.items[i].kind));
        json_add_text(json, "list", party->list);
        json_add_text(json, "id", party->id);
        json_add_text(json, "name", party->names[0].text);
        json_end(json);
    }
    json_end(json);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}

/* ---- status ---- */

static ListStatus status_of(Arena *arena, Text folder, const KeptList *kept, Date at) {
    ListStatus status = {.name = kept->name,
                         .title = kept->title,
                         .format = kept->format,
                         .released = kept->released,
                         .imported = kept->imported,
                         .sha256 = kept->sha256,
                         .source = kept->source,
                         .parties = kept->parties,
                         .names = kept->names};
    Arena *scratch = arena_new();
    ScreeningList list;
    ListFiles files;
    Error error = {0};
    Date imported = 0;
    status.days = date_parse(kept->imported, &imported) ? (int64_t)at - imported : 0;
    if (!lists_read(scratch, file_path(scratch, folder, kept->file), &list, &files, &error)) {
        status.problem = text_copy(arena, text_from(error.message));
    } else if (!text_equals(list.digest, kept->sha256)) {
        status.problem = text_format(arena, "`%.*s` is not what was imported: its bytes differ",
                                     TEXT_ARGS(kept->file));
    }
    arena_free(scratch);
    return status;
}

bool service_list_status(Arena *arena, Text folder, Date at, const ListStatus **lists,
                         size_t *count, Error *error) {
    Array kept;
    if (!lists_load_some(arena, folder, &kept, error)) {
        return false;
    }
    ListStatus *all = ARENA_MANY(arena, ListStatus, kept.count);
    for (size_t i = 0; i < kept.count; i++) {
        all[i] = status_of(arena, folder, array_at(&kept, i), at);
    }
    *lists = all;
    *count = kept.count;
    return true;
}

Text service_list_status_text(Arena *arena, const ListStatus *lists, size_t count) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        const ListStatus *list = &lists[i];
        text_add_format(&out, "%.*s: %.*s\n", TEXT_ARGS(list->name),
                        TEXT_ARGS(text_is_empty(list->title) ? list->format : list->title));
        text_add_format(&out, "  released %.*s, imported %.*s (%lld day%s ago) from %.*s\n",
                        TEXT_ARGS(text_is_empty(list->released) ? TEXT("on a day it does not say")
                                                                : list->released),
                        TEXT_ARGS(list->imported), (long long)list->days,
                        list->days == 1 ? "" : "s", TEXT_ARGS(list->source));
        text_add_format(&out, "  %.*s parties, %.*s names, sha256 %.*s\n", TEXT_ARGS(list->parties),
                        TEXT_ARGS(list->names), TEXT_ARGS(list->sha256));
        if (!text_is_empty(list->problem)) {
            text_add_format(&out, "  DAMAGED: %.*s\n", TEXT_ARGS(list->problem));
        }
    }
    return text_built(&out);
}

Text service_list_status_json(Arena *arena, const ListStatus *lists, size_t count) {
    JsonWriter *json = json_writer_new();
    json_begin_array(json, "lists");
    for (size_t i = 0; i < count; i++) {
        const ListStatus *list = &lists[i];
        json_begin_object(json, "");
        json_add_text(json, "name", list->name);
        json_add_text(json, "title", list->title);
        json_add_text(json, "format", list->format);
        json_add_text(json, "released", list->released);
        json_add_text(json, "imported", list->imported);
        json_add_integer(json, "days", list->days);
        json_add_text(json, "source", list->source);
        json_add_text(json, "sha256", list->sha256);
        json_add_text(json, "parties", list->parties);
        json_add_text(json, "names", list->names);
        json_add_text(json, "problem", list->problem);
        json_end(json);
    }
    json_end(json);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
