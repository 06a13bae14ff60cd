/*
 * classes.c - see classes.h
 */
#include "classes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stat/quota.h"

size_t
class_find(struct classes *c, struct str name)
{
	size_t i = dict_add(&c->name, name), had = c->room;

	c->of = mem_grow(c->of, &c->room, i + 1, sizeof(*c->of));
	if (c->room > had)
		memset(c->of + had, 0, (c->room - had) * sizeof(*c->of));
	return i;
}

bool
class_name(
    const struct classes *c, struct batch *b, size_t row, struct str *name, struct err *e)
{
	struct str cell = batch_cell(b, c->column, row);

	if (missing_text(b->missing, cell))
		return batch_fail(b, c->column, row, e,
		    "the label is missing (csv-scrub --drop-missing drops such rows)");
	*name = cell;
	if (label_rule_given(&c->rule))
		*name =
		    label_value(&c->rule, cell) == 1 ? STR("positive") : STR("negative");
	return true;
}

bool
classes_only_one(const struct classes *c, size_t *class)
{
	size_t found = 0;

	for (size_t i = 0; i < c->name.n; i++)
		if (c->of[i].rows > 0) {
			*class = i;
			found++;
		}
	return found == 1;
}

void
class_add(struct class *k, uint64_t hash, const double *weight)
{
	size_t n = k->rows++;

	k->hash = mem_grow(k->hash, &k->hash_room, n + 1, sizeof(*k->hash));
	k->hash[n] = hash;
	if (weight == NULL)
		return;
	k->weight = mem_grow(k->weight, &k->weight_room, n + 1, sizeof(*k->weight));
	k->weight[n] = *weight;
}

/* What all rows weigh over what those kept weigh: exact sums, one rounding each. */
static bool
factor_find(struct class *k, struct str name, struct err *e)
{
	struct exact *sum = mem_alloc(2, sizeof(*sum)); /* all, kept */
	struct shown s;
	double all, kept;

	for (uint64_t i = 0; i < k->rows && k->weight != NULL; i++) {
		exact_add(&sum[0], k->weight[i]);
		if (k->hash[i] <= k->bound)
			exact_add(&sum[1], k->weight[i]);
	}
	all = k->weight == NULL ? (double)k->rows : exact_value(&sum[0]);
	kept = k->weight == NULL ? (double)k->kept : exact_value(&sum[1]);
	free(sum);
	k->factor = all == 0 ? 1 : all / kept;
	return isfinite(k->factor) ||
	       fail(e, EXIT_DATA,
		   "class \"%s\": the rows to keep weigh %s, so no factor makes up for "
		   "the "
		   "others (another --seed or --ratio keeps other rows)",
		   shown(&s, name.p, name.n), kept == 0 ? "nothing" : "too little");
}

static bool
class_thin(struct class *k, struct str name, uint64_t quota, struct err *e)
{
	k->bound = quota_bound(k->hash, k->rows, quota);
	for (uint64_t i = 0; i < k->rows; i++)
		k->kept += k->hash[i] <= k->bound;
	k->thinned = true;
	return factor_find(k, name, e);
}

bool
classes_thin(struct classes *c, double ratio, struct err *e)
{
	uint64_t smallest = UINT64_MAX, quota;

	for (size_t i = 0; i < c->name.n; i++)
		if (c->of[i].rows < smallest)
			smallest = c->of[i].rows;
	quota = quota_rows(smallest, ratio);
	for (size_t i = 0; i < c->name.n; i++) {
		struct class *k = &c->of[i];

		k->kept = 0;
		k->factor = 1;
		if (k->rows == smallest || k->rows <= quota)
			k->kept = k->rows;
		else if (!class_thin(k, dict_key(&c->name, i), quota, e))
			return false;
	}
	return true;
}

void
classes_repeat(struct classes *c, double ratio)
{
	double most = 0;

	for (size_t i = 0; i < c->name.n; i++)
		most = fmax(most, (double)c->of[i].rows);
	for (size_t i = 0; i < c->name.n; i++)
		if (c->of[i].rows > 0)
			c->of[i].factor = fmax(1, most / ratio / (double)c->of[i].rows);
}

size_t
classes_largest(const struct classes *c)
{
	size_t best = 0;

	for (size_t i = 1; i < c->name.n; i++)
		if (c->of[i].rows > c->of[best].rows ||
		    (c->of[i].rows == c->of[best].rows &&
			str_order(dict_key(&c->name, i), dict_key(&c->name, best)) < 0))
			best = i;
	return best;
}

void
classes_free(struct classes *c)
{
	for (size_t i = 0; i < c->name.n; i++) {
		free(c->of[i].hash);
		free(c->of[i].weight);
	}
	free(c->of);
	dict_clear(&c->name);
	label_rule_free(&c->rule);
	*c = (struct classes){ 0 };
}
