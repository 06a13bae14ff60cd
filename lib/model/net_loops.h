/*
 * net_loops.h - the loops of net_part.h, once for each processor that includes them
 *
 * LOOPS is the attribute of every function here and PART the name of the entry.  Vectors
 * of LANES floats are GCC's; a narrower machine does them in pieces.
 */
#include <string.h>

typedef real lanes
    __attribute__((vector_size(LANES * sizeof(real)), aligned(sizeof(real)), may_alias));

/* to += x * w */
LOOPS static inline void
add_one(real *to, const real *w, real x, size_t n)
{
	for (size_t i = 0; i < n; i += LANES)
		*(lanes *)(to + i) += x * *(const lanes *)(w + i);
}

/* A table of numbers by two steps: number k of line a is at[a * line + k * step]. */
struct numbers {
	const real *at;
	size_t line, step;
};

/* Four lines of one column of LANES, or of two, kept in registers over all k. */
LOOPS static inline void
multiply_one(
    real *to, size_t apart, struct numbers x, size_t nk, const real *w, size_t wide)
{
	lanes *a = (lanes *)to, *b = (lanes *)(to + apart);
	lanes *c = (lanes *)(to + 2 * apart), *d = (lanes *)(to + 3 * apart);
	lanes ta = *a, tb = *b, tc = *c, td = *d;

	for (size_t k = 0; k < nk; k++) {
		const real *s = x.at + k * x.step;
		lanes v = *(const lanes *)(w + k * wide);

		ta += s[0] * v;
		tb += s[x.line] * v;
		tc += s[2 * x.line] * v;
		td += s[3 * x.line] * v;
	}
	*a = ta;
	*b = tb;
	*c = tc;
	*d = td;
}

LOOPS static inline void
multiply_two(
    real *to, size_t apart, struct numbers x, size_t nk, const real *w, size_t wide)
{
	lanes *a = (lanes *)to, *b = (lanes *)(to + apart);
	lanes *c = (lanes *)(to + 2 * apart), *d = (lanes *)(to + 3 * apart);
	lanes *a2 = (lanes *)(to + LANES), *b2 = (lanes *)(to + apart + LANES);
	lanes *c2 = (lanes *)(to + 2 * apart + LANES);
	lanes *d2 = (lanes *)(to + 3 * apart + LANES);
	lanes ta = *a, tb = *b, tc = *c, td = *d;
	lanes ta2 = *a2, tb2 = *b2, tc2 = *c2, td2 = *d2;

	for (size_t k = 0; k < nk; k++) {
		const real *s = x.at + k * x.step;
		lanes v = *(const lanes *)(w + k * wide);
		lanes v2 = *(const lanes *)(w + k * wide + LANES);

		ta += s[0] * v;
		ta2 += s[0] * v2;
		tb += s[x.line] * v;
		tb2 += s[x.line] * v2;
		tc += s[2 * x.line] * v;
		tc2 += s[2 * x.line] * v2;
		td += s[3 * x.line] * v;
		td2 += s[3 * x.line] * v2;
	}
	*a = ta;
	*a2 = ta2;
	*b = tb;
	*b2 = tb2;
	*c = tc;
	*c2 = tc2;
	*d = td;
	*d2 = td2;
}

/*
 * to_a += sum over k of x_ak w_k, for n lines of `width` numbers: forward a is a row and
 * k an input, down it is a unit, and for weights a is an input and k a row.
 */
LOOPS static void
multiply(real *to, size_t apart, size_t n, struct numbers x, size_t nk, const real *w,
    size_t wide, size_t width)
{
	size_t a = 0;

	for (; a + 4 <= n; a += 4) {
		struct numbers four = { x.at + a * x.line, x.line, x.step };
		real *at = to + a * apart;
		size_t u = 0;

		for (; u + 2 * LANES <= width; u += 2 * LANES)
			multiply_two(at + u, apart, four, nk, w + u, wide);
		if (u < width)
			multiply_one(at + u, apart, four, nk, w + u, wide);
	}
	for (; a < n; a++)
		for (size_t k = 0; k < nk; k++)
			add_one(to + a * apart, w + k * wide,
			    x.at[a * x.line + k * x.step], width);
}

/* What memory takes long to answer, as rows come in a drawn order. */
LOOPS static inline void
row_prefetch(const struct net_rows *rows, size_t i, size_t in)
{
	enum { LINE = 64 };
	uint32_t row = rows->which[i];
	const struct matrix_block *b = matrix_block(rows->m, row / MATRIX_BLOCK);
	const char *x = (const char *)(b->value + row % MATRIX_BLOCK * in);

	__builtin_prefetch(&rows->m->label[row]);
	__builtin_prefetch(&rows->m->weight[row]);
	for (size_t at = 0; b->width == in && at < in * sizeof(double); at += LINE)
		__builtin_prefetch(x + at);
}

/* Features of a part's rows as numbers, if in each of them many are not 0. */
LOOPS static bool
inputs_gather(
    const struct net *t, const struct net_rows *rows, size_t first, size_t n, real *to)
{
	enum { AHEAD = 6 }; /* rows */
	size_t in = t->layer[0].in;

	for (size_t r = 0; t->embed != NULL && r < n; r++)
		net_embed_gather(
		    t, matrix_row(rows->m, rows->which[first + r]), to + r * in);
	if (to == NULL || t->embed != NULL)
		return to != NULL;
	for (size_t r = 0; r < n; r++) {
		struct matrix_row x = matrix_row(rows->m, rows->which[first + r]);
		real *row = to + r * in;

		if (2 * x.n < in)
			return false;
		if (x.n < in) { /* in a sparse block, such as the last one */
			memset(row, 0, in * sizeof(*row));
			for (size_t k = 0; k < x.n; k++)
				row[x.index[k]] = (real)x.value[k];
			continue;
		}
		if (first + r + AHEAD < rows->n)
			row_prefetch(rows, first + r + AHEAD, in);
		for (size_t j = 0; j < in; j++)
			row[j] = (real)x.value[j];
	}
	return true;
}

/* What features as they are stored add to the first layer. */
LOOPS static inline void
input_forward(const struct layer *l, const real *p, struct matrix_row x, real *z)
{
	for (size_t k = 0; k < x.n; k++)
		if (x.value[k] != 0)
			add_one(z, p + l->weight + x.index[k] * l->stride,
			    (real)x.value[k], l->stride);
}

LOOPS static void
forward(const struct net *t, const struct net_rows *rows, size_t first, size_t n,
    struct net_hand *h)
{
	for (size_t i = 0; i < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];
		const real *x = i > 0 ? h->activation[i - 1] : h->dense ? h->input : NULL;
		size_t line = i > 0 ? t->layer[i - 1].stride : l->in;
		bool normal = t->normal && i + 1 < t->nlayer;
		real *z = h->activation[i];

		for (size_t r = 0; r < n; r++) {
			if (normal)
				memset(z + r * l->stride, 0, l->stride * sizeof(*z));
			else
				memcpy(z + r * l->stride, t->parameter + l->bias,
				    l->stride * sizeof(*z));
			if (x == NULL)
				input_forward(l, t->parameter,
				    matrix_row(rows->m, rows->which[first + r]),
				    z + r * l->stride);
		}
		if (x != NULL)
			multiply(z, l->stride, n, (struct numbers){ x, line, 1 }, l->in,
			    t->parameter + l->weight, l->stride, l->stride);
		if (normal && h->learns)
			net_normal_forward(t, l, rows->m->weight, rows->which + first, n,
			    z, &h->normal[i]);
		else if (normal)
			net_normal_settled(t, l, n, z);
		for (size_t r = 0; i + 1 < t->nlayer && r < n; r++) {
			net_activate(t->activation, z + r * l->stride, l->out);
			for (size_t u = 0; h->keep != NULL && u < l->out; u++)
				z[r * l->stride + u] *= h->keep[i][r * l->stride + u];
		}
	}
}

/* What a layer's derivatives give to its own weights. */
LOOPS static void
weights_add(const struct net *t, const struct net_rows *rows, size_t first, size_t n,
    size_t i, struct net_hand *h)
{
	const struct layer *l = &t->layer[i];
	const real *x = i > 0 ? h->activation[i - 1] : h->dense ? h->input : NULL;
	size_t line = i > 0 ? t->layer[i - 1].stride : l->in;
	real *g = h->gradient;

	if (t->normal && h->learns && i + 1 < t->nlayer)
		net_normal_backward(t, l, rows->m->weight, rows->which + first, n,
		    &h->normal[i], h->delta[i], g);
	else
		for (size_t r = 0; r < n; r++)
			add_one(g + l->bias, h->delta[i] + r * l->stride, 1, l->stride);
	if (x != NULL) {
		multiply(g + l->weight, l->stride, l->in, (struct numbers){ x, 1, line },
		    n, h->delta[i], l->stride, l->stride);
		return;
	}
	for (size_t r = 0; r < n; r++) {
		struct matrix_row row = matrix_row(rows->m, rows->which[first + r]);

		for (size_t k = 0; k < row.n; k++)
			if (row.value[k] != 0)
				add_one(g + l->weight + row.index[k] * l->stride,
				    h->delta[i] + r * l->stride, (real)row.value[k],
				    l->stride);
	}
}

/* f'(z) from a = f(z). */
static inline real
slope_of(enum activation f, real a)
{
	switch (f) {
	case LEAKY_RELU:
		return a > 0 ? 1 : (real)0.01;
	case TANH:
		return 1 - a * a;
	default:
		return a * (1 - a);
	}
}

/*
 * Derivatives of a row's activations become those of its scores.  What dropout left out
 * is 0 and has none; what it kept was multiplied by `keep`.
 */
LOOPS static void
slopes_apply(
    enum activation f, real *to, const real *a, const real *keep, const struct layer *l)
{
	for (size_t u = 0; f == RELU && u < l->stride; u += LANES) {
		__typeof__((lanes){ 0 } > (lanes){ 0 }) above =
		    *(const lanes *)(a + u) > (lanes){ 0 };

		/* All bits of a truth are set: what is not above 0 becomes 0. */
		*(lanes *)(to + u) =
		    (lanes)(above & (__typeof__(above))*(lanes *)(to + u));
	}
	for (size_t u = 0; f != RELU && u < l->out; u++) {
		real k = keep != NULL ? keep[u] : 1;

		to[u] *= k > 0 ? slope_of(f, a[u] / k) : 0;
	}
	for (size_t u = 0; keep != NULL && u < l->out; u++)
		to[u] *= keep[u];
	for (size_t u = l->out; u < l->stride; u++)
		to[u] = 0;
}

LOOPS static void
backward(
    const struct net *t, real *const *transposed, size_t n, size_t i, struct net_hand *h)
{
	const struct layer *l = &t->layer[i], *below = &t->layer[i - 1];

	memset(h->delta[i - 1], 0, n * below->stride * sizeof(real));
	multiply(h->delta[i - 1], below->stride, n,
	    (struct numbers){ h->delta[i], l->stride, 1 }, l->out, transposed[i],
	    below->stride, below->stride);
	for (size_t r = 0; r < n; r++)
		slopes_apply(t->activation, h->delta[i - 1] + r * below->stride,
		    h->activation[i - 1] + r * below->stride,
		    h->keep != NULL ? h->keep[i - 1] + r * below->stride : NULL, below);
}

/* Numbers of embed, and a first layer of sparse rows, are 0 already: net.c saw to it. */
LOOPS static void
gradient_clear(const struct net *t, struct net_hand *h)
{
	size_t begin = h->dense || h->soiled ? 0 : t->layer[0].bias;
	size_t end = t->embed != NULL ? t->embed->begin : t->size;

	memset(h->gradient + begin, 0, (end - begin) * sizeof(*h->gradient));
	h->soiled = h->dense;
}

LOOPS static void
embed_backward(const struct net *t, const real *transposed, const struct net_rows *rows,
    size_t first, size_t n, struct net_hand *h)
{
	const struct layer *l = &t->layer[0];
	size_t wide = t->embed->wide;

	memset(h->embedded, 0, n * wide * sizeof(*h->embedded));
	multiply(h->embedded, wide, n, (struct numbers){ h->delta[0], l->stride, 1 },
	    l->out, transposed, wide, wide);
	for (size_t r = 0; r < n; r++)
		net_embed_backward(t, matrix_row(rows->m, rows->which[first + r]),
		    h->embedded + r * wide, h->gradient);
}

LOOPS void
PART(const struct net *t, real *const *transposed, const struct net_rows *rows,
    size_t first, size_t n, bool slopes, struct net_hand *h)
{
	size_t last = t->nlayer - 1, frozen = 0; /* layers that need no derivatives */
	const struct layer *l = &t->layer[last];

	while (frozen < last && t->layer[frozen].frozen)
		frozen++;

	h->dense = inputs_gather(t, rows, first, n, h->input);
	forward(t, rows, first, n, h);
	h->loss = h->weight = 0;
	for (size_t r = 0; r < n; r++) {
		uint32_t row = rows->which[first + r];
		double w = rows->m->weight[row];
		real *d = h->delta[last] + r * l->stride;

		memset(d, 0, l->stride * sizeof(*d));
		h->weight += w;
		if (t->sample != NULL)
			h->loss += net_sample_loss(t->sample,
			    h->activation[last] + r * l->stride, d, rows->m->label[row],
			    w);
		else
			h->loss +=
			    net_row_loss(t->loss, h->activation[last] + r * l->stride, d,
				l->out, rows->m->label[row], w);
		if (rows->score != NULL)
			rows->score[first + r] = h->activation[last][r * l->stride];
		if (rows->slope_alone)
			memset(d, 0, l->stride * sizeof(*d));
		if (rows->slope != NULL)
			d[0] += (real)rows->slope[first + r];
	}
	if (!slopes)
		return;
	gradient_clear(t, h);
	for (size_t i = t->nlayer; i-- > frozen;) {
		weights_add(t, rows, first, n, i, h);
		if (i > frozen)
			backward(t, transposed, n, i, h);
	}
	if (t->embed != NULL && frozen == 0)
		embed_backward(t, transposed[0], rows, first, n, h);
}
