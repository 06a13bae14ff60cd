/*
 * facts.h - what csv-describe says of a column: a row of the report, and its hints
 */
#ifndef DESCRIBE_FACTS_H
#define DESCRIBE_FACTS_H

#include "run/report.h"
#include "stat/profile.h"

/* What is asked for. */
struct wanted {
	size_t n;
	double *percent;   /* (n) 0..100 */
	struct str *named; /* (n) p25, p2.5 */
};

struct facts {
	struct profile *profile; /* settled */
	enum profile_type type;
	double distinct, distinct_error;
	double mean, sd, skewness, kurtosis; /* NaN unless it holds numbers */
	double *quantile;                    /* (wanted.n) likewise */
	struct str top;                      /* empty where the table ran over */
	uint64_t top_count;
	bool is_suspect; /* a label was named, and this is not it */
	struct suspicion suspicion;
};

/* The names of the columns, and then a row of them. */
void facts_columns(struct report *r, const struct wanted *w);
void facts_row(
    struct report *r, const struct wanted *w, struct str name, const struct facts *f);

/* Is this the name of one of them? */
bool facts_name(const struct wanted *w, struct str name);

/* Settles p, which must outlive the facts; is_label: it holds the label itself. */
struct facts facts_find(struct profile *p, const struct wanted *w, bool is_label);
void facts_free(struct facts *f);

static inline bool
holds_numbers(const struct facts *f)
{
	return f->type == PROFILE_INTEGER || f->type == PROFILE_NUMBER;
}

/* Remarks joined by "; ", or empty; free() the text. */
char *hint_of(const struct facts *f);

#endif
