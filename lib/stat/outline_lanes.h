/*
 * outline_lanes.h - the loop of outline.h, for vectors of any width (see lanes.h)
 */
#define SIGN (UINT64_C(1) << 63)

struct outline_lanes {
	bits n, zeros, negatives; /* counted downwards: a mask is -1 */
	bits fraction;            /* not 0 where there is one */
	reals min, max;
};

/*
 * From 2^52 on every double is whole, and below, adding 2^52 rounds to a whole number.
 */
static inline LANES_TARGET void
vector_look(struct outline_lanes *o, const double *x)
{
	reals v, size, whole;

	memcpy(&v, x, sizeof(v));
	size = (reals)((bits)v & ~SIGN);
	whole = size + 0x1p52 - 0x1p52;
	o->n += (bits)(v == v);
	o->zeros += (bits)(v == 0);
	o->negatives += (bits)(v < 0);
	o->fraction |= (bits)(whole != size) & (bits)(size < 0x1p52);
	smaller(&o->min, &v);
	larger(&o->max, &v);
}

static inline LANES_TARGET struct outline
outline_take(const double *x, size_t n)
{
	struct outline_lanes o = { .min = INFINITY - (reals){ 0 },
		.max = -INFINITY - (reals){ 0 } };
	struct outline all = { .min = INFINITY, .max = -INFINITY };
	double last[LANES];
	size_t whole = n - n % LANES;

	for (size_t i = 0; i < whole; i += LANES)
		vector_look(&o, x + i);
	for (size_t i = 0; i < LANES; i++)
		last[i] = whole + i < n ? x[whole + i] : NAN;
	vector_look(&o, last);
	for (size_t i = 0; i < LANES; i++) {
		all.n -= (size_t)o.n[i];
		all.zeros -= (size_t)o.zeros[i];
		all.negatives -= (size_t)o.negatives[i];
		all.fraction |= o.fraction[i] != 0;
		all.min = o.min[i] < all.min ? o.min[i] : all.min;
		all.max = o.max[i] > all.max ? o.max[i] : all.max;
	}
	all.min += 0.0; /* makes 0 of -0 */
	all.max += 0.0;
	return all;
}
