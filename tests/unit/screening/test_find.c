/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "screening/index.h"

static const char LIST[] =
    "id,name,aliases,kind,country,identifiers,list,programme\n"
    "1,Rostec Corporation,ROSTEKH;State Corporation Rostec,organisation,RU,TAX=7704274402,T,P1\n"
    "2,\"KIM, Jong Un\",김정은,person,KP,,T,P2\n"
    "3,Ural Bank for Reconstruction and Development PJSC,,organisation,RU,,T,P1\n"
    "4,Snow Storm 1,,vessel,PA,IMO=9218478,T,P3\n"
    "5,Air Bus Trading,,organisation,SY,,T,P4\n"
    "6,\"AL-ASSAD, Bashar Hafez\",بشار الأسد,person,SY,,T,P4\n"
    "7,Abdullah Trading Company Ltd,,organisation,SY,,T,P4\n";

typedef struct Fixture {
    Arena *arena;
    ScreeningList list;
    ScreeningIndex *index;
    ScreeningSearch *search;
} Fixture;

static Fixture fixture_new(Text content) {
    Fixture fixture = {.arena = arena_new()};
    Error error = {0};
    if (!screening_list_read(fixture.arena, TEXT("t.csv"), content, &fixture.list, &error)) {
        print_error("%s\n", error.message);
        assert_true(false);
    }
    return fixture;
}

static void open_index(Fixture *fixture) {
    fixture->index = screening_index_new(&fixture->list, 1);
    fixture->search = screening_search_new(fixture->index);
}

static void fixture_free(Fixture *fixture) {
    screening_search_free(fixture->search);
    screening_index_free(fixture->index);
    arena_free(fixture->arena);
}

static ScreeningResult find(Fixture *fixture, const char *name, int threshold) {
    const ScreeningQuery query = {.name = text_from(name), .threshold = threshold};
    ScreeningResult result;
    screening_find(fixture->arena, fixture->search, &query, &result);
    return result;
}

/* The best hit is this party, by this score. */
static void expect_best(Fixture *fixture, const char *name, const char *id, int score) {
    const ScreeningResult result = find(fixture, name, 7000);
    if (result.hit_count == 0) {
        print_error("`%s` finds nobody\n", name);
    }
    assert_true(result.hit_count > 0);
    EXPECT_TEXT(result.hits[0].party->id, id);
    assert_int_equal(result.hits[0].score, score);
}

static void every_kind_of_edge_finds(void **state) {
    Fixture fixture = fixture_new(TEXT(LIST));
    open_index(&fixture);
    expect_best(&fixture, "rostec corporation", "1", 10000);
    expect_best(&fixture, "ROSTEC", "1", 9312);
    expect_best(&fixture, "Ростех", "1", 10000);
    expect_best(&fixture, "Jong Un Kim", "2", 10000);
    expect_best(&fixture, "PJSC UBRD", "3", 8402);
    expect_best(&fixture, "AIRBUS TRADING", "5", 9879);
    expect_best(&fixture, "بشار الاسد", "6", 10000);
    expect_best(&fixture, "Snow Storm 1", "4", 10000);
    assert_int_equal(find(&fixture, "Snow Storm 2", 8500).hit_count, 0);
    assert_int_equal(find(&fixture, "Nobody at all", 7000).hit_count, 0);
    fixture_free(&fixture);
    (void)state;
}

static void names_are_aligned(void **state) {
    Fixture fixture = fixture_new(TEXT(LIST));
    open_index(&fixture);
    const ScreeningResult result = find(&fixture, "Rostek Corp. Group", 5000);
    assert_int_equal(result.hit_count, 1);
    const NameHit *hit = &result.hits[0].names[0];
    EXPECT_TEXT(result.hits[0].party->names[hit->name].text, "Rostec Corporation");
    assert_int_equal(hit->part_count, 3);
    EXPECT_TEXT(hit->parts[0].query, "Rostek");
    EXPECT_TEXT(hit->parts[0].listed, "Rostec");
    assert_int_equal(hit->parts[0].kind, EDGE_ROMANISATION);
    assert_int_equal(hit->parts[1].kind, EDGE_SYNONYM);
    assert_int_equal(hit->parts[1].listed_weight, 1200);
    EXPECT_TEXT(hit->parts[2].query, "Group");
    EXPECT_TEXT(hit->parts[2].listed, "");
    assert_int_equal(hit->parts[2].kind, EDGE_NONE);
    fixture_free(&fixture);
    (void)state;
}

/* One word that agrees beside others that do not says little; none that tells says nothing. */
static void thin_evidence_counts_for_less(void **state) {
    Fixture fixture = fixture_new(TEXT("id,name\n1,Sanabel\n2,Ltd Company\n3,Sanabel Aid Fund\n"));
    open_index(&fixture);
    expect_best(&fixture, "Sanabel", "1", 10000);
    assert_int_equal(find(&fixture, "Sanabel Ibrahim", 8000).hit_count, 0);
    assert_int_equal(find(&fixture, "Sanabel Trading", 8000).hit_count, 0);
    assert_int_equal(find(&fixture, "Sanabel Aid Fund Ltd", 8000).hit_count, 1);
    expect_best(&fixture, "Ltd. Company", "2", 10000);
    assert_int_equal(find(&fixture, "Limited Co.", 7000).hit_count, 0);
    fixture_free(&fixture);
    (void)state;
}

/* A name that is whole within another is found at the threshold of persons, never above 0.84. */
static void names_within_names_are_found(void **state) {
    Fixture fixture = fixture_new(TEXT("id,name\n1,Cristian Zambrano Abelardo Moreno Pinto\n"
                                       "2,Taj al-Din Mahmud Fawzi Karam\n"));
    open_index(&fixture);
    expect_best(&fixture, "Cristian Zambrano", "1", 8200);
    expect_best(&fixture, "Cristian Zambrano Pinto", "1", 8400);
    assert_int_equal(find(&fixture, "Cristian Zambrano Pinto", 8401).hit_count, 0);
    assert_int_equal(find(&fixture, "Cristian Ulrich Ferdinand", 7000).hit_count, 0);
    expect_best(&fixture, "Tajuddin Mahmoud Fawzi Karam", "2", 9688);
    fixture_free(&fixture);
    (void)state;
}

/* Foreign names in scripts that write other vowels, or none. */
static void names_are_found_across_scripts(void **state) {
    Fixture fixture = fixture_new(TEXT("id,name\n1,Binyamin Netanyahu\n2,Vladimir Putin\n"
                                       "3,Nicolas Maduro\n"));
    open_index(&fixture);
    EXPECT_TEXT(find(&fixture, "נתניהו בנימין", 5000).hits[0].party->id, "1");
    EXPECT_TEXT(find(&fixture, "ולדימיר פוטין", 7500).hits[0].party->id, "2");
    EXPECT_TEXT(find(&fixture, "블라디미르 푸틴", 8000).hits[0].party->id, "2");
    EXPECT_TEXT(find(&fixture, "Vladimiras Putinas", 8000).hits[0].party->id, "2");
    EXPECT_TEXT(find(&fixture, "니콜라스 마두로", 8000).hits[0].party->id, "3");
    fixture_free(&fixture);
    (void)state;
}

static void country_and_kind_are_evidence_only(void **state) {
    Fixture fixture = fixture_new(TEXT(LIST));
    open_index(&fixture);
    const ScreeningQuery query = {.name = TEXT("Rostec"),
                                  .country = TEXT("DE"),
                                  .kind = LISTED_ORGANISATION,
                                  .threshold = 8500};
    ScreeningResult result;
    screening_find(fixture.arena, fixture.search, &query, &result);
    assert_int_equal(result.hit_count, 1);
    assert_int_equal(result.hits[0].country, EVIDENCE_DIFFERS);
    assert_int_equal(result.hits[0].kind, EVIDENCE_AGREES);
    fixture_free(&fixture);
    (void)state;
}

static void identifiers_find_by_themselves(void **state) {
    Fixture fixture = fixture_new(TEXT(LIST));
    open_index(&fixture);
    const ListedIdentifier identifiers[] = {{TEXT("imo"), TEXT("92-18478")},
                                            {TEXT("MMSI"), TEXT("7704274402")}};
    const ScreeningQuery query = {.name = TEXT("Another Ship"),
                                  .identifiers = identifiers,
                                  .identifier_count = 2,
                                  .threshold = 8500};
    ScreeningResult result;
    screening_find(fixture.arena, fixture.search, &query, &result);
    assert_int_equal(result.hit_count, 1);
    EXPECT_TEXT(result.hits[0].party->id, "4");
    assert_true(result.hits[0].is_by_identifier);
    assert_int_equal(result.hits[0].name_count, 0);
    fixture_free(&fixture);
    (void)state;
}

static void nothing_to_compare_is_told(void **state) {
    Fixture fixture = fixture_new(TEXT(LIST));
    open_index(&fixture);
    const ScreeningResult result = find(&fixture, " ... \xF0\x9F\x98\x80", 8500);
    assert_false(result.has_words);
    assert_int_equal(result.hit_count, 0);
    assert_true(find(&fixture, "x", 8500).has_words);
    fixture_free(&fixture);
    (void)state;
}

/* What is said of a list and a kind goes before what is said of one of them. */
static void thresholds_are_of_kinds_and_lists(void **state) {
    Fixture fixture = fixture_new(
        TEXT("id,name,kind,list\n1,Sanabel Relief,organisation,A\n2,Sanabel Relief,person,A\n"
             "3,Sanabel Relief,organisation,B\n4,Sanabel Relief,,A\n"));
    open_index(&fixture);
    const ScreeningThreshold thresholds[] = {
        {.kind = LISTED_ORGANISATION, .list = TEXT("B"), .least = 9900},
        {.list = TEXT("B"), .least = 1000},
        {.kind = LISTED_ORGANISATION, .least = 8000},
    };
    ScreeningQuery query = {.name = TEXT("Sanabel Releif"),
                            .threshold = 9900,
                            .thresholds = thresholds,
                            .threshold_count = 3};
    ScreeningResult result;
    screening_find(fixture.arena, fixture.search, &query, &result);
    assert_int_equal(result.hit_count, 1);
    EXPECT_TEXT(result.hits[0].party->id, "1");
    query.kind = LISTED_ORGANISATION; /* where the list says none, that of the query */
    screening_find(fixture.arena, fixture.search, &query, &result);
    assert_int_equal(result.hit_count, 2);
    EXPECT_TEXT(result.hits[1].party->id, "4");
    fixture_free(&fixture);
    (void)state;
}

/* Roles, phrases and acronyms: what organisations' names do. */
static void names_of_organisations_vary(void **state) {
    Fixture fixture =
        fixture_new(TEXT("id,name,kind,country,identifiers,list,programme\n"
                         "1,Volna Scientific Production Association,organisation,RU,,T,P1\n"
                         "2,810 Aircraft Repair Plant JSC,organisation,RU,,T,P1\n"
                         "3,Shahid Hemmat Industrial Complex (SHIC),organisation,IR,,T,P1\n"
                         "4,Chelyabinsk Machine Building Plant,organisation,RU,,T,P1\n"
                         "5,Volna Shipping Company,organisation,RU,,T,P1\n"));
    open_index(&fixture);
    const struct {
        const char *name;
        const char *id;
    } expected[] = {
        {"NPO Volna", "1"},  {"Nauchno-proizvodstvennoe obedinenie Volna", "1"},
        {"AO 810 ARP", "2"}, {"Shahid Hemmat Industrial Complex", "3"},
        {"SHIC", "3"},       {"Chelyabinskiy mashinostroitelnyy zavod", "4"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const ScreeningResult result = find(&fixture, expected[i].name, 7500);
        if (result.hit_count == 0) {
            print_error("`%s` finds nobody\n", expected[i].name);
        }
        assert_true(result.hit_count > 0);
        EXPECT_TEXT(result.hits[0].party->id, expected[i].id);
    }
    assert_int_equal(find(&fixture, "Volna Bank", 8000).hit_count, 0);
    fixture_free(&fixture);
    (void)state;
}

/* ---- against comparing with every name ---- */

static const char *const SYLLABLES[] = {"al",   "ro",  "mo",  "ham", "med",  "ser", "gey",
                                        "kov",  "shi", "pin", "g",   "tech", "ex",  "ahm",
                                        "khan", "ov",  "ei",  "qa",  "y",    "ul"};
static const char *const FILLERS[] = {
    "Ltd",     "Company",    "of",         "International", "Trading",     "J",    "12",
    "Limited", "Technology", "al",         "s3rg",          "ООО",         "محمد", "김",
    "XII",     "NPO",        "Scientific", "Production",    "Association", "RMT"};

static void add_random_name(TextBuilder *builder, Random *random) {
    const size_t words = 1 + random_below(random, 5);
    for (size_t i = 0; i < words; i++) {
        text_add(builder, i > 0 ? TEXT(" ") : TEXT(""));
        if (random_below(random, 3) == 0) {
            text_add(builder,
                     text_from(FILLERS[random_below(random, sizeof FILLERS / sizeof FILLERS[0])]));
            continue;
        }
        const size_t syllables = 1 + random_below(random, 3);
        for (size_t j = 0; j < syllables; j++) {
            text_add(builder, text_from(SYLLABLES[random_below(random, 20)]));
        }
    }
}

static Text random_list(Arena *arena, size_t count) {
    Random random = {3};
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, TEXT("name\n"));
    for (size_t i = 0; i < count; i++) {
        add_random_name(&builder, &random);
        text_add_character(&builder, '\n');
    }
    return text_built(&builder);
}

static void expect_same(const ScreeningResult *quick, const ScreeningResult *slow) {
    assert_int_equal(quick->hit_count, slow->hit_count);
    for (size_t i = 0; i < quick->hit_count; i++) {
        assert_ptr_equal(quick->hits[i].party, slow->hits[i].party);
        assert_int_equal(quick->hits[i].score, slow->hits[i].score);
        assert_int_equal(quick->hits[i].name_count, slow->hits[i].name_count);
        assert_int_equal(quick->hits[i].names[0].score, slow->hits[i].names[0].score);
    }
}

static void nothing_is_lost(void **state) {
    enum { NAMES = 1500, QUERIES = 600 };
    static const int thresholds[] = {8500, 7000, 9500, 6100, 5000, 10000};
    Arena *arena = *state;
    Fixture fixture = fixture_new(random_list(arena, NAMES));
    open_index(&fixture);
    Random random = {5};
    size_t hits = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        Arena *scratch = arena_new();
        TextBuilder builder = text_builder_new(scratch);
        ScreeningResult quick;
        ScreeningResult slow;
        add_random_name(&builder, &random);
        const ScreeningQuery query = {.name = text_built(&builder), .threshold = thresholds[i % 6]};
        screening_find(scratch, fixture.search, &query, &quick);
        screening_find_slowly(scratch, fixture.search, &query, &slow);
        expect_same(&quick, &slow);
        hits += quick.hit_count;
        arena_free(scratch);
    }
    assert_true(hits > 1000);
    fixture_free(&fixture);
}

/* Scores do not depend on what was asked before, nor on which name is the query. */
static void scores_are_symmetric_and_stable(void **state) {
    Arena *arena = *state;
    Fixture fixture = fixture_new(random_list(arena, 300));
    open_index(&fixture);
    Random random = {9};
    for (size_t i = 0; i < 500; i++) {
        TextBuilder names[2] = {text_builder_new(arena), text_builder_new(arena)};
        NameHit forth;
        NameHit back;
        add_random_name(&names[0], &random);
        add_random_name(&names[1], &random);
        screening_compare(arena, fixture.search, text_built(&names[0]), text_built(&names[1]),
                          &forth);
        screening_compare(arena, fixture.search, text_built(&names[1]), text_built(&names[0]),
                          &back);
        assert_int_equal(forth.query_coverage + forth.listed_coverage > 0, forth.score > 0);
        assert_int_equal(forth.score, back.score);
        assert_int_equal(forth.query_coverage, back.listed_coverage);
    }
    fixture_free(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_edge_finds),
        cmocka_unit_test(names_are_aligned),
        cmocka_unit_test(thin_evidence_counts_for_less),
        cmocka_unit_test(names_within_names_are_found),
        cmocka_unit_test(names_are_found_across_scripts),
        cmocka_unit_test(country_and_kind_are_evidence_only),
        cmocka_unit_test(identifiers_find_by_themselves),
        cmocka_unit_test(nothing_to_compare_is_told),
        cmocka_unit_test(thresholds_are_of_kinds_and_lists),
        cmocka_unit_test(names_of_organisations_vary),
        ARENA_TEST(nothing_is_lost),
        ARENA_TEST(scores_are_symmetric_and_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
