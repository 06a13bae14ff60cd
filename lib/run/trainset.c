/*
 * trainset.c - see trainset.h
 */
#include "run/trainset.h"

#include <stdlib.h>
#include <string.h>

#include "run/learn.h"
#include "run/pipeline.h"
#include "run/trainset_groups.h"
#include "run/trainset_labels.h"
#include "table/select.h"

/* ---- which columns are features ---- */

/* Mark a column that must be there and is no feature. */
static void
role_take(struct batch *header, const char *name, bool *taken)
{
	struct err e;
	size_t j;

	if (name == NULL)
		return;
	if (!batch_need(header, str_of(name), &j, &e))
		run_fail(&e, NULL);
	taken[j] = true;
}

static void
list_mark(struct batch *header, const char *list, const enum kind *kinds, bool *taken)
{
	struct selection s;
	struct err e;

	if (list == NULL)
		return;
	if (!select_columns(&s, str_of(list), header, kinds, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < s.n; i++)
		taken[s.column[i]] = true;
	select_free(&s);
}

bool
trainset_needs_look(const struct trainset *t)
{
	const char *const lists[] = { t->columns, t->exclude, t->keys };

	for (size_t i = 0; i < 3; i++)
		if (lists[i] != NULL && select_needs_kinds(str_of(lists[i])))
			return true;
	return false;
}

static enum kind *
kinds_if_needed(struct trainset *t, const struct recipe *preparation, struct reader *in)
{
	enum kind *kinds;
	struct err e;

	if (!trainset_needs_look(t))
		return NULL;
	kinds = kinds_look(in, preparation, t->missing);
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
	return kinds;
}

/* The features, in the order of -c or of the table. */
static void
features_choose(struct trainset *t, struct batch *header, const enum kind *kinds)
{
	bool *taken = mem_alloc(header->ncol, sizeof(*taken));
	struct str list = { 0 }; /* all columns */
	struct selection s = { 0 };
	struct err e;
	size_t n = 0;

	role_take(header, t->label, taken);
	for (size_t c = 0; c < t->nlabel; c++)
		role_take(header, t->labels[c], taken);
	role_take(header, t->weights, taken);
	if (t->time != NULL && batch_find(header, str_of(t->time)) != COLUMN_NONE)
		role_take(header, t->time, taken); /* it may have become other columns */
	list_mark(header, t->keys, kinds, taken);
	list_mark(header, t->exclude, kinds, taken);
	if (t->columns != NULL)
		list = str_of(t->columns);
	if (!select_columns(&s, list, header, kinds, &e))
		run_fail(&e, NULL);
	t->feature = mem_alloc(s.n, sizeof(*t->feature));
	for (size_t i = 0; i < s.n; i++)
		if (!taken[s.column[i]])
			t->feature[n++].name = header->col[s.column[i]].name;
	t->matrix.ncol = n;
	if (n == 0) {
		fail(&e, EXIT_DATA, "%s: no column is left as a feature", header->file);
		run_fail(&e, NULL);
	}
	select_free(&s);
	free(taken);
}

/* ---- rows ---- */

/* What the labels of this row tell about all of them. */
static void
label_note(struct trainset *t, const struct batch *b, size_t row, double y)
{
	if (t->rows == 0 || y < t->least) {
		t->least = y;
		t->least_file = b->file;
		t->least_line = batch_line(b, row);
	}
	if (t->rows == 0 || y > t->most) {
		t->most = y;
		t->most_file = b->file;
		t->most_line = batch_line(b, row);
	}
	if (!t->binary || y == 0 || y == 1)
		return;
	t->binary = false;
	t->number = y;
	t->number_file = b->file;
	t->number_line = batch_line(b, row);
}

static void
row_add(struct matrix *m, const struct feature_block *block, size_t nblock, size_t row)
{
	for (size_t i = 0; i < nblock; i++) {
		const struct feature_block *k = &block[i];

		if (k->code == NULL) {
			matrix_add(m, (uint32_t)k->first, k->value[row]);
			continue;
		}
		uint32_t c = k->code[row];
		if (c < k->ncode && k->of_code[c] != FEATURE_NONE)
			matrix_add(m, k->of_code[c], 1);
	}
}

/* A batch as examples: what is added to the matrix.  All belong to the batch. */
struct examples {
	const double *y, *w;     /* w is NULL where all weigh 1 */
	const struct str *class; /* (nrow) instead of y, with classes */
	const struct feature_block *block;
	size_t nblock;
	struct row_groups groups;
};

static bool
examples_find(const struct trainset *t, const struct recipe *preparation, struct batch *b,
    struct examples *x, struct err *e)
{
	*x = (struct examples){ 0 };
	if (!groups_find(t, b, &x->groups, e) ||
	    !recipe_apply(preparation, preparation->n, b, e))
		return false;
	b->missing = t->missing;
	if (t->classes ? (x->class = trainset_texts(t, b, e)) == NULL
		       : (x->y = trainset_labels(t, b, e)) == NULL)
		return false;
	if (t->weights != NULL && (x->w = trainset_weights(t, b, e)) == NULL)
		return false;
	x->block = feature_blocks(b, t->feature, t->matrix.ncol, &x->nblock, e);
	return x->block != NULL;
}

struct reading {
	struct trainset *t;
	const struct recipe *preparation;
	struct notes *notes;
};

static void *
reading_hand(void *self)
{
	(void)self;
	return notes_new();
}

static void
reading_hand_end(void *self, void *hand)
{
	notes_collect(((struct reading *)self)->notes, hand);
}

/*
 * On a fault, look again at the rows before it, until there is none: so it is the
 * first one of the file, however that was cut.
 */
static bool
reading_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct reading *r = self;
	struct examples *x = arena_alloc(&k->batch.mem, 1, sizeof(*x)), again;
	struct err earlier;

	k->batch.notes = hand;
	k->note = x;
	if (examples_find(r->t, r->preparation, &k->batch, x, e))
		return true;
	while (e->row != ERR_NOWHERE) {
		batch_rewind(&k->batch, e->row);
		if (examples_find(r->t, r->preparation, &k->batch, &again, &earlier))
			break;
		*e = earlier;
	}
	batch_rewind(&k->batch, 0);
	return false;
}

/* A row with a probability of each class is a row of each, and weighs as much. */
static void
shares_add(struct trainset *t, const struct examples *x, size_t row, double w)
{
	for (size_t c = 0; c < t->nlabel; c++) {
		row_add(&t->matrix, x->block, x->nblock, row);
		matrix_end_row(&t->matrix, (double)c, w * x->y[row * t->nlabel + c]);
	}
}

static void
row_take(struct trainset *t, const struct batch *b, const struct examples *x, size_t row)
{
	double w = x->w != NULL ? x->w[row] : 1, y;

	if (t->shares) {
		shares_add(t, x, row, w);
	} else {
		y = x->class != NULL ? (double)dict_add(&t->class, x->class[row])
				     : x->y[row];
		label_note(t, b, row, y);
		row_add(&t->matrix, x->block, x->nblock, row);
		matrix_end_row(&t->matrix, y, w);
	}
	groups_take(t, &x->groups, row);
	t->rows++;
}

static bool
reading_take(void *self, struct block *k, struct err *e)
{
	struct trainset *t = ((const struct reading *)self)->t;
	const struct examples *x = k->note;

	for (size_t r = 0; r < k->batch.nrow; r++)
		row_take(t, &k->batch, x, r);
	if (t->each != NULL) {
		t->each(t->with, &t->matrix);
		matrix_clear(&t->matrix);
	}
	if (t->matrix.failed != 0)
		return fail(e, EXIT_SYSTEM,
		    "cannot keep the rows in %s: %s (TMPDIR chooses another folder)",
		    t->matrix.shelf.file.folder, strerror(t->matrix.failed));
	return true;
}

/*
 * From here on the preparation must do without a column that is not there when the
 * model is used.
 */
static void
role_release(
    struct recipe *preparation, struct reader *in, const char *name, const char *role)
{
	struct batch b = { 0 };
	struct shown s;
	struct err e;
	size_t j, *keep, n = 0;

	if (name == NULL || preparation->n == 0)
		return;
	recipe_forget(preparation, preparation->n, str_of(name));
	reader_header(in, &b);
	j = batch_find(&b, str_of(name));
	keep = arena_alloc(&b.mem, b.ncol, sizeof(*keep));
	for (size_t i = 0; i < b.ncol; i++)
		if (i != j)
			keep[n++] = i;
	batch_keep(&b, keep, n);
	if (j == COLUMN_NONE || !recipe_apply_whole(preparation, &b, &e)) {
		fail(&e, EXIT_DATA,
		    "%s: the preparation works on column \"%s\", but a %s is not there "
		    "when the model is used (leave it out of the preparation)",
		    reader_name(in), shown(&s, name, strlen(name)), role);
		run_fail(&e, NULL);
	}
	batch_free(&b);
}

static void
rows_read(struct trainset *t, const struct recipe *preparation, struct reader *in,
    struct notes *notes)
{
	struct reading r = { t, preparation, notes };
	struct pipeline p = { .self = &r,
		.hand = reading_hand,
		.hand_end = reading_hand_end,
		.work = reading_work,
		.take = reading_take };
	struct err e;

	pipeline_run(&p, in);
	require_whole(in);
	if (t->rows == 0) {
		fail(&e, EXIT_DATA,
		    "%s: a header and no rows: there is nothing to learn from",
		    reader_name(in));
		run_fail(&e, NULL);
	}
}

/* The columns of the prepared table are known; the rows follow. */
static void
trainset_fill(struct trainset *t, const struct trainset *like, struct recipe *preparation,
    struct reader *in, const enum kind *kinds)
{
	struct notes notes = { 0 };
	struct batch b = { .notes = &notes };
	struct err e;

	reader_header(in, &b);
	t->header = header_hash(&b);
	if (!recipe_apply_whole(preparation, &b, &e))
		run_fail(&e, NULL);
	if (like == NULL) {
		features_choose(t, &b, kinds);
	} else {
		t->feature = mem_alloc(like->matrix.ncol, sizeof(*t->feature));
		memcpy(
		    t->feature, like->feature, like->matrix.ncol * sizeof(*t->feature));
		t->matrix.ncol = like->matrix.ncol;
	}
	t->binary = true;
	t->matrix.spool = t->spool;
	trainset_name(t);
	rows_read(t, preparation, in, &notes);
	notes_warn(&notes);
	notes_free(&notes);
	batch_free(&b);
}

void
trainset_read(struct trainset *t, struct recipe *preparation, struct reader *in)
{
	enum kind *kinds = kinds_if_needed(t, preparation, in);

	trainset_fill(t, NULL, preparation, in, kinds);
	free(kinds);
	if (t->classes)
		trainset_order(t);
}

void
trainset_read_like(struct trainset *t, const struct trainset *like,
    struct recipe *preparation, struct reader *in)
{
	trainset_fill(t, like, preparation, in, NULL);
	if (t->classes)
		trainset_order_like(t, like, in);
}

void
trainset_release(const struct trainset *t, struct recipe *preparation, struct reader *in)
{
	role_release(preparation, in, t->label, "label");
	for (size_t c = 1; c < t->nlabel; c++)
		role_release(preparation, in, t->labels[c], "label");
	role_release(preparation, in, t->weights, "weight");
}

void
trainset_free(struct trainset *t)
{
	free(t->feature);
	dict_clear(&t->class);
	dict_clear(&t->group_value);
	dict_clear(&t->twin_value);
	free(t->group_of);
	free((char *)t->newest.p);
	matrix_free(&t->matrix);
}
