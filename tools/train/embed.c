/*
 * embed.c - --embed: levels of a category as a few numbers that are learnt
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "train.h"

enum { NUMBERS_MOST = 1024 };

/* COL:D; the last colon counts. */
static struct str
wanted_parse(const char *text, size_t *d)
{
	size_t n = strlen(text), at = n;
	double x;

	while (at > 0 && text[at - 1] != ':')
		at--;
	if (at < 2 || num_parse(text + at, n - at, &x) != NUM_OK || x < 1 ||
	    x > NUMBERS_MOST || x != floor(x))
		tool_usage("--embed %s: write COL:D, with a whole number D from 1 to %d",
		    text, NUMBERS_MOST);
	*d = (size_t)x;
	return (struct str){ text, at - 1 };
}

void
embed_check(const struct train *t)
{
	const struct texts *wanted = &t->epochs.embed;
	size_t d;

	for (size_t i = 0; i < wanted->n; i++) {
		struct str column = wanted_parse(wanted->text[i], &d);

		for (size_t k = 0; k < i; k++)
			if (str_equal(column, wanted_parse(wanted->text[k], &d)))
				tool_usage("--embed %s: given twice", wanted->text[i]);
	}
	if (wanted->n > 0 && (t->model == NULL || strcmp(t->model, "mlp") != 0))
		tool_usage("--embed goes with --model mlp");
	if (wanted->n > 0 && t->init != NULL)
		tool_usage("--embed: not with --init, where the numbers are worked into "
			   "the first layer");
	if (t->epochs.embed_file != NULL && wanted->n == 0)
		tool_usage("--embed-file goes with --embed");
	if (t->epochs.embed_file != NULL && t->common.output != NULL &&
	    strcmp(t->epochs.embed_file, t->common.output) == 0)
		tool_usage("--embed-file %s: the model goes there", t->epochs.embed_file);
}

/* Is the feature COL=LEVEL of this column? */
static bool
is_level(struct str feature, struct str column)
{
	return feature.n > column.n && feature.p[column.n] == '=' &&
	       memcmp(feature.p, column.p, column.n) == 0;
}

static struct embed_run
run_find(const struct trainset *set, struct str column, size_t d, const char *file)
{
	struct embed_run run = { .d = d };
	size_t n = set->matrix.ncol, last;
	struct shown s;

	while (run.first < n && !is_level(set->feature[run.first].name, column))
		run.first++;
	for (last = run.first; last < n && is_level(set->feature[last].name, column);)
		last++;
	run.n = last - run.first;
	shown(&s, column.p, column.n);
	if (run.n == 0)
		die(EXIT_DATA,
		    "%s: --embed: no feature is called \"%s=\" and a level (encode the "
		    "column with csv-onehot, best in a state for -a)",
		    file, s.s);
	for (; last < n; last++)
		if (is_level(set->feature[last].name, column))
			die(EXIT_DATA,
			    "%s: --embed: the levels of \"%s\" do not stand side by side",
			    file, s.s);
	return run;
}

static int
run_order(const void *a, const void *b)
{
	const struct embed_run *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

size_t
embed_runs(const struct train *t, const struct trainset *set, const char *file,
    struct embed_run **run)
{
	const struct texts *wanted = &t->epochs.embed;

	*run = mem_alloc(wanted->n, sizeof(**run));
	for (size_t i = 0; i < wanted->n; i++) {
		size_t d;
		struct str column = wanted_parse(wanted->text[i], &d);

		(*run)[i] = run_find(set, column, d, file);
	}
	qsort(*run, wanted->n, sizeof(**run), run_order);
	return wanted->n;
}

void
embed_write(const struct train *t, const struct trainset *set, const struct net *net)
{
	const struct net_embed *e = net->embed;
	size_t most = 0;
	struct output *o;

	if (t->epochs.embed_file == NULL)
		return;
	o = output_open(t->epochs.embed_file, ',', NULL);
	writer_text(o->writer, STR("column"));
	writer_text(o->writer, STR("level"));
	for (size_t i = 0; i < e->nrun; i++)
		most = e->run[i].d > most ? e->run[i].d : most;
	for (size_t d = 0; d < most; d++)
		writer_count(o->writer, d + 1);
	writer_end_row(o->writer);
	for (size_t i = 0; i < e->nrun; i++)
		for (size_t k = 0; k < e->run[i].n; k++) {
			struct str name = set->feature[e->run[i].first + k].name;
			const real *p = net_embed_numbers(net, i, e->run[i].first + k);
			const char *level = memchr(name.p, '=', name.n);
			size_t n = (size_t)(level - name.p);

			writer_text(o->writer, (struct str){ name.p, n });
			writer_text(o->writer, (struct str){ level + 1, name.n - n - 1 });
			for (size_t d = 0; d < most; d++)
				writer_number(o->writer, d < e->run[i].d ? p[d] : NAN);
			writer_end_row(o->writer);
		}
	output_end(o, false);
	output_publish(o);
}
