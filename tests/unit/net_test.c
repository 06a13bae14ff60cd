/*
 * net_test - gradients of networks against finite differences, in doubles
 */
#define NET_REAL double
#include "../../lib/model/even.c"
#include "../../lib/model/net.c"
#include "../../lib/model/net_embed.c"
#include "../../lib/model/net_normal.c"
#include "../../lib/model/net_part.c"

#include "tap.h"

#if CPU_HAS_AVX2
void
net_part_avx2(const struct net *t, real *const *transposed, const struct net_rows *rows,
    size_t first, size_t n, bool slopes, struct net_hand *h)
{
	net_part(t, transposed, rows, first, n, slopes, h);
}
#endif

enum { ROWS = 71, INPUTS = 5 };

static struct matrix
rows_make(enum net_loss loss)
{
	struct matrix m = { .ncol = INPUTS };
	uint64_t state = 3;

	for (size_t i = 0; i < ROWS; i++) {
		double y = random_share(&state);

		for (uint32_t j = 0; j < INPUTS; j++)
			matrix_add(
			    &m, j, i % 3 == j % 3 ? 0 : 2 * random_share(&state) - 1);
		if (loss == NET_LOGISTIC)
			y = y > 0.5;
		if (loss == NET_SOFTMAX)
			y = floor(3 * y);
		matrix_end_row(&m, y, (double)(i % 4) / 2);
	}
	return m;
}

static double
loss_of(struct net *t, const struct net_rows *rows)
{
	struct net_sums sums = { 0 };

	net_gradient(t, rows, NULL, &sums);
	return sums.loss;
}

static double
slope_error(struct net *t, const struct net_rows *rows, size_t k, double g)
{
	double was = t->parameter[k], up, down, h = 1e-6;

	t->parameter[k] = was + h;
	up = loss_of(t, rows);
	t->parameter[k] = was - h;
	down = loss_of(t, rows);
	t->parameter[k] = was;
	return fabs((up - down) / (2 * h) - g);
}

/* The worst difference of a slope and its finite difference. */
static double
worst_slope(struct net *t, const struct net_rows *rows)
{
	double *g = mem_alloc(t->size, sizeof(*g)), worst = 0;
	struct net_sums sums = { 0 };

	net_gradient(t, rows, g, &sums);
	for (size_t i = 0; i < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];

		for (size_t k = l->weight; k < l->bias + l->stride; k++)
			if ((k - l->weight) % l->stride >= l->out)
				worst = fmax(worst, fabs(g[k])); /* padding stays 0 */
			else
				worst = fmax(worst, slope_error(t, rows, k, g[k]));
		for (size_t u = 0; t->normal && i + 1 < t->nlayer && u < l->out; u++)
			worst = fmax(
			    worst, slope_error(t, rows, l->gain + u, g[l->gain + u]));
	}
	free(g);
	return worst;
}

static void
test_gradient(
    enum activation a, enum net_loss loss, size_t layers, double dropout, bool normal)
{
	static const size_t hidden[] = { 9, 4 };
	struct matrix m = rows_make(loss);
	uint32_t which[ROWS];
	struct net_rows rows = {
		.m = &m, .which = which, .n = ROWS, .seed = dropout > 0 || normal ? 77 : 0
	};
	struct net t;
	double worst;

	for (uint32_t i = 0; i < ROWS; i++)
		which[i] = (i * 29) % ROWS;
	net_make(&t, INPUTS, hidden, layers, loss == NET_SOFTMAX ? 3 : 1, a, loss);
	t.dropout = dropout;
	net_start(&t, 5);
	if (normal)
		net_normalise(&t);
	for (size_t i = 0; i < t.nlayer; i++)
		for (size_t u = 0; u < t.layer[i].out; u++)
			t.parameter[t.layer[i].bias + u] = 0.01 * (double)(u + 1);
	for (size_t u = 0; normal && u < t.layer[0].out; u++)
		t.parameter[t.layer[0].gain + u] = 0.5 + 0.1 * (double)u;
	worst = worst_slope(&t, &rows);
	ok(worst < 1e-6, "%s, %s, %zu hidden, dropout %g%s: off by %g",
	    activation_names[a], net_loss_names[loss], layers, dropout,
	    normal ? ", normalised" : "", worst);
	net_free(&t);
	matrix_free(&m);
}

/* The scores of prediction are those of training. */
/* A softmax over some classes, weighted; of all of them alike it is the usual one. */
static void
test_sample(void)
{
	static const size_t hidden[] = { 6 };
	static const uint32_t place[] = { 1, 2, 0 };
	static const double offset[] = { 0.3, -1, 0.7 }, own[] = { 0.1, -0.4, 0.2 };
	static const double none[] = { 0, 0, 0 };
	struct net_sample some = { 3, place, offset, own },
			  all = { 3, place, none, none };
	struct matrix m = rows_make(NET_SOFTMAX);
	uint32_t which[ROWS];
	struct net_rows rows = { .m = &m, .which = which, .n = ROWS };
	struct net t;
	double usual = 0, sampled = 0, z[3], moved[3], d[3];

	for (uint32_t i = 0; i < ROWS; i++)
		which[i] = i;
	net_make(&t, INPUTS, hidden, 1, 3, TANH, NET_SOFTMAX);
	net_start(&t, 5);
	t.sample = &some;
	ok(worst_slope(&t, &rows) < 1e-7, "slopes of a sampled softmax (%g)",
	    worst_slope(&t, &rows));
	for (size_t c = 0; c < 3; c++)
		z[c] = 0.3 * (double)c - 0.2;
	for (size_t c = 0; c < 3; c++)
		moved[place[c]] = z[c];
	for (size_t y = 0; y < 3; y++) {
		usual += net_row_loss(NET_SOFTMAX, z, d, 3, (double)y, 2);
		sampled += net_sample_loss(&all, moved, d, (double)y, 2);
	}
	ok(fabs(usual - sampled) < 1e-14, "of all classes it is the usual one");
	net_free(&t);
	matrix_free(&m);
}

static void
test_scores(void)
{
	static const size_t hidden[] = { 9, 4 };
	struct matrix m = rows_make(NET_SQUARED);
	double z, *scratch, loss = 0;
	uint32_t which[ROWS];
	struct net_rows rows = { .m = &m, .which = which, .n = ROWS, .seed = 0 };
	struct net t;

	net_make(&t, INPUTS, hidden, 2, 1, TANH, NET_SQUARED);
	net_start(&t, 1);
	scratch = mem_alloc(net_scratch(&t), sizeof(*scratch));
	for (uint32_t i = 0; i < ROWS; i++) {
		which[i] = i;
		net_scores(&t, matrix_row(&m, i), scratch, &z);
		loss += m.weight[i] * (z - m.label[i]) * (z - m.label[i]) / 2;
	}
	ok(fabs(loss - loss_of(&t, &rows)) < 1e-12, "scores as in training");
	free(scratch);
	net_free(&t);
	matrix_free(&m);
}

static double
scores_loss(const struct net *t, const struct matrix *m)
{
	double z, *scratch = mem_alloc(net_scratch(t), sizeof(*scratch)), loss = 0;

	for (uint32_t i = 0; i < ROWS; i++) {
		net_scores(t, matrix_row(m, i), scratch, &z);
		loss += m->weight[i] * (z - m->label[i]) * (z - m->label[i]) / 2;
	}
	free(scratch);
	return loss;
}

/* Normalised over all rows, then by the running mean, then in weights alone. */
static void
test_fold(void)
{
	static const size_t hidden[] = { 9, 4 };
	struct matrix m = rows_make(NET_SQUARED);
	uint32_t which[ROWS];
	struct net_rows train = { .m = &m, .which = which, .n = NET_ROWS, .seed = 1 };
	struct net_rows all = { .m = &m, .which = which, .n = ROWS };
	struct net_sums sums = { 0 };
	double *g, learning, settled, folded;
	struct net t;

	for (uint32_t i = 0; i < ROWS; i++)
		which[i] = i;
	net_make(&t, INPUTS, hidden, 2, 1, TANH, NET_SQUARED);
	net_start(&t, 1);
	net_normalise(&t);
	g = mem_alloc(t.size, sizeof(*g));
	net_gradient(&t, &train, g, &sums);
	learning = sums.loss;
	all.n = NET_ROWS;
	ok(fabs(loss_of(&t, &all) - learning) < 1e-12,
	    "one part seen: its mean is the running one");
	all.n = ROWS;
	settled = loss_of(&t, &all);
	net_fold(&t);
	folded = loss_of(&t, &all);
	ok(!t.normal && fabs(folded - settled) < 1e-12, "folded, it scores as before");
	ok(fabs(scores_loss(&t, &m) - settled) < 1e-12, "and so it does in prediction");
	free(g);
	net_free(&t);
	matrix_free(&m);
}

/* Layers below the first that learns have no gradient; those above are as before. */
static void
test_frozen(void)
{
	static const size_t hidden[] = { 9, 4 };
	struct matrix m = rows_make(NET_SQUARED);
	uint32_t which[ROWS];
	struct net_rows rows = { .m = &m, .which = which, .n = ROWS, .seed = 0 };
	struct net_sums sums = { 0 };
	double *whole, *part, off = 0;
	struct net t;

	for (uint32_t i = 0; i < ROWS; i++)
		which[i] = i;
	net_make(&t, INPUTS, hidden, 2, 1, TANH, NET_SQUARED);
	net_start(&t, 1);
	whole = mem_alloc(t.size, sizeof(*whole));
	part = mem_alloc(t.size, sizeof(*part));
	net_gradient(&t, &rows, whole, &sums);
	t.layer[0].frozen = true;
	net_gradient(&t, &rows, part, &sums);
	for (size_t k = 0; k < t.size; k++)
		off = fmax(off, fabs(part[k] - (k < t.layer[1].weight ? 0 : whole[k])));
	ok(off == 0, "a frozen layer has no gradient, and changes no other");
	free(whole);
	free(part);
	net_free(&t);
	matrix_free(&m);
}

/* Two runs of features by fewer numbers; folded, the net scores as before. */
static void
test_embed(bool normal)
{
	static const size_t hidden[] = { 9, 4 };
	static const struct embed_run run[] = { { 0, 2, 3 }, { 3, 2, 1 } };
	struct matrix m = rows_make(NET_SQUARED);
	uint32_t which[ROWS];
	struct net_rows rows = { .m = &m, .which = which, .n = ROWS, .seed = normal };
	struct net_sums sums = { 0 };
	double *g, *again, worst = 0, off = 0, settled;
	struct net t, plain;

	for (uint32_t i = 0; i < ROWS; i++)
		which[i] = (i * 29) % ROWS;
	ok(net_embed_inputs(INPUTS, run, 2) == 5, "1 feature and 4 numbers are 5 inputs");
	net_make(&t, 5, hidden, 2, 1, TANH, NET_SQUARED);
	net_start(&t, 1);
	if (normal)
		net_normalise(&t);
	net_embed(&t, INPUTS, run, 2, 8);
	g = mem_alloc(t.size, sizeof(*g));
	again = mem_alloc(t.size, sizeof(*g));
	net_gradient(&t, &rows, g, &sums);
	net_gradient(&t, &rows, again, &sums);
	for (size_t k = 0; k < t.size; k++)
		off = fmax(off, fabs(g[k] - again[k]));
	ok(off == 0, "the same gradient twice");
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < run[i].n; j++)
			for (size_t k = 0; k < run[i].d; k++) {
				size_t at =
				    (size_t)(net_embed_numbers(&t, i, run[i].first + j) -
					     t.parameter) +
				    k;

				worst = fmax(worst, slope_error(&t, &rows, at, g[at]));
			}
	worst = fmax(worst, worst_slope(&t, &rows));
	ok(worst < 1e-6, "embedded%s: off by %g", normal ? ", normalised" : "", worst);
	rows.seed = 0;
	settled = loss_of(&t, &rows);
	net_fold(&t);
	net_embed_fold(&t, &plain);
	ok(fabs(scores_loss(&plain, &m) - settled) < 1e-12,
	    "folded, it scores as before");
	free(g);
	free(again);
	net_free(&t);
	net_free(&plain);
	matrix_free(&m);
}

/* Rows too sparse to be gathered give the gradient of those that are. */
static void
test_sparse(void)
{
	static const size_t hidden[] = { 9 };
	struct matrix m = rows_make(NET_SQUARED), wide = { .ncol = INPUTS_DENSE + 1 };
	uint32_t which[ROWS];
	struct net_rows rows = { .m = &m, .which = which, .n = ROWS };
	struct net_sums sums = { 0 };
	struct net t, w;
	double *g, *h, off = 0;
	size_t at, other;

	for (uint32_t i = 0; i < ROWS; i++) {
		struct matrix_row r = matrix_row(&m, i);

		which[i] = i;
		for (size_t k = 0; k < r.n; k++)
			matrix_add(&wide, r.index[k], r.value[k]);
		matrix_end_row(&wide, m.label[i], m.weight[i]);
	}
	net_make(&t, INPUTS, hidden, 1, 1, TANH, NET_SQUARED);
	net_make(&w, wide.ncol, hidden, 1, 1, TANH, NET_SQUARED);
	net_start(&t, 4);
	at = t.layer[0].bias;
	other = w.layer[0].bias;
	memcpy(w.parameter, t.parameter, at * sizeof(*t.parameter));
	memcpy(
	    w.parameter + other, t.parameter + at, (t.size - at) * sizeof(*t.parameter));
	g = mem_alloc(t.size, sizeof(*g));
	h = mem_alloc(w.size, sizeof(*h));
	net_gradient(&t, &rows, g, &sums);
	rows.m = &wide;
	for (int twice = 0; twice < 2; twice++)
		net_gradient(&w, &rows, h, &sums);
	for (size_t k = 0; k < at; k++)
		off = fmax(off, fabs(g[k] - h[k]));
	for (size_t k = at; k < t.size; k++)
		off = fmax(off, fabs(g[k] - h[other + k - at]));
	for (size_t k = at; k < other; k++)
		off = fmax(off, fabs(h[k]));
	ok(off == 0, "sparse rows give the same gradient as dense ones");
	free(g);
	free(h);
	net_free(&t);
	net_free(&w);
	matrix_free(&m);
	matrix_free(&wide);
}

/* The losses and penalties of the rows, as one number to be made small. */
static double
even_value(struct net *t, const struct net_rows *rows, const struct even *x)
{
	struct net_sums sums = { 0 };
	double penalty;

	even_gradient(t, rows, x, NULL, &sums, &penalty);
	return sums.loss + sums.weight * penalty;
}

static void
test_even(double mindiff, double pairing, size_t ngroup, double dropout)
{
	static const size_t hidden[] = { 9 };
	struct matrix m = rows_make(NET_LOGISTIC), twins = rows_make(NET_SQUARED);
	uint32_t which[ROWS], group[ROWS];
	struct net_rows rows = { .m = &m, .which = which, .n = ROWS, .seed = 9 };
	struct even x = { mindiff, pairing, group, ngroup, &twins };
	struct net_sums sums = { 0 };
	double *g, worst = 0, penalty, plain, h = 1e-6;
	struct net t;

	for (uint32_t i = 0; i < ROWS; i++) {
		which[i] = (i * 29) % ROWS;
		group[i] = i % 5 % (uint32_t)ngroup;
	}
	matrix_clear(&twins);
	for (size_t i = 0; i < ROWS; i++) {
		struct matrix_row r = matrix_row(&m, i);

		for (size_t k = 0; k < r.n; k++)
			matrix_add(&twins, r.index[k],
			    r.index[k] == 2 ? 1 - r.value[k] : r.value[k]);
		matrix_end_row(&twins, 0, 1);
	}
	net_make(&t, INPUTS, hidden, 1, 1, TANH, NET_LOGISTIC);
	t.dropout = dropout;
	net_start(&t, 5);
	g = mem_alloc(t.size, sizeof(*g));
	even_gradient(&t, &rows, &x, g, &sums, &penalty);
	plain = loss_of(&t, &rows);
	ok(penalty > 0 && fabs(sums.loss - plain) < 1e-12,
	    "a penalty of %g beside the loss", penalty);
	for (size_t k = 0; k < t.size; k++) {
		double was = t.parameter[k], up, down;

		t.parameter[k] = was + h;
		up = even_value(&t, &rows, &x);
		t.parameter[k] = was - h;
		down = even_value(&t, &rows, &x);
		t.parameter[k] = was;
		worst = fmax(worst, fabs((up - down) / (2 * h) - g[k]));
	}
	ok(worst < 1e-5, "mindiff %g of %zu groups, pairing %g, dropout %g: off by %g",
	    mindiff, ngroup, pairing, dropout, worst);
	free(g);
	net_free(&t);
	matrix_free(&m);
	matrix_free(&twins);
}

int
main(void)
{
	struct net t;
	size_t four = 4;

	for (enum activation a = 0; a < ACTIVATIONS; a++)
		for (enum net_loss l = 0; l < NET_LOSSES; l++)
			for (size_t layers = 0; layers <= 2; layers++)
				test_gradient(a, l, layers, 0, false);
	test_gradient(TANH, NET_SOFTMAX, 2, 0.3, false);
	test_gradient(RELU, NET_LOGISTIC, 1, 0.5, false);
	for (enum activation a = 0; a < ACTIVATIONS; a++)
		test_gradient(a, NET_SOFTMAX, 2, 0, true);
	test_gradient(RELU, NET_SQUARED, 1, 0.5, true);
	test_sample();
	test_scores();
	test_fold();
	test_frozen();
	test_embed(false);
	test_embed(true);
	test_sparse();
	test_even(2, 0, 2, 0);
	test_even(1, 0, 3, 0);
	test_even(0, 0.5, 2, 0);
	test_even(1, 2, 2, 0.3);
	net_make(&t, 3, &four, 1, 1, RELU, NET_SQUARED);
	ok(net_parameters(&t) == 21, "a net of 3, 4 and 1 has 21 parameters");
	net_free(&t);
	return tap_end();
}
