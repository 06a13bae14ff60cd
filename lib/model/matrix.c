/*
 * matrix.c - rows gathered one value at a time
 */
#include "model/matrix.h"

#include <stdlib.h>

#include "base/mem.h"

void
matrix_add(struct matrix *m, uint32_t feature, double value)
{
	if (feature >= m->ncol)
		m->ncol = (size_t)feature + 1;
	if (value == 0)
		return;
	if (m->nvalue == m->value_room) {
		size_t room = m->value_room; /* both arrays grow alike */

		m->index = mem_grow(m->index, &room, m->nvalue + 1, sizeof *m->index);
		m->value = mem_resize(m->value, room, sizeof *m->value);
		m->value_room = room;
	}
	m->index[m->nvalue] = feature;
	m->value[m->nvalue++] = value;
}

void
matrix_end_row(struct matrix *m, double label, double weight)
{
	if (m->nrow == m->row_room) {
		size_t room = m->row_room;

		m->label = mem_grow(m->label, &room, m->nrow + 1, sizeof *m->label);
		m->weight = mem_resize(m->weight, room, sizeof *m->weight);
		m->start = mem_resize(m->start, room + 1, sizeof *m->start);
		m->row_room = room;
		m->start[0] = 0;
	}
	m->label[m->nrow] = label;
	m->weight[m->nrow] = weight;
	m->start[++m->nrow] = m->nvalue;
}

void
matrix_free(struct matrix *m)
{
	free(m->start);
	free(m->index);
	free(m->value);
	free(m->label);
	free(m->weight);
	*m = (struct matrix){ 0 };
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
