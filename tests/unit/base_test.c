/*
 * base_test.c - memory, dictionary, hashes and what the user is told
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/dict.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/mem.h"
#include "tap.h"

/* ---- what a child says on stderr, and how it ends ---- */

static bool
says(void (*child)(void), int status, const char *want)
{
	char got[4000];
	ssize_t n = 0, more;
	int end[2], how;
	pid_t pid;

	if (pipe(end) != 0 || (pid = fork()) < 0)
		return false;
	if (pid == 0) {
		dup2(end[1], STDERR_FILENO);
		close(end[0]);
		close(end[1]);
		program_set("csv-test");
		child();
		_exit(0);
	}
	close(end[1]);
	while ((more = read(end[0], got + n, sizeof(got) - 1 - (size_t)n)) > 0)
		n += more;
	close(end[0]);
	got[n] = '\0';
	waitpid(pid, &how, 0);
	if (WIFEXITED(how) && WEXITSTATUS(how) == status && strcmp(got, want) == 0)
		return true;
	printf("# status %d: %.300s\n", WEXITSTATUS(how), got);
	return false;
}

static void
die_at_length(void)
{
	char text[3000];

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	die(EXIT_SYSTEM, "%s", text);
}

static void
die_rudely(void)
{
	die(EXIT_DATA, "a\nb\x1b[2J%s", "\xc3\xa9\xff");
}

static void
warn_much(void)
{
	for (int i = 0; i < 13; i++)
		warn("%d", i);
	warn_end();
	warn("again");
	warn_end();
}

static void
warn_nothing(void)
{
	warn_quiet(true);
	warn_much();
}

static void
use_up_memory(void)
{
	free(mem_alloc(SIZE_MAX / 2, 3));
}

static void
test_messages(void)
{
	char want[4000] = "csv-test: ";

	memset(want + 10, 'x', 1279);
	want[10 + 1279] = '\n';
	ok(says(die_at_length, EXIT_SYSTEM, want), "a long message is cut");
	ok(says(die_rudely, EXIT_DATA, "csv-test: a\\x0ab\\x1b[2J\xc3\xa9\\xff\n"),
	    "no byte of a message moves the cursor");
	ok(says(warn_much, 0,
	       "csv-test: warning: 0\ncsv-test: warning: 1\ncsv-test: warning: 2\n"
	       "csv-test: warning: 3\ncsv-test: warning: 4\ncsv-test: warning: 5\n"
	       "csv-test: warning: 6\ncsv-test: warning: 7\ncsv-test: warning: 8\n"
	       "csv-test: warning: 9\ncsv-test: warning: 3 more warnings were not shown\n"
	       "csv-test: warning: again\n"),
	    "ten warnings, and how many more");
	ok(says(warn_nothing, 0, ""), "no warnings when quiet");
	ok(says(use_up_memory, EXIT_SYSTEM,
	       "csv-test: out of memory (18446744073709551615 bytes)\n"),
	    "a size that overflows is out of memory");
}

static bool
shows(const char *text, size_t n, const char *want)
{
	struct shown s;

	if (strcmp(shown(&s, text, n), want) == 0)
		return true;
	printf("# %s\n", s.s);
	return false;
}

static void
test_shown(void)
{
	static const char forty[] = "0123456789012345678901234567890123456789";
	char bytes[100];

	ok(shows("", 0, "") && shows("a b", 3, "a b") && shows(forty, 40, forty),
	    "up to forty bytes as they are");
	ok(shows("01234567890123456789012345678901234567890", 41,
	       "0123456789012345678901234567890123456789..."),
	    "longer text is cut");
	ok(shows("a\tb\x7f\x1b", 5, "a\\x09b\\x7f\\x1b") && shows("a\0b", 3, "a\\x00b"),
	    "control characters, NUL too");
	ok(shows("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9,
	       "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
	    "well-formed UTF-8");
	ok(shows("\xc3", 1, "\\xc3") && shows("\xc0\xaf", 2, "\\xc0\\xaf") &&
		shows("\xed\xa0\x80", 3, "\\xed\\xa0\\x80") &&
		shows("\xf5\x80\x80\x80", 4, "\\xf5\\x80\\x80\\x80") &&
		shows("\xc2\x9b", 2, "\\xc2\\x9b"),
	    "cut, overlong, surrogate, beyond Unicode, a C1 control");
	memset(bytes, 0xff, sizeof(bytes));
	ok(shows(bytes, sizeof(bytes),
	       "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
	       "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
	       "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff..."),
	    "the worst there is");
	memset(bytes, 'a', 39);
	memcpy(bytes + 39, "\xf0\x9f\x98\x80zz", 6);
	ok(shows(bytes, 45, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xf0\x9f\x98\x80..."),
	    "a character is not cut in two");
}

static void
test_fail(void)
{
	struct err e = { 0 };

	ok(!fail(&e, EXIT_USAGE, "%d %s", 1, "x") && e.status == EXIT_USAGE &&
		e.row == ERR_NOWHERE && strcmp(e.msg, "1 x") == 0,
	    "a failure");
	ok(!fail_at(&e, 7, "y") && e.status == EXIT_DATA && e.row == 7, "and its row");
}

/* ---- memory ---- */

static void
test_text(void)
{
	struct str a = STR("abc");

	ok(str_equal(a, str_of("abc")) && !str_equal(a, STR("ab")) &&
		str_equal(STR(""), (struct str){ NULL, 0 }) &&
		!str_equal(STR("a\0b"), STR("a\0c")),
	    "equal texts");
	ok(str_order(STR("ab"), a) < 0 && str_order(a, STR("ab")) > 0 &&
		str_order(a, a) == 0 && str_order(STR("b"), a) > 0 &&
		str_order(STR("\xff"), STR("a")) > 0 &&
		str_order((struct str){ NULL, 0 }, STR("")) == 0,
	    "ordered by bytes, shorter first");
	char *s = mem_c_string(a);
	struct str kept = mem_keep((struct str){ NULL, 0 });
	ok(strcmp(s, "abc") == 0 && kept.n == 0 && *kept.p == '\0', "copies");
	free(s);
	free((char *)kept.p);
}

static void
test_arrays(void)
{
	size_t room = 0, times = 0;
	int *p = NULL;

	for (size_t i = 0; i < 100000; i++) {
		size_t before = room;

		p = mem_grow(p, &room, i + 1, sizeof(*p));
		times += room != before;
		p[i] = (int)i;
	}
	ok(room >= 100000 && times < 20 && p[99999] == 99999 && p[0] == 0,
	    "an array grows in few steps");
	free(p);
	p = mem_alloc(1000, sizeof(*p));
	size_t sum = 0;
	for (size_t i = 0; i < 1000; i++)
		sum += p[i] != 0;
	ok(sum == 0, "new memory is zeroed");
	free(p);
	free(mem_alloc(0, 8));
}

static void
test_arena(void)
{
	struct arena a = { 0 };
	size_t bad = 0;

	arena_reset(&a);
	for (size_t round = 0; round < 3; round++) {
		char *p[300];

		for (size_t i = 0; i < 300; i++) {
			p[i] = arena_alloc(&a, i * i, 1);
			bad += (uintptr_t)p[i] % 16 != 0;
			memset(p[i], (int)i, i * i);
		}
		for (size_t i = 1; i < 300; i++)
			bad += p[i][0] != (char)i || p[i][i * i - 1] != (char)i;
		arena_reset(&a);
	}
	ok(bad == 0, "pieces of an arena are apart and aligned");
	struct str s = arena_keep(&a, STR("text"));
	ok(str_equal(s, STR("text")) && arena_keep(&a, (struct str){ NULL, 0 }).n == 0,
	    "text is kept");
	arena_free(&a);
	ok(a.chunk == NULL, "and all is freed at once");
}

/* ---- dictionary and hashes ---- */

static void
test_dict(void)
{
	enum { KEYS = 100000 };
	struct dict d = { 0 };
	size_t bad = 0;
	char key[24];

	ok(dict_find(&d, STR("a")) == DICT_NONE, "nothing is in an empty one");
	for (size_t i = 0; i < KEYS; i++) {
		size_t n = (size_t)snprintf(key, sizeof(key), "%zu", i);

		bad += dict_add(&d, (struct str){ key, n }) != i;
	}
	struct str first = dict_key(&d, 0);
	for (size_t i = KEYS; i-- > 0;) {
		size_t n = (size_t)snprintf(key, sizeof(key), "%zu", i);
		struct str s = { key, n };

		bad += dict_find(&d, s) != i || dict_add(&d, s) != i ||
		       !str_equal(dict_key(&d, i), s);
	}
	ok(bad == 0 && d.n == KEYS, "keys in the order of their first appearance");
	ok(dict_key(&d, 0).p == first.p && dict_find(&d, STR("x")) == DICT_NONE,
	    "keys stay where they are; others are not found");
	dict_clear(&d);
	ok(dict_add(&d, STR("a\0b")) == 0 && dict_add(&d, STR("a\0c")) == 1 &&
		dict_add(&d, (struct str){ NULL, 0 }) == 2 && dict_find(&d, STR("")) == 2,
	    "keys with NUL, and one without a byte");
	dict_clear(&d);
	for (size_t i = 0; i < 1000; i++) {
		size_t n = (size_t)snprintf(key, sizeof(key), "%zu", i);

		bad += dict_add_hashed(&d, (struct str){ key, n }, i % 3) != i;
	}
	ok(bad == 0 && dict_find_hashed(&d, STR("999"), 0) == 999,
	    "hashes that collide cost time, not keys");
	dict_clear(&d);
}

static void
test_hashes(void)
{
	char bytes[1000];
	size_t bad = 0;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 7);
	ok(hash_bytes("", 0) == 0xef46db3751d8e999 &&
		hash_text("", 0) == 0x2d06800538d394c2,
	    "XXH64 and XXH3 of nothing are what their authors say");
	for (size_t piece = 1; piece < 100; piece++) {
		struct hash_stream *h = hash_stream_new();

		for (size_t i = 0; i < sizeof(bytes); i += piece)
			hash_stream_add(h, bytes + i,
			    sizeof(bytes) - i < piece ? sizeof(bytes) - i : piece);
		bad += hash_stream_end(h) != hash_bytes(bytes, sizeof(bytes));
	}
	ok(bad == 0, "the same hash in pieces");
}

int
main(void)
{
	test_messages();
	test_shown();
	test_fail();
	test_text();
	test_arrays();
	test_arena();
	test_dict();
	test_hashes();
	return tap_end();
}
