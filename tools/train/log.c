/*
 * log.c - what is told of learning by epochs: the log, lines on the way, the end
 */
#include <math.h>
#include <stdio.h>

#include "base/num.h"
#include "train.h"

bool
epoch_tell(void *with, const struct epoch *e)
{
	const struct telling *s = with;
	struct writer *w = s->log != NULL ? s->log->writer : NULL;
	char train[NUM_WIDTH + 1], valid[NUM_WIDTH + 1];

	if (w != NULL) {
		writer_count(w, e->number);
		writer_count(w, e->steps);
		writer_number(w, e->train_loss);
		writer_number(w, e->valid_loss);
		writer_number(w, s->constant);
		writer_number(w, e->rate);
		writer_number(w, e->gradient);
		writer_count(w, e->dead);
		for (size_t i = 0; i < s->layers; i++)
			writer_number(w, e->layer[i]);
		writer_end_row(w);
	}
	/* Lines at 1, 2, 4, 8 ... */
	if (!s->verbose || (e->number & (e->number - 1)) != 0)
		return true;
	train[num_print(e->train_loss, train)] = '\0';
	valid[isnan(e->valid_loss) ? 0 : num_print(e->valid_loss, valid)] = '\0';
	tell("epoch %zu: training loss %s%s%s", e->number, train,
	    *valid != '\0' ? ", validation loss " : "", valid);
	return true;
}

void
log_open(struct telling *s, const char *path)
{
	static const char *const names[] = { "epoch", "steps", "train_loss", "valid_loss",
		"constant_loss", "learning_rate", "gradient_norm", "dead_units" };
	char name[40];

	if (path == NULL)
		return;
	s->log = output_open(path, ',', NULL);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		writer_text(s->log->writer, str_of(names[i]));
	for (size_t i = 0; i < s->layers; i++) {
		snprintf(name, sizeof(name), "gradient_norm_%zu", i + 1);
		writer_text(s->log->writer, str_of(name));
	}
	writer_end_row(s->log->writer);
}

/* The log is whole even where learning failed: it says why. */
void
log_close(struct telling *s)
{
	if (s->log == NULL)
		return;
	output_end(s->log, true);
	output_publish(s->log);
}

void
course_tell(const struct course *c, double constant)
{
	const struct epoch *e = &c->epoch[c->best];
	const char *verdict = course_verdict(c, constant);
	char train[NUM_WIDTH + 1], valid[NUM_WIDTH + 1], best[NUM_WIDTH + 1];

	train[num_print(e->train_loss, train)] = '\0';
	best[num_print(constant, best)] = '\0';
	valid[isnan(e->valid_loss) ? 0 : num_print(e->valid_loss, valid)] = '\0';
	tell("epoch %zu of %zu: training loss %s%s%s, of the best constant %s", e->number,
	    c->n, train, *valid != '\0' ? ", validation loss " : "", valid, best);
	if (verdict != NULL)
		tell("%s", verdict);
}
