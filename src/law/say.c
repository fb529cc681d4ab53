/* SPDX-License-Identifier: Apache-2.0 */
#include "law/result.h"

static const LawValue *column_value(const Engine *engine, const Provision *provision,
                                    const TableRow *row, Text column) {
    if (row == NULL) {
        return NULL;
    }
    const LawTable *table = &engine->set->tables[provision->each.table];
    for (size_t i = 0; i < table->column_count; i++) {
        if (text_equals(table->columns[i].name, column)) {
            return &row->values[i];
        }
    }
    return NULL;
}

static const LawValue *named_value(const Engine *engine, const Provision *provision,
                                   const TableRow *row, Text path) {
    Text rest = path;
    Text head;
    size_t attribute = 0;
    if (map_find(engine->set->attribute_names, path, &attribute)) {
        const FactValue *fact = &engine->facts->values[attribute];
        return fact->is_known ? &fact->value : NULL;
    }
    if (provision->each.table == LAW_NONE || !text_split(&rest, '.', &head) ||
        !text_equals(head, provision->each.name)) {
        return NULL;
    }
    return column_value(engine, provision, row, rest);
}

static void add_value(const Engine *engine, const Provision *provision, const TableRow *row,
                      Text path, TextBuilder *builder) {
    const LawValue *value = named_value(engine, provision, row, path);
    if (value == NULL) {
        text_add_format(builder, "(%.*s not known)", TEXT_ARGS(path));
    } else {
        text_add(builder, value->text);
    }
}

Text law_say(const Engine *engine, const Provision *provision, const TableRow *row) {
    Text rest = text_is_empty(provision->say) ? provision->title : provision->say;
    TextBuilder builder = text_builder_new(engine->arena);
    size_t open = 0;
    size_t length = 0;
    while (text_find(rest, TEXT("{"), &open) &&
           text_find(text_slice(rest, open, rest.length), TEXT("}"), &length)) {
        text_add(&builder, text_slice(rest, 0, open));
        add_value(engine, provision, row, text_slice(rest, open + 1, open + length), &builder);
        rest = text_slice(rest, open + length + 1, rest.length);
    }
    text_add(&builder, rest);
    return text_built(&builder);
}
