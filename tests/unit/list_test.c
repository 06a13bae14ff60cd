/*
 * list_test.c - lists on the command line, column lists, words of missing, near names
 */
#include "table/list.h"

#include <math.h>
#include <stdio.h>

#include "random_csv.h"
#include "table.h"
#include "table/missing.h"
#include "table/near.h"
#include "table/notes.h"
#include "table/select.h"
#include "tap.h"

/* The items with | between them, quoted ones with a ' in front. */
static bool
items_are(const char *text, char separator, const char *want)
{
	char got[300] = "";
	struct list l;
	struct err e;

	if (!list_parse(&l, str_of(text), separator, &e)) {
		printf("# %s\n", e.msg);
		return false;
	}
	for (size_t i = 0; i < l.n; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s%.*s",
		    i > 0 ? "|" : "", l.item[i].quoted ? "'" : "", (int)l.item[i].text.n,
		    l.item[i].text.p);
	list_free(&l);
	if (strcmp(got, want) != 0)
		printf("# %s\n", got);
	return strcmp(got, want) == 0;
}

static bool
list_fails(const char *text, const char *msg)
{
	struct list l;
	struct err e = { 0 };

	if (list_parse(&l, str_of(text), ',', &e)) {
		list_free(&l);
		return false;
	}
	if (strcmp(e.msg, msg) != 0)
		printf("# %s\n", e.msg);
	return e.status == EXIT_USAGE && strcmp(e.msg, msg) == 0;
}

static bool
head_is(const char *text, const char *want)
{
	return is(list_head(str_of(text)), want);
}

static void
test_lists(void)
{
	ok(items_are("a,b c,5\",N/A", ',', "a|b c|5\"|N/A"), "plain items");
	ok(items_are("\"a,b\",\"c\"\"d\",\"\"", ',', "'a,b|'c\"d|'"), "quoted items");
	ok(items_are("/a,b/,/c\\/,d/,e", ',', "/a,b/|/c\\/,d/|e"),
	    "commas between slashes");
	ok(items_are("/,?", ',', "/|?") && items_are("/a,b", ',', "/a|b") &&
		items_are("/a\\", ',', "/a\\"),
	    "one slash protects nothing");
	ok(items_are("0::\"a:b\"", ':', "0||'a:b") && items_are("", ':', ""),
	    "parameters, some left out");
	ok(list_fails("a,\"b",
	       "list \"a,\"b\": a quoted item has no closing quote, or text "
	       "behind it") &&
		list_fails("\"a\"b\"", "list \"\"a\"b\"\": a quoted item has no closing "
				       "quote, or text behind it") &&
		list_fails("\"",
		    "list \"\"\": a quoted item has no closing quote, or text "
		    "behind it"),
	    "quotes that are not closed, or closed early");
	ok(list_fails("a,,b", "list \"a,,b\": an item is empty") &&
		list_fails("", "list \"\": an item is empty") &&
		list_fails("a,", "list \"a,\": an item is empty"),
	    "empty items");
	ok(head_is("a,b:0:1", "a,b") && head_is("a", "a") && head_is("", "") &&
		head_is(":1", ""),
	    "a list ends at the first colon");
	ok(head_is("\"a:b\",c:0:1", "\"a:b\",c") && head_is("c,\"a:b\":0", "c,\"a:b\"") &&
		head_is("/a:b/,c:1", "/a:b/,c"),
	    "but not in quotes or slashes");
	ok(head_is("/a:1", "/a") && head_is("\"a:1", "\"a:1"),
	    "one slash is no guard, one quote is a fault to be found later");
}

/* Whatever a name is made of, its spelling means it, alone and among others. */
/* A name as CSV quotes it. */
static struct str
quoted(struct arena *mem, struct str name)
{
	char *out = arena_alloc(mem, 2 * name.n + 2, 1);
	size_t n = 0;

	out[n++] = '"';
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			out[n++] = '"';
		out[n++] = name.p[i];
	}
	out[n++] = '"';
	return (struct str){ out, n };
}

static void
test_spell(void)
{
	static const char letters[] = "ab\",:/.#@0 9\\\n-";
	struct random_csv r = { .seed = 3 };
	size_t bad = 0;

	for (size_t i = 0; i < 20000; i++) {
		struct arena mem = { 0 };
		char name[8], text[64];
		size_t n = 1 + below(&r, sizeof(name));
		struct str s = { name, n }, whole = s, spelt;
		struct list l;
		struct err e;

		for (size_t k = 0; k < n; k++)
			name[k] = letters[below(&r, sizeof(letters) - 1)];
		spelt = quoted(&mem, s);
		n = (size_t)snprintf(
		    text, sizeof(text), "x,%.*s,y:1", (int)spelt.n, spelt.p);
		s = list_head((struct str){ text, n });
		bad += s.n != n - 2 || !list_parse(&l, s, ',', &e);
		bad += l.n != 3 || !str_equal(l.item[1].text, whole) || !l.item[1].quoted;
		list_free(&l);
		arena_free(&mem);
		if (bad > 0) {
			printf("# %s\n", text);
			break;
		}
	}
	ok(bad == 0, "every name has a spelling");
}

/* ---- column lists ---- */

static const enum kind kinds[] = { KIND_NUMBER, KIND_TEXT, KIND_EMPTY, KIND_NUMBER,
	KIND_TEXT, KIND_TEXT };

/* The positions chosen, from 1, or the message. */
static bool
chooses(struct table *t, const char *list, const char *want)
{
	char got[sizeof(t->e.msg) + 20] = "";
	struct selection s;

	if (!select_columns(&s, str_of(list), &t->b, kinds, &t->e))
		snprintf(got, sizeof(got), "%d %s", t->e.status, t->e.msg);
	for (size_t i = 0; i < s.n; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%zu",
		    i > 0 ? " " : "", s.column[i] + 1);
	select_free(&s);
	if (strcmp(got, want) != 0)
		printf("# %s\n", got);
	return strcmp(got, want) == 0;
}

static void
test_select(void)
{
	struct table t;

	table_open(&t, "age,city,2,hours,\"a,b\",#1\n");
	ok(chooses(&t, "hours,age", "4 1"), "names, in the order of the list");
	ok(chooses(&t, "1,6,4", "1 6 4"), "positions");
	ok(chooses(&t, "age,1,age..city,@all", "1 2 3 4 5 6"), "each once");
	ok(chooses(&t, "\"a,b\",\"age\"", "5 1"), "quoted names");
	ok(chooses(&t, "age..hours", "1 2 3 4") && chooses(&t, "4..", "4 5 6") &&
		chooses(&t, "..city", "1 2") && chooses(&t, "#2..4", "2 3 4") &&
		chooses(&t, "city..city", "2"),
	    "ranges");
	ok(chooses(&t, "/^[ah]/", "1 4 5") && chooses(&t, "/,/", "5") &&
		chooses(&t, "/c(x|i)/", "2"),
	    "regular expressions");
	ok(chooses(&t, "@numeric", "1 4") && chooses(&t, "@text", "2 5 6") &&
		chooses(&t, "@all", "1 2 3 4 5 6"),
	    "sets");
	ok(chooses(&t, "#1", "6") && chooses(&t, "\"2\"", "3") &&
		chooses(&t, "#2", "2") && chooses(&t, "\"#1\"", "6"),
	    "what is a name is a name; # is the position, quotes the name");
	ok(chooses(&t, "2",
	       "2 table.csv: \"2\" is the name of column 3 and the position of another: "
	       "write #2 for the position, '\"2\"' for the name"),
	    "a number that is both");
	ok(chooses(&t, "agee,cty,age",
	       "3 table.csv: no columns \"agee\" (did you mean \"age\"?), \"cty\" (did "
	       "you "
	       "mean \"city\"?)"),
	    "all unknown names at once");
	ok(chooses(&t, "\"1\"", "3 table.csv: no column \"1\" (did you mean \"#1\"?)"),
	    "a quoted number is no position");
	ok(chooses(&t, "7", "3 table.csv: no column 7: there are 6") &&
		chooses(&t, "0", "3 table.csv: no column \"0\"") &&
		chooses(&t, "99999999999", "3 table.csv: no column \"99999999999\""),
	    "positions that are not there");
	ok(chooses(&t, "hours..age", "2 range \"hours..age\" runs backwards"),
	    "backwards");
	ok(chooses(&t, "xyz..age", "3 table.csv: no column \"xyz\"") &&
		chooses(&t, "..9", "3 table.csv: no column 9: there are 6"),
	    "ranges with an end that is not there");
	ok(chooses(&t, "/z/", "3 table.csv: no column matches /z/") &&
		chooses(&t, "/(/", "2 \"/(/\" is not a regular expression"),
	    "expressions that match nothing, or are none");
	ok(chooses(&t, "@none", "2 \"@none\" is not a set (@all, @numeric, @text)"),
	    "an unknown set");
	ok(chooses(&t, "age,", "2 list \"age,\": an item is empty"), "an empty item");
	ok(select_needs_kinds(STR("a,@numeric")) && select_needs_kinds(STR("@text")) &&
		!select_needs_kinds(STR("@all,\"@text\"")) &&
		!select_needs_kinds(STR("\"open")),
	    "some sets need a look at the rows");
	table_close(&t);
	table_open(&t, "@all,a..c,/b/,c,3\n");
	ok(chooses(&t, "@all", "1") && chooses(&t, "a..c", "2") &&
		chooses(&t, "/b/", "3"),
	    "a name comes before all that it looks like");
	table_close(&t);
}

/* ---- missing ---- */

static void
test_missing(void)
{
	struct missing m, copy;
	struct err e;

	ok(missing_number(&missing_default, STR("NA")) &&
		!missing_text(&missing_default, STR("NA")) &&
		!missing_number(&missing_default, STR("na")) &&
		missing_text(&missing_default, STR("")),
	    "by default, words are missing in numbers only");
	ok(missing_parse(&m, STR("?,\"a,b\",N/A"), &e) && m.given && !m.has_numbers &&
		missing_text(&m, STR("a,b")) && missing_number(&m, STR("?")) &&
		missing_text(&m, STR("N/A")) && !missing_number(&m, STR("NA")) &&
		missing_number(&m, STR("")),
	    "a list replaces them, and holds everywhere");
	missing_copy(&copy, &m);
	ok(missing_same(&copy, &m) && !missing_same(&m, &missing_default), "a copy");
	missing_free(&copy);
	missing_free(&m);
	missing_copy(&copy, &missing_default);
	ok(missing_same(&copy, &missing_default) && missing_number(&copy, STR("NaN")),
	    "a copy of the default");
	missing_free(&copy);
	ok(missing_parse(&m, STR(""), &e) && !missing_number(&m, STR("NA")) &&
		missing_number(&m, STR("")) && !missing_same(&m, &missing_default),
	    "no words at all");
	missing_free(&m);
	ok(missing_parse(&m, STR("/,-999,1e400"), &e) && m.has_numbers &&
		missing_number(&m, STR("/")) && !missing_number(&m, STR("-999.0")),
	    "words that are numbers are words");
	missing_free(&m);
	ok(!missing_parse(&m, STR("a,,b"), &e) && e.status == EXIT_USAGE, "a bad list");
}

/* ---- near names ---- */

static bool
nearest(const char *want, const char *a, const char *b, const char *best)
{
	struct near n = near_start(str_of(want));

	near_offer(&n, str_of(a));
	near_offer(&n, str_of(b));
	return best == NULL ? !n.found : n.found && is(n.best, best);
}

static void
test_near(void)
{
	char longer[70], longest[70];

	ok(nearest("agee", "city", "age", "age") && nearest("ag", "age", "city", "age"),
	    "a letter too many, one too few");
	ok(nearest("INCOME", "outcome", "income", "income"), "letter case is nothing");
	ok(nearest("icnome", "come", "income", "income"), "nor are neighbours swapped");
	ok(nearest("ab", "ac", "ad", "ac") && nearest("a", "bc", "xyz", NULL) &&
		nearest("xyz", "ab1", "ab2", NULL),
	    "the first of equals; none that is far");
	ok(nearest("", "ab", "b", NULL) && nearest("ab", "", "zzzzzzz", NULL),
	    "no letters");
	memset(longer, 'x', sizeof(longer));
	memcpy(longest, longer, sizeof(longest));
	longer[60] = longest[61] = '\0';
	ok(nearest(longer, "y", longer, longer) &&
		nearest(longest, longest, longer, NULL),
	    "no longer than sixty bytes");
}

/* ---- notes ---- */

static void
test_notes(void)
{
	struct notes a = { 0 }, b = { 0 };

	notes_add(NULL, STR("x"), "nobody counts", 1);
	notes_add(&a, STR("x"), "cells", 0);
	ok(a.what.n == 1 && a.count[0] == 0, "none keeps a place");
	notes_add(&a, STR("x"), "cells", 2);
	notes_add(&b, STR("y"), "cells", 1);
	notes_add(&b, STR("x"), "cells", 3);
	notes_add(&b, STR("x"), "rows", 4);
	for (int i = 0; i < 100; i++)
		notes_add(&b, STR("z"), "much", 10);
	notes_merge(&a, &b);
	ok(a.what.n == 4 && a.count[0] == 5 && a.count[1] == 1 && a.count[2] == 4 &&
		a.count[3] == 1000,
	    "notes add up, by column and remark");
	notes_free(&a);
	notes_free(&b);
}

int
main(void)
{
	scratch_enter();
	test_lists();
	test_spell();
	test_select();
	test_missing();
	test_near();
	test_notes();
	scratch_leave();
	return tap_end();
}
