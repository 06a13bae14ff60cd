/*
 * sparse.c - see sparse.h
 */
#include "sparse.h"

#include <math.h>
#include <string.h>

#include "base/num.h"

/* A column as a row asks for it. */
struct feature {
	size_t index; /* from 1 */
	const double *x;
	const uint32_t *code; /* or NULL; then 1 where it is `is` */
	uint32_t is;
};

static bool
features_find(struct batch *b, size_t label, struct feature *f, struct err *e)
{
	for (size_t j = 0, n = 0; j < b->ncol; j++) {
		const struct column *c = &b->col[j];

		if (j == label)
			continue;
		f[n] = (struct feature){ .index = n + 1 };
		if (c->face == FACE_INDICATOR) {
			f[n].code = c->code;
			f[n].is = c->is;
		} else if ((f[n].x = batch_numbers(b, j, e)) == NULL) {
			return false;
		}
		n++;
	}
	return true;
}

static bool
missing(struct batch *b, size_t j, size_t row, struct err *e)
{
	return batch_fail(b, j, row, e,
	    "missing, which this form has no place for (use csv-impute, or csv-scrub "
	    "--drop-missing)");
}

static void
pair_put(struct buffer *to, size_t index, double x)
{
	char *p = buffer_room(to, 2 * NUM_WIDTH + 2);
	size_t n = 0;

	p[n++] = ' ';
	n += num_print_count(index, p + n);
	p[n++] = ':';
	n += num_print(x, p + n);
	to->n += n;
}

static bool
row_put(struct batch *b, size_t label, const struct feature *f, const double *y,
    size_t row, struct buffer *to, struct err *e)
{
	size_t before = to->n;
	char *p = buffer_room(to, NUM_WIDTH + 1);

	if (isnan(y[row]))
		return missing(b, label, row, e);
	*p = '\n';
	to->n += 1 + num_print(y[row], p + 1);
	for (size_t j = 0; j + 1 < b->ncol; j++) {
		double x = f[j].code == NULL ? f[j].x[row] : f[j].code[row] == f[j].is;

		if (isnan(x)) {
			to->n = before;
			return missing(b, j + (j >= label), row, e);
		}
		if (x != 0)
			pair_put(to, f[j].index, x);
	}
	return true;
}

bool
sparse_format(const void *self, struct buffer *to, struct batch *b, struct err *e)
{
	const struct sparse *s = self;
	struct feature *f = arena_alloc(&b->mem, b->ncol, sizeof(*f));
	const double *y;
	size_t label;

	if (!batch_need(b, str_of(s->label), &label, e) ||
	    (y = batch_numbers(b, label, e)) == NULL || !features_find(b, label, f, e))
		return false;
	for (size_t row = 0; row < b->nrow; row++)
		if (!row_put(b, label, f, y, row, to, e))
			return false;
	return true;
}

void
sparse_features(const struct sparse *s, struct batch *header)
{
	struct output *o = output_open(s->features, ',', NULL);
	size_t n = 0;

	writer_text(o->writer, STR("index"));
	writer_text(o->writer, STR("name"));
	writer_end_row(o->writer);
	for (size_t j = 0; j < header->ncol; j++) {
		if (str_equal(header->col[j].name, str_of(s->label)))
			continue;
		writer_count(o->writer, ++n);
		writer_text(o->writer, header->col[j].name);
		writer_end_row(o->writer);
	}
	output_end(o, true);
	output_publish(o);
}
