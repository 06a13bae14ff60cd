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

void
values_of(struct values *v, const struct part *p)
{
	struct summary *s;

	if (p->task == EVAL_CLASSES) {
		classes_values(v, p);
		return;
	}
	s = summary_new(task_of(p->task), &p->x);
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

void
values_free(struct values *v)
{
	free(v->value);
	arena_free(&v->mem);
	*v = (struct values){ 0 };
}

/* ---- conditions: METRIC < NUMBER ---- */

static bool
listed(const char *const *names, struct str name)
{
	for (; *names != NULL; names++)
		if (str_equal(str_of(*names), name))
			return true;
	return false;
}

static bool
metric_known(const struct eval *ev, enum kind_of_task task, struct str name)
{
	const char *equals = memchr(name.p, '=', name.n);

	if (ev->aim.kind != NULL && str_equal(name, STR("threshold")))
		return true;
	if (task != EVAL_CLASSES)
		return metric_find(task_of(task), name) != NULL;
	if (equals == NULL)
		return listed(class_metrics, name);
	name.n = (size_t)(equals - name.p);
	return listed(each_class_metrics, name);
}

/* All names of the task as one text: "accuracy, precision". */
static const char *
metric_names(enum kind_of_task task, char *text, size_t room)
{
	size_t n = 0;
	const char *between = "";

	text[0] = '\0';
	for (const struct metric *m = metrics; m->name != NULL; m++)
		if (task != EVAL_CLASSES && m->task == task_of(task) && n < room) {
			n += (size_t)snprintf(
			    text + n, room - n, "%s%s", between, m->name);
			between = ", ";
		}
	for (size_t i = 0; task == EVAL_CLASSES && class_metrics[i] != NULL; i++) {
		n += (size_t)snprintf(
		    text + n, room - n, "%s%s", between, class_metrics[i]);
		between = ", ";
	}
	return text;
}

void
conditions_check(const struct eval *ev, enum kind_of_task task)
{
	static const char *const what[] = { "", "two classes", "several classes",
		"a regression" };
	char names[600];

	for (size_t i = 0; i < ev->fail_if.n; i++) {
		struct str name = ev->condition[i].metric;

		if (ev->fairness && !fairness_known(name))
			condition_unknown(
			    &ev->condition[i], "--fairness", fairness_metrics);
		if (!ev->fairness && !metric_known(ev, task, name))
			condition_unknown(&ev->condition[i], what[task],
			    metric_names(task, names, sizeof(names)));
	}
}

void
values_show(struct report *out, const char *group, const struct values *v)
{
	for (size_t i = 0; i < v->n; i++) {
		report_text(out, str_of(group));
		report_text(out, v->value[i].name);
		report_number(out, v->value[i].x);
		report_end_row(out);
	}
}

void
conditions_known(const struct eval *ev, const char *what, const struct values *v)
{
	char names[600] = "";
	size_t used = 0;

	for (size_t i = 0; i < v->n; i++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, "%.*s%s",
		    (int)v->value[i].name.n, v->value[i].name.p,
		    i + 1 < v->n ? ", " : "");
	for (size_t i = 0; i < ev->fail_if.n; i++) {
		bool known = false;

		for (size_t k = 0; k < v->n; k++)
			known |= str_equal(v->value[k].name, ev->condition[i].metric);
		if (!known)
			condition_unknown(&ev->condition[i], what, names);
	}
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
