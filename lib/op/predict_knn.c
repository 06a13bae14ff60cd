/*
 * predict_knn.c - neighbours as facts, and asked
 *
 *	knn,,neighbours,5
 *	knn,age,feature,1
 *	knn,,row,0 1 0.35 -2		label (or the number of its class), weight, values
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/num.h"
#include "op/predict.h"

void
model_knn_save(const struct model *m, struct state_out *out)
{
	const struct knn *n = m->knn;
	size_t each = n->ncol * KNN_LANES;
	char *text = mem_alloc((n->ncol + 2) * (NUM_WIDTH + 1) + 1, 1);

	state_count(out, STR(""), "neighbours", n->k);
	for (size_t j = 0; j < m->n; j++)
		state_count(out, m->feature[j].name, "feature", j + 1);
	for (size_t i = 0; i < n->nrow; i++) {
		const double *v = n->value + i / KNN_LANES * each + i % KNN_LANES;
		size_t used = num_print(n->label[i], text);

		text[used++] = ' ';
		used += num_print(n->weight[i], text + used);
		for (size_t j = 0; j < n->ncol; j++) {
			text[used++] = ' ';
			used += num_print(v[j * KNN_LANES], text + used);
		}
		state_text(out, STR(""), "row", (struct str){ text, used });
	}
	free(text);
}

/* The next number of a text, which is cut off it. */
static bool
number_next(struct str *text, double *x)
{
	const char *blank = text->n > 0 ? memchr(text->p, ' ', text->n) : NULL;
	size_t n = blank != NULL ? (size_t)(blank - text->p) : text->n;
	bool good = num_parse(text->p, n, x) == NUM_OK;

	n += blank != NULL;
	*text = (struct str){ text->p + n, text->n - n };
	return good;
}

static bool
load_row(struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	double *x = mem_alloc(m->n + 2, sizeof(*x));
	struct str text = f->value;
	bool good = m->neighbours > 0 && m->n > 0;

	for (size_t i = 0; i < m->n + 2 && good; i++)
		good = number_next(&text, &x[i]);
	good = good && text.n == 0 && x[1] > 0 &&
	       (m->nclass == 0 ||
		   (x[0] >= 0 && x[0] < (double)m->nclass && x[0] == floor(x[0])));
	if (good && m->knn == NULL) {
		m->knn = mem_alloc(1, sizeof(*m->knn));
		knn_start(m->knn, m->neighbours, m->n, m->nclass);
	}
	if (good)
		knn_add(m->knn, x + 2, x[0], x[1]);
	free(x);
	return good || fact_fail(step, f, e, "not a label, a weight and all values");
}

bool
model_knn_load(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (fact_is(f, "row"))
		return load_row(m, step, f, e);
	if (!fact_is(f, f->item.n > 0 ? "feature" : "neighbours"))
		return fact_fail(step, f, e, "not a fact of a model");
	if (!fact_count(step, f, &n, e))
		return false;
	if (m->knn != NULL || n == 0 || (f->item.n > 0 && n != m->n + 1))
		return fact_fail(step, f, e, "not a number in its place");
	if (f->item.n > 0)
		model_feature_add(m, f->item, 0);
	else
		m->neighbours = n;
	return true;
}

bool
model_knn_loaded(struct model *m, const struct facts *step, struct err *e)
{
	return m->knn != NULL || fact_fail(step, NULL, e, "neighbours without rows");
}

/* ---- asking ---- */

/* (nrow, classes or 1) */
static double *
answers(const struct model *m, struct batch *b, struct err *e)
{
	size_t nblock, k = m->nclass > 0 ? m->nclass : 1;
	struct feature_block *block = feature_blocks(b, m->feature, m->n, &nblock, e);
	double *z, *value, *x, *scratch;
	uint32_t *index;

	if (block == NULL)
		return NULL;
	z = arena_alloc(&b->mem, b->nrow * k, sizeof(*z));
	value = arena_alloc(&b->mem, nblock, sizeof(*value));
	index = arena_alloc(&b->mem, nblock, sizeof(*index));
	x = arena_alloc(&b->mem, m->n, sizeof(*x));
	scratch = arena_alloc(&b->mem, knn_scratch(m->knn), sizeof(*scratch));
	for (size_t r = 0; r < b->nrow; r++) {
		struct matrix_row row;

		feature_row(block, nblock, r, index, value, &row);
		memset(x, 0, m->n * sizeof(*x));
		for (size_t i = 0; i < row.n; i++)
			x[row.index[i]] = row.value[i];
		knn_answer(m->knn, x, scratch, z + r * k);
		if (!isfinite(z[r * k])) {
			fail_at(e, r,
			    "the distances of this row are not finite: its values are "
			    "too large");
			return NULL;
		}
	}
	return z;
}

static void
classes_put(const struct model *m, const double *z, struct batch *b, size_t at)
{
	struct str *prediction = batch_set_text(b, at);
	size_t k = m->nclass;

	for (size_t r = 0; r < b->nrow; r++) {
		size_t best = 0;

		for (size_t c = 1; c < k; c++)
			if (z[r * k + c] > z[r * k + best])
				best = c;
		prediction[r] = m->class[best];
	}
	for (size_t c = 0; c < k; c++) {
		double *p = batch_set_numbers(b, at + 1 + c);

		for (size_t r = 0; r < b->nrow; r++)
			p[r] = z[r * k + c];
	}
}

bool
model_knn_apply(const struct model *m, struct batch *b, struct err *e)
{
	size_t at = b->ncol;
	bool binary = m->learner->binary;
	double *z = answers(m, b, e), *prediction, *probability;

	if (z == NULL || !batch_replace(b, at, 0, m->made,
			     m->nclass > 0 ? 1 + m->nclass
			     : binary      ? 2
					   : 1,
			     e))
		return false;
	if (m->nclass > 0) {
		classes_put(m, z, b, at);
		return true;
	}
	prediction = batch_set_numbers(b, at);
	for (size_t r = 0; r < b->nrow; r++)
		prediction[r] = binary ? z[r] >= 0.5 : z[r];
	if (!binary)
		return true;
	probability = batch_set_numbers(b, at + 1);
	for (size_t r = 0; r < b->nrow; r++)
		probability[r] = z[r];
	return true;
}
