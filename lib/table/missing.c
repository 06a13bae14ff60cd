/*
 * missing.c - words that mean "no value"
 */
#include "table/missing.h"

#include <stdlib.h>

#include "base/num.h"
#include "table/list.h"

static struct str usual[] = { { "NA", 2 }, { "N/A", 3 }, { "NaN", 3 }, { "nan", 3 },
	{ "NULL", 4 }, { "null", 4 } };

const struct missing missing_default = { .n = sizeof(usual) / sizeof(*usual),
	.word = usual };

void
missing_add(struct missing *m, struct str word)
{
	double x;

	m->given = true;
	m->word = mem_resize(m->word, m->n + 1, sizeof(*m->word));
	m->word[m->n++] = mem_keep(word);
	if (num_parse(word.p, word.n, &x) != NUM_NOT)
		m->has_numbers = true;
}

bool
missing_parse(struct missing *m, struct str text, struct err *e)
{
	struct list l = { 0 };

	*m = (struct missing){ .given = true };
	if (text.n == 0)
		return true;
	if (!list_parse(&l, text, ',', e))
		return false;
	for (size_t i = 0; i < l.n; i++)
		missing_add(m, l.item[i].text);
	list_free(&l);
	return true;
}

void
missing_copy(struct missing *to, const struct missing *from)
{
	*to = *from;
	if (!from->given)
		return;
	*to = (struct missing){ .given = true };
	for (size_t i = 0; i < from->n; i++)
		missing_add(to, from->word[i]);
}

void
missing_free(struct missing *m)
{
	if (!m->given)
		return;
	for (size_t i = 0; i < m->n; i++)
		free((char *)m->word[i].p);
	free(m->word);
	*m = (struct missing){ 0 };
}

static bool
listed(const struct missing *m, struct str cell)
{
	for (size_t i = 0; i < m->n; i++)
		if (str_equal(m->word[i], cell))
			return true;
	return false;
}

bool
missing_text(const struct missing *m, struct str cell)
{
	return cell.n == 0 || (m->given && listed(m, cell));
}

bool
missing_number(const struct missing *m, struct str cell)
{
	return cell.n == 0 || listed(m, cell);
}

bool
missing_same(const struct missing *a, const struct missing *b)
{
	if (a == b)
		return true;
	if (a->given != b->given || a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_equal(a->word[i], b->word[i]))
			return false;
	return true;
}
