/*
 * model_data.h - small tables for the learners' tests
 *
 * number_table_read() reads a CSV of numbers; what is none reads as 0, and the first
 * three cells of each row are kept as words too.
 */
#ifndef TESTS_UNIT_MODEL_DATA_H
#define TESTS_UNIT_MODEL_DATA_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/learner.h"

struct number_table {
	size_t nrow, ncol;
	double cell[1000][16];
	char word[1000][3][32];
};

static struct number_table *
number_table_read(const char *path)
{
	struct number_table *t = mem_alloc(1, sizeof *t);
	FILE *f = fopen(path, "r");
	char line[4096];

	if (f == NULL || fgets(line, sizeof line, f) == NULL) {
		printf("Bail out! cannot read %s (run from the top of the tree)\n", path);
		exit(1);
	}
	while (t->nrow < 1000 && fgets(line, sizeof line, f) != NULL) {
		size_t j = 0;

		line[strcspn(line, "\r\n")] = '\0';
		for (char *p = strtok(line, ","); p != NULL && j < 16;
		     p = strtok(NULL, ",")) {
			if (j < 3)
				snprintf(t->word[t->nrow][j], 32, "%.31s", p);
			t->cell[t->nrow][j++] = strtod(p, NULL);
		}
		t->ncol = j;
		t->nrow++;
	}
	fclose(f);
	return t;
}

/* Columns from..ncol of t as features; label and weight columns, -1 for weights 1. */
__attribute__((unused)) static struct matrix
matrix_of(const struct number_table *t, size_t from, size_t label, int weight)
{
	struct matrix m = { .ncol = t->ncol - from };

	for (size_t i = 0; i < t->nrow; i++) {
		for (size_t j = from; j < t->ncol; j++)
			matrix_add(&m, (uint32_t)(j - from), t->cell[i][j]);
		matrix_end_row(
		    &m, t->cell[i][label], weight < 0 ? 1 : t->cell[i][weight]);
	}
	return m;
}

/*
 * The cell after the term's, in the row of that case: terms are in column 1 of
 * golden.csv and in column 2 of NIST's regression.csv.
 */
__attribute__((unused)) static double
golden(const struct number_table *t, size_t column, const char *name, const char *term)
{
	for (size_t i = 0; i < t->nrow; i++)
		if (strcmp(t->word[i][0], name) == 0 &&
		    strcmp(t->word[i][column], term) == 0)
			return t->cell[i][column + 1];
	printf("Bail out! no %s %s in the golden values\n", name, term);
	exit(1);
}

/* Random numbers for tests: xorshift64 (Marsaglia 2003), in [0, 1). */
__attribute__((unused)) static double
uniform(void)
{
	static uint64_t s = 88172645463325252u;

	s ^= s << 13;
	s ^= s >> 7;
	s ^= s << 17;
	return (double)(s >> 11) / 9007199254740992.0;
}

/* The sum of six, centred: near enough to a normal deviate of sd 0.7. */
__attribute__((unused)) static double
bell(void)
{
	double sum = -3;

	for (int i = 0; i < 6; i++)
		sum += uniform();
	return sum;
}

/* Whether two weights are the same bits. */
__attribute__((unused)) static bool
same_weights(const struct weights *a, const struct weights *b)
{
	return a->ncol == b->ncol &&
	       memcmp(&a->intercept, &b->intercept, sizeof a->intercept) == 0 &&
	       (a->ncol == 0 || memcmp(a->beta, b->beta, a->ncol * sizeof *a->beta) == 0);
}

/* The largest difference of two weights, relative to the larger of 1e-3 and the value. */
__attribute__((unused)) static double
weights_distance(const struct weights *a, const struct weights *b)
{
	double worst = fabs(a->intercept - b->intercept) / fmax(1e-3, fabs(b->intercept));

	for (size_t j = 0; j < a->ncol; j++) {
		double d = fabs(a->beta[j] - b->beta[j]) / fmax(1e-3, fabs(b->beta[j]));

		if (!(d <= worst))
			worst = d;
	}
	return worst;
}

#endif
