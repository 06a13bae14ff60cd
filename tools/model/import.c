/*
 * import.c - a model from a table of weights, as csv-model prints one
 *
 * The row without a feature is the intercept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/dict.h"
#include "base/num.h"
#include "model.h"
#include "run/filter.h"
#include "run/pipeline.h"

struct taking {
	const struct importing *given;
	struct model *m;
	struct dict seen;
};

static bool
rows_take(void *self, struct block *k, struct err *e)
{
	struct taking *s = self;
	struct batch *b = &k->batch;
	size_t feature, weight;
	struct shown buf;

	if (!batch_need(b, str_of(s->given->names), &feature, e) ||
	    !batch_need(b, str_of(s->given->weights), &weight, e))
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		struct str name = batch_cell(b, feature, r);
		struct str cell = batch_cell(b, weight, r);
		size_t known = s->seen.n;
		double x;

		if (num_parse(cell.p, cell.n, &x) != NUM_OK)
			return batch_fail(b, weight, r, e, "\"%s\" is not a number",
			    shown(&buf, cell.p, cell.n));
		dict_add(&s->seen, name);
		if (s->seen.n == known)
			return batch_fail(b, feature, r, e, "\"%s\" comes a second time",
			    shown(&buf, name.p, name.n));
		if (name.n == 0)
			s->m->intercept = x;
		else
			model_feature_add(s->m, name, x);
	}
	return true;
}

int
model_import(struct common *c, const struct importing *i)
{
	const struct learner *l = learner_find(str_of(i->model));
	struct recipe r = { 0 };
	struct batch header = { .missing = &c->missing };
	struct step *step;
	int status;

	if (l == NULL || l->classes || l->learn == NULL)
		tool_usage("--import: --model is linear or logistic");
	struct reader *in = tool_reader(c, false);
	struct output *out = output_open(c->output, ',', in);
	step = recipe_add(&r, predict_op(l));
	struct taking s = { .given = i, .m = step->self };
	struct pipeline p = { .self = &s, .missing = &c->missing, .take = rows_take };
	s.m->learner = l;
	s.m->label = mem_keep(str_of(i->label));
	reader_header(in, &header);
	step->columns = header_hash(&header);
	batch_free(&header);
	step->rows = pipeline_run(&p, in);
	require_whole(in);
	if (s.m->n == 0)
		die(EXIT_DATA, "%s: no feature has a weight", reader_name(in));
	step->options = mem_c_string(str_of(c->given));
	state_put(&r, out);
	output_end(out, false);
	output_publish(out);
	dict_clear(&s.seen);
	status = tool_end(c, in, NULL);
	reader_close(in);
	recipe_free(&r);
	return status;
}
