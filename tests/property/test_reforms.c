/* SPDX-License-Identifier: Apache-2.0 */

/* Reforms of the real packs, and random transfers under them: a reform undone restores
 * every digest and decision; one from a day on changes nothing before it and is the same
 * as one without dates from it; a provision switched off decides as one left out;
 * taking an exception away never makes an outcome better, taking a prohibition or a bar away
 * never worse. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/result.h"

enum { TRANSFERS = 40, REFORMS_A_PACK = 24 };

typedef struct Random {
    uint64_t state;
} Random;

/* SplitMix64: the same sequence everywhere. */
static uint64_t random_next(Random *random) {
    uint64_t value = random->state += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static size_t random_below(Random *random, size_t limit) {
    return (size_t)(random_next(random) % limit);
}

typedef struct Given {
    size_t attribute;
    Text value;
} Given;

typedef struct World {
    Arena *arena;
    const LawSet *set;
    Array transfers[TRANSFERS]; /* of Given */
    Date days[TRANSFERS];
} World;

/* Nearly every fact of a transfer is given, with words that the law knows. */
static void draw_transfer(World *world, Random *random, size_t index, Text *const *values,
                          const size_t *counts) {
    world->transfers[index] = array_new(world->arena, sizeof(Given));
    for (size_t i = 0; i < law_attribute_count(world->set); i++) {
        if (counts[i] > 0 && random_below(random, 8) > 0) {
            Text value = values[i][random_below(random, counts[i])];
            *(Given *)array_add(&world->transfers[index]) = (Given){i, value};
        }
    }
    world->days[index] =
        date_add_days(date_from_parts(2024, 1, 1), (int64_t)random_below(random, 1200));
}

static World world_new(Arena *arena, Random *random) {
    static const Text path = {PACKS, sizeof PACKS - 1};
    ProblemList problems = problem_list_new(arena);
    World world = {.arena = arena, .set = law_load(arena, &path, 1, &problems)};
    assert_non_null(world.set);
    size_t count = law_attribute_count(world.set);
    Text **values = ARENA_MANY(arena, Text *, count);
    size_t *counts = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        counts[i] = law_candidates(arena, world.set, i, false, &values[i]);
    }
    for (size_t i = 0; i < TRANSFERS; i++) {
        draw_transfer(&world, random, i, values, counts);
    }
    return world;
}

typedef struct Bounds {
    Outcome best;
    Outcome worst;
} Bounds;

static Bounds decide(const World *world, const LawSet *set, size_t transfer, Date day,
                     const bool *off) {
    Arena *arena = arena_new();
    LawFacts *facts = law_facts_new(arena, set);
    const Array *given = &world->transfers[transfer];
    for (size_t i = 0; i < given->count; i++) {
        const Given *fact = array_at(given, i);
        Error error;
        assert_true(law_facts_set(facts, fact->attribute, fact->value, &error));
    }
    DecideOptions options = {.as_of = day, .known_at = day, .quantile = 50, .switched_off = off};
    Decision decision;
    law_decide(arena, set, facts, &options, &decision);
    Bounds bounds = {decision.best, decision.worst};
    arena_free(arena);
    return bounds;
}

static bool same(Bounds a, Bounds b) {
    return a.best == b.best && a.worst == b.worst;
}

static const LawSet *reform(Arena *arena, const LawSet *set, const char *head, Text change) {
    ProblemList problems = problem_list_new(arena);
    Text text =
        text_format(arena, "reform r \"R\"\n  hypothetical\n%s%.*s", head, TEXT_ARGS(change));
    const LawSet *reformed = law_reform_text(arena, set, TEXT("r.law"), text, &problems);
    if (reformed == NULL) {
        print_message("%.*s\n", TEXT_ARGS(problem_format(arena, &problems, 0)));
    }
    assert_non_null(reformed);
    return reformed;
}

static Text bare(const LawSet *set, size_t provision) {
    const ProvisionInfo info = law_provision(set, provision);
    return text_slice(info.name, law_pack(set, info.pack).name.length + 1, info.name.length);
}

static Text switch_off(Arena *arena, const LawSet *set, size_t provision) {
    const ProvisionInfo info = law_provision(set, provision);
    return text_format(arena, "  in %.*s\n    switch off %.*s\n",
                       TEXT_ARGS(law_pack(set, info.pack).name), TEXT_ARGS(bare(set, provision)));
}

/* Scopes decide whether a pack speaks: taking one away may do either. */
static bool is_monotone_down(ProvisionKind kind) {
    return kind == PROVISION_PROHIBITION || kind == PROVISION_BAR;
}

static void check_off(const World *world, size_t provision) {
    Arena *arena = arena_new();
    const LawSet *set = world->set;
    const LawSet *reformed = reform(arena, set, "", switch_off(arena, set, provision));
    bool *off = ARENA_MANY(arena, bool, law_provision_count(set));
    off[provision] = true;
    ProvisionKind kind = law_provision(set, provision).kind;
    for (size_t i = 0; i < TRANSFERS; i++) {
        Bounds before = decide(world, set, i, world->days[i], NULL);
        Bounds after = decide(world, reformed, i, world->days[i], NULL);
        assert_true(same(after, decide(world, set, i, world->days[i], off)));
        if (kind == PROVISION_EXCEPTION) {
            assert_true(after.best >= before.best && after.worst >= before.worst);
        } else if (is_monotone_down(kind)) {
            assert_true(after.best <= before.best && after.worst <= before.worst);
        }
    }
    arena_free(arena);
}

static void test_switched_off_is_left_out(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Random random = {20261124};
    World world = world_new(arena, &random);
    size_t count = law_provision_count(world.set);
    for (size_t i = 0; i < REFORMS_A_PACK * law_pack_count(world.set); i++) {
        size_t provision = random_below(&random, count);
        if (law_provision(world.set, provision).interval_count > 0) {
            check_off(&world, provision);
        }
    }
    arena_free(arena);
}

/* The first single condition of a provision. */
static const Condition *first_condition(const Condition *condition) {
    while (condition != NULL && condition->child_count > 0) {
        condition = &condition->children[0];
    }
    return condition;
}

static void check_dated(const World *world, size_t provision, Text change) {
    Arena *arena = arena_new();
    const LawSet *set = world->set;
    const LawSet *plain = reform(arena, set, "", change);
    const LawSet *dated = reform(arena, set, "  from 2025-07-01\n", change);
    Date day = date_from_parts(2025, 7, 1);
    size_t pack = law_provision(set, provision).pack;
    assert_false(text_equals(law_pack(dated, pack).digest, law_pack(plain, pack).digest));
    for (size_t i = 0; i < TRANSFERS; i++) {
        const LawSet *before = world->days[i] < day ? set : plain;
        assert_true(same(decide(world, dated, i, world->days[i], NULL),
                         decide(world, before, i, world->days[i], NULL)));
        assert_true(same(decide(world, dated, i, date_add_days(day, -1), NULL),
                         decide(world, set, i, date_add_days(day, -1), NULL)));
        assert_true(same(decide(world, dated, i, day, NULL), decide(world, plain, i, day, NULL)));
    }
    arena_free(arena);
}

static void test_dates_part_the_old_law_from_the_new(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Random random = {46};
    World world = world_new(arena, &random);
    size_t checked = 0;
    for (size_t i = 0; i < 200 && checked < 40; i++) {
        size_t provision = random_below(&random, law_provision_count(world.set));
        const Condition *condition = first_condition(world.set->provisions[provision].when);
        size_t ignored = 0;
        if (condition == NULL || text_find(condition->text, TEXT("\""), &ignored)) {
            continue;
        }
        Text pack = law_pack(world.set, law_provision(world.set, provision).pack).name;
        Text change = text_format(
            arena, "  in %.*s\n    change %.*s\n      %.*s becomes destination is not NL\n",
            TEXT_ARGS(pack), TEXT_ARGS(bare(world.set, provision)), TEXT_ARGS(condition->text));
        check_dated(&world, provision, change);
        checked++;
    }
    assert_int_equal(checked, 40);
    arena_free(arena);
}

static void test_undone_is_as_before(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Random random = {7};
    World world = world_new(arena, &random);
    Bounds before[TRANSFERS];
    Text *digests = ARENA_MANY(arena, Text, law_pack_count(world.set));
    for (size_t i = 0; i < law_pack_count(world.set); i++) {
        digests[i] = text_copy(arena, law_pack(world.set, i).digest);
    }
    for (size_t i = 0; i < TRANSFERS; i++) {
        before[i] = decide(&world, world.set, i, world.days[i], NULL);
    }
    for (size_t i = 0; i < law_provision_count(world.set); i += 9) {
        Arena *scratch = arena_new();
        if (law_provision(world.set, i).interval_count > 0) {
            (void)reform(scratch, world.set, "", switch_off(scratch, world.set, i));
        }
        arena_free(scratch);
    }
    for (size_t i = 0; i < law_pack_count(world.set); i++) {
        assert_true(text_equals(law_pack(world.set, i).digest, digests[i]));
    }
    for (size_t i = 0; i < TRANSFERS; i++) {
        assert_true(same(before[i], decide(&world, world.set, i, world.days[i], NULL)));
    }
    arena_free(arena);
}

/* A row taken away and put back is the law as it was, under another digest. */
static void test_a_row_taken_and_put_back(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Random random = {126};
    World world = world_new(arena, &random);
    Text change = TEXT("  in us.ear\n    remove row NL, NS1 from country_chart\n"
                       "    add row NL, NS1 to country_chart\n");
    const LawSet *set = reform(arena, world.set, "", change);
    for (size_t i = 0; i < TRANSFERS; i++) {
        assert_true(same(decide(&world, set, i, world.days[i], NULL),
                         decide(&world, world.set, i, world.days[i], NULL)));
    }
    arena_free(arena);
}

/* ---- provisions taken out and put back by the reform ---- */

static Text file_named(const LawSet *set, size_t pack, Text name) {
    const PackFile *files = NULL;
    size_t count = law_pack_files(set, pack, &files);
    for (size_t i = 0; i < count; i++) {
        if (text_equals(files[i].name, name)) {
            return files[i].content;
        }
    }
    return TEXT("");
}

/* The lines below a provision's own, four blanks deeper. */
static void add_block(TextBuilder *out, Text content, size_t line) {
    Text text = TEXT("");
    for (size_t i = 1; text_split(&content, '\n', &text); i++) {
        bool is_blank = text_is_empty(text_trim(text));
        if (i > line && !is_blank && text.bytes[0] != ' ') {
            return;
        }
        if (i > line && !is_blank) {
            text_add_format(out, "    %.*s\n", TEXT_ARGS(text));
        }
    }
}

static Text taken_and_put_back(Arena *arena, const LawSet *set, size_t provision) {
    const ProvisionInfo info = law_provision(set, provision);
    const Text name = bare(set, provision);
    TextBuilder out = text_builder_new(arena);
    Text off = switch_off(arena, set, provision);
    Text kind = law_kind_word(info.kind);
    text_add(&out, off);
    text_add_format(&out, "    add %.*s %.*s_again \"Again\"\n", TEXT_ARGS(kind), TEXT_ARGS(name));
    add_block(&out, file_named(set, info.pack, TEXT("pack.law")), info.line);
    return text_built(&out);
}

/* Nothing names a prohibition or a bar, so that another with the same words does as it does. */
static void test_a_provision_taken_out_and_put_back(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Random random = {740};
    World world = world_new(arena, &random);
    size_t checked = 0;
    for (size_t i = 0; i < law_provision_count(world.set); i++) {
        const ProvisionInfo info = law_provision(world.set, i);
        if (!is_monotone_down(info.kind) || info.interval_count == 0 || i % 8 != 0) {
            continue;
        }
        Arena *scratch = arena_new();
        const LawSet *set =
            reform(scratch, world.set, "", taken_and_put_back(scratch, world.set, i));
        for (size_t j = 0; j < TRANSFERS; j++) {
            assert_true(same(decide(&world, set, j, world.days[j], NULL),
                             decide(&world, world.set, j, world.days[j], NULL)));
        }
        arena_free(scratch);
        checked++;
    }
    assert_true(checked > 8);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_switched_off_is_left_out),
        cmocka_unit_test(test_dates_part_the_old_law_from_the_new),
        cmocka_unit_test(test_undone_is_as_before),
        cmocka_unit_test(test_a_row_taken_and_put_back),
        cmocka_unit_test(test_a_provision_taken_out_and_put_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
