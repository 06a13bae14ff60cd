/*
 * opt_test.c - option tables: every kind of value, and every way to get it wrong
 */
#include "base/opt.h"

#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

struct chosen {
	bool quiet;
	const char *text, *optional;
	struct texts texts;
	size_t count;
	uint64_t seed;
	double real;
	char character;
	int word;
	struct uses uses;
};

#define AT(field) offsetof(struct chosen, field)

static const struct opt first[] = {
	{ 'q', "quiet", OPT_FLAG, AT(quiet), NULL, "say less", 0, true },
	{ 't', "text", OPT_TEXT, AT(text), "TEXT", "some text", 0, false },
	{ 0, "texts", OPT_TEXTS, AT(texts), "TEXT", "more text", 0, false },
	{ 'n', "count", OPT_COUNT, AT(count), "N", "how many", 2, false },
	{ 's', "seed", OPT_SEED, AT(seed), "N", "which", 0, false },
	{ 0 },
};

static const struct opt second[] = {
	{ 'r', "real", OPT_REAL, AT(real), "X", "how much", -1, false },
	{ 'd', "character", OPT_CHARACTER, AT(character), "C", "one byte", 0, true },
	{ 0, "word", OPT_WORD, AT(word), "some|more|all", "a word", 0, false },
	{ 0, "dedup", OPT_OPTIONAL, AT(optional), "LIST", "once", 0, false },
	{ 0, "clip", OPT_USE, AT(uses), "LIST", "a way", 0, false },
	{ 0, "log", OPT_USE, AT(uses), "LIST", "another", 0, false },
	{ 0 },
};

static struct chosen c;
static struct err e;
static char *given, *argv[20];
static int operand, asked;

static bool
parse(const char *line)
{
	static const struct option nothing[] = { { 0 } };
	static char words[300];
	const struct opt_table tables[] = { { first, &c }, { second, &c },
		{ NULL, NULL } };
	int argc = 0;

	snprintf(words, sizeof(words), "csv-test %s", line);
	free(given);
	opt_free(tables);
	c = (struct chosen){ .word = -1 };
	e.status = 0;
	for (char *w = strtok(words, " "); w != NULL; w = strtok(NULL, " "))
		argv[argc++] = w;
	argv[argc] = NULL;
	optind = 0; /* getopt forgets what it was in the middle of */
	getopt_long(1, argv, "", nothing, NULL);
	return opt_parse(tables, argc, argv, &operand, &asked, &given, &e);
}

static bool
refuses(const char *line, const char *msg)
{
	if (!parse(line) && e.status == EXIT_USAGE && strcmp(e.msg, msg) == 0)
		return true;
	printf("# %s\n", e.status != 0 ? e.msg : "no failure");
	return false;
}

static void
test_values(void)
{
	ok(parse("-q -t a --texts b --texts c -n 2 -s 0 -r 1e-3 -d ; --word more") &&
		c.quiet && strcmp(c.text, "a") == 0 && c.texts.n == 2 &&
		strcmp(c.texts.text[1], "c") == 0 && c.count == 2 && c.seed == 0 &&
		c.real == 1e-3 && c.character == ';' && c.word == 1,
	    "every kind of value");
	ok(strcmp(given, "--text a --texts b --texts c --count 2 --seed 0 --real 1e-3 "
			 "--word more") == 0,
	    "what shapes a result, in order");
	ok(parse("--clip a:0 --log b --clip c") && c.uses.n == 3 &&
		strcmp(c.uses.use[1].option, "log") == 0 &&
		str_equal(c.uses.use[2].text, STR("c")),
	    "uses, in the order of all");
	ok(parse("--dedup x") && strcmp(c.optional, "") == 0 && operand == 2 &&
		parse("--dedup=a,b") && strcmp(c.optional, "a,b") == 0 &&
		strcmp(given, "--dedup=a,b") == 0,
	    "a value that may be left out needs a =");
	ok(parse("-t a -t b") && strcmp(c.text, "b") == 0, "the last one counts");
	ok(parse("-ta -qn5 --text=c") && c.quiet && c.count == 5 &&
		strcmp(c.text, "c") == 0,
	    "values that are joined, letters that are");
	ok(parse("-d tab") && c.character == '\t' && parse("-d \\t") &&
		c.character == '\t' && parse("-d |") && c.character == '|',
	    "characters");
	ok(parse("-s 18446744073709551600") && c.seed == 18446744073709551600ULL,
	    "a large seed");
	ok(parse("--real -1") && c.real == -1 && parse("-r -.5e0") && c.real == -0.5,
	    "numbers below zero");
	ok(parse("-t it's --texts $x") &&
		strcmp(given, "--text 'it'\\''s' --texts '$x'") == 0,
	    "quoted for a shell");
}

static void
test_operands(void)
{
	ok(parse("x -q y -- -t z") && c.quiet && c.text == NULL && operand == 3 &&
		strcmp(argv[3], "x") == 0 && strcmp(argv[4], "y") == 0 &&
		strcmp(argv[5], "-t") == 0 && strcmp(argv[6], "z") == 0,
	    "options may stand anywhere, -- ends them");
	ok(parse("- -q") && c.quiet && strcmp(argv[operand], "-") == 0,
	    "- is an operand");
	ok(parse("") && operand == 1, "nothing at all");
	ok(parse("-q -h -t") && asked == 'h' && parse("--version") && asked == 'V' &&
		parse("--help") && asked == 'h',
	    "help and version, at once");
}

static void
test_abbreviations(void)
{
	ok(parse("--quie --cou 3 --wor all") && c.quiet && c.count == 3 && c.word == 2,
	    "names may be abbreviated");
	ok(refuses("--c 3", "unknown or ambiguous option --c (see --help)"),
	    "but not so that they could be two");
	ok(parse("--text a") && strcmp(c.text, "a") == 0 && c.texts.n == 0,
	    "a whole name is no abbreviation");
}

static void
test_faults(void)
{
	ok(refuses("--nothing", "unknown or ambiguous option --nothing (see --help)") &&
		refuses("-z", "unknown option -z (see --help)") &&
		refuses("-qz", "unknown option -z (see --help)"),
	    "unknown options");
	ok(refuses("-t", "-t needs a value (see --help)") &&
		refuses("--text", "--text needs a value (see --help)"),
	    "values that are missing");
	ok(refuses("-n 1", "--count 1: not a whole number of at least 2") &&
		refuses("-n 2.5", "--count 2.5: not a whole number of at least 2") &&
		refuses("-n -3", "--count -3: not a whole number of at least 2") &&
		refuses("-n 99999999999999999999",
		    "--count 99999999999999999999: too large") &&
		parse("--seed 18446744073709551615"),
	    "bad counts");
	ok(refuses("-r x", "--real x: not a number of at least -1") &&
		refuses("-r -2", "--real -2: not a number of at least -1") &&
		refuses("-r nan", "--real nan: not a number of at least -1") &&
		refuses("-r 1e999", "--real 1e999: not a number of at least -1"),
	    "bad numbers");
	ok(refuses("-d ab", "--character ab: not one character, nor the word tab") &&
		refuses("-d \"", "--character \": not one character, nor the word tab") &&
		refuses("-d \xc3\xa9",
		    "--character \xc3\xa9: not one character, nor the word tab"),
	    "bad characters");
	ok(refuses("--word most", "--word most: some|more|all") &&
		refuses("--word some|more", "--word some|more: some|more|all") &&
		refuses("--word som", "--word som: some|more|all"),
	    "bad words");
	ok(refuses(
	       "-d \x1b[2J", "--character \\x1b[2J: not one character, nor the word tab"),
	    "what was typed is shown safely");
}

static void
test_help(void)
{
	const struct opt_table tables[] = { { first, &c }, { second, &c },
		{ NULL, NULL } };
	char text[2000];
	FILE *f = tmpfile();

	opt_help(tables, f);
	rewind(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	ok(strstr(text, "  -q, --quiet                say less\n") == text &&
		strstr(text, "      --dedup[=LIST]         once\n") != NULL &&
		strstr(text, "      --word some|more|all   a word\n") != NULL &&
		strstr(text, "  -V, --version              the version\n") != NULL,
	    "a line for each option");
}

int
main(void)
{
	test_values();
	test_operands();
	test_abbreviations();
	test_faults();
	test_help();
	free(given);
	return tap_end();
}
