/*
 * scale_unit.c - the numbers of a row divided by their length
 *
 * The one way of scaling that looks along the row: its columns are a set.  A row of
 * zeros stays as it is; missing cells stay missing, and the others are divided by the
 * length of what is there.
 */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "op/scale.h"

enum { NORM_L1, NORM_L2, NORM_MAX };

static const char *const norm_names[] = { "l1", "l2", "max" };

/* fact[0]: the norm; fact[1]: which set, as a state tells in a second parameter. */
static bool
choose_unit(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	*needs = 0;
	s->fact[0] = NORM_L2;
	if (args->n == 0)
		return true;
	for (int i = 0; i < 3; i++)
		if (str_equal(args->item[0].text, str_of(norm_names[i]))) {
			s->fact[0] = i;
			if (args->n == 1)
				return true;
			return args->n == 2 &&
			       num_parse(args->item[1].text.p, args->item[1].text.n,
				   &s->fact[1]) == NUM_OK;
		}
	return fail(e, EXIT_USAGE,
	    "--unit LIST[:NORM]: the norm is l2 (the default), l1 "
	    "or max");
}

size_t
scale_unit_args(const struct scaling *s, char text[SCALE_UNIT_ARGS])
{
	size_t n = strlen(norm_names[(int)s->fact[0]]);

	memcpy(text, norm_names[(int)s->fact[0]], n);
	text[n++] = ':';
	return n + num_print(s->fact[1], text + n);
}

/* Of the numbers of one row, with the largest of them taken out against overflow. */
static double
row_length(int norm, double *const *x, size_t n, size_t row, double most)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double v = fabs(x[i][row]) / most;

		if (!isnan(v))
			sum += norm == NORM_L1 ? v : v * v;
	}
	return norm == NORM_L1 ? sum : sqrt(sum);
}

void
scale_unit_rows(const struct scaling *s, double *const *x, size_t n, size_t nrow)
{
	int norm = (int)s->fact[0];

	for (size_t r = 0; r < nrow; r++) {
		double most = 0, length = 1;

		for (size_t i = 0; i < n; i++)
			most = fmax(most, fabs(x[i][r])); /* of a NaN and a number: it */
		if (most == 0)
			continue;
		if (norm != NORM_MAX)
			length = row_length(norm, x, n, r, most);
		for (size_t i = 0; i < n; i++)
			x[i][r] = x[i][r] / most / length;
	}
}

const struct scale_rule scale_unit = { .choose = choose_unit, .along_row = true };
