/* SPDX-License-Identifier: Apache-2.0 */
#include "law/reform.h"

/* A set laid out as drafts again, so that a reform is read by what reads packs. */

static Map *map_copy(Arena *arena, const Map *map) {
    Map *copy = map_new(arena);
    for (size_t i = 0; i < map_count(map); i++) {
        size_t value = 0;
        Text key = map_key(map, i);
        if (map_find(map, key, &value)) {
            (void)map_add(copy, key, value);
        }
    }
    return copy;
}

static Text bare_name(const PackDraft *pack, Text full) {
    return text_slice(full, pack->name.length + 1, full.length);
}

static void draft_pack(Reader *reader, const LawSet *set, size_t index, const SourceFile *source) {
    Arena *arena = reader->arena;
    const LawPack *pack = &set->packs[index];
    PackDraft *draft = ARENA_NEW(arena, PackDraft);
    *draft = (PackDraft){.reader = reader,
                         .source = *source,
                         .pack = *pack,
                         .name = pack->info.name,
                         .digest = pack->info.digest,
                         .index = index,
                         .uses = array_new(arena, sizeof(PackUse)),
                         .parts = array_new(arena, sizeof(MemoryFile)),
                         .attributes = reader->attribute_names,
                         .tables = map_new(arena),
                         .provisions = map_new(arena),
                         .reforms = map_new(arena),
                         .added = array_new(arena, sizeof(size_t))};
    for (size_t i = 0; i < pack->added_count; i++) {
        *(size_t *)array_add(&draft->added) = pack->added[i];
    }
    (void)map_add(reader->pack_names, draft->name, index);
    PackDraft **place = array_add(&reader->packs);
    *place = draft;
}

/* Packs stand after those they use. */
static void draft_uses(Reader *reader, const LawSet *set) {
    for (size_t i = 0; i < set->pack_count; i++) {
        for (size_t j = 0; j < set->packs[i].use_count; j++) {
            PackDraft *used = pack_at(reader, set->packs[i].uses[j]);
            PackUse *use = array_add(&pack_at(reader, i)->uses);
            *use = (PackUse){.name = used->name, .pack = used};
        }
    }
}

static void draft_attributes(Reader *reader, const LawSet *set) {
    for (size_t i = 0; i < set->attribute_count; i++) {
        AttributeDraft *draft = array_add(&reader->attributes);
        *draft = (AttributeDraft){.attribute = set->attributes[i]};
    }
}

static void draft_table(Reader *reader, const LawTable *table, const Line *nowhere) {
    PackDraft *pack = pack_at(reader, table->pack);
    (void)map_add(pack->tables, bare_name(pack, table->name), reader->tables.count);
    TableDraft *draft = array_add(&reader->tables);
    *draft = (TableDraft){.table = *table,
                          .pack = pack,
                          .line = nowhere,
                          .columns = map_new(reader->arena),
                          .cell_lines = array_new(reader->arena, sizeof(CellLine))};
    for (size_t i = 0; i < table->column_count; i++) {
        (void)map_add(draft->columns, table->columns[i].name, i);
    }
}

static void draft_provision(Reader *reader, const Provision *provision) {
    Arena *arena = reader->arena;
    PackDraft *pack = pack_at(reader, provision->pack);
    (void)map_add(pack->provisions, bare_name(pack, provision->name), reader->provisions.count);
    Line *line = ARENA_NEW(arena, Line);
    line->number = provision->line;
    ProvisionDraft *draft = array_add(&reader->provisions);
    *draft = (ProvisionDraft){.provision = *provision,
                              .pack = pack,
                              .line = line,
                              .tracks = map_new(arena),
                              .citations = array_new(arena, sizeof(Text)),
                              .in_force = array_new(arena, sizeof(ForceLine)),
                              .suspended = array_new(arena, sizeof(ForceLine)),
                              .obligations = array_new(arena, sizeof(LawObligation)),
                              .reviews = array_new(arena, sizeof(LawReview))};
}

static void draft_reforms(Reader *reader, const LawSet *set) {
    for (size_t i = 0; i < set->reform_count; i++) {
        *(ReformInfo *)array_add(&reader->reforms) = set->reforms[i];
    }
    for (size_t i = 0; i < set->offer_count; i++) {
        *(OfferedReform *)array_add(&reader->offers) = set->offers[i];
    }
}

Reader *reform_reader_new(Arena *arena, const LawSet *set, const SourceFile *source,
                          ProblemList *problems) {
    Reader *reader = ARENA_NEW(arena, Reader);
    *reader = (Reader){.arena = arena,
                       .problems = problems,
                       .problems_before = problem_count(problems),
                       .packs = array_new(arena, sizeof(PackDraft *)),
                       .pack_names = map_new(arena),
                       .attributes = array_new(arena, sizeof(AttributeDraft)),
                       .attribute_names = map_copy(arena, set->attribute_names),
                       .tables = array_new(arena, sizeof(TableDraft)),
                       .provisions = array_new(arena, sizeof(ProvisionDraft)),
                       .provision_names = map_new(arena),
                       .symbols = map_copy(arena, set->symbols),
                       .reforms = array_new(arena, sizeof(ReformInfo)),
                       .reforms_from = DATE_MIN,
                       .offers = array_new(arena, sizeof(OfferedReform)),
                       .value_lines = array_new(arena, sizeof(ValueLine))};
    const Line *nowhere = ARENA_NEW(arena, Line);
    for (size_t i = 0; i < set->pack_count; i++) {
        draft_pack(reader, set, i, source);
    }
    draft_uses(reader, set);
    draft_attributes(reader, set);
    for (size_t i = 0; i < set->table_count; i++) {
        draft_table(reader, &set->tables[i], nowhere);
    }
    for (size_t i = 0; i < set->provision_count; i++) {
        draft_provision(reader, &set->provisions[i]);
    }
    draft_reforms(reader, set);
    return reader;
}
