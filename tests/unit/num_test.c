/*
 * num_test.c - numbers as text, held against strtod(), printf() and exact decimals
 *
 * `num_test long` (or CSVLEARN_LONG in the environment) does ten times as much.
 */
#include "base/num.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static uint64_t random_state = 7;

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t
random_bits(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static double
double_of(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* The text is copied to exactly its size, so that a read beyond it can be noticed. */
static enum num_verdict
parse(const char *text, size_t n, double *x)
{
	char *copy = malloc(n ? n : 1);
	enum num_verdict verdict;

	memcpy(copy, text, n);
	verdict = num_parse(copy, n, x);
	free(copy);
	return verdict;
}

static bool
survives(double x)
{
	char out[NUM_WIDTH];
	size_t n = num_print(x, out);
	double back = 0;

	if (num_parse(out, n, &back) == NUM_OK && same(x, back))
		return true;
	printf("# %a printed as %.*s, read as %a\n", x, (int)n, out, back);
	return false;
}

static void
test_refusals(void)
{
	static const char *const bad[] = { "", "-", "+", ".", "-.", "+.", "e", "e5",
		".e5", "1e", "1e+", "1e-", "1E", "--1", "++1", "+-1", "-+1", "1-",
		"1.2.3", "1..2", "..1", "1e5.0", "1e5e5", "1e 5", " 5", "5 ", " ", "\t5",
		"5\n", "5\r", "inf", "-inf", "INF", "Infinity", "nan", "NaN", "nan(1)",
		"NA", "null", "?", "0x10", "0x1p3", "0X1", "1_000", "1,5", "1.234,5",
		"1 234", "1'000", "5%", "$5", "5f", "5L", "1d5", "1e5x", "12345678x",
		"123456789x", "x12345678", "1234567890123456789012345678901234567890x",
		"\xb2", "\xe2\x88\x92", "\xd9\xa1", "1\xc2\xa0", "/", ":", "1/",
		"1:", "/1234567", "1234:678", "1e:", "1e/", "1e1:" };
	double x = 42;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(parse(bad[i], strlen(bad[i]), &x) == NUM_NOT && same(x, 42),
		    "refusal %zu is no number", i);
	ok(parse("1\0002", 3, &x) == NUM_NOT, "a NUL inside is no number");
	ok(parse("1\0", 2, &x) == NUM_NOT, "a NUL after it is no number");
}

/* The grammar again, for texts of 0, 7, point, e, signs and bytes that never fit. */
static bool
grammar_accepts(const char *p)
{
	size_t digits = 0;

	p += *p == '+' || *p == '-';
	for (; *p == '0' || *p == '7'; p++)
		digits++;
	p += *p == '.';
	for (; *p == '0' || *p == '7'; p++)
		digits++;
	if (digits == 0)
		return false;
	if (*p != 'e')
		return *p == '\0';
	p++;
	p += *p == '+' || *p == '-';
	return *p != '\0' && p[strspn(p, "07")] == '\0';
}

static void
test_grammar(void)
{
	static const char alphabet[] = "07.e+- x";
	const unsigned letters = sizeof(alphabet) - 1;
	unsigned wrong = 0, total = 1;
	char text[8] = "";

	for (size_t n = 1; n <= 6; n++) {
		total *= letters;
		for (unsigned i = 0; i < total; i++) {
			unsigned rest = i;
			double x = 0;
			for (size_t k = 0; k < n; k++, rest /= letters)
				text[k] = alphabet[rest % letters];
			text[n] = '\0';
			enum num_verdict verdict = num_parse(text, n, &x);
			if (verdict == NUM_TOO_LARGE)
				x = HUGE_VAL * (*text == '-' ? -1 : 1);
			if ((verdict != NUM_NOT) != grammar_accepts(text) ||
			    (verdict != NUM_NOT && !same(x, strtod(text, NULL))))
				wrong++;
		}
	}
	ok(wrong == 0, "all texts of 1 to 6 of the bytes \"%s\": %u wrong", alphabet,
	    wrong);
}

/* Midway between DBL_MAX and the next power of two, but for the last three digits. */
#define MIDWAY_OUT                                                                     \
	"1797693134862315807937289714053034150799341327100378269361737789804449682927" \
	"6475094664901797758720709633028641669288791094655554785194040263065748867150" \
	"5820681908902000708383676273854845817711531764475730270069855571366959622842" \
	"9148198608349364752927190741684443655107043427115596995080930428801779041744" \
	"97"

static void
test_values(void)
{
	static const struct {
		const char *text;
		double x;
	} good[] = { { "0", 0 }, { "-0", -0.0 }, { "+0", 0 }, { "-0.0e5", -0.0 },
		{ "+5", 5 }, { ".5", 0.5 }, { "5.", 5 }, { "-.5", -0.5 }, { "007", 7 },
		{ "1E5", 1e5 }, { "1e+05", 1e5 }, { "5.e-1", 0.5 }, { "7.8363", 7.8363 },
		{ "-0.0011", -0.0011 }, { "12345", 12345 }, { "12345678", 12345678 },
		{ "1234567.", 1234567 }, { ".1234567", .1234567 },
		{ "-123.4567", -123.4567 }, { "0e999999999999999999999", 0 },
		{ "-0e999999999999999999999", -0.0 }, { "1e-400", 0 },
		{ "-1e-400", -0.0 }, { "1e-99999999999999999999999", 0 },
		{ "9007199254740993", 9007199254740992 },
		{ "9007199254740995", 9007199254740996 },
		{ "18446744073709551615", 18446744073709551616.0 },
		{ "2.4703282292062327e-324", 0 }, { "2.4703282292062328e-324", 5e-324 },
		{ "5e-324", 5e-324 },
		{ "2.2250738585072011e-308", 0x0.fffffffffffffp-1022 },
		{ "2.2250738585072014e-308", DBL_MIN },
		{ "1.7976931348623157e308", DBL_MAX }, { MIDWAY_OUT "791", DBL_MAX },
		{ MIDWAY_OUT "791.999", DBL_MAX } };
	static const char *const large[] = { "1e309", "-1e309", "1e400", "1.8e308",
		"1.7976931348623159e308", "1e99999999999999999999", MIDWAY_OUT "792",
		"99999999999999999999e300" };
	double x;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		x = 42;
		ok(parse(good[i].text, strlen(good[i].text), &x) == NUM_OK &&
			same(x, good[i].x),
		    "%.40s is %a", good[i].text, good[i].x);
	}
	for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++) {
		x = 42;
		ok(parse(large[i], strlen(large[i]), &x) == NUM_TOO_LARGE && same(x, 42),
		    "%.40s is too large", large[i]);
	}
}

/* (2c + 1) 2^(q-1), which lies midway between two doubles, for q < 0; all its digits. */
static size_t
midpoint_print(uint64_t c, int q, char *out)
{
	static unsigned char d[1200];
	size_t n = 0, size;
	unsigned carry;

	for (c = 2 * c + 1; c > 0; c /= 10)
		d[n++] = (unsigned char)(c % 10);
	for (int i = 0; i < 1 - q; i++) {
		carry = 0;
		for (size_t k = 0; k < n; k++) {
			carry += 5u * d[k];
			d[k] = (unsigned char)(carry % 10);
			carry /= 10;
		}
		if (carry > 0)
			d[n++] = (unsigned char)carry;
	}
	for (size = 0; size < n; size++)
		out[size] = (char)('0' + d[n - 1 - size]);
	return size;
}

/* A midpoint goes to the even neighbour, anything more or less to the nearer one. */
static bool
midpoint_right(uint64_t c, int q)
{
	char text[1300];
	size_t n = midpoint_print(c, q, text), tail;
	double down = ldexp((double)c, q), up = ldexp((double)(c + 1), q), x[3] = { 0 };

	tail = (size_t)snprintf(text + n, 200, "%0100de%d", 0, q - 1 - 100);
	num_parse(text, n + tail, &x[0]);
	text[n + 99] = '1';
	num_parse(text, n + tail, &x[1]);
	text[n + 99] = '0';
	text[n - 1]--; /* it is a 5 */
	num_parse(text, n + tail, &x[2]);
	if (same(x[0], c & 1 ? up : down) && same(x[1], up) && same(x[2], down))
		return true;
	printf("# midpoint above %a: %a %a %a\n", down, x[0], x[1], x[2]);
	return false;
}

static void
test_midpoints(int rounds)
{
	const uint64_t implicit = (uint64_t)1 << 52;
	bool right = midpoint_right(0, -1074) && midpoint_right(1, -1074) &&
		     midpoint_right(implicit - 1, -1074) &&
		     midpoint_right(implicit, -1074);

	for (int i = 0; i < rounds; i++) {
		uint64_t c = implicit | random_bits() >> 12;
		int q = -1 - (int)(random_bits() % (i % 4 ? 100 : 1073));
		right &= midpoint_right(c, q) && midpoint_right(c >> (-q % 53), -1074);
	}
	ok(right, "midpoints of two doubles and their neighbours");
}

/* n digits of which any may be a point, with an exponent now and then. */
static size_t
random_decimal(char *text)
{
	unsigned digits = 1 + (unsigned)(random_bits() % 40);
	unsigned point = (unsigned)(random_bits() % 60);
	int span = 5 << random_bits() % 8;
	char *p = text;

	if (random_bits() & 1)
		*p++ = '-';
	for (unsigned i = 0; i < digits; i++) {
		if (i == point)
			*p++ = '.';
		*p++ = (char)('0' + random_bits() % 10);
	}
	if (random_bits() & 1)
		p +=
		    sprintf(p, "e%d", (int)(random_bits() % (2 * (unsigned)span)) - span);
	*p = '\0';
	return (size_t)(p - text);
}

static void
test_like_strtod(int rounds)
{
	char text[64];
	int wrong = 0;

	for (int i = 0; i < rounds; i++) {
		size_t n = random_decimal(text);
		double theirs = strtod(text, NULL), ours = 0;
		enum num_verdict verdict = num_parse(text, n, &ours);
		if (fabs(theirs) > DBL_MAX ? verdict == NUM_TOO_LARGE
					   : verdict == NUM_OK && same(ours, theirs))
			continue;
		if (wrong++ < 5)
			printf("# %s read as %a, by strtod as %a\n", text, ours, theirs);
	}
	ok(wrong == 0, "%d random decimals read as by strtod", rounds);
}

/* Some locales write 2,5; the second text is one that strtod() has to settle. */
static void
test_locale(void)
{
	char out[NUM_WIDTH];
	double x = 0, y = 0;

	if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8")) {
		skip("no locale with a decimal comma here");
		return;
	}
	ok(num_parse("2.5", 3, &x) == NUM_OK && same(x, 2.5) &&
		num_parse("4.9406564584124654e-324", 23, &y) == NUM_OK &&
		same(y, 5e-324) && num_parse("2,5", 3, &y) == NUM_NOT &&
		num_print(2.5, out) == 3 && memcmp(out, "2.5", 3) == 0,
	    "a decimal comma in the locale changes nothing");
	setlocale(LC_ALL, "C");
}

static void
test_long_texts(void)
{
	const size_t n = 1 << 20;
	char *text = malloc(n + 32);
	double x = 0;

	memset(text, '9', n);
	memcpy(text + n, "e-1048576", 9);
	ok(num_parse(text, n + 9, &x) == NUM_OK && same(x, 1), "a million nines");
	ok(num_parse(text, n, &x) == NUM_TOO_LARGE, "the same without an exponent");
	memset(text, '0', n);
	memcpy(text + n, "125e-2", 6);
	ok(num_parse(text, n + 6, &x) == NUM_OK && same(x, 1.25),
	    "a million leading zeros");
	text[1] = '.';
	memcpy(text + n, "125e1048576", 11);
	ok(num_parse(text, n + 11, &x) == NUM_OK && same(x, 12.5), "the same as places");
	memset(text, '0', n);
	memcpy(text, "9007199254740993.", 17);
	ok(num_parse(text, n, &x) == NUM_OK && same(x, 9007199254740992), "a long tie");
	text[n - 1] = '1';
	ok(num_parse(text, n, &x) == NUM_OK && same(x, 9007199254740994),
	    "just above it");
	text[n - 1] = 'x';
	ok(num_parse(text, n, &x) == NUM_NOT, "a letter at the end of it");
	free(text);
}

static void
test_spelling(void)
{
	static const struct {
		double x;
		const char *text;
	} golden[] = { { 0, "0" }, { -0.0, "-0" }, { 1, "1" }, { -1, "-1" }, { 30, "30" },
		{ 0.1, "0.1" }, { 0.1 + 0.2, "0.30000000000000004" },
		{ 7.8363, "7.8363" }, { -0.0011, "-0.0011" }, { 100.25, "100.25" },
		{ 1e-4, "0.0001" }, { 1e-5, "0.00001" }, { 1.5e-5, "0.000015" },
		{ 9.999999999999999e-6, "9.999999999999999e-6" }, { 1e-6, "1e-6" },
		{ 1.5e-7, "1.5e-7" }, { -1.5e-7, "-1.5e-7" },
		{ 1e20, "100000000000000000000" },
		{ 123456789012345680000.0, "123456789012345680000" }, { 1e21, "1e+21" },
		{ 999999999999999900000.0, "999999999999999900000" },
		{ 1.5e21, "1.5e+21" }, { 1e23, "1e+23" }, { 9.5e22, "9.5e+22" },
		{ 9007199254740991, "9007199254740991" },
		{ 9007199254740992, "9007199254740992" },
		{ 2251799813685249.5, "2251799813685249.5" },
		{ 0x1p-44, "5.684341886080802e-14" }, { 0x1p60, "1152921504606847000" },
		{ 0x1p-1074, "5e-324" }, { 0x1p-1073, "1e-323" },
		{ 0x3p-1074, "1.5e-323" }, { DBL_MIN, "2.2250738585072014e-308" },
		{ DBL_MAX, "1.7976931348623157e+308" },
		{ -DBL_MAX, "-1.7976931348623157e+308" },
		{ 0x0.fffffffffffffp-1022, "2.225073858507201e-308" },
		{ 2.0 / 3, "0.6666666666666666" }, { 1e10 / 3, "3333333333.3333335" },
		{ 9.5367431640625e-07, "9.5367431640625e-7" },
		{ 0.000012345678901234567, "0.000012345678901234568" },
		{ 2.2e-322, "2.2e-322" }, { 0x14p-1074, "1e-322" },
		{ 1125899906842624.25, "1125899906842624.2" },
		{ 1125899906842624.75, "1125899906842624.8" }, { 4.35, "4.35" },
		{ 5e-5, "0.00005" }, { 6.02214076e23, "6.02214076e+23" },
		{ 6.62607015e-34, "6.62607015e-34" } };
	char out[NUM_WIDTH + 1];

	for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
		out[num_print(golden[i].x, out)] = '\0';
		ok(strcmp(out, golden[i].text) == 0, "%a prints as %s: %s", golden[i].x,
		    golden[i].text, out);
	}
	out[num_print_count(0, out)] = '\0';
	ok(strcmp(out, "0") == 0, "the count 0");
	out[num_print_count(100000000, out)] = '\0';
	ok(strcmp(out, "100000000") == 0, "the count 10^8");
	out[num_print_count(18446744073709551615u, out)] = '\0';
	ok(strcmp(out, "18446744073709551615") == 0, "the largest count");
}

/* The significant digits of a number's text, without point and outer zeros. */
static const char *
significant(const char *text, char *out)
{
	size_t n = 0;

	for (; *text != '\0' && *text != 'e'; text++)
		if (*text >= (n > 0 ? '0' : '1') && *text <= '9')
			out[n++] = *text;
	while (n > 0 && out[n - 1] == '0')
		n--;
	out[n] = '\0';
	return out;
}

/* Whether x prints with the digits of printf()'s %e, and one less would not do. */
static bool
shortest(double x)
{
	char ours[NUM_WIDTH + 1], theirs[NUM_WIDTH], a[NUM_WIDTH], b[NUM_WIDTH];
	int n;

	ours[num_print(x, ours)] = '\0';
	n = (int)strlen(significant(ours, a));
	snprintf(theirs, NUM_WIDTH, "%.*e", n > 0 ? n - 1 : 0, x);
	if (strcmp(a, significant(theirs, b)) == 0 && same(strtod(theirs, NULL), x)) {
		snprintf(theirs, NUM_WIDTH, "%.*e", n > 1 ? n - 2 : 0, x);
		if (n < 2 || !same(strtod(theirs, NULL), x))
			return true;
	}
	printf("# %s is not %s\n", ours, theirs);
	return false;
}

static void
test_shortest(int rounds)
{
	bool right = true;

	for (int i = 0; i < rounds; i++) {
		uint64_t bits = random_bits();
		double x = double_of(bits), y = (double)(bits >> 40) / 1e4;
		right &= !isfinite(x) || shortest(x);
		right &= shortest(y) && shortest(nextafter(y, bits & 1 ? 0 : INFINITY));
		right &= shortest((double)(bits >> 11) * ldexp(1, i % 128 - 64));
		right &= i % 16 > 0 || shortest(double_of(bits >> 12)); /* slow */
	}
	ok(right, "random numbers print as the shortest of printf's");
}

static void
test_round_trips(int rounds)
{
	char out[NUM_WIDTH];
	size_t widest = 0, n;
	bool right = true;

	for (int i = 0; i < rounds; i++) {
		double x = double_of(random_bits());
		if (!isfinite(x))
			continue;
		right &= survives(x);
		n = num_print(x, out);
		widest = n > widest ? n : widest;
		right &= survives((double)(random_bits() >> 44) / 1e4);
	}
	ok(right, "%d random numbers survive", rounds);
	ok(widest <= 24, "none takes more than 24 bytes: %zu", widest);
}

static void
test_powers(void)
{
	bool right = true;

	for (int e = -1074; e < 1024; e++) {
		double x = ldexp(1, e);
		right &= survives(x) && survives(-x) && survives(nextafter(x, 0));
		right &= e == 1023 || survives(nextafter(x, INFINITY));
	}
	ok(right, "powers of two and their neighbours survive");
	for (int e = -340; e <= 308; e++) {
		char text[16];
		double x = 0;
		size_t n = (size_t)snprintf(text, sizeof(text), "1e%d", e);
		right &= num_parse(text, n, &x) == NUM_OK && same(x, strtod(text, NULL));
		right &= survives(x) && survives(nextafter(x, 0));
		right &= survives(nextafter(x, INFINITY));
	}
	ok(right, "powers of ten read right, and they and their neighbours survive");
}

int
main(int argc, char **argv)
{
	bool more = (argc > 1 && strcmp(argv[1], "long") == 0) || getenv("CSVLEARN_LONG");
	int scale = more ? 10 : 1;

	test_refusals();
	test_grammar();
	test_values();
	test_midpoints(100 * scale);
	test_like_strtod(500000 * scale);
	test_locale();
	test_long_texts();
	test_spelling();
	test_shortest(200000 * scale);
	test_round_trips(2000000 * scale);
	test_powers();
	return tap_end();
}
