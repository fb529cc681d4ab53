/* SPDX-License-Identifier: Apache-2.0 */
/* What OFAC writes into remarks, in pieces between semicolons: "Passport A0001 (Iran)", "Vessel
 * Registration Identification IMO 9218478", "alt. Cedula No. 17 (Colombia)", "citizen Iran", "DOB
 * 10 Dec 1948", "POB Giza, Egypt", "a.k.a. 'BNC'". */
#include "screening/list_ofac.h"

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_small(char byte) {
    return byte >= 'a' && byte <= 'z';
}

static bool has_any(Text text, bool (*is_such)(char byte)) {
    for (size_t i = 0; i < text.length; i++) {
        if (is_such(text.bytes[i])) {
            return true;
        }
    }
    return false;
}

/* "R.F.C.", "D.N.I.": three capitals and more, each with its stop; not "U.S." or "S.A.". */
static bool is_dotted(Text word) {
    bool is_such = word.length >= 6 && word.length % 2 == 0;
    for (size_t i = 0; is_such && i < word.length; i++) {
        const char byte = word.bytes[i];
        is_such = i % 2 == 0 ? byte >= 'A' && byte <= 'Z' : byte == '.';
    }
    return is_such;
}

/* A word after which a number stands. */
static bool is_marker(Text word, Text before) {
    static const char *const words[] = {"No.",      "Number",         "#",    "ID",  "Card",
                                        "Passport", "Identification", "MMSI", "SSN", "SWIFT/BIC",
                                        "(MSN)"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_equals(word, text_from(words[i]))) {
            return true;
        }
    }
    return is_dotted(word) || text_ends_with(before, TEXT("Digital Currency Address -"));
}

/* Where the number begins: after the last marker before any digit; 0 where none is. */
static size_t value_start(Text remark) {
    Text rest = remark;
    Text word = {0};
    size_t start = 0;
    while (text_split(&rest, ' ', &word) && rest.bytes != NULL && !has_any(word, is_digit)) {
        const size_t at = (size_t)(word.bytes - remark.bytes);
        if (is_marker(word, text_trim(text_slice(remark, 0, at)))) {
            start = at + word.length + 1;
        }
    }
    return start;
}

/* "A0001 (Iran)", "17 issued 1968": the number alone. */
static Text value_of(Text written) {
    static const char *const ends[] = {" (", " issued ", " expires ", " and "};
    Text value = written;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t at = 0;
        value = text_find(value, text_from(ends[i]), &at) ? text_slice(value, 0, at) : value;
    }
    return text_trim(value);
}

/* A number by which many may be reached names nobody. */
static bool is_of_calls(Text label) {
    static const char *const words[] = {"Phone", "Telephone", "Fax", "Linked To"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_find(label, text_from(words[i]), &at)) {
            return true;
        }
    }
    return false;
}

static void add_number(PartyDraft *draft, Text remark) {
    const size_t start = value_start(remark);
    const Text label = text_trim(text_slice(remark, 0, start));
    const Text value = value_of(text_slice(remark, start, remark.length));
    if (start == 0 || is_of_calls(label) || text_is_empty(value) ||
        (!has_any(value, is_digit) && has_any(value, is_small))) {
        return;
    }
    if (text_starts_with(value, TEXT("IMO "))) {
        party_add_identifier(draft, TEXT("IMO"), text_slice(value, 4, value.length));
    } else {
        party_add_identifier(draft, label, value);
    }
}

static void add_nationality(PartyDraft *draft, Text remark) {
    static const char *const kinds[] = {"nationality ", "citizen "};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const Text kind = text_from(kinds[i]);
        if (text_starts_with(remark, kind)) {
            party_add_country(draft, text_slice(remark, kind.length, remark.length));
        }
    }
}

static void add_birth(PartyDraft *draft, Text remark) {
    if (text_starts_with(remark, TEXT("DOB "))) {
        party_add_detail(draft, DETAIL_BORN, text_slice(remark, 4, remark.length));
    } else if (text_starts_with(remark, TEXT("POB "))) {
        party_add_detail(draft, DETAIL_BIRTHPLACE, text_slice(remark, 4, remark.length));
    }
}

/* From the first quotation mark to the last: names have apostrophes of their own. */
static void add_weak_alias(PartyDraft *draft, Text quoted) {
    Text name = quoted;
    if (text_ends_with(name, TEXT("'"))) {
        name = text_slice(name, 0, name.length - 1);
    }
    party_add_name(draft, name, true, true);
}

void ofac_add_remark(PartyDraft *draft, Text written) {
    Text remark =
        text_ends_with(written, TEXT(".")) ? text_slice(written, 0, written.length - 1) : written;
    static const char *const aliases[] = {"a.k.a. '", "f.k.a. '", "n.k.a. '"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        const Text opening = text_from(aliases[i]);
        if (text_find(remark, opening, &at)) {
            add_weak_alias(draft, text_slice(remark, at + opening.length, remark.length));
            return;
        }
    }
    const Text plain =
        text_starts_with(remark, TEXT("alt. ")) ? text_slice(remark, 5, remark.length) : remark;
    add_number(draft, remark);
    add_nationality(draft, plain);
    add_birth(draft, plain);
}
