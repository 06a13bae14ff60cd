/*
 * check.c - see check.h
 */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/rows.h"

struct checked { /* a file */
	struct reader *in;
	struct key key;
	struct batch header;
};

/* Hashes, and for each the first file that has it; open addressing. */
struct places {
	size_t n, nslot;
	uint64_t *hash; /* (nslot) */
	uint32_t *file; /* (nslot) number + 1, or 0 where the slot is free */
};

struct check {
	const struct common *common;
	const char *keys;
	size_t n;
	struct checked *file; /* (n) */
	struct draw *draw;
	struct places places;
};

/* ---- hashes ---- */

static size_t
slot_of(const struct places *p, uint64_t hash)
{
	size_t s = (size_t)hash & (p->nslot - 1);

	while (p->file[s] != 0 && p->hash[s] != hash)
		s = (s + 1) & (p->nslot - 1);
	return s;
}

/* Room for one more: at most three slots of four are taken. */
static void
places_grow(struct places *p)
{
	struct places old = *p;

	if (4 * (old.n + 1) <= 3 * old.nslot)
		return;
	p->nslot = old.nslot == 0 ? 1024 : 2 * old.nslot;
	p->hash = mem_alloc(p->nslot, sizeof(*p->hash));
	p->file = mem_alloc(p->nslot, sizeof(*p->file));
	for (size_t i = 0; i < old.nslot; i++)
		if (old.file[i] != 0) {
			size_t s = slot_of(p, old.hash[i]);

			p->hash[s] = old.hash[i];
			p->file[s] = old.file[i];
		}
	free(old.hash);
	free(old.file);
}

/* The first file that has the hash: this one, if none had it before. */
static size_t
places_add(struct places *p, uint64_t hash, size_t file)
{
	places_grow(p);
	size_t s = slot_of(p, hash);

	if (p->file[s] == 0) {
		p->hash[s] = hash;
		p->file[s] = (uint32_t)(file + 1);
		p->n++;
	}
	return p->file[s] - 1;
}

/* ---- files ---- */

/* The key must be the same columns everywhere, wherever they stand. */
static void
keys_compare(const struct check *c, size_t i)
{
	const struct checked *a = &c->file[0], *b = &c->file[i];
	bool same = a->key.n == b->key.n;
	struct err e;

	for (size_t k = 0; k < a->key.n && same && !reader_no_header(a->in); k++)
		same = str_equal(a->header.col[a->key.column[k]].name,
		    b->header.col[b->key.column[k]].name);
	if (same)
		return;
	if (c->keys == NULL)
		fail(&e, EXIT_DATA,
		    "%s: other columns than in %s (-k names those that identify a row)",
		    b->header.file, a->header.file);
	else
		fail(&e, EXIT_DATA, "%s: -k %s names other columns than in %s",
		    b->header.file, c->keys, a->header.file);
	run_fail(&e, NULL);
}

static void
files_open(struct check *c)
{
	struct err e;

	c->file = mem_alloc(c->n, sizeof(*c->file));
	for (size_t i = 0; i < c->n; i++) {
		struct checked *f = &c->file[i];

		f->in =
		    reader_open(&c->common->path[i], 1, &c->common->dialect, true, &e);
		if (f->in == NULL)
			run_fail(&e, NULL);
		reader_header(f->in, &f->header);
		if (!key_resolve(&f->key, c->keys, &f->header, NULL, &e))
			run_fail(&e, NULL);
		keys_compare(c, i);
	}
}

/* ---- looking ---- */

/* The line of the first row of a file with this key, or 0. */
static uint64_t
key_find(struct check *c, const struct checked *f, struct str text, uint64_t hash)
{
	struct batch b = { 0 };
	uint64_t line = 0;
	struct err e;
	int got;

	if (!reader_rewind(f->in, &e))
		run_fail(&e, NULL);
	while (line == 0 && (got = reader_next(f->in, &b, &e)) != 0) {
		if (got < 0)
			run_fail(&e, NULL);
		for (size_t r = 0; r < b.nrow && line == 0; r++)
			if (key_draw(&f->key, c->draw, &b, r) == hash &&
			    str_equal(key_cells(&f->key, &b, r), text))
				line = batch_line(&b, r);
	}
	batch_free(&b);
	return line;
}

/* Row r of file i has a hash of an earlier file.  Is its key there?  Then say so. */
static bool
key_shared(struct check *c, size_t i, struct batch *b, size_t r, uint64_t hash)
{
	const struct key *key = &c->file[i].key;
	struct str text = key_cells(key, b, r), cells = key_shown(key, b, r);
	struct shown s;

	for (size_t k = 0; k < i; k++) {
		uint64_t line = key_find(c, &c->file[k], text, hash);

		if (line == 0)
			continue;
		printf("%s:%" PRIu64 " and %s:%" PRIu64 ": the same %s \"%s\"\n",
		    c->file[k].header.file, line, b->file, batch_line(b, r),
		    c->keys != NULL ? "key" : "record", shown(&s, cells.p, cells.n));
		if (fflush(stdout) != 0)
			die(EXIT_SYSTEM, "stdout: cannot write");
		return true;
	}
	return false;
}

static bool
file_shares(struct check *c, size_t i)
{
	struct checked *f = &c->file[i];
	struct batch b = { 0 };
	bool shared = false;
	struct err e;
	int got = 0;

	while (!shared && (got = reader_next(f->in, &b, &e)) > 0) {
		for (size_t r = 0; r < b.nrow && !shared; r++) {
			uint64_t hash = key_draw(&f->key, c->draw, &b, r);

			shared = places_add(&c->places, hash, i) != i &&
				 key_shared(c, i, &b, r, hash);
		}
		tool_tick(f->in);
	}
	if (got < 0)
		run_fail(&e, NULL);
	if (!shared)
		require_whole(f->in);
	batch_free(&b);
	return shared;
}

int
check_files(struct common *common, const char *keys)
{
	struct check c = { .common = common, .keys = keys, .n = common->npath };
	bool shared = false;

	if (c.n < 2)
		tool_usage("--check compares two files or more");
	files_open(&c);
	c.draw = draw_new("split", common->seed);
	for (size_t i = 0; i < c.n && !shared; i++)
		shared = file_shares(&c, i);
	tool_end(common, c.file[c.n - 1].in, NULL);
	for (size_t i = 0; i < c.n; i++) {
		reader_close(c.file[i].in);
		key_free(&c.file[i].key);
		batch_free(&c.file[i].header);
	}
	free(c.file);
	free(c.places.hash);
	free(c.places.file);
	draw_free(c.draw);
	return shared ? EXIT_NO : EXIT_SUCCESS;
}
