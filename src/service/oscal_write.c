/* SPDX-License-Identifier: Apache-2.0 */
#include "service/oscal_write.h"

#include "base/digest.h"

static const Text VERSION = {"1.2.0", 5};

Text oscal_uuid(Arena *arena, const AssessmentReport *report, Text name) {
    return digest_uuid(arena, text_format(arena, "%.*s|%.*s|%.*s|%.*s", TEXT_ARGS(report->subject),
                                          TEXT_ARGS(report->catalogue->title),
                                          TEXT_ARGS(date_format(arena, report->assessed)),
                                          TEXT_ARGS(name)));
}

Text oscal_moment(Arena *arena, Date date) {
    return text_format(arena, "%.*sT00:00:00Z", TEXT_ARGS(date_format(arena, date)));
}

/* Blanks and line ends at one place become one blank; OSCAL's strings stand on one line. */
Text oscal_string(Arena *arena, Text text) {
    TextBuilder out = text_builder_new(arena);
    bool is_owed = false;
    for (size_t i = 0; i < text.length;) {
        const size_t blank = oscal_blank(text_slice(text, i, text.length));
        if (blank > 0) {
            is_owed = out.length > 0;
            i += blank;
            continue;
        }
        if (is_owed) {
            text_add_character(&out, ' ');
        }
        is_owed = false;
        text_add_character(&out, text.bytes[i++]);
    }
    return text_is_empty(text_built(&out)) ? TEXT("-") : text_built(&out);
}

void oscal_add_prop(Arena *arena, JsonWriter *json, const char *name, Text value) {
    json_begin_object(json, "");
    json_add_text(json, "name", text_from(name));
    json_add_text(json, "ns", TEXT(OSCAL_OWN_NAMESPACE));
    json_add_text(json, "value", oscal_string(arena, value));
    json_end(json);
}

void oscal_add_metadata(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                        const char *what) {
    json_begin_object(json, "metadata");
    json_add_text(
        json, "title",
        oscal_string(arena, text_format(arena, "%.*s: %s, %.*s", TEXT_ARGS(report->subject), what,
                                        TEXT_ARGS(report->catalogue->title))));
    json_add_text(json, "last-modified", oscal_moment(arena, report->as_of));
    json_add_text(json, "version", date_format(arena, report->as_of));
    json_add_text(json, "oscal-version", VERSION);
    json_add_text(json, "remarks", service_disclaimer());
    json_end(json);
}

void oscal_add_resource(Arena *arena, JsonWriter *json, Text uuid, Text title, Text description) {
    json_begin_object(json, "");
    json_add_text(json, "uuid", uuid);
    json_add_text(json, "title", oscal_string(arena, title));
    json_add_text(json, "description", description);
    json_end(json);
}

bool oscal_finish(Arena *arena, JsonWriter *json, const AssessmentReport *report, Text *text,
                  Error *error) {
    const Text written = json_finish(arena, json, true);
    OscalDocument document = {0};
    json_writer_free(json);
    if (!oscal_read(arena, report->catalogue->title, written, &document, error)) {
        return false;
    }
    *text = written;
    return true;
}

/* ---- assessment results ---- */

static void add_selection(JsonWriter *json, const AssessmentReport *report) {
    json_begin_object(json, "reviewed-controls");
    json_begin_array(json, "control-selections");
    json_begin_object(json, "");
    json_begin_array(json, "include-controls");
    for (size_t i = 0; i < report->catalogue->requirement_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "control-id", report->catalogue->requirements[i].name);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void add_score(Arena *arena, JsonWriter *json, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    json_begin_array(json, "props");
    oscal_add_prop(arena, json, "score", text_format(arena, "%d", assessment->score));
    oscal_add_prop(arena, json, "score-best", text_format(arena, "%d", assessment->score_best));
    oscal_add_prop(arena, json, "standing", standing_word(report->standing));
    oscal_add_prop(arena, json, "not-answered", text_format(arena, "%zu", assessment->unknown));
    json_end(json);
}

static void add_implementation(JsonWriter *json, AnswerStatus status) {
    if (status != ANSWER_PARTIAL && status != ANSWER_NOT_APPLICABLE) {
        return;
    }
    json_begin_object(json, "implementation-status");
    json_add_text(json, "state",
                  status == ANSWER_PARTIAL ? TEXT("partial") : TEXT("not-applicable"));
    json_end(json);
}

void oscal_add_finding(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                       size_t index) {
    const Requirement *requirement = &report->catalogue->requirements[index];
    const AnswerStatus status = report->answers.statuses[index];
    const bool is_satisfied = status == ANSWER_MET || status == ANSWER_NOT_APPLICABLE;
    json_begin_object(json, "");
    json_add_text(json, "uuid",
                  oscal_uuid(arena, report,
                             text_format(arena, "finding %.*s", TEXT_ARGS(requirement->name))));
    json_add_text(json, "title", oscal_string(arena, requirement->title));
    json_add_text(json, "description",
                  text_format(arena, "%.*s: %.*s (%.*s)", TEXT_ARGS(requirement->id),
                              TEXT_ARGS(answer_word(status)), TEXT_ARGS(requirement->source)));
    json_begin_object(json, "target");
    json_add_text(json, "type", TEXT("objective-id"));
    json_add_text(json, "target-id", requirement->name);
    json_begin_object(json, "status");
    json_add_text(json, "state", is_satisfied ? TEXT("satisfied") : TEXT("not-satisfied"));
    json_add_text(json, "reason",
                  status == ANSWER_MET       ? TEXT("pass")
                  : status == ANSWER_NOT_MET ? TEXT("fail")
                                             : TEXT("other"));
    json_end(json);
    add_implementation(json, status);
    json_end(json);
    json_end(json);
}

static bool has_finding(const AssessmentReport *report) {
    return report->assessment.unknown < report->catalogue->requirement_count;
}

static void add_findings(Arena *arena, JsonWriter *json, const AssessmentReport *report) {
    if (!has_finding(report)) {
        return;
    }
    json_begin_array(json, "findings");
    for (size_t i = 0; i < report->catalogue->requirement_count; i++) {
        if (report->answers.statuses[i] != ANSWER_UNKNOWN) {
            oscal_add_finding(arena, json, report, i);
        }
    }
    json_end(json);
}

static void add_result(Arena *arena, JsonWriter *json, const AssessmentReport *report) {
    json_begin_object(json, "");
    json_add_text(json, "uuid", oscal_uuid(arena, report, TEXT("result")));
    json_add_text(json, "title", oscal_string(arena, report->catalogue->title));
    json_add_text(json, "description",
                  text_format(arena, "Standing %.*s. %.*s",
                              TEXT_ARGS(standing_word(report->standing)),
                              TEXT_ARGS(report->catalogue->source)));
    json_add_text(json, "start", oscal_moment(arena, report->assessed));
    json_add_text(json, "end", oscal_moment(arena, report->assessed));
    add_score(arena, json, report);
    add_selection(json, report);
    add_findings(arena, json, report);
    json_end(json);
}

bool service_oscal_results(Arena *arena, const AssessmentReport *report, Text *text, Error *error) {
    JsonWriter *json = json_writer_new();
    const Text plan = oscal_uuid(arena, report, TEXT("assessment plan"));
    json_begin_object(json, "assessment-results");
    json_add_text(json, "uuid", oscal_uuid(arena, report, TEXT("assessment results")));
    oscal_add_metadata(arena, json, report, "assessment results");
    json_begin_object(json, "import-ap");
    json_add_text(json, "href", text_format(arena, "#%.*s", TEXT_ARGS(plan)));
    json_end(json);
    json_begin_array(json, "results");
    add_result(arena, json, report);
    json_end(json);
    json_begin_object(json, "back-matter");
    json_begin_array(json, "resources");
    oscal_add_resource(arena, json, plan, TEXT("Assessment plan"),
                       TEXT("No assessment plan was given with the answers."));
    json_end(json);
    json_end(json);
    json_end(json);
    return oscal_finish(arena, json, report, text, error);
}
