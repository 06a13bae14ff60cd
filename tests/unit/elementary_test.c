/*
 * elementary_test.c - exp, log and their kin: accuracy, special cases, exact bits
 *
 * Accuracy is measured against the long double functions of the C library where these
 * have at least 64 bits.  The exact bits are those of the first machine that ran this:
 * any other has to give the same.
 */
#include "base/elementary.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "tap.h"

static uint64_t random_state = 11;

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t
random_bits(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* Uniform in [-width, width). */
static double
random_within(double width)
{
	return ((double)(random_bits() >> 11) * 0x1p-52 - 1) * width;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* Arguments of every size, most of them where the functions bend. */
static double
random_argument(void)
{
	double x;
	uint64_t bits;

	switch (random_bits() % 6) {
	case 0:
		return random_within(750);
	case 1:
		return random_within(2);
	case 2:
		return random_within(40);
	case 3:
		x = random_within(1);
		return ldexp(x, -(int)(random_bits() % 60));
	case 4:
		x = random_within(1);
		return 1 + ldexp(x, -(int)(random_bits() % 50));
	default:
		bits = random_bits();
		memcpy(&x, &bits, sizeof(x));
		return isfinite(x) ? x : 0.5;
	}
}

static long double
sigmoidl(long double z)
{
	return z < 0 ? expl(z) / (1 + expl(z)) : 1 / (1 + expl(-z));
}

static long double
softplusl(long double z)
{
	return z > 0 ? z + log1pl(expl(-z)) : log1pl(expl(z));
}

static const struct function {
	const char *name;
	double (*ours)(double);
	long double (*truth)(long double);
	double from; /* the smallest argument */
} functions[] = {
	{ "exp", elementary_exp, expl, -INFINITY },
	{ "expm1", elementary_expm1, expm1l, -INFINITY },
	{ "log", elementary_log, logl, 0 },
	{ "log1p", elementary_log1p, log1pl, -1 },
	{ "sigmoid", elementary_sigmoid, sigmoidl, -INFINITY },
	{ "softplus", elementary_softplus, softplusl, -INFINITY },
};
enum { FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };

/* The error of y in units of the last place of the truth. */
static double
error_in_ulp(double y, long double truth)
{
	int e;

	if (isinf(y))
		return fabsl(truth) >= DBL_MAX ? 0 : INFINITY;
	frexpl(truth, &e);
	e = e < -1021 ? -1021 : e;
	return (double)(fabsl(y - truth) / ldexpl(1, e - DBL_MANT_DIG));
}

static void
test_accuracy(const struct function *f)
{
	double worst = 0, where = 0, x, error;

	if (LDBL_MANT_DIG < 64) {
		skip("long double is no wider than double here");
		return;
	}
	for (int i = 0; i < 200000; i++) {
		x = random_argument();
		if (x <= f->from)
			x = -x;
		error = error_in_ulp(f->ours(x), f->truth(x));
		if (!(error <= worst)) {
			worst = error;
			where = x;
		}
	}
	ok(worst < 0.8, "%s: worst error %.3f ulp, at %a", f->name, worst, where);
}

static void
test_special(void)
{
	static const struct {
		int f;
		double x, y;
	} cases[] = {
		{ 0, 0, 1 },
		{ 0, -0.0, 1 },
		{ 0, 1, 0x1.5bf0a8b145769p+1 },
		{ 0, 709.782712893384, 0x1.fffffffffff2ap+1023 },
		{ 0, 709.7827128933841, INFINITY },
		{ 0, 1e300, INFINITY },
		{ 0, INFINITY, INFINITY },
		{ 0, -745.1332191019411, 5e-324 },
		{ 0, -745.1332191019412, 0 },
		{ 0, -1e300, 0 },
		{ 0, -INFINITY, 0 },
		{ 1, 0, 0 },
		{ 1, -0.0, -0.0 },
		{ 1, 5e-324, 5e-324 },
		{ 1, -1e-300, -1e-300 },
		{ 1, -50, -1 },
		{ 1, -1e300, -1 },
		{ 1, -INFINITY, -1 },
		{ 1, INFINITY, INFINITY },
		{ 1, 710, INFINITY },
		{ 2, 1, 0 },
		{ 2, 0, -INFINITY },
		{ 2, -0.0, -INFINITY },
		{ 2, INFINITY, INFINITY },
		{ 2, 0x1p-1074, -0x1.74385446d71c3p+9 },
		{ 2, DBL_MAX, 0x1.62e42fefa39efp+9 },
		{ 3, 0, 0 },
		{ 3, -0.0, -0.0 },
		{ 3, 5e-324, 5e-324 },
		{ 3, -1, -INFINITY },
		{ 3, INFINITY, INFINITY },
		{ 3, DBL_MAX, 0x1.62e42fefa39efp+9 },
		{ 4, 0, 0.5 },
		{ 4, -0.0, 0.5 },
		{ 4, 40, 1 },
		{ 4, INFINITY, 1 },
		{ 4, -INFINITY, 0 },
		{ 4, -1e300, 0 },
		{ 4, -745.1332191019411, 5e-324 },
		{ 5, 0, 0x1.62e42fefa39efp-1 },
		{ 5, 1e300, 1e300 },
		{ 5, -1e300, 0 },
		{ 5, INFINITY, INFINITY },
		{ 5, -INFINITY, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct function *f = &functions[cases[i].f];
		double y = f->ours(cases[i].x);
		ok(same(y, cases[i].y), "%s(%.17g) = %a: %a", f->name, cases[i].x,
		    cases[i].y, y);
	}
	for (int i = 0; i < FUNCTIONS; i++)
		ok(isnan(functions[i].ours(NAN)), "%s(NaN) is NaN", functions[i].name);
	ok(isnan(elementary_log(-1)) && isnan(elementary_log(-INFINITY)) &&
		isnan(elementary_log(-5e-324)),
	    "log of less than 0 is NaN");
	ok(isnan(elementary_log1p(-1.5)) && isnan(elementary_log1p(-INFINITY)),
	    "log1p of less than -1 is NaN");
}

/* FNV-1a (Fowler, Noll, Vo) over the bits of many results: one that differs shows. */
static uint64_t
fingerprint(const struct function *f)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325), bits;
	double x, y;

	random_state = 2;
	for (int i = 0; i < 100000; i++) {
		x = random_argument();
		y = f->ours(x <= f->from ? -x : x);
		memcpy(&bits, &y, sizeof(bits));
		for (int k = 0; k < 8; k++, bits >>= 8)
			hash = (hash ^ (bits & 0xff)) * UINT64_C(0x100000001b3);
	}
	return hash;
}

static void
test_bits(void)
{
	static const double x[] = { 0x1.3p-60, -0x1.9999999999999p-9,
		0x1.ffffffffffffep-8, 0x1.08p-3, -0x1.5555555555555p-2,
		0x1.6a09e667f3bcdp-1, 0x1.fffffffffffffp-1, 0x1.0000000000001p+0,
		0x1.921fb54442d18p+1, -0x1.5bf0a8b145769p+2, 0x1.2f5c28f5c28f6p+5,
		-0x1.4p+5 };
	static const double golden[FUNCTIONS][sizeof(x) / sizeof(x[0])] = {
		{ 0x1p+0, 0x1.fe670a11c88fep-1, 0x1.0202015600446p+0,
		    0x1.2338ab9b32135p+0, 0x1.6edd3122f2ea5p-1, 0x1.0399458f5a0d7p+1,
		    0x1.5bf0a8b145769p+1, 0x1.5bf0a8b14576bp+1, 0x1.724046eb09339p+4,
		    0x1.1d5f0f3ffcd73p-8, 0x1.a1e510bcc2fa2p+54, 0x1.39792499b1a24p-58 },
		{ 0x1.3p-60, -0x1.98f5ee3770203p-9, 0x1.0100ab00222d7p-7,
		    0x1.19c55cd9909a5p-3, -0x1.22459dba1a2b6p-2, 0x1.07328b1eb41aep+0,
		    0x1.b7e151628aed1p+0, 0x1.b7e151628aed5p+0, 0x1.624046eb09339p+4,
		    -0x1.fdc541e180065p-1, 0x1.a1e510bcc2fa2p+54, -0x1p+0 },
		{ -0x1.4b55f9e99eebcp+5, -0x1.712c2bd370ecp+2, -0x1.3687a9f1af2b2p+2,
		    -0x1.063ad091ebb0dp+1, -0x1.193ea7aad030bp+0, -0x1.62e42fefa39eep-2,
		    -0x1p-53, 0x1.fffffffffffffp-53, 0x1.250d048e7a1bdp+0,
		    0x1.b17217f7d1cf7p+0, 0x1.d1575d845743p+1, 0x1.d82d33b32720dp+1 },
		{ 0x1.3p-60, -0x1.9a3dc83a05842p-9, 0x1.fe02a6b106787p-8,
		    0x1.f0a30c01162a6p-4, -0x1.9f323ecbf984bp-2, 0x1.11d14e1fcb72fp-1,
		    0x1.62e42fefa39efp-1, 0x1.62e42fefa39fp-1, 0x1.6bcbed09f00afp+0,
		    0x1.dcabb104c08abp+0, 0x1.d4ac4d759b61dp+1, 0x1.db565458eac4ep+1 },
		{ 0x1p-1, 0x1.ff33333e1f666p-2, 0x1.00ffffaaaaccdp-1,
		    0x1.107a291be6697p-1, 0x1.ab72b73e7b47bp-2, 0x1.56eafc5cf3db5p-1,
		    0x1.764d4f5d5a2bdp-1, 0x1.764d4f5d5a2bdp-1, 0x1.eaca7ed72415dp-1,
		    0x1.1c22538755264p-8, 0x1p+0, 0x1.39792499b1a24p-58 },
		{ 0x1.62e42fefa39efp-1, 0x1.62178c189849ep-1, 0x1.64e52fef78f45p-1,
		    0x1.84f43fbbf68a3p-1, 0x1.14a2eeaa4665bp-1, 0x1.1ba1f9db4edd7p+0,
		    0x1.5031eafefb049p+0, 0x1.5031eafefb04ap+0, 0x1.9789ffd8ec80ep+1,
		    0x1.1cc076abf0acp-8, 0x1.2f5c28f5c28f6p+5, 0x1.39792499b1a24p-58 },
	};
	static const uint64_t prints[FUNCTIONS] = { UINT64_C(0x56a777b7f1d97bb8),
		UINT64_C(0x7219fce332ca13aa), UINT64_C(0xc1980e8051bb5a2b),
		UINT64_C(0x3e1a71f6f29fe1c2), UINT64_C(0xe0a48e49e5d4ae57),
		UINT64_C(0x965c03fa52e3ab6a) };

	for (size_t i = 0; i < FUNCTIONS; i++) {
		const struct function *f = &functions[i];
		for (size_t k = 0; k < sizeof(x) / sizeof(x[0]); k++) {
			double arg = x[k] <= f->from ? -x[k] : x[k], y = f->ours(arg);
			ok(same(y, golden[i][k]), "%s(%a) is %a: %a", f->name, arg,
			    golden[i][k], y);
		}
		uint64_t print = fingerprint(f);
		ok(print == prints[i], "the bits of 100000 values of %s: %#llx", f->name,
		    (unsigned long long)print);
	}
}

/* Rising arguments must not give falling results where neighbours can be told apart. */
static void
test_rising(void)
{
	for (int i = 0; i < FUNCTIONS; i++) {
		const struct function *f = &functions[i];
		double x = f->from < -30 ? -30 : f->from + 0x1p-20, last = f->ours(x), y;
		int falls = 0;
		for (; x < 30; x += 0x1p-10, last = y) {
			y = f->ours(x);
			falls += y < last;
		}
		ok(falls == 0, "%s rises", f->name);
	}
}

static void
test_turns(void)
{
	const long double two_pi = 6.283185307179586476925286766559005768L;
	double worst = 0;

	ok(elementary_sin_turn(0) == 0 && elementary_cos_turn(0) == 1 &&
		elementary_sin_turn(0.25) == 1 && elementary_cos_turn(0.25) == 0 &&
		elementary_sin_turn(0.5) == 0 && elementary_cos_turn(0.5) == -1 &&
		elementary_sin_turn(0.75) == -1 && elementary_cos_turn(0.75) == 0,
	    "quarters of a turn");
	if (LDBL_MANT_DIG < 64) {
		skip("long double is no wider than double here");
		return;
	}
	for (int i = 1; i < 100000; i++) {
		double t = i / 100000.0;
		double s = elementary_sin_turn(t), c = elementary_cos_turn(t);
		/* Near its zeros the argument of sinl is too coarse. */
		double e = fmax(fabs(s) > 0.01 ? error_in_ulp(s, sinl(two_pi * t)) : 0,
		    fabs(c) > 0.01 ? error_in_ulp(c, cosl(two_pi * t)) : 0);

		worst = fmax(worst, e);
	}
	ok(worst < 2, "turns: worst error %.3f ulp", worst);
}

int
main(void)
{
	for (int i = 0; i < FUNCTIONS; i++)
		test_accuracy(&functions[i]);
	test_special();
	test_bits();
	test_rising();
	test_turns();
	return tap_end();
}
