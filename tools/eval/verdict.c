/*
 * verdict.c - does the model generalise?  --verdict, of two reports of csv-eval
 *
 * The first is about the rows the model learnt from, the second about others.  Losses are
 * put on one scale, the share of the baseline's loss that is gone, 1 - loss / baseline:
 * 0 for a model that says the same of every row, 1 for one that is never wrong.
 *
 * Between two shares less than GAP apart there is no overfitting to speak of; and where
 * the second report has intervals (--ci), only a gap that the interval of its loss does
 * not hold counts.
 */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
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

int
verdict_report(struct common *common)
{
	static const char *const names[] = { "metric", "train", "other", "train_share",
		"other_share", "gap", "verdict" };
	struct report *out;
	struct verdict v;
	struct told t[2];
	double share[2];
	size_t at;

	if (common->npath != 2)
		tool_usage("--verdict holds two reports against each other: of the rows "
			   "learnt from, and of others");
	out = report_open(common, NULL);
	for (size_t i = 0; i < 2; i++)
		report_read(common, i, &t[i]);
	at = loss_choose(common, t);
	for (size_t i = 0; i < 2; i++)
		share[i] = 1 - t[i].value[at] / t[i].value[at + 1];
	v = verdict_of(share[0], share[1], t[0].value[at], t[1].low[at]);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		report_column(out, str_of(names[i]));
	report_text(out, str_of(wanted[at]));
	report_number(out, t[0].value[at]);
	report_number(out, t[1].value[at]);
	report_number(out, share[0]);
	report_number(out, share[1]);
	report_number(out, share[0] - share[1]);
	report_text(out, str_of(v.word));
	report_end_row(out);
	report_end(out);
	if (v.try != NULL && !common->quiet)
		tell("%s: %s", v.word, v.try);
	return tool_end(common, NULL, NULL);
}
