/*
 * descent.c - see descent.h
 */
#include "model/descent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/mem.h"
#include "base/random.h"
#include "model/candidates.h"
#include "model/net_embed.h"

const char *const rule_names[RULES] = { "sgd", "momentum", "adagrad", "rmsprop", "adam" };
const char *const schedule_names[SCHEDULES] = { "constant", "inverse", "cosine" };

/* ---- one step ---- */

struct stepping {
	struct net *t;                 /* the one that steps are made with */
	struct candidates *candidates; /* or NULL */
	const struct descent *d;
	real *gradient, *first, *second; /* (size) sums of the rule */
	double decay1, decay2;           /* adam: 0.9^steps, 0.999^steps */
	uint32_t *order;                 /* (nrow) */
	uint64_t state;
	size_t steps;
};

static void
rule_step(struct stepping *s, double rate)
{
	real *w = s->t->parameter, *g = s->gradient, *m = s->first, *v = s->second;
	size_t n = s->t->size;
	real r = (real)rate, c1, c2;

	s->decay1 *= 0.9;
	s->decay2 *= 0.999;
	c1 = (real)(1 / (1 - s->decay1));
	c2 = (real)(1 / (1 - s->decay2));
	switch (s->d->rule) {
	case SGD:
		for (size_t i = 0; i < n; i++)
			w[i] -= r * g[i];
		break;
	case MOMENTUM:
		for (size_t i = 0; i < n; i++) {
			m[i] = (real)0.9 * m[i] + g[i];
			w[i] -= r * m[i];
		}
		break;
	case ADAGRAD:
		for (size_t i = 0; i < n; i++) {
			v[i] += g[i] * g[i];
			w[i] -= r * g[i] / ((real)sqrt(v[i]) + (real)1e-10);
		}
		break;
	case RMSPROP:
		for (size_t i = 0; i < n; i++) {
			v[i] = (real)0.9 * v[i] + (real)0.1 * (g[i] * g[i]);
			w[i] -= r * g[i] / ((real)sqrt(v[i]) + (real)1e-8);
		}
		break;
	default:
		for (size_t i = 0; i < n; i++) {
			m[i] = (real)0.9 * m[i] + (real)0.1 * g[i];
			v[i] = (real)0.999 * v[i] + (real)0.001 * (g[i] * g[i]);
			w[i] -= r * (c1 * m[i]) / ((real)sqrt(c2 * v[i]) + (real)1e-8);
		}
	}
}

/* The penalty's part of the gradient: of weights, not of intercepts. */
static void
penalty_add(const struct net *t, double l2, real *g)
{
	for (size_t k = t->embed != NULL ? t->embed->begin : t->size;
	     l2 > 0 && k < t->size; k++)
		g[k] += (real)l2 * t->parameter[k];
	for (size_t i = 0; l2 > 0 && i < t->nlayer; i++)
		for (size_t k = t->layer[i].weight; k < t->layer[i].bias; k++)
			g[k] += (real)l2 * t->parameter[k];
}

/* Parameters that stay have no gradient. */
static void
freeze(const struct net *t, real *g)
{
	for (size_t i = 0; i < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];

		if (!l->frozen)
			continue;
		memset(g + l->weight, 0, (l->bias + l->stride - l->weight) * sizeof(*g));
		for (size_t u = 0; t->normal && i + 1 < t->nlayer && u < l->stride; u++)
			g[l->gain + u] = 0;
	}
}

static double
squares_of(const real *g, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)g[i] * g[i];
	return sum;
}

/*
 * Cut the gradient down to `clip`.  Squares are added, before that: those of all, and
 * of each layer.
 */
static void
gradient_clip(const struct net *t, real *g, double clip, double *all, double *layer)
{
	double squares = squares_of(g, t->size), norm = sqrt(squares);

	*all += squares;
	for (size_t i = 0; i < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];

		layer[i] += squares_of(g + l->weight, l->bias + l->stride - l->weight);
		if (t->normal && i + 1 < t->nlayer)
			layer[i] += squares_of(g + l->gain, l->stride);
	}
	if (t->embed != NULL)
		layer[0] += squares_of(g + t->embed->begin, t->size - t->embed->begin);
	for (size_t i = 0; clip > 0 && norm > clip && i < t->size; i++)
		g[i] *= (real)(clip / norm);
}

/* ---- epochs ---- */

static void
rows_shuffle(struct stepping *s)
{
	for (size_t i = s->d->train->nrow; i > 1; i--) {
		size_t k = random_below(&s->state, i);
		uint32_t was = s->order[i - 1];

		s->order[i - 1] = s->order[k];
		s->order[k] = was;
	}
}

static double
rate_of(const struct descent *d, size_t epoch)
{
	double share = (double)epoch / (double)d->epochs;

	if (d->schedule == INVERSE)
		return d->rate / (double)(epoch + 1);
	if (d->schedule == COSINE)
		return d->rate * (1 + elementary_cos_turn(share / 2)) / 2;
	return d->rate;
}

static size_t
hidden_units(const struct net *t)
{
	size_t n = 0;

	for (size_t i = 0; i + 1 < t->nlayer; i++)
		n += t->layer[i].out;
	return n;
}

static void
epoch_run(struct stepping *s, struct epoch *e)
{
	size_t nrow = s->d->train->nrow, hidden = hidden_units(s->t), batches = 0;
	bool *alive = mem_alloc(hidden, sizeof(*alive));
	double loss = 0, weight = 0, squares = 0, penalty;

	e->layer = mem_alloc(s->t->nlayer, sizeof(*e->layer));
	rows_shuffle(s);
	e->rate = rate_of(s->d, e->number - 1);
	for (size_t at = 0; at < nrow; at += s->d->batch) {
		size_t n = nrow - at < s->d->batch ? nrow - at : s->d->batch;
		struct net_rows rows = { .m = s->d->train,
			.which = s->order + at,
			.n = n,
			.seed = random_bits(&s->state) | 1 };
		struct net_sums sums = { .alive = alive };

		if (s->candidates != NULL)
			candidates_take(
			    s->candidates, &rows, &s->state, s->first, s->second);
		if (s->d->even.mindiff > 0 || s->d->even.pairing > 0)
			even_gradient(
			    s->t, &rows, &s->d->even, s->gradient, &sums, &penalty);
		else
			net_gradient(s->t, &rows, s->gradient, &sums);
		if (!(sums.weight > 0))
			continue;
		for (size_t i = 0; i < s->t->size; i++)
			s->gradient[i] /= (real)sums.weight;
		penalty_add(s->t, s->d->l2, s->gradient);
		freeze(s->t, s->gradient);
		gradient_clip(s->t, s->gradient, s->d->clip, &squares, e->layer);
		rule_step(s, e->rate);
		if (s->candidates != NULL)
			candidates_return(s->candidates, s->first, s->second);
		loss += sums.loss;
		weight += sums.weight;
		batches++;
		s->steps++;
	}
	e->steps = s->steps;
	e->train_loss = loss / weight;
	if (batches == 0)
		batches = 1;
	e->gradient = sqrt(squares / (double)batches);
	for (size_t i = 0; i < s->t->nlayer; i++)
		e->layer[i] = sqrt(e->layer[i] / (double)batches);
	for (size_t u = 0; u < hidden; u++)
		e->dead += !alive[u];
	free(alive);
}

double
net_mean_loss(struct net *t, const struct matrix *m)
{
	uint32_t *which = mem_alloc(m->nrow, sizeof(*which));
	struct net_rows rows = { .m = m, .which = which, .n = m->nrow };
	struct net_sums sums = { 0 };

	for (size_t i = 0; i < m->nrow; i++)
		which[i] = (uint32_t)i;
	net_gradient(t, &rows, NULL, &sums);
	free(which);
	return sums.loss / sums.weight;
}

static void
stepping_start(struct stepping *s, struct net *t, const struct descent *d)
{
	*s = (struct stepping){
		.t = t, .d = d, .decay1 = 1, .decay2 = 1, .state = d->seed
	};
	if (d->candidates > 0) {
		s->candidates = mem_alloc(1, sizeof(*s->candidates));
		candidates_start(s->candidates, t, d->train, d->candidates, d->batch);
		s->t = t = &s->candidates->part;
	}
	s->gradient = mem_alloc(t->size, sizeof(*s->gradient));
	s->first = mem_alloc(t->size, sizeof(*s->first));
	s->second = mem_alloc(t->size, sizeof(*s->second));
	s->order = mem_alloc(d->train->nrow, sizeof(*s->order));
	for (size_t i = 0; i < d->train->nrow; i++)
		s->order[i] = (uint32_t)i;
}

static void
stepping_end(struct stepping *s)
{
	if (s->candidates != NULL)
		candidates_free(s->candidates);
	free(s->candidates);
	free(s->gradient);
	free(s->first);
	free(s->second);
	free(s->order);
}

bool
descend(struct net *t, const struct descent *d, struct course *c,
    bool (*see)(void *with, const struct epoch *e), void *with, struct err *e)
{
	struct stepping s;
	real *best = mem_alloc(t->size, sizeof(*best));
	bool good = true, on = true;

	stepping_start(&s, t, d);
	while (good && on && c->n < d->epochs) {
		struct epoch *now;

		c->epoch = mem_grow(c->epoch, &c->room, c->n + 1, sizeof(*c->epoch));
		now = &c->epoch[c->n++];
		*now = (struct epoch){ .number = c->n, .valid_loss = NAN };
		epoch_run(&s, now);
		if (s.candidates != NULL)
			candidates_settle(s.candidates);
		if (d->valid != NULL)
			now->valid_loss = net_mean_loss(t, d->valid);
		good = isfinite(now->train_loss) &&
		       (d->valid == NULL || isfinite(now->valid_loss));
		if (!good)
			fail(e, EXIT_DATA,
			    "the loss is no longer a number in epoch %zu: descent "
			    "diverges (use a smaller --learning-rate, --clip-norm, or "
			    "csv-scale the features first)",
			    c->n);
		on = see(with, now);
		if (d->valid == NULL || c->n == 1 ||
		    now->valid_loss < c->epoch[c->best].valid_loss) {
			c->best = c->n - 1;
			memcpy(best, t->parameter, t->size * sizeof(*best));
		}
		on = on && (d->valid == NULL || c->n - 1 - c->best < d->patience);
	}
	memcpy(t->parameter, best, t->size * sizeof(*best));
	free(best);
	stepping_end(&s);
	return good;
}

void
course_free(struct course *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->epoch[i].layer);
	free(c->epoch);
	*c = (struct course){ 0 };
}

/* ---- what it means ---- */

static double
log_odds(double share)
{
	return share <= 0 || share >= 1
		   ? 0
		   : elementary_log(share) - elementary_log1p(-share);
}

/* What it costs to say of everything that it is 1 with this probability. */
static double
entropy(double share)
{
	return share <= 0 || share >= 1 ? 0
					: -share * elementary_log(share) -
					      (1 - share) * elementary_log(1 - share);
}

/* The score that predicts the mean label of class c; of a class without rows a low one.
 */
static double
constant_score(const struct matrix *m, enum net_loss loss, size_t c)
{
	double total = matrix_total_weight(m), mean = matrix_mean_label(m), share = 0;

	if (loss == NET_SQUARED)
		return mean;
	if (loss == NET_LOGISTIC)
		return log_odds(mean);
	for (size_t i = 0; loss == NET_MULTILABEL && i < m->nrow; i++)
		share += set_has(m->label[i], c) ? m->weight[i] / total : 0;
	if (loss == NET_MULTILABEL)
		return log_odds(share);
	for (size_t i = 0; i < m->nrow; i++)
		share += m->label[i] == (double)c ? m->weight[i] / total : 0;
	return share > 0 ? elementary_log(share) : -10;
}

void
net_start_constant(struct net *t, const struct matrix *m)
{
	const struct layer *l = &t->layer[t->nlayer - 1];

	for (size_t c = 0; c < l->out; c++)
		t->parameter[l->bias + c] = (real)constant_score(m, t->loss, c);
}

double
constant_loss(const struct matrix *m, enum net_loss loss, size_t nclass)
{
	double total = matrix_total_weight(m), mean = matrix_mean_label(m), sum = 0;
	double *share;

	if (loss == NET_LOGISTIC)
		return entropy(mean);
	if (loss == NET_SQUARED) {
		for (size_t i = 0; i < m->nrow; i++)
			sum += m->weight[i] / total * (m->label[i] - mean) *
			       (m->label[i] - mean);
		return sum / 2;
	}
	share = mem_alloc(nclass, sizeof(*share));
	for (size_t i = 0; loss == NET_SOFTMAX && i < m->nrow; i++)
		share[(size_t)m->label[i]] += m->weight[i] / total;
	for (size_t i = 0; loss == NET_MULTILABEL && i < m->nrow; i++)
		for (size_t c = 0; c < nclass; c++)
			share[c] += set_has(m->label[i], c) ? m->weight[i] / total : 0;
	for (size_t c = 0; c < nclass && loss == NET_MULTILABEL; c++)
		sum += entropy(share[c]);
	for (size_t c = 0; c < nclass && loss == NET_SOFTMAX; c++)
		sum -= share[c] > 0 ? share[c] * elementary_log(share[c]) : 0;
	free(share);
	return sum;
}

/* In how many epochs of the second half the training loss rose. */
static size_t
rises(const struct course *c)
{
	size_t n = 0;

	for (size_t i = c->n / 2 + 1; i < c->n; i++)
		n += c->epoch[i].train_loss > 1.005 * c->epoch[i - 1].train_loss;
	return n;
}

const char *
course_verdict(const struct course *c, double constant)
{
	const struct epoch *e = c->epoch, *last = &e[c->n - 1];

	if (last->train_loss > constant * 1.05 && last->train_loss > 1.02 * e->train_loss)
		return "diverging: the training loss is worse than that of a constant "
		       "(try a smaller --learning-rate, or scale the features)";
	if (c->n >= 3 && last->train_loss > constant * 0.999)
		return "stuck: the training loss is hardly better than that of a "
		       "constant "
		       "(try another --learning-rate, more --hidden units, or features "
		       "that tell more)";
	if (!isnan(last->valid_loss) && c->best + 1 < c->n &&
	    last->valid_loss > 1.02 * e[c->best].valid_loss &&
	    last->train_loss < e[c->best].train_loss)
		return "overfitting: the validation loss rose while the training loss "
		       "fell; the best epoch was taken (try --dropout, --l2, fewer "
		       "--hidden units, or more rows)";
	if (c->n >= 8 && rises(c) * 3 >= c->n / 2)
		return "oscillating: the training loss goes up and down (try a smaller "
		       "--learning-rate, a larger --batch, or --schedule)";
	if (isnan(last->valid_loss) && c->n >= 3 &&
	    e[c->n - 2].train_loss - last->train_loss > 0.002 * constant)
		return "still learning: the training loss fell to the last epoch (try "
		       "more "
		       "--epochs)";
	return NULL;
}
