/*
 * verdict.c - does the model generalise?  --verdict, of two reports of csv-eval, or of a
 *	log of csv-train
 *
 * Of reports the first is about the rows the model learnt from, the second about others.
 *Losses are put on one scale, the share of the baseline's loss that is gone, 1 - loss /
 *baseline: 0 for a model that says the same of every row, 1 for one that is never wrong.
 *
 * Between two shares less than GAP apart there is no overfitting to speak of; and where
 * the second report has intervals (--ci), only a gap that the interval of its loss does
 * not hold counts.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
#include "model/descent.h"
#include "run/pipeline.h"

#define GAP 0.05   /* of shares: apart */
#define TELLS 0.01 /* a share that is more than nothing */
#define LITTLE 0.1 /* a share that is little */

enum { LOG_LOSS, LOG_LOSS_BASELINE, RMSE, RMSE_BASELINE, WANTED };
static const char *const wanted[WANTED] = { "log_loss", "baseline_log_loss", "rmse",
	"baseline_rmse" };

struct told { /* of a report, all rows; NaN: not there */
	double value[WANTED], low[WANTED];
};

static bool
cell_number(struct batch *b, size_t j, size_t row, double *x, struct err *e)
{
	struct str cell = batch_cell(b, j, row);
	struct shown s;

	*x = NAN;
	return cell.n == 0 || num_parse(cell.p, cell.n, x) == NUM_OK ||
	       batch_fail(
		   b, j, row, e, "\"%s\" is not a number", shown(&s, cell.p, cell.n));
}

static bool
told_take(void *self, struct block *k, struct err *e)
{
	struct told *t = self;
	struct batch *b = &k->batch;
	size_t group, metric, value, low = batch_find(b, STR("low"));

	if (!batch_need(b, STR("group"), &group, e) ||
	    !batch_need(b, STR("metric"), &metric, e) ||
	    !batch_need(b, STR("value"), &value, e))
		return false;
	for (size_t r = 0; r < b->nrow; r++)
		for (size_t i = 0; i < WANTED; i++) {
			if (batch_cell(b, group, r).n > 0 ||
			    !str_equal(batch_cell(b, metric, r), str_of(wanted[i])))
				continue;
			if (!cell_number(b, value, r, &t->value[i], e) ||
			    (low != COLUMN_NONE &&
				!cell_number(b, low, r, &t->low[i], e)))
				return false;
		}
	return true;
}

static void
report_read(const struct common *common, size_t file, struct told *t)
{
	struct pipeline p = { .self = t, .take = told_take };
	struct common one = *common;
	struct reader *in;

	for (size_t i = 0; i < WANTED; i++)
		t->value[i] = t->low[i] = NAN;
	one.path = common->path + file;
	one.npath = 1;
	in = tool_reader(&one, false);
	pipeline_run(&p, in);
	require_whole(in);
	reader_close(in);
}

/* The loss that both have, with its baseline. */
static size_t
loss_choose(const struct common *common, const struct told *t)
{
	for (size_t i = LOG_LOSS; i < WANTED; i += 2)
		if (t[0].value[i] >= 0 && t[1].value[i] >= 0 && t[0].value[i + 1] > 0 &&
		    t[1].value[i + 1] > 0)
			return i;
	die(EXIT_DATA,
	    "%s, %s: no log_loss or rmse with its baseline in both reports (are they "
	    "csv-eval's, with probabilities?)",
	    common->path[0], common->path[1]);
}

struct verdict {
	const char *word, *try;
};

static struct verdict
verdict_of(double train, double valid, double train_loss, double low)
{
	bool apart = train - valid > GAP && !(train_loss >= low);

	if (train <= TELLS)
		return (struct verdict){ "underfitting",
			"the model is hardly better than a constant even on the rows it "
			"learnt from: try features that tell more (csv-screen), less "
			"--l2, or a network" };
	if (valid <= 0)
		return (struct verdict){ "overfitting",
			"on other rows the model is worse than a constant: try more "
			"rows, "
			"fewer features, more --l2; are the rows alike (csv-check)?" };
	if (apart)
		return (struct verdict){
			"overfitting",
			"much of what was learnt holds for the rows learnt from alone: "
			"try more rows, fewer features, more --l2, --dropout or --valid"
		};
	if (train < LITTLE)
		return (struct verdict){ "underfitting",
			"both losses are near the constant's: try features that tell "
			"more "
			"(csv-screen), crosses, or a network" };
	if (valid - train > GAP)
		return (struct verdict){ "unlike",
			"other rows are easier than those learnt from: are they drawn "
			"alike (csv-check), and was nothing of them learnt from "
			"(csv-split --check)?" };
	return (struct verdict){ "fits", NULL };
}

/* ---- a log of csv-train ---- */

enum { TRAIN_LOSS, VALID_LOSS, CONSTANT_LOSS, LOGGED };
static const char *const logged[LOGGED] = { "train_loss", "valid_loss", "constant_loss" };

struct reading_log {
	struct course course;
	double constant;
};

static bool
log_take(void *self, struct block *k, struct err *e)
{
	struct reading_log *t = self;
	struct course *c = &t->course;
	struct batch *b = &k->batch;
	size_t column[LOGGED];
	double x[LOGGED];

	for (size_t i = 0; i < LOGGED; i++)
		if (!batch_need(b, str_of(logged[i]), &column[i], e))
			return false;
	for (size_t r = 0; r < b->nrow; r++) {
		for (size_t i = 0; i < LOGGED; i++)
			if (!cell_number(b, column[i], r, &x[i], e))
				return false;
		if (isnan(x[TRAIN_LOSS]) || isnan(x[CONSTANT_LOSS]))
			return batch_fail(b, column[isnan(x[TRAIN_LOSS]) ? 0 : 2], r, e,
			    "the loss is missing");
		c->epoch = mem_grow(c->epoch, &c->room, c->n + 1, sizeof(*c->epoch));
		c->epoch[c->n] = (struct epoch){ .number = c->n + 1,
			.train_loss = x[TRAIN_LOSS],
			.valid_loss = x[VALID_LOSS] };
		c->n++;
		t->constant = x[CONSTANT_LOSS];
	}
	return true;
}

static void
log_read(const struct common *common, struct reading_log *t)
{
	struct pipeline p = { .self = t, .take = log_take };
	struct reader *in = tool_reader(common, false);
	struct course *c = &t->course;

	pipeline_run(&p, in);
	require_whole(in);
	if (c->n == 0)
		die(EXIT_DATA, "%s: no epoch was logged", reader_name(in));
	reader_close(in);
	/* The epoch that was taken: the least loss on rows held out, or the last. */
	c->best = c->n - 1;
	for (size_t i = c->n; i-- > 0 && !isnan(c->epoch[i].valid_loss);)
		if (c->epoch[i].valid_loss <= c->epoch[c->best].valid_loss)
			c->best = i;
}

/* What csv-train itself said of the course, cut into the word and what to try. */
static struct verdict
verdict_of_course(const struct course *c, double constant, const double *share)
{
	static char word[40];
	const char *text = course_verdict(c, constant), *colon;

	if (text == NULL && !isnan(share[1]))
		return verdict_of(share[0], share[1], NAN, NAN);
	if (text == NULL)
		return (struct verdict){ "fits", NULL };
	colon = strchr(text, ':');
	snprintf(word, sizeof(word), "%.*s", (int)(colon - text), text);
	return (struct verdict){ word, colon + 2 };
}

/* ---- one row ---- */

struct held { /* what two losses are called, and are */
	const char *metric;
	double loss[2], share[2];
};

static void
held_show(struct report *out, const struct held *h, struct verdict v)
{
	static const char *const names[] = { "metric", "train", "other", "train_share",
		"other_share", "gap", "verdict" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		report_column(out, str_of(names[i]));
	report_text(out, str_of(h->metric));
	report_number(out, h->loss[0]);
	report_number(out, h->loss[1]);
	report_number(out, h->share[0]);
	report_number(out, h->share[1]);
	report_number(out, h->share[0] - h->share[1]);
	report_text(out, str_of(v.word));
	report_end_row(out);
	report_end(out);
}

static struct verdict
reports_judge(const struct common *common, struct held *h)
{
	struct told t[2];
	size_t at;

	for (size_t i = 0; i < 2; i++)
		report_read(common, i, &t[i]);
	at = loss_choose(common, t);
	h->metric = wanted[at];
	for (size_t i = 0; i < 2; i++) {
		h->loss[i] = t[i].value[at];
		h->share[i] = 1 - t[i].value[at] / t[i].value[at + 1];
	}
	return verdict_of(h->share[0], h->share[1], h->loss[0], t[1].low[at]);
}

static struct verdict
log_judge(const struct common *common, struct held *h)
{
	struct reading_log t = { 0 };
	const struct epoch *best;
	struct verdict v;

	log_read(common, &t);
	best = &t.course.epoch[t.course.best];
	h->metric = "loss";
	h->loss[0] = best->train_loss;
	h->loss[1] = best->valid_loss;
	for (size_t i = 0; i < 2; i++)
		h->share[i] = t.constant > 0 ? 1 - h->loss[i] / t.constant : NAN;
	v = verdict_of_course(&t.course, t.constant, h->share);
	free(t.course.epoch);
	return v;
}

int
verdict_report(struct common *common)
{
	struct report *out;
	struct verdict v;
	struct held h;

	if (common->npath > 2)
		tool_usage("--verdict judges one log of csv-train, or holds two reports "
			   "against each other: of the rows learnt from, and of others");
	out = report_open(common, NULL);
	v = common->npath == 2 ? reports_judge(common, &h) : log_judge(common, &h);
	held_show(out, &h, v);
	if (v.try != NULL && !common->quiet)
		tell("%s: %s", v.word, v.try);
	return tool_end(common, NULL, NULL);
}
