/*
 * onehot_names.c - the columns that stand for a vocabulary, and what they are called
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "op/onehot.h"

size_t
names_count(const struct onehot *o, const struct vocabulary *v)
{
	return v->levels.n - (o->drop_first && v->levels.n > 0) +
	       (o->unseen == UNSEEN_OOV ? oov_count(o) : 0) + v->missing;
}

static void
name_add(struct vocabulary *v, struct str column, struct str level, uint32_t code)
{
	char *p = arena_alloc(&v->mem, column.n + 1 + level.n, 1);

	memcpy(p, column.p, column.n);
	p[column.n] = '=';
	memcpy(p + column.n + 1, level.p, level.n);
	v->name[v->nname] = (struct str){ p, column.n + 1 + level.n };
	v->code[v->nname++] = code;
}

enum { OOV_NAME = NUM_WIDTH + 8 };

/* <oov>, or <oov0>, <oov1> ... */
static struct str
oov_name(const struct onehot *o, size_t i, char text[OOV_NAME])
{
	size_t n = 4;

	memcpy(text, "<oov", n);
	if (o->oov > 1)
		n += num_print_count(i, text + n);
	text[n++] = '>';
	return (struct str){ text, n };
}

/* A level that is spelt like one of the columns which are not levels. */
static bool
name_is_free(
    const struct vocabulary *v, struct str column, struct str word, struct err *e)
{
	struct shown s;

	if (dict_find(&v->levels, word) == DICT_NONE)
		return true;
	return fail(e, EXIT_DATA,
	    "column \"%s\": the level \"%.*s\" and the cells that are %s would share a "
	    "name (use --ordinal, or --na to make the level missing)",
	    shown(&s, column.p, column.n), (int)word.n, word.p,
	    str_equal(word, STR("<missing>")) ? "missing" : "no level");
}

bool
vocabulary_names(
    const struct onehot *o, struct vocabulary *v, struct str column, struct err *e)
{
	size_t n = names_count(o, v);
	char text[OOV_NAME];

	if (o->ordinal)
		return true;
	if (o->buckets > 0) {
		buckets_name(o, v, column);
		return true;
	}
	for (size_t i = 0; o->unseen == UNSEEN_OOV && i < oov_count(o); i++)
		if (!name_is_free(v, column, oov_name(o, i, text), e))
			return false;
	if (v->missing && !name_is_free(v, column, STR("<missing>"), e))
		return false;
	v->name = mem_alloc(n, sizeof(*v->name));
	v->code = mem_alloc(n, sizeof(*v->code));
	for (size_t i = o->drop_first; i < v->levels.n; i++)
		name_add(v, column, dict_key(&v->levels, i), (uint32_t)i);
	for (size_t i = 0; o->unseen == UNSEEN_OOV && i < oov_count(o); i++)
		name_add(v, column, oov_name(o, i, text), code_oov(v) + (uint32_t)i);
	if (v->missing)
		name_add(v, column, STR("<missing>"), code_missing(o, v));
	return true;
}
