/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "base/json_read.h"
#include "service/service.h"

/* What comes with a key that is released: obligations, and until when it may be kept. */

enum { NAME_DIGITS = 16, DAY_S = 86400 };

static Text member_text(const JsonValue *object, const char *name) {
    const JsonValue *member = json_find(object, text_from(name));
    return member != NULL && member->kind == JSON_KIND_TEXT ? member->text : (Text){0};
}

/* Named by its words, so that nobody has acknowledged what they have not read. */
static KasObligation obligation_of(Arena *arena, const JsonValue *object) {
    const Text text = member_text(object, "text");
    const Text citation = member_text(object, "citation");
    const Text both = text_format(arena, "%.*s\n%.*s", TEXT_ARGS(text), TEXT_ARGS(citation));
    return (KasObligation){text_slice(digest_bytes(arena, both), 0, NAME_DIGITS), text, citation};
}

size_t service_release_obligations(Arena *arena, const ShortAnswer *answer,
                                   const KasObligation **obligations) {
    JsonValue root = {0};
    Error ignored = {0};
    size_t at = 0;
    *obligations = NULL;
    if (!answer->is_usable || !json_parse(arena, answer->json, &root, &at, &ignored)) {
        return 0;
    }
    const JsonValue *list = json_find(&root, TEXT("obligations"));
    if (list == NULL || list->kind != JSON_KIND_ARRAY) {
        return 0;
    }
    KasObligation *read = ARENA_MANY(arena, KasObligation, list->count);
    for (size_t i = 0; i < list->count; i++) {
        read[i] = obligation_of(arena, &list->items[i]);
    }
    *obligations = read;
    return list->count;
}

static bool is_among(Text name, const Text *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(names[i], name)) {
            return true;
        }
    }
    return false;
}

Text service_release_unacknowledged(Arena *arena, const KasObligation *obligations, size_t count,
                                    const Text *names, size_t name_count) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (!is_among(obligations[i].name, names, name_count)) {
            text_add_format(&out, "%s%.*s (%.*s) as %.*s",
                            out.length == 0 ? "it is released to who acknowledges: " : "; ",
                            TEXT_ARGS(obligations[i].text), TEXT_ARGS(obligations[i].citation),
                            TEXT_ARGS(obligations[i].name));
        }
    }
    return text_built(&out);
}

int64_t service_release_until(Arena *arena, const ReleaseSetting *setting,
                              const ReleaseAsker *asker, const TdfPolicy *policy, int64_t from_s,
                              int64_t until_s) {
    ReleaseSetting later = *setting;
    for (int64_t day = from_s / DAY_S + 1; day * DAY_S < until_s; day++) {
        ShortAnswer answer;
        later.access.today = (Date)day;
        service_release(arena, &later, asker, policy, &answer);
        if (!answer.is_usable || !answer.is_open) {
            return day * DAY_S;
        }
    }
    return until_s;
}
