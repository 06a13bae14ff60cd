/*
 * opt.c - getopt_long behind tables
 */
#include "base/opt.h"

#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* getopt gives back FIRST_ROW + the number of the row among all tables. */
enum { FIRST_ROW = 256 };

struct grammar {
	struct option *longs;
	char *letters;
	size_t n;
};

static const struct opt *
row_find(const struct opt_table *tables, size_t i, void **into)
{
	for (; tables->opt != NULL; tables++)
		for (const struct opt *o = tables->opt; o->name != NULL; o++)
			if (i-- == 0) {
				*into = (char *)tables->into + o->offset;
				return o;
			}
	return NULL;
}

static const struct opt *
letter_find(const struct opt_table *tables, int letter, void **into)
{
	const struct opt *o;

	for (size_t i = 0; (o = row_find(tables, i, into)) != NULL; i++)
		if (o->letter == letter)
			return o;
	return NULL;
}

static int
value_wanted(const struct opt *o)
{
	if (o->kind == OPT_OPTIONAL)
		return optional_argument;
	return o->arg == NULL ? no_argument : required_argument;
}

static struct grammar
grammar_new(const struct opt_table *tables)
{
	struct grammar g = { 0 };
	const struct opt *o;
	void *into;
	size_t k = 1;

	while (row_find(tables, g.n, &into) != NULL)
		g.n++;
	g.longs = mem_alloc(g.n + 3, sizeof(*g.longs));
	g.letters = mem_alloc(2 * g.n + 4, 1);
	g.letters[0] = ':'; /* a missing value is reported by us */
	for (size_t i = 0; i < g.n; i++) {
		o = row_find(tables, i, &into);
		g.longs[i] =
		    (struct option){ o->name, value_wanted(o), NULL, FIRST_ROW + (int)i };
		if (o->letter != 0)
			g.letters[k++] = o->letter;
		if (o->letter != 0 && o->arg != NULL)
			g.letters[k++] = ':';
	}
	g.longs[g.n] = (struct option){ "help", no_argument, NULL, 'h' };
	g.longs[g.n + 1] = (struct option){ "version", no_argument, NULL, 'V' };
	g.letters[k++] = 'h';
	g.letters[k++] = 'V';
	return g;
}

static bool
bad_value(const struct opt *o, const char *value, const char *want, struct err *e)
{
	struct shown s;

	return fail(
	    e, EXIT_USAGE, "--%s %s: %s", o->name, shown(&s, value, strlen(value)), want);
}

static bool
take_number(const struct opt *o, const char *value, double *x, struct err *e)
{
	char want[80];

	if (num_parse(value, strlen(value), x) == NUM_OK && *x >= o->least)
		return true;
	snprintf(want, sizeof(want), "not a number of at least %g", o->least);
	return bad_value(o, value, want, e);
}

static bool
take_count(const struct opt *o, const char *value, uint64_t *n, struct err *e)
{
	uint64_t x = 0;
	bool large = false;
	char want[80];
	const char *p = value;

	for (; *p >= '0' && *p <= '9'; p++)
		large |= __builtin_mul_overflow(x, 10, &x) ||
			 __builtin_add_overflow(x, (uint64_t)(*p - '0'), &x);
	if (p > value && *p == '\0' && large)
		return bad_value(o, value, "too large", e);
	if (p > value && *p == '\0' && (double)x >= o->least) {
		*n = x;
		return true;
	}
	snprintf(want, sizeof(want), "not a whole number of at least %g", o->least);
	return bad_value(o, value, want, e);
}

static bool
take_character(const struct opt *o, const char *value, char *c, struct err *e)
{
	if (strcmp(value, "tab") == 0 || strcmp(value, "\\t") == 0)
		*c = '\t';
	else if (strlen(value) == 1 && strchr("\"\n\r", *value) == NULL)
		*c = *value;
	else
		return bad_value(o, value, "not one character, nor the word tab", e);
	return true;
}

static bool
take_word(const struct opt *o, const char *value, int *which, struct err *e)
{
	const char *p = o->arg;
	size_t n = strlen(value);

	for (int i = 0; p != NULL; i++) {
		size_t len = strcspn(p, "|");

		if (len == n && memcmp(p, value, n) == 0) {
			*which = i;
			return true;
		}
		p = p[len] == '|' ? p + len + 1 : NULL;
	}
	return bad_value(o, value, o->arg, e);
}

static bool
take(const struct opt *o, const char *value, void *into, struct err *e)
{
	struct texts *texts = into;
	struct uses *uses = into;
	uint64_t n;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)into = true;
		return true;
	case OPT_TEXT:
		*(const char **)into = value;
		return true;
	case OPT_OPTIONAL:
		*(const char **)into = value != NULL ? value : "";
		return true;
	case OPT_TEXTS:
		texts->text = mem_grow(
		    texts->text, &texts->room, texts->n + 1, sizeof(*texts->text));
		texts->text[texts->n++] = value;
		return true;
	case OPT_COUNT:
		if (!take_count(o, value, &n, e))
			return false;
		*(size_t *)into = (size_t)n;
		return true;
	case OPT_SEED:
		return take_count(o, value, into, e);
	case OPT_REAL:
		return take_number(o, value, into, e);
	case OPT_CHARACTER:
		return take_character(o, value, into, e);
	case OPT_WORD:
		return take_word(o, value, into, e);
	case OPT_USE:
		uses->use =
		    mem_grow(uses->use, &uses->room, uses->n + 1, sizeof(*uses->use));
		uses->use[uses->n++] = (struct use){ o->name, str_of(value) };
		return true;
	}
	return false;
}

/* ---- the text of the options given ---- */

static void
text_add(char **text, size_t *room, const char *s)
{
	size_t n = strlen(*text), more = strlen(s);

	*text = mem_grow(*text, room, n + more + 1, 1);
	memcpy(*text + n, s, more + 1);
}

/* Quoted as a shell wants it, so that the line can be pasted. */
static void
given_add(char **text, size_t *room, const struct opt *o, const char *value)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-.,:/=@%+";

	if (**text != '\0')
		text_add(text, room, " ");
	text_add(text, room, "--");
	text_add(text, room, o->name);
	if (o->arg == NULL || (o->kind == OPT_OPTIONAL && value == NULL))
		return;
	text_add(text, room, o->kind == OPT_OPTIONAL ? "=" : " ");
	if (*value != '\0' && value[strspn(value, plain)] == '\0') {
		text_add(text, room, value);
		return;
	}
	text_add(text, room, "'");
	for (; *value != '\0'; value++) {
		char c[2] = { *value, '\0' };

		text_add(text, room, *value == '\'' ? "'\\''" : c);
	}
	text_add(text, room, "'");
}

/* ---- parsing ---- */

static bool
not_an_option(char **argv, int found, struct err *e)
{
	struct shown s;
	const char *word = argv[optind - 1];

	if (found == ':')
		return fail(e, EXIT_USAGE, "%s needs a value (see --help)",
		    shown(&s, word, strlen(word)));
	if (optopt > 0 && optopt < FIRST_ROW) {
		char letter[3] = { '-', (char)optopt, '\0' };

		return fail(e, EXIT_USAGE, "unknown option %s (see --help)",
		    shown(&s, letter, 2));
	}
	return fail(e, EXIT_USAGE, "unknown or ambiguous option %s (see --help)",
	    shown(&s, word, strlen(word)));
}

bool
opt_parse(const struct opt_table *tables, int argc, char **argv, int *first, int *asked,
    char **given, struct err *e)
{
	struct grammar g = grammar_new(tables);
	size_t room = 0;
	int found;
	bool good = true;

	*asked = 0;
	*given = mem_grow(NULL, &room, 1, 1);
	**given = '\0';
	opterr = 0;
	optind = 1;
	while (good && *asked == 0 &&
	       (found = getopt_long(argc, argv, g.letters, g.longs, NULL)) != -1) {
		const struct opt *o;
		void *into;

		if (found == 'h' || found == 'V') {
			*asked = found;
			break;
		}
		o = found >= FIRST_ROW
			? row_find(tables, (size_t)(found - FIRST_ROW), &into)
			: letter_find(tables, found, &into);
		good =
		    o != NULL ? take(o, optarg, into, e) : not_an_option(argv, found, e);
		if (good && !o->incidental)
			given_add(given, &room, o, optarg);
	}
	*first = optind;
	free(g.longs);
	free(g.letters);
	return good;
}

void
opt_free(const struct opt_table *tables)
{
	const struct opt *o;
	void *into;

	for (size_t i = 0; (o = row_find(tables, i, &into)) != NULL; i++) {
		if (o->kind == OPT_TEXTS) {
			free(((struct texts *)into)->text);
			*(struct texts *)into = (struct texts){ 0 };
		} else if (o->kind == OPT_USE) {
			free(((struct uses *)into)->use);
			*(struct uses *)into = (struct uses){ 0 };
		}
	}
}

void
opt_help(const struct opt_table *tables, FILE *to)
{
	const struct opt *o;
	void *into;

	for (size_t i = 0; (o = row_find(tables, i, &into)) != NULL; i++) {
		char left[80], letter[5] = "    ";

		if (o->letter != 0)
			snprintf(letter, sizeof(letter), "-%c, ", o->letter);
		if (o->kind == OPT_OPTIONAL)
			snprintf(
			    left, sizeof(left), "%s--%s[=%s]", letter, o->name, o->arg);
		else
			snprintf(left, sizeof(left), "%s--%s%s%s", letter, o->name,
			    o->arg != NULL ? " " : "", o->arg != NULL ? o->arg : "");
		fprintf(to,
		    strlen(left) <= 26 ? "  %-26s %s\n"
				       : "  %s\n                             %s\n",
		    left, o->brief);
	}
	fprintf(to, "  %-26s %s\n", "-h, --help", "this text");
	fprintf(to, "  %-26s %s\n", "-V, --version", "the version");
}
