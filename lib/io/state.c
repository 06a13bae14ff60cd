/*
 * state.c - states in and out
 */
#include "io/state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "io/csv_reader.h"

static const char header[] = "op,item,key,value\n";

/* ---- writing ---- */

struct state_out {
	struct sink *to;
	const char *op;
	char *bytes; /* of the step at hand */
	size_t n, room;
};

static void
put(struct state_out *o, const char *p, size_t n)
{
	o->bytes = mem_grow(o->bytes, &o->room, o->n + n, 1);
	if (n > 0)
		memcpy(o->bytes + o->n, p, n);
	o->n += n;
}

static void
put_cell(struct state_out *o, struct str s, char behind)
{
	bool quotes = false;

	for (size_t i = 0; i < s.n; i++)
		quotes |= strchr(",\"\r\n", s.p[i]) != NULL && s.p[i] != '\0';
	if (quotes)
		put(o, "\"", 1);
	for (size_t i = 0; i < s.n; i++)
		put(o, s.p[i] == '"' ? "\"\"" : s.p + i, s.p[i] == '"' ? 2 : 1);
	if (quotes)
		put(o, "\"", 1);
	put(o, &behind, 1);
}

struct state_out *
state_out_new(struct sink *to)
{
	struct state_out *o = mem_alloc(1, sizeof(*o));

	o->to = to;
	sink_write(to, header, sizeof(header) - 1);
	return o;
}

void
state_text(struct state_out *o, struct str item, const char *key, struct str value)
{
	put_cell(o, str_of(o->op), ',');
	put_cell(o, item, ',');
	put_cell(o, str_of(key), ',');
	put_cell(o, value, '\n');
}

void
state_number(struct state_out *o, struct str item, const char *key, double value)
{
	char text[NUM_WIDTH];

	state_text(o, item, key, (struct str){ text, num_print(value, text) });
}

void
state_count(struct state_out *o, struct str item, const char *key, uint64_t value)
{
	char text[NUM_WIDTH];

	state_text(o, item, key, (struct str){ text, num_print_count(value, text) });
}

void
state_begin(struct state_out *o, const char *op)
{
	o->op = op;
	o->n = 0;
	state_count(o, STR(""), "begin", STATE_VERSION);
}

void
state_end(struct state_out *o)
{
	char text[17];

	snprintf(text, sizeof(text), "%016llx",
	    (unsigned long long)hash_bytes(o->bytes, o->n));
	state_text(o, STR(""), "end", (struct str){ text, 16 });
	sink_write(o->to, o->bytes, o->n);
}

void
state_out_free(struct state_out *o)
{
	if (o == NULL)
		return;
	free(o->bytes);
	free(o);
}

/* ---- reading ---- */

struct reading {
	struct state *s;
	const char *file;
	bool open;                /* inside a step */
	struct hash_stream *hash; /* of its bytes so far */
};

static bool
state_fault(const struct reading *r, uint64_t line, struct err *e, const char *what)
{
	return fail(e, EXIT_DATA, "%s:%llu: %s", r->file, (unsigned long long)line, what);
}

static void
step_open(struct reading *r, struct str op, uint64_t line)
{
	struct state *s = r->s;

	s->step = mem_grow(s->step, &s->room, s->n + 1, sizeof(*s->step));
	s->step[s->n++] = (struct facts){
		.op = arena_keep(&s->mem, op), .file = r->file, .line = line
	};
	r->hash = hash_stream_new();
	r->open = true;
}

static bool
step_close(struct reading *r, struct str value, uint64_t line, struct err *e)
{
	struct facts *step = &r->s->step[r->s->n - 1];
	char want[17], what[200];
	struct shown op;

	snprintf(
	    want, sizeof(want), "%016llx", (unsigned long long)hash_stream_end(r->hash));
	r->open = false;
	if (str_equal(value, str_of(want)))
		return true;
	snprintf(what, sizeof(what),
	    "the checksum of step \"%s\" does not match: it was changed or damaged (fit "
	    "it again)",
	    shown(&op, step->op.p, step->op.n));
	return state_fault(r, line, e, what);
}

static bool
begin_check(const struct reading *r, struct str value, uint64_t line, struct err *e)
{
	char what[160];
	double version;

	if (num_parse(value.p, value.n, &version) != NUM_OK || version < 1)
		return state_fault(
		    r, line, e, "a step without a version: not a state file?");
	if (version <= STATE_VERSION)
		return true;
	snprintf(what, sizeof(what),
	    "written by a newer csvlearn: format %g, this program reads %d", version,
	    STATE_VERSION);
	return state_fault(r, line, e, what);
}

/* One row of the file: op, item, key, value. */
static bool
row_take(struct reading *r, struct batch *b, size_t row, struct err *e)
{
	struct str op = batch_cell(b, 0, row), item = batch_cell(b, 1, row);
	struct str key = batch_cell(b, 2, row), value = batch_cell(b, 3, row);
	uint64_t line = b->line + row; /* exact unless a value holds a newline */
	struct facts *step = r->s->n > 0 ? &r->s->step[r->s->n - 1] : NULL;
	struct str raw = { b->block + b->off[row * 5],
		b->off[row * 5 + 4] - 1 - b->off[row * 5] };

	if (str_equal(op, STR("op")) && str_equal(value, STR("value")) && !r->open)
		return true;
	if (!r->open) {
		if (!str_equal(key, STR("begin")) || item.n > 0)
			return state_fault(r, line, e,
			    "a fact outside a step: lines are missing before it");
		if (!begin_check(r, value, line, e))
			return false;
		step_open(r, op, line);
	} else if (!str_equal(op, step->op) ||
		   (item.n == 0 && str_equal(key, STR("begin")))) {
		return state_fault(
		    r, line, e, "the step before this line has no end: cut off?");
	} else if (item.n == 0 && str_equal(key, STR("end"))) {
		return step_close(r, value, line, e);
	} else {
		struct arena *mem = &r->s->mem;

		step->fact =
		    mem_grow(step->fact, &step->room, step->n + 1, sizeof(*step->fact));
		step->fact[step->n++] = (struct fact){ arena_keep(mem, item),
			arena_keep(mem, key), arena_keep(mem, value), line };
	}
	hash_stream_add(r->hash, raw.p, raw.n);
	hash_stream_add(r->hash, "\n", 1);
	return true;
}

static bool
header_check(struct reading *r, struct batch *b, struct err *e)
{
	static const char *const names[] = { "op", "item", "key", "value" };
	bool good = b->ncol == 4;

	for (size_t j = 0; j < 4 && good; j++)
		good = str_equal(b->col[j].name, str_of(names[j]));
	return good ||
	       fail(e, EXIT_DATA,
		   "%s: not a state file: its header is not op,item,key,value", r->file);
}

static bool
rows_read(struct reading *r, struct reader *in, struct err *e)
{
	struct batch b = { 0 };
	int got = 0;
	bool good;

	reader_header(in, &b);
	good = header_check(r, &b, e);
	while (good && (got = reader_next(in, &b, e)) > 0)
		for (size_t row = 0; row < b.nrow && good; row++)
			good = row_take(r, &b, row, e);
	good = good && got == 0;
	if (good && r->open)
		good = fail(e, EXIT_DATA,
		    "%s: the last step has no end: the file is cut off", r->file);
	if (r->open)
		hash_stream_end(r->hash);
	batch_free(&b);
	return good;
}

bool
state_read(struct state *s, const char *path, struct err *e)
{
	struct dialect d = { .delimiter = ',', .max_record = MAX_RECORD, .block = BLOCK };
	struct reader *in = reader_open(&path, 1, &d, false, e);
	struct reading r = { .s = s };
	size_t before = s->n;
	bool good;

	if (in == NULL)
		return false;
	r.file = arena_keep(
	    &s->mem, (struct str){ reader_name(in), strlen(reader_name(in)) + 1 })
		     .p;
	good = rows_read(&r, in, e);
	reader_close(in);
	if (good && s->n == before)
		good = fail(e, EXIT_DATA, "%s: a state without a step", r.file);
	return good;
}

void
state_free(struct state *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->step[i].fact);
	free(s->step);
	arena_free(&s->mem);
	*s = (struct state){ 0 };
}

bool
fact_fail(
    const struct facts *step, const struct fact *f, struct err *e, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return fail(e, EXIT_DATA, "%s:%llu: %s", step->file,
	    (unsigned long long)(f != NULL ? f->line : step->line), what);
}

bool
fact_number(const struct facts *step, const struct fact *f, double *x, struct err *e)
{
	struct shown s;

	if (num_parse(f->value.p, f->value.n, x) == NUM_OK)
		return true;
	return fact_fail(step, f, e, "\"%s\" is not a finite number",
	    shown(&s, f->value.p, f->value.n));
}

bool
fact_count(const struct facts *step, const struct fact *f, uint64_t *n, struct err *e)
{
	struct shown s;
	uint64_t x = 0;

	for (size_t i = 0; i < f->value.n; i++) {
		unsigned digit = (unsigned)(f->value.p[i] - '0');

		if (digit > 9 || __builtin_mul_overflow(x, 10, &x) ||
		    __builtin_add_overflow(x, digit, &x))
			return fact_fail(step, f, e, "\"%s\" is not a count",
			    shown(&s, f->value.p, f->value.n));
	}
	*n = x;
	return f->value.n > 0 || fact_fail(step, f, e, "a count is missing");
}

uint64_t
facts_rows(const struct facts *step)
{
	struct err ignored;
	uint64_t rows = 0;

	for (size_t i = 0; i < step->n; i++)
		if (step->fact[i].item.n == 0 && fact_is(&step->fact[i], "rows")) {
			fact_count(step, &step->fact[i], &rows, &ignored);
			break;
		}
	return rows;
}

bool
key_number(struct str *s, uint64_t *n)
{
	size_t i = 0;

	*n = 0;
	for (; i < s->n && s->p[i] != ':'; i++) {
		unsigned d = (unsigned)(s->p[i] - '0');

		if (d > 9 || __builtin_mul_overflow(*n, 10, n) ||
		    __builtin_add_overflow(*n, d, n))
			return false;
	}
	if (i == 0)
		return false;
	i += i < s->n;
	*s = (struct str){ s->p + i, s->n - i };
	return true;
}
