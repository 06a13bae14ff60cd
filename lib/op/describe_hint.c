/*
 * describe_hint.c - what a column's numbers suggest, as words
 *
 * Each rule is a function that adds a remark or does not; csv-describe(1) documents
 * them in the same order.  A hint is a question to the reader, never a decision: no
 * other tool looks at it.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/num.h"
#include "op/describe.h"
#include "stat/sentinel.h"

enum {
	ID_ROWS = 20,      /* fewer values may all differ by chance */
	SENTINEL_ROWS = 2, /* a sentinel number that occurs once may be a number */
	RATHER_MANY = 10   /* values, for a column to be a measurement, not a code */
};
#define TAIL_SKEWNESS 2.0
#define RARE_SHARE 0.2
#define LEAK_AUC 0.99
#define LEAK_ODDS 10.0
#define ESTIMATE_ERRORS 3.0

struct hints {
	char *text;
	size_t n, room;
};

__attribute__((format(printf, 2, 3))) static void
say(struct hints *h, const char *fmt, ...)
{
	char piece[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(piece, sizeof(piece), fmt, ap);
	va_end(ap);
	size_t more = strlen(piece);
	h->text = mem_grow(h->text, &h->room, h->n + more + 1, 1);
	memcpy(h->text + h->n, piece, more + 1);
	h->n += more;
}

static void
begin(struct hints *h)
{
	if (h->n > 0)
		say(h, "; ");
}

struct number {
	char s[NUM_WIDTH + 1];
};

static const char *
number_show(struct number *buf, double x)
{
	buf->s[num_print(x, buf->s)] = '\0';
	return buf->s;
}

static const char *
rows_word(uint64_t n)
{
	return n == 1 ? "row" : "rows";
}

/* A share as a percentage with one decimal. */
static const char *
percent_show(struct number *buf, uint64_t part, uint64_t whole)
{
	return number_show(buf, round((double)part * 1000 / (double)whole) / 10);
}

/* ---- what it is ---- */

static void
constant(struct hints *h, const struct findings *f)
{
	if (f->distinct != 1)
		return;
	begin(h);
	say(h, f->profile->missing > 0 ? "constant where it is not missing" : "constant");
}

/* Only asked where an estimate says that nearly all integers differ. */
static bool
see_differing(void *with, double x, size_t count)
{
	bool *differ = with;

	(void)x;
	*differ = count == 1;
	return *differ;
}

static bool
all_differ(const struct findings *f)
{
	bool differ = true;

	return sample_walk(&f->profile->values, see_differing, &differ, f->failed) &&
	       differ;
}

static void
id_like(struct hints *h, const struct findings *f)
{
	double n = (double)f->profile->present;
	bool text = f->type == PROFILE_TEXT;

	if ((!text && f->type != PROFILE_INTEGER) || n < ID_ROWS ||
	    f->distinct < n * (1 - ESTIMATE_ERRORS * f->distinct_error))
		return;
	if (f->distinct_error > 0 && !text && !all_differ(f))
		return;
	begin(h);
	say(h, "id-like: %s values differ",
	    f->distinct_error > 0 && text ? "about all" : "all");
}

static void
code(struct hints *h, const struct findings *f)
{
	if (!holds_numbers(f) || f->profile->leading_zeros == 0)
		return;
	begin(h);
	say(h, "a code, not a number? leading zeros in %llu %s",
	    (unsigned long long)f->profile->leading_zeros,
	    rows_word(f->profile->leading_zeros));
}

/* All values that are told apart are dates as ISO 8601 has them. */
static void
dates(struct hints *h, const struct findings *f)
{
	const struct distinct *d = &f->profile->cells;
	struct str iso = { 0 };
	struct date date;

	if (f->type != PROFILE_TEXT || d->over || d->texts.n == 0)
		return;
	for (size_t i = 0; i < d->texts.n; i++)
		if (date_parse(dict_key(&d->texts, i), iso, &date) != DATE_OK)
			return;
	begin(h);
	say(h, "dates: csv-date makes numbers of them");
}

static void
imbalanced(struct hints *h, const struct findings *f)
{
	uint64_t rare = f->profile->present - f->top_count;
	const struct distinct *d = &f->profile->cells;
	struct shown s;
	struct number percent;

	if (f->distinct != 2 || (double)rare >= RARE_SHARE * (double)f->profile->present)
		return;
	struct str text = dict_key(&d->texts, str_equal(dict_key(&d->texts, 0), f->top));
	begin(h);
	say(h, "imbalanced: \"%s\" in %s %% of the values", shown(&s, text.p, text.n),
	    percent_show(&percent, rare, f->profile->present));
}

static void
heavy_tail(struct hints *h, const struct findings *f)
{
	if (f->distinct <= 2 || !(fabs(f->skewness) > TAIL_SKEWNESS))
		return;
	begin(h);
	say(h, "heavy tail: log, clip or quantile bins");
}

/* ---- what may mean missing ---- */

/* The words among `in` that are sentinels, as a remark with its remedy. */
static void
words_say(struct hints *h, const struct distinct *in, bool (*counts)(struct str))
{
	size_t *order = distinct_order(in), n = 0;
	struct shown s;

	for (size_t i = 0; i < in->texts.n; i++) {
		struct str word = dict_key(&in->texts, order[i]);

		if (!counts(word))
			continue;
		if (n == 0)
			begin(h);
		say(h, "%s\"%s\" in %llu %s", n++ > 0 ? ", " : "",
		    shown(&s, word.p, word.n), (unsigned long long)in->count[order[i]],
		    rows_word(in->count[order[i]]));
	}
	if (n > 0)
		say(h, " may mean missing: --na '");
	for (size_t i = 0, k = 0; n > 0 && i < in->texts.n; i++) {
		struct str word = dict_key(&in->texts, order[i]);

		if (counts(word))
			say(h, "%s%.*s", k++ > 0 ? "," : "", (int)word.n, word.p);
	}
	if (n > 0)
		say(h, "'");
	free(order);
}

static void
sentinel_words(struct hints *h, const struct findings *f)
{
	const struct profile *p = f->profile;

	if (f->type != PROFILE_TEXT)
		return;
	if (!p->text && p->numbers > 0 && p->min < p->max)
		words_say(h, &p->sentinels, sentinel_of_number);
	else if (!p->cells.over && f->distinct > 1)
		words_say(h, &p->cells, sentinel_of_text);
}

/* One end of the numbers: how often, and the number next to it. */
struct end {
	double x, next;
	uint64_t rows;
};

static void
see_end(void *with, const double *x, size_t n)
{
	struct end *e = with;

	for (size_t i = 0; i < n; i++) {
		e->rows += x[i] == e->x;
		if (x[i] != e->x && fabs(x[i] - e->x) < fabs(e->next - e->x))
			e->next = x[i];
	}
}

/* Further from its neighbour than all the others are from each other. */
static void
far_sentinel(struct hints *h, const struct findings *f, double x, double other)
{
	struct number a, b, c, d;

	if (!sentinel_number(x))
		return;
	struct end e = { .x = x, .next = other };
	if (!sample_each(&f->profile->values, see_end, &e, f->failed))
		return;
	bool far = e.next != other && fabs(e.next - x) > fabs(other - e.next);
	bool lone = x < 0 && e.next >= 0 && f->distinct > RATHER_MANY;

	if (e.rows < SENTINEL_ROWS || !(far || lone))
		return;
	begin(h);
	say(h, "%s in %llu rows, far from %s .. %s, may mean missing: --na %s",
	    number_show(&a, x), (unsigned long long)e.rows,
	    number_show(&b, fmin(e.next, other)), number_show(&c, fmax(e.next, other)),
	    number_show(&d, x));
}

static void
sentinel_numbers(struct hints *h, const struct findings *f)
{
	if (!holds_numbers(f))
		return;
	far_sentinel(h, f, f->profile->min, f->profile->max);
	far_sentinel(h, f, f->profile->max, f->profile->min);
}

/* ---- what may leak ---- */

static const char *
usual_show(const struct split *s, char *out, size_t room)
{
	struct number x;
	struct shown text;

	switch (s->usual) {
	case USUAL_NUMBER:
		snprintf(out, room, "not %s", number_show(&x, s->number));
		break;
	case USUAL_TEXT:
		snprintf(out, room, "not \"%s\"", shown(&text, s->text.p, s->text.n));
		break;
	case USUAL_MISSING:
		snprintf(out, room, "not missing");
		break;
	case USUAL_PRESENT:
	case USUAL_NONE:
		snprintf(out, room, "missing");
		break;
	}
	return out;
}

static void
leak(struct hints *h, const struct findings *f)
{
	const struct suspicion *s = &f->suspicion;
	const struct split *split = &s->split;
	struct number a, b;
	char usual[200];

	if (!f->is_suspect)
		return;
	if (s->auc >= LEAK_AUC) {
		begin(h);
		say(h, "leak? alone it ranks the label with auc %s",
		    number_show(&a, floor(s->auc * 10000) / 10000));
	} else if (split->usual != USUAL_NONE && split->odds >= LEAK_ODDS) {
		uint64_t out = split->out.n[0] + split->out.n[1];
		uint64_t in = split->in.n[0] + split->in.n[1];

		begin(h);
		say(h,
		    "leak? %s %% of the %llu rows where it is %s are positive, %s %% "
		    "of the others",
		    percent_show(&a, split->out.n[1], out), (unsigned long long)out,
		    usual_show(split, usual, sizeof(usual)),
		    percent_show(&b, split->in.n[1], in));
	}
}

struct str
describe_hint(const struct findings *f, struct arena *mem)
{
	static void (*const rules[])(
	    struct hints * h, const struct findings *f) = { constant, id_like, code,
		dates, sentinel_words, sentinel_numbers, imbalanced, heavy_tail, leak };
	struct hints h = { 0 };

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		rules[i](&h, f);
	struct str text = arena_keep(mem, (struct str){ h.text, h.n });
	free(h.text);
	return text;
}
