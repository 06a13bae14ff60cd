/*
 * versus.c - what another model says of the same rows
 *
 * Its file is read by the options of the input, but for the weights and groups, which
 * are the input's.  A label that differs shows that rows were sorted, dropped or mixed
 * up, and then a comparison row by row means nothing.
 */
#include "eval.h"

void
rival_read(struct rows *rows, const struct eval *ev, const struct roles *roles)
{
	struct rows other = { .classes = rows->classes };
	struct eval its = *ev;
	struct roles columns;
	struct reader *in;
	struct err e;

	its.weight = its.by = its.query = NULL;
	its.task = (int)roles->task;
	in = reader_open(&ev->versus, 1, &ev->common.dialect, false, &e);
	if (in == NULL)
		run_fail(&e, NULL);
	roles_find(&columns, &its, in);
	rows_read(&other, &its, &columns, in, rows);
	rows->classes = other.classes; /* and those it alone has predicted */
	other.classes = (struct dict){ 0 };
	rows->rival = (struct rival){ other.predicted, other.score, other.more,
		other.ranks_only, other.chosen };
	other.predicted = other.score = NULL;
	other.more = NULL;
	rows_free(&other);
	roles_free(&columns);
	reader_close(in);
}
