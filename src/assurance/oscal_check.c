/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal_check.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 300, FOUND_BYTES = 60, EXPECTED_BYTES = 200 };

/* Where in the document a value is. */
typedef struct Place {
    const struct Place *above; /* or NULL */
    Text name;                 /* of a member; empty: an item of a list */
    size_t index;
} Place;

typedef struct Check {
    const OscalModel *model;
    Text file;
    Error *error;
} Check;

static size_t add_path(char *path, size_t length, const Place *place) {
    if (place == NULL) {
        return length;
    }
    length = add_path(path, length, place->above);
    const size_t room = PATH_BYTES - length;
    const int added = text_is_empty(place->name)
                          ? snprintf(path + length, room, "/%zu", place->index)
                          : snprintf(path + length, room, "/%.*s", TEXT_ARGS(place->name));
    return added < 0 || (size_t)added >= room ? PATH_BYTES - 1 : length + (size_t)added;
}

/* What stands there, cut short and on one line. */
static void say_found(const JsonValue *value, char *found) {
    if (value == NULL) {
        (void)snprintf(found, FOUND_BYTES, "nothing");
        return;
    }
    if (value->kind != JSON_KIND_TEXT && value->kind != JSON_KIND_NUMBER) {
        (void)snprintf(found, FOUND_BYTES, "%s", json_kind_words(value->kind));
        return;
    }
    enum { SHOWN = 40 };
    size_t length = value->text.length < SHOWN ? value->text.length : SHOWN;
    while (length < value->text.length && length > 0 &&
           ((unsigned char)value->text.bytes[length] & 0xC0U) == 0x80U) {
        length--; /* not inside a letter */
    }
    (void)snprintf(found, FOUND_BYTES, "`%.*s`%s", (int)length, value->text.bytes,
                   length < value->text.length ? "..." : "");
    for (char *character = found; *character != '\0'; character++) {
        if (*character == '\n' || *character == '\r') {
            *character = ' ';
        }
    }
}

static bool refuse(const Check *check, const Place *place, const JsonValue *value,
                   const char *expected) {
    char path[PATH_BYTES] = "/";
    char found[FOUND_BYTES];
    (void)add_path(path, 0, place);
    say_found(value, found);
    return error_set(check->error, ERROR_INVALID, "`%.*s`: %s: found %s, expected %s",
                     TEXT_ARGS(check->file), path, found, expected);
}

static bool check_object(const Check *check, const OscalObject *object, const JsonValue *value,
                         const Place *place);

static bool has_word(const OscalMember *member, Text word) {
    for (size_t i = 0; i < member->word_count; i++) {
        if (text_equals(member->words[i], word)) {
            return true;
        }
    }
    return member->word_count == 0;
}

static bool refuse_word(const Check *check, const Place *place, const JsonValue *value,
                        const OscalMember *member) {
    char expected[EXPECTED_BYTES] = "";
    size_t length = 0;
    for (size_t i = 0; i < member->word_count && length < EXPECTED_BYTES; i++) {
        const int added = snprintf(expected + length, EXPECTED_BYTES - length, "%s%.*s",
                                   i == 0                        ? "one of "
                                   : i + 1 == member->word_count ? " or "
                                                                 : ", ",
                                   TEXT_ARGS(member->words[i]));
        length += added < 0 ? 0 : (size_t)added;
    }
    return refuse(check, place, value, expected);
}

static bool check_value(const Check *check, const OscalMember *member, const JsonValue *value,
                        const Place *place) {
    if (member->type == OSCAL_OBJECT) {
        return check_object(check, oscal_object(check->model, member->object_name), value, place);
    }
    if (!oscal_type_fits(member->type, value)) {
        return refuse(check, place, value, oscal_type_expected(member->type));
    }
    return has_word(member, value->text) || refuse_word(check, place, value, member);
}

static bool check_member(const Check *check, const OscalMember *member, const JsonValue *value,
                         const Place *place) {
    /* A mapping may stand alone without its list; so say the schemas. */
    if (!member->is_list ||
        (text_equals(member->name, TEXT("mappings")) && value->kind == JSON_KIND_OBJECT)) {
        return check_value(check, member, value, place);
    }
    if (value->kind != JSON_KIND_ARRAY || value->count == 0) {
        return refuse(check, place, value, "a list of one or more");
    }
    for (size_t i = 0; i < value->count; i++) {
        const Place item = {place, {0}, i};
        if (!check_value(check, member, &value->items[i], &item)) {
            return false;
        }
    }
    return true;
}

static bool refuse_unknown(const Check *check, const OscalObject *object, const Place *place) {
    char expected[EXPECTED_BYTES] = "nothing of that name";
    size_t best = 4;
    for (size_t i = 0; i < object->member_count; i++) {
        const size_t distance = text_distance(object->members[i].name, place->name);
        if (distance < best) {
            best = distance;
            (void)snprintf(expected, EXPECTED_BYTES, "nothing of that name; did you mean `%.*s`?",
                           TEXT_ARGS(object->members[i].name));
        }
    }
    char path[PATH_BYTES] = "";
    (void)add_path(path, 0, place);
    return error_set(check->error, ERROR_INVALID, "`%.*s`: %s: found a member, expected %s",
                     TEXT_ARGS(check->file), path, expected);
}

static bool check_required(const Check *check, const OscalObject *object, const JsonValue *value,
                           const Place *place) {
    for (size_t i = 0; i < object->member_count; i++) {
        const OscalMember *member = &object->members[i];
        if (member->is_required && json_find(value, member->name) == NULL) {
            const Place missing = {place, member->name, 0};
            return refuse(check, &missing, NULL,
                          member->is_list                ? "a list of one or more"
                          : member->type == OSCAL_OBJECT ? "an object"
                                                         : oscal_type_expected(member->type));
        }
    }
    return true;
}

static void say_choice(const OscalChoice *choice, char *expected) {
    size_t length = 0;
    for (size_t i = 0; i < choice->name_count && length < EXPECTED_BYTES; i++) {
        const int added = snprintf(expected + length, EXPECTED_BYTES - length, "%s`%.*s`",
                                   i > 0                 ? " or "
                                   : choice->is_required ? "exactly one of "
                                                         : "no more than one of ",
                                   TEXT_ARGS(choice->names[i]));
        length += added < 0 ? 0 : (size_t)added;
    }
}

static bool check_choices(const Check *check, const OscalObject *object, const JsonValue *value,
                          const Place *place) {
    for (size_t i = 0; i < object->choice_count; i++) {
        const OscalChoice *choice = &object->choices[i];
        size_t given = 0;
        for (size_t j = 0; j < choice->name_count; j++) {
            given += json_find(value, choice->names[j]) != NULL;
        }
        if (given > 1 || (given == 0 && choice->is_required)) {
            char expected[EXPECTED_BYTES] = "";
            say_choice(choice, expected);
            char path[PATH_BYTES] = "/";
            (void)add_path(path, 0, place);
            return error_set(check->error, ERROR_INVALID, "`%.*s`: %s: found %s, expected %s",
                             TEXT_ARGS(check->file), path, given == 0 ? "none" : "several",
                             expected);
        }
    }
    return true;
}

static bool check_object(const Check *check, const OscalObject *object, const JsonValue *value,
                         const Place *place) {
    if (value->kind != JSON_KIND_OBJECT) {
        return refuse(check, place, value, "an object");
    }
    for (size_t i = 0; i < value->count; i++) {
        const Place inside = {place, value->names[i], 0};
        const OscalMember *member = oscal_member(object, value->names[i]);
        if (member == NULL) {
            return refuse_unknown(check, object, &inside);
        }
        if (!check_member(check, member, &value->items[i], &inside)) {
            return false;
        }
    }
    return check_required(check, object, value, place) &&
           check_choices(check, object, value, place);
}

bool oscal_check(const OscalModel *model, const OscalObject *object, Text file,
                 const JsonValue *value, Error *error) {
    const Check check = {model, file, error};
    const Place root = {NULL, object->name, 0};
    return check_object(&check, object, value, &root);
}
