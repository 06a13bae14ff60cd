/*
 * exact_lanes.h - the loops of exact_block.h, for vectors of any width
 *
 * Included by a file that has included lanes.h or lanes_avx2.h, and has a function
 * square() that splits a square into product and error.
 *
 * The method is the error-free extraction of Rump, Ogita & Oishi, "Accurate
 * floating-point summation, part I", SIAM J. Sci. Comput. 31 (2008), 3.2, but that what
 * is extracted is summed as integers, so that no grid need leave room for carries.
 *
 * One grid.  Let |x| <= 2^(k + 51) and M = 1.5 * 2^(k + 52).  Then M + x lies in
 * [2^(k + 52), 2^(k + 53)], where doubles are the multiples of 2^k, and rounding it is
 * rounding x to the grid: t = M + q, q a multiple of 2^k, |x - q| <= 2^(k - 1).
 *
 *   - As integers, the bits of t and M differ by q / 2^k: doubles of one binade are
 *     numbered in their order, and the upper end of the interval comes next.  Each is
 *     at most 2^51, so those of a block of 2^9 add to at most 2^60.
 *   - t - M = q is exact, as t and M are within a factor of two (Sterbenz).
 *   - x - q is exact: it is a multiple of the last bit of x; and it is not larger than
 *     |x|, for q is the point nearest to x of a grid that holds 0.
 *
 * What is left, |x - q| <= 2^(k - 1), meets the condition for the next grid, k - 52.
 * So three grids take 155 bits below the largest number of the block; numbers whose
 * last bit lies lower are left over, and handed on as they are.
 *
 * Squares.  x * x = p + e, p the rounded product and |e| <= 2^-53 |p|, both doubles, if
 * nothing underflows (Dekker, "A floating-point technique for extending the available
 * precision", Numer. Math. 18 (1971)).  Each is summed as above.  All numbers of a
 * block but 0 are at least 2^SMALLEST: then they are multiples of 2^-532, their halves'
 * products of 2^-1064, and all of these are doubles.
 *
 * The block's largest number is below 2^LARGEST and not below 2^(LEAST - 1): then M, p
 * and the parts of Dekker's product stay in the range of normal doubles: the finest
 * grid, of the errors e, is 2^(2 * LEAST - 54 - 51 - 104) = 2^-709.
 */
enum { VECTORS = EXACT_BLOCK / LANES, LARGEST = 500, LEAST = -250 };
#define SMALLEST 0x1p-480
#define SIZE_BITS UINT64_C(0x7fffffffffffffff)

static inline LANES_TARGET void
vector_take(reals *to, const double *x, reals *largest)
{
	reals v;

	memcpy(&v, x, sizeof(v));
	v = (reals)((bits)v & (bits)(v == v));
	*to = v;
	v = (reals)((bits)v & SIZE_BITS);
	larger(largest, &v);
}

/* x, with 0 for NaN and behind the end; the size of the largest. */
static inline LANES_TARGET double
block_take(reals *to, const double *x, size_t n)
{
	size_t whole = n / LANES;
	double last[LANES] = { 0 }, most = 0;
	reals largest = { 0 };

	for (size_t i = 0; i < whole; i++)
		vector_take(&to[i], x + i * LANES, &largest);
	memcpy(last, x + whole * LANES, n % LANES * sizeof(*x));
	vector_take(&to[whole], last, &largest);
	for (size_t i = 0; i < LANES; i++)
		most = largest[i] > most ? largest[i] : most;
	return most;
}

static inline LANES_TARGET double
two_to(int k)
{
	uint64_t pattern = (uint64_t)(k + 1023) << 52;
	double x;

	memcpy(&x, &pattern, sizeof(x));
	return x;
}

/* One grid: its count, and whether anything is left in x. */
static inline LANES_TARGET bool
grid_take(struct exact_terms *t, reals *x, size_t n, int k)
{
	double point = 1.5 * two_to(k + 52);
	reals origin = point - (reals){ 0 };
	bits sum = { 0 }, rest = { 0 };
	uint64_t count = 0, any = 0, at;

	memcpy(&at, &point, sizeof(at));
	for (size_t i = 0; i < n; i++) {
		reals v = x[i], moved = v + origin;

		sum += (bits)moved;
		v -= moved - origin;
		rest |= (bits)v;
		x[i] = v;
	}
	for (size_t i = 0; i < LANES; i++) {
		count += sum[i];
		any |= rest[i];
	}
	t->grid[t->ngrid++] =
	    (struct exact_steps){ (int64_t)(count - n * LANES * at), k };
	return (any & SIZE_BITS) != 0;
}

/* All grids, for |x| <= 2^top; false: something was left. */
static inline LANES_TARGET bool
grids_take(struct exact_terms *t, reals *x, size_t n, int top)
{
	for (int i = 0, k = top - 51; i < EXACT_GRIDS; i++, k -= 52)
		if (!grid_take(t, x, n, k))
			return true;
	for (size_t i = 0; i < n * LANES; i++) {
		double v = x[i / LANES][i % LANES];

		t->left[t->nleft] = v;
		t->nleft += v != 0;
	}
	return false;
}

/* Is a square of these too small?  Asked of few blocks. */
static inline LANES_TARGET bool
tiny(const double *x, size_t n)
{
	bool found = false;

	for (size_t i = 0; i < n; i++)
		found |= x[i] != 0 && x[i] < SMALLEST && x[i] > -SMALLEST;
	return found;
}

static inline LANES_TARGET enum exact_found
block_terms(
    const double *x, size_t n, struct exact_terms *sum, struct exact_terms *squares)
{
	reals value[VECTORS + 1], p[VECTORS + 1], e[VECTORS + 1];
	double most = block_take(value, x, n);
	size_t vectors = (n + LANES - 1) / LANES;
	int top;

	sum->ngrid = sum->nleft = 0;
	if (squares != NULL)
		squares->ngrid = squares->nleft = 0;
	if (most == 0)
		return EXACT_BOTH;
	if (!(most < two_to(LARGEST) && most >= two_to(LEAST - 1)))
		return EXACT_NEITHER;
	top = ilogb(most) + 1;
	if (squares != NULL)
		for (size_t i = 0; i < vectors; i++)
			square(&value[i], &p[i], &e[i]);
	bool all = grids_take(sum, value, vectors, top);
	if (squares == NULL)
		return EXACT_BOTH;
	if (!all && tiny(x, n))
		return EXACT_SUM;
	grids_take(squares, p, vectors, 2 * top);
	grids_take(squares, e, vectors, 2 * top - 54);
	return EXACT_BOTH;
}
