/*
 * changes.c - see fair.h
 */
#include <math.h>
#include <stdlib.h>

#include "fair.h"
#include "stat/exact.h"

static double
size_of(const struct change *c)
{
	return fabs(c->after - c->before);
}

void
change_offer(struct changes *w, struct change c)
{
	size_t i = w->n;

	if (w->most == 0 || (w->n == w->most && size_of(&c) <= size_of(&w->of[w->n - 1])))
		return;
	if (w->n < w->most)
		w->n++;
	else
		i--;
	for (; i > 0 && size_of(&w->of[i - 1]) < size_of(&c); i--)
		w->of[i] = w->of[i - 1];
	w->of[i] = c;
}

void
worst_write(
    const struct fair *f, const struct changes *w, bool twins, const struct reader *in)
{
	static const char *const names[] = { "from", "to", "before", "after",
		"difference" };
	struct output *o;

	if (f->worst == NULL)
		return;
	o = output_open(f->worst, ',', in);
	writer_text(o->writer, STR("row"));
	if (twins)
		writer_text(o->writer, STR("twin"));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		writer_text(o->writer, str_of(names[i]));
	writer_end_row(o->writer);
	for (size_t i = 0; i < w->n; i++) {
		const struct change *c = &w->of[i];

		writer_count(o->writer, c->row);
		if (twins)
			writer_count(o->writer, c->twin);
		writer_text(o->writer, c->from);
		writer_text(o->writer, c->to);
		writer_number(o->writer, c->before);
		writer_number(o->writer, c->after);
		writer_number(o->writer, c->after - c->before);
		writer_end_row(o->writer);
	}
	output_end(o, true);
	output_publish(o);
}

void
shift_start(struct shift *s)
{
	*s = (struct shift){ 0 };
	s->sum = mem_alloc(2, sizeof(*s->sum));
	s->shift = s->sum + 1;
}

void
shift_add(struct shift *s, double difference, bool flipped)
{
	s->n++;
	s->flips += flipped;
	exact_add(s->sum, fabs(difference));
	exact_add(s->shift, difference);
	s->most = fmax(s->most, fabs(difference));
}

void
shift_names(struct report *out)
{
	static const char *const names[] = { "n", "flip_rate", "mean_abs_difference",
		"mean_difference", "max_abs_difference" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		report_column(out, str_of(names[i]));
}

void
shift_report(const struct shift *s, struct report *out)
{
	double n = (double)s->n;

	report_count(out, s->n);
	report_number(out, s->n > 0 ? (double)s->flips / n : NAN);
	report_number(out, s->n > 0 ? exact_value(s->sum) / n : NAN);
	report_number(out, s->n > 0 ? exact_value(s->shift) / n : NAN);
	report_number(out, s->n > 0 ? s->most : NAN);
	report_end_row(out);
}

void
shift_free(struct shift *s)
{
	free(s->sum);
}

size_t
answer_of(const struct scores *s, size_t row)
{
	size_t best = 0;

	for (size_t c = 1; c < s->k; c++)
		if (s->score[row * s->k + c] > s->score[row * s->k + best])
			best = c;
	return best;
}

bool
says_otherwise(const struct model *m, const struct scores *a, size_t row,
    const struct scores *b, size_t other)
{
	if (m != NULL && m->nclass > 0)
		return answer_of(a, row) != answer_of(b, other);
	if (m != NULL && m->learner->binary)
		return (a->score[row] >= 0.5) != (b->score[other] >= 0.5);
	return a->score[row] != b->score[other];
}
