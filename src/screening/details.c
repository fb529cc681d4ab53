/* SPDX-License-Identifier: Apache-2.0 */
/* What lists say of parties beside their names, as they write it: when and where somebody was
 * born, where a party is, which flag a ship flies. It is evidence for the person who reviews a hit;
 * no score depends on it and it hides nothing. */
#include "screening/index.h"

enum { YEAR_LEAST = 1000, YEAR_MOST = 2999, ABOUT_YEARS = 2 };

Text listed_detail_word(ListedDetailKind kind) {
    static const char *const words[] = {[DETAIL_BORN] = "born",
                                        [DETAIL_BIRTHPLACE] = "born in",
                                        [DETAIL_ADDRESS] = "address",
                                        [DETAIL_FLAG] = "flag"};
    return text_from(words[kind]);
}

/* ---- dates of birth ---- */

/* Months and days are 0 where they are not said. */
typedef struct Birth {
    int first_year;
    int last_year;
    int month;
    int day;
    bool is_about;
} Birth;

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static Text next_run(Text written, size_t *at, bool (*is_such)(char byte)) {
    const size_t from = *at;
    while (*at < written.length && is_such(written.bytes[*at])) {
        *at += 1;
    }
    return text_slice(written, from, *at);
}

static int month_of(Text word) {
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; word.length >= 3 && i < 12; i++) {
        bool is_such = true;
        for (size_t j = 0; j < 3; j++) {
            is_such = is_such && (char)(word.bytes[j] | 0x20) == months[i][j];
        }
        if (is_such) {
            return i + 1;
        }
    }
    return 0;
}

static void take_year(Birth *birth, int year) {
    birth->first_year =
        birth->first_year == 0 || year < birth->first_year ? year : birth->first_year;
    birth->last_year = year > birth->last_year ? year : birth->last_year;
}

/* Numbers before a year are day and month, behind it month and day; 0 says nothing. */
static void take_number(Birth *birth, Text run, int *numbers, size_t *count) {
    int value = 0;
    for (size_t i = 0; i < run.length && i < 6; i++) {
        value = value * 10 + (run.bytes[i] - '0');
    }
    if (run.length == 4 && value >= YEAR_LEAST && value <= YEAR_MOST) {
        take_year(birth, value);
    } else if (run.length <= 2 && *count < 2) {
        numbers[(*count)++] = value;
    }
}

static void settle_numbers(Birth *birth, const int *numbers, size_t count, bool is_year_first) {
    if (birth->month != 0) {
        birth->day = count == 1 ? numbers[0] : 0;
    } else if (count == 2) {
        birth->month = numbers[is_year_first ? 0 : 1];
        birth->day = numbers[is_year_first ? 1 : 0];
    } else if (count == 1 && is_year_first) {
        birth->month = numbers[0];
    }
}

/* "10 Dec 1948", "1948-12-10", "10/12/1948", "00/00/1948", "circa 1965", "1965 to 1970". */
static bool birth_read(Text written, Birth *birth) {
    int numbers[2] = {0, 0};
    size_t count = 0;
    bool is_year_first = false;
    *birth = (Birth){0};
    for (size_t at = 0; at < written.length;) {
        if (is_digit(written.bytes[at])) {
            const Text run = next_run(written, &at, is_digit);
            take_number(birth, run, numbers, &count);
            is_year_first |= count == 0 && birth->first_year != 0;
        } else if (is_letter(written.bytes[at])) {
            const Text word = next_run(written, &at, is_letter);
            const int month = month_of(word);
            birth->month = month != 0 ? month : birth->month;
            birth->is_about |= month == 0;
        } else {
            at++;
        }
    }
    settle_numbers(birth, numbers, count, is_year_first);
    if (birth->last_year > birth->first_year) { /* of a span only the years tell */
        birth->month = 0;
        birth->day = 0;
    }
    return birth->first_year != 0 && birth->month <= 12 && birth->day <= 31;
}

bool screening_birth_is_valid(Text born) {
    Birth birth;
    for (size_t i = 0; i < born.length; i++) {
        if (!is_digit(born.bytes[i]) && born.bytes[i] != '-') {
            return false;
        }
    }
    const bool has_length = born.length == 4 || born.length == 7 || born.length == 10;
    return has_length && birth_read(born, &birth) &&
           (born.length == 4 || (born.bytes[4] == '-' && birth.month > 0)) &&
           (born.length < 10 || (born.bytes[7] == '-' && birth.day > 0));
}

/* What either does not say agrees; day and month may be swapped. */
static bool births_agree(const Birth *asked, const Birth *listed) {
    const int slack = listed->is_about ? ABOUT_YEARS : 0;
    if (asked->first_year < listed->first_year - slack ||
        asked->first_year > listed->last_year + slack) {
        return false;
    }
    if (listed->is_about || asked->month == 0 || listed->month == 0) {
        return true;
    }
    const bool is_swapped = asked->day == listed->month && asked->month == listed->day;
    const bool has_days = asked->day != 0 && listed->day != 0;
    return is_swapped ||
           (asked->month == listed->month && (!has_days || asked->day == listed->day));
}

Evidence born_evidence(const ListedParty *party, Text born) {
    Birth asked;
    Evidence evidence = EVIDENCE_NONE;
    if (text_is_empty(born) || !birth_read(born, &asked)) {
        return EVIDENCE_NONE;
    }
    for (size_t i = 0; i < party->detail_count; i++) {
        Birth listed;
        if (party->details[i].kind != DETAIL_BORN || !birth_read(party->details[i].text, &listed)) {
            continue;
        }
        if (births_agree(&asked, &listed)) {
            return EVIDENCE_AGREES;
        }
        evidence = EVIDENCE_DIFFERS;
    }
    return evidence;
}

/* ---- addresses ---- */

static bool is_same(const Word *a, const Word *b) {
    return text_equals(a->text, b->text) || (a->synonym != 0 && a->synonym == b->synonym) ||
           (a->key_length > 3 && text_equals(a->key, b->key));
}

static void read_words(Arena *arena, Normaliser *normaliser, Text given, Name *name) {
    normalise(arena, normaliser, given, name);
    for (size_t i = 0; i < name->count; i++) {
        word_complete(arena, &name->words[i]);
        normaliser_add_synonym(normaliser, &name->words[i]);
    }
}

/* Whether all words of one stand in the other. */
static bool is_within(const Name *part, const Name *whole) {
    for (size_t i = 0; i < part->count; i++) {
        bool is_there = false;
        for (size_t j = 0; j < whole->count && !is_there; j++) {
            is_there = is_same(&part->words[i], &whole->words[j]);
        }
        if (!is_there) {
            return false;
        }
    }
    return part->count > 0;
}

Evidence city_evidence(Normaliser *normaliser, const ListedParty *party, Text city) {
    Name asked;
    Evidence evidence = EVIDENCE_NONE;
    if (text_is_empty(city)) {
        return EVIDENCE_NONE;
    }
    CLEANUP(arena_close) Arena *scratch = arena_new();
    read_words(scratch, normaliser, city, &asked);
    for (size_t i = 0; i < party->detail_count; i++) {
        Name listed;
        if (party->details[i].kind != DETAIL_ADDRESS) {
            continue;
        }
        read_words(scratch, normaliser, party->details[i].text, &listed);
        if (is_within(&asked, &listed)) {
            return EVIDENCE_AGREES;
        }
        evidence = EVIDENCE_DIFFERS;
    }
    return evidence;
}
