/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/table.h"

#include "base/array.h"
#include "base/map.h"

enum {
    ORIGIN_ID,
    ORIGIN_KIND,
    ORIGIN_SOURCE,
    ORIGIN_URL,
    ORIGIN_AS_OF,
    ORIGIN_CHECKED,
    ORIGIN_COLUMNS
};

static const Text ORIGIN_NAMES[ORIGIN_COLUMNS] = {{"origin", 6}, {"kind", 4},  {"source", 6},
                                                  {"url", 3},    {"as_of", 5}, {"checked", 7}};

enum {
    LINK_FROM,
    LINK_FROM_ID,
    LINK_TO,
    LINK_TO_ID,
    LINK_RELATION,
    LINK_ORIGIN,
    LINK_NOTE,
    LINK_COLUMNS
};

static const Text LINK_NAMES[LINK_COLUMNS] = {{"from", 4},  {"from_id", 7},  {"to", 2},
                                              {"to_id", 5}, {"relation", 8}, {"origin", 6},
                                              {"note", 4}};

enum {
    RECOGNITION_HELD,
    RECOGNITION_HOLDER,
    RECOGNITION_WANTED,
    RECOGNITION_COUNTRY,
    RECOGNITION_RECOGNISED,
    RECOGNITION_FRAMEWORKS,
    RECOGNITION_BASIS,
    RECOGNITION_AS_OF,
    RECOGNITION_CHECKED,
    RECOGNITION_SOURCE,
    RECOGNITION_COLUMNS
};

static const Text RECOGNITION_NAMES[RECOGNITION_COLUMNS] = {
    {"held", 4},        {"holder_country", 14}, {"wanted", 6}, {"wanted_country", 14},
    {"recognised", 10}, {"frameworks", 10},     {"basis", 5},  {"as_of", 5},
    {"checked", 7},     {"source", 6}};

static bool open_table(TableReading *reading, Text folder, Text name, const Text *columns,
                       size_t count) {
    return table_read(reading, folder, name) && table_find_columns(reading, columns, count, count);
}

static void read_origins(TableReading *reading, Text folder, Crosswalk *crosswalk, Map *ids) {
    if (!open_table(reading, folder, TEXT("origin.csv"), ORIGIN_NAMES, ORIGIN_COLUMNS)) {
        return;
    }
    CrosswalkOrigin *origins =
        ARENA_MANY(reading->arena, CrosswalkOrigin, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        origins[i] = (CrosswalkOrigin){
            .id = table_cell(reading, row, ORIGIN_ID),
            .kind = table_cell(reading, row, ORIGIN_KIND),
            .source = table_cell(reading, row, ORIGIN_SOURCE),
            .url = table_cell(reading, row, ORIGIN_URL),
            .as_of = table_cell(reading, row, ORIGIN_AS_OF),
            .checked = table_cell(reading, row, ORIGIN_CHECKED),
        };
        if (!map_add(ids, origins[i].id, i)) {
            problem_add(reading->problems, reading->file, row->line, 0,
                        "origin `%.*s` is given twice", TEXT_ARGS(origins[i].id));
        }
    }
    crosswalk->origins = origins;
    crosswalk->origin_count = reading->table.row_count;
}

static void read_links(TableReading *reading, Text folder, Crosswalk *crosswalk, const Map *ids) {
    if (!open_table(reading, folder, TEXT("mapping.csv"), LINK_NAMES, LINK_COLUMNS)) {
        return;
    }
    CrosswalkLink *links = ARENA_MANY(reading->arena, CrosswalkLink, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        const Text origin = table_cell(reading, row, LINK_ORIGIN);
        links[i] = (CrosswalkLink){
            .from = table_cell(reading, row, LINK_FROM),
            .from_id = table_cell(reading, row, LINK_FROM_ID),
            .to = table_cell(reading, row, LINK_TO),
            .to_id = table_cell(reading, row, LINK_TO_ID),
            .relation = table_cell(reading, row, LINK_RELATION),
            .note = table_cell(reading, row, LINK_NOTE),
        };
        if (!map_find(ids, origin, &links[i].origin)) {
            problem_add(reading->problems, reading->file, row->line, 0,
                        "origin.csv has no origin `%.*s`", TEXT_ARGS(origin));
        }
    }
    crosswalk->links = links;
    crosswalk->link_count = reading->table.row_count;
}

static void read_recognitions(TableReading *reading, Text folder, Crosswalk *crosswalk) {
    if (!open_table(reading, folder, TEXT("recognition.csv"), RECOGNITION_NAMES,
                    RECOGNITION_COLUMNS)) {
        return;
    }
    Recognition *rows = ARENA_MANY(reading->arena, Recognition, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        rows[i] = (Recognition){
            .held = table_cell(reading, row, RECOGNITION_HELD),
            .holder_country = table_cell(reading, row, RECOGNITION_HOLDER),
            .wanted = table_cell(reading, row, RECOGNITION_WANTED),
            .wanted_country = table_cell(reading, row, RECOGNITION_COUNTRY),
            .recognised = table_cell(reading, row, RECOGNITION_RECOGNISED),
            .frameworks = table_cell(reading, row, RECOGNITION_FRAMEWORKS),
            .basis = table_cell(reading, row, RECOGNITION_BASIS),
            .as_of = table_cell(reading, row, RECOGNITION_AS_OF),
            .checked = table_cell(reading, row, RECOGNITION_CHECKED),
            .source = table_cell(reading, row, RECOGNITION_SOURCE),
        };
    }
    crosswalk->recognitions = rows;
    crosswalk->recognition_count = reading->table.row_count;
}

const Crosswalk *crosswalk_load_from(Arena *arena, AssuranceFiles *files, Text folder,
                                     ProblemList *problems) {
    const size_t before = problem_count(problems);
    Crosswalk *crosswalk = ARENA_NEW(arena, Crosswalk);
    TableReading reading = {.arena = arena, .problems = problems, .files = files};
    Map *ids = map_new(arena);
    read_origins(&reading, folder, crosswalk, ids);
    read_links(&reading, folder, crosswalk, ids);
    read_recognitions(&reading, folder, crosswalk);
    return problem_count(problems) == before ? crosswalk : NULL;
}

const Crosswalk *crosswalk_load(Arena *arena, Text folder, ProblemList *problems) {
    return crosswalk_load_from(arena, NULL, folder, problems);
}

bool crosswalk_has_framework(const Crosswalk *crosswalk, Text framework) {
    for (size_t i = 0; i < crosswalk->link_count; i++) {
        if (text_equals(crosswalk->links[i].from, framework) ||
            text_equals(crosswalk->links[i].to, framework)) {
            return true;
        }
    }
    return false;
}

static bool is_end(Text framework, Text id, Text wanted, Text wanted_id) {
    return text_equals(framework, wanted) && text_equals(id, wanted_id);
}

bool crosswalk_has_id(const Crosswalk *crosswalk, Text framework, Text id) {
    for (size_t i = 0; i < crosswalk->link_count; i++) {
        const CrosswalkLink *link = &crosswalk->links[i];
        if (is_end(link->from, link->from_id, framework, id) ||
            is_end(link->to, link->to_id, framework, id)) {
            return true;
        }
    }
    return false;
}

/* ---- reuse of evidence ---- */

Text reuse_word(ReuseStrength strength) {
    return strength == REUSE_PUBLISHED ? TEXT("published mapping") : TEXT("hint");
}

/* Relations that say of evidence for the other end that it is evidence for this one too. */
static bool says_the_same(Text relation) {
    static const Text SAME[] = {{"equal", 5}, {"equivalent", 10}, {"satisfies", 9}};
    return table_word(SAME, sizeof(SAME) / sizeof(SAME[0]), relation) <
           sizeof(SAME) / sizeof(SAME[0]);
}

static ReuseStrength strength_of(const Crosswalk *crosswalk, size_t index) {
    const CrosswalkLink *link = &crosswalk->links[index];
    const CrosswalkOrigin *origin = &crosswalk->origins[link->origin];
    return text_equals(origin->kind, TEXT("published")) &&
                   text_equals(origin->checked, TEXT("verified")) && says_the_same(link->relation)
               ? REUSE_PUBLISHED
               : REUSE_HINT;
}

/* The other end of a link at an id; false where the link does not touch it or leads nowhere. */
static bool other_end(const CrosswalkLink *link, Text framework, Text id, Text *other,
                      Text *other_id) {
    if (text_is_empty(link->from_id) || text_is_empty(link->to_id)) {
        return false;
    }
    if (is_end(link->from, link->from_id, framework, id)) {
        *other = link->to;
        *other_id = link->to_id;
        return true;
    }
    if (is_end(link->to, link->to_id, framework, id)) {
        *other = link->from;
        *other_id = link->from_id;
        return true;
    }
    return false;
}

typedef struct ReuseSearch {
    const Crosswalk *crosswalk;
    Text held;
    Array found; /* of Reuse */
    Map *ids;
} ReuseSearch;

static void keep_way(ReuseSearch *search, const Reuse *way) {
    if (text_equals(way->framework, search->held) && map_add(search->ids, way->id, 0)) {
        *(Reuse *)array_add(&search->found) = *way;
    }
}

/* The ways over one link more than `before`. */
static void follow(ReuseSearch *search, Text framework, Text id, const Reuse *before) {
    const Crosswalk *crosswalk = search->crosswalk;
    for (size_t i = 0; i < crosswalk->link_count; i++) {
        Reuse way = *before;
        if (!other_end(&crosswalk->links[i], framework, id, &way.framework, &way.id)) {
            continue;
        }
        const ReuseStrength strength = strength_of(crosswalk, i);
        way.strength = strength < way.strength ? strength : way.strength;
        way.links[way.link_count++] = i;
        keep_way(search, &way);
    }
}

size_t crosswalk_reuse(Arena *arena, const Crosswalk *crosswalk, Text framework, Text id, Text held,
                       const Reuse **reuse) {
    ReuseSearch search = {crosswalk, held, array_new(arena, sizeof(Reuse)), map_new(arena)};
    const Reuse nothing = {.strength = REUSE_PUBLISHED};
    follow(&search, framework, id, &nothing);
    for (size_t i = 0; i < crosswalk->link_count; i++) {
        Reuse way = {.strength = strength_of(crosswalk, i), .links = {i}, .link_count = 1};
        if (other_end(&crosswalk->links[i], framework, id, &way.framework, &way.id) &&
            !text_equals(way.framework, held) && !text_equals(way.framework, framework)) {
            follow(&search, way.framework, way.id, &way);
        }
    }
    *reuse = ARRAY_ITEMS(Reuse, &search.found);
    return search.found.count;
}

size_t crosswalk_successors(Arena *arena, const Crosswalk *crosswalk, Text framework, Text id,
                            Text to, const size_t **links) {
    Array found = array_new(arena, sizeof(size_t));
    for (size_t i = 0; i < crosswalk->link_count; i++) {
        const CrosswalkLink *link = &crosswalk->links[i];
        if (is_end(link->from, link->from_id, framework, id) && text_equals(link->to, to)) {
            *(size_t *)array_add(&found) = i;
        }
    }
    *links = ARRAY_ITEMS(size_t, &found);
    return found.count;
}

/* ---- recognition ---- */

static bool names_framework(Text frameworks, Text framework) {
    Text piece = {0};
    while (!text_is_empty(frameworks) && text_split(&frameworks, '+', &piece)) {
        if (text_equals(piece, framework)) {
            return true;
        }
    }
    return false;
}

const Recognition *crosswalk_recognition(const Crosswalk *crosswalk, Text framework, Text wanted) {
    const Recognition *any = NULL;
    for (size_t i = 0; i < crosswalk->recognition_count; i++) {
        const Recognition *row = &crosswalk->recognitions[i];
        if (!text_starts_with(row->wanted, wanted)) {
            continue;
        }
        if (names_framework(row->frameworks, framework)) {
            return row;
        }
        if (any == NULL && text_equals(row->frameworks, TEXT("*"))) {
            any = row;
        }
    }
    return any;
}
