/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <stdlib.h>

#include "base/file.h"
#include "screening/screening.h"

static ScreeningList read_list(Arena *arena, Text content) {
    ScreeningList list;
    Error error = {0};
    if (!screening_list_read(arena, TEXT("f"), content, &list, &error)) {
        print_error("%s\n", error.message);
        assert_true(false);
    }
    return list;
}

static void expect_error(Arena *arena, Text content, const char *message) {
    ScreeningList list;
    Error error = {0};
    assert_false(screening_list_read(arena, TEXT("f"), content, &list, &error));
    assert_string_equal(error.message, message);
}

static void official_json(void **state) {
    const ScreeningList list = read_list(
        *state,
        TEXT("{\"search_performed_at\":\"2026-07-31T13:15:00+00:00\",\"results\":[\n"
             "{\"id\":\"a1\",\"source\":\"Entity List (EL) - Bureau\",\"name\":\"Wolf Works\","
             "\"type\":null,\"alt_names\":[\"W\\u00f6lf Works\",\"Wolf Works\"],\"programs\":"
             "[\"P1\",\"P2\"],\"addresses\":[{\"country\":\"CN\",\"city\":\"X\"},{\"country\":"
             "\"CN\"}],\"ids\":[{\"type\":\"Tax ID\",\"number\":\"77\",\"country\":\"RU\"}],"
             "\"federal_register_notice\":\"90 FR 560\"},\n"
             "{\"entity_number\":\"12\",\"source\":\"Specially Designated Nationals (SDN)\","
             "\"name\":\"DOE, Jane\",\"type\":\"Individual\"}]}\n"));
    EXPECT_TEXT(list.format, "csl-json");
    EXPECT_TEXT(list.date, "2026-07-31");
    assert_int_equal(list.party_count, 2);
    assert_int_equal(list.name_count, 3);
    const ListedParty *party = &list.parties[0];
    EXPECT_TEXT(party->list, "EL");
    EXPECT_TEXT(party->id, "a1");
    EXPECT_TEXT(party->names[1].text, "Wölf Works");
    assert_true(party->names[1].is_alias);
    EXPECT_TEXT(party->programme, "P1; P2");
    EXPECT_TEXT(party->citation, "90 FR 560");
    assert_int_equal(party->country_count, 1);
    EXPECT_TEXT(party->identifiers[0].value, "77");
    assert_int_equal(list.parties[1].kind, LISTED_PERSON);
}

static void reduced_json(void **state) {
    const ScreeningList list = read_list(
        *state, TEXT("{\"sourceGeneratedAt\":\"2026-07-31T13:15:00\",\"listAuthority\":{\"Denied "
                     "(DPL) - B\":{\"code\":\"DPL\",\"citation\":\"15 C.F.R. 764\"}},\"tables\":{"
                     "\"sources\":[\"X (X)\",\"Denied (DPL) - B\"],\"programmes\":[\"P0\"]},"
                     "\"entries\":[{\"n\":\"Ann Smith\",\"a\":[\"A. Smith\"],\"s\":1,\"t\":"
                     "\"Individual\",\"c\":[\"US\"],\"e\":\"7\",\"pg\":0}]}"));
    EXPECT_TEXT(list.parties[0].list, "DPL");
    EXPECT_TEXT(list.parties[0].citation, "15 C.F.R. 764");
    EXPECT_TEXT(list.parties[0].programme, "P0");
    assert_int_equal(list.parties[0].name_count, 2);
}

static void bad_json(void **state) {
    expect_error(*state, TEXT("{\"results\":[{\"name\":\"A\"}"),
                 "`f`, line 1: the value that begins here does not end; is the file cut off?");
    expect_error(*state, TEXT("{\"results\":[\n{\"name\":\"A\"},\n{\"names\":\"B\"}]}"),
                 "`f`, line 3: the entry has no name");
    expect_error(*state, TEXT("{\"results\":[]}"), "`f` lists nobody; is it cut off?");
    expect_error(*state, TEXT("{\"a\":[1]}"),
                 "`f`, line 1: the object has neither `results` nor `entries`, so it is no "
                 "Consolidated Screening List");
    expect_error(*state, TEXT("{\"results\":{\"name\":\"A\"}}"),
                 "`f`, line 1: the entries must be an array");
    expect_error(*state, TEXT("{\"results\":[{\"name\":\"A\"}]} x"),
                 "`f`, line 1: the object must end here, and nothing follow it");
    expect_error(*state, TEXT("{\"results\":[3]}"), "`f`, line 1: an entry must be an object");
}

static void csl_csv(void **state) {
    const ScreeningList list = read_list(
        *state, TEXT("_id,source,entity_number,type,programs,name,addresses,alt_names,ids,"
                     "federal_register_notice\n"
                     "x,Entity List (EL) - B,,,,Wolf Works,\"1 Road, Harbin, CN; 2 Road, "
                     "RU\",Wolf;Wulf Ltd,\"Passport, 99, IR\",90 FR 1\n"));
    EXPECT_TEXT(list.format, "csl-csv");
    EXPECT_TEXT(list.parties[0].list, "EL");
    assert_int_equal(list.parties[0].name_count, 3);
    assert_int_equal(list.parties[0].country_count, 2);
    EXPECT_TEXT(list.parties[0].countries[1], "RU");
    EXPECT_TEXT(list.parties[0].identifiers[0].type, "Passport");
    EXPECT_TEXT(list.parties[0].identifiers[0].value, "99");
}

static const Text SDN = {
    "36,WOLF AIRLINES,-0- ,CUBA,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,a.k.a. 'WLF'.\n"
    "40,\"DOE, Jane\",individual,SDGT] [IFSR,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1 Jan 1950; "
    "nationality Iran; Passport A12 (Iran).\"\n"
    "41,GULL,vessel,IRAN,-0- ,5IM 1,Tanker,\"2,000\",\"1,000\",Panama,-0- ,\"Vessel Registration "
    "Identification IMO 9218478; MMSI 256865000.\"\n\x1A",
    0};

/* Each piece of remarks, and the number or else the other name that it gives. */
static void ofac_remarks(void **state) {
    static const struct {
        const char *remark;
        const char *type; /* of an identifier; NULL: none */
        const char *value;
    } remarks[] = {
        {"Cedula No. 6068015 (Colombia)", "Cedula No.", "6068015"},
        {"alt. NIT # 890115794-3 (Colombia).", "alt. NIT #", "890115794-3"},
        {"R.F.C. DIB-771110-HQ1 (Mexico) issued 1968", "R.F.C.", "DIB-771110-HQ1"},
        {"Passport C00168817 issued 08 Dec 2005", "Passport", "C00168817"},
        {"Vessel Registration Identification IMO 9218478.", "IMO", "9218478"},
        {"Turkish Identification Number 10298480866", "Turkish Identification Number",
         "10298480866"},
        {"alt. Digital Currency Address - XBT 1Kuf2Rd8m", "alt. Digital Currency Address - XBT",
         "1Kuf2Rd8m"},
        {"Aircraft Tail Number EP-MMH", "Aircraft Tail Number", "EP-MMH"},
        {"Phone Number 982188526300", NULL, NULL},
        {"Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions",
         NULL, NULL},
        {"Passport and National ID were issued in Ulm", NULL, NULL},
        {"DOB 10 Nov 1971", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++) {
        const Text sdn = text_format(
            *state, "1,WOLF,-0- ,C,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,%s\n", remarks[i].remark);
        ScreeningList list;
        Error error = {0};
        assert_true(
            screening_list_read_ofac(*state, TEXT("f"), sdn, TEXT(""), TEXT(""), &list, &error));
        assert_int_equal(list.parties[0].identifier_count, remarks[i].type != NULL);
        if (remarks[i].type != NULL) {
            EXPECT_TEXT(list.parties[0].identifiers[0].type, remarks[i].type);
            EXPECT_TEXT(list.parties[0].identifiers[0].value, remarks[i].value);
        }
    }
}

static void ofac_names_and_places_in_remarks(void **state) {
    ScreeningList list;
    Error error = {0};
    assert_true(screening_list_read_ofac(
        *state, TEXT("f"),
        TEXT("1,WOLF,-0- ,C,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'ABU 'ALI'; f.k.a. 'OLD'; "
             "citizen Iran; alt. nationality Turkey.\"\n"),
        TEXT(""), TEXT(""), &list, &error));
    assert_int_equal(list.parties[0].name_count, 3);
    EXPECT_TEXT(list.parties[0].names[1].text, "ABU 'ALI");
    assert_true(list.parties[0].names[1].is_weak);
    EXPECT_TEXT(list.parties[0].names[2].text, "OLD");
    assert_int_equal(list.parties[0].country_count, 2);
    EXPECT_TEXT(list.parties[0].countries[0], "Iran");
    EXPECT_TEXT(list.parties[0].countries[1], "Turkey");
}

static void ofac_files(void **state) {
    const Text sdn = text_from(SDN.bytes);
    ScreeningList list;
    Error error = {0};
    assert_true(screening_list_is_ofac(sdn));
    assert_false(screening_list_is_ofac(TEXT("36,a,b\n")));
    assert_true(screening_list_read_ofac(
        *state, TEXT("f"), sdn, TEXT("36,12,aka,WOLF CARIBBEAN,-0- \n"),
        TEXT("36,25,-0- ,\"Havana\",\"Cuba\",-0- \n99,26,-0- ,\"X\",\"Cuba\",-0- \n"), &list,
        &error));
    assert_int_equal(list.party_count, 3);
    assert_int_equal(list.orphan_count, 1);
    assert_int_equal(list.parties[0].name_count, 3);
    assert_true(list.parties[0].names[1].is_weak);
    EXPECT_TEXT(list.parties[0].names[2].text, "WOLF CARIBBEAN");
    EXPECT_TEXT(list.parties[0].countries[0], "Cuba");
    assert_int_equal(list.parties[1].kind, LISTED_PERSON);
    EXPECT_TEXT(list.parties[1].identifiers[0].value, "A12");
    EXPECT_TEXT(list.parties[1].countries[0], "Iran");
    EXPECT_TEXT(list.parties[2].identifiers[1].value, "9218478");
    assert_false(screening_list_read_ofac(*state, TEXT("f"), sdn, TEXT("37,12,aka,X,-0- \n"),
                                          TEXT(""), &list, &error));
    assert_string_equal(error.message, "`f`, ALT, line 1: number `37` is not in the SDN file; are "
                                       "the files of one release?");
    assert_false(screening_list_read_ofac(*state, TEXT("f"), TEXT("36,A\n"), TEXT(""), TEXT(""),
                                          &list, &error));
    assert_string_equal(error.message,
                        "`f`, SDN, line 1: the row has 2 fields, the header names 12");
}

static void un_xml(void **state) {
    const ScreeningList list = read_list(
        *state,
        TEXT("<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09Z\">"
             "<INDIVIDUALS><INDIVIDUAL><FIRST_NAME>JANE</FIRST_NAME><SECOND_NAME>DOE</SECOND_NAME>"
             "<UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.1</REFERENCE_NUMBER>"
             "<NAME_ORIGINAL_SCRIPT>جين</NAME_ORIGINAL_SCRIPT><NATIONALITY><VALUE>Congo</VALUE>"
             "</NATIONALITY><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Janie</ALIAS_NAME>"
             "</INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
             "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X1</NUMBER>"
             "</INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><FIRST_NAME>ADF"
             "</FIRST_NAME><ENTITY_ADDRESS><COUNTRY>Congo</COUNTRY></ENTITY_ADDRESS></ENTITY>"
             "</ENTITIES></CONSOLIDATED_LIST>"));
    EXPECT_TEXT(list.date, "2026-02-27");
    assert_int_equal(list.party_count, 2);
    EXPECT_TEXT(list.parties[0].names[0].text, "JANE DOE");
    assert_int_equal(list.parties[0].name_count, 3);
    assert_true(list.parties[0].names[2].is_weak);
    EXPECT_TEXT(list.parties[0].id, "CDi.1");
    EXPECT_TEXT(list.parties[0].identifiers[0].type, "Passport");
    assert_int_equal(list.parties[1].kind, LISTED_ORGANISATION);
    EXPECT_TEXT(list.parties[1].countries[0], "Congo");
}

/* The names of a party with this alias, one a line. */
static Text aliases_of(Arena *arena, const char *alias) {
    const ScreeningList list = read_list(
        arena,
        text_format(arena,
                    "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-02-27\">"
                    "<ENTITIES><ENTITY><FIRST_NAME>A</FIRST_NAME><ENTITY_ALIAS><ALIAS_NAME>%s"
                    "</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES></CONSOLIDATED_LIST>",
                    alias));
    TextBuilder names = text_builder_new(arena);
    for (size_t i = 1; i < list.parties[0].name_count; i++) {
        text_add_format(&names, "%.*s\n", TEXT_ARGS(list.parties[0].names[i].text));
    }
    return text_built(&names);
}

static void several_names_in_one(void **state) {
    static const struct {
        const char *written;
        const char *names;
    } cases[] = {
        {"Abubakar (original script: Абубакар)", "Abubakar\nАбубакар\n"},
        {"Jin Tiesan (金铁三)", "Jin Tiesan\n金铁三\n"},
        {"حسن غول (Hassan Ghul; Hassan Gul; Hasan Gul)",
         "حسن غول\nHassan Ghul\nHassan Gul\nHasan Gul\n"},
        {"Hay’at Tahrir (HTS) (هيئة تحرير (original script); Hayat Tahrir)",
         "Hay’at Tahrir (HTS)\nهيئة تحرير\nHayat Tahrir\n"},
        {"أنصار الشريعة (Ansar al Charia - sub-unit name)", "أنصار الشريعة\nAnsar al Charia\n"},
        {"Akhter son of Noor (اختر ولد نور ),", "Akhter son of Noor\nاختر ولد نور\n"},
        {"Agha Jan Alizai اغا جان عالیزی", "Agha Jan Alizai\nاغا جان عالیزی\n"},
        {"Ansar al Charia in Libya (ASL)", "Ansar al Charia in Libya (ASL)\n"},
        {"(formerly known as) X", "(formerly known as) X\n"},
        {"A (B", "A (B\n"},
        {"Борис (Boris) и Ко", "Борис (Boris) и Ко\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        EXPECT_TEXT(aliases_of(*state, cases[i].written), cases[i].names);
    }
}

static void bad_xml(void **state) {
    ScreeningList list;
    Error error = {0};
    expect_error(*state, TEXT("<LIST/>"),
                 "`f`, line 1: the root element is not CONSOLIDATED_LIST, so it is no UN list");
    assert_false(screening_list_read(*state, TEXT("f"),
                                     TEXT("<CONSOLIDATED_LIST>\n<INDIVIDUALS>\n"), &list, &error));
    assert_non_null(strstr(error.message, "`f`, line 2: "));
    expect_error(*state, TEXT("<CONSOLIDATED_LIST><A><ENTITY/></A></CONSOLIDATED_LIST>"),
                 "`f`, line 1: the party has no name");
}

static void uk_csv(void **state) {
    const ScreeningList reduced = read_list(
        *state, TEXT("Unique ID,OFSI Group ID,Name,Regime Name,Type,Designation source,Date "
                     "Designated,Sanctions Imposed\nAFG1,1,WOLF EXCHANGE,Afghanistan,Entity,UN,"
                     "29-06-2012,Asset freeze\nAFG2,2,\"\n \",Afghanistan,Entity,UN,,\n"));
    EXPECT_TEXT(reduced.parties[0].programme, "Afghanistan");
    assert_int_equal(reduced.party_count, 1);
    assert_int_equal(reduced.nameless_count, 1);
    const ScreeningList official = read_list(
        *state,
        TEXT("Last Updated,11/08/2025\nName 6,Name 1,Name 2,Name 3,Name 4,Name 5,Group Type,Alias "
             "Type,Alias Quality,Regime,Country,Group ID\nDOE,Jan,,,,,Individual,AKA,Low,Russia,RU,"
             "7\nDOE,Jane,Mary,,,,Individual,Primary name,,Russia,RU,7\nWOLF,,,,,,Entity,Primary "
             "name,,Russia,,8\n"));
    EXPECT_TEXT(official.date, "2025-08-11");
    assert_int_equal(official.party_count, 2);
    EXPECT_TEXT(official.parties[0].names[0].text, "Jane Mary DOE");
    EXPECT_TEXT(official.parties[0].names[1].text, "Jan DOE");
    assert_true(official.parties[0].names[1].is_weak);
}

/* A party is in several rows, whose numbers are its own once. */
static void uk_identifiers(void **state) {
    const ScreeningList list = read_list(
        *state, TEXT("Report Date: 11-Aug-2025\nUnique ID,Name 6,Name 1,Name type,Regime Name,"
                     "Designation Type,Address Country,Passport number,National Identifier number,"
                     "Business registration number (s),IMO number\n"
                     "R1,DOE,Jane,Primary Name,Russia,Individual,,X12,77,,\n"
                     "R1,DOE,J,Alias,Russia,Individual,,X12,,,\n"
                     "R2,WOLF,,Primary Name,Russia,Entity,,,,1027,9218478\n"));
    EXPECT_TEXT(list.date, "2025-08-11");
    assert_int_equal(list.parties[0].identifier_count, 2);
    EXPECT_TEXT(list.parties[0].identifiers[0].value, "X12");
    EXPECT_TEXT(list.parties[0].identifiers[1].type, "National identifier");
    EXPECT_TEXT(list.parties[1].identifiers[0].value, "9218478");
    EXPECT_TEXT(list.parties[1].identifiers[1].type, "Business registration");
}

static void plain_csv(void **state) {
    const ScreeningList list =
        read_list(*state, TEXT("name,aliases,identifiers\nWolf,Wulf; Wolff,IMO=1;22\n"));
    assert_int_equal(list.parties[0].name_count, 3);
    EXPECT_TEXT(list.parties[0].identifiers[0].type, "IMO");
    EXPECT_TEXT(list.parties[0].identifiers[1].type, "");
    assert_int_equal(list.digest.length, 64);
    expect_error(*state, TEXT("name,kind\n,x\n"), "`f`, line 2: the row has no name");
    expect_error(*state, TEXT("a,b\n1,2\n"),
                 "`f` is no list we read: its header has no column `name`, and it is not the CSV "
                 "of the U.S. or UK lists");
    expect_error(*state, TEXT("name\nA,B\n"),
                 "`f`, line 2: the row has 2 fields, the header names 1");
    expect_error(*state, TEXT(" \n"), "`f` is empty");
    expect_error(*state, TEXT("name\n\xFF\n"), "`f` is not UTF-8; save it as UTF-8");
}

/* The lists as they are published, where a folder of them is named. */
static void published_lists(void **state) {
    const char *folder = getenv("ENTENTE_TEST_LISTS");
    Arena *arena = *state;
    Array names;
    Error error = {0};
    if (folder == NULL || !file_list(arena, text_from(folder), &names, &error)) {
        return;
    }
    for (size_t i = 0; i < names.count; i++) {
        const Text path = file_path(arena, text_from(folder), ARRAY_ITEMS(Text, &names)[i]);
        Text content = {0};
        if (file_is_folder(path) || text_ends_with(path, TEXT(".md"))) {
            continue;
        }
        assert_true(file_read(arena, path, SCREENING_LIST_BYTES_MAX, &content, &error));
        assert_true(read_list(arena, content).party_count > 100);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(official_json),
        ARENA_TEST(reduced_json),
        ARENA_TEST(bad_json),
        ARENA_TEST(csl_csv),
        ARENA_TEST(ofac_files),
        ARENA_TEST(ofac_remarks),
        ARENA_TEST(ofac_names_and_places_in_remarks),
        ARENA_TEST(uk_identifiers),
        ARENA_TEST(un_xml),
        ARENA_TEST(several_names_in_one),
        ARENA_TEST(bad_xml),
        ARENA_TEST(uk_csv),
        ARENA_TEST(plain_csv),
        ARENA_TEST(published_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
