/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_canonical.h"
#include "base/json_read.h"
#include "service/service.h"

bool service_share_inspect(Arena *arena, Text name, Text sealed, const KeyRing *keys,
                           const KeyRing *trusted, Text *json, Error *error) {
    Tdf tdf;
    ShareReport report = {.name = name, .tdf = &tdf};
    const ByteSource source = byte_source_of_text(&sealed);
    if (!tdf_read(arena, &source, &tdf, error)) {
        return false;
    }
    service_share_prove(arena, keys, trusted, &report);
    *json = service_inspect_json(arena, &report);
    return true;
}

bool service_share_label(Arena *arena, Text label, Text *json, Error *error) {
    Label read;
    if (!label_parse(arena, label, &read, error)) {
        return false;
    }
    *json = label_json(arena, &read, NULL, 0);
    return true;
}

bool service_share_roll_up(Arena *arena, const Text *labels, size_t count, Text *json,
                           Error *error) {
    Label *read = ARENA_MANY(arena, Label, count);
    Label whole;
    const LabelRule *rules = NULL;
    size_t rule_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!label_parse(arena, labels[i], &read[i], error)) {
            return false;
        }
    }
    if (!label_roll_up(arena, read, count, &whole, &rules, &rule_count, error)) {
        return false;
    }
    *json = label_json(arena, &whole, rules, rule_count);
    return true;
}

bool service_share_format(Text word, TdfFormat *format, Error *error) {
    const bool is_new = text_equals(word, TEXT("4.3.0"));
    *format = is_new ? TDF_FORMAT_4_3_0 : TDF_FORMAT_4_2_2;
    return is_new || text_is_empty(word) || text_equals(word, TEXT("4.2.2")) ||
           error_set(error, ERROR_INVALID, "the format is `%.*s`; there are 4.2.2 and 4.3.0",
                     TEXT_ARGS(word));
}

bool service_share_seal(Arena *arena, const SealOptions *options, Text plain, Text *sealed,
                        Error *error) {
    Text rest = plain;
    SealOptions whole = *options;
    TextBuilder out = text_builder_new(arena);
    const ByteStream input = byte_stream_of_text(&rest);
    const ByteSink sink = byte_sink_of_builder(&out);
    whole.has_size = true;
    whole.size = plain.length;
    if (!service_seal(arena, &whole, &input, &sink, error)) {
        return false;
    }
    *sealed = text_built(&out);
    return true;
}

/* ---- releases on record ---- */

static const Text RELEASE_KINDS[] = {{"key release", 11}, {"key refusal", 11}, {"key lease", 9}};

static void add_member(TextBuilder *out, const char *name, Text value) {
    if (out->bytes[out->length - 1] != '{') {
        text_add_character(out, ',');
    }
    json_add_canonical_text(out, text_from(name));
    text_add_character(out, ':');
    json_add_canonical_text(out, value);
}

/* `inputs` is canonical JSON of the chain. */
static void add_row(TextBuilder *out, const AuditRow *row) {
    text_add_format(out, "{\"number\":%lld", (long long)row->number);
    add_member(out, "time", row->time);
    add_member(out, "who", row->who);
    add_member(out, "kind", row->kind);
    add_member(out, "law", row->law);
    add_member(out, "result", row->result);
    text_add_format(out, ",\"asked\":%.*s}", TEXT_ARGS(row->inputs));
}

bool service_share_releases(Arena *arena, Store *store, const ReleasePage *page, Text *json,
                            Error *error) {
    const AuditQuery query = {.kinds = RELEASE_KINDS,
                              .kind_count = sizeof RELEASE_KINDS / sizeof RELEASE_KINDS[0],
                              .after = page->after,
                              .limit = page->limit,
                              .is_newest = page->is_newest};
    TextBuilder out = text_builder_new(arena);
    const AuditRow *rows = NULL;
    size_t count = 0;
    if (!store_audit_read_kinds(arena, store, &query, &rows, &count, error)) {
        return false;
    }
    text_add(&out, TEXT("{\"releases\":["));
    for (size_t i = 0; i < count; i++) {
        text_add(&out, i == 0 ? TEXT("") : TEXT(","));
        add_row(&out, &rows[i]);
    }
    text_add(&out, TEXT("],\"next\":"));
    if (count == page->limit && !page->is_newest) {
        text_add_format(&out, "%lld", (long long)rows[count - 1].number);
    } else {
        text_add(&out, TEXT("null"));
    }
    text_add(&out, TEXT("}\n"));
    *json = text_built(&out);
    return true;
}

/* ---- a preview ---- */

/* A party's line: the decision in short, or why the question cannot be used. */
static void add_asker(Arena *arena, TextBuilder *out, const ReleaseSetting *setting,
                      const Party *party, const TdfPolicy *policy) {
    ShortAnswer answer;
    const ReleaseAsker asker = {.party = party->id, .name = party->id};
    service_release(arena, setting, &asker, policy, &answer);
    const bool may_open = answer.is_usable && answer.is_open;
    text_add_character(out, '{');
    add_member(out, "party", party->id);
    add_member(out, "name", party->name);
    add_member(out, "country", party->country);
    text_add_format(out, ",\"may_open\":%s", may_open ? "true" : "false");
    add_member(out, "reason", service_release_reason(arena, &answer));
    text_add_format(out, ",\"decision\":%.*s}",
                    TEXT_ARGS(answer.is_usable ? answer.json : TEXT("null")));
}

static bool check_question(const ReleaseSetting *setting, const ReleaseQuestion *question,
                           size_t *only, Error *error) {
    const Workspace *workspace = setting->access.workspace;
    size_t item = 0;
    *only = SERVICE_NONE;
    if (!workspace_find_item(workspace, question->item, &item)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no item of this workspace",
                         TEXT_ARGS(question->item));
    }
    return text_is_empty(question->party) ||
           workspace_find_party(workspace, question->party, only) ||
           error_set(error, ERROR_INVALID, "`%.*s` is no party of this workspace",
                     TEXT_ARGS(question->party));
}

static void add_heading(Arena *arena, TextBuilder *out, const ReleaseSetting *setting,
                        const TdfPolicy *policy) {
    text_add_character(out, '{');
    add_member(out, "item", policy->item);
    add_member(out, "label", policy->marking);
    add_member(out, "holder", setting->holder);
    add_member(out, "as_of", date_format(arena, setting->access.today));
    text_add(out, TEXT(",\"parties\":["));
}

bool service_share_preview(Arena *arena, const ReleaseSetting *setting,
                           const ReleaseQuestion *question, Text *json, Error *error) {
    Label label;
    size_t only = SERVICE_NONE;
    TextBuilder out = text_builder_new(arena);
    const Workspace *workspace = setting->access.workspace;
    if (!check_question(setting, question, &only, error) ||
        !label_parse(arena, question->label, &label, error)) {
        return false;
    }
    const TdfPolicy policy = {.has_own = true,
                              .item = question->item,
                              .marking = label_format(arena, &label, LABEL_FORM_BANNER)};
    add_heading(arena, &out, setting, &policy);
    const size_t first = only == SERVICE_NONE ? 0 : only;
    const size_t end = only == SERVICE_NONE ? workspace->party_count : only + 1;
    for (size_t i = first; i < end; i++) {
        text_add(&out, i == first ? TEXT("") : TEXT(","));
        add_asker(arena, &out, setting, &workspace->parties[i], &policy);
    }
    text_add(&out, TEXT("]}\n"));
    *json = text_built(&out);
    return true;
}
