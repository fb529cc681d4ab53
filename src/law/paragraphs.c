/* SPDX-License-Identifier: Apache-2.0 */
#include "law/paragraphs.h"

static bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

static void add(Array *list, Text paragraph) {
    *(Text *)array_add(list) = paragraph;
}

/* What a number after a comma belongs to: "15 CFR " of "15 CFR 744.11". */
static Text words_before_number(Text paragraph) {
    size_t start = 0;
    for (size_t i = 0; i < paragraph.length; i++) {
        bool begins = is_digit(paragraph.bytes[i]) && (i == 0 || paragraph.bytes[i - 1] == ' ');
        if (begins && i > 0) {
            start = i;
        }
        if (paragraph.bytes[i] == '(') {
            break;
        }
    }
    return text_slice(paragraph, 0, start);
}

/* What a bracket after a comma belongs to: "22 CFR 126.1" of "22 CFR 126.1(a)". */
static Text number_before_bracket(Text paragraph) {
    size_t at = paragraph.length;
    (void)text_find(paragraph, TEXT("("), &at);
    return text_slice(paragraph, 0, at);
}

static void add_piece(Arena *arena, Text piece, Array *list) {
    if (text_is_empty(piece)) {
        return;
    }
    Text *last = list->count == 0 ? NULL : array_at(list, list->count - 1);
    if (last == NULL) {
        add(list, piece);
        return;
    }
    Text before = {0};
    if (is_digit(piece.bytes[0])) {
        before = words_before_number(*last);
    } else if (piece.bytes[0] == '(') {
        before = number_before_bracket(*last);
    } else {
        *last = text_format(arena, "%.*s, %.*s", TEXT_ARGS(*last), TEXT_ARGS(piece));
        return;
    }
    add(list, text_format(arena, "%.*s%.*s", TEXT_ARGS(before), TEXT_ARGS(piece)));
}

void law_paragraphs_of(Arena *arena, Text citation, Array *list) {
    Text rest = citation;
    Text part = {0};
    while (text_split(&rest, ';', &part)) {
        Array found = array_new(arena, sizeof(Text));
        Text piece = {0};
        while (text_split(&part, ',', &piece)) {
            add_piece(arena, text_trim(piece), &found);
        }
        for (size_t i = 0; i < found.count; i++) {
            add(list, ARRAY_ITEMS(Text, &found)[i]);
        }
    }
}

/* ---- order ---- */

/* The digits at `at`, without leading zeros; moves past them. */
static Text take_number(Text text, size_t *at) {
    size_t start = *at;
    while (*at < text.length && is_digit(text.bytes[*at])) {
        (*at)++;
    }
    while (start + 1 < *at && text.bytes[start] == '0') {
        start++;
    }
    return text_slice(text, start, *at);
}

static int compare_numbers(Text a, Text b) {
    if (a.length != b.length) {
        return a.length < b.length ? -1 : 1;
    }
    return text_compare(a, b);
}

int law_paragraph_compare(Text a, Text b) {
    size_t i = 0;
    size_t j = 0;
    while (i < a.length && j < b.length) {
        int order = 0;
        if (is_digit(a.bytes[i]) && is_digit(b.bytes[j])) {
            order = compare_numbers(take_number(a, &i), take_number(b, &j));
        } else {
            order = (unsigned char)a.bytes[i++] - (unsigned char)b.bytes[j++];
        }
        if (order != 0) {
            return order;
        }
    }
    return (i < a.length) - (j < b.length);
}
