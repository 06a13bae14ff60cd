/*
 * describe.h - the parts of csv-describe
 *
 *	describe.c   options, main, what is learnt and printed
 *	look.c       the look at all rows
 *	groups.c     the rows of a batch by their group
 *	print.c      the report
 *	view.c       the most frequent values, or a histogram, in place of the report
 *	advise.c     what the report suggests to do
 *	correlate.c  another fold: columns against each other
 *	weigh.c      another fold: rows that have weights
 */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "groups.h"
#include "op/describe.h"
#include "run/recipe.h"
#include "run/report.h"
#include "run/tool.h"

struct program {
	struct common common;
	const char *columns, *exclude, *by, *label, *positive, *negative, *fit, *apply;
	const char *weight;
	bool no_output, partial, advise, correlation;
	size_t top, histogram, by_block;

	struct describe chosen;
	struct recipe recipe; /* one step: what is learnt */
	struct selection by_columns;
	struct groups groups;
	struct profile **acc; /* (nacc) of each group; without -g there is one */
	size_t nacc, acc_room;
};

/* ---- look.c ---- */

/* The columns of a list; kinds NULL: those of a set are not known yet. */
struct selection columns_of(
    struct batch *header, const char *list, const enum kind *kinds);

/* Which columns the report is about (shown[ncol]). */
void columns_choose(
    const struct program *p, struct batch *header, const enum kind *kinds, bool *shown);

/* Does a set (@numeric) leave open what the report is about until all was read? */
bool kinds_decide(const struct program *p);

/*
 * The kinds that a list with a set needs, by a look at all rows; NULL where it needs
 * none.  To be freed.
 */
enum kind *kinds_find(const struct program *p, const char *list, struct reader *in);

/* Are there groups, by columns or by blocks? */
bool grouped(const struct program *p);

/* All rows into the accumulators of their groups. */
void read_all(struct program *p, struct reader *in);
void kinds_settle(struct program *p, struct batch *header);

/* ---- view.c, advise.c ---- */

/* What a group is called by: the first cells of its rows in a report. */
struct group_value {
	const struct str *value; /* (n) */
	size_t n;
};

/* Is something else wanted in place of the report? */
bool view_chosen(const struct program *p);
void view_header(const struct program *p, struct report *r);
void view_rows(const struct program *p, struct profile *of,
    const struct group_value *group, struct report *r);

void advise_header(struct report *r);
void advise_rows(
    const struct describe *d, const struct group_value *group, struct report *r);

/* ---- correlate.c, weigh.c: from input to the printed report ---- */

void correlate(const struct program *p, struct reader *in);
void weigh(const struct program *p, struct reader *in);

#endif
