/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "screening/name.h"

/* The words of a name between bars; "~" before a legal form, "-" before a stop word. */
static Text shown(Arena *arena, Text given, Name *name) {
    Normaliser *normaliser = normaliser_new();
    TextBuilder builder = text_builder_new(arena);
    normalise(arena, normaliser, given, name);
    for (size_t i = 0; i < name->count; i++) {
        static const char *const marks[] = {
            [WORD_PLAIN] = "", [WORD_LEGAL_FORM] = "~", [WORD_STOP] = "-"};
        text_add_format(&builder, "%s%s%.*s", i > 0 ? "|" : "", marks[name->words[i].kind],
                        TEXT_ARGS(name->words[i].text));
    }
    normaliser_free(normaliser);
    return text_built(&builder);
}

static void expect_words(Arena *arena, const char *given, const char *words) {
    Name name;
    EXPECT_TEXT(shown(arena, text_from(given), &name), words);
}

static void words_are_parted(void **state) {
    expect_words(*state, "", "");
    expect_words(*state, " - , . ", "");
    expect_words(*state, "KIM, Jong-Un", "kim|jong|un");
    expect_words(*state,
                 "Sa'ad O\xE2\x80\x99"
                 "Brien",
                 "saad|obrien");
    expect_words(*state, "Hennes & Mauritz", "hennes|-and|mauritz");
    expect_words(*state, "I.B.M. Plant 12", "ibm|plant|12");
    expect_words(*state, "J. Smith", "j|smith");
}

static void legal_forms_are_marked(void **state) {
    expect_words(*state, "Siemens A.G.", "siemens|~ag");
    expect_words(*state, "PUBLIC JOINT STOCK COMPANY ROSTEC", "~publicjointstockcompany|rostec");
    expect_words(*state, "Faberlic Sp. z o.o.", "faberlic|~spzoo");
    expect_words(*state, "Joint venture", "joint|venture");
    expect_words(*state, "ООО Ромашка", "~ooo|romashka");
    expect_words(*state, "华为技术有限公司", "hua|wei|ji|shu|~youxiangongsi");
}

/* Misspelled, with a word missing, out of order, run together with a neighbour. */
static void legal_forms_survive_slips(void **state) {
    expect_words(*state, "LIMITkED LIABILITY COMPANY KAPRON", "~limitedliabilitycompany|kapron");
    expect_words(*state, "JOINT SOCK COMPANY MANEL", "~jointstockcompany|manel");
    expect_words(*state, "EVERFIT COMAPNY LIMITED", "everfit|~companylimited");
    expect_words(*state, "FIVEL COMPANY LIABILITY LIMITED", "fivel|~limitedliabilitycompany");
    expect_words(*state, "STOCK URAL JOINT COMPANY", "~jointstockcompany|ural");
    expect_words(*state, "OPEN JOINT STOCK URAL", "~openjointstock|ural");
    expect_words(*state, "QIANZALIMITED", "qianza|~limited");
    expect_words(*state, "LIMITED LIABILITY COMPANYURAL", "~limitedliabilitycompany|ural");
    /* What only looks like one stays what it is. */
    expect_words(*state, "Stork Joint", "stork|joint");
    expect_words(*state, "Companion Power", "companion|power");
    expect_words(*state, "Open Public Library", "open|public|library");
}

static void scripts_are_spelled(void **state) {
    expect_words(*state, "Владимир Путин", "vladimir|putin");
    expect_words(*state, "Володимир Зеленський", "volodimir|zelenskiy");
    expect_words(*state, "Сергій Дмитрий", "serhiy|dmytryy");
    expect_words(*state, "Γιώργος Παπανδρέου", "giorgos|papandreou");
    expect_words(*state, "Μπάμπης Ντίνος Γκίκας", "bampis|dinos|gikas");
    expect_words(*state, "Βούτσιτς Σάντρα", "voutsits|santra");
    expect_words(*state, "김정은", "kim|jeong|eun");
    expect_words(*state, "니콜라스 마두로", "nikollaseu|maduro");
    expect_words(*state, "习近平", "xi|jin|ping");
    expect_words(*state, "東芝", "dong|zhi");
    expect_words(*state, "محمد الأسد", "mhmd|-al|asd");
    expect_words(*state, "الله", "-allh");
    expect_words(*state, "משה", "mshh");
    expect_words(*state, "Łódź Straße Åge Ærø", "lodz|strasse|age|aero");
    expect_words(*state, "Ｈｕａｗｅｉ ①", "huawei|1");
    expect_words(*state, "٣ ३", "3|3");
}

static void names_of_two_parts_lose_their_article(void **state) {
    expect_words(*state, "Abd al-Karim Salah ad-Din", "-abd|karim|salah|din");
    expect_words(*state, "ABDUL RASHID", "-abd|rashid");
    expect_words(*state, "Saif ur-Rehman", "saif|rehman");
    expect_words(*state, "Ali al-Karim", "ali|-al|karim");
    expect_words(*state, "Abdulkarim", "abdulkarim");
}

static void disguises_are_told(void **state) {
    Name name;
    /* A Cyrillic letter among Latin ones. */
    EXPECT_TEXT(shown(*state, TEXT("R\xD0\xBEstec"), &name), "rostec");
    assert_true(name.is_disguised);
    EXPECT_TEXT(shown(*state, TEXT("Rostec Ростех"), &name), "rostec|rostekh");
    assert_false(name.is_disguised);
    /* Right-to-left override and zero-width space. */
    EXPECT_TEXT(shown(*state,
                      TEXT("Ros\xE2\x80\xAE"
                           "tec\xE2\x80\x8B"),
                      &name),
                "rostec");
    assert_true(name.has_controls);
}

static void bad_bytes_are_blanks(void **state) {
    Name name;
    EXPECT_TEXT(shown(*state,
                      TEXT("xx\xFF"
                           "cd \xC3"),
                      &name),
                "xx|cd");
    assert_true(name.is_malformed);
    EXPECT_TEXT(shown(*state, TEXT("\xED\xA0\x80x\xC0\x80q\xF5z"), &name), "x|q|z");
    assert_true(name.is_malformed);
}

static void long_names_are_cut(void **state) {
    enum { LONG = 1 << 20 };
    Arena *arena = *state;
    Name name;
    char *bytes = arena_allocate(arena, LONG);
    memset(bytes, 'a', LONG);
    assert_int_equal(shown(arena, (Text){bytes, LONG}, &name).length, WORD_BYTES_MAX);
    assert_true(name.is_cut);
    for (size_t i = 1; i < LONG; i += 2) {
        bytes[i] = ' ';
    }
    (void)shown(arena, (Text){bytes, LONG}, &name);
    assert_int_equal(name.count, SCREENING_WORDS_MAX);
    assert_true(name.is_cut);
}

static void places_are_known(void **state) {
    Name name;
    (void)shown(*state, TEXT("Élan S.A."), &name);
    assert_int_equal(name.count, 2);
    assert_int_equal(name.words[0].from, 0);
    assert_int_equal(name.words[0].until, 5);
    EXPECT_TEXT(text_slice(name.given, name.words[1].from, name.words[1].until), "S.A");
}

static void expect_same_key(Arena *arena, const char *a, const char *b) {
    Word words[2] = {{.text = text_from(a)}, {.text = text_from(b)}};
    word_complete(arena, &words[0]);
    word_complete(arena, &words[1]);
    EXPECT_TEXT(words[0].key, text_terminated(arena, words[1].key));
}

static void keys_join_romanisations(void **state) {
    expect_same_key(*state, "sergey", "sergei");
    expect_same_key(*state, "sergey", "sergej");
    expect_same_key(*state, "mohammed", "muhamad");
    expect_same_key(*state, "hussein", "husayn");
    expect_same_key(*state, "wladimirowitsch", "vladimirovich");
    expect_same_key(*state, "jeong", "jong");
    expect_same_key(*state, "qaeda", "qaida");
    expect_same_key(*state, "abramovicius", "abramovich");
    expect_same_key(*state, "lavrovas", "lavrov");
    expect_same_key(*state, "putins", "poutine");
    expect_same_key(*state, "milosevic", "milosevich");
    expect_same_key(*state, "ivanoff", "ivanov");
    expect_same_key(*state, "abdurrahman", "abdulrahman");
    expect_same_key(*state, "abdirahman", "abdrahman");
    expect_same_key(*state, "saifullah", "saifallah");
    expect_same_key(*state, "salahuddin", "salahdin");
}

/* A name after the father is that of the father's name in another language, and never that name. */
static void patronymics_are_of_their_names(void **state) {
    static const char *const words[] = {"sergeyevich", "serhiyovych", "sergeevna",
                                        "petrovich",   "sergey",      "abramovich"};
    Normaliser *normaliser = normaliser_new();
    uint16_t groups[sizeof words / sizeof words[0]];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        Word word = {.text = text_from(words[i])};
        word_complete(*state, &word);
        normaliser_add_synonym(normaliser, &word);
        assert_true(word.synonym < normaliser_group_count(normaliser));
        groups[i] = word.synonym;
    }
    assert_true(groups[0] != 0);
    assert_int_equal(groups[0], groups[1]);
    assert_int_equal(groups[0], groups[2]);
    assert_true(groups[3] != 0);
    assert_int_not_equal(groups[0], groups[3]);
    assert_int_not_equal(groups[0], groups[4]);
    normaliser_free(normaliser);
}

/* What only begins or ends like one is no name of two parts. */
static void names_of_one_part_keep_their_letters(void **state) {
    static const char *const words[] = {"abdullahi", "abdullayev", "abdi", "saladin",
                                        "ladin",     "mullah",     "zada"};
    char joined[WORD_BYTES_MAX];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const size_t length = join_parts(text_from(words[i]), false, joined);
        EXPECT_TEXT(((Text){joined, length}), words[i]);
    }
    char longest[WORD_BYTES_MAX];
    memset(longest, 'x', sizeof longest);
    memcpy(longest + WORD_BYTES_MAX - 4, "zada", 4);
    assert_int_equal(join_parts((Text){longest, WORD_BYTES_MAX}, false, joined), WORD_BYTES_MAX);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(words_are_parted),
        ARENA_TEST(legal_forms_are_marked),
        ARENA_TEST(legal_forms_survive_slips),
        ARENA_TEST(scripts_are_spelled),
        ARENA_TEST(names_of_two_parts_lose_their_article),
        ARENA_TEST(disguises_are_told),
        ARENA_TEST(bad_bytes_are_blanks),
        ARENA_TEST(long_names_are_cut),
        ARENA_TEST(places_are_known),
        ARENA_TEST(keys_join_romanisations),
        ARENA_TEST(names_of_one_part_keep_their_letters),
        ARENA_TEST(patronymics_are_of_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
