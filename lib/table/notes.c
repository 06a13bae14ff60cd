/*
 * notes.c - counted remarks
 */
#include "table/notes.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"

/* A key is the column's name, a NUL and the remark: names come from the data. */
void
notes_add(struct notes *n, struct str column, const char *remark, uint64_t times)
{
	struct arena mem = { 0 };
	struct str what = str_of(remark);
	char *key;
	size_t i;

	if (n == NULL)
		return;
	key = arena_alloc(&mem, column.n + 1 + what.n, 1);
	for (i = 0; i < column.n; i++)
		key[i] = column.p[i];
	key[i++] = '\0';
	for (size_t k = 0; k < what.n; k++)
		key[i++] = what.p[k];
	size_t at = dict_add(&n->what, (struct str){ key, i });
	size_t old = n->room;
	n->count = mem_grow(n->count, &n->room, at + 1, sizeof(*n->count));
	for (size_t k = old; k < n->room; k++)
		n->count[k] = 0;
	n->count[at] += times;
	arena_free(&mem);
}

static size_t
name_length(struct str key)
{
	size_t i = key.n;

	/* The remark holds no NUL, so the last one ends the name. */
	while (key.p[i - 1] != '\0')
		i--;
	return i - 1;
}

void
notes_merge(struct notes *n, const struct notes *other)
{
	for (size_t i = 0; i < other->what.n; i++) {
		struct str key = dict_key(&other->what, i);
		size_t name = name_length(key);
		char *remark =
		    mem_c_string((struct str){ key.p + name + 1, key.n - name - 1 });

		notes_add(n, (struct str){ key.p, name }, remark, other->count[i]);
		free(remark);
	}
}

struct notes *
notes_new(void)
{
	return mem_alloc(1, sizeof(struct notes));
}

void
notes_collect(struct notes *n, struct notes *own)
{
	notes_merge(n, own);
	notes_free(own);
	free(own);
}

void
notes_warn(const struct notes *n)
{
	struct shown buf;

	for (size_t i = 0; i < n->what.n; i++) {
		struct str key = dict_key(&n->what, i);
		size_t name = name_length(key);

		if (n->count[i] == 0)
			continue;
		warn("column \"%s\": %llu %.*s", shown(&buf, key.p, name),
		    (unsigned long long)n->count[i], (int)(key.n - name - 1),
		    key.p + name + 1);
	}
}

void
notes_free(struct notes *n)
{
	dict_clear(&n->what);
	free(n->count);
	*n = (struct notes){ 0 };
}
