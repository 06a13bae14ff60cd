/*
 * fm.c - see fm.h
 */
#include "model/fm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/mem.h"
#include "base/random.h"

void
fm_make(struct fm *f, size_t ncol, size_t factors, bool logistic)
{
	*f = (struct fm){ .ncol = ncol, .factors = factors, .logistic = logistic };
	f->size = 1 + ncol * (1 + factors);
	f->parameter = mem_alloc(f->size, sizeof(*f->parameter));
}

void
fm_free(struct fm *f)
{
	free(f->parameter);
	*f = (struct fm){ 0 };
}

/* ---- scores ---- */

double
fm_score(const struct fm *f, struct matrix_row x, double *sum)
{
	double z = f->parameter[0], own = 0, all = 0;

	memset(sum, 0, f->factors * sizeof(*sum));
	for (size_t i = 0; i < x.n; i++) {
		const double *w = fm_feature(f, x.index[i]), *v = w + 1;
		double value = x.value[i];

		if (value == 0)
			continue;
		z += w[0] * value;
		for (size_t k = 0; k < f->factors; k++) {
			double part = v[k] * value;

			sum[k] += part;
			own += part * part;
		}
	}
	for (size_t k = 0; k < f->factors; k++)
		all += sum[k] * sum[k];
	return z + (all - own) / 2;
}

void
fm_slopes(const struct fm *f, size_t j, double x, const double *sum, double *g)
{
	const double *v = fm_feature(f, j) + 1;

	g[0] = x;
	for (size_t k = 0; k < f->factors; k++)
		g[1 + k] = x * (sum[k] - v[k] * x);
}

/* The loss of a score, and its slope. */
static double
loss_of(const struct fm *f, double z, double y, double *slope)
{
	double e;

	if (!f->logistic) {
		*slope = z - y;
		return (z - y) * (z - y) / 2;
	}
	e = elementary_exp(z > 0 ? -z : z);
	*slope = (z > 0 ? 1 : e) / (1 + e) - y;
	return elementary_log1p(e) + (z > 0 ? (1 - y) * z : -y * z);
}

double
fm_mean_loss(const struct fm *f, const struct matrix *m)
{
	double *sum = mem_alloc(f->factors, sizeof(*sum)), loss = 0, weight = 0, slope;

	for (size_t i = 0; i < m->nrow; i++)
		if (m->weight[i] > 0) {
			loss +=
			    m->weight[i] * loss_of(f, fm_score(f, matrix_row(m, i), sum),
					       m->label[i], &slope);
			weight += m->weight[i];
		}
	free(sum);
	return loss / weight;
}

/* ---- learning ---- */

struct learning {
	struct fm *f;
	const struct fm_training *t;
	double *squares; /* (size) */
	uint32_t *order; /* (nrow) */
	double *sum, *g; /* (factors), (1 + factors) */
	uint64_t state;
	size_t steps;
	double rate;
};

/* Weights 0, factors small and unlike, and the score of the mean label. */
static void
begin(struct learning *l)
{
	const struct matrix *m = l->t->train;
	double mean = matrix_mean_label(m);
	struct fm *f = l->f;

	for (size_t j = 0; j < f->ncol; j++)
		for (size_t k = 1; k <= f->factors; k++)
			fm_feature(f, j)[k] = 0.2 * random_share(&l->state) - 0.1;
	f->parameter[0] = mean;
	if (f->logistic)
		f->parameter[0] = mean > 0 && mean < 1
				      ? elementary_log(mean) - elementary_log1p(-mean)
				      : 0;
}

static void
number_step(struct learning *l, double *w, double g)
{
	double *s = l->squares + (w - l->f->parameter);

	*s += g * g;
	*w -= l->rate * g / sqrt(1 + *s);
}

/* The square of the row's slopes is returned, and its loss added. */
static double
row_step(struct learning *l, size_t row, double *loss)
{
	const struct matrix *m = l->t->train;
	struct matrix_row x = matrix_row(m, row);
	double slope, squares, weight = m->weight[row];

	*loss += weight * loss_of(l->f, fm_score(l->f, x, l->sum), m->label[row], &slope);
	slope *= weight;
	squares = slope * slope;
	number_step(l, l->f->parameter, slope);
	for (size_t i = 0; i < x.n; i++) {
		double *w = fm_feature(l->f, x.index[i]);

		if (x.value[i] == 0)
			continue;
		fm_slopes(l->f, x.index[i], x.value[i], l->sum, l->g);
		for (size_t k = 0; k <= l->f->factors; k++) {
			double g = slope * l->g[k] + l->t->l2 * w[k];

			squares += g * g;
			number_step(l, &w[k], g);
		}
	}
	l->steps++;
	return squares;
}

static void
epoch_run(struct learning *l, struct epoch *e)
{
	const struct matrix *m = l->t->train;
	double loss = 0, weight = 0, squares = 0;

	for (size_t i = m->nrow; i > 1; i--) {
		size_t k = random_below(&l->state, i);
		uint32_t was = l->order[i - 1];

		l->order[i - 1] = l->order[k];
		l->order[k] = was;
	}
	for (size_t i = 0; i < m->nrow; i++)
		if (m->weight[l->order[i]] > 0) {
			squares += row_step(l, l->order[i], &loss);
			weight += m->weight[l->order[i]];
		}
	e->steps = l->steps;
	e->rate = l->rate;
	e->train_loss = loss / weight;
	e->gradient = sqrt(squares * (double)e->number / (double)l->steps);
	if (l->t->valid != NULL)
		e->valid_loss = fm_mean_loss(l->f, l->t->valid);
}

static bool
epochs_run(struct learning *l, struct course *c,
    bool (*see)(void *with, const struct epoch *e), void *with, struct err *e)
{
	const struct fm_training *t = l->t;
	double *best = mem_alloc(l->f->size, sizeof(*best));
	bool good = true, on = true;

	while (good && on && c->n < t->epochs) {
		struct epoch *now;

		c->epoch = mem_grow(c->epoch, &c->room, c->n + 1, sizeof(*c->epoch));
		now = &c->epoch[c->n++];
		*now = (struct epoch){ .number = c->n, .valid_loss = NAN };
		epoch_run(l, now);
		good = isfinite(now->train_loss) &&
		       (t->valid == NULL || isfinite(now->valid_loss));
		if (!good)
			fail(e, EXIT_DATA,
			    "the loss is no longer a number in epoch %zu: descent "
			    "diverges (use a smaller --learning-rate, or csv-scale the "
			    "features first)",
			    c->n);
		on = see(with, now);
		if (t->valid == NULL || c->n == 1 ||
		    now->valid_loss < c->epoch[c->best].valid_loss) {
			c->best = c->n - 1;
			memcpy(best, l->f->parameter, l->f->size * sizeof(*best));
		}
		on = on && (t->valid == NULL || c->n - 1 - c->best < t->patience);
	}
	memcpy(l->f->parameter, best, l->f->size * sizeof(*best));
	free(best);
	return good;
}

bool
fm_learn(struct fm *f, const struct fm_training *t, struct course *c,
    bool (*see)(void *with, const struct epoch *e), void *with, struct err *e)
{
	struct learning l = { .f = f, .t = t, .state = t->seed, .rate = t->rate };
	bool good;

	l.squares = mem_alloc(f->size, sizeof(*l.squares));
	l.order = mem_alloc(t->train->nrow, sizeof(*l.order));
	l.sum = mem_alloc(f->factors, sizeof(*l.sum));
	l.g = mem_alloc(1 + f->factors, sizeof(*l.g));
	for (size_t i = 0; i < t->train->nrow; i++)
		l.order[i] = (uint32_t)i;
	begin(&l);
	good = epochs_run(&l, c, see, with, e);
	free(l.squares);
	free(l.order);
	free(l.sum);
	free(l.g);
	return good;
}
