/*
 * metric_golden_test.c - metrics and curves against scikit-learn
 *
 * The examples, the values expected and their tolerances are in tests/data/metric,
 * written by tests/golden/metric.py.  Reads them from the top of the source tree.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stat/curve.h"
#include "stat/metric.h"
#include "tap.h"

/* A table of numbers; an empty or wordy cell is NaN. */
enum { COLUMNS = 4, ROWS = 500, WORDS = 32 };

struct numbers {
	size_t n;
	double cell[COLUMNS][ROWS];
	char word[WORDS][32]; /* of the first column */
};

static bool
numbers_read(struct numbers *t, const char *name, const char *kind)
{
	char path[128], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "tests/data/metric/%s%s.csv", name, kind);
	t->n = 0;
	f = fopen(path, "r");
	if (!ok(f != NULL, "%s opens", path))
		return false;
	if (fgets(line, sizeof(line), f) == NULL)
		line[0] = '\0';
	for (; t->n < ROWS && fgets(line, sizeof(line), f) != NULL; t->n++) {
		char *p = line;

		for (int j = 0; j < COLUMNS; j++) {
			size_t width = strcspn(p, ",\n");
			char *end;

			if (j == 0 && t->n < WORDS)
				snprintf(t->word[t->n], 32, "%.*s", (int)width, p);
			t->cell[j][t->n] = strtod(p, &end);
			if (width == 0 || end != p + width)
				t->cell[j][t->n] = NAN;
			p += width + (p[width] == ',');
		}
	}
	fclose(f);
	return ok(t->n > 0, "%s has rows", path);
}

static struct numbers table, expected;

static bool
close_to(double got, double want, double tolerance)
{
	return isnan(want) ? isnan(got) : fabs(got - want) <= tolerance * fabs(want);
}

/* A case of the golden files. */
static struct examples
golden_examples(enum task task)
{
	struct examples x = { table.n, table.cell[0], table.cell[1], NULL,
		table.cell[2] };

	if (task == TASK_BINARY) {
		x.score = table.cell[2];
		x.weight = table.cell[3];
	}
	return x;
}

static void
test_golden(enum task task, const char *name)
{
	struct examples x;
	struct summary *s;

	if (!numbers_read(&table, name, "") ||
	    !numbers_read(&expected, name, ".expected"))
		return;
	x = golden_examples(task);
	s = summary_new(task, &x);
	for (size_t i = 0; i < expected.n; i++) {
		const struct metric *m = metric_find(task, str_of(expected.word[i]));
		double want = expected.cell[1][i], got;

		if (!ok(m != NULL, "%s: there is %s", name, expected.word[i]))
			continue;
		got = m->of(s);
		ok(close_to(got, want, expected.cell[2][i]), "%s: %s is %.17g (%.17g)",
		    name, m->name, want, got);
	}
	summary_free(s);
}

/* The first golden of a task names all its metrics. */
static void
test_golden_is_complete(enum task task, const char *name)
{
	numbers_read(&expected, name, ".expected");
	for (const struct metric *m = metrics; m->name != NULL; m++) {
		bool found = m->task != task;

		for (size_t i = 0; i < expected.n; i++)
			found |= strcmp(m->name, expected.word[i]) == 0;
		ok(found, "%s: a golden value for %s", name, m->name);
	}
}

static void
test_golden_curves(const char *name)
{
	struct examples x;
	struct curve *c;
	size_t wrong = 0;

	if (!numbers_read(&table, name, "") || !numbers_read(&expected, name, ".roc"))
		return;
	x = golden_examples(TASK_BINARY);
	c = curve_new(&x);
	ok(c->n == expected.n, "%s: %zu points of the ROC curve", name, expected.n);
	for (size_t i = 0; i < c->n && i < expected.n; i++) {
		double fpr = c->fp[i] / (c->fp[i] + curve_tn(c, i));
		double tpr = c->tp[i] / (c->tp[i] + curve_fn(c, i));

		wrong += c->threshold[i] != expected.cell[0][i] ||
			 !close_to(fpr, expected.cell[1][i], 1e-12) ||
			 !close_to(tpr, expected.cell[2][i], 1e-12);
	}
	ok(wrong == 0, "%s: ROC curve (%zu wrong)", name, wrong);

	numbers_read(&expected, name, ".pr");
	/* scikit-learn's first point is at no threshold, with a precision of 1. */
	ok(c->n - 1 == expected.n, "%s: %zu points of the precision-recall curve", name,
	    expected.n);
	wrong = 0;
	for (size_t i = 1; i < c->n && i <= expected.n; i++) {
		double precision = c->tp[i] / (c->tp[i] + c->fp[i]);
		double recall = c->tp[i] / (c->tp[i] + curve_fn(c, i));

		wrong += c->threshold[i] != expected.cell[0][i - 1] ||
			 !close_to(precision, expected.cell[1][i - 1], 1e-12) ||
			 !close_to(recall, expected.cell[2][i - 1], 1e-12);
	}
	ok(wrong == 0, "%s: precision-recall curve (%zu wrong)", name, wrong);
	curve_free(c);
}

int
main(void)
{
	static const char *const binary[] = { "four", "ties", "weighted", "clipped",
		"inverse" };
	static const char *const regression[] = { "line", "even", "line_weighted",
		"constant", "far" };

	test_golden_is_complete(TASK_BINARY, "four");
	test_golden_is_complete(TASK_REGRESSION, "line");
	test_golden(TASK_BINARY, "one_class");
	for (int i = 0; i < 5; i++) {
		test_golden(TASK_BINARY, binary[i]);
		test_golden_curves(binary[i]);
		test_golden(TASK_REGRESSION, regression[i]);
	}
	return tap_end();
}
