/*
 * csv-scrub - leave out the rows that cannot be right, and say how many and why
 *
 * A row verb and a filter: rows that obey all rules (rules.h) go on byte for byte, in
 * their order; only --hash changes cells.  The rows left out are counted on standard
 * error, and listed in a file if wanted.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "pseudonym.h"
#include "rules.h"
#include "run/learn.h"

struct scrub {
	struct common common;
	struct rules_given given;
	const char *rejects, *report, *key;
	bool dry_run;

	struct rules rules;
	struct pseudonyms pseudonyms;
	enum kind *kinds;
	struct output *rejected, *reported; /* NULL: nobody wants to know */
	uint64_t out;
	struct { /* a place in the batch that begins with row `first` of the input */
		uint64_t first, line;
		size_t row;
	} at;
};

#define AT(field) offsetof(struct scrub, field)

static const struct opt options[] = {
	{ 0, "drop-missing", OPT_USE, AT(given.uses), "LIST",
	    "leave out rows with a missing cell in these columns", 0, false },
	{ 0, "range", OPT_USE, AT(given.uses), "LIST:LO:HI",
	    "leave out rows with less than LO, more than HI, or no number", 0, false },
	{ 0, "allow", OPT_USE, AT(given.uses), "LIST:V1:V2...",
	    "leave out rows with another value than these", 0, false },
	{ 0, "outliers", OPT_USE, AT(given.uses), "LIST:B[:B]",
	    "leave out rows beyond bounds that all rows give: 3sd, 1.5iqr, p1:p99", 0,
	    false },
	{ 0, "personal", OPT_USE, AT(given.uses), "LIST[:KIND...]",
	    "leave out rows with an email, card, iban, phone or ipv4 there", 0, false },
	{ 0, "hash", OPT_USE, AT(given.hash), "LIST[:KIND...]",
	    "cells with such data become names made of them and of --key", 0, false },
	{ 0, "key", OPT_TEXT, AT(key), "FILE",
	    "with --hash: 32 hexadecimal digits, to be kept secret", 0, false },
	{ 0, "conflicts", OPT_TEXT, AT(given.conflicts), "LABEL",
	    "leave out rows that are the same but for the label", 0, false },
	{ 0, "dedup", OPT_OPTIONAL, AT(given.dedup), "LIST",
	    "leave out rows that repeat an earlier one, there or in all columns", 0,
	    false },
	{ 0, "near", OPT_FLAG, AT(given.near), NULL,
	    "with --dedup: case, blanks and punctuation make no difference", 0, false },
	{ 0, "on-disk", OPT_FLAG, AT(given.on_disk), NULL,
	    "with --dedup: keys go through temporary files, for more than memory holds",
	    0, true },
	{ 0, "dry-run", OPT_FLAG, AT(dry_run), NULL,
	    "count and list what would go, and leave all rows", 0, false },
	{ 0, "report", OPT_TEXT, AT(report), "FILE",
	    "write column, reason and number of the rows left out", 0, true },
	{ 0, "rejects", OPT_TEXT, AT(rejects), "FILE",
	    "write line, column, reason and value of each row left out", 0, true },
	{ 0 },
};

static const struct tool tool = { "csv-scrub",
	"leave out the rows that cannot be right, and say how many and why",
	"[options] [file ...]",
	"  csv-scrub --drop-missing label --dedup raw.csv > clean.csv\n"
	"  csv-scrub --range age:0:120 --allow sex:f:m --rejects bad.csv raw.csv\n" };

static void
scrub_start(struct scrub *s, int argc, char **argv)
{
	const struct opt_table tables[] = {
		{ options, s },
		{ options_input, &s->common },
		{ options_output, &s->common },
		{ options_messages, &s->common },
		{ NULL, NULL },
	};
	const char *output;
	struct err e;

	tool_start(&tool, tables, &s->common, argc, argv);
	output = s->common.output != NULL ? s->common.output : "-";
	if (s->given.uses.n == 0 && s->given.hash.n == 0 && s->given.dedup == NULL &&
	    s->given.conflicts == NULL)
		tool_usage("no rule is given: --drop-missing, --range, --allow, "
			   "--outliers, --personal, --hash, --conflicts or --dedup");
	if ((s->given.hash.n > 0) != (s->key != NULL))
		tool_usage("--hash and --key go together");
	if ((s->given.near || s->given.on_disk) && s->given.dedup == NULL)
		tool_usage(
		    "%s goes with --dedup", s->given.near ? "--near" : "--on-disk");
	if (s->report != NULL &&
	    (strcmp(s->report, output) == 0 ||
		(s->rejects != NULL && strcmp(s->report, s->rejects) == 0)))
		tool_usage("--report %s: something else goes there", s->report);
	if (s->rejects != NULL && strcmp(s->rejects, output) == 0)
		tool_usage("--rejects %s: the rows that stay go there", s->rejects);
	if (!rules_check(&s->given.uses, &e) || !pseudonyms_check(&s->given.hash, &e))
		tool_usage("%s", e.msg);
	if (s->key != NULL && !pseudonyms_key(&s->pseudonyms, s->key, &e))
		run_fail(&e, NULL);
}

/* ---- rejects ---- */

/* Lines alone do not tell where a row was when there are several files. */
static bool
several_files(const struct scrub *s)
{
	return s->common.npath > 1;
}

static void
rejects_open(struct scrub *s, const struct reader *in)
{
	static const char *const names[] = { "line", "column", "reason", "value" };
	struct writer *w;

	if (s->rejects == NULL)
		return;
	s->rejected = output_open(s->rejects, reader_delimiter(in), in);
	w = s->rejected->writer;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		writer_text(w, str_of(names[i]));
	if (several_files(s))
		writer_text(w, STR("file"));
	writer_end_row(w);
}

/* The line of a row, counted from the one asked for before it in the same batch. */
static uint64_t
line_of(struct scrub *s, const struct batch *b, size_t row)
{
	size_t width = b->nfield + 1;

	if (s->at.line == 0 || s->at.first != b->first || s->at.row > row) {
		s->at.first = b->first;
		s->at.line = b->line;
		s->at.row = 0;
	}
	const char *p = b->block + b->off[s->at.row * width];
	const char *end = b->block + b->off[row * width];
	for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		s->at.line++;
	s->at.row = row;
	return s->at.line;
}

static void
reject(struct scrub *s, struct batch *b, size_t row, enum reason why, size_t column)
{
	struct writer *w;
	bool one = column != COLUMN_NONE;

	if (s->rejected == NULL)
		return;
	w = s->rejected->writer;
	writer_count(w, line_of(s, b, row));
	writer_text(w, one ? b->col[column].name : STR(""));
	writer_text(w, str_of(reason_name[why]));
	writer_text(w, one ? batch_cell(b, column, row) : STR(""));
	if (several_files(s))
		writer_text(w, str_of(b->file));
	writer_end_row(w);
}

/* ---- rows ---- */

struct verdict { /* what any thread finds out about a block */
	struct judged *judged;
	uint64_t *hashed; /* (pseudonyms.n) cells */
};

static bool
scrub_header(void *self, struct batch *b, struct err *e)
{
	struct scrub *s = self;

	return rules_resolve(&s->rules, &s->given, b, s->kinds, e) &&
	       pseudonyms_resolve(&s->pseudonyms, &s->given.hash, b, s->kinds, e);
}

static bool
scrub_choose(void *self, void *hand, struct block *k, struct err *e)
{
	const struct scrub *s = self;
	struct verdict *v = arena_alloc(&k->batch.mem, 1, sizeof(*v));

	(void)hand;
	(void)e;
	v->judged = rules_judge(&s->rules, &k->batch);
	v->hashed = pseudonyms_give(&s->pseudonyms, &k->batch, s->dry_run);
	k->note = v;
	for (size_t r = 0; r < k->batch.nrow; r++) {
		k->row[k->nrow] = r;
		k->nrow += v->judged->why[r] == 0;
	}
	return true;
}

/* Count, tell of the rows that go, and with --dedup let more of them go. */
static bool
scrub_settle(void *self, struct block *k, struct err *e)
{
	enum { AHEAD = 16 }; /* rows; what memory takes to answer */
	struct scrub *s = self;
	const struct verdict *v = k->note;
	size_t nrow = k->batch.nrow;

	for (size_t i = 0; i < s->pseudonyms.n; i++)
		s->pseudonyms.of[i].cells += v->hashed[i];
	if (k->nrow == nrow && !s->rules.dedup) {
		s->out += nrow;
		return true;
	}
	k->nrow = 0;
	for (size_t r = 0; r < nrow; r++) {
		size_t column = COLUMN_NONE;
		enum reason why;

		if (r + AHEAD < nrow)
			rules_prefetch(&s->rules, v->judged, r + AHEAD);
		why = rules_reason(&s->rules, v->judged, r, &column);
		if (why != STAYS)
			reject(s, &k->batch, r, why, column);
		if (why == STAYS || s->dry_run)
			k->row[k->nrow++] = r;
	}
	s->out += k->nrow;
	return s->rejected == NULL || !sink_failed(s->rejected->sink, e);
}

/* ---- at the end ---- */

static void
reason_tell(void *with, struct str column, const char *reason, uint64_t rows)
{
	const char *plural = rows == 1 ? "" : "s";
	struct shown s;

	(void)with;
	if (column.n == 0)
		tell("%" PRIu64 " row%s: %s", rows, plural, reason);
	else
		tell("%" PRIu64 " row%s: column \"%s\": %s", rows, plural,
		    shown(&s, column.p, column.n), reason);
}

static void
reason_write(void *with, struct str column, const char *reason, uint64_t rows)
{
	struct writer *w = ((struct output *)with)->writer;

	writer_text(w, column);
	writer_text(w, str_of(reason));
	writer_count(w, rows);
	writer_end_row(w);
}

/* What changed is counted behind what went: in rows that went, too. */
static void
hashed_each(const struct scrub *s, const struct batch *header,
    void (*see)(void *with, struct str column, const char *reason, uint64_t rows),
    void *with)
{
	for (size_t i = 0; i < s->pseudonyms.n; i++)
		if (s->pseudonyms.of[i].cells > 0)
			see(with, header->col[s->pseudonyms.of[i].column].name,
			    "personal data hashed", s->pseudonyms.of[i].cells);
}

static void
report_write(struct scrub *s, const struct batch *header)
{
	struct output *o = s->reported;

	writer_text(o->writer, STR("column"));
	writer_text(o->writer, STR("reason"));
	writer_text(o->writer, STR("rows"));
	writer_end_row(o->writer);
	rules_each(&s->rules, header, reason_write, o);
	hashed_each(s, header, reason_write, o);
	output_end(o, true);
}

/* Files beside the output are whole before it is, and appear with it. */
static void
scrub_end(struct scrub *s, struct reader *in, struct output *out, uint64_t rows)
{
	struct batch header = { 0 };

	reader_header(in, &header);
	if (s->rejected != NULL || s->reported != NULL)
		require_whole(in);
	if (s->rejected != NULL)
		output_end(s->rejected, true);
	if (s->reported != NULL)
		report_write(s, &header);
	rows_end(out, in);
	if (s->rejected != NULL)
		output_publish(s->rejected);
	if (s->reported != NULL)
		output_publish(s->reported);
	if (!s->common.quiet) {
		rules_each(&s->rules, &header, reason_tell, NULL);
		hashed_each(s, &header, reason_tell, NULL);
		tell("%" PRIu64 " rows in, %" PRIu64 " out", rows, s->out);
	}
	batch_free(&header);
}

/* Looks at all rows, before the first can be judged. */
static void
scrub_look(struct scrub *s, struct reader *in)
{
	struct batch header = { .missing = &s->common.missing };
	struct err e;

	if (rules_need_kinds(&s->given)) {
		s->kinds = kinds_look(in, NULL, &s->common.missing);
		if (!reader_rewind(in, &e))
			run_fail(&e, NULL);
	}
	if (!rules_need_look(&s->given))
		return;
	reader_header(in, &header);
	if (!rules_resolve(&s->rules, &s->given, &header, s->kinds, &e))
		run_fail(&e, NULL);
	if (rules_need_bounds(&s->given)) {
		rules_learn(&s->rules, in, &s->common.missing);
		if (!reader_rewind(in, &e))
			run_fail(&e, NULL);
	}
	if (s->given.on_disk) {
		rules_learn_repeats(&s->rules, in, &s->common.missing);
		if (!reader_rewind(in, &e))
			run_fail(&e, NULL);
	}
	batch_free(&header);
}

int
main(int argc, char **argv)
{
	struct scrub s = { .common = COMMON_DEFAULT };

	scrub_start(&s, argc, argv);
	struct chooser c = { .self = &s,
		.missing = &s.common.missing,
		.header = scrub_header,
		.choose = scrub_choose,
		.settle = scrub_settle,
		.takes_away = s.given.dedup != NULL || s.dry_run };
	struct reader *in = tool_reader(
	    &s.common, rules_need_kinds(&s.given) || rules_need_look(&s.given));
	struct output *out = output_open(s.common.output, reader_delimiter(in), in);
	rejects_open(&s, in);
	if (s.report != NULL)
		s.reported = output_open(s.report, ',', NULL);
	scrub_look(&s, in);
	scrub_end(&s, in, out, rows_stream(&c, in, out));
	int status = tool_end(&s.common, in, NULL);
	reader_close(in);
	rules_free(&s.rules);
	pseudonyms_free(&s.pseudonyms);
	free(s.kinds);
	return status;
}
