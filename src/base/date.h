/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_DATE_H
#define ENTENTE_BASE_DATE_H

/* Dates of the Gregorian calendar as days since 1970-01-01. No clock is read here. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/text.h"

typedef int32_t Date;

/* Before and after every date that can be written: open ends of an interval. */
#define DATE_MIN INT32_MIN
#define DATE_MAX INT32_MAX

/* YYYY-MM-DD, years 1583..9999, a day that exists; false otherwise. */
MUST_CHECK bool date_parse(Text text, Date *date);

/* YYYY-MM-DD; "always" for DATE_MIN and "open" for DATE_MAX. */
Text date_format(Arena *arena, Date date);

/* The date `days` later, held inside DATE_MIN..DATE_MAX. An open end stays open. */
Date date_add_days(Date date, int64_t days);

/* Months and days past their end carry over (month 13 is January of the next
 * year, day 0 the last of the month before); held inside DATE_MIN..DATE_MAX. */
Date date_from_parts(int year, int month, int day);

/* 0 is Monday. */
int date_weekday(Date date);

/* The year of a date. */
int date_year(Date date);

/* A stretch of days, both ends inside it. */
typedef struct DateRange {
    Date from;
    Date until;
} DateRange;

bool date_range_has(DateRange range, Date date);

#endif
