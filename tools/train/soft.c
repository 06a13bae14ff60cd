/*
 * soft.c - labels that are probabilities: another model's, or shares of opinions
 *
 * A student learns from its teacher's probabilities more than from 0 and 1: how near the
 * other class was (Hinton, Vinyals & Dean, "Distilling the knowledge in a neural
 * network", 2015).  With a temperature T the teacher's scores are divided by T, so that
 * these nuances weigh more; the student's scores, learnt from that, are multiplied by T.
 */
#include <math.h>
#include <string.h>

#include "base/elementary.h"
#include "base/num.h"
#include "train.h"

void
soft_check(const struct train *t)
{
	bool mlp = t->model != NULL && strcmp(t->model, "mlp") == 0;
	bool logistic = t->model == NULL || strcmp(t->model, "logistic") == 0;
	bool softmax = t->model == NULL || strcmp(t->model, "softmax") == 0;

	if (!t->soft && t->temperature != 1)
		tool_usage("--temperature goes with --soft");
	if (t->soft && !(t->temperature > 0))
		tool_usage("--temperature is a number above 0");
	if (t->soft && t->labels.n > 1) {
		if (!(mlp || softmax) || t->positive != NULL || t->negative != NULL ||
		    t->loss != NULL)
			tool_usage(
			    "--soft with several labels goes with --model softmax "
			    "or mlp, and with no --positive, --negative or --loss");
		return;
	}
	if (t->soft &&
	    (!(mlp || logistic) || t->positive != NULL || t->negative != NULL ||
		(t->loss != NULL && strcmp(t->loss, "logistic") != 0)))
		tool_usage("--soft goes with --model logistic or mlp, and with no "
			   "--positive, --negative or other --loss");
}

/* Ends the process where a label is no probability. */
static void
labels_judge(const struct train *t, const struct trainset *set)
{
	bool low = set->least < 0;
	double x = low ? set->least : set->most;
	char number[NUM_WIDTH + 1];
	struct shown s;

	if (!low && !(set->most > 1))
		return;
	number[num_print(x, number)] = '\0';
	die(EXIT_DATA, "%s:%llu: column \"%s\": label %s is not between 0 and 1",
	    low ? set->least_file : set->most_file,
	    (unsigned long long)(low ? set->least_line : set->most_line),
	    shown(&s, t->label, strlen(t->label)), number);
}

/* A row of each class: their weights are made shares of p^(1/T). */
static void
shares_soften(const struct train *t, struct trainset *set)
{
	size_t k = set->nlabel;

	for (size_t i = 0; i < set->matrix.nrow && t->temperature != 1; i += k) {
		double *w = set->matrix.weight + i, whole = 0, sum = 0;

		for (size_t c = 0; c < k; c++)
			whole += w[c];
		for (size_t c = 0; c < k; c++) {
			if (w[c] > 0)
				w[c] = elementary_exp(
				    elementary_log(w[c] / whole) / t->temperature);
			sum += w[c];
		}
		for (size_t c = 0; sum > 0 && c < k; c++)
			w[c] *= whole / sum;
	}
}

void
soft_labels(const struct train *t, struct trainset *set)
{
	if (!t->soft || set->rows == 0)
		return;
	if (set->shares) {
		shares_soften(t, set);
		return;
	}
	labels_judge(t, set);
	for (size_t i = 0; i < set->matrix.nrow && t->temperature != 1; i++) {
		double *y = &set->matrix.label[i];

		if (*y > 0 && *y < 1)
			*y = elementary_sigmoid(
			    (elementary_log(*y) - elementary_log1p(-*y)) /
			    t->temperature);
	}
}

void
soft_sharpen(const struct train *t, struct weights *w, size_t n, struct net *net)
{
	if (!t->soft || t->temperature == 1)
		return;
	for (size_t c = 0; c < n; c++) {
		w[c].intercept *= t->temperature;
		for (size_t j = 0; j < w[c].ncol; j++)
			w[c].beta[j] *= t->temperature;
	}
	if (net != NULL) { /* the last layer makes the score */
		const struct layer *l = &net->layer[net->nlayer - 1];

		for (size_t k = l->weight; k < net->size; k++)
			net->parameter[k] *= (real)t->temperature;
	}
}
