/*
 * convex.c - L-BFGS, then Newton steps by conjugate gradients
 *
 * The truncated Newton step and how exactly to solve it: Dembo & Steihaug,
 * Mathematical Programming 26 (1983), 190-212.  With an l1 penalty the step is the
 * minimum of the quadratic model with the penalty itself, the proximal Newton method
 * of Lee, Sun & Saunders, SIAM J. Optimization 24 (2014), 1420-1443.
 */
#include "model/convex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/headstart.h"
#include "model/minimise.h"
#include "model/objective.h"
#include "model/quadratic.h"

/* Where L-BFGS hands over: far enough in for Newton's quadratic convergence. */
#define HANDOVER 1e-3

/*
 * At most so many iterations before it does; halvings of a Newton step; variables of
 * a matrix of second derivatives (384 MB with what making it needs).
 */
enum { APPROACH = 100, HALVINGS = 20, MATRIX_WIDTH = 4096 };

struct problem {
	struct objective f;
	size_t n; /* ncol + 1 */
	double l1;
	double unit;                 /* what slopes are measured by */
	double goal;                 /* the measure at which L-BFGS stops */
	double damping;              /* see damping_for() */
	double *curvature;           /* (nrow) */
	double *diagonal;            /* (n) of the second derivative */
	double *d, *r, *p, *product; /* (n) conjugate gradients: step, residual, ... */
	double *trial, *trial_gradient, *slope; /* (n) slope: the pseudo-gradient */
};

/* The root mean square of the loss's slope at a constant score. */
static double
slope_unit(const struct objective *f, double z)
{
	const struct matrix *m = f->matrix;
	double sum = 0, block = 0, s = 0, of = NAN;

	for (size_t i = 0; i < m->nrow; i++) {
		/* Labels often repeat, and then so does what is made of them. */
		if (m->label[i] != of && m->weight[i] > 0)
			f->loss->both(f->loss, of = m->label[i], z, &s);
		block += m->weight[i] / f->total * s * s;
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			sum += block;
			block = 0;
		}
	}
	return sqrt(sum);
}

static void
problem_start(struct problem *c, const struct matrix *m, const struct loss *loss,
    const struct training *t, double start)
{
	*c = (struct problem){ .n = m->ncol + 1, .l1 = t->l1 };
	objective_start(&c->f, m, loss, t->l2, t->l1 == 0, start);
	c->unit = slope_unit(&c->f, start);
	c->curvature = mem_alloc(m->nrow, sizeof *c->curvature);
	c->diagonal = mem_alloc(c->n, sizeof *c->diagonal);
	c->d = mem_alloc(c->n, sizeof *c->d);
	c->r = mem_alloc(c->n, sizeof *c->r);
	c->p = mem_alloc(c->n, sizeof *c->p);
	c->product = mem_alloc(c->n, sizeof *c->product);
	c->trial = mem_alloc(c->n, sizeof *c->trial);
	c->trial_gradient = mem_alloc(c->n, sizeof *c->trial_gradient);
	c->slope = mem_alloc(c->n, sizeof *c->slope);
}

static void
problem_free(struct problem *c)
{
	objective_free(&c->f);
	free(c->curvature);
	free(c->diagonal);
	free(c->d);
	free(c->r);
	free(c->p);
	free(c->product);
	free(c->trial);
	free(c->trial_gradient);
	free(c->slope);
}

/*
 * The gradient's element j with the l1 penalty: of the two one-sided slopes the one
 * that descends, or 0 between them (Andrew & Gao, equation 4).
 */
static double
pseudo_gradient(const struct problem *c, const double *theta, const double *g, size_t j)
{
	double l1 = j == 0 ? 0 : c->l1;

	if (theta[j] != 0)
		return theta[j] > 0 ? g[j] + l1 : g[j] - l1;
	if (g[j] > l1)
		return g[j] - l1;
	return g[j] < -l1 ? g[j] + l1 : 0;
}

/* What turns a slope along theta[j] into one along a column of deviation 1. */
static double
shape(const struct problem *c, size_t j)
{
	if (j == 0)
		return 1;
	return c->f.step[j - 1] > 0 ? c->f.spread[j - 1] / c->f.step[j - 1] : 0;
}

static double
measure(const struct problem *c, const double *theta, const double *g)
{
	double largest = 0;

	for (size_t j = 0; j < c->n; j++) {
		double x = fabs(pseudo_gradient(c, theta, g, j)) * shape(c, j);

		if (!(x <= largest))
			largest = isnan(x) ? INFINITY : x;
	}
	return c->unit > 0 ? largest / c->unit : largest;
}

static double
problem_value(const struct problem *c, const double *theta, double smooth)
{
	double sum = 0;

	for (size_t j = 1; c->l1 > 0 && j < c->n; j++)
		sum += fabs(theta[j]);
	return smooth + c->l1 * sum;
}

static double
smooth_value(void *self, const double *theta, double *g)
{
	struct problem *c = self;

	return objective_value(&c->f, theta, g);
}

static bool
near_enough(void *self, const double *theta, const double *g)
{
	const struct problem *c = self;

	return measure(c, theta, g) <= c->goal;
}

static double
dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++)
		sum += a[j] * b[j];
	return sum;
}

/* The residual by the inverse of the diagonal; what has none does not move. */
static double
preconditioned(const struct problem *c, size_t j)
{
	return c->diagonal[j] > 0 ? c->r[j] / c->diagonal[j] : 0;
}

/*
 * Conjugate gradients for H d = -slope, preconditioned by H's diagonal, until the
 * residual is `enough` of the right side.
 */
static void
solve_smooth(struct problem *c, double enough)
{
	double square = 0, first;

	objective_diagonal(&c->f, c->curvature, c->diagonal);
	for (size_t j = 0; j < c->n; j++) {
		if (c->damping > 0 && shape(c, j) > 0)
			c->diagonal[j] += c->damping / shape(c, j) / shape(c, j);
		c->d[j] = 0;
		c->r[j] = -c->slope[j];
		c->p[j] = preconditioned(c, j);
		square += c->r[j] * c->p[j];
	}
	first = square;
	for (size_t k = 0; k < 2 * c->n + 10 && square > enough * enough * first; k++) {
		double along, next = 0;

		objective_product(&c->f, c->curvature, c->p, c->product);
		for (size_t j = 0; j < c->n && c->damping > 0; j++)
			if (shape(c, j) > 0)
				c->product[j] +=
				    c->damping * c->p[j] / shape(c, j) / shape(c, j);
		along = dot(c->p, c->product, c->n);
		if (!(along > 0))
			break;
		for (size_t j = 0; j < c->n; j++) {
			c->d[j] += square / along * c->p[j];
			c->r[j] -= square / along * c->product[j];
			next += c->r[j] * preconditioned(c, j);
		}
		for (size_t j = 0; j < c->n; j++)
			c->p[j] = preconditioned(c, j) + next / square * c->p[j];
		square = next;
	}
}

/*
 * With l1: the minimum of the quadratic model over the variables that the penalty does
 * not hold at zero.  False when they are too many for a matrix.
 */
static bool
solve_penalised(struct problem *c, const double *theta, const double *g, double enough)
{
	size_t n = 0, *which = mem_alloc(c->n, sizeof *which);
	double *h, *part;

	for (size_t j = 0; j < c->n; j++)
		if (j == 0 || theta[j] != 0 || c->slope[j] != 0)
			which[n++] = j;
	if (n > MATRIX_WIDTH) {
		free(which);
		return false;
	}
	h = mem_alloc(n, n * sizeof *h);
	part = mem_alloc(4 * n, sizeof *part); /* g, theta, l1 and d of those n */
	objective_matrix(&c->f, c->curvature, which, n, h);
	for (size_t a = 0; a < n; a++) {
		part[a] = g[which[a]];
		part[n + a] = theta[which[a]];
		part[2 * n + a] = which[a] == 0 ? 0 : c->l1;
	}
	quadratic_minimise(n, h, part, part + n, part + 2 * n, enough, part + 3 * n);
	memset(c->d, 0, c->n * sizeof *c->d);
	for (size_t a = 0; a < n; a++)
		c->d[which[a]] = part[3 * n + a];
	free(which);
	free(h);
	free(part);
	return true;
}

/*
 * A loss that is straight but for a narrow bend has second derivatives from the few rows
 * in the bend, often none along some direction.  Then a part of one such row's, the
 * smaller the nearer the minimum, is added to all directions (Levenberg's damping).
 */
static double
damping_for(const struct problem *c, double measured)
{
	double width = c->f.loss->width;

	return width > 0 ? fmin(measured, 1) / (2 * width * (double)c->f.matrix->nrow)
			 : 0;
}

/* The step's promise: how much the objective falls along d to first order. */
static double
find_descent(const struct problem *c, const double *theta, const double *g)
{
	double descent = -dot(g, c->d, c->n);

	for (size_t j = 1; c->l1 > 0 && j < c->n; j++)
		descent -= c->l1 * (fabs(theta[j] + c->d[j]) - fabs(theta[j]));
	return descent;
}

/*
 * One Newton step, halved until it helps: a value that clearly falls, or one that is
 * equal as far as rounding lets us see and a smaller gradient.  False: none does.
 */
static bool
newton_step(struct problem *c, double *theta, double *g, double *value, double goal)
{
	double now = measure(c, theta, g), enough = now < 0.01 ? sqrt(now) : 0.1, descent;

	for (size_t j = 0; j < c->n; j++)
		c->slope[j] = pseudo_gradient(c, theta, g, j);
	objective_curvature(&c->f, theta, c->curvature);
	c->damping = damping_for(c, now);
	if (c->l1 == 0)
		solve_smooth(c, fmax(enough, 0.1 * goal / now));
	else if (!solve_penalised(c, theta, g, c->unit * fmax(1e-3 * now, 1e-2 * goal)))
		return false;
	descent = find_descent(c, theta, g);
	for (double size = 1; size > ldexp(1, -HALVINGS); size /= 2) {
		double v;

		for (size_t j = 0; j < c->n; j++)
			c->trial[j] = theta[j] + size * c->d[j];
		v = objective_value(&c->f, c->trial, c->trial_gradient);
		v = problem_value(c, c->trial, v);
		if (v <= *value - 1e-4 * size * descent - 1e-13 * fabs(*value) ||
		    (v <= *value + 1e-13 * fabs(*value) &&
			measure(c, c->trial, c->trial_gradient) < 0.9 * now)) {
			memcpy(theta, c->trial, c->n * sizeof *theta);
			memcpy(g, c->trial_gradient, c->n * sizeof *g);
			*value = v;
			return true;
		}
	}
	return false;
}

/* L-BFGS until the measure is `goal`, in at most `most` iterations. */
static void
approach(struct problem *c, double *theta, double *g, double goal, size_t most,
    struct weights *w)
{
	struct minimiser f = { c->n, c->l1, 1, most, c, smooth_value, near_enough };

	c->goal = goal;
	w->iterations += minimise(&f, theta);
	w->objective = problem_value(c, theta, objective_value(&c->f, theta, g));
}

/* Newton steps of a part's second derivative for as long as they help much. */
static void
follow(struct problem *c, const struct headstart *h, double *theta, double *g,
    double goal, size_t most, struct weights *w)
{
	double now = measure(c, theta, g), next = 0;

	while (now > goal && w->iterations < most) {
		double v;

		headstart_step(h, g, c->d);
		for (size_t j = 0; j < c->n; j++)
			c->trial[j] = theta[j] + c->d[j];
		v = objective_value(&c->f, c->trial, c->trial_gradient);
		next = measure(c, c->trial, c->trial_gradient);
		if (!(next < now / 2) ||
		    !(v <= w->objective + 1e-13 * fabs(w->objective)))
			return;
		memcpy(theta, c->trial, c->n * sizeof *theta);
		memcpy(g, c->trial_gradient, c->n * sizeof *g);
		w->objective = v;
		w->iterations++;
		now = next;
	}
}

/*
 * Many rows: a part of them first.  A minimum of the part that is worse for all than
 * where it began is of no use.
 */
static void
start_ahead(struct problem *c, double *theta, double *g, double goal, size_t most,
    struct weights *w)
{
	struct headstart h;
	struct problem part = *c;

	if (c->l1 > 0 || !headstart_take(&h, &c->f))
		return;
	w->objective = objective_value(&c->f, theta, g);
	memcpy(c->trial, theta, c->n * sizeof *theta);
	part.f = h.on;
	part.goal = HANDOVER;
	w->iterations +=
	    minimise(&(struct minimiser){ c->n, 0, 1, most < APPROACH ? most : APPROACH,
			 &part, smooth_value, near_enough },
		c->trial);
	double v = objective_value(&c->f, c->trial, c->trial_gradient);
	if (v < w->objective) {
		memcpy(theta, c->trial, c->n * sizeof *theta);
		memcpy(g, c->trial_gradient, c->n * sizeof *g);
		w->objective = v;
		if (headstart_shape(&h, theta))
			follow(c, &h, theta, g, goal, most, w);
	}
	headstart_free(&h);
}

static void
descend(struct problem *c, double *theta, double *g, const struct training *t,
    struct weights *w)
{
	double goal = t->tolerance > 0 ? t->tolerance : CONVEX_TOLERANCE;
	size_t most = t->max_iterations > 0 ? t->max_iterations : CONVEX_ITERATIONS;
	bool moved = true, ahead = false;

	start_ahead(c, theta, g, goal, most, w);
	ahead = w->iterations > 0 && measure(c, theta, g) <= CONVEX_ROUNDING;
	if (!ahead)
		approach(c, theta, g, fmax(goal, HANDOVER),
		    most < APPROACH ? most : APPROACH, w);
	moved = !ahead;
	while (moved && w->iterations < most && measure(c, theta, g) > goal) {
		moved = newton_step(c, theta, g, &w->objective, goal);
		w->iterations += moved;
	}
	/* Too wide for Newton with l1, or a step that rounding denies it. */
	if (w->iterations < most && measure(c, theta, g) > fmax(goal, CONVEX_ROUNDING)) {
		approach(c, theta, g, goal, most - w->iterations, w);
		moved = false;
	}
	w->gradient = measure(c, theta, g);
	w->converged = w->gradient <= goal || (!moved && w->gradient <= CONVEX_ROUNDING);
}

void
convex_learn(const struct matrix *m, const struct loss *loss, double start,
    const struct training *t, struct weights *w)
{
	struct problem c;
	double *theta, *g;

	problem_start(&c, m, loss, t, start);
	theta = mem_alloc(c.n, sizeof *theta);
	g = mem_alloc(c.n, sizeof *g);
	objective_theta(&c.f, w->intercept, w->beta, theta);
	descend(&c, theta, g, t, w);
	w->intercept = objective_weights(&c.f, theta, w->beta);
	problem_free(&c);
	free(theta);
	free(g);
}

void
convex_measure(const struct matrix *m, const struct loss *loss, const struct training *t,
    struct weights *w)
{
	struct problem c;
	double *theta, *g;

	problem_start(&c, m, loss, t, matrix_mean_label(m));
	theta = mem_alloc(c.n, sizeof *theta);
	g = mem_alloc(c.n, sizeof *g);
	objective_theta(&c.f, w->intercept, w->beta, theta);
	w->objective = objective_value(&c.f, theta, g);
	w->gradient = measure(&c, theta, g);
	problem_free(&c);
	free(theta);
	free(g);
}
