/*
 * date.h - dates as text, and counted
 *
 * The calendar is the Gregorian one, in all years from 1 to 9999; days are counted from
 * 1970-01-01, which is day 0 and a Thursday.  There are no leap seconds: a minute has 60.
 *
 * Without a format a date is that of ISO 8601:
 *
 *	2026-11-26
 *	2026-11-26T17:05  2026-11-26 17:05:09.25Z  2026-11-26T17:05:09+01:00
 *
 * A format says how it is written: %Y (4 digits) %y (69 to 99 are 1969 to 1999, 00 to 68
 * 2000 to 2068) %m %d %j (day of the year) %b or %B (a month in English, short or long,
 * in any case) %H %I %p %M %S (with or without a fraction) %z (+0100, +01:00, Z) %s
 * (seconds since 1970) and %%; a blank is one blank or more, all else is itself.  Numbers
 * may lack their leading zeros.
 *
 * Parts are those that were written; an offset counts in date_seconds() alone.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct date {
	int year, month, day; /* month and day from 1 */
	int hour, minute;
	double second;
	bool has_time;
	int offset; /* minutes east of Greenwich; 0 where nothing is said */
};

enum date_fault {
	DATE_OK,
	DATE_SHAPE, /* not written so */
	DATE_VALUE  /* written so, but there is no such day or time: 2026-02-30 */
};

/* format.p NULL: ISO 8601. */
enum date_fault date_parse(struct str text, struct str format, struct date *d);

/* Does the format have a day in it, and no letter that is not one of the above? */
bool date_format_check(struct str format);

int64_t date_days(const struct date *d);       /* since 1970-01-01, as written */
double date_seconds(const struct date *d);     /* since then in Greenwich */
double date_day_seconds(const struct date *d); /* since midnight, as written */
int date_weekday(const struct date *d);        /* 1 Monday to 7 Sunday */
int date_yearday(const struct date *d);        /* from 1 */
int date_year_days(const struct date *d);      /* 365 or 366 */
int date_week(const struct date *d);           /* of ISO 8601, 1 to 53 */

#endif
