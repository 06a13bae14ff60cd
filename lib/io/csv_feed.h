/*
 * csv_feed.h - the bytes of one file as the reader wants them
 *
 * Trimmed if that is asked for, ended by a newline even where the file is not, and
 * with an eye on records whose end has not come yet.
 */
#ifndef IO_CSV_FEED_H
#define IO_CSV_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "io/csv_trim.h"
#include "io/dialect.h"
#include "io/source.h"

struct feed {
	bool ended;    /* the file has no more bytes */
	bool cut_off;  /* some pipe so far did not end in a newline */
	bool patient;  /* give all that is asked for, though a pipe gives less at once */
	char last;     /* the last byte the file gave, before trimming */
	char *trimmed; /* (BLOCK) what --trim reads into; NULL: it is not asked for */
	struct trim trim;
};

void feed_start(struct feed *f, const struct dialect *d); /* d->delimiter is known */
void feed_begin(struct feed *f);                          /* a file */
void feed_free(struct feed *f);

/*
 * Append up to `want` bytes of the file to buf[*n], and at its end the newline that
 * is not there: but not behind a CR, which would become the end of a line it is not.
 * buf has room for n + want + feed_slack() bytes.
 */
bool feed_fill(
    struct feed *f, struct source *s, char *buf, size_t *n, size_t want, struct err *e);
size_t feed_slack(const struct feed *f);

/* A record of which the end is not at hand.  Zero-initialised is all unknown. */
struct unended {
	size_t judged, seen; /* bytes looked at: as a record, and for its end */
	bool quoted;         /* those seen end inside quotes, if all is well with them */
};

/*
 * Are the n bytes at p worth another look as a record?  Only where it may have ended,
 * and when there is twice as much of it as last time: so its time is linear, and a
 * line typed in is answered at once.
 */
bool unended_look(struct unended *u, const char *p, size_t n);

#endif
