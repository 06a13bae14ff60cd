/*
 * condition.c - see condition.h
 */
#include "run/condition.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "run/tool.h"

static struct str
without_blanks(const char *p, size_t n)
{
	for (; n > 0 && *p == ' '; n--)
		p++;
	while (n > 0 && p[n - 1] == ' ')
		n--;
	return (struct str){ p, n };
}

/* NUMBER, prev, prev+NUMBER, prev-NUMBER or prev*NUMBER */
static bool
bound_parse(struct condition *c, struct str s)
{
	static const char word[] = "prev";
	size_t n = sizeof(word) - 1;
	struct str rest;
	double x;

	if (s.n < n || memcmp(s.p, word, n) != 0)
		return num_parse(s.p, s.n, &c->bound) == NUM_OK;
	c->previous = true;
	c->times = 1;
	rest = without_blanks(s.p + n, s.n - n);
	if (rest.n == 0)
		return true;
	s = without_blanks(rest.p + 1, rest.n - 1);
	if (num_parse(s.p, s.n, &x) != NUM_OK || strchr("+-*", rest.p[0]) == NULL)
		return false;
	if (rest.p[0] == '*')
		c->times = x;
	else
		c->add = rest.p[0] == '+' ? x : -x;
	return true;
}

void
condition_settle(struct condition *c, double x)
{
	c->bound = c->times * x + c->add;
}

void
conditions_refuse_previous(const struct condition *c, size_t n)
{
	struct shown s;

	for (size_t i = 0; i < n; i++)
		if (c[i].previous)
			tool_usage("--fail-if '%s': there is no earlier report to look "
				   "into here",
			    shown(&s, c[i].text, strlen(c[i].text)));
}

static bool
condition_parse(struct condition *c, const char *text)
{
	const char *sign = text + strcspn(text, "<>");
	bool equal = *sign != '\0' && sign[1] == '=';
	struct str bound;

	c->text = text;
	if (*sign == '\0')
		return false;
	bound = without_blanks(sign + 1 + equal, strlen(sign + 1 + equal));
	c->metric = without_blanks(text, (size_t)(sign - text));
	if (*sign == '<')
		c->is = equal ? AT_MOST : LESS;
	else
		c->is = equal ? AT_LEAST : GREATER;
	return c->metric.n > 0 && bound_parse(c, bound);
}

static const char *
text_shown(const struct condition *c, struct shown *s)
{
	return shown(s, c->text, strlen(c->text));
}

struct condition *
conditions_read(const struct texts *given)
{
	struct condition *c = mem_alloc(given->n, sizeof(*c));
	struct shown s;

	for (size_t i = 0; i < given->n; i++)
		if (!condition_parse(&c[i], given->text[i]))
			tool_usage("--fail-if '%s': not METRIC<NUMBER (<, <=, > or >=)",
			    text_shown(&c[i], &s));
	return c;
}

bool
condition_holds(const struct condition *c, double x)
{
	if (isnan(c->bound))
		return true;
	switch (c->is) {
	case LESS:
		return x < c->bound;
	case AT_MOST:
		return x <= c->bound;
	case GREATER:
		return x > c->bound;
	case AT_LEAST:
		return x >= c->bound;
	}
	return true;
}

void
condition_unknown(const struct condition *c, const char *of_what, const char *names)
{
	struct shown s;

	tool_usage(
	    "--fail-if '%s': of %s there are %s", text_shown(c, &s), of_what, names);
}

void
condition_tell(const struct condition *c, const char *where, double x)
{
	char text[NUM_WIDTH];
	struct shown s;

	tell("--fail-if '%s': %sit is %.*s", text_shown(c, &s), where,
	    isnan(x) ? 11 : (int)num_print(x, text), isnan(x) ? "not defined" : text);
}
