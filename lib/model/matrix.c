/*
 * matrix.c - rows gathered one value at a time, and laid down block by block
 */
#include "model/matrix.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* From this share of values that are not 0 on a block is dense. */
#define DENSE (2.0 / 3)

void
matrix_add_first(struct matrix *m, uint32_t feature, double value)
{
	if (feature >= m->ncol)
		m->ncol = (size_t)feature + 1;
	if (value == 0)
		return;
	if (m->nvalue == m->value_room) {
		size_t room = m->value_room; /* both arrays grow alike */

		m->open.index =
		    mem_grow(m->open.index, &room, m->nvalue + 1, sizeof(uint32_t));
		m->open.value = mem_resize(m->open.value, room, sizeof(double));
		m->value_room = room;
	}
	m->open.index[m->nvalue] = feature;
	m->open.value[m->nvalue++] = value;
}

/* ---- closing a block ---- */

/* Room for a closed block: in the file, or else in memory. */
static void *
block_room(struct matrix *m, size_t count, size_t size)
{
	void *p = NULL;

	if (m->spool && m->failed == 0) {
		p = shelf_alloc(&m->shelf, count, size);
		m->failed = p == NULL ? errno : 0;
	}
	return p != NULL ? p : arena_alloc(&m->mem, count, size);
}

static void
block_lay_dense(struct matrix *m, struct matrix_block *to)
{
	const struct matrix_block *from = &m->open;

	to->width = m->ncol;
	to->value = block_room(m, from->nrow * m->ncol, sizeof(*to->value));
	for (size_t r = 0; r < from->nrow; r++) {
		double *row = to->value + r * m->ncol;
		uint32_t k = from->start[r], end = from->start[r + 1];

		if (end - k == m->ncol) { /* features rise, so all are there */
			memcpy(row, from->value + k, m->ncol * sizeof(*row));
			continue;
		}
		memset(row, 0, m->ncol * sizeof(*row));
		for (; k < end; k++)
			row[from->index[k]] = from->value[k];
	}
	if (m->ncol > m->every_room) {
		m->every = mem_resize(m->every, m->ncol, sizeof(*m->every));
		for (; m->every_room < m->ncol; m->every_room++)
			m->every[m->every_room] = (uint32_t)m->every_room;
	}
}

static void
block_lay_sparse(struct matrix *m, struct matrix_block *to)
{
	const struct matrix_block *from = &m->open;

	to->start = block_room(m, from->nrow + 1, sizeof(*to->start));
	to->index = block_room(m, m->nvalue, sizeof(*to->index));
	to->value = block_room(m, m->nvalue, sizeof(*to->value));
	memcpy(to->start, from->start, (from->nrow + 1) * sizeof(*to->start));
	if (m->nvalue > 0) {
		memcpy(to->index, from->index, m->nvalue * sizeof(*to->index));
		memcpy(to->value, from->value, m->nvalue * sizeof(*to->value));
	}
}

static void
block_close(struct matrix *m)
{
	struct matrix_block *to;

	m->block = mem_grow(m->block, &m->block_room, m->nblock + 1, sizeof(*m->block));
	to = &m->block[m->nblock++];
	*to = (struct matrix_block){ .nrow = m->open.nrow };
	if ((double)m->nvalue >= DENSE * (double)m->open.nrow * (double)m->ncol)
		block_lay_dense(m, to);
	else
		block_lay_sparse(m, to);
	m->open.nrow = m->nvalue = 0;
}

void
matrix_end_row(struct matrix *m, double label, double weight)
{
	if (m->nrow == m->row_room) {
		size_t room = m->row_room;

		m->label = mem_grow(m->label, &room, m->nrow + 1, sizeof *m->label);
		m->weight = mem_resize(m->weight, room, sizeof *m->weight);
		m->row_room = room;
	}
	if (m->open.start == NULL)
		m->open.start = mem_alloc(MATRIX_BLOCK + 1, sizeof(*m->open.start));
	m->label[m->nrow] = label;
	m->weight[m->nrow++] = weight;
	m->open.start[++m->open.nrow] = (uint32_t)m->nvalue;
	if (m->open.nrow == MATRIX_BLOCK)
		block_close(m);
}

void
matrix_clear(struct matrix *m)
{
	m->nrow = m->nblock = m->open.nrow = m->nvalue = 0;
	arena_reset(&m->mem);
}

void
matrix_free(struct matrix *m)
{
	free(m->open.start);
	free(m->open.index);
	free(m->open.value);
	free(m->label);
	free(m->weight);
	free(m->block);
	free(m->every);
	arena_free(&m->mem);
	shelf_free(&m->shelf);
	*m = (struct matrix){ 0 };
}

/* ---- looking ---- */

size_t
matrix_blocks(const struct matrix *m)
{
	return m->nblock + (m->open.nrow > 0);
}

const struct matrix_block *
matrix_block(const struct matrix *m, size_t b)
{
	return b < m->nblock ? &m->block[b] : &m->open;
}

struct matrix_row
matrix_row(const struct matrix *m, size_t i)
{
	const struct matrix_block *b = matrix_block(m, i / MATRIX_BLOCK);
	size_t r = i % MATRIX_BLOCK;

	if (b->width > 0)
		return (struct matrix_row){ b->width, m->every, b->value + r * b->width };
	return (struct matrix_row){ b->start[r + 1] - b->start[r], b->index + b->start[r],
		b->value + b->start[r] };
}

double
matrix_total_weight(const struct matrix *m)
{
	double total = 0, block = 0;

	for (size_t i = 0; i < m->nrow; i++) {
		block += m->weight[i];
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			total += block;
			block = 0;
		}
	}
	return total;
}

double
matrix_mean_label(const struct matrix *m)
{
	double total = matrix_total_weight(m), mean = 0, block = 0;

	for (size_t i = 0; i < m->nrow; i++) {
		block += m->weight[i] / total * m->label[i];
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			mean += block;
			block = 0;
		}
	}
	return mean;
}
