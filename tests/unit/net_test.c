/*
 * net_test - gradients of networks against finite differences, in doubles
 */
#define NET_REAL double
#include "../../lib/model/net.c"
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

/* The worst difference of a slope and its finite difference. */
static double
worst_slope(struct net *t, const struct net_rows *rows)
{
	double *g = mem_alloc(t->size, sizeof(*g)), worst = 0, h = 1e-6;
	struct net_sums sums = { 0 };

	net_gradient(t, rows, g, &sums);
	for (size_t i = 0; i < t->nlayer; i++)
		for (size_t k = t->layer[i].weight;
		     k < t->layer[i].bias + t->layer[i].stride; k++) {
			double was = t->parameter[k], up, down;
			size_t unit = (k - t->layer[i].weight) % t->layer[i].stride;

			if (unit >= t->layer[i].out) {
				worst = fmax(worst, fabs(g[k])); /* padding stays 0 */
				continue;
			}
			t->parameter[k] = was + h;
			up = loss_of(t, rows);
			t->parameter[k] = was - h;
			down = loss_of(t, rows);
			t->parameter[k] = was;
			worst = fmax(worst, fabs((up - down) / (2 * h) - g[k]));
		}
	free(g);
	return worst;
}

static void
test_gradient(enum activation a, enum net_loss loss, size_t layers, double dropout)
{
	static const size_t hidden[] = { 9, 4 };
	struct matrix m = rows_make(loss);
	uint32_t which[ROWS];
	struct net_rows rows = { &m, which, ROWS, dropout > 0 ? 77 : 0 };
	struct net t;
	double worst;

	for (uint32_t i = 0; i < ROWS; i++)
		which[i] = (i * 29) % ROWS;
	net_make(&t, INPUTS, hidden, layers, loss == NET_SOFTMAX ? 3 : 1, a, loss);
	t.dropout = dropout;
	net_start(&t, 5);
	for (size_t i = 0; i < t.nlayer; i++)
		for (size_t u = 0; u < t.layer[i].out; u++)
			t.parameter[t.layer[i].bias + u] = 0.01 * (double)(u + 1);
	worst = worst_slope(&t, &rows);
	ok(worst < 1e-6, "%s, %s, %zu hidden, dropout %g: off by %g", activation_names[a],
	    net_loss_names[loss], layers, dropout, worst);
	net_free(&t);
	matrix_free(&m);
}

/* The scores of prediction are those of training. */
static void
test_scores(void)
{
	static const size_t hidden[] = { 9, 4 };
	struct matrix m = rows_make(NET_SQUARED);
	double z, *scratch, loss = 0;
	uint32_t which[ROWS];
	struct net_rows rows = { &m, which, ROWS, 0 };
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

int
main(void)
{
	struct net t;
	size_t four = 4;

	for (enum activation a = 0; a < ACTIVATIONS; a++)
		for (enum net_loss l = 0; l < NET_LOSSES; l++)
			for (size_t layers = 0; layers <= 2; layers++)
				test_gradient(a, l, layers, 0);
	test_gradient(TANH, NET_SOFTMAX, 2, 0.3);
	test_gradient(RELU, NET_LOGISTIC, 1, 0.5);
	test_scores();
	net_make(&t, 3, &four, 1, 1, RELU, NET_SQUARED);
	ok(net_parameters(&t) == 21, "a net of 3, 4 and 1 has 21 parameters");
	net_free(&t);
	return tap_end();
}
