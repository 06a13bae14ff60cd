/*
 * onehot_file.c - vocabularies that are given, as CSV, instead of learnt
 *
 *	column,level
 *	city,Oslo
 *	city,Leeds
 *	city,          missing cells have a column, too
 */
#include "io/csv_reader.h"
#include "op/onehot.h"

static size_t
column_find(const struct onehot *o, struct str name)
{
	size_t i = 0;

	while (i < o->subjects.n && !str_equal(o->subjects.subject[i].column, name))
		i++;
	return i;
}

static bool
row_take(struct onehot *o, struct batch *b, const size_t at[2], size_t row, struct err *e)
{
	struct str column = batch_cell(b, at[0], row), level = batch_cell(b, at[1], row);
	size_t i = column_find(o, column), n;
	struct shown s;

	if (i == o->subjects.n)
		return fail_at(e, row, "column \"%s\" is not one to be encoded (-c)",
		    shown(&s, column.p, column.n));
	if (level.n == 0) {
		o->of[i].missing = true;
		return true;
	}
	n = o->of[i].levels.n;
	return dict_add(&o->of[i].levels, level) == n ||
	       batch_fail(b, at[1], row, e, "\"%s\" stands there twice",
		   shown(&s, level.p, level.n));
}

static bool
rows_take(struct onehot *o, struct reader *in, struct batch *b, struct err *e)
{
	size_t at[2];
	int got;

	if (!batch_need(b, STR("column"), &at[0], e) ||
	    !batch_need(b, STR("level"), &at[1], e))
		return false;
	while ((got = reader_next(in, b, e)) > 0)
		for (size_t row = 0; row < b->nrow; row++) {
			struct err why;

			if (row_take(o, b, at, row, &why))
				continue;
			return fail(e, EXIT_DATA, "%s:%llu: %s", b->file,
			    (unsigned long long)batch_line(b, row), why.msg);
		}
	return got == 0;
}

bool
vocabularies_read(struct onehot *o, const char *path, struct err *e)
{
	static const struct dialect plain = { .max_record = MAX_RECORD, .block = BLOCK };
	struct batch b = { .missing = &missing_default };
	struct reader *in = reader_open(&path, 1, &plain, false, e);
	struct shown s;
	bool good;

	if (in == NULL)
		return false;
	reader_header(in, &b);
	good = rows_take(o, in, &b, e);
	for (size_t i = 0; i < o->subjects.n && good; i++) {
		struct str column = o->subjects.subject[i].column;

		if (o->of[i].levels.n == 0)
			good = fail(e, EXIT_DATA, "%s: no level of column \"%s\"", path,
			    shown(&s, column.p, column.n));
	}
	batch_free(&b);
	reader_close(in);
	return good;
}
