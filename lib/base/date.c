/*
 * date.c - see date.h
 */
#include "base/date.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/num.h"

/* ---- counting ---- */

enum { YEAR_MOST = 9999, WEEK = 7, DAYS_TO_1970 = 719162 };

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int days[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month] + (month == 2 && is_leap(year));
}

int
date_yearday(const struct date *d)
{
	int n = d->day;

	for (int month = 1; month < d->month; month++)
		n += month_days(d->year, month);
	return n;
}

int
date_year_days(const struct date *d)
{
	return 365 + is_leap(d->year);
}

int64_t
date_days(const struct date *d)
{
	int64_t before = d->year - 1;

	return before * 365 + before / 4 - before / 100 + before / 400 + date_yearday(d) -
	       1 - DAYS_TO_1970;
}

double
date_day_seconds(const struct date *d)
{
	return d->hour * 3600.0 + d->minute * 60.0 + d->second;
}

double
date_seconds(const struct date *d)
{
	return (double)date_days(d) * 86400 + date_day_seconds(d) - d->offset * 60.0;
}

int
date_weekday(const struct date *d)
{
	/* Day 0 was a Thursday, the fourth; the days before 1970 are above -719163. */
	return (int)((date_days(d) + 3 + (int64_t)WEEK * 200000) % WEEK) + 1;
}

/* The weeks of a year begin on Mondays; the first has the year's first Thursday. */
static int
weeks_in(int year)
{
	struct date last = { .year = year, .month = 12, .day = 31 };
	int day = date_weekday(&last);

	return day == 4 || (day == 5 && is_leap(year)) ? 53 : 52;
}

int
date_week(const struct date *d)
{
	int week = (date_yearday(d) - date_weekday(d) + 10) / WEEK;

	if (week < 1)
		return weeks_in(d->year > 1 ? d->year - 1 : 400);
	return week > weeks_in(d->year) ? 1 : week;
}

/* ---- reading ---- */

/* What is left of a text. */
struct rest {
	const char *p;
	size_t n;
};

static bool
take_character(struct rest *r, char c)
{
	if (r->n == 0 || *r->p != c)
		return false;
	r->p++;
	r->n--;
	return true;
}

/* From least to most digits. */
static bool
take_number(struct rest *r, size_t least, size_t most, int *x)
{
	size_t n = 0;

	*x = 0;
	for (; n < most && n < r->n && r->p[n] >= '0' && r->p[n] <= '9'; n++)
		*x = *x * 10 + (r->p[n] - '0');
	r->p += n;
	r->n -= n;
	return n >= least;
}

static bool
take_second(struct rest *r, double *second)
{
	const char *from = r->p;
	int whole;
	size_t digits = 0;

	if (!take_number(r, 1, 2, &whole))
		return false;
	*second = whole;
	if (r->n < 2 || (*r->p != '.' && *r->p != ','))
		return true;
	while (digits + 1 < r->n && r->p[digits + 1] >= '0' && r->p[digits + 1] <= '9')
		digits++;
	if (digits == 0 || digits > 30)
		return digits == 0;
	char text[40];
	size_t n = (size_t)(r->p - from);
	memcpy(text, from, n + digits + 1);
	text[n] = '.';
	r->p += digits + 1;
	r->n -= digits + 1;
	return num_parse(text, n + digits + 1, second) == NUM_OK;
}

/* Z, +01, +0100 or +01:00. */
static bool
take_offset(struct rest *r, int *offset)
{
	int hours, minutes = 0, sign;

	*offset = 0;
	if (take_character(r, 'Z') || take_character(r, 'z'))
		return true;
	sign = take_character(r, '-') ? -1 : 1;
	if (sign > 0 && !take_character(r, '+'))
		return false;
	if (!take_number(r, 2, 2, &hours))
		return false;
	bool colon = take_character(r, ':');
	if (r->n > 0 || colon)
		if (!take_number(r, 2, 2, &minutes))
			return false;
	*offset = sign * (hours * 60 + minutes);
	return hours < 24 && minutes < 60;
}

static bool
take_word(struct rest *r, const char *word, size_t n)
{
	if (r->n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((r->p[i] | 0x20) != (word[i] | 0x20))
			return false;
	r->p += n;
	r->n -= n;
	return true;
}

static bool
take_month(struct rest *r, int *month)
{
	static const char *const names[] = { "january", "february", "march", "april",
		"may", "june", "july", "august", "september", "october", "november",
		"december" };

	for (int i = 0; i < 12; i++)
		if (take_word(r, names[i], strlen(names[i])) ||
		    take_word(r, names[i], 3)) {
			*month = i + 1;
			return true;
		}
	return false;
}

/* ---- dates ---- */

static bool
is_day(const struct date *d)
{
	return d->year >= 1 && d->year <= YEAR_MOST && d->month >= 1 && d->month <= 12 &&
	       d->day >= 1 && d->day <= month_days(d->year, d->month);
}

static bool
is_time(const struct date *d)
{
	return d->hour < 24 && d->minute < 60 && d->second < 60;
}

static enum date_fault
date_judge(const struct date *d)
{
	return is_day(d) && is_time(d) ? DATE_OK : DATE_VALUE;
}

static enum date_fault
iso_parse(struct str text, struct date *d)
{
	struct rest r = { text.p, text.n };

	if (!take_number(&r, 4, 4, &d->year) || !take_character(&r, '-') ||
	    !take_number(&r, 2, 2, &d->month) || !take_character(&r, '-') ||
	    !take_number(&r, 2, 2, &d->day))
		return DATE_SHAPE;
	if (r.n == 0)
		return date_judge(d);
	d->has_time = true;
	if ((!take_character(&r, 'T') && !take_character(&r, ' ')) ||
	    !take_number(&r, 2, 2, &d->hour) || !take_character(&r, ':') ||
	    !take_number(&r, 2, 2, &d->minute))
		return DATE_SHAPE;
	if (take_character(&r, ':') && !take_second(&r, &d->second))
		return DATE_SHAPE;
	if (r.n > 0 && (!take_offset(&r, &d->offset) || r.n > 0))
		return DATE_SHAPE;
	return date_judge(d);
}

/* What a format tells besides. */
struct telling {
	bool afternoon, half; /* %p and %I */
	int yearday;          /* %j, or 0 */
	bool epoch;
};

static void
day_of_year(struct date *d, int yearday)
{
	d->month = 1;
	while (d->month < 12 && yearday > month_days(d->year, d->month))
		yearday -= month_days(d->year, d->month++);
	d->day = yearday;
}

/* %s: a whole number of seconds. */
static bool
take_epoch(struct rest *r, struct date *d)
{
	bool before = take_character(r, '-');
	int64_t x = 0, days;
	size_t n = 0;

	for (; n < 12 && n < r->n && r->p[n] >= '0' && r->p[n] <= '9'; n++)
		x = x * 10 + (r->p[n] - '0');
	r->p += n;
	r->n -= n;
	if (n == 0)
		return false;
	x = before ? -x : x;
	days = x / 86400 - (x % 86400 < 0);
	x -= days * 86400;
	d->hour = (int)(x / 3600);
	d->minute = (int)(x / 60 % 60);
	d->second = (double)(x % 60);
	d->has_time = true;
	if (days < -DAYS_TO_1970 || days > 2932896) /* 9999-12-31 */
		return false;
	d->year = (int)((days + DAYS_TO_1970) / 366) + 1;
	for (;;) {
		struct date next = { .year = d->year + 1, .month = 1, .day = 1 };

		if (date_days(&next) > days)
			break;
		d->year++;
	}
	struct date first = { .year = d->year, .month = 1, .day = 1 };
	day_of_year(d, (int)(days - date_days(&first)) + 1);
	return true;
}

static bool
take_directive(struct rest *r, char c, struct date *d, struct telling *t)
{
	switch (c) {
	case 'Y':
		return take_number(r, 4, 4, &d->year);
	case 'y':
		if (!take_number(r, 2, 2, &d->year))
			return false;
		d->year += d->year < 69 ? 2000 : 1900;
		return true;
	case 'm':
		return take_number(r, 1, 2, &d->month);
	case 'd':
		return take_number(r, 1, 2, &d->day);
	case 'j':
		return take_number(r, 1, 3, &t->yearday);
	case 'b':
	case 'B':
		return take_month(r, &d->month);
	case 'H':
	case 'I':
		d->has_time = true;
		t->half = c == 'I';
		return take_number(r, 1, 2, &d->hour);
	case 'p':
		t->afternoon = take_word(r, "pm", 2);
		return t->afternoon || take_word(r, "am", 2);
	case 'M':
		return take_number(r, 1, 2, &d->minute);
	case 'S':
		return take_second(r, &d->second);
	case 'z':
		return take_offset(r, &d->offset);
	case 's':
		t->epoch = true;
		return take_epoch(r, d);
	default:
		return take_character(r, c);
	}
}

/* Of a 12-hour clock: 12 comes before 1. */
static bool
hour_settle(struct date *d, const struct telling *t)
{
	if (!t->half)
		return true;
	if (d->hour < 1 || d->hour > 12)
		return false;
	d->hour = d->hour % 12 + (t->afternoon ? 12 : 0);
	return true;
}

enum date_fault
date_parse(struct str text, struct str format, struct date *d)
{
	struct rest r = { text.p, text.n };
	struct telling t = { 0 };

	*d = (struct date){ .month = 1, .day = 1 };
	if (format.p == NULL)
		return iso_parse(text, d);
	for (size_t i = 0; i < format.n; i++) {
		if (format.p[i] == ' ') {
			if (!take_character(&r, ' '))
				return DATE_SHAPE;
			while (take_character(&r, ' '))
				;
		} else if (format.p[i] == '%' && i + 1 < format.n) {
			if (!take_directive(&r, format.p[++i], d, &t))
				return DATE_SHAPE;
		} else if (!take_character(&r, format.p[i])) {
			return DATE_SHAPE;
		}
	}
	if (r.n > 0)
		return DATE_SHAPE;
	if (!hour_settle(d, &t))
		return DATE_VALUE;
	if (t.yearday != 0) {
		if (t.yearday > date_year_days(d))
			return DATE_VALUE;
		day_of_year(d, t.yearday);
	}
	return date_judge(d);
}

bool
date_format_check(struct str format)
{
	bool year = false, day = false;

	for (size_t i = 0; i < format.n; i++) {
		char c;

		if (format.p[i] != '%')
			continue;
		c = i + 1 < format.n ? format.p[++i] : '\0';
		if (c == '\0' || strchr("YymdjbBHIpMSzs%", c) == NULL)
			return false;
		year |= strchr("Yys", c) != NULL;
		day |= strchr("djs", c) != NULL;
	}
	return year && day;
}
