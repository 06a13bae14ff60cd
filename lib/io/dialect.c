/*
 * dialect.c - see dialect.h
 */
#include "io/dialect.h"

#include <string.h>

static bool
ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), k = strlen(ending);

	return n >= k && strcmp(name + n - k, ending) == 0;
}

bool
dialect_settle(struct dialect *d, const char *path, struct err *e)
{
	if (d->max_record > RECORD_LIMIT)
		return fail(
		    e, EXIT_USAGE, "--max-record %zu: more than 1 GiB", d->max_record);
	if (d->block > RECORD_LIMIT)
		d->block = RECORD_LIMIT;
	if (d->delimiter == '\0')
		d->delimiter =
		    ends_in(path, ".tsv") || ends_in(path, ".tsv.gz") ? '\t' : ',';
	if (strchr("0123456789+-.e", d->delimiter) != NULL)
		return fail(e, EXIT_USAGE,
		    "--delimiter %c: cannot separate cells, as numbers hold it",
		    d->delimiter);
	return true;
}
