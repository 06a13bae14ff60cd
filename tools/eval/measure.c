/*
 * measure.c - the metrics of a task by name, and the conditions on them
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"

/* ---- values ---- */

void
values_add(struct values *v, struct str name, double x, enum sure sure, size_t class)
{
	v->value = mem_grow(v->value, &v->room, v->n + 1, sizeof(*v->value));
	v->value[v->n++] = (struct value){ name, x, sure, class };
}

static enum task
task_of(enum kind_of_task task)
{
	return task == EVAL_BINARY ? TASK_BINARY : TASK_REGRESSION;
}

static bool
wanted(const struct list *want, struct str name)
{
	for (size_t i = 0; want != NULL && i < want->n; i++)
		if (str_equal(want->item[i].text, name))
			return true;
	return want == NULL;
}

static void
table_values(struct values *v, const struct part *p, const struct list *want)
{
	struct summary *s;
	unsigned looks = 0;

	for (const struct metric *m = metrics; m->name != NULL; m++)
		if (m->task == task_of(p->task) && wanted(want, str_of(m->name)))
			looks |= m->looks;
	s = summary_look(task_of(p->task), &p->x, looks);
	for (const struct metric *m = metrics; m->name != NULL; m++) {
		if (m->task != task_of(p->task))
			continue;
		/* A group of the rows may by chance hold no score outside [0, 1]. */
		bool known = !(p->ranks_only && m->needs_probability);

		values_add(v, str_of(m->name), known ? m->of(s) : NAN, m->sure, m->class);
	}
	summary_free(s);
	if (!isnan(p->chosen))
		values_add(v, STR("threshold"), p->chosen, BY_NOTHING, 0);
}

/*
 * Only these, in this order.  What there is not, such as a class of other rows, is
 * undefined; but of several labels some metrics are about all and others about one.
 */
static void
values_choose(struct values *v, const struct part *p, const struct list *want)
{
	size_t n = v->n, chose;

	for (size_t i = 0; i < want->n; i++) {
		struct value chosen = { want->item[i].text, NAN, BY_NOTHING, 0 };
		bool found = false;

		for (size_t k = 0; k < n; k++)
			if (str_equal(v->value[k].name, chosen.name)) {
				chosen = v->value[k];
				found = true;
			}
		if (found || p->ev->labels.n == 1)
			values_add(v, chosen.name, chosen.x, chosen.sure, chosen.class);
	}
	chose = v->n - n;
	memmove(v->value, v->value + n, chose * sizeof(*v->value));
	v->n = chose;
}

void
values_of(struct values *v, const struct part *p, const struct list *want)
{
	switch (p->task) {
	case EVAL_CLASSES:
		classes_values(v, p);
		break;
	case EVAL_LABELS:
		labels_values(v, p);
		break;
	case EVAL_RANKING:
		ranking_values(v, p);
		break;
	default:
		table_values(v, p, want);
	}
	if (want != NULL)
		values_choose(v, p, want);
}

void
values_free(struct values *v)
{
	free(v->value);
	arena_free(&v->mem);
	*v = (struct values){ 0 };
}

/* ---- which metrics there are ---- */

static bool
listed(const char *const *names, struct str name)
{
	for (; *names != NULL; names++)
		if (str_equal(str_of(*names), name))
			return true;
	return false;
}

/* All metrics of the task by name: those of no rows. */
static void
names_list(struct values *v, const struct eval *ev, enum kind_of_task task)
{
	struct part none = { .task = task, .chosen = NAN, .ev = ev };

	values_of(v, &none, NULL);
}

static bool
metric_known(const struct eval *ev, enum kind_of_task task, struct str name)
{
	const char *equals = memchr(name.p, '=', name.n);
	struct values all = { 0 };
	bool known = ev->aim.kind != NULL && str_equal(name, STR("threshold"));

	names_list(&all, ev, task);
	for (size_t i = 0; i < all.n; i++)
		known |= str_equal(all.value[i].name, name);
	values_free(&all);
	if (task == EVAL_CLASSES && equals != NULL) {
		name.n = (size_t)(equals - name.p);
		known |= listed(each_class_metrics, name);
	}
	return known;
}

/* "accuracy, precision" */
static char *
metric_names(const struct eval *ev, enum kind_of_task task)
{
	struct values all = { 0 };
	size_t room = 1, n = 0;
	char *text;

	names_list(&all, ev, task);
	for (size_t i = 0; i < all.n; i++)
		room += all.value[i].name.n + 2;
	text = mem_alloc(room, 1);
	for (size_t i = 0; i < all.n; i++)
		n += (size_t)snprintf(text + n, room - n, "%s%.*s", i > 0 ? ", " : "",
		    (int)all.value[i].name.n, all.value[i].name.p);
	values_free(&all);
	return text;
}

int
metric_better(const struct eval *ev, enum kind_of_task task, struct str name)
{
	static const char *const less[] = { "log_loss", "hamming_loss", NULL };
	static const char *const counts[] = { "n", "weight", "classes", "labels",
		"queries", "queries_without", "log_loss_clipped", "baseline_log_loss",
		NULL };
	const struct metric *m;

	if (task == EVAL_BINARY || task == EVAL_REGRESSION) {
		m = metric_find(task_of(task), name);
		if (m == NULL)
			return 0;
		return m->higher_is_better ? 1 : m->lower_is_better ? -1 : 0;
	}
	if (listed(less, name))
		return -1;
	if (listed(counts, name) || memchr(name.p, '=', name.n) != NULL)
		return 0;
	return metric_known(ev, task, name) ? 1 : 0;
}

static const char *const what[] = { "", "two classes", "several classes", "a regression",
	"several labels", "rankings" };

static void
wanted_check(struct eval *ev, enum kind_of_task task)
{
	struct shown s;
	struct err e;

	if (ev->metrics == NULL)
		return;
	if (!list_parse(&ev->metric, str_of(ev->metrics), ',', &e))
		tool_usage("--metric: %s", e.msg);
	for (size_t i = 0; i < ev->metric.n; i++) {
		struct str name = ev->metric.item[i].text;

		if (!metric_known(ev, task, name) &&
		    (task != EVAL_LABELS || !metric_known(ev, EVAL_BINARY, name)))
			tool_usage("--metric: %s have no \"%s\", but %s", what[task],
			    shown(&s, name.p, name.n), metric_names(ev, task));
		for (size_t k = 0; k < i; k++)
			if (str_equal(ev->metric.item[k].text, name))
				tool_usage("--metric: \"%s\" is given twice",
				    shown(&s, name.p, name.n));
	}
	ev->want = &ev->metric;
}

void
metrics_check(struct eval *ev, enum kind_of_task task)
{
	wanted_check(ev, task);
	for (size_t i = 0; i < ev->fail_if.n; i++) {
		struct str name = ev->condition[i].metric;

		if (ev->fairness && !fairness_known(name))
			condition_unknown(
			    &ev->condition[i], "--fairness", fairness_metrics);
		if (!ev->fairness && !metric_known(ev, task, name))
			condition_unknown(
			    &ev->condition[i], what[task], metric_names(ev, task));
	}
}

/* ---- conditions: METRIC < NUMBER ---- */

void
conditions_measure(struct values *v, const struct eval *ev, const struct part *p)
{
	struct list names = { 0 };

	for (size_t i = 0; i < ev->fail_if.n; i++)
		list_add(&names, ev->condition[i].metric);
	values_of(v, p, &names);
	/* The names are the conditions' own, which stay. */
	for (size_t i = 0; i < v->n; i++)
		v->value[i].name = ev->condition[i].metric;
	list_free(&names);
}

/* A gate that cannot be judged is shut: a metric that is not defined fails too. */
bool
conditions_hold(const struct eval *ev, const struct values *v)
{
	bool any = false;

	for (size_t i = 0; i < ev->fail_if.n; i++) {
		const struct condition *c = &ev->condition[i];
		double x = NAN;

		for (size_t k = 0; k < v->n; k++)
			if (str_equal(v->value[k].name, c->metric))
				x = v->value[k].x;
		if (!isnan(x) && !condition_holds(c, x))
			continue;
		any = true;
		condition_tell(c, "", x);
	}
	return any;
}
