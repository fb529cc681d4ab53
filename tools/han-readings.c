/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a C source with the reading of each Han character, as ICU's Han-Latin has it, in plain
 * letters:
 *   han-readings OUTPUT.c
 * Opening that transliterator takes longer than reading a list of names, so it is done here, once.
 * A part of the build: it needs ICU and nothing of the project. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unicode/utrans.h>

enum { FIRST = 0x3400, LAST = 0x9FFF, READING_MAX = 7, READINGS_MAX = 2000, UNITS = 64 };

typedef struct Readings {
    char each[READINGS_MAX][READING_MAX + 1];
    int count; /* the first is the empty one: no reading */
} Readings;

/* Small letters alone, so that a character without a reading gives none. */
static bool is_reading(const UChar *units, int length) {
    for (int i = 0; i < length; i++) {
        if (units[i] < 'a' || units[i] > 'z') {
            return false;
        }
    }
    return length > 0 && length <= READING_MAX;
}

/* The position of the reading; -1 where there is no room. */
static int position_of(Readings *readings, const char *reading) {
    for (int i = 0; i < readings->count; i++) {
        if (strcmp(readings->each[i], reading) == 0) {
            return i;
        }
    }
    if (readings->count == READINGS_MAX) {
        return -1;
    }
    (void)snprintf(readings->each[readings->count], READING_MAX + 1, "%s", reading);
    return readings->count++;
}

static int read_one(const UTransliterator *latin, UChar point, Readings *readings) {
    UChar units[UNITS] = {point};
    char reading[READING_MAX + 1] = "";
    int32_t length = 1;
    int32_t limit = 1;
    UErrorCode status = U_ZERO_ERROR;
    utrans_transUChars(latin, units, &length, UNITS, 0, &limit, &status);
    if (U_SUCCESS(status) && is_reading(units, length)) {
        for (int i = 0; i < length; i++) {
            reading[i] = (char)units[i];
        }
    }
    return position_of(readings, reading);
}

static bool write_positions(const UTransliterator *latin, Readings *readings, FILE *out) {
    (void)fprintf(out, "const uint16_t HAN_POSITIONS[HAN_LAST - HAN_FIRST + 1] = {\n");
    for (int point = FIRST; point <= LAST; point++) {
        const int position = read_one(latin, (UChar)point, readings);
        if (position < 0) {
            return false;
        }
        (void)fprintf(out, "%d,%s", position, point % 16 == 15 ? "\n" : "");
    }
    (void)fprintf(out, "};\n");
    return true;
}

static void write_readings(const Readings *readings, FILE *out) {
    (void)fprintf(out, "const char *const HAN_SPELLINGS[] = {\n    NULL,\n");
    for (int i = 1; i < readings->count; i++) {
        (void)fprintf(out, "    \"%s\",\n", readings->each[i]);
    }
    (void)fprintf(out, "};\n");
}

int main(int count, char **words) {
    static const UChar name[] = u"Han-Latin; Latin-ASCII; Lower";
    static Readings readings = {.count = 1};
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *latin = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    FILE *out = count == 2 ? fopen(words[1], "w") : NULL;
    if (U_FAILURE(status) || out == NULL) {
        (void)fprintf(stderr, "han-readings: cannot write `%s`: %s\n", count == 2 ? words[1] : "",
                      u_errorName(status));
        return 1;
    }
    (void)fprintf(out, "/* Made by tools/han-readings.c. */\n#include \"screening/han.h\"\n\n");
    bool is_done = write_positions(latin, &readings, out);
    write_readings(&readings, out);
    is_done = fclose(out) == 0 && is_done;
    utrans_close(latin);
    return is_done ? 0 : 1;
}
