/*
 * convex.c - L-BFGS, then Newton steps by conjugate gradients
 *
 * The truncated Newton step and how exactly to solve it: Dembo & Steihaug,
 * Mathematical Programming 26 (1983), 190-212.
 */
#include "model/convex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/minimise.h"
#include "model/objective.h"

/* Where L-BFGS hands over: far enough in for Newton's quadratic convergence. */
#define HANDOVER 1e-3

enum { NEWTON_STEPS = 100, HALVINGS = 20 };

struct problem {
	struct objective f;
	size_t n; /* ncol + 1 */
	double l1, unit, handover;
	double *curvature;           /* (nrow) */
	double *d, *r, *p, *product; /* (n) conjugate gradients: step, residual, ... */
	double *trial, *trial_gradient, *slope; /* (n) slope: the pseudo-gradient */
};

static void
problem_start(struct problem *c, const struct matrix *m, const struct loss *loss,
    const struct training *t)
{
	*c = (struct problem){ .n = m->ncol + 1, .l1 = t->l1 };
	objective_start(&c->f, m, loss, t->l2, t->l1 == 0);
	c->curvature = mem_alloc(m->nrow, sizeof *c->curvature);
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
	free(c->d);
	free(c->r);
	free(c->p);
	free(c->product);
	free(c->trial);
	free(c->trial_gradient);
	free(c->slope);
}

/* The root mean square of the loss's slope at a constant score. */
static double
slope_unit(const struct objective *f, double z)
{
	const struct matrix *m = f->matrix;
	double sum = 0, block = 0;

	for (size_t i = 0; i < m->nrow; i++) {
		double s = m->weight[i] > 0 ? f->loss->slope(m->label[i], z) : 0;

		block += m->weight[i] / f->total * s * s;
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			sum += block;
			block = 0;
		}
	}
	return sqrt(sum);
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

		if (x > largest)
			largest = x;
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

	return measure(c, theta, g) <= c->handover;
}

static double
dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++)
		sum += a[j] * b[j];
	return sum;
}

/* Whether theta[j] may move: not held at zero by the penalty. */
static bool
is_free(const struct problem *c, const double *theta, size_t j)
{
	return j == 0 || c->l1 == 0 || theta[j] != 0 || c->slope[j] != 0;
}

/*
 * Conjugate gradients for H d = -slope over the free variables, preconditioned by
 * the columns' spreads, until the residual is `enough` of the right side.
 */
static void
solve_newton(struct problem *c, const double *theta, double enough)
{
	double square = 0, first;

	for (size_t j = 0; j < c->n; j++) {
		c->d[j] = 0;
		c->r[j] = -c->slope[j];
		c->p[j] = c->r[j] * shape(c, j) * shape(c, j);
		square += c->r[j] * c->p[j];
	}
	first = square;
	for (size_t k = 0; k < 2 * c->n + 10 && square > enough * enough * first; k++) {
		double along, next = 0;

		objective_product(&c->f, c->curvature, c->p, c->product);
		along = dot(c->p, c->product, c->n);
		if (!(along > 0))
			break;
		for (size_t j = 0; j < c->n; j++) {
			if (!is_free(c, theta, j))
				continue;
			c->d[j] += square / along * c->p[j];
			c->r[j] -= square / along * c->product[j];
			next += c->r[j] * c->r[j] * shape(c, j) * shape(c, j);
		}
		for (size_t j = 0; j < c->n; j++)
			if (is_free(c, theta, j))
				c->p[j] = c->r[j] * shape(c, j) * shape(c, j) +
					  next / square * c->p[j];
		square = next;
	}
}

/* trial = theta + size * d, kept in the orthant that theta or descent points to. */
static void
take_step(struct problem *c, const double *theta, double size)
{
	for (size_t j = 0; j < c->n; j++) {
		double side = theta[j] != 0 ? theta[j] : -c->slope[j];

		c->trial[j] = theta[j] + size * c->d[j];
		if (j > 0 && c->l1 > 0 && c->trial[j] * side <= 0)
			c->trial[j] = 0;
	}
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
	if (enough < 0.1 * goal / now)
		enough = 0.1 * goal / now;
	objective_curvature(&c->f, theta, c->curvature);
	solve_newton(c, theta, enough);
	descent = -dot(c->slope, c->d, c->n);
	for (double size = 1; size > ldexp(1, -HALVINGS); size /= 2) {
		double v;

		take_step(c, theta, size);
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

void
convex_learn(const struct matrix *m, const struct loss *loss, double intercept,
    const struct training *t, struct weights *w)
{
	double goal = t->tolerance > 0 ? t->tolerance : CONVEX_TOLERANCE;
	size_t most = t->max_iterations > 0 ? t->max_iterations : CONVEX_ITERATIONS;
	struct problem c;
	double *theta, *g;
	bool moved = true;

	problem_start(&c, m, loss, t);
	theta = mem_alloc(c.n, sizeof *theta);
	g = mem_alloc(c.n, sizeof *g);
	theta[0] = intercept;
	c.unit = slope_unit(&c.f, intercept);
	c.handover = goal > HANDOVER ? goal : HANDOVER;
	w->iterations = minimise(
	    &(struct minimiser){ c.n, t->l1, most, &c, smooth_value, near_enough },
	    theta);
	w->objective = problem_value(&c, theta, objective_value(&c.f, theta, g));
	for (int k = 0; k < NEWTON_STEPS && moved && w->iterations < most &&
			measure(&c, theta, g) > goal;
	     k++) {
		moved = newton_step(&c, theta, g, &w->objective, goal);
		w->iterations += moved;
	}
	w->gradient = measure(&c, theta, g);
	w->converged = w->gradient <= goal || (!moved && w->gradient <= CONVEX_ROUNDING);
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

	problem_start(&c, m, loss, t);
	theta = mem_alloc(c.n, sizeof *theta);
	g = mem_alloc(c.n, sizeof *g);
	objective_theta(&c.f, w->intercept, w->beta, theta);
	c.unit = slope_unit(&c.f, matrix_mean_label(m));
	w->objective = objective_value(&c.f, theta, g);
	w->gradient = measure(&c, theta, g);
	problem_free(&c);
	free(theta);
	free(g);
}
