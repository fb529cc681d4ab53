/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as a label; what was read is written in each form and must be read back as a
 * label that is no weaker. */
#include "fuzz.h"

#include "sharing/sharing.h"

static void require_no_weaker(const Label *before, const Label *after) {
    REQUIRE(after->level == before->level);
    REQUIRE(after->is_no_foreign || !before->is_no_foreign);
    REQUIRE(after->sets[LABEL_RELEASABLE].count <= before->sets[LABEL_RELEASABLE].count + 1);
}

static void require_read_back(Arena *arena, const Label *label) {
    Label again;
    Error error = {0};
    const Text xml = label_format(arena, label, LABEL_FORM_XML);
    REQUIRE(label_parse(arena, xml, &again, &error));
    require_no_weaker(label, &again);
    const LabelRule *rules = NULL;
    size_t rule_count = 0;
    const Label both[] = {*label, again};
    if (label_roll_up(arena, both, 2, &again, &rules, &rule_count, &error)) {
        REQUIRE(again.level >= label->level || label->level == LABEL_RESTRICTED);
        REQUIRE(again.is_no_foreign || !label->is_no_foreign);
    }
    REQUIRE(text_is_utf8(label_json(arena, label, rules, rule_count)));
    (void)label_format(arena, label, LABEL_FORM_DOD);
    (void)label_format(arena, label, LABEL_FORM_PORTION);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    Error error = {0};
    Label label;
    const Text content = {(const char *)data, size};
    if (label_parse(arena, content, &label, &error)) {
        require_read_back(arena, &label);
    } else {
        REQUIRE(error.kind != ERROR_NONE && text_is_utf8(text_from(error.message)));
    }
    arena_free(arena);
    return 0;
}
