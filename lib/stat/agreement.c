/*
 * agreement.c - the statistics, one function each, and the table of them
 */
#include "stat/agreement.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/splitmix.h"
#include "stat/icc.h"
#include "stat/kappa.h"
#include "stat/sample.h"

/* ---- counting ---- */

static const uint32_t *
unit_of(const struct ratings *r, size_t u)
{
	return r->code + u * r->raters;
}

/* How many ratings a unit has, and how many of each category: count (k). */
static size_t
unit_count(const struct ratings *r, size_t u, double *count)
{
	const uint32_t *code = unit_of(r, u);
	size_t m = 0;

	for (size_t c = 0; c < r->k; c++)
		count[c] = 0;
	for (size_t i = 0; i < r->raters; i++)
		if (code[i] != RATING_NONE) {
			count[code[i]]++;
			m++;
		}
	return m;
}

static size_t
unit_ratings(const struct ratings *r, size_t u)
{
	const uint32_t *code = unit_of(r, u);
	size_t m = 0;

	for (size_t i = 0; i < r->raters; i++)
		m += code[i] != RATING_NONE;
	return m;
}

size_t
agreement_units(const struct ratings *r, const struct agreement *a)
{
	size_t least = a->complete ? r->raters : 2, n = 0;

	for (size_t u = 0; u < r->units; u++)
		n += unit_ratings(r, u) >= least;
	return n;
}

/*
 * Over the units with `least` ratings and more: the share of pairs that agree, and, if
 * share is there, the categories' shares (k) of all ratings, each unit counting alike.
 */
static double
pairs_agree(const struct ratings *r, const double *weight, size_t least, double *share)
{
	double *count = mem_alloc(r->k, sizeof(*count)), agree = 0, units = 0;

	for (size_t u = 0; u < r->units; u++) {
		double m = (double)unit_count(r, u, count), same = 0;

		if (m < (double)least)
			continue;
		for (size_t c = 0; c < r->k; c++) {
			same += count[c] * (count[c] - 1);
			if (share != NULL)
				share[c] += weight[u] * count[c] / m;
		}
		agree += weight[u] * same / (m * (m - 1));
		units += weight[u];
	}
	for (size_t c = 0; share != NULL && c < r->k; c++)
		share[c] /= units;
	free(count);
	return agree / units;
}

static double
beyond_chance(double observed, double expected)
{
	return expected == 1 ? NAN : (observed - expected) / (1 - expected);
}

/* ---- any raters ---- */

static double
percent_agreement(const struct ratings *r, const double *weight, enum level level)
{
	(void)level;
	return pairs_agree(r, weight, 2, NULL);
}

static double
fleiss_kappa(const struct ratings *r, const double *weight, enum level level)
{
	double *share = mem_alloc(r->k, sizeof(*share)), expected = 0, observed;

	(void)level;
	observed = pairs_agree(r, weight, r->raters, share);
	for (size_t c = 0; c < r->k; c++)
		expected += share[c] * share[c];
	free(share);
	return beyond_chance(observed, expected);
}

static double
gwet_ac1(const struct ratings *r, const double *weight, enum level level)
{
	double *share = mem_alloc(r->k, sizeof(*share)), expected = 0, observed;

	(void)level;
	observed = pairs_agree(r, weight, 2, share);
	for (size_t c = 0; c < r->k; c++)
		expected += share[c] * (1 - share[c]);
	free(share);
	return r->k < 2 ? NAN : beyond_chance(observed, expected / ((double)r->k - 1));
}

/* ---- pairs of raters ---- */

/* Of raters i and j, over the units both rated. */
static double
pair_kappa(const struct ratings *r, const double *weight, size_t i, size_t j, int power)
{
	double *first = mem_alloc(r->k, sizeof(*first)), observed = 0, expected = 0;
	double *second = mem_alloc(r->k, sizeof(*second)), units = 0;

	for (size_t u = 0; u < r->units; u++) {
		uint32_t a = unit_of(r, u)[i], b = unit_of(r, u)[j];

		if (a == RATING_NONE || b == RATING_NONE)
			continue;
		first[a] += weight[u];
		second[b] += weight[u];
		observed += weight[u] * steps_apart(a, b, power);
		units += weight[u];
	}
	for (size_t a = 0; a < r->k; a++)
		for (size_t b = 0; b < r->k; b++)
			expected += first[a] * second[b] * steps_apart(a, b, power);
	free(first);
	free(second);
	return expected == 0 ? NAN : 1 - observed * units / expected;
}

/* Of all pairs the mean (Light), which of two raters is Cohen's. */
static double
pairs_kappa(const struct ratings *r, const double *weight, int power)
{
	double sum = 0;
	size_t pairs = 0;

	for (size_t i = 0; i < r->raters; i++)
		for (size_t j = i + 1; j < r->raters; j++, pairs++)
			sum += pair_kappa(r, weight, i, j, power);
	return sum / (double)pairs;
}

static double
cohen_kappa(const struct ratings *r, const double *weight, enum level level)
{
	(void)level;
	return pairs_kappa(r, weight, 0);
}

static double
linear_kappa(const struct ratings *r, const double *weight, enum level level)
{
	(void)level;
	return pairs_kappa(r, weight, 1);
}

static double
quadratic_kappa(const struct ratings *r, const double *weight, enum level level)
{
	(void)level;
	return pairs_kappa(r, weight, 2);
}

/* Of two raters, over the units both rated. */
static void
two_interval(
    const struct ratings *r, const double *weight, int power, double *low, double *high)
{
	double *cell = mem_alloc(r->k * r->k, sizeof(*cell));

	*low = *high = NAN;
	for (size_t u = 0; u < r->units; u++) {
		const uint32_t *code = unit_of(r, u);

		if (code[0] != RATING_NONE && code[1] != RATING_NONE)
			cell[code[0] * r->k + code[1]] += weight[u];
	}
	if (r->raters == 2)
		kappa_interval(cell, r->k, power, low, high);
	free(cell);
}

#define KAPPA_INTERVAL(name, power)                                                   \
	static void name##_interval(                                                  \
	    const struct ratings *r, const double *weight, double *low, double *high) \
	{                                                                             \
		two_interval(r, weight, power, low, high);                            \
	}
KAPPA_INTERVAL(cohen_kappa, 0)
KAPPA_INTERVAL(linear_kappa, 1)
KAPPA_INTERVAL(quadratic_kappa, 2)

/* ---- alpha ---- */

/* The squared difference of categories c < d; total (k) is how often each occurs. */
static double
difference(
    const struct ratings *r, const double *total, size_t c, size_t d, enum level level)
{
	double x = r->value[c], y = r->value[d], between = 0;

	switch (level) {
	case LEVEL_NOMINAL:
		return 1;
	case LEVEL_INTERVAL:
		return (x - y) * (x - y);
	case LEVEL_RATIO:
		return x + y == 0 ? 0 : (x - y) / (x + y) * ((x - y) / (x + y));
	case LEVEL_ORDINAL:
		break;
	}
	for (size_t g = c; g <= d; g++)
		between += total[g];
	between -= (total[c] + total[d]) / 2;
	return between * between;
}

/* Adds a unit's pairs of different categories, as a share of its m - 1 others. */
static void
coincidences_add(
    const struct ratings *r, const double *count, double m, double weight, double *pairs)
{
	for (size_t c = 0; c < r->k; c++)
		for (size_t d = c + 1; count[c] > 0 && d < r->k; d++)
			pairs[c * r->k + d] += weight * count[c] * count[d] / (m - 1);
}

static double
krippendorff_alpha(const struct ratings *r, const double *weight, enum level level)
{
	double *count = mem_alloc(r->k, sizeof(*count)), observed = 0, expected = 0;
	double *total = mem_alloc(r->k, sizeof(*total)), n = 0;
	double *pairs = mem_alloc(r->k * r->k, sizeof(*pairs));

	for (size_t u = 0; u < r->units; u++) {
		double m = (double)unit_count(r, u, count);

		if (m < 2)
			continue;
		for (size_t c = 0; c < r->k; c++)
			total[c] += weight[u] * count[c];
		n += weight[u] * m;
		coincidences_add(r, count, m, weight[u], pairs);
	}
	for (size_t c = 0; c < r->k; c++)
		for (size_t d = c + 1; d < r->k; d++) {
			double apart = difference(r, total, c, d, level);

			observed += pairs[c * r->k + d] * apart;
			expected += total[c] * total[d] * apart;
		}
	free(count);
	free(total);
	free(pairs);
	return expected == 0 ? NAN : 1 - (n - 1) * observed / expected;
}

/* ---- intraclass correlations ---- */

/* The complete units' ratings, less `middle`, by their place in the analysis. */
static struct squares
squares_of(const struct ratings *r, const double *weight)
{
	struct squares s = { .k = (double)r->raters };
	double *rater = mem_alloc(r->raters, sizeof(*rater)), all = 0, total = 0;
	double middle = r->value[0] / 2 + r->value[r->k - 1] / 2;

	for (size_t u = 0; u < r->units; u++) {
		double unit = 0;

		if (unit_ratings(r, u) < r->raters)
			continue;
		for (size_t i = 0; i < r->raters; i++) {
			double x = r->value[unit_of(r, u)[i]] - middle;

			unit += x;
			rater[i] += weight[u] * x;
			total += weight[u] * x * x;
		}
		s.units += weight[u] * unit * unit / s.k;
		all += weight[u] * unit;
		s.n += weight[u];
	}
	for (size_t i = 0; i < r->raters; i++)
		s.raters += rater[i] * rater[i] / s.n;
	free(rater);
	all = all * all / (s.n * s.k);
	s.within = (total - s.units) / (s.n * (s.k - 1));
	s.rest = (total - s.units - s.raters + all) / ((s.n - 1) * (s.k - 1));
	s.units = (s.units - all) / (s.n - 1);
	s.raters = (s.raters - all) / (s.k - 1);
	return s;
}

/* Each form is a function and its interval. */
#define ICC(name, form, mean)                                                         \
	static double name(                                                           \
	    const struct ratings *r, const double *weight, enum level level)          \
	{                                                                             \
		struct squares s = squares_of(r, weight);                             \
                                                                                      \
		(void)level;                                                          \
		return icc_of(&s, form, mean);                                        \
	}                                                                             \
	static void name##_interval(                                                  \
	    const struct ratings *r, const double *weight, double *low, double *high) \
	{                                                                             \
		struct squares s = squares_of(r, weight);                             \
                                                                                      \
		icc_interval(&s, form, mean, low, high);                              \
	}
ICC(icc_1_1, 1, false)
ICC(icc_1_k, 1, true)
ICC(icc_2_1, 2, false)
ICC(icc_2_k, 2, true)
ICC(icc_3_1, 3, false)
ICC(icc_3_k, 3, true)

/* ---- the table ---- */

enum {
	NOMINAL = 1 << LEVEL_NOMINAL,
	ORDINAL = 1 << LEVEL_ORDINAL,
	METRIC = 1 << LEVEL_INTERVAL | 1 << LEVEL_RATIO,
	ANY = NOMINAL | ORDINAL | METRIC
};

#define MANY SIZE_MAX

const struct agreement agreements[] = {
	{ "percent_agreement", NOMINAL | ORDINAL, 2, MANY, false, percent_agreement,
	    NULL },
	{ "cohen_kappa", NOMINAL | ORDINAL, 2, 2, true, cohen_kappa,
	    cohen_kappa_interval },
	{ "light_kappa", NOMINAL | ORDINAL, 3, MANY, false, cohen_kappa, NULL },
	{ "linear_kappa", ORDINAL, 2, MANY, false, linear_kappa, linear_kappa_interval },
	{ "quadratic_kappa", ORDINAL, 2, MANY, false, quadratic_kappa,
	    quadratic_kappa_interval },
	{ "scott_pi", NOMINAL, 2, 2, true, fleiss_kappa, NULL },
	{ "fleiss_kappa", NOMINAL, 2, MANY, true, fleiss_kappa, NULL },
	{ "gwet_ac1", NOMINAL, 2, MANY, false, gwet_ac1, NULL },
	{ "krippendorff_alpha", ANY, 2, MANY, false, krippendorff_alpha, NULL },
	{ "icc_1_1", METRIC, 2, MANY, true, icc_1_1, icc_1_1_interval },
	{ "icc_2_1", METRIC, 2, MANY, true, icc_2_1, icc_2_1_interval },
	{ "icc_3_1", METRIC, 2, MANY, true, icc_3_1, icc_3_1_interval },
	{ "icc_1_k", METRIC, 2, MANY, true, icc_1_k, icc_1_k_interval },
	{ "icc_2_k", METRIC, 2, MANY, true, icc_2_k, icc_2_k_interval },
	{ "icc_3_k", METRIC, 2, MANY, true, icc_3_k, icc_3_k_interval },
	{ 0 },
};

/* ---- intervals ---- */

void
agreement_interval(const struct ratings *r, const struct agreement *a, enum level level,
    size_t times, uint64_t seed, double *low, double *high)
{
	static const double p[2] = { 0.025, 0.975 };
	double *weight = mem_alloc(r->units, sizeof(*weight)), q[2] = { NAN, NAN };
	struct sample values = { 0 };
	uint64_t state = seed;
	struct err e;

	for (size_t t = 0; t < times; t++) {
		double x;

		for (size_t u = 0; u < r->units; u++)
			weight[u] = 0;
		for (size_t u = 0; u < r->units; u++)
			weight[splitmix_below(&state, r->units)]++;
		x = a->of(r, weight, level);
		sample_add(&values, &x, 1); /* NaN is none */
	}
	sample_quantiles(&values, p, 2, q, &e);
	*low = q[0];
	*high = q[1];
	sample_free(&values);
	free(weight);
}
