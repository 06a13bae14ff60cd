/*
 * date_parts.c - what can be told of a date
 *
 * A cycle is a pair of columns, the sine and the cosine of a turn: 23:59 and 00:01 are
 * neighbours there, which no number of hours can say.
 */
#include <stddef.h>

#include "base/elementary.h"
#include "op/date.h"

/* ---- parts ---- */

static double
year(const struct date *d, double since)
{
	(void)since;
	return d->year;
}

static double
quarter(const struct date *d, double since)
{
	(void)since;
	return (d->month + 2) / 3;
}

static double
month(const struct date *d, double since)
{
	(void)since;
	return d->month;
}

static double
week(const struct date *d, double since)
{
	(void)since;
	return date_week(d);
}

static double
day(const struct date *d, double since)
{
	(void)since;
	return d->day;
}

static double
weekday(const struct date *d, double since)
{
	(void)since;
	return date_weekday(d);
}

static double
yearday(const struct date *d, double since)
{
	(void)since;
	return date_yearday(d);
}

static double
weekend(const struct date *d, double since)
{
	(void)since;
	return date_weekday(d) > 5;
}

static double
hour(const struct date *d, double since)
{
	(void)since;
	return d->hour;
}

static double
minute(const struct date *d, double since)
{
	(void)since;
	return d->minute;
}

static double
second(const struct date *d, double since)
{
	(void)since;
	return d->second;
}

const struct part date_parts[] = {
	{ "year", false, year },
	{ "quarter", false, quarter },
	{ "month", false, month },
	{ "week", false, week },
	{ "day", false, day },
	{ "weekday", false, weekday },
	{ "yearday", false, yearday },
	{ "weekend", false, weekend },
	{ "hour", true, hour },
	{ "minute", true, minute },
	{ "second", true, second },
	{ NULL, false, NULL },
};

/* ---- cycles: where in it, as a part of the whole ---- */

static double
turn_month(const struct date *d)
{
	return (d->month - 1) / 12.0;
}

static double
turn_weekday(const struct date *d)
{
	return (date_weekday(d) - 1) / 7.0;
}

static double
turn_yearday(const struct date *d)
{
	return (double)(date_yearday(d) - 1) / date_year_days(d);
}

static double
turn_hour(const struct date *d)
{
	return date_day_seconds(d) / 86400;
}

static double
turn_minute(const struct date *d)
{
	return (d->minute * 60.0 + d->second) / 3600;
}

#define CYCLE(name)                                                  \
	static double name##_sin(const struct date *d, double since) \
	{                                                            \
		(void)since;                                         \
		return elementary_sin_turn(turn_##name(d));          \
	}                                                            \
	static double name##_cos(const struct date *d, double since) \
	{                                                            \
		(void)since;                                         \
		return elementary_cos_turn(turn_##name(d));          \
	}

CYCLE(month)
CYCLE(weekday)
CYCLE(yearday)
CYCLE(hour)
CYCLE(minute)

const struct part date_cycles[] = {
	{ "month_sin", false, month_sin },
	{ "month_cos", false, month_cos },
	{ "weekday_sin", false, weekday_sin },
	{ "weekday_cos", false, weekday_cos },
	{ "yearday_sin", false, yearday_sin },
	{ "yearday_cos", false, yearday_cos },
	{ "hour_sin", true, hour_sin },
	{ "hour_cos", true, hour_cos },
	{ "minute_sin", true, minute_sin },
	{ "minute_cos", true, minute_cos },
	{ NULL, false, NULL },
};

/* ---- time since a day ---- */

static double
days(const struct date *d, double since)
{
	return (date_seconds(d) - since) / 86400;
}

static double
hours(const struct date *d, double since)
{
	return (date_seconds(d) - since) / 3600;
}

static double
minutes(const struct date *d, double since)
{
	return (date_seconds(d) - since) / 60;
}

static double
seconds(const struct date *d, double since)
{
	return date_seconds(d) - since;
}

const struct part date_spans[] = {
	{ "days", false, days },
	{ "hours", false, hours },
	{ "minutes", false, minutes },
	{ "seconds", false, seconds },
	{ NULL, false, NULL },
};
