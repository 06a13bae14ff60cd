/*
 * screen.h - what csv-screen was asked for, and the columns it reads
 */
#ifndef SCREEN_SCREEN_H
#define SCREEN_SCREEN_H

#include "base/dict.h"
#include "run/tool.h"
#include "table/labels.h"
#include "table/select.h"

struct screen {
	struct common common;
	const char *label, *positive, *negative, *columns, *exclude;
	struct label_rule rule;
};

/* One column, all rows of it: numbers, with NaN for what is missing, or texts. */
struct held {
	struct str name;
	bool numbers;
	double *x;
	uint32_t *code; /* of texts; CODE_MISSING */
	struct dict text;
};

#define CODE_MISSING UINT32_MAX

enum label_kind { LABEL_BINARY, LABEL_CLASSES, LABEL_NUMBER };

struct table {
	size_t nrow, room;
	size_t n;
	struct held *of;   /* (n) the columns in question */
	struct held label; /* texts, or numbers; of two classes 0 and 1 */
	enum label_kind kind;
};

/* The whole input (read.c); ends the process on a fault. */
void table_read(struct table *t, const struct screen *s, struct reader *in);
void table_free(struct table *t);

/* What a column alone tells of the label (tell.c). */
struct telling {
	const struct held *column;
	uint64_t missing;
	double auc, rank; /* NaN: not of this label or column */
	double mutual, chance, share;
	double told; /* mutual as a share of the label's bits */
	bool sound;  /* rows are many enough that chance would not do it */
	bool rare;   /* texts too rare to tell anything by */
};

struct telling *table_tell(const struct table *t); /* (n) those that tell most first */

#endif
