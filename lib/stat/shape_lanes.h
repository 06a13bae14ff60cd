/*
 * shape_lanes.h - the powers of shape.h, for vectors of any width (see lanes.h)
 *
 * One operation after the other, each rounded: the lanes give what scalars give.
 */
static inline LANES_TARGET void
vector_powers(const struct shaping *s, const double *x, double *cube, double *fourth,
    bits *overflow)
{
	reals z, square, third, power;

	memcpy(&z, x, sizeof(z));
	z = (z - s->mean) / s->sd;
	square = z * z;
	third = square * z;
	power = square * square;
	*overflow |= ~(bits)(power < INFINITY);
	memcpy(cube, &third, sizeof(third));
	memcpy(fourth, &power, sizeof(power));
}

static inline LANES_TARGET bool
powers_take(
    const struct shaping *s, const double *x, size_t n, double *cube, double *fourth)
{
	double last[LANES], last_cube[LANES], last_fourth[LANES];
	size_t rest = n % LANES, whole = n - rest;
	bits overflow = { 0 };
	uint64_t any = 0;

	for (size_t i = 0; i < whole; i += LANES)
		vector_powers(s, x + i, cube + i, fourth + i, &overflow);
	for (size_t i = 0; i < LANES; i++)
		last[i] = i < rest ? x[whole + i] : s->mean;
	vector_powers(s, last, last_cube, last_fourth, &overflow);
	memcpy(cube + whole, last_cube, rest * sizeof(*cube));
	memcpy(fourth + whole, last_fourth, rest * sizeof(*fourth));
	for (size_t i = 0; i < LANES; i++)
		any |= overflow[i];
	return any == 0;
}
