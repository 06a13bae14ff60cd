/*
 * csv-eval - how good predictions are: metrics, curves, and groups of rows
 *
 * A fold: it reads every row into arrays, since ranking needs them all, and prints
 * one small table when the last one has been seen.  Metrics are lib/stat's; here
 * is what the columns mean and which rows belong together.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"

enum { BOOTSTRAP = 1000 };

#define AT(field) offsetof(struct eval, field)

static const struct opt options[] = {
	{ 'y', "label", OPT_TEXTS, AT(labels), "COL",
	    "the column of true labels; again: one of several labels", 0, false },
	{ 0, "prediction", OPT_TEXT, AT(prediction), "COL",
	    "the column of predictions (default: prediction)", 0, false },
	{ 0, "score", OPT_TEXT, AT(score), "COL",
	    "the column of scores (default: probability)", 0, false },
	{ 0, "threshold", OPT_TEXT, AT(threshold), "T|AIM",
	    "predict the positive class where the score is at least T, or max-f1 ...", 0,
	    false },
	{ 'w', "weight", OPT_TEXT, AT(weight), "COL", "the column of weights", 0, false },
	{ 'g', "by", OPT_TEXT, AT(by), "LIST",
	    "the same for every group of rows that agree in these columns", 0, false },
	{ 0, "positive", OPT_TEXT, AT(positive), "V[,V...]",
	    "labels of the positive class; all others are negative", 0, false },
	{ 0, "negative", OPT_TEXT, AT(negative), "V[,V...]",
	    "labels of the negative class; all others are positive", 0, false },
	{ 0, "task", OPT_WORD, AT(task), "auto|binary|classes|regression",
	    "what was predicted (default: by the columns there are)", 0, false },
	{ 0, "metric", OPT_TEXT, AT(metrics), "LIST", "only these metrics, in this order",
	    0, false },
	{ 0, "fail-if", OPT_TEXTS, AT(fail_if), "CONDITION",
	    "exit with 1 if it holds, such as 'auc<0.8'; may be repeated", 0, false },
	{ 0, "previous", OPT_TEXT, AT(previous), "FILE",
	    "an earlier report, for conditions such as 'log_loss>prev+0.01'", 0, false },
	{ 0, "compare", OPT_FLAG, AT(compare), NULL,
	    "the files are reports: put them side by side", 0, false },
	{ 0, "verdict", OPT_FLAG, AT(verdict), NULL,
	    "two reports, of rows learnt from and of others, or a log of csv-train: does "
	    "the "
	    "model generalise?",
	    0, false },
	{ 0, "fairness", OPT_FLAG, AT(fairness), NULL,
	    "with -g: the groups' rates, and how far they are apart", 0, false },
	{ 0, "query", OPT_TEXT, AT(query), "COL",
	    "rows with the same value are a list, ordered by the score: ndcg, map ...", 0,
	    false },
	{ 0, "at", OPT_TEXT, AT(at), "K[,K...]",
	    "with --query: look at the first K places, too (default 10)", 0, false },
	{ 0, "worst", OPT_TEXT, AT(worst), "METRIC",
	    "with -g: the groups, the worst by this metric first", 0, false },
	{ 0, "min-n", OPT_COUNT, AT(min_n), "N",
	    "with -g: groups of at least N rows (default 1)", 1, false },
	{ 0, "reference", OPT_TEXT, AT(reference), "GROUP",
	    "with --fairness: each group against this one, such as sex=m", 0, false },
	{ 0, "versus", OPT_TEXT, AT(versus), "FILE",
	    "compare with another model's predictions of the same rows", 0, false },
	{ 0, "ci", OPT_FLAG, AT(ci), NULL, "intervals of 95 %: columns low and high", 0,
	    false },
	{ 0, "bootstrap", OPT_COUNT, AT(bootstrap), "N",
	    "so many draws for an interval (default 1000; 0: none)", 0, false },
	{ 0, "roc", OPT_FLAG, AT(roc), NULL,
	    "the points of the ROC curve instead of metrics", 0, false },
	{ 0, "pr", OPT_FLAG, AT(pr), NULL,
	    "the points of the precision-recall curve instead", 0, false },
	{ 0, "confusion", OPT_FLAG, AT(confusion), NULL,
	    "how often each label met each prediction instead", 0, false },
	{ 0, "calibration", OPT_FLAG, AT(calibration), NULL,
	    "mean score and mean label in ten buckets of scores instead", 0, false },
	{ 0, "sweep", OPT_FLAG, AT(sweep), NULL,
	    "counts and rates at every threshold instead", 0, false },
	{ 0, "gains", OPT_FLAG, AT(gains), NULL,
	    "positives caught and lift by share of rows instead", 0, false },
	{ 0 },
};

static const struct tool tool = { "csv-eval",
	"how good predictions are: metrics, curves, groups",
	"-y COL [options] [file ...]",
	"  csv-predict -a model.st test.csv | csv-eval -y bought\n"
	"  csv-eval -y bought -g city --fail-if 'auc<0.8' predicted.csv\n" };

/* What goes with which view. */
static void
views_check(struct eval *ev)
{
	if (ev->fairness &&
	    (ev->by == NULL || ev->ci || ev->versus != NULL || ev->view->option != NULL))
		tool_usage("--fairness compares the groups of -g, and goes with no other "
			   "view, --ci or --versus");
	if (!ev->fairness && ev->reference != NULL)
		tool_usage("--reference goes with --fairness");
	if (ev->metrics != NULL &&
	    (ev->fairness || ev->worst != NULL || ev->view->option != NULL))
		tool_usage("--metric chooses among metrics: it does not go with "
			   "--fairness, --worst or curves");
	if (ev->by == NULL && (ev->worst != NULL || ev->min_n != 1))
		tool_usage("--worst and --min-n are about the groups of -g");
	if (ev->worst != NULL &&
	    (ev->fairness || ev->ci || ev->versus != NULL || ev->view->option != NULL))
		tool_usage("--worst goes with no other view, --ci or --versus");
	if ((ev->ci || ev->versus != NULL) && ev->view->option != NULL)
		tool_usage("%s is for metrics, not for %s", ev->ci ? "--ci" : "--versus",
		    ev->view->option);
	if (ev->ci && ev->versus != NULL)
		tool_usage("--ci and --versus exclude each other");
	if (ev->versus != NULL && strcmp(ev->versus, "-") == 0 && ev->common.npath == 0)
		tool_usage("--versus -: standard input is the input already");
	if (ev->bootstrap == SIZE_MAX)
		ev->bootstrap = BOOTSTRAP;
	else if (!ev->ci && ev->versus == NULL)
		tool_usage("--bootstrap goes with --ci or --versus");
}

static void
eval_start(struct eval *ev, int argc, char **argv)
{
	struct opt_table tables[] = {
		{ options, ev },
		{ options_input, &ev->common },
		{ options_output, &ev->common },
		{ options_seed, &ev->common },
		{ options_format, &ev->common },
		{ options_messages, &ev->common },
		{ NULL, NULL },
	};
	struct shown s;
	struct err e;

	tool_start(&tool, tables, &ev->common, argc, argv);
	ev->label = ev->labels.n > 0 ? ev->labels.text[0] : NULL;
	if ((ev->compare || ev->verdict) && ev->label != NULL)
		tool_usage("%s reads reports, and there is no -y in them",
		    ev->compare ? "--compare" : "--verdict");
	if (ev->compare && ev->verdict)
		tool_usage("--compare and --verdict exclude each other");
	if (ev->compare || ev->verdict)
		return;
	if (ev->label == NULL)
		tool_usage("-y says which column is the label");
	if (ev->threshold != NULL && ev->prediction != NULL)
		tool_usage("--threshold and --prediction exclude each other");
	ev->cut = NAN;
	if (ev->threshold != NULL && !aim_parse(&ev->aim, str_of(ev->threshold)) &&
	    num_parse(ev->threshold, strlen(ev->threshold), &ev->cut) != NUM_OK)
		tool_usage("--threshold %s: not a number, " AIM_WORDS,
		    shown(&s, ev->threshold, strlen(ev->threshold)));
	if (!label_rule_parse(&ev->rule, ev->positive, ev->negative, &e))
		tool_usage("%s", e.msg);
	ev->view = view_chosen(ev);
	ranking_check(ev);
	labels_check(ev);
	views_check(ev);
	ev->condition = conditions_read(&ev->fail_if);
	previous_check(ev);
}

/* Groups that are left out, as chance would speak from them. */
static void
small_tell(const struct eval *ev, const struct parts *p)
{
	size_t small = 0;

	for (size_t i = 1; i < p->n; i++)
		small += p->part[i].x.n < ev->min_n && p->part[i].task == p->part[0].task;
	if (small > 0 && !ev->common.quiet)
		tell("left out: %zu group%s of fewer than %zu rows", small,
		    small > 1 ? "s" : "", ev->min_n);
}

/* What is shown of all parts; judged is what conditions are about. */
static void
parts_show(struct report *out, const struct eval *ev, const struct parts *p,
    struct values *judged)
{
	if (ev->fairness) {
		fairness_show(out, ev, p, judged);
		return;
	}
	if (ev->fail_if.n > 0)
		conditions_measure(judged, ev, &p->part[0]);
	if (ev->worst != NULL) {
		worst_show(out, ev, p);
		small_tell(ev, p);
		return;
	}
	view_columns(out, ev);
	for (size_t i = 0; i < p->n; i++)
		if (i == 0 || p->part[i].x.n >= ev->min_n)
			ev->view->show(out, ev, &p->part[i]);
	small_tell(ev, p);
}

int
main(int argc, char **argv)
{
	struct eval ev = { .common = COMMON_DEFAULT, .bootstrap = SIZE_MAX, .min_n = 1 };
	struct roles roles = { 0 };
	struct rows rows = { 0 };
	struct parts parts = { 0 };
	struct values judged = { 0 };

	eval_start(&ev, argc, argv);
	if (ev.compare)
		return compare_reports(&ev.common);
	if (ev.verdict)
		return verdict_report(&ev.common);
	struct reader *in = tool_reader(&ev.common, roles_need_look(&ev));
	roles_find(&roles, &ev, in);
	metrics_check(&ev, roles.task);
	worst_check(&ev, roles.task);
	previous_read(&ev);
	struct report *out = report_open(&ev.common, in);
	rows_read(&rows, &ev, &roles, in, NULL);
	if (ev.versus != NULL)
		rival_read(&rows, &ev, &roles);
	if (roles.task == EVAL_RANKING)
		ranking_fold(&rows, &ev);
	parts_cut(&parts, &rows, &ev, roles.task);
	parts_show(out, &ev, &parts, &judged);
	report_end(out);
	bool failed = conditions_hold(&ev, &judged);
	int status = tool_end(&ev.common, in, NULL);
	reader_close(in);
	roles_free(&roles);
	rows_free(&rows);
	parts_free(&parts);
	values_free(&judged);
	label_rule_free(&ev.rule);
	free(ev.condition);
	list_free(&ev.metric);
	return failed ? EXIT_NO : status;
}
