/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

/* What a name means at a place: the pack's own things first, then those of the packs
 * it uses. */

PackDraft *pack_at(const Reader *reader, size_t index) {
    return *(PackDraft **)array_at(&reader->packs, index);
}

TableDraft *table_at(const Reader *reader, size_t index) {
    return array_at(&reader->tables, index);
}

AttributeDraft *attribute_at(const Reader *reader, size_t index) {
    return array_at(&reader->attributes, index);
}

ProvisionDraft *provision_at(const Reader *reader, size_t index) {
    return array_at(&reader->provisions, index);
}

static const PackUse *use_at(const PackDraft *pack, size_t index) {
    return array_at(&pack->uses, index);
}

Symbol symbol_of(Reader *reader, Text word) {
    return (Symbol)map_find_or_add(reader->symbols, word, map_count(reader->symbols));
}

bool attribute_find(const PackDraft *pack, Text name, size_t *attribute) {
    if (map_find(pack->attributes, name, attribute)) {
        return true;
    }
    for (size_t i = 0; i < pack->uses.count; i++) {
        const PackDraft *used = use_at(pack, i)->pack;
        if (used != NULL && map_find(used->attributes, name, attribute)) {
            return true;
        }
    }
    return map_find(pack->reader->attribute_names, name, attribute) &&
           attribute_at(pack->reader, *attribute)->attribute.pack == LAW_NONE;
}

typedef enum NamedThing { NAMED_TABLE, NAMED_PROVISION } NamedThing;

static const Map *names_in(const PackDraft *pack, NamedThing thing) {
    return thing == NAMED_TABLE ? pack->tables : pack->provisions;
}

/* Finds "PACK.name" in the pack PACK, where it is this one or one it uses. */
static bool find_in_pack(const PackDraft *pack, NamedThing thing, Text name, size_t *index) {
    if (name.length <= pack->name.length + 1 || !text_starts_with(name, pack->name) ||
        name.bytes[pack->name.length] != '.') {
        return false;
    }
    Text bare = text_slice(name, pack->name.length + 1, name.length);
    return map_find(names_in(pack, thing), bare, index);
}

static bool find(const PackDraft *pack, NamedThing thing, Text name, size_t *index) {
    if (map_find(names_in(pack, thing), name, index) || find_in_pack(pack, thing, name, index)) {
        return true;
    }
    for (size_t i = 0; i < pack->uses.count; i++) {
        const PackDraft *used = use_at(pack, i)->pack;
        if (used != NULL && find_in_pack(used, thing, name, index)) {
            return true;
        }
    }
    return false;
}

TableDraft *table_find(const PackDraft *pack, Text name, size_t *index) {
    return find(pack, NAMED_TABLE, name, index) ? table_at(pack->reader, *index) : NULL;
}

ProvisionDraft *provision_find(const PackDraft *pack, Text name, size_t *index) {
    return find(pack, NAMED_PROVISION, name, index) ? provision_at(pack->reader, *index) : NULL;
}

static void add_names(Map *names, const Map *more) {
    for (size_t i = 0; i < map_count(more); i++) {
        (void)map_add(names, map_key(more, i), 0);
    }
}

static void add_full_names(Arena *arena, Map *names, const PackDraft *pack, const Map *more) {
    for (size_t i = 0; i < map_count(more); i++) {
        Text bare = map_key(more, i);
        Text full = text_format(arena, "%.*s.%.*s", TEXT_ARGS(pack->name), TEXT_ARGS(bare));
        (void)map_add(names, full, 0);
    }
}

const Map *names_of_tables(const PackDraft *pack) {
    Arena *arena = pack->reader->arena;
    Map *names = map_new(arena);
    add_names(names, pack->tables);
    for (size_t i = 0; i < pack->uses.count; i++) {
        const PackDraft *used = use_at(pack, i)->pack;
        if (used != NULL) {
            add_full_names(arena, names, used, used->tables);
        }
    }
    return names;
}

static void add_row_names(Map *names, const Cursor *cursor) {
    const ForEach *each = cursor->provision == NULL ? NULL : &cursor->provision->provision.each;
    if (each == NULL || each->table == LAW_NONE) {
        return;
    }
    Arena *arena = cursor->pack->reader->arena;
    const TableDraft *table = table_at(cursor->pack->reader, each->table);
    for (size_t i = 0; i < table->table.column_count; i++) {
        Text column = table->table.columns[i].name;
        Text name = text_format(arena, "%.*s.%.*s", TEXT_ARGS(each->name), TEXT_ARGS(column));
        (void)map_add(names, name, 0);
    }
}

const Map *names_of_facts(const Cursor *cursor) {
    const PackDraft *pack = cursor->pack;
    Arena *arena = pack->reader->arena;
    Map *names = map_new(arena);
    add_row_names(names, cursor);
    add_names(names, pack->attributes);
    add_names(names, pack->provisions);
    for (size_t i = 0; i < pack->reader->attributes.count; i++) {
        const LawAttribute *attribute = &attribute_at(pack->reader, i)->attribute;
        if (attribute->pack == LAW_NONE) {
            (void)map_add(names, attribute->name, 0);
        }
    }
    for (size_t i = 0; i < pack->uses.count; i++) {
        const PackDraft *used = use_at(pack, i)->pack;
        if (used != NULL) {
            add_names(names, used->attributes);
            add_full_names(arena, names, used, used->provisions);
        }
    }
    return names;
}

const Map *names_of_kind(const PackDraft *pack, ProvisionKind kind) {
    Map *names = map_new(pack->reader->arena);
    for (size_t i = 0; i < map_count(pack->provisions); i++) {
        size_t index = 0;
        Text name = map_key(pack->provisions, i);
        if (map_find(pack->provisions, name, &index) &&
            provision_at(pack->reader, index)->provision.kind == kind) {
            (void)map_add(names, name, index);
        }
    }
    return names;
}
