/* SPDX-License-Identifier: Apache-2.0 */
#include "service/countries.h"

#include <stddef.h>

/* Set by eye from an atlas, in the mainland, and rounded to the degree: good for telling
 * countries apart on a map and for nothing else. */
static const struct {
    char code[3];
    signed char latitude;
    short longitude;
} middles[] = {
    {"AE", 24, 54},   {"AF", 34, 66},  {"AR", -35, -65}, {"AT", 47, 14},   {"AU", -25, 134},
    {"BE", 51, 5},    {"BG", 43, 25},  {"BO", -17, -65}, {"BR", -10, -53}, {"BY", 53, 28},
    {"CA", 60, -106}, {"CD", -3, 24},  {"CH", 47, 8},    {"CL", -36, -71}, {"CN", 36, 104},
    {"CO", 4, -73},   {"CU", 22, -79}, {"CZ", 50, 15},   {"DE", 51, 10},   {"DK", 56, 9},
    {"DZ", 28, 3},    {"EE", 59, 26},  {"EG", 27, 30},   {"ES", 40, -4},   {"ET", 9, 40},
    {"FI", 64, 26},   {"FR", 47, 2},   {"GB", 54, -2},   {"GN", 11, -11},  {"GR", 39, 22},
    {"HK", 22, 114},  {"HU", 47, 19},  {"ID", -2, 118},  {"IE", 53, -8},   {"IL", 31, 35},
    {"IN", 22, 79},   {"IQ", 33, 44},  {"IR", 32, 54},   {"IS", 65, -19},  {"IT", 43, 12},
    {"JP", 36, 138},  {"KH", 13, 105}, {"KP", 40, 127},  {"KR", 36, 128},  {"KZ", 48, 67},
    {"LT", 55, 24},   {"LU", 50, 6},   {"LV", 57, 25},   {"MA", 32, -6},   {"MG", -19, 47},
    {"MM", 21, 96},   {"MN", 47, 104}, {"MX", 24, -102}, {"MY", 4, 102},   {"MZ", -17, 36},
    {"NA", -22, 17},  {"NG", 9, 8},    {"NL", 52, 5},    {"NO", 62, 10},   {"NZ", -42, 172},
    {"PE", -9, -75},  {"PH", 13, 122}, {"PK", 30, 69},   {"PL", 52, 19},   {"PT", 40, -8},
    {"QA", 25, 51},   {"RO", 46, 25},  {"RS", 44, 21},   {"RU", 60, 97},   {"RW", -2, 30},
    {"SA", 24, 45},   {"SE", 62, 15},  {"SG", 1, 104},   {"SI", 46, 15},   {"SK", 49, 19},
    {"SY", 35, 38},   {"TH", 15, 101}, {"TJ", 39, 71},   {"TR", 39, 35},   {"TW", 24, 121},
    {"TZ", -6, 35},   {"UA", 49, 32},  {"US", 39, -98},  {"UZ", 41, 64},   {"VE", 7, -66},
    {"VN", 16, 108},  {"ZA", -29, 25}, {"ZM", -14, 28},  {"ZW", -19, 30},
};

bool country_middle(Text code, double *latitude, double *longitude) {
    for (size_t i = 0; i < sizeof(middles) / sizeof(middles[0]); i++) {
        if (text_equals(code, text_from(middles[i].code))) {
            *latitude = middles[i].latitude;
            *longitude = middles[i].longitude;
            return true;
        }
    }
    return false;
}
