/* SPDX-License-Identifier: Apache-2.0 */
#include "law/structure.h"

/* A rule or table as lines that can be laid beside those of another version. */

static void add_line(Array *lines, Text line) {
    if (!text_is_empty(line)) {
        *(Text *)array_add(lines) = line;
    }
}

static void add_quoted(Arena *arena, Array *lines, const char *word, Text text) {
    if (!text_is_empty(text)) {
        add_line(lines, text_format(arena, "%s \"%.*s\"", word, TEXT_ARGS(text)));
    }
}

/* ---- rules ---- */

static void add_condition(Arena *arena, const char *word, const Condition *condition,
                          Array *lines) {
    if (condition == NULL) {
        return;
    }
    Text cite = text_is_empty(condition->citation)
                    ? TEXT("")
                    : text_format(arena, "   cite %.*s", TEXT_ARGS(condition->citation));
    if (!text_is_empty(condition->text)) {
        add_line(lines, text_format(arena, "%s %.*s%.*s", word, TEXT_ARGS(condition->text),
                                    TEXT_ARGS(cite)));
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        add_condition(arena, word, &condition->children[i], lines);
    }
}

static void add_names(Arena *arena, const char *word, const LawSet *set, const size_t *list,
                      size_t count, Array *lines) {
    for (size_t i = 0; i < count; i++) {
        add_line(lines,
                 text_format(arena, "%s %.*s", word, TEXT_ARGS(set->provisions[list[i]].name)));
    }
}

static void add_intervals(Arena *arena, const Provision *provision, Array *lines) {
    for (size_t i = 0; i < provision->interval_count; i++) {
        const ProvisionInterval *it = &provision->intervals[i];
        add_line(lines, text_format(arena, "in force %.*s to %.*s, %.*s",
                                    TEXT_ARGS(date_format(arena, it->range.from)),
                                    TEXT_ARGS(date_format(arena, it->range.until)),
                                    TEXT_ARGS(law_status_word(it->status))));
    }
}

static void add_obligations(Arena *arena, const Provision *provision, Array *lines) {
    for (size_t i = 0; i < provision->obligation_count; i++) {
        const LawObligation *it = &provision->obligations[i];
        add_line(lines, text_format(arena, "on condition \"%.*s\" %s %d months %d days",
                                    TEXT_ARGS(it->text), it->is_deadline ? "within" : "for",
                                    it->months, it->days));
    }
}

static void add_days(Arena *arena, const Provision *provision, Array *lines) {
    if (provision->days_count > 0 && provision->days_status != LAW_VERIFIED) {
        add_line(lines, text_format(arena, "days %.*s",
                                    TEXT_ARGS(law_status_word(provision->days_status))));
    }
    if (provision->has_days_vintage) {
        add_line(lines, text_format(arena, "days of %.*s",
                                    TEXT_ARGS(date_format(arena, provision->days_vintage))));
    }
    for (size_t i = 0; i < provision->days_count; i++) {
        add_line(lines, text_format(arena, "days %d at p%u", provision->days[i].days,
                                    provision->days[i].quantile));
    }
    add_quoted(arena, lines, "basis", provision->basis);
    add_quoted(arena, lines, "granted by", provision->granted_by);
    for (size_t i = 0; i < provision->review_count; i++) {
        const LawReview *it = &provision->reviews[i];
        Text word = text_format(arena, "review %.*s", TEXT_ARGS(law_review_word(it->kind)));
        if (it->when == NULL) {
            add_line(lines, word);
        }
        add_condition(arena, word.bytes, it->when, lines);
    }
}

static void add_each(Arena *arena, const LawSet *set, const Provision *provision, Array *lines) {
    if (provision->each.table == LAW_NONE) {
        return;
    }
    const LawTable *table = &set->tables[provision->each.table];
    add_line(lines, text_format(arena, "for each row of %.*s", TEXT_ARGS(table->name)));
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        Text value = match->operand.kind == OPERAND_ATTRIBUTE
                         ? set->attributes[match->operand.index].name
                         : match->operand.literal.text;
        add_line(lines, text_format(arena, "where %.*s %s %.*s",
                                    TEXT_ARGS(table->columns[match->column].name),
                                    match->is_within ? "has within it" : "is", TEXT_ARGS(value)));
    }
}

static void add_reason(Arena *arena, const LawSet *set, const Provision *provision, Array *lines) {
    if (!provision->has_reason) {
        return;
    }
    const Operand *reason = &provision->reason;
    Text text = reason->kind == OPERAND_LITERAL     ? reason->literal.text
                : reason->kind == OPERAND_ATTRIBUTE ? set->attributes[reason->index].name
                                                    : TEXT("of the row");
    add_line(lines, text_format(arena, "reason %.*s", TEXT_ARGS(text)));
}

Array law_rule_lines(Arena *arena, const LawSet *set, size_t rule) {
    const Provision *it = &set->provisions[rule];
    Array lines = array_new(arena, sizeof(Text));
    add_line(&lines, text_format(arena, "%.*s", TEXT_ARGS(law_kind_word(it->kind))));
    add_quoted(arena, &lines, "title", it->title);
    for (size_t i = 0; i < it->citation_count; i++) {
        add_line(&lines, text_format(arena, "cite %.*s", TEXT_ARGS(it->citations[i])));
    }
    add_intervals(arena, it, &lines);
    add_quoted(arena, &lines, "interpretation", it->interpretation);
    add_quoted(arena, &lines, "note", it->note);
    add_quoted(arena, &lines, "say", it->say);
    add_each(arena, set, it, &lines);
    add_condition(arena, "when", it->when, &lines);
    add_condition(arena, "provided that", it->provided_that, &lines);
    add_condition(arena, "except where", it->except_where, &lines);
    add_reason(arena, set, it, &lines);
    add_line(&lines, it->targets_all ? TEXT("covers, strikes or serves all") : TEXT(""));
    add_names(arena, "covers, strikes or serves", set, it->targets, it->target_count, &lines);
    for (size_t i = 0; i < it->struck_count; i++) {
        add_line(&lines,
                 text_format(arena, "strikes track %.*s of %.*s", TEXT_ARGS(it->struck[i].track),
                             TEXT_ARGS(set->provisions[it->struck[i].exception].name)));
    }
    add_names(arena, "all except", set, it->spared, it->spared_count, &lines);
    add_names(arena, "overrides", set, it->overrides, it->override_count, &lines);
    add_names(arena, "subject to", set, it->subject_to, it->subject_count, &lines);
    add_line(&lines, it->serves_nothing ? TEXT("serves nothing") : TEXT(""));
    add_names(arena, "after", set, it->after, it->after_count, &lines);
    add_names(arena, "served by", set, it->served_by, it->served_by_count, &lines);
    add_obligations(arena, it, &lines);
    add_days(arena, it, &lines);
    return lines;
}

/* ---- tables ---- */

static Text row_line(Arena *arena, const LawTable *table, const TableRow *row) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < table->column_count; i++) {
        text_add_format(&out, "%s%.*s", i == 0 ? "row " : ", ", TEXT_ARGS(row->values[i].text));
    }
    if (row->holds.from != DATE_MIN || row->holds.until != DATE_MAX) {
        text_add_format(&out, " from %.*s until %.*s",
                        TEXT_ARGS(date_format(arena, row->holds.from)),
                        TEXT_ARGS(date_format(arena, row->holds.until)));
    }
    text_add_format(&out, " (%.*s)", TEXT_ARGS(law_status_word(row->status)));
    return text_built(&out);
}

Array law_table_lines(Arena *arena, const LawTable *table) {
    Array lines = array_new(arena, sizeof(Text));
    for (size_t i = 0; i < table->column_count; i++) {
        add_line(&lines, text_format(arena, "column %.*s", TEXT_ARGS(table->columns[i].name)));
    }
    if (table->complete_by != LAW_NONE) {
        add_line(&lines, text_format(arena, "complete by %.*s",
                                     TEXT_ARGS(table->columns[table->complete_by].name)));
    }
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].is_coarse) {
            add_line(&lines,
                     text_format(arena, "coarse by %.*s", TEXT_ARGS(table->columns[i].name)));
        }
    }
    if (table->has_read_from) {
        add_line(&lines, text_format(arena, "read from %.*s",
                                     TEXT_ARGS(date_format(arena, table->read_from))));
    }
    add_line(&lines, table->is_register ? TEXT("known at") : TEXT(""));
    for (size_t i = 0; i < table->row_count; i++) {
        add_line(&lines, row_line(arena, table, &table->rows[i]));
    }
    return lines;
}

/* ---- lines beside lines ---- */

/* Lines of `lines` that do not stand in `others`, each as often as it stands there more. */
static Array missing(Arena *arena, const Array *lines, const Array *others) {
    Map *seen = map_new(arena);
    size_t *counts = ARENA_MANY(arena, size_t, others->count + 1);
    Array found = array_new(arena, sizeof(Text));
    size_t at = 0;
    for (size_t i = 0; i < others->count; i++) {
        Text line = ARRAY_ITEMS(Text, others)[i];
        if (map_add(seen, line, map_count(seen))) {
            at = map_count(seen) - 1;
        } else {
            (void)map_find(seen, line, &at);
        }
        counts[at]++;
    }
    for (size_t i = 0; i < lines->count; i++) {
        Text line = ARRAY_ITEMS(Text, lines)[i];
        if (map_find(seen, line, &at) && counts[at] > 0) {
            counts[at]--;
        } else {
            add_line(&found, line);
        }
    }
    return found;
}

/* ---- two sets ---- */

typedef struct StructureWork {
    Arena *arena;
    const LawSet *before;
    const LawSet *after;
    Array parts; /* of ChangedPart */
} StructureWork;

static void add_part(StructureWork *work, ChangedKind kind, Text what, Text file, size_t line) {
    *(ChangedPart *)array_add(&work->parts) =
        (ChangedPart){.kind = kind, .what = what, .file = file, .line = line};
}

static void add_lines(StructureWork *work, Text what, Text file, size_t line, const Array *before,
                      const Array *after) {
    const Array removed = missing(work->arena, before, after);
    const Array added = missing(work->arena, after, before);
    if (removed.count + added.count == 0) {
        return;
    }
    add_part(work, CHANGED_OTHERWISE, what, file, line);
    ChangedPart *part = array_at(&work->parts, work->parts.count - 1);
    part->removed = removed.items;
    part->removed_count = removed.count;
    part->added = added.items;
    part->added_count = added.count;
}

static Text rule_name(Arena *arena, const Provision *provision) {
    return text_format(arena, "%.*s `%.*s`", TEXT_ARGS(law_kind_word(provision->kind)),
                       TEXT_ARGS(provision->name));
}

static void compare_rules(StructureWork *work) {
    for (size_t i = 0; i < work->before->provision_count; i++) {
        const Provision *it = &work->before->provisions[i];
        size_t other = 0;
        if (!map_find(work->after->provision_names, it->name, &other)) {
            add_part(work, CHANGED_REMOVED, rule_name(work->arena, it), it->file, it->line);
            continue;
        }
        const Provision *beside = &work->after->provisions[other];
        const Array before = law_rule_lines(work->arena, work->before, i);
        const Array after = law_rule_lines(work->arena, work->after, other);
        add_lines(work, rule_name(work->arena, beside), beside->file, beside->line, &before,
                  &after);
    }
    for (size_t i = 0; i < work->after->provision_count; i++) {
        const Provision *it = &work->after->provisions[i];
        size_t other = 0;
        if (!map_find(work->before->provision_names, it->name, &other)) {
            add_part(work, CHANGED_ADDED, rule_name(work->arena, it), it->file, it->line);
        }
    }
}

static const LawTable *find_table(const LawSet *set, Text name) {
    for (size_t i = 0; i < set->table_count; i++) {
        if (text_equals(set->tables[i].name, name)) {
            return &set->tables[i];
        }
    }
    return NULL;
}

static Text table_name(Arena *arena, const LawTable *table) {
    return text_format(arena, "table `%.*s`", TEXT_ARGS(table->name));
}

static void compare_tables(StructureWork *work) {
    for (size_t i = 0; i < work->before->table_count; i++) {
        const LawTable *it = &work->before->tables[i];
        const LawTable *beside = find_table(work->after, it->name);
        if (beside == NULL) {
            add_part(work, CHANGED_REMOVED, table_name(work->arena, it), it->file, 0);
            continue;
        }
        const Array before = law_table_lines(work->arena, it);
        const Array after = law_table_lines(work->arena, beside);
        add_lines(work, table_name(work->arena, beside), beside->file, 0, &before, &after);
    }
    for (size_t i = 0; i < work->after->table_count; i++) {
        const LawTable *it = &work->after->tables[i];
        if (find_table(work->before, it->name) == NULL) {
            add_part(work, CHANGED_ADDED, table_name(work->arena, it), it->file, 0);
        }
    }
}

static void compare_facts(StructureWork *work, const LawSet *set, const LawSet *other,
                          ChangedKind kind) {
    for (size_t i = 0; i < set->attribute_count; i++) {
        size_t ignored = 0;
        if (!map_find(other->attribute_names, set->attributes[i].name, &ignored)) {
            add_part(work, kind,
                     text_format(work->arena, "fact of the transfer `%.*s`",
                                 TEXT_ARGS(set->attributes[i].name)),
                     TEXT(""), 0);
        }
    }
}

Array law_changed_parts(Arena *arena, const LawSet *before, const LawSet *after) {
    StructureWork work = {.arena = arena,
                          .before = before,
                          .after = after,
                          .parts = array_new(arena, sizeof(ChangedPart))};
    compare_rules(&work);
    compare_tables(&work);
    compare_facts(&work, before, after, CHANGED_REMOVED);
    compare_facts(&work, after, before, CHANGED_ADDED);
    return work.parts;
}
