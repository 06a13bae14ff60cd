/*
 * draw_test.c - the draws of base/hash.h stay what csv-split(1) says they are
 *
 * The numbers come from libxxhash, called by hand on the bytes that the page describes
 * (tests/golden/split.py has the same in Python).  If one of these tests fails, it is not
 * the test that must change: parts made last year would.
 */
#include "base/hash.h"

#include <string.h>

#include "tap.h"

struct vector {
	const char *domain;
	uint64_t seed;
	size_t ncell;
	struct str cell[2];
	uint64_t hash;
	double u;
};

static char thousand[1000];

static const struct vector vectors[] = {
	{ "split", 1, 1, { { "1", 1 } }, 0x7d37c5b93a952275, 0.4891322686404078 },
	{ "split", 1, 1, { { "2", 1 } }, 0x272591d9a4f94397, 0.15291701854309725 },
	{ "split", 2, 1, { { "1", 1 } }, 0x7e8bff9f0f761463, 0.49432370789823943 },
	{ "fold", 1, 1, { { "1", 1 } }, 0x9d27de27182c6a71, 0.6138895841069584 },
	{ "balance", 1, 1, { { "1", 1 } }, 0x3be1a5cf05fa2c47, 0.23391186050682988 },
	{ "sample", 1, 1, { { "1", 1 } }, 0x5616ab65f3f57c2d, 0.3362834094914059 },
	{ "bucket", 1, 1, { { "1", 1 } }, 0x21fbfdfcc7c7c981, 0.13275134488483709 },
	{ "split", 1, 0, { { "", 0 } }, 0xfdd37ea51af18a84, 0.9915084031189904 },
	{ "split", 1, 1, { { "", 0 } }, 0xd2e601eb8d534e52, 0.8238221359327557 },
	{ "split", 1, 2, { { "a", 1 }, { "bc", 2 } }, 0xbaeb662590981279,
	    0.7301544038496959 },
	{ "split", 1, 2, { { "ab", 2 }, { "c", 1 } }, 0x386ecc3121159ae7,
	    0.22044063758320076 },
	{ "split", 1, 2, { { "a,b", 3 }, { "say \"hi\"\n", 9 } }, 0x5ac100c68e4087e6,
	    0.35450749251890734 },
	{ "split", 1, 2, { { "\0", 1 }, { "\xff", 1 } }, 0x09418786e9fb3967,
	    0.0361561493282182 },
	{ "split", 1, 1, { { thousand, 1000 } }, 0xa4cacd3e692afe62, 0.6437195088739535 },
	{ "split", 1, 1, { { "alice", 5 } }, 0x7f9874a6b9d64305, 0.4984200388951985 },
	{ "split", 7, 1, { { "alice", 5 } }, 0x7bd5d214b6481c73, 0.48373139386811237 },
};

static uint64_t
hash_of(struct draw *d, const struct vector *v)
{
	draw_start(d);
	for (size_t i = 0; i < v->ncell; i++)
		draw_cell(d, v->cell[i]);
	return draw_hash(d);
}

static void
test_frozen(void)
{
	memset(thousand, 'x', sizeof(thousand));
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		const struct vector *v = &vectors[i];
		struct draw *d = draw_new(v->domain, v->seed);
		uint64_t hash = hash_of(d, v);
		double u = draw_u(hash);

		ok(hash == v->hash, "vector %zu: the hash is as frozen", i);
		ok(memcmp(&u, &v->u, sizeof(u)) == 0, "vector %zu: so is u", i);
		ok(hash_of(d, v) == hash, "vector %zu: and again", i);
		draw_free(d);
	}
}

static void
test_u(void)
{
	ok(draw_u(0) >= 0 && draw_u(0) <= 0, "the smallest u is 0");
	ok(draw_u(UINT64_MAX) < 1, "the largest is below 1");
	ok(draw_u(UINT64_MAX) >= 1 - 0x1p-53, "by one 2^53rd");
	ok(draw_u(2047) <= 0 && draw_u(2048) >= 0x1p-53, "the last 11 bits do not count");
}

int
main(void)
{
	test_frozen();
	test_u();
	draw_free(NULL);
	return tap_end();
}
