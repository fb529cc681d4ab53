/* SPDX-License-Identifier: Apache-2.0 */
#include "service/bill.h"
#include "service/decision_short.h"
#include "service/facts.h"

/* OpenID AuthZEN Authorization API 1.0: a subject wants to do something with a resource. Read as a
 * transfer: the resource is the item, the subject who receives it. */

enum { QUANTILE_DEFAULT = 50 };

/* A question while it is read. */
typedef struct Asking {
    Arena *arena;
    const AccessSetting *setting;
    const AccessQuestion *question;
    LawFacts *facts;
    Text subject_id;
    Text resource_id;
    TransferPlace from;
    TransferPlace to;
    Date as_of;
    Date known_at;
    bool accepts_unverified;
    Error *error;
} Asking;

/* ---- parts ---- */

static bool part_text(const Asking *asking, const char *part, const JsonValue *object,
                      const char *name, Text *value) {
    if (object == NULL || object->kind != JSON_KIND_OBJECT) {
        return error_set(asking->error, ERROR_INVALID, "`%s` is missing, or no object", part);
    }
    const JsonValue *found = json_find(object, text_from(name));
    if (found == NULL || found->kind != JSON_KIND_TEXT || text_is_empty(found->text)) {
        return error_set(asking->error, ERROR_INVALID, "`%s.%s` is missing, or no text", part,
                         name);
    }
    *value = found->text;
    return true;
}

/* A member that is a text; empty where there is none. */
static Text member_text(const JsonValue *object, const char *name) {
    const JsonValue *found = object == NULL ? NULL : json_find(object, text_from(name));
    return found != NULL && found->kind == JSON_KIND_TEXT ? found->text : (Text){0};
}

static const JsonValue *properties_of(const JsonValue *object) {
    return object == NULL ? NULL : json_find(object, TEXT("properties"));
}

static bool read_day(const Asking *asking, const char *name, Date otherwise, Date *date) {
    const Text given = member_text(asking->question->context, name);
    *date = otherwise;
    return text_is_empty(given) || date_parse(given, date) ||
           error_set(asking->error, ERROR_INVALID, "`context.%s` is `%.*s`, which is no date", name,
                     TEXT_ARGS(text_slice(given, 0, 64)));
}

/* "US", or "US:acme"; a party's id alone where the workspace has it. */
static TransferPlace place_of(const Workspace *workspace, Text written) {
    TransferPlace place = {.party = ALLIANCE_NONE};
    Text rest = written;
    Text country = {0};
    if (workspace_find_party(workspace, written, &place.party)) {
        place.country = workspace->parties[place.party].country;
        return place;
    }
    (void)text_split(&rest, ':', &country);
    place.country = country;
    if (rest.bytes != NULL && workspace_find_party(workspace, rest, &place.party)) {
        place.country = workspace->parties[place.party].country;
    }
    return place;
}

static bool read_parts(Asking *asking) {
    const AccessQuestion *question = asking->question;
    const Workspace *workspace = asking->setting->workspace;
    Text action = {0};
    Text type = {0};
    if (!part_text(asking, "subject", question->subject, "type", &type) ||
        !part_text(asking, "subject", question->subject, "id", &asking->subject_id) ||
        !part_text(asking, "action", question->action, "name", &action) ||
        !part_text(asking, "resource", question->resource, "type", &type) ||
        !part_text(asking, "resource", question->resource, "id", &asking->resource_id) ||
        !read_day(asking, "as_of", asking->setting->today, &asking->as_of) ||
        !read_day(asking, "known_at", asking->as_of, &asking->known_at)) {
        return false;
    }
    asking->from = place_of(workspace, member_text(question->context, "from"));
    asking->to = place_of(workspace, asking->subject_id);
    if (asking->to.party == ALLIANCE_NONE) {
        const Text to = member_text(question->context, "to");
        asking->to = place_of(
            workspace,
            text_is_empty(to) ? member_text(properties_of(question->subject), "country") : to);
    }
    const JsonValue *accepts =
        question->context == NULL ? NULL : json_find(question->context, TEXT("accept_unverified"));
    asking->accepts_unverified = accepts != NULL && accepts->kind == JSON_KIND_TRUE;
    return true;
}

/* ---- facts ---- */

/* A JSON value as a fact's text; empty where it is none. */
static Text fact_text(Arena *arena, const JsonValue *value) {
    static const Text WORDS[] = {[JSON_KIND_NULL] = {"unknown", 7},
                                 [JSON_KIND_FALSE] = {"no", 2},
                                 [JSON_KIND_TRUE] = {"yes", 3}};
    if (value->kind <= JSON_KIND_TRUE) {
        return WORDS[value->kind];
    }
    if (value->kind == JSON_KIND_NUMBER || value->kind == JSON_KIND_TEXT) {
        return value->text;
    }
    TextBuilder codes = text_builder_new(arena);
    for (size_t i = 0; value->kind == JSON_KIND_ARRAY && i < value->count; i++) {
        text_add(&codes, i > 0 ? TEXT("+") : TEXT(""));
        text_add(&codes, value->items[i].text);
    }
    return value->kind == JSON_KIND_ARRAY && value->count == 0 ? TEXT("none") : text_built(&codes);
}

/* What the workspace says goes before what a question says. */
static bool offer_new(const Asking *asking, Text name, Text value) {
    const LawSet *set = asking->setting->set;
    size_t attribute = 0;
    Text given = {0};
    if (text_is_empty(value) || !law_attribute_find(set, name, &attribute) ||
        (law_facts_value(asking->arena, asking->facts, attribute, &given) &&
         !text_is_empty(given))) {
        return true;
    }
    return law_facts_set(asking->facts, attribute, value, asking->error);
}

static bool offer_members(const Asking *asking, const JsonValue *object, const char *prefix) {
    for (size_t i = 0; object != NULL && object->kind == JSON_KIND_OBJECT && i < object->count;
         i++) {
        TextBuilder name_of = text_builder_new(asking->arena);
        text_add(&name_of, text_from(prefix));
        text_add(&name_of, object->names[i]);
        const Text name = text_built(&name_of);
        if (!offer_new(asking, name, fact_text(asking->arena, &object->items[i]))) {
            return false;
        }
    }
    return true;
}

static bool offer_question(const Asking *asking) {
    const AccessQuestion *question = asking->question;
    const struct {
        const char *name;
        Text value;
    } named[] = {
        {"origin", asking->from.country},
        {"destination", asking->to.country},
        {"exporter.country", asking->from.country},
        {"consignee.country", asking->to.country},
        {"consignee.id", asking->subject_id},
        {"consignee.type", member_text(question->subject, "type")},
        {"item.id", asking->resource_id},
        {"item.type", member_text(question->resource, "type")},
        {"action", member_text(question->action, "name")},
    };
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (!offer_new(asking, text_from(named[i].name), named[i].value)) {
            return false;
        }
    }
    return offer_members(asking, properties_of(question->subject), "consignee.") &&
           offer_members(asking, properties_of(question->resource), "item.") &&
           offer_members(asking, properties_of(question->action), "action.") &&
           offer_members(asking, question->context, "");
}

/* An item of the workspace brings what the tables say of it and of both ends. */
static bool workspace_facts(Asking *asking, size_t item) {
    const AccessSetting *setting = asking->setting;
    const DecideOptions options = {.as_of = asking->as_of,
                                   .known_at = asking->known_at,
                                   .accept_unverified = asking->accepts_unverified,
                                   .quantile = QUANTILE_DEFAULT};
    const Text made_in = facts_made_in(setting->workspace, item);
    if (text_is_empty(asking->from.country)) {
        asking->from.country = made_in;
    }
    const ItemTransfer what = {.item = item,
                               .made_in = made_in,
                               .from = asking->from,
                               .to = asking->to,
                               .end_use = member_text(asking->question->context, "end_use")};
    BillFacts *bill = bill_facts_new(asking->arena, setting->workspace, setting->set, &options);
    return facts_of_transfer(asking->arena, setting->set, setting->workspace, &what, asking->as_of,
                             bill, &asking->facts, asking->error);
}

static bool read_facts(Asking *asking) {
    size_t item = 0;
    asking->facts = law_facts_new(asking->arena, asking->setting->set);
    if (text_equals(member_text(asking->question->resource, "type"), TEXT("item")) &&
        workspace_find_item(asking->setting->workspace, asking->resource_id, &item) &&
        !workspace_facts(asking, item)) {
        return false;
    }
    return offer_question(asking);
}

void service_access(Arena *arena, const AccessSetting *setting, const AccessQuestion *question,
                    ShortAnswer *answer) {
    Error error = {0};
    Asking asking = {.arena = arena, .setting = setting, .question = question, .error = &error};
    if (!read_parts(&asking) || !read_facts(&asking)) {
        short_refuse(arena, answer, text_format(arena, "%s", error.message));
        return;
    }
    const ShortQuestion decided = {.facts = asking.facts,
                                   .as_of = asking.as_of,
                                   .known_at = asking.known_at,
                                   .accept_unverified = asking.accepts_unverified,
                                   .quantile = QUANTILE_DEFAULT};
    short_decide(arena, setting->set, NULL, &decided, answer);
}
