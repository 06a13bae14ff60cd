/*
 * net.c - see net.h
 */
#include "model/net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/elementary.h"
#include "base/mem.h"
#include "base/random.h"
#include "model/net_part.h"

const char *const activation_names[ACTIVATIONS] = { "relu", "leaky_relu", "tanh",
	"sigmoid" };
const char *const net_loss_names[NET_LOSSES] = { "squared", "logistic", "softmax",
	"multilabel" };

enum { INPUTS_DENSE = 65536 };

/* ---- making ---- */

static size_t
rounded(size_t n)
{
	return (n + LANES - 1) / LANES * LANES;
}

void
net_make(struct net *t, size_t ninput, const size_t *hidden, size_t n, size_t noutput,
    enum activation a, enum net_loss loss)
{
	*t = (struct net){ .nlayer = n + 1, .activation = a, .loss = loss };
	t->layer = mem_alloc(t->nlayer, sizeof(*t->layer));
	for (size_t i = 0; i <= n; i++) {
		struct layer *l = &t->layer[i];

		l->in = i == 0 ? ninput : hidden[i - 1];
		l->out = i == n ? noutput : hidden[i];
		l->stride = rounded(l->out);
		l->weight = t->size;
		l->bias = t->size + l->in * l->stride;
		t->size = l->bias + l->stride;
	}
	t->parameter = mem_alloc(t->size, sizeof(*t->parameter));
}

void
net_normalise(struct net *t)
{
	size_t before = t->size;

	for (size_t i = 0; i + 1 < t->nlayer; i++) {
		struct layer *l = &t->layer[i];

		l->gain = t->size;
		l->mean = l->gain + l->stride;
		l->variance = l->mean + l->stride;
		t->size = l->variance + l->stride;
	}
	t->normal = t->nlayer > 1;
	t->parameter = mem_resize(t->parameter, t->size, sizeof(*t->parameter));
	memset(t->parameter + before, 0, (t->size - before) * sizeof(*t->parameter));
	for (size_t i = 0; i + 1 < t->nlayer; i++)
		for (size_t u = 0; u < t->layer[i].out; u++)
			t->parameter[t->layer[i].gain + u] =
			    t->parameter[t->layer[i].variance + u] = 1;
}

void
net_start(struct net *t, uint64_t seed)
{
	for (size_t i = 0; i < t->nlayer && t->nlayer > 1; i++) {
		const struct layer *l = &t->layer[i];
		bool half = t->activation == RELU || t->activation == LEAKY_RELU;
		double fan = (double)l->in, width;

		if (!half || i + 1 == t->nlayer)
			fan += (double)l->out;
		width = sqrt(6 / fan);
		for (size_t j = 0; j < l->in; j++)
			for (size_t u = 0; u < l->out; u++)
				t->parameter[l->weight + j * l->stride + u] =
				    (real)(width * (2 * random_share(&seed) - 1));
	}
}

size_t
net_parameters(const struct net *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nlayer; i++)
		n += (t->layer[i].in + 1) * t->layer[i].out;
	return n;
}

/* ---- gradients ---- */

static size_t
hidden_units(const struct net *t)
{
	size_t n = 0;

	for (size_t i = 0; i + 1 < t->nlayer; i++)
		n += t->layer[i].out;
	return n;
}

struct net_work {
	size_t nhand;
	struct net_hand *hand;
	real **transposed; /* (nlayer) W turned over; of the first layer the inputs of
			      embed, if any */
	net_part_fn *part;
	uint64_t seen; /* parts learnt from */

	/* of the gradient under way */
	struct net *t;
	const struct net_rows *rows;
	real *gradient; /* NULL: the loss alone */
	struct net_sums *sums;
};

static void
hand_start(struct net_hand *h, const struct net *t)
{
	h->activation = mem_alloc(t->nlayer, sizeof(*h->activation));
	h->delta = mem_alloc(t->nlayer, sizeof(*h->delta));
	if (t->dropout > 0)
		h->kept = mem_alloc(t->nlayer, sizeof(*h->kept));
	for (size_t i = 0; i < t->nlayer; i++) {
		size_t n = NET_ROWS * t->layer[i].stride;

		h->activation[i] = mem_alloc(n, sizeof(real));
		h->delta[i] = mem_alloc(n, sizeof(real));
		if (t->dropout > 0)
			h->kept[i] = mem_alloc(n, sizeof(real));
	}
	if (t->normal)
		h->normal = mem_alloc(t->nlayer, sizeof(*h->normal));
	for (size_t i = 0; t->normal && i + 1 < t->nlayer; i++)
		net_normal_make(&h->normal[i], &t->layer[i]);
	h->gradient = mem_alloc(t->size, sizeof(*h->gradient));
	if (t->embed != NULL)
		h->embedded = mem_alloc(NET_ROWS * t->embed->wide, sizeof(*h->embedded));
	if (t->layer[0].in <= INPUTS_DENSE || t->embed != NULL)
		h->input = mem_alloc(NET_ROWS * t->layer[0].in, sizeof(*h->input));
	h->alive = mem_alloc(hidden_units(t), sizeof(*h->alive));
}

static void
hand_end(struct net_hand *h, const struct net *t)
{
	for (size_t i = 0; i < t->nlayer; i++) {
		free(h->activation[i]);
		free(h->delta[i]);
		if (h->kept != NULL)
			free(h->kept[i]);
		if (h->normal != NULL)
			net_normal_free(&h->normal[i]);
	}
	free(h->normal);
	free(h->activation);
	free(h->delta);
	free(h->kept);
	free(h->gradient);
	free(h->input);
	free(h->embedded);
	free(h->alive);
}

static struct net_work *
work_new(const struct net *t)
{
	struct net_work *w = mem_alloc(1, sizeof(*w));

	w->part = net_part;
#if CPU_HAS_AVX2
	if (cpu_level() == CPU_LEVEL_AVX2)
		w->part = net_part_avx2;
#endif
	w->nhand = crew_hands();
	w->hand = mem_alloc(w->nhand, sizeof(*w->hand));
	for (size_t h = 0; h < w->nhand; h++)
		hand_start(&w->hand[h], t);
	w->transposed = mem_alloc(t->nlayer, sizeof(*w->transposed));
	for (size_t i = 1; i < t->nlayer; i++)
		w->transposed[i] =
		    mem_alloc(t->layer[i].out * t->layer[i - 1].stride, sizeof(real));
	if (t->embed != NULL)
		w->transposed[0] =
		    mem_alloc(t->layer[0].out * t->embed->wide, sizeof(real));
	return w;
}

static void
work_free(struct net_work *w, const struct net *t)
{
	if (w == NULL)
		return;
	for (size_t h = 0; h < w->nhand; h++)
		hand_end(&w->hand[h], t);
	for (size_t i = 0; i < t->nlayer; i++)
		free(w->transposed[i]);
	free(w->transposed);
	free(w->hand);
	free(w);
}

void
net_free(struct net *t)
{
	work_free(t->work, t);
	net_embed_free(t);
	free(t->layer);
	free(t->parameter);
	*t = (struct net){ 0 };
}

/* What dropout leaves in, of these rows: each row's own draws, wherever it is done. */
static void
draw_kept(const struct net_work *w, struct net_hand *h, size_t first, size_t n)
{
	const struct net *t = w->t;
	real scale = (real)(1 / (1 - t->dropout));

	for (size_t r = 0; r < n; r++) {
		uint64_t state = w->rows->seed + w->rows->which[first + r];

		for (size_t i = 0; i + 1 < t->nlayer; i++)
			for (size_t u = 0; u < t->layer[i].out; u++)
				h->kept[i][r * t->layer[i].stride + u] =
				    random_share(&state) < t->dropout ? 0 : scale;
	}
}

static void
note_alive(const struct net *t, struct net_hand *h, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i + 1 < t->nlayer; at += t->layer[i++].out)
		for (size_t r = 0; r < n; r++)
			for (size_t u = 0; u < t->layer[i].out; u++)
				h->alive[at + u] |=
				    h->activation[i][r * t->layer[i].stride + u] > 0;
}

static void
part_work(void *self, size_t hand, size_t part)
{
	const struct net_work *w = self;
	struct net_hand *h = &w->hand[hand];
	size_t first = part * NET_ROWS, left = w->rows->n - first;
	size_t n = left < NET_ROWS ? left : NET_ROWS;

	h->learns = w->rows->seed != 0;
	h->keep = h->learns ? h->kept : NULL;
	if (h->keep != NULL)
		draw_kept(w, h, first, n);
	w->part(w->t, w->transposed, w->rows, first, n, w->gradient != NULL, h);
	if (w->sums->alive != NULL)
		note_alive(w->t, h, n);
}

/* What sparse rows gave to the first layer, and makes that 0 again. */
static void
first_move(const struct net_work *w, struct net_hand *h, struct matrix_row x)
{
	const struct layer *l = &w->t->layer[0];

	for (size_t k = 0; k < x.n; k++) {
		size_t at = l->weight + x.index[k] * l->stride;

		for (size_t u = 0; x.value[k] != 0 && u < l->out; u++) {
			w->gradient[at + u] += h->gradient[at + u];
			h->gradient[at + u] = 0;
		}
	}
}

/*
 * A part's gradient to that of all.  Where few of many features occur, only their numbers
 * are looked at: others are 0.
 */
static void
gradient_move(const struct net_work *w, struct net_hand *h, size_t first)
{
	const struct net *t = w->t;
	size_t end = t->embed != NULL ? t->embed->begin : t->size;
	size_t left = w->rows->n - first, n = left < NET_ROWS ? left : NET_ROWS;

	/* As locals, so that the loop may take several at once. */
	real *restrict to = w->gradient;
	const real *restrict from = h->gradient;

	for (size_t i = h->dense ? 0 : t->layer[0].bias; i < end; i++)
		to[i] += from[i];
	for (size_t r = 0; r < n; r++) {
		struct matrix_row x = matrix_row(w->rows->m, w->rows->which[first + r]);

		if (t->embed != NULL)
			net_embed_move(t, x, h->gradient, w->gradient);
		else if (!h->dense)
			first_move(w, h, x);
		else
			break;
	}
}

static void
part_take(void *self, size_t hand, size_t part)
{
	struct net_work *w = self;
	struct net_hand *h = &w->hand[hand];

	w->sums->loss += h->loss;
	w->sums->weight += h->weight;
	if (w->gradient != NULL)
		gradient_move(w, h, part * NET_ROWS);
	if (!w->t->normal || w->gradient == NULL || !h->learns || !(h->weight > 0))
		return;
	for (size_t i = 0; i + 1 < w->t->nlayer; i++)
		net_normal_note(w->t, &w->t->layer[i], &h->normal[i], w->seen);
	w->seen++;
}

/* Derivatives go down by W turned over. */
static void
transpose(const struct net *t, real **to)
{
	const struct net_embed *e = t->embed;

	for (size_t j = 0; e != NULL && j < e->width; j++)
		for (size_t u = 0; u < t->layer[0].out; u++)
			to[0][u * e->wide + j] =
			    t->parameter[t->layer[0].weight +
					 (e->plain + j) * t->layer[0].stride + u];
	for (size_t i = 1; i < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];
		size_t stride = t->layer[i - 1].stride;

		for (size_t j = 0; j < l->in; j++)
			for (size_t u = 0; u < l->out; u++)
				to[i][u * stride + j] =
				    t->parameter[l->weight + j * l->stride + u];
	}
}

void
net_gradient(
    struct net *t, const struct net_rows *rows, real *gradient, struct net_sums *sums)
{
	size_t hidden = hidden_units(t);
	struct net_work *w = t->work;

	if (w == NULL)
		w = t->work = work_new(t);
	w->t = t;
	w->rows = rows;
	w->gradient = gradient;
	w->sums = sums;
	if (gradient != NULL) {
		transpose(t, w->transposed);
		memset(gradient, 0, t->size * sizeof(*gradient));
	}
	sums->loss = sums->weight = 0;
	crew_run((rows->n + NET_ROWS - 1) / NET_ROWS, part_work, part_take, w);
	for (size_t h = 0; sums->alive != NULL && h < w->nhand; h++)
		for (size_t u = 0; u < hidden; u++) {
			sums->alive[u] |= w->hand[h].alive[u];
			w->hand[h].alive[u] = false;
		}
}

/* ---- prediction ---- */

size_t
net_scratch(const struct net *t)
{
	size_t most = 0;

	for (size_t i = 0; i < t->nlayer; i++)
		most = t->layer[i].out > most ? t->layer[i].out : most;
	return 2 * most;
}

static double
activate(enum activation a, double z)
{
	switch (a) {
	case RELU:
		return z > 0 ? z : 0;
	case LEAKY_RELU:
		return z > 0 ? z : 0.01 * z;
	case TANH:
		return 2 * elementary_sigmoid(2 * z) - 1;
	default:
		return elementary_sigmoid(z);
	}
}

void
net_scores(const struct net *t, struct matrix_row x, double *scratch, double *z)
{
	const double *from = NULL;
	double *to[2] = { scratch, scratch + net_scratch(t) / 2 };

	for (size_t i = 0; i < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];
		size_t n = i == 0 ? x.n : l->in;
		double *out = i + 1 == t->nlayer ? z : to[i % 2];

		for (size_t u = 0; u < l->out; u++)
			out[u] = t->parameter[l->bias + u];
		for (size_t k = 0; k < n; k++) {
			size_t j = i == 0 ? x.index[k] : k;
			double a = i == 0 ? x.value[k] : from[k];
			const real *w = t->parameter + l->weight + j * l->stride;

			for (size_t u = 0; a != 0 && u < l->out; u++)
				out[u] += a * w[u];
		}
		for (size_t u = 0; i + 1 < t->nlayer && u < l->out; u++)
			out[u] = activate(t->activation, out[u]);
		from = out;
	}
}
