/*
 * profile_test.c - profiles do not show order and cuts; suspicion against its definition
 */
#include "stat/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stat/outline.h"
#include "stat/sentinel.h"
#include "stat/shape.h"
#include "tap.h"

enum { ROWS = 3000, LIMIT = 50 };

static uint64_t seed = 1;
static struct str cell[ROWS];
static double y[ROWS];
static char text[ROWS][24];

static struct str na_word[] = { { "NA", 2 }, { "null", 4 } };
static const struct profile_words in_numbers = { false, 2, na_word };
static const struct profile_words in_all = { true, 2, na_word };

static uint64_t
draw(uint64_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (seed >> 33) % below;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0 || (isnan(a) && isnan(b));
}

/* Numbers below `spread`, and some of the words given. */
static void
column_draw(uint64_t spread, const char *const *words, size_t nword)
{
	for (size_t i = 0; i < ROWS; i++) {
		double x = (double)draw(spread) / 8 - 3;

		snprintf(text[i], sizeof(text[i]), "%g", x);
		if (nword > 0 && draw(20) == 0)
			snprintf(text[i], sizeof(text[i]), "%s", words[draw(nword)]);
		cell[i] = str_of(text[i]);
		y[i] = (double)draw(2);
	}
}

static bool
same_distinct(const struct distinct *a, const struct distinct *b)
{
	if (a->over != b->over || a->texts.n != b->texts.n ||
	    !same(distinct_number(a), distinct_number(b)))
		return false;
	for (size_t i = 0; i < a->texts.n; i++) {
		size_t at = dict_find(&b->texts, dict_key(&a->texts, i));

		if (at == DICT_NONE || a->count[i] != b->count[at])
			return false;
	}
	return true;
}

static bool
same_suspicion(struct suspicion a, struct suspicion b)
{
	return same(a.auc, b.auc) && same(a.split.odds, b.split.odds) &&
	       a.split.usual == b.split.usual;
}

struct list {
	double x[ROWS];
	size_t n;
};

static bool
list_add(void *with, double x, size_t count)
{
	struct list *l = with;

	while (count-- > 0 && l->n < ROWS)
		l->x[l->n++] = x;
	return true;
}

static bool
same_values(struct sample *a, struct sample *b)
{
	struct list k = { .n = 0 }, l = { .n = 0 };
	struct err e;

	return sample_walk(a, list_add, &k, &e) && sample_walk(b, list_add, &l, &e) &&
	       k.n == l.n && memcmp(k.x, l.x, k.n * sizeof(double)) == 0;
}

static bool
same_numbers(struct profile *a, struct profile *b)
{
	bool good = a->numbers == b->numbers && a->zeros == b->zeros &&
		    a->negatives == b->negatives && a->fraction == b->fraction &&
		    a->leading_zeros == b->leading_zeros && same(a->min, b->min) &&
		    same(a->max, b->max) && a->values.n == b->values.n &&
		    same(exact_value(a->sum), exact_value(b->sum)) &&
		    same(exact_value(a->squares), exact_value(b->squares));

	return good && same_values(&a->values, &b->values) &&
	       same_suspicion(
		   suspicion_of_numbers(&a->label), suspicion_of_numbers(&b->label));
}

static bool
same_profile(struct profile *a, struct profile *b)
{
	enum profile_type type = profile_type(a);

	profile_settle(a);
	profile_settle(b);
	if (type != profile_type(b) || a->present != b->present ||
	    a->missing != b->missing || !same_distinct(&a->cells, &b->cells) ||
	    !same_distinct(&a->sentinels, &b->sentinels))
		return false;
	if (type == PROFILE_INTEGER || type == PROFILE_NUMBER)
		return same_numbers(a, b);
	return type == PROFILE_EMPTY || a->cells.over ||
	       same_suspicion(suspicion_of_texts(&a->label, &a->cells),
		   suspicion_of_texts(&b->label, &b->cells));
}

/* ---- from what is saved ---- */

static void
table_repeat(
    struct profile *to, const struct distinct *d, const struct distinct *positive)
{
	for (size_t i = d->texts.n; i > 0; i--) {
		struct str key = dict_key(&d->texts, i - 1);
		size_t at = dict_find(&positive->texts, key);
		struct labelled rows = { { d->count[i - 1],
		    at == DICT_NONE ? 0 : positive->count[at] } };

		rows.n[0] -= rows.n[1];
		profile_repeat(to, key, rows);
	}
}

/*
 * Numbers as a caller may know them: of all cells, or, with `sparing`, of some.  A cell
 * that is no number is NaN either way.
 */
static double known[ROWS];

static const double *
numbers_known(bool sparing)
{
	for (size_t i = 0; i < ROWS; i++)
		if ((sparing && i % 3 != 0) || cell[i].n == 0 ||
		    num_parse(cell[i].p, cell[i].n, &known[i]) != NUM_OK)
			known[i] = NAN;
	return known;
}

/* The same profile again from the little that tells everything. */
static void
remake(struct profile *to, struct profile *from)
{
	static const struct distinct none;
	char letters[DISTINCT_REGISTERS];

	profile_start(to, from->words, from->cells.limit, from->labelled);
	if (!from->cells.over) {
		table_repeat(to, &from->cells, &from->label.positive);
	} else {
		distinct_save(&from->cells, letters);
		distinct_load(&to->cells, (struct str){ letters, sizeof(letters) });
		if (from->text)
			profile_texts(to, from->present);
		for (size_t i = 0; i < from->label.n; i++) {
			struct labelled row = { { 0, 0 } };

			row.n[from->label.number[i].w > 0] = 1;
			profile_number(to, from->label.number[i].x, row);
		}
		to->leading_zeros = from->leading_zeros;
		table_repeat(to, &from->sentinels, &none);
	}
	for (size_t i = 0; i < from->words->n; i++)
		profile_repeat(to, from->words->word[i], from->set_aside[i]);
	profile_repeat(to, STR(""), from->label.missing);
}

static bool
remade_alike(const struct profile_words *words, size_t limit)
{
	struct profile whole, again;

	profile_start(&whole, words, limit, true);
	profile_add(&whole, cell, numbers_known(true), y, ROWS);
	remake(&again, &whole);
	bool alike = profile_holds(&whole, cell[0]) == profile_holds(&again, cell[0]) &&
		     same_profile(&whole, &again);
	profile_free(&whole);
	profile_free(&again);
	return alike;
}

static void
test_holds(void)
{
	struct profile p;

	profile_start(&p, &in_numbers, LIMIT, false);
	ok(!profile_holds(&p, STR("NA")) && !profile_holds(&p, STR("?")),
	    "an empty profile holds nothing");
	profile_repeat(&p, STR("NA"), (struct labelled){ { 2, 0 } });
	profile_repeat(&p, STR("?"), (struct labelled){ { 3, 0 } });
	profile_repeat(&p, STR("007"), (struct labelled){ { 4000, 0 } });
	ok(profile_holds(&p, STR("NA")) && profile_holds(&p, STR("?")) &&
		profile_holds(&p, STR("007")) && !profile_holds(&p, STR("7")),
	    "it holds words set aside, sentinels and numbers as they were spelt");
	ok(p.numbers == 4000 && p.leading_zeros == 4000 && p.present == 4003 &&
		p.values.n == 4000,
	    "a number many times");
	profile_free(&p);
}

/* The rows once more, in another order and in `pieces` profiles that are merged. */
static bool
learnt_alike(const struct profile_words *words, size_t pieces, enum profile_type type)
{
	static const double unknown = NAN;
	struct profile whole, piece[8];

	profile_start(&whole, words, LIMIT, true);
	profile_add(&whole, cell, numbers_known(false), y, ROWS);
	for (size_t k = 0; k < pieces; k++)
		profile_start(&piece[k], words, LIMIT, true);
	for (size_t i = ROWS; i > 0; i--) {
		size_t at = (i * 1237) % ROWS;

		profile_add(&piece[draw(pieces)], &cell[at], &unknown, &y[at], 1);
	}
	for (size_t k = pieces - 1; k > 0; k--)
		profile_merge(&piece[k - 1], &piece[k]);
	bool alike = same_profile(&whole, &piece[0]) && profile_type(&whole) == type;
	for (size_t k = 0; k < pieces; k++)
		profile_free(&piece[k]);
	profile_free(&whole);
	return alike;
}

static void
test_order_and_cuts(void)
{
	static const struct {
		const char *name;
		uint64_t spread;
		const char *word[4];
		size_t nword;
		enum profile_type type;
	} columns[] = {
		{ "numbers", 1000, { "" }, 0, PROFILE_NUMBER },
		{ "few numbers and NA", 30, { "NA", "null", "" }, 3, PROFILE_NUMBER },
		{ "numbers and sentinels", 1000, { "?", "NA", "" }, 3, PROFILE_TEXT },
		{ "few of them", 30, { "?", "NA", "unknown" }, 3, PROFILE_TEXT },
		{ "text", 1000, { "x", "?", "NA", "" }, 4, PROFILE_TEXT },
		{ "few texts", 30, { "x", "?", "NA", "" }, 4, PROFILE_TEXT },
	};

	for (size_t c = 0; c < sizeof(columns) / sizeof(*columns); c++) {
		column_draw(columns[c].spread, columns[c].word, columns[c].nword);
		for (size_t pieces = 1; pieces <= 8; pieces += 3)
			ok(learnt_alike(&in_numbers, pieces, columns[c].type),
			    "%s: in another order and %zu pieces", columns[c].name,
			    pieces);
		ok(learnt_alike(&in_all, 5, columns[c].type),
		    "%s: where the words always mean missing", columns[c].name);
		ok(remade_alike(&in_numbers, LIMIT) && remade_alike(&in_all, LIMIT) &&
			remade_alike(&in_numbers, SIZE_MAX),
		    "%s: made again from what is saved", columns[c].name);
	}
}

static void
words_set(const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cell[i] = str_of(words[i]);
}

static void
test_words(void)
{
	static const char *const numbers[] = { "1", "NA", "", "NA" };
	static const char *const texts[] = { "NA", "x", "", "NA" };
	static const char *const large[] = { "1e400", "1" };
	static const double none_known[4] = { NAN, NAN, NAN, NAN };
	struct profile p;

	words_set(numbers, 4);
	profile_start(&p, &in_numbers, LIMIT, false);
	profile_add(&p, cell, none_known, NULL, 4);
	profile_settle(&p);
	ok(profile_type(&p) == PROFILE_INTEGER && p.present == 1 && p.missing == 3 &&
		p.cells.texts.n == 1,
	    "NA is missing among numbers");
	profile_free(&p);

	words_set(texts, 4);
	profile_start(&p, &in_numbers, LIMIT, false);
	profile_add(&p, cell, none_known, NULL, 4);
	profile_settle(&p);
	ok(profile_type(&p) == PROFILE_TEXT && p.present == 3 && p.missing == 1 &&
		p.cells.texts.n == 2,
	    "and a value among texts, even before the first text");
	profile_free(&p);

	words_set(large, 2);
	profile_start(&p, &in_numbers, LIMIT, false);
	profile_add(&p, cell, none_known, NULL, 2);
	ok(profile_type(&p) == PROFILE_TEXT, "a number too large is no number");
	profile_free(&p);

	profile_start(&p, &in_numbers, LIMIT, false);
	profile_settle(&p);
	ok(profile_type(&p) == PROFILE_EMPTY && p.present == 0, "no cell is empty");
	profile_free(&p);
}

static struct shape
shape_of(const double *x, size_t n, double mean, double sd)
{
	static struct shaping s;

	shaping_start(&s, mean, sd);
	shaping_add(&s, x, n);
	return shaping_end(&s);
}

/* In pieces of any length, and against the definition one by one. */
static void
test_shape_pieces(void)
{
	static double x[5000];
	static struct shaping s, whole;
	struct exact cubes = { 0 }, fourths = { 0 };

	shaping_start(&s, 3.7, 1.3);
	shaping_start(&whole, 3.7, 1.3);
	for (size_t i = 0; i < 5000; i++) {
		x[i] = (double)draw(100000) / 1000;
		double z = (x[i] - 3.7) / 1.3;
		exact_add(&cubes, z * z * z);
		exact_add(&fourths, z * z * (z * z));
	}
	shaping_add(&whole, x, 5000);
	for (size_t i = 0, n; i < 5000; i += n) {
		n = 1 + draw(700);
		n = n < 5000 - i ? n : 5000 - i;
		shaping_add(&s, x + i, n);
	}
	ok(same(shaping_end(&s).kurtosis, shaping_end(&whole).kurtosis) &&
		same(shaping_end(&s).skewness, shaping_end(&whole).skewness),
	    "shape: cuts do not show");
	ok(same(shaping_end(&s).kurtosis, exact_mean(&fourths, 5000) - 3) &&
		same(shaping_end(&s).skewness, exact_mean(&cubes, 5000)),
	    "shape: as added one by one");
	x[4999] = 1e200;
	ok(isnan(shape_of(x, 5000, 3.7, 1.3).skewness) &&
		isnan(shape_of(x + 4998, 2, 3.7, 1.3).kurtosis),
	    "shape: a power that overflows");
}

/* ---- what a look tells ---- */

static double
outline_value(void)
{
	static const double odd[] = { 0, -0.0, 1, -1, 0.5, -0.5, 0x1p52, 0x1p53 + 2,
		-0x1p52 - 1, 0x1p51 + 0.5, 0x1p105 + 0x1p53, 1e300, -1e300, 5e-324 };
	uint64_t k = draw(40);

	if (k < sizeof(odd) / sizeof(*odd))
		return odd[k];
	return k < 20 ? NAN : (double)draw(2000) - 1000;
}

static void
test_outline(void)
{
	double x[70];
	int wrong = 0;

	for (int round = 0; round < 5000; round++) {
		size_t n = (size_t)draw(70), numbers = 0, zeros = 0, negatives = 0;
		double min = INFINITY, max = -INFINITY;
		bool fraction = false;

		for (size_t i = 0; i < n; i++) {
			x[i] = outline_value();
			numbers += x[i] == x[i];
			zeros += x[i] == 0;
			negatives += x[i] < 0;
			fraction |= x[i] == x[i] && x[i] != trunc(x[i]);
			min = x[i] < min ? x[i] : min;
			max = x[i] > max ? x[i] : max;
		}
		struct outline o = outline_of(x, n);
		wrong += o.n != numbers || o.zeros != zeros || o.negatives != negatives ||
			 o.fraction != fraction || !same(o.min, min + 0.0) ||
			 !same(o.max, max + 0.0);
	}
	ok(wrong == 0, "an outline is that of one number after the other");
}

static void
test_shape(void)
{
	static const double x[] = { 1, 2, 3, 10 }, flat[] = { 2, 2 };
	static const double far[] = { -1.7e308, 1.7e308 };
	struct shape s = shape_of(x, 4, 4, sqrt(12.5));

	ok(fabs(s.skewness - 180.0 / 4 / pow(12.5, 1.5)) < 1e-12, "skewness");
	ok(fabs(s.kurtosis - (1394.0 / 4 / 156.25 - 3)) < 1e-12, "excess kurtosis");
	ok(isnan(shape_of(flat, 2, 2, 0).skewness), "of a constant there is none");
	ok(isnan(shape_of(far, 2, 0, INFINITY).kurtosis), "nor without a finite sd");
	ok(isnan(shape_of(x, 0, NAN, NAN).skewness), "nor of nothing");
}

/* Every pair of a positive and a negative row, one by one. */
static double
auc_by_pairs(const double *x, double missing)
{
	double right = 0, pairs = 0;

	for (size_t i = 0; i < ROWS; i++)
		for (size_t k = 0; k < ROWS; k++) {
			double a = isnan(x[i]) ? missing : x[i];
			double b = isnan(x[k]) ? missing : x[k];

			if (y[i] != 1 || y[k] != 0)
				continue;
			pairs++;
			right += a > b ? 1 : a == b ? 0.5 : 0;
		}
	return fmax(right / pairs, 1 - right / pairs);
}

static void
test_auc(double lean, uint64_t spread)
{
	static double x[ROWS];
	struct association a = { 0 };

	for (size_t i = 0; i < ROWS; i++) {
		y[i] = (double)(draw(10) < 3);
		x[i] = (double)draw(spread) + lean * y[i];
		if (draw(9) == 0) {
			x[i] = NAN;
			a.missing.n[(size_t)y[i]]++;
		} else {
			association_number(&a, x[i], y[i]);
		}
	}
	double want = fmax(auc_by_pairs(x, -1e9), auc_by_pairs(x, 1e9));
	double auc = suspicion_of_numbers(&a).auc;
	ok(fabs(auc - want) < 1e-12, "auc %g of %llu values is that of all pairs, %g",
	    auc, (unsigned long long)spread, want);
	association_free(&a);
}

static struct split
split_made(uint64_t usual0, uint64_t usual1, uint64_t other0, uint64_t other1)
{
	struct association a = { 0 };
	uint64_t n[] = { usual0, usual1, other0, other1 };

	for (size_t k = 0; k < 4; k++)
		for (uint64_t i = 0; i < n[k]; i++)
			association_number(
			    &a, k < 2 ? 7 : 8 + (double)i, (double)(k % 2));
	struct split s = suspicion_of_numbers(&a).split;
	association_free(&a);
	return s;
}

static void
test_split(void)
{
	struct split s = split_made(270, 30, 5, 20);

	ok(s.usual == USUAL_NUMBER && same(s.number, 7) && s.in.n[0] == 270 &&
		s.in.n[1] == 30 && s.out.n[0] == 5 && s.out.n[1] == 20,
	    "one value fills nearly all rows");
	ok(fabs(s.odds - 20.5 / 5.5 * 270.5 / 30.5) < 1e-9, "how the odds differ");
	ok(split_made(270, 30, 5, 14).usual == USUAL_NONE, "19 other rows are too few");
	ok(split_made(170, 9, 5, 15).usual == USUAL_NONE, "a value of 89.9 %% is not it");
	ok(split_made(171, 9, 5, 15).usual == USUAL_NUMBER, "one of 90 %% is");
	ok(fabs(split_made(30, 270, 20, 5).odds - s.odds) < 1e-9,
	    "which label is which does not matter");
}

static void
test_sentinels(void)
{
	ok(sentinel_of_number(STR("?")) && sentinel_of_number(STR("UnKnown")) &&
		sentinel_of_number(STR("\\N")) && sentinel_of_number(STR("none")),
	    "words for a number that is missing");
	ok(sentinel_of_text(STR("?")) && !sentinel_of_text(STR("None")),
	    "None may be an answer");
	ok(!sentinel_of_number(STR("x")) && !sentinel_of_number(STR("")) &&
		!sentinel_of_number(STR("unknow")) &&
		!sentinel_of_number(STR("unknown ")),
	    "other words are not");
	ok(sentinel_number(-999) && sentinel_number(9) && !sentinel_number(998),
	    "numbers made of nines");
}

int
main(void)
{
	test_order_and_cuts();
	test_words();
	test_holds();
	test_shape();
	test_shape_pieces();
	test_outline();
	test_auc(0, 1000);
	test_auc(400, 1000);
	test_auc(-2, 5);
	test_split();
	test_sentinels();
	return tap_end();
}
