/* SPDX-License-Identifier: Apache-2.0 */
#include "server/schemas.h"

#include <string.h>

#define JSON_MEDIA "application/json"

static const SchemaMember TRANSFER[] = {
    {"id?", "any"},
    {"item_id?", "string"},
    {"item?", "object"},
    {"from", "string"},
    {"to", "string"},
    {"facts?", "object"},
    {"parties?", "object"},
    {"notes?", "object"},
    {"as_of?", "string"},
    {"known_at?", "string"},
    {"accept_unverified?", "boolean"},
    {"quantile?", "integer"},
    {NULL, NULL},
};
static const SchemaMember DECISION[] = {
    {"audit?", "integer"},
    {"id?", "any"},
    {"transfer", "string"},
    {"outcome", "string"},
    {"best", "string"},
    {"worst", "string"},
    {"as_of", "string"},
    {"known_at", "string"},
    {"citations", "[]string"},
    {"packs", "[]object"},
    {"explanation", "[]object"},
    {"notice", "string"},
    {NULL, NULL},
};
static const SchemaMember SHORT[] = {
    {"audit?", "integer"},
    {"outcome", "string"},
    {"best", "string"},
    {"worst", "string"},
    {"days", "any"},
    {"as_of", "string"},
    {"known_at", "string"},
    {"relies_on_unverified?", "boolean"},
    {"rules?", "[]object"},
    {"authorities?", "[]object"},
    {"obligations?", "[]object"},
    {"blockers?", "[]object"},
    {"questions?", "[]object"},
    {"citations?", "[]string"},
    {"packs", "object"},
    {NULL, NULL},
};
static const SchemaMember ENTITY[] = {
    {"type", "string"}, {"id", "string"}, {"properties?", "object"}, {NULL, NULL}};
static const SchemaMember ACTION[] = {{"name", "string"}, {"properties?", "object"}, {NULL, NULL}};
static const SchemaMember EVALUATION[] = {{"subject", "AccessEntity"},
                                          {"action", "AccessAction"},
                                          {"resource", "AccessEntity"},
                                          {"context?", "object"},
                                          {NULL, NULL}};
static const SchemaMember EVALUATIONS[] = {{"subject?", "AccessEntity"},
                                           {"action?", "AccessAction"},
                                           {"resource?", "AccessEntity"},
                                           {"context?", "object"},
                                           {"options?", "object"},
                                           {"evaluations?", "[]object"},
                                           {NULL, NULL}};
static const SchemaMember ACCESS_DECISION[] = {
    {"decision", "boolean"}, {"context?", "object"}, {NULL, NULL}};
static const SchemaMember ACCESS_DECISIONS[] = {{"decision?", "boolean"},
                                                {"context?", "object"},
                                                {"evaluations?", "[]AccessDecision"},
                                                {NULL, NULL}};
static const SchemaMember CONFIGURATION[] = {{"policy_decision_point", "string"},
                                             {"access_evaluation_endpoint", "string"},
                                             {"access_evaluations_endpoint", "string"},
                                             {NULL, NULL}};
static const SchemaMember JOB_REQUEST[] = {
    {"kind", "string"}, {"options?", "object"}, {NULL, NULL}};
static const SchemaMember JOB[] = {
    {"id", "integer"},      {"kind", "string"},          {"owner", "string"}, {"state", "string"},
    {"made_ms", "integer"}, {"progress", "JobProgress"}, {"error", "any"},    {NULL, NULL}};
static const SchemaMember PROGRESS[] = {
    {"done", "integer"}, {"total", "integer"}, {"text", "string"}, {NULL, NULL}};
static const SchemaMember JOBS[] = {{"jobs", "[]Job"}, {NULL, NULL}};
static const SchemaMember HEAD[] = {{"number", "integer"}, {"hash", "string"}, {NULL, NULL}};
static const SchemaMember AUDIT_ROW[] = {{"hash", "string"}, {"row", "object"}, {NULL, NULL}};
static const SchemaMember AUDIT_ROWS[] = {
    {"head", "AuditHead"}, {"rows", "[]AuditRow"}, {NULL, NULL}};
static const SchemaMember VERDICT[] = {{"is_whole", "boolean"},   {"rows", "integer"},
                                       {"broken_at?", "integer"}, {"reason?", "string"},
                                       {"head", "AuditHead"},     {NULL, NULL}};
static const SchemaMember HEALTH[] = {{"status", "string"}, {NULL, NULL}};
static const SchemaMember REFUSAL[] = {{"error", "string"}, {NULL, NULL}};
static const SchemaMember PACKS[] = {
    {"packs", "[]object"}, {"reforms", "[]object"}, {"reforms_offered", "[]object"}, {NULL, NULL}};
static const SchemaMember VOCABULARY[] = {
    {"facts", "[]object"}, {"packs", "[]object"}, {NULL, NULL}};
static const SchemaMember WORKSPACE[] = {{"title", "string"},       {"digest", "string"},
                                         {"as_of", "string"},       {"parties", "[]object"},
                                         {"items", "[]object"},     {"programmes", "[]object"},
                                         {"demands", "[]object"},   {"lanes", "[]object"},
                                         {"scenarios", "[]object"}, {"levers", "[]object"},
                                         {"countries", "[]string"}, {"packs", "[]object"},
                                         {"notice", "string"},      {NULL, NULL}};
static const SchemaMember MAP[] = {
    {"type", "string"}, {"as_of", "string"}, {"features", "[]object"}, {NULL, NULL}};
static const SchemaMember CHANGES[] = {{"as_of", "string"},
                                       {"weeks", "integer"},
                                       {"days", "[]string"},
                                       {"changes", "[]object"},
                                       {NULL, NULL}};

static const SchemaMember PREVIEW[] = {
    {"audit?", "integer"}, {"holder", "string"},    {"item", "string"}, {"label", "string"},
    {"as_of", "string"},   {"parties", "[]object"}, {NULL, NULL}};
static const SchemaMember RELEASES[] = {{"releases", "[]object"}, {"next", "any"}, {NULL, NULL}};
static const SchemaMember CATALOGUES[] = {{"catalogues", "[]object"}, {NULL, NULL}};
static const SchemaMember LISTS[] = {{"lists", "[]object"}, {NULL, NULL}};
static const SchemaMember KAS_KEY[] = {{"publicKey", "string"}, {"kid", "string"}, {NULL, NULL}};
static const SchemaMember KAS_KEY_REQUEST[] = {
    {"algorithm?", "string"}, {"fmt?", "string"}, {"v?", "string"}, {NULL, NULL}};
static const SchemaMember KAS_REWRAP_REQUEST[] = {{"signedRequestToken", "string"}, {NULL, NULL}};
static const SchemaMember KAS_REWRAP[] = {
    {"sessionPublicKey?", "string"}, {"responses?", "[]object"}, {"entityWrappedKey?", "string"},
    {"schemaVersion?", "string"},    {"metadata?", "object"},    {NULL, NULL}};

static const Schema SCHEMAS[] = {
    {"Refusal", JSON_MEDIA, "What is wrong, in one line.", REFUSAL},
    {"Health", JSON_MEDIA, "The server answers.", HEALTH},
    {"Metrics", "text/plain", "Counts, as Prometheus reads them.", NULL},
    {"OpenApi", JSON_MEDIA, "This document.", NULL},
    {"Workspace", JSON_MEDIA, "The workspace's tables.", WORKSPACE},
    {"Vocabulary", JSON_MEDIA, "The facts that the packs read.", VOCABULARY},
    {"Packs", JSON_MEDIA, "The packs in force.", PACKS},
    {"Pack", JSON_MEDIA, "A pack with its rules.", NULL},
    {"Reloaded", JSON_MEDIA, "Everything was read anew.", HEALTH},
    {"TransferRequest", JSON_MEDIA, "A request of docs/batch.md.", TRANSFER},
    {"TransferRequests", "application/x-ndjson", "Requests of docs/batch.md, one a line.", NULL},
    {"Decision", JSON_MEDIA, "What `entente check --json` writes.", DECISION},
    {"Decisions", "application/x-ndjson", "Decisions, one a line, in the order of the requests.",
     NULL},
    {"ShortDecision", JSON_MEDIA, "A decision in short.", SHORT},
    {"Matrix", JSON_MEDIA, "What `entente matrix --json` writes.", NULL},
    {"LaneMap", "application/geo+json", "Sites and lanes (RFC 7946).", MAP},
    {"LawChanges", JSON_MEDIA, "What changes in law.", CHANGES},
    {"Exportability", JSON_MEDIA, "What `entente exportability --json` writes.", NULL},
    {"Programmes", JSON_MEDIA, "What `entente programme --json` writes.", NULL},
    {"Source", JSON_MEDIA, "What `entente source --json` writes.", NULL},
    {"Screening", JSON_MEDIA, "What `entente screen --json` writes.", NULL},
    {"Catalogues", JSON_MEDIA, "The catalogues of requirements that were loaded.", CATALOGUES},
    {"Catalogue", JSON_MEDIA, "A catalogue with its requirements.", NULL},
    {"Assessment", JSON_MEDIA, "What `entente assess --json` writes.", NULL},
    {"Supplier", JSON_MEDIA, "What `entente assess PARTY --json` writes.", NULL},
    {"KeptAssessment", JSON_MEDIA, "The assessment's id, its party, and the record's number.",
     NULL},
    {"Pathway", JSON_MEDIA, "What `entente access --json` writes.", NULL},
    {"Offers", JSON_MEDIA, "What `entente offers --json` writes.", NULL},
    {"Lists", JSON_MEDIA, "What `entente list status --json` writes.", LISTS},
    {"Dispositions", JSON_MEDIA, "What `entente dispositions --json` writes.", NULL},
    {"ScreenedParties", JSON_MEDIA, "What `entente screen --workspace --json` writes.", NULL},
    {"JobRequest", JSON_MEDIA, "A job to begin: report, stress, reform or programme.", JOB_REQUEST},
    {"JobProgress", JSON_MEDIA, "How far a job is.", PROGRESS},
    {"Job", JSON_MEDIA, "A job.", JOB},
    {"Jobs", JSON_MEDIA, "Jobs, the newest first.", JOBS},
    {"JobResult", JSON_MEDIA, "What the command writes with --json.", NULL},
    {"AuditHead", JSON_MEDIA, "A place in the audit chain.", HEAD},
    {"AuditRow", JSON_MEDIA, "A row of the audit chain with its hash.", AUDIT_ROW},
    {"AuditRows", JSON_MEDIA, "Rows of the audit chain.", AUDIT_ROWS},
    {"AuditVerdict", JSON_MEDIA, "Whether the chain is whole.", VERDICT},
    {"AuditReplay", JSON_MEDIA, "A decision made again.", NULL},
    {"AccessEntity", JSON_MEDIA, "A subject or a resource.", ENTITY},
    {"AccessAction", JSON_MEDIA, "An action.", ACTION},
    {"AccessEvaluation", JSON_MEDIA, "An AuthZEN access evaluation request.", EVALUATION},
    {"AccessEvaluations", JSON_MEDIA, "An AuthZEN access evaluations request.", EVALUATIONS},
    {"AccessDecision", JSON_MEDIA, "An AuthZEN decision.", ACCESS_DECISION},
    {"AccessDecisions", JSON_MEDIA, "AuthZEN decisions, in order.", ACCESS_DECISIONS},
    {"Bytes", "application/octet-stream", "A file's bytes.", NULL},
    {"Sealed", "application/zip", "A sealed file (TDF).", NULL},
    {"SealedFile", JSON_MEDIA, "What `entente inspect --json` writes.", NULL},
    {"Label", JSON_MEDIA, "What `entente label parse` writes.", NULL},
    {"ReleasePreview", JSON_MEDIA, "What a key server would decide, party by party.", PREVIEW},
    {"Releases", JSON_MEDIA, "Rows of the audit chain: `key release` and `key refusal`.", RELEASES},
    {"KasPublicKey", JSON_MEDIA, "A public key of the key server, as PEM.", KAS_KEY},
    {"KasPublicKeyRequest", JSON_MEDIA, "Which public key.", KAS_KEY_REQUEST},
    {"KasRewrapRequest", JSON_MEDIA, "A signed request for keys (OpenTDF).", KAS_REWRAP_REQUEST},
    {"KasRewrap", JSON_MEDIA, "What was released of each key, and why not.", KAS_REWRAP},
    {"AccessConfiguration", JSON_MEDIA, "AuthZEN metadata.", CONFIGURATION},
};

size_t schema_count(void) {
    return sizeof SCHEMAS / sizeof SCHEMAS[0];
}

const Schema *schema_at(size_t index) {
    return &SCHEMAS[index];
}

const Schema *schema_find(const char *name) {
    for (size_t i = 0; i < schema_count(); i++) {
        if (strcmp(SCHEMAS[i].name, name) == 0) {
            return &SCHEMAS[i];
        }
    }
    return NULL;
}

/* In the open object. */
static void add_type(JsonWriter *json, const char *type) {
    if (strncmp(type, "[]", 2) == 0) {
        json_add_text(json, "type", TEXT("array"));
        json_begin_object(json, "items");
        add_type(json, type + 2);
        json_end(json);
    } else if (schema_find(type) != NULL) {
        Arena *arena CLEANUP(arena_close) = arena_new();
        json_add_text(json, "$ref", text_format(arena, "#/components/schemas/%s", type));
    } else if (strcmp(type, "any") != 0) {
        json_add_text(json, "type", text_from(type));
    }
}

static bool is_optional(const char *name) {
    return name[strlen(name) - 1] == '?';
}

static void add_member(JsonWriter *json, const SchemaMember *member) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    const Text written = text_from(member->name);
    const Text name = text_slice(written, 0, written.length - (is_optional(member->name) ? 1 : 0));
    json_begin_object(json, text_terminated(arena, name));
    add_type(json, member->type);
    json_end(json);
}

void schema_add(JsonWriter *json, const Schema *schema) {
    const SchemaMember *members = schema->members;
    json_begin_object(json, schema->name);
    json_add_text(json, "description", text_from(schema->meaning));
    json_add_text(json, "type",
                  strstr(schema->media, "json") == NULL || strstr(schema->media, "ndjson") != NULL
                      ? TEXT("string")
                      : TEXT("object"));
    if (members != NULL) {
        json_begin_object(json, "properties");
        for (size_t i = 0; members[i].name != NULL; i++) {
            add_member(json, &members[i]);
        }
        json_end(json);
        json_begin_array(json, "required");
        for (size_t i = 0; members[i].name != NULL; i++) {
            if (!is_optional(members[i].name)) {
                json_add_text(json, "", text_from(members[i].name));
            }
        }
        json_end(json);
    }
    json_end(json);
}
