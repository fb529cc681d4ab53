/* SPDX-License-Identifier: Apache-2.0 */
/* Several names that a list writes as one. */
#include "screening/list.h"

#include <unicode/uscript.h>

#include "screening/name.h"

/* Which letters a text has. */
typedef struct Letters {
    bool is_latin;
    bool is_other;
} Letters;

static void add_letter(Letters *letters, uint32_t point) {
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript((UChar32)point, &status);
    const bool is_none = U_FAILURE(status) || script == USCRIPT_COMMON ||
                         script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN;
    letters->is_latin = letters->is_latin || script == USCRIPT_LATIN;
    letters->is_other = letters->is_other || (!is_none && script != USCRIPT_LATIN);
}

static Letters letters_of(Text text) {
    Letters letters = {0};
    for (size_t at = 0; at < text.length;) {
        add_letter(&letters, name_point(text, &at));
    }
    return letters;
}

/* The same name in other letters: one in Latin ones only, one in none of them. */
static bool are_apart(Letters one, Letters other) {
    return (one.is_latin && !one.is_other && other.is_other && !other.is_latin) ||
           (one.is_other && !one.is_latin && other.is_latin && !other.is_other);
}

/* ---- what stands in brackets at the end ---- */

typedef struct Bracketed {
    Text before;
    Text inside;
} Bracketed;

static bool is_end(Text rest) {
    for (size_t i = 0; i < rest.length; i++) {
        if (rest.bytes[i] != ' ' && rest.bytes[i] != ',' && rest.bytes[i] != '.' &&
            rest.bytes[i] != ';') {
            return false;
        }
    }
    return true;
}

/* The bracket that closes the one at `from`; the text's length where none does. */
static size_t closing(Text text, size_t from) {
    size_t depth = 0;
    for (size_t i = from; i < text.length; i++) {
        depth += text.bytes[i] == '(' ? 1 : 0;
        if (text.bytes[i] == ')' && --depth == 0) {
            return i;
        }
    }
    return text.length;
}

/* "Hay'at (HTS) (...; ...)": the brackets that nothing stands behind. */
static bool find_bracketed(Text text, Bracketed *found) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != '(') {
            continue;
        }
        const size_t end = closing(text, i);
        if (end == text.length) {
            return false;
        }
        if (i > 0 && is_end(text_slice(text, end + 1, text.length))) {
            *found = (Bracketed){text_trim(text_slice(text, 0, i)),
                                 text_trim(text_slice(text, i + 1, end))};
            return true;
        }
        i = end;
    }
    return false;
}

/* ---- pieces ---- */

/* What lists write beside a name about it, and not as a part of it. */
static Text without_remark(Text name) {
    static const Text starts[] = {{"original script:", 16}};
    static const Text ends[] = {{"(original script)", 17}, {"- sub-unit name", 15}};
    Text rest = text_trim(name);
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (text_starts_with(rest, starts[i])) {
            rest = text_trim(text_slice(rest, starts[i].length, rest.length));
        }
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (text_ends_with(rest, ends[i])) {
            rest = text_trim(text_slice(rest, 0, rest.length - ends[i].length));
        }
    }
    return rest;
}

static bool add_bracketed(PartyDraft *draft, const Bracketed *written, bool is_weak) {
    const Text inside = without_remark(written->inside);
    size_t at = 0;
    if (!text_find(inside, TEXT(";"), &at) &&
        !are_apart(letters_of(written->before), letters_of(inside))) {
        return false;
    }
    Text rest = inside;
    Text piece = {0};
    party_add_name(draft, written->before, true, is_weak);
    while (text_split(&rest, ';', &piece)) {
        party_add_name(draft, without_remark(piece), true, is_weak);
    }
    return true;
}

/* "Agha Jan Alizai" and the same in Arabic letters behind it: where the letters change, once. */
static bool add_beside(PartyDraft *draft, Text written, bool is_weak) {
    for (size_t at = 1; at + 1 < written.length; at++) {
        const Text before = text_slice(written, 0, at);
        const Text behind = text_slice(written, at + 1, written.length);
        if (written.bytes[at] == ' ' && are_apart(letters_of(before), letters_of(behind))) {
            party_add_name(draft, before, true, is_weak);
            party_add_name(draft, behind, true, is_weak);
            return true;
        }
    }
    return false;
}

void party_add_aliases(PartyDraft *draft, Text written, bool is_weak) {
    const Letters letters = letters_of(written);
    Bracketed bracketed = {0};
    const bool is_mixed = letters.is_latin && letters.is_other;
    if (find_bracketed(written, &bracketed) && add_bracketed(draft, &bracketed, is_weak)) {
        return;
    }
    if (!is_mixed || !add_beside(draft, written, is_weak)) {
        party_add_name(draft, written, true, is_weak);
    }
}
