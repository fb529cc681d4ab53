/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "screening/index.h"

static ScreeningList read_list(Arena *arena, Text content) {
    ScreeningList list;
    Error error = {0};
    if (!screening_list_read(arena, TEXT("f"), content, &list, &error)) {
        print_error("%s\n", error.message);
        assert_true(false);
    }
    return list;
}

/* The details of a party, one a line. */
static Text shown(Arena *arena, const ListedParty *party) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < party->detail_count; i++) {
        text_add_format(&out, "%.*s: %.*s\n", TEXT_ARGS(listed_detail_word(party->details[i].kind)),
                        TEXT_ARGS(party->details[i].text));
    }
    return text_built(&out);
}

static Evidence born(const char *listed, const char *asked) {
    const ListedDetail detail = {DETAIL_BORN, text_from(listed)};
    const ListedParty party = {.details = &detail, .detail_count = 1};
    return born_evidence(&party, text_from(asked));
}

static void births_are_compared_as_far_as_they_are_known(void **state) {
    static const struct {
        const char *listed;
        const char *asked;
        Evidence evidence;
    } cases[] = {
        {"10 Dec 1948", "1948", EVIDENCE_AGREES},
        {"10 Dec 1948", "1948-12", EVIDENCE_AGREES},
        {"10 Dec 1948", "1948-12-10", EVIDENCE_AGREES},
        {"10 Dec 1948", "1948-10-12", EVIDENCE_AGREES}, /* day and month swapped */
        {"10 Dec 1948", "1948-12-11", EVIDENCE_DIFFERS},
        {"10 Dec 1948", "1949", EVIDENCE_DIFFERS},
        {"1948-12-10", "1948-12-10", EVIDENCE_AGREES},
        {"1948-12-10", "1948-11", EVIDENCE_DIFFERS},
        {"10/12/1948", "1948-12-10", EVIDENCE_AGREES},
        {"00/00/1948", "1948-12-10", EVIDENCE_AGREES},
        {"Dec 1948", "1948-12-31", EVIDENCE_AGREES},
        {"circa 1965", "1967-01-01", EVIDENCE_AGREES},
        {"circa 1965", "1968", EVIDENCE_DIFFERS},
        {"1965 to 1970", "1968-03", EVIDENCE_AGREES},
        {"1965 1970", "1971", EVIDENCE_DIFFERS},
        {"unknown", "1971", EVIDENCE_NONE},
        {"10 Dec 1948", "", EVIDENCE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (born(cases[i].listed, cases[i].asked) != cases[i].evidence) {
            print_error("`%s`, `%s`\n", cases[i].listed, cases[i].asked);
        }
        assert_int_equal(born(cases[i].listed, cases[i].asked), cases[i].evidence);
    }
    (void)state;
}

static void dates_to_ask_for_are_checked(void **state) {
    static const char *const good[] = {"1971", "1971-05", "1971-05-03"};
    static const char *const bad[] = {"",        "71",         "1971-13", "1971-5-3", "03-05-1971",
                                      "1971-00", "1971-05-32", "3 May",   "9999",     "19710503"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(screening_birth_is_valid(text_from(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(screening_birth_is_valid(text_from(bad[i])));
    }
    (void)state;
}

static void cities_are_compared_with_addresses(void **state) {
    (void)state;
    const ListedDetail details[] = {{DETAIL_BIRTHPLACE, TEXT("Omsk")},
                                    {DETAIL_ADDRESS, TEXT("12 Lenina, Sankt-Peterburg, RU")}};
    const ListedParty party = {.details = details, .detail_count = 2};
    const ListedParty silent = {.details = details, .detail_count = 1};
    Normaliser *normaliser = normaliser_new();
    static const struct {
        const char *city;
        Evidence evidence;
    } cases[] = {{"Saint Petersburg", EVIDENCE_AGREES},
                 {"Санкт-Петербург", EVIDENCE_AGREES},
                 {"Omsk", EVIDENCE_DIFFERS},
                 {"", EVIDENCE_NONE},
                 {"--", EVIDENCE_DIFFERS}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Text city = text_from(cases[i].city);
        assert_int_equal(city_evidence(normaliser, &party, city), cases[i].evidence);
        assert_int_equal(city_evidence(normaliser, &silent, city), EVIDENCE_NONE);
    }
    normaliser_free(normaliser);
}

/* The header that trade.gov publishes. */
static void the_us_table_says_who_they_are(void **state) {
    const ScreeningList list = read_list(
        *state,
        TEXT("_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
             "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,"
             "vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,"
             "source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
             "places_of_birth,source_information_url,ids\n"
             "a1,Specially Designated Nationals (SDN) - T,12,Individual,SDGT,\"DOE, Jane\",,\"1 "
             "Road, Harbin, CN; 5 Lane, Reno, NV, 89501; IR\",,,,,,,,,,,,,,u,DOE Janie; J. "
             "Doe,IR,1971-05-03; circa 1972,RU,\"Shiraz, Iran\",u,\"Passport, A12, IR; Gender, "
             "Female; SWIFT/BIC, ABCDEFGH\"\n"
             "a2,Specially Designated Nationals (SDN) - T,13,Vessel,IRAN,GULL,,,,,,,,,5IM "
             "1,Tanker,,,Panama,,,u,,,,,,u,\"Vessel Registration Identification, IMO 9218478\"\n"));
    const ListedParty *party = &list.parties[0];
    EXPECT_TEXT(list.format, "csl-csv");
    assert_int_equal(party->name_count, 3);
    assert_int_equal(party->country_count, 3);
    assert_int_equal(party->identifier_count, 2);
    EXPECT_TEXT(party->identifiers[0].value, "A12");
    EXPECT_TEXT(party->identifiers[1].value, "ABCDEFGH");
    EXPECT_TEXT(shown(*state, party), "address: 1 Road, Harbin, CN\n"
                                      "address: 5 Lane, Reno, NV, 89501\n"
                                      "born: 1971-05-03\nborn: circa 1972\n"
                                      "born in: Shiraz, Iran\n");
    EXPECT_TEXT(shown(*state, &list.parties[1]), "flag: Panama\n");
    assert_int_equal(list.parties[1].identifier_count, 2);
    EXPECT_TEXT(list.parties[1].identifiers[0].type, "IMO");
}

static void the_us_json_says_who_they_are(void **state) {
    const ScreeningList list = read_list(
        *state,
        TEXT("{\"results\":[{\"name\":\"DOE, Jane\",\"source\":\"S (SDN)\",\"addresses\":["
             "{\"address\":\"1 Road\",\"city\":\"Harbin\",\"state\":null,\"country\":\"CN\"},"
             "{\"country\":\"IR\"}],\"dates_of_birth\":[\"1971\",\"1972-01\"],"
             "\"places_of_birth\":[\"Shiraz\"],\"nationalities\":[\"RU\"],\"ids\":[{\"type\":"
             "\"Gender\",\"number\":\"Female\"}]},{\"name\":\"GULL\",\"vessel_flag\":\"Panama\","
             "\"dates_of_birth\":\"1971; 1972\"}]}"));
    EXPECT_TEXT(shown(*state, &list.parties[0]), "address: 1 Road, Harbin, CN\nborn: 1971\nborn: "
                                                 "1972-01\nborn in: Shiraz\n");
    assert_int_equal(list.parties[0].country_count, 3);
    assert_int_equal(list.parties[0].identifier_count, 0);
    EXPECT_TEXT(shown(*state, &list.parties[1]), "born: 1971\nborn: 1972\nflag: Panama\n");
}

static void other_lists_say_who_they_are(void **state) {
    ScreeningList ofac;
    Error error = {0};
    assert_true(screening_list_read_ofac(
        *state, TEXT("f"),
        TEXT("40,\"DOE, Jane\",individual,SDGT,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1 Jan "
             "1950; alt. DOB 1951; POB Giza, Egypt.\"\n"),
        TEXT(""), TEXT("40,1,\"1 Road\",\"Havana\",\"Cuba\",-0- \n40,2,-0- ,-0- ,\"Iran\",-0- \n"),
        &ofac, &error));
    EXPECT_TEXT(shown(*state, &ofac.parties[0]),
                "born: 1 Jan 1950\nborn: 1951\nborn in: Giza, Egypt\naddress: 1 Road, Havana, "
                "Cuba\n");
    const ScreeningList un = read_list(
        *state,
        TEXT("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>JANE</FIRST_NAME>"
             "<INDIVIDUAL_ADDRESS><STREET>1 Road</STREET><CITY>Goma</CITY><COUNTRY>DRC</COUNTRY>"
             "<NOTE>n</NOTE></INDIVIDUAL_ADDRESS><INDIVIDUAL_ADDRESS><COUNTRY>Iran</COUNTRY>"
             "</INDIVIDUAL_ADDRESS><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY"
             "</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
             "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1971"
             "</FROM_YEAR><TO_YEAR>1973</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
             "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Goma</CITY><COUNTRY>DRC</COUNTRY>"
             "</INDIVIDUAL_PLACE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"));
    EXPECT_TEXT(shown(*state, &un.parties[0]), "address: 1 Road, Goma, DRC\nborn: about 1971\n"
                                               "born: 1971 1973\nborn in: Goma, DRC\n");
    const ScreeningList uk = read_list(
        *state, TEXT("Unique ID,Name 6,Regime Name,D.O.B,Town of birth,Country of birth,Address "
                     "Line 1,Address Line 2,Address Postal Code,Address Country,Current believed "
                     "flag of ship\n"
                     "R1,DOE,Russia,dd/mm/1971,Omsk,Russia,1 Road,Tver,170000,Russia,Panama\n"
                     "R2,ROE,Russia,,,,,,,Russia,\n"));
    EXPECT_TEXT(shown(*state, &uk.parties[0]),
                "born: dd/mm/1971\nborn in: Omsk, Russia\nflag: Panama\naddress: 1 Road, Tver, "
                "170000, Russia\n");
    assert_int_equal(uk.parties[1].detail_count, 0);
    const ScreeningList plain =
        read_list(*state, TEXT("name,born,address,flag\nX,1971;1972,\"1 Road, Tver\",Panama\n"));
    EXPECT_TEXT(shown(*state, &plain.parties[0]),
                "born: 1971\nborn: 1972\naddress: 1 Road, Tver\nflag: Panama\n");
}

/* They are shown as agreeing or differing; score and hits stay what they are. */
static void details_hide_nothing(void **state) {
    const ScreeningList list =
        read_list(*state, TEXT("id,name,born,address\n1,Jane Doe,1971-05-03,\"1 Road, Tver\"\n"));
    ScreeningIndex *index = screening_index_new(&list, 1);
    ScreeningSearch *search = screening_search_new(index);
    ScreeningResult result;
    const ScreeningQuery query = {
        .name = TEXT("Jane Doe"), .born = TEXT("1980"), .city = TEXT("Tver"), .threshold = 9000};
    screening_find(*state, search, &query, &result);
    assert_int_equal(result.hit_count, 1);
    assert_int_equal(result.hits[0].score, SCREENING_ONE);
    assert_int_equal(result.hits[0].born, EVIDENCE_DIFFERS);
    assert_int_equal(result.hits[0].city, EVIDENCE_AGREES);
    screening_search_free(search);
    screening_index_free(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(births_are_compared_as_far_as_they_are_known),
        ARENA_TEST(dates_to_ask_for_are_checked),
        ARENA_TEST(cities_are_compared_with_addresses),
        ARENA_TEST(the_us_table_says_who_they_are),
        ARENA_TEST(the_us_json_says_who_they_are),
        ARENA_TEST(other_lists_say_who_they_are),
        ARENA_TEST(details_hide_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
