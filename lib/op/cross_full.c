/*
 * cross_full.c - all products of some columns up to a degree
 */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "op/cross.h"

enum { FULL_MOST = 10000 }; /* columns */

/* "a^2*b" of columns by number, rising. */
static struct str
monomial_name(const struct str *column, const size_t *factor, size_t n)
{
	size_t room = 0, at = 0, times;
	char *p;

	for (size_t i = 0; i < n; i++)
		room += column[factor[i]].n + 2 + NUM_WIDTH;
	p = mem_alloc(room, 1);
	for (size_t i = 0; i < n; i += times) {
		struct str name = column[factor[i]];

		for (times = 1; i + times < n && factor[i + times] == factor[i];)
			times++;
		if (i > 0)
			p[at++] = '*';
		memcpy(p + at, name.p, name.n);
		at += name.n;
		if (times > 1) {
			p[at++] = '^';
			at += num_print_count(times, p + at);
		}
	}
	return (struct str){ p, at };
}

/* The next rising choice of n numbers below k, or false after the last one. */
static bool
choice_next(size_t *factor, size_t n, size_t k)
{
	size_t i = n;

	while (i > 0 && factor[i - 1] + 1 == k)
		i--;
	if (i == 0)
		return false;
	factor[i - 1]++;
	for (size_t j = i; j < n; j++)
		factor[j] = factor[i - 1];
	return true;
}

/* As products, whose sources may come several times; single columns are there already. */
bool
cross_full_choose(struct cross *c, const struct job *t, struct err *e)
{
	const struct method *product = method_find(cross_methods, STR("product"));
	size_t factor[DEGREE_MOST], made = 0;
	double degree = 0;
	bool good = t->args.n == 1 && num_parse(t->args.item[0].text.p,
					  t->args.item[0].text.n, &degree) == NUM_OK;

	if (!good || degree < DEGREE_LEAST || degree > DEGREE_MOST ||
	    degree != floor(degree))
		return fail(e, EXIT_USAGE,
		    "--full LIST:DEGREE wants a whole number from %d to %d", DEGREE_LEAST,
		    DEGREE_MOST);
	for (size_t n = DEGREE_LEAST; n <= (size_t)degree; n++) {
		memset(factor, 0, sizeof(factor));
		do {
			struct making *m;

			if (++made > FULL_MOST)
				return fail(e, EXIT_USAGE,
				    "--full makes more than %d columns of %zu: a lower "
				    "degree, or fewer columns",
				    FULL_MOST, t->n);
			m = making_add(c, product, monomial_name(t->column, factor, n));
			for (size_t i = 0; i < n; i++)
				source_add(m, t->column[factor[i]]);
		} while (choice_next(factor, n, t->n));
	}
	return true;
}
