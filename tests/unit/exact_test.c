/*
 * exact_test - sums, means and deviations against rational arithmetic
 *
 * tests/golden/exact.py made the expectations; they must be met to the last bit.
 * Run from the top of the tree.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stat/exact.h"
#include "tap.h"

enum { MOST = 4096 };

/* A case of the golden file while it is being read. */
struct golden {
	char name[64];
	double x[MOST];
	size_t n;
	struct exact sum, squares;
	int checks, wrong;
};

static uint64_t
draw(void)
{
	static uint64_t state = 20240229;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static bool
saves_as(const struct exact *s, const char *text)
{
	char *saved = exact_save(s);
	bool equal = strcmp(saved, text) == 0;

	if (!equal)
		printf("# saved %s\n# not   %s\n", saved, text);
	free(saved);
	return equal;
}

static bool
equal_sums(const struct exact *a, const struct exact *b)
{
	char *text = exact_save(a);
	bool equal = saves_as(b, text);

	free(text);
	return equal;
}

static void
shuffle(double *x, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = draw() % i;
		double t = x[j];

		x[j] = x[i - 1];
		x[i - 1] = t;
	}
}

/* Shuffled and cut into any number of pieces, the sums are the same. */
static bool
cuts_agree(struct golden *g)
{
	for (size_t pieces = 1; pieces <= 16; pieces++) {
		struct exact sum = { 0 }, squares = { 0 };

		shuffle(g->x, g->n);
		for (size_t p = 0; p < pieces; p++) {
			size_t from = g->n * p / pieces;
			size_t n = g->n * (p + 1) / pieces - from;
			struct exact s = { 0 }, q = { 0 };

			exact_add_with_squares(&s, &q, g->x + from, n);
			exact_merge(&sum, &s);
			exact_merge(&squares, &q);
		}
		if (!equal_sums(&sum, &g->sum) || !equal_sums(&squares, &g->squares))
			return false;
	}
	return true;
}

static void
golden_end(struct golden *g)
{
	if (g->name[0] == '\0')
		return;
	ok(g->checks > 0 && g->wrong == 0, "%s: %d results to the last bit", g->name,
	    g->checks);
	if (g->n > 0)
		ok(cuts_agree(g), "%s: any order and any cut", g->name);
}

static void
golden_add(struct golden *g, double x)
{
	if (g->n < MOST)
		g->x[g->n++] = x;
	exact_add(&g->sum, x);
	exact_add_square(&g->squares, x);
}

static void
golden_start(struct golden *g, const char *name)
{
	memset(g, 0, sizeof(*g));
	snprintf(g->name, sizeof(g->name), "%s", name);
	if (strncmp(name, "nist/", 5) != 0)
		return;
	char path[128], line[128];
	snprintf(path, sizeof(path), "tests/data/%s.csv", name);
	FILE *f = fopen(path, "r");
	if (f == NULL)
		return;
	if (fgets(line, sizeof(line), f) != NULL)
		while (fgets(line, sizeof(line), f) != NULL)
			golden_add(g, strtod(line, NULL));
	fclose(f);
}

static double
result(const struct golden *g, const char *kind, uint64_t n)
{
	if (strcmp(kind, "sum") == 0)
		return exact_value(&g->sum);
	if (strcmp(kind, "squares") == 0)
		return exact_value(&g->squares);
	if (strcmp(kind, "mean") == 0)
		return exact_mean(&g->sum, n);
	if (strncmp(kind, "sd", 2) == 0)
		return exact_sd(&g->sum, &g->squares, n, kind[2] == '1');
	if (strncmp(kind, "variance", 8) == 0)
		return exact_variance(&g->sum, &g->squares, n, kind[8] == '1');
	return NAN;
}

static void
golden_row(struct golden *g, const char *kind, const char *a, const char *b)
{
	bool right;

	if (strcmp(kind, "x") == 0) {
		golden_add(g, strtod(a, NULL));
		return;
	}
	if (strcmp(kind, "xy") == 0) {
		exact_add_product(&g->sum, strtod(a, NULL), strtod(b, NULL));
		return;
	}
	if (strcmp(kind, "save_sum") == 0) {
		right = saves_as(&g->sum, a);
	} else if (strcmp(kind, "save_squares") == 0) {
		right = saves_as(&g->squares, a);
	} else {
		double got = result(g, kind, strtoull(b, NULL, 10));

		right = same(got, strtod(a, NULL));
		if (!right)
			printf("# %s %s: %a, not %s\n", g->name, kind, got, a);
	}
	g->checks++;
	g->wrong += !right;
}

static void
test_golden(void)
{
	static struct golden g;
	static char line[4096];
	FILE *f = fopen("tests/data/exact_golden.csv", "r");

	if (!ok(f != NULL, "tests/data/exact_golden.csv is there"))
		return;
	if (fgets(line, sizeof(line), f) == NULL)
		line[0] = '\0';
	while (fgets(line, sizeof(line), f) != NULL) {
		char *cell[4] = { line };

		line[strcspn(line, "\n")] = '\0';
		for (int i = 1; i < 4; i++) {
			cell[i] = cell[i - 1] + strcspn(cell[i - 1], ",");
			if (*cell[i] == ',')
				*cell[i]++ = '\0';
		}
		if (strcmp(g.name, cell[0]) != 0) {
			golden_end(&g);
			golden_start(&g, cell[0]);
		}
		golden_row(&g, cell[1], cell[2], cell[3]);
	}
	golden_end(&g);
	fclose(f);
}

/* The digits that the doubles nearest to the data allow, by rational arithmetic. */
static const struct {
	const char *set;
	double mean, sd; /* certified */
	double digits;   /* of the sd */
} certified[] = {
	{ "Lew", -177.435, 277.332168044316, 15 },
	{ "Lottery", 518.958715596330, 291.699727470969, 15 },
	{ "Mavro", 2.001856, 0.000429123454003053, 13.1 },
	{ "Michelso", 299.8524, 0.0790105478190518, 13.8 },
	{ "NumAcc1", 10000002, 1, 15 },
	{ "NumAcc2", 1.2, 0.1, 15 },
	{ "NumAcc3", 1000000.2, 0.1, 9.4 },
	{ "NumAcc4", 10000000.2, 0.1, 8.2 },
};

static double
digits(double x, double true_x)
{
	double error = fabs(x - true_x) / fabs(true_x);

	return error < 1e-15 ? 15 : -log10(error);
}

static void
test_certified(void)
{
	static struct golden g;
	char name[64];

	for (size_t i = 0; i < sizeof(certified) / sizeof(certified[0]); i++) {
		snprintf(name, sizeof(name), "nist/%s", certified[i].set);
		golden_start(&g, name);
		double mean = digits(exact_mean(&g.sum, g.n), certified[i].mean);
		double sd = digits(exact_sd(&g.sum, &g.squares, g.n, 1), certified[i].sd);
		ok(mean >= 15, "%s: mean as certified (%.1f digits)", name, mean);
		ok(sd >= certified[i].digits, "%s: sd as certified (%.1f digits)", name,
		    sd);
	}
}

/* More additions than any limb can take without passing on carries. */
static void
test_carries(void)
{
	enum { TIMES = 1 << 17 };
	int wrong = 0;

	for (int shift = 0; shift < 16; shift++)
		for (int sign = -1; sign <= 1; sign += 2) {
			double x = sign * ldexp(0x1p53 - 1, shift);
			struct exact s = { 0 }, q = { 0 }, t = { 0 }, r = { 0 };

			for (int i = 0; i < TIMES; i++) {
				exact_add(&s, x);
				exact_add_product(&q, x, fabs(x));
			}
			exact_add(&t, x * TIMES);
			exact_add_product(&r, x * TIMES, fabs(x));
			wrong += !equal_sums(&s, &t) + !equal_sums(&q, &r);
		}
	ok(wrong == 0, "carries are passed on in time");
}

static void
test_merged_carries(void)
{
	struct exact piece = { 0 }, total = { 0 }, expected = { 0 };
	double x = -(0x1p53 - 1) * 0x1p15;

	for (int i = 0; i < 32766; i++)
		exact_add(&piece, x);
	for (int i = 0; i < 5000; i++)
		exact_merge(&total, &piece);
	exact_add_product(&expected, x, 32766.0 * 5000);
	ok(equal_sums(&total, &expected), "merging respects what is pending");

	total = piece;
	for (int i = 0; i < 100; i++)
		exact_merge(&total, &total);
	expected = (struct exact){ 0 };
	exact_add_product(&expected, x, 32766 * 0x1p100);
	ok(equal_sums(&total, &expected), "a sum merges with itself");

	struct exact nothing = { 0 }, one = { 0 };
	exact_add(&one, 1);
	for (int i = 0; i < 100000; i++)
		exact_merge(&one, &nothing);
	ok(saves_as(&one, "+:0:1"), "merging nothing changes nothing");
}

static void
test_many(void)
{
	double x[] = { 1, NAN, 0x1p-1074, NAN, -0.0, 0x1p1000 };
	struct exact s = { 0 }, t = { 0 }, u = { 0 }, q = { 0 };

	for (size_t i = 0; i < 6; i++)
		if (x[i] == x[i])
			exact_add(&t, x[i]);
	exact_add_many(&s, x, 6);
	ok(equal_sums(&s, &t), "exact_add_many skips NaN");
	exact_add_with_squares(&u, &q, x, 6);
	ok(equal_sums(&u, &t), "exact_add_with_squares skips NaN");
	exact_add_square(&t, 0x1p-1074);
	exact_merge(&s, &t);
	ok(!exact_is_zero(&s), "something is not zero");

	struct exact sum = { 0 }, squares = { 0 };
	double ones[1000];
	for (size_t i = 0; i < 1000; i++)
		ones[i] = 1 + (double)i;
	for (int i = 0; i < 500; i++) {
		exact_add_with_squares(&sum, &squares, ones, 1000);
		exact_add_square(&squares, 0); /* so that the two never have room alike */
	}
	ok(exact_value(&sum) == 500.0 * 500500, "long runs: sum");
	ok(exact_value(&squares) == 500.0 * 333833500, "long runs: squares");
}

static void
test_edges(void)
{
	struct exact s = { 0 }, q = { 0 };

	ok(exact_is_zero(&s) && same(exact_value(&s), 0), "the sum of nothing is 0");
	ok(isnan(exact_mean(&s, 0)), "no mean of nothing");
	exact_add(&s, 3);
	exact_add_square(&q, 3);
	ok(isnan(exact_sd(&s, &q, 1, 1)), "no sd of one value");
	ok(same(exact_sd(&s, &q, 1, 0), 0), "population sd of one value is 0");
	exact_add(&s, 1e300);
	ok(isnan(exact_sd(&s, &q, 2, 1)), "sum and squares of different numbers");
	exact_add(&s, -1e300);
	exact_add(&s, -3);
	ok(exact_is_zero(&s), "what cancels is zero");
	ok(saves_as(&s, "+:0:0"), "and is saved as zero");
	exact_add_product(&q, -4, 4);
	ok(isnan(exact_variance(&s, &q, 2, 1)), "negative squares");
}

static const char *const bad[] = { "", "+", "+:", "+:0", "+:0:", "+:0:00", "-:0:0",
	"0:0:0", "+:1:0", "+:0:2", "+:0:01", "+:00:1", "+:-0:1", "+:+1:1", "+: 1:1",
	"+:1:1 ", " +:1:1", "+:1:1:1", "+:0:A", "+:0:1A1", "+:0:g", "+:0:1g1", "+:0:-1",
	"+:0x1:1", "+:1e1:1", "+:-2149:1", "+:2112:1", "+:2111:3", "+:2109:9", "+:9999:1",
	"+:-9999:1", "+:99999:1", "+:-99999999999999999999:1", "*:0:1", "++:0:1", "+::1",
	"+:-:1", "+:0:1\n", "nan", "1" };

static const char *const good[] = { "+:0:0", "+:-2148:1", "-:-2148:1", "+:2111:1",
	"-:2110:3", "+:2108:9", "-:-3:1f", "+:0:123456789abcdef0123456789abcdef1" };

static void
test_load(void)
{
	struct exact s = { 0 };
	struct err e;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ok(exact_load(&s, str_of(good[i]), &e) && saves_as(&s, good[i]),
		    "loads %s", good[i]);
	exact_load(&s, STR("-:-3:1f"), &e);
	ok(exact_value(&s) == -31.0 / 8, "-:-3:1f is -31/8");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		e.status = 0;
		ok(!exact_load(&s, str_of(bad[i]), &e) && e.status == EXIT_DATA,
		    "refuses \"%.*s\"", (int)strcspn(bad[i], "\n"), bad[i]);
	}
	ok(!exact_load(&s, STR("+:0:1\0"), &e), "refuses a NUL");
	ok(saves_as(&s, "-:-3:1f"), "a refused text changes nothing");

	char widest[1100] = "+:-2148:1";
	memset(widest + 9, 'f', 1064);
	ok(!exact_load(&s, str_of(widest), &e) || saves_as(&s, widest),
	    "1065 hex digits");
	memset(widest + 9, 'f', 1065);
	ok(!exact_load(&s, str_of(widest), &e), "refuses more bits than there are");
}

/* Whatever damage is done to a saved text: what still loads is saved alike. */
static void
test_damage(void)
{
	static const char alphabet[] = "0123456789abcdef+-:gA ";
	int loaded = 0, wrong = 0;

	for (int round = 0; round < 5000; round++) {
		struct exact s = { 0 }, t = { 0 };
		struct err e;

		for (size_t i = draw() % 4; i > 0; i--)
			exact_add(&s,
			    ldexp((double)(int64_t)draw(), (int)(draw() % 300) - 150));
		char *text = exact_save(&s);
		size_t n = strlen(text), at = draw() % n;
		if (round % 3 == 0)
			text[n - 1 - draw() % (n < 3 ? n : 3)] = '\0';
		else
			text[at] = alphabet[draw() % (sizeof(alphabet) - 1)];
		if (exact_load(&t, str_of(text), &e)) {
			loaded++;
			wrong += !saves_as(&t, text);
		}
		free(text);
	}
	ok(loaded > 100 && wrong == 0, "damaged text is refused or canonical");
}

int
main(void)
{
	test_golden();
	test_certified();
	test_carries();
	test_merged_carries();
	test_many();
	test_edges();
	test_load();
	test_damage();
	return tap_end();
}
