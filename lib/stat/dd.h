/*
 * dd.h - double-double arithmetic: numbers of 106 bits as the sum of two doubles
 *
 * The value is hi + lo with |lo| at most half a unit in the last place of hi.  The
 * error-free transformations are Knuth's sum and Dekker's product (Ogita, Rump &
 * Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26 (2005), section
 * 2).  They hold in round-to-nearest double arithmetic without contraction
 * (-ffp-contract=off), and need no fused multiply-add, which older processors
 * lack; so the bits are the same everywhere.
 *
 * The product splits its factors and is exact for magnitudes between about 1e-130
 * and 1e290; callers scale their data into that range by powers of two.
 */
#ifndef STAT_DD_H
#define STAT_DD_H

struct dd {
	double hi, lo;
};

/* a + b exactly. */
static inline struct dd
dd_sum(double a, double b)
{
	double s = a + b, v = s - a;

	return (struct dd){ s, (a - (s - v)) + (b - v) };
}

/* a + b exactly where |a| >= |b|, or a is 0. */
static inline struct dd
dd_quick_sum(double a, double b)
{
	double s = a + b;

	return (struct dd){ s, b - (s - a) };
}

/* a as the exact sum of two numbers of at most 26 bits, for products. */
static inline struct dd
dd_split(double a)
{
	double c = 134217729.0 * a; /* 2^27 + 1 */
	double hi = c - (c - a);

	return (struct dd){ hi, a - hi };
}

/* a * b exactly. */
static inline struct dd
dd_product(double a, double b)
{
	struct dd x = dd_split(a), y = dd_split(b);
	double p = a * b;

	return (struct dd){ p,
		((x.hi * y.hi - p) + x.hi * y.lo + x.lo * y.hi) + x.lo * y.lo };
}

static inline struct dd
dd_add(struct dd a, struct dd b)
{
	struct dd s = dd_sum(a.hi, b.hi), t = dd_sum(a.lo, b.lo);

	s = dd_quick_sum(s.hi, s.lo + t.hi);
	return dd_quick_sum(s.hi, s.lo + t.lo);
}

static inline struct dd
dd_multiply(struct dd a, struct dd b)
{
	struct dd p = dd_product(a.hi, b.hi);

	return dd_quick_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline struct dd
dd_negative(struct dd a)
{
	return (struct dd){ -a.hi, -a.lo };
}

/* a / b by long division: three quotient digits of 53 bits. */
static inline struct dd
dd_divide(struct dd a, struct dd b)
{
	double q1 = a.hi / b.hi, q2, q3;
	struct dd r, q;

	r = dd_add(a, dd_negative(dd_multiply(b, (struct dd){ q1, 0 })));
	q2 = r.hi / b.hi;
	r = dd_add(r, dd_negative(dd_multiply(b, (struct dd){ q2, 0 })));
	q3 = r.hi / b.hi;
	q = dd_quick_sum(q1, q2);
	return dd_quick_sum(q.hi, q.lo + q3);
}

#endif
