/*
 * rows.c - from cells to arrays
 *
 * A cell that is missing, or that cannot be what its column is for, ends the run
 * with its line: an evaluation that leaves out rows evaluates something else.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
#include "run/pipeline.h"

struct reading {
	struct rows *rows;
	const struct eval *ev;
	const struct roles *roles;
	struct batch *b;         /* the one being read */
	const struct rows *like; /* what they must be, or NULL */
	uint64_t bytes;          /* of the input, or 0 */
};

/* ---- cells of one role ---- */

static bool
missing_fail(const struct batch *b, size_t j, size_t i, const char *what, struct err *e)
{
	return batch_fail(b, j, i, e,
	    "the %s is missing (csv-scrub --drop-missing drops such rows)", what);
}

/* Column j as numbers, none of them missing. */
static bool
numbers_read(struct batch *b, size_t j, const char *what, double *to, struct err *e)
{
	const double *x = batch_numbers(b, j, e);

	if (x == NULL)
		return false;
	for (size_t i = 0; i < b->nrow; i++) {
		if (isnan(x[i]))
			return missing_fail(b, j, i, what, e);
		to[i] = x[i];
	}
	return true;
}

/* The same, and none outside lo .. hi. */
static bool
numbers_within(struct batch *b, size_t j, const char *what, double lo, double hi,
    const char *remedy, double *to, struct err *e)
{
	struct shown s;

	if (!numbers_read(b, j, what, to, e))
		return false;
	for (size_t i = 0; i < b->nrow; i++)
		if (!(to[i] >= lo && to[i] <= hi)) {
			struct str cell = batch_cell(b, j, i);

			return batch_fail(b, j, i, e, "\"%s\" is not a %s %s",
			    shown(&s, cell.p, cell.n), what, remedy);
		}
	return true;
}

/* The label of a regression, which may well be one of classes. */
static bool
number_labels(struct reading *r, double *to, struct err *e)
{
	size_t j = r->roles->label;
	struct shown s;
	double x;

	if (numbers_read(r->b, j, "label", to, e))
		return true;
	if (r->ev->task == EVAL_AUTO && e->row != ERR_NOWHERE) {
		struct str cell = batch_cell(r->b, j, e->row);

		if (!missing_number(r->b->missing, cell) &&
		    num_parse(cell.p, cell.n, &x) == NUM_NOT)
			batch_fail(r->b, j, e->row, e,
			    "\"%s\" is not a number (for classes use --positive or "
			    "--task)",
			    shown(&s, cell.p, cell.n));
	}
	return false;
}

/*
 * Predictions of two classes: 0 or 1 as csv-predict writes them, or words, which the
 * rule for labels then explains.
 */
static bool
binary_predictions(struct reading *r, double *to, struct err *e)
{
	static const struct label_rule plain = { 0 };
	const struct label_rule *rule = &r->ev->rule;
	size_t j = r->roles->prediction;
	struct batch *b = r->b;
	struct shown s;

	for (size_t i = 0; i < b->nrow; i++) {
		struct str cell = batch_cell(b, j, i);

		if (label_rule_given(rule) ? missing_text(b->missing, cell)
					   : missing_number(b->missing, cell))
			return missing_fail(b, j, i, "prediction", e);
		to[i] = label_value(&plain, cell);
		if (isnan(to[i]) && label_rule_given(rule))
			to[i] = label_value(rule, cell);
		if (isnan(to[i]))
			return batch_fail(b, j, i, e,
			    "\"%s\" is not a prediction, 0 or 1 (use --score for scores)",
			    shown(&s, cell.p, cell.n));
	}
	return true;
}

/*
 * Labels or predictions of several classes, as their numbers.  Sums of all classes
 * are kept at once, and what has thousands of values is hardly a class.
 */
enum { MOST_CLASSES = 4096 };

static bool
class_numbers(struct reading *r, size_t j, const char *what, double *to, struct err *e)
{
	struct batch *b = r->b;

	for (size_t i = 0; i < b->nrow; i++) {
		if (batch_is_missing(b, j, i))
			return missing_fail(b, j, i, what, e);
		to[i] = (double)dict_add(&r->rows->classes, batch_cell(b, j, i));
		if (to[i] >= MOST_CLASSES)
			return batch_fail(b, j, i, e,
			    "more than %d classes (numbers need --task regression)",
			    MOST_CLASSES);
	}
	return true;
}

/* The probability that was given to the class of the label; 0 where it has none. */
static bool
class_probabilities(struct reading *r, double *to, struct err *e)
{
	struct batch *b = r->b;
	double *p = arena_alloc(&b->mem, b->nrow, sizeof(*p));

	for (size_t i = 0; i < b->nrow; i++)
		to[i] = 0;
	for (size_t k = 0; k < r->roles->nclass; k++) {
		const struct class_column *c = &r->roles->class[k];

		if (!numbers_within(b, c->column, "probability", 0, 1, "(0 to 1)", p, e))
			return false;
		for (size_t i = 0; i < b->nrow; i++)
			if (str_equal(batch_cell(b, r->roles->label, i), c->class))
				to[i] = p[i];
	}
	return true;
}

/* ---- a batch ---- */

enum { ROWS_FIRST = 4096, ROWS_GUESSED = 1 << 24 };

static double *
room_for(double *x, size_t room)
{
	return mem_resize(x, room, sizeof(*x));
}

/*
 * How many rows there will be if all are as long as those of the first batch; arrays that
 * grow are copied.  A guess, so no more than some.
 */
static size_t
rows_expected(const struct reading *r)
{
	const struct batch *b = r->b;
	uint32_t bytes = b->off[b->nrow * (b->nfield + 1) - 1] - b->off[0];
	double n = (double)b->nrow * (1.02 * (double)r->bytes / (1.0 + bytes));

	return n < ROWS_GUESSED ? (size_t)n + ROWS_FIRST : ROWS_GUESSED;
}

static void
rows_grow(struct reading *r)
{
	const struct roles *roles = r->roles;
	struct rows *t = r->rows;

	if (t->n + r->b->nrow <= t->room)
		return;
	while (t->n + r->b->nrow > t->room)
		t->room = t->room == 0 ? rows_expected(r) : t->room + t->room / 2;
	t->label = room_for(t->label, t->room);
	t->weight = room_for(t->weight, t->room);
	if (roles->prediction != COLUMN_NONE ||
	    (roles->task == EVAL_BINARY && r->ev->threshold != NULL))
		t->predicted = room_for(t->predicted, t->room);
	if (roles->score != COLUMN_NONE || roles->nclass > 0)
		t->score = room_for(t->score, t->room);
	if (roles->nby > 0)
		t->group = mem_resize(t->group, t->room, sizeof(*t->group));
	if (roles->query != COLUMN_NONE)
		t->query = mem_resize(t->query, t->room, sizeof(*t->query));
	for (size_t k = 0; k < t->nmore; k++)
		t->more[k] = room_for(t->more[k], t->room);
}

static bool
binary_read(struct reading *r, size_t n, struct err *e)
{
	const struct roles *roles = r->roles;
	struct rows *t = r->rows;
	struct batch *b = r->b;

	if (!label_numbers(&r->ev->rule, b, roles->label, t->label + n, e))
		return false;
	if (roles->prediction != COLUMN_NONE &&
	    !binary_predictions(r, t->predicted + n, e))
		return false;
	if (roles->score == COLUMN_NONE)
		return true;
	if (roles->probability
		? !numbers_within(b, roles->score, "probability", 0, 1,
		      "(0 to 1; scores go in a column named otherwise, with --score)",
		      t->score + n, e)
		: !numbers_read(b, roles->score, "score", t->score + n, e))
		return false;
	for (size_t i = 0; i < b->nrow && !isnan(r->ev->cut); i++)
		t->predicted[n + i] = t->score[n + i] >= r->ev->cut;
	return true;
}

static bool
task_read(struct reading *r, size_t n, struct err *e)
{
	const struct roles *roles = r->roles;
	struct rows *t = r->rows;

	switch (roles->task) {
	case EVAL_BINARY:
		return binary_read(r, n, e);
	case EVAL_LABELS:
		return labels_read(t, r->ev, roles, r->b, n, e);
	case EVAL_RANKING:
		return ranking_read(t, roles, r->b, n, e);
	case EVAL_CLASSES:
		return class_numbers(r, roles->label, "label", t->label + n, e) &&
		       class_numbers(
			   r, roles->prediction, "prediction", t->predicted + n, e) &&
		       (roles->nclass == 0 || class_probabilities(r, t->score + n, e));
	default:
		return number_labels(r, t->label + n, e) &&
		       numbers_read(
			   r->b, roles->prediction, "prediction", t->predicted + n, e);
	}
}

#define SAME_ROWS "(--versus needs the same rows in the same order)"

/* Are these the rows that were read before? */
static bool
batch_is_like(const struct reading *r, size_t n, struct err *e)
{
	const struct batch *b = r->b;
	size_t j = r->roles->label;
	struct shown s;

	for (size_t i = 0; i < b->nrow; i++) {
		struct str cell = batch_cell(r->b, j, i);

		if (n + i >= r->like->n)
			return fail_at(e, i,
			    "more rows than the input, which has %zu " SAME_ROWS,
			    r->like->n);
		if (r->rows->label[n + i] != r->like->label[n + i])
			return batch_fail(b, j, i, e,
			    "\"%s\" is not the label of row %zu of the input " SAME_ROWS,
			    shown(&s, cell.p, cell.n), n + i + 1);
		r->rows->weight[n + i] = r->like->weight[n + i];
	}
	return true;
}

static bool
batch_read(struct reading *r, struct err *e)
{
	const struct roles *roles = r->roles;
	struct rows *t = r->rows;
	struct batch *b = r->b;
	size_t n = t->n;

	rows_grow(r);
	if (!task_read(r, n, e))
		return false;
	if (roles->weight != COLUMN_NONE &&
	    !numbers_within(
		b, roles->weight, "weight", 0, INFINITY, "(0 or more)", t->weight + n, e))
		return false;
	for (size_t i = 0; i < b->nrow && roles->weight == COLUMN_NONE; i++)
		t->weight[n + i] = 1;
	if (r->like != NULL && !batch_is_like(r, n, e))
		return false;
	for (size_t i = 0; i < b->nrow && roles->nby > 0; i++)
		t->group[n + i] = (uint32_t)dict_add(&t->groups, group_name(roles, b, i));
	if (!queries_read(t, roles, b, e))
		return false;
	t->n += b->nrow;
	return true;
}

/*
 * Columns are read one after the other, so a fault may hide an earlier one in
 * another column: look again at the rows before it, until there is none.
 */
static bool
block_take(void *self, struct block *k, struct err *e)
{
	struct reading *r = self;
	struct err again;

	r->b = &k->batch;
	if (batch_read(r, e))
		return true;
	while (e->row != ERR_NOWHERE) {
		batch_rewind(r->b, e->row);
		if (batch_read(r, &again))
			return false;
		*e = again;
	}
	return false;
}

/* Most of the time is reading numbers, which the batch then remembers. */
static bool
block_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct roles *roles = ((const struct reading *)self)->roles;
	const size_t column[] = { roles->label, roles->prediction, roles->score,
		roles->weight };
	struct err later;

	(void)hand, (void)e;
	for (size_t i = 0; i < sizeof(column) / sizeof(*column); i++)
		if (column[i] != COLUMN_NONE)
			batch_numbers(&k->batch, column[i], &later);
	for (size_t i = 0; i < roles->nclass; i++)
		batch_numbers(&k->batch, roles->class[i].column, &later);
	for (size_t i = 0; i < roles->nlabel; i++)
		if (roles->many[i].score != COLUMN_NONE)
			batch_numbers(&k->batch, roles->many[i].score, &later);
	return true;
}

/* ---- all of them ---- */

/* What is no fault of one row. */
static void
rows_judge(const struct rows *t, const struct eval *ev, const struct reader *in,
    const struct rows *like)
{
	bool heavy = false;
	struct shown s;
	struct err e;

	for (size_t i = 0; i < t->n && !heavy; i++)
		heavy = t->weight[i] > 0 && (like == NULL || t->n == like->n);
	if (heavy)
		return;
	if (like != NULL && t->n < like->n)
		fail(&e, EXIT_DATA, "%s: %zu rows, and %zu in the input " SAME_ROWS,
		    reader_name(in), t->n, like->n);
	else if (t->n == 0)
		fail(&e, EXIT_DATA,
		    "%s: a header and no rows: there is nothing to evaluate",
		    reader_name(in));
	else
		fail(&e, EXIT_DATA, "%s: -w %s: all weights are 0", reader_name(in),
		    shown(&s, ev->weight, strlen(ev->weight)));
	run_fail(&e, NULL);
}

/* --threshold in words: one threshold of all rows, whatever the group. */
static void
threshold_choose(struct rows *t, const struct eval *ev, const struct reader *in)
{
	struct examples x = { t->n, t->label, NULL, t->score, t->weight };
	struct shown s;
	struct err e, named;

	t->chosen = NAN;
	if (ev->aim.kind == NULL)
		return;
	if (!threshold_find(&ev->aim, &x, &t->chosen, &e)) {
		fail(&named, e.status, "%s: --threshold '%s': %s", reader_name(in),
		    shown(&s, ev->threshold, strlen(ev->threshold)), e.msg);
		run_fail(&named, NULL);
	}
	for (size_t i = 0; i < t->n; i++)
		t->predicted[i] = t->score[i] >= t->chosen;
}

/* What may be meant so, but most likely is a slip of the command line. */
static void
slips_warn(const struct rows *t, const struct eval *ev, const struct roles *roles)
{
	bool seen[2] = { false, false }, only_01 = true;
	struct shown s;

	if (ev->positive == NULL && ev->negative == NULL &&
	    roles->task != EVAL_REGRESSION)
		return;
	for (size_t i = 0; i < t->n; i++) {
		double y = t->label[i], p = t->predicted != NULL ? t->predicted[i] : 0;

		seen[y != 0] = true;
		only_01 = only_01 && (y == 0 || y == 1) && (p == 0 || p == 1);
	}
	if (ev->positive != NULL && !seen[1])
		warn("no label is in --positive %s: all are negative",
		    shown(&s, ev->positive, strlen(ev->positive)));
	if (ev->negative != NULL && !seen[0])
		warn("no label is in --negative %s: all are positive",
		    shown(&s, ev->negative, strlen(ev->negative)));
	if (ev->task == EVAL_AUTO && roles->task == EVAL_REGRESSION && only_01)
		warn("labels and predictions are all 0 or 1: classes need --task binary");
}

static void
scores_judge(struct rows *t, const struct eval *ev, const struct roles *roles)
{
	struct shown s;

	if (roles->task != EVAL_BINARY || t->score == NULL || roles->probability)
		return;
	for (size_t i = 0; i < t->n; i++)
		t->ranks_only |=
		    t->weight[i] > 0 && !(t->score[i] >= 0 && t->score[i] <= 1);
	if (t->ranks_only)
		warn("--score %s is no probability: log_loss, brier and bias stay empty",
		    shown(&s, ev->score, strlen(ev->score)));
}

static void
arrays_free(double **array, size_t n)
{
	for (size_t k = 0; array != NULL && k < n; k++)
		free(array[k]);
	free(array);
}

void
rows_read(struct rows *rows, const struct eval *ev, const struct roles *roles,
    struct reader *in, const struct rows *like)
{
	struct reading r = { .rows = rows, .ev = ev, .roles = roles, .like = like };
	uint64_t read, seen;
	struct pipeline p = { .self = &r,
		.missing = &ev->common.missing,
		.work = block_work,
		.take = block_take };

	rows->nmore = LABEL_ARRAYS * roles->nlabel;
	if (rows->nmore > 0)
		rows->more = mem_alloc(rows->nmore, sizeof(*rows->more));
	reader_progress(in, &read, &r.bytes, &seen);
	pipeline_run(&p, in);
	require_whole(in);
	rows_judge(rows, ev, in, like);
	if (like == NULL)
		slips_warn(rows, ev, roles);
	scores_judge(rows, ev, roles);
	labels_settle(rows, roles);
	threshold_choose(rows, ev, in);
}

void
rows_free(struct rows *t)
{
	free(t->label);
	free(t->predicted);
	free(t->score);
	free(t->weight);
	arrays_free(t->more, t->nmore);
	arrays_free(t->rival.more, t->nmore);
	free(t->query);
	free(t->facts);
	dict_clear(&t->queries);
	free(t->rival.predicted);
	free(t->rival.score);
	free(t->group);
	dict_clear(&t->groups);
	dict_clear(&t->classes);
	*t = (struct rows){ 0 };
}
