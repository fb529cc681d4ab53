/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/digest.h"
#include "law/draft.h"
#include "law/misspelt.h"

/* From drafts to a set. */

Reader reader_new(Arena *arena, ProblemList *problems) {
    Reader reader = {.arena = arena,
                     .problems = problems,
                     .problems_before = problem_count(problems),
                     .packs = array_new(arena, sizeof(PackDraft *)),
                     .pack_names = map_new(arena),
                     .attributes = array_new(arena, sizeof(AttributeDraft)),
                     .attribute_names = map_new(arena),
                     .tables = array_new(arena, sizeof(TableDraft)),
                     .provisions = array_new(arena, sizeof(ProvisionDraft)),
                     .provision_names = map_new(arena),
                     .symbols = map_new(arena),
                     .reforms = array_new(arena, sizeof(ReformInfo)),
                     .offers = array_new(arena, sizeof(OfferedReform)),
                     .value_lines = array_new(arena, sizeof(ValueLine))};
    vocabulary_declare_common(&reader);
    return reader;
}

/* ---- order ---- */

static int compare_names(const void *left, const void *right) {
    const PackDraft *a = *(PackDraft *const *)left;
    const PackDraft *b = *(PackDraft *const *)right;
    return text_compare(a->name, b->name);
}

static void place_pack(PackDraft *pack, Array *ordered);

static void place_used(PackDraft *pack, PackUse *use, Array *ordered) {
    Cursor cursor = cursor_at(pack, &pack->source, pack->source.lines);
    if (use->pack == NULL) {
        return;
    }
    if (use->pack->is_visited && !use->pack->is_in_order) {
        report_at(&cursor, use->token, "the packs use each other in a circle here");
        use->pack = NULL;
        return;
    }
    place_pack(use->pack, ordered);
}

static void place_pack(PackDraft *pack, Array *ordered) {
    if (pack->is_visited) {
        return;
    }
    pack->is_visited = true;
    for (size_t i = 0; i < pack->uses.count; i++) {
        place_used(pack, array_at(&pack->uses, i), ordered);
    }
    pack->is_in_order = true;
    pack->index = ordered->count;
    PackDraft **place = array_add(ordered);
    *place = pack;
}

/* By name, those that are used before those that use them: the same order for the
 * same packs, however they were named. */
static void order_packs(Reader *reader) {
    Array ordered = array_new(reader->arena, sizeof(PackDraft *));
    if (reader->packs.count > 1) {
        qsort(reader->packs.items, reader->packs.count, sizeof(PackDraft *), compare_names);
    }
    for (size_t i = 0; i < reader->packs.count; i++) {
        place_pack(pack_at(reader, i), &ordered);
    }
    reader->packs = ordered;
}

static void find_used(Reader *reader) {
    for (size_t i = 0; i < reader->packs.count; i++) {
        PackDraft *pack = pack_at(reader, i);
        for (size_t j = 0; j < pack->uses.count; j++) {
            PackUse *use = array_at(&pack->uses, j);
            size_t index = 0;
            if (map_find(reader->pack_names, use->name, &index)) {
                use->pack = pack_at(reader, index);
            }
        }
    }
}

/* ---- the set ---- */

static int compare_parts(const void *left, const void *right) {
    return text_compare(((const MemoryFile *)left)->name, ((const MemoryFile *)right)->name);
}

/* A file that two tables share counts once. */
static void sort_parts(PackDraft *pack) {
    MemoryFile *parts = ARRAY_ITEMS(MemoryFile, &pack->parts);
    size_t kept = 0;
    qsort(parts, pack->parts.count, sizeof(MemoryFile), compare_parts);
    for (size_t i = 0; i < pack->parts.count; i++) {
        if (kept == 0 || !text_equals(parts[i].name, parts[kept - 1].name)) {
            parts[kept++] = parts[i];
        }
    }
    pack->parts.count = kept;
}

/* Names inside the folder and contents only: where the pack stands is nobody's business. */
static Text digest_of(const PackDraft *pack) {
    Digest *digest = digest_new();
    const MemoryFile *parts = ARRAY_ITEMS(MemoryFile, &pack->parts);
    for (size_t i = 0; i < pack->parts.count; i++) {
        digest_add(digest, parts[i].name);
        digest_add(digest, parts[i].content);
    }
    return digest_finish(pack->reader->arena, digest);
}

static LawPack finish_pack(const Reader *reader, PackDraft *draft, size_t first) {
    LawPack pack = draft->pack;
    size_t *uses = ARENA_MANY(reader->arena, size_t, draft->uses.count);
    for (size_t i = 0; i < draft->uses.count; i++) {
        const PackUse *use = array_at(&draft->uses, i);
        uses[i] = use->pack->index;
    }
    pack.uses = uses;
    pack.use_count = draft->uses.count;
    pack.first_provision = first;
    pack.provision_count = map_count(draft->provisions) - draft->added.count;
    pack.added = ARRAY_ITEMS(size_t, &draft->added);
    pack.added_count = draft->added.count;
    if (text_is_empty(draft->digest)) {
        sort_parts(draft);
        pack.files = ARRAY_ITEMS(PackFile, &draft->parts);
        pack.file_count = draft->parts.count;
        pack.info.base_digest = digest_of(draft);
        draft->digest = pack.info.base_digest;
    }
    pack.info.digest = draft->digest;
    for (size_t i = 0; i < law_pack_size(&pack); i++) {
        ProvisionKind kind = provision_at(reader, law_pack_provision(&pack, i))->provision.kind;
        pack.info.speaks = pack.info.speaks || kind != PROVISION_FACT;
    }
    return pack;
}

static const LawPack *finish_packs(const Reader *reader) {
    LawPack *packs = ARENA_MANY(reader->arena, LawPack, reader->packs.count);
    size_t first = 0;
    for (size_t i = 0; i < reader->packs.count; i++) {
        packs[i] = finish_pack(reader, pack_at(reader, i), first);
        first += packs[i].provision_count;
    }
    return packs;
}

static const Provision *finish_provisions(const Reader *reader) {
    Provision *provisions = ARENA_MANY(reader->arena, Provision, reader->provisions.count);
    for (size_t i = 0; i < reader->provisions.count; i++) {
        provisions[i] = provision_at(reader, i)->provision;
        (void)map_add(reader->provision_names, provisions[i].name, i);
    }
    law_tie_tracks(reader->arena, provisions, reader->provisions.count);
    law_tie_overrides(reader->arena, provisions, reader->provisions.count);
    return provisions;
}

static const LawAttribute *finish_attributes(const Reader *reader) {
    LawAttribute *attributes = ARENA_MANY(reader->arena, LawAttribute, reader->attributes.count);
    for (size_t i = 0; i < reader->attributes.count; i++) {
        attributes[i] = attribute_at(reader, i)->attribute;
    }
    return attributes;
}

/* A counting sort of the rows by the symbol in one column. */
/* Counted, summed up to where each symbol's rows end, then filled from behind. */
static TableIndex index_rows(const Reader *reader, const LawTable *table, size_t column) {
    size_t symbol_count = map_count(reader->symbols);
    uint32_t *first = ARENA_MANY(reader->arena, uint32_t, symbol_count + 1);
    uint32_t *order = ARENA_MANY(reader->arena, uint32_t, table->row_count);
    for (size_t i = 0; i < table->row_count; i++) {
        first[table->rows[i].values[column].symbol]++;
    }
    for (size_t symbol = 0; symbol < symbol_count; symbol++) {
        first[symbol + 1] += first[symbol];
    }
    for (size_t i = table->row_count; i-- > 0;) {
        order[--first[table->rows[i].values[column].symbol]] = (uint32_t)i;
    }
    return (TableIndex){.first = first, .order = order, .symbol_count = symbol_count};
}

static const TableIndex *index_columns(const Reader *reader, const LawTable *table) {
    TableIndex *indexes = ARENA_MANY(reader->arena, TableIndex, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        AttributeType type = table->columns[i].type;
        if (type == ATTRIBUTE_CODE || type == ATTRIBUTE_COUNTRY) {
            indexes[i] = index_rows(reader, table, i);
        }
    }
    return indexes;
}

static const LawTable *finish_tables(const Reader *reader) {
    LawTable *tables = ARENA_MANY(reader->arena, LawTable, reader->tables.count);
    for (size_t i = 0; i < reader->tables.count; i++) {
        tables[i] = table_at(reader, i)->table;
        tables[i].indexes = index_columns(reader, &tables[i]);
    }
    return tables;
}

static const LawSet *build(const Reader *reader) {
    LawSet *set = ARENA_NEW(reader->arena, LawSet);
    set->packs = finish_packs(reader);
    set->pack_count = reader->packs.count;
    set->provisions = finish_provisions(reader);
    set->provision_count = reader->provisions.count;
    set->tables = finish_tables(reader);
    set->table_count = reader->tables.count;
    set->attributes = finish_attributes(reader);
    set->attribute_count = reader->attributes.count;
    set->attribute_names = reader->attribute_names;
    set->provision_names = reader->provision_names;
    set->symbols = reader->symbols;
    set->words = law_listed_words(reader->arena, set);
    set->reforms = ARRAY_ITEMS(ReformInfo, &reader->reforms);
    set->reform_count = reader->reforms.count;
    set->offers = ARRAY_ITEMS(OfferedReform, &reader->offers);
    set->offer_count = reader->offers.count;
    return set;
}

void reader_read(Reader *reader) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    reader->scratch = scratch;
    find_used(reader);
    order_packs(reader);
    for (size_t i = 0; i < reader->packs.count; i++) {
        pack_declare(pack_at(reader, i));
    }
    for (size_t i = 0; i < reader->provisions.count; i++) {
        provision_read(provision_at(reader, i));
    }
    packs_check(reader);
    reader->scratch = NULL;
}

const LawSet *reader_finish(const Reader *reader) {
    bool has_problems = problem_count(reader->problems) > reader->problems_before;
    if (has_problems) {
        return NULL;
    }
    const LawSet *set = build(reader);
    reforms_check(set, reader->problems);
    return problem_count(reader->problems) > reader->problems_before ? NULL : set;
}
