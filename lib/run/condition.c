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
	return c->metric.n > 0 && num_parse(bound.p, bound.n, &c->bound) == NUM_OK;
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
