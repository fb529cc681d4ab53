/* SPDX-License-Identifier: Apache-2.0 */
#include "service/decision_short.h"
#include "service/json_parts.h"
#include "service/service.h"

/* Who could open data before it is sealed: the very decisions that a key server would make. */

typedef struct Previewing {
    Arena *arena;
    const ReleaseSetting *setting;
    TdfPolicy policy;
    TextBuilder out;
    size_t count;
} Previewing;

static Text party_head(const Previewing *work, const Party *party, const ShortAnswer *answer) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "party", party->id);
    json_add_text(json, "name", party->name);
    json_add_text(json, "country", party->country);
    json_add_boolean(json, "released", answer->is_usable && answer->is_open);
    json_add_text(json, "reason", service_release_reason(work->arena, answer));
    return short_finish(work->arena, json);
}

static void add_party(Previewing *work, size_t index) {
    const Party *party = &work->setting->access.workspace->parties[index];
    const ReleaseAsker asker = {.party = party->id, .name = party->id};
    ShortAnswer answer;
    service_release(work->arena, work->setting, &asker, &work->policy, &answer);
    const Text head = party_head(work, party, &answer);
    text_add(&work->out, work->count++ > 0 ? TEXT(",") : TEXT(""));
    text_add(&work->out, text_slice(head, 0, head.length - 1));
    text_add(&work->out, TEXT(",\"explanation\":"));
    text_add(&work->out, answer.json);
    text_add_character(&work->out, '}');
}

static bool check_parties(const Workspace *workspace, const ReleasePreview *preview, Error *error) {
    size_t at = 0;
    for (size_t i = 0; i < preview->party_count; i++) {
        if (!workspace_find_party(workspace, preview->parties[i], &at)) {
            return error_set(error, ERROR_MISSING, "`%.*s` is no party of this workspace",
                             TEXT_ARGS(text_slice(preview->parties[i], 0, 64)));
        }
    }
    return workspace_find_item(workspace, preview->item, &at) ||
           error_set(error, ERROR_MISSING, "`%.*s` is no item of this workspace",
                     TEXT_ARGS(text_slice(preview->item, 0, 64)));
}

static Text head_text(const Previewing *work) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "holder", work->setting->holder);
    json_add_text(json, "item", work->policy.item);
    json_add_text(json, "label", work->policy.marking);
    json_add_date(json, "as_of", work->setting->access.today);
    json_add_text(json, "notice", service_disclaimer());
    return short_finish(work->arena, json);
}

bool service_release_preview(Arena *arena, const ReleaseSetting *setting,
                             const ReleasePreview *preview, Text *json, Error *error) {
    const Workspace *workspace = setting->access.workspace;
    Previewing work = {.arena = arena, .setting = setting, .out = text_builder_new(arena)};
    Label label = {0};
    size_t party = 0;
    if (!label_parse(arena, preview->label, &label, error) ||
        !check_parties(workspace, preview, error)) {
        return false;
    }
    work.policy = (TdfPolicy){.has_own = true,
                              .item = preview->item,
                              .marking = label_format(arena, &label, LABEL_FORM_BANNER)};
    const Text head = head_text(&work);
    text_add(&work.out, text_slice(head, 0, head.length - 1));
    text_add(&work.out, TEXT(",\"parties\":["));
    for (size_t i = 0; i < preview->party_count; i++) {
        (void)workspace_find_party(workspace, preview->parties[i], &party);
        add_party(&work, party);
    }
    for (size_t i = 0; preview->party_count == 0 && i < workspace->party_count; i++) {
        if (workspace->parties[i].kind != PARTY_COUNTRY) {
            add_party(&work, i);
        }
    }
    text_add(&work.out, TEXT("]}\n"));
    *json = text_built(&work.out);
    return true;
}
